"""The state of a thread at a glance: to be answered, in progress, closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from knigge.commands.programs import load_program
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


def _word(name: str, at: str, text: str | None) -> Json:
    """What a customer writes, in whatever language."""
    return said(name, at, "customer", text, language=None)


def _ours(name: str, at: str, text: str) -> Json:
    return said(name, at, "us", text, "q", language=None)


@pytest.mark.parametrize(
    "text",
    ["Quand ouvrez-vous demain matin ?", "Ne zaman açılıyorsunuz?", "À quelle heure fermez-vous ce soir", "Wo?", None],
)
def test_what_nobody_could_read_may_be_asking(text: str | None, look: Look) -> None:
    alone = look(_word("q", "10:00", text))
    again = look(ASKED, ANSWER, _word("n", "12:00", text))

    assert (alone.state, alone.why, alone.person) == (State.TO_ANSWER, Why.UNREAD, "u1")
    assert (again.state, again.why) == (State.TO_ANSWER, Why.UNREAD)


@pytest.mark.parametrize("text", ["Danke!", "ok", "😂😂", "Super 👍", "Lena Roth", ""])
def test_a_word_too_short_to_tell_its_language_asks_nothing_by_that(text: str, look: Look) -> None:
    assert look(_word("q", "10:00", text)).why is Why.NOBODY_ASKED
    assert look(ASKED, ANSWER, _word("n", "12:00", text)).why is Why.LAST_WORD


def test_who_surely_waits_goes_before_who_may_be_asking(look: Look) -> None:
    found = look(said("f", "09:00", "customer:u2", "Quand ouvrez-vous demain matin ?", language=None), ASKED)

    assert (found.why, found.person) == (Why.WAITING, "u1")


def test_what_was_answered_or_taken_back_asks_no_more(look: Look) -> None:
    french = _word("q", "10:00", "Quand ouvrez-vous demain matin ?")

    assert look(french, ANSWER).state is State.CLOSED
    assert look(french, done("d", "10:30", "delete", "q", actor="u1")).state is State.CLOSED


def _promised(*records: Json, now: str = "2026-03-10T09:00:00+01:00") -> Standing:
    """The state of the thread by the rules that ship, where a promise has a deadline and a fate."""
    program = load_program("default")
    court = Court(program, archive_of(records), datetime.fromisoformat(now), OFFICE, "en")
    return state_of(court.archive.threads["t"], court)


@pytest.mark.parametrize(
    ("promise", "later"),
    [
        ("Hallo, wir melden uns hier bis 13. März.", "Hallo, wir sind noch dran."),
        ("Wir antworten Ihnen hier bis Freitag nächster Woche.", "Danke für Ihre Geduld!"),
        ("We'll reply here by 13 March.", "Thanks for bearing with us."),
    ],
)
def test_a_promise_that_still_runs_keeps_the_thread_in_progress(promise: str, later: str) -> None:
    found = _promised(ASKED, _ours("p", "11:00", promise), _ours("h", "12:00", later))

    assert (found.state, found.why) == (State.IN_PROGRESS, Why.PROMISED)
    assert found.since == datetime.fromisoformat(moment("11:00") or "")


def test_a_promise_never_kept_is_still_owed() -> None:
    promise = said("p", "11:00", "us", "Wir melden uns hier bis Freitag.", "q")
    found = _promised(ASKED, promise, said("h", "12:00", "us", "Danke für Ihre Geduld!", "q"))

    assert (found.state, found.why) == (State.IN_PROGRESS, Why.PROMISED)


@pytest.mark.parametrize(
    ("promise", "word"),
    [
        ("Wir nennen hier bis Freitag einen Termin.", "Hat sich erledigt, danke!"),
        ("Ich rufe Sie heute noch an.", "Ihr Kollege hat gerade angerufen, danke."),
        ("I'll drop you an email tonight.", "got your email, cheers"),
        ("We'll refund the fare by Friday.", "Never mind, sorted."),
    ],
)
def test_a_promise_kept_or_let_off_holds_no_thread_open(promise: str, word: str) -> None:
    found = _promised(ASKED, _ours("p", "11:00", promise), _word("w", "12:00", word))

    assert found.state is State.CLOSED
