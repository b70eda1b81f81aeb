"""Pattern + text -> places. The reference matcher: it alone decides where a phrase stands.

Sets of positions are carried through a pattern, so that time grows with pattern times text whatever an author writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, assert_never

from .haystack import Haystack, is_open
from .pattern import NEGATORS, WIDE, Anything, Comma, Either, Gap, Item, Mark, Maybe, Pattern, Word
from .pattern import Sequence as Items
from .tokens import Text


class Match(NamedTuple):
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
            found[number] = match._replace(denied=True)
    return found


def _find(pattern: Pattern, hay: Haystack) -> list[Match]:
    text = hay.text
    if len(pattern.parts) > 1:
        return _find_together(pattern, hay)
    opener, anchor = pattern.openers[0], pattern.anchor
    starts: Sequence[int] = range(len(text)) if opener is None else hay.places(opener)
    if len(starts) > 2 and anchor is not None and anchor is not opener:
        sentence_of = text.sentence_of
        sentences = {sentence_of[at] for at in hay.places(anchor)}
        starts = [at for at in starts if sentence_of[at] in sentences]
    return _apart(_find_part(pattern.parts[0], starts, hay, not pattern.wide)) if starts else []


def _apart(found: list[Match]) -> list[Match]:
    if len(found) < 2:
        return found
    kept: list[Match] = []
    for match in found:
        if not kept or match.first >= kept[-1].last:
            kept.append(match)
        elif match.last - match.first < kept[-1].last - kept[-1].first and match.last == kept[-1].last:
            kept[-1] = match
    return kept


def _find_part(part: Items, starts: Iterable[int], hay: Haystack, longest: bool) -> list[Match]:
    """The place of `part` at each start where it stands: the longest, or the shortest."""
    text = hay.text
    found: list[Match] = []
    for start in starts:
        if ends := _ends(part, hay, start, text.sentences[text.sentence_of[start]][1]):
            reached = [(max(state >> 1, hull), state >> 1) for state, hull in ends.items()]
            last, core = max(reached) if longest else min(reached)
            found.append(Match(start, last, core))
    return found


def _ends(part: Items, hay: Haystack, start: int, stop: int) -> dict[int, int]:
    """Where `part` can end that begins at `start`. Plain words are told at once; most places fail at one of them."""
    folds, clause_of = hay.text.folds, hay.text.clause_of
    position = start
    for number, item in enumerate(part):
        if position == stop or (position > start and clause_of[position] != clause_of[position - 1]):
            if isinstance(item, Word):
                return {}
            return _run(part[number:], hay, {position << 1 | (position == start): 0}, stop)
        fold = folds[position]
        if isinstance(item, Word) and not item.apart and not item.tags:
            if fold not in item.forms and not is_open(item, fold):
                return {}
            if item.polite and not _capital(hay.text, position):
                return {}
            position += 1
        elif isinstance(item, Either) and not item.others and fold not in item.by_word:
            return {}
        else:
            return _run(part[number:], hay, {position << 1 | (position == start): 0}, stop)
    return {position << 1: 0}


def _find_together(pattern: Pattern, hay: Haystack) -> list[Match]:
    """One place a clause at most, in clauses that hold the anchor and the opener of every part."""
    text = hay.text
    clause_of = text.clause_of
    wanted = {clause_of[at] for at in hay.places(pattern.anchor)} if pattern.anchor else set(range(len(text.clauses)))
    starts: list[Sequence[int]] = []
    for opener in pattern.openers:
        if not wanted:
            return []
        places: Sequence[int] = range(len(text)) if opener is None else hay.places(opener)
        starts.append(places)
        wanted &= {clause_of[at] for at in places}
    found = [_together(pattern, hay, starts, *text.clauses[clause]) for clause in sorted(wanted)]
    return [match for match in found if match]


def _together(pattern: Pattern, hay: Haystack, starts: list[Sequence[int]], begin: int, end: int) -> Match | None:
    """The tightest place in one clause where all parts stand, in any order, without overlapping."""
    options: list[list[Match]] = []
    for part, places in zip(pattern.parts, starts, strict=True):
        inside = [at for at in places if begin <= at < end]
        found = [match for match in _find_part(part, inside, hay, True) if match.last <= end]
        if not found:
            return None
        options.append(found[:_CHOICES])
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


_SPANNING: Final = frozenset({"date", "day", "time", "duration", "amount", "address"})
"""Classes whose members may be several words."""
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
