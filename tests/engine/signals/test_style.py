"""Passives, nominal style, long words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.record import Exchange, Message, Organisation
from knigge.engine.signals.reading import Measurement, Reading, Signal
from knigge.engine.signals.style import long_words, nominal_style, passive_forms
from knigge.engine.tokens import tokenize


def _measure(signal: Signal, text: str, language: str | None = "de") -> Measurement:
    return signal.measure(Reading(tokenize(text), language, Exchange(Message("m", text)), Organisation()))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Ihr Vertrag wurde gestern beendet.", "de", ["wurde gestern beendet"]),
        ("Der Kommentar ist entfernt worden.", "de", ["entfernt worden"]),
        ("Weil der Zugang gesperrt wurde, ging nichts.", "de", ["gesperrt wurde"]),
        ("Das konnte nicht geprüft werden.", "de", ["geprüft werden"]),
        ("Der Antrag wird geprüft und bearbeitet.", "de", ["wird geprüft", "wird geprüft und bearbeitet"]),
        ("Der Brief wird neu geschrieben.", "de", ["wird neu geschrieben"]),
        ("Your comment has been removed.", "en", ["been removed"]),
        ("The box was accidentally thrown away.", "en", ["was accidentally thrown"]),
        ("The date will be moved.", "en", ["be moved"]),
        ("The claim is being processed.", "en", ["is being processed"]),
    ],
)
def test_passives_without_a_doer(text: str, language: str, expected: list[str]) -> None:
    measured = _measure(passive_forms, text, language)

    assert sorted(text[span.start : span.end] for span in measured.spans) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wir werden morgen liefern.", "de"),
        ("Sie werden Ihr Geld erhalten.", "de"),
        ("Das wird teuer und kalt.", "de"),
        ("Er wird vermutlich gewinnen.", "de"),
        ("Der Laden ist geöffnet.", "de"),
        ("Das wird bekannt.", "de"),
        ("Ihr Beitrag wurde von uns gelöscht.", "de"),
        ("Der Fehler wurde durch unsere Technik gefunden.", "de"),
        ("Das Paket wurde von Frau Keller angenommen.", "de"),
        ("Your post was hidden by us.", "en"),
        ("The light was switched on by Mrs Abbot.", "en"),
        ("The shop is closed on Mondays.", "en"),
        ("We are pleased to help.", "en"),
        ("", "de"),
    ],
)
def test_futures_states_and_named_doers_are_none(text: str, language: str) -> None:
    assert _measure(passive_forms, text, language).value == 0


def test_officialese_lies_above_plain_words() -> None:
    office = (
        "Bezüglich der Durchführung der Maßnahme erfolgt nach Vorlage der Bescheinigung die Bewilligung "
        "der Kostenübernahme."
    )
    plain = "Sobald wir Ihre Bescheinigung haben, zahlen wir Ihnen die Kosten am nächsten Tag aus."

    high, low = _measure(nominal_style, office), _measure(nominal_style, plain)

    assert isinstance(high.value, float)
    assert isinstance(low.value, float)
    assert high.value > 20
    assert low.value < 6
    assert "officialese" in high.labels
    assert "genitive" in high.labels


def test_everyday_nouns_are_no_officialese() -> None:
    text = "Die Zeitung schreibt: Die Wohnung hat eine neue Heizung, die Rechnung kommt."

    assert _measure(nominal_style, text).value == 0


def test_quoted_officialese_does_not_count() -> None:
    assert _measure(nominal_style, "Sie schrieben: „Hiermit ersuche ich um Durchführung der Prüfung.“").value == 0


def test_the_share_of_long_words() -> None:
    text = "Der Bus hat heute Verspätung"

    measured = _measure(long_words, text)

    assert measured.value == 0.2
    assert [text[span.start : span.end] for span in measured.spans] == ["Verspätung"]
    assert _measure(long_words, "").value == 0.0


def test_a_foreign_language_is_not_measured() -> None:
    measured = _measure(passive_forms, "Le message a été supprimé.", "fr")

    assert measured.value is None
    assert measured.needs == ("language",)


@given(st.text(max_size=80))
def test_no_text_crashes(text: str) -> None:
    for signal in (passive_forms, nominal_style, long_words):
        measured = _measure(signal, text, None)
        assert all(0 <= span.start < span.end <= len(text) for span in measured.spans)
