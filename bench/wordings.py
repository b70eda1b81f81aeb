"""Sentences with gaps (bench/wordings/*.txt) -> templates, and the pools that fill their gaps."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent / "wordings"
Pools = dict[str, tuple[str, ...]]

_CHOICE: Final = re.compile(r"\(([^()|]*(?:\|[^()|]*)+)\)")
_SLOT: Final = re.compile(r"\{(\w+)\}")
_OWN: Final = re.compile(r"%\((~[^)]+)\)s")

FORMAL: Final = {
    "Ihnen": "Ihnen", "Sie": "Sie", "Ihre": "Ihre", "Ihrem": "Ihrem", "Bitte_schicken": "Bitte schicken Sie",
    "Sie_koennen": "Sie können", "koennen_Sie": "können Sie", "Sie_haben": "Sie haben", "Sie_brauchen": "Sie brauchen",
    "brauchen_Sie": "brauchen Sie", "bekommen_Sie": "bekommen Sie", "duerfen_Sie": "dürfen Sie",
    "hoeren_Sie": "hören Sie", "Sie_uns_schreiben": "Sie uns schreiben", "Sie_uns_das_sagen": "Sie uns das sagen",
    "Geben_Sie": "Geben Sie", "Probieren_Sie": "Probieren Sie", "ihr": "Sie",
}  # fmt: skip
FAMILIAR: Final = {
    "Ihnen": "dir", "Sie": "dich", "Ihre": "deine", "Ihrem": "deinem", "Bitte_schicken": "Schick bitte",
    "Sie_koennen": "Du kannst", "koennen_Sie": "kannst du", "Sie_haben": "Du hast", "Sie_brauchen": "du brauchst",
    "brauchen_Sie": "brauchst du", "bekommen_Sie": "bekommst du", "duerfen_Sie": "darfst du",
    "hoeren_Sie": "hörst du", "Sie_uns_schreiben": "du uns schreibst", "Sie_uns_das_sagen": "du uns das sagst",
    "Geben_Sie": "Gib", "Probieren_Sie": "Probier", "ihr": "ihr",
}  # fmt: skip
"""How an account addresses people, as the gaps of the German sentences want it."""


class Filling(dict[str, str]):
    """What fills the gaps of one conversation: what is fixed in it, else something drawn anew from a pool."""

    __slots__ = ("chance", "pools")

    def __init__(self, fixed: Mapping[str, str], pools: Pools, chance: Random) -> None:
        super().__init__(fixed)
        self.pools = pools
        self.chance = chance.random

    def __missing__(self, name: str) -> str:
        pool = self.pools[name]
        return pool[int(self.chance() * len(pool))]


@dataclass(slots=True)
class Wordings:
    """The templates of one language by section, ready for `template % filling`, and the pools they draw from."""

    language: str
    sections: dict[str, tuple[str, ...]] = field(default_factory=dict)
    pools: Pools = field(default_factory=dict)


def read_sections(name: str) -> dict[str, list[str]]:
    """The lines of a file of wordings by section; lines that begin with `# ` are notes."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            lines = found.setdefault(line[1:-1], [])
        elif line and not line.startswith("# "):
            lines.append(line)
    return found


def read_wordings(language: str) -> Wordings:
    """The templates of `de` or `en`. Choices with gaps in them are multiplied out, the others become pools."""
    wordings = Wordings(language)
    for section, lines in read_sections(f"{language}.txt").items():
        if section in ("emoji", "hashtag", "smile"):
            wordings.pools[section] = tuple(lines)
        else:
            wordings.sections[section] = tuple(each for line in lines for each in _templates(line, wordings.pools))
    return wordings


def _templates(line: str, pools: Pools) -> Iterator[str]:
    """The `%` templates of a line."""
    pieces = _CHOICE.split(line)
    options = [
        [piece] if number % 2 == 0 else piece.split("|") if "{" in piece else [_pool(piece, pools)]
        for number, piece in enumerate(pieces)
    ]
    for chosen in itertools.product(*options):
        yield _SLOT.sub(r"%(\1)s", "".join(_escaped(each) for each in chosen))


def _escaped(text: str) -> str:
    return text if text.startswith("%(~") else text.replace("%", "%%")


def _pool(piece: str, pools: Pools) -> str:
    """The gap of a choice between plain words, its pool noted."""
    name = f"~{piece}".replace(")", "").replace("(", "")
    pools[name] = tuple(piece.split("|"))
    return f"%({name})s"


def settled(template: str, pools: Pools, chance: Random) -> str:
    """The template with every choice between plain words made once and for all; its other gaps stay."""
    return _OWN.sub(lambda found: chance.choice(pools[found[1]]).replace("%", "%%"), template)


@dataclass(frozen=True, slots=True)
class People:
    """Names, places and things. `things` are the gap fillers by business, `businesses` their names."""

    first: tuple[str, ...]
    last: tuple[str, ...]
    teams: tuple[str, ...]
    businesses: dict[str, str]
    things: dict[str, tuple[dict[str, str], ...]]
    pools: dict[str, Pools]


def read_people(seed: int) -> People:
    """The names, places and things of people.txt, with pools of numbers, amounts, times and the like."""
    sections = read_sections("people.txt")
    first, last = _words(sections, "first"), _words(sections, "last")
    businesses = {key[9:]: lines[0] for key, lines in sections.items() if key.startswith("business.")}
    things: dict[str, tuple[dict[str, str], ...]] = {
        "en": tuple({"thing": noun, "Thing": f"The {noun}"} for noun in _words(sections, "things.en"))
    }
    for key in businesses:
        nouns = _words(sections, f"things.{key}")
        for address, own in (("sie", "Ihr"), ("du", "dein")):
            things[f"{key} {address}"] = tuple(_forms(each, own) for each in nouns)
    pools = {}
    for language, ending in (("de", ""), ("en", ".en")):
        chance = Random(f"pools {seed} {language}")
        pool = _numbers(chance, language, first, last)
        pool |= {name: _words(sections, name + ending) for name in ("place", "street", "weekday", "month")}
        pool |= {"other": first, "first": first, "team": _words(sections, "team")}
        pools[language] = pool
    return People(first, last, _words(sections, "team"), businesses, things, pools)


def _words(sections: Mapping[str, list[str]], name: str) -> tuple[str, ...]:
    lines = sections[name]
    return tuple(word for line in lines for word in (line.split("|") if "|" in line else line.split()))


_ENDS: Final = {"der": ("den", "dem", "", "en", "em"), "die": ("die", "der", "e", "e", "er")}
_ENDS_IT: Final = ("das", "dem", "", "", "em")


def _forms(written: str, own: str) -> dict[str, str]:
    """The gaps for a German thing: with its article and with `mein`, `Ihr` or `dein`, in three cases."""
    article, noun = written.split(" ", 1)
    fourth, third, *ends = _ENDS.get(article, _ENDS_IT)
    forms = {"thing": written, "thing4": f"{fourth} {noun}", "thing3": f"{third} {noun}"}
    forms["Thing"] = f"{article.capitalize()} {noun}"
    for gap, stem in (("mein", "mein"), ("Ihr", own)):
        for case, end in zip(("", "4", "3"), ends, strict=True):
            forms[gap + case] = f"{stem}{end} {noun}"
    forms["Mein"] = forms["mein"].capitalize() if noun.islower() else "M" + forms["mein"][1:]
    return forms


def _numbers(chance: Random, language: str, first: tuple[str, ...], last: tuple[str, ...]) -> Pools:
    """Pools of made-up numbers, amounts, times, links and handles. Telephone numbers are from ranges for fiction."""
    german = language == "de"
    amounts = [chance.choice((chance.uniform(2, 60), chance.uniform(20, 900))) for _ in range(2000)]
    letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
    hosts = ("example.org", "example.com", "hilfe.example", "service.example")
    pages = "hilfe kontakt fragen status formular tarife termine anfahrt rueckgabe konto news app".split()
    return {
        "num": tuple(str(number) for number in range(2, 40)),
        "hour": tuple(str(number) for number in range(7, 21)),
        "open": tuple(str(number) for number in range(6, 12)),
        "close": tuple(str(number) for number in range(14, 22)),
        "degrees": tuple(str(number) for number in (-12, -5, 2, 27, 31, 34, 38)),
        "pct": tuple(str(number) for number in range(3, 48)),
        "year": tuple(str(number) for number in range(1951, 2026)),
        "version": tuple(f"{chance.randrange(2, 15)}.{chance.randrange(40)}.{chance.randrange(9)}" for _ in range(300)),
        "amount": tuple(
            (f"{each:.2f}".replace(".", ",") + " Euro" if chance.random() < 0.6 else f"{each:.0f} Euro")
            if german
            else f"£{each:.2f}"
            for each in amounts
        ),
        "cents": tuple(f"{number:02}" for number in range(5, 100, 5)),
        "clock": tuple(f"{hour}:{minute:02}" for hour in range(6, 22) for minute in range(0, 60, 5)),
        "time": tuple(
            f"{hour}:{minute:02} Uhr" if german else f"{hour}:{minute:02}"
            for hour in range(6, 22)
            for minute in range(0, 60, 5)
        ),
        "ref": tuple(
            f"{chance.choice(letters)}{chance.choice(letters)}-{chance.randrange(10_000, 1_000_000)}"
            for _ in range(6_000)
        ),
        "phone": tuple(f"030 23125 {number:03}" if german else f"01632 960{number:03}" for number in range(1000)),
        "link": tuple(
            f"https://{chance.choice(hosts)}/{chance.choice(pages)}/{chance.randrange(10_000)}" for _ in range(2000)
        ),
        "handle": tuple(f"{chance.choice(first).lower()}_{chance.randrange(10_000)}" for _ in range(2000)),
        "full": tuple(f"{chance.choice(first)} {chance.choice(last)}" for _ in range(2000)),
        "last": last,
        "sign": tuple(a + b for a in letters for b in letters),
        **{f"digits{count}": _digits(chance, count) for count in range(1, 13)},
    }


def _digits(chance: Random, count: int) -> tuple[str, ...]:
    if count == 1:
        return tuple("23456789")
    low, high = 10 ** (count - 1), 10**count
    return tuple(str(chance.randrange(low, high)) for _ in range(min(500, high - low)))
