"""The houses of a made-up archive: their people, habits, text modules, and what fills the gaps of their sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from corpus import Case, Corpus, read_corpus
from wordings import FAMILIAR, FORMAL, Filling, People, Pools, Wordings, read_people, read_wordings, settled

HOUSES: Final = (
    # business, language, address, channels, people who answer, posts a week and channel
    ("energy", "de", "sie", ("facebook", "x", "linkedin"), 9, 4.0),
    ("rail", "de", "du", ("x", "facebook", "instagram"), 14, 6.0),
    ("parcel", "en", "du", ("x", "facebook"), 12, 3.0),
    ("town", "de", "sie", ("facebook", "instagram"), 6, 5.0),
    ("telecom", "de", "du", ("facebook", "x", "forum"), 16, 4.0),
    ("bank", "de", "sie", ("facebook", "linkedin", "google-review"), 7, 2.5),
    ("shop", "de", "du", ("instagram", "facebook", "tiktok"), 8, 9.0),
    ("hotel", "en", "sie", ("instagram", "google-review"), 5, 3.0),
    ("bakery", "de", "du", ("instagram", "facebook"), 4, 5.0),
    ("clinic", "de", "sie", ("facebook", "google-review"), 5, 2.0),
    ("furniture", "en", "sie", ("facebook", "instagram", "x"), 8, 4.0),
    ("museum", "de", "sie", ("instagram", "facebook", "linkedin"), 4, 6.0),
)
SITUATIONS: Final = (
    # situation, how often, how often somebody removes or hides what was written
    ("late", 12, 0.0), ("broken", 9, 0.0), ("bill", 8, 0.002), ("staff", 5, 0.01), ("noanswer", 5, 0.005),
    ("closed", 5, 0.0), ("info", 4, 0.0), ("price", 5, 0.005), ("account", 5, 0.0), ("quality", 6, 0.004),
    ("question", 20, 0.0), ("praise", 11, 0.0), ("attack", 3, 0.35), ("legal", 1, 0.02), ("crisis", 1, 0.0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who answers."""

    id: str
    name: str
    sign: str
    team: str


@dataclass(frozen=True, slots=True)
class Macro:
    """A text module: its id, its template, and the id of the approved text it is (empty: none)."""

    id: str
    template: str
    approved: str


@dataclass(frozen=True, slots=True)
class House:
    """One account with its people, its habits and all that fills its sentences."""

    id: str
    language: str
    address: str
    channels: tuple[str, ...]
    staff: tuple[Staff, ...]
    posts_a_week: float
    base: dict[str, str]
    things: tuple[dict[str, str], ...]
    wordings: Wordings
    corpus: Corpus
    pools: Pools
    greetings: tuple[str, ...]
    signatures: tuple[str, ...]
    macros: dict[str, tuple[Macro, ...]]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes to us; `author` is the JSON of the record."""

    id: str
    first: str
    name: str
    author: str


@dataclass(slots=True)
class Talk:
    """A conversation in the making; owns what fills its gaps."""

    house: House
    channel: str
    id: str
    language: str
    filling: Filling
    situation: str
    case: Case | None
    private: bool
    staff: Staff


def open_houses(number: int, seed: int) -> tuple[People, list[House]]:
    """The first so many houses, at least three, and the people they have to do with."""
    people = read_people(seed)
    corpora = read_corpus(people.pools)
    wordings = {language: read_wordings(language) for language in ("de", "en")}
    chosen = HOUSES[: max(3, min(len(HOUSES), number))]
    return people, [
        _house(business, language, address, channels, staff, posts, people, corpora[language], wordings[language])
        for business, language, address, channels, staff, posts in chosen
    ]


def _house(
    business: str, language: str, address: str, channels: tuple[str, ...], staff: int, posts: float,
    people: People, corpus: Corpus, spoken: Wordings,
) -> House:  # fmt: skip
    chance = Random(f"house {business}")
    pools = {**people.pools[language], **spoken.pools}
    base = dict(FORMAL if address == "sie" else FAMILIAR) | {
        "business": people.businesses[business],
        "phone": chance.choice(pools["phone"]),  # the same one for everybody
    }
    greetings = tuple(chance.sample(spoken.sections["greeting.reply"], 4))
    signatures = tuple(chance.sample(spoken.sections["signature.reply"], 3))
    things = people.things["en" if language == "en" else f"{business} {address}"]
    colleagues = tuple(_colleague(business, each, people, chance) for each in range(staff))
    macros = {name: _macros(business, name, spoken, pools, greetings, chance) for name, _, _ in SITUATIONS}
    return House(
        business, language, address, channels, colleagues, posts, base, things, spoken, corpus, pools, greetings,
        signatures, macros,
    )  # fmt: skip


def _colleague(business: str, number: int, people: People, chance: Random) -> Staff:
    first, last = chance.choice(people.first), chance.choice(people.last)
    return Staff(f"{business}-{number}", first, first[0] + last[0], people.teams[number % (2 + len(business) % 3)])


def _macros(
    business: str, situation: str, spoken: Wordings, pools: Pools, greetings: Sequence[str], chance: Random
) -> tuple[Macro, ...]:
    """Five text modules for a situation, their wording settled; the gaps for names and numbers stay."""
    found = []
    for number in range(5):
        core = f"{situation}.reply" if chance.random() < 0.75 else "hollow.reply"
        parts = [chance.choice(greetings)]
        parts += [chance.choice(spoken.sections[name]) for name in ("ack.reply", core, "close.reply")]
        template = settled(" ".join(parts if chance.random() < 0.6 else (parts[0], *parts[2:])), pools, chance)
        id_ = f"{business}-{situation}-{number}"
        found.append(Macro(id_, template, id_ if chance.random() < 0.25 else ""))
    return tuple(found)
