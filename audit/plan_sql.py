"""What the planning of a run asks of a database: tables made by queries that DuckDB and Spark both understand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, Protocol

import pyarrow as pa

from ..engine.values import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """The few places in which the two differ.

    `parts` divides the threads of `msg` (part, root, judge), `loose` the acts and contests outside of threads (part,
    nr); both into parts of {size}. `microseconds` and `matches` are names of functions.
    """

    parts: str
    loose: str
    microseconds: str
    matches: str


class Database(Protocol):
    """Tables that are made once by a query and may be larger than memory."""

    @property
    def dialect(self) -> Dialect: ...
    def table(self, name: str, query: str) -> None:
        """Make a table, anew where it is there; the query may read what it was."""

    def insert(self, name: str, query: str) -> None:
        """Add the rows of a query to a table with the same columns."""

    def mapped(
        self,
        name: str,
        schema: pa.Schema,
        query: str,
        function: Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]],
    ) -> None:
        """Make a table of what a pure function makes of the rows of a query, some thousand at a time."""

    def create(self, table: str, schema: pa.Schema) -> None:
        """An empty table with the columns of a schema."""

    def add(self, table: str, batch: pa.RecordBatch | pa.Table) -> None:
        """Add rows to a table whose columns they have, in its order."""

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """All rows of a query whose answer is small."""

    def number(self, query: str) -> int:
        """The one number a query gives, 0 where it gives none."""

    def batches(self, query: str, size: int) -> Iterator[pa.RecordBatch]:
        """The answer of a query, about `size` rows at a time, in its order."""


_LOOSE: Final = (
    "(select id, nr from acts where root is null union all select id, nr from plays where root is null) as alone"
)

DUCKDB: Final = Dialect(
    parts="""
        select dense_rank() over (order by bucket) as part, root, true as judge from (
            select root, (sum(n) over (order by root rows unbounded preceding) - n) // {size} as bucket
            from (select root, count(*) as n from msg group by root)
        )
    """,
    loose=f"""
        select (select coalesce(max(part), 0) from proots) + 1 + (row_number() over (order by id, nr) - 1) // {{size}}
               as part, nr
        from {_LOOSE}
    """,
    microseconds="epoch_us",
    matches="regexp_matches",
)

SPARK: Final = Dialect(  # by a hash: a sum over all threads in order would run on a single machine
    parts="""
        select 1 + pmod(xxhash64(root), (select cast(ceil(count(*) / {size}) as bigint) from msg)) as part, root,
               true as judge
        from (select distinct root from msg)
    """,
    loose=f"""
        select (select coalesce(max(part), 0) from proots) + 1
               + pmod(xxhash64(id), (select cast(ceil(count(*) / {{size}}) as bigint) from {_LOOSE})) as part, nr
        from {_LOOSE}
    """,
    microseconds="unix_micros",
    matches="regexp_like",
)
