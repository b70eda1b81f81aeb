"""`knigge init`: what it writes works at once, and nothing is overwritten."""

from __future__ import annotations

from pathlib import Path

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


@pytest.mark.parametrize(
    ("language", "policy", "rule", "text"),
    [
        ("de", "hausregeln.yaml", "hausregel.knigge", "Liebe Kundschaft, Ihre Anfrage ist bei uns angekommen."),
        ("en", "house-rules.yaml", "house-rule.knigge", "Dear valued customer, we have received your request."),
    ],
)
def test_what_is_written_passes_its_own_tests(language: str, policy: str, rule: str, text: str, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "house"

    written = _knigge("init", str(folder), "--lang", language)

    assert written.exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == sorted([policy, rule])
    checked = _knigge("policy", "check", str(folder / policy))
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert "1 of them your own" in checked.stdout
    tested = _knigge("rules", "test", str(folder / rule))
    assert (tested.exit_code, tested.stdout) == (
        0, "4 of 4 examples of 2 rules and concepts come out as written\n",
    )  # fmt: skip
    judged = _knigge("check", "--policy", str(folder / policy), "--text", text, "--format", "json")
    assert '"rule": "hous' in judged.stdout or '"rule": "haus' in judged.stdout


def test_a_file_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "hausregel.knigge").write_text("# mine\n")

    result = _knigge("init", str(tmp_path), "--lang", "de")

    assert result.exit_code == 2
    assert "hausregel.knigge exists already and was left as it is; nothing was written" in result.stderr
    assert (tmp_path / "hausregel.knigge").read_text() == "# mine\n"
    assert not (tmp_path / "hausregeln.yaml").exists()


def test_a_folder_that_cannot_be_made_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    result = _knigge("init", str(tmp_path / "file" / "below"))

    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
