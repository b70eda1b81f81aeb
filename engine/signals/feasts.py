"""Feasts that name a day, German and English: „bis Ostern“, „am 1. Advent“, `by Boxing Day`.

Some move with Easter, some with Christmas, some stand fast. „Bis Ostern“ ends with Easter Sunday, „an Ostern“ with
Easter Monday, „vor Ostern“ on the day before; „nach Ostern“ names no end. A feast that is over is the next year's.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from ..tokens import Text
from ..values import dataclass
from .deadlines import Moment, Precision


@dataclass(frozen=True, slots=True)
class Feast:
    """A named day: its date in a year, how many days more „an“ takes in, and how many days earlier „vor“ ends."""

    on: Callable[[int], date]
    more: int = 0
    less: int = 1


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar.

    >>> easter(2026).isoformat(), easter(2038).isoformat()
    ('2026-04-05', '2038-04-25')
    """
    golden, century = year % 19, year // 100
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    late = moon // 28
    moon -= late * (1 - late * (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    return date(year, 3, 28) + timedelta(days=moon - weekday)


def advent(year: int) -> date:
    """The first Sunday in Advent.

    >>> advent(2026).isoformat()
    '2026-11-29'
    """
    eve = date(year, 12, 24)
    return eve - timedelta(days=(eve.weekday() + 1) % 7 + 21)


def feast(text: Text, index: int, now: datetime) -> tuple[int, Moment | None] | None:
    """Last token and day of the feast named from token `index` on, where a word before it asks for a day.

    The day is None where the feast is only left behind („nach Ostern“) or which of two it is cannot be told.
    """
    found = _named(text, index)
    if found is None:
        return None
    last, known = found
    word = _ahead_of(text, index)
    clear = last > index and text.folds[last].endswith(("day", "jahren"))
    if word not in _WANTS and not clear:
        return None
    if known is None or word in _AFTER:
        return last, None
    day = _coming(known, now.date())
    if day is not None and word in _BEFORE:
        day -= timedelta(days=known.less)
    elif day is not None and word in _AROUND:
        day += timedelta(days=known.more)
    return last, None if day is None else Moment(day, None, Precision.DAY)


def _coming(known: Feast, today: date) -> date | None:
    """The feast of this year or, when it is over, of the next; None beyond the calendar."""
    for year in (today.year, today.year + 1):
        if year > 9999:
            return None
        day = known.on(year)
        if day + timedelta(days=known.more) >= today:
            return day
    return None


def _named(text: Text, index: int) -> tuple[int, Feast | None] | None:
    """Last token of the longest name that begins at `index`, and its feast; `the second Sunday in Advent` too."""
    for words, known in _BY_FIRST.get(text.folds[index], ()):
        if text.folds[index : index + len(words)] == words:
            return index + len(words) - 1, known
    number = _WHICH_ADVENT.get(text.folds[index])
    if number is not None:
        for words in _ADVENT:
            if text.folds[index + 1 : index + 1 + len(words)] == words:
                return index + len(words), _of_advent(7 * number - 7)
    return None


def _ahead_of(text: Text, index: int) -> str:
    """The word before a name and its articles: „bis zum“ is bis, „am“ is am."""
    at = index - 1
    while at > 0 and text.folds[at] in _ARTICLES:
        at -= 1
    if at > 0 and text.folds[at] in _MELTED and text.folds[at - 1] in ("bis", "spaetestens"):
        at -= 1
    return text.folds[at] if at >= 0 else ""


def _with_easter(days: int, more: int = 0) -> Feast:
    return Feast(lambda year: easter(year) + timedelta(days=days), more)


def _of_advent(days: int) -> Feast:
    return Feast(lambda year: advent(year) + timedelta(days=days))


def _fixed(day: int, month: int, more: int = 0, less: int = 1) -> Feast:
    return Feast(lambda year: date(year, month, day), more, less)


def _weekday_in(number: int, weekday: int, month: int, on: int = 0) -> Feast:
    """The `number`-th such weekday (Monday 0) of a month, `on` days later."""

    def day(year: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1) + on)

    return Feast(day)


_ARTICLES: Final = frozenset(
    """the this next coming dem den der das die kommenden kommende kommendes kommendem naechsten naechste naechstes
    naechstem diesem dieses diesen diese spaetestens""".split()
)
_MELTED: Final = frozenset("zum zur am an zu".split())
_BEFORE: Final = frozenset("vor vorm before".split())
_AFTER: Final = frozenset("nach after seit since ab from".split())
_AROUND: Final = frozenset("an am zu zum zur ueber uebers um on over at in for around".split())
_WANTS: Final = _BEFORE | _AFTER | _AROUND | frozenset("bis spaetestens by until till latest noch".split())
_WHICH_ADVENT: Final = {
    **{str(number): number for number in range(1, 5)},
    **dict.fromkeys("ersten erster erste first 1st".split(), 1),
    **dict.fromkeys("zweiten zweiter zweite second 2nd".split(), 2),
    **dict.fromkeys("dritten dritter dritte third 3rd".split(), 3),
    **dict.fromkeys("vierten vierter vierte fourth 4th".split(), 4),
}
_ADVENT: Final = (
    ("sunday", "in", "advent"), ("sunday", "of", "advent"), ("advent", "sunday"), ("advent",), ("adventssonntag",),
    ("advents", "sonntag"),
)  # fmt: skip
_NAMES: Final[tuple[tuple[str, Feast | None], ...]] = (
    ("weiberfastnacht", _with_easter(-52)),
    ("rosenmontag", _with_easter(-48)),
    ("faschingsdienstag, fastnachtsdienstag, veilchendienstag", _with_easter(-47)),
    ("shrove tuesday, pancake day, mardi gras", _with_easter(-47)),
    ("fasching, fastnacht, karneval", _with_easter(-47)),
    ("aschermittwoch, ash wednesday", _with_easter(-46)),
    ("palmsonntag, palm sunday", _with_easter(-7)),
    ("gruendonnerstag, maundy thursday", _with_easter(-3)),
    ("karfreitag, good friday", _with_easter(-2)),
    ("karsamstag, ostersamstag, holy saturday, easter saturday", _with_easter(-1)),
    ("ostersonntag, easter sunday, easter day", _with_easter(0)),
    ("ostern, easter", _with_easter(0, 1)),
    ("ostermontag, easter monday", _with_easter(1)),
    ("osterwochenende, easter weekend, osterfeiertage, osterfeiertagen", _with_easter(1)),
    ("christi himmelfahrt, himmelfahrt, auffahrt, vatertag, ascension day, ascension", _with_easter(39)),
    ("pfingsten", _with_easter(49, 1)),
    ("pfingstsonntag, whitsun, whit sunday, pentecost", _with_easter(49)),
    ("pfingstmontag, whit monday, pfingstwochenende", _with_easter(50)),
    ("fronleichnam, corpus christi", _with_easter(60)),
    ("volkstrauertag", _of_advent(-14)),
    ("buss und bettag, busstag", _of_advent(-11)),
    ("totensonntag, ewigkeitssonntag", _of_advent(-7)),
    ("advent sunday", _of_advent(0)),
    ("neujahr, neujahrstag, new year 's day, new years day, new year's day, new year 's, new year", _fixed(1, 1)),
    ("epiphany, dreikoenig, dreikoenigstag, heilige drei koenige, heiligen drei koenigen", _fixed(6, 1)),
    ("burns night", _fixed(25, 1)),
    ("valentinstag, valentine 's day, valentines day, valentine's day", _fixed(14, 2)),
    ("st patrick 's day, st patricks day, st patrick's day, paddy 's day", _fixed(17, 3)),
    ("maifeiertag, tag der arbeit, may day", _fixed(1, 5)),
    ("mariae himmelfahrt, maria himmelfahrt", _fixed(15, 8)),
    ("tag der deutschen einheit", _fixed(3, 10)),
    ("reformationstag, halloween", _fixed(31, 10)),
    ("allerheiligen, all saints day, all saints ' day", _fixed(1, 11)),
    ("allerseelen", _fixed(2, 11)),
    ("bonfire night, guy fawkes night", _fixed(5, 11)),
    ("martinstag, sankt martin, st martin, armistice day, remembrance day", _fixed(11, 11)),
    ("nikolaus, nikolaustag", _fixed(6, 12)),
    ("heiligabend, heilig abend, heiligen abend, christmas eve, xmas eve", _fixed(24, 12)),
    ("weihnachten", _fixed(24, 12, 2, 0)),
    ("christmas day, xmas day, christmas, xmas, chrimbo", _fixed(25, 12)),
    ("1 weihnachtstag, ersten weihnachtstag, 1 weihnachtsfeiertag, ersten weihnachtsfeiertag", _fixed(25, 12)),
    ("2 weihnachtstag, zweiten weihnachtstag, 2 weihnachtsfeiertag, zweiten weihnachtsfeiertag", _fixed(26, 12)),
    ("stephanstag, stefanitag, weihnachtsfeiertage, weihnachtsfeiertagen, boxing day", _fixed(26, 12)),
    ("st stephen 's day, st stephens day, st stephen's day", _fixed(26, 12)),
    ("silvester, sylvester, altjahrsabend, jahreswechsel, new year 's eve, new years eve, new year's eve",
     _fixed(31, 12)),
    ("hogmanay, nye, zwischen den jahren", _fixed(31, 12)),
    ("muttertag", _weekday_in(2, 6, 5)),
    ("thanksgiving, thanksgiving day", _weekday_in(4, 3, 11)),
    ("black friday", _weekday_in(4, 3, 11, 1)),
    ("cyber monday", _weekday_in(4, 3, 11, 4)),
    ("independence day, fourth of july, 4th of july", _fixed(4, 7)),
    ("labor day", _weekday_in(1, 0, 9)),
    # Named, but which day is meant hangs on the country or the year.
    ("bank holiday monday, bank holiday, mother 's day, mothers day, mother's day, father 's day, fathers day", None),
    ("father's day, labour day, nationalfeiertag, bundesfeier, ramadan, eid, zuckerfest, chanukka, hanukkah", None),
    ("diwali, spring bank holiday, advent, adventszeit, super bowl sunday, feiertage, feiertagen, holidays", None),
)  # fmt: skip
_TOKENS: Final = tuple((tuple(name.split()), known) for names, known in _NAMES for name in names.split(", "))
_BY_FIRST: Final = {
    first: tuple(sorted((each for each in _TOKENS if each[0][0] == first), key=lambda each: -len(each[0])))
    for first in {words[0] for words, _ in _TOKENS}
}
FEAST_STARTS: Final = frozenset(_BY_FIRST) | frozenset(_WHICH_ADVENT)
