"""Bytes of a table -> lines of text: the encoding is found by reading, not guessed from a few bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Final

from ..engine.values import dataclass
from .line import LONGEST, Trouble
from .streams import raw_lines
from .words import size

WINDOWS: Final = "windows-1252"
UTF_8: Final = "utf-8"
_MARKS: Final = ((b"\xef\xbb\xbf", UTF_8), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE: Final = 64 * 1024
_ENOUGH: Final = 100  # lines that are UTF-8 beyond doubt
_RARE: Final = 20  # times as many lines in another encoding make the few that look like UTF-8 a chance


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line with its end; or an empty text and the trouble with it."""

    text: str
    trouble: Trouble | None = None


def encoding_of(opened: Callable[[], AbstractContextManager[io.BufferedReader]]) -> str:
    """UTF-8, UTF-16 or Windows-1252: by the mark at the start, else by what the lines beyond ASCII are.

    Windows-1252 where nearly none of them is UTF-8 (a few may look so by chance). Else it is UTF-8, and the lines that
    are not, in a file that mixes encodings, are named one by one when it is read.
    """
    with opened() as stream:
        start = stream.read(_SAMPLE)
        for mark, name in _MARKS:
            if start.startswith(mark):
                return name
        for zeros, name in ((start[1::2], "utf-16-le"), (start[0::2], "utf-16-be")):
            if zeros.count(0) > len(start) // 3:
                return name
        sound = other = 0
        for block in _blocks(stream, start):
            for line in () if block.isascii() else block.split(b"\n"):
                if not line.isascii():
                    fits = _is_utf_8(line)
                    sound, other = sound + fits, other + (not fits)
            if sound > max(_ENOUGH, other):
                return UTF_8
        return WINDOWS if other > _RARE * sound else UTF_8


def _blocks(stream: io.BufferedReader, start: bytes) -> Iterator[bytes]:
    """Whole lines in pieces; where the stream breaks, which the reading proper will name, it ends."""
    rest = b""
    while start:
        block = rest + start
        cut = block.rfind(b"\n") + 1 or (len(block) if len(block) > LONGEST else 0)
        yield block[:cut]
        rest = block[cut:]
        try:
            start = stream.read(_SAMPLE)
        except Trouble:
            return
    yield rest


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode(UTF_8)
    except UnicodeDecodeError:
        return False
    return True


def text_lines(stream: io.BufferedReader, encoding: str, longest: int = LONGEST) -> Iterator[TextLine]:
    """The lines of a table in that encoding; what of it cannot be read is named."""
    start = stream.peek(_SAMPLE)
    old_mac = b"\r" in start and b"\n" not in start
    if old_mac or encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32")):
        yield from _decoded_whole(stream, encoding, longest)
        return
    for line in raw_lines(stream, longest):
        if line is None:
            yield TextLine("", Trouble("too-long", limit=size(longest)))
            continue
        try:
            text = line.decode(encoding)
        except UnicodeDecodeError as problem:
            whole = line.decode(encoding, "replace")  # so that a row over several lines keeps its shape
            yield TextLine(whole, Trouble("encoding", encoding=encoding.upper(), byte=problem.start + 1))
            continue
        yield TextLine(text, Trouble("nul") if "\0" in text else None)


def _decoded_whole(stream: io.BufferedReader, encoding: str, longest: int) -> Iterator[TextLine]:
    """Encodings in which a line does not end in one byte; behind a mistake nothing can be read."""
    reader = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        while text := reader.readline(longest):
            if len(text) >= longest:
                while (rest := reader.readline(_SAMPLE)) and not rest.endswith(("\n", "\r")):
                    pass
                yield TextLine("", Trouble("too-long", limit=size(longest)))
                continue
            yield TextLine(text.removeprefix("\ufeff"), Trouble("nul") if "\0" in text else None)
    except UnicodeError as problem:
        byte = problem.start + 1 if isinstance(problem, UnicodeDecodeError) else 1
        raise Trouble("encoding-end", encoding=encoding.upper(), byte=byte) from None
    finally:
        reader.detach()
