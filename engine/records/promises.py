"""Promise and deed: what became of everything we promised in a thread.

The subject is the promising message. Each promise in it has its own deadline and fate; the gravest decides, and the
timeline shows them all. What an archive cannot show (a call, money, a parcel) is never called broken unless the
customer says so (CONVENTIONS: Promises).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from ..conditions import judge
from ..evaluator import findings_of
from ..finding import Finding, Outcome, Step, Verdict
from ..program import CompiledRule
from ..record import Action, Message, Role, is_ours
from .archive import Thread
from .court import Court
from .moments import spelled
from .promise_deeds import aftermath
from .promise_fate import Fate, fate, told_deed, told_due, waiting
from .promise_terms import Deed, pledges
from .verdicts import Case, applies, not_here, open_case, shown, step, undecided, verdict

_GRAVEST: Final = (
    Outcome.ERROR, Outcome.VIOLATION, Outcome.UNDECIDED, Outcome.OPEN, Outcome.FULFILLED, Outcome.NOT_APPLICABLE,
)  # fmt: skip
_NEXT_TIME: Final = (
    "Beim nächsten Mal vor Ablauf der Frist sagen, dass es länger dauert, und einen neuen Termin nennen.",
    "Next time say before the deadline that it will take longer, and name a new date.",
)
"""What would be better than keeping a promise late; what to do at once is said of one that is still owed."""
_WORDS: Final = {
    Outcome.VIOLATION: ("gebrochen", "broken"),
    Outcome.UNDECIDED: ("offen, ob gehalten", "not known whether kept"),
    Outcome.OPEN: ("läuft noch", "still running"),
    Outcome.FULFILLED: ("gehalten", "kept"),
    Outcome.NOT_APPLICABLE: ("zählt nicht", "does not count"),
}  # fmt: skip


def judge_promises(rule: CompiledRule, thread: Thread, court: Court) -> Iterator[tuple[Message | Action, Verdict]]:
    """The verdicts on the promises in a thread, each with the promising message.

    Every message of the thread gets one, so that none goes unjudged: what promises nothing is not applicable.
    """
    for message in thread.messages:
        if court.archive.thread_of.get(message.id) == thread.id:
            yield message, _judge(rule, message, thread, court)


def promised(message: Message, thread: Thread, court: Court) -> list[Verdict]:
    """What the rules on promises say of one message of ours; nothing where there is no such rule."""
    asking = [rule for rule in court.program.records.rules if any(event.what == "promise" for event in rule.after)]
    return [_judge(rule, message, thread, court) for rule in asking]


def _judge(rule: CompiledRule, message: Message, thread: Thread, court: Court) -> Verdict:
    case = open_case(court, rule, court.scene(message))
    if (early := not_here(case)) is not None:
        return early
    if not is_ours(message) or message.kind == "reaction":
        return verdict(case, Outcome.NOT_APPLICABLE)
    if message.text is None:
        return undecided(case, {"text"})
    scene = case.scene
    if scene.language is None and scene.language_reason.startswith("is "):
        return undecided(case, {"language"})
    at = court.archive.at(message)
    made = pledges(case, at or _ANY_TIME)
    if message.kind in ("post", "story", "share") and message.in_reply_to is None:
        made = tuple(each for each in made if each.deeds & {Deed.HERE, Deed.WORD})
    if not made or court.automatic(message):
        return verdict(case, Outcome.NOT_APPLICABLE)
    if (early := applies(case) or _not_meant(case, message)) is not None:
        return early
    said = step(case, message, "wir sagen zu", "we promise")
    if at is None:
        return undecided(case, {"published"}, "", [said])
    dues = [each.due for each in made if each.due is not None and each.waits is None]
    after = aftermath(case, message, thread, at, max(dues) if len(dues) == len(made) else None)
    fates = []
    for number, pledge in enumerate(made):
        since = at
        brought: tuple[Step, ...] = ()
        if pledge.waits is not None:
            met = waiting(case, pledge, after, at)
            if isinstance(met, Fate):
                fates.append(met)
                continue
            since = met.at
            brought = (step(case, met.message, "Bedingung erfüllt", "condition met"),)
            again = pledges(case, at, since)
            pledge = again[number] if len(again) == len(made) else pledge
        became = fate(case, pledge, after, since)
        fates.append(replace(became, steps=(*brought, *became.steps)))
    return _compose(case, said, fates)


_ANY_TIME: Final = datetime.fromisoformat("2000-01-03T12:00:00+00:00")


def _not_meant(case: Case, message: Message) -> Verdict | None:
    """The verdict where the rule asks for promises of others, or of another kind; None where this one is meant."""
    role = (message.author.role if message.author else Role.US) or None
    needs: frozenset[str] = frozenset()
    for event in case.rule.after:
        if event.what != "promise":
            continue
        if event.by and role is None:
            needs |= {"author.role"}
        elif not event.by or role in event.by:
            if event.condition is None:
                return None
            truth = judge(event.condition, case.scene, case.parameters)
            if truth.value is True:
                return None
            needs |= truth.needs
    return undecided(case, needs) if needs else verdict(case, Outcome.NOT_APPLICABLE)


def _compose(case: Case, said: Step, fates: list[Fate]) -> Verdict:
    """The verdict on the message: the gravest fate, with every promise in the timeline."""
    worst = min(fates, key=lambda each: (_GRAVEST.index(each.outcome), each.mark == "late"))
    trail = _trail(case, said, fates)
    facts = case.scene.facts
    facts["promised"] = worst.pledge.words
    facts["kind-of-deed"] = "+".join(deed for deed in Deed if deed in worst.pledge.deeds)
    if worst.pledge.due is not None:
        facts["due"] = worst.pledge.due.isoformat()
    if worst.done is not None:
        facts["answered"] = worst.done.isoformat()
    if worst.outcome is Outcome.UNDECIDED:
        needs = {need for each in fates if each.outcome is Outcome.UNDECIDED for need in each.needs}
        return undecided(case, needs, worst.reason, trail)
    base = verdict(case, worst.outcome, worst.reason, trail, worst.mark)
    if worst.outcome is not Outcome.VIOLATION:
        return base
    found = [finding for each in fates if each.outcome is Outcome.VIOLATION for finding in _findings(case, each)]
    return replace(base, findings=tuple(found))


def _findings(case: Case, broken: Fate) -> Iterator[Finding]:
    """What is reported of one broken promise, at its words."""
    pledge, court = broken.pledge, case.court
    never = case.say("nein", "no")
    end = broken.done or court.now
    late = spelled(end - pledge.due, court.speech) if end and pledge.due and end > pledge.due else ""
    words = {
        "promised": pledge.words, "due": told_due(case, pledge), "kind-of-deed": told_deed(case, pledge), "late": late,
        "answered": shown(case, broken.done) if broken.done else never,
    }  # fmt: skip
    for found in findings_of(case.rule, case.scene, dict(case.parameters), (pledge.span,), court.speech, words):
        yield found if broken.done is None else replace(found, advice=case.say(*_NEXT_TIME))


def _trail(case: Case, said: Step, fates: list[Fate]) -> list[Step]:
    """Promise, what happened, deadlines and fates in order of time."""
    lines = [said]
    for each in fates:
        lines += [line for line in each.steps if line not in lines]
    for each in fates:
        pledge = each.pledge
        end = _told_end(case, each)
        when = told_due(case, pledge)
        told = case.say(
            f"„{pledge.words}“ ({told_deed(case, pledge)}, bis {when}): {end}",
            f"“{pledge.words}” ({told_deed(case, pledge)}, by {when}): {end}",
        )
        if pledge.due is None:
            told = told.replace(f", bis {when}", f", {when}").replace(f", by {when}", f", {when}")
        lines.append(Step(pledge.due.isoformat() if pledge.due else "", told))
    now = case.court.now
    if now is not None and any(each.outcome in (Outcome.OPEN, Outcome.VIOLATION) for each in fates):
        lines.append(Step(now.isoformat(), case.say("jetzt", "now")))
    return sorted(
        lines, key=lambda each: (not each.at, datetime.fromisoformat(each.at).timestamp() if each.at else 0.0)
    )


def _told_end(case: Case, fate: Fate) -> str:
    """What became of a promise in a few words; what the reason says by itself is not said twice."""
    if fate.mark == "late":
        return case.say(f"{fate.reason} gehalten", f"kept {fate.reason}")
    if fate.outcome is Outcome.OPEN:
        return fate.reason
    end = case.say(*_WORDS[fate.outcome])
    return end if fate.reason in ("", end, "nicht gehalten", "not kept") else f"{end}, {fate.reason}"
