"""Which language a text is in, whatever the policy speaks: de, en, fr, it, gsw (Swiss German), other or unsure.

`detect` in language.py answers for the engine, restricted to the languages of a policy, and keeps silent when in
doubt; `identify` names every text it can. It takes the same vote where that is clear, asks `is_dialect` where German
is near, and py3langid among the languages of Europe for the rest, its odds mended by the vote.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final, Protocol

from ..regex import Regex
from ..tokens import Kind, Text
from .content_words import CONTENT_WORDS
from .dialect import has_dialect_words, is_dialect
from .language import NAMES, Detection, vote
from .reading import Measurement, Reading, Signal, Type

ANSWERS: Final = ("de", "en", "fr", "it", "gsw", "other", "unsure")
_OURS: Final = ("de", "en", "fr", "it")
# Asked so that a neighbour is not taken for one of ours; more of them would make short texts worse.
_NEIGHBOURS: Final = tuple("es pt ca nl da sv no fi pl cs sk hu ro hr sl sq tr lb".split())
_ENOUGH: Final = 1.5  # votes the winner needs, as in `detect`
_CLEAR: Final = 1.6  # times the votes of the second
_MENDING: Final = 0.3  # how much a vote moves the odds of the model
_FOREIGN: Final = 4  # words below which no neighbour is believed: two Danish words look much like two German ones
_MARGIN: Final = 1.0  # by how much a neighbour's odds (as a logarithm) must lead
_FOREIGN_VOTES: Final = 3  # the same for the vote
_KNOWN: Final = 1.0  # how much a content word moves the odds
_LONE: Final = 0.5  # certainty below which a single word is left unsure
_LATIN: Final = Regex(r"[a-zA-Z\u00c0-\u024f]")
_OTHER_SCRIPT: Final = Regex(r"[^\W\d_\u0000-\u02ff\u1e00-\u1eff\U0001d400-\U0001d7ff\uff00-\uffef]")
_READ: Final = 20  # words looked up


@lru_cache(maxsize=1)
def _homes() -> dict[str, tuple[str, ...]]:
    """For every content word the languages it belongs to. Built when first asked: start-up does without."""
    homes: dict[str, tuple[str, ...]] = {}
    for name in _OURS:
        for word in CONTENT_WORDS[name].split():
            homes[word] = (*homes.get(word, ()), name)
    return homes


def identify(text: Text) -> Detection:
    """The language of `text`, one of `ANSWERS`; `unsure` for an empty text or one without words."""
    if not text.raw.isascii() and len(_OTHER_SCRIPT.findall(text.raw)) > len(_LATIN.findall(text.raw)):
        return Detection("other", 1.0, "another script")
    votes, words = vote(text)
    if not words:
        return Detection("unsure", 0.0, "no words")
    ranked = sorted(range(len(NAMES)), key=lambda number: (-votes[number], number))
    name, best, second = NAMES[ranked[0]], votes[ranked[0]], votes[ranked[1]]
    german = name in ("de", "gsw")
    if german and NAMES[ranked[1]] in ("de", "gsw"):
        second = votes[ranked[2]]
    clear = best >= _ENOUGH and best >= _CLEAR * second
    certainty = round(best / (best + second + 0.5), 3)
    near = german if clear else has_dialect_words(text)
    if near and is_dialect(text):
        return Detection("gsw", certainty, "words and spellings of the dialect")
    if clear:
        if german or name in _OURS:
            return Detection("de" if german else name, certainty, "function words and letters")
        if words >= _FOREIGN_VOTES:
            return Detection("other", certainty, f"looks like {name}")
    return _trained(text, votes)


def _trained(text: Text, votes: list[float]) -> Detection:
    """The likeliest of ours after py3langid and the vote, unless a neighbour is likelier in a text of some length."""
    written = [index for index, kind in enumerate(text.kinds) if kind is Kind.WORD]
    own = [index for index in written if not text.quoted[index]]
    used = own if len(own) > 1 else written
    plain, words = " ".join(text.word(index) for index in used), len(used)
    if len(plain) < 3:
        return Detection("unsure", 0.0, "too short to tell")
    odds = dict(_identifier().rank(plain))
    foreign = max(_NEIGHBOURS, key=lambda name: odds[name])
    scores = {name: math.log(max(odds[name], 1e-9)) + _MENDING * votes[number] for number, name in enumerate(_OURS)}
    for folded in text.folds[:_READ]:
        for name in _homes().get(folded, ()):
            scores[name] += _KNOWN
    name = max(_OURS, key=lambda each: scores[each])
    if words >= _FOREIGN and math.log(max(odds[foreign], 1e-9)) > scores[name] + _MARGIN:
        return Detection("other", round(odds[foreign], 3), f"looks like {foreign}")
    total = sum(math.exp(score - scores[name]) for score in scores.values())
    certainty = round(1 / total, 3)
    if words == 1 and certainty < _LONE:
        return Detection("unsure", certainty, f"unsure, {name} at best")
    return Detection(name, certainty, "letter sequences and common words")


class _Identifier(Protocol):
    def rank(self, text: str) -> list[tuple[str, float]]: ...
    def set_languages(self, langs: list[str]) -> None: ...


@lru_cache(maxsize=1)
def _identifier() -> _Identifier:
    """An own identifier, loaded when first asked."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([*_OURS, *_NEIGHBOURS])
    return identifier


def _language(reading: Reading) -> Measurement:
    """The language the record states, else the one found, else the one the text is judged in."""
    stated = reading.exchange.message.language
    if stated:
        name = stated.replace("_", "-").partition("-")[0].lower()
        return Measurement(name if name in ANSWERS else "other")
    found = identify(reading.text).language or "unsure"
    if found == "unsure" and reading.language:
        return Measurement(reading.language)
    return Measurement(found, needs=("language",) if found == "unsure" else ())


language: Final = Signal(
    "text.language",
    "text.sprache",
    Type.WORD,
    "language",
    "Language of the text: the one its record states, else the one found; Swiss German (gsw) is no German.",
    "own vote of function words, spellings and common words, then py3langid",
    "unsure",
    _language,
    (),
    ANSWERS,
)
