"""Rule source -> tokens of the rule language, comments aside, with every mistake as a diagnostic."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from .diagnostics import Diagnostic, Level, Said, say
from .keywords import key, keywords
from .source import Source, Span
from .values import dataclass


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One token: `kind` is a terminal of the grammar, `value` its canonical form."""

    kind: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Comment:
    """A `# ...` remark; `trailing` when something stands before it on its line."""

    text: str
    span: Span
    trailing: bool


_SKIP: Final = re.compile(r"[\s\ufeff]+")
_COMMENT: Final = re.compile(r"#[^\n]*")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?![\w-])")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?(?![\w])")
_ID: Final = re.compile(r"[^\W\d_](?:[\w-]*\w)?(?:\.[^\W_](?:[\w-]*\w)?)*")
_COMPARE: Final = re.compile(r"<=|>=|!=|==|<|>|≤|≥|≠")
_SIGNS: Final = {"(": "LPAR", ")": "RPAR", ",": "COMMA", "=": "EQUAL"}
_COMPARISONS: Final = {"≤": "<=", "≥": ">=", "≠": "!=", "==": "="}
_CLOSERS: Final = {'"': '"', "„": "“”", "“": "”", "»": "«", "«": "»"}
_PLAIN: Final = {
    opener: re.compile(rf"[^\\\n{opener}{closers}]+") for opener, closers in _CLOSERS.items()
}  # runs of signs that mean themselves
_ESCAPES: Final = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


_MOST: Final = 100  # mistakes of one file after which reading it on helps nobody


def lex(source: Source) -> tuple[list[Lexeme], list[Comment], list[Diagnostic]]:
    """Tokens and comments of `source` in order. Never raises: what cannot be read becomes a diagnostic."""
    text = source.text
    lexemes: list[Lexeme] = []
    comments: list[Comment] = []
    diagnostics: list[Diagnostic] = []
    position = 0
    listed = False  # inside the brackets of `is one of (...)`, where every word is a word
    while position < len(text):
        if blank := _SKIP.match(text, position):
            position = blank.end()
            continue
        if remark := _COMMENT.match(text, position):
            line_start = text.rfind("\n", 0, position) + 1
            trailing = bool(text[line_start:position].strip("\ufeff \t"))
            comments.append(Comment(remark.group()[1:].strip(), Span(position, remark.end()), trailing))
            position = remark.end()
            continue
        if text[position] in _CLOSERS:
            position = _string(source, position, lexemes, diagnostics)
            continue
        before = lexemes[-1].kind if lexemes else ""
        lexeme = _word(text, position) if listed else _one(text, position, before)
        if lexeme is None:
            if len(diagnostics) >= _MOST:
                break
            end = position + 1
            while end < len(text) and not text[end].isspace() and text[end] not in _CLOSERS:
                end += 1
            diagnostics.append(
                Diagnostic("K101", Level.ERROR, source, Span(position, end),
                           say("unexpected sign `{sign}`", sign=_shown(text[position:end])),
                           _mended(text[position:end]))
            )  # fmt: skip
            position = end
            continue
        if lexeme.kind == "MESSAGE" and (_names_event(lexemes) or _follows_limit(lexemes)):
            lexeme = Lexeme("ID", "message", lexeme.span)
        if lexeme.kind == "BY" and key(text[lexeme.span.start : lexeme.span.end]) == "von" and _follows_limit(lexemes):
            lexeme = Lexeme("OF", "OF", lexeme.span)
        if lexeme.kind in _ONLY_BEHIND and not _in_place(lexeme, lexemes):
            lexeme = Lexeme("ID", text[lexeme.span.start : lexeme.span.end], lexeme.span)
        listed = before == "IS_ONE_OF" if lexeme.kind == "LPAR" else listed and lexeme.kind in ("ID", "COMMA")
        lexemes.append(lexeme)
        position = lexeme.span.end
    return lexemes, comments, diagnostics


_ONLY_BEHIND: Final = {"AT_MOST": (1, "EXPECT"), "BETWEEN": (1, "EXPECT"), "TIMES": (2, "AT_LEAST")}
"""Keywords that are names anywhere else: how many words before them which keyword stands."""


def _in_place(lexeme: Lexeme, lexemes: list[Lexeme]) -> bool:
    """Whether a keyword that is one in few places stands in one of them."""
    back, kind = _ONLY_BEHIND[lexeme.kind]
    return len(lexemes) >= back and lexemes[-back].kind == kind


_BEFORE_EVENTS: Final = frozenset("AFTER EXPECT FOLLOWED_BY PRECEDED_BY LPAR COMMA OF".split())


def _names_event(lexemes: list[Lexeme]) -> bool:
    """Whether `message` is an event here (`customer message`, `after message by ...`) and begins no statement."""
    last = lexemes[-1] if lexemes else None
    role = last is not None and last.kind == "ID" and keywords().canonical("roles", last.value) is not None
    by = len(lexemes) > 1 and lexemes[-2].kind in ("BY", "COMMA")
    return last is not None and (last.kind in _BEFORE_EVENTS or (role and not by))


_LIMIT: Final = re.compile(r"EXPECT (AT_LEAST|AT_MOST|BETWEEN (NUMBER|NUMBER UNIT|ID) AND) (NUMBER|NUMBER UNIT|ID)$")


def _follows_limit(lexemes: list[Lexeme]) -> bool:
    """Whether a word stands right behind the limit of what is tallied (`expect at most 30 % of posts`)."""
    return _LIMIT.search(" ".join(each.kind for each in lexemes[-7:])) is not None


_WORD: Final = re.compile(_ID.pattern + r"(?=\s*[,)])")


def _word(text: str, position: int) -> Lexeme | None:
    """The token that begins at `position` in a list of words, where a word of the language is a word like any other."""
    found = _WORD.match(text, position)
    return Lexeme("ID", found.group(), Span(position, found.end())) if found else _one(text, position, "")


_BEFORE_CONDITIONS: Final = frozenset(
    "IF UNLESS ONLY_IF HOLDS_WHEN WHEN FORBID REQUIRE EXCEPT AND OR NOT COMMA LPAR".split()
)


def _one(text: str, position: int, before: str) -> Lexeme | None:
    """The token that begins at `position`, or None. `before` is the kind of the token before it."""
    sign = text[position]
    if sign.isdigit():
        if found := _DATE.match(text, position):
            return Lexeme("DATE", found.group(), Span(position, found.end()))
        if found := _NUMBER.match(text, position):
            return Lexeme("NUMBER", found.group().replace(",", "."), Span(position, found.end()))
        return None
    if before == "NUMBER" and (unit := _longest(text, position, "units")):
        return Lexeme("UNIT", unit[0], Span(position, unit[1]))
    if found := _COMPARE.match(text, position):
        value = _COMPARISONS.get(found.group(), found.group())
        return Lexeme("COMPARE", value, Span(position, found.end()))
    if kind := _SIGNS.get(sign):
        return Lexeme("EQUALS" if kind == "EQUAL" else kind, sign, Span(position, position + 1))
    guard = _longest(text, position, "guards")
    if guard and (before in _BEFORE_CONDITIONS or " " in text[position : guard[1]].strip()):
        return Lexeme("GUARD", guard[0], Span(position, guard[1]))
    if found := _ID.match(text, position):
        keyword = _longest(text, position, "keywords")
        if keyword and keyword[0] in ("OF", "BY") and key(found.group()) == "von":
            share = text[max(0, position - 9) : position].rstrip(" \t").endswith("%")  # höchstens 30 % von ...
            keyword = ("OF" if before == "NUMBER" or share else "BY", keyword[1])
        if keyword and keyword[1] >= found.end():
            return Lexeme(keyword[0], keyword[0], Span(position, keyword[1]))
        return Lexeme("ID", found.group(), Span(position, found.end()))
    return None


@cache
def _patterns(section: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """One alternation over all spellings of a table, longest first, and what each spelling means."""
    words = [(each, word.name) for word in keywords().sections[section] for both in word.spellings for each in both]
    meaning = {key(spelling): name for spelling, name in words}
    longest_first = sorted({spelling for each, _ in words for spelling in (each, key(each))}, key=len, reverse=True)
    alternatives = "|".join(re.escape(spelling).replace(r"\ ", r"[ \t]+") for spelling in longest_first)
    return re.compile(rf"(?:{alternatives})(?![\w-]|\.\w)", re.IGNORECASE), meaning


def _longest(text: str, position: int, section: str) -> tuple[str, int] | None:
    """The canonical name of the longest spelling of a table that begins here, and where it ends."""
    pattern, meaning = _patterns(section)
    found = pattern.match(text, position)
    if found is None:
        return None
    name = meaning.get(key(found.group()))
    return (name, found.end()) if name else None


def _string(source: Source, position: int, lexemes: list[Lexeme], diagnostics: list[Diagnostic]) -> int:
    """Read one quoted text; other quotation marks may stand inside, the same pair once more."""
    text = source.text
    opener = text[position]
    closers = _CLOSERS[opener]
    depth = 1
    value: list[str] = []
    index = position + 1
    plain = _PLAIN[opener]
    while index < len(text) and text[index] != "\n":
        if chunk := plain.match(text, index):
            value.append(chunk.group())
            index = chunk.end()
            continue
        sign = text[index]
        if sign == "\\" and index + 1 < len(text):
            index, piece = _escape(text, index)
            value.append(piece)
            continue
        if sign in closers:
            depth -= 1
            if depth == 0:
                lexemes.append(Lexeme("STRING", "".join(value), Span(position, index + 1)))
                return index + 1
        elif sign == opener:
            depth += 1
        value.append(sign)
        index += 1
    diagnostics.append(
        Diagnostic("K102", Level.ERROR, source, Span(position, index), say("the quotation mark is never closed"),
                   say("close it with `{sign}` on the same line; a line break inside a text is written \\n",
                       sign=closers[-1]))
    )  # fmt: skip
    lexemes.append(Lexeme("STRING", "".join(value).rstrip("\r"), Span(position, index)))
    return index


def _escape(text: str, index: int) -> tuple[int, str]:
    """What the backslash at `index` stands for, and where reading goes on."""
    sign = text[index + 1]
    if sign == "u" and re.match(r"[0-9a-fA-F]{4}", text[index + 2 : index + 6]):
        return index + 6, chr(int(text[index + 2 : index + 6], 16))
    if sign in _ESCAPES:
        return index + 2, _ESCAPES[sign]
    return index + 1, "\\"


_MENDED: Final = (
    (("'", "‚", "‘", "’", "`"), say('a text stands in marks like "x" or „x“')),
    ((":",), say("remove it; no colon stands behind a keyword")),
    ((";", "{", "}"), say("remove it; a block is closed by `end`")),
    (("//", "/*"), say("a comment begins with `#`")),
    (("&",), say("write `and`")),
    (("|",), say("write `or`")),
)
"""What somebody means by signs that other languages have."""


def _mended(written: str) -> Said:
    told = next((hint for signs, hint in _MENDED if written.startswith(signs)), None)
    return told or say("remove it or put it in quotation marks")


def _shown(piece: str) -> str:
    """Foreign text, short and printable."""
    return piece[:20].encode("unicode_escape").decode() if not piece.isprintable() else piece[:20]
