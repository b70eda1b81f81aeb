"""Response times with those still waiting as censored cases, by weekday and hour; threads; answers to criticism."""

from __future__ import annotations

from typing import Final

from .compliance import RATE
from .queries import FEWEST, Figure, Scope, Tables, listed, literal

DEADLINES: Final = ("response.deadline", "response.unanswered")
"""The rules whose verdicts stand at the first message of a turn: the clock begins at `moment`, ends at `done`."""

GRID: Final = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 12.0, 24.0, 48.0, 72.0, 168.0, 336.0)
"""Hours at which the curve is told."""

SHARES: Final = (0.25, 0.5, 0.75, 0.9)


def cases_sql(scope: Scope, now: str | None) -> str:
    """SQL for the cases: minutes until the answer, or until now where there is none yet (then censored)."""
    end = f"epoch_us(TIMESTAMPTZ {literal(now)})" if now else "(SELECT max(epoch_us(moment)) FROM 'records.parquet')"
    return f"""\
WITH asked AS (
  SELECT id, min(epoch_us(moment)) AS began, min(epoch_us(done)) AS answered
  {
        scope.verdicts(
            f"rule IN ({listed(DEADLINES)})",
            "moment IS NOT NULL",
            "verdict IN ('fulfilled', 'violation', 'open', 'waived', 'undecided')",
            "(verdict <> 'undecided' OR list_contains(needs, 'now'))",
        )
    }
  GROUP BY id),
cases AS (
  SELECT ceil((coalesce(answered, {end}) - began) / 6e7) AS minutes, answered IS NOT NULL AS met
  FROM asked WHERE coalesce(answered, {end}) >= began),
steps AS (SELECT minutes, count(*) FILTER (met) AS met, count(*) AS gone FROM cases GROUP BY minutes),
risk AS (SELECT minutes, met, sum(gone) OVER (ORDER BY minutes DESC) AS waiting FROM steps),
curve AS (
  SELECT minutes, product(1 - met / waiting) OVER (ORDER BY minutes ROWS UNBOUNDED PRECEDING) AS unanswered FROM risk)
"""


def cases(tables: Tables, scope: Scope, now: str | None) -> Figure:
    """How many were followed, answered, and are still waiting."""
    sql = f"""{cases_sql(scope, now)}\
SELECT count(*) AS cases, count(*) FILTER (met) AS answered, count(*) FILTER (NOT met) AS waiting,
  max(minutes) / 60 AS longest
FROM cases"""
    return tables.figure("response-cases", sql)


def quantiles(tables: Tables, scope: Scope, now: str | None) -> Figure:
    """Hours until a quarter, half, three quarters, nine tenths had an answer; None where that was not reached."""
    wanted = ", ".join(f"({share})" for share in SHARES)
    sql = f"""{cases_sql(scope, now)}\
SELECT CAST(share AS DOUBLE) AS share,
  (SELECT min(minutes) FROM curve WHERE unanswered <= 1 - share + 1e-9) / 60 AS hours
FROM (VALUES {wanted}) AS wanted(share) ORDER BY share"""
    return tables.figure("response-quantiles", sql)


def curve(tables: Tables, scope: Scope, now: str | None) -> Figure:
    """Share answered within so many hours (Kaplan-Meier), and how many were followed for longer than that."""
    grid = ", ".join(f"({hours})" for hours in GRID)
    sql = f"""{cases_sql(scope, now)}\
SELECT CAST(hours AS DOUBLE) AS hours,
  CASE WHEN hours * 60 <= (SELECT max(minutes) FROM cases)
    THEN 1 - coalesce((SELECT min(unanswered) FROM curve WHERE minutes <= hours * 60), 1) END AS answered,
  (SELECT count(*) FROM cases WHERE minutes > hours * 60) AS followed
FROM (VALUES {grid}) AS grid(hours) ORDER BY hours"""
    return tables.figure("response-curve", sql)


def in_time(tables: Tables, scope: Scope) -> Figure:
    """The rule that is told by weekday and hour: the deadline, else the rule on no answer at all."""
    sql = f"""\
SELECT CAST(rule AS VARCHAR) AS rule,
{RATE},
  count(*) FILTER (verdict = 'violation' AND mark = 'late') AS late,
  count(*) FILTER (verdict = 'violation' AND mark = 'unanswered') AS unanswered,
  count(*) FILTER (verdict = 'open') AS open
{scope.verdicts(f"rule IN ({listed(DEADLINES)})")}
GROUP BY 1 ORDER BY 1"""
    return tables.figure("response-rules", sql)


def by_weekday(tables: Tables, scope: Scope, rule: str) -> Figure:
    """Questions by weekday of their arrival, 1 is Monday; groups under five are not told."""
    return _by(tables, scope, rule, "response-weekday", "weekday", "isodow(day)", 1, 7)


def by_hour(tables: Tables, scope: Scope, rule: str) -> Figure:
    """Questions by hour of their arrival; groups under five are not told."""
    return _by(tables, scope, rule, "response-hour", "hour", "CAST(hour AS INT)", 0, 23)


def _by(tables: Tables, scope: Scope, rule: str, name: str, column: str, value: str, first: int, last: int) -> Figure:
    few = f"coalesce(judged, 0) BETWEEN 1 AND {FEWEST - 1}"
    sql = f"""\
WITH found AS (
  SELECT {value} AS {column},
{RATE}
  {scope.verdicts(f"rule = {literal(rule)}")}
  GROUP BY 1),
whole AS (SELECT CAST(unnest(generate_series({first}, {last})) AS INT) AS {column})
SELECT {column}, CAST({few} AS INT) AS hidden,
  CASE WHEN {few} THEN NULL ELSE coalesce(judged, 0) END AS judged,
  CASE WHEN {few} THEN NULL ELSE coalesce(violations, 0) END AS violations,
  CASE WHEN {few} THEN NULL ELSE coalesce(unknown, 0) END AS unknown
FROM whole LEFT JOIN found USING ({column}) ORDER BY {column}"""
    return tables.figure(name, sql)


def threads(tables: Tables) -> Figure:
    """Threads by state and what it rests on, at the time of the audit."""
    sql = """\
SELECT CAST(state AS VARCHAR) AS state, coalesce(CAST(why AS VARCHAR), '') AS why, count(*) AS threads
FROM 'threads.parquet' GROUP BY 1, 2 ORDER BY 1, threads DESC, 2"""
    return tables.figure("threads", sql)


def criticism(tables: Tables, scope: Scope) -> Figure:
    """Answers to criticism: with a way out, without, or undecided; and spans in which criticism was left more often."""
    sql = f"""\
SELECT CAST(rule AS VARCHAR) AS rule,
{RATE}
{scope.verdicts("rule IN ('criticism.no-solution', 'response.critical-less')")}
GROUP BY 1 ORDER BY 1"""
    return tables.figure("criticism", sql)
