"""Bags of many texts -> the pairs that overlap enough: the answers of `overlap`, found with arrays of numbers.

The same prefix filter as in `overlap`, and two more bounds before a pair is counted out: where in both bags the first
common element stands (Xiao, Wang, Lin, Yu 2008), and how far the bitmaps of both differ (Sandes, Teodoro, Melo 2020).
All three only drop pairs that cannot reach the limit, so nothing is lost; what is left is counted element by element.
Texts whose uses lie further apart than the window never meet: elements are looked up by stretch of time.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..values import dataclass
from .overlap import SAFE, Span

Numbers = NDArray[np.int64]
Bits = NDArray[np.uint64]

_CHUNK: Final = 512  # texts looked up together, at most
_HITS: Final = 1_000_000  # elements found for them together, so that texts of one mould fit into memory
_WORDS: Final = 4  # of 64 bits, in a bitmap
_MOST_STRETCHES: Final = 3  # a text used in more stretches of time than these is looked for in all of them
_FEW: Final = 12  # as many finds are looked at without regard to time
_ALWAYS: Final = 10**17  # a span beyond this is all time


@dataclass(frozen=True, slots=True)
class NearTexts:
    """For every text the others near to it with their likeness; sixteen bytes a pair.

    `owners`, `others` and `common` (elements) are parallel to the pairs, ascending by owner; `starts` says where those
    of an owner begin. `back` are the places of the pairs, ascending by the other text, `back_starts` where those begin.
    """

    sizes: Numbers
    owners: NDArray[np.int32]
    others: NDArray[np.int32]
    common: NDArray[np.int32]
    starts: Numbers
    back: NDArray[np.int32]
    back_starts: Numbers

    def __len__(self) -> int:
        return len(self.sizes)

    def __getitem__(self, text: int) -> dict[int, float]:
        own = slice(int(self.starts[text]), int(self.starts[text + 1]))
        places = self.back[int(self.back_starts[text]) : int(self.back_starts[text + 1])]
        if own.start == own.stop and not len(places):
            return {}
        others = np.concatenate((self.others[own], self.owners[places]))
        common = np.concatenate((self.common[own], self.common[places])).astype(np.int64)
        likeness = 2 * common / (self.sizes[text] + self.sizes[others])
        return dict(zip(others.tolist(), likeness.tolist(), strict=True))

    def __iter__(self) -> Iterator[dict[int, float]]:
        return map(self.__getitem__, range(len(self)))


@dataclass(frozen=True, slots=True)
class _Bags:
    """The elements of all bags, one behind the other: as ranks, the rarest lowest, ascending in every bag."""

    ranks: NDArray[np.int32]
    starts: Numbers
    sizes: Numbers
    lonely: int
    ranked: int


@dataclass(frozen=True, slots=True)
class _Index:
    """Elements of bags by rank and stretch of time: `texts` and `places` (in the bag) are parallel to the `keys`.

    `starts` says where those of a rank begin.
    """

    keys: Numbers
    starts: Numbers
    texts: NDArray[np.int32]
    places: NDArray[np.int32]


def near_texts(
    texts: Iterable[tuple[str, ...]], limit: float, spans: Sequence[Span], gap: int, asked: int | None = None
) -> NearTexts:
    """As `neighbours` of the bags of these texts (their words), with `spans` parallel to them.

    With `asked`, only pairs with at least one of the first so many texts.
    """
    bags = _bags(texts)
    firsts = np.array([max(span[0], -_ALWAYS) for span in spans], dtype=np.int64)
    lasts = np.array([min(span[1], _ALWAYS) for span in spans], dtype=np.int64)
    gap = min(gap, _ALWAYS)
    flags = np.zeros(bags.ranked, dtype=bool)
    owners, others, commons = array("i"), array("i"), array("i")
    for probe, candidates in _candidates(bags, limit, firsts, lasts, gap, asked):
        found, common, _ = _confirmed(bags, probe, candidates, limit, flags)
        owners.frombytes(np.full(len(found), probe, dtype=np.int32).tobytes())
        others.frombytes(found.astype(np.int32).tobytes())
        commons.frombytes(common.astype(np.int32).tobytes())
    return _both_ways(bags.sizes, *(np.frombuffer(each, dtype=np.int32) for each in (owners, others, commons)))


def near_smaller(
    texts: Iterable[tuple[str, ...]], limit: float, keep: Callable[[int, Numbers], Numbers]
) -> Iterator[tuple[int, Numbers, NDArray[np.float64]]]:
    """Text by text those near it that are no longer, of equal length the earlier; with their likeness. None are kept.

    `keep` is asked of every text, just before it is compared, which of those that may be near it matter. Texts without
    any are passed over. With texts in ascending order of length, all that come for a text stand before it.
    """
    bags = _bags(texts)
    flags = np.zeros(bags.ranked, dtype=bool)
    always = np.zeros(len(bags.sizes), dtype=np.int64)
    for probe, candidates in _candidates(bags, limit, always, always, 0):
        wanted = keep(probe, candidates)
        if len(wanted):
            found, _, likeness = _confirmed(bags, probe, wanted, limit, flags)
            if len(found):
                yield probe, found, likeness


def _confirmed(
    bags: _Bags, probe: int, candidates: Numbers, limit: float, flags: NDArray[np.bool_]
) -> tuple[Numbers, Numbers, NDArray[np.float64]]:
    """The candidates near to a probe, how many elements they have in common with it, and their likeness."""
    common = _common(bags, probe, candidates, flags)
    likeness = 2 * common / (bags.sizes[probe] + bags.sizes[candidates])
    near = likeness >= limit
    return candidates[near], common[near], likeness[near]


def _both_ways(
    sizes: Numbers, owners: NDArray[np.int32], others: NDArray[np.int32], common: NDArray[np.int32]
) -> NearTexts:
    """The pairs, with a way back to them; `owners` ascend."""

    def starts(texts: NDArray[np.int32]) -> Numbers:
        found = np.zeros(len(sizes) + 1, dtype=np.int64)
        np.cumsum(np.bincount(texts, minlength=len(sizes)), out=found[1:])
        return found

    back = np.argsort(others, kind="stable").astype(np.int32)
    return NearTexts(sizes, owners, others, common, starts(owners), back, starts(others))


def _bags(texts: Iterable[tuple[str, ...]]) -> _Bags:
    """Every word and every pair of neighbouring words, the second of a kind in a text as an element of its own."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    flat, lengths = array("q"), array("q")
    for words in texts:
        flat.extend(map(numbers.__getitem__, words))
        lengths.append(len(words))
    words_of = np.array(lengths, dtype=np.int64)
    sizes = np.maximum(0, 2 * words_of - 1)
    owners = np.repeat(np.arange(len(sizes)), sizes)
    element, width = _dense(_grams(np.array(flat, dtype=np.int64), words_of, len(numbers) + 1))
    grouped = np.sort(owners * width + element)
    element, width = _numbered(grouped, grouped - owners * width, width)
    frequency = np.bincount(element, minlength=width)
    order = np.argsort(frequency, kind="stable")
    rank = np.empty(width, dtype=np.int64)
    rank[order] = np.arange(width)
    grouped = np.sort(owners * width + rank[element])
    starts = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=starts[1:])
    lonely = int(np.count_nonzero(frequency <= 1))
    return _Bags((grouped - owners * width).astype(np.int32), starts, sizes, lonely, width)


def _grams(word: Numbers, lengths: Numbers, many: int) -> Numbers:
    """A number for every word and for every pair of neighbouring words, text by text; words are below `many`."""
    grams = np.empty(2 * len(word), dtype=np.int64)
    grams[::2] = word
    grams[1:-1:2] = (word[:-1] + 1) * many + word[1:]
    inside = np.ones(len(grams), dtype=bool)
    inside[2 * np.cumsum(lengths[lengths > 0]) - 1] = False  # behind the last word of a text no pair begins
    return grams[inside]


def _dense(keys: Numbers) -> tuple[Numbers, int]:
    """The keys numbered on from 0, equal ones alike; and how many different ones there are (at least 1)."""
    bits = len(keys).bit_length()
    if not len(keys) or int(keys.max()).bit_length() + bits > 62:
        known, number = np.unique(keys, return_inverse=True)
        return number, max(1, len(known))
    packed = np.sort((keys << bits) | np.arange(len(keys)))  # ten times as quick as sorting places by their keys
    new = np.diff(packed >> bits, prepend=-1) != 0
    number = np.empty(len(keys), dtype=np.int64)
    number[packed & ((1 << bits) - 1)] = np.cumsum(new) - 1
    return number, int(np.count_nonzero(new))


def _numbered(grouped: Numbers, element: Numbers, width: int) -> tuple[Numbers, int]:
    """The elements with the second and further of a kind in one bag numbered on; and how many there are now."""
    again = np.zeros(len(grouped), dtype=bool)
    again[1:] = grouped[1:] == grouped[:-1]
    places = np.flatnonzero(again)
    if not len(places):
        return element, width
    begins = np.maximum.accumulate(np.where(again, 0, np.arange(len(grouped))))
    times = places - begins[places]
    kinds, found = np.unique(element[places] * (int(times.max()) + 1) + times, return_inverse=True)
    element = element.copy()
    element[places] = width + found
    return element, width + len(kinds)


def _candidates(
    bags: _Bags, limit: float, firsts: Numbers, lasts: Numbers, gap: int, asked: int | None = None
) -> Iterator[tuple[int, Numbers]]:
    """Every text with those, not larger than itself, that may be near it; one of both is among the first `asked`."""
    sizes = bags.sizes
    smallest = limit * sizes / (2 - limit) - SAFE
    probed = np.where(sizes > 0, sizes - np.ceil(smallest).astype(np.int64) + 1, 0)
    indexed = np.where(sizes > 0, sizes - np.ceil(limit * sizes - SAFE).astype(np.int64) + 1, 0)
    low, high, stretches = _stretches(firsts, lasts, gap)
    bitmaps = _bitmaps(bags)
    every = np.arange(len(sizes))
    own = every if asked is None else every[:asked]
    whole = _index(bags, indexed, low, high, stretches, every)
    rounds = [(whole, own)]
    if len(own) < len(every):
        rounds.append((_index(bags, indexed, low, high, stretches, own), every[len(own) :]))
    looked_up = ((index, each) for index, probes in rounds for each in _portions(bags, index, probes, probed))
    for index, chosen in looked_up:
        text, rank, place = _elements(bags, chosen, probed)
        left, right, at, there = _hits(index, text, rank, place, low, high, stretches)
        kept = (sizes[right] - sizes[left]) * len(sizes) < left - right  # the smaller one, of equals the first
        kept &= (firsts[right] - lasts[left] <= gap) & (firsts[left] - lasts[right] <= gap)
        left, right, at, there = left[kept], right[kept], at[kept], there[kept]
        one, other = sizes[left], sizes[right]
        need = limit * (one + other) / 2 - SAFE
        kept = (np.minimum(one - at, other - there) >= need) & (other >= smallest[left])
        left, right, need = left[kept], right[kept], need[kept]
        apart = np.zeros(len(left), dtype=np.int64)
        for word in bitmaps:
            apart += np.bitwise_count(word[left] ^ word[right])
        kept = sizes[left] + sizes[right] - apart >= 2 * need
        pairs = np.unique(left[kept] * len(sizes) + right[kept])
        left, right = pairs // len(sizes), pairs % len(sizes)
        borders = np.flatnonzero(np.diff(left)) + 1
        for group, partners in zip(np.split(left, borders), np.split(right, borders), strict=True):
            if len(group):
                yield int(group[0]), partners


def _stretches(firsts: Numbers, lasts: Numbers, gap: int) -> tuple[Numbers, Numbers, int]:
    """The first and last stretch of time, as long as the window, of every text; 0 and the last one: in all of them.

    Stretch 0 holds the texts that are looked for everywhere.
    """
    known = (firsts > -_ALWAYS) & (lasts < _ALWAYS)
    if not known.any():
        return np.zeros_like(firsts), np.zeros_like(firsts), 1
    begin = int(firsts[known].min())
    length = max(gap, (int(lasts[known].max()) - begin) // 10_000, 1)
    low, high = (firsts - begin) // length + 1, (lasts - begin) // length + 1
    dated = known & (high - low < _MOST_STRETCHES)
    low, high = np.where(dated, low, 0), np.where(dated, high, 0)
    return low, high, int(high.max()) + 1


def _elements(bags: _Bags, texts: Numbers, prefix: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The first elements of some bags that stand in other bags too: text, rank and place in the bag."""
    text = np.repeat(texts, prefix[texts])
    place = _counted(prefix[texts])
    rank = bags.ranks[bags.starts[text] + place].astype(np.int64)
    shared = rank >= bags.lonely
    return text[shared], rank[shared], place[shared]


def _counted(lengths: Numbers) -> Numbers:
    """0, 1, 2 ... up to each length, one behind the other."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)


def _portions(bags: _Bags, index: _Index, probes: Numbers, prefix: Numbers) -> Iterator[Numbers]:
    """The probes in portions that find at most `_HITS` elements each, or are a single text."""
    for start in range(0, len(probes), _CHUNK):
        chosen = probes[start : start + _CHUNK]
        text, rank, _ = _elements(bags, chosen, prefix)
        hits = np.bincount(text - chosen[0], index.starts[rank + 1] - index.starts[rank], len(chosen))
        reached = np.cumsum(hits)
        begin = 0
        while begin < len(chosen):
            most = _HITS + (reached[begin - 1] if begin else 0)
            end = max(begin + 1, int(np.searchsorted(reached, most, side="right")))
            yield chosen[begin:end]
            begin = end


def _index(bags: _Bags, prefix: Numbers, low: Numbers, high: Numbers, stretches: int, texts: Numbers) -> _Index:
    text, rank, place = _elements(bags, texts, prefix)
    more = high[text] - low[text] + 1
    stretch = np.repeat(low[text], more) + _counted(more)
    keys = np.repeat(rank, more) * stretches + stretch
    order = np.argsort(keys, kind="stable")
    texts, places = np.repeat(text, more), np.repeat(place, more)
    starts = np.zeros(bags.ranked + 1, dtype=np.int64)
    np.cumsum(np.bincount(np.repeat(rank, more), minlength=bags.ranked), out=starts[1:])
    return _Index(keys[order], starts, texts[order].astype(np.int32), places[order].astype(np.int32))


def _hits(
    index: _Index, text: Numbers, rank: Numbers, place: Numbers, low: Numbers, high: Numbers, stretches: int
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Every element of the index that is an element given: the texts and places of both."""
    first = index.starts[rank]
    counts = index.starts[rank + 1] - first
    asked = np.arange(len(text))
    many = np.flatnonzero((counts > _FEW) & (high[text] > 0))
    if stretches > 3 and len(many):
        many = many[np.argsort(rank[many], kind="stable")]  # neighbours in the index are found together
        keys, own = rank[many] * stretches, text[many]
        always = np.searchsorted(index.keys, keys, side="right") - first[many]
        begin = np.searchsorted(index.keys, keys + np.maximum(low[own] - 1, 1))
        end = np.searchsorted(index.keys, keys + np.minimum(high[own] + 1, stretches - 1), side="right")
        asked = np.concatenate((asked, many))
        first = np.concatenate((first, begin))
        counts[many] = always
        counts = np.concatenate((counts, end - begin))
    asked = np.repeat(asked, counts)
    found = np.repeat(first, counts) + _counted(counts)
    return text[asked], index.texts[found].astype(np.int64), place[asked], index.places[found].astype(np.int64)


def _bitmaps(bags: _Bags) -> list[Bits]:
    """Bitmaps of the bags, a word of 64 bits after the other; every element turns one bit."""
    bit = bags.ranks % (64 * _WORDS)
    filled = bags.sizes > 0
    found: list[Bits] = []
    for number in range(_WORDS):
        turned = np.where(bit // 64 == number, np.uint64(1) << (bit % 64).astype(np.uint64), np.uint64(0))
        word = np.zeros(len(bags.sizes), dtype=np.uint64)
        if filled.any():
            word[filled] = np.bitwise_xor.reduceat(turned, bags.starts[:-1][filled])
        found.append(word)
    return found


def _common(bags: _Bags, probe: int, candidates: Numbers, flags: NDArray[np.bool_]) -> Numbers:
    """How many elements a bag has in common with each of the candidates; `flags` are all off, before and after."""
    own = bags.ranks[bags.starts[probe] : bags.starts[probe + 1]]
    flags[own] = True
    sizes = bags.sizes[candidates]
    ends = np.cumsum(sizes)
    places = np.arange(ends[-1]) + np.repeat(bags.starts[candidates] - ends + sizes, sizes)
    common = np.add.reduceat(flags[bags.ranks[places]].astype(np.int64), ends - sizes)
    flags[own] = False
    return common
