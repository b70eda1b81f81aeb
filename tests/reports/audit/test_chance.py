"""Intervals against published figures and by simulation."""

from __future__ import annotations

import random
from math import inf

import pytest

from knigge.reports.audit.chance import Clusters, design_effect, median, median_difference, newcombe, sure, wilson


@pytest.mark.parametrize(
    ("shares", "interval"),
    [  # Newcombe 1998, table II, method 10
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((10, 10, 0, 10), (0.6075, 1.0)),
        ((0, 10, 0, 10), (-0.2775, 0.2775)),
    ],
)
def test_newcombes_own_examples(shares: tuple[int, int, int, int], interval: tuple[float, float]) -> None:
    one, of, other, among = shares

    low, high = newcombe(one / of, of, other / among, among, sure(1))

    assert (round(low, 4), round(high, 4)) == interval


def test_cases_that_come_one_by_one_count_in_full() -> None:
    side = Clusters(100, 100, 30, 100, 30, 30)

    assert design_effect([side]) == pytest.approx(100 / 99)


def test_threads_that_are_all_of_a_kind_count_as_one_case_each() -> None:
    side = Clusters(20, 100, 50, 20 * 25, 10 * 25, 10 * 25)  # twenty threads of five, ten of them wholly violated

    assert design_effect([side]) == pytest.approx(5 * 20 / 19)


def test_where_nothing_strays_the_size_of_threads_stands_instead() -> None:
    assert design_effect([Clusters(4, 20, 0, 100, 0, 0)]) == 5
    assert design_effect([]) == 1


def test_many_differences_at_once_want_wider_intervals() -> None:
    assert wilson(0.5, 100, sure(80))[0] < wilson(0.5, 100, sure(1))[0]


def test_chance_alone_seldom_makes_any_of_twenty_rows_look_clear() -> None:
    lot = random.Random(11)
    wrong = 0
    for _ in range(200):
        clear = False
        for _ in range(20):
            first, second = (sum(lot.random() < 0.1 for _ in range(150)) / 150 for _ in range(2))
            low, high = newcombe(first, 150, second, 150, sure(20))
            clear = clear or low > 0 or high < 0
        wrong += clear

    assert wrong <= 20


def test_a_median_with_waiting_cases() -> None:
    steps = [(float(hour), 1, 21 - hour) for hour in range(1, 21)]

    told = median(steps, sure(1), 1.0)

    assert told.value == 10
    assert told.low < 10 < told.high
    assert median(steps[:5], sure(1), 1.0).value == inf


def test_a_median_that_was_not_reached_gives_no_difference() -> None:
    reached, never = median([(1.0, 5, 10), (2.0, 5, 5)], 1.96, 1.0), median([(1.0, 1, 10)], 1.96, 1.0)

    assert median_difference(reached, never) == (-inf, inf)
