"""Terms the policy keeps confidential."""

from __future__ import annotations

from typing import Final

from ..source import Span
from .anchors import occurrences
from .reading import Measurement, Reading, Signal, Type


def _measure(reading: Reading) -> Measurement:
    """Terms of several words match in order; what quotes the message we answer is not ours."""
    text, parent = reading.text, reading.parent
    found: dict[tuple[int, int], str] = {}
    for term in reading.organisation.confidential:
        theirs = parent is not None and bool(occurrences(parent, term))
        for first, last in occurrences(text, term):
            if not (theirs and all(text.quoted[first : last + 1])):
                found.setdefault((first, last), term)
    places = sorted(found)
    return Measurement(
        float(len(places)),
        tuple(Span(text.starts[first], text.ends[last]) for first, last in places),
        tuple(found[place] for place in places),
    )


confidential_terms: Final = Signal(
    "text.confidential-terms", "text.vertrauliche-begriffe", Type.NUMBER, "places",
    "Places that name a term from the organisation's list of confidential ones; 0 when no list is configured.",
    "policy: organisation.confidential", "0", _measure,
)  # fmt: skip
