"""What a whole archive says that a part of it cannot: needed where an archive is judged part by part."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime, timedelta

from ..record import Message, Period, Role
from ..values import dataclass
from .archive import Archive
from .loose import Loose, Place
from .repeats import Repeat

Question = tuple[str, float, float, timedelta]
"""Asked of a text that may be said again: the pool, the share, how many, the window."""
Blind = tuple[str | None, str | None, datetime | None, datetime | None]
"""Where messages could not be looked at: channel and account, the first and the last time; None where unknown."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is seen from outside a part.

    `reach` is the first and last message of each channel and account, `accounts` the channels on which accounts are
    named, `private_on` where private messages are on record, `people` the roles of those who speak in the part. For
    every question `repeats` are the answers that are not no, and `lacking` the facts that leave one open, by id.
    `blind` says where messages were too many to be looked at, so that nothing there counts as silence, `loose` where
    answers of ours hang nowhere, `flat` where nothing hangs together at all.
    """

    reach: dict[Place, tuple[datetime, datetime]] = field(default_factory=dict)
    accounts: frozenset[str | None] = frozenset()
    private_on: frozenset[Place] = frozenset()
    people: dict[str, Role | None] = field(default_factory=dict)
    repeats: dict[Question, dict[str, Repeat]] = field(default_factory=dict)
    lacking: dict[str, tuple[str, ...]] = field(default_factory=dict)
    blind: tuple[Blind, ...] = ()
    loose: tuple[Loose, ...] = ()
    flat: frozenset[Place] = frozenset()

    def hides(self, period: Period) -> bool:
        """Whether something of a span could not be looked at."""
        since, until = datetime.fromisoformat(period.since), datetime.fromisoformat(period.until)
        return any(
            channel in (None, period.channel)
            and (account is None or period.account in (None, account))
            and (first is None or first < until)
            and (last is None or last >= since)
            for channel, account, first, last in self.blind
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """What of an archive is judged; the rest of it is there to be looked up.

    Ids of threads, acts and contests, and spans of timelines.
    """

    threads: frozenset[str]
    actions: frozenset[str] = frozenset()
    contests: frozenset[str] = frozenset()
    periods: tuple[Period, ...] = ()


def reach_of(archive: Archive) -> dict[Place, tuple[datetime, datetime]]:
    """From the first to the last message of every channel and account; messages without a time do not count."""
    found: dict[Place, tuple[datetime, datetime]] = {}
    for message in archive.messages.values():
        at = archive.at(message)
        if at is not None:
            key = place_of(message)
            first, last = found.get(key, (at, at))
            found[key] = (min(first, at), max(last, at))
    return found


def place_of(message: Message) -> Place:
    """The channel and account of a message."""
    return message.channel, message.account
