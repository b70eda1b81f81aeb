"""A ferry line's one week, in English: few cases, one promise, one contest, no deletions, some of it undecided."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from knigge.reports.audit import csv, github, junit, markdown
from knigge.reports.audit import json as report_json
from knigge.reports.audit.model import Model, Wish, build

from .conftest import RULES, Draft, record_row, thread_row, verdict_row

Row = dict[str, object]
Golden = Callable[[str, str], None]

TITLES: Final = {rule: english for rule, _, _, _, english in RULES}
CROSS: Final = "You left half the queue on the pier again. Nobody told us anything."
SAILS: Final = "When does the summer timetable start?"
PRIZE: Final = "Win a family day ticket! Tell us which island you like best. Tag two friends."


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 2, day, hour, minute, tzinfo=UTC)


def ferry_verdicts() -> list[Row]:
    def said(rule: str, outcome: str, name: str, moment: datetime, **more: object) -> Row:
        told: Row = {"channel": "mastodon", "account": "skerry", "moment": moment, "title": TITLES[rule], **more}
        return verdict_row(rule, outcome, name, **told) | {"hour": moment.hour}

    theirs: Row = {"role": "customer", "kind": "comment"}
    google: Row = {"channel": "google", "thread": "t2"}
    lecture = "“As you surely know” may come across as a lesson. Say it plainly and add what helps now."
    due, never = "An answer was due by Fri 6 Feb 2026 12:00 and came not at all.", "unanswered for 3 days 12 hours"
    asked = [{"at": at(5, 20, 15).isoformat(), "what": f"customer: “{SAILS}”"}]
    return [
        said("eye-level.lecturing", "fulfilled", "r1", at(2, 9, 40), thread="p1"),
        said("eye-level.lecturing", "violation", "r2", at(4, 11, 5), **google, excerpt="As you surely know",
             message=lecture, why="People who ask look for help, not for a lesson.",
             advice="That is easy to miss. Here is how it works: …"),
        said("eye-level.lecturing", "fulfilled", "r3", at(4, 12, 30), thread="t3"),
        said("tone.sarcasm", "waived", "r2", at(4, 11, 5), **google, excerpt="seats are limited",
             reason="the season's campaign says so (Head of service)"),
        said("criticism.no-solution", "undecided", "r5", at(7, 15), channel="google", thread="t9", needs=["parent"]),
        said("response.deadline", "fulfilled", "c1", at(2, 9, 10), **theirs, thread="p1", due=at(2, 13),
             done=at(2, 9, 40)),
        said("response.deadline", "violation", "c2", at(3, 18, 20), **theirs, **google, mark="late", due=at(4, 11),
             done=at(4, 11, 5), excerpt=CROSS, reason="5 minutes late",
             message="An answer was due by Wed 4 Feb 2026 11:00 and came Wed 4 Feb 2026 11:05."),
        said("response.deadline", "fulfilled", "c3", at(4, 12), **theirs, thread="t3", due=at(4, 16),
             done=at(4, 12, 30)),
        said("response.deadline", "violation", "c4", at(5, 20, 15), **theirs, channel="youtube", thread="t4",
             mark="unanswered", due=at(6, 12), excerpt=SAILS, message=due, reason=never, trail=json.dumps(asked)),
        said("promise.kept", "undecided", "r3", at(4, 12, 30), thread="t3", due=at(6, 12), needs=["deed"]),
        said("contest.C01", "fulfilled", "g1", at(6, 10), subject="contest", kind="contest", role=None, thread="p2"),
        said("contest.F02", "violation", "g1", at(6, 10), subject="contest", kind="contest", role=None, thread="p2",
             excerpt="Tag two friends", message="“Tag two friends” makes entrants advertise. Let them simply comment.",
             suggestions=json.dumps([{"start": 62, "end": 77, "text": "A comment is enough"}])),
        said("cadence.weekly", "open", "mastodon/skerry/2026-W07", at(9, 0), subject="timeline", kind="week",
             role=None, reason="still running"),
    ]  # fmt: skip


def ferry_records() -> list[Row]:
    def read(name: str, line: int, moment: datetime, **more: object) -> Row:
        told: Row = {"channel": "mastodon", "account": "skerry", "source": "week.jsonl", "place": f"line {line}"}
        return record_row(name, **(told | {"moment": moment} | more)) | {"hour": moment.hour}

    theirs: Row = {"role": "customer", "kind": "comment"}
    return [
        read("p1", 1, at(2, 8), kind="post"),
        read("c1", 2, at(2, 9, 10), **theirs),
        read("r1", 3, at(2, 9, 40)),
        read("c2", 4, at(3, 18, 20), **theirs, channel="google"),
        read("r2", 5, at(4, 11, 5), channel="google"),
        read("c3", 6, at(4, 12), **theirs),
        read("r3", 7, at(4, 12, 30), status="undecided", reason="needs-facts"),
        read("c4", 8, at(5, 20, 15), **theirs, channel="youtube"),
        read("p2", 9, at(6, 10), kind="post"),
        read("g1", 10, at(6, 10), type="contest", role=None, kind="contest"),
        read("r5", 12, at(7, 15), channel="google", status="undecided", reason="needs-facts"),
    ]


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The audit of the week; its eleventh line was no JSON."""
    run: Row = {
        "speech": "en", "now": "2026-02-09T09:00:00+00:00", "zone": "Europe/London", "organisation": "Skerry Ferries",
        "policies": [{"name": "skerry", "digest": "5e" * 32, "program": "f3" * 8, "since": None, "until": None}],
        "inputs": [{"name": "week.jsonl", "format": "jsonl", "bytes": 4096, "sha256": "1" * 64}],
        "waivers": [
            {"rule": "tone.sarcasm", "reason": "the season's campaign says so", "approver": "Head of service",
             "signed": "2026-02-01T09:00:00+00:00", "until": "2026-02-28T23:59:59+00:00", "uses": 2, "used": 1}
        ],
    }  # fmt: skip
    torn: Row = {"source": "week.jsonl", "place": "line 11", "id": None, "what": "not-json", "reason": "not JSON"}
    threads = [thread_row("t3", "in-progress", "promise-open"), thread_row("t4", "to-be-answered", "somebody-waits")]
    draft = Draft(ferry_verdicts(), ferry_records(), threads, run, {"errored": 1}, [torn])
    return draft.write(tmp_path_factory.mktemp("ferry"))


def _csv(model: Model) -> str:
    file = io.BytesIO()
    csv.write(model, file)
    return file.getvalue().decode().replace("\r\n", "\n")


def _json(model: Model) -> str:
    """Without what was measured: it changes with the rules, not with the report."""
    return report_json.render(replace(model, precisions=()))


RENDER: Final[dict[str, Callable[[Model], str]]] = {
    "md": markdown.render, "junit.xml": junit.render, "github.txt": github.render, "csv": _csv,
    "json": _json,
}  # fmt: skip


@pytest.mark.parametrize("ending", RENDER)
def test_as_it_was_reviewed(ferry: Path, golden: Golden, ending: str) -> None:
    golden(f"report/ferry-en.{ending}", RENDER[ending](build(ferry, Wish("en"))))


def test_as_it_was_reviewed_in_german(ferry: Path, golden: Golden) -> None:
    golden("report/ferry-de.md", markdown.render(build(ferry, Wish("de"))))


def test_nothing_reads_as_if_it_came_from_a_machine(ferry: Path) -> None:
    for ending in ("md", "junit.xml", "github.txt", "csv"):
        text = RENDER[ending](build(ferry, Wish("en")))

        assert not [word for word in ("None", "null", "{", "Urteil", "Beispiel", "1 promises") if word in text]
