"""The one place that opens packaged data: grammar, rules, policies and models."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent


def read_text(path: str) -> str:
    """The packaged file at `path` (relative to the package, with `/`), as text."""
    return (ROOT / path).read_text(encoding="utf-8")


def read_bytes(path: str) -> bytes:
    """The packaged file at `path`, as it is; empty when there is none."""
    place = ROOT / path
    return place.read_bytes() if place.is_file() else b""


def files(folder: str, suffix: str) -> tuple[str, ...]:
    """Packaged files below `folder` that end in `suffix`, as paths for `read_text`, in a stable order."""
    base = ROOT / folder
    return tuple(sorted(path.relative_to(ROOT).as_posix() for path in base.rglob(f"*{suffix}")))
