"""What a signal may look at: one text taken apart, with its language and surroundings; and what it gives back."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from ..record import Exchange, Organisation
from ..source import Span
from ..tokens import Text
from ..values import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """One text under examination. `language` is None when unknown; `parent` is the text it answers, if known."""

    text: Text
    language: str | None
    exchange: Exchange
    organisation: Organisation
    parent: Text | None = None


class Type(StrEnum):
    """The type of a value: a number in its unit, a share 0..1, a truth value, one of some words, an ISO 8601 time."""

    NUMBER = "number"
    SHARE = "share"
    TRUTH = "truth"
    WORD = "word"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Measurement:
    """A signal's answer. `value` None: could not be measured, and `needs` names the facts that would be wanted.

    `spans` are the places in the original text that carry the value, `labels` (parallel, or empty) what each is.
    """

    value: float | bool | str | None
    spans: tuple[Span, ...] = ()
    labels: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signal:
    """A fact that code measures in a text.

    `name` is used in rules (`text.words`), `german` is its German spelling there. `languages` empty: any language.
    `values` are the possible words of a WORD signal. `empty` says what an empty text gives.
    """

    name: str
    german: str
    type: Type
    unit: str
    meaning: str
    source: str
    empty: str
    measure: Callable[[Reading], Measurement]
    languages: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
