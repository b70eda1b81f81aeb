"""Conditions -> diagnostics: names, types and scopes, and what can never or must always hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from . import nodes
from .book import LANGUAGES, Book, known_channel, known_concept, known_here, known_name, note_sets, type_of
from .diagnostics import UNSAID, Level, Said, did_you_mean, fragment, keyword, row, say, term
from .guards import GUARDS
from .keywords import keywords
from .logic import Domain, Situation, holds, situations, told
from .names import name_told
from .nodes import Condition
from .parts import walk
from .record_facts import ALL_FACTS
from .signals.reading import Type
from .source import Source

_GUARD_NAMES: Final = frozenset(name for name, _ in GUARDS)
_PLACED_SCOPES: Final = frozenset({"sentence", "part", "next-sentence", "previous-sentence"})
_FACTS: Final = {fact.name: fact for fact in ALL_FACTS}


def check_condition(
    book: Book, source: Source, condition: Condition, rule: nodes.Rule | None, language: str, placed: bool
) -> None:
    """Names, types and scopes of one condition. `placed`: it stands in a concept, at the place of a phrase."""
    parameters = {item.name: item for item in rule.items if isinstance(item, nodes.Parameter)} if rule else {}
    for part in walk(condition):
        match part:
            case nodes.Says() | nodes.Expresses():
                if part.scope in _PLACED_SCOPES and not placed:
                    message = say(
                        "`{scope}` has a meaning only inside a concept", scope=keywords().told("scopes", part.scope)
                    )
                    hint = say("use `text`, or move this into a concept")
                    book.say("K260", Level.ERROR, source, part.span, message, hint)
                if part.scope == "parent" and rule is not None and rule.subject == "post":
                    message = say("a post answers nothing, it has no `parent`")
                    hint = say("write the rule `about reply` or `about message`")
                    book.say("K261", Level.ERROR, source, part.span, message, hint)
                if isinstance(part, nodes.Says):
                    for spoken in (language,) if language else LANGUAGES:
                        note_sets(book, part.phrase, spoken)
                else:
                    known_concept(book, source, part.span, part.concept)
            case nodes.Compare():
                _check_comparison(book, source, part, rule, parameters)
            case nodes.Known():
                known_name(book, source, part.span, part.fact, rule, parameters)
                message = say(
                    "whether `{name}` is known decides here, so learning it may change the verdict",
                    name=name_told(part.fact),
                )
                book.say("K251", Level.NOTE, source, part.span, message)
            case nodes.IsOneOf() if part.named:
                known_name(book, source, part.span, part.fact, rule, parameters)
                if (part.named, "") not in book.sets and part.named not in book.lists:
                    known = [*(name for name, code in book.sets if not code), *book.lists]
                    hint = did_you_mean(part.named, known) or say('write `define {name} "..." end`', name=part.named)
                    book.say(
                        "K218", Level.ERROR, source, part.span, say("unknown list `{name}`", name=part.named), hint
                    )
                book.used_sets.add((part.named, ""))
            case nodes.IsOneOf():
                _check_words(book, source, part, rule, parameters)
            case nodes.Bare():
                _check_bare(book, source, part, rule, parameters, placed)
            case nodes.Timely() | nodes.Ordered():
                _check_times(book, source, part, rule, parameters)
            case nodes.Near() | nodes.Resembles() if part.within is not None:
                check_duration(book, source, part.within, rule, parameters)
            case nodes.AtLeast():
                if not 0 < part.count <= len(part.parts):
                    message = say(
                        "at least {count} of {all} conditions is never asked for", count=part.count, all=len(part.parts)
                    )
                    book.say("K262", Level.ERROR, source, part.span, message)
            case _:
                pass


_DURATIONS: Final = frozenset({"minutes", "hours", "days", "weeks", "business-hours", "business-days"})


def check_duration(
    book: Book, source: Source, value: nodes.Value, rule: nodes.Rule | None, parameters: dict[str, nodes.Parameter]
) -> None:
    """A limit of time is a number of minutes, hours, days, weeks, business hours or business days."""
    match value:
        case nodes.Quantity():
            unit = value.unit
        case nodes.Name() if value.name in parameters:
            unit = parameters[value.name].value.unit
        case nodes.Name():
            found = known_name(book, source, value.span, value.name, rule, parameters)
            if found is None:
                return
            unit = found[1]
        case _:
            unit = ""
    if unit not in _DURATIONS:
        span = value.span if not isinstance(value, nodes.Quantity) else rule.id_span if rule else nodes.NOWHERE
        message = say("a limit of time needs a unit of time")
        book.say("K264", Level.ERROR, source, span, message, say("write `24 hours`"))


def _check_times(
    book: Book,
    source: Source,
    part: nodes.Timely | nodes.Ordered,
    rule: nodes.Rule | None,
    parameters: dict[str, nodes.Parameter],
) -> None:
    """What is compared in time is a time."""
    for name in (part.fact,) if isinstance(part, nodes.Timely) else (part.left, part.right):
        found = known_name(book, source, part.span, name, rule, parameters)
        if found is not None and found[0] is not Type.TIME:
            times = row(name_told(fact.name) for fact in ALL_FACTS if fact.type is Type.TIME)
            message = say("`{name}` is no time", name=name_told(name))
            book.say("K269", Level.ERROR, source, part.span, message, say("times are: {names}", names=times))
    if isinstance(part, nodes.Timely):
        check_duration(book, source, part.within, rule, parameters)


def _check_comparison(
    book: Book, source: Source, part: nodes.Compare, rule: nodes.Rule | None, parameters: dict[str, nodes.Parameter]
) -> None:
    units: list[str] = []
    for side in (part.left, part.right):
        match side:
            case nodes.Quantity():
                units.append(side.unit)
            case nodes.Name():
                found = known_name(book, source, side.span, side.name, rule, parameters)
                if found is None:
                    return
                type_, unit, words = found
                if type_ in (Type.WORD, Type.TRUTH, Type.TIME):
                    word = words[0] if words else "..."
                    hint = (
                        say("write `{fragment}`", fragment=fragment(f"{side.name} is {word}"))
                        if type_ is Type.WORD
                        else UNSAID
                    )
                    message = say("`{name}` is no number", name=name_told(side.name))
                    book.say("K263", Level.ERROR, source, side.span, message, hint)
                    return
                units.append("percent" if type_ is Type.SHARE else unit)
            case nodes.CountOf():
                known_concept(book, source, side.span, side.concept)
                units.append("per-100-words" if side.per_100_words else "places")
            case nodes.CountOfEvent():
                units.append("")
    left, right = units
    if left and right and left != right and {left, right} != {"places", "words"}:
        message = say("`{left}` cannot be compared with `{right}`", left=_unit(left), right=_unit(right))
        book.say("K264", Level.ERROR, source, part.span, message, say("give both sides the same unit"))
    if "percent" in (left, right) and "" in (left, right):
        book.say("K264", Level.ERROR, source, part.span, say("a share is compared in percent"), say("write `30 %`"))


def _unit(unit: str) -> Said:
    english = {"percent": "%", "per-100-words": "per 100 words"}.get(unit, unit)
    return keyword(english, keywords().spelled("units", unit, "de"))


def _check_words(
    book: Book, source: Source, part: nodes.IsOneOf, rule: nodes.Rule | None, parameters: dict[str, nodes.Parameter]
) -> None:
    found = known_name(book, source, part.span, part.fact, rule, parameters)
    if found is None:
        return
    type_, _, words = found
    if type_ is not Type.WORD:
        message = say("`{name}` is a {type}, not a word", name=name_told(part.fact), type=term(type_))
        book.say("K265", Level.ERROR, source, part.span, message, say("compare it: `> 3`"))
        return
    for word in part.words:
        if words and word not in words:
            hint = did_you_mean(word, words) or known_here(words)
            message = say("`{name}` is never `{word}`", name=name_told(part.fact), word=word)
            book.say("K266", Level.ERROR, source, part.span, message, hint)
        if part.fact == "channel":
            known_channel(book, source, part.span, word)


def _check_bare(
    book: Book,
    source: Source,
    part: nodes.Bare,
    rule: nodes.Rule | None,
    parameters: dict[str, nodes.Parameter],
    placed: bool,
) -> None:
    if part.name in _GUARD_NAMES:
        if not placed:
            guard = keywords().told("guards", part.name)
            message = say("the guard `{name}` has a meaning only inside a concept", name=guard)
            book.say("K260", Level.ERROR, source, part.span, message, say("move it into the concept"))
        return
    found = type_of(part.name, parameters)
    if found is None and placed and "." not in part.name:
        hint = did_you_mean(part.name, [*_GUARD_NAMES, *_FACTS]) or _guards()
        book.say("K267", Level.ERROR, source, part.span, say("unknown guard `{name}`", name=part.name), hint)
        return
    found = known_name(book, source, part.span, part.name, rule, parameters)
    if found and found[0] is not Type.TRUTH and part.name != "parent":
        message = say("`{name}` alone is neither true nor false", name=name_told(part.name))
        book.say("K268", Level.ERROR, source, part.span, message, say("compare it, or ask `is ...`"))


def _guards() -> Said:
    return say("guards: {names}", names=row(keywords().told("guards", name) for name in sorted(_GUARD_NAMES)))


# What conditions imply


def _domains(conditions: Iterable[Condition], rule: nodes.Rule | None) -> dict[str, Domain]:
    parameters = {item.name: item for item in rule.items if isinstance(item, nodes.Parameter)} if rule else {}
    domains: dict[str, Domain] = {}
    for condition in conditions:
        for part in walk(condition):
            names = [part.fact] if isinstance(part, nodes.IsOneOf) else []
            if isinstance(part, nodes.Compare):
                names = [side.name for side in (part.left, part.right) if isinstance(side, nodes.Name)]
            for name in names:
                found = type_of(name, parameters)
                if found:
                    high = 1.0 if found[0] is Type.SHARE else float("inf")
                    low = float("-inf") if name.endswith(("difficulty", "wiener", "flesch", "ari")) else 0.0
                    domains[name] = Domain(found[0], found[2], max(low, -1e3), high)
    return domains


def check_possible(
    book: Book, source: Source, condition: Condition, what: Said, rule: nodes.Rule | None = None
) -> bool:
    """Whether a condition can hold and can fail; what it cannot do is said with a situation."""
    tried = situations([condition], _domains([condition], rule))
    if tried is None:
        return True
    outcomes: dict[bool, Situation] = {}
    for situation in tried:
        outcomes.setdefault(holds(condition, situation), situation)
        if len(outcomes) == 2:
            return True
    span = condition.span
    if True not in outcomes:
        shown = told(outcomes[False], [condition])
        message, hint = say("{what} can never hold", what=what), say("it fails even with {situation}", situation=shown)
        book.say("K270", Level.ERROR, source, span, message, hint)
    else:
        shown = told(outcomes[True], [condition])
        message, hint = say("{what} always holds", what=what), say("it holds even with {situation}", situation=shown)
        book.say("K271", Level.ERROR, source, span, message, hint)
    return False


def check_logic(book: Book, source: Source, rule: nodes.Rule, shape: nodes.Shape) -> None:
    """The rule can be broken; each exception can apply and does not swallow the rule."""
    whens = [item.condition for item in rule.items if isinstance(item, nodes.When)]
    if not isinstance(shape, nodes.Forbid | nodes.Require | nodes.Permit):
        for condition in whens:
            check_possible(book, source, condition, say("this `when`"), rule)
        return
    exceptions = [item for item in rule.items if isinstance(item, nodes.Exception_)]
    fine = [check_possible(book, source, condition, say("this `when`"), rule) for condition in whens]
    match shape:
        case nodes.Forbid():
            what = say("what is forbidden")
        case nodes.Require():
            what = say("what is required")
        case _:
            what = say("this permission")
    fine.append(check_possible(book, source, shape.condition, what, rule))
    fine += [check_possible(book, source, item.condition, say("this exception"), rule) for item in exceptions]
    if not all(fine):
        return
    everything = [*whens, shape.condition, *(item.condition for item in exceptions)]
    broken = list(_broken(situations(everything, _domains(everything, rule)), whens, shape))
    if broken == [None]:
        return
    real = [situation for situation in broken if situation is not None]
    if not real:
        message = say("rule `{name}` can never be broken: where `when` holds, the demand is met", name=rule.id)
        book.say("K272", Level.ERROR, source, shape.span, message, say("look at `when` and the demand together"))
        return
    for item in exceptions:
        applying = [situation for situation in real if holds(item.condition, situation)]
        if not applying:
            shown = told(real[0], everything)
            message = say("this exception can never apply to a broken rule")
            hint = say(
                "the rule is broken with {situation}, and no such situation meets the exception", situation=shown
            )
            book.say("K273", Level.ERROR, source, item.span, message, hint)
        elif len(applying) == len(real):
            shown = told(real[0], everything)
            message = say("this exception swallows the whole rule")
            hint = say("even with {situation} the exception applies", situation=shown)
            book.say("K274", Level.ERROR, source, item.span, message, hint)


def _broken(
    tried: Iterator[Situation] | None, whens: list[Condition], shape: nodes.Forbid | nodes.Require | nodes.Permit
) -> Iterator[Situation | None]:
    """The situations in which a rule applies and is broken, exceptions aside; one None when there are too many."""
    if tried is None:
        yield None
        return
    for situation in tried:
        applies = all(holds(condition, situation) for condition in whens)
        if applies and holds(shape.condition, situation) == isinstance(shape, nodes.Forbid):
            yield situation
