"""What tests of records share: bundled rules alone, and JSON records judged by them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from knigge.engine.compiler import compile_rules
from knigge.engine.diagnostics import render
from knigge.engine.finding import Verdict
from knigge.engine.intake import read_record
from knigge.engine.parser import parse
from knigge.engine.policy import Policy
from knigge.engine.program import Program
from knigge.engine.records.archive import build_archive
from knigge.engine.records.eras import Eras
from knigge.engine.records.judge import judge
from knigge.engine.source import Source

Json = Mapping[str, object]
Judged = dict[tuple[str, str], Verdict]
"""Verdicts by the id of the subject and of the rule."""


@pytest.fixture(scope="session")
def bundled(policy: Callable[[str], Policy], repository: Path) -> Callable[..., Program]:
    """A function from paths below rules/ to the program of these files and the guideline."""
    usual = policy("")

    def compiled(*paths: str) -> Program:
        texts = [
            (path, (repository / "rules" / path).read_text("utf-8")) for path in ("shared/guideline.knigge", *paths)
        ]
        parsed = [parse(Source(path, text)) for path, text in texts]
        made, diagnostics = compile_rules(parsed, usual, "test")
        assert made, [render(each) for each in diagnostics]
        return made

    return compiled


@pytest.fixture(scope="session")
def judged() -> Callable[[Program, Iterable[Json]], Judged]:
    """A function from a program and JSON records to the verdicts."""

    def run(program: Program, records: Iterable[Json], now: datetime | None = None) -> Judged:
        read = [read_record(record, f"line{number}") for number, record in enumerate(records)]
        results = judge(Eras((program,)), build_archive(read), now)
        return {(result.id, verdict.rule): verdict for result in results for verdict in result.verdicts}

    return run
