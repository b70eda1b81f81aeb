"""Nodes: the tree of the rule language. Spans and layout never count when two trees are compared.

Statements keep the order their author gave them. `comments` stand above a statement, `remark` behind it.
"""

from __future__ import annotations

from dataclasses import field

from .condition_nodes import (
    ACTS as ACTS,
)
from .condition_nodes import (
    NOWHERE as NOWHERE,
)
from .condition_nodes import (
    PROMISED_TIME as PROMISED_TIME,
)
from .condition_nodes import (
    And as And,
)
from .condition_nodes import (
    AtLeast as AtLeast,
)
from .condition_nodes import (
    Bare as Bare,
)
from .condition_nodes import (
    Compare as Compare,
)
from .condition_nodes import (
    Condition as Condition,
)
from .condition_nodes import (
    CountOf as CountOf,
)
from .condition_nodes import (
    CountOfEvent as CountOfEvent,
)
from .condition_nodes import (
    Event as Event,
)
from .condition_nodes import (
    Expect as Expect,
)
from .condition_nodes import (
    Expresses as Expresses,
)
from .condition_nodes import (
    Forbid as Forbid,
)
from .condition_nodes import (
    IsOneOf as IsOneOf,
)
from .condition_nodes import (
    Known as Known,
)
from .condition_nodes import (
    Layout as Layout,
)
from .condition_nodes import (
    Local as Local,
)
from .condition_nodes import (
    Name as Name,
)
from .condition_nodes import (
    Near as Near,
)
from .condition_nodes import (
    Not as Not,
)
from .condition_nodes import (
    Or as Or,
)
from .condition_nodes import (
    Ordered as Ordered,
)
from .condition_nodes import (
    Permit as Permit,
)
from .condition_nodes import (
    Phrase as Phrase,
)
from .condition_nodes import (
    Quantity as Quantity,
)
from .condition_nodes import (
    Require as Require,
)
from .condition_nodes import (
    Resembles as Resembles,
)
from .condition_nodes import (
    Says as Says,
)
from .condition_nodes import (
    Shape as Shape,
)
from .condition_nodes import (
    Suggest as Suggest,
)
from .condition_nodes import (
    Tally as Tally,
)
from .condition_nodes import (
    Timely as Timely,
)
from .condition_nodes import (
    Value as Value,
)
from .condition_nodes import (
    wording as wording,
)
from .source import Span
from .values import dataclass

# Statements shared by blocks


@dataclass(frozen=True, slots=True)
class Title:
    local: Local
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class Because:
    local: Local
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class Given:
    """A fact supplied to an example."""

    fact: str
    value: str | Quantity
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Example:
    """A text with what must come of it. `kind`: catches, allows, leaves-open, known-miss, known-false-alarm.

    Of a rule over time `text` is the first step of a little timeline, `steps` are the others.
    """

    kind: str
    text: str
    language: str = ""
    given: tuple[Given, ...] = ()
    marks: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())
    steps: tuple[str, ...] = ()


# Concepts


@dataclass(frozen=True, slots=True)
class SaysLine:
    """Phrases that express the concept, if `condition` (over guards and scopes) holds at the place."""

    phrases: tuple[Phrase, ...]
    condition: Condition | None = None
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class Unless:
    """No phrase counts where one of these holds."""

    conditions: tuple[Condition, ...]
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class OnlyIf:
    """Phrases count only where this holds."""

    condition: Condition
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class HoldsWhen:
    """The concept as a whole holds only when this holds of the text."""

    condition: Condition
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class LearnedFrom:
    """The concept is also known by what a trained model of that name says of the whole text."""

    model: str
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


ConceptItem = SaysLine | Unless | OnlyIf | HoldsWhen | LearnedFrom | Title | Because | Example

# Rules


@dataclass(frozen=True, slots=True)
class ClauseOf:
    id: str
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class SeverityOf:
    """How grave a finding is; with a condition, only where that holds."""

    level: str
    condition: Condition | None = None
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class MessageOf:
    local: Local
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class ByRoles:
    """On whose side the authors are whose messages are judged."""

    roles: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class OnChannels:
    channels: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class InLanguages:
    languages: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class Valid:
    """In force from the first to the last day named (ISO dates); None is open."""

    since: str | None = None
    until: str | None = None
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number a policy may set, with values of its own for some channels."""

    name: str
    value: Quantity
    channels: tuple[tuple[str, Quantity], ...] = ()
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class When:
    condition: Condition
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class After:
    """What starts the clock of an `expect`."""

    events: tuple[Event, ...]
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class Per:
    """The span of time each verdict is about: day, week or month."""

    period: str
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class Exception_:
    """Where this holds the rule does not apply, for the reason given."""

    condition: Condition
    reason: str
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class IfUnknown:
    fact: str
    verdict: str
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class Route:
    target: str
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class Status:
    name: str
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


RuleItem = (
    ClauseOf
    | SeverityOf
    | Title
    | MessageOf
    | Because
    | ByRoles
    | OnChannels
    | InLanguages
    | Valid
    | Parameter
    | When
    | Forbid
    | Require
    | Permit
    | After
    | Expect
    | Per
    | Tally
    | Exception_
    | IfUnknown
    | Route
    | Status
    | Suggest
    | Example
)

# Blocks


@dataclass(frozen=True, slots=True)
class Block:
    """What every block has: where it stands, its comments and those above its `end`."""

    id: str
    span: Span = field(default=NOWHERE, compare=False, kw_only=True)
    id_span: Span = field(default=NOWHERE, compare=False, kw_only=True)
    layout: Layout = field(default=Layout(), kw_only=True)
    closing: Layout = field(default=Layout(), kw_only=True)


@dataclass(frozen=True, slots=True)
class GuidelineClause:
    id: str
    local: Local
    demands: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class Guideline(Block):
    title: str
    valid: Valid | None
    clauses: tuple[GuidelineClause, ...]


@dataclass(frozen=True, slots=True)
class Define(Block):
    """A word set of phrases in one language; without a language, a list of plain words (grounds, channels)."""

    language: str
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Concept(Block):
    language: str
    items: tuple[ConceptItem, ...]


@dataclass(frozen=True, slots=True)
class Rule(Block):
    subject: str
    items: tuple[RuleItem, ...]


AnyBlock = Guideline | Define | Concept | Rule


@dataclass(frozen=True, slots=True)
class File:
    """One rule file. `comments` stand after the last block."""

    blocks: tuple[AnyBlock, ...]
    comments: tuple[str, ...] = ()
