"""A text before a program: what depends on its words and its language alone, worked out once for all who read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Final

from .haystack import Haystack
from .learned_features import keys_of_answered, keys_of_words
from .matcher import Match, find
from .program import Lexicon, Program
from .signals.anchors import token_tags
from .signals.dialect_words import in_standard
from .signals.language import Detection, detect
from .signals.reading import Measurement
from .tokens import Text
from .values import dataclass

if TYPE_CHECKING:
    from .learned import Model

LOOKING_AROUND: Final = frozenset(
    {"text.language", "text.personal-data", "text.promises", "text.dated-promises", "text.anchors",
     "text.anchored-share", "text.confidential-terms"}
)  # fmt: skip
"""Signals that ask for more than the words, their language and the organisation: the record, the message answered."""

_NONE: Final[list[int]] = []


@dataclass(slots=True)
class Tagging:
    """The word classes of every token of a text, worked out when somebody asks; knowing no page, it begins no cycle."""

    text: Text
    language: str | None
    _found: Sequence[frozenset[str]] | None = None

    def __call__(self) -> Sequence[frozenset[str]]:
        """The classes, one set a token."""
        if self._found is None:
            self._found = token_tags(self.text, self.language)
        return self._found


@dataclass(slots=True)
class Page:
    """One text, read in one language. Owns what was worked out about it; shared by scenes, which never change it.

    `signals` are the answers of all signals but those that look around.
    """

    text: Text
    language: str | None
    lexicon: Lexicon | None
    tags: Tagging
    signals: dict[str, Measurement] = field(default_factory=dict)
    _matches: dict[int, list[Match]] = field(default_factory=dict)
    _candidates: set[int] | None = None
    _by_concept: dict[str, list[int]] | None = None
    _hay: Haystack | None = None
    _weight: int | None = None
    _answered: dict[str, int] = field(default_factory=dict)

    def hay(self) -> Haystack:
        """The text to search in."""
        if self._hay is None:
            self._hay = Haystack(self.text, self.tags)
        return self._hay

    def places(self, number: int) -> list[Match]:
        """Where the pattern with that number stands."""
        found = self._matches.get(number)
        if found is None:
            pattern = self.lexicon.patterns.get(number) if self.lexicon and number in self.candidates() else None
            found = self._matches[number] = find(pattern, self.hay()) if pattern is not None else []
        return found

    def candidates(self) -> set[int]:
        """Numbers of all patterns that can stand in the text at all."""
        if self._candidates is None:
            self._candidates = self.lexicon.index.candidates(self.hay()) if self.lexicon else set()
        return self._candidates

    def candidates_of(self, name: str) -> list[int]:
        """Numbers of the patterns of a concept that can stand in the text, ascending."""
        if self._by_concept is None:
            by_concept: dict[str, list[int]] = {}
            self._by_concept = by_concept
            owners = self.lexicon.owners if self.lexicon else {}
            for number in sorted(self.candidates() & owners.keys()):
                for owner in owners[number]:
                    if owner in by_concept:
                        by_concept[owner].append(number)
                    else:
                        by_concept[owner] = [number]
        return self._by_concept.get(name, _NONE)

    def has_phrase(self, name: str) -> bool:
        """Whether a phrase of a concept stands in the text, whatever its surroundings say of it."""
        return any(map(self.places, self.candidates_of(name)))

    def weight(self, model: Model) -> int:
        """What the words weigh for the learned concepts of this language, as one long number."""
        if self._weight is None:
            self._weight = model.weigh(keys_of_words(self.text, model.classes))
        return self._weight

    def weight_answered(self, model: Model) -> int:
        """What the words weigh in an answer to this text, by the model of the answer's language."""
        found = self._answered.get(model.language)
        if found is None:
            found = self._answered[model.language] = model.weigh(keys_of_answered(self.text, model.classes))
        return found


@dataclass(slots=True)
class Leaf:
    """A text taken apart, the language found for it (None: nobody asked yet), and its page in each language."""

    text: Text
    found: Detection | None = None
    pages: dict[str | None, Page] = field(default_factory=dict)

    def page(self, program: Program, language: str | None) -> Page:
        """The text as it is read in a language: dialects of German by the words of the standard."""
        page = self.pages.get(language)
        if page is None:
            text = in_standard(self.text) if language == "de" else self.text
            lexicon = program.lexicons.get(language or "")
            page = self.pages[language] = Page(text, language, lexicon, Tagging(text, language))
        return page

    def detected(self, program: Program) -> Detection:
        """The language found for the text."""
        if self.found is None:
            self.found = detect(self.text, program.languages)
        return self.found
