"""`after EVENT expect EVENT within DURATION`: one verdict for every event that starts the clock.

A question or complaint is judged by turns: the subject is the first message of all that one person writes until we
answer that person (CONVENTIONS: Response). Promises have a module of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from ..condition_nodes import ACTS, PROMISED_TIME, Event, Expect, Name
from ..conditions import concept
from ..finding import Outcome, Step, Verdict
from ..program import CompiledRule
from ..record import Action, Message, Role, is_ours
from ..values import dataclass
from .archive import Thread, role_of
from .court import Court
from .events import MEASURES, happened
from .moments import spelled
from .promises import judge_promises
from .turns import Turn, turns
from .verdicts import Case, applies, not_here, open_case, shown, step, undecided, verdict, violation

_ACT_EVENTS: Final = frozenset({*ACTS, "measure"})


@dataclass(frozen=True, slots=True)
class _Deed:
    """Something that may be what was expected. `certain` False: not known whether it is."""

    item: Message | Action
    at: datetime | None
    certain: bool


def judge_thread(rule: CompiledRule, thread: Thread, court: Court) -> Iterator[tuple[Message | Action, Verdict]]:
    """The verdicts of one rule over one thread, each with the message or act it is about."""
    shape = rule.shape
    assert isinstance(shape, Expect)
    if any(event.what == "promise" for event in rule.after):
        assert isinstance(shape.within, Name) and shape.within.name == PROMISED_TIME
        yield from judge_promises(rule, thread, court)
        return
    if all(_by_others(event) for event in rule.after):
        for turn in turns(thread, court.archive, lambda message: not court.automatic(message)):
            yield turn.first, _judge_turn(rule, shape, turn, thread, court)
        return
    for item in thread.items:
        judged = _judge_single(rule, shape, item, thread, court)
        if judged is not None:
            yield item, judged


def _by_others(event: Event) -> bool:
    return bool(event.by) and not {"us", "bot"} & set(event.by) and event.what not in _ACT_EVENTS


def _judge_turn(rule: CompiledRule, shape: Expect, turn: Turn, thread: Thread, court: Court) -> Verdict:
    case = open_case(court, rule, court.scene(turn.first))
    if (early := not_here(case)) is not None:
        return early
    started, needs = _started(rule, turn.messages, case)
    if started is None and not needs:
        return verdict(case, Outcome.NOT_APPLICABLE)
    if started is None:
        return undecided(case, needs)
    if (early := applies(case)) is not None:
        return early
    trail = [step(case, each, _wrote(each, "de"), _wrote(each, "en")) for each in turn.messages]
    if turn.since is None:
        return undecided(case, {"published"}, _no_time(case, turn.first), trail)
    if turn.impossible:
        reason = case.say("die Antwort ist älter als die Frage", "the answer is older than the question")
        return undecided(case, {"published"}, reason, trail)
    deeds = list(_deeds_for(shape.events, turn, thread, case))
    closed, by_us = _closed(turn, thread, case)
    return _by_clock(case, shape, turn.since, deeds, closed, by_us, trail)


def _started(rule: CompiledRule, messages: Iterable[Message], case: Case) -> tuple[Message | None, frozenset[str]]:
    """The message that starts the clock, or what would have to be known to tell."""
    needs: frozenset[str] = frozenset()
    for message in messages:
        for event in rule.after:
            truth = happened(event, message, case.court, case.parameters)
            if truth.value is True:
                return message, frozenset()
            needs |= truth.needs
    return None, needs


def _judge_single(
    rule: CompiledRule, shape: Expect, item: Message | Action, thread: Thread, court: Court
) -> Verdict | None:
    """A clock that one message or act starts by itself; None where this is no such event."""
    scene = court.scene(item) if isinstance(item, Message) else court.about_action(item)
    case = open_case(court, rule, scene)
    needs: frozenset[str] = frozenset()
    started = False
    for event in rule.after:
        truth = happened(event, item, court, case.parameters)
        started = started or truth.value is True
        needs |= truth.needs
    if not started and not needs:
        return None
    if (early := not_here(case)) is not None:
        return early
    if not started:
        return undecided(case, needs)
    if (early := applies(case)) is not None:
        return early
    since = court.archive.at(item)
    trail = [_told(case, item)]
    if since is None:
        return undecided(case, {"published" if isinstance(item, Message) else "performed"}, "", trail)
    return _by_clock(case, shape, since, list(_deeds_after(shape.events, item, since, thread, case)), None, None, trail)


def _deeds_for(events: tuple[Event, ...], turn: Turn, thread: Thread, case: Case) -> Iterator[_Deed]:
    """What may be the expected answer to a turn: answers for this person, acts on this person's messages."""
    own = {message.id for message in turn.messages}
    for event in events:
        if event.what in _ACT_EVENTS:
            for action in thread.actions:
                if action.target in own:
                    yield from _deed(event, action, True, case)
            continue
        for answer in turn.answers:
            yield from _deed(event, answer.message, answer.certain, case)
        if "us" not in event.by:
            for message in thread.messages:
                if not is_ours(message) and message.id not in own and message.in_reply_to in own:
                    yield from _deed(event, message, True, case)


def _deeds_after(
    events: tuple[Event, ...], item: Message | Action, since: datetime, thread: Thread, case: Case
) -> Iterator[_Deed]:
    """What happened in the thread after an event; an answer to it where it says whom it answers."""
    target = item.id if isinstance(item, Message) else item.target
    for event in events:
        for other in thread.items:
            if other is item:
                continue
            at = case.court.archive.at(other)
            if at is not None and at < since:
                continue
            if isinstance(other, Action) and isinstance(item, Action) and other.target != item.target:
                continue
            if isinstance(other, Action) and isinstance(item, Message) and other.target not in (target, thread.id):
                continue
            yield from _deed(event, other, True, case)


def _deed(event: Event, item: Message | Action, certain: bool, case: Case) -> Iterator[_Deed]:
    truth = happened(event, item, case.court, case.parameters)
    if truth.value is not False:
        yield _Deed(item, case.court.archive.at(item), certain and truth.value is True)


def _closed(turn: Turn, thread: Thread, case: Case) -> tuple[datetime | None, datetime | None]:
    """When the person took the matter back or closed it, and when we removed it; None where that never happened."""
    own = {message.id for message in turn.messages}
    theirs: list[datetime] = []
    ours: list[datetime] = []
    for action in thread.actions:
        at = case.court.archive.at(action)
        if at is None or (action.target not in own and action.target != thread.id):
            continue
        role = role_of(case.court.archive, action)
        if role == "author" or (action.action == "close" and action.actor == turn.person):
            if action.action in ("delete", "close"):
                theirs.append(at)
        elif action.target in own and action.action in MEASURES and role in (Role.US, "filter"):
            ours.append(at)
    for message in (*turn.messages[1:], *turn.later):
        at = case.court.archive.at(message)
        scene = case.court.scene(message)
        told = scene.concept("settled") is not None and not scene.unread
        if at is not None and told and concept("settled", scene, False)[0] is True:
            theirs.append(at)
    return min(theirs, default=None), min(ours, default=None)


def _by_clock(
    case: Case,
    shape: Expect,
    since: datetime,
    deeds: list[_Deed],
    closed: datetime | None,
    removed: datetime | None,
    trail: list[Step],
) -> Verdict:
    """The verdict by what was done when, and by `now` where nothing was done."""
    due = case.court.after(since, shape.within, case.scene, case.parameters) if shape.within is not None else None
    if shape.within is not None and due is None:
        return undecided(case, {getattr(shape.within, "name", "within")}, "", trail)
    done = min((each.at for each in deeds if each.certain and each.at is not None), default=None)
    unsure = [each for each in deeds if not each.certain or each.at is None]
    trail = [*trail, *(_told(case, each.item) for each in deeds)]
    facts = case.scene.facts
    if due is not None:
        facts["due"] = due.isoformat()
        trail.append(Step(due.isoformat(), case.say("Frist", "due")))
    trail.sort(key=lambda each: (not each.at, datetime.fromisoformat(each.at).timestamp() if each.at else 0.0))
    if done is not None:
        facts["answered"] = done.isoformat()
    in_time = done is not None and (due is None or done <= due)
    ended = min((each for each in (closed, removed) if each is not None), default=None)
    if ended is not None and (due is None or ended <= due) and (done is None or ended < done):
        if ended == closed:
            reason = case.say("vorher zurückgenommen oder erledigt", "taken back or settled before it was due")
        else:
            reason = case.say("vorher von uns entfernt", "removed by us before it was due")
        return verdict(case, Outcome.NOT_APPLICABLE, reason, trail, "closed" if ended == closed else "removed")
    if in_time:
        return verdict(case, Outcome.FULFILLED, "", trail)
    if any(each.at is None or due is None or each.at <= due for each in unsure):
        needs = {"published" if each.at is None else "in_reply_to" for each in unsure}
        return undecided(case, needs, "", trail)
    if done is not None and due is not None:
        if shape.later:
            return verdict(case, Outcome.FULFILLED, "", trail, "late")
        late = spelled(done - due, case.court.speech)
        words = {"due": shown(case, due), "answered": shown(case, done), "late": late}
        reason = case.say(f"{late} zu spät", f"{late} late")
        return violation(case, words, trail, reason, "late")
    if shape.later and unsure:
        return undecided(case, {"in_reply_to"}, "", trail)
    return _unanswered(case, since, due, ended, trail)


def _unanswered(
    case: Case, since: datetime, due: datetime | None, ended: datetime | None, trail: list[Step]
) -> Verdict:
    """Nothing came: open while the clock runs, a violation afterwards, undecided when the present is not known."""
    now = case.court.now
    if ended is not None and due is not None and (now is None or now < ended):
        now = ended
    if now is None:
        return undecided(case, {"now"}, "", trail)
    waiting = spelled(max(now - since, now - now), case.court.speech)
    trail = [*trail, Step(now.isoformat(), case.say("jetzt, ohne Antwort", "now, without an answer"))]
    if due is None or now <= due:
        return verdict(case, Outcome.OPEN, case.say(f"offen seit {waiting}", f"open for {waiting}"), trail)
    words = {"due": shown(case, due), "answered": case.say("gar nicht", "not at all"), "waiting": waiting}
    words["late"] = spelled(now - due, case.court.speech)
    reason = case.say(f"ohne Antwort seit {waiting}", f"unanswered for {waiting}")
    return violation(case, words, trail, reason, "unanswered")


def _wrote(message: Message, speech: str) -> str:
    role = message.author.role if message.author else Role.US
    words = {
        Role.CUSTOMER: ("Kundschaft", "customer"), Role.OTHER: ("andere", "others"), Role.BOT: ("Automat", "bot"),
        Role.US: ("wir", "we"),
    }  # fmt: skip
    return words[role or Role.CUSTOMER][speech != "de"]


_DONE: Final = {
    "delete": ("gelöscht", "deleted"), "hide": ("verborgen", "hidden"), "unhide": ("wieder gezeigt", "shown again"),
    "limit": ("eingeschränkt", "limited"), "lock": ("Gespräch gesperrt", "thread locked"),
    "mute": ("stummgeschaltet", "muted"), "block": ("blockiert", "blocked"), "edit": ("geändert", "edited"),
    "comments-off": ("Kommentare abgeschaltet", "comments switched off"), "filter": ("gefiltert", "filtered"),
    "close": ("Gespräch beendet", "thread closed"),
}  # fmt: skip


def _told(case: Case, item: Message | Action) -> Step:
    if isinstance(item, Message):
        return step(case, item, _wrote(item, "de"), _wrote(item, "en"))
    german, english = _DONE.get(item.action, (item.action, item.action))
    return step(case, item, german, english)


def _no_time(case: Case, message: Message) -> str:
    if message.published:
        return case.say(
            f"„{message.published}“ ist keine Zeit mit Zeitzone", f"`{message.published}` is no time with a zone"
        )
    return ""
