"""`knigge policy`: check a policy, see what it amounts to."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from knigge.cli import cli
from knigge.commands.programs import make
from knigge.engine import nodes
from knigge.engine.checker import check
from knigge.engine.diagnostics import Level
from knigge.engine.packs import ASKED, load_packs, pack_names, supporting

Run = Callable[..., Result]

EVERYTHING: Final = load_packs(("all",))
_POLICY: Final = """policy: house
packs: [shared]
owner: Compliance
own_rules: |
  rule house.rude about reply
    clause eye-level
    title de "Grob" en "Rude" message de "Nein." en "No."
    in de
    forbid text says "doof"
    catches "Das ist doof." allows "Das ist gut."
  end
"""


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A function that runs `knigge policy` in a folder with a policy `house.yaml`."""
    monkeypatch.setenv("KNIGGE_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    Path("house.yaml").write_text(_POLICY, encoding="utf-8")

    def run(*arguments: str) -> Result:
        result = CliRunner().invoke(cli, ["policy", *arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result

    return run


def test_a_sound_policy_can_be_used(policy: Run) -> None:
    result = policy("check", "house.yaml")

    assert (result.exit_code, result.stdout) == (0, "house: 1 rules are on, 1 of them your own\n")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (_POLICY.replace("owner", "ownr"), ("K321", "house.yaml:3:1", "did you mean `owner`?")),
        (_POLICY + "packs: [shared]\n", ("K307", "house.yaml:12:1")),
        (_POLICY.replace("forbid", "forbd"), ("K110", "house.yaml:9:5", "did you mean `forbid`?")),
        (_POLICY.replace("eye-level", "eye-levle"), ("K242", "house.yaml:6:5", "did you mean `eye-level`?")),
        (_POLICY.replace('"doof"', '"(doof"'), ("K211", "house.yaml:9:23")),
        (_POLICY.replace("packs: [shared]", "packs: [sharde]"), ("K333", "house.yaml:2:9")),
        ("policy: house\nextends: house.yaml\n", ("K341", "house.yaml:2:10")),
        ("policy: house\nowner: \x07\n", ("K302", "house.yaml:2")),
        ("policy: *all\n", ("K304", "house.yaml:1")),
        ("just words\n", ("K311", "house.yaml:1:1")),
        ("", ("K311", "house.yaml:1:1")),
    ],
)
def test_every_mistake_is_shown_at_its_line(content: str, told: tuple[str, ...], policy: Run) -> None:
    Path("house.yaml").write_text(content, encoding="utf-8")

    result = policy("check", "house.yaml")

    assert result.exit_code == 2
    assert [part for part in told if part not in result.stdout] == []


def test_policies_that_extend_each_other_are_shown_whole(policy: Run) -> None:
    Path("a.yaml").write_text("policy: a\nextends: b.yaml\n")
    Path("b.yaml").write_text("policy: b\nextends: a.yaml\n")

    result = policy("check", "a.yaml")

    assert result.exit_code == 2
    assert "K341" in result.stdout


@pytest.mark.parametrize("content", [b"\xff\xfe", b"policy: \xe4\n"])
def test_a_policy_that_is_no_text_is_a_mistake(content: bytes, policy: Run) -> None:
    Path("house.yaml").write_bytes(content)

    result = policy("check", "house.yaml")

    assert result.exit_code == 2
    assert result.stderr.startswith("knigge: house.yaml:1: not UTF-8 text")


def test_a_policy_nobody_has_is_a_mistake_that_names_those_that_ship(policy: Run) -> None:
    result = policy("check", "gone")

    assert result.exit_code == 2
    assert result.stderr.startswith("knigge: there is no policy `gone`: name a file, or one that ships:")
    assert "`default`" in result.stderr


def test_a_policy_is_shown_with_where_each_value_came_from(policy: Run) -> None:
    Path("branch.yaml").write_text("policy: branch\nextends: house.yaml\nrules:\n  house.rude: note\n")

    result = policy("show", "branch.yaml")

    assert result.exit_code == 0
    lines = {line.split("  ")[0]: line.rpartition("# ")[2] for line in result.stdout.splitlines()}
    assert lines["owner"] == "house.yaml:3"
    assert lines["rules.house.rude"] == "branch.yaml:4"
    assert lines["decisions.error"] == "not set, so as usual"


_DATED: Final = """policy: dated
packs: [plain]
organisation: {confidential: []}
parameters: {plain.overlong: {most-words: 90}}
waivers:
  - {rule: plain.overlong, reason: Umzug, approver: Leitung, signed: 2026-01-05T09:00:00+01:00,
     until: 2026-01-31T18:00:00+01:00}
changes:
  - from: 2026-03-16
    parameters: {plain.overlong: {most-words: 70}}
  - from: 2026-06-01
    rules: {plain.overlong: error}
"""


def test_a_policy_with_a_history_shows_each_state_with_its_days(policy: Run) -> None:
    Path("dated.yaml").write_text(_DATED, encoding="utf-8")

    first, second, third = policy("show", "dated.yaml", "--lang", "en").stdout.split("# state ")[1:]

    assert first.startswith("1 of 3, in force until 2026-03-15\n")
    assert re.search(r"most-words +90 +# dated.yaml:4", first)
    assert re.search(r"organisation.confidential +\(empty\) +# dated.yaml:3", first)
    assert re.search(r"waivers.1.approver +Leitung +# dated.yaml:6", first)
    assert second == (
        "2 of 3, in force from 2026-03-16 until 2026-05-31\n"
        "parameters.plain.overlong.most-words  70  # dated.yaml:10\n\n"
    )
    assert third == "3 of 3, in force from 2026-06-01 on\nrules.plain.overlong  error  # dated.yaml:12\n"


def test_the_state_of_a_day_is_shown_whole(policy: Run) -> None:
    Path("dated.yaml").write_text(_DATED.replace("packs", "valid: {from: 2026-01-01}\npacks"), encoding="utf-8")

    shown = policy("show", "dated.yaml", "--now", "2026-04-01", "--lang", "de")
    before, nonsense = (policy("show", "dated.yaml", "--now", day, "--lang", "de") for day in ("2025-12-31", "April"))

    assert "# Stand 2 von 3, gilt von 2026-03-16 bis 2026-05-31\n" in shown.stdout
    assert re.search(r"most-words +70 ", shown.stdout) and "(leer)" in shown.stdout
    assert (before.exit_code, before.stderr) == (2, "knigge: die Policy `dated.yaml` gilt am 2025-12-31 nicht\n")
    assert (nonsense.exit_code, nonsense.stdout) == (2, "")
    assert "`April` ist kein Datum" in nonsense.stderr


def test_a_broken_policy_is_not_shown(policy: Run) -> None:
    Path("house.yaml").write_text("policy: house\nextends: house.yaml\n")

    result = policy("show", "house.yaml")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "K341" in result.stderr


def test_the_schema_is_a_schema(policy: Run) -> None:
    result = policy("schema")

    schema: object = json.loads(result.stdout)
    assert isinstance(schema, dict)
    Draft202012Validator.check_schema(schema)
    assert {"policy", "packs", "rules", "parameters"} <= schema["properties"].keys()


def test_a_german_reader_is_told_in_german(policy: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")

    assert policy("check", "house.yaml").stdout == "house: Regeln eingeschaltet: 1, davon eigene: 1\n"
    Path("house.yaml").write_text(_POLICY.replace("owner", "ownr"), encoding="utf-8")
    checked, shown = policy("check", "house.yaml"), policy("show", "house.yaml")

    assert "Fehler[K321]: die Angabe `ownr` gibt es hier nicht" in checked.stdout
    assert "meinten Sie `owner`?" in checked.stdout
    assert shown.stderr.endswith("knigge: die Policy `house.yaml` lässt sich nicht verwenden\n")


@pytest.mark.parametrize("name", [each for each in pack_names() if each != "shared"])
def test_every_pack_can_be_loaded_alone(name: str) -> None:
    """What its rules ask of other packs comes with it; their rules do not."""
    chosen = load_packs((name,))
    parsed = [*supporting(chosen, EVERYTHING), *chosen]

    told = [each for each in check(parsed, ()) if each.level is Level.ERROR]
    assert not told, [str(each.message) for each in told]
    rules = [[block.id for each in files for block in each.file.blocks if isinstance(block, nodes.Rule)]
             for files in (parsed, chosen, EVERYTHING)]  # fmt: skip
    assert rules[0] == rules[1]
    assert len(rules[1]) < len(rules[2])
    asked = {block.id for each in parsed for block in each.file.blocks if isinstance(block, nodes.Concept)}
    subjects = {block.subject for each in chosen for block in each.file.blocks if isinstance(block, nodes.Rule)}
    assert set(ASKED) <= asked or subjects <= {"message", "post", "reply"}


def test_a_rule_means_the_same_however_few_packs_are_loaded(policy: Run) -> None:
    """Whoever loads one pack is not told that nobody asked: its rules know what a question is."""
    rows = []
    for day in (2, 3, 4, 5):
        where = {"type": "message", "channel": "x", "account": "a", "thread": f"t{day}", "language": "de"}
        rows += [
            {**where, "id": f"p{day}", "kind": "post", "author": {"id": "us", "role": "us"},
             "published": f"2026-03-0{day}T09:00:00+01:00", "text": "Der Lesesaal hat wieder offen."},
            {**where, "id": f"q{day}", "kind": "comment", "author": {"id": "c", "role": "customer"},
             "published": f"2026-03-0{day}T10:00:00+01:00", "text": "Ab wann gilt das?", "in_reply_to": f"p{day}"},
        ]  # fmt: skip
    rows.append({"type": "coverage", "from": "2026-03-01T00:00:00+01:00", "until": "2026-04-02T00:00:00+02:00",
                 "channel": "x", "account": "a"})  # fmt: skip
    Path("a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    Path("few.yaml").write_text("policy: few\npacks: [dialogue]\n", encoding="utf-8")

    ended = CliRunner().invoke(
        cli,
        [
            "check",
            "a.jsonl",
            "--policy",
            "few.yaml",
            "--now",
            "2026-05-01T09:00",
            "--format",
            "json",
            "--verdicts",
            "all",
        ],
    )
    told = json.loads(ended.stdout)

    found = {(each["rule"], each["verdict"]) for result in told["results"] for each in result["verdicts"]}
    assert ("dialogue.one-way", "violation") in found


def test_own_words_for_a_concept_come_before_those_of_a_pack(policy: Run) -> None:
    own = 'own_rules: |\n  concept question in de says "hallihallo" catches "Hallihallo!" allows "Ab wann?" end\n'
    Path("few.yaml").write_text(f"policy: few\npacks: [dialogue]\n{own}", encoding="utf-8")
    made = make("few.yaml")

    assert not made.broken, made.diagnostics
    assert made.program is not None
    assert len(made.program.lexicons["de"].concepts["question"].patterns) == 1


def test_every_concept_the_engine_names_comes_with_every_policy() -> None:
    """A name that is written into the engine and not listed would be asked of a policy that may not have it."""
    root = Path(__file__).parents[2] / "engine" / "records"
    known = {block.id for each in EVERYTHING for block in each.file.blocks if isinstance(block, nodes.Concept)}
    named = {
        node.value
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert named & known == set(ASKED)
