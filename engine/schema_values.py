"""Value + schema -> JSON: texts become numbers and truth values where the schema wants them, and only there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from .yaml_values import Listed, Mapped, Scalar, Value

Schema = Mapping[str, object]

NUMBER: Final = re.compile(
    r"(?!-?[1-9][0-9]{0,2}\.[0-9]{3}(?![0-9]))-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?(?:[eE][+-]?[0-9]{1,2})?"
)
"""A number as JSON writes it; `0123`, `1_000` and `.inf` are texts, and so is `1.500`, in which Germans see 1500."""
NOTHING: Final = ("~", "null", "Null", "NULL")


def as_json(value: Value, schema: Schema) -> object:
    """`value` as JSON, texts turned into numbers, `true` and `false` where the schema wants them and they are that.

    A key without a value is left out, as if it stood there as a reminder only.
    """
    return _as_json(value, schema, schema)


def _as_json(value: Value, schema: Schema, root: Schema) -> object:
    wanted = list(_alternatives(schema, root))
    match value:
        case Scalar():
            return _scalar(value, {str(each.get("type", "string")) for each in wanted})
        case Listed():
            inner = next((part(each, "items") for each in wanted if "items" in each), {})
            return [_as_json(item, inner, root) for item in value.items]
        case Mapped():
            group = next((each for each in wanted if each.get("type") == "object"), {})
            return {
                entry.key.text: _as_json(entry.value, sub_schema(group, entry.key.text), root)
                for entry in value.entries
                if not (empty(entry.value) and sub_schema(group, entry.key.text))
            }


def _scalar(value: Scalar, kinds: set[str]) -> object:
    if value.style:
        return value.text
    if value.text == "" or value.text in NOTHING:
        return None
    if kinds & {"number", "integer"} and NUMBER.fullmatch(value.text):
        number = float(value.text)
        return int(number) if number == int(number) and "." not in value.text else number
    if "boolean" in kinds and value.text in ("true", "false"):
        return value.text == "true"
    return value.text


def empty(value: Value) -> bool:
    """Whether a key has nothing behind its colon."""
    return isinstance(value, Scalar) and not value.style and not value.text


def _alternatives(schema: Schema, root: Schema) -> Iterator[Schema]:
    """The schema itself, or what it refers to and leaves to choose from, flat."""
    reference = schema.get("$ref")
    if isinstance(reference, str):
        target = root
        for name in reference.removeprefix("#/").split("/"):
            target = part(target, name)
        yield from _alternatives(target, root)
        return
    choices = schema.get("anyOf")
    if isinstance(choices, list):
        for choice in choices:
            yield from _alternatives(choice, root)
        return
    yield schema


def part(schema: Schema, name: str) -> Schema:
    """A schema inside a schema; empty when there is none."""
    part = schema.get(name)
    return part if isinstance(part, dict) else {}


def sub_schema(schema: Schema, key: str) -> Schema:
    """The schema of one key of a group; empty when the group does not know it."""
    known = part(schema, "properties")
    if key in known:
        return part(known, key)
    patterns = part(schema, "patternProperties")
    return next((part(patterns, each) for each in patterns if re.search(each, key)), {})
