"""Thread -> its state at a glance: to be answered, in progress, closed, and why.

What decides, the first that is known: the ticket of the thread; the customer who closed it; a locked thread; who had
the last word. A ticket's state wins because somebody set it on purpose. Where we had the last word a thread stays in
progress as long as we promised something in it and no later message of ours followed; else it is closed. Whoever
waits for an answer makes it `to be answered`, by the same turns as the rules on answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from ..record import Message, Role
from ..values import dataclass
from .archive import Archive, Thread, role_of
from .court import Court
from .turns import Turn, side

ASKING: Final = ("question", "criticism", "question-beside")
"""Concepts of messages that want an answer."""

_EACH_OTHER: Final = "asking-each-other"


class State(StrEnum):
    """What is to be done in a thread."""

    TO_ANSWER = "to-be-answered"
    IN_PROGRESS = "in-progress"
    CLOSED = "closed"


class Why(StrEnum):
    """What a state rests on."""

    TICKET = "ticket"
    BY_CUSTOMER = "closed-by-customer"
    LOCKED = "locked"
    WAITING = "somebody-waits"
    UNSURE = "perhaps-answered"
    PROMISED = "promise-open"
    LAST_WORD = "last-word-ours"
    NOBODY_ASKED = "nobody-asked"


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a thread, why, and since when; `since` None: unknown. `person` is who waits, "" when nobody does."""

    state: State
    why: Why
    since: datetime | None = None
    person: str = ""


_TICKETS: Final = {
    **dict.fromkeys(("new", "open", "reopened", "to-be-answered", "unanswered"), State.TO_ANSWER),
    **dict.fromkeys(("waiting", "pending", "in-progress", "on-hold", "assigned"), State.IN_PROGRESS),
    **dict.fromkeys(("closed", "solved", "resolved", "done"), State.CLOSED),
}


def state_of(thread: Thread, court: Court) -> Standing:
    """The state of a thread at the court's `now`; what was written or done later does not count yet.

    Without a `now` everything on record counts. A ticket with a word nobody knows is passed over.
    """
    if (by_ticket := _by_ticket(thread, court)) is not None:
        return Standing(by_ticket, Why.TICKET)
    waiting = [(turn, unsure) for turn in court.turns(thread) for unsure in _waits(turn, thread, court)]
    if not waiting and (closed := _closed_by_customer(thread, court)) is not None:
        return Standing(State.CLOSED, Why.BY_CUSTOMER, closed)
    if (locked := _locked(thread, court)) is not None:
        return Standing(State.CLOSED, Why.LOCKED, locked)
    for wanted, why in ((False, Why.WAITING), (True, Why.UNSURE)):
        for turn, unsure in waiting:
            if unsure is wanted:
                return Standing(State.TO_ANSWER, why, turn.since, turn.person)
    return _last_word(thread, court)


def states(archive: Archive, court: Court, threads: Mapping[str, Thread] | None = None) -> dict[str, Standing]:
    """The state of every thread (or of these) in which anybody but us speaks, by thread id.

    By a program that does not know what a question is, only what tickets say: else nobody would seem to wait.
    """
    knows = any(ASKING[0] in lexicon.concepts for lexicon in court.program.lexicons.values())
    return {
        name: state_of(thread, court)
        for name, thread in (archive.threads if threads is None else threads).items()
        if any(side(message) is not Role.US and message.kind != "reaction" for message in thread.messages)
        and (knows or _by_ticket(thread, court) is not None)
    }


def _by_ticket(thread: Thread, court: Court) -> State | None:
    """What the tickets of a thread say; of several, what is most to be done."""
    said = {
        state
        for ticket in court.tickets(thread)
        if (state := _TICKETS.get((ticket.state or "").lower().replace(" ", "-")))
    }
    return next((state for state in State if state in said), None)


def _waits(turn: Turn, thread: Thread, court: Court) -> Iterable[bool]:
    """Nothing where a turn wants no answer or has one; else whether one that may be for it is on record.

    What was asked in another thread in answer to this one, in private say, waits there.
    """
    first = turn.first
    if side(first) is None and first.in_reply_to is None and first.kind in ("post", "story", "share"):
        return ()  # a post that nobody signed is read as one of ours
    if turn.closed is not None and _past(turn.closed, court):
        return ()
    given = [each for each in turn.answers if each.message in _so_far([each.message], court)]
    if any(not each.lacks for each in given):  # asked first: whether a message wants an answer takes reading it
        return ()
    here = court.archive.thread_of
    asked = [each for each in _so_far(turn.messages, court) if here.get(each.id, thread.id) == thread.id]
    if not any(not _deleted(each, court) and _asks(each, court) for each in asked):
        return ()
    return (bool(given),)


def _asks(message: Message, court: Court) -> bool:
    """Whether a message wants an answer of ours; what people ask each other does not (as in response.deadline)."""
    if court.expresses("criticism", message):
        return True
    if not any(court.expresses(name, message) for name in ASKING):
        return False
    form = court.scene(message).measure("text.address").value
    if court.called(message) is not None and form not in ("formal", "plural", "mixed"):
        return False
    answered = court.archive.messages.get(message.in_reply_to or "")
    beside = answered is not None and side(answered) in (Role.CUSTOMER, Role.OTHER)
    return not (beside and (form == "singular" or court.expresses(_EACH_OTHER, message)))


def _closed_by_customer(thread: Thread, court: Court) -> datetime | None:
    """When the last of those who closed a matter did so; None where the last thing anybody asked was not closed."""
    turns = court.turns(thread)
    if all(turn.closed is None for turn in turns):
        return None
    asked = (turn for turn in reversed(turns) if any(_asks(each, court) for each in _so_far(turn.messages, court)))
    last = next(asked, None)
    ended = last.closed if last is not None else None
    return ended if ended is not None and _past(ended, court) else None


def _locked(thread: Thread, court: Court) -> datetime | None:
    """Since when a thread is locked or its comments are off, by us or the platform."""
    roots = {thread.id} | {each.id for each in thread.messages if each.kind == "post"}
    times = [
        at
        for action in thread.actions
        if (action.action == "comments-off" or (action.action == "lock" and action.target in roots))
        and role_of(court.archive, action) in (Role.US, "platform", "filter")
        and (at := court.archive.at(action)) is not None
        and _past(at, court)
    ]
    return max(times, default=None)


def _last_word(thread: Thread, court: Court) -> Standing:
    """Nobody waits: in progress while our last word promises something, else closed."""
    spoken = [each for each in _so_far(thread.messages, court) if each.kind != "reaction"]
    ours = [each for each in spoken if side(each) is Role.US and not court.automatic(each)]
    replies = [each for each in ours if each.kind != "post"]
    if not replies:
        return Standing(State.CLOSED, Why.NOBODY_ASKED)
    last = replies[-1]
    if court.expresses("promise", last):
        return Standing(State.IN_PROGRESS, Why.PROMISED, court.archive.at(last))
    return Standing(State.CLOSED, Why.LAST_WORD, court.archive.at(last))


def _so_far(messages: Iterable[Message], court: Court) -> list[Message]:
    """The messages that are there at `now`; those without a time count."""
    return [each for each in messages if (at := court.archive.at(each)) is None or _past(at, court)]


def _past(at: datetime, court: Court) -> bool:
    return court.now is None or at <= court.now


def _deleted(message: Message, court: Court) -> bool:
    return any(
        act.action == "delete" and ((at := court.archive.at(act)) is None or _past(at, court))
        for act in court.archive.actions_on.get(message.id, ())
    )
