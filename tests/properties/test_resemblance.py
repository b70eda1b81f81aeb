"""Laws of resemblance: one number for two texts, whichever comes first; and the same answers as by comparing all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Final
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knigge.engine.records import crowds
from knigge.engine.records.alike import answers
from knigge.engine.records.essence import Essence, essence, too_short
from knigge.engine.records.join import near_smaller, near_texts
from knigge.engine.records.overlap import Span, bag, neighbours, share
from knigge.engine.records.repeats import LISTED, Repeat, again, elsewhere, to_many
from knigge.engine.records.resemblance import Said, likeness, pool
from knigge.engine.records.windows import windows

START: Final = datetime(2026, 3, 1, tzinfo=UTC)
WINDOW: Final = timedelta(days=3)

words = st.sampled_from("paket bote termin zahlung konto kabel rampe suppe halle bus # wir und".split())
essences = st.lists(words, max_size=9).map(" ".join).map(essence)
core: Final = "Paket Bote Termin Zahlung Konto Kabel Rampe Suppe".split()
variants = st.builds(
    lambda cut, more: essence(" ".join([*core[:cut], *more])), st.integers(4, 8), st.lists(words, max_size=2)
)
moments = st.sampled_from([None, *(START + timedelta(days=day) for day in (0, 1, 2, 3, 4, 6, 7, 10))])
people = st.sampled_from([None, "a", "b", "b", "c", "d"])
places = st.sampled_from(["facebook", "facebook", "facebook", "x", None])
accounts = st.sampled_from(["one", "one", "one", "two", None])


def _items(most: int) -> st.SearchStrategy[list[Said]]:
    said = st.builds(Said, st.just(""), variants, moments, people, places, st.sampled_from([None, "one", "two"]))
    return st.lists(said, max_size=most).map(
        lambda items: [
            Said(f"m{number}", item.essence, item.at, item.person, item.channel, item.account)
            for number, item in enumerate(items)
        ]
    )


limits = st.sampled_from([0.01, 0.3, 0.5, 2 / 3, 0.75, 0.9, 1.0])


def _by_hand(one: Essence, other: Essence) -> float:
    """The definition of likeness, counted with multiplicity."""
    bags = [Counter([*text.words, *zip(text.words, text.words[1:], strict=False)]) for text in (one, other)]
    total = sum(map(Counter.total, bags))
    return 2 * (bags[0] & bags[1]).total() / total if total else 0.0


@given(essences | variants, essences | variants)
def test_likeness_is_what_its_definition_says(one: Essence, other: Essence) -> None:
    found = likeness(one, other)

    assert found == likeness(other, one) == _by_hand(one, other)
    assert 0 <= found <= 1
    assert found == 0 or set(one.words) & set(other.words)


@given(st.text(max_size=80))
def test_equal_texts_have_likeness_one_and_empty_ones_none(text: str) -> None:
    found = essence(text)

    assert likeness(found, essence(text)) == (1 if found.words else 0)
    assert essence(text) == found
    assert hash(essence(text)) == hash(found)


def _alike(items: Sequence[Said], item: Said, limit: float) -> list[Said]:
    """The others alike to one item, by comparing it with all."""
    if too_short(item.essence):
        return []
    others = [other for other in items if other.id != item.id and not too_short(other.essence)]
    return [other for other in others if likeness(item.essence, other.essence) >= limit]


def _check(item: Said, answer: Repeat, counted: Sequence[Said]) -> None:
    """The evidence of an answer is what was counted."""
    ordered = sorted(counted, key=lambda other: (other.at is None, other.at or START, other.id))
    assert answer.alike == tuple(other.id for other in ordered[:LISTED])
    assert answer.count == len(counted)
    assert answer.closest == max((likeness(item.essence, other.essence) for other in counted), default=0.0)


def _met(items: Sequence[Said]) -> int:
    return len({item.person for item in items} - {None})


@settings(max_examples=150)
@given(_items(9), limits, st.integers(2, 3))
def test_said_to_many_is_found_as_by_comparing_all(items: list[Said], limit: float, least: int) -> None:
    found = to_many(pool(items, limit, WINDOW), least)

    assert [answer.id for answer in found] == [item.id for item in items]
    for item, answer in zip(items, found, strict=True):
        star = [item, *_alike(items, item, limit)]
        undated = [other for other in star if other.at is None]
        starts = [other.at for other in star if other.at is not None]
        if item.at is not None:
            starts = [start for start in starts if start <= item.at <= start + WINDOW]
        held = [[o for o in star if o.at is not None and start <= o.at <= start + WINDOW] for start in starts]
        sure = max([int(item.person is not None), *(_met(window) for window in held if item.at is not None)])
        most = max(
            _met(group) + sum(o.person is None for o in group) for group in [[*h, *undated] for h in held or [[]]]
        )
        assert answer.people == sure
        assert answer.at_most == most
        assert answer.holds is (True if sure >= least else None if most >= least else False)
        evidence = [h for h in held if _met(h) == sure] if answer.holds else held or [[]]
        if answer.holds:
            expected = min(evidence, key=lambda h: (-len(h), min(str(o.at) for o in h)))
        else:
            expected = min(
                ([*h, *undated] for h in evidence),
                key=lambda h: (-_met(h) - sum(o.person is None for o in h), -len(h), min(str(o.at) for o in h)),
            )
        _check(item, answer, [other for other in expected if other.id != item.id])


@settings(max_examples=300)
@given(st.lists(st.frozensets(st.sampled_from("abcdefghij")), max_size=9), limits)
def test_no_pair_that_overlaps_enough_is_lost(sets: list[frozenset[str]], limit: float) -> None:
    bags = [tuple(sorted(each)) for each in sets]

    found = neighbours(bags, limit, [(0, 0)] * len(bags), 0)

    for number, near in enumerate(found):
        shares = {other: share(bags[number], bag) for other, bag in enumerate(bags) if other != number}
        assert near == {other: common for other, common in shares.items() if common >= limit}


all_words = st.lists(words, max_size=9).map(tuple)
spans = st.one_of(
    st.just((-(10**18), 10**18)),
    st.integers(0, 40).map(lambda day: (day, day)),
    st.tuples(st.integers(0, 40), st.integers(0, 30)).map(lambda pair: (pair[0], pair[0] + pair[1])),
)


@settings(max_examples=200)
@given(st.lists(st.tuples(all_words, spans), max_size=14), limits, st.sampled_from([0, 1, 5, 10**19]))
def test_arrays_find_the_near_texts_that_are_found_without(
    texts: list[tuple[tuple[str, ...], Span]], limit: float, gap: int
) -> None:
    said, used = [text for text, _ in texts], [span for _, span in texts]

    found = near_texts(said, limit, used, gap)

    assert list(found) == neighbours(map(bag, said), limit, used, gap)
    for asked in range(len(said) + 1):
        some = near_texts(said, limit, used, gap, asked)
        expected = [{other: share for other, share in near.items() if min(text, other) < asked}
                    for text, near in enumerate(found)]  # fmt: skip
        assert list(some) == expected


@settings(max_examples=200)
@given(_items(12), limits, st.integers(2, 3), st.integers(1, 4), st.integers(1, 3))
def test_whoever_stands_in_a_crowd_was_answered_so_before(
    items: list[Said], limit: float, least: int, reach: int, crowd: int
) -> None:
    exact = answers(items, "replies", limit, least, WINDOW)

    with patch.multiple(crowds, MANY=0, REACH=reach, CROWD=crowd, _BLOCK=3):
        found = answers(items, "replies", limit, least, WINDOW)

    assert found.keys() == exact.keys()
    for name, answer in found.items():
        if answer.more:
            assert exact[name].holds
            assert crowd <= answer.count
            assert least <= answer.people <= exact[name].people
        else:
            assert answer == exact[name]


@settings(max_examples=100)
@given(st.lists(all_words, max_size=12), limits)
def test_every_near_pair_is_met_once_from_its_longer_text(texts: list[tuple[str, ...]], limit: float) -> None:
    texts.sort(key=len)

    met = {
        (text, other) for text, others, _ in near_smaller(texts, limit, lambda _, all: all) for other in others.tolist()
    }

    expected = neighbours(map(bag, texts), limit, [(0, 0)] * len(texts), 0)
    assert met == {(text, other) for text, near in enumerate(expected) for other in near if other < text}


Relation = Callable[[Said, Said], bool | None]


def _within(item: Said, other: Said) -> bool | None:
    if item.at is None or other.at is None:
        return None
    return item.at - WINDOW <= other.at and (other.at, other.id) < (item.at, item.id)


def _equal(one: str | None, other: str | None) -> bool | None:
    return None if one is None or other is None else one == other


def _all(parts: Sequence[bool | None]) -> bool | None:
    return False if False in parts else None if None in parts else True


@settings(max_examples=150)
@given(_items(9), limits)
def test_earlier_likes_are_found_as_by_comparing_all(items: list[Said], limit: float) -> None:
    texts = pool(items, limit, WINDOW)

    def same(item: Said, other: Said) -> bool | None:
        return _all([_equal(item.channel, other.channel), _equal(item.account, other.account), _within(item, other)])

    def apart(item: Said, other: Said) -> bool | None:
        equal = _equal(item.channel, other.channel)
        return _all([None if equal is None else not equal, _within(item, other)])

    for told, relation in ((again(texts), same), (elsewhere(texts), apart)):
        for item, answer in zip(items, told, strict=True):
            judged = [(other, relation(item, other)) for other in _alike(items, item, limit)]
            found = {verdict: [other for other, said in judged if said is verdict] for verdict in (True, None)}
            assert answer.holds is (True if found[True] else None if found[None] else False)
            _check(item, answer, found[True] or found[None])


@given(_items(7).flatmap(lambda items: st.tuples(st.just(items), st.permutations(items))), limits)
def test_the_order_of_items_changes_nothing(orders: tuple[list[Said], list[Said]], limit: float) -> None:
    items, turned = orders

    one, other = pool(items, limit, WINDOW), pool(turned, limit, WINDOW)

    for ask in (lambda texts: to_many(texts, 2), again, elsewhere):
        assert {answer.id: answer for answer in ask(one)} == {answer.id: answer for answer in ask(other)}


@pytest.mark.parametrize("least", [2, 3])
@settings(max_examples=60)
@given(items=_items(3), limit=st.sampled_from([0.3, 0.75]))
def test_undecided_means_that_both_may_turn_out_to_be_so(items: list[Said], limit: float, least: int) -> None:
    answers = to_many(pool(items, limit, WINDOW), least)

    outcomes = [[found.holds for found in to_many(pool(world, limit, WINDOW), least)] for world in _worlds(items)]
    for number, answer in enumerate(answers):
        reached = {outcome[number] for outcome in outcomes}
        assert reached == ({True, False} if answer.holds is None else {answer.holds})


def _worlds(items: Sequence[Said]) -> list[list[Said]]:
    """The items with everything unknown filled in, in every way that matters."""
    choices = [
        [
            Said(item.id, item.essence, at, person, item.channel, item.account)
            for at in (
                [item.at] if item.at else [START + timedelta(days=day) for day in (0, 3, 7, 10, 90 + 9 * number)]
            )
            for person in ([item.person] if item.person else ["a", "b", "c", f"new{number}"])
        ]
        for number, item in enumerate(items)
    ]
    return [list(world) for world in product(*choices)]


@given(st.lists(st.tuples(st.integers(0, 20), people), max_size=8).map(lambda met: sorted(met, key=lambda m: m[0])))
def test_every_meeting_begins_a_window_or_shares_the_moment_of_one_that_does(met: list[tuple[int, str | None]]) -> None:
    found = windows(met, [], 5)

    assert {met[window.first][0] for window in found if met} == {moment for moment, _ in met}
    assert all(met[window.last - 1][0] <= met[window.first][0] + 5 for window in found if met)
