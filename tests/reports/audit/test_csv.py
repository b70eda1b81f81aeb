"""The table of verdicts: dialects, figures, and nobody counted by person."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from knigge.reports.audit.csv import VERDICTS, write
from knigge.reports.audit.model import Model, Wish, build
from knigge.reports.audit.verdict_rows import count_verdicts
from knigge.reports.csv import DIALECTS, Dialect

Golden = Callable[[str, str], None]


def written(model: Model, dialect: Dialect = DIALECTS[0]) -> str:
    file = io.BytesIO()
    write(model, file, dialect)
    return file.getvalue().decode()


def table(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_as_it_was_reviewed(small: Path, golden: Golden) -> None:
    golden("report/small-en.csv", written(build(small, Wish("en"))).replace("\r\n", "\n"))


def test_one_row_for_each_verdict_that_wants_attention(drawn: Path) -> None:
    model = build(drawn, Wish("en"))

    rows = table(written(model))

    assert len(rows) - 1 == count_verdicts(model, VERDICTS)
    kinds = [row[0] for row in rows[1:]]
    assert list(dict.fromkeys(kinds)) == ["violation", "waived", "still running", "undecided", "not judged"]
    assert kinds.count("undecided") == count_verdicts(model, ("undecided",))


def test_a_span_counts_as_in_the_report(drawn: Path) -> None:
    model = build(drawn, Wish("en", since="2026-01-12", until="2026-01-18"))

    rows = table(written(model))

    assert 0 < len(rows) - 1 == count_verdicts(model, VERDICTS)
    assert all(row[7][:10] >= "2026-01-12" for row in rows[1:])


def test_german_excel_gets_its_mark_semicolons_and_times(small: Path) -> None:
    text = written(build(small), DIALECTS[1])

    rows = table(text.removeprefix("\ufeff"), ";")

    assert text.startswith("\ufeffUrteil;Schwere;Regel")
    assert len({len(row) for row in rows}) == 1
    assert rows[1][7][2] == "." and rows[1][7][5] == "."


def test_people_stand_in_it_only_with_a_reason(small: Path) -> None:
    hidden, shown = (table(written(build(small, wish))) for wish in (Wish("en"), Wish("en", reason="Art. 15")))

    assert "Person" not in hidden[0]
    assert shown[0][-1] == "Person"
    assert any(row[-1] for row in shown[1:])
    team = hidden[0].index("Team")
    assert "hidden" in {row[team] for row in hidden[1:]}
