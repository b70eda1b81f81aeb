"""The working store of a run on Spark: every table as Parquet where the whole cluster can read it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from .plan_sql import SPARK, Dialect

if TYPE_CHECKING:
    from .spark_api import DataFrame, SparkSession, StructType


class SparkStore:
    """Tables under one folder; owns which files each is made of. A table is made once and never computed again."""

    def __init__(self, session: SparkSession, place: str) -> None:
        """Tables will lie below `place`, a folder in the words of Spark."""
        self.session = session
        self.place = place
        self._views: dict[str, str] = {}
        self._files: dict[str, list[str]] = {}
        self._schemas: dict[str, str] = {}
        self._made = 0

    @property
    def dialect(self) -> Dialect:
        """How Spark says what DuckDB says otherwise."""
        return SPARK

    def told(self) -> dict[str, object]:
        """Which tables there are, for `remember` in a later run."""
        return {"files": self._files, "schemas": self._schemas, "views": self._views, "made": self._made}

    def remember(self, told: dict[str, object]) -> None:
        """Know the tables again that an earlier run made."""
        files, schemas, views, made = told["files"], told["schemas"], told["views"], told["made"]
        assert isinstance(files, dict) and isinstance(schemas, dict) and isinstance(made, int)
        assert isinstance(views, dict)
        self._files, self._schemas, self._made = files, schemas, made
        for name in self._files:
            self._known(name)
        for name, query in views.items():
            self.view(name, query)

    def table(self, name: str, query: str) -> None:
        """Make a table by a query, anew where it is there."""
        self.keep(name, self.session.sql(query))

    def insert(self, name: str, query: str) -> None:
        """Add the rows of a query to a table."""
        rows = self.session.sql(query)
        kinds = self._kind(name)
        named = rows.toDF(*(field.name for field in kinds))  # files are read by the names of columns
        self.append(
            name, named.selectExpr(*(f"cast({f.name} as {f.dataType.simpleString()}) as {f.name}" for f in kinds))
        )

    def mapped(
        self,
        name: str,
        schema: pa.Schema,
        query: str,
        function: Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]],
    ) -> None:
        """Make a table of what a function makes of the rows of a query, on all machines."""
        kind = self._empty(schema).schema
        self.keep(name, self.session.sql(query).mapInArrow(function, kind))

    def create(self, table: str, schema: pa.Schema) -> None:
        """An empty table with the columns of a schema."""
        self.keep(table, self._empty(schema))

    def add(self, table: str, batch: pa.RecordBatch | pa.Table) -> None:
        """Add rows to a table whose columns they have."""
        whole = batch if isinstance(batch, pa.Table) else pa.Table.from_batches([batch])
        if whole.num_rows:
            self.append(table, self.session.createDataFrame(whole))

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """All rows of a query whose answer is small."""
        return [tuple(row) for row in self.session.sql(query).collect()]

    def number(self, query: str) -> int:
        """The one number a query gives, 0 where it gives none."""
        found = self.rows(query)
        value = found[0][0] if found else None
        return int(str(value)) if value is not None else 0

    def batches(self, query: str, size: int) -> Iterator[pa.RecordBatch]:
        """The answer of a query in its order, one partition after the other; never the whole at once."""
        packed = self.session.sql(query).mapInArrow(packed_batches, "batch binary")
        for row in packed.toLocalIterator():
            with pa.ipc.open_stream(pa.py_buffer(bytes(row[0]))) as reader:
                yield from reader

    def view(self, name: str, query: str) -> None:
        """Give a query a name; it is carried out wherever the name is used."""
        self._views[name] = query
        self.session.sql(query).createOrReplaceTempView(name)

    def keep(self, name: str, rows: DataFrame) -> None:
        """Make a table of a data frame, anew where it is there."""
        place = self._written(name, rows)
        self._files[name] = [place]
        self._schemas[name] = rows.schema.json()
        self._known(name)

    def append(self, name: str, rows: DataFrame) -> None:
        """Add the rows of a data frame to a table."""
        self._files[name].append(self._written(name, rows))
        self._known(name)

    def _written(self, name: str, rows: DataFrame) -> str:
        self._made += 1
        place = f"{self.place}/{name}/{self._made:05}"
        rows.write.mode("overwrite").parquet(place)
        return place

    def _known(self, name: str) -> None:
        self.session.read.schema(self._kind(name)).parquet(*self._files[name]).createOrReplaceTempView(name)

    def _kind(self, name: str) -> StructType:
        from .spark_api import StructType

        return StructType.fromJson(json.loads(self._schemas[name]))

    def _empty(self, schema: pa.Schema) -> DataFrame:
        return self.session.createDataFrame(schema.empty_table())


def packed_batches(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Each batch as the bytes of an Arrow stream, so that it reaches the driver as it is."""
    for batch in batches:
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as writer:
            writer.write_batch(batch)
        yield pa.record_batch([pa.array([sink.getvalue().to_pybytes()], pa.binary())], names=["batch"])
