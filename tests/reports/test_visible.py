"""Foreign text made safe: signs that hide are shown, cells are no formulas, numbers as the country writes them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.reports.formulas import as_text, is_risky
from knigge.reports.locale_forms import moment, number
from knigge.reports.visible import one_line, shortened, visible, whole


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Grüße, 日本", "Grüße, 日本"),
        ("a\x00b\x1b[31m", "a␀b␛[31m"),
        ("\u202eabc\u2069", "⟨U+202E⟩abc⟨U+2069⟩"),
        ("zero\u200bwidth\ufeff", "zero⟨U+200B⟩width⟨U+FEFF⟩"),
        ("a\ud83d", "a\ufffd"),
        ("a\r\nb\u2028c\x85d\re", "a\nb\nc\nd␍e"),
        ("👩‍👩‍👧 🏴󠁧󠁢󠁷󠁬󠁳󠁿 ❤️", "👩‍👩‍👧 🏴󠁧󠁢󠁷󠁬󠁳󠁿 ❤️"),
        ("\U000e0041hidden", "⟨U+E0041⟩hidden"),
    ],
)
def test_what_hides_or_steers_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters()))
def test_nothing_steers_afterwards(text: str) -> None:
    told = visible(text)

    assert not [sign for sign in told if unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t"]
    assert not [sign for sign in told if unicodedata.bidirectional(sign) in ("LRE", "RLE", "LRO", "RLO", "PDF", "RLI")]
    assert visible(told) == told
    assert "\n" not in one_line(text)
    assert len(whole(text)) == len(text)
    whole(text).encode()


@pytest.mark.parametrize(
    "cell",
    ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a", " =1", "\ufeff=1", "\u200b@a", "|x"],
)
def test_what_could_be_a_formula_is_text(cell: str) -> None:
    assert as_text(cell) == f"'{cell}"
    assert not is_risky(as_text(cell))


@pytest.mark.parametrize("cell", ["", "Gern!", "'=1", "3-1", "a=b", "😀 =1"])
def test_what_is_no_formula_stays(cell: str) -> None:
    assert as_text(cell) == cell


def test_a_text_is_cut_only_where_it_is_too_long() -> None:
    assert (shortened("abc", 3), shortened("abcd", 3)) == ("abc", "ab…")


def test_numbers_and_times_as_the_country_writes_them() -> None:
    assert (number(-1234.5, "de", 1), number(0, "en")) == ("-1.234,5", "0")
    assert moment("2026-03-05T09:05:00Z", "en") == "05/03/2026 09:05:00"
