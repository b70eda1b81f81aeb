"""What a worker process does: one task after the other, each a part (or some of it), its answer files or its failure.

A task's files stand under their names only when they are whole. A worker that dies takes nothing with it but its task.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.ipc as ipc
import pyarrow.parquet as pq

from ..engine.diagnostics import KniggeError
from ..engine.values import dataclass
from .batch import Brief, Judged, judge_in_pieces, own_texts_of
from .interrupts import ignore
from .orphans import end_with_the_run
from .tables import HEARD, RECORDS, THREADS, VERDICTS, table_of

TABLES: Final[Mapping[str, pa.Schema]] = {"verdicts": VERDICTS, "records": RECORDS, "threads": THREADS}

_AT_ONCE: Final = 2_000
"""Rows of a part that are read at once."""

FAULTS: Final = (
    ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, NameError, RuntimeError, TypeError,
    ValueError, KniggeError,
)  # fmt: skip
"""What a record that nobody expected can cause in the engine; anything else ends the process and is noticed as that."""


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work: the part at `source`, judged into files that begin with `target`.

    `units` (None: all) are what of it is judged; the texts of messages in `blind` are taken as unknown, because one of
    them cannot be judged. With `only_texts` our own texts are gathered, nothing is judged.
    """

    name: str
    source: str
    target: str
    units: frozenset[str] | None = None
    blind: frozenset[str] = frozenset()
    only_texts: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a task: the `name` of its files, how many records by status, findings; or the `failure` in words.

    `broken`: the machine failed, not a record: the disk is full, say.
    """

    name: str
    counts: Mapping[str, int]
    failure: str = ""
    broken: bool = False


def serve(connection: Connection, brief: str) -> None:
    """Answer tasks from `connection` until it says None. `brief` is the path of the pickled `Brief`."""
    ignore()
    end_with_the_run()
    pa.set_memory_pool(pa.system_memory_pool())  # gives back what it no longer needs
    told: Brief = pickle.loads(Path(brief).read_bytes())
    gc.set_threshold(100_000, 50, 50)  # what is made for a text goes without the collector's help: no cycle holds it
    gc.freeze()  # the program lives until the end; the collector need not look at it again
    try:
        while (task := connection.recv()) is not None:
            connection.send(_answer(task, told))
            gc.collect()
    except (EOFError, ConnectionError):  # the run was killed; there is nobody left to answer
        return


def _answer(task: Task, brief: Brief) -> Answer:
    try:
        return carry_out(task, brief)
    except OSError as problem:
        return Answer(task.name, {}, f"{problem.filename or task.target}: {problem.strerror or problem}", True)
    except FAULTS as problem:  # the supervisor finds out which record it is
        return Answer(task.name, {}, f"{type(problem).__name__}: {problem}"[:500])


def carry_out(task: Task, brief: Brief) -> Answer:
    """Do what a task asks for and write its files; gives back what was counted."""
    target, rows = Path(task.target), Rows(task)
    if task.only_texts:
        write_bytes(target.with_suffix(".texts"), as_stream(own_texts_of(rows, brief)))
        return Answer(target.name, {})
    pieces = judge_in_pieces(rows, brief, _heard_elsewhere(Path(task.source)))
    return Answer(target.name, write_judged(target, pieces, task))


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a task as it wants them judged, some thousand at a time; read anew by everybody who asks."""

    task: Task

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        source, units = Path(self.task.source), self.task.units
        again = source.with_suffix(".again.json")
        with pq.ParquetFile(source) as file:
            for number, batch in enumerate(file.iter_batches(_AT_ONCE)):
                if not number and again.exists():
                    batch = with_answers(batch, again.read_text("utf-8"))
                yield narrowed(batch, units, self.task.blind)


def heard_beside(place: Path) -> Path:
    """Where it stands what messages were heard to say: beside an answer its own, beside a part what it is told."""
    return place.with_suffix(".heard.parquet")


def _heard_elsewhere(source: Path) -> Sequence[tuple[str, int, str]]:
    place = heard_beside(source)
    if not place.exists():
        return ()
    table = read_file(place)
    return list(zip(*(table.column(each).to_pylist() for each in HEARD.names), strict=True))


def with_answers(first: pa.RecordBatch, again: str) -> pa.RecordBatch:
    """The first rows of a part, what was found out about texts that are said again put into what the whole knows."""
    bodies = first.column("body").to_pylist()
    bodies[0] = json.dumps(json.loads(bodies[0]) | json.loads(again), ensure_ascii=False)  # it stands first
    return _with(first, "body", bodies)


def _with(batch: pa.RecordBatch, name: str, values: Sequence[object]) -> pa.RecordBatch:
    """The batch with another column under a name it has."""
    columns = [
        pa.array(values, field.type) if field.name == name else column
        for field, column in zip(batch.schema, batch.columns, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


def read_file(place: Path) -> pa.Table:
    """The rows of a Parquet file of ours; `ParquetFile` loads far less of the library than `read_table` does."""
    with pq.ParquetFile(place) as file:
        return file.read()


def size_of(source: Path) -> int:
    """The rows of a part, without reading them; 0 where nobody can tell."""
    try:
        with pq.ParquetFile(source) as file:
            return int(file.metadata.num_rows)
    except (OSError, pa.ArrowInvalid):  # whoever reads it says what is wrong with it
        return 0


def narrowed(batch: pa.RecordBatch, units: frozenset[str] | None, blind: frozenset[str]) -> pa.RecordBatch:
    """Rows of a part of which only `units` are judged (None: all), the texts of messages in `blind` unknown."""
    if units is not None:
        judge = zip(batch.column("judge").to_pylist(), batch.column("unit").to_pylist(), strict=True)
        batch = _with(batch, "judge", [told and unit in units for told, unit in judge])
    if blind:
        bodies, names, kinds = (batch.column(each).to_pylist() for each in ("body", "id", "type"))
        for place, name in enumerate(names):
            if kinds[place] == "message" and name in blind:
                bodies[place] = json.dumps(json.loads(bodies[place]) | {"text": None}, ensure_ascii=False)
        batch = _with(batch, "body", bodies)
    return batch


def write_judged(target: Path, pieces: Iterable[Judged], task: Task) -> dict[str, int]:
    """The tables of a task as files; what was blind becomes an error. Gives back counts by status and verdict."""
    blind = task.blind
    problems: list[tuple[str, str, str]] = []

    def tables() -> Iterator[dict[str, pa.Table]]:
        for piece in pieces:
            found = {name: pa.Table.from_batches([getattr(piece, name)]) for name in TABLES}
            for name in ("verdicts", "records") if blind else ():
                kept = [each not in blind for each in found[name].column("id").to_pylist()]
                found[name] = found[name].filter(pa.array(kept, pa.bool_()))
            problems.extend(piece.problems)
            if piece.heard and not blind:  # where a text was taken as unknown, nobody heard what it says
                pq.write_table(table_of(piece.heard, HEARD), heard_beside(target))
            yield found
        if blind:
            yield lost_rows(read_file(Path(task.source)), blind, "this record stops the engine")

    return write_tables(target, tables(), problems)


def lost_rows(part: pa.Table, names: frozenset[str], reason: str) -> dict[str, pa.Table]:
    """Rows for records that cannot be judged at all: an error each, by no single rule."""
    records: list[dict[str, object]] = []
    verdicts: list[dict[str, object]] = []
    for row in part.select(["type", "id", "source", "place", "body"]).to_pylist():
        if row["id"] not in names or row["type"] not in ("message", "action", "contest"):
            continue
        content = json.loads(row["body"])
        where = {key: _word(content.get(key)) for key in ("channel", "account", "thread")}
        about = {"id": row["id"], **where}
        kept = {"type": row["type"], "source": row["source"], "place": row["place"], "status": "errored"}
        records.append({**about, **kept, "reason": "stops-the-engine"})
        verdicts.append({**about, "subject": row["type"], "nth": 1, "verdict": "error", "reason": reason})
    found = {"verdicts": verdicts, "records": records, "threads": []}
    return {name: pa.Table.from_pylist(rows, schema=TABLES[name]) for name, rows in found.items()}


def _word(value: object) -> str | None:
    return value if isinstance(value, str) else None


def write_tables(
    target: Path, pieces: Iterable[Mapping[str, pa.Table]], problems: Sequence[tuple[str, str, str]] = ()
) -> dict[str, int]:
    """Three tables, piece by piece, and what was counted in them; the counts come last and say that the rest is whole.

    `problems` may still be found while the pieces are made.
    """
    places = {name: target.with_suffix(f".{name}.parquet") for name in TABLES}
    counts: Counter[str] = Counter()
    with ExitStack() as open_files:
        writers = {
            name: open_files.enter_context(
                pq.ParquetWriter(place.with_suffix(".part"), TABLES[name], compression="zstd", compression_level=1)
            )
            for name, place in places.items()
        }
        for tables in pieces:
            for name, writer in writers.items():
                if tables[name].num_rows:
                    writer.write_table(tables[name])
            counts.update(tables["records"].column("status").to_pylist())
            told = (tables["verdicts"].column(each).to_pylist() for each in ("nth", "verdict"))
            counts.update(f"verdict-{outcome}" for nth, outcome in zip(*told, strict=True) if nth == 1)
    for place in places.values():
        os.replace(place.with_suffix(".part"), place)
    write_bytes(
        target.with_suffix(".json"),
        json.dumps({"counts": counts, "problems": problems}, ensure_ascii=False).encode("utf-8", "backslashreplace"),
    )
    return dict(counts)


def as_stream(rows: pa.RecordBatch | pa.Table) -> bytes:
    """A batch or a table as a file of its own."""
    sink = pa.BufferOutputStream()
    with ipc.new_stream(sink, rows.schema, options=ipc.IpcWriteOptions(compression="lz4")) as writer:
        writer.write(rows)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def write_bytes(place: Path, content: bytes) -> None:
    """A file in one step, and surely on the disk."""
    waiting = place.with_name(place.name + ".part")
    with waiting.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(waiting, place)


PATIENCE: Final = timedelta(minutes=20)
"""How long a part of the usual size may take before its worker counts as stuck; a larger one as much longer."""
