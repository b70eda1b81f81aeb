"""Text (+ parent, measured signals) -> the features of the learned concepts, each with its place.

Trainer and engine both call `extract`, so that they cannot drift apart. A feature is a short key that a text has or
has not: words, pairs of neighbours, word beginnings (German compounds and endings), punctuation, word classes
(bench/words-*.txt), measured signals in steps, and the words of the message that is answered.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import lru_cache
from itertools import pairwise
from typing import Final

from .hashed import hash_of, salt_for
from .signals.reading import Measurement
from .tokens import Kind, Text, fold
from .values import dataclass

Place = tuple[int, int]
"""First and last token of a feature; (-1, -1) when it stands at no place of the text."""

NOWHERE: Final[Place] = (-1, -1)

_SHARES: Final = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9)
_COUNTS: Final = (0.0, 1.0, 2.0, 4.0, 7.0)
_LENGTHS: Final = (5.0, 8.0, 12.0, 16.0, 20.0, 25.0, 30.0, 40.0, 60.0, 90.0)

EVIDENCE: Final[tuple[tuple[str, tuple[float, ...]], ...]] = (
    ("text.words", _LENGTHS),
    ("text.longest-sentence", _LENGTHS),
    ("text.words-per-sentence", (6.0, 9.0, 12.0, 15.0, 18.0, 22.0)),
    ("text.sentences", _COUNTS),
    ("text.paragraphs", _COUNTS),
    ("text.questions", _COUNTS),
    ("text.exclamations", _COUNTS),
    ("text.emoji", _COUNTS),
    ("text.mentions", _COUNTS),
    ("text.hashtags", _COUNTS),
    ("text.links", _COUNTS),
    ("text.difficulty", (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)),
    ("text.address", ()),
    ("text.address-forms", _COUNTS),
    ("text.capitals-share", _SHARES),
    ("text.shouted-words", _COUNTS),
    ("text.punctuation-runs", _COUNTS),
    ("text.exclamation-density", _SHARES),
    ("text.stretched-words", _COUNTS),
    ("text.spaced-words", _COUNTS),
    ("text.fancy-letters", _COUNTS),
    ("text.emoji-runs", _COUNTS),
    ("text.shouting", _SHARES),
    ("text.placeholders", _COUNTS),
    ("text.anchors", _COUNTS),
    ("text.anchored-share", _SHARES),
    ("text.personal-data", _COUNTS),
    ("text.passives", _SHARES),
    ("text.nominal-style", _SHARES),
    ("text.long-words", _SHARES),
    ("text.hidden-acts", _COUNTS),
    ("text.advertising-label", ()),
    ("text.confidential-terms", _COUNTS),
)
"""The signals that serve as features, with the steps at which a number counts; no steps: the word itself.

Names, greeting and signature are left out on purpose: good replies in the data are signed more often than faulty ones,
and without them the models judge texts of other authors as well.
"""

_FORMS: Final = ("formal", "singular", "plural")
LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    "text.address": (*_FORMS, "=formal", "=singular", "=plural", "=informal", "=mixed", "=none"),
    "text.address-forms": _FORMS,
    "text.advertising-label": ("clear", "weak", "=clear", "=weak", "=none"),
    "text.anchors": tuple("date time duration amount reference link name product place quantity mention echo".split()),
    "text.hidden-acts": ("P1", "P2", "P3", "P4"),
    "text.nominal-style": ("officialese", "genitive", "nominalisation"),
    "text.personal-data": tuple(
        """name e-mail phone address birth-date card iban secret licence-plate tax-number insurance-number
        identity-number customer-number contract-number order-number""".split()
    ),
    "text.shouting": ("capitals", "fancy", "spaced", "stretched", "marks", "emoji"),
}
"""The labels of a signal that serve as features, and after `=` the words it may answer; others give no feature."""

STEP_KEYS: Final = {name: tuple(f"S:{name[5:]}>{step:g}" for step in steps) for name, steps in EVIDENCE}
LABEL_KEYS: Final = {
    name: {label: f"S:{name[5:]}{label if label[0] == '=' else ':' + label}" for label in labels}
    for name, labels in LABELS.items()
}
_STEPS: Final = dict(EVIDENCE)
_OTHERS: Final = {
    Kind.NUMBER: "#",
    Kind.MENTION: "<mention>",
    Kind.HASHTAG: "<hashtag>",
    Kind.LINK: "<link>",
    Kind.EMAIL: "<email>",
}
_FIRST_EMOJI: Final = "\u203c"
_SHORTEST: Final = 3  # letters of a beginning or an end that stands for a class
_SHORT: Final = 4  # longer words carry content: only they are compared with the parent
_KEPT: Final = 20_000  # words remembered before the memory is emptied


Keys = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""What a word gives: its own features, those of its classes, and all of it as a word of the message answered."""


@dataclass(slots=True)
class WordClasses:
    """Which classes a folded word belongs to: by the whole word, by its beginning, by its end.

    `hashes` are those of `=word`, `<beginning` and `>end`, ascending; `numbers` say which of `names` each belongs to.
    Owns a memory of words already looked up; it changes speed, never an answer.
    """

    names: tuple[str, ...] = ()
    hashes: Sequence[int] = ()
    numbers: Sequence[int] = ()
    salt: int = 0
    _keys: dict[str, Keys] = field(default_factory=dict)

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), (self.names, self.hashes, self.numbers, self.salt)

    def of(self, word: str) -> tuple[str, ...]:
        """The names of the classes of a folded word, in order of the alphabet."""
        if not self.hashes:
            return ()
        hashes, size = self.hashes, len(self.hashes)
        asked = [f"={word}"]
        asked += [f"<{word[:length]}" for length in range(_SHORTEST, len(word) + 1)]
        asked += [f">{word[-length:]}" for length in range(_SHORTEST, len(word) + 1)]
        found: set[str] = set()
        for each in asked:
            wanted = hash_of(each, self.salt)
            at = bisect_left(hashes, wanted)
            while at < size and hashes[at] == wanted:
                found.add(self.names[self.numbers[at]])
                at += 1
        return tuple(sorted(found))

    def keys(self, word: str) -> Keys:
        """The features one word gives: itself and its beginnings; its classes; what it gives in a message answered."""
        known = self._keys.get(word)
        if known is None:
            own = [f"u:{word}"]
            if len(word) > 4:
                own.append(f"p4:{word[:4]}")
            if len(word) > 5:
                own.append(f"p5:{word[:5]}")
            classes = tuple(f"X:{name}" for name in self.of(word))
            answered = tuple(f"P{key}" for key in (*own, *classes) if key[:2] != "p4")
            if len(self._keys) >= _KEPT:
                self._keys.clear()
            known = self._keys[word] = (tuple(own), classes, answered)
        return known


def class_table(source: str) -> tuple[tuple[str, ...], dict[str, list[int]]]:
    """Names of the classes, and for each `=word`, `<beginning`, `>end` which of them it belongs to.

    From lines `name: word begin* *end`; `#` opens a comment line. A beginning or an end has three letters at least.
    """
    names: list[str] = []
    table: dict[str, list[int]] = {}
    for line in source.splitlines():
        name, _, words = line.strip().partition(":")
        if line.startswith("#") or not words:
            continue
        names.append(name)
        for word in words.split():
            bare = word.strip("*")
            folded = bare_emoji(fold(bare) or bare)
            open_ends = (word.endswith("*"), word.startswith("*")) if len(word) > 1 else (False, False)
            key = f"<{folded}" if open_ends[0] else f">{folded}" if open_ends[1] else f"={folded}"
            if key[0] == "=" or len(folded) >= _SHORTEST:
                owners = table.setdefault(key, [])
                if len(names) - 1 not in owners:
                    owners.append(len(names) - 1)
    return tuple(names), table


def read_classes(source: str) -> WordClasses:
    """Word classes from their lines."""
    names, table = class_table(source)
    salt = salt_for(table)
    entries = sorted((hash_of(key, salt), number) for key, owners in table.items() for number in owners)
    return WordClasses(names, [each for each, _ in entries], [number for _, number in entries], salt)


def extract(
    text: Text, parent: Text | None, evidence: Mapping[str, Measurement], classes: WordClasses
) -> dict[str, Place]:
    """Every feature of a text with the first place it stands at. Signals missing from `evidence` give no feature."""
    words = _words(text)
    found: dict[str, Place] = {}
    for keys, first, last in _placed(text, words, classes):
        place = (first, last)
        for key in keys:
            if key not in found:
                found[key] = place
    found.update(dict.fromkeys(evidence_keys(evidence), NOWHERE))
    around = keys_of_both(text, parent) | (keys_of_answered(parent, classes) if parent is not None else set())
    found.update(dict.fromkeys(sorted(around), NOWHERE))
    return found


def keys_of_words(text: Text, classes: WordClasses) -> set[str]:
    """The features of the words of a text alone, in no order.

    With those of the message answered and of both together, what `extract` finds without evidence.
    """
    words = _words(text)
    given = [classes.keys(word) for word in dict.fromkeys(words)]
    found = set[str]()
    found.update(*[own for own, _, _ in given])
    times: dict[str, int] = {}
    for _, of_classes, _ in given:
        for key in of_classes:
            times[key] = times.get(key, 0) + 1
    for key, number in times.items():
        found.update(_of_class(key, number))
    for begin, end in text.sentences:
        found.update([f"b:{one}_{other}" for one, other in pairwise(words[begin:end])])
    for word, marks in zip(words, text.after, strict=True):
        if marks:
            found.update(_of_marks(word, marks))
    return found


def keys_of_answered(parent: Text, classes: WordClasses) -> set[str]:
    """What the words of a message give to whatever answers it."""
    keys = {"V:parent", "P?"} if "?" in parent.raw else {"V:parent"}
    keys.update(*[classes.keys(word)[2] for word in set(_words(parent))])
    return keys


def keys_of_both(text: Text, parent: Text | None) -> set[str]:
    """How much of what is answered comes back in the answer; that nothing is answered."""
    if parent is None:
        return {"V:none"}
    theirs = set(_words(parent))
    begins = {word[:5] for word in theirs if len(word) > 5}
    own = {word for word in _words(text) if len(word) > _SHORT}
    shared = sum(word in theirs or word[:5] in begins for word in own)
    keys = {f"V:shared>{step}" for step in (0, 1, 2, 4) if shared > step}
    keys.add(f"V:part{4 * shared // max(1, len(own))}")
    return keys


def _placed(text: Text, words: list[str], classes: WordClasses) -> Iterator[tuple[Iterable[str], int, int]]:
    """Features of words, classes (2 and 4: met in several words, in many), pairs and marks, with their places."""
    members: dict[str, dict[str, int]] = {}
    for at, word in enumerate(words):
        own, of_classes, _ = classes.keys(word)
        yield own, at, at
        for key in of_classes:
            if key in members:
                members[key].setdefault(word, at)
            else:
                members[key] = {word: at}
    for key, places in members.items():
        at = next(iter(places.values()))
        yield _of_class(key, len(places)), at, at
    for begin, end in text.sentences:
        for at in range(begin, end - 1):
            yield (f"b:{words[at]}_{words[at + 1]}",), at, at + 1
    for at, marks in enumerate(text.after):
        if marks:
            yield _of_marks(words[at], marks), at, at


def _of_class(key: str, words: int) -> tuple[str, ...]:
    """A class met in so many different words: that it is there, in several, in many."""
    return (key,) if words < 2 else (key, f"2{key}") if words < 4 else (key, f"2{key}", f"4{key}")


@lru_cache(maxsize=4096)
def _of_marks(word: str, marks: str) -> tuple[str, ...]:
    """What the marks behind a word give."""
    marks = marks.replace("\n", "¶").replace("\r", "¶")  # keys are kept one a line
    short = (f"w:{word}{marks[0]}",) if len(word) <= _SHORT else ()
    return (*(f"m:{mark}" for mark in marks), f"n:{marks[:2]}", *short)


def _words(text: Text) -> list[str]:
    """Folded words and emoji; numbers, links and the like by their kind only."""
    if not any(text.kinds):
        return list(text.folds)
    return [
        word if not kind else bare_emoji(word) if kind is Kind.EMOJI else _OTHERS.get(kind, word)
        for kind, word in zip(text.kinds, text.folds, strict=True)
    ]


def bare_emoji(emoji: str) -> str:
    """An emoji without skin tone, joined signs and variation mark; `:)` and the like stay as they are."""
    return emoji[0] if emoji[0] >= _FIRST_EMOJI else emoji


def evidence_keys(evidence: Mapping[str, Measurement]) -> list[str]:
    """One feature for every step a signal passes, for its word, and for each kind of place it names."""
    return [key for name, measured in evidence.items() for key in keys_of_signal(name, measured)]


def keys_of_signal(name: str, measured: Measurement) -> tuple[str, ...]:
    """The features that one signal gives; none for a signal that is unknown or does not serve."""
    value = measured.value
    if value is None or name not in _STEPS:
        return ()
    keys: tuple[str, ...] = ()
    known = LABEL_KEYS.get(name)
    if isinstance(value, str):
        keys = (known[f"={value}"],) if known and f"={value}" in known else ()
    elif value > 0:
        keys = STEP_KEYS[name][: bisect_left(_STEPS[name], value)]
    if known and measured.labels:
        keys += tuple(known[label] for label in sorted(set(measured.labels)) if label in known)
    return keys
