"""The checklist of a contest: grouped, in both languages, and silent where there is nothing to say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import pytest

from knigge.commands.programs import load_program
from knigge.engine.intake import read_record
from knigge.engine.program import Program
from knigge.engine.records.archive import build_archive
from knigge.engine.records.eras import Eras
from knigge.engine.records.judge import judge
from knigge.reports.records import render_records
from knigge.reports.text import Style

CASES: Final = Path(__file__).parents[1] / "cases" / "contest"
NOW: Final = datetime.fromisoformat("2026-07-01T12:00:00+02:00")


@pytest.fixture(scope="module")
def program() -> Program:
    """The default policy with all packs."""
    return load_program("default")


def _shown(program: Program, speech: str, **fields: object) -> str:
    record = {
        "type": "contest", "id": "g1", "channel": "facebook", "account": "korn", "region": "de",
        "published": "2026-03-02T10:00:00+01:00", **fields,
    }  # fmt: skip
    return _told(program, record, speech)


def _told(program: Program, record: Mapping[str, object], speech: str) -> str:
    archive = build_archive([read_record(record, "r")])
    results = [each for each in judge(Eras((program,)), archive, NOW, speech) if each.subject != "timeline"]
    return render_records(results, archive, Style(speech))


def _case(name: str) -> str:
    return (CASES / name).read_text(encoding="utf-8").partition("\n\n")[2]


def test_a_poor_contest_is_told_what_is_missing_and_what_does_not_go(program: Program) -> None:
    shown = _shown(program, "de", text=_case("post-de-bakery.txt"), terms="")

    assert shown.startswith("g1 · Gewinnspiel · facebook/korn · so nicht veröffentlichen\n\n  Fehlt noch (14)\n")
    assert "    ✗ C02 Hinweis auf die Teilnahmebedingungen · Fehler\n" in shown
    assert "  Geht so nicht (3)\n    ✗ F01 Teilen als Teilnahme · Warnung\n" in shown
    assert "„Liked unsere Seite“" in shown
    assert shown.index("Fehlt noch") < shown.index("Geht so nicht") < shown.index("Nicht nachprüfbar")
    assert shown.index("Nicht nachprüfbar") < shown.index("In Ordnung")


def test_errors_come_before_warnings_and_notes(program: Program) -> None:
    lines = [
        line for line in _shown(program, "de", text=_case("post-de-bakery.txt"), terms="").split("\n") if "✗ C" in line
    ]

    levels = [line.rpartition(" · ")[2] for line in lines]

    assert levels == sorted(levels, key=["Fehler", "Warnung", "Hinweis"].index)


def test_unknown_terms_are_named_once_with_all_that_hangs_on_them(program: Program) -> None:
    shown = _shown(program, "en", text=_case("post-en-energy.txt"))

    assert "nothing found, but not everything decided" in shown
    assert shown.count("open while unknown: the terms\n    ? C03 Organiser with address\n") == 1
    assert "✓ C02 Pointer to the terms" in shown
    assert "    ✓ nothing to object to in: " in shown


def test_a_contradiction_lists_the_dates(program: Program) -> None:
    text = "Verlosung! Kommentiert bis zum 14. März 2026 und gewinnt ein Zelt."

    shown = _shown(program, "de", text=text, terms="Teilnahmeschluss ist der 12. März 2026.")

    assert "✗ Daten widersprechen sich · Warnung\n" in shown
    assert "          Ende 14.3.2026 (Beitrag)\n          Ende 12.3.2026 (Teilnahmebedingungen)\n" in shown


def test_a_record_that_is_no_contest_says_so_in_one_line(program: Program) -> None:
    shown = _shown(program, "de", text=_case("post-de-club.txt"), terms="")

    assert shown == (
        "g1 · Gewinnspiel · facebook/korn · kein laufendes Gewinnspiel\n"
        "  der Text berichtet von einem Gewinnspiel, das vorbei ist\n\n"
    )


@pytest.mark.parametrize(("name", "lists"), [("post-de-museum.txt", 1), ("post-de-club.txt", 0)])
def test_a_post_without_a_record_gets_its_own_checklist(program: Program, name: str, lists: int) -> None:
    author = {"id": "a1", "role": "us"}
    post = {
        "id": "m1", "kind": "post", "channel": "instagram", "account": "see", "author": author, "text": _case(name),
        "published": "2026-05-01T10:00:00+02:00",
    }  # fmt: skip

    assert _told(program, post, "de").count("m1 · Gewinnspiel") == lists
