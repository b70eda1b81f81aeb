"""The days, hours and lengths of time in a text, one by one, German and English: „Freitag“, „18 Uhr“, `in two days`.

What a number opens is read in `time_lengths`, the words stand in `time_words`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import Final

from ..regex import Regex
from ..tokens import Kind, Text
from .deadlines import (
    Calendar,
    Moment,
    calendar_week,
    days_after,
    end_of_month,
    end_of_week,
    month_day,
    months_after,
    part_of_month,
    time_after,
    weekday,
    weekday_of_week,
)
from .feasts import FEAST_STARTS, feast
from .named_ends import (
    NEXT_BUT_ONE,
    ORDINALS,
    counted_week,
    counted_weekday,
    end_of,
    ordinal_day,
    quarter_end,
    slashed_day,
    year_end,
)
from .spoken_hours import SPOKEN_STARTS
from .time_lengths import from_number
from .time_words import (
    COURSE,
    DAY_PARTS,
    DAYS,
    HALVES,
    MONTHS,
    NEXT,
    NUMBERS,
    ORDINAL,
    PART,
    VAGUE,
    WEEKDAYS,
    WEEKS,
    Piece,
    number_of,
    weekday_of,
)
from .times import WEEKDAY_STARTS

_ENGLISH_DAYS: Final = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_SHORT: Final = {  # only behind a word that wants a day: „bis Fr“, `by Thurs`
    **{name: day for day, name in enumerate("mo di mi do fr sa so".split())},
    **{name: day for day, name in enumerate("mon tue wed thu fri sat sun".split())},
    "tues": 1, "weds": 2, "thur": 3, "thurs": 3,
}  # fmt: skip
_BEFORE_SHORT: Final = frozenset("bis am spaetestens by on until till before latest".split())
_WEEKS_OF_DAYS: Final = {"acht": 1, "8": 1, "vierzehn": 2, "14": 2, "fourteen": 2}  # „Freitag in acht Tagen“
_COMING: Final = NEXT | frozenset("kommende kommenden kommender coming".split())
_THIS: Final = frozenset("diese dieser diesen dieses this laufenden laufender".split())
_PERIODS: Final = {
    **dict.fromkeys("week woche".split(), "week"),
    **dict.fromkeys("month monat monats".split(), "month"),
    **dict.fromkeys("quarter quartal quartals".split(), "quarter"),
    **dict.fromkeys("year jahr jahres".split(), "year"),
}
_QUARTERS: Final = {"q1": 3, "q2": 6, "q3": 9, "q4": 12}
_UNTIL_QUARTER: Final = frozenset("ende end bis by before until im in".split())
_WEEK_PART: Final = (1, 3, 6)  # Tuesday, Thursday, Sunday
_MONTH_PART: Final = (10, 20, 31)
_NIGHTS: Final = frozenset("nacht nachts".split())
_NOON: Final = frozenset("mittag noon midday mittags lunchtime".split())
_CLOSING: Final = frozenset(
    "feierabend geschaeftsschluss betriebsschluss ladenschluss dienstschluss eob cob eod".split()
)
_WEEK: Final = Regex(r"[ck]w(\d{1,2})")
# Words at which `_piece` may find something; any other is passed over at once.
BEGINNERS: Final = (
    frozenset(WEEKDAYS)
    | frozenset(MONTHS)
    | frozenset(NUMBERS)
    | frozenset(DAY_PARTS)
    | _NOON
    | _CLOSING
    | frozenset(_SHORT)
    | frozenset(
        """wochenfrist wochenschluss wochenbeginn wochenanfang midweek fortnight hour overnight viertelstunde
        dreiviertelstunde halb half halben paar heute heut today tonight morgen tomorrow uebermorgen business play
        wochenende weekend monatsende jahresende wochenmitte quartalsende kw cw kalenderwoche week woche
        month monat monats tag tages day quartal quartals quarter jahr jahres year letzte letzten letzter
        last""".split()
    )
    | FEAST_STARTS
    | SPOKEN_STARTS
    | frozenset(ORDINALS)
    | frozenset(HALVES)
    | frozenset(VAGUE)
    | frozenset(_QUARTERS)
)


def begins(folded: str) -> bool:
    """Whether a day, an hour or a length of time can begin with a word."""
    return folded in BEGINNERS or folded[0] < "a" or folded[:4] in WEEKDAY_STARTS or folded[1:2] == "w"


def pieces(text: Text, now: datetime, calendar: Calendar) -> Iterator[Piece]:
    done = 0
    for index, folded in enumerate(text.folds):
        if not begins(folded):
            continue
        if index < done or text.kinds[index] > Kind.NUMBER:
            continue
        piece = _piece(text, index, now, calendar)
        if piece is not None:
            yield piece
            done = piece.last + 1


def _piece(text: Text, index: int, now: datetime, calendar: Calendar) -> Piece | None:
    """The day, hour or length of time that begins at token `index`."""
    folded = text.folds[index]
    named = _named(text, index, now)
    if named is not None:
        return Piece(index, *named)
    number = folded[0].isdigit() or folded in NUMBERS or folded in SPOKEN_STARTS or folded in VAGUE
    if number or folded in HALVES or folded == "halben":
        found = from_number(text, index, now, calendar)
        if found is not None or folded != "quarter":
            return found
    following = text.folds[index + 1] if index + 1 < len(text) and not text.after[index].strip() else ""
    if folded in ("heute", "heut", "today", "tonight"):
        first, last, weeks = _weeks_on(text, index)
        return Piece(first, last, days_after(now, 7 * weeks), parted=folded == "tonight")
    if folded in ("morgen", "tomorrow"):
        before = text.folds[index - 1] if index else ""
        if before in ("guten", "am", "jeden", "schoenen", "heute", "diesen") or (
            folded == "morgen" and (text.word(index)[0].isupper() and not _opens(text, index))
        ):
            return Piece(index, index, part=time(12), parted=True) if before in ("heute", "diesen") else None
        if before == "after" and index > 2 and text.folds[index - 2] == "day":
            return Piece(index - 2, index, days_after(now, 2))
        first, last, weeks = _weeks_on(text, index)
        return Piece(first, last, days_after(now, 1 + 7 * weeks))
    if folded == "uebermorgen":
        return Piece(index, index, days_after(now, 2))
    if folded in DAY_PARTS or folded in _NOON:
        return _day_part(text, index)
    if folded in _CLOSING or (
        folded in ("business", "play")
        and index > 1
        and text.folds[index - 2 : index] in (("end", "of"), ("close", "of"))
    ):
        return Piece(index - 2 * (folded in ("business", "play")), index, parted=True, closing=True)
    day = weekday_of(folded)
    if day is not None:
        first, last, weeks = _weeks_on(text, index)
        if weeks:
            later = weekday(now, day[0])
            return Piece(first, last, later and days_after(now, (later.day - now.date()).days + 7 * weeks))
        night = folded.endswith("nacht")
        return Piece(index, index, _which_weekday(text, index, day[0], now), part=day[1], parted=day[2], night=night)
    if (
        folded in _SHORT
        and text.word(index)[0].isupper()
        and (_BEFORE_SHORT & set(text.folds[max(0, index - 1) : index]) or _second_short(text, index))
    ):
        return Piece(index, index, weekday(now, _SHORT[folded]))
    if folded in ("wochenende", "weekend"):
        return Piece(index, index, _weekend(text, index, now))
    if folded in (
        "wochenfrist",
        "wochenschluss",
        "wochenbeginn",
        "wochenanfang",
        "midweek",
        "fortnight",
        "hour",
        "overnight",
        "viertelstunde",
        "dreiviertelstunde",
    ):
        return _single(text, index, now)
    if folded in ("monatsende", "jahresende", "wochenmitte", "quartalsende"):
        return Piece(index, index, _fixed(folded, now))
    if folded == "week" and following.isdigit() and text.folds[max(0, index - 1)] in ("calendar", "in", "by"):
        return Piece(index, index + 1, calendar_week(now, int(following)))
    if folded in _PERIODS and index:
        return _period(text, index, now)
    if folded in ("tag", "tages", "day") and index:
        return _this_day(text, index, now)
    if folded in ("kw", "kalenderwoche", "cw") and following.isdigit():
        return _week_number(text, index, index + 1, calendar_week(now, int(following)))
    if folded in _QUARTERS and _UNTIL_QUARTER.intersection(text.folds[max(0, index - 3) : index]):
        return Piece(index, index, part_of_month(now, _QUARTERS[folded], 31))
    if (glued := _WEEK.fullmatch(folded)) is not None:
        return _week_number(text, index, index, calendar_week(now, int(glued[1])))
    if folded in MONTHS and (text.word(index)[0].isupper() or text.word(index).islower()):
        return _month(text, index, now)
    return None


def _named(text: Text, index: int, now: datetime) -> tuple[int, Moment | None] | None:
    """Last token and day of a feast, a counted week or a day told by its ordinal; None where there is none."""
    folded = text.folds[index]
    if folded in FEAST_STARTS and (found := feast(text, index, now)) is not None:
        return found
    if folded in ORDINALS or folded[0].isdigit() or folded[:4] in ("letz", "last"):
        found = counted_week(text, index, MONTHS, now) or counted_weekday(text, index, WEEKDAYS, MONTHS, now)
        if found is not None:
            return found
    if folded in ORDINALS:
        return ordinal_day(text, index, MONTHS, now)
    return slashed_day(text, index, now) if folded[0].isdigit() else None


def _second_short(text: Text, index: int) -> bool:
    """Whether another short day stands before this one: „Mo oder Di“, `Mon/Tue`."""
    if index and text.raw[text.ends[index - 1] : text.starts[index]].strip() in ("/", "-", "–"):
        return text.folds[index - 1] in _SHORT
    return index > 1 and text.folds[index - 1] in ("oder", "or", "und", "and") and text.folds[index - 2] in _SHORT


def _opens(text: Text, index: int) -> bool:
    return text.sentences[text.sentence_of[index]][0] == index or text.clauses[text.clause_of[index]][0] == index


def _weeks_on(text: Text, index: int) -> tuple[int, int, int]:
    """First and last token and how many weeks on: „Freitag in einer Woche“, `a week today`, `Friday week`."""
    behind = text.folds[index + 1 : index + 4]
    if len(behind) == 3 and behind[0] == "in" and behind[2] in WEEKS and (number := number_of(behind[1])) is not None:
        return index, index + 3, number
    if len(behind) == 3 and behind[0] == "in" and behind[2] in DAYS and (weeks := _WEEKS_OF_DAYS.get(behind[1])):
        return index, index + 3, weeks
    if behind[:1] == ("week",):
        return index, index + 1, 1
    before = text.folds[max(0, index - 3) : index]
    if before[-2:] == ("a", "week"):
        return index - 2, index, 1
    if before == ("a", "week", "on"):
        return index - 3, index, 1
    return index, index, 0


def _week_number(text: Text, first: int, last: int, sunday: Moment | None) -> Piece:
    """„KW 12“ is its Sunday, „Anfang KW 12“ its Tuesday."""
    before = text.folds[first - 1] if first else ""
    if before not in PART or sunday is None:
        return Piece(first, last, sunday)
    moment = datetime.combine(sunday.day, time())
    return Piece(first - 1, last, weekday_of_week(moment, _WEEK_PART[PART[before]], 0))


def _weekend(text: Text, index: int, now: datetime) -> Moment | None:
    """Sunday; before the weekend is Friday, after it the beginning of the next week."""
    near = text.folds[max(0, index - 2) : index]
    weeks = 0 if NEXT.isdisjoint(near) else 1
    if {"vor", "vorm", "before"} & set(near):
        return weekday_of_week(now, 4, weeks + (now.weekday() > 4))
    if {"nach", "after"} & set(near):
        return weekday_of_week(now, _WEEK_PART[0], weeks + 1)
    return end_of_week(now, weeks)


def _single(text: Text, index: int, now: datetime) -> Piece | None:
    """One word that sets a time: „binnen Wochenfrist“, „zu Wochenbeginn“, `midweek`, `within the hour`."""
    before = set(text.folds[max(0, index - 2) : index])
    match text.folds[index]:
        case "wochenfrist":
            return Piece(index, index, days_after(now, 7))
        case "wochenschluss":
            return Piece(index, index, end_of_week(now, 0))
        case "wochenbeginn" | "wochenanfang":
            return Piece(index, index, weekday_of_week(now, _WEEK_PART[0], 1))
        case "midweek":
            return Piece(index, index, weekday_of_week(now, _WEEK_PART[1], int(now.weekday() > _WEEK_PART[1])))
        case "fortnight":
            return Piece(index, index, days_after(now, 14)) if before & {"in", "within"} else None
        case "viertelstunde" | "dreiviertelstunde":
            return Piece(index, index, time_after(now, 15 if text.folds[index][0] == "v" else 45))
        case "overnight":
            return Piece(index, index, days_after(now, 1))
        case _:
            return Piece(index, index, time_after(now, 60)) if {"within", "the"} <= before else None


def _fixed(folded: str, now: datetime) -> Moment | None:
    match folded:
        case "monatsende":
            return end_of_month(now, 0)
        case "jahresende":
            return year_end(now, 0)
        case "wochenmitte":
            return weekday_of_week(now, 3, 0)
        case _:
            return quarter_end(now, 0)


def _day_part(text: Text, index: int) -> Piece | None:
    """„Abend“ beside a day or behind bis, am, this; else it names no time."""
    folded = text.folds[index]
    before = text.folds[index - 1] if index else ""
    told = before in ("heute", "heut", "morgen", "uebermorgen", "tomorrow", "this", "am", "zum", "bis", "by", "before")
    told = told or (before == "der" and index > 1 and text.folds[index - 2] == "in")
    told = told or weekday_of(before) is not None or before in ("gegen", "diesen", "the", "in", "vor", "dem", "zu")
    if not told and folded not in ("noon", "midday"):
        return None
    if folded == "night" and before not in ("tomorrow",) and weekday_of(before) is None:
        return None
    if folded == "morning" and before == "the" and index > 1 and text.folds[index - 2] in ("in", "first"):
        return Piece(index, index, part=time(12), parted=True, later=True)
    if folded in _NOON:
        until = not {"bis", "vor", "by", "before"}.isdisjoint(text.folds[max(0, index - 3) : index])
        return Piece(index, index, part=time(12) if until or folded in ("noon", "midday") else time(14), parted=True)
    return Piece(index, index, part=DAY_PARTS[folded], parted=True, night=folded in _NIGHTS)


def _which_weekday(text: Text, index: int, day: int, now: datetime) -> Moment | None:
    """This, next or the first such day; „Freitag nächster Woche“ too."""
    behind = text.folds[index + 1 : index + 4]
    behind = behind[1:] if behind[:1] in (("der",), ("of",), ("in",)) else behind
    if len(behind) > 1 and behind[0] in _COMING | NEXT_BUT_ONE and behind[1] in WEEKS:
        return weekday_of_week(now, day, 2 if behind[0] in NEXT_BUT_ONE else 1)
    if behind[:2] == ("after", "next"):
        return weekday_of_week(now, day, 2)
    before = text.folds[index - 1] if index else ""
    ahead = text.folds[max(0, index - 3) : index]
    ahead = ahead[:-1] if before == "am" else ahead[-2:]
    if before in NEXT_BUT_ONE or (len(ahead) == 2 and ahead[0] in NEXT_BUT_ONE and ahead[1] == "woche"):
        return weekday_of_week(now, day, 2)
    if before in NEXT or (len(ahead) == 2 and ahead[0] in _COMING and ahead[1] == "woche"):
        return weekday_of_week(now, day, 1)
    if _qualified(text, index):
        return None
    if before in _THIS:
        found = weekday_of_week(now, day, 0)
        return found if found and found.day >= now.date() else weekday(now, day)
    return weekday(now, day)


def _qualified(text: Text, index: int) -> bool:
    """Whether a word that is not read here says which: „am letzten Freitag im März“, `by Bank Holiday Monday`."""
    before = text.folds[max(0, index - 2) : index]
    if not before:
        return False
    if len(before) == 2 and before[0] in ("zum", "am", "den", "dem", "the") and before[1] not in _COMING | _THIS:
        known = before[1] in PART or number_of(before[1]) is not None or before[1] in ("spaetestens", "selben", "same")
        return not known and (before[1].endswith(("en", "er")) or before[0] == "the")
    capital = text.word(index - 1)[0].isupper() and not _opens(text, index - 1)
    return capital and text.folds[index] in _ENGLISH_DAYS and before[-1] not in ("i", "on", "by", "until")


def _period(text: Text, index: int, now: datetime) -> Piece | None:
    """„Anfang nächster Woche“, „noch diese Woche“, `end of next month`, „Ende des Quartals“, `month's end`."""
    unit = _PERIODS[text.folds[index]]
    if text.folds[index + 1 : index + 3] == ("'s", "end"):
        return Piece(index, index + 2, end_of(unit, now))
    if unit == "week" and _beside_weekday(text, index):
        return None
    first = index
    ahead: int | None = None
    part: int | None = None
    while first and index - first < 5 and not text.after[first - 1].strip():
        before = text.folds[first - 1]
        if before in NEXT or before in ("kommende", "kommenden", "kommender", "coming"):
            ahead = 1
        elif before in NEXT_BUT_ONE:
            ahead = 2
        elif before in _THIS:
            ahead = 0
        elif before in PART:
            part = PART[before]
        elif before in COURSE:
            part = 2
        elif before not in ("der", "des", "of", "the", "in", "im", "dem"):
            break
        first -= 1
    last = index
    if text.folds[index + 1 : index + 3] == ("after", "next"):
        ahead, last = 2, index + 2
    if text.folds[index + 1 : index + 3] == ("is", "out"):
        return Piece(index, index + 2, end_of(unit, now))
    if ahead is None and part is None:
        return None
    while text.folds[first] in ("im", "in", "dem", "the", "of", "der", "des") and first < index:
        first += 1
    weeks = ahead or 0
    if unit == "week":
        found = end_of_week(now, weeks) if part is None else weekday_of_week(now, _WEEK_PART[part], weeks)
        if ahead is None and found is not None and found.day < now.date():
            found = weekday_of_week(now, _WEEK_PART[part or 0], 1)  # „Anfang der Woche“, said when that is over
    elif unit in ("quarter", "year"):  # their beginning and middle are nobody's fixed day
        later = quarter_end if unit == "quarter" else year_end
        found = later(now, weeks) if part in (None, 2) else None
    elif part in (None, 2):
        found = end_of_month(now, weeks)
    else:
        later_month = months_after(now, weeks)
        found = later_month and part_of_month(now, later_month.day.month, _MONTH_PART[part or 0])
    return Piece(first, last, found)


def _beside_weekday(text: Text, index: int) -> bool:
    """Whether the week only says which: „nächste Woche Dienstag“, „Dienstag nächste Woche“."""
    behind = text.folds[index + 1 : index + 3]
    behind = behind[1:] if behind[:1] == ("am",) else behind[:1]
    before = text.folds[max(0, index - 2) : index]
    if index > 2 and before[0] in ("der", "of", "in"):
        before = (text.folds[index - 3], before[1])
    coming = before[-1:] and before[-1] in _COMING | NEXT_BUT_ONE
    named = (*behind, *(before[:1] if len(before) == 2 else ()))
    return bool(coming) and any(weekday_of(each) is not None for each in named)


def _this_day(text: Text, index: int, now: datetime) -> Piece | None:
    """„im Laufe des Tages“, `by the end of the day`, „bis Ende des Tages“: today, unless another day stands there."""
    before = text.folds[max(0, index - 4) : index]
    if text.folds[index + 1 : index + 3] == ("is", "out"):
        return Piece(index, index + 2, days_after(now, 0))
    if before[-1] in ("morgigen", "heutigen"):
        return Piece(index - 1, index, days_after(now, int(before[-1] == "morgigen")))
    if not (COURSE | {"ende", "end"}) & set(before) or text.folds[index - 1] not in (
        "des",
        "the",
        "of",
        "ende",
    ):
        return None
    first = max(0, index - 4) + min(at for at, word in enumerate(before) if word in COURSE | {"ende", "end"})
    return Piece(first, index, days_after(now, 0))


def _month(text: Text, index: int, now: datetime) -> Piece | None:
    """„Ende Mai“, „im Mai“, `May 3rd`; a bare month names no deadline."""
    month = MONTHS[text.folds[index]]
    behind = text.folds[index + 1] if index + 1 < len(text) and not text.after[index].strip() else ""
    ordinal = ORDINAL.fullmatch(behind) or (text.raw[text.starts[index]].isupper() and behind.isdigit() and behind)
    if ordinal:
        number = int(behind if isinstance(ordinal, str) else ordinal[1])
        if number <= 31:
            return Piece(index, index + 1, month_day(now, number, month, None))
    before = text.folds[index - 1] if index else ""
    if before in ("of", "des") and index > 1:
        before = text.folds[index - 2]
    if before in PART:
        return Piece(index - 1, index, part_of_month(now, month, _MONTH_PART[PART[before]]))
    if before in ("im", "in", "by", "bis", "until") and (text.folds[index] != "may" or before != "by"):
        return Piece(index, index, part_of_month(now, month, 31))
    return None
