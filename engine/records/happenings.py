"""Event + thread -> what of it happened there, in order of time: worked out once, however many subjects ask."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from ..condition_nodes import Event, Quantity
from ..conditions import Truth
from ..record import Action, Message
from ..values import dataclass
from .archive import Thread

if TYPE_CHECKING:
    from .court import Court

_KEPT: Final = 64  # events of a few threads: subjects are judged thread by thread


@dataclass(frozen=True, slots=True)
class Happening:
    """A message or act that is such an event or may be; `at` None: nobody knows when."""

    item: Message | Action
    at: datetime | None
    truth: Truth


@dataclass(frozen=True, slots=True)
class Happenings:
    """What of an event happened in a thread: dated ones in order of time (`times` are theirs), and the undated.

    `needs` are the facts without which it is not known how many they are; `people` is how many different people did it.
    """

    event: Event
    times: list[datetime]
    dated: list[Happening]
    undated: list[Happening]

    needs: frozenset[str]
    people: int

    def since(self, at: datetime) -> Iterator[Happening]:
        """The dated ones not before an instant, the earliest first."""
        return (self.dated[number] for number in range(bisect_left(self.times, at), len(self.dated)))

    def until(self, at: datetime) -> Iterator[Happening]:
        """The dated ones not after an instant, the latest first."""
        return (self.dated[number] for number in range(bisect_right(self.times, at) - 1, -1, -1))


def happenings(event: Event, thread: Thread, court: Court, parameters: Mapping[str, Quantity]) -> Happenings:
    """What of the event happened in the thread."""
    from .events import happened

    key = (id(thread), id(event), tuple(parameters.items()))
    found = court.happenings.get(key)
    if found is not None and found.event is event:
        return found
    seen = [(item, happened(event, item, court, parameters)) for item in thread.items]
    some = [Happening(item, court.archive.at(item), truth) for item, truth in seen if truth.value is not False]
    order = sorted((each.at, number) for number, each in enumerate(some) if each.at is not None)
    unsure = [each.truth.needs for each in some if each.truth.value is None]
    found = Happenings(
        event,
        [at for at, _ in order],
        [some[number] for _, number in order],
        [each for each in some if each.at is None],
        frozenset[str]().union(*unsure),
        len({_who(each.item) for each in some}),
    )
    court.happenings[key] = found
    if len(court.happenings) > _KEPT:
        del court.happenings[next(iter(court.happenings))]
    return found


def _who(item: Message | Action) -> str:
    if isinstance(item, Action):
        return item.actor or ""
    return item.author.id if item.author else "us"
