"""JSON objects -> records; and messages -> exchanges, each with what it answers.

The shape of a record is decided in DESIGN 6; unknown extra keys are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from sys import intern
from typing import Final

from .facts import channel_name
from .record import (
    Action,
    Approval,
    Author,
    Contest,
    Coverage,
    Customer,
    Exchange,
    Message,
    Record,
    Role,
    Ticket,
)
from .values import dataclass

_KEYS: Final = frozenset(
    "type id text kind channel language author in_reply_to thread account published parent customer".split()
)
_KINDS: Final = frozenset({"post", "reply", "comment", "dm", "story", "share", "reaction"})


@dataclass(frozen=True, slots=True)
class RecordError(Exception):
    """A record that cannot be read: which key, and what is wrong with it."""

    key: str
    problem: str


def read_message(record: object, fallback_id: str) -> Message:
    """The message a JSON object stands for; RecordError names the first key that cannot be read.

    Without `kind` what answers something is a reply; of anything else the kind is unknown until its thread is read
    (`records.archive`).
    """
    if not isinstance(record, Mapping):
        raise RecordError("", "is no JSON object")
    kind = record.get("type", "message")
    if kind != "message":
        raise RecordError("type", f"is `{kind}`, and only messages hold a text to look at")
    text = record.get("text")
    if "text" not in record:
        raise RecordError("text", "is missing")
    if text is not None and not isinstance(text, str):
        raise RecordError("text", f"must be a text, not {_named(text)}")
    if (spoken := _shared(record, "kind")) and spoken not in _KINDS:
        raise RecordError("kind", f"is never `{spoken}`; known are {', '.join(sorted(_KINDS))}")
    name, in_reply_to, thread = (
        _word(record, "id") or fallback_id,
        _word(record, "in_reply_to"),
        _shared(record, "thread"),
    )
    answers = in_reply_to or record.get("parent") is not None
    return Message(
        name,
        text,
        spoken or ("reply" if answers else None),
        _channel(record),
        _shared(record, "language"),
        _author(record.get("author"), "author"),
        in_reply_to,
        thread,
        _shared(record, "account"),
        _word(record, "published"),
        {str(key): value for key, value in record.items() if key not in _KEYS},
    )


def read_record(record: object, fallback_id: str) -> Record:
    """The record a JSON object stands for, by its `type` (message when it says none)."""
    if not isinstance(record, Mapping):
        raise RecordError("", "is no JSON object")
    kind = record.get("type", "message")
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise RecordError("type", f"is never `{kind}`; known are {', '.join(_READERS)}")
    return reader(record, fallback_id)


def _action(record: Mapping[str, object], fallback_id: str) -> Action:
    act = _word(record, "action")
    if act is None:
        raise RecordError("action", "is missing")
    if act not in _ACTIONS:
        raise RecordError("action", f"is never `{act}`; known are {', '.join(_ACTIONS)}")
    role = _word(record, "actor_role")
    if role is not None and role not in _ACTORS:
        raise RecordError("actor_role", f"is never `{role}`; known are {', '.join(_ACTORS)}")
    return Action(
        _word(record, "id") or fallback_id,
        act,
        _word(record, "object"),
        _channel(record),
        _word(record, "account"),
        _word(record, "actor"),
        role,
        _word(record, "performed"),
        _word(record, "ground"),
        _word(record, "ground_reference"),
        _approvals(record.get("approvals")),
        _word(record, "notice_sent"),
        _rest(record, Action, "object"),
    )


def _approvals(value: object) -> tuple[Approval, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise RecordError("approvals", f"must be a list, not {_named(value)}")
    found = []
    for each in value:
        if isinstance(each, str):
            each = {"by": each}
        if not isinstance(each, Mapping):
            raise RecordError("approvals", f"must hold objects with `by` and `at`, not {_named(each)}")
        found.append(Approval(_word(each, "by"), _word(each, "at")))
    return tuple(found)


def _contest(record: Mapping[str, object], fallback_id: str) -> Contest:
    keys = ("text", "terms", "post", "channel", "account", "region", "published", "starts", "ends", "language")
    found = {key: _word(record, key) for key in keys} | {"channel": _channel(record)}
    name = _word(record, "id") or fallback_id
    return Contest(
        name, found["text"], found["terms"], found["post"], found["channel"], found["account"], found["region"],
        found["published"], found["starts"], found["ends"], found["language"], _rest(record, Contest),
    )  # fmt: skip


def _customer(record: Mapping[str, object], fallback_id: str) -> Customer:
    name, language, address = (_word(record, key) for key in ("name", "language", "address"))
    return Customer(_word(record, "id") or fallback_id, name, language, address, _rest(record, Customer))


def _ticket(record: Mapping[str, object], fallback_id: str) -> Ticket:
    state, thread, message, customer = (_word(record, key) for key in ("state", "thread", "message", "customer"))
    return Ticket(_word(record, "id") or fallback_id, state, thread, message, customer, _rest(record, Ticket))


def _coverage(record: Mapping[str, object], _: str) -> Coverage:
    account, since, until = (_word(record, key) for key in ("account", "from", "until"))
    return Coverage(_channel(record), account, since, until)


def _rest(record: Mapping[str, object], kind: type, *more: str) -> dict[str, object]:
    """The keys that have no field of their own, kept as they are."""
    known = {*getattr(kind, "__slots__", ()), "type", *more}
    return {str(key): value for key, value in record.items() if key not in known}


_ACTIONS: Final = (
    "delete", "hide", "unhide", "limit", "lock", "mute", "block", "edit", "comments-off", "filter", "close",
)  # fmt: skip
_ACTORS: Final = (*Role, "platform", "filter")
_READERS: Final[dict[str, Callable[[Mapping[str, object], str], Record]]] = {
    "message": lambda record, fallback_id: read_message(record, fallback_id),
    "action": _action,
    "contest": _contest,
    "customer": _customer,
    "ticket": _ticket,
    "coverage": _coverage,
}


def read_exchange(record: object, message: Message, known: Mapping[str, Message]) -> Exchange:
    """The message with the one it answers: given inside the record (`parent`), or known by its id."""
    given = record.get("parent") if isinstance(record, Mapping) else None
    customer = _author(record.get("customer"), "customer") if isinstance(record, Mapping) else None
    if isinstance(given, str):
        parent = Message(f"{message.id}.parent", given, "comment", message.channel, None, customer)
        return Exchange(message, parent, True, customer)
    if isinstance(given, Mapping):
        parent = read_message({"text": None, **given}, f"{message.id}.parent")
        return Exchange(message, parent, True, customer or parent.author)
    if given is not None:
        raise RecordError("parent", f"must be a text or an object, not {_named(given)}")
    if message.in_reply_to is not None:
        found = known.get(message.in_reply_to)
        return Exchange(message, found, found is not None, customer or (found.author if found else None))
    answers_nothing = isinstance(record, Mapping) and "in_reply_to" in record and message.kind == "post"
    return Exchange(message, None, answers_nothing, customer)


def _word(record: Mapping[str, object], key: str) -> str | None:
    value = record.get(key)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise RecordError(key, f"must be a text, not {_named(value)}")


def _shared(record: Mapping[str, object], key: str) -> str | None:
    """A word that many records have: kept once, however often it is read."""
    word = _word(record, key)
    return intern(str(word)) if word is not None else None  # a table may give a kind of its own


def _channel(record: Mapping[str, object]) -> str | None:
    """The channel by its usual name: `Facebook` is `facebook`; a channel of one's own stays as it is written."""
    written = _shared(record, "channel")
    return channel_name(written) if written is not None else None


def _author(value: object, key: str) -> Author | None:
    if value is None:
        return None
    if isinstance(value, str):
        return Author(value, None, value)
    if not isinstance(value, Mapping):
        raise RecordError(key, f"must be an object with `id` and `role`, not {_named(value)}")
    role = _word(value, "role")
    if role is not None and role not in set(Role):
        raise RecordError(f"{key}.role", f"is never `{role}`; known are {', '.join(Role)}")
    default = Role.CUSTOMER if key == "customer" else None
    return Author(_word(value, "id") or "", Role(role) if role else default, _word(value, "name"))


def _named(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    return {str: "a text", int: "a number", float: "a number", list: "a list", dict: "an object"}.get(
        type(value), "that"
    )


def by_id(messages: Iterable[Message]) -> tuple[dict[str, Message], list[str]]:
    """Messages by id, and the ids that stand for two different contents (the first one is kept)."""
    known: dict[str, Message] = {}
    clashing: list[str] = []
    for message in messages:
        if message.id in known and known[message.id] != message:
            clashing.append(message.id)
        known.setdefault(message.id, message)
    return known, clashing
