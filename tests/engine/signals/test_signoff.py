"""Where a text may go on: before its signature."""

from __future__ import annotations

import pytest

from knigge.engine.signals.signoff import body_end
from knigge.engine.tokens import tokenize


@pytest.mark.parametrize(
    ("body", "signature"),
    [
        ("Das tut uns leid.", "\n\nViele Grüße\nIhr Praxisteam"),
        ("Das tut uns leid.", " ^AB"),
        ("Das tut uns leid.", " – Jana"),
        ("Das tut uns leid", " (Kim)"),
        ("That is a pity.", "\n\nBest regards,\nJana 🙂"),
        ("Danke für den Hinweis!", "\n-- \nStadt Musterwil"),
        ("Das tut uns leid.", ""),
        ("Das tut uns leid.\n", ""),
        ("Viele Grüße", ""),
        ("", ""),
    ],
)
def test_an_addition_belongs_before_the_signature(body: str, signature: str) -> None:
    assert body_end(tokenize(body + signature)) == len(body)
