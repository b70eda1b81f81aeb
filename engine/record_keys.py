"""Optional keys of records -> measurements. A missing key is unknown, an empty one is known to be empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from .record import Action, Contest, Exchange
from .signals.reading import Measurement, Reading

_NO: Final = frozenset({"", "no", "nein", "false", "falsch", "none", "keine", "keiner", "-", "0"})
Read = Callable[[Exchange, Reading], Measurement]


def absent(name: str) -> Measurement:
    """What is not on record."""
    return Measurement(None, needs=(name,))


def extra(exchange: Exchange) -> Mapping[str, object]:
    """The optional keys of what is judged."""
    about = exchange.about
    return about.extra if isinstance(about, Action | Contest) else exchange.message.extra


def truth(name: str, key: str = "") -> Read:
    """A true-or-false key; a text, a number or a list counts as true unless it is empty or a word for no."""

    def read(exchange: Exchange, _: Reading) -> Measurement:
        value = extra(exchange).get(key or name.replace("-", "_"))
        return absent(name) if value is None else Measurement(is_yes(value))

    return read


def is_yes(value: object) -> bool:
    """Whether a value that is on record means yes."""
    return value.strip().casefold() not in _NO if isinstance(value, str) else bool(value)
