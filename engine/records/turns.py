"""Thread -> turns: all messages of one person until we answer that person, with the answers they got.

An answer is for the person whose message it replies to. Without a message it replies to, it is for the only person in
the thread, or for the one it names; else nobody knows for whom it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from datetime import datetime
from itertools import pairwise

from ..record import Message, Role, is_ours
from ..tokens import fold
from ..values import dataclass
from .archive import Archive, Thread


@dataclass(frozen=True, slots=True)
class Answer:
    """Something we wrote that may answer a turn; `certain` False: it is not known whether it was for this person."""

    message: Message
    at: datetime | None
    certain: bool


@dataclass(slots=True)
class Turn:
    """Messages of one person, in order, and what may answer them. `since` is the time of the first message.

    `later` are this person's messages of the thread that came after the answer.
    """

    person: str
    messages: list[Message]
    since: datetime | None
    answers: list[Answer] = field(default_factory=list)
    later: list[Message] = field(default_factory=list)
    impossible: bool = False

    @property
    def first(self) -> Message:
        """The message the turn is known by."""
        return self.messages[0]


def turns(thread: Thread, archive: Archive, counts: Callable[[Message], bool | None]) -> list[Turn]:
    """The turns of a thread in order of time. `counts` says whether a message of ours can be an answer at all.

    None from `counts` (not known whether it is automatic) makes the answer uncertain.
    """
    found: list[Turn] = []
    running: dict[str, Turn] = {}
    asked_by: dict[str, Turn] = {}
    people = _people(thread)
    pending: list[tuple[Message, datetime | None]] = []
    undated: list[tuple[Message, bool]] = []
    for message in thread.messages:
        at = archive.at(message)
        if (person := _person(message)) is not None:
            current = running.get(person)
            if current is None or at is None or current.since is None:
                current = running[person] = Turn(person, [message], at)
                found.append(current)
            else:
                current.messages.append(message)
            asked_by[message.id] = current
        elif is_ours(message) and message.kind != "reaction":
            value = counts(message)
            if value is False:
                continue
            if at is None:
                undated.append((message, value is True))
                continue
            early = _file(message, at, value is True, _addressees(message, thread, archive, people), running)
            answered = asked_by.get(message.in_reply_to or "")
            if answered is not None and all(answer.message is not message for answer in answered.answers):
                answered.answers.append(Answer(message, at, value is True))
            elif early:
                pending.append((message, at))
    for message, at in pending:  # answers older than what they answer
        target = asked_by.get(message.in_reply_to or "")
        if target is not None and at is not None and target.since is not None and at < target.since:
            target.impossible = True
    for message, certain in undated:
        persons = _addressees(message, thread, archive, people)
        asked = asked_by.get(message.in_reply_to or "")
        for turn in found[found.index(asked) if asked else 0 :]:
            if persons is None or turn.person in persons:
                turn.answers.append(Answer(message, None, certain and persons is not None))
    _note_later(found)
    return found


def _file(
    message: Message, at: datetime | None, certain: bool, persons: Sequence[str] | None, running: dict[str, Turn]
) -> bool:
    """Put an answer to the running turns it is for; whether it is for somebody whose turn has not begun."""
    early = False
    if persons is None:  # for somebody, nobody knows for whom
        for turn in running.values():
            turn.answers.append(Answer(message, at, False))
        return early
    for person in persons:
        asked = running.get(person)
        if asked is None:
            early = True
            continue
        asked.answers.append(Answer(message, at, certain))
        if certain and at is not None:
            del running[person]
    return early


def _note_later(found: list[Turn]) -> None:
    by_person: dict[str, list[Turn]] = {}
    for turn in found:
        by_person.setdefault(turn.person, []).append(turn)
    for own in by_person.values():
        for earlier, later in pairwise(own):
            earlier.later.extend(later.messages)


def _person(message: Message) -> str | None:
    """Who asks with this message: anybody known who is not us and no bot; nobody by a mere reaction."""
    if message.author is None or message.author.role not in (Role.CUSTOMER, Role.OTHER) or message.kind == "reaction":
        return None
    return message.author.id or message.author.name


def _people(thread: Thread) -> dict[str, str]:
    """Everybody who speaks in a thread beside us, with the name shown."""
    return {
        person: (message.author and message.author.name) or ""
        for message in thread.messages
        if (person := _person(message)) is not None
    }


def _addressees(message: Message, thread: Thread, archive: Archive, people: dict[str, str]) -> Sequence[str] | None:
    """Whom a message of ours answers; None when that cannot be known, empty when it answers nobody."""
    seen: set[str] = set()
    target = message.in_reply_to
    while target is not None and target not in seen:
        seen.add(target)
        answered = archive.messages.get(target)
        if answered is None:
            return None if people else ()
        if (person := _person(answered)) is not None:
            return (person,)
        target = answered.in_reply_to
    if message.in_reply_to is not None:
        return _named(message, people)
    if len(people) <= 1:
        return tuple(people) if message.kind != "post" else ()
    named = _named(message, people)
    return named or (None if message.kind != "post" else ())


def _named(message: Message, people: dict[str, str]) -> tuple[str, ...]:
    """The people whose name or handle stands in a message."""
    words = set(fold(message.text or "").replace("@", " ").replace(",", " ").replace("!", " ").split())
    found = []
    for person, name in people.items():
        handles = {fold(person), *fold(name).split()[:1]} - {""}
        if handles & words:
            found.append(person)
    return tuple(found)
