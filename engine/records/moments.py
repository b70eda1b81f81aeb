"""Written times -> instants. What has no offset, or cannot be, is unknown and never guessed."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_FIRST, _LAST = 1995, 2100


@lru_cache(maxsize=65536)  # a pure memo: the same text is asked for by every rule
def instant(written: str | None, zone: str = "") -> datetime | None:
    """The instant an ISO 8601 time names; None when it is missing, impossible, or has no offset.

    A year before 1995 is a field that nobody filled, one after 2100 a slip: nobody wrote on a network then, and public
    holidays are not on file for longer. Taken for true, one such time would make the silence around it count.
    `zone` is the zone of a source that writes no offsets ("": none is known, so such a time is unknown).
    """
    if not written or len(written) < 11:
        return None
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        return None
    if not _FIRST <= read.year <= _LAST:
        return None
    if read.tzinfo is None:
        return read.replace(tzinfo=ZoneInfo(zone)) if zone else None
    return read


def trouble(written: str, zone: str = "") -> str:
    """Why a written time is unknown: `zone` (it has no offset), `time` (it cannot be); empty when it is known."""
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        return "time"
    if len(written) < 11 or not _FIRST <= read.year <= _LAST:
        return "time"
    return "" if read.tzinfo is not None or zone else "zone"


def spelled(span: timedelta, speech: str) -> str:
    """A length of time in words, two units at most: days and hours, or hours and minutes.

    >>> spelled(timedelta(hours=27, minutes=5), "en"), spelled(timedelta(minutes=61), "de")
    ('1 day 3 hours', '1 Stunde 1 Minute')
    """
    minutes = int(span.total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    german = speech == "de"
    parts = [
        (days, ("Tag", "Tage") if german else ("day", "days")),
        (hours, ("Stunde", "Stunden") if german else ("hour", "hours")),
        (left if not days else 0, ("Minute", "Minuten") if german else ("minute", "minutes")),
    ]
    told = [f"{number} {words[number != 1]}" for number, words in parts if number]
    return " ".join(told) or f"0 {parts[2][1][1]}"


_DAYS = {"de": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"), "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""English, short."""


def told(at: datetime, zone: str, speech: str) -> str:
    """An instant as a person reads it, in the calendar's zone.

    >>> told(datetime.fromisoformat("2026-03-02T15:30:00+00:00"), "Europe/Berlin", "de")
    'Mo 2.3.2026 16:30'
    """
    local = at.astimezone(ZoneInfo(zone))
    day = _DAYS.get(speech, _DAYS["en"])[local.weekday()]
    if speech == "de":
        return f"{day} {local.day}.{local.month}.{local.year} {local:%H:%M}"
    return f"{day} {local.day} {MONTHS[local.month - 1]} {local.year} {local:%H:%M}"
