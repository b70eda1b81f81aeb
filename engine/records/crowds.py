"""Replies in order of time -> those that stand in a crowd of their like, which need not be compared with all the rest.

Where the same answer went out many hundred times a month, counting who is alike to whom grows with the square of it,
and nobody learns more from the exact number. So an archive of many replies is gone through once for crowds: of the
`REACH` replies before an item and as many behind it, at most half a window away, `CROWD` or more are alike to it and
went to people enough. All of these lie in one window, so the answer is certain; how many there are is told as a least
number.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from ..values import dataclass
from .repeats import LISTED, Repeat
from .resemblance import Pool, Said, pool

MANY: Final = 4_000  # dated replies from which on crowds are looked for
REACH: Final = 1_000  # replies before and behind an item that are looked at
CROWD: Final = 100  # alike replies among them that make a crowd
_BLOCK: Final = 1_000  # items that are looked at together


@dataclass(frozen=True, slots=True)
class _Like:
    """A text with its like in a stretch of replies, in order of time: position, moment, likeness and person of each."""

    positions: list[int]
    moments: list[int]
    likeness: list[float]
    people: list[str | None]


def many(replies: int) -> bool:
    """Whether crowds are looked for among so many dated replies."""
    return replies >= MANY


def in_time(items: Sequence[Said]) -> list[Said]:
    """The items whose time is known, in order of time, then of id."""
    return sorted(
        (each for each in items if each.at is not None and each.at.utcoffset() is not None),
        key=lambda each: (each.at, each.id),
    )


def settled(
    line: Sequence[Said], first: int, last: int, share: float, people: int, window: timedelta
) -> dict[str, Repeat]:
    """The answers on the items of `line` from number `first` up to `last` (not included) that stand in a crowd, by id.

    `line` is as `in_time` makes it and holds `REACH` items before and behind, as far as there are any.
    """
    found: dict[str, Repeat] = {}
    for begin in range(first, last, _BLOCK):
        end = min(begin + _BLOCK, last)
        low, high = max(0, begin - REACH), min(len(line), end + REACH)
        order = [*range(begin, end), *range(low, begin), *range(end, high)]
        pooled = pool([line[place] for place in order], share, window / 2, end - begin)
        for text in range(pooled.asked):
            found |= {each.id: each for each in _in_crowd(line, pooled, order, end - begin, text, people)}
    return found


def _in_crowd(
    line: Sequence[Said], pooled: Pool, order: Sequence[int], block: int, text: int, people: int
) -> Iterator[Repeat]:
    """The answers on the items of a text, as far as they are among the first `block` of the pool."""
    near = pooled.near[text]
    own = pooled.members[text]
    if len(own) + sum(len(pooled.members[other]) for other in near) <= CROWD:
        return
    like = _like(line, pooled, order, {text: 1.0, **near})
    for place in own:
        if place >= block:
            continue
        position, moment = order[place], pooled.moments[place]
        assert moment is not None
        begin = max(bisect_left(like.positions, position - REACH), bisect_left(like.moments, moment - pooled.gap))
        end = min(bisect_right(like.positions, position + REACH), bisect_right(like.moments, moment + pooled.gap))
        met = {person for person in like.people[begin:end] if person is not None}
        if end - begin <= CROWD or len(met) < people:
            continue
        others = [at for at in range(begin, end) if like.positions[at] != position]
        closest = max(like.likeness[at] for at in others)
        first = tuple(line[like.positions[at]].id for at in others[:LISTED])
        yield Repeat(line[position].id, True, first, len(others), closest, len(met), len(met), True)


def _like(line: Sequence[Said], pooled: Pool, order: Sequence[int], texts: dict[int, float]) -> _Like:
    found = sorted(
        (order[place], likeness, place) for text, likeness in texts.items() for place in pooled.members[text]
    )
    return _Like(
        [position for position, _, _ in found],
        [pooled.moments[place] or 0 for _, _, place in found],
        [likeness for _, likeness, _ in found],
        [line[position].person for position, _, _ in found],
    )
