"""The form of address and the words that show it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.record import Exchange, Message, Organisation
from knigge.engine.signals import address
from knigge.engine.signals.address import VALUES, address_form
from knigge.engine.signals.reading import Reading
from knigge.engine.tokens import tokenize


def form(text: str, language: str | None = "de") -> object:
    return address_form(tokenize(text), language).value


def shown(text: str) -> list[str]:
    return [text[span.start : span.end] for span in address_form(tokenize(text), "de").spans]


@pytest.mark.parametrize(
    ("text", "expected", "words"),
    [
        ("Wir schicken Ihnen das Paket.", "formal", ["Ihnen"]),
        ("Bitte schicken Sie uns die Nummer.", "formal", ["schicken Sie"]),
        ("Haben Sie noch eine Frage?", "formal", ["Sie"]),
        ("Sie können das online ändern.", "formal", ["Sie"]),
        ("Erledigt. Ihr Team vom Rathaus", "formal", ["Ihr"]),
        ("können sie mir sagen, wo mein paket ist?", "formal", ["sie"]),
        ("Danke dir, das hast du gut gesehen.", "singular", ["dir", "du"]),
        ("Schick uns bitte ein Foto.", "singular", ["Schick"]),
        ("Melde dich einfach.", "singular", ["Melde", "dich"]),
        ("Schau mal rein und bring Freunde mit.", "singular", ["Schau", "bring"]),
        ("Die Hausrat nicht immer. Guck mal in den Vertrag.", "singular", ["Guck"]),
        ("Bist bald wieder gesund!", "singular", ["Bist"]),
        ("Schön, dass Du da bist, Dein Team", "singular", ["Du", "Dein"]),
        ("Wie findet ihr das?", "plural", ["ihr"]),
        ("Ihr könnt ab 10 Uhr kommen.", "plural", ["Ihr"]),
        ("Schreibt uns, wenn ihr Fragen habt.", "plural", ["Schreibt", "ihr"]),
        ("Hallo ihr Lieben!", "plural", ["ihr"]),
        ("Danke dir und euch allen.", "informal", ["dir", "euch"]),
        ("Du kannst ihn online verlegen. Ihre Nummer steht in der Mail.", "mixed", ["Du", "Ihre"]),
        ("Buch dir gleich einen Termin, vorab senden wir Ihnen die Liste.", "mixed", ["Buch", "dir", "Ihnen"]),
        ("Halte das Handy an die Scheibe. Falls nicht, wählen Sie die 110.", "mixed", ["Halte", "wählen Sie"]),
        ("Wir freuen uns auf euch und wünschen Ihnen einen guten Rutsch.", "mixed", ["euch", "Ihnen"]),
    ],
)
def test_the_form_and_its_words(text: str, expected: str, words: list[str]) -> None:
    assert (form(text), shown(text)) == (expected, words)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bitte melden.",
        "Melde mich morgen noch einmal.",
        "Die Tickets? sie liegen am Eingang.",
        "Anna und ihr Hund kommen auch, es gefällt ihr.",
        "Das Rad, das ihr gehört, steht im Hof.",
        "Er hilft ihr, so gut es geht.",
        "Unsere Kollegin ist krank. Sie kommt am Montag.",
        "Die Gäste sind da. Sie warten am Eingang.",
        "Meine Schwester singt. Ihre Stimme füllt den Saal.",
        "Die Kunden schreiben: „Könnt ihr mir helfen?“ Das freut uns.",
        "#DuSchaffstDas mit @duundich auf www.du.de",
        "Die Frage ist schon geklärt. Teil 2 folgt morgen.",
        "Kommt morgen wieder ins Sortiment. Passt!",
        "Klare Regeln helfen allen.",
        "Wir bleiben beim Sie.",
        "Grüß Gott aus Wien!",
        "Ob es klappt, prüft die Technik und meldet das Ergebnis.",
        "Sprich: Es dauert noch.",
        "Bin dran, hänge hier noch fest.",
    ],
)
def test_no_address_is_read_into_a_text(text: str) -> None:
    assert (form(text), shown(text)) == ("none", [])


def test_a_capital_at_the_start_follows_the_rest_of_the_text() -> None:
    assert form("Deine Nachbarin Frau Suter hat es. Ihr Name steht auf deiner Karte.") == "singular"
    assert form("Gern, Frau Windisch. Sie haben recht.") == "formal"


def test_several_readers_called_by_name_may_have_several_forms() -> None:
    text = "@velofritz: Du findest den Termin oben. @carosserie_ag: Sie können einen Stand buchen."

    found = address_form(tokenize(text), "de")

    assert (found.value, found.labels) == ("informal", ("singular", "formal"))


def test_a_quotation_does_not_clash_with_the_answer() -> None:
    assert form("Im Display steht „Rufen Sie an“? Das sind wir, schreib einfach.") == "singular"


def test_an_english_text_has_no_form() -> None:
    assert form("Please tell us your order number.", "en") == "none"
    assert form("Please tell us your order number.", None) == "none"


def test_a_text_of_unknown_language_is_read_when_it_looks_german() -> None:
    assert form("Wir melden uns morgen bei Ihnen.", None) == "formal"


@pytest.mark.parametrize(
    ("text", "number"), [("", 0.0), ("Danke dir und euch.", 1.0), ("Danke dir für Ihre Geduld.", 2.0)]
)
def test_forms_counts_families(text: str, number: float) -> None:
    reading = Reading(tokenize(text), "de", Exchange(Message("m", text)), Organisation())

    assert address.address_forms.measure(reading).value == number


@given(
    st.lists(
        st.sampled_from(
            (
                "Sie sie Ihr ihr Ihre Ihnen du dir euch habt können schick Schreibt und bitte Frau Meier die Karte "
                ". , ? : „ “ @a 🎉"
            ).split()
        ),
        max_size=25,
    )
)
def test_every_span_is_a_word_and_every_value_is_known(words: list[str]) -> None:
    text = " ".join(words)

    found = address_form(tokenize(text), "de")

    assert found.value in VALUES
    assert (found.value == "none") == (not found.spans)
    assert len(found.spans) == len(found.labels)
    assert all(text[span.start : span.end].strip() for span in found.spans)


def test_a_text_without_full_stops_stays_cheap() -> None:
    assert form("Sie, ihr " * 4_000 + "schau, " * 4_000 + "@a " * 4_000) in VALUES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kommt bald wieder, Ihre Jahreskarte gilt ja noch.", "mixed"),
        ("Kommt gut heim.", "plural"),
        ("Kommt bald wieder rein, die blaue Jacke.", "none"),
        ("Ruf an, wenn es klemmt.", "singular"),
        ("Tipp oben rechts auf das Zahnrad.", "singular"),
        ("Öffne die App, tipp auf Konto und schau unter Rechnungen.", "singular"),
        ("Tipp der Woche: früh buchen.", "none"),
        ("Schau der Tiere am Samstag", "none"),
        ("Ein guter Ruf ist schnell dahin.", "none"),
        ("Gebaut hat es die Banque du Caire.", "none"),
        ("Wenn du Zeit hast, melde dich.", "singular"),
        ("Sie verließen ihre Heimat.", "none"),
    ],
)
def test_short_imperatives_and_their_doubles(text: str, expected: str) -> None:
    assert form(text) == expected
