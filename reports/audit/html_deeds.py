"""Sections of the page: promises, acts on other people's posts, contests, rhythm and repetition."""

from __future__ import annotations

from typing import Final

from .blocks import aside, how, nothing, table
from .charts import Frame, strip
from .definitions import meaning_of, title_of
from .markup import Content, Html, joined, quoted, tag
from .model import Model
from .notation import day, number, short_day
from .queries import Figure
from .wording import channel, said, say

_FATES: Final = (
    ("kept", "kept"),
    ("late", "late"),
    ("broken", "bar"),
    ("open", "room"),
    ("undecided", "unsure"),
    ("waived", "room"),
)
"""What may become of a promise, and how its part of the bar is drawn."""

_MARKS: Final = {"violation": "✗", "fulfilled": "✓", "undecided": "?", "waived": "–", "open": "…", "error": "!"}
_WEEKS: Final = {"too-few": ("▼", "few"), "too-many": ("▲", "many")}
_MOST: Final = 20


def promises(model: Model) -> Html:
    """Kept, late, broken, running, undecided."""
    speech, figure = model.speech, model.figure("promises")
    found = {str(state): figure.count("promises", row) for row, state in enumerate(figure.column("state"))}
    if not found:
        return nothing(say("no-promises", speech))
    parts = [(say(f"promise-{state}", speech), found.get(state, 0), kind) for state, kind in _FATES]
    told = ", ".join(f"{number(count, speech)} {label}" for label, count, _ in parts if count)
    title = title_of("promises", speech)
    drawn = strip(Frame("promise-chart", title, told, ""), parts)
    rows = [[label, number(count, speech)] for label, count, _ in parts if count]
    heads = [say("state", speech), say("number", speech)]
    return joined(
        tag("p", f"{told}.", class_="lead"),
        tag("figure", drawn),
        how([figure], speech, table(title, heads, rows, (1,))),
    )


def acts(model: Model) -> Html:
    """By kind: with a complete record, without."""
    speech, figure = model.speech, model.figure("acts")
    if not figure.rows:
        return nothing(say("no-acts", speech))
    heads = [say(each, speech) for each in ("kind", "number", "complete", "incomplete", "unknown", "open")]
    rows = [
        [said("act", str(figure.cell("kind", row)), speech),
         *(number(figure.count(each, row), speech) for each in ("acts", "complete", "incomplete", "unknown", "open"))]
        for row in range(len(figure.rows))
    ]  # fmt: skip
    return joined(
        table(title_of("acts", speech), heads, rows, range(1, 6)),
        aside(say("lawyers", speech)),
        how([figure], speech),
    )


def contests(model: Model) -> Html:
    """An overview, and a checklist of those with the most gaps."""
    speech, figure, lists = model.speech, model.figure("contests"), model.figure("contest-list")
    if not figure.rows:
        return nothing(say("no-contests", speech))
    heads = [say(each, speech) for each in ("contest", "channel", "missing", "wrong", "unknown", "fine")]
    rows = [
        [quoted(str(figure.cell("id", row))[:80]), channel(str(figure.cell("channel", row)), speech),
         *(number(figure.count(each, row), speech) for each in ("missing", "wrong", "unknown", "fine"))]
        for row in range(min(_MOST, len(figure.rows)))
    ]  # fmt: skip
    more = len(figure.rows) - _MOST
    shown = dict.fromkeys(str(each) for each in lists.column("id"))
    return joined(
        table(title_of("contests", speech), heads, rows, (2, 3, 4, 5)),
        aside(say("more", speech, n=number(more, speech))) if more > 0 else None,
        *(_checklist(model, lists, name) for name in shown),
        how([figure, lists], speech),
    )


def _checklist(model: Model, lists: Figure, contest: str) -> Html:
    """What is missing first, then what cannot be told, then what is fine."""
    speech = model.speech
    titles = {rule.id: rule.title_de if speech == "de" else rule.title_en for rule in model.run.rules}
    order = ("violation", "error", "undecided", "open", "waived", "fulfilled")
    rows = sorted(
        (order.index(str(verdict)) if verdict in order else 9, str(rule), str(verdict))
        for name, rule, verdict, _ in lists.rows
        if name == contest
    )
    items = [
        tag("li", tag("span", _MARKS.get(verdict, "·"), class_=f"tick-{verdict}", aria_hidden="true"), " ",
            titles.get(rule, rule), tag("span", f" · {_outcome(verdict, speech)}", class_="quietly"))
        for _, rule, verdict in rows
    ]  # fmt: skip
    summary = tag("summary", f"{say('checklist', speech)}: ", quoted(contest[:80]))
    return tag("details", summary, tag("ul", *items, class_="checklist"))


def _outcome(verdict: str, speech: str) -> str:
    words = {"violation": "missing", "fulfilled": "fine", "undecided": "unknown", "waived": "waived", "open": "open"}
    told = say(words[verdict], speech) if verdict in words else verdict
    return told.lower() if speech != "de" else told


def rhythm(model: Model) -> Html:
    """Posts per week and account, and answers given in series."""
    return joined(_calendar(model), _series(model))


def _calendar(model: Model) -> Html:
    speech, figure, weeks = model.speech, model.figure("rhythm"), model.figure("cadence")
    if not figure.rows:
        return nothing(say("no-rhythm", speech))
    heads = [say("channel", speech), *(say(each, speech) for each in ("account", "few", "many", "flooded", "unknown"))]
    rows = [
        [channel(str(figure.cell("channel", row)), speech), quoted(str(figure.cell("account", row))[:60]),
         *(number(figure.count(each, row), speech) for each in ("few", "many", "flooded", "unknown"))]
        for row in range(min(_MOST, len(figure.rows)))
    ]  # fmt: skip
    return joined(
        tag("h3", title_of("rhythm", speech)),
        table(title_of("rhythm", speech), heads, rows, (2, 3, 4, 5)),
        _weeks(model, weeks) if weeks.rows else None,
        how([figure, weeks], speech),
    )


def _weeks(model: Model, weeks: Figure) -> Html:
    """The calendar: one row a week, one column an account, each with its number and, where it is off, a mark."""
    speech = model.speech
    cells: dict[tuple[str, str, str], tuple[int | None, str, str]] = {}
    for week, name, account, posts, verdict, mark in weeks.rows:
        told = int(posts) if isinstance(posts, int | float) else None
        cells[str(week), str(name), str(account)] = (told, str(verdict), str(mark))
    accounts = list(dict.fromkeys((name, account) for _, name, account in cells))
    starts = sorted({week for week, _, _ in cells})
    names = [name for name, _ in accounts]
    heads = [channel(name, speech) if names.count(name) == 1 else f"{channel(name, speech)} {account[:30]}"
             for name, account in accounts]  # fmt: skip
    rows = [
        [short_day(week, speech), *(_week(cells.get((week, *each)), speech) for each in accounts)] for week in starts
    ]
    title = say("calendar", speech)
    return table(title, [say("unit-week", speech), *heads], rows, range(1, len(heads) + 1))


def _week(cell: tuple[int | None, str, str] | None, speech: str) -> Content:
    if cell is None:
        return "–"
    posts, verdict, mark = cell
    told = "?" if posts is None else number(posts, speech)
    if verdict == "violation" and mark in _WEEKS:
        sign, word = _WEEKS[mark]
        return tag("span", f"{told} {sign} {say(word, speech)}", class_="off")
    if verdict == "undecided":
        return f"{told} {say('week-undecided', speech)}"
    return f"{told} {say('week-waived', speech)}" if verdict == "waived" else told


def _series(model: Model) -> Html:
    speech, figure = model.speech, model.figure("series")
    title = tag("h3", say("series", speech))
    if not figure.rows:
        return joined(title, nothing(say("no-series", speech)))
    rows = [
        [quoted(str(figure.cell("id", row))[:80]), number(figure.count("times", row), speech),
         " – ".join(dict.fromkeys(day(str(figure.cell(each, row)), speech) for each in ("since", "until")))]
        for row in range(len(figure.rows))
    ]  # fmt: skip
    heads = [say(each, speech) for each in ("example", "times", "from-to")]
    return joined(
        title,
        tag("p", meaning_of("series", speech)),
        table(say("series", speech), heads, rows, (1,)),
        how([figure], speech),
    )
