"""Promises: what we say we will do for this reader, and by when.

A promise is our own act, still to come: told of ich/wir or of our people and things, not denied, not asked, not
quoted, not hanging on our own leisure („wenn wir Zeit haben“), no habit („werktags“), no act of the reader. Each
clause is judged alone; a deadline may stand in the clause beside it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from ..regex import Regex
from ..source import Span
from ..tokens import Text
from ..values import dataclass
from .deadline_words import Named, deadlines
from .deadlines import EVERY_DAY, Calendar, moment_of, written
from .promises_de import promised_de
from .promises_en import promised_en
from .reading import Measurement, Reading, Signal, Type
from .unclear_ends import unclear_end

# Others, who act for themselves: what they will do we cannot promise.
_OTHERS: Final = Regex(
    r"(?:dhl|hermes|dpd|gls|ups|fedex|paketdienst|zustelldienst|spediteur|spedition|hersteller\w*|lieferant\w*"
    r"|zulieferer"
    r"|versicherung|krankenkasse|finanzamt|jobcenter|polizei|police|vermieter\w*|netzbetreiber\w*"
    r"|grosshaendler\w*|versicherer|airline|manufacturer|supplier|carrier|landlord|insurer"
    r"|wholesaler)"
)
_OTHER_HOUSES: Final = Regex(
    r"\b(?:(?:ihre?|deine?|eure?|your) (?:haus)?(?:bank|nachbar\w*|neighbours?|neighbors?)"
    r"|die (?:deutsche )?post (?:liefert|stellt|bringt)|(?:courier|delivery|shipping)"
    r" (?:company|firm|service)|royal mail|the post office)\b"
)
# Houses of others, where they are who acts: not „eine Antwort vom Amt bekommen Sie“.
_ACTING: Final = Regex(
    r"(?:bau)?firma|partnerfirma|fremdfirma|subunternehmer\w*|auftragnehmer\w*|bautraeger\w*|behoerde|ministerium"
    r"|landratsamt|regierung|stadt(?:verwaltung)?|gemeinde(?:verwaltung)?|landkreis|hausverwaltung|sparkasse|verkaeufer\w*"
    r"|veranstalter\w*|makler\w*|notar\w*|gutachter\w*|bahn|contractors?|subcontractors?|builders?|council|authority"
    r"|ministry|government|court|seller|vendor|merchant|organi[sz]ers?|embassy|solicitors?|surveyors?"
)
_BEFORE_HOUSE: Final = frozenset("die das der ein eine the a local zustaendige ihr ihre dein deine your".split())
_FROM: Final = frozenset(
    """vom von zum zur bei beim mit durch an fuer aus gegen in im am der des from by with of to at for in on""".split()
)
# What somebody else says will happen.
_REPORTED: Final = Regex(
    r"\b(?:laut|zufolge|nach angaben|according to)\b|\b(?:operator|council|city|stadt|behoerde|bahn|betreiber"
    r"|baufirma|authority|police|ministry|agency|agentur)\b.*\b(?:says|said|reports|announced|tells|sagt|meldet|schreibt)\b"
)
_GENERAL: Final = Regex(
    r"\b(?:in (?:der|aller) regel|normalerweise|ueblicherweise|grundsaetzlich|generell|werktags|montags bis"
    r"|immer (?!noch|wieder)"
    r"|stets|fuer (?:sie|dich|euch) da|(?:are|is|am|be) (?:\w+ )?(?:here|there) for you|usually|normally|generally"
    r"|as a rule|always|typically|(?:aim|strive|try) to)\b"
)
_HOPES: Final = frozenset("hope hopefully perhaps maybe might hoffe hoffen hoffentlich vielleicht eventuell".split())
_DOUBTS: Final = _HOPES | frozenset("nicht kein keine nie not no never cannot unable".split())
_WE: Final = frozenset("ich wir uns unser unsere unserem unseren unserer mein meine i we our my us".split())


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise: where it stands, the words of its deadline, and the deadline.

    `deadline` is an ISO date (its end is meant) or date and time; None where no deadline is named or it cannot be
    reckoned. `precision` is instant, day, week or month, or none.
    """

    span: Span
    deadline_words: Span | None
    deadline: str | None
    precision: str


def promises(
    text: Text,
    language: str,
    published: str | None,
    calendar: Calendar = EVERY_DAY,
    further: tuple[tuple[int, int], ...] = (),
) -> tuple[Promise, ...]:
    """The promises in `text`, in order; none in an empty text or another language than German and English.

    Deadlines are reckoned from `published`, ISO 8601 with its offset; without it (or them) they stay None. `further`
    are token ranges (half open) known to promise too; those inside a clause that was found anyway count once.
    """
    find = {"de": promised_de, "gsw": promised_de, "en": promised_en}.get(language)
    if find is None or not len(text):
        return ()
    now = moment_of(published, calendar)
    named = deadlines(text, now, calendar)
    ahead = tuple(each for each in named if not _past(each, now))
    found = []
    places = list(find(text, tuple((each.first, each.last) for each in ahead)))
    clauses = {text.clause_of[first] for first, _ in places}
    for first, last in further:
        if text.clause_of[first] not in clauses and not _unsure(text, first):
            clauses.add(text.clause_of[first])
            begin, end = text.clauses[text.clause_of[first]]
            places.append((min(first, begin), max(last, end) - 1))
    for first, last in sorted(places):
        words = text.folds[first : last + 1]
        if _by_others(words) or _GENERAL.search(" ".join(words)) is not None:
            continue
        deadline = _deadline_of(text, ahead, first, last)
        found.append(_promise(text, first, last, deadline, now))
    return tuple(found)


def _by_others(words: tuple[str, ...]) -> bool:
    """Whether somebody else is to act: „DHL liefert morgen“."""
    if not _WE.isdisjoint(words):
        return False
    plain = " ".join(words)
    if any(_ACTING.fullmatch(word) and _acts(words, at) for at, word in enumerate(words[:6])):
        return True
    return any(_OTHERS.fullmatch(word) for word in words[:4]) or any(
        pattern.search(plain) is not None for pattern in (_OTHER_HOUSES, _REPORTED)
    )


def _acts(words: tuple[str, ...], at: int) -> bool:
    """Whether the house at a word is the subject: nothing before it makes it a place, a source or a goal.

    „Der“ stands before a man („der Bauträger“) or is a genitive („die Antwort der Stadt“), so it says little.
    """
    begin = at
    while begin and words[begin - 1] in _BEFORE_HOUSE:
        begin -= 1
    if begin and words[begin - 1] in _FROM:
        return False
    return begin == at or words[begin] != "der" or begin == 0 or words[at].endswith("er")


def _unsure(text: Text, at: int) -> bool:
    """Whether the sentence only hopes, or denies the promise before it names it: „ich kann nicht versprechen, dass“."""
    begin = text.sentences[text.sentence_of[at]][0]
    first, end = text.clauses[text.clause_of[at]]
    if not _HOPES.isdisjoint(text.folds[first:end]):
        return True
    return text.folds[first] in ("dass", "that", "ob", "whether") and not _DOUBTS.isdisjoint(text.folds[begin:first])


def _past(named: Named, now: datetime | None) -> bool:
    if now is None or named.due is None:
        return False
    due = named.due
    return due.day < now.date() or (due.day == now.date() and due.at is not None and due.at < now.time())


def _deadline_of(text: Text, ahead: tuple[Named, ...], first: int, last: int) -> Named | None:
    """The deadline inside the promise, one with „bis“ or `by` before others, else one close beside it."""
    inside = [each for each in ahead if first <= each.first <= last]
    if inside:
        return min(inside, key=lambda each: (not each.until, each.due is None, each.first))
    number = text.sentence_of[first]
    beside = [each for each in ahead if text.sentence_of[each.first] == number]
    return min(beside, key=lambda each: min(abs(each.first - last), abs(first - each.last)), default=None)


def _promise(text: Text, first: int, last: int, named: Named | None, now: datetime | None) -> Promise:
    if named is None or not first <= named.first <= last:
        unclear = unclear_end(text, first, last)
        if named is None or unclear is not None:
            words = None if unclear is None else Span(text.starts[unclear[0]], text.ends[unclear[1]])
            return Promise(Span(text.starts[first], text.ends[last]), words, None, "none")
    if first <= named.first <= last:  # „in zwei, drei Tagen“ goes on behind its comma
        last = max(last, named.last)
    span = Span(text.starts[first], text.ends[last])
    words = Span(text.starts[named.first], text.ends[named.last])
    if now is None or named.due is None:
        return Promise(span, words, None, "none")
    return Promise(span, words, written(named.due, now.tzinfo), str(named.due.precision))


def _measure(reading: Reading) -> Measurement:
    """How many promises; the spans are theirs, the labels their deadlines („open“ without one)."""
    if reading.language not in ("de", "gsw", "en"):
        return Measurement(None, needs=("language",))
    found = promises(reading.text, reading.language, reading.exchange.message.published)
    return Measurement(
        float(len(found)), tuple(each.span for each in found), tuple(each.deadline or "open" for each in found)
    )


promises_signal: Final = Signal(
    "text.promises", "text.zusagen", Type.NUMBER, "promises",
    "Own acts promised to the reader, each with its deadline as a date where one is named and the time is known.",
    "own", "0", _measure, ("de", "gsw", "en"),
)  # fmt: skip


def _measure_dated(reading: Reading) -> Measurement:
    """How many promises name when they will be kept, whether or not that can be reckoned."""
    if reading.language not in ("de", "gsw", "en"):
        return Measurement(None, needs=("language",))
    found = promises(reading.text, reading.language, reading.exchange.message.published)
    dated = tuple(each.span for each in found if each.deadline_words is not None)
    return Measurement(float(len(dated)), dated)


dated_promises_signal: Final = Signal(
    "text.dated-promises", "text.datierte-zusagen", Type.NUMBER, "promises",
    "Own acts promised to the reader that say when: „bis Freitag“, `by noon`.",
    "own", "0", _measure_dated, ("de", "gsw", "en"),
)  # fmt: skip
