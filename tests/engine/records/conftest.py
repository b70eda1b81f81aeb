"""What tests of records share: a small program over time, and the way from JSON objects to verdicts.

The concepts of the program are single words, so that a test says what a message expresses and nothing else decides.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

import pytest

from knigge.engine.compiler import compile_rules
from knigge.engine.diagnostics import render
from knigge.engine.finding import Outcome, Verdict
from knigge.engine.intake import read_record
from knigge.engine.parser import parse
from knigge.engine.policy import Policy
from knigge.engine.program import Program
from knigge.engine.records.archive import Archive, build_archive
from knigge.engine.records.calendars import Calendar
from knigge.engine.records.eras import Eras
from knigge.engine.records.judge import judge
from knigge.engine.source import Source

Json = Mapping[str, object]
Verdicts = dict[tuple[str, str], Verdict]

_HEAD = """
guideline house "House" clause calm de "Ruhig." en "Calm." end
concept question in de says "wo", "wann" catches "Wo ist es?" allows "Da ist es." end
concept criticism in de says "mies" catches "Das ist mies." allows "Das ist gut." end
concept attack in de says "trottel" catches "Du Trottel." allows "Du Lieber." end
concept settled in de says "erledigt" unless negated catches "Hat sich erledigt." allows "Nicht erledigt." end
concept automatic-reply in de says "automatische Antwort"
  catches "Eine automatische Antwort." allows "Eine Antwort." end
concept promise in de says "melden uns" catches "Wir melden uns." allows "Wir sind da." end
concept promotion in de says "Rabatt" catches "Rabatt heute." allows "Heute offen." end
"""
_PARTS = 'clause calm message de "{due}{count}" en "{due}{count}" suggest say instead de "So." en "So."'
_TIME = _PARTS.replace("{count}", "")
_COUNT = _PARTS.replace("{due}", "")
_ASKED = 'catches "Mon 10:00 customer A: Wo?" given now = "Fri 9:00" allows "Mon 10:00 customer A: Gut!"'
_POSTED = """catches "Mon 9:00 us post: Eins." given coverage = "2026-03-02 2026-03-09", now = "2026-03-10"
  allows "Mon 9:00 us post: Eins." """


def _rule(name: str, body: str) -> str:
    return f"rule {name} {body} end\n"


RULES = _HEAD + "".join(
    (
        _rule("time.hours", f"""about thread after message by customer or other expresses question or criticism
            expect reply by us within 3 hours {_TIME} {_ASKED}"""),
        _rule("time.business", f"""about thread after message by customer or other expresses question or criticism
            expect reply by us within 4 business hours {_TIME} {_ASKED}"""),
        _rule("time.days", f"""about thread after message by customer or other expresses question
            expect reply by us within 2 business days {_TIME} {_ASKED}"""),
        _rule("time.ever", f"""about thread after message by customer or other expresses question
            expect reply by us within 14 days or later {_TIME} {_ASKED.replace("Fri", "Fri+3")}"""),
        _rule("time.attack", f"""about thread after message by customer or other expresses attack
            expect measure by us, reply by us within 24 hours {_TIME} {_ASKED.replace("Wo?", "Trottel!")}"""),
        _rule("count.week", f"""about timeline per week expect between 2 and 4 posts {_COUNT} {_POSTED}"""),
        _rule("count.day", f"""about timeline on x per day expect at least 1 post {_COUNT}
            catches "Mon 9:00 us on x post: Eins." then "Wed 9:00 us on x post: Zwei." given channel = x
            allows "Mon 9:00 us post: Eins." """),
        _rule("count.flood", f"""about timeline per day expect at most 2 posts {_COUNT}
            catches "Mon 9:00 us post: 1." then "Mon 9:05 us post: 2." then "Mon 9:06 us post: 3."
              given coverage = "2026-03-02 2026-03-09" allows "Mon 9:00 us post: Eins." """),
        _rule("count.share", f"""about timeline per month
            expect at most 30 % of posts where text expresses promotion {_COUNT}
            catches "Mon 9:00 us post: Rabatt." given coverage = "2026-03-01 2026-04-01"
            allows "Mon 9:00 us post: Eins." given coverage = "2026-03-01 2026-04-01" """),
        _rule("count.gap", f"""about timeline per month forbid longest-gap > 10 days
            {_PARTS.replace("{due}{count}", "Pause")}
            catches "Mon 9:00 us post: Eins." given coverage = "2026-03-01 2026-04-01"
            allows "Mon 9:00 us post: Eins." """),
    )
)  # fmt: skip


class Judge(Protocol):
    """From JSON objects to verdicts."""

    def __call__(
        self,
        *records: Json,
        now: str | None = None,
        policy: str = "",
        zone: str = "",
        calendar: Calendar | None = None,
    ) -> Verdicts:
        """The verdicts by subject and rule; `policy`: lines of the policy, `zone`: that of times without one."""


@pytest.fixture(scope="session")
def compiled(policy: Callable[[str], Policy]) -> Callable[[str], Program]:
    """The program of the rules above under the lines of a policy, compiled once for each."""
    kept: dict[str, Program] = {}

    def compile_under(lines: str) -> Program:
        if lines not in kept:
            parsed = parse(Source("test.knigge", RULES))
            made, diagnostics = compile_rules([parsed], policy(lines), "test")
            problems = [render(each) for each in (*parsed.diagnostics, *diagnostics)]
            assert made and not problems, problems
            kept[lines] = made
        return kept[lines]

    return compile_under


@pytest.fixture(scope="session")
def verdicts(compiled: Callable[[str], Program]) -> Judge:
    """The verdicts of the small program on JSON objects, by subject and rule."""

    def judged(
        *records: Json,
        now: str | None = None,
        policy: str = "",
        zone: str = "",
        calendar: Calendar | None = None,
    ) -> Verdicts:
        program = compiled(policy)
        if calendar is not None:
            program = replace(program, records=replace(program.records, calendar=pickle.dumps(calendar)))
        archive = archive_of(records, zone)
        present = datetime.fromisoformat(now) if now else None
        found: Verdicts = {}
        for result in judge(Eras((program,)), archive, present):
            for verdict in result.verdicts:
                assert (result.id, verdict.rule) not in found, f"{verdict.rule} judged {result.id} twice"
                found[result.id, verdict.rule] = verdict
        return found

    return judged


def archive_of(records: Iterable[Json], zone: str = "") -> Archive:
    """The archive of JSON objects."""
    return build_archive([read_record(each, f"line{number}") for number, each in enumerate(records)], zone)


def said(
    name: str,
    at: str | None,
    who: str,
    text: str | None,
    to: str | None = None,
    thread: str | None = "t",
    **more: object,
) -> dict[str, object]:
    """A message: `who` is a role and behind a colon the person, `at` a time of 2 March 2026 or a whole one."""
    role, _, person = who.partition(":")
    return {
        "type": "message", "id": name, "thread": thread, "in_reply_to": to, "channel": "facebook", "account": "acme",
        "kind": "reply" if role == "us" else "comment", "published": moment(at), "text": text, "language": "de",
        "author": {"id": person or {"us": "a1", "customer": "u1"}.get(role, role), "role": role}, **more,
    }  # fmt: skip


def done(name: str, at: str | None, action: str, target: str, **more: object) -> dict[str, object]:
    """An act on a message or thread."""
    return {
        "type": "action", "id": name, "action": action, "object": target, "channel": "facebook", "account": "acme",
        "performed": moment(at), **more,
    }  # fmt: skip


def posted(
    name: str, at: str | None, text: str | None = "Neues aus der Backstube", **more: object
) -> dict[str, object]:
    """A top-level post of ours."""
    return said(name, at, "us", text, None, None, **{"kind": "post", **more})


def covered(since: str, until: str, channel: str | None = "facebook", account: str | None = "acme") -> Json:
    """What the archive holds, from one day to another (which is outside), in Berlin winter time."""
    return {
        "type": "coverage", "channel": channel, "account": account, "from": f"{since}T00:00:00+01:00",
        "until": f"{until}T00:00:00+01:00",
    }  # fmt: skip


def moment(written: str | None) -> str | None:
    """`16:30` on 2 March 2026, `05 16:30` on the fifth, in Berlin winter time; anything longer as it is."""
    if written is None or len(written) > 8:
        return written
    day, clock = written.split() if " " in written else ("02", written)
    return f"2026-03-{day}T{clock}:00+01:00"


def outcome(found: Verdicts, name: str, rule: str) -> Outcome:
    """The outcome of a rule on a subject."""
    return found[name, rule].outcome


Judged = dict[tuple[str, str], Verdict]
"""Verdicts by the id of the subject and of the rule."""


@pytest.fixture(scope="session")
def bundled(policy: Callable[[str], Policy], repository: Path) -> Callable[..., Program]:
    """A function from paths below rules/ to the program of these files and the guideline."""
    usual = policy("")

    def compiled(*paths: str) -> Program:
        texts = [
            (path, (repository / "rules" / path).read_text("utf-8")) for path in ("shared/guideline.knigge", *paths)
        ]
        parsed = [parse(Source(path, text)) for path, text in texts]
        made, diagnostics = compile_rules(parsed, usual, "test")
        assert made, [render(each) for each in diagnostics]
        return made

    return compiled


@pytest.fixture(scope="session")
def judged() -> Callable[[Program, Iterable[Json]], Judged]:
    """A function from a program and JSON records to the verdicts."""

    def run(program: Program, records: Iterable[Json], now: datetime | None = None) -> Judged:
        read = [read_record(record, f"line{number}") for number, record in enumerate(records)]
        results = judge(Eras((program,)), build_archive(read), now)
        return {(result.id, verdict.rule): verdict for result in results for verdict in result.verdicts}

    return run
