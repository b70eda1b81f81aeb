"""Waivers in `knigge check` on drafts: used up over the run, and a line for those that hang on the day."""

from __future__ import annotations

from datetime import datetime

from ..engine.finding import Result
from ..engine.program import Program, Waiver
from ..engine.record import Message
from ..engine.records.draft_waivers import depending_on_time, waive_draft
from ..engine.records.waivers import Desk


class WaiverDesk:
    """Sets violations in drafts aside where a waiver covers them; owns how often each was used in the run."""

    def __init__(self, moment: str, speech: str) -> None:
        self._present = datetime.fromisoformat(moment) if moment else None
        self._speech = speech
        self._desk = Desk()

    def look(self, program: Program, result: Result, message: Message) -> tuple[Result, list[str]]:
        """The result with its waivers, and a line for every waiver of which only the day is unknown."""
        hanging = depending_on_time(program, result, message, self._present)
        told = [_told(message.id, rule, waiver, self._speech) for rule, waiver in hanging]
        return waive_draft(program, result, message, self._present, self._desk), told


def _told(name: str, rule: str, waiver: Waiver, speech: str) -> str:
    begins, ends = (waiver.since or waiver.signed)[:10], waiver.until[:10]
    if speech == "de":
        return (
            f"{name}: für {rule} gibt es eine Ausnahme ({waiver.reason}, {waiver.approver}; {begins} bis {ends}); "
            "ob sie gilt, hängt davon ab, wann der Text erscheint: --now TAG"
        )
    return (
        f"{name}: there is a waiver for {rule} ({waiver.reason}, {waiver.approver}; {begins} until {ends}); "
        "whether it counts depends on when the text appears: --now DAY"
    )
