"""What every judge of records needs: does the rule apply here, and the verdict with its facts and its timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from ..condition_nodes import ACTS, Expect, Quantity, wording
from ..conditions import facts_read, judge
from ..evaluator import findings_of, parameters_of
from ..finding import Outcome, Step, Verdict
from ..program import CompiledRule
from ..record import Action, Message
from ..scene import Scene
from ..values import dataclass
from .court import Court
from .moments import told


@dataclass(frozen=True, slots=True)
class Case:
    """One rule before one subject: the scene it is judged in and the rule's parameters there."""

    court: Court
    rule: CompiledRule
    scene: Scene
    parameters: Mapping[str, Quantity]

    def say(self, german: str, english: str) -> str:
        """The words in the language of the report."""
        return german if self.court.speech == "de" else english


def open_case(court: Court, rule: CompiledRule, scene: Scene) -> Case:
    """The rule before the subject on stage."""
    scene.begin()
    return Case(court, rule, scene, parameters_of(rule, scene.exchange.message.channel or ""))


def not_here(case: Case) -> Verdict | None:
    """The verdict of a rule that does not judge this subject, or cannot: another channel, day, language."""
    rule, message = case.rule, case.scene.exchange.message
    past = case.scene.exchange.past
    if rule.since or rule.until:
        day = past.local_day(_written(case)) if past else None
        if day is None:
            return undecided(case, {"published"})
        if not (rule.since or day) <= day <= (rule.until or day):
            return verdict(case, Outcome.NOT_APPLICABLE, case.say(f"galt am {day} nicht", f"not in force on {day}"))
    covered = case.court.program.channels
    if covered and message.channel is not None and message.channel not in covered:
        return verdict(
            case,
            Outcome.NOT_APPLICABLE,
            case.say(f"die Policy gilt nicht für {message.channel}", f"the policy does not cover {message.channel}"),
        )
    if rule.channels and message.channel is None:
        return undecided(case, {"channel"})
    if rule.channels and message.channel not in rule.channels:
        return verdict(case, Outcome.NOT_APPLICABLE)
    if rule.languages and case.scene.language is not None and case.scene.language not in rule.languages:
        return verdict(case, Outcome.NOT_APPLICABLE)
    return None


def _written(case: Case) -> str | None:
    about = case.scene.exchange.about
    return about.performed if isinstance(about, Action) else case.scene.exchange.message.published


def applies(case: Case) -> Verdict | None:
    """The verdict where a `when` does not hold, cannot be told, or an exception covers the subject; else None."""
    needs: frozenset[str] = frozenset()
    for condition in case.rule.when:
        truth = judge(condition, case.scene, case.parameters)
        if truth.value is False:
            return verdict(case, Outcome.NOT_APPLICABLE)
        needs |= truth.needs
    for condition, reason in case.rule.exceptions:
        truth = judge(condition, case.scene, case.parameters)
        if truth.value is True:
            return verdict(case, Outcome.NOT_APPLICABLE, reason)
        needs |= truth.needs
    return undecided(case, needs) if needs else None


def verdict(case: Case, outcome: Outcome, reason: str = "", trail: Sequence[Step] = (), mark: str = "") -> Verdict:
    """A verdict without findings."""
    facts = facts_read(case.scene)
    title = _running(case) if outcome is Outcome.OPEN else wording(case.rule.title, case.court.speech)
    return Verdict(case.rule.id, case.rule.version, outcome, (), (), reason, mark, facts, tuple(trail), title)


_SPANS: Final = {"day": ("Tag", "Day"), "week": ("Woche", "Week"), "month": ("Monat", "Month")}


def _running(case: Case) -> str:
    """What still runs, in words that reproach nobody: the title of a rule names its fault, and there is none yet."""
    shape = case.rule.shape
    if case.rule.subject == "timeline":
        return case.say(*_SPANS[case.rule.per])
    if any(event.what == "promise" for event in case.rule.after):
        return case.say("Zusage", "Promise")
    if isinstance(shape, Expect):
        acts = any(event.what in ACTS or event.what == "measure" for event in shape.events)
        return case.say("Reaktion steht aus", "Reaction due") if acts else case.say("Antwort steht aus", "Answer due")
    return wording(case.rule.title, case.court.speech)


def undecided(case: Case, needs: frozenset[str] | set[str], reason: str = "", trail: Sequence[Step] = ()) -> Verdict:
    """Not decided for want of these facts, unless the rule says what follows from not knowing one of them."""
    for fact, outcome in case.rule.if_unknown:
        if fact in needs:
            if outcome == "violation":
                return violation(case, {}, trail, reason)
            return replace(verdict(case, Outcome(outcome), reason, trail), needs=tuple(sorted(needs)))
    return replace(verdict(case, Outcome.UNDECIDED, reason, trail), needs=tuple(sorted(needs)))


def violation(
    case: Case, words: Mapping[str, str], trail: Sequence[Step] = (), reason: str = "", mark: str = ""
) -> Verdict:
    """A violation with its finding; `words` fill the wordings of the rule, the verdict keeps times as ISO 8601."""
    found = tuple(findings_of(case.rule, case.scene, dict(case.parameters), (), case.court.speech, words))
    base = verdict(case, Outcome.VIOLATION, reason, trail, mark)
    facts = dict(base.facts)
    told = tuple(sorted({**facts, **words}.items()))
    kept = tuple(sorted({**words, **facts}.items()))
    return replace(base, findings=tuple(replace(each, facts=told) for each in found), facts=kept)


def step(case: Case, item: Message | Action, german: str, english: str) -> Step:
    """A line of the timeline for a message or an act."""
    kept, key = case.court.steps, (type(item), item.id, german)
    if key not in kept:
        if len(kept) >= _KEPT:
            kept.clear()
        kept[key] = _step(case, item, case.say(german, english))
    return kept[key]


_KEPT: Final = 4_096
"""Lines of timelines that are remembered: in a crowd the same message stands in many of them."""


def _step(case: Case, item: Message | Action, what: str) -> Step:
    at = case.court.archive.at(item)
    if isinstance(item, Message) and item.text:
        flat = " ".join(item.text.split())
        shown = flat if len(flat) <= 70 else flat[:67].rstrip() + "..."
        what += case.say(f": „{shown}“", f": “{shown}”")
    return Step(at.isoformat() if at else "", what)


def shown(case: Case, at: object) -> str:
    """An instant in the calendar's zone as a person reads it."""
    from datetime import datetime

    return told(at, case.court.calendar.zone, case.court.speech) if isinstance(at, datetime) else "?"
