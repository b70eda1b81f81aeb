"""Anchors: what is concrete, what is only vague, and the tags of single tokens."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.record import Exchange, Message, Organisation
from knigge.engine.signals.anchors import anchored_share, anchors, anchors_signal, token_tags
from knigge.engine.signals.reading import Reading
from knigge.engine.tokens import tokenize


def _reading(text: str, parent: str | None = None, products: tuple[str, ...] = ()) -> Reading:
    above = None if parent is None else tokenize(parent)
    return Reading(tokenize(text), None, Exchange(Message("m", text)), Organisation(products=products), above)


def _found(text: str, parent: str | None = None, products: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    reading = _reading(text, parent, products)
    return [(text[each.span.start : each.span.end], each.kind) for each in anchors(reading) if not each.weak]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wir melden uns am 3. Mai.", [("3. Mai", "date")]),
        ("Am 03.05.2026 öffnet der Hof.", [("03.05.2026", "date")]),
        ("Freitag früh ist es da.", [("Freitag früh", "date")]),
        ("Das klärt sich morgen.", [("morgen", "date")]),
        ("Ende nächster Woche läuft es.", [("Ende nächster Woche", "date")]),
        ("It ships on May 3rd.", [("May 3rd", "date")]),
        ("We may help, and we march on.", []),
        ("You get it tomorrow by noon.", [("tomorrow", "date"), ("noon", "time")]),
        ("Bis 15.30 Uhr sind wir da.", [("15.30 Uhr", "time")]),
        ("Wir kommen um halb vier.", [("halb vier", "time")]),
        ("Call us at 6 pm.", [("6 pm", "time")]),
        ("Innert 5 Tagen ist es da.", [("5 Tagen", "duration")]),
        ("Es dauert zwei Tage.", [("zwei Tage", "duration")]),
        ("Sie bekommen 20 Euro zurück.", [("20 Euro", "amount")]),
        ("CHF 412.– sind unterwegs.", [("CHF 412", "amount")]),
        ("You get €49 back.", [("€49", "amount")]),
        ("Frau Keller kümmert sich.", [("Frau Keller", "name")]),
        ("Ms Okafor will ring.", [("Ms Okafor", "name")]),
        ("Der Ersatzbus hält an Gleis 3.", [("Gleis 3", "place")]),
        ("Die Baustelle in der Gartenstraße ist weg.", [("Gartenstraße", "place")]),
        ("Mehr steht auf www.beispiel.de/hilfe.", [("www.beispiel.de/hilfe", "link")]),
        ("Ihr Fall 4711 liegt bei mir.", [("4711", "reference")]),
        ("Drei Techniker sind dran.", [("Drei Techniker", "quantity")]),
        ("Wir melden uns bald, zeitnah, schnellstmöglich, in Kürze.", []),
        ("We will reply soon, shortly, asap.", []),
        ("Guten Morgen und einen schönen Tag!", []),
        ("Wir geben 100 % und das 24/7.", []),
        ("", []),
    ],
)
def test_what_is_concrete(text: str, expected: list[tuple[str, str]]) -> None:
    assert _found(text) == expected


def test_a_bare_today_is_weak_but_tagged() -> None:
    reading = _reading("Heute prüfen wir das.")

    (today,) = anchors(reading)

    assert today.weak
    assert anchors_signal.measure(reading).value == 0
    assert "date" in token_tags(reading.text, "de")[0]


def test_a_reader_called_by_name_is_weak_and_a_signature_is_not() -> None:
    text = "Hallo Frau Demir, das klären wir. Viele Grüße, Jana"

    assert _found(text) == [("Jana", "name")]


def test_products_of_the_organisation_are_anchors() -> None:
    assert _found("Die FritzBox Pro ist lieferbar.", products=("FritzBox Pro",)) == [("FritzBox Pro", "product")]


def test_the_customers_own_words_are_an_anchor() -> None:
    parent = "Der Griff am Koffer ist gerissen"

    assert ("der Griff am Koffer", "echo") in _found("Dass der Griff am Koffer nachgibt, darf nicht sein.", parent)
    assert _found("Das darf nicht sein.", parent) == []


def test_the_share_leaves_out_greeting_and_signature() -> None:
    text = "Hallo Frau Demir! Der Bus fährt um 9:30 Uhr. Danke fürs Melden. Viele Grüße, Jana"

    measured = anchored_share.measure(_reading(text))

    assert measured.value == 0.5
    assert [text[span.start : span.end] for span in measured.spans] == ["9:30 Uhr"]


def test_an_empty_text_has_no_share() -> None:
    assert anchored_share.measure(_reading("")).value == 0.0


def test_tokens_carry_their_classes() -> None:
    text = tokenize("@lisa Am Freitag um 15 Uhr zahlt Frau Keller 20 Euro #neu 😊 www.a.de")

    tags = dict(zip(text.folds, token_tags(text, "de"), strict=True))

    assert tags["@lisa"] == {"mention"}
    assert tags["freitag"] == {"weekday", "date"}
    assert tags["15"] == {"number", "time"}
    assert tags["keller"] == {"name"}
    assert tags["20"] == {"number", "amount"}
    assert tags["#neu"] == {"hashtag"}
    assert tags["😊"] == {"emoji"}
    assert tags["www.a.de"] == {"link"}
    assert tags["zahlt"] == frozenset()


def test_nouns_counts_and_addresses_have_a_class() -> None:
    text = tokenize("Wir verlosen 10x Töpfe, Obere Mühle 4, 97076 Würzburg")

    tags = dict(zip(text.folds, token_tags(text, "de"), strict=True))

    assert tags["10x"] == {"number"}
    assert tags["toepfe"] == {"noun"}
    assert tags["verlosen"] == frozenset()
    assert {"address", "number"} <= tags["97076"]
    assert "noun" not in dict(zip(text.folds, token_tags(text, "en"), strict=True))["toepfe"]


@given(
    st.lists(st.sampled_from("am um 3 . Mai 15 Uhr : 20 € Frau Keller halb vier bis , - zwei Tage 3.5. / kw".split()))
)
def test_anchors_never_overlap_and_follow_the_text(words: list[str]) -> None:
    text = " ".join(words)
    found = anchors(_reading(text))

    assert all(first.last_token < second.first_token for first, second in pairwise(found))
    assert all(0 <= each.span.start < each.span.end <= len(text) for each in found)


@given(st.text(max_size=60))
def test_no_text_crashes(text: str) -> None:
    reading = _reading(text, text)

    assert len(token_tags(reading.text, None)) == len(reading.text)
    assert 0 <= float(anchored_share.measure(reading).value or 0) <= 1
