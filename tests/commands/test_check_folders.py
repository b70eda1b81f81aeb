"""`knigge check FOLDER`: all that is inside is read or named."""

from __future__ import annotations

import json
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
