"""The learned concepts: the file, the score, the words it names."""

from __future__ import annotations

import math

import pytest

from knigge.engine.diagnostics import KniggeError
from knigge.engine.learned import MAGIC, Family, dump, load
from knigge.engine.learned_features import NOWHERE, WordClasses, evidence_keys, extract, read_classes
from knigge.engine.signals.reading import Measurement
from knigge.engine.source import Span
from knigge.engine.tokens import tokenize

CLASSES = "calm: ruhig* beruhig*\nlegal: anwalt *gericht\n"
FAMILIES = (Family("commanding-calm", -1.0, 0.5, 0.5, 0.03), Family("legal-threat", -2.0, 0.25, 0.5, 0.03))
WEIGHTS = {
    "u:ruhig": {0: 3},
    "X:calm": {0: 2, 1: -4},
    "b:ganz_ruhig": {0: 2},
    "X:legal": {1: 12},
    "m:!": {0: -1},
    "S:words>5": {1: 1},
    "Pu:wo": {0: 1},
}


def _file() -> bytes:
    return dump("de", "2026-01-02", ("some rows",), CLASSES, FAMILIES, WEIGHTS)


def test_the_score_is_the_logistic_function_of_the_sum_worked_out_by_hand() -> None:
    model = load(_file())
    text = tokenize("Bleiben Sie ganz ruhig!")

    score = model.score(extract(text, None, {}, model.classes))

    # ruhig 3 + class calm 2 + ganz ruhig 2 + the mark -1, half a logit each, from -1; for the other one class calm -4
    assert score == {
        "commanding-calm": round(1 / (1 + math.exp(-(6 * 0.5 - 1.0))), 4),
        "legal-threat": round(1 / (1 + math.exp(-(-4 * 0.25 - 2.0))), 4),
    }


def test_the_words_that_weighed_most_are_named_with_their_places() -> None:
    model = load(_file())
    text = tokenize("Bleiben Sie ganz ruhig!")

    judged = model.judge("commanding-calm", extract(text, None, {}, model.classes), text)

    # ruhig: 3 + 2 + half of 2 - 1 for the mark behind it; ganz: half of 2
    assert [(reason.what, reason.weight) for reason in judged.reasons] == [("ruhig", 2.5), ("ganz", 0.5)]
    assert all(
        reason.span and text.raw[reason.span.start : reason.span.end] == reason.what for reason in judged.reasons
    )
    assert judged.score == model.score(extract(text, None, {}, model.classes))["commanding-calm"]


def test_evidence_without_a_place_is_named_by_its_key() -> None:
    model = load(_file())
    text, parent = tokenize("Ruhig."), tokenize("Wo bleibt es?")

    judged = model.judge("commanding-calm", extract(text, parent, {}, model.classes), text)

    assert ("Pu:wo", None) in [(reason.what, reason.span) for reason in judged.reasons]


def test_an_empty_text_gets_what_the_constants_give() -> None:
    model = load(_file())
    text = tokenize("")

    score = model.score(extract(text, None, {}, model.classes))

    assert score["commanding-calm"] == round(1 / (1 + math.e), 4)
    assert model.judge("commanding-calm", {}, text).reasons == ()


def test_the_header_tells_language_date_data_and_thresholds() -> None:
    model = load(_file())

    assert (model.language, model.date, model.data, model.families) == ("de", "2026-01-02", ("some rows",), FAMILIES)


def test_the_same_weights_give_the_same_bytes() -> None:
    turned = {key: dict(reversed(weights.items())) for key, weights in reversed(WEIGHTS.items())}

    assert dump("de", "2026-01-02", ("some rows",), CLASSES, FAMILIES, turned) == _file()
    assert load(_file()).digest == load(_file()).digest


def test_a_model_without_weights_can_be_kept_and_read() -> None:
    model = load(dump("en", "", (), "", FAMILIES, {}))

    assert model.score({"u:ruhig": (0, 0)})["legal-threat"] == round(1 / (1 + math.exp(2)), 4)


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"no model",
        MAGIC,
        MAGIC + b"{}",
        MAGIC + b"[]\n",
        MAGIC + b"\xff\xfe\n",
        _file()[:-1],
        _file() + b"x",
        _file()[:-1] + b"x",
        _file().replace(b"knigge-model 2", b"knigge-model 1"),
        _file().replace(b'"sizes":[', b'"sizes":[1,'),
        _file().replace(b'"families":[[', b'"families":[[9,'),
        _file().replace(b'"language"', b'"speech"'),
    ],
)
def test_a_damaged_file_is_refused_in_words(damaged: bytes) -> None:
    with pytest.raises(KniggeError, match="the model file is"):
        load(damaged)


def test_word_classes_know_whole_words_beginnings_and_ends() -> None:
    classes = read_classes(CLASSES + "# a remark\n")

    assert classes.of("beruhigung") == ("calm",)
    assert classes.of("landgericht") == ("legal",)
    assert classes.of("anwaltlich") == ()


def test_features_stand_where_they_are_found_first() -> None:
    text = tokenize("Ruhig. Ganz ruhig, 12 Minuten")

    found = extract(text, None, {}, read_classes(CLASSES))

    assert found["u:ruhig"] == (0, 0)
    assert found["b:ganz_ruhig"] == (1, 2)
    assert found["u:#"] == (3, 3)
    assert "b:ruhig_ganz" not in found, "a pair does not cross the end of a sentence"
    assert found["V:none"] == NOWHERE


def test_the_parent_counts_by_its_words_and_by_what_comes_back_of_them() -> None:
    found = extract(tokenize("Die Rechnung stimmt"), tokenize("Stimmt meine Rechnung?"), {}, WordClasses())

    assert found.keys() >= {"Pu:rechnung", "Pp5:rechn", "P?", "V:parent", "V:shared>1", "V:part4"}


def test_signals_count_in_steps_by_word_and_by_label() -> None:
    evidence = {
        "text.words": Measurement(13.0),
        "text.address": Measurement("formal"),
        "text.anchors": Measurement(1.0, (Span(0, 1),), ("date",)),
        "text.difficulty": Measurement(None),
        "text.unheard-of": Measurement(1.0),
    }

    keys = evidence_keys(evidence)

    assert keys == ["S:words>5", "S:words>8", "S:words>12", "S:address=formal", "S:anchors>0", "S:anchors:date"]
