"""Concrete anchors that redeem a sentence: dates, times, sums, names, numbers, links, the customer's own words."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import Final

from ..tokens import Kind, Text, fold
from .letter import addressed, letter
from .personal import references
from .persons import persons
from .reading import Measurement, Reading, Signal, Type
from .times import CARDINALS, GLUED, WEEKDAY_STEMS, WEEKDAYS, Anchor, goes_on, in_time, make_anchor

__all__ = ["Anchor", "anchored_share", "anchors", "anchors_signal", "occurrences", "token_tags"]

_PLACES: Final = frozenset(
    """gleis zimmer raum tuer haus halle schalter stock etage stockwerk bahnsteig perron kante linie filiale ausgang
    eingang abteil reihe platz regal saal buero tor stand seite kapitel punkt ziffer schritt station stiege wagen
    platform room gate desk aisle door page step row line track unit suite floor shelf counter bay seat bus tram
    zone route""".split()
)
_STREET: Final = re.compile(r"[\w-]{3,}(?:strasse|gasse|allee|chaussee)|[\w-]{4,}str")
_STREET_BEFORE_NUMBER: Final = re.compile(
    r"[\w-]{3,}(?:weg|platz|ring|ufer|damm|markt|hof|kamp|pfad|steig|graben|gasse)"
)
_UNITS: Final = frozenset(
    "km m cm mm kg g t l ml gb mb kwh kw prozent percent grad degrees miles pages people copies".split()
)
_GENERIC: Final = frozenset(
    """danke nachricht antwort anfrage problem service kunde kunden leider bitte wirklich endlich wieder schon immer
    thanks please really again always still there would could about""".split()
)


def token_tags(text: Text, language: str | None) -> tuple[frozenset[str], ...]:
    """The classes of every token, for the phrase language; an empty set where none fits.

    Classes: number, date, time, duration, amount, weekday, name, link, mention, hashtag, emoji. `language` None: any.
    """
    tags: list[set[str]] = [set() for _ in text.folds]
    for index, kind in enumerate(text.kinds):
        match kind:
            case Kind.NUMBER:
                tags[index].add("number")
            case Kind.LINK | Kind.EMAIL:
                tags[index].add("link")
            case Kind.MENTION:
                tags[index].add("mention")
            case Kind.HASHTAG:
                tags[index].add("hashtag")
            case Kind.EMOJI:
                tags[index].add("emoji")
            case Kind.WORD:
                folded = text.folds[index]
                if folded in CARDINALS:
                    tags[index].add("number")
                elif folded in WEEKDAYS or folded.startswith(WEEKDAY_STEMS):
                    tags[index].add("weekday")
    for anchor in in_time(text):
        for index in range(anchor.first_token, anchor.last_token + 1):
            tags[index].add(anchor.kind)
    for first, last in _named(text):
        for index in range(first, last + 1):
            tags[index].add("name")
    return tuple(frozenset(tag) for tag in tags)


def anchors(reading: Reading) -> tuple[Anchor, ...]:
    """The anchors of a text in order, never overlapping; none in an empty text.

    Kinds: date, time, duration, amount, reference, link, name, product, place, quantity, mention, and echo for the
    customer's own words.
    """
    text = reading.text
    found = list(in_time(text))
    taken = {index for each in found for index in range(each.first_token, each.last_token + 1)}

    def add(kind: str, first: int, last: int) -> None:
        if taken.isdisjoint(range(first, last + 1)):
            found.append(make_anchor(text, kind, first, last))
            taken.update(range(first, last + 1))

    for item in references(reading):
        first = bisect_left(text.ends, item.span.start + 1)
        add("reference", first, max(first, bisect_left(text.starts, item.span.end) - 1))
    called = set(addressed(text))
    for first, last in _named(text):
        add("name", first, last)
        if (first, last) in called and found[-1].first_token == first:
            found[-1] = replace(found[-1], weak=True)
    for product in reading.organisation.products:
        for first, last in occurrences(text, product):
            add("product", first, last)
    for index, kind in enumerate(text.kinds):
        if kind in (Kind.LINK, Kind.EMAIL):
            add("link", index, index)
        elif kind is Kind.MENTION and index:
            add("mention", index, index)
        elif kind is Kind.WORD and text.word(index)[0].isupper():
            place = _place_end(text, index)
            if place >= index:
                add("place", index, place)
    for index, kind in enumerate(text.kinds):
        if index in taken:
            continue
        if (kind is Kind.NUMBER and not _counts_nothing(text, index)) or (
            text.folds[index] in CARDINALS and goes_on(text, index) and not text.quoted[index]
        ):
            unit = index + 1
            last = unit if goes_on(text, index) and unit not in taken and _is_unit(text, unit) else index
            add("quantity", index, last)
        elif kind is Kind.WORD and text.folds[index][0].isdigit() and GLUED.fullmatch(text.folds[index]):
            add("quantity", index, index)
    for first, last in _echoes(reading):
        add("echo", first, last)
    return tuple(sorted(found, key=lambda each: each.first_token))


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


def _named(text: Text) -> list[tuple[int, int]]:
    """Tokens of named persons: in the running text, in the greeting, in the signature."""
    parts = letter(text)
    found = [part.name for part in (parts.greeting, parts.signature) if part and part.name and part.kind == "person"]
    if parts.signature and parts.signature.kind == "person" and not parts.signature.name:
        found.append((parts.signature.first, parts.signature.last))
    covered = {index for first, last in found for index in range(first, last + 1)}
    for person in persons(text):
        if person.first_token not in covered and person.last_token not in covered:
            found.append((person.first_token, person.last_token))
    return sorted(found)


def _place_end(text: Text, index: int) -> int:
    """The last token of the place that begins at `index`, or -1: „Gartenstraße 4“, „Gleis 3“."""
    folded = text.folds[index]
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
    outside: set[int] = set()
    for part in (parts.greeting, parts.signature):
        if part:
            outside.update(range(part.first, part.last + 1))
    counted = [
        number
        for number, (first, last) in enumerate(text.sentences)
        if any(
            index not in outside and text.kinds[index] in (Kind.WORD, Kind.NUMBER, Kind.LINK)
            for index in range(first, last)
        )
    ]
    found = [each for each in _strong(reading) if each.first_token not in outside]
    anchored = {text.sentence_of[each.first_token] for each in found} & set(counted)
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
