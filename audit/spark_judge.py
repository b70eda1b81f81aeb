"""Parts of an archive -> answers, on the machines of a Spark cluster: whole parts, each by itself, never lost.

`groupBy("part")` brings all rows of a part to one call of `answer`. What a record does to it is caught there; a worker
process that dies is replaced by Spark, and the last try of a task does not judge but says which parts it gave up, so
that one record never ends the job. Those parts are then judged on the driver, where the record is looked for.
"""

from __future__ import annotations

import faulthandler
import json
import os
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from ..engine.record import Role
from ..engine.values import dataclass
from .batch import Brief, read_outlook, write_outlook
from .plan import Division
from .spark_store import SparkStore
from .tables import PART
from .work import Task, carry_out, heard_beside

if TYPE_CHECKING:
    from .spark_api import Broadcast

LOST: Final = "lost"
"""Name of the answer that is the part itself: it was given up."""
ANSWER: Final = "part bigint, file string, content binary"
_ROLE, _AGAIN, _PERIOD, _OUTLOOK = "role", "again", "period", "outlook"


@dataclass(frozen=True, slots=True)
class Errand:
    """What is asked of a part. `whole` is what the whole archive knows (JSON), `patience` in seconds.

    `tries` is how often Spark begins a task; with `only_texts` our own texts are gathered, nothing is judged.
    """

    whole: str
    patience: float
    tries: int
    only_texts: bool


def pieces(store: SparkStore, found: Division, per_wave: int) -> str:
    """Write the rows of all parts, those of a wave of parts in a folder of their own; gives back where they lie."""
    from .spark_api import StructType

    periods = [
        (part, None, True, _PERIOD, each.id, each.id, json.dumps({key: getattr(each, key) for key in each.__slots__}))
        for part, all_of_them in found.periods.items()
        for each in all_of_them
    ]
    schema = StructType.fromDDL(
        "part bigint, nr bigint, judge boolean, type string, id string, unit string, body string"
    )
    store.keep("spans", store.session.createDataFrame(periods, schema))
    store.table(
        "roles",
        """
        select person, case when count(distinct role) = 1 then min(role) end as role from msg
        where person is not null group by person
        """,
    )
    rows = store.session.sql(
        f"""
        select cast((part - 1) div {per_wave} as int) as wave, * from (
            select e.part, e.nr, e.judge, r.type, r.id, coalesce(m.root, r.id) as unit, r.body, r.source, r.place
            from members e join records r on r.nr = e.nr
            left join msg m on r.type = 'message' and m.id = r.id
            union all
            select distinct e.part, cast(null as bigint), false, '{_ROLE}', o.person, '', coalesce(o.role, ''), '', ''
            from members e join records r on r.nr = e.nr join roles o on o.person = r.person
            where r.type in ('message', 'action')
            union all
            select part, nr, judge, type, id, unit, body, '', '' from spans
        )
        """
    )
    place = f"{store.place}/pieces"
    rows.repartitionByRange("part").write.mode("overwrite").partitionBy("wave").parquet(place)
    return place


def asker(brief: Broadcast[Brief], errand: Errand) -> Callable[[pa.Table], pa.Table]:
    """The function that Spark calls with each part; the brief is fetched outside of what guards a record."""

    def ask(table: pa.Table) -> pa.Table:
        return answer(table, brief.value, errand, _attempt())

    return ask


def answer(table: pa.Table, brief: Brief, errand: Errand, attempt: int) -> pa.Table:
    """The files of an answer as rows of `ANSWER`; on the last of several attempts the part is given up instead."""
    number: int = table.column("part")[0].as_py()
    part = assembled(table, errand.whole)
    if 0 < errand.tries - 1 <= attempt:
        return _rows(number, {LOST: _packed(part)})
    with TemporaryDirectory(prefix="knigge-") as folder:
        source = Path(folder, "part.parquet")
        pq.write_table(part, source)
        name = name_of(number)
        task = Task(name, str(source), str(Path(folder, name)), only_texts=errand.only_texts)
        with Path(os.devnull).open("w") as nowhere:
            faulthandler.dump_traceback_later(errand.patience, exit=True, file=nowhere)
            try:
                carry_out(task, brief)
            except OSError:  # the machine failed, not a record
                raise
            except Exception:  # the driver finds out which record it is
                return _rows(number, {LOST: _packed(part)})
            finally:
                faulthandler.cancel_dump_traceback_later()
        mine = heard_beside(Path(folder, name))  # stays behind: here timelines hear for themselves
        files = set(Path(folder).glob(f"{name}.*")) - {mine}
        found = {each.name: each.read_bytes() for each in sorted(files)}
    return _rows(number, found)


def name_of(part: int) -> str:
    """The name of a part's files."""
    return f"{part:06}"


def assembled(table: pa.Table, whole: str) -> pa.Table:
    """The rows of a part as `tables.PART` wants them: what the whole knows first, then spans and records in order."""
    roles: dict[str, Role | None] = {}
    again: dict[str, object] = {}
    rows: list[Mapping[str, object]] = []
    for row in table.to_pylist():
        if row["type"] == _ROLE:
            roles[row["id"]] = Role(row["body"]) if row["body"] else None
        elif row["type"] == _AGAIN:
            again |= json.loads(row["body"])
        else:
            rows.append(row)
    rows.sort(
        key=lambda row: (
            (row["nr"] is not None, row["nr"], row["id"]) if row["nr"] is not None else (False, 0, row["id"])
        )
    )
    outlook = read_outlook(json.loads(whole))
    outlook.people.update(sorted(roles.items()))
    body = json.dumps(json.loads(write_outlook(outlook)) | again, ensure_ascii=False)
    first = {"judge": False, "type": _OUTLOOK, "id": "", "unit": "", "body": body, "source": "", "place": ""}
    kept = [{name: row[name] for name in PART.names} for row in rows]
    return pa.Table.from_pylist([first, *kept], schema=PART)


def again_rows(parts: Mapping[int, str]) -> list[tuple[object, ...]]:
    """What was found out about texts said again, as rows that go with each part."""
    return [(part, None, False, _AGAIN, "", "", body, "", "") for part, body in parts.items()]


def _rows(number: int, files: Mapping[str, bytes]) -> pa.Table:
    columns = {"part": [number] * len(files), "file": list(files), "content": list(files.values())}
    kinds = {"part": pa.int64(), "file": pa.string(), "content": pa.binary()}
    return pa.table({name: pa.array(values, kinds[name]) for name, values in columns.items()})


def _packed(part: pa.Table) -> bytes:
    sink = BytesIO()
    pq.write_table(part, sink, compression="zstd", compression_level=1)
    return sink.getvalue()


def _attempt() -> int:
    """How often this task was begun before."""
    from .spark_api import TaskContext

    context = TaskContext.get()
    return context.attemptNumber() if context else 0
