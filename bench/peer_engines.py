"""The peers: each finds which of a hundred phrases stand in which text. Run by `peers.py` inside its own environment.

`python peer_engines.py ENGINE PHRASES.json TEXTS.jsonl OUT.json`: prints nothing, writes the CPU seconds of each round
and the pairs found. Knows nothing of knigge, so that the environment needs only the peer.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

ROUNDS: Final = 5
Pairs = set[tuple[int, int]]
Search = Callable[[str], list[int]]
Phrases = list[list[str]]


def expression(phrase: list[str]) -> str:
    """A phrase in any of its wordings, any white space between its words, as a regular expression."""
    return "|".join(r"\s+".join(map(re.escape, wording.split())) for wording in phrase)


def re_loop(phrases: Phrases) -> Search:
    """One compiled expression of Python's `re` after the other."""
    compiled = [re.compile(rf"(?<!\w)(?:{expression(each)})(?!\w)", re.IGNORECASE) for each in phrases]
    return lambda text: [number for number, each in enumerate(compiled) if each.search(text)]


def re_alternation(phrases: Phrases) -> Search:
    """All phrases in one expression; where two begin at the same place, only the first is told."""
    groups = "|".join(f"(?P<p{number}>{expression(each)})" for number, each in enumerate(phrases))
    compiled = re.compile(rf"(?<!\w)(?:{groups})(?!\w)", re.IGNORECASE)
    return lambda text: list({int((found.lastgroup or "p0")[1:]) for found in compiled.finditer(text)})


def proselint_like(phrases: Phrases) -> Search:
    """As proselint's `existence_check` goes about it: an expression with padding, asked of `re` anew for each text."""
    padded = [rf"(?:^|\W)({expression(each)})(?:\W|$)" for each in phrases]

    def search(text: str) -> list[int]:
        return [
            number
            for number, each in enumerate(padded)
            if any(True for _ in re.finditer(each, text, flags=re.IGNORECASE))
        ]

    return search


def re2_set(phrases: Phrases) -> Search:
    """google-re2 as a set; its `\\b` knows ASCII only, so that the edges are written out."""
    re2: Any = importlib.import_module("re2")
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = 1 << 30  # the letters of Unicode, twice a phrase, are more than it allows by default
    found = re2.Set.SearchSet(options)
    for each in phrases:
        found.Add(rf"(?:^|[^\pL\pN_])(?:{expression(each)})(?:$|[^\pL\pN_])")
    found.Compile()
    return lambda text: list(found.Match(text) or ())


def yara_x(phrases: Phrases) -> Search:
    """yara-x, one rule a phrase; it compares bytes, so that letters outside ASCII are written in both cases."""
    yara: Any = importlib.import_module("yara_x")
    rules = []
    for number, each in enumerate(phrases):
        parts = [rf"\b({'|'.join(_bytes_of(wording) for wording in each)})\b"]
        strings = " ".join(f"$a{at} = /{part}/i" for at, part in enumerate(parts))
        rules.append(f"rule p{number} {{ strings: {strings} condition: any of them }}")
    scanner = yara.Scanner(yara.compile("\n".join(rules)))
    return lambda text: [int(rule.identifier[1:]) for rule in scanner.scan(text.encode()).matching_rules]


def _bytes_of(wording: str) -> str:
    """A wording as an expression over bytes of UTF-8."""
    written = []
    for sign in wording:
        if sign == " ":
            written.append(r"\s+")
        elif sign.isascii():
            written.append(re.escape(sign) if not sign.isalnum() else sign)
        else:
            cases = {sign.lower(), sign.upper() if len(sign.upper()) == 1 else sign}
            both = ["".join(f"\\x{byte:02x}" for byte in case.encode()) for case in sorted(cases)]
            written.append(f"({'|'.join(both)})")
    return "".join(written)


def hyperscan_wheel(phrases: Phrases) -> Search:
    """Hyperscan over folded bytes with spaces at the edges of words."""
    hyperscan: Any = importlib.import_module("hyperscan")
    from unicodedata import normalize

    spaced = bytes(code if code >= 0x80 or chr(code).isalnum() or code == 95 else 32 for code in range(256))

    def prepared(text: str) -> bytes:
        folded = text.lower() if text.isascii() else normalize("NFC", text).casefold()
        return f" {folded.replace('ä', 'ae').replace('ö', 'oe').replace('ü', 'ue')} ".encode().translate(spaced)

    wordings = [(number, wording) for number, each in enumerate(phrases) for wording in each]
    made = hyperscan.Database()
    made.compile(
        expressions=[re.sub(rb"(?:\\? )+", rb" +", re.escape(prepared(each))) for _, each in wordings],
        ids=[number for number, _ in wordings],
        elements=len(wordings),
        flags=[hyperscan.HS_FLAG_SINGLEMATCH] * len(wordings),
    )
    found: list[int] = []

    def hit(number: int, start: int, end: int, flags: int, context: object) -> None:
        found.append(number)

    def search(text: str) -> list[int]:
        found.clear()
        made.scan(prepared(text), match_event_handler=hit)
        return list(set(found))

    return search


ENGINES: Final = (
    # name, what has to be installed from PyPI, how it is made
    ("Python `re`, one after the other", "", re_loop),
    ("Python `re`, one alternation", "", re_alternation),
    ("a loop as in proselint", "", proselint_like),
    ("google-re2, set", "google-re2", re2_set),
    ("yara-x", "yara-x", yara_x),
    ("Hyperscan (wheel), folded", "hyperscan", hyperscan_wheel),
)


def main() -> int:
    """Run one engine."""
    name, phrases_at, texts_at, out = sys.argv[1:]
    phrases = json.loads(Path(phrases_at).read_text(encoding="utf-8"))
    texts = [json.loads(line) for line in Path(texts_at).read_text(encoding="utf-8").splitlines()]
    search = next(make for each, _, make in ENGINES if each == name)(phrases)
    pairs = [(at, number) for at, text in enumerate(texts) for number in search(text)]
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for text in texts:
            search(text)
        rounds.append(time.process_time() - began)
    Path(out).write_text(json.dumps({"rounds": rounds, "pairs": pairs}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
