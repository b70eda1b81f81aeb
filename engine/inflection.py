"""Word and language -> every form of the word, for `word~` in a phrase.

Generous where that harms nothing: a form nobody writes costs nothing. Strict where a form is another frequent
word.
"""

from __future__ import annotations

from .inflection_de import GermanTables, inflect_german, parse_german
from .inflection_en import EnglishTables, inflect_english, parse_english
from .tokens import fold
from .values import dataclass


@dataclass(frozen=True, slots=True)
class Inflection:
    """All folded forms of one word, itself among them.

    `separated` is empty but for separable verbs: there it pairs the folded finite and imperative forms of the
    stem with the folded particle that ends the clause.
    """

    forms: frozenset[str]
    separated: tuple[tuple[frozenset[str], str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class VerbTables:
    """The closed word lists of both languages. Compared and hashed by identity."""

    german: GermanTables
    english: EnglishTables


def parse_tables(german: str, english: str) -> VerbTables:
    """The tables in the text of `verbs-de.txt` and `verbs-en.txt`; ValueError names the first bad line."""
    return VerbTables(parse_german(german), parse_english(english))


def inflect(word: str, language: str, tables: VerbTables) -> Inflection:
    """Every form of `word`; in a language other than `de` and `en`, and for what is no word, only itself.

    In German a capital letter makes a noun, as in „Antwort“ against „antworten“.
    """
    folded = fold(word)
    if not folded.isalpha():
        return Inflection(frozenset({folded}), ())
    match language:
        case "de":
            forms, separated = inflect_german(word, tables.german)
        case "en":
            forms, separated = inflect_english(word, tables.english), ()
        case _:
            forms, separated = frozenset[str](), ()
    return Inflection(forms | {folded}, separated)
