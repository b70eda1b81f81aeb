"""Patterns -> index: which phrases can stand in a text at all, by its words. Wider than the matcher by construction."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field
from typing import Final

from .hashed import hash_of
from .haystack import Haystack
from .packed import Packed
from .pattern import Pattern, Word, alternatives
from .values import dataclass


@dataclass(frozen=True, slots=True)
class WordTable(Packed):
    """Words with their numbers, in small packed drawers: a text needs few of many thousand words."""

    drawers: tuple[bytes, ...]

    def get(self, word: str) -> tuple[int, ...]:
        """The numbers of a word; none for an unknown one."""
        drawer: dict[str, tuple[int, ...]] = pickle.loads(self.drawers[hash_of(word, 0) % len(self.drawers)])
        return drawer.get(word, ())


@dataclass(frozen=True, slots=True)
class Index:
    """Which patterns can match at all, by the words of a text. Wider than the matcher by construction.

    Every set of words that a pattern needs is a *slot*; equal sets share one. `words`, `beginnings`, `endings` and
    `middles` lead from a word to the slots it fills. Every way in which a pattern can match is anchored in one slot:
    `free` leads from a slot to the patterns that need no other, `bound` to the other patterns, each with the further
    slots it needs. A pattern can match only where one sentence fills all slots of one of its ways; `always` can match
    without any. `heard` remembers what words lead to: the free patterns, and the slots that others ask for.
    """

    words: WordTable
    beginnings: dict[int, dict[str, tuple[int, ...]]]
    endings: dict[int, dict[str, tuple[int, ...]]]
    middles: tuple[tuple[str, int], ...]
    free: dict[int, tuple[int, ...]]
    bound: dict[int, tuple[tuple[int, tuple[int, ...]], ...]]
    asked: frozenset[int]
    always: frozenset[int]
    heard: dict[str, tuple[tuple[int, ...], frozenset[int]]] = field(default_factory=dict, compare=False, repr=False)

    def candidates(self, hay: Haystack) -> set[int]:
        """Numbers of all patterns whose words stand together in some sentence."""
        known = [self.heard[fold] if fold in self.heard else self._hear(fold) for fold in hay.at]
        found = set(self.always)
        found.update(*[free for free, _ in known])
        filled = set[int]()
        filled.update(*[slots for _, slots in known])
        bound = self.bound
        ways = [
            (number, (slot, *others))
            for slot in filled & bound.keys()
            for number, others in bound[slot]
            if others[0] in filled and filled.issuperset(others)
        ]
        if len(hay.text.sentences) == 1:
            found.update([number for number, _ in ways])
            return found
        asked = set[int]()
        asked.update(*[needed for _, needed in ways])
        sentences = _sentences(hay, [slots & asked for _, slots in known])
        for number, needed in ways:
            together = -1
            for slot in needed:
                together &= sentences[slot]
            if together:
                found.add(number)
        return found

    def _hear(self, fold: str) -> tuple[tuple[int, ...], frozenset[int]]:
        slots = set(self.words.get(fold))
        for length, table in self.beginnings.items():
            slots.update(table.get(fold[:length], ()))
        for length, table in self.endings.items():
            slots.update(table.get(fold[-length:], ()))
        slots.update(slot for part, slot in self.middles if part in fold)
        free = {number for slot in slots for number in self.free.get(slot, ())}
        if len(self.heard) > _REMEMBERED:
            self.heard.clear()
        found = self.heard[fold] = (tuple(free), self.asked & slots)
        return found


def _sentences(hay: Haystack, slots: Sequence[AbstractSet[int]]) -> dict[int, int]:
    """In which sentences each slot is filled, one bit a sentence; `slots` are those of the words of the text."""
    found: dict[int, int] = {}
    sentence_of = hay.text.sentence_of
    for positions, filled in zip(hay.at.values(), slots, strict=True):
        if filled:
            bits = 0
            for position in positions:
                bits |= 1 << sentence_of[position]
            for slot in filled:
                found[slot] = found.get(slot, 0) | bits
    return found


_REMEMBERED: Final = 50_000  # words
_IN_A_DRAWER: Final = 8  # words


def build_index(patterns: Sequence[Pattern]) -> Index:
    """The index over `patterns`, by their position."""
    slots: dict[tuple[object, ...], int] = {}
    words: dict[str, list[int]] = {}
    beginnings: dict[int, dict[str, list[int]]] = {}
    endings: dict[int, dict[str, list[int]]] = {}
    middles: list[tuple[str, int]] = []
    free: dict[int, list[int]] = {}
    bound: dict[int, list[tuple[int, tuple[int, ...]]]] = {}
    always: set[int] = set()

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

    for number, pattern in enumerate(patterns):
        ways = [tuple(word for word in way if not word.tags) for way in alternatives(pattern)]
        if () in ways:
            always.add(number)
            continue
        for anchor, *others in ways:
            slot = slot_of(anchor)
            if rest := tuple(slot_of(word) for word in others):
                bound.setdefault(slot, []).append((number, rest))
            else:
                free.setdefault(slot, []).append(number)
    asked = {*bound, *(slot for ways in bound.values() for _, rest in ways for slot in rest)}
    return Index(
        _drawers(words),
        _by_length(beginnings),
        _by_length(endings),
        tuple(middles),
        {slot: tuple(numbers) for slot, numbers in free.items()},
        {slot: tuple(found) for slot, found in bound.items()},
        frozenset(asked),
        frozenset(always),
    )


def _drawers(table: dict[str, list[int]]) -> WordTable:
    drawers: list[dict[str, tuple[int, ...]]] = [{} for _ in range(len(table) // _IN_A_DRAWER + 1)]
    for word, numbers in table.items():
        drawers[hash_of(word, 0) % len(drawers)][word] = tuple(numbers)
    return WordTable(tuple(pickle.dumps(drawer, protocol=pickle.HIGHEST_PROTOCOL) for drawer in drawers))


def _by_length(tables: dict[int, dict[str, list[int]]]) -> dict[int, dict[str, tuple[int, ...]]]:
    return {length: {part: tuple(slots) for part, slots in table.items()} for length, table in tables.items()}
