"""The limit on this machine: decode the same JSON Lines, fold, one multi-pattern scan of the same literals.

`python bench/limit.py F.jsonl`. Nothing else is done: no verdicts, no positions, no context. The literals are those by
which the index of the default pack finds its phrases: of every way in which a phrase can match, the word it is anchored
in. Hyperscan scans the folded bytes; a hit is only counted. Folding is the shortest that gives the same words in
ordinary texts, so that a slow fold of the engine's own does not make the limit easy to reach; the rate with the
engine's fold is told beside it.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import hyperscan
import msgspec

from knigge.commands.programs import load_program
from knigge.engine.pattern import Word, alternatives
from knigge.engine.program import Lexicon, Program
from knigge.engine.tokens import fold

ROUNDS: Final = 5


class Line(msgspec.Struct):
    """What is decoded of a record; further keys are skipped."""

    id: str = ""
    type: str = "message"
    text: str | None = None
    kind: str | None = None
    channel: str | None = None
    language: str | None = None
    thread: str | None = None
    in_reply_to: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Literals:
    """What is scanned for: whole words, and parts of words; `all_words` is how many words the phrases hold in all."""

    words: frozenset[str]
    beginnings: frozenset[str]
    endings: frozenset[str]
    middles: frozenset[str]
    phrases: int
    unanchored: int
    all_words: int

    def __len__(self) -> int:
        return len(self.words) + len(self.beginnings) + len(self.endings) + len(self.middles)


@dataclass(frozen=True, slots=True)
class Limit:
    """Texts a second, the median of the rounds, with what share of the time each step takes."""

    texts: int
    rate: float
    rates: tuple[float, ...]
    engine_rate: float
    shares: dict[str, float]
    literals: Literals
    hits: int


def short_fold(text: str) -> str:
    """The text in the form words are compared in, in as few steps as Python allows.

    >>> short_fold("STRASSE, Straße, grüße")
    'strasse, strasse, gruesse'
    """
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFC", text).casefold()
    return folded.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")


def literals_of(program: Program) -> Literals:
    """The literals of a program's phrases, in all its languages."""
    anchors: list[Word] = []
    words: set[str] = set()
    phrases = unanchored = 0
    for lexicon in program.lexicons.values():
        for ways in _ways(lexicon):
            phrases += 1
            unanchored += () in ways
            anchors += [way[0] for way in ways if way]
            words.update(form for way in ways for word in way for form in (*word.forms, *word.apart))
    return Literals(
        frozenset(form for word in anchors for form in (*word.forms, *word.apart)),
        frozenset(part for word in anchors for part in word.beginnings),
        frozenset(part for word in anchors for part in word.endings),
        frozenset(part for word in anchors for part in word.middles),
        phrases,
        unanchored,
        len(words),
    )


def _ways(lexicon: Lexicon) -> Iterator[list[tuple[Word, ...]]]:
    for pattern in lexicon.patterns.values():
        yield [tuple(word for word in way if not word.tags) for way in alternatives(pattern)]


def database(literals: Literals) -> hyperscan.Database:
    """One database of plain literals over prepared bytes; every literal is reported once a text at most.

    Word boundaries are spaces here: as plain literals 22,000 of them compile in a second and are scanned four times as
    fast as with `\\b` around each.
    """
    written = {
        *(f" {each} " for each in literals.words),
        *(f" {each}" for each in literals.beginnings),
        *(f"{each} " for each in literals.endings),
        *literals.middles,
    }
    expressions = [re.escape(each.encode().translate(SPACED)) for each in sorted(written)]
    made = hyperscan.Database()
    made.compile(
        expressions=expressions,
        ids=list(range(len(expressions))),
        elements=len(expressions),
        flags=[hyperscan.HS_FLAG_SINGLEMATCH] * len(expressions),
    )
    return made


SPACED: Final = bytes(code if code >= 0x80 or chr(code).isalnum() or code == 95 else 32 for code in range(256))
"""Makes a space of every sign of ASCII that is no letter, digit or underscore."""


def prepared(text: str) -> bytes:
    """The text as it is scanned: folded, with spaces for all that stands between words, and at both ends."""
    return f" {short_fold(text)} ".encode().translate(SPACED)


def measure_limit(path: Path, program: Program, rounds: int = ROUNDS, first: int | None = None) -> Limit:
    """The median rate over the messages of an archive, or of its `first` lines; each step is also timed alone."""
    literals = literals_of(program)
    scanned = database(literals)
    with path.open("rb") as file:
        raw = [line.rstrip(b"\n") for line in islice(file, first)]
    decoder = msgspec.json.Decoder(Line)
    texts = [line.text for line in map(decoder.decode, raw) if line.text is not None and line.type == "message"]
    folded = [prepared(text) for text in texts]
    found: list[int] = []

    def hit(number: int, start: int, end: int, flags: int, context: object) -> None:
        found.append(number)

    def scan(lines: Iterable[bytes]) -> None:
        for data in lines:
            scanned.scan(data, match_event_handler=hit)

    def by_engine(text: str) -> bytes:
        return f" {fold(text)} ".encode().translate(SPACED)

    def whole(prepare: Callable[[str], bytes]) -> None:
        found.clear()
        decode = decoder.decode
        for data in raw:
            line = decode(data)
            if line.text is not None and line.type == "message":
                scanned.scan(prepare(line.text), match_event_handler=hit)

    whole(prepared)
    hits = len(found)
    seconds = [_seconds(lambda: whole(prepared)) for _ in range(rounds)]
    engine = [_seconds(lambda: whole(by_engine)) for _ in range(3)]
    steps = {
        "decode": statistics.median(_seconds(lambda: [decoder.decode(data) for data in raw]) for _ in range(3)),
        "fold": statistics.median(_seconds(lambda: [prepared(text) for text in texts]) for _ in range(3)),
        "scan": statistics.median(_seconds(lambda: scan(folded)) for _ in range(3)),
    }
    total = sum(steps.values())
    rates = tuple(len(texts) / each for each in seconds)
    shares = {name: each / total for name, each in steps.items()}
    engine_rate = len(texts) / statistics.median(engine)
    return Limit(len(texts), statistics.median(rates), rates, engine_rate, shares, literals, hits)


def _seconds(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began


def limit_lines(limit: Limit) -> list[str]:
    """What was measured, in words."""
    of, shares = limit.literals, ", ".join(f"{name} {share:.0%}" for name, share in limit.shares.items())
    return [
        f"The limit on this machine: **{limit.rate:,.0f} texts/s** of CPU ({limit.texts:,} texts, median of "
        f"{len(limit.rates)}, {min(limit.rates):,.0f} to {max(limit.rates):,.0f}). Decoding the lines (msgspec), "
        f"folding in Python, one Hyperscan scan with the wheel of PyPI; {shares}; {limit.hits / limit.texts:.1f} "
        f"hits a text. With the engine's own fold: {limit.engine_rate:,.0f} texts/s.",
        "",
        f"Scanned for {len(of):,} distinct literals: the words by which the index finds {of.phrases:,} phrases "
        f"({len(of.words):,} whole words, {len(of.beginnings) + len(of.endings) + len(of.middles):,} parts of words; "
        f"the phrases hold {of.all_words:,} words in all, and {of.unanchored} of them need no particular word).",
    ]


def main() -> int:
    """Measure on an archive that is given, or on a small one that is made up."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("archive", nargs="?", type=Path)
    parser.add_argument("--messages", type=int, default=20_000)
    chosen = parser.parse_args()
    program = load_program("default")
    if chosen.archive:
        print("\n".join(limit_lines(measure_limit(chosen.archive, program))))
        return 0
    from archive import write_archive

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "archive.jsonl")
        write_archive(path, chosen.messages)
        print("\n".join(limit_lines(measure_limit(path, program))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
