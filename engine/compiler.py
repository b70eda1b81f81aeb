"""nodes (+ policy) -> Program."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from typing import Final

from . import nodes
from .bare import bare_condition, bare_event, bare_shape
from .diagnostics import Diagnostic, Level, did_you_mean, say
from .finding import Decision, Severity
from .index import build_index
from .inflection import VerbTables, parse_tables
from .learned import load, model_digest, model_file
from .library import read_text
from .nodes import Condition, Phrase, Quantity
from .parser import Parsed
from .parts import concept_conditions, deciding_conditions, rule_conditions, rule_languages, used_concepts, walk
from .pattern import Pattern, compile_pattern
from .pattern import Sequence as Items
from .phrase import CLASSES, PhraseError, read_phrase
from .policy import Policy
from .policy_choices import chosen
from .printer import print_meaning
from .program import CompiledConcept, CompiledRule, Lexicon, Line, Program, Shelf, Taught, pack, teach
from .record import Role
from .source import Source, Span
from .values import dataclass
from .weighing import scale

LANGUAGES: Final = ("de", "en")
MESSAGE_SUBJECTS: Final = ("post", "reply", "message")
"""Subjects that are one text; the others are judged on records."""


@dataclass(slots=True)
class _Phrasebook:
    """Phrases of one language being numbered; equal phrases share a number."""

    language: str
    tables: VerbTables
    diagnostics: list[Diagnostic]
    sets: dict[str, tuple[Items, ...]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    patterns: list[Pattern] = field(default_factory=list)

    def number(self, phrase: Phrase, source: Source) -> int | None:
        """The number of a phrase; None with a diagnostic when it cannot be read."""
        known = self.numbers.get(phrase.text)
        if known is not None:
            return known
        parts = self.read(phrase, source)
        if parts is None:
            return None
        self.numbers[phrase.text] = len(self.patterns)
        self.patterns.append(compile_pattern(parts))
        return self.numbers[phrase.text]

    def read(self, phrase: Phrase, source: Source) -> tuple[Items, ...] | None:
        """The parts of a phrase; None with a diagnostic when it cannot be read."""
        try:
            return read_phrase(phrase.text, self.language, self.sets, self.tables)
        except PhraseError as problem:
            code, hint = "K211", problem.hint
            if problem.unknown:
                close = did_you_mean(problem.unknown, (*self.sets, *CLASSES))
                code, hint = "K210", close or say("define it, or use a class")
            start = phrase.span.start + 1 + problem.start
            span = Span(start, max(start + 1, phrase.span.start + 1 + problem.end))
            self.diagnostics.append(Diagnostic(code, Level.ERROR, source, span, problem.message, hint))
            return None

    def define(self, blocks: Sequence[tuple[Source, nodes.Define]]) -> None:
        """Read all sets; a set may use others, whatever the order they stand in."""
        waiting = list(blocks)
        while waiting:
            ready = [item for item in waiting if not self._uses(item[1]) & {other.id for _, other in waiting}]
            if not ready:
                source, block = waiting[0]
                names = ", ".join(f"`{other.id}`" for _, other in waiting)
                message, hint = say("the word sets {names} use each other in a circle", names=names), say("break it")
                self.diagnostics.append(Diagnostic("K212", Level.ERROR, source, block.id_span, message, hint))
                return
            for source, block in ready:
                read = [self.read(phrase, source) for phrase in block.phrases]
                for phrase, parts in zip(block.phrases, read, strict=True):
                    if parts and len(parts) > 1:
                        message = say("a set cannot hold `&`; write it in the phrase that uses the set")
                        self.diagnostics.append(Diagnostic("K213", Level.ERROR, source, phrase.span, message))
                self.sets[block.id] = tuple(parts[0] for parts in read if parts)
            waiting = [item for item in waiting if item not in ready]

    @staticmethod
    def _uses(block: nodes.Define) -> set[str]:
        used: set[str] = set()
        for phrase in block.phrases:
            used |= {piece.partition(">")[0] for piece in phrase.text.split("<")[1:]}
        return used


def compile_rules(parsed: Sequence[Parsed], policy: Policy, engine: str) -> tuple[Program | None, list[Diagnostic]]:
    """The program of these rule files under `policy`; None when something cannot be compiled, with the reasons."""
    diagnostics: list[Diagnostic] = []
    tables = parse_tables(read_text("grammar/verbs-de.txt"), read_text("grammar/verbs-en.txt"))
    blocks = [(each.source, block) for each in parsed for block in each.file.blocks]
    lexicons = {
        language: _lexicon(language, blocks, tables, diagnostics)
        for language in policy.languages
        if language in LANGUAGES
    }
    clauses = {
        clause.id: clause for _, block in blocks if isinstance(block, nodes.Guideline) for clause in block.clauses
    }
    trees = _Trees([block for _, block in blocks])
    rules = tuple(
        _rule(block, policy, clauses, trees) for _, block in blocks if isinstance(block, nodes.Rule)
    )  # fmt: skip
    if any(diagnostic.level is Level.ERROR for diagnostic in diagnostics):
        return None, diagnostics
    lists = {
        block.id: tuple(phrase.text for phrase in block.phrases)
        for _, block in blocks
        if isinstance(block, nodes.Define) and not block.language
    }
    program = _program(engine, policy, rules, pack(lexicons), lists)
    later = []
    for changed in policy.later:
        again = tuple(_rule(block, changed, clauses, trees) for _, block in blocks if isinstance(block, nodes.Rule))
        later.append(_program(engine, changed, again, program.lexicons, lists))
    told = tuple((name, clause.local) for name, clause in clauses.items())
    return replace(program, later=tuple(later), clauses=told), diagnostics


def _program(
    engine: str,
    policy: Policy,
    rules: Iterable[CompiledRule | None],
    lexicons: Shelf[str, Lexicon],
    lists: dict[str, tuple[str, ...]],
) -> Program:
    """The program of one policy over rules and lexicons that are compiled already."""
    active = tuple(rule for rule in rules if rule is not None)
    content = "\n".join([engine, policy.digest, *(rule.version + rule.id + rule.severity for rule in active)])
    return Program(
        engine,
        hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        policy.name,
        policy.digest,
        tuple(language for language in policy.languages if language in LANGUAGES),
        policy.organisation,
        {severity: Decision(decision) for severity, decision in policy.decisions},
        policy.channels,
        policy.valid_from,
        policy.valid_until,
        lexicons,
        tuple(rule for rule in active if rule.subject in MESSAGE_SUBJECTS),
        replace(policy.records, rules=tuple(rule for rule in active if rule.subject not in MESSAGE_SUBJECTS)),
        lists | dict(policy.lists),
    )


def _lexicon(
    language: str, blocks: Sequence[tuple[Source, nodes.AnyBlock]], tables: VerbTables, diagnostics: list[Diagnostic]
) -> Lexicon:
    book = _Phrasebook(language, tables, diagnostics)
    book.define([(s, b) for s, b in blocks if isinstance(b, nodes.Define) and b.language == language])
    concepts: dict[str, CompiledConcept] = {}
    for source, block in blocks:
        if isinstance(block, nodes.Concept) and block.language == language:
            concepts[block.id] = _concept(block, source, book)
        if isinstance(block, nodes.Rule) and (not (spoken := rule_languages(block)) or language in spoken):
            for condition in rule_conditions(block):
                for says in walk(condition):
                    if isinstance(says, nodes.Says):
                        book.number(says.phrase, source)
    patterns = tuple(book.patterns)
    owners: dict[int, tuple[str, ...]] = {}
    for name in concepts:
        for number in concepts[name].patterns:
            owners[number] = (*owners.get(number, ()), name)
    worded = {name: concept.learned for name, concept in concepts.items() if concept.lines}
    families = {concept.learned for concept in concepts.values() if concept.learned}
    taught = _taught(language, families) if families else None
    return Lexicon(
        pack(dict(enumerate(patterns))), build_index(patterns), book.numbers, owners, worded, pack(concepts), taught
    )


def _taught(language: str, families: set[str]) -> Taught:
    """The model that ships for a language, with the scales of the families that concepts are learned from."""
    model = load(model_file(language))
    for family in model.families:
        if family.name in families:
            scale(model, family.name)
    return teach(model)


def _concept(block: nodes.Concept, source: Source, book: _Phrasebook) -> CompiledConcept:
    lines: list[Line] = []
    unless: list[Condition] = []
    only: list[Condition] = []
    holds: list[Condition] = []
    learned = ""
    for item in block.items:
        match item:
            case nodes.SaysLine():
                numbers = tuple(n for phrase in item.phrases if (n := book.number(phrase, source)) is not None)
                lines.append(Line(numbers, bare_condition(item.condition) if item.condition else None))
            case nodes.Unless():
                unless.extend(bare_condition(condition) for condition in item.conditions)
            case nodes.OnlyIf():
                only.append(bare_condition(item.condition))
            case nodes.HoldsWhen():
                holds.append(bare_condition(item.condition))
            case nodes.LearnedFrom():
                learned = item.model
            case _:
                pass
    for condition in concept_conditions(block):
        for says in walk(condition):
            if isinstance(says, nodes.Says):
                book.number(says.phrase, source)
    patterns: dict[int, tuple[int, ...]] = {}
    for position, line in enumerate(lines):
        for number in line.patterns:
            patterns[number] = (*patterns.get(number, ()), position)
    conditions = tuple(unless), tuple(only), tuple(holds)
    return CompiledConcept(block.id, book.language, tuple(lines), *conditions, patterns, learned)


class _Trees:
    """Printed concepts and word sets by name, for versions that change when one of those behind a rule changes."""

    def __init__(self, blocks: Sequence[nodes.AnyBlock]) -> None:
        self._printed: dict[str, str] = {}
        self._uses: dict[str, set[str]] = {}
        self._sets: dict[str, str] = {}
        defined = [block for block in blocks if isinstance(block, nodes.Define)]
        for block in sorted(defined, key=lambda each: (each.id, each.language)):
            self._sets[block.id] = self._sets.get(block.id, "") + print_meaning(block)
        concepts = [block for block in blocks if isinstance(block, nodes.Concept)]
        for concept in sorted(concepts, key=lambda each: (each.id, each.language)):
            learned = any(isinstance(item, nodes.LearnedFrom) for item in concept.items)
            behind = print_meaning(concept) + (model_digest(concept.language) if learned else "")
            self._printed[concept.id] = self._printed.get(concept.id, "") + behind
            self._uses.setdefault(concept.id, set()).update(used_concepts(concept_conditions(concept)))

    def version(self, rule: nodes.Rule) -> str:
        """A short hash of the rule's normalised tree and of all concepts it stands on."""
        waiting, seen = used_concepts(rule_conditions(rule)), set[str]()
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting |= self._uses.get(name, set()) - seen
        text = print_meaning(rule) + "".join(self._printed.get(name, "") for name in sorted(seen))
        text += "".join(self._sets[name] for name in sorted(self._sets_in(text)))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    def _sets_in(self, text: str) -> set[str]:
        """The word sets named in a text, and those named in them."""
        found: set[str] = set()
        waiting = [text]
        while waiting:
            for piece in waiting.pop().split("<")[1:]:
                name = piece.partition(">")[0]
                if name in self._sets and name not in found:
                    found.add(name)
                    waiting.append(self._sets[name])
        return found


def _rule(
    block: nodes.Rule, policy: Policy, clauses: Mapping[str, nodes.GuidelineClause], trees: _Trees
) -> CompiledRule | None:
    """The rule with the policy's choices; None when it is switched off or retired."""
    severity, status, route = Severity.WARNING, "active", ""
    graded: list[tuple[Condition, Severity]] = []
    clause = ""
    title: nodes.Local = ()
    message: nodes.Local = ()
    why: nodes.Local = ()
    by: tuple[str, ...] = (Role.US,)
    channels: tuple[str, ...] = ()
    since = until = None
    parameters: dict[str, tuple[Quantity, dict[str, Quantity]]] = {}
    when: list[Condition] = []
    shape: nodes.Shape | None = None
    after: tuple[nodes.Event, ...] = ()
    per = ""
    exceptions: list[tuple[Condition, str]] = []
    if_unknown: list[tuple[str, str]] = []
    suggestions: list[nodes.Suggest] = []
    for item in block.items:
        match item:
            case nodes.ClauseOf():
                clause = item.id
            case nodes.SeverityOf(condition=None):
                severity = Severity(item.level)
            case nodes.SeverityOf(condition=condition) if condition is not None:
                graded.append((bare_condition(condition), Severity(item.level)))
            case nodes.Title():
                title = item.local
            case nodes.MessageOf():
                message = item.local
            case nodes.Because():
                why = item.local
            case nodes.ByRoles():
                by = item.roles
            case nodes.OnChannels():
                channels += item.channels
            case nodes.Valid():
                since, until = item.since, item.until
            case nodes.Parameter():
                parameters[item.name] = (item.value, dict(item.channels))
            case nodes.When():
                when.append(bare_condition(item.condition))
            case nodes.Forbid() | nodes.Require() | nodes.Permit() | nodes.Expect() | nodes.Tally():
                shape = bare_shape(item)
            case nodes.After():
                after = tuple(bare_event(event) for event in item.events)
            case nodes.Per():
                per = item.period
            case nodes.Exception_():
                exceptions.append((bare_condition(item.condition), item.reason))
            case nodes.IfUnknown():
                if_unknown.append((item.fact, item.verdict))
            case nodes.Route():
                route = item.target
            case nodes.Status():
                status = item.name
            case nodes.Suggest():
                suggestions.append(nodes.Suggest(item.action, item.local))
            case _:
                pass
    made = chosen(policy.choices, block.id, status, route)
    if made.severity:
        severity, graded = Severity(made.severity), []
    for rule, name, channel, value in policy.parameters:
        if rule == block.id and name in parameters:
            default, own = parameters[name]
            parameters[name] = (default, {**own, channel: value}) if channel else (value, own)
    if made.rests or shape is None:
        return None
    clause_text = clauses[clause].local if clause in clauses else ()
    return CompiledRule(
        block.id, trees.version(block), block.subject, title, message, why, clause, clause_text, severity,
        tuple(graded), made.status, by, channels, rule_languages(block), since, until, parameters, tuple(when), shape,
        tuple(exceptions), tuple(if_unknown), made.route, tuple(suggestions), _reads_language(block),
        after, per,
    )  # fmt: skip


def _reads_language(rule: nodes.Rule) -> bool:
    """Whether the rule needs to know which language our text is in."""
    for condition in deciding_conditions(rule):
        for part in walk(condition):
            match part:
                case nodes.Says() | nodes.Expresses():
                    if part.scope != "parent":
                        return True
                case nodes.Compare():
                    if any(isinstance(side, nodes.CountOf) for side in (part.left, part.right)):
                        return True
                case _:
                    pass
    return False
