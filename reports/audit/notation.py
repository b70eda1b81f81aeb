"""Numbers, shares, days and times as German and English readers write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

NBSP: Final = "\u00a0"
_DAYS: Final = {"de": "Mo Di Mi Do Fr Sa So".split(), "en": "Mon Tue Wed Thu Fri Sat Sun".split()}
_MONTHS: Final = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "en": "January February March April May June July August September October November December".split(),
}


def number(value: float, speech: str, places: int = 0) -> str:
    """A number with separators of thousands.

    >>> number(12345.678, "de", 1), number(12345.678, "en", 1)
    ('12.345,7', '12,345.7')
    """
    written = f"{value:,.{places}f}"
    return written.translate(str.maketrans(",.", ".,")) if speech == "de" else written


def share(value: float, speech: str) -> str:
    """A share as per cent; what is not all is never written as all, what is not nothing never as nothing.

    >>> share(0.1234, "de"), share(0.1234, "en"), share(0.9999, "en"), share(1, "en")
    ('12,3\\xa0%', '12.3%', 'over 99.9%', '100%')
    """
    sign = f"{NBSP}%" if speech == "de" else "%"
    if 0 < value < 0.0005:
        return f"{'unter' if speech == 'de' else 'under'} {number(0.1, speech, 1)}{sign}"
    if 0.9995 < value < 1:
        return f"{'über' if speech == 'de' else 'over'} {number(99.9, speech, 1)}{sign}"
    return f"{number(100 * value, speech, 0 if value in (0, 1) else 1)}{sign}"


def interval(low: float | None, high: float | None, speech: str) -> str:
    """A share, or two where it is only known to lie between them; a dash where there is none.

    >>> interval(0.5, 0.75, "de"), interval(0.5, 0.5, "en"), interval(None, None, "en")
    ('50,0–75,0\\xa0%', '50.0%', '–')
    """
    if low is None or high is None:
        return "–"
    least, most = share(low, speech), share(high, speech)
    if least == most:
        return least
    sign = f"{NBSP}%" if speech == "de" else "%"
    return f"{least.removesuffix(sign)}–{most}"


def points(value: float, speech: str) -> str:
    """A difference of two shares in percentage points, with its sign; what rounds to nothing has neither.

    >>> points(0.0123, "de"), points(-0.0003, "en")
    ('+1,2\\xa0Punkte', '±0.0\\xa0points')
    """
    written = number(abs(100 * value), speech, 1)
    sign = "±" if round(abs(100 * value), 1) == 0 else "+" if value > 0 else "−"
    return f"{sign}{written}{NBSP}{'Punkte' if speech == 'de' else 'points'}"


def duration(hours: float, speech: str) -> str:
    """Hours as people say them, in two units at most.

    >>> duration(0.25, "de"), duration(1.25, "en"), duration(74, "de")
    ('15\\xa0Min.', '1\\xa0h 15\\xa0min', '3\\xa0Tage 2\\xa0Std.')
    """
    minutes = max(0, round(hours * 60))
    days, rest = divmod(minutes, 1440)
    whole, minutes = divmod(rest, 60)
    german = speech == "de"
    words = (
        (days, ("Tag" if days == 1 else "Tage") if german else ("day" if days == 1 else "days")),
        (whole, "Std." if german else "h"),
        (minutes, "Min." if german else "min"),
    )
    first = next((place for place, (value, _) in enumerate(words) if value), 2)
    told = [f"{number(value, speech)}{NBSP}{unit}" for value, unit in words[first : first + 2] if value]
    return " ".join(told) or f"0{NBSP}{words[2][1]}"


def after(hours: float, speech: str) -> str:
    """A duration as it stands behind „nach“.

    >>> after(74, "de")
    '3\\xa0Tagen 2\\xa0Std.'
    """
    return duration(hours, speech).replace("Tage", "Tagen")


def day(written: str, speech: str) -> str:
    """A day, ISO 8601, in words; as it stands where it is none.

    >>> day("2026-03-02", "de"), day("2026-03-02", "en")
    ('2.\\xa0März 2026', '2\\xa0March 2026')
    """
    try:
        read = date.fromisoformat(written[:10])
    except ValueError:
        return written
    month = _MONTHS["de" if speech == "de" else "en"][read.month - 1]
    return f"{read.day}.{NBSP}{month} {read.year}" if speech == "de" else f"{read.day}{NBSP}{month} {read.year}"


def short_day(written: str, speech: str) -> str:
    """A day without its year: `2.3.`, `2 Mar`."""
    read = date.fromisoformat(written)
    return f"{read.day}.{read.month}." if speech == "de" else f"{read.day} {_MONTHS['en'][read.month - 1][:3]}"


def month(written: str, speech: str) -> str:
    """The month of a day, short, with its year: `Mär 26`."""
    read = date.fromisoformat(written)
    return f"{_MONTHS['de' if speech == 'de' else 'en'][read.month - 1][:3]} {read.year % 100:02d}"


def weekday(place: int, speech: str) -> str:
    """The short name of a weekday, 1 is Monday."""
    return _DAYS["de" if speech == "de" else "en"][place - 1]


def when(written: str | None, zone: str, speech: str) -> str:
    """An instant, ISO 8601, in the calendar's zone; a question mark where it is unknown."""
    if not written:
        return "?"
    try:
        read = datetime.fromisoformat(written)
        read = read.astimezone(ZoneInfo(zone)) if read.tzinfo else read
    except (ValueError, OverflowError, ZoneInfoNotFoundError):
        return "?"
    name = weekday(read.isoweekday(), speech)
    if speech == "de":
        return f"{name} {read.day}.{read.month}.{read.year} {read:%H:%M}"
    return f"{name} {read.day} {_MONTHS['en'][read.month - 1][:3]} {read.year} {read:%H:%M}"
