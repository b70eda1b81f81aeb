"""The names of a rule set while it is checked, what each name is, and the diagnostics found so far."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field
from typing import Final

from . import nodes
from .diagnostics import UNSAID, Diagnostic, Level, Related, Said, did_you_mean, either, row, say
from .facts import CHANNELS
from .keywords import keywords
from .names import name_told, pairs
from .record_facts import ALL_FACTS
from .signals import SIGNALS
from .signals.reading import Type
from .source import Source, Span
from .values import dataclass

LANGUAGES: Final = ("de", "en")
_FACTS: Final = {fact.name: fact for fact in ALL_FACTS}
_SIGNALS: Final = {signal.name: signal for signal in SIGNALS}


@dataclass(slots=True)
class Book:
    """All names of a rule set, and the diagnostics found so far. `lists` are the word lists a policy brings."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    concepts: dict[str, dict[str, tuple[Source, nodes.Concept]]] = field(default_factory=dict)
    rules: dict[str, tuple[Source, nodes.Rule]] = field(default_factory=dict)
    clauses: dict[str, tuple[Source, nodes.GuidelineClause]] = field(default_factory=dict)
    sets: dict[tuple[str, str], tuple[Source, nodes.Define]] = field(default_factory=dict)
    used_sets: set[tuple[str, str]] = field(default_factory=set)
    lists: tuple[str, ...] = ()

    def say(
        self,
        code: str,
        level: Level,
        source: Source,
        span: Span,
        message: Said,
        hint: Said = UNSAID,
        *related: Related,
    ) -> None:
        self.diagnostics.append(Diagnostic(code, level, source, span, message, hint, related))


def note_sets(book: Book, phrase: nodes.Phrase, language: str) -> None:
    """Remember which word sets a phrase uses."""
    for name in re.findall(r"<([\w.-]+)>", phrase.text):
        book.used_sets.add((name, language))


def known_here(names: Iterable[str]) -> Said:
    """The words that may stand at some place."""
    return say("known here: {names}", names=row(names))


def known_channel(book: Book, source: Source, span: Span, channel: str) -> None:
    """Warn of a channel nobody has heard of; `own-...` is always fine."""
    if channel not in CHANNELS and not channel.startswith("own-"):
        hint = did_you_mean(channel, CHANNELS) or say("a channel of your own is written `own-...`")
        book.say("K248", Level.WARNING, source, span, say("unknown channel `{channel}`", channel=channel), hint)


def known_concept(book: Book, source: Source, span: Span, name: str) -> None:
    """Say so when no concept has this name."""
    if name not in book.concepts:
        hint = did_you_mean(name, book.concepts) or say("write `concept {name} in de` and `in en`", name=name)
        book.say("K201", Level.ERROR, source, span, say("unknown concept `{name}`", name=name), hint)


def about_one_of(subjects: Iterable[str]) -> Said:
    """The advice to write a rule about one of these subjects."""
    marked = (say("`{word}`", word=keywords().told("subjects", each)) for each in subjects)
    return say("write the rule about {subjects}", subjects=either(marked))


def type_of(name: str, parameters: dict[str, nodes.Parameter]) -> tuple[Type, str, tuple[str, ...]] | None:
    """Type, unit and possible words of a name; None when nobody knows it."""
    if name in parameters:
        unit = parameters[name].value.unit
        return (Type.SHARE if unit == "percent" else Type.NUMBER, unit, ())
    if name in _FACTS:
        return (_FACTS[name].type, _FACTS[name].unit, _FACTS[name].values)
    signal = _SIGNALS.get(name) or _SIGNALS.get("text." + name.removeprefix("parent."))
    if signal and (name in _SIGNALS or name.startswith("parent.")):
        return (signal.type, signal.unit, signal.values)
    return None


def known_name(
    book: Book, source: Source, span: Span, name: str, rule: nodes.Rule | None, parameters: dict[str, nodes.Parameter]
) -> tuple[Type, str, tuple[str, ...]] | None:
    """What a name is, or a diagnostic: unknown, or not had by the rule\'s subject."""
    found = type_of(name, parameters)
    if found is None:
        hint = did_you_mean(name, [*parameters, *(each for both in pairs() for each in both)]) or say(
            "see `knigge rules show --facts`"
        )
        book.say("K202", Level.ERROR, source, span, say("unknown fact or signal `{name}`", name=name), hint)
        return None
    if rule is not None and (name in _FACTS or name.startswith("parent.")):
        subjects = _FACTS[name].subjects if name in _FACTS else ("reply", "message")
        if rule.subject not in subjects:
            message = say(
                "a {subject} does not have `{name}`",
                subject=keywords().told("subjects", rule.subject),
                name=name_told(name),
            )
            hint = about_one_of(subjects)
            book.say("K261", Level.ERROR, source, span, message, hint)
    return found
