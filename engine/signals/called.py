"""Is the person greeted by somebody else's first name?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from ..record import Exchange, is_ours
from ..source import Span
from ..tokens import Kind, Text, fold
from .letter import letter
from .persons import GIVEN_NAMES, TITLES
from .reading import Measurement, Reading

_LETTERS: Final = re.compile(r"[^\W\d_]+")
_ALIKE: Final = 3  # first letters that a name and a pet form of it share: Steffi, Stefanie
_PET: Final = re.compile(
    r"^(?!(?:julie|marie|sophie|leonie|emily|emely|mary|henry|harry|amy)$)(?:.{2,5}[iy]|.{2,4}ie)$"
)
_OTHER_SEX: Final = frozenset("a e ie s n o i us le ina ine ette".split())
"""Endings that make another name of one: Jan and Jana, Andrea and Andreas, Julia and Julian, Daniel and Danielle."""
_SHORT: Final = frozenset(
    frozenset((short, name))
    for line in """
    william: bill billy
    robert: bob bobby
    richard: dick rick
    margaret: peggy meg
    elizabeth: beth liz betty lizzy lisa
    elisabeth: lisa liesl sissi betti
    john: jack johnny
    johannes: hans jan johann
    johann: hans
    edward: ned ted eddie
    theodore: ted
    theodor: ted
    anthony: tony
    anton: toni
    alexander: sascha sasha sandro
    alexandra: sascha sasha sandy
    ulrich: uli ulli
    ulrike: uli ulli rike
    ursula: uschi ulla
    friedrich: fritz
    rudolf: rolf
    michael: mick mike
    james: jim jimmy
    karl: kalle charly
    charles: chuck charlie
    charlotte: lotte lottie
    henry: harry hank hal
    harold: harry
    harald: harry
    heinrich: heinz heiner
    nikolaus: klaus claus niko nico
    nicholas: nick nico
    nicole: nico
    magdalena: leni
    helena: leni lena
    marlene: leni
    josef: sepp jupp
    joseph: joe
    georg: schorsch
    sebastian: wastl
    konrad: kurt
    thomas: tom
    david: dave
    stephen: steve steven
    steven: steve
    stefan: steffen
    katherine: kate kathy
    catherine: kate cathy
    katharina: katja kathrin katrin kaethe karin
    julia: jule
    juliane: jule
    maria: mia mitzi
    mary: molly polly
    sarah: sally
    helen: ellen nell
    eleanor: nell
    theresa: tess resi
    rebecca: becky
    lawrence: larry
    gerald: jerry
    patricia: trish
    brigitte: biggi gitti
    veronika: vroni
    waltraud: traudl traudi
    liselotte: lilo
    adelheid: heidi
    jasmin: jasmine
    mohammed: mo
    mehmet: memo
    markus: mark marc
    marcus: mark marc
    maik: mike
    """.split("\n")
    for name, _, shorts in (line.strip().partition(": "),)
    for short in shorts.split()
)
"""Names and what those who bear them are called, where letters do not tell."""
_SPELLINGS: Final = (
    ("ph", "f"),
    ("th", "t"),
    ("ch", "x"),
    ("ck", "k"),
    ("c", "k"),
    ("y", "i"),
    ("ou", "u"),
    ("dt", "t"),
)


def other_name(exchange: Exchange, reading: Reading) -> Measurement:
    """Whether the greeting uses a first name that is clearly not the person's. Unknown where theirs is not known.

    Short forms and handles that hold the name are let pass; so is a title with a surname, and anybody else in the
    thread who may be meant. Empty text: false.
    """
    text = reading.text
    greeted = _greeted(text)
    if not greeted:
        return Measurement(False)
    theirs = tuple(_theirs(exchange))
    known = _others(exchange).union(fold(part) for name in theirs for part in _LETTERS.findall(name))
    said = {fold(part) for part in _LETTERS.findall(exchange.parent.text or "")} if exchange.parent else set()
    names = [text.folds[index].lstrip("@") for index in greeted]
    if any(name in known or name in said for name in names) or any(
        _may_be(name, part) for name in names for part in known
    ):
        return Measurement(False)
    if not any(_is_name(name) for name in theirs):
        return Measurement(None, needs=("customer.name",))
    span = Span(text.starts[greeted[0]], text.ends[greeted[-1]])
    return Measurement(True, (span,), ("other name",))


def _greeted(text: Text) -> list[int]:
    """The first names in the greeting; where there is none, those mentioned at the very start: “@John”."""
    greeting = letter(text).greeting
    if greeting is not None and greeting.name is not None:
        places = range(greeting.name[0], greeting.name[1] + 1)
        if any(text.folds[index] in TITLES for index in places):
            return []
        return [index for index in places if text.folds[index].lstrip("@").removesuffix("'s") in GIVEN_NAMES]
    tagged = list(takewhile(lambda index: text.kinds[index] is Kind.MENTION, range(len(text))))
    return [index for index in tagged if text.folds[index].lstrip("@") in GIVEN_NAMES]


def _theirs(exchange: Exchange) -> Iterator[str]:
    """The names of the person answered: on record, and as the channel shows it."""
    for author in (exchange.customer, exchange.parent.author if exchange.parent else None):
        if author is not None and author.name:
            yield author.name


def _others(exchange: Exchange) -> frozenset[str]:
    """The parts of the names of those who may be meant beside the person answered, folded.

    Anybody else in the thread where it is not on record whom we answer; else who wrote under the same message.
    """
    past = exchange.past
    if past is None or past.thread is None:
        return frozenset()
    parent = exchange.parent
    if parent is None or parent.author is None or is_ours(parent):
        return past.court.speakers(past.thread).names
    beside = {
        each.author.name
        for each in past.thread.messages
        if each.in_reply_to == parent.id and each.author is not None and each.author.name and not is_ours(each)
    }
    return frozenset(fold(part) for name in beside for part in _LETTERS.findall(name))


def _may_be(greeted: str, known: str) -> bool:
    """Whether two names may be one person's: spelt otherwise, a short form, one a part of the other."""
    if len(known) < 2:
        return False
    if frozenset((greeted, known)) in _SHORT or _spelling(greeted) == _spelling(known):
        return True
    short, long = sorted((greeted, known), key=len)
    if long.startswith(short):
        return long not in GIVEN_NAMES or long.removeprefix(short) not in _OTHER_SEX
    if short in long:
        return True
    alike = greeted[:_ALIKE] == known[:_ALIKE]
    return alike and (known not in GIVEN_NAMES or any(_PET.match(each) for each in (greeted, known)))


def _spelling(name: str) -> str:
    """A name as it sounds: Stephan and Stefan, Hannah and Hanna, Marcus and Markus are one."""
    for written, plain in _SPELLINGS:
        name = name.replace(written, plain)
    return re.sub(r"(.)\1", r"\1", name).removesuffix("h")


def _is_name(name: str) -> bool:
    """Whether a shown name tells a first name: one from the list, or two words in capitals."""
    words = name.replace(",", " ").split()
    listed = any(fold(part) in GIVEN_NAMES for part in _LETTERS.findall(name))
    return listed or (len(words) in (2, 3) and all(word.isalpha() and word[0].isupper() for word in words))
