"""Every figure of the model is what its own SQL gives, and what plain Python makes of the same tables.

Long for a reason: one function a figure, none of which may share code with the query it checks.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from math import ceil, isclose
from pathlib import Path
from typing import Final

import duckdb
import pyarrow.parquet as pq
import pytest

from knigge.reports.audit.model import Model, Wish, build
from knigge.reports.audit.queries import Figure

Row = Mapping[str, object]
Told = list[tuple[object, ...]]

NOW: Final = datetime(2026, 3, 9, 11, 0, tzinfo=UTC)
DEADLINES: Final = ("response.deadline", "response.unanswered")
RANK: Final = {"error": 3, "warning": 2}


@dataclass(frozen=True)
class Tables:
    verdicts: list[dict[str, object]]
    records: list[dict[str, object]]
    threads: list[dict[str, object]]


@pytest.fixture(scope="module")
def model(drawn: Path) -> Model:
    return build(drawn)


@pytest.fixture(scope="module")
def tables(drawn: Path) -> Tables:
    verdicts, records, threads = (
        pq.read_table(drawn / f"{name}.parquet").to_pylist() for name in ("verdicts", "records", "threads")
    )
    return Tables([row for row in verdicts if row["nth"] == 1], records, threads)


def all_figures(model: Model) -> list[Figure]:
    told = [*model.figures, *(each.figure for each in model.headlines)]
    for each in model.headlines:
        if each.trend is not None:
            told += [each.trend.earlier, each.trend.later]
    return told + [each.figure for each in model.actions if each.figure is not None]


def test_the_sql_that_is_shown_gives_the_figure_that_is_shown(model: Model, drawn: Path) -> None:
    base = duckdb.connect()
    base.execute(f"SET file_search_path = '{drawn}'")

    for figure in all_figures(model):
        again = base.execute(figure.sql)
        assert tuple(str(each[0]) for each in again.description or ()) == figure.columns
        assert again.fetchall() == list(figure.rows), figure.id


def test_the_sql_of_findings_runs_as_shown(model: Model, drawn: Path) -> None:
    base = duckdb.connect()
    base.execute(f"SET file_search_path = '{drawn}'")

    for finding in model.findings:
        rows = base.execute(finding.sql).fetchall()
        assert [row[1] for row in rows] == [each.id for each in finding.examples]


def test_every_figure_is_recomputed_without_sql(model: Model, tables: Tables) -> None:
    figures = {each.id: each for each in model.figures}

    assert figures.keys() == EXPECTED.keys()
    for name, expected in EXPECTED.items():
        assert figures[name].rows, f"{name} is empty: nothing was tested"
        assert_alike(name, figures[name].rows, expected(tables))


def test_the_headlines_are_recomputed_without_sql(model: Model, tables: Tables) -> None:
    told = {each.id: (each.judged, each.violations, each.unknown) for each in model.headlines}

    assert told["in-time"] == rate(of(tables.verdicts, "response.deadline"))
    assert told["promises"] == rate(of(tables.verdicts, "promise.kept"))
    assert told["texts"] == by_subject(
        row
        for row in tables.verdicts
        if row["subject"] == "message" and row["role"] == "us" and row["rule"] != "promise.kept"
        and row["severity"] in ("warning", "error")
    )  # fmt: skip
    assert told["acts"] == by_subject(row for row in tables.verdicts if str(row["rule"]).startswith("censorship."))
    median = next(each for each in model.headlines if each.id == "median")
    assert median.low == median.high == quantile(tables, 0.5)


def test_a_headline_lies_between_all_undecided_against_it_and_for_it(model: Model) -> None:
    for each in model.headlines:
        if each.unit == "share":
            assert each.low == (each.judged - each.violations - each.unknown) / each.judged
            assert each.high == (each.judged - each.violations) / each.judged


def test_what_is_to_be_done_is_recomputed_without_sql(model: Model, tables: Tables) -> None:
    count = {each.kind: each.count for each in model.actions if each.kind != "clause"}
    broken = [row for row in tables.verdicts if row["verdict"] == "violation"]
    waiting = [r for r in broken if str(r["rule"]).startswith("response.") and r["mark"] == "unanswered"]

    assert count["waiting"] == len({row["id"] for row in waiting})
    assert count["promises"] == len([r for r in broken if r["rule"] == "promise.kept" and r["mark"] == "broken"])
    assert count["acts"] == len({row["id"] for row in broken if row["subject"] == "action"})
    soon = [
        r for r in tables.verdicts if r["verdict"] == "open" and r["due"] and instant(r["due"]) <= NOW + timedelta(3)
    ]
    assert count["soon"] == len({row["id"] for row in soon})
    longest = sorted(
        {(min(instant(r["due"]) for r in waiting if r["id"] == n), str(n)) for n in {r["id"] for r in waiting}}
    )
    first = next(each for each in model.actions if each.kind == "waiting")
    assert [case.id for case in first.cases] == [name for _, name in longest[:5]]


def test_a_span_narrows_every_figure(drawn: Path, tables: Tables) -> None:
    narrowed = build(drawn, Wish(since="2026-02-02", until="2026-02-15"))
    inside = [row for row in tables.verdicts if "2026-02-02" <= str(row["day"]) <= "2026-02-15"]

    figure = narrowed.figure("verdicts")
    assert sum(figure.count("verdicts", row) for row in range(len(figure.rows))) == len(inside)
    assert (narrowed.first, narrowed.last) == ("2026-02-02", "2026-02-15")
    assert narrowed.compared is not None
    assert narrowed.compared.earlier == ("2026-01-19", "2026-02-01")
    assert not narrowed.compared.halves


def assert_alike(name: str, told: Sequence[Sequence[object]], expected: Told) -> None:
    assert len(told) == len(expected), name
    for one, other in zip(told, expected, strict=True):
        assert len(one) == len(other), name
        for mine, theirs in zip(one, other, strict=True):
            if isinstance(mine, float) and isinstance(theirs, float | int):
                assert isclose(mine, theirs, abs_tol=1e-9), (name, one, other)
            else:
                assert mine == theirs, (name, one, other)


def instant(value: object) -> datetime:
    assert isinstance(value, datetime)
    return value


def day_of(row: Row) -> date:
    assert isinstance(row["day"], date)
    return row["day"]


def of(rows: Iterable[Row], *rules: str) -> list[Row]:
    return [row for row in rows if row["rule"] in rules]


def rate(rows: Iterable[Row]) -> tuple[int, int, int]:
    found = Counter(str(row["verdict"]) for row in rows)
    unknown = found["undecided"] + found["error"]
    return found["violation"] + found["fulfilled"] + unknown, found["violation"], unknown


def shares(judged: int, violations: int, unknown: int) -> tuple[float | None, float | None]:
    return (violations / judged, (violations + unknown) / judged) if judged else (None, None)


def by_subject(rows: Iterable[Row]) -> tuple[int, int, int]:
    found: dict[object, set[object]] = defaultdict(set)
    for row in rows:
        if row["verdict"] in ("violation", "fulfilled", "undecided", "error"):
            found[row["id"]].add(row["verdict"])
    violated = sum("violation" in each for each in found.values())
    unsure = sum("violation" not in each and bool(each & {"undecided", "error"}) for each in found.values())
    return len(found), violated, unsure


def grouped(rows: Iterable[Row], key: Callable[[Row], object]) -> dict[object, list[Row]]:
    found: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def count(rows: Iterable[Row], **wanted: object) -> int:
    return sum(all(row[key] == value for key, value in wanted.items()) for row in rows)


def period(tables: Tables) -> Told:
    days = [str(row["day"]) for row in tables.records if row["day"]]
    return [(min(days), max(days), len(tables.records), len(tables.records) - len(days))]


def volume(tables: Tables) -> Told:
    found = Counter((str(row["type"]), str(row["status"])) for row in tables.records)
    return [(*key, number) for key, number in sorted(found.items())]


def channels(tables: Tables) -> Told:
    told: Told = []
    for name, rows in grouped(tables.records, lambda row: row["channel"]).items():
        messages = [row for row in rows if row["type"] == "message"]
        ours = [row for row in messages if row["role"] == "us"]
        theirs = sum(row["role"] in ("customer", "other") for row in messages)
        told.append((name, len(rows), theirs, len(ours) - count(ours, kind="post"), count(ours, kind="post"),
                     count(rows, type="action")))  # fmt: skip
    return sorted(told, key=lambda row: (-int(str(row[1])), str(row[0])))


def verdicts(tables: Tables) -> Told:
    found = Counter(
        (str(row["verdict"]), str(row["severity"]) if row["verdict"] == "violation" else "") for row in tables.verdicts
    )
    return [(*key, number) for key, number in sorted(found.items())]


CLAUSES: Final = (
    ("eye-level", 2), ("answered-in-time", 2), ("words-and-deeds", 1), ("no-censorship", 2), ("fair-contests", 2),
    ("right-rhythm", 2), ("no-serial-answers", 1), ("solution", 1), ("accessible", 0),
)  # fmt: skip


def clauses(tables: Tables) -> Told:
    told: Told = []
    for name, rules in CLAUSES:
        rows = [row for row in tables.verdicts if row["clause"] == name]
        numbers = rate(rows)
        judged, violations, unknown = numbers
        open_, waived = count(rows, verdict="open"), count(rows, verdict="waived")
        state = (
            ("open" if open_ else "waived" if waived else "not-applied" if rules else "no-rule") if not judged
            else "undecided" if judged == unknown
            else "violated" if violations else "partly" if unknown else "kept"
        )  # fmt: skip
        told.append((name, rules, *numbers, open_, waived, *shares(*numbers), state))
    return told


def over_time(tables: Tables) -> Told:
    rows = [row for row in tables.verdicts if row["day"] and row["subject"] != "timeline"]
    mondays = [day_of(row) - timedelta(day_of(row).weekday()) for row in rows]
    told: Told = []
    for place in range((max(mondays) - min(mondays)).days // 7 + 1):
        monday = min(mondays) + timedelta(7 * place)
        numbers = rate(row for row, start in zip(rows, mondays, strict=True) if start == monday)
        told.append((str(monday), "week", *numbers, *shares(*numbers)))
    return told


def by_channel(tables: Tables) -> Told:
    told: list[tuple[int, str, tuple[object, ...]]] = []
    for name, rows in grouped(tables.verdicts, lambda row: row["channel"]).items():
        numbers = rate(rows)
        told.append((numbers[0], str(name), (*numbers, *shares(*numbers)) if numbers[0] >= 5 else (None,) * 5))
    return [(name, *rest) for _, name, rest in sorted(told, key=lambda each: (-each[0], each[1]))]


def by_team(tables: Tables) -> Told:
    people: dict[object, set[object]] = defaultdict(set)
    for row in tables.records:
        if row["role"] == "us":
            people[row["team"]].add(row["author"])
    groups = {str(k): rows for k, rows in grouped(tables.verdicts, lambda row: row["team"]).items() if k}
    hidden = {name for name, rows in groups.items() if len(people[name]) < 5 or rate(rows)[0] < 5}
    if len(hidden) == 1:
        rest = sorted((len(people[name]), rate(rows)[0], name) for name, rows in groups.items() if name not in hidden)
        hidden |= {rest[0][2]} if rest else set()
    return [
        (name, int(name in hidden), *((None,) * 5 if name in hidden else (*rate(rows), *shares(*rate(rows)))))
        for name, rows in sorted(groups.items())
    ]


def response_rules(tables: Tables) -> Told:
    return [
        (rule, *rate(rows), count(rows, verdict="violation", mark="late"),
         count(rows, verdict="violation", mark="unanswered"), count(rows, verdict="open"))
        for rule in DEADLINES
        for rows in [of(tables.verdicts, rule)]
    ]  # fmt: skip


def response_cases(tables: Tables) -> list[tuple[int, bool]]:
    """Minutes, rounded up, and whether an answer came."""
    wanted = ("fulfilled", "violation", "open", "waived")
    asked = grouped((row for row in of(tables.verdicts, *DEADLINES) if row["verdict"] in wanted), lambda row: row["id"])
    cases = []
    for rows in asked.values():
        began = min(instant(row["moment"]) for row in rows)
        done = [instant(row["done"]) for row in rows if row["done"]]
        minutes = ceil(((min(done) if done else NOW) - began) / timedelta(minutes=1))
        if minutes >= 0:
            cases.append((minutes, bool(done)))
    return cases


def kaplan_meier(cases: Sequence[tuple[int, bool]]) -> list[tuple[int, float]]:
    """After how many minutes which share still waited: the product over all answers of those who still waited."""
    curve, waiting, share = [], len(cases), 1.0
    for minutes, group in groupby(sorted(cases), key=lambda each: each[0]):
        gone = list(group)
        share *= 1 - sum(met for _, met in gone) / waiting
        waiting -= len(gone)
        curve.append((minutes, share))
    return curve


def quantile(tables: Tables, wanted: float) -> float | None:
    curve = kaplan_meier(response_cases(tables))
    return next((minutes / 60 for minutes, waiting in curve if waiting <= 1 - wanted + 1e-9), None)


def curve(tables: Tables) -> Told:
    cases = response_cases(tables)
    waiting = kaplan_meier(cases)
    told: Told = []
    for hours in (0.25, 0.5, 1, 2, 4, 8, 12, 24, 48, 72, 168, 336):
        share = min([1.0, *(value for minutes, value in waiting if minutes <= hours * 60)])
        within = hours * 60 <= max(minutes for minutes, _ in cases)
        told.append((hours, 1 - share if within else None, sum(minutes > hours * 60 for minutes, _ in cases)))
    return told


def cases_told(tables: Tables) -> Told:
    cases = response_cases(tables)
    answered = sum(met for _, met in cases)
    return [(len(cases), answered, len(cases) - answered, max(minutes for minutes, _ in cases) / 60)]


def by_part(first: int, last: int, key: Callable[[Row], object]) -> Callable[[Tables], Told]:
    def told(tables: Tables) -> Told:
        groups = grouped(of(tables.verdicts, "response.deadline"), key)
        rows: Told = []
        for part in range(first, last + 1):
            numbers = rate(groups.get(part, []))
            few = 1 <= numbers[0] <= 4
            rows.append((part, int(few), *((None, None, None) if few else numbers)))
        return rows

    return told


def threads(tables: Tables) -> Told:
    found = Counter((str(row["state"]), str(row["why"])) for row in tables.threads)
    return [(*key, n) for key, n in sorted(found.items(), key=lambda each: (each[0][0], -each[1], each[0][1]))]


def criticism(tables: Tables) -> Told:
    return [("criticism.no-solution", *rate(of(tables.verdicts, "criticism.no-solution")))]


def promises(tables: Tables) -> Told:
    found: Counter[str] = Counter()
    for row in of(tables.verdicts, "promise.kept"):
        verdict = str(row["verdict"])
        found["kept" if verdict == "fulfilled" else str(row["mark"]) if verdict == "violation" else verdict] += 1
    ordered = sorted(found.items())
    return list(ordered)


def acts(tables: Tables) -> Told:
    told: dict[str, Counter[str]] = defaultdict(Counter)
    rows = [row for row in tables.verdicts if row["subject"] == "action"]
    for name in {row["id"] for row in rows}:
        mine = [row for row in rows if row["id"] == name]
        found = {str(row["verdict"]) for row in mine}
        fate = next((each for each in ("violation", "undecided", "open") if each in found), "complete")
        told[str(mine[0]["kind"])][fate] += 1
    ordered = sorted(told.items(), key=lambda each: (-sum(each[1].values()), each[0]))
    return [(kind, sum(n.values()), n["complete"], n["violation"], n["undecided"], n["open"]) for kind, n in ordered]


def contests(tables: Tables) -> Told:
    rows = [row for row in tables.verdicts if str(row["rule"]).startswith("contest.")]
    told: Told = []
    for name, mine in grouped(rows, lambda row: row["id"]).items():
        told.append(
            (name, "facebook", str(mine[0]["day"]), count(mine, rule="contest.C01", verdict="violation"),
             count(mine, rule="contest.F02", verdict="violation"), count(mine, verdict="undecided"),
             count(mine, verdict="waived"), count(mine, verdict="fulfilled"))
        )  # fmt: skip
    return sorted(told, key=lambda row: (-int(str(row[3])) - int(str(row[4])), str(row[0])))


def contest_list(tables: Tables) -> Told:
    shown = [row[0] for row in contests(tables)[:6]]
    rows = [row for row in tables.verdicts if str(row["rule"]).startswith("contest.") and row["id"] in shown]
    columns = ("id", "rule", "verdict", "severity")
    ordered = sorted(tuple(str(row[each]) for each in columns) for row in rows)
    return list(ordered)


def rhythm(tables: Tables) -> Told:
    told: Told = []
    rows = [row for row in tables.verdicts if str(row["rule"]).startswith("cadence.")]
    for channel in ("facebook", "instagram"):
        mine = [row for row in rows if row["channel"] == channel]
        broken = [row for row in mine if row["verdict"] == "violation"]
        told.append(
            (channel, "acme", count(mine, kind="week"), count(broken, kind="week", mark="too-few"),
             count(broken, kind="week", mark="too-many"), count(broken, kind="day", mark="too-many"), 0, 0)
        )  # fmt: skip
    return told


def cadence(tables: Tables) -> Told:
    rows = of(tables.verdicts, "cadence.weekly")
    return [
        (str(row["day"]), row["channel"], "acme", int(str(row["facts"]).split('"')[3]), row["verdict"], row["mark"])
        for row in sorted(rows, key=lambda row: (str(row["day"]), str(row["channel"])))
    ]


def series(tables: Tables) -> Told:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in of(tables.verdicts, "repeat.template"):
        if row["verdict"] == "violation":
            others = str(row["facts"]).split('"')[3].split(", ")
            groups[min([str(row["id"]), *others])].append(row)
    told: Told = []
    for name, rows in groups.items():
        latest = max(instant(row["moment"]) for row in rows)
        days = sorted(str(row["day"]) for row in rows)
        told.append((name, len(rows), days[0], days[-1], latest.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")))
    return sorted(told, key=lambda row: (-int(str(row[1])), str(row[0])))[:10]


def violated(tables: Tables) -> Told:
    told = []
    for rule, rows in grouped((r for r in tables.verdicts if r["verdict"] == "violation"), lambda r: r["rule"]).items():
        worst = max((str(row["severity"]) for row in rows), key=lambda each: RANK.get(each, 1))
        told.append((str(rule), worst, len(rows)))
    ordered = sorted(told, key=lambda row: (-RANK.get(row[1], 1), -row[2], str(row[0])))
    return list(ordered)


def needs(tables: Tables) -> Told:
    found: dict[str, list[str]] = defaultdict(list)
    for row in tables.verdicts:
        if row["verdict"] == "undecided":
            assert isinstance(row["needs"], list)
            for fact in row["needs"]:
                found[str(fact)].append(str(row["rule"]))
    told = [(fact, len(rules), len(set(rules))) for fact, rules in found.items()]
    ordered = sorted(told, key=lambda row: (-row[1], row[0]))
    return list(ordered)


def unread(tables: Tables) -> Told:
    found = Counter((str(r["status"]), str(r["reason"])) for r in tables.records if r["status"] != "judged")
    return [(*key, n) for key, n in sorted(found.items(), key=lambda each: (-each[1], each[0]))]


def waived(tables: Tables) -> Told:
    found = Counter(str(row["rule"]) for row in tables.verdicts if row["verdict"] == "waived")
    ordered = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    return list(ordered)


def by_rule(tables: Tables) -> Told:
    return [
        (rule, *rate(rows), count(rows, verdict="open"), count(rows, verdict="waived"), *shares(*rate(rows)))
        for rule, rows in sorted(
            grouped(tables.verdicts, lambda row: row["rule"]).items(), key=lambda each: str(each[0])
        )
    ]


EXPECTED: Final[Mapping[str, Callable[[Tables], Told]]] = {
    "period": period,
    "volume": volume,
    "channels": channels,
    "verdicts": verdicts,
    "clauses": clauses,
    "over-time": over_time,
    "by-channel": by_channel,
    "by-team": by_team,
    "response-rules": response_rules,
    "response-cases": cases_told,
    "response-quantiles": lambda tables: [(share, quantile(tables, share)) for share in (0.25, 0.5, 0.75, 0.9)],
    "response-curve": curve,
    "response-weekday": by_part(1, 7, lambda row: day_of(row).isoweekday()),
    "response-hour": by_part(0, 23, lambda row: row["hour"]),
    "threads": threads,
    "criticism": criticism,
    "promises": promises,
    "acts": acts,
    "contests": contests,
    "contest-list": contest_list,
    "rhythm": rhythm,
    "cadence": cadence,
    "series": series,
    "violated": violated,
    "needs": needs,
    "unread": unread,
    "waived": waived,
    "by-rule": by_rule,
}
