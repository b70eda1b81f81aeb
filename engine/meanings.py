"""What facts and signals mean, in German, from grammar/facts-de.txt."""

from __future__ import annotations

from functools import cache

from .library import read_text


def meaning_of(name: str, english: str, speech: str) -> str:
    """What a fact or signal means in the language of `speech`; in English where no German is written."""
    return _tables()["facts"].get(name, english) if speech == "de" else english


def type_of(name: str, speech: str) -> str:
    """The type of a fact in words."""
    return _tables()["types"].get(name, name) if speech == "de" else name


@cache
def _tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {"types": {}, "facts": {}}
    current = tables["facts"]
    for line in read_text("grammar/facts-de.txt").splitlines():
        if line.startswith("["):
            current = tables[line.strip("[]")]
        elif line and not line.startswith("#"):
            name, _, text = line.partition(" = ")
            current[name] = text
    return tables
