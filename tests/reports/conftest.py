"""Runs to be written in every format, also one that is hostile in every place a stranger can write in."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest

from knigge.engine.finding import Decision, Finding, Outcome, Result, Severity, Suggestion, Verdict
from knigge.reports.places import Origin, record_at
from knigge.reports.run import Judged, RuleSheet, Run

TEXT: Final = "Guten Tag. Wie Sie sicher wissen, steht das in den AGB. Gern!"
LECTURING: Final = Finding(
    rule="eye-level.lecturing",
    version="1",
    title="Belehrung",
    clause="eye-level",
    clause_text="Wir sprechen auf Augenhöhe.",
    severity=Severity.WARNING,
    start=11,
    end=32,
    excerpt="Wie Sie sicher wissen",
    message="„Wie Sie sicher wissen“ belehrt.",
    why="Es klingt von oben herab.",
    suggestions=(Suggestion(11, 35, "S"),),
    advice="",
    route="",
    facts=(),
)
SHEET: Final = RuleSheet(
    "eye-level.lecturing",
    "1",
    "Belehrung",
    "Es klingt von oben herab.",
    "eye-level",
    "Wir sprechen auf Augenhöhe.",
    Severity.WARNING,
)
HOSTILE: Final = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '=HYPERLINK("http://evil.example","klick")',
    "＝1+1",
    "+49 30 1234",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\u200b=1+1",
    "safe \u202egnp.exe \u2066x\u2069 \u200f",
    "n" * 10_000,
    "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇩🇪 e\u0301 日本",
    "half \ud83d a pair \udc00",
    "\x00\x01\x08\x0b\x0c\x1b[31mred\x7f\x85\x9b",
    "]]> &amp; &#0; <![CDATA[",
    "::error file=a,line=1::owned\n::set-output name=x::y\n##[add-mask]x",
    "%0A::error::owned",
    "| cell | cell |\n|---|---|\n# head\n- item\n1. one\n> quote\n```\ncode\n```",
    "![pixel](http://evil.example/p.png) [link](javascript:alert(1)) <http://evil.example> www.evil.example",
    "@everyone @security #1 owner/repo#1 GH-1 !7 :tada: mail@evil.example https://evil.example/x",
    "`` ` ``` **bold** _it_ ~~gone~~ $x$ \\",
    "{0} {{1}} [x](1) \\[",
    "line\u2028separator\u2029end\ufeff",
    'semi;colon, comma "quote"\r\nnew line',
    "",
)

MakeRun = Callable[..., Run]


@pytest.fixture
def make_run() -> MakeRun:
    """A function that makes a run of subjects, in German unless another language is named."""

    def make(*judged: Judged, speech: str = "de", fail_on: str = "error", **more: tuple[str, ...]) -> Run:
        sheets = {SHEET.id: SHEET}
        return Run("0.1.0", "house", "d1", speech, fail_on, 0, judged, sheets, **more)

    return make


@pytest.fixture
def draft() -> Judged:
    """A draft in a file below the message it answers, with one finding."""
    content = f"> Wo steht das?\n\n{TEXT}\n"
    origin = Origin("drafts/a.txt", content, 17, 17 + len(TEXT))
    return _judged("drafts/a.txt", TEXT, origin, LECTURING)


@pytest.fixture
def record() -> Judged:
    """A message in the second line of a file of JSON Lines, written with escapes."""
    line = json.dumps({"id": "m2", "text": f"😀 „Ä“\n{TEXT}", "kind": "reply"})
    origin = record_at("a.jsonl", f'{{"id": "m1"}}\n{line}\n', 2, 1, True)
    text = f"😀 „Ä“\n{TEXT}"
    moved = replace(
        LECTURING, start=LECTURING.start + 6, end=LECTURING.end + 6, suggestions=(Suggestion(17, 41, 'S"'),)
    )
    return replace(_judged("m2", text, origin, moved), at="2026-03-05T09:05:00+01:00")


@pytest.fixture
def unsettled() -> Judged:
    """A message with a question left open, a running deadline, a waiver, an error, and what does not apply."""
    verdicts = (
        Verdict("a.undecided", "1", Outcome.UNDECIDED, (), ("parent",)),
        Verdict("a.later", "1", Outcome.UNDECIDED, (), ("history",)),
        Verdict("a.open", "1", Outcome.OPEN, (), (), "noch 2 Stunden"),
        Verdict("eye-level.lecturing", "1", Outcome.WAIVED, (LECTURING,), (), "Umbau (Leitung)"),
        Verdict("a.error", "1", Outcome.ERROR, (), (), "zu lang"),
        Verdict("a.fine", "1", Outcome.FULFILLED),
        Verdict("a.elsewhere", "1", Outcome.NOT_APPLICABLE, (), (), "galt noch nicht"),
        Verdict("a.silent", "1", Outcome.NOT_APPLICABLE),
    )
    origin = Origin("drafts/b.txt", TEXT, 0, len(TEXT))
    return Judged(Result("drafts/b.txt", "de", Decision.REVISE, verdicts), TEXT, origin, origin)


@pytest.fixture
def hostile(make_run: MakeRun) -> Run:
    """A run with a stranger's words in every place: ids, files, threads, texts, excerpts, messages, reasons, times."""
    judged = []
    for number, words in enumerate(HOSTILE):
        finding = replace(
            LECTURING,
            severity=tuple(Severity)[number % 3],
            title=words or "t",
            start=0,
            end=len(words),
            excerpt=words,
            message=words,
            why=words,
            advice=words,
            route=words,
            clause_text=words,
            suggestions=(Suggestion(0, 0, words),),
        )
        text = f"{words}. Danach."
        open_ = Verdict("a.open", "1", Outcome.OPEN, (), (), words, title=words)
        undecided = Verdict("a.undecided", "1", Outcome.UNDECIDED, (), (words or "x",), words)
        failed = Verdict("a.error", "1", Outcome.ERROR, (), (), words)
        waived = Verdict("a.waived", "1", Outcome.WAIVED, (finding,), (), words)
        found = Verdict(finding.rule, "1", Outcome.VIOLATION, (finding,))
        result = Result(words, "de", Decision.REVISE, (found, open_, undecided, failed, waived), "message", words)
        origin = Origin(words or "x", text, 0, len(text), number % 2 == 0)
        judged.append(Judged(result, text, origin, origin, words))
    return make_run(*judged, unread=HOSTILE, remarks=HOSTILE)


def _judged(name: str, text: str, origin: Origin, *findings: Finding) -> Judged:
    found = tuple(Verdict(each.rule, each.version, Outcome.VIOLATION, (each,)) for each in findings)
    return Judged(Result(name, "de", Decision.REVISE, found), text, origin, origin)
