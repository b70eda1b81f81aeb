"""What would decide a verdict, in words."""

from __future__ import annotations

from typing import Final

from ..engine.finding import Outcome, Verdict
from ..engine.record_facts import RECORD_FACTS
from .wording import fact, say

_LABELS: Final = {each.name: each.label for each in RECORD_FACTS if each.label[0]}


def named(need: str, speech: str) -> str:
    """A fact in words."""
    label = _LABELS.get(need)
    return label[speech != "de"] if label else fact(need, speech)


def reason_of(verdict: Verdict, speech: str) -> str:
    """Why a verdict is what it is: what is unknown and the reason it gives; "" where it gives none."""
    parts = []
    if verdict.needs and verdict.outcome is Outcome.UNDECIDED:
        names = ", ".join(named(need, speech) for need in verdict.needs)
        parts.append(f"{say('open-while', speech)} {names}")
    if verdict.reason:
        parts.append(verdict.reason)
    return "; ".join(parts)
