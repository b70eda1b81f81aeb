"""Numbers and times as people write them in German and English."""

from __future__ import annotations

from datetime import datetime


def number(value: float, speech: str, digits: int = 0) -> str:
    """A number with so many digits behind the comma, thousands apart.

    >>> number(12345.678, "de", 1), number(12345.678, "en", 1), number(0.71, "de", 2)
    ('12.345,7', '12,345.7', '0,71')
    """
    written = f"{value:,.{digits}f}"
    return written.translate(str.maketrans(",.", ".,")) if speech == "de" else written


def plain_number(value: float, speech: str, digits: int) -> str:
    """The same without marks between thousands: for cells that a program reads.

    >>> plain_number(12345.678, "de", 1)
    '12345,7'
    """
    return f"{value:.{digits}f}".replace(".", "," if speech == "de" else ".")


def moment(at: str, speech: str) -> str:
    """An ISO time as a spreadsheet of that country reads it; "" where it is unknown or no time.

    >>> moment("2026-03-05T09:05:00+01:00", "de"), moment("2026-03-05", "de"), moment("soon", "de")
    ('05.03.2026 09:05:00', '05.03.2026', '')
    """
    try:
        read = datetime.fromisoformat(at)
    except ValueError:
        return ""
    day = f"{read:%d.%m.%Y}" if speech == "de" else f"{read:%d/%m/%Y}"
    return day if "T" not in at and " " not in at else f"{day} {read:%H:%M:%S}"
