"""The language book runs: every rule on its pages is compiled, every text judged, every mistake told as shown.

A page is prose with blocks. A `knigge` block holds rules; each `text` block below it is one message, judged by them,
and the `findings` block behind it says what comes of it: `NAME: words` for every place found (below it `= text` for
each edit that is suggested), `NAME? fact` for what is undecided and the fact that would decide, `(none)` for nothing.
Where the block above has no rules, its concepts are looked for. Behind `text` may stand a language and facts
(`text en channel=x kind=dm`); lines that begin with `>` are the message answered, `>` alone says that nothing is. A
`mistakes` block shows what is said of the rules above it.

A `steps` block is a little timeline, one step a line, or the record of one act or contest: a text, and below it its
fields (`ground = spam`). `now = Tue 9:00` and `coverage = 2026-03-02 2026-03-09` may stand on lines of their own. The
`verdicts` block behind it says what comes of it: `RULE: OUTCOME, ID`, with a mark (`late`) or the facts that would
decide in brackets, for every subject to which the rule applies; `s1` is the first step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from knigge.engine import nodes
from knigge.engine.checker import check
from knigge.engine.compiler import compile_rules
from knigge.engine.conditions import concept
from knigge.engine.diagnostics import Level, render
from knigge.engine.evaluator import evaluate
from knigge.engine.finding import Outcome
from knigge.engine.parser import parse
from knigge.engine.policy import load_policy
from knigge.engine.program import Program
from knigge.engine.record import Author, Exchange, Message, Role
from knigge.engine.records.archive import build_archive
from knigge.engine.records.eras import Eras
from knigge.engine.records.judge import judge
from knigge.engine.records.steps import now_of, records_of
from knigge.engine.scene import stage
from knigge.engine.source import Source

_PAGES: Final = tuple(sorted(Path(__file__).parent.glob("*.md")))
_KINDS: Final = ("knigge", "text", "findings", "mistakes", "steps", "verdicts")
_ZONE: Final = "Europe/Berlin"
_GUIDELINE: Final = 'guideline house "House" clause calm de "Wir bleiben ruhig." en "We stay calm." end\n'


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block of a page: what stands behind its fence, its lines, and the line it begins on."""

    kind: str
    facts: tuple[str, ...]
    body: str
    line: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """Rules with a text to judge (or none) and what is expected of them."""

    rules: Block
    text: Block | None
    expected: Block


def _blocks(page: Path) -> Iterator[Block]:
    kind, first = "", 0
    facts: tuple[str, ...] = ()
    body: list[str] = []
    for number, line in enumerate(page.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.startswith("```"):
            body.append(line)
        elif not kind:
            kind, *rest = line[3:].split()
            facts, first, body = tuple(rest), number, []
        else:
            yield Block(kind, tuple(facts), "\n".join(body), first)
            kind = ""


def _lessons(page: Path) -> Iterator[Lesson]:
    rules: Block | None = None
    text: Block | None = None
    for block in _blocks(page):
        match block.kind:
            case "knigge":
                rules, text = block, None
            case "text" | "steps":
                text = block
            case "findings" | "verdicts" | "mistakes" if rules is not None:
                yield Lesson(rules, text if block.kind != "mistakes" else None, block)
            case _:
                raise ValueError(f"{page.name}:{block.line}: a block without the one it belongs to")


_LESSONS: Final = [(page, lesson) for page in _PAGES for lesson in _lessons(page)]


def _program(rules: str) -> Program:
    policy, _ = load_policy(Source("book.yaml", "policy: book\n"), lambda _name, _seen_from: None, lambda _packs: [])
    assert policy is not None
    parsed = [parse(Source("house.knigge", _GUIDELINE)), parse(Source("book.knigge", rules))]
    program, diagnostics = compile_rules(parsed, policy, "book")
    problems = [render(each) for each in (*parsed[1].diagnostics, *diagnostics)]
    assert program is not None and not problems, "\n".join(problems)
    return program


def _exchange(block: Block) -> Exchange:
    facts = dict(each.split("=") for each in block.facts if "=" in each)
    lines = block.body.split("\n")
    above = [line[1:].strip() for line in lines if line.startswith(">")]
    words = "\n".join(line for line in lines if not line.startswith(">"))
    language = block.facts[0] if block.facts and "=" not in block.facts[0] else "de"
    message = Message(
        "m", words, facts.get("kind", "reply"), facts.get("channel"), language, Author("us", Role.US),
        published=facts.get("published"),
    )  # fmt: skip
    name = facts.get("customer")
    customer = Author("c", Role.CUSTOMER, name) if name else None
    answered = "\n".join(above)
    parent = Message("p", answered, "comment", None, language, customer) if answered else None
    return Exchange(message, parent, bool(above), customer)


def _found_by_rules(program: Program, exchange: Exchange) -> Iterator[str]:
    text = exchange.message.text or ""
    for verdict in evaluate(program, exchange).verdicts:
        if verdict.outcome is Outcome.UNDECIDED:
            yield f"{verdict.rule}? {', '.join(verdict.needs)}"
        for finding in verdict.findings:
            yield f"{finding.rule}: {finding.excerpt}"
            yield from (f"= {text[: edit.start]}{edit.text}{text[edit.end :]}" for edit in finding.suggestions)


def _found_by_concepts(program: Program, rules: str, exchange: Exchange) -> Iterator[str]:
    scene = stage(program, exchange)
    blocks = parse(Source("book.knigge", rules)).file.blocks
    for block in blocks:
        if isinstance(block, nodes.Concept) and block.language == scene.language:
            value, matches, needs = concept(block.id, scene)
            yield from (f"{block.id}: {scene.text.slice(match.first, match.last - 1)}" for match in matches)
            if value is None:
                yield f"{block.id}? {', '.join(sorted(needs))}"
            elif value and not matches:
                yield f"{block.id}: (the whole text)"


def _example(block: Block) -> nodes.Example:
    """A little timeline, or one text with the fields of its record."""
    told: list[str] = []
    given: list[nodes.Given] = []
    for line in block.body.split("\n"):
        fact, equals, value = line.partition(" = ")
        if equals and " " not in fact:
            given.append(nodes.Given(fact, value))
        else:
            told.append(line)
    return nodes.Example("catches", told[0], "", tuple(given), steps=tuple(told[1:]))


def _found_on_record(program: Program, block: Block) -> Iterator[str]:
    example = _example(block)
    subject = next(rule.subject for rule in (*program.records.rules, *program.rules))
    archive = build_archive(records_of(example, subject, _ZONE))
    for result in judge(Eras((program,)), archive, now_of(example, _ZONE)):
        for verdict in result.verdicts:
            if verdict.outcome is Outcome.NOT_APPLICABLE:
                continue
            more = ", ".join(verdict.needs) or verdict.mark
            yield f"{verdict.rule}: {verdict.outcome}, {result.id}" + (f" ({more})" if more else "")


def _name(page: Path, lesson: Lesson) -> str:
    return f"{page.stem}-{(lesson.text or lesson.rules).line}"


@pytest.mark.parametrize(
    "lesson",
    [lesson for _, lesson in _LESSONS if lesson.text],
    ids=[_name(page, lesson) for page, lesson in _LESSONS if lesson.text],
)
def test_the_book_says_what_is_found(lesson: Lesson) -> None:
    assert lesson.text is not None
    program = _program(lesson.rules.body)

    if lesson.text.kind == "steps":
        found = [*_found_on_record(program, lesson.text)]
    else:
        exchange = _exchange(lesson.text)
        found = [*_found_by_rules(program, exchange)]
        if not program.rules:
            found += _found_by_concepts(program, lesson.rules.body, exchange)

    assert (found or ["(none)"]) == [line.rstrip() for line in lesson.expected.body.split("\n")]


@pytest.mark.parametrize(
    "lesson",
    [lesson for _, lesson in _LESSONS if not lesson.text],
    ids=[_name(page, lesson) for page, lesson in _LESSONS if not lesson.text],
)
def test_the_book_says_what_is_wrong(lesson: Lesson) -> None:
    house = parse(Source("house.knigge", _GUIDELINE))
    parsed = parse(Source("book.knigge", lesson.rules.body))

    said = [*parsed.diagnostics, *check([house, parsed])]

    shown = [render(each) for each in said if each.source is parsed.source and each.level is not Level.NOTE]
    assert "\n\n".join(shown) == lesson.expected.body


@pytest.mark.parametrize("page", _PAGES, ids=[page.stem for page in _PAGES])
def test_a_page_has_a_title_and_blocks_that_run(page: Path) -> None:
    blocks = list(_blocks(page))

    assert page.read_text(encoding="utf-8").startswith("# ")
    assert {block.kind for block in blocks} <= set(_KINDS)
    for asked, answered in (("text", "findings"), ("steps", "verdicts")):
        assert sum(block.kind == asked for block in blocks) == sum(block.kind == answered for block in blocks)


def test_the_book_has_pages() -> None:
    assert len(_PAGES) >= 8
