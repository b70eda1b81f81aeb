"""Records: what is known of a message, its author, the message it answers and the organisation.

`None` means unknown, an empty string or tuple means known to be empty (CONVENTIONS: Facts).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING

from .values import dataclass

if TYPE_CHECKING:
    from .records.past import Past


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
    """What the policy says of the organisation that speaks. Empty: nothing configured. `type`: public or private."""

    name: str = ""
    address: str = ""
    products: tuple[str, ...] = ()
    confidential: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("de", "en")
    region: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody's consent to an act and when it was given, ISO 8601 with offset."""

    by: str | None
    at: str | None


@dataclass(frozen=True, slots=True)
class Action:
    """Something done to a message, a thread or a person (`target`): delete, hide, block ... `performed` by `actor`.

    `actor_role` is a Role, `platform`, `filter`, or None when unknown. `approvals` None: unknown, not none.
    """

    id: str
    action: str
    target: str | None = None
    channel: str | None = None
    account: str | None = None
    actor: str | None = None
    actor_role: str | None = None
    performed: str | None = None
    ground: str | None = None
    ground_reference: str | None = None
    approvals: tuple[Approval, ...] | None = None
    notice_sent: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contest:
    """A contest: the text of its post, its terms (None: unknown, "": there are none), where it runs and when."""

    id: str
    text: str | None = None
    terms: str | None = None
    post: str | None = None
    channel: str | None = None
    account: str | None = None
    region: str | None = None
    published: str | None = None
    starts: str | None = None
    ends: str | None = None
    language: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Customer:
    """What the organisation knows of a person; `id` is the author id of their messages."""

    id: str
    name: str | None = None
    language: str | None = None
    address: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ticket:
    """The state of a case: open, waiting, closed; joined to a thread, a message or a customer by id."""

    id: str
    state: str | None = None
    thread: str | None = None
    message: str | None = None
    customer: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The archive holds everything of a channel and account between two instants (ISO 8601 with offset)."""

    channel: str | None
    account: str | None
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Period:
    """A day, week or month of one account on one channel; `key` like 2026-03-02, 2026-W10, 2026-03.

    `since` and `until` are its instants in the account's zone (ISO 8601), half open.
    """

    id: str
    channel: str | None
    account: str | None
    unit: str
    key: str
    since: str
    until: str


Record = Message | Action | Contest | Customer | Ticket | Coverage


@dataclass(frozen=True, slots=True)
class Exchange:
    """A message with what is known around it: the message it answers and who speaks for whom.

    `about` is what is judged where that is no message: an act on this message, a contest this message is the post
    of, a span of a timeline. `past` is what else is on record, None where nothing is (a draft).
    """

    message: Message
    parent: Message | None = None
    parent_known: bool = False
    customer: Author | None = None
    about: Action | Contest | Period | None = None
    past: Past | None = None
