"""Quality and speed of the signals on labelled data: prints and writes docs/SIGNALS.md.

    python bench/signals.py [--data ../shared/data] [--cases FOLDER] [--out docs/SIGNALS.md]

Data sets are not part of the repository: each is read where it is found and skipped with a word where it is not. Of the
authored cases only the development two thirds are read; FOLDER holds them as `dev_de.jsonl` and `dev_en.jsonl`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from scoreboard import Line, Rows, document, measured, rows_of
from signals_more import contest_lines, family_lines, personal_lines, promise_lines, region_lines, speed_table
from signals_words import ADDRESS_PRONOUN, address_spans, naive_language, naive_spans, reading, spearman

from knigge.engine.signals import counts, readability
from knigge.engine.signals.address import address_form
from knigge.engine.signals.identification import identify
from knigge.engine.signals.reading import Signal
from knigge.engine.tokens import tokenize

ROOT: Final = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--cases", type=Path, help="folder with dev_de.jsonl and dev_en.jsonl")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "SIGNALS.md")
    chosen = parser.parse_args(arguments)
    rows = Rows(chosen.data, chosen.cases)
    parts: tuple[tuple[str, Callable[[Rows], list[Line]]], ...] = (
        ("Language", language_lines),
        ("Region and dialect", region_lines),
        ("Readability", difficulty_lines),
        ("Form of address", address_lines),
        ("Promises", promise_lines),
        ("Personal data", personal_lines),
        ("Contests", contest_lines),
        ("Families of the authored cases", family_lines),
    )
    text = document([(title, lines(rows)) for title, lines in parts], speed_table(rows))
    print(text)
    chosen.out.write_text(text, encoding="utf-8")
    return 0


def language_lines(rows: Rows) -> list[Line]:
    """Answers of `identify`, for the half it was tuned on and the other; what that half has seen stands in the page."""
    lines = []
    data = rows_of(rows, "langid_de_en_fr_it_gsw")
    for kind, name in (("sentences", "sentences de en fr it"), ("word-pairs", "word pairs de en fr it")):
        for part, held in (("tuned-on half", False), ("held-back half", True)):
            chosen = [row for row in data if row["kind"] == kind and row["label"] != "gsw"]
            chosen = [row for row in chosen if rows.half("knigge-language:" + str(row["text"])) is held]
            lines.append(
                measured(
                    f"langid_de_en_fr_it_gsw, {name}, {part}",
                    "accuracy",
                    [(str(row["text"]), str(row["label"])) for row in chosen],
                    lambda text, label: float(identify(tokenize(text)).language == label),
                    lambda text, label: float(naive_language(text) == label),
                    "py3langid of four",
                )
            )
    for part, held in (("tuned-on half", False), ("held-back half", True)):
        chosen = [
            row
            for row in data
            if row["label"] in ("gsw", "de") and rows.half("knigge-language:" + str(row["text"])) is held
        ]
        swiss = [(str(row["text"]), "gsw") for row in chosen if row["label"] == "gsw"]
        german = [(str(row["text"]), "de") for row in chosen if row["label"] == "de" and row["kind"] == "sentences"]
        for name, measure, pairs in (("gsw", "recall of gsw", swiss), ("de", "share of de called gsw", german)):
            lines.append(
                measured(
                    f"langid_de_en_fr_it_gsw, {name} sentences, {part}",
                    measure,
                    pairs,
                    lambda text, _: float(identify(tokenize(text)).language == "gsw"),
                    lambda text, _: float(any(word in text.lower().split() for word in ("isch", "nöd", "gsi", "und"))),
                    "isch, nöd, gsi, und",
                )
            )
    for name, label in (
        ("formality_de_cocoa", "de"),
        ("offensive_de_germeval2018", "de"),
        ("brand_threads_en_ibm", "en"),
        ("intent_en_email", "en"),
    ):
        lines.append(
            measured(
                name,
                f"share called {label}",
                [(str(row["text"]), label) for row in rows_of(rows, name)],
                lambda text, label: float(identify(tokenize(text)).language == label),
                lambda text, label: float(naive_language(text) == label),
                "py3langid of four",
            )
        )
    return [line for line in lines if line.rows]


def difficulty_lines(rows: Rows) -> list[Line]:
    """Rank correlation with readers' opinions, and which side of a pair is called simpler."""
    lines = []
    data = rows_of(rows, "readability_de_textcomplexity")
    parts = (("two articles, weights fitted on them", False), ("four articles, not fitted on", True), ("all", None))
    for part, held in parts:
        chosen = [row for row in data if held is None or rows.half(f"knigge-difficulty:{row['article']}") is held]
        ours = [_number(readability.difficulty, str(row["text"]), "de") for row in chosen]
        plain = [_number(counts.words_per_sentence, str(row["text"]), "de") for row in chosen]
        opinions = [float(str(row["mos_complexity"])) for row in chosen]
        if chosen:
            lines.append(
                Line.of(
                    f"readability_de_textcomplexity, {part}",
                    "Spearman with mos_complexity",
                    list(zip(ours, plain, opinions, strict=True)),
                    lambda triples: spearman([each[0] for each in triples], [each[2] for each in triples]),
                    lambda triples: spearman([each[1] for each in triples], [each[2] for each in triples]),
                    "words per sentence",
                )
            )
    for name in ("simplification_de_textcomplexity", "simplification_de_deplain_web"):
        lines.append(
            measured(
                name,
                "simpler side preferred",
                [(str(row["text"]), str(row["simplified"])) for row in rows_of(rows, name)],
                lambda hard, easy: _prefers(readability.difficulty, hard, easy, "de"),
                lambda hard, easy: _prefers(counts.words_per_sentence, hard, easy, "de"),
                "words per sentence",
            )
        )
    stories: dict[str, dict[str, str]] = {}
    for row in rows_of(rows, "readability_en_onestop"):
        stories.setdefault(str(row["doc"]), {})[str(row["label"])] = str(row["text"])
    steps = (("intermediate", "elementary"), ("advanced", "intermediate"))
    pairs = [
        (levels[hard], levels[easy])
        for levels in stories.values()
        for hard, easy in steps
        if hard in levels and easy in levels
    ]
    for signal, turn in ((readability.flesch, -1.0), (readability.lix, 1.0)):
        lines.append(
            measured(
                "readability_en_onestop, neighbouring levels",
                f"simpler side preferred by {signal.name}",
                pairs,
                lambda hard, easy, signal=signal, turn=turn: _prefers(signal, hard, easy, "en", turn),
                lambda hard, easy: _prefers(counts.words_per_sentence, hard, easy, "en"),
                "words per sentence",
            )
        )
    return [line for line in lines if line.rows]


def _number(signal: Signal, text: str, language: str) -> float:
    value = signal.measure(reading(text, language)).value
    return float(value) if isinstance(value, float) else 0.0


def _prefers(signal: Signal, hard: str, easy: str, language: str, turn: float = 1.0) -> float:
    return float(turn * _number(signal, hard, language) > turn * _number(signal, easy, language))


def address_lines(rows: Rows) -> list[Line]:
    """CoCoA: overlap of places and the form of the text; and texts that address nobody."""
    lines = []
    data = rows_of(rows, "formality_de_cocoa")
    if data:
        triples = [(address_spans(row), naive_spans(row)) for row in data]
        lines.append(
            Line.of(
                "formality_de_cocoa",
                "F1 of places",
                triples,
                lambda found: _f1([each[0] for each in found]),
                lambda found: _f1([each[1] for each in found]),
                "two pronoun patterns",
            )
        )
        lines.append(
            measured(
                "formality_de_cocoa",
                "accuracy of the form",
                [(str(row["text"]), str(row["label"])) for row in data],
                lambda text, label: float(_form(text) == label),
                lambda text, label: float(("formal" if ADDRESS_PRONOUN[0].search(text) else "informal") == label),
                "two pronoun patterns",
            )
        )
    for name, chosen in (("no capital Sie or Ihr at all", False), ("Sie or Ihr only at the start", True)):
        texts = rows.without_address(opening=chosen)[:1000]
        lines.append(
            measured(
                f"texts without address: {name}",
                "share called addressed",
                [(text, "") for text in texts],
                lambda text, _: float(address_form(tokenize(text), "de").value != "none"),
                lambda text, _: float(any(pattern.search(text) for pattern in ADDRESS_PRONOUN)),
                "two pronoun patterns",
            )
        )
    return [line for line in lines if line.rows]


def _form(text: str) -> str:
    found = address_form(tokenize(text), "de")
    return "formal" if found.value == "formal" else "informal" if found.value not in ("none", "mixed") else "none"


def _f1(triples: Sequence[tuple[int, int, int]]) -> float:
    right, wrong, missed = (sum(each[place] for each in triples) for place in range(3))
    return 2 * right / max(1, 2 * right + wrong + missed)


if __name__ == "__main__":
    sys.exit(main())
