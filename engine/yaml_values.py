"""YAML text -> values that know where they were written; nothing in them is guessed, changed or looked up elsewhere.

The events of the pure Python parser are read one by one and reading stops at the first limit: the C parser dies of
100,000 open brackets, and a composed tree is too late to refuse one (measured: 0.25 s instead of 7 s).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import Final

import yaml

from .diagnostics import UNSAID, Diagnostic, Level, Related, Said, say
from .nodes import NOWHERE
from .source import Source, Span
from .values import dataclass

LIMIT_BYTES: Final = 256 * 1024
LIMIT_DEPTH: Final = 40
LIMIT_VALUES: Final = 20_000
LIMIT_DIAGNOSTICS: Final = 20


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, exactly as it was written: `no` is the text "no". `style` is one of `' " | >`, empty when plain."""

    text: str
    style: str
    source: Source = field(compare=False, repr=False)
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One `key: value`."""

    key: Scalar
    value: Value


@dataclass(frozen=True, slots=True)
class Listed:
    """A list in its order."""

    items: tuple[Value, ...]
    source: Source = field(compare=False, repr=False)
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Mapped:
    """Keys with their values in the order they were written; no key stands twice."""

    entries: tuple[Entry, ...]
    source: Source = field(compare=False, repr=False)
    span: Span = field(default=NOWHERE, compare=False)

    def get(self, key: str) -> Value | None:
        """The value of `key`, or None."""
        return next((entry.value for entry in self.entries if entry.key.text == key), None)


Value = Scalar | Listed | Mapped

# What may not stand in a text: control characters, lone surrogates, and line ends only some programs see.
_REFUSED: Final = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\r(?!\n)")


def read_yaml(source: Source) -> tuple[Value | None, list[Diagnostic]]:
    """The one value `source` holds, or what is wrong with it. Never raises, whatever the text."""
    too_large = len(source.text) > LIMIT_BYTES
    if too_large or len(source.text.encode("utf-8", "surrogatepass")) > LIMIT_BYTES:
        hint = say("{number} kB are the most that is read; put rules into rule files", number=LIMIT_BYTES // 1024)
        return None, [_error("K301", source, Span(0, 1), say("the file is too large"), hint)]
    if found := list(_refused_signs(source, source.text, 0)):
        return None, found
    reader = _Reader(source)
    value = reader.document()
    return (None, reader.diagnostics) if reader.diagnostics else (value, [])


def offsets(scalar: Scalar) -> tuple[int, ...]:
    """Where each code point of the text was written, and last where the text ends; never descending."""
    raw = scalar.source.text[scalar.span.start : scalar.span.end]
    if scalar.style in ("|", ">"):
        header = raw.find("\n") + 1
        if scalar.style == "|":
            return _by_line(raw, header, scalar)
        places = _aligned(raw, header, scalar.text, scalar.style)
    else:
        places = _aligned(raw, len(scalar.style), scalar.text, scalar.style)
    return tuple(scalar.span.start + place for place in places)


_BEYOND: Final = re.compile(r"\\U(?!000|0010)[0-9a-fA-F]{8}")


class _Stop(Exception):
    """Reading cannot go on; the reason stands among the diagnostics."""


class _Reader:
    """Makes values of the events of one document; owns the place in the stream and what was found so far."""

    def __init__(self, source: Source) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._source = source
        self._events: Iterator[yaml.Event] = yaml.parse(source.text, Loader=yaml.SafeLoader)
        self._count = 0
        self._last = Span(0, 1)

    def document(self) -> Value | None:
        """The value of the only document, or None with diagnostics."""
        try:
            if not self._begins():
                return None
            value = self._value(self._next(), 0)
            self._next()
            following = self._next()
            if isinstance(following, yaml.DocumentStartEvent):
                hint = say("remove the line `---`; a policy is one document")
                self._found("K306", _span(following), say("a second document begins here"), hint)
            return value
        except _Stop:
            return None
        except yaml.MarkedYAMLError as mistake:
            self.diagnostics.append(_syntax(self._source, mistake))
        except (yaml.YAMLError, ValueError, OverflowError) as mistake:
            # An escape or a version number beyond every limit reaches int() and chr() inside the parser.
            escape = _BEYOND.search(self._source.text, self._last.start)
            place = Span(*escape.span()) if escape else self._last
            if escape:
                told, hint = say("there is no sign `{sign}`", sign=escape.group()), say("write the sign itself")
            else:
                told, hint = _unreadable(str(mistake).partition(chr(10))[0]), say("take the line out")
            self._found("K308", place, told, hint)
        return None

    def _begins(self) -> bool:
        """Step into the first document; False when there is none."""
        self._next()
        start = self._next()
        if not isinstance(start, yaml.DocumentStartEvent):
            hint = say("begin with `policy:` and a name")
            self._found("K311", Span(0, 1), say("the file is empty"), hint)
            return False
        if start.version or start.tags:
            self._found("K306", _span(start), say("a `%` directive stands here"), say("remove the line"))
        return True

    def _next(self) -> yaml.Event:
        event = next(self._events)
        self._last = _span(event)
        return event

    def _value(self, event: yaml.Event, depth: int) -> Value:
        self._count += 1
        span = _span(event)
        if self._count > LIMIT_VALUES:
            hint = say("{number} are the most that is read", number=LIMIT_VALUES)
            self._stop("K309", span, say("the file holds too many values"), hint)
        if depth >= LIMIT_DEPTH:
            hint = say("{number} levels are the most", number=LIMIT_DEPTH)
            self._stop("K303", span, say("too many levels stand inside each other"), hint)
        self._refuse_extras(event, span)
        match event:
            case yaml.SequenceStartEvent():
                items = tuple(self._items(depth))
                return Listed(items, self._source, _around(span, [item.span for item in items]))
            case yaml.MappingStartEvent():
                entries = tuple(self._entries(depth))
                ends = [part.span for entry in entries for part in (entry.key, entry.value)]
                return Mapped(entries, self._source, _around(span, ends))
            case yaml.ScalarEvent():
                for refused in _refused_signs(self._source, event.value, span.start):
                    self._add(refused)
                return Scalar(event.value, event.style or "", self._source, span)
            case _:
                return Scalar("", "", self._source, span)

    def _items(self, depth: int) -> Iterator[Value]:
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield self._value(event, depth + 1)

    def _entries(self, depth: int) -> Iterator[Entry]:
        seen: dict[str, Scalar] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._value(event, depth + 1)
            value = self._value(self._next(), depth + 1)
            if not isinstance(key, Scalar) or not key.text:
                hint = say("a key is one word; put texts with `[`, `{{` or `?` at their start into quotation marks")
                self._found("K310", key.span, say("a key must be a text"), hint)
                continue
            if first := seen.get(key.text):
                also = Related(self._source, first.span, say("first written here"))
                hint = say("keep one of the two; the other would be lost")
                told = say("the key `{key}` stands here a second time", key=_short(key.text))
                self._found("K307", key.span, told, hint, (also,))
                continue
            seen[key.text] = key
            yield Entry(key, value)

    def _refuse_extras(self, event: yaml.Event, span: Span) -> None:
        if isinstance(event, yaml.AliasEvent):
            hint = say("write the value out; a text that begins with `*` needs quotation marks")
            told = say("the alias `*{name}` is not allowed in a policy", name=_short(event.anchor or ""))
            self._found("K304", span, told, hint)
        elif isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            hint = say("remove it; a text that begins with `&` needs quotation marks")
            told = say("the anchor `&{name}` is not allowed in a policy", name=_short(event.anchor))
            self._found("K304", span, told, hint)
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
            hint = say("remove it; a text that begins with `!` needs quotation marks")
            told = say("the tag `{name}` is not allowed in a policy", name=_short(event.tag))
            self._found("K305", span, told, hint)

    def _found(self, code: str, span: Span, message: Said, hint: Said, also: tuple[Related, ...] = ()) -> None:
        self._add(_error(code, self._source, span, message, hint, also))

    def _add(self, diagnostic: Diagnostic) -> None:
        self.diagnostics.append(diagnostic)
        if len(self.diagnostics) >= LIMIT_DIAGNOSTICS:
            raise _Stop

    def _stop(self, code: str, span: Span, message: Said, hint: Said) -> None:
        self.diagnostics.append(_error(code, self._source, Span(span.start, span.start + 1), message, hint))
        raise _Stop


def _error(
    code: str, source: Source, span: Span, message: Said, hint: Said, also: tuple[Related, ...] = ()
) -> Diagnostic:
    return Diagnostic(code, Level.ERROR, source, span, message, hint, also)


def _refused_signs(source: Source, text: str, start: int) -> Iterator[Diagnostic]:
    """The first signs of `text` that may not stand in a file; `start` is where it begins, or the scalar does."""
    whole = text is source.text
    for number, found in enumerate(_REFUSED.finditer(text)):
        if number == 3:
            return
        at = found.start() if whole else start
        name = f"U+{ord(found.group()):04X}"
        hint = say("delete it or type the line again; it is invisible and came along from another program")
        yield _error("K302", source, Span(at, at + 1), say("the sign `{name}` is not allowed here", name=name), hint)


def _span(event: yaml.Event) -> Span:
    start = event.start_mark.index if event.start_mark else 0
    end = event.end_mark.index if event.end_mark else start
    return Span(start, max(start, end))


def _around(start: Span, parts: list[Span]) -> Span:
    """From the opening of a list or mapping to the end of its last part; a closing bracket is left out."""
    return Span(start.start, max([start.end, *(part.end for part in parts)]))


def _short(text: str) -> str:
    shown = text if text.isprintable() else text.encode("unicode_escape").decode()
    return shown if len(shown) <= 40 else shown[:39] + "…"


# The parser's words -> what an author can do about it. The first that fits is taken.
_SYNTAX: Final = (
    (r"'\\t' that cannot start", say("a tab stands where blanks belong"), say("indent with blanks")),
    (
        "mapping values are not allowed",
        say("a second `:` stands in this line"),
        say("put the text into quotation marks"),
    ),
    ("could not find expected ':'", say("here a `:` is missing"), say("write `key: value`")),
    ("unexpected end of stream", say("the quotation mark is never closed"), say("close it")),
    (
        "unknown escape",
        say("the backslash has no meaning here"),
        say("write `\\\\`, or use single quotation marks"),
    ),
    (
        r"expected <block end>|expected the node content|did not find expected '?-'?|expected <document start>",
        say("this does not fit the lines above"),
        say("give keys of one group the same indentation, and begin each item of a list with `- `"),
    ),
    (r"expected ',' or", say("the bracket is never closed, or a comma is missing"), say("write `[one, two]`")),
)


_BEGINS: Final = re.compile(r"character '(.)' that cannot start")


def _syntax(source: Source, mistake: yaml.MarkedYAMLError) -> Diagnostic:
    """The parser's complaint in words for people."""
    problem = mistake.problem or "unknown mistake"
    at = mistake.problem_mark.index if mistake.problem_mark else 0
    at = min(at, max(0, len(source.text) - 1))
    message, hint = _unreadable(problem), UNSAID
    if begins := _BEGINS.search(problem):
        message, hint = say("a text must not begin with `{sign}`", sign=begins[1]), say("put it into quotation marks")
    for pattern, told, advice in _SYNTAX:
        if re.search(pattern, problem):
            message, hint = told, advice
            break
    begun_at = mistake.context_mark.index if mistake.context_mark else at
    if lacking := _lacking(source, at, begun_at, problem):
        return lacking
    also: tuple[Related, ...] = ()
    if mistake.context_mark and mistake.context_mark.index < at:
        begun = Span(mistake.context_mark.index, mistake.context_mark.index + 1)
        also = (Related(source, begun, say("what is read here begins at")),)
    return _error("K308", source, Span(at, at + 1), message, hint, also)


_BARE: Final = re.compile(r"\s*(?:- +)*([^\s:#\[\]{}'\"&*!|>%@`][^\s:]*)(?: +([^#]*?))?\s*(?:#.*)?$")
_CLOSE: Final = re.compile(r"\s*(?:- +)*([^\s:'\"]+):([^\s:/][^:]*)$")


def _lacking(source: Source, at: int, begun: int, problem: str) -> Diagnostic | None:
    """The line in which a `:` or the blank behind it is missing, where that is what upset the parser further down."""
    if "could not find expected ':'" in problem:
        number = source.place(begun).line
    elif re.search("mapping values are not allowed|found '<block mapping start>'", problem) and not _colon_before(
        source, at
    ):
        number = source.place(at).line - 1
        while number and (not (bare := source.line(number).strip()) or bare.startswith("#")):
            number -= 1
        if not number:
            return None
    else:
        return None
    line = source.line(number)
    start = sum(len(each) + 1 for each in source.text.split("\n")[: number - 1]) + len(line) - len(line.lstrip())
    span = Span(start, max(start + 1, start + len(line.strip())))
    if found := _CLOSE.fullmatch(line):
        written = f"{found[1]}: {found[2].strip()}"
        hint = say("write `{word}`", word=_short(written))
        return _error("K308", source, span, say("behind the `:` a blank is missing"), hint)
    if found := _BARE.fullmatch(line):
        written = f"{found[1]}: {found[2]}" if found[2] else f"{found[1]}:"
        hint = say("write `{word}`", word=_short(written))
        return _error("K308", source, span, say("here a `:` is missing"), hint)
    return None


def _colon_before(source: Source, at: int) -> bool:
    """Whether a colon stands before a place in its line."""
    place = source.place(at)
    return ":" in source.line(place.line)[: place.column - 1]


def _unreadable(problem: str) -> Said:
    """A complaint of the parser that nobody has put into words yet."""
    return say("this cannot be read as YAML: {problem}", problem=problem.lower().rstrip("."))


def _by_line(raw: str, header: int, scalar: Scalar) -> tuple[int, ...]:
    """A literal block: each line of the text is its written line without the indentation."""
    places: list[int] = []
    at = header
    for line in scalar.text.split("\n"):
        end = raw.find("\n", at)
        end = len(raw) if end < 0 else end
        written = len(raw[at:end].rstrip("\r"))
        first = min(at + max(0, written - len(line)), end)
        places += [scalar.span.start + first + index for index in range(len(line) + 1)]
        at = min(end + 1, len(raw))
    return tuple(min(place, scalar.span.start + len(raw)) for place in places)


_ESCAPE: Final = re.compile(r"\\(?:x.{2}|u.{4}|U.{8}|.)", re.DOTALL)
_JOINED: Final = re.compile(r"\\\r?\n[ \t]*")


def _aligned(raw: str, at: int, text: str, style: str) -> list[int]:
    """Walk text and writing side by side: escapes are one sign, folded lines one blank, indentation nothing."""
    places = []
    for sign in text:
        at, width = _written(raw, at, sign, style)
        places.append(at)
        at += width
    return [*places, at]


def _written(raw: str, at: int, sign: str, style: str) -> tuple[int, int]:
    """Where `sign` was written at or behind `at`, and how many signs stand for it."""
    while at < len(raw):
        here = raw[at]
        if style == '"' and here == "\\":
            if joined := _JOINED.match(raw, at):
                at = joined.end()
                continue
            escape = _ESCAPE.match(raw, at)
            return at, len(escape.group()) if escape else 1
        if style == "'" and raw.startswith("''", at):
            return at, 2
        if here == sign or (here.isspace() and sign in " \n"):
            return at, 1
        if not here.isspace():
            return at, 0
        at += 1
    return at, 0
