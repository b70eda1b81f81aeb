"""CONVENTIONS "Facts" on ids, times and the order of records, and how records find their threads."""

from __future__ import annotations

import itertools
import json

import pytest

from knigge.engine.records.archive import role_of

from .conftest import Json, archive_of, covered, done, said

ASKED = said("q", "10:00", "customer", "Wo?")


def _problems(*records: Json, zone: str = "") -> list[tuple[str, tuple[str, ...]]]:
    return [(problem.what, problem.ids) for problem in archive_of(records, zone).problems]


def test_nothing_on_record_is_an_empty_archive() -> None:
    archive = archive_of([])

    assert not archive.messages and not archive.threads and not archive.problems


def test_the_same_id_with_the_same_content_is_one_record() -> None:
    archive = archive_of([ASKED, ASKED, done("d", "12:00", "hide", "q"), done("d", "12:00", "hide", "q")])

    assert len(archive.messages) == len(archive.actions) == 1
    assert not archive.problems


def test_the_same_content_in_other_key_order_or_with_null_keys_is_the_same() -> None:
    turned = json.loads(json.dumps(dict(reversed(ASKED.items()))))

    assert not _problems({**ASKED, "b": 1, "a": {"y": 1, "x": 2}}, {**turned, "a": {"x": 2, "y": 1}, "b": 1})
    assert not _problems(ASKED, {**ASKED, "edited": None, "in_reply_to": None})


def test_the_same_id_with_other_content_is_told_once_and_names_both() -> None:
    records = [ASKED, {**ASKED, "text": "Wann?"}, ASKED, {**ASKED, "text": "Wann?"}]

    problems = archive_of(records).problems

    assert [(each.what, each.ids) for each in problems] == [("clash", ("q",))]
    assert "Wo?" in problems[0].detail and "Wann?" in problems[0].detail


def test_which_of_two_contents_counts_does_not_depend_on_the_order() -> None:
    records = [ASKED, {**ASKED, "text": "Wann?"}, {**ASKED, "text": "Aha."}]

    told = {
        (archive.messages["q"].text, str(archive.problems))
        for archive in map(archive_of, itertools.permutations(records))
    }

    assert len(told) == 1


def test_the_same_id_of_a_message_and_an_act_is_no_clash() -> None:
    assert not _problems(ASKED, done("q", "12:00", "hide", "q"))


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("2026-03-02T10:00:00", "zone"),
        ("2026-03-02 10:00", "zone"),
        ("2026-02-30T10:00:00+01:00", "time"),
        ("2026-03-02T25:00:00+01:00", "time"),
        ("2026-03-02", "time"),
        ("gestern", "time"),
    ],
)
def test_a_time_that_cannot_be_known_is_told_and_unknown(written: str, what: str) -> None:
    archive = archive_of([{**ASKED, "published": written}])

    assert [(each.what, each.ids) for each in archive.problems] == [(what, ("q",))]
    assert archive.at(archive.messages["q"]) is None


@pytest.mark.parametrize("written", [None, ""])
def test_no_time_is_unknown_and_no_fault(written: str | None) -> None:
    archive = archive_of([{**ASKED, "published": written}])

    assert not archive.problems
    assert archive.at(archive.messages["q"]) is None


def test_a_time_without_offset_is_read_in_the_zone_that_is_named() -> None:
    archive = archive_of([{**ASKED, "published": "2026-07-02T10:00:00"}], "Europe/Berlin")

    at = archive.at(archive.messages["q"])

    assert at is not None and at.isoformat() == "2026-07-02T10:00:00+02:00"
    assert not archive.problems


def test_times_of_acts_and_coverage_are_told_too() -> None:
    act = {**done("d", None, "hide", "q"), "performed": "2026-03-02T10:00:00"}
    coverage = {**covered("2026-03-02", "2026-03-09"), "until": "2026-03-09"}

    assert _problems(act, coverage) == [("time", ("coverage/facebook/acme",)), ("zone", ("d",)), ("object", ("d",))]


def test_messages_stand_in_order_of_time_and_those_without_one_at_the_end() -> None:
    records = [
        said("c", "12:00", "customer", "Drei"), said("z", None, "customer", "Wann?"), said("b", "11:00", "us", "Zwei"),
        said("a", "2026-03-02T09:00:00Z", "customer", "Eins"),
    ]  # fmt: skip

    orders = {
        tuple(each.id for each in archive_of(order).threads["t"].messages) for order in itertools.permutations(records)
    }

    assert orders == {("a", "b", "c", "z")}


def test_what_only_names_its_thread_answers_where_others_spoke_before() -> None:
    records = [
        said("p", "09:00", "us", "Neu.", kind=None), said("p2", "09:01", "us", "Mehr dazu.", kind=None),
        said("q", "10:00", "customer", "Wo?", kind=None), said("q2", "10:01", "customer", "Wann?", kind=None),
        said("a", "11:00", "us", "Hier.", kind=None), said("x", None, "us", "Dort.", kind=None),
        said("alone", "09:00", "us", "Da.", None, "u", kind=None), said("s", "12:00", "us", "Bald.", kind="story"),
        said("v", "10:00", "customer", "Wo?", None, "v", kind=None),
        said("w", None, "us", "Da.", None, "w", kind=None),
    ]  # fmt: skip

    for order in (records, records[::-1]):
        archive = archive_of(order)
        assert {name: each.kind for name, each in archive.messages.items()} == {
            "p": "post", "p2": "post", "q": "comment", "q2": "comment", "a": "reply", "x": None, "alone": "post",
            "s": "story", "v": "post", "w": "post",
        }  # fmt: skip
        assert all(each is archive.messages[each.id] for thread in archive.threads.values() for each in thread.messages)


def test_at_the_same_instant_the_question_stands_before_the_answer() -> None:
    archive = archive_of([said("a", "10:00", "us", "Hier.", "q"), ASKED])

    assert [each.id for each in archive.threads["t"].messages] == ["q", "a"]


def test_without_a_thread_messages_follow_what_they_answer() -> None:
    archive = archive_of(
        [
            said("p", "10:00", "us", "Neu.", None, None, kind="post"),
            said("c", "10:01", "customer", "Schön", "p", None),
            said("r", "10:02", "us", "Danke", "c", None),
            said("x", "10:02", "customer", "Allein", None, None),
        ]
    )

    assert {name: [each.id for each in thread.messages] for name, thread in archive.threads.items()} == {
        "p": ["p", "c", "r"], "x": ["x"],
    }  # fmt: skip


def test_answers_to_a_message_that_is_not_on_record_stand_together() -> None:
    archive = archive_of(
        [said("a", "10:00", "us", "Hier.", "gone", None), said("b", "10:01", "us", "Da.", "gone", None)]
    )

    assert [each.id for each in archive.threads["gone"].messages] == ["a", "b"]


def test_a_private_answer_is_a_guest_where_the_question_stands() -> None:
    archive = archive_of([ASKED, said("a", "11:00", "us", "Hier.", "q", "private", kind="dm")])

    assert archive.thread_of["a"] == "private"
    assert [each.id for each in archive.threads["t"].messages] == ["q", "a"]


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_circle_of_answers_is_told_and_forms_one_thread(length: int) -> None:
    names = [f"m{n}" for n in range(length)]
    records = [said(name, "10:00", "customer", "Wo?", names[number - 1], None) for number, name in enumerate(names)]

    archive = archive_of(records)

    assert [(each.what, each.ids) for each in archive.problems] == [("cycle", tuple(names))]
    assert set(archive.threads) == {"m0"}


def test_a_long_chain_of_answers_is_followed() -> None:
    chain = [said("m0", "10:00", "customer", "Wo?", None, None)]
    chain += [said(f"m{n}", "10:00", "customer", "Wo?", f"m{n - 1}", None) for n in range(1, 3000)]

    archive = archive_of(reversed(chain))

    assert set(archive.threads) == {"m0"}


def test_acts_on_a_thread_and_on_its_messages_belong_to_it() -> None:
    archive = archive_of([ASKED, done("d", "12:00", "hide", "q"), done("l", "11:00", "lock", "t")])

    assert [each.id for each in archive.threads["t"].actions] == ["l", "d"]


@pytest.mark.parametrize(
    ("by", "side"),
    [
        ({"actor": "u1"}, "author"),
        ({"actor": "u1", "actor_role": "customer"}, "author"),
        ({"actor_role": "customer"}, "author"),
        ({"actor": "u2", "actor_role": "customer"}, "customer"),
        ({"actor": "platform"}, "platform"),
        ({"actor": "filter:words"}, "filter"),
        ({"actor": "a9"}, "us"),
        ({}, None),
        ({"actor": None}, None),
    ],
)
def test_on_whose_side_an_act_was_done(by: dict[str, object], side: str | None) -> None:
    archive = archive_of([ASKED, done("d", "12:00", "delete", "q", **by)])

    assert role_of(archive, archive.actions[0]) == side


def test_a_person_of_two_roles_has_none_that_is_known() -> None:
    archive = archive_of(
        [ASKED, said("z", "10:01", "other:u1", "Aha"), {**said("y", "10:02", "us", "Oh"), "author": {"id": "u1"}}]
    )

    author = archive.messages["y"].author

    assert archive.people["u1"] is None
    assert author is not None and author.role is None


def test_an_empty_list_of_approvals_is_known_to_be_empty_and_a_missing_one_unknown() -> None:
    archive = archive_of([done("a", "12:00", "delete", "q", approvals=[]), done("b", "12:00", "delete", "q")])

    assert [each.approvals for each in archive.actions] == [(), None]


def test_records_keep_keys_that_nobody_knows() -> None:
    archive = archive_of([{**ASKED, "likes": 3}, done("d", "12:00", "hide", "q", reason="Spam")])

    assert archive.messages["q"].extra["likes"] == 3
    assert archive.actions[0].extra["reason"] == "Spam"
