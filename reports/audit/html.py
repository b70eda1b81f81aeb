"""The model -> one HTML file: works offline, runs no script, loads nothing, prints, and follows light and dark."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from string import Template
from typing import Final

from ...engine.library import read_text
from ...engine.version import VERSION
from . import cover
from .actions import Case
from .blocks import source
from .charts import PATTERN
from .definitions import meaning_of
from .headline import Headline
from .html_deeds import acts, contests, promises, rhythm
from .html_figures import answers, guideline, over_time, where
from .html_findings import findings, left_open, method, waivers
from .markup import Content, Html, joined, quoted, tag
from .model import Model
from .notation import NBSP, number, when
from .sentences import action_sentence
from .wording import channel, say, things

Section = Callable[[Model], Html]

SECTIONS: Final[tuple[tuple[str, Section], ...]] = (
    ("guideline", guideline),
    ("time", over_time),
    ("where", where),
    ("answers", answers),
    ("promises", promises),
    ("acts", acts),
    ("contests", contests),
    ("rhythm", rhythm),
    ("findings", findings),
    ("open", left_open),
    ("waivers", waivers),
    ("method", method),
)
"""The sections below the first page, in order."""

_MARKS: Final = {"act": "▲", "improve": "◆", "unsettled": "?", "fine": "✓", "nothing": "–"}
_TRENDS: Final = {"better": "▲", "worse": "▼", "unclear": "≈"}
_LONGEST_NAME: Final = 120


def render(model: Model) -> str:
    """The whole page. The same model gives the same bytes."""
    style = read_text("reports/templates/report.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    body = joined(
        tag("a", say("skip", model.speech), href="#first", class_="skip"),
        PATTERN,
        tag("header", _cover(model)),
        tag("main", _first(model), _contents(model), *_sections(model), id="content"),
        tag("footer", tag("p", say("made", model.speech, version=VERSION))),
    )
    page = Template(read_text("reports/templates/report.html"))
    return page.substitute(
        lang=model.speech, csp=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        title=joined(_title(model)), style=style, body=body,
    )  # fmt: skip


def _title(model: Model) -> str:
    return f"{cover.title(model)}{', ' + cover.span(model) if model.first else ''}"


def _cover(model: Model) -> Html:
    """What was judged and what follows from it."""
    speech = model.speech
    state = model.decision.state
    name = model.run.organisation[:_LONGEST_NAME]
    heading = tag(
        "h1", tag("span", say("report", speech), class_="kicker"), " ", quoted(name) if name else cover.span(model)
    )
    decision = tag(
        "p",
        tag("span", f"{_MARKS[state]}{NBSP}{say('state-' + state, speech)}", class_=f"state is-{state}"),
        " ",
        tag("span", model.decision.sentence),
        class_="decision",
    )
    return joined(heading, tag("p", _what(model), class_="what"), *_notes(model), decision)


def _what(model: Model) -> Html:
    """Period, channels, volume, policy and digest, present."""
    speech = model.speech
    channels = [quoted(channel(str(each)[:60], speech)) for each in model.figure("channels").column("channel")]
    more = f" {say('more', speech, n=len(channels) - 4)}" if len(channels) > 4 else ""
    named = joined(*_between(channels[:4], ", "), more)
    volume, verdicts = model.figure("volume"), model.figure("verdicts")
    records = sum(volume.count("records", row) for row in range(len(volume.rows)))
    judged = sum(verdicts.count("verdicts", row) for row in range(len(verdicts.rows)))
    parts: list[Content] = [
        cover.span(model),
        named,
        f"{things(records, 'records', speech)}, {things(judged, 'verdicts', speech)}",
        _policies(model),
        f"{say('now', speech)}{NBSP}{when(model.run.now, model.run.zone, speech)}" if model.run.now else "",
    ]
    return joined(*_between([part for part in parts if part], " · "))


def _between(parts: Sequence[Content], mark: str) -> list[Content]:
    """The parts with a mark between them."""
    return [each for part in parts for each in (mark, part)][1:]


def _policies(model: Model) -> Html:
    """Names with the beginnings of their digests, at most four of them."""
    digests: dict[str, list[str]] = {}
    for each in model.run.policies[:4]:
        digests.setdefault(each.name[:60], []).append(each.digest[:8])
    told = [joined(quoted(name), f" ({', '.join(marks)})") for name, marks in digests.items()]
    return joined(f"{say('policy', model.speech)} ", *_between(told, ", ")) if told else joined()


def _notes(model: Model) -> list[Html]:
    """What one must know before reading on."""
    speech, run = model.speech, model.run
    undated = model.figure("period").count("undated")
    told: list[Content] = []
    if model.scope.since or model.scope.until:
        told.append(say("narrowed", speech))
    if model.names_reason is not None:
        told.append(joined(say("names-shown", speech), ": ", quoted(model.names_reason), "."))
    if not run.now:
        told.append(f"{say('no-now', speech)[0].upper()}{say('no-now', speech)[1:]}.")
    if undated:
        told.append(say("undated", speech, n=number(undated, speech)))
    if run.troubles:
        count = sum(each.count for each in run.troubles)
        told.append(tag("a", say("troubled", speech, n=number(count, speech)), href="#open"))
    if run.knigge != VERSION:
        told.append(say("other-version", speech, old=run.knigge, new=VERSION))
    return [tag("p", *_between(told, " "), class_="notes")] if told else []


def _first(model: Model) -> Html:
    """The rest of the first page: five figures and what to do first."""
    speech = model.speech
    cards = tag("ul", *(tag("li", _card(model, each)) for each in model.headlines), class_="cards")
    todo = [_todo(model, place) for place in range(len(model.actions))]
    first = (
        tag("ol", *todo, class_="todo") if todo else tag("p", say(f"first-{_calm(model)}", speech), class_="nothing")
    )
    return tag(
        "section",
        tag("h2", say("five", speech), class_="quiet"),
        cards,
        tag("h2", say("first", speech)),
        first,
        id="first",
        class_="first",
    )


def _calm(model: Model) -> str:
    """Why there is nothing to do first: all is well, facts are missing, or nothing was judged."""
    return model.decision.state if model.decision.state in ("unsettled", "nothing") else "fine"


def _card(model: Model, told: Headline) -> Html:
    """One figure; a click shows what it means and the SQL."""
    speech = model.speech
    label = tag("span", say(f"headline-{told.id}", speech), class_="label")
    value, base = cover.value(told, speech), cover.base(told, speech)
    trend = _trend(model, told) if told.judged else None
    summary = tag(
        "summary",
        label,
        tag("span", value, class_="value"),
        tag("span", base, class_="base"),
        tag("span", trend, class_=f"trend {told.trend.direction}" if told.trend else "trend") if trend else None,
    )
    meaning = tag("p", meaning_of(told.figure.id, speech))
    return tag("details", summary, meaning, source(told.figure, speech), class_="card")


def _trend(model: Model, told: Headline) -> str:
    """The change against the time before, and whether chance may explain it."""
    words = cover.trend(model, told)
    if told.trend is None or not words:
        return say("no-trend", model.speech)
    return words if told.trend.direction == "untold" else f"{_TRENDS[told.trend.direction]}{NBSP}{words}"


def _todo(model: Model, place: int) -> Html:
    """One thing to do, with the most urgent cases behind a click."""
    action, speech, zone = model.actions[place], model.speech, model.run.zone
    sentence = action_sentence(action, model.run, speech)
    if not action.cases:
        return tag("li", tag("a", sentence, href="#guideline"))
    cases = [tag("li", _case(action.kind, each, zone, speech)) for each in action.cases]
    if action.count > len(cases):
        cases.append(tag("li", say("more", speech, n=number(action.count - len(cases), speech))))
    figure = source(action.figure, speech) if action.figure else None
    foremost = tag("span", _case(action.kind, action.cases[0], zone, speech), class_="foremost")
    summary = tag("summary", tag("span", sentence), foremost)
    return tag("li", tag("details", summary, tag("ul", *cases, class_="cases"), figure))


def _case(kind: str, case: Case, zone: str, speech: str) -> Html:
    """When, which, where, and a word on it."""
    at = cover.case_time(kind, case, zone, speech)
    return joined(
        joined(tag("span", at, class_="at"), " · ") if at else None,
        f"{channel(case.channel, speech)} · " if case.channel else None,
        tag("span", quoted(case.id), class_="id"),
        joined(" · ", quoted(case.told)) if case.told else None,
    )


def _contents(model: Model) -> Html:
    speech = model.speech
    links = [tag("li", tag("a", say(f"section-{name}", speech), href=f"#{name}")) for name, _ in SECTIONS]
    title = tag("h2", say("contents", speech), id="contents-title")
    return tag("nav", title, tag("ol", *links), aria_labelledby="contents-title", class_="contents")


def _sections(model: Model) -> list[Html]:
    return [
        tag("section", tag("h2", say(f"section-{name}", model.speech), id=f"{name}-title"), section(model),
            id=name, aria_labelledby=f"{name}-title")
        for name, section in SECTIONS
    ]  # fmt: skip
