"""What a newcomer does: install the wheel, or run `make demo` in a fresh tree.

The fresh tree installs its packages, so these tests need a package index, as `make` itself does.
"""

import os
import subprocess
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def clean(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The python of an environment with nothing but the wheel; dependencies are borrowed from ours."""
    home = tmp_path_factory.mktemp("clean home") / "env"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    _run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel))
    site = Path(_run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def test_the_installed_command_starts(clean: Path, tmp_path: Path) -> None:
    assert "check" in _run(clean.with_name("knigge"), "--help", folder=tmp_path)
    assert "check" in _run(clean, "-m", "knigge", "--help", folder=tmp_path)


def test_the_installed_package_is_not_the_tree(clean: Path, repository: Path, tmp_path: Path) -> None:
    place = Path(_run(clean, "-c", "import knigge; print(knigge.__file__)", folder=tmp_path).strip())

    assert clean.parent.parent in place.parents
    assert repository not in place.parents


def test_the_installed_package_finds_its_data(clean: Path, repository: Path, tmp_path: Path) -> None:
    examples = [str(path) for path in sorted((repository / "examples").iterdir())]

    _run(clean.with_name("knigge"), "check", *examples, "--fail-on", "never", folder=tmp_path)


@pytest.mark.parametrize("room", ["engine", "reports", "cli", "grammar"])
def test_no_room_is_importable_by_its_bare_name(room: str, clean: Path, tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        _run(clean, "-c", f"import {room}", folder=tmp_path)


def test_a_fresh_tree_sets_itself_up_once(copy_tree: Callable[[Path], Path], tmp_path: Path) -> None:
    fresh = copy_tree(tmp_path / "a fresh tree")
    stamp = fresh / ".venv" / ".ready"

    first = _run(Path("make"), "demo", folder=fresh)
    made = stamp.stat().st_mtime_ns
    second = _run(Path("make"), "-j2", "demo", folder=fresh)

    assert first == second
    assert stamp.stat().st_mtime_ns == made


def test_a_moved_tree_runs_its_own_code(copy_tree: Callable[[Path], Path], tmp_path: Path) -> None:
    old = copy_tree(tmp_path / "old")
    _run(Path("make"), "demo", folder=old)
    new = old.rename(tmp_path / "new")

    _run(Path("make"), "demo", folder=new)

    place = _run(new / ".venv/bin/python", "-P", "-c", "import knigge; print(knigge.__file__)", folder=new)
    assert new in Path(place.strip()).parents


def _run(program: Path, *arguments: str, folder: Path | None = None) -> str:
    """Standard output of a program started outside this run: without its search path and its make."""
    dropped = ("PYTHONPATH", "VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHON")
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    done = subprocess.run(
        [str(program), *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, [str(program), *arguments], done.stdout)
    return done.stdout
