"""Records: what is known of a message, its author, the message it answers and the organisation.

`None` means unknown, an empty string or tuple means known to be empty (CONVENTIONS: Facts).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from .values import dataclass


class Role(StrEnum):
    """Who wrote a message, seen from the organisation."""

    US = "us"
    CUSTOMER = "customer"
    OTHER = "other"
    BOT = "bot"


@dataclass(frozen=True, slots=True)
class Author:
    """The writer of a message; `name` as the channel shows it."""

    id: str
    role: Role | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One post, reply, comment or private message, draft or published."""

    id: str
    text: str | None
    kind: str | None = None
    channel: str | None = None
    language: str | None = None
    author: Author | None = None
    in_reply_to: str | None = None
    thread: str | None = None
    account: str | None = None
    published: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


def is_ours(message: Message) -> bool:
    """Whether we wrote a message; one that nobody signed counts as ours."""
    return message.author is None or message.author.role in (None, Role.US)


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the policy says of the organisation that speaks. Empty means: nothing configured."""

    name: str = ""
    address: str = ""
    products: tuple[str, ...] = ()
    confidential: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("de", "en")
    region: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A message with what is known around it: the message it answers and who speaks for whom."""

    message: Message
    parent: Message | None = None
    parent_known: bool = False
    customer: Author | None = None
