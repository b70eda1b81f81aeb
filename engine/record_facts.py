"""Facts of acts and contests, and of messages once they are on record. A missing key is unknown, an empty one empty.

Apart from the facts of texts (`facts.py`), so that checking a draft loads nothing of this.
"""

from __future__ import annotations

from typing import Final

from .action_facts import ACTION_FACTS
from .facts import FACTS, Fact
from .message_facts import MESSAGE_FACTS
from .record import Contest, Exchange, Period
from .record_keys import Read, absent
from .records.moments import instant
from .signals.reading import Measurement, Reading, Type

_CONTEST: Final = ("contest",)
_ON_RECORD: Final = ("post", "reply", "message", "thread")


def _published(exchange: Exchange, _: Reading) -> Measurement:
    about = exchange.about
    written = about.published if isinstance(about, Contest) else exchange.message.published
    zone = exchange.past.zone if exchange.past else ""
    return Measurement(written) if instant(written, zone) else absent("published")


def _contest(name: str) -> Read:
    """A time of a contest."""

    def read(exchange: Exchange, _: Reading) -> Measurement:
        about = exchange.about
        fields = {"starts": about.starts, "ends": about.ends} if isinstance(about, Contest) else {}
        value = fields.get(name)
        return absent(name) if value is None else Measurement(value or None)

    return read


def _region(exchange: Exchange, reading: Reading) -> Measurement:
    """The country a contest is for: its own, else the organisation's."""
    about = exchange.about
    written = (about.region if isinstance(about, Contest) else None) or reading.organisation.region
    return Measurement(written.lower().rpartition("-")[2]) if written else absent("region")


def _terms(exchange: Exchange, _: Reading) -> Measurement:
    about = exchange.about
    if not isinstance(about, Contest) or about.terms is None:
        return absent("terms")
    return Measurement(bool(about.terms.strip()))


def _declared(exchange: Exchange, _: Reading) -> Measurement:
    return Measurement(isinstance(exchange.about, Contest) and not exchange.about.extra.get("undeclared"))


def _period(name: str) -> Read:
    """A figure of a span of a timeline."""

    def read(exchange: Exchange, _: Reading) -> Measurement:
        about, past = exchange.about, exchange.past
        if not isinstance(about, Period) or past is None:
            return absent(name)
        return past.figure(name, about)

    return read


RECORD_FACTS: Final[tuple[Fact, ...]] = (
    Fact("published", "veröffentlicht", Type.TIME, "When it was published.", _published,
         subjects=(*_ON_RECORD, "contest"), label=("der Zeitpunkt der Veröffentlichung", "the time of publication")),
    *MESSAGE_FACTS,
    *ACTION_FACTS,
    Fact("region", "land", Type.WORD, "The country it is for: de, at, ch ...", _region, subjects=_CONTEST),
    Fact("terms", "bedingungen", Type.TRUTH, "There are terms of entry.", _terms, subjects=_CONTEST,
         label=("die Teilnahmebedingungen", "the terms")),
    Fact("starts", "beginn", Type.TIME, "When entry opens.", _contest("starts"), subjects=_CONTEST),
    Fact("ends", "ende-der-teilnahme", Type.TIME, "When entry closes.", _contest("ends"), subjects=_CONTEST),
    Fact("declared", "angemeldet", Type.TRUTH, "There is a contest record, not only a post.", _declared,
         subjects=_CONTEST),
    Fact("posts", "beiträge", Type.NUMBER, "Own top-level posts of the period.", _period("posts"),
         subjects=("timeline",)),
    Fact("longest-gap", "längste-pause", Type.NUMBER, "Days between two own posts that follow each other.",
         _period("longest-gap"), unit="days", subjects=("timeline",)),
    Fact("dialogue-share", "dialog-anteil", Type.SHARE, "Own posts with questions below them that we answered, of all "
         "that had questions.", _period("dialogue-share"), subjects=("timeline",)),
    Fact("criticism-gap", "kritik-abstand", Type.SHARE, "How much less often critical posts were answered than "
         "others.", _period("criticism-gap"), subjects=("timeline",)),
)  # fmt: skip

ALL_FACTS: Final = (*FACTS, *RECORD_FACTS)
