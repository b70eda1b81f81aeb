"""Answers of ours that hang nowhere: they stand in no thread and do not say what they answer.

Whoever asked at that time, in no thread either, may have been answered by one of them; so nobody is told for certain
that they were not. Kept are the days on which there are some, by channel and account.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from ..record import Author, Message, Role
from .moments import instant

Loose = tuple[str | None, str | None, datetime | None, datetime | None]
"""Channel and account, each None where unknown; the first instant of the first day and the end of the last, in UTC,
both None where the time is unknown."""
Place = tuple[str | None, str | None]
"""A channel and an account, each None when unknown."""
ANSWERS: Final = ("reply", "comment", "dm")
"""Kinds that answer something."""
_DAY: Final = 86_400
_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)


def loose_in(messages: Iterable[Message], zone: str) -> tuple[Loose, ...]:
    """The days with loose answers among messages as they were read.

    What says neither its kind nor where it belongs is one of them only where nothing on its channel and account does.
    """
    hanging: list[Message] = []
    linked: set[tuple[str | None, str | None]] = set()
    for each in messages:
        if each.thread is not None or each.in_reply_to is not None:
            linked.add((each.channel, each.account))
        elif each.author is not None and each.author.role is Role.US and each.kind in (*ANSWERS, None):
            hanging.append(each)
    days = set[tuple[str | None, str | None, int | None]]()
    for each in hanging:
        if each.kind is not None or (each.channel, each.account) not in linked:
            at = instant(each.published, zone)
            days.add((each.channel, each.account, None if at is None else (at - _BEGINNING) // timedelta(days=1)))
    return stretches_of(days)


def flat_places(messages: Iterable[Message]) -> frozenset[Place]:
    """Where we and others write, and no message says in which thread it stands or what it answers."""
    linked, ours, theirs = set[Place](), set[Place](), set[Place]()
    for each in messages:
        place = each.channel, each.account
        if each.thread is not None or each.in_reply_to is not None:
            linked.add(place)
        elif each.author is not None and each.author.role is not None:
            (ours if each.author.role is Role.US else theirs).add(place)
    return frozenset(ours & theirs - linked)


def stretches_of(days: Iterable[tuple[str | None, str | None, int | None]]) -> tuple[Loose, ...]:
    """Days since 1970, of a channel and account, as stretches without a gap; None is a day that is not known."""
    found: list[Loose] = []
    for channel, account, day in sorted(days, key=lambda each: (repr(each[:2]), -1 if each[2] is None else each[2])):
        first = None if day is None else _BEGINNING + timedelta(days=day)
        if first is not None and found and found[-1][:2] == (channel, account) and found[-1][3] == first:
            first = found.pop()[2]
        found.append((channel, account, first, None if day is None else _BEGINNING + timedelta(days=day + 1)))
    return tuple(found)


def perhaps_answered(question: Message, since: datetime, loose: Iterable[Loose]) -> datetime | None:
    """From when on a question may have been answered by what hangs nowhere; None where nothing was written later."""
    moments: list[datetime] = []
    for channel, account, first, last in loose:
        if None not in (channel, question.channel) and channel != question.channel:
            continue
        if None not in (account, question.account) and account != question.account:
            continue
        if first is None or last is None:
            moments.append(since)
        elif last > since:
            moments.append(max(since, first))
    return min(moments, default=None)


def stand_in(question: Message, at: datetime) -> Message:
    """A message in the place of one that may have answered a question; it has no id and no text."""
    author = Author("", Role.US)
    return Message("", None, "reply", question.channel, None, author, None, None, question.account, at.isoformat())
