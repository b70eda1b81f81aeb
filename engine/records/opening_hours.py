"""Opening hours of one day: what they are, and how people write them."""

from __future__ import annotations

import re
from datetime import time
from typing import Final

from ..diagnostics import KniggeError, say
from ..values import dataclass

MIDNIGHT: Final = time(0)
_CLOSED: Final = ("closed", "geschlossen")
_FROM_TO: Final = re.compile(
    r"(\d{1,2})(?:[:.](\d\d))?(?: ?uhr)? ?(?:[-–—]|bis|to) ?(\d{1,2})(?:[:.](\d\d))?(?: ?uhr)?",
    re.ASCII | re.IGNORECASE,
)


class CalendarError(KniggeError, ValueError):
    """A calendar, duration or text of hours that cannot be judged by, and why."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Open from `start` up to `end`, local wall time of one day; an `end` of 0:00 is 24:00."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start.tzinfo or self.end.tzinfo:
            told = say(
                "opening hours are local times without a zone, not `{a}-{b}`", a=str(self.start), b=str(self.end)
            )
            raise CalendarError(told)
        if MIDNIGHT != self.end <= self.start:
            told = say("`{hours}` ends before it starts; hours over midnight belong to two days", hours=str(self))
            raise CalendarError(told)

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{'24:00' if self.end == MIDNIGHT else format(self.end, '%H:%M')}"


Hours = tuple[Opening, ...]


def parse_hours(text: str) -> tuple[Opening, ...]:
    """The hours of one day as people write them, in order; none for `closed` or `geschlossen`.

    >>> [str(each) for each in parse_hours("09:00-12:30, 13:30-18 Uhr")]
    ['09:00-12:30', '13:30-18:00']
    """
    if text.strip().casefold() in _CLOSED:
        return ()
    found: list[Opening] = []
    for piece in text.split(","):
        opening = _opening(" ".join(piece.split()))
        if any(_overlap(opening, other) for other in found):
            raise CalendarError(say("`{hours}` overlaps other hours of the same day", hours=piece.strip()))
        found.append(opening)
    return tuple(sorted(found, key=lambda each: each.start))


def _opening(piece: str) -> Opening:
    """One stretch such as `9-17` or `13:30 bis 18 Uhr`."""
    found = _FROM_TO.fullmatch(piece)
    if found is None:
        told = say("`{hours}` are no opening hours; write `9-17`, `09:00-12:30, 13:30-18:00` or `closed`", hours=piece)
        raise CalendarError(told)
    start, end = (int(found[hour]) * 60 + int(found[minute] or 0) for hour, minute in ((1, 2), (3, 4)))
    if max(start, end) > 24 * 60 or int(found[2] or 0) > 59 or int(found[4] or 0) > 59 or start == 24 * 60:
        raise CalendarError(say("`{hours}` names an hour that does not exist", hours=piece))
    try:
        return Opening(time(*divmod(start, 60)), time(*divmod(end % (24 * 60), 60)))
    except CalendarError:
        told = say("`{hours}` ends before it starts; hours over midnight belong to two days", hours=piece)
        raise CalendarError(told) from None


def _overlap(one: Opening, other: Opening) -> bool:
    return (other.end == MIDNIGHT or one.start < other.end) and (one.end == MIDNIGHT or other.start < one.end)
