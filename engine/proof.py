"""Rules carry their proof: run the examples of concepts and rules, say what came of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from . import nodes
from .compiler import MESSAGE_SUBJECTS
from .conditions import concept
from .diagnostics import UNSAID, Said, row, say
from .evaluator import evaluate
from .finding import Outcome, Verdict
from .names import name_told
from .nodes import Quantity
from .parser import Parsed
from .program import CompiledRule, Program
from .record import Author, Exchange, Message, Role
from .scene import stage
from .source import Source
from .values import dataclass

_KINDS = {"post": "post", "reply": "reply", "message": "reply"}


@dataclass(frozen=True, slots=True)
class Proof:
    """One example that was run. `difference` is empty when it came out as its author says."""

    block: nodes.Concept | nodes.Rule
    example: nodes.Example
    source: Source
    difference: Said
    note: Said = UNSAID


def prove(parsed: Sequence[Parsed], program: Program) -> Iterator[Proof]:
    """Run every example of every concept and rule that the program holds, in file order."""
    rules = {rule.id: rule for rule in (*program.rules, *program.records.rules)}
    for each in parsed:
        for block in each.file.blocks:
            match block:
                case nodes.Concept() if block.language in program.lexicons:
                    for item in block.items:
                        if isinstance(item, nodes.Example):
                            yield _prove_concept(block, item, each.source, program)
                case nodes.Rule() if block.id in rules:
                    alone = with_rule(program, rules[block.id])
                    for rule_item in block.items:
                        if isinstance(rule_item, nodes.Example):
                            yield _prove_rule(block, rule_item, each.source, alone)
                case _:
                    pass


def with_rule(program: Program, rule: CompiledRule) -> Program:
    """The program with this rule alone."""
    message = rule.subject in MESSAGE_SUBJECTS
    return replace(
        program,
        rules=(rule,) if message else (),
        records=replace(program.records, rules=() if message else (rule,)),
    )


def exchange_for(example: nodes.Example, kind: str, language: str) -> Exchange:
    """The message an example stands for, with the facts it gives."""
    given = {each.fact: each.value for each in example.given}
    text = {name: value for name, value in given.items() if isinstance(value, str)}
    parent_text = text.get("parent")
    name = text.get("customer.name")
    customer = Author("customer", Role.CUSTOMER, name) if name is not None else None
    none_answered = parent_text == "none"
    parent = None
    if parent_text is not None and not none_answered:
        parent = Message("parent", parent_text, "comment", author=customer or Author("customer", Role.CUSTOMER))
    message = Message(
        "example",
        example.text,
        text.get("kind", kind),
        text.get("channel"),
        text.get("language") or example.language or language or None,
        Author("us", Role(text.get("author.role", "us")), text.get("author.name")),
    )
    return Exchange(message, parent, parent is not None or none_answered, customer)


def _with_organisation(program: Program, example: nodes.Example) -> Program:
    changed = program.organisation
    for each in example.given:
        value = str(each.value.value) if isinstance(each.value, Quantity) else each.value
        terms = tuple(part.strip() for part in value.split(","))
        match each.fact:
            case "organisation.address":
                changed = replace(changed, address=value)
            case "organisation.name":
                changed = replace(changed, name=value)
            case "organisation.type":
                changed = replace(changed, type=value)
            case "organisation.products":
                changed = replace(changed, products=terms)
            case "organisation.confidential":
                changed = replace(changed, confidential=terms)
            case "organisation.contacts":
                changed = replace(changed, contacts=terms)
            case _:
                pass
    return replace(program, organisation=changed)


def _prove_concept(block: nodes.Concept, example: nodes.Example, source: Source, program: Program) -> Proof:
    exchange = exchange_for(example, "reply", block.language)
    scene = stage(_with_organisation(program, example), exchange)
    value, matches, needs = concept(block.id, scene)
    marked = tuple(scene.text.slice(match.first, match.last - 1) for match in matches)
    outcome = {True: "violation", False: "fulfilled", None: "undecided"}[value]
    return Proof(block, example, source, *_compare(example, outcome, marked, tuple(sorted(needs)), say("expresses it")))


def _prove_rule(block: nodes.Rule, example: nodes.Example, source: Source, program: Program) -> Proof:
    from .records.proof import on_record, prove_on_record  # a draft's proof needs nothing of it

    if on_record(block, example):
        outcome, marked, needs = prove_on_record(block, example, _with_organisation(program, example))
        return Proof(block, example, source, *_compare(example, outcome, marked, needs, say("violates it")))
    exchange = exchange_for(example, _KINDS.get(block.subject, "reply"), "")
    result = evaluate(_with_organisation(program, example), exchange)
    verdict = result.verdicts[0] if result.verdicts else Verdict(block.id, "", Outcome.NOT_APPLICABLE)
    marked = tuple(finding.excerpt for finding in verdict.findings)
    return Proof(
        block, example, source, *_compare(example, str(verdict.outcome), marked, verdict.needs, say("violates it"))
    )


def _compare(
    example: nodes.Example, outcome: str, marked: tuple[str, ...], needs: tuple[str, ...], what: Said
) -> tuple[Said, Said]:
    """The difference between what the example says and what came of it, and a note on known states."""
    caught, open_ = outcome == "violation", outcome in ("undecided", "open")
    came = say("came out as fine")
    if caught:
        came = say("came out as: {what}", what=what)
    elif open_:
        came = say("came out open: {facts} unknown", facts=row(say("`{fact}`", fact=name_told(need)) for need in needs))
    where = _quoted(marked)
    placed = say("{came} at {places}", came=came, places=where) if marked and caught else came
    match example.kind:
        case "catches":
            if not caught:
                return say("should be caught, {came}", came=came), UNSAID
            lost = [mark for mark in example.marks if not any(mark == found for found in marked)]
            if lost and not marked:
                return say("should mark {lost}, marked nothing", lost=_quoted(lost)), UNSAID
            if lost:
                return say("should mark {lost}, marked at {places}", lost=_quoted(lost), places=where), UNSAID
        case "allows":
            if outcome not in ("fulfilled", "not-applicable"):
                return say("should be left alone, {came}", came=placed), UNSAID
        case "leaves-open":
            if not open_:
                return say("should stay open, {came}", came=placed), UNSAID
        case "known-miss":
            return UNSAID, say("no longer missed: make it `catches`") if caught else say("known miss")
        case _:
            no_longer = say("no longer a false alarm: make it `allows`")
            return UNSAID, say("known false alarm") if caught else no_longer
    return UNSAID, UNSAID


def _quoted(marks: Sequence[str]) -> str:
    return ", ".join(f"„{mark}“" for mark in marks)
