"""What tests of the engine share: rule sources of their own, compiled under a policy that chooses nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knigge.engine.compiler import compile_rules
from knigge.engine.diagnostics import Diagnostic, render
from knigge.engine.parser import parse
from knigge.engine.policy import Policy, load_policy
from knigge.engine.program import Program
from knigge.engine.source import Source

GUIDELINE = 'guideline house "House" clause calm de "Wir bleiben ruhig." en "We stay calm." end\n'


@pytest.fixture(scope="session")
def policy() -> Callable[[str], Policy]:
    """A function from the lines below `policy: test` to the policy, with no packs behind it."""

    def load(lines: str) -> Policy:
        source = Source("test.yaml", f"policy: test\n{lines}")
        loaded, diagnostics = load_policy(source, lambda _name, _seen_from: None, lambda _packs: [])
        assert loaded, [render(each) for each in diagnostics]
        return loaded

    return load


@pytest.fixture(scope="session")
def diagnosed(policy: Callable[[str], Policy]) -> Callable[[str], list[Diagnostic]]:
    """A function from rule source to what parser and compiler say of it."""
    usual = policy("")

    def diagnose(text: str) -> list[Diagnostic]:
        parsed = parse(Source("test.knigge", text))
        return [*parsed.diagnostics, *compile_rules([parsed], usual, "test")[1]]

    return diagnose


@pytest.fixture(scope="session")
def program(policy: Callable[[str], Policy]) -> Callable[[str], Program]:
    """A function from rule source to the program; the clause `calm` is there already."""
    usual = policy("")

    def compiled(text: str) -> Program:
        parsed = parse(Source("test.knigge", GUIDELINE + text))
        made, diagnostics = compile_rules([parsed], usual, "test")
        problems = [render(each) for each in (*parsed.diagnostics, *diagnostics)]
        assert made and not problems, problems
        return made

    return compiled
