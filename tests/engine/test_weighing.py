"""Learned concepts decided with few signals: the answer is the one that all of them together give."""

from __future__ import annotations

import pytest

from knigge.engine.learned import Family, dump, load, share
from knigge.engine.learned_features import (
    EVIDENCE,
    extract,
    keys_of_answered,
    keys_of_both,
    keys_of_signal,
    keys_of_words,
)
from knigge.engine.signals.reading import Measurement
from knigge.engine.tokens import tokenize
from knigge.engine.weighing import Weighing, scale

FAMILIES = (
    Family("calm", -1.0, 0.1, 0.65, 0.03),
    Family("never", 0.0, 0.1, 2.0, 0.0),
    Family("sure", 0.0, 1.0, 1.0, 0.5),
)
WEIGHTS = {
    "u:ruhig": {0: 20, 2: 9},
    "S:words>5": {0: -4},
    "S:questions>0": {0: 3},
    "S:shouting:capitals": {0: 6},
    "S:address=formal": {0: 2},
    "S:address:formal": {0: 1},
}
SIGNALS = {
    "text.words": Measurement(6.0),
    "text.questions": Measurement(1.0),
    "text.shouting": Measurement(1.0, labels=("capitals",)),
    "text.address": Measurement("formal", labels=("formal", "formal")),
}


def _weighing(text: str) -> Weighing:
    model = load(dump("de", "", (), "", FAMILIES, WEIGHTS))
    read = tokenize(text)
    return Weighing(model, model.totals(keys_of_words(read, model.classes) | keys_of_both(read, None)))


def _measure(name: str) -> Measurement:
    return SIGNALS.get(name, Measurement(0.0))


@pytest.mark.parametrize("text", ["", "Ruhig.", "Alles gut?"])
def test_the_answers_are_those_of_the_whole_sum(text: str) -> None:
    weighing = _weighing(text)
    model = weighing.model
    whole = model.score(extract(tokenize(text), None, SIGNALS, model.classes))

    for family in FAMILIES:
        assert weighing.share(family.name, _measure) == whole[family.name]
        assert weighing.holds_alone(family.name, _measure) is (whole[family.name] >= family.alone)
        assert weighing.is_seconded(family.name, _measure) is (whole[family.name] >= family.seconded)


def test_a_signal_that_cannot_change_the_answer_is_not_measured() -> None:
    asked: list[str] = []

    def measure(name: str) -> Measurement:
        asked.append(name)
        return _measure(name)

    assert not _weighing("Alles gut?").holds_alone("never", measure)
    assert _weighing("Ruhig.").is_seconded("calm", measure)
    assert asked == []


def test_the_least_sum_is_the_first_with_the_score() -> None:
    model = load(dump("de", "", (), "", FAMILIES, WEIGHTS))

    for family in (FAMILIES[0], FAMILIES[2]):
        known = scale(model, family.name)
        for least, bar in ((known.alone, family.alone), (known.seconded, family.seconded)):
            assert share(family, least) >= bar > share(family, least - 1)


def test_what_a_signal_can_add_is_never_more_than_was_reckoned_with() -> None:
    model = load(dump("de", "", (), "", FAMILIES, WEIGHTS))
    known = scale(model, "calm")
    reckoned = {name for name, _, _ in known.signals}

    assert reckoned == {"text.words", "text.questions", "text.shouting", "text.address"}
    _, low, high = known.signals[0]
    assert (low, high) == (-4, 3 + 6 + 2 + 1)


def test_words_and_signals_together_give_all_features() -> None:
    text, parent = tokenize("Ganz ruhig, bitte! Ruhig 2 Minuten. 🙂"), tokenize("Wie ruhig denn?")
    classes = load(dump("de", "", (), "calm: ruhig* bitte\n", FAMILIES, WEIGHTS)).classes

    found = keys_of_words(text, classes) | keys_of_answered(parent, classes) | keys_of_both(text, parent)
    for name, _ in EVIDENCE:
        found.update(keys_of_signal(name, SIGNALS.get(name, Measurement(0.0))))

    assert found == set(extract(text, parent, SIGNALS, classes))


def test_a_label_nobody_reckoned_with_gives_no_feature() -> None:
    assert keys_of_signal("text.shouting", Measurement(0.01, labels=("unheard",))) == ("S:shouting>0",)
    assert keys_of_signal("text.colour", Measurement(1.0)) == ()
