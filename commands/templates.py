"""`knigge templates`: the text modules in use in an archive of our own texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from ..engine.diagnostics import KniggeError
from ..engine.intake import RecordError, read_record
from ..engine.record import Message, is_ours
from ..engine.records.moments import instant
from ..engine.templates.mine import Mine, Use
from ..engine.templates.modules import group, modules
from ..engine.values import dataclass
from ..intake.archive import read_archive
from ..intake.database import is_address
from ..intake.line import Line
from ..intake.record_words import why_no_record
from ..reports.templates import Counted, render
from .check import NOTHING, UNEVALUATED, Write
from .imports import read_map

Say = Callable[[str], None]
SHOWN: Final = 20
"""Problems that are told one by one."""
MOST_NAMES: Final = 50_000
"""Names of those who wrote last that are remembered, for the replies to them."""
_NO_TEXT_OF_OURS: Final = frozenset({"share", "reaction"})


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line; `likeness` is a share, 0..1, `map` a file, `query` for databases."""

    paths: tuple[str, ...]
    least: int
    likeness: float
    format: str
    speech: str
    width: int
    map: str = ""
    query: str = ""


def run(request: Request, out: Write, err: Write) -> int:
    """Mine the modules and tell them. 3 when something could not be read, else 0."""
    told = _Told(err, request.speech)
    mine, counted = gather(request, err, told.say)
    told.end()
    grouped = group(mine, request.likeness)
    found = modules(mine, grouped, request.least, request.likeness)
    rendered = render(found, counted, request.format, request.speech, request.width)
    out(rendered.report)
    err(rendered.closing)
    return UNEVALUATED if counted.unreadable or not counted.read else NOTHING


def gather(request: Request, err: Write, say: Say) -> tuple[Mine, Counted]:
    """Everything of ours that stands in the archives, and how much of what was read it is.

    `say` hears of everything that could not be read, or was passed over; `err` of what is odd about the map.
    """
    mine = Mine()
    counts = dict.fromkeys(("compared", "short", "others", "textless", "unreadable"), 0)
    for use in _own_texts(request, err, say):
        if isinstance(use, str):
            counts[use] += 1
        else:
            counts["compared" if mine.add(use) else "short"] += 1
    return mine, Counted(read=sum(counts.values()), **counts)


def _own_texts(request: Request, err: Write, say: Say) -> Iterator[Use | str]:
    """Every record of the archives in order: a text of ours, or why it is none: others, textless, unreadable."""
    names: dict[str, str] = {}
    for record in _records(request, err, say):
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


def _records(request: Request, err: Write, say: Say) -> Iterator[object]:
    """The records of whatever can be read (files, folders, databases, standard input); None: unreadable."""
    speech = request.speech
    for path in request.paths:
        if path != "-" and not is_address(path) and not Path(path).exists():
            raise KniggeError(f"{path}: gibt es nicht" if speech == "de" else f"{path}: there is no such file")
    map_ = read_map(request.map, err, speech) if request.map else None
    for line in read_archive(request.paths, map_, speech, request.query):
        if line.skipped:
            say(_where(line, line.problem))
        else:
            yield _record(line, speech, say)


def _where(line: Line, problem: str) -> str:
    return f"{line.source}, {line.place}: {problem}" if line.place else f"{line.source}: {problem}"


def _record(line: Line, speech: str, say: Say) -> object:
    content = line.content
    if content is None:
        say(_where(line, line.problem))
        return None
    if content.get("type", "message") == "message" and "text" not in content:
        content = {**content, "text": None}
    try:
        return read_record(content, f"{line.source}:{line.place}")
    except RecordError as problem:
        say(_where(line, why_no_record(problem, speech)))
        return None


class _Told:
    """Says problems one by one until there are many; owns how many were left unsaid."""

    def __init__(self, err: Write, speech: str) -> None:
        self._err = err
        self._german = speech == "de"
        self._count = 0

    def say(self, problem: str) -> None:
        """One line for a problem."""
        self._count += 1
        if self._count <= SHOWN:
            self._err(f"{problem}\n")

    def end(self) -> None:
        """How many more there were."""
        if (more := self._count - SHOWN) > 0:
            self._err(f"... und {more} weitere\n" if self._german else f"... and {more} more\n")
