"""Slots nobody filled."""

import pytest

from knigge.engine.record import Exchange, Message, Organisation
from knigge.engine.signals.placeholders import placeholders
from knigge.engine.signals.reading import Reading
from knigge.engine.tokens import tokenize


def _found(text: str) -> list[str]:
    reading = Reading(tokenize(text), None, Exchange(Message("m", text)), Organisation())
    measured = placeholders.measure(reading)
    assert measured.value == len(measured.spans)
    return [text[span.start : span.end] for span in measured.spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hallo [Name], danke für Ihre Nachricht.", ["[Name]"]),
        ("Hallo {{vorname}}, danke!", ["{{vorname}}"]),
        ("Hi {first_name}, thanks!", ["{first_name}"]),
        ("Hallo XXX, danke.", ["XXX"]),
        ("Sehr geehrte/r <Kundenname>, danke.", ["<Kundenname>"]),
        ("Hallo Herr/Frau, danke.", ["Herr/Frau"]),
        ("Lieber/Liebe , danke.", ["Lieber/Liebe"]),
        ("Dear [insert customer name], thanks.", ["[insert customer name]"]),
        ("Hallo [Name des Kunden], Ihr Termin ist am [Wochentag].", ["[Name des Kunden]", "[Wochentag]"]),
        ("Hallo #NAME#, danke.", ["#NAME#"]),
        ("Hi *|FNAME|*, thanks.", ["*|FNAME|*"]),
        ("Hallo %vorname%, danke.", ["%vorname%"]),
        ("Hallo {{ contact.first | default: 'du' }}!", ["{{ contact.first | default: 'du' }}"]),
        ("Hallo Herr/Frau Müller, danke.", ["Herr/Frau"]),
        ("Guten Tag Frau XY, danke.", ["Frau XY"]),
        ("Hallo NAME, danke.", ["Hallo NAME"]),
        ("Ihr Termin ist am XX.XX. um 10 Uhr.", ["XX.XX."]),
        ("TODO Grund ergänzen", ["TODO"]),
        ("Hallo (Name einfügen), danke.", ["(Name einfügen)"]),
    ],
)
def test_a_left_over_slot_is_found(text: str, expected: list[str]) -> None:
    assert _found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Bitte im Betreff [Stadt] angeben.",
        "Statt [Name] tragen Sie Ihren Namen ein.",
        "Fehler der Woche: „Hallo {FNAME}, wir kennen Sie!“",
        "[Werbung, Pressereise] Drei Tage im Jura.",
        "Größe XXL ist wieder da, XL auch.",
        "Mehr Infos [hier](https://beispiel.de).",
        "3 < 5 und 7 > 2.",
        "Siehe [1] und [KW 12], er schrieb es so [sic].",
        "Folgt uns: #name #ort, 50 % auf alles, 30 % auf Schuhe.",
        "Danke dir xx. Bis bald!",
        "Das Datum bitte als TT.MM.JJJJ eintragen.",
        "",
    ],
)
def test_instructions_quotations_and_other_brackets_are_none(text: str) -> None:
    assert _found(text) == []
