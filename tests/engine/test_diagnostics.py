"""A diagnostic is shown at the words it means."""

from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.diagnostics import Diagnostic, KniggeError, Level, Related, did_you_mean, render, say
from knigge.engine.source import Source, Span


def test_a_diagnostic_shows_the_line_and_marks_the_words() -> None:
    source = Source("tone.knigge", "rule a.b about reply\n  forbid text.wrods > 3\nend\n")
    hint = did_you_mean("text.wrods", ["text.words"])

    shown = render(Diagnostic("K202", Level.ERROR, source, Span(30, 40), say("unknown `text.wrods`"), hint))

    assert shown == (
        "error[K202]: unknown `text.wrods`\n"
        "  --> tone.knigge:2:10\n"
        "  |\n"
        "2 |   forbid text.wrods > 3\n"
        "  |          ^^^^^^^^^^ did you mean `text.words`?\n"
        "  = see `knigge rules lint --explain K202`"
    )


def test_a_mark_over_several_lines_ends_with_the_first() -> None:
    source = Source("x", "abc\ndef\n")

    shown = render(Diagnostic("K103", Level.ERROR, source, Span(1, 7), say("never closed")))

    assert shown.split("\n")[4] == "  |  ^^"


def test_a_tab_takes_one_column_in_line_and_mark() -> None:
    shown = render(Diagnostic("K101", Level.ERROR, Source("x", "\t\tab"), Span(2, 4), say("unexpected")))

    assert shown.split("\n")[3:5] == ["1 |   ab", "  |   ^^"]


def test_a_second_place_is_named() -> None:
    first, second = Source("a", "one\n"), Source("b", "x\ny\n")
    related = Related(second, Span(2, 3), say("first here"))

    shown = render(Diagnostic("K215", Level.ERROR, first, Span(0, 3), say("twice"), say(""), (related,)))

    assert "  = first here: b:2:1" in shown.split("\n")


def test_rules_inside_a_policy_are_shown_where_they_were_typed() -> None:
    outer = Source("p.yaml", "own_rules: |\n  rule a\n")
    inner = Source("p.yaml (own_rules)", "rule a\n", outer, ((0, 15),))

    shown = render(Diagnostic("K103", Level.ERROR, inner, Span(5, 6), say("never closed")))

    assert shown.split("\n")[1:5] == ["  --> p.yaml:2:8", "  |", "2 |   rule a", "  |        ^"]


def test_the_nearest_known_word_is_hinted_at_as_it_is_written() -> None:
    assert did_you_mean("sevrity", ["severity", "title"]) == "did you mean `severity`?"
    assert did_you_mean("SCHWERE", ["Schwere"]) == "did you mean `Schwere`?"


def test_nothing_is_hinted_at_when_nothing_is_near() -> None:
    assert did_you_mean("xyzzy", ["severity"]) == ""
    assert did_you_mean("", ["severity"]) == ""
    assert did_you_mean("severity", []) == ""


def test_an_error_carries_what_explains_it() -> None:
    diagnostic = Diagnostic("K103", Level.ERROR, Source("x", ""), Span(0, 0), say("never closed"))

    problem = KniggeError("the rules cannot be used", [diagnostic])

    assert str(problem) == "the rules cannot be used"
    assert problem.diagnostics == (diagnostic,)


@given(st.text(max_size=30), st.integers(0, 40), st.integers(0, 40))
def test_any_place_in_any_text_can_be_shown(text: str, start: int, width: int) -> None:
    shown = render(Diagnostic("K101", Level.ERROR, Source("x", text), Span(start, start + width), say("unexpected")))

    assert shown.startswith("error[K101]: unexpected\n")
    assert "^" in shown
