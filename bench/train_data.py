"""Rows of every source the learned concepts may be trained on, with their features and the structural answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from data import FAMILIES, ROOT, Row, authored, brand_replies, foreign, row

from knigge.engine import nodes
from knigge.engine.conditions import concept
from knigge.engine.evaluator import evaluate
from knigge.engine.learned_features import EVIDENCE, WordClasses, extract, read_classes
from knigge.engine.parser import parse
from knigge.engine.program import Program, untaught
from knigge.engine.proof import exchange_for
from knigge.engine.record import Exchange, is_ours
from knigge.engine.scene import Scene, stage
from knigge.engine.signals.language import detect
from knigge.engine.source import Source
from knigge.engine.tokens import tokenize

CASES: Final = ROOT / "bench" / "cases"
LANGUAGES: Final = {"de": "German", "en": "English"}
OFFENCE, HATE, INTENT = "offence", "hate", "intent"
"""Families of foreign sets: offensive posts; hate against groups; a request, proposal or commitment in a mail."""

LISTED: Final = 500  # a family with more noes than this had most of them set by rule: easy ones
FAR: Final = 8  # rows between a no and the next yes of its author, from which on the no counts as set by rule


@dataclass(frozen=True, slots=True)
class Example:
    """One text to learn from. `fresh`: the rules were not written with it, so structural answers are honest there.

    `author` and `group` (the parent, else the text) are never divided between training and testing.
    """

    id: str
    author: str
    group: str
    text: str
    keys: frozenset[str]
    labels: frozenset[str]
    not_labels: frozenset[str]
    structural: frozenset[str]
    fresh: bool
    traps: frozenset[str] = frozenset()
    foreign: bool = False
    held_back: bool = False


def classes(language: str) -> str:
    """The word classes of a language, as they are kept in the model file."""
    source = (ROOT / "bench" / f"words-{language}.txt").read_text(encoding="utf-8")
    lines = [line.strip() for line in source.splitlines() if line.strip() and not line.startswith("#")]
    return "\n".join(" ".join(line.split()) for line in lines) + "\n"


def own_rows(language: str) -> list[Row]:
    """The cases kept in the repository, in order of file and line."""
    rows = []
    for path in sorted(CASES.glob("*.jsonl")):
        with path.open(encoding="utf-8") as file:
            rows += [row(case) for case in map(json.loads, filter(str.strip, file)) if case["lang"] == language]
    return rows


INNOCENT: Final = frozenset(
    """lecturing commanding-calm blame-shift sarcasm admission absolute-promise mass-address private-data
    confidential-leak ad-unlabelled shouting""".split()
)
"""Families that ordinary replies of large companies hardly ever show: weak noes, set by rule."""


HARSH: Final = frozenset("attack lecturing commanding-calm blame-shift non-apology sarcasm shouting".split())
"""Families of our own texts that may insult somebody besides."""


def no_insult(each: Row) -> Row:
    """The row with a no for `attack`, set by rule, where we wrote it and nothing harsh is known of it.

    Insults were only ever asked of what customers write; a model that saw none of our answers takes a „du“ for one.
    """
    ours = is_ours(each.exchange.message) and not each.labels & HARSH
    return replace(each, not_labels=each.not_labels | {"attack"}) if ours else each


def brand_rows(language: str, shared: Path) -> list[Row]:
    """Real agents' replies of some companies as weak noes; the other companies stay unseen."""
    if language != "en":
        return []
    return [
        Row(f"brands-{number}", language, each, frozenset(), INNOCENT, frozenset(), False)
        for number, each in enumerate(brand_replies(True, shared))
    ]


def asked_families(language: str) -> set[str]:
    """The families that concepts of a language are learned from."""
    return {
        item.model
        for source in sorted((ROOT / "rules").rglob("*.knigge"))
        for block in parse(Source(source.name, source.read_text(encoding="utf-8"))).file.blocks
        if isinstance(block, nodes.Concept) and block.language == language
        for item in block.items
        if isinstance(item, nodes.LearnedFrom)
    }


def rule_rows(program: Program, language: str) -> list[Row]:
    """The examples that rules and learned concepts carry: what they catch is a yes, what they allow a no."""
    families = {target.partition(":")[2]: family for family, target in FAMILIES if target.startswith("rule:")}
    rows = []
    for source in sorted((ROOT / "rules").rglob("*.knigge")):
        for block in parse(Source(source.name, source.read_text(encoding="utf-8"))).file.blocks:
            if isinstance(block, nodes.Concept):
                learned = [item.model for item in block.items if isinstance(item, nodes.LearnedFrom)]
                family, speaks = (learned[0] if learned else ""), block.language
            elif isinstance(block, nodes.Rule):
                family, speaks = families.get(block.id, ""), ""
            else:
                continue
            for number, item in enumerate(block.items):
                if family and isinstance(item, nodes.Example) and item.kind in ("catches", "allows"):
                    exchange = exchange_for(item, "reply", speaks)
                    text = exchange.message.text or ""
                    told = speaks or item.language or detect(tokenize(text), program.languages).language
                    if told == language:
                        yes, no = (frozenset({family}), frozenset[str]())[:: 1 if item.kind == "catches" else -1]
                        rows.append(Row(f"rules-{block.id}-{number}", language, exchange, yes, no, no, False))
    return rows


def examples(program: Program, language: str, shared: Path) -> list[Example]:
    """Authored rows that are not held back, the repository's own cases, then the sets of others, each with features."""
    found = read_classes(classes(language))
    program = untaught(program)
    made = [
        _example(program, no_insult(each), found, fresh)
        for rows, fresh in (
            (authored(language, shared), False),
            (own_rows(language), True),
            (rule_rows(program, language), False),
            (brand_rows(language, shared), False),
        )
        for each in rows
        if fresh or not each.held_back
    ]  # fmt: skip
    return [*made, *_foreign(program, language, shared, found)]


def _example(program: Program, each: Row, found: WordClasses, fresh: bool) -> Example:
    scene = stage(program, each.exchange)
    parent = each.exchange.parent.text if each.exchange.parent else None
    text = each.exchange.message.text or ""
    return Example(
        each.id,
        each.id.split("-")[0] if each.id.startswith(("rules-", "brands-")) else each.id.rsplit("-", 1)[0],
        (parent or text).strip(),
        text,
        keys(scene, found),
        each.labels,
        each.not_labels,
        structural(program, each.exchange, scene),
        fresh,
        each.traps,
    )


def keys(scene: Scene, found: WordClasses) -> frozenset[str]:
    """The features of the text on stage."""
    evidence = {name: scene.measure(name) for name, _ in EVIDENCE}
    parent = scene.parent.text if scene.parent else None
    return frozenset(extract(scene.text, parent, evidence, found))


def structural(program: Program, exchange: Exchange, scene: Scene) -> frozenset[str]:
    """The families whose rule or concept, as written in the rule language, answers yes."""
    fired = {finding.rule for finding in evaluate(program, exchange).findings}
    answers = set()
    for family, target in FAMILIES:
        kind, _, name = target.partition(":")
        if (concept(name, scene)[0] is True) if kind == "concept" else (name in fired):
            answers.add(family)
    return frozenset(answers)


def _foreign(program: Program, language: str, shared: Path, found: WordClasses) -> Iterator[Example]:
    """Rows written and labelled by others, whose licence allows training: weights are shipped, never rows."""
    for name, family, yes in (
        ("offensive_de_germeval2018", OFFENCE, "OFFENSE"),
        ("hate_de_gahd", HATE, "1"),
        ("toxic_en_surge", OFFENCE, "Toxic"),
        ("intent_en_email", INTENT, "Yes"),
    ):
        for case in foreign(name, shared):
            if case.language != language:
                continue
            scene = stage(program, case.exchange)
            hit = family != INTENT and concept("attack", scene)[0] is True
            if family == INTENT:
                hit = concept("promise", scene)[0] is True or concept("question", scene)[0] is True
            labels, noes = (frozenset({family}), frozenset[str]())[:: 1 if case.label == yes else -1]
            yield Example(
                f"{name}:{case.id}", name, case.group, case.exchange.message.text or "", keys(scene, found), labels,
                noes, frozenset({family}) if hit else frozenset(), True, frozenset(), True, case.held_back,
            )  # fmt: skip
