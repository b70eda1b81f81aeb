"""The state of a thread at a glance: to be answered, in progress, closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from knigge.engine.program import Program
from knigge.engine.records.calendars import OFFICE
from knigge.engine.records.court import Court
from knigge.engine.records.states import Standing, State, Why, state_of, states

from .conftest import Json, archive_of, done, moment, posted, said

ASKED = said("q", "10:00", "customer", "Wo bleibt mein Paket?")
ANSWER = said("a", "11:00", "us", "In der Filiale.", "q")
Look = Callable[..., Standing]


def _ticket(state: str | None, **more: object) -> Json:
    return {"type": "ticket", "id": "k", "state": state, "thread": "t", **more}


@pytest.fixture
def look(compiled: Callable[[str], Program]) -> Look:
    """The state of the thread `t` of these records."""

    def looked(*records: Json, now: str | None = None) -> Standing:
        archive = archive_of(records)
        present = datetime.fromisoformat(now) if now else None
        return state_of(archive.threads["t"], Court(compiled(""), archive, present, OFFICE, "en"))

    return looked


def test_who_asked_and_waits_is_to_be_answered(look: Look) -> None:
    found = look(ASKED)

    assert (found.state, found.why, found.person) == (State.TO_ANSWER, Why.WAITING, "u1")
    assert found.since == datetime.fromisoformat(moment("10:00") or "")


def test_an_answer_closes_and_a_promise_keeps_it_in_progress(look: Look) -> None:
    answered = look(ASKED, ANSWER)
    promised = look(ASKED, said("a", "11:00", "us", "Wir melden uns bis morgen.", "q"))
    kept = look(
        ASKED, said("a", "11:00", "us", "Wir melden uns bis morgen.", "q"), said("b", "12:00", "us", "Es ist da.", "q")
    )

    assert (answered.state, answered.why) == (State.CLOSED, Why.LAST_WORD)
    assert (promised.state, promised.why) == (State.IN_PROGRESS, Why.PROMISED)
    assert kept.state is State.CLOSED


def test_a_new_question_is_to_be_answered_and_thanks_are_not(look: Look) -> None:
    asked = look(ASKED, ANSWER, said("q2", "12:00", "customer", "Und wann?", "a"))
    thanked = look(ASKED, ANSWER, said("d", "12:00", "customer", "Danke!", "a"))

    assert asked.state is State.TO_ANSWER
    assert thanked.state is State.CLOSED


def test_one_of_several_who_waits_makes_it_to_be_answered(look: Look) -> None:
    found = look(ASKED, ANSWER, said("z", "10:30", "customer:u2", "Wann denn?"))

    assert (found.state, found.person) == (State.TO_ANSWER, "u2")


def test_an_answer_of_which_nobody_knows_for_whom_says_so(look: Look) -> None:
    found = look(ASKED, said("z", "10:01", "customer:u2", "Wann?"), said("a", "11:00", "us", "Gleich."))

    assert (found.state, found.why) == (State.TO_ANSWER, Why.UNSURE)


def test_a_machine_answers_nobody(look: Look) -> None:
    assert look(ASKED, said("b", "10:01", "bot", "Danke für Ihre Nachricht.", "q")).state is State.TO_ANSWER


@pytest.mark.parametrize(
    "closing",
    [
        done("c", "10:30", "close", "t", actor="u1", actor_role="customer"),
        said("s", "10:30", "customer", "Hat sich erledigt."),
    ],
)
def test_the_customer_closes_it(closing: Json, look: Look) -> None:
    found = look(ASKED, closing)

    assert (found.state, found.why) == (State.CLOSED, Why.BY_CUSTOMER)


def test_who_asks_again_after_closing_waits(look: Look) -> None:
    found = look(ASKED, said("s", "10:30", "customer", "Hat sich erledigt."), said("n", "12:00", "customer", "Wann?"))

    assert found.state is State.TO_ANSWER


def test_a_question_that_was_deleted_waits_no_longer(look: Look) -> None:
    assert look(ASKED, done("d", "10:30", "delete", "q", actor="u1")).state is State.CLOSED


def test_a_locked_thread_is_closed_and_a_locked_message_is_not(look: Look) -> None:
    locked = look(ASKED, done("l", "10:30", "lock", "t", actor="a1", actor_role="us"))
    message = look(ASKED, done("l", "10:30", "hide", "q", actor="a1", actor_role="us"))

    assert (locked.state, locked.why) == (State.CLOSED, Why.LOCKED)
    assert message.state is State.TO_ANSWER


@pytest.mark.parametrize(
    ("said_state", "expected"),
    [
        ("open", State.TO_ANSWER), ("waiting", State.IN_PROGRESS), ("In Progress", State.IN_PROGRESS),
        ("closed", State.CLOSED),
    ],
)  # fmt: skip
def test_a_tickets_state_wins(said_state: str, expected: State, look: Look) -> None:
    assert look(ASKED, _ticket(said_state)) == Standing(expected, Why.TICKET)
    assert look(ASKED, ANSWER, _ticket(said_state)).state is expected


@pytest.mark.parametrize("said_state", [None, "", "blue"])
def test_a_ticket_that_says_nothing_is_passed_over(said_state: str | None, look: Look) -> None:
    assert look(ASKED, _ticket(said_state)).why is Why.WAITING


def test_a_ticket_may_name_a_message_and_of_several_the_open_one_counts(look: Look) -> None:
    by_message = look(ASKED, _ticket("closed", thread=None, message="q"))
    several = look(ASKED, ANSWER, _ticket("closed"), {**_ticket("open"), "id": "k2"})

    assert by_message.state is State.CLOSED
    assert several.state is State.TO_ANSWER


def test_what_came_after_now_does_not_count_yet(look: Look) -> None:
    later = said("s", "12:00", "customer", "Hat sich erledigt.")

    assert look(ASKED, later, now="2026-03-02T11:00:00+01:00").state is State.TO_ANSWER
    assert look(ASKED, later, now="2026-03-02T12:00:00+01:00").state is State.CLOSED


def test_our_answer_after_now_does_not_count_yet(look: Look) -> None:
    assert look(ASKED, ANSWER, now="2026-03-02T10:30:00+01:00").state is State.TO_ANSWER


def test_every_thread_in_which_somebody_speaks_has_a_state(compiled: Callable[[str], Program]) -> None:
    archive = archive_of([ASKED, posted("p", "09:00"), said("l", "10:00", "customer", "Schön!", None, "u")])

    found = states(archive, Court(compiled(""), archive, None, OFFICE, "en"))

    assert {name: each.state for name, each in found.items()} == {"t": State.TO_ANSWER, "u": State.CLOSED}


def test_a_post_that_nobody_signed_is_ours_and_waits_for_nobody(look: Look) -> None:
    unsigned = posted("p", "09:00", text="Wer kommt am Samstag zum Flohmarkt?") | {"author": None, "thread": "t"}

    assert look(unsigned).state is State.CLOSED


def test_what_customers_ask_each_other_waits_for_nobody(look: Look) -> None:
    first = said("f", "09:00", "customer", "Gestern Becken, Rutsche, Eis.")
    each_other = said("o", "10:00", "customer:u2", "Wo warst du denn da?", "f")
    us = said("o", "10:00", "customer:u2", "Wo ist das denn?", "f")

    assert look(first, each_other).state is State.CLOSED
    assert look(first, us).state is State.TO_ANSWER


def test_what_was_asked_and_answered_in_private_waits_in_the_public_thread_no_longer(look: Look) -> None:
    sent = said("s", "11:00", "us", "Bitte die Nummer per Nachricht.", "q")
    private = said("p", "11:10", "customer", "Es ist die 20817. Wo ist der Rest?", "s", "d", kind="dm")
    answered = said("r", "11:20", "us", "Unterwegs, hier der Link.", "p", "d", kind="dm")

    assert look(ASKED, sent, private, answered).state is State.CLOSED
    assert look(ASKED, private | {"in_reply_to": "q"}).state is State.TO_ANSWER
