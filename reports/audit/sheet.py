"""A sheet of a workbook, written from top to bottom: each value as what it is, texts so that they stay texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ...engine.values import dataclass
from ..formulas import as_text
from ..visible import one_line, shortened
from .table_words import told

_LONGEST: Final = 2000
_HEAD: Final = {"bold": True, "bg_color": "#1f4e5f", "font_color": "#ffffff", "valign": "top", "text_wrap": True}


@dataclass(frozen=True, slots=True)
class Share:
    """A share between 0 and 1, written as per cent; a dash for None."""

    value: float | None


@dataclass(frozen=True, slots=True)
class Title:
    """A heading above a table."""

    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """A text that breaks over lines within its cell."""

    text: str


Cell = str | int | float | datetime | Share | Title | Words | None


class Styles:
    """A workbook's formats; makes its sheets."""

    def __init__(self, book: xlsxwriter.Workbook, speech: str) -> None:
        self._book = book
        self.speech = speech
        self.head: Format = book.add_format(_HEAD)
        self.title: Format = book.add_format({"bold": True, "font_size": 13})
        self.words: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.note: Format = book.add_format({"italic": True})
        self.share: Format = book.add_format({"num_format": "0.0%"})
        self.count: Format = book.add_format({"num_format": "#,##0"})
        self.time: Format = book.add_format(
            {"num_format": "dd.mm.yyyy hh:mm" if speech == "de" else "yyyy-mm-dd hh:mm"}
        )

    def sheet(self, name: str) -> Sheet:
        """A new sheet behind the others, set up for printing across."""
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        return Sheet(sheet, self)


class Sheet:
    """One sheet and the row that is written next."""

    def __init__(self, sheet: Worksheet, styles: Styles) -> None:
        self._sheet = sheet
        self._styles = styles
        self._row = 0
        self._head: tuple[int, int] | None = None

    def widths(self, *characters: int) -> None:
        """Widths of the columns, before anything is written."""
        for column, width in enumerate(characters):
            self._sheet.set_column(column, column, width)

    def head(self, *names: str) -> None:
        """The headings of a small table among others."""
        for column, name in enumerate(names):
            self._sheet.write_string(self._row, column, told(name, self._styles.speech), self._styles.head)
        self._row += 1

    def table(self, names: Sequence[str]) -> None:
        """The headings of the one table of this sheet: they stay in view and on every printed page."""
        self._head = (self._row, len(names) - 1)
        self._sheet.freeze_panes(self._row + 1, 1)
        self._sheet.repeat_rows(self._row)
        self.head(*names)

    def filtered(self, nothing: str) -> None:
        """The table is written: it gets filters; `nothing` stands where it has no rows."""
        assert self._head is not None
        first, last = self._head
        if self._row == first + 1:
            self.line(nothing)
        self._sheet.autofilter(first, 0, self._row - 1, last)

    def note(self, text: str) -> None:
        """A remark in a line of its own."""
        self._sheet.write_string(self._row, 0, _safe(text), self._styles.note)
        self._row += 1

    def line(self, *cells: Cell) -> None:
        """A row; without cells an empty one."""
        for column, cell in enumerate(cells):
            self._write(column, cell)
        self._row += 1

    def _write(self, column: int, cell: Cell) -> None:
        sheet, row, styles = self._sheet, self._row, self._styles
        match cell:
            case None | "":
                pass
            case str():
                sheet.write_string(row, column, _safe(cell))
            case Title(text):
                sheet.write_string(row, column, _safe(text), styles.title)
            case Words(text):
                sheet.write_string(row, column, _safe(text), styles.words)
            case Share(None):
                sheet.write_string(row, column, "–")
            case Share(value):
                sheet.write_number(row, column, value, styles.share)
            case datetime():
                _write_time(sheet, row, column, cell, styles)
            case int() | float():
                sheet.write_number(row, column, cell, styles.count)


def _write_time(sheet: Worksheet, row: int, column: int, at: datetime, styles: Styles) -> None:
    """Excel knows no zone and no time before 1900; what it does not know is written as text."""
    if 1900 <= at.year <= 9999:
        sheet.write_datetime(row, column, at.replace(tzinfo=None), styles.time)
    else:
        sheet.write_string(row, column, at.isoformat())


@lru_cache(maxsize=5_000)
def _safe(text: str) -> str:
    return as_text(shortened(one_line(text), _LONGEST))
