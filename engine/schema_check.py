"""Value + schema -> diagnostics: each mistake in a policy at the place where it was written, in words for people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from .diagnostics import UNSAID, Diagnostic, Level, Said, did_you_mean, either, say, term
from .keywords import keywords
from .schema_values import NOTHING, NUMBER, Schema, as_json, empty, part, sub_schema
from .source import Span
from .yaml_values import Entry, Listed, Mapped, Scalar, Value

if TYPE_CHECKING:
    from jsonschema import ValidationError

Path = tuple[str | int, ...]

_KINDS: Final = {
    "string": say("a text"), "number": say("a number"), "integer": say("a whole number"),
    "boolean": say("`true` or `false`"), "array": say("a list"), "object": say("a group of keys"),
}  # fmt: skip
LIMIT_DIAGNOSTICS: Final = 50
_ELSEWHERE: Final = {
    "calendars": say("write it under `calendar`"),
    "holidays": say("write them under `calendar`: `holidays: [DE-BY]`"),
    "timezone": say("write it under `calendar`: `zone: Europe/Berlin`"),
    "zone": say("write it under `calendar`: `zone: Europe/Berlin`"),
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
                least = say("write at least {number}", number=error.validator_value)
                most = say("write at most {number}", number=error.validator_value)
                message = say("`{written}` is out of range", written=_written(at))
                self._add("K324", at, message, least if error.validator == "minimum" else most)
            case "oneOf":
                message = say("a simple rule either forbids or requires")
                if isinstance(at, Mapped) and not any(each.key.text in ("forbid", "require") for each in at.entries):
                    message = say("this simple rule neither forbids nor requires anything")
                self._add("K329", at, message, say("write one of `forbid` and `require`"))
            case "minItems" | "minProperties" | "minLength":
                self._add("K328", at, say("here is nothing"), say("write at least one, or take the line out"))
            case _:
                message = say("`{written}` does not fit here", written=_written(at))
                self._add("K327", at, message, say("see `knigge policy schema`"))

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
                message = say("unknown key `{key}`", key=entry.key.text)
                self._add("K331", entry.key, message, _ELSEWHERE[entry.key.text])
                continue
            self._add("K321", entry.key, *self._unknown(entry, known, path))

    def _unknown(self, entry: Entry, known: Sequence[str], path: Path) -> tuple[Said, Said]:
        """What is unknown about a key at `path`, and what to do."""
        word = _short(entry.key.text)
        names = ", ".join(known[:12]) + " ..." * (len(known) > 12)
        listed = say("known here: {names}", names=names) if known else UNSAID
        close = did_you_mean(word, known)
        hint = close or listed
        rules = part(part(part(self._schema, "properties"), "rules"), "properties")
        match path:
            case ("rules",):
                return say("unknown rule `{name}`", name=word), hint or say("no rule is loaded")
            case ("parameters",) if entry.key.text in rules:
                return say("the rule `{name}` has nothing to set", name=word), say("take the lines out")
            case ("parameters",):
                hint = did_you_mean(word, [*known, *rules]) or hint or say("no rule has parameters")
                return say("unknown rule `{name}`", name=word), hint
            case ("parameters", rule):
                return say("the rule `{rule}` reads no parameter `{name}`", rule=rule, name=word), hint
            case (*_, "calendar", "hours"):
                return say("unknown key `{key}`", key=word), say(
                    "days are written like `mo-fr` or `mon-fri`, `sa` or `sat`"
                )
            case (*_, "calendar", "special"):
                return say("unknown key `{key}`", key=word), say("days are written like `2026-12-24` or `12-24`")
            case ("parameters", _, _):
                if word.isdigit() and empty(entry.value):
                    return say("`{word}` stands alone here", word=word), say("write numbers with a point, like `2.5`")
                own = say("{known}; write a channel of your own like `own-forum`", known=listed)
                return say("unknown channel `{channel}`", channel=word), close or own
            case _:
                return say("unknown key `{key}`", key=word), hint

    def _missing_keys(self, at: Mapped, required: Sequence[str], path: Path) -> None:
        written = {entry.key.text: entry for entry in at.entries}
        for name in required:
            entry = written.get(name)
            if entry is None:
                first: Value = at.entries[0].key if at.entries else at
                where = say("this group") if path else say("the policy")
                where = say("this simple rule") if "simple_rules" in path else where
                message = say("`{name}` is missing in {where}", name=name, where=where)
                self._add("K322", first, message, say("write `{name}:` and its value", name=name))
            elif empty(entry.value):
                self._add("K322", entry.key, say("`{name}` has no value", name=name), say("write it behind the colon"))

    def _wrong_kind(self, at: Value, kinds: Sequence[str]) -> None:
        wanted = list(dict.fromkeys(kinds))
        words = either(_KINDS[kind] for kind in wanted)
        what = {Scalar: term(f"`{_written(at)}`"), Listed: say("this list"), Mapped: say("this group of keys")}[
            type(at)
        ]
        message = say("{what} stands where {wanted} is wanted", what=what, wanted=words)
        hint = UNSAID
        if isinstance(at, Scalar):
            hint = _scalar_hint(at, wanted)
            if not at.style and (at.text in NOTHING or not at.text):
                message = say("here is nothing, and {wanted} is wanted", wanted=words)
        elif "string" in wanted:
            hint = say("put a text with `:`, `[` or `{{` into quotation marks")
        elif "array" in wanted:
            hint = say("begin each item with `- `")
        self._add("K320", at, message, hint)

    def _not_among(self, at: Value, words: Sequence[str]) -> None:
        written = at.text if isinstance(at, Scalar) else ""
        if not isinstance(at, Scalar):
            self._wrong_kind(at, ["string"])
            return
        hint = did_you_mean(written, words)
        if "off" in words:
            meant = _SWITCH.get(written.casefold())
            hint = say("write `{word}`", word=meant) if meant else hint
        german = keywords().canonical("severities", written)
        if german in words:
            hint = say("write `{word}`", word=german)
        listed = ", ".join(f"`{word}`" for word in words[:12]) + (" ..." if len(words) > 12 else "")
        message = say("`{written}` is not known here", written=_written(at))
        self._add("K323", at, message, hint or say("write one of {words}", words=listed))

    def _ill_formed(self, at: Value, schema: Schema) -> None:
        title = str(schema.get("title", "text of the form wanted here"))
        examples = schema.get("examples")
        example = examples[0] if isinstance(examples, list) and examples else None
        hint = say("write for example `{example}`", example=example) if example is not None else UNSAID
        number = "number" in title
        if number and isinstance(at, Scalar):
            hint = _number_hint(at) or hint
        self._add(
            "K324" if number else "K326",
            at,
            say("`{written}` is no {what}", written=_written(at), what=_kind(title)),
            hint,
        )

    def _no_date(self, at: Value) -> None:
        hint = say("write it like `2026-01-31`")
        written = at.text if isinstance(at, Scalar) else ""
        if found := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", written, re.ASCII):
            day, month, year = (int(part) for part in found.groups())
            try:
                hint = say("write `{word}`", word=date(year, month, day).isoformat())
            except ValueError:
                hint = say("there is no such day")
        elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", written, re.ASCII):
            hint = say("there is no such day")
        self._add("K325", at, say("`{written}` is no date", written=_written(at)), hint)

    def _add(self, code: str, at: Value, message: Said, hint: Said) -> None:
        key = (code, at.span.start, message)
        if key not in self._told:
            self._told.add(key)
            self.found.append(Diagnostic(code, Level.ERROR, at.source, _marked(at), message, hint))


def _kind(title: str) -> Said:
    """What a title in the schema names; a unit in it in words."""
    other = " or another length of time"
    unit = title.removeprefix("number of ").removesuffix(other)
    if not title.startswith("number of "):
        return term(title)
    if title.endswith(other):
        return say("number of {unit} or another length of time", unit=term(unit))
    return say("number of {unit}", unit=term(unit))


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


def _scalar_hint(at: Scalar, wanted: Sequence[str]) -> Said:
    if "boolean" in wanted and (meant := _TRUTH.get(at.text.casefold())):
        return say("write `{word}`", word=meant)
    if "number" in wanted or "integer" in wanted:
        return _number_hint(at)
    if not at.style and at.text in NOTHING:
        return say("take the line out, or put the word into quotation marks")
    if "array" in wanted and at.text:
        return say("write it as a list: `[{text}]`", text=_short(at.text))
    return say("write more lines below it, indented") if "object" in wanted else UNSAID


def _number_hint(at: Scalar) -> Said:
    """What to do about a number that was written in a way that could be misread."""
    text = at.text
    if at.style and NUMBER.fullmatch(text):
        return say("write it without quotation marks")
    if re.fullmatch(r"0[0-9]+", text):
        return say("write `{number}`, without the zero in front", number=text.lstrip("0") or "0")
    if found := re.match(r"([1-9][0-9]{0,2})[.,]([0-9]{3})(?![0-9])", text):
        whole, part = found.groups()
        return say("write `{number}`, or `{less}` for the small one", number=whole + part, less=f"{whole}.{part[0]}")
    if re.match(r"[0-9]+,[0-9]", text):
        return say("write `{number}`, with a point", number=_short(text.replace(",", ".", 1)))
    return UNSAID
