"""The matcher alone decides where a phrase stands; the index is only faster."""

import time
from collections.abc import Callable

import pytest

from knigge.engine.evaluator import evaluate
from knigge.engine.haystack import Haystack
from knigge.engine.index import build_index
from knigge.engine.matcher import Match
from knigge.engine.pattern import Anything, Word, compile_pattern
from knigge.engine.program import Program
from knigge.engine.record import Exchange, Message
from knigge.engine.scene import stage
from knigge.engine.tokens import tokenize


@pytest.fixture(scope="module")
def marked(program: Callable[[str], Program]) -> Callable[[str, str], list[str]]:
    """A function from a phrase and a text to the words it marks."""

    def mark(phrase: str, text: str) -> list[str]:
        rule = (
            f'rule a.b about reply clause calm forbid text says "{phrase}"\n'
            'title de "T" en "T" message de "M" en "M" end'
        )
        result = evaluate(program(rule), Exchange(Message("m", text, "reply", language="de")))
        return [finding.excerpt for finding in result.findings]

    return mark


@pytest.mark.parametrize(
    ("phrase", "text", "places"),
    [
        ("sehr gern", "Sehr gern, ja, sehr gern!", ["Sehr gern", "sehr gern"]),
        ("sehr sehr", "sehr sehr sehr sehr sehr", ["sehr sehr", "sehr sehr"]),
        ("wir [0-3] gern", "wir wir helfen gern", ["wir helfen gern"]),
        ("wir [sehr] [gern]", "wir sehr gern", ["wir sehr gern"]),
        ("wir ... gern", "wir helfen gern und sehr gern", ["wir helfen gern"]),
        ("zurückmelden~", "Ich melde mich morgen zurück.", ["melde mich morgen zurück"]),
        ("zurückmelden~ & ich", "Morgen melde ich mich zurück.", ["melde ich mich zurück"]),
        ("gern & wir", "Gern helfen wir. Wir helfen gern.", ["Gern helfen wir", "Wir helfen gern"]),
        ("gern & wir", "Gern, helfen wir", []),
        ("gern & gern", "gern und so gern", ["gern und so gern"]),
        ("gern & gern", "gern", []),
        ("hallo, frau", "Hallo, Frau Demir", ["Hallo, Frau"]),
    ],
)
def test_a_phrase_marks_the_words_it_found(
    phrase: str, text: str, places: list[str], marked: Callable[[str, str], list[str]]
) -> None:
    assert marked(phrase, text) == places


def test_matches_are_ordered_by_place() -> None:
    assert sorted([Match(3, 4), Match(1, 5), Match(1, 2)]) == [Match(1, 2), Match(1, 5), Match(3, 4)]


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("", {4}),
        ("Gern!", {0, 4}),
        ("Kunde", {1, 2, 3, 4}),
        ("Kundendienst", {1, 3, 4}),
        ("Stammkunde, gerne", {2, 3, 4}),
        ("Gern, lieber Kunde", {0, 1, 2, 3, 4, 5}),
        ("Gern. Kunde!", {0, 1, 2, 3, 4}),
    ],
)
def test_the_index_names_what_can_stand_in_a_text(text: str, candidates: set[int]) -> None:
    gern, customer = Word(frozenset({"gern"})), Word(beginnings=("kunde",))
    index = build_index(
        [
            compile_pattern(((gern,),)),
            compile_pattern(((customer,),)),
            compile_pattern(((Word(endings=("kunde",)),),)),
            compile_pattern(((Word(middles=("und",)),),)),
            compile_pattern(((Word(tags=frozenset({"date"})),),)),
            compile_pattern(((gern, Anything(), customer),)),
        ]
    )

    assert index.candidates(Haystack(tokenize(text), lambda: ())) == candidates


def test_a_phrase_is_looked_for_once(program: Callable[[str], Program]) -> None:
    compiled = program('concept k in de says "gern" end concept j in de says "gern" end')
    scene = stage(compiled, Exchange(Message("m", "gern", "reply", language="de")))

    assert scene.places(0) is scene.places(0)


@pytest.mark.parametrize(
    "phrase",
    [
        "a [0-12] a [0-12] a [0-12] b",
        "a ... a ... a ... b",
        "(a|a a|a a a) (a|a a|a a a) (a|a a|a a a) b",
        "[a] [a] [a] [a] [a] [a] [a] [a] b",
    ],
)
def test_no_phrase_and_text_stop_the_service(phrase: str, marked: Callable[[str, str], list[str]]) -> None:
    begun = time.monotonic()

    assert marked(phrase, "a " * 2000) == []

    assert time.monotonic() - begun < 5
