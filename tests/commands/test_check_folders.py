"""`knigge check FOLDER`: all that is inside is read or named."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result

from knigge.cli import cli

_POLICY: Final = """policy: house
packs: [shared]
own_rules: |
  rule house.rude about message
    clause eye-level severity error
    title de "Grob" en "Rude" message de "Das kränkt." en "It offends."
    forbid text says "doof"
    catches de "Das ist doof." allows de "Das ist gut."
  end
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder to stand in, with a policy `house.yaml`."""
    monkeypatch.setenv("KNIGGE_CACHE", str(tmp_path / "cache"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    Path("house.yaml").write_text(_POLICY, encoding="utf-8")
    Path("drafts/märz/alt").mkdir(parents=True)
    Path("drafts/.git").mkdir()
    for name in ("drafts/b.txt", "drafts/märz/alt/a.md", "drafts/märz/c.txt", "drafts/.git/d.txt"):
        Path(name).write_text("Gut.", encoding="utf-8")


def _check() -> Result:
    return CliRunner().invoke(cli, ["check", "drafts", "--policy", "house.yaml", "--format", "json"])


def _ids(result: Result) -> list[str]:
    return [each["id"] for each in json.loads(result.stdout)["results"]]


def test_folders_inside_a_folder_are_read() -> None:
    result = _check()

    assert _ids(result) == ["drafts/b.txt", "drafts/märz/alt/a.md", "drafts/märz/c.txt"]
    assert (result.exit_code, result.stderr) == (0, "")


def test_links_to_folders_and_to_nowhere_are_named() -> None:
    Path("drafts/ring").symlink_to("märz")
    Path("drafts/weg.txt").symlink_to("nirgends.txt")

    result = _check()

    assert _ids(result) == ["drafts/b.txt", "drafts/märz/alt/a.md", "drafts/märz/c.txt"]
    assert result.exit_code == 3
    assert "drafts/ring: not read, the folder is a link; name it itself" in result.stderr
    assert "drafts/weg.txt: there is no such file" in result.stderr


def test_records_without_a_policy_on_their_day_are_named() -> None:
    Path("old.yaml").write_text(
        "policy: old\nextends: house.yaml\nvalid: {from: 2025-01-01, until: 2025-12-31}\n", encoding="utf-8"
    )
    Path("new.yaml").write_text("policy: new\nextends: house.yaml\nvalid: {from: 2027-01-01}\n", encoding="utf-8")
    line = '{"type": "message", "id": "%s", "kind": "reply", "text": "Gut.", "author": {"role": "us"}, "published": %s}'
    days = {"a": '"2025-03-02T10:00:00+01:00"', "b": '"2026-03-02T10:00:00+01:00"', "c": "null"}
    Path("r.jsonl").write_text("\n".join(line % each for each in days.items()), encoding="utf-8")

    result = CliRunner().invoke(cli, ["check", "r.jsonl", "-p", "old.yaml", "-p", "new.yaml", "--lang", "de"])

    assert "1 ohne Urteil, denn an ihrem Tag gilt keine Policy: b" in result.stderr
    assert "1 ohne Urteil, denn ihr Tag ist unbekannt und die Policy gilt nicht immer: c" in result.stderr


def test_a_draft_the_policy_does_not_cover_counts_as_unread() -> None:
    Path("some.yaml").write_text("policy: some\nextends: house.yaml\nchannels: [blog]\n", encoding="utf-8")
    arguments = ["check", "--text", "Das ist doof.", "--channel", "x", "--policy", "some.yaml", "--lang", "de"]

    result = CliRunner().invoke(cli, arguments)

    assert result.exit_code == 3
    assert "text: nicht beurteilt, die Policy gilt nicht für x" in result.stderr


def test_nothing_that_is_read_is_written_over() -> None:
    before = Path("drafts/b.txt").read_bytes()
    for place in ("drafts/b.txt", "drafts"):
        arguments = ["check", place, "--policy", "house.yaml", "--out", "drafts/b.txt", "--lang", "de"]
        result = CliRunner().invoke(cli, arguments)
        assert result.exit_code == 2
        assert "daraus wird gelesen" in result.stderr
    assert Path("drafts/b.txt").read_bytes() == before


def test_a_json_list_is_records_and_no_draft() -> None:
    record = {"type": "message", "id": "m", "kind": "reply", "text": "Das ist doof.", "language": "de"}
    Path("r.json").write_text(json.dumps([{**record, "author": {"role": "us"}}]), encoding="utf-8")

    result = CliRunner().invoke(cli, ["check", "r.json", "--policy", "house.yaml", "--format", "json"])

    assert (result.exit_code, _ids(result)) == (1, ["m"])


def test_a_broken_json_list_is_told_once_and_records_stand_at_their_lines() -> None:
    record = {"type": "message", "id": "m", "kind": "reply", "text": "Das ist doof.", "language": "de"}
    whole = json.dumps([{**record, "author": {"role": "us"}}, {**record, "id": "n", "author": 5}], indent=1)
    Path("r.json").write_text(whole[:-20], encoding="utf-8")

    broken = CliRunner().invoke(cli, ["check", "r.json", "--policy", "house.yaml", "--format", "json"])
    Path("r.json").write_text(whole, encoding="utf-8")
    shown = CliRunner().invoke(cli, ["check", "r.json", "--policy", "house.yaml", "--format", "github"])

    assert (broken.exit_code, _ids(broken), broken.stderr.count("r.json")) == (3, ["m"], 1)
    word = next(number for number, line in enumerate(whole.split("\n"), 1) if "doof" in line)
    assert f"file=r.json,line={word},col" in shown.stdout
    assert "r.json:12" in shown.stderr


def test_records_of_one_line_stand_at_their_columns() -> None:
    record = {"type": "message", "kind": "reply", "text": "Das ist doof.", "author": {"role": "us"}, "language": "de"}
    line = json.dumps([{**record, "id": "m"}, {**record, "id": "n"}])
    Path("r.json").write_text(line, encoding="utf-8")

    shown = CliRunner().invoke(cli, ["check", "r.json", "--policy", "house.yaml", "--format", "github"])

    columns = [int(column) for column in re.findall(r"line=1,col=(\d+)", shown.stdout)]
    assert columns == [found.start() + 1 for found in re.finditer("doof", line)]


def test_lines_of_json_are_read_whatever_the_file_is_called() -> None:
    record = {"type": "message", "kind": "reply", "text": "Das ist doof.", "author": {"role": "us"}, "language": "de"}
    lines = [json.dumps({**record, "id": "m"}), '{"broken', json.dumps({**record, "id": "n"})]
    Path("r.json").write_text("\n".join(lines), encoding="utf-8")

    result = CliRunner().invoke(cli, ["check", "r.json", "--policy", "house.yaml", "--format", "json"])

    assert (result.exit_code, _ids(result)) == (3, ["m", "n"])
    assert "r.json:2" in result.stderr


def test_a_broken_record_over_several_lines_is_told_once() -> None:
    Path("r.json").write_text('{\n "author": {"role": "us"}\n "text": "Hallo"\n}\n', encoding="utf-8")

    result = CliRunner().invoke(cli, ["check", "r.json", "--policy", "house.yaml", "--format", "json"])

    assert (result.exit_code, result.stderr.count("r.json"), "r.json:3:2:" in result.stderr) == (3, 1, True)


def test_a_list_cut_off_between_two_records_is_told() -> None:
    record = {"type": "message", "id": "m", "kind": "reply", "text": "Das ist doof.", "author": {"role": "us"}}
    Path("r.json").write_text(f"[\n{json.dumps({**record, 'language': 'de'})},\n", encoding="utf-8")

    result = CliRunner().invoke(cli, ["check", "r.json", "--policy", "house.yaml", "--format", "json"])

    assert (result.exit_code, _ids(result)) == (3, ["m"])
    assert "r.json:" in result.stderr


def test_what_is_said_of_drafts_only_is_told_where_there_are_none() -> None:
    record = {
        "type": "message",
        "id": "m",
        "kind": "reply",
        "text": "Gern.",
        "author": {"role": "us"},
        "language": "de",
    }
    Path("r.jsonl").write_text(json.dumps(record), encoding="utf-8")
    asked = ["--policy", "house.yaml", "--kind", "post", "--answers", "Wo bleibt er?", "--lang", "de", "--out", "-"]

    shown = CliRunner().invoke(cli, ["check", "r.jsonl", *asked])

    assert "hier ohne Wirkung: --kind, --answers;" in shown.stderr
    assert "Gelesen 1" in shown.stdout and not Path("-").exists()
