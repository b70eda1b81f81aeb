"""Facts of messages once they are on record, beside those of their texts."""

from __future__ import annotations

import re
from typing import Final

from .facts import Fact
from .record import Exchange
from .record_keys import Read, absent, extra, truth
from .records.alike import very_short
from .records.customer_data import customer_data
from .signals.reading import Measurement, Reading, Type

_ON_RECORD: Final = ("post", "reply", "message", "thread")
_TEXTS: Final = ("post", "reply", "message")


def _given(key: str) -> Read:
    """Whether an id is given; one that is not given is none, so a missing key means no."""

    def read(exchange: Exchange, _: Reading) -> Measurement:
        return Measurement(bool(extra(exchange).get(key)))

    return read


def _by_machine(exchange: Exchange, _: Reading) -> Measurement:
    """Said in the record, by the author's role, or by the text itself; else a person wrote it."""
    past = exchange.past
    return Measurement(past.court.automatic(exchange.message)) if past else absent("history")


def _very_short(exchange: Exchange, _: Reading) -> Measurement:
    past = exchange.past
    return Measurement(very_short(exchange.message, past.court)) if past else absent("history")


_HOURS = re.compile(
    r"\d\s?(?:uhr|h|am|a\.m\.)?\s?(?:-|–|—|bis|to|till|until)\s?\d{1,2}(?:[:.]\d\d)?(?!\d|\.\d)", re.IGNORECASE
)
_OPEN = re.compile(
    r"öffnungszeit|oeffnungszeit|geöffnet|geoeffnet|\boffen\b|sprechzeit|servicezeit|erreichbar|geschlossen|"
    r"opening (?:hours|times)|office hours|\bopen\b|\bclosed\b",
    re.IGNORECASE,
)


def _opening_hours(exchange: Exchange, _: Reading) -> Measurement:
    """Whether the text says from when to when something is open."""
    text = exchange.message.text or ""
    return Measurement(_HOURS.search(text) is not None and _OPEN.search(text) is not None)


def _customer_data(again: bool) -> Read:
    """What only the customer record knows; with `again` what the person had said in public before."""

    def read(_: Exchange, reading: Reading) -> Measurement:
        told = customer_data(reading)
        spans = told.known if again else told.secret
        return Measurement(True, spans) if spans else Measurement(None if told.needs else False, needs=told.needs)

    return read


def _calls_another(exchange: Exchange, _: Reading) -> Measurement:
    """Whether it opens by calling somebody else who is not of us: „@Mia weißt du, wann das war?“"""
    past = exchange.past
    return Measurement(past.court.called(exchange.message) is not None) if past else absent("history")


def _opposite_role(exchange: Exchange, _: Reading) -> Measurement:
    """On whose side the answered message was written; `self` where the same person wrote both."""
    parent, author = exchange.parent, exchange.message.author
    if parent is None:
        return Measurement(None) if exchange.parent_known else absent("parent")
    if parent.author is None or parent.author.role is None:
        return absent("opposite.role")
    same = author is not None and author.id == parent.author.id != ""
    return Measurement("self" if same else str(parent.author.role))


MESSAGE_FACTS: Final[tuple[Fact, ...]] = (
    Fact("automated", "automatisch", Type.TRUTH, "A machine sent it.", truth("automated"), subjects=_ON_RECORD),
    Fact("imported", "eingespielt", Type.TRUTH, "It was brought in from elsewhere.", truth("imported"),
         subjects=_ON_RECORD),
    Fact("approved-text", "freigegebener-text", Type.TRUTH, "It is an approved text, known by its id.",
         _given("approved_text"), subjects=_ON_RECORD),
    Fact("series", "reihe", Type.TRUTH, "It belongs to a declared series (outage, safety).", _given("series"),
         subjects=_ON_RECORD),
    Fact("by-machine", "von-maschine", Type.TRUTH, "A machine wrote it: by the record, the role or its own words.",
         _by_machine, subjects=_ON_RECORD),
    Fact("very-short", "sehr-kurz", Type.TRUTH, "Too few words to be compared with others: „Gern geschehen!“.",
         _very_short, subjects=_TEXTS),
    Fact("opening-hours", "öffnungszeiten", Type.TRUTH, "It says when something is open.", _opening_hours,
         subjects=_TEXTS),
    Fact("customer-data", "kundendaten", Type.TRUTH, "It tells what only the customer record knows.",
         _customer_data(False), subjects=_TEXTS),
    Fact("customer-data-again", "kundendaten-wiederholt", Type.TRUTH, "It repeats private data that the person had "
         "written in public.", _customer_data(True), subjects=_TEXTS),
    Fact("calls-another", "ruft-andere", Type.TRUTH, "It opens by calling another customer or a friend by name: "
         "„@Mia weißt du“.", _calls_another, subjects=("reply", "message", "thread")),
    Fact("opposite.role", "gegenüber.rolle", Type.WORD, "On whose side the answered message was written; self: by the "
         "same person.", _opposite_role, ("us", "customer", "other", "bot", "self"),
         subjects=("reply", "message", "thread")),
)  # fmt: skip
