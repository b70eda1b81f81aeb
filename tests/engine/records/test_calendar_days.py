"""Public holidays, half days, company holidays, declared pauses: which days count."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from knigge.engine.records.calendars import (
    OFFICE,
    Calendar,
    Duration,
    due,
    is_exempt,
    is_working_day,
    openings,
    parse_hours,
)

BERLIN: Final = "Europe/Berlin"
NINE_TO_FIVE: Final = parse_hours("9-17")
WEEK: Final = (NINE_TO_FIVE,) * 5 + ((), ())


def at(text: str) -> datetime:
    """`2026-03-06 19:00` as a time in Berlin, the first one where it comes twice; an offset is respected."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=ZoneInfo(BERLIN))


def due_text(start: str, value: float, unit: str, calendar: Calendar = OFFICE) -> str:
    return due(at(start), Duration(value, unit), calendar).isoformat()


def with_holidays(country: str, region: str, zone: str = BERLIN) -> Calendar:
    return Calendar(zone, WEEK, ((country, region),))


def spans(day: str, calendar: Calendar) -> list[str]:
    return [f"{start.isoformat()}/{end.isoformat()}" for start, end in openings(date.fromisoformat(day), calendar)]


@pytest.mark.parametrize(
    ("region", "day", "working"),
    [
        ("BY", "2026-01-06", False),
        ("BE", "2026-01-06", True),
        ("BY", "2026-06-04", False),
        ("BE", "2026-06-04", True),
        ("BY", "2027-03-08", True),
        ("BE", "2027-03-08", False),
        ("SN", "2026-11-18", False),
        ("BY", "2026-11-18", True),
        ("BY", "2025-08-15", True),
        ("BY+catholic", "2025-08-15", False),
        ("SL", "2025-08-15", False),
        ("Augsburg", "2025-08-08", False),
        ("", "2026-04-03", False),
        ("", "2026-01-06", True),
    ],
)
def test_german_holidays_depend_on_the_land(region: str, day: str, working: bool) -> None:
    assert is_working_day(date.fromisoformat(day), with_holidays("DE", region)) is working


@pytest.mark.parametrize(
    ("region", "day", "working"),
    [
        ("TI", "2026-03-19", False),
        ("ZH", "2026-03-19", True),
        ("ZH", "2025-05-01", False),
        ("BE", "2025-05-01", True),
        ("BE", "2025-08-01", False),
        ("GE", "2025-12-31", False),
        ("ZH", "2025-12-31", True),
    ],
)
def test_swiss_holidays_depend_on_the_canton(region: str, day: str, working: bool) -> None:
    assert is_working_day(date.fromisoformat(day), with_holidays("CH", region, "Europe/Zurich")) is working


def test_austrian_holidays() -> None:
    calendar = with_holidays("AT", "9", "Europe/Vienna")

    assert not is_working_day(date(2026, 10, 26), calendar)
    assert not is_working_day(date(2026, 12, 8), calendar)
    assert is_working_day(date(2026, 4, 3), calendar)


def test_the_same_question_is_due_later_in_bavaria() -> None:
    start = "2026-01-05 16:00"

    assert due_text(start, 2, "business-hours", with_holidays("DE", "BY")) == "2026-01-07T10:00:00+01:00"
    assert due_text(start, 2, "business-hours", with_holidays("DE", "BE")) == "2026-01-06T10:00:00+01:00"


def test_two_regions_rest_on_the_holidays_of_both() -> None:
    calendar = Calendar(BERLIN, WEEK, (("DE", "BY"), ("AT", "")))

    assert not is_working_day(date(2026, 4, 3), calendar)
    assert not is_working_day(date(2026, 10, 26), calendar)


def test_half_days_before_christmas_and_new_year() -> None:
    half = parse_hours("9-12")
    calendar = Calendar(BERLIN, WEEK, (("DE", "BE"),), special=(("12-24", half), ("12-31", half)))

    assert due_text("2026-12-24 11:00", 2, "business-hours", calendar) == "2026-12-28T10:00:00+01:00"
    assert due_text("2026-12-31 11:00", 1, "business-hours", calendar) == "2026-12-31T12:00:00+01:00"


def test_a_yearly_half_day_opens_no_weekend_holiday_or_company_holiday() -> None:
    closed = ((date(2026, 12, 21), date(2027, 1, 3)),)
    special = (("12-24", parse_hours("9-12")), ("12-25", parse_hours("9-12")))

    assert openings(date(2028, 12, 24), Calendar(BERLIN, WEEK, special=special)) == ()
    assert openings(date(2025, 12, 25), Calendar(BERLIN, WEEK, (("DE", ""),), special=special)) == ()
    assert openings(date(2026, 12, 24), Calendar(BERLIN, WEEK, closed=closed, special=special)) == ()


def test_a_full_date_opens_what_would_be_closed_and_closes_what_would_be_open() -> None:
    special = (("2026-04-05", parse_hours("13-18")), (date(2026, 4, 7), ()))
    calendar = Calendar(BERLIN, WEEK, (("DE", ""),), special=special)

    assert spans("2026-04-05", calendar) == ["2026-04-05T13:00:00+02:00/2026-04-05T18:00:00+02:00"]
    assert not is_working_day(date(2026, 4, 7), calendar)


def test_company_holidays_include_their_last_day() -> None:
    calendar = Calendar(BERLIN, WEEK, closed=((date(2026, 8, 3), date(2026, 8, 14)),))

    assert due_text("2026-07-31 16:30", 1, "business-hours", calendar) == "2026-08-17T09:30:00+02:00"
    assert not is_working_day(date(2026, 8, 14), calendar)


def test_a_declared_pause_has_a_reason_and_changes_no_hours() -> None:
    pause = (date(2026, 3, 4), date(2026, 3, 6), "Staatstrauer")
    calendar = Calendar(BERLIN, WEEK, exempt=(pause, (date(2026, 4, 1), date(2026, 4, 1), "")))

    assert is_exempt(date(2026, 3, 3), calendar) == ""
    assert is_exempt(date(2026, 3, 6), calendar) == "Staatstrauer"
    assert is_exempt(date(2026, 4, 1), calendar) == "pause"
    assert is_working_day(date(2026, 3, 5), calendar)
