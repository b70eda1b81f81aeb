"""Every bundled rule and concept comes out as its own examples say, under each policy that ships."""

from __future__ import annotations

import pytest

from knigge.commands.programs import make
from knigge.engine.proof import prove


@pytest.mark.parametrize(
    ("policy", "parts"),
    [("default", ""), ("strict", "/moderation/"), ("authority-ch", "/moderation/"), ("netiquette", "/moderation/")],
)
def test_every_example_comes_out_as_written(policy: str, parts: str) -> None:
    made = make(policy)
    assert made.program is not None
    chosen = [each for each in made.parsed if parts in each.source.name]

    wrong = [
        (proof.block.id, proof.example.text, proof.difference)
        for proof in prove(chosen, made.program)
        if proof.difference
    ]

    assert chosen
    assert wrong == []
