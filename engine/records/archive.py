"""Records -> an archive: messages in their threads, acts at what they touch, people and tickets joined by id.

The order in which records were given means nothing. Nothing is dropped silently: every record that cannot be placed
is a problem with its id and a reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Final, TypeVar

from ..record import Action, Contest, Coverage, Customer, Message, Record, Role, Ticket, is_ours
from ..values import dataclass
from .heard import Heard
from .loose import Loose, Place, flat_places, loose_in
from .moments import instant, trouble

Kept = TypeVar("Kept", Message, Action, Contest, Customer, Ticket)
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)
_MOST_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about the records: `what` names it, `ids` where, `detail` what.

    Wrong are clash (one id, different content), cycle, time (impossible), zone (none), span (ends before it begins);
    orphan (answers what is not on record) and object (was done to such, or is a contest without its post) only say
    what is missing; `detail` names it.
    """

    what: str
    ids: tuple[str, ...]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """One conversation: its messages in order of time (those without a time last), and what was done in it.

    A private message that answers one of them belongs to it too, wherever it stands itself.
    """

    id: str
    messages: tuple[Message, ...]
    actions: tuple[Action, ...]

    @property
    def items(self) -> tuple[Message | Action, ...]:
        """Messages, then acts."""
        return (*self.messages, *self.actions)


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything on record.

    `people` are the roles of everybody who wrote, by id; `clashing` are ids of several different records; `zone` is
    the zone of times without an offset, "" when none is known. `loose` are our answers that hang nowhere. `heard` is
    what courts heard in the messages, by the digest of their program and their `now`: whoever looks at the archive next
    need not read them again.
    """

    messages: dict[str, Message]
    threads: dict[str, Thread]
    thread_of: dict[str, str]
    actions: tuple[Action, ...]
    actions_on: dict[str, tuple[Action, ...]]
    contests: tuple[Contest, ...]
    customers: dict[str, Customer]
    tickets: tuple[Ticket, ...]
    coverage: tuple[Coverage, ...]
    problems: tuple[Problem, ...]
    people: dict[str, Role | None]
    clashing: frozenset[str] = frozenset()
    zone: str = ""
    loose: tuple[Loose, ...] = ()
    heard: dict[tuple[str, datetime | None], Heard] = field(default_factory=dict, compare=False, repr=False)

    def at(self, record: Message | Action) -> datetime | None:
        """When a message was published or an act performed; None when unknown."""
        return instant(record.published if isinstance(record, Message) else record.performed, self.zone)


@dataclass(slots=True)
class _Gathered:
    """Records by kind and id while they are read."""

    messages: dict[str, Message] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    contests: dict[str, Contest] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    coverage: list[Coverage] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    clashes: dict[str, set[str]] = field(default_factory=dict)


def build_archive(
    records: Iterable[Record], zone: str = "", people: Mapping[str, Role | None] | None = None,
    flat: frozenset[Place] | None = None,
) -> Archive:  # fmt: skip
    """The archive of these records. The same id with other content: the first by content order counts, and is told.

    Who wrote something without saying on whose side is known where all their other messages say the same; where these
    records are part of more, `people` says what all of them say, `flat` where in all of them nothing hangs together.
    """
    gathered = _Gathered()
    for record in records:
        _gather(gathered, record)
    loose = loose_in(gathered.messages.values(), zone)
    flat = flat_places(gathered.messages.values()) if flat is None else flat
    _note_clashes(gathered)
    _note_times(gathered, zone)
    _note_missing(gathered)
    _note_circles(gathered)
    people = _sides(gathered, people)
    roots = _roots(gathered)
    grouped: dict[str, list[Message]] = {}
    _give_kinds(gathered, roots, zone, flat)
    for message in gathered.messages.values():
        grouped.setdefault(roots[message.id], []).append(message)
        target = message.in_reply_to
        if target in roots and roots[target] != roots[message.id]:  # answered elsewhere: in private, say
            grouped.setdefault(roots[target], []).append(message)
    actions_on: dict[str, list[Action]] = {}
    for action in gathered.actions.values():
        if action.target is not None:
            actions_on.setdefault(action.target, []).append(action)
    threads = {}
    for name in sorted(grouped):
        members = sorted(grouped[name], key=lambda each: _order(each, zone))
        touched = [action for each in members for action in actions_on.get(each.id, ())]
        touched += actions_on.get(name, []) if name not in gathered.messages else []
        threads[name] = Thread(name, tuple(members), tuple(_in_time(touched, zone)))
    return Archive(
        gathered.messages,
        threads,
        roots,
        tuple(_in_time(gathered.actions.values(), zone)),
        {name: tuple(_in_time(found, zone)) for name, found in actions_on.items()},
        tuple(gathered.contests[name] for name in sorted(gathered.contests)),
        gathered.customers,
        tuple(gathered.tickets[name] for name in sorted(gathered.tickets)),
        tuple(gathered.coverage),
        tuple(gathered.problems),
        people,
        frozenset(name for problem in gathered.problems if problem.what == "clash" for name in problem.ids),
        zone,
        loose,
    )


def _gather(gathered: _Gathered, record: Record) -> None:
    match record:
        case Message():
            _keep(gathered, gathered.messages, record.id, record)
        case Action():
            _keep(gathered, gathered.actions, record.id, record)
        case Contest():
            _keep(gathered, gathered.contests, record.id, record)
        case Customer():
            _keep(gathered, gathered.customers, record.id, record)
        case Ticket():
            _keep(gathered, gathered.tickets, record.id, record)
        case Coverage():
            gathered.coverage.append(record)


def _keep(gathered: _Gathered, known: dict[str, Kept], name: str, record: Kept) -> None:
    earlier = known.setdefault(name, record)
    if earlier is record:
        return
    one, other = content_of(earlier), content_of(record)
    if one != other:
        gathered.clashes.setdefault(name, set()).update((one, other))
        known[name] = earlier if one < other else record  # the same one whatever the order


def content_of(record: Message | Action | Contest | Customer | Ticket) -> str:
    """What a record says; a key that is null says as little as one that is missing."""
    said = {key: value for key, value in record.extra.items() if value is not None}
    return f"{replace(record, extra={})!r} {json.dumps(said, sort_keys=True, ensure_ascii=False, default=repr)}"


def _note_clashes(gathered: _Gathered) -> None:
    for name in sorted(gathered.clashes):
        both = sorted(gathered.clashes[name])
        gathered.problems.append(Problem("clash", (name,), " / ".join(both)))


def _sides(gathered: _Gathered, given: Mapping[str, Role | None] | None) -> dict[str, Role | None]:
    """The role of everybody who wrote, None where it is unknown or told in two ways; and messages completed by it."""
    told: dict[str, set[Role]] = {}
    for message in gathered.messages.values():
        if message.author is not None:
            told.setdefault(message.author.id, set()).update({message.author.role} if message.author.role else ())
    people = {name: next(iter(roles)) if len(roles) == 1 else None for name, roles in told.items()}
    people |= given or {}
    for name, message in gathered.messages.items():
        author = message.author
        if author is not None and author.id and author.role is None and people[author.id] is not None:
            gathered.messages[name] = replace(message, author=replace(author, role=people[author.id]))
    return people


def _note_times(gathered: _Gathered, zone: str) -> None:
    """A problem for every time that is written and cannot be known, and for spans that end before they begin."""
    written = [(each.id, "published", each.published) for each in gathered.messages.values()]
    spans: list[tuple[str, str | None, str | None]] = []
    for action in gathered.actions.values():
        written += [(action.id, "performed", action.performed), (action.id, "notice_sent", action.notice_sent)]
        written += [(action.id, "approvals", each.at) for each in action.approvals or ()]
    for contest in gathered.contests.values():
        times = {"published": contest.published, "starts": contest.starts, "ends": contest.ends}
        written += [(contest.id, key, at) for key, at in times.items()]
        spans.append((contest.id, contest.starts, contest.ends))
    for stated in gathered.coverage:
        where = "/".join(each or "*" for each in ("coverage", stated.channel, stated.account))
        written += [(where, "from", stated.since), (where, "until", stated.until)]
        spans.append((where, stated.since, stated.until))
    found = {(name, key, text): what for name, key, text in written if text and (what := trouble(text, zone))}
    for (name, key, text), what in sorted(found.items()):
        gathered.problems.append(Problem(what, (name,), f"{key} `{text}`"))
    for name, begun, ended in sorted(spans, key=repr):
        since, until = instant(begun, zone), instant(ended, zone)
        if since is not None and until is not None and until < since:
            gathered.problems.append(Problem("span", (name,), f"`{begun}` - `{ended}`"))


def _note_missing(gathered: _Gathered) -> None:
    """One line for all records that answer, and one for all that were done to or are about, what is not on record."""
    known = {*gathered.messages, *(each.thread for each in gathered.messages.values())}
    known |= {each.author.id for each in gathered.messages.values() if each.author is not None}
    answering = {each.id: each.in_reply_to for each in gathered.messages.values()}
    touching = {each.id: each.target for each in gathered.actions.values()}
    posting = {each.id: each.post for each in gathered.contests.values() if each.text is None}
    for what, pointing in (("orphan", answering), ("object", touching | posting)):
        lost = sorted((name, target) for name, target in pointing.items() if target and target not in known)
        if lost:
            targets = dict.fromkeys(target for _, target in lost)
            shown = ", ".join(f"`{target}`" for target in islice(targets, _MOST_NAMED))
            more = ", ..." if len(targets) > _MOST_NAMED else ""
            gathered.problems.append(Problem(what, tuple(name for name, _ in lost), shown + more))


def _note_circles(gathered: _Gathered) -> None:
    """A problem for every circle of answers. A message that answers itself answers nothing that could be known."""
    messages = gathered.messages
    walked: set[str] = set()
    for start in sorted(messages):
        path: dict[str, None] = {}
        name: str | None = start
        while name is not None and name in messages and name not in walked and name not in path:
            path[name] = None
            name = messages[name].in_reply_to
        if name is not None and name in path:
            way = list(path)
            circle = tuple(sorted(way[way.index(name) :]))
            gathered.problems.append(Problem("cycle", circle))
            if len(circle) == 1:
                messages[name] = replace(messages[name], in_reply_to=None)
        walked.update(path)


def _roots(gathered: _Gathered) -> dict[str, str]:
    """The thread of every message: as it says, else that of the message it answers, else one of its own."""
    messages = gathered.messages
    roots: dict[str, str] = {}
    for start in sorted(messages):
        path: dict[str, None] = {}
        name = start
        while name not in roots:
            message = messages[name]
            if name in path:
                way = list(path)
                roots[name] = min(way[way.index(name) :])
                break
            path[name] = None
            if message.thread is not None:
                roots[name] = message.thread
            elif message.in_reply_to in messages:
                name = message.in_reply_to
            else:
                roots[name] = message.in_reply_to or name
        for each in path:
            roots.setdefault(each, roots[name])
    return roots


def _give_kinds(gathered: _Gathered, roots: Mapping[str, str], zone: str, flat: frozenset[Place]) -> None:
    """What does not say its kind: behind somebody else's message in its thread it answers, else it is a post.

    Without a time, beside messages of others, it stays unknown; so it does in the places of `flat`.
    """
    kindless = [each for each in gathered.messages.values() if each.kind is None]
    wanted = {roots[each.id] for each in kindless}
    beside: dict[str, list[Message]] = {root: [] for root in wanted}
    for message in gathered.messages.values() if wanted else ():
        if roots[message.id] in wanted and message.kind != "reaction":
            beside[roots[message.id]].append(message)
    for root in sorted(wanted):
        spoken: set[str] = set()
        for message in sorted(beside[root], key=lambda each: _order(each, zone)):
            others = spoken - {_voice(message)}
            if message.kind is None:
                dated = instant(message.published, zone) is not None
                behind = "reply" if is_ours(message) else "comment"
                kind = (behind if others else "post") if dated or not others else None
                if not others and (message.channel, message.account) in flat and message.thread is None:
                    kind = None
                gathered.messages[message.id] = replace(message, kind=kind)
            spoken.add(_voice(message))


def _voice(message: Message) -> str:
    """Who speaks, as far as it matters who answers whom: all of us are one."""
    author = message.author
    return "" if author is None or author.role is Role.US else f"by {author.id}"


def _order(message: Message, zone: str) -> tuple[datetime, bool, str]:
    """By time; at the same instant what others wrote stands before what we did; without a time at the end."""
    return instant(message.published, zone) or _END_OF_TIME, is_ours(message), message.id


def _in_time(actions: Iterable[Action], zone: str) -> list[Action]:
    return sorted(actions, key=lambda each: (instant(each.performed, zone) or _END_OF_TIME, each.id))


def role_of(archive: Archive, action: Action) -> str | None:
    """On whose side an act was done: a role, `platform`, `filter`, `author` (of the message itself), None: unknown.

    A customer can delete nobody's words but their own, so one without a name who deleted was the author.
    """
    if action.actor_role:
        nameless = action.actor is None and action.action == "delete"
        if action.actor_role == Role.CUSTOMER and (nameless or _is_author(archive, action)):
            return "author"
        return action.actor_role
    if action.actor is None:
        return None
    if action.actor in ("platform", "filter") or action.actor.startswith("filter:"):
        return action.actor.partition(":")[0]
    if _is_author(archive, action):
        return "author"
    return archive.people.get(action.actor) or Role.US


def _is_author(archive: Archive, action: Action) -> bool:
    target = archive.messages.get(action.target or "")
    return target is not None and target.author is not None and action.actor == target.author.id
