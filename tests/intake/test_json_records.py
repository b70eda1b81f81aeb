"""JSON Lines and JSON lists are read record by record; what is broken is named and the rest goes on."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.intake.json_records import read_json_lines, read_json_values
from knigge.intake.line import LONGEST, Line, Trouble

from .conftest import Reader

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_RECORDS = st.lists(st.dictionaries(st.text(), _VALUES, max_size=4), max_size=6)


def _shown(lines: list[Line]) -> list[tuple[str, str]]:
    return [(line.place, line.reason) for line in lines]


def test_each_line_is_named_by_its_number_and_kept_as_written(read: Reader) -> None:
    lines = read("a.jsonl", content='\ufeff{"text": "Grüße",  "a":1}\r\n\n{"text":"b"}'.encode())

    assert [(line.place, line.raw) for line in lines] == [
        ("line 1", '{"text": "Grüße",  "a":1}'.encode()),
        ("line 3", b'{"text":"b"}'),
    ]
    assert lines[0].content == {"text": "Grüße", "a": 1}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "a"', "not-json"),
        (b'{"text": NaN}', "not-json"),
        (b'"text"', "no-object"),
        (b"[1]", "no-object"),
        (b'{"text": "\xe4"}', "encoding"),
        (b"\0\0\0\0", "nul"),
        (b'{"text": "a\0b"}', "nul"),
        (b"[" * 100_000, "nested"),
        (b'{"n": ' + b"9" * 5000 + b"}", "long-number"),
    ],
)
def test_a_broken_line_is_named_and_the_next_is_read(read: Reader, line: bytes, reason: str) -> None:
    lines = read("a.jsonl", content=b'{"text":"1"}\n' + line + b'\n{"text":"3"}\n')

    assert _shown(lines) == [("line 1", ""), ("line 2", reason), ("line 3", "")]
    assert lines[1].problem
    assert lines[1].raw == b""


def test_a_last_line_that_breaks_off_is_told_as_that_wherever_it_does() -> None:
    whole = '{"id": "a\\u00e4b", "n": -12.5, "t": true, "f": null, "l": [1, {"x": 2}], "s": "q\\"uö"}'.encode()

    for end in range(1, len(whole)):
        lines = list(read_json_lines("a", io.BytesIO(b'{"text":"1"}\n' + whole[:end]), "en"))
        assert _shown(lines) == [("line 1", ""), ("line 2", "cut-line")], whole[:end]


@pytest.mark.parametrize(
    "line", [b'{"a": 1,, "b": 2}', b'{"a": 1} x', b'{"a": 1}t', b'{"a": nope', b'{"a": "\xe4"}', b"text", b"[1"]
)
def test_a_last_line_that_is_wrong_in_its_middle_does_not_break_off(line: bytes) -> None:
    (told,) = read_json_lines("a", io.BytesIO(line), "en")

    assert told.reason in ("not-json", "encoding")


def test_what_is_no_json_is_told_in_one_language() -> None:
    wrong = b'{"a" 1}\n{"a": NaN}\n'
    german = [each.problem for each in read_json_lines("a", io.BytesIO(wrong), "de")]
    between = [each.problem for each in read_json_values("a", io.BytesIO(b'[{"a":1}, 7]'), "de")]

    assert german == [
        "kein JSON (hier fehlt ein Doppelpunkt, Spalte 6)", "kein JSON (NaN ist keine Zahl, Spalte ?)",
    ]  # fmt: skip
    assert between[1] == "kein JSON (`7` zwischen zwei Objekten, Spalte ?)"
    assert "(Expecting ':' delimiter, column 6)" in next(read_json_lines("a", io.BytesIO(wrong), "en")).problem


def test_a_lone_surrogate_is_kept_as_an_escape(read: Reader) -> None:
    (line,) = read("a.jsonl", content=b'{"text":"\\ud83d"}\n')

    assert line.content == {"text": "\ud83d"}
    assert json.loads(line.raw) == line.content


def test_utf_16_is_said_once(read: Reader) -> None:
    lines = read("a.jsonl", content='{"text":"a"}\n{"text":"b"}\n'.encode("utf-16"))

    assert _shown(lines) == [("", "utf-16")]


def test_a_line_that_is_too_long_is_passed_over(read: Reader) -> None:
    long = b'{"text":"' + b"x" * LONGEST + b'"}'

    lines = read("a.jsonl", content=b'{"text":"1"}\n' + long + b'\n{"text":"3"}\n' + long)

    assert _shown(lines) == [("line 1", ""), ("line 2", "too-long"), ("line 3", ""), ("line 4", "too-long")]
    assert "50 MB" in lines[1].problem


def test_a_list_gives_its_elements_in_any_layout(read: Reader) -> None:
    content = b' [ {"text": "]}\\"[{"},\n  {\n "text": {"a": [1, {}]}}\n , {} ]\n'

    lines = read("a.json", content=content)

    assert [line.content for line in lines] == [{"text": ']}"[{'}, {"text": {"a": [1, {}]}}, {}]
    assert [line.place for line in lines] == ["entry 1", "entry 2", "entry 3"]
    assert lines[1].raw == b'{"text":{"a":[1,{}]}}'


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b'[{"a":1},{"a":}, {"a":3}]', ["", "not-json", ""]),
        (b'[{"a":1}, 7, "x", {"a":3}]', ["", "not-json", ""]),
        (b'[{"a":1},{"a":"', ["", "broken-list"]),
        (b'[{"a":1}', ["", "broken-list"]),
        (b'[{"a":1}] x', ["", "behind-list"]),
        (b'[{"a":1}, [2], {"a":3}]', ["", "no-object", ""]),
        (b'{\n"a":1}\n{\n"a":2}', ["", ""]),
        (b'{"a":1}\n{"a":}\n{"a":3}', ["", "not-json", ""]),
        (b"[]", ["no-rows"]),
        (b"[", ["broken-list"]),
        (b"nonsense", ["not-json"]),
    ],
)
def test_a_broken_element_does_not_take_the_others_along(read: Reader, content: bytes, found: list[str]) -> None:
    assert [line.reason for line in read("a.json", content=content)] == found


def test_an_element_that_is_too_long_is_passed_over() -> None:
    long = b'{"t":"' + b'\\"}' * 2_000_000 + b'"}'
    stream = io.BytesIO(b'[{"a":1}, ' + long + b', {"a":3}]')

    lines = list(read_json_values("x", stream, "en", 3_000_000))

    assert [(line.content, line.reason) for line in lines] == [
        ({"a": 1}, ""), (None, "too-long"), ({"a": 3}, ""),
    ]  # fmt: skip


@given(_RECORDS, st.sampled_from([None, 0, 2]))
def test_a_list_gives_what_went_in(records: list[dict[str, object]], indent: int | None) -> None:
    stream = io.BytesIO(json.dumps(records, indent=indent).encode())

    lines = list(read_json_values("x", stream, "en"))

    assert [line.content for line in lines] == records
    assert [json.loads(line.raw) for line in lines] == records


@given(st.binary(max_size=400))
def test_no_bytes_crash_the_readers(content: bytes) -> None:
    for reader in (read_json_lines, read_json_values):
        try:
            lines = list(reader("x", io.BytesIO(content), "de"))
        except Trouble as trouble:
            assert trouble.reason == "utf-16"
            continue
        assert all((line.content is None) == bool(line.problem) for line in lines)


def test_the_digest_of_an_input_is_that_of_the_file(tmp_path: Path) -> None:
    from hashlib import sha256

    from knigge.intake.sources import inputs_of

    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text":"a"}\n')

    (found, database) = inputs_of([str(path), "postgresql://anna:secret@host/db"], "select 1")

    assert (found.format, found.bytes, found.sha256) == ("json lines", 13, sha256(b'{"text":"a"}\n').hexdigest())
    assert database.name == "postgresql://anna@host/db (select 1)"
