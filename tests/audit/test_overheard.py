"""What was heard in the threads is told to the timelines: they say the same, and do not hear it again."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from knigge.audit.batch import Brief
from knigge.audit.gather import gather
from knigge.audit.overheard import bring_heard
from knigge.audit.part_files import write_parts
from knigge.audit.plan import divide
from knigge.audit.store import Store
from knigge.audit.tables import PART
from knigge.audit.work import Task, carry_out, heard_beside, read_file
from knigge.commands.programs import load_program
from knigge.engine.record import Exchange
from knigge.engine.records.court import Court
from knigge.engine.records.eras import Eras
from knigge.engine.scene import Scene
from knigge.intake.line import Line

POLICY = """
policy: rates
packs: [dialogue]
"""
Json = dict[str, object]


def month() -> list[Json]:
    """Eight posts, each with a question and a complaint below it; two of the questions are answered."""
    found: list[Json] = [
        {"type": "coverage", "channel": "facebook", "account": "acme", "from": "2026-03-01T00:00:00+01:00",
         "until": "2026-04-02T00:00:00+02:00"}
    ]  # fmt: skip
    for day in range(8):
        found.append(said(day, 0, "us", "Der Lesesaal hat wieder offen.", "post", None))
        found.append(said(day, 1, "customer", "Ab wann gilt das?", "comment", 0))
        found.append(said(day, 2, "customer", "Die Heizung ist schon wieder kaputt, eine Frechheit.", "comment", 0))
        if day < 2:
            found.append(said(day, 3, "us", "Ab Montag um neun.", "reply", 1))
    return found


def said(day: int, number: int, role: str, text: str, kind: str, to: int | None) -> Json:
    """A message in the thread of that day; `to` is the number of the one it answers."""
    at = datetime.fromisoformat("2026-03-02T09:00:00+01:00") + timedelta(days=day, minutes=number)
    return {
        "type": "message", "id": f"m{day}{number}", "thread": f"t{day}", "channel": "facebook", "account": "acme",
        "language": "de", "author": {"id": "us" if role == "us" else f"c{day}{number}", "role": role}, "kind": kind,
        "text": text, "published": at.isoformat(), "in_reply_to": None if to is None else f"m{day}{to}",
    }  # fmt: skip


def test_timelines_say_the_same_and_hear_nothing_again(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(POLICY)
    program = load_program(str(tmp_path / "p.yaml"))
    brief = Brief(Eras((program,)), datetime.fromisoformat("2026-05-01T09:00:00+02:00"), "de", b"0123456789abcdef")
    lines = [
        Line("a", f"line {at}", each, "", json.dumps(each, ensure_ascii=False).encode())
        for at, each in enumerate(month())
    ]
    store = Store(tmp_path / "records.duckdb")
    gather(lines, store, "", "de", lambda _number: None)
    planned = divide(store, brief.eras, 4)
    parts = dict(write_parts(store, planned.whole, planned.periods, tmp_path))
    store.close()
    threads = [name for name in parts if int(name) not in planned.periods]
    timelines = [name for name in parts if int(name) in planned.periods]
    assert len(threads) > 1 and timelines
    alone = {name: _judged(name, tmp_path, brief) for name in timelines}
    for name in threads:
        _judged(name, tmp_path, brief)
        assert heard_beside(tmp_path / f"done-{name}").exists()
    bring_heard(tmp_path, timelines, tmp_path, [f"done-{name}" for name in threads])
    told = {name: _judged(name, tmp_path, brief) for name in timelines}

    assert [rows for rows, _ in told.values()] == [rows for rows, _ in alone.values()]
    found = {(rule, outcome) for rows, _ in told.values() for _, rule, outcome, _ in rows}
    assert ("dialogue.one-way", "violation") in found
    assert any(answers for _, answers in alone.values())
    assert not any(answers for _, answers in told.values())


def _judged(name: str, place: Path, brief: Brief) -> tuple[list[tuple[object, ...]], set[str]]:
    """The verdicts of a part, and which comments and replies were read for them."""
    read: list[str] = []
    staged = Court._stage

    def note(court: Court, exchange: Exchange) -> Scene:
        read.append(exchange.message.id)
        return staged(court, exchange)

    with patch.object(Court, "_stage", note):
        carry_out(Task(name, str(place / f"{name}.parquet"), str(place / f"done-{name}")), brief)
    rows = read_file(place / f"done-{name}.verdicts.parquet").to_pylist()
    return sorted((row["id"], row["rule"], row["verdict"], row["nth"]) for row in rows), {
        each for each in read if each.startswith("m") and not each.endswith("0")
    }


@pytest.mark.parametrize("answered", [[], ["gone"]])
def test_where_nothing_was_heard_nothing_is_told(tmp_path: Path, answered: list[str]) -> None:
    """An answer that is an error has heard nothing."""

    pq.write_table(
        pa.Table.from_pylist([{"judge": True, "type": "period", "id": "w"}], schema=PART), tmp_path / "000001.parquet"
    )
    bring_heard(tmp_path, ["000001"], tmp_path, answered)
    assert read_file(heard_beside(tmp_path / "000001")).num_rows == 0
