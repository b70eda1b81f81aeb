"""Replies with real variety for the benchmarks: real sentences, templates with their slots filled, cuts of real texts.

Nothing is one text repeated: the stock are the development rows of ../shared/data, the agents' turns of real support
threads, and bench/cases. Deterministic for a seed.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from data import ROOT, SHARED, authored, brand_replies

from knigge.engine.records.envelope import envelope

NAMES: Final = (
    "Aylin Ben Carla Deniz Emil Fatma Greta Hannes Ida Jonas Kira Lukas Mina Nils Olga Paul Rosa Sven Yusuf Zoe Tanja "
    "Mehmet Ivana Pawel Leonie Oskar Hatice Marek Selin Bruno"
).split()
SIGNATURES: Final = (" ^AB", " ^JK", " /TM", " *SR", " Viele Grüße, Jana", " Liebe Grüße, Tom", " Cheers, Ines", "")
GREETINGS: Final = {
    "de": ("Hallo {}, ", "Guten Tag {}, ", "Hi {}! ", "@{} ", "Guten Morgen {}, ", ""),
    "en": ("Hi {}, ", "Hello {}! ", "Hey {}, ", "@{} ", "Dear {}, ", ""),
}
CHANNELS: Final = ("facebook", "instagram", "x", "linkedin")
_STOP: Final = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÄÖÜ„\"«@])")
_LINK: Final = re.compile(r"https?://\S+|@\S+")
_START: Final = datetime(2024, 1, 1, 7, tzinfo=UTC)

Sentence = str


@dataclass(frozen=True, slots=True)
class Stock:
    """Real texts of ours as lists of sentences, by language; the order is that of the data."""

    replies: dict[str, tuple[tuple[Sentence, ...], ...]]

    def sentences(self, language: str) -> list[Sentence]:
        """All sentences of four words and more, each once."""
        found = dict.fromkeys(each for reply in self.replies[language] for each in reply if len(each.split()) >= 4)
        return list(found)


@dataclass(frozen=True, slots=True)
class Made:
    """A reply that was made; `template` is the number of its template, None for one of its own."""

    text: str
    language: str
    template: int | None


def stock(shared: Path = SHARED) -> Stock:
    """What our side wrote in the data; the rows set aside for testing are not read."""
    found: dict[str, dict[tuple[Sentence, ...], None]] = {"de": {}, "en": {}}
    for language in found:
        for row in authored(language, shared):
            if not row.held_back and row.exchange.message.kind != "comment":
                found[language][_sentences(row.exchange.message.text or "")] = None
    for exchange in brand_replies():
        found["en"][_sentences(_LINK.sub("", exchange.message.text or ""))] = None
    for path in sorted((ROOT / "bench" / "cases").glob("*.jsonl")):
        for case in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if case["kind"] in ("reply", "post") and case["lang"] in found:
                found[case["lang"]][_sentences(case["text"])] = None
    return Stock({language: tuple(replies) for language, replies in found.items()})


def _sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text without its greeting and signature."""
    part = envelope(text)
    text = text[part.start : part.end].lstrip(" ,!\n")
    return tuple(each.strip() for each in _STOP.split(text.strip()) if each.strip())


def real_replies(known: Stock, count: int, seed: int = 3) -> list[str]:
    """At most so many replies as they stand in the data, in a mixed order."""
    texts = [" ".join(reply) for replies in known.replies.values() for reply in replies]
    random.Random(seed).shuffle(texts)
    return texts[:count]


def make_replies(known: Stock, count: int, seed: int = 11, templates: int = 400) -> Iterator[Made]:
    """So many replies: 40 % from templates with slots, words changed and sentences moved; the rest their own."""
    chance = random.Random(seed)
    stocks = {language: known.sentences(language) for language in known.replies}
    words = {language: [word for each in some for word in each.split()] for language, some in stocks.items()}
    patterns = [_template(chance, stocks) for _ in range(templates)]
    weights = [1 / (rank + 3) for rank in range(templates)]  # few templates do most of the work
    for _ in range(count):
        kind = chance.random()
        if kind < 0.4:
            number = chance.choices(range(templates), weights)[0]
            language, parts = patterns[number]
            yield Made(_dressed(chance, language, _varied(chance, parts, words[language])), language, number)
            continue
        language = "de" if chance.random() < 0.6 else "en"
        if kind < 0.75:
            parts = chance.sample(stocks[language], chance.choice((1, 2, 2, 3)))
        else:
            parts = [_cut(chance, known.replies[language]), *chance.sample(stocks[language], chance.choice((0, 1, 2)))]
        if chance.random() < 0.5:
            parts = [_changed(chance, each, words[language]) for each in parts]
        yield Made(_dressed(chance, language, " ".join(parts)), language, None)


def _template(chance: random.Random, stocks: dict[str, list[Sentence]]) -> tuple[str, list[Sentence]]:
    language = "de" if chance.random() < 0.6 else "en"
    parts = chance.sample(stocks[language], chance.choice((2, 3, 3, 4)))
    if chance.random() < 0.6:
        parts.append(
            "Ihre Vorgangsnummer ist {number}." if language == "de" else "Your case number is {number}, noted {date}."
        )
    return language, parts


def _varied(chance: random.Random, parts: Sequence[Sentence], words: Sequence[str]) -> str:
    """A use of a template: now and then a sentence left out or moved, a word or two changed."""
    used = list(parts)
    if len(used) > 2 and chance.random() < 0.1:
        used.pop(chance.randrange(len(used)))
    if chance.random() < 0.15:
        chance.shuffle(used)
    text = " ".join(used)
    text = text.replace("{number}", str(chance.randrange(10_000, 99_999)))
    text = text.replace("{date}", f"{chance.randint(1, 28)} March")
    pieces = text.split()
    for _ in range(chance.choice((0, 0, 1, 1, 2))):
        pieces[chance.randrange(len(pieces))] = chance.choice(words)
    return " ".join(pieces)


def _cut(chance: random.Random, replies: Sequence[tuple[Sentence, ...]]) -> str:
    """A window of six to twenty words out of a real reply."""
    pieces = " ".join(chance.choice(replies)).split()
    start = chance.randrange(max(1, len(pieces) - 6))
    return " ".join(pieces[start : start + chance.randint(6, 20)])


def _changed(chance: random.Random, sentence: str, words: Sequence[str]) -> str:
    pieces = sentence.split()
    for _ in range(chance.randint(1, 3)):
        pieces[chance.randrange(len(pieces))] = chance.choice(words)
    return " ".join(pieces)


def _dressed(chance: random.Random, language: str, text: str) -> str:
    """With a greeting and a signature, as replies have them."""
    return chance.choice(GREETINGS[language]).format(chance.choice(NAMES)) + text + chance.choice(SIGNATURES)


def as_records(made: Sequence[Made], seed: int = 5, agents: int = 40) -> Iterator[dict[str, object]]:
    """The replies as records of an archive of two years: who wrote them, when, on which channel."""
    chance = random.Random(seed)
    for number, each in enumerate(made):
        at = _START + timedelta(minutes=chance.randrange(60 * 24 * 730))
        yield {
            "type": "message",
            "id": f"r{number}",
            "channel": chance.choice(CHANNELS),
            "account": "muster",
            "kind": "reply",
            "in_reply_to": f"c{number}",
            "author": {"id": f"a{chance.randrange(agents)}", "role": "us"},
            "published": at.isoformat(),
            "language": each.language,
            "text": each.text,
        }
