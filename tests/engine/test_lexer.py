"""Rule source is read sign by sign, and what cannot be read is named at its place."""

import pytest

from knigge.engine.lexer import lex
from knigge.engine.parser import parse
from knigge.engine.source import Source


def _kinds(text: str) -> list[str]:
    lexemes, _, diagnostics = lex(Source("x", text))
    assert not diagnostics
    return [each.kind for each in lexemes]


def _values(text: str) -> list[str]:
    return [each.value for each in lex(Source("x", text))[0]]


def _codes(text: str) -> list[str]:
    return [each.code for each in lex(Source("x", text))[2]]


def test_german_and_english_keywords_are_one() -> None:
    german = 'regel a.b über antwort verbiete text sagt "x" findet "x" lässt stehen "y" ende'
    english = 'rule a.b about antwort forbid text says "x" catches "x" allows "y" end'

    assert _kinds(german) == _kinds(english)


@pytest.mark.parametrize("written", ["lässt stehen", "laesst stehen", "LÄSST STEHEN", "lässt \t stehen"])
def test_a_keyword_may_be_written_in_several_ways(written: str) -> None:
    assert _kinds(written) == ["ALLOWS"]


def test_the_longest_keyword_is_meant() -> None:
    assert _kinds("if if unknown is is one of valid from") == [
        "IF",
        "IF_UNKNOWN",
        "IS",
        "IS_ONE_OF",
        "VALID_FROM",
    ]


def test_a_name_may_begin_like_a_keyword() -> None:
    assert _kinds("rules ending in-house end-of.rule") == ["ID", "ID", "ID", "ID"]


@pytest.mark.parametrize("text", ['"x y"', "„x y“", "„x y”", "»x y«", "«x y»", "“x y”"])
def test_any_quotation_marks_will_do(text: str) -> None:
    assert _values(text) == ["x y"]


def test_other_quotation_marks_may_stand_inside() -> None:
    assert _values('"Sie „x“ sagten"') == ["Sie „x“ sagten"]
    assert _values("„Sie „x“ sagten“") == ["Sie „x“ sagten"]


def test_a_backslash_writes_what_cannot_be_typed() -> None:
    assert _values(r'"a\nb\t\"c\" \\ \u00e4 \d"') == ['a\nb\t"c" \\ ä \\d']


def test_a_quotation_mark_that_is_never_closed_ends_with_its_line() -> None:
    lexemes, _, diagnostics = lex(Source("x", 'says "offen\r\nend'))

    assert [each.kind for each in lexemes] == ["SAYS", "STRING", "END"]
    assert lexemes[1].value == "offen"
    assert [each.code for each in diagnostics] == ["K102"]


def test_numbers_may_have_a_comma() -> None:
    assert _values("3 2,5 2.5") == ["3", "2.5", "2.5"]


def test_a_unit_stands_behind_its_number_only() -> None:
    assert _kinds("3 words 30 % 2 per 100 words words") == [
        "NUMBER", "UNIT", "NUMBER", "UNIT", "NUMBER", "UNIT", "ID",
    ]  # fmt: skip


def test_von_tells_whose_or_out_of_how_many() -> None:
    assert _kinds("von uns mindestens 2 von (") == ["BY", "ID", "AT_LEAST", "NUMBER", "OF", "LPAR"]
    assert _kinds("by us at least 2 of (") == ["BY", "ID", "AT_LEAST", "NUMBER", "OF", "LPAR"]


def test_a_date_is_one_token() -> None:
    assert _kinds("2026-01-31") == ["DATE"]


def test_comparisons_have_one_spelling() -> None:
    assert _values("≤ ≥ ≠ == <= < =") == ["<=", ">=", "!=", "=", "<=", "<", "="]


def test_comments_are_kept_aside() -> None:
    lexemes, comments, _ = lex(Source("x", "# oben\nrule # hinten\n#\nend"))

    assert [each.kind for each in lexemes] == ["RULE", "END"]
    assert [(each.text, each.trailing) for each in comments] == [("oben", False), ("hinten", True), ("", False)]


def test_a_hash_in_a_text_is_no_comment() -> None:
    assert _values('"#servicewüste"') == ["#servicewüste"]


@pytest.mark.parametrize("text", ["§", "rule € end", "3x", "\x00", "a ; b", "\ud800", "²"])
def test_a_sign_the_language_does_not_know_is_named(text: str) -> None:
    assert _codes(text) == ["K101"]


def test_a_byte_order_mark_is_no_sign() -> None:
    assert _kinds("\ufeffrule") == ["RULE"]


def test_every_token_stands_where_it_was_written() -> None:
    text = 'regel a.b über antwort # so\n verbiete text.words > 30 wörter sagt "x \\" y" ≥ mindestens 2 ende'

    for each in lex(Source("x", text))[0]:
        assert text[each.span.start : each.span.end].strip() == text[each.span.start : each.span.end] != ""


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("rule a.b forbid text says 'doof' end", 'a text stands in marks like "x" or „x“'),
        ("rule a.b title: end", "remove it; no colon stands behind a keyword"),
        ("rule a.b { end", "remove it; a block is closed by `end`"),
        ("// why", "a comment begins with `#`"),
        ("a && b", "write `and`"),
        ("a || b", "write `or`"),
        ("a § b", "remove it or put it in quotation marks"),
    ],
)
def test_a_sign_of_another_language_is_told_what_stands_for_it_here(text: str, hint: str) -> None:
    (told,) = (each for each in parse(Source("x.knigge", text)).diagnostics if each.code == "K101")

    assert str(told.hint) == hint
