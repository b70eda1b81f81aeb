"""Instants and calendars -> deadlines, days and weeks: the arithmetic by which answers and rhythms are judged.

Minutes, hours, days and weeks are elapsed real time: a day is 24 hours and a week seven times that, also when the
clock changes between, so „within a day“ is the same length for everybody. Business hours run inside the calendar only
and are due at the earliest instant at which they are used up: four from 13:00, closing 17:00, are due at 17:00. N
business days end at closing of the N-th working day after the local day of the start. An answer at the very instant
that is due is still within.

Every datetime given back shows the wall time of the calendar's zone and carries its offset as a fixed one, so that
comparing and subtracting is right also in the hour that comes twice (two times of one `ZoneInfo` compare by wall time).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ..values import dataclass
from .opening_hours import MIDNIGHT, CalendarError, Opening, parse_hours
from .timetable import (
    FIRST_YEAR,
    LAST_YEAR,
    Calendar,
    Plan,
    Sheet,
    instant_of,
    plan_of,
    public_holidays,
    sheet_of,
    spans_of,
)

if TYPE_CHECKING:
    from ..signals import deadlines

__all__ = [
    "ALWAYS",
    "OFFICE",
    "UNITS",
    "Calendar",
    "CalendarError",
    "Duration",
    "Opening",
    "business_time_between",
    "checked",
    "day_span",
    "due",
    "for_promises",
    "is_exempt",
    "is_open",
    "is_working_day",
    "local_day",
    "local_week",
    "month_span",
    "openings",
    "parse_hours",
    "week_span",
]

UNITS: Final = ("minutes", "hours", "days", "weeks", "business-hours", "business-days")
ALWAYS: Final = Calendar("UTC", ((Opening(MIDNIGHT, MIDNIGHT),),) * 7)
OFFICE: Final = Calendar("Europe/Berlin", ((Opening(time(9), time(17)),),) * 5 + ((), ()))

Span = tuple[datetime, datetime]

_LENGTHS: Final = {
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
    "weeks": timedelta(weeks=1),
    "business-hours": timedelta(hours=1),
}
_LONGEST: Final = 10**12  # of any unit; more is a slip of the keyboard and would only overflow later
_FURTHEST: Final = 100  # years that business time is followed; a calendar that never opens again ends there too


@dataclass(frozen=True, slots=True)
class Duration:
    """So many of one of `UNITS`; fractions are fine, except of business days."""

    value: float
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise CalendarError(f"`{self.unit}` is no unit of time; known are {', '.join(UNITS)}")
        if not 0 <= self.value <= _LONGEST:
            raise CalendarError(f"`{self.value}` {self.unit} are no length of time that can be judged")
        if self.unit == "business-days" and (self.value < 1 or self.value != int(self.value)):
            raise CalendarError(f"business days are counted whole and from 1, not `{self.value}`")


def due(start: datetime, duration: Duration, calendar: Calendar) -> datetime:
    """The last instant that is within `duration` of `start`.

    CalendarError when `start` has no offset, the hours never come, or the calendar's years are left.

    >>> friday_evening = datetime(2026, 3, 6, 18, tzinfo=UTC)
    >>> due(friday_evening, Duration(3, "business-hours"), OFFICE).isoformat()
    '2026-03-09T12:00:00+01:00'
    >>> due(friday_evening, Duration(2, "business-days"), OFFICE).isoformat()
    '2026-03-10T17:00:00+01:00'
    """
    begin = _utc(start)
    plan = plan_of(calendar)
    try:
        match duration.unit:
            case "business-hours":
                end = _used_up(plan, begin, _LENGTHS[duration.unit] * duration.value)
            case "business-days":
                end = _closing(plan, begin, int(duration.value))
            case _:
                end = begin + _LENGTHS[duration.unit] * duration.value
        return _local(end, plan.zone)
    except OverflowError:
        raise CalendarError(f"`{duration.value:g}` {duration.unit} from `{start}` leave the years 1 to 9999") from None


def business_time_between(a: datetime, b: datetime, calendar: Calendar) -> timedelta:
    """The open time from `a` to `b`; negative when `b` is before `a`, zero where nothing is open."""
    start, end = _utc(a), _utc(b)
    if end < start:
        return -business_time_between(b, a, calendar)
    plan = plan_of(calendar)
    first, last = _year(start, plan), _year(end, plan)
    if last - first > _FURTHEST:
        raise CalendarError(f"business time is counted over {_FURTHEST} years at most, not from `{a}` to `{b}`")
    years = sum((sheet_of(plan, year).total() for year in range(first, last)), timedelta(0))
    return years + sheet_of(plan, last).before(end) - sheet_of(plan, first).before(start)


def is_open(instant: datetime, calendar: Calendar) -> bool:
    """Whether the house is open then; at closing it is not."""
    plan = plan_of(calendar)
    begin = _utc(instant)
    return sheet_of(plan, _year(begin, plan)).is_open(begin)


def openings(day: date, calendar: Calendar) -> tuple[Span, ...]:
    """When the house opens and closes on a local day, in order; empty when it stays closed."""
    plan = plan_of(calendar)
    return tuple((_local(start, plan.zone), _local(end, plan.zone)) for start, end in spans_of(plan, day))


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Whether the house opens on that day at all."""
    working = sheet_of(plan_of(calendar), day.year).working_days
    index = bisect_left(working, day)
    return index < len(working) and working[index] == day


def is_exempt(day: date, calendar: Calendar) -> str:
    """The reason of the declared pause that covers the day; empty when none does."""
    return next((reason or "pause" for first, last, reason in calendar.exempt if first <= day <= last), "")


def local_day(instant: datetime, calendar: Calendar) -> date:
    """The calendar's date at that instant."""
    return _utc(instant).astimezone(plan_of(calendar).zone).date()


def local_week(instant: datetime, calendar: Calendar) -> tuple[int, int]:
    """ISO year and week at that instant: 1 January may belong to week 53 of the year before."""
    year, week, _ = local_day(instant, calendar).isocalendar()
    return year, week


def day_span(day: date, calendar: Calendar) -> Span:
    """From 0:00 up to 0:00 of the next day, which is outside."""
    return _span(day, 1, calendar)


def week_span(year: int, week: int, calendar: Calendar) -> Span:
    """From Monday 0:00 of an ISO week up to the next Monday 0:00, which is outside."""
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        raise CalendarError(f"there is no week {week} in {year}") from None
    return _span(monday, 7, calendar)


def month_span(year: int, month: int, calendar: Calendar) -> Span:
    """From the first of a month 0:00 up to the first of the next 0:00, which is outside."""
    try:
        first = date(year, month, 1)
        following = date(year + month // 12, month % 12 + 1, 1)
    except ValueError:
        raise CalendarError(f"there is no month {month} in {year}") from None
    return _span(first, (following - first).days, calendar)


def checked(calendar: Calendar) -> Calendar:
    """The calendar itself; CalendarError when its zone is unknown or a country or region of its holidays is.

    >>> checked(OFFICE) is OFFICE
    True
    """
    plan_of(calendar)
    for country, region in calendar.holidays:
        public_holidays(country, region, 2020)
    return calendar


def for_promises(calendar: Calendar, year: int) -> deadlines.Calendar:
    """The smaller calendar that reads deadlines in promises, for `year` and the ones before and after.

    Its holidays are all days from Monday to Friday on which the house stays closed; it knows no Saturday work. Its
    closing times are those of each day, none where that is midnight.
    """
    return _for_promises(plan_of(calendar), year)


@lru_cache(maxsize=64)
def _for_promises(plan: Plan, year: int) -> deadlines.Calendar:
    from ..signals import deadlines  # reading the words is the larger room; most callers here never enter it

    working = {day for each in (year - 1, year, year + 1) for day in sheet_of(plan, each).working_days}
    days = map(date.fromordinal, range(date(year - 1, 1, 1).toordinal(), date(year + 2, 1, 1).toordinal()))
    closed = frozenset(day for day in days if day.weekday() < 5 and day not in working)
    closings: dict[date, time | None] = {}
    for each in (year - 1, year, year + 1):
        sheet = sheet_of(plan, each)
        for day, instant in zip(sheet.working_days, sheet.closings, strict=True):
            at = instant.astimezone(plan.zone)
            closings[day] = at.time() if at.date() == day else None  # at midnight or later: the day never closes
    return deadlines.Calendar(closed, None, plan.zone, closings)


def _used_up(plan: Plan, begin: datetime, length: timedelta) -> datetime:
    """The first instant by which so much open time has passed since `begin`."""
    if not length:
        return begin
    year = _year(begin, plan)
    wanted = sheet_of(plan, year).before(begin) + length
    for sheet in _sheets(plan, year):
        index = bisect_left(sheet.through, wanted)
        if index < len(sheet.through):
            return sheet.ends[index] - (sheet.through[index] - wanted)
        wanted -= sheet.total()
    raise CalendarError(f"the opening hours of this calendar do not add up to {length} within {_FURTHEST} years")


def _closing(plan: Plan, begin: datetime, number: int) -> datetime:
    """Closing of the working day so many after the local day of `begin`."""
    day = begin.astimezone(plan.zone).date()
    index = bisect_right(sheet_of(plan, day.year).working_days, day) + number - 1
    for sheet in _sheets(plan, day.year):
        if index < len(sheet.closings):
            return sheet.closings[index]
        index -= len(sheet.closings)
    raise CalendarError(f"this calendar has no {number} working days within {_FURTHEST} years")


def _sheets(plan: Plan, year: int) -> Iterator[Sheet]:
    """The years from `year` on, as far as business time is followed."""
    if not plan.opens:
        raise CalendarError("business time needs a calendar with opening hours; this one has none on any day")
    for later in range(year, year + _FURTHEST + 1):
        yield sheet_of(plan, later)


def _utc(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise CalendarError(f"`{instant}` has no offset, so nobody knows when it is")
    try:
        found = instant.astimezone(UTC)
    except OverflowError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CalendarError(f"`{instant}` is outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return found


def _year(instant: datetime, plan: Plan) -> int:
    return instant.astimezone(plan.zone).year


def _span(first: date, days: int, calendar: Calendar) -> Span:
    """So many local days from 0:00."""
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        raise CalendarError(f"`{first}` is outside the years {FIRST_YEAR} to {LAST_YEAR}")
    zone = plan_of(calendar).zone
    start = instant_of(zone, first, MIDNIGHT)
    return _local(start, zone), _local(instant_of(zone, first + timedelta(days=days), MIDNIGHT), zone)


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    """The same instant with the zone's wall time and offset."""
    moved = instant.astimezone(zone)
    return moved.replace(tzinfo=_offset(moved.utcoffset() or timedelta(0), moved.tzname() or zone.key), fold=0)


@lru_cache(maxsize=256)
def _offset(offset: timedelta, name: str) -> timezone:
    return timezone(offset, name)
