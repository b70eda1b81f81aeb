"""Findings -> edits of the text: what a rule suggests at a place, and which of it may be offered.

An edit never leaves a stump („Halten Sie ein, Sie!“) nor half a sentence („Sie sind ein.“), and none is offered where
its sentence would still hold an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from .condition_nodes import wording
from .finding import Finding, Outcome, Severity, Suggestion, Verdict
from .program import CompiledRule
from .regex import Regex
from .scene import Scene
from .signals.signoff import body_end
from .source import Span
from .tokens import Text

_CALL: Final = Regex(
    r"(?i)(?:^|(?<=[,;:.!?…–\n]))\s*(?:(?:ach|oh|und|and|na|hey|he|ey)\s+)?"
    r"(?:sie|du|ihr|you|ye|y'all)(?:\s+(?:alle?|lot|bunch\s+of|haufen|bande|(?-i:[a-zäöüß]{3,}(?:er|e|es))"
    r"|absolute|complete|utter|total|little|bloody|stupid|old|silly|damn))*\s*$"
)
"""What is left of calling somebody names once the name is gone: „, Sie“, „Du blöder“, "you absolute"."""
_LOOSE: Final = Regex(
    r"(?i)(?:^|[\s,;:(])(?:ein(?:e[nmrs]?)?|kein(?:e[nmrs]?)?|so|der|die|das|de[mns]|diese[rmns]?|solche[rmns]?|zu|wie|als|für|von"
    r"|mit|bei|und|oder|ist|sind|seid|bist|war|waren|an?|the|such|what|this|that|these|those|too|like|as|of|for|with|and|or"
    r"|is|are|am|was|were|you're|they're|he's|she's|be)[ \t]*$"
)
"""A word that waits for another: „Sie sind ein“, "what a"."""
_SUBJECT: Final = Regex(r"(?i)(?:sie|du|ihr|you|wir|we)(?:\s+\w+){0,2}")
"""Whom a sentence is about; without it the verb stands alone."""
_CALLED: Final = Regex(r"(?i)\s*(?:sie|du|ihr|you)(?:\s+\w+){0,2}\s*(?:[.!?…\n]|$)")
"""A call and nothing else: „du Nase!“."""
_ENDS: Final = ".!?…"


def edits_of(rule: CompiledRule, scene: Scene, span: Span | None) -> Iterator[Suggestion]:
    """The edits a rule suggests; where no place is marked, none that would change one."""
    text = scene.text.raw
    for suggestion in rule.suggestions:
        wanted = wording(suggestion.local, scene.language or "")
        match suggestion.action:
            case "remove" if span:
                if removal := _removal(text, _with_call(text, span)):
                    yield removal
            case "replace" if wanted and span:
                yield Suggestion(span.start, span.end, wanted)
            case "add" if wanted:
                at = body_end(scene.text)
                yield Suggestion(at, at, ("" if text[:at].endswith((" ", "\n")) else " ") + wanted)
            case _:
                pass


def without_remains(verdicts: tuple[Verdict, ...], text: Text) -> tuple[Verdict, ...]:
    """The verdicts without those edits after which an error would still stand in the same sentence."""
    errors = [found for found in _broken(verdicts) if found.severity is Severity.ERROR and _marks(found, text)]
    if not errors:
        return verdicts
    return tuple(
        replace(verdict, findings=tuple(_bearable(found, errors, text) for found in verdict.findings))
        if any(found.suggestions for found in verdict.findings)
        else verdict
        for verdict in verdicts
    )


def _broken(verdicts: Iterable[Verdict]) -> Iterator[Finding]:
    return (found for each in verdicts if each.outcome is Outcome.VIOLATION for found in each.findings)


def _marks(found: Finding, text: Text) -> bool:
    """Whether a finding names a place, not the text as a whole."""
    return found.end > found.start and (found.start, found.end) != (0, len(text.raw))


def _bearable(found: Finding, errors: list[Finding], text: Text) -> Finding:
    """The finding with the edits that leave no error beside them."""
    kept = tuple(each for each in found.suggestions if not any(_stays(error, each, text) for error in errors))
    return found if kept == found.suggestions else replace(found, suggestions=kept)


def _stays(error: Finding, edit: Suggestion, text: Text) -> bool:
    """Whether an edit changes a sentence in which this error would go on standing."""
    if edit.start == edit.end or (edit.start <= error.start and error.end <= edit.end):
        return False
    return _sentence(error.start, text) == _sentence(edit.start, text)


def _sentence(at: int, text: Text) -> int:
    """The number of the sentence a code point stands in, or begins before."""
    index = next((number for number, end in enumerate(text.ends) if end > at), len(text.ends) - 1)
    return text.sentence_of[index] if index >= 0 else -1


def _with_call(text: str, span: Span) -> Span:
    """The place with „Sie“ in front of it where nothing else stands in that clause."""
    behind = text[span.end :].lstrip(" ")
    if behind and behind[0] not in _ENDS + ",;:\n)–":
        return span
    found = _CALL.search(text[: span.start])
    return Span(found.start() + len(found[0]) - len(found[0].lstrip()), span.end) if found else span


def _removal(text: str, span: Span) -> Suggestion | None:
    """The edit that takes a place out with its comma or full stop, the next word beginning as the place did.

    None where what is left would be half a sentence.
    """
    start, end = span.start, span.end
    while end < len(text) and text[end] in ",;:":
        end += 1
    before = text[:start].rstrip()
    opens = not before or before[-1] in ".!?…:\n"
    closes = end > span.end or end >= len(text) or text[end] in _ENDS + "\n"
    if not opens and closes and _LOOSE.search(text[:start]):
        return None
    if opens and not closes and _SUBJECT.fullmatch(text[start:end]):
        return None
    if opens and _CALLED.match(text, end):
        return None
    if opens and end < len(text) and text[end] in ".!?":
        while end < len(text) and text[end] in ".!?":
            end += 1
    while end < len(text) and text[end] == " ":
        end += 1
    if opens and end < len(text) and text[start].isupper():
        return Suggestion(start, end + 1, text[end].upper())
    while not opens and start > 0 and text[start - 1] in " ," and (end >= len(text) or text[end] in ".!?"):
        start -= 1
    return Suggestion(start, end, "")
