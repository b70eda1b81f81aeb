"""JSON of other tools: an object is a row and its keys, dotted where they stand inside another, are the columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ..engine.diagnostics import did_you_mean
from ..engine.regex import Regex
from .guesses import bare
from .import_map import TYPES, ImportMap
from .known_keys import known_keys
from .line import Header, Line, Row, Trouble, troubled
from .nested import UP, paths_with_texts, spread
from .rows import asked_for, mapped, plan_of
from .words import listed

_NUMBERS: Final = Regex(r"(?i:.*(id|nr|key|number|nummer)|no)")
"""What a key is called that numbers objects."""


def map_records(lines: Iterable[Line], map_: ImportMap, speech: str) -> Iterator[Line]:
    """The records the map makes of objects with its columns; an object without any of them stays as it is.

    Columns that are keys of our own records do not count for that, so a folder may hold both. A column that no object
    has is told at the end.
    """
    columns = tuple(dict.fromkeys(name for recipe in map_.recipes for name in asked_for(recipe)))
    known = {name for recipe in map_.recipes for name in known_keys(recipe.type)}
    foreign = [name for name in columns if name not in known]
    plans = [plan_of(recipe, columns, map_) for recipe in map_.recipes]
    source, seen, keys = "", set[str](), dict[str, None]()
    inside = spread(lines, map_.rows, speech) if map_.rows else lines
    for number, line in enumerate(inside, start=1):
        content = line.content
        if content is None or not (map_.rows or any(_has(content, name) for name in foreign)):
            yield line
            continue
        source = line.source
        keys |= dict.fromkeys(content)
        seen |= {name for name in columns if _has(content, name)}
        yield from mapped(
            source, Row(line.place, number, tuple(_cell(content, each) for each in columns)), plans, speech
        )
    if source:
        for name in columns:
            if name not in seen:
                hint = did_you_mean(name, tuple(keys))
                where, told = dict(map_.places).get(name, ""), f" ({hint})" if hint else ""
                missing = Trouble("column-missing", where=where, column=name, hint=told, columns=listed(tuple(keys)))
                yield troubled(source, "", missing, speech)


def as_table(lines: Iterable[Line]) -> Iterator[Header | Row]:
    """The objects as one table with every key that any of them has; nothing where all keys are those of our records.

    What could not be read is left out.
    """
    held = [line for line in lines if line.content is not None]
    inside = paths_with_texts([line.content for line in held if line.content is not None])
    held = list(spread(held, inside, "en")) if inside else held
    rows = [dict(_leaves(line.content, "")) for line in held if line.content is not None]
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    if {"type", "parent"}.union(*map(known_keys, TYPES)).issuperset(columns):
        return
    yield Header(columns, inside)
    for number, row in enumerate(rows, start=1):
        yield Row(str(number), number, tuple(row.get(name) for name in columns))


def _leaves(group: Mapping[str, object], path: str) -> Iterator[tuple[str, object]]:
    """The single values of an object under their dotted names; of the object it stands in only what numbers it."""
    for name, value in group.items():
        if name == UP and not path and isinstance(value, Mapping):
            yield from (
                (f"{UP}.{key}", each)
                for key, each in value.items()
                if _NUMBERS.fullmatch(bare(key)) and isinstance(each, str | int)
            )
        elif isinstance(value, Mapping) and value:
            yield from _leaves(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value


def _has(content: Mapping[str, object], name: str) -> bool:
    return _cell(content, name) is not None


def _cell(content: Mapping[str, object], name: str) -> object:
    """What stands under a name, or inside: `user.name`."""
    if name in content:
        return content[name]
    outer, dot, inner = name.partition(".")
    group = content.get(outer)
    return _cell(group, inner) if dot and isinstance(group, Mapping) else None
