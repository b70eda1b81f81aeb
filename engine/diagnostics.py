"""Diagnostics: what we say about a rule or policy file, as data; and the one function that renders them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from difflib import get_close_matches
from enum import StrEnum

from .source import Source, Span
from .values import dataclass


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
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One remark on a rule or policy file: a code that is never reused, a place, what is wrong, what to do."""

    code: str
    level: Level
    source: Source
    span: Span
    message: str
    hint: str = ""
    related: tuple[Related, ...] = field(default=())


class KniggeError(Exception):
    """A broken promise of the caller or the machine; carries the diagnostics that explain it."""

    def __init__(self, message: str, diagnostics: Iterable[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint naming the closest known word; empty when none is close."""
    names = sorted(set(known))
    folded = {name.casefold(): name for name in names}
    close = get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    return f"did you mean `{folded[close[0]]}`?" if close else ""


_WIDEST = 160


def _near(line: str, column: int) -> tuple[str, int]:
    """The line, or of a very long one the part around a column, and that column in it."""
    if len(line) <= _WIDEST:
        return line, column
    start = max(0, column - 1 - _WIDEST // 3)
    lead = "…" if start else ""
    return lead + line[start : start + _WIDEST] + "…" * (start + _WIDEST < len(line)), column - start + len(lead)


def render(diagnostic: Diagnostic) -> str:
    """The diagnostic with its place, the line as typed and the hint below the marked words."""
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
        f"{diagnostic.level}[{diagnostic.code}]: {diagnostic.message}",
        f"{margin} --> {source.name}:{place.line}:{place.column}",
        f"{margin} |",
        f"{number} | {shown}",
        f"{margin} | {' ' * (column - 1)}{'^' * width} {diagnostic.hint}".rstrip(),
    ]
    for other in diagnostic.related:
        there, offset = other.source.outermost(other.span.start)
        spot = there.place(offset)
        parts.append(f"{margin} = {other.message}: {there.name}:{spot.line}:{spot.column}")
    parts.append(f"{margin} = see `knigge rules lint --explain {diagnostic.code}`")
    return "\n".join(parts)
