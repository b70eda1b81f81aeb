"""A run -> Markdown for a pull request or a mail: what matters first, each finding with its sentence and a way out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ..engine.finding import Decision, Finding, Outcome
from .markdown_text import cell, code, plain, strong
from .needs import reason_of, undecided_by_need
from .run import Judged, Run, region_of, tally, verdicts_of
from .sentences import carried_out, remedy, shown_range
from .visible import shortened
from .wording import counted, routed, say

MOST: Final = 60_000
"""Signs of a report: a comment on GitHub holds 65,536."""
_MOST_ROWS: Final = 25
_MOST_BLOCKS: Final = 60
_MOST_IN_FULL: Final = 3  # rules of one subject; the rest in a line each
_MOST_OPEN: Final = 12
_MOST_PLACES: Final = 5
_AROUND: Final = 160  # signs of a sentence shown before and behind what was found
_HIDDEN: Final = "⟨U+"


def render(run: Run) -> str:
    """The whole report, never longer than a comment may be; what was left out is counted."""
    head = [f"## knigge: {_headline(run)}", "", *_standing(run)]
    told = sorted((each for each in run.judged if each.result.findings), key=_order)
    head += _overview(run, told)
    tail = [*_unsettled(run), *_unread(run)]
    explained: set[str] = set()
    blocks = [block for judged in told for block in _subject(run, judged, explained)]
    room = MOST - sum(len(line) + 1 for line in (*head, *tail)) - 400
    shown: list[str] = []
    for number, lines in enumerate(blocks):
        room -= sum(len(line) + 1 for line in lines)
        if room < 0 or number == _MOST_BLOCKS:
            shown += ["", f"… {len(blocks) - number} {say('remaining', run.speech)}"]
            break
        shown += lines
    text = "\n".join([*head, *shown, *tail])
    if _HIDDEN in text:
        text += f"\n\n{say('reading-hidden', run.speech)}"
    return text.strip("\n") + "\n"


def _headline(run: Run) -> str:
    number = tally(run)
    parts = [counted(number[level], level, run.speech) for level in ("error", "warning", "note") if number[level]]
    return ", ".join(parts) if parts else say("findings-none", run.speech)


def _standing(run: Run) -> Iterator[str]:
    """Under what it was judged, and what stayed open."""
    number = tally(run)
    parts = [f"Policy {code(run.policy)}", f"{counted(len(run.judged), 'subject', run.speech)}"]
    names = ("undecided", "open", "waived", "errors", "remarks", "unreadable")
    parts += [counted(number[name], name, run.speech) for name in names if number[name]]
    yield " · ".join(parts)


def _order(judged: Judged) -> int:
    return -max(finding.severity.rank for finding in judged.result.findings)


def _overview(run: Run, told: Sequence[Judged]) -> Iterator[str]:
    """One row a subject with findings."""
    if len(told) < 2:
        return
    speech = run.speech
    names = [say(name, speech) for name in ("subject", "result", "errors-column", "warnings-column", "notes-column")]
    yield ""
    yield f"| {' | '.join(names)} |"
    yield "|---|---|--:|--:|--:|"
    for judged in told[:_MOST_ROWS]:
        levels = [str(finding.severity) for finding in judged.result.findings]
        numbers = " | ".join(str(levels.count(level) or "") for level in ("error", "warning", "note"))
        yield f"| {cell(_name(judged))} | {_decision(run, judged)} | {numbers} |"
    if len(told) > _MOST_ROWS:
        yield f"| … {len(told) - _MOST_ROWS} {say('remaining', speech)} | | | | |"


def _decision(run: Run, judged: Judged) -> str:
    """For a draft what follows; for what is past, that it is a violation."""
    if judged.result.subject == "message" and judged.origin is not None and not judged.origin.is_record:
        return say(judged.result.decision, run.speech)
    worst = judged.result.decision is not Decision.PUBLISH
    return say("outcome-violation", run.speech) if worst else say("note", run.speech)


def _name(judged: Judged) -> str:
    result = judged.result
    return f"{result.place} · {result.id}" if result.place and result.place not in result.id else result.id


def _subject(run: Run, judged: Judged, explained: set[str]) -> Iterator[list[str]]:
    """A block a rule, the first with a heading; `explained` are rules whose reason was told before."""
    where = ""
    if judged.origin is not None and judged.origin.on_disk and judged.origin.is_record:
        where = f" · {code(judged.origin.name)}"
    head = ["", f"### {plain(_name(judged), 120)}{where}"]
    if any(_is_whole(finding, judged) for finding in judged.result.findings) and judged.text.strip():
        head += ["", f"> {plain(judged.text, 2 * _AROUND)}"]
    groups: dict[str, list[Finding]] = {}
    for finding in judged.result.findings:
        groups.setdefault(finding.rule, []).append(finding)
    ranked = sorted(groups.values(), key=lambda each: -each[0].severity.rank)
    for number, findings in enumerate(ranked):
        if number < _MOST_IN_FULL or len(ranked) == _MOST_IN_FULL + 1:
            yield [*head, *_rule(run, judged, findings, explained)]
        else:
            yield [*([""] if number == _MOST_IN_FULL else []), _brief(run, findings[0])]
        head = []


def _is_whole(finding: Finding, judged: Judged) -> bool:
    return finding.start == 0 and finding.end == len(judged.text)


def _brief(run: Run, first: Finding) -> str:
    """A finding in one line."""
    named = f"**{say(first.severity, run.speech)} · {plain(first.title)}** ({code(first.rule)})"
    return f"- {named}: {plain(first.message)}"


def _rule(run: Run, judged: Judged, findings: Sequence[Finding], explained: set[str]) -> Iterator[str]:
    """What one rule found: its sentences with the words in bold, then once what is to be said."""
    speech, first = run.speech, findings[0]
    region = region_of(judged, first)
    line = f" · {say('line', speech)} {region.line}" if region and judged.origin and judged.origin.on_disk else ""
    yield ""
    yield f"**{say(first.severity, speech)} · {plain(first.title)}** ({code(first.rule)}){line}"
    sentences: dict[tuple[int, int], list[Finding]] = {}
    for finding in findings[:_MOST_PLACES]:
        if _is_whole(finding, judged):
            continue
        sentences.setdefault(shown_range(finding, judged.text), []).append(finding)
    for number, ((begin, end), inside) in enumerate(sentences.items()):
        yield ">" if number else ""
        yield f"> {_marked(judged.text, begin, end, inside)}"
    yield ""
    yield f"- {plain(first.message)}"
    if first.why and first.rule not in explained:
        explained.add(first.rule)
        yield f"- {say('why', speech)}: {plain(first.why)}"
    for finding in findings[:3]:
        for edit in finding.suggestions:
            after = plain(shortened(carried_out(edit, judged.text), 400))
            yield f"- {say(remedy(edit), speech)}: {after or say('removed', speech)}"
    if first.advice and not first.suggestions:
        yield f"- {say('advice', speech)}: {plain(first.advice)}"
    if first.route:
        yield f"- {say('route', speech)}: {plain(routed(first.route, speech))}"


def _marked(text: str, begin: int, end: int, findings: Sequence[Finding]) -> str:
    """A sentence with what was found in bold; the whole of a text is not marked, long sentences are cut."""
    if any(finding.start <= begin and finding.end >= end for finding in findings):
        return plain(text[begin:end], 2 * _AROUND)
    parts: list[str] = []
    at = begin
    for finding in sorted(findings, key=lambda each: (each.start, each.end)):
        first, last = max(at, finding.start), min(end, finding.end)
        if first < last:
            parts += [_between(text[at:first], bool(parts)), strong(shortened(text[first:last], 2 * _AROUND))]
            at = last
    return "".join([*parts, _rest(text[at:end])]).strip()


def _between(text: str, behind: bool) -> str:
    """What stands before a place: its end, and its beginning too where another place is in front."""
    if len(text) > 2 * _AROUND:
        text = f"{text[:_AROUND] if behind else ''} … {text[-_AROUND:]}"
    return _kept(text)


def _rest(text: str) -> str:
    return _kept(shortened(text, _AROUND))


def _kept(text: str) -> str:
    """The text as it is shown, a blank at its ends kept."""
    return " " * text[:1].isspace() + plain(text) + " " * (text[-1:].isspace() and bool(text.strip()))


def _unsettled(run: Run) -> Iterator[str]:
    """What could not be decided, by what would decide it; deadlines that run; exceptions that were used."""
    speech = run.speech
    ranked = undecided_by_need((verdict for _, verdict in verdicts_of(run.judged, Outcome.UNDECIDED)), speech)
    if ranked:
        yield from ("", f"### {say('undecided', speech)}", "")
        for needs, number in ranked[:_MOST_OPEN]:
            yield f"- {plain(needs)} ({number})"
        if len(ranked) > _MOST_OPEN:
            yield f"- … {len(ranked) - _MOST_OPEN} {say('remaining', speech)}"
    for outcome in (Outcome.OPEN, Outcome.WAIVED):
        found = list(verdicts_of(run.judged, outcome))
        if found:
            yield from ("", f"### {_capital(say(f'outcome-{outcome}', speech))}", "")
        for judged, verdict in found[:_MOST_OPEN]:
            why = reason_of(verdict, speech)
            yield f"- {plain(judged.result.id, 120)}: {plain(run.title(verdict))}{' · ' + plain(why) if why else ''}"
        if len(found) > _MOST_OPEN:
            yield f"- … {len(found) - _MOST_OPEN} {say('remaining', speech)}"


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _unread(run: Run) -> Iterator[str]:
    """What could not be judged, and doubts about the data."""
    lost = [
        f"{judged.result.id}: {run.title(verdict)}: {verdict.reason}"
        for judged, verdict in verdicts_of(run.judged, Outcome.ERROR)
    ]
    for title, lines in ((say("unread", run.speech), (*lost, *run.unread)), (say("remark", run.speech), run.remarks)):
        if lines:
            yield from ("", f"### {_capital(title)}", "")
            yield from (f"- {plain(line, 300)}" for line in lines[:_MOST_OPEN])
            if len(lines) > _MOST_OPEN:
                yield f"- … {len(lines) - _MOST_OPEN} {say('remaining', run.speech)}"
