"""Patterns: what a phrase means, word by word, in the form the matcher runs and the index is built from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Final

WIDE: Final = 25  # words that `...` spans at most


@dataclass(frozen=True, slots=True)
class Word:
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
class Either:
    """One of several sequences."""

    branches: tuple[Sequence, ...]


@dataclass(frozen=True, slots=True)
class Maybe:
    """An item that may be missing."""

    item: Item


@dataclass(frozen=True, slots=True)
class Gap:
    """From `low` to `high` words of any kind in the same clause."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Anything:
    """Any words up to the end of the sentence."""


@dataclass(frozen=True, slots=True)
class Comma:
    """A clause border may lie here."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The word before is followed by this sign."""

    sign: str


Item = Word | Either | Maybe | Gap | Anything | Comma | Mark
Sequence = tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase ready to match. More than one part: all of them in any order within one clause.

    `anchor` are folded words (with `*` where open) of which one stands in every text that matches, `required` further
    such sets. `openers` (one a part) is the word every match of the part begins with, None where that is not sure.
    """

    parts: tuple[Sequence, ...]
    anchor: tuple[str, ...]
    required: tuple[frozenset[str], ...]
    openers: tuple[Word | None, ...]
    wide: bool


def compile_pattern(parts: tuple[Sequence, ...]) -> Pattern:
    """The pattern with what the index and the matcher need to know beforehand."""
    options = [found for part in parts for item in part if (found := _needed(item))]
    options.sort(key=_commonness)
    anchor = tuple(sorted(options[0])) if options else ()
    others = tuple(option for option in options[1:3] if not any("*" in word for word in option))
    wide = any(isinstance(item, Gap | Anything) for part in parts for item in part)
    return Pattern(parts, anchor, others, tuple(_opener(part) for part in parts), wide)


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
    return merged[0][0] if len(merged) == 1 and len(merged[0]) == 1 else Either(tuple(merged))


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


def _needed(item: Item) -> frozenset[str] | None:
    """Folded words (with `*` for open ends) of which one must occur for `item` to match; None when nothing is sure."""
    match item:
        case Word(tags=tags) if tags:
            return None
        case Word():
            starred = {f"{each}*" for each in item.beginnings} | {f"*{each}" for each in item.endings}
            return item.forms | starred | {f"*{each}*" for each in item.middles} | item.apart.keys()
        case Either(branches):
            together: set[str] = set()
            for branch in branches:
                options = [found for each in branch if (found := _needed(each))]
                if not options:
                    return None
                together |= min(options, key=_commonness)
            return frozenset(together)
        case _:
            return None


def _opener(part: Sequence) -> Word | None:
    """The word with which every match of `part` begins; None where that is not sure."""
    match part[0]:
        case Word() as word:
            return word
        case Either(branches):
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


def _commonness(words: Set[str]) -> float:
    """How often one of the words is to be expected in a text, roughly: function words often, long words seldom."""
    return sum(40.0 if word in _COMMON else 6.0 / max(2, len(word)) for word in words)
