"""Promises to the reader, and by when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.record import Exchange, Message, Organisation
from knigge.engine.signals.promises import promises, promises_signal
from knigge.engine.signals.reading import Reading
from knigge.engine.tokens import tokenize

WEDNESDAY = "2026-03-04T10:30:00+01:00"


def promised(text: str, language: str = "de", published: str | None = WEDNESDAY) -> list[tuple[str, str, str | None]]:
    found = promises(tokenize(text), language, published)
    return [
        (
            text[each.span.start : each.span.end],
            text[each.deadline_words.start : each.deadline_words.end] if each.deadline_words else "",
            each.deadline,
        )
        for each in found
    ]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Wir melden uns bis morgen Mittag.", "de", ("bis morgen Mittag", "2026-03-05T12:00:00+01:00")),
        ("Ich habe alles notiert und rufe Sie am Freitag an.", "de", ("am Freitag", "2026-03-06")),
        ("Sie bekommen bis Montag eine Antwort.", "de", ("bis Montag", "2026-03-09")),
        ("Die Gutschrift geht morgen raus.", "de", ("morgen", "2026-03-05")),
        ("Unsere Technikerin kommt am 9. März um 8 Uhr.", "de", ("am 9. März um 8 Uhr", "2026-03-09T08:00:00+01:00")),
        ("Wir melden uns zeitnah.", "de", ("", None)),
        ("Das kommt nicht wieder vor.", "de", ("", None)),
        ("Wenn Sie mir die Nummer schicken, tausche ich den Filter heute noch.", "de", ("heute", "2026-03-04")),
        ("I'll call you before 5.", "en", ("before 5", "2026-03-04T17:00:00+01:00")),
        ("You'll have the refund by Friday.", "en", ("by Friday", "2026-03-06")),
        ("We will reply no later than Friday.", "en", ("later than Friday", "2026-03-06")),
        ("Wir melden uns nicht später als Freitag.", "de", ("Freitag", "2026-03-06")),
        ("The fix ships on Tuesday.", "en", ("on Tuesday", "2026-03-10")),
        ("Let me check that for you.", "en", ("", None)),
        ("It won't happen again.", "en", ("", None)),
        ("Geben Sie uns bis Freitag Zeit, dann klären wir das.", "de", ("bis Freitag", "2026-03-06")),
        ("Lasst uns bis morgen Zeit, dann steht der Plan.", "de", ("bis morgen", "2026-03-05")),
        ("Bis Montag haben wir eine Entscheidung für Sie.", "de", ("Bis Montag", "2026-03-09")),
        ("Stellungnahme folgt bis Montag.", "de", ("bis Montag", "2026-03-09")),
        ("Am Freitag wird das Schloss ausgetauscht.", "de", ("Am Freitag", "2026-03-06")),
        ("Meine Kollegin bringt es Ihnen morgen vorbei.", "de", ("morgen", "2026-03-05")),
        ("Give us until Friday and you'll have a plan.", "en", ("until Friday", "2026-03-06")),
        ("Expect an answer by Monday.", "en", ("by Monday", "2026-03-09")),
        ("Your joiner is back with you on Friday.", "en", ("on Friday", "2026-03-06")),
    ],
)
def test_an_own_act_to_come_is_a_promise(text: str, language: str, expected: tuple[str, str | None]) -> None:
    found = promised(text, language)

    assert [each[1:] for each in found] == [expected]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "de"),
        ("Bitte melden Sie sich bis Freitag bei uns.", "de"),
        ("Rufen Sie uns heute bis 18 Uhr an.", "de"),
        ("Das habe ich heute für Sie geklärt.", "de"),
        ("Wir antworten werktags von 8 bis 18 Uhr.", "de"),
        ("Melde dich bis Freitag bei Nora, sie teilt die Plätze ein.", "de"),
        ("Geben Sie uns bis Freitag Bescheid.", "de"),
        ("Der Termin am Dienstag bleibt.", "de"),
        ("Am Wochenende habe ich den Plan falsch ausgehängt.", "de"),
        ("Die Gemeinde wird erst am Montag informiert.", "de"),
        ("The council says the road opens by Friday.", "en"),
        ("Expect delays on Monday.", "en"),
        ("Give us your number by Friday.", "en"),
        ("Wir können Ihnen bis Freitag keinen Termin geben.", "de"),
        ("Soll ich Sie morgen früh anrufen?", "de"),
        ("Sie schrieben: „Wir melden uns bis morgen.“", "de"),
        ("Wenn wir Zeit haben, melden wir uns.", "de"),
        ("Wir nehmen Ihre Kritik ernst.", "de"),
        ("Der Zug nach Husum fährt um 9:12 Uhr von Gleis 4.", "de"),
        ("Please get back to us by Friday.", "en"),
        ("I called you yesterday.", "en"),
        ("We can't refund that by Friday.", "en"),
        ("Will you be in tomorrow?", "en"),
        ("Our shop opens every day at 9.", "en"),
        ("If we have time, we'll look at it.", "en"),
    ],
)
def test_what_is_no_promise(text: str, language: str) -> None:
    assert promised(text, language) == []


def test_two_promises_have_each_their_own_deadline() -> None:
    text = "Ich schicke Ihnen heute die Belege. Bis Freitag prüfen wir den Rest."

    assert [each[2] for each in promised(text)] == ["2026-03-04", "2026-03-06"]


def test_without_a_time_the_words_are_told_and_the_date_is_not() -> None:
    assert promised("Wir melden uns bis Freitag.", published=None) == [
        ("Wir melden uns bis Freitag", "bis Freitag", None)
    ]


def test_a_deadline_in_the_past_is_none() -> None:
    found = promised("Wir melden uns, Stand 04.03.2025.")

    assert [each[2] for each in found] == [None]


def test_the_signal_counts_and_shows_them() -> None:
    text = "Wir melden uns bis Freitag. Danke!"
    exchange = Exchange(Message("m", text, published=WEDNESDAY))

    found = promises_signal.measure(Reading(tokenize(text), "de", exchange, Organisation()))

    assert (found.value, found.labels) == (1.0, ("2026-03-06",))
    assert promises_signal.measure(Reading(tokenize(text), None, exchange, Organisation())).value is None
    assert promises_signal.measure(Reading(tokenize(""), "de", exchange, Organisation())).value == 0.0


@given(st.text(max_size=80), st.sampled_from(("de", "en", "gsw", "fr")))
def test_no_text_crashes_and_every_span_slices(text: str, language: str) -> None:
    for each in promises(tokenize(text), language, WEDNESDAY):
        assert text[each.span.start : each.span.end].strip()
