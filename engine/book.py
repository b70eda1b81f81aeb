"""The names of a rule set while it is checked, what each name is, and the diagnostics found so far."""

from __future__ import annotations

import re
from dataclasses import field
from typing import Final

from . import nodes
from .diagnostics import Diagnostic, Level, Related, did_you_mean
from .facts import CHANNELS
from .names import pairs
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
        self, code: str, level: Level, source: Source, span: Span, message: str, hint: str = "", *related: Related
    ) -> None:
        self.diagnostics.append(Diagnostic(code, level, source, span, message, hint, related))


def note_sets(book: Book, phrase: nodes.Phrase, language: str) -> None:
    """Remember which word sets a phrase uses."""
    for name in re.findall(r"<([\w.-]+)>", phrase.text):
        book.used_sets.add((name, language))


def known_channel(book: Book, source: Source, span: Span, channel: str) -> None:
    """Warn of a channel nobody has heard of; `own-...` is always fine."""
    if channel not in CHANNELS and not channel.startswith("own-"):
        hint = did_you_mean(channel, CHANNELS) or "a channel of your own is written `own-...`"
        book.say("K248", Level.WARNING, source, span, f"unknown channel `{channel}`", hint)


def known_concept(book: Book, source: Source, span: Span, name: str) -> None:
    """Say so when no concept has this name."""
    if name not in book.concepts:
        hint = did_you_mean(name, book.concepts) or f"write `concept {name} in de` and `in en`"
        book.say("K201", Level.ERROR, source, span, f"unknown concept `{name}`", hint)


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
        hint = (
            did_you_mean(name, [*parameters, *(each for both in pairs() for each in both)])
            or "see `knigge rules show --facts`"
        )
        book.say("K202", Level.ERROR, source, span, f"unknown fact or signal `{name}`", hint)
        return None
    if rule is not None and (name in _FACTS or name.startswith("parent.")):
        subjects = _FACTS[name].subjects if name in _FACTS else ("reply", "message")
        if rule.subject not in subjects:
            message = f"a {rule.subject} does not have `{name}`"
            hint = "write the rule about " + " or ".join(f"`{each}`" for each in subjects)
            book.say("K261", Level.ERROR, source, span, message, hint)
    return found
