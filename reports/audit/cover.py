"""What the first page of a report says, in plain words, for the formats without markup."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...engine.version import VERSION
from ..visible import one_line, shortened
from .actions import Case
from .folder import Trouble
from .headline import FEW, Headline
from .model import Model
from .notation import after, day, interval, number, points, short_day, when
from .wording import channel, counted, said, say, things

_MOST_CHANNELS: Final = 6
_LONGEST_NAME: Final = 120


def title(model: Model) -> str:
    """Of whom the report tells."""
    name = model.run.organisation[:_LONGEST_NAME]
    return f"{say('report', model.speech)}{' ' + name if name else ''}"


def span(model: Model) -> str:
    """The time that is told, in days."""
    if not model.first or not model.last:
        return "–"
    if model.first == model.last:
        return day(model.first, model.speech)
    return f"{day(model.first, model.speech)} {say('until', model.speech)} {day(model.last, model.speech)}"


def judged(model: Model) -> tuple[str, ...]:
    """Channels, volume, policies with their digests, and the present of the audit."""
    speech = model.speech
    channels = [channel(str(each)[:60], speech) for each in model.figure("channels").column("channel")]
    beyond = len(channels) - _MOST_CHANNELS
    named = ", ".join(channels[:_MOST_CHANNELS]) + (f" {say('more', speech, n=beyond)}" if beyond > 0 else "")
    volume, verdicts = model.figure("volume"), model.figure("verdicts")
    records = sum(volume.count("records", row) for row in range(len(volume.rows)))
    found = sum(verdicts.count("verdicts", row) for row in range(len(verdicts.rows)))
    policies = ", ".join(f"{each.name[:60]} ({each.digest[:8]})" for each in model.run.policies[:4])
    told = (
        named,
        f"{things(records, 'records', speech)}, {things(found, 'verdicts', speech)}",
        f"{say('policy', speech)} {policies}" if policies else "",
        f"{say('now', speech)} {when(model.run.now, model.run.zone, speech)}" if model.run.now else "",
    )
    return tuple(each for each in told if each)


def notes(model: Model) -> Iterator[str]:
    """What one must know before reading on: a part only, names shown or hidden, another language or version."""
    speech, run = model.speech, model.run
    undated = model.figure("period").count("undated")
    if model.scope.since or model.scope.until:
        yield say("narrowed", speech)
    if model.names_reason is not None:
        yield f"{say('names-shown', speech)}: {model.names_reason}."
    else:
        yield say("names-hidden", speech)
    if run.speech != speech:
        yield say("run-language", speech)
    if not run.now:
        told = say("no-now", speech)
        yield f"{told[0].upper()}{told[1:]}."
    if undated:
        yield say("undated", speech, n=number(undated, speech))
    if model.scope.trial:
        yield say("trial", speech, rules=", ".join(each[:80] for each in model.scope.trial[:10]))
    if run.knigge != VERSION:
        yield say("other-version", speech, old=run.knigge, new=VERSION)


def trouble(told: Trouble, speech: str) -> str:
    """What could not be read or judged, why, and how often."""
    why = told.reason or said("reason", told.what, speech)
    times = "" if told.count == 1 else f" ({counted('count-of', told.count, speech)})"
    return f"{say('troubles', speech)}: {shortened(one_line(why), 300)}{times}"


def value(told: Headline, speech: str) -> str:
    """A headline's figure in words; a dash where nothing was judged."""
    if not told.judged:
        return "–"
    if told.unit == "share":
        return interval(told.low, told.high, speech)
    return after(told.low, speech) if told.low is not None else say("not-reached", speech)


def base(told: Headline, speech: str) -> str:
    """How many cases stand behind a headline's figure, and a word where they are few."""
    if not told.judged:
        return say(f"none-{told.id}", speech)
    v, u = (number(each, speech) for each in (told.violations, told.unknown))
    words = [counted(f"base-{told.id}", told.judged, speech, v=v, u=u)]
    if told.unknown and told.unit == "share":
        words.append(say("base-unknown", speech, u=u))
    few = f"; {say('base-few', speech)}" if told.judged < FEW else ""
    return ", ".join(words) + few


def trend(model: Model, told: Headline) -> str:
    """The change against the time before; "" where there is none to tell."""
    speech, change = model.speech, told.trend
    if change is None or model.compared is None or not told.judged:
        return ""
    words = say("before-half" if model.compared.halves else "before-span", speech)
    years = {each[:4] for each in (*model.compared.earlier, *model.compared.later)}
    dates = [(short_day if len(years) == 1 else day)(each, speech) for each in model.compared.earlier]
    place = f"{words} ({dates[0]}{'–' if len(years) == 1 else ' – '}{dates[1]})"
    if change.direction == "untold":
        was, now = (_hours(each.cell("hours"), speech) for each in (change.earlier, change.later))
        return say("untold", speech, earlier=was, place=place, later=now)
    told_change = say(change.direction, speech, place=place)
    if change.direction == "unclear" or change.change_low is None or change.change_high is None:
        return told_change
    ends = f"{points(change.change_low, speech)} {say('until', speech)} {points(change.change_high, speech)}"
    return f"{told_change} ({ends})"


def case_time(kind: str, case: Case, zone: str, speech: str) -> str:
    """When something to do happened, or by when it is or was due; "" where that is not known."""
    if not case.at:
        return ""
    due = f"{say('due-' + kind, speech)} " if kind in ("waiting", "soon") else ""
    return f"{due}{when(case.at, zone, speech)}"


def _hours(hours: object, speech: str) -> str:
    return after(hours, speech) if isinstance(hours, int | float) else say("not-reached", speech)
