"""Answers of all parts -> the tables of the run: parts joined in order, waivers used over the whole run, counts."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from ..engine.evaluator import decide
from ..engine.finding import Finding, Outcome, Severity, Verdict
from ..engine.program import Program, Waiver
from ..engine.records.waivers import Deed, Desk, covering, in_turn, waived_reason
from ..engine.values import dataclass
from ..intake.line import SKIPPED
from .batch import fate
from .doubts import doubt
from .plan_sql import Database
from .tables import RECORDS, THREADS, TOO_LARGE, VERDICTS, of_run
from .work import read_file

TABLE_FILES: Final = ("verdicts.parquet", "records.parquet", "threads.parquet")
"""What a run leaves beside its figures."""
_AT_ONCE: Final = 50_000  # rows
Subject = tuple[str, str]
"""What was judged (message, action ...) and its id."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of everything that was read: records by status and by reason, verdicts, spans of timelines.

    `severest` is the gravest severity of a violation, None without one; `used` how often each waiver was used.
    """

    statuses: Mapping[str, int]
    reasons: Mapping[str, int]
    verdicts: Mapping[str, int]
    spans: int
    severest: Severity | None
    used: Mapping[Waiver, int]

    @property
    def read(self) -> int:
        """Everything that was read."""
        return sum(self.statuses.values())


def join(
    store: Database, done: Path, names: Sequence[str], programs: Sequence[Program], target: Path, run: str
) -> Counts:
    """Write `verdicts.parquet`, `records.parquet` and `threads.parquet` to `target`; each appears when it is whole.

    Each bears the name of the `run` it is from.
    """
    by_digest = {program.digest: program for program in programs}
    desk = Desk()
    waived = _waived(done, names, by_digest, desk)
    decisions = _decisions(done, names, by_digest, waived)
    verdicts: Counter[str] = Counter()
    severities: set[str] = set()
    spans: set[str] = set()

    def told(table: pa.Table) -> pa.Table:
        if waived:
            table = _with_waivers(table, waived)
        columns = (table.column(each).to_pylist() for each in ("subject", "id", "nth", "verdict", "severity"))
        for subject, name, nth, outcome, severity in zip(*columns, strict=True):
            if nth == 1:
                verdicts[outcome] += 1
            if outcome == "violation" and severity:
                severities.add(severity)
            if subject == "timeline":
                spans.add(name)
        return table

    _copy(target / "verdicts.parquet", of_run(VERDICTS, run), (told(each) for each in _tables(done, names, "verdicts")))
    statuses: Counter[str] = Counter()
    reasons: Counter[str] = Counter()

    def kept(table: pa.Table) -> pa.Table:
        if decisions:
            table = _with_decisions(table, decisions)
        statuses.update(table.column("status").to_pylist())
        reasons.update(each for each in table.column("reason").to_pylist() if each)
        return table

    others = (_others(store), _tables(done, names, "records"))
    _copy(target / "records.parquet", of_run(RECORDS, run), (kept(each) for tables in others for each in tables))
    _copy(target / "threads.parquet", of_run(THREADS, run), _tables(done, names, "threads"))
    gravest = max((Severity(each) for each in severities), key=lambda each: each.rank, default=None)
    return Counts(statuses, reasons, verdicts, len(spans), gravest, desk.used)


def problems(store: Database, done: Path, names: Sequence[str], speech: str) -> Iterator[dict[str, object]]:
    """Everything that could not be read or is doubtful, one entry each: where, which record, what and why."""
    query = "select source, place, id, fate, problem from records where fate <> '' or problem <> '' order by nr"
    for batch in store.batches(query, 10_000):
        for source, place, name, what, why in zip(*(each.to_pylist() for each in batch.columns), strict=True):
            where = {"source": source, "place": place, "id": name}
            for reason, words in ((what, why),) if what else json.loads(why):
                yield where | {"what": reason, "reason": words}
    query = """
        select r.nr, r.source, r.place, r.id, min(concat(o.source, ', ', o.place)) as other
        from records r join clashing x on x.nr = r.nr join records o on o.type = r.type and o.id = r.id
        join clashing y on y.nr = o.nr where o.nr <> r.nr group by r.nr, r.source, r.place, r.id order by r.nr
    """
    for batch in store.batches(query, 10_000):
        for _, source, place, name, other in zip(*(each.to_pylist() for each in batch.columns), strict=True):
            told = doubt("clash", other, speech)
            yield {"source": source, "place": place, "id": name, "what": "clash", "reason": told}
    for name in names:
        yield from _of_part(done, name, speech)


def _of_part(done: Path, name: str, speech: str) -> Iterator[dict[str, object]]:
    """What is doubtful in a part, and its errors with the rules that could not be judged."""
    records = read_file(done / f"{name}.records.parquet").select(["source", "place", "id", "status", "reason"])
    rows = records.to_pylist()
    where = {row["id"]: {key: row[key] for key in ("source", "place", "id")} for row in rows}
    for what, record, detail in json.loads((done / f"{name}.json").read_text("utf-8"))["problems"]:
        if what == "clash":  # said of both already
            continue
        unknown = {"source": None, "place": None, "id": record}
        yield where.get(record, unknown) | {"what": what, "reason": doubt(what, detail, speech)}
    if not any(row["status"] == "errored" for row in rows):
        return
    verdicts = read_file(done / f"{name}.verdicts.parquet").select(["id", "rule", "nth", "verdict", "reason"])
    why: dict[str, str] = {}
    for row in verdicts.to_pylist():
        if row["verdict"] == "error" and row["nth"] == 1:
            why.setdefault(row["id"], ": ".join(each for each in (row["rule"], row["reason"]) if each))
    for row in rows:
        if row["status"] == "errored":
            yield where[row["id"]] | {"what": row["reason"], "reason": why.get(row["id"], "")}


def _tables(done: Path, names: Iterable[str], kind: str) -> Iterator[pa.Table]:
    """The rows of all parts, a part at a time; the part of a very long thread in pieces."""
    for name in names:
        with pq.ParquetFile(done / f"{name}.{kind}.parquet") as file:
            for batch in file.iter_batches(_AT_ONCE):
                yield pa.Table.from_batches([batch])


def _copy(target: Path, schema: pa.Schema, tables: Iterable[pa.Table]) -> None:
    waiting = target.with_suffix(".part")
    with pq.ParquetWriter(waiting, schema, compression="zstd") as writer:
        for table in tables:
            if table.num_rows:
                writer.write_table(table.unify_dictionaries().cast(schema))
    os.replace(waiting, target)


# Files that are no archives are named among the problems; they are no records, so they are not counted as such.
_PASSED_OVER: Final = ", ".join(f"'{reason}'" for reason in sorted(SKIPPED))


def _others(store: Database) -> Iterator[pa.Table]:
    """Rows for records that are judged in no part: joined by id, repeated, contradicting, unreadable."""
    query = f"""
        select r.type, r.id, r.source, r.place,
            case when r.fate <> '' or x.nr is not null or a.nr is not null then 'errored' else 'skipped' end as status,
            case when r.fate <> '' then r.fate when x.nr is not null then 'clash'
                 when a.nr is not null then '{TOO_LARGE}' when c.nr is null then 'repeated' else 'joined' end as reason,
            cast(null as string) as decision, r.channel, r.account, cast(null as string) as team, r.thread,
            cast(null as string) as author, r.role, r.kind, cast(null as string) as language, r.moment,
            cast(null as date) as day, cast(null as tinyint) as hour
        from records r left join chosen c on c.nr = r.nr left join clashing x on x.nr = r.nr
        left join aside a on a.nr = r.nr
        where r.fate not in ({_PASSED_OVER})
            and (r.fate <> '' or r.type in ('customer', 'ticket', 'coverage') or c.nr is null)
        order by r.nr
    """
    for batch in store.batches(query, 50_000):
        yield pa.Table.from_batches([batch]).cast(RECORDS)


def _waived(
    done: Path, names: Sequence[str], programs: Mapping[str, Program], desk: Desk
) -> dict[tuple[str, str, str], str]:
    """Violations that a waiver covers, with the reason; the earliest use one up first, over the whole run."""
    if not any(program.records.waivers for program in programs.values()):
        return {}
    found: list[tuple[tuple[float, str, str, str], str, Deed]] = []
    wanted = ["subject", "id", "nth", "rule", "verdict", "moment", "thread", "channel", "account", "program"]
    for table in _tables(done, names, "verdicts"):
        for row in table.select(wanted).to_pylist():
            moment: datetime | None = row["moment"]
            if row["verdict"] != "violation" or row["nth"] != 1 or moment is None or row["program"] not in programs:
                continue
            where = "/".join(each for each in (row["channel"], row["account"]) if each)
            place = (row["thread"] or "") if row["subject"] == "message" else where
            deed = Deed(moment, row["rule"], row["id"], place, row["channel"], row["account"])
            found.append((in_turn(moment, row["subject"], row["id"], row["rule"]), row["program"], deed))
    waived: dict[tuple[str, str, str], str] = {}
    for turn, program, deed in sorted(found, key=lambda each: each[0]):
        waiver = covering(programs[program].records.waivers, deed, desk)
        if waiver is not None:
            desk.used[waiver] = desk.used.get(waiver, 0) + 1
            waived[turn[1:]] = waived_reason(waiver)
    return waived


def _with_waivers(table: pa.Table, waived: Mapping[tuple[str, str, str], str]) -> pa.Table:
    keys = list(zip(*(table.column(each).to_pylist() for each in ("subject", "id", "rule")), strict=True))
    outcomes, reasons = (table.column(each).to_pylist() for each in ("verdict", "reason"))
    for place, key in enumerate(keys):
        if key in waived and outcomes[place] == "violation":
            outcomes[place], reasons[place] = "waived", waived[key]
    for name, values in (("verdict", outcomes), ("reason", reasons)):
        number = table.schema.get_field_index(name)
        table = table.set_column(number, VERDICTS.field(name), pa.array(values, VERDICTS.field(name).type))
    return table


def _decisions(
    done: Path, names: Sequence[str], programs: Mapping[str, Program], waived: Mapping[tuple[str, str, str], str]
) -> dict[Subject, tuple[str, str, str]]:
    """Decision, status and reason of every record one of whose violations was waived."""
    subjects = {key[:2] for key in waived}
    if not subjects:
        return {}
    kept: dict[Subject, list[Verdict]] = {}
    of: dict[Subject, str] = {}
    for table in _tables(done, names, "verdicts"):
        for row in table.to_pylist():
            key = (row["subject"], row["id"])
            if key in subjects:
                kept.setdefault(key, []).append(_verdict(row, (*key, row["rule"]) in waived))
                of[key] = row["program"]
    return {key: (str(decide(programs[of[key]], tuple(found))), *fate(found)) for key, found in kept.items()}


def _verdict(row: Mapping[str, object], waived: bool) -> Verdict:
    """As much of a verdict as a decision asks for."""
    outcome = Outcome.WAIVED if waived else Outcome(str(row["verdict"]))
    needs = row["needs"]
    findings: tuple[Finding, ...] = ()
    if row["message"] is not None:
        severity, route = Severity(str(row["severity"])), str(row["route"] or "")
        empty = ("",) * 5
        findings = (Finding(str(row["rule"]), "", *empty[:3], severity, 0, 0, *empty[:3], (), "", route, ()),)
    return Verdict(str(row["rule"]), "", outcome, findings, tuple(needs) if isinstance(needs, list) else ())


def _with_decisions(table: pa.Table, decisions: Mapping[Subject, tuple[str, str, str]]) -> pa.Table:
    keys = list(zip(*(table.column(each).to_pylist() for each in ("type", "id")), strict=True))
    columns = {name: table.column(name).to_pylist() for name in ("decision", "status", "reason")}
    for place, key in enumerate(keys):
        if key in decisions and columns["decision"][place] is not None:
            for name, value in zip(columns, decisions[key], strict=True):
                columns[name][place] = value
    for name, values in columns.items():
        number = table.schema.get_field_index(name)
        table = table.set_column(number, RECORDS.field(name), pa.array(values, RECORDS.field(name).type))
    return table
