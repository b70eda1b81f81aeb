"""The working store -> parts: whole threads, and around each part what its verdicts look at, written as files.

All joins run in the store, out of core; their statements are those of `plan_sql.Database`, so that DuckDB and Spark
both understand them. A part is a set of threads that are judged together, or some spans of timelines with the threads
that touch them; what is only looked up in it is not judged there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

import pyarrow as pa

from ..engine.intake import read_record
from ..engine.record import Coverage, Period
from ..engine.records.archive import content_of
from ..engine.records.eras import Eras
from ..engine.records.judge import spans
from ..engine.records.loose import ANSWERS, Loose, Place, stretches_of
from ..engine.records.outlook import Blind, Outlook
from ..engine.values import dataclass
from .plan_sql import Database
from .surroundings import find_around, find_members
from .tables import SIZE


@dataclass(frozen=True, slots=True)
class Division:
    """How an archive is to be divided, its parts not yet written: their records stand in the table `members`.

    `whole` is what the whole archive knows, `periods` the spans each timeline part judges, `vast` the threads that are
    too large to be held, each with its number of messages.
    """

    whole: Outlook
    periods: dict[int, list[Period]]
    vast: tuple[tuple[str, int], ...]


_MOST: Final = 256_000_000
"""Characters of the records of one thread; of more than that the messages are set aside, each an error of its own.

A thread is judged as a whole, and a process needs about ten times as much memory as its records have characters.
"""
_FEW: Final = 16  # messages that are never too much: no line has more than 16 MB


def divide(store: Database, eras: Eras, size: int = SIZE) -> Division:
    """Say which records are judged together and what is looked up there; parts hold `size` messages."""
    zone = eras.programs[0].records.zone
    _copies(store)
    _messages(store)
    _roots(store)
    vast, blind = _set_aside(store)
    _thread_parts(store, size)
    coverage = _coverage(store)
    reach = _reach(store)
    periods = _timeline_parts(store, spans(eras, reach, coverage, zone), zone)
    find_around(store)
    find_members(store)
    whole = Outlook(reach, _accounts(store), _private_on(store), blind=blind, loose=_loose(store), flat=_flat(store))
    return Division(whole, periods, vast)


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
    columns = "r.nr, r.id, r.thread, r.parent, r.person, r.role, r.kind, r.channel, r.account, r.moment, r.own, r.words"
    store.table(  # only what answers without naming its thread has to be looked up: few, so that little is held
        "msg",
        f"""
        select {columns}, coalesce(r.thread, r.id) as root, r.parent as up
        from records r join chosen c on c.nr = r.nr
        where r.type = 'message' and (r.thread is not null or r.parent is null)
        union all
        select {columns}, case when n.id is null then r.parent end as root, r.parent as up
        from records r join chosen c on c.nr = r.nr left join named n on n.id = r.parent
        where r.type = 'message' and r.thread is null and r.parent is not null
        """,
    )


def _roots(store: Database) -> None:
    """The thread of every message: as it says, else that of the message it answers, else one of its own."""
    before = -1
    while (left := store.number("select count(*) from msg where root is null")) != before:
        if not left:
            return
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
    _circles(store)  # a leap that places nobody: what is left answers in a circle


def _circles(store: Database) -> None:
    """What answers in a circle is known by the first id of the circle."""
    links = {str(name): str(parent) for name, parent in store.rows("select id, parent from msg where root is null")}
    roots: dict[str, str] = {}
    for start in sorted(links):
        path: dict[str, None] = {}
        name = start
        while name not in roots and name not in path:
            path[name] = None
            name = links[name]
        if name not in roots:
            way = list(path)
            circle = tuple(sorted(way[way.index(name) :]))
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


def _set_aside(store: Database) -> tuple[tuple[tuple[str, int], ...], tuple[Blind, ...]]:
    """`aside`: the messages of threads too large to be held. Gives back these threads, and what they may hide."""
    store.table(
        "vast",
        f"""
        select m.root, count(*) as messages from msg m join records r on r.nr = m.nr
        where m.root in (select root from msg group by root having count(*) > {_FEW})
        group by m.root having sum(length(r.body)) > {_MOST}
        """,
    )
    store.table("aside", "select m.nr from msg m join vast v on v.root = m.root")
    found = store.rows("select root, messages from vast order by root")
    if not found:
        return (), ()
    micros = store.dialect.microseconds
    spans = store.rows(
        f"select m.channel, m.account, {micros}(min(m.moment)), {micros}(max(m.moment)) from msg m "
        "join vast v on v.root = m.root group by m.root, m.channel, m.account order by m.root, m.channel, m.account"
    )
    for table in ("msg", "chosen"):
        store.table(table, f"select t.* from {table} t where not exists (select 1 from aside a where a.nr = t.nr)")
    blind = tuple(
        (_word(channel), _word(account), None if first is None else _at(first), None if last is None else _at(last))
        for channel, account, first, last in spans
    )
    return tuple((str(root), int(str(messages))) for root, messages in found), blind


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


def _loose(store: Database) -> tuple[Loose, ...]:
    """The days with answers of ours that hang nowhere, as `loose.loose_in` finds them."""
    kinds = ", ".join(f"'{kind}'" for kind in ANSWERS)
    micros = store.dialect.microseconds
    days = store.rows(
        f"""
        select distinct m.channel, m.account, cast(floor({micros}(m.moment) / 86400000000) as bigint)
        from msg m left join (
            select distinct channel, account, true as linked from msg where thread is not null or parent is not null
        ) l on l.channel is not distinct from m.channel and l.account is not distinct from m.account
        where m.role = 'us' and m.thread is null and m.parent is null and (
            m.kind in ({kinds}) or (m.kind is null and l.linked is null))
        """
    )
    return stretches_of(
        (_word(channel), _word(account), None if day is None else int(str(day))) for channel, account, day in days
    )


def _flat(store: Database) -> frozenset[Place]:
    """The places where nothing hangs together, as `loose.flat_places` finds them."""
    found = store.rows(
        """
        select channel, account from msg group by channel, account
        having max(case when thread is not null or parent is not null then 1 else 0 end) = 0
            and max(case when role = 'us' then 1 else 0 end) = 1
            and max(case when role is not null and role <> 'us' then 1 else 0 end) = 1
        """
    )
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
    store.insert(  # posts of which the channel or the time is not known may lie in any span, whatever they answer
        "proots",
        """
        select distinct w.part, m.root, false from windows w join msg m
            on (m.channel is null or m.channel = w.channel)
            and (m.moment is null or (m.channel is null and m.moment >= w.since and m.moment < w.until))
        where m.own and (m.kind = 'post' or m.kind is null)
            and (m.account is null or m.account is not distinct from w.account)
        """,
    )
    return parts
