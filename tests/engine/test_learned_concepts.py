"""`learned from`: phrases and a model together say whether a text expresses a concept."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest

from knigge.engine.conditions import concept
from knigge.engine.evaluator import evaluate
from knigge.engine.finding import Severity
from knigge.engine.learned import Family, dump, load
from knigge.engine.program import Program, pack, teach, untaught
from knigge.engine.record import Author, Exchange, Message, Role
from knigge.engine.scene import Scene, stage

CLASSES: Final = "calm: ruhig* beruhig*\n"
FAMILIES: Final = (Family("commanding-calm", -2.0, 1.0, 0.5, 0.2),)
# calm: 2 logits a text, so that ruhig alone gives 0.5, with atmen 0.88; blau speaks against it.
WEIGHTS: Final = {"X:calm": {0: 2}, "u:atmen": {0: 2}, "u:blau": {0: -3}}
RULES: Final = """
concept calming in de
  says "ruhig bleiben"
  learned from commanding-calm
end
rule tone.calming about reply
  clause calm title de "Ruhe" en "Calm" because de "Darum." en "So."
  forbid text expresses calming
  message de "„{match}“" en "“{match}”"
end
"""


@pytest.fixture(scope="module")
def taught(program: Callable[[str], Program]) -> Program:
    """The rules above with a model of three words in place of the one that ships."""
    return _taught(program(RULES))


def _taught(made: Program) -> Program:
    model = teach(load(dump("de", "2026-01-02", ("none",), CLASSES, FAMILIES, WEIGHTS)))
    return replace(made, lexicons=pack({"de": replace(made.lexicons["de"], taught=model)}))


def _exchange(text: str) -> Exchange:
    return Exchange(Message("m", text, "reply", None, "de", Author("us", Role.US)))


def _calming(program: Program, text: str) -> tuple[bool | None, str, Scene]:
    scene = stage(program, _exchange(text))
    value, matches, _ = concept("calming", scene)
    return value, " | ".join(scene.text.slice(match.first, match.last - 1) for match in matches), scene


def test_the_model_finds_what_no_phrase_names_and_marks_the_sentence_that_weighed_most(taught: Program) -> None:
    value, marked, scene = _calming(taught, "Das Amt hat offen. Erst mal beruhigt atmen, dann reden.")

    assert (value, marked) == (True, "Erst mal beruhigt atmen, dann reden")
    assert scene.facts["commanding-calm.score"] == "0.88"
    assert scene.facts["commanding-calm.words"] == "beruhigt, atmen"


def test_below_the_limit_the_model_adds_nothing(taught: Program) -> None:
    assert _calming(taught, "Das Amt hat offen.")[0] is False


def test_a_phrase_needs_less_from_the_model(taught: Program) -> None:
    # -2 + 2 = 0: exactly the limit alone; with „blau“ 0.05, below what seconds a phrase
    assert _calming(taught, "Bitte ruhig bleiben.")[:2] == (True, "ruhig bleiben")
    assert _calming(taught, "Das Meer soll ruhig bleiben und blau.")[0] is False


@pytest.mark.parametrize(
    ("answered", "severity", "route"),
    [
        ("Erst mal beruhigt atmen, dann reden.", Severity.NOTE, ""),
        ("Bitte ruhig bleiben.", Severity.WARNING, "Leitung"),
    ],
)
@pytest.mark.parametrize("demand", ["forbid parent expresses calming", "when parent expresses calming forbid public"])
def test_a_rule_on_what_is_answered_is_a_note_where_a_model_alone_heard_it(
    program: Callable[[str], Program], demand: str, answered: str, severity: Severity, route: str
) -> None:
    own = RULES.replace("forbid text expresses calming", demand).replace(
        "clause calm ", 'clause calm severity warning route "Leitung" '
    )
    made = _taught(program(own))
    parent = Message("p", answered, "comment", None, "de", Author("c", Role.CUSTOMER))

    (finding,) = evaluate(made, replace(_exchange("Guten Tag."), parent=parent, parent_known=True)).findings

    assert (finding.severity, finding.route) == (severity, route)


def test_without_a_model_phrases_stand_alone(taught: Program) -> None:
    bare = untaught(taught)

    assert _calming(bare, "Das Meer soll ruhig bleiben und blau.")[0] is True
    assert _calming(bare, "Erst mal beruhigt atmen, dann reden.")[0] is False
    assert bare.digest != taught.digest


def test_a_finding_names_the_words_that_weighed_most(taught: Program) -> None:
    (finding,) = evaluate(taught, _exchange("Erst mal beruhigt atmen.")).findings

    assert finding.excerpt == "Erst mal beruhigt atmen"
    assert dict(finding.facts)["commanding-calm.words"] == "beruhigt, atmen"
