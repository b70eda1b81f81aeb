"""Did this happen? An event of a rule against one message or act, in three-valued logic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..condition_nodes import ACTS, Event, Quantity
from ..conditions import Truth, judge
from ..record import Action, Message, Role
from .archive import role_of
from .court import Court

MEASURES: Final = frozenset(ACTS) - {"unhide", "edit", "close"}
"""Acts that cut somebody off; the event `measure` is any of them."""
_TOP_LEVEL: Final = frozenset({"post", "story", "share", "reaction"})
_YES, _NO = Truth(True), Truth(False)


def happened(event: Event, item: Message | Action, court: Court, parameters: Mapping[str, Quantity]) -> Truth:
    """Whether `item` is such an event. What a machine wrote is by nobody but a bot."""
    if isinstance(item, Action):
        return _act(event, item, court, parameters)
    if not _is_kind(event.what, item):
        return _NO
    role = (item.author.role if item.author else Role.US) or None
    if event.by and role is None:
        return Truth(None, frozenset({"author.role"}))
    if event.by and role is not None:
        if role is Role.US and Role.US in event.by and Role.BOT not in event.by and court.automatic(item):
            return _NO
        machine = role is Role.BOT or (Role.US not in event.by and role is Role.US and court.automatic(item))
        if (Role.BOT if machine else role) not in event.by:
            return _NO
    if event.condition is None:
        return _YES
    return judge(event.condition, court.scene(item), parameters)


def _is_kind(what: str, message: Message) -> bool:
    """Whether a message is of the kind an event names; a mere reaction is no message."""
    match what:
        case "message":
            return message.kind != "reaction"
        case "reply":
            return message.kind not in _TOP_LEVEL
        case "contest":
            return message.kind == "post"
        case _:
            return message.kind == what


def _act(event: Event, action: Action, court: Court, parameters: Mapping[str, Quantity]) -> Truth:
    if event.what != action.action and not (event.what == "measure" and action.action in MEASURES):
        return _NO
    role = role_of(court.archive, action)
    if event.by:
        if role is None:
            return Truth(None, frozenset({"actor"}))
        side = {"filter": "us", "author": "customer"}.get(role, role)
        if side not in event.by:
            return _NO
    if event.condition is None:
        return _YES
    return judge(event.condition, court.about_action(action), parameters)
