"""What is known of how often a rule is right, where it was measured; the numbers are those of docs/QUALITY.md."""

from __future__ import annotations

import json
from collections.abc import Set
from typing import Final

from ...engine.library import read_text
from ...engine.values import dataclass

FILE: Final = "reports/templates/precision.json"


@dataclass(frozen=True, slots=True)
class Precision:
    """Precision and recall of a rule's concept in one language, on `texts` texts that show it; by `command`."""

    rule: str
    language: str
    texts: int
    precision: float
    recall: float
    command: str


def precisions(rules: Set[str]) -> tuple[Precision, ...]:
    """What is known of these rules, by rule and language; nothing of the others was measured."""
    told = json.loads(read_text(FILE))
    return tuple(
        Precision(each["rule"], each["language"], each["texts"], each["precision"], each["recall"], told["command"])
        for each in told["measured"]
        if each["rule"] in rules
    )
