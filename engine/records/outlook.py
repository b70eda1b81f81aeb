"""What a whole archive says that a part of it cannot: needed where an archive is judged part by part."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime, timedelta

from ..record import Message, Period, Role
from ..values import dataclass
from .archive import Archive
from .repeats import Repeat

Question = tuple[str, float, float, timedelta]
"""Asked of a text that may be said again: the pool, the share, how many, the window."""
Place = tuple[str | None, str | None]
"""A channel and an account, each None when unknown."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is seen from outside a part.

    `reach` is the first and last message of each channel and account, `accounts` the channels on which accounts are
    named, `private_on` where private messages are on record, `people` the roles of those who speak in the part. For
    every question `repeats` are the answers that are not no, and `lacking` the facts that leave one open, by id.
    """

    reach: dict[Place, tuple[datetime, datetime]] = field(default_factory=dict)
    accounts: frozenset[str | None] = frozenset()
    private_on: frozenset[Place] = frozenset()
    people: dict[str, Role | None] = field(default_factory=dict)
    repeats: dict[Question, dict[str, Repeat]] = field(default_factory=dict)
    lacking: dict[str, tuple[str, ...]] = field(default_factory=dict)


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
