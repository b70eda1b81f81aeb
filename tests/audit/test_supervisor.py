"""Workers make room for fresh ones after some tasks; nothing is lost by it."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from knigge.audit import supervisor
from knigge.audit.batch import Brief
from knigge.audit.supervisor import Done, Supervisor
from knigge.audit.tables import PART
from knigge.audit.work import Task
from knigge.commands.programs import load_program
from knigge.engine.records.eras import Eras

POLICY: Final = Path(__file__).parents[1] / "cases/audit/small.yaml"


class Counting(Supervisor):
    """Counts how many workers went."""

    gone = 0

    def _dismiss(self, worker: supervisor._Worker) -> None:
        self.gone += 1
        super()._dismiss(worker)


def prepared(tmp_path: Path) -> tuple[Path, list[Task]]:
    """The brief of a run, and five parts of one message each."""
    brief = tmp_path / "brief.pickle"
    brief.write_bytes(pickle.dumps(Brief(Eras((load_program(str(POLICY)),)), None, "en", b"key")))
    tasks = []
    for number in range(5):
        told = {
            "id": f"m{number}", "channel": "facebook", "kind": "reply", "author": {"id": "a", "role": "us"},
            "published": "2026-03-02T09:00:00+01:00", "language": "de",
            "text": "Ruhe jetzt!" if number % 2 else "Wir sehen nach.",
        }  # fmt: skip
        name, body = f"m{number}", json.dumps({"type": "message", **told})
        rows = [(False, "outlook", "", "", "{}", "", ""), (True, "message", name, name, body, "archive", "1")]
        columns = [pa.array(column, field.type) for column, field in zip(zip(*rows, strict=True), PART, strict=True)]
        pq.write_table(pa.Table.from_arrays(columns, schema=PART), tmp_path / f"{number}.parquet")
        tasks.append(Task(str(number), str(tmp_path / f"{number}.parquet"), str(tmp_path / f"done{number}")))
    return brief, tasks


@pytest.mark.parametrize(("shift", "gone"), [(1, 4), (2, 2), (9, 0)])
def test_a_worker_makes_room_after_its_shift(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shift: int, gone: int
) -> None:
    monkeypatch.setattr(supervisor, "_SHIFT", shift)
    brief, tasks = prepared(tmp_path)
    done: list[Done] = []

    watched = Counting(brief, 1)
    watched.run(tasks, done.append, lambda: None)

    assert watched.gone == gone
    assert [each.name for each in done] == ["0", "1", "2", "3", "4"]
    tables = [pq.read_table(f"{each.target}.verdicts.parquet").to_pylist() for each in tasks]
    found = [[row["verdict"] for row in table if row["rule"] == "own.shouting"] for table in tables]
    assert found == [["fulfilled"], ["violation"]] * 2 + [["fulfilled"]]


def test_a_large_part_is_given_more_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows are very many where a hundred-thousandth of one is usual: a thousandth of a second becomes minutes."""
    monkeypatch.setattr(supervisor, "SIZE", 0.00001)
    brief, tasks = prepared(tmp_path)
    done: list[Done] = []

    Supervisor(brief, 1, patience=0.001).run(tasks[:1], done.append, lambda: None)

    assert [each.counts.get("judged") for each in done] == [1]
