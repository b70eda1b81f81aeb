"""Our own texts of the parts, a file beside each part; and of whose texts nobody could make any.

A part that was divided because a record stops whoever gathers has its texts from many answers: they are put together
here. The records at fault are noted by name, the texts of all others are compared as always.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc as ipc
import pyarrow.parquet as pq

from ..engine.intake import read_message
from ..engine.record import is_ours
from ..engine.values import dataclass
from .supervisor import Done
from .tables import OWN, table_of
from .work import as_stream, write_bytes


@dataclass(frozen=True, slots=True)
class Unread:
    """A message of ours whose text could not be gathered, and where it was read."""

    id: str
    source: str
    place: str


def texts_of(folder: Path, names: Iterable[str]) -> Iterator[pa.RecordBatch]:
    """The rows of `tables.OWN` that stand beside these parts."""
    for name in names:
        if (place := _texts(folder, name)).exists():
            with pa.OSFile(str(place)) as file, ipc.open_stream(file) as reader:
                yield from reader


def without_texts(folder: Path, names: Iterable[str]) -> list[str]:
    """The parts whose texts are not gathered, or not all that can be."""
    return [name for name in names if not _texts(folder, name).exists()]


def unread_of(folder: Path, names: Iterable[str]) -> Iterator[Unread]:
    """The messages of ours in these parts whose texts could not be gathered."""
    for name in names:
        if (place := _unread(folder, name)).exists():
            yield from (Unread(*each) for each in json.loads(place.read_text("utf-8")))


def keep_texts(folder: Path, done: Done) -> None:
    """Make one file of what the tasks of a part gathered; where none could gather anything there is none."""
    if not done.files:
        return
    place = _texts(folder, done.name)
    if len(done.files) == 1 and not done.unread:
        os.replace(_texts(folder, done.files[0]), place)
        return
    table = pa.Table.from_batches(texts_of(folder, done.files), OWN)
    compared = table.filter(table.column("replies").is_valid())
    others = set(table.column("id").to_pylist()).difference(compared.column("id").to_pylist())
    lost = sorted(_ours(folder / f"{done.name}.parquet", done.unread), key=lambda each: each.id)
    bare = [(each, *(None,) * (len(OWN) - 1)) for each in sorted(others.union(each.id for each in lost))]
    if lost:
        told = json.dumps([[each.id, each.source, each.place] for each in lost], ensure_ascii=False)
        write_bytes(_unread(folder, done.name), told.encode("utf-8", "backslashreplace"))
    write_bytes(place, as_stream(pa.concat_tables([compared, table_of(bare, OWN)])))
    for name in done.files:
        _texts(folder, name).unlink()


def try_again(folder: Path, names: Iterable[str]) -> None:
    """Forget the texts of parts of which some could not be gathered: they are gathered once more."""
    for name in names:
        if (place := _unread(folder, name)).exists():
            _texts(folder, name).unlink(missing_ok=True)
            place.unlink()


def _ours(part: Path, names: Collection[str]) -> Iterator[Unread]:
    """Those of the names that belong to messages of ours which are judged in the part."""
    with pq.ParquetFile(part) as file:
        for batch in file.iter_batches(columns=["judge", "type", "id", "body", "source", "place"]):
            for row in batch.to_pylist():
                if not row["judge"] or row["type"] != "message" or row["id"] not in names:
                    continue
                if is_ours(read_message(json.loads(row["body"]), row["id"])):
                    yield Unread(row["id"], row["source"], row["place"])


def _texts(folder: Path, name: str) -> Path:
    return folder / f"{name}.texts"


def _unread(folder: Path, name: str) -> Path:
    return folder / f"{name}.unread.json"
