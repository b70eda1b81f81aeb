"""What the surroundings of a place say about it."""

from collections.abc import Callable
from typing import Final

import pytest

from knigge.engine.conditions import concept
from knigge.engine.program import Program
from knigge.engine.record import Exchange, Message
from knigge.engine.scene import stage

# guard, language, texts whose word „kaputt“ / “broken” it covers, texts whose word it does not cover
CASES: Final[tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...]] = (
    ("quoted", "de",
     ("Sie schreiben: „Alles kaputt“.", "> kaputt\nWir prüfen das.", "Sie meinten »kaputt«?"),
     ("Das ist kaputt.", "„Gut“ ist er nicht, er ist kaputt.")),
    ("negated", "de",
     ("Das ist nicht kaputt.", "Kein Teil ist kaputt.", "Kaputt ist es nicht.", "Das heißt nicht, dass es kaputt ist."),
     ("Das ist kaputt.", "Das ist nicht nur kaputt.", "Es ist kaputt, oder nicht?", "Nein, es ist kaputt.",
      "Ich weiß nicht, warum, aber es ist kaputt.")),
    ("negated", "en",
     ("It is not broken.", "It isn't broken.", "Nothing is broken."),
     ("It is broken.", "It is not only broken.", "It is broken and not nice.", "No, it is broken.")),
    ("about us", "de",
     ("Wir haben es kaputt gemacht.", "Unser Server ist kaputt.", "Bei uns ist etwas kaputt."),
     ("Sie haben es kaputt gemacht.", "Das ist kaputt.", "Wir fragen, ob es kaputt ist.")),
    ("about the reader", "de",
     ("Sie haben es kaputt gemacht.", "Du hast es kaputt gemacht.", "Ihr Gerät ist kaputt.", "Dein Gerät ist kaputt."),
     ("Wir haben es kaputt gemacht.", "Es ist kaputt.", "Die Kollegen sagen, sie sei kaputt.")),
    ("about the reader", "en",
     ("You have broken it.", "Your phone is broken."), ("We have broken it.", "It is broken.")),
    ("about others", "de", ("Das Gerät ist kaputt.", "Man hat es kaputt gemacht."), ("Wir sind kaputt.",)),
    ("question", "de", ("Ist es kaputt?", "Es ist kaputt, oder?"), ("Es ist kaputt!", "Es ist kaputt. Oder?")),
    ("condition", "de",
     ("Wenn es kaputt ist, tauschen wir.", "Sollte es kaputt sein, tauschen wir."),
     ("Es ist kaputt, wenn es qualmt.", "Es ist kaputt.")),
    ("condition", "en", ("If it is broken, call us.", "In case it is broken, call us."), ("In May it was broken.",)),
    ("in a name", "de",
     ("Siehe #kaputt dort.", "Danke, Herr Kaputt!"),
     ("Es ist kaputt.", "Kaputt ist es.")),
    ("concrete", "de",
     ("Bis 3. Mai war es kaputt.", "Um 14:30 Uhr ging es kaputt.", "Kaputt seit 3 Tagen: https://muster.de"),
     ("Es ist kaputt.", "Bis 3. Mai warten wir. Es ist kaputt.")),
    ("in the first words", "de",
     ("Kaputt ist der Lift.", "Hallo, kaputt ist der Lift.", "Moin liebes Team, kaputt ist er.", "hallo kaputt ist er",
      "Danke euch 🙏 und kaputt ist er", "Super, vielen Dank. Kaputt ist er."),
     ("Der Lift ist kaputt.", "Danke, aber er ist kaputt.",
      "Der Lift ist zwei Tage nach dem Dank und kaputt.",
      "Tolles Haus, kaputt ist nur der Lift.", "Gut. Kaputt ist er.")),
    ("in the first words", "en",
     ("Broken, your lift.", "Hi there, broken again?", "sorry broken again", "Cheers! And broken again",
      "So cute 😍 broken"),
     ("It is broken.", "Thanks, it is broken.", "So broken!")),
    ("at the start", "de", ("Das ist leider kaputt gegangen.",), ("Das ist nun ja leider kaputt.",)),
    ("at the end", "de", ("Das ist leider kaputt.",),
     ("Kaputt ist das nun ja leider seit dem letzten Sommer schon und wir warten.",)),
    ("in the first sentence", "de", ("Es ist kaputt. Gut.",), ("Gut. Es ist kaputt.",)),
    ("in the last sentence", "de", ("Gut. Es ist kaputt.",), ("Es ist kaputt. Gut.",)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("guard", "language", "covered", "free"), CASES, ids=[f"{each[0]} {each[1]}" for each in CASES]
)
def test_a_guard_looks_around_the_place(
    guard: str,
    language: str,
    covered: tuple[str, ...],
    free: tuple[str, ...],
    program: Callable[[str], Program],
) -> None:
    word = {"de": "*kaputt", "en": "broken"}[language]
    compiled = program(f'concept damage in {language} says "{word}" unless {guard} end')

    def left(text: str) -> bool:
        value, _, _ = concept("damage", stage(compiled, Exchange(Message("m", text, "reply", language=language))))
        return value is False

    assert [text for text in covered if not left(text)] == []
    assert [text for text in free if left(text)] == []


def test_words_repeated_from_the_message_answered_are_quoted(program: Callable[[str], Program]) -> None:
    compiled = program('concept damage in de says "kaputt" unless quoted end')
    ours = Message("m", "Mein Gerät ist wieder kaputt, schreiben Sie.", "reply", language="de")
    theirs = Message("p", "Hallo, mein Gerät ist wieder kaputt!", "comment", language="de")

    answered, _, _ = concept("damage", stage(compiled, Exchange(ours, theirs, True)))
    alone, _, _ = concept("damage", stage(compiled, Exchange(ours, None, True)))

    assert (answered, alone) == (False, True)
