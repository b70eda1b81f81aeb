"""`knigge report`: a file, or a clear word and exit code 2."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from knigge.cli import cli


def told(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, ["report", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_a_folder_that_is_no_audit_leaves_no_file(tmp_path: Path) -> None:
    code, out, err = told(str(tmp_path), "--out", str(tmp_path / "r.html"), "--lang", "de")

    assert (code, out) == (2, "")
    assert "ist kein Prüflauf" in err
    assert not (tmp_path / "r.html").exists()


@pytest.mark.parametrize(
    ("flags", "word"), [(("--names",), "wants a reason"), (("--reason", "x"), "stands here alone")]
)
def test_names_and_reason_go_together(tmp_path: Path, flags: tuple[str, ...], word: str) -> None:
    code, _, err = told(str(tmp_path), "--out", "-", "--lang", "en", *flags)

    assert code == 2
    assert word in err


def test_the_report_is_written_and_said(small: Path, tmp_path: Path) -> None:
    page, data = tmp_path / "r.html", tmp_path / "r.json"

    assert told(str(small), "--out", str(page), "--lang", "en")[0] == 0
    assert told(str(small), "--out", str(data), "--format", "json")[0] == 0

    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert json.loads(data.read_text(encoding="utf-8"))["speech"] == "de"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.html", "r.json"]


def test_a_place_that_cannot_be_written_is_said(small: Path, tmp_path: Path) -> None:
    code, _, err = told(str(small), "--out", str(tmp_path), "--lang", "en")

    assert code == 2
    assert "cannot be written" in err
