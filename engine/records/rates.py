"""Rates of an account over a span: how often questions and criticism were answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from ..record import Message, Period, Role
from ..signals.reading import Measurement
from .archive import Thread, role_of
from .court import SETTLED_BRIEFLY, Court
from .turns import Turn, side

OVERHEARD: Final = ("automatic-reply", "settled", SETTLED_BRIEFLY, "question", "criticism")
"""What rates ask of messages, by way of turns or themselves."""
_ENOUGH: Final = 3
_ENOUGH_OF_EACH: Final = 5


def overhear(message: Message, court: Court) -> None:
    """Hear what rates will ask of a message, while its text still lies open."""
    if side(message) in (Role.CUSTOMER, Role.OTHER):
        court.expresses("criticism", message)
        court.expresses("question", message)


def dialogue_share(posts: list[Message], court: Court) -> Measurement:
    """Share of own posts with a question below them that we joined in: whole where nobody asked, unknown below three.

    An answer of which it is not known for whom it was is one that joined in.
    """
    asked = answered = 0
    known: dict[str, tuple[bool, bool]] = {}
    for post in posts:
        thread = court.thread_of(post)
        if thread is None:
            continue
        if thread.id not in known:  # a post of ours is in nobody's turn, so all posts of a thread have the same below
            known[thread.id] = _asked_and_answered(thread, court)
        asked += known[thread.id][0]
        answered += known[thread.id][1]
    if not asked:
        return Measurement(1.0)
    return Measurement(answered / asked) if asked >= _ENOUGH else Measurement(None, needs=("enough-posts",))


def _asked_and_answered(thread: Thread, court: Court) -> tuple[bool, bool]:
    """Whether somebody asked in a thread, and whether we joined in."""
    questions = [
        turn
        for turn in _turns_of(thread.messages, court)
        if any(court.expresses("question", each) for each in turn.messages)
    ]
    return bool(questions), any(turn.answers for turn in questions)


def criticism_gap(period: Period, court: Court) -> Measurement:
    """By how much critical turns were answered less often than other questions, 0 to 1; unknown below five of each.

    Turns of which it is not known whether they are critical, or whether they were answered, count against a gap. What
    the person settled or took back before we came is left out.
    """
    rates: dict[bool, list[bool]] = {True: [], False: []}
    for turn in _turns(period, court):
        if not turn.answers and (turn.closed is not None or _taken_back(turn, court)):
            continue
        critical = any(court.expresses("criticism", each) for each in turn.messages)
        if critical or any(court.expresses("question", each) for each in turn.messages):
            rates[critical].append(bool(turn.answers))
    if min(len(found) for found in rates.values()) < _ENOUGH_OF_EACH:
        return Measurement(None, needs=("enough-turns",))
    share = {key: sum(found) / len(found) for key, found in rates.items()}
    return Measurement(max(0.0, share[False] - share[True]))


def _turns_of(messages: Sequence[Message], court: Court) -> list[Turn]:
    """The turns these messages stand in, each in the thread that is its home."""
    homes = dict.fromkeys(court.archive.thread_of.get(each.id, "") for each in messages)
    here = {each.id for each in messages}
    return [
        turn
        for home in homes
        if home in court.archive.threads
        for turn in court.turns(court.archive.threads[home])
        if here & {each.id for each in turn.messages}
    ]


def _taken_back(turn: Turn, court: Court) -> bool:
    """Whether every message of a turn was deleted by its author."""
    acts = court.archive.actions_on
    return all(
        any(act.action == "delete" and role_of(court.archive, act) == "author" for act in acts.get(each.id, ()))
        for each in turn.messages
    )


def _turns(period: Period, court: Court) -> Iterator[Turn]:
    """The turns on a channel and account that began in the span."""
    since, until = datetime.fromisoformat(period.since), datetime.fromisoformat(period.until)
    for thread in court.threads_in(period.channel, since, until):
        if thread.messages[0].account not in (period.account, None):
            continue
        for turn in court.turns(thread):
            if court.archive.thread_of.get(turn.first.id) != thread.id:
                continue  # a guest: counted where it is at home
            if turn.since is not None and since <= turn.since < until:
                yield turn
