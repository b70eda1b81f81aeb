"""English word -> its forms.

A word may be noun, verb and adjective at once, so it gets the forms of all three; comparatives only where the
table says so, because `writer` is no form of `write`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from .inflection_table import Line, parse_sections
from .tokens import fold
from .values import dataclass

_SECTIONS: Final = ("irregular", "whole", "nouns", "graded", "adjectives", "variants", "unchanging")
_PREFIXES: Final = ("re", "un", "over", "under", "out", "mis", "fore", "with")
_SIBILANT: Final = ("s", "x", "z", "ch", "sh")
_KEEPS_E: Final = ("ee", "oe", "ye", "nge", "ie")
_SHORT_END: Final = re.compile(r"(?:^|[^aeiou]|qu)[aeiouy][^aeiouwxy]$")
_LONG_VOWEL: Final = re.compile(r"[aeiouy][^aeiouy]*[aeiouy]")


@dataclass(frozen=True, slots=True, eq=False)
class EnglishTables:
    """What English does not do by rule; every word folded.

    `families` leads from each form to all forms of its verb or noun, `parts` from an irregular verb to its
    past and participle. `adjectives` says whether the adjective is another part of speech as well.
    """

    families: Mapping[str, frozenset[str]]
    parts: Mapping[str, frozenset[str]]
    adjectives: Mapping[str, bool]
    variants: tuple[tuple[str, str], ...]
    unchanging: frozenset[str]


def parse_english(text: str) -> EnglishTables:
    """The tables in the text of `verbs-en.txt`; ValueError names the first bad line."""
    sections = parse_sections(text, "verbs-en.txt", _SECTIONS)
    parts: dict[str, frozenset[str]] = {}
    families: dict[str, set[str]] = {}
    for line in sections["irregular"]:
        (base, *_), past, participle = line.columns(3, 3)
        parts[base] = frozenset(past + participle)
        _add_family(families, {base, _third(base), *_ing(base), *past, *participle})
    for line in sections["whole"]:
        base, colon, rest = line.text.partition(":")
        if not colon:
            raise line.fault(f"`{line.text.strip()}` has no colon, expected one after the base")
        _add_family(families, {line.word(base.strip()), *(line.word(part) for part in rest.split())})
    for line in sections["nouns"]:
        singular, plural = line.columns(2, 2)
        _add_family(families, {*singular, *plural})
    for line in sections["graded"]:
        _add_family(families, {form for column in line.columns(3, 3) for form in column})
    adjectives = dict(_adjective(line, part) for line in sections["adjectives"] for part in line.text.split())
    variants = [line.columns(2, 2) for line in sections["variants"]]
    return EnglishTables(
        {form: frozenset(family) for form, family in families.items()},
        parts,
        adjectives,
        tuple((british[0], american[0]) for british, american in variants),
        frozenset(word for line in sections["unchanging"] for word in line.words()),
    )


def inflect_english(word: str, tables: EnglishTables) -> frozenset[str]:
    """The folded forms of `word`, in British and American spelling."""
    folded = fold(word)
    spellings = _spellings(folded, tables)
    forms = set[str]().union(*(_forms(spelling, tables) for spelling in spellings))
    return frozenset(forms | spellings)


def _add_family(families: dict[str, set[str]], family: set[str]) -> None:
    for form in family:
        families.setdefault(form, set()).update(family)


def _adjective(line: Line, written: str) -> tuple[str, bool]:
    return line.word(written.removesuffix("+")), written.endswith("+")


def _spellings(word: str, tables: EnglishTables) -> set[str]:
    """`word` with its other spellings: -ise/-ize, -yse/-yze and the table of variants."""
    spellings = {word}
    for one, other in tables.variants:
        if word.startswith(one):
            spellings.add(other + word.removeprefix(one))
        elif word.startswith(other):
            spellings.add(one + word.removeprefix(other))
    if len(word) > 5:
        for ending in re.findall(r"(?:[iy][sz])(?:e|es|ed|er|ing|ation|ations)$", word):
            swapped = ending.replace("s", "z", 1) if ending[1] == "s" else ending.replace("z", "s", 1)
            spellings.add(word.removesuffix(ending) + swapped)
    return spellings


def _forms(word: str, tables: EnglishTables) -> set[str]:
    """The forms of one spelling; a form that is another word is left out."""
    if word in tables.unchanging or len(word) < 2:
        return {word}
    forms = set(tables.families.get(word, ()))
    is_adjective = word in tables.adjectives
    if is_adjective:
        forms |= _graded(word)
    by_rule: set[str] = set()
    if word not in tables.families and (not is_adjective or tables.adjectives[word]):
        by_rule = _irregular_with_prefix(word, tables) or _regular(word)
    singular = _singular(word, tables)
    if singular:
        by_rule |= {singular, *_possessives(singular)}
    if not is_adjective:
        by_rule |= _possessives(word)
    return forms | (by_rule - tables.unchanging)


def _irregular_with_prefix(word: str, tables: EnglishTables) -> set[str]:
    """The forms of `rewrite` from those of `write`; empty if there is no such verb."""
    for prefix in _PREFIXES:
        family = tables.families.get(word.removeprefix(prefix))
        if word.startswith(prefix) and family and not family.isdisjoint(tables.parts):
            return {prefix + form for form in family}
    return set()


def _regular(word: str) -> set[str]:
    """Plural, third person, past and -ing."""
    return {word, _third(word), *_ing(word), *_past(word)}


def _third(word: str) -> str:
    """The form in -s of a verb or noun."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith((*_SIBILANT, "o")) else "s")


def _past(word: str) -> set[str]:
    if word.endswith("e"):
        return {word + "d"}
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return {word[:-1] + "ied"}
    return {stem + "ed" for stem in _doubled(word)}


def _ing(word: str) -> set[str]:
    if word.endswith("ie"):
        return {word[:-2] + "ying"}
    if word.endswith("e") and not word.endswith(_KEEPS_E):
        return {word[:-1] + "ing"}
    if word.endswith("nge"):
        return {word + "ing", word[:-1] + "ing"}
    return {stem + "ing" for stem in _doubled(word)}


def _doubled(word: str) -> set[str]:
    """The stems before a vowel: `stop` gives stopp; a long word also stays, as nobody knows its stress."""
    if not _SHORT_END.search(word):
        return {word, word + "k"} if word.endswith("ic") else {word}
    double = word + word[-1]
    return {double, word} if _LONG_VOWEL.search(word) else {double}


def _graded(word: str) -> set[str]:
    """Comparative and superlative of an adjective of the table."""
    if word.endswith("e"):
        return {word, word + "r", word + "st"}
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return {word, word[:-1] + "ier", word[:-1] + "iest", word + "er", word + "est"}
    return {word} | {stem + ending for stem in _doubled(word) for ending in ("er", "est")}


def _singular(word: str, tables: EnglishTables) -> str:
    """The singular of a regular plural, else nothing: `replies` gives reply."""
    if len(word) < 5 or not word.endswith("s") or word.endswith(("ss", "us", "is", "ous")):
        return ""
    if word in tables.families or word in tables.adjectives:
        return ""
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("es") and word[:-2].endswith((*_SIBILANT[:1], "x", "ch", "sh", "ss")):
        return word[:-2] if word[:-2].endswith(("ss", "x", "ch", "sh")) else word[:-1]
    return word[:-1]


def _possessives(word: str) -> set[str]:
    """Possessives as one token; where the text is split before 's, the bare word does the work."""
    return {word + "'s", _third(word) + "'"}
