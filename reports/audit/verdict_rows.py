"""`verdicts.parquet` -> its verdicts one after the other, masked, the gravest first; few are in memory at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import duckdb

from ...engine.values import dataclass
from ..visible import one_line, shortened
from .findings import better
from .masking import masked, names_in
from .model import Model
from .queries import listed, literal, moment, open_tables, readable
from .wording import say

_BATCH: Final = 2000
_LONGEST: Final = 1000
_LONGEST_NAME: Final = 80
_MASK: Final = "\ue000"
"""Stands for the marked words while the rest of a sentence is masked: a sign no text uses, which is no word."""

SEVERITIES: Final = ("error", "warning", "note")
_TIMES: Final = ("moment", "due", "done")
_PLAIN: Final = (
    "verdict severity rule title subject id thread channel account team kind mark excerpt message why advice "
    "suggestions reason route clause version author"
).split()


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A verdict as a line of a table. Texts are masked and in one line; times ISO 8601 in UTC, None where unknown.

    `id` is short and safe to show, `record` the same as the tables have it, to look things up. `places`: how many
    places of the text it marks, 1 at least. `author` is empty unless names are shown: who counts lines by person would
    rank people. `team` is told only where the report tells it.
    """

    verdict: str
    severity: str
    rule: str
    title: str
    subject: str
    id: str
    record: str
    places: int
    thread: str
    channel: str
    account: str
    team: str
    kind: str
    author: str
    at: str | None
    due: str | None
    done: str | None
    mark: str
    excerpt: str
    message: str
    why: str
    advice: str
    better: str
    reason: str
    route: str
    needs: tuple[str, ...]
    clause: str
    version: str


def verdict_rows(model: Model, verdicts: Sequence[str], most: int | None = None) -> Iterator[VerdictRow]:
    """The verdicts of these kinds, in their order, then by severity, then in the order of the table.

    At most `most` where that is given. One row a verdict, so that rows counted are the figures of the report.
    """
    with Archive(model.run.path, model.speech) as archive:
        read = _Reader(model, archive)
        left = most
        for verdict in verdicts:
            for condition in _by_severity():
                where = model.scope.verdicts(f"verdict = {literal(verdict)}", condition)
                limit = "" if left is None else f"\nLIMIT {left}"
                for row in archive.rows(f"SELECT {_columns()}\n{where}{limit}"):
                    yield read.row(row)
                    left = None if left is None else left - 1
                if left == 0:
                    return


def count_verdicts(model: Model, verdicts: Sequence[str]) -> int:
    """How many rows `verdict_rows` gives, by the figures of the model."""
    figure = model.figure("verdicts")
    return sum(figure.count("verdicts", row) for row, each in enumerate(figure.column("verdict")) if each in verdicts)


class Archive:
    """The tables of an audit, open for answers too long to be held; owns its connection."""

    def __init__(self, folder: Path, speech: str) -> None:
        self._folder, self._speech = folder, speech
        self._base = duckdb.connect(":memory:", config={"threads": "2", "memory_limit": "1GB"})
        open_tables(self._base, folder, speech)

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def rows(self, sql: str) -> Iterator[Mapping[str, object]]:
        """The answer row by row, by the names of its columns. KniggeError where a table breaks off in the middle."""
        with readable(self._folder, self._speech):
            answer = self._base.cursor().execute(sql)
            columns = [str(each[0]) for each in answer.description or ()]
            while batch := answer.fetchmany(_BATCH):
                for row in batch:
                    yield dict(zip(columns, row, strict=True))


def _by_severity() -> tuple[str, ...]:
    named = listed(SEVERITIES)
    rest = f"(severity IS NULL OR CAST(severity AS VARCHAR) NOT IN ({named}))"
    return (*(f"severity = {literal(each)}" for each in SEVERITIES), rest)


def _columns() -> str:
    plain = [f"CAST({name} AS VARCHAR) AS {name}" for name in _PLAIN]
    return ", ".join([*plain, *(f"{moment(name)} AS {name}" for name in _TIMES), "needs"])


class _Reader:
    """Rows as the archive has them -> rows as they may be told. Remembers what it masked before."""

    def __init__(self, model: Model, archive: Archive) -> None:
        self._speech = model.speech
        self._open = model.names_reason is not None
        self._names = {} if self._open else _names(archive)
        self._places = _places(archive)
        teams = model.figure("by-team")
        self._teams = {str(teams.cell("team", row)) for row in range(len(teams.rows)) if not teams.cell("hidden", row)}

    def row(self, told: Mapping[str, object]) -> VerdictRow:
        """One row, masked."""
        text = {name: str(told[name] or "") for name in _PLAIN}
        names = self._names.get(text["thread"], frozenset())
        excerpt = self._masked(text["excerpt"], names)
        team = text["team"]
        needs = told["needs"]
        return VerdictRow(
            text["verdict"],
            text["severity"],
            _name(text["rule"]),
            _name(text["title"]),
            _name(text["subject"]),
            _name(text["id"]),
            text["id"],
            self._places.get((text["subject"], text["id"], text["rule"]), 1),
            _name(text["thread"]),
            _name(text["channel"]),
            _name(text["account"]),
            _name(team) if not team or self._open or team in self._teams else say("hidden", self._speech),
            _name(text["kind"]),
            _name(text["author"]) if self._open else "",
            _time(told["moment"]),
            _time(told["due"]),
            _time(told["done"]),
            _name(text["mark"]),
            _told(excerpt),
            self._around(text["message"], text["excerpt"], excerpt, names),
            _told(text["why"]),
            self._text(text["advice"], names),
            self._text(better(text["suggestions"]), names),
            self._around(text["reason"], text["excerpt"], excerpt, names),
            _name(text["route"]),
            tuple(_name(str(each)) for each in needs[:20]) if isinstance(needs, list) else (),
            _name(text["clause"]),
            _name(text["version"]),
        )

    def _masked(self, text: str, names: frozenset[str]) -> str:
        return text if self._open or not text else _masked(text, self._speech, names)

    def _text(self, text: str, names: frozenset[str]) -> str:
        return _told(self._masked(text, names))

    def _around(self, text: str, excerpt: str, shown: str, names: frozenset[str]) -> str:
        """A sentence around the marked words: they are masked already, and what is around them repeats."""
        if len(excerpt) < 2 or excerpt not in text or _MASK in text:
            return self._text(text, names)
        return _told(self._masked(text.replace(excerpt, _MASK), names).replace(_MASK, shown))


@lru_cache(maxsize=50_000)
def _masked(text: str, speech: str, names: frozenset[str]) -> str:
    return masked(text[: 2 * _LONGEST], speech, names)


@lru_cache(maxsize=5_000)
def _told(text: str) -> str:
    return shortened(one_line(text[: 2 * _LONGEST]), _LONGEST)


@lru_cache(maxsize=5_000)
def _name(text: str) -> str:
    return shortened(one_line(text[: 2 * _LONGEST_NAME]), _LONGEST_NAME)


def _time(value: object) -> str | None:
    return str(value) if value else None


def _names(archive: Archive) -> dict[str, frozenset[str]]:
    """Names on record by thread, from the facts that were read."""
    sql = """\
SELECT DISTINCT thread, json_extract_string(facts, '$."customer.name"') AS name FROM 'verdicts.parquet'
WHERE thread IS NOT NULL AND facts LIKE '%customer.name%' AND json_valid(facts)"""
    found: dict[str, set[str]] = defaultdict(set)
    for row in archive.rows(sql):
        if row["name"]:
            found[str(row["thread"])].add(str(row["name"]))
    return {thread: names_in(sorted(told)) for thread, told in found.items()}


def _places(archive: Archive) -> dict[tuple[str, str, str], int]:
    """How many places a verdict has, where there are more than one."""
    sql = """\
SELECT CAST(subject AS VARCHAR) AS subject, id, CAST(rule AS VARCHAR) AS rule, max(nth) AS places
FROM 'verdicts.parquet' WHERE nth > 1 GROUP BY 1, 2, 3"""
    return {
        (str(row["subject"]), str(row["id"]), str(row["rule"])): int(str(row["places"])) for row in archive.rows(sql)
    }
