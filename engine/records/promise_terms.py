"""A message of ours -> its pledges: what is promised, as which kind of deed, by when, and on what condition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from ..condition_nodes import PATIENCE
from ..conditions import concept
from ..regex import Regex
from ..scene import Scene
from ..signals.deadline_words import deadlines
from ..signals.deadlines import EVERY_DAY
from ..signals.promises import Promise, promises
from ..signals.time_asked import asks_for_time
from ..signals.told_here import HERE, told_here
from ..source import Span
from ..tokens import Text, fold
from ..values import dataclass
from .calendars import CalendarError, Duration, day_span, due, for_promises
from .verdicts import Case


class Deed(StrEnum):
    """What keeps a promise, as far as a record can show it."""

    HERE = "here"
    WORD = "word"
    PRIVATE = "private"
    LETTER = "letter"
    CALL = "call"
    PAYMENT = "payment"
    PARCEL = "parcel"
    CHECK = "check"
    OTHER = "other"


class Waits(StrEnum):
    """What a promise waits for: something the customer gives, the customer's yes, anything else."""

    GIVEN = "given"
    ASSENT = "assent"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Pledge:
    """One promise: its place and words, the deeds of which any keeps it, and its last instant (None: not known).

    `dated`: it names its deadline itself; `day`: a whole day, week or month, so it ends at 24:00. `waits` None: it
    hangs on nothing; `hidden`: what it waits for may come where no record shows it.
    """

    span: Span
    words: str
    deeds: frozenset[Deed]
    due: datetime | None
    dated: bool
    day: bool
    waits: Waits | None = None
    hidden: bool = False


_KINDS: Final = (
    ("promised-here", Deed.HERE), ("promised-word", Deed.WORD), ("promised-private", Deed.PRIVATE),
    ("promised-call", Deed.CALL), ("promised-payment", Deed.PAYMENT), ("promised-parcel", Deed.PARCEL),
)  # fmt: skip
_UNSEEN: Final = frozenset({Deed.CALL, Deed.PRIVATE, Deed.LETTER})
_WORDS: Final = Regex(
    r"\b(?:meld\w*\b.*\b(?:uns|mich|sich)|(?:uns|mich|sich)\b.*\bmelden|bescheid|antwort\w*|rueckmeldung|informier\w*"
    r"|get back|back with you|let you know|in touch|hear (?:back )?from|update\w*|reply|report back|answer|laufenden"
    r"|posted|informed)\b"
)
_CHECKS: Final = Regex(
    r"\b(?:pruef\w*|ueberpruef\w*|klaer\w*|schau\w*|nachseh\w*|nachschau\w*|erkundig\w*|frag\w*|recherchier\w*"
    r"|untersuch\w*"
    r"|ermittel\w*|check|look|find out|investigate|clarify|ask|chase|review|see what)\b"
)
_LETTERS: Final = Regex(r"\b(?:e-?mails?|mail\w*|brief\w*|post|postal|letter|schriftlich|letterbox)\b")
_IF: Final = frozenset("wenn falls sofern sobald nachdem once if when unless".split())
_AFTER: Final = Regex(
    r"\b(?:nach (?:\w+ )?(?:erhalt|eingang|vorlage|ruecksendung|rueckgabe|zusendung|uebermittlung|rueckmeldung"
    r"|zahlungseingang"
    r"|bestaetigung|antwort|freigabe|pruefung)|(?:up)?on receipt|as soon as|so bald|after we (?:receive|get"
    r"|have)|after you)\b"
)
_THEN: Final = frozenset("dann danach anschliessend then afterwards".split())
_ASKS: Final = Regex(
    r"\bbitte\b|\b\w+en sie (?:uns|mir)\b|\b(?:schick\w*|send\w*|nenn\w*|sag\w*|gib|gebt|schreib\w*"
    r"|mail\w*) (?:uns|mir)\b"
    r"|\bplease\b|\b(?:send|tell|give|let|drop|dm|email) (?:us|me)\b"
)
_WISH: Final = frozenset(
    """moechten moechtest moegen magst moegt wollen willst wollt wuenschen wuenschst recht passt like want wish
    prefer""".split()
)
_YOU: Final = frozenset("du ihr you".split())
_WE_HOLD: Final = Regex(
    r"\b(?:uns|mir)\b.*\b(?:vorlieg\w*|erreich\w*|zugeh\w*|zugegangen)\b|\b(?:wir|ich|we|i)\b.*\b(?:ihre|deine"
    r"|eure|your)\b"
    r"|\bnach\b|\breceipt\b"
)
_ELSEWHERE: Final = Regex(
    r"\b(?:dm|pn|pm|e-?mail|mail|mailen|privat\w*|private|direktnachricht|direct message|telefon\w*|anruf\w*"
    r"|anrufen|hotline"
    r"|phone|call|ring|post|brief|formular|form|link|filiale|schalter|branch|einsenden|zuruecksenden|einschicken)\b"
)
_NOW_ON: Final = Regex(r"\b(?:in|innerhalb|binnen|innert|within|heute|morgen|uebermorgen|today|tomorrow|tonight)\b")
_AS_PROMISED: Final = Regex(
    r"\b(?:wie (?:versprochen|zugesagt|angekuendigt|vereinbart)|as (?:promised|agreed|announced))\b"
)
_SEALS: Final = frozenset(
    (
        "versprochen",
        "ehrenwort",
        "mein wort",
        "das verspreche ich",
        "das verspreche ich ihnen",
        "das verspreche ich dir",
        "i promise",
        "we promise",
        "promise",
        "promised",
    )
)
_ASIDE: Final = frozenset("auch selbst even nur only".split())


def pledges(case: Case, at: datetime, met: datetime | None = None) -> tuple[Pledge, ...]:
    """The promises of the message before the court, in order, one for each deed; empty when it promises nothing.

    `at` is when it was said. Lengths of time count from `met`, when the condition came true, where that is given.
    """
    scene = case.scene
    text = scene.text
    kinds = _kinds(scene)
    court = case.court
    calendar = for_promises(court.calendar, at.year)
    further = tuple(place for places in kinds.values() for place in places)
    language = scene.language or "de"
    found = promises(text, language, at.isoformat(), calendar, further)
    if not found and scene.language is None:
        found = promises(text, "en", at.isoformat(), calendar)
    if not found:
        return ()
    later = promises(text, language, met.isoformat(), calendar, further) if met is not None else found
    made: list[Pledge] = []
    for promise, moved in zip(found, later, strict=False):
        if _reports(text, promise, at) or (len(found) > 1 and _seals(text, promise)):
            continue
        made += _pledges(case, text, promise, moved, kinds, at, met, [each.span for each in found])
    return _those_that_decide(made)


def _reports(text: Text, promise: Promise, at: datetime) -> bool:
    """„Wie versprochen melden wir uns heute“ keeps a promise and makes none."""
    words = fold(text.raw[promise.span.start : promise.span.end])
    return _AS_PROMISED.search(words) is not None and (promise.deadline or "")[:10] in ("", at.date().isoformat())


def _seals(text: Text, promise: Promise) -> bool:
    """„Wir melden uns bis Freitag, versprochen.“: the last word only seals the promise beside it."""
    return fold(text.raw[promise.span.start : promise.span.end]).strip(" !.,") in _SEALS


def _kinds(scene: Scene) -> dict[Deed, tuple[tuple[int, int], ...]]:
    """Where the text promises which kind of deed; empty where no such concept is known."""
    found: dict[Deed, tuple[tuple[int, int], ...]] = {}
    for name, deed in _KINDS:
        if scene.concept(name) is not None:
            value, matches, _ = concept(name, scene)
            if value and matches:
                found[deed] = tuple((match.first, match.last) for match in matches)
    return found


def _pledges(
    case: Case, text: Text, promise: Promise, moved: Promise, kinds: dict[Deed, tuple[tuple[int, int], ...]],
    at: datetime, met: datetime | None, spans: list[Span],
) -> Iterator[Pledge]:  # fmt: skip
    """The pledges of one promising clause."""
    first = next(index for index in range(len(text)) if text.ends[index] > promise.span.start)
    last = max(index for index in range(len(text)) if text.starts[index] < promise.span.end)
    waits, hidden = _condition(case.scene, text, first, last)
    named = promise.deadline_words
    moves = named is None or _NOW_ON.search(fold(text.raw[named.start : named.end])) is not None
    counted = promise
    if met is not None and moves:
        counted = moved
    end, day = _end(case, counted)
    if end is not None and met is not None and end < met:
        end, day = _end(case, moved)
    if counted.deadline_words is None:
        end = _patience(case, met or at)
    spoken = " ".join(text.raw[promise.span.start : promise.span.end].split())
    base = Pledge(promise.span, spoken, frozenset(), end, counted.deadline_words is not None, day, waits, hidden)
    deeds = _deeds(text, first, last, kinds, spans)
    if len(deeds) > 1 and {"oder", "or"} & set(text.folds[first : last + 1]):
        yield replace(base, deeds=frozenset(deeds))
        return
    for deed in deeds:
        yield replace(base, deeds=frozenset({deed}))


def _deeds(
    text: Text, first: int, last: int, kinds: dict[Deed, tuple[tuple[int, int], ...]], spans: list[Span]
) -> tuple[Deed, ...]:
    """What the clause promises, by the concepts that stand in it, else near it, else by its verbs."""
    found = {deed for deed, places in kinds.items() if any(begin <= last and end > first for begin, end in places)}
    if not found:
        begin, end = text.sentences[text.sentence_of[first]]
        for deed, places in kinds.items():
            for place, stop in places:
                inside = begin <= place and stop <= end
                if inside and not any(span.start <= text.starts[place] < span.end for span in spans):
                    found.add(deed)
    plain = " ".join(text.folds[first : last + 1])
    if not found:
        begin, end = text.sentences[text.sentence_of[first]]
        rest = [at for at in range(first, end) if not any(each.start <= text.starts[at] < each.end for each in spans)]
        tail = " ".join(text.folds[at] for at in (*range(first, last + 1), *rest))
        if _WORDS.search(plain) is not None or _WORDS.search(tail) is not None:
            found.add(Deed.WORD)
    if _told_here(text, first, last, found, kinds):
        found.add(Deed.HERE)
    if Deed.WORD in found and (Deed.HERE in found or not HERE.isdisjoint(text.folds[first : last + 1])):
        found = (found - {Deed.WORD}) | {Deed.HERE}
    if Deed.WORD in found and found & _UNSEEN:
        found.remove(Deed.WORD)
    if Deed.PRIVATE in found and _LETTERS.search(plain) is not None:
        found = (found - {Deed.PRIVATE}) | {Deed.LETTER}
    if not found:
        found.add(Deed.CHECK if _CHECKS.search(plain) is not None else Deed.OTHER)
    return tuple(deed for deed in Deed if deed in found)


def _told_here(
    text: Text, first: int, last: int, found: set[Deed], kinds: dict[Deed, tuple[tuple[int, int], ...]]
) -> bool:
    """Whether one part of the clause, cut at und/and, tells or shows something here and is no other deed by itself."""
    begin = first
    for at in range(first, last + 2):
        if at <= last and text.folds[at] not in ("und", "and"):
            continue
        other = any(
            place < at and end > begin for deed in found - {Deed.HERE, Deed.WORD} for place, end in kinds.get(deed, ())
        )
        if not other and told_here(text.folds[begin:at]):
            return True
        begin = at + 1
    return False


def _those_that_decide(made: list[Pledge]) -> tuple[Pledge, ...]:
    """Without „wir kümmern uns“ and „wir prüfen das“ beside something that can be told kept from broken."""
    firm = [each for each in made if each.dated or each.deeds.isdisjoint({Deed.CHECK, Deed.OTHER})]
    return tuple(firm or made[:1])


def _end(case: Case, promise: Promise) -> tuple[datetime | None, bool]:
    """The last instant of a deadline, and whether it is the end of a day."""
    if promise.deadline is None:
        return None, False
    if len(promise.deadline) > 10:
        return datetime.fromisoformat(promise.deadline), False
    try:
        return day_span(date.fromisoformat(promise.deadline), case.court.calendar)[1], True
    except CalendarError:
        return None, True


def _patience(case: Case, since: datetime) -> datetime | None:
    """The end of a promise that names none, by the parameter of the rule."""
    limit = case.parameters.get(PATIENCE)
    if limit is None:
        return None
    try:
        return due(since, Duration(limit.value, limit.unit), case.court.calendar)
    except CalendarError:
        return None


def _condition(scene: Scene, text: Text, first: int, last: int) -> tuple[Waits | None, bool]:
    """What the promise in tokens `first` to `last` waits for, and whether that may come unseen."""
    number = text.sentence_of[first]
    begin, end = text.sentences[number]
    then = not _THEN.isdisjoint(text.folds[begin : last + 1])
    if number and then:
        begin = text.sentences[number - 1][0]
    told = then and not _time_asked(text, begin, last) and _ASKS.search(" ".join(text.folds[begin:first])) is not None
    if scene.concept("promise-conditional") is not None:
        value, matches, _ = concept("promise-conditional", scene)
        told = told or (bool(value) and any(match.first < end and match.last > begin for match in matches))
    tokens = _conditional(text, begin, end, first, last)
    if not tokens and not told:
        return None, False
    tokens = tokens or [index for index in range(begin, end) if not first <= index <= last] or list(range(begin, end))
    folds = [text.folds[index] for index in tokens]
    plain = " ".join(folds)
    asked = any(text.word(index) == "Sie" for index in tokens[1:5]) or not _YOU.isdisjoint(folds[1:5])
    hidden = _ELSEWHERE.search(plain) is not None
    if asked and not _WISH.isdisjoint(folds):
        return Waits.ASSENT, hidden
    if asked or (told and folds[0] not in _IF and not _AFTER.search(plain)):
        return Waits.GIVEN, hidden
    if _WE_HOLD.search(plain) is not None:
        return Waits.GIVEN, True
    return Waits.EVENT, True


def _time_asked(text: Text, begin: int, last: int) -> bool:
    """Whether a clause up to the promise asks for time: „Geben Sie uns bis Freitag Zeit, dann ...“."""
    ahead = tuple((each.first, each.last) for each in deadlines(text, None, EVERY_DAY))
    clauses = {text.clause_of[at] for at in range(begin, last + 1)}
    return any(asks_for_time(text, *text.clauses[number], ahead) for number in clauses)


def _conditional(text: Text, begin: int, end: int, first: int, last: int) -> list[int]:
    """The tokens of the condition in a sentence; none when nothing in it opens one."""
    for index in range(begin, end):
        opens = text.folds[index] in _IF and (index == begin or text.folds[index - 1] not in _ASIDE)
        opens = opens or _AFTER.match(" ".join(text.folds[index : index + 4])) is not None
        if not opens or text.quoted[index]:
            continue
        clause_end = text.clauses[text.clause_of[index]][1]
        if first <= index <= last:
            begin_again = next((at for at in range(index + 1, last + 1) if text.folds[at] in ("wir", "ich")), last + 1)
            return list(range(index, min(clause_end, begin_again)))
        return list(range(index, clause_end))
    return []
