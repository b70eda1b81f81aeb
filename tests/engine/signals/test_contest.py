"""Invitations to contests and what only sounds like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.signals.contest import invitation
from knigge.engine.tokens import tokenize


@pytest.mark.parametrize(
    "text",
    [
        "Wir verlosen 3 x 2 Karten für das Sommerkino! Kommentiert bis Sonntag mit eurem Lieblingsfilm.",
        "Gewinnspiel: Markiert eine Freundin und gewinnt ein Wochenende in Lindau. Teilnahmeschluss ist der 3. Mai.",
        "Mitmachen und gewinnen! Schick uns ein Foto deines Balkons, die Jury entscheidet am 12. Juni.",
        "Lust auf Süßes? Schreiben Sie uns Ihre Lieblingssorte in die Kommentare, unter allen Antworten ziehen wir "
        "am Freitag drei Gewinner. Zu gewinnen gibt es ein Paket im Wert von 50 Franken.",
        "Das beste Kürbisfoto gewinnt einen Gutschein! Zu gewinnen gibt es drei davon, die Jury tagt am 30. Oktober.",
        "Wettbewerb: Beantworte die Frage und gewinne ein Velo. Teilnahmebedingungen im Link.",
        "Giveaway time! Follow us, like this post and tag a friend to win two tickets. Winners are drawn on Monday.",
        "For a chance to win a bike, tell us your favourite route by Friday. We'll pick a winner at random.",
        "Enter now to win a hamper - entries close on 4 May.",
    ],
)
def test_prize_entry_and_draw_together_are_an_invitation(text: str) -> None:
    assert {label for *_, label in invitation(tokenize(text))} == {"prize", "entry", "draw"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Unsere Handballerinnen haben den Wettbewerb in Kiel gewonnen, Glückwunsch!",
        "Der Wettbewerb am Markt ist hart, trotzdem bleibt der Preis gleich.",
        "Die Gewinnerin unserer Verlosung ist Aylin aus Ulm. Herzlichen Glückwunsch, schreib uns deine Adresse.",
        "Wie ist das Gewinnspiel ausgegangen?",
        "Vorsicht, falsches Gewinnspiel: Wer euch bittet, einen Link zu teilen und zu gewinnen, ist nicht von uns.",
        "Wir machen keine Verlosungen, bitte markiert niemanden.",
        "Unser Gewinn ist bis März um 4 Prozent gestiegen.",
        "Sie schrieben: „Markiert einen Freund und gewinnt ein Rad bis Sonntag“ - das war nicht unsere Seite.",
        "So gewinnt man Kunden. Schreibt uns, was euch noch fehlt!",
        "Mach mit beim Frühjahrsputz am Samstag, wir treffen uns um 9 Uhr.",
        "We won the regional competition on Friday, thanks to all who came.",
        "Leave a comment if you want to know more about the new draw weights.",
        "You can't win them all. Tell us what went wrong, by Friday if you can.",
    ],
)
def test_one_word_is_no_invitation(text: str) -> None:
    assert invitation(tokenize(text)) == ()


@given(st.text(max_size=100))
def test_no_text_crashes(text: str) -> None:
    assert all(0 <= start < end <= len(text) for start, end, _ in invitation(tokenize(text)))
