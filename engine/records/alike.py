"""`text resembles POOL`: is this said again, to other people, on another channel, in a whole archive?

All answers to one question (pool, share, number, window) are found at once, when it is first asked. Only the texts for
which the answer is not a plain no are kept, so the memory they take grows with what repeats, not with the archive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ..condition_nodes import Condition, Event, Expect, Near, Quantity, Resembles, Tally, Value
from ..conditions import Truth
from ..evaluator import parameters_of
from ..parts import walk
from ..program import CompiledRule
from ..record import Message
from ..scene import Scene
from . import crowds
from .own_texts import TOP_LEVEL, own_texts
from .past import Past
from .repeats import Repeat, again, elsewhere, to_many
from .resemblance import Said, pool

if TYPE_CHECKING:
    from .court import Court
    from .outlook import Question

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
    outlook = past.court.outlook
    found = (outlook.repeats if outlook is not None else past.court.repeats).get((asked, share, least, window))
    if found is None and outlook is not None:
        raise RuntimeError(f"nobody looked for texts that resemble {asked}")  # a part cannot answer for the whole
    if found is None:
        found = answers(own_texts(past.court, asked == "replies").items, asked, share, int(least), window)
        past.court.repeats[asked, share, least, window] = found
    repeat = found.get(message.id)
    if repeat is None:
        return Truth(False)
    scene.facts["alike"] = f"{int(repeat.closest * 100)} %"
    more = "+" if repeat.more else ""
    scene.facts["times"] = f"{repeat.count}{more}"
    scene.facts["people"] = f"{repeat.people}{more}"
    scene.facts["alike-to"] = ", ".join(repeat.alike)
    if repeat.holds is not None:
        return Truth(repeat.holds)
    if outlook is not None:
        return Truth(None, frozenset(outlook.lacking.get(message.id, ("published",))))
    return Truth(None, lacking(message.id, repeat, asked, own_texts(past.court, asked == "replies").by_id))


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


def questions(rules: Iterable[CompiledRule]) -> Iterator[Question]:
    """What these rules may ask of texts that are said again, with the parameters of every channel."""
    for rule in rules:
        channels = {channel for _, own in rule.parameters.values() for channel in own}
        for condition in (part for each in _conditions(rule) for part in walk(each)):
            if isinstance(condition, Resembles):
                for channel in ("", *sorted(channels)):
                    parameters = parameters_of(rule, channel)
                    asked = "replies" if condition.people else condition.pool
                    share, least = _number(condition.share, parameters), _number(condition.least, parameters)
                    yield asked, share, least, _window(condition.within, parameters)


def _conditions(rule: CompiledRule) -> Iterator[Condition]:
    """Every condition of a rule, those asked of the messages of events too."""
    found = [*rule.when, *(condition for condition, _ in (*rule.exceptions, *rule.graded))]
    events: list[Event] = list(rule.after)
    if isinstance(rule.shape, Expect):
        events += rule.shape.events
    elif isinstance(rule.shape, Tally):
        events.append(rule.shape.event)
    else:
        found.append(rule.shape.condition)
    events += [part.event for each in found for part in walk(each) if isinstance(part, Near)]
    yield from found
    yield from (event.condition for event in events if event.condition is not None)


def answers(items: Sequence[Said], asked: str, share: float, least: int, window: timedelta) -> dict[str, Repeat]:
    """The answers that are not no, by id."""
    line = crowds.in_time(items) if asked == "replies" else []
    if not crowds.many(len(line)):
        return answers_among(items, (), asked, share, least, window)
    settled = crowds.settled(line, 0, len(line), share, least, window)
    rest = [each for each in items if each.id not in settled]
    others = near_to(rest, [each for each in items if each.id in settled], share, window)
    return settled | answers_among(rest, others, asked, share, least, window)


def answers_among(
    items: Sequence[Said], others: Sequence[Said], asked: str, share: float, least: int, window: timedelta
) -> dict[str, Repeat]:
    """The answers on `items` that are not no, by id, where these others were said besides."""
    replies = asked == "replies"
    pooled = pool([*items, *others], share, window, len(items))
    found = to_many(pooled, least) if replies else again(pooled) if asked == "past" else elsewhere(pooled)
    return {
        each.id: each for each in found[: len(items)] if each.holds is not False and (replies or each.count >= least)
    }


def near_to(items: Sequence[Said], others: Sequence[Said], share: float, window: timedelta) -> list[Said]:
    """Those of `others` that are alike to one of `items` and may lie within the window: all that their answers need."""
    pooled = pool([*items, *others], share, window, len(items))
    own = set(pooled.texts[: len(items)]) - {-1}
    wanted = own.union(*(pooled.near[text] for text in own))
    return [each for each, text in zip(others, pooled.texts[len(items) :], strict=True) if text in wanted]


def lacking(name: str, repeat: Repeat, asked: str, places: Mapping[str, Said]) -> frozenset[str]:
    """Which facts, of the text itself or of those alike, leave an answer open."""
    needs: set[str] = set()
    for each in (name, *repeat.alike):
        item = places.get(each)
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
