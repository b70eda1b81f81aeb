"""What was measured -> a line of JSON as in grammar/measure.schema.json; fields are added over time, never renamed."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import field
from typing import Final, TypedDict

from ..engine.catalogue import Entry
from ..engine.measure import Extent, Measured, MeasuredConcept, MeasuredSignal
from ..engine.source import Span
from ..engine.values import dataclass
from .wording import counted, say

DIGITS: Final = 4
"""Decimal places of measured numbers."""
_VALUE: Final = {"address": "form"}  # the one signal whose value has a name of its own (DESIGN 8)

Value = float | bool | str | None
Place = list[int | str]


class Signal(TypedDict, total=False):
    """A signal: `value` (`form` for address) and the places that carry it; when unknown, what is needed and why."""

    value: Value
    form: Value
    spans: list[Place]
    needs: list[str]
    reason: str


class Concept(TypedDict, total=False):
    """A concept: whether it is expressed, how strongly, where; when undecided, what is needed and why."""

    holds: bool | None
    score: float | None
    spans: list[list[int]]
    needs: list[str]
    reason: str


class Note(TypedDict):
    """Something to know about the text, with the first places where it shows."""

    code: str
    reason: str
    spans: list[list[int]]


class Record(TypedDict):
    """One message, measured."""

    id: str
    language: str | None
    signals: dict[str, Signal]
    concepts: dict[str, Concept]
    measured: str
    notes: list[Note]


def as_record(measured: Measured) -> Record:
    """The record of one message, its keys in a fixed order."""
    return {
        "id": measured.id,
        "language": measured.language,
        "signals": {each.name: _signal(each) for each in measured.signals},
        "concepts": {each.name: _concept(each) for each in measured.concepts},
        "measured": str(measured.extent),
        "notes": [
            {"code": each.code, "reason": each.reason, "spans": _places(each.spans)} for each in measured.remarks
        ],
    }


def render(measured: Measured) -> bytes:
    """The record as one line of UTF-8; half a character is written as its escape."""
    line = json.dumps(as_record(measured), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return line.encode("utf-8", "backslashreplace") + b"\n"


def render_entries(signals: Sequence[Entry], concepts: Sequence[Entry]) -> str:
    """Everything that can be measured, as JSON."""
    shown = {
        "signals": [
            {
                "name": each.name,
                "german": each.german,
                "unit": each.unit,
                "meaning": each.meaning,
                "source": each.source,
                "languages": list(each.languages),
                "values": list(each.values),
                "empty": each.empty,
            }
            for each in signals
        ],
        "concepts": [
            {
                "name": each.name,
                "unit": each.unit,
                "meaning": each.meaning,
                "source": each.source,
                "languages": list(each.languages),
            }
            for each in concepts
        ],
    }
    return json.dumps(shown, ensure_ascii=False, indent=1)


def _signal(signal: MeasuredSignal) -> Signal:
    found = signal.found
    labels: Sequence[str] = found.labels or ("",) * len(found.spans)
    places = sorted((span.start, span.end, label) for span, label in zip(found.spans, labels, strict=True))
    spans: list[Place] = [[start, end, label] if label else [start, end] for start, end, label in places]
    value = _number(found.value)
    shown: Signal = {"form": value, "spans": spans} if signal.name in _VALUE else {"value": value, "spans": spans}
    if found.needs:
        shown["needs"] = list(found.needs)
    if signal.reason or value is None:
        shown["reason"] = signal.reason or "no number"
    return shown


def _concept(concept: MeasuredConcept) -> Concept:
    score = None if concept.score is None else round(concept.score, DIGITS)
    shown: Concept = {"holds": concept.holds, "score": score, "spans": _places(concept.spans)}
    if concept.holds is None:
        shown["needs"] = list(concept.needs)
        shown["reason"] = concept.reason
    return shown


def _places(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _number(value: Value) -> Value:
    """A value as JSON has it: rounded, whole numbers without a point; what is no number at all is unknown."""
    if not isinstance(value, float):
        return value
    if not math.isfinite(value):
        return None
    rounded = round(value, DIGITS)
    return int(rounded) if rounded.is_integer() else rounded


@dataclass(slots=True)
class Tally:
    """How many messages were measured wholly, in part, not at all, and for which reasons; grows with each."""

    extents: Counter[Extent] = field(default_factory=Counter)
    reasons: dict[Extent, Counter[str]] = field(default_factory=lambda: {extent: Counter() for extent in Extent})

    def add(self, measured: Measured) -> None:
        """Count one message; each reason once, however often it is named."""
        self.extents[measured.extent] += 1
        self.reasons[measured.extent].update({remark.code for remark in measured.remarks})

    def join(self, other: Tally) -> None:
        """Count what another has counted."""
        self.extents.update(other.extents)
        for extent, codes in other.reasons.items():
            self.reasons[extent].update(codes)

    @property
    def count(self) -> int:
        """How many messages there were."""
        return self.extents.total()

    @property
    def whole(self) -> bool:
        """Whether all of them were measured wholly."""
        return self.count == self.extents[Extent.ALL]


def summary(tally: Tally, speech: str) -> str:
    """What could not be measured, in one line with the codes of the reasons; empty when there is nothing to say."""
    if not tally.count:
        return say("nothing-to-measure", speech)
    if tally.whole and not tally.reasons[Extent.ALL]:
        return ""
    parts = [f"{tally.extents[extent]} {say(f'measured-{extent}', speech)}{_codes(tally.reasons[extent])}"
             for extent in Extent if tally.extents[extent]]  # fmt: skip
    return f"{counted(tally.count, 'text', speech)}: {', '.join(parts)}"


def _codes(reasons: Counter[str]) -> str:
    return f" ({', '.join(f'{code} {number}' for code, number in sorted(reasons.items()))})" if reasons else ""
