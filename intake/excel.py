"""Excel workbook -> rows of one sheet, read as a stream."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Protocol

from ..engine.diagnostics import did_you_mean
from .delimited import Form, named
from .line import Header, Row, Trouble
from .streams import FREE, RATIO
from .words import listed, row_word, size

_HOURS = re.compile(r"(?i)h")
"""In a number format: hours are shown."""
_SHEETS = "xl/worksheets/"
_FORMULA = re.compile(rb"<(?:\w{1,20}:)?f[ >/]")
_TAG = 24
"""Bytes that hold the beginning of any such tag."""
_PIECE = 1024 * 1024
_OLD = b"\xd0\xcf\x11\xe0"


class _Cell(Protocol):
    """A cell as the library gives it; `data_type`: "f" a formula, "e" an error, "n" nothing said."""

    value: object
    number_format: str
    data_type: str


def read_excel(path: Path, form: Form, where: str, speech: str) -> Iterator[Header | Row | str]:
    """The header and the rows of the sheet `form` names, else of the first; the names of other sheets come first.

    `where` is the place in the map that names the sheet.
    """
    try:
        import openpyxl
    except ImportError:
        raise Trouble("extra", what="openpyxl", extra="excel") from None
    _check(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as problem:  # a broken part shows as whatever the parser of that part raises
        raise Trouble("not-excel", why=problem) from None
    try:
        names = tuple(sheet.title for sheet in book.worksheets)
        chosen = form.sheet or next(iter(names), "")
        if chosen not in names:
            hint: str = did_you_mean(chosen, names)
            hint = f" ({hint})" if hint else ""
            raise Trouble("sheet-missing", where=where, sheet=chosen, hint=hint, sheets=listed(names))
        if not form.sheet:
            yield from names[1:]
        sheet = book[chosen]
        sheet.reset_dimensions()  # some tools write a size that is not true
        place = f"{'Blatt' if speech == 'de' else 'sheet'} {chosen}, {row_word(speech)}"
        if not _calculates(path):
            yield from _rows(((row, ()) for row in sheet.iter_rows()), form.header, place, speech)
            return
        formulas = openpyxl.load_workbook(path, read_only=True)
        try:
            beside = formulas[chosen]
            beside.reset_dimensions()
            yield from _rows(zip(sheet.iter_rows(), beside.iter_rows(), strict=True), form.header, place, speech)
        finally:
            formulas.close()
    finally:
        book.close()


def _calculates(path: Path) -> bool:
    """Whether a sheet of the workbook holds a formula; then it is read twice, for values and for formulas."""
    try:
        with zipfile.ZipFile(path) as packed:
            return any(_holds_formula(packed, part) for part in packed.namelist() if part.startswith(_SHEETS))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        return False  # reading the sheet says what is wrong with it


def _holds_formula(packed: zipfile.ZipFile, part: str) -> bool:
    before = b""
    with packed.open(part) as file:
        while piece := file.read(_PIECE):
            if _FORMULA.search(before + piece):
                return True
            before = piece[-_TAG:]
    return False


def _value(cell: _Cell) -> object:
    """What a cell holds; a day where it is formatted as one, for Excel keeps days as their midnight."""
    value = cell.value
    if isinstance(value, datetime) and value.time() == time() and not _HOURS.search(cell.number_format or ""):
        return value.date()
    return value


def _unread(cells: Sequence[_Cell], formulas: Sequence[_Cell]) -> dict[int, Trouble]:
    """The cells that hold an error such as `#N/A`, and those whose formula nobody has calculated.

    A formula that gave an empty text says that it is a text.
    """
    wrong = {
        at: Trouble("error-value", cell=getattr(cell, "coordinate", ""), value=str(cell.value))
        for at, cell in enumerate(cells)
        if cell.data_type == "e"
    }
    uncalculated = {
        at: Trouble("no-result", cell=getattr(formula, "coordinate", ""))
        for at, (cell, formula) in enumerate(zip(cells, formulas, strict=False))
        if formula.data_type == "f" and cell.value is None and cell.data_type == "n"
    }
    return wrong | uncalculated


def _rows(
    rows: Iterator[tuple[Sequence[_Cell], Sequence[_Cell]]], header: int, place: str, speech: str
) -> Iterator[Header | Row]:
    columns: tuple[str, ...] = ()
    number = 0
    while True:
        number += 1
        try:
            found = next(rows, None)
        except Exception as problem:  # as above: the sheet is parsed while it is read
            raise Trouble("damaged", why=str(problem) or type(problem).__name__) from None
        if found is None:
            break
        cells, unread = tuple(map(_value, found[0])), _unread(*found)
        if not unread and not any(cell not in (None, "") for cell in cells):
            continue
        if columns:
            last = max((at for at, cell in enumerate(cells, start=1) if cell not in (None, "")), default=0)
            trouble = Trouble("fields", count=last, columns=len(columns)) if last > len(columns) else None
            whole = (*cells, *(None,) * (len(columns) - len(cells)))[: len(columns)]
            yield Row(f"{place} {number}", number, whole, trouble, unread)
        elif number >= header:
            columns = named(cells, speech)
            yield Header(columns)
    if not columns:
        raise Trouble("empty")


def _check(path: Path) -> None:
    """Trouble where this is no workbook, or one that would swell up. What the table of contents says is a limit."""
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise Trouble("empty")
    if start.startswith(_OLD):
        raise Trouble("old-excel")
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise Trouble("not-excel") from None
    whole = sum(part.file_size for part in parts)
    if whole > FREE and whole > RATIO * path.stat().st_size:
        raise Trouble("bomb", ratio=RATIO, size=size(whole))
