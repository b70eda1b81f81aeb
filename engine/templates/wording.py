"""A text of ours -> its words as they are shown, with slots for what changes from one use to the next.

Names, numbers, dates and links are slots from the start: nothing of them is kept. A module's pattern is what most of
its uses have in common, word by word, in order; what stands between becomes a slot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from ..pattern import is_function_word
from ..records.envelope import Envelope
from ..records.essence import ACADEMIC, ASIDE, ASIDE_HINT, DATE_WORDS, split_sentences
from ..signals.persons import GIVEN_NAMES, TITLES
from ..tokens import fold
from ..values import dataclass

COMMON: Final = 0.75
"""Share of the uses that have a word, from which on it belongs to the pattern."""
FILLED: Final = 0.34
"""Share of the uses that have something between two words of the pattern, from which on a slot stands there."""

_WORD: Final = re.compile(r"[^\W_]+(?:['’.,:/*-]+[^\W_]+)*")
_TOKEN: Final = re.compile(r"\{(?:name|number|date|link|text)\}|[^\W_]+(?:['’.,:/*-]+[^\W_]+)*|[^\w\s{}]+|[_{}]")
_CLOSE: Final = frozenset('.,;:!?…)]%“”"»’/&')  # signs that stand close behind a word
_SLOT: Final = re.compile(r"\{(?:name|number|date|link)\}")
_CALLED: Final = re.compile(r"^(?:\{name\}[\s,:!–-]*)+")
_SAME: Final = re.compile(r"\{(name|number|link)\}(?:[ ,]*\{\1\})+")
_DATE: Final = re.compile(r"\{(?:date|number)\}\.?(?:[ ,]+(?:\{number\}|\{date\}))*[ ,]+\{date\}(?:[ ,]+\{number\})?")


@dataclass(frozen=True, slots=True)
class Pattern:
    """The words of a module with its slots; `fixed` of its `words` are the same in every use."""

    text: str
    slots: tuple[str, ...]
    fixed: int
    words: int


@dataclass(frozen=True, slots=True)
class _Token:
    """One word or slot; `key` is what it is compared by, `shown` how it is written, with the signs behind it."""

    key: str
    shown: str


def masked(text: str, part: Envelope, names: tuple[str, ...] = ()) -> list[str]:
    """The sentences of the message in `text`, names, numbers, dates and links as slots: {name}, {number} ..."""
    known = {fold(piece) for name in names for piece in _WORD.findall(name)} | set(part.names)
    known = {each for each in known if len(each) > 1 and not is_function_word(each)}
    message = text[part.start : part.end].replace("{", "(").replace("}", ")").lstrip(" ,!;:–-\n")
    sentences = [_masked(sentence, known) for sentence in split_sentences(message)]
    if sentences:
        sentences[0] = _CALLED.sub("", sentences[0])  # @anna, or a name in front: part of the greeting
    return sentences


def _masked(sentence: str, names: set[str]) -> str:
    if ASIDE_HINT.search(sentence):
        sentence = ASIDE.sub(_aside, sentence)
    written: list[str] = []
    behind, titled = 0, False
    for match in _TOKEN.finditer(sentence):
        piece = match[0]
        folded, slot = _piece(piece)
        if not slot and folded:
            stem = folded.removesuffix("'s")
            if stem in names or (titled and piece[0].isupper() and _may_be_name(folded)):
                slot = "{name}"
        if folded or piece[0] != ".":  # Dr. Demir
            titled = folded in TITLES or (titled and folded in ACADEMIC)
        if slot:
            written.append(sentence[behind : match.start()] + slot)
            behind = match.end()
    whole = "".join(written) + sentence[behind:]
    if written:
        whole = _SAME.sub(r"{\1}", _DATE.sub("{date}", _SAME.sub(r"{\1}", whole)))
    return " ".join(whole.split())


def _aside(match: re.Match[str]) -> str:
    found = match[0]
    if found[0] == "@":
        return "{name}"
    return "{link}" if any(sign in found for sign in "/@.") and len(found) > 4 else found


@lru_cache(maxsize=1 << 16)
def _piece(piece: str) -> tuple[str, str]:
    """A piece folded, empty for signs, and the slot it is wherever it stands, or empty."""
    if piece[0] == "{":
        return "", piece
    if not piece[0].isalnum():
        return "", ""
    folded = fold(piece)
    if any(sign.isdigit() for sign in folded):
        return folded, "{number}"
    if folded in DATE_WORDS and (piece[0].isupper() or folded not in ("may", "march")):
        return folded, "{date}"
    return folded, "{name}" if piece[0].isupper() and folded.removesuffix("'s") in GIVEN_NAMES else ""


def _may_be_name(folded: str) -> bool:
    return folded not in TITLES and not is_function_word(folded)


def pattern(example: str, others: Sequence[str]) -> Pattern:
    """What `example` and the other uses, all masked, have in common; without others, the example as it is."""
    own = _tokens(example)
    keys = [token.key for token in own]
    support = [1] * len(own)
    between: list[list[str]] = [[] for _ in range(len(own) + 1)]  # what others have before each word of the example
    fillings: list[set[str]] = [set() for _ in own]  # what others have in place of it
    for other in others:
        theirs = [token.key for token in _tokens(other)]
        for tag, first, last, begin, end in SequenceMatcher(None, keys, theirs, autojunk=False).get_opcodes():
            if tag == "equal":
                for place in range(first, last):
                    support[place] += 1
            elif tag == "insert":
                between[first].append(_filling(theirs[begin:end]))
            elif tag == "replace":
                for place in range(first, last):
                    fillings[place].add(_filling(theirs[begin:end]))
    uses = len(others) + 1
    shown: list[str] = []
    fixed = words = 0
    for place, token in enumerate(own):
        if len(between[place]) >= FILLED * uses and len(others) > 1:
            _add(shown, _common_kind(between[place]))
        if _SLOT.fullmatch(token.key):
            _add(shown, token.shown)
            continue
        words += 1
        if support[place] >= COMMON * uses:
            fixed += 1
            shown.append(token.shown)
        else:
            _add(shown, _common_kind(fillings[place]))
    if len(between[-1]) >= FILLED * uses and len(others) > 1:
        _add(shown, _common_kind(between[-1]))
    text = " ".join(shown)
    return Pattern(text, tuple(re.findall(r"\{(\w+)\}", text)), fixed, words)


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    for match in _TOKEN.finditer(text):
        piece = match[0]
        if piece[0].isalnum() or piece[0] == "{":
            found.append(_Token(piece if piece[0] == "{" else fold(piece), piece))
        elif found and piece[0] in '.,;:!?…)“”"»':
            found[-1] = _Token(found[-1].key, found[-1].shown + piece)
    return found


def _filling(keys: Sequence[str]) -> str:
    """The one kind of slot that fills a place, or {text}; dates and numbers together are a date."""
    kinds = set(keys)
    return kinds.pop() if len(kinds) == 1 and _SLOT.fullmatch(next(iter(kinds))) else "{text}"


def _common_kind(fillings: Iterable[str]) -> str:
    kinds = set(fillings)
    return kinds.pop() if len(kinds) == 1 else "{text}"


def _add(shown: list[str], slot: str) -> None:
    """Put a slot behind; two slots of one kind beside each other are one, and {text} takes in what stands beside it."""
    kind = _bare(slot)
    last = _bare(shown[-1]) if shown else ""
    if last and (kind == last or "{text}" in (kind, last)):
        tail = slot.removeprefix(kind) or shown[-1].removeprefix(last)
        shown[-1] = ("{text}" if kind != last else kind) + tail
    else:
        shown.append(slot)


def _bare(token: str) -> str:
    match = re.match(r"\{\w+\}", token)
    return match[0] if match else ""
