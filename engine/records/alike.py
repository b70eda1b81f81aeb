"""`text resembles POOL`: is this said again, to other people, on another channel, in a whole archive?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ..condition_nodes import Quantity, Resembles, Value
from ..conditions import Truth
from ..record import Message, is_ours
from ..scene import Scene
from .essence import essence, too_short
from .past import Past
from .repeats import Repeat, again, elsewhere, to_many
from .resemblance import Said, pool

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
    found = past.court.repeats.get((condition.pool, share, least, window))
    if found is None:
        found = past.court.repeats[condition.pool, share, least, window] = _asked(
            past.court, condition, share, int(least), window
        )
    repeat = found.get(message.id)
    if repeat is None:
        return Truth(False)
    scene.facts["alike"] = f"{repeat.closest * 100:.0f} %"
    scene.facts["times"] = str(repeat.count)
    scene.facts["people"] = str(repeat.people)
    scene.facts["alike-to"] = ", ".join(repeat.alike)
    return Truth(repeat.holds, frozenset() if repeat.holds is not None else frozenset({"published", "in_reply_to"}))


def _number(value: Value, parameters: Mapping[str, Quantity]) -> float:
    quantity = value if isinstance(value, Quantity) else parameters[str(getattr(value, "name", ""))]
    return quantity.value / 100 if quantity.unit == "percent" else quantity.value


def _window(value: Value | None, parameters: Mapping[str, Quantity]) -> timedelta:
    if value is None:
        return _EVER
    quantity = value if isinstance(value, Quantity) else parameters[str(getattr(value, "name", ""))]
    return timedelta(days=quantity.value * _LENGTHS.get(quantity.unit, 1.0))


def _asked(court: Court, condition: Resembles, share: float, least: int, window: timedelta) -> dict[str, Repeat]:
    """The answers for every own text of the archive, by id."""
    replies = condition.pool == "replies" or condition.people
    items = []
    for name in sorted(court.archive.messages):
        message = court.archive.messages[name]
        if not is_ours(message) or message.text is None or (message.kind in ("post", "story")) == replies:
            continue
        if message.kind in ("share", "reaction"):
            continue
        said = _said(message, court)
        if not too_short(said.essence):
            items.append(said)
    pooled = pool(items, share, window)
    answers = to_many(pooled, least) if replies else again(pooled) if condition.pool == "past" else elsewhere(pooled)
    return {each.id: _enough(each, least) if not replies else each for each in answers}


def _enough(repeat: Repeat, least: int) -> Repeat:
    """The answer where more than one earlier text is asked for."""
    if repeat.holds is not True or repeat.count >= least:
        return repeat
    return Repeat(repeat.id, False, repeat.alike, repeat.count, repeat.closest)


def _said(message: Message, court: Court) -> Said:
    """A text of ours with whom it answers; names of both sides do not count for its essence."""
    answered = court.archive.messages.get(message.in_reply_to or "")
    author = answered.author if answered else None
    names = tuple(each for each in (author and author.name, message.author and message.author.name) if each)
    person = author.id if author is not None and not (answered and is_ours(answered)) else None
    at = court.archive.at(message)
    return Said(message.id, essence(message.text or "", names), at, person, message.channel, message.account)
