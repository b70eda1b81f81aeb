"""Import map (YAML) -> ImportMap: which column becomes which key, every mistake at its line and column."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from ..engine.diagnostics import Diagnostic, Level, Said, did_you_mean, every, say, term
from ..engine.library import read_text
from ..engine.schema_check import check_value
from ..engine.source import Source
from ..engine.values import dataclass
from ..engine.yaml_values import Entry, Listed, Mapped, Scalar, Value, read_yaml
from . import times
from .delimited import PLAIN, Form
from .known_keys import allowed, is_time, known_keys

TEXT, TIME, NUMBER, LIST = "text", "time", "number", "list"
TYPES: Final = ("message", "action", "contest", "customer", "ticket", "coverage")


@dataclass(frozen=True, slots=True)
class Key:
    """How one key of a record is made. Without columns it is `constant`; `values` are compared without case."""

    path: tuple[str, ...]
    columns: tuple[str, ...] = ()
    constant: str = ""
    values: tuple[tuple[str, str], ...] = ()
    otherwise: str = ""
    empty: str = ""
    kind: str = TEXT
    formats: tuple[str, ...] = ()
    zone: ZoneInfo | None = None
    ambiguous: str = "unknown"
    split: str = ";"


@dataclass(frozen=True, slots=True)
class Recipe:
    """One record that a row makes, when every named column has one of its values (casefolded)."""

    type: str
    keys: tuple[Key, ...]
    when: tuple[tuple[str, frozenset[str]], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportMap:
    """A map that can be used; `places` say where a column is named, as `file:line:column: `.

    `rows` are the lists inside JSON objects that hold the rows; none: the objects themselves are the rows.
    """

    name: str
    form: Form
    recipes: tuple[Recipe, ...]
    places: tuple[tuple[str, str], ...]
    digest: str
    rows: tuple[str, ...] = ()


def load_map(source: Source) -> tuple[ImportMap | None, list[Diagnostic]]:
    """The map `source` holds, with warnings; or None and everything that is wrong with it."""
    value, diagnostics = read_yaml(source)
    if value is None:
        return None, [_about_a_map(each) for each in diagnostics]
    if not isinstance(value, Mapped):
        return None, [
            _error(
                "K360", value, say("an import map is a group of keys"), say("begin with `keys:` and a line for each")
            )
        ]
    schema = schema_of_maps()
    found = [_about_a_map(each) for each in check_value(value, schema)]
    if not found:
        found = list(_mistakes(value))
    if any(each.level is Level.ERROR for each in found):
        return None, found
    group = value.get("table")
    form = replace(
        PLAIN,
        encoding=_text(group, "encoding"),
        delimiter=_text(group, "delimiter").replace("tab", "\t"),
        quote=_text(group, "quote") or PLAIN.quote,
        decimal=_text(group, "decimal"),
        sheet=_text(group, "sheet"),
        header=int(_text(group, "header") or 1),
    )
    places = tuple((name.text, f"{_place(name)}: ") for name in _named_columns(value))
    digest = sha256(source.text.encode("utf-8", "surrogatepass")).hexdigest()
    rows = tuple(each.text for each in _scalars(value.get("rows")))
    return ImportMap(_text(value, "map") or source.name, form, tuple(_recipes(value)), places, digest, rows), found


def schema_of_maps() -> Mapping[str, object]:
    """The JSON Schema of import maps."""
    schema: Mapping[str, object] = json.loads(read_text("grammar/import-map.schema.json"))
    return schema


def _about_a_map(diagnostic: Diagnostic) -> Diagnostic:
    """The remark of the YAML reader, which speaks of policies, said of a map."""
    hint = of_a_map(diagnostic.hint)
    if diagnostic.code == "K311":
        hint = say("begin one with: knigge import FILE --suggest")
    return replace(diagnostic, message=of_a_map(diagnostic.message), hint=hint)


_INSTEAD: Final = (("the policy", "the map"), ("a policy", "a map"), ("`knigge policy schema`", "docs/import.md"))


def of_a_map(words: Said) -> Said:
    """The same words, their own parts too, with a map in the place of a policy."""
    template = words.template
    for policy, map_ in _INSTEAD:
        template = template.replace(policy, map_)
    return Said(
        template, {name: of_a_map(part) if isinstance(part, Said) else part for name, part in words.parts.items()}
    )


def _mistakes(value: Mapped) -> Iterator[Diagnostic]:
    """What a schema cannot see."""
    keys, records = value.get("keys"), value.get("records")
    if (keys is None) == (records is None):
        at = value.entries[0].key
        both, neither = say("`keys` and `records` both stand here"), say("neither `keys` nor `records` stands here")
        hint = say("write `keys:`; `records:` where a row makes different types of record")
        yield _error("K360", at, both if keys else neither, hint)
        return
    if isinstance(keys or records, Scalar):  # `keys:` and nothing below it
        at = next(entry.key for entry in value.entries if entry.key.text in ("keys", "records"))
        yield _error("K322", at, say("`{name}` has no value", name=at.text), say("write more lines below it, indented"))
        return
    table = value.get("table")
    encoding = table.get("encoding") if isinstance(table, Mapped) else None
    if isinstance(encoding, Scalar) and not _is_encoding(encoding.text):
        told = say("there is no encoding `{name}`", name=encoding.text)
        yield _error("K361", encoding, told, say("write `utf-8` or `windows-1252`"))
    yield from _zone_mistakes(value)
    for type_, group in _groups(value):
        yield from _key_mistakes(type_, group)


def _zone_mistakes(group: Mapped) -> Iterator[Diagnostic]:
    zone = group.get("zone")
    if isinstance(zone, Scalar) and _zone(zone.text) is None:
        hint = did_you_mean(zone.text, available_timezones()) or say("write it like `Europe/Berlin`")
        yield _error("K361", zone, say("there is no time zone `{name}`", name=zone.text), hint)


def _key_mistakes(type_: str, group: Mapped) -> Iterator[Diagnostic]:
    known = known_keys(type_)
    for entry in group.entries:
        name = entry.key.text
        if name not in known and (hint := did_you_mean(name, known)):
            told = say("a {type} has no key `{name}` that any rule reads", type=term(type_), name=name)
            yield Diagnostic("K362", Level.WARNING, entry.key.source, entry.key.span, told, hint)
        if not all(name.split(".")):
            yield _error(
                "K360", entry.key, say("`{name}` is no name of a key", name=name), say("write it like `author.role`")
            )
        if isinstance(entry.value, Mapped):
            yield from _making_mistakes(type_, name, entry.key, entry.value)
    clash = {entry.key.text for entry in group.entries}
    for entry in group.entries:
        parts = entry.key.text.split(".")
        above = next((outer for n in range(1, len(parts)) if (outer := ".".join(parts[:n])) in clash), "")
        if above:
            told = say("`{name}` is set already as a whole", name=above)
            yield _error("K360", entry.key, told, say("take one of the two lines out"))
    needed = {"message": "text", "action": "action"}.get(type_, "")
    if needed and needed not in clash and group.entries:
        told, hint = say("`{name}` is missing", name=needed), say("write `{name}:` and the column", name=needed)
        yield _error("K322", group.entries[0].key, told, hint)


def _making_mistakes(type_: str, name: str, key: Scalar, making: Mapped) -> Iterator[Diagnostic]:
    sources = [each for each in ("column", "columns", "constant") if making.get(each) is not None]
    if len(sources) != 1:
        clash = say("{names} exclude each other", names=every(f"`{each}`" for each in sources))
        told = clash if sources else say("nothing says where this comes from")
        yield _error("K360", key, told, say("write one of `column`, `columns`, `constant`"))
    words = allowed(type_, name)
    yield from _zone_mistakes(making)
    for scalar in _results(making):
        if words and scalar.text not in words:
            hint = did_you_mean(scalar.text, words) or say(
                "write one of {words}", words=", ".join(f"`{word}`" for word in words)
            )
            yield _error("K323", scalar, say("`{name}` is never `{word}`", name=name, word=scalar.text), hint)
    for scalar in _scalars(making.get("format")):
        if not times.sound(scalar.text):
            told = say("`{form}` is no form of a time", form=scalar.text)
            yield _error("K361", scalar, told, say("write it like `TT.MM.JJJJ hh:mm` or `%d.%m.%Y`"))


def _results(making: Mapped) -> Iterator[Scalar]:
    """The values a record gets as they stand in the map."""
    yield from (each for name in ("constant", "otherwise", "empty") for each in _scalars(making.get(name)))
    values = making.get("values")
    for entry in values.entries if isinstance(values, Mapped) else ():
        yield from _scalars(entry.value)


def _recipes(value: Mapped) -> Iterator[Recipe]:
    zone, ambiguous = _zone(_text(value, "zone")), _text(value, "ambiguous") or "unknown"
    records = value.get("records")
    for group in records.items if isinstance(records, Listed) else (value,):
        if isinstance(group, Mapped):
            keys = group.get("keys")
            when = group.get("when")
            type_ = _text(group, "type") or "message"
            yield Recipe(
                type_,
                tuple(
                    _key(type_, each, zone, ambiguous) for each in (keys.entries if isinstance(keys, Mapped) else ())
                ),
                tuple(
                    (each.key.text, frozenset(part.text.strip().casefold() for part in _scalars(each.value)))
                    for each in (when.entries if isinstance(when, Mapped) else ())
                ),
            )


def _key(type_: str, entry: Entry, zone: ZoneInfo | None, ambiguous: str) -> Key:
    name, making = entry.key.text, entry.value
    kind = TIME if is_time(type_, name) else LIST if name == "approvals" else TEXT
    path = tuple(name.split("."))
    if not isinstance(making, Mapped):
        columns = tuple(each.text for each in _scalars(making))
        return Key(path, columns, kind=kind, zone=zone, ambiguous=ambiguous)
    values = making.get("values")
    formats = tuple(each.text for each in _scalars(making.get("format")))
    kind = TIME if formats else LIST if making.get("split") else kind
    return Key(
        path,
        tuple(each.text for each in (*_scalars(making.get("column")), *_scalars(making.get("columns")))),
        _text(making, "constant"),
        tuple(
            (each.key.text.strip().casefold(), scalar.text)
            for each in (values.entries if isinstance(values, Mapped) else ())
            for scalar in _scalars(each.value)
        ),
        _text(making, "otherwise"),
        _text(making, "empty"),
        _text(making, "kind") or kind,
        formats,
        _zone(_text(making, "zone")) or zone,
        _text(making, "ambiguous") or ambiguous,
        _text(making, "split") or ";",
    )


def _named_columns(value: Mapped) -> Iterator[Scalar]:
    """Every place that names a column."""
    records = value.get("records")
    for group in records.items if isinstance(records, Listed) else ():
        when = group.get("when") if isinstance(group, Mapped) else None
        yield from (entry.key for entry in (when.entries if isinstance(when, Mapped) else ()))
    for _, keys in _groups(value):
        for entry in keys.entries:
            making = entry.value
            if isinstance(making, Mapped):
                yield from _scalars(making.get("column"))
                yield from _scalars(making.get("columns"))
            else:
                yield from _scalars(making)
    table = value.get("table")
    yield from _scalars(table.get("sheet") if isinstance(table, Mapped) else None)


def _groups(value: Mapped) -> Iterator[tuple[str, Mapped]]:
    """Type and keys of every record."""
    records = value.get("records")
    for group in records.items if isinstance(records, Listed) else (value,):
        keys = group.get("keys") if isinstance(group, Mapped) else None
        if isinstance(keys, Mapped):
            yield _text(group, "type") or "message", keys


def _scalars(value: Value | None) -> Sequence[Scalar]:
    if isinstance(value, Scalar):
        return (value,)
    return tuple(each for each in value.items if isinstance(each, Scalar)) if isinstance(value, Listed) else ()


def _text(group: Value | None, key: str) -> str:
    value = group.get(key) if isinstance(group, Mapped) else None
    return value.text if isinstance(value, Scalar) else ""


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _is_encoding(name: str) -> bool:
    try:
        b"a".decode(name)
    except LookupError:
        return False
    except UnicodeError:
        return True  # one byte is too short for it
    return True


def _place(scalar: Scalar) -> str:
    source, offset = scalar.source.outermost(scalar.span.start)
    place = source.place(offset)
    return f"{source.name}:{place.line}:{place.column}"


def _error(code: str, at: Value, message: Said, hint: Said) -> Diagnostic:
    return Diagnostic(code, Level.ERROR, at.source, at.span, message, hint)
