"""German word -> its forms. Capitals make nouns; lower-case words are determiners, verbs or adjectives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from .inflection_de_verbs import (
    GermanTables,
    Separated,
    conjugate,
    is_infinitive_like,
    parse_german,
    readings,
)
from .tokens import fold

__all__ = ["GermanTables", "inflect_german", "parse_german"]

_ADJECTIVE_ENDINGS: Final = ("e", "em", "en", "er", "es")
_SUPERLATIVE_ENDINGS: Final = ("ste", "stem", "sten", "ster", "stes")
_ADJECTIVE_SUFFIXES: Final = ("lich", "isch", "bar", "sam", "los", "haft", "voll", "frei", "ig")
_UMLAUT_ADJECTIVES: Final = frozenset(
    """alt arm dumm fromm gesund grob gross hart jung kalt klug krank kurz lang nass rot scharf schmal schwach
    schwarz stark warm""".split()
)
# Base, inflected stem, comparative, superlative.
_IRREGULAR_ADJECTIVES: Final = {
    "gut": ("gut", "besser", "best"),
    "hoch": ("hoh", "hoeher", "hoechst"),
    "nah": ("nah", "naeher", "naechst"),
    "nahe": ("nah", "naeher", "naechst"),
    "viel": ("viel", "mehr", "meist"),
    "gern": ("gern", "lieber", "liebst"),
    "gerne": ("gern", "lieber", "liebst"),
}
_DETERMINERS: Final = frozenset(
    """all beid dein dies ein einig etlich euer ihr jed jeglich jen kein manch mein mehrer saemtlich sein
    solch unser welch wenig""".split()
)
_PARADIGMS: Final = (
    frozenset("der die das den dem des".split()),
    frozenset("ich mich mir".split()),
    frozenset("du dich dir".split()),
    frozenset("wir uns".split()),
    frozenset("wer wen wem wessen".split()),
)
_POLITE: Final = frozenset({"sie", "ihnen"})

_FEMININE: Final = (
    *(
        "ung",
        "heit",
        "keit",
        "schaft",
        "ion",
        "taet",
        "ik",
        "enz",
        "anz",
        "antwort",
        "arbeit",
        "frau",
        "zeit",
        "bahn",
    ),
    *(
        "tat",
        "zahl",
        "wahl",
        "tuer",
        "uhr",
        "pflicht",
        "sicht",
        "nachricht",
        "schuld",
        "schicht",
        "geduld",
        "person",
    ),
    *("form", "frist", "fahrt", "schrift", "welt", "burg", "flut", "last", "qual", "tour", "figur", "kur"),
)
_FEMININE_PLURALS: Final = ("ungen", "heiten", "keiten", "schaften", "ionen", "taeten", "innen")
_NOMINALISED: Final = ("liche", "ige", "ende", "ene", "igte")
_LATIN: Final = {"um": "", "us": "", "a": "", "is": "", "to": "t", "ko": "k"}
_GENITIVE_IN_ENS: Final = ("name", "gedanke", "wille", "glaube", "buchstabe", "funke", "friede")
_PLURAL_IN_ER: Final = (
    *(
        "kind",
        "bild",
        "feld",
        "geld",
        "kleid",
        "ei",
        "lied",
        "licht",
        "schild",
        "glied",
        "gesicht",
        "brett",
        "nest",
    ),
    *("geist", "gespenst"),
)
_NO_SINGULAR_IN_E: Final = frozenset(
    {"schaden", "leben", "daten", "wagen", "garten", "laden", "faden", "boden", "ofen"}
)
_NO_UMLAUT: Final = frozenset("druck schutz nutzen".split())
_LONG_VOWEL: Final = re.compile(r"(?:[eioa]|[^aeo]u)e[rl]$")  # Ziel, Tier, Gehör; not Feuer
_VOWELS: Final = frozenset("aeiouy")


def inflect_german(word: str, tables: GermanTables) -> tuple[frozenset[str], Separated]:
    """The folded forms of `word`, and for a separable verb its finite forms with the particle."""
    folded = fold(word)
    determiner = _determiner(folded)
    if determiner and not (folded in tables.infinitives and word[:1].islower()):
        return frozenset(determiner), ()
    if folded in _POLITE:
        return _POLITE, ()
    for paradigm in _PARADIGMS:
        if folded in paradigm:
            return paradigm, ()
    if folded in tables.unchanging and word[:1].islower():
        return frozenset({folded}), ()
    if len(folded) < 3:
        return frozenset({folded, folded + "s"} if word[1:].isupper() else {folded}), ()
    if word[:1].isupper():
        return _own(folded, _noun(folded, tables), tables), ()
    return _lower_case(folded, tables)


def _own(word: str, forms: Iterable[str], tables: GermanTables) -> frozenset[str]:
    """`forms` without those that are other words."""
    return frozenset(form for form in forms if form == word or form not in tables.taken)


def _determiner(word: str) -> set[str]:
    """The forms of an article-like word from its stem or any form, else nothing."""
    for ending in ("", *_ADJECTIVE_ENDINGS):
        stem = word.removesuffix(ending)
        stem = {"unsr": "unser", "eur": "euer"}.get(stem, stem)
        if word.endswith(ending) and stem in _DETERMINERS:
            break
    else:
        return set()
    stems = {stem, stem[:-2] + "r"} if stem in ("unser", "euer") else {stem}
    forms = {stem, word} | {each + ending for each in stems for ending in _ADJECTIVE_ENDINGS}
    if stem in ("unser", "euer"):
        forms |= {stem + ending for ending in ("m", "n", "s")}
    return forms


def _lower_case(word: str, tables: GermanTables) -> tuple[frozenset[str], Separated]:
    """Verb where the word is a known form or looks like an infinitive, adjective otherwise, both in doubt."""
    is_adjective = word in tables.adjectives or word in _IRREGULAR_ADJECTIVES
    found = () if is_adjective else readings(word, tables)
    known = any(reading.known for reading in found)
    forms: set[str] = set()
    separated: dict[str, frozenset[str]] = {}
    for reading in found:
        contiguous, apart = conjugate(word, reading, tables)
        forms |= contiguous
        if apart:
            separated[reading.apart] = separated.get(reading.apart, frozenset()) | apart
    if is_adjective or not found:
        forms |= _adjective(word)
    elif not known:
        forms |= _adjective_in_doubt(word)
    pairs = tuple((frozenset(apart - tables.unchanging), part) for part, apart in sorted(separated.items()))
    return _own(word, forms, tables), pairs


def _adjective_in_doubt(word: str) -> set[str]:
    """The adjective forms of an unknown word in -e or -en: „schöne“, „bedauerlichen“; else nothing."""
    stem = word.removesuffix("n")
    if stem.endswith("e") and (word.endswith("e") or stem[:-1].endswith(_ADJECTIVE_SUFFIXES)):
        return _adjective(stem[:-1])
    return set()


def _adjective(word: str) -> set[str]:
    """Endings, comparative and superlative."""
    if word in _IRREGULAR_ADJECTIVES:
        stem, comparative, superlative = _IRREGULAR_ADJECTIVES[word]
        return {word, superlative} | _with_endings(stem) | _with_endings(comparative) | _with_endings(superlative)
    base = word.removesuffix("e")
    forms = {word} | _with_endings(base)
    for stem in {base, _umlaut(base)} if base in _UMLAUT_ADJECTIVES else {base}:
        forms |= _with_endings(_elided(stem) + "er") | _with_endings(stem + "er")
        forms |= {stem + link + ending for link in ("", "e") for ending in _SUPERLATIVE_ENDINGS}
    if base != _elided(base):
        forms |= {_elided(base) + ending for ending in _ADJECTIVE_ENDINGS}
    if base == "gross":
        forms |= {"groesst" + ending for ending in _ADJECTIVE_ENDINGS}
    return forms


def _with_endings(stem: str) -> set[str]:
    return {stem, *(stem + ending for ending in _ADJECTIVE_ENDINGS)}


def _elided(stem: str) -> str:
    """The stem without its weak e: dunkel gives dunkl, teuer gives teur."""
    if stem.endswith(("el", "er")) and len(stem) > 3:
        return stem[:-2] + stem[-1]
    return stem


def _noun(word: str, tables: GermanTables) -> set[str]:
    """Cases and plurals by every usual pattern; most of them are no words and harm nothing."""
    if word.endswith(_FEMININE):
        return {word, word + "en", word + "s"}
    umlauted = word if word in _NO_UMLAUT else _umlaut(word)
    forms = {word, word + "s"}
    if word.endswith(_FEMININE_PLURALS):
        singular = word[:-5] + "in" if word.endswith("innen") else word[:-2]
        return forms | {singular}
    if word.endswith("e"):
        forms |= {word + "n"}
        if word.endswith(_GENITIVE_IN_ENS):
            forms |= {word + "ns"}
        if word.endswith(_NOMINALISED) or _looks_like_participle(word):
            forms |= {word + "r", word + "m", word + "s"}
        return forms
    forms |= _plurals(umlauted, word)
    if word.endswith("en") and is_infinitive_like(word):
        return forms if _is_noun_in_en(word, tables) else forms | {word[:-1]}
    if word.endswith(("er", "el")) and not _LONG_VOWEL.search(word):
        return forms | {word + "n"}
    forms |= {word + "es", word + "ens"}
    verb = word + "en"
    if "ae" not in umlauted or not verb.endswith(tuple(tables.infinitives)):
        forms |= {word + "e", verb}
    if word.endswith(_PLURAL_IN_ER):
        forms |= {word + "er", word + "ern"}
    if word.endswith("nis"):
        forms |= {word + "se", word + "sen", word + "ses"}
    if word.endswith("ma"):
        forms |= {word + "ta"}
    if word.endswith("in"):
        forms |= {word + "nen"}
    for ending, kept in _LATIN.items():
        stem = word.removesuffix(ending) + kept
        if word.endswith(ending) and len(stem) > 2:
            forms |= {stem + "en", stem + "a", stem + "i"}
    return forms


def _is_noun_in_en(word: str, tables: GermanTables) -> bool:
    """Whether -en is no plural: „Schaden“, and the infinitives of strong verbs, „Schreiben“, „Vorgehen“."""
    return word in _NO_SINGULAR_IN_E or any(
        reading.verb.infinitive in tables.strong and word.endswith(reading.prefix + reading.verb.infinitive)
        for reading in readings(word, tables)
    )


def _looks_like_participle(word: str) -> bool:
    """Whether a noun in -te may be a nominalised participle: „Angestellte“, „Beauftragte“."""
    return word.endswith("te") and (word.startswith(("be", "ver", "er")) or "ge" in word[:-4])


def _plurals(umlauted: str, word: str) -> set[str]:
    """The plurals with umlaut: Väter, Gründe, Häuser, Kräfte; nothing for a word that takes none."""
    if umlauted == word:
        return set()
    endings = ("", "n") if word.endswith(("er", "el", "en")) else ("e", "en", "er", "ern")
    return {umlauted + ending for ending in endings}


def _umlaut(stem: str) -> str:
    """The stem with its last full vowel changed, haus gives haeus; the same where none can change."""
    for index in range(len(stem) - 1, -1, -1):
        letter = stem[index]
        if letter not in _VOWELS:
            continue
        if letter == "u" and stem[index - 1 : index] == "a":
            return stem[: index - 1] + "aeu" + stem[index + 1 :]
        if letter in "aou" and stem[index - 1 : index] != "e":
            return stem[:index] + letter + "e" + stem[index + 1 :]
        if letter == "e" and stem[index + 1 :] in ("r", "l", "n", ""):
            continue
        return stem
    return stem
