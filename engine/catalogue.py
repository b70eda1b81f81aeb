"""What can be measured: every signal and concept with unit, meaning, source and languages; and choosing among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache

from .diagnostics import KniggeError, Said, did_you_mean, say
from .library import files, read_text
from .program import Program
from .regex import Regex
from .signals import SIGNALS
from .values import dataclass

_HEAD = Regex(r"(?m)^[ \t]*(?:concept|begriff)[ \t]+([\w.-]+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be measured. `languages` empty: any. `values` are its possible words.

    `empty` says what an empty text gives.
    """

    name: str
    german: str
    unit: str
    meaning: str
    source: str
    languages: tuple[str, ...]
    values: tuple[str, ...] = ()
    empty: str = ""


def signal_entries() -> tuple[Entry, ...]:
    """Every signal, in the order of the registry."""
    return tuple(
        Entry(
            signal.name.removeprefix("text."),
            signal.german.removeprefix("text."),
            signal.unit or str(signal.type),
            signal.meaning,
            signal.source,
            signal.languages,
            signal.values,
            signal.empty,
        )
        for signal in SIGNALS
    )


def concept_entries(program: Program, speech: str) -> tuple[Entry, ...]:
    """Every concept of the program by name, its meaning in `speech`; the source is a file that ships, or the policy."""
    places, meanings = _concept_files(), _meanings()
    return tuple(
        Entry(
            name,
            name,
            "holds, score 0 to 1",
            meanings.get(name, ("", ""))[0 if speech == "de" else 1],
            places.get(name, program.policy),
            tuple(language for language in program.lexicons if name in program.lexicons[language].concepts),
            (),
            "does not hold",
        )
        for name in concept_names(program)
    )


def signal_names() -> tuple[str, ...]:
    """The names of all signals without `text.`, in the order of the registry."""
    return tuple(signal.name.removeprefix("text.") for signal in SIGNALS)


def concept_names(program: Program) -> tuple[str, ...]:
    """The names of all concepts of a program in any language, sorted."""
    return tuple(sorted({name for language in program.lexicons for name in program.lexicons[language].concepts}))


def choose_signals(patterns: Sequence[str]) -> tuple[str, ...]:
    """The signals that patterns name, in the order of the registry; German names and `text.` are understood."""
    german = {signal.german.removeprefix("text."): signal.name.removeprefix("text.") for signal in SIGNALS}
    plain = [pattern.removeprefix("text.") for pattern in patterns]
    return _choose([german.get(pattern, pattern) for pattern in plain], signal_names(), say("signal"))


def choose_concepts(patterns: Sequence[str], program: Program) -> tuple[str, ...]:
    """The concepts that patterns name, sorted."""
    return _choose(patterns, concept_names(program), say("concept"))


def _choose(patterns: Sequence[str], names: Sequence[str], kind: Said) -> tuple[str, ...]:
    """The names that match a pattern (`*` stands for anything), each once; KniggeError for one that matches nothing.

    `none` alone chooses none.
    """
    if list(patterns) == ["none"]:
        return ()
    chosen: set[str] = set()
    for pattern in patterns:
        found = [name for name in names if name == pattern or ("*" in pattern and _matches(name, pattern))]
        if not found:
            hint = did_you_mean(pattern.replace("*", ""), names) or say("see `knigge measure --list`")
            raise KniggeError(say("there is no {kind} `{pattern}`; {hint}", kind=kind, pattern=pattern, hint=hint))
        chosen.update(found)
    return tuple(name for name in names if name in chosen)


def _matches(name: str, pattern: str) -> bool:
    return fnmatchcase(name, pattern.replace("[", "[[]").replace("?", "[?]"))


def split(lists: Iterable[str]) -> tuple[str, ...]:
    """The patterns in comma-separated lists, blanks around them dropped."""
    return tuple(part.strip() for each in lists for part in each.split(",") if part.strip())


@lru_cache(maxsize=1)
def _concept_files() -> dict[str, str]:
    """Concept -> the packaged file that defines it first."""
    found: dict[str, str] = {}
    for path in files("rules", ".knigge"):
        for name in _HEAD.findall(read_text(path)):
            found.setdefault(name, path)
    return found


@lru_cache(maxsize=1)
def _meanings() -> dict[str, tuple[str, str]]:
    """Concept -> what it means in German and English, from grammar/concepts.txt."""
    found: dict[str, tuple[str, str]] = {}
    for line in read_text("grammar/concepts.txt").splitlines():
        if line.strip() and not line.startswith("#"):
            name, german, english = (part.strip() for part in line.split("|"))
            found[name] = (german, english)
    return found
