"""Each checker of `make test` enters the links of knigge/: proved by one injected error each.

A checker that is pointed at knigge/ and does not follow links would pass everything without having read it.
The small tree has the layout and the settings of the real one: a room at the top, a link to it in knigge/.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

# Name of the checker, its command, a line that must offend it, what it then says.
GATES: Final = (
    ("format", ("ruff", "format", "--check", "."), "x  =  1", "engine/broken.py"),
    ("lint", ("ruff", "check", "."), "import json", "F401"),
    ("contracts", ("lint-imports", "--no-cache"), "from ..reports import text", "knigge.engine.broken"),
    ("one-name", ("lint-imports", "--no-cache"), "import reports.text", "knigge.engine.broken"),
    ("types", ("mypy", "--no-incremental", "knigge"), 'number: int = "one"', "engine/broken.py"),
    ("doctests", ("pytest", "-q", "-p", "no:cacheprovider", "knigge"), '">>> 1 + 1\\n3"', "engine/broken.py"),
)


@pytest.mark.parametrize(
    ("command", "offence", "complaint"), [gate[1:] for gate in GATES], ids=[gate[0] for gate in GATES]
)
def test_the_checker_enters_the_links(
    command: tuple[str, ...], offence: str, complaint: str, repository: Path, tmp_path: Path
) -> None:
    _small_tree(tmp_path, repository)
    sound = _run(command, tmp_path)
    _write(tmp_path / "engine" / "broken.py", f"{offence}\n")

    broken = _run(command, tmp_path)

    assert sound.returncode == 0, sound.stdout
    assert broken.returncode != 0, broken.stdout
    assert complaint in broken.stdout
    assert "broken" in broken.stdout


def _small_tree(root: Path, repository: Path) -> None:
    settings = (repository / "pyproject.toml").read_text(encoding="utf-8")
    _write(root / "pyproject.toml", settings)
    _write(root / "knigge" / "__init__.py", "")
    _write(root / "cli.py", "")
    _write(root / "engine" / "__init__.py", '"""Doubles.\n\n>>> 2 * 2\n4\n"""\n')
    _write(root / "commands" / "__init__.py", "")
    _write(root / "reports" / "__init__.py", "")
    _write(root / "reports" / "text.py", "")
    for room in ("cli.py", "commands", "engine", "reports"):
        (root / "knigge" / room).symlink_to(Path("..", room))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _run(command: tuple[str, ...], folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name(command[0])
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        [str(program), *command[1:]],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
