"""Rules inside a policy -> sources of the rule language that know, sign by sign, where they stand in the YAML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from .keywords import keywords
from .source import Source
from .yaml_values import Entry, Listed, Mapped, Scalar, Value, offsets

_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\u000d"}
_BOTH: Final = ("de", "en")


def own_rules(block: Scalar) -> Source:
    """The rules of a literal block (`own_rules: |`) as a source of their own, mapped line by line."""
    writing = _Writing(block.source)
    for sign, place in zip(block.text, offsets(block), strict=False):
        writing.add(sign, place)
    return writing.source("own_rules")


def simple_rule(item: Mapped, language: str) -> Source:
    """The concept and the rule that a valid item of `simple_rules` stands for, as somebody would write them by hand.

    `language` is that of the phrases and examples unless the item names one. A wording without a language is meant
    for every language. The rule judges texts in its own language only: its phrases say nothing about others.
    """
    writing = _Writing(item.source)
    name = _scalar(item, "id")
    tongue = item.get("language")
    spoken: Value | str = tongue if isinstance(tongue, Scalar) else language
    shape = next(entry for entry in item.entries if entry.key.text in ("forbid", "require"))
    _concept(writing, item, name, spoken, shape)
    _rule(writing, item, name, spoken, shape)
    return writing.source(f"simple_rules {name.text}")


def _concept(writing: _Writing, item: Mapped, name: Scalar, spoken: Value | str, shape: Entry) -> None:
    writing.at(shape.key)
    writing.words("concept ", name, "-wording in ", spoken, "\n  says ")
    writing.texts(_scalars(shape.value))
    unless = item.get("unless")
    guards = _scalars(unless)
    if unless is None:
        writing.words("\n  unless quoted")
    elif guards:
        writing.words("\n  unless ", *_joined(guards))
    # What a rule forbids is said in the texts it catches, what it requires in those it allows.
    catches, allows = ("catches", "allows") if shape.key.text == "forbid" else ("allows", "catches")
    _examples(writing, item, catches, "catches", spoken)
    _examples(writing, item, allows, "allows", spoken)
    writing.words("\nend\n\n")


def _rule(writing: _Writing, item: Mapped, name: Scalar, spoken: Value | str, shape: Entry) -> None:
    writing.at(name)
    about = item.get("about")
    subject = about.text if isinstance(about, Scalar) else "message"
    # The German spelling: the English `message` is also the keyword that opens a statement.
    writing.words("rule ", name, " about ", keywords().spelled("subjects", subject, "de"))
    _value(writing, item, "clause", "")
    _value(writing, item, "severity", "warning")
    if item.get("title") is None:
        writing.at(name)
        writing.words('\n  title de "', name, '" en "', name, '"')
    _local(writing, item, "title", "title")
    writing.words("\n  in ", spoken)
    writing.at(shape.key)
    writing.words(f"\n  {shape.key.text} text expresses ", name, "-wording")
    _local(writing, item, "message", "message")
    _local(writing, item, "because", "because")
    _local(writing, item, "suggest", "suggest say instead")
    _examples(writing, item, "catches", "catches", spoken)
    _examples(writing, item, "allows", "allows", spoken)
    writing.words("\nend\n")


def _examples(writing: _Writing, item: Mapped, key: str, statement: str, spoken: Value | str) -> None:
    for example in _scalars(item.get(key)):
        writing.at(example)
        writing.words(f"\n  {statement} ", spoken, " ")
        writing.texts([example])


def _value(writing: _Writing, item: Mapped, key: str, usual: str) -> None:
    """A statement that holds one word."""
    value = item.get(key)
    if value is not None:
        writing.at(value)
    writing.words(f"\n  {key} ", value or usual)


def _local(writing: _Writing, item: Mapped, key: str, statement: str) -> None:
    """A statement with one wording per language; nothing when the key is not there."""
    value = item.get(key)
    if isinstance(value, Scalar):
        wordings: list[tuple[Scalar | str, Scalar]] = [(language, value) for language in _BOTH]
    elif isinstance(value, Mapped):
        wordings = [(entry.key, entry.value) for entry in value.entries if isinstance(entry.value, Scalar)]
    else:
        return
    writing.at(value)
    writing.words(f"\n  {statement}")
    for language, text in wordings:
        writing.words(" ", language, " ")
        writing.texts([text])


class _Writing:
    """A source in the making: what was written so far and where each sign of it comes from."""

    def __init__(self, origin: Source) -> None:
        self._origin = origin
        self._signs: list[str] = []
        self._length = 0
        self._segments: list[tuple[int, int]] = []
        self._around = 0

    def at(self, value: Value) -> None:
        """From here on, words of our own count as written at `value`."""
        self._around = value.span.start

    def words(self, *parts: Value | str) -> None:
        """Words of the language as they are: our own, or a value that stands for one."""
        for part in parts:
            if isinstance(part, Scalar):
                for sign, place in zip(part.text, offsets(part), strict=False):
                    self.add(sign, place)
            elif isinstance(part, str):
                for sign in part:
                    self.add(sign, self._around)

    def texts(self, values: Sequence[Scalar]) -> None:
        """Values as texts in quotation marks, with commas between them."""
        for number, value in enumerate(values):
            places = offsets(value)
            self.add(', "' if number else '"', places[0])
            for sign, place in zip(value.text, places, strict=False):
                self.add(_ESCAPES.get(sign, sign), place)
            self.add('"', places[-1])

    def add(self, written: str, place: int) -> None:
        """`written` stands for the sign at `place` of the origin; a new segment only where the count does not go on."""
        for sign in written:
            here, there = self._segments[-1] if self._segments else (0, -1)
            if not self._segments or there + self._length - here != place:
                self._segments.append((self._length, place))
            self._signs.append(sign)
            self._length += 1

    def source(self, title: str) -> Source:
        """What was written."""
        name = f"{self._origin.name} ({title})"
        return Source(name, "".join(self._signs), self._origin, tuple(self._segments))


def _joined(values: Sequence[Scalar]) -> list[Scalar | str]:
    parts: list[Scalar | str] = []
    for value in values:
        parts += [", ", value] if parts else [value]
    return parts


def _scalar(item: Mapped, key: str) -> Scalar:
    value = item.get(key)
    return value if isinstance(value, Scalar) else Scalar("", "", item.source, item.span)


def _scalars(value: Value | None) -> list[Scalar]:
    return [each for each in value.items if isinstance(each, Scalar)] if isinstance(value, Listed) else []
