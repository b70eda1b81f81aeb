"""What a rule or concept is made of: its conditions, events, numbers, the concepts it needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from . import nodes
from .nodes import Condition


def walk(condition: Condition) -> Iterator[Condition]:
    """The condition and all its parts, outermost first."""
    yield condition
    match condition:
        case nodes.And() | nodes.Or() | nodes.AtLeast():
            for part in condition.parts:
                yield from walk(part)
        case nodes.Not():
            yield from walk(condition.part)
        case _:
            pass


def operators(condition: Condition) -> int:
    """How many operators stand inside each other at most."""
    match condition:
        case nodes.And() | nodes.Or() | nodes.AtLeast():
            return 1 + max(operators(part) for part in condition.parts)
        case nodes.Not():
            return 1 + operators(condition.part)
        case _:
            return 0


def rule_conditions(rule: nodes.Rule) -> list[Condition]:
    """Every condition of a rule: those that decide, those that grade, those asked of the messages of events."""
    grading = [item.condition for item in rule.items if isinstance(item, nodes.SeverityOf) and item.condition]
    asked = [event.condition for event in rule_events(rule) if event.condition is not None]
    return [*deciding_conditions(rule), *grading, *asked]


def deciding_conditions(rule: nodes.Rule) -> list[Condition]:
    """The conditions a verdict comes from."""
    shaped = (nodes.When, nodes.Forbid, nodes.Require, nodes.Permit, nodes.Exception_)
    return [item.condition for item in rule.items if isinstance(item, shaped)]


def rule_events(rule: nodes.Rule) -> list[nodes.Event]:
    """Every event a rule speaks of, those inside conditions too."""
    found: list[nodes.Event] = []
    conditions = deciding_conditions(rule)
    for item in rule.items:
        match item:
            case nodes.After() | nodes.Expect():
                found.extend(item.events)
            case nodes.Tally():
                found.append(item.event)
            case nodes.SeverityOf(condition=condition) if condition is not None:
                conditions.append(condition)
            case _:
                pass
    waiting = [*conditions, *(event.condition for event in found if event.condition is not None)]
    while waiting:
        for part in walk(waiting.pop()):
            inside = part.event if isinstance(part, nodes.Near) else None
            sides = (part.left, part.right) if isinstance(part, nodes.Compare) else ()
            more = [inside] if inside else [side.event for side in sides if isinstance(side, nodes.CountOfEvent)]
            found.extend(more)
            waiting.extend(event.condition for event in more if event.condition is not None)
    return found


def rule_values(rule: nodes.Rule) -> list[nodes.Value]:
    """Every number a rule compares, counts or measures time with, as it is written."""
    found: list[nodes.Value | None] = []
    for item in rule.items:
        match item:
            case nodes.Expect():
                found.append(item.within)
            case nodes.Tally():
                found += [item.least, item.most]
            case _:
                pass
    for condition in rule_conditions(rule):
        for part in walk(condition):
            match part:
                case nodes.Compare():
                    found += [part.left, part.right]
                case nodes.Near() | nodes.Timely():
                    found.append(part.within)
                case nodes.Resembles():
                    found += [part.share, part.least, part.within]
                case _:
                    pass
    return [value for value in found if value is not None]


def concept_conditions(concept: nodes.Concept) -> list[Condition]:
    """Every condition of a concept, in its order."""
    found: list[Condition] = []
    for item in concept.items:
        match item:
            case nodes.SaysLine(condition=condition) if condition is not None:
                found.append(condition)
            case nodes.Unless():
                found.extend(item.conditions)
            case nodes.OnlyIf() | nodes.HoldsWhen():
                found.append(item.condition)
            case _:
                pass
    return found


def rule_languages(rule: nodes.Rule) -> tuple[str, ...]:
    """The languages a rule is limited to; empty for all."""
    return tuple(code for item in rule.items if isinstance(item, nodes.InLanguages) for code in item.languages)


def used_concepts(conditions: Iterable[Condition]) -> set[str]:
    """Names of the concepts that conditions ask for."""
    names: set[str] = set()
    for condition in conditions:
        for part in walk(condition):
            match part:
                case nodes.Expresses():
                    names.add(part.concept)
                case nodes.Compare():
                    names |= {side.concept for side in (part.left, part.right) if isinstance(side, nodes.CountOf)}
                case _:
                    pass
    return names
