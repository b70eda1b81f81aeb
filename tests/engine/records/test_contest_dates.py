"""The dates of a contest: what record, post and terms say, and whether it fits together."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from knigge.commands.programs import load_program
from knigge.engine.finding import Outcome, Verdict
from knigge.engine.intake import read_record
from knigge.engine.program import Program
from knigge.engine.records.archive import build_archive
from knigge.engine.records.eras import Eras
from knigge.engine.records.judge import judge
from knigge.engine.records.named_days import named_days
from knigge.engine.records.written_dates import written_dates
from knigge.engine.tokens import tokenize

POST: Final = "Verlosung! Kommentiert euren Lieblingsfilm und gewinnt zwei Kinokarten."


@pytest.fixture(scope="module")
def program() -> Program:
    """The default policy with all packs."""
    return load_program("default")


def _dates(program: Program, **fields: object) -> Verdict:
    record = {
        "type": "contest", "id": "g1", "channel": "facebook", "account": "lichtspiel", "region": "de",
        "published": "2026-03-02T10:00:00+01:00", "text": POST, **fields,
    }  # fmt: skip
    archive = build_archive([read_record(record, "r")])
    (result,) = judge(Eras((program,)), archive, None)
    (found,) = (each for each in result.verdicts if each.rule == "contest.dates")
    return found


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"starts": "2026-03-10T10:00:00+01:00", "ends": "2026-03-05T10:00:00+01:00"}, Outcome.VIOLATION),
        ({"starts": "2026-03-01T10:00:00+01:00", "ends": "2026-03-01T18:00:00+01:00"}, Outcome.VIOLATION),
        ({"starts": "2026-03-02T10:00:00+01:00", "ends": "2026-03-09T23:59:00+01:00"}, Outcome.FULFILLED),
        ({"starts": "2026-03-02", "ends": "2026-03-09"}, Outcome.FULFILLED),
        ({"starts": "2026-03-09", "ends": "2026-03-02"}, Outcome.VIOLATION),
        ({"starts": "2026-03-02T10:00:00+01:00", "ends": "2026-03-09T23:59:00+01:00",
          "text": POST + " Teilnahmeschluss ist der 10. März."}, Outcome.VIOLATION),
        ({"starts": "2026-03-02T10:00:00+01:00", "ends": "2026-03-09T23:59:00+01:00",
          "text": POST + " Teilnahmeschluss ist der 9.3.2026 um 24 Uhr."}, Outcome.FULFILLED),
        ({"starts": "2026-03-02T09:00:00Z", "ends": "2026-03-09T17:00:00Z",
          "text": POST + " Teilnahmeschluss: Montag, 9. März 2026, 18 Uhr (MEZ)."}, Outcome.FULFILLED),
        ({"starts": "2026-03-02T10:00:00+00:00", "ends": "2026-03-09T23:59:00-05:00",
          "text": "Giveaway! Win two cinema tickets: comment below. Closes on 9 March 2026 at 11:59pm EST."},
         Outcome.FULFILLED),
        ({"starts": "2026-03-02T10:00:00+01:00", "ends": "2026-03-10T00:00:00+01:00",
          "terms": "Das Gewinnspiel endet am 9. März 2026."}, Outcome.FULFILLED),
        ({"starts": "2026-03-02T10:00:00+01:00", "ends": "2026-03-09T23:59:00+01:00",
          "terms": "Das Gewinnspiel läuft vom 2. bis 9. März 2026. Gewinner melden sich bis zum 20. März 2026."},
         Outcome.FULFILLED),
        ({"text": POST + " Mitmachen könnt ihr bis zum 8. März 2026.",
          "terms": "Teilnahmeschluss ist der 12. März 2026."}, Outcome.VIOLATION),
        ({"text": POST + " Einsendeschluss: 28. Februar 2026."}, Outcome.VIOLATION),
        ({"text": POST + " Einsendeschluss: Freitag, 10. März 2026."}, Outcome.VIOLATION),
        ({"text": POST + " Einsendeschluss: Dienstag, 10. März 2026."}, Outcome.UNDECIDED),
        ({"text": POST + " Einsendeschluss: 20. März 2026. Am 15. März ziehen wir die Gewinnerin."}, Outcome.VIOLATION),
        ({"text": POST + " Einsendeschluss: 20. März 2026. Am 21. März ziehen wir die Gewinnerin."}, Outcome.UNDECIDED),
        ({"text": "Giveaway! Comment and win two tickets. Enter by 20 March 2026.",
          "terms": "Winners will be drawn on 18 March 2026."}, Outcome.VIOLATION),
        ({"starts": "2026-03-05T10:00:00+01:00", "ends": "2026-03-31T20:00:00+02:00",
          "terms": "Das Gewinnspiel läuft vom 5. bis 31. März 2026."}, Outcome.FULFILLED),
        ({"text": POST + " Einsendeschluss: 8. März 2026."}, Outcome.UNDECIDED),
        ({"text": POST + " Die Verlosung läuft vom 20. März 2026 bis 12. März 2026."}, Outcome.VIOLATION),
        ({"text": POST + " Die Verlosung läuft vom 12. März 2026 bis 20. März 2026."}, Outcome.UNDECIDED),
        ({"text": "Raffle! Win a cake. Runs from 20 March 2026 until 12 March 2026, comment below."},
         Outcome.VIOLATION),
        ({"starts": "2026-03-02", "ends": "2026-03-09T23:59:00+01:00",
          "text": "Raffle! Win a cake: comment by 23:59 CET on 9 March 2026.",
          "terms": "Entries close on 9 March 2026 at 22:59 GMT."}, Outcome.FULFILLED),
        ({"starts": "2026-03-02", "ends": "2026-03-09T23:59:00+01:00",
          "text": "Raffle! Win a cake: comment by 23:59 CET on 9 March 2026.",
          "terms": "Entries close on 9 March 2026 at 23:59 GMT."}, Outcome.VIOLATION),
        ({"starts": "2026-03-02", "ends": "2026-03-09T22:00:00Z",
          "text": "Raffle! Win a cake: comment by 10pm GMT on 9 March 2026."}, Outcome.FULFILLED),
        ({"starts": "2026-03-02", "ends": "2026-03-09T21:00:00Z",
          "text": "Raffle! Win a cake: comment by 10pm GMT on 9 March 2026."}, Outcome.VIOLATION),
        ({"starts": "2026-03-02", "ends": "2026-03-09",
          "text": "Raffle! Win a cake: comment by 11:59pm PST on 9 March 2026."}, Outcome.FULFILLED),
        ({"starts": "2026-03-02", "ends": "2026-03-09T18:00:00+01:00",
          "text": POST + " Einsendeschluss: 9. März 2026, 18 Uhr.",
          "terms": "Bitte bis 18. März 2026 auf unsere Nachricht antworten, sonst verfällt der Gewinn."},
         Outcome.FULFILLED),
        ({}, Outcome.UNDECIDED),
        ({"starts": "2026-03-02T10:00:00+01:00", "ends": "2026-03-09T23:59:00+01:00", "terms": None},
         Outcome.UNDECIDED),
    ],
)  # fmt: skip
def test_dates_contradict_each_other_or_not(program: Program, fields: dict[str, object], outcome: Outcome) -> None:
    assert _dates(program, **{"terms": "", **fields}).outcome is outcome


def test_a_contradiction_shows_every_date(program: Program) -> None:
    text = POST + " Einsendeschluss: 8. März 2026."

    found = _dates(program, text=text, terms="Teilnahmeschluss ist der 12. März 2026.")

    assert (
        found.findings[0].message
        == "These dates do not fit together: end 8 March 2026 (post) / end 12 March 2026 (terms)."
    )
    assert [step.what for step in found.trail] == [
        "published 2 March 2026 10:00", "end 8 March 2026 (post)", "end 12 March 2026 (terms)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [
        ("bis 30.04.2026, 23:59 Uhr MESZ", "2026-04-30", "23:59"),
        ("closes 30 April 2026 at 11:59pm BST", "2026-04-30", "23:59"),
        ("Closing date: 31 May 2026, midnight CEST", "2026-05-31", "23:59"),
        ("Enter by May 4, 10:00", "2026-05-04", "10:00"),
        ("June 14th, 2026 at 6 p.m.", "2026-06-14", "18:00"),
        ("bis 18 Uhr am 3.5.", "2026-05-03", "18:00"),
        ("bis zum 14. Juni", "2026-06-14", ""),
        ("bis 14.6.26", "2026-06-14", ""),
        ("Deadline 20.05. 20h", "2026-05-20", "20:00"),
        ("bis 3. Jänner", "2027-01-03", ""),
        ("bis 31. März", "2026-03-31", ""),
        ("2026-05-03", "2026-05-03", ""),
    ],
)
def test_dates_are_read_as_contests_write_them(text: str, day: str, hour: str) -> None:
    (found,) = written_dates(text, date(2026, 4, 1))

    assert (found.day.isoformat(), f"{found.at:%H:%M}" if found.at else "") == (day, hour)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("by 23:59 CEST on 10 May", "CEST"), ("10 May at 22:59 (BST)", "BST"), ("bis 10.5., 23:59 Uhr MESZ", "MESZ"),
        ("bis 10.5., 20 Uhr, MEZ ist anders", None), ("10 May, 8 pm ET", "ET"), ("10 May, 8 pm etc.", None),
    ],
)  # fmt: skip
def test_a_zone_behind_the_hour_belongs_to_it(text: str, zone: str | None) -> None:
    (found,) = written_dates(text, date(2026, 4, 1))

    assert found.zone == zone


@pytest.mark.parametrize("text", ["", "31.02.2026", "um 10.30 Uhr", "Version 99.99.", "im Mai", "Punkt 3.4"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert list(written_dates(text, date(2026, 4, 1))) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("vom 5. bis 31. März 2026", ["2026-03-05", "2026-03-31"]),
        ("5.–31.3.2026", ["2026-03-05", "2026-03-31"]),
        ("from 5 to 31 March 2026, 6 pm", ["2026-03-05", "2026-03-31"]),
        ("March 5 to 31, 2026", ["2026-03-05", "2026-03-31"]),
        ("March 5 to 6 pm", ["2026-03-05"]),
        ("vom 28. bis 3. April", ["2026-04-03"]),
        ("3 bis 5 Karten", []),
    ],
)
def test_of_a_span_the_month_may_stand_once(text: str, days: list[str]) -> None:
    found = written_dates(text, date(2026, 3, 1))

    assert [each.day.isoformat() for each in found] == days


@pytest.mark.parametrize(
    ("text", "weekday"),
    [("bis Freitag, den 6. März", 4), ("So, 8. März", 6), ("so 8. März", None), ("on Fri, 6 March", 4)],
)
def test_a_weekday_in_front_belongs_to_its_date(text: str, weekday: int | None) -> None:
    (found,) = written_dates(text, date(2026, 3, 1))

    assert found.weekday == weekday


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("bis zum vierten Advent, 18 Uhr", ["2026-12-20"]),
        ("bis 2. Advent", ["2026-12-06"]),
        ("bis Heiligabend um 12 Uhr", ["2026-12-24"]),
        ("bis Ende KW 50", ["2026-12-13"]),
        ("bis KW 2", ["2027-01-17"]),
        ("bis Monatsende", ["2026-11-30"]),
        ("until the end of the month", ["2026-11-30"]),
        ("by Boxing Day", ["2026-12-26"]),
        ("bis Weihnachten", []),
        ("bis KW 99", []),
        ("Strom: 50 kWh", []),
    ],
)
def test_named_ends_are_days(text: str, days: list[str]) -> None:
    assert [each.day.isoformat() for each in named_days(tokenize(text), date(2026, 11, 25))] == days


@pytest.mark.parametrize(
    ("post", "terms", "outcome"),
    [
        ("bis zum vierten Advent, 18 Uhr", "18. Dezember 2026, 18 Uhr", Outcome.VIOLATION),
        ("bis Ende KW 50", "20.12.2026", Outcome.VIOLATION),
        ("bis zum Monatsende", "24.12.2026", Outcome.VIOLATION),
        ("vom 1.–14.12.", "12.12.2026", Outcome.VIOLATION),
        ("bis zum vierten Advent, 18 Uhr", "20. Dezember 2026, 18 Uhr", Outcome.FULFILLED),
        ("vom 1.–14.12.", "14.12.2026", Outcome.FULFILLED),
    ],
)
def test_a_named_end_is_held_against_the_terms(program: Program, post: str, terms: str, outcome: Outcome) -> None:
    day = "2026-12-20T18:00:00+01:00" if "18" in terms else "2026-12-14"
    found = _dates(
        program, published="2026-12-01T10:00:00+01:00", starts="2026-12-01T10:00:00+01:00", ends=day,
        text=f"Verlosung! Kommentiert {post} und gewinnt ein Paddel.", terms=f"Teilnahmeschluss ist der {terms}.",
    )  # fmt: skip

    assert found.outcome is outcome
