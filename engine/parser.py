"""Rule source -> nodes. One broken block, or one broken statement in it, does not hide the next mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import Final

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.lexer import Lexer

from .builder import Build
from .diagnostics import UNSAID, Diagnostic, Level, Related, Said, did_you_mean, keyword, row, say, term
from .keywords import LANGUAGES, keywords
from .lexer import Comment, Lexeme, lex
from .library import read_text
from .nodes import AnyBlock, File
from .source import Source, Span
from .values import dataclass

BLOCKS: Final = ("GUIDELINE", "DEFINE", "CONCEPT", "RULE")
_STATEMENTS: Final = frozenset(
    """CLAUSE SEVERITY TITLE MESSAGE BECAUSE BY ON IN VALID_FROM VALID_UNTIL PARAMETER WHEN FORBID REQUIRE EXCEPT
    IF_UNKNOWN ROUTE STATUS SUGGEST CATCHES ALLOWS LEAVES_OPEN KNOWN_MISS KNOWN_FALSE_ALARM SAYS UNLESS ONLY_IF
    HOLDS_WHEN LEARNED_FROM PERMIT AFTER EXPECT PER""".split()
)
_LATER: Final = ("DEMANDS", "GIVEN", "MARKS")  # what may go on behind a statement that is whole already


@dataclass(frozen=True, slots=True)
class Parsed:
    """What became of one source: the blocks that could be read, and every mistake found on the way."""

    source: Source
    file: File
    diagnostics: tuple[Diagnostic, ...]


class _Ready(Lexer):
    """Hands tokens that were made beforehand to the parser."""

    def __init__(self, _configuration: object) -> None:
        pass

    def lex(self, lexer_state: object, parser_state: object = None) -> Iterator[Token]:
        for lexeme in lexer_state if isinstance(lexer_state, list) else ():
            if isinstance(lexeme, Lexeme):
                yield Token(lexeme.kind, lexeme.value, start_pos=lexeme.span.start, end_pos=lexeme.span.end)


@cache
def _grammar() -> Lark:
    return Lark(
        read_text("grammar/knigge.lark"),
        parser="lalr",
        lexer=_Ready,
        start=["start", "rule_item", "concept_item", "guideline_clause"],
        maybe_placeholders=False,
        propagate_positions=True,
    )


def parse(source: Source) -> Parsed:
    """Read a whole rule file."""
    lexemes, comments, diagnostics = lex(source)
    blocks: list[AnyBlock] = []
    pieces = list(_pieces(source, lexemes, diagnostics))
    placed = _share_out(comments, [Span(piece[0].span.start, piece[-1].span.end) for piece in pieces])
    for piece, remarks in zip(pieces, placed, strict=False):
        tree = _tree(source, piece, diagnostics)
        if tree is not None:
            blocks.append(Build(source, tuple(remarks), diagnostics).block(tree))
    rest = tuple(comment.text for comment in placed[-1])
    return Parsed(source, File(tuple(blocks), rest), tuple(diagnostics))


def _share_out(comments: list[Comment], blocks: list[Span]) -> list[list[Comment]]:
    """Comments per block: inside it, above it, behind its end; the last list holds what follows all blocks."""
    shares: list[list[Comment]] = [[] for _ in range(len(blocks) + 1)]
    index = 0
    for comment in comments:
        while index < len(blocks) and comment.span.start >= blocks[index].end:
            index += 1
        inside = index < len(blocks) and comment.span.start > blocks[index].start
        behind = comment.trailing and not inside and index > 0
        shares[index - 1 if behind else index].append(comment)
    return shares


def _pieces(source: Source, lexemes: list[Lexeme], diagnostics: list[Diagnostic]) -> Iterable[list[Lexeme]]:
    """The tokens of one block after the other; what stands between blocks and what lacks its end is reported."""
    piece: list[Lexeme] = []
    stray: list[Lexeme] = []
    for lexeme in lexemes:
        if lexeme.kind in BLOCKS:
            if piece:
                diagnostics.append(_unclosed(source, piece, lexeme))
                yield [*piece, Lexeme("END", "END", piece[-1].span)]
            piece = [lexeme]
        elif piece:
            piece.append(lexeme)
            if lexeme.kind == "END":
                yield piece
                piece = []
        else:
            if not stray or stray[-1].span.end < lexeme.span.start - 200:
                diagnostics.append(_stray(source, lexeme))
            stray.append(lexeme)
    if piece:
        diagnostics.append(_unclosed(source, piece, None))
        yield [*piece, Lexeme("END", "END", piece[-1].span)]


def _unclosed(source: Source, piece: list[Lexeme], following: Lexeme | None) -> Diagnostic:
    opener = _written(source, piece[0].span)
    related = (Related(source, following.span, say("the next block begins")),) if following else ()
    message = say("the block `{opener}` is never closed", opener=opener)
    hint = say("write `end` (or `ende`) behind its last statement")
    return Diagnostic("K103", Level.ERROR, source, piece[0].span, message, hint, related)


def _stray(source: Source, lexeme: Lexeme) -> Diagnostic:
    written = _written(source, lexeme.span)
    spellings = [word for kind in BLOCKS for word in _spellings(kind)]
    hint = did_you_mean(written, spellings) or say("a block begins with `rule`, `concept`, `define` or `guideline`")
    message = say("`{written}` stands outside of any block", written=written)
    return Diagnostic("K104", Level.ERROR, source, lexeme.span, message, hint)


def _tree(source: Source, piece: list[Lexeme], diagnostics: list[Diagnostic]) -> Tree[Token] | None:
    """The parse tree of one block; on a mistake, the mistakes of each of its statements and no tree."""
    if deep := _too_deep(piece):
        message = say("too many brackets or `not`s stand inside each other")
        hint = say("name parts of it in a concept")
        diagnostics.append(Diagnostic("K112", Level.ERROR, source, deep.span, message, hint))
        return None
    try:
        tree = _grammar().parse(piece, start="start")
    except UnexpectedInput as first:
        found = list(_statement_mistakes(source, piece))
        diagnostics.extend(found or [_unexpected(source, piece, first)])
        return None
    block = tree.children[0]
    return block if isinstance(block, Tree) else None


_DEEPEST: Final = 40


def _too_deep(piece: list[Lexeme]) -> Lexeme | None:
    """The token at which conditions stand too deep inside each other."""
    depth = nots = 0
    for lexeme in piece:
        depth += (lexeme.kind == "LPAR") - (lexeme.kind == "RPAR")
        nots = nots + 1 if lexeme.kind == "NOT" else 0 if lexeme.kind != "LPAR" else nots
        if depth > _DEEPEST or nots > _DEEPEST:
            return lexeme
    return None


_ITEMS: Final = {"RULE": "rule_item", "CONCEPT": "concept_item", "GUIDELINE": "guideline_clause"}
_HEADERS: Final = {
    "RULE": re.compile(r"RULE ID ABOUT (?:ID|MESSAGE) "),
    "CONCEPT": re.compile(r"CONCEPT ID IN ID "),
    "GUIDELINE": re.compile(r"GUIDELINE ID STRING (?:VALID_FROM DATE (?:UNTIL DATE )?|VALID_UNTIL DATE )?"),
}  # what opens a block, as the kinds of its tokens


def _statement_mistakes(source: Source, piece: list[Lexeme]) -> Iterator[Diagnostic]:
    """Every statement of a broken block read alone, so that all mistakes are told at once."""
    start = _ITEMS.get(piece[0].kind)
    if start is None:
        return
    header = _HEADERS[piece[0].kind].match("".join(f"{lexeme.kind} " for lexeme in piece))
    body = header.group().count(" ") if header else 1
    openers = [
        position
        for position in range(body, len(piece) - 1)
        if piece[position].kind in _STATEMENTS and not _continues(piece, position)
    ]
    if header:
        openers = sorted({body, *openers} - {len(piece) - 1})
    elif mistake := _mistake([*piece[: openers[0] if openers else -1], piece[-1]], "start"):
        yield _unexpected(source, piece, mistake)
    for first, last in pairwise([*openers, len(piece) - 1]):
        yield from _mistakes_of(source, piece[first:last], start)


def _mistakes_of(source: Source, statement: list[Lexeme], start: str) -> Iterator[Diagnostic]:
    """The mistakes of one statement and, where a misspelled keyword hides another behind it, of that one too."""
    guessed: str | None = ""
    while mistake := _mistake(statement, start):
        at = _place(statement, mistake)
        if at == 0 and statement[0].kind == guessed:
            return  # no such statement stands in this block
        told = _unexpected(source, statement, mistake)
        if at > 0 and statement[at - 1].kind == "ID" and not _mistake(statement[: at - 1], start):
            before = statement[at - 1]  # the words before it are whole: here the next statement was to begin
            written = _written(source, before.span)
            if hint := did_you_mean(
                written, [*_statement_spellings(), *(each for kind in _LATER for each in _spellings(kind))]
            ):
                at -= 1
                told = Diagnostic(
                    "K110", Level.ERROR, source, before.span, say("unexpected `{written}`", written=written), hint
                )
        yield told
        guessed = _statement_named(told.hint) if at < len(statement) and statement[at].kind == "ID" else None
        if guessed is None:
            return
        statement = [Lexeme(guessed, guessed, statement[at].span), *statement[at + 1 :]]


def _mistake(piece: list[Lexeme], start: str) -> UnexpectedInput | None:
    """What stands in the way of reading these tokens."""
    try:
        _grammar().parse(piece, start=start)
    except UnexpectedInput as mistake:
        return mistake
    return None


def _place(statement: list[Lexeme], mistake: UnexpectedInput) -> int:
    """The number of the token a mistake stands at; their count when the statement ends too early."""
    token = mistake.token if isinstance(mistake, UnexpectedToken) else None
    if token is None or token.type == "$END":
        return len(statement)
    return next((n for n, lexeme in enumerate(statement) if lexeme.span.start == token.start_pos), len(statement))


def _statement_spellings() -> list[str]:
    return [spelling for kind in _STATEMENTS for spelling in _spellings(kind)]


def _statement_named(hint: str) -> str | None:
    """The kind of the statement keyword that a hint proposes."""
    return next(
        (kind for kind in sorted(_STATEMENTS) for each in _spellings(kind) if hint == f"did you mean `{each}`?"), None
    )


def _continues(piece: list[Lexeme], position: int) -> bool:
    """Whether a statement keyword stands inside a statement: `on` in a parameter, `because`, `says` in a condition."""
    kind, before = piece[position].kind, piece[position - 1].kind
    if kind == "SAYS":
        return before == "ID" and piece[position - 2].kind != "IN"
    if kind == "ON":
        return before == "COMMA"
    if kind == "BY":  # `after message by customer`, `count of (reply by us)`, `followed by reply by us`
        return _opener(piece, position) in ("AFTER", "EXPECT") or piece[position - 2].kind in _OF_EVENTS
    if kind == "BECAUSE":
        return _opener(piece, position) == "EXCEPT"
    return False


_OF_EVENTS: Final = frozenset({"LPAR", "FOLLOWED_BY", "PRECEDED_BY"})


def _opener(piece: list[Lexeme], position: int) -> str:
    """The kind of the keyword that opens the statement around a position; a `by` or `says` inside one opens none."""
    return next((each.kind for each in reversed(piece[:position]) if each.kind in _STATEMENTS - {"SAYS", "BY"}), "")


def _unexpected(source: Source, piece: list[Lexeme], mistake: UnexpectedInput) -> Diagnostic:
    """What stands where it must not, what could stand there, and the nearest word that is known."""
    if not isinstance(mistake, UnexpectedToken):
        return Diagnostic("K110", Level.ERROR, source, piece[0].span, say("this cannot be read"))
    token = mistake.token
    expected = sorted(mistake.accepts or mistake.expected)
    if token.type == "$END":
        span = piece[-1].span
        message = say("the statement ends too early after `{written}`", written=_written(source, span))
        return Diagnostic("K111", Level.ERROR, source, span, message, _expected(expected))
    span = Span(token.start_pos or 0, token.end_pos or 0)
    written = _written(source, span)
    spellings = [spelling for kind in expected for spelling in _spellings(kind)]
    if token.type == "ID":
        spellings += _statement_spellings()
        hint = did_you_mean(written, spellings)
    else:
        hint = UNSAID
    if not hint and "ID" in expected and token.type not in ("STRING", "NUMBER", "DATE"):
        hint = say("`{written}` is a word of the language and cannot be a name here", written=written)
    message = say("unexpected `{written}`", written=written)
    return Diagnostic("K110", Level.ERROR, source, span, message, hint or _expected(expected))


def _spellings(kind: str) -> tuple[str, ...]:
    return tuple(
        spelling
        for word in keywords().sections["keywords"]
        if word.name == kind
        for both in word.spellings
        for spelling in both
    )


_SHOWN: Final = {
    "ID": say("a name"), "STRING": say("a text in quotation marks"), "NUMBER": say("a number"),
    "DATE": say("a date like 2026-01-31"), "UNIT": say("a unit"), "COMPARE": say("a comparison like >"),
    "EQUALS": term("`=`"), "LPAR": term("`(`"), "RPAR": term("`)`"), "COMMA": term("`,`"),
    "GUARD": say("a guard like `about us`"), "$END": say("the end of the statement"),
}  # fmt: skip


def _expected(kinds: list[str]) -> Said:
    """Expected tokens in words, at most eight."""
    shown = row(_SHOWN.get(kind) or say("`{word}`", word=_keyword(kind)) for kind in kinds[:8])
    more = len(kinds) > 8
    return say("expected here: {words} ...", words=shown) if more else say("expected here: {words}", words=shown)


def _keyword(kind: str) -> Said:
    return keyword(*(keywords().spelled("keywords", kind, language) for language in LANGUAGES))


def _written(source: Source, span: Span) -> str:
    piece = source.text[span.start : span.end]
    return piece if len(piece) <= 40 else piece[:39] + "…"
