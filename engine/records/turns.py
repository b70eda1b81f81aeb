"""Thread -> turns: all messages of one person until we answer that person, with the answers they got.

An answer is for the person whose message it replies to. Without a message it replies to, it is for the only person who
has spoken so far, or for the one it names; else nobody knows for whom it was. A turn also ends when the person closes
the matter, or when nothing of it is left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import datetime

from ..record import Action, Message, Role
from ..tokens import fold
from ..values import dataclass
from .archive import Archive, Thread, role_of


@dataclass(frozen=True, slots=True)
class Answer:
    """Something that may answer a turn; `lacks` names the fact without which that is not known, "" when it is."""

    message: Message
    at: datetime | None
    lacks: str = ""


@dataclass(slots=True)
class Turn:
    """Messages of one person, in order, and what may answer them. `since` is the time of the first message.

    `closed` is when the person said or marked that it is settled. `impossible`: an answer is older than its question.
    """

    person: str
    messages: list[Message]
    since: datetime | None
    answers: list[Answer] = field(default_factory=list)
    closed: datetime | None = None
    impossible: bool = False

    @property
    def first(self) -> Message:
        """The message the turn is known by."""
        return self.messages[0]


@dataclass(frozen=True, slots=True)
class Ear:
    """What has to be heard in messages: `counts` whether one of ours can be an answer, `settles` whether one closes."""

    counts: Callable[[Message], bool | None]
    settles: Callable[[Message], bool]


@dataclass(slots=True)
class _Floor:
    """Who has spoken and whose turn is running while a thread is read."""

    archive: Archive
    ear: Ear
    found: list[Turn] = field(default_factory=list)
    running: dict[str, Turn] = field(default_factory=dict)
    asked: dict[str, Turn] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    early: list[Message] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)


def turns(thread: Thread, archive: Archive, ear: Ear) -> list[Turn]:
    """The turns of a thread in order of time. What nobody knows who wrote is a turn of its own, and may be an answer.

    None from `counts` (not known whether it is automatic) makes an answer uncertain.
    """
    floor = _Floor(archive, ear)
    endings = [(at, each) for each in thread.actions if (at := archive.at(each)) is not None]
    for message in thread.messages:
        at = archive.at(message)
        while endings and (at is None or endings[0][0] <= at):
            _end(floor, thread, *endings.pop(0))
        if message.kind == "reaction":
            continue
        if (person := _person(message)) is not None:
            _speak(floor, person, message, at)
        elif side(message) is Role.US:
            _answer(floor, message, at, "")
        elif side(message) is None:
            _answer(floor, message, at, "author.role")
            floor.asked[message.id] = turn = Turn("", [message], at)
            floor.found.append(turn)
    for at, action in endings:
        _end(floor, thread, at, action)
    for message in floor.early:
        asked = floor.asked.get(message.in_reply_to or "")
        if asked is not None:
            asked.impossible = True
    return floor.found


def side(message: Message) -> Role | None:
    """On whose side a message on record was written; None when it does not say."""
    return message.author.role if message.author is not None else None


def _person(message: Message) -> str | None:
    """Who asks with this message: anybody known who is not us and no bot."""
    if message.author is None or message.author.role not in (Role.CUSTOMER, Role.OTHER):
        return None
    return message.author.id or message.author.name or f"?{message.id}"


def _speak(floor: _Floor, person: str, message: Message, at: datetime | None) -> None:
    """One more message of the person's turn, or the first of a new one."""
    floor.people[person] = (message.author and message.author.name) or floor.people.get(person, "")
    turn = floor.running.get(person)
    if turn is None or at is None or turn.since is None:
        turn = floor.running[person] = Turn(person, [message], at)
        floor.found.append(turn)
    else:
        turn.messages.append(message)
    floor.asked[message.id] = turn
    if at is not None and floor.ear.settles(message):
        turn.closed = at
        del floor.running[person]


def _end(floor: _Floor, thread: Thread, at: datetime, action: Action) -> None:
    """What an act ends: the turn of a person who closes the matter, and one of which nothing is left."""
    if action.action == "close":
        for person in _closing(floor, thread, action):
            floor.running.pop(person).closed = at
    elif action.action == "delete" and action.target in floor.asked:
        floor.gone.add(action.target)
        turn = floor.asked[action.target]
        if turn is floor.running.get(turn.person) and all(each.id in floor.gone for each in turn.messages):
            del floor.running[turn.person]


def _closing(floor: _Floor, thread: Thread, action: Action) -> list[str]:
    """Whose running turn somebody closes: their own; of a nameless customer the one the closed message stands in."""
    if role_of(floor.archive, action) not in ("author", Role.CUSTOMER, Role.OTHER):
        return []
    if action.actor is not None:
        return [person for person in floor.running if person == action.actor]
    asked = floor.asked.get(action.target or "")
    if asked is None and action.target == thread.id and len(floor.people) == 1:
        return list(floor.running)
    return [person for person, turn in floor.running.items() if turn is asked]


def _answer(floor: _Floor, message: Message, at: datetime | None, lacks: str) -> None:
    """Put a message of ours to the turns it answers; a certain answer ends the turn it was for."""
    value = floor.ear.counts(message)
    if value is False:
        return
    lacks = lacks or ("automated" if value is None else "")
    target = message.in_reply_to
    persons = _addressees(message, floor.archive, floor.people)
    reached: list[Turn] = []
    for person in floor.running if persons is None else persons:
        turn = floor.running.get(person)
        if turn is not None:
            turn.answers.append(Answer(message, at, lacks or ("in_reply_to" if persons is None else "")))
            reached.append(turn)
    asked = floor.asked.get(target or "")
    if asked is not None and all(asked is not turn for turn in reached):  # a further answer to an older turn
        asked.answers.append(Answer(message, at, lacks))
    elif asked is None and target in floor.archive.messages and at is not None:
        floor.early.append(message)
    if not lacks and at is not None:
        for person in persons or ():
            floor.running.pop(person, None)


def addressed(message: Message, thread: Thread, archive: Archive) -> tuple[str, ...] | None:
    """Whom a message of ours in a thread is for; None when that cannot be known, empty when it is for nobody."""
    people = {
        person: (each.author and each.author.name) or ""
        for each in thread.messages
        if each.kind != "reaction" and (person := _person(each)) is not None
    }
    return _addressees(message, archive, people)


def _addressees(message: Message, archive: Archive, people: dict[str, str]) -> tuple[str, ...] | None:
    """Whom a message of ours answers; None when that cannot be known, empty when it answers nobody."""
    seen: set[str] = set()
    target = message.in_reply_to
    while target is not None and target not in seen:
        seen.add(target)
        answered = archive.messages.get(target)
        if answered is None:
            return None
        if (person := _person(answered)) is not None:
            return (person,)
        target = answered.in_reply_to
    if message.in_reply_to is None and message.kind in ("post", "story", "share"):
        return ()
    if message.in_reply_to is None and len(people) == 1:
        return tuple(people)
    return _named(message, people) or None


def _named(message: Message, people: dict[str, str]) -> tuple[str, ...]:
    """The people whose name or handle stands in a message; nobody where two bear it."""
    words = set("".join(each if each.isalnum() or each in "-_" else " " for each in fold(message.text or "")).split())
    found: dict[str, list[str]] = {}
    for person, name in people.items():
        for handle in {fold(person), *fold(name).split()[:1]} - {""}:
            if handle in words:
                found.setdefault(handle, []).append(person)
    return tuple(dict.fromkeys(each for named in found.values() if len(named) == 1 for each in named))
