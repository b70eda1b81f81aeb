"""Everything one run found out, ready for any format: subjects with texts and places, rules, what was not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ..engine.evaluator import WITHOUT_PAST
from ..engine.finding import Finding, Outcome, Result, Severity, Verdict
from ..engine.values import dataclass
from .places import Origin, Region, locate, whole_of


@dataclass(frozen=True, slots=True)
class RuleSheet:
    """What is to be known of a rule, in the language of the report."""

    id: str
    version: str
    title: str
    why: str
    clause: str
    clause_text: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Judged:
    """One subject, what was found out, and the text that was looked at ("" where there is none).

    `origin` is where the subject stands, None where that is no file; `words` where its text does: for an act the post
    that was removed. `at` is when it happened, ISO 8601 as in the record, "" when unknown.
    """

    result: Result
    text: str = ""
    origin: Origin | None = None
    words: Origin | None = None
    at: str = ""

    @property
    def place(self) -> str:
        """The file it stands in, else the place on the channel, else its id."""
        if self.origin is not None:
            return self.origin.name
        return self.result.place or self.result.id


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run. `unread` are inputs that could not be judged, `remarks` doubts about records that were.

    `fail_on` is the severity from which on the run counts as failed, or `never`.
    """

    version: str
    policy: str
    digest: str
    speech: str
    fail_on: str
    exit_code: int
    judged: tuple[Judged, ...]
    rules: Mapping[str, RuleSheet]
    unread: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def title(self, verdict: Verdict) -> str:
        """The title of a verdict's rule, else its id."""
        sheet = self.rules.get(verdict.rule)
        finding = verdict.findings[0].title if verdict.findings else ""
        return finding or verdict.title or (sheet.title if sheet else "") or verdict.rule

    def fails(self, severity: Severity) -> bool:
        """Whether a finding of this severity makes the run fail."""
        return self.fail_on != "never" and severity.rank >= Severity(self.fail_on).rank


def region_of(judged: Judged, finding: Finding) -> Region | None:
    """Where a finding stands in the file of its subject; the whole record where its words stand elsewhere."""
    if judged.origin is None:
        return None
    if judged.words != judged.origin:
        return whole_of(judged.origin)
    return locate(judged.origin, judged.text, finding.start, finding.end)[0]


def gravest_first(run: Run) -> list[tuple[Judged, Finding]]:
    """All findings that count, the gravest first; of equals the first of every subject, then the second of each.

    So one subject with many findings does not hide the others where only a few are shown.
    """
    found = []
    for judged in run.judged:
        seen: Counter[Severity] = Counter()
        for finding in judged.result.findings:
            seen[finding.severity] += 1
            found.append((-finding.severity.rank, seen[finding.severity], judged, finding))
    found.sort(key=lambda each: each[:2])
    return [(judged, finding) for _, _, judged, finding in found]


def verdicts_of(subjects: Iterable[Judged], outcome: Outcome) -> Iterator[tuple[Judged, Verdict]]:
    """Every verdict of one kind with its subject; what a lone draft can never decide is left out."""
    for judged in subjects:
        for verdict in judged.result.verdicts:
            if verdict.outcome is outcome and not (outcome is Outcome.UNDECIDED and verdict.needs == WITHOUT_PAST):
                yield judged, verdict


def tally(run: Run) -> dict[str, int]:
    """How many of what: findings by severity, then what is open, undecided, waived, not judged, unreadable."""
    number = Counter(str(finding.severity) for judged in run.judged for finding in judged.result.findings)
    counted = {str(level): number[str(level)] for level in reversed(Severity)}
    for name, outcome in (
        ("open", Outcome.OPEN),
        ("undecided", Outcome.UNDECIDED),
        ("waived", Outcome.WAIVED),
        ("errors", Outcome.ERROR),
    ):
        counted[name] = sum(1 for _ in verdicts_of(run.judged, outcome))
    return counted | {"remarks": len(run.remarks), "unreadable": len(run.unread)}
