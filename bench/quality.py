"""Detection quality: hits, misses and false alarms per family. Prints tables and writes docs/QUALITY.md.

The file from which reports tell how often a rule is right is written anew too.

make quality                    # everything; needs ../shared/data, says so when it is absent
python bench/quality.py --held-back   # adds the third of the authored cases that was set aside
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from data import FAMILIES, ROOT, Row, authored, brand_replies, foreign
from domain import DomainRow, domain_rows
from naive import naive_words

from knigge.commands.programs import load_program
from knigge.engine.conditions import concept
from knigge.engine.evaluator import evaluate
from knigge.engine.finding import Severity
from knigge.engine.program import Program, untaught
from knigge.engine.record import Exchange
from knigge.engine.scene import stage

Flags = Callable[[Exchange], bool]
ROUNDS: Final = 1000
PRECISION: Final = "reports/templates/precision.json"


@dataclass(frozen=True, slots=True)
class Score:
    """Hits and misses among clear yeses, false alarms among clear noes."""

    hits: int
    yeses: int
    alarms: int
    noes: int

    @property
    def recall(self) -> float:
        return self.hits / self.yeses if self.yeses else 0.0

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.alarms) if self.hits else 0.0

    @property
    def false_rate(self) -> float:
        return self.alarms / self.noes if self.noes else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.hits / (self.yeses + self.hits + self.alarms) if self.hits else 0.0


def detector(program: Program, target: str) -> Flags:
    """Whether the rule or concept behind a family fires on an exchange."""
    kind, _, name = target.partition(":")
    if kind == "concept":
        return lambda exchange: concept(name, stage(program, exchange))[0] is True
    alone = replace(program, rules=tuple(rule for rule in program.rules if rule.id == name))
    return lambda exchange: bool(evaluate(alone, exchange).findings)


def family_table(program: Program, rows: Sequence[Row], title: str) -> list[str]:
    """One line a family: recall, precision, hard and all negatives flagged, F1 with its interval, and of others.

    *structural* are the phrases without what was learned, *naive* is a word list.
    """
    lines = [
        f"### {title}",
        "",
        "| family | yes | recall | precision | no | flagged | traps flagged | F1 [95 %] | structural F1 | naive F1 |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    bare = untaught(program)
    alone: list[Score] = []
    totals: list[Score] = []
    trapped = traps = 0
    for family, target in FAMILIES:
        flags = detector(program, target)
        marked = [(row, flags(row.exchange)) for row in rows if family in row.labels or family in row.not_labels]
        score = _score([(family in row.labels, flagged) for row, flagged in marked])
        naive = naive_words(family, rows[0].language)
        plain = _score([(family in row.labels, naive(row.exchange)) for row, _ in marked])
        by_phrases = detector(bare, target)
        alone.append(_score([(family in row.labels, by_phrases(row.exchange)) for row, _ in marked]))
        hard = [flagged for row, flagged in marked if family in row.traps]
        trapped, traps = trapped + sum(hard), traps + len(hard)
        totals.append(score)
        low, high = _interval([(family in row.labels, flagged) for row, flagged in marked])
        lines.append(
            f"| {family} | {score.yeses} | {score.recall:.2f} | {score.precision:.2f} | {score.noes} "
            f"| {score.false_rate:.3f} | {sum(hard)}/{len(hard)} | {score.f1:.2f} [{low:.2f}, {high:.2f}] "
            f"| {alone[-1].f1:.2f} | {plain.f1:.2f} |"
        )
    known = [score for score in totals if score.yeses]
    macro = sum(score.f1 for score in known) / len(known)
    before = sum(score.f1 for score in alone if score.yeses) / len(known)
    hits, yeses = sum(s.hits for s in known), sum(s.yeses for s in known)
    alarms, noes = sum(s.alarms for s in known), sum(s.noes for s in known)
    lines.append(
        f"| **all** | {yeses} | {hits / yeses:.2f} | {hits / max(1, hits + alarms):.2f} | {noes} | {alarms / noes:.3f} "
        f"| {trapped}/{traps} ({trapped / max(1, traps):.3f}) | macro {macro:.2f} | macro {before:.2f} | |"
    )
    return [*lines, ""]


def _score(pairs: Iterable[tuple[bool, bool]]) -> Score:
    count = Counter(pairs)
    return Score(
        count[True, True], count[True, True] + count[True, False],
        count[False, True], count[False, True] + count[False, False],
    )  # fmt: skip


def _f1(pairs: Sequence[tuple[bool, bool]]) -> float:
    return _score(pairs).f1


def _interval(
    pairs: Sequence[tuple[bool, bool]], figure: Callable[[Sequence[tuple[bool, bool]]], float] = _f1
) -> tuple[float, float]:
    """The middle 95 % of a figure over resampled rows (bootstrap, seeded)."""
    if not pairs:
        return 0.0, 0.0
    chance = random.Random(20261121)
    count = Counter(pairs)
    kinds, weights = list(count), list(count.values())
    values = sorted(figure(chance.choices(kinds, weights, k=len(pairs))) for _ in range(ROUNDS // 5))
    return values[int(len(values) * 0.025)], values[int(len(values) * 0.975)]


def domain_table(program: Program, rows: Sequence[DomainRow]) -> list[str]:
    """One line a family of the fact sheets: markers caught in a full sentence, counter-examples flagged."""
    lines = [
        "| sheet family | language | markers | caught | counter-examples | flagged |",
        "|---|---|---|---|---|---|",
    ]
    total = Counter[str]()
    for family in dict.fromkeys(row.family for row in rows):
        for language in ("de", "en"):
            some = [row for row in rows if row.family == family and row.language == language]
            if not some:
                continue
            flags = {target: detector(program, target) for target in {row.target for row in some}}
            caught = sum(flags[row.target](row.marker) for row in some)
            counters = [row for row in some if row.counter is not None]
            flagged = sum(flags[row.target](row.counter) for row in counters if row.counter is not None)
            total.update(markers=len(some), caught=caught, counters=len(counters), flagged=flagged)
            lines.append(
                f"| {family} | {language} | {len(some)} | {caught / len(some):.2f} | {len(counters)} "
                f"| {flagged / max(1, len(counters)):.3f} |"
            )
    markers, counters_all = max(1, total["markers"]), max(1, total["counters"])
    lines.append(
        f"| **all** | | {total['markers']} | {total['caught'] / markers:.2f} | {total['counters']} "
        f"| {total['flagged'] / counters_all:.3f} |"
    )
    return [*lines, ""]


QUIET: Final = ("template.hollow", "individual.deflection", "template.mass-address", "individual.impersonal")


OTHERS: Final = (
    ("offensive_de_germeval2018", "de", "offence", "OFFENSE"),
    ("hate_de_gahd", "de", "hate", "1"),
    ("toxic_en_surge", "en", "offence", "Toxic"),
    ("intent_en_email", "en", "request", "Yes"),
)
"""Sets labelled by others: file, language, the concept that is asked, the label that means yes."""


def others_table(program: Program) -> list[str]:
    """The third of each foreign set that nothing was learned from: macro-F1 and F1 of yes, with and without models."""
    lines = [
        "| set | concept | rows | macro-F1 [95 %] | F1 of yes | structural macro-F1 |",
        "|---|---|---|---|---|---|",
    ]
    for name, language, wanted, yes in OTHERS:
        flags, bare = detector(program, f"concept:{wanted}"), detector(untaught(program), f"concept:{wanted}")
        cases = [case for case in foreign(name) if case.language == language and case.held_back]
        pairs = [(case.label == yes, flags(case.exchange)) for case in cases]
        plain = [(case.label == yes, bare(case.exchange)) for case in cases]
        low, high = _interval(pairs, _macro)
        lines.append(
            f"| {name} | {wanted} | {len(cases)} | {_macro(pairs):.3f} [{low:.3f}, {high:.3f}] "
            f"| {_score(pairs).f1:.3f} | {_macro(plain):.3f} |"
        )
    return [*lines, ""]


def _macro(pairs: Sequence[tuple[bool, bool]]) -> float:
    """The mean of the F1 of yes and the F1 of no."""
    return (_score(pairs).f1 + _score([(not truth, not flagged) for truth, flagged in pairs]).f1) / 2


def brand_table(program: Program) -> list[str]:
    """Findings on real agents' replies, by rule."""
    found, replies = _brand_findings(program, None)
    apart, others = _brand_findings(program, False)
    lines = [
        f"{replies} replies; findings of severity warning or above outside of the hollow, deflection and template "
        f"families: **{_grave(found) / max(1, replies) * 1000:.0f} per 1,000 replies** (limit: 60); on the {others} of "
        f"companies whose replies were not in training: {_grave(apart) / max(1, others) * 1000:.0f}. Notes outside of "
        f"these families, most of them hints of models: {_notes(apart) / max(1, others) * 1000:.0f} per 1,000 there.",
        "",
        "| rule | severity | findings |",
        "|---|---|---|",
    ]
    lines += [f"| {rule} | {severity} | {number} |" for (rule, severity), number in found.most_common()]
    return [*lines, ""]


Found = Counter[tuple[str, str]]


def _brand_findings(program: Program, seen: bool | None) -> tuple[Found, int]:
    """How often each rule finds something at each severity, and the number of replies."""
    found: Found = Counter()
    replies = list(brand_replies(seen))
    for exchange in replies:
        for finding in evaluate(program, exchange).findings:
            found[finding.rule, str(finding.severity)] += 1
    return found, len(replies)


def _grave(found: Found) -> int:
    return sum(
        number for (rule, severity), number in found.items()
        if rule not in QUIET and Severity(severity).rank >= Severity.WARNING.rank
    )  # fmt: skip


def _notes(found: Found) -> int:
    quiet = (*QUIET, "plain.overlong")
    return sum(number for (rule, severity), number in found.items() if rule not in quiet and severity == Severity.NOTE)


def main() -> int:
    """Print the scoreboard and write it down."""
    began = time.process_time()
    program = load_program("default")
    lines = [
        "# Detection quality",
        "",
        "Printed and written by `make quality`. Data: the project's authored cases, the fact sheets of the domain,",
        "sets labelled by others and real support threads. *structural* are the phrases without what was learned,",
        "*naive* is a plain word list. Rules were written and models trained on the development two thirds and on",
        "bench/cases; the third",
        "set aside was read by nobody. *traps* are negatives written as traps (German only). Cross-validated",
        "figures of the models, with TF-IDF as baseline, stand in the [model card](MODEL_CARD.md), those of signals in",
        "[SIGNALS.md](SIGNALS.md).",
        "",
    ]
    if not authored("de"):
        print("no development data beside the repository (../shared/data): nothing to measure")
        return 0
    tables: dict[str, list[str]] = {}
    for language, name in (("de", "German"), ("en", "English")):
        rows = [row for row in authored(language) if row.held_back]
        tables[language] = family_table(program, rows, f"{name}, third set aside")
        lines += tables[language]
    lines += [
        "## Fact sheets: markers and counter-examples",
        "",
        "Each marker of the domain sheets in a full sentence, written without looking at the rules (bench/domain.py);",
        "the rules were written with the sheets at hand.",
        "",
    ]
    lines += domain_table(program, domain_rows())
    lines += ["## Sets labelled by others, the third kept apart", "", *others_table(program)]
    lines += ["## Real agents' replies (brand_threads_en_ibm, Apache-2.0)", ""]
    lines += brand_table(program)
    lines += [
        "## Known limits",
        "",
        "- Real agents' replies, read one by one on 2026-11-22 with the models of that day, all 65 findings but those",
        "  on length: 28 were right (0.43, 95 % 0.32 to 0.55); of the 24 warnings 13 (0.54, 0.35 to 0.72), of the 41",
        "  notes 15. All four of `tone.sarcasm` and all four of `eye-level.blame` were wrong; most right ones are",
        "  deflections to a form or a help page.",
        "- Meaning without telling words stays hard: mockery, blame told as plain fact, complaints and praise in",
        "  passing, crises without alarm words. `blame-shift` in German is right about half the time it",
        "  speaks; as a hint of a model it is a note.",
        "- Five authors wrote the authored cases and nineteen hands bench/cases; texts by yet another hand will fare",
        "  worse, see the first table of each language in the model card.",
        "- The limits at which a model speaks alone were set with the counter-examples of the fact sheets at hand.",
        "- German replies of real companies were not at hand: false alarms on them are unknown.",
        "",
    ]
    text = "\n".join(lines)
    print(text)
    print(f"{time.process_time() - began:.0f} s of CPU")
    (ROOT / "docs" / "QUALITY.md").write_text(text + "\n", encoding="utf-8")
    (ROOT / PRECISION).write_text(_told_in_reports(tables), encoding="utf-8")
    return 0


def _told_in_reports(tables: Mapping[str, Sequence[str]]) -> str:
    """The file from which reports tell how often a rule is right, with the figures of these tables."""
    told = json.loads((ROOT / PRECISION).read_text(encoding="utf-8"))
    cells = {
        (language, row[0]): row
        for language, lines in tables.items()
        for line in lines
        if (row := [cell.strip() for cell in line.strip("| ").split("|")])
    }
    for each in told["measured"]:
        _, texts, recall, precision, *_ = cells[each["language"], each["family"]]
        each |= {"texts": int(texts), "recall": float(recall), "precision": float(precision)}
    rows = ",\n".join("  " + json.dumps(each, ensure_ascii=False) for each in told.pop("measured"))
    head = "".join(f" {json.dumps(key)}: {json.dumps(value)},\n" for key, value in told.items())
    return f'{{\n{head} "measured": [\n{rows}\n ]\n}}\n'


if __name__ == "__main__":
    sys.exit(main())
