"""The law of audits: an archive judged in parts is judged as if it had been one."""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Final
from unittest.mock import patch

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from knigge.audit import stretches
from knigge.audit.again import asked_of, find_again
from knigge.audit.batch import Brief
from knigge.audit.gather import gather
from knigge.audit.overheard import bring_heard
from knigge.audit.part_files import write_parts
from knigge.audit.plan import divide
from knigge.audit.rows import Teller, verdict_batch
from knigge.audit.store import Store
from knigge.audit.work import Task, carry_out, read_file
from knigge.engine.intake import read_record
from knigge.engine.program import Program
from knigge.engine.records.archive import build_archive
from knigge.engine.records.eras import Eras
from knigge.engine.records.judge import judge
from knigge.intake.line import Line


def _beside(name: str) -> ModuleType:
    """Another test module of this folder: its archives and its program of many small rules."""
    spec = importlib.util.spec_from_file_location(f"beside_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


LAWS: Final = _beside("test_record_laws")
KEY: Final = b"0123456789abcdef"
FEW: Final = settings(max_examples=settings().max_examples * 3 // 10)  # each example is a database and many parts
Json = dict[str, object]
Rows = list[str]


def _program() -> Program:
    program = LAWS._program()
    assert isinstance(program, Program)
    return program


def _whole(records: Sequence[Json], now: str | None) -> Rows:
    eras = Eras((_program(),))
    read = [read_record(each, f"archive:line {at}") for at, each in enumerate(records)]
    archive = build_archive(read, "")
    results = list(judge(eras, archive, datetime.fromisoformat(now) if now else None))
    return _rows([verdict_batch(results, Teller(archive, eras, KEY), eras.programs, "en", True)])


def _in_parts(records: Sequence[Json], now: str | None, size: int) -> tuple[Rows, int]:
    brief = Brief(Eras((_program(),)), datetime.fromisoformat(now) if now else None, "en", KEY, True)
    lines = [
        Line("archive", f"line {at}", each, "", json.dumps(each, ensure_ascii=False).encode())
        for at, each in enumerate(records)
    ]
    with tempfile.TemporaryDirectory() as place:
        store = Store(Path(place, "records.duckdb"))
        gather(lines, store, "", "en", lambda _number: None)
        planned = divide(store, brief.eras, size)
        parts = dict(write_parts(store, planned.whole, planned.periods, Path(place)))
        store.close()
        for name in parts:
            carry_out(Task(name, str(Path(place, f"{name}.parquet")), str(Path(place, name)), only_texts=True), brief)
        with patch.object(stretches, "TEXTS", 2):  # so few that what is alike lies in different stretches
            find_again(Path(place), list(parts), asked_of(brief.eras.programs))
        done = Path(place, "done")
        done.mkdir()
        timelines = [name for name in parts if int(name) in planned.periods]
        others = [name for name in parts if name not in timelines]
        for name in others:
            carry_out(Task(name, str(Path(place, f"{name}.parquet")), str(done / name)), brief)
        bring_heard(Path(place), timelines, done, others)
        for name in timelines:
            carry_out(Task(name, str(Path(place, f"{name}.parquet")), str(done / name)), brief)
        return _rows([read_file(done / f"{name}.verdicts.parquet") for name in parts]), len(parts)


def _rows(tables: Sequence[pa.Table | pa.RecordBatch]) -> Rows:
    found = [row for table in tables for row in table.to_pylist()]
    return sorted(json.dumps(row, sort_keys=True, default=str, ensure_ascii=False) for row in found)


@FEW
@given(LAWS.archives(), LAWS.archives("z"), LAWS.presents(), st.integers(1, 12))
def test_an_archive_in_parts_is_judged_as_a_whole(
    records: list[Json], others: list[Json], now: str | None, size: int
) -> None:
    everything = [*records, *others]

    found, parts = _in_parts(everything, now, size)

    assert found == _whole(everything, now)
    assert parts >= 1


@FEW
@given(LAWS.archives(), LAWS.presents(), st.data())
def test_records_given_twice_change_nothing(records: list[Json], now: str | None, data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(records), max_size=4))

    found, _ = _in_parts([*records, *again], now, 3)

    assert found == _whole(records, now)


def test_an_undated_post_that_answers_itself_may_lie_in_any_span() -> None:
    where: Json = {"channel": "facebook", "account": "acme"}
    post: Json = {"type": "message", "kind": "post", "language": "de", "author": {"id": "a1", "role": "us"}, **where}
    records: list[Json] = [
        {**post, "id": "m0", "in_reply_to": "m0", "text": "Heute im Hafen."},
        {**post, "id": "m1", "published": "2026-01-12T08:00:00+01:00", "text": "Morgen in der Stadt."},
        {"type": "coverage", "from": "2026-01-12T00:00:00+01:00", "until": "2026-01-26T00:00:00+01:00", **where},
    ]

    found, _ = _in_parts(records, None, 3)

    assert found == _whole(records, None)
