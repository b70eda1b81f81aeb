"""Archive -> the days, weeks and months of its accounts, and how far the archive holds them.

Coverage is stated by records of its own; where none is stated for a channel and account it is derived: from the first
to the last message there (CONVENTIONS: Cadence).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from ..record import Coverage, Period
from ..values import dataclass
from .archive import Archive
from .calendars import (
    Calendar,
    day_span,
    is_exempt,
    local_day,
    local_week,
    month_span,
    week_span,
)
from .court import Court
from .loose import Place
from .moments import instant
from .outlook import reach_of
from .timetable import public_holidays

_ONE_DAY: Final = timedelta(days=1)
_TICK: Final = timedelta(microseconds=1)
Reach = tuple[datetime, datetime]


class Source(StrEnum):
    """Where it is known from what the archive holds."""

    STATED = "stated"
    DERIVED = "derived"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Cover:
    """How far the archive holds a span: from its `start` on, and `wholly` (as far as it has passed)."""

    source: Source
    start: bool = False
    wholly: bool = False


def periods(archive: Archive, calendar: Calendar, unit: str, channels: Iterable[str] = ()) -> Iterator[Period]:
    """Every span of that unit for which a channel and account have messages or a stated coverage, in order.

    Of `channels` (those a policy names) on which nothing at all is on record, the spans in which there are records of
    others: they are judged as not known, never passed over.
    """
    yield from periods_of(reach_of(archive), archive.coverage, archive.zone, calendar, unit, channels)


def periods_of(
    reach: Mapping[Place, Reach],
    coverage: Iterable[Coverage],
    zone: str,
    calendar: Calendar,
    unit: str,
    channels: Iterable[str] = (),
) -> Iterator[Period]:
    """The same from what is known of an archive: the first and last message of each channel and account."""
    spans = {(channel, name): [both] for (channel, name), both in reach.items() if channel is not None}
    for channel, account in list(spans):  # without an account only where the channel has none at all
        if account is None and any(other == channel and name is not None for other, name in spans):
            del spans[channel, account]
    stated = [(each, found) for each in coverage if (found := _reach(each, zone))]
    accounts = {account for _, account in spans} | {each.account for each, _ in stated if each.account}
    only = next(iter(accounts)) if len(accounts) == 1 else None
    everything = [each for found in spans.values() for each in found] + [found for _, found in stated]
    for each, found in stated:
        known = [both for both in spans if each.channel in (None, both[0]) and each.account in (None, both[1])]
        if not known and each.channel is not None:
            known = [(each.channel, each.account)]
        for both in known:
            spans.setdefault(both, []).append(found)
    named = {channel for channel, _ in spans}
    for channel in sorted(set(channels) - named):
        spans[channel, only] = everything
    for channel, account in sorted(spans, key=lambda both: (both[0], both[1] or "")):
        reaches = spans[channel, account]
        if reaches:
            first, last = min(since for since, _ in reaches), max(until for _, until in reaches)
            yield from _between(channel, account, first, last, unit, calendar)


def _reach(stated: Coverage, zone: str) -> Reach | None:
    """The first and the last instant that are covered; None when it is not known when or nothing is."""
    since, until = instant(stated.since, zone), instant(stated.until, zone)
    return (since, until - _TICK) if since is not None and until is not None and since < until else None


def _between(
    channel: str, account: str | None, first: datetime, last: datetime, unit: str, calendar: Calendar
) -> Iterator[Period]:
    day, end = local_day(first, calendar), local_day(last, calendar)
    while day <= end:
        key, (begin, behind), day = _span(day, unit, calendar)
        name = "/".join((channel, account, key) if account is not None else (channel, key))
        yield Period(name, channel, account, unit, key, begin.isoformat(), behind.isoformat())


def _span(day: date, unit: str, calendar: Calendar) -> tuple[str, Reach, date]:
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


def cover(period: Period, court: Court) -> Cover:
    """How far the archive holds a span; of one that still runs, what has passed of it is the whole."""
    since, until = datetime.fromisoformat(period.since), datetime.fromisoformat(period.until)
    if court.now is not None:
        until = max(since, min(until, court.now))
    archive = court.archive
    stated = court.stated.get((period.channel, period.account))
    if stated is None:
        stated = court.stated[period.channel, period.account] = sorted(
            reach
            for each in archive.coverage
            if each.channel in (None, period.channel)
            and (each.account is None or period.account in (None, each.account))
            and (reach := _reach(each, archive.zone))
        )
    if not stated:
        found = court.reach(period.channel, period.account)
        if found is None:
            return Cover(Source.NOTHING)
        return Cover(Source.DERIVED, found[0] <= since, found[0] <= since and until <= found[1])
    reached = since
    for first, last in stated:  # one after the other, as far as they join
        if first <= reached:
            reached = max(reached, last + _TICK)
    return Cover(Source.STATED, any(first <= since <= last for first, last in stated), until <= reached)


def exempt(period: Period, calendar: Calendar) -> str:
    """Why a span is not judged: a declared pause or company holiday in it, or a day that is a public holiday.

    Empty when it is judged. A week with one public holiday in it is an ordinary week.
    """
    since, until = datetime.fromisoformat(period.since), datetime.fromisoformat(period.until)
    day, end = local_day(since, calendar), local_day(until - _TICK, calendar)
    if day == end and any(day in public_holidays(*where, day.year) for where in calendar.holidays):
        return "holiday"
    while day <= end:
        if reason := is_exempt(day, calendar):
            return reason
        if any(first <= day <= last for first, last in calendar.closed):
            return "company holiday"
        day += _ONE_DAY
    return ""
