"""Folders of audits to report on: small ones written by hand, and a larger one drawn by lot with a fixed seed."""

import json
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from knigge.audit.tables import RECORDS, THREADS, VERDICTS
from knigge.engine.version import VERSION

Row = dict[str, object]

CLAUSES: Final = (
    ("eye-level", "Wir sprechen auf Augenhöhe.", "We speak at eye level."),
    ("answered-in-time", "Wer fragt, bekommt rechtzeitig eine Antwort.", "Whoever asks gets an answer in time."),
    ("words-and-deeds", "Was wir zusagen, tun wir.", "What we promise we do."),
    ("no-censorship", "Wir löschen nur mit Grund.", "We remove only with a reason."),
    ("fair-contests", "Gewinnspiele sind fair.", "Contests are fair."),
    ("right-rhythm", "Wir melden uns regelmäßig.", "We post regularly."),
    ("no-serial-answers", "Verschiedene Menschen, verschiedene Antworten.", "Different people, different answers."),
    ("solution", "Auf Kritik folgt eine Lösung.", "Criticism gets a solution."),
    ("accessible", "Bilder haben einen Text.", "Pictures have a text."),
)
RULES: Final = (
    ("eye-level.lecturing", "eye-level", "warning", "Belehrung", "Lecturing"),
    ("tone.sarcasm", "eye-level", "note", "Spott", "Sarcasm"),
    ("response.deadline", "answered-in-time", "warning", "Späte Antwort", "Late answer"),
    ("response.unanswered", "answered-in-time", "error", "Ohne Antwort", "No answer"),
    ("promise.kept", "words-and-deeds", "error", "Zusage nicht gehalten", "Promise not kept"),
    ("censorship.record", "no-censorship", "error", "Das Protokoll", "The record"),
    ("censorship.reason", "no-censorship", "warning", "Die Begründung", "The reason"),
    ("contest.C01", "fair-contests", "warning", "C01 Als Gewinnspiel erkennbar", "C01 Recognisable as a contest"),
    ("contest.F02", "fair-contests", "error", "F02 Freunde markieren", "F02 Tagging friends"),
    ("cadence.weekly", "right-rhythm", "warning", "Rhythmus der Woche", "Rhythm of the week"),
    ("cadence.flood", "right-rhythm", "warning", "Zu viel an einem Tag", "Too much on one day"),
    ("repeat.template", "no-serial-answers", "warning", "Serienantwort", "Answer in series"),
    ("criticism.no-solution", "solution", "warning", "Kritik ohne Lösung", "Criticism without solution"),
)
_BY_RULE: Final = {rule[0]: rule for rule in RULES}
START: Final = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
NOW: Final = "2026-03-09T12:00:00+01:00"


def verdict_row(rule: str, outcome: str, name: str, **more: object) -> Row:
    """A row of verdicts.parquet; what is not said is null, empty, or what fits the rule."""
    clause, severity, title = _BY_RULE[rule][1:4] if rule in _BY_RULE else (None, "warning", rule)
    row: Row = dict.fromkeys(VERDICTS.names)
    row |= {"subject": "message", "id": name, "nth": 1, "rule": rule, "version": "1", "clause": clause, "mark": ""}
    row |= {"verdict": outcome, "severity": severity, "title": title, "channel": "facebook", "account": "acme"}
    row |= {"role": "us", "kind": "reply", "reason": "", "needs": [], "policy": "p", "program": "d", "moment": START}
    row |= more
    return row | _local(row)


def record_row(name: str, **more: object) -> Row:
    """A row of records.parquet."""
    row: Row = dict.fromkeys(RECORDS.names)
    row |= {"type": "message", "id": name, "source": "a.jsonl", "place": "line 1", "status": "judged", "reason": ""}
    row |= {"decision": "publish", "channel": "facebook", "account": "acme", "role": "us", "kind": "reply"}
    row |= {"moment": START, **more}
    return row | _local(row)


def thread_row(name: str, state: str = "closed", why: str = "last-word-ours") -> Row:
    """A row of threads.parquet."""
    return {"id": name, "state": state, "why": why, "since": START, "channel": "facebook", "account": "acme"}


def _local(row: Mapping[str, object]) -> Row:
    at = row["moment"]
    if not isinstance(at, datetime):
        return {"day": row.get("day"), "hour": row.get("hour")}
    local = at + timedelta(hours=1)
    return {"day": row.get("day") or local.date(), "hour": local.hour}


@dataclass
class Draft:
    """What an audit found, to be written into a folder; `run` and `summary` replace what stands there."""

    verdicts: list[Row] = field(default_factory=list)
    records: list[Row] = field(default_factory=list)
    threads: list[Row] = field(default_factory=list)
    run: Row = field(default_factory=dict)
    summary: Row = field(default_factory=dict)
    errors: list[Row] = field(default_factory=list)

    def write(self, folder: Path) -> Path:
        """The folder, written as `knigge audit` does."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows, schema in (
            ("verdicts", self.verdicts, VERDICTS),
            ("records", self.records, RECORDS),
            ("threads", self.threads, THREADS),
        ):
            pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / f"{name}.parquet")
        found = Counter(str(row["verdict"]) for row in self.verdicts if row["nth"] == 1)
        status = Counter(str(row["status"]) for row in self.records)
        summary = {"knigge": VERSION, "read": len(self.records), **status, "verdicts": dict(found), "exit": 1}
        _json(folder / "summary.json", summary | self.summary)
        _json(folder / "run.json", _run() | self.run)
        if self.errors:
            lines = "".join(json.dumps(each) + "\n" for each in self.errors)
            (folder / "errors.jsonl").write_text(lines, encoding="utf-8")
        return folder


def _json(path: Path, told: object) -> None:
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _run() -> Row:
    return {
        "knigge": VERSION, "layout": "1", "complete": True, "engine": "local", "workers": 1, "speech": "de",
        "now": NOW, "zone": "Europe/Berlin", "organisation": "Muster",
        "policies": [{"name": "muster", "digest": "ab" * 32, "program": "cd" * 8, "since": None, "until": None}],
        "inputs": [{"name": "a.jsonl", "format": "jsonl", "bytes": 10, "sha256": "0" * 64}],
        "started": NOW, "ended": NOW, "seconds": {"judge": 1.0},
        "clauses": [{"id": name, "de": de, "en": en} for name, de, en in CLAUSES],
        "rules": [
            {"id": name, "version": "1", "clause": clause, "severity": severity, "subject": "message",
             "status": "active", "title": {"de": de, "en": en}}
            for name, clause, severity, de, en in RULES
        ],
        "waivers": [],
    }  # fmt: skip


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An audit of nine weeks with something of everything, drawn by lot, always the same."""
    return draw(random.Random(7), 1200).write(tmp_path_factory.mktemp("drawn"))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An audit small enough for its report to be read by eye."""
    return draw(random.Random(3), 60).write(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def verdict() -> Callable[..., Row]:
    """A function that makes a row of verdicts.parquet: rule, outcome, id, and columns by name."""
    return verdict_row


@pytest.fixture(scope="session")
def record() -> Callable[..., Row]:
    """A function that makes a row of records.parquet: id, and columns by name."""
    return record_row


@pytest.fixture(scope="session")
def thread() -> Callable[..., Row]:
    """A function that makes a row of threads.parquet: id, state, what it rests on."""
    return thread_row


@pytest.fixture
def audit(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes an audit of rows into a folder: verdicts, records, threads, run, summary, errors."""
    numbers = iter(range(100))
    return lambda **rows: Draft(**rows).write(tmp_path / f"audit-{next(numbers)}")


def draw(lot: random.Random, messages: int) -> Draft:
    """An audit of that many messages, half of them questions."""
    draft = Draft()
    for number in range(messages):
        at = START + timedelta(minutes=lot.randrange(63 * 24 * 60))
        (_question if number % 2 else _ours)(draft, lot, number, at)
    for number in range(30):
        _act(draft, lot, number, START + timedelta(hours=lot.randrange(63 * 24)))
    for number in range(9):
        _contest(draft, lot, number, START + timedelta(days=number * 6))
    _weeks(draft, lot)
    _promises(draft, lot)
    draft.records.append(record_row("no-time", moment=None, day=None, status="skipped", reason="no-rule"))
    draft.threads = [thread_row(f"t{n}", lot.choice(("closed", "in-progress", "to-be-answered"))) for n in range(90)]
    return draft


def _one_of(lot: random.Random, *outcomes: tuple[str, int]) -> str:
    return lot.choices([name for name, _ in outcomes], [weight for _, weight in outcomes])[0]


def _place(lot: random.Random) -> Row:
    channel = lot.choices(("facebook", "instagram", "x", "blog"), (60, 30, 10, 1))[0]
    team = lot.choices(("care", "press", "shop", None), (50, 20, 3, 20))[0]
    people = {"care": 9, "press": 6, "shop": 2, None: 9}[team]
    return {"channel": channel, "team": team, "author": f"{team or 'all'}{lot.randrange(people)}".encode().hex()[:12]}


def _ours(draft: Draft, lot: random.Random, number: int, at: datetime) -> None:
    where = _place(lot)
    name = f"m{number}"
    kind = lot.choice(("post", "reply", "reply"))
    told = {**where, "moment": at, "kind": kind, "thread": f"t{number % 90}"}
    status = _one_of(lot, ("judged", 90), ("undecided", 6), ("skipped", 3), ("errored", 1))
    draft.records.append(record_row(name, status=status, reason="" if status == "judged" else "no-rule", **told))
    for rule in ("eye-level.lecturing", "tone.sarcasm", "criticism.no-solution"):
        outcome = _one_of(lot, ("fulfilled", 90), ("violation", 6), ("undecided", 3), ("waived", 1), ("error", 1))
        needs = [lot.choice(("language", "parent", "text"))] if outcome == "undecided" else []
        draft.verdicts.append(verdict_row(rule, outcome, name, needs=needs, excerpt="Wie Sie wissen", **told))
        if outcome == "violation" and lot.random() < 0.3:
            draft.verdicts.append(verdict_row(rule, outcome, name, **{**told, "nth": 2}))
    if lot.random() < 0.1:
        alike = sorted(f"s{lot.randrange(5)}-{each}" for each in range(3))
        outcome = lot.choice(("violation", "fulfilled"))
        facts = json.dumps({"alike-to": ", ".join(alike[1:])})
        draft.verdicts.append(verdict_row("repeat.template", outcome, alike[0], facts=facts, **told))


def _question(draft: Draft, lot: random.Random, number: int, at: datetime) -> None:
    where = _place(lot) | {"author": f"{number:012x}"}
    name = f"q{number}"
    told = {**where, "role": "customer", "kind": "comment", "moment": at, "thread": f"t{number % 90}"}
    draft.records.append(record_row(name, **told))
    due = at + timedelta(hours=8)
    waits = lot.random() < 0.06
    done = None if waits else at + timedelta(minutes=round(lot.lognormvariate(5, 1.4)))
    late = done is None or done > due
    for rule, limit in (("response.deadline", due), ("response.unanswered", at + timedelta(days=14))):
        if lot.random() < 0.03:
            draft.verdicts.append(verdict_row(rule, "undecided", name, due=limit, needs=["published"], **told))
            continue
        late = done is None or done > limit
        running = done is None and limit > datetime.fromisoformat(NOW)
        outcome = "open" if running else "violation" if late else "fulfilled"
        mark = "" if outcome != "violation" else "unanswered" if done is None else "late"
        trail = json.dumps([{"at": at.isoformat(), "what": "Kundschaft: „Wo bleibt mein Paket?“"}])
        draft.verdicts.append(
            verdict_row(
                rule, outcome, name, due=limit, done=done, mark=mark, trail=trail, excerpt="Wo bleibt es?", **told
            )
        )


def _act(draft: Draft, lot: random.Random, number: int, at: datetime) -> None:
    name, kind = f"x{number}", lot.choice(("delete", "hide", "block"))
    told = {"subject": "action", "kind": kind, "moment": at, "author": f"{number:012x}"}
    draft.records.append(record_row(name, type="action", kind=kind, moment=at))
    for rule in ("censorship.record", "censorship.reason"):
        outcome = _one_of(lot, ("fulfilled", 70), ("violation", 20), ("undecided", 5), ("open", 5))
        draft.verdicts.append(verdict_row(rule, outcome, name, reason="es fehlt: die Mitteilung", **told))


def _contest(draft: Draft, lot: random.Random, number: int, at: datetime) -> None:
    told = {"subject": "contest", "kind": "contest", "role": None, "moment": at}
    draft.records.append(record_row(f"g{number}", type="contest", role=None, kind="contest", moment=at))
    for rule in ("contest.C01", "contest.F02"):
        outcome = _one_of(lot, ("fulfilled", 60), ("violation", 30), ("undecided", 10), ("waived", 5))
        draft.verdicts.append(verdict_row(rule, outcome, f"g{number}", **told))


def _weeks(draft: Draft, lot: random.Random) -> None:
    for week in range(9):
        monday = date(2026, 1, 5) + timedelta(days=7 * week)
        at = datetime(monday.year, monday.month, monday.day, tzinfo=UTC) - timedelta(hours=1)
        for channel in ("facebook", "instagram"):
            posts = lot.randrange(9)
            mark = "too-few" if posts < 2 else "too-many" if posts > 7 else ""
            told = {
                "subject": "timeline",
                "kind": "week",
                "channel": channel,
                "moment": at,
                "day": monday,
                "role": None,
            }
            name = f"{channel}/acme/2026-W{week + 2:02d}"
            facts = json.dumps({"count": str(posts)})
            outcome = "violation" if mark else "fulfilled"
            draft.verdicts.append(verdict_row("cadence.weekly", outcome, name, mark=mark, facts=facts, **told))
            flood = verdict_row(
                "cadence.flood", lot.choice(("fulfilled", "violation")), f"{channel}/acme/{monday}", **told
            )
            draft.verdicts.append(flood | {"kind": "day", "mark": "too-many"})


def _promises(draft: Draft, lot: random.Random) -> None:
    for number in range(60):
        at = START + timedelta(hours=lot.randrange(62 * 24))
        fate = _one_of(lot, ("kept", 50), ("late", 10), ("broken", 10), ("open", 5), ("undecided", 25))
        outcome = {"kept": "fulfilled", "late": "violation", "broken": "violation"}.get(fate, fate)
        mark = fate if outcome == "violation" else ""
        due = at + timedelta(days=2) if fate != "open" else datetime.fromisoformat(NOW) + timedelta(hours=number)
        needs = ["deed"] if fate == "undecided" else []
        told = {"moment": at, "mark": mark, "due": due, "needs": needs, "thread": f"t{number}", "reason": fate}
        draft.verdicts.append(verdict_row("promise.kept", outcome, f"z{number}", **told))
