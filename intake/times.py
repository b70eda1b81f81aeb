"""Written times -> ISO 8601 with the offset of their zone; a time that came twice or never was is not guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from .line import Trouble

EPOCH: Final = ("unix", "unix-ms", "excel")
"""Formats that are numbers: seconds and milliseconds since 1970, and Excel's days since the end of 1899."""
_EXCEL_BEGINS: Final = datetime(1899, 12, 30)
_DAY: Final = 86_400
_LETTERS: Final = {
    "DD": "%d", "TT": "%d", "MM": "%m", "YYYY": "%Y", "JJJJ": "%Y", "YY": "%y", "JJ": "%y",
    "hh": "%H", "HH": "%H", "mm": "%M", "ss": "%S",
}  # fmt: skip
_LETTER: Final = re.compile("YYYY|JJJJ|DD|TT|MM|YY|JJ|hh|HH|mm|ss")
_GERMAN: Final = ("%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y, %H:%M", "%d.%m.%Y")

_HOURS: Final = ("%H", "%I", "%c", "%X", "%T")
_HOUR: Final = re.compile("[T :]")
_DIRECTIVE: Final = re.compile("%.")
_ORDER: Final = "YmdHMS"
_TWO: Final = r"(\d{1,2})"
_DIGITS: Final = {"Y": r"(\d{4})", "m": _TWO, "d": _TWO, "H": _TWO, "M": _TWO, "S": _TWO}
_Reader = Callable[[str], datetime | str | None]


def pattern(written: str) -> str:
    """The format a map names, for `strptime`: `TT.MM.JJJJ hh:mm` and `DD.MM.YYYY hh:mm` mean `%d.%m.%Y %H:%M`.

    >>> pattern("TT.MM.JJJJ hh:mm"), pattern("%d/%m/%y")
    ('%d.%m.%Y %H:%M', '%d/%m/%y')
    """
    if "%" in written or written in EPOCH:
        return written
    return _LETTER.sub(lambda found: _LETTERS[found.group()], written)


def sound(written: str) -> bool:
    """Whether a format can be used: it names a day and reads what it writes."""
    form = pattern(written)
    if form in EPOCH:
        return True
    probe = datetime(2026, 11, 22, 13, 45, 56, tzinfo=UTC)
    try:
        shown = probe.strftime(form)
        read = datetime.strptime(shown, form)
    except (ValueError, re.error):
        return False
    return read.month == 11 and read.day == 22 and read.year == 2026


def time_reader(formats: Sequence[str], zone: ZoneInfo | None, ambiguous: str) -> Callable[[object], str]:
    """A function that gives the instant in ISO 8601.

    Without formats ISO 8601 and German days are read, never `03/04/2026`. It raises Trouble, without `key`, where there
    is no time, or one that the zone had twice or not at all (`ambiguous` says what twice means: unknown, earlier,
    later). A time without an offset where no zone is known stays without, and a day stays a day: its hour is not
    made up.
    """
    readers = [_reader(each) for each in formats or ("", *_GERMAN)]
    shown = ", ".join(formats) or "2026-03-02T16:30, 02.03.2026 16:30"

    def read(value: object) -> str:
        found = _read(value, readers)
        if found is None:
            raise Trouble("time-unreadable", value=str(value)[:40], format=shown)
        if isinstance(found, str):
            return found
        return _zoned(found, zone, ambiguous) if zone is not None and found.tzinfo is None else found.isoformat()

    return read


def _zoned(read: datetime, zone: ZoneInfo, ambiguous: str) -> str:
    first, second = read.replace(tzinfo=zone), read.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.isoformat()
    named = {"value": read.isoformat(" ", "minutes"), "zone": zone.key}
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != read:
        raise Trouble("time-skipped", **named)
    if ambiguous == "unknown":
        raise Trouble("time-ambiguous", **named)
    return (first if ambiguous == "earlier" else second).isoformat()


def _read(value: object, readers: Sequence[_Reader]) -> datetime | str | None:
    """The time, or the day in ISO 8601, or None."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return value.isoformat()
    written = str(value).strip()
    for reader in readers:
        try:
            if (found := reader(written)) is not None:
                return found
        except (ValueError, OverflowError):
            continue
    return None


def _reader(written: str) -> _Reader:
    """What reads one format: the library's own, or for mere digits a pattern that is five times as fast."""
    if written == "excel":
        return lambda text: _EXCEL_BEGINS + timedelta(seconds=round(float(text.replace(",", ".")) * _DAY))
    if written in EPOCH:
        scale = 1000 if written == "unix-ms" else 1
        return lambda text: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=float(text) / scale)
    if not written:
        return _iso
    form = pattern(written)
    timed = any(sign in form for sign in _HOURS)
    names = [form[found.start() + 1] for found in _DIRECTIVE.finditer(form)]
    if not set(names) <= _DIGITS.keys() or len(set(names)) < len(names) or not {"d", "m", "Y"} <= set(names):

        def by_library(text: str) -> datetime | str:
            read = datetime.strptime(text, form)
            return read if timed else read.date().isoformat()

        return by_library
    places = [_ORDER.index(name) for name in names]
    digits = re.compile(r"\s+".join(_as_pattern(part) for part in form.split()), re.ASCII)

    def by_digits(text: str) -> datetime | str | None:
        found = digits.fullmatch(text)
        if found is None:
            return None
        parts = [0] * len(_ORDER)
        for place, number in zip(places, found.groups(), strict=True):
            parts[place] = int(number)
        year, month, day, hour, minute, second = parts
        read = datetime(year, month, day, hour, minute, second)
        return read if timed else read.date().isoformat()

    return by_digits


def _as_pattern(form: str) -> str:
    """One part of a format, without blanks, as a pattern."""
    texts = _DIRECTIVE.split(form)
    kinds = [_DIGITS[found.group()[1]] for found in _DIRECTIVE.finditer(form)]
    return re.escape(texts[0]) + "".join(kind + re.escape(text) for kind, text in zip(kinds, texts[1:], strict=True))


def _iso(text: str) -> datetime | str:
    read = datetime.fromisoformat(text)
    return read if _HOUR.search(text) else read.date().isoformat()
