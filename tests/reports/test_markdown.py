"""Markdown: short, readable, and nothing in it that a stranger's words set off."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.finding import Outcome, Severity, Verdict
from knigge.reports.markdown import MOST, render
from knigge.reports.markdown_text import cell, code, plain, strong
from knigge.reports.places import Origin
from knigge.reports.run import Judged, Run

from .conftest import LECTURING, MakeRun


def test_a_finding_is_shown_with_its_sentence_and_a_way_out(make_run: MakeRun, draft: Judged) -> None:
    assert render(make_run(draft)) == (
        "## knigge: 1 Warnung\n"
        "\n"
        "Policy `house` · 1 Gegenstand\n"
        "\n"
        "### drafts/a.txt\n"
        "\n"
        "**Warnung · Belehrung** (`eye-level.lecturing`) · Zeile 3\n"
        "\n"
        "> **Wie Sie sicher wissen**, steht das in den AGB.\n"
        "\n"
        "- „Wie Sie sicher wissen“ belehrt.\n"
        "- Warum: Es klingt von oben herab.\n"
        "- Besser: Steht das in den AGB.\n"
    )


def test_nothing_found_is_said(make_run: MakeRun) -> None:
    assert render(make_run(speech="en")) == "## knigge: no findings\n\nPolicy `house` · 0 subjects\n"


def test_what_is_not_settled_is_told(make_run: MakeRun, unsettled: Judged) -> None:
    shown = render(make_run(unsettled, unread=("a.jsonl:1: not JSON",), remarks=("`x`: kein Vater",)))

    for part in (
        "1 nicht entschieden · 1 offen · 1 ausgenommen · 1 nicht beurteilbar · 1 Anmerkung zu den Daten · 1 Eingabe",
        "### Nicht entschieden\n\n- offen, solange unbekannt ist: die beantwortete Nachricht (1)\n",
        "### Läuft noch\n\n- drafts/b.txt: a.open · noch 2 Stunden\n",
        "### Ausgenommen\n\n- drafts/b.txt: Belehrung · Umbau (Leitung)\n",
        "### Konnte nicht beurteilt werden\n\n- drafts/b.txt: a.error: zu lang\n- a.jsonl:1: not JSON\n",
        "### Anmerkung zu den Daten\n\n- \\`x\\`: kein Vater\n",
    ):
        assert part in shown


def test_the_reason_of_a_rule_is_told_once(make_run: MakeRun, draft: Judged, record: Judged) -> None:
    shown = render(make_run(draft, record))

    assert shown.count("Warum:") == 1
    assert "| Gegenstand | Ergebnis | Fehler | Warnungen | Hinweise |" in shown
    assert "| drafts/a.txt | bitte überarbeiten |  | 1 |  |" in shown


def test_a_long_run_is_cut_and_says_how_much_is_missing(make_run: MakeRun, draft: Judged) -> None:
    long = replace(LECTURING, message="Sehr lang. " * 150, suggestions=())
    judged = [
        replace(draft, result=replace(draft.result, id=f"{number}.txt", verdicts=(_found(long),)))
        for number in range(99)
    ]

    shown = render(make_run(*judged))

    assert len(shown) <= MOST
    left = re.search(r"… (\d+) weitere, nicht gezeigt\n*$", shown)
    assert left
    assert int(left[1]) + shown.count("### ") == 99


def test_a_hostile_run_does_nothing(hostile: Run) -> None:
    shown = render(hostile)

    shown.encode()
    assert len(shown) <= MOST + 500
    assert "⟨U+202E⟩" in shown
    assert "Schreibrichtung" in shown
    html = _html(shown)
    assert not re.search(r"<(script|img|a|iframe|pre)\b", html)
    assert html.count("<h3>") == len(re.findall(r"^### ", shown, re.MULTILINE))
    assert html.count("<h1>") == 0
    assert html.count("<table>") == 1
    _assert_tame(shown)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;"),
        ("# kein Titel", "\\# kein Titel"),
        ("- kein Punkt", "\\- kein Punkt"),
        ("1. Mai", "1\\. Mai"),
        ("100 € sind 3-mal so viel", "100 € sind 3-mal so viel"),
        ("[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"),
        ("(https://a.example/b_c),", "(`https://a.example/b_c`),"),
        ("Danke @team!", "Danke `@team`!"),
        ("Siehe #12 und !7", "Siehe `#12` und `!7`"),
        ("a|b", "a\\|b"),
        ("`@x`", "`` `@x` ``"),
        ("===", "\\==="),
        ("", ""),
    ],
)
def test_foreign_words_are_shown_as_they_are(text: str, told: str) -> None:
    assert plain(text) == told


def test_cells_code_and_bold() -> None:
    assert cell("") == "–"
    assert cell("a\n|b") == "a \\|b"
    assert code("a`b") == "``a`b``"
    assert strong(" doof ") == " **doof** "


@given(st.text(st.characters() | st.sampled_from("`*_[]()<>!#@|:/\\&~$1.w-+= \n"), max_size=60))
def test_any_words_read_as_themselves(words: str) -> None:
    told = plain(words)
    html = _html(told)

    assert "\n" not in told
    assert not re.search(r"<(?!/?(p|code)>)", html)
    _assert_tame(told)


def _assert_tame(told: str) -> None:
    """Outside of code there is no address, mention or reference that a host would bring to life."""
    outside = re.sub(r"(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)", "", told)
    assert not re.search(r"://|@|(?:^|\s)www\.|(?<!\w)[#!]\d", outside, re.IGNORECASE)


def _found(finding: object) -> Verdict:
    assert isinstance(finding, type(LECTURING))
    return Verdict(finding.rule, "1", Outcome.VIOLATION, (replace(finding, severity=Severity.ERROR),))


def _html(text: str) -> str:
    reader = pytest.importorskip("markdown_it")
    return str(reader.MarkdownIt("commonmark", {"html": True}).enable("table").render(text))


def test_a_place_within_a_long_sentence_is_in_sight(make_run: MakeRun, draft: Judged) -> None:
    text = "wort " * 200 + "doof" + " wort" * 200
    origin = Origin("a.txt", text, 0, len(text))
    finding = replace(LECTURING, start=1000, end=1004, excerpt="doof", suggestions=())
    judged = replace(
        draft, text=text, origin=origin, words=origin, result=replace(draft.result, verdicts=(_found(finding),))
    )

    (line,) = [line for line in render(make_run(judged)).splitlines() if line.startswith("> ")]

    assert " **doof** " in line
    assert len(line) < 500
