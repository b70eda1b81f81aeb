"""Examples of rules over records: their steps become an archive, which is judged by that rule alone."""

from __future__ import annotations

from ..compiler import MESSAGE_SUBJECTS
from ..finding import Outcome
from ..nodes import Example, Rule
from ..program import HouseRule, Program
from .archive import build_archive
from .eras import Eras, calendar_of
from .judge import judge
from .steps import StepError, is_step, now_of, records_of


def on_record(rule: Rule, example: Example) -> bool:
    """Whether an example is a timeline, or is about something that is no message."""
    return rule.subject not in MESSAGE_SUBJECTS or is_step(example.text)


def prove_on_record(rule: Rule, example: Example, program: Program) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The gravest outcome the rule comes to in the example, the words it marks, and the facts that were wanting."""
    zone = calendar_of(program).zone
    program = _with_house_rules(program, example)
    try:
        archive = build_archive(records_of(example, rule.subject, zone))
        results = list(judge(Eras((program,)), archive, now_of(example, zone)))
    except StepError as problem:
        return f"unreadable: {problem}", (), ()
    verdicts = [verdict for result in results for verdict in result.verdicts if verdict.rule == rule.id]
    order = (Outcome.ERROR, Outcome.VIOLATION, Outcome.UNDECIDED, Outcome.OPEN, Outcome.FULFILLED)
    for outcome in order:
        found = [verdict for verdict in verdicts if verdict.outcome is outcome]
        if found:
            marked = tuple(finding.excerpt for verdict in found for finding in verdict.findings)
            return str(outcome), marked, tuple(sorted({need for verdict in found for need in verdict.needs}))
    return str(Outcome.NOT_APPLICABLE), (), ()


def _with_house_rules(program: Program, example: Example) -> Program:
    """House rules an example gives: `respekt 2026-01-01, werbung 2026-02-01 2026-06-30`."""
    from dataclasses import replace

    for each in example.given:
        if each.fact == "house-rules" and isinstance(each.value, str):
            rules = []
            for part in each.value.split(","):
                name, *days = part.split()
                rules.append(HouseRule(name, *days[:2]))
            return replace(program, records=replace(program.records, house_rules=tuple(rules)))
    return program
