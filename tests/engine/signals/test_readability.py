"""Our readability against hand counts and against textstat, the published implementation."""

import pytest
import textstat

from knigge.engine.record import Exchange, Message, Organisation
from knigge.engine.signals import readability
from knigge.engine.signals.readability import syllables_de, syllables_en
from knigge.engine.signals.reading import Reading, Signal
from knigge.engine.tokens import tokenize

EASY = "Wir helfen dir gern."
PLAIN = "Die Überweisung dauert zwei Tage. Danach sehen Sie das Geld auf Ihrem Konto."
HARD = (
    "Aufgrund außergewöhnlicher Umstände kann die Bearbeitung der Rückerstattungsanträge nicht innerhalb der "
    "vorgesehenen Frist erfolgen."
)
# Texts on which hyphenation (textstat) and vowel groups (ours) find the same syllables.
AGREED = (
    EASY,
    HARD,
    "Bitte senden Sie uns die Nummer vom Etikett. Wir schicken dann morgen ein neues Kabel.",
    "Der Techniker kommt am Montag und bringt die passende Dichtung mit.",
    "Der Mitarbeiter hat das Paket gestern beim Nachbarn hinterlassen, leider ohne Benachrichtigung.",
)


def measure(signal: Signal, text: str, language: str | None = "de") -> float | None:
    reading = Reading(tokenize(text), language, Exchange(Message("m", text)), Organisation())
    value = signal.measure(reading).value
    assert value is None or isinstance(value, float)
    return value


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("Überweisung", 4),
        ("Straße", 2),
        ("Familie", 4),
        ("Familien", 4),
        ("Batterie", 3),
        ("Quittung", 2),
        ("beendet", 3),
        ("Museum", 3),
        ("neuen", 2),
        ("Frauen", 2),
        ("aktuell", 3),
        ("schien", 1),
        ("Patient", 3),
        ("4711", 1),
        ("km", 1),
    ],
)
def test_german_syllables(word: str, number: int) -> None:
    assert syllables_de(word) == number


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("called", 1),
        ("wanted", 2),
        ("companies", 3),
        ("table", 2),
        ("people", 2),
        ("something", 2),
        ("science", 2),
        ("safely", 2),
        ("created", 3),
        ("idea", 3),
        ("we", 1),
    ],
)
def test_english_syllables(word: str, number: int) -> None:
    assert syllables_en(word) == number


# Words, sentences and syllables counted by hand: 4, 1, 5; 13, 2, 22; 14, 1, 39.
@pytest.mark.parametrize(
    ("text", "flesch", "wiener"), [(EASY, 102.88, -2.66), (PLAIN, 74.5, 1.19), (HARD, 3.04, 17.15)]
)
def test_the_formulas_give_the_values_counted_by_hand(text: str, flesch: float, wiener: float) -> None:
    assert measure(readability.flesch, text) == pytest.approx(flesch, abs=0.01)
    assert measure(readability.wiener, text) == pytest.approx(wiener, abs=0.01)


@pytest.mark.parametrize("text", AGREED)
def test_german_flesch_is_within_one_syllable_of_textstat(text: str) -> None:
    # textstat hyphenates, and misses „Ü-ber“ and „o-der“: one syllable more or less moves the score by 58.5 / words.
    textstat.set_lang("de")
    one_syllable = 58.5 / len(text.split())

    assert measure(readability.flesch, text) == pytest.approx(
        textstat.flesch_reading_ease(text), abs=one_syllable + 0.01
    )


@pytest.mark.parametrize("text", AGREED)
def test_our_wiener_formula_is_within_one_word_of_the_published_one(text: str) -> None:
    # A word that gains or loses a syllable can enter the share of long or of one-syllable words.
    one_word = (0.1935 + 0.0327) * 100 / len(text.split())

    published = measure(readability.formula_wiener, text)

    assert published is not None
    assert measure(readability.wiener, text) == pytest.approx(published, abs=one_word + 0.01)


def test_abbreviations_end_no_sentence_for_us() -> None:
    textstat.set_lang("de")
    text = "Das gilt z. B. am 3. Mai. Dr. Müller hilft."

    ours = measure(readability.lix, text)

    assert ours == pytest.approx(11 / 2, abs=1.0)


def test_the_english_formula_works_without_a_download() -> None:
    assert measure(readability.formula_ari, "The train is late. We are sorry.", "en") == pytest.approx(-1.6, abs=2.0)


def test_english_flesch_of_a_nursery_sentence_is_very_easy() -> None:
    value = measure(readability.flesch, "The cat sat on the mat.", "en")

    assert value == pytest.approx(206.835 - 1.015 * 6 - 84.6, abs=0.01)


def test_flesch_needs_the_language() -> None:
    assert measure(readability.flesch, EASY, None) is None


def test_nominal_style_is_harder_than_a_plain_answer() -> None:
    plain, hard = measure(readability.difficulty, PLAIN), measure(readability.difficulty, HARD)

    assert plain is not None and hard is not None
    assert plain + 1 < hard


def test_two_clauses_are_easier_than_one_of_the_same_length() -> None:
    one = measure(readability.difficulty, "Das Paket liegt seit gestern in Ihrer Filiale am Markt bereit.")
    two = measure(readability.difficulty, "Das Paket liegt seit gestern bereit, in der Filiale am Markt.")

    assert one is not None and two is not None
    assert two < one


@pytest.mark.parametrize(
    ("signal", "value"),
    [
        (readability.flesch, 100.0),
        (readability.wiener, 0.0),
        (readability.lix, 0.0),
        (readability.difficulty, 1.0),
        (readability.formula_wiener, 0.0),
        (readability.formula_ari, 0.0),
    ],
    ids=lambda value: value.name if isinstance(value, Signal) else "",
)
def test_an_empty_text_is_as_easy_as_can_be(signal: Signal, value: float) -> None:
    assert measure(signal, "") == value
