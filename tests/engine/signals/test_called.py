"""Greeted by another name: names that look alike, pet names, greetings without a hello."""

from __future__ import annotations

import pytest

from knigge.engine.record import Author, Exchange, Message, Organisation, Role
from knigge.engine.signals.called import other_name
from knigge.engine.signals.reading import Reading
from knigge.engine.tokens import tokenize


def _is_another(text: str, name: str) -> bool | None:
    asked = Message("q", "Ist meine Brille fertig?", author=Author("u", Role.CUSTOMER, name))
    exchange = Exchange(Message("m", text), asked)
    found = other_name(exchange, Reading(tokenize(text), None, exchange, Organisation())).value
    return found if found is None else bool(found)


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Sabrina", "Sabine"), ("Stefanie", "Stefan"), ("Jana", "Jan"), ("Stephen", "Stephanie"),
        ("Christine", "Christina"), ("Heike", "Heiko"), ("Andrea", "Andreas"), ("Christian", "Christiane"),
        ("Paul", "Paula"), ("Michael", "Michaela"), ("Julian", "Julia"), ("Johanna", "Johannes"), ("Marie", "Mario"),
        ("Patricia", "Patrick"), ("Samantha", "Samuel"),
    ],
)  # fmt: skip
def test_a_name_that_only_looks_alike_is_another_either_way(name: str, greeted: str) -> None:
    assert _is_another(f"Hallo {greeted}, die Brille ist da.", f"{name} Roth")
    assert _is_another(f"Hallo {name}, die Brille ist da.", f"{greeted} Roth")


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Alexander", "Alex"), ("Katharina", "Kathi"), ("Thomas", "Tom"), ("William", "Bill"), ("Henry", "Harry"),
        ("Theodore", "Ted"), ("Ursula", "Uschi"), ("Ulrike", "Uli"), ("Nikolaus", "Klaus"), ("Magdalena", "Leni"),
        ("Stefanie", "Steffi"), ("Samantha", "Sam"), ("Maximilian", "Max"), ("Johannes", "Hannes"), ("Josef", "Sepp"),
        ("Sofia", "Sophia"), ("Stefan", "Stephan"), ("Marcus", "Markus"), ("Hannah", "Hanna"), ("Steven", "Stephen"),
        ("Anna-Lena", "Lena"), ("Hans-Peter", "Peter"),
    ],
)  # fmt: skip
def test_a_short_form_or_another_spelling_is_the_same_name(name: str, greeted: str) -> None:
    assert _is_another(f"Hallo {greeted}, die Brille ist da.", f"{name} Roth") is False


@pytest.mark.parametrize(
    "text",
    [
        "Morning Julia! Die Brille ist da.", "Thanks Julia, your lenses are in.", "Thank you Julia, they are in.",
        "Hiya Julia, they are in.", "@Julia die Brille ist da.", "Hallo @Julia, die Brille ist da.",
        "Danke Julia, die Brille ist da.", "Vielen Dank Julia! Die Brille ist da.", "Morgen Julia, die Brille ist da.",
    ],
)  # fmt: skip
def test_a_greeting_needs_no_hello(text: str) -> None:
    assert _is_another(text, "Jana Roth")
    assert _is_another(text, "Julia Roth") is False


@pytest.mark.parametrize(
    "text",
    [
        "Danke, Julia meldet sich morgen.", "Thanks, Julia from the desk has them.", "Die Brille ist da. Danke, Julia",
        "Morgen kommt Julia vorbei.", "Cheers, Julia", "@optik_julia die Brille ist da.",
    ],
)  # fmt: skip
def test_a_colleague_who_is_named_is_not_greeted(text: str) -> None:
    assert _is_another(text, "Jana Roth") is False
