"""Words of time and the moments they mean, said on Wednesday, 4 March 2026, at 10:30."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.signals.deadline_words import deadlines
from knigge.engine.signals.deadlines import EVERY_DAY, Calendar, moment_of, written
from knigge.engine.tokens import tokenize

WEDNESDAY = "2026-03-04T10:30:00+01:00"


def due(words: str, published: str = WEDNESDAY, calendar: Calendar = EVERY_DAY) -> list[str]:
    now = moment_of(published, calendar)
    assert now is not None
    found = deadlines(tokenize(words), now, calendar)
    return [written(each.due, now.tzinfo) if each.due else "?" for each in found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Wir melden uns bis morgen.", "2026-03-05"),
        ("Wir melden uns bis morgen Mittag.", "2026-03-05T12:00:00+01:00"),
        ("Wir melden uns übermorgen um 6 Uhr.", "2026-03-06T06:00:00+01:00"),
        ("Wir melden uns Anfang nächster Woche.", "2026-03-10"),
        ("Wir melden uns noch diese Woche.", "2026-03-08"),
        ("Wir melden uns innerhalb von zwei Werktagen.", "2026-03-06"),
        ("Wir melden uns in 48 Stunden.", "2026-03-06T10:30:00+01:00"),
        ("Wir melden uns in der nächsten halben Stunde.", "2026-03-04T11:00:00+01:00"),
        ("Wir melden uns in 2-3 Tagen.", "2026-03-07"),
        ("Wir melden uns bis Freitag.", "2026-03-06"),
        ("Wir melden uns bis Mittwoch.", "2026-03-11"),
        ("Wir melden uns nächsten Dienstag.", "2026-03-10"),
        ("Wir melden uns am Dienstagvormittag.", "2026-03-10T12:00:00+01:00"),
        ("Wir melden uns am Donnerstag zwischen 8 und 10.", "2026-03-05T10:00:00+01:00"),
        ("Wir melden uns am 3. Mai.", "2026-05-03"),
        ("Wir melden uns am 1. Februar.", "2027-02-01"),
        ("Wir melden uns bis zum 15.03.2026.", "2026-03-15"),
        ("Wir melden uns bis spätestens 30.", "2026-03-30"),
        ("Wir melden uns in KW 12.", "2026-03-22"),
        ("Wir melden uns bis Ende Monat.", "2026-03-31"),
        ("Wir melden uns Mitte Mai.", "2026-05-20"),
        ("Wir melden uns heute Abend um 8.", "2026-03-04T20:00:00+01:00"),
        ("Wir melden uns bis halb elf.", "2026-03-04T22:30:00+01:00"),
        ("Wir melden uns bis 9.30 Uhr.", "2026-03-05T09:30:00+01:00"),
        ("We will reply within two days.", "2026-03-06"),
        ("We will reply within 3 business days.", "2026-03-09"),
        ("We will reply by end of business.", "2026-03-04"),
        ("We will reply next Tuesday.", "2026-03-10"),
        ("We will reply tonight.", "2026-03-04"),
        ("We will reply by tomorrow at 5pm.", "2026-03-05T17:00:00+01:00"),
        ("We will reply before 5.", "2026-03-04T17:00:00+01:00"),
        ("We will reply before noon tomorrow.", "2026-03-05T12:00:00+01:00"),
        ("We will reply by the end of next week.", "2026-03-15"),
        ("We will reply on the 18th.", "2026-03-18"),
        ("We will reply on 28 October.", "2026-10-28"),
        ("We will reply in the morning.", "2026-03-05T12:00:00+01:00"),
        ("in den kommenden zwei Tagen", "2026-03-06"),
        ("over the next two days", "2026-03-06"),
        ("bis Ende des Monats", "2026-03-31"),
        ("im Laufe des Tages", "2026-03-04"),
        ("im Laufe der Woche", "2026-03-08"),
        ("im Laufe der nächsten Woche", "2026-03-15"),
        ("by the end of the day tomorrow", "2026-03-05"),
        ("by end of day", "2026-03-04"),
        ("in CW 12", "2026-03-22"),
        ("in KW12", "2026-03-22"),
        ("bis Dienstag, 10.03.2026, 15:00 Uhr", "2026-03-10T15:00:00+01:00"),
        ("am Dienstag, den 17. März", "2026-03-17"),
        ("no later than Friday noon", "2026-03-06T12:00:00+01:00"),
        ("im Verlauf der Woche", "2026-03-08"),
        ("im Laufe des morgigen Tages", "2026-03-05"),
        ("noch vor dem Wochenende", "2026-03-06"),
        ("nach dem Wochenende", "2026-03-10"),
        ("before the weekend", "2026-03-06"),
        ("innert Wochenfrist", "2026-03-11"),
        ("heute in einer Woche", "2026-03-11"),
        ("Freitag in zwei Wochen", "2026-03-20"),
        ("nächste Woche Dienstag", "2026-03-10"),
        ("Dienstag nächste Woche", "2026-03-10"),
        ("Anfang KW 12", "2026-03-17"),
        ("zu Wochenbeginn", "2026-03-10"),
        ("morgen in der Früh", "2026-03-05T12:00:00+01:00"),
        ("bis Fr", "2026-03-06"),
        ("by Thurs", "2026-03-05"),
        ("before the week is out", "2026-03-08"),
        ("before the day is out", "2026-03-04"),
        ("within the hour", "2026-03-04T11:30:00+01:00"),
        ("within a fortnight", "2026-03-18"),
        ("a week today", "2026-03-11"),
        ("a week on Friday", "2026-03-13"),
        ("by Monday week", "2026-03-16"),
        ("by half past three", "2026-03-04T15:30:00+01:00"),
    ],
)
def test_words_mean_a_moment(words: str, expected: str) -> None:
    assert due(words) == [expected]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Wir melden uns zeitnah.",
        "Wir melden uns in den nächsten Tagen.",
        "We will reply in the next weeks.",
        "We will be in touch soon.",
        "Seit Montag läuft es wieder.",
        "Guten Morgen!",
        "Ihre Mail vom 3. März liegt vor uns.",
        "Jeden Montag um 9 Uhr ist Sprechstunde.",
        "Sie sagten: „bis Freitag“.",
        "Das kostet 18 Euro.",
        "Zimmer 12 liegt im Erdgeschoss.",
        "So geht das, do you see?",
        "The sun is out in the last hour.",
    ],
)
def test_no_deadline_is_named(words: str) -> None:
    assert due(words) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("bis Ostern", "2026-04-05"),
        ("vor Ostern", "2026-04-04"),
        ("an Ostern", "2026-04-06"),
        ("by Easter", "2026-04-05"),
        ("noch vor Karfreitag um 9 Uhr", "2026-04-02T09:00:00+01:00"),
        ("by Good Friday", "2026-04-03"),
        ("bis Ostermontag", "2026-04-06"),
        ("by Easter Monday at noon", "2026-04-06T12:00:00+01:00"),
        ("bis Christi Himmelfahrt", "2026-05-14"),
        ("bis Pfingsten", "2026-05-24"),
        ("before Whit Monday", "2026-05-24"),
        ("bis zum 1. Advent", "2026-11-29"),
        ("bis zum zweiten Advent", "2026-12-06"),
        ("by the second Sunday in Advent", "2026-12-06"),
        ("bis Nikolaus", "2026-12-06"),
        ("bis Heiligabend", "2026-12-24"),
        ("by Christmas Eve", "2026-12-24"),
        ("bis Weihnachten", "2026-12-24"),
        ("by Christmas", "2026-12-25"),
        ("by Boxing Day", "2026-12-26"),
        ("bis Silvester", "2026-12-31"),
        ("by New Year's Eve", "2026-12-31"),
        ("bis Neujahr", "2027-01-01"),
        ("by New Year", "2027-01-01"),
        ("bis zum Rosenmontag", "2027-02-08"),
        ("bis Ende des Quartals", "2026-03-31"),
        ("by the end of the quarter", "2026-03-31"),
        ("by the end of next quarter", "2026-06-30"),
        ("bis Ende Q2", "2026-06-30"),
        ("by month's end", "2026-03-31"),
        ("by the end of the year", "2026-12-31"),
        ("bis zum Fünfzehnten", "2026-03-15"),
        ("bis zum fünfzehnten April", "2026-04-15"),
        ("by the fifteenth", "2026-03-15"),
        ("by the twentieth of May", "2026-05-20"),
        ("by 15/03", "2026-03-15"),
        ("on 15/03/2026", "2026-03-15"),
        ("by 03/15", "2026-03-15"),
        ("in der zweiten Märzwoche", "2026-03-15"),
        ("in der letzten Maiwoche", "2026-05-31"),
        ("in the first week of April", "2026-04-12"),
        ("am letzten Freitag im März", "2026-03-27"),
        ("on the first Monday in April", "2026-04-06"),
    ],
)
def test_a_feast_or_a_named_end_is_a_day(words: str, expected: str) -> None:
    assert due(f"Wir antworten hier {words}.") == [expected]


@pytest.mark.parametrize(
    "words",
    [
        "nach Ostern",
        "after Christmas",
        "after Monday",
        "on the Tuesday after Easter",
        "am Sonntag nach Ostern",
        "by Friday or the following Monday",
        "by the 15th or 16th",
        "am 15. oder 16.",
        "in ein paar Wochen",
        "in a couple of months",
        "by 03/04",
        "by Bank Holiday Monday",
        "bis zum verkaufsoffenen Sonntag",
        "am zweiten Montag im Monat",
        "in der zweiten Woche des Praktikums",
    ],
)
def test_a_time_that_may_be_several_is_a_deadline_without_a_moment(words: str) -> None:
    assert due(f"Wir antworten {words}.") == ["?"]


@pytest.mark.parametrize(
    "words",
    [
        "Frohe Ostern!",
        "Happy Easter and a happy New Year!",
        "Unser Osterfest war schön.",
        "Das Verhältnis ist 3/4.",
        "Wir sind 24/7 da.",
        "Das steht im ersten Absatz.",
        "At first we were puzzled.",
        "In einem Viertel der Fälle hilft das.",
        "Half the team is ill.",
        "The last Friday market was great.",
        "Das war am letzten Freitag.",
    ],
)
def test_a_feast_wished_or_a_number_told_is_no_deadline(words: str) -> None:
    assert due(words) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Montag oder Dienstag", "2026-03-10"),
        ("am Donnerstag oder am Freitag", "2026-03-06"),
        ("am Mo oder Di", "2026-03-10"),
        ("am Mo/Di", "2026-03-10"),
        ("on Monday or Tuesday", "2026-03-10"),
        ("today or tomorrow", "2026-03-05"),
        ("bis Montag oder Donnerstag kommender Woche", "2026-03-12"),
        ("am Freitag der nächsten Woche", "2026-03-13"),
        ("on Friday of next week", "2026-03-13"),
        ("zwischen den Jahren", "2026-12-31"),
        ("heute um 16 Uhr oder morgen um 9 Uhr", "2026-03-05T09:00:00+01:00"),
        ("zwischen Freitag und Dienstag", "2026-03-10"),
        ("between Monday and Thursday", "2026-03-12"),
        ("Montag bis Mittwoch", "2026-03-11"),
        ("Montag, spätestens Donnerstag", "2026-03-12"),
        ("Freitag in acht Tagen", "2026-03-13"),
        ("Montag in vierzehn Tagen", "2026-03-23"),
        ("in acht Tagen", "2026-03-12"),
        ("in the middle of next week", "2026-03-12"),
        ("in der Mitte der nächsten Woche", "2026-03-12"),
        ("towards the end of next week", "2026-03-15"),
        ("the week after next", "2026-03-22"),
        ("übernächste Woche", "2026-03-22"),
        ("Freitag übernächster Woche", "2026-03-20"),
        ("the day after tomorrow", "2026-03-06"),
        ("after the weekend", "2026-03-10"),
        ("nach 18 Uhr", "2026-03-04"),
        ("am Montag nach 18 Uhr", "2026-03-09"),
        ("after 5pm tomorrow", "2026-03-05"),
        ("noch heute Nacht", "2026-03-05T06:00:00+01:00"),
        ("Freitagnacht", "2026-03-07T06:00:00+01:00"),
        ("bis Mitternacht", "2026-03-04"),
    ],
)
def test_of_several_days_the_last_counts(words: str, expected: str) -> None:
    assert due(f"Wir antworten {words}.") == [expected]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("within 24hrs", "2026-03-05T10:30"),
        ("within 48 hrs", "2026-03-06T10:30"),
        ("in 30mins", "2026-03-04T11:00"),
        ("within a couple of hours", "2026-03-04T13:30"),
        ("in ein paar Stunden", "2026-03-04T16:30"),
        ("in a few hours", "2026-03-04T16:30"),
        ("in anderthalb Stunden", "2026-03-04T12:00"),
        ("in zweieinhalb Stunden", "2026-03-04T13:00"),
        ("within an hour and a half", "2026-03-04T12:00"),
        ("in two and a half hours", "2026-03-04T13:00"),
        ("in 1,5 Stunden", "2026-03-04T12:00"),
        ("in einer Dreiviertelstunde", "2026-03-04T11:15"),
        ("by half three", "2026-03-04T15:30"),
        ("by quarter past three", "2026-03-04T15:15"),
        ("by a quarter to four tomorrow", "2026-03-05T15:45"),
        ("at ten to four", "2026-03-04T15:50"),
        ("bis viertel nach drei", "2026-03-04T15:15"),
        ("bis Viertel vor elf", "2026-03-04T10:45"),
        ("bis zehn nach drei", "2026-03-04T15:10"),
        ("um dreiviertel vier", "2026-03-04T15:45"),
        ("bis halb vier", "2026-03-04T15:30"),
    ],
)
def test_an_hour_is_read_as_it_is_spoken(words: str, expected: str) -> None:
    assert due(f"Wir antworten {words}.") == [f"{expected}:00+01:00"]


@pytest.mark.parametrize("words", ["in zwei, drei Tagen", "in 2/3 Tagen", "in two, three days", "in 2 bis 3 Tagen"])
def test_of_two_numbers_the_later_counts(words: str) -> None:
    found = deadlines(tokenize(text := f"Wir antworten {words}."), moment_of(WEDNESDAY), EVERY_DAY)

    assert [(each.due and each.due.day, each.last) for each in found] == [(date(2026, 3, 7), len(tokenize(text)) - 1)]


@pytest.mark.parametrize(
    ("said", "words", "expected"),
    [
        ("2026-03-28T12:00:00+01:00", "binnen 24 Stunden", "2026-03-29T13:00:00+02:00"),
        ("2026-03-29T01:30:00+01:00", "in einer Stunde", "2026-03-29T03:30:00+02:00"),
        ("2026-03-28T12:00:00+01:00", "within a day", "2026-03-29"),
        ("2026-10-24T12:00:00+02:00", "within 24 hours", "2026-10-25T11:00:00+01:00"),
        ("2026-10-25T02:30:00+02:00", "in 60 Minuten", "2026-10-25T02:30:00+01:00"),
    ],
)
def test_hours_are_real_hours_where_the_clock_changes(said: str, words: str, expected: str) -> None:
    assert due(f"Wir antworten {words}.", said, Calendar(zone=ZoneInfo("Europe/Berlin"))) == [expected]


def test_closing_is_that_of_the_day_meant() -> None:
    days = {date(2026, 3, day): time(12 if day == 6 else 16) for day in (4, 5, 6, 9)}
    house = Calendar(zone=ZoneInfo("Europe/Berlin"), closings=days)

    assert due("bis Dienstschluss", calendar=house) == ["2026-03-04T16:00:00+01:00"]
    assert due("bis Freitag Dienstschluss", calendar=house) == ["2026-03-06T12:00:00+01:00"]
    assert due("by close of business", "2026-03-06T13:00:00+01:00", house) == ["2026-03-09T16:00:00+01:00"]


def test_a_week_said_on_sunday_is_the_one_that_begins_the_day_after() -> None:
    assert due("Anfang nächster Woche", "2026-03-08T20:00:00+01:00") == ["2026-03-10"]


def test_working_days_leave_out_holidays_and_end_with_the_day() -> None:
    calendar = Calendar(frozenset({date(2026, 4, 3), date(2026, 4, 6)}), time(17))

    assert due("innerhalb von zwei Werktagen", "2026-04-02T09:00:00+02:00", calendar) == ["2026-04-08"]


def test_the_zone_of_the_calendar_decides_what_today_is() -> None:
    berlin = Calendar(zone=ZoneInfo("Europe/Berlin"))

    assert due("bis morgen", "2026-03-04T23:30:00+00:00", berlin) == ["2026-03-06"]


def test_a_time_without_offset_is_unknown() -> None:
    assert moment_of("2026-03-04T10:30:00") is None
    assert moment_of("gestern") is None
    assert moment_of(None) is None


def test_there_is_no_thirtieth_of_february() -> None:
    assert due("bis zum 30. Februar") == ["?"]


@given(st.text(max_size=60), st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1)))
def test_no_words_crash_and_spans_are_in_order(words: str, now: datetime) -> None:
    found = deadlines(tokenize(words), now, EVERY_DAY)

    assert [each.first for each in found] == sorted(each.first for each in found)


@given(st.integers(0, 10**6), st.sampled_from("Tagen Stunden Minuten Wochen Monaten Werktagen".split()))
def test_any_length_of_time_is_reckoned_or_left_open(number: int, unit: str) -> None:
    assert len(due(f"in {number} {unit}")) <= 1
