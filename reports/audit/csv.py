"""An audit -> CSV of its verdicts that want attention, one row each, written as they are read.

Violations first, then waived, open, undecided and failed ones, the gravest of each first. No cell can be taken for a
formula; the dialects are those of `knigge check`.
"""

from __future__ import annotations

import csv
from codecs import getwriter
from datetime import datetime
from typing import BinaryIO, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..csv import DIALECTS, Dialect
from ..formulas import as_text
from ..locale_forms import moment
from .model import Model
from .table_words import mark, outcome, subject, told
from .verdict_rows import VerdictRow, verdict_rows
from .wording import fact, said, say

VERDICTS: Final = ("violation", "waived", "open", "undecided", "error")
"""What the table holds, in this order."""

COLUMNS: Final = (
    "verdict severity rule title subject id places at due done mark channel account team thread kind excerpt message "
    "reason needs why better advice route clause version"
).split()
"""The columns; `author` is another one where names are shown."""

RFC4180: Final = DIALECTS[0]


def write(model: Model, out: BinaryIO, dialect: Dialect = RFC4180) -> None:
    """A head in the language of the report, then the rows; lines end with CR LF."""
    columns = columns_of(model)
    file = getwriter("utf-8")(out, "replace")
    file.write(dialect.mark)
    writer = csv.writer(file, delimiter=dialect.delimiter, lineterminator="\r\n")
    writer.writerow([told(name, model.speech) for name in columns])
    for row in verdict_rows(model, VERDICTS):
        cells = {name: as_text(cell) for name, cell in words(row, model.speech).items()}
        cells |= {name: _time(at, model.run.zone, dialect) for name, at in times(row).items()}
        writer.writerow([cells[name] for name in columns])


def columns_of(model: Model) -> list[str]:
    """The columns of a table of verdicts."""
    return [*COLUMNS, "author"] if model.names_reason is not None else COLUMNS


def times(row: VerdictRow) -> dict[str, str | None]:
    """The columns that hold instants."""
    return {"at": row.at, "due": row.due, "done": row.done}


def words(row: VerdictRow, speech: str) -> dict[str, str]:
    """All other columns, values that are codes in words."""
    return {
        "verdict": outcome(row.verdict, speech),
        "severity": say(row.severity, speech) if row.severity in ("error", "warning", "note") else row.severity,
        "rule": row.rule,
        "title": row.title,
        "subject": subject(row.subject, speech),
        "id": row.id,
        "places": str(row.places),
        "mark": mark(row.mark, speech),
        "channel": row.channel,
        "account": row.account,
        "team": row.team,
        "thread": row.thread,
        "kind": said("act", row.kind, speech) if row.subject == "action" else row.kind,
        "excerpt": row.excerpt,
        "message": row.message,
        "reason": row.reason,
        "needs": ", ".join(fact(each, speech) for each in row.needs),
        "why": row.why,
        "better": row.better,
        "advice": row.advice,
        "route": row.route,
        "clause": row.clause,
        "version": row.version,
        "author": row.author,
    }


def local(at: str | None, zone: str) -> datetime | None:
    """An instant in the calendar's zone; None where it is unknown, UTC where the zone is."""
    if not at:
        return None
    try:
        read = datetime.fromisoformat(at)
    except ValueError:
        return None
    try:
        return read.astimezone(ZoneInfo(zone))
    except (OSError, ValueError, OverflowError, ZoneInfoNotFoundError):
        return read


def _time(at: str | None, zone: str, dialect: Dialect) -> str:
    read = local(at, zone)
    if read is None:
        return ""
    return moment(read.isoformat(), dialect.forms) if dialect.forms else read.isoformat()
