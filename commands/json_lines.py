"""JSON Lines -> exchanges, one at a time: a line that cannot be read is said to be so, and the next one is read.

Nothing but the messages that stood shortly before is kept, so that an archive of any size goes through. A message finds
the one it answers when that stands among those; else it is unknown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from typing import BinaryIO, Final

from ..engine.damage import Remark
from ..engine.evaluator import LONGEST
from ..engine.intake import RecordError, read_exchange, read_message
from ..engine.measure import Measured, unmeasured
from ..engine.record import Exchange, Message
from ..engine.values import dataclass
from ..intake.streams import raw_lines
from .inputs import Asked

LONGEST_LINE: Final = 16 * 1024 * 1024
"""Bytes a line may have."""
MOST_KEPT: Final = 10_000
"""Messages that are remembered for those that answer them, with at most `MOST_CHARACTERS` together."""
MOST_CHARACTERS: Final = 16_000_000
_KEYS: Final = ("type", "kind", "channel", "language", "in_reply_to", "thread", "account", "published", "author")


@dataclass(frozen=True, slots=True)
class Read:
    """One line that is to be measured, with what was passed over in it."""

    exchange: Exchange
    remarks: tuple[Remark, ...] = ()


@dataclass(slots=True)
class Recent:
    """The messages read last, by id; owns how many there are and how long they are."""

    messages: dict[str, Message] = field(default_factory=dict)
    characters: int = 0

    def add(self, message: Message) -> bool:
        """Keep a message; False when another one with its id is kept already, which then stays."""
        slim = replace(message, extra={}, text=None if len(message.text or "") > LONGEST else message.text)
        known = self.messages.get(message.id)
        if known is not None:
            return known == slim
        self.messages[message.id] = slim
        self.characters += len(slim.text or "")
        while len(self.messages) > MOST_KEPT or self.characters > MOST_CHARACTERS:
            oldest = self.messages.pop(next(iter(self.messages)))
            self.characters -= len(oldest.text or "")
        return True


def read_lines(name: str, stream: BinaryIO, asked: Asked) -> Iterator[Read | Measured]:
    """Every line of a stream that is not blank, in order: what it holds, or why it cannot be measured.

    A line without an id is known by the name of its file and its number.
    """
    recent = Recent()
    for number, line in enumerate(raw_lines(stream, LONGEST_LINE), start=1):
        fallback = f"{name}:{number}"
        if line is None:
            yield unmeasured(fallback, "too-long", f"the line has more than {LONGEST_LINE} bytes")
        elif line.strip():
            content = _parsed(line, fallback)
            yield content if isinstance(content, Measured) else _read(content.value, fallback, asked, recent)


def read_text(text: str, name: str, asked: Asked) -> Read:
    """A text from the command line or from a program, with what is said of it there."""
    record = {"text": text} if asked.parent is None else {"text": text, "parent": asked.parent}
    message = read_message(record, name)
    kind = asked.kind or message.kind or "post"
    message = replace(message, channel=asked.channel, language=asked.language, kind=kind)
    return Read(read_exchange(record, message, {}))


@dataclass(frozen=True, slots=True)
class _Content:
    value: object


def _parsed(line: bytes, fallback: str) -> _Content | Measured:
    try:
        return _Content(json.loads(line.decode("utf-8").strip(), strict=False))
    except UnicodeDecodeError as problem:
        return unmeasured(fallback, "not-utf-8", f"the line is not UTF-8 text (byte {problem.start})")
    except json.JSONDecodeError as problem:
        return unmeasured(fallback, "not-json", f"the line is not JSON ({problem.msg}, column {problem.colno})")
    except ValueError:
        return unmeasured(fallback, "not-json", "the line holds a number that is too long")
    except RecursionError:
        return unmeasured(fallback, "not-json", "the line is nested too deep")


def _read(content: object, fallback: str, asked: Asked, recent: Recent) -> Read | Measured:
    if isinstance(content, str):
        return read_text(content, fallback, asked)
    if not isinstance(content, Mapping):
        reason = f"the line is {_named(content)}; expected an object with `text`, or a text"
        return unmeasured(fallback, "no-record", reason)
    given = content.get("id")
    usable = (isinstance(given, str) and given != "") or (isinstance(given, int) and not isinstance(given, bool))
    id_ = str(given) if usable else fallback
    text = content.get("text")
    if not isinstance(text, str):
        if "text" not in content:
            return unmeasured(id_, "no-text", "`text` is missing")
        if text is None:
            return unmeasured(id_, "no-text", "`text` is null, so it is not known")
        return unmeasured(id_, "text-type", f"`text` must be a text, not {_named(text)}")
    record: dict[str, object] = {**content, "id": id_}
    message, remarks = _message(record, fallback)
    if given is not None and not usable and given != "":
        remarks.append(_passed_over("id", f"must be a text, not {_named(given)}"))
    channel, language = message.channel or asked.channel, message.language or asked.language
    message = replace(message, channel=channel, language=language, kind=message.kind or "post")
    exchange = _exchange(record, message, recent, remarks)
    if not recent.add(message):
        reason = f"a line above has the same id `{id_}` and another content; answers to it are read with that one"
        remarks.append(Remark("same-id", reason))
    return Read(exchange, tuple(remarks))


def _message(record: dict[str, object], fallback: str) -> tuple[Message, list[Remark]]:
    """The message of a record that has a text; keys that cannot be read are taken out of it, and said so."""
    remarks: list[Remark] = []
    while True:
        try:
            return read_message(record, fallback), remarks
        except RecordError as problem:
            key = problem.key.split(".")[0]
            unreadable = key if key in _KEYS and key in record else "author"
            dropped = record.pop(unreadable, None)
            if unreadable == "type":
                remarks.append(
                    _passed_over("type", f"is {json.dumps(dropped, ensure_ascii=False)[:40]}, not `message`")
                )
            else:
                remarks.append(_passed_over(problem.key if unreadable == key else f"author.{key}", problem.problem))


def _exchange(record: dict[str, object], message: Message, recent: Recent, remarks: list[Remark]) -> Exchange:
    """The message with the one it answers, as far as `parent` and `customer` can be read."""
    try:
        return read_exchange(record, message, recent.messages)
    except RecordError as problem:
        others = {key: value for key, value in record.items() if key != "customer"}
        try:
            exchange = read_exchange(others, message, recent.messages)
        except RecordError as inside:
            key = inside.key if inside.key == "parent" else f"parent.{inside.key}"
            remarks.append(_passed_over(key, inside.problem))
            record.pop("parent", None)
            return _exchange(record, message, recent, remarks)
        key = problem.key if problem.key.startswith("customer") else f"customer.{problem.key}"
        remarks.append(_passed_over(key, problem.problem))
        return exchange


def _passed_over(key: str, problem: str) -> Remark:
    return Remark("passed-over", f"`{key}` {problem}; passed over")


def _named(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    names = {int: "a number", float: "a number", list: "a list", dict: "an object", type(None): "null"}
    return names.get(type(value), "that")
