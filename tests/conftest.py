"""What every test may count on: one locale, no network, the same random examples, a wheel, golden files."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import settings

REPOSITORY: Final = Path(__file__).resolve().parent.parent
SKIPPED: Final = frozenset({"build", "dist", "htmlcov", "node_modules", "__pycache__"})
KEPT: Final = frozenset({".ci", ".gitignore", ".github", ".gitattributes"})

settings.register_profile("fixed", derandomize=True, deadline=None, database=None, max_examples=40)
settings.register_profile("slow", parent=settings.get_profile("fixed"), max_examples=2000)
settings.load_profile("fixed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden`, which rewrites the files below tests/golden/."""
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden/, then review the diff")


def pytest_configure() -> None:
    """Take away what differs between machines: language, width, colour, and the network."""
    for name in ("LANGUAGE", "LC_MESSAGES", "LC_CTYPE", "FORCE_COLOR", "TTY_COMPATIBLE", "PYTHONPATH"):
        os.environ.pop(name, None)
    os.environ.update(LANG="C.UTF-8", LC_ALL="C.UTF-8", COLUMNS="100", NO_COLOR="1", TZ="UTC")
    sys.addaudithook(_refuse_network)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The top folder of the tree under test."""
    return REPOSITORY


@pytest.fixture(scope="session")
def tree() -> tuple[Path, ...]:
    """All files of the project, relative to the top, sorted; links, caches and build output left out.

    Walked, not asked of git: an export has no .git.
    """
    return tuple(sorted(_walk(REPOSITORY)))


@pytest.fixture(scope="session")
def copy_tree(tree: tuple[Path, ...]) -> Callable[[Path], Path]:
    """A function that copies the project into a new folder, links included, and gives that folder back."""

    def copy(target: Path) -> Path:
        for path in tree:
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / path, target / path)
        for link in (REPOSITORY / "knigge").iterdir():
            if link.is_symlink():
                (target / "knigge" / link.name).symlink_to(link.readlink())
        return target

    return copy


@pytest.fixture(scope="session")
def wheel(copy_tree: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built offline from a copy: setuptools would take leftovers of an earlier build/ along."""
    source = copy_tree(tmp_path_factory.mktemp("source"))
    target = tmp_path_factory.mktemp("wheel")
    command = ["wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir"]
    subprocess.run([sys.executable, "-m", "pip", *command, str(target), str(source)], check=True)
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """A function that compares a whole output with `tests/golden/<name>`."""

    def compare(name: str, output: str) -> None:
        path = REPOSITORY / "tests" / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(output, encoding="utf-8", newline="\n")
        assert path.is_file(), f"tests/golden/{name} is missing; write it with: pytest --update-golden"
        assert output == path.read_text(encoding="utf-8")

    return compare


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        hidden = path.name.startswith(".") and path.name not in KEPT
        if hidden or path.is_symlink() or path.name in SKIPPED or path.suffix in {".egg-info", ".pyc"}:
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path.relative_to(REPOSITORY)


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
        if host not in {"127.0.0.1", "::1", "localhost"}:
            raise RuntimeError(f"a test called `{host}`; tests use no network")
