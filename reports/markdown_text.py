"""Foreign text inside Markdown: it shows what it is and does nothing. For GitHub, GitLab and mail programs."""

from __future__ import annotations

import re
from typing import Final

from .visible import one_line, shortened

_ACTIVE: Final = re.compile(  # what some host turns into a link, a mention or a picture
    r"://|@|^\W*(?:www\.|(?:mailto|xmpp|tel|data|javascript):)|:(?=[a-z+-])[\w+-]+:|\bGH-\d|[#!]\d|(?<!\w)(?:[$&]\d|[~%^]\w)",
    re.IGNORECASE,
)
_SIGNS: Final = re.compile(r"[\\`*_\[\]|~$#]")
_BLOCK: Final = re.compile(r"[-+=:]|\d{1,9}(?=[.)])")
_EDGES: Final = re.compile(r"^([„“”\"»«‚‘’(,;.?…]*)(.*?)([„“”\"»«‚‘’),;:.!?…]*)$", re.DOTALL)


def plain(text: str, most: int = 2000) -> str:
    """The text in one line, with no sign that Markdown or HTML reads; addresses and mentions as code.

    >>> plain("<b>*Frei*</b> @all: https://x.example")
    '&lt;b&gt;\\\\*Frei\\\\*&lt;/b&gt; `@all`: `https://x.example`'
    """
    words = [_word(word) for word in shortened(one_line(text), most).split(" ")]
    if words and (opening := _BLOCK.match(words[0])):
        words[0] = f"{opening[0]}\\{words[0][opening.end() :]}" if opening[0].isdigit() else f"\\{words[0]}"
    return " ".join(words)


def cell(text: str, most: int = 120) -> str:
    """The same for a cell of a table; a dash for nothing."""
    return plain(text, most) or "–"


def code(text: str, most: int = 200) -> str:
    """The text as code, with a fence longer than any run of backticks in it."""
    told = shortened(one_line(text), most)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", told)), default=0))
    blank = " " if told[:1] == "`" or told[-1:] == "`" else ""
    return f"{fence}{blank}{told}{blank}{fence}".replace("|", r"\|") if told else ""


def strong(text: str) -> str:
    """The text in bold, blanks left outside, for bold may not begin or end with one."""
    inner = plain(text)
    before, after = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return f"{before}**{inner}**{after}" if inner else before


def _word(word: str) -> str:
    """One word: as code where a host would make something of it, its punctuation left outside."""
    if not _ACTIVE.search(word):
        return _escaped(word)
    edges = _EDGES.match(word)
    before, inner, after = edges.groups() if edges else ("", word, "")
    if not inner or _ACTIVE.search(before + after):
        return code(word)
    return _escaped(before) + code(inner, 500) + _escaped(after)


def _escaped(word: str) -> str:
    told = word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SIGNS.sub(r"\\\g<0>", told)
