"""CONVENTIONS "Response", sentence by sentence, from JSON records to verdicts.

The rule `time.hours` expects a reply within three elapsed hours after a question ("wo", "wann") or criticism ("mies").
"""

from __future__ import annotations

import itertools

import pytest

from knigge.engine.finding import Outcome

from .conftest import Judge, done, outcome, said

RULE = "time.hours"
ASKED = said("q", "10:00", "customer", "Wo bleibt mein Paket?")
LATER = "2026-03-04T12:00:00+01:00"


def test_an_answer_within_the_limit_fulfils(verdicts: Judge) -> None:
    found = verdicts(ASKED, said("a", "12:00", "us", "In der Filiale.", "q"))

    assert outcome(found, "q", RULE) is Outcome.FULFILLED


def test_within_includes_the_last_instant(verdicts: Judge) -> None:
    found = verdicts(ASKED, said("a", "13:00", "us", "In der Filiale.", "q"))

    assert outcome(found, "q", RULE) is Outcome.FULFILLED


@pytest.mark.parametrize("now", [None, "2026-03-02T12:00:00+01:00", LATER])
def test_answered_late_is_a_violation_now_or_not(now: str | None, verdicts: Judge) -> None:
    found = verdicts(ASKED, said("a", "2026-03-02T13:00:01+01:00", "us", "In der Filiale.", "q"), now=now)

    assert outcome(found, "q", RULE) is Outcome.VIOLATION
    assert found["q", RULE].mark == "late"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (None, Outcome.UNDECIDED),
        ("2026-03-02T10:00:00+01:00", Outcome.OPEN),
        ("2026-03-02T12:59:59+01:00", Outcome.OPEN),
        ("2026-03-02T13:00:00+01:00", Outcome.OPEN),
        ("2026-03-02T12:00:00+00:00", Outcome.OPEN),
        ("2026-03-02T13:00:01+01:00", Outcome.VIOLATION),
        (LATER, Outcome.VIOLATION),
    ],
)
def test_unanswered_depends_on_now(now: str | None, expected: Outcome, verdicts: Judge) -> None:
    found = verdicts(ASKED, now=now)

    assert outcome(found, "q", RULE) is expected


def test_unanswered_without_now_says_that_now_is_wanting(verdicts: Judge) -> None:
    assert verdicts(ASKED)["q", RULE].needs == ("now",)


def test_what_asks_nothing_needs_no_answer(verdicts: Judge) -> None:
    found = verdicts(said("q", "10:00", "customer", "Wie schön bei euch!"), now=LATER)

    assert outcome(found, "q", RULE) is Outcome.NOT_APPLICABLE


def test_others_than_customers_are_answered_too(verdicts: Judge) -> None:
    found = verdicts(said("q", "10:00", "other", "Wann geht es los?"), now=LATER)

    assert outcome(found, "q", RULE) is Outcome.VIOLATION


# Turns


def test_the_subject_is_the_first_message_of_the_turn(verdicts: Judge) -> None:
    found = verdicts(ASKED, said("q2", "11:00", "customer", "Wo denn nun?"), now=LATER)

    assert outcome(found, "q", RULE) is Outcome.VIOLATION
    assert ("q2", RULE) not in found


def test_a_question_repeated_does_not_start_the_clock_again(verdicts: Judge) -> None:
    found = verdicts(ASKED, said("q2", "12:30", "customer", "Wo denn?"), said("a", "14:00", "us", "Hier.", "q2"))

    assert outcome(found, "q", RULE) is Outcome.VIOLATION


def test_a_greeting_before_the_question_opens_the_turn_but_not_the_clock(verdicts: Judge) -> None:
    found = verdicts(
        said("g", "8:00".zfill(5), "customer", "Guten Morgen zusammen!"), ASKED, said("a", "12:30", "us", "Hier.", "q")
    )

    assert outcome(found, "g", RULE) is Outcome.FULFILLED
    assert dict(found["g", RULE].facts)["due"] == "2026-03-02T13:00:00+01:00"


def test_a_new_question_after_our_answer_opens_a_new_turn(verdicts: Judge) -> None:
    records = (
        ASKED,
        said("a", "11:00", "us", "In der Filiale.", "q"),
        said("q2", "15:00", "customer", "Und wann macht die auf?", "a"),
    )

    found = verdicts(*records, now=LATER)

    assert outcome(found, "q", RULE) is Outcome.FULFILLED
    assert outcome(found, "q2", RULE) is Outcome.VIOLATION


def test_thanks_after_our_answer_opens_nothing_that_counts(verdicts: Judge) -> None:
    found = verdicts(
        ASKED, said("a", "11:00", "us", "Hier.", "q"), said("d", "11:05", "customer", "Danke!", "a"), now=LATER
    )

    assert outcome(found, "d", RULE) is Outcome.NOT_APPLICABLE


def test_each_of_several_customers_has_a_turn_of_their_own(verdicts: Judge) -> None:
    people = [said(f"q{n}", f"10:{n:02}", f"customer:u{n}", "Wo gibt es das?") for n in range(5)]

    found = verdicts(*people, said("a", "10:30", "us", "Bei uns.", "q3"), now=LATER)

    assert [outcome(found, f"q{n}", RULE) for n in range(5)] == [
        Outcome.VIOLATION, Outcome.VIOLATION, Outcome.VIOLATION, Outcome.FULFILLED, Outcome.VIOLATION,
    ]  # fmt: skip


def test_the_order_of_lines_means_nothing(verdicts: Judge) -> None:
    records = (
        ASKED,
        said("a", "11:00", "us", "Hier.", "q"),
        said("q2", "15:00", "customer", "Wann?", "a"),
        said("o", "15:10", "customer:u2", "Wo?", "q2"),
    )

    told = {str(sorted(verdicts(*order, now=LATER).items())) for order in itertools.permutations(records)}

    assert len(told) == 1


# Edits, removed answers, impossible times


def test_edits_move_nothing(verdicts: Judge) -> None:
    asked = {**ASKED, "edited": "2026-03-02T12:00:00+01:00"}
    answer = said("a", "14:00", "us", "Hier.", "q", edited="2026-03-02T11:00:00+01:00")

    found = verdicts(asked, answer, done("e", "12:00", "edit", "q", actor="u1"))

    assert outcome(found, "q", RULE) is Outcome.VIOLATION


def test_removing_our_own_answer_later_changes_nothing(verdicts: Judge) -> None:
    found = verdicts(
        ASKED, said("a", "11:00", "us", "Hier.", "q"), done("d", "11:30", "delete", "a", actor="a1"), now=LATER
    )

    assert outcome(found, "q", RULE) is Outcome.FULFILLED


def test_an_answer_older_than_its_question_is_undecided(verdicts: Judge) -> None:
    found = verdicts(ASKED, said("a", "09:00", "us", "Hier.", "q"), now=LATER)

    assert outcome(found, "q", RULE) is Outcome.UNDECIDED


def test_an_answer_older_than_its_question_is_seen_in_a_running_turn_too(verdicts: Judge) -> None:
    found = verdicts(
        ASKED,
        said("a", "11:00", "us", "Hier.", "q2"),
        said("q2", "12:00", "customer", "Wann denn?"),
        now=LATER,
    )

    assert outcome(found, "q", RULE) is Outcome.FULFILLED
    assert outcome(found, "q2", RULE) is Outcome.UNDECIDED


def test_what_we_wrote_before_the_question_to_nobody_is_no_answer(verdicts: Judge) -> None:
    found = verdicts(said("a", "09:00", "us", "Heute frisch."), ASKED, now=LATER)

    assert outcome(found, "q", RULE) is Outcome.VIOLATION


@pytest.mark.parametrize("written", [None, "2026-03-02T10:00:00", "2026-02-30T10:00:00+01:00", "gestern", "2026-03-02"])
def test_a_question_without_a_known_time_is_undecided(written: str | None, verdicts: Judge) -> None:
    found = verdicts({**ASKED, "published": written}, said("a", "11:00", "us", "Hier.", "q"), now=LATER)

    assert outcome(found, "q", RULE) is Outcome.UNDECIDED
    assert found["q", RULE].needs == ("published",)


@pytest.mark.parametrize("written", [None, "2026-03-02T10:30:00", "2026-02-30T10:00:00+01:00"])
def test_an_answer_without_a_known_time_is_undecided(written: str | None, verdicts: Judge) -> None:
    found = verdicts(ASKED, {**said("a", None, "us", "Hier.", "q"), "published": written}, now=LATER)

    assert outcome(found, "q", RULE) is Outcome.UNDECIDED
    assert found["q", RULE].needs == ("published",)


def test_a_time_without_offset_is_read_where_the_policy_names_the_zone(verdicts: Judge) -> None:
    found = verdicts(
        {**ASKED, "published": "2026-03-02T10:00:00"}, said("a", "12:00", "us", "Hier.", "q"), zone="Europe/Berlin"
    )

    assert outcome(found, "q", RULE) is Outcome.FULFILLED


def test_equal_instants_in_different_offsets_are_equal(verdicts: Judge) -> None:
    found = verdicts(
        {**ASKED, "published": "2026-03-02T09:00:00Z"}, said("a", "2026-03-02T07:00:00-05:00", "us", "Hier.", "q")
    )

    assert outcome(found, "q", RULE) is Outcome.FULFILLED


# What is not known


def test_a_question_without_text_is_undecided(verdicts: Judge) -> None:
    found = verdicts({**ASKED, "text": None}, now=LATER)

    assert outcome(found, "q", RULE) is Outcome.UNDECIDED
    assert found["q", RULE].needs == ("text",)


def test_an_empty_text_is_known_to_ask_nothing(verdicts: Judge) -> None:
    assert outcome(verdicts({**ASKED, "text": ""}, now=LATER), "q", RULE) is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("author", [None, {"id": "u1"}, {"id": "u1", "role": None}, "u1"])
def test_a_question_of_nobody_knows_whom_is_undecided(author: object, verdicts: Judge) -> None:
    found = verdicts({**ASKED, "author": author}, now=LATER)

    assert outcome(found, "q", RULE) is Outcome.UNDECIDED
    assert found["q", RULE].needs == ("author.role",)


def test_an_answer_of_nobody_knows_whom_is_undecided(verdicts: Judge) -> None:
    found = verdicts(ASKED, {**said("a", "11:00", "us", "Hier.", "q"), "author": {"id": "x9"}}, now=LATER)

    assert outcome(found, "q", RULE) is Outcome.UNDECIDED
    assert found["q", RULE].needs == ("author.role",)


def test_whose_side_somebody_is_on_is_known_from_their_other_messages(verdicts: Judge) -> None:
    found = verdicts(
        {**ASKED, "author": {"id": "u1"}},
        said("q2", "10:10", "customer", "Wann denn?"),
        {**said("a", "11:00", "us", "Hier.", "q2"), "author": {"id": "a7"}},
        said("b", "11:00", "us:a7", "Hallo.", None, "elsewhere"),
        now=LATER,
    )

    assert outcome(found, "q", RULE) is Outcome.FULFILLED


def test_messages_that_answer_each_other_in_a_circle_are_judged(verdicts: Judge) -> None:
    found = verdicts(
        said("q", "10:00", "customer", "Wo?", "a", None), said("a", "11:00", "us", "Hier.", "q", None), now=LATER
    )

    assert outcome(found, "q", RULE) is Outcome.FULFILLED


# Hours


@pytest.mark.parametrize(
    ("asked", "answered", "expected"),
    [
        ("13:00", "17:00", Outcome.FULFILLED),
        ("13:00", "03 08:00", Outcome.VIOLATION),
        ("13:00", "03 09:00", Outcome.VIOLATION),
        ("16:00", "03 12:00", Outcome.FULFILLED),
        ("16:00", "03 12:01", Outcome.VIOLATION),
        ("06 18:00", "09 13:00", Outcome.FULFILLED),
        ("06 18:00", "09 13:01", Outcome.VIOLATION),
    ],
)
def test_business_hours_are_used_up_at_the_earliest_instant(
    asked: str, answered: str, expected: Outcome, verdicts: Judge
) -> None:
    found = verdicts(said("q", asked, "customer", "Wo?"), said("a", answered, "us", "Hier.", "q"))

    assert outcome(found, "q", "time.business") is expected


@pytest.mark.parametrize(
    ("asked", "answered", "expected"),
    [
        ("00:01", "04 17:00", Outcome.FULFILLED),
        ("23:59", "04 17:00", Outcome.FULFILLED),
        ("23:59", "04 17:01", Outcome.VIOLATION),
        ("07 12:00", "10 17:00", Outcome.FULFILLED),
        ("07 12:00", "11 09:00", Outcome.VIOLATION),
    ],
)
def test_business_days_end_at_closing_of_the_nth_working_day_after_receipt(
    asked: str, answered: str, expected: Outcome, verdicts: Judge
) -> None:
    found = verdicts(said("q", asked, "customer", "Wo?"), said("a", answered, "us", "Hier.", "q"))

    assert outcome(found, "q", "time.days") is expected


def test_hours_are_elapsed_real_hours_across_the_change_of_clocks(verdicts: Judge) -> None:
    found = verdicts(
        said("q", "2026-03-29T00:30:00+01:00", "customer", "Wo?"),
        said("a", "2026-03-29T04:30:00+02:00", "us", "Hier.", "q"),
    )

    assert outcome(found, "q", RULE) is Outcome.FULFILLED


def test_or_later_lets_a_late_answer_pass_but_not_silence(verdicts: Judge) -> None:
    late = verdicts(ASKED, said("a", "30 12:00", "us", "Hier.", "q"))
    never = verdicts(ASKED, now="2026-04-01T12:00:00+02:00")

    assert outcome(late, "q", "time.ever") is Outcome.FULFILLED
    assert late["q", "time.ever"].mark == "late"
    assert outcome(never, "q", "time.ever") is Outcome.VIOLATION


def test_a_late_question_below_an_old_post_counts_too(verdicts: Judge) -> None:
    found = verdicts(
        said("p", "2024-03-02T09:00:00+01:00", "us", "Heute frisch.", None, "p", kind="post"),
        said("q", "10:00", "customer", "Wo gibt es das noch?", "p", "p"),
        now=LATER,
    )

    assert outcome(found, "q", RULE) is Outcome.VIOLATION
