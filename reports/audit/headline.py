"""The five figures of the first page, each with the same over the time before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, Literal

from ...engine.values import dataclass
from .answers import DEADLINES, cases_sql
from .chance import newcombe
from .compliance import RATE
from .folder import Run
from .queries import Figure, Scope, Tables, literal

Direction = Literal["better", "worse", "unclear", "untold"]
SURE: Final = 1.96
"""Standard deviations of a 95 % interval."""

_SPARE: Final = 0.1
"""Share of the earlier span that may lie before the first record: a quiet first day is no gap."""

FEW: Final = 10
"""Below so many cases a figure says little: at ten the 95 % interval of a half is still 50 points wide."""

LEAST_DAYS: Final = 14
"""Days from which on two halves are compared."""


@dataclass(frozen=True, slots=True)
class Trend:
    """A figure earlier and later; `change` lies between two values. Unclear: chance may explain it."""

    earlier: Figure
    later: Figure
    change_low: float | None
    change_high: float | None
    direction: Direction


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure of the first page. A share is what was kept, between `low` (all undecided counted against) and `high`.

    Hours: both are the median; None where fewer than half had an answer. `judged` 0: nothing to tell.
    """

    id: str
    unit: Literal["share", "hours"]
    low: float | None
    high: float | None
    judged: int
    violations: int
    unknown: int
    figure: Figure
    trend: Trend | None


@dataclass(frozen=True, slots=True)
class Spans:
    """The two spans that are compared, days from and until; `halves`: of what was judged, else the time before."""

    halves: bool
    earlier: tuple[str, str]
    later: tuple[str, str]


def spans(first: str | None, last: str | None, scope: Scope, archive_first: str | None) -> Spans | None:
    """What is compared with what; None where the archive holds nothing to compare with.

    A chosen span is compared with the one of the same length before it, the whole archive in halves.
    """
    if scope.since is not None or scope.until is not None:
        begin, end = scope.since or first, scope.until or last
        if not begin or not end or not archive_first:
            return None
        days = (date.fromisoformat(end) - date.fromisoformat(begin)).days + 1
        if days >= date.fromisoformat(begin).toordinal():
            return None
        earlier = date.fromisoformat(begin) - timedelta(days)
        if date.fromisoformat(archive_first) > earlier + timedelta(_SPARE * days):
            return None
        return Spans(False, (earlier.isoformat(), _before(begin)), (begin, end))
    if not first or not last:
        return None
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    if days < LEAST_DAYS:
        return None
    middle = (date.fromisoformat(last) - timedelta(days // 2 - 1)).isoformat()
    begin = (date.fromisoformat(last) - timedelta(2 * (days // 2) - 1)).isoformat()
    return Spans(True, (begin, _before(middle)), (middle, last))


def _before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(1)).isoformat()


def headlines(tables: Tables, scope: Scope, run: Run, compared: Spans | None) -> tuple[Headline, ...]:
    """The five, always all of them."""
    asked: tuple[tuple[str, Callable[[Scope], str]], ...] = (
        ("texts", _texts),
        ("in-time", lambda span: _rule(span, _deadline(tables, scope))),
        ("median", lambda span: _median(span, run.now)),
        ("promises", lambda span: _rule(span, "promise.kept")),
        ("acts", _acts),
    )
    return tuple(_headline(tables, scope, name, sql, compared) for name, sql in asked)


def _headline(tables: Tables, scope: Scope, name: str, sql: Callable[[Scope], str], compared: Spans | None) -> Headline:
    figure = tables.figure(f"headline-{name}", sql(scope))
    trend = None
    if compared is not None:
        both = [
            tables.figure(f"headline-{name}-{when}", sql(Scope(*span, scope.trial)))
            for when, span in (("earlier", compared.earlier), ("later", compared.later))
        ]
        trend = _median_trend(*both) if name == "median" else _trend(*both)
    judged, violations, unknown = (figure.count(each) for each in ("judged", "violations", "unknown"))
    if name == "median":
        hours = figure.cell("hours")
        median = float(hours) if isinstance(hours, int | float) else None
        return Headline(name, "hours", median, median, judged, violations, unknown, figure, trend)
    low, high = kept(figure)
    return Headline(name, "share", low, high, judged, violations, unknown, figure, trend)


def kept(figure: Figure, row: int = 0) -> tuple[float | None, float | None]:
    """The share kept, at least and at most; None where nothing was judged."""
    judged, violations, unknown = (figure.count(each, row) for each in ("judged", "violations", "unknown"))
    if not judged:
        return None, None
    return (judged - violations - unknown) / judged, (judged - violations) / judged


def _trend(earlier: Figure, later: Figure) -> Trend | None:
    """The change with its 95 % interval (Newcombe); undecided verdicts count whichever way makes it less sure."""
    was, now = kept(earlier), kept(later)
    if was[0] is None or was[1] is None or now[0] is None or now[1] is None:
        return None
    before, after = earlier.count("judged"), later.count("judged")
    low = newcombe(now[0], after, was[1], before, SURE)[0]
    high = newcombe(now[1], after, was[0], before, SURE)[1]
    return Trend(earlier, later, low, high, "better" if low > 0 else "worse" if high < 0 else "unclear")


def _median_trend(earlier: Figure, later: Figure) -> Trend | None:
    """Two medians beside each other; whether chance explains the difference is not told."""
    if not earlier.count("judged") or not later.count("judged"):
        return None
    return Trend(earlier, later, None, None, "untold")


def _deadline(tables: Tables, scope: Scope) -> str:
    """The rule on time: the deadline where it judged anything, else the one on no answer at all."""
    sql = f"SELECT count(*) AS found {scope.verdicts(f'rule = {literal(DEADLINES[0])}')}"
    return DEADLINES[0] if tables.figure("deadline", sql).count("found") else DEADLINES[1]


def _texts(scope: Scope) -> str:
    return f"""\
WITH texts AS (
  SELECT id, bool_or(verdict = 'violation') AS violated, bool_or(verdict IN ('undecided', 'error')) AS unsure
  {
        scope.verdicts(
            "subject = 'message'",
            "role = 'us'",
            "severity IN ('warning', 'error')",
            "rule <> 'promise.kept'",
            "verdict IN ('violation', 'fulfilled', 'undecided', 'error')",
        )
    }
  GROUP BY id)
SELECT count(*) AS judged, count(*) FILTER (violated) AS violations,
  count(*) FILTER (unsure AND NOT violated) AS unknown
FROM texts"""


def _rule(scope: Scope, rule: str) -> str:
    return f"SELECT\n{RATE}\n{scope.verdicts(f'rule = {literal(rule)}')}"


def _median(scope: Scope, now: str | None) -> str:
    return f"""{cases_sql(scope, now)}\
SELECT count(*) AS judged, 0 AS violations, count(*) FILTER (NOT met) AS unknown,
  (SELECT min(minutes) FROM curve WHERE unanswered <= 0.5 + 1e-9) / 60 AS hours
FROM cases"""


def _acts(scope: Scope) -> str:
    return f"""\
WITH acts AS (
  SELECT id, bool_or(verdict = 'violation') AS broken, bool_or(verdict IN ('undecided', 'error')) AS unsure
  {
        scope.verdicts(
            "subject = 'action'",
            "rule LIKE 'censorship.%'",
            "verdict IN ('violation', 'fulfilled', 'undecided', 'error')",
        )
    }
  GROUP BY id)
SELECT count(*) AS judged, count(*) FILTER (broken) AS violations,
  count(*) FILTER (unsure AND NOT broken) AS unknown
FROM acts"""
