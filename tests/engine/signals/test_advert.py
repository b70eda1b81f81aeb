"""Advertising labels: clear, weak, none."""

import pytest

from knigge.engine.record import Exchange, Message, Organisation
from knigge.engine.signals.advert import advertising_label
from knigge.engine.signals.reading import Reading
from knigge.engine.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "value", "piece"),
    [
        ("Werbung: Das neue Rad ist da.", "clear", "Werbung"),
        ("ANZEIGE | Drei Tage am See", "clear", "ANZEIGE"),
        ("*Anzeige* Schaut euch das an", "clear", "Anzeige"),
        ("Bezahlte Partnerschaft mit Radhaus. Testfahrt!", "clear", "Bezahlte Partnerschaft"),
        ("Ad: new shoes", "clear", "Ad"),
        ("Advertisement. They paid for the trip.", "clear", "Advertisement"),
        ("#Werbung Endlich Sommer", "clear", "#Werbung"),
        ("Ich arbeite dort, das hier ist Werbung. Neuer Tarif!", "clear", "Werbung"),
        ("So schön am See! #sommer #ad #love", "weak", "#ad"),
        ("Sponsored by Radhaus, new bike day", "weak", "Sponsored"),
        ("Unbezahlte Werbung: tolles Café", "weak", "Unbezahlte Werbung"),
        ("Das Serum war ein PR-Sample.", "weak", "PR-Sample"),
        ("Toller Tag am See. (Werbung)", "weak", "Werbung"),
        ("Anzeige ist raus, sagt die Polizei.", "none", ""),
        ("Werbung nach jedem Level nervt.", "none", ""),
        ("Keine Kooperation, selbst gekauft.", "none", ""),
        ("Ad hoc gab es Kuchen.", "none", ""),
        ("", "none", ""),
    ],
)
def test_the_strength_of_a_label(text: str, value: str, piece: str) -> None:
    reading = Reading(tokenize(text), None, Exchange(Message("m", text)), Organisation())

    measured = advertising_label.measure(reading)

    assert measured.value == value
    assert [text[span.start : span.end] for span in measured.spans] == ([piece] if piece else [])
