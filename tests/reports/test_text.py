"""The report a person reads: the words marked, the reason, the clause, the way out."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.finding import Decision, Finding, Outcome, Result, Severity, Suggestion, Verdict
from knigge.engine.records.archive import build_archive
from knigge.reports.records import render_records
from knigge.reports.text import Style, gravest, render, summary

_TEXT: Final = "Guten Tag. Wie Sie sicher wissen, steht das in den AGB. Gern!"
_FINDING: Final = Finding(
    rule="eye-level.lecturing",
    version="1",
    title="Belehrung",
    clause="eye-level",
    clause_text="Wir sprechen auf Augenhöhe.",
    severity=Severity.WARNING,
    start=11,
    end=32,
    excerpt="Wie Sie sicher wissen",
    message="„Wie Sie sicher wissen“ belehrt.",
    why="Es klingt von oben herab.",
    suggestions=(Suggestion(11, 35, "S"),),
    advice="",
    route="",
    facts=(),
)
_PLAIN: Final = Style("de", 88)


def _result(*findings: Finding, decision: Decision = Decision.REVISE, verdicts: tuple[Verdict, ...] = ()) -> Result:
    found = Verdict("eye-level.lecturing", "1", Outcome.VIOLATION, findings)
    return Result("m1", "de", decision, ((found,) if findings else ()) + verdicts)


def _undecided(rule: str, *needs: str) -> Verdict:
    return Verdict(rule, "1", Outcome.UNDECIDED, (), needs)


def test_a_finding_is_shown_at_its_sentence() -> None:
    shown = render(_result(_FINDING), _TEXT, _PLAIN)

    assert shown == (
        "m1 · Deutsch · bitte überarbeiten\n"
        "\n"
        "  Wie Sie sicher wissen, steht das in den AGB.\n"
        "  ^^^^^^^^^^^^^^^^^^^^^\n"
        "  Warnung · Belehrung (eye-level.lecturing)\n"
        "    „Wie Sie sicher wissen“ belehrt.\n"
        "    Warum: Es klingt von oben herab.\n"
        "    Leitfaden: Wir sprechen auf Augenhöhe.\n"
        "    Besser: „Steht das in den AGB.“\n"
    )


def test_a_finding_is_shown_in_english() -> None:
    shown = render(_result(_FINDING), _TEXT, Style("en", 88))

    for part in ("German · please revise", "warning · ", "Why: ", "Guideline: ", "Better: “Steht das in den AGB.”"):
        assert part in shown


def test_nothing_found_is_said_in_words() -> None:
    fine = _result(decision=Decision.PUBLISH, verdicts=(Verdict("a.b", "v", Outcome.FULFILLED),))

    assert render(fine, "Gern!", _PLAIN) == ("m1 · Deutsch · kann so hinaus\n  Nichts zu beanstanden.\n")


def test_what_could_not_be_decided_names_the_fact_and_is_no_pass() -> None:
    open_ = _result(verdicts=(_undecided("a.b", "parent"), _undecided("a.c", "parent"), _undecided("a.d", "channel")))

    shown = render(open_, "Gern!", _PLAIN)

    assert 'unbekannt: die beantwortete Nachricht): a.b, a.c; hier hilft\n    --answers "..."\n' in shown
    assert "  Nicht entschieden (unbekannt: der Kanal): a.d; hier hilft --channel NAME\n" in shown
    assert "Nichts zu beanstanden" not in shown


def test_of_records_nobody_is_told_to_type_what_the_record_should_say() -> None:
    of_records = replace(_result(verdicts=(_undecided("a.d", "channel"),)), policy="house")

    assert "--channel" not in render(of_records, "Gern!", _PLAIN)


def test_many_undecided_rules_are_counted() -> None:
    open_ = _result(verdicts=tuple(_undecided(f"a.r{number}", "parent") for number in range(5)))

    assert ": 5 Regeln" in render(open_, "Gern!", _PLAIN)


def test_a_text_that_could_not_be_judged_says_why() -> None:
    broken = _result(verdicts=(Verdict("a.b", "1", Outcome.ERROR, reason="the text is too long"),))

    shown = render(broken, "x", _PLAIN)

    assert shown == "m1 · Deutsch · konnte nicht beurteilt werden\n  the text is too long\n"


def test_advice_stands_where_there_is_no_edit() -> None:
    advised = replace(_FINDING, suggestions=(), advice="Das steht hier: ...", route="Recht")

    shown = render(_result(advised), _TEXT, _PLAIN)

    assert "    Vorschlag: Das steht hier: ...\n    Vorher an: Recht\n" in shown


def test_a_number_of_words_is_nothing_that_was_learned() -> None:
    counted = replace(_FINDING, facts=(("text.words", "19"),))
    learned = replace(_FINDING, facts=(("lecturing.score", "0.71"), ("lecturing.words", "sicher")))

    assert "Gelernt" not in render(_result(counted), _TEXT, _PLAIN)
    assert "aufgefallen sind: sicher" in render(_result(learned), _TEXT, _PLAIN)


def test_words_taken_out_whole_are_said_to_be() -> None:
    whole = replace(_FINDING, start=0, end=5, excerpt="Gern!", suggestions=(Suggestion(0, 5, ""),))

    assert "Besser: (streichen)" in render(_result(whole), "Gern!", _PLAIN)


def test_one_rule_explains_itself_once() -> None:
    twice = replace(_FINDING, start=0, end=5, excerpt="Guten", suggestions=())

    shown = render(_result(twice, _FINDING), _TEXT, _PLAIN)

    assert shown.count("Warum:") == 1
    assert "  Guten Tag.\n  ^^^^^\n" in shown


def test_the_whole_of_a_long_text_is_not_repeated() -> None:
    text = "Ein Satz. " * 100
    whole = replace(_FINDING, start=0, end=len(text), excerpt=text, suggestions=())

    shown = render(_result(whole), text, _PLAIN)

    assert "[ganzer Text]\n" in shown
    assert shown.count("Ein Satz.") == 1
    assert len(shown) < 600


def test_wide_signs_are_underlined_in_full() -> None:
    finding = replace(_FINDING, start=3, end=5, excerpt="日本", suggestions=())

    lines = render(_result(finding), "😀 a日本b", _PLAIN).split("\n")

    assert lines[2:4] == ["  😀 a日本b", "      ^^^^"]


def test_colours_come_only_when_asked_for() -> None:
    assert "\033[" not in render(_result(_FINDING), _TEXT, _PLAIN)
    assert "\033[4;33mWie Sie sicher wissen\033[0m," in render(_result(_FINDING), _TEXT, Style("de", 88, True))


@pytest.mark.parametrize(
    ("results", "speech", "line"),
    [
        ([], "en", "Nothing to judge; 0 inputs unreadable."),
        ([_result()], "de", "1 Text geprüft: keine Funde."),
        ([_result(_FINDING), _result()], "de", "2 Texte geprüft: 1 Warnung."),
        (
            [_result(_FINDING, replace(_FINDING, rule="b.c", severity=Severity.ERROR))],
            "en",
            "1 text checked: 1 error, 1 warning.",
        ),
        (
            [_result(_FINDING, verdicts=(_undecided("a", "x"),)), _result(verdicts=(_undecided("a", "x"),))],
            "de",
            "2 Texte geprüft: 1 Warnung; in 2 Texten blieb etwas offen.",
        ),
        (
            [_result(verdicts=(_undecided("a", "x"),))],
            "en",
            "1 text checked: no findings; something stayed open in 1 text.",
        ),
    ],
)
def test_the_last_line_sums_up(results: list[Result], speech: str, line: str) -> None:
    assert summary(results, 0, Style(speech)) == line


def test_the_gravest_finding_is_known() -> None:
    note = replace(_FINDING, severity=Severity.NOTE)

    assert gravest([]) is None
    assert gravest([_result()]) is None
    assert gravest([_result(note), _result(_FINDING)]) is Severity.WARNING


@given(st.text(min_size=1, max_size=200), st.data())
def test_any_text_and_place_can_be_shown(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    edits = (Suggestion(start, end, ""), Suggestion(len(text), len(text), " x"))
    finding = replace(_FINDING, start=start, end=end, excerpt=text[start:end], suggestions=edits)
    style = Style(data.draw(st.sampled_from(["de", "en"])), data.draw(st.integers(50, 100)), data.draw(st.booleans()))

    assert "eye-level.lecturing" in render(_result(finding), text, style)


@given(st.text(st.characters(codec="ascii", categories=("L", "N", "P", "Zs")), min_size=1, max_size=300), st.data())
def test_signs_below_a_line_cover_the_words_of_the_finding(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    finding = replace(_FINDING, start=start, end=end, excerpt=text[start:end], suggestions=())

    lines = render(_result(finding), text, _PLAIN).split("\n")[2:-5]

    if "[ganzer Text]" not in "".join(lines):
        marked = "".join(
            sign
            for above, below in pairwise(lines)
            if below.strip() and not below.strip("^ ")
            for sign, mark in zip(above, below, strict=False)
            if mark == "^"
        )
        assert marked.replace(" ", "") == finding.excerpt.replace(" ", "")


def test_a_rule_with_several_places_counts_once_as_it_is_shown() -> None:
    places = tuple(replace(_FINDING, start=at, end=at + 3) for at in (0, 4, 8))
    graver = replace(places[2], severity=Severity.ERROR)

    assert summary([_result(*places)], 0, Style("de")) == "1 Text geprüft: 1 Warnung an 3 Stellen."
    assert summary([_result(*places)], 0, Style("en")) == "1 text checked: 1 warning in 3 places."
    assert "1 Fehler an 3 Stellen" in summary([_result(*places[:2], graver)], 0, Style("de"))
    assert "  Fehler · " in render(_result(*places[:2], graver), _TEXT, _PLAIN)


@pytest.mark.parametrize(("number", "lines"), [(3, 3), (4, 1)])
def test_what_many_rules_could_not_judge_for_one_reason_is_one_line(number: int, lines: int) -> None:
    failed = tuple(Verdict(f"a.b{at}", "1", Outcome.ERROR, reason="two contents") for at in range(number))

    told = render_records([Result("m", None, Decision.REVISE, failed)], build_archive([]), Style("en", 88))

    assert told.count("two contents") == lines
    assert ("4 rules" in told) == (lines == 1)
