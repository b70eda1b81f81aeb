"""A comparison -> Markdown for a pull request or a mail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..markdown_text import cell, plain
from . import comparison_words as words
from .comparison import Comparison, Row

_MOST: Final = 60
_TOLD: Final = ("worse", "better")


def render(told: Comparison) -> str:
    """The whole text; of the rules only those that changed, the others are counted."""
    return "\n".join(_lines(told)).rstrip() + "\n"


def _lines(told: Comparison) -> Iterator[str]:
    speech = told.now.speech
    yield f"# {plain(words.told('title', speech))}"
    yield ""
    for name, model in (("before", told.before), ("now", told.now)):
        yield f"- {words.told(name, speech)}: {plain(words.side_words(model))}"
    yield ""
    said = list(words.remarks(told))
    if said:
        yield f"## {words.told('first', speech)}"
        yield ""
        yield from (f"- {plain(each)}" for each in said)
        yield ""
    yield from _table("headlines", told, told.headlines)
    yield from _table("clauses", told, told.clauses)
    moved = sorted((row for row in told.rules if row.change in _TOLD), key=lambda row: (row.change != "worse", row.id))
    yield from _table("rules", told, told.rules, tuple(moved))
    yield f"## {words.told('method', speech)}"
    yield ""
    yield plain(words.told("told", speech))
    yield ""
    yield plain(words.made(speech))


def _table(kind: str, told: Comparison, rows: tuple[Row, ...], shown: tuple[Row, ...] | None = None) -> Iterator[str]:
    speech = told.now.speech
    listed = rows if shown is None else shown
    yield f"## {words.told(kind, speech)}"
    yield ""
    yield plain(words.summary(rows, speech))
    yield ""
    if not listed:
        return
    heads = [words.told(each, speech) for each in (kind, "before", "now", "difference", "change")]
    yield f"| {' | '.join(heads)} |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for row in listed[:_MOST]:
        without = words.left_out(row, speech)
        name = words.name(row, kind, told) + (f" ({without})" if without else "")
        cells = (
            name,
            words.side(row, row.before, speech),
            words.side(row, row.now, speech),
            words.difference(row, speech),
            words.change(row, speech),
        )
        yield f"| {' | '.join(cell(each, 300) for each in cells)} |"
    if len(listed) > _MOST:
        yield ""
        yield words.told("more", speech, n=len(listed) - _MOST)
    yield ""
