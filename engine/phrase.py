"""Phrase text -> pattern: what an author wrote between quotation marks, ready for the matcher.

| written | means |
|---|---|
| `word` | the whole word, any case; `Sie`, `Ihnen`, `Ihr...` with a capital want the capital in the text as well |
| `word~` | any inflection; a separable verb also with its parts apart |
| `word*`, `*word`, `*word*` | words beginning with, ending in, containing it |
| `(a|b c)` | one of these; `(a|b)~` inflects every word in it |
| `[x]`, `[x|y]` | may be missing |
| `[0-4]` | so many words between, inside the clause |
| `...` | anything up to the end of the sentence (at most 25 words) |
| `<name>` | a `define`d set, or a class: number, date, time, duration, amount, weekday, name, link, emoji ... |
| `,` | a comma that may be missing; without it a phrase stays inside one clause |
| `?` `!` `:` | the word before is followed by this sign |
| `a & b` | all of these in any order within one clause |
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from .diagnostics import UNSAID, Said, say
from .inflection import VerbTables, inflect
from .pattern import Anything, Comma, Either, Gap, Item, Mark, Maybe, Sequence, Word, either
from .tokens import Kind, fold, tokenize
from .values import dataclass

CLASSES: Final = (
    "number", "date", "day", "time", "duration", "amount", "weekday", "name", "address", "noun", "link", "mention",
    "hashtag", "emoji",
)  # fmt: skip


_POLITE: Final = frozenset("Sie Ihnen Ihr Ihre Ihrem Ihren Ihrer Ihres Ihrerseits Ihretwegen".split())
_CONTRACTED: Final = {"es": "'s", "is": "'s", "has": "'s", "would": "'d", "had": "'d"}


@dataclass(frozen=True, slots=True)
class PhraseError(Exception):
    """A phrase that cannot be read: what is wrong, and where in it (code points). `unknown` is a set nobody defined."""

    message: Said
    start: int
    end: int
    hint: Said = UNSAID
    unknown: str = ""


_PIECE: Final = re.compile(
    r"""(?P<gap>\[\s*(?P<low>\d+)\s*[-–]\s*(?P<high>\d+)\s*\])|(?P<anything>\.\.\.|…)|(?P<set><[\w.-]+>)
      |(?P<sign>[()\[\]|&,?!:+~])|(?P<word>[*]?(?:[^\s()\[\]|&,?!:+~<>*…%§€$£]|(?<=\w):(?=\w))+[*]?)|(?P<space>[\s%§€$£]+)|(?P<bad>.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    text: str
    start: int
    end: int


_DEEPEST: Final = 20


def _empty(branch: Sequence) -> bool:
    """Whether a sequence can match no word at all."""
    return all(
        isinstance(item, Maybe | Comma | Anything) or (isinstance(item, Gap) and not item.low) for item in branch
    )


class _Reader:
    """Recursive descent over the pieces of one phrase; owns the position."""

    def __init__(
        self, phrase: str, language: str, sets: Mapping[str, tuple[Sequence, ...]], tables: VerbTables
    ) -> None:
        self._pieces: list[_Piece] = []
        for found in _PIECE.finditer(phrase):
            kind = found.lastgroup or ""
            kind = "gap" if found.group("gap") else kind
            if kind == "bad" or (kind == "word" and found.group().strip("*") == ""):
                told = say("`{sign}` cannot stand in a phrase", sign=found.group())
                raise PhraseError(told, found.start(), found.end())
            if kind != "space":
                self._pieces.append(_Piece(kind, found.group(), *found.span()))
        self._position = 0
        self._depth = 0
        self._length = len(phrase)
        self._language = language
        self._sets = sets
        self._tables = tables

    def parts(self) -> tuple[Sequence, ...]:
        parts = [self._sequence(top=True)]
        places = [self._since(0)]
        while self._sign("&"):
            begin = self._position
            parts.append(self._sequence(top=True))
            places.append(self._since(begin))
        if piece := self._peek():
            told = say("`{sign}` has no partner", sign=piece.text)
            raise PhraseError(told, piece.start, piece.end, say("open and close each bracket"))
        for part, (start, end) in zip(parts, places, strict=True):
            if any(isinstance(item, Word | Either) for item in part):
                continue
            if len(parts) == 1:
                hint = say("write at least one word that must stand there")
                raise PhraseError(say("the phrase names no word"), 0, self._length, hint)
            beside = say("one side of `&` may be missing as a whole") if part else say("nothing stands beside `&`")
            raise PhraseError(beside, start, end, say("each side of `&` needs a word that must stand there"))
        return tuple(parts)

    def _since(self, begin: int) -> tuple[int, int]:
        """The place of the pieces read since piece `begin`; where there are none, of the sign next to them."""
        read = self._pieces[begin : self._position] or self._pieces[max(0, begin - 1) :][:1]
        return (read[0].start, read[-1].end) if read else (0, self._length)

    def _peek(self) -> _Piece | None:
        return self._pieces[self._position] if self._position < len(self._pieces) else None

    def _sign(self, sign: str) -> bool:
        piece = self._peek()
        if piece and piece.kind == "sign" and piece.text == sign:
            self._position += 1
            return True
        return False

    def _sequence(self, top: bool = False) -> Sequence:
        items: list[Item] = []
        while piece := self._peek():
            if (piece.kind == "sign" and piece.text in ")]|") or (top and piece.text == "&"):
                break
            self._position += 1
            items.extend(self._item(piece))
        return tuple(items)

    def _item(self, piece: _Piece) -> Sequence:
        match piece.kind:
            case "gap":
                low, _, high = piece.text.strip("[] ").replace("–", "-").partition("-")
                if len(low) + len(high) > 8 or not int(low) <= int(high) <= 12:
                    told = say("a gap goes from few to at most 12 words")
                    raise PhraseError(told, piece.start, piece.end, say("write `[0-4]`"))
                return (Gap(int(low), int(high)),)
            case "anything":
                return (Anything(),)
            case "set":
                return self._set(piece)
            case "sign" if piece.text in "([":
                return self._group(piece)
            case "sign" if piece.text == ",":
                return (Comma(),)
            case "sign" if piece.text in "?!:+":
                return (Mark(piece.text),)
            case "sign":
                told = say("`{sign}` has nothing to stand at", sign=piece.text)
                raise PhraseError(told, piece.start, piece.end)
            case _:
                return self._word(piece)

    def _set(self, piece: _Piece) -> Sequence:
        name = piece.text[1:-1]
        if name in self._sets:
            return (either(self._sets[name]),)
        if name in CLASSES:
            return (Word(tags=frozenset({name})),)
        raise PhraseError(say("unknown word set `{name}`", name=name), piece.start, piece.end, unknown=name)

    def _group(self, opener: _Piece) -> Sequence:
        closer = ")" if opener.text == "(" else "]"
        self._depth += 1
        if self._depth > _DEEPEST:
            told = say("too many brackets stand inside each other")
            raise PhraseError(told, opener.start, opener.end, say("use a word set"))
        begin = self._position
        branches = [self._sequence()]
        while self._sign("|"):
            branches.append(self._sequence())
        if not self._sign(closer):
            told = say("`{sign}` is never closed", sign=opener.text)
            hint = say("write `{sign}` behind its last word", sign=closer)
            raise PhraseError(told, opener.start, opener.end, hint)
        self._depth -= 1
        if opener.text == "(" and any(branch and _empty(branch) for branch in branches):
            told, hint = say("an alternative may be empty"), say("write `[x]` around the whole")
            raise PhraseError(told, opener.start, opener.end, hint)
        if any(not branch for branch in branches):
            told, hint = say("an alternative is empty"), say("write `[x]` for a word that may be missing")
            raise PhraseError(told, opener.start, opener.end, hint)
        inflected = self._peek()
        if inflected and inflected.text == "~" and inflected.kind == "sign":
            self._position += 1
            for piece in self._pieces[begin : self._position - 2]:
                if piece.kind not in ("word", "sign") or (piece.text not in "|" and piece.kind == "sign"):
                    told = say("only plain words can be inflected together")
                    raise PhraseError(told, piece.start, piece.end)
            if any(len(branch) > 1 for branch in branches):
                told = say("only single words can be inflected together")
                raise PhraseError(told, opener.start, opener.end)
            branches = [
                self._inflected(_Piece("word", piece.text, piece.start, piece.end))
                for piece in self._pieces[begin : self._position - 2]
                if piece.kind == "word"
            ]
        if opener.text == "(":
            return (either(tuple(branches)),)
        return (Maybe(either(tuple(branches))),)

    def _word(self, piece: _Piece) -> Sequence:
        following = self._peek()
        if following and following.kind == "sign" and following.text == "~" and following.start == piece.end:
            self._position += 1
            return self._inflected(piece)
        text = piece.text
        if text.isalpha() and text[-2:].lower() not in ("nt", "ot"):
            return (_literal(text, fold(text), Kind.WORD),)
        starred = (text.startswith("*"), text.endswith("*"))
        core = tokenize(text.strip("*"))
        if not len(core):
            raise PhraseError(say("`{word}` is no word", word=text), piece.start, piece.end)
        if any(starred):
            if len(core) != 1 or len(core.folds[0]) < 3:
                told = say("`{word}` is too short for a `*`", word=text)
                raise PhraseError(told, piece.start, piece.end, say("give at least three letters"))
            core_fold = (core.folds[0],)
            match starred:
                case (True, True):
                    return (Word(middles=core_fold),)
                case (True, False):
                    return (Word(endings=core_fold),)
                case _:
                    return (Word(beginnings=core_fold),)
        return tuple(_literal(core.word(index), fold, core.kinds[index]) for index, fold in enumerate(core.folds))

    def _inflected(self, piece: _Piece) -> Sequence:
        if "*" in piece.text:
            raise PhraseError(say("a word has either `*` or `~`"), piece.start, piece.end)
        found = inflect(piece.text, self._language, self._tables)
        forms = found.forms | {short for form in found.forms if (short := _CONTRACTED.get(form))}
        apart: dict[str, tuple[str, ...]] = {}
        for stems, particle in found.separated:
            for stem in stems:
                apart[stem] = (*apart.get(stem, ()), particle)
        return (Word(forms, piece.text in _POLITE, apart=apart),)


def _literal(written: str, folded: str, kind: Kind) -> Item:
    forms = {folded}
    if kind is Kind.WORD and (contracted := _CONTRACTED.get(folded)):
        forms.add(contracted)
    return Word(frozenset(forms), written in _POLITE)


def read_phrase(
    phrase: str, language: str, sets: Mapping[str, tuple[Sequence, ...]], tables: VerbTables
) -> tuple[Sequence, ...]:
    """The parts of `phrase`; PhraseError names what cannot be read. `sets` are the defined sets of that language."""
    return _Reader(phrase, language, sets, tables).parts()
