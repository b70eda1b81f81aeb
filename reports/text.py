"""Results -> text for a person: the sentence with the words marked, why, the clause, the better wording."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final
from unicodedata import combining, east_asian_width

from ..engine.evaluator import WITHOUT_PAST
from ..engine.finding import Decision, Finding, Outcome, Result, Severity, Suggestion, Verdict
from ..engine.values import dataclass
from .sentences import carried_out, remedy, shown_range
from .wording import counted, fact, routed, say

_COLOURS: Final = {"error": "31", "warning": "33", "note": "36", "publish": "32", "dim": "2", "bold": "1"}


@dataclass(frozen=True, slots=True)
class Style:
    """How to write: the language of our words, the width in columns, colours or none."""

    speech: str = "en"
    width: int = 88
    colour: bool = False

    def paint(self, text: str, colour: str) -> str:
        """`text` in a colour, if colours are wanted."""
        return f"\033[{_COLOURS[colour]}m{text}\033[0m" if self.colour else text


def render(result: Result, text: str, style: Style) -> str:
    """One judged text: a line with the decision, then each finding at its sentence. `text` is what was judged."""
    speech = style.speech
    language = say(result.language, speech) if result.language else say("no-language", speech)
    outcomes = {verdict.outcome for verdict in result.verdicts}
    failed = next((v.reason for v in result.verdicts if v.outcome is Outcome.ERROR), "")
    verdict, colour = say(result.decision, speech), "warning"
    if failed:
        verdict = say("unread", speech)
    elif outcomes <= {Outcome.NOT_APPLICABLE}:
        verdict = say("no-rule", speech)
    elif result.decision is Decision.PUBLISH:
        partly = any(map(_left_open, result.verdicts)) and not result.findings
        verdict, colour = (say("partly", speech), "warning") if partly else (verdict, "publish")
    elif result.decision is Decision.STOP:
        colour = "error"
    lines = [f"{style.paint(visible(result.id), 'bold')} · {language} · {style.paint(verdict, colour)}"]
    if failed:
        lines.append(f"  {failed}")
    for findings in _by_rule(result):
        lines += ["", *_explained(findings, text, style)]
    lines += _waived(result, style)
    lines += open_lines(result, style)
    return "\n".join(lines) + "\n"


def summary(results: Sequence[Result], unread: int, style: Style) -> str:
    """The closing line: texts judged, findings by severity, questions left open, inputs that could not be read.

    A rule counts once a text, as it is shown; where it found more places, their number follows.
    """
    speech = style.speech
    lost = counted(unread, "unreadable", speech)
    if not results:
        return f"{say('nothing-read', speech)}; {lost}."
    shown = [findings for result in results for findings in _by_rule(result)]
    found = Counter(str(_gravest_of(findings)) for findings in shown)
    parts = [counted(found[level], level, speech) for level in ("error", "warning", "note") if found[level]]
    text = f"{counted(len(results), 'text', speech)} {say('judged', speech)}: "
    waived = sum(verdict.outcome is Outcome.WAIVED for result in results for verdict in result.verdicts)
    undecided = sum(any(map(_left_open, result.verdicts)) for result in results)
    text += ", ".join(parts) if parts else say("findings-none", speech)
    if (places := sum(map(len, shown))) > len(shown):
        text += f" {say('at-places', speech)} {counted(places, 'place', speech)}"
    text += f", {counted(waived, 'waived', speech)}" if waived else ""
    if undecided:
        german = f"; in {counted(undecided, 'text', speech)} blieb etwas offen"
        english = f"; something stayed open in {counted(undecided, 'text', speech)}"
        text += german.replace("Texte ", "Texten ") if speech == "de" else english
    return text + (f"; {lost}." if unread else ".")


def _waived(result: Result, style: Style) -> list[str]:
    """A line for each violation that a waiver covers: the rule, why, and who signed."""
    lines: list[str] = []
    for verdict in result.verdicts:
        if verdict.outcome is Outcome.WAIVED:
            title = verdict.findings[0].title if verdict.findings else verdict.title or verdict.rule
            outcome = say("outcome-waived", style.speech)
            lines += wrapped(f"{outcome} · {title} ({verdict.rule}) · {verdict.reason}", style, "  ")
    return lines and ["", *lines] if result.findings else lines


_MOST_PLACES: Final = 40  # places of one rule shown in a text; JSON has all
_MOST_EDITS: Final = 5


def _by_rule(result: Result) -> list[list[Finding]]:
    """The findings of each rule together, in the order of their first places."""
    groups: dict[str, list[Finding]] = {}
    for finding in result.findings:
        groups.setdefault(finding.rule, []).append(finding)
    return list(groups.values())


def _gravest_of(findings: Sequence[Finding]) -> Severity:
    """The severity under which the places of one rule are shown and counted."""
    return max((finding.severity for finding in findings), key=lambda severity: severity.rank)


def _explained(findings: list[Finding], text: str, style: Style) -> Iterator[str]:
    """The sentences in which one rule found something, the words marked, and once what is to be said of them."""
    speech, first = style.speech, findings[0]
    sentences: dict[tuple[int, int], list[Finding]] = {}
    for finding in findings[:_MOST_PLACES]:
        sentences.setdefault(shown_range(finding, text), []).append(finding)
    for (begin, end), inside in sentences.items():
        yield from _marked(inside, begin, end, text, style)
    if len(findings) > _MOST_PLACES:
        yield f"  … + {len(findings) - _MOST_PLACES}"
    severity = _gravest_of(findings)
    level = style.paint(say(severity, speech), severity)
    yield f"  {level} · {first.title} ({first.rule})"
    yield from explained(first, style)
    for finding in findings[:_MOST_EDITS]:
        for suggestion in finding.suggestions:
            better = f"{say(remedy(suggestion), speech)}: {_suggested(suggestion, text, speech)}"
            yield from wrapped(better, style, "    ")
    yield from advised(first, style)


def advised(first: Finding, style: Style) -> Iterator[str]:
    """What would help where no edit does, and who has to see it first."""
    if first.advice and not first.suggestions:
        yield from wrapped(f"{say('advice', style.speech)}: {first.advice}", style, "    ")
    if first.route:
        yield from wrapped(f"{say('route', style.speech)}: {routed(first.route, style.speech)}", style, "    ")


def explained(first: Finding, style: Style) -> Iterator[str]:
    """What a finding says, why, and the clause behind it."""
    speech = style.speech
    yield from wrapped(first.message, style, "    ")
    if first.why:
        yield from wrapped(f"{say('why', speech)}: {first.why}", style, "    ")
    known = dict(first.facts)
    for name, words in first.facts:
        if name.endswith(".words") and words and f"{name.removesuffix('.words')}.score" in known:
            yield from wrapped(f"{say('learned', speech)}: {words}", style, "    ", dim=True)
    if first.clause_text:
        yield from wrapped(f"{say('clause', speech)}: {first.clause_text}", style, "    ", dim=True)


def _suggested(suggestion: Suggestion, text: str, speech: str) -> str:
    """The sentence as it would read with the suggestion carried out."""
    told = carried_out(suggestion, text)
    return f"„{told}“" if speech == "de" and told else f"“{told}”" if told else say("removed", speech)


def _marked(findings: list[Finding], begin: int, end: int, text: str, style: Style) -> Iterator[str]:
    """A sentence broken into lines, the found words underlined (by signs, without colours)."""
    if any(finding.start == 0 and finding.end == len(text) for finding in findings) and end < len(text.rstrip()):
        shortened = textwrap.shorten(text[begin:end], style.width - 24, placeholder=" …")
        yield f"  {shortened} [{say('whole', style.speech)}]"
        return
    shown = "".join(" " if sign in "\n\r\t" or not sign.isprintable() else sign for sign in text[begin:end])
    marks = [False] * len(shown)
    for finding in findings:
        first, last = max(0, finding.start - begin), min(len(shown), finding.end - begin)
        marks[first:last] = [True] * max(0, last - first)
    for first, last in _lines(shown, style.width - 4):
        piece, marked = shown[first:last], marks[first:last]
        if not any(marked):
            yield f"  {piece}"
        elif style.colour:
            yield f"  {_underlined(piece, marked, _COLOURS[findings[0].severity])}"
        else:
            yield f"  {piece}"
            signs = ("^" if mark else " " for mark in marked)
            widths = (_columns(sign) for sign in piece)
            yield ("  " + "".join(sign * width for sign, width in zip(signs, widths, strict=True))).rstrip()


def _underlined(piece: str, marked: list[bool], colour: str) -> str:
    """The text with its marked parts underlined in a colour."""
    parts: list[str] = []
    for at, sign in enumerate(piece):
        if marked[at] and not (at and marked[at - 1]):
            parts.append(f"\033[4;{colour}m")
        parts.append(sign)
        if marked[at] and not (at + 1 < len(piece) and marked[at + 1]):
            parts.append("\033[0m")
    return "".join(parts)


def _columns(text: str) -> int:
    """How many columns a text takes in a terminal."""
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _lines(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Half-open ranges of `text` that fit the width, broken at blanks where there are any."""
    first = 0
    while len(text) - first > width:
        at = text.rfind(" ", first + 1, first + width + 1)
        last = at if at > first else first + width
        yield first, last
        first = last + (text[last : last + 1] == " ")
    if first < len(text):
        yield first, len(text)


def visible(text: str) -> str:
    """The text without signs that steer a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def wrapped(text: str, style: Style, indent: str, dim: bool = False) -> Iterator[str]:
    text = visible(text)
    for line in textwrap.wrap(text, max(30, style.width - len(indent)), subsequent_indent="  ") or [""]:
        yield indent + (style.paint(line, "dim") if dim else line)


_HELPING: Final = {
    "parent": '--answers "..."',
    "channel": "--channel NAME",
    "language": "--text-language de/en",
}
"""What to type behind `knigge check` so that a fact of a draft is known; of records the record says it."""


def open_lines(result: Result, style: Style) -> list[str]:
    """What could not be decided, by the fact that would decide it."""
    speech = style.speech
    by_fact: dict[tuple[str, ...], list[str]] = {}
    for verdict in result.verdicts:
        if _left_open(verdict):
            by_fact.setdefault(verdict.needs, []).append(verdict.rule)
    lines = []
    for needs, rules in by_fact.items():
        names = ", ".join(fact(need, speech) for need in needs)
        named = ", ".join(rules) if len(rules) <= 3 else f"{len(rules)} {say('rules', speech)}"
        text = f"{say('undecided', speech)} ({say('because-unknown', speech)}: {names}): {named}"
        if helping := [_HELPING[need] for need in needs if need in _HELPING and not result.policy]:
            text += f"; {say('this-helps', speech)} {' '.join(helping)}"
        lines += [
            style.paint(line, "dim")
            for line in textwrap.wrap(text, style.width - 2, initial_indent="  ", subsequent_indent="    ")
        ]
    silent = {Outcome.ERROR, Outcome.WAIVED}
    if not result.findings and not lines and not any(v.outcome in silent for v in result.verdicts):
        lines.append(f"  {say('fine', speech)}")
    return lines and ["", *lines] if result.findings else lines


def _left_open(verdict: Verdict) -> bool:
    """Whether a question was left open that the writer of a draft can do something about."""
    return verdict.outcome is Outcome.UNDECIDED and verdict.needs != WITHOUT_PAST


def gravest(results: Sequence[Result]) -> Severity | None:
    """The gravest severity among the findings."""
    found = [finding.severity for result in results for finding in result.findings]
    return max(found, key=lambda severity: severity.rank, default=None)
