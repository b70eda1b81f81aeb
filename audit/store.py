"""The working store of a run: a DuckDB file that holds every record once, on disk, sorted and joined out of core."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa

_MEMORY: Final = "300MB"
_TIME: Final = pa.timestamp("us", tz="UTC")

RECORD: Final[pa.Schema] = pa.schema(
    [
        ("nr", pa.int64()),  # order of reading
        ("type", pa.string()),
        ("id", pa.string()),
        ("source", pa.string()),
        ("place", pa.string()),
        ("fate", pa.string()),  # "" for what is read, else why not: unreadable, not-a-record ...
        ("problem", pa.string()),  # the same in words
        ("thread", pa.string()),  # as the record says
        ("parent", pa.string()),  # the message that is answered
        ("target", pa.string()),  # of an act what it touched, of a contest its post, of a ticket its message
        ("person", pa.string()),  # who wrote or acted; of a customer or ticket whose it is
        ("role", pa.string()),
        ("kind", pa.string()),
        ("channel", pa.string()),
        ("account", pa.string()),
        ("moment", _TIME),
        ("own", pa.bool_()),  # a message that we wrote or may have written
        ("words", pa.string()),  # of an own post and of a contest a hash of its text
        ("body", pa.string()),
    ]
)
"""The columns of the table `records`; a row for every line that was read, unreadable ones too."""


class Store:
    """The working store; owns the connection. Everything in it can be made again from the inputs."""

    def __init__(self, path: Path) -> None:
        """Open the store at `path`; made where there is none."""
        self._path = path
        self.connection = duckdb.connect(str(path))
        self.run(f"set memory_limit='{_MEMORY}'")
        self.run(f"set temp_directory='{str(path).replace(chr(39), chr(39) * 2)}.spill'")
        self.run("set preserve_insertion_order=false")
        self.run("set threads=2")
        self.run("set TimeZone='UTC'")

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def run(self, statement: str, values: Sequence[object] = ()) -> None:
        """Carry out a statement."""
        self.connection.execute(statement, list(values))

    def add(self, table: str, batch: pa.RecordBatch | pa.Table) -> None:
        """Add rows to a table whose columns they have, in its order."""
        self.connection.register("given", batch)
        try:
            self.connection.execute(f"insert into {table} select * from given")
        finally:
            self.connection.unregister("given")

    def create(self, table: str, schema: pa.Schema) -> None:
        """An empty table with the columns of a schema."""
        self.connection.register("given", schema.empty_table())
        try:
            self.connection.execute(f"create or replace table {table} as select * from given")
        finally:
            self.connection.unregister("given")

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """All rows of a query whose answer is small."""
        return [tuple(row) for row in self.connection.execute(query, list(values)).fetchall()]

    def number(self, query: str, values: Sequence[object] = ()) -> int:
        """The one number a query gives, 0 where it gives none."""
        found = self.connection.execute(query, list(values)).fetchone()
        value = found[0] if found else None
        return int(value) if value is not None else 0

    def batches(self, query: str, size: int) -> Iterator[pa.RecordBatch]:
        """The answer of a query, `size` rows at a time; it may be larger than memory, and others may run beside it."""
        beside = self.connection.cursor()
        try:
            reader: pa.RecordBatchReader = beside.sql(query).to_arrow_reader(size)
            yield from reader
        finally:
            beside.close()
