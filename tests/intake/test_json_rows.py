"""JSON of other tools through a map: what becomes of it, what stays as it is, and what is told."""

import json
from pathlib import Path

import pytest

from knigge.engine.source import Source
from knigge.intake.archive import tables_of
from knigge.intake.delimited import PLAIN
from knigge.intake.import_map import load_map
from knigge.intake.suggest import suggest
from tests.intake.conftest import Reader

_MAP = """
keys:
  id: number
  text: body.plain
  author.role: {column: way, values: {in: customer, out: us}}
  published: {column: at, format: unix}
"""
_ASKED = {"number": "7", "body": {"plain": "Fährt heute ein Bus?"}, "way": "in", "at": 1_793_000_000}
_ANSWERED = {"number": "8", "body": {"plain": "Ja, um elf."}, "way": "out", "at": 1_793_000_600}


def _lines(*contents: object) -> bytes:
    return "\n".join(json.dumps(each) for each in contents).encode()


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_objects_are_rows_and_keys_inside_are_columns(read: Reader, name: str) -> None:
    content = _lines(_ASKED, _ANSWERED) if name == "a.jsonl" else json.dumps([_ASKED, _ANSWERED], indent=1).encode()

    lines = read(name, content=content, map_=_MAP)

    assert [line.content for line in lines] == [
        {
            "type": "message", "id": "7", "text": "Fährt heute ein Bus?", "author": {"role": "customer"},
            "published": "2026-10-26T07:33:20+00:00",
        },
        {
            "type": "message", "id": "8", "text": "Ja, um elf.", "author": {"role": "us"},
            "published": "2026-10-26T07:43:20+00:00",
        },
    ]  # fmt: skip
    assert not any(line.problem or line.remarks for line in lines)


def test_records_of_our_own_stay_as_they_are(read: Reader) -> None:
    ours = {
        "type": "message",
        "id": "m",
        "text": "Gern.",
        "author": {"id": "a", "role": "us"},
        "published": "2026-03-02",
    }

    first, second = read("a.jsonl", content=_lines(ours, _ASKED), map_=_MAP)

    assert first.content == ours and second.content is not None and second.content["id"] == "7"


def test_a_column_no_object_has_is_told_with_its_place_in_the_map(read: Reader) -> None:
    *records, missing = read(
        "a.jsonl", content=_lines(_ASKED, _ANSWERED), map_=_MAP.replace("column: at", "column: att")
    )

    assert [line.content is not None for line in records] == [True, True]
    assert missing.reason == "column-missing"
    assert missing.problem.startswith("map.yaml:6:23: there is no column `att` here")
    assert "`number`, `body`, `way`, `at`" in missing.problem


def test_what_a_key_cannot_hold_is_told_of_its_line(read: Reader) -> None:
    _, line = read("a.jsonl", content=_lines(_ASKED, {**_ANSWERED, "way": "sideways", "at": None}), map_=_MAP)

    assert [remark.reason for remark in line.remarks] == ["value-unknown"]
    assert line.place == "line 2"


_POSTS = {
    "data": [
        {"id": "p", "message": "Ab Montag wieder.", "from": {"id": "9"}, "comments": {"data": [
            {"id": "c", "message": "Auch abends?", "from": {"id": "8"}}, "kein Objekt",
            {"id": "d", "message": "Ja, bis zehn.", "from": {"id": "9"}},
        ]}},
        {"id": "q", "message": "Wir suchen Leute.", "from": {"id": "9"}},
    ]
}  # fmt: skip
_NESTED = """rows: [data, data.comments.data]
keys: {id: id, text: message, author.id: from.id, in_reply_to: up.id}
"""


def test_lists_inside_objects_hold_rows_that_know_what_they_stand_in(read: Reader) -> None:
    lines = read("a.json", content=json.dumps(_POSTS, indent=1).encode(), map_=_NESTED)

    found = [(line.content or {}) for line in lines]
    assert [(each["id"], each.get("in_reply_to")) for each in found] == [
        ("p", None), ("q", None), ("c", "p"), ("d", "p"),
    ]  # fmt: skip
    assert lines[3].place.endswith("data.comments.data 2")


def test_objects_with_nothing_in_the_list_are_left_out_and_a_list_nobody_has_is_told(read: Reader) -> None:
    first, empty = read(
        "a.jsonl",
        content=_lines(_POSTS, {"data": []}),
        map_=_NESTED.replace(", data.comments.data", "").replace(", in_reply_to: up.id", ""),
    )[1:]
    nowhere = read("a.jsonl", content=_lines(_POSTS), map_=_NESTED.replace("data, data.comments.data", "posts"))

    assert (first.content or {})["id"] == "q" and (empty.reason, empty.skipped) == ("no-rows-inside", True)
    assert [(line.reason, line.skipped) for line in nowhere] == [("no-rows-inside", True), ("rows-missing", False)]
    assert "`posts`" in nowhere[1].problem


def test_a_table_has_rows_of_its_own(read: Reader) -> None:
    (line,) = read("a.csv", content=b"id,message\n1,Hallo\n", map_=_NESTED)

    assert line.reason == "rows-of-table"


@pytest.mark.parametrize(
    ("contents", "wanted"),
    [
        ([_POSTS], {"rows: [data, \"data.comments.data\"]", "in_reply_to: \"up.id\"", "text: message"}),
        (
            [
                {"conversationId": 7, "subject": "Zu voll hier", "parts": [
                    {"body": "Ist es immer so voll?", "way": "in", "ts": 1793000000},
                    {"body": "Nur am Montag.", "way": "out", "ts": 1793000600},
                ]},
                {"conversationId": 8, "subject": "Fragen dazu", "parts": []},
            ],
            {"rows: [parts]", "thread: \"up.conversationId\"", "text: body", "published: {column: ts, format: unix}"},
        ),
    ],
)  # fmt: skip
def test_a_map_is_suggested_for_messages_inside_of_posts_and_conversations(
    contents: list[object], wanted: set[str], tmp_path: Path
) -> None:
    place = tmp_path / "a.jsonl"
    place.write_bytes(_lines(*contents))
    ((_, items),) = tables_of([str(place)], PLAIN, "en", "")

    text = suggest(items, "a.jsonl", "en")
    map_, diagnostics = load_map(Source("map.yaml", text))

    assert map_ is not None and not diagnostics
    assert wanted <= {line.partition("  # ?")[0].strip() for line in text.splitlines()}, text
