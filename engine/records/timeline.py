"""Timelines: one account on one channel by days, weeks and months, and what is counted in them.

ISO weeks and days in the calendar's zone. A span that the archive does not wholly cover is not judged; where nothing
is known of the coverage and nothing is on record, it is undecided; covered and empty is zero (CONVENTIONS: Cadence).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from ..condition_nodes import Event, Quantity, Tally
from ..evaluator import by_conditions
from ..finding import Outcome, Step, Verdict
from ..program import CompiledRule
from ..record import Message, Period, Role
from ..signals.reading import Measurement
from ..values import dataclass
from .court import Court
from .coverage import Cover, Source, cover, exempt
from .events import happened
from .rates import criticism_gap, dialogue_share
from .turns import side
from .verdicts import Case, applies, not_here, open_case, undecided, verdict, violation

_MOST_LINES: Final = 20
_UNITS: Final = {"day": ("der Tag", "day"), "week": ("die Woche", "week"), "month": ("der Monat", "month")}
_EXEMPT: Final = {
    "holiday": {"de": "Feiertag", "en": "public holiday"},
    "company holiday": {"de": "Betriebsferien", "en": "company holiday"},
}


def judge_period(rule: CompiledRule, period: Period, court: Court) -> Verdict:
    """The verdict of one rule on one span of a timeline."""
    case = open_case(court, rule, court.about_period(period))
    if (early := not_here(case)) is not None:
        return early
    if reason := exempt(period, court.calendar):
        return verdict(case, Outcome.NOT_APPLICABLE, _EXEMPT.get(reason, {}).get(court.speech, reason))
    held = cover(period, court)
    if held.source is Source.NOTHING:
        reason = case.say("vom Kanal ist nichts aufgezeichnet", "nothing of this channel is on record")
        return undecided(case, {"coverage"}, reason)
    if court.outlook is not None and court.outlook.hides(period):
        reason = case.say("ein Gespräch war zu groß, um angesehen zu werden", "a thread was too large to be looked at")
        return undecided(case, {"coverage"}, reason)
    case.scene.facts["coverage"] = str(held.source)
    since, until = datetime.fromisoformat(period.since), datetime.fromisoformat(period.until)
    running = court.now is not None and court.now < until
    if court.now is not None and court.now < since and not posts(period, court).known:
        return verdict(case, Outcome.NOT_APPLICABLE, case.say("noch nicht begonnen", "not begun yet"))
    if not held.wholly and not (running and (held.start or held.source is Source.DERIVED)):
        return verdict(case, Outcome.NOT_APPLICABLE, _partly(case, held))
    if (early := applies(case)) is not None:
        return early
    if isinstance(rule.shape, Tally):
        return _tallied(case, rule.shape, period, running)
    if running:
        return verdict(case, Outcome.OPEN, _not_over(case, period))
    return by_conditions(rule, case.scene, dict(case.parameters), court.speech)


def _tallied(case: Case, shape: Tally, period: Period, running: bool) -> Verdict:
    """Between the least and the most: what is running can only be too much yet."""
    counted, unsure, needs, trail = _count(shape.event, period, case)
    number, possible = float(counted), float(counted + unsure)
    if shape.share:
        found = posts(period, case.court)
        if not found.known:
            return verdict(case, Outcome.NOT_APPLICABLE, case.say("keine Beiträge", "no posts"))
        number, possible = number / (len(found.known) + len(found.unsure)), min(1.0, possible / len(found.known))
    least, most = _limit(shape.least, case), _limit(shape.most, case)
    text = f"{number * 100:.0f} %" if shape.share else f"{number:g}"
    words = {"count": text, "least": _told(least, shape.share), "most": _told(most, shape.share)}
    case.scene.facts["count"] = text
    if most is not None and number > most and not (shape.share and running):
        reason = case.say(f"{text} statt höchstens {words['most']}", f"{text}, at most {words['most']} expected")
        return violation(case, words, trail, reason, "too-many")
    if most is not None and possible > most and not (shape.share and running):
        return undecided(case, needs or {"text"}, "", trail)
    if running:
        if least is not None and number >= least and most is None and not shape.share:
            return verdict(case, Outcome.FULFILLED, "", trail)
        return verdict(case, Outcome.OPEN, _not_over(case, period), trail)
    if least is not None and possible < least:
        reason = case.say(f"{text} statt mindestens {words['least']}", f"{text}, at least {words['least']} expected")
        return violation(case, words, trail, reason, "too-few")
    if least is not None and number < least:
        return undecided(case, needs or {"text"}, "", trail)
    return verdict(case, Outcome.FULFILLED, "", trail)


def _limit(value: object, case: Case) -> float | None:
    quantity = value if isinstance(value, Quantity) else case.parameters.get(str(getattr(value, "name", "")))
    if quantity is None:
        return None
    return quantity.value / 100 if quantity.unit == "percent" else quantity.value


def _told(limit: float | None, share: bool) -> str:
    return "" if limit is None else f"{limit * 100:g} %" if share else f"{limit:g}"


def _not_over(case: Case, period: Period) -> str:
    german, english = _UNITS[period.unit]
    return case.say(f"{german} ist noch nicht vorbei", f"the {english} is not over yet")


def _partly(case: Case, held: Cover) -> str:
    """Why a span is not judged, and whether that is stated or only derived."""
    if held.source is Source.STATED:
        return case.say("das Archiv deckt die Zeit nicht ganz ab", "the archive does not cover the whole span")
    return case.say(
        "nach den ersten und letzten Nachrichten deckt das Archiv die Zeit nicht ganz ab",
        "by its first and last messages the archive does not cover the whole span",
    )


def _count(event: Event, period: Period, case: Case) -> tuple[int, int, frozenset[str], list[Step]]:
    """How many of an event lie in the span, how many more may, what is not known, and a line for each."""
    counted = unsure = 0
    needs: frozenset[str] = frozenset()
    trail: list[Step] = []
    found = posts(period, case.court)
    for message, lacks in (*((each, "") for each in found.known), *found.unsure):
        truth = happened(event, message, case.court, case.parameters)
        if truth.value is False:
            continue
        if lacks or truth.value is None:
            unsure += 1
            needs |= truth.needs | frozenset({lacks} - {""})
            continue
        counted += 1
        if len(trail) < _MOST_LINES:
            at = case.court.archive.at(message)
            flat = " ".join((message.text or "").split())
            trail.append(Step(at.isoformat() if at else "", flat if len(flat) <= 70 else flat[:67].rstrip() + "..."))
    return counted, unsure, needs, trail


@dataclass(frozen=True, slots=True)
class Posts:
    """Own top-level posts of a span in order of time, and messages that may be such, each with what is not known."""

    known: list[Message]
    unsure: list[tuple[Message, str]]


def posts(period: Period, court: Court) -> Posts:
    """Own top-level posts of the span that stand: no replies, stories, shares, deleted posts, posts of visitors."""
    since, until = datetime.fromisoformat(period.since), datetime.fromisoformat(period.until)
    found = Posts([], [])
    for message in (*court.posts_in(period.channel, since, until), *court.posts_in(None, since, until)):
        if message.account not in (period.account, None) or _deleted(message, court):
            continue
        if court.archive.at(message) is None:
            found.unsure.append((message, "published"))
        elif message.kind is None:
            found.unsure.append((message, "kind"))
        elif side(message) is None:
            found.unsure.append((message, "author.role"))
        elif message.channel is None:
            found.unsure.append((message, "channel"))
        elif message.account != period.account:
            found.unsure.append((message, "account"))
        else:
            found.known.append(message)
    return found


def _deleted(message: Message, court: Court) -> bool:
    return any(action.action == "delete" for action in court.archive.actions_on.get(message.id, ()))


def is_own_post(message: Message) -> bool:
    """Whether a message is a top-level post of ours, or may be: no reply, story, share, and nobody else's."""
    return message.kind in ("post", None) and message.in_reply_to is None and side(message) in (None, Role.US)


def figure(name: str, period: Period, court: Court) -> Measurement:
    """A fact of a span of a timeline; unknown where posts that may be ours could change it."""
    found = posts(period, court)
    if found.unsure and name in ("posts", "longest-gap"):
        return Measurement(None, needs=tuple(sorted({lacks for _, lacks in found.unsure})))
    match name:
        case "posts":
            return Measurement(float(len(found.known)))
        case "longest-gap":
            times = [at for message in found.known if (at := court.archive.at(message)) is not None]
            edges = [datetime.fromisoformat(period.since), *times, datetime.fromisoformat(period.until)]
            gaps = [(later - earlier) / timedelta(days=1) for earlier, later in pairwise(edges)]
            return Measurement(max(gaps, default=0.0))
        case "dialogue-share":
            return dialogue_share(found.known, court)
        case _:
            return criticism_gap(period, court)
