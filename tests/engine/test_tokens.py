"""A text is taken apart without losing a place."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knigge.engine.tokens import Kind, Text, fold, tokenize


def _words(text: Text) -> list[str]:
    return [text.word(index) for index in range(len(text))]


def _sentences(raw: str) -> list[str]:
    text = tokenize(raw)
    return [text.slice(first, last - 1) for first, last in text.sentences]


def _clauses(raw: str) -> list[str]:
    text = tokenize(raw)
    return [text.slice(first, last - 1) for first, last in text.clauses]


def _quoted(raw: str) -> list[str]:
    text = tokenize(raw)
    return [text.word(index) for index in range(len(text)) if text.quoted[index]]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("Äußerung", "aeusserung"),
        ("A\u0308u\u00dferung", "aeusserung"),
        ("E-Mail", "email"),
        ("Kund*innen", "kundinnen"),
        ("Kund:innen", "kundinnen"),
        ("gei\u00adl", "geil"),
        ("we’re", "we're"),
        ("", ""),
    ],
)
def test_spellings_of_one_word_fold_alike(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_an_empty_text_has_nothing_in_it() -> None:
    text = tokenize("")

    assert (len(text), text.sentences, text.clauses) == (0, (), ())


def test_punctuation_alone_is_no_token() -> None:
    assert len(tokenize(" ... !?! -- „“ \n\n")) == 0


def test_words_stand_where_they_were_written() -> None:
    text = tokenize("  Wo bleibt's, Frau Yılmaz?")

    assert _words(text) == ["Wo", "bleibt", "'s", "Frau", "Yılmaz"]
    assert text.slice(0, 2) == "Wo bleibt's"
    assert text.starts[0] == 2


@given(st.text(st.sampled_from("aAoeisßſœﬁéëİ-*:/·'\u0308\u0304\u0345\u200d\u00ad\ufeff"), max_size=6) | st.text())
@example("a-\u0308")
@example("A\u00ad*\u0308")
def test_the_fold_of_a_fold_is_itself(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_the_fold_of_every_letter_is_stable() -> None:
    folds = [fold(chr(code)) for code in range(0xD800)]

    assert [fold(each) for each in folds] == folds


@pytest.mark.parametrize(
    ("written", "folds"),
    [
        ("We're", ("we", "are")),
        ("don’t", ("do", "not")),
        ("can't", ("can", "not")),
        ("won't", ("will", "not")),
        ("isnt", ("is", "not")),
        ("I'll", ("i", "will")),
        ("geht's", ("geht", "'s")),
        ("fundamental", ("fundamental",)),
        ("bekannt", ("bekannt",)),
    ],
)
def test_contractions_are_taken_apart(written: str, folds: tuple[str, ...]) -> None:
    assert tokenize(written).folds == folds


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Hilfe", Kind.WORD),
        ("1.234,50", Kind.NUMBER),
        ("👍🏽", Kind.EMOJI),
        ("👨‍👩‍👧", Kind.EMOJI),
        (":-)", Kind.EMOJI),
        ("@stadt.werke", Kind.MENTION),
        ("#servicewüste", Kind.HASHTAG),
        ("https://knigge.de/a?b=c", Kind.LINK),
        ("muster.de", Kind.LINK),
        ("hilfe@muster.de", Kind.EMAIL),
    ],
)
def test_each_kind_is_one_token(written: str, kind: Kind) -> None:
    text = tokenize(f"so {written} da")

    assert text.kinds[1:-1] == (kind,)
    assert text.word(1) == written


def test_a_sign_behind_a_link_does_not_belong_to_it() -> None:
    assert _words(tokenize("Siehe https://muster.de/hilfe.")) == ["Siehe", "https://muster.de/hilfe"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Sie erreichen uns z. B. am Montag.",
        "Am 3. Mai sind wir da.",
        "Das kostet 3.50 Euro.",
        "Herr Dr. Weber meldet sich.",
        "Der 2. Versuch gelang.",
        "Wir sind bis 18 Uhr da.",
        "Bis 20.03. 20h geht es.",
        "Bis Mi, 11.03., 21 Uhr, geht es.",
        "Mitmachen bis inkl. 17. 8. 2026 geht.",
        "Die Werkstatt in der Seestr. 212 hat offen.",
        "Der Verein e. V., Glasweg 21, lädt ein.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(sentence: str) -> None:
    assert _sentences(sentence) == [sentence.rstrip(".")]


@pytest.mark.parametrize(
    ("raw", "sentences"),
    [
        ("Gut. Danke!", ["Gut", "Danke"]),
        ("Wirklich? Ja.", ["Wirklich", "Ja"]),
        ("Hallo Frau Demir,\n\nwir prüfen das.", ["Hallo Frau Demir", "wir prüfen das"]),
        ("Es waren 12. Danach kam keiner.", ["Es waren 12", "Danach kam keiner"]),
        ("Das war am 20.03. 12 Karten sind da.", ["Das war am 20.03", "12 Karten sind da"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(raw: str, sentences: list[str]) -> None:
    assert _sentences(raw) == sentences


def test_a_clause_ends_at_a_comma_and_where_but_opens_one() -> None:
    assert _clauses("Wir prüfen das, melden uns (bald) und helfen gern aber wir zahlen nicht") == [
        "Wir prüfen das",
        "melden uns",
        "bald",
        "und helfen gern",
        "aber wir zahlen nicht",
    ]
    assert _clauses("Das ist aber schön") == ["Das ist aber schön"]
    assert _clauses("We help but not today") == ["We help", "but not today"]


@pytest.mark.parametrize(
    ("raw", "quoted"),
    [
        ("Sie schreiben: „leider kaputt“ - wir tauschen.", ["leider", "kaputt"]),
        ('Sie schreiben "leider kaputt" dazu', ["leider", "kaputt"]),
        ("Sie schreiben »leider« dazu", ["leider"]),
        ("Sie schreiben «leider» dazu", ["leider"]),
        ("> leider kaputt\nWir tauschen.", ["leider", "kaputt"]),
        ("„offen gelassen und nie zu", []),
        ("„erster Absatz\n\nzweiter“ Absatz", []),
        ("Wir haben's geprüft, geht's?", []),
        ('5" und 7 Zoll', []),
    ],
)
def test_what_stands_in_quotation_marks_is_quoted(raw: str, quoted: list[str]) -> None:
    assert _quoted(raw) == quoted


def test_signs_behind_a_word_are_kept_with_it() -> None:
    assert tokenize("Wie bitte?! Ja...").after == ("", "?!", "...")


def test_a_long_run_of_one_sign_is_read_at_once() -> None:
    assert len(tokenize("a" * 100_000)) == 1
    assert len(tokenize("." * 100_000)) == 0
