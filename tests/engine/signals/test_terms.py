"""Confidential terms of the organisation."""

from knigge.engine.record import Exchange, Message, Organisation
from knigge.engine.signals.reading import Reading
from knigge.engine.signals.terms import confidential_terms
from knigge.engine.tokens import tokenize


def _found(text: str, terms: tuple[str, ...], parent: str | None = None) -> list[tuple[str, str]]:
    above = None if parent is None else tokenize(parent)
    organisation = Organisation(confidential=terms)
    measured = confidential_terms.measure(
        Reading(tokenize(text), None, Exchange(Message("m", text)), organisation, above)
    )
    assert measured.value == len(measured.spans)
    return [(text[span.start : span.end], label) for span, label in zip(measured.spans, measured.labels, strict=True)]


def test_terms_of_several_words_are_found_however_they_are_written() -> None:
    assert _found("Das projekt FALKE startet im Mai.", ("Projekt Falke",)) == [("projekt FALKE", "Projekt Falke")]


def test_a_genitive_and_an_umlaut_do_not_hide_a_term() -> None:
    assert _found("Der Start des Muehlbachs ist geheim.", ("Mühlbach",)) == [("Muehlbachs", "Mühlbach")]


def test_part_of_another_word_is_no_term() -> None:
    assert _found("Der Falkensteiner Hof.", ("Falke",)) == []


def test_a_quotation_of_the_parent_is_not_ours() -> None:
    terms, parent = ("Projekt Falke",), "Was ist Projekt Falke?"

    assert _found("Zu „Projekt Falke“ sagen wir nichts.", terms, parent) == []
    assert _found("Projekt Falke startet im Mai.", terms, parent) == [("Projekt Falke", "Projekt Falke")]


def test_without_terms_or_text_there_is_nothing() -> None:
    assert _found("Projekt Falke startet.", ()) == []
    assert _found("", ("Falke",)) == []
