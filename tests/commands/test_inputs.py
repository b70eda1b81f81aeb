"""Which records of a file are judged: ours, and those of others that some rule speaks of."""

from __future__ import annotations

import json
import os
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


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"text": 3}', "one.jsonl:1: `text` muss ein Text sein, hier steht: eine Zahl"),
        (b'\n{"text": "x", "author": {"role": "boss"}}', "one.jsonl:2: `author.role` kann nicht `boss` sein"),
        (b'{"text": "x", "parent": {"kind": "shout"}}', "one.jsonl:1: parent: `kind` kann nicht `shout` sein"),
        (b'{"text": "x"', "one.jsonl:1:13: das ist kein JSON (hier fehlt ein Komma oder eine schließende Klammer)"),
        (b"[1]", "one.jsonl:1: die Zeile ist kein JSON-Objekt"),
        (b"[" * 100_000, "one.jsonl:1: zu tief verschachtelt"),
        (b"\n\n\xfc", "one.jsonl:3: das ist kein UTF-8 (Byte 2)"),
        (b'{"text": "a\0b"}', "one.jsonl: enthält Nullzeichen"),
        (None, "one.jsonl: diese Datei gibt es nicht"),
    ],
)
def test_what_cannot_be_read_is_told_in_german_too(content: bytes | None, told: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "one.jsonl").write_bytes(content)

    inputs = collect([str(tmp_path / "one.jsonl")], [], Asked(speech="de"))

    [said] = inputs.problems + inputs.missing
    assert said.removeprefix(f"{tmp_path}{os.sep}").startswith(told)


@pytest.mark.parametrize("name", ["reply.docx", "REPLY.PDF", "reply.odt", "reply.xlsx"])
def test_a_document_among_drafts_is_named_and_counts_as_unread(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04")
    (tmp_path / "draft.txt").write_text("Guten Tag", encoding="utf-8")
    (tmp_path / "policy.yaml").write_text("policy: p", encoding="utf-8")
    (tmp_path / "~$reply.docx").write_bytes(b"")

    folder = collect([str(tmp_path)], [], Asked(speech="de"))
    alone = collect([str(tmp_path / name)], [], Asked(speech="en"))

    (told,) = folder.problems
    assert f"{name}: nicht gelesen, {Path(name).suffix.lower()} ist kein Entwurf" in told
    assert [Path(each.message.id).name for each in folder.exchanges] == ["draft.txt"]
    assert not folder.missing
    assert "not read" in alone.problems[0] and not alone.exchanges


def test_a_draft_counts_however_the_ending_of_its_name_is_written(tmp_path: Path) -> None:
    (tmp_path / "DRAFT.TXT").write_text("Guten Tag", encoding="utf-8")
    (tmp_path / "R.JSONL").write_text('{"id": "m", "text": "Guten Tag", "author": {"role": "us"}}', encoding="utf-8")

    found = collect([str(tmp_path)], [], Asked())

    assert (len(found.exchanges), len(found.records)) == (1, 1)
