"""What raises the voice, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.record import Exchange, Message, Organisation
from knigge.engine.signals import shouting
from knigge.engine.signals.reading import Measurement, Reading, Signal
from knigge.engine.tokens import tokenize

ACME = Organisation(name="ACME", products=("TURBOLADER Pro",))


def measure(signal: Signal, text: str) -> Measurement:
    return signal.measure(Reading(tokenize(text), "de", Exchange(Message("m", text)), ACME))


def places(signal: Signal, text: str) -> list[str]:
    return [text[span.start : span.end] for span in measure(signal, text).spans]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Das Ticket gilt am Samstag. NICHT am Freitag.", ["NICHT"]),
        ("Bitte NUR AUSSERHALB der Stoßzeit.", ["NUR AUSSERHALB"]),
        ("Wir haben GESCHLOSSEN, steht an der Tür.", ["GESCHLOSSEN"]),
        ("You booked for HALF FOUR.", ["HALF FOUR"]),
        ("WE TOLD YOU A THOUSAND TIMES", ["WE TOLD YOU A THOUSAND TIMES"]),
        ("Karte bitte einstecken!!! Dann klappt es.", ["!!!"]),
        ("Weil wir das N I C H T dürfen.", ["N I C H T"]),
        ("Every. Single. Morning. Please move the car.", ["Every. Single. Morning."]),
        ("Link is above!! We saiiiid so.", ["!!", "saiiiid"]),
        ("Ohne Karte 🚨🚨🚨 kein Eintritt.", ["🚨🚨🚨"]),
        ("𝗔𝗖𝗛𝗧𝗨𝗡𝗚, nur heute", ["𝗔𝗖𝗛𝗧𝗨𝗡𝗚"]),
    ],
)
def test_a_raised_voice_is_marked(text: str, found: list[str]) -> None:
    assert places(shouting.shouting, text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "STOPP: Charge 4711 nicht essen, bitte zurückbringen.",
        "ACHTUNG: Falsche Polizisten rufen derzeit an.",
        "TSUNAMI WARNING East Coast. Go inland immediately.",
        "Danke! Bis Samstag.",
        "Ihr wart der Wahnsinn!! Danke an alle.",
        "IBAN und BIC stehen auf der DSGVO-Seite, PDF anbei, Artikel A4711-XL.",
        "Ludwig XIV. kommt, und der HEIDA 2022 auch.",
        "Unser TURBOLADER läuft wieder, sagt ACME.",
        "Wir danken für Ihre Geduld. ^ABER",
        "Auf dem Schild steht „BITTE NICHT STÖREN!!!“, mehr nicht.",
        "MUSS-Kriterien sind Ausschlussgründe, es sind sieben MUSS.",
        "Wir sprühen das Wort ZUSAMMEN auf die Mauer.",
        "Das Modell heißt NORDVIK und steht in Halle 2.",
        "Zoo, Schnee, Schifffahrt und Teeei, hmmm.",
        "#NIEWIEDER und www.ACHTUNG.de",
        "Wie bitte? 1 Stück genügt.",
        "Glückwunsch 🎉🎉🎉 an alle!",
    ],
)
def test_what_only_looks_loud_is_left_alone(text: str) -> None:
    assert measure(shouting.shouting, text) == Measurement(0.0)


def test_capitals_share_counts_letters_without_acronyms() -> None:
    assert measure(shouting.capitals_share, "NICHT am IBAN").value == pytest.approx(5 / 11)
    assert measure(shouting.capitals_share, "").value == 0.0


def test_shouted_words_are_counted_one_by_one() -> None:
    assert measure(shouting.shouted, "KEINE KLEIDUNG MEHR, danke.").value == 3.0


def test_two_marks_in_a_row_are_a_run() -> None:
    assert places(shouting.punctuation_runs, "Ach ja?! Nein!! Doch! Wie? Wie!1!") == ["?!", "!!", "!1!"]


def test_exclamation_marks_are_spread_over_sentences() -> None:
    assert measure(shouting.exclamation_density, "Hallo! Danke! Wir prüfen das. Bis dann.").value == 0.5
    assert measure(shouting.exclamation_density, "").value == 0.0


def test_stretched_spaced_fancy_and_emoji_have_signals_of_their_own() -> None:
    assert places(shouting.stretched, "Das ist sooooo schön, neiiin.") == ["sooooo", "neiiin"]
    assert places(shouting.spaced, "Das ist *wirklich* n i c h t gut.") == ["n i c h t", "*wirklich*"]
    assert places(shouting.fancy, "ⓦⓘⓒⓗⓣⓘⓖ!") == ["ⓦⓘⓒⓗⓣⓘⓖ"]
    assert places(shouting.emoji_rows, "Juhu 🎉🎉🎉 und 🎉🎉") == ["🎉🎉🎉"]


@given(st.text(alphabet="aAßÄNICHT !?.1🚨*_„“\n", max_size=60))
def test_every_place_lies_in_the_text_and_is_counted(text: str) -> None:
    found = measure(shouting.shouting, text)

    assert found.value == len(found.spans) == len(found.labels)
    assert all(0 <= span.start < span.end <= len(text) for span in found.spans)
