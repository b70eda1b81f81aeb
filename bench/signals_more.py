"""Hits, misses and false alarms of the signals on personal data, anchors, letters, style and advertising; their speed.

    python bench/signals_more.py                     # data sets beside the repository, in ../shared/data
    python bench/signals_more.py --cases a.jsonl     # other labelled cases
    python bench/signals_more.py --held-back         # the third that nothing was tuned on

Every table names its data; a data set that is not there is skipped with a word.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

from knigge.engine.record import Author, Exchange, Message, Organisation, Role
from knigge.engine.signals import advert, anchors, hidden_acts, letter, personal, placeholders, style, terms
from knigge.engine.signals.reading import Reading, Signal
from knigge.engine.tokens import tokenize

DATA: Final = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
SIGNALS: Final = (
    personal.personal_data,
    anchors.anchors_signal,
    anchors.anchored_share,
    letter.greeting,
    letter.signature,
    letter.names,
    placeholders.placeholders,
    style.passive_forms,
    hidden_acts.hidden_acts,
    style.nominal_style,
    style.long_words,
    advert.advertising_label,
    terms.confidential_terms,
)
# The entity types of the PII set that a pattern can know, and our names for them.
KNOWABLE: Final = {
    "EMAIL_ADDRESS": "e-mail",
    "PHONE_NUMBER": "phone",
    "CREDIT_CARD": "card",
    "IBAN_CODE": "iban",
    "US_SSN": "tax-number",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled text; `yes` and `no` are the families it is scored for."""

    language: str
    kind: str
    yes: frozenset[str]
    no: frozenset[str]
    reading: Reading


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cases", nargs="*", type=Path, help="labelled cases as JSON Lines")
    parser.add_argument("--held-back", action="store_true", help="score the held-back third")
    arguments = parser.parse_args()
    _personal_table(DATA / "pii_en_presidio_synth.jsonl.gz", arguments.held_back)
    paths = arguments.cases or sorted(DATA.glob("authored_cases_*.jsonl.gz"))
    cases = [case for path in paths for case in _cases(path, arguments.held_back, bool(arguments.cases))]
    if not cases:
        print("labelled cases: not there, skipped")
        return
    _private_table(cases)
    _anchor_table(cases)
    _family_table(cases, "hidden-agent", hidden_acts.hidden_acts, (1,))
    _family_table(cases, "hidden-agent", style.passive_forms, (1,))
    _family_table(cases, "officialese", style.nominal_style, (5, 8, 10, 12))
    _letter_table(cases)
    _label_table(cases)
    _speed_table(cases)


def _rows(path: Path) -> Iterator[dict[str, object]]:
    if not path.is_file():
        print(f"{path.name}: not there, skipped")
        return
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _third(key: str) -> bool:
    """Whether a group of rows belongs to the third that is held back."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 3 == 0


def _cases(path: Path, held_back: bool, chosen: bool) -> Iterator[Case]:
    for row in _rows(path):
        text, parent = str(row["text"]), row.get("parent")
        if not chosen and _third("knigge-held-back:" + str(parent or text).strip()) != held_back:
            continue
        kind, language = str(row["kind"]), str(row["lang"])
        role = Role.CUSTOMER if kind == "incoming" else Role.US
        yes, no = (_words(row.get(key)) for key in ("labels", "not_labels"))
        yield Case(language, kind, yes, no, _reading(text, language, role, parent))


def _words(value: object) -> frozenset[str]:
    return frozenset(map(str, value)) if isinstance(value, list) else frozenset()


def _reading(text: str, language: str, role: Role, parent: object = None) -> Reading:
    message = Message("case", text, author=Author("a", role))
    above = tokenize(str(parent)) if parent else None
    return Reading(tokenize(text), language, Exchange(message), Organisation(), above)


def _personal_table(path: Path, held_back: bool) -> None:
    """Overlap of our places with the marked ones; recall per type, precision over all of them."""
    hits: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    exact = alarms = 0
    for row in _rows(path):
        if _third(str(row["template"])) != held_back:
            continue
        measured = personal.personal_data.measure(_reading(str(row["text"]), "en", Role.CUSTOMER))
        ours = [pair for pair in zip(measured.spans, measured.labels, strict=True) if pair[1] in KNOWABLE.values()]
        theirs = row["spans"]
        assert isinstance(theirs, list)
        matched = set()
        for span in theirs:
            if span["type"] not in KNOWABLE:
                continue
            marked[span["type"]] += 1
            for number, (place, label) in enumerate(ours):
                if label == KNOWABLE[span["type"]] and place.start < span["end"] and span["start"] < place.end:
                    hits[span["type"]] += 1
                    exact += (place.start, place.end) == (span["start"], span["end"])
                    matched.add(number)
                    break
        alarms += len(ours) - len(matched)
    if not marked:
        return
    found = hits.total()
    precision, recall = found / max(1, found + alarms), found / marked.total()
    print(f"\npersonal data, {path.name}, {'held-back third' if held_back else 'tuned on'}")
    for name, count in marked.items():
        print(f"  {name:15} {hits[name]:4} of {count}")
    score = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"  precision {precision:.3f}  recall {recall:.3f}  F1 {score:.3f}  exact borders {exact} of {found}")


def _private_table(cases: Sequence[Case]) -> None:
    """Replies labelled `private-data`: with a data shape in them, or private facts told in words."""
    replies = [case for case in cases if case.kind == "reply"]
    yes = [case for case in replies if "private-data" in case.yes]
    shaped = [case for case in yes if _has_shape(case)]
    found = [case for case in yes if _value(personal.personal_data, case)]
    alarms = [case for case in replies if "private-data" in case.no and _value(personal.personal_data, case)]
    asked = sum("private-data" in case.no for case in replies)
    print("\nprivate-data, replies")
    print(f"  all {len(found)} of {len(yes)}")
    print(f"  with a digit or an address sign in the text: {sum(case in shaped for case in found)} of {len(shaped)}")
    print(f"  told in words only: {sum(case not in shaped for case in found)} of {len(yes) - len(shaped)}")
    print(f"  false alarms {len(alarms)} of {asked}")


def _has_shape(case: Case) -> bool:
    """An upper bound for what a pattern might see; a bare date or sum counts too."""
    return any(mark.isdigit() or mark == "@" for mark in case.reading.text.raw)


def _anchor_table(cases: Sequence[Case]) -> None:
    print("\nanchors, replies labelled hollow-phrase against clear negatives")
    for language in ("de", "en"):
        hollow, fine = _sides(cases, "hollow-phrase", language, {"reply"})
        for signal in (anchors.anchors_signal, anchors.anchored_share):
            low, high = [_value(signal, case) for case in hollow], [_value(signal, case) for case in fine]
            print(
                f"  {language} {signal.name:19} hollow {len(low)} fine {len(high)}  "
                f"zero {_share(low):.2f} against {_share(high):.2f}  AUC {_auc(high, low):.3f}"
            )


def _family_table(cases: Sequence[Case], family: str, signal: Signal, limits: Sequence[float]) -> None:
    print(f"\n{signal.name} against {family}")
    for language in ("de", "en"):
        yes, no = _sides(cases, family, language, {"reply", "post"})
        high, low = [_value(signal, case) for case in yes], [_value(signal, case) for case in no]
        print(f"  {language} AUC {_auc(high, low):.3f}", end="")
        for limit in limits:
            hits, alarms = sum(value >= limit for value in high), sum(value >= limit for value in low)
            print(f"  >={limit:g}: {hits} of {len(high)}, false {alarms} of {len(low)}", end="")
        print()


def _letter_table(cases: Sequence[Case]) -> None:
    replies = [case.reading for case in cases if case.kind == "reply"]
    print(f"\nletter, {len(replies)} replies (counts, no labels)")
    for signal in (letter.greeting, letter.signature, letter.names, placeholders.placeholders):
        counted = Counter(str(signal.measure(reading).value) for reading in replies)
        print(f"  {signal.name:18} {dict(counted.most_common())}")


def _label_table(cases: Sequence[Case]) -> None:
    print("\ntext.advertising-label in posts")
    for name, chosen in (("ad-unlabelled", "yes"), ("clear negatives", "no")):
        posts = [case.reading for case in cases if case.kind == "post" and "ad-unlabelled" in getattr(case, chosen)]
        counted = Counter(str(advert.advertising_label.measure(reading).value) for reading in posts)
        print(f"  {name:16} {dict(counted.most_common())}")


def _speed_table(cases: Sequence[Case]) -> None:
    readings = [case.reading for case in cases if 40 <= len(case.reading.text) <= 65]
    print(f"\nspeed, {len(readings)} texts of 40 to 65 tokens, best of five, microseconds a text")
    total = 0.0
    for signal in SIGNALS:
        spent = min(_spent(signal.measure, readings) for _ in range(5))
        total += spent
        print(f"  {signal.name:25} {spent:6.0f}")
    print(f"  {'together':25} {total:6.0f}")


def _spent(measure: Callable[[Reading], object], readings: Sequence[Reading]) -> float:
    started = perf_counter()
    for reading in readings:
        measure(reading)
    return 1e6 * (perf_counter() - started) / max(1, len(readings))


def _sides(cases: Iterable[Case], family: str, language: str, kinds: set[str]) -> tuple[list[Case], list[Case]]:
    chosen = [case for case in cases if case.language == language and case.kind in kinds]
    return [case for case in chosen if family in case.yes], [case for case in chosen if family in case.no]


def _value(signal: Signal, case: Case) -> float:
    value = signal.measure(case.reading).value
    return float(value) if isinstance(value, (int, float)) else 0.0


def _share(values: Sequence[float]) -> float:
    return sum(value == 0 for value in values) / max(1, len(values))


def _auc(high: Sequence[float], low: Sequence[float]) -> float:
    """How often a value of `high` lies above one of `low`; ties count half."""
    wins = sum((a > b) + (a == b) / 2 for a in high for b in low)
    return wins / max(1, len(high) * len(low))


if __name__ == "__main__":
    main()
