"""A comparison -> one HTML file in the style of the report: no script, nothing loaded."""

from __future__ import annotations

import base64
import hashlib
from string import Template
from typing import Final

from ...engine.library import read_text
from . import comparison_words as words
from .blocks import table
from .comparison import Comparison, Row
from .markup import Content, Html, joined, quoted, tag
from .notation import number

_MOST: Final = 300
_ORDER: Final = ("worse", "better", "unclear", "rule-changed", "few", "nothing")
_COLOURS: Final = {"better": "trend better", "worse": "trend worse"}


def render(told: Comparison) -> str:
    """The whole page. The same comparison gives the same bytes."""
    speech = told.now.speech
    style = read_text("reports/templates/report.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    body = joined(
        tag("header", *_cover(told)),
        tag("main", *_sections(told), id="content"),
        tag("footer", tag("p", words.made(speech))),
    )
    page = Template(read_text("reports/templates/report.html"))
    return page.substitute(
        lang=speech, csp=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        title=joined(words.told("title", speech)), style=style, body=body,
    )  # fmt: skip


def _cover(told: Comparison) -> list[Html]:
    speech = told.now.speech
    sides = [
        tag("p", tag("strong", f"{words.told(name, speech)}: "), quoted(words.side_words(model)), class_="what")
        for name, model in (("before", told.before), ("now", told.now))
    ]
    said = [tag("li", quoted(each)) for each in words.remarks(told)]
    first = tag("ul", *said) if said else tag("p", words.told("none", speech))
    heading = tag("h1", tag("span", words.told("title", speech), class_="kicker"), " ",
                  quoted(told.now.run.organisation[:120] or "–"))  # fmt: skip
    return [heading, *sides, tag("section", tag("h2", words.told("first", speech)), first, class_="first")]


def _sections(told: Comparison) -> list[Html]:
    speech = told.now.speech
    made = [
        _section("headlines", told, told.headlines),
        _section("clauses", told, told.clauses),
        _section("rules", told, tuple(sorted(told.rules, key=lambda row: (_ORDER.index(row.change), row.id)))),
    ]
    if told.changed:
        heads = (words.told("rules", speech), words.told("change", speech))
        rows: list[list[Content]] = [
            [tag("code", quoted(each.rule[:80])), words.told(f"why-{each.why}", speech)]
            for each in told.changed[:_MOST]
        ]
        made.append(_framed("changed-rules", speech, table(words.told("changed-rules", speech), heads, rows)))
    return [*made, _framed("method", speech, tag("p", words.told("told", speech)))]


def _section(kind: str, told: Comparison, rows: tuple[Row, ...]) -> Html:
    speech = told.now.speech
    heads = [words.told(each, speech) for each in (kind, "before", "now", "difference", "change")]
    shown = [_row(kind, told, row) for row in rows[:_MOST]]
    beyond = len(rows) - len(shown)
    return _framed(
        kind,
        speech,
        tag("p", words.summary(rows, speech)),
        table(words.told(kind, speech), heads, shown, (1, 2, 3)),
        tag("p", words.told("more", speech, n=number(beyond, speech))) if beyond > 0 else None,
    )


def _row(kind: str, told: Comparison, row: Row) -> list[Content]:
    speech = told.now.speech
    without = words.left_out(row, speech)
    return [
        joined(quoted(words.name(row, kind, told)), tag("span", f" {without}", class_="base") if without else None),
        words.side(row, row.before, speech),
        words.side(row, row.now, speech),
        words.difference(row, speech),
        tag("span", words.change(row, speech), class_=_COLOURS.get(row.change)),
    ]


def _framed(name: str, speech: str, *inside: Content) -> Html:
    title = tag("h2", words.told(name, speech), id=f"{name}-title")
    return tag("section", title, *inside, id=name, aria_labelledby=f"{name}-title")
