"""Laws of judging records: order, strangers, the calendar, learning, deadlines, and values nobody would write."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

from hypothesis import assume, given
from hypothesis import strategies as st

from knigge.engine.compiler import compile_rules
from knigge.engine.finding import Outcome, Verdict
from knigge.engine.intake import RecordError, read_record
from knigge.engine.parser import parse
from knigge.engine.policy import load_policy
from knigge.engine.program import Program
from knigge.engine.records.archive import build_archive
from knigge.engine.records.eras import Eras
from knigge.engine.records.judge import judge
from knigge.engine.source import Source

Json = dict[str, object]
Verdicts = dict[tuple[str, str], Verdict]

CONCEPTS: Final = """
guideline house "House" clause calm de "Ruhig." en "Calm." end
define grounds "insult", "spam" end
concept question in de says "wo", "wann" unless quoted end
concept criticism in de says "kaputt", "schlecht" unless quoted, negated end
concept solution in de says "morgen", "erstatten~" end
concept settled in de says "erledigt" end
concept automatic-reply in de says "automatische antwort" end
concept contest-offer in de says "verlosen~" end
concept promotion in de says "angebot" end
concept closing in de says "bis freitag" end
"""
DEMANDS: Final[Mapping[str, str]] = {
    "answer": "thread after customer message expresses question or criticism "
    "expect reply by us, dm by us within 3 business hours",
    "late": "thread after customer message expresses criticism expect reply by us within 1 business days or later",
    "ever": "thread after message by customer or other expresses question expect message by us",
    "solved": "thread after customer comment where text says \"kaputt\" "
    "expect reply by us where text expresses solution within 1 days",
    "restored": "thread after delete by us where ground is unknown expect unhide by us within 2 days",
    "echo": "thread after post by us expect comment by customer within 3 days",
    "grounds": "action permit delete, hide only if ground is one of grounds "
    "and approvals by different people >= 2 and notice to author within 24 hours",
    "mild": "action permit measure only if milder-means or (emergency and second-look within 24 hours) "
    "or at least 2 of (reason.words > 2, copy-kept, appeal)",
    "cited": "action permit block only if ground is known and (performed is after published or not bulk) "
    "if unknown ground then violation",
    "doubt": "action permit delete only if ground is one of grounds if unknown ground then undecided",
    "watched": "action require not followed by (post by us) within 2 days",
    "secret": "action forbid text expresses criticism and ground is not spam",
    "week": "timeline per week expect between 1 and 2 posts",
    "day": "timeline per day expect at most 1 post by us",
    "month": "timeline per month expect at least 1 post by us where text expresses promotion",
    "share": "timeline per week expect at most 50 % of posts where text expresses promotion",
    "gap": "timeline per week forbid longest-gap > 4",
    "dialogue": "timeline per week forbid dialogue-share < 0.6",
    "fairness": "timeline per week forbid criticism-gap > 0.2",
    "closing": "contest when region is one of (\"de\", \"at\") "
    "require text expresses closing or terms expresses closing",
    "terms": "contest require terms",
    "order": "contest on instagram forbid ends is before starts",
    "template": "reply forbid text resembles replies >= 85 % at least 2 different people within 30 days",
    "again": "post forbid text resembles past >= 85 % within 14 days",
    "across": "post on facebook, x forbid text resembles other-channels >= 90 %",
    "help": "reply when parent expresses criticism require text expresses solution",
    "crowd": "post forbid count of (comment by customer) by different people >= 2",
    "calls": "post when text says \"angebot\" require followed by "
    "(comment by customer expresses question) within 4 days",
    "opened": "reply except preceded by (message by customer) because \"asked\" forbid text expresses promotion",
}  # fmt: skip
FROM: Final = datetime(2026, 1, 12, 8)
PEOPLE: Final = ("u1", "u2", "u3", "a1", "a2", "m1")
TEXTS: Final = (
    "Wo bleibt mein Paket, und wann kommt es?",
    "Das Gerät ist schon wieder kaputt und der Service ist schlecht.",
    "Alles erledigt, vielen Dank für die Mühe von gestern.",
    "Wir erstatten Ihnen den ganzen Betrag morgen auf Ihr Konto zurück.",
    "Wir erstatten Ihnen den ganzen Betrag bald auf Ihr Konto zurück, danke.",
    "Das ist eine automatische Antwort, wir sind bald wieder für Sie da.",
    "Unser Angebot für die ganze Woche: frisches Brot vom Holzofen nebenan.",
    "Wir verlosen zwei Karten, mitmachen könnt ihr bis Freitag um zwölf Uhr.",
    "Danke für die netten Worte und einen schönen Tag noch, liebe Lea.",
    "ok",
    "",
)


def _rules() -> str:
    return "".join(
        f"rule law.{name} about {demand.replace(' ', chr(10), 1)}\n"
        'clause calm severity warning title de "T" en "T" message de "{due}" en "{due}"\nend\n'
        for name, demand in DEMANDS.items()
    )


@cache
def _program() -> Program:
    policy, diagnostics = load_policy(
        Source("law.yaml", "policy: law\n"), lambda _name, _seen_from: None, lambda _packs: []
    )
    assert policy, diagnostics
    parsed = parse(Source("law.knigge", CONCEPTS + _rules()))
    program, problems = compile_rules([parsed], policy, "law")
    assert program and not parsed.diagnostics, [*parsed.diagnostics, *problems]
    return program


def _judged(records: Sequence[Json], now: str | None) -> Verdicts:
    """Every verdict by subject and rule, by the way that records really go."""
    program = _program()
    read = [read_record(json.loads(json.dumps(each)), f"line {at}") for at, each in enumerate(records)]
    archive = build_archive(read, program.records.zone)
    present = datetime.fromisoformat(now) if now else None
    results = list(judge(Eras((program,)), archive, present))
    assert len({(each.subject, each.id) for each in results}) == len(results)
    return {(result.id, each.rule): each for result in results for each in result.verdicts}


def _outcomes(verdicts: Verdicts) -> dict[tuple[str, str], Outcome]:
    return {key: each.outcome for key, each in verdicts.items()}


def _time(draw: st.DrawFn, known: bool = False) -> str | None:
    """A time in three weeks of January, on the quarter of an hour; now and then unknown or broken."""
    days = draw(st.sampled_from([2, 2, 5, 19]))
    at = FROM + timedelta(minutes=15 * draw(st.integers(0, days * 96)))
    written = draw(st.sampled_from(["known"] * 9 + ["none", "zone", "broken"])) if not known else "known"
    return {"known": f"{at.isoformat()}+01:00", "none": None, "zone": at.isoformat(), "broken": "2026-02-30T25:00"}[
        written
    ]


@st.composite
def messages(draw: st.DrawFn, name: str, side: str = "") -> Json:
    """A message in a thread, on its own, or somewhere else in private."""
    role = draw(st.sampled_from(["us"] * 5 + ["customer"] * 6 + ["other", "bot", None]))
    person = {"us": "a", "bot": "bot", "customer": "u", "other": "o", None: "n"}[role]
    kinds = ["post", "reply", "reply", "reply", "dm", "story"] if role == "us" else ["comment"] * 5 + ["dm", "reaction"]
    kind = draw(st.sampled_from(kinds))
    texts = {"us": TEXTS[3:], "customer": (*TEXTS[:3], *TEXTS[:2], TEXTS[9])}.get(role or "", TEXTS)
    author: object = {"id": f"{side}{person}{draw(st.sampled_from([1, 1, 1, 2, 3]))}", "role": role, "name": "Lea"}
    return {
        "type": "message", "id": name, "channel": draw(st.sampled_from(["facebook"] * 4 + ["instagram", None])),
        "account": f"{side}acme", "kind": kind, "language": "de",
        "thread": draw(st.sampled_from([f"{side}t1", f"{side}t1", f"{side}t2", None])) if kind != "post" else None,
        "in_reply_to": draw(st.sampled_from([None, *(f"{side}m{number}" for number in range(8))])),
        "author": draw(st.sampled_from([author] * 7 + [None])), "published": _time(draw),
        "text": draw(st.sampled_from([*texts, None])), "automated": draw(st.sampled_from([None] * 5 + [True, False])),
    }  # fmt: skip


@st.composite
def actions(draw: st.DrawFn, name: str, side: str = "") -> Json:
    """Something done to a message by anybody."""
    some = st.lists(st.sampled_from(["a1", "a2", "a3", None]), max_size=3)
    return {
        "type": "action", "id": name, "channel": "facebook", "account": f"{side}acme",
        "action": draw(st.sampled_from(["delete", "hide", "block", "unhide", "close"])),
        "object": draw(st.sampled_from([None, f"{side}nobody", *(f"{side}m{number}" for number in range(8))])),
        "actor": draw(st.sampled_from(["a1", "a2", f"{side}u1", "platform", "filter:words", None])),
        "performed": _time(draw), "ground": draw(st.sampled_from([None, "insult", "criticism", ""])),
        "approvals": draw(st.none() | some.map(lambda people: [{"by": each, "at": _time(draw)} for each in people])),
        "notice_sent": _time(draw), "emergency": draw(st.sampled_from([None, True, False])),
        "milder_means": draw(st.sampled_from([None, True, False])), "reason": draw(st.none() | st.just("a b c d")),
        "copy_kept": draw(st.none() | st.booleans()), "bulk": draw(st.none() | st.booleans()),
    }  # fmt: skip


@st.composite
def contests(draw: st.DrawFn, name: str, side: str = "") -> Json:
    """A contest, some of it unknown; some end before they start."""
    return {
        "type": "contest", "id": name, "channel": draw(st.sampled_from(["instagram", "facebook", None])),
        "account": f"{side}acme", "post": draw(st.sampled_from([None, f"{side}m0", f"{side}m1"])),
        "text": draw(st.sampled_from([None, *TEXTS])), "terms": draw(st.sampled_from([None, "", *TEXTS])),
        "region": draw(st.sampled_from([None, "de", "ch"])), "published": _time(draw), "starts": _time(draw),
        "ends": _time(draw),
    }  # fmt: skip


@st.composite
def archives(draw: st.DrawFn, side: str = "") -> list[Json]:
    """Some records of one account."""
    found = [draw(messages(f"{side}m{number}", side)) for number in range(draw(st.integers(3, 9)))]
    found += [draw(actions(f"{side}x{number}", side)) for number in range(draw(st.integers(0, 2)))]
    found += [draw(contests(f"{side}g{number}", side)) for number in range(draw(st.integers(0, 1)))]
    if draw(st.booleans()):
        span: Json = {"type": "coverage", "channel": "facebook", "account": f"{side}acme"}
        found.append(span | {"from": "2026-01-12T00:00:00+01:00", "until": "2026-01-26T00:00:00+01:00"})
    return found


@st.composite
def presents(draw: st.DrawFn) -> str | None:
    """The present, if it is known."""
    return draw(st.sampled_from([None, _time(draw, known=True)]))


@given(archives(), presents(), st.data())
def test_the_order_of_lines_changes_nothing(records: list[Json], now: str | None, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(records))

    assert _judged(shuffled, now) == _judged(records, now)


@given(archives(), archives("z"), presents())
def test_strangers_change_nothing(records: list[Json], strange: list[Json], now: str | None) -> None:
    """Other people on another account, who say other things: what is alike or a contest is told by the words."""
    others = [each | {"text": None} for each in strange if each["type"] != "coverage"]

    alone, together = _judged(records, now), _judged([*records, *others], now)

    assert {key: together.get(key) for key in alone} == alone


@given(archives(), presents(), st.integers(1, 6))
def test_whole_weeks_earlier_or_later_change_nothing(records: list[Json], now: str | None, weeks: int) -> None:
    """No holiday and no clock change lies between. Months are no whole weeks, so they are left out."""

    def later(found: re.Match[str]) -> str:
        return (datetime.fromisoformat(found[0]) + timedelta(weeks=weeks)).isoformat()

    def moved(name: str) -> str:
        before, _, key = name.rpartition("/")
        if week := re.fullmatch(r"(\d{4})-W(\d\d)", key):
            monday = date.fromisocalendar(int(week[1]), int(week[2]), 1) + timedelta(weeks=weeks)
            return f"{before}/{monday.isocalendar()[0]}-W{monday.isocalendar()[1]:02}"
        if re.fullmatch(r"\d{4}-\d\d-\d\d", key):
            return f"{before}/{date.fromisoformat(key) + timedelta(weeks=weeks)}"
        return name

    written = re.sub(r"2026-01-\d\dT\d\d:\d\d:\d\d(\+01:00)?", later, json.dumps(records))
    present = (datetime.fromisoformat(now) + timedelta(weeks=weeks)).isoformat() if now else None

    before, after = _outcomes(_judged(records, now)), _outcomes(_judged(json.loads(written), present))

    assert {(moved(name), rule): outcome for (name, rule), outcome in before.items() if rule != "law.month"} == {
        key: outcome for key, outcome in after.items() if key[1] != "law.month"
    }


LEARNT: Final[Mapping[str, Mapping[str, Sequence[object]]]] = {
    "message": {"published": ["2026-01-14T09:15:00+01:00", "2026-01-20T16:45:00+01:00"], "text": TEXTS},
    "action": {
        "actor": ["a1", "a2", "u1", "platform"],
        "ground": ["insult", "criticism"],
        "performed": ["2026-01-14T09:15:00+01:00"],
        "milder_means": [True, False],
        "copy_kept": [True, False],
        "bulk": [True, False],
    },
    "contest": {
        "terms": TEXTS,
        "region": ["de", "ch"],
        "channel": ["instagram", "facebook"],
        "ends": ["2026-01-12T08:00:00+01:00"],
    },
}
_AGAIN: Final = frozenset({"law.template", "law.again", "law.across"})
_ASKS: Final = frozenset({"law.restored", "law.cited"})
"""Rules that ask for knowledge itself (`is known`, `if unknown`)."""
_CLOSED: Final = frozenset({"law.grounds", "law.mild", "law.cited"})


@given(archives(), presents(), st.data())
def test_learning_a_fact_never_flips_a_decided_verdict(
    records: list[Json], now: str | None, data: st.DataObject
) -> None:
    """Exceptions are written down in docs/decisions/004: what fails closed may only be healed."""
    gaps = [
        (at, key, value)
        for at, record in enumerate(records)
        for key, values in LEARNT.get(str(record["type"]), {}).items()
        if record.get(key) is None
        for value in values
    ]
    before = _outcomes(_judged(records, now))
    chosen = data.draw(st.lists(st.sampled_from(gaps), max_size=4, unique=True)) if gaps else []

    for at, learnt, value in chosen:
        more = [*records[:at], records[at] | {learnt: value}, *records[at + 1 :]]
        _assert_no_flip(before, _outcomes(_judged(more, now)), learnt)
    if now is None:
        _assert_no_flip(before, _outcomes(_judged(records, "2026-01-20T12:00:00+01:00")), "now")


def _assert_no_flip(
    before: Mapping[tuple[str, str], Outcome], after: Mapping[tuple[str, str], Outcome], learnt: str
) -> None:
    for (name, rule), outcome in before.items():
        if learnt == "text" and rule in _AGAIN:
            continue
        changed = (outcome, after.get((name, rule)))
        assert changed != (Outcome.FULFILLED, Outcome.VIOLATION) or rule in _ASKS, (learnt, name, rule)
        assert changed != (Outcome.VIOLATION, Outcome.FULFILLED) or rule in _CLOSED | _ASKS, (learnt, name, rule)


@given(archives(), presents())
def test_a_deadline_is_kept_by_a_deed_and_broken_by_its_end(records: list[Json], now: str | None) -> None:
    """Of what had happened until then: no answer is counted before it came, none is missed before it was due."""
    assume(now is not None)
    assert now is not None
    present = datetime.fromisoformat(now)
    known = [each for each in records if (at := _at(each)) is None or at <= present]
    deeds = {_at(each) for each in known}

    for (_, rule), verdict in _judged(known, now).items():
        if not DEMANDS[rule.removeprefix("law.")].startswith("thread"):
            continue
        facts = dict(verdict.facts)
        if verdict.outcome is Outcome.FULFILLED:
            assert datetime.fromisoformat(facts["answered"]) in deeds
        if verdict.outcome is Outcome.VIOLATION:
            assert datetime.fromisoformat(facts["due"]) < present
        if verdict.outcome is Outcome.OPEN and "due" in facts:
            assert present <= datetime.fromisoformat(facts["due"])


def _at(record: Json) -> datetime | None:
    written = record.get("published") or record.get("performed")
    try:
        at = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return at if at.tzinfo else None


odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["\ud800", "\u202e\u2066x", "a\0b", "us", "delete", "9" * 400, "x" * 100_001, 10**400, -0.0,
                       "2026-03-02T10:00+01:00"]),
    lambda some: st.lists(some, max_size=3)
    | st.dictionaries(st.text(max_size=8) | st.sampled_from(["id", "role", "by", "at"]), some, max_size=3),
    max_leaves=6,
)  # fmt: skip
KEYS: Final = (
    "id text kind channel language author in_reply_to thread account published parent customer automated edited "
    "imported original_text approved_text series action object actor actor_role performed ground ground_reference "
    "approvals notice_sent own requested_by emergency reason milder_means terms post region starts ends name address "
    "state message from until"
).split()


@given(archives(), st.lists(st.tuples(st.integers(0, 99), st.sampled_from(KEYS), odd), max_size=6), presents())
def test_no_value_in_any_field_crashes(
    records: list[Json], changes: list[tuple[int, str, object]], now: str | None
) -> None:
    records = [dict(each) for each in records]
    records += [{"type": "customer", "id": "u1"}, {"type": "ticket", "id": "t9"}, {"text": "x"}]
    for at, key, value in changes:
        records[at % len(records)][key] = value
    read = []
    for at, record in enumerate(records):
        try:
            read.append(read_record(record, f"line {at}"))
        except RecordError as problem:
            assert problem.key in record or problem.key in (
                "by",
                "at",
                "id",
                "role",
                "name",
                "text",
                "author.role",
                "customer.role",
            )

    archive = build_archive(read)
    results = list(judge(Eras((_program(),)), archive, datetime.fromisoformat(now) if now else None))

    judged = {each.id for each in results}
    assert judged >= set(archive.messages) | {each.id for each in archive.actions} | {
        each.id for each in archive.contests
    }


@given(odd)
def test_any_value_is_a_record_or_named(value: object) -> None:
    try:
        read_record(value, "line 1")
    except RecordError as problem:
        assert problem.problem
