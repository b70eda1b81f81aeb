"""Patterns: what a phrase means, word by word, in the form the matcher runs and the index is built from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Final

from .packed import Packed
from .values import dataclass

WIDE: Final = 25  # words that `...` spans at most


@dataclass(frozen=True, slots=True)
class Word(Packed):
    """One word: any of its folded forms, or one with such a beginning, ending or middle, or of such a class.

    `apart` are the finite forms of separable verbs with the particles of which one follows in the clause. `polite`
    wants the word written with a capital.
    """

    forms: frozenset[str] = frozenset()
    polite: bool = False
    beginnings: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    middles: tuple[str, ...] = ()
    apart: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Either(Packed):
    """One of several sequences.

    `by_word` says which branches can begin with a word, by position; `others` are those that begin less surely.
    """

    branches: tuple[Sequence, ...]
    by_word: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Maybe(Packed):
    """An item that may be missing."""

    item: Item


@dataclass(frozen=True, slots=True)
class Gap(Packed):
    """From `low` to `high` words of any kind in the same clause."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Anything(Packed):
    """Any words up to the end of the sentence."""


@dataclass(frozen=True, slots=True)
class Comma(Packed):
    """A clause border may lie here."""


@dataclass(frozen=True, slots=True)
class Mark(Packed):
    """The word before is followed by this sign."""

    sign: str


Item = Word | Either | Maybe | Gap | Anything | Comma | Mark
Sequence = tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Pattern(Packed):
    """A phrase ready to match. More than one part: all of them in any order within one clause.

    `anchor` is a word that stands in every text that matches, None where there is no such word. `negators` are the
    negations the phrase itself names. `openers` (one a part) is the word every match of the part begins with, None
    where that is not sure. `wide`: a gap or `...` stands in it, so the shortest match counts.
    """

    parts: tuple[Sequence, ...]
    anchor: Word | None
    negators: frozenset[str]
    openers: tuple[Word | None, ...]
    wide: bool


def compile_pattern(parts: tuple[Sequence, ...]) -> Pattern:
    """The pattern with what the index and the matcher need to know beforehand."""
    options = [found for part in parts for item in part if (found := _needed(item))]
    wide = any(isinstance(item, Gap | Anything) for part in parts for item in part)
    anchor = min(options, key=_commonness, default=None)
    openers = tuple(_opener(part) for part in parts)
    return Pattern(parts, anchor, frozenset(_named(parts)), openers, wide)


def alternatives(pattern: Pattern) -> list[tuple[Word, ...]]:
    """Words that must stand together in one sentence for the pattern to match, one tuple for each way it can.

    The branches of one alternative of the phrase are told apart, so that a long list of phrases is known by the words
    of each. An empty tuple says that this way needs no particular word.
    """
    items = [item for part in pattern.parts for item in part]
    choices = [item for item in items if isinstance(item, Either) and all(map(_words_of, item.branches))]
    chosen = max(choices, key=lambda item: len(item.branches), default=None)
    others = [found for item in items if item is not chosen and (found := _needed(item))]
    branches = [_words_of(branch) for branch in chosen.branches] if chosen else [[]]
    return [tuple(sorted((*others, *words), key=_commonness)) for words in branches]


def _words_of(items: Sequence) -> list[Word]:
    return [found for item in items if (found := _needed(item))]


NEGATORS: Final = frozenset(
    """nicht nich net nie niemals nirgends nirgendwo nichts niemand niemanden niemandem weder keinesfalls keineswegs
    mitnichten kein keine keinen keinem keiner keines keinerlei not no never none nothing nobody neither nor without
    nowhere cannot""".split()
)
"""Words that deny, German and English; „ohne“ denies only what follows it and is left to the guard."""


def _named(parts: Iterable[Sequence]) -> Iterable[str]:
    """Negations among the words of a pattern."""
    for part in parts:
        for item in part:
            match item:
                case Word():
                    yield from item.forms & NEGATORS
                case Either():
                    yield from _named(item.branches)
                case Maybe():
                    yield from _named([(item.item,)])
                case _:
                    pass


def either(branches: Iterable[Sequence]) -> Item:
    """One of several sequences; alternatives that are single words become one word."""
    flat: list[Sequence] = []
    for branch in branches:
        only = branch[0]
        flat.extend(only.branches if len(branch) == 1 and isinstance(only, Either) else (branch,))
    single: dict[bool, Word] = {}
    rest: list[Sequence] = []
    for branch in flat:
        only = branch[0]
        if len(branch) == 1 and isinstance(only, Word):
            single[only.polite] = joined(single[only.polite], only) if only.polite in single else only
        else:
            rest.append(branch)
    merged: list[Sequence] = [*((word,) for word in single.values()), *rest]
    return merged[0][0] if len(merged) == 1 and len(merged[0]) == 1 else _sorted_out(tuple(merged))


def _sorted_out(branches: tuple[Sequence, ...]) -> Either:
    """The branches with their first words, so that the matcher looks only at those that can begin at a word."""
    by_word: dict[str, list[int]] = {}
    others: list[int] = []
    for number, branch in enumerate(branches):
        opener = _opener(branch)
        if opener is None or opener.tags or opener.beginnings or opener.endings or opener.middles:
            others.append(number)
        else:
            for word in {*opener.forms, *opener.apart}:
                by_word.setdefault(word, []).append(number)
    return Either(branches, {word: tuple(numbers) for word, numbers in by_word.items()}, tuple(others))


def joined(one: Word, other: Word) -> Word:
    """What matches where either word matches."""
    apart = dict(one.apart)
    for stem, particles in other.apart.items():
        apart[stem] = tuple(sorted({*apart.get(stem, ()), *particles}))
    return Word(
        one.forms | other.forms,
        one.polite and other.polite,
        tuple(sorted({*one.beginnings, *other.beginnings})),
        tuple(sorted({*one.endings, *other.endings})),
        tuple(sorted({*one.middles, *other.middles})),
        apart,
        one.tags | other.tags,
    )


def _needed(item: Item) -> Word | None:
    """A word of which some form must occur for `item` to match; None when nothing is sure."""
    match item:
        case Word():
            return item
        case Either(branches=branches):
            together = Word()
            for branch in branches:
                options = [found for each in branch if (found := _needed(each))]
                if not options:
                    return None
                together = joined(together, min(options, key=_commonness))
            return together
        case _:
            return None


def _opener(part: Sequence) -> Word | None:
    """The word with which every match of `part` begins; None where that is not sure."""
    match part[0]:
        case Word() as word:
            return word
        case Either(branches=branches):
            return _all_openers([_opener(branch) for branch in branches])
        case Maybe(item) if len(part) > 1:
            return _all_openers([_opener((item,)), _opener(part[1:])])
        case _:
            return None


def _all_openers(openers: list[Word | None]) -> Word | None:
    """One word for all; the polite ones lose their capital here, for the matcher looks again."""
    found: Word | None = None
    for opener in openers:
        if opener is None:
            return None
        found = joined(found, opener) if found else opener
    return found


_COMMON: Final = frozenset(
    """der die das den dem des ein eine einen einem einer und oder aber wenn dass ob als wie wir ich uns mir mich
    sie ihnen ihr ihre ihren ihrem ihrer du dir dich dein er es man sich nicht kein keine auch noch schon nur sehr
    so da hier dann denn ist sind war waren sein hat haben habe hatte wird werden wurde kann koennen muss soll will
    mit von zu zum zur im in an am auf aus bei fuer ueber nach vor bis um unser unsere unseren mal ja doch bitte
    danke was wer wo warum mehr alle alles the a an and or but if that this it is are was were be been have has had
    do does did not no we i you your our my me us they he she his her them to of in on at for with from by as so
    will would can could should may all any just please 's what who how when where there here""".split()
)


def is_function_word(fold: str) -> bool:
    """Whether a folded word carries grammar rather than content."""
    return fold in _COMMON


def _commonness(word: Word) -> float:
    """How often the word is to be expected in a text, roughly: function words often, long words seldom."""
    whole = sum(40.0 if form in _COMMON else 6.0 / max(2, len(form)) for form in (*word.forms, *word.apart))
    return whole + sum(30.0 / len(part) for part in (*word.beginnings, *word.endings)) + 20.0 * len(word.middles)
