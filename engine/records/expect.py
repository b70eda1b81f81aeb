"""`after EVENT expect EVENT within DURATION`: one verdict for every event that starts the clock.

A question or complaint is judged by turns: the subject is the first message of all that one person writes until we
answer that person (CONVENTIONS: Response). Promises have a module of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Final

from ..condition_nodes import ACTS, PROMISED_TIME, Event, Expect, Name
from ..conditions import Truth, judge
from ..evaluator import as_hint, parameters_of, rests_on_hints
from ..finding import Outcome, Verdict
from ..program import CompiledRule
from ..record import Action, Message, Role
from ..values import dataclass
from .archive import Thread, role_of
from .clock import Deed, Ended, by_clock, due_of, first_certain, in_good_time, no_time, told
from .court import Court
from .events import happened
from .happenings import happenings
from .promises import judge_promises
from .turns import Turn, side
from .verdicts import Case, applies, not_here, open_case, undecided, verdict

_ACT_EVENTS: Final = frozenset({*ACTS, "measure"})


def judge_thread(rule: CompiledRule, thread: Thread, court: Court) -> Iterator[tuple[Message | Action, Verdict | None]]:
    """The verdicts of one rule over one thread, each with the message or act it is about, in the order of the thread.

    None stands where the rule has looked and says nothing, so that rules can go through a thread side by side.
    """
    shape = rule.shape
    assert isinstance(shape, Expect)
    if any(event.what == "promise" for event in rule.after):
        assert isinstance(shape.within, Name) and shape.within.name == PROMISED_TIME
        yield from judge_promises(rule, thread, court)
        return
    if all(_by_others(event) for event in rule.after):
        around = _around(thread, court)
        for turn in court.turns(thread):
            yield turn.first, _judge_turn(rule, shape, turn, around, court)
        return
    for item in thread.items:
        yield item, _judge_single(rule, shape, item, thread, court)


@dataclass(frozen=True, slots=True)
class _Around:
    """A thread with what is looked up in it for every turn: acts that touch all of it, what others reply to what."""

    thread: Thread
    wide: list[Action]
    replies: dict[str, list[Message]]


def _around(thread: Thread, court: Court) -> _Around:
    replies: dict[str, list[Message]] = {}
    for message in thread.messages:
        if message.in_reply_to is not None and side(message) is not Role.US:
            replies.setdefault(message.in_reply_to, []).append(message)
    return _Around(thread, [each for each in thread.actions if _on_all(each, thread, court)], replies)


def _by_others(event: Event) -> bool:
    return bool(event.by) and not {"us", "bot"} & set(event.by) and event.what not in _ACT_EVENTS


def _judge_turn(rule: CompiledRule, shape: Expect, turn: Turn, around: _Around, court: Court) -> Verdict:
    """The clock runs from the first message of the turn that starts it and is not taken back before its time."""
    case = open_case(court, rule, court.scene(turn.first))
    if (early := not_here(case)) is not None:
        return early
    starting, needs = _starting(rule, turn.messages, case)
    if not starting:
        return undecided(case, needs) if needs else verdict(case, Outcome.NOT_APPLICABLE)
    if (early := applies(case)) is not None:
        return early
    trail = [told(case, each) for each in turn.messages]
    dated = [(each, at) for each in starting if (at := court.archive.at(each)) is not None]
    if len(dated) < len(starting):
        return undecided(case, {"published"}, no_time(case, starting[0]), trail)
    deeds = list(_deeds_for(shape.events, turn, around, case))
    found = None
    for message, since in dated:
        ended = _ended(message, turn, case)
        found = by_clock(case, shape, since, deeds, ended, trail)
        if ended is None or not in_good_time(ended, due_of(case, shape, since), first_certain(deeds)):
            break
    assert found is not None
    if found.outcome is Outcome.VIOLATION and all(_is_hint(rule, message, case) for message in starting):
        found = replace(found, findings=tuple(map(as_hint, found.findings)))
    if turn.impossible and found.outcome is not Outcome.FULFILLED:
        reason = case.say("die Antwort ist älter als die Frage", "the answer is older than the question")
        return undecided(case, {"published"}, reason, trail)
    return found


def _starting(rule: CompiledRule, messages: Iterable[Message], case: Case) -> tuple[list[Message], frozenset[str]]:
    """The messages that start the clock; where none is known to, what would have to be known to tell."""
    found: list[Message] = []
    needs: frozenset[str] = frozenset()
    for message in messages:
        truths = [happened(event, message, case.court, case.parameters) for event in rule.after]
        if any(truth.value is True for truth in truths):
            found.append(message)
        else:
            needs = needs.union(*(truth.needs for truth in truths if truth.value is None))
    return found, needs


def _is_hint(rule: CompiledRule, message: Message, case: Case) -> bool:
    """Whether a model alone says that a message starts the clock: worth a second look, no proof that somebody waits."""
    scene = case.court.scene(message)
    asked = [each.condition for each in rule.after if each.condition is not None]
    spans = [span for each in asked for span in judge(each, scene, case.parameters, None, True).spans]
    return rests_on_hints(spans, scene)


def _judge_single(
    rule: CompiledRule, shape: Expect, item: Message | Action, thread: Thread, court: Court
) -> Verdict | None:
    """A clock that one message or act starts by itself; None where this is no such event."""
    needs: frozenset[str] = frozenset()
    started = False
    parameters = parameters_of(rule, court.channel_of(item) or "")
    for event in rule.after:
        truth = happened(event, item, court, parameters)
        started = started or truth.value is True
        needs |= truth.needs
    if not started and not needs:
        return None
    scene = court.scene(item) if isinstance(item, Message) else court.about_action(item)
    case = open_case(court, rule, scene)
    if (early := not_here(case)) is not None:
        return early
    if not started:
        return undecided(case, needs)
    if (early := applies(case)) is not None:
        return early
    since = court.archive.at(item)
    trail = [told(case, item)]
    if since is None:
        return undecided(case, {"published" if isinstance(item, Message) else "performed"}, "", trail)
    return by_clock(case, shape, since, list(_deeds_after(shape.events, item, since, thread, case)), None, trail)


def _deeds_for(events: tuple[Event, ...], turn: Turn, around: _Around, case: Case) -> Iterator[Deed]:
    """What may be the expected answer to a turn: answers for this person, acts on this person's messages or on all."""
    own = {message.id for message in turn.messages}
    for event in events:
        if event.what in _ACT_EVENTS:
            touching = [act for each in turn.messages for act in case.court.archive.actions_on.get(each.id, ())]
            touching += [act for act in around.wide if act.target not in own and _since(act, turn, case)]
            for action in touching:
                yield from _deed(event, action, "", case)
            continue
        for answer in turn.answers:
            yield from _deed(event, answer.message, answer.lacks, case)
        if "us" not in event.by:
            for message in (reply for each in turn.messages for reply in around.replies.get(each.id, ())):
                if message.id not in own:
                    yield from _deed(event, message, "", case)


def _on_all(action: Action, thread: Thread, court: Court) -> bool:
    """Whether an act cuts off the whole conversation: it touches the thread, or the post at its root."""
    if action.action not in ("lock", "comments-off", "limit"):
        return False
    target = court.archive.messages.get(action.target or "")
    return action.target == thread.id or (target is not None and target.kind == "post")


def _since(action: Action, turn: Turn, case: Case) -> bool:
    at = case.court.archive.at(action)
    return at is None or turn.since is None or at >= turn.since


def _deeds_after(
    events: tuple[Event, ...], item: Message | Action, since: datetime, thread: Thread, case: Case
) -> Iterator[Deed]:
    """What happened in the thread after an event; of acts those on the same message or on the thread."""
    target = item.id if isinstance(item, Message) else item.target
    places = (target, thread.id) if isinstance(item, Message) else (target,)
    for event in events:
        found = happenings(event, thread, case.court, case.parameters)
        for other in chain(found.undated, found.since(since)):
            if other.item is item or (isinstance(other.item, Action) and other.item.target not in places):
                continue
            yield _deed_of(other.item, other.at, other.truth, "")
            if other.at is not None and other.truth.value is True:
                break  # what came later changes nothing


def _deed(event: Event, item: Message | Action, lacks: str, case: Case) -> Iterator[Deed]:
    truth = happened(event, item, case.court, case.parameters)
    if truth.value is not False:
        yield _deed_of(item, case.court.archive.at(item), truth, lacks)


def _deed_of(item: Message | Action, at: datetime | None, truth: Truth, lacks: str) -> Deed:
    wanting = (truth.needs or frozenset({"text"})) if truth.value is None else frozenset[str]()
    return Deed(item, at, wanting | frozenset({lacks} - {""}))


def _ended(message: Message, turn: Turn, case: Case) -> Ended | None:
    """How a message that asks was taken back or settled, whichever came first; None when it stands.

    Only a deletion takes it away: who is merely hidden or muted still waits for an answer.
    """
    found = [Ended(turn.closed, act=turn.closer)] if turn.closed is not None else []
    for action in case.court.archive.actions_on.get(message.id, ()):
        if action.action == "delete":
            role = role_of(case.court.archive, action)
            found.append(Ended(case.court.archive.at(action), role != "author", action))
    dated = [each for each in found if each.at is not None]
    return min(dated, key=lambda each: each.at.timestamp() if each.at else 0.0) if dated else next(iter(found), None)
