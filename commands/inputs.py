"""Files, folders, standard input and texts on the command line -> messages to judge, and what could not be read."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Final

from ..engine.intake import RecordError, read_exchange, read_record
from ..engine.record import Author, Coverage, Exchange, Message, Record, Role, is_ours
from ..engine.values import dataclass
from ..intake.json_records import holds_lines
from ..intake.parser_words import parser_told
from ..intake.record_words import why_no_record
from ..reports.places import position
from .path_words import told

_Record = tuple[int, int, str]
"""The line and the column a record begins at, and the record as it is written."""

MOST_BYTES: Final = 64 * 1024 * 1024
"""A file of drafts may have so many bytes; larger archives are for `knigge audit`."""
_DRAFTS: Final = (".txt", ".text", ".md", ".markdown", ".jsonl", ".ndjson", ".json")
_DOCUMENTS: Final = frozenset(
    ".docx .docm .doc .dotx .odt .fodt .rtf .pages .pdf .msg .eml .xlsx .xlsm .xls .ods .csv .tsv .pptx .odp .htm "
    ".html .gz .zst .zip .bz2 .xz .7z .parquet".split()
)
"""Files in which people write, and which are not read here: in a folder of drafts each of them is named."""
_DECODER: Final = json.JSONDecoder()
_OPENING: Final = re.compile(r"\s*\[?\s*")
_BETWEEN: Final = re.compile(r"\s*,?\s*")


@dataclass(slots=True)
class Inputs:
    """What is to be judged, and one line for everything that could not be read.

    `exchanges` are drafts and messages that bring along what they answer; `records` are judged together, with all that
    is on record around them; `places` are where the records of an id stand, in the order they were given; `passed`
    counts messages by others that stand alone with what they answer, so that nothing is to be said of them; `contents`
    are the files as they were read, by name, for reports that point into them.
    """

    exchanges: list[Exchange] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    places: dict[str, list[str]] = field(default_factory=dict)
    passed: int = 0
    problems: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    contents: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says of drafts that do not say it themselves.

    `judged` says which records are judged, `speech` (`de` or `en`) in which language it is told what cannot be read.
    """

    channel: str | None = None
    kind: str | None = None
    language: str | None = None
    parent: str | None = None
    judged: Callable[[Message], bool] = is_ours
    speech: str = "en"


def collect(paths: Sequence[str], texts: Sequence[str], asked: Asked) -> Inputs:
    """Everything named on the command line, in its order. `-` is standard input.

    Records count where `asked.judged` says so.
    """
    inputs = Inputs()
    for number, text in enumerate(texts, start=1):
        name = "text" if len(texts) == 1 else f"text {number}"
        _add(inputs, name, text, asked)
    for path in paths:
        if path == "-":
            _read(inputs, "-", sys.stdin.buffer.read(MOST_BYTES + 1), asked)
            continue
        _walk(inputs, Path(path), asked)
    return inputs


def _walk(inputs: Inputs, path: Path, asked: Asked) -> None:
    if path.is_dir():
        inside, unread = _inside(path, asked.speech)
        if not inside and not unread:
            inputs.missing.append(told("no-drafts", asked.speech, path=path, kinds=", ".join(_DRAFTS)))
        for each in inside:
            _walk(inputs, each, asked)
        inputs.problems += unread
        return
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if path.suffix.lower() in _DOCUMENTS:
            inputs.problems.append(told("document", asked.speech, path=path, kind=path.suffix.lower()))
            return
    except FileNotFoundError:
        inputs.missing.append(told("no-file", asked.speech, path=path))
    except OSError as problem:
        inputs.missing.append(told("unreadable", asked.speech, path=path, problem=problem.strerror or problem))
    else:
        _read(inputs, str(path), content, asked)


def is_draft(path: Path) -> bool:
    """Whether a file of a folder is one that is read."""
    return path.suffix.lower() in _DRAFTS


def _inside(folder: Path, speech: str) -> tuple[list[Path], list[str]]:
    """The drafts in a folder and in those inside it, by their path, and what of it could not be read.

    What is hidden is passed over; a folder that is a link could lead in a circle and is only named.
    """
    drafts: list[Path] = []
    unread: list[str] = []

    def closed(problem: OSError) -> None:
        unread.append(told("unreadable", speech, path=problem.filename, problem=problem.strerror or problem))

    for place, folders, files in os.walk(folder, onerror=closed):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        unread += [told("linked", speech, path=Path(place, each)) for each in folders if Path(place, each).is_symlink()]
        for each in sorted(name for name in files if not name.startswith((".", "~$"))):
            path = Path(place, each)
            if path.suffix.lower() not in {*_DRAFTS, *_DOCUMENTS}:
                continue
            if path.is_file():
                drafts.append(path)
            elif path.is_symlink():
                unread.append(told("no-file", speech, path=path))
    return sorted(drafts), unread


def _read(inputs: Inputs, name: str, content: bytes, asked: Asked) -> None:
    if len(content) > MOST_BYTES:
        inputs.problems.append(told("too-large", asked.speech, path=name, size=MOST_BYTES // 1024 // 1024))
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        what = "no-text" if b"\0" in content[:4096] else "no-utf-8"
        line = content.count(b"\n", 0, problem.start) + 1
        inputs.problems.append(told(what, asked.speech, path=name, line=line, byte=problem.start))
        return
    if "\0" in text:
        inputs.problems.append(told("null-characters", asked.speech, path=name))
        return
    inputs.contents[name] = text
    if name.lower().endswith((".jsonl", ".ndjson")) or (name == "-" and text.lstrip().startswith("{")):
        _records(inputs, name, _numbered(text), asked)
    elif name.lower().endswith(".json") or (name == "-" and re.match(r"\s*\[\s*\{", text)):
        _records(inputs, name, _listed(inputs, name, text, asked.speech), asked)
    else:
        _add(inputs, name, text, asked)


def _numbered(text: str) -> Iterator[_Record]:
    """The records of JSON Lines."""
    for number, line in enumerate(text.split("\n"), start=1):
        yield number, 1, line


def _listed(inputs: Inputs, name: str, text: str, speech: str) -> Iterator[_Record]:
    """The records of a JSON list, or one record; where the list breaks is told once, and what comes before is read.

    Several records that are no list are lines.
    """
    sound = len(text)
    try:
        json.loads(text)
    except json.JSONDecodeError as problem:
        if holds_lines(text.lstrip().partition("\n")[0].encode("utf-8", "surrogatepass")):
            yield from _numbered(text)
            return
        inputs.problems.append(_no_json(f"{name}:{problem.lineno}", problem, speech))
        sound = problem.pos
    except (ValueError, RecursionError):
        pass  # told where that record is read; all that follows it is left out with it
    at = _past(_OPENING, text, 0)
    while at < sound and text[at] != "]":
        try:
            end = _DECODER.raw_decode(text, at)[1]
        except json.JSONDecodeError:
            return
        except (ValueError, RecursionError):
            end = sound
        yield *position(text, at), text[at:end]
        at = _past(_BETWEEN, text, end)


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _add(inputs: Inputs, name: str, text: str, asked: Asked) -> None:
    exchange = _draft(name, text, asked)
    if (exchange.message.text or "").strip():
        inputs.exchanges.append(exchange)
    else:
        inputs.problems.append(told("empty", asked.speech, path=name))


def _draft(name: str, text: str, asked: Asked) -> Exchange:
    """A draft of ours. Lines with `>` at its top are the message it answers."""
    parent = asked.parent
    lines = text.split("\n")
    if parent is None and lines[0].startswith(">"):
        count = next((at for at, line in enumerate(lines) if not line.startswith(">")), len(lines))
        parent = "\n".join(line[1:].strip() for line in lines[:count])
        text = "\n".join(lines[count:]).lstrip("\n")
    kind = asked.kind or "reply"
    message = Message(name, text.rstrip("\n"), kind, asked.channel, asked.language, Author("us", Role.US))
    behind = Message(f"{name}.parent", parent, "comment", asked.channel) if parent is not None else None
    return Exchange(message, behind, behind is not None)


def _records(inputs: Inputs, name: str, numbered: Iterable[_Record], asked: Asked) -> None:
    """Records as they are; a message that brings its parent along is a draft with that parent."""
    for place, record, read in _lines(inputs, name, numbered, asked.speech):
        if not isinstance(read, Coverage):
            inputs.places.setdefault(read.id, []).append(place)
        if not isinstance(read, Message) or not (isinstance(record, dict) and record.get("parent") is not None):
            inputs.records.append(_filled(read, asked))
            continue
        if not asked.judged(read):
            inputs.passed += 1
            continue
        try:
            exchange = read_exchange(record, read, {})
        except RecordError as problem:
            inputs.problems.append(f"{place}: parent: {why_no_record(problem, asked.speech)}")
            continue
        filled = _filled(exchange.message, asked)
        assert isinstance(filled, Message)
        inputs.exchanges.append(replace(exchange, message=filled))


def _filled(record: Record, asked: Asked) -> Record:
    """A message with the channel and language of the command line where it names none itself."""
    if not isinstance(record, Message):
        return record
    return replace(record, channel=record.channel or asked.channel, language=record.language or asked.language)


def _lines(inputs: Inputs, name: str, numbered: Iterable[_Record], speech: str) -> Iterator[tuple[str, object, Record]]:
    """Line by line; a line that cannot be read is named and the rest goes on."""
    before = 0
    for line, column, raw in numbered:
        if not raw.strip():
            continue
        place = f"{name}:{line}" if line != before else f"{name}:{line}:{column}"
        before = line
        try:
            record: object = json.loads(raw)
            yield place, record, read_record(record, Path(place).name)
        except json.JSONDecodeError as problem:
            inputs.problems.append(_no_json(place, problem, speech))
        except ValueError:
            inputs.problems.append(told("long-number", speech, place=place))
        except RecursionError:
            inputs.problems.append(told("too-deep", speech, place=place))
        except RecordError as problem:
            why = why_no_record(problem, speech)
            inputs.problems.append(f"{place}: {why if problem.key else told('the-line', speech, problem=why)}")


def _no_json(place: str, problem: json.JSONDecodeError, speech: str) -> str:
    return told("no-json", speech, place=place, column=problem.colno, problem=parser_told(problem.msg, speech))


def read_thread(path: str, speech: str) -> tuple[Message | None, list[str]]:
    """The message a draft answers: the last of a thread that is not ours. And what could not be read of it."""
    inputs = Inputs()
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None, [told("no-file", speech, path=path)]
    except UnicodeDecodeError as problem:
        line = problem.object.count(b"\n", 0, problem.start) + 1
        return None, [told("no-utf-8", speech, path=path, line=line, byte=problem.start)]
    except OSError as problem:
        return None, [told("unreadable", speech, path=path, problem=problem.strerror or problem)]
    found = [read for _, _, read in _lines(inputs, path, _numbered(text), speech) if isinstance(read, Message)]
    theirs = [each for each in found if each.author is None or each.author.role is not Role.US]
    theirs.sort(key=lambda each: each.published or "")
    if not theirs:
        inputs.problems.append(told("only-us", speech, path=path))
    return (theirs[-1] if theirs else None), inputs.problems
