"""`text resembles POOL`: is this said again, to other people, on another channel, in a whole archive?

All answers to one question (pool, share, number, window) are found at once, when it is first asked. Only the texts for
which the answer is not a plain no are kept, so the memory they take grows with what repeats, not with the archive.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ..condition_nodes import Quantity, Resembles, Value
from ..conditions import Truth
from ..record import Message
from ..scene import Scene
from .own_texts import TOP_LEVEL, own_texts
from .past import Past
from .repeats import Repeat, again, elsewhere, to_many
from .resemblance import pool

if TYPE_CHECKING:
    from .court import Court

_LENGTHS: Final = {"minutes": 1 / 1440, "hours": 1 / 24, "days": 1.0, "weeks": 7.0}
_EVER: Final = timedelta(days=36500)


def resembles(condition: Resembles, scene: Scene, past: Past, parameters: Mapping[str, Quantity]) -> Truth:
    """Whether the text on stage resembles enough others of the pool; a very short text never does."""
    message = scene.exchange.message
    if scene.unread:
        return Truth(None, frozenset({"text"}))
    share, least = _number(condition.share, parameters), _number(condition.least, parameters)
    window = _window(condition.within, parameters)
    asked = "replies" if condition.people else condition.pool
    found = past.court.repeats.get((asked, share, least, window))
    if found is None:
        found = _answers(past.court, asked, share, int(least), window)
        past.court.repeats[asked, share, least, window] = found
    repeat = found.get(message.id)
    if repeat is None:
        return Truth(False)
    scene.facts["alike"] = f"{int(repeat.closest * 100)} %"
    scene.facts["times"] = str(repeat.count)
    scene.facts["people"] = str(repeat.people)
    scene.facts["alike-to"] = ", ".join(repeat.alike)
    return Truth(repeat.holds, _wanting(message, repeat, asked, past.court) if repeat.holds is None else frozenset())


def very_short(message: Message, court: Court) -> bool:
    """Whether a text of ours is too short to be compared: „Gern geschehen!“."""
    return message.id in own_texts(court, message.kind not in TOP_LEVEL).short


def _number(value: Value, parameters: Mapping[str, Quantity]) -> float:
    quantity = value if isinstance(value, Quantity) else parameters[str(getattr(value, "name", ""))]
    return quantity.value / 100 if quantity.unit == "percent" else quantity.value


def _window(value: Value | None, parameters: Mapping[str, Quantity]) -> timedelta:
    if value is None:
        return _EVER
    quantity = value if isinstance(value, Quantity) else parameters[str(getattr(value, "name", ""))]
    return timedelta(days=quantity.value * _LENGTHS.get(quantity.unit, 1.0))


def _answers(court: Court, asked: str, share: float, least: int, window: timedelta) -> dict[str, Repeat]:
    """The answers that are not no, by id."""
    replies = asked == "replies"
    pooled = pool(own_texts(court, replies).items, share, window)
    answers = to_many(pooled, least) if replies else again(pooled) if asked == "past" else elsewhere(pooled)
    return {each.id: each for each in answers if each.holds is not False and (replies or each.count >= least)}


def _wanting(message: Message, repeat: Repeat, asked: str, court: Court) -> frozenset[str]:
    """Which facts, of the text itself or of those alike, leave it open."""
    needs: set[str] = set()
    places = own_texts(court, asked == "replies").by_id
    for name in (message.id, *repeat.alike):
        item = places.get(name)
        if item is None:
            continue
        if item.at is None:
            needs.add("published")
        if item.person is None and asked == "replies":
            needs.add("in_reply_to")
        if item.channel is None and asked != "replies":
            needs.add("channel")
        if item.account is None and asked == "past":
            needs.add("account")
    return frozenset(needs or {"published"})
