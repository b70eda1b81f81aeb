"""Cells of a table -> values of a record: kept, translated, read as times, numbers or lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Final
from uuid import UUID

from .import_map import LIST, NUMBER, TIME, Key
from .line import Trouble
from .times import time_reader

Make = Callable[[Sequence[object]], object]
"""Cells of a row -> the value of one key; None where it is unknown, Trouble without `key` where it cannot be read."""
_CUT: Final = 10**15  # Excel keeps 15 digits of a number
_WHOLE: Final = re.compile(r"-?\d{1,18}")
_AS_IS: Final = frozenset({str, int, bool, type(None)})
_WHOLE_AS_NUMBER: Final = 10**18
_MOST_KEPT: Final = 10_000


def maker(key: Key, places: Sequence[int], decimal: str) -> Make:
    """What makes a key of the cells at `places`."""
    if not places:
        return lambda _: key.constant
    made = _of_filled(key, decimal)
    if len(places) == 1:
        (place,) = places

        def of_one(cells: Sequence[object]) -> object:
            cell = cells[place]
            return (key.empty or None) if cell is None or cell == "" else made((cell,))

        return of_one

    def of_many(cells: Sequence[object]) -> object:
        full = tuple(cell for place in places if (cell := cells[place]) is not None and cell != "")
        return made(full) if full else key.empty or None

    return of_many


def _of_filled(key: Key, decimal: str) -> Make:
    """What makes a key of one or more cells that are not empty."""
    if key.kind == TIME:
        read = time_reader(key.formats, key.zone, key.ambiguous)
        return lambda cells: read(_moment(cells))
    if key.values:
        return _translator(dict(key.values), key.otherwise)
    if key.kind == NUMBER:
        return lambda cells: _number(_joined(cells), decimal)
    if key.kind == LIST:
        return lambda cells: [part.strip() for part in _joined(cells).split(key.split) if part.strip()]
    return lambda cells: _kept(cells[0]) if len(cells) == 1 else _joined(cells)


def _translator(values: Mapping[str, str], otherwise: str) -> Make:
    known: dict[object, str] = {}

    def translated(cells: Sequence[object]) -> object:
        written = _joined(cells)
        meant = known.get(written) or values.get(written.casefold()) or otherwise
        if not meant:
            raise Trouble("value-unknown", value=written[:40])
        if len(known) < _MOST_KEPT:
            known[written] = meant
        return meant

    return translated


def plain(value: object) -> object:
    """A cell as JSON can hold it; what is no number (NaN) is unknown."""
    if type(value) in _AS_IS:
        return value
    match value:
        case None | str() | bool() | int():
            return value
        case float():
            return (
                (int(value) if value.is_integer() and abs(value) < _WHOLE_AS_NUMBER else value)
                if isfinite(value)
                else None
            )
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal():
            if not value.is_finite():
                return None
            return int(value) if abs(value) < _WHOLE_AS_NUMBER and value == value.to_integral_value() else str(value)
        case bytes() | bytearray() | memoryview():
            return bytes(value).decode("utf-8", "backslashreplace")
        case UUID() | timedelta():
            return str(value)
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(each) for each in value]
        case _:
            return str(value)


def _kept(cell: object) -> object:
    """A single cell as it is; text keeps every sign, a number becomes its digits."""
    if type(cell) is str:
        return cell
    if isinstance(cell, Mapping | list | bool):
        return plain(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) >= _CUT:
        raise Trouble("cut-number", value=int(cell))
    return words(cell)


def _joined(cells: Sequence[object]) -> str:
    return words(cells[0]) if len(cells) == 1 else " ".join(map(words, cells))


def words(cell: object) -> str:
    """A cell as words: whole numbers without a point, truth values as JSON writes them."""
    if type(cell) is str:
        return cell.strip()
    value = plain(cell)
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value).strip()


def _moment(cells: Sequence[object]) -> object:
    """Day and hour from two cells, or the one cell."""
    first, *rest = cells
    if isinstance(first, date) and len(rest) == 1:
        if isinstance(rest[0], time):
            return datetime.combine(first, rest[0])
        day = f"{first:%Y-%m-%d}"
        return f"{day} {words(rest[0])}"
    return first if not rest else " ".join(words(each) for each in cells)


def _number(written: str, decimal: str) -> object:
    digits = written.replace(" ", "").replace("\u00a0", "").replace("'", "")
    if decimal == ",":
        digits = digits.replace(".", "").replace(",", ".")
    elif decimal == ".":
        digits = digits.replace(",", "")
    if _WHOLE.fullmatch(digits):
        return int(digits)
    try:
        value = float(digits)
    except ValueError:
        raise Trouble("number-unreadable", value=written[:40]) from None
    if not isfinite(value):
        raise Trouble("number-unreadable", value=written[:40])
    return value
