"""The working store -> parts: whole threads, and around each part what its verdicts look at, written as files.

All joins run in the store, out of core; their statements are those of `plan_sql.Database`, so that DuckDB and Spark
both understand them. A part is a set of threads that are judged together, or some spans of timelines with the threads
that touch them; what is only looked up in it is not judged there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from ..engine.intake import read_record
from ..engine.record import Coverage, Customer, Message, Period, Role
from ..engine.records.archive import content_of
from ..engine.records.eras import Eras
from ..engine.records.judge import spans
from ..engine.records.outlook import Outlook, Place
from ..engine.records.private_data import keys_in, keys_of
from ..engine.values import dataclass
from .batch import write_outlook
from .plan_sql import Database
from .tables import PART

SIZE: Final = 4_000
"""Messages a part holds, more only where one thread has more."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How an archive was divided: the parts by file name, each with how many records are judged in it."""

    parts: dict[str, int]
    circles: tuple[tuple[str, ...], ...]
    orphans: int
    strays: int


@dataclass(frozen=True, slots=True)
class Division:
    """How an archive is to be divided, its parts not yet written: their records stand in the table `members`.

    `whole` is what the whole archive knows, `periods` the spans each timeline part judges.
    """

    whole: Outlook
    periods: dict[int, list[Period]]
    circles: tuple[tuple[str, ...], ...]
    orphans: int
    strays: int


def plan(store: Database, eras: Eras, folder: Path, size: int = SIZE) -> Plan:
    """Divide what was gathered and write every part to `folder`; the tables stay in the store."""
    found = divide(store, eras, size)
    parts = dict(_written(store, found.whole, found.periods, folder))
    return Plan(parts, found.circles, found.orphans, found.strays)


def divide(store: Database, eras: Eras, size: int = SIZE) -> Division:
    """Say which records are judged together and what is looked up there; parts hold `size` messages."""
    zone = eras.programs[0].records.zone
    _copies(store)
    _messages(store)
    circles = _roots(store)
    _thread_parts(store, size)
    coverage = _coverage(store)
    reach = _reach(store)
    periods = _timeline_parts(store, spans(eras, reach, coverage, zone), zone)
    _around(store)
    _members(store)
    whole = Outlook(reach, _accounts(store), _private_on(store))
    orphans = store.number(
        "select count(*) from msg m where parent is not null "
        "and not exists (select 1 from known k where k.id = m.parent)"
    )
    strays = store.number("select count(*) from acts where root is null and target is not null and not known")
    return Division(whole, periods, circles, orphans, strays)


def _copies(store: Database) -> None:
    """`copies`: records that say the same as an earlier one; `chosen`: of each id the record that counts."""
    store.table(
        "twice",
        """
        select type, id from records
        where fate = '' and type in ('message', 'action', 'contest', 'customer', 'ticket')
        group by type, id having count(*) > 1
        """,
    )
    store.table(
        "copies",
        """
        select nr, first, body <> first_body as differs from (
            select r.nr, r.body, min(r.nr) over (partition by r.type, r.id) as first,
                   first_value(r.body) over (partition by r.type, r.id order by r.nr) as first_body,
                   row_number() over (partition by r.type, r.id order by r.nr) as place
            from records r join twice t on t.type = r.type and t.id = r.id where r.fate = ''
        ) where place > 1
        """,
    )
    wrong = store.rows(
        """
        select r.type, r.id, r.nr, r.body from records r
        where r.fate = '' and (r.type, r.id) in (
            select o.type, o.id from copies c join records o on o.nr = c.nr where c.differs)
        order by r.type, r.id, r.nr
        """
    )
    groups: dict[tuple[str, str], dict[str, int]] = {}
    clashing: list[int] = []
    same: list[int] = []
    for kind, name, nr, body in wrong:
        record = read_record(json.loads(str(body)), str(name))
        assert not isinstance(record, Coverage) and isinstance(nr, int)
        contents = groups.setdefault((str(kind), str(name)), {})
        said = content_of(record)
        (same if said in contents else clashing).append(nr)
        contents.setdefault(said, nr)
    winners = [found[min(found)] for found in groups.values()]
    real = {nr for found in groups.values() if len(found) > 1 for nr in found.values()}
    _numbers(store, "winners", winners)
    _numbers(store, "clashing", [nr for nr in clashing if nr in real])
    _numbers(store, "same", same)
    store.table(
        "chosen",
        """
        select nr from winners union all
        select r.nr from records r where r.fate = '' and r.type is not null
            and not exists (select 1 from copies c where c.nr = r.nr)
            and not exists (select 1 from copies c where c.first = r.nr and c.differs)
        """,
    )


def _numbers(store: Database, table: str, numbers: Iterable[int]) -> None:
    schema = pa.schema([("nr", pa.int64())])
    store.create(table, schema)
    store.add(table, pa.table({"nr": pa.array(list(numbers), pa.int64())}, schema=schema))


def _messages(store: Database) -> None:
    """`msg`: the messages; `root` is the thread, unknown where it is that of another message, which `up` leads to."""
    store.table("named", "select r.id from records r join chosen c on c.nr = r.nr where r.type = 'message'")
    store.table(
        "msg",
        """
        select r.nr, r.id, r.thread, r.parent, r.person, r.role, r.kind, r.channel, r.account, r.moment, r.own,
               r.words, case when r.thread is not null then r.thread when r.parent is null then r.id
                             when n.id is null then r.parent end as root, r.parent as up
        from records r join chosen c on c.nr = r.nr left join named n on n.id = coalesce(r.parent, r.id)
        where r.type = 'message'
        """,
    )


def _roots(store: Database) -> tuple[tuple[str, ...], ...]:
    """The thread of every message: as it says, else that of the message it answers, else one of its own."""
    before = -1
    while (left := store.number("select count(*) from msg where root is null")) != before:
        if not left:
            return ()
        before = left
        store.table(
            "msg",
            """
            select * from msg where root is not null union all
            select m.nr, m.id, m.thread, m.parent, m.person, m.role, m.kind, m.channel, m.account, m.moment, m.own,
                   m.words, a.root, coalesce(a.up, m.up) as up
            from msg m join msg a on a.id = m.up where m.root is null
            """,
        )
    return _circles(store)  # a leap that places nobody: what is left answers in a circle


def _circles(store: Database) -> tuple[tuple[str, ...], ...]:
    """What answers in a circle is known by the first id of the circle."""
    links = {str(name): str(parent) for name, parent in store.rows("select id, parent from msg where root is null")}
    roots: dict[str, str] = {}
    found: list[tuple[str, ...]] = []
    for start in sorted(links):
        path: dict[str, None] = {}
        name = start
        while name not in roots and name not in path:
            path[name] = None
            name = links[name]
        if name not in roots:
            way = list(path)
            circle = tuple(sorted(way[way.index(name) :]))
            found.append(circle)
            roots[name] = circle[0]
        for each in path:
            roots[each] = roots[name]
    schema = pa.schema([("id", pa.string()), ("root", pa.string())])
    store.create("circling", schema)
    store.add("circling", pa.table({"id": list(roots), "root": list(roots.values())}, schema=schema))
    store.table(
        "msg",
        """
        select m.nr, m.id, m.thread, m.parent, m.person, m.role, m.kind, m.channel, m.account, m.moment, m.own,
               m.words, coalesce(m.root, c.root) as root, m.up
        from msg m left join circling c on c.id = m.id
        """,
    )
    return tuple(found)


def _thread_parts(store: Database, size: int) -> None:
    """`proots`: which thread is judged in which part; `acts` and `plays`: where acts and contests are."""
    store.table("proots", store.dialect.parts.format(size=size))
    store.table(
        "known",
        """
        select id from msg union select thread from msg where thread is not null
        union select person from msg where person is not null
        """,
    )
    for table, kind in (("acts", "action"), ("plays", "contest")):
        store.table(
            table,
            f"""
            select r.nr, r.id, r.target, r.person, r.words, coalesce(m.root, p.root) as root, k.id is not null as known
            from records r join chosen c on c.nr = r.nr
            left join msg m on m.id = r.target left join proots p on p.root = r.target and m.id is null
            left join known k on k.id = r.target
            where r.type = '{kind}'
            """,
        )
    store.table("loose", store.dialect.loose.format(size=size))


def _coverage(store: Database) -> tuple[Coverage, ...]:
    found = store.rows("select body from records where type = 'coverage' and fate = '' order by nr")
    read = (read_record(json.loads(str(body)), "") for (body,) in found)
    return tuple(each for each in read if isinstance(each, Coverage))


def _reach(store: Database) -> dict[Place, tuple[datetime, datetime]]:
    micros = store.dialect.microseconds
    found = store.rows(
        f"select channel, account, {micros}(min(moment)), {micros}(max(moment)) from msg where moment is not null "
        "group by channel, account order by channel, account"
    )
    return {(_word(channel), _word(account)): (_at(first), _at(last)) for channel, account, first, last in found}


def _word(value: object) -> str | None:
    return None if value is None else str(value)


def _at(microseconds: object) -> datetime:
    assert isinstance(microseconds, int)
    seconds, rest = divmod(microseconds, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)


def _accounts(store: Database) -> frozenset[str | None]:
    return frozenset(
        _word(each) for (each,) in store.rows("select distinct channel from msg where account is not null")
    )


def _private_on(store: Database) -> frozenset[Place]:
    found = store.rows("select distinct channel, account from msg where kind = 'dm'")
    return frozenset((_word(channel), _word(account)) for channel, account in found)


def _timeline_parts(store: Database, found: Iterable[tuple[object, Period]], zone: str) -> dict[int, list[Period]]:
    """The spans of every timeline part; a part holds the spans of a month of one account on one channel."""
    groups: dict[tuple[str | None, str | None, str], list[Period]] = {}
    for _, period in found:
        groups.setdefault((period.channel, period.account, period.since[:7]), []).append(period)
    first = 1 + max(store.number("select max(part) from proots"), store.number("select max(part) from loose"))
    parts: dict[int, list[Period]] = {}
    rows = []
    for number, ((channel, account, _), periods) in enumerate(groups.items(), start=first):
        parts[number] = periods
        since = min(datetime.fromisoformat(each.since) for each in periods).astimezone(UTC)
        until = max(datetime.fromisoformat(each.until) for each in periods).astimezone(UTC)
        rows.append((number, channel, account, since, until))
    time = pa.timestamp("us", tz="UTC")
    schema = pa.schema([("part", pa.int64()), ("channel", pa.string()), ("account", pa.string()),
                        ("since", time), ("until", time)])  # fmt: skip
    store.create("windows", schema)
    if rows:
        columns = [pa.array(column, field.type) for column, field in zip(zip(*rows, strict=True), schema, strict=True)]
        store.add("windows", pa.Table.from_arrays(columns, schema=schema))
    store.insert(
        "proots",
        """
        select distinct w.part, m.root, false from windows w join msg m
            on m.channel = w.channel and (m.account is null or m.account is not distinct from w.account)
            and m.moment >= w.since and m.moment < w.until
        """,
    )
    store.insert(  # posts of which the channel or the time is not known may lie in any span
        "proots",
        """
        select distinct w.part, m.root, false from windows w join msg m
            on (m.channel is null or m.channel = w.channel)
            and (m.moment is null or (m.channel is null and m.moment >= w.since and m.moment < w.until))
        where m.own and m.kind = 'post' and m.parent is null
            and (m.account is null or m.account is not distinct from w.account)
        """,
    )
    return parts


def _around(store: Database) -> None:
    """Threads that a part looks at without judging them: private answers elsewhere, and what those answer."""
    store.table(
        "links",
        """
        select distinct g.root as one, m.root as other from msg g join msg m on g.parent = m.id where g.root <> m.root
        """,
    )
    store.table("speaking", "select distinct root, person from msg where person is not null")
    store.table(
        "apart",
        """
        select distinct s.person, d.root from speaking s
        join (select distinct root from msg where kind = 'dm') d on d.root = s.root
        where not exists (select 1 from msg o where o.own and o.person = s.person)
        """,
    )
    store.insert(
        "proots",
        """
        select distinct part, root, false from (
            select p.part, l.one as root from proots p join links l on l.other = p.root
            union select p.part, l.other from proots p join links l on l.one = p.root
            union select p.part, a.root from proots p join speaking s on s.root = p.root join apart a
                on a.person = s.person
        )
        """,
    )
    store.table(
        "proots",
        """
        select part, root, bool_or(judge) as judge from proots group by part, root
        """,
    )


def _members(store: Database) -> None:
    """`members`: the records of every part, and whether they are judged there."""
    store.table(
        "members",
        """
        select p.part, m.nr, p.judge from proots p join msg m on m.root = p.root
        """,
    )
    store.insert(  # other records of the same id: a contradiction is seen only where both stand
        "members",
        """
        select e.part, c.nr, false from members e join records r on r.nr = e.nr
        join records o on o.type = r.type and o.id = r.id join clashing c on c.nr = o.nr where c.nr <> e.nr
        """,
    )
    store.insert("members", "select part, nr, true from loose")
    store.table("people_of", "select distinct p.part, s.person from proots p join speaking s on s.root = p.root")
    for table in ("acts", "plays"):
        store.insert(
            "members",
            f"""
            select p.part, a.nr, bool_or(p.judge) from proots p join {table} a on a.root = p.root group by p.part, a.nr
            """,
        )
    store.insert(
        "members",
        """
        select distinct q.part, a.nr, false from people_of q join acts a on a.target = q.person and a.root is null
        """,
    )
    store.insert(
        "members",
        """
        select distinct p.part, c.nr, false from plays c join msg m on m.words = c.words and m.kind = 'post'
        join proots p on p.root = m.root where c.words is not null
        """,
    )
    store.table("parts", "select distinct part from members union select part from windows")
    store.insert("members", "select part, nr, false from parts, records where type = 'coverage' and fate = ''")
    _customers(store)
    store.insert(
        "members",
        """
        select p.part, r.nr, false from records r join chosen c on c.nr = r.nr join proots p on p.root = r.thread
        where r.type = 'ticket'
        union
        select p.part, r.nr, false from records r join chosen c on c.nr = r.nr join msg m on m.id = r.target
        join proots p on p.root = m.root where r.type = 'ticket'
        """,
    )
    store.table("members", "select part, nr, bool_or(judge) as judge from members group by part, nr")


def _customers(store: Database) -> None:
    """The records of customers who speak in a part, or of whom something is told there; one at least, if any exist."""
    if not store.number("select count(*) from records where type = 'customer' and fate = ''"):
        return
    store.insert(
        "members",
        """
        select distinct q.part, r.nr, false from people_of q join records r on r.person = q.person
        join chosen c on c.nr = r.nr where r.type = 'customer'
        """,
    )
    store.insert(
        "members",
        "select part, (select min(r.nr) from records r join chosen c on c.nr = r.nr where r.type = 'customer'), false "
        "from parts",
    )
    for table, query in (
        ("kept_keys", "select nr, body from records where type = 'customer' and fate = ''"),
        (
            "told_keys",
            "select r.nr, r.body from records r join msg m on m.nr = r.nr where m.own "
            f"and (contains(r.body, '@') or {store.dialect.matches}(r.body, '[0-9]{{4}}'))",
        ),
    ):
        store.mapped(table, KEYS, query, key_rows)
    store.insert(
        "members",
        """
        select distinct p.part, k.nr, false from told_keys t join kept_keys k using (key)
        join msg m on m.nr = t.nr join proots p on p.root = m.root
        """,
    )


KEYS: Final[pa.Schema] = pa.schema([("key", pa.string()), ("nr", pa.int64())])
"""What a customer is known by, and in which record that stands."""


def key_rows(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Rows of `KEYS` for the records in `body`."""
    for batch in batches:
        bodies, numbers = (batch.column(each).to_pylist() for each in ("body", "nr"))
        pairs = [(key, nr) for body, nr in zip(bodies, numbers, strict=True) for key in dict.fromkeys(_keys(body))]
        columns = [pa.array([pair[place] for pair in pairs], KEYS.field(place).type) for place in (0, 1)]
        yield pa.RecordBatch.from_arrays(columns, schema=KEYS)


def _keys(body: str) -> Iterator[str]:
    record = read_record(json.loads(body), "")
    if isinstance(record, Customer):
        yield from keys_of(record)
    elif isinstance(record, Message) and record.text:
        yield from keys_in(record.text)


def _written(
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
        tables = [_table(rows)]
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


def _table(rows: list[tuple[object, ...]]) -> pa.Table:
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
