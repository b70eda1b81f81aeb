"""What was expected by when, what was done when, and `now` -> the verdict. And the lines of its little timeline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from ..condition_nodes import ACTS, Expect
from ..finding import Outcome, Step, Verdict
from ..record import Action, Message, Role
from ..values import dataclass
from .moments import spelled
from .turns import side
from .verdicts import Case, shown, step, undecided, verdict, violation

_ACT_EVENTS: Final = frozenset({*ACTS, "measure"})
_ANSWER: Final = ("Antwort", "an answer")
_MOST_TOLD: Final = 5
"""Lines of one sort in a timeline that a person still reads."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that may be what was expected; `lacks` are the facts without which that is not known."""

    item: Message | Action
    at: datetime | None
    lacks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ended:
    """A matter that ended before it was answered: taken back or settled by the person, or removed by `us`.

    `at` None: it is on record that it ended, but not when. `act` ended it, where it was no message that did.
    """

    at: datetime | None
    us: bool = False
    act: Action | None = None


def by_clock(
    case: Case, shape: Expect, since: datetime, deeds: list[Deed], ended: Ended | None, trail: list[Step]
) -> Verdict:
    """The verdict by what was done when, and by `now` where nothing was done."""
    due = due_of(case, shape, since)
    if shape.within is not None and due is None:
        return undecided(case, {getattr(shape.within, "name", "within")}, "", trail)
    done = first_certain(deeds)
    trail = [*trail, *_told_deeds(case, deeds)]
    if ended is not None and ended.act is not None:
        trail.append(_told_end(case, ended.act, ended.us))
    facts = case.scene.facts
    facts.pop("answered", None)
    if due is not None:
        facts["due"] = due.isoformat()
        trail.append(Step(due.isoformat(), case.say("Frist", "due")))
    trail = in_order(trail)
    if done is not None:
        facts["answered"] = done.isoformat()
    if ended is not None and in_good_time(ended, due, done):
        if ended.us:
            reason = case.say("vorher entfernt", "removed before it was due")
        else:
            reason = case.say("vorher zurückgenommen oder erledigt", "taken back or settled before it was due")
        return verdict(case, Outcome.NOT_APPLICABLE, reason, trail, "removed" if ended.us else "closed")
    if done is not None and (due is None or done <= due):
        return verdict(case, Outcome.FULFILLED, "", trail)
    if ended is not None and ended.at is None:
        return undecided(case, {"performed"}, "", trail)
    unsure = [each for each in deeds if each.lacks or each.at is None]
    maybe = [each for each in unsure if each.at is None or due is None or each.at <= due]
    if maybe:
        return undecided(case, _lacking(maybe), "", trail)
    if done is not None and due is not None:
        return _late(case, shape, done, due, trail)
    if shape.later and unsure:
        return undecided(case, _lacking(unsure), "", trail)
    return _unanswered(case, shape, since, due, ended.at if ended else None, trail, bool(unsure))


def due_of(case: Case, shape: Expect, since: datetime) -> datetime | None:
    """The last instant that is in time; None where there is no limit or it is not known."""
    return case.court.after(since, shape.within, case.scene, case.parameters) if shape.within is not None else None


def first_certain(deeds: list[Deed]) -> datetime | None:
    """When it was certainly done for the first time; None when it never was."""
    return min((each.at for each in deeds if not each.lacks and each.at is not None), default=None)


def in_good_time(ended: Ended, due: datetime | None, done: datetime | None) -> bool:
    """Whether a matter ended before it was due and before anything was done about it."""
    return ended.at is not None and (due is None or ended.at <= due) and (done is None or ended.at < done)


def _lacking(deeds: list[Deed]) -> frozenset[str]:
    """The facts that would make these certain."""
    undated = ("published" if isinstance(each.item, Message) else "performed" for each in deeds if each.at is None)
    return frozenset[str]().union(undated, *(each.lacks for each in deeds))


def _late(case: Case, shape: Expect, done: datetime, due: datetime, trail: list[Step]) -> Verdict:
    """Done after it was due, which a rule may let pass."""
    if shape.later:
        return verdict(case, Outcome.FULFILLED, "", trail, "late")
    late = spelled(done - due, case.court.speech)
    words = {"due": shown(case, due), "answered": shown(case, done), "late": late}
    return violation(case, words, trail, case.say(f"{late} zu spät", f"{late} late"), "late")


def _unanswered(
    case: Case, shape: Expect, since: datetime, due: datetime | None, ended: datetime | None, trail: list[Step],
    perhaps: bool,
) -> Verdict:  # fmt: skip
    """Nothing came: open while the clock runs, a violation afterwards, undecided when the present is not known.

    `perhaps`: something came after it was due, and may have been it.
    """
    now = case.court.now
    over = ended is not None and due is not None and (now is None or ended <= now)
    if over:
        now = ended  # who took it back waited until then and no longer
    if now is None:
        return undecided(case, {"now"}, "", trail)
    wanted = ("Reaktion", "a reaction") if any(each.what in _ACT_EVENTS for each in shape.events) else _ANSWER
    waiting = spelled(max(now - since, now - now), case.court.speech)
    until = ("bis dahin", "until then") if over else ("jetzt,", "now,")
    line = case.say(f"{until[0]} ohne {wanted[0]}", f"{until[1]} without {wanted[1]}")
    if not perhaps:
        trail = in_order([*trail, Step(now.isoformat(), line)])
    if due is None or now <= due:
        return verdict(case, Outcome.OPEN, case.say(f"wartet schon {waiting}", f"waiting for {waiting}"), trail)
    words = {
        "due": shown(case, due),
        "answered": case.say("nicht", "never") if over else case.say("bis jetzt nicht", "not yet"),
        "waiting": waiting,
    }
    words["late"] = spelled(now - due, case.court.speech)
    if over:
        reason = case.say(
            f"{waiting} ohne {wanted[0]}, dann zurückgenommen oder erledigt",
            f"{waiting} without {wanted[1]}, then taken back or settled",
        )
    elif perhaps:
        words["answered"] = case.say("nicht bis dahin", "not by then")
        reason = case.say(f"bis zur Frist keine {wanted[0]}", f"without {wanted[1]} in time")
    elif wanted is _ANSWER:
        reason = case.say(f"wartet schon {waiting} auf Antwort", f"unanswered for {waiting}")
    else:
        reason = case.say(f"schon {waiting} ohne Reaktion", f"no reaction for {waiting}")
    return violation(case, words, trail, reason, "unanswered")


def wrote(message: Message, speech: str) -> str:
    """Who wrote a message, in a word."""
    words = {
        Role.CUSTOMER: ("Kundschaft", "customer"), Role.OTHER: ("andere", "others"), Role.BOT: ("Automat", "bot"),
        Role.US: ("wir", "we"),
    }  # fmt: skip
    role = side(message)
    return words[role][speech != "de"] if role is not None else ("unbekannt", "unknown")[speech != "de"]


_DONE: Final = {
    "delete": ("gelöscht", "deleted"), "hide": ("verborgen", "hidden"), "unhide": ("wieder gezeigt", "shown again"),
    "limit": ("eingeschränkt", "limited"), "lock": ("Gespräch gesperrt", "thread locked"),
    "mute": ("stummgeschaltet", "muted"), "block": ("blockiert", "blocked"), "edit": ("geändert", "edited"),
    "comments-off": ("Kommentare abgeschaltet", "comments switched off"), "filter": ("gefiltert", "filtered"),
    "close": ("Gespräch beendet", "thread closed"),
}  # fmt: skip


def told(case: Case, item: Message | Action) -> Step:
    """The line of a timeline for a message or an act."""
    if isinstance(item, Message) and not item.id:
        words = "Antworten von uns, bei denen nicht steht, worauf", "answers of ours that do not say to what"
        return Step(item.published or "", case.say(*words))
    if isinstance(item, Message):
        return step(case, item, wrote(item, "de"), wrote(item, "en"))
    german, english = _DONE.get(item.action, (item.action, item.action))
    return step(case, item, german, english)


def _told_deeds(case: Case, deeds: list[Deed]) -> Iterator[Step]:
    """The lines for what was done: the first few certain ones, the first few that may be it, and how many more."""
    certain = [each for each in deeds if not each.lacks and each.at is not None]
    maybe = [each for each in deeds if each.lacks or each.at is None]
    for found, german, english in (
        (certain, ("weitere", "weitere"), "more"),
        (maybe, ("weitere, die es sein könnte", "weitere, die es sein könnten"), "more that may be it"),
    ):
        found.sort(key=lambda each: (each.at is None, each.at.timestamp() if each.at is not None else 0.0))
        yield from (told(case, each.item) for each in found[:_MOST_TOLD])
        if more := found[_MOST_TOLD:]:
            at = more[0].at
            what = case.say(f"… und {len(more)} {german[len(more) > 1]}", f"… and {len(more)} {english}")
            yield Step(at.isoformat() if at is not None else "", what)


def _told_end(case: Case, act: Action, us: bool) -> Step:
    """The line for the act that ended a matter, with whose act it was."""
    german, english = _DONE.get(act.action, (act.action, act.action))
    whose = ("von uns", "by us") if us else ("von der Person selbst", "by the person")
    return step(case, act, f"{german}, {whose[0]}", f"{english}, {whose[1]}")


def no_time(case: Case, message: Message) -> str:
    """Why the time of a message is unknown, where one is written."""
    if message.published:
        return case.say(
            f"„{message.published}“ ist keine Zeit mit Zeitzone", f"`{message.published}` is no time with a zone"
        )
    return ""


def in_order(trail: list[Step]) -> list[Step]:
    """The lines by time, those without one at the end."""
    return sorted(
        trail, key=lambda each: (not each.at, datetime.fromisoformat(each.at).timestamp() if each.at else 0.0)
    )
