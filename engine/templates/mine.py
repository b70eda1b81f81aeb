"""The store of a mining run: every different text once, in a compact form, and twenty bytes for every use of it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import field
from datetime import UTC, datetime

from ..records.envelope import envelope
from ..records.essence import Essence, name_words, sentence_words, too_short
from ..values import dataclass
from .wording import masked

Words = tuple[str, ...]
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Use:
    """One text of ours as it is read: who wrote it, where and when, as far as known; `names` of those addressed."""

    text: str
    author: str | None = None
    channel: str | None = None
    at: datetime | None = None
    language: str | None = None
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class Mine:
    """What was added so far. Of a text only its masked sentences are kept, of an author only a number.

    `texts` are the numbers of its sentences, `masks` and `languages` parallel to them; `sentences` the words of every
    different sentence. `text_of`, `author_of`, `channel_of` and `day_of` are parallel to the uses: numbers, -1 unknown;
    days since the year 1.
    """

    texts: list[tuple[int, ...]] = field(default_factory=list)
    masks: list[tuple[str, ...]] = field(default_factory=list)
    languages: list[str | None] = field(default_factory=list)
    sentences: list[Words] = field(default_factory=list)
    authors: dict[str, int] = field(default_factory=dict)
    channels: dict[str, int] = field(default_factory=dict)
    text_of: array[int] = field(default_factory=lambda: array("l"))
    author_of: array[int] = field(default_factory=lambda: array("l"))
    channel_of: array[int] = field(default_factory=lambda: array("h"))
    day_of: array[int] = field(default_factory=lambda: array("l"))
    _text_numbers: dict[tuple[int, ...], int] = field(default_factory=dict)
    _sentence_numbers: dict[Words, int] = field(default_factory=dict)

    def add(self, use: Use) -> bool:
        """Take in one text; False when it is too short to be compared (`too_short`)."""
        part = envelope(use.text)
        words = sentence_words(use.text, part, name_words(use.names))
        if too_short(Essence(tuple(word for sentence in words for word in sentence), 0)):
            return False
        key = tuple([self._sentence(sentence) for sentence in words])
        number = self._text_numbers.get(key)
        if number is None:
            number = self._text_numbers[key] = len(self.texts)
            self.texts.append(key)
            self.masks.append(tuple(masked(use.text, part, use.names)))
            self.languages.append(use.language)
        self.text_of.append(number)
        self.author_of.append(_number(self.authors, use.author))
        self.channel_of.append(_number(self.channels, use.channel))
        self.day_of.append(use.at.astimezone(UTC).toordinal() if use.at and use.at.tzinfo else UNKNOWN)
        return True

    def words(self, text: int) -> Words:
        """All words of a text."""
        return tuple(word for sentence in self.texts[text] for word in self.sentences[sentence])

    def _sentence(self, words: Words) -> int:
        number = self._sentence_numbers.get(words)
        if number is None:
            number = self._sentence_numbers[words] = len(self.sentences)
            self.sentences.append(words)
        return number


def _number(numbers: dict[str, int], name: str | None) -> int:
    if name is None:
        return UNKNOWN
    return numbers.setdefault(name, len(numbers))


def named(numbers: dict[str, int], wanted: Sequence[int]) -> tuple[str, ...]:
    """The names behind some numbers, in alphabetical order."""
    chosen = set(wanted)
    return tuple(sorted(name for name, number in numbers.items() if number in chosen))
