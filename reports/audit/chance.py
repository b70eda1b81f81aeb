"""What chance may explain: intervals of differences between two shares and between two medians.

Verdicts within one thread resemble each other, so they count for less than as many strangers (design effect, Kish
1965); and who looks at many differences at once finds some by chance, so all of a table hold together (Bonferroni).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, inf, log, sqrt
from statistics import NormalDist
from typing import Final

from ...engine.values import dataclass

_RISK: Final = 0.05
"""How often chance alone makes one difference of a table look clear, at most."""


@dataclass(frozen=True, slots=True)
class Clusters:
    """Cases and violations by thread, summed: threads, cases, violations, and the sums of their products."""

    clusters: int
    cases: float
    violations: float
    squares_cases: float
    squares_violations: float
    products: float


@dataclass(frozen=True, slots=True)
class Median:
    """A median between two bounds; inf where it was not reached."""

    value: float
    low: float
    high: float


def sure(differences: int) -> float:
    """Standard deviations at which that many intervals hold together in 95 of 100 cases.

    >>> round(sure(1), 2), round(sure(10), 2)
    (1.96, 2.81)
    """
    return NormalDist().inv_cdf(1 - _RISK / (2 * max(1, differences)))


def design_effect(sides: Sequence[Clusters]) -> float:
    """By how much cases count for less because they come in threads; 1 at least, 1 where there are none.

    Measured by how far the threads of both sides stray, each around its own share. Where nothing strays (all kept, all
    violated) the size of the threads stands instead.
    """
    strayed = expected = squares = cases = 0.0
    for side in sides:
        if not side.cases:
            continue
        share = side.violations / side.cases
        spread = side.squares_violations - 2 * share * side.products + share**2 * side.squares_cases
        strayed += max(0.0, spread) * (side.clusters / (side.clusters - 1) if side.clusters > 1 else 1)
        expected += side.cases * share * (1 - share)
        squares += side.squares_cases
        cases += side.cases
    if not cases:
        return 1.0
    return max(1.0, strayed / expected if expected > 0 else squares / cases)


def wilson(share: float, number: float, deviations: float) -> tuple[float, float]:
    """The interval of a share of so many cases (Wilson 1927).

    >>> [round(each, 3) for each in wilson(0.9, 10, sure(1))]
    [0.596, 0.982]
    """
    square = deviations**2 / number
    middle = (share + square / 2) / (1 + square)
    half = deviations / (1 + square) * sqrt(share * (1 - share) / number + square / (4 * number))
    return max(0.0, middle - half), min(1.0, middle + half)


def newcombe(now: float, after: float, was: float, before: float, deviations: float) -> tuple[float, float]:
    """The interval of the difference of two shares of `after` and `before` cases (Newcombe 1998, method 10).

    >>> [round(each, 4) for each in newcombe(56 / 70, 70, 48 / 80, 80, sure(1))]
    [0.0524, 0.3339]
    """
    (low1, high1), (low2, high2) = wilson(now, after, deviations), wilson(was, before, deviations)
    change = now - was
    return (
        change - sqrt((now - low1) ** 2 + (high2 - was) ** 2),
        change + sqrt((high1 - now) ** 2 + (was - low2) ** 2),
    )


def median(steps: Sequence[tuple[float, int, int]], deviations: float, effect: float) -> Median:
    """The median of times with censored ones, by what happened: (time, met, at risk), in order of time.

    Kaplan-Meier with the interval of Brookmeyer and Crowley (1982), on the scale log(-log).
    """
    left, variance = 1.0, 0.0
    value = low = high = inf
    for time, met, risk in steps:
        left *= 1 - met / risk
        variance += effect * met / (risk * (risk - met)) if risk > met else 0.0
        least, most = _around(left, variance, deviations)
        value = min(value, time) if left <= 0.5 + 1e-9 else value
        low = min(low, time) if least <= 0.5 else low
        high = min(high, time) if most <= 0.5 else high
    return Median(value, low, high)


def _around(left: float, variance: float, deviations: float) -> tuple[float, float]:
    """The interval of a share still waiting."""
    if left <= 0 or left >= 1:
        return left, left
    half = deviations * sqrt(variance) / abs(log(left))
    return left ** exp(half), left ** exp(-half)


def median_difference(now: Median, was: Median) -> tuple[float, float]:
    """The interval of the difference of two medians (Zou and Donner 2008); without bounds where one is not known."""
    if inf in (now.value, was.value):
        return -inf, inf
    change = now.value - was.value
    return (
        change - sqrt((now.value - now.low) ** 2 + (was.high - was.value) ** 2),
        change + sqrt((now.high - now.value) ** 2 + (was.value - was.low) ** 2),
    )
