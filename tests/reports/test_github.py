"""GitHub: one command a line, the gravest first, no more than are shown, and no words that command."""

from __future__ import annotations

from dataclasses import replace

from knigge.engine.finding import Decision, Outcome, Result, Severity, Verdict
from knigge.reports.github import render
from knigge.reports.places import Origin
from knigge.reports.run import Judged, Run

from .conftest import LECTURING, TEXT, MakeRun


def test_a_finding_is_a_mark_at_its_line(make_run: MakeRun, draft: Judged) -> None:
    lines = render(make_run(draft)).splitlines()

    assert lines == [
        "::warning file=drafts/a.txt,line=3,col=12,endColumn=32,title=Belehrung (eye-level.lecturing)::"
        "„Wie Sie sicher wissen“ belehrt.%0AWarum: Es klingt von oben herab.%0ABesser: Steht das in den AGB.",
        "::notice title=knigge::1 Warnung",
    ]


def test_over_several_lines_there_is_no_column(make_run: MakeRun, draft: Judged) -> None:
    text = "eins\nzwei"
    origin = Origin("a.txt", text, 0, len(text))
    found = Verdict("a.b", "1", Outcome.VIOLATION, (replace(LECTURING, start=0, end=9, suggestions=()),))
    judged = Judged(Result("a.txt", "de", Decision.REVISE, (found,)), text, origin, origin)

    assert "file=a.txt,line=1,endLine=2,title=" in render(make_run(judged))


def test_a_text_without_a_file_has_no_place(make_run: MakeRun, draft: Judged) -> None:
    origin = Origin("text", TEXT, 0, len(TEXT), False)

    first = render(make_run(replace(draft, origin=origin, words=origin))).splitlines()[0]

    assert first.startswith("::warning title=Belehrung (eye-level.lecturing)::")


def test_ten_of_a_level_are_marks_and_the_rest_plain_lines(make_run: MakeRun) -> None:
    judged = [_many(f"{level}.txt", level, 12) for level in (Severity.NOTE, Severity.WARNING, Severity.ERROR)]

    lines = render(make_run(*judged)).splitlines()

    commands = [line.split(" ")[0] for line in lines if line.startswith("::")]
    assert commands == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"] * 10
    assert sum(line.startswith("- ") for line in lines) == 36 - 29
    assert lines[-1] == "::notice title=knigge::12 Fehler, 12 Warnungen, 12 Hinweise, 7 nur im Protokoll des Laufs"


def test_no_subject_hides_another(make_run: MakeRun) -> None:
    shown = render(make_run(_many("a.txt", Severity.WARNING, 30), _many("b.txt", Severity.WARNING, 1)))

    assert "::warning file=b.txt" in shown


def test_what_is_not_settled_is_told_and_what_failed_is_an_error(make_run: MakeRun, unsettled: Judged) -> None:
    lines = render(make_run(unsettled, unread=("a.jsonl:1: not JSON",))).splitlines()

    assert lines[0] == "::error title=konnte nicht beurteilt werden::a.jsonl:1: not JSON"
    assert lines[1].startswith("::error title=konnte nicht beurteilt werden::drafts/b.txt: a.error: zu lang")
    assert "- nicht entschieden: drafts/b.txt: a.undecided (a.undecided): offen, solange unbekannt ist: die" in lines[2]
    assert lines[3] == "- läuft noch: drafts/b.txt: a.open (a.open): noch 2 Stunden"
    assert lines[-1] == (
        "::notice title=knigge::keine Funde, 1 nicht beurteilbar, 1 nicht entschieden, 1 offen, 1 ausgenommen, "
        "1 Eingabe nicht lesbar"
    )


def test_nobodys_words_command(hostile: Run) -> None:
    lines = render(hostile).split("\n")[:-1]

    for line in lines:
        assert line.startswith(("- ", "::error ", "::warning ", "::notice "))
        assert "##[" not in line
        assert not set(line) & set("\r\x1b\x00\u2028\u2029")
        if line.startswith("::"):
            properties = line[2:].split("::", 1)[0].split(" ", 1)[1]
            assert {pair.split("=")[0] for pair in properties.split(",")} <= {
                "file", "line", "endLine", "col", "endColumn", "title",
            }  # fmt: skip
    assert sum(line.startswith("::") for line in lines) == 10 + 9 + 10


def _many(name: str, severity: Severity, number: int) -> Judged:
    text = "Wort. " * number
    findings = tuple(
        replace(LECTURING, severity=severity, start=6 * at, end=6 * at + 4, excerpt="Wort", suggestions=())
        for at in range(number)
    )
    origin = Origin(name, text, 0, len(text))
    found = Verdict("a.b", "1", Outcome.VIOLATION, findings)
    return Judged(Result(name, "de", Decision.REVISE, (found,)), text, origin, origin)
