"""The rules violated most gravely and most often, each with examples in their context; texts are masked."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ...engine.values import dataclass
from .answers import DEADLINES
from .masking import masked, names_in
from .queries import Figure, Row, Scope, Tables, listed, literal, moment

RULES: Final = 12
EXAMPLES: Final = 2
STEPS: Final = 8
"""Steps of a timeline that are shown."""

SHORT: Final = 300
"""Code points of a text that are shown."""

_RANK: Final = "CASE CAST(severity AS VARCHAR) WHEN 'error' THEN 3 WHEN 'warning' THEN 2 ELSE 1 END"
_FIELDS: Final = (
    "rule id subject thread channel kind at author severity title excerpt message why advice suggestions reason route "
    "trail due"
).split()


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a timeline; `at` ISO 8601, None where it is unknown."""

    at: str | None
    what: str


@dataclass(frozen=True, slots=True)
class Example:
    """A violation as it happened: when, the marked words, what to say of it, what would be better, what went before.

    `author` is a pseudonym, shortened; `better` a wording that could stand instead. Empty where there is none.
    """

    id: str
    subject: str
    thread: str
    channel: str
    kind: str
    at: str | None
    due: str | None
    author: str
    excerpt: str
    message: str
    why: str
    advice: str
    better: str
    reason: str
    route: str
    timeline: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that was violated, how often, and examples."""

    rule: str
    severity: str
    title: str
    violations: int
    examples: tuple[Example, ...]
    sql: str


def violated(tables: Tables, scope: Scope) -> Figure:
    """The violated rules, the gravest first, then the most frequent."""
    sql = f"""\
SELECT CAST(rule AS VARCHAR) AS rule, max_by(CAST(severity AS VARCHAR), {_RANK}) AS severity, count(*) AS violations
{scope.verdicts("verdict = 'violation'")}
GROUP BY 1 ORDER BY max({_RANK}) DESC, violations DESC, rule"""
    return tables.figure("violated", sql)


def findings(
    tables: Tables, scope: Scope, ranked: Figure, titles: Mapping[str, str], speech: str, open_names: bool
) -> tuple[Finding, ...]:
    """The first rules of `ranked` with examples, the latest of the gravest; names stay only where `open_names`.

    `titles` are those of the run by rule; a rule it does not know has that of its verdicts.
    """
    rules = tuple(str(rule) for rule in ranked.column("rule")[:RULES])
    if not rules:
        return ()
    sql = _examples_sql(scope, f"rule IN ({listed(rules)})", EXAMPLES)
    shown = examples(tables, scope, sql, speech, open_names)
    return tuple(
        Finding(
            rule,
            str(ranked.cell("severity", place) or ""),
            titles.get(rule) or (shown[rule][0][0] if shown[rule] else rule),
            ranked.count("violations", place),
            tuple(example for _, example in shown[rule]),
            _examples_sql(scope, f"rule = {literal(rule)}", EXAMPLES),
        )
        for place, rule in enumerate(rules)
    )


def _examples_sql(scope: Scope, which: str, most: int) -> str:
    """SQL for examples of some rules; ranked narrowly first, so that a large table stays cheap."""
    return f"""\
WITH ranked AS (
  SELECT subject, id, rule,
    row_number() OVER (PARTITION BY rule ORDER BY {_RANK} DESC, moment DESC NULLS LAST, id) AS place
  {scope.verdicts("verdict = 'violation'", which)}),
chosen AS (SELECT * FROM ranked WHERE place <= {most})
SELECT {_columns("found")}
FROM 'verdicts.parquet' AS found JOIN chosen USING (subject, id, rule)
WHERE found.nth = 1 AND found.verdict = 'violation' AND found.id IN (SELECT id FROM chosen)
ORDER BY found.rule, place"""


def _columns(table: str) -> str:
    times = {"at": moment(f"{table}.moment"), "due": moment(f"{table}.due")}
    texts = {"excerpt", "message", "why", "advice", "suggestions", "reason", "trail", "id", "thread", "author"}
    return ", ".join(
        f"{times[name]} AS {name}"
        if name in times
        else f"{table}.{name}"
        if name in texts
        else f"CAST({table}.{name} AS VARCHAR) AS {name}"
        for name in _FIELDS
    )


def examples(
    tables: Tables, scope: Scope, sql: str, speech: str, open_names: bool
) -> Mapping[str, Sequence[tuple[str, Example]]]:
    """Title and example for every row that `sql` gives, by rule."""
    rows = [dict(zip(_FIELDS, row, strict=True)) for row in tables.figure("examples", sql).rows]
    threads = tuple(sorted({str(row["thread"]) for row in rows if row["thread"]}))
    names = {} if open_names else names_on_record(tables, threads)
    context = _contexts(tables, tuple(str(row["id"]) for row in rows if not row["trail"]), threads)
    made: dict[str, list[tuple[str, Example]]] = defaultdict(list)
    for row in rows:
        known = names.get(str(row["thread"]), frozenset())
        read = _Open() if open_names else _Masked(speech, known)
        trail = str(row["trail"] or context.get(str(row["id"])) or "")
        made[str(row["rule"])].append((str(row["title"] or row["rule"]), _example(row, trail, read, open_names)))
    return made


@dataclass(frozen=True, slots=True)
class _Masked:
    """Reads texts of the archive without names."""

    speech: str
    names: frozenset[str]

    def text(self, told: object, most: int = SHORT) -> str:
        return cut(masked(str(told or ""), self.speech, self.names), most)


@dataclass(frozen=True, slots=True)
class _Open:
    """Reads texts of the archive as they stand."""

    def text(self, told: object, most: int = SHORT) -> str:
        return cut(str(told or ""), most)


def cut(text: str, most: int) -> str:
    """The text, or its beginning with an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _example(row: Mapping[str, object], trail: str, read: _Masked | _Open, open_names: bool) -> Example:
    author = str(row["author"] or "")
    at, due = row["at"], row["due"]
    return Example(
        cut(str(row["id"]), 80),
        str(row["subject"] or ""),
        cut(str(row["thread"] or ""), 80),
        str(row["channel"] or ""),
        str(row["kind"] or ""),
        str(at) if at else None,
        str(due) if due else None,
        author if open_names else author[:6],
        read.text(row["excerpt"]),
        read.text(row["message"], 500),
        cut(str(row["why"] or ""), 500),
        read.text(row["advice"], 500),
        read.text(better(str(row["suggestions"] or ""))),
        read.text(row["reason"]),
        cut(str(row["route"] or ""), 80),
        tuple(Step(step.at, read.text(step.what, 200)) for step in steps(trail)),
    )


def steps(trail: str) -> Iterator[Step]:
    """The steps of a trail as it stands in the table; none where it cannot be read."""
    try:
        told = json.loads(trail) if trail else []
    except ValueError:
        return
    for each in told[:STEPS] if isinstance(told, list) else ():
        if isinstance(each, dict):
            at = each.get("at")
            yield Step(str(at) if at else None, str(each.get("what") or ""))


def better(suggestions: str) -> str:
    """The first wording that could stand instead, from the column's JSON; empty where the advice is to take out."""
    try:
        told = json.loads(suggestions) if suggestions else []
    except ValueError:
        return ""
    first = told[0] if isinstance(told, list) and told else None
    return str(first.get("text") or "").strip() if isinstance(first, dict) else ""


def names_on_record(tables: Tables, threads: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Names on record in these threads, from the facts that were read."""
    if not threads:
        return {}
    sql = f"""\
SELECT DISTINCT thread, json_extract_string(facts, '$."customer.name"') AS name FROM 'verdicts.parquet'
WHERE thread IN ({listed(threads)}) AND facts LIKE '%customer.name%' ORDER BY 1, 2"""
    found: dict[str, set[str | None]] = defaultdict(set)
    for thread, name in tables.figure("names", sql).rows:
        found[str(thread)].add(str(name) if name else None)
    return {thread: names_in(sorted(filter(None, told))) for thread, told in found.items()}


def _contexts(tables: Tables, ids: tuple[str, ...], threads: tuple[str, ...]) -> dict[str, str]:
    """For an answer without a trail of its own the trail of the question it answered."""
    if not ids or not threads:
        return {}
    sql = f"""\
WITH ours AS (
  SELECT DISTINCT id, thread, moment FROM 'verdicts.parquet' WHERE nth = 1 AND id IN ({listed(ids)})
    AND thread IN ({listed(threads)}))
SELECT ours.id, min(asked.trail) FROM ours JOIN 'verdicts.parquet' AS asked
  ON asked.thread = ours.thread AND asked.done = ours.moment
WHERE asked.nth = 1 AND asked.rule = {literal(DEADLINES[0])} AND asked.trail IS NOT NULL
  AND asked.thread IN ({listed(threads)})
GROUP BY ours.id ORDER BY 1"""
    rows: tuple[Row, ...] = tables.figure("contexts", sql).rows
    return {str(name): str(trail) for name, trail in rows}
