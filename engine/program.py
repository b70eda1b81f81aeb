"""Program: rules and concepts compiled with a policy, immutable, picklable, known by its digest."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from .condition_nodes import Condition, Local, Quantity, Shape, Suggest
from .finding import Decision, Severity
from .index import Index
from .packed import Packed
from .pattern import Pattern
from .record import Organisation
from .values import dataclass

if TYPE_CHECKING:
    from .learned import Model

Key = TypeVar("Key", int, str)
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Line(Packed):
    """One `says` line: pattern numbers and the condition that holds at a place that counts."""

    patterns: tuple[int, ...]
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class CompiledConcept(Packed):
    """A concept in one language, its phrases as numbers into the patterns of that language.

    `patterns` names for every number the lines it stands in; `learned` the model that has a say, if any.
    """

    name: str
    language: str
    lines: tuple[Line, ...]
    unless: tuple[Condition, ...]
    only: tuple[Condition, ...]
    holds: tuple[Condition, ...]
    patterns: dict[int, tuple[int, ...]]
    learned: str = ""


@dataclass(slots=True)
class Taught:
    """A model, packed until it is first asked. Owns it once it is unpacked."""

    packed: bytes
    _model: Model | None = None

    def model(self) -> Model:
        """The model."""
        if self._model is None:
            self._model = pickle.loads(self.packed)
        assert self._model is not None
        return self._model

    def __reduce__(self) -> tuple[type, tuple[bytes]]:
        return type(self), (self.packed,)


def teach(model: Model) -> Taught:
    """The model, packed with all that was worked out for it."""
    return Taught(pickle.dumps(model, protocol=pickle.HIGHEST_PROTOCOL))


@dataclass(frozen=True, slots=True)
class Shelf(Generic[Key, Kept]):
    """Things kept packed and unpacked when they are asked for: most texts need few of thousands of patterns."""

    packed: dict[Key, bytes]
    _unpacked: dict[Key, Kept] = field(default_factory=dict, compare=False, repr=False)

    def get(self, key: Key) -> Kept | None:
        """The thing under `key`, or None."""
        found = self._unpacked.get(key)
        if found is None and (packed := self.packed.get(key)) is not None:
            found = self._unpacked[key] = pickle.loads(packed)
        return found

    def __getitem__(self, key: Key) -> Kept:
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return key in self.packed

    def __iter__(self) -> Iterator[Key]:
        return iter(self.packed)

    def __len__(self) -> int:
        return len(self.packed)

    def values(self) -> Iterator[Kept]:
        """Everything on the shelf."""
        return (self[key] for key in self.packed)

    def __getstate__(self) -> tuple[dict[Key, bytes]]:
        return (self.packed,)

    def __setstate__(self, state: tuple[dict[Key, bytes]]) -> None:
        object.__setattr__(self, "packed", state[0])
        object.__setattr__(self, "_unpacked", {})


def pack(things: Mapping[Key, Kept]) -> Shelf[Key, Kept]:
    """A shelf with these things."""
    return Shelf({key: pickle.dumps(thing, protocol=pickle.HIGHEST_PROTOCOL) for key, thing in things.items()})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that depends on a natural language: patterns, their index, where a phrase went, the concepts.

    `taught` is the model behind concepts that are `learned from` something, None when no concept is.
    `owners` names the concepts in whose lines a pattern stands, `worded` the concepts that have such lines, each with
    what it is learned from.
    """

    patterns: Shelf[int, Pattern]
    index: Index
    phrases: dict[str, int]
    owners: dict[int, tuple[str, ...]]
    worded: dict[str, str]
    concepts: Shelf[str, CompiledConcept]
    taught: Taught | None = None


def untaught(program: Program) -> Program:
    """The program without models: concepts stand on their phrases alone."""
    bare = {name: replace(program.lexicons[name], taught=None) for name in program.lexicons}
    return replace(program, lexicons=pack(bare), digest=f"{program.digest}-untaught")


@dataclass(frozen=True, slots=True)
class CompiledRule(Packed):
    """One rule with the policy's choices applied. Dates are ISO days, both inclusive.

    `graded` are severities that go before `severity` where their condition holds, the last one first of all.
    `by` are the roles whose messages are judged.
    """

    id: str
    version: str
    subject: str
    title: Local
    message: Local
    why: Local
    clause: str
    clause_text: Local
    severity: Severity
    graded: tuple[tuple[Condition, Severity], ...]
    status: str
    by: tuple[str, ...]
    channels: tuple[str, ...]
    languages: tuple[str, ...]
    since: str | None
    until: str | None
    parameters: dict[str, tuple[Quantity, dict[str, Quantity]]]
    when: tuple[Condition, ...]
    shape: Shape
    exceptions: tuple[tuple[Condition, str], ...]
    if_unknown: tuple[tuple[str, str], ...]
    route: str
    suggestions: tuple[Suggest, ...]
    reads_language: bool


@dataclass(frozen=True, slots=True)
class Program:
    """What the evaluator runs. Equal digests mean equal verdicts.

    `decisions` say by severity, and for `undecided` and `routed`, what follows. `channels` empty: any channel.
    """

    engine: str
    digest: str
    policy: str
    policy_digest: str
    languages: tuple[str, ...]
    organisation: Organisation
    decisions: dict[str, Decision]
    channels: tuple[str, ...]
    since: str | None
    until: str | None
    lexicons: Shelf[str, Lexicon]
    rules: tuple[CompiledRule, ...]
