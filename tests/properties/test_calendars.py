"""Laws of deadlines, and a plain counter of minutes that agrees with them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from knigge.engine.records.calendars import (
    ALWAYS,
    OFFICE,
    UNITS,
    Calendar,
    Duration,
    business_time_between,
    day_span,
    due,
    is_open,
    local_day,
    local_week,
    openings,
    parse_hours,
    week_span,
)

BERLIN: Final = ZoneInfo("Europe/Berlin")
MINUTE: Final = timedelta(minutes=1)

# The counter's own table: from and to in minutes of the day, Monday to Sunday; days off as plain dates.
Table = tuple[tuple[tuple[int, int], ...], ...]
NINE_TO_FIVE: Final = ((540, 1020),)
TABLES: Final[tuple[tuple[tuple[str, ...], Table], ...]] = (
    (("9-17",) * 5 + ("closed",) * 2, (NINE_TO_FIVE,) * 5 + ((), ())),
    (
        ("9-12:30, 13:30-18",) * 4 + ("8-14", "10-13", "closed"),
        (((540, 750), (810, 1080)),) * 4 + (((480, 840),), ((600, 780),), ()),
    ),
    (("0-24",) * 7, (((0, 1440),),) * 7),
    (("22-24, 0-2:30",) * 7, (((0, 150), (1320, 1440)),) * 7),
    (("2:15-2:45, 12-12:05",) * 7, (((135, 165), (720, 725)),) * 7),
    (("closed",) * 6 + ("2:30-7",), ((),) * 6 + (((150, 420),),)),
)
BAVARIAN_DAYS_OFF: Final = frozenset(
    map(
        date.fromisoformat,
        "2026-01-01 2026-01-06 2026-04-03 2026-04-06 2026-05-01 2026-05-14 2026-05-25 2026-06-04 2026-10-03 "
        "2026-11-01 2026-12-25 2026-12-26 2027-01-01 2027-01-06".split(),
    )
)
FIRST: Final = datetime(2026, 1, 1, tzinfo=UTC)
MINUTES: Final = 400 * 1440


def open_in_hour(hour: int, week: list[bytes]) -> bytes:
    """For each minute of that hour after `FIRST` whether the house is open, told from nothing but the wall clock."""
    wall = (FIRST + timedelta(hours=hour)).astimezone(BERLIN)  # whose minutes are those of Greenwich
    if wall.date() in BAVARIAN_DAYS_OFF:
        return bytes(60)
    day = week[wall.weekday()]
    if wall.fold:  # the hour that comes twice: open now if the house had not closed by the end of the first
        return day[179:180] * 60
    return day[wall.hour * 60 : wall.hour * 60 + 60]


@cache
def open_minutes(number: int) -> bytes:
    week = [bytes(any(start <= at < end for start, end in day) for at in range(1440)) for day in TABLES[number][1]]
    return b"".join(open_in_hour(hour, week) for hour in range(MINUTES // 60))


def counted(start: int, minutes: int, number: int) -> int:
    """The minute at whose beginning so many open minutes have passed since `start`."""
    flags = open_minutes(number)
    while minutes:
        minutes -= flags[start]
        start += 1
    return start


def calendar_of(number: int) -> Calendar:
    return Calendar("Europe/Berlin", tuple(map(parse_hours, TABLES[number][0])), (("DE", "BY"),))


tables = st.integers(0, len(TABLES) - 1)
# Half of the starts lie within three days of a change of the clock or among the days off at Christmas.
near = st.sampled_from(["2026-03-29", "2026-10-25", "2026-12-25", "2026-04-03", "2027-01-01"]).flatmap(
    lambda day: st.integers(-3 * 1440, 2 * 1440).map(
        lambda ahead: (datetime.fromisoformat(day).replace(tzinfo=UTC) - FIRST) // MINUTE + ahead
    )
)
starts = near | st.integers(0, 370 * 1440)


@settings(max_examples=600, deadline=None)
@given(number=tables, start=starts, minutes=st.integers(1, 150))
def test_business_hours_are_due_when_a_counter_of_minutes_says_so(number: int, start: int, minutes: int) -> None:
    expected = FIRST + counted(start, minutes, number) * MINUTE

    found = due(FIRST + start * MINUTE, Duration(minutes / 60, "business-hours"), calendar_of(number))

    assert found == expected


@settings(max_examples=300, deadline=None)
@given(number=st.integers(0, 3), start=st.integers(0, 340 * 1440), hours=st.integers(3, 40))
def test_long_business_hours_agree_with_the_counter(number: int, start: int, hours: int) -> None:
    expected = FIRST + counted(start, hours * 60, number) * MINUTE

    found = due(FIRST + start * MINUTE, Duration(hours, "business-hours"), calendar_of(number))

    assert found == expected


@settings(max_examples=300, deadline=None)
@given(number=st.integers(0, 4), start=st.integers(0, 370 * 1440), days=st.integers(1, 10))
def test_business_days_agree_with_the_counter(number: int, start: int, days: int) -> None:
    flags = open_minutes(number)
    day = (FIRST + start * MINUTE).astimezone(BERLIN).date()
    seen: set[date] = set()
    hour, closing = start // 60, 0
    while len(seen) <= days:
        if last := flags.rfind(1, hour * 60, hour * 60 + 60) + 1:
            here = (FIRST + timedelta(hours=hour)).astimezone(BERLIN).date()
            if here > day:
                seen.add(here)
            if len(seen) <= days:
                closing = last
        hour += 1

    found = due(FIRST + start * MINUTE, Duration(days, "business-days"), calendar_of(number))

    assert found == FIRST + closing * MINUTE


@settings(max_examples=300, deadline=None)
@given(number=tables, start=starts)
def test_open_means_that_the_minute_counts(number: int, start: int) -> None:
    assert is_open(FIRST + start * MINUTE, calendar_of(number)) == bool(open_minutes(number)[start])


instants = st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
calendars = tables.map(calendar_of) | st.sampled_from([OFFICE, ALWAYS])
hours = st.floats(0, 60, allow_nan=False) | st.integers(0, 60)
durations = st.one_of(
    st.builds(Duration, hours, st.sampled_from([unit for unit in UNITS if unit != "business-days"])),
    st.builds(Duration, st.integers(1, 30), st.just("business-days")),
)


@settings(deadline=None)
@given(start=instants, value=hours, calendar=calendars)
def test_exactly_the_business_time_lies_before_the_due_instant(
    start: datetime, value: float, calendar: Calendar
) -> None:
    end = due(start, Duration(value, "business-hours"), calendar)

    assert business_time_between(start, end, calendar) == timedelta(hours=value)


@settings(deadline=None)
@given(start=instants, value=st.floats(0.01, 60), calendar=calendars)
def test_no_earlier_instant_would_do(start: datetime, value: float, calendar: Calendar) -> None:
    end = due(start, Duration(value, "business-hours"), calendar)

    earlier = business_time_between(start, end - timedelta(microseconds=1), calendar)
    assert earlier == timedelta(hours=value) - timedelta(microseconds=1)


@settings(deadline=None)
@given(start=instants, later=st.timedeltas(timedelta(0), timedelta(days=9)), duration=durations, calendar=calendars)
def test_who_asks_later_waits_until_later(
    start: datetime, later: timedelta, duration: Duration, calendar: Calendar
) -> None:
    assert due(start, duration, calendar) <= due(start + later, duration, calendar)


@settings(deadline=None)
@given(start=instants, duration=durations, more=st.integers(0, 40), calendar=calendars)
def test_a_longer_duration_is_due_later(start: datetime, duration: Duration, more: int, calendar: Calendar) -> None:
    longer = Duration(duration.value + more, duration.unit)

    assert start <= due(start, duration, calendar) <= due(start, longer, calendar)


@settings(deadline=None)
@given(start=instants, weeks=st.integers(-60, 60), duration=durations, number=tables)
def test_whole_weeks_shift_the_due_instant_by_whole_weeks(
    start: datetime, weeks: int, duration: Duration, number: int
) -> None:
    calendar = Calendar("UTC", tuple(map(parse_hours, TABLES[number][0])))
    shift = timedelta(weeks=weeks)

    assert due(start + shift, duration, calendar) == due(start, duration, calendar) + shift


@settings(deadline=None)
@given(one=instants, two=instants, three=instants, calendar=calendars)
def test_business_time_adds_up(one: datetime, two: datetime, three: datetime, calendar: Calendar) -> None:
    parts = business_time_between(one, two, calendar) + business_time_between(two, three, calendar)

    assert parts == business_time_between(one, three, calendar)


@settings(deadline=None)
@given(instant=instants, zone=st.sampled_from(["Europe/Berlin", "UTC", "America/St_Johns", "Australia/Lord_Howe"]))
def test_every_instant_lies_in_its_day_and_week(instant: datetime, zone: str) -> None:
    calendar = Calendar(zone, OFFICE.week)
    start, end = day_span(local_day(instant, calendar), calendar)
    first, after = week_span(*local_week(instant, calendar), calendar)

    assert first <= start <= instant < end <= after


@settings(deadline=None)
@given(day=st.dates(date(2015, 1, 1), date(2035, 1, 1)), calendar=calendars)
def test_the_openings_of_a_day_lie_in_it_and_in_order(day: date, calendar: Calendar) -> None:
    start, end = day_span(day, calendar)
    edges = [start, *(edge for opening in openings(day, calendar) for edge in opening), end]

    assert edges == sorted(edges)
    for opening, closing in openings(day, calendar):
        assert is_open(opening, calendar)
        assert opening < closing
