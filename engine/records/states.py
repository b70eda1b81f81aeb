"""Thread -> its state at a glance: to be answered, in progress, closed, and why.

What decides, the first that is known: the ticket of the thread; the customer who closed it; a locked thread; whoever
waits, or may be waiting; what we promised; who had the last word. A ticket's state wins because somebody set it on
purpose. Who waits is told by the same turns as in the rules on answers, and what became of a promise by the verdict of
the rule on promises: a thread stays in progress as long as one of ours is still open or was never kept. Nobody has
asked only where every message could be read: one in a language nobody knows here, or without its text, may be asking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from ..finding import Outcome
from ..record import Message, Role
from ..values import dataclass
from .archive import Archive, Thread, role_of
from .court import Court
from .promises import promised
from .turns import Turn, side

ASKING: Final = ("question", "criticism", "question-beside", "asking-for")
"""Concepts of messages that want an answer."""

_BROKEN: Final = (Outcome.VIOLATION, "broken")
_PRAISE: Final = "praise-only"
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
    UNREAD = "perhaps-asked"
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
    waiting = [(turn, why) for turn in court.turns(thread) if (why := _waits(turn, thread, court)) is not None]
    if not waiting and (closed := _closed_by_customer(thread, court)) is not None:
        return Standing(State.CLOSED, Why.BY_CUSTOMER, closed)
    if (locked := _locked(thread, court)) is not None:
        return Standing(State.CLOSED, Why.LOCKED, locked)
    for wanted in (Why.WAITING, Why.UNSURE, Why.UNREAD):
        for turn, why in waiting:
            if why is wanted:
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


def _waits(turn: Turn, thread: Thread, court: Court) -> Why | None:
    """None where a turn wants no answer or has one; else what there is to say of its waiting.

    What was asked in another thread in answer to this one, in private say, waits there.
    """
    first = turn.first
    if side(first) is None and first.in_reply_to is None and first.kind in ("post", "story", "share"):
        return None  # a post that nobody signed is read as one of ours
    if turn.closed is not None and _past(turn.closed, court):
        return None
    given = [each for each in turn.answers if each.message in _so_far([each.message], court)]
    if any(not each.lacks for each in given):  # asked first: whether a message wants an answer takes reading it
        return None
    here = court.archive.thread_of
    asked = [each for each in _so_far(turn.messages, court) if here.get(each.id, thread.id) == thread.id]
    wanted = {_asks(each, court) for each in asked if not _deleted(each, court)}
    if True in wanted:
        return Why.UNSURE if given else Why.WAITING
    return Why.UNREAD if None in wanted else None


def _asks(message: Message, court: Court) -> bool | None:
    """Whether a message wants an answer of ours; what people ask each other does not (as in response.deadline)."""
    if court.expresses(_PRAISE, message):
        return False
    if court.expresses("criticism", message):
        return True
    if not any(court.expresses(name, message) for name in ASKING):
        return None if any(court.may_express(name, message) for name in ASKING) else False
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
    """Nobody waits: in progress while we owe what we promised, else closed."""
    spoken = [each for each in _so_far(thread.messages, court) if each.kind != "reaction"]
    ours = [each for each in spoken if side(each) is Role.US and not court.automatic(each)]
    replies = [each for each in ours if each.kind != "post"]
    last = replies[-1] if replies else None
    for message in reversed(ours):
        if _owed(message, message is last, thread, court):
            return Standing(State.IN_PROGRESS, Why.PROMISED, court.archive.at(message))
    if last is None:
        return Standing(State.CLOSED, Why.NOBODY_ASKED)
    return Standing(State.CLOSED, Why.LAST_WORD, court.archive.at(last))


def _owed(message: Message, last: bool, thread: Thread, court: Court) -> bool:
    """Whether a message of ours promises what is still to be done.

    What nobody knows, and what waits for something that has not come, is owed where it is our last word.
    """
    verdicts = promised(message, thread, court)
    if not verdicts:  # no rule looks at promises
        return last and court.expresses("promise", message)
    if any(each.outcome is Outcome.OPEN or (each.outcome, each.mark) == _BROKEN for each in verdicts):
        return True
    unsure = any(each.outcome is Outcome.UNDECIDED or each.mark == "unmet" for each in verdicts)
    return last and unsure and court.expresses("promise", message)


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
