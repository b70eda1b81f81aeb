"""Records -> results: build the archive, choose policies by date, judge, and say what could not be placed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from ..engine.diagnostics import KniggeError
from ..engine.finding import Result
from ..engine.program import Program
from ..engine.record import Action, Contest, Message, Record
from ..engine.records.archive import Archive, Problem, build_archive
from ..engine.records.court import Court
from ..engine.records.eras import Eras, calendar_of, in_force
from ..engine.records.judge import judge
from ..engine.records.moments import instant
from ..engine.records.states import Standing, states
from ..reports.records import speaks

_MOST_NAMED = 5
_HARMLESS = frozenset({"orphan", "object"})
"""Remarks on what is not on record; the rest is something wrong with a record."""


def judge_records(
    records: Sequence[Record],
    places: Mapping[str, Sequence[str]],
    programs: Sequence[Program],
    now: str | None,
    speech: str,
    every: bool,
) -> tuple[list[Result], list[str], Archive]:
    """The results as the records were given, spans of time last; a line for what is doubtful; the archive.

    A customer's message of which no rule speaks is left out, unless `every` verdict is wanted.
    """
    eras = eras_of(programs)
    archive = build_archive(records, programs[0].records.zone)
    present = instant_of(now, eras.programs[-1], speech) if now else None
    found = [each for each in judge(eras, archive, present, speech) if every or speaks(each)]
    order = {name: number for number, name in enumerate(places)}
    found.sort(
        key=lambda each: (len(order), each.id) if each.subject == "timeline" else (order.get(each.id, len(order)), "")
    )
    return found, [_told(problem, places, speech) for problem in archive.problems], archive


def thread_states(archive: Archive, programs: Sequence[Program], now: str | None, speech: str) -> dict[str, Standing]:
    """What is to be done in each thread in which anybody but us speaks, by the newest policy."""
    program = eras_of(programs).programs[-1]
    present = instant_of(now, program, speech) if now else None
    return states(archive, Court(program, archive, present, calendar_of(program), speech))


def eras_of(programs: Sequence[Program], as_if: bool = False) -> Eras:
    """The policies and their dated changes in order of their first day; with `as_if` the newest, always in force."""
    history = sorted((each for program in programs for each in (program, *program.later)), key=_first_day)
    return Eras((replace(history[-1], since=None, until=None),)) if as_if else Eras(tuple(history))


def _first_day(program: Program) -> str:
    return program.since or ""


def without_policy(
    records: Sequence[Record], programs: Sequence[Program], archive: Archive
) -> tuple[list[str], list[str]]:
    """The ids of messages, acts and contests of which nothing is said: no policy holds on their day; it is unknown."""
    eras = eras_of(programs)
    outside: list[str] = []
    undated: list[str] = []
    for each in records:
        if isinstance(each, Message | Action | Contest) and in_force(eras, _day_of(each), archive.zone) is None:
            (undated if instant(_day_of(each), archive.zone) is None else outside).append(each.id)
    return outside, undated


def _day_of(record: Message | Action | Contest) -> str | None:
    return record.performed if isinstance(record, Action) else record.published


def is_faulty(archive: Archive) -> bool:
    """Whether something is wrong with a record itself, so that part of it went unread."""
    return any(problem.what not in _HARMLESS for problem in archive.problems)


def instant_of(written: str, program: Program, speech: str = "en") -> datetime:
    """The present as it was given; without an offset it is meant in the calendar's zone."""
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        german = f"--now: `{written}` ist keine Zeit; bitte so: 2026-03-02T16:30 oder 2026-03-02"
        english = f"--now: `{written}` is no time; write it like 2026-03-02T16:30 or 2026-03-02"
        raise KniggeError(german if speech == "de" else english) from None
    return read if read.tzinfo else read.replace(tzinfo=ZoneInfo(calendar_of(program).zone))


def _told(problem: Problem, places: Mapping[str, Sequence[str]], speech: str) -> str:
    german_words = speech == "de"
    ids = ", ".join(f"`{name}`" for name in problem.ids[:_MOST_NAMED])
    if (more := len(problem.ids) - _MOST_NAMED) > 0:
        ids += f" und {more} weitere" if german_words else f" and {more} more"
    where = (" und " if speech == "de" else " and ").join(places.get(problem.ids[0], ()))
    alone = len(problem.ids) == 1
    german = {
        "clash": f"{where}: verschiedener Inhalt unter derselben Kennung {ids}, nicht beurteilt",
        "cycle": f"{ids} antwortet laut Datensatz auf sich selbst; worauf wirklich, bleibt offen"
        if alone
        else f"{ids} antworten im Kreis aufeinander; wer wem antwortet, bleibt offen",
        "zone": f"{ids}: {problem.detail} hat keine Zeitzone und gilt als unbekannt",
        "time": f"{ids}: {problem.detail} ist keine Zeit und gilt als unbekannt",
        "span": f"{ids}: {problem.detail} endet, bevor es beginnt",
        "orphan": f"{ids}: was hier beantwortet wird, steht nicht im Archiv: {problem.detail}",
        "object": f"{ids}: worauf sich das bezieht, steht nicht im Archiv: {problem.detail}",
    }
    english = {
        "clash": f"{where}: different content under the same id {ids}, not judged",
        "cycle": f"{ids} answers itself by its record; what it really answers stays open"
        if alone
        else f"{ids} answer each other in a circle; who answers whom stays open",
        "zone": f"{ids}: {problem.detail} has no time zone and counts as unknown",
        "time": f"{ids}: {problem.detail} is no time and counts as unknown",
        "span": f"{ids}: {problem.detail} ends before it begins",
        "orphan": f"{ids}: what is answered here is not on record: {problem.detail}",
        "object": f"{ids}: what this refers to is not on record: {problem.detail}",
    }
    return (german if german_words else english)[problem.what]
