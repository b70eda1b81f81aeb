"""The layout holds: rooms, links, imports, house style, and what the wheel carries."""

import ast
import re
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Final

import pytest

# The data rooms, named because a data room that gains an __init__.py would otherwise pass for a Python room.
DATA_ROOMS: Final = ("grammar", "rules", "policies", "models")
FIRST_ROOMS: Final = ("cli.py", "engine", "reports")

# What the engine must be told instead of asking for it.
IMPURE_CALL: Final = re.compile(r"print|input|open|(.*\.)?(date|datetime)\.(now|utcnow|today)")
IMPURE_MODULES: Final = frozenset({"os", "requests", "tempfile", "urllib.request"})
LIBRARY: Final = Path("engine/library.py")  # the one module that opens packaged data

# Put together here, so that this file does not mention what no file may mention.
FORBIDDEN: Final = re.compile(
    "|".join(
        [
            r"(?<![\w./])/" + "(?:work|root|opt/wheels|opt/pypi)" + r"(?:/|\b)",
            "/tmp/" + "bash_jobs",
            "pypi" + r"\.org",
            "python" + r"hosted\.org",
            "extra-" + "index-url",
            "simple/" + "index",
        ]
    )
)


def test_every_link_is_relative_and_leads_to_the_room_of_its_name(repository: Path) -> None:
    package = repository / "knigge"
    own = {"__init__.py", "__main__.py", "py.typed", "__pycache__"}

    links = {path.name: path for path in package.iterdir() if path.name not in own}

    for name, link in links.items():
        assert link.is_symlink(), f"knigge/{name} is no link; was the checkout made without symbolic links?"
        assert link.readlink() == Path("..", name)
        assert link.exists(), f"knigge/{name} leads nowhere"
    assert {*DATA_ROOMS, *FIRST_ROOMS} <= links.keys()


def test_every_python_room_is_linked(repository: Path) -> None:
    rooms = {path.parent.name for path in repository.glob("*/__init__.py")} - {"knigge", "tests", "bench"}

    assert rooms <= {path.name for path in (repository / "knigge").iterdir()}


@pytest.mark.parametrize("room", DATA_ROOMS)
def test_data_rooms_contain_no_python(room: str, tree: tuple[Path, ...]) -> None:
    files = [path for path in tree if path.parts[0] == room]

    assert files
    assert not [path for path in files if path.suffix in {".py", ".pyi"}]


def test_the_wheel_carries_every_file_of_the_rooms_and_nothing_else(
    wheel: Path, repository: Path, tree: tuple[Path, ...]
) -> None:
    rooms = {path.name for path in (repository / "knigge").iterdir() if path.is_symlink()}
    expected = {"knigge" / path for path in tree if path.parts[0] in rooms}
    expected |= {path for path in tree if path.parts[0] == "knigge"}

    packed = {Path(name) for name in zipfile.ZipFile(wheel).namelist()}

    carried = {path for path in packed if not path.parts[0].endswith(".dist-info")}
    assert sorted(expected - carried) == []
    assert sorted(carried - expected) == []
    assert {path.name for path in packed - carried} >= {"LICENSE", "NOTICE", "entry_points.txt"}


def test_no_file_names_a_machine_or_a_registry(repository: Path, tree: tuple[Path, ...]) -> None:
    found = [
        f"{path}:{number}: {match[0]}"
        for path in tree
        for number, line in enumerate(_lines(repository / path), 1)
        for match in FORBIDDEN.finditer(line)
    ]

    assert not found


def test_every_module_says_what_it_is(repository: Path, tree: tuple[Path, ...]) -> None:
    silent = [path for path in _python(tree) if not ast.get_docstring(_parse(repository / path))]

    assert not silent


def test_no_module_is_called_utils(tree: tuple[Path, ...]) -> None:
    assert not [path for path in _python(tree) if re.fullmatch(r"utils?|helpers?|common|misc", path.stem)]


def test_a_module_over_500_lines_gives_its_reason(repository: Path, tree: tuple[Path, ...]) -> None:
    long = [path for path in _python(tree) if len(_lines(repository / path)) > 500]

    unexplained = [path for path in long if "reason" not in (ast.get_docstring(_parse(repository / path)) or "")]

    assert not unexplained


def test_no_error_is_swallowed(repository: Path, tree: tuple[Path, ...]) -> None:
    swallowed = [
        f"{path}:{node.lineno}"
        for path in _python(tree)
        for node in ast.walk(_parse(repository / path))
        if isinstance(node, ast.ExceptHandler) and _swallows(node)
    ]

    assert not swallowed


def test_rooms_import_each_other_relatively(repository: Path, tree: tuple[Path, ...]) -> None:
    names = {"knigge", *_room_names(repository)}

    absolute = [
        f"{path}:{line}: {name}"
        for path in _python(tree)
        if path.parts[0] not in {"tests", "bench"}
        for line, name in _absolute_imports(_parse(repository / path))
        if name.split(".")[0] in names
    ]

    assert not absolute


def test_tests_import_by_the_installed_name(repository: Path, tree: tuple[Path, ...]) -> None:
    rooms = _room_names(repository)

    bare = [
        f"{path}:{line}: {name}"
        for path in _python(tree)
        if path.parts[0] in {"tests", "bench"}
        for line, name in _absolute_imports(_parse(repository / path))
        if name.split(".")[0] in rooms
    ]

    assert not bare


def test_the_engine_asks_nothing_of_the_machine(repository: Path, tree: tuple[Path, ...]) -> None:
    asked = [
        f"{path}:{line}: {name}"
        for path in _python(tree)
        if path.parts[0] == "engine" and path != LIBRARY
        for line, name in _asked(_parse(repository / path))
    ]

    assert not asked


def test_every_library_a_room_imports_is_declared(repository: Path, tree: tuple[Path, ...]) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {_distribution(requirement) for requirement in project["dependencies"]}
    extras = [extra for name, extra in project["optional-dependencies"].items() if name != "dev"]
    optional = {_distribution(requirement) for extra in extras for requirement in extra}
    providers = packages_distributions()

    undeclared = []
    for path in _python(tree):
        if path.parts[0] in {"tests", "bench", "knigge"}:
            continue
        module = _parse(repository / path)
        guarded = _guarded_imports(module)
        for line, name in _absolute_imports(module):
            top = name.split(".")[0]
            given = {_distribution(provider) for provider in providers.get(top, [])}
            if given and not given & (needed | optional if (line, name) in guarded else needed):
                undeclared.append(f"{path}:{line}: {name}")

    assert not undeclared


def _python(tree: tuple[Path, ...]) -> list[Path]:
    return [path for path in tree if path.suffix == ".py"]


def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_bytes(), filename=str(path))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines()


def _room_names(repository: Path) -> set[str]:
    return {path.stem for path in (repository / "knigge").iterdir() if path.is_symlink()}


def _absolute_imports(tree: ast.AST) -> list[tuple[int, str]]:
    """Line and full name of what is imported by an absolute name, in no particular order."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return found


def _guarded_imports(tree: ast.AST) -> set[tuple[int, str]]:
    """The imports a module can do without: those inside a `try`."""
    return {found for node in ast.walk(tree) if isinstance(node, ast.Try) for found in _absolute_imports(node)}


def _asked(tree: ast.AST) -> list[tuple[int, str]]:
    calls = [
        (node.lineno, name)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and IMPURE_CALL.fullmatch(name := ast.unparse(node.func))
    ]
    imports = [
        (line, name)
        for line, name in _absolute_imports(tree)
        if any(f"{name}.".startswith(f"{module}.") for module in IMPURE_MODULES)
    ]
    return calls + imports


def _swallows(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    broad = ast.unparse(handler.type) in {"Exception", "BaseException"}
    return broad and all(isinstance(step, ast.Pass | ast.Continue | ast.Expr) for step in handler.body)


def _distribution(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()
