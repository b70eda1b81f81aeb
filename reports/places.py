"""Where a finding stands: the file, line and column of the words, also inside a line of JSON."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from ..engine.values import dataclass

_DECODER: Final = json.JSONDecoder()
_BLANKS: Final = " \t\n\r"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text or record stands: the code points `start`..`end` of the `content` of `name`.

    `on_disk` is False for standard input and texts of the command line. `is_record`: the range is one JSON object.
    """

    name: str
    content: str
    start: int
    end: int
    on_disk: bool = True
    is_record: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """A range of a file. Lines and columns count from 1, `end_column` is the first behind it; all in code points.

    A mark of byte order at the beginning of the file does not count.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    offset: int
    length: int


def locate(origin: Origin, text: str, start: int, end: int) -> tuple[Region, bool]:
    """The range of the code points `start`..`end` of `text`, and whether it is exact.

    In a record it is looked for in its top-level `text`; where the record holds another text, the whole record.
    """
    if not origin.is_record:
        return _region(origin, origin.start + start, origin.start + end), True
    found = _text_in(origin.content[origin.start : origin.end])
    if found is None or found[0] != text:
        return whole_of(origin), False
    raw = list(_raw_starts(origin.content, origin.start + found[1], origin.start + found[2]))
    return _region(origin, raw[start], raw[end]), True


def whole_of(origin: Origin) -> Region:
    """The range of the whole text or record."""
    return _region(origin, origin.start, origin.end)


def position(content: str, at: int) -> tuple[int, int]:
    """The line and the column of a code point, both from 1."""
    starts = _line_starts(content)
    line = bisect_right(starts, at)
    return line, at - starts[line - 1] + 1


def record_at(name: str, content: str, line: int, column: int, on_disk: bool) -> Origin:
    """The record that begins at or behind a place, of JSON Lines or of a JSON list; lines end with line feeds only."""
    begin = content.find("{", _line_starts(content)[line - 1] + column - 1)
    return Origin(name, content, begin, _DECODER.raw_decode(content, begin)[1], on_disk, True)


def text_of(origin: Origin) -> str | None:
    """The text at a place: of a record its `text`, None where that is missing."""
    there = origin.content[origin.start : origin.end]
    if not origin.is_record:
        return there
    found = _text_in(there)
    return found[0] if found else None


def replacement(origin: Origin, text: str) -> str:
    """A text as it must be written at its place: inside JSON, with its escapes."""
    return json.dumps(text, ensure_ascii=False)[1:-1] if origin.is_record else text


def _region(origin: Origin, start: int, end: int) -> Region:
    return Region(*position(origin.content, start), *position(origin.content, end), start, end - start)


@lru_cache(maxsize=16)  # a run goes through its files one after the other
def _line_starts(content: str) -> tuple[int, ...]:
    starts = [0]
    at = content.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = content.find("\n", at + 1)
    return tuple(starts)


def _text_in(record: str) -> tuple[str, int, int] | None:
    """The top-level `text` of a JSON object, and where its characters begin and end between the quotation marks.

    Where a key comes twice the last one counts, as for every reader of JSON.
    """
    found = None
    at = _past(record, record.find("{") + 1)
    while record[at] != "}":
        key, at = _DECODER.raw_decode(record, at)
        begin = _past(record, _past(record, at) + 1)
        value, end = _DECODER.raw_decode(record, begin)
        if key == "text":
            found = (value, begin + 1, end - 1) if isinstance(value, str) else None
        at = _past(record, end)
        if record[at] == ",":
            at = _past(record, at + 1)
    return found


def _past(record: str, at: int) -> int:
    while record[at] in _BLANKS:
        at += 1
    return at


def _raw_starts(content: str, first: int, last: int) -> Iterator[int]:
    """Where each code point of a JSON string is written, and where the last one ends."""
    at = first
    while at < last:
        yield at
        if content[at] != "\\":
            at += 1
        elif content[at + 1] != "u":
            at += 2
        else:
            paired = _unit(content, at) in range(0xD800, 0xDC00) and _unit(content, at + 6) in range(0xDC00, 0xE000)
            at += 12 if paired else 6
    yield last


def _unit(content: str, at: int) -> int:
    """The number of an escape like \\u00fc, -1 where none stands."""
    return int(content[at + 2 : at + 6], 16) if content[at : at + 2] == "\\u" else -1
