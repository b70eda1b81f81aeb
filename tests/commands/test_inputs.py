"""Which records of a file are judged: ours, and those of others that some rule speaks of."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from knigge.commands.archives import judge_records
from knigge.commands.inputs import Asked, collect
from knigge.commands.programs import load_program
from knigge.engine.evaluator import concerns
from knigge.engine.program import Program


@pytest.fixture
def default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """The policy that ships, with a cache of its own."""
    monkeypatch.setenv("KNIGGE_CACHE", str(tmp_path / "cache"))
    return load_program("default")


def _file(folder: Path) -> str:
    """A post by somebody of each side, and a comment by a partner."""
    post = {"text": "Danke @wanderwerk, die Schuhe sind ein Traum. Code: GIPFEL10", "language": "de"}
    sides = [(role, role, "post") for role in ("customer", "other", "bot", "us")] + [("comment", "other", "comment")]
    lines = [json.dumps({**post, "id": name, "kind": kind, "author": {"role": role}}) for name, role, kind in sides]
    (folder / "posts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return str(folder / "posts.jsonl")


def test_posts_of_partners_are_judged_by_the_rules_that_speak_of_them(tmp_path: Path, default: Program) -> None:
    inputs = collect([_file(tmp_path)], [], Asked(channel="instagram", judged=partial(concerns, default)))

    results, _, _ = judge_records(inputs.records, inputs.places, [default], None, "en", False)

    found = {each.id: {finding.rule for finding in each.findings} for each in results if each.findings}
    assert found == {"other": {"advertising.unlabelled"}, "us": {"advertising.unlabelled"}}


def test_a_message_that_brings_its_parent_is_a_draft_of_its_own(tmp_path: Path) -> None:
    line = {"id": "d", "text": "Gern!", "parent": "Wann öffnet ihr?", "author": {"role": "us"}}
    (tmp_path / "one.jsonl").write_text(json.dumps(line), encoding="utf-8")

    inputs = collect([str(tmp_path / "one.jsonl")], [], Asked())

    assert [each.message.id for each in inputs.exchanges] == ["d"]
    assert not inputs.records
