"""Policies in time: which program judges what happened at an instant."""

from __future__ import annotations

import pickle
from dataclasses import field
from datetime import datetime
from functools import lru_cache

from ..program import Program
from ..values import dataclass
from .calendars import OFFICE, Calendar, local_day
from .moments import instant

_MOST_KNOWN = 10_000


@dataclass(frozen=True, slots=True)
class Eras:
    """The programs of a policy's history, in order of their first day; one program without days is always in force."""

    programs: tuple[Program, ...]
    _known: dict[tuple[str | None, str], Program | None] = field(default_factory=dict, compare=False, repr=False)

    def at(self, written: str | None, zone: str) -> datetime | None:
        """The instant of a written time, None when unknown."""
        return instant(written, zone)


def in_force(eras: Eras, written: str | None, zone: str) -> Program | None:
    """The program in force at a written time; a from-day belongs to the new policy. None: none, or it is not known.

    Where there is one policy without days, an unknown time does not matter.
    """
    only = eras.programs[0]
    if len(eras.programs) == 1 and not (only.since or only.until):
        return only
    known = eras._known
    if (written, zone) in known:
        return known[written, zone]
    if len(known) > _MOST_KNOWN:
        known.clear()
    found = known[written, zone] = _in_force_at(eras, instant(written, zone))
    return found


def _in_force_at(eras: Eras, at: datetime | None) -> Program | None:
    if at is None:
        return eras.programs[0] if len(eras.programs) == 1 else None
    found = None
    for program in eras.programs:
        day = local_day(at, calendar_of(program)).isoformat()
        if (program.since or day) <= day <= (program.until or day):
            found = program
    return found


def calendar_of(program: Program) -> Calendar:
    """The calendar of a program's policy; office hours in Berlin where it names none."""
    return _read(program.records.calendar) if program.records.calendar else OFFICE


@lru_cache(maxsize=64)
def _read(packed: bytes) -> Calendar:
    calendar = pickle.loads(packed)
    assert isinstance(calendar, Calendar)
    return calendar
