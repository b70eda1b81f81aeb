"""Ends that a calendar names otherwise than by its days: „Ende des Quartals“, `month's end`, „zweite Märzwoche“, „KW“.

„Die zweite Märzwoche“ ends with the Sunday of the second week that begins in March; of two ways to read the first
week the later one is taken, so that nobody is called late who means the other.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from ..regex import Regex
from ..tokens import Text
from .deadlines import Moment, Precision, day_of_month, end_of_month, end_of_week, month_day, part_of_month

_TEENS: Final = "elf zwoelf dreizehn vierzehn fuenfzehn sechzehn siebzehn achtzehn neunzehn"
_UNITS: Final = "ein zwei drei vier fuenf sechs sieben acht neun"
_GERMAN: Final = {
    **{word: n for n, word in enumerate("erst zweit dritt viert fuenft sechst siebt acht neunt zehnt".split(), 1)},
    **{word + "t": n for n, word in enumerate(_TEENS.split(), 11)},
    **{"siebent": 7, "zwanzigst": 20, "dreissigst": 30, "einunddreissigst": 31},
    **{f"{word}undzwanzigst": n for n, word in enumerate(_UNITS.split(), 21)},
}
_ENGLISH: Final = {
    **{word: n for n, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)},
    **{
        word: n
        for n, word in enumerate(
            """eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
            twentieth""".split(),
            11,
        )
    },
    **{"thirtieth": 30},
}
ORDINALS: Final = {**{stem + end: n for stem, n in _GERMAN.items() for end in ("en", "er", "e")}, **_ENGLISH}
_SLASHED: Final = Regex(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d\d))?(?![\d/])")
_ON: Final = frozenset("by on before until till bis am zum den vom the latest".split())
_OF_WEEK: Final = frozenset("woche week".split())
_LAST: Final = frozenset("letzten letzte letzter last".split())
NEXT_BUT_ONE: Final = frozenset("uebernaechste uebernaechsten uebernaechster uebernaechstem uebernaechstes".split())


def quarter_end(now: datetime, ahead: int) -> Moment | None:
    """The last day of the quarter `ahead` after this one."""
    return end_of_month(now, 2 - (now.month - 1) % 3 + 3 * ahead)


def year_end(now: datetime, ahead: int) -> Moment | None:
    """The last day of the year `ahead` after this one."""
    return month_day(now, 31, 12, now.year + ahead) if now.year + ahead <= 9999 else None


def end_of(unit: str, now: datetime) -> Moment | None:
    """The end of this week, month, quarter or year: `month's end`."""
    match unit:
        case "week":
            return end_of_week(now, 0)
        case "month":
            return end_of_month(now, 0)
        case "quarter":
            return quarter_end(now, 0)
        case _:
            return year_end(now, 0)


def week_of_month(now: datetime, number: int, month: int) -> Moment | None:
    """The Sunday of the `number`-th week that begins in the next such month; number 0 is its last week."""
    for year in (now.year, now.year + 1):
        if year > 9998:
            return None
        first = date(year, month, 1)
        first += timedelta(days=-first.weekday() % 7)
        if number:
            sunday = first + timedelta(days=7 * number - 1)
            if number > 4 and (sunday - timedelta(days=6)).month != month:
                return None
        else:
            last = part_of_month(now.replace(year=year, month=month, day=1), month, 31)
            assert last is not None
            sunday = last.day + timedelta(days=6 - last.day.weekday())
        if sunday >= now.date():
            return Moment(sunday, None, Precision.WEEK)
    return None


def counted_week(text: Text, index: int, months: dict[str, int], now: datetime) -> tuple[int, Moment | None] | None:
    """Last token and end of „zweite Märzwoche“, „zweite Woche im März“, `second week of March`, from its number on."""
    folded = text.folds[index]
    number = 0 if folded in _LAST else int(folded) if folded.isdigit() and len(folded) == 1 else ORDINALS.get(folded)
    if number is None or not 0 <= number <= 5:
        return None
    behind = text.folds[index + 1 : index + 4]
    if behind and behind[0].endswith("woche") and behind[0][:-5] in months:
        return index + 1, week_of_month(now, number, months[behind[0][:-5]])
    if len(behind) > 2 and behind[0] in _OF_WEEK and behind[1] in ("im", "in", "of", "des"):
        if behind[2] in months:
            return index + 3, week_of_month(now, number, months[behind[2]])
        return index + 3, None
    return None


def counted_weekday(
    text: Text, index: int, weekdays: dict[str, int], months: dict[str, int], now: datetime
) -> tuple[int, Moment | None] | None:
    """Last token and day of „letzter Freitag im März“, `first Monday in April`, from its number on."""
    folded = text.folds[index]
    behind = text.folds[index + 1 : index + 4]
    number = 0 if folded in _LAST else ORDINALS.get(folded, 9)
    if number > 5 or len(behind) < 3 or behind[0] not in weekdays or behind[1] not in ("im", "in", "of", "des"):
        return None
    if behind[2] not in months:
        return (index + 3, None) if behind[2] in ("monat", "monats", "month", "the") else None
    for year in (now.year, now.year + 1):
        last = part_of_month(now.replace(year=year, month=months[behind[2]], day=1), months[behind[2]], 31)
        assert last is not None
        days = [last.day.replace(day=day) for day in range(1, last.day.day + 1)]
        fitting = [day for day in days if day.weekday() == weekdays[behind[0]]]
        if number > len(fitting):
            return index + 3, None
        found = fitting[number - 1]  # number 0 is the last one
        if found >= now.date():
            return index + 3, Moment(found, None, Precision.DAY)
    return None


def ordinal_day(text: Text, index: int, months: dict[str, int], now: datetime) -> tuple[int, Moment | None] | None:
    """Last token and day of „bis zum Fünfzehnten“, „am fünfzehnten März“, `by the fifteenth (of March)`."""
    number = ORDINALS[text.folds[index]]
    before = text.folds[max(0, index - 2) : index]
    if not before or before[-1] not in _ON or (before[-1] == "the" and before[0] not in _ON):
        return None
    behind = text.folds[index + 1 : index + 3]
    if behind[:1] == ("of",):
        behind = behind[1:]
    if behind and behind[0] in months:
        last = index + 1 + (text.folds[index + 1] == "of")
        return last, month_day(now, number, months[behind[0]], None)
    noun = text.word(index)[0].isupper() if text.folds[index] not in _ENGLISH else _ends_here(text, index)
    return (index, day_of_month(now, number)) if noun and not _counts(text, index) else None


def _ends_here(text: Text, index: int) -> bool:
    return index + 1 >= len(text) or bool(text.after[index].strip()) or text.folds[index + 1] in ("at", "and", "with")


def _counts(text: Text, index: int) -> bool:
    """Whether a noun stands behind: „am Ersten Advent“."""
    goes_on = index + 1 < len(text) and not text.after[index].strip()
    return goes_on and text.word(index + 1)[0].isupper() and text.folds[index] not in _ENGLISH


def slashed_day(text: Text, index: int, now: datetime) -> tuple[int, Moment | None] | None:
    """Last token and day of `by 15/03`; no day where both numbers could be the month."""
    found = _SLASHED.match(text.raw, text.starts[index])
    if found is None or index == 0 or text.folds[index - 1] not in _ON:
        return None
    one, two = int(found[1]), int(found[2])
    year = None if found[3] is None else int(found[3]) if len(found[3]) == 4 else 2000 + int(found[3])
    last = index
    while last + 1 < len(text) and text.starts[last + 1] < found.end():
        last += 1
    readings = [(day, month) for day, month in ((one, two), (two, one)) if 1 <= day <= 31 and 1 <= month <= 12]
    if not readings:
        return None
    if len(set(readings)) > 1:
        return last, None
    return last, month_day(now, *readings[0], year)
