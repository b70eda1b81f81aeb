"""Diagnostics: what we say about a rule or policy file, as data; and the one function that renders them.

Every sentence is made by `say`, in English, and remembers how: German is looked up when somebody wants to read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from difflib import get_close_matches
from enum import StrEnum
from functools import reduce
from typing import Final

from .source import Source, Span
from .values import dataclass


class Said(str):
    """Words of ours in English, with the template and the parts they were made of. Parts may be words of ours again."""

    __slots__ = ("parts", "template")
    template: str
    parts: Mapping[str, object]

    def __new__(cls, template: str, parts: Mapping[str, object]) -> Said:
        """The template with its places filled by the parts of their names."""
        made = super().__new__(cls, template.format(**parts))
        made.template, made.parts = template, parts
        return made

    def __reduce__(self) -> tuple[type[Said], tuple[str, Mapping[str, object]]]:
        return Said, (self.template, self.parts)


def say(template: str, /, **parts: object) -> Said:
    """The words of a template; grammar/diagnostics-de.txt has its German line.

    >>> say("unknown {what} `{written}`", what=say("role"), written="uss")
    'unknown role `uss`'
    """
    return Said(template, parts)


def term(words: str) -> Said:
    """Words that only stand fixed at run time, such as titles of a schema; English where they have no German line."""
    return Said(words.replace("{", "{{").replace("}", "}}"), {})


TWO_TONGUES: Final = "{english}"
FRAGMENT: Final = "{fragment}"


def keyword(english: str, german: str) -> Said:
    """A word of the rule language; told in German about a file with German keywords, it is the German one."""
    return Said(TWO_TONGUES, {"english": english, "german": german})


def fragment(written: str) -> Said:
    """A piece of the rule language in English; its keywords become German as with `keyword`."""
    return Said(FRAGMENT, {"fragment": written})


def either(words: Iterable[str]) -> Said:
    """Alternatives: "`a` or `b`"; nothing for none."""
    return _row(words, lambda first, second: say("{first} or {second}", first=first, second=second))


def every(words: Iterable[str]) -> Said:
    """All of some: "`a` and `b`"; nothing for none."""
    return _row(words, lambda first, second: say("{first} and {second}", first=first, second=second))


def row(words: Iterable[str]) -> Said:
    """Some few words, separated by commas; nothing for none."""
    return _row(words, lambda first, second: say("{first}, {second}", first=first, second=second))


def _row(words: Iterable[str], joined: Callable[[Said, Said], Said]) -> Said:
    told = [each if isinstance(each, Said) else term(each) for each in words]
    return reduce(joined, told) if told else UNSAID


UNSAID: Final = Said("", {})


class Level(StrEnum):
    """How grave a diagnostic is: an error stops the command, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that belongs to a diagnostic."""

    source: Source
    span: Span
    message: Said


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One remark on a rule or policy file: a code that is never reused, a place, what is wrong, what to do."""

    code: str
    level: Level
    source: Source
    span: Span
    message: Said
    hint: Said = UNSAID
    related: tuple[Related, ...] = field(default=())


class KniggeError(Exception):
    """A broken promise of the caller or the machine; carries the diagnostics that explain it."""

    def __init__(self, message: str, diagnostics: Iterable[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)


def did_you_mean(word: str, known: Iterable[str]) -> Said:
    """A hint naming the closest known word; empty when none is close."""
    names = sorted(set(known))
    folded = {name.casefold(): name for name in names}
    close = get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    return say("did you mean `{word}`?", word=folded[close[0]]) if close else UNSAID


def spoken(words: str, speech: str) -> str:
    """Words as they are in English, or in German where they were made by `say`.

    >>> spoken(did_you_mean("regl", ["regel"]), "de")
    'meinten Sie `regel`?'
    """
    if speech != "de" or not isinstance(words, Said):
        return words
    from .german import in_german  # reads a table that only German readers need

    return in_german(words)


def told(problem: KniggeError, speech: str) -> str:
    """What an exception says of itself."""
    return spoken(problem.args[0], speech)


_WIDEST = 160
_LEVELS: Final = {
    "en": {level: str(level) for level in Level},
    "de": {Level.ERROR: "Fehler", Level.WARNING: "Warnung", Level.NOTE: "Hinweis"},
}
_SEE: Final = {"en": "see", "de": "siehe"}


def _near(line: str, column: int) -> tuple[str, int]:
    """The line, or of a very long one the part around a column, and that column in it."""
    if len(line) <= _WIDEST:
        return line, column
    start = max(0, column - 1 - _WIDEST // 3)
    lead = "…" if start else ""
    return lead + line[start : start + _WIDEST] + "…" * (start + _WIDEST < len(line)), column - start + len(lead)


def render(diagnostic: Diagnostic, speech: str = "en") -> str:
    """The diagnostic with its place, the line as typed and the hint below the marked words."""
    if speech == "de":
        from .german import retold

        diagnostic = retold(diagnostic)
    source, start = diagnostic.source.outermost(diagnostic.span.start)
    _, end = diagnostic.source.outermost(max(diagnostic.span.start, diagnostic.span.end - 1))
    place = source.place(start)
    line = source.line(place.line)
    width = max(1, min(end + 1 - start, len(line) - place.column + 1))
    number = str(place.line)
    margin = " " * len(number)
    line, column = _near(line, place.column)
    width = max(1, min(width, len(line) - column + 1))
    shown = line.expandtabs(1)
    parts = [
        f"{_LEVELS[speech][diagnostic.level]}[{diagnostic.code}]: {diagnostic.message}",
        f"{margin} --> {source.name}:{place.line}:{place.column}",
        f"{margin} |",
        f"{number} | {shown}",
        f"{margin} | {' ' * (column - 1)}{'^' * width} {diagnostic.hint}".rstrip(),
    ]
    for other in diagnostic.related:
        there, offset = other.source.outermost(other.span.start)
        spot = there.place(offset)
        parts.append(f"{margin} = {other.message}: {there.name}:{spot.line}:{spot.column}")
    parts.append(f"{margin} = {_SEE[speech]} `knigge rules lint --explain {diagnostic.code}`")
    return "\n".join(parts)
