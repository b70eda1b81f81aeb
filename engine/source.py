"""Text -> Source: a named text that knows its lines and where each part of it was written.

A `Source` may be written inside another one (rules inside a YAML policy): `segments` then maps its offsets to the
outer text, so that a diagnostic points at what the author typed. All offsets are code points, half open.
"""

from __future__ import annotations

from bisect import bisect_right

from .values import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two ranges share a code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column, both counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Source:
    """A text with a name. `segments` are (offset here, offset in `origin`) pairs in ascending order."""

    name: str
    text: str
    origin: Source | None = None
    segments: tuple[tuple[int, int], ...] = ()

    def outermost(self, offset: int) -> tuple[Source, int]:
        """The source the author typed into, and where `offset` stands in it."""
        if self.origin is None or not self.segments:
            return self, offset
        index = max(0, bisect_right(self.segments, (offset, len(self.origin.text) + 1)) - 1)
        here, there = self.segments[index]
        return self.origin.outermost(min(there + max(0, offset - here), len(self.origin.text)))

    def place(self, offset: int) -> Place:
        """Line and column of `offset` in this source."""
        before = self.text[:offset]
        return Place(before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)

    def line(self, number: int) -> str:
        """The line with that number, without its end; empty when there is none."""
        lines = self.text.split("\n")
        return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""
