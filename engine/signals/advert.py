"""Whether a post says that it is advertising, and whether in a place and wording that count."""

from __future__ import annotations

from typing import Final

from ..source import Span
from ..tokens import Kind, Text
from .reading import Measurement, Reading, Signal, Type

_LABEL: Final = frozenset({"werbung", "anzeige", "advertisement", "ad", "advert", "advertorial", "dauerwerbung"})
_PAID: Final = frozenset("""bezahlte bezahlter bezahltes bezahlt paid entgeltliche kommerzielle""".split())
_PAID_NOUNS: Final = frozenset(
    """werbung anzeige partnerschaft kooperation zusammenarbeit partnership promotion ad advertisement advertising
    einschaltung werbepartnerschaft collaboration sponsorship""".split()
)
_TAGS: Final = frozenset(
    "#werbung #anzeige #ad #advertisement #bezahltewerbung #bezahltepartnerschaft #paidpartnership".split()
)
_WEAK_TAGS: Final = _TAGS | frozenset(
    """#sponsored #gesponsert #sponsoring #kooperation #gifted #prsample #pressesample #unbezahltewerbung #spon #sp
    #collab #partner""".split()
)
_WEAK: Final = frozenset(
    """sponsored gesponsert gesponserter gesponserte gesponsertes kooperation kooperationspartner gifted prsample
    pressesample collab presseeinladung pressereise""".split()
)
_UNPAID: Final = frozenset({"unbezahlte", "unbeauftragte", "unpaid", "selbst"})
_WEAK_OPENERS: Final = _WEAK_TAGS | _WEAK | _UNPAID | _PAID | _LABEL | {"pr"}
_GOES_ON: Final = frozenset("fuer von mit weil wegen da denn in for by from with because".split())
_NO: Final = frozenset("kein keine keinen keiner ohne nicht nie no not without never nobody niemand".split())
_OPEN_MARKS: Final = "[(*_•|✨📢"


def _measure(reading: Reading) -> Measurement:
    text = reading.text
    clear = _clear(text)
    if clear is not None:
        return Measurement("clear", (_span(text, *clear),), ("clear",))
    weak = tuple(_span(text, first, last) for first, last in _weak(text))
    return Measurement("weak", weak, ("weak",) * len(weak)) if weak else Measurement("none")


def _clear(text: Text) -> tuple[int, int] | None:
    """A label that opens the text, or its first sentence calling itself advertising."""
    first = 0
    while first < len(text) and text.kinds[first] in (Kind.EMOJI, Kind.MENTION):
        first += 1
    if first >= len(text) or text.quoted[first]:
        return None
    folded = text.folds[first]
    if folded in _TAGS:
        return first, first
    if folded in _PAID and first + 1 < len(text) and text.folds[first + 1] in _PAID_NOUNS:
        return first, first + 1
    if folded in _LABEL and _stands_alone(text, first):
        return first, first
    return _first_sentence(text, first)


def _stands_alone(text: Text, index: int) -> bool:
    """„Werbung: ...“, „[Werbung, Pressereise]“, „Anzeige für ...“, but not „Werbung nach jedem Level“."""
    if index + 1 == len(text) or text.after[index].strip() or "\n" in text.after[index]:
        return not text.after[index].startswith("?")
    gap = text.raw[text.ends[index] : text.starts[index + 1]]
    if any(mark in gap for mark in "*_|/+&]") or text.kinds[index + 1] in (Kind.EMOJI, Kind.MENTION, Kind.HASHTAG):
        return True
    return text.folds[index + 1] in _GOES_ON and text.folds[index] != "ad"


def _first_sentence(text: Text, start: int) -> tuple[int, int] | None:
    """„... das hier ist Werbung“, „This video contains paid promotion“, „WERBUNG also“ in the first sentence."""
    first, last = text.sentences[text.sentence_of[start]]
    for index in range(first, last):
        folded = text.folds[index]
        if (folded not in _PAID_NOUNS and folded != "advertising") or text.quoted[index] or _negated(text, index):
            continue
        before = text.folds[index - 1] if index > first else ""
        if folded in _PAID_NOUNS and before in _PAID and text.folds[index - 2 : index - 1] != ("un",):
            return index - 1, index
        if folded in ("werbung", "anzeige", "advertisement", "advertising"):
            loud = text.word(index).isupper()
            predicate = before in ("ist", "is", "also", "daher", "as", "als") and (
                index + 1 == last or bool(text.after[index].strip())
            )
            if (loud and not _all_capitals(text)) or predicate:
                return index, index
    return None


def _all_capitals(text: Text) -> bool:
    letters = [mark for mark in text.raw if mark.isalpha()]
    return sum(mark.isupper() for mark in letters) > 0.6 * len(letters)


def _weak(text: Text) -> list[tuple[int, int]]:
    """Labels that are easily missed or that name no payment."""
    found: list[tuple[int, int]] = []
    for index, folded in enumerate(text.folds):
        if folded not in _WEAK_OPENERS or text.quoted[index] or _negated(text, index):
            continue
        following = text.folds[index + 1] if index + 1 < len(text) else ""
        if text.kinds[index] is Kind.HASHTAG:
            if folded in _WEAK_TAGS:
                found.append((index, index))
        elif folded in _WEAK:
            if not (
                folded == "kooperation"
                and following == "mit"
                and index + 2 < len(text)
                and text.folds[index + 2] in ("mir", "uns")
            ):
                found.append((index, index))
        elif (
            (
                folded in _UNPAID
                and following
                in (
                    "werbung",
                    "anzeige",
                    "ad",
                    "advertisement",
                )
            )
            or (folded == "pr" and following in ("sample", "samples", "muster", "paket", "package", "gift"))
            or (folded in _PAID and following in _PAID_NOUNS)
        ):
            found.append((index, index + 1))
        elif folded in _LABEL and folded != "anzeige" and _closing(text, index):
            found.append((index, index))
    return found


def _closing(text: Text, index: int) -> bool:
    """Whether the word stands for itself: a sentence or bracket of its own."""
    first, last = text.sentences[text.sentence_of[index]]
    bracket = text.raw[max(0, text.starts[index] - 1) : text.starts[index]] in tuple(_OPEN_MARKS)
    return last - first == 1 or (bracket and text.after[index][:1] in (")", "]", ",", "*", ""))


def _negated(text: Text, index: int) -> bool:
    """Whether one of the three words before, inside the clause, denies it."""
    first = text.clauses[text.clause_of[index]][0]
    return any(text.folds[each] in _NO for each in range(max(first, index - 3), index))


def _span(text: Text, first: int, last: int) -> Span:
    return Span(text.starts[first], text.ends[last])


advertising_label: Final = Signal(
    "text.advertising-label", "text.werbekennzeichnung", Type.WORD, "strength",
    "How the text marks itself as advertising: clear at the start; weak in a hashtag, at the end, or no payment named.",
    "guide of the German media authorities; OLG Celle on #ad; BGH I ZR 90/20", "none", _measure, ("de", "en"),
    ("clear", "weak", "none"),
)  # fmt: skip
