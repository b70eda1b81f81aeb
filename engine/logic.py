"""Conditions -> what can never, must always, or cannot follow, each with a situation that shows it.

Conditions are read over *situations*: one value for every fact, parameter and phrase they mention. Numbers are tried at
every bound that is compared and twice between two neighbours, words at every word named and at one more. Each claim is
checked over all situations of a condition, or not made when there are too many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise, product
from math import floor, isfinite
from typing import Final, assert_never

from . import nodes
from .diagnostics import Said, fragment, row, say
from .nodes import Condition, Quantity
from .printer import print_condition, print_value
from .signals.reading import Type
from .values import dataclass

Situation = Mapping[str, float | str | bool]
MOST_SITUATIONS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Domain:
    """What is known of a name's values: type, words it may be, smallest and largest number."""

    type: Type
    words: tuple[str, ...] = ()
    low: float = 0.0
    high: float = float("inf")


def situations(conditions: Iterable[Condition], domains: Mapping[str, Domain]) -> Iterator[Situation] | None:
    """All situations that matter to these conditions; None when there are more than can be tried."""
    bounds: dict[str, set[float]] = {}
    words: dict[str, set[str]] = {}
    truths: set[str] = set()
    for condition in conditions:
        _collect(condition, bounds, words, truths)
    choices: dict[str, list[float | str | bool]] = {name: [False, True] for name in sorted(truths)}
    linked = {number for values in bounds.values() for number in values}
    for name in sorted(bounds):
        domain = domains.get(name, Domain(Type.NUMBER))
        inside = {bound for bound in linked if domain.low <= bound <= domain.high}
        marks = sorted({domain.low, *inside, domain.high if isfinite(domain.high) else max(inside, default=0) + 1e6})
        choices[name] = sorted([*marks, *(each for low, high in pairwise(marks) for each in _between(low, high))])
    for name in sorted(words):
        domain = domains.get(name, Domain(Type.WORD))
        open_ended = ["another word"] if not domain.words else [w for w in domain.words if w not in words[name]][:1]
        choices[name] = [*sorted(words[name]), *open_ended]
    total = 1
    for values in choices.values():
        total *= len(values)
        if total > MOST_SITUATIONS:
            return None
    return (dict(zip(choices, values, strict=True)) for values in product(*choices.values()))


def _between(low: float, high: float) -> tuple[float, float]:
    """Two numbers between two others, whole ones where there are any: enough to compare two names inside the gap."""
    whole = floor(low) + 1.0
    if whole + 1 < high:
        return (whole, whole + 1)
    third = (high - low) / 3
    return (low + third, high - third)


def holds(condition: Condition, situation: Situation) -> bool:
    """Whether a condition holds in a situation where everything is known."""
    match condition:
        case nodes.And():
            return all(holds(part, situation) for part in condition.parts)
        case nodes.Or():
            return any(holds(part, situation) for part in condition.parts)
        case nodes.Not():
            return not holds(condition.part, situation)
        case nodes.AtLeast():
            return sum(holds(part, situation) for part in condition.parts) >= condition.count
        case nodes.Compare():
            left, right = _value(condition.left, situation), _value(condition.right, situation)
            return {
                "<": left < right, "<=": left <= right, ">": left > right,
                ">=": left >= right, "=": left == right, "!=": left != right,
            }[condition.operator]  # fmt: skip
        case nodes.IsOneOf() if not condition.named:
            return situation[condition.fact] in condition.words
        case (
            nodes.Says() | nodes.Expresses() | nodes.Known() | nodes.Bare() | nodes.IsOneOf() | nodes.Near()
            | nodes.Timely() | nodes.Ordered() | nodes.Resembles()
        ):  # fmt: skip
            return bool(situation[_truth_name(condition)])
        case _:
            assert_never(condition)


def told(situation: Situation, conditions: Iterable[Condition]) -> Said:
    """A situation in words: numbers and words as they are, the true conditions by name."""
    parts = []
    for name, value in situation.items():
        if isinstance(value, bool):
            parts.append(fragment(name) if value else say("not {condition}", condition=fragment(name)))
        elif isinstance(value, float):
            parts.append(fragment(f"{name} = {value:g}"))
        else:
            parts.append(fragment(f"{name} is {value}"))
    return row(parts) or say("any text")


def _collect(condition: Condition, bounds: dict[str, set[float]], words: dict[str, set[str]], truths: set[str]) -> None:
    match condition:
        case nodes.And() | nodes.Or() | nodes.AtLeast():
            for part in condition.parts:
                _collect(part, bounds, words, truths)
        case nodes.Not():
            _collect(condition.part, bounds, words, truths)
        case nodes.Compare():
            numbers = {_plain(side) for side in (condition.left, condition.right) if isinstance(side, Quantity)}
            for side in (condition.left, condition.right):
                if not isinstance(side, Quantity):
                    bounds.setdefault(_number_name(side), set()).update(numbers)
        case nodes.IsOneOf() if not condition.named:
            words.setdefault(condition.fact, set()).update(condition.words)
        case (
            nodes.Says() | nodes.Expresses() | nodes.Known() | nodes.Bare() | nodes.IsOneOf() | nodes.Near()
            | nodes.Timely() | nodes.Ordered() | nodes.Resembles()
        ):  # fmt: skip
            truths.add(_truth_name(condition))
        case _:
            assert_never(condition)


def _truth_name(condition: Condition) -> str:
    match condition:
        case nodes.Says():
            return f"{condition.scope} says “{condition.phrase.text}”"
        case nodes.Bare():
            return condition.name
        case _:
            return print_condition(condition)


def _number_name(value: nodes.Name | nodes.CountOf | nodes.CountOfEvent) -> str:
    match value:
        case nodes.Name():
            return value.name
        case nodes.CountOf():
            return f"{'rate' if value.per_100_words else 'count'} of {value.concept}"
        case nodes.CountOfEvent():
            return print_value(value)
        case _:
            assert_never(value)


def _value(value: nodes.Value, situation: Situation) -> float:
    if isinstance(value, Quantity):
        return _plain(value)
    found = situation[_number_name(value)]
    return float(found) if not isinstance(found, str) else 0.0


def _plain(quantity: Quantity) -> float:
    return quantity.value / 100 if quantity.unit == "percent" else quantity.value
