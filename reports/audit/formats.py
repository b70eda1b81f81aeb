"""The formats a report over an audit can be written in."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, Final

from ...engine.values import dataclass
from .model import Model


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its name; `write` puts the report into an open file and imports what it needs itself."""

    name: str
    write: Callable[[Model, BinaryIO], None]


def _html(model: Model, out: BinaryIO) -> None:
    from .html import render

    out.write(render(model).encode())


def _json(model: Model, out: BinaryIO) -> None:
    from .json import render

    out.write(render(model).encode("utf-8", "backslashreplace"))


FORMATS: Final[tuple[Format, ...]] = (
    Format("html", _html),
    Format("json", _json),
)
