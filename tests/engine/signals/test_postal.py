"""Postal addresses are told by their form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.signals.postal import postal_addresses
from knigge.engine.tokens import tokenize


def _found(written: str) -> list[str]:
    text = tokenize(written)
    return [text.raw[text.starts[first] : text.ends[last]] for first, last in postal_addresses(text)]


@pytest.mark.parametrize(
    "written",
    [
        "Obere Mühle 4, 97076 Würzburg",
        "Dorf 23, 4850 Timelkam",
        "Kö 12, 40212 Düsseldorf",
        "Römerwall 40, D-55131 Mainz",
        "Unter den Linden 5 | 10117 Berlin",
        "Rue du Rhône 8, 1204 Genf",
        "Gewerbestr. 7–9, 87600 Kaufbeuren",
        "Lange Reihe 9\n20099 Hamburg",
        "Am Kanal 3, Bremen",
        "Postfach 44",
        "14 Harbour Street, Whitby",
        "Upper Mill, Ledbury HR8 1AA",
        "350 5th Ave, New York",
        "200 Main St, Painesville, OH 44077",
        "Lahinch Road, Ennistymon",
        "PO Box 1020",
    ],
)
def test_an_address_is_found_by_its_form(written: str) -> None:
    assert _found(f"Wir sind: {written}.") != []


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Gewinnspiel bis 12. Mai 2026, 12 Uhr",
        "Wir haben 12 Filialen und 40000 Kunden.",
        "Zu gewinnen: 3 Preise, 10000 Euro in bar.",
        "Am Freitag 13, 2026 Karten warten.",
        "We have moved to a new place with 40000 books.",
        "Giveaway ends 12 May 2026.",
        "Seit 1998 in Berlin zu Hause.",
    ],
)
def test_numbers_and_dates_are_no_address(written: str) -> None:
    assert _found(written) == []


def test_an_address_covers_its_tokens() -> None:
    assert _found("Hof Sonn, Am Hang 3, 8010 Graz, seit 1970.") == ["Am Hang 3, 8010 Graz"]


@given(st.text(alphabet="A aB1, .\n9Straße", max_size=80))
def test_no_text_crashes_and_addresses_follow_the_text(written: str) -> None:
    text = tokenize(written)

    found = postal_addresses(text)

    assert all(first <= last < len(text) for first, last in found)
    assert list(found) == sorted(found)
