"""Files and tables that Spark reads itself -> the table `records`, on all machines, not by way of the driver."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import pyarrow as pa

from ..engine.diagnostics import KniggeError
from ..intake.json_records import read_json_lines
from ..intake.line import Header, Line, Row, Trouble, troubled
from ..intake.rows import read_rows
from ..intake.words import line_word, row_word
from .gather import record_tables
from .spark_store import SparkStore
from .store import RECORD

if TYPE_CHECKING:
    from .spark_api import DataFrame

Read = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]
_SCHEMES: Final = "file|hdfs|viewfs|s3|s3a|s3n|gs|abfs|abfss|wasb|wasbs|adl|dbfs|oss|obs|cos|cosn|oci|swift|table"
_NATIVE: Final = re.compile(rf"(?:{_SCHEMES}):/", re.IGNORECASE)
_TABLE: Final = "table://"
_LINES: Final = re.compile(r"\.(?:jsonl|ndjson)(?:\.gz|\.bz2)?$", re.IGNORECASE)
_PARQUET: Final = re.compile(r"\.(?:parquet|pq)$", re.IGNORECASE)
_BLANK: Final = "blank"
_READ: Final[pa.Schema] = pa.schema([*RECORD, ("file", pa.string()), ("block", pa.int64()), ("row", pa.int64())])


def is_native(source: str) -> bool:
    """Whether Spark reads a source itself: the address of a file or folder, or `table://` and the name of a table.

    >>> is_native("s3a://bucket/2026/"), is_native("table://service.replies"), is_native("archive/2026.jsonl")
    (True, True, False)
    """
    return _NATIVE.match(source) is not None


def gather_native(sources: Sequence[str], store: SparkStore, zone: str, speech: str) -> int:
    """Fill the table `records` from addresses; gives back how many lines and rows were read.

    Of a folder, JSON Lines and Parquet are read, in the folders inside too; other files are counted as passed over.
    Columns of Parquet and of tables are keys of records, dotted where they stand inside another.
    """
    kind = store.session.createDataFrame(_READ.empty_table()).schema
    store.create("read", _READ.append(pa.field("source_nr", pa.int64())))
    for number, source in enumerate(sources):
        for rows, read in _readings(store, source, zone, speech):
            store.append("read", rows.mapInArrow(read, kind).selectExpr("*", f"cast({number} as bigint) as source_nr"))
    _number(store)
    return store.number("select count(*) from records")


def _readings(store: SparkStore, source: str, zone: str, speech: str) -> Iterator[tuple[DataFrame, Read]]:
    """What a source holds as Spark reads it, and what makes records of that."""
    reader = store.session.read
    if source.startswith(_TABLE):
        yield (
            _checked(store.session.table(source.removeprefix(_TABLE)), source, speech),
            _table_reader(source, zone, speech),
        )
        return
    files = reader.format("binaryFile").option("recursiveFileLookup", "true").load(source).select("path").collect()
    names = sorted(str(row[0]) for row in files)
    if lines := [name for name in names if _LINES.search(name)]:
        text = reader.option("lineSep", "\n").text(lines)
        columns = (
            "_metadata.file_path as file",
            "_metadata.file_block_start as block",
            "cast(value as binary) as value",
        )
        yield text.selectExpr(*columns), _line_reader(zone, speech)
    if parquet := [name for name in names if _PARQUET.search(name)]:
        found = _checked(reader.option("mergeSchema", "true").parquet(*parquet), source, speech)
        yield (
            found.selectExpr("_metadata.file_path as `//file`", "_metadata.row_index as `//row`", "*"),
            _row_reader(zone, speech),
        )
    if others := [name for name in names if not _LINES.search(name) and not _PARQUET.search(name)]:
        told = [troubled(_shown(name), "", Trouble("unknown-file"), speech) for name in others]
        table = pa.concat_tables(record_tables(told, zone, speech))
        places = {"file": [_shown(name) for name in others], "block": [0] * len(others), "row": [0] * len(others)}
        for name, values in places.items():
            table = table.append_column(_READ.field(name), pa.array(values, _READ.field(name).type))
        yield store.session.createDataFrame(table.cast(_READ)), _as_it_is


def _as_it_is(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield from batches


def _checked(rows: DataFrame, source: str, speech: str) -> DataFrame:
    """The rows of a table whose columns are keys of records; KniggeError where they are not."""
    try:
        list(read_rows(source, [Header(tuple(rows.columns))], None, speech))
    except Trouble as trouble:
        raise KniggeError(f"{source}: {trouble.told(speech)}") from None
    return rows


def _line_reader(zone: str, speech: str) -> Read:
    def read(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        seen: defaultdict[tuple[str, int], int] = defaultdict(int)
        for batch in batches:
            files, blocks, values = (batch.column(each).to_pylist() for each in ("file", "block", "value"))
            numbers, lines = [], []
            for file, block, value in zip(files, blocks, values, strict=True):
                numbers.append(seen[file, block])
                seen[file, block] += 1
                lines.append(_line(_shown(file), value, speech))
            yield from _numbered(lines, [_shown(file) for file in files], blocks, numbers, zone, speech)

    return read


def _line(source: str, value: bytes, speech: str) -> Line:
    """One line of JSON Lines; a blank one has a reason of its own."""
    word = line_word(speech)
    try:
        for line in read_json_lines(source, BytesIO(value), speech):
            return Line(source, word, line.content, line.problem, line.raw, line.reason)
    except Trouble as trouble:
        return troubled(source, word, trouble, speech)
    return Line(source, word, None, "", b"", _BLANK)


def _row_reader(zone: str, speech: str) -> Read:
    def read(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            files = [_shown(each) for each in batch.column("//file").to_pylist()]
            numbers = batch.column("//row").to_pylist()
            lines = _rows(batch.drop_columns(["//file", "//row"]), files, row_word(speech), speech)
            yield from _numbered(lines, files, [0] * len(files), numbers, zone, speech)

    return read


def _table_reader(source: str, zone: str, speech: str) -> Read:
    def read(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from .spark_api import TaskContext

        context = TaskContext.get()
        number, block = 0, context.partitionId() if context else 0
        for batch in batches:
            size = batch.num_rows
            lines = _rows(batch, [source] * size, "", speech)
            numbers = list(range(number, number + size))
            yield from _numbered(lines, [source] * size, [block] * size, numbers, zone, speech)
            number += size

    return read


def _rows(batch: pa.RecordBatch, files: Sequence[str], word: str, speech: str) -> list[Line]:
    """A line for each row; a value that Python cannot hold takes no other row with it."""
    header = Header(tuple(batch.schema.names))
    lines: list[Line] = []
    for number, file in enumerate(files):
        cells: tuple[object, ...] = ()
        trouble: Trouble | None = None
        try:
            cells = tuple(column[number].as_py() for column in batch.columns)
        except (pa.ArrowException, ValueError) as problem:
            trouble = Trouble("value", why=str(problem).partition("\n")[0][:200])
        lines += read_rows(file, [header, Row(word, number, cells, trouble)], None, speech)
    return lines


def _numbered(
    lines: Sequence[Line], files: Sequence[str], blocks: Sequence[int], numbers: Sequence[int], zone: str, speech: str
) -> Iterator[pa.RecordBatch]:
    """The lines as rows of `_READ`."""
    start = 0
    for table in record_tables(lines, zone, speech):
        end = start + table.num_rows
        for name, values in (("file", files), ("block", blocks), ("row", numbers)):
            table = table.append_column(_READ.field(name), pa.array(values[start:end], _READ.field(name).type))
        start = end
        yield from table.combine_chunks().to_batches()


def _number(store: SparkStore) -> None:
    """`records`: what was read, numbered by sources, files and lines; blank lines count but are left out."""
    store.table(
        "offsets",
        """
        select source_nr, file, block, sum(n) over (order by source_nr, file, block) - n as before,
               sum(n) over (partition by source_nr, file order by block) - n as above
        from (select source_nr, file, block, max(row) + 1 as n from read group by source_nr, file, block)
        """,
    )
    own = ", ".join(f"r.{name}" for name in RECORD.names if name not in ("nr", "place"))
    store.view(
        "records",
        f"""
        select /*+ broadcast(o) */ o.before + r.row as nr, {own},
               case when r.place = '' then ''
                    else concat(r.place, ' ', cast(o.above + r.row + 1 as string)) end as place
        from read r join offsets o on o.source_nr = r.source_nr and o.file = r.file and o.block = r.block
        where r.fate <> '{_BLANK}'
        """,
    )


def _shown(file: str) -> str:
    """The address of a file as people write it."""
    return unquote(file)
