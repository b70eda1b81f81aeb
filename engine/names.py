"""Names of facts and signals: written in English or German, any case, umlauts or ae/oe/ue; known by the English one."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import Final

from .diagnostics import Said, keyword
from .keywords import key
from .record_facts import ALL_FACTS
from .signals import SIGNALS

_OF_EXAMPLES: Final = (
    ("organisation.products", "organisation.produkte"),
    ("organisation.confidential", "organisation.vertraulich"),
    ("organisation.contacts", "organisation.kontakte"),
)
"""What only an example can give."""

_FILLED: Final = dict(
    pair.split("=")
    for pair in """fundstelle=match anzahl=count fällig=due beantwortet=answered verspätung=late wartezeit=waiting
    zugesagt=promised art-der-tat=kind-of-deed fehlt=missing plattform=platform ähnlich=alike ähnlich-wie=alike-to
    personen=people""".split()
)
"""What stands in messages only: filled where somebody is judged, in German and English."""
_FILLED_GERMAN: Final = {english: german for german, english in _FILLED.items()}
_FILLED_ENGLISH: Final = {key(german): english for german, english in _FILLED.items()}

PLACEHOLDER: Final = re.compile(r"\{([^{}\s]+)\}")


@cache
def pairs() -> tuple[tuple[str, str], ...]:
    """Every name in English and German: facts, signals of our text and of the parent, what examples give."""
    facts = [(fact.name, fact.german) for fact in ALL_FACTS]
    signals = [(signal.name, signal.german) for signal in SIGNALS]
    parents = [
        ("parent." + name.removeprefix("text."), "bezug." + german.removeprefix("text.")) for name, german in signals
    ]
    return (*facts, *signals, *parents, *_OF_EXAMPLES)


@cache
def _english() -> dict[str, str]:
    mixed = {key("parent." + german.removeprefix("bezug.")): name for name, german in pairs() if "parent." in name}
    mixed |= {key("bezug." + name.removeprefix("parent.")): name for name, _ in pairs() if "parent." in name}
    return mixed | {key(german): name for name, german in pairs()} | {key(name): name for name, _ in pairs()}


@cache
def _german() -> dict[str, str]:
    return dict(pairs())


def canonical(written: str, own: Collection[str] = ()) -> str:
    """The English name of a fact or signal; any other word, and a name the rule uses `own` parameters for, as it is.

    >>> canonical("Kanal"), canonical("bezug.woerter"), canonical("dank"), canonical("kanal", {"kanal"})
    ('channel', 'parent.words', 'dank', 'kanal')
    """
    return written if written in own else _english().get(key(written), written)


def spelled(name: str, language: str, own: Collection[str] = ()) -> str:
    """The name as it is printed in `language`; never one that means a parameter of the rule.

    >>> spelled("channel", "de"), spelled("channel", "en"), spelled("channel", "de", {"kanal"})
    ('kanal', 'channel', 'channel')
    """
    german = _german().get(name, name)
    return german if language == "de" and name not in own and german not in own else name


def name_told(name: str) -> Said:
    """The name for people."""
    return keyword(name, spelled(name, "de"))


def canonical_wording(text: str, own: Collection[str]) -> str:
    """A wording with the names in its `{placeholders}` in English."""
    return PLACEHOLDER.sub(lambda found: "{" + _filled(found[1], own) + "}", text) if "{" in text else text


def _filled(written: str, own: Collection[str]) -> str:
    """The English name of what fills a wording."""
    return written if written in own else _FILLED_ENGLISH.get(key(written), canonical(written, own))


def filled_names(name: str) -> tuple[str, str]:
    """The English and the German name of a place that only messages have."""
    return name, _FILLED_GERMAN.get(name, name)


def spelled_wording(text: str, language: str, own: Collection[str]) -> str:
    """A wording with the names in its `{placeholders}` as they are printed in `language`."""
    if "{" not in text:
        return text
    return PLACEHOLDER.sub(lambda found: "{" + _spelled_place(found[1], language, own) + "}", text)


def _spelled_place(name: str, language: str, own: Collection[str]) -> str:
    german = _FILLED_GERMAN.get(name, "") if language == "de" and name not in own else ""
    return german if german and german not in own else spelled(name, language, own)
