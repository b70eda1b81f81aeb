"""The days, hours and lengths of time in a text, one by one, German and English: „Freitag“, „18 Uhr“, `in two days`.

Over 500 lines for one reason: each way to name a time looks at the words beside it, so none can be read without the
others.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import Final

from ..regex import Regex
from ..tokens import Kind, Text
from ..values import dataclass
from .deadlines import (
    Calendar,
    Moment,
    calendar_week,
    day_of_month,
    days_after,
    end_of_month,
    end_of_week,
    month_day,
    months_after,
    part_of_month,
    time_after,
    weekday,
    weekday_of_week,
    working_days_after,
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
from .spoken_hours import SPOKEN_STARTS, spoken_hour
from .times import CARDINALS, WEEKDAY_STARTS

_WEEKDAYS: Final = {
    **{name: day for day, name in enumerate("montag dienstag mittwoch donnerstag freitag samstag sonntag".split())},
    **{name: day for day, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())},
    "sonnabend": 5,
}
_ENGLISH_DAYS: Final = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_SHORT: Final = {  # only behind a word that wants a day: „bis Fr“, `by Thurs`
    **{name: day for day, name in enumerate("mo di mi do fr sa so".split())},
    **{name: day for day, name in enumerate("mon tue wed thu fri sat sun".split())},
    "tues": 1, "weds": 2, "thur": 3, "thurs": 3,
}  # fmt: skip
_BEFORE_SHORT: Final = frozenset("bis am spaetestens by on until till before latest".split())
_MONTHS: Final = {
    name: number
    for names in (
        "januar februar maerz april mai juni juli august september oktober november dezember",
        "jaenner feber maer apr mai jun jul aug sep okt nov dez",
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sept oct nov dec",
    )
    for number, name in enumerate(names.split(), 1)
}
_NUMBERS: Final = {
    **{w: n for n, w in enumerate("null ein zwei drei vier fuenf sechs sieben acht neun zehn elf zwoelf".split())},
    **{w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())},
    **dict.fromkeys("eine einem einen einer a an next naechsten eins".split(), 1),
    **{"zweier": 2, "dreier": 3, "achtundvierzig": 48, "vierundzwanzig": 24},
    **dict.fromkeys(("vierzehn", "fourteen"), 14),
    **dict.fromkeys(("fuenfzehn", "fifteen"), 15),
    **dict.fromkeys(("zwanzig", "twenty"), 20),
    **dict.fromkeys(("dreissig", "thirty"), 30),
}
_HALVES: Final = {"anderthalb": 90, "eineinhalb": 90, "zweieinhalb": 150, "dreieinhalb": 210}  # minutes of an hour
_VAGUE: Final = {"couple": 3, "paar": 6, "few": 6, "einigen": 6, "wenigen": 6}  # at the most, of hours
_MINUTES: Final = frozenset("minute minuten min mins minutes".split())
_HOURS: Final = frozenset("stunde stunden std stdn h hour hours hr hrs".split())
_DAYS: Final = frozenset("tag tage tagen day days kalendertage kalendertagen".split())
_WORKDAYS: Final = frozenset("werktag werktage werktagen arbeitstag arbeitstage arbeitstagen".split())
_WEEKS: Final = frozenset("woche wochen week weeks".split())
_WEEKS_OF_DAYS: Final = {"acht": 1, "8": 1, "vierzehn": 2, "14": 2, "fourteen": 2}  # „Freitag in acht Tagen“
_MONTH_UNITS: Final = frozenset("monat monate monaten month months".split())
_UNITS: Final = _MINUTES | _HOURS | _DAYS | _WORKDAYS | _WEEKS | _MONTH_UNITS
_ONE: Final = frozenset("minute min stunde std h hour tag day werktag arbeitstag woche week monat month".split())
_WITHIN: Final = frozenset(
    "in innerhalb binnen innert within over von of the next naechsten kommenden coming den der".split()
)
_SEVERAL: Final = frozenset("next naechsten".split())  # „in den nächsten Tagen“ names no number
_NEXT: Final = frozenset("naechste naechsten naechster naechstem naechstes next".split())
_COMING: Final = _NEXT | frozenset("kommende kommenden kommender coming".split())
_THIS: Final = frozenset("diese dieser diesen dieses this laufenden laufender".split())
_PART: Final = {
    **dict.fromkeys("anfang beginn start beginning early".split(), 0),
    **dict.fromkeys("mitte middle mid".split(), 1),
    **dict.fromkeys("ende end late".split(), 2),
}
_PERIODS: Final = {
    **dict.fromkeys("week woche".split(), "week"),
    **dict.fromkeys("month monat monats".split(), "month"),
    **dict.fromkeys("quarter quartal quartals".split(), "quarter"),
    **dict.fromkeys("year jahr jahres".split(), "year"),
}
_QUARTERS: Final = {"q1": 3, "q2": 6, "q3": 9, "q4": 12}
_UNTIL_QUARTER: Final = frozenset("ende end bis by before until im in".split())
_COURSE: Final = frozenset("laufe lauf verlauf course".split())
_WEEK_PART: Final = (1, 3, 6)  # Tuesday, Thursday, Sunday
_MONTH_PART: Final = (10, 20, 31)
_DAY_PARTS: Final = {
    **dict.fromkeys("frueh vormittag vormittags morning".split(), time(12)),
    **dict.fromkeys("nachmittag nachmittags afternoon arvo".split(), time(18)),
    **dict.fromkeys("abend abends nacht nachts evening night mitternacht midnight".split(), None),
}
_NIGHTS: Final = frozenset("nacht nachts".split())
_NOON: Final = frozenset("mittag noon midday mittags lunchtime".split())
_CLOSING: Final = frozenset(
    "feierabend geschaeftsschluss betriebsschluss ladenschluss dienstschluss eob cob eod".split()
)
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
_WEEK: Final = Regex(r"[ck]w(\d{1,2})")
_ORDINAL: Final = Regex(r"(\d{1,2})(?:st|nd|rd|th)")
# Words at which `_piece` may find something; any other is passed over at once.
BEGINNERS: Final = (
    frozenset(_WEEKDAYS)
    | frozenset(_MONTHS)
    | frozenset(_NUMBERS)
    | frozenset(_DAY_PARTS)
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
    | frozenset(_HALVES)
    | frozenset(_VAGUE)
    | frozenset(_QUARTERS)
)


def begins(folded: str) -> bool:
    """Whether a day, an hour or a length of time can begin with a word."""
    return folded in BEGINNERS or folded[0] < "a" or folded[:4] in WEEKDAY_STARTS or folded[1:2] == "w"


@dataclass(frozen=True, slots=True)
class Piece:
    """A day, an hour, or both, over tokens `first` to `last`; `half` says that the hour may be 12 hours later.

    `closing`: it ends when the house closes on that day. `night`: it ends in the morning that follows.
    `past`: only what comes after it is meant.
    """

    first: int
    last: int
    day: Moment | None = None
    hour: tuple[int, int] | None = None
    half: bool = False
    part: time | None = None
    parted: bool = False
    later: bool = False
    closing: bool = False
    night: bool = False
    past: bool = False


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
    number = folded[0].isdigit() or folded in _NUMBERS or folded in SPOKEN_STARTS or folded in _VAGUE
    if number or folded in _HALVES or folded == "halben":
        found = _from_number(text, index, now, calendar)
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
    if folded in _DAY_PARTS or folded in _NOON:
        return _day_part(text, index)
    if folded in _CLOSING or (
        folded in ("business", "play")
        and index > 1
        and text.folds[index - 2 : index] in (("end", "of"), ("close", "of"))
    ):
        return Piece(index - 2 * (folded in ("business", "play")), index, parted=True, closing=True)
    day = _weekday_of(folded)
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
    if folded in _MONTHS and (text.word(index)[0].isupper() or text.word(index).islower()):
        return _month(text, index, now)
    return None


def _named(text: Text, index: int, now: datetime) -> tuple[int, Moment | None] | None:
    """Last token and day of a feast, a counted week or a day told by its ordinal; None where there is none."""
    folded = text.folds[index]
    if folded in FEAST_STARTS and (found := feast(text, index, now)) is not None:
        return found
    if folded in ORDINALS or folded[0].isdigit() or folded[:4] in ("letz", "last"):
        found = counted_week(text, index, _MONTHS, now) or counted_weekday(text, index, _WEEKDAYS, _MONTHS, now)
        if found is not None:
            return found
    if folded in ORDINALS:
        return ordinal_day(text, index, _MONTHS, now)
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
    if len(behind) == 3 and behind[0] == "in" and behind[2] in _WEEKS and (number := _value(behind[1])) is not None:
        return index, index + 3, number
    if len(behind) == 3 and behind[0] == "in" and behind[2] in _DAYS and (weeks := _WEEKS_OF_DAYS.get(behind[1])):
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
    if before not in _PART or sunday is None:
        return Piece(first, last, sunday)
    moment = datetime.combine(sunday.day, time())
    return Piece(first - 1, last, weekday_of_week(moment, _WEEK_PART[_PART[before]], 0))


def _weekend(text: Text, index: int, now: datetime) -> Moment | None:
    """Sunday; before the weekend is Friday, after it the beginning of the next week."""
    near = text.folds[max(0, index - 2) : index]
    weeks = 0 if _NEXT.isdisjoint(near) else 1
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
    told = told or _weekday_of(before) is not None or before in ("gegen", "diesen", "the", "in", "vor", "dem", "zu")
    if not told and folded not in ("noon", "midday"):
        return None
    if folded == "night" and before not in ("tomorrow",) and _weekday_of(before) is None:
        return None
    if folded == "morning" and before == "the" and index > 1 and text.folds[index - 2] in ("in", "first"):
        return Piece(index, index, part=time(12), parted=True, later=True)
    if folded in _NOON:
        until = not {"bis", "vor", "by", "before"}.isdisjoint(text.folds[max(0, index - 3) : index])
        return Piece(index, index, part=time(12) if until or folded in ("noon", "midday") else time(14), parted=True)
    return Piece(index, index, part=_DAY_PARTS[folded], parted=True, night=folded in _NIGHTS)


def _weekday_of(folded: str) -> tuple[int, time | None, bool] | None:
    """Number, end and whether there is a part of the day: „dienstagvormittag“ is (1, 12:00, True)."""
    if folded in _WEEKDAYS:
        return _WEEKDAYS[folded], None, False
    if folded.endswith(("mittag", "abend", "nacht", "frueh", "morgen")) and len(folded) > 9:
        for name, day in _WEEKDAYS.items():
            if folded.startswith(name):
                part = folded[len(name) :]
                if part in _DAY_PARTS or part in ("mittag", "morgen"):
                    return day, time(14) if part == "mittag" else _DAY_PARTS.get(part, time(12)), True
    return None


def _which_weekday(text: Text, index: int, day: int, now: datetime) -> Moment | None:
    """This, next or the first such day; „Freitag nächster Woche“ too."""
    behind = text.folds[index + 1 : index + 4]
    behind = behind[1:] if behind[:1] in (("der",), ("of",), ("in",)) else behind
    if len(behind) > 1 and behind[0] in _COMING | NEXT_BUT_ONE and behind[1] in _WEEKS:
        return weekday_of_week(now, day, 2 if behind[0] in NEXT_BUT_ONE else 1)
    if behind[:2] == ("after", "next"):
        return weekday_of_week(now, day, 2)
    before = text.folds[index - 1] if index else ""
    ahead = text.folds[max(0, index - 3) : index]
    ahead = ahead[:-1] if before == "am" else ahead[-2:]
    if before in NEXT_BUT_ONE or (len(ahead) == 2 and ahead[0] in NEXT_BUT_ONE and ahead[1] == "woche"):
        return weekday_of_week(now, day, 2)
    if before in _NEXT or (len(ahead) == 2 and ahead[0] in _COMING and ahead[1] == "woche"):
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
        known = before[1] in _PART or _value(before[1]) is not None or before[1] in ("spaetestens", "selben", "same")
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
        if before in _NEXT or before in ("kommende", "kommenden", "kommender", "coming"):
            ahead = 1
        elif before in NEXT_BUT_ONE:
            ahead = 2
        elif before in _THIS:
            ahead = 0
        elif before in _PART:
            part = _PART[before]
        elif before in _COURSE:
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
    return bool(coming) and any(_weekday_of(each) is not None for each in named)


def _this_day(text: Text, index: int, now: datetime) -> Piece | None:
    """„im Laufe des Tages“, `by the end of the day`, „bis Ende des Tages“: today, unless another day stands there."""
    before = text.folds[max(0, index - 4) : index]
    if text.folds[index + 1 : index + 3] == ("is", "out"):
        return Piece(index, index + 2, days_after(now, 0))
    if before[-1] in ("morgigen", "heutigen"):
        return Piece(index - 1, index, days_after(now, int(before[-1] == "morgigen")))
    if not (_COURSE | {"ende", "end"}) & set(before) or text.folds[index - 1] not in (
        "des",
        "the",
        "of",
        "ende",
    ):
        return None
    first = max(0, index - 4) + min(at for at, word in enumerate(before) if word in _COURSE | {"ende", "end"})
    return Piece(first, index, days_after(now, 0))


def _month(text: Text, index: int, now: datetime) -> Piece | None:
    """„Ende Mai“, „im Mai“, `May 3rd`; a bare month names no deadline."""
    month = _MONTHS[text.folds[index]]
    behind = text.folds[index + 1] if index + 1 < len(text) and not text.after[index].strip() else ""
    ordinal = _ORDINAL.fullmatch(behind) or (text.raw[text.starts[index]].isupper() and behind.isdigit() and behind)
    if ordinal:
        number = int(behind if isinstance(ordinal, str) else ordinal[1])
        if number <= 31:
            return Piece(index, index + 1, month_day(now, number, month, None))
    before = text.folds[index - 1] if index else ""
    if before in ("of", "des") and index > 1:
        before = text.folds[index - 2]
    if before in _PART:
        return Piece(index - 1, index, part_of_month(now, month, _MONTH_PART[_PART[before]]))
    if before in ("im", "in", "by", "bis", "until") and (text.folds[index] != "may" or before != "by"):
        return Piece(index, index, part_of_month(now, month, 31))
    return None


def _from_number(text: Text, index: int, now: datetime, calendar: Calendar) -> Piece | None:
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
        if _value(text.folds[last + 2]) is not None and not text.after[last].strip():
            before = text.folds[index - 1] if index else ""
            if text.folds[last + 1] not in ("und", "and") or before in ("zwischen", "between"):
                last += 2
    elif (
        last + 1 < len(text)
        and text.raw[text.ends[last] : text.starts[last + 1]].strip() in ("-", "–", "/", ",")
        and _value(text.folds[last + 1]) is not None
        and (text.after[last].strip() != "," or (text.folds[last + 2 : last + 3] and text.folds[last + 2] in _UNITS))
    ):
        last += 1
    return last


def _value(folded: str) -> int | None:
    if folded.isdigit() and folded.isascii() and len(folded) < 5:
        return int(folded)
    return _NUMBERS.get(folded)


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
    if text.folds[last] in _NEXT and not (_COURSE | frozenset(_PART)).isdisjoint(before):
        return None  # „in der Mitte der nächsten Woche“ is a part of it
    number = 1 if half else _value(text.folds[last])
    if number is None or (number == 1 and text.folds[last] in _SEVERAL and unit not in _ONE):
        return None
    if unit in _DAYS and {"working", "business"}.intersection(text.folds[last + 1 : unit_at]):
        unit = "werktage"
    if half:
        return Piece(index, unit_at, *_half(unit, now))
    return _ahead(index, unit_at, number, unit, now, calendar)


def _vague_length(text: Text, index: int, now: datetime) -> Piece | None:
    """„in ein paar Stunden“, `within a couple of hours`: the longest that it may mean; weeks and months name no end."""
    at = index + (text.folds[index] in ("ein", "a", "the", "next", "naechsten"))
    if at >= len(text) or text.folds[at] not in _VAGUE:
        return None
    many, at = _VAGUE[text.folds[at]], at + 1
    at += text.folds[at : at + 1] == ("of",)
    unit = text.folds[at] if at < len(text) else ""
    if unit in _MINUTES:
        return Piece(index, at, time_after(now, 60))
    if unit in _HOURS:
        return Piece(index, at, time_after(now, 60 * many))
    if unit in _DAYS and many == 3:
        return Piece(index, at, days_after(now, many))
    return Piece(index, at) if unit in _WEEKS | _MONTH_UNITS else None


def _broken_length(text: Text, index: int, last: int, now: datetime) -> Piece | None:
    """„in anderthalb Stunden“, „1,5 Stunden“, `an hour and a half`, `two and a half hours`."""
    behind = text.folds[last + 1 : last + 5]
    part = _PART_HOURS.fullmatch(text.folds[last])
    minutes = _HALVES.get(text.folds[last]) or (int(part[1]) * 60 + int(part[2]) * 6 if part else None)
    if minutes is not None and behind and behind[0] in _HOURS | _DAYS:
        return Piece(index, last + 1, _so_long(now, minutes, behind[0]))
    number = _value(text.folds[last])
    if number is None:
        return None
    if behind[:3] == ("and", "a", "half") and behind[3:] and behind[3] in _HOURS | _DAYS:
        return Piece(index, last + 4, _so_long(now, 60 * number + 30, behind[3]))
    if behind and behind[0] in _HOURS | _DAYS and behind[1:] == ("and", "a", "half"):
        return Piece(index, last + 4, _so_long(now, 60 * number + 30, behind[0]))
    return None


def _so_long(now: datetime, minutes: int, unit: str) -> Moment | None:
    return time_after(now, minutes) if unit in _HOURS else days_after(now, -(-minutes // 60))


def _half(unit: str, now: datetime) -> tuple[Moment | None]:
    return (time_after(now, 30) if unit in _HOURS else days_after(now, 1) if unit in _DAYS else None,)


def _ahead(first: int, last: int, number: int, unit: str, now: datetime, calendar: Calendar) -> Piece:
    if unit in _MINUTES:
        due = time_after(now, number)
    elif unit in _HOURS:
        due = time_after(now, 60 * number)
    elif unit in _DAYS:
        due = days_after(now, number)
    elif unit in _WORKDAYS:
        due = working_days_after(now, number, calendar)
    elif unit in _WEEKS:
        due = days_after(now, 7 * number)
    else:
        due = months_after(now, number)
    return Piece(first, last, due)


def _calendar_day(text: Text, index: int, last: int, now: datetime) -> Piece | None:
    """„3. Mai“, `28 October`, „am 15.“, `on the 18th`."""
    folded = text.folds[last]
    ordinal = _ORDINAL.fullmatch(folded)
    day = int(ordinal[1]) if ordinal else _value(folded) if folded.isdigit() else None
    if day is None or not 1 <= day <= 31:
        return None
    dotted = text.after[last].startswith(".")
    behind = text.folds[last + 1 : last + 3] if not text.after[last].strip() or dotted else ()
    if behind and behind[0] == "of":
        behind = behind[1:]
    month = _MONTHS.get(behind[0]) if behind else None
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
    hour, minute = (int(clock[1]), int(clock[2])) if clock else (_value(folded) or -1, 0)
    if hour < 0 or hour > 24:
        return None
    if behind in ("uhr", "h"):
        at = last + 1
        return Piece(index, at, hour=(hour, minute))
    if behind in ("am", "pm"):
        if behind == "am" and text.folds[last + 2 : last + 3] and _weekday_of(text.folds[last + 2]) is not None:
            return Piece(index, last, hour=(hour, minute), half=hour < 12 and not clock)
        return Piece(index, last + 1, hour=_twelve(hour, minute, behind))
    if behind in ("o'clock", "oclock"):
        return Piece(index, last + 1, hour=(hour, minute), half=True)
    if clock and (":" in folded or before in _AT or before in ("heute", "morgen") or _weekday_of(before) is not None):
        return Piece(index, last, hour=(hour, minute))
    unit = behind in _UNITS or behind in ("euro", "prozent", "percent", "uhr") or behind in CARDINALS
    noun = bool(behind) and text.word(last + 1)[0].isupper() and _weekday_of(behind) is None
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
