"""Records in the order of reading -> records in the order of parts, in little memory and one pass over each.

A shelf holds some parts that follow each other. What belongs on it is written as it comes, a handful for every shelf,
into one file; then one shelf after the other is taken down and put in order. A database would sort all bodies at once
and hold more than it may.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc as ipc

HANDFUL: Final = 16_000_000
"""Bytes that are put onto the shelves at once."""
_ROWS: Final = 40_000
"""Rows on a shelf; more only where one part has more."""
_AT_MOST: Final = 64
"""Shelves that are filled at once: of a handful every one gets a piece that is not too small to be let go of."""


def in_parts(tables: Iterable[pa.Table], sizes: Mapping[int, int], place: Path) -> Iterator[tuple[int, pa.Table]]:
    """The rows of `tables`, by their columns `part` and `nr`: every part with its rows, parts and rows in order.

    All tables have the columns of the first; `sizes` says how many rows every part has. Files that begin with the name
    of `place` hold what lies in between and are gone afterwards.
    """
    given = iter(tables)
    first = next(given, None)
    if first is None:
        return
    shelf_of = _shelves(sizes)
    many = len(set(shelf_of.values())) > _AT_MOST
    if many:  # onto few shelves first, then each of them onto its own
        most = -(-sum(sizes.values()) // _AT_MOST)
        shelf_of = _shelves(sizes, most)
    handfuls: defaultdict[int, array[int]] = defaultdict(lambda: array("L"))
    written = 0
    place.parent.mkdir(parents=True, exist_ok=True)
    options = ipc.IpcWriteOptions(compression="lz4")
    with pa.OSFile(str(place), "wb") as file, ipc.new_file(file, first.schema, options=options) as writer:
        for table in chain((first,), given):
            for shelf, rows in _sorted_out(table, shelf_of):
                for batch in rows.to_batches():
                    writer.write_batch(batch)
                    handfuls[shelf].append(written)
                    written += 1
            pa.default_memory_pool().release_unused()
    with pa.OSFile(str(place)) as file, ipc.open_file(file) as reader:
        for shelf in sorted(handfuls):
            batches = (reader.get_batch(number) for number in handfuls[shelf])
            if many:
                inside = {part: size for part, size in sizes.items() if shelf_of[part] == shelf}
                yield from in_parts(handfuls_of(batches), inside, place.with_name(f"{place.name}-{shelf}"))
            else:
                yield from _taken_down(list(batches))
            pa.default_memory_pool().release_unused()
    place.unlink()


def handfuls_of(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Some batches at a time."""
    held: list[pa.RecordBatch] = []
    weight = 0
    for batch in batches:
        held.append(batch)
        weight += batch.nbytes
        if weight >= HANDFUL:
            yield pa.Table.from_batches(held)
            held, weight = [], 0
    if held:
        yield pa.Table.from_batches(held)


def _taken_down(batches: list[pa.RecordBatch]) -> Iterator[tuple[int, pa.Table]]:
    """A shelf put in order, part by part: never all of it twice."""
    rows = pa.Table.from_batches(batches).combine_chunks()
    batches.clear()
    order = pc.sort_indices(rows, [("part", "ascending"), ("nr", "ascending")])
    parts = rows.column("part").take(order).to_pylist()
    for part, start, end in _runs(parts):
        yield part, rows.take(order.slice(start, end - start))


def for_each(parts: Iterable[int], found: Iterator[tuple[int, pa.Table]]) -> Iterator[tuple[int, pa.Table | None]]:
    """Every one of `parts`, in order, with its rows; None where nothing was found for it."""
    pending = next(found, None)
    for part in parts:
        while pending is not None and pending[0] < part:
            pending = next(found, None)
        yield part, pending[1] if pending is not None and pending[0] == part else None


def _shelves(sizes: Mapping[int, int], most: int = 0) -> dict[int, int]:
    """On which shelf a part lies; one holds `most` rows (0: the usual number), more only where a part has more."""
    most = most or _ROWS
    shelf_of: dict[int, int] = {}
    shelf = held = 0
    for part in sorted(sizes):
        if held and held + sizes[part] > most:
            shelf, held = shelf + 1, 0
        shelf_of[part] = shelf
        held += sizes[part]
    return shelf_of


def _sorted_out(table: pa.Table, shelf_of: Mapping[int, int]) -> Iterator[tuple[int, pa.Table]]:
    """The rows of a table shelf by shelf."""
    shelves = pa.array([shelf_of[part] for part in table.column("part").to_pylist()], pa.int64())
    order = pc.sort_indices(shelves)
    in_order = table.take(order)
    for shelf, start, end in _runs(shelves.take(order).to_pylist()):
        yield shelf, in_order.slice(start, end - start)


def _runs(values: list[int]) -> Iterator[tuple[int, int, int]]:
    """Every value with the place where it begins and where the next one does; equal values stand together."""
    start = 0
    for value, equal in groupby(values):
        end = start + sum(1 for _ in equal)
        yield value, start, end
        start = end
