"""Program (+ records) -> verdicts and findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import assert_never

from . import condition_nodes as nodes
from .condition_nodes import Quantity, wording
from .conditions import Truth, facts_read, judge, read
from .edits import edits_of, without_remains
from .facts import FACTS
from .finding import Decision, Finding, Outcome, Result, Severity, Verdict
from .program import CompiledRule, Program
from .record import Exchange, Message, Role, is_ours
from .regex import Regex
from .scene import Scene, stage
from .signals import SIGNALS
from .source import Span

LONGEST = 100_000
"""Code points a message may have; a longer one is not judged, and says so."""

WITHOUT_PAST = ("history",)
"""What a rule lacks that looks at what was said before, where a draft is checked alone: nothing its writer can mend."""

_PLACEHOLDER = Regex(r"\{([^{}\s]+)\}")
_NAMES = frozenset([*(fact.name for fact in FACTS), *(signal.name for signal in SIGNALS)])
_NO_WORDS: Mapping[str, str] = {}
_DATE = Regex(r"\d{4}-\d{2}-\d{2}(?!\d)")
_TO_US = frozenset({"action", "thread", "timeline"})  # whose advice says what to do, not what to write in the text
_SUBJECT_KINDS = {
    "post": frozenset({"post", "story", "share"}),
    "reply": frozenset({"reply", "comment", "dm"}),
    "message": frozenset({"post", "story", "share", "reply", "comment", "dm"}),
}


def evaluate(program: Program, exchange: Exchange, speech: str = "en") -> Result:
    """Judge one message by every rule of the program. `speech` is the language of the words for people."""
    message = exchange.message
    if message.text is None:
        return _unread(program, exchange, Outcome.UNDECIDED, ("text",), "")
    if len(message.text) > LONGEST:
        return _unread(program, exchange, Outcome.ERROR, (), _too_long(speech))
    if reason := out_of_reach(program, exchange, speech):
        return _unread(program, exchange, Outcome.NOT_APPLICABLE, (), reason)
    parent = exchange.parent
    if parent is not None and len(parent.text or "") > LONGEST:  # not read, so not known
        exchange = replace(exchange, parent=None, parent_known=False)
    return evaluate_scene(program, stage(program, exchange), speech)


def evaluate_scene(program: Program, scene: Scene, speech: str = "en") -> Result:
    """Judge a message that is on stage already."""
    exchange, message = scene.exchange, scene.exchange.message
    if scene.unread:
        return _unread(program, exchange, Outcome.UNDECIDED, ("text",), "")
    if len(message.text or "") > LONGEST:
        return _unread(program, exchange, Outcome.ERROR, (), _too_long(speech))
    if reason := out_of_reach(program, exchange, speech):
        return _unread(program, exchange, Outcome.NOT_APPLICABLE, (), reason)
    day = _day(exchange)
    verdicts = tuple(
        _verdict(rule, scene, speech)
        if not day or (rule.since or day) <= day <= (rule.until or day)
        else Verdict(rule.id, rule.version, Outcome.NOT_APPLICABLE, (), (), f"not in force on {day}")
        for rule in program.rules
    )
    return Result(message.id, scene.language, decide(program, verdicts), without_remains(verdicts, scene.text))


def _too_long(speech: str) -> str:
    return (
        f"der Text hat mehr als {LONGEST} Zeichen" if speech == "de" else f"the text has more than {LONGEST} characters"
    )


def concerns(program: Program, message: Message) -> bool:
    """Whether a message is to be judged: it is ours, or some rule is about such messages of its author's side."""
    return is_ours(message) or any(is_subject(rule, message) for rule in program.rules)


def _unread(program: Program, exchange: Exchange, outcome: Outcome, needs: tuple[str, ...], reason: str) -> Result:
    verdicts = tuple(Verdict(rule.id, rule.version, outcome, (), needs, reason) for rule in program.rules)
    decision = Decision.PUBLISH if outcome is Outcome.NOT_APPLICABLE else Decision.REVISE
    return Result(exchange.message.id, None, decision, verdicts)


def out_of_reach(program: Program, exchange: Exchange, speech: str = "en") -> str:
    """Why the policy does not speak of this message at all: another channel, another time; empty when it does."""
    message, german = exchange.message, speech == "de"
    if program.channels and message.channel is not None and message.channel not in program.channels:
        channel = message.channel
        return f"die Policy gilt nicht für {channel}" if german else f"the policy does not cover {channel}"
    day = _day(exchange)
    if day and not (program.since or day) <= day <= (program.until or day):
        return f"am {day} galt die Policy nicht" if german else f"the policy was not in force on {day}"
    return ""


def _day(exchange: Exchange) -> str:
    """The local day of the message as an ISO date; empty when it is unknown or no date."""
    published = exchange.message.published or ""
    return published[:10] if _DATE.match(published) else ""


def _verdict(rule: CompiledRule, scene: Scene, speech: str) -> Verdict:
    message = scene.exchange.message
    scene.begin()
    if not is_subject(rule, message):
        return _bare(rule.id, rule.version, Outcome.NOT_APPLICABLE)
    if message.kind is None and rule.subject != "message":
        return Verdict(rule.id, rule.version, Outcome.UNDECIDED, (), ("kind",))
    if rule.channels and message.channel is not None and message.channel not in rule.channels:
        return _bare(rule.id, rule.version, Outcome.NOT_APPLICABLE)
    if rule.channels and message.channel is None:
        return Verdict(rule.id, rule.version, Outcome.UNDECIDED, (), ("channel",))
    if scene.language is None and (rule.reads_language or rule.languages):
        return Verdict(rule.id, rule.version, Outcome.UNDECIDED, (), ("language",), scene.language_reason)
    if rule.languages and scene.language not in rule.languages:
        return _bare(rule.id, rule.version, Outcome.NOT_APPLICABLE)
    verdict = by_conditions(rule, scene, parameters_of(rule, message.channel or ""), speech)
    if message.channel is None:
        channels = {channel for _, own in rule.parameters.values() for channel in own}
        outcomes = {by_conditions(rule, scene, parameters_of(rule, channel), speech).outcome for channel in channels}
        if outcomes - {verdict.outcome}:
            return Verdict(rule.id, rule.version, Outcome.UNDECIDED, (), ("channel",))
    return verdict


def is_subject(rule: CompiledRule, message: Message) -> bool:
    """Whether a rule judges messages of this author and kind; what nobody signed is ours."""
    role = (message.author and message.author.role) or Role.US
    kinds = _SUBJECT_KINDS.get(rule.subject, frozenset())
    return role in rule.by and (message.kind is None or message.kind in kinds)


def parameters_of(rule: CompiledRule, channel: str) -> dict[str, Quantity]:
    """The parameters as they are on a channel; empty for a channel that is not named."""
    parameters = rule.parameters
    return {name: own.get(channel, default) for name, (default, own) in parameters.items()} if parameters else {}


def by_conditions(rule: CompiledRule, scene: Scene, parameters: dict[str, Quantity], speech: str) -> Verdict:
    """Applies at all, excepted, then what the shape demands; an unknown on the way leaves it undecided."""
    needs: frozenset[str] = frozenset()
    for condition in rule.when:
        applies = judge(condition, scene, parameters)
        if applies.value is False:
            return _bare(rule.id, rule.version, Outcome.NOT_APPLICABLE)
        needs |= applies.needs
    shape = rule.shape
    match shape:
        case nodes.Forbid():
            demanded = judge(shape.condition, scene, parameters, None, True)
            kept = demanded.value is False
            broken = demanded.value is True
        case nodes.Require():
            demanded = judge(shape.condition, scene, parameters)
            kept = demanded.value is True
            broken = demanded.value is False
            demanded = Truth(demanded.value, demanded.needs)
        case nodes.Permit() | nodes.Expect() | nodes.Tally():  # the checker keeps them away from single messages
            return Verdict(rule.id, rule.version, Outcome.ERROR, reason="can only be judged on records")
        case _:
            assert_never(shape)
    if kept:
        return _bare(rule.id, rule.version, Outcome.FULFILLED) if not needs else _unknown(rule, scene, needs)
    for condition, _ in rule.exceptions:
        excepted = judge(condition, scene, parameters)
        if excepted.value is True:
            return _bare(rule.id, rule.version, Outcome.NOT_APPLICABLE)
        needs |= excepted.needs
    needs |= demanded.needs
    failing = any(fact in needs and verdict == "violation" for fact, verdict in rule.if_unknown)
    if (needs or not broken) and not failing:
        return _unknown(rule, scene, needs)
    findings = tuple(findings_of(rule, scene, parameters, demanded.spans, speech))
    grounds = (*rule.when, shape.condition) if isinstance(shape, nodes.Forbid) else rule.when
    if scene.parent is not None and any(is_hinted(condition, scene) for condition in grounds):
        findings = tuple(map(as_hint, findings))
    return Verdict(rule.id, rule.version, Outcome.VIOLATION, findings)


# A memo of a pure function: most verdicts say no more than this, and an archive holds millions of them.
@lru_cache(maxsize=4096)
def _bare(rule: str, version: str, outcome: Outcome) -> Verdict:
    return Verdict(rule, version, outcome)


def _unknown(rule: CompiledRule, scene: Scene, needs: frozenset[str]) -> Verdict:
    for fact, verdict in rule.if_unknown:
        if fact in needs and verdict != "violation":
            return Verdict(rule.id, rule.version, Outcome(verdict), (), tuple(sorted(needs)))
    return Verdict(rule.id, rule.version, Outcome.UNDECIDED, (), tuple(sorted(needs)))


def findings_of(
    rule: CompiledRule,
    scene: Scene,
    parameters: dict[str, Quantity],
    spans: tuple[Span, ...],
    speech: str,
    more: Mapping[str, str] = _NO_WORDS,
) -> Iterable[Finding]:
    """One finding a place; the whole text where no place carries it or one finding is enough.

    What only a model named is a note, whatever the rule says, with no edit and no route: a hint is no proof. `more`
    are further words that fill the wordings.
    """
    text = scene.text.raw
    marked = _disjoint(spans)
    places = marked or [Span(0, len(text))]
    if isinstance(rule.shape, nodes.Forbid) and rule.shape.once:
        places = [max(places, key=lambda span: (span not in scene.hints, span.end - span.start, -span.start))]
    message, why = wording(rule.message, speech), wording(rule.why, speech)
    graded = [(judge(condition, scene, parameters, None, True), severity) for condition, severity in rule.graded]
    whole = not marked or (isinstance(rule.shape, nodes.Forbid) and rule.shape.once)
    told = _told(message + why, scene, {*parameters, "match", "count", *more}, speech)
    facts = facts_read(scene)
    advising = speech if rule.subject in _TO_US else scene.language or speech
    for span in places:
        hint = span in scene.hints
        severity = Severity.NOTE if hint else _severity(rule, graded, None if whole else span)
        excerpt = text[span.start : span.end]
        words = told | dict(facts) | {name: f"{quantity.value:g}" for name, quantity in parameters.items()}
        words |= {"match": _shortened(excerpt), "count": str(len(places)), **more}
        advice = [wording(each.local, advising) for each in rule.suggestions if each.action in ("say", "add")]
        yield Finding(
            rule.id, rule.version, wording(rule.title, speech), rule.clause, wording(rule.clause_text, speech),
            severity, span.start, span.end, excerpt, _fill(message, words), _fill(why, words),
            () if hint else tuple(edits_of(rule, scene, span if marked else None)), " ".join(advice),
            "" if hint else rule.route, facts,
        )  # fmt: skip


def is_hinted(condition: nodes.Condition, scene: Scene) -> bool:
    """Whether a condition on the message answered that was judged to hold rests on what only a model named there."""
    if isinstance(condition, nodes.And):
        return any(is_hinted(part, scene) for part in condition.parts)
    if not isinstance(condition, nodes.Expresses) or condition.scope != "parent" or scene.parent is None:
        return False
    found = scene.parent.recall(condition.concept)
    return found is not None and found.value is True and rests_on_hints(scene.parent.places_of(found), scene.parent)


def rests_on_hints(spans: Sequence[Span], scene: Scene) -> bool:
    """Whether there are places, and a model alone named all of them."""
    return bool(spans) and scene.hints.issuperset(spans)


def as_hint(finding: Finding) -> Finding:
    """The finding as a note, with no edit and no route: what it rests on was named by a model alone."""
    return replace(finding, severity=Severity.NOTE, suggestions=(), route="")


def _severity(rule: CompiledRule, graded: list[tuple[Truth, Severity]], span: Span | None) -> Severity:
    """The severity of a finding: of the last condition that holds there, in the whole text when `span` is None."""
    severity = rule.severity
    for truth, level in graded:
        here = (
            span is None
            or not truth.spans
            or any(each.start < span.end and span.start < each.end for each in truth.spans)
        )
        if truth.value is True and here:
            severity = level
    return severity


def _disjoint(spans: tuple[Span, ...]) -> list[Span]:
    """Places in text order; those that overlap become one."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda each: (each.start, -each.end)):
        if kept and span.start < kept[-1].end:
            kept[-1] = Span(kept[-1].start, max(kept[-1].end, span.end))
        else:
            kept.append(span)
    return kept


def _shortened(excerpt: str) -> str:
    flat = " ".join(excerpt.split())
    return flat if len(flat) <= 80 else flat[:77].rstrip() + "..."


def _told(wordings: str, scene: Scene, given: set[str], speech: str) -> dict[str, str]:
    """The facts that wordings speak of and that are unknown, in words; those that are known are read."""
    names = (
        {name for name in _PLACEHOLDER.compiled().findall(wordings) if name not in given} if "{" in wordings else set()
    )
    known = {name for name in names if name.replace("parent.", "text.", 1) in _NAMES or name in _NAMES}
    unknown = "unbekannt" if speech == "de" else "unknown"
    return {name: unknown for name in sorted(known) if read(name, scene).value is None}


def _fill(template: str, words: dict[str, str]) -> str:
    """The template with `{name}` replaced; an unknown name stays as it was written."""
    return _PLACEHOLDER.compiled().sub(lambda found: words.get(found[1], found[0]), template)


def decide(program: Program, verdicts: tuple[Verdict, ...]) -> Decision:
    """The gravest decision any finding asks for; a route asks for approval at least."""
    wanted = [Decision.PUBLISH]
    for verdict in verdicts:
        if verdict.outcome is Outcome.ERROR:
            wanted.append(Decision.REVISE)
        if verdict.outcome is Outcome.UNDECIDED and verdict.needs != WITHOUT_PAST:
            wanted.append(program.decisions.get("undecided", Decision.PUBLISH))
        for finding in verdict.findings if verdict.outcome is not Outcome.WAIVED else ():
            wanted.append(program.decisions.get(str(finding.severity), _DEFAULTS[finding.severity]))
            if finding.route:
                wanted.append(program.decisions.get("routed", Decision.APPROVE))
    return max(wanted, key=_GRAVITY.__getitem__) if len(wanted) > 1 else Decision.PUBLISH


_GRAVITY = {decision: number for number, decision in enumerate(Decision)}
_DEFAULTS = {Severity.NOTE: Decision.PUBLISH, Severity.WARNING: Decision.REVISE, Severity.ERROR: Decision.STOP}
