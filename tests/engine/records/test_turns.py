"""Turns: what one person writes until we answer, and which of our messages may be that answer."""

from __future__ import annotations

import pytest

from knigge.engine.record import Message, Role
from knigge.engine.records.turns import Address, Ear, Turn, turns

from .conftest import Json, archive_of, done, said

HEARD = Ear(
    lambda message: None if message.extra.get("automated") == "perhaps" else not message.extra.get("automated"),
    lambda message: "erledigt" in (message.text or ""),
)


def _turns(*records: Json) -> list[Turn]:
    archive = archive_of(records)
    return turns(archive.threads["t"], archive, HEARD)


def _shape(found: list[Turn]) -> list[tuple[str, str, str]]:
    """Of each turn the person, its messages, its answers; an unsure answer with a question mark."""
    return [
        (
            turn.person,
            " ".join(each.id for each in turn.messages),
            " ".join(each.message.id + ("?" if each.lacks else "") for each in turn.answers),
        )
        for turn in found
    ]


def test_all_messages_of_one_person_until_we_answer_are_one_turn() -> None:
    found = _turns(
        said("1", "10:00", "customer", "Wo?"), said("2", "10:01", "customer:u2", "Wo?"),
        said("3", "10:02", "customer", "Wo denn?"), said("4", "10:03", "us", "Hier.", "3"),
        said("5", "10:04", "customer", "Danke"), said("6", "10:05", "customer:u2", "Und ich?"),
    )  # fmt: skip

    assert _shape(found) == [("u1", "1 3", "4"), ("u2", "2 6", ""), ("u1", "5", "")]


def test_a_further_answer_to_an_answered_message_belongs_to_its_old_turn() -> None:
    found = _turns(
        said("1", "10:00", "customer", "Wo?"), said("2", "10:01", "us", "Hier.", "1"),
        said("3", "10:02", "us", "Und dort.", "1"),
    )  # fmt: skip

    assert _shape(found) == [("u1", "1", "2 3")]


def test_an_answer_to_an_old_message_answers_the_person_now_as_well() -> None:
    found = _turns(
        said("1", "10:00", "customer", "Wo?"), said("2", "10:01", "us", "Hier.", "1"),
        said("3", "10:02", "customer", "Wann?"), said("4", "10:03", "us", "Um zehn.", "1"),
    )  # fmt: skip

    assert _shape(found) == [("u1", "1", "2 4"), ("u1", "3", "4")]


def test_what_may_be_automatic_leaves_the_turn_running() -> None:
    found = _turns(
        said("1", "10:00", "customer", "Wo?"), said("2", "10:01", "us", "Danke.", "1", automated="perhaps"),
        said("3", "10:02", "customer", "Wo denn?"),
    )  # fmt: skip

    assert _shape(found) == [("u1", "1 3", "2?")]


def test_an_undated_message_is_a_turn_of_its_own() -> None:
    found = _turns(said("1", "10:00", "customer", "Wo?"), said("2", None, "customer", "Wo?"))

    assert [(turn.first.id, turn.since is None) for turn in found] == [("1", False), ("2", True)]


def test_what_nobody_knows_who_wrote_may_ask_and_may_answer() -> None:
    found = _turns(
        said("1", "10:00", "customer", "Wo?"), {**said("2", "10:01", "us", "Wo genau?", "1"), "author": {"id": "x"}}
    )

    assert _shape(found) == [("u1", "1", "2?"), ("", "2", "")]


@pytest.mark.parametrize(("target", "closed"), [("t", True), ("1", True), ("2", False)])
def test_a_nameless_customer_closes_the_turn_of_the_message_or_of_the_only_person(target: str, closed: bool) -> None:
    found = _turns(
        said("1", "10:00", "customer", "Wo?"), said("2", "10:01", "us", "Moment.", None, automated=True),
        done("c", "10:05", "close", target, actor_role="customer"),
    )  # fmt: skip

    assert (found[0].closed is not None) is closed


def test_a_post_of_ours_in_between_answers_nobody() -> None:
    found = _turns(said("1", "10:00", "customer", "Wo?"), said("2", "10:01", "us", "Neu im Laden!", None, kind="post"))

    assert _shape(found) == [("u1", "1", "")]


def test_people_without_an_id_are_told_apart_by_name() -> None:
    def nameless(name: str, person: str) -> Json:
        return {**said(name, "10:00", "customer", "Wo?"), "author": {"role": "customer", "name": person}}

    found = _turns(nameless("1", "Ada"), nameless("2", "Ben"), nameless("3", "Ada"))

    assert [turn.person for turn in found] == ["Ada", "Ben"]
    assert all(isinstance(each, Message) for turn in found for each in turn.messages)


def _answered(*records: Json) -> dict[str, list[str]]:
    """Of each message of ours what it answers without saying so."""
    archive = archive_of(records)
    address = Address(archive.threads["t"], archive)
    return {
        each.id: [asked.id for asked in address.answered(each)]
        for each in archive.threads["t"].messages
        if each.author and each.author.role is Role.US
    }


def test_an_answer_that_names_no_message_is_about_what_its_person_wrote_since_we_spoke() -> None:
    found = _answered(
        said("p", "09:00", "us", "Neu.", kind="post"),
        said("1", "10:00", "customer", "Wo?"), said("2", "10:01", "customer", "Hallo?"),
        said("3", "10:02", "us", "Hier."), said("4", "10:03", "us", "Genauer: dort."),
        said("5", "10:04", "customer", "Wann?"), said("6", "10:05", "us", "Um zehn."),
        said("7", "10:06", "us", "Ja.", "1"),
    )  # fmt: skip

    assert found == {"p": [], "3": ["1", "2"], "4": ["1", "2"], "6": ["5"], "7": []}


def test_with_several_people_an_answer_that_names_one_is_about_their_words() -> None:
    found = _answered(
        said("1", "10:00", "customer:ben", "Wo?"), said("2", "10:01", "customer:mia", "Wann?"),
        said("3", "10:02", "us", "Hier."), said("4", "10:03", "us", "Ben, hier."),
    )  # fmt: skip

    assert found == {"3": [], "4": ["1"]}


def test_a_handle_with_full_stops_is_named_by_its_call() -> None:
    found = _answered(
        said("1", "10:00", "customer:rolf.k", "Wo?"), said("2", "10:01", "customer:ute_b", "Wann?"),
        said("3", "10:02", "us", "@rolf.k. Hier."), said("4", "10:03", "us", "@ute_b Um zehn."),
    )  # fmt: skip

    assert found == {"3": ["1"], "4": ["2"]}


def test_who_speaks_later_does_not_make_an_earlier_answer_doubtful() -> None:
    found = _answered(
        said("1", "10:00", "customer:ben", "Wo?"), said("2", "10:01", "us", "Hier."),
        said("3", "10:02", "customer:mia", "Und wann?"), said("4", "10:03", "us", "Um zehn."),
    )  # fmt: skip

    assert found == {"2": ["1"], "4": []}


def test_what_was_written_without_a_time_leaves_open_what_was_answered() -> None:
    found = _answered(
        said("1", "10:00", "customer", "Wo?"), said("2", None, "customer", "Wann?"), said("3", "11:00", "us", "Hier.")
    )

    assert found == {"3": []}
