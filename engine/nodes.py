"""Nodes: the tree of the rule language. Spans and layout never count when two trees are compared.

Statements keep the order their author gave them. `comments` stand above a statement, `remark` behind it.
Three more shapes (permit ... only if, after ... expect ... within, per ... expect count) join `Shape` with the records
they judge; the evaluator dispatches on `Shape` exhaustively, so a new member shows every place that must learn it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .source import Span

NOWHERE = Span(0, 0)
Local = tuple[tuple[str, str], ...]
"""One wording per language, as written: (("de", "..."), ("en", "..."))."""


def wording(local: Local, language: str) -> str:
    """The wording in `language`, else the first one, else nothing."""
    return dict(local).get(language) or (local[0][1] if local else "")


@dataclass(frozen=True, slots=True)
class Layout:
    """Comments around a statement; they survive formatting and never change a meaning."""

    comments: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as its author wrote it; `engine/phrase.py` reads it."""

    text: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit ("" when none was written); percent stay percent."""

    value: float
    unit: str = ""


# Values and conditions


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, signal or parameter by name."""

    name: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class CountOf:
    """How often the text expresses a concept; with `per_100_words`, the same per 100 words."""

    concept: str
    per_100_words: bool = False
    span: Span = field(default=NOWHERE, compare=False)


Value = Quantity | Name | CountOf


@dataclass(frozen=True, slots=True)
class Says:
    """`scope says "phrase"`."""

    scope: str
    phrase: Phrase
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Expresses:
    """`scope expresses concept`."""

    scope: str
    concept: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """`left operator right`, operators < <= > >= = !=."""

    left: Value
    operator: str
    right: Value
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Known:
    """`fact is known`, or with `known` False `fact is unknown`."""

    fact: str
    known: bool
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """`fact is word`, `fact is one of (word, word)`."""

    fact: str
    words: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Bare:
    """A guard or a true-or-false fact standing alone."""

    name: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite; unknown stays unknown."""

    part: Condition
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold."""

    parts: tuple[Condition, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """Some part holds."""

    parts: tuple[Condition, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of the parts hold."""

    count: int
    parts: tuple[Condition, ...]
    span: Span = field(default=NOWHERE, compare=False)


Condition = Says | Expresses | Compare | Known | IsOneOf | Bare | Not | And | Or | AtLeast

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
    """A text with what must come of it. `kind`: catches, allows, leaves-open, known-miss, known-false-alarm."""

    kind: str
    text: str
    language: str = ""
    given: tuple[Given, ...] = ()
    marks: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


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


ConceptItem = SaysLine | Unless | OnlyIf | HoldsWhen | Title | Because | Example

# Rules


@dataclass(frozen=True, slots=True)
class ClauseOf:
    id: str
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class SeverityOf:
    level: str
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class MessageOf:
    local: Local
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
class Forbid:
    """The condition must not hold; each place is a finding, with `once` the text is one."""

    condition: Condition
    once: bool = False
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class Require:
    """The condition must hold."""

    condition: Condition
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


Shape = Forbid | Require
"""What a rule demands. Permit, Expect (after) and Cadence (per) belong here once records are judged over time."""


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


@dataclass(frozen=True, slots=True)
class Suggest:
    """A better wording. `action`: remove, replace, add, say."""

    action: str
    local: Local = ()
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


RuleItem = (
    ClauseOf
    | SeverityOf
    | Title
    | MessageOf
    | Because
    | OnChannels
    | InLanguages
    | Valid
    | Parameter
    | When
    | Forbid
    | Require
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
