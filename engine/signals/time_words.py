"""The words and signs that name days, months, numbers and parts of time, German and English, and what they make up."""

from __future__ import annotations

from datetime import time
from typing import Final

from ..regex import Regex
from ..values import dataclass
from .deadlines import Moment

WEEKDAYS: Final = {
    **{name: day for day, name in enumerate("montag dienstag mittwoch donnerstag freitag samstag sonntag".split())},
    **{name: day for day, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())},
    "sonnabend": 5,
}
MONTHS: Final = {
    name: number
    for names in (
        "januar februar maerz april mai juni juli august september oktober november dezember",
        "jaenner feber maer apr mai jun jul aug sep okt nov dez",
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sept oct nov dec",
    )
    for number, name in enumerate(names.split(), 1)
}
NUMBERS: Final = {
    **{w: n for n, w in enumerate("null ein zwei drei vier fuenf sechs sieben acht neun zehn elf zwoelf".split())},
    **{w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())},
    **dict.fromkeys("eine einem einen einer a an next naechsten eins".split(), 1),
    **{"zweier": 2, "dreier": 3, "achtundvierzig": 48, "vierundzwanzig": 24},
    **dict.fromkeys(("vierzehn", "fourteen"), 14),
    **dict.fromkeys(("fuenfzehn", "fifteen"), 15),
    **dict.fromkeys(("zwanzig", "twenty"), 20),
    **dict.fromkeys(("dreissig", "thirty"), 30),
}
HALVES: Final = {"anderthalb": 90, "eineinhalb": 90, "zweieinhalb": 150, "dreieinhalb": 210}  # minutes of an hour
VAGUE: Final = {"couple": 3, "paar": 6, "few": 6, "einigen": 6, "wenigen": 6}  # at the most, of hours
DAYS: Final = frozenset("tag tage tagen day days kalendertage kalendertagen".split())
WEEKS: Final = frozenset("woche wochen week weeks".split())
NEXT: Final = frozenset("naechste naechsten naechster naechstem naechstes next".split())
PART: Final = {
    **dict.fromkeys("anfang beginn start beginning early".split(), 0),
    **dict.fromkeys("mitte middle mid".split(), 1),
    **dict.fromkeys("ende end late".split(), 2),
}
COURSE: Final = frozenset("laufe lauf verlauf course".split())
DAY_PARTS: Final = {
    **dict.fromkeys("frueh vormittag vormittags morning".split(), time(12)),
    **dict.fromkeys("nachmittag nachmittags afternoon arvo".split(), time(18)),
    **dict.fromkeys("abend abends nacht nachts evening night mitternacht midnight".split(), None),
}
ORDINAL: Final = Regex(r"(\d{1,2})(?:st|nd|rd|th)")


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


def weekday_of(folded: str) -> tuple[int, time | None, bool] | None:
    """Number, end and whether there is a part of the day: „dienstagvormittag“ is (1, 12:00, True)."""
    if folded in WEEKDAYS:
        return WEEKDAYS[folded], None, False
    if folded.endswith(("mittag", "abend", "nacht", "frueh", "morgen")) and len(folded) > 9:
        for name, day in WEEKDAYS.items():
            if folded.startswith(name):
                part = folded[len(name) :]
                if part in DAY_PARTS or part in ("mittag", "morgen"):
                    return day, time(14) if part == "mittag" else DAY_PARTS.get(part, time(12)), True
    return None


def number_of(folded: str) -> int | None:
    """The number a word says, in figures or written out."""
    if folded.isdigit() and folded.isascii() and len(folded) < 5:
        return int(folded)
    return NUMBERS.get(folded)
