"""Patterns -> index: which phrases can stand in a text at all, by its words. Wider than the matcher by construction."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator, Sequence
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
class Leads:
    """What a word leads to: patterns that need no other, and per place of a way the ways it fills there, as bits."""

    free: tuple[int, ...]
    fills: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """Which patterns can match at all, by the words of a text. Wider than the matcher by construction.

    Every set of words that a pattern needs is a *slot*; equal sets share one. `words`, `beginnings`, `endings` and
    `middles` lead from a word to the slots it fills. Every *way* in which a pattern can match is a row of slots: `free`
    leads from a slot to the patterns with a way of that slot alone. The other ways are numbered: `ways` says whose they
    are, `fills` leads from a slot to the ways it stands in, at the first place, at the second, and so on; `short` has
    for each place one bit for every way that is over by then. A pattern can match only where one sentence fills all
    slots of one of its ways; `always` can match without any. `heard` remembers what words lead to.
    """

    words: WordTable
    beginnings: dict[int, dict[str, tuple[int, ...]]]
    endings: dict[int, dict[str, tuple[int, ...]]]
    middles: tuple[tuple[str, int], ...]
    free: dict[int, tuple[int, ...]]
    ways: tuple[int, ...]
    fills: dict[int, tuple[tuple[int, ...], ...]]
    short: tuple[int, ...]
    always: frozenset[int]
    heard: dict[str, Leads] = field(default_factory=dict, compare=False, repr=False)

    def candidates(self, hay: Haystack) -> set[int]:
        """Numbers of all patterns whose words stand together in some sentence."""
        heard = self.heard
        known = {fold: heard[fold] if fold in heard else self._hear(fold) for fold in hay.at}
        found = set(self.always)
        found.update(*[each.free for each in known.values()])
        folds, filled = hay.text.folds, 0
        for begin, end in hay.text.sentences:
            filled |= self._filled([known[fold].fills for fold in folds[begin:end]])
        ways = self.ways
        found.update([ways[way] for way in _ones(filled)])
        return found

    def _filled(self, words: Sequence[tuple[int, ...]]) -> int:
        """The ways of which one sentence fills every slot, as bits; `words` are the `fills` of its words."""
        if not self.short:
            return 0
        places = [0] * len(self.short)
        for fills in words:
            for place, ways in enumerate(fills):
                places[place] |= ways
        filled = -1
        for ways, over in zip(places, self.short, strict=True):
            filled &= ways | over
            if not filled:
                break
        return filled

    def _hear(self, fold: str) -> Leads:
        slots = set(self.words.get(fold))
        for length, table in self.beginnings.items():
            slots.update(table.get(fold[:length], ()))
        for length, table in self.endings.items():
            slots.update(table.get(fold[-length:], ()))
        slots.update(slot for part, slot in self.middles if part in fold)
        free = {number for slot in slots for number in self.free.get(slot, ())}
        if len(self.heard) > _REMEMBERED:
            self.heard.clear()
        places: list[bytearray] = []
        for slot in slots & self.fills.keys():
            for place, ways in enumerate(self.fills[slot]):
                if place == len(places):
                    places.append(bytearray(len(self.ways) // 8 + 1))
                bits = places[place]
                for way in ways:
                    bits[way >> 3] |= 1 << (way & 7)
        fills = tuple([int.from_bytes(bits, "little") for bits in places])
        found = self.heard[fold] = Leads(tuple(free), fills)
        return found


def _ones(bits: int) -> Iterator[int]:
    """The places of the bits that are set, ascending."""
    for each in _BYTE.finditer(bits.to_bytes(bits.bit_length() // 8 + 1, "little")):
        at = each.start() << 3
        for bit in _BITS[each[0][0]]:
            yield at + bit


_BYTE: Final = re.compile(rb"[^\0]")
_BITS: Final = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))
_REMEMBERED: Final = 10_000  # words, of up to 8 kB
_IN_A_DRAWER: Final = 8  # words


def build_index(patterns: Sequence[Pattern]) -> Index:
    """The index over `patterns`, by their position."""
    slots: dict[tuple[object, ...], int] = {}
    words: dict[str, list[int]] = {}
    beginnings: dict[int, dict[str, list[int]]] = {}
    endings: dict[int, dict[str, list[int]]] = {}
    middles: list[tuple[str, int]] = []
    free: dict[int, list[int]] = {}
    ways: list[tuple[int, ...]] = []
    owners: list[int] = []
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
        rows = [tuple(word for word in way if not word.tags) for way in alternatives(pattern)]
        if () in rows:
            always.add(number)
            continue
        for row in rows:
            way = tuple(map(slot_of, row))
            if len(way) == 1:
                free.setdefault(way[0], []).append(number)
            else:
                ways.append(way)
                owners.append(number)
    longest = max(map(len, ways), default=0)
    short = tuple(sum(1 << at for at, way in enumerate(ways) if len(way) <= place) for place in range(longest))
    return Index(
        _drawers(words),
        _by_length(beginnings),
        _by_length(endings),
        tuple(middles),
        {slot: tuple(numbers) for slot, numbers in free.items()},
        tuple(owners),
        _fills(ways),
        short,
        frozenset(always),
    )


def _fills(ways: Sequence[tuple[int, ...]]) -> dict[int, tuple[tuple[int, ...], ...]]:
    """For each slot the ways it stands in, place by place."""
    found: dict[int, list[list[int]]] = {}
    for at, way in enumerate(ways):
        for place, slot in enumerate(way):
            places = found.setdefault(slot, [])
            places += [[] for _ in range(place + 1 - len(places))]
            places[place].append(at)
    return {slot: tuple(map(tuple, places)) for slot, places in found.items()}


def _drawers(table: dict[str, list[int]]) -> WordTable:
    drawers: list[dict[str, tuple[int, ...]]] = [{} for _ in range(len(table) // _IN_A_DRAWER + 1)]
    for word, numbers in table.items():
        drawers[hash_of(word, 0) % len(drawers)][word] = tuple(numbers)
    return WordTable(tuple(pickle.dumps(drawer, protocol=pickle.HIGHEST_PROTOCOL) for drawer in drawers))


def _by_length(tables: dict[int, dict[str, list[int]]]) -> dict[int, dict[str, tuple[int, ...]]]:
    return {length: {part: tuple(slots) for part, slots in table.items()} for length, table in tables.items()}
