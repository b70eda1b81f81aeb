"""Masked texts and patterns: what changes from one use to the next becomes a slot, and no name is kept."""

from __future__ import annotations

import pytest

from knigge.engine.records.envelope import envelope
from knigge.engine.templates.wording import Pattern, masked, pattern


def _masked(text: str, *names: str) -> str:
    return " ".join(masked(text, envelope(text), names))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Hallo Jana, Ihr Paket 4711 kommt am 3. Mai. Viele Grüße, Tom",
            "Ihr Paket {number} kommt am {date}.",
        ),
        ("@kunde99 Mehr dazu auf https://example.org/a?b=1 und www.example.org.", "Mehr dazu auf {link} und {link}"),
        ("Hi Priya, your refund of £49.90 left us on 2 March. ^AB", "your refund of £{number} left us on {date}."),
        ("Das klärt Frau Dr. Demir am Freitag.", "Das klärt Frau Dr. {name} am {date}."),
        ("Schreiben Sie an jana.muster@example.org!", "Schreiben Sie an {link}!"),
        ("Fragen Sie bitte Herrn Prof. Dr. Özdemir.", "Fragen Sie bitte Herrn Prof. Dr. {name}."),
        ("", ""),
        ("{name} ist kein Platz", "(name) ist kein Platz"),
    ],
)
def test_names_numbers_dates_and_links_become_slots(text: str, expected: str) -> None:
    assert _masked(text) == expected


def test_a_name_that_is_known_is_a_slot_wherever_it_stands() -> None:
    assert _masked("Das hat Frau Oezkan-Berg uns gezeigt, danke Zwetschge!", "Zwetschge", "Oezkan-Berg") == (
        "Das hat Frau {name} uns gezeigt, danke {name}!"
    )


def test_what_differs_is_a_slot_and_what_is_common_stays() -> None:
    found = pattern(
        "Ihr Paket kommt am {date}. Wir bitten um Verständnis.",
        ["Ihr Brief kommt am {date}. Wir bitten um Geduld.", "Ihr Koffer kommt am {date}. Wir bitten um Nachsicht."],
    )

    assert found == Pattern("Ihr {text} kommt am {date}. Wir bitten um {text}", ("text", "date", "text"), 6, 8)


def test_a_place_that_is_filled_with_one_kind_of_thing_is_a_slot_of_that_kind() -> None:
    found = pattern("Danke Jürg für das Bild.", ["Danke {name} für das Bild.", "Danke {name} für das Bild."])

    assert found.text == "Danke {name} für das Bild."


def test_a_pattern_of_one_use_is_the_text_itself() -> None:
    assert pattern("Das Tor ist zu.", []) == Pattern("Das Tor ist zu.", (), 4, 4)
    assert pattern("", []) == Pattern("", (), 0, 0)
