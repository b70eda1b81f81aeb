"""What a number opens in a text: lengths of time („in zwei Tagen“), days („3. Mai“) and hours („18 Uhr“)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from ..regex import Regex
from ..tokens import Kind, Text
from .deadlines import (
    Calendar,
    Moment,
    day_of_month,
    days_after,
    month_day,
    months_after,
    time_after,
    working_days_after,
)
from .spoken_hours import SPOKEN_STARTS, spoken_hour
from .time_words import (
    COURSE,
    DAYS,
    HALVES,
    MONTHS,
    NEXT,
    ORDINAL,
    PART,
    VAGUE,
    WEEKS,
    Piece,
    number_of,
    weekday_of,
)
from .times import CARDINALS

_MINUTES: Final = frozenset("minute minuten min mins minutes".split())
_HOURS: Final = frozenset("stunde stunden std stdn h hour hours hr hrs".split())
_WORKDAYS: Final = frozenset("werktag werktage werktagen arbeitstag arbeitstage arbeitstagen".split())
_MONTH_UNITS: Final = frozenset("monat monate monaten month months".split())
_UNITS: Final = _MINUTES | _HOURS | DAYS | _WORKDAYS | WEEKS | _MONTH_UNITS
_ONE: Final = frozenset("minute min stunde std h hour tag day werktag arbeitstag woche week monat month".split())
_WITHIN: Final = frozenset(
    "in innerhalb binnen innert within over von of the next naechsten kommenden coming den der".split()
)
_SEVERAL: Final = frozenset("next naechsten".split())  # „in den nächsten Tagen“ names no number
_AT: Final = frozenset("um gegen bis at by before until till ab punkt nach around von".split())
NOT_AHEAD: Final = frozenset(
    "vom seit since vergangenen letzten letzter last gestern yesterday jeden jede every".split()
)
_CLOCK: Final = Regex(r"([01]?\d|2[0-4])[.:]([0-5]\d)")
_GLUED: Final = Regex(r"(\d{1,2})(?:[.:](\d\d))?(am|pm|uhr|h)")
_SPAN: Final = Regex(r"(\d{1,3})(hours|hrs?|h|stunden|std|tagen?|days?|minuten|mins?|d)")
_PART_HOURS: Final = Regex(r"(\d{1,2})[.,](\d)")
_NUMERIC: Final = Regex(r"(\d{1,2})\.\s?(\d{1,2})\.(?:\s?((?:20)?\d\d)(?!\d))?(?!\d)")
_ISO: Final = Regex(r"(20\d\d)-(\d\d)-(\d\d)")


def from_number(text: Text, index: int, now: datetime, calendar: Calendar) -> Piece | None:
    """A date, an hour or a length of time that a number opens."""
    raw, start = text.raw, text.starts[index]
    numeric = _NUMERIC.match(raw, start)
    if numeric and text.kinds[index] is Kind.NUMBER:
        year = numeric[3]
        full = (int(year) if len(year) == 4 else 2000 + int(year)) if year else None
        day, month = int(numeric[1]), int(numeric[2])
        if 1 <= day <= 31 and 1 <= month <= 12:
            last = index
            while last + 1 < len(text) and text.starts[last + 1] < numeric.end():
                last += 1
            return Piece(index, last, month_day(now, day, month, full))
    iso = _ISO.match(raw, start)
    if iso:
        last = index
        while last + 1 < len(text) and text.starts[last + 1] < iso.end():
            last += 1
        return Piece(index, last, month_day(now, int(iso[3]), int(iso[2]), int(iso[1])))
    spoken = spoken_hour(text, index)
    if spoken is not None:
        return Piece(index, spoken[0], hour=spoken[1:], half=True)
    last = _range_end(text, index)
    return (
        _length(text, index, last, now, calendar)
        or _calendar_day(text, index, last, now)
        or _clock(text, index, last, now)
    )


def _range_end(text: Text, index: int) -> int:
    """The last number of „8 bis 10“, `2-3`, „zwischen sieben und acht“."""
    last = index
    if last + 2 < len(text) and text.folds[last + 1] in ("bis", "to", "oder", "or", "und", "and"):
        if number_of(text.folds[last + 2]) is not None and not text.after[last].strip():
            before = text.folds[index - 1] if index else ""
            if text.folds[last + 1] not in ("und", "and") or before in ("zwischen", "between"):
                last += 2
    elif (
        last + 1 < len(text)
        and text.raw[text.ends[last] : text.starts[last + 1]].strip() in ("-", "–", "/", ",")
        and number_of(text.folds[last + 1]) is not None
        and (text.after[last].strip() != "," or (text.folds[last + 2 : last + 3] and text.folds[last + 2] in _UNITS))
    ):
        last += 1
    return last


def _length(text: Text, index: int, last: int, now: datetime, calendar: Calendar) -> Piece | None:
    """„in zwei Tagen“, `within 48 hours`, „in der nächsten halben Stunde“; only where it looks ahead."""
    before = text.folds[max(0, index - 4) : index]
    if not before or before[-1] not in _WITHIN:
        return None
    if NOT_AHEAD.intersection(before) or not {"in", "innerhalb", "binnen", "innert", "within", "over"} & set(before):
        return None
    glued = _SPAN.fullmatch(text.folds[last])
    if glued:
        return _ahead(index, last, int(glued[1]), {"d": "tage"}.get(glued[2], glued[2]), now, calendar)
    vague = _vague_length(text, index, now) or _broken_length(text, index, last, now)
    if vague is not None:
        return vague
    half = text.folds[last] in ("halben", "half")
    unit_at = last + 1
    while (
        unit_at < len(text)
        and text.folds[unit_at] in ("an", "a", "working", "business", "next", "naechsten", "halben", "half")
        and unit_at < last + 3
    ):
        half = half or text.folds[unit_at] in ("halben", "half")
        unit_at += 1
    if unit_at >= len(text) or text.folds[unit_at] not in _UNITS:
        return None
    unit = text.folds[unit_at]
    if text.folds[last] in NEXT and not (COURSE | frozenset(PART)).isdisjoint(before):
        return None  # „in der Mitte der nächsten Woche“ is a part of it
    number = 1 if half else number_of(text.folds[last])
    if number is None or (number == 1 and text.folds[last] in _SEVERAL and unit not in _ONE):
        return None
    if unit in DAYS and {"working", "business"}.intersection(text.folds[last + 1 : unit_at]):
        unit = "werktage"
    if half:
        return Piece(index, unit_at, *_half(unit, now))
    return _ahead(index, unit_at, number, unit, now, calendar)


def _vague_length(text: Text, index: int, now: datetime) -> Piece | None:
    """„in ein paar Stunden“, `within a couple of hours`: the longest that it may mean; weeks and months name no end."""
    at = index + (text.folds[index] in ("ein", "a", "the", "next", "naechsten"))
    if at >= len(text) or text.folds[at] not in VAGUE:
        return None
    many, at = VAGUE[text.folds[at]], at + 1
    at += text.folds[at : at + 1] == ("of",)
    unit = text.folds[at] if at < len(text) else ""
    if unit in _MINUTES:
        return Piece(index, at, time_after(now, 60))
    if unit in _HOURS:
        return Piece(index, at, time_after(now, 60 * many))
    if unit in DAYS and many == 3:
        return Piece(index, at, days_after(now, many))
    return Piece(index, at) if unit in WEEKS | _MONTH_UNITS else None


def _broken_length(text: Text, index: int, last: int, now: datetime) -> Piece | None:
    """„in anderthalb Stunden“, „1,5 Stunden“, `an hour and a half`, `two and a half hours`."""
    behind = text.folds[last + 1 : last + 5]
    part = _PART_HOURS.fullmatch(text.folds[last])
    minutes = HALVES.get(text.folds[last]) or (int(part[1]) * 60 + int(part[2]) * 6 if part else None)
    if minutes is not None and behind and behind[0] in _HOURS | DAYS:
        return Piece(index, last + 1, _so_long(now, minutes, behind[0]))
    number = number_of(text.folds[last])
    if number is None:
        return None
    if behind[:3] == ("and", "a", "half") and behind[3:] and behind[3] in _HOURS | DAYS:
        return Piece(index, last + 4, _so_long(now, 60 * number + 30, behind[3]))
    if behind and behind[0] in _HOURS | DAYS and behind[1:] == ("and", "a", "half"):
        return Piece(index, last + 4, _so_long(now, 60 * number + 30, behind[0]))
    return None


def _so_long(now: datetime, minutes: int, unit: str) -> Moment | None:
    return time_after(now, minutes) if unit in _HOURS else days_after(now, -(-minutes // 60))


def _half(unit: str, now: datetime) -> tuple[Moment | None]:
    return (time_after(now, 30) if unit in _HOURS else days_after(now, 1) if unit in DAYS else None,)


def _ahead(first: int, last: int, number: int, unit: str, now: datetime, calendar: Calendar) -> Piece:
    if unit in _MINUTES:
        due = time_after(now, number)
    elif unit in _HOURS:
        due = time_after(now, 60 * number)
    elif unit in DAYS:
        due = days_after(now, number)
    elif unit in _WORKDAYS:
        due = working_days_after(now, number, calendar)
    elif unit in WEEKS:
        due = days_after(now, 7 * number)
    else:
        due = months_after(now, number)
    return Piece(first, last, due)


def _calendar_day(text: Text, index: int, last: int, now: datetime) -> Piece | None:
    """„3. Mai“, `28 October`, „am 15.“, `on the 18th`."""
    folded = text.folds[last]
    ordinal = ORDINAL.fullmatch(folded)
    day = int(ordinal[1]) if ordinal else number_of(folded) if folded.isdigit() else None
    if day is None or not 1 <= day <= 31:
        return None
    dotted = text.after[last].startswith(".")
    behind = text.folds[last + 1 : last + 3] if not text.after[last].strip() or dotted else ()
    if behind and behind[0] == "of":
        behind = behind[1:]
    month = MONTHS.get(behind[0]) if behind else None
    before = text.folds[index - 1] if index else ""
    if (month is not None and behind[0] not in ("mar", "may")) or (
        month is not None and before in ("on", "by", "until")
    ):
        at = last + 1 + (text.folds[last + 1] == "of")
        following = text.folds[at + 1] if at + 1 < len(text) and not text.after[at].strip() else ""
        year = int(following) if following.isdigit() and following.startswith("20") and len(following) == 4 else None
        return Piece(index, at + (year is not None), month_day(now, day, month, year))
    if ordinal and before in ("the", "on", "by"):
        return Piece(index, last, day_of_month(now, day))
    if dotted and before in ("am", "zum", "bis", "den", "spaetestens") and text.folds[last + 1 : last + 2] != ("uhr",):
        return Piece(index, last, day_of_month(now, day))
    return None


def _clock(text: Text, index: int, last: int, now: datetime) -> Piece | None:
    """„18 Uhr“, `7 pm`, „um 8“, „halb elf“, `before 5`, „16:30“."""
    folded = text.folds[last]
    before = text.folds[index - 1] if index else ""
    behind = text.folds[last + 1] if last + 1 < len(text) and not text.after[last].strip() else ""
    if folded in SPOKEN_STARTS:
        return None
    glued = _GLUED.fullmatch(folded)
    if glued:
        return Piece(index, last, hour=_twelve(int(glued[1]), int(glued[2] or 0), glued[3]))
    clock = _CLOCK.fullmatch(folded)
    hour, minute = (int(clock[1]), int(clock[2])) if clock else (number_of(folded) or -1, 0)
    if hour < 0 or hour > 24:
        return None
    if behind in ("uhr", "h"):
        at = last + 1
        return Piece(index, at, hour=(hour, minute))
    if behind in ("am", "pm"):
        if behind == "am" and text.folds[last + 2 : last + 3] and weekday_of(text.folds[last + 2]) is not None:
            return Piece(index, last, hour=(hour, minute), half=hour < 12 and not clock)
        return Piece(index, last + 1, hour=_twelve(hour, minute, behind))
    if behind in ("o'clock", "oclock"):
        return Piece(index, last + 1, hour=(hour, minute), half=True)
    if clock and (":" in folded or before in _AT or before in ("heute", "morgen") or weekday_of(before) is not None):
        return Piece(index, last, hour=(hour, minute))
    unit = behind in _UNITS or behind in ("euro", "prozent", "percent", "uhr") or behind in CARDINALS
    noun = bool(behind) and text.word(last + 1)[0].isupper() and weekday_of(behind) is None
    sign = text.raw[text.ends[last] : text.ends[last] + 2].strip()[:1] in ("%", "€", "$", "£")
    if unit or noun or sign or folded in ("ein", "eine", "einen", "einem", "einer", "a", "an", "next", "naechsten"):
        return None
    beside = before in ("um", "gegen", "punkt", "at", "before", "by", "zwischen", "between", "around")
    ends = not behind or behind in ("am", "on", "today", "tomorrow", "und", "and", "is", "ist")
    if (beside and (ends or before in ("um", "gegen", "punkt", "zwischen", "between"))) and 0 < hour <= 24:
        return Piece(index, last, hour=(hour, minute), half=hour < 12)
    return None


def _twelve(hour: int, minute: int, half: str) -> tuple[int, int]:
    if half == "pm" and hour < 12:
        return hour + 12, minute
    return (0, minute) if half == "am" and hour == 12 else (hour, minute)
