"""What a policy says of rules by pattern, and what becomes of one rule when all of it is read in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .schema import matches
from .values import dataclass
from .yaml_values import Entry, Mapped, Scalar, Value


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """What the policy says of the rules that fit `pattern`; None where it says nothing."""

    pattern: str
    enabled: bool | None = None
    severity: str | None = None
    route: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What became of one rule; `severity` None: as the rule says."""

    enabled: bool
    severity: str | None
    route: str
    status: str

    @property
    def rests(self) -> bool:
        """Whether the rule judges nothing."""
        return not self.enabled or self.status == "retired"


def choices_of(group: Value | None) -> Iterator[RuleChoice]:
    """The choices that stand under `rules`, in their order."""
    for entry in group.entries if isinstance(group, Mapped) else ():
        if (choice := choice_of(entry)) is not None:
            yield choice


def choice_of(entry: Entry) -> RuleChoice | None:
    """What one line under `rules` says; None of a line that says nothing."""
    match entry.value:
        case Scalar(text=("on" | "off") as word):
            return RuleChoice(entry.key.text, word == "on")
        case Scalar(text=severity):
            return RuleChoice(entry.key.text, True, severity) if severity else None
        case each:
            severe, status, route = (_text(each, key) or None for key in ("severity", "status", "route"))
            return RuleChoice(entry.key.text, None, severe, route, status)


def chosen(choices: Iterable[RuleChoice], rule: str, status: str, route: str = "") -> Chosen:
    """What becomes of a rule whose source says `status` and `route`: what is written later wins, point by point."""
    enabled, severity = True, None
    for choice in choices:
        if matches(choice.pattern, rule):
            enabled = choice.enabled if choice.enabled is not None else enabled
            severity = choice.severity or severity
            if choice.enabled and choice.pattern == rule and status == "retired":
                status = "active"  # switched on by its own name
            route, status = choice.route or route, choice.status or status
    return Chosen(enabled, severity, route, status)


def _text(group: Value, key: str) -> str:
    value = group.get(key) if isinstance(group, Mapped) else None
    return value.text.strip() if isinstance(value, Scalar) else ""
