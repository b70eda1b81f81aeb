"""What a part looks at besides what is judged in it: private answers elsewhere, acts, contests, customers, tickets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Final

import pyarrow as pa

from ..engine.intake import read_record
from ..engine.record import Customer, Message
from ..engine.records.private_data import keys_in, keys_of
from .plan_sql import Database


def find_around(store: Database) -> None:
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


def find_members(store: Database) -> None:
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
        select distinct p.part, c.nr, false from plays c join msg m on m.words = c.words
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
