"""`knigge policy`: check, show, and the schema for editors."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from ..engine import nodes
from ..engine.diagnostics import KniggeError, Level, render, say, spoken
from ..engine.packs import load_packs
from ..engine.policy_show import show, show_state
from ..engine.schema import policy_schema
from .programs import make

Write = Callable[[str], None]


def check_policy(policy: str, speech: str, out: Write) -> int:
    """Say whether a policy can be used; 2 with every mistake when it cannot."""
    made = make(policy)
    ours = [each for each in made.diagnostics if each.source.outermost(each.span.start)[0].name == str(Path(policy))]
    found = [
        each for each in made.diagnostics if each.level is Level.ERROR or (each.level is Level.WARNING and each in ours)
    ]
    for diagnostic in sorted(found, key=lambda each: each not in ours):
        out(render(diagnostic, speech) + "\n\n")
    if made.broken or made.program is None or made.policy is None:
        return 2
    names = {source.name for source in made.policy.own}
    blocks = [block for each in made.parsed if each.source.name in names for block in each.file.blocks]
    on = {rule.id for rule in (*made.program.rules, *made.program.records.rules)}
    own = sum(isinstance(block, nodes.Rule) and block.id in on for block in blocks)
    counts = {"rules": len(made.program.rules) + len(made.program.records.rules), "own": own}
    head = say("{policy}: {rules} rules are on, {own} of them your own", policy=made.policy.name, **counts)
    if len(found) == 1:
        head = say("{sentence}; look at the warning above", sentence=head)
    elif found:
        head = say("{sentence}; look at the {count} warnings above", sentence=head, count=len(found))
    out(spoken(head, speech) + "\n")
    return 0


def show_policy(policy: str, day: str | None, speech: str, out: Write) -> int:
    """The effective policy, each value with the file and line it came from; with a day, its state of that day."""
    made = make(policy)
    if made.policy is None:
        raise KniggeError(say("the policy `{policy}` cannot be used", policy=policy), made.diagnostics)
    if day is None:
        out(show(made.policy, speech))
        return 0
    try:
        read = datetime.fromisoformat(day).date().isoformat()
    except ValueError:
        told = say("--now: `{written}` is no date; write it like `2026-01-31`", written=day)
        raise KniggeError(told) from None
    shown = show_state(made.policy, read, speech)
    if shown is None:
        raise KniggeError(say("the policy `{policy}` is not in force on {day}", policy=policy, day=read))
    out(shown)
    return 0


def schema(out: Write) -> int:
    """The JSON Schema of a policy over the packaged rules."""
    rules = [block for each in load_packs(("all",)) for block in each.file.blocks if isinstance(block, nodes.Rule)]
    out(json.dumps(policy_schema(rules), ensure_ascii=False, indent=2) + "\n")
    return 0
