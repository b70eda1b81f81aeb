"""SARIF: places, levels, fixes, suppressions, open questions, and fingerprints that stay."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import validators

from knigge.engine.finding import Decision, Finding, Outcome, Result, Severity, Verdict
from knigge.reports.fingerprints import fingerprints
from knigge.reports.places import Origin
from knigge.reports.run import Judged, Run
from knigge.reports.sarif import render

from .conftest import LECTURING, TEXT, MakeRun

_SCHEMA: Final = os.environ.get("KNIGGE_SARIF_SCHEMA", "")


def test_a_finding_is_a_result_at_its_place(make_run: MakeRun, draft: Judged) -> None:
    (result,) = _results(make_run(draft))

    assert result["ruleId"] == "eye-level.lecturing"
    assert (result["kind"], result["level"]) == ("fail", "warning")
    assert result["message"] == {"text": "Belehrung: „Wie Sie sicher wissen“ belehrt."}
    assert _at(result, "locations", 0, "physicalLocation") == {
        "artifactLocation": {"uri": "drafts/a.txt", "uriBaseId": "%SRCROOT%", "index": 0},
        "region": {
            "startLine": 3,
            "startColumn": 12,
            "endLine": 3,
            "endColumn": 33,
            "charOffset": 28,
            "charLength": 21,
            "snippet": {"text": "Wie Sie sicher wissen"},
        },
    }


def test_a_suggestion_is_a_fix_of_the_file(make_run: MakeRun, draft: Judged, record: Judged) -> None:
    for judged, after in ((draft, "Guten Tag. Steht das"), (record, 'Guten Tag. S\\"teht das')):
        (result,) = _results(make_run(judged))
        change = _at(result, "fixes", 0, "artifactChanges", 0, "replacements", 0)
        assert judged.origin is not None
        content, region = judged.origin.content, _at(change, "deletedRegion")
        start, length = _at(region, "charOffset"), _at(region, "charLength")
        assert isinstance(start, int)
        assert isinstance(length, int)

        mended = content[:start] + str(_at(change, "insertedContent", "text")) + content[start + length :]

        assert after in mended
    assert json.loads(mended.splitlines()[1])["text"].endswith('Guten Tag. S"teht das in den AGB. Gern!')


def test_what_is_not_settled_is_told_apart(make_run: MakeRun, unsettled: Judged) -> None:
    run = _run(make_run(unsettled, unread=("a.jsonl:1: not JSON",), remarks=("`x`: ...",)))

    shown = {str(_at(each, "ruleId")): each for each in _list(run, "results")}
    assert set(shown) == {"a.undecided", "a.open", "eye-level.lecturing"}
    assert [shown[name]["kind"] for name in ("a.undecided", "a.open")] == ["open", "open"]
    assert [shown[name]["level"] for name in ("a.undecided", "a.open")] == ["none", "none"]
    assert "die beantwortete Nachricht" in str(shown["a.undecided"]["message"])
    assert shown["eye-level.lecturing"]["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "Umbau (Leitung)"}
    ]
    notes = _at(run, "invocations", 0, "toolExecutionNotifications")
    assert isinstance(notes, list)
    assert [(each["level"], each["message"]["text"]) for each in notes] == [
        ("error", "a.error: zu lang"),
        ("error", "a.jsonl:1: not JSON"),
        ("warning", "`x`: ..."),
    ]


def test_rules_say_what_they_are_for(make_run: MakeRun, draft: Judged) -> None:
    (rule,) = _list(_at(_run(make_run(draft)), "tool", "driver"), "rules")

    assert rule["help"] == {"text": "Es klingt von oben herab.\n\nLeitfaden: Wir sprechen auf Augenhöhe."}
    assert rule["defaultConfiguration"] == {"level": "warning"}


def test_words_that_stand_elsewhere_are_a_related_place(make_run: MakeRun, record: Judged) -> None:
    act = Origin("acts.jsonl", '{"type": "action", "id": "x1"}', 0, 30, True, True)

    (result,) = _results(make_run(replace(record, origin=act)))

    assert _at(result, "locations", 0, "physicalLocation", "artifactLocation", "uri") == "acts.jsonl"
    assert "snippet" not in str(_at(result, "locations", 0))
    assert _at(result, "relatedLocations", 0, "physicalLocation", "artifactLocation", "uri") == "a.jsonl"


def test_a_subject_without_a_file_has_a_logical_place_only(make_run: MakeRun) -> None:
    found = Verdict("a.b", "1", Outcome.VIOLATION, (replace(LECTURING, start=0, end=0, excerpt="", suggestions=()),))
    week = Judged(Result("x/acme/2026-W10", None, Decision.PUBLISH, (found,), "timeline", "x/acme"))

    (result,) = _results(make_run(week))

    (location,) = _list(result, "locations")
    assert set(location) == {"logicalLocations"}
    assert _at(location, "logicalLocations", 1, "fullyQualifiedName") == "x/acme/2026-W10"


def test_messages_hold_no_links_and_no_placeholders(make_run: MakeRun, draft: Judged) -> None:
    told = replace(LECTURING, title="", message="[klick](http://evil.example) {0}")
    found = Verdict("a.b", "1", Outcome.VIOLATION, (told,))

    (result,) = _results(make_run(replace(draft, result=replace(draft.result, verdicts=(found,)))))

    assert _at(result, "message", "text") == ": \\[klick\\](http://evil.example) {{0}}"


def test_a_hostile_run_stays_sound_and_shows_what_hides(hostile: Run) -> None:
    written = render(hostile)

    written.encode()
    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e\u2066-\u2069\u200b\ufeff\ud800-\udfff]", written)
    for result in _list(json.loads(written)["runs"][0], "results"):
        index = _at(result, "ruleIndex")
        assert isinstance(index, int)
        assert json.loads(written)["runs"][0]["tool"]["driver"]["rules"][index]["id"] == result["ruleId"]


def test_the_same_run_gives_the_same_bytes(hostile: Run) -> None:
    assert render(hostile) == render(hostile)


@pytest.mark.skipif(not _SCHEMA, reason="KNIGGE_SARIF_SCHEMA names no copy of the schema; see docs/formats.md")
def test_every_run_is_as_the_official_schema_says(
    make_run: MakeRun, draft: Judged, record: Judged, unsettled: Judged, hostile: Run
) -> None:
    schema = json.loads(Path(_SCHEMA).read_text(encoding="utf-8"))

    for run in (make_run(), make_run(draft, record, unsettled, unread=("x",)), hostile):
        validators.validator_for(schema)(schema).validate(json.loads(render(run)))


@given(st.text(st.characters(), max_size=60), st.text(st.characters(), max_size=60))
def test_text_far_away_never_changes_a_fingerprint(before: str, behind: str) -> None:
    text = f"{before}\n{TEXT}\n{behind}"
    moved = replace(LECTURING, start=LECTURING.start + len(before) + 1, end=LECTURING.end + len(before) + 1)

    assert _known(text, "a.txt", moved) == _known(TEXT, "old/name.txt", LECTURING)


def test_fingerprints_tell_findings_apart() -> None:
    again = replace(LECTURING, start=40, end=61, excerpt="wie  Sie sicher wissen")
    other = replace(LECTURING, rule="a.b")
    everything = replace(LECTURING, start=0, end=len(TEXT), excerpt=TEXT)

    known = _known(TEXT, "a.txt", LECTURING, again, other, everything)

    assert len(set(known)) == 4
    assert (
        _known(TEXT + " Mehr.", "a.txt", replace(everything, end=len(TEXT) + 6, excerpt=TEXT + " Mehr.")) == known[3:]
    )


def test_the_fingerprint_of_a_record_goes_by_its_id() -> None:
    first, second = (
        list(fingerprints(Judged(Result(name, "de", Decision.PUBLISH, ()), TEXT), (LECTURING,)))
        for name in ("m1", "m2")
    )

    assert first != second


def test_levels_are_those_of_the_findings(make_run: MakeRun, draft: Judged) -> None:
    for severity in Severity:
        found = Verdict("a.b", "1", Outcome.VIOLATION, (replace(LECTURING, severity=severity),))
        judged = replace(draft, result=replace(draft.result, verdicts=(found,)))
        assert [each["level"] for each in _results(make_run(judged))] == [str(severity)]


def _known(text: str, name: str, *findings: Finding) -> list[str]:
    origin = Origin(name, text, 0, len(text))
    return list(fingerprints(Judged(Result(name, "de", Decision.PUBLISH, ()), text, origin, origin), findings))


def _run(run: Run) -> dict[str, object]:
    (shown,) = _list(json.loads(render(run)), "runs")
    return shown


def _results(run: Run) -> Iterator[dict[str, object]]:
    return iter(_list(_run(run), "results"))


def _list(tree: object, key: str) -> list[dict[str, object]]:
    found = _at(tree, key)
    assert isinstance(found, list)
    return found


def _at(tree: object, *path: str | int) -> object:
    for step in path:
        if isinstance(step, int):
            assert isinstance(tree, list)
            tree = tree[step]
        else:
            assert isinstance(tree, dict)
            tree = tree[step]
    return tree
