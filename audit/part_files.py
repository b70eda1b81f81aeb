"""Planned parts -> files: what the whole archive knows, spans of timelines, records; a file stands for itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from ..engine.record import Period, Role
from ..engine.records.outlook import Outlook
from .batch import write_outlook
from .plan_sql import Database
from .tables import PART

SIZE: Final = 4_000
"""Messages a part holds, more only where one thread has more."""


def write_parts(
    store: Database, whole: Outlook, periods: Mapping[int, list[Period]], folder: Path
) -> Iterator[tuple[str, int]]:
    """Every part as a file in `folder`: what the whole knows, the spans, the records."""
    folder.mkdir(parents=True, exist_ok=True)
    people = _people(store)
    numbers = [int(str(number)) for (number,) in store.rows("select part from parts order by part")]
    records = _by_part(store)
    pending = next(records, None)
    told = next(people, None)
    for number in numbers:
        roles: dict[str, Role | None] = {}
        while told is not None and told[0] <= number:
            if told[0] == number:
                roles |= told[1]
            told = next(people, None)
        outlook = Outlook(whole.reach, whole.accounts, whole.private_on, roles)
        rows: list[tuple[object, ...]] = [(False, "outlook", "", "", write_outlook(outlook), "", "")]
        for period in periods.get(number, ()):
            content = json.dumps({key: getattr(period, key) for key in Period.__slots__}, ensure_ascii=False)
            rows.append((True, "period", period.id, period.id, content, "", ""))
        tables = [_part_table(rows)]
        judged = len(periods.get(number, ()))
        while pending is not None and pending[0] == number:
            tables.append(pending[1])
            judged += sum(pending[1].column("judge").to_pylist())
            pending = next(records, None)
        if not judged:
            continue
        name = f"{number:06}"
        pq.write_table(pa.concat_tables(tables), folder / f"{name}.parquet", compression="zstd", compression_level=1)
        yield name, judged


def _part_table(rows: list[tuple[object, ...]]) -> pa.Table:
    columns = [pa.array(column, field.type) for column, field in zip(zip(*rows, strict=True), PART, strict=True)]
    return pa.Table.from_arrays(columns, schema=PART)


def _by_part(store: Database) -> Iterator[tuple[int, pa.Table]]:
    """The records of the parts in order; a part may come in several tables."""
    query = (
        "select e.part, e.judge, r.type, r.id, coalesce(m.root, r.id) as unit, r.body, r.source, r.place "
        "from members e join records r using (nr) left join (select id, root from msg) m "
        "on r.type = 'message' and m.id = r.id order by e.part, e.nr"
    )
    for batch in store.batches(query, 4_096):
        table = pa.Table.from_batches([batch])
        parts = table.column("part").to_pylist()
        start = 0
        while start < len(parts):
            end = start
            while end < len(parts) and parts[end] == parts[start]:
                end += 1
            yield parts[start], table.slice(start, end - start).select(PART.names).cast(PART)
            start = end


def _people(store: Database) -> Iterator[tuple[int, dict[str, Role | None]]]:
    """The roles of those who speak or act in every part, as all their messages say; parts in order."""
    store.table(
        "roles",
        """
        select person, case when count(distinct role) = 1 then min(role) end as role from msg
        where person is not null group by person
        """,
    )
    query = """
        select distinct e.part, o.person, o.role from members e join records r using (nr)
        join roles o on o.person = r.person where r.type in ('message', 'action') order by e.part, o.person
    """
    for batch in store.batches(query, 10_000):
        grouped: dict[int, dict[str, Role | None]] = {}
        for part, person, role in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            grouped.setdefault(part, {})[person] = Role(role) if role else None
        yield from grouped.items()
