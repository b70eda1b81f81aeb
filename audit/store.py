"""The working store of a run: a DuckDB file that holds every record once, on disk, sorted and joined out of core."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import duckdb
import pyarrow as pa

from .interrupts import heard_at_once
from .plan_sql import DUCKDB, Dialect

_MEMORY: Final = 128
"""Megabytes the database may hold at first; twice as many, up to the most, where a statement cannot do with them."""
_MOST: Final = 2048
_MAPPED: Final = 20_000
_BROKEN: Final = (duckdb.IOException, duckdb.TransactionException, duckdb.OutOfMemoryException)
_WAIT: Final = 10.0
"""Seconds that another process may still hold the file."""
_PAUSE: Final = 0.1
_TIME: Final = pa.timestamp("us", tz="UTC")

RECORD: Final[pa.Schema] = pa.schema(
    [
        ("nr", pa.int64()),  # order of reading
        ("type", pa.string()),
        ("id", pa.string()),
        ("source", pa.string()),
        ("place", pa.string()),
        ("fate", pa.string()),  # "" for what is read, else why not: unreadable, not-a-record ...
        ("problem", pa.string()),  # the same in words; of what is read remarks on single keys, JSON [[reason, words]]
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


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """The store at `path`; closed at the end, and Ctrl-C does not wait for a long statement."""
    store = Store(path)
    try:
        with heard_at_once(store.interrupt):
            yield store
    finally:
        store.close()


class Store:
    """The working store; owns the connection. Everything in it can be made again from the inputs.

    Where the disk is full or the file cannot be read, OSError says so.
    """

    def __init__(self, path: Path) -> None:
        """Open the store at `path`; made where there is none."""
        self._path = path
        self._held = _MEMORY
        self._beside: tuple[duckdb.DuckDBPyConnection, ...] = ()
        with self._guarded():
            self.connection = _connected(path)
        self.run(f"set memory_limit='{self._held}MB'")
        self.run(f"set temp_directory='{str(path).replace(chr(39), chr(39) * 2)}.spill'")
        self.run("set preserve_insertion_order=false")
        self.run("set threads=2")
        self.run("set TimeZone='UTC'")

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (duckdb.Error, RuntimeError) as problem:
            if isinstance(problem, _BROKEN):
                raise OSError(None, str(problem).splitlines()[0], str(self._path)) from None
            if "interrupt" in str(problem).lower():  # so it tells of Ctrl-C in the middle, each time in other words
                raise KeyboardInterrupt from None
            raise

    def interrupt(self) -> None:
        """End what the database is doing, from another thread; the one that waits for it hears KeyboardInterrupt."""
        for each in (self.connection, *self._beside):
            each.interrupt()

    def close(self) -> None:
        """Let go of the file."""
        with self._guarded():
            self.connection.close()

    def run(self, statement: str, values: Sequence[object] = ()) -> None:
        """Carry out a statement."""
        with self._guarded():
            self._executed(statement, values)

    def _executed(self, statement: str, values: Sequence[object]) -> duckdb.DuckDBPyConnection:
        while True:
            try:
                found = self.connection.execute(statement, list(values))
            except duckdb.OutOfMemoryException:
                if not self._hold(self._held * 2):
                    raise
            else:
                return found

    def _hold(self, megabytes: int) -> bool:
        """Let the database hold so much; False where that is more than it ever may."""
        if megabytes > _MOST:
            return False
        self.connection.execute(f"set memory_limit='{megabytes}MB'")
        self._held = megabytes
        return True

    def rest(self) -> None:
        """Let go of what the database holds in memory, as far as it can, while something else is done."""
        with self._guarded():
            try:
                self.connection.execute("set memory_limit='1MB'")
            except duckdb.OutOfMemoryException:  # it cannot do without more; then it keeps what it has
                return
            self.connection.execute(f"set memory_limit='{self._held}MB'")

    def add(self, table: str, batch: pa.RecordBatch | pa.Table) -> None:
        """Add rows to a table whose columns they have, in its order."""
        with self._given(batch):
            self.run(f"insert into {table} select * from given")

    def create(self, table: str, schema: pa.Schema) -> None:
        """An empty table with the columns of a schema."""
        with self._given(schema.empty_table()):
            self.run(f"create or replace table {table} as select * from given")

    @contextmanager
    def _given(self, table: pa.RecordBatch | pa.Table) -> Iterator[None]:
        """The rows are known as `given` meanwhile."""
        self.connection.register("given", table)
        try:
            yield
        finally:
            with self._guarded():
                self.connection.unregister("given")

    @property
    def dialect(self) -> Dialect:
        """How DuckDB says what Spark says otherwise."""
        return DUCKDB

    def table(self, name: str, query: str) -> None:
        """Make a table by a query, anew where it is there."""
        self.run(f"create or replace table {name} as {query}")

    def insert(self, name: str, query: str) -> None:
        """Add the rows of a query to a table."""
        self.run(f"insert into {name} {query}")

    def mapped(
        self,
        name: str,
        schema: pa.Schema,
        query: str,
        function: Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]],
    ) -> None:
        """Make a table of what a function makes of the rows of a query."""
        self.create(name, schema)
        for batch in function(self.batches(query, _MAPPED)):
            self.add(name, batch)

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """All rows of a query whose answer is small."""
        with self._guarded():
            return [tuple(row) for row in self._executed(query, values).fetchall()]

    def number(self, query: str, values: Sequence[object] = ()) -> int:
        """The one number a query gives, 0 where it gives none."""
        found = self.rows(query, values)
        value = found[0][0] if found else None
        return int(str(value)) if value is not None else 0

    def batches(self, query: str, size: int) -> Iterator[pa.RecordBatch]:
        """The answer of a query, `size` rows at a time; it may be larger than memory, and others may run beside it."""
        beside = self.connection.cursor()
        self._beside = (*self._beside, beside)
        given = False
        try:
            with self._guarded():
                while True:
                    try:
                        for batch in beside.sql(query).to_arrow_reader(size):
                            given = True
                            yield batch
                        return
                    except (duckdb.OutOfMemoryException, OSError) as problem:  # Arrow tells everything as an OSError
                        if "interrupted" in str(problem).lower():
                            raise KeyboardInterrupt from None
                        if given or "Out of Memory" not in str(problem) or not self._hold(self._held * 2):
                            raise
        finally:
            self._beside = tuple(each for each in self._beside if each is not beside)
            beside.close()


def _connected(path: Path) -> duckdb.DuckDBPyConnection:
    """The database; a process that a killed run left behind may hold it for a moment longer."""
    until = monotonic() + _WAIT
    while True:
        try:
            return duckdb.connect(str(path))
        except duckdb.IOException as problem:
            if "lock" not in str(problem) or monotonic() > until:
                raise
        sleep(_PAUSE)
