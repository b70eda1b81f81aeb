"""Calendar dates as contests write them, with the hour beside them: `14. Juni 2026, 23:59 Uhr`, `June 14 at 6 pm`.

Wider than the deadlines of promises and blunter: a day and a month are needed, a weekday or „morgen“ is no date. Of a
span the month may stand once: „vom 5. bis 31. März“, "March 5 to 31" are two dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from ..regex import Regex
from ..values import dataclass

_MONTHS: Final = (
    ("januar", "jänner", "jan", "january"), ("februar", "feber", "feb", "february"), ("märz", "maerz", "mar", "march"),
    ("april", "apr"), ("mai", "may"), ("juni", "jun", "june"), ("juli", "jul", "july"), ("august", "aug"),
    ("september", "sept", "sep"), ("oktober", "okt", "oct", "october"), ("november", "nov"),
    ("dezember", "dez", "dec", "december"),
)  # fmt: skip
_NUMBER_OF: Final = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_MONTH: Final = "|".join(sorted(_NUMBER_OF, key=lambda name: -len(name)))
_YEAR: Final = r"(?:,?\s+(?P<{0}>20\d\d))?"
_DATE: Final = Regex(
    r"(?i)(?<![\d.])(?:"
    r"(?P<iso>20\d\d-\d\d-\d\d)"
    r"|(?P<d1>\d{1,2})\.\s?(?P<m1>\d{1,2})\.(?:\s?(?P<y1>20\d\d|\d\d(?![\d:.])(?!\s*(?:uhr|h)\b)))?"
    r"|(?P<d2>\d{1,2})(?:\.|st|nd|rd|th)?\s?(?:of\s)?(?P<m2>" + _MONTH + r")\b\.?" + _YEAR.format("y2")
    + r"|(?P<m3>" + _MONTH + r")\b\.?\s(?P<d3>\d{1,2})(?:st|nd|rd|th)?\b(?!:)" + _YEAR.format("y3")
    + r")"
)  # fmt: skip
_CLOCK: Final = Regex(
    r"(?i)(?<![\d.])(?:(?P<h1>\d{1,2})[:.](?P<n1>\d\d)(?:[:.]\d\d)?\s?(?P<p1>[ap]\.?m\b\.?)?(?:\s?uhr|\s?h\b)?"
    r"|(?P<h2>\d{1,2})\s?(?:uhr\b|h\b)|(?P<h3>\d{1,2})\s?(?P<p3>[ap])\.?m\b"
    r"|(?P<midnight>mitternacht|midnight)|(?P<noon>noon|12 uhr mittags))(?!\.\d)"
)
_TO: Final = (
    r"\s?(?:und(?:\sdem)?|bis(?:\s(?:zum|einschließlich|inklusive|einschl\.|inkl\.)){0,2}|to|until|till|through|and|[-–—])"
    r"\s?(?:the\s)?"
)
_BEFORE: Final = Regex(r"(?i)(?<![\d.,:])(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?" + _TO + r"$")
"""The first day of a span whose month follows with the second: „5. bis “ before „31. März“."""
_BEHIND: Final = Regex(r"(?i)" + _TO + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:.]|\s?[ap]\.?m\b|\s?(?:uhr|h)\b)")
"""The second day of a span whose month stands with the first: " to 31" behind "March 5"."""
_WEEKDAY: Final = Regex(
    r"\b(?i:(?P<d0>montag|monday|(?-i:Mon?))|(?P<d1>dienstag|tuesday|(?-i:Di|Tues?))|(?P<d2>mittwoch|wednesday|(?-i:Mi|Wed))"
    r"|(?P<d3>donnerstag|thursday|(?-i:Do|Thu(?:rs)?))|(?P<d4>freitag|friday|(?-i:Fri?))"
    r"|(?P<d5>samstag|sonnabend|saturday|(?-i:Sat?))|(?P<d6>sonntag|sunday|(?-i:So|Sun)))\.?,?\s(?:(?:den|dem|der|the)\s)?$"
)
_ZONES: Final[dict[str, tzinfo]] = {
    **dict.fromkeys(("MEZ", "CET"), timezone(timedelta(hours=1))),
    **dict.fromkeys(("MESZ", "CEST"), timezone(timedelta(hours=2))),
    **dict.fromkeys(("GMT", "UTC", "WEZ", "WET"), UTC),
    **dict.fromkeys(("BST", "WESZ", "WEST"), timezone(timedelta(hours=1))),
    "EST": timezone(timedelta(hours=-5)), "EDT": timezone(timedelta(hours=-4)), "ET": ZoneInfo("America/New_York"),
    "CST": timezone(timedelta(hours=-6)), "CDT": timezone(timedelta(hours=-5)), "CT": ZoneInfo("America/Chicago"),
    "MST": timezone(timedelta(hours=-7)), "MDT": timezone(timedelta(hours=-6)), "MT": ZoneInfo("America/Denver"),
    "PST": timezone(timedelta(hours=-8)), "PDT": timezone(timedelta(hours=-7)), "PT": ZoneInfo("America/Los_Angeles"),
}  # fmt: skip
_ZONE: Final = Regex(r"\s?\(?(?P<zone>" + "|".join(sorted(_ZONES, key=lambda name: -len(name))) + r")\b")
_NEAR: Final = 24
"""So many characters may lie between a date and its hour."""


@dataclass(frozen=True, slots=True)
class Written:
    """A date at code points `start` to `end`; `at` the hour beside it, 23:59 for the end of the day.

    `weekday` is the one written in front of it, Monday is 0; `zone` the name of the zone behind the hour.
    """

    start: int
    end: int
    day: date
    at: time | None
    weekday: int | None = None
    zone: str | None = None


def beside(text: str, start: int, end: int) -> tuple[time | None, str | None]:
    """The hour next to code points `start` to `end`, behind them or in front, and its zone."""
    at, zone = _hour(text[end : end + _NEAR], first=True)
    return (at, zone) if at is not None else _hour(text[max(0, start - _NEAR) : start], first=False)


def on_clock(written: Written, zone: ZoneInfo) -> tuple[date, time | None]:
    """Day and hour of a written date on the clock of `zone`; as written where it names no zone of its own."""
    if written.at is None or written.zone is None:
        return written.day, written.at
    local = datetime.combine(written.day, written.at, _ZONES[written.zone]).astimezone(zone)
    return local.date(), local.time()


def written_dates(text: str, near: date) -> Iterator[Written]:
    """Every date in `text`, in order. One without a year is the one nearest ahead of `near`, or shortly before it."""
    found = list(_DATE.finditer(text))
    for number, each in enumerate(found):
        parts = each.groupdict()
        day = _day(parts, near)
        if day is None:
            continue
        ceiling = found[number + 1].start() if number + 1 < len(found) else len(text)
        floor = found[number - 1].end() if number else 0
        at, zone = _hour(text[each.end() : min(ceiling, each.end() + _NEAR)], first=True)
        if at is None:
            at, zone = _hour(text[max(floor, each.start() - _NEAR) : each.start()], first=False)
        weekday = _weekday(text[floor : each.start()])
        written = Written(each.start(), each.end(), day, at, weekday, zone)
        if weekday is None and not parts["iso"] and (first := _first_of_span(text, floor, each.start(), day)):
            yield first
        yield written
        if parts["d3"] and (second := _second_of_span(text, written)):
            yield second


def _first_of_span(text: str, floor: int, start: int, day: date) -> Written | None:
    """The day in front of a date that shares its month: 5 March in „vom 5. bis 31. März“."""
    found = _BEFORE.search(text[floor:start])
    if found is None or (first := _made(day.year, day.month, int(found["day"]))) is None or first > day:
        return None
    begin = floor + found.start("day")
    return Written(begin, floor + found.end("day"), first, None, _weekday(text[floor:begin]))


def _second_of_span(text: str, written: Written) -> Written | None:
    """The day behind a date that shares its month: 31 March in "March 5 to 31"."""
    found = _BEHIND.match(text[written.end : written.end + _NEAR])
    if found is None or (second := _made(written.day.year, written.day.month, int(found["day"]))) is None:
        return None
    if second <= written.day:
        return None
    start, end = written.end + found.start("day"), written.end + found.end("day")
    at, zone = _hour(text[end : end + _NEAR], first=True)
    return Written(start, end, second, at, zone=zone)


def _weekday(before: str) -> int | None:
    """The weekday at the end of a stretch of text: 4 for „bis Freitag, den “."""
    found = _WEEKDAY.search(before)
    return next((int(name[1]) for name, value in found.groupdict().items() if value), None) if found else None


def _day(parts: dict[str, str | None], near: date) -> date | None:
    if parts["iso"]:
        return _made(int(parts["iso"][:4]), int(parts["iso"][5:7]), int(parts["iso"][8:]))
    day = next(int(value) for key in ("d1", "d2", "d3") if (value := parts[key]))
    named = (parts["m2"] or parts["m3"] or "").casefold()
    month = _NUMBER_OF[named] if named else int(parts["m1"] or 0)
    year = next((value for key in ("y1", "y2", "y3") if (value := parts[key])), None)
    if year is not None:
        return _made(int(year) + (2000 if len(year) == 2 else 0), month, day)
    choices = (_made(each, month, day) for each in (near.year - 1, near.year, near.year + 1))
    return next((each for each in choices if each and each >= near - timedelta(days=60)), None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _hour(text: str, first: bool) -> tuple[time | None, str | None]:
    """The first or last hour in a stretch of text, and the zone named behind it."""
    found = list(_CLOCK.finditer(text))
    if not found:
        return None, None
    chosen = found[0] if first else found[-1]
    at, zone = _clock(chosen.groupdict()), _ZONE.match(text, chosen.end())
    return at, zone["zone"] if at and zone else None


def _clock(parts: dict[str, str | None]) -> time | None:
    if parts["midnight"]:
        return time(23, 59)
    if parts["noon"]:
        return time(12)
    hour = int(parts["h1"] or parts["h2"] or parts["h3"] or 0)
    half = (parts["p1"] or parts["p3"] or "")[:1].casefold()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour == 24:
        return time(23, 59)
    minute = int(parts["n1"] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
