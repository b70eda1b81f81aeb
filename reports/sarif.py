"""A run -> SARIF 2.1.0 (OASIS), for code scanning and dashboards. The same run gives the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Final
from urllib.parse import quote

from ..engine.finding import Finding, Outcome, Suggestion, Verdict
from .fingerprints import fingerprints
from .needs import reason_of
from .places import Origin, Region, locate, replacement, whole_of
from .run import Judged, Run, region_of, verdicts_of
from .sarif_parts import ROOT, SCHEMA, Json, message, rule_name
from .visible import visible, whole
from .wording import say

_LONGEST_SNIPPET: Final = 1000
_STEERING: Final = re.compile(
    "[\u0080-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
)


def render(run: Run) -> str:
    """The whole log: one run, a result for each finding, undecided question, running deadline and waived finding.

    What could not be judged is a notification of the tool.
    """
    artifacts = _Artifacts(run)
    results = [each for judged in run.judged for each in _results(run, judged, artifacts)]
    rules = {name: index for index, name in enumerate(sorted({str(each["ruleId"]) for each in results}))}
    for each in results:
        each["ruleIndex"] = rules[str(each["ruleId"])]
    notifications = list(_notifications(run, artifacts))
    invocation: Json = {"executionSuccessful": run.exit_code in (0, 1), "exitCode": run.exit_code}
    if notifications:
        invocation["toolExecutionNotifications"] = notifications
    log: Json = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(run, rules)},
                "automationDetails": {"id": f"knigge/{quote(run.policy, safe='')}/"},
                "language": run.speech,
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {ROOT: {"description": message(say("start-folder", run.speech))}},
                "invocations": [invocation],
                "artifacts": artifacts.listed(),
                "results": results,
                "properties": {"policy": run.policy, "policyDigest": run.digest},
            }
        ],
    }
    written = json.dumps(log, ensure_ascii=False, indent=1)
    return _STEERING.sub(_escaped, whole(written)) + "\n"


def _escaped(found: re.Match[str]) -> str:
    """A sign that steers or hides, as JSON writes it: nobody who looks at the file is led astray."""
    return json.dumps(found[0])[1:-1]


def _driver(run: Run, rules: dict[str, int]) -> Json:
    return {
        "name": "knigge",
        "version": run.version,
        "semanticVersion": run.version,
        "language": run.speech,
        "rules": [_rule(run, name) for name in rules],
    }


def _rule(run: Run, name: str) -> Json:
    sheet = run.rules.get(name)
    if sheet is None:
        return {"id": name}
    clause = f"{say('clause', run.speech)}: {sheet.clause_text or sheet.clause}"
    return {
        "id": name,
        "name": rule_name(name),
        "shortDescription": message(sheet.title),
        "fullDescription": message(sheet.why or sheet.title),
        "help": message(f"{sheet.why}\n\n{clause}".strip()),
        "defaultConfiguration": {"level": str(sheet.severity)},
        "properties": {"clause": sheet.clause, "version": sheet.version},
    }


def _results(run: Run, judged: Judged, artifacts: _Artifacts) -> Iterator[Json]:
    findings = judged.result.findings
    for finding, known in zip(findings, fingerprints(judged, findings), strict=True):
        yield _result(run, judged, finding, known, artifacts)
    for verdict in judged.result.verdicts:
        if verdict.outcome is Outcome.WAIVED:
            excuse = {"kind": "external", "status": "accepted", "justification": visible(verdict.reason)}
            for finding, known in zip(verdict.findings, fingerprints(judged, verdict.findings), strict=True):
                yield _result(run, judged, finding, known, artifacts) | {"suppressions": [excuse]}
    for outcome in (Outcome.UNDECIDED, Outcome.OPEN):
        for _, verdict in verdicts_of((judged,), outcome):
            yield _unsettled(run, judged, verdict, artifacts)


def _result(run: Run, judged: Judged, finding: Finding, known: str, artifacts: _Artifacts) -> Json:
    told = f"{finding.title}: {finding.message}" if finding.message else finding.title
    shown: Json = {
        "ruleId": finding.rule,
        "kind": "fail",
        "level": str(finding.severity),
        "message": message(told),
        "locations": [_location(judged, region_of(judged, finding), artifacts)],
        "partialFingerprints": {"knigge/v1": known},
    }
    related = _related(run, judged, finding, artifacts)
    if related:
        shown["relatedLocations"] = [related]
    fixes = [_fix(run, judged, each, artifacts) for each in finding.suggestions if judged.words is not None]
    exact = [each for each in fixes if each]
    if exact:
        shown["fixes"] = exact
    shown["properties"] = _properties(judged, finding)
    return shown


def _properties(judged: Judged, finding: Finding) -> Json:
    told = {
        "advice": visible(finding.advice),
        "route": visible(finding.route),
        "ruleVersion": finding.version,
        "subject": judged.result.subject,
    }
    return {name: value for name, value in told.items() if value}


def _unsettled(run: Run, judged: Judged, verdict: Verdict, artifacts: _Artifacts) -> Json:
    """A question left open: what would decide it, or the deadline that runs."""
    why = reason_of(verdict, run.speech) or say("deadline-runs", run.speech)
    region = whole_of(judged.origin) if judged.origin else None
    return {
        "ruleId": verdict.rule,
        "kind": "open",
        "level": "none",
        "message": message(f"{run.title(verdict)}: {why}"),
        "locations": [_location(judged, region, artifacts)],
        "properties": {
            "outcome": str(verdict.outcome),
            "ruleVersion": verdict.version,
            "subject": judged.result.subject,
        },
    }


def _location(judged: Judged, region: Region | None, artifacts: _Artifacts) -> Json:
    result = judged.result
    names: list[Json] = []
    if result.place and result.place != result.id:
        kind = "module" if result.subject == "message" else "namespace"
        names.append({"name": whole(result.place), "fullyQualifiedName": whole(result.place), "kind": kind})
    inside = names and not result.id.startswith(f"{result.place}/")
    full = whole(f"{result.place}/{result.id}" if inside else result.id)
    names.append({"name": whole(result.id), "fullyQualifiedName": full, "kind": "member"})
    shown: Json = {"logicalLocations": names}
    if judged.origin is not None and region is not None:
        shown["physicalLocation"] = _physical(judged.origin, region, artifacts)
    return shown


def _physical(origin: Origin, region: Region, artifacts: _Artifacts) -> Json:
    return {"artifactLocation": artifacts.of(origin), "region": _region(region, origin)}


def _region(region: Region, origin: Origin | None = None) -> Json:
    shown: Json = {
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
        "charOffset": region.offset,
        "charLength": region.length,
    }
    if origin is not None and 0 < region.length <= _LONGEST_SNIPPET and not _is_record(region, origin):
        shown["snippet"] = {"text": origin.content[region.offset : region.offset + region.length]}
    return shown


def _is_record(region: Region, origin: Origin) -> bool:
    """Whether the place is a whole record: it holds names that need not be repeated."""
    return origin.is_record and region == whole_of(origin)


def _related(run: Run, judged: Judged, finding: Finding, artifacts: _Artifacts) -> Json | None:
    """Where the words of a finding stand, if that is another record than the subject's."""
    if judged.words is None or judged.words == judged.origin:
        return None
    region, exact = locate(judged.words, judged.text, finding.start, finding.end)
    if not exact:
        return None
    physical = _physical(judged.words, region, artifacts)
    return {"id": 1, "message": message(say("found-in-text", run.speech)), "physicalLocation": physical}


def _fix(run: Run, judged: Judged, suggestion: Suggestion, artifacts: _Artifacts) -> Json | None:
    """A suggestion as an edit of the file; None where the file does not hold the text as it was judged."""
    if judged.words is None:
        return None
    region, exact = locate(judged.words, judged.text, suggestion.start, suggestion.end)
    if not exact:
        return None
    change = {
        "deletedRegion": _region(region),
        "insertedContent": {"text": replacement(judged.words, suggestion.text)},
    }
    return {
        "description": message(say("suggestion", run.speech)),
        "artifactChanges": [{"artifactLocation": artifacts.of(judged.words), "replacements": [change]}],
    }


def _notifications(run: Run, artifacts: _Artifacts) -> Iterator[Json]:
    for judged, verdict in verdicts_of(run.judged, Outcome.ERROR):
        region = whole_of(judged.origin) if judged.origin else None
        yield {
            "level": "error",
            "message": message(f"{run.title(verdict)}: {verdict.reason or say('outcome-error', run.speech)}"),
            "locations": [_location(judged, region, artifacts)],
            "associatedRule": {"id": verdict.rule},
        }
    for level, lines in (("error", run.unread), ("warning", run.remarks)):
        for line in lines:
            yield {"level": level, "message": message(line)}


class _Artifacts:
    """The files of a run in the order they are first named. Owns their numbers.

    Texts of the command line and standard input are carried along as they are.
    """

    def __init__(self, run: Run) -> None:
        self._speech = run.speech
        self._numbers: dict[tuple[str, bool], int] = {}
        self._origins: list[Origin] = []
        for judged in run.judged:
            if judged.origin is not None:
                self.of(judged.origin)

    def of(self, origin: Origin) -> Json:
        """How a location names the file."""
        key = (origin.name, origin.on_disk)
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers)
            self._origins.append(origin)
        return _address(origin) | {"index": self._numbers[key]}

    def listed(self) -> Sequence[Json]:
        """All files; those without an address with their content."""
        return [self._artifact(origin, number) for number, origin in enumerate(self._origins)]

    def _artifact(self, origin: Origin, number: int) -> Json:
        if origin.on_disk:
            return {"location": _address(origin) | {"index": number}, "roles": ["analysisTarget"]}
        name = say("standard-input" if origin.name == "-" else "by-hand", self._speech)
        return {
            "location": _address(origin) | {"index": number},
            "description": message(name),
            "contents": {"text": origin.content},
            "roles": ["analysisTarget"],
        }


def _address(origin: Origin) -> Json:
    """The address of a file: relative to where knigge was started, if it was named so. Readers want one of every text,
    so what is no file goes by the name it has in every report."""
    if not origin.on_disk:
        return {"uri": "stdin" if origin.name == "-" else quote(origin.name, errors="replace")}
    path = PurePath(origin.name)
    if path.is_absolute():
        return {"uri": "file://" + quote(path.as_posix(), errors="replace")}
    return {"uri": quote(path.as_posix(), errors="replace"), "uriBaseId": ROOT}
