"""Line: one record as it stands in its source; Trouble: why something there could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from ..engine.values import dataclass
from .words import told

LONGEST: Final = 50_000_000
"""Bytes one line, row or element may have; a longer one is passed over without being held."""

SKIPPED: Final = frozenset(
    {"hidden", "unknown-file", "linked-folder", "audit-folder", "not-chosen", "no-rows", "no-rows-inside"}
)
"""Reasons that are no mistake: what the user's own words or plain sense leave out."""

UNFINISHED: Final = frozenset(
    {
        "missing", "closed-file", "unknown-format", "archive-file", "sqlite-file", "cut-off", "cut-line", "damaged",
        "bomb", "encoding-end", "utf-16", "broken-list", "behind-list", "no-header", "column-twice", "column-missing",
        "no-map", "not-excel", "old-excel", "sheet-missing", "other-sheet", "not-parquet", "lost-rows", "extra",
        "sql-url", "sql-no-query", "sql-connect", "sql-table", "sql-query", "sql-no-rows", "sql-gone", "stdin-table",
    }
)  # fmt: skip
"""Reasons behind which nobody knows how many records were not read: counted as one, but no share can be told."""

MAPS_FAULT: Final = frozenset({"column-missing", "sheet-missing", "no-map"})
"""Reasons that lie in the map (or its absence), not in what was to be read."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something of a record that could not be read while the rest could: a reason that stays, and words."""

    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One record, or the place where one could not be read.

    `source` is the file, table or query as the user named it, without passwords; `place` is empty where the whole
    source is meant. `content` is None where nothing could be read: then `reason` is a word that stays and `problem`
    says it in German or English. `raw` is the record as one line of JSON without its end, as read where it was one;
    empty where there is none. `remarks` are about single keys that stay unknown.
    """

    source: str
    place: str
    content: Mapping[str, object] | None
    problem: str
    raw: bytes
    reason: str = ""
    remarks: tuple[Remark, ...] = ()

    @property
    def skipped(self) -> bool:
        """Whether there is no record here because none was wanted."""
        return self.reason in SKIPPED


class Trouble(Exception):
    """Why a source or a part of it cannot be read: a reason of `words.WORDS` and what fills its wording."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values

    def told(self, speech: str) -> str:
        """In German or English words."""
        return told(self.reason, speech, self.values)


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table that follows; `inside` are the lists of JSON objects in which its rows stand."""

    columns: tuple[str, ...]
    inside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its place in words, its number there, its cells; or the trouble with it.

    `unread` are cells that hold something which cannot be read, by their place; among `cells` they are empty.
    """

    place: str
    number: int
    cells: tuple[object, ...]
    trouble: Trouble | None = field(default=None)
    unread: Mapping[int, Trouble] = field(default_factory=dict)


def troubled(source: str, place: str, trouble: Trouble, speech: str) -> Line:
    """The line that stands for something that could not be read."""
    return Line(source, place, None, trouble.told(speech), b"", trouble.reason)
