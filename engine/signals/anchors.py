"""Concrete anchors that redeem a sentence: dates, times, sums, names, numbers, links, the customer's own words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ..regex import Regex
from ..tokens import Kind, Text, fold
from .letter import Letter, called, letter
from .memo import Last
from .numbered import numbered
from .persons import Person, persons
from .postal import postal_addresses
from .reading import Measurement, Reading, Signal, Type
from .times import (
    CARDINALS,
    GLUED,
    WEEKDAY_STARTS,
    WEEKDAY_STEMS,
    WEEKDAYS,
    Anchor,
    goes_on,
    in_time,
    make_anchor,
    names_day,
)

__all__ = ["Anchor", "anchored_share", "anchors", "anchors_signal", "occurrences", "token_tags"]

_SAYING: Final = (Kind.WORD, Kind.NUMBER, Kind.LINK)
_UNTAGGED: Final[frozenset[str]] = frozenset()
_TAGS: Final = {
    Kind.NUMBER: "number",
    Kind.LINK: "link",
    Kind.EMAIL: "link",
    Kind.MENTION: "mention",
    Kind.HASHTAG: "hashtag",
    Kind.EMOJI: "emoji",
}
_WORD: Final = Kind.WORD  # looked up once: members of an enumeration are slow to reach
_PLACES: Final = frozenset(
    """gleis zimmer raum tuer haus halle schalter stock etage stockwerk bahnsteig perron kante linie filiale ausgang
    eingang abteil reihe platz regal saal buero tor stand seite kapitel punkt ziffer schritt station stiege wagen
    platform room gate desk aisle door page step row line track unit suite floor shelf counter bay seat bus tram
    zone route""".split()
)
_STREET_ENDS: Final = (
    *("strasse", "gasse", "allee", "chaussee", "str", "weg", "platz", "ring", "ufer", "damm", "markt", "hof", "kamp"),
    *("pfad", "steig", "graben", "street", "road", "avenue"),
)
_STREET_TAILS: Final = frozenset(ending[-3:] for ending in _STREET_ENDS)
_STREET: Final = Regex(r"[\w-]{3,}(?:strasse|gasse|allee|chaussee)|[\w-]{4,}str")
_STREET_BEFORE_NUMBER: Final = Regex(r"[\w-]{3,}(?:weg|platz|ring|ufer|damm|markt|hof|kamp|pfad|steig|graben|gasse)")
_UNITS: Final = frozenset(
    "km m cm mm kg g t l ml gb mb kwh kw prozent percent grad degrees miles pages people copies".split()
)
_MANY: Final = Regex(r"\d{1,4}(?:x|mal)\d{0,4}")
"""„10x“, “3x”, „2x2“: so many of something."""
_GENERIC: Final = frozenset(
    """danke nachricht antwort anfrage problem service kunde kunden leider bitte wirklich endlich wieder schon immer
    thanks please really again always still there would could about""".split()
)


def token_tags(text: Text, language: str | None) -> tuple[frozenset[str], ...]:
    """The classes of every token, for the phrase language; an empty set where none fits.

    Classes: number, date, day, time, duration, amount, weekday, name, address, noun, link, mention, hashtag, emoji.
    `language` None: any. A noun is a German one: a word with a capital inside its sentence that is of no other class.
    """
    tags: dict[int, set[str]] = {}
    for index, (kind, folded) in enumerate(zip(text.kinds, text.folds, strict=True)):
        if kind is not _WORD:
            tags[index] = {_TAGS[kind]}
        elif folded in CARDINALS or (folded[0] < "a" and _MANY.fullmatch(folded)):
            tags[index] = {"number"}
        elif folded[:4] in WEEKDAY_STARTS and (folded in WEEKDAYS or folded.startswith(WEEKDAY_STEMS)):
            tags[index] = {"weekday"}
    for anchor in in_time(text):
        for index in range(anchor.first_token, anchor.last_token + 1):
            tags.setdefault(index, set()).add(anchor.kind)
            if anchor.kind == "date" and names_day(text, anchor):
                tags[index].add("day")
    for first, last in _named(letter(text), persons(text)):
        for index in range(first, last + 1):
            tags.setdefault(index, set()).add("name")
    for first, last in postal_addresses(text):
        for index in range(first, last + 1):
            tags.setdefault(index, set()).add("address")
    if language != "en":
        for index in _nouns(text):
            tags.setdefault(index, {"noun"})
    result = [_UNTAGGED] * len(text)
    for index, classes in tags.items():
        result[index] = frozenset(classes)
    return tuple(result)


def _nouns(text: Text) -> Iterator[int]:
    """Words with a capital behind another word of their sentence."""
    raw, kinds, sentence_of = text.raw, text.kinds, text.sentence_of
    for index, start in enumerate(text.starts):
        if index and kinds[index] is _WORD and raw[start].isupper() and sentence_of[index] == sentence_of[index - 1]:
            yield index


def anchors(reading: Reading) -> tuple[Anchor, ...]:
    """The anchors of a text in order, never overlapping; none in an empty text.

    Kinds: date, time, duration, amount, reference, link, name, product, place, quantity, mention, and echo for the
    customer's own words.
    """
    return _ANCHORS(reading)


def _all_anchors(reading: Reading) -> tuple[Anchor, ...]:
    text = reading.text
    found = list(in_time(text))
    taken = {index for each in found for index in range(each.first_token, each.last_token + 1)}

    def add(kind: str, first: int, last: int) -> None:
        if taken.isdisjoint(range(first, last + 1)):
            found.append(make_anchor(text, kind, first, last))
            taken.update(range(first, last + 1))

    for item in numbered(text) if Kind.NUMBER in text.kinds else ():
        if item.type != "reference":
            continue
        first = bisect_left(text.ends, item.span.start + 1)
        add("reference", first, max(first, bisect_left(text.starts, item.span.end) - 1))
    people, parts = persons(text), letter(text)
    readers = set(called(text, parts, people))
    for first, last in _named(parts, people):
        add("name", first, last)
        if (first, last) in readers and found[-1].first_token == first:
            found[-1] = replace(found[-1], weak=True)
    for product in reading.organisation.products:
        for first, last in occurrences(text, product):
            add("product", first, last)
    folds = text.folds
    for index, kind in enumerate(text.kinds):
        if kind is _WORD:
            folded = folds[index]
            if (folded in _PLACES or folded[-3:] in _STREET_TAILS) and text.word(index)[0].isupper():
                place = _place_end(text, index)
                if place >= index:
                    add("place", index, place)
            elif folded in CARDINALS:
                if index not in taken and goes_on(text, index) and not text.quoted[index]:
                    add("quantity", index, _quantity_end(text, index, taken))
            elif folded[0] < "a" and index not in taken and GLUED.fullmatch(folded):
                add("quantity", index, index)
        elif kind is Kind.NUMBER:
            if index not in taken and not _counts_nothing(text, index):
                add("quantity", index, _quantity_end(text, index, taken))
        elif kind in (Kind.LINK, Kind.EMAIL):
            add("link", index, index)
        elif kind is Kind.MENTION and index:
            add("mention", index, index)
    for first, last in _echoes(reading):
        add("echo", first, last)
    return tuple(sorted(found, key=lambda each: each.first_token))


_ANCHORS: Final = Last(_all_anchors)


def occurrences(text: Text, phrase: str) -> list[tuple[int, int]]:
    """First and last token of every place where the words of `phrase` stand, folded; a genitive s may follow."""
    words = [folded for part in phrase.split() if (folded := fold(part))]
    if not words:
        return []
    size, folds = len(words), text.folds
    found = []
    for index in range(len(folds) - size + 1):
        if folds[index] not in (words[0], words[0] + "s"):
            continue
        if folds[index + 1 : index + size - 1] == tuple(words[1:-1]) and folds[index + size - 1] in (
            words[-1],
            words[-1] + "s",
        ):
            found.append((index, index + size - 1))
    return found


def _named(parts: Letter, people: tuple[Person, ...]) -> list[tuple[int, int]]:
    """Tokens of named persons: in the running text, in the greeting, in the signature."""
    found = [part.name for part in (parts.greeting, parts.signature) if part and part.name and part.kind == "person"]
    covered = {index for first, last in found for index in range(first, last + 1)}
    for person in people:
        if person.first_token not in covered and person.last_token not in covered:
            found.append((person.first_token, person.last_token))
    return sorted(found)


def _place_end(text: Text, index: int) -> int:
    """The last token of the place that begins at `index`, or -1: „Gartenstraße 4“, „Gleis 3“."""
    folded = text.folds[index]
    if folded not in _PLACES and not folded.endswith(_STREET_ENDS):
        return -1
    number = goes_on(text, index) and (text.kinds[index + 1] is Kind.NUMBER or text.folds[index + 1][0].isdigit())
    if number and (folded in _PLACES or _STREET_BEFORE_NUMBER.fullmatch(folded) or _STREET.fullmatch(folded)):
        return index + 1
    if _STREET.fullmatch(folded) or (
        folded in ("street", "road", "avenue") and index and text.word(index - 1)[0].isupper()
    ):
        return index
    return -1


def _counts_nothing(text: Text, index: int) -> bool:
    """Thread marks „(1/2)“, „24/7“, „100 %“ and the numbers of a list say nothing concrete."""
    raw = text.raw
    start, end = text.starts[index], text.ends[index]
    around = raw[max(0, start - 2) : end + 3]
    if re.search(r"24/7|^4?/7|\(\d/\d\)|100 ?%|^\d[/.]\d?\)?\s", around) or (
        text.folds[index] == "100" and raw[end : end + 8].strip().startswith(("%", "Prozent"))
    ):
        return True
    return (
        index == text.sentences[text.sentence_of[index]][0]
        and text.after[index][:1] in (".", ")")
        and len(text.folds[index]) < 3
    )


def _quantity_end(text: Text, index: int, taken: set[int]) -> int:
    """The number at `index`, or the word behind it when that is what it counts."""
    unit = index + 1
    return unit if goes_on(text, index) and unit not in taken and _is_unit(text, unit) else index


def _is_unit(text: Text, index: int) -> bool:
    """Whether the word at `index` is what the number before it counts."""
    return text.kinds[index] is Kind.WORD and (text.word(index)[0].isupper() or text.folds[index] in _UNITS)


def _echoes(reading: Reading) -> list[tuple[int, int]]:
    """Runs of the customer's words: quoted ones, or three in a row with a word of weight among them."""
    parent = reading.parent
    if parent is None or not len(parent):
        return []
    theirs, ours = parent.folds, reading.text.folds
    triples = {theirs[index : index + 3] for index in range(len(theirs) - 2)}
    words = set(theirs)
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(ours):
        last = index
        if ours[index : index + 3] in triples:
            last = index + 2
            while ours[last - 1 : last + 2] in triples and last + 1 < len(ours):
                last += 1
        elif reading.text.quoted[index] and ours[index] in words and _weighty(ours[index]):
            found.append((index, index))
        if last > index and any(_weighty(ours[each]) for each in range(index, last + 1)):
            found.append((index, last))
        index = last + 1
    return found


def _weighty(folded: str) -> bool:
    return len(folded) > 4 and folded not in _GENERIC


def _strong(reading: Reading) -> tuple[Anchor, ...]:
    return tuple(anchor for anchor in anchors(reading) if not anchor.weak)


def _count(reading: Reading) -> Measurement:
    found = _strong(reading)
    return Measurement(float(len(found)), tuple(each.span for each in found), tuple(each.kind for each in found))


def _share(reading: Reading) -> Measurement:
    """Greeting, signature and sentences without a word are no sentences here."""
    text = reading.text
    parts = letter(text)
    first = parts.greeting.last + 1 if parts.greeting else 0
    end = parts.signature.first if parts.signature else len(text)
    counted = {text.sentence_of[index] for index in range(first, end) if text.kinds[index] in _SAYING}
    found = [each for each in _strong(reading) if first <= each.first_token < end]
    anchored = counted.intersection(text.sentence_of[each.first_token] for each in found)
    return Measurement(len(anchored) / max(1, len(counted)), tuple(each.span for each in found))


anchors_signal: Final = Signal(
    "text.anchors", "text.anker", Type.NUMBER, "places",
    "Concrete things: dates, times, lengths of time, sums, names, numbers, references, links, places, products, "
    "the customer's own words. Vague times such as „bald“ and a bare „heute“ do not count.",
    "own", "0", _count, ("de", "en"),
)  # fmt: skip
anchored_share: Final = Signal(
    "text.anchored-share", "text.ankeranteil", Type.SHARE, "share of sentences",
    "Sentences with at least one concrete thing, greeting and signature left out.",
    "own", "0", _share, ("de", "en"),
)  # fmt: skip
