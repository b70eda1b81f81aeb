"""The rows of two sheets, out of the tables of an audit: every thread, and every act on other people's posts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from .csv import local
from .findings import cut
from .masking import masked
from .model import Model
from .queries import moment
from .sheet import Cell
from .table_words import told
from .verdict_rows import Archive
from .wording import channel, said, say

_RANK: Final = "CASE CAST(severity AS VARCHAR) WHEN 'error' THEN 3 WHEN 'warning' THEN 2 WHEN 'note' THEN 1 ELSE 0 END"
_LEVELS: Final = ("", "note", "warning", "error")


def thread_rows(model: Model, archive: Archive) -> Iterator[tuple[Cell, ...]]:
    """Threads with their state and what was violated in them: those to be answered first, the oldest of these first."""
    sql = f"""\
WITH found AS (
  SELECT thread, count(*) AS violations, max({_RANK}) AS gravest
  {model.scope.verdicts("verdict = 'violation'", "thread IS NOT NULL")}
  GROUP BY 1)
SELECT id, CAST(state AS VARCHAR) AS state, {moment("since")} AS since, CAST(why AS VARCHAR) AS why,
  CAST(channel AS VARCHAR) AS channel, CAST(account AS VARCHAR) AS account,
  coalesce(violations, 0) AS violations, coalesce(gravest, 0) AS gravest
FROM 'threads.parquet' LEFT JOIN found ON found.thread = id
ORDER BY CASE CAST(state AS VARCHAR) WHEN 'to-be-answered' THEN 1 WHEN 'in-progress' THEN 2 ELSE 3 END,
  since NULLS LAST, id"""
    for row in archive.rows(sql):
        yield (
            cut(str(row["id"]), 80),
            said("thread", str(row["state"] or ""), model.speech),
            local(_text(row, "since") or None, model.run.zone),
            cut(_text(row, "why"), 80),
            channel(cut(_text(row, "channel"), 80), model.speech),
            cut(_text(row, "account"), 80),
            _number(row, "violations"),
            _level(_number(row, "gravest"), model.speech),
        )


def action_rows(model: Model, archive: Archive) -> Iterator[tuple[Cell, ...]]:
    """Acts with whether their record is complete, which rules miss something, and why; the latest first."""
    which = model.scope.verdicts("subject = 'action'", "rule LIKE 'censorship.%'", "verdict <> 'not-applicable'")
    sql = f"""\
SELECT id, min(CAST(kind AS VARCHAR)) AS kind, {moment("max(moment)")} AS at,
  min(CAST(channel AS VARCHAR)) AS channel, min(CAST(account AS VARCHAR)) AS account, min(thread) AS thread,
  count(*) FILTER (verdict = 'violation') AS violations,
  count(*) FILTER (verdict IN ('undecided', 'error')) AS unsure,
  count(*) FILTER (verdict = 'open') AS open, count(*) FILTER (verdict = 'waived') AS waived,
  string_agg(DISTINCT CAST(title AS VARCHAR), ', ' ORDER BY CAST(title AS VARCHAR))
    FILTER (verdict = 'violation') AS broken,
  string_agg(DISTINCT reason, '; ' ORDER BY reason) FILTER (verdict = 'violation' AND reason <> '') AS reason
{which}
GROUP BY id ORDER BY max(moment) DESC NULLS LAST, id"""
    for row in archive.rows(sql):
        reason = _text(row, "reason")
        yield (
            cut(str(row["id"]), 80),
            said("act", _text(row, "kind"), model.speech),
            local(_text(row, "at") or None, model.run.zone),
            told(_record(row), model.speech),
            channel(cut(_text(row, "channel"), 80), model.speech),
            cut(_text(row, "account"), 80),
            cut(_text(row, "thread"), 80),
            cut(_text(row, "broken"), 400),
            cut(reason if model.names_reason is not None else masked(reason, model.speech), 400),
        )


def _record(row: Mapping[str, object]) -> str:
    """Incomplete beats undecided beats what still runs beats waived; only else is a record complete."""
    states = (("violations", "incomplete"), ("unsure", "undecided"), ("open", "open"), ("waived", "waived"))
    return next((state for column, state in states if _number(row, column)), "complete")


def _level(rank: int, speech: str) -> str:
    return say(_LEVELS[rank], speech) if rank else ""


def _number(row: Mapping[str, object], name: str) -> int:
    value = row[name]
    return value if isinstance(value, int) else 0


def _text(row: Mapping[str, object], name: str) -> str:
    return str(row[name] or "")
