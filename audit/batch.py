"""Record batch (a part of an archive) -> verdicts as record batches; pure, the same on one machine and on many.

A batch holds whole threads and, not to be judged, what their verdicts look at: private messages elsewhere, customers,
what the whole archive knows. `knigge check` over the same records gives the same verdicts (a property test says so).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import islice
from sys import intern
from typing import Final

import pyarrow as pa

from ..engine.finding import Outcome, Result, Verdict
from ..engine.intake import read_message, read_record
from ..engine.record import Coverage, Period, Record, Role, is_ours
from ..engine.records.archive import Archive, build_archive
from ..engine.records.court import Court
from ..engine.records.eras import Eras
from ..engine.records.judge import courts_of, judge_scope
from ..engine.records.outlook import Outlook, Question, Scope
from ..engine.records.own_texts import gather_texts
from ..engine.records.rates import OVERHEARD
from ..engine.records.repeats import Repeat
from ..engine.records.resemblance import Said
from ..engine.records.states import Standing, states
from ..engine.values import dataclass
from .rows import Teller, verdict_batch
from .tables import OWN, RECORDS, SIZE, THREADS, VERDICTS

_OURS: Final = frozenset({"message", "action", "contest"})
_NO_RULE: Final = "no-rule"
NO_POLICY: Final = "no-policy"
"""Why a record was not judged on whose day no policy was in force."""
_AT_ONCE: Final = SIZE  # results made into rows
_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Brief:
    """How a run judges: the policies of its history, `now` (None: unknown), the language of the words for people.

    `key` makes pseudonyms; with `every`, verdicts of rules that do not apply are kept too.
    """

    eras: Eras
    now: datetime | None
    speech: str
    key: bytes
    every: bool = False

    @property
    def run(self) -> str:
        """A name for the run that judges so, another one for every run; the key cannot be told from it."""
        return blake2b(self.key, digest_size=8, person=b"knigge-run").hexdigest()


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a part or a piece of one: three tables, problems as (what, id, detail), and what was heard.

    `heard` are rows of `tables.HEARD` for parts of timelines; empty where no rule on a timeline asks for it.
    """

    verdicts: pa.RecordBatch
    records: pa.RecordBatch
    threads: pa.RecordBatch
    problems: tuple[tuple[str, str, str], ...]
    heard: tuple[tuple[str, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part taken apart: its records, which of them are judged, what the whole archive knows."""

    archive: Archive
    scope: Scope
    outlook: Outlook
    places: dict[tuple[str, str], tuple[str, str]]


def audit_batch(batch: pa.RecordBatch, brief: Brief) -> pa.RecordBatch:
    """The verdicts on what is to be judged in a batch (columns of `tables.PART`), as rows of `tables.VERDICTS`."""
    return judge_part(batch, brief).verdicts


def judge_part(batch: pa.RecordBatch, brief: Brief) -> Judged:
    """Everything there is to say of a part."""
    pieces = list(judge_in_pieces([batch], brief))
    schemas = {"verdicts": VERDICTS, "records": RECORDS, "threads": THREADS}
    found = {name: _one([getattr(each, name) for each in pieces], schema) for name, schema in schemas.items()}
    return Judged(**found, problems=pieces[-1].problems)


def _one(batches: Sequence[pa.RecordBatch], schema: pa.Schema) -> pa.RecordBatch:
    """Batches as one, none as an empty one."""
    found = pa.Table.from_batches(batches, schema).unify_dictionaries().combine_chunks().to_batches()
    return found[0] if found else pa.RecordBatch.from_pylist([], schema=schema)


def judge_in_pieces(
    batches: Iterable[pa.RecordBatch], brief: Brief, heard: Sequence[tuple[str, int, str]] = ()
) -> Iterator[Judged]:
    """The same bit by bit, so that little is held of a thread of 100,000; threads and problems come at the end.

    `batches` are one part in pieces, `heard` is what other parts heard in these messages, rows of `tables.HEARD`.
    """
    part = open_part(batches, brief)
    eras, archive = brief.eras, part.archive
    courts = courts_of(eras, archive, brief.now, brief.speech, part.outlook)
    teller = Teller(archive, eras, brief.key)
    for name, number, signs in heard:
        courts[eras.programs[number].digest].heard().tell(OVERHEARD, name, signs)
    court = courts[eras.programs[-1].digest]
    judged: set[tuple[str, str]] = set()
    standings: dict[str, Standing | None] = {}
    results = _seen(judge_scope(eras, archive, courts, part.scope), part, court, standings)
    while some := list(islice(results, _AT_ONCE)):
        judged.update((each.subject, each.id) for each in some)
        verdicts = verdict_batch(some, teller, eras.programs, brief.speech, brief.every)
        yield Judged(verdicts, _records(some, teller, part), _batch([[] for _ in THREADS], THREADS), ())
    problems = tuple(
        (each.what, each.ids[0], each.detail or ", ".join(f"`{name}`" for name in each.ids))
        for each in archive.problems
        if each.what not in ("orphan", "object") and any((kind, each.ids[0]) in judged for kind in _OURS)
    )
    nothing = verdict_batch((), teller, (), brief.speech, brief.every), _records((), teller, part)
    yield Judged(*nothing, _threads(part, court, standings), problems, tuple(_heard(part, courts, eras)))


def _heard(part: Part, courts: Mapping[str, Court], eras: Eras) -> Iterator[tuple[str, int, str]]:
    """What the messages of the threads judged here were heard to say, as far as timelines ask for it."""
    for number, program in enumerate(eras.programs):
        court = courts[program.digest]
        for name, signs in court.heard().told(OVERHEARD) if court.asks_rates() else ():
            if part.archive.thread_of[name] in part.scope.threads:
                yield name, number, signs


def own_texts_of(batches: Iterable[pa.RecordBatch], brief: Brief) -> pa.RecordBatch:
    """Our own texts in a part, rows of `tables.OWN`; whether they are said again is found out over all parts.

    `batches` are gone through twice.
    """
    messages = ((judge, name, body) for judge, kind, name, body, *_ in _rows(batches) if kind == "message")
    judged, ours = False, []
    for judge, name, body in messages:
        judged = judged or judge
        if is_ours(read_message(json.loads(body), name)):
            ours.append(name)
    compared = _compared(open_part(batches, brief)) if judged else {}
    columns: list[list[object]] = [[] for _ in OWN]
    for name in ours:
        row = _own_row(name, *compared.pop(name, (None, None)))
        for column, value in zip(columns, row, strict=True):
            column.append(value)
    return _batch(columns, OWN)


def _compared(part: Part) -> dict[str, tuple[bool, Said]]:
    """The texts of the threads that are judged in a part: whether it is a reply or a post, and what is compared."""
    archive, threads = part.archive, part.scope.threads
    return {
        each.id: (replies, each)
        for replies in (True, False)
        for each in gather_texts(archive, replies, part.outlook.accounts, threads).items
    }


def _own_row(name: str, replies: bool | None, said: Said | None) -> tuple[object, ...]:
    if said is None:
        return (name, *(None,) * (len(OWN) - 1))
    at = None if said.at is None or said.at.utcoffset() is None else (said.at - _BEGINNING) // timedelta(microseconds=1)
    core = said.essence
    return name, replies, at, said.person, said.channel, said.account, list(core.words), core.signature


def open_part(batches: Iterable[pa.RecordBatch], brief: Brief) -> Part:
    """The records of a part as an archive, with what of it is to be judged."""
    records: list[Record] = []
    told: dict[str, object] = {}
    periods: list[Period] = []
    wanted: dict[str, set[str]] = {}
    places: dict[tuple[str, str], tuple[str, str]] = {}
    for judge, kind, name, body, source, place in _rows(batches):
        content = json.loads(body)
        if kind == "outlook":
            told = content
        elif kind == "period":
            periods.append(Period(*(content[key] for key in Period.__slots__)))
        else:
            record = read_record(content, name)
            records.append(record)
            if judge and not isinstance(record, Coverage):
                places[kind, record.id] = (intern(source) if source else source, place)
                wanted.setdefault(kind, set()).add(record.id)
    outlook = read_outlook(told)
    archive = build_archive(records, brief.eras.programs[0].records.zone, outlook.people, outlook.flat)
    scope = Scope(
        frozenset(archive.thread_of[name] for name in wanted.get("message", ())),
        frozenset(wanted.get("action", ())),
        frozenset(wanted.get("contest", ())),
        tuple(periods),
    )
    return Part(archive, scope, outlook, places)


def _rows(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[bool, str, str, str, str, str]]:
    """What is read of a part, row by row; of a long thread never all of it is held twice."""
    for batch in batches:
        for start in range(0, batch.num_rows, _AT_ONCE):
            some = batch.slice(start, _AT_ONCE)
            columns = (some.column(name).to_pylist() for name in ("judge", "type", "id", "body", "source", "place"))
            yield from zip(*columns, strict=True)


def write_outlook(outlook: Outlook) -> str:
    """What the whole archive knows, as JSON for a part."""
    return json.dumps(
        {
            "reach": [[*where, *(each.isoformat() for each in both)] for where, both in outlook.reach.items()],
            "accounts": sorted(outlook.accounts, key=lambda each: each or ""),
            "private_on": [list(each) for each in sorted(outlook.private_on, key=repr)],
            "people": {name: str(role) if role else None for name, role in outlook.people.items()},
            "repeats": [
                told_question(question, [told_repeat(each) for each in found.values()])
                for question, found in outlook.repeats.items()
            ],
            "lacking": {name: list(needs) for name, needs in outlook.lacking.items()},
            "blind": [
                [channel, account, *(each.isoformat() if each else None for each in both)]
                for channel, account, *both in outlook.blind
            ],
            "loose": [
                [channel, account, *(each.isoformat() if each else None for each in both)]
                for channel, account, *both in outlook.loose
            ],
            "flat": [list(each) for each in sorted(outlook.flat, key=repr)],
        },
        ensure_ascii=False,
    )


def told_question(question: Question, found: Sequence[object]) -> list[object]:
    """A question with what was found for it, as JSON knows it."""
    asked, share, least, window = question
    return [asked, share, least, window.total_seconds(), list(found)]


def told_repeat(each: Repeat) -> list[object]:
    """An answer as JSON knows it."""
    return [each.id, each.holds, list(each.alike), each.count, each.closest, each.people, each.at_most, each.more]


def read_outlook(told: Mapping[str, object]) -> Outlook:
    """The opposite of `write_outlook`; nothing known where nothing is told."""
    if not told:
        return Outlook()
    reach, accounts, private_on = told["reach"], told["accounts"], told["private_on"]
    people, repeats, lacking, blind = told["people"], told["repeats"], told["lacking"], told.get("blind", [])
    loose, flat = told.get("loose", []), told.get("flat", [])
    assert isinstance(reach, list) and isinstance(accounts, list) and isinstance(private_on, list)
    assert isinstance(people, dict) and isinstance(repeats, list) and isinstance(lacking, dict)
    assert isinstance(blind, list) and isinstance(loose, list) and isinstance(flat, list)
    return Outlook(
        {
            (channel, account): (datetime.fromisoformat(first), datetime.fromisoformat(last))
            for channel, account, first, last in reach
        },
        frozenset(accounts),
        frozenset((channel, account) for channel, account in private_on),
        {name: Role(role) if role else None for name, role in people.items()},
        {
            (asked, share, least, timedelta(seconds=window)): {
                name: Repeat(name, holds, tuple(alike), *numbers) for name, holds, alike, *numbers in found
            }
            for asked, share, least, window, found in repeats
        },
        {name: tuple(needs) for name, needs in lacking.items()},
        tuple(
            (channel, account, *(datetime.fromisoformat(each) if each else None for each in both))
            for channel, account, *both in blind
        ),
        tuple(
            (channel, account, *(datetime.fromisoformat(each) if each else None for each in both))
            for channel, account, *both in loose
        ),
        frozenset((channel, account) for channel, account in flat),
    )


def _records(results: Iterable[Result], teller: Teller, part: Part) -> pa.RecordBatch:
    """A row for every record that was to be judged; spans of timelines are no records."""
    columns: list[list[object]] = [[] for _ in RECORDS]
    for result in results:
        if result.subject == "timeline":
            continue
        status, reason = fate(result.verdicts)
        if reason == _NO_RULE and result.verdicts and not result.policy:
            reason = NO_POLICY
        about = teller.about(result)
        source, place = part.places.get((result.subject, result.id), ("", ""))
        decision = None if status == "skipped" else str(result.decision)
        row = (
            result.subject, result.id, source, place, status, reason, decision, about.channel, about.account,
            about.team, about.thread, about.author, about.role, about.kind, about.language, about.at, about.day,
            about.hour,
        )  # fmt: skip
        for column, value in zip(columns, row, strict=True):
            column.append(value)
    return _batch(columns, RECORDS)


def fate(verdicts: Iterable[Verdict]) -> tuple[str, str]:
    """What became of a record: errored, undecided, judged or skipped, the first that applies; and why.

    Undecided is one of which at least one rule could not be decided; judged one of which all were.
    """
    outcomes = {each.outcome for each in verdicts}
    if Outcome.ERROR in outcomes:
        return "errored", "error-verdict"
    if Outcome.UNDECIDED in outcomes:
        return "undecided", "needs-facts"
    if outcomes - {Outcome.NOT_APPLICABLE}:
        return "judged", ""
    return "skipped", _NO_RULE


def _seen(
    results: Iterable[Result], part: Part, court: Court, standings: dict[str, Standing | None]
) -> Iterator[Result]:
    """The results as they come; the state of a thread is put into `standings` while its texts still lie open."""
    for result in results:
        if result.subject == "message" and result.place not in standings:
            standings[result.place] = _standing(part, court, result.place)
        yield result


def _standing(part: Part, court: Court, name: str) -> Standing | None:
    """The state of a thread; None where nobody but us speaks in it."""
    return states(part.archive, court, {name: part.archive.threads[name]}).get(name)


def _threads(part: Part, court: Court, standings: Mapping[str, Standing | None]) -> pa.RecordBatch:
    columns: list[list[object]] = [[] for _ in THREADS]
    for name, thread in part.archive.threads.items():
        if name not in part.scope.threads:
            continue
        standing = standings[name] if name in standings else _standing(part, court, name)
        if standing is None:
            continue
        first = thread.messages[0]
        since = standing.since.astimezone(UTC) if standing.since else None
        row = (name, str(standing.state), str(standing.why), since, first.channel, first.account)
        for column, value in zip(columns, row, strict=True):
            column.append(value)
    return _batch(columns, THREADS)


def _batch(columns: list[list[object]], schema: pa.Schema) -> pa.RecordBatch:
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
