"""What stands in a policy and can never have an effect is told at its line, with the name that was meant."""

from __future__ import annotations

import pytest

from knigge.engine import nodes
from knigge.engine.diagnostics import Diagnostic, Level, spoken
from knigge.engine.packs import load_packs
from knigge.engine.parser import parse
from knigge.engine.policy import bundled, bundled_names, load_policy
from knigge.engine.policy_choices import RuleChoice, chosen
from knigge.engine.source import Source

_RULES = """
define good-grounds "spam" end
rule tone.loud about reply
  parameter most = 5 words
  forbid text.words > most
end
rule tone.rude about reply forbid text says "doof" end
rule tone.asleep about reply status retired forbid text says "ach" end
rule acts.record about action permit delete only if ground is one of good-grounds end
"""
_RULE_NODES = [block for block in parse(Source("x.knigge", _RULES)).file.blocks if isinstance(block, nodes.Rule)]
_SIGNED = "reason: Umzug, approver: Leitung, signed: '2026-03-01T09:00:00+01:00'"
_ENDS = "until: '2026-03-31T18:00:00+02:00'"


def _told(text: str, **files: str) -> list[Diagnostic]:
    def open_(name: str, _seen_from: Source | None) -> Source | None:
        return Source(name, files[name]) if name in files else bundled(name)

    return load_policy(Source("p.yaml", "policy: p\n" + text), open_, lambda _: _RULE_NODES)[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lists: {good-gronds: [spam]}", ("K345", Level.ERROR, "good-gronds", "did you mean `good-grounds`?")),
        ("lists: {birds: [owl]}", ("K345", Level.WARNING, "birds", "`ground is one of birds`")),
        (
            "changes: [{from: 2026-05-01, lists: {good-gronds: [spam]}}]",
            ("K345", Level.ERROR, "good-gronds", "`good-grounds`"),
        ),
        ("rules: {acts.*: off}\nlists: {good-grounds: [spam]}", ("K348", Level.WARNING, "good-grounds", "acts.record")),
        (f"waivers: [{{rule: tone.lout, {_SIGNED}, {_ENDS}}}]", ("K346", Level.ERROR, "tone.lout", "`tone.loud`")),
        (f"waivers: [{{rule: ton.*, {_SIGNED}, {_ENDS}}}]", ("K346", Level.ERROR, "ton.*", "`tone.*`")),
        (f"waivers: [{{rule: tone.asleep, {_SIGNED}, {_ENDS}}}]", ("K348", Level.WARNING, "tone.asleep", "is off")),
        (
            f"waivers: [{{rule: tone.loud, {_SIGNED}, until: '2026-02-01T09:00:00+01:00'}}]",
            ("K346", Level.ERROR, "'2026-02-01T09", "`backdated: true`"),
        ),
        (
            f"waivers: [{{rule: tone.loud, {_SIGNED}, from: '2026-04-01T09:00:00+02:00', {_ENDS}}}]",
            ("K346", Level.ERROR, "'2026-03-31", "before it begins"),
        ),
        (
            f"waivers: [{{rule: tone.loud, {_SIGNED}, from: '2026-02-01T09:00:00+01:00', {_ENDS}}}]",
            ("K346", Level.WARNING, "'2026-02-01", "before it was signed on `2026-03-01`"),
        ),
        (
            f"valid: {{from: 2026-04-01}}\nwaivers: [{{rule: tone.loud, {_SIGNED}, {_ENDS}}}]",
            ("K346", Level.WARNING, "'2026-03-31", "before the policy begins on `2026-04-01`"),
        ),
        (
            f"valid: {{until: 2026-02-01}}\nwaivers: [{{rule: tone.loud, {_SIGNED}, {_ENDS}}}]",
            ("K346", Level.WARNING, "'2026-03-01", "after the policy has ended"),
        ),
        (
            f"waivers: [{{rule: tone.loud, channels: [Facebok], {_SIGNED}, {_ENDS}}}]",
            ("K346", Level.WARNING, "Facebok", "did you mean `facebook`?"),
        ),
        (
            f"channels: [x]\nwaivers: [{{rule: tone.loud, channels: [facebook], {_SIGNED}, {_ENDS}}}]",
            ("K346", Level.WARNING, "facebook", "does not cover the channel `facebook`"),
        ),
        (
            "rules: {tone.loud: off, tone.*: error}",
            ("K347", Level.WARNING, "tone.loud", "write the general line first"),
        ),
        ("rules: {tone.loud: error, '*': off}", ("K347", Level.WARNING, "tone.loud", "`*` is read later")),
        ("rules: {tone.asl*: error}", ("K347", Level.WARNING, "tone.asl*", "write `tone.asleep: on`")),
        (
            "rules: {tone.loud: off, tone.lou*: {severity: error}}",
            ("K348", Level.WARNING, "tone.lou*", "the rule `tone.loud` is off"),
        ),
        (
            "rules: {tone.loud: off}\nparameters: {tone.loud: {most: 3}}",
            ("K348", Level.WARNING, "tone.loud: {most", "so this has no effect"),
        ),
        ("house_rules: [{id: a, from: 2026-02-01, until: 2026-01-01}]", ("K338", Level.ERROR, "id: a", "before it")),
        (
            "valid: {until: 2026-12-31}\nchanges: [{from: 2027-02-01}]",
            ("K338", Level.ERROR, "2027-02-01", "after the policy has ended"),
        ),
        (
            "valid: {from: 2026-12-31}\nchanges: [{from: 2026-02-01}]",
            ("K338", Level.ERROR, "2026-02-01", "before the policy has begun"),
        ),
    ],
)
def test_what_has_no_effect_is_told_at_its_line(text: str, expected: tuple[str, Level, str, str]) -> None:
    code, level, at, words = expected

    (told,) = _told(text)

    assert (told.code, told.level) == (code, level)
    assert told.source.text[told.span.start :].lstrip("{").startswith(at)
    assert words in f"{told.message}; {told.hint}"
    assert spoken(told.message, "de") != str(told.message)


@pytest.mark.parametrize(
    "text",
    [
        "rules: {tone.*: error, tone.loud: off}",
        "rules: {tone.*: error, tone.loud: note, tone.rude: note, tone.asleep: on}\nlists: {good-grounds: [spam]}",
        "rules: {tone.asleep: off, tone.loud: warning, tone.rude: on}",
        "rules: {'tone.*': error, tone.loud: note, tone.rude: note, tone.asleep: on}",
        "rules: {tone.loud: off}\nparameters: {tone.loud: {most: 3}}\n"
        "changes: [{from: 2026-05-01, rules: {tone.*: on}}]",
        f"waivers: [{{rule: tone.*, channels: [own-club, x], {_SIGNED}, {_ENDS}}}]",
        f"waivers: [{{rule: tone.*, {_SIGNED}, until: '2026-02-01T09:00:00+01:00', backdated: true}}]",
        "own_rules: |\n  concept bird in de says 'x' if channel is one of birds end\n".replace("'", '"')
        + "lists: {birds: [owl]}",
    ],
)
def test_what_has_an_effect_is_not_told(text: str) -> None:
    assert [str(each.message) for each in _told(text)] == []


def test_what_a_policy_switches_off_need_not_be_taken_out_of_those_below() -> None:
    base = "policy: b\nparameters: {tone.loud: {most: 3}}\nrules: {tone.rude: error}\nlists: {good-grounds: [spam]}\n"

    assert _told("extends: b.yaml\nrules: {'*': off}", **{"b.yaml": base}) == []


def test_an_exception_below_for_a_pack_that_is_left_out_is_no_mistake() -> None:
    base = f"policy: b\nwaivers: [{{rule: tone.loud, {_SIGNED}, {_ENDS}}}]\n"
    source = Source("p.yaml", "policy: p\nextends: b.yaml\npacks: [shared]\n")

    told = load_policy(source, lambda name, _: Source(name, base), lambda names: _RULE_NODES * ("all" in names))[1]

    assert told == []


def _simple(name: str, shape: str, more: str = "") -> str:
    return f"  - {{id: {name}, {shape}, message: M, clause: c, catches: [a], allows: [b]{more}}}\n"


@pytest.mark.parametrize(
    ("asks", "bars", "told"),
    [
        (_simple("h.a", "require: ['Quelle:']"), _simple("h.b", "forbid: ['quelle:', Stand]"), True),
        (_simple("h.a", "require: ['Quelle:', Beleg]"), _simple("h.b", "forbid: ['quelle:', Stand]"), False),
        (_simple("h.a", "require: [Q]", ", about: post"), _simple("h.b", "forbid: [Q]", ", about: reply"), False),
        (_simple("h.a", "require: [Quelle]", ", language: en"), _simple("h.b", "forbid: [Quelle]"), False),
    ],
)  # fmt: skip
def test_a_rule_that_forbids_what_another_requires_is_a_mistake(asks: str, bars: str, told: bool) -> None:
    found = _told(f"languages: [de, en]\nsimple_rules:\n{asks}{bars}")

    assert [(each.code, each.level) for each in found] == [("K349", Level.ERROR)] * told


def test_the_policies_that_ship_say_nothing_in_vain() -> None:
    shipped = [block for each in load_packs(("all",)) for block in each.file.blocks if isinstance(block, nodes.Rule)]
    sources = [source for name in bundled_names() if (source := bundled(name))]

    told = [
        each for source in sources for each in load_policy(source, lambda name, _: bundled(name), lambda _: shipped)[1]
    ]

    assert len(sources) >= 4
    assert told == []


def test_of_two_words_on_a_rule_the_later_one_counts() -> None:
    choices = (RuleChoice("tone.*", True, "error"), RuleChoice("tone.loud", False))

    assert chosen(choices, "tone.loud", "active").rests
    assert chosen(choices, "tone.rude", "active").severity == "error"
    assert chosen((RuleChoice("a.b", True),), "a.b", "retired").status == "active"
    assert chosen((RuleChoice("a.*", True),), "a.b", "retired").rests
