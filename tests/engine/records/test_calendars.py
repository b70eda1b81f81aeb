"""Deadlines, days and weeks, by hand: one rule of docs and conventions a test."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from knigge.engine.records.calendars import (
    ALWAYS,
    OFFICE,
    Calendar,
    Duration,
    Opening,
    business_time_between,
    day_span,
    due,
    for_promises,
    is_open,
    is_working_day,
    local_day,
    local_week,
    month_span,
    openings,
    parse_hours,
    week_span,
)
from knigge.engine.signals.deadlines import working_days_after

BERLIN: Final = "Europe/Berlin"
NINE_TO_FIVE: Final = parse_hours("9-17")
WEEK: Final = (NINE_TO_FIVE,) * 5 + ((), ())


def at(text: str) -> datetime:
    """`2026-03-06 19:00` as a time in Berlin, the first one where it comes twice; an offset is respected."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=ZoneInfo(BERLIN))


def due_text(start: str, value: float, unit: str, calendar: Calendar = OFFICE) -> str:
    return due(at(start), Duration(value, unit), calendar).isoformat()


def every_day(hours: str, zone: str = BERLIN) -> Calendar:
    return Calendar(zone, (parse_hours(hours),) * 7)


def with_holidays(country: str, region: str, zone: str = BERLIN) -> Calendar:
    return Calendar(zone, WEEK, ((country, region),))


def spans(day: str, calendar: Calendar) -> list[str]:
    return [f"{start.isoformat()}/{end.isoformat()}" for start, end in openings(date.fromisoformat(day), calendar)]


def test_hours_are_elapsed_hours() -> None:
    assert due_text("2026-03-06 19:00", 3, "hours") == "2026-03-06T22:00:00+01:00"
    assert due_text("2026-03-06 19:00", 0.5, "hours") == "2026-03-06T19:30:00+01:00"
    assert due_text("2026-03-06 19:00", 15, "minutes") == "2026-03-06T19:15:00+01:00"


def test_two_hours_over_the_missing_hour_look_like_three() -> None:
    assert due_text("2026-03-29 01:30", 2, "hours") == "2026-03-29T04:30:00+02:00"


def test_two_hours_over_the_doubled_hour_look_like_one() -> None:
    assert due_text("2026-10-25 01:30", 2, "hours") == "2026-10-25T02:30:00+01:00"
    assert due_text("2026-10-25T02:30:00+02:00", 1, "hours") == "2026-10-25T02:30:00+01:00"


def test_a_day_is_24_hours_and_a_week_seven_times_that() -> None:
    assert due_text("2026-03-28 12:00", 1, "days") == "2026-03-29T13:00:00+02:00"
    assert due_text("2026-10-24 12:00", 1, "weeks") == "2026-10-31T11:00:00+01:00"


def test_a_due_time_in_the_doubled_hour_compares_as_real_time() -> None:
    deadline = due(at("2026-10-25T01:45:00+02:00"), Duration(1.5, "hours"), OFFICE)

    assert deadline.isoformat() == "2026-10-25T02:15:00+01:00"
    assert due(at("2026-10-25T01:45:00+02:00"), Duration(1, "hours"), OFFICE) < deadline
    assert at("2026-10-25T01:15:00+00:00") == deadline


def test_the_zone_of_the_start_does_not_matter() -> None:
    assert due_text("2026-03-06T13:00:00-05:00", 3, "business-hours") == "2026-03-09T12:00:00+01:00"


def test_a_message_on_friday_evening_is_due_on_monday() -> None:
    assert due_text("2026-03-06 19:00", 3, "business-hours") == "2026-03-09T12:00:00+01:00"


def test_hours_that_are_used_up_at_closing_are_due_at_closing() -> None:
    assert due_text("2026-03-04 13:00", 4, "business-hours") == "2026-03-04T17:00:00+01:00"
    assert due_text("2026-03-04 13:01", 4, "business-hours") == "2026-03-05T09:01:00+01:00"


def test_what_comes_before_opening_starts_at_opening() -> None:
    assert due_text("2026-03-04 06:00", 1, "business-hours") == "2026-03-04T10:00:00+01:00"
    assert due_text("2026-03-04 17:00", 1, "business-hours") == "2026-03-05T10:00:00+01:00"


def test_no_business_time_is_due_at_once() -> None:
    assert due_text("2026-03-07 06:00", 0, "business-hours") == "2026-03-07T06:00:00+01:00"


def test_fractions_of_business_hours_count() -> None:
    assert due_text("2026-03-04 16:30", 0.75, "business-hours") == "2026-03-05T09:15:00+01:00"


def test_a_lunch_break_does_not_count() -> None:
    calendar = every_day("9-12:30, 13:30-18")

    assert due_text("2026-03-04 12:00", 1, "business-hours", calendar) == "2026-03-04T14:00:00+01:00"
    assert due_text("2026-03-04 12:00", 0.5, "business-hours", calendar) == "2026-03-04T12:30:00+01:00"


def test_hours_written_twice_count_once() -> None:
    twice = (Opening(time(12), time(18)), Opening(time(9), time(13)), Opening(time(10), time(11)))
    calendar = Calendar(BERLIN, (twice,) * 7)

    assert spans("2026-03-04", calendar) == ["2026-03-04T09:00:00+01:00/2026-03-04T18:00:00+01:00"]


def test_a_whole_day_reaches_to_midnight() -> None:
    assert spans("2026-03-04", every_day("0-24")) == ["2026-03-04T00:00:00+01:00/2026-03-05T00:00:00+01:00"]
    assert due_text("2026-03-04 12:00", 36, "business-hours", every_day("0-24")) == "2026-03-06T00:00:00+01:00"


def test_always_open_counts_as_real_time() -> None:
    start = datetime(2026, 12, 31, 20, 30, tzinfo=UTC)

    assert due(start, Duration(30, "business-hours"), ALWAYS) == due(start, Duration(30, "hours"), ALWAYS)


def test_business_hours_run_over_new_year() -> None:
    assert due_text("2025-12-31 16:00", 2, "business-hours", with_holidays("DE", "BE")) == "2026-01-02T10:00:00+01:00"


def test_years_of_business_hours() -> None:
    a_year = 261 * 8  # working days of 2026, of 2027

    assert due_text("2026-01-01 00:00", 2 * a_year, "business-hours") == "2027-12-31T17:00:00+01:00"


def test_a_night_that_lacks_an_hour() -> None:
    calendar = every_day("0-24")

    assert due_text("2026-03-28 22:00", 6, "business-hours", calendar) == "2026-03-29T05:00:00+02:00"
    assert business_time_between(*day_span(date(2026, 3, 29), calendar), calendar) == timedelta(hours=23)


def test_a_night_that_has_an_hour_more() -> None:
    calendar = every_day("0-24")

    assert due_text("2026-10-24 22:00", 6, "business-hours", calendar) == "2026-10-25T03:00:00+01:00"
    assert business_time_between(*day_span(date(2026, 10, 25), calendar), calendar) == timedelta(hours=25)


def test_office_hours_know_nothing_of_the_change_in_the_night() -> None:
    calendar = every_day("9-17")

    assert due_text("2026-03-28 16:00", 2, "business-hours", calendar) == "2026-03-29T10:00:00+02:00"
    assert due_text("2026-10-24 16:00", 2, "business-hours", calendar) == "2026-10-25T10:00:00+01:00"


def test_opening_inside_the_missing_hour_opens_at_the_jump() -> None:
    calendar = every_day("2:30-6")

    assert spans("2026-03-29", calendar) == ["2026-03-29T03:00:00+02:00/2026-03-29T06:00:00+02:00"]
    assert due_text("2026-03-29 00:00", 1, "business-hours", calendar) == "2026-03-29T04:00:00+02:00"


def test_closing_inside_the_missing_hour_closes_at_the_jump() -> None:
    assert spans("2026-03-29", every_day("1-2:30")) == ["2026-03-29T01:00:00+01:00/2026-03-29T03:00:00+02:00"]


def test_hours_that_lie_in_the_missing_hour_do_not_happen() -> None:
    calendar = every_day("2:10-2:50")

    assert spans("2026-03-29", calendar) == []
    assert not is_working_day(date(2026, 3, 29), calendar)


def test_closing_inside_the_doubled_hour_is_the_first_one() -> None:
    calendar = every_day("0-2:30")

    assert spans("2026-10-25", calendar) == ["2026-10-25T00:00:00+02:00/2026-10-25T02:30:00+02:00"]
    assert due_text("2026-10-25 01:30", 1, "business-hours", calendar) == "2026-10-25T02:30:00+02:00"
    assert not is_open(at("2026-10-25T02:15:00+01:00"), calendar)


def test_opening_inside_the_doubled_hour_is_the_first_one() -> None:
    assert spans("2026-10-25", every_day("2:30-5")) == ["2026-10-25T02:30:00+02:00/2026-10-25T05:00:00+01:00"]


def test_a_day_that_a_country_left_out() -> None:
    samoa = every_day("9-17", "Pacific/Apia")

    assert openings(date(2011, 12, 30), samoa) == ()
    start, end = day_span(date(2011, 12, 30), samoa)
    assert start == end


def test_a_midnight_that_is_missing() -> None:
    start, end = day_span(date(2026, 3, 29), every_day("0-24", "Asia/Beirut"))

    assert start.isoformat() == "2026-03-29T01:00:00+03:00"
    assert end - start == timedelta(hours=23)


def test_business_days_end_at_closing_of_the_nth_working_day_after_receipt() -> None:
    assert due_text("2026-03-04 08:00", 1, "business-days") == "2026-03-05T17:00:00+01:00"
    assert due_text("2026-03-05 23:59", 2, "business-days") == "2026-03-09T17:00:00+01:00"
    assert due_text("2026-03-07 10:00", 1, "business-days") == "2026-03-09T17:00:00+01:00"


def test_the_local_day_of_receipt_counts_not_that_of_greenwich() -> None:
    assert due_text("2026-03-04T23:30:00+00:00", 1, "business-days") == "2026-03-06T17:00:00+01:00"


def test_business_days_leave_out_holidays_and_end_at_that_days_closing() -> None:
    calendar = Calendar(BERLIN, WEEK, (("DE", "BE"),), special=(("12-24", parse_hours("9-12")),))

    assert due_text("2026-12-23 10:00", 1, "business-days", calendar) == "2026-12-24T12:00:00+01:00"
    assert due_text("2026-12-23 10:00", 2, "business-days", calendar) == "2026-12-28T17:00:00+01:00"
    assert due_text("2026-12-30 10:00", 2, "business-days", calendar) == "2027-01-04T17:00:00+01:00"


def test_business_days_end_at_the_last_closing_of_the_day() -> None:
    assert due_text("2026-03-04 08:00", 1, "business-days", every_day("14-18, 9-12")) == "2026-03-05T18:00:00+01:00"


def test_the_house_is_open_from_opening_up_to_closing() -> None:
    assert not is_open(at("2026-03-04 08:59"), OFFICE)
    assert is_open(at("2026-03-04 09:00"), OFFICE)
    assert is_open(at("2026-03-04 16:59"), OFFICE)
    assert not is_open(at("2026-03-04 17:00"), OFFICE)
    assert not is_open(at("2026-03-07 12:00"), OFFICE)


def test_how_late_in_business_hours() -> None:
    deadline = due(at("2026-03-06 19:00"), Duration(3, "business-hours"), OFFICE)

    assert business_time_between(deadline, at("2026-03-10 09:30"), OFFICE) == timedelta(hours=5, minutes=30)
    assert business_time_between(deadline, at("2026-03-09 11:00"), OFFICE) == timedelta(hours=-1)
    assert business_time_between(at("2026-03-06 18:00"), at("2026-03-09 08:00"), OFFICE) == timedelta(0)


def test_business_time_over_several_years() -> None:
    assert business_time_between(at("2025-12-31 16:00"), at("2027-01-01 10:00"), OFFICE) == timedelta(hours=261 * 8 + 2)


def test_days_and_weeks_are_those_of_the_zone() -> None:
    sunday_in_greenwich = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)

    assert local_day(sunday_in_greenwich, OFFICE) == date(2026, 3, 9)
    assert local_week(sunday_in_greenwich, OFFICE) == (2026, 11)
    assert local_week(sunday_in_greenwich, ALWAYS) == (2026, 10)


def test_new_year_may_belong_to_the_last_week() -> None:
    assert local_week(at("2027-01-01 12:00"), OFFICE) == (2026, 53)
    assert [each.isoformat() for each in week_span(2026, 53, OFFICE)] == [
        "2026-12-28T00:00:00+01:00",
        "2027-01-04T00:00:00+01:00",
    ]


def test_spans_over_a_change_of_the_clock_are_an_hour_shorter_or_longer() -> None:
    first, after = week_span(2026, 13, OFFICE)
    start, end = month_span(2026, 10, OFFICE)

    assert after - first == timedelta(days=7, hours=-1)
    assert end - start == timedelta(days=31, hours=1)
    assert (start.isoformat(), end.isoformat()) == ("2026-10-01T00:00:00+02:00", "2026-11-01T00:00:00+01:00")


def test_december_ends_with_the_year() -> None:
    assert month_span(2026, 12, OFFICE)[1].isoformat() == "2027-01-01T00:00:00+01:00"


def test_the_smaller_calendar_knows_the_same_working_days() -> None:
    calendar = Calendar(BERLIN, WEEK, (("DE", "BY"),), closed=((date(2026, 1, 7), date(2026, 1, 8)),))

    smaller = for_promises(calendar, 2026)

    moment = working_days_after(at("2026-01-05 12:00"), 1, smaller)
    assert moment is not None
    assert (moment.day, moment.at) == (date(2026, 1, 9), None)
    assert date(2025, 1, 6) in smaller.holidays
    assert date(2027, 1, 6) in smaller.holidays
    assert smaller.zone == ZoneInfo(BERLIN)


def test_the_smaller_calendar_closes_with_each_day_or_never() -> None:
    mixed = Calendar(BERLIN, (parse_hours("9-20"), *(NINE_TO_FIVE,) * 4, (), ()))
    monday, saturday = date(2026, 3, 2), date(2026, 3, 7)

    assert for_promises(mixed, 2026).next_closing(monday) == (monday, time(20))
    assert for_promises(mixed, 2026).next_closing(monday, time(20)) == (date(2026, 3, 3), time(17))
    assert for_promises(mixed, 2026).next_closing(saturday) == (date(2026, 3, 9), time(20))
    assert for_promises(ALWAYS, 2026).next_closing(monday) == (monday, None)
    assert for_promises(Calendar(BERLIN, ((),) * 7), 2026).next_closing(monday) == (monday, None)
