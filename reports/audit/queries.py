"""SQL over the tables of an audit -> figures. The text that is run is the text that is shown."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import Final

import duckdb

from ...engine.values import dataclass
from .folder import TABLES, problem

Cell = str | int | float | None
Row = tuple[Cell, ...]

MEMORY: Final = "2GB"
"""What the queries may hold; beyond it they use the disk."""

FEWEST: Final = 5
"""A group with fewer is not told apart: a rate over four cases is a judgement on somebody."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A table of numbers, the query that gives it, and the names of its columns. Times are UTC, days ISO 8601."""

    id: str
    sql: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, name: str) -> tuple[Cell, ...]:
        """All values of one column, in order."""
        place = self.columns.index(name)
        return tuple(row[place] for row in self.rows)

    def cell(self, name: str, row: int = 0) -> Cell:
        """One value; None where there is no such row."""
        return self.rows[row][self.columns.index(name)] if row < len(self.rows) else None

    def count(self, name: str, row: int = 0) -> int:
        """One value as a whole number; 0 where there is none."""
        value = self.cell(name, row)
        return int(value) if isinstance(value, int | float) else 0


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at: days from and until (None: everything), and rules on trial, which count nowhere."""

    since: str | None = None
    until: str | None = None
    trial: tuple[str, ...] = ()

    def verdicts(self, *also: str) -> str:
        """`FROM ... WHERE ...` for verdicts, one row each; `also` are further conditions."""
        unless = (f"rule NOT IN ({listed(self.trial)})",) if self.trial else ()
        return _from("verdicts", ("nth = 1", *self._days(), *unless, *also))

    def records(self, *also: str) -> str:
        """The same for records."""
        return _from("records", (*self._days(), *also))

    def _days(self) -> tuple[str, ...]:
        if self.since is None and self.until is None:
            return ()
        return (f"day BETWEEN DATE '{self.since or '0001-01-01'}' AND DATE '{self.until or '9999-12-31'}'",)


def _from(table: str, conditions: tuple[str, ...]) -> str:
    where = f"\nWHERE {' AND '.join(conditions)}" if conditions else ""
    return f"FROM '{table}.parquet'{where}"


def listed(values: tuple[str, ...]) -> str:
    """Words as a list of SQL literals."""
    return ", ".join(literal(each) for each in values)


def literal(value: str) -> str:
    """A word as SQL writes it.

    >>> literal("o'clock")
    "'o''clock'"
    """
    return "'" + value.replace("'", "''").replace("\0", "") + "'"


def moment(column: str) -> str:
    """SQL for an instant as ISO 8601 in UTC."""
    return f"strftime(make_timestamp(epoch_us({column})), '%Y-%m-%dT%H:%M:%SZ')"


@contextmanager
def readable(folder: Path, speech: str) -> Iterator[None]:
    """KniggeError in the words of `speech` where what is asked inside finds a broken table of `folder`."""
    try:
        yield
    except duckdb.Error as why:
        raise problem("damaged", speech, path=folder, why=str(why).splitlines()[0]) from None


def open_tables(base: duckdb.DuckDBPyConnection, folder: Path, speech: str) -> None:
    """Let questions name the tables of an audit as their files are named."""
    with readable(folder, speech):
        for name in TABLES:
            place = literal(str(folder / f"{name}.parquet"))
            base.execute(f'CREATE VIEW "{name}.parquet" AS SELECT * FROM read_parquet({place})')


class Tables:
    """The tables of one audit, open for questions; owns the connection until it is closed. Says `speech` of errors."""

    def __init__(self, folder: Path, speech: str) -> None:
        self._folder, self._speech = folder, speech
        spill = Path(gettempdir()) / f"knigge-report-{os.getpid()}"
        self._base = duckdb.connect(":memory:", config={"memory_limit": MEMORY, "temp_directory": str(spill)})
        open_tables(self._base, folder, speech)

    def figure(self, name: str, sql: str) -> Figure:
        """The answer to `sql` as a figure. KniggeError where a table breaks off in the middle."""
        with readable(self._folder, self._speech):
            told = self._base.execute(sql)
            columns = tuple(str(each[0]) for each in told.description or ())
            return Figure(name, sql, columns, tuple(tuple(_cell(value) for value in row) for row in told.fetchall()))

    def close(self) -> None:
        """Let the files go."""
        self._base.close()


def _cell(value: object) -> Cell:
    match value:
        case None | str() | int() | float():
            return value
        case _:
            return str(value)
