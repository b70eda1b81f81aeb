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


# Whose answer, to whom


def test_an_answer_counts_for_the_person_whose_message_it_replies_to(verdicts: Judge) -> None:
    found = verdicts(
        ASKED,
        said("z", "10:05", "customer:u2", "Bei mir auch, wo bleibt es?"),
        said("a", "11:00", "us", "Hallo, hier ist es.", "z"),
        now=LATER,
    )

    assert outcome(found, "z", RULE) is Outcome.FULFILLED
    assert outcome(found, "q", RULE) is Outcome.VIOLATION


@pytest.mark.parametrize(
    "answer",
    [
        said("a", "11:00", "us", "Hier.", "q", "private", kind="dm"),
        said("a", "11:00", "us", "Hier.", "q", None, kind="dm"),
        said("a", "11:00", "us", "Hier.", "q", "t", kind="dm"),
        said("a", "11:00", "us", "Hier.", None, "t", kind="dm"),
    ],
)
def test_an_answer_in_private_counts_when_it_is_on_record(answer: dict[str, object], verdicts: Judge) -> None:
    found = verdicts(ASKED, answer, now=LATER)

    assert outcome(found, "q", RULE) is Outcome.FULFILLED


def test_a_private_answer_to_somebody_else_does_not_count(verdicts: Judge) -> None:
    found = verdicts(
        ASKED,
        said("z", "10:05", "customer:u2", "Schön!"),
        said("a", "11:00", "us", "Hier.", "z", "private", kind="dm"),
        now=LATER,
    )

    assert outcome(found, "q", RULE) is Outcome.VIOLATION


def test_an_answer_without_a_message_it_replies_to_is_for_the_only_person_who_spoke(verdicts: Judge) -> None:
    found = verdicts(
        ASKED, said("a", "11:00", "us", "In der Filiale."), said("z", "12:00", "customer:u2", "Schön!"), now=LATER
    )

    assert outcome(found, "q", RULE) is Outcome.FULFILLED


def test_an_answer_to_nobody_in_particular_leaves_several_people_undecided(verdicts: Judge) -> None:
    found = verdicts(
        ASKED,
        said("z", "10:05", "customer:u2", "Wann denn?"),
        said("a", "11:00", "us", "In der Filiale."),
        now=LATER,
    )

    assert [outcome(found, name, RULE) for name in "qz"] == [Outcome.UNDECIDED] * 2
    assert found["q", RULE].needs == ("in_reply_to",)


def test_a_later_certain_answer_in_time_decides_all_the_same(verdicts: Judge) -> None:
    found = verdicts(
        ASKED,
        said("z", "10:05", "customer:u2", "Wann denn?"),
        said("a", "11:00", "us", "In der Filiale."),
        said("b", "11:01", "us", "In der Filiale.", "q"),
        now=LATER,
    )

    assert outcome(found, "q", RULE) is Outcome.FULFILLED
    assert outcome(found, "z", RULE) is Outcome.UNDECIDED


def test_an_answer_that_names_the_person_is_for_that_person(verdicts: Judge) -> None:
    aylin = said("q", "10:00", "customer", "Wo bleibt es?", author={"id": "u1", "role": "customer", "name": "Aylin K."})
    ben = said("z", "10:05", "customer", "Wann denn?", author={"id": "u2", "role": "customer", "name": "Ben"})

    found = verdicts(aylin, ben, said("a", "11:00", "us", "Hallo Aylin, in der Filiale."), now=LATER)

    assert outcome(found, "q", RULE) is Outcome.FULFILLED
    assert outcome(found, "z", RULE) is Outcome.VIOLATION


def test_a_name_two_people_bear_names_nobody(verdicts: Judge) -> None:
    people = [
        said(name, "10:00", "customer", "Wo?", author={"id": f"u{name}", "role": "customer", "name": "Ben"})
        for name in ("q", "z")
    ]

    found = verdicts(*people, said("a", "11:00", "us", "Hallo Ben, hier."), now=LATER)

    assert outcome(found, "q", RULE) is Outcome.UNDECIDED


def test_a_reply_to_our_own_answer_is_for_the_person_answered_there(verdicts: Judge) -> None:
    found = verdicts(
        ASKED,
        said("z", "10:05", "customer:u2", "Schön!"),
        said("a", "11:00", "us", "Wir sehen nach.", "q"),
        said("q2", "12:00", "customer", "Und wann?", "a"),
        said("b", "12:30", "us", "Morgen.", "a"),
        now=LATER,
    )

    assert outcome(found, "q2", RULE) is Outcome.FULFILLED


def test_a_reply_whose_parent_is_missing_may_be_for_anybody(verdicts: Judge) -> None:
    found = verdicts(ASKED, said("a", "11:00", "us", "Hier.", "gone"), now=LATER)

    assert outcome(found, "q", RULE) is Outcome.UNDECIDED


def test_below_a_post_of_ours_every_commenter_is_answered_alone(verdicts: Judge) -> None:
    post = said("p", "9:00".zfill(5), "us", "Heute frisch.", None, "p", kind="post")
    people = [said(f"q{n}", "10:00", f"customer:u{n}", "Wo gibt es das?", "p", "p") for n in range(3)]

    found = verdicts(post, *people, said("a", "10:30", "us", "Im Laden.", "q1", "p"), now=LATER)

    assert [outcome(found, f"q{n}", RULE) for n in range(3)] == [
        Outcome.VIOLATION, Outcome.FULFILLED, Outcome.VIOLATION,
    ]  # fmt: skip


def test_threads_are_found_by_what_answers_what_where_none_is_named(verdicts: Judge) -> None:
    found = verdicts(
        said("p", "9:00".zfill(5), "us", "Heute frisch.", None, None, kind="post"),
        said("q", "10:00", "customer", "Wo gibt es das?", "p", None),
        said("a", "10:30", "us", "Im Laden.", "q", None),
        now=LATER,
    )

    assert outcome(found, "q", RULE) is Outcome.FULFILLED


def test_a_question_in_private_is_answered_in_public(verdicts: Judge) -> None:
    found = verdicts(
        said("q", "10:00", "customer", "Wo bleibt es?", None, "private", kind="dm"),
        said("a", "11:00", "us", "Hier.", "q", "t"),
        now=LATER,
    )

    assert outcome(found, "q", RULE) is Outcome.FULFILLED


@pytest.mark.parametrize(
    "answer",
    [
        said("a", "11:00", "bot", "In der Filiale.", "q"),
        said("a", "11:00", "us", "In der Filiale.", "q", automated=True),
        said("a", "11:00", "us", "Dies ist eine automatische Antwort.", "q"),
        said("a", "11:00", "us", "Dies ist eine automatische Antwort.", "q", automated=False),
        said("a", "11:00", "us", "❤", "q", kind="reaction"),
        said("a", "11:00", "other", "In der Filiale.", "q"),
        said("a", "11:00", "customer:u2", "In der Filiale.", "q"),
    ],
    ids=["bot", "automated", "says so", "says so all the same", "reaction", "other", "another customer"],
)
def test_what_no_person_of_ours_says_in_words_does_not_count(answer: dict[str, object], verdicts: Judge) -> None:
    found = verdicts(ASKED, answer, now=LATER)

    assert outcome(found, "q", RULE) is Outcome.VIOLATION


def test_an_automatic_answer_does_not_end_the_turn(verdicts: Judge) -> None:
    found = verdicts(
        ASKED,
        said("b", "10:01", "us", "Eine automatische Antwort.", "q"),
        said("q2", "12:00", "customer", "Wo denn?"),
        said("a", "12:30", "us", "Hier.", "q2"),
    )

    assert outcome(found, "q", RULE) is Outcome.FULFILLED
    assert ("q2", RULE) not in found


def test_a_reaction_asks_nothing(verdicts: Judge) -> None:
    found = verdicts(said("q", "10:00", "customer", "Wo?", kind="reaction"), now=LATER)

    assert ("q", RULE) not in found


def test_an_imported_message_is_judged_by_its_own_time(verdicts: Judge) -> None:
    found = verdicts(
        said("q", "10:00", "customer", "Wo?", imported=True), said("a", "12:00", "us", "Hier.", "q", imported=True)
    )

    assert outcome(found, "q", RULE) is Outcome.FULFILLED


def test_a_bot_asks_nothing(verdicts: Judge) -> None:
    found = verdicts(said("q", "10:00", "bot", "Wo drückt der Schuh?"), now=LATER)

    assert ("q", RULE) not in found


# Taken back, closed, deleted


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
