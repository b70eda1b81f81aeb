"""JSON Lines and JSON lists -> lines, one at a time: what cannot be read is said, and the next one is read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO, Final, NoReturn

import msgspec

from .line import LONGEST, Line, Trouble, troubled
from .parser_words import parser_told
from .streams import raw_lines
from .words import entry_word, kind_of, line_word, size

_CHUNK: Final = 1024 * 1024
_LIST: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{")
_BARE: Final = ("true", "false", "null", "-", ".")
_ESCAPE: Final = re.compile(r"u[0-9A-Fa-f]{0,4}")
UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
"""How UTF-16 begins."""


def read_json_lines(source: str, stream: BinaryIO, speech: str, longest: int = LONGEST) -> Iterator[Line]:
    """Every line that is not blank, in order; the bytes of a record stay as they were written."""
    word = line_word(speech)
    decode = msgspec.json.Decoder().decode
    for number, line in enumerate(raw_lines(stream, longest), start=1):
        place = f"{word} {number}"
        if line is None:
            yield troubled(source, place, Trouble("too-long", limit=size(longest)), speech)
            continue
        written = line.strip()
        if not written:
            continue
        try:
            content: object = decode(written)
        except (ValueError, RecursionError):
            if number == 1 and written.startswith(UTF_16):
                raise Trouble("utf-16") from None
            if not line.endswith(b"\n") and _breaks_off(written):
                yield troubled(source, place, Trouble("cut-line"), speech)
            else:
                yield _second_look(source, place, written, speech)
            continue
        yield _line(source, place, content, written, speech)


def read_json_values(source: str, stream: BinaryIO, speech: str, longest: int = LONGEST) -> Iterator[Line]:
    """The elements of a JSON list, or objects that stand one after the other in any layout."""
    word = entry_word(speech)
    decode = msgspec.json.Decoder().decode
    for number, written in enumerate(_elements(stream, longest), start=1):
        place = f"{word} {number}"
        if isinstance(written, Trouble):
            yield troubled(source, place, written, speech)
            continue
        try:
            content: object = decode(written)
        except (ValueError, RecursionError):
            yield _second_look(source, place, written, speech)
            continue
        yield _line(source, place, content, canonical(content), speech)


def canonical(content: object) -> bytes:
    """JSON on one line, in UTF-8; lone surrogates, which UTF-8 has no bytes for, are escapes."""
    try:
        return msgspec.json.encode(content)
    except (UnicodeEncodeError, OverflowError):
        return json.dumps(content, separators=(",", ":")).encode()


def holds_lines(start: bytes) -> bool:
    """Whether a file that begins so is JSON Lines: its first line that is not blank is a whole object."""
    first = start.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    try:
        return isinstance(msgspec.json.decode(first), dict)
    except (ValueError, RecursionError):
        return False


def holds_list(start: bytes) -> bool:
    """Whether a file that begins so is one list of objects, whatever its name says: so some tools export."""
    return _LIST.match(start) is not None


def _line(source: str, place: str, content: object, raw: bytes, speech: str) -> Line:
    if isinstance(content, dict):
        return Line(source, place, content, "", raw)
    return troubled(source, place, Trouble("no-object", kind=kind_of(content, speech)), speech)


def _second_look(source: str, place: str, written: bytes, speech: str) -> Line:
    """What the fast reader refused: read by the library's own, which takes lone surrogates, or why not."""
    try:
        content: object = parsed(written)
    except Trouble as trouble:
        return troubled(source, place, trouble, speech)
    return _line(source, place, content, canonical(content), speech)


def parsed(written: bytes) -> object:
    """The JSON value of a line, or Trouble."""
    if b"\0" in written:
        raise Trouble("nul")
    try:
        value: object = json.loads(written.decode("utf-8"), strict=False, parse_constant=_no_number)
    except UnicodeDecodeError as problem:
        raise Trouble("encoding", encoding="UTF-8", byte=problem.start + 1) from None
    except json.JSONDecodeError as problem:
        why = parser_told(problem.msg, "de"), problem.msg
        raise Trouble("not-json", why=why, column=problem.colno) from None
    except ValueError:
        raise Trouble("long-number") from None
    except RecursionError:
        raise Trouble("nested") from None
    return value


def _no_number(name: str) -> NoReturn:
    raise Trouble("not-json", why=(f"{name} ist keine Zahl", f"{name} is no number"), column="?")


def _breaks_off(written: bytes) -> bool:
    """Whether nothing is wrong with the text of an object but that it ends."""
    if not written.startswith(b"{"):
        return False
    try:
        json.loads(written.decode("utf-8"), strict=False)
    except UnicodeDecodeError as problem:
        return problem.reason == "unexpected end of data"
    except json.JSONDecodeError as problem:
        rest = problem.doc[problem.pos :]
        begun = any(word.startswith(rest) for word in _BARE) or _ESCAPE.fullmatch(rest) is not None
        return problem.msg.startswith("Unterminated string") or (begun and problem.msg != "Extra data")
    except (ValueError, RecursionError):
        return False
    return False


# Up to the next bracket; whole texts are stepped over at once, one that is not whole yet ends the step.
_STEP: Final = re.compile(rb'(?:[^"{}\[\]]|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+(["{}\[\]]?)', re.DOTALL)
_SIGN: Final = re.compile(rb'\\.|["{}\[\]]', re.DOTALL)


def _elements(stream: BinaryIO, longest: int) -> Iterator[bytes | Trouble]:
    """The bytes of each element; between them nothing but commas and blanks is expected.

    No library gives the elements of a long list one by one and goes on behind a broken one, so brackets are counted.
    """
    buffer = stream.read(_CHUNK).removeprefix(b"\xef\xbb\xbf").lstrip()
    if buffer.startswith(UTF_16):
        raise Trouble("utf-16")
    listed = buffer.startswith(b"[")
    at = 1 if listed else 0
    start, depth, wanted = at, 0, _CHUNK
    while True:
        found = _STEP.match(buffer, at)
        sign = found[1] if found else b""
        if not found or sign in (b"", b'"'):  # the rest of what was read so far holds no bracket
            resume = found.start(1) if found and sign else len(buffer)
            if len(buffer) - start > longest:
                depth, buffer = _passed_over(stream, buffer, start)
                yield Trouble("too-long", limit=size(longest))
                at, start = 0, 0
                if depth < 0:
                    return
                depth = 0
                continue
            if depth == 0 and sign == b"" and (between := _between(buffer[start:])) is not None:
                yield between
                start = len(buffer)
            more = stream.read(wanted)
            if not more:
                break
            buffer, at, start = buffer[start:] + more, resume - start, 0
            wanted = min(2 * wanted, longest) if sign else _CHUNK
            continue
        at = found.end()
        if sign in (b"{", b"["):
            if depth == 0:
                if (between := _between(buffer[start : at - 1])) is not None:
                    yield between
                start = at - 1
            depth += 1
        elif depth > 1:
            depth -= 1
        elif depth == 1:
            depth = 0
            yield buffer[start:at]
            start = at
        else:
            if (between := _between(buffer[start : at - 1])) is not None:
                yield between
            if buffer[at:].strip() or stream.read(_CHUNK).strip():
                yield Trouble("behind-list")
            return
    if depth or listed:
        yield Trouble("broken-list")
    elif (between := _between(buffer[start:])) is not None:
        yield between


def _between(written: bytes) -> Trouble | None:
    """What stands between two objects, if it is more than a comma."""
    bare = written.strip(b" \t\r\n,")
    if not bare:
        return None
    shown = f"`{bare[:40].decode('utf-8', 'replace')}`"
    return Trouble("not-json", why=(f"{shown} zwischen zwei Objekten", f"{shown} between two objects"), column="?")


def _passed_over(stream: BinaryIO, buffer: bytes, start: int) -> tuple[int, bytes]:
    """Read on to the end of the element that begins at `start`, without keeping it.

    Gives 0 and what follows, or -1 where the stream ends first.
    """
    depth, inside, piece = 0, False, buffer[start:]
    while piece:
        held = 0
        for found in _SIGN.finditer(piece):
            sign = found.group()
            if sign.startswith(b"\\"):
                continue
            if sign == b'"':
                inside = not inside
            elif not inside:
                depth += 1 if sign in (b"{", b"[") else -1
                if depth <= 0:
                    return 0, piece[found.end() :]
        if piece.endswith(b"\\") and (len(piece) - len(piece.rstrip(b"\\"))) % 2:
            held = 1
        piece = piece[len(piece) - held :] + (more := stream.read(_CHUNK))
        if not more:
            break
    return -1, b""
