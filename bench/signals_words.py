"""What the scoreboard compares with: naive baselines, spans, ranks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from knigge.engine.record import Author, Exchange, Message, Organisation, Role
from knigge.engine.signals.address import address_form
from knigge.engine.signals.language import by_langid
from knigge.engine.signals.reading import Reading
from knigge.engine.tokens import tokenize

ADDRESS_PRONOUN: Final = (
    re.compile(r"\b(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)\b"),
    re.compile(r"(?i)\b(?:du|dich|dir|dein(?:e[mnrs]?|s)?|euch|eu(?:er|re[mnrs]?))\b"),
)
_PRONOUN: Final = re.compile(
    r"(?i)\b(?:sie|ihnen|ihr(?:e[mnrs]?)?|du|dich|dir|dein(?:e[mnrs]?|s)?|euch|eu(?:er|re[mnrs]?))\b"
)
_AGREEING: Final = re.compile(r"(?:st|zt|sst|lässt|seid|habt|redet|setzt|benutzt|passt|sorgst dich)$")


def reading(text: str, language: str, role: Role = Role.US) -> Reading:
    """A text to be measured, without surroundings."""
    message = Message("case", text, author=Author("a", role))
    return Reading(tokenize(text), language, Exchange(message), Organisation())


def naive_language(text: str) -> str:
    """The answer of py3langid among four."""
    return by_langid(text)[0]


def address_spans(row: dict[str, object]) -> tuple[int, int, int]:
    """Right, wrong and missed places of address in a row of CoCoA.

    A marked span counts where it holds a pronoun or an imperative, not a verb that only agrees with one elsewhere.
    """
    found = address_form(tokenize(str(row["text"])), "de")
    return _compared(row, [(span.start, span.end) for span in found.spans])


def naive_spans(row: dict[str, object]) -> tuple[int, int, int]:
    """The same for two pronoun patterns."""
    text = str(row["text"])
    return _compared(row, [match.span() for pattern in ADDRESS_PRONOUN for match in pattern.finditer(text)])


def _compared(row: dict[str, object], ours: list[tuple[int, int]]) -> tuple[int, int, int]:
    text, label, spans = str(row["text"]), str(row["label"]), row["spans"]
    assert isinstance(spans, list)
    marked = [(int(start), int(end)) for start, end in spans]
    wanted = [span for span in marked if _addresses(text[slice(*span)], label)]
    right = sum(_meets(span, ours) for span in wanted)
    return right, sum(not _meets(span, marked) for span in ours), len(wanted) - right


def _addresses(words: str, label: str) -> bool:
    return _PRONOUN.search(words) is not None or (label == "informal" and _AGREEING.search(words.lower()) is None)


def _meets(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def spearman(left: Sequence[float], right: Sequence[float]) -> float:
    """Rank correlation, ties sharing their mean rank; 0 where one side is constant."""
    first, second = _ranks(left), _ranks(right)
    mean = (len(first) - 1) / 2
    over = sum((a - mean) * (b - mean) for a, b in zip(first, second, strict=True))
    under = (sum((a - mean) ** 2 for a in first) * sum((b - mean) ** 2 for b in second)) ** 0.5
    return over / under if under else 0.0


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(values)
    first: dict[float, int] = {}
    number: dict[float, int] = {}
    for place, value in enumerate(order):
        first.setdefault(value, place)
        number[value] = number.get(value, 0) + 1
    return [first[value] + (number[value] - 1) / 2 for value in values]
