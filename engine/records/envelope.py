"""Where the message itself begins and ends: between the greeting and the signature.

`engine/signals/letter.py` decides what a greeting and a signature are. Asked for every reply of an archive it costs
half a millisecond, nearly all of it for taking the whole text apart. Here the everyday forms are seen by plain patterns
and only doubtful beginnings and ends are taken apart, alone. A test holds both against each other.
"""

from __future__ import annotations

import re
from typing import Final

from ..pattern import is_function_word
from ..signals.letter import letter
from ..signals.persons import TITLES
from ..signals.signoff import signed
from ..tokens import fold, tokenize
from ..values import dataclass


@dataclass(frozen=True, slots=True)
class Envelope:
    """The message stands in `text[start:end]`; `names` are the folded names in the greeting."""

    start: int
    end: int
    names: tuple[str, ...] = ()


_HEAD: Final = 110  # code points in which a greeting has its place
_TAIL: Final = 170  # code points in which a signature has its place
_DAYTIMES: Final = "tag|morgen|abend|mittag|day|morning|afternoon|evening"
_HELLO: Final = re.compile(
    r"(?:@\w[\w.-]*+|[^\w@]|@|_)*+(?P<hello>(?i:"
    rf"hallo|hi|hey|hello|(?P<warm>sehr geehrte[rs]?|dear|liebe[rs]?|werte[rs]?|geehrte[rs]?|respected|sg|s\.\s?g\.)|"
    rf"(?:guten|schönen|schoenen|good) (?:{_DAYTIMES})|gr(?:ü|ue)(?:ß|ss) (?:gott|dich|sie)|gr(?:ü|ue)e?zi|servus|moin|"
    r"hoi|salue|salü|salut|ciao|huhu|hu-hu|hej|howdy|greetings|namaste|sehr verehrte)"
    r"(?:\s(?:there|hallo|sie))?)(?![^\W_])"
)
_CALLED: Final = re.compile(
    r",? (?P<name>(?:@\w[\w.]*|[A-ZÄÖÜ][\w'’-]*\.?)(?: (?:(?:und|and|von|van|de) )?[A-ZÄÖÜ][\w'’-]*\.?){0,3}"
    r"|zusammen|alle|all|everyone|ihr Lieben)\s*[,!:–\n]"
)
_ANOTHER: Final = re.compile(r"\s*,\s+(?i:lieber?)\s")
_NOBODY: Final = re.compile(r" ?[!.:–\n]")
_NAME: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")

_TAG: Final = re.compile(r"[\s.!?…)\]](?P<mark>[\^*~/])\s?(?:[A-ZÄÖÜ][^\W\d_]{0,13}|[a-z]{1,2})\.?\s*$")
_MAYBE_TAG: Final = re.compile(
    r"[\s.!?…)\]][\^*~/–—-]\s?[^\W\d_]{1,14}\.?(?:,? [^\n.!?]{2,40})?[\s\W]*$|\([A-ZÄÖÜ][^\W\d_]{1,13}\)\s*$"
)
_FORMULA: Final = re.compile(
    r"(?<![^\W_])(?i:gr(?:u|ü|ue)(?:ß|ss)(?:e|en|le)?|[lvb]g|glg|mfg|herzlich(?:st)?|beste?|regards|cheers|sincerely|"
    r"yours|wishes|thanks|xo)(?![^\W_])[\s\W]*+"
    r"(?:(?i:ihre?|dein|euer|eure|your|the|das)\s[^!?\n]{0,60}|"
    r"(?:(?:[A-ZÄÖÜ]\S*+|vom|von|am|aus|der|dem|im|in|the|from|of|at|und|and|for|für|ihre?|your|dr\.?|prof\.?)[\s\W]*+)*+)$"
)
"""A closing formula with nothing but a name or a team behind it."""
_PLAIN_FORMULA: Final = re.compile(
    r"[.!?…)\n]\s*(?P<lead>(?:(?:Mit|Viele|Liebe|Beste|Herzliche|Freundliche|Schöne|Kind|Best)"
    r"(?: (?:freundlichen|besten|lieben|herzlichen|vielen|schönen))? )?(?:Grüße[n]?|Gruß|LG|VG|[Rr]egards|Cheers)),?\s+"
    r"(?:(?:Ihre?|Eure?|Dein|Your) )?[A-ZÄÖÜ][\wäöüß-]+(?: [A-ZÄÖÜ][\w-]+)?"
    r"(?: (?:vom|von|aus dem|from|from the) [A-ZÄÖÜ][\w-]+)?\s*$"
)
_CLOSED: Final = re.compile(r"[.!?…,;:)\]\"“”«»'’]\s*$")
_INITIAL: Final = re.compile(r"(?<![^\W_])[^\W\d_]\.\s*$")
_AFTERWARDS: Final = re.compile(r"(?:\s+(?:#\w+|(?:https?://|www\.)\S+|[^\w\s.!?…,;:)\]\"“”«»'’(]+))+\s*$")
"""Emoji, links and hashtags behind a signature."""


def envelope(text: str) -> Envelope:
    """Where the message in `text` stands; in an empty text, or one that is all greeting, it is empty."""
    start, names = _greeting(text)
    return Envelope(start, max(start, _signature(text, start)), names)


def _greeting(text: str) -> tuple[int, tuple[str, ...]]:
    """Where the greeting ends, 0 without one, and the names in it."""
    hello = _HELLO.match(text)
    if hello is None:
        return 0, ()
    called = _CALLED.match(text, hello.end())
    if called and not _ANOTHER.match(text, called.end("name")):
        words = [fold(word) for word in _NAME.findall(called["name"])]
        if not any(is_function_word(word) for word in words if word not in ("und", "and", "von", "van", "de")):
            return called.end("name"), _name_words(words)
    elif not called and not hello["warm"] and _NOBODY.match(text, hello.end()):
        return hello.end(), ()
    head = tokenize(text[: _cut_after(text, hello.end("hello") + _HEAD)])
    greeting = letter(head).greeting
    if greeting is None:
        return 0, ()
    named = range(greeting.name[0], greeting.name[1] + 1) if greeting.name else ()
    return head.ends[greeting.last], _name_words([head.folds[index] for index in named])


def _name_words(words: list[str]) -> tuple[str, ...]:
    return tuple(word for word in words if len(word) > 1 and word not in TITLES and not is_function_word(word))


def _cut_after(text: str, offset: int) -> int:
    """The end of the word at `offset`."""
    while 0 < offset < len(text) and not text[offset].isspace():
        offset += 1
    return offset


def _signature(text: str, start: int) -> int:
    """Where the signature begins, or the length of the text."""
    end = len(text)
    tag = _TAG.search(text, max(start, end - 30))
    if tag and tag.start() >= start:
        return tag.start("mark")
    begin = max(0, end - _TAIL)
    while 0 < begin < end and not text[begin].isspace():
        begin += 1
    plain = _PLAIN_FORMULA.search(text, max(start, end - 70))
    if plain:
        return plain.start("lead")
    if not _may_be_signed(text, begin):
        return end
    tail = tokenize(text[begin:])
    part = signed(tail)
    if part is None:
        return end
    place = begin + tail.starts[part.first]
    while place > start and text[place - 1] in "^*~/–—-( ":
        place -= 1
    return place if place >= start else end


def _may_be_signed(text: str, begin: int) -> bool:
    """Whether the end of `text` has anything of a signature: a tag, a closing formula, a short line without a stop."""
    if _FORMULA.search(text, max(begin, len(text) - 90)) or _MAYBE_TAG.search(text, max(begin, len(text) - 75)):
        return True
    after = _AFTERWARDS.search(text, begin)
    end = after.start() if after else len(text)
    if after and (_FORMULA.search(text, max(begin, end - 90), end) or _MAYBE_TAG.search(text, begin, end)):
        return True
    return not _CLOSED.search(text, max(begin, end - 3), end) or bool(_INITIAL.search(text, max(begin, end - 4), end))
