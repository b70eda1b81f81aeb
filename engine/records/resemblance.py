"""Essences -> which of many texts are the same again: every different text with its like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from ..values import dataclass
from .essence import Essence, essence, too_short
from .overlap import Span, bag, neighbours, share

__all__ = ["Essence", "Pool", "Said", "essence", "likeness", "pool", "too_short"]

MANY: Final = 400  # texts from which on arrays find the near ones sooner, though they take a moment to load
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_ALWAYS: Final[Span] = (-(10**18), 10**18)


@dataclass(frozen=True, slots=True)
class Said:
    """One of our texts. `at` without an offset counts as unknown; `person` is whom it answers."""

    id: str
    essence: Essence
    at: datetime | None = None
    person: str | None = None
    channel: str | None = None
    account: str | None = None


class Near(Protocol):
    """For every text, by its number, the other texts near to it with their likeness."""

    def __len__(self) -> int: ...

    def __getitem__(self, text: int, /) -> dict[int, float]: ...


@dataclass(frozen=True, slots=True)
class Pool:
    """Items with what is alike among them.

    `moments` in microseconds since 1970 and `texts` are parallel to `items`; equal essences are one text, and items too
    short to be compared have -1. For every text `members` are its items and `near` the other texts that reach the
    limit, with their likeness; it is whole for the texts below number `asked`. `gap` is the window in microseconds.
    """

    items: tuple[Said, ...]
    moments: tuple[int | None, ...]
    texts: tuple[int, ...]
    members: tuple[tuple[int, ...], ...]
    near: Near
    gap: int
    asked: int


def likeness(one: Essence, other: Essence) -> float:
    """How much two texts are the same, 0..1: the share of words and of pairs of neighbouring words they have in common.

    Count each word and each pair of neighbouring words of both essences, as often as it occurs. Twice what both have,
    by all that both have together (Dice): 1 for equal texts, 0 where no word is common or a text is empty. A text of
    n words has 2n - 1 of these parts.

    Measured on the pairs of its test, the lowest of those alike and the highest of those different: words alone 0.77
    and 0.67, pairs alone 0.62 and 0.51, longest common subsequence 0.75 and 0.67, this 0.70 and 0.54. Words alone find
    short polite replies alike, pairs alone punish one changed word twice, a subsequence takes a template with its
    sentences swapped for a new text. A limit between 0.6 and 0.8 is sensible.

    >>> likeness(essence("Das Paket kommt morgen an."), essence("Der Brief kommt morgen an."))
    0.5555555555555556
    """
    if not one.signature & other.signature:
        return 0.0
    return share(bag(one.words), bag(other.words))


def pool(items: Sequence[Said], limit: float, window: timedelta, asked: int | None = None) -> Pool:
    """`items`, in any order, with what is alike to them by at least `limit` (above 0) and may be within `window`.

    With `asked`, what is alike to the first so many; how the others are alike to each other is left out.
    """
    if not 0 < limit <= 1:
        raise ValueError(f"limit must be above 0 and at most 1, not {limit}")
    gap = window // _MICROSECOND
    moments = tuple(_moment(item.at) for item in items)
    numbers: dict[tuple[str, ...], int] = {}
    members: list[list[int]] = []
    texts: list[int] = []
    first = len(items) if asked is None else asked
    first_texts = 0
    for place, item in enumerate(items):
        words = item.essence.words
        number = numbers.get(words)
        if number is None:
            number = numbers[words] = -1 if too_short(item.essence) else len(members)
            if number >= 0:
                members.append([])
        if number >= 0:
            members[number].append(place)
        texts.append(number)
        if place < first:
            first_texts = len(members)
    spans = [_span(moments[place] for place in group) for group in members]
    different = (words for words, number in numbers.items() if number >= 0)
    near = _near(different, limit, spans, gap, first_texts)
    return Pool(tuple(items), moments, tuple(texts), tuple(map(tuple, members)), near, gap, first_texts)


def _near(texts: Iterable[tuple[str, ...]], limit: float, spans: Sequence[Span], gap: int, asked: int) -> Near:
    if len(spans) >= MANY:
        from .join import near_texts

        return near_texts(texts, limit, spans, gap, asked)
    return neighbours(map(bag, texts), limit, spans, gap)


def _moment(at: datetime | None) -> int | None:
    """Microseconds since 1970, None for an unknown time or one without an offset."""
    return None if at is None or at.utcoffset() is None else (at - _EPOCH) // _MICROSECOND


def _span(moments: Iterable[int | None]) -> Span:
    """The earliest and the latest of some moments; all time when one of them is unknown."""
    known: list[int] = []
    for moment in moments:
        if moment is None:
            return _ALWAYS
        known.append(moment)
    return min(known), max(known)
