"""`knigge init`: what it writes works at once, and nothing is overwritten."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result

from knigge.cli import cli


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNIGGE_CACHE", str(tmp_path / "cache"))


def _knigge(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


_WRITTEN: Final = (("de", "hausregeln.yaml", "hausregel.knigge"), ("en", "house-rules.yaml", "house-rule.knigge"))


@pytest.mark.parametrize(("language", "policy", "rule"), _WRITTEN)
def test_two_files_are_written_and_what_to_do_next_is_said(
    language: str, policy: str, rule: str, tmp_path: Path
) -> None:
    folder = tmp_path / "new" / "house"

    written = _knigge("init", str(folder), "--lang", language)

    assert (written.exit_code, written.stderr) == (0, "")
    assert sorted(path.name for path in folder.iterdir()) == sorted([policy, rule])
    assert f"knigge policy check {folder / policy}" in written.stdout
    assert f"knigge rules test {folder / rule}" in written.stdout


def test_the_policy_that_is_written_can_be_used(tmp_path: Path) -> None:
    _knigge("init", str(tmp_path), "--lang", "de")

    checked = _knigge("policy", "check", str(tmp_path / "hausregeln.yaml"))

    assert (checked.exit_code, checked.stderr) == (0, "")
    assert "2 of them your own" in checked.stdout


def test_the_english_policy_says_the_same_and_has_a_sound_rule_of_its_own(tmp_path: Path) -> None:
    _knigge("init", str(tmp_path), "--lang", "en")
    written = (tmp_path / "house-rules.yaml").read_text(encoding="utf-8")
    alone = written.replace("extends: default ", "packs: [shared] ").replace("tone.shouting: note", "house.*: note")
    (tmp_path / "house-rules.yaml").write_text(alone, encoding="utf-8")

    checked = _knigge("policy", "check", str(tmp_path / "house-rules.yaml"))

    assert "packs: [shared]" in alone
    assert (checked.exit_code, checked.stdout) == (0, "house: 2 rules are on, 2 of them your own\n")


@pytest.mark.parametrize(("language", "policy", "rule"), _WRITTEN)
def test_the_rule_that_is_written_passes_its_examples(language: str, policy: str, rule: str, tmp_path: Path) -> None:
    (tmp_path / "bare.yaml").write_text("policy: bare\npacks: [shared]\n")
    _knigge("init", str(tmp_path), "--lang", language)

    tested = _knigge("rules", "test", str(tmp_path / rule), "--policy", str(tmp_path / "bare.yaml"))
    linted = _knigge("rules", "lint", str(tmp_path / rule), "--policy", str(tmp_path / "bare.yaml"))

    assert (tested.exit_code, tested.stdout) == (0, "4 of 4 examples of 2 rules and concepts come out as written\n")
    assert (linted.exit_code, linted.stdout[:20]) == (0, "0 errors, 0 warnings")
    assert (tmp_path / policy).is_file()


def test_a_file_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "hausregel.knigge").write_text("# mine\n")

    result = _knigge("init", str(tmp_path), "--lang", "de")

    assert result.exit_code == 2
    assert "hausregel.knigge gibt es schon und bleibt, wie es ist; nichts wurde geschrieben" in result.stderr
    assert (tmp_path / "hausregel.knigge").read_text() == "# mine\n"
    assert not (tmp_path / "hausregeln.yaml").exists()


def test_a_folder_that_cannot_be_made_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    result = _knigge("init", str(tmp_path / "file" / "below"))

    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
