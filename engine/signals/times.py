"""Dates, times of day, lengths of time and sums of money in a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from ..regex import Regex
from ..source import Span
from ..tokens import Kind, Text
from ..values import dataclass
from .memo import Last


@dataclass(frozen=True, slots=True)
class Anchor:
    """Something concrete with its place and tokens. `weak`: a bare „heute“, a name only called; it redeems nothing."""

    kind: str
    span: Span
    first_token: int
    last_token: int
    weak: bool = False


_Hit = tuple[str, int, int, bool]  # kind, first token, last token, weak

CARDINALS: Final = frozenset(
    """zwei drei vier fuenf sechs sieben acht neun zehn elf zwoelf dreizehn vierzehn fuenfzehn zwanzig dreissig
    sechzehn siebzehn achtzehn neunzehn vierzig fuenfzig hundert zweihundert tausend two three four five six seven
    eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty
    fifty hundred thousand dutzend dozen""".split()
)
_ONE: Final = frozenset(
    "ein eine einen einem einer eines a an one halbe halben halber half eineinhalb anderthalb paar".split()
)
WEEKDAYS: Final = frozenset(
    """montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag montags dienstags mittwochs
    donnerstags freitags samstags sonntags monday tuesday wednesday thursday friday saturday sunday mondays
    tuesdays wednesdays thursdays fridays saturdays sundays""".split()
)
WEEKDAY_STEMS: Final = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_MONTHS: Final = frozenset(
    """januar jaenner februar feber maerz april mai juni juli august september oktober november dezember jan feb
    apr jun jul aug sep sept okt nov dez january february march may june july october december oct dec""".split()
)
_HOMOGRAPH_MONTHS: Final = frozenset({"may", "march", "august", "mai", "jan", "april", "juni"})
_BEFORE_MONTH: Final = frozenset(
    """im in by until till since from bis ab seit mitte anfang ende of early late mid und vergangenen vergangenem
    letzten naechsten kommenden after before during to vom zum on next last this""".split()
)
_FEASTS: Final = frozenset(
    """heiligabend silvester neujahr neujahrstag nikolaustag dreikoenigstag rosenmontag aschermittwoch gruendonnerstag
    karfreitag karsamstag ostersonntag ostermontag himmelfahrt christihimmelfahrt pfingstsonntag pfingstmontag
    fronleichnam allerheiligen muttertag valentinstag halloween""".split()
)
"""Feasts of one day; „Ostern“ and „Weihnachten“ are several."""
_COUNTED_FEASTS: Final = frozenset("advent adventssonntag weihnachtstag weihnachtsfeiertag".split())
"""Feasts that are told by a number: „1. Advent“."""
_FEASTS_OF_TWO: Final = frozenset(
    tuple(each.split())
    for each in (
        "christmas eve", "christmas day", "boxing day", "good friday", "easter monday", "easter sunday",
        "heiliger abend", "heiligen abend", "heilig abend",
    )
)  # fmt: skip
_ORDINALS: Final = frozenset("ersten erster zweiten zweiter dritten dritter vierten vierter".split())
_DAYS: Final = (
    frozenset(
        """uebermorgen gestern vorgestern tomorrow yesterday tonight weihnachten ostern pfingsten silvester neujahr
    christmas easter monatsende jahresende quartalsende heiligabend monatsanfang midweek""".split()
    )
    | _FEASTS
)
_WEEKENDS: Final = frozenset({"wochenende", "weekend"})
_BEFORE_WEEKEND: Final = frozenset(
    "am bis zum uebers vorm this next last dieses naechstes naechsten kommendes the over".split()
)
_WEAK_DAYS: Final = frozenset({"heute", "today", "heut", "heuer"})
_DAYPARTS: Final = frozenset(
    """frueh vormittag mittag nachmittag abend nacht vormittags mittags nachmittags abends nachts morning afternoon
    evening noon midnight mitternacht""".split()
)
_EXACT_DAYPARTS: Final = frozenset({"noon", "midnight", "mitternacht"})
_PERIODS: Final = frozenset(
    """woche wochen monat monats monate jahr jahres week month year quartal quarter sommer winter herbst
    fruehjahr""".split()
)
_WHICH: Final = frozenset(
    """naechste naechsten naechster naechstem naechstes kommende kommenden kommender diese dieser diesen dieses
    letzte letzten letzter vergangene vergangenen next this last coming der des""".split()
)
_PART_OF: Final = frozenset("anfang mitte ende end start beginning middle early late".split())
_DURATIONS: Final = frozenset(
    """sekunde sekunden minute minuten min stunde stunden std tag tage tagen woche wochen monat monate monaten jahr
    jahre jahren werktag werktage werktagen arbeitstag arbeitstage arbeitstagen kalendertage kalendertagen
    seconds second sec minutes mins hour hours hrs day days week weeks month months year years fortnight night
    nights naechte""".split()
)
_CURRENCIES: Final = frozenset(
    """euro euros eur cent franken rappen chf sfr fr dollar dollars usd pound pounds gbp pence quid bucks cents
    rupees inr aud cad nzd millionen mio mrd stutz""".split()
)
_CURRENCY_SIGNS: Final = frozenset("€$£¥₹")
_CLOCK: Final = Regex(r"(?:[01]?\d|2[0-4])[.:][0-5]\d")
GLUED: Final = Regex(r"(\d{1,4})(am|pm|h|uhr|min|m|km|kg|g|gb|mb|kwh|kw|cm|mm|th|st|nd|rd|k|tage|stunden|w)")
_NUMERIC_DATE: Final = Regex(
    r"(?:0?[1-9]|[12]\d|3[01])\.\s?(?:0?[1-9]|1[0-2])\.(?:\s?(?:(?:19|20)\d\d|\d\d(?!\d|[.:]\d|\s?(?:[Uu]hr|h)\b)))?(?!\d)|(?:19|"
    r"20)\d\d-\d\d-\d\d|"
    r"(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|[12]\d|3[01])/(?:19|20)?\d\d(?!\d)"
)
_DAY_NUMBER: Final = Regex(r"\d{1,2}(?:st|nd|rd|th)?")
_YEAR: Final = Regex(r"(?:19|20)\d\d")
_BEFORE_VERSION: Final = frozenset({"version", "ziffer", "punkt", "kapitel", "nr"})
_BEFORE_YEAR: Final = frozenset("in seit since jahr bis von ab aus from until".split())
_BEFORE_DAY: Final = frozenset("am vom zum bis ab den der dem seit spaetestens und".split())
_HOURS: Final = {"eins", "one", "ein", "1"} | {str(hour) for hour in range(2, 25)}
_AT: Final = frozenset("um gegen at ab bis by until till von before after vor nach from".split())
_AFTER_TIME: Final = frozenset("in ist sind bei am is today tomorrow and or und oder then".split())
_SHARP_AT: Final = frozenset("um gegen at".split())
_HALF: Final = frozenset("halb viertel dreiviertel quarter half".split())


# Whatever a word can open; any other word is passed over at once.
_OPENERS: Final = (
    frozenset({"morgen", "kw", "mittag"})
    | _ORDINALS
    | {first for first, _ in _FEASTS_OF_TWO}
    | (_ONE | _CURRENCIES | WEEKDAYS | _MONTHS | _DAYS | _WEEKENDS | _WEAK_DAYS)
    | (CARDINALS | _PERIODS | _PART_OF | _HALF | _DAYPARTS)
)


WEEKDAY_STARTS: Final = frozenset(stem[:4] for stem in WEEKDAY_STEMS)


def in_time(text: Text) -> tuple[Anchor, ...]:
    """Dates, times, durations and amounts, in order; none in an empty text."""
    return _IN_TIME(text)


def _all_in_time(text: Text) -> tuple[Anchor, ...]:
    found: list[Anchor] = []
    index, count = 0, len(text)
    folds, kinds = text.folds, text.kinds
    while index < count:
        folded = folds[index]
        opens = folded in _OPENERS or folded[0] < "a" or folded[:4] in WEEKDAY_STARTS
        hit = _temporal(text, index) if opens and kinds[index] < 2 else None  # words and numbers only
        if hit is None:
            index += 1
            continue
        kind, first, last, weak = hit
        if found and found[-1].last_token >= first:
            first = index
        found.append(make_anchor(text, kind, first, last, weak))
        index = last + 1
    return tuple(found)


_IN_TIME: Final = Last(_all_in_time)


def _temporal(text: Text, index: int) -> _Hit | None:
    """Kind, first and last token of what begins at `index`, and whether it is weak."""
    if text.folds[index : index + 2] in _FEASTS_OF_TWO:
        return "date", index, index + 1, False
    if text.folds[index] in _ORDINALS:
        counted = not text.after[index].strip() and _COUNTED_FEASTS.intersection(text.folds[index + 1 : index + 2])
        return ("date", index, index + 1, False) if counted else None
    folded, kind = text.folds[index], text.kinds[index]
    if kind is Kind.NUMBER or folded in CARDINALS or (folded[0].isdigit() and kind is Kind.WORD):
        return _from_number(text, index)
    if folded in _ONE and goes_on(text, index):
        following = text.folds[index + 1]
        if following in ("halbe", "half") and index + 2 < len(text) and text.folds[index + 2] in _DURATIONS:
            return "duration", index, index + 2, False
        if following in _DURATIONS and folded not in {"ein", "an", "paar"} | _days_idiom(text, index):
            return "duration", index, index + 1, False
        if (folded == "an" and following == "hour") or (folded == "half" and following in ("an", "hour")):
            return "duration", index, min(index + (2 if following == "an" else 1), len(text) - 1), False
    if (
        folded in _CURRENCIES
        and goes_on(text, index)
        and text.kinds[index + 1] is Kind.NUMBER
        and folded not in ("fr", "mio")
    ):
        return "amount", index, index + 1, False
    if folded in WEEKDAYS or (folded.startswith(WEEKDAY_STEMS) and len(folded) < 20):
        return "date", index, _with_daypart(text, index), False
    if folded in _MONTHS and _is_month(text, index):
        last = index
        if (goes_on(text, index) and text.kinds[index + 1] is Kind.NUMBER) or (
            index + 1 < len(text) and GLUED.fullmatch(text.folds[index + 1])
        ):
            last = index + 1
        return "date", index - (text.folds[index - 1] in _PART_OF if index else 0), last, False
    if folded in _DAYS:
        return "date", index, _with_daypart(text, index), False
    if folded in _WEEKENDS and index and text.folds[index - 1] in _BEFORE_WEEKEND:
        return "date", index, index, False
    if folded in _WEAK_DAYS:
        last = _with_daypart(text, index)
        return "date", index, last, last == index
    if (folded == "morgen" and text.word(index)[0] != "M") or (folded == "morgen" and _starts_sentence(text, index)):
        before = text.folds[index - 1] if index else ""
        return (
            None
            if before in ("guten", "jeden", "am", "den", "schoenen")
            else ("date", index, _with_daypart(text, index), False)
        )
    if folded in _PERIODS and index and text.folds[index - 1] in _WHICH - {"der", "des"}:
        return "date", index - 1, index, False
    if folded in _PART_OF and goes_on(text, index):
        stop = index + 1
        while (
            stop < len(text) and stop < index + 4 and (text.folds[stop] in _WHICH or text.folds[stop] in ("of", "the"))
        ):
            stop += 1
        if stop < len(text) and (text.folds[stop] in _PERIODS or text.folds[stop] in _MONTHS):
            return "date", index, stop, False
    if folded == "kw" and goes_on(text, index) and text.kinds[index + 1] is Kind.NUMBER:
        return "date", index, index + 1, False
    if folded in _HALF and goes_on(text, index):
        stop = (
            index + 2 if text.folds[index + 1] in ("nach", "vor", "past", "to") and index + 2 < len(text) else index + 1
        )
        if text.folds[stop] in CARDINALS or text.folds[stop] in _HOURS:
            return "time", index, stop, False
    if folded in _EXACT_DAYPARTS or (
        folded == "mittag" and index and text.folds[index - 1] in ("bis", "zu", "gegen", "am")
    ):
        return "time", index, index, False
    if folded in _DAYPARTS and index and text.folds[index - 1] in ("this", "diesen"):
        return "date", index - 1, index, False
    return None


def _days_idiom(text: Text, index: int) -> frozenset[str]:
    """„eines Tages“, „a day“ as in „have a nice day“ never measure a length."""
    return (
        frozenset({"eines", "a"})
        if text.folds[index + 1] in ("tages", "day", "second", "sekunde")
        else frozenset({"eines"})
    )


def _from_number(text: Text, index: int) -> _Hit | None:
    """What a number opens: a date, a time, a length of time, a sum, or nothing of the kind."""
    before = text.folds[index - 1] if index else ""
    if text.kinds[index] is Kind.NUMBER:
        numeric = _NUMERIC_DATE.match(text.raw, text.starts[index])
        if numeric and not (len(numeric.group()) < 6 and before in _BEFORE_VERSION):
            return "date", index, bisect_left(text.starts, numeric.end()) - 1, False
    elif text.folds[index][0].isdigit():
        return _from_glued(text, index, before)
    gap_before = text.raw[text.ends[index - 1] if index else 0 : text.starts[index]]
    behind = text.raw[text.ends[index] : text.starts[index + 1] if index + 1 < len(text) else len(text.raw)]
    signs = (gap_before[-2:].strip(), behind.strip()[:1])
    if any(sign and sign in _CURRENCY_SIGNS for sign in signs) or re.match(r"[.,][–—-]", behind):
        return "amount", index, index, False
    last = _range_end(text, index)
    return _by_unit(text, index, last) or _by_clock(text, index, last, before) or _by_day(text, index, last, before)


def _from_glued(text: Text, index: int, before: str) -> _Hit | None:
    """„6pm“, „48h“, „3rd“ with its month."""
    glued = GLUED.fullmatch(text.folds[index])
    if glued is None:
        return None
    if glued[2] in ("am", "pm", "uhr"):
        return "time", index, index, False
    if glued[2] == "h" and int(glued[1]) <= 24 and _is_clock_place(text, index, before, int(glued[1])):
        return "time", index, index, False
    if glued[2] in ("h", "min", "tage", "stunden"):
        return "duration", index, index, False
    if glued[2] not in ("th", "st", "nd", "rd"):
        return None
    behind = text.folds[index + 1 : index + 3]
    last = index
    if behind and behind[0] in _MONTHS:
        last = index + 1
    elif len(behind) > 1 and behind[0] == "of" and behind[1] in _MONTHS:
        last = index + 2
    return ("date", index, last, False) if last > index or before in ("the", "on") else None


def _is_clock_place(text: Text, index: int, before: str, hour: int) -> bool:
    """Whether „20h“ is an hour of the day: behind „um“, behind a day, and from six on behind „bis“."""
    if before in ("um", "gegen") or (hour >= 6 and before in ("bis", "ab", "by", "until", "till", "at")):
        return True
    return (
        before in WEEKDAYS | _MONTHS | _FEASTS | _COUNTED_FEASTS
        or _YEAR.fullmatch(before) is not None
        or (bool(index) and _NUMERIC_DATE.match(text.raw, text.starts[index - 1]) is not None)
    )


def _range_end(text: Text, index: int) -> int:
    """The last number of „3-5“, „8 bis 10“, „12. oder 13.“, else `index`."""
    last, count = index, len(text)
    while last + 1 < count and re.fullmatch(r"\s?[-–/]\s?", _gap(text, last)) and _is_number(text, last + 1):
        last += 1
    while last + 2 < count and text.folds[last + 1] in ("bis", "oder", "to", "or") and not text.after[last]:
        if not _is_number(text, last + 2):
            break
        last += 2
    return last


def _by_unit(text: Text, index: int, last: int) -> _Hit | None:
    """The word behind the number decides: a month, „Uhr“, days, a currency."""
    ordinal = text.after[last].strip() == "."
    if last + 1 >= len(text) or (text.after[last].strip() and not ordinal):
        return None
    unit = text.folds[last + 1]
    if unit in _MONTHS and (ordinal or text.kinds[last] is Kind.NUMBER):
        year = text.folds[last + 2 : last + 3]
        with_year = bool(year) and _YEAR.fullmatch(year[0]) is not None and len(text.after[last + 1]) < 2
        return "date", index, last + 1 + with_year, False
    if ordinal:
        return ("date", index, last + 1, False) if unit in _COUNTED_FEASTS else None
    if unit in ("uhr", "am", "pm", "o'clock", "oclock"):
        return "time", index, _with_daypart(text, last + 1), False
    if unit in ("a", "p") and text.folds[last + 2 : last + 3] == ("m",):
        return "time", index, last + 2, False
    if unit in _DURATIONS or unit.endswith(("stunden", "tage", "tagen", "minuten", "wochen")):
        return "duration", index, last + 1, False
    return ("amount", index, last + 1, False) if unit in _CURRENCIES else None


def _by_clock(text: Text, index: int, last: int, before: str) -> _Hit | None:
    """„15:30“, „um zehn“, „bis 9.“, „8 bis 10“: hours told by their form or by the word before."""
    if _CLOCK.fullmatch(text.folds[last]) and (":" in text.folds[last] or before in _AT):
        return "time", index, last, False
    ends = last + 1 >= len(text) or bool(text.after[last].strip())
    counts_noun = not ends and text.kinds[last + 1] is Kind.WORD and text.word(last + 1)[0].isupper()
    if counts_noun or text.raw[text.ends[last] :].lstrip()[:1] == "%":
        return None
    if text.folds[index] in _HOURS | CARDINALS and before in _AT:
        followed = not ends and text.folds[last + 1] in _DAYPARTS | _AFTER_TIME
        digits = text.kinds[index] is Kind.NUMBER
        if before in ("um", "gegen") or (before == "at" and digits) or ends or followed:
            return "time", index, _with_daypart(text, last), False
    if last > index and {text.folds[index], text.folds[last]} <= _HOURS and text.folds[last - 1] in ("bis", "to"):
        return "time", index, last, False
    return None


def _by_day(text: Text, index: int, last: int, before: str) -> _Hit | None:
    """„am 19. ...“, „seit 2022“."""
    folded = text.folds[index]
    if _YEAR.fullmatch(folded) and before in _BEFORE_YEAR:
        return "date", index, index, False
    if text.after[last].strip() != "." or before not in _BEFORE_DAY or not (folded.isdigit() and int(folded) <= 31):
        return None
    noun = last + 1 < len(text) and text.word(last + 1)[0].isupper()
    return None if noun and text.sentence_of[last + 1] == text.sentence_of[last] else ("date", index, last, False)


def _is_number(text: Text, index: int) -> bool:
    return text.kinds[index] is Kind.NUMBER or text.folds[index] in CARDINALS


def _gap(text: Text, index: int) -> str:
    return text.raw[text.ends[index] : text.starts[index + 1]]


def _with_daypart(text: Text, index: int) -> int:
    """`index`, or the token after it when it is a daypart: „morgen früh“, „Freitag Abend“."""
    if goes_on(text, index) and text.folds[index + 1] in _DAYPARTS:
        return index + 1
    return index


def _is_month(text: Text, index: int) -> bool:
    """Whether a month's name means the month: „may“, „march“ and given names need a sign of it."""
    if not text.word(index)[0].isupper():
        return False
    before = text.folds[index - 1] if index else ""
    if text.folds[index] not in _HOMOGRAPH_MONTHS:
        return True
    behind = goes_on(text, index) and (text.kinds[index + 1] is Kind.NUMBER or text.folds[index + 1][0].isdigit())
    return before in _BEFORE_MONTH or behind


def _starts_sentence(text: Text, index: int) -> bool:
    return text.sentences[text.sentence_of[index]][0] == index


def goes_on(text: Text, index: int) -> bool:
    """Whether a next token follows without punctuation."""
    return index + 1 < len(text) and not text.after[index].strip() and "\n" not in text.after[index]


def make_anchor(text: Text, kind: str, first: int, last: int, weak: bool = False) -> Anchor:
    """An anchor over the tokens `first` to `last`; the sign of a currency beside them belongs to it."""
    start, end = text.starts[first], text.ends[last]
    if kind == "amount":
        start -= _signs(text.raw[:start][::-1])
        end += _signs(text.raw[end:])
    return Anchor(kind, Span(start, end), first, last, weak)


def _signs(beside: str) -> int:
    """How many characters of `beside`, read away from the number, are a space and the sign of a currency."""
    space = beside[:1].isspace()
    return 1 + space if beside[space : space + 1] in tuple(_CURRENCY_SIGNS) else 0


def names_day(text: Text, anchor: Anchor) -> bool:
    """Whether a date is a day of the calendar: „15.5.“, „14. Mai“, „1. Advent“; no weekday, week or month."""
    folds = text.folds[anchor.first_token : anchor.last_token + 1]
    if not _FEASTS.isdisjoint(folds) or _NUMERIC_DATE.match(text.raw, anchor.span.start) is not None:
        return True
    if folds[:2] in _FEASTS_OF_TWO:
        return True
    if len(folds) > 1 and "advent" in folds[-1] and "adventszeit" not in folds:
        return True  # „zum vierten Advent“, „3. Adventssonntag“
    return folds[0] != "kw" and any(_DAY_NUMBER.fullmatch(each) for each in folds)
