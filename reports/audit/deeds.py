"""What was done: promises, deletions, contests, rhythm, answers given in series."""

from __future__ import annotations

from typing import Final

from .queries import Figure, Scope, Tables, listed, moment

CONTESTS: Final = 6
"""Contests shown with their whole checklist."""

WEEKS: Final = 53
ACCOUNTS: Final = 8
"""Accounts that the calendar shows, those with the most weeks."""

_CONTEST: Final = ("rule LIKE 'contest.%'", "subject <> 'timeline'", "verdict <> 'not-applicable'")


def promises(tables: Tables, scope: Scope) -> Figure:
    """Promises by what became of them."""
    sql = f"""\
SELECT CASE WHEN verdict = 'fulfilled' THEN 'kept'
    WHEN verdict = 'violation' AND mark IN ('late', 'kept-late') THEN 'late'
    WHEN verdict = 'violation' THEN 'broken'
    WHEN verdict = 'error' THEN 'undecided' ELSE CAST(verdict AS VARCHAR) END AS state, count(*) AS promises
{scope.verdicts("rule = 'promise.kept'", "verdict <> 'not-applicable'")}
GROUP BY 1 ORDER BY 1"""
    return tables.figure("promises", sql)


def acts(tables: Tables, scope: Scope) -> Figure:
    """Acts on other people's posts by kind: how many have a complete record; incomplete if any rule says so."""
    sql = f"""\
WITH acts AS (
  SELECT id, coalesce(any_value(CAST(kind AS VARCHAR)), '') AS kind,
    bool_or(verdict = 'violation') AS broken, bool_or(verdict IN ('undecided', 'error')) AS unknown,
    bool_or(verdict = 'open') AS open
  {scope.verdicts("subject = 'action'", "rule LIKE 'censorship.%'", "verdict <> 'not-applicable'")}
  GROUP BY id)
SELECT kind, count(*) AS acts, count(*) FILTER (NOT broken AND NOT unknown AND NOT open) AS complete,
  count(*) FILTER (broken) AS incomplete, count(*) FILTER (unknown AND NOT broken) AS unknown,
  count(*) FILTER (open AND NOT broken AND NOT unknown) AS open
FROM acts GROUP BY 1 ORDER BY acts DESC, kind"""
    return tables.figure("acts", sql)


def contests(tables: Tables, scope: Scope) -> Figure:
    """Contests, those with the most gaps first."""
    sql = f"""\
SELECT id, coalesce(any_value(CAST(channel AS VARCHAR)), '') AS channel, CAST(any_value(day) AS VARCHAR) AS day,
  count(*) FILTER (verdict = 'violation' AND rule LIKE 'contest.C%') AS missing,
  count(*) FILTER (verdict = 'violation' AND rule NOT LIKE 'contest.C%') AS wrong,
  count(*) FILTER (verdict IN ('undecided', 'error')) AS unknown,
  count(*) FILTER (verdict = 'waived') AS waived,
  count(*) FILTER (verdict = 'fulfilled') AS fine
{scope.verdicts(*_CONTEST)}
GROUP BY id ORDER BY missing + wrong DESC, id"""
    return tables.figure("contests", sql)


def contest_list(tables: Tables, scope: Scope, shown: tuple[str, ...]) -> Figure:
    """The checklists of some contests, one row an element."""
    sql = f"""\
SELECT id, CAST(rule AS VARCHAR) AS rule, CAST(verdict AS VARCHAR) AS verdict,
  coalesce(CAST(severity AS VARCHAR), '') AS severity
{scope.verdicts(*_CONTEST, f"id IN ({listed(shown) or 'NULL'})")}
ORDER BY id, rule, verdict"""
    return tables.figure("contest-list", sql)


def cadence(tables: Tables, scope: Scope) -> Figure:
    """Posts a week and account, the last 53 weeks of the eight accounts with the most of them."""
    sql = f"""\
WITH weeks AS (
  SELECT coalesce(CAST(channel AS VARCHAR), '') AS channel, coalesce(CAST(account AS VARCHAR), '') AS account, day,
    CAST(verdict AS VARCHAR) AS verdict, coalesce(CAST(mark AS VARCHAR), '') AS mark,
    TRY_CAST(json_extract_string(facts, '$.count') AS INT) AS posts
  {scope.verdicts("rule = 'cadence.weekly'", "verdict <> 'not-applicable'")}),
ranked AS (
  SELECT channel, account, row_number() OVER (ORDER BY count(*) DESC, channel, account) AS place
  FROM weeks GROUP BY 1, 2)
SELECT CAST(day AS VARCHAR) AS week, channel, account, posts, verdict, mark
FROM weeks JOIN ranked USING (channel, account)
WHERE place <= {ACCOUNTS} AND day > (SELECT max(day) FROM weeks) - {7 * WEEKS}
ORDER BY week, place"""
    return tables.figure("cadence", sql)


def rhythm(tables: Tables, scope: Scope) -> Figure:
    """Weeks and days with too few or too many posts, by account."""
    sql = f"""\
SELECT coalesce(CAST(channel AS VARCHAR), '') AS channel, coalesce(CAST(account AS VARCHAR), '') AS account,
  count(*) FILTER (kind = 'week') AS weeks,
  count(*) FILTER (kind = 'week' AND verdict = 'violation' AND mark = 'too-few') AS few,
  count(*) FILTER (kind = 'week' AND verdict = 'violation' AND mark = 'too-many') AS many,
  count(*) FILTER (kind = 'day' AND verdict = 'violation' AND mark = 'too-many') AS flooded,
  count(*) FILTER (kind = 'day' AND verdict = 'violation' AND mark = 'too-few') AS silent,
  count(*) FILTER (verdict IN ('undecided', 'error')) AS unknown
{scope.verdicts("rule LIKE 'cadence.%'", "verdict <> 'not-applicable'")}
GROUP BY 1, 2 ORDER BY weeks DESC, channel, account"""
    return tables.figure("rhythm", sql)


def series(tables: Tables, scope: Scope) -> Figure:
    """Answers that several people got, the most frequent first: times, days, and one of them to look it up."""
    sql = f"""\
WITH members AS (
  SELECT id, day, moment,
    list_min(list_append(string_split(coalesce(json_extract_string(facts, '$."alike-to"'), id), ', '), id)) AS first
  {scope.verdicts("rule = 'repeat.template'", "verdict = 'violation'")})
SELECT first AS id, count(*) AS times, CAST(min(day) AS VARCHAR) AS since, CAST(max(day) AS VARCHAR) AS until,
  {moment("max(moment)")} AS last
FROM members GROUP BY first ORDER BY times DESC, id LIMIT 10"""
    return tables.figure("series", sql)
