"""Different texts -> groups of texts that are alike, each gathered around its own most used text.

Nothing is joined over a third: a text belongs to a group only when it is itself alike to the group's typical text, by
at least the limit. Overlapping cuts of longer texts, each alike to the next, therefore never grow into one group. What
is alike to two typical texts goes to the closer one; what is alike to none stays by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..records.join import near_smaller

NOBODY: Final = -1
Words = tuple[str, ...]


def clusters(texts: Sequence[Words], uses: Sequence[int], limit: float) -> list[int]:
    """For every text the number of the typical text of its group; a typical text, and one by itself, has its own.

    `uses` are parallel to the texts: how often each was said. Empty for no texts.
    """
    order = sorted(range(len(texts)), key=lambda number: (len(texts[number]), number))
    ordered = [texts[number] for number in order]
    weights = [uses[number] for number in order]
    leaders = _leaders(ordered, limit)
    typical = _typical(leaders, weights)
    found = _gathered(ordered, typical, weights, limit)
    result = [NOBODY] * len(texts)
    for place, leader in enumerate(found):
        result[order[place]] = order[leader]
    return result


def _leaders(texts: Sequence[Words], limit: float) -> list[int]:
    """A first round: the shortest texts lead, and each text follows the closest leader before it."""
    leads = np.ones(len(texts), dtype=bool)
    leader = list(range(len(texts)))

    def leading(_: int, candidates: NDArray[np.int64]) -> NDArray[np.int64]:
        return candidates[leads[candidates]]

    for text, near, likeness in near_smaller(texts, limit, leading):
        leader[text] = int(near[np.argmax(likeness)])
        leads[text] = False
    return leader


def _typical(leaders: Sequence[int], uses: Sequence[int]) -> list[int]:
    """The most used text of every group of at least two uses, of equals the shortest; the most used groups first."""
    best: dict[int, int] = {}
    total: dict[int, int] = {}
    for text, leader in enumerate(leaders):
        total[leader] = total.get(leader, 0) + uses[text]
        if leader not in best or uses[text] > uses[best[leader]]:
            best[leader] = text
    groups = sorted((each for each, count in total.items() if count > 1), key=lambda each: (-total[each], each))
    return [best[group] for group in groups]


def _gathered(texts: Sequence[Words], typical: Sequence[int], uses: Sequence[int], limit: float) -> list[int]:
    """A second round: every text goes to the closest of the typical texts, of which no two are alike."""
    marked = np.zeros(len(texts), dtype=bool)
    marked[list(typical)] = True

    def around(text: int, candidates: NDArray[np.int64]) -> NDArray[np.int64]:
        return candidates if marked[text] else candidates[marked[candidates]]

    near_of: dict[int, list[tuple[float, int]]] = {}
    for text, near, likeness in near_smaller(texts, limit, around):
        for other, share in zip(near.tolist(), likeness.tolist(), strict=True):
            if marked[other]:
                near_of.setdefault(text, []).append((-share, other))
            if marked[text]:
                near_of.setdefault(other, []).append((-share, text))
    kept: set[int] = set()
    for text in typical:
        if not any(other in kept for _, other in near_of.get(text, ())):
            kept.add(text)
    result = list(range(len(texts)))
    for text, found in near_of.items():
        around_it = [each for each in found if each[1] in kept]
        if around_it and text not in kept:
            result[text] = min(around_it)[1]
    return result
