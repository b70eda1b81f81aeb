"""Did this happen? An event of a rule against one message or act, in three-valued logic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..condition_nodes import ACTS, Event, Quantity
from ..conditions import Truth, judge
from ..record import Action, Message, Role
from .archive import role_of
from .court import Court
from .turns import side

MEASURES: Final = frozenset(ACTS) - {"unhide", "edit", "close"}
"""Acts that cut somebody off; the event `measure` is any of them."""
_TOP_LEVEL: Final = frozenset({"post", "story", "share", "reaction"})
_YES, _NO = Truth(True), Truth(False)


def happened(event: Event, item: Message | Action, court: Court, parameters: Mapping[str, Quantity]) -> Truth:
    """Whether `item` is such an event. What a machine wrote is by nobody but a bot."""
    if isinstance(item, Action):
        return _act(event, item, court, parameters)
    fits = _is_kind(event.what, item)
    if fits is False or (event.what == "contest" and not court.is_contest(item)):
        return _NO
    missing = frozenset[str]() if fits else frozenset({"kind"})
    if event.by:
        role = side(item)
        machine = role is Role.BOT or (role is Role.US and court.automatic(item))
        if role is None:
            missing |= {"author.role"}
        elif (Role.BOT if machine else role) not in event.by:
            return _NO
    asked = judge(event.condition, court.scene(item), parameters) if event.condition is not None else _YES
    return Truth(None, asked.needs | missing) if missing and asked.value is not False else asked


def _is_kind(what: str, message: Message) -> bool | None:
    """Whether a message is of the kind an event names; a mere reaction is no message, nor is one that says no word.

    None where its kind is not known, unless any would do.
    """
    if message.kind is None and what != "message":
        return True if what == "reply" and message.in_reply_to is not None else None
    match what:
        case "message":
            return message.kind != "reaction" and not _wordless(message)
        case "reply":
            return message.kind not in _TOP_LEVEL or (message.in_reply_to is not None and message.kind != "reaction")
        case "contest":
            return message.kind == "post"
        case _:
            return message.kind == what


def _wordless(message: Message) -> bool:
    """Whether it is known to hold signs only and to ask nothing: „😂😂“. Such a message is a reaction by hand."""
    text = message.text
    return bool(text) and "?" not in (text or "") and not any(sign.isalnum() for sign in text or "")


def _act(event: Event, action: Action, court: Court, parameters: Mapping[str, Quantity]) -> Truth:
    if event.what != action.action and not (event.what == "measure" and action.action in MEASURES):
        return _NO
    role = role_of(court.archive, action)
    if event.by:
        if role is None:
            return Truth(None, frozenset({"actor"}))
        if {"filter": "us", "author": "customer"}.get(role, role) not in event.by:
            return _NO
    if event.condition is None:
        return _YES
    return judge(event.condition, court.about_action(action), parameters)
