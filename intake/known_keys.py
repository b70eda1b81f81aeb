"""The schema of records -> which keys a type of record knows, which are times, and what words a key may hold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from ..engine.library import read_text
from ..engine.schema_values import Schema, part

_FOR_REPORTS: Final = ("team",)
"""Keys of messages that no rule reads, but reports."""


@cache
def _leaves(type_: str) -> Mapping[str, Schema]:
    root: Schema = json.loads(read_text("grammar/record.schema.json"))
    definitions = part(root, "$defs")
    return dict(_inside(part(definitions, type_), definitions, ""))


def _inside(schema: Schema, definitions: Schema, path: str) -> Iterator[tuple[str, Schema]]:
    for name, inner in part(schema, "properties").items():
        if isinstance(inner, dict):
            reference = str(inner.get("$ref", "")).rpartition("/")[2]
            whole = {**part(definitions, reference), **inner}
            yield f"{path}{name}", whole
            yield from _inside(whole, definitions, f"{path}{name}.")


def known_keys(type_: str) -> tuple[str, ...]:
    """The keys a type of record knows, dotted where they stand inside another."""
    return (*_leaves(type_), *(_FOR_REPORTS if type_ == "message" else ()))


def is_time(type_: str, key: str) -> bool:
    """Whether a key holds a time."""
    return str(_leaves(type_).get(key, {}).get("$ref", "")).endswith("/time")


def allowed(type_: str, key: str) -> tuple[str, ...]:
    """The words a key may hold; empty where any word is fine."""
    words = _leaves(type_).get(key, {}).get("enum")
    return tuple(word for word in words if isinstance(word, str)) if isinstance(words, list) else ()
