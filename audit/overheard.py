"""What messages were heard to say in their own parts -> the parts of timelines, so that these need not hear it again.

A month of an account asks how its threads were answered. Each of their messages was read when its thread was judged;
what was heard then is kept beside the answers and brought to every timeline part that holds the message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from shutil import rmtree

import pyarrow.parquet as pq

from .homing import Row, brought_home
from .tables import HEARD, table_of
from .work import heard_beside, read_file, size_of


def bring_heard(parts: Path, timelines: Sequence[str], done: Path, answered: Iterable[str]) -> None:
    """For every part of `timelines` what the answers named `answered` heard in its messages, in a file beside it."""
    between = parts / "heard"
    sizes = {home: size_of(parts / f"{name}.parquet") for home, name in enumerate(timelines)}
    for home, rows in brought_home(_heard(done, answered), _homes(parts, timelines), sizes, between):
        pq.write_table(table_of(rows, HEARD), heard_beside(parts / timelines[home]))
    rmtree(between, ignore_errors=True)  # what is left of it harms nobody


def _heard(done: Path, answered: Iterable[str]) -> Iterator[Row]:
    for name in answered:
        place = heard_beside(done / name)
        if place.exists():
            rows = read_file(place)
            yield from zip(*(rows.column(each).to_pylist() for each in HEARD.names), strict=True)


def _homes(parts: Path, timelines: Sequence[str]) -> Iterator[tuple[str, int]]:
    for home, name in enumerate(timelines):
        with pq.ParquetFile(parts / f"{name}.parquet") as file:
            for batch in file.iter_batches(columns=["type", "id"]):
                types, ids = (each.to_pylist() for each in batch.columns)
                yield from ((each, home) for kind, each in zip(types, ids, strict=True) if kind == "message")
