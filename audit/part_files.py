"""Planned parts -> files: what the whole archive knows, spans of timelines, records; a file stands for itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from ..engine.record import Period, Role
from ..engine.records.outlook import Outlook
from ..engine.values import dataclass
from .batch import write_outlook
from .shelves import for_each, handfuls_of, in_parts
from .store import Store, opened
from .tables import PART, table_of

_AT_ONCE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Writing:
    """Which parts are to be written: those planned in the store at `store`, into `folder`; see `plan.Division`."""

    store: Path
    whole: Outlook
    periods: Mapping[int, list[Period]]
    folder: Path


def write_all(writing: Writing) -> dict[str, int]:
    """Write every part; gives back how many records are judged in each, by its name."""
    with opened(writing.store) as store:
        return dict(write_parts(store, writing.whole, writing.periods, writing.folder))


def write_parts(
    store: Store, whole: Outlook, periods: Mapping[int, list[Period]], folder: Path
) -> Iterator[tuple[str, int]]:
    """Every part as a file in `folder`: what the whole knows, the spans, the records."""
    folder.mkdir(parents=True, exist_ok=True)
    sizes = {int(str(part)): int(str(rows)) for part, rows in store.rows(_SIZES)}
    found = in_parts(handfuls_of(_members(store)), sizes, folder / "shelves.arrow")
    for number, records in for_each(sizes, found):
        spans = periods.get(number, ())
        judged = len(spans) + (sum(records.column("judge").to_pylist()) if records is not None else 0)
        if not judged:
            continue
        outlook = replace(whole, people=_roles(records))
        rows: list[tuple[object, ...]] = [(False, "outlook", "", "", write_outlook(outlook), "", "")]
        for period in spans:
            content = json.dumps({key: getattr(period, key) for key in Period.__slots__}, ensure_ascii=False)
            rows.append((True, "period", period.id, period.id, content, "", ""))
        tables = [table_of(rows, PART), *(() if records is None else (records.select(PART.names).cast(PART),))]
        name = f"{number:06}"
        pq.write_table(pa.concat_tables(tables), folder / f"{name}.parquet", compression="zstd", compression_level=1)
        yield name, judged


_SIZES: Final = """
    select p.part, count(e.nr) from parts p left join members e on e.part = p.part group by p.part order by p.part
"""


def _members(store: Store) -> Iterator[pa.RecordBatch]:
    """The records of the parts in the order of reading, some thousand at a time, with `person` and `role`."""
    store.table("places", "select part, nr, judge from members order by nr")  # what is read together lies together
    store.table(  # only what is there twice has to be looked up by its id: few, so that little is held
        "units",
        """
        select nr, root from (
            select m.nr, m.root from msg m
            where not exists (select 1 from twice t where t.type = 'message' and t.id = m.id)
            union all
            select r.nr, m.root from records r join twice t on t.type = r.type and t.id = r.id
                join msg m on m.id = r.id where r.type = 'message'
        ) order by nr
        """,
    )
    store.table(
        "roles",
        """
        select person, case when count(distinct role) = 1 then min(role) end as role from msg
        where person is not null group by person
        """,
    )
    store.table(  # by the number of the record: each stretch below looks into some thousand, not at all persons
        "role_of",
        """
        select r.nr, o.role from records r join roles o on o.person = r.person where r.type in ('message', 'action')
        order by r.nr
        """,
    )
    last = store.number("select max(nr) from records")
    for first in range(0, last + 1, _AT_ONCE):
        here = f"between {first} and {first + _AT_ONCE - 1}"
        query = f"""
            select e.part, e.nr, e.judge, r.type, r.id, coalesce(u.root, r.id) as unit, r.body, r.source, r.place,
                   case when o.nr is not null then r.person end as person, o.role
            from places e join records r on r.nr = e.nr left join units u on u.nr = e.nr and u.nr {here}
            left join role_of o on o.nr = e.nr and o.nr {here}
            where e.nr {here} and r.nr {here}
        """
        yield from store.batches(query, _AT_ONCE)  # a customer may stand in every part: never a stretch as a whole
    store.rest()


def _roles(records: pa.Table | None) -> dict[str, Role | None]:
    """The roles of those who speak or act in a part, as all their messages say."""
    if records is None:
        return {}
    found = zip(records.column("person").to_pylist(), records.column("role").to_pylist(), strict=True)
    return {each: Role(role) if role else None for each, role in sorted(set(found), key=repr) if each is not None}
