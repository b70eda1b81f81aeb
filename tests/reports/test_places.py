"""Where words stand: file, line and column, also inside JSON."""

from __future__ import annotations

import json
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from knigge.reports.places import Origin, Region, locate, record_at, replacement, text_of, whole_of

_ANY: Final = st.text(st.characters(), max_size=40)  # with half surrogate pairs
_BETWEEN: Final = st.sampled_from(["", " ", "\t", "  "])


def test_a_place_in_a_draft_counts_the_lines_above_it() -> None:
    origin = Origin("a.txt", "> Frage\n\nEins.\nZwei drei.", 9, 25)

    region, exact = locate(origin, "Eins.\nZwei drei.", 6, 10)

    assert (region, exact) == (Region(4, 1, 4, 5, 15, 4), True)


def test_a_place_in_a_record_counts_its_escapes() -> None:
    content = '{"id": "m1"}\n  {"text": "\\u00c4 \\ud83d\\ude00 \\"so\\" nicht", "id": "m2"} \r\n'
    origin = record_at("a.jsonl", content, 2, 1, True)

    region, exact = locate(origin, 'Ä 😀 "so" nicht', 2, 8)

    assert exact
    assert content[region.offset : region.offset + region.length] == '\\ud83d\\ude00 \\"so\\"'
    assert (region.line, region.column) == (2, 20)


def test_a_record_without_the_text_is_pointed_at_as_a_whole() -> None:
    origin = record_at("a.jsonl", '{"id": "x", "text": null}', 1, 1, True)

    assert locate(origin, "Post", 0, 4) == (Region(1, 1, 1, 26, 0, 25), False)
    assert text_of(origin) is None


def test_of_a_key_that_comes_twice_the_last_counts() -> None:
    origin = record_at("a.jsonl", '{"text": "a", "x": {"text": "b"}, "text": "c"}', 1, 1, True)

    assert text_of(origin) == "c"
    assert locate(origin, "c", 0, 1)[0].column == 44


def test_a_replacement_in_a_record_is_written_as_json() -> None:
    origin = record_at("a.jsonl", '{"text": "a"}', 1, 1, True)

    assert replacement(origin, 'sag "ja"\n') == 'sag \\"ja\\"\\n'
    assert replacement(Origin("a.txt", "a", 0, 1), '"') == '"'


@given(_ANY, _ANY, st.booleans(), _BETWEEN, st.data())
def test_what_stands_at_a_place_reads_as_the_words_found(
    text: str, other: str, ascii_only: bool, between: str, data: st.DataObject
) -> None:
    record = json.dumps({"a": [other, {"text": other}], "text": text, "z": other}, ensure_ascii=ascii_only)
    record = record.replace(", ", f"{between},{between}") if "," not in text + other else record
    content = f"{{}}\n{between}{record}{between}\n"
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    region, exact = locate(record_at("a.jsonl", content, 2, 1, True), text, start, end)

    raw = content[region.offset : region.offset + region.length]
    assert exact
    assert json.loads(f'"{raw}"') == text[start:end] or _splits_a_pair(text, start, end)


@given(_ANY, _ANY)
def test_line_and_column_lead_to_the_offset(before: str, text: str) -> None:
    content = before + text
    origin = Origin("a.txt", content, len(before), len(content))

    region = whole_of(origin)

    lines = content.split("\n")
    offset = sum(len(line) + 1 for line in lines[: region.line - 1]) + region.column - 1
    end = sum(len(line) + 1 for line in lines[: region.end_line - 1]) + region.end_column - 1
    assert (offset, end) == (region.offset, region.offset + region.length)


def _splits_a_pair(text: str, start: int, end: int) -> bool:
    """Half pairs that stand beside each other read as one sign; no reader of JSON can tell them apart."""
    return any("\ud800" <= sign <= "\udfff" for sign in text)
