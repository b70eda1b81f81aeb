"""`knigge report`: the folder of an audit in, one file out."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from ..audit.folder import ERRORS, RUN, SUMMARY
from ..audit.join import TABLE_FILES
from ..engine.diagnostics import KniggeError
from ..engine.values import dataclass
from ..reports.audit.comparison import compare
from ..reports.audit.formats import COMPARED, FORMATS, ComparedFormat, Format, csv_in
from ..reports.audit.model import Model, Wish, build
from .check import NOTHING, Write

_WORDS = {
    "names": (
        '`--names` zeigt Namen und braucht einen Grund, der im Bericht steht: --reason "..."',
        '`--names` shows names and wants a reason that is written into the report: --reason "..."',
    ),
    "no-names": (
        "`--reason` begründet `--names` und steht hier allein",
        "`--reason` is the reason for `--names` and stands here alone",
    ),
    "dialect": ("`--dialect` gibt es nur mit --format csv", "`--dialect` goes with --format csv only"),
    "against": (
        "`--against` gibt es nur als {formats}, nicht als {format}",
        "`--against` comes as {formats} only, not as {format}",
    ),
    "spilled": (
        "{path}: hat alle {n} Befunde, denn das Blatt fasst nur die schwersten {most}\n",
        "{path}: holds all {n} findings, for the sheet has room for the gravest {most} only\n",
    ),
    "spilled-nowhere": (
        "das Blatt fasst nur die schwersten {most} von {n} Befunden; alle gibt: --format csv\n",
        "the sheet has room for the gravest {most} of {n} findings only; all come with: --format csv\n",
    ),
    "unwritable": ("{path}: lässt sich nicht schreiben ({why})", "{path}: cannot be written ({why})"),
    "own": (
        "{path}: gehört zum Audit selbst und würde überschrieben; bitte einen anderen Namen wählen",
        "{path}: belongs to the audit itself and would be overwritten; please choose another name",
    ),
    "written": ("{path}: {size} kB geschrieben\n", "{path}: {size} kB written\n"),
}


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line; `lang` None: the language of the run, `speech` that of our words."""

    folder: str
    format: str
    out: str
    lang: str | None
    speech: str
    names: bool
    reason: str | None
    since: str | None
    until: str | None
    any_version: bool
    against: str | None = None
    dialect: str | None = None


def run(request: Request, err: Write) -> int:
    """Write the report; 0 when it stands. `-` is standard output. KniggeError, and no file, for bad input."""
    reason = (request.reason or "").strip() or None
    if request.names and reason is None:
        raise KniggeError(_say("names", request.speech))
    if request.reason is not None and not request.names:
        raise KniggeError(_say("no-names", request.speech))
    if request.dialect is not None and request.format != "csv":
        raise KniggeError(_say("dialect", request.speech))
    _spare(request)
    wish = Wish(request.lang, request.speech, reason, request.since, request.until, request.any_version)
    chosen = _compared(request, request.against, wish) if request.against is not None else _chosen(request)
    model = build(request.folder, wish)
    if request.out == "-":
        chosen.write(model, sys.stdout.buffer)
    else:
        size = _write(chosen, model, Path(request.out), request.speech)
        err(_say("written", request.speech, path=request.out, size=max(1, round(size / 1000))))
    _spill(chosen, model, request, err)
    return NOTHING


def _spare(request: Request) -> None:
    """KniggeError where the report would take the place of what it is made from."""
    target = Path(request.out).resolve()
    for folder in (each for each in (request.folder, request.against) if each is not None):
        if any(target == Path(folder, name).resolve() for name in (RUN, SUMMARY, ERRORS, *TABLE_FILES)):
            raise KniggeError(_say("own", request.speech, path=request.out))


def _chosen(request: Request) -> Format:
    if request.dialect is not None:
        return csv_in(request.dialect)
    return next(each for each in FORMATS if each.name == request.format)


def _compared(request: Request, against: str, wish: Wish) -> Format:
    """What writes a report as a comparison with the audit in `against`."""
    found: ComparedFormat | None = next((each for each in COMPARED if each.name == request.format), None)
    if found is None:
        formats = ", ".join(each.name for each in COMPARED)
        raise KniggeError(_say("against", request.speech, formats=formats, format=request.format))
    render = found.render

    def write(model: Model, out: BinaryIO) -> None:
        same = replace(wish, speech=model.speech)
        out.write(render(compare(model, build(against, same))).encode("utf-8", "backslashreplace"))

    return Format(found.name, write)


def _spill(chosen: Format, model: Model, request: Request, err: Write) -> None:
    """Findings the report had no room for go into a CSV file beside it, and it is said."""
    left = chosen.spills(model) if chosen.spills else None
    if left is None:
        return
    about = {"n": left.all, "most": left.shown}
    if request.out == "-":
        err(_say("spilled-nowhere", request.speech, **about))
        return
    path = Path(request.out)
    beside = path.with_name(f"{path.stem}.findings.csv")
    _write(next(each for each in FORMATS if each.name == "csv"), model, beside, request.speech)
    err(_say("spilled", request.speech, path=beside, **about))


def _write(chosen: Format, model: Model, path: Path, speech: str) -> int:
    """Beside its place first, then into it: who looks meanwhile sees the old file or the new one, never half."""
    place = None
    try:
        if path.is_dir():
            raise IsADirectoryError(21, os.strerror(21))
        if path.exists() and not path.is_file():  # a device or a pipe is written to, not replaced
            with path.open("wb") as device:
                chosen.write(model, device)
            return 0
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".knigge-")
        place = Path(name)
        with open(handle, "wb") as file:
            chosen.write(model, file)
        place.chmod(0o666 & ~_mask())
        place.replace(path)
        return path.stat().st_size
    except OSError as problem:
        raise KniggeError(_say("unwritable", speech, path=path, why=problem.strerror or problem)) from None
    finally:
        if place is not None:
            place.unlink(missing_ok=True)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _say(word: str, speech: str, **about: object) -> str:
    german, english = _WORDS[word]
    return (german if speech == "de" else english).format(**about)
