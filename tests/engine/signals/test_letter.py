"""Greeting, signature and called names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.record import Exchange, Message, Organisation
from knigge.engine.signals.letter import greeting, names, signature
from knigge.engine.signals.reading import Reading
from knigge.engine.tokens import tokenize


def _reading(text: str) -> Reading:
    return Reading(tokenize(text), None, Exchange(Message("m", text)), Organisation())


@pytest.mark.parametrize(
    ("text", "kind", "piece"),
    [
        ("Hallo Jana, das ist schade.", "person", "Hallo Jana"),
        ("Sehr geehrte Frau Dr. Lang, wir prüfen das.", "person", "Sehr geehrte Frau Dr. Lang"),
        ("Grüezi Herr Wyss\nDas Perron ist offen.", "person", "Grüezi Herr Wyss"),
        ("Frau Haase, das war unser Fehler.", "person", "Frau Haase"),
        ("Dear Ms Okafor, thanks.", "person", "Dear Ms Okafor"),
        ("@lisa_k Hi Lisa! Danke dir.", "person", "Hi Lisa"),
        ("Liebe Kundinnen und Kunden, am Montag ist zu.", "crowd", "Liebe Kundinnen und Kunden"),
        ("Sehr geehrte Damen und Herren, anbei.", "crowd", "Sehr geehrte Damen und Herren"),
        ("Hi all, doors open at 9.", "crowd", "Hi all"),
        ("Lieber Gast, danke.", "crowd", "Lieber Gast"),
        ("Dear valued customer, thanks.", "crowd", "Dear valued customer"),
        ("Hallo, danke für den Hinweis.", "plain", "Hallo"),
        ("Guten Tag! Das prüfen wir.", "plain", "Guten Tag"),
        ("Der Bus fährt wieder.", "none", ""),
        ("Liebe deinen Nachbarn.", "none", ""),
        ("„Liebe Gäste“ klingt nach Rundmail, stimmt.", "none", ""),
        ("Liebe Grüße, euer Serviceteam", "none", ""),
        ("", "none", ""),
    ],
)
def test_the_greeting_says_whom_it_addresses(text: str, kind: str, piece: str) -> None:
    measured = greeting.measure(_reading(text))

    assert measured.value == kind
    assert [text[span.start : span.end] for span in measured.spans] == ([piece] if piece else [])


@pytest.mark.parametrize(
    ("text", "kind", "piece"),
    [
        ("Der Router ist unterwegs. ^AB", "initials", "^AB"),
        ("We fixed it. *SR", "initials", "*SR"),
        ("Wir tauschen ihn. /JK", "initials", "/JK"),
        ("Wir tauschen ihn. ^Ilka", "person", "^Ilka"),
        ("All sorted. – Corinne, records", "person", "– Corinne, records"),
        ("Das klappt. Viele Grüße, Jana", "person", "Viele Grüße, Jana"),
        ("Das klappt. LG Tom vom Team", "person", "LG Tom vom Team"),
        ("Das klappt.\nMeister Kurt Abel", "person", "Meister Kurt Abel"),
        (
            "Das klappt. Mit freundlichen Grüßen, Ihr Kundenservice",
            "team",
            "Mit freundlichen Grüßen, Ihr Kundenservice",
        ),
        ("Das klappt. Ihr Praxisteam", "team", "Ihr Praxisteam"),
        ("Wir bedauern das. Mit freundlichen Grüßen", "none", ""),
        ("Das klappt. Danke!", "none", ""),
        ("Treffen wir uns am Hafen?", "none", ""),
        ("Gute Fahrt", "none", ""),
        ("Der Zug fährt um 8. Gute Fahrt", "none", ""),
        ("", "none", ""),
    ],
)
def test_the_signature_says_who_signs(text: str, kind: str, piece: str) -> None:
    measured = signature.measure(_reading(text))

    assert measured.value == kind
    assert [text[span.start : span.end] for span in measured.spans] == ([piece] if piece else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hallo Jana, das ist schade.", ["Jana"]),
        ("Das war falsch, Frau Sahin.", ["Frau Sahin"]),
        ("There's no excuse, Sarah, and I'm sorry.", ["Sarah"]),
        ("Ich frage Frau Keller.", []),
        ("Gemeint sind Anna, Ben und Carla.", []),
        ("", []),
    ],
)
def test_names_are_counted_where_they_call_the_reader(text: str, expected: list[str]) -> None:
    measured = names.measure(_reading(text))

    assert [text[span.start : span.end] for span in measured.spans] == expected
    assert measured.value == len(expected)


@given(
    st.lists(st.sampled_from("Hallo Liebe Frau Dr. Jana , ! . – ^AB /JK Grüße Ihr Team \n 😊 von und @x".split(" ")))
)
def test_no_heap_of_parts_crashes(words: list[str]) -> None:
    text = " ".join(words)

    for signal in (greeting, signature, names):
        measured = signal.measure(_reading(text))
        assert all(0 <= span.start < span.end <= len(text) for span in measured.spans)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("All fixed. Best regards, your customer team", "team"),
        ("All fixed. Best wishes, your friends at the library", "team"),
        ("Ist behoben. Liebe Grüße, euer Serviceteam", "team"),
        ("All good now - the office", "team"),
        ("Thanks for the photo – the gardeners love it", "none"),
        ("Thanks for the photo - the bench is repaired.", "none"),
        ("Thanks for the photo - Ana", "person"),
    ],
)
def test_a_team_signs_by_its_name_and_a_sentence_signs_nothing(text: str, kind: str) -> None:
    assert signature.measure(_reading(text)).value == kind
