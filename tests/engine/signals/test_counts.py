"""Counts as a reader would count them."""

import pytest

from knigge.engine.record import Exchange, Message, Organisation
from knigge.engine.signals import counts
from knigge.engine.signals.reading import Reading, Signal
from knigge.engine.tokens import tokenize


def measure(signal: Signal, text: str) -> float:
    reading = Reading(tokenize(text), "de", Exchange(Message("m", text)), Organisation())
    value = signal.measure(reading).value
    assert isinstance(value, float)
    return value


TEXT = "Hallo Aylin! Wann kam die Nachricht? Wir prüfen das bis 15 Uhr.\n\nGrüße, Jana 😊 @acme #hilfe www.acme.de"


@pytest.mark.parametrize(
    ("signal", "value"),
    [
        (counts.characters, len(TEXT)),
        (counts.words, 14),
        (counts.sentences, 4),
        (counts.longest_sentence, 6),
        (counts.words_per_sentence, 3.5),
        (counts.paragraphs, 2),
        (counts.questions, 1),
        (counts.exclamations, 1),
        (counts.emoji, 1),
        (counts.mentions, 1),
        (counts.hashtags, 1),
        (counts.links, 1),
    ],
    ids=lambda value: value.name if isinstance(value, Signal) else str(value),
)
def test_a_small_reply_is_counted(signal: Signal, value: float) -> None:
    assert measure(signal, TEXT) == value


def test_an_empty_text_has_nothing_of_anything() -> None:
    assert [measure(signal, "") for signal in counts.COUNTS] == [0.0] * len(counts.COUNTS)


def test_a_contraction_is_one_word() -> None:
    assert measure(counts.words, "We're here, geht's noch?") == 4


def test_blanks_at_both_ends_are_no_characters() -> None:
    assert measure(counts.characters, "  Na?\n") == 3


def test_marks_in_a_quotation_belong_to_somebody_else() -> None:
    assert measure(counts.questions, "Sie fragen „Wann kommt ihr?“ und wir sagen: morgen.") == 0


def test_a_run_of_exclamation_marks_is_one_exclamation() -> None:
    assert measure(counts.exclamations, "Danke!!! Bis bald!") == 2


def test_a_doubting_exclamation_is_a_question() -> None:
    assert (measure(counts.questions, "Wirklich?!"), measure(counts.exclamations, "Wirklich?!")) == (1, 0)


def test_an_arrow_is_no_emoji() -> None:
    assert measure(counts.emoji, "Profil → Konto 👍🏽🎉") == 2


def test_the_longest_sentence_is_marked() -> None:
    text = "Ja. Wir melden uns morgen bei Ihnen. Danke."
    reading = Reading(tokenize(text), "de", Exchange(Message("m", text)), Organisation())

    (span,) = counts.longest_sentence.measure(reading).spans

    assert text[span.start : span.end] == "Wir melden uns morgen bei Ihnen"
