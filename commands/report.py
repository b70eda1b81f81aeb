"""`knigge report`: the folder of an audit in, one file out."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from ..engine.diagnostics import KniggeError
from ..engine.values import dataclass
from ..reports.audit.formats import FORMATS, Format
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
    "unwritable": ("{path}: lässt sich nicht schreiben ({why})", "{path}: cannot be written ({why})"),
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


def run(request: Request, err: Write) -> int:
    """Write the report; 0 when it stands. `-` is standard output. KniggeError, and no file, for bad input."""
    reason = (request.reason or "").strip() or None
    if request.names and reason is None:
        raise KniggeError(_say("names", request.speech))
    if request.reason is not None and not request.names:
        raise KniggeError(_say("no-names", request.speech))
    chosen = next(each for each in FORMATS if each.name == request.format)
    wish = Wish(request.lang, request.speech, reason, request.since, request.until, request.any_version)
    model = build(request.folder, wish)
    if request.out == "-":
        chosen.write(model, sys.stdout.buffer)
        return NOTHING
    size = _write(chosen, model, Path(request.out), request.speech)
    err(_say("written", request.speech, path=request.out, size=max(1, round(size / 1000))))
    return NOTHING


def _write(chosen: Format, model: Model, path: Path, speech: str) -> int:
    """Beside its place first, then into it: who looks meanwhile sees the old file or the new one, never half."""
    place = None
    try:
        if path.is_dir():
            raise IsADirectoryError(21, os.strerror(21))
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
