"""Facts a rule may ask for besides the signals of the text: given with the record, or by the policy."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from .record import Exchange, Role
from .signals.reading import Measurement, Reading, Type
from .values import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact by its name in rules; `values` are the possible words, empty when open; `subjects` know it.

    `label` is what people read where the fact is missing, in German and English; empty: its name.
    """

    name: str
    german: str
    type: Type
    meaning: str
    read: Callable[[Exchange, Reading], Measurement]
    values: tuple[str, ...] = ()
    unit: str = ""
    subjects: tuple[str, ...] = ("post", "reply", "message")
    label: tuple[str, str] = ("", "")


CHANNELS: Final = tuple(
    """app-store blog bluesky chat discord email facebook forum google google-review instagram intranet kununu linkedin
    mastodon newsletter pinterest play-store reddit shop snapchat telegram threads tiktok trustpilot twitter website
    whatsapp x xing youtube""".split()
)
"""Channels known without a rule naming them; others are written `own-...`."""


@lru_cache(maxsize=1024)  # a pure memo: an archive names few channels, once a record
def channel_name(written: str) -> str:
    """A channel as rules name it, however its letters are written; one that is not known stays as it is.

    >>> channel_name("Facebook"), channel_name(" Google Review"), channel_name("own-Intranet")
    ('facebook', 'google-review', 'own-Intranet')
    """
    plain = "-".join(written.lower().split())
    return plain if plain in CHANNELS else written


KINDS: Final = ("post", "reply", "comment", "dm", "story", "share", "reaction")


def _word(value: str | None, name: str) -> Measurement:
    return Measurement(value or None, needs=() if value else (name,))


def _channel(exchange: Exchange, _: Reading) -> Measurement:
    return _word(exchange.message.channel, "channel")


def _account(exchange: Exchange, _: Reading) -> Measurement:
    return _word(exchange.message.account, "account")


def _kind(exchange: Exchange, _: Reading) -> Measurement:
    return _word(exchange.message.kind, "kind")


def _language(exchange: Exchange, reading: Reading) -> Measurement:
    return _word(reading.language, "language")


def _parent(exchange: Exchange, _: Reading) -> Measurement:
    known = exchange.parent is not None and exchange.parent.text is not None
    if known or exchange.parent_known:
        return Measurement(known)
    return Measurement(None, needs=("parent",))


def _author_name(exchange: Exchange, _: Reading) -> Measurement:
    return _word(exchange.message.author.name if exchange.message.author else None, "author.name")


def _author_role(exchange: Exchange, _: Reading) -> Measurement:
    role = exchange.message.author.role if exchange.message.author else None
    return Measurement(str(role or Role.US))


def _customer_name(exchange: Exchange, _: Reading) -> Measurement:
    customer = exchange.customer
    if customer is None and exchange.parent is not None:
        customer = exchange.parent.author
    return _word(customer.name if customer else None, "customer.name")


def _other_name(exchange: Exchange, reading: Reading) -> Measurement:
    from .signals.called import other_name  # only where a rule asks

    return other_name(exchange, reading)


def _organisation_address(_: Exchange, reading: Reading) -> Measurement:
    return Measurement(reading.organisation.address or "any")


def _organisation_type(_: Exchange, reading: Reading) -> Measurement:
    return _word(reading.organisation.type, "organisation.type")


def _organisation_name(_: Exchange, reading: Reading) -> Measurement:
    return _word(reading.organisation.name, "organisation.name")


def _public(exchange: Exchange, _: Reading) -> Measurement:
    return Measurement(exchange.message.kind != "dm") if exchange.message.kind else Measurement(None, needs=("kind",))


_ALL: Final = ("post", "reply", "message", "action", "contest", "thread", "timeline")
_TEXTS: Final = ("post", "reply", "message", "action", "contest", "thread")

FACTS: Final[tuple[Fact, ...]] = (
    Fact("channel", "kanal", Type.WORD, "The channel: facebook, instagram, x, linkedin, youtube, blog ...", _channel,
         subjects=_ALL),
    Fact("account", "konto", Type.WORD, "The account that speaks on the channel.", _account, subjects=_ALL),
    Fact("kind", "art", Type.WORD, "What kind of message it is.", _kind, KINDS,
         subjects=_TEXTS),
    Fact("language", "sprache", Type.WORD, "The language of the text.", _language, ("de", "en"),
         subjects=_TEXTS),
    Fact("public", "öffentlich", Type.TRUTH, "Everybody can read it (anything but a dm).", _public, subjects=_TEXTS),
    Fact("parent", "bezug", Type.TRUTH, "The message that is answered.", _parent, subjects=("reply", "message")),
    Fact("author.name", "autor.name", Type.WORD, "Who writes, as the channel shows it.", _author_name, subjects=_TEXTS),
    Fact("author.role", "autor.rolle", Type.WORD, "On whose side the writer is.", _author_role, tuple(Role),
         subjects=_TEXTS),
    Fact("customer.name", "kunde.name", Type.WORD, "The name of the person answered.", _customer_name,
         subjects=("reply", "message")),
    Fact("other-name", "anderer-name", Type.TRUTH, "The greeting calls the person by another first name than theirs.",
         _other_name, subjects=("reply",)),
    Fact("organisation.address", "organisation.anrede", Type.WORD, "The form of address the policy asks for.",
         _organisation_address, ("sie", "du", "ihr", "mirror", "avoid", "any"), subjects=_ALL),
    Fact("organisation.type", "organisation.art", Type.WORD, "Whether it is a public body.", _organisation_type,
         ("private", "public"), subjects=_ALL),
    Fact("organisation.name", "organisation.name", Type.WORD, "The organisation's name.", _organisation_name,
         subjects=_ALL),
)  # fmt: skip
