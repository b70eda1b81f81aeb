"""Readability: syllables, Flesch, Wiener Sachtextformel, LIX, and a difficulty of our own for German.

The formulas are the published ones on our own sentences and syllables, so that every number can be recomputed
from the text. `text.formula-wiener` and `text.formula-ari` call textstat instead, for comparison with published
tables. There German syllables are hyphenation points, and English is the automated readability index: textstat
counts English syllables with a dictionary (NLTK's cmudict) fetched from the network at first use, so its Flesch,
Flesch-Kincaid, Gunning fog, SMOG, Linsear, Dale-Chall and Spache fail offline as soon as a word must be counted.
Its measures on letters and words work offline: automated_readability_index, coleman_liau_index, lix, rix,
mcalpine_eflaw.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final, Protocol

from ..regex import Regex
from ..tokens import Kind, Text
from ..values import dataclass
from .counts import written_words
from .memo import Last
from .reading import Measurement, Reading, Signal, Type

_GROUPS_DE: Final = Regex(r"aa|ee|oo|ie|ei|ai|au|eu|äu|ey|ay|oy|oi|ou|ae|oe|ue|[aeiouyäöüáàâéèêëíìîïóòôúùû]")
_PREFIX_DE: Final = Regex(r"(?:ge|be)(?=eh|end|eil|ein|erd|eng|eck|irr|imp|inhalt|urlaub|urteil)|zu(?=er|end)")
# Vowels that look like one sound and are two: Famili-en, spezi-ell, Pati-ent, Ide-en, aktu-ell, Muse-um.
_HIATUS_DE: Final = Regex(
    r"(?<!sch)(?<=[^aeiou])ien(?=s?$)|(?:mil|fer|lin|med|akt|ter|obil)ien(?=.)|(?:mil|lin|ser|akt|präm|stud|fol|öd|mater)ie$|(?<=[tzrd])iell|(?<=[tzlr])ien[tz]"
    r"|anier$|ee(?=ns?$)|(?<=[iu])ee|ue(?=ll)|eum|(?<![ae])uen$"
)
_GROUPS_EN: Final = Regex(r"[aeiouy]+")
# Vowel groups of two syllables (radi-o, sci-ence, usu-al, tryi-ng) and syllables without a vowel (tab-le, is-m).
_MORE_EN: Final = Regex(
    r"(?<=[dbvrphm])i[ao]|iat|(?<=n)iou|ium|(?<![tc])ien[ct]|^scien|[^aeiouy]iet|ier$|(?<![qg])ua[lrt]"
    r"|(?<=[aeiouy].)eas?$|crea[t]|eo(?!u|ple|r)|pean|[aeo]y(?=[aeiou])(?!ed|es?$)|[^aeou]ying|[aeou]ing"
    r"|[ias]sms?$|(?<=[bcdfgkptz])les?$|(?<=t)res?$|n't$"
)
# Written e that nobody says: make, calls-ed, safe-ly, some-thing.
_LESS_EN: Final = Regex(
    r"[^aeiouy]e$|[^aeiouyscgzx](?<!sh)(?<!ch)es$|[^aeiouytd](?<![bcdfgkptz]l)(?<!dr)ed$"
    r"|(?<=[^aeiouy])e(?:ly$|ful|less|ness|thing|where|holds?$|style|times?$|book|m[ae]n$|fore)"
    r"|(?<=[^aeiouyl])ements?$|(?<=[fn])ety$|somebod|someon|anyone$|everyone$|^every"
)
# Endings that make nouns of verbs and adjectives.
_NOMINAL: Final = tuple(
    "ung ungen heit heiten keit keiten ion ionen taet taeten schaft schaften ismus nis niss nise nisse".split()
)
_LONG: Final = 6  # letters; a longer word is long in LIX and in the Wiener Sachtextformel


# A memo of a pure function: a text of fifty words takes a third of the time.
@lru_cache(maxsize=8192)
def syllables_de(word: str) -> int:
    """Syllables of a German word, at least 1; a number counts 1.

    >>> [syllables_de(word) for word in ("Überweisung", "Familien", "beendet", "Quelle", "schien", "Million")]
    [4, 4, 3, 2, 1, 3]
    """
    word = unicodedata.normalize("NFC", word.lower()).replace("qu", "q")
    number = len(_GROUPS_DE.findall(word))
    if number > 1:
        number += len(_HIATUS_DE.findall(word))
    return max(1, number + (_PREFIX_DE.match(word) is not None))


@lru_cache(maxsize=8192)
def syllables_en(word: str) -> int:
    """Syllables of an English word, at least 1; a number counts 1.

    >>> [syllables_en(word) for word in ("called", "companies", "table", "science", "something", "created")]
    [1, 3, 2, 2, 2, 3]
    """
    word = word.lower()
    return max(1, len(_GROUPS_EN.findall(word)) + len(_MORE_EN.findall(word)) - len(_LESS_EN.findall(word)))


@dataclass(frozen=True, slots=True)
class _Measures:
    """What the formulas are made of; `words` and `sentences` are at least 1."""

    words: int
    sentences: int
    letters: int
    syllables: tuple[int, ...]
    long: int


def _all_words(text: Text) -> tuple[str, ...]:
    return tuple(written_words(text, 0, len(text)))


_WORDS: Final = Last(_all_words)


def _measures(text: Text, syllables: Callable[[str], int]) -> _Measures | None:
    """The counts of a text, None for a text without a word."""
    words = _WORDS(text)
    if not words:
        return None
    lengths = [len(word) for word in words]
    return _Measures(
        len(words),
        max(1, len(text.sentences)),
        sum(lengths),
        tuple(map(syllables, words)),
        sum(length > _LONG for length in lengths),
    )


_GERMAN: Final[Last[Text, _Measures | None]] = Last(lambda text: _measures(text, syllables_de))
_ENGLISH: Final[Last[Text, _Measures | None]] = Last(lambda text: _measures(text, syllables_en))


def _flesch(reading: Reading) -> Measurement:
    """Flesch reading ease; German with the constants of Amstad (1978)."""
    match reading.language:
        case "de":
            counted, base, per_word, per_syllable = _GERMAN(reading.text), 180.0, 1.0, 58.5
        case "en":
            counted, base, per_word, per_syllable = _ENGLISH(reading.text), 206.835, 1.015, 84.6
        case _:
            return Measurement(None, needs=("language",))
    if counted is None:
        return Measurement(100.0)
    mean = sum(counted.syllables) / counted.words
    return Measurement(base - per_word * counted.words / counted.sentences - per_syllable * mean)


def _wiener(reading: Reading) -> Measurement:
    """First Wiener Sachtextformel (Bamberger and Vanecek 1984): the school year the text suits."""
    counted = _GERMAN(reading.text)
    if counted is None:
        return Measurement(0.0)
    many = 100 * sum(number > 2 for number in counted.syllables) / counted.words
    single = 100 * sum(number == 1 for number in counted.syllables) / counted.words
    length = counted.words / counted.sentences
    long = 100 * counted.long / counted.words
    return Measurement(0.1935 * many + 0.1672 * length + 0.1297 * long - 0.0327 * single - 0.875)


def _lix(reading: Reading) -> Measurement:
    """LIX (Björnsson 1968): words a sentence plus the per cent of words longer than six letters."""
    words = _WORDS(reading.text)
    if not words:
        return Measurement(0.0)
    long = sum(len(word) > _LONG for word in words)
    return Measurement(len(words) / max(1, len(reading.text.sentences)) + 100 * long / len(words))


def _difficulty(reading: Reading) -> Measurement:
    """How hard readers find a German text, on their scale from 1 (easy) to 7 (hard).

    A line whose weights were fitted to mean opinions on two articles of TextComplexityDE (measures chosen on all six):
    long sentences, nouns made of verbs and a very long word make it harder, clauses and nouns and names it easier.
    """
    text = reading.text
    words, letters, longest, capitals = _letters(text)
    if not words:
        return Measurement(1.0)
    sentences = max(1, len(text.sentences))
    nominal = sum(folded.endswith(_NOMINAL) for folded in text.folds) / sentences
    clauses = len(text.clauses) / sentences
    found = 1.36 * math.log(letters / sentences) - 0.10 * clauses + 0.19 * nominal
    found += 0.025 * longest - 1.2 * capitals / words - 3.28
    return Measurement(min(7.0, max(1.0, found)))


def _letters(text: Text) -> tuple[int, int, int, int]:
    """Words and numbers, their letters and digits, the longest, and capitalised words that open no sentence."""
    words = _WORDS(text)
    if not words:
        return 0, 0, 0, 0
    lengths = [*map(len, words)]
    raw, starts, kinds = text.raw, text.starts, text.kinds
    capitals = sum(word[0].isupper() for word in words)
    opening = sum(raw[starts[first]].isupper() and kinds[first] <= Kind.NUMBER for first, _ in text.sentences)
    return len(words), sum(lengths), max(lengths), capitals - opening


def _formula_wiener(reading: Reading) -> Measurement:
    if not reading.text.folds:
        return Measurement(0.0)
    return Measurement(float(_textstat("de").wiener_sachtextformel(reading.text.raw, 1)))


def _formula_ari(reading: Reading) -> Measurement:
    if not reading.text.folds:
        return Measurement(0.0)
    return Measurement(float(_textstat("en").automated_readability_index(reading.text.raw)))


class _Formulas(Protocol):
    """The part of textstat that is used."""

    def set_lang(self, lang: str) -> None: ...
    def wiener_sachtextformel(self, text: str, variant: int) -> float: ...
    def automated_readability_index(self, text: str) -> float: ...


def _textstat(language: str) -> _Formulas:
    """An own instance: the module-level one shares its language. Imported here, for it takes two seconds."""
    from textstat.textstat import textstatistics

    formulas: _Formulas = textstatistics()
    formulas.set_lang(language)
    return formulas


flesch: Final = Signal(
    "text.flesch",
    "text.flesch",
    Type.NUMBER,
    "points",
    "Reading ease: 100 very easy, 0 very hard; English after Flesch, German after Amstad.",
    "own syllables, published constants",
    "100",
    _flesch,
    ("de", "en"),
)
wiener: Final = Signal(
    "text.wiener",
    "text.wiener-sachtextformel",
    Type.NUMBER,
    "school years",
    "First Wiener Sachtextformel: 4 very easy, 15 very hard.",
    "own syllables, published constants",
    "0",
    _wiener,
    ("de",),
)
lix: Final = Signal(
    "text.lix",
    "text.lix",
    Type.NUMBER,
    "points",
    "Words a sentence plus per cent of words over six letters: 30 easy, 60 very hard.",
    "Björnsson 1968",
    "0",
    _lix,
)
difficulty: Final = Signal(
    "text.difficulty",
    "text.schwierigkeit",
    Type.NUMBER,
    "points from 1 to 7",
    "How hard readers find it: 1 easy, 7 hard; length of sentences, nominal style, longest word, clauses, names.",
    "own fit to readers' opinions (TextComplexityDE)",
    "1",
    _difficulty,
    ("de",),
)
formula_wiener: Final = Signal(
    "text.formula-wiener",
    "text.formel-wiener",
    Type.NUMBER,
    "school years",
    "First Wiener Sachtextformel as published tools compute it.",
    "textstat",
    "0",
    _formula_wiener,
    ("de",),
)
formula_ari: Final = Signal(
    "text.formula-ari",
    "text.formel-ari",
    Type.NUMBER,
    "school grades",
    "Automated readability index as published tools compute it.",
    "textstat",
    "0",
    _formula_ari,
    ("en",),
)
