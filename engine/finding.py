"""What a rule says: findings, verdicts, decisions. Plain data, ready to be reported."""

from __future__ import annotations

from enum import StrEnum

from .values import dataclass


class Severity(StrEnum):
    """How grave a finding is, least first."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 note, 1 warning, 2 error."""
        return ("note", "warning", "error").index(self.value)


class Outcome(StrEnum):
    """The seven verdicts (DESIGN 4)."""

    VIOLATION = "violation"
    FULFILLED = "fulfilled"
    UNDECIDED = "undecided"
    OPEN = "open"
    NOT_APPLICABLE = "not-applicable"
    WAIVED = "waived"
    ERROR = "error"


class Decision(StrEnum):
    """What follows for the writer of a draft, mildest first."""

    PUBLISH = "publish"
    REVISE = "revise"
    APPROVE = "approve"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Replace the code points `start`..`end` of the text by `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a rule is violated. `why` names the reason, `clause` the guideline clause."""

    rule: str
    version: str
    title: str
    clause: str
    clause_text: str
    severity: Severity
    start: int
    end: int
    excerpt: str
    message: str
    why: str
    suggestions: tuple[Suggestion, ...]
    advice: str
    route: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline that explains a verdict: when (ISO 8601, "" when unknown) and what, in words."""

    at: str
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule's outcome for one subject; `needs` names the facts that would decide an undecided one.

    `mark` sorts an outcome further (late). `facts` decided it, `trail` shows it as a timeline. `findings` of a waived
    verdict are what would have been found.
    """

    rule: str
    version: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    needs: tuple[str, ...] = ()
    reason: str = ""
    mark: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    trail: tuple[Step, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that was found out about one subject: a message, act, contest, or span of a timeline.

    `place` is the thread of a message, or the channel and account of a span; `policy` the name of the one that was
    applied, `program` the digest of what it was compiled to.
    """

    id: str
    language: str | None
    decision: Decision
    verdicts: tuple[Verdict, ...]
    subject: str = "message"
    place: str = ""
    policy: str = ""
    program: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings in text order, the gravest first where they start together."""
        broken = (verdict for verdict in self.verdicts if verdict.outcome is not Outcome.WAIVED)
        found = [finding for verdict in broken for finding in verdict.findings]
        return tuple(sorted(found, key=lambda each: (each.start, -each.severity.rank, each.end, each.rule)))
