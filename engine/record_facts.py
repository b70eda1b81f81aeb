"""Facts of acts and contests, and of messages once they are on record. A missing key is unknown, an empty one empty.

Apart from the facts of texts (`facts.py`), so that checking a draft loads nothing of this.
"""

from __future__ import annotations

from typing import Final

from .action_facts import ACTION_FACTS
from .facts import FACTS, Fact
from .message_facts import MESSAGE_FACTS
from .record import Contest, Exchange, Message, Period
from .record_keys import Read, absent, truth, word
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


def platforms(contest: Contest, channel: str | None) -> tuple[str, ...]:
    """The channels a contest runs on: those in its `channels`, else `channel`; empty when unknown."""
    listed = contest.extra.get("channels")
    named = [str(each).casefold() for each in listed] if isinstance(listed, list) else []
    return tuple(dict.fromkeys([*([channel.casefold()] if channel else []), *named]))


def may_run_at(contest: Contest, post: Message) -> bool:
    """Whether a contest may run where a post stands: neither channel nor account say otherwise."""
    runs_on = platforms(contest, contest.channel)
    here = not runs_on or post.channel is None or post.channel.casefold() in runs_on
    return here and (None in (contest.account, post.account) or contest.account == post.account)


def _runs_on(*names: str) -> Read:
    """Whether a contest runs on a platform."""

    def read(exchange: Exchange, _: Reading) -> Measurement:
        about = exchange.about
        found = platforms(about, exchange.message.channel) if isinstance(about, Contest) else ()
        return Measurement(any(name in found for name in names)) if found else absent("channel")

    return read


def _dates_clash(exchange: Exchange, _: Reading) -> Measurement:
    about, past = exchange.about, exchange.past
    return past.dates_clash(about) if isinstance(about, Contest) and past is not None else absent("dates")


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
    Fact("starts", "beginn", Type.TIME, "When entry opens.", _contest("starts"), subjects=_CONTEST,
         label=("der Beginn im Datensatz (starts)", "the start in the record (starts)")),
    Fact("ends", "ende-der-teilnahme", Type.TIME, "When entry closes.", _contest("ends"), subjects=_CONTEST,
         label=("das Ende im Datensatz (ends)", "the end in the record (ends)")),
    Fact("declared", "angemeldet", Type.TRUTH, "There is a contest record, not only a post.", _declared,
         subjects=_CONTEST),
    Fact("dates-clash", "daten-widersprechen-sich", Type.TRUTH, "Start, end and publication of record, post and terms "
         "contradict each other.", _dates_clash, subjects=_CONTEST),
    Fact("on-facebook", "auf-facebook", Type.TRUTH, "It runs on Facebook.", _runs_on("facebook"), subjects=_CONTEST),
    Fact("on-instagram", "auf-instagram", Type.TRUTH, "It runs on Instagram.", _runs_on("instagram"),
         subjects=_CONTEST),
    Fact("on-tiktok", "auf-tiktok", Type.TRUTH, "It runs on TikTok.", _runs_on("tiktok"), subjects=_CONTEST),
    Fact("on-youtube", "auf-youtube", Type.TRUTH, "It runs on YouTube.", _runs_on("youtube"), subjects=_CONTEST),
    Fact("on-x", "auf-x", Type.TRUTH, "It runs on X.", _runs_on("x", "twitter"), subjects=_CONTEST),
    Fact("on-linkedin", "auf-linkedin", Type.TRUTH, "It runs on LinkedIn.", _runs_on("linkedin"), subjects=_CONTEST),
    Fact("account-kind", "art-des-kontos", Type.WORD, "What the account is: page, group, event, profile (a person's).",
         word("account-kind", "account_kind"), ("page", "group", "event", "profile"), subjects=_CONTEST,
         label=("ob Seite oder persönliches Profil", "whether page or personal profile")),
    Fact("hashtags-fit", "hashtags-passen", Type.TRUTH, "Somebody looked: the hashtags belong to the contest.",
         truth("hashtags-fit", "hashtags_fit"), subjects=_CONTEST,
         label=("ob die Hashtags zum Gewinnspiel passen", "whether the hashtags belong to the contest")),
    Fact("figures-bought", "zahlen-gekauft", Type.TRUTH, "Views, likes or subscribers were bought or bent.",
         truth("figures-bought", "figures_bought"), subjects=_CONTEST,
         label=("ob Zahlen gekauft wurden", "whether figures were bought")),
    Fact("prize-given", "preis-vergeben", Type.TRUTH, "The prize was handed over.",
         truth("prize-given", "prize_given"), subjects=_CONTEST,
         label=("ob der Preis vergeben wurde", "whether the prize was given")),
    Fact("imprint", "impressum", Type.TRUTH, "The profile has a legal notice.", truth("imprint"), subjects=_CONTEST,
         label=("ob das Profil ein Impressum hat", "whether the profile has a legal notice")),
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
BY_NAME: Final = {fact.name: fact for fact in RECORD_FACTS}
