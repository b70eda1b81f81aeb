"""nodes -> diagnostics: names, missing parts and impossible conditions, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from . import nodes
from .book import LANGUAGES, Book, known_channel, known_here, known_name, note_sets, type_of
from .concept_circles import check_circles, check_depth
from .condition_check import check_condition, check_logic, check_possible
from .condition_nodes import PATIENCE, PROMISED_TIME
from .diagnostics import Diagnostic, Level, Related, Said, did_you_mean, keyword, row, say
from .facts import KINDS
from .guards import GUARDS
from .keywords import keywords
from .learned import learned_names
from .names import PLACEHOLDER, filled_names, name_told, pairs
from .nodes import Local
from .parser import Parsed
from .parts import (
    concept_conditions,
    rule_conditions,
    rule_languages,
    rule_values,
    used_concepts,
    walk,
)
from .phrase import CLASSES
from .record import Role
from .record_check import DEMANDED, FILLED, GIVEN_ON_RECORD, SHAPES, check_events, check_steps, check_subject
from .record_facts import ALL_FACTS
from .records.proof import on_record
from .signals import SIGNALS
from .source import Source, Span

_GUARD_NAMES: Final = frozenset(name for name, _ in GUARDS)
_PLACED_SCOPES: Final = frozenset({"sentence", "part", "next-sentence", "previous-sentence"})
_FACTS: Final = {fact.name: fact for fact in ALL_FACTS}
_SIGNALS: Final = {signal.name: signal for signal in SIGNALS}
_GIVEN: Final = frozenset(
    """parent channel kind language customer.name author.name author.role organisation.address organisation.name
    organisation.products organisation.confidential organisation.contacts organisation.type""".split()
)
_GIVEN_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "author.role": tuple(Role), "kind": KINDS, "language": LANGUAGES,
    "organisation.address": ("sie", "du", "ihr", "mirror", "avoid", "any"),
    "organisation.type": ("private", "public"),
}  # fmt: skip
_ALWAYS_FILLED: Final = frozenset({"match", "count"})


def check(parsed: Sequence[Parsed], lists: Sequence[str] = ()) -> list[Diagnostic]:
    """Everything that can be said of these rule files without a text: errors, warnings and notes, in file order.

    `lists` are the names of word lists that a policy brings.
    """
    book = Book(lists=tuple(lists))
    for each in parsed:
        for block in each.file.blocks:
            _enter(book, each.source, block)
    for each in parsed:
        for block in each.file.blocks:
            match block:
                case nodes.Concept():
                    _check_concept(book, each.source, block)
                case nodes.Rule():
                    _check_rule(book, each.source, block)
                case nodes.Define():
                    _check_define(book, each.source, block)
                case nodes.Guideline():
                    _check_guideline(book, each.source, block)
    check_circles(book)
    check_depth(book)
    _check_unused(book)
    return book.diagnostics


def _enter(book: Book, source: Source, block: nodes.AnyBlock) -> None:
    """Put a block's name into the book; a name twice is an error that shows both places."""
    earlier: tuple[Source, Span] | None = None
    match block:
        case nodes.Concept():
            by_language = book.concepts.setdefault(block.id, {})
            if block.language in by_language:
                there, other = by_language[block.language]
                earlier = (there, other.id_span)
            by_language.setdefault(block.language, (source, block))
            twice = say("concept `{name}` in `{language}` stands twice", name=block.id, language=block.language)
        case nodes.Rule():
            if block.id in book.rules:
                earlier = (book.rules[block.id][0], book.rules[block.id][1].id_span)
            book.rules.setdefault(block.id, (source, block))
            twice = say("rule `{name}` stands twice", name=block.id)
        case nodes.Define():
            key = (block.id, block.language)
            if key in book.sets:
                earlier = (book.sets[key][0], book.sets[key][1].id_span)
            book.sets.setdefault(key, (source, block))
            twice = say("word set `{name}` in `{language}` stands twice", name=block.id, language=block.language)
        case nodes.Guideline():
            twice = say("guideline `{name}` stands twice", name=block.id)
            for clause in block.clauses:
                if clause.id in book.clauses:
                    there, other_clause = book.clauses[clause.id]
                    message = say("clause `{name}` stands twice", name=clause.id)
                    related = Related(there, other_clause.span, say("first here"))
                    book.say("K215", Level.ERROR, source, clause.span, message, say("give it another name"), related)
                book.clauses.setdefault(clause.id, (source, clause))
    if earlier:
        related = Related(earlier[0], earlier[1], say("first here"))
        book.say("K215", Level.ERROR, source, block.id_span, twice, say("give it another name"), related)


def _check_guideline(book: Book, source: Source, block: nodes.Guideline) -> None:
    if block.valid:
        _check_dates(book, source, block.valid)
    for clause in block.clauses:
        what = say("clause `{name}`", name=clause.id)
        _both_languages(book, source, clause.span, clause.local, what)


def _check_define(book: Book, source: Source, block: nodes.Define) -> None:
    if not block.language:  # a list of plain words
        return
    _known_language(book, source, block)
    if block.id in CLASSES:
        message = say("`{name}` is a built-in class and cannot be a word set", name=block.id)
        book.say("K216", Level.ERROR, source, block.id_span, message, say("choose another name"))
    for phrase in block.phrases:
        note_sets(book, phrase, block.language)


def _known_language(book: Book, source: Source, block: nodes.Define | nodes.Concept) -> None:
    _one_of_the_languages(book, source, block.id_span, block.language)


def _one_of_the_languages(book: Book, source: Source, span: Span, language: str) -> None:
    if language not in LANGUAGES:
        message = say("unknown language `{language}`", language=language)
        book.say("K217", Level.ERROR, source, span, message, say("`de` or `en`"))


# Concepts


def _check_concept(book: Book, source: Source, block: nodes.Concept) -> None:
    _known_language(book, source, block)
    lines = [item for item in block.items if isinstance(item, nodes.SaysLine)]
    guards = {
        part.name for condition in concept_conditions(block) for part in walk(condition) if isinstance(part, nodes.Bare)
    }
    if not lines and not any(isinstance(item, nodes.HoldsWhen | nodes.LearnedFrom) for item in block.items):
        message = say("concept `{name}` says nothing", name=block.id)
        hint = say('add `says "..."`, `holds when ...` or `learned from ...`')
        book.say("K220", Level.ERROR, source, block.id_span, message, hint)
    seen: dict[str, Span] = {}
    for line in lines:
        for phrase in line.phrases:
            note_sets(book, phrase, block.language)
            if phrase.text in seen and line.condition is None:
                related = Related(source, seen[phrase.text], say("first here"))
                message = say("the phrase `{phrase}` stands twice", phrase=phrase.text)
                book.say("K221", Level.WARNING, source, phrase.span, message, say("remove one"), related)
            seen.setdefault(phrase.text, phrase.span)
    for item in block.items:
        match item:
            case nodes.SaysLine(condition=condition) if condition is not None:
                check_condition(book, source, condition, None, block.language, placed=True)
                check_possible(book, source, condition, say("this condition"))
            case nodes.Unless():
                for condition in item.conditions:
                    check_condition(book, source, condition, None, block.language, placed=True)
                    check_possible(book, source, condition, say("this `unless`"))
            case nodes.OnlyIf():
                check_condition(book, source, item.condition, None, block.language, placed=True)
                check_possible(book, source, item.condition, say("this `only if`"))
            case nodes.HoldsWhen():
                check_condition(book, source, item.condition, None, block.language, placed=False)
                check_possible(book, source, item.condition, say("this `holds when`"))
            case nodes.LearnedFrom():
                _check_learned(book, source, item, block.language)
            case nodes.Example():
                _check_example(book, source, item)
            case _:
                pass
    if lines and "quoted" not in guards:
        message = say("concept `{name}` also finds quoted words", name=block.id)
        hint = say("add `unless quoted` if a quotation is not meant")
        book.say("K222", Level.NOTE, source, block.id_span, message, hint)
    _check_both_examples(book, source, block, Level.WARNING)


def _check_learned(book: Book, source: Source, item: nodes.LearnedFrom, language: str) -> None:
    known = learned_names(language)
    if item.model not in known:
        message = say("nothing was learned about `{name}` in `{language}`", name=item.model, language=language)
        hint = did_you_mean(item.model, known) or say("known: {names}", names=", ".join(known))
        book.say("K224", Level.ERROR, source, item.span, message, hint)


def _check_both_examples(book: Book, source: Source, block: nodes.Concept | nodes.Rule, level: Level) -> None:
    kinds = {item.kind for item in block.items if isinstance(item, nodes.Example)}
    if "catches" not in kinds:
        message = say("`{name}` has no example that it catches", name=block.id)
        book.say("K230", level, source, block.id_span, message, say('add `catches "..."`'))
    if "allows" not in kinds:
        message = say("`{name}` has no example that it leaves alone", name=block.id)
        book.say("K231", level, source, block.id_span, message, say('add `allows "..."`, best a hard one'))


def _check_example(book: Book, source: Source, example: nodes.Example, rule: nodes.Rule | None = None) -> None:
    if rule is not None and on_record(rule, example):
        check_steps(book, source, example, rule)
    for mark in example.marks:
        if not any(mark in text for text in (example.text, *example.steps)):
            message = say("`{mark}` does not stand in the example", mark=mark)
            book.say("K232", Level.ERROR, source, example.span, message, say("copy the words from the example"))
    if example.language:
        _one_of_the_languages(book, source, example.span, example.language)
    for given in example.given:
        if rule is not None and on_record(rule, example) and given.fact.replace("-", "_") in GIVEN_ON_RECORD:
            continue
        if given.fact not in _GIVEN:
            spellings = [each for both in pairs() if both[0] in _GIVEN for each in both]
            hint = did_you_mean(given.fact, spellings) or known_here(map(name_told, sorted(_GIVEN)))
            book.say(
                "K233",
                Level.ERROR,
                source,
                given.span,
                say("`{name}` cannot be given", name=name_told(given.fact)),
                hint,
            )
        elif (words := _GIVEN_WORDS.get(given.fact)) and given.value not in words:
            hint = did_you_mean(str(given.value), words) or known_here(words)
            message = say("`{name}` is never `{word}`", name=name_told(given.fact), word=given.value)
            book.say("K266", Level.ERROR, source, given.span, message, hint)


# Rules


def _check_rule(book: Book, source: Source, block: nodes.Rule) -> None:
    parameters = {item.name: item for item in block.items if isinstance(item, nodes.Parameter)}
    shapes = [item for item in block.items if isinstance(item, SHAPES)]
    if len(shapes) != 1:
        if shapes:
            message, hint = (
                say("rule `{name}` demands more than one thing", name=block.id),
                say("write one rule for each"),
            )
        else:
            message = say("rule `{name}` demands nothing", name=block.id)
            hint = DEMANDED.get(block.subject) or say("add `forbid ...` or `require ...`")
        book.say("K240", Level.ERROR, source, block.id_span, message, hint)
    _check_parts(book, source, block)
    _check_twice(book, source, block)
    for item in block.items:
        match item:
            case nodes.When() | nodes.Forbid() | nodes.Require() | nodes.Permit() | nodes.Exception_():
                check_condition(book, source, item.condition, block, "", placed=False)
            case nodes.SeverityOf(condition=condition) if condition is not None:
                check_condition(book, source, condition, block, "", placed=False)
                check_possible(book, source, condition, say("this condition"), block)
            case nodes.Example():
                _check_example(book, source, item, block)
            case nodes.Valid():
                _check_dates(book, source, item)
            case nodes.OnChannels():
                for channel in item.channels:
                    known_channel(book, source, item.span, channel)
            case nodes.InLanguages():
                for language in item.languages:
                    _one_of_the_languages(book, source, item.span, language)
            case nodes.Parameter():
                for channel, _ in item.channels:
                    known_channel(book, source, item.span, channel)
                _used_parameter(book, source, block, item)
            case nodes.IfUnknown():
                if item.verdict not in ("violation", "undecided", "not-applicable"):
                    message = say(
                        "what is unknown cannot come out as `{verdict}`",
                        verdict=keywords().told("verdicts", item.verdict),
                    )
                    book.say("K205", Level.ERROR, source, item.span, message, say("write `undecided`"))
                known_name(book, source, item.span, item.fact, block, parameters)
                message = say(
                    "once `{name}` is learned, the verdict of `{rule}` may change",
                    name=name_told(item.fact),
                    rule=block.id,
                )
                book.say("K251", Level.NOTE, source, item.span, message)
            case nodes.Title():
                for name in (name for _, text in item.local for name in PLACEHOLDER.findall(text)):
                    message = say("a title stands without a text, so nothing fills `{{{name}}}`", name=name)
                    book.say("K254", Level.ERROR, source, item.span, message, say("write it into the message"))
            case nodes.MessageOf() | nodes.Because():
                _check_placeholders(book, source, item, block, parameters)
            case nodes.Suggest():
                if item.action != "remove":
                    _both_languages(book, source, item.span, item.local, say("the suggestion"))
                if item.action in ("remove", "replace") and any(isinstance(shape, nodes.Require) for shape in shapes):
                    message = say("what is required and missing has no place that could be changed")
                    hint = say("write `suggest add` or `suggest say`")
                    book.say("K253", Level.ERROR, source, item.span, message, hint)
            case _:
                pass
    _check_concepts_spoken(book, source, block)
    check_events(book, source, block, parameters)
    if len(shapes) == 1:
        check_subject(book, source, block, shapes[0])
        check_logic(book, source, block, shapes[0])
    _check_both_examples(book, source, block, Level.ERROR)


def _check_parts(book: Book, source: Source, block: nodes.Rule) -> None:
    """A rule has one clause that exists, a title and a message."""
    clauses = [item for item in block.items if isinstance(item, nodes.ClauseOf)]
    if not clauses:
        message = say("rule `{name}` belongs to no clause", name=block.id)
        hint = say("add `clause NAME` with a clause of the guideline")
        book.say("K241", Level.ERROR, source, block.id_span, message, hint)
    for clause in clauses:
        if clause.id not in book.clauses:
            hint = did_you_mean(clause.id, book.clauses) or say("write the clause into a `guideline` block")
            book.say("K242", Level.ERROR, source, clause.span, say("unknown clause `{name}`", name=clause.id), hint)
    no_message = (say("rule `{name}` has no message", name=block.id), say('add `message de "..." en "..."`'))
    no_title = (say("rule `{name}` has no title", name=block.id), say('add `title de "..." en "..."`'))
    for kind, word, (message, hint) in (
        (nodes.MessageOf, say("the message"), no_message),
        (nodes.Title, say("the title"), no_title),
    ):
        found = [item for item in block.items if isinstance(item, kind)]
        if not found:
            book.say("K243", Level.ERROR, source, block.id_span, message, hint)
        for item in found:
            if isinstance(item, nodes.MessageOf | nodes.Title):
                _both_languages(book, source, item.span, item.local, word)
    for repeated in (
        nodes.SeverityOf,
        nodes.ByRoles,
        nodes.Status,
        nodes.Valid,
        nodes.ClauseOf,
        nodes.MessageOf,
        nodes.Title,
    ):
        items = [
            item
            for item in block.items
            if isinstance(item, repeated) and not (isinstance(item, nodes.SeverityOf) and item.condition)
        ]
        if len(items) > 1:
            related = Related(source, items[0].span, say("first here"))
            message = say("this stands twice in the rule")
            book.say("K244", Level.ERROR, source, items[1].span, message, say("keep one"), related)


def _check_twice(book: Book, source: Source, block: nodes.Rule) -> None:
    """A parameter is declared once, with one value for a channel."""
    first: dict[str, nodes.Parameter] = {}
    for item in block.items:
        if not isinstance(item, nodes.Parameter):
            continue
        if item.name in first:
            related = Related(source, first[item.name].span, say("first here"))
            message = say("parameter `{name}` stands twice in the rule", name=item.name)
            book.say("K215", Level.ERROR, source, item.span, message, say("give it another name"), related)
        first.setdefault(item.name, item)
        channels = [channel for channel, _ in item.channels]
        for channel in dict.fromkeys(each for each in channels if channels.count(each) > 1):
            message = say("parameter `{name}` has two values on `{channel}`", name=item.name, channel=channel)
            book.say("K215", Level.ERROR, source, item.span, message, say("keep one"))


def _both_languages(book: Book, source: Source, span: Span, local: Local, what: Said) -> None:
    """A wording speaks German and English; a house that writes one of them is told so, and may leave it there."""
    missing = [language for language in LANGUAGES if language not in dict(local)]
    if len(missing) == 1:
        message = say("{what} has no text in `{language}`", what=what, language=missing[0])
        hint = say('whoever reads `{language}` sees the other text; `{language} "..."` adds one', language=missing[0])
        book.say("K245", Level.NOTE, source, span, message, hint)
    elif missing:
        message = say("{what} has no text in `de` and `en`", what=what)
        book.say("K245", Level.ERROR, source, span, message, say('add `{language} "..."`', language=missing[0]))


def _check_dates(book: Book, source: Source, valid: nodes.Valid) -> None:
    days: list[date] = []
    for day in (valid.since, valid.until):
        if day is None:
            continue
        try:
            days.append(date.fromisoformat(day))
        except ValueError:
            book.say("K246", Level.ERROR, source, valid.span, say("`{day}` is no day of the calendar", day=day))
    if len(days) == 2 and days[1] < days[0]:
        book.say("K247", Level.ERROR, source, valid.span, say("the last day lies before the first"))


def _used_parameter(book: Book, source: Source, block: nodes.Rule, parameter: nodes.Parameter) -> None:
    named = {value.name for value in rule_values(block) if isinstance(value, nodes.Name)}
    named |= {PATIENCE} if PROMISED_TIME in named else set()
    if parameter.name not in named:
        message = say("no condition reads the parameter `{name}`", name=parameter.name)
        hint = say("compare something with it, or remove it")
        book.say("K249", Level.ERROR, source, parameter.span, message, hint)


def _check_placeholders(
    book: Book,
    source: Source,
    item: nodes.MessageOf | nodes.Because,
    rule: nodes.Rule,
    parameters: dict[str, nodes.Parameter],
) -> None:
    for name in dict.fromkeys(name for _, text in item.local for name in PLACEHOLDER.findall(text)):
        if type_of(name, parameters) is not None:
            known_name(book, source, item.span, name, rule, parameters)
        elif name not in _ALWAYS_FILLED and name not in FILLED.get(rule.subject, ()):
            filled = (*sorted(_ALWAYS_FILLED), *FILLED.get(rule.subject, ()))
            spellings = [
                *(each for place in filled for each in filled_names(place)),
                *parameters,
                *(each for both in pairs() for each in both),
            ]
            known = row(say("`{{{name}}}`", name=keyword(*filled_names(place))) for place in filled)
            hint = did_you_mean(name, spellings) or say("known here: {names}", names=known)
            book.say("K250", Level.ERROR, source, item.span, say("nothing fills `{{{name}}}`", name=name), hint)


def _check_concepts_spoken(book: Book, source: Source, block: nodes.Rule) -> None:
    """A concept that a rule needs should exist in every language the rule speaks."""
    for name in sorted(used_concepts(rule_conditions(block))):
        by_language = book.concepts.get(name, {})
        for language in rule_languages(block) or LANGUAGES:
            if by_language and language not in by_language:
                message = say(
                    "concept `{name}` is not written in `{language}`, so `{rule}` stays undecided there",
                    name=name,
                    language=language,
                    rule=block.id,
                )
                hint = say(
                    "write `concept {name} in {language}`, or limit the rule: `in {other}`",
                    name=name,
                    language=language,
                    other=next(iter(by_language)),
                )
                book.say("K252", Level.WARNING, source, block.id_span, message, hint)


def _check_unused(book: Book) -> None:
    """Names nobody uses: worth a note, since a typo often leaves one behind."""
    used: set[str] = set()
    for _, rule in book.rules.values():
        used |= used_concepts(rule_conditions(rule))
    for by_language in book.concepts.values():
        for _, concept in by_language.values():
            used |= used_concepts(concept_conditions(concept))
    for name, by_language in book.concepts.items():
        if name not in used:
            for source, concept in by_language.values():
                message = say("no rule needs the concept `{name}`", name=name)
                book.say("K280", Level.NOTE, source, concept.id_span, message)
    for (name, language), (source, block) in book.sets.items():
        if (name, language) not in book.used_sets:
            unused_set = say("no phrase in `{language}` uses the word set `{name}`", language=language, name=name)
            unused_list = say("no rule names the list `{name}`", name=name)
            book.say("K281", Level.NOTE, source, block.id_span, unused_set if language else unused_list)
    clauses = {item.id for _, rule in book.rules.values() for item in rule.items if isinstance(item, nodes.ClauseOf)}
    for name, (source, clause) in book.clauses.items():
        if name not in clauses:
            book.say("K282", Level.NOTE, source, clause.span, say("no rule belongs to the clause `{name}`", name=name))
