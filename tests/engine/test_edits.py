"""What is offered instead is whole: no stump, no half sentence, nothing that is still an insult."""

from collections.abc import Callable

import pytest

from knigge.engine.evaluator import evaluate
from knigge.engine.program import Program
from knigge.engine.record import Author, Exchange, Message, Role

Edited = Callable[[str], dict[str, list[str]]]


@pytest.fixture(scope="module")
def edited(program: Callable[[str], Program]) -> Edited:
    """A function from a text to the texts each rule offers; „Lump“ is an insult, „quasi“ mere padding."""
    parts = 'title de "T" en "T" because de "D" en "D" message de "M" en "M" suggest remove match end\n'
    made = program(
        'concept rude in de says "(Lump|Lumpen)", "Ihr Lumpen", "eine Lumpin" end '
        'concept rude in en says "rascal" end\n'
        f"rule tone.rude about reply clause calm severity error forbid text expresses rude {parts}"
        f'rule plain.padding about reply clause calm severity note forbid text says "(quasi|kind of)" {parts}'
    )

    def run(text: str) -> dict[str, list[str]]:
        language = "en" if "rascal" in text else "de"
        message = Message("m", text, "reply", None, language, Author("us", Role.US))
        offered: dict[str, list[str]] = {}
        for found in evaluate(made, Exchange(message, None, False)).findings:
            texts = [text[: each.start] + each.text + text[each.end :] for each in found.suggestions]
            offered.setdefault(found.rule, []).extend(texts)
        return offered

    return run


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("Warten Sie bis Montag, Sie Lump!", "Warten Sie bis Montag!"),
        ("Warten Sie bis Montag, Sie alter Lump!", "Warten Sie bis Montag!"),
        ("Du Lump, der Kran kommt am Montag.", "Der Kran kommt am Montag."),
        ("Ach du Lump! Der Kran kommt am Montag.", "Der Kran kommt am Montag."),
        ("The crane comes on Monday, you absolute rascal!", "The crane comes on Monday!"),
        ("You rascal! The crane comes on Monday.", "The crane comes on Monday."),
        ("Sie Lump haben recht.", "Sie haben recht."),
    ],
)
def test_calling_somebody_names_goes_with_the_name(text: str, better: str, edited: Edited) -> None:
    assert edited(text) == {"tone.rude": [better]}


@pytest.mark.parametrize(
    "text",
    [
        "Sie sind ein Lump.",
        "Sie sind ein Lump, der Kran kommt am Montag.",
        "Die Wirtin ist eine Lumpin, der Kran kommt am Montag.",
        "What a rascal.",
        "Ihr Lumpen habt recht.",
        "Lump, du Nase! Der Kran kommt am Montag.",
    ],
)
def test_half_a_sentence_is_not_offered(text: str, edited: Edited) -> None:
    assert edited(text) == {"tone.rude": []}


def test_no_edit_is_offered_beside_an_insult_that_stays(edited: Edited) -> None:
    assert edited("Quasi immer, Sie Lump!") == {"tone.rude": ["Quasi immer!"], "plain.padding": []}
    assert edited("Das gilt quasi immer. Bis bald, Sie Lump!") == {
        "tone.rude": ["Das gilt quasi immer. Bis bald!"],
        "plain.padding": ["Das gilt immer. Bis bald, Sie Lump!"],
    }


def test_of_two_insults_in_one_sentence_neither_is_taken_out_alone(edited: Edited) -> None:
    assert edited("Bis bald, Lump, und schweigen Sie, Sie Lump!") == {"tone.rude": []}
