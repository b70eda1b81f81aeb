"""Our own texts beside the parts -> stretches of time with so many texts each, on disk; those without a time apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc as ipc
from numpy.typing import NDArray

from ..engine.records.essence import Essence
from ..engine.records.resemblance import Said
from ..engine.values import dataclass
from .shelves import in_parts
from .texts import texts_of

TEXTS: Final = 12_000
"""Texts of a stretch; more only where more were written at the same moment."""
_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Replies or posts that were written one after the other; `first` and `last` in microseconds since 1970.

    Both are None for texts whose time is not known. `size` is how many there are.
    """

    replies: bool
    first: int | None
    last: int | None
    place: Path
    size: int

    def may_meet(self, other: Stretch, window: timedelta) -> bool:
        """Whether a text of one and a text of the other may lie within a window."""
        if self.first is None or self.last is None or other.first is None or other.last is None:
            return True
        gap = window // _MICROSECOND
        return other.first <= self.last + gap and self.first <= other.last + gap

    def may_reach(self, at: datetime | None, window: timedelta) -> bool:
        """Whether a text of that moment may lie within a window of one of this stretch."""
        if at is None or self.first is None or self.last is None:
            return True
        moment, gap = (at - _BEGINNING) // _MICROSECOND, window // _MICROSECOND
        return self.first - gap <= moment <= self.last + gap

    def read(self) -> list[Said]:
        """Its texts, in order of time."""
        with pa.OSFile(str(self.place)) as file, ipc.open_stream(file) as reader:
            return [_said(row) for batch in reader for row in batch.to_pylist()]


def stretches(folder: Path, names: Sequence[str], between: Path) -> tuple[Stretch, ...]:
    """The texts of the parts to be compared, in stretches of about `TEXTS`; their files lie in `between`."""
    borders = {replies: _borders(moments) for replies, moments in _moments(folder, names).items()}

    def numbered() -> Iterator[pa.Table]:
        nr = 0
        for batch in texts_of(folder, names):
            table = pa.Table.from_batches([batch])
            table = table.filter(table.column("replies").is_valid())
            parts = [
                _number(borders, replies, at)
                for replies, at in zip(*(table.column(each).to_pylist() for each in ("replies", "at")), strict=True)
            ]
            numbers = pa.array(range(nr, nr + len(parts)), pa.int64())
            nr += len(parts)
            yield table.append_column("part", pa.array(parts, pa.int64())).append_column("nr", numbers)

    sizes = {2 * place + replies: TEXTS for replies in (True, False) for place in range(len(borders[replies]) + 1)}
    found: list[Stretch] = []
    for part, table in in_parts(numbered(), sizes, between / "texts"):
        ordered = table.drop_columns(["part"]).sort_by([("at", "ascending"), ("nr", "ascending")])
        moments = ordered.column("at")
        place = between / f"{part}.arrow"
        with pa.OSFile(str(place), "wb") as file, ipc.new_stream(file, ordered.schema) as writer:
            writer.write_table(ordered)
        dated = part > 1
        first, last = (moments[0].as_py(), moments[-1].as_py()) if dated else (None, None)
        found.append(Stretch(bool(part % 2), first, last, place, ordered.num_rows))
    return tuple(found)


def _moments(folder: Path, names: Sequence[str]) -> dict[bool, NDArray[np.int64]]:
    """The known moments of the replies and of the posts."""
    found = {replies: [np.zeros(0, dtype=np.int64)] for replies in (True, False)}
    for batch in texts_of(folder, names):
        for replies, moments in found.items():
            wanted = batch.filter(pc.equal(batch.column("replies"), replies))  # a null is passed over
            moments.append(wanted.column("at").drop_null().to_numpy())
    return {replies: np.concatenate(moments) for replies, moments in found.items()}


def _borders(moments: NDArray[np.int64]) -> NDArray[np.int64]:
    """The moments with which stretches begin."""
    return np.unique(np.sort(moments)[::TEXTS])


def _number(borders: dict[bool, NDArray[np.int64]], replies: bool, at: int | None) -> int:
    """The number of a stretch: odd for replies, 0 and 1 for texts without a time."""
    place = 0 if at is None else int(np.searchsorted(borders[replies], at, side="right"))
    return 2 * place + replies


def _said(row: dict[str, object]) -> Said:
    words, signature, at = row["words"], row["signature"], row["at"]
    assert isinstance(words, list) and isinstance(signature, int)
    moment = _BEGINNING + at * _MICROSECOND if isinstance(at, int) else None
    person, channel, account = (None if row[key] is None else str(row[key]) for key in ("person", "channel", "account"))
    return Said(str(row["id"]), Essence(tuple(words), signature), moment, person, channel, account)
