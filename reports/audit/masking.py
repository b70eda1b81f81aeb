"""Texts of an archive -> texts that name nobody: personal data, names and handles give way to what they are.

What has the shape of personal data and who is greeted or signs is found by the signals of the engine; given names
in running text by their list, unless they are words as well. Names on record in the same thread are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ...engine.record import Author, Exchange, Message, Organisation, Role
from ...engine.signals.letter import letter
from ...engine.signals.personal import items
from ...engine.signals.persons import GIVEN_NAMES, capitalised, persons
from ...engine.signals.reading import Reading
from ...engine.source import Span
from ...engine.tokens import Kind, Text, fold, tokenize

LONGEST: Final = 4000
"""Code points that are looked at; what stands behind them is not shown."""

_WORDS_TOO: Final = frozenset(
    """rosa ernst will mark grant art rich may april june august rose heather joy hope faith grace dawn iris angel pat
    sue rob bill frank drew gene christian wolf kai ole rex viola jasmin jack max mini dick stern pia amber ruby
    sky summer robin victor dean carol penny miles chase""".split()
)
_KINDS: Final[dict[str, tuple[str, str]]] = {
    "name": ("Name", "name"),
    "e-mail": ("E-Mail", "e-mail"),
    "phone": ("Telefon", "phone"),
    "iban": ("Konto", "account"),
    "card": ("Karte", "card"),
    "address": ("Anschrift", "address"),
    "birth-date": ("Geburtstag", "date of birth"),
    "licence-plate": ("Kennzeichen", "licence plate"),
    "secret": ("Geheimnis", "secret"),
    "handle": ("Konto", "handle"),
}
_OTHER: Final = ("Daten", "data")
_LETTERS: Final = re.compile(r"[^\W\d_]{2,}")


def masked(text: str, speech: str, names: frozenset[str] = frozenset()) -> str:
    """The text with `[Name]` and the like for what identifies somebody. `names` are known ones, folded; empty stays.

    >>> masked("Guten Morgen Aylin, Ihre Mail an aylin@beispiel.example kam an.", "de")
    'Guten Morgen [Name], Ihre Mail an [E-Mail] kam an.'
    """
    raw = text[:LONGEST]
    if not raw.strip():
        return raw
    told, at = [], 0
    for span, kind in _apart(_found(tokenize(raw), names)):
        german, english = _KINDS.get(kind, _OTHER)
        told += [raw[at : span.start], f"[{german if speech == 'de' else english}]"]
        at = span.end
    return "".join([*told, raw[at:]])


def names_in(told: Iterable[str | None]) -> frozenset[str]:
    """The parts of names on record, folded, as `masked` wants them."""
    return frozenset(fold(part) for name in told if name for part in _LETTERS.findall(name))


def _found(text: Text, names: frozenset[str]) -> Iterator[tuple[Span, str]]:
    author = Author("", Role.CUSTOMER)  # what is on record of the organisation's own contact points is not known here
    reading = Reading(text, None, Exchange(Message("", text.raw, author=author)), Organisation())
    for item in items(reading):
        if item.type != "reference":
            yield item.span, item.type
    for person in persons(text):
        yield person.span, "name"
    parts = letter(text)
    for part in (parts.greeting, parts.signature):
        if part is not None and part.name is not None:
            yield Span(text.starts[part.name[0]], text.ends[part.name[1]]), "name"
    for index, (kind, folded) in enumerate(zip(text.kinds, text.folds, strict=True)):
        span = Span(text.starts[index], text.ends[index])
        if kind is Kind.MENTION:
            yield span, "handle"
        elif (kind is Kind.WORD and (folded in names or folded.removesuffix("s") in names)) or (
            folded in GIVEN_NAMES and folded not in _WORDS_TOO and capitalised(text, index)
        ):
            yield span, "name"


def _apart(found: Iterable[tuple[Span, str]]) -> Iterator[tuple[Span, str]]:
    """The places in order; those that overlap become one."""
    last: tuple[Span, str] | None = None
    for span, kind in sorted(found, key=lambda each: (each[0].start, -each[0].end)):
        if last is not None and span.start < last[0].end:
            last = (Span(last[0].start, max(last[0].end, span.end)), last[1])
            continue
        if last is not None:
            yield last
        last = (span, kind)
    if last is not None:
        yield last
