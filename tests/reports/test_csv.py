"""CSV: rows a spreadsheet reads as they are meant, no formula, no lost row."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Final

import pytest

from knigge.engine.finding import Outcome, Verdict
from knigge.reports.csv import DIALECTS, Dialect, render
from knigge.reports.formulas import is_risky
from knigge.reports.run import Judged, Run

from .conftest import LECTURING, MakeRun

RFC: Final = DIALECTS[0]
EXCEL: Final = DIALECTS[1]


def test_a_finding_is_a_row(make_run: MakeRun, record: Judged) -> None:
    (row,) = _rows(make_run(record, speech="en"), RFC)

    assert row == {
        "verdict": "violation",
        "severity": "warning",
        "rule": "eye-level.lecturing",
        "title": "Belehrung",
        "subject": "message",
        "id": "m2",
        "place": "",
        "time": "2026-03-05T09:05:00+01:00",
        "file": "a.jsonl",
        "line": "2",
        "column": "67",
        "excerpt": "Wie Sie sicher wissen",
        "message": "„Wie Sie sicher wissen“ belehrt.",
        "reason": "",
        "why": "Es klingt von oben herab.",
        "better": 'S"teht das in den AGB.',
        "suggestion": "",
        "route": "",
        "clause": "Wir sprechen auf Augenhöhe.",
        "score": "",
    }


def test_german_excel_opens_it_as_it_is(make_run: MakeRun, record: Judged) -> None:
    learned = replace(LECTURING, facts=(("lecturing.score", "0.71"),))
    found = (Verdict("a.b", "1", Outcome.VIOLATION, (learned,)),)
    run = make_run(replace(record, result=replace(record.result, verdicts=found)))

    written = render(run, EXCEL)

    assert written.startswith("\ufeffUrteil;Schwere;")
    assert written.endswith(";0,71\r\n")
    (row,) = _rows(run, EXCEL)
    assert (row["Zeitpunkt"], row["Modellwert"], row["Zeile"]) == ("05.03.2026 09:05:00", "0,71", "2")
    assert next(_rows(run, RFC))["Modellwert"] == "0.71"


def test_what_is_not_settled_has_rows_too(make_run: MakeRun, unsettled: Judged) -> None:
    rows = list(_rows(make_run(unsettled, unread=("a.jsonl:1: not JSON",)), RFC))

    assert [(row["Urteil"], row["Grund"]) for row in rows] == [
        ("ausgenommen", "Umbau (Leitung)"),
        ("läuft noch", "noch 2 Stunden"),
        ("nicht entschieden", "offen, solange unbekannt ist: die beantwortete Nachricht"),
        ("nicht beurteilt", "zu lang"),
        ("konnte nicht beurteilt werden", "a.jsonl:1: not JSON"),
    ]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda each: each.name)
def test_no_cell_is_a_formula_or_hides(dialect: Dialect, hostile: Run) -> None:
    written = render(hostile, dialect)

    written.encode()
    rows = list(_rows(hostile, dialect))
    assert rows
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if is_risky(cell)]
    assert not [cell for cell in cells if len(cell) > 32_767]
    assert not set(written) & set("\x00\x1b\u202e\u2066\u200b\ud83d")
    assert written.count("\r\n") == len(rows) + 1


def _rows(run: Run, dialect: Dialect) -> csv.DictReader[str]:
    written = render(run, dialect).removeprefix(dialect.mark)
    return csv.DictReader(io.StringIO(written, newline=""), delimiter=dialect.delimiter, strict=True)
