"""What pages share: nothing that depends on more than the words, their language and the organisation."""

from __future__ import annotations

import pytest

from knigge.commands.programs import load_program
from knigge.engine.page import LOOKING_AROUND
from knigge.engine.record import Author, Exchange, Message, Role
from knigge.engine.scene import Desk, stage
from knigge.engine.signals import SIGNALS

_TEXT = "Liebe Aylin, wir melden uns bis Freitag um 14 Uhr. Ihr Paket 4711 liegt am Hafen. GANZ WICHTIG!! kim@web.de"
_PARENT = "Wo bleibt mein Paket 4711? Ich stehe am Hafen und warte auf Ihre geheime Antwort."


def _one() -> Exchange:
    return Exchange(Message("m", _TEXT, "reply", "facebook", author=Author("a1", Role.US)), None, True)


def _other() -> Exchange:
    asked = Message("p", _PARENT, "comment", "x", "de", Author("u1", Role.CUSTOMER, "Aylin"))
    message = Message(
        "n", _TEXT, "post", "x", "de", Author("u2", Role.CUSTOMER, "Kim"), "p", "t", "acme", "2026-03-02T10:00:00+01:00"
    )
    return Exchange(message, asked, True, asked.author)


@pytest.mark.parametrize("name", [signal.name for signal in SIGNALS if signal.name not in LOOKING_AROUND])
def test_a_shared_signal_is_the_same_whoever_wrote_the_text_and_whatever_it_answers(name: str) -> None:
    program = load_program("default")

    assert stage(program, _one()).measure(name) == stage(program, _other()).measure(name)


def test_every_signal_that_looks_around_exists() -> None:
    assert {signal.name for signal in SIGNALS} >= LOOKING_AROUND


def test_a_text_that_is_read_again_is_taken_apart_once() -> None:
    program = load_program("default")
    desk, other = Desk(program, 8), _other()

    first, second = stage(program, _one(), desk), stage(program, other, desk)

    assert first.page is second.page
    assert second.parent is stage(program, other, desk).parent


def test_a_desk_keeps_no_more_texts_than_it_holds() -> None:
    program = load_program("default")
    desk = Desk(program, 1)

    first = stage(program, _one(), desk)
    stage(program, Exchange(Message("k", "Ganz etwas anderes.", "reply")), desk)

    assert stage(program, _one(), desk).page is not first.page


def test_a_message_answered_in_two_languages_is_read_in_each() -> None:
    program = load_program("default")
    desk = Desk(program, 8)
    asked = Message("p", "ok", "comment")

    german = stage(program, Exchange(Message("g", "Gern.", "reply", language="de"), asked, True), desk)
    english = stage(program, Exchange(Message("e", "Sure.", "reply", language="en"), asked, True), desk)

    assert german.parent is not None and english.parent is not None
    assert (german.parent.language, english.parent.language) == ("de", "en")
