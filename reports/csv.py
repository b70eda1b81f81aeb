"""A run -> CSV of findings (RFC 4180), one row a finding or open question, for spreadsheets and databases.

A row is a line, and no cell can be taken for a formula. Two dialects: `rfc4180` with ISO times and points, and
`excel-de` as German Excel opens it with a double click: a mark of byte order, semicolons, German times and decimal
commas.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Final

from ..engine.finding import Finding, Outcome, Verdict
from ..engine.values import dataclass
from .formulas import as_text
from .locale_forms import moment, plain_number
from .needs import reason_of
from .places import Region, whole_of
from .run import Judged, Run, region_of, verdicts_of
from .sentences import carried_out
from .visible import one_line, shortened
from .wording import routed, say

_LONGEST_CELL: Final = 32_000  # a cell of Excel holds 32,767 signs
_COLUMNS: Final = (
    ("Urteil", "verdict"),
    ("Schwere", "severity"),
    ("Regel", "rule"),
    ("Titel", "title"),
    ("Gegenstand", "subject"),
    ("Kennung", "id"),
    ("Ort", "place"),
    ("Zeitpunkt", "time"),
    ("Datei", "file"),
    ("Zeile", "line"),
    ("Spalte", "column"),
    ("Stelle", "excerpt"),
    ("Meldung", "message"),
    ("Grund", "reason"),
    ("Warum", "why"),
    ("Besser", "better"),
    ("Vorschlag", "suggestion"),
    ("Vorher an", "route"),
    ("Leitfaden", "clause"),
    ("Modellwert", "score"),
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells and rows are written; `forms` is the language of numbers and times, "" for those of machines."""

    name: str
    mark: str
    delimiter: str
    forms: str


DIALECTS: Final[tuple[Dialect, ...]] = (
    Dialect("rfc4180", "", ",", ""),
    Dialect("excel-de", "\ufeff", ";", "de"),
)


def render(run: Run, dialect: Dialect) -> str:
    """A head in the language of the report, then the rows in the order of the run; lines end with CR LF."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=dialect.delimiter, lineterminator="\r\n")
    writer.writerow([german if run.speech == "de" else english for german, english in _COLUMNS])
    writer.writerows(_rows(run, dialect))
    return dialect.mark + file.getvalue()


def _rows(run: Run, dialect: Dialect) -> Iterator[Sequence[str]]:
    for judged in run.judged:
        for finding in judged.result.findings:
            yield _finding(run, judged, Outcome.VIOLATION, "", finding, dialect)
        for verdict in judged.result.verdicts:
            if verdict.outcome is Outcome.WAIVED:
                for finding in verdict.findings:
                    yield _finding(run, judged, Outcome.WAIVED, verdict.reason, finding, dialect)
        for outcome in (Outcome.OPEN, Outcome.UNDECIDED, Outcome.ERROR):
            for _, verdict in verdicts_of((judged,), outcome):
                yield _unsettled(run, judged, verdict, dialect)
    for line in run.unread:
        yield _row(run, None, dialect, {"verdict": say("unread", run.speech), "reason": line})


def _finding(
    run: Run, judged: Judged, outcome: Outcome, reason: str, finding: Finding, dialect: Dialect
) -> Sequence[str]:
    speech = run.speech
    edits = [carried_out(edit, judged.text) or say("removed", speech) for edit in finding.suggestions]
    score = next((value for name, value in finding.facts if name.endswith(".score")), "")
    told = {
        "verdict": say(f"outcome-{outcome}", speech),
        "severity": say(finding.severity, speech),
        "rule": finding.rule,
        "title": finding.title,
        "excerpt": finding.excerpt,
        "message": finding.message,
        "reason": reason,
        "why": finding.why,
        "better": " / ".join(edits),
        "suggestion": finding.advice,
        "route": routed(finding.route, speech),
        "clause": finding.clause_text or finding.clause,
    }
    return _row(run, judged, dialect, told, region_of(judged, finding), score)


def _unsettled(run: Run, judged: Judged, verdict: Verdict, dialect: Dialect) -> Sequence[str]:
    told = {
        "verdict": say(f"outcome-{verdict.outcome}", run.speech),
        "rule": verdict.rule,
        "title": run.title(verdict),
        "reason": reason_of(verdict, run.speech),
    }
    return _row(run, judged, dialect, told, whole_of(judged.origin) if judged.origin else None)


def _row(
    run: Run,
    judged: Judged | None,
    dialect: Dialect,
    told: dict[str, str],
    region: Region | None = None,
    score: str = "",
) -> Sequence[str]:
    """The cells in the order of the columns: words made safe, numbers and times in the forms of the dialect."""
    cells = dict(told)
    if judged is not None:
        result = judged.result
        cells |= {"subject": say(f"subject-{result.subject}", run.speech), "id": result.id, "place": result.place}
        cells["file"] = judged.origin.name if judged.origin and judged.origin.on_disk else ""
    safe = {name: as_text(shortened(one_line(cell), _LONGEST_CELL)) for name, cell in cells.items()}
    if region is not None:
        safe |= {"line": str(region.line), "column": str(region.column)}
    if judged is not None:
        safe["time"] = moment(judged.at, dialect.forms) if dialect.forms else as_text(one_line(judged.at))
    safe["score"] = _score(score, dialect)
    return [safe.get(name, "") for _, name in _COLUMNS]


def _score(written: str, dialect: Dialect) -> str:
    """How sure a model was, between 0 and 1; "" where none was asked."""
    try:
        return plain_number(float(written), dialect.forms, 2)
    except ValueError:
        return ""
