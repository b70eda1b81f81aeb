"""Naming the language of any text, Swiss German among them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.record import Exchange, Message, Organisation
from knigge.engine.signals.dialect import is_dialect
from knigge.engine.signals.identification import ANSWERS, identify, language
from knigge.engine.signals.reading import Measurement, Reading
from knigge.engine.tokens import tokenize


def named(text: str) -> str | None:
    return identify(tokenize(text)).language


def measured(text: str, judged: str | None = None, stated: str | None = None) -> Measurement:
    exchange = Exchange(Message("m", text, language=stated))
    return language.measure(Reading(tokenize(text), judged, exchange, Organisation()))


@pytest.mark.parametrize(
    "text",
    [
        "Hoi zäme, wo isch mis Päckli?",
        "Grüezi, händ ihr am Samschtig offe?",
        "Das isch mega guet gsi, merci!",
        "Chönd ihr mir bitte hälfe?",
        "wänn chunt mini bstellig",
        "S Essä isch kalt gsi und mir händ e Stund gwartet",
        "Mir hei geschter bi öich gässe",
        "I ha no nüt übercho",
        "Es guets Neus!",
        "Merci vilmal!",
        "Wieso goht bi eu niemert as Telefon?",
    ],
)
def test_swiss_german_is_its_own_answer(text: str) -> None:
    assert named(text) == "gsw"


@pytest.mark.parametrize(
    "text",
    [
        "Grüezi Herr Meier, merci für Ihre Nachricht. Wir prüfen das heute.",
        "Hoi Sandra, wir melden uns bis morgen Mittag.",
        "Das ist eine Lüge, und das wissen Sie.",
        "Ich war vor dem Znacht noch beim Velohändler in Schwyz.",
        "Des is so oarg guat bei eich!",
        "Dat weet ick nich, frag mal Tante Erna.",
        "Sie schrieben „Wo isch mis Päckli?“ - es liegt seit heute bei der Post in Chur.",
        "Stell dir das vor, ha, ha, ha!",
        "Wegen der Diät? Hä, das glaubt ihr doch selbst nicht.",
        "Der Schiff-Experte mischt sich ein, herrscht und forscht.",
    ],
)
def test_german_with_a_word_of_dialect_stays_german(text: str) -> None:
    assert named(text) == "de"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Battery drain again", "en"),
        ("pension stopped!", "en"),
        ("Doppelte Buchung", "de"),
        ("Frage zum Tarif", "de"),
        ("Klingel tot", "de"),
        ("Toujours la même erreur, merci de m'aider", "fr"),
        ("Ciao Marco, ci vediamo domani", "it"),
    ],
)
def test_a_short_text_is_named(text: str, expected: str) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Gracias por su mensaje, le responderemos pronto.",
        "Dank je wel voor je bericht, we kijken er naar",
        "Obrigado pela sua mensagem, vamos verificar",
        "Kargom hala gelmedi, lütfen yardım edin",
        "Moja paczka nie dotarła, proszę o pomoc",
        "Tak for din besked, vi kigger på det i morgen",
        "Kiitos viestistäsi, palaamme asiaan pian",
        "Köszönjük az üzenetét, hamarosan válaszolunk",
        "Где моя посылка?",
        "شكرا جزيلا",
        "你好 我的包裹在哪里",
    ],
)
def test_another_language_is_other(text: str) -> None:
    assert named(text) == "other"


@pytest.mark.parametrize("text", ["", "👍", "Ok", "LG", "https://acme.de", "4711", "top", "Merci!"])
def test_a_text_with_nothing_to_tell_by_is_unsure(text: str) -> None:
    assert named(text) == "unsure"


def test_an_empty_text_is_no_dialect() -> None:
    assert not is_dialect(tokenize(""))


def test_the_stated_language_stands() -> None:
    assert measured("Danke dir!", "de", "en") == Measurement("en")
    assert measured("Danke dir!", "de", "de-CH") == Measurement("de")
    assert measured("Gracias", None, "es") == Measurement("other")


def test_a_text_judged_as_german_may_still_be_swiss_german() -> None:
    assert measured("Hoi zäme, wo isch mis Päckli?", "de") == Measurement("gsw")


def test_a_text_too_short_has_the_language_it_is_judged_in() -> None:
    assert measured("Ok", "de") == Measurement("de")
    assert measured("Ok") == Measurement("unsure", needs=("language",))


@given(st.text(max_size=80))
def test_the_answer_is_one_of_seven_and_always_the_same(text: str) -> None:
    first = identify(tokenize(text))

    assert first.language in ANSWERS
    assert 0.0 <= first.certainty <= 1.0
    assert identify(tokenize(text)) == first
