"""Patterns -> index: which phrases can stand in a text at all, by its words. Wider than the matcher by construction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import Final

from .haystack import Haystack
from .pattern import Pattern, Word, alternatives, is_common
from .values import dataclass


@dataclass(frozen=True, slots=True)
class Index:
    """Which patterns can match at all, by the words of a text. Wider than the matcher by construction.

    Every set of words that a pattern needs is a *slot*; equal sets share one. `words`, `beginnings`, `endings` and
    `middles` lead from a word to the slots it fills. Every way in which a pattern can match is a *row*: `anchored`
    leads from a slot to the rows it anchors, `needs` from a row to its other slots, `owners` from a row to its
    pattern. A pattern can match only where one sentence fills all slots of one of its rows.
    """

    words: dict[str, tuple[int, ...]]
    beginnings: dict[int, dict[str, tuple[int, ...]]]
    endings: dict[int, dict[str, tuple[int, ...]]]
    middles: tuple[tuple[str, int], ...]
    anchored: dict[int, tuple[int, ...]]
    needs: dict[int, tuple[int, ...]]
    owners: tuple[int, ...]
    always: tuple[int, ...]
    heard: dict[str, tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)

    def candidates(self, hay: Haystack) -> set[int]:
        """Numbers of all patterns whose words stand together in some sentence."""
        found = set(self.always)
        heard, sentence_of = self.heard, hay.text.sentence_of
        filled: dict[int, int] = {}
        for fold, positions in hay.at.items():
            slots = heard.get(fold)
            if slots is None:
                slots = self._slots(fold)
                if len(heard) < _REMEMBERED:
                    heard[fold] = slots
            if slots:
                sentences = 0
                for position in positions:
                    sentences |= 1 << sentence_of[position]
                for slot in slots:
                    filled[slot] = filled.get(slot, 0) | sentences
        anchored, needs, owners = self.anchored, self.needs, self.owners
        for slot, sentences in filled.items():
            for row in anchored.get(slot, ()):
                left = sentences
                for other in needs.get(row, ()):
                    left &= filled.get(other, 0)
                    if not left:
                        break
                if left:
                    found.add(owners[row])
        return found

    def _slots(self, fold: str) -> tuple[int, ...]:
        found = set(self.words.get(fold, ()))
        for length, table in self.beginnings.items():
            found.update(table.get(fold[:length], ()))
        for length, table in self.endings.items():
            found.update(table.get(fold[-length:], ()))
        found.update(slot for part, slot in self.middles if part in fold)
        return tuple(found)


_REMEMBERED: Final = 50_000  # words


def build_index(patterns: Sequence[Pattern]) -> Index:
    """The index over `patterns`, by their position."""
    slots: dict[tuple[object, ...], int] = {}
    words: dict[str, list[int]] = {}
    beginnings: dict[int, dict[str, list[int]]] = {}
    endings: dict[int, dict[str, list[int]]] = {}
    middles: list[tuple[str, int]] = []
    anchored: dict[int, list[int]] = {}
    needs: dict[int, tuple[int, ...]] = {}
    always: list[int] = []

    def slot_of(word: Word) -> int:
        forms = frozenset({*word.forms, *word.apart})
        key = (forms, word.beginnings, word.endings, word.middles)
        if key not in slots:
            slot = slots[key] = len(slots)
            for form in forms:
                words.setdefault(form, []).append(slot)
            for part in word.beginnings:
                beginnings.setdefault(len(part), {}).setdefault(part, []).append(slot)
            for part in word.endings:
                endings.setdefault(len(part), {}).setdefault(part, []).append(slot)
            middles.extend((part, slot) for part in word.middles)
        return slots[key]

    owners: list[int] = []
    for number, pattern in enumerate(patterns):
        ways = [tuple(word for word in way if not word.tags) for way in alternatives(pattern)]
        if () in ways:
            always.append(number)
            continue
        for anchor, *others in ways:
            row = len(owners)
            owners.append(number)
            anchored.setdefault(slot_of(anchor), []).append(row)
            if rest := tuple(slot_of(word) for word in others if not is_common(word)):
                needs[row] = rest
    fixed = {slot: tuple(rows) for slot, rows in anchored.items()}
    lengths = (_by_length(beginnings), _by_length(endings))
    return Index(_fixed(words), *lengths, tuple(middles), fixed, needs, tuple(owners), tuple(always))


def _fixed(table: dict[str, list[int]]) -> dict[str, tuple[int, ...]]:
    return {word: tuple(numbers) for word, numbers in table.items()}


def _by_length(tables: dict[int, dict[str, list[int]]]) -> dict[int, dict[str, tuple[int, ...]]]:
    return {length: _fixed(table) for length, table in tables.items()}
