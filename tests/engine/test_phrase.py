"""A phrase means what docs/language.md says; what cannot be read is named with its place."""

from collections.abc import Callable
from typing import Final

import pytest

from knigge.engine.haystack import Haystack
from knigge.engine.inflection import VerbTables, parse_tables
from knigge.engine.library import read_text
from knigge.engine.matcher import find
from knigge.engine.pattern import compile_pattern
from knigge.engine.phrase import PhraseError, read_phrase
from knigge.engine.signals.anchors import token_tags
from knigge.engine.tokens import tokenize

Find = Callable[[str, str], list[str]]

# phrase, texts it finds, texts it leaves alone
GERMAN: Final[tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]] = (
    ("leider", ("Leider nein", "LEIDER", "(leider)"), ("leidere", "Leid", "")),
    ("straße", ("Strasse", "STRASSE", "Straße"), ("Straßen",)),
    ("müsste", ("Müsste", "muesste"), ("musste",)),
    ("e-mail", ("E-Mail", "Email", "E‑Mail"), ("E Mail",)),
    ("Sie wissen", ("Wie Sie wissen", "SIE WISSEN"), ("wie sie wissen dürften. Sie nicht",)),
    ("sie wissen", ("Sie wissen", "sie wissen"), ()),
    ("helfen~", ("Wir helfen", "hilft", "half", "geholfen", "helft"), ("Hilfe", "helfend")),
    ("zurückmelden~", ("Ich melde mich morgen zurück", "zurückgemeldet", "zurückzumelden"), ("Ich melde mich",)),
    ("gut~", ("guten Tag", "besser", "gute"), ("Güte",)),
    ("kunde*", ("Kunde", "Kundendienst"), ("Kund", "Stammkunde")),
    ("*kunde", ("Stammkunde", "Kunde"), ("Kundendienst",)),
    ("*kunde*", ("Stammkundentag",), ("Kun de",)),
    ("50 % sparen", ("50% sparen", "50 % sparen"), ("50 Prozent sparen",)),
    ("(hallo|guten tag) frau", ("Hallo Frau", "Guten Tag Frau Demir"), ("Guten Frau", "Hallo")),
    ("(rot|blau)~", ("rote", "blaues"), ("gelb",)),
    ("wir [sehr] gern", ("wir gern", "wir sehr gern"), ("wir sehr sehr gern",)),
    ("wir [sehr|ja] gern", ("wir ja gern",), ("wir sehr ja gern",)),
    ("wir [0-2] gern", ("wir gern", "wir machen gern", "wir machen das gern"), ("wir a b c gern", "wir, a gern")),
    ("wir [1-1] gern", ("wir so gern",), ("wir gern", "wir a b gern")),
    ("wir ... gern", ("wir gern", "wir hören, lesen und sehen das gern"), ("wir. Gern",)),
    ("bis <date>", ("bis 3. Mai", "bis 03.05.2026"), ("bis bald",)),
    ("um <time>", ("um 14:30",), ("um uns",)),
    ("<emoji>", ("Gut 😀",), ("Gut",)),
    ("hallo, wir", ("Hallo, wir", "hallo wir"), ("Hallo. Wir",)),
    ("hallo wir", ("Hallo wir",), ("Hallo, wir",)),
    ("bitte?", ("Wie bitte?", "Bitte?!"), ("Bitte!", "bitte")),
    ("ernst!", ("Ernst!",), ("Ernst?",)),
    ("wir & helfen~", ("wir helfen", "Dann hilft wir"), ("wir, du hilfst", "wir")),
    ("gern & [0-2] wir", ("wir gern",), ()),
)  # fmt: skip
ENGLISH: Final[tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]] = (
    ("we are", ("We're here", "we are", "we’re"), ("we where",)),
    ("do not", ("don't", "dont", "Do not"), ("do nothing",)),
    ("help~", ("helped", "helps", "helping", "help"), ("helper",)),
    ("it is", ("it's", "It is"), ("its",)),
    ("let us", ("let's go", "let us"), ("lets",)),
    ("sorry for [0-3] (delay|wait)~", ("sorry for the long wait", "Sorry for delays"), ("sorry for you. The delay",)),
)  # fmt: skip


@pytest.fixture(scope="module")
def tables() -> VerbTables:
    """The packaged verbs."""
    return parse_tables(read_text("grammar/verbs-de.txt"), read_text("grammar/verbs-en.txt"))


def _found(phrase: str, raw: str, language: str, tables: VerbTables) -> list[str]:
    text = tokenize(raw)
    hay = Haystack(text, lambda: token_tags(text, language))
    pattern = compile_pattern(read_phrase(phrase, language, {}, tables))
    return [text.slice(match.first, match.last - 1) for match in find(pattern, hay)]


@pytest.mark.parametrize(("phrase", "finds", "leaves"), GERMAN, ids=[each[0] for each in GERMAN])
def test_a_german_phrase_finds_what_it_says(
    phrase: str, finds: tuple[str, ...], leaves: tuple[str, ...], tables: VerbTables
) -> None:
    assert [text for text in finds if not _found(phrase, text, "de", tables)] == []
    assert [text for text in leaves if _found(phrase, text, "de", tables)] == []


@pytest.mark.parametrize(("phrase", "finds", "leaves"), ENGLISH, ids=[each[0] for each in ENGLISH])
def test_an_english_phrase_finds_what_it_says(
    phrase: str, finds: tuple[str, ...], leaves: tuple[str, ...], tables: VerbTables
) -> None:
    assert [text for text in finds if not _found(phrase, text, "en", tables)] == []
    assert [text for text in leaves if _found(phrase, text, "en", tables)] == []


@pytest.mark.parametrize(
    ("phrase", "words", "message"),
    [
        ("das (ist", "(", "never closed"),
        ("das [ist", "[", "never closed"),
        ("das) ist", ")", "has no partner"),
        ("das | ist", "|", "has no partner"),
        ("(a||b)", "(", "an alternative is empty"),
        ("()", "(", "an alternative is empty"),
        ("das [4-2] ist", "[4-2]", "a gap goes"),
        ("das [0-13] ist", "[0-13]", "a gap goes"),
        ("ab*", "ab*", "too short"),
        ("* das", "*", "cannot stand in a phrase"),
        ("das*~", "das*", "either `*` or `~`"),
        ("das ~", "~", "has nothing to stand at"),
        ("<nie>", "<nie>", "unknown word set"),
        ("das > ist", ">", "cannot stand in a phrase"),
        ("_", "_", "is no word"),
        ("[das]", "[das]", "names no word"),
        ("", "", "names no word"),
        ("...", "...", "names no word"),
        ("das & [0-3]", "[0-3]", "one side of `&` may be missing"),
        ("das & [ist]", "[ist]", "one side of `&` may be missing"),
        ("[das] & ist & gut", "[das]", "one side of `&` may be missing"),
        ("das &", "&", "nothing stands beside `&`"),
        ("& das", "&", "nothing stands beside `&`"),
        ("das & & ist", "&", "nothing stands beside `&`"),
        ("(a [b]|c)~", "[", "only plain words"),
    ],
)
def test_a_phrase_that_cannot_be_read_is_named(phrase: str, words: str, message: str, tables: VerbTables) -> None:
    with pytest.raises(PhraseError) as caught:
        read_phrase(phrase, "de", {}, tables)

    assert message in caught.value.message
    assert phrase[caught.value.start : caught.value.end] == words


def test_a_word_set_stands_for_its_words(tables: VerbTables) -> None:
    words = read_phrase("(rot|blau)~", "de", {}, tables)

    (part,) = read_phrase("<farbe> sein~", "de", {"farbe": words}, tables)

    assert len(part) == 2
