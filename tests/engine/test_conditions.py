"""Conditions know true, false, and what would decide."""

from collections.abc import Callable
from itertools import product
from typing import Final

import pytest

from knigge.engine import nodes
from knigge.engine.conditions import concept, judge, read
from knigge.engine.program import Program
from knigge.engine.record import Author, Exchange, Message, Role
from knigge.engine.scene import Scene, stage

Judge = Callable[[str, Exchange], tuple[bool | None, set[str]]]

_CONCEPTS: Final = """
concept thanks in de says "danke", "vielen dank" end
concept thanks in en says "thanks" end
concept maybe in de says "danke" if channel is facebook says "merci" end
concept long in de holds when text.words > 3 end
concept polite in de says "danke" only if sentence says "bitte" unless next-sentence says "nicht" end
concept open in de says "danke" holds when channel is x end
"""


@pytest.fixture(scope="module")
def judged(program: Callable[[str], Program]) -> Judge:
    """A function from a condition and an exchange to its truth and what would decide."""

    def ask(condition: str, exchange: Exchange) -> tuple[bool | None, set[str]]:
        compiled = program(
            _CONCEPTS + f"rule a.b about reply clause calm forbid {condition}\n"
            'title de "T" en "T" message de "M" en "M" end'
        )
        shape = compiled.rules[0].shape
        assert isinstance(shape, nodes.Forbid)
        truth = judge(shape.condition, stage(compiled, exchange), {})
        return truth.value, set(truth.needs)

    return ask


def _ours(text: str, channel: str | None = None, language: str | None = "de") -> Exchange:
    return Exchange(Message("m", text, "reply", channel, language, Author("us", Role.US)))


def _answering(text: str, theirs: str) -> Exchange:
    parent = Message("p", theirs, "comment", language="de", author=Author("c", Role.CUSTOMER, "Aylin"))
    return Exchange(Message("m", text, "reply", None, "de"), parent, True)


@pytest.mark.parametrize(
    ("condition", "text", "value"),
    [
        ('text says "danke"', "Vielen Dank und danke", True),
        ('text says "danke"', "Gern", False),
        ("text expresses thanks", "Vielen Dank!", True),
        ("text.words > 2", "eins zwei drei", True),
        ("text.words <= 2", "eins zwei drei", False),
        ("text.words = 3", "eins zwei drei", True),
        ("text.words != 3", "eins zwei drei", False),
        ("3 < text.words", "eins zwei drei", False),
        ("text.questions > 0 and text.words < 9", "Wirklich?", True),
        ("count of thanks >= 2", "Danke und danke", True),
        ("count of thanks >= 2", "Vielen Dank", False),
        ("rate of thanks > 30 per 100 words", "danke eins zwei", True),
        ("rate of thanks > 0 per 100 words", "", False),
        ("text expresses long", "eins zwei drei vier", True),
        ("text expresses polite", "Bitte, danke", True),
        ("text expresses polite", "Bitte. Danke", False),
        ("text expresses polite", "Bitte, danke. Aber nicht so", False),
        ("kind is reply", "", True),
        ("kind is one of (post, dm)", "", False),
        ("public", "", True),
        ("language is de", "", True),
        ("author.role is us", "", True),
        ("organisation.address is any", "", True),
    ],
)
def test_a_condition_over_known_facts_is_decided(condition: str, text: str, value: bool, judged: Judge) -> None:
    assert judged(condition, _ours(text)) == (value, set())


@pytest.mark.parametrize(
    ("condition", "text", "needs"),
    [
        ("channel is x", "", "channel"),
        ("channel is not x", "", "channel"),
        ('parent says "danke"', "danke", "parent"),
        ("parent expresses thanks", "danke", "parent"),
        ("parent.words > 3", "", "parent"),
        ("customer.name is Aylin", "", "customer.name"),
        ("text expresses maybe", "Danke", "channel"),
        ("text expresses open", "Danke", "channel"),
        ("count of maybe > 0", "Danke", "channel"),
    ],
)
def test_a_condition_over_an_unknown_fact_names_it(condition: str, text: str, needs: str, judged: Judge) -> None:
    assert judged(condition, _ours(text)) == (None, {needs})


def test_whether_a_fact_is_known_is_always_decided(judged: Judge) -> None:
    assert judged("channel is known", _ours(""))[0] is False
    assert judged("channel is unknown", _ours(""))[0] is True
    assert judged("channel is known", _ours("", "x"))[0] is True


def test_a_concept_that_is_sure_without_the_fact_is_decided(judged: Judge) -> None:
    assert judged("text expresses maybe", _ours("Danke, merci")) == (True, set())
    assert judged("text expresses maybe", _ours("Danke", "x")) == (False, set())
    assert judged("text expresses maybe", _ours("Danke", "facebook")) == (True, set())


def test_a_message_known_to_answer_nothing_says_nothing(judged: Judge) -> None:
    exchange = Exchange(Message("m", "danke", "reply", None, "de"), None, True)

    assert judged('parent says "danke"', exchange) == (False, set())
    assert judged("parent expresses thanks", exchange) == (False, set())


def test_the_message_answered_is_asked_in_its_own_words(judged: Judge) -> None:
    exchange = _answering("Gern geschehen", "Danke für alles, liebe Leute")

    assert judged('parent says "danke" and not text says "danke"', exchange) == (True, set())
    assert judged("parent.words = 5", exchange) == (True, set())
    assert judged("customer.name is aylin", exchange) == (True, set())


def test_channels_are_compared_in_any_case(judged: Judge) -> None:
    assert judged("channel is facebook", _ours("", "Facebook")) == (True, set())


_ATOMS: Final = {True: "text.words = 0", False: "text.words > 0", None: "channel is x"}


@pytest.mark.parametrize(("left", "right"), list(product((True, False, None), repeat=2)))
def test_and_or_not_follow_kleene(left: bool | None, right: bool | None, judged: Judge) -> None:
    values = {left, right}
    conjunction = False if False in values else None if None in values else True
    disjunction = True if True in values else None if None in values else False
    one, other = _ATOMS[left], _ATOMS[right]

    assert judged(f"{one} and {other}", _ours(""))[0] is conjunction
    assert judged(f"{one} or {other}", _ours(""))[0] is disjunction
    assert judged(f"not ({one} and {other})", _ours(""))[0] is (None if conjunction is None else not conjunction)


@pytest.mark.parametrize(
    ("count", "atoms", "value"),
    [
        (2, (True, True, None), True),
        (2, (True, False, None), None),
        (2, (True, False, False), False),
        (3, (True, True, None), None),
        (3, (True, False, None), False),
    ],
)
def test_at_least_counts_what_is_sure_and_what_may_be(
    count: int, atoms: tuple[bool | None, ...], value: bool | None, judged: Judge
) -> None:
    parts = ", ".join(_ATOMS[atom] for atom in atoms)

    assert judged(f"at least {count} of ({parts})", _ours(""))[0] is value


def test_a_signal_of_another_language_is_unknown(judged: Judge) -> None:
    assert judged("text.wiener > 3", _ours("Das ist ein Text.", language="en"))[0] is None


def test_a_concept_missing_in_the_language_needs_the_language(program: Callable[[str], Program]) -> None:
    scene = _scene(program(_CONCEPTS), _ours("merci", language="en"))

    assert concept("maybe", scene) == (None, (), frozenset({"language"}))


def test_what_was_read_is_noted(program: Callable[[str], Program]) -> None:
    scene = _scene(program(_CONCEPTS), _ours("eins zwei", "x"))

    assert (read("text.words", scene).value, read("channel", scene).value) == (2, "x")
    assert scene.facts == {"text.words": "2", "channel": "x"}


def _scene(program: Program, exchange: Exchange) -> Scene:
    return stage(program, exchange)
