"""Rules and policy become a program that is the same for the same words."""

import pickle
from collections.abc import Callable

import pytest

from knigge.engine.compiler import compile_rules
from knigge.engine.diagnostics import Diagnostic
from knigge.engine.evaluator import evaluate
from knigge.engine.finding import Decision, Severity
from knigge.engine.nodes import Quantity
from knigge.engine.parser import parse
from knigge.engine.policy import Policy
from knigge.engine.program import CompiledRule, Program
from knigge.engine.record import Exchange, Message
from knigge.engine.source import Source

_RULE = """rule tone.mood about reply
  clause calm severity warning title de "Ton" en "Tone" message de "Nein." en "No."
  parameter most = 6 words, on x = 3 words
  forbid text expresses mood and text.words < most
end
"""
_CONCEPT = 'concept mood in de says "doof" end\n'


def _only(program: Program) -> CompiledRule:
    (rule,) = program.rules
    return rule


def test_nothing_compiles_to_a_program_without_rules(program: Callable[[str], Program]) -> None:
    assert program("").rules == ()


def test_a_program_knows_policy_engine_and_guideline(program: Callable[[str], Program]) -> None:
    compiled = program(_RULE + _CONCEPT)

    assert (compiled.engine, compiled.policy, compiled.languages) == ("test", "test", ("de", "en"))
    assert dict(_only(compiled).clause_text) == {"de": "Wir bleiben ruhig.", "en": "We stay calm."}
    assert compiled.decisions["error"] is Decision.STOP


def test_a_program_can_be_kept_and_read_again(program: Callable[[str], Program]) -> None:
    compiled = program(_RULE + _CONCEPT)
    exchange = Exchange(Message("m", "Das ist doof.", "reply", language="de"))

    again: object = pickle.loads(pickle.dumps(compiled))

    assert isinstance(again, Program)
    assert again.digest == compiled.digest
    assert evaluate(again, exchange) == evaluate(compiled, exchange)


def test_layout_and_the_language_of_keywords_do_not_change_a_version(program: Callable[[str], Program]) -> None:
    german = _RULE.replace("rule", "regel").replace("forbid", "\n verbiete").replace("severity", "schwere")

    assert _only(program(german + _CONCEPT)).version == _only(program(_RULE + _CONCEPT)).version
    assert program(german + _CONCEPT).digest == program(_RULE + _CONCEPT).digest


@pytest.mark.parametrize(("before", "after"), [("doof", "blöd"), ("6 words", "7 words"), ("Nein.", "Nicht.")])
def test_what_a_rule_says_changes_its_version(before: str, after: str, program: Callable[[str], Program]) -> None:
    text = _RULE + _CONCEPT

    assert _only(program(text.replace(before, after))).version != _only(program(text)).version


def test_a_concept_behind_a_concept_changes_the_version(program: Callable[[str], Program]) -> None:
    text = _RULE + 'concept mood in de holds when text expresses deep end concept deep in de says "{}" end'

    assert _only(program(text.format("a"))).version != _only(program(text.format("b"))).version


def test_comments_do_not_change_a_version(program: Callable[[str], Program]) -> None:
    text = _RULE + 'concept mood in de\nsays "<set>"\nend\ndefine set in de\n"doof"\nend\n'
    remarked = "# above\n" + text.replace("\n", " # behind\n# inside\n")

    assert _only(program(remarked)).version == _only(program(text)).version
    assert program(remarked).digest == program(text).digest


@pytest.mark.parametrize(("before", "after"), [('"b"', '"c"'), ('"<inner>"', '"<inner> d"'), ('"a <outer>"', '"a"')])
def test_a_word_set_behind_a_concept_changes_the_version(
    before: str, after: str, program: Callable[[str], Program]
) -> None:
    sets = 'define inner in de "b" end define outer in de "<inner>" end concept mood in de says "a <outer>" end '

    assert _only(program(_RULE + sets.replace(before, after))).version != _only(program(_RULE + sets)).version


def test_a_concept_the_rule_does_not_need_leaves_the_version_alone(program: Callable[[str], Program]) -> None:
    more = _CONCEPT + 'concept other in de says "gut" end'

    assert _only(program(_RULE + more)).version == _only(program(_RULE + _CONCEPT)).version


def _under(policy: Policy, text: str = _RULE + _CONCEPT) -> Program:
    program, diagnostics = compile_rules([parse(Source("x", text))], policy, "test")
    assert program is not None, diagnostics
    return program


def test_a_policy_switches_rules_off_and_changes_severities(policy: Callable[[str], Policy]) -> None:
    rules = "own_rules: |\n  rule tone.mood about reply\n    forbid public\n  end\n"

    off = _under(policy(rules + "rules: {tone.*: off}"))
    grave = _under(policy(rules + "rules: {tone.*: error}"))
    routed = _under(policy(rules + "rules: {tone.mood: {route: Recht}}"))

    assert off.rules == ()
    assert _only(grave).severity is Severity.ERROR
    assert (_only(routed).route, _only(routed).severity) == ("Recht", Severity.WARNING)


def test_later_choices_win_over_earlier_ones(policy: Callable[[str], Policy]) -> None:
    rules = "own_rules: |\n  rule tone.mood about reply\n    forbid public\n  end\n"

    chosen = _under(policy(rules + "rules: {tone.*: off, tone.mood: note}"))

    assert _only(chosen).severity is Severity.NOTE


def test_a_policy_sets_parameters_for_all_channels_or_for_one(policy: Callable[[str], Policy]) -> None:
    rules = (
        "own_rules: |\n  rule tone.mood about reply\n    parameter most = 6 words, on x = 3 words\n"
        "    forbid text.words > most\n  end\n"
    )

    for_all = _only(_under(policy(rules + "parameters: {tone.mood: {most: 9}}")))
    for_one = _only(_under(policy(rules + "parameters: {tone.mood: {most: {facebook: 9}}}")))

    nine, six, three = (Quantity(float(number), "words") for number in (9, 6, 3))
    assert for_all.parameters["most"] == (nine, {"x": nine})
    assert for_one.parameters["most"] == (six, {"x": three, "facebook": nine})


def test_a_retired_rule_is_not_run(program: Callable[[str], Program]) -> None:
    assert program(_RULE.replace("severity warning", "status retired") + _CONCEPT).rules == ()


def test_a_policy_without_a_language_leaves_its_phrases_out(policy: Callable[[str], Policy]) -> None:
    assert set(_under(policy("languages: [de]")).lexicons) == {"de"}


def test_word_sets_may_stand_in_any_order(program: Callable[[str], Program]) -> None:
    compiled = program('concept c in de says "<b>" end define b in de "<a>", "y" end define a in de "x" end')

    assert compiled.lexicons["de"].phrases == {"<b>": 0}


def test_a_word_set_of_another_language_is_unknown(diagnosed: Callable[[str], list[Diagnostic]]) -> None:
    text = 'define s in en "x" end concept c in de says "ja <s>" end'

    (problem,) = diagnosed(text)

    assert (problem.code, text[problem.span.start : problem.span.end]) == ("K210", "<s>")


def test_every_phrase_that_cannot_be_read_is_told(diagnosed: Callable[[str], list[Diagnostic]]) -> None:
    text = 'concept c in de says "(a", "b", "c]" end rule a.b about reply in de forbid text says "(d" end'

    marked = [text[each.span.start : each.span.end] for each in diagnosed(text)]

    assert marked == ["(", "]", "("]


def test_a_mistake_in_a_phrase_makes_no_program(policy: Callable[[str], Policy]) -> None:
    parsed = parse(Source("x", 'define s in de "(" end concept c in de says "<s> x" end'))

    program, diagnostics = compile_rules([parsed], policy(""), "test")

    assert program is None
    assert "K211" in {each.code for each in diagnostics}
