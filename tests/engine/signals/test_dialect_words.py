"""Swiss German, Austrian and Bavarian are compared by the words of the standard, each at its own place."""

import pytest

from knigge.commands.programs import load_program
from knigge.engine.conditions import concept
from knigge.engine.record import Author, Exchange, Message, Role
from knigge.engine.scene import stage
from knigge.engine.signals.dialect_words import in_standard
from knigge.engine.tokens import tokenize


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Händ ihr am Samschtig offe", "habt ihr am samstag offen"),
        ("Heit dir morn offe", "habt ihr morgen offen"),
        ("S Päckli isch nonig cho", "das paket ist nicht gekommen"),
        ("I bi bi eu gsi", "ich bin bei euch gewesen"),
        ("Wänn gaht d Badi uf", "wann geht die badi auf"),
        ("Wänn s Billet nöd chunnt, wart i", "wenn das billet nicht kommt warte ich"),
        ("Wann sperrts ihr auf", "wann sperrt ihr auf"),
        ("Der Bus is wida ned kumman", "der bus ist wieder nicht gekommen"),
        ("Die Heizung is scho wieda hin", "die heizung ist schon wieder hin"),
        ("I hätt gern gwusst ob offen is", "ich haette gern gewusst ob offen ist"),
        ("Wann kimmt der Bus wieda", "wann kommt der bus wieder"),
        ("Scho dreimoi gfrogt", "schon dreimoi gefragt"),
    ],
)
def test_words_of_a_dialect_are_read_as_those_of_the_standard(written: str, meant: str) -> None:
    assert " ".join(in_standard(tokenize(written)).folds) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Habt ihr am Samstag offen?",
        "Gibts ihr Buch auch bei euch?",
        "Am Abend i. d. R. nichts, rechts ihr Eingang.",
        "Das Team ist nett, no problem.",
        "Is the net price in euros a mistake?",
        "Mia und Ned vom Team des Freibads: Machts gut, er hob den Deckel.",
        "",
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    read = tokenize(text)

    assert in_standard(read) is read


def test_every_word_keeps_its_place() -> None:
    read = tokenize("Grüezi, händ ihr am Mäntig scho offe? Merci!")
    meant = in_standard(read)

    assert (meant.raw, meant.starts, meant.ends, meant.sentence_of) == (
        read.raw, read.starts, read.ends, read.sentence_of
    )  # fmt: skip


@pytest.mark.parametrize("language", [None, "de", "gsw"])
def test_a_question_in_dialect_is_heard(language: str | None) -> None:
    author = Author("c", Role.CUSTOMER)
    message = Message("m", "Gits das au i rot und chan mer mit Charte zahle", "comment", None, language, author)
    scene = stage(load_program("default"), Exchange(message))

    assert scene.language == "de"
    assert concept("question", scene)[0] is True


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Die Heizung is scho wieda hin, wir frieren!", "criticism"),
        ("I hätt gern gwusst, wann da Christkindlmarkt aufmacht", "question"),
        ("I hätt gern gwusst ob ihr am Sonntag offen habts", "question"),
        ("Warum is de Kassa oiwei zua", "criticism"),
    ],
)
def test_what_bavarians_and_austrians_want_is_heard(text: str, name: str) -> None:
    scene = stage(load_program("default"), Exchange(Message("m", text, "comment", None, "de")))

    assert concept(name, scene)[0] is True
