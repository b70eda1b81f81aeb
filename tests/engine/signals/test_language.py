"""The language of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.record import Exchange, Message, Organisation
from knigge.engine.signals.language import by_langdetect, by_langid, detect, language_confirmed
from knigge.engine.signals.reading import Reading
from knigge.engine.tokens import tokenize

BOTH = ("de", "en")


def named(text: str, candidates: tuple[str, ...] = BOTH) -> str | None:
    return detect(tokenize(text), candidates).language


def measured(text: str, stated: str | None) -> Reading:
    return Reading(tokenize(text), stated, Exchange(Message("m", text)), Organisation())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Danke dir!", "de"),
        ("Thanks a lot!", "en"),
        ("Wo bleibt mein Paket?", "de"),
        ("Your parcel is on its way.", "en"),
        ("Können Sie mir die Rechnung noch einmal schicken?", "de"),
        ("preis leistung passt, gerne wieder", "de"),
        ("Sie schreiben „Your parcel is on its way“, aber es kam nichts an.", "de"),
    ],
)
def test_a_clear_text_is_named_even_when_short(text: str, expected: str) -> None:
    assert named(text) == expected


@pytest.mark.parametrize("text", ["", "👍", "Ok", "Ok, danke!", "LG", "https://acme.de", "@acme #hilfe"])
def test_a_text_with_nothing_to_tell_by_has_no_language(text: str) -> None:
    assert named(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Merci beaucoup pour votre aide", "looks like fr"),
        ("Grazie mille, il pacco è già arrivato", "looks like it"),
        ("Gracias por la ayuda, muy bien", "looks like es"),
    ],
)
def test_a_foreign_language_is_named_in_the_reason(text: str, reason: str) -> None:
    found = detect(tokenize(text), BOTH)

    assert (found.language, found.reason) == (None, reason)


def test_a_foreign_language_is_found_when_the_policy_wants_it() -> None:
    assert named("Merci beaucoup pour votre aide", ("de", "fr")) == "fr"


def test_dialect_is_never_the_wrong_language() -> None:
    assert named("Hoi zäme, isch das nöd guet?") == "de"
    assert named("Hoi zäme, isch das nöd guet?", ("de", "gsw")) == "gsw"


@given(st.text(max_size=80))
def test_the_answer_is_a_candidate_or_none_and_always_the_same(text: str) -> None:
    first = detect(tokenize(text), BOTH)

    assert first.language in (*BOTH, None)
    assert 0.0 <= first.certainty <= 1.0
    assert detect(tokenize(text), BOTH) == first


def test_the_trained_models_answer_alike_every_time() -> None:
    texts = ["Doppelte Buchung", "Beste Currywurst", "Battery drain again", "Alle Playlists weg"]

    assert len({tuple(by_langdetect(text) for text in texts) for _ in range(5)}) == 1
    assert len({tuple(by_langid(text) for text in texts) for _ in range(5)}) == 1


def test_a_text_without_letters_gets_no_answer_from_langdetect() -> None:
    assert by_langdetect("4711 !!!") == (None, 0.0)


def test_a_wrong_language_column_is_not_confirmed() -> None:
    text = "Wir prüfen die Rechnung und melden uns morgen bei Ihnen."

    values = [language_confirmed.measure(measured(text, stated)).value for stated in ("de", "gsw", "en", None)]

    assert values == [True, True, False, None]
    assert language_confirmed.measure(measured("Ok", "en")).value is True
