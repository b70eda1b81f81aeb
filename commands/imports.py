"""`knigge import`: archives of other systems in, records of knigge out, with a count of everything that stood there."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field, replace
from itertools import chain
from pathlib import Path
from typing import Final

from ..engine.diagnostics import KniggeError, Level, render, say
from ..engine.intake import RecordError, read_record
from ..engine.source import Source
from ..engine.values import dataclass
from ..intake.archive import read_archive, tables_of
from ..intake.database import is_address
from ..intake.delimited import PLAIN
from ..intake.guesses import header_row
from ..intake.import_map import ImportMap, load_map
from ..intake.line import MAPS_FAULT, Line, Trouble
from ..intake.record_words import why_no_record
from ..intake.suggest import suggest
from ..intake.words import label
from .check import NOTHING, UNEVALUATED, Write

WriteBytes = Callable[[bytes], object]
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
"""How a map begins that PowerShell's `>` has written."""
SHOWN: Final = 20
"""Problems that are told one by one; all of them are in the file of `--errors`."""
MISTAKE: Final = 2


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line; empty where nothing was said."""

    sources: tuple[str, ...]
    map: str
    query: str
    out: str
    errors: str
    speech: str


@dataclass(slots=True)
class Counts:
    """How many records were read and written, and what could not be, by reason."""

    written: int = 0
    unreadable: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)


def run(request: Request, out: WriteBytes, err: Write) -> int:
    """Write every record as a line of JSON. 3 when something could not be read, wholly or in part, else 0."""
    map_ = read_map(request.map, err, request.speech) if request.map else None
    _apart(request)
    counts = Counts()
    told = _Told(err, request.speech)
    try:
        _written(request, map_, out, counts, told)
    except BrokenPipeError:
        raise
    except OSError as problem:  # the disk is full: the output, which appears when it is whole, does not
        if not {request.out, request.errors} - {"", "-"}:
            raise
        told.end()
        err(_unwritable(request.out or request.errors, problem, request.speech) + "\n")
        return UNEVALUATED
    told.end()
    err(_summary(counts, request.speech))
    if not counts.written and counts.unreadable and not counts.unreadable.keys() - MAPS_FAULT:
        return MISTAKE
    return UNEVALUATED if counts.unreadable or counts.remarks or not counts.written else NOTHING


def _written(request: Request, map_: ImportMap | None, out: WriteBytes, counts: Counts, told: _Told) -> None:
    """Write every record, tell and count every problem."""
    with (
        _target(request.errors, _nowhere, request.speech) as errors,
        _target(request.out, out, request.speech, lambda: bool(counts.written)) as write,
    ):
        for line in read_archive(request.sources, map_, request.speech, request.query):
            problems = list(_taken(line, counts, write, request.speech))
            for reason, problem in problems:
                told.say(line, reason, problem)
                errors(_as_json(line, reason, problem))


def run_suggest(request: Request, out: Write) -> int:
    """A map to start from for the first table among the sources."""
    if request.map:
        german, english = "--suggest und --map schließen einander aus", "--suggest and --map exclude each other"
        raise KniggeError(german if request.speech == "de" else english)
    _apart(request)
    for name, items in tables_of(request.sources, PLAIN, request.speech, request.query):
        try:
            first = next(items, None)
            if first is None:
                continue
            header = header_row(chain([first], items))
            form = replace(PLAIN, header=header)
            again = next(
                rows for same, rows in tables_of(request.sources, form, request.speech, request.query) if same == name
            )
            made = suggest(again, name, request.speech, request.query, header)
        except Trouble as trouble:
            raise KniggeError(f"{name}: {trouble.told(request.speech)}") from None
        with _target(request.out, lambda written: out(written.decode("utf-8")), request.speech) as write:
            write(made.encode("utf-8"))
        return NOTHING
    german = "hier ist nichts, was eine Zuordnung braucht: keine Tabelle, kein JSON mit anderen Schlüsseln"
    english = "there is nothing here that needs a map: no table, no JSON with other keys"
    raise KniggeError(german if request.speech == "de" else english)


def read_map(path: str, err: Write, speech: str) -> ImportMap:
    """The map in a file; its warnings are told. KniggeError when it cannot be used."""
    german = speech == "de"
    try:
        written = Path(path).read_bytes()
    except FileNotFoundError:
        raise KniggeError(f"{path}: gibt es nicht" if german else f"{path}: there is no such file") from None
    except OSError as problem:
        why = problem.strerror or problem
        raise KniggeError(f"{path}: nicht lesbar ({why})" if german else f"{path}: cannot be read ({why})") from None
    try:
        text = written.decode("utf-16" if written.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as problem:
        in_german = f"{path}: kein Text in UTF-8 (Byte {problem.start}); bitte als UTF-8 speichern"
        in_english = f"{path}: not UTF-8 text (byte {problem.start}); save it as UTF-8"
        raise KniggeError(in_german if german else in_english) from None
    made, diagnostics = load_map(Source(path, text))
    if made is None:
        raise KniggeError(say("the import map `{path}` cannot be used", path=path), diagnostics)
    for diagnostic in diagnostics:
        if diagnostic.level is not Level.ERROR:
            err(render(diagnostic, speech) + "\n\n")
    return made


def _taken(line: Line, counts: Counts, write: WriteBytes, speech: str) -> Iterator[tuple[str, str]]:
    """Write what can be written and count it; what is to be said, as reason and words."""
    if line.content is None:
        (counts.skipped if line.skipped else counts.unreadable)[line.reason] += 1
        yield line.reason, line.problem
        return
    try:
        read_record(line.content, line.place)
    except RecordError as problem:
        counts.unreadable["no-record"] += 1
        told = why_no_record(problem, speech)
        yield "no-record", f"kein Datensatz: {told}" if speech == "de" else f"no record: {told}"
        return
    write(line.raw + b"\n")
    counts.written += 1
    for remark in line.remarks:
        counts.remarks[remark.reason] += 1
        yield remark.reason, remark.text


class _Told:
    """Says problems one by one until there are many; owns how many were left unsaid."""

    def __init__(self, err: Write, speech: str) -> None:
        self._err = err
        self._german = speech == "de"
        self._count = 0

    def say(self, line: Line, reason: str, problem: str) -> None:
        """One line for a problem; rows that the map leaves out on purpose are only counted."""
        if reason in ("not-chosen", "no-rows-inside"):
            return
        self._count += 1
        if self._count <= SHOWN:
            place = f", {line.place}" if line.place else ""
            self._err(f"{line.source}{place}: {problem}\n")

    def end(self) -> None:
        """How many more there were."""
        if (more := self._count - SHOWN) > 0:
            german = f"... und {more} weitere; alle mit --errors FILE\n"
            self._err(german if self._german else f"... and {more} more; all of them with --errors FILE\n")


def _summary(counts: Counts, speech: str) -> str:
    """What was read, in a line, and the reasons below it."""
    read = counts.written + counts.unreadable.total()
    german = speech == "de"
    words = ("gelesen", "geschrieben", "nicht lesbar") if german else ("read", "written", "unreadable")
    figures = (read, counts.written, counts.unreadable.total())
    lines = ["knigge: " + " · ".join(f"{figure} {word}" for figure, word in zip(figures, words, strict=True))]
    named = (
        (counts.unreadable, "nicht lesbar", "unreadable"),
        (counts.remarks, "einzelne Angaben unbekannt", "single keys unknown"),
        (counts.skipped, "übergangen", "passed over"),
    )
    for counter, in_german, in_english in named:
        if counter:
            reasons = ", ".join(f"{label(reason, speech)} {count}" for reason, count in counter.most_common())
            lines.append(f"        {in_german if german else in_english}: {reasons}")
    return "\n".join(lines) + "\n"


def _as_json(line: Line, reason: str, problem: str) -> bytes:
    record = {"source": line.source, "place": line.place, "reason": reason, "problem": problem}
    return json.dumps(record, ensure_ascii=True).encode() + b"\n"


def _apart(request: Request) -> None:
    """KniggeError when the output would be read as input, or one file were to hold both outputs."""
    outputs = [Path(name).resolve() for name in (request.out, request.errors) if name and name != "-"]
    if len(outputs) == 2 and outputs[0] == outputs[1]:
        german, english = "--out und --errors nennen dieselbe Datei", "--out and --errors name the same file"
        raise KniggeError(german if request.speech == "de" else english)
    for source in request.sources:
        if source == "-" or is_address(source):
            continue
        path = Path(source).resolve()
        for output in outputs:
            if output == path or (path.is_dir() and output.is_relative_to(path)):
                german = f"{output.name}: läge in dem, was gelesen wird ({source}); bitte einen anderen Ort nennen"
                english = f"{output.name}: would be written into what is read ({source}); name another place"
                raise KniggeError(german if request.speech == "de" else english)


@contextmanager
def _target(name: str, out: WriteBytes, speech: str, worth: Callable[[], bool] = lambda: True) -> Iterator[WriteBytes]:
    """Where lines go: a file that appears only when everything is written, else to `out`.

    A file that is there already stays where there turns out to be nothing `worth` writing.
    """
    if not name or name == "-":
        yield out
        return
    path = Path(name)
    if path.exists() and not path.is_file() and not path.is_dir():  # a device or a pipe is written to, never replaced
        with path.open("wb") as pipe:
            yield pipe.write
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        file = part.open("xb", buffering=1024 * 1024)
    except OSError as problem:
        raise KniggeError(_unwritable(name, problem, speech)) from None
    try:
        with file:
            yield file.write
        if worth() or not path.exists():
            part.replace(path)
    except IsADirectoryError as problem:
        raise KniggeError(_unwritable(name, problem, speech)) from None
    finally:
        part.unlink(missing_ok=True)


def _unwritable(name: str, problem: OSError, speech: str) -> str:
    why = problem.strerror or problem
    return f"{name}: lässt sich nicht schreiben ({why})" if speech == "de" else f"{name}: cannot be written ({why})"


def _nowhere(_: bytes) -> None:
    """Take a line and drop it."""
