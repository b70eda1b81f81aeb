"""The verdicts on a contest -> a checklist: what is missing, what does not go, what cannot be told, what is fine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ..engine.finding import Decision, Finding, Outcome, Result, Verdict
from ..engine.record_facts import RECORD_FACTS
from .text import Style, visible, wrapped
from .wording import fact, routed, say

_CONTEST: Final = "contest."
_LONGEST_QUOTE: Final = 60  # a longer place is the whole post: what was found stands in the terms
_LABELS: Final = {each.name: each.label for each in RECORD_FACTS if each.label[0]}
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "missing": ("Fehlt noch", "Still missing"),
    "wrong": ("Geht so nicht", "Not allowed like this"),
    "unclear": ("Nicht nachprüfbar", "Cannot be verified"),
    "waived": ("Ausgenommen", "Waived"),
    "fine": ("In Ordnung", "Fine"),
    "without": ("offen, solange unbekannt ist:", "open while unknown:"),
    "absent": ("nichts zu beanstanden bei:", "nothing to object to in:"),
    "none": ("kein laufendes Gewinnspiel", "no running contest"),
    "to": ("Vorher an", "First to"),
}


def parted(result: Result) -> tuple[Result, Result | None]:
    """The result without its verdicts on a contest, and those apart where they say anything."""
    if result.subject == "contest":
        return replace(result, verdicts=()), result
    if result.subject == "timeline":  # how many of the posts are contests is no verdict on one of them
        return result, None
    about = tuple(each for each in result.verdicts if each.rule.startswith(_CONTEST))
    if not about:
        return result, None
    rest = replace(result, verdicts=tuple(each for each in result.verdicts if not each.rule.startswith(_CONTEST)))
    telling = any(each.outcome is not Outcome.NOT_APPLICABLE for each in about)
    return rest, replace(result, verdicts=about) if telling else None


def render_contest(result: Result, style: Style) -> str:
    """One contest as a checklist: one line an element, grouped by what came out."""
    return "\n".join(_lines(result, style)) + "\n"


def _lines(result: Result, style: Style) -> Iterator[str]:
    speech = style.speech
    colour = {Decision.PUBLISH: "publish", Decision.STOP: "error"}.get(result.decision, "warning")
    where = f" · {visible(result.place)}" if result.place and result.place != result.id else ""
    head = f"{style.paint(visible(result.id), 'bold')} · {say('subject-contest', speech)}{where}"
    verdicts = sorted(result.verdicts, key=_order)
    told = {each.reason for each in verdicts if each.outcome is Outcome.NOT_APPLICABLE}
    if all(each.outcome is Outcome.NOT_APPLICABLE for each in verdicts):
        yield f"{head} · {_say('none', style)}"
        for reason in sorted(told - {""}):
            yield from wrapped(reason, style, "  ")
        return
    decision = say(result.decision, speech)
    unsettled = not result.findings and any(each.outcome is Outcome.UNDECIDED for each in verdicts)
    if result.decision is Decision.PUBLISH and unsettled:
        decision, colour = say("partly", speech), "warning"
    yield f"{head} · {style.paint(decision, colour)}"
    broken = [each for each in verdicts if each.outcome is Outcome.VIOLATION and each.findings]
    yield from _broken("missing", [each for each in broken if _is_element(each)], style)
    yield from _broken("wrong", [each for each in broken if not _is_element(each)], style)
    yield from _unclear([each for each in verdicts if each.outcome is Outcome.UNDECIDED], style)
    yield from _good("waived", [each for each in verdicts if each.outcome is Outcome.WAIVED], style)
    yield from _good("fine", [each for each in verdicts if each.outcome is Outcome.FULFILLED], style)
    for each in verdicts:
        if each.outcome is Outcome.ERROR:
            yield from wrapped(f"{say('outcome-error', speech)}: {_title(each)} {each.reason}", style, "  ")


def _broken(name: str, verdicts: Sequence[Verdict], style: Style) -> Iterator[str]:
    """The gravest first; each with what to do."""
    if not verdicts:
        return
    yield ""
    yield f"  {_say(name, style)} ({len(verdicts)})"
    for verdict in sorted(verdicts, key=lambda each: -each.findings[0].severity.rank):
        first: Finding = verdict.findings[0]
        level = style.paint(say(first.severity, style.speech), first.severity)
        yield f"    {style.paint('✗', first.severity)} {_title(verdict)} · {level}"
        if not _is_element(verdict) and len(first.excerpt) <= _LONGEST_QUOTE:
            quoted = f"„{first.excerpt}“" if style.speech == "de" else f"“{first.excerpt}”"
            yield from wrapped(quoted, style, "        ")
        yield from wrapped(first.message, style, "        ")
        yield from (f"          {visible(step.what)}" for step in verdict.trail)
        if first.route:
            yield from wrapped(f"{_say('to', style)}: {routed(first.route, style.speech)}", style, "        ")


def _unclear(verdicts: Sequence[Verdict], style: Style) -> Iterator[str]:
    """Grouped by the facts that would decide them."""
    if not verdicts:
        return
    yield ""
    yield f"  {_say('unclear', style)} ({len(verdicts)})"
    groups: dict[tuple[str, ...], list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(verdict.needs, []).append(verdict)
    for needs, found in sorted(groups.items(), key=lambda each: (-len(each[1]), each[0])):
        names = ", ".join(_fact(need, style.speech) for need in needs)
        yield from wrapped(f"{_say('without', style)} {names}", style, "    ", dim=True)
        yield from (f"    {style.paint('?', 'note')} {_title(each)}" for each in found)


def _good(name: str, verdicts: Sequence[Verdict], style: Style) -> Iterator[str]:
    """What is there, one line each; what is forbidden and was not found, together in one."""
    if not verdicts:
        return
    tick = style.paint("✓", "publish")
    yield ""
    yield f"  {_say(name, style)} ({len(verdicts)})"
    yield from (f"    {tick} {_title(each)}" for each in verdicts if _is_element(each))
    absent = ", ".join(_title(each) for each in verdicts if not _is_element(each))
    if absent:
        yield from wrapped(f"✓ {_say('absent', style)} {absent}", style, "    ")


def _fact(name: str, speech: str) -> str:
    known = _LABELS.get(name)
    return known[speech != "de"] if known else fact(name, speech)


def _say(name: str, style: Style) -> str:
    return _WORDS[name][style.speech != "de"]


def _title(verdict: Verdict) -> str:
    return visible(verdict.title or verdict.rule)


def _is_element(verdict: Verdict) -> bool:
    """Whether the rule asks for something (C01 to C22) rather than forbidding something."""
    return verdict.rule.removeprefix(_CONTEST)[:2] in ("C0", "C1", "C2")


def _order(verdict: Verdict) -> tuple[bool, str]:
    """Elements, mechanics, then the others."""
    code = verdict.rule.removeprefix(_CONTEST)
    return code[:1].islower(), code
