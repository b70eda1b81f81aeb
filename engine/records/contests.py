"""Contests: those with a record, and own posts that are contests although no record says so; both judged here.

A record makes a contest by declaration, unless its text is plainly a report, a warning of a fake one or a pointer to
somebody else's. A post without a record is one when it holds a prize and a way of entry. Where a text speaks of a
contest and is none, the rules about contests do not apply, and the verdict says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ..condition_nodes import wording
from ..conditions import concept, judge
from ..evaluator import by_conditions
from ..finding import Outcome, Verdict
from ..program import CompiledRule
from ..record import Contest, Message
from ..record_facts import platforms
from ..scene import Scene
from .contest_dates import clash, told_dates
from .court import OFFER, Court
from .timeline import is_own_post
from .verdicts import Case, not_here, open_case

_NO_CONTEST: Final = (
    ("contest-scam-warning", "warnt vor einem falschen Gewinnspiel", "warns of a fake contest"),
    ("contest-report", "berichtet von einem Gewinnspiel, das vorbei ist", "reports on a contest that is over"),
    ("contest-by-others", "weist auf ein Gewinnspiel anderer hin", "points to somebody else's contest"),
)


def judge_contest(contest: Contest, court: Court) -> tuple[Verdict, ...]:
    """The verdict of every rule about contests on a contest with a record."""
    return _judged(contest, court, _no_contest(court.about_contest(contest)))


def judge_own_post(message: Message, court: Court) -> tuple[Verdict, ...]:
    """The same for a post without a record; nothing where it does not speak of a contest at all."""
    if not is_own_post(message) or message.text is None or not _rules(court) or _on_record(message, court):
        return ()
    scene = court.scene(message)
    contest = Contest(
        message.id, message.text, None, message.id, message.channel, message.account, None, message.published,
        language=message.language, extra={"undeclared": True},
    )  # fmt: skip
    if _says(OFFER, scene):
        return _judged(contest, court, None)
    reason = _no_contest(scene)
    return _judged(contest, court, reason) if reason else ()


def _rules(court: Court) -> tuple[CompiledRule, ...]:
    return tuple(rule for rule in court.program.records.rules if rule.subject == "contest")


def _on_record(message: Message, court: Court) -> bool:
    """Whether a record declares this post, by its id or by its words."""
    return court.is_declared(message)


def _says(name: str, scene: Scene) -> bool:
    return scene.concept(name) is not None and concept(name, scene, False)[0] is True


def _no_contest(scene: Scene) -> tuple[str, str] | None:
    """What a text that speaks of a contest is instead of one; None where it may be one."""
    for name, german, english in _NO_CONTEST:
        if not scene.unread and _says(name, scene):
            return None if name == "contest-report" and _says("contest-already-won", scene) else (german, english)
    return None


def _judged(contest: Contest, court: Court, reason: tuple[str, str] | None) -> tuple[Verdict, ...]:
    if reason is not None:
        words = f"der Text {reason[0]}" if court.speech == "de" else f"the text {reason[1]}"
        return tuple(
            Verdict(rule.id, rule.version, Outcome.NOT_APPLICABLE, reason=words,
                    title=wording(rule.title, court.speech))
            for rule in _rules(court)
        )  # fmt: skip
    staged: dict[str | None, Scene] = {}
    return tuple(_verdict(rule, contest, court, staged) for rule in _rules(court))


def _verdict(rule: CompiledRule, contest: Contest, court: Court, staged: dict[str | None, Scene]) -> Verdict:
    """One rule before the contest, on the channel of it that the rule is about. Each channel is staged once."""
    channel = next(iter(sorted({*_channels(contest, court)} & {*rule.channels})), contest.channel)
    if channel not in staged:
        staged[channel] = court.about_contest(replace(contest, channel=channel))
    case = open_case(court, rule, staged[channel])
    scene = case.scene
    early = not_here(case)
    if early is not None:
        return early if early.title else replace(early, title=wording(rule.title, court.speech))
    scene.facts |= dict(_filling(rule, contest, court, scene))
    found = by_conditions(rule, scene, dict(case.parameters), court.speech)
    if scene.unread and found.outcome in (Outcome.FULFILLED, Outcome.VIOLATION):  # the text may show that it is none
        found = replace(found, outcome=Outcome.UNDECIDED, findings=(), needs=("text",))
    if found.outcome is Outcome.VIOLATION and "dates-clash" in scene.facts:
        found = replace(found, trail=tuple(told_dates(contest, court)))
    return _with_reason(case, replace(found, title=wording(rule.title, court.speech)))


def _channels(contest: Contest, court: Court) -> tuple[str, ...]:
    """Where a contest runs: its `channels`, its channel, else that of its post."""
    scene = court.archive.messages.get(contest.post or "")
    return platforms(contest, contest.channel or (scene.channel if scene else None))


_PLATFORMS: Final = {
    "facebook": "Facebook", "instagram": "Instagram", "tiktok": "TikTok", "youtube": "YouTube", "x": "X",
    "twitter": "X", "linkedin": "LinkedIn",
}  # fmt: skip


def _filling(rule: CompiledRule, contest: Contest, court: Court, scene: Scene) -> Iterator[tuple[str, str]]:
    """Words for the wordings of a rule: the platforms by name, the dates that do not fit."""
    told = "".join(text for _, text in rule.message)
    if "{platform}" in told:
        names = dict.fromkeys(_PLATFORMS.get(each, each) for each in _channels(contest, court))
        yield "platform", (" und " if scene.language != "en" else " and ").join(names)
    if "{dates}" in told:
        first, second = clash(contest, court) or ("", "")
        yield "dates", f"{first} / {second}"


def _with_reason(case: Case, found: Verdict) -> Verdict:
    """Where an exception took the rule away, its reason."""
    if found.outcome is Outcome.NOT_APPLICABLE:
        for condition, reason in case.rule.exceptions:
            if judge(condition, case.scene, case.parameters).value is True:
                return replace(found, reason=reason)
    return found
