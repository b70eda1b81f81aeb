"""Lines of archives -> the working store: every record once, what cannot be read with its reason."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final

import pyarrow as pa

from ..engine.intake import RecordError, read_record
from ..engine.record import Action, Contest, Coverage, Customer, Message, Record, Ticket, is_ours
from ..engine.records.moments import instant
from ..intake.line import Line
from ..intake.record_words import why_no_record
from .plan_sql import Database
from .store import RECORD

_ESCAPED: Final = re.compile(rb"\\u[dD][89a-fA-F]")
_HALF: Final = re.compile("[\ud800-\udfff]")
_BATCH: Final = 20_000
_MOST_BYTES: Final = 32_000_000
_KINDS: Final[tuple[tuple[type, str], ...]] = (
    (Message, "message"),
    (Action, "action"),
    (Contest, "contest"),
    (Customer, "customer"),
    (Ticket, "ticket"),
    (Coverage, "coverage"),
)


def gather(lines: Iterable[Line], store: Database, zone: str, speech: str, told: Callable[[int], None]) -> int:
    """Fill the table `records`; `zone` is that of times without an offset. Gives back how many lines were read.

    `told` hears now and then how many there are so far.
    """
    store.create("records", RECORD)
    number = 0
    for table in record_tables(lines, zone, speech):
        store.add("records", table)
        number += table.num_rows
        told(number)
    return number


def record_tables(lines: Iterable[Line], zone: str, speech: str) -> Iterator[pa.Table]:
    """The lines as rows of `store.RECORD`, one each, in order; some thousand at a time."""
    for rows in _chunks(lines, zone, speech):
        columns = [_column(column, field.type) for column, field in zip(zip(*rows, strict=True), RECORD, strict=True)]
        yield pa.Table.from_arrays(columns, schema=RECORD)


def _chunks(lines: Iterable[Line], zone: str, speech: str) -> Iterator[list[tuple[object, ...]]]:
    rows: list[tuple[object, ...]] = []
    size = 0
    for number, line in enumerate(lines):
        rows.append(_row(number, line, zone, speech))
        size += len(line.raw)
        if len(rows) >= _BATCH or size >= _MOST_BYTES:
            yield rows
            rows, size = [], 0
    if rows:
        yield rows


def _row(number: int, line: Line, zone: str, speech: str) -> tuple[object, ...]:
    if line.content is None:
        return _unread(number, line, line.reason or "unreadable", line.problem)
    content = json.loads(body) if (body := _mended(line)) else line.content
    try:
        record = read_record(content, f"{line.source}:{line.place}")
    except RecordError as problem:
        return _unread(number, line, "no-record", why_no_record(problem, speech))
    kind = next(name for known, name in _KINDS if isinstance(record, known))
    if not body:
        body = line.raw.decode("utf-8", "backslashreplace") if line.raw else json.dumps(content, ensure_ascii=False)
    name = getattr(record, "id", "") if not isinstance(record, Coverage) else ""
    remarks = json.dumps([[each.reason, each.text] for each in line.remarks], ensure_ascii=False)
    doubts = remarks if line.remarks else ""
    return (number, kind, name, line.source, line.place, "", doubts, *_known(record, zone), body)


def _mended(line: Line) -> str:
    """The record as JSON with every half of a character (a cut emoji) as the sign for "unreadable"; else nothing."""
    if line.raw and not _ESCAPED.search(line.raw):
        return ""
    body = json.dumps(line.content, ensure_ascii=False)
    mended = _HALF.sub("\N{REPLACEMENT CHARACTER}", body)
    return mended if mended != body else ""


def _column(values: Sequence[object], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([_clean(each) if isinstance(each, str) else each for each in values], kind)


def _clean(text: str) -> str:
    """A text as a database can hold it: without halves of characters; JSON keeps them as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _unread(number: int, line: Line, reason: str, problem: str) -> tuple[object, ...]:
    content = line.content or {}
    name = content.get("id")
    kept = (number, None, str(name) if name is not None else None, line.source, line.place, reason, problem)
    return (*kept, *(None,) * 9, False, None, None)


def _known(record: Record, zone: str) -> tuple[object, ...]:
    """Thread, parent, target, person, role, kind, channel, account, moment, own, words."""
    match record:
        case Message():
            author = record.author
            role = str(author.role) if author and author.role else None
            person = (author.id or None) if author else None
            return (
                record.thread, record.in_reply_to, None, person, role, record.kind, record.channel, record.account,
                _moment(record.published, zone), is_ours(record),
                _hash(record.text) if record.kind in ("post", None) else None,
            )  # fmt: skip
        case Action():
            return (
                None, None, record.target, record.actor, record.actor_role, record.action, record.channel,
                record.account, _moment(record.performed, zone), False, None,
            )  # fmt: skip
        case Contest():
            return (
                None, None, record.post, None, None, None, record.channel, record.account,
                _moment(record.published, zone), False, _hash(record.text),
            )  # fmt: skip
        case Customer():
            return None, None, None, record.id, None, None, None, None, None, False, None
        case Ticket():
            return (
                record.thread, None, record.message, record.customer, None, record.state, None, None, None, False, None,
            )  # fmt: skip
        case Coverage():
            return None, None, None, None, None, None, record.channel, record.account, None, False, None


def _hash(text: str | None) -> str | None:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest() if text else None


def _moment(written: str | None, zone: str) -> datetime | None:
    at = instant(written, zone)
    return at.astimezone(UTC) if at is not None else None
