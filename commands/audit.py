"""`knigge audit`: judge a whole archive into a folder of tables."""

from __future__ import annotations

import json
import re
import secrets
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote

from ..audit.batch import NO_POLICY, Brief
from ..audit.folder import ERRORS, RUN, SUMMARY, WORK, Folder
from ..audit.join import Counts
from ..audit.progress import Show
from ..audit.run import Clock, Order, State, audit, summary_of
from ..engine.diagnostics import KniggeError
from ..engine.finding import Severity
from ..engine.records.eras import Eras
from ..engine.values import dataclass
from ..intake.archive import read_archive
from ..intake.database import is_address, shown
from ..intake.import_map import ImportMap
from ..intake.line import MAPS_FAULT, UNFINISHED, Trouble
from ..intake.sources import Input, inputs_of
from ..reports.audit_summary import closing_lines
from ..reports.text import Style
from .archives import eras_of, instant_of
from .audit_problems import problem_lines, with_labels
from .bilingual import BROKEN_OFF
from .check import NOTHING, SOMETHING, UNEVALUATED
from .imports import read_map
from .programs import load_program, nothing_on

Write = Callable[[str], None]
_HELD = re.compile(r"lock on file .*\(PID (\d+)\)")
"""What the working store says where another process has opened it."""
_KEPT = ("sources", "policies", "as_if", "now", "map", "query", "every", "part_size", "engine")
"""What a run that goes on takes over from when it was begun."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line; `policies` are one history, with `as_if` its days do not count.

    `lang` is the language that was named, None where none was.

    `most_errors` is the share of what was read that may be errors before the run counts as failed.
    """

    sources: tuple[str, ...]
    out: str
    policies: tuple[str, ...]
    as_if: bool
    now: str | None
    workers: int
    engine: str
    resume: bool
    map: str | None
    query: str
    every: bool
    fail_on: str
    most_errors: float
    part_size: int
    style: Style
    lang: str | None = None

    @property
    def gathered(self) -> bool:
        """Whether a run that goes on has read its archive to the end and needs it no more."""
        return self.resume and Path(self.out, WORK, "gathered.json").exists()


def run(request: Request, show: Show, err: Write) -> int:
    """Judge the archive; progress goes to `show`, the closing lines to `err`. Gives back the exit code."""
    if request.resume:
        request = _as_begun(request)
        if "-" in request.sources and not request.gathered and sys.stdin.isatty():
            raise KniggeError(_going_on(request, request.style.speech))
    speech = request.style.speech
    if not request.gathered:
        _are_there(request)
        _apart(request)
    eras = _eras(request)
    present = instant_of(request.now, eras.programs[-1], speech) if request.now else None
    map_ = read_map(request.map, err, speech) if request.map and not request.gathered else None
    if not request.resume:
        _fits(request, map_)
    brief = Brief(eras, present, speech, secrets.token_bytes(16), request.every)
    folder = Folder(Path(request.out), speech)
    order = Order(
        lambda: read_archive(request.sources, map_, speech, request.query),
        lambda: [_told(each) for each in inputs_of(request.sources, request.query)],
        brief,
        folder,
        request.workers,
        request.part_size,
        asked={name: getattr(request, name) for name in _KEPT} | _from_here(request),
    )
    clock = Clock(lambda: datetime.now(UTC), time.monotonic)
    try:
        with show:
            counts = _engine(request.engine)(order, request.resume, clock, show.told)
    except KeyboardInterrupt:
        err(_broken_off(request, speech))
        return BROKEN_OFF
    except OSError as problem:
        raise KniggeError(_failed(request, problem, speech)) from None
    code = exit_code(counts, request.fail_on, request.most_errors)
    folder.write(SUMMARY, summary_of(counts) | {"exit": code})
    for line in problem_lines(Path(request.out, ERRORS), speech):
        err(line + "\n")
    for line in closing_lines(with_labels(summary_of(counts), speech), request.out, request.style):
        err(line + "\n")
    if unfinished(counts) and code == UNEVALUATED:
        err(_not_whole(speech))
    return code


def _as_begun(request: Request) -> Request:
    """The request as it was when the run began: what goes on is that run and no other."""
    place = Path(request.out, WORK, "order.json")
    try:
        begun = json.loads(place.read_text("utf-8"))
    except (OSError, ValueError):
        if request.sources:
            return request
        german = f"in {request.out} wurde noch kein Lauf begonnen; bitte das Archiv nennen, ohne --resume"
        english = f"no run was begun in {request.out}; name the archive, without --resume"
        if Path(request.out, RUN).exists():
            german = f"in {request.out} ist nichts offen: der Lauf ist fertig"
            english = f"nothing is left to do in {request.out}: the run is finished"
        raise KniggeError(german if request.style.speech == "de" else english) from None
    sources = tuple(begun["sources"])
    if request.sources and request.sources != sources:
        german = f"in {request.out} wurde ein anderes Archiv begonnen: {', '.join(map(shown, sources))}"
        english = f"another archive was begun in {request.out}: {', '.join(map(shown, sources))}"
        raise KniggeError(german if request.style.speech == "de" else english)
    _same_place(request, begun)
    spoken: str = begun.get("speech", request.style.speech)
    asked = {
        "--lang": (request.lang, spoken),
        "--policy": (request.policies != ("default",) and request.policies, tuple(begun["policies"])),
        "--now": (request.now, begun["now"]),
        "--map": (request.map, begun["map"]),
        "--query": (request.query, begun["query"]),
    }
    for option, (given, kept) in asked.items():
        if given and given != kept:
            german = (
                f"in {request.out} wurde mit anderem {option} begonnen; bei --resume bleibt es dabei, ohne die Angabe"
            )
            english = f"the run in {request.out} was begun with another {option}; leave it out with --resume"
            raise KniggeError(german if request.style.speech == "de" else english)
    return replace(
        request, sources=sources, policies=tuple(begun["policies"]), as_if=begun["as_if"], now=begun["now"],
        map=begun["map"], query=begun["query"], every=begun["every"], part_size=begun["part_size"],
        engine=begun["engine"], style=replace(request.style, speech=spoken),
    )  # fmt: skip


def _from_here(request: Request) -> dict[str, object]:
    """The language of a run, where it was begun, and what was named from there."""
    files = [each for each in request.sources if each != "-" and not is_address(each)]
    files += [each for each in request.policies if Path(each).exists()]
    files += [request.map] if request.map else []
    near = [each for each in files if not Path(each).is_absolute()]
    return {"speech": request.style.speech, "place": str(Path.cwd()), "near": near}


def _same_place(request: Request, begun: Mapping[str, object]) -> None:
    """KniggeError where a run is gone on with elsewhere, and what it was told is named from where it was begun.

    A folder that is gone, for it was moved as a whole, is no place to go back to.
    """
    place, near = str(begun.get("place", "")), begun.get("near")
    if not near or not isinstance(near, list) or not Path(place).is_dir() or Path.cwd().samefile(place):
        return
    again = f"cd {quote(place)} && knigge audit --out {quote(str(Path(request.out).resolve()))} --resume"
    german = f"der Lauf in {request.out} nennt {near[0]} von {place} aus; weiter geht es dort: `{again}`"
    english = f"the run in {request.out} names {near[0]} as seen from {place}; go on there: `{again}`"
    raise KniggeError(german if request.style.speech == "de" else english)


def _are_there(request: Request) -> None:
    """Every file and folder that was named exists; nothing is begun for a slip of the pen."""
    for source in request.sources:
        if request.engine == "local" and is_address(source) and not request.query:
            raise KniggeError(f"{shown(source)}: {Trouble('sql-no-query').told(request.style.speech)}")
        if source != "-" and not is_address(source) and not Path(source).exists():
            german, english = f"{source}: gibt es nicht", f"{source}: there is no such file or folder"
            raise KniggeError(german if request.style.speech == "de" else english)


def _apart(request: Request) -> None:
    """The folder of the run lies in none of those that are read: its tables would be read as archives next time."""
    target = Path(request.out).resolve()
    for source in request.sources:
        if source == "-" or is_address(source):
            continue
        folder = Path(source).resolve()
        if folder.is_dir() and target.is_relative_to(folder):
            german = f"{request.out} liegt in dem, was gelesen wird ({source}); bitte einen Ordner daneben nennen"
            english = f"{request.out} lies in what is read ({source}); name a folder beside it"
            raise KniggeError(german if request.style.speech == "de" else english)


def _fits(request: Request, map_: ImportMap | None) -> None:
    """KniggeError where nothing but tables is named and their columns fit no map: a slip, not an archive of errors.

    As much is read as it takes to find one record; what can be read only once is left alone.
    """
    if any(each == "-" or is_address(each) or Path(each).is_fifo() for each in request.sources):
        return
    faults: list[str] = []
    for line in read_archive(request.sources, map_, request.style.speech, request.query or ""):
        if line.reason in MAPS_FAULT:
            faults.append(f"{line.source}: {line.problem}")
        elif not line.skipped:
            return
    if faults:
        raise KniggeError("\n".join(faults))


def _told(each: Input) -> dict[str, object]:
    return {"name": each.name, "format": each.format, "bytes": each.bytes, "sha256": each.sha256}


def exit_code(counts: Counts, fail_on: str, most_errors: float) -> int:
    """3 where too much could not be evaluated or nothing was read, 1 where something was found, else 0.

    Where no policy was in force on any of the days on record, nothing was evaluated.

    Too much is also a source that was not read to its end, for nobody knows what share that is; unless every share of
    errors is taken.
    """
    errored = counts.statuses.get("errored", 0)
    judged = counts.statuses.get("judged", 0) + counts.statuses.get("undecided", 0)
    if counts.reasons.get(NO_POLICY, 0) and not judged:
        return UNEVALUATED
    if not counts.read or errored > most_errors * counts.read or (unfinished(counts) and most_errors < 1):
        return UNEVALUATED
    found = counts.severest
    if found is not None and fail_on != "never" and found.rank >= Severity(fail_on).rank:
        return SOMETHING
    return NOTHING


def unfinished(counts: Counts) -> bool:
    """Whether a source was not read, or not to its end."""
    return not UNFINISHED.isdisjoint(counts.reasons)


def _engine(name: str) -> Callable[[Order, bool, Clock, Callable[[State], None]], Counts]:
    if name == "spark":
        from ..audit.spark import audit_on_spark

        return audit_on_spark
    return audit


def _eras(request: Request) -> Eras:
    programs = [load_program(name) for name in request.policies]
    for name, program in zip(request.policies, programs, strict=True):
        if not program.rules and not program.records.rules:
            raise nothing_on(name)
    return eras_of(programs, request.as_if)


def _going_on(request: Request, speech: str) -> str:
    """How the run is gone on with; one that had hardly begun is begun anew."""
    german = speech == "de"
    if Path(request.out, RUN).exists() and not Path(request.out, WORK).exists():
        return f"Das Ergebnis steht in {request.out}" if german else f"The result stands in {request.out}"
    if not Path(request.out, WORK, RUN).exists():
        return "Noch war nichts fertig; bitte noch einmal starten" if german else "Nothing was done yet; start it again"
    again = f"knigge audit --out {quote(request.out)} --resume"
    if "-" in request.sources and not Path(request.out, WORK, "gathered.json").exists():
        if german:
            return f"Die Standardeingabe war nicht zu Ende gelesen; bitte alles noch einmal: `... | {again}`"
        return f"Standard input was not read to its end; give all of it once more: `... | {again}`"
    if german:
        return f"Was fertig ist, bleibt; weiter geht es mit `{again}`"
    return f"What is done stays; go on with `{again}`"


def _broken_off(request: Request, speech: str) -> str:
    return f"knigge: {'abgebrochen' if speech == 'de' else 'broken off'}. {_going_on(request, speech)}\n"


def _not_whole(speech: str) -> str:
    if speech == "de":
        return "Achtung: Nicht alle Quellen wurden ganz gelesen; was fehlt, ist in keiner Zahl enthalten.\n"
    return "Mind: not all sources were read to their end; what is missing is in none of the figures.\n"


def _failed(request: Request, problem: OSError, speech: str) -> str:
    what = f"{problem.filename or request.out}: {problem.strerror or problem}"
    if "No space left" in what:  # the libraries say it in many words, with names of files of ours
        what = (
            f"{request.out}: {'kein Platz mehr auf dem Datenträger' if speech == 'de' else 'no space left on the disk'}"
        )
    elif found := _HELD.search(what):
        holder = found[1]
        what = (
            f"{request.out}: Prozess {holder} hält noch, was der Lauf braucht" if speech == "de" else
            f"{request.out}: process {holder} still holds what the run needs"
        )  # fmt: skip
    return f"{what}. {_going_on(request, speech)}"
