"""CONVENTIONS "Response": whose answer counts for whom, and what is no answer at all."""

from __future__ import annotations

import pytest

from knigge.engine.finding import Outcome

from .conftest import Judge, outcome, said

RULE = "time.hours"
ASKED = said("q", "10:00", "customer", "Wo bleibt mein Paket?")
LATER = "2026-03-04T12:00:00+01:00"


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
