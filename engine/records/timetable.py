"""Calendar -> the instants at which a house opens and closes, day by day and year by year.

Which hours a day has, the first that applies: a full date in `special`; company closing days; public holidays; a yearly
`MM-DD` in `special` where the weekday has hours at all; the weekday. So 24 December may close early but never opens a
Sunday; only a full date opens a day that would be closed.

Where the clock changes, wall times are read in one direction. A time inside the missing hour is the jump. Of a time
that comes twice the first counts, and what lies between opening and closing is one stretch: 0-2:30 closes at the first
2:30, 0-5 lasts an hour longer than usual. All instants in here are UTC, so that differences are real time.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from ..diagnostics import did_you_mean, say, term
from ..values import dataclass
from .opening_hours import MIDNIGHT, CalendarError, Hours, Opening

FIRST_YEAR: Final = 2  # one year of room at both ends of what dates can be, for the neighbouring day and the offset
LAST_YEAR: Final = 9998
_DAY: Final = timedelta(days=1)
_TICK: Final = timedelta(microseconds=1)
_OF_THE_MACHINE: Final = ("Factory", "localtime", "posixrules")


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a house is open, and in which zone its days and weeks are counted.

    `week`: hours from Monday to Sunday; none on a day: closed.
    `holidays`: country and region as ISO 3166 writes them, ("DE", "BY"); an empty region: what holds in all of them.
    A region may add a group of its public holidays: "BY+catholic" has 15 August.
    `closed`: company holidays, first and last day. `special`: hours of single days, by `2026-12-24` or yearly `12-24`.
    `exempt`: first day, last day and reason of declared pauses (crisis silence). They change no opening hours.
    What can be seen here is refused at once; an unknown zone or region at its first use or by `checked`.
    """

    zone: str
    week: tuple[Hours, ...]
    holidays: tuple[tuple[str, str], ...] = ()
    closed: tuple[tuple[date, date], ...] = ()
    special: tuple[tuple[str | date, Hours], ...] = ()
    exempt: tuple[tuple[date, date, str], ...] = ()

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise CalendarError(f"a week has seven days from Monday to Sunday, not {len(self.week)}")
        for first, last in (*self.closed, *((first, last) for first, last, _ in self.exempt)):
            if last < first:
                told = say(
                    "the days from `{first}` to `{last}` end before they start", first=str(first), last=str(last)
                )
                raise CalendarError(told)
        for key, _ in self.special:
            _day_named(key)


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A calendar with its zone and keys read; compared by identity, so that it is cheap to remember things by."""

    calendar: Calendar
    zone: ZoneInfo
    week: tuple[Hours, ...]
    dated: dict[date, Hours] = field(repr=False)
    yearly: dict[tuple[int, int], Hours] = field(repr=False)
    opens: bool


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The stretches of one local year in order of time; `through`: open time from New Year to the end of each."""

    starts: list[datetime]
    ends: list[datetime]
    through: list[timedelta]
    working_days: list[date]
    closings: list[datetime]

    def total(self) -> timedelta:
        """All open time of the year."""
        return self.through[-1] if self.through else timedelta(0)

    def before(self, instant: datetime) -> timedelta:
        """Open time from New Year to `instant`."""
        index = bisect_right(self.starts, instant) - 1
        if index < 0:
            return timedelta(0)
        return self.through[index] - max(self.ends[index] - instant, timedelta(0))

    def is_open(self, instant: datetime) -> bool:
        """Whether `instant` lies in a stretch; its last instant does not."""
        index = bisect_right(self.starts, instant) - 1
        return index >= 0 and instant < self.ends[index]


def plan_of(calendar: Calendar) -> Plan:
    """The calendar with its zone opened; CalendarError when there is no such zone."""
    return _plan_of_same(_Same(calendar))


@lru_cache(maxsize=256)
def sheet_of(plan: Plan, year: int) -> Sheet:
    """All openings of a year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CalendarError(f"no opening hours are counted beyond the years {FIRST_YEAR} to {LAST_YEAR}")
    sheet = Sheet([], [], [], [], [])
    passed = timedelta(0)
    for number in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
        day = date.fromordinal(number)
        spans = spans_of(plan, day)
        for start, end in spans:
            passed += end - start
            sheet.starts.append(start)
            sheet.ends.append(end)
            sheet.through.append(passed)
        if spans:
            sheet.working_days.append(day)
            sheet.closings.append(spans[-1][1])
    return sheet


def spans_of(plan: Plan, day: date) -> list[tuple[datetime, datetime]]:
    """Opening and closing instants of a day, in order; none when it is closed."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CalendarError(f"`{day}` is outside the years {FIRST_YEAR} to {LAST_YEAR}")
    spans = []
    for opening in _hours(plan, day):
        start = instant_of(plan.zone, day, opening.start)
        end = instant_of(plan.zone, day + _DAY if opening.end == MIDNIGHT else day, opening.end)
        if start < end:
            spans.append((start, end))
    return spans


def instant_of(zone: ZoneInfo, day: date, at: time) -> datetime:
    """The instant of a wall time: the first of two; of a missing one the jump over it."""
    wall = datetime.combine(day, at, zone)
    later = wall.astimezone(UTC)
    if later.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return later
    earlier = wall.replace(fold=1).astimezone(UTC)
    before = earlier.astimezone(zone).utcoffset()
    while later - earlier > _TICK:
        middle = earlier + (later - earlier) // 2
        if middle.astimezone(zone).utcoffset() == before:
            earlier = middle
        else:
            later = middle
    return later


@lru_cache(maxsize=1024)
def public_holidays(country: str, region: str, year: int) -> frozenset[date]:
    """The public holidays of a year; CalendarError for an unknown country, region or group, or a year not on file."""
    import holidays  # a tenth of a second that a check without calendar does not pay

    subdivision, *groups = region.split("+")
    try:
        found = holidays.country_holidays(
            country, subdivision or None, years=year, categories=("public", *groups) if groups else None
        )
    except NotImplementedError:
        known = holidays.list_supported_countries(include_aliases=False)
        if country not in known:
            hint = did_you_mean(country, known) or say("countries are named like `DE`")
            told = say("no public holidays are on file for the country `{country}`; {hint}", country=country, hint=hint)
            raise CalendarError(told) from None
        regions = term(", ".join(known[country])) or say("none")
        told = say(
            "`{country}` has no region `{region}` with holidays; known are {names}",
            country=country,
            region=subdivision,
            names=regions,
        )
        raise CalendarError(told) from None
    except ValueError:
        told = say("`{country}` has no group of holidays `{group}`", country=country, group="+".join(groups))
        raise CalendarError(told) from None
    if not found.start_year <= year <= found.end_year:
        told = say(
            "the public holidays of `{country}` are on file from {first} to {last}, not for {year}",
            country=country,
            first=found.start_year,
            last=found.end_year,
            year=year,
        )
        raise CalendarError(told)
    return frozenset(day for day in found if day.year == year)


class _Same:
    """A calendar known by identity: comparing all its hours takes longer than the rest of a deadline."""

    __slots__ = ("calendar",)

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar

    def __hash__(self) -> int:
        return id(self.calendar)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.calendar is other.calendar


@lru_cache(maxsize=64)
def _plan_of_same(same: _Same) -> Plan:
    return _plan_of_equal(same.calendar)


@lru_cache(maxsize=64)
def _plan_of_equal(calendar: Calendar) -> Plan:
    dated: dict[date, Hours] = {}
    yearly: dict[tuple[int, int], Hours] = {}
    for key, hours in calendar.special:
        day = _day_named(key)
        if isinstance(day, date):
            dated[day] = _joined(hours)
        else:
            yearly[day] = _joined(hours)
    opens = any((*calendar.week, *dated.values()))
    return Plan(calendar, _zone(calendar.zone), tuple(map(_joined, calendar.week)), dated, yearly, opens)


def _hours(plan: Plan, day: date) -> Hours:
    """The hours of a day, as the module says."""
    if day in plan.dated:
        return plan.dated[day]
    hours = plan.week[day.weekday()]
    if not hours:
        return ()
    if any(first <= day <= last for first, last in plan.calendar.closed):
        return ()
    if any(day in public_holidays(country, region, day.year) for country, region in plan.calendar.holidays):
        return ()
    return plan.yearly.get((day.month, day.day), hours)


def _joined(hours: Hours) -> Hours:
    """In order of time; what overlaps or touches is one."""
    joined: list[Opening] = []
    for opening in sorted(hours, key=lambda each: each.start):
        if joined and (joined[-1].end == MIDNIGHT or opening.start <= joined[-1].end):
            last = joined.pop()
            ends = (last.end, opening.end)
            opening = Opening(last.start, MIDNIGHT if MIDNIGHT in ends else max(ends))
        joined.append(opening)
    return tuple(joined)


def _zone(name: str) -> ZoneInfo:
    """The zone of that IANA name; never that of the machine."""
    if name not in _OF_THE_MACHINE:
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            pass
    hint = did_you_mean(name, available_timezones().difference(_OF_THE_MACHINE))
    hint = hint or say("zones are named like `Europe/Berlin`")
    raise CalendarError(say("the time zone `{name}` is unknown; {hint}", name=name, hint=hint))


def _day_named(key: str | date) -> date | tuple[int, int]:
    """A full date, or month and day of every year."""
    text = str(key)
    yearly = len(text) == len("MM-DD")
    full = f"2000-{text}" if yearly else text  # a leap year
    try:
        day = date.fromisoformat(full)
    except ValueError:
        day = None
    if day is None or day.isoformat() != full:
        raise CalendarError(say("`{day}` is no day; write `2026-12-24`, or `12-24` for every year", day=text))
    return (day.month, day.day) if yearly else day
