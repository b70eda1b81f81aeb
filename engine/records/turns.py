"""Thread -> turns: all messages of one person until we answer that person, with the answers they got.

An answer is for the person whose message it replies to. Without a message it replies to, it is for the only person who
has spoken so far, or for the one it names; else nobody knows for whom it was. A turn also ends when the person closes
the matter, or when nothing of it is left.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from itertools import islice
from typing import Final

from ..record import Action, Message, Role, is_ours
from ..regex import Regex
from ..signals.persons import GIVEN_NAMES
from ..tokens import fold
from ..values import dataclass
from .archive import Archive, Thread, role_of

_TOP_LEVEL: Final = frozenset({"post", "story", "share"})
"""Kinds that answer nobody."""
_CALLED: Final = Regex(r"@([\w.-]+)")
"""A handle as it is called in a text; on some channels it may hold full stops."""
_MOST_VAGUE: Final = 50
"""So many answers that may be for anybody are put to one turn: a crowd must not cost its square."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Something that may answer a turn; `lacks` names the fact without which that is not known, "" when it is."""

    message: Message
    at: datetime | None
    lacks: str = ""


@dataclass(slots=True)
class Turn:
    """Messages of one person, in order, and what may answer them. `since` is the time of the first message.

    `closed` is when the person said or marked that it is settled, `closer` the act that marked it. `impossible`: an
    answer is older than its question. `gone` counts the messages that were deleted.
    """

    person: str
    messages: list[Message]
    since: datetime | None
    answers: list[Answer] = field(default_factory=list)
    closed: datetime | None = None
    closer: Action | None = None
    impossible: bool = False
    gone: int = 0

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
    """Who has spoken and whose turn is running while a thread is read.

    `vague` are answers of which nobody knows for whom they were, `heard` how many of them there were when a person's
    turn began; `undated` those that may have come at any time, with whom they are for. `handles` lead from a name to
    who bears it, `reached` from a message to the person whom an answer to it is for.
    """

    archive: Archive
    ear: Ear
    found: list[Turn] = field(default_factory=list)
    running: dict[str, Turn] = field(default_factory=dict)
    asked: dict[str, Turn] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    early: list[Message] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    vague: list[Answer] = field(default_factory=list)
    heard: dict[str, int] = field(default_factory=dict)
    undated: list[tuple[Answer, tuple[str, ...] | None]] = field(default_factory=list)
    handles: dict[str, dict[str, None]] = field(default_factory=dict)
    reached: dict[str, str | None] = field(default_factory=dict)


def turns(thread: Thread, archive: Archive, ear: Ear) -> list[Turn]:
    """The turns of a thread in order of time. What nobody knows who wrote is a turn of its own, and may be an answer.

    None from `counts` (not known whether it is automatic) makes an answer uncertain.
    """
    floor = _Floor(archive, ear)
    endings = deque((at, each) for each in thread.actions if (at := archive.at(each)) is not None)
    for message in thread.messages:
        at = archive.at(message)
        while endings and (at is None or endings[0][0] <= at):
            _end(floor, thread, *endings.popleft())
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
    for person in list(floor.running):
        _leave(floor, person)
    _put_undated(floor)
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
    _meet(floor, person, message)
    turn = floor.running.get(person)
    if turn is None or at is None or turn.since is None:
        _leave(floor, person)
        floor.heard[person] = len(floor.vague)
        turn = floor.running[person] = Turn(person, [message], at)
        floor.found.append(turn)
    else:
        turn.messages.append(message)
    floor.asked[message.id] = turn
    if at is not None and floor.ear.settles(message):
        turn.closed = at
        _leave(floor, person)


def _meet(floor: _Floor, person: str, message: Message) -> None:
    """Know the person by the names they bear."""
    name = (message.author and message.author.name) or floor.people.get(person, "")
    if floor.people.get(person) != name:
        floor.people[person] = name
        for handle in _handles(person, name):
            floor.handles.setdefault(handle, {})[person] = None


def _end(floor: _Floor, thread: Thread, at: datetime, action: Action) -> None:
    """What an act ends: the turn of a person who closes the matter, and one of which nothing is left."""
    if action.action == "close":
        for person in _closing(floor, thread, action):
            turn = floor.running[person]
            turn.closed, turn.closer = at, action
            _leave(floor, person)
    elif action.action == "delete" and action.target in floor.asked:
        turn = floor.asked[action.target]
        if action.target not in floor.gone:
            floor.gone.add(action.target)
            turn.gone += 1
        if turn is floor.running.get(turn.person) and turn.gone == len(turn.messages):
            _leave(floor, turn.person)


def _closing(floor: _Floor, thread: Thread, action: Action) -> list[str]:
    """Whose running turn somebody closes: their own; of a nameless customer the one the closed message stands in."""
    if role_of(floor.archive, action) not in ("author", Role.CUSTOMER, Role.OTHER):
        return []
    if action.actor is not None:
        return [action.actor] if action.actor in floor.running else []
    asked = floor.asked.get(action.target or "")
    if asked is None and action.target == thread.id and len(floor.people) == 1:
        return list(floor.running)
    return [asked.person] if asked is not None and floor.running.get(asked.person) is asked else []


def _leave(floor: _Floor, person: str) -> None:
    """The turn of a person ends, with the first of those answers that may have been for anybody."""
    turn = floor.running.pop(person, None)
    if turn is not None:
        begun = floor.heard[person]
        turn.answers += floor.vague[begun : begun + _MOST_VAGUE]


def _put_undated(floor: _Floor) -> None:
    """Answers that say neither when nor to what may have come at any time, so they may be for every turn."""
    by_person: dict[str, list[Answer]] = {}
    for answer, persons in floor.undated:
        for person in persons if persons is not None else ("",):
            by_person.setdefault(person, []).append(answer)
    for turn in floor.found:
        if turn.person:
            turn.answers += by_person.get(turn.person, [])[:_MOST_VAGUE] + by_person.get("", [])[:_MOST_VAGUE]


def _answer(floor: _Floor, message: Message, at: datetime | None, lacks: str) -> None:
    """Put a message of ours to the turns it answers; a certain answer ends the turn it was for."""
    value = floor.ear.counts(message)
    if value is False:
        return
    lacks = lacks or ("automated" if value is None else "")
    target = message.in_reply_to
    persons = _addressees(message, floor)
    if at is None and target is None:
        floor.undated.append((Answer(message, None, lacks or ("in_reply_to" if persons is None else "")), persons))
        return
    if persons is None:
        floor.vague.append(Answer(message, at, lacks or "in_reply_to"))
    reached: list[Turn] = []
    for person in persons or ():
        turn = floor.running.get(person)
        if turn is not None:
            turn.answers.append(Answer(message, at, lacks))
            reached.append(turn)
    asked = floor.asked.get(target or "")
    if asked is not None and all(asked is not turn for turn in reached):  # a further answer to an older turn
        asked.answers.append(Answer(message, at, lacks))
    elif asked is None and target in floor.archive.messages and at is not None:
        floor.early.append(message)
    if not lacks and at is not None:
        for person in persons or ():
            _leave(floor, person)


class Address:
    """Who speaks in a thread, so that it can be told for whom messages of ours are."""

    __slots__ = ("_floor", "_heard", "_known", "thread")

    def __init__(self, thread: Thread, archive: Archive) -> None:
        self.thread = thread
        self._floor = _Floor(archive, _DEAF)
        self._known: dict[str, tuple[str, ...] | None] = {}
        self._heard: _Spoken | None = None
        for each in thread.messages:
            if each.kind != "reaction" and (person := _person(each)) is not None:
                _meet(self._floor, person, each)

    def addressed(self, message: Message) -> tuple[str, ...] | None:
        """Whom a message of ours is for; None when that cannot be known, empty when it is for nobody."""
        if message.id not in self._known:
            silent = message.in_reply_to is None and message.kind not in _TOP_LEVEL
            alone = self._spoken().alone_before(message) if silent else None
            self._known[message.id] = (alone,) if alone is not None else _addressees(message, self._floor)
        return self._known[message.id]

    def answered(self, message: Message) -> tuple[Message, ...]:
        """What an answer of ours that names no message is about: all its person wrote since we spoke before.

        Empty where that cannot be known.
        """
        if message.in_reply_to is not None or not is_ours(message):
            return ()
        persons = self.addressed(message) or ()
        return self._spoken().before(message, persons[0]) if len(persons) == 1 else ()

    def _spoken(self) -> _Spoken:
        if self._heard is None:
            self._heard = _Spoken.read(self.thread, self._floor.archive)
        return self._heard

    def called(self, message: Message) -> str | None:
        """Whom a message opens by calling: another person of the thread („@Mia weißt du“), or a friend outside it.

        None where it calls nobody, or one of ours.
        """
        opener = (message.text or "").split(maxsplit=1)[:1]
        if not opener:
            return None
        handle = fold(opener[0].lstrip("@").rstrip(",:;!"))
        persons = self._floor.handles.get(handle, {})
        if not persons and opener[0].startswith("@") and handle in GIVEN_NAMES and handle not in self._ours():
            return handle
        if len(persons) != 1 or not (opener[0].startswith("@") or opener[0].endswith((",", ":"))):
            return None
        person = next(iter(persons))
        return person if person != _person(message) else None

    def _ours(self) -> set[str]:
        """The handles and first names of those who write for us in the thread, and of the account."""
        ours = [each for each in self.thread.messages if is_ours(each)]
        named = {
            name for each in ours if each.author for name in _handles(each.author.id or "", each.author.name or "")
        }
        return named | {fold(each.account) for each in self.thread.messages if each.account}


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Where in a thread what stands: `places` of messages by id, `rounds` of ours before a place, `said` by person.

    `undated` are those who wrote something without a time: what they wrote last nobody knows.
    """

    messages: tuple[Message, ...]
    places: dict[str, int]
    rounds: list[int]
    said: dict[str, list[int]]
    undated: frozenset[str]

    @classmethod
    def read(cls, thread: Thread, archive: Archive) -> _Spoken:
        rounds: list[int] = []
        said: dict[str, list[int]] = {}
        undated: set[str] = set()
        for place, message in enumerate(thread.messages):
            rounds.append((rounds[-1] if rounds else 0) + is_ours(message))
            if message.kind != "reaction" and (person := _person(message)) is not None:
                said.setdefault(person, []).append(place)
                if archive.at(message) is None:
                    undated.add(person)
            elif archive.at(message) is None:
                undated.add("")
        places = {each.id: place for place, each in enumerate(thread.messages)}
        return cls(thread.messages, places, rounds, said, frozenset(undated))

    def alone_before(self, message: Message) -> str | None:
        """The only person who has spoken before a message; None where there are several, or none."""
        place = self.places.get(message.id, 0)
        early = [person for person, places in islice(self.said.items(), 2) if places[0] < place]
        return early[0] if len(early) == 1 else None

    def before(self, message: Message, person: str) -> tuple[Message, ...]:
        """What a person wrote last before a message of ours, between two of ours."""
        said, place = self.said.get(person, []), self.places.get(message.id)
        if place is None or self.undated & {"", person}:
            return ()
        end = begin = bisect_left(said, place)
        while begin and self.rounds[said[begin - 1]] == self.rounds[said[end - 1]]:
            begin -= 1
        return tuple(self.messages[each] for each in said[begin:end])


_DEAF: Final = Ear(lambda _: True, lambda _: False)


def _addressees(message: Message, floor: _Floor) -> tuple[str, ...] | None:
    """Whom a message of ours answers; None when that cannot be known, empty when it answers nobody."""
    if message.in_reply_to is not None:
        person = _at_the_end(message.in_reply_to, floor)
        if person is None:
            return None
        if person:
            return (person,)
    if message.in_reply_to is None and message.kind in _TOP_LEVEL:
        return ()
    if message.in_reply_to is None and len(floor.people) == 1:
        return tuple(floor.people)
    return _named(message, floor.handles) or None


def _at_the_end(target: str, floor: _Floor) -> str | None:
    """Who is reached by answering a message, through answers of ours; "" when nobody is, None where one is missing."""
    seen: dict[str, None] = {}
    name: str | None = target
    person: str | None = ""
    while name is not None and name not in seen:
        if name in floor.reached:
            person = floor.reached[name]
            break
        seen[name] = None
        answered = floor.archive.messages.get(name)
        if answered is None:
            person = None
            break
        if (found := _person(answered)) is not None:
            person = found
            break
        name = answered.in_reply_to
    floor.reached.update(dict.fromkeys(seen, person))
    return person


def _handles(person: str, name: str) -> set[str]:
    return {fold(person), *fold(name).split()[:1]} - {""}


def _named(message: Message, handles: dict[str, dict[str, None]]) -> tuple[str, ...]:
    """The people whose name or handle stands in a message; nobody where two bear it."""
    folded = fold(message.text or "")
    text = "".join(each if each.isalnum() or each in "-_" else " " for each in folded)
    called = (each.rstrip(".") for each in _CALLED.compiled().findall(folded))
    named = (handles.get(word, {}) for word in dict.fromkeys((*called, *text.split())))
    return tuple(dict.fromkeys(person for people in named if len(people) == 1 for person in people))
