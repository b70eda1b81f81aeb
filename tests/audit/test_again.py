"""What is said again is found alike, however the texts are cut into stretches of time; halves of characters too."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from knigge.audit import again, homing, stretches
from knigge.audit.again import find_again
from knigge.audit.gather import record_tables
from knigge.audit.tables import OWN, PART
from knigge.audit.work import as_stream
from knigge.engine.records import crowds
from knigge.engine.records.alike import answers
from knigge.engine.records.essence import Essence, essence
from knigge.engine.records.outlook import Question
from knigge.engine.records.resemblance import Said
from knigge.intake.line import Line

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
ASKED: tuple[Question, ...] = (
    ("past", 0.85, 1.0, timedelta(days=90)),
    ("replies", 0.7, 3.0, timedelta(days=30)),
    ("replies", 0.7, 2.0, timedelta(days=2)),
)
PIECES = (
    "vielen Dank für Ihre Nachricht zu unserem Freibad",
    "die Pumpe wird am Montag vom Hersteller geprüft",
    "Ihre Karte gilt bis zum Ende der Saison weiter",
    "das Becken für Kinder bleibt solange geöffnet",
    "Erstattungen zahlt die Kasse am Eingang sofort aus",
)


def own_texts(number: int, seed: int) -> list[tuple[bool, Said]]:
    """Replies and posts over half a year, put together from few pieces so that many are alike."""
    random = Random(seed)
    found: list[tuple[bool, Said]] = []
    for each in range(number):
        words = " ".join(random.choices(PIECES, k=3)).split()
        words[random.randrange(len(words))] = random.choice(("Sprungturm", "Rutsche", "Sauna", "Liegewiese"))
        at = BEGINNING + timedelta(days=20_000, minutes=random.randrange(250_000)) if random.random() < 0.9 else None
        person = f"p{random.randrange(40)}" if random.random() < 0.9 else None
        core = essence(" ".join(words))
        found.append((random.random() < 0.7, Said(f"m{each}", core, at, person, random.choice(("a", "b")), "haus")))
    return found


def batch_of(rows: list[tuple[bool, Said]]) -> pa.RecordBatch:
    columns: list[list[object]] = [[] for _ in OWN]
    for replies, said in rows:
        core: Essence = said.essence
        at = None if said.at is None else (said.at - BEGINNING) // timedelta(microseconds=1)
        row = (said.id, replies, at, said.person, said.channel, said.account, list(core.words), core.signature)
        for column, value in zip(columns, row, strict=True):
            column.append(value)
    return pa.RecordBatch.from_arrays([pa.array(c, f.type) for c, f in zip(columns, OWN, strict=True)], schema=OWN)


def answered(place: Path) -> list[list[object]]:
    [question] = json.loads(place.read_text("utf-8"))["repeats"]
    found: list[list[object]] = question[4]
    return found


@pytest.mark.parametrize("size", [3, 17, 1000])
def test_stretches_change_no_answer(tmp_path: Path, size: int) -> None:
    texts = own_texts(160, 5)

    told = told_in_stretches(tmp_path, texts, size)

    assert not any(row[-1] for part in told for each in part["repeats"] for row in each[4])


@pytest.mark.parametrize("size", [3, 17, 1000])
def test_stretches_change_no_answer_in_a_crowd(tmp_path: Path, size: int) -> None:
    texts = own_texts(400, 5)

    with patch.multiple(crowds, MANY=50, REACH=60, CROWD=2, _BLOCK=11):
        told = told_in_stretches(tmp_path, texts, size)

    crowded = sum(row[-1] for part in told for each in part["repeats"] for row in each[4])
    assert 20 < crowded < sum(len(each[4]) for part in told for each in part["repeats"])


def told_in_stretches(place: Path, texts: list[tuple[bool, Said]], size: int) -> list[Any]:
    """What is told to three parts, which is what looking at all texts at once tells."""
    names = ["000001", "000002", "000003"]
    for number, name in enumerate(names):
        (place / f"{name}.texts").write_bytes(as_stream(batch_of(texts[number::3])))

    with patch.object(stretches, "TEXTS", size), patch.object(again, "TEXTS", size), patch.object(homing, "_ROWS", 7):
        find_again(place, names, ASKED)

    assert not (place / "again").exists()
    told = [json.loads((place / f"{name}.again.json").read_text("utf-8")) for name in names]
    for number, (pool, share, least, window) in enumerate(ASKED):
        items = [said for replies, said in texts if replies is (pool == "replies")]
        wanted = answers(items, pool, share, int(least), window)
        found = {row[0]: row[1:] for part in told for row in part["repeats"][number][4]}
        assert found == {
            each.id: [each.holds, list(each.alike), each.count, each.closest, each.people, each.at_most, each.more]
            for each in wanted.values()
        }
        assert len(found) > 5
    for number, name in enumerate(names):
        here = {said.id for _, said in texts[number::3]}
        assert {row[0] for each in told[number]["repeats"] for row in each[4]} <= here, name
    return told


def test_a_text_that_is_only_looked_up_has_its_answer_there_too(tmp_path: Path) -> None:
    texts = [each for each in own_texts(160, 2) if each[0]]
    (tmp_path / "a.texts").write_bytes(as_stream(batch_of(texts)))
    find_again(tmp_path, ["a"], ASKED[2:3])
    looked_up = answered(tmp_path / "a.again.json")[3]
    guest = pa.RecordBatch.from_arrays(
        [pa.array([looked_up[0]] if field.name == "id" else [None], field.type) for field in OWN], schema=OWN
    )
    (tmp_path / "b.texts").write_bytes(as_stream(guest))
    find_again(tmp_path, ["a", "b"], ASKED[2:3])
    assert answered(tmp_path / "b.again.json") == [looked_up]
    assert looked_up in answered(tmp_path / "a.again.json")


def test_half_a_character_stops_no_audit() -> None:
    raw = rb'{"type": "message", "id": "m\udc00", "channel": "a", "text": "cut \ud83d and whole \ud83d\ude00"}'
    line = Line("archive", "line 1", json.loads(raw), "", raw)
    [table] = record_tables([line], "", "en")
    body = json.loads(table.column("body")[0].as_py())
    assert body["text"] == "cut \N{REPLACEMENT CHARACTER} and whole \N{GRINNING FACE}"
    assert table.column("id")[0].as_py() == body["id"] == "m\N{REPLACEMENT CHARACTER}"


def test_where_texts_of_a_part_are_missing_only_what_is_certain_is_answered(tmp_path: Path) -> None:
    texts = [each for each in own_texts(160, 2) if each[0]]
    (tmp_path / "a.texts").write_bytes(as_stream(batch_of(texts)))
    assert find_again(tmp_path, ["a"], ASKED[2:3]) == {}
    certain = {row[0] for row in json.loads((tmp_path / "a.again.json").read_text("utf-8"))["repeats"][0][4] if row[1]}
    rows = {"type": ["message", "ticket"], "id": ["lost", "t"]}
    lost = [pa.array(rows.get(field.name, [None, None]), field.type) for field in PART]
    pq.write_table(pa.Table.from_arrays(lost, schema=PART), tmp_path / "b.parquet")

    unread = find_again(tmp_path, ["a", "b"], ASKED[2:3])

    told = {name: json.loads((tmp_path / f"{name}.again.json").read_text("utf-8")) for name in ("a", "b")}
    holds = {name: {row[0]: row[1] for row in each["repeats"][0][4]} for name, each in told.items()}
    assert unread == {"b": 1}
    assert certain and holds["a"] == {said.id: True if said.id in certain else None for _, said in texts}
    assert holds["b"] == {"lost": None}
    assert told["b"]["lacking"] == {"lost": ["text"]}
