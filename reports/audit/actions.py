"""What to do first: who waits, which word was broken, what a record lacks, what runs out, which clause fails worst."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ...engine.values import dataclass
from .chance import wilson
from .findings import cut, names_on_record
from .headline import SURE
from .masking import masked
from .queries import Figure, Scope, Tables, listed, literal, moment

SHOWN: Final = 5
"""Cases that are named for each thing to do."""

CLAUSES: Final = 3
_NOBODY: Final = frozenset[str]()
SOON: Final = 72
"""Hours within which a deadline is soon."""


@dataclass(frozen=True, slots=True)
class Case:
    """A place to go to: id and thread, since when or until when (UTC), and a word on it, masked."""

    id: str
    thread: str
    channel: str
    at: str | None
    told: str


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do, how many cases there are, and the most urgent of them.

    `kind`: waiting, promises, acts, errors, soon, clause. Of a clause `about` is its id, `low` its
    rate of violations at least, `judged` the number of cases behind it.
    """

    kind: str
    count: int
    cases: tuple[Case, ...]
    figure: Figure | None
    about: str = ""
    low: float | None = None
    judged: int = 0


@dataclass(frozen=True, slots=True)
class _Question:
    """Which verdicts make a thing to do, which column tells of it, and whether its deadline is what counts."""

    kind: str
    conditions: tuple[str, ...]
    told: str
    by_due: bool


def _questions(now: str | None) -> tuple[_Question, ...]:
    """In the order of urgency. Deadlines count as soon for three days where the present is known, else always."""
    near = (f"due <= TIMESTAMPTZ {literal(now)} + INTERVAL {SOON} HOUR",) if now else ()
    broken = "verdict = 'violation'"
    elsewhere = ("rule <> 'promise.kept'", "rule NOT LIKE 'censorship.%'", "rule NOT LIKE 'response.%'")
    waiting = (broken, "mark = 'unanswered'", "done IS NULL", "rule LIKE 'response.%'")
    return (
        _Question("waiting", waiting, "excerpt", True),
        _Question("promises", (broken, "rule = 'promise.kept'", "mark NOT IN ('late', 'kept-late')"), "reason", False),
        _Question("acts", (broken, "subject = 'action'", "rule LIKE 'censorship.%'"), "reason", False),
        _Question("errors", (broken, "severity = 'error'", *elsewhere), "rule", False),
        _Question("soon", ("verdict = 'open'", "due IS NOT NULL", *near), "reason", True),
    )


def actions(
    tables: Tables,
    scope: Scope,
    clauses: Figure,
    now: str | None,
    titles: Mapping[str, str],
    speech: str,
    open_names: bool,
) -> tuple[Action, ...]:
    """The things to do in the order of their urgency; what has no case is left out."""
    made = [_action(tables, scope, each, titles, speech, open_names) for each in _questions(now)]
    return (*(each for each in made if each.count), *_worst(clauses))


def _action(
    tables: Tables, scope: Scope, asked: _Question, titles: Mapping[str, str], speech: str, open_names: bool
) -> Action:
    picked, first = ("min(due)", "picked") if asked.by_due else ("max(moment)", "picked DESC")
    sql = f"""\
WITH found AS (
  SELECT id, min(thread) AS thread, min(CAST(channel AS VARCHAR)) AS channel, {picked} AS picked
  {scope.verdicts(*asked.conditions)}
  GROUP BY id)
SELECT id, thread, channel, {moment("picked")} AS at, count(*) OVER () AS cases
FROM found ORDER BY {first} NULLS LAST, id LIMIT {SHOWN}"""
    figure = tables.figure(f"action-{asked.kind}", sql)
    words = _told(tables, scope, asked, tuple(str(each) for each in figure.column("id")))
    told = {name: titles.get(word, word) for name, word in words.items()} if asked.told == "rule" else words
    threads = tuple(sorted({str(each) for each in figure.column("thread") if each}))
    known = {} if open_names else names_on_record(tables, threads)
    cases = tuple(
        Case(
            cut(str(name), 80),
            cut(str(thread or ""), 80),
            str(channel or ""),
            str(at) if at else None,
            cut(
                told.get(str(name), "")
                if open_names
                else masked(told.get(str(name), ""), speech, known.get(str(thread), _NOBODY)),
                160,
            ),
        )
        for name, thread, channel, at, _ in figure.rows
    )
    return Action(asked.kind, figure.count("cases"), cases, figure)


def _told(tables: Tables, scope: Scope, asked: _Question, ids: tuple[str, ...]) -> dict[str, str]:
    """A word on each case, as it stands in the table."""
    if not ids:
        return {}
    which = scope.verdicts(*asked.conditions, f"id IN ({listed(ids)})")
    sql = f"SELECT id, min(CAST({asked.told} AS VARCHAR)) AS told {which} GROUP BY id ORDER BY id"
    return {str(name): str(word or "") for name, word in tables.figure("told", sql).rows}


def _worst(clauses: Figure) -> Sequence[Action]:
    """The clauses that fail worst: by the rate that is sure, so that two cases of three do not lead."""
    ranked = []
    for row in clauses.rows:
        told = dict(zip(clauses.columns, row, strict=True))
        judged, violations = int(told["judged"] or 0), int(told["violations"] or 0)
        if violations:
            sure = wilson(violations / judged, judged, SURE)[0]
            ranked.append((sure, violations, str(told["clause"]), violations / judged, judged))
    ranked.sort(key=lambda each: (-each[0], -each[1], each[2]))
    return [
        Action("clause", violations, (), clauses, clause, low, judged)
        for _, violations, clause, low, judged in ranked[:CLAUSES]
    ]
