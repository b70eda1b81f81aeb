"""Reading JSON Lines: what is kept of them, so that a file of any size goes through."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from knigge.commands import json_lines
from knigge.commands.inputs import Asked
from knigge.commands.json_lines import Read, Recent, read_lines
from knigge.engine.evaluator import LONGEST
from knigge.engine.measure import Measured
from knigge.engine.record import Message


def test_only_the_last_messages_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "MOST_KEPT", 2)
    lines = [{"id": f"m{number}", "text": "x", "in_reply_to": f"m{number - 2}"} for number in range(5)]
    lines.append({"id": "m5", "text": "x", "in_reply_to": "m2"})

    def stream() -> list[Read | Measured]:
        content = "\n".join(json.dumps(line) for line in lines).encode()
        return list(read_lines("in", BytesIO(content), Asked()))

    known = [each.exchange.parent_known for each in stream() if isinstance(each, Read)]

    assert known == [False, False, True, True, True, False]


def test_long_texts_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "MOST_CHARACTERS", 10)
    recent = Recent()

    for id_, text in (("a", "12345"), ("b", "12345"), ("c", "1"), ("d", "x" * (LONGEST + 1))):
        assert recent.add(Message(id_, text))

    assert (list(recent.messages), recent.characters) == (["b", "c", "d"], 6)
    assert recent.messages["d"].text is None


def test_the_same_message_again_is_no_clash_and_another_one_is() -> None:
    recent = Recent()

    assert recent.add(Message("a", "x", extra={"k": 1}))
    assert recent.add(Message("a", "x"))
    assert not recent.add(Message("a", "y"))
    assert recent.messages["a"].text == "x"
