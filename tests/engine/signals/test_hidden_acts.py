"""Acts somebody answers for, told without a doer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.record import Exchange, Message, Organisation
from knigge.engine.signals.hidden_acts import hidden_acts
from knigge.engine.signals.reading import Measurement, Reading
from knigge.engine.tokens import tokenize


def _measure(text: str, language: str | None) -> Measurement:
    return hidden_acts.measure(Reading(tokenize(text), language, Exchange(Message("m", text)), Organisation()))


@pytest.mark.parametrize(
    ("text", "language", "label"),
    [
        ("Es wurde leider ein Fehler gemacht.", "de", "P1"),
        ("Ihr Ticket wurde geschlossen.", "de", "P1"),
        ("Ihre Bestellung ist storniert worden.", "de", "P1"),
        ("Das konnte nicht festgestellt werden.", "de", "P1"),
        ("Es kam zu einer Verwechslung.", "de", "P2"),
        ("Da ist uns etwas schiefgelaufen.", "de", "P2"),
        ("Die Rückzahlung verzögert sich.", "de", "P3"),
        ("Ihr Antrag ist in Bearbeitung.", "de", "P3"),
        ("Das lässt sich leider nicht ändern.", "de", "P4"),
        ("Eine Gutschrift ist nicht vorgesehen.", "de", "P4"),
        ("Das bleibt abzuwarten.", "de", "P4"),
        ("Mistakes were made at our end of the line.", "en", "P1"),
        ("Your claim has been denied.", "en", "P1"),
        ("Unfortunately something went wrong.", "en", "P2"),
        ("There was a miscommunication.", "en", "P2"),
        ("The refund is pending.", "en", "P3"),
        ("It is not possible to change that.", "en", "P4"),
    ],
)
def test_a_hidden_doer_is_found_with_its_structure(text: str, language: str, label: str) -> None:
    assert label in _measure(text, language).labels


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wir haben Ihren Beitrag ausgeblendet, weil er eine Telefonnummer enthielt.", "de"),
        ("Ihr Ticket wurde heute von Jana geschlossen.", "de"),
        ("Vom Stadtrat wurde beschlossen: Der Park bleibt.", "de"),
        ("Die Katze konnte gefunden werden!", "de"),
        ("Die Kirche wird oft übersehen: Eingang im Hof.", "de"),
        ("Störungen können im Portal gemeldet werden.", "de"),
        ("Bei mir ist etwas schiefgelaufen.", "de"),
        ("Wegen eines Kabelbruchs kam es zu Störungen.", "de"),
        ("Der Preis wurde Ihnen gestern überreicht.", "de"),
        ("Die Fahrt ist ab heute wieder möglich.", "de"),
        ("Der Sitz lässt sich in sechs Stufen verstellen.", "de"),
        ("„Es wurde veranlasst“ stand 41-mal im Bericht.", "de"),
        ("We hid your post because it showed a phone number.", "en"),
        ("Your parcel was signed for by Mr Baum.", "en"),
        ("The cat has been found!", "en"),
        ("When a channel is terminated, you receive an e-mail.", "en"),
        ("Wurde Ihr Konto gesperrt?", "de"),
        ("Did you save before the issue happened?", "en"),
        ("There was cake and 900 guests.", "en"),
        ("It is possible again to book online.", "en"),
        ("", "de"),
    ],
)
def test_named_doers_neutral_facts_and_quotations_are_none(text: str, language: str) -> None:
    assert _measure(text, language).value == 0


def test_the_span_holds_auxiliary_and_participle() -> None:
    text = "Leider wurde Ihr Konto gestern gesperrt."

    (span,) = _measure(text, "de").spans

    assert text[span.start : span.end] == "wurde Ihr Konto gestern gesperrt"


@given(
    st.lists(st.sampled_from("wurde werden nicht gelöscht Fehler es kam zu , . ist in Bearbeitung von uns was".split()))
)
def test_no_heap_of_words_crashes(words: list[str]) -> None:
    text = " ".join(words)

    measured = _measure(text, None)

    assert all(0 <= span.start < span.end <= len(text) for span in measured.spans)
    assert measured.value == len(measured.spans) == len(measured.labels)
