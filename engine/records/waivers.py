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


@dataclass(frozen=True, slots=True)
class Deed:
    """A violation as waivers see it: when, which rule, the subject's id, its thread or channel/account, where."""

    at: datetime
    rule: str
    id: str
    place: str
    channel: str | None
    account: str | None


Turn = tuple[float, str, str, str]


def waive(results: Iterable[Result], courts: dict[str, Court], desk: Desk) -> Iterator[Result]:
    """The results with violations set aside where a waiver covers them; the earliest use a waiver first."""
    if not any(court.program.records.waivers for court in courts.values()):
        yield from results
        return
    found = list(results)
    changed: dict[tuple[int, int], Verdict] = {}
    for _, row, column, deed in sorted(_uses(found, courts), key=lambda each: each[0]):
        verdict = found[row].verdicts[column]
        waiver = covering(courts[found[row].program].program.records.waivers, deed, desk)
        if waiver is not None:
            desk.used[waiver] = desk.used.get(waiver, 0) + 1
            changed[row, column] = replace(verdict, outcome=Outcome.WAIVED, reason=waived_reason(waiver))
    rows = {row for row, _ in changed}
    for row, result in enumerate(found):
        if row in rows:
            verdicts = tuple(changed.get((row, column), each) for column, each in enumerate(result.verdicts))
            result = replace(result, verdicts=verdicts, decision=decide(courts[result.program].program, verdicts))
        yield result


def _uses(results: list[Result], courts: dict[str, Court]) -> Iterator[tuple[Turn, int, int, Deed]]:
    """Every violation with the time of what triggered it; what has no time cannot be waived."""
    records = _by_id(next(iter(courts.values())).archive)
    for row, result in enumerate(results):
        if all(verdict.outcome is not Outcome.VIOLATION for verdict in result.verdicts):
            continue
        court = courts.get(result.program)
        at = _time_of(result, court, records) if court else None
        if court is None or at is None:
            continue
        for column, verdict in enumerate(result.verdicts):
            if verdict.outcome is Outcome.VIOLATION:
                deed = Deed(at, verdict.rule, result.id, result.place, *_where(result, court))
                yield in_turn(at, result.subject, result.id, verdict.rule), row, column, deed


def in_turn(at: datetime, subject: str, name: str, rule: str) -> Turn:
    """By what violations use up a waiver: time first; at the same instant by subject, id and rule."""
    return at.timestamp(), subject, name, rule


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


def covering(waivers: Iterable[Waiver], deed: Deed, desk: Desk) -> Waiver | None:
    """The first waiver that covers a violation and has a use left; using it up is the caller's."""
    for waiver in waivers:
        signed, until, since = _day_of(waiver.signed), _day_of(waiver.until), _day_of(waiver.since)
        at = deed.at
        if until is None or at > until or (since is not None and at < since):
            continue
        if not waiver.backdated and (signed is None or signed > at):
            continue
        if waiver.uses is not None and desk.used.get(waiver, 0) >= waiver.uses:
            continue
        if in_scope(waiver, deed):
            return waiver
    return None


def in_scope(waiver: Waiver, deed: Deed) -> bool:
    """Whether a waiver speaks of the rule and the place of a violation, whenever that was."""
    return (
        matches(waiver.rule, deed.rule)
        and (not waiver.channels or deed.channel in waiver.channels)
        and (not waiver.accounts or deed.account in waiver.accounts)
        and (not waiver.subjects or deed.id in waiver.subjects or deed.place in waiver.subjects)
    )


def waived_reason(waiver: Waiver) -> str:
    """Why a violation does not count, and who signed that."""
    return f"{waiver.reason} ({waiver.approver})"


def _where(result: Result, court: Court) -> tuple[str | None, str | None]:
    message = court.archive.messages.get(result.id)
    if message is not None:
        return message.channel, message.account
    channel, _, account = result.place.partition("/")
    return channel or None, account or None


def _day_of(written: str) -> datetime | None:
    """A time of an exception, however far away its end: the policy was checked for it when it was loaded."""
    return datetime.fromisoformat(written) if written else None
