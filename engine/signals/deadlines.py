"""Calendar arithmetic: from the moment a text was published and what its words say to the instant they set.

What the words mean is decided once for all rules: a day ends at 24:00 local; „in the next two days“ is the end of the
second day after; „Anfang nächster Woche“ is Tuesday of the next ISO week, „KW n“ its Sunday; „nächsten Dienstag“ is
the Tuesday of the next ISO week, „Dienstag“ the first one after today. A date stands for the end of that day.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from ..values import dataclass

_MORNING: Final = time(6)
_LONGEST_PAUSE: Final = 366  # days that a house may stay shut at a stretch


class Precision(StrEnum):
    """How exactly a deadline is named."""

    INSTANT = "instant"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days off beside Saturday and Sunday, closing time, and the zone to count in (None: that of `published`).

    `closings` tells the closing time day by day, None where a day never closes; on a day it does not name the house
    stays shut. Without it `closing` holds every day.
    """

    holidays: frozenset[date] = frozenset()
    closing: time | None = None
    zone: tzinfo | None = None
    closings: Mapping[date, time | None] = field(default_factory=dict, compare=False)

    def next_closing(self, day: date, after: time | None = None) -> tuple[date, time | None]:
        """The first closing on or behind a day, and if on that very day then later than `after`."""
        for ahead in range(_LONGEST_PAUSE):
            later = day + timedelta(days=ahead)
            if self.closings and later not in self.closings:
                continue
            at = self.closings[later] if self.closings else self.closing
            if ahead or after is None or at is None or at > after:
                return later, at
        return day, None


@dataclass(frozen=True, slots=True)
class Moment:
    """A day with or without an hour; without one its end is meant."""

    day: date
    at: time | None
    precision: Precision


EVERY_DAY: Final = Calendar()


def moment_of(published: str | None, calendar: Calendar = EVERY_DAY) -> datetime | None:
    """`published` as a local time, None when it is missing, unreadable or without an offset (then it is unknown)."""
    if not published:
        return None
    try:
        read = datetime.fromisoformat(published)
    except ValueError:
        return None
    if read.tzinfo is None:
        return None
    return read.astimezone(calendar.zone) if calendar.zone else read


def written(moment: Moment, zone: tzinfo | None) -> str:
    """ISO date, or ISO date and time with the offset of `zone`.

    >>> written(Moment(date(2026, 3, 3), None, Precision.DAY), None)
    '2026-03-03'
    """
    if moment.at is None:
        return moment.day.isoformat()
    return datetime.combine(moment.day, moment.at, zone).isoformat()


def days_after(now: datetime, days: int) -> Moment | None:
    """The end of the day that many days later."""
    return _day(now, timedelta(days=days))


def time_after(now: datetime, minutes: int) -> Moment | None:
    """The instant that many real minutes later, also where the clock changes between."""
    ahead = timedelta(minutes=minutes)
    try:
        later = (now.astimezone(UTC) + ahead).astimezone(now.tzinfo) if now.tzinfo else now + ahead
    except OverflowError:
        return None
    return Moment(later.date(), later.time().replace(microsecond=0), Precision.INSTANT)


def working_days_after(now: datetime, days: int, calendar: Calendar) -> Moment | None:
    """The end of the `days`-th working day after the day of `now`.

    >>> friday = datetime(2026, 3, 6, 12)
    >>> working_days_after(friday, 2, EVERY_DAY).day.isoformat()
    '2026-03-10'
    """
    if days > 400:
        return None
    day = now.date()
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < 5 and day not in calendar.holidays
    return Moment(day, None, Precision.DAY)


def months_after(now: datetime, number: int) -> Moment | None:
    """The same day of a later month, or its last day."""
    year, month = divmod(now.year * 12 + now.month - 1 + number, 12)
    if not 1 <= year <= 9999:
        return None
    last = months.monthrange(year, month + 1)[1]
    return Moment(date(year, month + 1, min(now.day, last)), None, Precision.DAY)


def weekday(now: datetime, number: int) -> Moment | None:
    """The first such weekday (Monday 0) after today."""
    return _day(now, timedelta(days=(number - now.weekday() - 1) % 7 + 1))


def weekday_of_week(now: datetime, number: int, weeks: int) -> Moment | None:
    """That weekday in the ISO week `weeks` after this one."""
    return _day(now, timedelta(days=number - now.weekday() + 7 * weeks))


def end_of_week(now: datetime, weeks: int) -> Moment | None:
    """Sunday of the ISO week `weeks` after this one."""
    found = weekday_of_week(now, 6, weeks)
    return found and Moment(found.day, None, Precision.WEEK)


def calendar_week(now: datetime, number: int) -> Moment | None:
    """Sunday of ISO week `number`, this year or, when that is over, the next; None when there is no such week."""
    for year in (now.isocalendar().year, now.isocalendar().year + 1):
        try:
            day = date.fromisocalendar(year, number, 7)
        except ValueError:
            continue
        if day >= now.date():
            return Moment(day, None, Precision.WEEK)
    return None


def month_day(now: datetime, day: int, month: int, year: int | None) -> Moment | None:
    """A calendar day; without a year the next one, today included; None when there is no such day."""
    for candidate in (year,) if year else (now.year, now.year + 1, now.year + 2, now.year + 3, now.year + 4):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or found >= now.date():
            return Moment(found, None, Precision.DAY)
    return None


def day_of_month(now: datetime, day: int) -> Moment | None:
    """The next such day of a month, today included: „am 15.“"""
    for ahead in range(4):
        year, month = divmod(now.year * 12 + now.month - 1 + ahead, 12)
        if 1 <= day <= months.monthrange(year, month + 1)[1]:
            found = date(year, month + 1, day)
            if found >= now.date():
                return Moment(found, None, Precision.DAY)
    return None


def part_of_month(now: datetime, month: int, day: int) -> Moment | None:
    """The end of a third of the next such month: day 10, 20, or its last (`day` 31); `month` 0 is this one."""
    wanted = month or now.month
    year = now.year + (wanted < now.month)
    last = months.monthrange(year, wanted)[1]
    return Moment(date(year, wanted, min(day, last)), None, Precision.MONTH)


def end_of_month(now: datetime, number: int) -> Moment | None:
    """The last day of the month `number` after this one."""
    year, month = divmod(now.year * 12 + now.month - 1 + number, 12)
    last = months.monthrange(year, month + 1)[1]
    return Moment(date(year, month + 1, last), None, Precision.MONTH)


def night_after(now: datetime, day: Moment | None) -> Moment | None:
    """The morning that ends the night of `day`, or the night that is now or comes next."""
    if day is not None and day.day > now.date():
        found = _day(datetime.combine(day.day, time()), timedelta(days=1))
    else:
        found = _day(now, timedelta(days=int(now.time() >= _MORNING)))
    return found and Moment(found.day, _MORNING, Precision.INSTANT)


def at_hour(now: datetime, day: Moment | None, hour: int, minute: int, half: bool) -> Moment | None:
    """That hour on `day`, or at its next occurrence. `half` says that 5 may be 17; 24:00 is the end of the day."""
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        return None
    if hour == 24:
        return day or Moment(now.date(), None, Precision.DAY)
    hours = [hour, hour + 12] if half and hour < 12 else [hour]
    if day is not None and day.day > now.date():
        chosen = hours[-1] if half and hour < 7 else hours[0]
        return Moment(day.day, time(chosen, minute), Precision.INSTANT)
    for each in hours:
        if time(each, minute) > now.time():
            return Moment(now.date(), time(each, minute), Precision.INSTANT)
    if day is not None:
        return Moment(day.day, time(hours[-1], minute), Precision.INSTANT)
    tomorrow = _day(now, timedelta(days=1))
    chosen = hours[-1] if half and hour < 7 else hours[0]
    return tomorrow and Moment(tomorrow.day, time(chosen, minute), Precision.INSTANT)


def _day(now: datetime, ahead: timedelta) -> Moment | None:
    try:
        return Moment(now.date() + ahead, None, Precision.DAY)
    except OverflowError:
        return None
