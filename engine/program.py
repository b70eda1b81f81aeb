"""Program: rules and concepts compiled with a policy, immutable, picklable, known by its digest."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from .condition_nodes import Condition, Event, Local, Quantity, Shape, Suggest
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
    `by` are the roles whose messages are judged. `after` are the events that start the clock of an `expect`, `per`
    is the period of a count: day, week or month.
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
    after: tuple[Event, ...] = ()
    per: str = ""


@dataclass(frozen=True, slots=True)
class HouseRule:
    """A published rule of conduct, by the name grounds refer to it, and the days it is in force (ISO, inclusive).

    `text` is its wording, "" where the policy does not give it.
    """

    id: str
    since: str | None = None
    until: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A dated, signed exception: rules by pattern, where (channels, accounts, ids; empty: anywhere), why, who, until.

    `signed`, `since` and `until` are ISO 8601 instants with offset; `uses` caps how often (None: any number).
    `backdated` lets it cover what happened before it was signed.
    """

    rule: str
    reason: str
    approver: str
    signed: str
    until: str
    since: str = ""
    channels: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    uses: int | None = None
    backdated: bool = False


@dataclass(frozen=True, slots=True)
class RecordRules:
    """What is judged over time: the rules about acts, contests, threads, timelines, and what the policy says of time.

    `calendar` is a pickled `records.calendars.Calendar`, empty for the usual one, so that drafts load nothing of it;
    `zone` is that of times written without an offset.
    """

    rules: tuple[CompiledRule, ...] = ()
    calendar: bytes = b""
    zone: str = ""
    house_rules: tuple[HouseRule, ...] = ()
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, slots=True)
class Program:
    """What the evaluator runs. Equal digests mean equal verdicts. `rules` judge single messages, `records` the rest.

    `decisions` say by severity, and for `undecided` and `routed`, what follows. `channels` empty: any channel.
    `lists` are lists of words that rules name (grounds, say); `later` is the program after each dated change of the
    policy, in order. `clauses` are those of the guidelines, with and without a rule, each with its words.
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
    records: RecordRules = RecordRules()
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    later: tuple[Program, ...] = ()
    clauses: tuple[tuple[str, Local], ...] = ()


def in_force_on(history: Sequence[Program], day: str) -> Program:
    """Of a policy's history the program in force on a day (ISO; "": not known), the latest where several are.

    Where none is, the one that was begun last by then, and before all of them the earliest; of an unknown day the
    newest: a draft is going to be published.
    """
    if not day:
        return newest(history)
    begun = [each for each in history if (each.since or day) <= day]
    holding = [each for each in begun if day <= (each.until or day)]
    return newest(holding or begun) if begun else min(history, key=lambda each: each.since or "")


def newest(history: Sequence[Program]) -> Program:
    """The program of a history that begins last."""
    return max(history, key=lambda each: each.since or "")
