"""A thread as promises look at it: what was written to whom and by whom, in order of time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from ..record import Message, Role, is_ours
from .archive import Thread

if TYPE_CHECKING:
    from .court import Court

MOST_UNSURE: Final = 3
"""Messages of one sort of which nobody knows for whom they are: the first so many are enough to leave a case open."""

Said = frozenset[str]
Entry = tuple[bool, float, str, datetime | None, Message]
"""Whether it has no time, the time in seconds, the id: the order. Then the time and the message."""


class Talk:
    """What is said in a thread, so that what came after a message is found without looking at all of it.

    Bots and reactions say nothing here. `says` and `empty` are what messages were heard to say, by id: of what others
    wrote with its folded words, of what we wrote whether it tells nothing.
    """

    __slots__ = (
        "_by_target",
        "_court",
        "_dated",
        "_everything",
        "_for",
        "_from",
        "_ours",
        "_sorts",
        "_vague",
        "empty",
        "says",
        "thread",
    )

    def __init__(self, thread: Thread, court: Court) -> None:
        self.thread = thread
        self.says: dict[str, tuple[Said, str]] = {}
        self.empty: dict[str, bool] = {}
        self._court = court
        self._everything = sorted(
            entry_of(each, court.archive.at(each)) for each in thread.messages if takes_part(each)
        )
        self._dated = sum(not entry[0] for entry in self._everything)
        self._by_target: dict[str, list[int]] = {}
        self._ours: list[int] = []
        self._from: dict[str, list[int]] = {}
        self._for: dict[str, list[int]] | None = None
        self._vague: list[int] = []
        self._sorts: dict[bool, dict[Hashable, list[int]]] = {}
        for place, entry in enumerate(self._everything):
            message = entry[-1]
            if message.in_reply_to is not None:
                self._by_target.setdefault(message.in_reply_to, []).append(place)
            if is_ours(message):
                self._ours.append(place)
            elif message.author is not None:
                self._from.setdefault(message.author.id or message.author.name or "", []).append(place)

    def after(
        self,
        message: Message,
        at: datetime,
        persons: tuple[str, ...] | None,
        until: datetime | None,
        sort: Callable[[Message], Hashable],
    ) -> Iterable[Entry]:
        """What may concern a promise to these people: what came later or nobody knows when, in order of time.

        `persons` None: it is not known whom it was for; empty: it was for nobody in particular. What may be for anybody
        is left out after `until`; of it the first `MOST_UNSURE` of each sort are given, for they all say the same, and
        in a thread of a hundred thousand messages there are many. `sort` None: such a message says nothing.
        """
        lists = [self._by_target.get(message.id, [])]
        if message.in_reply_to is not None:
            lists.append(self._by_target.get(message.in_reply_to, []))
        if persons:
            found, _ = self._addressed()
            lists += [found.get(person, []) for person in persons]
            lists += [self._from.get(person, []) for person in persons]
        elif persons is not None:
            lists.append(self._ours)
        first = self._behind(at)
        places = {place for each in lists for place in each[bisect_left(each, first) :]}
        if persons is None or persons:
            last = len(self._everything) if until is None else self._behind(until)
            for unsure in self._sorted(persons is None, sort).values():
                begin, end = bisect_left(unsure, first), bisect_left(unsure, last)
                places.update(unsure[begin : min(end, begin + MOST_UNSURE)])
                undated = bisect_left(unsure, max(self._dated, last))
                places.update(unsure[undated : undated + MOST_UNSURE])
        return [self._everything[place] for place in sorted(places)]

    def _sorted(self, anybody: bool, sort: Callable[[Message], Hashable]) -> dict[Hashable, list[int]]:
        """Places of what we wrote, by sort: all of it for `anybody`, else what nobody knows for whom it is."""
        found = self._sorts.get(anybody)
        if found is None:
            found = self._sorts[anybody] = {}
            for place in self._ours if anybody else self._addressed()[1]:
                key = sort(self._everything[place][-1])
                if key is not None:
                    found.setdefault(key, []).append(place)
        return found

    def _behind(self, at: datetime) -> int:
        """The place of the first that came after an instant."""
        return bisect_right(self._everything, (False, at.timestamp()), key=lambda entry: entry[:2])

    def _addressed(self) -> tuple[dict[str, list[int]], list[int]]:
        """What we wrote by whom it is for, and what nobody knows for whom it is."""
        if self._for is None:
            self._for = {}
            for place in self._ours:
                message = self._everything[place][-1]
                people = self._court.addressed(message, self._court.thread_of(message) or self.thread)
                if people is None:
                    self._vague.append(place)
                for person in people or ():
                    self._for.setdefault(person, []).append(place)
        return self._for, self._vague


def entry_of(message: Message, at: datetime | None) -> Entry:
    """A message with what it is put in order by."""
    return at is None, at.timestamp() if at is not None else 0.0, message.id, at, message


def takes_part(message: Message) -> bool:
    """Whether a message says anything: not one of a bot, not a mere reaction."""
    return message.kind != "reaction" and (message.author is None or message.author.role is not Role.BOT)
