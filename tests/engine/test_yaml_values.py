"""YAML is read as it was written: nothing guessed, everything placed, no text able to harm."""

import string
import time
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.diagnostics import Diagnostic, render
from knigge.engine.source import Source
from knigge.engine.yaml_values import Listed, Mapped, Scalar, Value, offsets, read_yaml

AS_WRITTEN: Final = (
    "no",
    "yes",
    "on",
    "Off",
    "12:30",
    "2026-01-31",
    "0123",
    "1e3",
    "1_000",
    ".inf",
    "~",
    "null",
    "0x1F",
)

# Text, line and column of the first mistake, its code.
REFUSED: Final = (
    ("a: &x 1\nb: 2\n", 1, 4, "K304"),
    ("a: 1\nb: *x\n", 2, 4, "K304"),
    ("a: !!python/object/apply:os.system [ls]\n", 1, 4, "K305"),
    ("a: !!str 1\n", 1, 4, "K305"),
    ("a: 1\n---\nb: 1\n", 2, 1, "K306"),
    ("%YAML 1.1\n---\na: 1\n", 1, 1, "K306"),
    ("a: 1\nb: 2\na: 3\n", 3, 1, "K307"),
    ("a: 1\n'a': 3\n", 2, 1, "K307"),
    ("a:\n\tb: 1\n", 2, 1, "K308"),
    ("a: b: c\n", 1, 5, "K308"),
    ("a: @b\n", 1, 4, "K308"),
    ('a: "b\n', 1, 6, "K308"),
    ('a: "\\U99999999"\n', 1, 5, "K308"),
    ("? [a]\n: 1\n", 1, 3, "K310"),
    ("a: 1\nb: \x07\n", 2, 4, "K302"),
    ("a: 1\nb: \ud800\n", 2, 4, "K302"),
    ("a: 1\u2028b: 2\n", 1, 5, "K302"),
    ('a: "\\ud800"\n', 1, 4, "K302"),
    ('a: "\\0"\n', 1, 4, "K302"),
    ("# nothing\n", 1, 1, "K311"),
    ("", 1, 1, "K311"),
)

HOSTILE: Final = {
    "open brackets": "[" * 100_000,
    "open braces": "{" * 100_000,
    "nested dashes": "- " * 100_000,
    "nested questions": "? " * 100_000,
    "both brackets": "[{" * 50_000,
    "deep indentation": "\n".join(f"{' ' * depth}a:" for depth in range(600)),
    "many values": "[" + "a," * 120_000 + "]",
    "many items": "- a\n" * 60_000,
    "many keys": "".join(f"k{number}: 1\n" for number in range(18_000)),
    "closing brackets": "]" * 200_000,
    "quotation marks": "'" * 200_000,
    "backslashes": '"' + "\\" * 200_000,
    "long text": "a: " + "x " * 120_000,
    "too large": "a: " + "x" * 300_000,
    "too large when written down": "a: " + "ä" * 140_000,
    "long version": "%YAML " + "9" * 5_000 + ".1\n---\na: 1\n",
    "comments": "#\n" * 120_000,
    "billion laughs": "a: &a [l, l]\n" + "".join(f"k{i}: &k{i} [*a, *a]\n" for i in range(9_000)),
}


def test_values_keep_their_order_and_know_their_place() -> None:
    source = Source("p.yaml", "b: eins\na: [zwei, 'd''rei']\n")

    value, diagnostics = read_yaml(source)

    assert diagnostics == []
    assert isinstance(value, Mapped)
    assert [entry.key.text for entry in value.entries] == ["b", "a"]
    listed = value.get("a")
    assert isinstance(listed, Listed)
    assert [_slice(item) for item in listed.items] == ["zwei", "'d''rei'"]
    assert [item.text for item in listed.items if isinstance(item, Scalar)] == ["zwei", "d'rei"]


@pytest.mark.parametrize("written", AS_WRITTEN)
def test_a_plain_value_stays_the_text_that_was_written(written: str) -> None:
    value, diagnostics = read_yaml(Source("p.yaml", f"{written}: {written}\n"))

    assert diagnostics == []
    assert isinstance(value, Mapped)
    assert value.entries[0].key.text == written
    assert value.get(written) == Scalar(written, "", Source("", ""))


@pytest.mark.parametrize(("text", "line", "column", "code"), REFUSED)
def test_what_could_be_misread_is_refused_at_its_place(text: str, line: int, column: int, code: str) -> None:
    value, diagnostics = read_yaml(Source("p.yaml", text))

    assert value is None
    first = diagnostics[0]
    place = first.source.place(first.span.start)
    assert (first.code, place.line, place.column) == (code, line, column)


def test_both_places_of_a_key_written_twice_are_named() -> None:
    _, diagnostics = read_yaml(Source("p.yaml", "tone: on\nplain: off\ntone: off\n"))

    assert "p.yaml:3:1" in render(diagnostics[0])
    assert "first written here: p.yaml:1:1" in render(diagnostics[0])


def test_several_mistakes_are_told_at_once() -> None:
    _, diagnostics = read_yaml(Source("p.yaml", "a: &x 1\nb: !t 2\na: 3\n"))

    assert [each.code for each in diagnostics] == ["K304", "K305", "K307"]


def test_a_tab_is_named_as_such() -> None:
    _, (diagnostic,) = read_yaml(Source("p.yaml", "rules:\n\ttone: on\n"))

    assert "tab" in diagnostic.message


def test_brackets_inside_texts_are_no_nesting() -> None:
    text = "own: |\n" + "".join(f'  says "{"[" * 30}"\n' for _ in range(30))

    value, diagnostics = read_yaml(Source("p.yaml", text))

    assert diagnostics == []
    assert isinstance(value, Mapped)


def test_windows_line_ends_are_welcome() -> None:
    source = Source("p.yaml", "\ufeffa: eins\r\nown: |\r\n  rule x\r\n  end\r\n")

    value, diagnostics = read_yaml(source)

    assert diagnostics == []
    assert isinstance(value, Mapped)
    own = value.get("own")
    assert isinstance(own, Scalar)
    assert own.text == "rule x\nend\n"
    assert source.text[offsets(own)[own.text.index("end")] :].startswith("end")


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_long(name: str) -> None:
    source = Source("p.yaml", HOSTILE[name])
    begun = time.process_time()

    _, diagnostics = read_yaml(source)

    assert time.process_time() - begun < 5
    assert len(diagnostics) <= 20


@given(st.text())
def test_no_text_makes_it_raise(text: str) -> None:
    value, diagnostics = read_yaml(Source("p.yaml", text))

    assert (value is None) == bool(diagnostics)
    _all_rendered(diagnostics)


@given(
    st.lists(st.sampled_from([*"-?:,[]{}#&*!|>'\"%@`~ \n\t\\", "\n  ", "a", "1", "---", "\n- ", "x: ", "\\x", "<<"]))
)
def test_no_yaml_makes_it_raise(parts: list[str]) -> None:
    value, diagnostics = read_yaml(Source("p.yaml", "".join(parts)))

    assert (value is None) == bool(diagnostics)
    _all_rendered(diagnostics)


WORDS: Final = st.text(string.ascii_letters + "äß ", min_size=1, max_size=12)


@given(st.lists(WORDS.map(str.strip).filter(bool), min_size=1), st.sampled_from(["|", ">", '"', "'", ""]))
def test_every_letter_knows_where_it_was_written(lines: list[str], style: str) -> None:
    if style in ("|", ">"):
        written = f"a: {style}\n" + "".join(f"   {line}\n" for line in lines)
    else:
        written = f"a: {style}x" + "\n   ".join(lines) + f"{style}\n"
    source = Source("p.yaml", written)

    value, diagnostics = read_yaml(source)

    assert diagnostics == []
    assert isinstance(value, Mapped)
    scalar = value.get("a")
    assert isinstance(scalar, Scalar)
    places = offsets(scalar)
    assert len(places) == len(scalar.text) + 1
    assert list(places) == sorted(places)
    assert all(source.text[place] == sign for sign, place in zip(scalar.text, places, strict=False) if sign.isalpha())


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=30))
def test_escaped_letters_know_where_they_were_written(text: str) -> None:
    written = "".join(f"\\U{ord(sign):08x}" if number % 2 else f"\\u{ord('z'):04x}" for number, sign in enumerate(text))
    source = Source("p.yaml", f'a: "{written}!"\n')

    value, _ = read_yaml(source)

    scalar = value.get("a") if isinstance(value, Mapped) else None
    if isinstance(scalar, Scalar):
        places = offsets(scalar)
        assert source.text[places[-2]] == "!"
        assert all(source.text[place] == "\\" for place in places[:-2])


def test_lines_joined_by_a_backslash_know_where_they_were_written() -> None:
    source = Source("p.yaml", 'a: "ein\\\n   s zwei\n\n   drei"\n')

    value, _ = read_yaml(source)

    scalar = value.get("a") if isinstance(value, Mapped) else None
    assert isinstance(scalar, Scalar)
    assert scalar.text == "eins zwei\ndrei"
    assert "".join(source.text[place] for place in offsets(scalar)) == 'eins zwei\ndrei"'


def _slice(value: Value) -> str:
    return value.source.text[value.span.start : value.span.end]


def _all_rendered(diagnostics: list[Diagnostic]) -> None:
    for diagnostic in diagnostics:
        assert diagnostic.code in render(diagnostic)


@pytest.mark.parametrize(
    ("text", "line", "written"),
    [
        ("policy: p\nextends default\nowner: x\n", 2, "write `extends: default`"),
        ("policy: p\nrules\n  tone.loud: off\n", 2, "write `rules:`"),
        ("policy p\n# why\n\nextends: default\n", 1, "write `policy: p`"),
        ("organisation:\n  name Stadt\n  address: du\n", 2, "write `name: Stadt`"),
        ("waivers:\n  - rule tone.loud\n    reason: x\n", 2, "write `rule: tone.loud`"),
        ("rules:\n  tone.loud:off\n  tone.rude: error\n", 2, "write `tone.loud: off`"),
        ("policy: p\ntitle", 2, "write `title:`"),
        ("policy: p\ntitle: Regeln: unsere\n", 2, "put the text into quotation marks"),
        ("title: Ein langer\n  Text geht: weiter\n", 2, "put the text into quotation marks"),
    ],
)
def test_a_missing_colon_is_shown_where_it_is_missing(text: str, line: int, written: str) -> None:
    source = Source("p.yaml", text)

    (told,) = read_yaml(source)[1]

    assert (told.code, source.place(told.span.start).line, str(told.hint)) == ("K308", line, written)
