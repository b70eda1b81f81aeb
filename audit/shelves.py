"""Records in the order of reading -> records in the order of parts, in little memory and one pass over each.

A shelf holds some parts that follow each other. What belongs on it is put there as it comes; then one shelf after the
other is taken down and put in order. A database would sort all bodies at once and hold more than it may.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from shutil import rmtree
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc as ipc

_ROWS: Final = 40_000
"""Rows on a shelf, if there are not too many shelves; more only where one part has more."""
_MOST: Final = 400
"""Shelves at most: each is an open file."""


def in_parts(tables: Iterable[pa.Table], sizes: Mapping[int, int], folder: Path) -> Iterator[tuple[int, pa.Table]]:
    """The rows of `tables`, by their columns `part` and `nr`: every part with its rows, parts and rows in order.

    `sizes` says how many rows every part has. `folder` is made for what lies in between and is gone afterwards.
    """
    shelf_of = _shelves(sizes)
    rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with ExitStack() as open_files:
        writers: dict[int, ipc.RecordBatchStreamWriter] = {}
        for table in tables:
            for shelf, rows in _sorted_out(table, shelf_of):
                if shelf not in writers:
                    file = open_files.enter_context(pa.OSFile(str(folder / str(shelf)), "wb"))
                    options = ipc.IpcWriteOptions(compression="lz4")
                    writers[shelf] = open_files.enter_context(ipc.new_stream(file, table.schema, options=options))
                writers[shelf].write_table(rows)
    for shelf in sorted(writers):
        place = folder / str(shelf)
        with pa.OSFile(str(place)) as file, ipc.open_stream(file) as reader:
            rows = reader.read_all()
        place.unlink()
        rows = rows.take(pc.sort_indices(rows, [("part", "ascending"), ("nr", "ascending")]))
        yield from _parted(rows, rows.column("part").to_pylist())
    rmtree(folder)


def for_each(parts: Iterable[int], found: Iterator[tuple[int, pa.Table]]) -> Iterator[tuple[int, pa.Table | None]]:
    """Every one of `parts`, in order, with its rows; None where nothing was found for it."""
    pending = next(found, None)
    for part in parts:
        while pending is not None and pending[0] < part:
            pending = next(found, None)
        yield part, pending[1] if pending is not None and pending[0] == part else None


def _shelves(sizes: Mapping[int, int]) -> dict[int, int]:
    """On which shelf a part lies."""
    room = max(_ROWS, -(-sum(sizes.values()) // _MOST))
    shelf_of: dict[int, int] = {}
    shelf = held = 0
    for part in sorted(sizes):
        if held and held + sizes[part] > room:
            shelf, held = shelf + 1, 0
        shelf_of[part] = shelf
        held += sizes[part]
    return shelf_of


def _sorted_out(table: pa.Table, shelf_of: Mapping[int, int]) -> Iterator[tuple[int, pa.Table]]:
    """The rows of a table shelf by shelf."""
    shelves = pa.array([shelf_of[part] for part in table.column("part").to_pylist()], pa.int64())
    order = pc.sort_indices(shelves)
    yield from _parted(table.take(order), shelves.take(order).to_pylist())


def _parted(table: pa.Table, values: list[int]) -> Iterator[tuple[int, pa.Table]]:
    """The rows of every value: `values` has one for every row, equal ones beside each other."""
    start = 0
    for value, equal in groupby(values):
        end = start + sum(1 for _ in equal)
        yield value, table.slice(start, end - start)
        start = end
