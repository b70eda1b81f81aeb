"""Waivers: dated, signed exceptions, used up in order of time across a whole run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from datetime import date, datetime

from ..evaluator import decide
from ..finding import Outcome, Result, Verdict
from ..program import Waiver
from ..record import Action, Contest
from ..schema import matches
from ..values import dataclass
from .archive import Archive
from .calendars import Calendar, day_span, month_span, week_span
from .court import Court
from .moments import instant


@dataclass(slots=True)
class Desk:
    """How often each waiver was used, over a run."""

    used: dict[Waiver, int] = field(default_factory=dict)


def waive(results: Iterable[Result], courts: dict[str, Court], desk: Desk) -> Iterator[Result]:
    """The results with violations set aside where a waiver covers them; the earliest use a waiver first."""
    if not any(court.program.records.waivers for court in courts.values()):
        yield from results
        return
    found = list(results)
    changed: dict[tuple[int, int], Verdict] = {}
    for at, row, column in sorted(_uses(found, courts)):
        result = found[row]
        verdict = result.verdicts[column]
        waiver = _covering(result, verdict, at, courts[result.program], desk)
        if waiver is not None:
            desk.used[waiver] = desk.used.get(waiver, 0) + 1
            changed[row, column] = replace(
                verdict, outcome=Outcome.WAIVED, reason=f"{waiver.reason} ({waiver.approver})"
            )
    rows = {row for row, _ in changed}
    for row, result in enumerate(found):
        if row in rows:
            verdicts = tuple(changed.get((row, column), each) for column, each in enumerate(result.verdicts))
            result = replace(result, verdicts=verdicts, decision=decide(courts[result.program].program, verdicts))
        yield result


def _uses(results: list[Result], courts: dict[str, Court]) -> Iterator[tuple[datetime, int, int]]:
    """Every violation with the time of what triggered it; what has no time cannot be waived."""
    records = _by_id(next(iter(courts.values())).archive)
    for row, result in enumerate(results):
        if all(verdict.outcome is not Outcome.VIOLATION for verdict in result.verdicts):
            continue
        court = courts.get(result.program)
        at = _time_of(result, court, records) if court else None
        if at is None:
            continue
        for column, verdict in enumerate(result.verdicts):
            if verdict.outcome is Outcome.VIOLATION:
                yield at, row, column


@dataclass(frozen=True, slots=True)
class _ById:
    """Acts and contests by id."""

    actions: dict[str, Action]
    contests: dict[str, Contest]


def _by_id(archive: Archive) -> _ById:
    return _ById({each.id: each for each in archive.actions}, {each.id: each for each in archive.contests})


def _time_of(result: Result, court: Court, records: _ById) -> datetime | None:
    archive = court.archive
    match result.subject:
        case "message":
            return archive.at(archive.messages[result.id])
        case "action":
            action = records.actions.get(result.id)
            return archive.at(action) if action is not None else None
        case "contest":
            contest = records.contests.get(result.id)
            message = archive.messages.get((contest.post if contest else result.id) or "")
            return instant((contest.published if contest else None) or (message.published if message else None))
        case _:
            return _start(result.id.rpartition("/")[2], court.calendar)


def _start(key: str, calendar: Calendar) -> datetime:
    """The first instant of a span of a timeline by its key: 2026-W10, 2026-03-04 or 2026-03."""
    year, *rest = (int(part.lstrip("W")) for part in key.split("-"))
    if "W" in key:
        return week_span(year, rest[0], calendar)[0]
    return (month_span(year, rest[0], calendar) if len(rest) == 1 else day_span(date(year, *rest), calendar))[0]


def _covering(result: Result, verdict: Verdict, at: datetime, court: Court, desk: Desk) -> Waiver | None:
    """The first waiver of the policy that covers a violation and has a use left."""
    for waiver in court.program.records.waivers:
        signed, until, since = _day_of(waiver.signed), _day_of(waiver.until), _day_of(waiver.since)
        if not matches(waiver.rule, verdict.rule) or until is None or at > until or (since is not None and at < since):
            continue
        if not waiver.backdated and (signed is None or signed > at):
            continue
        if waiver.uses is not None and desk.used.get(waiver, 0) >= waiver.uses:
            continue
        if _in_scope(waiver, result, court):
            return waiver
    return None


def _in_scope(waiver: Waiver, result: Result, court: Court) -> bool:
    channel, account = _where(result, court)
    return (
        (not waiver.channels or channel in waiver.channels)
        and (not waiver.accounts or account in waiver.accounts)
        and (not waiver.subjects or result.id in waiver.subjects or result.place in waiver.subjects)
    )


def _where(result: Result, court: Court) -> tuple[str | None, str | None]:
    message = court.archive.messages.get(result.id)
    if message is not None:
        return message.channel, message.account
    channel, _, account = result.place.partition("/")
    return channel or None, account or None


def _day_of(written: str) -> datetime | None:
    """A time of an exception, however far away its end: the policy was checked for it when it was loaded."""
    return datetime.fromisoformat(written) if written else None
