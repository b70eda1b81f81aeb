"""CONVENTIONS "Response": questions taken back, closed or deleted; and attacks that somebody acted upon."""

from __future__ import annotations

import pytest

from knigge.engine.finding import Outcome

from .conftest import Judge, done, outcome, said

RULE = "time.hours"
ASKED = said("q", "10:00", "customer", "Wo bleibt mein Paket?")
LATER = "2026-03-04T12:00:00+01:00"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("10:30", Outcome.NOT_APPLICABLE),
        ("13:00", Outcome.NOT_APPLICABLE),
        ("13:01", Outcome.VIOLATION),
        (None, Outcome.UNDECIDED),
    ],
)
@pytest.mark.parametrize(
    "by",
    [
        {"actor": "u1"},
        {"actor": "u1", "actor_role": "customer"},
        {"actor_role": "customer"},
        {"actor": "a1"},
        {"actor": "platform"},
        {},
    ],
    ids=["author", "author with role", "nameless customer", "us", "platform", "unknown"],
)
def test_deleted_before_due_is_not_applicable_and_after_due_changes_nothing(
    at: str | None, expected: Outcome, by: dict[str, object], verdicts: Judge
) -> None:
    records = (ASKED, said("z", "9:00".zfill(5), "us", "Hallo.", None, "elsewhere"), done("d", at, "delete", "q", **by))

    assert outcome(verdicts(*records, now=LATER), "q", RULE) is expected


def test_deleted_after_due_stays_a_violation_without_now(verdicts: Judge) -> None:
    found = verdicts(ASKED, done("d", "13:01", "delete", "q", actor="u1"))

    assert outcome(found, "q", RULE) is Outcome.VIOLATION


def test_deleted_after_a_late_answer_stays_a_violation(verdicts: Judge) -> None:
    found = verdicts(ASKED, said("a", "14:00", "us", "Hier.", "q"), done("d", "14:30", "delete", "q", actor="u1"))

    assert outcome(found, "q", RULE) is Outcome.VIOLATION


def test_deleted_before_due_needs_no_answer_that_came_late(verdicts: Judge) -> None:
    found = verdicts(ASKED, said("a", "14:00", "us", "Hier.", "q"), done("d", "12:00", "delete", "q", actor="u1"))

    assert outcome(found, "q", RULE) is Outcome.NOT_APPLICABLE


def test_deletion_by_us_is_counted_apart_from_one_by_the_author(verdicts: Judge) -> None:
    ours = verdicts(ASKED, done("d", "12:00", "delete", "q", actor="a1", actor_role="us"))
    theirs = verdicts(ASKED, done("d", "12:00", "delete", "q", actor="u1"))

    assert (ours["q", RULE].mark, theirs["q", RULE].mark) == ("removed", "closed")


def test_who_deletes_only_the_reminder_still_waits(verdicts: Judge) -> None:
    found = verdicts(
        ASKED, said("q2", "11:00", "customer", "Wo denn?"), done("d", "11:05", "delete", "q2", actor="u1"), now=LATER
    )

    assert outcome(found, "q", RULE) is Outcome.VIOLATION


def test_who_deletes_the_first_of_two_questions_waits_for_the_second(verdicts: Judge) -> None:
    records = (
        ASKED,
        said("q2", "12:00", "customer", "Wann kommt es denn?"),
        done("d", "12:10", "delete", "q", actor="u1"),
    )

    in_time = verdicts(*records, said("a", "14:30", "us", "Morgen.", "q2"))
    never = verdicts(*records, now=LATER)

    assert outcome(in_time, "q", RULE) is Outcome.FULFILLED
    assert outcome(never, "q", RULE) is Outcome.VIOLATION


def test_a_question_asked_anew_after_the_first_was_deleted_is_a_turn_of_its_own(verdicts: Judge) -> None:
    found = verdicts(
        ASKED,
        done("d", "10:30", "delete", "q", actor="u1"),
        said("q2", "15:00", "customer", "Wann kommt es denn?"),
        now=LATER,
    )

    assert outcome(found, "q", RULE) is Outcome.NOT_APPLICABLE
    assert outcome(found, "q2", RULE) is Outcome.VIOLATION


def test_hiding_a_question_does_not_answer_it(verdicts: Judge) -> None:
    found = verdicts(ASKED, done("d", "10:30", "hide", "q", actor="a1", actor_role="us"), now=LATER)

    assert outcome(found, "q", RULE) is Outcome.VIOLATION


@pytest.mark.parametrize("target", ["t", "q"])
@pytest.mark.parametrize(("at", "expected"), [("12:00", Outcome.NOT_APPLICABLE), ("14:00", Outcome.VIOLATION)])
def test_closed_by_the_customer(target: str, at: str, expected: Outcome, verdicts: Judge) -> None:
    found = verdicts(ASKED, done("c", at, "close", target, actor="u1", actor_role="customer"), now=LATER)

    assert outcome(found, "q", RULE) is expected


def test_closed_by_us_or_somebody_else_closes_nothing_for_the_customer(verdicts: Judge) -> None:
    by_us = verdicts(ASKED, done("c", "11:00", "close", "t", actor="a1", actor_role="us"), now=LATER)
    by_another = verdicts(ASKED, done("c", "11:00", "close", "t", actor="u2", actor_role="customer"), now=LATER)

    assert outcome(by_us, "q", RULE) is Outcome.VIOLATION
    assert outcome(by_another, "q", RULE) is Outcome.VIOLATION


@pytest.mark.parametrize(("at", "expected"), [("12:00", Outcome.NOT_APPLICABLE), ("14:00", Outcome.VIOLATION)])
def test_a_message_that_says_it_is_settled_closes(at: str, expected: Outcome, verdicts: Judge) -> None:
    found = verdicts(ASKED, said("s", at, "customer", "Hat sich erledigt, danke."), now=LATER)

    assert outcome(found, "q", RULE) is expected


def test_not_settled_is_not_settled_and_nobody_settles_for_another(verdicts: Judge) -> None:
    negated = verdicts(ASKED, said("s", "11:00", "customer", "Das ist noch nicht erledigt!"), now=LATER)
    another = verdicts(ASKED, said("s", "11:00", "customer:u2", "Bei mir hat es sich erledigt."), now=LATER)

    assert outcome(negated, "q", RULE) is Outcome.VIOLATION
    assert outcome(another, "q", RULE) is Outcome.VIOLATION


def test_who_asks_again_after_settling_waits_again(verdicts: Judge) -> None:
    found = verdicts(
        ASKED,
        said("s", "11:00", "customer", "Hat sich erledigt."),
        said("q2", "15:00", "customer", "Wann habt ihr offen?"),
        now=LATER,
    )

    assert outcome(found, "q", RULE) is Outcome.NOT_APPLICABLE
    assert outcome(found, "q2", RULE) is Outcome.VIOLATION


def test_settled_and_a_new_question_in_one_breath_still_waits(verdicts: Judge) -> None:
    found = verdicts(ASKED, said("s", "11:00", "customer", "Hat sich erledigt. Wann habt ihr offen?"), now=LATER)

    assert outcome(found, "q", RULE) is Outcome.VIOLATION


# Attacks left standing


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        (done("d", "12:00", "hide", "q", actor="a1", actor_role="us"), Outcome.FULFILLED),
        (done("d", "12:00", "lock", "t", actor="a1", actor_role="us"), Outcome.FULFILLED),
        (done("d", "12:00", "hide", "v", actor="a1", actor_role="us"), Outcome.VIOLATION),
        (done("d", "12:00", "delete", "q", actor="platform"), Outcome.NOT_APPLICABLE),
        (done("d", "05 12:00", "hide", "q", actor="a1", actor_role="us"), Outcome.VIOLATION),
        (said("a", "12:00", "us", "Bitte bleibt fair.", "q"), Outcome.FULFILLED),
    ],
    ids=["hidden", "locked", "the victim hidden", "removed by the platform", "too late", "words"],
)
def test_a_measure_or_a_word_of_ours_answers_an_attack(
    deed: dict[str, object], expected: Outcome, verdicts: Judge
) -> None:
    found = verdicts(
        said("v", "09:00", "customer:u2", "Mir schmeckt es."),
        said("q", "10:00", "customer", "Du Trottel!", "v"),
        deed,
        now="2026-03-06T12:00:00+01:00",
    )

    assert outcome(found, "q", "time.attack") is expected
