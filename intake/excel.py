"""Excel workbook -> rows of one sheet, read as a stream."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
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
_OLD = b"\xd0\xcf\x11\xe0"


class _Cell(Protocol):
    """A cell as the library gives it."""

    value: object
    number_format: str


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
        rows = (tuple(map(_value, row)) for row in sheet.iter_rows())
        yield from _rows(rows, form.header, place, speech)
    finally:
        book.close()


def _value(cell: _Cell) -> object:
    """What a cell holds; a day where it is formatted as one, for Excel keeps days as their midnight."""
    value = cell.value
    if isinstance(value, datetime) and value.time() == time() and not _HOURS.search(cell.number_format or ""):
        return value.date()
    return value


def _rows(rows: Iterator[tuple[object, ...]], header: int, place: str, speech: str) -> Iterator[Header | Row]:
    columns: tuple[str, ...] = ()
    number = 0
    while True:
        number += 1
        try:
            cells = next(rows, None)
        except Exception as problem:  # as above: the sheet is parsed while it is read
            raise Trouble("damaged", why=str(problem) or type(problem).__name__) from None
        if cells is None:
            break
        if not any(cell not in (None, "") for cell in cells):
            continue
        if columns:
            last = max(at for at, cell in enumerate(cells, start=1) if cell not in (None, ""))
            trouble = Trouble("fields", count=last, columns=len(columns)) if last > len(columns) else None
            whole = (*cells, *(None,) * (len(columns) - len(cells)))[: len(columns)]
            yield Row(f"{place} {number}", number, whole, trouble)
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
