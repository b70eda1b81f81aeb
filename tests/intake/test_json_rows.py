"""JSON of other tools through a map: what becomes of it, what stays as it is, and what is told."""

import json

import pytest

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
