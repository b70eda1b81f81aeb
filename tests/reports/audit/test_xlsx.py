"""The workbook: what stands in it are the figures of the report, and nothing in it does anything."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from knigge.reports.audit import xlsx
from knigge.reports.audit.formats import FORMATS
from knigge.reports.audit.model import Model, Wish, build
from knigge.reports.audit.verdict_rows import count_verdicts

Row = dict[str, object]
Make = Callable[..., Row]
Audit = Callable[..., Path]
Sheets = dict[str, list[tuple[object, ...]]]


def written(model: Model) -> bytes:
    file = io.BytesIO()
    xlsx.write(model, file)
    return file.getvalue()


def sheets(content: bytes) -> Sheets:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def column(rows: list[tuple[object, ...]], head: int, name: str) -> list[object]:
    place = rows[head].index(name)
    return [row[place] for row in rows[head + 1 :]]


def test_the_five_sheets_have_heads_that_stay_and_filters(small: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(build(small))))

    assert book.sheetnames == ["Übersicht", "Befunde", "Gespräche", "Eingriffe", "Methode"]
    assert [book[name].freeze_panes for name in ("Befunde", "Gespräche", "Eingriffe")] == ["B3", "B2", "B2"]
    assert all(book[name].auto_filter.ref for name in ("Befunde", "Gespräche", "Eingriffe"))
    assert book["Befunde"].auto_filter.ref.startswith("A2:")


def test_every_violation_is_one_line_and_the_numbers_are_those_of_the_model(drawn: Path) -> None:
    model = build(drawn, Wish("en"))

    told = sheets(written(model))

    assert column(told["Findings"], 1, "Verdict").count("violation") == count_verdicts(model, ("violation",))
    assert column(told["Findings"], 1, "Verdict").count("waived") == count_verdicts(model, ("waived",))
    violated = model.figure("violated")
    rules = column(told["Findings"], 1, "Rule")
    kinds = column(told["Findings"], 1, "Verdict")
    for row, rule in enumerate(violated.column("rule")):
        found = sum(a == rule and b == "violation" for a, b in zip(rules, kinds, strict=True))
        assert found == violated.count("violations", row)
    headline = model.headlines[0]
    line = next(row for row in told["Summary"] if row[0] == "Our texts without objection")
    assert line[1:6] == (headline.low, headline.high, headline.judged, headline.violations, headline.unknown)
    assert len(told["Threads"]) == 1 + 90
    acts = next(each for each in model.headlines if each.id == "acts")
    assert column(told["Actions"], 0, "Record").count("incomplete") == acts.violations


def test_gravest_first_and_times_in_the_calendars_zone(drawn: Path) -> None:
    rows = sheets(written(build(drawn, Wish("en"))))["Findings"]

    kinds = column(rows, 1, "Verdict")
    severities = [each for each, kind in zip(column(rows, 1, "Severity"), kinds, strict=True) if kind == "violation"]
    order = ["grave", "warning", "note"]
    assert severities == sorted(severities, key=lambda each: order.index(str(each)))
    assert isinstance(column(rows, 1, "Time")[0], datetime)


def test_the_same_audit_gives_the_same_bytes(small: Path) -> None:
    assert written(build(small)) == written(build(small))


def test_more_than_fits_is_cut_with_a_note_and_spills_into_csv(drawn: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST", 10)
    model = build(drawn)

    rows = sheets(written(model))

    assert "10 schwersten von" in str(rows["Befunde"][0][0])
    assert len(rows["Befunde"]) == 2 + 10
    assert "Hier stehen die ersten 10 von 90 Zeilen." in str(rows["Gespräche"][-1][0])
    spill = next(each for each in FORMATS if each.name == "xlsx").spills
    assert spill is not None
    told = spill(model)
    assert told is not None and (told.shown, told.all) == (10, count_verdicts(model, xlsx.FINDINGS))


def test_an_empty_sheet_says_so(audit: Audit, verdict: Make, record: Make) -> None:
    folder = audit(verdicts=[verdict("eye-level.lecturing", "fulfilled", "m1")], records=[record("m1")])

    rows = sheets(written(build(folder)))

    assert rows["Befunde"][2][0] == "Nichts im Zeitraum."
    assert rows["Gespräche"][1][0] == "Nichts im Zeitraum."
