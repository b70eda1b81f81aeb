"""Markers and counter-examples of the domain's fact sheets, each inside a full text.

`domain_cases.jsonl` holds one object a row of the sheets: `marker_text` shows the fault (or the thing looked for) in a
plausible text of a company, for CRITICISM of a customer; `counter_text` says the same words where they are fine, or,
for SOLUTION, PROMISE and CRITICISM, where they are not that thing. `row` counts within a sheet's table, from 1.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from data import ROOT

from knigge.engine.record import Author, Exchange, Message, Role

CASES: Final = ROOT / "bench" / "domain_cases.jsonl"

TARGETS: Final[tuple[tuple[str, str], ...]] = (
    ("AUG", "rule:eye-level.lecturing"),
    ("SARCASM", "rule:tone.sarcasm"),
    ("BLAME", "rule:eye-level.blame"),
    ("NONAPOLOGY", "rule:apology.non-apology"),
    ("FLOSKEL", "concept:formula"),  # one formula is human; the rule wants several
    ("MASS", "rule:template.mass-address"),
    ("AMT", "concept:officialese-marker"),  # the rule wants density
    ("PASSIVE", "rule:plain.hidden-agent"),
    ("PROMISE", "concept:promise"),
    ("ABSOLUTE", "rule:claim.absolute"),
    ("ADMISSION", "rule:claim.admission"),
    ("CRITICISM", "concept:criticism"),
    ("SOLUTION", "concept:solution"),
    ("ADDRESS", "rule:address.mixed"),
    ("SHOUTING", "rule:tone.shouting"),
)
"""Every family of the sheets with the rule or concept that stands for it."""

CODE_TARGETS: Final[tuple[tuple[str, str, str], ...]] = (
    ("AUG", "A2", "rule:eye-level.commanding-calm"),
    ("MASS", "M4", "rule:individual.deflection"),
    ("AMT", "K5", "rule:plain.officialese"),  # genitive chains, long sentences: measured, no word shows it
)
"""The structures within a family that another rule stands for."""

UNJUDGED: Final[frozenset[tuple[str, str, int]]] = frozenset(
    [
        ("MASS", "de", 16),  # the same answer three times in a thread
        ("MASS", "en", 16),
        ("MASS", "de", 26),  # the same closing sentence in a third of all answers
        ("PROMISE", "de", 26),  # Z6, a promise kept or broken: no new promise, and no concept stands for it
        ("PROMISE", "de", 27),
        ("PROMISE", "en", 25),
        ("PROMISE", "en", 26),
    ]
)
"""Family, language and row of the cases that one exchange cannot show, or that have no target."""


@dataclass(frozen=True, slots=True)
class DomainRow:
    """A marker inside a full text, the same words where they are fine, and what must fire on the first alone."""

    family: str
    language: str
    target: str
    marker: Exchange
    counter: Exchange | None


def domain_rows() -> list[DomainRow]:
    """The cases in the order of the sheets, without those of UNJUDGED."""
    with CASES.open(encoding="utf-8") as file:
        cases = [json.loads(line) for line in file]
    return [_row(case) for case in cases if (case["family"], case["lang"], case["row"]) not in UNJUDGED]


def _row(case: dict[str, object]) -> DomainRow:
    family, language, code = str(case["family"]), str(case["lang"]), str(case["code"])
    key = f"{case['sheet']}-{family}-{language}-{code}-{case['row']}"
    marker = _exchange(key, language, case["marker_text"], case["kind"], case["parent"])
    counter = None
    if case["counter_text"] is not None:
        counter = _exchange(f"{key}-fine", language, case["counter_text"], case["counter_kind"], case["counter_parent"])
    return DomainRow(family, language, _target(family, code), marker, counter)


def _target(family: str, code: str) -> str:
    special = {(name, part): target for name, part, target in CODE_TARGETS}
    return special.get((family, code), dict(TARGETS)[family])


def _exchange(key: str, language: str, text: object, kind: object, parent_text: object) -> Exchange:
    ours = kind != "comment"
    author = Author("us", Role.US) if ours else Author("customer", Role.CUSTOMER)
    parent = None
    if isinstance(parent_text, str):
        asker = Author("customer", Role.CUSTOMER)
        parent = Message(f"{key}-parent", parent_text, "comment", "facebook", language, asker)
    message = Message(key, str(text), str(kind), "facebook", language, author)
    return Exchange(message, parent, parent is not None)
