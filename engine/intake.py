"""JSON objects -> messages; and messages -> exchanges, each with what it answers.

The shape of a record is decided in DESIGN 6; unknown extra keys are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from .record import Author, Exchange, Message, Role
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
    """The message a JSON object stands for; RecordError names the first key that cannot be read."""
    if not isinstance(record, Mapping):
        raise RecordError("", "is no JSON object")
    kind = record.get("type", "message")
    if kind != "message":
        raise RecordError("type", f"records of type `{kind}` are not judged yet")
    text = record.get("text")
    if "text" not in record:
        raise RecordError("text", "is missing")
    if text is not None and not isinstance(text, str):
        raise RecordError("text", f"must be a text, not {_named(text)}")
    if (spoken := _word(record, "kind")) and spoken not in _KINDS:
        raise RecordError("kind", f"is never `{spoken}`; known are {', '.join(sorted(_KINDS))}")
    in_reply_to = _word(record, "in_reply_to")
    return Message(
        _word(record, "id") or fallback_id,
        text,
        spoken or ("reply" if in_reply_to or record.get("parent") is not None else "post"),
        _word(record, "channel"),
        _word(record, "language"),
        _author(record.get("author"), "author"),
        in_reply_to,
        _word(record, "thread"),
        _word(record, "account"),
        _word(record, "published"),
        {str(key): value for key, value in record.items() if key not in _KEYS},
    )


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
    return {int: "a number", float: "a number", list: "a list", dict: "an object"}.get(type(value), "that")


def by_id(messages: Iterable[Message]) -> tuple[dict[str, Message], list[str]]:
    """Messages by id, and the ids that stand for two different contents (the first one is kept)."""
    known: dict[str, Message] = {}
    clashing: list[str] = []
    for message in messages:
        if message.id in known and known[message.id] != message:
            clashing.append(message.id)
        known.setdefault(message.id, message)
    return known, clashing
