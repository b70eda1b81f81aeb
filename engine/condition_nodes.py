"""Nodes that a compiled program keeps: values, conditions, what a rule demands, what it suggests.

They stand apart from the statements of a rule file (`nodes.py`), so that judging a text loads nothing else.
Three more shapes (permit ... only if, after ... expect ... within, per ... expect count) join `Shape` with the records
they judge; the evaluator dispatches on `Shape` exhaustively, so a new member shows every place that must learn it.
"""

from __future__ import annotations

from dataclasses import field

from .packed import Packed
from .source import Span
from .values import dataclass

NOWHERE = Span(0, 0)
Local = tuple[tuple[str, str], ...]
"""One wording per language, as written: (("de", "..."), ("en", "..."))."""


def wording(local: Local, language: str) -> str:
    """The wording in `language`, else the first one, else nothing."""
    return dict(local).get(language) or (local[0][1] if local else "")


@dataclass(frozen=True, slots=True)
class Phrase(Packed):
    """A phrase as its author wrote it; `engine/phrase.py` reads it."""

    text: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Quantity(Packed):
    """A number with its unit ("" when none was written); percent stay percent."""

    value: float
    unit: str = ""


# Values and conditions


@dataclass(frozen=True, slots=True)
class Name(Packed):
    """A fact, signal or parameter by name."""

    name: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class CountOf(Packed):
    """How often the text expresses a concept; with `per_100_words`, the same per 100 words."""

    concept: str
    per_100_words: bool = False
    span: Span = field(default=NOWHERE, compare=False)


Value = Quantity | Name | CountOf


@dataclass(frozen=True, slots=True)
class Says(Packed):
    """`scope says "phrase"`."""

    scope: str
    phrase: Phrase
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Expresses(Packed):
    """`scope expresses concept`."""

    scope: str
    concept: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Compare(Packed):
    """`left operator right`, operators < <= > >= = !=."""

    left: Value
    operator: str
    right: Value
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Known(Packed):
    """`fact is known`, or with `known` False `fact is unknown`."""

    fact: str
    known: bool
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class IsOneOf(Packed):
    """`fact is word`, `fact is one of (word, word)`."""

    fact: str
    words: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Bare(Packed):
    """A guard or a true-or-false fact standing alone."""

    name: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Not(Packed):
    """The opposite; unknown stays unknown."""

    part: Condition
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class And(Packed):
    """All parts hold."""

    parts: tuple[Condition, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Or(Packed):
    """Some part holds."""

    parts: tuple[Condition, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class AtLeast(Packed):
    """At least `count` of the parts hold."""

    count: int
    parts: tuple[Condition, ...]
    span: Span = field(default=NOWHERE, compare=False)


Condition = Says | Expresses | Compare | Known | IsOneOf | Bare | Not | And | Or | AtLeast


# Demands and suggestions


@dataclass(frozen=True, slots=True)
class Layout(Packed):
    """Comments around a statement; they survive formatting and never change a meaning."""

    comments: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Forbid(Packed):
    """The condition must not hold; each place is a finding, with `once` the text is one."""

    condition: Condition
    once: bool = False
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class Require(Packed):
    """The condition must hold."""

    condition: Condition
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


Shape = Forbid | Require
"""What a rule demands. Permit, Expect (after) and Cadence (per) belong here once records are judged over time."""


@dataclass(frozen=True, slots=True)
class Suggest(Packed):
    """A better wording. `action`: remove, replace, add, say."""

    action: str
    local: Local = ()
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())
