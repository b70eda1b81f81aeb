"""Value + schema -> diagnostics: each mistake in a policy at the place where it was written, in words for people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from .diagnostics import Diagnostic, Level, did_you_mean
from .keywords import keywords
from .schema_values import NOTHING, NUMBER, Schema, as_json, empty, part, sub_schema
from .source import Span
from .yaml_values import Entry, Listed, Mapped, Scalar, Value

if TYPE_CHECKING:
    from jsonschema import ValidationError

Path = tuple[str | int, ...]

_KINDS: Final = {
    "string": "text", "number": "number", "integer": "whole number", "boolean": "`true` or `false`",
    "array": "list", "object": "group of keys",
}  # fmt: skip
LIMIT_DIAGNOSTICS: Final = 50
_ELSEWHERE: Final = {
    "calendars": "write it under `calendar`",
    "holidays": "write them under `calendar`: `holidays: [DE-BY]`",
    "timezone": "write it under `calendar`: `zone: Europe/Berlin`",
    "zone": "write it under `calendar`: `zone: Europe/Berlin`",
}
_SWITCH: Final = {
    "true": "on",
    "yes": "on",
    "an": "on",
    "ein": "on",
    "ja": "on",
    "false": "off",
    "no": "off",
    "aus": "off",
}
_TRUTH: Final = {"yes": "true", "on": "true", "ja": "true", "no": "false", "off": "false", "nein": "false"}


def check_value(value: Value, schema: Schema) -> list[Diagnostic]:
    """Everything in which `value` differs from `schema`, in the order it was written; empty when nothing does.

    At most about fifty are told: who sees that many has the wrong file.
    """
    from jsonschema import Draft202012Validator  # 0.1 s to import: only who reads a policy waits for it

    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    report = _Report(value, schema)
    for error in validator.iter_errors(as_json(value, schema)):
        report.tell(error)
        if len(report.found) >= LIMIT_DIAGNOSTICS:
            break
    return sorted(report.found, key=lambda diagnostic: diagnostic.span.start)


class _Report:
    """Turns the validator's errors into diagnostics; owns those told so far, so that none is told twice."""

    def __init__(self, value: Value, schema: Schema) -> None:
        self.found: list[Diagnostic] = []
        self._value = value
        self._schema = schema
        self._told: set[tuple[str, int, str]] = set()

    def tell(self, error: ValidationError) -> None:
        """Add what `error` means."""
        path: Path = tuple(error.absolute_path)
        at = _at(self._value, path)
        match error.validator:
            case "anyOf":
                self._choose(error, at)
            case "additionalProperties" if isinstance(at, Mapped) and isinstance(error.schema, dict):
                self._unknown_keys(at, error.schema, path)
            case "required" if isinstance(at, Mapped):
                self._missing_keys(at, list(_words(error)), path)
            case "type":
                self._wrong_kind(at, [str(error.validator_value)])
            case "enum":
                self._not_among(at, list(_words(error)))
            case "pattern":
                self._ill_formed(at, error.schema if isinstance(error.schema, dict) else {})
            case "format":
                self._no_date(at)
            case "minimum" | "maximum":
                most = "at least" if error.validator == "minimum" else "at most"
                self._add("K324", at, f"`{_written(at)}` is out of range", f"write {most} {error.validator_value}")
            case "oneOf":
                self._add("K329", at, "a simple rule either forbids or requires", "write one of `forbid` and `require`")
            case "minItems" | "minProperties" | "minLength":
                self._add("K328", at, "here is nothing", "write at least one, or take the line out")
            case _:
                self._add("K327", at, f"`{_written(at)}` does not fit here", "see `knigge policy schema`")

    def _choose(self, error: ValidationError, at: Value) -> None:
        """Of several shapes, tell about the one the author seems to have meant."""
        branches: dict[int, list[ValidationError]] = {}
        for inner in error.context or ():
            branches.setdefault(int(inner.relative_schema_path[0]), []).append(inner)
        shaped = [
            parts
            for parts in branches.values()
            if not any(inner.validator == "type" and not inner.relative_path for inner in parts)
            and not (isinstance(at, Mapped | Listed) and parts[0].validator == "enum" and not parts[0].relative_path)
        ]
        if shaped:
            for inner in shaped[0]:
                self.tell(inner)
            return
        kinds = [
            str(inner.validator_value) for parts in branches.values() for inner in parts if inner.validator == "type"
        ]
        self._wrong_kind(at, kinds)

    def _unknown_keys(self, at: Mapped, schema: Schema, path: Path) -> None:
        known = list(part(schema, "properties"))
        for entry in at.entries:
            if len(self.found) >= LIMIT_DIAGNOSTICS:
                return
            if sub_schema(schema, entry.key.text):
                continue
            if not path and entry.key.text in _ELSEWHERE:
                message = f"unknown key `{entry.key.text}`"
                self._add("K331", entry.key, message, _ELSEWHERE[entry.key.text])
                continue
            self._add("K321", entry.key, *self._unknown(entry, known, path))

    def _unknown(self, entry: Entry, known: Sequence[str], path: Path) -> tuple[str, str]:
        """What is unknown about a key at `path`, and what to do."""
        word = _short(entry.key.text)
        listed = f"known here: {', '.join(known[:12])}{' ...' if len(known) > 12 else ''}" if known else ""
        hint = did_you_mean(word, known) or listed
        rules = part(part(part(self._schema, "properties"), "rules"), "properties")
        match path:
            case ("rules",):
                return f"unknown rule `{word}`", hint or "no rule is loaded"
            case ("parameters",) if entry.key.text in rules:
                return f"the rule `{word}` has nothing to set", "take the lines out"
            case ("parameters",):
                return f"unknown rule `{word}`", did_you_mean(
                    word, [*known, *rules]
                ) or hint or "no rule has parameters"
            case ("parameters", rule):
                return f"the rule `{rule}` reads no parameter `{word}`", hint
            case ("parameters", _, _):
                if word.isdigit() and empty(entry.value):
                    return (
                        f"`{word}` stands alone here",
                        "write numbers with a point, like `2.5`",
                    )
                own = "write a channel of your own like `own-forum`"
                return f"unknown channel `{word}`", did_you_mean(word, known) or f"{listed}; {own}"
            case _:
                return f"unknown key `{word}`", hint

    def _missing_keys(self, at: Mapped, required: Sequence[str], path: Path) -> None:
        written = {entry.key.text: entry for entry in at.entries}
        for name in required:
            entry = written.get(name)
            if entry is None:
                first: Value = at.entries[0].key if at.entries else at
                where = "this simple rule" if "simple_rules" in path else "the policy" if not path else "this group"
                self._add("K322", first, f"`{name}` is missing in {where}", f"write `{name}:` and its value")
            elif empty(entry.value):
                self._add("K322", entry.key, f"`{name}` has no value", "write it behind the colon")

    def _wrong_kind(self, at: Value, kinds: Sequence[str]) -> None:
        wanted = list(dict.fromkeys(kinds))
        words = " or ".join(f"a {_KINDS[kind]}" if kind != "boolean" else _KINDS[kind] for kind in wanted)
        what = {Scalar: f"`{_written(at)}`", Listed: "this list", Mapped: "this group of keys"}[type(at)]
        message = f"{what} stands where {words} is wanted"
        hint = ""
        if isinstance(at, Scalar):
            hint = _scalar_hint(at, wanted)
            if not at.style and (at.text in NOTHING or not at.text):
                message = f"here is nothing, and {words} is wanted"
        elif "string" in wanted:
            hint = "put a text with `:`, `[` or `{` into quotation marks"
        elif "array" in wanted:
            hint = "begin each item with `- `"
        self._add("K320", at, message, hint)

    def _not_among(self, at: Value, words: Sequence[str]) -> None:
        written = at.text if isinstance(at, Scalar) else ""
        if not isinstance(at, Scalar):
            self._wrong_kind(at, ["string"])
            return
        hint = did_you_mean(written, words)
        if "off" in words:
            meant = _SWITCH.get(written.casefold())
            hint = f"write `{meant}`" if meant else hint
        german = keywords().canonical("severities", written)
        if german in words:
            hint = f"write `{german}`"
        listed = ", ".join(f"`{word}`" for word in words[:12]) + (" ..." if len(words) > 12 else "")
        self._add("K323", at, f"`{_written(at)}` is not known here", hint or f"write one of {listed}")

    def _ill_formed(self, at: Value, schema: Schema) -> None:
        title = str(schema.get("title", "text of the form wanted here"))
        examples = schema.get("examples")
        hint = f"write for example `{examples[0]}`" if isinstance(examples, list) and examples else ""
        number = "number" in title
        if number and isinstance(at, Scalar):
            hint = _number_hint(at) or hint
        self._add("K324" if number else "K326", at, f"`{_written(at)}` is no {title}", hint)

    def _no_date(self, at: Value) -> None:
        hint = "write it like `2026-01-31`"
        written = at.text if isinstance(at, Scalar) else ""
        if found := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", written, re.ASCII):
            day, month, year = (int(part) for part in found.groups())
            try:
                hint = f"write `{date(year, month, day).isoformat()}`"
            except ValueError:
                hint = "there is no such day"
        elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", written, re.ASCII):
            hint = "there is no such day"
        self._add("K325", at, f"`{_written(at)}` is no date", hint)

    def _add(self, code: str, at: Value, message: str, hint: str) -> None:
        key = (code, at.span.start, message)
        if key not in self._told:
            self._told.add(key)
            self.found.append(Diagnostic(code, Level.ERROR, at.source, _marked(at), message, hint))


def _words(error: ValidationError) -> Iterator[str]:
    """The words a list in the schema names."""
    named = error.validator_value
    yield from (str(word) for word in named) if isinstance(named, list) else ()


def _at(value: Value, path: Path) -> Value:
    """The value at `path`, or the nearest one around it."""
    for step in path:
        if isinstance(value, Mapped):
            found = value.get(str(step))
        else:
            found = value.items[int(step)] if isinstance(value, Listed) else None
        if found is None:
            break
        value = found
    return value


def _marked(value: Value) -> Span:
    """What to underline: the value, of something long only its first line."""
    text = value.source.text[value.span.start : value.span.end]
    return Span(value.span.start, value.span.start + max(1, len(text.partition("\n")[0].rstrip())))


def _written(value: Value) -> str:
    if isinstance(value, Scalar):
        return _short(value.text)
    return _short(value.source.text[value.span.start : value.span.end].partition("\n")[0])


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"


def _scalar_hint(at: Scalar, wanted: Sequence[str]) -> str:
    if "boolean" in wanted and (meant := _TRUTH.get(at.text.casefold())):
        return f"write `{meant}`"
    if "number" in wanted or "integer" in wanted:
        return _number_hint(at)
    if not at.style and at.text in NOTHING:
        return "take the line out, or put the word into quotation marks"
    if "array" in wanted and at.text:
        return f"write it as a list: `[{_short(at.text)}]`"
    return "write more lines below it, indented" if "object" in wanted else ""


def _number_hint(at: Scalar) -> str:
    """What to do about a number that was written in a way that could be misread."""
    text = at.text
    if at.style and NUMBER.fullmatch(text):
        return "write it without quotation marks"
    if re.fullmatch(r"0[0-9]+", text):
        return f"write `{text.lstrip('0') or '0'}`, without the zero in front"
    if re.match(r"[0-9]+,[0-9]", text):
        return f"write `{_short(text.replace(',', '.', 1))}`, with a point"
    return ""
