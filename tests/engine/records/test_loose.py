"""Answers of ours that hang nowhere: which questions they leave open, and which not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from knigge.engine.finding import Outcome
from knigge.engine.records.loose import stretches_of

from .conftest import Json, Judge, archive_of, said

NOW = "2026-03-30T12:00:00+02:00"
ASKED = said("q", "10:00", "customer", "Wo?", None, None)


def _outcomes(verdicts: Judge, *records: Json) -> tuple[Outcome, Outcome]:
    found = verdicts(*records, now=NOW)
    return found["q", "time.hours"].outcome, found["q", "time.ever"].outcome


@pytest.mark.parametrize(
    ("answer", "by_hours", "at_all"),
    [
        (said("a", "11:00", "us", "Hier.", None, None), Outcome.UNDECIDED, Outcome.UNDECIDED),
        (said("a", "11:00", "us", "Hier.", None, None, kind="dm"), Outcome.UNDECIDED, Outcome.UNDECIDED),
        (said("a", None, "us", "Hier.", None, None), Outcome.UNDECIDED, Outcome.UNDECIDED),
        (said("a", "2026-03-09T11:00:00Z", "us", "Hier.", None, None), Outcome.VIOLATION, Outcome.UNDECIDED),
        (said("a", "2026-03-01T11:00:00Z", "us", "Hier.", None, None), Outcome.VIOLATION, Outcome.VIOLATION),
        (said("a", "11:00", "us", "Hier.", None, None, channel="x"), Outcome.VIOLATION, Outcome.VIOLATION),
        (said("a", "11:00", "us", "Hier.", None, None, account="b"), Outcome.VIOLATION, Outcome.VIOLATION),
        (said("a", "11:00", "us", "Hier.", None, None, channel=None), Outcome.UNDECIDED, Outcome.UNDECIDED),
        (said("a", "11:00", "us", "Neu.", None, None, kind="post"), Outcome.VIOLATION, Outcome.VIOLATION),
        (said("a", "11:00", "us", "Hier.", None, "t2"), Outcome.VIOLATION, Outcome.VIOLATION),
        (said("a", "11:00", "customer:u2", "Hier.", None, None), Outcome.VIOLATION, Outcome.VIOLATION),
        (said("a", "11:00", "us", "Hier.", None, None, kind=None), Outcome.UNDECIDED, Outcome.UNDECIDED),
    ],
)  # fmt: skip
def test_what_a_loose_answer_leaves_open(verdicts: Judge, answer: Json, by_hours: Outcome, at_all: Outcome) -> None:
    assert _outcomes(verdicts, ASKED, answer) == (by_hours, at_all)


def test_a_question_in_a_thread_and_one_that_was_answered_are_decided(verdicts: Judge) -> None:
    loose = said("a", "11:00", "us", "Hier.", None, None)

    assert _outcomes(verdicts, {**ASKED, "thread": "t"}, loose) == (Outcome.VIOLATION, Outcome.VIOLATION)
    assert _outcomes(verdicts, ASKED, loose, said("b", "11:30", "us", "Dort.", "q", None)) == (
        Outcome.FULFILLED, Outcome.FULFILLED,
    )  # fmt: skip


def test_where_others_say_what_they_answer_a_message_without_a_kind_is_a_post(verdicts: Judge) -> None:
    silent = said("a", "11:00", "us", "Neu.", None, None, kind=None)
    linked = said("c", "12:00", "customer:u2", "Gut!", "a", None)

    assert _outcomes(verdicts, ASKED, silent, linked) == (Outcome.VIOLATION, Outcome.VIOLATION)


def test_where_nothing_hangs_together_nobody_knows_what_is_a_post() -> None:
    asked = said("q", "10:00", "customer", "Wo?", None, None, kind=None)
    ours = said("a", "11:00", "us", "Hier.", None, None, kind=None)
    elsewhere = {**ours, "id": "b", "channel": "x"}
    linked = said("c", "12:00", "customer:u2", "Gut!", "a", None)

    assert {each.id: each.kind for each in archive_of([asked, ours, elsewhere]).messages.values()} == {
        "q": None, "a": None, "b": "post",
    }  # fmt: skip
    assert archive_of([asked, ours, linked]).messages["a"].kind == "post"


def test_posts_nobody_knows_to_be_posts_leave_a_span_open(verdicts: Judge) -> None:
    ours = [said(f"a{at}", f"1{at}:00", "us", "Neu.", None, None, kind=None) for at in range(4)]
    asked = said("q", "10:00", "customer", "Gut.", None, None, kind=None)
    later = said("z", "2026-03-11T10:00:00Z", "us", "Neu.", None, "t", kind="post", channel="x")
    span = {"type": "coverage", "channel": "facebook", "account": "acme",
            "from": "2026-03-02T00:00:00+01:00", "until": "2026-03-09T00:00:00+01:00"}  # fmt: skip

    alone, beside = verdicts(*ours, later, span, now=NOW), verdicts(*ours, asked, later, span, now=NOW)

    weeks = [name for name, rule in alone if rule == "count.week" and "W10" in name]
    assert [alone[name, "count.week"].outcome for name in weeks] == [Outcome.FULFILLED]
    assert [beside[name, "count.week"].outcome for name in weeks] == [Outcome.UNDECIDED]
    assert beside[weeks[0], "count.week"].needs == ("kind",)


def test_days_side_by_side_are_one_stretch() -> None:
    first, second, fourth = (datetime(1970, 1, day, tzinfo=UTC) for day in (1, 2, 4))

    assert stretches_of([("x", None, 3), ("x", None, 0), ("y", None, 0), ("x", None, None)]) == (
        ("x", None, None, None), ("x", None, first, second), ("x", None, fourth, datetime(1970, 1, 5, tzinfo=UTC)),
        ("y", None, first, second),
    )  # fmt: skip
    assert stretches_of([("x", None, 0), ("x", None, 1)]) == (("x", None, first, datetime(1970, 1, 3, tzinfo=UTC)),)


def test_an_archive_tells_its_loose_answers_in_any_order() -> None:
    records = [
        ASKED,
        said("a", "11:00", "us", "Hier.", None, None),
        said("b", "2026-03-05T11:00:00Z", "us", "", None, None),
    ]

    assert archive_of(records).loose == archive_of(records[::-1]).loose != ()
