"""Packaged rule packs -> parsed files."""

from __future__ import annotations

from .library import files, read_text
from .parser import Parsed, parse
from .source import Source


def pack_names() -> tuple[str, ...]:
    """The packs that ship, by the name of their folder."""
    return tuple(sorted({path.split("/")[1] for path in files("rules", ".knigge") if path.count("/") > 1}))


def pack_sources(names: tuple[str, ...]) -> tuple[Source, ...]:
    """The files of these packs; `all` or none named means every pack."""
    wanted = set(names)
    everything = not wanted or "all" in wanted
    return tuple(
        Source(path, read_text(path))
        for path in files("rules", ".knigge")
        if everything or path.split("/")[1] in wanted or path.split("/")[1] == "shared"
    )


def load_packs(names: tuple[str, ...]) -> tuple[Parsed, ...]:
    """The packs, parsed."""
    return tuple(parse(source) for source in pack_sources(names))
