"""Is the person greeted by somebody else's first name?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..record import Exchange
from ..source import Span
from ..tokens import fold
from .letter import letter
from .persons import GIVEN_NAMES, TITLES
from .reading import Measurement, Reading

_LETTERS: Final = re.compile(r"[^\W\d_]+")
_ALIKE: Final = 3  # first letters from which on a name may be short for another: Steffi, Stefanie
_SHORT: Final = frozenset(
    frozenset(pair.split("/"))
    for pair in "bill/william bob/robert dick/richard peggy/margaret beth/elizabeth liz/elizabeth lisa/elisabeth "
    "jack/john ned/edward ted/edward tony/anthony gina/regina sascha/alexander sasha/alexander uli/ulrich "
    "fritz/friedrich rolf/rudolf mick/michael mike/michael jim/james jimmy/james kai/karl".split()
)


def other_name(exchange: Exchange, reading: Reading) -> Measurement:
    """Whether the greeting uses a first name that is clearly not the person's. Unknown where theirs is not known.

    Short forms, handles that hold the name, and anybody else who speaks in the thread are let pass; so is a title
    with a surname. Empty text: false.
    """
    text = reading.text
    greeting = letter(text).greeting
    if greeting is None or greeting.name is None:
        return Measurement(False)
    places = range(greeting.name[0], greeting.name[1] + 1)
    if any(text.folds[index] in TITLES for index in places):
        return Measurement(False)
    greeted = [index for index in places if text.folds[index].removesuffix("'s") in GIVEN_NAMES]
    if not greeted:
        return Measurement(False)
    theirs = tuple(_theirs(exchange))
    known = _others(exchange).union(fold(part) for name in theirs for part in _LETTERS.findall(name))
    said = {fold(part) for part in _LETTERS.findall(exchange.parent.text or "")} if exchange.parent else set()
    if any(text.folds[index] in known or text.folds[index] in said for index in greeted) or any(
        _may_be(text.folds[index], part) for index in greeted for part in known
    ):
        return Measurement(False)
    if not any(_is_name(name) for name in theirs):
        return Measurement(None, needs=("customer.name",))
    span = Span(text.starts[greeted[0]], text.ends[greeted[-1]])
    return Measurement(True, (span,), ("other name",))


def _theirs(exchange: Exchange) -> Iterator[str]:
    """The names of the person answered: on record, and as the channel shows it."""
    for author in (exchange.customer, exchange.parent.author if exchange.parent else None):
        if author is not None and author.name:
            yield author.name


def _others(exchange: Exchange) -> frozenset[str]:
    """The parts of the names of everybody else who speaks in the thread, but for us, folded."""
    past = exchange.past
    return past.court.speakers(past.thread).names if past else frozenset()


def _may_be(greeted: str, known: str) -> bool:
    """Whether two names may be one person's: one inside the other, the same beginning, a usual short form."""
    if len(known) < 2:
        return False
    inside = greeted in known or known in greeted
    return inside or greeted[:_ALIKE] == known[:_ALIKE] or frozenset((greeted, known)) in _SHORT


def _is_name(name: str) -> bool:
    """Whether a shown name tells a first name: one from the list, or two words in capitals."""
    words = name.replace(",", " ").split()
    listed = any(fold(part) in GIVEN_NAMES for part in _LETTERS.findall(name))
    return listed or (len(words) in (2, 3) and all(word.isalpha() and word[0].isupper() for word in words))
