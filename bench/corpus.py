"""The project's own cases (bench/cases) -> templates: their numbers, names, days and amounts become gaps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from wordings import Pools

CASES: Final = Path(__file__).resolve().parent / "cases"
FAULTS: Final = frozenset(
    """lecturing commanding-calm blame-shift non-apology hollow-phrase mass-address officialese hidden-agent sarcasm
    shouting address-mixed absolute-promise admission deflection private-data confidential-leak ad-unlabelled""".split()
)

_MONTHS: Final = (
    "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|"
    "January|February|March|May|June|July|October|December"
)
_DAYS: Final = (
    "Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|"
    "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
)
_GAPS: Final = re.compile(
    rf"""(?=[h\dA-ZÄÖÜ])(?:(?P<link>https?://\S+[\w/])
       | \b(?P<weekday>{_DAYS})\b
       | \b(?P<date>\d{{1,2}}\.\ (?:{_MONTHS})|\d{{1,2}}(?:st|nd|rd|th)?\ (?:{_MONTHS})|(?:{_MONTHS})\ \d{{1,2}})\b
       | \b(?P<hour>\d{{1,2}})(?=\ (?:bis\ \d{{1,2}}\ )?Uhr)
       | \b(?P<clock>\d{{1,2}}:\d\d)\b
       | (?P<cents>(?<=\d[,.])\d\d)(?=\ ?(?:Euro|€|EUR|CHF|Franken))
       | \b(?P<year>19[5-9]\d|20[012]\d)\b
       | (?:(?<=Frau\ )|(?<=Herr\ )|(?<=Herrn\ )|(?<=Mr\ )|(?<=Ms\ )|(?<=Mrs\ ))(?P<last>[A-ZÄÖÜ][a-zäöüß]+)
       | (?:(?<=Hallo\ )|(?<=Hi\ )|(?<=Hey\ )|(?<=Lieber\ )|(?<=Dear\ )|(?<=Moin\ )|(?<=Servus\ ))
         (?P<first>[A-ZÄÖÜ][a-zäöü]{{2,9}})(?=[,!.])
       | (?<=\^)(?P<sign>[A-Z]{{2}})\b
       | (?P<number>(?<![\d.,])\d{{1,12}}(?![\d])))""",
    re.VERBOSE,
)
_ALIKE_DE: Final = (
    ("schon wieder", "wieder mal", "zum wiederholten Mal"), ("leider", "bedauerlicherweise"),
    ("sofort", "gleich", "umgehend"), ("gerade", "eben", "soeben"), ("Vielen Dank", "Danke", "Herzlichen Dank"),
    ("wirklich", "echt", "tatsächlich"), ("immer noch", "noch immer"), ("vielleicht", "eventuell", "womöglich"),
    ("trotzdem", "dennoch"), ("außerdem", "zudem"), ("sicher", "bestimmt"), ("meistens", "in der Regel"),
)  # fmt: skip
_ALIKE_EN: Final = (
    ("really", "truly", "honestly"), ("straight away", "right away", "at once"), ("maybe", "perhaps"),
    ("everyone", "everybody"), ("someone", "somebody"), ("no one", "nobody"), ("quickly", "fast"),
    ("Thank you", "Thanks"), ("shop", "store"), ("colleague", "teammate"), ("around", "roughly"),
)  # fmt: skip
_GREETING: Final = re.compile(
    r"(?:Hallo|Hi|Hey|Hello|Guten|Liebe[rs]?|Dear|Moin|Servus|Grüß|Grüezi|Griaß|Sehr geehrte|Morning|Good|Sorry|@)\b|@"
)
_FORMAL: Final = re.compile(r"(?<=[\w,] )(?:Sie|Ihnen|Ihre?[mnr]?)\b")
_FAMILIAR: Final = re.compile(r"\b(?:du|dir|dich|deine?[mnr]?|euch|eure?[mnr]?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Case:
    """One case as templates: what was said to us (empty where unknown), the text, and its gaps with their pools."""

    said: str
    text: str
    gaps: tuple[tuple[str, str], ...]
    greets: bool


@dataclass(slots=True)
class Corpus:
    """The cases of one language: replies by address and whether they are faulty, customers' texts by label, posts."""

    replies: dict[tuple[str, bool], list[Case]] = field(default_factory=dict)
    incoming: dict[str, list[Case]] = field(default_factory=dict)
    posts: list[Case] = field(default_factory=list)


def read_corpus(pools: dict[str, Pools]) -> dict[str, Corpus]:
    """All cases by language; words that have a like are noted in `pools`."""
    corpora = {"de": Corpus(), "en": Corpus()}
    alike = {"de": _alike(_ALIKE_DE, pools["de"]), "en": _alike(_ALIKE_EN, pools["en"])}
    for row in _rows():
        language = str(row["lang"])
        corpus = corpora[language]
        labels = {str(each) for each in labels} if isinstance(labels := row.get("labels"), list) else set()
        case = _case(str(row.get("parent") or ""), str(row["text"]), alike[language])
        match row["kind"]:
            case "incoming":
                corpus.incoming.setdefault(min(labels, default="other"), []).append(case)
            case "post":
                corpus.posts.append(case)
            case _:
                faulty = not labels.isdisjoint(FAULTS)
                for address in _addresses(str(row["text"])) if language == "de" else ("sie", "du"):
                    corpus.replies.setdefault((address, faulty), []).append(case)
    return corpora


def _rows() -> Iterator[dict[str, object]]:
    for path in sorted(CASES.glob("*.jsonl")):
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def _addresses(text: str) -> tuple[str, ...]:
    """Under which forms of address a reply can stand."""
    if _FAMILIAR.search(text):
        return ("du",)
    return ("sie",) if _FORMAL.search(text) else ("sie", "du")


def _alike(groups: tuple[tuple[str, ...], ...], pools: Pools) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for all words that have a like, and the gap each is replaced by."""
    gaps: dict[str, str] = {}
    for group in groups:
        for name, words in ((f"~{group[0]}", group), (f"~{group[0]} ^", tuple(w[0].upper() + w[1:] for w in group))):
            pools[name] = words
            gaps |= dict.fromkeys(words, f"%({name})s")
    longest = sorted(gaps, key=len, reverse=True)
    initials = "".join(sorted({word[0] for word in gaps}))
    return re.compile(rf"(?=[{initials}])\b(?:{'|'.join(map(re.escape, longest))})\b"), gaps


def _case(said: str, text: str, alike: tuple[re.Pattern[str], dict[str, str]]) -> Case:
    """The templates of a text and of what it answers; equal numbers stay equal."""
    seen: dict[str, str] = {}
    gaps: list[tuple[str, str]] = []

    def gap(found: re.Match[str]) -> str:
        kind, value = found.lastgroup or "number", found.group()
        if kind == "number":
            kind = f"digits{len(value)}"
        if value not in seen:
            seen[value] = f"%(k{len(gaps)})s"
            gaps.append((f"k{len(gaps)}", kind))
        return seen[value]

    words, replaced = alike
    templates = [
        words.sub(lambda found: replaced[found.group()], _GAPS.sub(gap, each.replace("%", "%%")))
        for each in (said, text)
    ]
    return Case(templates[0], templates[1], tuple(gaps), _GREETING.match(text) is not None)
