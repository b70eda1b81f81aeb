"""The two tables an audit writes, `verdicts.parquet` and `records.parquet`: their columns and what they mean.

Columns are added over time, never renamed; the version is that of the layout. Text that repeats is kept once
(dictionary columns), so a table of fulfilled verdicts stays small.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import pyarrow as pa

LAYOUT: Final = "1"
"""Version of the tables, kept in the metadata of each file."""

SIZE: Final = 4_000
"""Messages a part holds, more only where one thread has more."""

TOO_LARGE: Final = "thread-too-large"
"""The reason of messages whose thread is more than a process can hold."""
UNREAD_TEXT: Final = "text-not-compared"
"""The reason of a message of ours whose text stops whoever wants to compare it with the others."""
UNREAD_TEXTS: Final = "texts-not-compared"
"""The reason of a part of which nobody could gather any text."""

_WORD: Final = pa.dictionary(pa.int32(), pa.string())
_TIME: Final = pa.timestamp("us", tz="UTC")


def _field(name: str, kind: pa.DataType, meaning: str) -> pa.Field:
    return pa.field(name, kind, metadata={"meaning": meaning})


VERDICTS: Final[pa.Schema] = pa.schema(
    (
        _field("subject", _WORD, "what was judged: message, action, contest or timeline"),
        _field("id", pa.string(), "id of the message, act or contest; of a timeline channel/account/span"),
        _field("nth", pa.int32(), "1 for the verdict itself and its first place, 2 and more for further places"),
        _field("rule", _WORD, "id of the rule"),
        _field("version", _WORD, "version of the rule, a hash of its normalised tree"),
        _field("clause", _WORD, "clause of the guideline, by name"),
        _field("verdict", _WORD, "violation, fulfilled, undecided, open, waived, error; not-applicable only on demand"),
        _field("mark", _WORD, "sorts a verdict further: late, unanswered, kept, kept-late, broken ...; else empty"),
        _field(
            "severity", _WORD, "note, warning or error, as the policy sets it for the rule or the rule for the case"
        ),
        _field("title", _WORD, "title of the rule in the language of the run"),
        _field("channel", _WORD, "channel; null when unknown"),
        _field("account", _WORD, "account; null when unknown"),
        _field("team", _WORD, "team that answered, from the record's key `team`; null when unknown"),
        _field("thread", pa.string(), "thread of a message or of what an act touched; null where there is none"),
        _field("author", pa.string(), "pseudonym of who wrote or acted; null when unknown"),
        _field("role", _WORD, "us, customer, other, bot; platform or filter of an act; null when unknown"),
        _field("kind", _WORD, "post, reply, comment, dm ..., the name of an act, or day, week, month"),
        _field("language", _WORD, "language of the text; null where it could not be told or there is none"),
        _field("moment", _TIME, "when it was published, done or began; of a response verdict when the clock began"),
        _field("day", pa.date32(), "its day in the calendar's zone"),
        _field("hour", pa.int8(), "its hour in the calendar's zone, 0 to 23"),
        _field("due", _TIME, "end of the deadline, where there is one"),
        _field("done", _TIME, "when the expected deed was done, where it was"),
        _field("place_start", pa.int32(), "first code point of the marked place; null where there is none"),
        _field("place_end", pa.int32(), "code point behind the marked place"),
        _field("excerpt", pa.string(), "the marked words"),
        _field("message", pa.string(), "what is said to the writer"),
        _field("why", pa.string(), "the reason"),
        _field("advice", pa.string(), "what would be better, in words"),
        _field("suggestions", pa.string(), "better wordings, JSON: [{start, end, text}]"),
        _field("route", _WORD, "who is to look at it"),
        _field("reason", pa.string(), "why it was decided so: how late, which exception, which waiver"),
        _field("needs", pa.list_(pa.string()), "facts that would decide an undecided verdict"),
        _field("facts", pa.string(), "facts that were read, JSON object"),
        _field("trail", pa.string(), "timeline of the verdict, JSON: [{at, what}]"),
        _field("policy", _WORD, "name of the policy in force"),
        _field("program", _WORD, "digest of what it was compiled to"),
    ),
    metadata={"knigge.table": "verdicts", "knigge.layout": LAYOUT},
)

RECORDS: Final[pa.Schema] = pa.schema(
    (
        _field("type", _WORD, "message, action, contest, customer, ticket, coverage; null of what could not be read"),
        _field("id", pa.string(), "id of the record"),
        _field("source", _WORD, "file, table or query it came from"),
        _field("place", pa.string(), "where in it: line 17, row 17"),
        _field("status", _WORD, "judged, undecided, errored or skipped; exactly one each"),
        _field("reason", _WORD, "why it was not judged: no-rule, no-policy, joined, repeated ...; empty when judged"),
        _field("decision", _WORD, "publish, revise, approve, stop; null where nothing was judged"),
        _field("channel", _WORD, "channel; null when unknown"),
        _field("account", _WORD, "account; null when unknown"),
        _field("team", _WORD, "team, from the record's key `team`; null when unknown"),
        _field("thread", pa.string(), "thread; null where there is none"),
        _field("author", pa.string(), "pseudonym of who wrote or acted; null when unknown"),
        _field("role", _WORD, "us, customer, other, bot ...; null when unknown"),
        _field("kind", _WORD, "post, reply, comment, dm ..., or the name of an act"),
        _field("language", _WORD, "language as told by the record or found; null where not known"),
        _field("moment", _TIME, "when it was published or done; null when unknown"),
        _field("day", pa.date32(), "its day in the calendar's zone"),
        _field("hour", pa.int8(), "its hour in the calendar's zone, 0 to 23"),
    ),
    metadata={"knigge.table": "records", "knigge.layout": LAYOUT},
)

THREADS: Final[pa.Schema] = pa.schema(
    (
        _field("id", pa.string(), "thread in which anybody but us speaks"),
        _field("state", _WORD, "to-be-answered, in-progress or closed"),
        _field("why", _WORD, "what the state rests on: ticket, somebody-waits, last-word-ours ..."),
        _field("since", _TIME, "since when; null where it is unknown"),
        _field("channel", _WORD, "channel of its first message; null when unknown"),
        _field("account", _WORD, "account of its first message; null when unknown"),
    ),
    metadata={"knigge.table": "threads", "knigge.layout": LAYOUT},
)

PART: Final[pa.Schema] = pa.schema(
    (
        _field("judge", pa.bool_(), "whether the record is judged here; else it is there to be looked up"),
        _field(
            "type", pa.string(), "type of the record, or period (a span to judge) or outlook (what the whole knows)"
        ),
        _field("id", pa.string(), "id of the record"),
        _field("unit", pa.string(), "what is judged together: the thread of a message, else its own id"),
        _field("body", pa.string(), "the record as JSON"),
        _field("source", pa.string(), "where it was read"),
        _field("place", pa.string(), "where in it"),
    ),
    metadata={"knigge.table": "part", "knigge.layout": LAYOUT},
)
"""What a part of an archive is judged from: whole threads, and around them what their verdicts look at."""

HEARD: Final[pa.Schema] = pa.schema([("id", pa.string()), ("program", pa.int64()), ("told", pa.string())])
"""What messages were heard to say, by the number of the program: see `engine.records.heard.Heard.told`."""

OWN: Final[pa.Schema] = pa.schema(
    (
        _field("id", pa.string(), "id of a message of ours in a part, judged there or only looked up"),
        _field("replies", pa.bool_(), "whether it is a reply or a post; null: not compared with others here"),
        _field("at", pa.int64(), "when it was written, in microseconds since 1970; null: not known"),
        _field("person", pa.string(), "whom it answers"),
        _field("channel", pa.string(), "channel"),
        _field("account", pa.string(), "account"),
        _field("words", pa.list_(pa.string()), "its essence: the words that are compared"),
        _field("signature", pa.uint64(), "of these words, see engine/records/essence.py"),
    ),
    metadata={"knigge.table": "own", "knigge.layout": LAYOUT},
)
"""Our own texts of a part, from which it is found out what is said again."""


def of_run(schema: pa.Schema, run: str) -> pa.Schema:
    """The same columns in a table that says which run it is from: the `run` of its `run.json`."""
    return schema.with_metadata({**schema.metadata, b"knigge.run": run.encode()})


def table_of(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    """Rows, each with its values in the order of the columns, as a table; none make an empty one."""
    columns: Iterable[Sequence[object]] = zip(*rows, strict=True) if rows else [()] * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
