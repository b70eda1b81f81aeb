"""A pool of texts -> which were said to many, again in the same place, or unchanged in another.

What is unknown of an item, its person, its time or its place, neither proves nor disproves: where only that could
decide, the answer is None.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge
from itertools import chain, islice
from typing import Final

from ..values import dataclass
from .resemblance import Pool, Said
from .windows import Window, best_around, windows

LISTED: Final = 10  # alike items named in an answer


@dataclass(frozen=True, slots=True)
class Repeat:
    """What was found for one item. `holds` None: only something unknown could decide.

    `alike` names the alike items that count, in order of time (then of id, the undated last), at most ten; `count` is
    how many they are, `closest` the likeness of the closest, 0 without any. Where `holds` is None they are those that
    could count. `people` are the different people addressed for sure, `at_most` how many they may be, both with the
    item's own; only `to_many` asks.
    """

    id: str
    holds: bool | None
    alike: tuple[str, ...] = ()
    count: int = 0
    closest: float = 0.0
    people: int = 0
    at_most: int = 0


Place = tuple[str | None, str | None]  # channel and account
_Dated = tuple[int, str, int]  # moment, id and number of an item: the order of time
_Group = tuple[Place, list[_Dated], list[int]]


@dataclass(frozen=True, slots=True)
class _Star:
    """Texts that have the same like, and the items of all these: in order of time, undated ones by id."""

    texts: frozenset[int]
    dated: list[_Dated]
    undated: list[int]


def to_many(pool: Pool, people: int) -> tuple[Repeat, ...]:
    """For every item whether it and its like went to at least so many different people within one window around it.

    Alike is meant as seen from the item: two items that are both alike to it need not be alike to each other. A window
    includes both its ends. The answer tells of the window with the most people (then the most items, then the
    earliest): those known for sure where they decide, else those possible, with the undated items.
    """
    answers = [Repeat(item.id, False, (), 0, 0.0, int(item.person is not None), 1) for item in pool.items]
    for star in _stars(pool):
        for place, sure, possible in _around(pool, star):
            least, most = max(sure.sure, answers[place].people), possible.possible
            holds = True if least >= people else None if most >= people else False
            decides, undated = (sure, []) if holds else (possible, star.undated)
            dated = star.dated[decides.first : decides.last]
            found = _answer(pool, place, holds, [dated], undated)
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


def _stars(pool: Pool) -> Iterator[_Star]:
    """Every text in one star; what is said again and again with a word changed is put in order only once."""
    same: dict[frozenset[int], list[int]] = {}
    for text, near in enumerate(pool.near):
        same.setdefault(frozenset((text, *near)), []).append(text)
    for like, texts in same.items():
        yield _Star(frozenset(texts), *_in_time(pool, (place for text in like for place in pool.members[text])))


def _in_time(pool: Pool, places: Iterable[int]) -> tuple[list[_Dated], list[int]]:
    dated: list[_Dated] = []
    undated: list[tuple[str, int]] = []
    for place in places:
        moment, name = pool.moments[place], pool.items[place].id
        if moment is None:
            undated.append((name, place))
        else:
            dated.append((moment, name, place))
    return sorted(dated), [place for _, place in sorted(undated)]


def _around(pool: Pool, star: _Star) -> Iterator[tuple[int, Window, Window]]:
    """The items of the star's texts, with the window around each of most people for sure, and of most possible."""
    meetings = [(moment, pool.items[place].person) for moment, _, place in star.dated]
    all_windows = windows(meetings, [pool.items[place].person for place in star.undated], pool.gap)
    surest = [(window.sure, window.last - window.first) for window in all_windows]
    widest = [(window.possible, window.last - window.first) for window in all_windows]
    own = [(moment, place) for moment, _, place in star.dated if pool.texts[place] in star.texts]
    if own:
        starts = [star.dated[window.first][0] for window in all_windows]
        moments = [moment for moment, _ in own]
        sure = best_around(starts, surest, moments, pool.gap)
        possible = best_around(starts, widest, moments, pool.gap)
        for (_, place), one, other in zip(own, sure, possible, strict=True):
            yield place, all_windows[one], all_windows[other]
    anywhere = all_windows[widest.index(max(widest))]
    for place in star.undated:
        if pool.texts[place] in star.texts:
            yield place, Window(0, 0, 0, 0), anywhere


def _before(pool: Pool, counts: Callable[[Place, Place], bool | None]) -> tuple[Repeat, ...]:
    """For every item whether its like stood before at a place that `counts` beside its own."""
    answers = [Repeat(item.id, False) for item in pool.items]
    for star in _stars(pool):
        by_place: dict[Place, list[int]] = {}
        for place in chain((place for _, _, place in star.dated), star.undated):
            by_place.setdefault(_place(pool.items[place]), []).append(place)
        groups = [(where, *_in_time(pool, places)) for where, places in by_place.items()]
        for text in star.texts:
            for place in pool.members[text]:
                answers[place] = _answer_before(pool, place, groups, counts)
    return tuple(answers)


def _place(item: Said) -> Place:
    return item.channel, item.account


def _same_account(one: Place, other: Place) -> bool | None:
    same = [None if mine is None or theirs is None else mine == theirs for mine, theirs in zip(one, other, strict=True)]
    return False if False in same else None if None in same else True


def _other_channel(one: Place, other: Place) -> bool | None:
    return None if one[0] is None or other[0] is None else one[0] != other[0]


def _answer_before(
    pool: Pool, place: int, groups: list[_Group], counts: Callable[[Place, Place], bool | None]
) -> Repeat:
    item, moment = pool.items[place], pool.moments[place]
    certain: list[list[_Dated]] = []
    vague: list[list[_Dated]] = []
    undated: list[int] = []
    for where, there, floating in groups:
        counted = counts(_place(item), where)
        if counted is False:
            continue
        undated += floating
        if moment is None:
            vague.append(there)
        else:
            earliest = bisect_left(there, (moment - pool.gap, "", -1))
            earlier = there[earliest : bisect_left(there, (moment, item.id, place))]
            (certain if counted else vague).append(earlier)
    if any(certain):
        return _answer(pool, place, True, certain, [])
    undated = _in_time(pool, undated)[1]
    possible = any(vague) or any(other != place for other in undated)
    return _answer(pool, place, None if possible else False, vague, undated)


def _answer(pool: Pool, place: int, holds: bool | None, dated: Sequence[list[_Dated]], undated: list[int]) -> Repeat:
    """The answer for the item at `place` with these others, among which it may stand itself."""
    closest = 0.0
    near = pool.near[pool.texts[place]]
    for other in chain((other for there in dated for _, _, other in there), undated):
        if other != place:
            closest = max(closest, near.get(pool.texts[other], 1.0))  # only its own text is not near
            if closest == 1.0:
                break
    in_order = chain((other for _, _, other in merge(*dated)), undated)
    first = islice((other for other in in_order if other != place), LISTED)
    count = sum(map(len, dated)) + len(undated) - (place in undated)
    moment, name = pool.moments[place], pool.items[place].id
    if moment is not None:
        count -= any(_holds(there, (moment, name, place)) for there in dated)
    return Repeat(name, holds, tuple(pool.items[other].id for other in first), count, closest)


def _holds(there: list[_Dated], wanted: _Dated) -> bool:
    index = bisect_left(there, wanted)
    return index < len(there) and there[index] == wanted
