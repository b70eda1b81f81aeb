"""`knigge templates`: the text modules in use in an archive of our own texts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from ..engine.diagnostics import KniggeError
from ..engine.intake import RecordError, read_record
from ..engine.record import Message, is_ours
from ..engine.records.moments import instant
from ..engine.templates.mine import Mine, Use
from ..engine.templates.modules import group, modules
from ..engine.values import dataclass
from ..reports.templates import Counted, render
from .check import NOTHING, UNEVALUATED, Write
from .json_lines import LONGEST_LINE

MOST_NAMES: Final = 50_000
"""Names of those who wrote last that are remembered, for the replies to them."""
_NO_TEXT_OF_OURS: Final = frozenset({"share", "reaction"})
_CHUNK: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line; `likeness` is a share, 0..1."""

    paths: tuple[str, ...]
    least: int
    likeness: float
    format: str
    speech: str
    width: int


def run(request: Request, out: Write, err: Write) -> int:
    """Mine the modules and tell them. 3 when something could not be read, else 0."""
    mine, counted = gather(request.paths)
    grouped = group(mine, request.likeness)
    found = modules(mine, grouped, request.least, request.likeness)
    told = render(found, counted, request.format, request.speech, request.width)
    out(told.report)
    err(told.closing)
    return UNEVALUATED if counted.unreadable or not counted.read else NOTHING


def gather(paths: Sequence[str]) -> tuple[Mine, Counted]:
    """Everything of ours that stands in the archives, and how much of what was read it is."""
    mine = Mine()
    counts = dict.fromkeys(("compared", "short", "others", "textless", "unreadable"), 0)
    for use in own_texts(paths):
        if isinstance(use, str):
            counts[use] += 1
        else:
            counts["compared" if mine.add(use) else "short"] += 1
    return mine, Counted(read=sum(counts.values()), **counts)


def own_texts(paths: Sequence[str]) -> Iterator[Use | str]:
    """Every record of the archives in order: a text of ours, or why it is none: others, textless, unreadable."""
    names: dict[str, str] = {}
    for record in _records(paths):
        if record is None:
            yield "unreadable"
        elif not isinstance(record, Message):
            yield "others"
        else:
            yield _use(record, names)


def _use(message: Message, names: dict[str, str]) -> Use | str:
    ours = is_ours(message) and message.kind not in _NO_TEXT_OF_OURS and not message.extra.get("automated")
    author = message.author
    if not ours:
        if author is not None and author.name:
            names[message.id] = author.name
            if len(names) > MOST_NAMES:
                del names[next(iter(names))]
        return "others"
    if message.text is None:
        return "textless"
    known = (names.get(message.in_reply_to or ""), author.name if author else None)
    return Use(
        message.text,
        (author.id or author.name) if author else None,
        message.channel,
        instant(message.published),
        message.language,
        tuple(each for each in known if each),
    )


def _records(paths: Sequence[str]) -> Iterator[object]:
    """The records of JSON Lines files, of all such files in a folder, or of standard input (-); None: unreadable."""
    for path in paths:
        if path == "-":
            yield from _of_stream(sys.stdin.buffer)
            continue
        for file in _files(Path(path)):
            try:
                with file.open("rb") as stream:
                    yield from _of_stream(stream)
            except OSError as problem:
                raise KniggeError(f"{file}: cannot be read ({problem.strerror or problem})") from None


def _files(path: Path) -> list[Path]:
    try:
        if not path.is_dir():
            path.stat()
            return [path]
        found = sorted(each for each in path.rglob("*") if each.suffix in (".jsonl", ".ndjson") and each.is_file())
    except FileNotFoundError:
        raise KniggeError(f"{path}: there is no such file") from None
    except (OSError, ValueError) as problem:
        raise KniggeError(f"{path}: cannot be read ({getattr(problem, 'strerror', None) or problem})") from None
    if not found:
        raise KniggeError(f"{path}: there is no .jsonl file in this folder")
    return found


def _of_stream(stream: BinaryIO) -> Iterator[object]:
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield None
        elif line.strip():
            yield _record(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, str(number))


def _record(line: bytes, fallback: str) -> object:
    try:
        content: object = json.loads(line.decode("utf-8"), strict=False)
        if isinstance(content, str):
            content = {"text": content}
        if isinstance(content, Mapping) and content.get("type", "message") == "message" and "text" not in content:
            content = {**content, "text": None}
        return read_record(content, fallback)
    except (ValueError, RecursionError, RecordError):
        return None
