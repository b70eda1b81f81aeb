"""What is measured on one message: values counted by hand, what is unknown and why, and that nothing breaks it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from knigge.engine.catalogue import (
    choose_concepts,
    choose_signals,
    concept_entries,
    signal_entries,
    signal_names,
    split,
)
from knigge.engine.conditions import Truth
from knigge.engine.damage import Remark
from knigge.engine.diagnostics import KniggeError
from knigge.engine.evaluator import LONGEST
from knigge.engine.library import read_text
from knigge.engine.measure import Extent, Measured, MeasuredConcept, MeasuredSignal, measure, score
from knigge.engine.program import Program
from knigge.engine.record import Exchange, Message
from knigge.engine.signals.reading import Measurement
from knigge.engine.source import Span
from knigge.reports.measured import as_record, render

Measure = Callable[..., Measured]

_CONCEPTS: Final = """
concept rude in de says "doof" unless quoted end
concept rude in en says "stupid" end
concept answered in de says "gut" if parent says "kaputt" end
concept asking in de holds when text.questions >= 1 end
concept german in de says "wir" end
"""
_SCHEMA: Final = Draft202012Validator(json.loads(read_text("grammar/measure.schema.json")))


@pytest.fixture(scope="module")
def house(program: Callable[[str], Program]) -> Program:
    """A program with a few small concepts."""
    return program(_CONCEPTS)


@pytest.fixture(scope="module")
def measured(house: Program) -> Measure:
    """A function that measures a text with all signals and concepts, or with those named."""

    def run(
        text: str | None,
        language: str | None = None,
        parent: str | None = None,
        signals: str = "*",
        concepts: str = "*",
    ) -> Measured:
        behind = Message("p", parent, "comment") if parent is not None else None
        exchange = Exchange(Message("m", text, "reply", language=language), behind, parent is not None)
        return measure(house, exchange, choose_signals(split([signals])), choose_concepts(split([concepts]), house))

    return run


def _signal(found: Measured, name: str) -> MeasuredSignal:
    return next(each for each in found.signals if each.name == name)


def _concept(found: Measured, name: str) -> MeasuredConcept:
    return next(each for each in found.concepts if each.name == name)


def _codes(found: Measured) -> list[str]:
    return [remark.code for remark in found.remarks]


def test_signals_are_measured_with_their_places(measured: Measure) -> None:
    found = measured("Ihr Paket ist da. Haben Sie noch Fragen? 😀")

    assert (found.id, found.language, found.extent, found.remarks) == ("m", "de", Extent.ALL, ())
    assert _signal(found, "words").found.value == 8
    assert _signal(found, "sentences").found.value == 2
    assert _signal(found, "words-per-sentence").found.value == 4
    assert _signal(found, "questions").found == Measurement(1.0, (Span(18, 39),))
    assert _signal(found, "emoji").found == Measurement(1.0, (Span(41, 42),))
    address = _signal(found, "address").found
    assert (address.value, address.spans, address.labels) == (
        "formal",
        (Span(0, 3), Span(24, 27)),
        ("formal", "formal"),
    )


def test_concepts_hold_with_their_places_and_a_score(measured: Measure) -> None:
    found = measured("Das ist doof, wirklich doof. Oder?")

    assert _concept(found, "rude") == MeasuredConcept("rude", True, 1.0, (Span(8, 12), Span(23, 27)))
    assert _concept(found, "asking") == MeasuredConcept("asking", True, 1.0, (Span(29, 33),))
    assert _concept(found, "german") == MeasuredConcept("german", False, 0.0)
    assert [each.name for each in found.concepts] == ["answered", "asking", "german", "rude"]


def test_a_quotation_is_not_measured_as_ours(measured: Measure) -> None:
    assert _concept(measured("Sie schrieben: „Das ist doof.“ Wir haben das gelesen."), "rude").holds is False


def test_a_concept_that_hangs_on_the_parent_is_undecided_without_it(measured: Measure) -> None:
    unknown = _concept(measured("Alles ist wieder gut."), "answered")
    known = _concept(measured("Alles ist wieder gut.", parent="Mein Gerät ist kaputt!"), "answered")
    other = _concept(measured("Alles ist wieder gut.", parent="Hallo!"), "answered")

    assert (unknown.holds, unknown.score, unknown.needs) == (None, None, ("parent",))
    assert unknown.reason == "the message answered is not known"
    assert (known.holds, known.score, known.spans) == (True, 1.0, (Span(17, 20),))
    assert (other.holds, other.score) == (False, 0.0)


@pytest.mark.parametrize(("value", "expected"), [(True, 1.0), (False, 0.0), (None, None)])
def test_structure_alone_scores_one_or_nothing(value: bool | None, expected: float | None) -> None:
    assert score(Truth(value)) == expected


def test_a_signal_of_another_language_says_so(measured: Measure) -> None:
    found = _signal(measured("Das ist ein kurzer Satz für Sie."), "formula-ari")

    assert (found.found.value, found.found.needs, found.reason) == (None, ("language",), "measured in `en` only")


def test_a_concept_of_another_language_says_so(measured: Measure) -> None:
    found = measured("This is a short text for you and it is fine.")

    assert found.language == "en"
    assert _concept(found, "german").reason == "not defined in `en`"
    assert _concept(found, "rude").holds is False
    assert found.extent is Extent.ALL


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        (
            "Bonjour, où est mon colis, s'il vous plaît ?",
            "fr",
            "there are no rules for `fr` (function words and letters)",
        ),
        ("Hola, ¿dónde está mi paquete? Gracias", "other", "there are no rules for this language (looks like es)"),
        ("مرحبا بالعالم كيف حالك اليوم", "other", "there are no rules for this language (written from right to left)"),
        ("Привет, как у вас дела сегодня?", "other", "there are no rules for this language (not in Latin letters)"),
        ("😀🎉", "unsure", "the language is not known (only emoji)"),
        ("https://example.com/a", "unsure", "the language is not known (only links)"),
        ("@acme #hilfe 12", "unsure", "the language is not known (only numbers and mentions and hashtags)"),
        ("?!", "unsure", "the language is not known (only punctuation)"),
        ("ok", "unsure", "the language is not known (too short to tell)"),
    ],
)
def test_a_text_without_rules_for_its_language_is_measured_in_part(
    text: str, language: str, told: str, measured: Measure
) -> None:
    found = measured(text)

    assert (found.language, found.extent) == (language, Extent.PART)
    assert found.remarks == (Remark("language", f"{told}; signals and concepts of a language are not measured"),)
    assert _signal(found, "language").found.value == language
    assert _signal(found, "passives").reason == _concept(found, "rude").reason == told
    assert _concept(found, "rude").needs == ("language",)
    assert isinstance(_signal(found, "characters").found.value, float)


def test_what_was_not_asked_for_is_not_missing(measured: Measure) -> None:
    assert measured("😀", signals="emoji,words", concepts="none").extent is Extent.ALL
    assert measured("😀", signals="language", concepts="none").extent is Extent.PART
    assert measured("😀", signals="none", concepts="rude").extent is Extent.PART


def test_swiss_german_is_its_own_answer_and_read_as_german(measured: Measure) -> None:
    found = measured("Grüezi, mir händ das nöd gha, das isch doof.")

    assert (found.language, found.extent) == ("gsw", Extent.ALL)
    assert _concept(found, "rude").holds is True


@pytest.mark.parametrize(
    ("given", "language", "extent"),
    [("de-CH", "de", Extent.ALL), ("FR", "fr", Extent.PART), ("tlh", "other", Extent.PART)],
)
def test_a_language_that_is_given_counts(given: str, language: str, extent: Extent, measured: Measure) -> None:
    found = measured("Das ist doof.", given)

    assert (found.language, found.extent) == (language, extent)


def test_a_text_too_short_to_tell_speaks_as_the_message_it_answers(measured: Measure) -> None:
    found = measured("Doof.", parent="Wo bleibt denn mein Paket, das ist doch nicht wahr?")

    assert (found.language, _signal(found, "language").reason) == ("de", "taken from the message answered")
    assert _concept(found, "rude").holds is True


def test_two_languages_in_one_text_are_told_apart(measured: Measure) -> None:
    german = "Ihr Paket liegt seit gestern bei der Post, weil wir Sie nicht erreicht haben und niemand da war."
    english = "We are sorry about this."
    found = measured(f"{german} {english}", "de")

    assert found.extent is Extent.PART
    (remark,) = found.remarks
    assert (remark.code, remark.spans) == ("mixed-languages", (Span(len(german) + 1, len(german) + len(english)),))
    assert remark.reason == "holds sentences in `en`, read by the rules for `de`"
    assert measured(f"{german} Sie schrieben: „{english}“", "de").remarks == ()
    assert measured(german).remarks == ()


@pytest.mark.parametrize(
    ("text", "code", "places"),
    [
        ("Guten Tag &amp; danke,<br>wir melden uns.", "html", ["&amp;", "<br>"]),
        ('Wir sind <a href="x">hier</a> für Sie &#228;', "html", ['<a href="x">', "</a>", "&#228;"]),
        ("Ã¼ber die StraÃŸe gehen wir nicht â€“ nein", "mojibake", ["Ã¼", "ÃŸ", "â€“"]),
        ("Wir haben das nicht gelesen ðŸ˜€ und \ufffd", "mojibake", ["ðŸ˜€", "\ufffd"]),
        ("Guten\x00Tag, wir\x07\x1b sind da.", "control-characters", ["\x00", "\x07\x1b"]),
        ("Das ist nicht \u202eso, wir sind da.", "control-characters", ["\u202e"]),
        ("Das ist \ud83d halb, wir wissen es.", "surrogates", ["\ud83d"]),
    ],
)
def test_damage_is_noted_and_the_text_measured_as_it_stands(
    text: str, code: str, places: list[str], measured: Measure
) -> None:
    found = measured(text)

    (remark,) = found.remarks
    assert remark.code == code
    assert [text[span.start : span.end] for span in remark.spans] == places
    assert (found.language, found.extent) == ("de", Extent.ALL)
    assert _signal(found, "characters").found.value == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "Das „MENÜ“ macht „Spaß“ – und 3 < 5 > 2 bei AT&T; schön, nicht wahr…",
        "Wir sind um 5 € günstiger: Çelik, Ângela, São Paulo, L’Haÿ-les-Roses.",
        "Eine Zeile\r\n\tund noch eine, wir sind da.",
    ],
)
def test_ordinary_signs_are_no_damage(text: str, measured: Measure) -> None:
    assert measured(text).remarks == ()


def test_a_remark_names_twenty_places_at_most(measured: Measure) -> None:
    (remark,) = measured("Wir sind da. " + "&amp; " * 50).remarks

    assert len(remark.spans) == 20


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_an_empty_text_is_measured_as_empty(text: str, measured: Measure) -> None:
    found = measured(text)

    assert (found.language, found.extent, _codes(found)) == ("unsure", Extent.PART, ["empty"])
    assert _signal(found, "words").found.value == 0
    assert _signal(found, "address").found.value == "none"
    assert _concept(found, "rude").holds is None


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        (None, "no-text", "the text is not known"),
        (
            "a" * (LONGEST + 1),
            "too-long",
            f"the text has {LONGEST + 1} characters; more than {LONGEST} are not measured",
        ),
    ],
)
def test_a_text_that_is_unknown_or_too_long_is_not_measured(
    text: str | None, code: str, reason: str, measured: Measure
) -> None:
    assert measured(text) == Measured("m", None, (), (), Extent.NOTHING, (Remark(code, reason),))


def test_a_text_of_the_greatest_length_is_measured(measured: Measure) -> None:
    found = measured(("Wir sind da. " * LONGEST)[:LONGEST], signals="characters,words", concepts="rude")

    assert found.extent is Extent.ALL
    assert _signal(found, "words").found.value == 23077  # 7692 times three, and „Wir“


def test_a_parent_that_is_too_long_is_unknown(measured: Measure) -> None:
    found = measured("Alles ist wieder gut.", parent="kaputt " * LONGEST)

    assert _codes(found) == ["parent-too-long"]
    assert _concept(found, "answered").needs == ("parent",)


def test_one_broken_signal_does_not_hide_the_others(measured: Measure, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str, _: Truth) -> None:
        raise ZeroDivisionError(name)

    monkeypatch.setattr("knigge.engine.measure.judge", broken)
    monkeypatch.setattr("knigge.engine.measure.score", broken)

    found = measured("Das ist doof.")

    assert found.extent is Extent.PART
    assert _signal(found, "words").found.value == 3
    assert {each.reason for each in found.concepts} == {"failed: TypeError"}


# Choosing


def test_names_patterns_and_german_names_choose(house: Program) -> None:
    assert choose_signals(["anrede", "text.words", "link*"]) == ("words", "links", "address")
    assert choose_signals(["*"]) == signal_names()
    assert choose_signals(["none"]) == ()
    assert choose_concepts(["*er*", "rude", "rude"], house) == ("answered", "german", "rude")
    assert split(["a, b", "", "c,"]) == ("a", "b", "c")


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("adress", "there is no signal `adress`; did you mean `address`?"),
        ("xyz*", "there is no signal `xyz*`; see `knigge measure --list`"),
        ("[a-z]*", "there is no signal `[a-z]*`; see `knigge measure --list`"),
    ],
)
def test_a_name_that_is_not_known_is_a_mistake(pattern: str, told: str) -> None:
    with pytest.raises(KniggeError, match="no signal") as caught:
        choose_signals(["words", pattern])

    assert str(caught.value) == told


def test_everything_listed_has_unit_meaning_and_source(house: Program) -> None:
    entries = signal_entries()

    assert [entry.name for entry in entries] == list(signal_names())
    assert all(entry.unit and entry.meaning and entry.source and entry.empty for entry in entries)
    assert [(entry.name, entry.languages, entry.source) for entry in concept_entries(house, "de")] == [
        ("answered", ("de",), "test"),
        ("asking", ("de",), "test"),
        ("german", ("de",), "test"),
        ("rude", ("de", "en"), "test"),
    ]


# The record


def test_a_record_is_as_the_contract_shows_it(measured: Measure) -> None:
    found = measured("Ihr Satz ist doof.", signals="address,words-per-sentence,long-words", concepts="rude")

    assert dict(as_record(found)) == {
        "id": "m",
        "language": "de",
        "signals": {
            "words-per-sentence": {"value": 4, "spans": []},
            "address": {"form": "formal", "spans": [[0, 3, "formal"]]},
            "long-words": {"value": 0, "spans": []},
        },
        "concepts": {"rude": {"holds": True, "score": 1.0, "spans": [[13, 17]]}},
        "measured": "all",
        "notes": [],
    }


def test_numbers_are_rounded_and_never_no_number() -> None:
    values = (2 / 3, 2.0, float("inf"), float("nan"), True, "word", None)
    signals = tuple(MeasuredSignal(str(at), Measurement(value)) for at, value in enumerate(values))

    record = as_record(Measured("m", "de", signals, (), Extent.ALL))

    shown = [each["value"] for each in record["signals"].values()]
    assert shown == [0.6667, 2, None, None, True, "word", None]
    assert [type(each) for each in shown[:2]] == [float, int]


def test_half_a_character_in_an_id_leaves_valid_utf_8() -> None:
    line = render(Measured("x\ud800ü", "de", (), (), Extent.ALL))

    assert '"id":"x\\ud800ü"' in line.decode("utf-8")
    assert json.loads(line)["id"] == "x\ud800ü"


_PIECES: Final = st.sampled_from(
    "Sie du Ihr doof „ “ &amp; <br> Ã¼ \x00 \ud800 😀 مرحبا https://a.de @x #y 12.3. DE89370400440532013000 !!! ?\n "
    "IBAN WARUM the sorry we you isch nöd où merci ca. z.B. 🇩🇪 é e\u0301 ß".split(" ")
)
_TEXTS: Final = st.one_of(
    st.text(st.characters(), max_size=80),
    st.lists(st.one_of(_PIECES, st.text(max_size=3)), max_size=25).map(" ".join),
)


@given(text=_TEXTS, language=st.sampled_from([None, None, "de", "en", "fr"]), parent=st.none() | _TEXTS)
def test_any_text_gives_one_valid_line_with_places_inside_the_text(
    text: str, language: str | None, parent: str | None, measured: Measure
) -> None:
    line = render(measured(text, language, parent))

    assert line.endswith(b"\n") and line.count(b"\n") == 1
    record = json.loads(line.decode("utf-8"))
    _SCHEMA.validate(record)
    assert record["measured"] in ("all", "part")
    assert "failed" not in {note["code"] for note in record["notes"]}
    spans = [
        span
        for each in (*record["signals"].values(), *record["concepts"].values(), *record["notes"])
        for span in each["spans"]
    ]
    assert all(0 <= start < end <= len(text) for start, end, *_ in spans)
