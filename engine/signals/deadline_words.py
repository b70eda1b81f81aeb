"""The words that name a deadline, German and English, and the moment they mean: „bis morgen Mittag“, `by 7 pm`.

A day and an hour beside each other are one deadline. Words that name no moment („zeitnah“, `soon`) are none; words
that name an event („nach der Visite“) neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final

from ..tokens import Text
from ..values import dataclass
from .deadlines import (
    Calendar,
    Moment,
    Precision,
    at_hour,
    days_after,
    night_after,
)
from .named_ends import ORDINALS
from .time_lengths import NOT_AHEAD
from .time_pieces import begins, pieces
from .time_words import Piece
from .times import WEEKDAY_STARTS

_UNTIL: Final = frozenset("bis vor spaetestens by before until till latest zum zu".split())
_GLUE: Final = frozenset(
    """um nach after gegen bis at by before until till zwischen between spaetestens the am on noch so punkt ca etwa
    in den der dem""".split()
)
_PREFIX: Final = frozenset(
    """than over of bis zum zur am an im in um gegen spaetestens noch innerhalb binnen innert by before until till on
    within at
    latest the von of den der naechsten next this diesen dieser diese ab from gleich vor
    zu later dem kommenden kommende coming""".split()
)
_AFTER_NEXT: Final = frozenset({("after", "tomorrow"), ("after", "next")})
_FOLLOWING: Final = frozenset("the following am on dann then darauffolgenden folgenden darauf".split())
_DAY_STARTS: Final = frozenset("mond tues wedn thur frid satu sund".split())


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
            past = piece.past or _left_behind(text, found[position].first)
            piece = replace(_joined(piece, found[position]), past=past)
            last = piece.last
        position += 1
        before = first
        while before and text.folds[before - 1] in _PREFIX and not text.after[before - 1].strip():
            before -= 1
        words = text.folds[before:first]
        recurring = text.folds[max(0, before - 2) : before]
        if not NOT_AHEAD.isdisjoint(recurring) or not NOT_AHEAD.isdisjoint(words) or any(text.quoted[first : last + 1]):
            continue
        due = _moment(moment, piece, calendar) if now else None
        if due is not None and (piece.past or _left_behind(text, first)) and not _reckoned(text, piece):
            due = _end_of_day(due) if piece.hour is not None or piece.parted else None
        merged.append(Named(before, last, due, not _UNTIL.isdisjoint(words)))
    return tuple(_alternatives(text, merged))


def _left_behind(text: Text, first: int) -> bool:
    """Whether the promise looks past the time that begins at `first`: „nach 18 Uhr“, `after Monday`."""
    at = first - 1
    while at > 0 and text.folds[at] in ("dem", "der", "den", "the", "next", "this", "naechsten", "kommenden"):
        at -= 1
    return at >= 0 and text.folds[at] in ("nach", "after") and not text.after[at].strip()


def _reckoned(text: Text, piece: Piece) -> bool:
    """Whether what follows the time was reckoned already: „nach dem Wochenende“, `the day after tomorrow`."""
    named = text.folds[piece.first : piece.last + 1]
    return named[-1] in ("wochenende", "weekend") or not _AFTER_NEXT.isdisjoint(pairwise(named))


def _end_of_day(due: Moment) -> Moment:
    return Moment(due.day, None, Precision.DAY)


def _alternatives(text: Text, named: list[Named]) -> Iterator[Named]:
    """The deadlines, of those in one breath („Montag oder Dienstag“, `Mon/Tue`) the later one."""
    held: Named | None = None
    for each in named:
        if held is not None and _either(text, held, each):
            held = Named(held.first, each.last, _later(text, held, each), held.until or each.until)
            continue
        if held is not None:
            yield _or_more(text, held)
        held = each
    if held is not None:
        yield _or_more(text, held)


def _or_more(text: Text, named: Named) -> Named:
    """The deadline, not to be reckoned where a number that is not read is its other choice: `by the 15th or 16th`."""
    behind = text.folds[named.last + 1 : named.last + 4]
    if behind[:1] not in (("oder",), ("or",)) or text.after[named.last].strip(" ."):
        return named
    other = behind[2] if behind[1:2] in (("the",), ("am",)) and len(behind) > 2 else "".join(behind[1:2])
    return replace(named, due=None) if other[:1].isdigit() or other in ORDINALS else named


def _later(text: Text, one: Named, other: Named) -> Moment | None:
    """The later of two; a weekday that comes before the first one is that of the week after."""
    if one.due is None or other.due is None:
        return None
    due = other.due
    if due.day < one.due.day and text.folds[other.last][:4] in WEEKDAY_STARTS | _DAY_STARTS:
        due = replace(due, day=due.day + timedelta(days=7))
    return max(one.due, due, key=_order)


def _order(due: Moment) -> tuple[date, time]:
    return due.day, due.at or time.max


def _either(text: Text, one: Named, other: Named) -> bool:
    """Whether two deadlines are one choice: oder/or or a stroke between them, or und/and behind zwischen/between."""
    if text.sentence_of[one.last] != text.sentence_of[other.first]:
        return False
    between = text.folds[one.last + 1 : other.first]
    if between and between[0] in ("oder", "or") and _FOLLOWING.issuperset(between[1:]):
        return True
    if between in (("und",), ("and",)):
        ahead = text.folds[max(0, one.first - 1) : one.last]
        return not {"zwischen", "between"}.isdisjoint(ahead)
    if not between and text.folds[other.first] in ("bis", "spaetestens", "to", "through", "latest"):
        return one.due is None or one.due.at is None
    return not between and text.raw[text.ends[one.last] : text.starts[other.first]].strip() in ("/", "-", "–")


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
        piece.closing or following.closing,
        piece.night or following.night,
    )


def _moment(now: datetime, piece: Piece, calendar: Calendar) -> Moment | None:
    day = piece.day
    if piece.hour is not None:
        late = piece.parted and piece.part != time(12)
        hour = piece.hour[0] + (12 if late and 0 < piece.hour[0] < 12 else 0)
        return at_hour(now, day, hour, piece.hour[1], piece.half and not piece.parted)
    if day is None and not piece.parted:
        return None
    if piece.closing and (day is None or day.at is None):
        first = now.date() if day is None else day.day
        last, at = calendar.next_closing(first, now.time() if first == now.date() else None)
        return Moment(last, at, Precision.DAY if at is None else Precision.INSTANT)
    if piece.night and (day is None or day.at is None):
        return night_after(now, day)
    if day is None:
        day = days_after(now, 0)
        if piece.later or (piece.part is not None and piece.part <= now.time()):
            day = days_after(now, 1)
    if day is not None and piece.part is not None and day.at is None:
        return Moment(day.day, piece.part, Precision.INSTANT)
    return day
