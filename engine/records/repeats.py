"""A pool of texts -> which were said to many, again in the same place, or unchanged in another.

What is unknown of an item, its person, its time or its place, neither proves nor disproves: where only that could
decide, the answer is None.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from heapq import merge
from itertools import chain, islice
from typing import Final

from ..values import dataclass
from .resemblance import Pool, Said
from .windows import Window, best_around, best_of_strangers, windows

LISTED: Final = 10  # alike items named in an answer


@dataclass(frozen=True, slots=True)
class Repeat:
    """What was found for one item. `holds` None: only something unknown could decide.

    `alike` names the alike items that count, in order of time (then of id, the undated last), at most ten; `count` is
    how many they are, `closest` the likeness of the closest, 0 without any. Where `holds` is None they are those that
    could count. `people` are the different people addressed for sure, `at_most` how many they may be, both with the
    item's own; only `to_many` asks. `more` says that `count` and `people` are least numbers (crowds.py).
    """

    id: str
    holds: bool | None
    alike: tuple[str, ...] = ()
    count: int = 0
    closest: float = 0.0
    people: int = 0
    at_most: int = 0
    more: bool = False


Place = tuple[str | None, str | None]  # channel and account
_Stretch = tuple[list[int], int, int]  # some dated items, by their number in time, and which of them: from, up to


@dataclass(frozen=True, slots=True)
class _Line:
    """The dated items of a pool in order of time, then of id: their `moments` and `places` in the pool.

    `numbers` are parallel to the items: the number of each in this order, None for an undated one. `members` and
    `floating` are parallel to the texts: the numbers of a text's dated items, ascending; places of its undated ones.
    """

    pool: Pool
    numbers: list[int | None]
    moments: list[int]
    places: list[int]
    members: list[list[int]]
    floating: list[list[int]]


@dataclass(frozen=True, slots=True)
class _Star:
    """A text (`own` are its items) and its like, as far as they may lie within a window of it; undated ones by id."""

    own: list[int]
    floating: list[int]
    dated: list[int]
    undated: list[int]
    near: dict[int, float]


def to_many(pool: Pool, people: int) -> tuple[Repeat, ...]:
    """For every item whether it and its like went to at least so many different people within one window around it.

    As `again` and `elsewhere`, it answers for the texts that the pool was asked for; others count as alone.

    Alike is meant as seen from the item: two items that are both alike to it need not be alike to each other. A window
    includes both its ends. The answer tells of the window with the most people (then the most items, then the
    earliest): those known for sure where they decide, else those possible, with the undated items.
    """
    line = _line(pool)
    answers = [_alone(item, people) for item in pool.items]
    for star in _stars(line):
        for place, sure, possible in _around(line, star):
            least, most = max(sure.sure, answers[place].people), possible.possible
            holds = True if least >= people else None if most >= people else False
            decides, undated = (sure, []) if holds else (possible, star.undated)
            stretch = (star.dated, decides.first, decides.last)
            found = _answer(line, place, star, holds, [stretch], undated)
            answers[place] = Repeat(found.id, holds, found.alike, found.count, found.closest, least, most)
    return tuple(answers)


def again(pool: Pool) -> tuple[Repeat, ...]:
    """For every item whether its like stood in the same channel and account before, at most a window earlier.

    Of two at the same moment the one with the higher id is the later.
    """
    return _before(pool, _same_account)


def elsewhere(pool: Pool) -> tuple[Repeat, ...]:
    """For every item whether its like stood in another channel before, on any account, at most a window earlier."""
    return _before(pool, _other_channel)


def _alone(item: Said, people: int) -> Repeat:
    """The answer for an item without its like."""
    least = int(item.person is not None)
    return Repeat(item.id, True if least >= people else None if people <= 1 else False, (), 0, 0.0, least, 1)


def _line(pool: Pool) -> _Line:
    dated: list[tuple[int, str, int]] = []
    undated: list[tuple[str, int]] = []
    for place, moment in enumerate(pool.moments):
        if pool.texts[place] < 0:
            continue
        if moment is None:
            undated.append((pool.items[place].id, place))
        else:
            dated.append((moment, pool.items[place].id, place))
    dated.sort()
    members: list[list[int]] = [[] for _ in pool.members]
    floating: list[list[int]] = [[] for _ in pool.members]
    numbers: list[int | None] = [None] * len(pool.items)
    for number, (_, _, place) in enumerate(dated):
        numbers[place] = number
        members[pool.texts[place]].append(number)
    for _, place in sorted(undated):
        floating[pool.texts[place]].append(place)
    moments, places = [moment for moment, _, _ in dated], [place for _, _, place in dated]
    return _Line(pool, numbers, moments, places, members, floating)


def _stars(line: _Line) -> Iterator[_Star]:
    """Every text asked for that is not alone, with its like."""
    members, near_of = line.members, line.pool.near
    for text, own in enumerate(members[: line.pool.asked]):
        near, floating = near_of[text], line.floating[text]
        if not near and len(own) + len(floating) == 1:
            continue
        low, high = _reach(line, own, floating)
        dated, undated = own.copy(), floating.copy()
        for other in near:
            there = members[other]
            if len(there) == 1:
                if low <= there[0] < high:
                    dated.append(there[0])
            elif there:
                dated += there[bisect_left(there, low) : bisect_left(there, high)]
            undated += line.floating[other]
        dated.sort()
        undated.sort(key=lambda place: (line.pool.items[place].id, place))
        yield _Star(own, floating, dated, undated, near)


def _reach(line: _Line, own: list[int], floating: list[int]) -> tuple[int, int]:
    """From where up to where in time something may lie within a window of these items."""
    if floating:
        return 0, len(line.moments)
    gap = line.pool.gap
    first, last = line.moments[own[0]] - gap, line.moments[own[-1]] + gap
    return bisect_left(line.moments, first), bisect_right(line.moments, last)


def _around(line: _Line, star: _Star) -> Iterator[tuple[int, Window, Window]]:
    """The items of the star's text, with the window around each of most people for sure, and of most possible."""
    items, places, gap = line.pool.items, line.places, line.pool.gap
    moments = [line.moments[number] for number in star.dated]
    people = [items[places[number]].person for number in star.dated]
    if len(star.own) == 1 and not star.undated and None not in people and len(set(people)) == len(people):
        best = best_of_strangers(moments, line.moments[star.own[0]], gap)
        yield places[star.own[0]], best, best
        return
    meetings = list(zip(moments, people, strict=True))
    all_windows = windows(meetings, [items[place].person for place in star.undated], gap)
    if star.own:
        surest = [(window.sure, window.last - window.first) for window in all_windows]
        widest = [(window.possible, window.last - window.first) for window in all_windows]
        starts = [moments[window.first] for window in all_windows]
        own = [line.moments[number] for number in star.own]
        sure = best_around(starts, surest, own, gap)
        possible = sure if surest == widest else best_around(starts, widest, own, gap)
        for number, one, other in zip(star.own, sure, possible, strict=True):
            yield places[number], all_windows[one], all_windows[other]
    if star.floating:
        anywhere = min(all_windows, key=lambda window: (-window.possible, window.first - window.last))
        for place in star.floating:
            yield place, Window(0, 0, 0, 0), anywhere


def _before(pool: Pool, counts: Callable[[Place, Place], bool | None]) -> tuple[Repeat, ...]:
    """For every item whether its like stood before at a place that `counts` beside its own."""
    line = _line(pool)
    answers = [Repeat(item.id, False) for item in pool.items]
    for star in _stars(line):
        dated: dict[Place, list[int]] = {}
        for number in star.dated:
            dated.setdefault(_place(pool.items[line.places[number]]), []).append(number)
        for place in chain((line.places[number] for number in star.own), star.floating):
            answers[place] = _answer_before(line, place, star, dated, counts)
    return tuple(answers)


def _place(item: Said) -> Place:
    return item.channel, item.account


def _same_account(one: Place, other: Place) -> bool | None:
    same = [None if mine is None or theirs is None else mine == theirs for mine, theirs in zip(one, other, strict=True)]
    return False if False in same else None if None in same else True


def _other_channel(one: Place, other: Place) -> bool | None:
    return None if one[0] is None or other[0] is None else one[0] != other[0]


def _answer_before(
    line: _Line,
    place: int,
    star: _Star,
    groups: dict[Place, list[int]],
    counts: Callable[[Place, Place], bool | None],
) -> Repeat:
    mine, number = _place(line.pool.items[place]), line.numbers[place]
    certain: list[_Stretch] = []
    vague: list[_Stretch] = []
    earliest = 0 if number is None else bisect_left(line.moments, line.moments[number] - line.pool.gap)
    for where, there in groups.items():
        counted = counts(mine, where)
        if counted is False:
            continue
        if number is None:
            vague.append((there, 0, len(there)))
            continue
        first, last = bisect_left(there, earliest), bisect_left(there, number)
        if first < last:
            (certain if counted else vague).append((there, first, last))
    if certain:
        return _answer(line, place, star, True, certain, [])
    undated = [other for other in star.undated if counts(mine, _place(line.pool.items[other])) is not False]
    possible = vague or any(other != place for other in undated)
    return _answer(line, place, star, None if possible else False, vague, undated)


def _answer(
    line: _Line, place: int, star: _Star, holds: bool | None, dated: Sequence[_Stretch], undated: Sequence[int]
) -> Repeat:
    """The answer for the item at `place` with these others, among which it may stand itself."""
    closest = 0.0
    texts = line.pool.texts
    for other in chain((line.places[number] for each in dated for number in _inside(each)), undated):
        if other != place:
            closest = max(closest, star.near.get(texts[other], 1.0))  # only its own text is not near
            if closest == 1.0:
                break
    numbers = merge(*map(_inside, dated)) if len(dated) > 1 else chain.from_iterable(map(_inside, dated))
    others = chain((line.places[number] for number in numbers), undated)
    first = islice((other for other in others if other != place), LISTED)
    count = sum(last - first for _, first, last in dated) + len(undated) - (place in undated)
    number = line.numbers[place]
    if number is not None:
        count -= any(_holds(each, number) for each in dated)
    items = line.pool.items
    return Repeat(items[place].id, holds, tuple(items[other].id for other in first), count, closest)


def _inside(stretch: _Stretch) -> Iterator[int]:
    there, first, last = stretch
    return map(there.__getitem__, range(first, last))


def _holds(stretch: _Stretch, number: int) -> bool:
    there, first, last = stretch
    place = bisect_left(there, number, first, last)
    return place < last and there[place] == number
