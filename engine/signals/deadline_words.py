"""The words that name a deadline, German and English, and the moment they mean: „bis morgen Mittag“, `by 7 pm`.

A day and an hour beside each other are one deadline. Words that name no moment („zeitnah“, `soon`) are none; words
that name an event („nach der Visite“) neither.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import Final

from ..tokens import Text
from ..values import dataclass
from .deadlines import (
    Calendar,
    Moment,
    Precision,
    at_hour,
    days_after,
)
from .time_pieces import NOT_AHEAD, Piece, begins, pieces
from .times import WEEKDAY_STARTS

_UNTIL: Final = frozenset("bis vor spaetestens by before until till latest zum zu".split())
_GLUE: Final = frozenset(
    """um gegen bis at by before until till zwischen between spaetestens the am on noch so punkt ca etwa in den der
    dem""".split()
)
_PREFIX: Final = frozenset(
    """than over of bis zum zur am an im in um gegen spaetestens noch innerhalb binnen innert by before until till on
    within at
    latest the von of den der naechsten next this diesen dieser diese ab from gleich vor
    zu later dem kommenden kommende coming""".split()
)


@dataclass(frozen=True, slots=True)
class Named:
    """Tokens `first` to `last` name a deadline; `due` is None when it cannot be reckoned. `until` says „bis“, `by`."""

    first: int
    last: int
    due: Moment | None
    until: bool


def deadlines(text: Text, now: datetime | None, calendar: Calendar) -> tuple[Named, ...]:
    """Every deadline named outside quotations, in order; without `now` their places only."""
    if not any(begins(folded) for folded in text.folds):
        return ()
    moment = now or datetime(2000, 1, 3, 12)
    merged: list[Named] = []
    found = list(pieces(text, moment, calendar))
    position = 0
    while position < len(found):
        piece = found[position]
        first, last = piece.first, piece.last
        while position + 1 < len(found) and _belongs(text, piece, found[position + 1]):
            position += 1
            piece = _joined(piece, found[position])
            last = piece.last
        position += 1
        before = first
        while before and text.folds[before - 1] in _PREFIX and not text.after[before - 1].strip():
            before -= 1
        words = text.folds[before:first]
        recurring = text.folds[max(0, before - 2) : before]
        if not NOT_AHEAD.isdisjoint(recurring) or not NOT_AHEAD.isdisjoint(words) or any(text.quoted[first : last + 1]):
            continue
        due = _moment(moment, piece, not _UNTIL.isdisjoint(words), calendar) if now else None
        merged.append(Named(before, last, due, not _UNTIL.isdisjoint(words)))
    return tuple(merged)


def _belongs(text: Text, piece: Piece, following: Piece) -> bool:
    """Whether a day and an hour stand so near that they name one moment."""
    between = text.folds[piece.last + 1 : following.first]
    if text.sentence_of[piece.last] != text.sentence_of[following.first] or len(between) > 3:
        return False
    if not _GLUE.issuperset(between):
        return False
    return (piece.day is None or following.day is None or _dated(text, piece, following)) and (
        piece.hour is None or following.hour is None
    )


def _dated(text: Text, piece: Piece, following: Piece) -> bool:
    """„Dienstag, 10. März“, `end of the day tomorrow`: a weekday and its date are one day."""
    named, day = text.folds[piece.last], text.folds[following.first]
    between = text.folds[piece.last + 1 : following.first]
    if named in ("day", "tages", "tag"):
        return day in ("tomorrow", "today")
    return named[:4] in WEEKDAY_STARTS and day[:1].isdigit() and set(between) <= {"den", "dem", "the", "on"}


def _joined(piece: Piece, following: Piece) -> Piece:
    hour = following.hour or piece.hour
    return Piece(
        piece.first,
        following.last,
        following.day or piece.day,
        hour,
        following.half if following.hour else piece.half,
        following.part or piece.part,
        piece.parted or following.parted,
        piece.later or following.later,
    )


def _moment(now: datetime, piece: Piece, until: bool, calendar: Calendar) -> Moment | None:
    day = piece.day
    if piece.hour is not None:
        late = piece.parted and piece.part != time(12)
        hour = piece.hour[0] + (12 if late and 0 < piece.hour[0] < 12 else 0)
        return at_hour(now, day, hour, piece.hour[1], piece.half and not piece.parted)
    if day is None and not piece.parted:
        return None
    if day is None:
        day = days_after(now, 0)
        if piece.later or (piece.part is not None and piece.part <= now.time()):
            day = days_after(now, 1)
    if day is not None and piece.part is not None and day.at is None:
        return Moment(day.day, piece.part, Precision.INSTANT)
    return day
