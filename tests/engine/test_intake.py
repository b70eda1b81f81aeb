"""JSON objects become messages; what cannot be read is named by its key."""

import pytest

from knigge.engine.intake import RecordError, by_id, read_exchange, read_message
from knigge.engine.record import Author, Message, Role


def test_a_whole_record_is_read() -> None:
    message = read_message(
        {
            "type": "message", "id": "m2", "thread": "t1", "in_reply_to": "m1", "channel": "facebook",
            "account": "acme", "kind": "reply", "author": {"id": "a3", "role": "us", "name": "Team"},
            "published": "2026-03-02T17:05:00+01:00", "text": "Hallo", "language": "de", "likes": 3,
        },
        "x",
    )  # fmt: skip

    assert message == Message(
        "m2", "Hallo", "reply", "facebook", "de", Author("a3", Role.US, "Team"), "m1", "t1", "acme",
        "2026-03-02T17:05:00+01:00", {"likes": 3},
    )  # fmt: skip


def test_what_is_not_said_is_unknown() -> None:
    message = read_message({"text": "Hallo"}, "file:1")

    assert message == Message("file:1", "Hallo")
    assert (message.channel, message.language, message.author) == (None, None, None)


def test_a_message_without_words_is_no_mistake() -> None:
    assert read_message({"text": None}, "x").text is None


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        ({"text": "x"}, None),
        ({"text": "x", "thread": "t"}, None),
        ({"text": "x", "kind": "post"}, "post"),
        ({"text": "x", "in_reply_to": "m"}, "reply"),
        ({"text": "x", "parent": "y"}, "reply"),
        ({"text": "x", "parent": "y", "kind": "dm"}, "dm"),
    ],
)
def test_a_message_that_answers_is_a_reply(record: dict[str, str], kind: str | None) -> None:
    assert read_message(record, "x").kind == kind


@pytest.mark.parametrize(
    ("record", "key", "problem"),
    [
        ([], "", "is no JSON object"),
        ("x", "", "is no JSON object"),
        (None, "", "is no JSON object"),
        ({}, "text", "is missing"),
        ({"type": "action"}, "type", "is `action`, and only messages hold a text to look at"),
        ({"text": 3}, "text", "must be a text, not a number"),
        ({"text": ["x"]}, "text", "must be a text, not a list"),
        ({"text": True}, "text", "must be a text, not true or false"),
        ({"text": "x", "id": {}}, "id", "must be a text, not an object"),
        ({"text": "x", "channel": []}, "channel", "must be a text, not a list"),
        ({"text": "x", "kind": "tweet"}, "kind", "is never `tweet`"),
        ({"text": "x", "author": 3}, "author", "must be an object"),
        ({"text": "x", "author": {"role": "boss"}}, "author.role", "is never `boss`"),
        ({"text": "x", "author": {"role": []}}, "role", "must be a text"),
    ],
)
def test_a_record_that_cannot_be_read_names_its_key(record: object, key: str, problem: str) -> None:
    with pytest.raises(RecordError) as caught:
        read_message(record, "x")

    assert caught.value.key == key
    assert problem in caught.value.problem


def test_an_id_may_be_a_number() -> None:
    assert read_message({"text": "x", "id": 17}, "f").id == "17"


def test_an_author_may_be_a_name() -> None:
    assert read_message({"text": "x", "author": "Aylin"}, "f").author == Author("Aylin", None, "Aylin")


def test_the_message_answered_is_found_by_its_id() -> None:
    record = {"text": "x", "in_reply_to": "m1"}
    first = Message("m1", "Hilfe!", "comment", author=Author("c", Role.CUSTOMER, "Aylin"))

    exchange = read_exchange(record, read_message(record, "f"), {"m1": first})

    assert (exchange.parent, exchange.parent_known) == (first, True)
    assert exchange.customer == first.author


def test_a_message_answered_that_is_not_there_is_unknown() -> None:
    record = {"text": "x", "in_reply_to": "gone"}

    exchange = read_exchange(record, read_message(record, "f"), {})

    assert (exchange.parent, exchange.parent_known) == (None, False)


def test_the_message_answered_may_stand_inside() -> None:
    words = {"text": "x", "parent": "Hilfe!", "customer": {"name": "Aylin"}}
    whole = {"text": "x", "parent": {"text": "Hilfe!", "author": {"id": "c", "role": "customer"}}}

    by_words = read_exchange(words, read_message(words, "f"), {})
    by_record = read_exchange(whole, read_message(whole, "f"), {})

    assert by_words.parent and by_record.parent
    assert by_words.parent.text == by_record.parent.text == "Hilfe!"
    assert by_words.customer == Author("", Role.CUSTOMER, "Aylin")
    assert by_record.customer == Author("c", Role.CUSTOMER)


def test_a_post_that_says_so_answers_nothing() -> None:
    said = {"text": "x", "kind": "post", "in_reply_to": None}
    silent = {"text": "x", "kind": "post"}

    assert read_exchange(said, read_message(said, "f"), {}).parent_known
    assert not read_exchange(silent, read_message(silent, "f"), {}).parent_known


def test_one_id_for_two_contents_is_told() -> None:
    one, same, other = Message("a", "x"), Message("a", "x"), Message("a", "y")

    assert by_id([one, same]) == ({"a": one}, [])
    assert by_id([one, other]) == ({"a": one}, ["a"])
    assert by_id([]) == ({}, [])
