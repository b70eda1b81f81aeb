"""Volume, verdicts, and how the guideline is kept: by clause, over time, by channel and team."""

from __future__ import annotations

from datetime import date
from typing import Final

from .folder import Run
from .queries import FEWEST, Figure, Scope, Tables, literal

RATE: Final = """\
    count(*) FILTER (verdict IN ('violation', 'fulfilled', 'undecided', 'error')) AS judged,
    count(*) FILTER (verdict = 'violation') AS violations,
    count(*) FILTER (verdict IN ('undecided', 'error')) AS unknown"""
"""What a rate is made of; undecided verdicts and errors are neither kept nor violated."""

_SHARES: Final = """\
  violations / nullif(judged, 0) AS low, (violations + unknown) / nullif(judged, 0) AS high"""
_HIDDEN: Final = f"judged < {FEWEST}"
_STEPS: Final = ((200, "week", "1 WEEK"), (1900, "month", "1 MONTH"), (10**9, "quarter", "3 MONTH"))
"""Up to so many days is told by week, by month, by quarter."""


def volume(tables: Tables, scope: Scope) -> Figure:
    """Records by type and what became of them."""
    sql = f"""\
SELECT coalesce(CAST(type AS VARCHAR), '') AS type, CAST(status AS VARCHAR) AS status, count(*) AS records
{scope.records()}
GROUP BY 1, 2 ORDER BY 1, 2"""
    return tables.figure("volume", sql)


def period(tables: Tables, scope: Scope) -> Figure:
    """First and last day, and how many messages, acts and contests have none."""
    sql = f"""\
SELECT CAST(min(day) AS VARCHAR) AS first, CAST(max(day) AS VARCHAR) AS last, count(*) AS records,
  count(*) FILTER (day IS NULL AND type IN ('message', 'action', 'contest')) AS undated
{scope.records()}"""
    return tables.figure("period", sql)


def channels(tables: Tables, scope: Scope) -> Figure:
    """Messages by channel: theirs, our answers, our posts; acts beside them."""
    sql = f"""\
SELECT coalesce(CAST(channel AS VARCHAR), '') AS channel, count(*) AS records,
  count(*) FILTER (type = 'message' AND role IN ('customer', 'other')) AS theirs,
  count(*) FILTER (type = 'message' AND role = 'us' AND kind <> 'post') AS answers,
  count(*) FILTER (type = 'message' AND role = 'us' AND kind = 'post') AS posts,
  count(*) FILTER (type = 'action') AS acts
{scope.records()}
GROUP BY 1 ORDER BY records DESC, channel"""
    return tables.figure("channels", sql)


def verdicts(tables: Tables, scope: Scope) -> Figure:
    """All verdicts by what they say, violations also by severity."""
    sql = f"""\
SELECT CAST(verdict AS VARCHAR) AS verdict,
  CASE WHEN verdict = 'violation' THEN coalesce(CAST(severity AS VARCHAR), '') ELSE '' END AS severity,
  count(*) AS verdicts
{scope.verdicts("verdict <> 'not-applicable'")}
GROUP BY 1, 2 ORDER BY 1, 2"""
    return tables.figure("verdicts", sql)


def clauses(tables: Tables, scope: Scope, run: Run) -> Figure:
    """Every clause of the guideline, also without a rule or without anything decided."""
    places = [
        f"({literal(each.id)}, {number}, {sum(rule.clause == each.id for rule in run.rules)})"
        for number, each in enumerate(run.clauses, start=1)
    ]
    given = "VALUES\n  " + ",\n  ".join(places) if places else "SELECT '', 0, 0 WHERE false"
    sql = f"""\
WITH guideline(clause, place, rules) AS ({given}),
found AS (
  SELECT coalesce(CAST(clause AS VARCHAR), '') AS clause,
{RATE},
    count(*) FILTER (verdict = 'open') AS open,
    count(*) FILTER (verdict = 'waived') AS waived
  {scope.verdicts()}
  GROUP BY 1),
whole AS (
  SELECT clause, place, coalesce(rules, 0) AS rules, coalesce(judged, 0) AS judged,
    coalesce(violations, 0) AS violations, coalesce(unknown, 0) AS unknown,
    coalesce(open, 0) AS open, coalesce(waived, 0) AS waived
  FROM guideline FULL JOIN found USING (clause))
SELECT clause, rules, judged, violations, unknown, open, waived,
{_SHARES},
  CASE WHEN judged = 0 AND open > 0 THEN 'open' WHEN judged = 0 AND waived > 0 THEN 'waived'
    WHEN rules = 0 AND judged = 0 THEN 'no-rule' WHEN judged = 0 THEN 'not-applied'
    WHEN judged = unknown THEN 'undecided' WHEN violations > 0 THEN 'violated'
    WHEN unknown > 0 THEN 'partly' ELSE 'kept' END AS state
FROM whole ORDER BY place NULLS LAST, clause"""
    return tables.figure("clauses", sql)


def over_time(tables: Tables, scope: Scope, first: str | None, last: str | None) -> Figure:
    """Violations by week, month or quarter, as fits the span. Spans of timelines are not told here."""
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days if first and last else 0
    unit, step = next((unit, step) for limit, unit, step in _STEPS if days <= limit)
    sql = f"""\
WITH found AS (
  SELECT CAST(date_trunc('{unit}', day) AS DATE) AS start,
{RATE}
  {scope.verdicts("day IS NOT NULL", "subject <> 'timeline'")}
  GROUP BY 1),
ends AS (SELECT min(start) AS first, max(start) AS last FROM found),
steps AS (
  SELECT CAST(unnest(generate_series(first, last, INTERVAL {step})) AS DATE) AS start FROM ends
  WHERE first IS NOT NULL),
whole AS (
  SELECT start, coalesce(judged, 0) AS judged, coalesce(violations, 0) AS violations, coalesce(unknown, 0) AS unknown
  FROM steps LEFT JOIN found USING (start))
SELECT CAST(start AS VARCHAR) AS start, '{unit}' AS unit, judged, violations, unknown,
{_SHARES}
FROM whole ORDER BY start"""
    return tables.figure("over-time", sql)


def by_channel(tables: Tables, scope: Scope) -> Figure:
    """Violations by channel; groups under five are not told."""
    sql = f"""\
WITH found AS (
  SELECT coalesce(CAST(channel AS VARCHAR), '') AS channel,
{RATE}
  {scope.verdicts()}
  GROUP BY 1)
SELECT channel, CASE WHEN {_HIDDEN} THEN NULL ELSE judged END AS judged,
  CASE WHEN {_HIDDEN} THEN NULL ELSE violations END AS violations,
  CASE WHEN {_HIDDEN} THEN NULL ELSE unknown END AS unknown,
  CASE WHEN {_HIDDEN} THEN NULL ELSE violations / judged END AS low,
  CASE WHEN {_HIDDEN} THEN NULL ELSE (violations + unknown) / judged END AS high
FROM found WHERE judged > 0 ORDER BY found.judged DESC, channel"""
    return tables.figure("by-channel", sql)


def by_team(tables: Tables, scope: Scope) -> Figure:
    """Violations by team; one of fewer than five people is not told, nor one that gives it away."""
    sql = f"""\
WITH people AS (
  SELECT CAST(team AS VARCHAR) AS team, count(DISTINCT author) AS people
  {scope.records("role = 'us'", "team IS NOT NULL")}
  GROUP BY 1),
found AS (
  SELECT CAST(team AS VARCHAR) AS team,
{RATE}
  {scope.verdicts("team IS NOT NULL")}
  GROUP BY 1),
small AS (
  SELECT found.*, coalesce(people, 0) AS people, {_HIDDEN} OR coalesce(people, 0) < {FEWEST} AS small
  FROM found LEFT JOIN people USING (team) WHERE judged > 0),
ranked AS (
  SELECT *, row_number() OVER (PARTITION BY small ORDER BY people, judged, team) AS place,
    count(*) FILTER (small) OVER () AS smalls FROM small),
marked AS (SELECT *, small OR (smalls = 1 AND place = 1) AS hidden FROM ranked)
SELECT team, CAST(hidden AS INT) AS hidden,
  CASE WHEN hidden THEN NULL ELSE judged END AS judged,
  CASE WHEN hidden THEN NULL ELSE violations END AS violations,
  CASE WHEN hidden THEN NULL ELSE unknown END AS unknown,
  CASE WHEN hidden THEN NULL ELSE violations / judged END AS low,
  CASE WHEN hidden THEN NULL ELSE (violations + unknown) / judged END AS high
FROM marked ORDER BY team"""
    return tables.figure("by-team", sql)


def by_rule(tables: Tables, scope: Scope) -> Figure:
    """Every rule that judged something: how often, and how often it was violated."""
    sql = f"""\
WITH found AS (
  SELECT CAST(rule AS VARCHAR) AS rule,
{RATE},
    count(*) FILTER (verdict = 'open') AS open,
    count(*) FILTER (verdict = 'waived') AS waived
  {scope.verdicts("verdict <> 'not-applicable'")}
  GROUP BY 1)
SELECT rule, judged, violations, unknown, open, waived,
{_SHARES}
FROM found ORDER BY rule"""
    return tables.figure("by-rule", sql)


def needs(tables: Tables, scope: Scope) -> Figure:
    """What would decide the undecided verdicts: one row a fact; a verdict may want several."""
    sql = f"""\
WITH wanted AS (
  SELECT CAST(rule AS VARCHAR) AS rule, unnest(needs) AS fact
  {scope.verdicts("verdict = 'undecided'")})
SELECT fact, count(*) AS verdicts, count(DISTINCT rule) AS rules
FROM wanted GROUP BY 1 ORDER BY verdicts DESC, fact"""
    return tables.figure("needs", sql)


def unread(tables: Tables, scope: Scope) -> Figure:
    """Records that were not judged, and why."""
    sql = f"""\
SELECT CAST(status AS VARCHAR) AS status, coalesce(CAST(reason AS VARCHAR), '') AS reason, count(*) AS records
{scope.records("status IN ('skipped', 'errored', 'undecided')")}
GROUP BY 1, 2 ORDER BY records DESC, status, reason"""
    return tables.figure("unread", sql)


def waived(tables: Tables, scope: Scope) -> Figure:
    """Violations that a signed exception covers, by rule."""
    sql = f"""\
SELECT CAST(rule AS VARCHAR) AS rule, count(*) AS verdicts
{scope.verdicts("verdict = 'waived'")}
GROUP BY 1 ORDER BY verdicts DESC, rule"""
    return tables.figure("waived", sql)
