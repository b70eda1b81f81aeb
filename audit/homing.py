"""Rows about records, in any order -> the parts that hold these records, out of core.

Who asks about a record and who has something to say of it meet on a shelf, by a hash of its id; from there the rows go
to every part that holds the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import pyarrow as pa

from .shelves import for_each, in_parts
from .tables import table_of

_ROWS: Final = 20_000
"""Rows that are handed on at once, and about as many on a shelf."""
_TOLD: Final = pa.schema(
    [("part", pa.int64()), ("nr", pa.int64()), ("id", pa.string()), ("number", pa.int64()), ("told", pa.string())]
)
_HOME: Final = pa.schema([("part", pa.int64()), ("nr", pa.int64()), ("id", pa.string()), ("home", pa.int64())])
Row = tuple[str, int, str]
"""The id of a record, a number that says of what the row speaks, and what it says."""


def brought_home(
    rows: Iterable[Row], homes: Iterable[tuple[str, int]], sizes: Mapping[int, int], between: Path
) -> Iterator[tuple[int, list[Row]]]:
    """Every home of `sizes`, in order, with the rows about what it holds, as often as it holds it in `homes`.

    `sizes` says about how many records each home holds; files named after `between` lie there meanwhile.
    """
    shelves = max(1, sum(sizes.values()) // _ROWS)
    every = dict.fromkeys(range(shelves), _ROWS)
    told = in_parts(_told(rows, shelves), every, between / "told")
    holding = in_parts(_holding(homes, shelves), every, between / "homes")
    for home, table in for_each(sizes, in_parts(_sent(told, holding, shelves), sizes, between / "parts")):
        yield home, [] if table is None else list(zip(*_columns(table, "id", "number", "told"), strict=True))


def _told(rows: Iterable[Row], shelves: int) -> Iterator[pa.Table]:
    numbered = ((_shelf(name, shelves), nr, name, number, told) for nr, (name, number, told) in enumerate(rows))
    yield from _tables(numbered, _TOLD)


def _holding(homes: Iterable[tuple[str, int]], shelves: int) -> Iterator[pa.Table]:
    numbered = ((_shelf(name, shelves), nr, name, home) for nr, (name, home) in enumerate(homes))
    yield from _tables(numbered, _HOME)


def _sent(
    told: Iterator[tuple[int, pa.Table]], holding: Iterator[tuple[int, pa.Table]], shelves: int
) -> Iterator[pa.Table]:
    """The rows once more for every home of their record."""
    every = range(shelves)
    for (_, table), (_, where) in zip(for_each(every, told), for_each(every, holding), strict=True):
        if table is None or where is None:
            continue
        owners: dict[str, list[int]] = {}
        for name, home in zip(*_columns(where, "id", "home"), strict=True):
            owners.setdefault(name, []).append(home)
        yield from _tables(
            (
                (home, nr, name, number, told)
                for nr, name, number, told in zip(*_columns(table, "nr", "id", "number", "told"), strict=True)
                for home in dict.fromkeys(owners.get(name, ()))
            ),
            _TOLD,
        )


def _shelf(name: str, shelves: int) -> int:
    return crc32(name.encode("utf-8", "surrogatepass")) % shelves


def _columns(table: pa.Table, *names: str) -> list[list[Any]]:
    return [table.column(each).to_pylist() for each in names]


def _tables(rows: Iterable[tuple[object, ...]], schema: pa.Schema) -> Iterator[pa.Table]:
    """Rows as tables of some thousand each; one at least."""
    held: list[tuple[object, ...]] = []
    for row in rows:
        held.append(row)
        if len(held) == _ROWS:
            yield table_of(held, schema)
            held = []
    yield table_of(held, schema)
