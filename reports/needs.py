"""What would decide a verdict, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from ..engine.finding import Outcome, Verdict
from ..engine.record_facts import RECORD_FACTS
from .wording import fact, say

_LABELS: Final = {each.name: each.label for each in RECORD_FACTS if each.label[0]}


def named(need: str, speech: str) -> str:
    """A fact in words."""
    label = _LABELS.get(need)
    return label[speech != "de"] if label else fact(need, speech)


def undecided_by_need(verdicts: Iterable[Verdict], speech: str) -> list[tuple[str, int]]:
    """What the undecided ones among these hang on, in words, each with how many do; the most frequent first."""
    found: Counter[str] = Counter()
    for verdict in verdicts:
        if verdict.outcome is Outcome.UNDECIDED:
            names = ", ".join(named(need, speech) for need in verdict.needs)
            found[f"{say('open-while', speech)} {names}" if names else verdict.reason] += 1
    return found.most_common()


def reason_of(verdict: Verdict, speech: str) -> str:
    """Why a verdict is what it is: what is unknown and the reason it gives; "" where it gives none."""
    parts = []
    if verdict.needs and verdict.outcome is Outcome.UNDECIDED:
        names = ", ".join(named(need, speech) for need in verdict.needs)
        parts.append(f"{say('open-while', speech)} {names}")
    if verdict.reason:
        parts.append(verdict.reason)
    return "; ".join(parts)
