"""A text to search in, with the places of every word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field
from typing import Final

from .pattern import Word
from .tokens import Text
from .values import dataclass

Tags = Callable[[], Sequence[frozenset[str]]]


@dataclass(slots=True)
class Haystack:
    """A text to search in. Owns what was worked out about it."""

    text: Text
    tags: Tags
    at: dict[str, list[int]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    line: str = ""
    _tagged: dict[str, list[int]] | None = None

    def __post_init__(self) -> None:
        at = self.at
        for position, fold in enumerate(self.text.folds):
            if fold in at:
                at[fold].append(position)
            else:
                at[fold] = [position]
        self.words = frozenset(at)
        self.line = f" {' '.join(at)} "

    def has_open(self, word: Word) -> bool:
        """Whether some word of the text has one of the beginnings, endings or middles."""
        line = self.line
        for part in word.beginnings:
            if " " + part in line:
                return True
        for part in word.endings:
            if part + " " in line:
                return True
        return any(part in line for part in word.middles)

    def tagged(self) -> dict[str, list[int]]:
        """Where words of each class stand."""
        if self._tagged is None:
            self._tagged = {}
            for position, tags in enumerate(self.tags()):
                for tag in tags:
                    self._tagged.setdefault(tag, []).append(position)
        return self._tagged

    def places(self, word: Word) -> list[int]:
        """Where forms of `word` stand, ascending. The list is the haystack's own."""
        at = self.at
        words: AbstractSet[str] = word.forms & self.words
        if word.apart:
            words = words | (word.apart.keys() & self.words)
        if (word.beginnings or word.endings or word.middles) and self.has_open(word):
            words = words | {fold for fold in at if is_open(word, fold)}
        if not word.tags:
            if not words:
                return _NOWHERE
            if len(words) == 1:
                return at[next(iter(words))]
        found = [position for each in words for position in at[each]]
        if word.tags:
            tagged = self.tagged()
            found = list({*found, *(position for tag in word.tags for position in tagged.get(tag, ()))})
        found.sort()
        return found


_NOWHERE: Final[list[int]] = []


def is_open(item: Word, fold: str) -> bool:
    """Whether a word has one of the beginnings, endings or middles."""
    return (
        (bool(item.beginnings) and fold.startswith(item.beginnings))
        or (bool(item.endings) and fold.endswith(item.endings))
        or (bool(item.middles) and any(middle in fold for middle in item.middles))
    )
