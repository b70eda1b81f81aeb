"""Hours as people write them, and what is refused with a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from knigge.commands.programs import load_program
from knigge.engine.diagnostics import KniggeError
from knigge.engine.finding import Outcome
from knigge.engine.record import Author, Message, Role
from knigge.engine.records.archive import build_archive
from knigge.engine.records.calendars import (
    OFFICE,
    UNITS,
    Calendar,
    CalendarError,
    Duration,
    Opening,
    business_time_between,
    checked,
    day_span,
    due,
    is_open,
    is_working_day,
    local_day,
    month_span,
    openings,
    parse_hours,
    week_span,
)
from knigge.engine.records.eras import Eras
from knigge.engine.records.judge import judge

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
    ("text", "hours"),
    [
        ("9-17", ["09:00-17:00"]),
        ("09:00-12:30, 13:30-18:00", ["09:00-12:30", "13:30-18:00"]),
        ("13:30-18,9-12", ["09:00-12:00", "13:30-18:00"]),
        ("0-24", ["00:00-24:00"]),
        ("18 - 00:00", ["18:00-24:00"]),
        ("9 – 17 Uhr", ["09:00-17:00"]),
        ("9.30 bis 17.15 Uhr", ["09:30-17:15"]),
        ("9 to 17", ["09:00-17:00"]),
        ("closed", []),
        (" Geschlossen ", []),
    ],
)
def test_hours_as_people_write_them(text: str, hours: list[str]) -> None:
    assert [str(each) for each in parse_hours(text)] == hours


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("9-12, abends", "abends"),
        ("9-12, geschlossen", "geschlossen"),
        ("9-12,", ""),
        ("", ""),
        ("9-25", "9-25"),
        ("9:60-17", "9:60-17"),
        ("9-17:75", "9-17:75"),
        ("9-24:30", "9-24:30"),
        ("24-24", "24-24"),
        ("22-6", "22-6"),
        ("9-9", "9-9"),
        ("9-12, 11:30-18", "11:30-18"),
        ("9-24, 13-18", "13-18"),
        ("９-17", "９-17"),
    ],
)
def test_hours_that_cannot_be_read_name_the_piece(text: str, piece: str) -> None:
    with pytest.raises(ValueError, match=f"`{piece}`"):
        parse_hours(text)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "Europe/Berln", "localtime", "../etc/passwd", "Europe", "", "a\0b"])
def test_an_unknown_zone_is_an_error(zone: str) -> None:
    calendar = Calendar(zone, WEEK)

    with pytest.raises(CalendarError, match=r"the time zone .* is unknown"):
        checked(calendar)
    with pytest.raises(CalendarError, match=r"the time zone .* is unknown"):
        due(at("2026-03-04 12:00"), Duration(1, "hours"), calendar)


@pytest.mark.parametrize(
    ("country", "region", "said"),
    [
        ("ZZ", "", "country `ZZ`"),
        ("de", "", "did you mean `DE`"),
        ("DE", "XX", "no region `XX` with holidays; known are BB, BE"),
        ("DE", "BY+moon", "no group of holidays `moon`"),
    ],
)
def test_an_unknown_region_is_an_error(country: str, region: str, said: str) -> None:
    with pytest.raises(CalendarError, match=said.replace("+", r"\+")):
        checked(with_holidays(country, region))


def test_holidays_that_nobody_knows_yet_are_an_error_not_a_working_day() -> None:
    with pytest.raises(CalendarError, match="from 1991 to 2100, not for 2150"):
        is_working_day(date(2150, 1, 4), with_holidays("DE", "BE"))


@pytest.mark.parametrize("unit", ["business-hours", "business-days"])
def test_a_calendar_without_hours_ends_in_an_error(unit: str) -> None:
    with pytest.raises(CalendarError, match="opening hours; this one has none"):
        due(at("2026-03-04 12:00"), Duration(1, unit), Calendar(BERLIN, ((),) * 7))


@pytest.mark.parametrize("unit", ["business-hours", "business-days"])
def test_a_calendar_that_never_opens_again_ends_in_an_error(unit: str) -> None:
    once = Calendar(BERLIN, ((),) * 7, special=(("2026-03-02", NINE_TO_FIVE),))

    with pytest.raises(CalendarError, match="within 100 years"):
        due(at("2026-03-04 12:00"), Duration(1, unit), once)


def test_an_empty_calendar_still_has_weeks_and_real_time() -> None:
    empty = Calendar(BERLIN, ((),) * 7)

    assert due_text("2026-03-06 19:00", 3, "hours", empty) == "2026-03-06T22:00:00+01:00"
    assert not is_open(at("2026-03-04 12:00"), empty)
    assert business_time_between(*week_span(2026, 10, empty), empty) == timedelta(0)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("value", [10**9, 10**12])
def test_durations_beyond_all_years_end_in_an_error(unit: str, value: int) -> None:
    if unit == "minutes" and value == 10**9:
        value *= 10
    with pytest.raises(CalendarError):
        due(at("2026-03-04 12:00"), Duration(value, unit), OFFICE)


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf"), 10**400])
@pytest.mark.parametrize("unit", UNITS)
def test_what_is_no_length_of_time(value: float, unit: str) -> None:
    with pytest.raises(CalendarError, match="no length of time"):
        Duration(value, unit)


def test_business_days_are_whole_and_at_least_one() -> None:
    assert due_text("2026-03-04 08:00", 2.0, "business-days") == "2026-03-06T17:00:00+01:00"
    for value in (1.5, 0):
        with pytest.raises(CalendarError, match="counted whole"):
            Duration(value, "business-days")


def test_an_unknown_unit_is_an_error() -> None:
    with pytest.raises(CalendarError, match="`fortnights` is no unit"):
        Duration(1, "fortnights")


def test_a_time_without_offset_is_unknown() -> None:
    for call in (
        lambda: due(datetime(2026, 3, 4), Duration(1, "hours"), OFFICE),
        lambda: is_open(datetime.max, OFFICE),
    ):
        with pytest.raises(CalendarError, match="no offset"):
            call()


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_are_errors_not_crashes(day: date) -> None:
    instant = datetime.combine(day, time(12), ZoneInfo("Asia/Tokyo"))
    for call in (
        lambda: openings(day, OFFICE),
        lambda: is_working_day(day, OFFICE),
        lambda: day_span(day, OFFICE),
        lambda: is_open(instant, OFFICE),
        lambda: local_day(instant, OFFICE),
        lambda: due(instant, Duration(1, "business-days"), OFFICE),
    ):
        with pytest.raises(CalendarError):
            call()


def test_business_time_over_centuries_is_refused() -> None:
    with pytest.raises(CalendarError, match="100 years at most"):
        business_time_between(datetime(1000, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC), OFFICE)


def test_a_week_or_month_that_does_not_exist() -> None:
    with pytest.raises(CalendarError, match="no week 53 in 2025"):
        week_span(2025, 53, OFFICE)
    with pytest.raises(CalendarError, match="no month 13 in 2026"):
        month_span(2026, 13, OFFICE)


def test_a_calendar_is_refused_when_it_is_made() -> None:
    backwards = (date(2026, 3, 4), date(2026, 3, 3))
    with pytest.raises(CalendarError, match="seven days"):
        Calendar(BERLIN, (NINE_TO_FIVE,) * 5)
    with pytest.raises(CalendarError, match="end before they start"):
        Calendar(BERLIN, WEEK, closed=(backwards,))
    with pytest.raises(CalendarError, match="end before they start"):
        Calendar(BERLIN, WEEK, exempt=((*backwards, "x"),))
    for key in ("24.12.", "13-01", "02-30", "2026-13-01", "20261224", "W10-1", ""):
        with pytest.raises(CalendarError, match="is no day"):
            Calendar(BERLIN, WEEK, special=((key, ()),))


def test_the_29th_of_february_may_have_its_own_hours() -> None:
    calendar = Calendar(BERLIN, WEEK, special=(("02-29", parse_hours("9-10")),))

    assert spans("2028-02-29", calendar) == ["2028-02-29T09:00:00+01:00/2028-02-29T10:00:00+01:00"]


def test_an_opening_has_an_order_and_no_zone() -> None:
    with pytest.raises(CalendarError, match="ends before it starts"):
        Opening(time(17), time(9))
    with pytest.raises(CalendarError, match="without a zone"):
        Opening(time(9, tzinfo=UTC), time(17))


def test_errors_are_ours_and_values_errors() -> None:
    assert issubclass(CalendarError, KniggeError)
    assert issubclass(CalendarError, ValueError)


def test_calendars_with_the_same_content_are_equal() -> None:
    again = Calendar(BERLIN, (parse_hours("9-17"),) * 5 + ((), ()))

    assert again == OFFICE
    assert hash(again) == hash(OFFICE)


def test_a_rule_that_cannot_count_the_times_of_a_thread_says_so_for_every_message_and_others_go_on(
    tmp_path: Path,
) -> None:
    messages = [
        Message(
            f"m{day}", "Wann fährt der Bus?", "comment", "facebook", "de", Author(f"u{day}", Role.CUSTOMER), None, "t",
            "acme", f"2100-12-{day}T15:00:00+01:00",
        )
        for day in (1, 31)
    ]  # fmt: skip
    policy = tmp_path / "house.yaml"
    policy.write_text("extends: default\npolicy: house\ncalendar:\n  holidays: [DE-BY]\n", encoding="utf-8")
    program = load_program(str(policy))

    results = list(judge(Eras((program,)), build_archive(messages), datetime(2100, 12, 31, 20, tzinfo=UTC), "en"))

    errors = {
        (each.id, verdict.rule): verdict.reason
        for each in results
        for verdict in each.verdicts
        if verdict.outcome is Outcome.ERROR and each.subject == "message"
    }
    assert {("m1", "response.deadline"), ("m31", "response.deadline")} <= errors.keys()
    assert "2100" in errors["m1", "response.deadline"]
    assert {each.id for each in results if each.subject == "message"} == {"m1", "m31"}
    assert all(len(each.verdicts) > 3 for each in results if each.subject == "message")
