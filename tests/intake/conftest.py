"""Small archives in every format, and a short way to read them."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from knigge.engine.source import Source
from knigge.intake.archive import read_archive
from knigge.intake.import_map import ImportMap, load_map
from knigge.intake.line import Line

Reader = Callable[..., list[Line]]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """A function that writes a file of that name (or takes paths as they are) and reads it."""

    def lines(*sources: str | Path, content: bytes | None = None, map_: str = "", query: str = "") -> list[Line]:
        names: Sequence[str] = [str(each) for each in sources]
        if content is not None:
            path = tmp_path / names[0]
            path.write_bytes(content)
            names = [str(path)]
        return list(read_archive(names, made(map_) if map_ else None, "en", query))

    return lines


def made(text: str) -> ImportMap:
    """The map of a YAML text that has no mistake."""
    map_, diagnostics = load_map(Source("map.yaml", text))
    assert map_ is not None, diagnostics
    return map_
