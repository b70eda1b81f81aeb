"""Nodes that a compiled program keeps: values, conditions, what a rule demands, what it suggests.

They stand apart from the statements of a rule file (`nodes.py`), so that judging a text loads nothing else.
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


ACTS = ("delete", "hide", "unhide", "limit", "lock", "mute", "block", "edit", "comments-off", "filter", "close")
"""Events that are acts; `measure` is any of them that cuts somebody off."""
PROMISED_TIME = "promised-time"
"""The limit of a promise: the deadline it names itself."""
PATIENCE = "patience"
"""The parameter that limits promises which name no deadline."""

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


@dataclass(frozen=True, slots=True)
class Event(Packed):
    """Something that happens: a message of a kind, an act, a promise, a deed; `by` whom (roles, empty: anybody).

    `condition` is asked of the message itself, or of the message an act touches.
    """

    what: str
    by: tuple[str, ...] = ()
    condition: Condition | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class CountOfEvent(Packed):
    """How often something happened in the thread; with `people`, how many different people did it."""

    event: Event
    people: bool = False
    span: Span = field(default=NOWHERE, compare=False)


Value = Quantity | Name | CountOf | CountOfEvent


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
    """`fact is word`, `fact is one of (word, word)`, or one of a list with a name (`define`, or the policy's)."""

    fact: str
    words: tuple[str, ...]
    named: str = ""
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


@dataclass(frozen=True, slots=True)
class Near(Packed):
    """`followed by EVENT within DURATION`, or with `before` True `preceded by`: seen from the subject's own time."""

    event: Event
    before: bool
    within: Value | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Timely(Packed):
    """`fact within DURATION`: what the fact dates was done no later than that after the act."""

    fact: str
    within: Value
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Ordered(Packed):
    """`fact is before fact`, or with `before` False `is after`: two times compared."""

    left: str
    before: bool
    right: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Resembles(Packed):
    """`text resembles POOL >= SHARE at least N times within DURATION`; with `people`, to N different people."""

    pool: str
    operator: str
    share: Value
    least: Value = Quantity(1.0)
    people: bool = False
    within: Value | None = None
    span: Span = field(default=NOWHERE, compare=False)


Condition = (
    Says | Expresses | Compare | Known | IsOneOf | Bare | Not | And | Or | AtLeast | Near | Timely | Ordered | Resembles
)


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


@dataclass(frozen=True, slots=True)
class Permit(Packed):
    """These acts are permitted only where the condition holds; what is unknown fails closed."""

    actions: tuple[str, ...]
    condition: Condition
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class Expect(Packed):
    """One of the events must follow what stands after `after`; `later` lets a late one count too."""

    events: tuple[Event, ...]
    within: Value | None = None
    later: bool = False
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class Tally(Packed):
    """So many of an event in each period; with `share`, such a share of all own posts of the period."""

    least: Value | None
    most: Value | None
    event: Event
    share: bool = False
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())


Shape = Forbid | Require | Permit | Expect | Tally
"""What a rule demands."""


@dataclass(frozen=True, slots=True)
class Suggest(Packed):
    """A better wording. `action`: remove, replace, add, say."""

    action: str
    local: Local = ()
    span: Span = field(default=NOWHERE, compare=False)
    layout: Layout = field(default=Layout())
