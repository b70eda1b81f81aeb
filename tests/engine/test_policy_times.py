"""What policies say of time: calendar, lists, house rules, exceptions, dated changes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from knigge.engine.compiler import compile_rules
from knigge.engine.diagnostics import Diagnostic
from knigge.engine.nodes import Rule
from knigge.engine.parser import parse
from knigge.engine.policy import Policy, load_policy
from knigge.engine.program import HouseRule, Program
from knigge.engine.records.calendars import is_open
from knigge.engine.records.eras import Eras, calendar_of, in_force
from knigge.engine.records.moments import instant
from knigge.engine.source import Source

RULE = """
guideline g "G"
  clause c de "Klar." en "Clear."
end
rule plain.long about reply
  clause c title de "Lang" en "Long" message de "Kürzer." en "Shorter."
  parameter most = 5 words
  forbid text.words > most
  catches "Das hier ist ein Satz mit vielen Wörtern."
  allows "Gut."
end
"""
PARSED = parse(Source("plain.knigge", RULE))


def _load(text: str) -> tuple[Policy | None, list[Diagnostic]]:
    def packs(_: tuple[str, ...]) -> Sequence[Rule]:
        return [block for block in PARSED.file.blocks if isinstance(block, Rule)]

    return load_policy(Source("p.yaml", "policy: p\n" + text), lambda name, source: None, packs)


def _program(text: str) -> Program:
    policy, problems = _load(text)
    assert policy is not None, problems
    program, _ = compile_rules([PARSED], policy, "test")
    assert program is not None
    return program


def test_a_calendar_is_read_in_german_or_english() -> None:
    program = _program("calendar: {zone: Europe/Zurich, hours: {mo-fr: '8-12, 13-18', sat: 10-14}, holidays: [CH-ZH]}")

    calendar = calendar_of(program)

    assert calendar.zone == "Europe/Zurich"
    for written, expected in [
        ("2026-03-02T12:30:00+01:00", False),  # lunch
        ("2026-03-02T17:59:00+01:00", True),
        ("2026-03-07T11:00:00+01:00", True),  # Saturday
        ("2026-03-08T11:00:00+01:00", False),  # Sunday
        ("2026-04-03T11:00:00+02:00", False),  # Good Friday
    ]:
        at = instant(written)
        assert at is not None
        assert is_open(at, calendar) is expected, written


def test_lists_house_rules_and_exceptions_are_kept() -> None:
    program = _program(
        "lists: {grounds: [insult, threat]}\n"
        "house_rules: [{id: respekt, from: 2026-01-01}]\n"
        "waivers: [{rule: plain.*, reason: Umzug, approver: Leitung, signed: '2026-03-01T09:00:00+01:00',"
        " until: '2026-03-31T18:00:00+02:00', uses: 2, channels: [facebook]}]"
    )

    assert program.lists == {"grounds": ("insult", "threat")}
    assert program.records.house_rules == (HouseRule("respekt", "2026-01-01", None),)
    (waiver,) = program.records.waivers
    assert (waiver.rule, waiver.uses, waiver.channels, waiver.backdated) == ("plain.*", 2, ("facebook",), False)


def test_each_dated_change_is_a_program_of_its_own() -> None:
    program = _program(
        "parameters: {plain.long: {most: 7}}\n"
        "changes: [{from: 2026-05-01, parameters: {plain.long: {most: 3}}}, {from: 2026-06-01, rules: {plain.*: note}}]"
    )
    eras = Eras((program, *program.later))

    found = [in_force(eras, day + "T12:00:00+02:00", "") for day in ("2026-04-30", "2026-05-01", "2026-06-01")]

    most = [each.rules[0].parameters["most"][0].value for each in found if each]
    assert most == [7, 3, 3]
    assert [str(each.rules[0].severity) for each in found if each] == ["warning", "warning", "note"]
    assert len({each.digest for each in found if each}) == 3
    assert in_force(eras, None, "") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("calendar: {zone: Europe/Berlinn}", "`Europe/Berlinn`"),
        ("calendar: {hours: {mon: 9-25}}", "an hour that does not exist"),
        ("calendar: {hours: {xxx: 9-17}}", "unknown key `xxx`"),
        ("calendar: {hours: {mon: closed}}", "never opens"),
        ("calendar: {holidays: [DE-XX]}", "XX"),
        ("calendar: {closed: [{from: 2026-02-03, until: 2026-02-02}]}", "before they begin"),
        (
            "waivers: [{rule: a.b, reason: x, approver: y, signed: 2026-01-01, until: 2026-02-01T10:00}]",
            "no time with its zone",
        ),
        ("waivers: [{rule: a.b}]", "`until` is missing"),
        ("changes: [{from: 2026-05-01}, {from: 2026-04-01}]", "after a later one"),
        ("changes: [{parameters: {plain.long: {most: 3}}}]", "`from` is missing"),
    ],
)
def test_what_cannot_be_meant_is_told_at_its_line(text: str, message: str) -> None:
    policy, problems = _load(text)

    assert policy is None
    assert any(message in each.message for each in problems), problems
    assert all(each.span.start > 9 for each in problems)
