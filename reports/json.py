"""Results -> JSON as in grammar/result.schema.json; fields are added over time, never renamed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from ..engine.finding import Finding, Outcome, Result, Verdict


def render(
    version: str,
    policy: tuple[str, str],
    results: Sequence[Result],
    every: bool,
    counts: Mapping[str, int] | None = None,
    threads: Sequence[Mapping[str, object]] | None = None,
) -> str:
    """The whole report. `policy` is its name and digest; with `every`, each rule's verdict is listed too.

    `counts` says of a run over records what became of them, `threads` what is to be done in each.
    """
    report: dict[str, object] = {
        "knigge": version,
        "policy": {"name": policy[0], "digest": policy[1]},
        "results": [_result(result, every) for result in results],
    }
    if counts is not None:
        report["counts"] = dict(counts)
    if threads is not None:
        report["threads"] = [dict(thread) for thread in threads]
    return json.dumps(report, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace").decode("utf-8")


def _result(result: Result, every: bool) -> dict[str, object]:
    shown: dict[str, object] = {
        "id": result.id,
        "language": result.language,
        "decision": str(result.decision),
        "findings": [_finding(finding) for finding in result.findings],
        "undecided": list(_with_needs(result.verdicts, Outcome.UNDECIDED)),
        "errors": list(_with_needs(result.verdicts, Outcome.ERROR)),
        "waived": [
            _finding(finding) | {"verdict": "waived", "waiver": each.reason} for each, finding in _waived(result)
        ],
        "open": list(_with_needs(result.verdicts, Outcome.OPEN)),
        "subject": result.subject,
        "place": result.place or None,
    }
    if result.policy:
        shown["policy"] = result.policy
    if every:
        shown["verdicts"] = [_verdict(each) for each in result.verdicts]
    return shown


def _waived(result: Result) -> Iterable[tuple[Verdict, Finding]]:
    for verdict in result.verdicts:
        if verdict.outcome is Outcome.WAIVED:
            yield from ((verdict, finding) for finding in verdict.findings)


def _verdict(verdict: Verdict) -> dict[str, object]:
    """A rule's outcome, with what decided it where it was judged on records."""
    shown: dict[str, object] = {"rule": verdict.rule, "verdict": _outcome(verdict)}
    if verdict.needs:
        shown["needs"] = list(verdict.needs)
    if verdict.reason:
        shown["reason"] = verdict.reason
    if verdict.mark:
        shown["mark"] = verdict.mark
    if verdict.facts:
        shown["facts"] = dict(verdict.facts)
    if verdict.trail:
        shown["timeline"] = [{"at": step.at or None, "what": step.what} for step in verdict.trail]
    return shown


def _outcome(verdict: Verdict) -> str:
    return str(verdict.outcome).replace("-", " ")


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "version": finding.version,
        "title": finding.title,
        "clause": finding.clause,
        "clause_text": finding.clause_text,
        "severity": str(finding.severity),
        "verdict": "violation",
        "start": finding.start,
        "end": finding.end,
        "excerpt": finding.excerpt,
        "message": finding.message,
        "why": finding.why,
        "suggestions": [{"start": s.start, "end": s.end, "text": s.text} for s in finding.suggestions],
        "advice": finding.advice,
        "route": finding.route or None,
        "facts": dict(finding.facts),
    }


def _with_needs(verdicts: Iterable[Verdict], outcome: Outcome) -> Iterable[dict[str, object]]:
    for verdict in verdicts:
        if verdict.outcome is outcome:
            shown: dict[str, object] = {"rule": verdict.rule, "version": verdict.version, "needs": list(verdict.needs)}
            yield shown | ({"reason": verdict.reason} if verdict.reason else {})
