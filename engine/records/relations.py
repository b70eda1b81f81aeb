"""Conditions that look beyond the subject's own words: near events, times, counts, and what was said before."""

from __future__ import annotations

from collections.abc import Mapping

from ..condition_nodes import CountOfEvent, Near, Ordered, Quantity, Resembles, Timely
from ..conditions import Truth, read
from ..record import Action, Contest
from ..scene import Scene
from .happenings import happenings
from .moments import instant
from .past import Past

RUNNING = "deadline"
"""The fact that is wanting while a clock still runs."""


def relation(condition: Near | Timely | Ordered | Resembles, scene: Scene, parameters: Mapping[str, Quantity]) -> Truth:
    """Whether it holds; unknown where nothing is on record around the subject."""
    past = scene.exchange.past
    if past is None:
        return Truth(None, frozenset({"history"}))
    match condition:
        case Timely():
            return _timely(condition, scene, past, parameters)
        case Ordered():
            return _ordered(condition, scene, past)
        case Near():
            return _near(condition, scene, past, parameters)
        case Resembles():
            from .alike import resembles

            return resembles(condition, scene, past, parameters)


def _timely(condition: Timely, scene: Scene, past: Past, parameters: Mapping[str, Quantity]) -> Truth:
    """Done no later than so long after the act; while the clock runs, neither true nor false."""
    found = read(condition.fact, scene)
    if found.value is None and found.needs:
        return Truth(None, frozenset(found.needs))
    if past.at is None:
        about = scene.exchange.about
        return Truth(None, frozenset({"performed" if isinstance(about, Action) else "published"}))
    due = past.court.after(past.at, condition.within, scene, parameters)
    if due is None:
        return Truth(None, frozenset({"within"}))
    if found.value is not None:
        at = instant(str(found.value), past.zone)
        return Truth(None, frozenset({condition.fact})) if at is None else Truth(at <= due)
    scene.facts["due"] = min(due.isoformat(), scene.facts.get("due", due.isoformat()))
    if past.court.now is None:
        return Truth(None, frozenset({"now"}))
    return Truth(None, frozenset({RUNNING})) if past.court.now <= due else Truth(False)


def _ordered(condition: Ordered, scene: Scene, past: Past) -> Truth:
    left, right = read(condition.left, scene), read(condition.right, scene)
    first, second = instant(_text(left.value), past.zone), instant(_text(right.value), past.zone)
    if first is None or second is None:
        missing = {name for name, at in ((condition.left, first), (condition.right, second)) if at is None}
        return Truth(None, frozenset(missing))
    return Truth(first < second if condition.before else first > second)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _near(condition: Near, scene: Scene, past: Past, parameters: Mapping[str, Quantity]) -> Truth:
    """Whether such an event came after (or before) the subject in its thread, within the limit."""
    if past.thread is None:
        return Truth(None, frozenset({"thread"}))
    if past.at is None:
        return Truth(None, frozenset({"published"}))
    needs: frozenset[str] = frozenset()
    own = scene.exchange.about.id if isinstance(scene.exchange.about, Action | Contest) else scene.exchange.message.id
    found = happenings(condition.event, past.thread, past.court, parameters)
    for each in found.until(past.at) if condition.before else found.since(past.at):
        if each.item.id == own:
            continue
        if condition.within is not None and each.at is not None:
            earlier, later = (each.at, past.at) if condition.before else (past.at, each.at)
            due = past.court.after(earlier, condition.within, scene, parameters)
            if due is None or later > due:
                break  # and so are those that are further away
        if each.truth.value is True:
            return Truth(True)
        needs |= each.truth.needs
    for each in found.undated:
        if each.item.id != own:
            needs |= each.truth.needs or frozenset({"published"})
    if needs:
        return Truth(None, needs)
    if condition.before:
        return Truth(False)
    return _still(condition, scene, past, parameters)


def _still(condition: Near, scene: Scene, past: Past, parameters: Mapping[str, Quantity]) -> Truth:
    """What has not followed yet may still follow."""
    now = past.court.now
    if now is None:
        return Truth(None, frozenset({"now"}))
    if condition.within is None or past.at is None:
        return Truth(None, frozenset({RUNNING}))
    due = past.court.after(past.at, condition.within, scene, parameters)
    return Truth(None, frozenset({RUNNING})) if due is not None and now <= due else Truth(False)


def count(value: CountOfEvent, scene: Scene, parameters: Mapping[str, Quantity]) -> tuple[float | None, frozenset[str]]:
    """How many such events the thread of the subject holds (by how many people); None where some are not known."""
    past = scene.exchange.past
    if past is None or past.thread is None:
        return None, frozenset({"history"})
    found = happenings(value.event, past.thread, past.court, parameters)
    if found.needs:
        return None, found.needs
    return float(found.people if value.people else len(found.dated) + len(found.undated)), frozenset()
