"""Program: rules and concepts compiled with a policy, immutable, picklable, known by its digest."""

from __future__ import annotations

from dataclasses import dataclass

from .finding import Decision, Severity
from .matcher import Index
from .nodes import Condition, Local, Quantity, Shape, Suggest
from .pattern import Pattern
from .record import Organisation


@dataclass(frozen=True, slots=True)
class Line:
    """One `says` line: pattern numbers and the condition that holds at a place that counts."""

    patterns: tuple[int, ...]
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class CompiledConcept:
    """A concept in one language, its phrases as numbers into the patterns of that language.

    `patterns` names for every number the lines it stands in.
    """

    name: str
    language: str
    lines: tuple[Line, ...]
    unless: tuple[Condition, ...]
    only: tuple[Condition, ...]
    holds: tuple[Condition, ...]
    patterns: dict[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that depends on a natural language: patterns, their index, where a phrase went, the concepts."""

    patterns: tuple[Pattern, ...]
    index: Index
    phrases: dict[str, int]
    concepts: dict[str, CompiledConcept]


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """One rule with the policy's choices applied. Dates are ISO days, both inclusive."""

    id: str
    version: str
    subject: str
    title: Local
    message: Local
    why: Local
    clause: str
    clause_text: Local
    severity: Severity
    status: str
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
    lexicons: dict[str, Lexicon]
    rules: tuple[CompiledRule, ...]
