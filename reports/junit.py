"""A run -> JUnit XML: a suite a file, a case a subject and rule that spoke.

One case a rule, passed ones too, is what build servers show best: the list of failures names the rule at once, and a
finding that was mended appears as repaired, for its case is still there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from ..engine.evaluator import WITHOUT_PAST
from ..engine.finding import Finding, Outcome, Verdict
from ..engine.values import dataclass
from .needs import reason_of
from .places import whole_of
from .run import Judged, Run, region_of
from .sentences import carried_out, remedy
from .visible import one_line, shortened, visible
from .wording import routed, say

_LONGEST_NAME: Final = 200
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ATTRIBUTE: Final = {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}


@dataclass(frozen=True, slots=True)
class _Case:
    """A test case: its attributes, and what became of it as the XML inside, `kind` "" where it passed."""

    suite: str
    attributes: tuple[tuple[str, str], ...]
    kind: str
    inside: str


def render(run: Run) -> str:
    """The whole report. It names no time and no machine: the same run gives the same bytes."""
    cases = [case for judged in run.judged for case in _cases(run, judged)]
    cases += [_unread(run, line, number) for number, line in enumerate(run.unread, start=1)]
    suites: dict[str, list[_Case]] = {}
    for case in cases:
        suites.setdefault(case.suite, []).append(case)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites{_attributes(_counts('knigge', cases))}>"]
    for name, inside in suites.items():
        lines += _suite(name, inside)
    if run.remarks:
        told = "\n".join(visible(line) for line in run.remarks)
        remarks = say("remark", run.speech)
        lines.append(f"  <testsuite{_attributes(_counts(remarks, []))}>")
        lines += [f"    <system-err>{_text(told)}</system-err>", "  </testsuite>"]
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _suite(name: str, cases: Sequence[_Case]) -> Iterator[str]:
    yield f"  <testsuite{_attributes(_counts(shortened(one_line(name), _LONGEST_NAME), cases))}>"
    for case in cases:
        head = f"    <testcase{_attributes(case.attributes)}"
        if case.inside:
            yield f"{head}>"
            yield f"      {case.inside}"
            yield "    </testcase>"
        else:
            yield f"{head}/>"
    yield "  </testsuite>"


def _counts(name: str, cases: Sequence[_Case]) -> tuple[tuple[str, str], ...]:
    number = {kind: sum(case.kind == kind for case in cases) for kind in ("failure", "error", "skipped")}
    return (
        ("name", name),
        ("tests", str(len(cases))),
        ("failures", str(number["failure"])),
        ("errors", str(number["error"])),
        ("skipped", str(number["skipped"])),
    )


def _cases(run: Run, judged: Judged) -> Iterator[_Case]:
    """The cases of one subject; one that is skipped where no rule spoke."""
    spoke = [verdict for verdict in judged.result.verdicts if _speaks(verdict)]
    seen: dict[str, int] = {}
    for verdict in spoke:
        seen[verdict.rule] = again = seen.get(verdict.rule, 0) + 1
        name = f"{verdict.rule}: {run.title(verdict)}" if run.title(verdict) != verdict.rule else verdict.rule
        kind, inside = _outcome(run, judged, verdict)
        finding = verdict.findings[0] if verdict.findings else None
        yield _Case(judged.place, _named(judged, name if again == 1 else f"{name} ({again})", finding), kind, inside)
    if not spoke:
        told = say("no-rule", run.speech)
        yield _Case(judged.place, _named(judged, told, None), "skipped", f"<skipped message={_quoted(told)}/>")


def _speaks(verdict: Verdict) -> bool:
    """Whether a verdict is worth a case; what does not apply only where it says why."""
    if verdict.outcome is Outcome.UNDECIDED:
        return verdict.needs != WITHOUT_PAST
    return verdict.outcome is not Outcome.NOT_APPLICABLE or bool(verdict.reason)


def _named(judged: Judged, name: str, finding: Finding | None) -> tuple[tuple[str, str], ...]:
    """Build servers part class names at full stops, so the only one stands behind `knigge`."""
    subject = shortened(one_line(judged.result.id), _LONGEST_NAME).replace(".", "_")
    found: list[tuple[str, str]] = [("classname", f"knigge.{subject}"), ("name", shortened(name, _LONGEST_NAME))]
    if judged.origin is not None and judged.origin.on_disk:
        region = region_of(judged, finding) if finding else whole_of(judged.origin)
        found += [("file", one_line(judged.origin.name)), ("line", str(region.line if region else 1))]
    return tuple(found)


def _outcome(run: Run, judged: Judged, verdict: Verdict) -> tuple[str, str]:
    """What became of a case, and the XML that says it."""
    reason = reason_of(verdict, run.speech)
    match verdict.outcome:
        case Outcome.FULFILLED:
            return "", ""
        case Outcome.VIOLATION if verdict.findings:
            gravest = max((finding.severity for finding in verdict.findings), key=lambda each: each.rank)
            body = "\n".join(_told(run, judged, verdict.findings))
            if not run.fails(gravest):
                noted = f"{say(gravest, run.speech)} ({say('below-threshold', run.speech)})\n\n{body}"
                return "", f"<system-out>{_text(noted)}</system-out>"
            message = _quoted(shortened(one_line(verdict.findings[0].message), 300))
            return "failure", f"<failure type={_quoted(str(gravest))} message={message}>{_text(body)}</failure>"
        case Outcome.ERROR | Outcome.VIOLATION:
            told = reason or say("outcome-error", run.speech)
            return "error", f'<error type="not-judged" message={_quoted(one_line(told))}/>'
        case Outcome.WAIVED:
            told = f"{say('waiver', run.speech)}: {reason}"
        case Outcome.OPEN:
            told = reason or say("deadline-runs", run.speech)
        case Outcome.UNDECIDED | Outcome.NOT_APPLICABLE:
            told = reason or say(f"outcome-{verdict.outcome}", run.speech)
    return "skipped", f"<skipped message={_quoted(one_line(told))}/>"


def _told(run: Run, judged: Judged, findings: Sequence[Finding]) -> Iterator[str]:
    """Each place with its words and what is said of them, then once why, the clause and the way out."""
    speech, first = run.speech, findings[0]
    for finding in findings:
        region = region_of(judged, finding)
        yield one_line(f"{judged.place}:{region.line}:{region.column}" if region else judged.place)
        quoted = shortened(one_line(finding.excerpt), 300)
        if quoted:
            yield f"  {quoted}"
        yield f"  {one_line(finding.message)}"
        for edit in finding.suggestions:
            after = shortened(one_line(carried_out(edit, judged.text)), 500)
            yield f"  {say(remedy(edit), speech)}: {after or say('removed', speech)}"
    advice = "" if first.suggestions else first.advice
    closing = (
        ("why", first.why),
        ("clause", first.clause_text),
        ("advice", advice),
        ("route", routed(first.route, speech)),
    )
    for name, words in closing:
        if words:
            yield f"{say(name, speech)}: {one_line(words)}"


def _unread(run: Run, line: str, number: int) -> _Case:
    told = one_line(line)
    attributes = (("classname", "knigge.inputs"), ("name", f"{number}: {shortened(told, _LONGEST_NAME)}"))
    inside = f'<error type="unreadable" message={_quoted(told)}/>'
    return _Case(say("inputs", run.speech), attributes, "error", inside)


def _attributes(pairs: Sequence[tuple[str, str]]) -> str:
    return "".join(f" {name}={_quoted(value)}" for name, value in pairs)


def _quoted(value: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", visible(value)), _ATTRIBUTE)


def _text(value: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", value))
