"""A mine -> the modules in use: whole replies said again and again, and passages that recur in different replies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from ..pattern import is_function_word
from ..signals.language import detect
from ..tokens import tokenize
from ..values import dataclass
from .clusters import clusters
from .mine import UNKNOWN, Mine, Words, named
from .wording import Pattern, pattern

LEAST_AUTHORS: Final = 5
"""Of fewer authors than this no share is told: it would speak of single people."""
_COMPARED: Final = 40  # uses a pattern is made of; more change nothing
_TOGETHER: Final = (
    0.8  # share of the uses of both sentences that stand side by side, from which on they are one passage
)
_DIFFERENT: Final = 3  # otherwise different replies in which a passage has to stand
_SHORTEST: Final = 4  # words of a sentence that can be a module
_LANGUAGES: Final = ("de", "en")


@dataclass(frozen=True, slots=True)
class Module:
    """A text module. `kind`: `reply` for whole replies, `passage` for a part of otherwise different ones.

    `size` are its uses, `texts` its different wordings, `share` of all compared texts. `authors_share` is the share of
    the known authors that use it, None where fewer than five do. `first` and `last` are days, None when no use is
    dated. `example` is its most used wording, masked.
    """

    kind: str
    size: int
    texts: int
    share: float
    authors_share: float | None
    first: date | None
    last: date | None
    channels: tuple[str, ...]
    language: str | None
    pattern: Pattern
    example: str


@dataclass(frozen=True, slots=True)
class Grouped:
    """For every text of a mine the typical text of its group, and its uses."""

    typical: tuple[int, ...]
    uses: tuple[int, ...]


def group(mine: Mine, likeness: float) -> Grouped:
    """The texts of a mine in groups of which every text is alike to the typical one by at least `likeness`."""
    uses = [0] * len(mine.texts)
    for text in mine.text_of:
        uses[text] += 1
    found = clusters([mine.words(text) for text in range(len(mine.texts))], uses, likeness)
    return Grouped(tuple(found), tuple(uses))


def modules(mine: Mine, grouped: Grouped, least: int, likeness: float) -> tuple[Module, ...]:
    """The modules with at least so many uses, whole replies first, then passages, the most used first."""
    by_text: defaultdict[int, list[int]] = defaultdict(list)
    for use, text in enumerate(mine.text_of):
        by_text[text].append(use)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for text, typical in enumerate(grouped.typical):
        members[typical].append(text)
    found: list[Module] = []
    for typical, texts in members.items():
        if sum(grouped.uses[text] for text in texts) >= least:
            ordered = sorted(texts, key=lambda text: (text != typical, -grouped.uses[text], text))
            wordings = [" ".join(mine.masks[text]) for text in ordered]
            uses = [use for text in texts for use in by_text[text]]
            found.append(_module(mine, "reply", wordings, uses, mine.languages[typical]))
    whole = sorted(found, key=lambda module: (-module.size, module.example))
    parts = [
        _module(mine, "passage", wordings, [use for text in texts for use in by_text[text]], mine.languages[texts[0]])
        for texts, wordings in _passages(mine, grouped, least, likeness)
    ]
    return (*whole, *sorted(parts, key=lambda module: (-module.size, module.example)))


def _module(mine: Mine, kind: str, wordings: Sequence[str], uses: Sequence[int], language: str | None) -> Module:
    different = list(dict.fromkeys(wordings))
    example = different[0]
    days = [mine.day_of[use] for use in uses if mine.day_of[use] != UNKNOWN]
    authors = {mine.author_of[use] for use in uses} - {UNKNOWN}
    told = len(authors) >= LEAST_AUTHORS
    return Module(
        kind,
        len(uses),
        len(wordings),
        len(uses) / len(mine.text_of),
        len(authors) / len(mine.authors) if told else None,
        date.fromordinal(min(days)) if days else None,
        date.fromordinal(max(days)) if days else None,
        named(mine.channels, [mine.channel_of[use] for use in uses]),
        language or detect(tokenize(example), _LANGUAGES).language,
        pattern(example, _spread(different[1:])),
        example,
    )


def _spread(wordings: Sequence[str]) -> list[str]:
    """At most forty of them, taken evenly."""
    step = max(1, -(-len(wordings) // _COMPARED))
    return list(wordings[::step])


def _passages(mine: Mine, grouped: Grouped, least: int, likeness: float) -> Iterable[tuple[list[int], list[str]]]:
    """Sentences, alone or in a row, that stand in otherwise different replies: the texts, and the wordings of each."""
    kinds = _kinds(mine, grouped, likeness)
    inside: defaultdict[int, set[int]] = defaultdict(set)
    side_by_side: Counter[tuple[int, int]] = Counter()
    for text, sentences in enumerate(mine.texts):
        here = [kinds[sentence] for sentence in sentences]
        for kind in here:
            if kind >= 0:
                inside[kind].add(text)
        side_by_side.update({pair for pair in pairwise(here) if min(pair) >= 0 and pair[0] != pair[1]})
    counts = {kind: sum(grouped.uses[text] for text in texts) for kind, texts in inside.items()}
    often = {
        kind
        for kind, texts in inside.items()
        if counts[kind] >= least and len({grouped.typical[text] for text in texts}) >= _DIFFERENT
    }
    follows: dict[int, int] = {}
    for (one, other), count in side_by_side.items():
        if one in often and other in often and count >= _TOGETHER * max(len(inside[one]), len(inside[other])):
            follows[one] = other
    later = set(follows.values())
    for kind in sorted(often - later):
        chain = [kind]
        while chain[-1] in follows and follows[chain[-1]] not in chain:
            chain.append(follows[chain[-1]])
        yield _passage(mine, chain, kinds, inside)


def _passage(
    mine: Mine, chain: Sequence[int], kinds: Sequence[int], inside: dict[int, set[int]]
) -> tuple[list[int], list[str]]:
    texts = sorted(set.intersection(*(inside[kind] for kind in chain)))
    wordings: Counter[str] = Counter()
    for text in texts:
        sentences = mine.texts[text]
        shown = mine.masks[text]
        if len(shown) == len(sentences):
            chosen = [shown[place] for place, sentence in enumerate(sentences) if kinds[sentence] in chain]
            wordings[" ".join(chosen)] += 1
    if not wordings:
        wordings[" ".join(" ".join(mine.sentences[kind]) for kind in chain)] += 1
    return texts, [wording for wording, _ in wordings.most_common()]


def _kinds(mine: Mine, grouped: Grouped, likeness: float) -> list[int]:
    """For every sentence the typical sentence it is alike to (maybe itself); -1 for those too short to be a module."""
    uses = [0] * len(mine.sentences)
    for text, sentences in enumerate(mine.texts):
        for sentence in set(sentences):
            uses[sentence] += grouped.uses[text]
    long = [number for number, words in enumerate(mine.sentences) if _telling(words)]
    found = clusters([mine.sentences[number] for number in long], [uses[number] for number in long], likeness)
    kinds = [-1] * len(mine.sentences)
    for number, typical in zip(long, found, strict=True):
        kinds[number] = long[typical]
    return kinds


def _telling(words: Words) -> bool:
    return len(words) >= _SHORTEST and any(len(word) > 1 and not is_function_word(word) for word in words)
