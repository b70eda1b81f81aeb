"""What conditions imply is claimed only where every situation was tried."""

import pytest

from knigge.engine import nodes
from knigge.engine.logic import MOST_SITUATIONS, Domain, holds, situations, told
from knigge.engine.parser import parse
from knigge.engine.signals.reading import Type
from knigge.engine.source import Source


def _condition(text: str) -> nodes.Condition:
    (block,) = parse(Source("x", f"rule a.b about reply forbid {text} end")).file.blocks
    assert isinstance(block, nodes.Rule)
    (item,) = block.items
    assert isinstance(item, nodes.Forbid)
    return item.condition


def _outcomes(text: str) -> set[bool]:
    condition = _condition(text)
    tried = situations([condition], {})
    assert tried is not None
    return {holds(condition, situation) for situation in tried}


@pytest.mark.parametrize(
    "text",
    [
        "text.words > 60",
        "text.words > 60 and text.words < 61",
        "text.words = 3",
        "text.words != 3",
        "text.words > text.sentences",
        "channel is x",
        "channel is not x and channel is not facebook",
        "public and parent",
        'at least 2 of (public, text says "x", text.words > 3)',
        "count of dank > 2 and rate of dank < 1 per 100 words",
        "text.capitals-share > 30 %",
        "text.capitals-share > 0.1 % and text.capitals-share < 0.3 %",
        "text.capitals-share > 0.001 % and text.capitals-share < 0.002 %",
        "text.words > 1000000 and text.words < 9000000",
        "text.words > text.sentences and text.words < 5 and text.sentences > 4",
        "text.words < text.sentences and text.words > 900 and text.sentences < 901",
    ],
)
def test_a_condition_that_can_do_both_is_left_alone(text: str) -> None:
    assert _outcomes(text) == {True, False}


@pytest.mark.parametrize(
    "text",
    [
        "text.words > 60 and text.words < 50",
        "text.words = 3 and text.words = 4",
        "channel is x and channel is facebook",
        "public and not public",
        'text says "x" and not text says "x"',
        "text.words < 0",
    ],
)
def test_a_condition_that_can_never_hold_is_found(text: str) -> None:
    assert _outcomes(text) == {False}


@pytest.mark.parametrize(
    "text", ["text.words >= 0", "text.words > 3 or text.words < 4", "public or not public", "3 words < 4 words"]
)
def test_a_condition_that_always_holds_is_found(text: str) -> None:
    assert _outcomes(text) == {True}


def test_a_closed_list_of_words_is_tried_as_a_whole() -> None:
    condition = _condition("kind is one of (post, reply)")

    tried = list(situations([condition], {"kind": Domain(Type.WORD, ("post", "reply"))}) or ())

    assert {holds(condition, situation) for situation in tried} == {True}


def test_a_share_never_passes_its_bounds() -> None:
    condition = _condition("text.capitals-share >= 99.9 % and text.capitals-share <= 100 %")

    tried = list(situations([condition], {"text.capitals-share": Domain(Type.SHARE, high=1.0)}) or ())

    assert {holds(condition, situation) for situation in tried} == {True, False}
    assert all(0 <= float(value) <= 1 for situation in tried for value in situation.values())


def test_nothing_is_claimed_of_too_many_situations() -> None:
    condition = _condition(" or ".join(f'text says "{word}"' for word in range(MOST_SITUATIONS.bit_length())))

    assert situations([condition], {}) is None


def test_a_situation_is_told_in_words() -> None:
    condition = _condition('text.words > 60 and channel is x and not text says "doof"')

    shown = told({"text.words": 60.5, "channel": "x", "text says “doof”": False}, [condition])

    assert shown == "text.words = 60.5, channel is x, not text says “doof”"
    assert told({}, []) == "any text"
