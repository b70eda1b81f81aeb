"""Sections of the page: the guideline, time, channels and teams, how fast we answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from .blocks import aside, count, how, kept_words, nothing, shares, table
from .charts import Bar, Frame, columns, curve, meter, scale
from .definitions import meaning_of, title_of
from .markup import Content, Html, joined, quoted, tag
from .model import Model
from .notation import after, duration, interval, month, number, share, short_day, weekday
from .queries import Figure
from .sentences import clause_words
from .wording import channel, counted, said, say

_MOST_CHANNELS: Final = 12
_MOST_TEAMS: Final = 30
_LABELS: Final = 16
"""Labels that fit under a row of columns."""


def guideline(model: Model) -> Html:
    """Every clause with what became of it."""
    speech, figure = model.speech, model.figure("clauses")
    if not figure.rows:
        return nothing("–")
    states = [str(each) for each in figure.column("state")]
    coverage = say(
        "coverage", speech, all=len(states), none=states.count("no-rule"), idle=states.count("not-applied"),
        with_=len(states) - states.count("no-rule") - states.count("not-applied"),
        unsure=sum(figure.count("unknown", row) > 0 for row in range(len(states))),
    )  # fmt: skip
    rows = [_clause(model, figure, row) for row in range(len(figure.rows))]
    heads = [say(each, speech) for each in ("clause", "kept", "judged", "violations", "unknown", "state")]
    return joined(
        tag("p", coverage),
        table(title_of("clauses", speech), heads, rows, (2, 3, 4)),
        aside(say("key", speech)),
        how([figure], speech),
    )


def _clause(model: Model, figure: Figure, row: int) -> list[Content]:
    speech = model.speech
    name, state = str(figure.cell("clause", row)), str(figure.cell("state", row))
    low, high = shares(figure, row)
    told = interval(low, high, speech)
    bar = meter(low, high, told) if low is not None and high is not None else None
    numbers = [number(figure.count(each, row), speech) for each in ("judged", "violations", "unknown")]
    return [
        quoted(clause_words(name, model.run, speech)),
        joined(bar, tag("span", told, class_="beside")) if bar else told,
        *numbers,
        tag("span", say(f"cs-{state}", speech), class_=f"mark-{state}"),
    ]


def over_time(model: Model) -> Html:
    """Violations by week, month or quarter."""
    speech, figure = model.speech, model.figure("over-time")
    if not figure.rows:
        return nothing(say("state-nothing", speech))
    unit = str(figure.cell("unit"))
    places = range(len(figure.rows))
    names = [_step(str(figure.cell("start", row)), unit, speech) for row in places]
    bars = [Bar(names[row], *_two(figure, row)) for row in places]
    most = max(bar.height for bar in bars)
    ticks = [(value, share(value, speech)) for value in scale(most or 0.01)]
    frame = Frame("time-chart", title_of("over-time", speech), _described(figure, names, speech),
                  say("share-violations", speech))  # fmt: skip
    rows = [
        [names[row], *(number(figure.count(each, row), speech) for each in ("judged", "violations", "unknown")),
         kept_words(figure, row, speech)]
        for row in places
    ]  # fmt: skip
    heads = [say(f"unit-{unit}", speech), *(say(each, speech) for each in ("judged", "violations", "unknown", "kept"))]
    return joined(
        tag("figure", columns(frame, bars, ticks, _every(len(bars))), tag("figcaption", say("key-bars", speech))),
        how([figure], speech, table(title_of("over-time", speech), heads, rows, (1, 2, 3, 4))),
    )


def _two(figure: Figure, row: int) -> tuple[float | None, float]:
    low, high = figure.cell("low", row), figure.cell("high", row)
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return None, 0.0
    return float(low), float(high) - float(low)


def _step(start: str, unit: str, speech: str) -> str:
    return short_day(start, speech) if unit == "week" else month(start, speech)


def _described(figure: Figure, names: Sequence[str], speech: str) -> str:
    """The chart for those who do not see it: where most and least."""
    told = [
        (float(low), name)
        for name, low in zip(names, figure.column("low"), strict=True)
        if isinstance(low, int | float)
    ]
    if not told:
        return meaning_of(figure.id, speech)
    most, least = max(told), min(told)
    return say("most-least", speech, a=most[1], b=share(most[0], speech), c=least[1], d=share(least[0], speech))


def _every(number_of: int) -> int:
    return max(1, -(-number_of // _LABELS))


def where(model: Model) -> Html:
    """Channels, teams, and the state of threads."""
    return joined(_channels(model), _teams(model), _threads(model))


def _channels(model: Model) -> Html:
    speech = model.speech
    volume, kept = model.figure("channels"), model.figure("by-channel")
    places = {str(name): row for row, name in enumerate(kept.column("channel"))}
    rows: list[list[Content]] = []
    for row in range(min(_MOST_CHANNELS, len(volume.rows))):
        name = str(volume.cell("channel", row))
        numbers = [number(volume.count(each, row), speech) for each in ("theirs", "answers", "posts", "acts")]
        place = places.get(name)
        if place is None:
            told = ["–", "–", "–"]
        else:
            told = [count(kept.cell(each, place), speech) for each in ("judged", "violations")]
            told.append(kept_words(kept, place, speech))
        rows.append([quoted(channel(name, speech)), *numbers, *told])
    heads = [say(each, speech) for each in
             ("channel", "theirs", "answers", "posts", "acts", "judged", "violations", "kept")]  # fmt: skip
    more = len(volume.rows) - _MOST_CHANNELS
    return joined(
        tag("h3", title_of("by-channel", speech)),
        table(title_of("by-channel", speech), heads, rows, range(1, 8)),
        aside(say("more", speech, n=more)) if more > 0 else None,
        aside(say("hidden-why", speech)),
        how([volume, kept], speech),
    )


def _teams(model: Model) -> Html:
    speech, figure = model.speech, model.figure("by-team")
    title = tag("h3", title_of("by-team", speech))
    if not figure.rows:
        return joined(title, nothing(say("no-teams", speech)))
    shown = [row for row in range(len(figure.rows)) if not figure.count("hidden", row)]
    hidden = [str(figure.cell("team", row)) for row in range(len(figure.rows)) if figure.count("hidden", row)]
    rows: list[list[Content]] = [
        [quoted(str(figure.cell("team", row))[:80]),
         *(number(figure.count(each, row), speech) for each in ("judged", "violations", "unknown")),
         kept_words(figure, row, speech)]
        for row in shown[:_MOST_TEAMS]
    ]  # fmt: skip
    rows += [[quoted(name[:80]), *([say("hidden", speech)] * 4)] for name in hidden[:_MOST_TEAMS]]
    heads = [say(each, speech) for each in ("team", "judged", "violations", "unknown", "kept")]
    more = max(0, len(shown) - _MOST_TEAMS) + max(0, len(hidden) - _MOST_TEAMS)
    return joined(
        title,
        table(title_of("by-team", speech), heads, rows, range(1, 5)),
        aside(say("more", speech, n=more)) if more else None,
        aside(say("hidden-why", speech)) if hidden else None,
        how([figure], speech),
    )


def _threads(model: Model) -> Html:
    speech, figure = model.speech, model.figure("threads")
    if not figure.rows:
        return joined()
    found: dict[str, int] = {}
    for row in range(len(figure.rows)):
        state = str(figure.cell("state", row))
        found[state] = found.get(state, 0) + figure.count("threads", row)
    usual = ("to-be-answered", "in-progress", "closed")
    order = [*(each for each in usual if each in found), *sorted(found.keys() - set(usual))]
    rows = [[quoted(said("thread", state[:80], speech)), number(found[state], speech)] for state in order]
    return joined(
        tag("h3", title_of("threads", speech)),
        table(title_of("threads", speech), [say("state", speech), say("threads", speech)], rows, (1,)),
        how([figure], speech),
    )


def answers(model: Model) -> Html:
    """How long people wait, when they ask, and what criticism gets."""
    speech, cases = model.speech, model.figure("response-cases")
    if not cases.count("cases"):
        return joined(nothing(say("no-questions", speech)), _criticism(model))
    rest = {each: number(cases.count(each), speech) for each in ("answered", "waiting")}
    told = counted("censored", cases.count("cases"), speech, **rest)
    return joined(
        tag("p", _half(model), class_="lead"),
        tag("p", told),
        _curve(model),
        _by(model, "response-weekday", "weekday"),
        _by(model, "response-hour", "hour"),
        _criticism(model),
    )


def _half(model: Model) -> str:
    speech, figure = model.speech, model.figure("response-quantiles")
    hours = dict(zip(figure.column("share"), figure.column("hours"), strict=True))
    half, most = hours.get(0.5), hours.get(0.9)
    if not isinstance(half, int | float):
        return say("half-never", speech)
    if not isinstance(most, int | float):
        return say("half-only", speech, half=after(half, speech))
    return say("half-by", speech, half=after(half, speech), most=after(most, speech))


def _curve(model: Model) -> Html:
    speech, figure = model.speech, model.figure("response-curve")
    told = [
        (duration(float(hours), speech), float(answered), followed)
        for hours, answered, followed in figure.rows
        if isinstance(hours, int | float) and isinstance(answered, int | float)
    ]
    title = title_of("response-curve", speech)
    rows = [[name, share(value, speech), count(followed, speech)] for name, value, followed in told]
    heads = [say(each, speech) for each in ("within", "answered", "followed")]
    frame = Frame("curve-chart", title, f"{_half(model)} {meaning_of(figure.id, speech)}", say("answered", speech))
    ticks = [(value, share(value, speech)) for value in (0.0, 0.25, 0.5, 0.75, 1.0)]
    marks = [share(value, speech) if place % 2 else "" for place, (_, value, _) in enumerate(told)]
    drawn = curve(frame, [(name.replace("\u00a0", " "), value) for name, value, _ in told], ticks, marks)
    figures = [model.figure("response-cases"), model.figure("response-quantiles"), figure]
    return joined(tag("h3", title), tag("figure", drawn), how(figures, speech, table(title, heads, rows, (1, 2))))


def _by(model: Model, name: str, unit: str) -> Html:
    """Questions by weekday or hour: how many, and how many of them late or unanswered."""
    speech, figure = model.speech, model.figure(name)
    places = range(len(figure.rows))
    if not any(figure.count("judged", row) or figure.count("hidden", row) for row in places):
        return joined()
    names = [_unit(figure.count(unit, row), unit, speech) for row in places]
    rows, bars = [], []
    for row in places:
        hidden = figure.count("hidden", row)
        rows.append(
            [names[row], *(count(figure.cell(each, row), speech) for each in ("judged", "violations", "unknown"))]
        )
        late, unsure = float(figure.count("violations", row)), float(figure.count("unknown", row))
        bars.append(Bar(names[row], None if hidden else late, unsure, figure.count("judged", row) - late - unsure))
    most = max(bar.height for bar in bars)
    ticks = [(value, number(value, speech, 0 if value == int(value) else 1)) for value in scale(most or 1)]
    title = title_of(name, speech)
    frame = Frame(f"{unit}-chart", title, meaning_of(name, speech), say("questions", speech))
    heads = [say(each, speech) for each in (unit, "questions", "late-share", "unknown")]
    key = say("key-questions", speech)
    return joined(
        tag("h3", title),
        tag("figure", columns(frame, bars, ticks, 1 if unit == "weekday" else 3), tag("figcaption", key)),
        how([figure], speech, table(title, heads, rows, (1, 2, 3))),
    )


def _unit(value: int, unit: str, speech: str) -> str:
    if unit == "weekday":
        return weekday(value, speech)
    return f"{value}{chr(160)}Uhr" if speech == "de" else f"{value}:00"


def _criticism(model: Model) -> Html:
    speech, figure = model.speech, model.figure("criticism")
    parts: list[Content] = []
    for row, rule in enumerate(figure.column("rule")):
        numbers = {key: number(figure.count(each, row), speech)
                   for key, each in (("n", "judged"), ("v", "violations"), ("u", "unknown"))}  # fmt: skip
        if rule == "criticism.no-solution" and figure.count("judged", row):
            parts.append(tag("p", say("criticism-told", speech, **numbers)))
        elif figure.count("violations", row):
            parts.append(tag("p", counted("critical-less", figure.count("violations", row), speech)))
    if not parts:
        return joined()
    return joined(tag("h3", title_of("criticism", speech)), *parts, how([figure], speech))
