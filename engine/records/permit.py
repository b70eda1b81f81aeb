"""`permit ACTS only if CONDITION`: an act is fine only where the record shows everything; what is unknown fails closed.

A clock that still runs leaves the act open, but a known fault, and a gap in the record, outweigh an open clock
(CONVENTIONS: Actions). The verdict speaks of the record. Whether a text is unlawful is for lawyers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from ..condition_nodes import (
    And,
    AtLeast,
    Bare,
    Compare,
    Condition,
    Expresses,
    IsOneOf,
    Known,
    Name,
    Not,
    Or,
    Ordered,
    Permit,
    Quantity,
    Says,
    Timely,
)
from ..conditions import judge, read
from ..finding import Outcome, Step, Verdict
from ..keywords import keywords
from ..program import CompiledRule
from ..record import Action, Role
from ..record_facts import ALL_FACTS
from .archive import role_of
from .court import Court
from .events import MEASURES
from .moments import instant
from .relations import RUNNING
from .verdicts import Case, applies, not_here, open_case, undecided, verdict, violation

_CLOCK: Final = frozenset({RUNNING, "now"})
_LABELS: Final = {fact.name: fact.label for fact in ALL_FACTS}
_SCOPES: Final = {
    "text": ("ein passender Text", "a fitting text"),
    "reason": ("eine Begründung, die sagt, worum es geht", "a reason that says what it is about"),
}
_LISTS: Final = {
    "emergency-grounds": ("ein Grund, bei dem sofort gehandelt werden darf", "a ground on which one may act at once"),
}
_GROUND: Final = frozenset({"ground", "ground.words", "ground.law", "house-rule", "house-rule.id", "house-rule-then"})
_ACTOR_APPROVES: Final = "actor-approves"  # the parameter by which a policy says so (docs/decisions/007)
_YES: Final = Quantity(1.0)
_UNDOING: Final = frozenset({"unhide"})
_OTHERS: Final = {
    "platform": ("das hat die Plattform getan", "the platform did it"),
    "author": ("das hat die Person selbst getan", "the author did it"),
    Role.CUSTOMER: ("das waren nicht wir", "it was not us"),
    Role.OTHER: ("das waren nicht wir", "it was not us"),
}


def judge_action(rule: CompiledRule, action: Action, court: Court) -> Verdict:
    """The verdict of one permission on one act."""
    shape = rule.shape
    assert isinstance(shape, Permit)
    case = open_case(court, rule, court.about_action(action))
    if action.action not in shape.actions and not ("measure" in shape.actions and action.action in MEASURES):
        return verdict(case, Outcome.NOT_APPLICABLE)
    if (early := outside(case, action)) is not None:
        return early
    if (early := not_here(case)) is not None:
        return early
    if (early := applies(case)) is not None:
        return early
    held, needs = _closed(shape.condition, case)
    if held is True:
        return verdict(case, Outcome.FULFILLED, "", _trail(case, action))
    if held is None:
        trail = _trail(case, action)
        if "now" in needs:
            return undecided(case, {"now"}, "", trail)
        reason = case.say("die Frist läuft noch", "the clock still runs")
        return verdict(case, Outcome.OPEN, reason, trail)
    unknown = judge(shape.condition, case.scene, case.parameters)
    if any(fact in unknown.needs and to != "violation" for fact, to in rule.if_unknown):
        return undecided(case, unknown.needs, "", _trail(case, action))
    lacking = list(_lacking(shape.condition, case))
    told = list(dict.fromkeys(_label(part, case) for part in lacking))
    words = {"missing": "; ".join(told)}
    if not action.ground:
        words["ground"] = case.say("keiner", "none")
    reason = case.say("es fehlt: ", "missing: ") + words["missing"]
    on_ground = any(each in _GROUND for part in lacking for each in _facts_of(part))
    return violation(case, words, _trail(case, action), reason, "" if on_ground else "incomplete")


def outside(case: Case, action: Action) -> Verdict | None:
    """The verdict on an act that is no cutting off of others: by the author, the platform, on our own content.

    A rule that asks `when own` is about our own content, so that it is not kept from it.
    """
    own = read("own", case.scene).value is True
    role = role_of(case.court.archive, action) if action.actor or action.actor_role else None
    if own and Bare("own") not in case.rule.when:
        return verdict(case, Outcome.NOT_APPLICABLE, case.say("eigener Inhalt", "our own content"))
    if action.action in _UNDOING:
        return verdict(case, Outcome.NOT_APPLICABLE, case.say("nimmt etwas zurück", "undoes something"))
    if role is None:
        return undecided(case, {"actor"})
    author = case.scene.exchange.message.author
    if role == "author" and author is not None and author.role is Role.US:
        role = Role.US
    if role in _OTHERS:
        return verdict(case, Outcome.NOT_APPLICABLE, case.say(*_OTHERS[role]))
    return None


def _closed(condition: Condition, case: Case) -> tuple[bool | None, frozenset[str]]:
    """The condition with every unknown failing; None only where nothing but a running clock is left."""
    match condition:
        case And():
            return _enough(condition.parts, len(condition.parts), case)
        case Or():
            return _enough(condition.parts, 1, case)
        case AtLeast():
            return _enough(condition.parts, condition.count, case)
        case _:
            truth = judge(condition, case.scene, case.parameters)
            if truth.value is None and truth.needs and truth.needs <= _CLOCK:
                return None, truth.needs
            return truth.value is True, frozenset()


def _enough(parts: tuple[Condition, ...], count: int, case: Case) -> tuple[bool | None, frozenset[str]]:
    """Whether so many of the parts hold; no part is asked once that is clear."""
    held, left, needs = 0, len(parts), frozenset[str]()
    running = 0
    for part in parts:
        value, more = _closed(part, case)
        left -= 1
        held += value is True
        running += value is None
        needs |= more
        if held >= count:
            return True, frozenset()
        if held + running + left < count:
            return False, frozenset()
    return None, needs


def _lacking(condition: Condition, case: Case) -> Iterator[Condition]:
    """The parts that fail; where a clock still runs, nothing is missing yet.

    Of alternatives, the one the record claims by its first part counts, else the plain ones.
    """
    if _closed(condition, case)[0] is not False:
        return
    match condition:
        case And() | AtLeast():
            for part in condition.parts:
                yield from _lacking(part, case)
        case Or():
            ways = [part for part in condition.parts if not _is_shut(part, case)]
            claimed = [way for way in ways if isinstance(way, And) and _is_claimed(way, case)]
            plain = [way for way in ways if not isinstance(way, And | Not)]
            if claimed:
                yield from _lacking(claimed[0], case)
            elif plain:
                yield Or(tuple(plain[:2])) if len(plain) > 1 else plain[0]
            else:
                yield from _lacking((ways or [condition.parts[0]])[0], case)
        case _:
            yield condition


def _is_claimed(way: And, case: Case) -> bool:
    """Whether the first part of a way that is about the record holds."""
    first = next((part for part in way.parts if _facts_of(part)), None)
    return first is not None and _closed(first, case)[0] is True


def _is_shut(way: Condition, case: Case) -> bool:
    """Whether the policy does not open this way: a number of its own stands against it."""
    parts = way.parts if isinstance(way, And) else (way,)
    return any(not _facts_of(part) and _closed(part, case)[0] is False for part in parts)


def _facts_of(condition: Condition) -> tuple[str, ...]:
    """The facts of the record a part asks for; parameters are none."""
    match condition:
        case IsOneOf() | Timely() | Known():
            return (condition.fact,)
        case Bare():
            return (condition.name,)
        case Ordered():
            return condition.left, condition.right
        case Compare():
            names = [side.name for side in (condition.left, condition.right) if isinstance(side, Name)]
            return tuple(name for name in names if name in _LABELS)
        case Not():
            return _facts_of(condition.part)
        case And() | Or() | AtLeast():
            return tuple(name for part in condition.parts for name in _facts_of(part))
        case Says() | Expresses():
            return (condition.scope,)
        case _:
            return ("history",)


def _label(condition: Condition, case: Case) -> str:
    """What a part of a permission asks for, in words."""
    if isinstance(condition, Or):
        return case.say(" oder ", " or ").join(dict.fromkeys(_label(part, case) for part in condition.parts))
    name = next(iter(_facts_of(condition)), "")
    if isinstance(condition, IsOneOf) and condition.named in _LISTS:
        return case.say(*_LISTS[condition.named])
    told = _LABELS.get(name, _SCOPES.get(name, ("", "")))[case.court.speech != "de"]
    if not told:
        from ..printer import print_condition

        return print_condition(condition)
    if isinstance(condition, Not) and name in _LABELS and name not in _GROUND:
        return case.say("nicht zulässig: ", "not allowed: ") + told
    return told


def _trail(case: Case, action: Action) -> list[Step]:
    """When the item was posted, approved, removed, and its author told; which approvals do not count, and why."""
    archive = case.court.archive
    steps: list[tuple[datetime | None, str, str]] = []

    def add(written: str | None, german: str, english: str) -> None:
        at = instant(written, archive.zone)
        steps.append((at, at.isoformat() if at else "", case.say(german, english)))

    target = archive.messages.get(action.target or "")
    if target is not None:
        add(target.published, "Beitrag veröffentlicht", "item published")
    performed = instant(action.performed, archive.zone)
    for each in action.approvals or ():
        at = instant(each.at, archive.zone)
        why = ("", "")
        if not each.by:
            why = (", zählt nicht: von wem, ist unbekannt", ", does not count: by whom is unknown")
        elif at is None:
            why = (", zählt nicht: wann, ist unbekannt", ", does not count: when is unknown")
        elif performed is None:
            why = (
                ", zählt nicht: wann gehandelt wurde, ist unbekannt",
                ", does not count: the time of the act is unknown",
            )
        elif each.by == action.actor and case.parameters.get(_ACTOR_APPROVES, _YES).value < 1:
            why = (", zählt nicht: von der Person, die gehandelt hat", ", does not count: by the person who acted")
        elif each.by == action.extra.get("requested_by"):
            why = (", zählt nicht: von der Person, die darum bat", ", does not count: by the person who asked for it")
        elif at > performed:
            why = (", erst danach", ", only afterwards")
        add(each.at, "freigegeben" + why[0], "approved" + why[1])
    act = keywords().spelled("events", action.action, case.court.speech)
    if action.ground:
        add(action.performed, f"{act}, Grund: {action.ground}", f"{act}, ground: {action.ground}")
    else:
        add(action.performed, f"{act}, ohne Grund", f"{act}, no ground")
    if action.notice_sent:
        add(action.notice_sent, "Mitteilung an die Person", "notice to the author")
    if due := case.scene.facts.get("due"):
        add(due, "Frist", "due")
    dated = sorted((each for each in steps if each[0] is not None), key=lambda each: (each[0] is None, each[0]))
    return [Step(at, what) for _, at, what in (*dated, *(each for each in steps if each[0] is None))]
