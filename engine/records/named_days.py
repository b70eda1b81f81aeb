"""Ends of contests that are named instead of dated: „bis zum vierten Advent“, „Ende KW 50“, `the end of the month`.

Read from the day of publication on. A week ends with its Sunday. „Bis Weihnachten“ has several days and names none.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from ..regex import Regex
from ..signals.feasts import feast
from ..tokens import Text
from .written_dates import Written, beside

_MONTH_END: Final = Regex(
    r"(?i)\b(?:monatsende|ende\s+(?:des|dieses|vom)\s+monats?|ende\s+(?:diesen|des\s+laufenden)\s+monats"
    r"|end\s+of\s+(?:the|this)\s+month|month'?s?[ -]end)\b"
)
_WEEK: Final = Regex(
    r"(?i)\b(?:(?:ende|end\s+of|sonntag|sunday|so)\s+(?:der\s+|of\s+)?)?(?:kw|kalenderwoche|calendar\s+week)\s?(?P<week>\d{1,2})\b(?!\s?kwh)"
)
_UNCERTAIN: Final = frozenset(("weihnachten", "ostern", "pfingsten", "fasching", "karneval", "fastnacht", "easter"))


def named_days(text: Text, near: date) -> Iterator[Written]:
    """Every day that a text names without a date, in order of kind."""
    raw = text.raw
    for found in _MONTH_END.finditer(raw):
        day = near.replace(day=monthrange(near.year, near.month)[1])
        yield _written(raw, found.start(), found.end(), day)
    for found in _WEEK.finditer(raw):
        sunday = _sunday(int(found["week"]), near)
        if sunday is not None:
            yield _written(raw, found.start(), found.end(), sunday)
    noon = datetime.combine(near, time(12))
    index = 0
    while index < len(text):
        hit = feast(text, index, noon)
        if hit is None:
            index += 1
            continue
        last, moment = hit
        if moment is not None and text.folds[last] not in _UNCERTAIN:
            yield _written(raw, text.starts[index], text.ends[last], moment.day)
        index = last + 1


def _written(raw: str, start: int, end: int, day: date) -> Written:
    at, zone = beside(raw, start, end)
    return Written(start, end, day, at, None, zone)


def _sunday(week: int, near: date) -> date | None:
    """The Sunday of an ISO week of this year or, when it is over, of the next."""
    for year in (near.year, near.year + 1):
        try:
            day = date.fromisocalendar(year, week, 7)
        except ValueError:
            continue
        if day >= near - timedelta(days=7):
            return day
    return None
