"""An audit -> Markdown for a pull request or a mail: the decision, the five figures, what to do, the worst findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...engine.version import VERSION
from ..markdown_text import cell, code, plain
from . import cover
from .findings import Finding
from .model import Model
from .notation import interval, number, when
from .sentences import action_sentence, clause_words
from .table_words import told
from .wording import channel, counted, said, say

_MOST_FINDINGS: Final = 8
_MOST_CLAUSES: Final = 30
_MOST_CASES: Final = 3


def render(model: Model) -> str:
    """The whole text, short enough for a comment (65,536 signs). The same model gives the same bytes."""
    return "\n".join(_lines(model)).rstrip() + "\n"


def _lines(model: Model) -> Iterator[str]:
    speech = model.speech
    yield f"# {plain(cover.title(model), 150)}"
    yield ""
    yield plain(" · ".join((cover.span(model), *cover.judged(model))), 600)
    yield ""
    yield f"**{plain(say(f'state-{model.decision.state}', speech))}** – {plain(model.decision.sentence)}"
    yield ""
    yield from (f"> {plain(each, 500)}  " for each in cover.notes(model))
    yield ""
    yield from _headlines(model)
    yield from _todo(model)
    yield from _clauses(model)
    yield from _findings(model)
    yield plain(say("made", speech, version=VERSION))


def _headlines(model: Model) -> Iterator[str]:
    speech = model.speech
    yield f"## {say('five', speech)}"
    yield ""
    yield f"| {' | '.join(told(each, speech) for each in ('figure', 'value', 'base', 'trend'))} |"
    yield "| --- | ---: | --- | --- |"
    for each in model.headlines:
        label = say(f"headline-{each.id}", speech)
        cells = (label, cover.value(each, speech), cover.base(each, speech), cover.trend(model, each))
        yield f"| {' | '.join(cell(one, 200) for one in cells)} |"
    yield ""


def _todo(model: Model) -> Iterator[str]:
    speech = model.speech
    if not model.actions:
        return
    yield f"## {say('first', speech)}"
    yield ""
    for place, todo in enumerate(model.actions, start=1):
        yield f"{place}. {plain(action_sentence(todo, model.run, speech), 300)}"
        for case in todo.cases[:_MOST_CASES]:
            where = [cover.case_time(todo.kind, case, model.run.zone, speech)]
            where += [channel(case.channel, speech)] if case.channel else []
            words = " · ".join(plain(each, 200) for each in (*where, case.told) if each)
            yield f"   - {code(case.id, 80)}{' · ' + words if words else ''}"
        beyond = todo.count - min(_MOST_CASES, len(todo.cases))
        if todo.cases and beyond > 0:
            yield f"   - {say('more', speech, n=number(beyond, speech))}"
    yield ""


def _clauses(model: Model) -> Iterator[str]:
    speech, figure = model.speech, model.figure("clauses")
    if not figure.rows:
        return
    yield f"## {say('section-guideline', speech)}"
    yield ""
    heads = ("clause", "kept", "judged", "violations", "unknown", "state")
    yield f"| {' | '.join(say(each, speech) for each in heads)} |"
    yield "| --- | ---: | ---: | ---: | ---: | --- |"
    for row in range(min(_MOST_CLAUSES, len(figure.rows))):
        low, high = figure.cell("low", row), figure.cell("high", row)
        known = isinstance(low, int | float) and isinstance(high, int | float)
        kept = interval(1 - float(high or 0), 1 - float(low or 0), speech) if known else "–"
        cells = (
            clause_words(str(figure.cell("clause", row)), model.run, speech),
            kept,
            *(number(figure.count(each, row), speech) for each in ("judged", "violations", "unknown")),
            said("cs", str(figure.cell("state", row)), speech),
        )
        yield f"| {' | '.join(cell(each, 160) for each in cells)} |"
    yield ""
    beyond = len(figure.rows) - _MOST_CLAUSES
    if beyond > 0:
        yield say("more", speech, n=number(beyond, speech))
        yield ""


def _findings(model: Model) -> Iterator[str]:
    speech = model.speech
    yield f"## {say('section-findings', speech)}"
    yield ""
    if not model.findings:
        yield say("no-findings", speech)
        yield ""
        return
    for each in model.findings[:_MOST_FINDINGS]:
        yield from _finding(model, each)
    beyond = len(model.figure("violated").rows) - min(_MOST_FINDINGS, len(model.findings))
    if beyond > 0:
        yield counted("more-rules", beyond, speech)
        yield ""


def _finding(model: Model, finding: Finding) -> Iterator[str]:
    """A rule with one example: where, the words, what to say of it, what would be better."""
    speech = model.speech
    times = counted("count-of", finding.violations, speech)
    severity = say(finding.severity, speech) if finding.severity in ("note", "warning", "error") else finding.severity
    yield f"- **{plain(finding.title, 120)}** ({code(finding.rule, 80)}), {plain(severity, 40)}, {times}"
    for each in finding.examples[:1]:
        place = [code(each.id, 80)]
        if each.at and each.subject != "timeline":
            place.append(when(each.at, model.run.zone, speech))
        if each.channel:
            place.append(plain(channel(each.channel, speech), 60))
        yield f"  - {' · '.join(place)}"
        if each.excerpt and each.excerpt not in each.message:
            yield f"  - „{plain(each.excerpt, 300)}“" if speech == "de" else f"  - “{plain(each.excerpt, 300)}”"
        if each.message:
            yield f"  - {plain(each.message, 400)}"
        better = each.better or each.advice
        if better:
            yield f"  - {say('better-wording', speech)}: {plain(better, 400)}"
    yield ""
