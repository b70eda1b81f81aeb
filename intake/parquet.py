"""Parquet file -> rows, a few hundred at a time; a damaged row group does not take the others with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from .line import Header, Row, Trouble

_ROWS: Final = 512
_BUFFER: Final = 1024 * 1024
_BROKEN: Final = (pa.ArrowException, OSError, ValueError, ArithmeticError, LookupError)


def read_parquet(path: Path, speech: str) -> Iterator[Header | Row]:
    """The columns, then every row; times are read to the microsecond."""
    if not path.stat().st_size:
        raise Trouble("empty")
    try:
        file = pq.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False)
    except _BROKEN as problem:
        raise Trouble("not-parquet", why=_first_line(problem)) from None
    with file:
        yield Header(tuple(file.schema_arrow.names))
        word = "Zeilengruppe {}, Zeile {}" if speech == "de" else "row group {}, row {}"
        before = 0
        for group in range(file.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            done = 0
            try:
                for batch in file.iter_batches(batch_size=_ROWS, row_groups=[group], use_threads=False):
                    for row in _rows(batch):
                        done += 1
                        cells, trouble = ((), row) if isinstance(row, Trouble) else (row, None)
                        yield Row(word.format(group + 1, done), before + done, cells, trouble)
            except _BROKEN as problem:
                lost = Trouble("lost-rows", group=group + 1, rows=rows - done, why=_first_line(problem))
                yield Row(word.format(group + 1, done + 1), before + done + 1, (), lost)
            before += rows


def _rows(batch: pa.RecordBatch) -> Iterator[tuple[object, ...] | Trouble]:
    """The rows of a batch; one with a value that Python cannot hold is named, the others are given."""
    try:
        columns = [_micro(column).to_pylist() for column in batch.columns]
    except _BROKEN as problem:
        if batch.num_rows == 1:
            yield Trouble("value", why=_first_line(problem))
            return
        for number in range(batch.num_rows):
            yield from _rows(batch.slice(number, 1))
        return
    yield from zip(*columns, strict=True)


def _micro(column: pa.Array) -> pa.Array:
    """Nanoseconds cut to microseconds: Python's times hold no more."""
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        return column.cast(pa.timestamp("us", column.type.tz), safe=False)
    return column


def _first_line(problem: Exception) -> str:
    return (str(problem) or type(problem).__name__).partition("\n")[0][:200]
