"""People met over time -> the stretch of time around a moment in which most different people were met."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, deque
from collections.abc import Sequence

from ..values import dataclass

Meeting = tuple[int, str | None]  # moment and person, None when unknown


@dataclass(frozen=True, slots=True)
class Window:
    """The meetings from number `first` up to `last` (not included), with their different people.

    `sure` counts the known ones, `possible` also everybody who may have been another, the undated meetings included.
    """

    first: int
    last: int
    sure: int
    possible: int


def windows(meetings: Sequence[Meeting], undated: Sequence[str | None], gap: int) -> list[Window]:
    """The windows of length `gap`, both ends included, that begin with a meeting; `meetings` in order of time.

    Any other window holds no more than the one that begins with its first meeting. `undated` are the people met at an
    unknown time. Without meetings there is one window, holding the undated.
    """
    floating = {person for person in undated if person is not None}
    strangers = sum(person is None for person in undated)
    if not meetings:
        return [Window(0, 0, 0, len(floating) + strangers)]
    inside: Counter[str | None] = Counter()
    last = 0
    found: list[Window] = []
    for first, (moment, leaving) in enumerate(meetings):
        while last < len(meetings) and meetings[last][0] <= moment + gap:
            inside[meetings[last][1]] += 1
            last += 1
        if not first or meetings[first - 1][0] < moment:
            sure = len(inside) - (None in inside)
            more = sum(person not in inside for person in floating) if floating else 0
            found.append(Window(first, last, sure, sure + more + inside.get(None, 0) + strangers))
        inside[leaving] -= 1
        if not inside[leaving]:
            del inside[leaving]
    return found


def best_of_strangers(moments: Sequence[int], moment: int, gap: int) -> Window:
    """The window of most meetings, the earliest of equals, that holds `moment`, one of them; nobody is met twice."""
    best = Window(0, 0, 0, 0)
    last, before = 0, None
    for first in range(bisect_left(moments, moment - gap), bisect_right(moments, moment)):
        begin = moments[first]
        if begin != before:
            last = bisect_right(moments, begin + gap, last)
            if last - first > best.sure:
                best = Window(first, last, last - first, last - first)
        before = begin
    return best


def best_around(starts: Sequence[int], worth: Sequence[tuple[int, int]], moments: Sequence[int], gap: int) -> list[int]:
    """For every moment the number of the worthiest window, the earliest of equals, that holds it.

    `starts` and `worth` describe the windows; both moments and starts ascend, and some window holds every moment.
    """
    best: list[int] = []
    queue: deque[int] = deque()
    reached = 0
    for moment in moments:
        while reached < len(starts) and starts[reached] <= moment:
            while queue and worth[queue[-1]] < worth[reached]:
                queue.pop()
            queue.append(reached)
            reached += 1
        while starts[queue[0]] < moment - gap:
            queue.popleft()
        best.append(queue[0])
    return best
