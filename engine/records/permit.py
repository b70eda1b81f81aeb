"""`permit ACTS only if CONDITION`: an act is fine only where the record shows everything; what is unknown fails closed.

A clock that still runs leaves the act open, but a known fault, and a gap in the record, outweigh an open clock
(CONVENTIONS: Actions). The verdict speaks of the record. Whether a text is unlawful is for lawyers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ..condition_nodes import (
    And,
    AtLeast,
    Bare,
    Compare,
    Condition,
    IsOneOf,
    Known,
    Name,
    Near,
    Not,
    Or,
    Ordered,
    Permit,
    Timely,
)
from ..conditions import judge
from ..finding import Outcome, Step, Verdict
from ..program import CompiledRule
from ..record import Action, Role, is_ours
from ..record_facts import ALL_FACTS
from .archive import role_of
from .court import Court
from .relations import RUNNING
from .verdicts import Case, applies, not_here, open_case, undecided, verdict, violation

_CLOCK: Final = frozenset({RUNNING, "now"})
_LABELS: Final = {fact.name: fact.label for fact in ALL_FACTS}
_UNDOING: Final = frozenset({"unhide"})


def judge_action(rule: CompiledRule, action: Action, court: Court) -> Verdict:
    """The verdict of one permission on one act."""
    shape = rule.shape
    assert isinstance(shape, Permit)
    case = open_case(court, rule, court.about_action(action))
    if action.action not in shape.actions and not ("measure" in shape.actions and action.action not in _UNDOING):
        return verdict(case, Outcome.NOT_APPLICABLE)
    if (early := outside(case, action)) is not None:
        return early
    if (early := not_here(case)) is not None:
        return early
    if (early := applies(case)) is not None:
        return early
    trail = _trail(case, action)
    held, needs = _closed(shape.condition, case)
    if held is True:
        return verdict(case, Outcome.FULFILLED, "", trail)
    if held is None:
        if "now" in needs:
            return undecided(case, {"now"}, "", trail)
        reason = case.say("die Frist läuft noch", "the clock still runs")
        return verdict(case, Outcome.OPEN, reason, trail)
    unknown = judge(shape.condition, case.scene, case.parameters)
    if unknown.value is None and any(fact in unknown.needs and to != "violation" for fact, to in rule.if_unknown):
        return undecided(case, unknown.needs, "", trail)
    lacking = list(dict.fromkeys(_lacking(shape.condition, case)))
    words = {"missing": _joined(lacking, court.speech)}
    reason = case.say("es fehlt: ", "missing: ") + words["missing"]
    return violation(case, words, trail, reason, "incomplete" if unknown.value is None else "")


def outside(case: Case, action: Action) -> Verdict | None:
    """The verdict on an act that is no cutting off of others: by the author, the platform, on our own content."""
    role = role_of(case.court.archive, action)
    if role is None:
        return undecided(case, {"actor"})
    target = case.court.archive.messages.get(action.target or "")
    reasons = {
        "author": ("das hat die Person selbst getan", "the author did it"),
        "platform": ("das hat die Plattform getan", "the platform did it"),
    }
    if role in reasons:
        return verdict(case, Outcome.NOT_APPLICABLE, case.say(*reasons[role]))
    if role in (Role.CUSTOMER, Role.OTHER):
        return verdict(case, Outcome.NOT_APPLICABLE, case.say("das waren nicht wir", "it was not us"))
    own = action.extra.get("own")
    if own is True or (own is None and target is not None and target.author is not None and is_ours(target)):
        return verdict(case, Outcome.NOT_APPLICABLE, case.say("eigener Inhalt", "our own content"))
    if action.action in _UNDOING:
        return verdict(case, Outcome.NOT_APPLICABLE, case.say("nimmt etwas zurück", "undoes something"))
    return None


def _closed(condition: Condition, case: Case) -> tuple[bool | None, frozenset[str]]:
    """The condition with every unknown failing; None only where nothing but a running clock is left."""
    match condition:
        case And():
            return _all([_closed(part, case) for part in condition.parts])
        case Or():
            return _any([_closed(part, case) for part in condition.parts])
        case AtLeast():
            parts = [_closed(part, case) for part in condition.parts]
            if sum(value is True for value, _ in parts) >= condition.count:
                return True, frozenset()
            if sum(value is not False for value, _ in parts) < condition.count:
                return False, frozenset()
            return None, frozenset().union(*(needs for _, needs in parts))
        case _:
            truth = judge(condition, case.scene, case.parameters)
            if truth.value is None and truth.needs and truth.needs <= _CLOCK:
                return None, truth.needs
            return truth.value is True, frozenset()


def _all(parts: list[tuple[bool | None, frozenset[str]]]) -> tuple[bool | None, frozenset[str]]:
    if any(value is False for value, _ in parts):
        return False, frozenset()
    needs = frozenset[str]().union(*(needs for _, needs in parts))
    return (None, needs) if any(value is None for value, _ in parts) else (True, frozenset())


def _any(parts: list[tuple[bool | None, frozenset[str]]]) -> tuple[bool | None, frozenset[str]]:
    if any(value is True for value, _ in parts):
        return True, frozenset()
    open_ = [needs for value, needs in parts if value is None]
    return (None, frozenset[str]().union(*open_)) if open_ else (False, frozenset())


def _lacking(condition: Condition, case: Case) -> Iterator[str]:
    """In words, the parts of the record that are missing or do not fit."""
    if _closed(condition, case)[0] is True:
        return
    match condition:
        case And() | AtLeast():
            for part in condition.parts:
                yield from _lacking(part, case)
        case Or():
            told = [list(dict.fromkeys(_lacking(part, case))) for part in condition.parts]
            choices = list(dict.fromkeys(_joined(each, case.court.speech) for each in told if each))
            yield case.say(" oder ", " or ").join(choices)
        case _:
            yield _label(condition, case)


def _label(condition: Condition, case: Case) -> str:
    """What a part of a permission asks for, in words."""
    match condition:
        case IsOneOf() | Timely() | Known():
            name = condition.fact
        case Bare():
            name = condition.name
        case Ordered():
            name = condition.left
        case Compare():
            name = next((side.name for side in (condition.left, condition.right) if isinstance(side, Name)), "")
        case Near():
            name = condition.event.what
        case Not():
            return case.say("zulässig: nicht ", "not allowed: ") + _label(condition.part, case)
        case _:
            from ..printer import print_condition

            return print_condition(condition)
    label = _LABELS.get(name, ("", ""))
    return (label[0] if case.court.speech == "de" else label[1]) or name


def _joined(parts: Iterable[str], speech: str) -> str:
    """`a, b and c`."""
    *first, last = list(parts) or [""]
    return f"{', '.join(first)} {'und' if speech == 'de' else 'and'} {last}" if first else last


def _trail(case: Case, action: Action) -> list[Step]:
    """When the item was posted, approved, removed, and when its author was told."""
    archive = case.court.archive
    steps = []
    target = archive.messages.get(action.target or "")
    if target is not None:
        at = archive.at(target)
        steps.append(Step(at.isoformat() if at else "", case.say("Beitrag veröffentlicht", "item published")))
    for each in action.approvals or ():
        steps.append(Step(each.at or "", case.say("freigegeben", "approved")))
    at = archive.at(action)
    ground = case.say(f", Grund: {action.ground or '?'}", f", ground: {action.ground or '?'}")
    steps.append(Step(at.isoformat() if at else "", action.action + ground))
    if action.notice_sent:
        steps.append(Step(action.notice_sent, case.say("Mitteilung an die Person", "notice to the author")))
    if due := case.scene.facts.get("due"):
        steps.append(Step(due, case.say("Frist", "due")))
    known = [each for each in steps if each.at]
    return [*sorted(known, key=lambda each: each.at), *(each for each in steps if not each.at)]
