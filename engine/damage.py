"""Text -> what happened to it on its way here: remains of HTML, wrong encodings, control characters, other scripts.

Nothing is repaired: a text is measured as it came, and these remarks say what the reader of a number should know.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .regex import Regex
from .signals.language import NAMES, vote
from .source import Span
from .tokens import Kind, Text, tokenize
from .values import dataclass

MOST_PLACES: Final = 20
"""Places a remark names at most."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know about a text: a code that stays, the reason in English, and the first places."""

    code: str
    reason: str
    spans: tuple[Span, ...] = ()


_ENTITIES: Final = (
    "amp|lt|gt|quot|apos|nbsp|shy|[aouAOU]uml|szlig|[aeAE]acute|[aeAE]grave|ccedil|euro|cent|pound|copy|reg|trade|hellip|"
    "ndash|mdash|bull|middot|deg|sect|laquo|raquo|bdquo|ldquo|rdquo|sbquo|lsquo|rsquo|times|rarr|larr|zwj|zwnj"
)
_TAGS: Final = (
    "a|abbr|b|blockquote|br|code|div|em|font|h[1-6]|hr|html|head|body|i|iframe|img|li|ol|p|pre|s|script|small|span|"
    "strong|style|sub|sup|table|tbody|td|th|tr|u|ul|video"
)
_HTML: Final = Regex(
    rf"&(?:{_ENTITIES}|#\d{{1,7}}|#[xX][0-9a-fA-F]{{1,6}});|</?(?:{_TAGS})(?:\s[^<>]{{0,300}})?/?>|<!--"
)
# UTF-8 read as Windows-1252 or Latin-1: a lead byte's letter, then what its following bytes became.
_NEXT: Final = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MOJIBAKE: Final = Regex(
    rf"Ã[{_NEXT}]|Â[\u0080-\u00bf]|â[\u0080-\u008b€‚„†ˆ‰Š‹][{_NEXT}]|ð[\u009fŸ][{_NEXT}]{{2}}|ï»¿|\ufffd+"
)
_CONTROL: Final = Regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")
_SURROGATE: Final = Regex("[\ud800-\udfff]+")
_LETTER: Final = Regex(r"[^\W\d_]")
# Letters outside the Latin blocks; fullwidth and mathematical letters are Latin ones in disguise.
_FOREIGN: Final = Regex(
    r"[^\W\d_\u0000-\u024f\u1d00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff\uff21-\uff5a\U0001d400-\U0001d7ff]"
)
_RIGHT_TO_LEFT: Final = Regex("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")

_KIN: Final = {"gsw": "de"}
_TOLD: Final = frozenset({"de", "en", "fr", "it"})  # the languages a single sentence may be told to be in
_LEAST_WORDS: Final = 4
_LEAST_VOTES: Final = 2.0
_RIVAL: Final = 0.2  # share of the winner's votes from which a second language is looked for, sentence by sentence
_CLEAR: Final = 2.0


def remarks(raw: str) -> tuple[Remark, ...]:
    """What is to be said of a text, in a fixed order; nothing for an ordinary one. An empty text is `empty`."""
    if not raw.strip():
        return (Remark("empty", "the text is empty"),)
    found = (
        _remark("html", "holds remains of HTML, measured as they stand", raw, _HTML),
        _remark("mojibake", "holds letters that were read in a wrong encoding, measured as they stand", raw, _MOJIBAKE),
        _remark("control-characters", "holds control characters, which separate words", raw, _CONTROL),
        _remark("surrogates", "holds halves of characters; each is measured as an unknown sign", raw, _SURROGATE),
    )
    return tuple(remark for remark in found if remark is not None)


def _remark(code: str, reason: str, raw: str, pattern: Regex) -> Remark | None:
    if raw.isascii() and code in ("mojibake", "surrogates"):
        return None
    spans: list[Span] = []
    for place in pattern.finditer(raw):
        spans.append(Span(*place.span()))
        if len(spans) == MOST_PLACES:
            break
    return Remark(code, reason, tuple(spans)) if spans else None


def whole_characters(raw: str) -> str:
    """The text with each half of a character replaced by U+FFFD, so that places stay where they are."""
    return raw if raw.isascii() else _SURROGATE.compiled().sub(lambda found: "\ufffd" * len(found[0]), raw)


def foreign_script(raw: str) -> str:
    """Why no rule can read the text, when most of its letters are not Latin; else empty."""
    if raw.isascii():
        return ""
    foreign = _FOREIGN.findall(raw)
    if not foreign or 2 * len(foreign) <= len(_LETTER.findall(raw)):
        return ""
    turned = sum(_RIGHT_TO_LEFT.match(letter) is not None for letter in foreign)
    return "written from right to left" if 2 * turned > len(foreign) else "not in Latin letters"


def without_words(text: Text) -> str:
    """What a text without a word consists of: `only links`, `only emoji` ...; empty when it has words or is empty."""
    kinds = set(text.kinds)
    if Kind.WORD in kinds or not text.raw.strip():
        return ""
    names = {Kind.LINK: "links", Kind.EMAIL: "links", Kind.EMOJI: "emoji", Kind.MENTION: "mentions",
             Kind.HASHTAG: "hashtags", Kind.NUMBER: "numbers"}  # fmt: skip
    said = dict.fromkeys(names[kind] for kind in sorted(kinds))
    return f"only {' and '.join(said)}" if said else "only punctuation"


def other_language(text: Text, language: str | None) -> Remark | None:
    """The sentences of a text that are clearly in another language than the one it is read in.

    With `language` None, the sentences of a text that is written in several. Quotations are nobody's language.
    """
    votes, _ = vote(text)
    own = votes[NAMES.index(language)] if language in NAMES else 0.0
    rivals = [
        name for name in _TOLD if name != language and votes[NAMES.index(name)] >= max(_LEAST_VOTES, _RIVAL * own)
    ]
    if len(rivals) < (1 if language else 2):
        return None
    names: dict[str, None] = {}
    spans: list[Span] = []
    for first, last in text.sentences:
        if last - first < _LEAST_WORDS or all(text.quoted[first:last]):
            continue
        start, end = text.starts[first], text.ends[last - 1]
        name = _clearly(text.raw[start:end])
        if name in rivals:
            names[name] = None
            spans.append(Span(start, end))
            if len(spans) == MOST_PLACES:
                break
    if len(names) < (1 if language else 2):
        return None
    others = " and ".join(f"`{name}`" for name in names)
    reason = f"holds sentences in {others}" + (f", read by the rules for `{language}`" if language else "")
    return Remark("mixed-languages", reason, tuple(spans))


def _clearly(sentence: str) -> str:
    """The language in which a sentence is clearly written; empty when it is not clear."""
    votes, _ = vote(tokenize(sentence))
    ranked = sorted(range(len(NAMES)), key=lambda number: (-votes[number], number))
    name = _KIN.get(NAMES[ranked[0]], NAMES[ranked[0]])
    others: Iterator[int] = (number for number in ranked[1:] if _KIN.get(NAMES[number], NAMES[number]) != name)
    second = votes[next(others)]
    return name if votes[ranked[0]] >= max(_LEAST_VOTES, _CLEAR * second) else ""
