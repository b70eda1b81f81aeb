"""Words of ours -> German: templates by grammar/diagnostics-de.txt, keywords as the file writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from .codes import Code
from .diagnostics import FRAGMENT, TWO_TONGUES, Diagnostic, Said, term
from .keywords import keywords
from .lexer import Lexeme, lex
from .library import read_text
from .names import spelled
from .source import Source
from .values import dataclass

_CODE: Final = re.compile(r"K\d{3}")
_FRAGMENT: Final = re.compile(r"`([^`]*)`")
_PLACE: Final = re.compile(r"\{+\w+\}+")
_BLOCKS: Final = ("GUIDELINE", "CONCEPT", "RULE", "DEFINE", "END")
_SECTIONS: Final = ("subjects", "severities", "statuses", "verdicts", "events", "roles", "periods", "scopes")
"""Where a word inside of a hint is looked up that is no keyword, in this order."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """German templates by the English ones, and the German words of every code."""

    templates: dict[str, str]
    codes: dict[str, Code]


@cache
def catalogue() -> Catalogue:
    """The packaged table."""
    templates: dict[str, str] = {}
    codes: dict[str, Code] = {}
    for line in read_text("grammar/diagnostics-de.txt").splitlines():
        if " | " not in line or line.startswith("#"):
            continue
        english, _, german = line.partition(" | ")
        if _CODE.fullmatch(english):
            title, _, explanation = german.partition(" | ")
            codes[english] = Code(english, title, explanation)
        else:
            templates[english] = german
    return Catalogue(templates, codes)


def retold(diagnostic: Diagnostic) -> Diagnostic:
    """The same in German."""
    german = diagnostic.code < "K3" and _has_german_keywords(diagnostic.source.text)
    return replace(
        diagnostic,
        message=term(in_german(diagnostic.message, german)),
        hint=term(in_german(diagnostic.hint, german)),
        related=tuple(replace(each, message=term(in_german(each.message))) for each in diagnostic.related),
    )


def in_german(words: str, german_keywords: bool = False) -> str:
    """Words of ours in German; what others wrote, and what has no German line, as it is."""
    if not isinstance(words, Said):
        return words
    if words.template == TWO_TONGUES:
        return str(words.parts["german" if german_keywords else "english"])
    if words.template == FRAGMENT:
        return _translated(words, ()) if german_keywords else str(words)
    template = catalogue().templates.get(words.template, words.template)
    if german_keywords:
        template = _FRAGMENT.sub(lambda found: f"`{_translated(found[1], _SECTIONS)}`", template)
    parts = {
        name: in_german(part, german_keywords) if isinstance(part, str) else part for name, part in words.parts.items()
    }
    return template.format(**parts)


def _has_german_keywords(text: str) -> bool:
    """Whether more blocks begin and end in German than in English."""
    words = [word for word in keywords().sections["keywords"] if word.name in _BLOCKS]
    english, german = (
        len(re.findall(rf"(?<![\w.-])(?:{'|'.join(each.spelled(language) for each in words)})(?![\w.-])", text, re.I))
        for language in ("en", "de")
    )
    return german > english


def _translated(written: str, sections: Sequence[str]) -> str:
    """A piece of the rule language with German keywords; a command or a name stays. `sections` are further tables."""
    if written.startswith("knigge "):
        return written
    pieces: list[str] = []
    at, before = 0, ""
    for lexeme in lex(Source("", _PLACE.sub(lambda place: "§" * len(place[0]), written)))[0]:
        pieces += [written[at : lexeme.span.start], _word(lexeme, written, before, sections)]
        at, before = lexeme.span.end, lexeme.kind
    return "".join([*pieces, written[at:]])


def _word(lexeme: Lexeme, fragment: str, before: str, sections: Sequence[str]) -> str:
    """One word in German; `before` is the kind of the word before it."""
    written, tables = fragment[lexeme.span.start : lexeme.span.end], keywords()
    match lexeme.kind:
        case "UNIT":
            return tables.spelled("units", lexeme.value, "de")
        case "GUARD":
            return tables.spelled("guards", lexeme.value, "de")
        case "MESSAGE" if before == "ABOUT":
            return tables.spelled("subjects", "message", "de")
        case "ID":
            for section in sections:
                for word in tables.sections[section]:
                    if written in word.spellings[0]:
                        return word.spelled("de")
            return written if sections and "." not in written else spelled(written, "de")
        case kind:
            return tables.spelled("keywords", kind, "de") if kind in tables.names("keywords") else written
