"""Waivers and drafts: a text that is judged alone, at the time it bears or at the present that was given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from ..evaluator import decide
from ..finding import Outcome, Result, Verdict
from ..program import Program, Waiver
from ..record import Message
from .moments import instant
from .waivers import Deed, Desk, covering, in_scope, waived_reason


def waive_draft(program: Program, result: Result, message: Message, present: datetime | None, desk: Desk) -> Result:
    """The result with violations set aside where a waiver covers them; without a time none does."""
    at = instant(message.published, program.records.zone) if message.published else present
    if at is None:
        return result
    verdicts = []
    for verdict in result.verdicts:
        waiver = None
        if verdict.outcome is Outcome.VIOLATION:
            waiver = covering(program.records.waivers, _deed(at, verdict, message), desk)
        if waiver is not None:
            desk.used[waiver] = desk.used.get(waiver, 0) + 1
            verdict = replace(verdict, outcome=Outcome.WAIVED, reason=waived_reason(waiver))
        verdicts.append(verdict)
    return replace(result, verdicts=tuple(verdicts), decision=decide(program, tuple(verdicts)))


def depending_on_time(
    program: Program, result: Result, message: Message, present: datetime | None
) -> Iterator[tuple[str, Waiver]]:
    """Violated rules with the waiver that might cover them, if only it were known when the text appears."""
    if message.published or present is not None:
        return
    for verdict in result.verdicts:
        if verdict.outcome is Outcome.VIOLATION:
            deed = _deed(datetime.max, verdict, message)
            yield from ((verdict.rule, each) for each in program.records.waivers if in_scope(each, deed))


def _deed(at: datetime, verdict: Verdict, message: Message) -> Deed:
    return Deed(at, verdict.rule, message.id, message.thread or "", message.channel, message.account)
