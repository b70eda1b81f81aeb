"""Answers that are kept when their texts are put away."""

from __future__ import annotations

from knigge.engine.records.heard import Heard


def test_what_nobody_asked_is_not_known() -> None:
    heard = Heard()
    heard.keep("question", "m1", True)

    assert heard.recall("question", "m2") is None
    assert heard.recall("criticism", "m1") is None


def test_answers_of_different_concepts_stand_side_by_side() -> None:
    heard = Heard()
    heard.keep("question", "m1", True)
    heard.keep("criticism", "m1", False)
    heard.keep("settled", "m1", True)

    assert [heard.recall(name, "m1") for name in ("question", "criticism", "settled")] == [True, False, True]
