"""Whole terms, posts and single sentences of contests: the concepts find what is there and only that."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from knigge.commands.programs import load_program
from knigge.engine.catalogue import choose_concepts
from knigge.engine.measure import measure
from knigge.engine.program import Program
from knigge.engine.record import Exchange, Message

HERE: Final = Path(__file__).parent
TEXTS: Final = sorted(path for path in HERE.glob("*.txt") if path.name != "sentences.txt")


@pytest.fixture(scope="module")
def contests() -> Program:
    """The default policy with all packs."""
    return load_program("default")


def _held(program: Program, text: str, language: str) -> set[str]:
    names = choose_concepts(("contest-*",), program)
    found = measure(program, Exchange(Message("m", text, "post", language=language), None, False), (), names)
    return {each.name.removeprefix("contest-") for each in found.concepts if each.holds}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_text_holds_its_elements_and_lacks_the_others(contests: Program, path: Path) -> None:
    head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())

    held = _held(contests, text, facts["language"])

    assert set(facts["holds"].split()) - held == set()
    assert set(facts["lacks"].split()) & held == set()


def test_each_sentence_is_read_as_labelled(contests: Program) -> None:
    wrong = []
    for line in (HERE / "sentences.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, sign, concept, text = line.split("|", 3)
        held = concept.removeprefix("contest-") in _held(contests, text.replace("\\n", "\n"), language)
        if held != (sign == "+"):
            wrong.append(line)

    assert wrong == []
