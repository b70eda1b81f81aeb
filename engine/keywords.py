"""The keyword tables of the rule language: English and German spellings of one word."""

from __future__ import annotations

from functools import cache
from typing import Final

from .diagnostics import Said, keyword
from .library import read_text
from .values import dataclass

LANGUAGES: Final = ("en", "de")


_PLAIN: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def key(spelling: str) -> str:
    """The form in which spellings are compared: any case, umlauts and ß written out, single blanks.

    >>> key("Äußert")
    'aeussert'
    """
    return " ".join(spelling.lower().translate(_PLAIN).split())


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the language: its canonical name and its spellings per language, the printed one first."""

    name: str
    spellings: tuple[tuple[str, ...], tuple[str, ...]]

    def spelled(self, language: str) -> str:
        """The spelling the formatter prints in `language` (`en` or `de`)."""
        return self.spellings[LANGUAGES.index(language)][0]


@dataclass(frozen=True, slots=True)
class Keywords:
    """All tables by section name, each in file order."""

    sections: dict[str, tuple[Word, ...]]

    def canonical(self, section: str, spelling: str) -> str | None:
        """The name behind a spelling in either language, or None."""
        wanted = key(spelling)
        for word in self.sections[section]:
            if any(wanted == key(known) for known in word.spellings[0] + word.spellings[1]):
                return word.name
        return None

    def names(self, section: str) -> tuple[str, ...]:
        """The canonical names of one table."""
        return tuple(word.name for word in self.sections[section])

    def spelled(self, section: str, name: str, language: str) -> str:
        """How `name` is printed in `language`; names that stand in no table are printed as they are."""
        for word in self.sections[section]:
            if word.name == name:
                return word.spelled(language)
        return name

    def told(self, section: str, name: str) -> Said:
        """A name for people: as it is, or as it is printed in German."""
        return keyword(name, self.spelled(section, name, "de"))

    def many(self, section: str, name: str, language: str) -> str:
        """How several of `name` are printed: the last spelling of its table; as it is where it stands in none."""
        at = LANGUAGES.index(language)
        return next((word.spellings[at][-1] for word in self.sections[section] if word.name == name), name)

    def dative(self, section: str, spelling: str) -> str:
        """How a German `spelling` is printed behind a preposition: with an `n` more, where the table knows that."""
        known = {each for word in self.sections[section] for each in word.spellings[LANGUAGES.index("de")]}
        return f"{spelling}n" if f"{spelling}n" in known else spelling


@cache
def keywords() -> Keywords:
    """The packaged tables."""
    sections: dict[str, list[Word]] = {}
    current = ""
    for line in read_text("grammar/keywords.txt").splitlines():
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            current = line[1:-1]
            sections[current] = []
        elif line and not line.startswith("#"):
            name, _, both = line.partition(" = ")
            english, _, german = both.partition(" | ")
            spellings = (_split(english), _split(german))
            sections[current].append(Word(name.strip(), spellings))
    return Keywords({section: tuple(words) for section, words in sections.items()})


def _split(spellings: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in spellings.split(","))
