"""Bags of words -> the pairs of bags that overlap enough: exact, and without comparing each with each.

Prefix filtering for set similarity joins (Chaudhuri, Ganti, Kaushik 2006; Bayardo, Ma, Srikant 2007): with the elements
of two sets in one common order, sets that share at least `o` elements share one among the first `size - o + 1` of each.
The rarest elements come first, so few sets meet there. Nothing that reaches the limit is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import ceil
from typing import Final

SAFE: Final = 1e-9  # bounds are lowered by it, so that rounding never loses a pair that just reaches the limit

Bag = tuple[str, ...]  # each element once
Span = tuple[int, int]  # earliest and latest moment at which a bag was used


def bag(words: tuple[str, ...]) -> Bag:
    """Every word and every pair of neighbouring words, numbered from the second time on; empty for no words."""
    grams = [*words, *map(" ".join, pairwise(words))]
    if len(set(grams)) == len(grams):
        return tuple(grams)
    counted: Counter[str] = Counter()
    numbered = []
    for gram in grams:
        counted[gram] += 1
        numbered.append(gram if counted[gram] == 1 else f"{gram}\t{counted[gram]}")
    return tuple(numbered)


def share(one: Bag, other: Bag) -> float:
    """Twice the common elements by all elements, 0..1 (Dice); 0 where one is empty."""
    common = len(set(one).intersection(other))
    return 2 * common / (len(one) + len(other)) if common else 0.0


def neighbours(bags: Iterable[Bag], limit: float, spans: Sequence[Span], gap: int) -> list[dict[int, float]]:
    """For every bag the others with a share of at least `limit` (above 0) that were used at most `gap` apart.

    `spans` are parallel to `bags`, which are read once. Empty bags are near nobody.
    """
    ranked, lonely = _ranked(bags)
    found: list[dict[int, float]] = [{} for _ in ranked]
    index: dict[int, list[int]] = {}
    for number in sorted(range(len(ranked)), key=lambda number: (len(ranked[number]), number)):
        own, size = ranked[number], len(ranked[number])
        if not size:
            continue
        first, last = spans[number][0] - gap, spans[number][1] + gap
        ordered = sorted(own)
        smallest = limit * size / (2 - limit) - SAFE  # size and overlap of any partner that is not larger
        met: set[int] = set()
        for rank in ordered[: size - ceil(smallest) + 1]:
            if rank >= lonely:
                met.update(index.get(rank, ()))
        for other in met:
            if spans[other][0] > last or spans[other][1] < first or len(ranked[other]) < smallest:
                continue
            common = 2 * len(own & ranked[other]) / (size + len(ranked[other]))
            if common >= limit:
                found[number][other] = found[other][number] = common
        for rank in ordered[: size - ceil(limit * size - SAFE) + 1]:
            if rank >= lonely:
                index.setdefault(rank, []).append(number)
    return found


def _ranked(bags: Iterable[Bag]) -> tuple[list[frozenset[int]], int]:
    """The bags with a rank for every element, the rarest lowest; those below the second value stand in one bag only."""
    numbers: dict[str, int] = {}
    numbered = [[numbers.setdefault(element, len(numbers)) for element in each] for each in bags]
    frequency = [0] * len(numbers)
    for each in numbered:
        for number in each:
            frequency[number] += 1
    ranks = [0] * len(numbers)
    for rank, number in enumerate(sorted(range(len(numbers)), key=frequency.__getitem__)):
        ranks[number] = rank
    return [frozenset([ranks[number] for number in each]) for each in numbered], frequency.count(1)
