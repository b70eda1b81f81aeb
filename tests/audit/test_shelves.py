"""Records in the order of reading come back in the order of parts, none lost or doubled, whatever lies between."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knigge.audit import shelves
from knigge.audit.shelves import in_parts

SCHEMA = pa.schema([("part", pa.int64()), ("nr", pa.int64()), ("body", pa.string())])


def tables_of(rows: list[tuple[int, int]], size: int) -> Iterator[pa.Table]:
    for start in range(0, len(rows), size):
        piece = rows[start : start + size]
        columns = [[part for part, _ in piece], [nr for _, nr in piece], [f"{part}/{nr}" for part, nr in piece]]
        yield pa.Table.from_arrays(
            [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)], schema=SCHEMA
        )


@pytest.fixture(autouse=True)
def _small_shelves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "_ROWS", 5)
    monkeypatch.setattr(shelves, "_AT_MOST", 3)  # more are filled in two steps, or three
    monkeypatch.setattr(shelves, "HANDFUL", 100)


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.tuples(st.integers(1, 30), st.integers(0, 10_000)), max_size=120, unique=True).map(
        lambda found: sorted(found, key=lambda row: row[1])
    ),
    size=st.integers(1, 50),
)
def test_every_part_gets_its_rows_in_order(rows: list[tuple[int, int]], size: int) -> None:
    sizes = dict(Counter(part for part, _ in rows))
    with tempfile.TemporaryDirectory() as place:
        between = Path(place, "made", "between")
        found = [
            (part, table.column("nr").to_pylist(), table.column("body").to_pylist())
            for part, table in in_parts(tables_of(rows, size), sizes, between)
        ]
        assert not list(between.parent.glob("*"))
    assert found == [
        (number, nrs, [f"{number}/{nr}" for nr in nrs])
        for number in sorted(sizes)
        for nrs in [sorted(nr for part, nr in rows if part == number)]
    ]


def test_what_a_broken_run_left_is_not_taken_for_its_own(tmp_path: Path) -> None:
    (tmp_path / "between").write_bytes(b"half of the shelves")
    found = dict(in_parts(tables_of([(1, 0), (1, 1)], 9), {1: 2}, tmp_path / "between"))
    assert found[1].num_rows == 2
