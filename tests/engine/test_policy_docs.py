"""The examples of docs/policies.md are policies, mean something to the rules that ship, and carry their proof."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from knigge.engine.checker import check
from knigge.engine.compiler import compile_rules
from knigge.engine.diagnostics import Diagnostic, Level, render
from knigge.engine.nodes import Rule
from knigge.engine.packs import load_packs
from knigge.engine.parser import parse
from knigge.engine.policy import Policy, bundled, load_policy
from knigge.engine.proof import prove
from knigge.engine.source import Source

GUIDELINE: Final = """
guideline leitfaden "Leitfaden"
  clause honest-advertising de "Werbung ist als solche zu erkennen." en "Advertising is recognisable."
  clause plain-language de "Wir schreiben klar." en "We write clearly."
end
"""


def test_the_examples_of_the_documentation_are_policies(repository: Path) -> None:
    examples = _examples(repository)

    for example in examples:
        policy, diagnostics = _load(example)
        assert "\n".join(map(render, diagnostics)) == ""
        assert policy is not None
    assert len(examples) >= 4


def test_the_rules_in_the_documentation_carry_their_proof(repository: Path) -> None:
    guideline = parse(Source("guideline.knigge", GUIDELINE))
    policies = [policy for example in _examples(repository) if (policy := _load(example)[0]) and policy.own]

    for policy in policies:
        own = [parse(source) for source in policy.own]
        found = [each for each in check([guideline, *own]) if each.level is not Level.NOTE]
        program, lacking = compile_rules([guideline, *own], policy, "0")
        assert [render(each) for each in (*found, *lacking)] == []
        assert program is not None
        assert [proof.difference for proof in prove(own, program) if proof.difference] == []
    assert len(policies) == 2


def _examples(repository: Path) -> list[str]:
    text = (repository / "docs" / "policies.md").read_text(encoding="utf-8")
    return re.findall(r"^```yaml\n(policy:.*?)^```", text, re.DOTALL | re.MULTILINE)


def _load(text: str) -> tuple[Policy | None, list[Diagnostic]]:
    return load_policy(Source("p.yaml", text), lambda name, _: bundled(name), _shipped)


@cache
def _shipped(names: tuple[str, ...]) -> Sequence[Rule]:
    """The rules that ship: what the documentation names, they have."""
    return [block for each in load_packs(names) for block in each.file.blocks if isinstance(block, Rule)]
