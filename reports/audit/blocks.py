"""The recurring parts of the page: tables, notes, and where a number comes from."""

from __future__ import annotations

from collections.abc import Sequence

from .definitions import meaning_of, title_of
from .markup import Content, Html, joined, tag
from .notation import interval, number
from .queries import Cell, Figure
from .wording import say


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[Content]], numeric: Sequence[int] = ()) -> Html:
    """A table with caption and scopes; the first column names its row, columns in `numeric` are numbers."""
    head = tag("tr", *(tag("th", each, scope="col", class_=_side(n, numeric)) for n, each in enumerate(heads)))
    body = [
        tag(
            "tr",
            tag("th", row[0], scope="row"),
            *(tag("td", cell, class_=_side(n, numeric)) for n, cell in enumerate(row[1:], start=1)),
        )
        for row in rows
    ]
    whole = tag("table", tag("caption", caption), tag("thead", head), tag("tbody", *body))
    return tag("div", whole, class_="scroll", tabindex=0, role="region", aria_label=caption)


def _side(place: int, numeric: Sequence[int]) -> str | None:
    return "num" if place in numeric else None


def how(figures: Sequence[Figure], speech: str, *shown: Content) -> Html:
    """What a click on a figure opens: what it means, the numbers as a table, and the SQL that gives them."""
    told = [
        joined(
            tag("p", tag("strong", title_of(each.id, speech)), ". ", meaning_of(each.id, speech)), source(each, speech)
        )
        for each in figures
        if each.sql
    ]
    return tag("details", tag("summary", say("how", speech)), *shown, *told, class_="how")


def source(figure: Figure, speech: str) -> Html:
    """The SQL of a figure."""
    return joined(
        tag("p", say("sql", speech), class_="sql-of"),
        tag("pre", tag("code", figure.sql), tabindex=0, role="region", aria_label=say("sql", speech)),
    )


def count(value: Cell, speech: str) -> str:
    """A number of things; a word where the group is too small to be told."""
    return number(value, speech) if isinstance(value, int | float) else say("hidden", speech)


def shares(figure: Figure, row: int) -> tuple[float | None, float | None]:
    """The share kept in a row, at least and at most; None where it is not told."""
    low, high = figure.cell("low", row), figure.cell("high", row)
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return None, None
    return 1 - high, 1 - low


def kept_words(figure: Figure, row: int, speech: str) -> str:
    """The share kept in a row, in words."""
    return interval(*shares(figure, row), speech)


def nothing(words: str) -> Html:
    """A sentence in place of a figure there is no data for."""
    return tag("p", words, class_="nothing")


def aside(words: str) -> Html:
    """A remark below a figure."""
    return tag("p", words, class_="aside")
