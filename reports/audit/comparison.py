"""Two audits -> what became better or worse between them, and what chance or another rule may explain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import inf, isinf
from typing import Final, Literal

from ...engine.values import dataclass
from . import compliance
from .answers import DEADLINES, cases_sql
from .chance import Clusters, Median, design_effect, median, median_difference, newcombe, sure
from .folder import Run, problem
from .headline import Headline, headlines, kept
from .model import Model
from .queries import FEWEST, Figure, Scope, Tables, listed, literal

Change = Literal["better", "worse", "unclear", "rule-changed", "few", "nothing"]
Remark = Literal["organisation", "policy", "rules", "engine", "overlap", "narrowed", "unread"]

_CASES: Final = "verdict IN ('violation', 'fulfilled', 'undecided', 'error')"
_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "in-time": DEADLINES,
    "median": DEADLINES,
    "promises": ("promise.kept",),
}
"""Headlines that rest on one rule: without it they cannot be compared."""


@dataclass(frozen=True, slots=True)
class Side:
    """A figure of one audit: the share kept between `low` and `high`, or hours; None where it is not told."""

    low: float | None
    high: float | None
    judged: int
    violations: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Row:
    """A figure in both audits. `difference` is now less before, at least and at most; `interval` with chance added.

    Better or worse only where the whole interval lies on one side of zero. `left_out`: rules of the clause or headline
    that changed and count on neither side.
    """

    id: str
    unit: Literal["share", "hours"]
    now: Side
    before: Side
    difference: tuple[float, float] | None
    interval: tuple[float, float] | None
    change: Change
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that is not the same in both: version, only-now, only-before, or trial."""

    rule: str
    why: Literal["version", "only-now", "only-before", "trial"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two audits beside each other. `remarks` are to be said before any figure; `changed` are the rules that differ."""

    now: Model
    before: Model
    remarks: tuple[Remark, ...]
    changed: tuple[RuleChange, ...]
    headlines: tuple[Row, ...]
    clauses: tuple[Row, ...]
    rules: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two sides before chance is asked: shares with the design effect, or hours with their medians' cases."""

    id: str
    now: Side
    before: Side
    effect: float
    left_out: tuple[str, ...] = ()
    hours: tuple[Sequence[tuple[float, int, int]], Sequence[tuple[float, int, int]]] | None = None
    changed: bool = False


@dataclass(frozen=True, slots=True)
class _Audit:
    """One of the two, open for questions; `scope` leaves out what is not the same in both."""

    model: Model
    tables: Tables
    scope: Scope


def compare(now: Model, before: Model) -> Comparison:
    """What changed from `before` to `now`. Only rules that are the same in both are compared.

    KniggeError where both are the same audit, for then there is nothing to compare.
    """
    if now.run.path.resolve() == before.run.path.resolve():
        raise problem("same", now.speech, path=now.run.path)
    changed = tuple(_changed(now.run, before.run))
    names = tuple(each.rule for each in changed)
    both: list[_Audit] = []
    try:
        for model in (now, before):
            scope = Scope(model.scope.since, model.scope.until, tuple(sorted({*model.scope.trial, *names})))
            both.append(_Audit(model, Tables(model.run.path, now.speech), scope))
        first, second = both
        effects = _effects(first, second, "rule")
        return Comparison(
            now,
            before,
            tuple(_remarks(now, before, changed)),
            changed,
            _judged(_headlines(first, second, changed, effects)),
            _judged(_clauses(first, second, names)),
            _judged(_rules(first, second, changed, effects)),
        )
    finally:
        for each in both:
            each.tables.close()


def _changed(now: Run, before: Run) -> Iterable[RuleChange]:
    """The rules that are not the same in both; where policies change over time a rule may have several versions."""
    here, there = _versions(now), _versions(before)
    for rule in sorted(here.keys() | there.keys()):
        if rule not in there:
            yield RuleChange(rule, "only-now")
        elif rule not in here:
            yield RuleChange(rule, "only-before")
        elif {version for version, _ in here[rule]} != {version for version, _ in there[rule]}:
            yield RuleChange(rule, "version")
        elif here[rule] != there[rule]:
            yield RuleChange(rule, "trial")


def _versions(run: Run) -> dict[str, set[tuple[str, bool]]]:
    found: dict[str, set[tuple[str, bool]]] = {}
    for rule in run.rules:
        found.setdefault(rule.id, set()).add((rule.version, rule.status == "trial"))
    return found


def _remarks(now: Model, before: Model, changed: Sequence[RuleChange]) -> Iterable[Remark]:
    if now.run.organisation != before.run.organisation:
        yield "organisation"
    if {each.digest for each in now.run.policies} != {each.digest for each in before.run.policies}:
        yield "policy"
    if changed:
        yield "rules"
    if now.run.knigge != before.run.knigge:
        yield "engine"
    if now.first and before.first and now.first <= (before.last or "") and before.first <= (now.last or ""):
        yield "overlap"
    if now.scope.since or now.scope.until:
        yield "narrowed"
    if now.run.troubles or before.run.troubles:
        yield "unread"


def _rules(
    now: _Audit, before: _Audit, changed: Sequence[RuleChange], effects: Mapping[str, float]
) -> tuple[_Pair, ...]:
    here, there = compliance.by_rule(now.tables, now.model.scope), compliance.by_rule(before.tables, before.model.scope)
    sides = _sides(here, "rule"), _sides(there, "rule")
    differ = {each.rule for each in changed}
    return tuple(
        _Pair(rule, _of(sides[0], rule), _of(sides[1], rule), effects.get(rule, 1.0), changed=rule in differ)
        for rule in sorted(sides[0].keys() | sides[1].keys())
    )


def _clauses(now: _Audit, before: _Audit, changed: tuple[str, ...]) -> tuple[_Pair, ...]:
    here = compliance.clauses(now.tables, now.scope, now.model.run)
    there = compliance.clauses(before.tables, before.scope, before.model.run)
    sides = _sides(here, "clause"), _sides(there, "clause")
    effects = _effects(now, before, "clause")
    pairs = []
    for clause in dict.fromkeys((*sides[0], *sides[1])):
        rules = {each.id for run in (now.model.run, before.model.run) for each in run.rules if each.clause == clause}
        left_out = tuple(sorted(rules & set(changed)))
        gone = bool(rules) and rules == set(left_out)
        pairs.append(
            _Pair(clause, _of(sides[0], clause), _of(sides[1], clause), effects.get(clause, 1.0), left_out, None, gone)
        )
    return tuple(pairs)


def _headlines(
    now: _Audit, before: _Audit, changed: Sequence[RuleChange], effects: Mapping[str, float]
) -> tuple[_Pair, ...]:
    weighed = _weighed_otherwise(now.model.run, before.model.run)
    here, there = (_told(each, weighed) for each in (now, before))
    differ = {each.rule for each in changed}
    pairs = []
    for first, second in zip(here, there, strict=True):
        rules = _OF.get(first.id, ())
        gone = bool(differ & set(rules)) or (first.id == "in-time" and _rule_of(first) != _rule_of(second))
        pair = _Pair(first.id, _side(first), _side(second), 1.0, (), None, gone)
        if first.unit == "hours":
            steps = (_steps(now), _steps(before))
            pair = _Pair(first.id, pair.now, pair.before, effects.get(DEADLINES[0], 1.0), (), steps, gone)
        elif rules:
            pair = _Pair(first.id, pair.now, pair.before, effects.get(_rule_of(first) or rules[0], 1.0), (), None, gone)
        else:
            out = _left_out(first.id, differ, weighed)
            effect = _effects(now, before, "headline", _conditions(first.id, weighed)).get("", 1.0)
            pair = _Pair(first.id, pair.now, pair.before, effect, out)
        pairs.append(pair)
    return tuple(pairs)


def _left_out(headline: str, differ: set[str], weighed: tuple[str, ...]) -> tuple[str, ...]:
    """Of the rules that differ those the headline would have counted."""
    acts = {rule for rule in differ if rule.startswith("censorship.")}
    return tuple(sorted(acts if headline == "acts" else {*differ, *weighed} - acts))


def _weighed_otherwise(now: Run, before: Run) -> tuple[str, ...]:
    """Rules whose severity changed: they would count among the texts objected to on one side only."""
    there = {each.id: each.severity for each in before.rules}
    return tuple(sorted({each.id for each in now.rules if there.get(each.id, each.severity) != each.severity}))


def _told(audit: _Audit, weighed: tuple[str, ...]) -> tuple[Headline, ...]:
    scope = audit.scope
    plain = headlines(audit.tables, scope, audit.model.run, None)
    if not weighed:
        return plain
    narrow = Scope(scope.since, scope.until, tuple(sorted({*scope.trial, *weighed})))
    texts = headlines(audit.tables, narrow, audit.model.run, None)[0]
    return (texts, *plain[1:])


def _rule_of(told: Headline) -> str | None:
    """The rule a headline was counted by, as its query says."""
    return next((rule for rule in (*DEADLINES, "promise.kept") if literal(rule) in told.figure.sql), None)


def _conditions(headline: str, weighed: tuple[str, ...]) -> tuple[str, ...]:
    """The verdicts behind the two headlines that rest on many rules."""
    if headline == "acts":
        return ("subject = 'action'", "rule LIKE 'censorship.%'")
    unless = (f"rule NOT IN ({listed(weighed)})",) if weighed else ()
    return ("subject = 'message'", "role = 'us'", "severity IN ('warning', 'error')", "rule <> 'promise.kept'", *unless)


def _steps(audit: _Audit) -> tuple[tuple[float, int, int], ...]:
    """What happened to the questions, in order of time: hours, answered then, still waiting before."""
    sql = f"{cases_sql(audit.scope, audit.model.run.now)}SELECT minutes / 60, met, waiting FROM risk ORDER BY minutes"
    rows = audit.tables.figure("median-steps", sql).rows
    return tuple((float(hours or 0), int(met or 0), int(waiting or 0)) for hours, met, waiting in rows)


def _effects(now: _Audit, before: _Audit, by: str, which: tuple[str, ...] = ()) -> dict[str, float]:
    """The design effect of every rule, clause, or (by id, where any violation counts) of one headline."""
    found: dict[str, list[Clusters]] = {}
    for audit in (now, before):
        for name, *sums in audit.tables.figure("clusters", _clusters_sql(audit.scope, by, which)).rows:
            numbers = [float(each or 0) for each in sums]
            found.setdefault(str(name or ""), []).append(Clusters(int(numbers[0]), *numbers[1:]))
    return {name: design_effect(sides) for name, sides in found.items()}


def _clusters_sql(scope: Scope, by: str, which: tuple[str, ...]) -> str:
    group = "''" if by == "headline" else f"coalesce(CAST({by} AS VARCHAR), '')"
    one, many = ("count(DISTINCT id)", "count(DISTINCT id)") if by == "headline" else ("count(*)", "count(*)")
    return f"""\
WITH clusters AS (
  SELECT {group} AS name, coalesce(thread, id) AS cluster, CAST({one} AS DOUBLE) AS n,
    CAST({many} FILTER (verdict = 'violation') AS DOUBLE) AS v
  {scope.verdicts(_CASES, *which)}
  GROUP BY 1, 2)
SELECT name, count(*), sum(n), sum(v), sum(n * n), sum(v * v), sum(v * n) FROM clusters GROUP BY 1 ORDER BY 1"""


def _judged(pairs: Sequence[_Pair]) -> tuple[Row, ...]:
    """The rows of one table; their intervals hold together."""
    deviations = sure(sum(_state(each) is None for each in pairs))
    return tuple(_row(each, deviations) for each in pairs)


def _state(pair: _Pair) -> Change | None:
    """Why a pair cannot be compared; None where it can."""
    if pair.changed:
        return "rule-changed"
    if not pair.now.judged or not pair.before.judged:
        return "nothing"
    return "few" if min(pair.now.judged, pair.before.judged) < FEWEST else None


def _row(pair: _Pair, deviations: float) -> Row:
    unit: Literal["share", "hours"] = "hours" if pair.hours is not None else "share"
    state = _state(pair)
    if state is not None:
        return Row(pair.id, unit, pair.now, pair.before, None, None, state, pair.left_out)
    measure: Callable[[_Pair, float], Row] = _hours_row if pair.hours is not None else _share_row
    return measure(pair, deviations)


def _share_row(pair: _Pair, deviations: float) -> Row:
    now, before = pair.now, pair.before
    assert now.low is not None and now.high is not None and before.low is not None and before.high is not None
    after, earlier = now.judged / pair.effect, before.judged / pair.effect
    low = newcombe(now.low, after, before.high, earlier, deviations)[0]
    high = newcombe(now.high, after, before.low, earlier, deviations)[1]
    change: Change = "better" if low > 0 else "worse" if high < 0 else "unclear"
    difference = (now.low - before.high, now.high - before.low)
    return Row(pair.id, "share", now, before, difference, (low, high), change, pair.left_out)


def _hours_row(pair: _Pair, deviations: float) -> Row:
    assert pair.hours is not None
    medians: list[Median] = [median(steps, deviations, pair.effect) for steps in pair.hours]
    low, high = median_difference(*medians)
    change: Change = "better" if high < 0 else "worse" if low > 0 else "unclear"
    if inf in (medians[0].value, medians[1].value):
        return Row(pair.id, "hours", pair.now, pair.before, None, None, "unclear")
    step = medians[0].value - medians[1].value
    interval = None if isinf(low) or isinf(high) else (low, high)
    return Row(pair.id, "hours", pair.now, pair.before, (step, step), interval, change)


def _side(told: Headline) -> Side:
    return Side(told.low, told.high, told.judged, told.violations, told.unknown)


def _sides(figure: Figure, name: str) -> dict[str, Side]:
    return {
        str(figure.cell(name, row)): Side(
            *kept(figure, row), *(figure.count(each, row) for each in ("judged", "violations", "unknown"))
        )
        for row in range(len(figure.rows))
    }


def _of(sides: Mapping[str, Side], name: str) -> Side:
    return sides.get(name, Side(None, None, 0, 0, 0))
