"""Model file -> Model; features -> for each family a score and the words that weighed most.

A linear model with small whole numbers, so that sums are exact and the same on every machine. The file, all of it
plain arrays without pickle:

    knigge-model 2                  the format and its version
    {...}                           the header, one line of JSON: language, families, sizes, SHA-256 of the rest
    words, classes                  hashes of words with their classes, ascending; the number of each class
    keys, begins                    hashes of features, ascending; where the weights of each begin
    families, weights               one byte a number: whose a weight is, how much (signed)

Hashes and numbers have four bytes, the lowest first (engine/hashed.py).
"""

from __future__ import annotations

import math
import struct
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Final, NamedTuple

from .diagnostics import KniggeError
from .hashed import find, hash_of, packed, salt_for, unpacked
from .learned_features import Place, WordClasses, read_classes
from .library import read_bytes
from .packed import Packed
from .source import Span
from .tokens import Text
from .values import dataclass

if TYPE_CHECKING:
    from .weighing import Scale

MAGIC: Final = b"knigge-model 2\n"
SECTIONS: Final = ("words", "classes", "keys", "begins", "families", "weights")
_FIELD: Final = 4  # bytes a family has in the long number: enough for 16 million features
_LOWEST: Final = 255  # a weight is one byte
_RAISED: Final = 128
_REMEMBERED: Final = 200_000  # features
REASONS: Final = 8
"""How many words a judgement names at most."""


@dataclass(frozen=True, slots=True)
class Family(Packed):
    """One learned concept: its constant, what one step of its weights is worth, and from which score on it holds.

    `alone` is enough without the structural concept; `seconded` is enough when the structural concept holds too.
    """

    name: str
    bias: float
    step: float
    alone: float
    seconded: float


class Reason(NamedTuple):
    """A word or other piece of evidence with its share in the score; `span` None: it stands at no place of the text."""

    what: str
    span: Span | None
    weight: float


class Judgement(NamedTuple):
    """A score 0..1 and what spoke most for it, strongest first."""

    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """The learned concepts of one language. `date` and `data` say what they were learned from.

    Owns a memory of what was already looked up (for `engine/weighing.py` too); it changes speed, never an answer.
    """

    language: str
    date: str
    data: tuple[str, ...]
    digest: str
    families: tuple[Family, ...]
    classes: WordClasses
    _salt: int
    _hashes: Sequence[int]
    _begins: Sequence[int]
    _owners: bytes
    _weights: Sequence[int]
    scales: dict[str, Scale] = field(default_factory=dict, compare=False, repr=False)
    _sums: dict[str, int] = field(default_factory=dict, compare=False, repr=False)
    added: dict[tuple[str, ...], list[int]] = field(default_factory=dict, compare=False, repr=False)

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        known = (self.language, self.date, self.data, self.digest, self.families, self.classes, self._salt)
        return type(self), (*known, self._hashes, self._begins, self._owners, self._weights, self.scales)

    def family(self, name: str) -> Family:
        """What was learned under that name; KniggeError when nothing was."""
        for family in self.families:
            if family.name == name:
                return family
        raise KniggeError(f"nothing was learned about `{name}`")

    def score(self, features: Iterable[str]) -> dict[str, float]:
        """The score 0..1 of every family. A text without known features gets what the constants give."""
        totals = self.totals(features)
        return {family.name: share(family, total) for family, total in zip(self.families, totals, strict=True)}

    def totals(self, features: Iterable[str]) -> list[int]:
        """What the features weigh together, for every family."""
        return self.fields(self.weigh(features))

    def weigh(self, features: Iterable[str]) -> int:
        """What the features weigh together, as one long number; such numbers of features that differ can be added.

        The weights of a feature, one a family, lie side by side in one long number: adding two such numbers adds all
        families at once. Each is raised by `_RAISED`, so that none is negative; the last field counts the features.
        """
        sums = self._sums
        if len(sums) > _REMEMBERED:
            sums.clear()
        wanted = set(features)
        for key in wanted.difference(sums):
            self._sum(key)
        return sum(map(sums.__getitem__, wanted))

    def fields(self, total: int) -> list[int]:
        """What a long number says of every family."""
        size = len(self.families) + 1
        *fields, known = struct.unpack(f"<{size}I", total.to_bytes(size * _FIELD, "little"))
        raised = known * _RAISED
        return [value - raised for value in fields]

    def weight(self, key: str, number: int) -> int:
        """What one feature weighs for the family of that number."""
        fields = self._sums[key] if key in self._sums else self._sum(key)
        return (fields >> 8 * _FIELD * number & _LOWEST) - _RAISED if fields else 0

    def _sum(self, key: str) -> int:
        """The weights of a feature as one long number, 0 for an unknown one."""
        at = find(self._hashes, hash_of(key, self._salt))
        if at < 0:
            self._sums[key] = 0
            return 0
        fields = bytearray((_RAISED, *(0,) * (_FIELD - 1)) * len(self.families) + (1, *(0,) * (_FIELD - 1)))
        for place in range(self._begins[at], self._begins[at + 1]):
            fields[self._owners[place] * _FIELD] += self._weights[place]
        made = self._sums[key] = int.from_bytes(fields, "little")
        return made

    def judge(self, name: str, features: Mapping[str, Place], text: Text) -> Judgement:
        """The score of one family with the words of `text` that weighed most."""
        number = next(number for number, family in enumerate(self.families) if family.name == name)
        family = self.families[number]
        total = 0
        words: dict[int, float] = {}
        others: dict[str, float] = {}
        for key, (first, last) in features.items():
            weight = self.weight(key, number)
            if not weight:
                continue
            total += weight
            if first < 0:
                others[key] = others.get(key, 0.0) + weight
            else:
                for token in range(first, last + 1):
                    words[token] = words.get(token, 0.0) + weight / (last + 1 - first)
        reasons = [
            Reason(text.word(token), Span(text.starts[token], text.ends[token]), round(weight * family.step, 4))
            for token, weight in words.items()
            if weight > 0
        ]
        reasons += [Reason(key, None, round(weight * family.step, 4)) for key, weight in others.items() if weight > 0]
        reasons.sort(key=lambda each: (-each.weight, each.span.start if each.span else len(text.raw), each.what))
        return Judgement(share(family, total), tuple(reasons[:REASONS]))


def share(family: Family, total: int) -> float:
    """The score of a family: the logistic function, rounded so that every machine gives the same digits."""
    logit = family.bias + family.step * total
    return round(1.0 / (1.0 + math.exp(-logit)), 4) if -30.0 < logit < 30.0 else float(logit > 0.0)


def model_file(language: str) -> bytes:
    """The model that ships for a language; empty when there is none."""
    return read_bytes(f"models/tone-{language}.model")


def model_digest(language: str) -> str:
    """The digest of that model; empty when there is none."""
    return str(_headed(model_file(language)).get("digest", ""))


def learned_names(language: str) -> tuple[str, ...]:
    """What can be `learned from` in a language, sorted."""
    families = _headed(model_file(language)).get("families", [])
    return tuple(sorted(str(_list(each)[0]) for each in _list(families)))


def _headed(data: bytes) -> dict[str, object]:
    return _header(data[len(MAGIC) : data.find(b"\n", len(MAGIC))]) if data.startswith(MAGIC) else {}


def load(data: bytes) -> Model:
    """Read a model file; KniggeError when it is damaged or of another format."""
    import hashlib

    if not data.startswith(MAGIC):
        raise KniggeError("the model file is of an unknown format")
    end = data.find(b"\n", len(MAGIC))
    header = _header(data[len(MAGIC) : end] if end > 0 else b"")
    payload = memoryview(data)[end + 1 :]
    if hashlib.sha256(payload).hexdigest() != header.get("digest"):
        raise KniggeError("the model file is damaged: its digest does not fit")
    try:
        return _model(header, payload)
    except (KeyError, ValueError, TypeError, IndexError, AttributeError) as error:
        raise KniggeError(f"the model file is damaged: {error}") from error


def _header(line: bytes) -> dict[str, object]:
    import json

    try:
        header = json.loads(line.decode("utf-8"))
    except ValueError as error:
        raise KniggeError("the model file is damaged: its header cannot be read") from error
    if not isinstance(header, dict):
        raise KniggeError("the model file is damaged: its header cannot be read")
    return header


def _model(header: dict[str, object], payload: memoryview) -> Model:
    parts: dict[str, memoryview] = {}
    position = 0
    sizes = _list(header["sizes"])
    for name, size in zip(SECTIONS, sizes, strict=True):
        parts[name] = payload[position : position + int(str(size))]
        position += int(str(size))
    if position != len(payload):
        raise KniggeError("the model file is damaged: its parts do not fill it")
    families = tuple(_family(_list(each)) for each in _list(header["families"]))
    numbers = [unpacked(parts[name]) for name in SECTIONS[:4]]
    words, classes, hashes, begins = numbers
    names = tuple(str(each) for each in _list(header["classes"]))
    salts = [int(str(each)) for each in _list(header["salts"])]
    owners = bytes(parts["families"])
    if len(hashes) + 1 != len(begins) or begins[-1] != len(owners) or len(owners) != len(parts["weights"]):
        raise KniggeError("the model file is damaged: its parts do not fit each other")
    if len(words) != len(classes) or (classes and max(classes) >= len(names)):
        raise KniggeError("the model file is damaged: a word belongs to no class")
    if owners and max(owners) >= len(families):
        raise KniggeError("the model file is damaged: a weight belongs to no family")
    return Model(
        str(header["language"]),
        str(header["date"]),
        tuple(str(each) for each in _list(header["data"])),
        str(header["digest"]),
        families,
        WordClasses(names, words, classes, salts[0]),
        salts[1],
        hashes,
        begins,
        owners,
        array("b", bytes(parts["weights"])),
    )


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(f"a list is wanted, not `{value}`")
    return value


def _family(values: list[object]) -> Family:
    name, bias, step, alone, seconded = values
    return Family(str(name), *(float(str(each)) for each in (bias, step, alone, seconded)))


def dump(
    language: str,
    date: str,
    data: tuple[str, ...],
    classes: str,
    families: tuple[Family, ...],
    weights: Mapping[str, Mapping[int, int]],
) -> bytes:
    """The model file; `weights` names for every key the families (by number) and their weights, -127..127."""
    import hashlib
    import json

    found = read_classes(classes)
    salt = salt_for(weights)
    keys = sorted((key for key in weights if weights[key]), key=lambda key: hash_of(key, salt))
    begins, owners, values = [0], bytearray(), bytearray()
    for key in keys:
        for owner in sorted(weights[key]):
            owners.append(owner)
            values += weights[key][owner].to_bytes(1, "little", signed=True)
        begins.append(len(owners))
    numbers = (found.hashes, found.numbers, [hash_of(key, salt) for key in keys], begins)
    parts = (*(packed(each) for each in numbers), bytes(owners), bytes(values))
    payload = b"".join(parts)
    header = {
        "classes": list(found.names),
        "data": list(data),
        "date": date,
        "digest": hashlib.sha256(payload).hexdigest(),
        "families": [[each.name, each.bias, each.step, each.alone, each.seconded] for each in families],
        "language": language,
        "salts": [found.salt, salt],
        "sizes": [len(part) for part in parts],
    }
    line = json.dumps(header, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return MAGIC + line.encode("utf-8") + b"\n" + payload
