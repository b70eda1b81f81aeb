"""Where German is written so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.record import Exchange, Message, Organisation
from knigge.engine.signals.reading import Measurement, Reading
from knigge.engine.signals.region import VALUES, region, region_signal
from knigge.engine.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Das Velo steht im Keller.", "de-CH"),
        ("Man darf hier nicht parkieren.", "de-CH"),
        ("Allfällige Fragen beantworten wir gern.", "de-CH"),
        ("Wir grüssen Sie herzlich von der Bahnhofstrasse.", "de-CH"),
        ("Wie heisst das? Man sagt «Wilder Mann».", "de-CH"),
        ("Das kostet CHF 38.– und ist ausserhalb gratis.", "de-CH"),
        ("Im Jänner öffnen wir wieder.", "de-AT"),
        ("Das gibt es heuer nicht mehr.", "de-AT"),
        ("Nehmen Sie das Sackerl ruhig mit.", "de-AT"),
        ("Servus, die Kassa ist an der Stiege 2.", "de-AT"),
        ("Die Straße ist gesperrt, nehmen Sie die Tüte Brötchen und den Bürgersteig.", "de-DE"),
    ],
)
def test_words_and_spellings_name_a_region(text: str, expected: str) -> None:
    assert region(tokenize(text))[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Wir prüfen das und melden uns.",
        "Das Paket wiegt zu viel, die Masse steht auf der Busse.",
        "Gruesse aus Kiel, wir muessen noch die Strasse raeumen und schliessen.",
        "Ich habe im Spital in Bern gelegen.",
        "Bitte zügeln Sie Ihr Temperament.",
        "Die Strasse ist gesperrt.",
        "Er sagte: „Das Velo steht im Keller.“",
        "Servus aus München!",
        "Unser Kurs steht bei 10.000 Euro.",
    ],
)
def test_one_weak_hint_names_none(text: str) -> None:
    assert region(tokenize(text)) == ("none", ())


def test_the_places_are_told() -> None:
    text = "Das Velo kostet 300 Franken."

    assert [text[start:end] for start, end in region(tokenize(text))[1]] == ["Velo", "Franken"]


def test_another_language_has_no_german_region() -> None:
    exchange = Exchange(Message("m", "Velo"))

    assert region_signal.measure(Reading(tokenize("Velo"), "en", exchange, Organisation())) == Measurement("none")
    assert region_signal.measure(Reading(tokenize("Velo"), "de", exchange, Organisation())).value == "de-CH"


@given(st.text(max_size=80))
def test_any_text_has_one_of_the_values(text: str) -> None:
    assert region(tokenize(text))[0] in VALUES
