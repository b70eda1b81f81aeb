"""Hours as they are spoken, German and English: „viertel nach drei“, „halb vier“, `quarter to four`, `half three`."""

from __future__ import annotations

from typing import Final

from ..tokens import Text

_PAST: Final = frozenset("nach past after gone".split())
_TO: Final = frozenset("vor to before".split())
_QUARTER: Final = frozenset("viertel quarter".split())
_AT: Final = frozenset("um gegen bis at by before until till ab punkt nach around von for about vor".split())
_SMALL: Final = {
    **{w: n for n, w in enumerate("null ein zwei drei vier fuenf sechs sieben acht neun zehn elf zwoelf".split())},
    **{w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())},
    **{"eins": 1, "zwanzig": 20, "twenty": 20, "fuenfundzwanzig": 25},
}
SPOKEN_STARTS: Final = _QUARTER | frozenset("halb half dreiviertel".split())


def spoken_hour(text: Text, index: int) -> tuple[int, int, int] | None:
    """Last token, hour and minute, of twelve hours, of the hour told from token `index` on; None for anything else."""
    folded = text.folds[index]
    behind = text.folds[index + 1 : index + 4]
    if folded == "dreiviertel":
        return _short_of(index + 1, _hour(behind[:1]), 15)
    if folded in ("halb", "half"):
        if folded == "half" and behind[:1] == ("past",):
            return _past(index + 2, _hour(behind[1:2]), 30)
        hour = _hour(behind[:1])
        if folded == "halb":
            return _short_of(index + 1, hour, 30)
        counted = len(behind) > 1 and not text.after[index + 1].strip() and behind[1] not in _BEHIND
        ahead = index > 0 and text.folds[index - 1] in _AT
        return _past(index + 1, hour, 30) if ahead and not counted else None
    minutes = 15 if folded in _QUARTER else _value(folded)
    if minutes is None or not 0 < minutes < 30 or len(behind) < 2:
        return _short_of(index + 1, _hour(behind[:1]), 45) if folded == "viertel" else None
    if behind[0] in ("minuten", "minutes"):
        index, behind = index + 1, behind[1:]
    if folded in _QUARTER or (index and text.folds[index - 1] in _AT) or not folded.isdigit():
        if behind[0] in _PAST:
            return _past(index + 2, _hour(behind[1:2]), minutes)
        if behind[0] in _TO and (behind[0] != "to" or not folded.isdigit()):  # `5 to 8` may be from five to eight
            return _short_of(index + 2, _hour(behind[1:2]), minutes)
    return _short_of(index + 1, _hour(behind[:1]), 45) if folded == "viertel" else None


_BEHIND: Final = frozenset("on today tomorrow this in and then or at tonight the latest sharp".split())


def _past(last: int, hour: int | None, minutes: int) -> tuple[int, int, int] | None:
    return None if hour is None else (last, hour, minutes)


def _short_of(last: int, hour: int | None, minutes: int) -> tuple[int, int, int] | None:
    return None if hour is None else (last, (hour - 2) % 12 + 1, 60 - minutes)


def _hour(words: tuple[str, ...]) -> int | None:
    hour = _value(words[0]) if words else None
    return hour if hour is not None and 1 <= hour <= 12 else None


def _value(folded: str) -> int | None:
    return int(folded) if folded.isdigit() and folded.isascii() and len(folded) < 3 else _SMALL.get(folded)
