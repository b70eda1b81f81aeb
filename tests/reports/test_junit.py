"""JUnit: a suite a file, a case a rule that spoke, sound XML whatever the text."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.finding import Decision, Outcome, Result, Verdict
from knigge.reports.junit import render
from knigge.reports.places import Origin
from knigge.reports.run import Judged, Run

from .conftest import LECTURING, MakeRun


def test_a_violation_from_the_threshold_on_is_a_failure(make_run: MakeRun, draft: Judged) -> None:
    root = _parsed(make_run(draft, fail_on="warning"))

    (case,) = root.iter("testcase")
    failure = case.find("failure")
    assert (case.get("classname"), case.get("name")) == ("knigge.drafts/a_txt", "eye-level.lecturing: Belehrung")
    assert (case.get("file"), case.get("line")) == ("drafts/a.txt", "3")
    assert failure is not None
    assert failure.get("message") == "„Wie Sie sicher wissen“ belehrt."
    assert failure.text == (
        "drafts/a.txt:3:12\n"
        "  Wie Sie sicher wissen\n"
        "  „Wie Sie sicher wissen“ belehrt.\n"
        "  Besser: Steht das in den AGB.\n"
        "Warum: Es klingt von oben herab.\n"
        "Leitfaden: Wir sprechen auf Augenhöhe."
    )


@pytest.mark.parametrize("fail_on", ["error", "never"])
def test_below_the_threshold_a_case_passes_and_says_so(fail_on: str, make_run: MakeRun, draft: Judged) -> None:
    (case,) = _parsed(make_run(draft, fail_on=fail_on)).iter("testcase")

    assert case.find("failure") is None
    assert "unter der Schwelle" in (case.findtext("system-out") or "")


def test_what_is_not_settled_is_skipped_with_its_reason(make_run: MakeRun, unsettled: Judged) -> None:
    root = _parsed(make_run(unsettled))

    told = {str(case.get("name")).split(":")[0]: _outcome(case) for case in root.iter("testcase")}
    assert told == {
        "a.undecided": ("skipped", "offen, solange unbekannt ist: die beantwortete Nachricht"),
        "a.open": ("skipped", "noch 2 Stunden"),
        "eye-level.lecturing": ("skipped", "Ausnahme: Umbau (Leitung)"),
        "a.error": ("error", "zu lang"),
        "a.fine": ("", ""),
        "a.elsewhere": ("skipped", "galt noch nicht"),
    }
    assert root.attrib == {"name": "knigge", "tests": "6", "failures": "0", "errors": "1", "skipped": "4"}


def test_a_subject_no_rule_speaks_of_is_seen(make_run: MakeRun) -> None:
    silent = Judged(Result("m1", "de", Decision.PUBLISH, (Verdict("a.b", "1", Outcome.NOT_APPLICABLE),)))

    (case,) = _parsed(make_run(silent)).iter("testcase")

    assert _outcome(case) == ("skipped", "keine Regel gilt hier")


def test_what_could_not_be_read_is_an_error(make_run: MakeRun) -> None:
    root = _parsed(make_run(unread=("a.jsonl:3: not JSON",), remarks=("`x`: kein Vater",)))

    (case,) = root.iter("testcase")
    assert _outcome(case) == ("error", "a.jsonl:3: not JSON")
    assert root.findtext(".//system-err") == "`x`: kein Vater"


def test_one_rule_twice_gives_two_names(make_run: MakeRun, draft: Judged) -> None:
    twice = replace(draft, result=replace(draft.result, verdicts=draft.result.verdicts * 2))

    names = [case.get("name") for case in _parsed(make_run(twice)).iter("testcase")]

    assert names == ["eye-level.lecturing: Belehrung", "eye-level.lecturing: Belehrung (2)"]


def test_a_hostile_run_is_sound_and_its_sums_are_right(hostile: Run) -> None:
    root = _parsed(hostile)

    cases = list(root.iter("testcase"))
    assert root.get("tests") == str(len(cases))
    assert sum(int(suite.get("tests") or "") for suite in root.iter("testsuite")) == len(cases)
    assert max(len(value) for case in cases for value in case.attrib.values()) < 10_100
    assert not list(root.iter("script"))


@given(st.text(st.characters(), min_size=1, max_size=80))
def test_any_words_make_sound_xml(words: str) -> None:
    finding = replace(LECTURING, message=words, excerpt=words, why=words, title=words, suggestions=())
    found = Verdict("a.b", "1", Outcome.VIOLATION, (finding,))
    origin = Origin(words, words, 0, len(words))
    judged = Judged(Result(words, None, Decision.REVISE, (found,)), words, origin, origin)

    _parsed(Run("1", "p", "d", "en", "note", 1, (judged,), {}, (words,), (words,)))


def _parsed(run: Run) -> Element:
    return fromstring(render(run).encode())


def _outcome(case: Element) -> tuple[str, str]:
    inside = next((each for each in case if each.tag != "system-out"), None)
    return ("", "") if inside is None else (inside.tag, inside.get("message") or "")
