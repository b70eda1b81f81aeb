"""Quality and speed of the signals on labelled data; run from the repository root.

    python bench/signals.py [--data ../shared/data] [--cases FOLDER] [--sample 500]

Data sets are not part of the repository: each is read where it is found and skipped with a word where it is not.
FOLDER holds the development part of the authored cases as `dev_de.jsonl` and `dev_en.jsonl`.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from knigge.engine.record import Exchange, Message, Organisation
from knigge.engine.signals import SIGNALS, counts, readability, shouting
from knigge.engine.signals.address import address_form
from knigge.engine.signals.language import NAMES, by_langdetect, by_langid, detect, vote
from knigge.engine.signals.reading import Reading, Signal
from knigge.engine.tokens import Text, tokenize

ROOT: Final = Path(__file__).resolve().parent.parent
PRONOUN: Final = re.compile(
    r"(?i)\b(?:sie|ihnen|ihr(?:e[mnrs]?)?|du|dich|dir|dein(?:e[mnrs]?|s)?|euch|eu(?:er|re[mnrs]?))\b"
)
AGREEING: Final = re.compile(r"(?:st|zt|sst|lässt|seid|habt|redet|setzt|benutzt|passt|sorgst dich)$")
REPLY: Final = (
    "Hallo Frau Demir, danke für den Hinweis zur Abbuchung. Wir haben die doppelte Buchung vom 2. März geprüft und "
    "erstatten Ihnen die 49 Euro bis Freitag auf Ihr Konto. Falls noch etwas fehlt, melden Sie sich direkt bei mir, "
    "ich bin bis 18 Uhr da. Viele Grüße, Jana"
)

Row = dict[str, object]


class Tally(NamedTuple):
    """Right answers, answers withheld, all, and texts a second."""

    right: int
    withheld: int
    total: int
    speed: float


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    arguments.add_argument("--cases", type=Path)
    arguments.add_argument("--sample", type=int, default=500, help="texts a set for the slow detectors")
    chosen = arguments.parse_args()
    german = _lines(chosen.cases and chosen.cases / "dev_de.jsonl")
    english = _lines(chosen.cases and chosen.cases / "dev_en.jsonl")
    _languages(_lines(chosen.data / "langid_de_en_fr_it_gsw.jsonl.gz"), german, english, chosen.sample)
    _difficulty(_lines(chosen.data / "readability_de_textcomplexity.jsonl.gz"))
    _address(_lines(chosen.data / "formality_de_cocoa.jsonl.gz"), german)
    _shouting(german, english)
    _speed()
    return 0


def _lines(path: Path | None) -> list[Row]:
    """The rows of a JSON Lines file, none when it is absent."""
    if path is None or not path.is_file():
        print(f"skipped: {path.name if path else 'authored cases (--cases)'} not found\n")
        return []
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in raw.decode("utf-8").splitlines()]


def _held(key: object) -> bool:
    """Whether a row belongs to the third that nothing was tuned on."""
    return int(hashlib.sha256(str(key).encode()).hexdigest(), 16) % 3 == 0


def _reading(text: str, language: str) -> Reading:
    return Reading(tokenize(text), language, Exchange(Message("m", text)), Organisation())


def _languages(rows: list[Row], german: list[Row], english: list[Row], sample: int) -> None:
    sets: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        sets.setdefault(str(row["kind"]), []).append((str(row["text"]), str(row["label"])))
    for language, cases in (("de", german), ("en", english)):
        if not cases:
            continue
        texts = [str(row["text"]) for row in cases]
        sets[f"replies {language}"] = [(text, language) for text in texts]
        sets[f"first 5 words {language}"] = [(" ".join(text.split()[:5]), language) for text in texts]
        sets[f"customers {language}"] = [(str(row["parent"]), language) for row in cases if row.get("parent")]
    print(f"{'language of a text':20} {'method':22} {'right':>14} {'share':>7} {'none':>5} {'wrong':>5} {'texts/s':>8}")
    for name, pairs in sets.items():
        _detectors(name, pairs, sample)
    print()


def _detectors(name: str, pairs: list[tuple[str, str]], sample: int) -> None:
    methods: tuple[tuple[str, Callable[[Text], str | None], int], ...] = (
        ("own vote, best guess", _best_vote, len(pairs)),
        ("py3langid of four", lambda text: by_langid(text.raw)[0], len(pairs)),
        ("langdetect seed+prior", lambda text: by_langdetect(text.raw)[0], sample),
        ("detect (default)", lambda text: detect(text, ("de", "en", "fr", "it")).language, len(pairs)),
    )
    for method, ask, number in methods:
        chosen = (
            pairs if number >= len(pairs) else sorted(pairs, key=lambda pair: hashlib.sha256(pair[0].encode()).digest())
        )
        tally = _tally(ask, chosen[:number])
        wrong = tally.total - tally.right - tally.withheld
        share = tally.right / tally.total
        print(
            f"{name:20} {method:22} {tally.right:>7}/{tally.total:<6} {share:7.4f} {tally.withheld:>5} {wrong:>5} "
            f"{tally.speed:8.0f}"
        )


def _best_vote(text: Text) -> str | None:
    votes, _ = vote(text)
    best = max(range(len(NAMES)), key=lambda number: votes[number])
    return NAMES[best] if votes[best] > 0 else None


def _tally(ask: Callable[[Text], str | None], pairs: Sequence[tuple[str, str]]) -> Tally:
    """Swiss German called German is right."""
    texts = [tokenize(text) for text, _ in pairs]
    if texts:
        ask(texts[0])
    start = time.perf_counter()
    answers = [ask(text) for text in texts]
    passed = time.perf_counter() - start
    fair = {("gsw", "de"), ("gsw", "gsw")}
    right = sum(answer == label or (label, answer) in fair for answer, (_, label) in zip(answers, pairs, strict=True))
    return Tally(right, answers.count(None), len(pairs), len(pairs) / passed)


def _difficulty(rows: list[Row]) -> None:
    if not rows:
        return
    opinions = [float(str(row["mos_complexity"])) for row in rows]
    parts = (("tuned on", False), ("held back", True))
    print(f"{'difficulty (Spearman)':24}" + "".join(f"{name:>16}" for name, _ in parts))
    signals = (
        readability.difficulty,
        counts.words_per_sentence,
        readability.lix,
        readability.wiener,
        readability.flesch,
    )
    for signal in signals:
        values = [_number(signal, str(row["text"]), "de") for row in rows]
        cells = []
        for _, held in parts:
            places = [place for place, row in enumerate(rows) if _held(row["article"]) is held]
            found = _spearman([values[place] for place in places], [opinions[place] for place in places])
            cells.append(f"{found:10.3f} n={len(places):<3}")
        print(f"{signal.name:24}" + " ".join(cells))
    print()


def _number(signal: Signal, text: str, language: str) -> float:
    value = signal.measure(_reading(text, language)).value
    return float(value) if isinstance(value, float) else 0.0


def _spearman(left: Sequence[float], right: Sequence[float]) -> float:
    first, second = _ranks(left), _ranks(right)
    mean = (len(first) - 1) / 2
    over = sum((a - mean) * (b - mean) for a, b in zip(first, second, strict=True))
    under = (sum((a - mean) ** 2 for a in first) * sum((b - mean) ** 2 for b in second)) ** 0.5
    return over / under if under else 0.0


def _ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 0, ties sharing their mean."""
    order = sorted(values)
    return [order.index(value) + (order.count(value) - 1) / 2 for value in values]


def _address(rows: list[Row], german: list[Row]) -> None:
    for part, held in (("tuned on", False), ("held back", True)):
        chosen = [row for row in rows if _held(row["pair"]) is held]
        if chosen:
            _address_spans(part, chosen)
    if german:
        _labelled("address-mixed", "de", german, lambda text: address_form(tokenize(text), "de").value == "mixed")
    print()


def _address_spans(part: str, rows: list[Row]) -> None:
    """A gold span counts where it holds a pronoun or an imperative, not a verb that only agrees with one elsewhere."""
    forms = right = wrong = missed = 0
    for row in rows:
        text, label = str(row["text"]), str(row["label"])
        found = address_form(tokenize(text), "de")
        forms += ("formal" if found.value == "formal" else "informal" if found.spans else "none") == label and (
            found.value != "mixed"
        )
        spans = row["spans"]
        assert isinstance(spans, list)
        marked = [(int(start), int(end)) for start, end in spans]
        wanted = [span for span in marked if _addresses(text[slice(*span)], label)]
        ours = [(span.start, span.end) for span in found.spans]
        right += sum(_meets(span, ours) for span in wanted)
        missed += sum(not _meets(span, ours) for span in wanted)
        wrong += sum(not _meets(span, marked) for span in ours)
    precision, recall = right / (right + wrong), right / (right + missed)
    score = 2 * precision * recall / (precision + recall)
    print(
        f"address, {part:10} form {forms}/{len(rows)} = {forms / len(rows):.4f}   "
        f"spans P {precision:.4f} R {recall:.4f} F1 {score:.4f} (right {right}, wrong {wrong}, missed {missed})"
    )


def _addresses(words: str, label: str) -> bool:
    return PRONOUN.search(words) is not None or (label == "informal" and AGREEING.search(words.lower()) is None)


def _meets(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _shouting(german: list[Row], english: list[Row]) -> None:
    if german:
        _labelled("shouting", "de", german, _shouts)
    if english:
        _labelled("shouting", "en", english, _shouts)
    print()


def _shouts(text: str) -> bool:
    return _number(shouting.shouting, text, "") > 0


def _labelled(family: str, language: str, rows: list[Row], holds: Callable[[str], bool]) -> None:
    """Recall on rows labelled with the family and alarms on rows labelled as free of it."""
    labelled = [row for row in rows if family in _list(row, "labels")]
    free = [row for row in rows if family in _list(row, "not_labels")]
    found = sum(holds(str(row["text"])) for row in labelled)
    alarms = sum(holds(str(row["text"])) for row in free)
    print(f"{family} {language}: found {found}/{len(labelled)}, false alarms {alarms}/{len(free)}")


def _list(row: Row, name: str) -> list[object]:
    value = row.get(name)
    return value if isinstance(value, list) else []


def _speed() -> None:
    """Time of each signal on one reply of 48 words, after a first call."""
    reading = _reading(REPLY, "de")
    total = 0.0
    for signal in SIGNALS:
        signal.measure(reading)
        start = time.perf_counter()
        for _ in range(200):
            signal.measure(reading)
        spent = (time.perf_counter() - start) / 200 * 1e6
        total += spent
        print(f"{signal.name:30} {spent:8.1f} µs")
    print(f"{'all':30} {total:8.1f} µs")


if __name__ == "__main__":
    sys.exit(main())
