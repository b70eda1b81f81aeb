"""Pattern + text -> places. The reference matcher: it alone decides where a phrase stands.

Sets of positions are carried through a pattern, so that time grows with pattern times text whatever an author writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, assert_never

from .pattern import WIDE, Anything, Comma, Either, Gap, Item, Mark, Maybe, Pattern, Word
from .pattern import Sequence as Items
from .tokens import Text

Tags = Callable[[], Sequence[frozenset[str]]]


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """Half-open token range of one place; `core` ends before a particle that stands apart."""

    first: int
    last: int
    core: int = 0


@dataclass(frozen=True, slots=True)
class Index:
    """Which patterns can match at all, by the words of a text. Wider than the matcher by construction."""

    words: dict[str, tuple[int, ...]]
    prefixes: dict[int, dict[str, tuple[int, ...]]]
    suffixes: dict[int, dict[str, tuple[int, ...]]]
    infixes: tuple[tuple[str, int], ...]
    always: tuple[int, ...]

    def candidates(self, folds: Iterable[str]) -> set[int]:
        """Numbers of all patterns whose anchor stands among `folds`."""
        found = set(self.always)
        words = self.words
        for fold in set(folds):
            if hit := words.get(fold):
                found.update(hit)
            for length, table in self.prefixes.items():
                if hit := table.get(fold[:length]):
                    found.update(hit)
            for length, table in self.suffixes.items():
                if hit := table.get(fold[-length:]):
                    found.update(hit)
            for part, number in self.infixes:
                if part in fold:
                    found.add(number)
        return found


def build_index(patterns: Sequence[Pattern]) -> Index:
    """The index over `patterns`, by their position."""
    words: dict[str, list[int]] = {}
    prefixes: dict[int, dict[str, list[int]]] = {}
    suffixes: dict[int, dict[str, list[int]]] = {}
    infixes: list[tuple[str, int]] = []
    always: list[int] = []
    for number, pattern in enumerate(patterns):
        if not pattern.anchor:
            always.append(number)
        for word in pattern.anchor:
            core = word.strip("*")
            if word.startswith("*") and word.endswith("*"):
                infixes.append((core, number))
            elif word.endswith("*"):
                prefixes.setdefault(len(core), {}).setdefault(core, []).append(number)
            elif word.startswith("*"):
                suffixes.setdefault(len(core), {}).setdefault(core, []).append(number)
            else:
                words.setdefault(word, []).append(number)
    return Index(
        {word: tuple(numbers) for word, numbers in words.items()},
        {length: {core: tuple(numbers) for core, numbers in table.items()} for length, table in prefixes.items()},
        {length: {core: tuple(numbers) for core, numbers in table.items()} for length, table in suffixes.items()},
        tuple(infixes),
        tuple(always),
    )


@dataclass(slots=True)
class Haystack:
    """A text to search in, with the places of every word. Owns what was worked out about it."""

    text: Text
    tags: Tags
    at: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for position, fold in enumerate(self.text.folds):
            self.at.setdefault(fold, []).append(position)

    def openings(self, opener: Word | None, begin: int, end: int) -> Iterable[int]:
        """Positions at which a match may begin, ascending."""
        if opener is None or opener.tags:
            return range(begin, end)
        words = [word for word in self.at if word in opener.forms or word in opener.apart or _open(opener, word)]
        if len(words) == 1:
            return (position for position in self.at[words[0]] if begin <= position < end)
        return sorted(position for word in words for position in self.at[word] if begin <= position < end)


def find(pattern: Pattern, hay: Haystack) -> list[Match]:
    """All places of `pattern`, leftmost first, none overlapping another."""
    if len(pattern.parts) == 1:
        places = _find_part(pattern.parts[0], pattern.openers[0], hay, not pattern.wide, 0, len(hay.text))
        return _apart(places)
    found: list[Match] = []
    for begin, end in hay.text.clauses:
        if match := _together(pattern, hay, begin, end):
            found.append(match)
    return found


def _apart(found: Iterable[Match]) -> list[Match]:
    kept: list[Match] = []
    for match in found:
        if not kept or match.first >= kept[-1].last:
            kept.append(match)
        elif match.last - match.first < kept[-1].last - kept[-1].first and match.last == kept[-1].last:
            kept[-1] = match
    return kept


def _find_part(part: Items, opener: Word | None, hay: Haystack, longest: bool, begin: int, end: int) -> Iterator[Match]:
    text = hay.text
    for start in hay.openings(opener, begin, end):
        stop = text.sentences[text.sentence_of[start]][1]
        ends = _run(part, hay, {start << 1 | 1: 0}, stop)
        if ends:
            reached = [(max(state >> 1, hull), state >> 1) for state, hull in ends.items()]
            last, core = max(reached) if longest else min(reached)
            yield Match(start, last, core)


def _together(pattern: Pattern, hay: Haystack, begin: int, end: int) -> Match | None:
    """The tightest place in one clause where all parts stand, in any order, without overlapping."""
    options: list[list[Match]] = []
    for part, opener in zip(pattern.parts, pattern.openers, strict=True):
        places = [match for match in _find_part(part, opener, hay, True, begin, end) if match.last <= end]
        if not places:
            return None
        options.append(places[:8])
    best: Match | None = None
    for chosen in _choices(options):
        hull = Match(min(match.first for match in chosen), max(match.last for match in chosen))
        if best is None or hull.last - hull.first < best.last - best.first:
            best = hull
    return best


def _choices(options: list[list[Match]], taken: tuple[Match, ...] = ()) -> Iterator[tuple[Match, ...]]:
    if not options:
        yield taken
        return
    for match in options[0]:
        if all(match.core <= other.first or match.first >= other.core for other in taken):
            yield from _choices(options[1:], (*taken, match))


def _run(items: Items, hay: Haystack, states: dict[int, int], stop: int) -> dict[int, int]:
    """Where `items` can end. A state is position * 2 + (may a clause border come next), with its hull."""
    for item in items:
        states = _step(item, hay, states, stop)
        if not states:
            break
    return states


def _step(item: Item, hay: Haystack, states: dict[int, int], stop: int) -> dict[int, int]:
    reached: dict[int, int] = {}
    if isinstance(item, Word):
        clause_of = hay.text.clause_of
        for state, hull in states.items():
            position = state >> 1
            if position < stop and (state & 1 or _joined(clause_of, position)):
                _word(item, hay, position, hull, reached)
    elif isinstance(item, Either):
        for branch in item.branches:
            reached.update(_run(branch, hay, states, stop))
    elif isinstance(item, Maybe):
        reached.update(states)
        reached.update(_step(item.item, hay, states, stop))
    elif isinstance(item, Gap):
        for state, hull in states.items():
            for state_after in _after_gap(item, hay.text.clause_of, state, stop):
                reached.setdefault(state_after, hull)
    elif isinstance(item, Anything):
        for state, hull in states.items():
            for at in range(state >> 1, min(stop, (state >> 1) + WIDE) + 1):
                reached.setdefault(at << 1 | 1, hull)
    elif isinstance(item, Comma):
        reached = {state | 1: hull for state, hull in states.items()}
    elif isinstance(item, Mark):
        after = hay.text.after
        reached = {s: h for s, h in states.items() if s >> 1 and item.sign in after[max(s >> 1, h) - 1]}
    else:
        assert_never(item)
    return reached


_PARTICLE_WITHIN: Final = 16  # words between a verb and its particle


def _word(item: Word, hay: Haystack, position: int, hull: int, reached: dict[int, int]) -> None:
    """Note where a match goes on after the word at `position`, if it is what `item` wants."""
    text = hay.text
    fold = text.folds[position]
    if fold in item.forms or _open(item, fold) or (item.tags and not item.tags.isdisjoint(hay.tags()[position])):
        if not item.polite or _capital(text, position):
            reached[(position + 1) << 1] = hull
        return
    if particles := item.apart.get(fold):
        _, clause_end = text.clauses[text.clause_of[position]]
        for at in range(position + 1, min(clause_end, position + _PARTICLE_WITHIN)):
            if text.folds[at] in particles:
                reached[(position + 1) << 1] = max(hull, at + 1)
                if at == position + 1:
                    reached[(position + 2) << 1] = at + 1
                return


def _open(item: Word, fold: str) -> bool:
    """Whether a word has one of the beginnings, endings or middles."""
    return (
        (bool(item.beginnings) and fold.startswith(item.beginnings))
        or (bool(item.endings) and fold.endswith(item.endings))
        or (bool(item.middles) and any(middle in fold for middle in item.middles))
    )


def _after_gap(gap: Gap, clause_of: tuple[int, ...], state: int, stop: int) -> Iterator[int]:
    """The states behind a gap: no word in it may lie beyond a clause border."""
    position = state >> 1
    for width in range(gap.high + 1):
        at = position + width
        if at > stop:
            return
        if width and not (width == 1 and state & 1) and not _joined(clause_of, at - 1):
            return
        if width >= gap.low:
            yield at << 1 | (state & 1 if not width else 0)


def _joined(clause_of: tuple[int, ...], position: int) -> bool:
    """Whether a word stands in the same clause as the one before it."""
    return position > 0 and clause_of[position] == clause_of[position - 1]


def _capital(text: Text, position: int) -> bool:
    """Whether a polite form is written with its capital, or the whole text without any."""
    return text.raw[text.starts[position]].isupper() or text.raw.islower()
