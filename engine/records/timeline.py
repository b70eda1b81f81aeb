"""Timelines: one account on one channel by days, weeks and months, and what is counted in them.

ISO weeks and days in the calendar's zone. A span that the archive does not wholly cover is not judged; where nothing
is known of the coverage and nothing is on record, it is undecided; covered and empty is zero (CONVENTIONS: Cadence).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from ..condition_nodes import Event, Quantity, Tally
from ..evaluator import by_conditions
from ..finding import Outcome, Step, Verdict
from ..program import CompiledRule
from ..record import Message, Period, Role, is_ours
from ..signals.reading import Measurement
from .archive import Archive
from .calendars import Calendar, day_span, is_exempt, local_day, local_week, month_span, week_span
from .court import Court
from .events import happened
from .moments import instant
from .verdicts import Case, applies, not_here, open_case, undecided, verdict, violation

_ONE_DAY: Final = timedelta(days=1)


def periods(archive: Archive, calendar: Calendar, unit: str) -> Iterator[Period]:
    """Every span of that unit for which a channel and account have messages or a stated coverage, in order."""
    spans: dict[tuple[str, str], list[tuple[datetime, datetime]]] = {}
    for message in archive.messages.values():
        at = archive.at(message)
        if at is not None and message.channel is not None and message.account is not None:
            spans.setdefault((message.channel, message.account), []).append((at, at))
    for stated in archive.coverage:
        since, until = instant(stated.since, archive.zone), instant(stated.until, archive.zone)
        if since is None or until is None or until <= since:
            continue
        known = [each for each in spans if stated.channel in (None, each[0]) and stated.account in (None, each[1])]
        if not known and stated.channel is not None and stated.account is not None:
            known = [(stated.channel, stated.account)]
        for both in known:
            spans.setdefault(both, []).append((since, until - timedelta(microseconds=1)))
    for channel, account in sorted(spans):
        first = min(since for since, _ in spans[channel, account])
        last = max(until for _, until in spans[channel, account])
        day, end = local_day(first, calendar), local_day(last, calendar)
        while day <= end:
            key, (begin, behind), day = _span(day, unit, calendar)
            yield Period(
                f"{channel}/{account}/{key}", channel, account, unit, key, begin.isoformat(), behind.isoformat()
            )


def _span(day: date, unit: str, calendar: Calendar) -> tuple[str, tuple[datetime, datetime], date]:
    """The span a day lies in: its key, its instants, and the first day behind it."""
    match unit:
        case "week":
            year, week = local_week(day_span(day, calendar)[0], calendar)
            following = day + timedelta(days=7 - day.weekday())
            return f"{year}-W{week:02}", week_span(year, week, calendar), following
        case "month":
            following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
            return f"{day:%Y-%m}", month_span(day.year, day.month, calendar), following
        case _:
            return day.isoformat(), day_span(day, calendar), day + _ONE_DAY


def judge_period(rule: CompiledRule, period: Period, court: Court) -> Verdict:
    """The verdict of one rule on one span of a timeline."""
    case = open_case(court, rule, court.about_period(period))
    if (early := not_here(case)) is not None:
        return early
    since, until = datetime.fromisoformat(period.since), datetime.fromisoformat(period.until)
    if reason := _exempt(since, until, court.calendar):
        return verdict(case, Outcome.NOT_APPLICABLE, reason)
    covered = _covered(period, court)
    if covered is None:
        return undecided(case, {"coverage"})
    shape = rule.shape
    if not isinstance(shape, Tally):
        if covered is False:
            return verdict(case, Outcome.NOT_APPLICABLE, _partly(case))
        return by_conditions(rule, case.scene, dict(case.parameters), court.speech)
    if (early := applies(case)) is not None:
        return early
    return _tallied(case, shape, period, covered)


def _tallied(case: Case, shape: Tally, period: Period, covered: bool) -> Verdict:
    """Between the least and the most: what is running can only be too much yet, what is partial is not judged."""
    counted, unsure, needs, trail = _count(shape.event, period, case)
    floating, more = _floating(shape.event, period, case)
    number, possible = float(counted), float(counted + unsure + floating)
    needs |= more
    if shape.share:
        posts = len(own_posts(period, case.court))
        if not posts:
            return verdict(case, Outcome.NOT_APPLICABLE, case.say("keine Beiträge", "no posts"))
        number = number / (posts + len(undated_posts(period, case.court)))
        possible = possible / (posts + floating)
    least, most = _limit(shape.least, case), _limit(shape.most, case)
    text = f"{number * 100:.0f} %" if shape.share else f"{number:g}"
    words = {"count": text, "least": _told(least, shape.share), "most": _told(most, shape.share)}
    case.scene.facts["count"] = text
    now, until = case.court.now, datetime.fromisoformat(period.until)
    running = now is not None and now < until
    if not covered and not running:
        return verdict(case, Outcome.NOT_APPLICABLE, _partly(case), trail)
    if most is not None and number > most and not (shape.share and running):
        reason = case.say(f"{text} statt höchstens {words['most']}", f"{text} instead of {words['most']} at most")
        return violation(case, words, trail, reason, "too-many")
    if most is not None and possible > most:
        return undecided(case, needs or {"text"}, "", trail)
    if running:
        if least is not None and number >= least and most is None:
            return verdict(case, Outcome.FULFILLED, "", trail)
        return verdict(case, Outcome.OPEN, case.say("läuft noch", "still running"), trail)
    if least is not None and possible < least:
        reason = case.say(f"{text} statt mindestens {words['least']}", f"{text} instead of {words['least']} at least")
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


def _partly(case: Case) -> str:
    return case.say("das Archiv deckt die Zeit nicht ganz ab", "the archive does not cover the whole span")


def _count(event: Event, period: Period, case: Case) -> tuple[int, int, frozenset[str], list[Step]]:
    """How many of an event lie in the span, how many more may, what is not known, and a line for each."""
    counted = unsure = 0
    needs: frozenset[str] = frozenset()
    trail: list[Step] = []
    for message in own_posts(period, case.court):
        truth = happened(event, message, case.court, case.parameters)
        counted += truth.value is True
        unsure += truth.value is None
        needs |= truth.needs if truth.value is None else frozenset()
        if truth.value is True and len(trail) < 20:
            at = case.court.archive.at(message)
            flat = " ".join((message.text or "").split())
            trail.append(Step(at.isoformat() if at else "", flat if len(flat) <= 70 else flat[:67].rstrip() + "..."))
    return counted, unsure, needs, trail


def _floating(event: Event, period: Period, case: Case) -> tuple[int, frozenset[str]]:
    """How many posts without a known time may be such an event in this span."""
    found = [happened(event, each, case.court, case.parameters) for each in undated_posts(period, case.court)]
    needs = [truth.needs | {"published"} for truth in found if truth.value is not False]
    return len(needs), frozenset().union(*needs)


def own_posts(period: Period, court: Court) -> list[Message]:
    """Own top-level posts of the span that were not deleted inside it, in order of time."""
    since, until = datetime.fromisoformat(period.since), datetime.fromisoformat(period.until)
    found = court.posts_of(period.channel, period.account).between(since, until)
    return [message for message in found if not _deleted(message, court)]


def undated_posts(period: Period, court: Court) -> list[Message]:
    """Own posts of the account whose time is unknown: each may lie in this span."""
    found = court.posts_of(period.channel, period.account).undated
    return [message for message in found if not _deleted(message, court)]


def _deleted(message: Message, court: Court) -> bool:
    return any(action.action == "delete" for action in court.archive.actions_on.get(message.id, ()))


def is_own_post(message: Message) -> bool:
    """Whether a message is a top-level post of ours: no reply, story, share, and nobody else's."""
    return message.kind == "post" and is_ours(message) and (message.author is None or message.author.role is Role.US)


def _exempt(since: datetime, until: datetime, calendar: Calendar) -> str:
    """Why a span is not judged: a declared pause or holiday in it; empty when there is none."""
    day, end = local_day(since, calendar), local_day(until - timedelta(microseconds=1), calendar)
    while day <= end:
        if reason := is_exempt(day, calendar):
            return reason
        day += _ONE_DAY
    return ""


def _covered(period: Period, court: Court) -> bool | None:
    """Whether the archive holds the whole span: as stated, else as far as messages reach; None: nothing is known.

    Derived coverage of a channel and account runs from its first to its last message.
    """
    since, until = datetime.fromisoformat(period.since), datetime.fromisoformat(period.until)
    if court.now is not None:
        until = min(until, court.now)
    stated = [
        each
        for each in court.archive.coverage
        if each.channel in (None, period.channel) and each.account in (None, period.account)
    ]
    if stated:
        return any(_within(since, until, each.since, each.until, court.archive.zone) for each in stated)
    span = court.reach(period.channel, period.account)
    if span is None:
        return None
    return span[0] <= since and until <= span[1]


def _within(since: datetime, until: datetime, first: str | None, last: str | None, zone: str) -> bool:
    begin, end = instant(first, zone), instant(last, zone)
    return begin is not None and end is not None and begin <= since and until <= end


def figure(name: str, period: Period, court: Court) -> Measurement:
    """A fact of a span of a timeline; shares of nothing are unknown."""
    posts = own_posts(period, court)
    if name in ("posts", "longest-gap") and undated_posts(period, court):
        return Measurement(None, needs=("published",))
    match name:
        case "posts":
            return Measurement(float(len(posts)))
        case "longest-gap":
            times = [at for message in posts if (at := court.archive.at(message)) is not None]
            edges = [datetime.fromisoformat(period.since), *times, datetime.fromisoformat(period.until)]
            gaps = [(later - earlier) / _ONE_DAY for earlier, later in pairwise(edges)]
            return Measurement(max(gaps, default=0.0))
        case "dialogue-share":
            from .rates import dialogue_share

            return dialogue_share(posts, court)
        case _:
            from .rates import criticism_gap

            return criticism_gap(period, court)
