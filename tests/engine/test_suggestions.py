"""What is suggested is not itself criticised."""

from collections.abc import Callable

import pytest

from knigge.engine.compiler import compile_rules
from knigge.engine.diagnostics import Diagnostic, Level
from knigge.engine.parser import parse
from knigge.engine.policy import Policy
from knigge.engine.source import Source
from knigge.engine.suggestions import suggestions_at_odds

Look = Callable[[str], list[Diagnostic]]


@pytest.fixture(scope="module")
def look(policy: Callable[[str], Policy]) -> Look:
    """A function from a suggestion to what is said of it; rules mind „doof“ and “silly”."""
    usual = policy("")

    def run(suggestion: str) -> list[Diagnostic]:
        text = (
            f'rule a.b about reply forbid text says "dumm" title de "T" en "T" message de "M" en "M" {suggestion} end\n'
            'rule a.c about message forbid text says "doof" or text says "silly" title de "T" en "T"\n'
            'message de "M" en "M" end\n'
            'rule a.d about post forbid text says "post" title de "T" en "T" message de "M" en "M" end\n'
        )
        parsed = [parse(Source("x", text))]
        program, diagnostics = compile_rules(parsed, usual, "test")
        assert program, diagnostics
        return list(suggestions_at_odds(parsed, program))

    return run


@pytest.mark.parametrize("action", ["say instead", "add", "replace match with"])
def test_a_suggestion_another_rule_minds_is_told(action: str, look: Look) -> None:
    (said,) = look(f'suggest {action} de "Das ist doof gelaufen." en "Sorry."')

    assert (said.code, said.level) == ("K290", Level.WARNING)
    assert said.message == "the suggestion in `de` is itself caught by `a.c`"
    assert said.hint == "it found `doof`"
    assert said.source.text[said.span.start :].startswith("suggest")


def test_each_language_is_looked_at(look: Look) -> None:
    assert len(look('suggest say instead de "Das ist doof gelaufen." en "How silly of us."')) == 2


def test_a_suggestion_its_own_rule_minds_is_told(look: Look) -> None:
    assert [each.message for each in look('suggest say instead de "dumm" en "x"')] == [
        "the suggestion in `de` is itself caught by `a.b`"
    ]


@pytest.mark.parametrize("suggestion", ["", "suggest remove match", 'suggest add de "Wir helfen." en "We help."'])
def test_nothing_is_said_of_sound_suggestions(suggestion: str, look: Look) -> None:
    assert look(suggestion) == []


def test_a_rule_about_posts_minds_no_suggestion_for_replies(look: Look) -> None:
    assert look('suggest say instead de "Die Post kommt." en "The post arrives."') == []
