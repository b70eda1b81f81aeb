"""English clauses that promise an own act."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from ..tokens import Text
from .time_asked import asks_for_time

_US: Final = frozenset("i we".split())
_ACTS: Final = frozenset(
    """send call ring get look check fix replace refund post message email mail update write bring sort pass ask chase
    follow deliver drop put add change swap ship arrange book cover credit dig escalate find flag give investigate
    keep let make move note organise pay phone pick raise release remove repair report review run see set speak take
    talk text try upload walk share confirm come reach transfer reprint remake redraw recast visit drive dm tag have
    visit open hold reserve return reply answer schedule""".split()
)
_LET_ME: Final = frozenset("check find get see look ask sort pass dig chase have grab take make pull know".split())
_OTHERS: Final = frozenset(
    """she he they someone somebody it that you both all two three colleague colleagues team fix refund replacement
    parcel engineer technician manager supervisor driver crew""".split()
)
_GOES: Final = frozenset(
    """ships goes comes lands arrives leaves calls rings follows starts collects delivers arrive go come land leave
    fixes replaces visits""".split()
)
_PEOPLE: Final = frozenset(
    """engineer fitter plumber electrician technician driver courier crew team colleague colleagues manager supervisor
    builder joiner inspector nurse doctor adviser advisor caretaker locksmith installer mechanic van lorry""".split()
)
_GOODS: Final = frozenset(
    """refund replacement parcel part parts credit voucher cheque money payment order delivery answer reply update
    letter     card ticket tickets fix patch correction appointment callback call visit engineer""".split()
)
_STATE: Final = frozenset("back with due booked scheduled coming on in there round".split())
_NEWS: Final = frozenset(
    "update updates answer reply news call callback word refund parcel email letter message replacement".split()
)
_DENIED: Final = frozenset("not no never without nothing unable cannot".split())
_PAST: Final = frozenset("have has was were had did been yesterday ago".split())
_MODAL: Final = frozenset(
    """can could would might may must should hope hopefully maybe perhaps probably possibly wish think believe guess
    suppose need able usually always""".split()
)
_HABIT: Final = frozenset(
    "every usually always generally normally daily weekly monthly weekdays mondays fridays typically often".split()
)
_SUBORDINATE: Final = frozenset("if when while because unless whether whatever where who what how why".split())
_LEISURE: Final = frozenset("can time possible manage able".split())
_WORD_OF: Final = (("my", "word"), ("our", "word"), ("count", "on"), ("i", "promise"), ("we", "promise"))
_TRIGGERS: Final = (
    frozenset("is are follow expect give allow will going let promise word count ll again".split()) | _GOES
)
_FILLERS: Final = frozenset(
    "also then just personally now gladly definitely certainly happily be of course both all still even".split()
)


def promised_en(text: Text, ahead: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    """First and last token of every clause that promises; `ahead` are the places of deadlines still to come."""
    if _TRIGGERS.isdisjoint(text.folds) and not ahead:
        return
    for number, (first, last) in enumerate(text.clauses):
        if "?" in text.after[last - 1] or any(text.quoted[first:last]):
            continue
        words = text.folds[first:last]
        if words[0] in _SUBORDINATE or not _HABIT.isdisjoint(words):
            begin = _main_clause(words)
            if begin is None:
                continue
            first, words = first + begin, words[begin:]
        if _on_leisure(text, number):
            continue
        due = any(first <= begin < last for begin, _ in ahead)
        if due and asks_for_time(text, first, last, ahead):
            if not _goes_on_promising(text, number, words):
                yield first, last - 1
        elif _promises(words, due):
            yield first, last - 1


def _goes_on_promising(text: Text, number: int, words: tuple[str, ...]) -> bool:
    """Whether what we ask time for is promised by itself: `give us until Thursday and we'll have an answer`."""
    for at in range(1, len(words) - 1):
        if words[at] in ("and", "then") and words[at + 1] in _US:
            return False  # one clause: it holds both, and is told as one promise
    if number + 1 >= len(text.clauses):
        return False
    first, last = text.clauses[number + 1]
    same = text.sentence_of[first] == text.sentence_of[text.clauses[number][0]]
    return same and _promises(text.folds[first:last], True)


def _main_clause(words: tuple[str, ...]) -> int | None:
    """Where the main clause goes on without a comma: „When it is done I'll call you“."""
    for at in range(2, len(words) - 1):
        if words[at] in _US and words[at + 1] == "will" and words[0] in ("if", "when") and _HABIT.isdisjoint(words):
            return at
    return None


def _on_leisure(text: Text, number: int) -> bool:
    """Whether the promise hangs on us: „If we have time, ...“."""
    if not number:
        return False
    begin, end = text.clauses[number - 1]
    words = text.folds[begin:end]
    same = text.sentence_of[begin] == text.sentence_of[text.clauses[number][0]]
    return same and words[0] == "if" and not _LEISURE.isdisjoint(words) and not _US.isdisjoint(words)


def _promises(words: tuple[str, ...], due: bool) -> bool:
    again = "again" in words and "happen" in words and "will" in words and not {"not", "no", "never"}.isdisjoint(words)
    if again:
        return "hopefully" not in words
    pairs = tuple(pairwise(words))
    if any(word in _DENIED and (word, "later") not in pairs for word in words):
        return False
    if any(pair in pairs for pair in _WORD_OF):
        return "have" not in words or "you" in words
    if _left_with_us(words) or (due and _back(words)):
        return True
    reader = not {"you", "your", "yours"}.isdisjoint(words)
    for at, word in enumerate(words):
        if word == "will":
            return _will(words, at, due, reader)
        if word == "going" and words[at + 1 : at + 2] == ("to",) and not _US.isdisjoint(words[:at]):
            return _PAST.isdisjoint(words)
        if word == "let" and words[at + 1 : at + 2] == ("me",) and at < 3:
            return len(words) > at + 2 and words[at + 2] in _LET_ME - {"know"}
    if not due or not _PAST.isdisjoint(words) or not _MODAL.isdisjoint(words):
        return False
    return _present(words) or _ours_comes(words) or (words[0] == "expect" and not _NEWS.isdisjoint(words))


def _left_with_us(words: tuple[str, ...]) -> bool:
    """`Leave it with me`, at the end of its clause; with your keys at reception it asks the reader."""
    for at, word in enumerate(words[:3]):
        if word == "leave" and words[at + 1 : at + 2] and words[at + 1] in ("it", "this", "that"):
            behind = words[at + 2 : at + 5]
            return behind[:2] in (("with", "me"), ("with", "us")) and behind[2:] in ((), ("and",), ("then",), ("for",))
    return False


def _back(words: tuple[str, ...]) -> bool:
    """`Bear with me, back here by 3`, `be back with you in ten minutes`: who is away says when that ends."""
    begin = 1 if words[0] == "be" else 0
    if words[begin : begin + 1] != ("back",) or {"by", "before", "in", "within", "at"}.isdisjoint(words):
        return False
    return words[begin + 1 : begin + 2] == ("here",) or words[begin + 1 : begin + 3] in (("with", "you"), ("to", "you"))


def _will(words: tuple[str, ...], at: int, due: bool, reader: bool) -> bool:
    """`I'll call you`, `will ask Trev`, `she'll ring you before 5`, `you'll have it by Monday`."""
    verb_at = at + 1
    while verb_at < len(words) and words[verb_at] in _FILLERS - {"be"}:
        verb_at += 1
    verb = words[verb_at] if verb_at < len(words) else ""
    before = words[:at]
    if not _MODAL.isdisjoint(words[: verb_at + 1]) or not verb:
        return False
    if not _US.isdisjoint(before[-3:]):
        return verb not in ("need", "miss", "love", "enjoy", "forever", "agree", "admit", "continue", "strive")
    if not before or before[-1] in ("and", "but", "then", "so"):
        return verb in _ACTS
    if "our" in before or not _OTHERS.isdisjoint(before[-3:]):
        return due or (reader and verb in _ACTS | {"be", "receive", "hear"})
    return due and (reader or verb in _ACTS or verb == "be" or "there" in before)


def _ours_comes(words: tuple[str, ...]) -> bool:
    """`Your fitter is back with you on Thursday`, `the plumber is booked for Tuesday`, `the refund is due Friday`."""
    for at, word in enumerate(words[:-1]):
        if word in ("is", "are") and at:
            subject = words[max(0, at - 3) : at]
            ours = not (_PEOPLE | _GOODS).isdisjoint(subject) and "their" not in subject
            return ours and (
                words[at + 1] in _STATE or words[at + 1].endswith("ing") or words[at + 1 : at + 2] == ("being",)
            )
        if word in ("follows", "follow") and at:
            return words[max(0, at - 3)] not in _US
    return False


def _present(words: tuple[str, ...]) -> bool:
    """Present tense with a deadline ahead: `We're remaking it by Friday`, `The fix ships on Tuesday`."""
    for at, word in enumerate(words):
        if word in _GOES and at:
            return words[0] in ("the", "our", "your", "it", "a", "new", "replacement", "refund") or not _US.isdisjoint(
                words
            )
        if word in _US and at + 1 < len(words):
            following = words[at + 1 : at + 4]
            if following[0] in ("am", "are") and any(each.endswith("ing") for each in following):
                return True
            if following[0] in _ACTS:
                return True
    return False
