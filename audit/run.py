"""Archives -> a folder of verdicts: gather, plan, judge part by part in worker processes, join. Goes on where it ended.

Every step leaves a note in the folder's `.work` when it is whole; a run that is broken off goes on behind the last one.
"""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import pyarrow as pa

from ..engine.diagnostics import KniggeError
from ..engine.program import CompiledRule
from ..engine.records.eras import calendar_of
from ..engine.values import dataclass
from ..engine.version import VERSION
from ..intake.line import Line
from .again import Comparing, asked_of, compare
from .apart import apart
from .batch import Brief
from .doubts import doubt
from .folder import ERRORS, RUN, SUMMARY, Folder
from .gather import gather
from .join import Counts, join, problems
from .overheard import bring_heard
from .part_files import Writing, write_all
from .plan import divide
from .store import opened
from .supervisor import Done, Supervisor
from .tables import LAYOUT, SIZE, TOO_LARGE, UNREAD_TEXT, UNREAD_TEXTS
from .texts import keep_texts, try_again, unread_of, without_texts
from .work import PATIENCE, Task, write_bytes

_LEAST: Final = 250
"""Messages a part holds at least, however many workers there are to share them."""
_APART: Final = 1_000_000
"""Records above which the parts are written in a process of its own, so that this one never holds what that takes."""
_MANY: Final = 100_000
"""Records above which our texts are compared in a process of its own, for the same reason."""
_SETTINGS: Final = {
    "programs": ("Regeln", "rules"),
    "now": ("Zeitpunkt", "`--now`"),
    "speech": ("Sprache (`--lang`)", "language (`--lang`)"),
    "every": ("`--verdicts`", "`--verdicts`"),
    "engine": ("Version von knigge", "version of knigge"),
    "layout": ("Aufbau des Ordners", "layout of the folder"),
}
"""What has to stay as it was when a run goes on, by its name in the folder: German, English."""
STEPS: Final = ("gather", "plan", "judge", "join")
"""What a run does, in order."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is to do. `inputs` describe the archives (name, bytes, digest); `lines` reads them when it is needed.

    `size` is how many messages a part holds, `patience` how many seconds one may take; `asked` is kept with the run so
    that it can go on in the same way.
    """

    lines: Callable[[], Iterable[Line]]
    inputs: Callable[[], Sequence[Mapping[str, object]]]
    brief: Brief
    folder: Folder
    workers: int
    size: int = SIZE
    asked: Mapping[str, object] = field(default_factory=dict)
    patience: float = PATIENCE.total_seconds()


@dataclass(frozen=True, slots=True)
class State:
    """How far a run is: the step, how many records of how many, findings so far."""

    step: str
    done: int = 0
    whole: int | None = None
    violations: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Clock:
    """The wall clock, given from outside: `now` as an instant, `seconds` for lengths of time."""

    now: Callable[[], datetime]
    seconds: Callable[[], float]


Told = Callable[[State], None]


def audit(order: Order, resume: bool, clock: Clock, told: Told) -> Counts:
    """Carry out an order in its folder; the tables, `summary.json`, `errors.jsonl` and `run.json` appear at the end.

    A folder that is not empty is refused unless `resume`; a run with other rules, archives or settings than the one
    that was begun is refused too.
    """
    pa.set_memory_pool(pa.system_memory_pool())  # gives back what it no longer needs; the faster ones keep it
    folder = order.folder
    going_on = folder.claim(resume)
    try:
        begun, brief = _begin(order, going_on, clock)
        return _carry_out(replace(order, brief=brief), begun, clock, told)
    finally:
        folder.release()


def _begin(order: Order, going_on: bool, clock: Clock) -> tuple[dict[str, object], Brief]:
    """What the run is known by, and how it judges; a run that goes on must be the same one, with the same key."""
    folder, eras = order.folder, order.brief.eras
    told: dict[str, object] = {
        "programs": [program.digest for program in eras.programs],
        "now": order.brief.now.isoformat() if order.brief.now else None,
        "speech": order.brief.speech,
        "every": order.brief.every,
        "engine": VERSION,
        "layout": LAYOUT,
    }
    earlier = folder.noted("run.json")
    if going_on and isinstance(earlier, dict):
        different = sorted(key for key in told if earlier.get(key) != told[key])
        if different:
            raise KniggeError(_other_settings(folder.path, different, order.brief.speech))
        brief: Brief = pickle.loads((folder.work / "brief.pickle").read_bytes())
        return earlier, brief
    begun = {**told, "started": clock.now().isoformat(timespec="seconds")}
    write_bytes(folder.work / "brief.pickle", pickle.dumps(order.brief, protocol=pickle.HIGHEST_PROTOCOL))
    folder.note("order.json", dict(order.asked))
    folder.note("run.json", begun)
    return begun, order.brief


def _other_settings(path: Path, different: Sequence[str], speech: str) -> str:
    """Why a run cannot be gone on with: what was asked for differently when it began."""
    names = [_SETTINGS[each][0 if speech == "de" else 1] for each in different]
    if speech == "de":
        return (
            f"{path}: hier hat ein Lauf mit anderen Vorgaben begonnen ({', '.join(names)}); "
            "bitte mit denselben weitermachen oder einen neuen Ordner nehmen"
        )
    return (
        f"{path}: a run was begun here with other settings ({', '.join(names)}); "
        "go on with the same ones, or begin in a new folder"
    )


def _carry_out(order: Order, begun: Mapping[str, object], clock: Clock, told: Told) -> Counts:
    folder = order.folder
    seconds: dict[str, float] = {}
    earlier = folder.noted("seconds.json")
    if isinstance(earlier, dict):
        seconds |= earlier

    def passed(step: str, since: float) -> None:
        seconds[step] = round(seconds.get(step, 0.0) + clock.seconds() - since, 3)
        folder.note("seconds.json", seconds)

    if folder.noted("gathered.json") is None:
        for half in folder.work.glob("records.duckdb*"):  # of a run that was broken off while it read
            half.unlink()
    with opened(folder.work / "records.duckdb") as store:
        since = clock.seconds()
        if folder.noted("gathered.json") is None:
            zone = order.brief.eras.programs[0].records.zone
            inputs = list(order.inputs())
            read = gather(order.lines(), store, zone, order.brief.speech, lambda number: told(State("gather", number)))
            folder.note("gathered.json", {"read": read, "inputs": inputs})
            passed("gather", since)
    if (planned := folder.noted("plan.json")) is None:
        since = clock.seconds()
        told(State("plan"))
        planned = _plan(order)
        folder.note("plan.json", planned)
        passed("plan", since)
    assert isinstance(planned, dict)
    since = clock.seconds()
    files = _judge(order, planned["parts"], planned["timelines"], told)
    passed("judge", since)
    since = clock.seconds()
    told(State("join"))
    with opened(folder.work / "records.duckdb") as store:
        programs = order.brief.eras.programs
        counts = join(store, folder.done, files, programs, folder.path, order.brief.run)
        _write_problems(folder, problems(store, folder.done, files, order.brief.speech), planned, order.brief.speech)
    passed("join", since)
    _write_run(order, begun, counts, seconds, clock)
    folder.tidy()
    return counts


def _plan(order: Order) -> dict[str, object]:
    """Divide the archive and write its parts: how many records are judged in each by its name, and what came to light.

    The store is let go of in between: it serves one process at a time.
    """
    folder, place = order.folder, order.folder.work / "records.duckdb"
    with opened(place) as store:
        shared = store.number("select count(*) from records where type = 'message'") // (4 * order.workers)
        found = divide(store, order.brief.eras, min(order.size, max(_LEAST, shared)))
        rows = store.number("select count(*) from members")
    writing = Writing(place, found.whole, found.periods, folder.parts)
    parts = apart(write_all, writing) if rows > _APART else write_all(writing)
    timelines = [name for name in parts if int(name) in found.periods]
    return {"parts": parts, "timelines": timelines, "vast": found.vast}


def _judge(order: Order, parts: Mapping[str, int], timelines: Sequence[str], told: Told) -> list[str]:
    """Judge what is not judged yet; gives back the names of all answers, in the order of the parts.

    `timelines` are judged last: they are told what was heard in the others.
    """
    folder, turn = order.folder, order.folder.turn()
    _compare(order, parts, told, turn)
    finished: dict[str, list[str]] = {}
    for name in parts:
        noted = folder.noted(f"done/{name}.done")
        if isinstance(noted, list):
            finished[name] = noted
    kept = sum(parts[name] for name in finished)
    state = State("judge", kept, sum(parts.values()), 0, kept)
    last = frozenset(timelines)
    for now in (False, True):
        if now and timelines and folder.noted("heard.json") is None:
            answers = [file for name in parts if name not in last for file in finished[name]]
            bring_heard(folder.parts, timelines, folder.done, answers)
            folder.note("heard.json", {"timelines": len(timelines)})
        left = [name for name in parts if name not in finished and (name in last) is now]
        tasks = [Task(name, str(folder.parts / f"{name}.parquet"), str(folder.done / f"{name}{turn}")) for name in left]

        def note(done: Done) -> None:
            finished[done.name] = list(done.files)
            folder.note(f"done/{done.name}.done", list(done.files))

        state = _run(order, tasks, parts, state, told, note)
    return [file for name in parts for file in finished[name]]


def _compare(order: Order, parts: Mapping[str, int], told: Told, turn: str) -> None:
    """Find out what of our own texts is said again. What an earlier try could not gather is gathered once more.

    Where that gives other answers, parts that were judged by the earlier ones are judged anew.
    """
    folder, names, asked = order.folder, list(parts), asked_of(order.brief.eras.programs)
    try_again(folder.parts, names)
    left = without_texts(folder.parts, names)
    if not asked or (folder.noted("again.json") is not None and not left):
        return
    tasks = [
        Task(name, str(folder.parts / f"{name}.parquet"), str(folder.parts / f"{name}{turn}"), only_texts=True)
        for name in left
    ]
    whole = sum(parts.values())
    kept = whole - sum(parts[name] for name in left)
    state = State("texts", kept, whole, 0, kept)
    _run(order, tasks, parts, state, told, lambda done: keep_texts(folder.parts, done))
    comparing = Comparing(folder.parts, folder.done, tuple(names), asked)
    unread = apart(compare, comparing) if whole > _MANY else compare(comparing)
    folder.note("again.json", {"questions": len(asked), "unread": unread})


def _run(
    order: Order,
    tasks: Sequence[Task],
    parts: Mapping[str, int],
    state: State,
    told: Told,
    note: Callable[[Done], None],
) -> State:
    """Let the supervisor carry out tasks; `note` hears of each part that is done. Gives back how far it is now."""

    def hear(done: Done) -> None:
        nonlocal state
        note(done)
        violations = state.violations + done.counts.get("verdict-violation", 0)
        state = replace(state, done=state.done + parts[done.name], violations=violations)

    told(state)
    supervisor = Supervisor(order.folder.work / "brief.pickle", order.workers, order.patience)
    supervisor.run(tasks, hear, lambda: told(state))
    return state


def _write_problems(
    folder: Folder, found: Iterable[Mapping[str, object]], planned: Mapping[str, object], speech: str
) -> None:
    waiting = folder.path / f"{ERRORS}.part"
    vast, parts = planned["vast"], planned["parts"]
    assert isinstance(parts, dict)
    with waiting.open("w", encoding="utf-8", errors="backslashreplace") as file:
        for each in found:
            file.write(json.dumps(each, ensure_ascii=False) + "\n")
        for name, messages in vast if isinstance(vast, list | tuple) else ():
            told = {"source": None, "place": None, "id": name, "what": TOO_LARGE}
            told["reason"] = doubt(TOO_LARGE, str(messages), speech)
            file.write(json.dumps(told, ensure_ascii=False) + "\n")
        noted = folder.noted("again.json")
        unread = noted.get("unread", {}) if isinstance(noted, dict) else {}
        for lost in unread_of(folder.parts, parts):
            told = {"source": lost.source, "place": lost.place, "id": lost.id, "what": UNREAD_TEXT}
            told["reason"] = doubt(UNREAD_TEXT, "", speech)
            file.write(json.dumps(told, ensure_ascii=False) + "\n")
        for messages in unread.values():  # parts of which nobody could gather a text
            told = {"source": None, "place": None, "id": None, "what": UNREAD_TEXTS}
            told["reason"] = doubt(UNREAD_TEXTS, str(messages), speech)
            file.write(json.dumps(told, ensure_ascii=False) + "\n")
    os.replace(waiting, folder.path / ERRORS)


def _write_run(
    order: Order, begun: Mapping[str, object], counts: Counts, seconds: Mapping[str, float], clock: Clock
) -> None:
    """`summary.json`, then `run.json`, which says that everything before it is whole."""
    folder, brief = order.folder, order.brief
    programs = brief.eras.programs
    newest = programs[-1]
    gathered = folder.noted("gathered.json")
    assert isinstance(gathered, dict)
    folder.write(SUMMARY, summary_of(counts))
    rules: dict[str, CompiledRule] = {
        rule.id: rule for program in programs for rule in (*program.rules, *program.records.rules)
    }
    clauses = dict(each for program in programs for each in program.clauses)
    content = {
        "knigge": VERSION,
        "layout": LAYOUT,
        "complete": True,
        "run": brief.run,
        "engine": "local",
        "workers": order.workers,
        "speech": brief.speech,
        "now": brief.now.isoformat() if brief.now else None,
        "zone": calendar_of(newest).zone,
        "organisation": newest.organisation.name,
        "policies": [
            {
                "name": each.policy,
                "digest": each.policy_digest,
                "program": each.digest,
                "since": each.since,
                "until": each.until,
            }
            for each in programs
        ],
        "inputs": gathered["inputs"],
        "started": begun["started"],
        "ended": clock.now().isoformat(timespec="seconds"),
        "seconds": dict(seconds),
        "clauses": [{"id": name, **dict(local)} for name, local in clauses.items()],
        "rules": [
            {
                "id": rule.id,
                "version": rule.version,
                "clause": rule.clause,
                "severity": str(rule.severity),
                "subject": rule.subject,
                "status": rule.status,
                "title": dict(rule.title),
            }
            for rule in sorted(rules.values(), key=lambda each: each.id)
        ],
        "waivers": [
            {
                "rule": each.rule,
                "reason": each.reason,
                "approver": each.approver,
                "signed": each.signed,
                "until": each.until,
                "uses": each.uses,
                "used": counts.used.get(each, 0),
            }
            for each in dict.fromkeys(waiver for program in programs for waiver in program.records.waivers)
        ],
    }
    folder.write(RUN, content)


def summary_of(counts: Counts) -> dict[str, object]:
    """The closing figures; the closing line and the exit code are made from the same."""
    told: dict[str, object] = {"knigge": VERSION, "read": counts.read}
    for status in ("judged", "undecided", "errored", "skipped"):
        told[status] = counts.statuses.get(status, 0)
    told["reasons"] = dict(sorted(counts.reasons.items()))
    told["spans"] = counts.spans
    told["verdicts"] = dict(sorted(counts.verdicts.items()))
    told["severest"] = str(counts.severest) if counts.severest else None
    return told
