"""Mistakes that were made once: each text or rule that went wrong, and how it must go."""

from collections.abc import Callable

import pytest

from knigge.engine.checker import check
from knigge.engine.conditions import concept
from knigge.engine.diagnostics import Level
from knigge.engine.evaluator import evaluate
from knigge.engine.finding import Outcome
from knigge.engine.parser import parse
from knigge.engine.program import Program
from knigge.engine.record import Author, Exchange, Message, Role
from knigge.engine.scene import stage
from knigge.engine.source import Source

RULE = """
rule a.b about reply
  clause calm
  title de "T" en "T"
  message de "M" en "M"
  {body}
  catches "x"
  allows "y"
end
"""


def _exchange(text: str, parent: str | None = None, channel: str | None = None) -> Exchange:
    message = Message("m", text, "reply", channel, "de", Author("us", Role.US))
    behind = Message("p", parent, "comment") if parent is not None else None
    return Exchange(message, behind, behind is not None)


def _outcome(program: Program, exchange: Exchange) -> Outcome:
    return evaluate(program, exchange).verdicts[0].outcome


def test_a_guard_before_the_next_line_is_not_its_subject() -> None:
    source = 'concept k in de says "foo" if not question says "bar", "baz" unless quoted catches "bar" allows "x" end'

    assert not parse(Source("s", source)).diagnostics


def test_a_limit_that_depends_on_an_unknown_channel_is_open(program: Callable[[str], Program]) -> None:
    rules = program(RULE.format(body="parameter most = 6 words, on x = 2 words forbid text.words > most"))

    assert _outcome(rules, _exchange("eins zwei drei vier")) is Outcome.UNDECIDED
    assert _outcome(rules, _exchange("eins")) is Outcome.FULFILLED
    assert _outcome(rules, _exchange("eins zwei drei vier", None, "x")) is Outcome.VIOLATION


def test_a_count_that_may_still_grow_is_open(program: Callable[[str], Program]) -> None:
    source = 'concept k in de says "foo" says "bar" if channel is facebook end' + RULE
    rules = program(source.format(body="forbid count of k >= 2"))

    assert _outcome(rules, _exchange("foo bar")) is Outcome.UNDECIDED
    assert _outcome(rules, _exchange("foo foo")) is Outcome.VIOLATION
    assert _outcome(rules, _exchange("foo bar", None, "x")) is Outcome.FULFILLED


def test_what_is_unknown_never_comes_out_as_fine() -> None:
    source = RULE.format(body='when parent says "x" forbid text.words > 3 if unknown parent then fulfilled')

    assert "K205" in {each.code for each in check([parse(Source("s", source))])}


def test_a_date_may_be_several_words(program: Callable[[str], Program]) -> None:
    rules = program('concept k in de says "bis <date> hier" end')

    scene = stage(rules, _exchange("Die Karte liegt bis 3. Mai hier."))

    value, matches, _ = concept("k", scene)
    assert value is True
    assert [scene.text.slice(match.first, match.last - 1) for match in matches] == ["bis 3. Mai hier"]


@pytest.mark.parametrize("phrase", ["([bitte]|danke)", "(<number>|[x])", "(rot sein|blau)~", "(" * 30 + "x" + ")" * 30])
def test_phrases_that_match_everything_or_mean_something_else_are_refused(
    phrase: str, program: Callable[[str], Program]
) -> None:
    with pytest.raises(AssertionError, match="K211"):
        program(f'concept k in de says "{phrase}" end')


def test_too_many_brackets_are_told_and_never_crash() -> None:
    source = RULE.format(body="when " + "(" * 3000 + "text.words > 3" + ")" * 3000 + " forbid text.words > 4")

    parsed = parse(Source("s", source))

    assert [each.code for each in parsed.diagnostics] == ["K112"]
    assert parsed.diagnostics[0].level is Level.ERROR


def test_cannot_is_can_not(program: Callable[[str], Program]) -> None:
    rules = program('concept k in en says "we can not" end')
    message = Message("m", "We cannot do that today.", "reply", None, "en", Author("us", Role.US))

    assert concept("k", stage(rules, Exchange(message)))[0] is True


def test_a_negation_inside_a_gap_denies(program: Callable[[str], Program]) -> None:
    rules = program('concept k in de says "wir [0-3] tauschen~" unless negated end')

    assert concept("k", stage(rules, _exchange("Dass wir das nicht tauschen, ist bekannt.")))[0] is False
    assert concept("k", stage(rules, _exchange("Dass wir das heute tauschen, ist bekannt.")))[0] is True
