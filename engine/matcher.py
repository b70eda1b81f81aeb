"""Pattern + text -> places. The reference matcher: it alone decides where a phrase stands.

Sets of positions are carried through a pattern, so that time grows with pattern times text whatever an author writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, assert_never

from .haystack import Haystack, is_open
from .pattern import NEGATORS, WIDE, Anything, Comma, Either, Gap, Item, Mark, Maybe, Pattern, Word
from .pattern import Sequence as Items
from .tokens import Text
from .values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """Half-open token range of one place.

    `core` ends before a particle that stands apart; `denied` says that a negation stands inside which the phrase does
    not name.
    """

    first: int
    last: int
    core: int = 0
    denied: bool = False


def find(pattern: Pattern, hay: Haystack) -> list[Match]:
    """All places of `pattern`, leftmost first, none overlapping another."""
    found = _find(pattern, hay)
    folds = hay.text.folds
    for number, match in enumerate(found):
        inside = NEGATORS.intersection(folds[match.first : match.last])
        if inside and not inside <= pattern.negators:
            found[number] = replace(match, denied=True)
    return found


def _find(pattern: Pattern, hay: Haystack) -> list[Match]:
    text = hay.text
    if len(pattern.parts) == 1:
        opener = pattern.openers[0]
        sentences = None
        if pattern.anchor is not None and pattern.anchor is not opener:
            sentences = {text.sentence_of[at] for at in hay.places(pattern.anchor)}
            if not sentences:
                return []
        starts: Iterable[int] = range(len(text)) if opener is None else hay.places(opener)
        if sentences is not None:
            starts = [at for at in starts if text.sentence_of[at] in sentences]
        return _apart(_find_part(pattern.parts[0], starts, hay, not pattern.wide))
    clauses = range(len(text.clauses))
    wanted = sorted({text.clause_of[at] for at in hay.places(pattern.anchor)}) if pattern.anchor else clauses
    found: list[Match] = []
    for clause in wanted:
        if match := _together(pattern, hay, *text.clauses[clause]):
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


def _find_part(part: Items, starts: Iterable[int], hay: Haystack, longest: bool) -> Iterator[Match]:
    text = hay.text
    for start in starts:
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
        starts: Iterable[int] = range(begin, end)
        if opener is not None:
            starts = [at for at in hay.places(opener) if begin <= at < end]
        places = [match for match in _find_part(part, starts, hay, True) if match.last <= end]
        if not places:
            return None
        options.append(places[:_CHOICES])
    best: Match | None = None
    for chosen in _choices(options):
        hull = Match(min(match.first for match in chosen), max(match.last for match in chosen))
        if best is None or hull.last - hull.first < best.last - best.first:
            best = hull
    return best


_CHOICES: Final = 4  # places of each part that are tried together


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
        folds = hay.text.folds
        for state, hull in states.items():
            position = state >> 1
            begun = item.by_word.get(folds[position], ()) if position < stop else ()
            for number in (*begun, *item.others):
                reached.update(_run(item.branches[number], hay, {state: hull}, stop))
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


_SPANNING: Final = frozenset({"date", "time", "duration", "amount"})  # classes whose members may be several words
_PARTICLE_WITHIN: Final = 16  # words between a verb and its particle


def _word(item: Word, hay: Haystack, position: int, hull: int, reached: dict[int, int]) -> None:
    """Note where a match goes on after the word at `position`, if it is what `item` wants."""
    text = hay.text
    fold = text.folds[position]
    if fold in item.forms or is_open(item, fold) or (item.tags and not item.tags.isdisjoint(hay.tags()[position])):
        if not item.polite or _capital(text, position):
            reached[(position + 1) << 1] = hull
            if spanning := item.tags & _SPANNING:
                last = position + 1
                while last < len(text) and not spanning.isdisjoint(hay.tags()[last]) and _joined(text.clause_of, last):
                    last += 1
                    reached[last << 1] = hull
        return
    if particles := item.apart.get(fold):
        _, clause_end = text.clauses[text.clause_of[position]]
        for at in range(position + 1, min(clause_end, position + _PARTICLE_WITHIN)):
            if text.folds[at] in particles:
                reached[(position + 1) << 1] = max(hull, at + 1)
                if at == position + 1:
                    reached[(position + 2) << 1] = at + 1
                return


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
