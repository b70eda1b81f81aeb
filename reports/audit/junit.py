"""An audit -> JUnit XML: a case a rule, failed with how often it was violated and examples, for build servers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from ..bilingual import worded
from ..visible import one_line, shortened, visible
from . import cover
from .findings import Example
from .model import Model
from .notation import number, when
from .sentences import clause_words
from .wording import channel, said, say

_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST: Final = 200
_WORDS: Final = {
    "violated": ("{v} von {n} Urteilen sind Verstöße", "{v} of {n} verdicts are violations"),
    "violated-1": ("{v} von {n} Urteilen ist ein Verstoß", "{v} of {n} verdicts is a violation"),
    "violated-only": ("ein Urteil, ein Verstoß", "one verdict, one violation"),
    "undecided": ("nichts entschieden: {u} Urteile sind offen", "nothing decided: {u} verdicts are undecided"),
    "undecided-1": ("nichts entschieden: ein Urteil ist offen", "nothing decided: one verdict is undecided"),
    "below": ("Hinweis, gilt nicht als Fehlschlag", "note, not counted as a failure"),
    "no-example": ("Beispiele: knigge report ... --format csv", "Examples: knigge report ... --format csv"),
    "unread": ("nicht zu lesen oder zu beurteilen", "could not be read or judged"),
    "no-clause": ("ohne Satz des Leitfadens", "without a clause"),
}


def render(model: Model) -> str:
    """The whole report: a suite a clause, a case a rule. The same model gives the same bytes."""
    suites: dict[str, list[tuple[str, str]]] = {}
    for clause, kind, case in _cases(model):
        suites.setdefault(clause, []).append((kind, case))
    everything = [each for inside in suites.values() for each in inside]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites{_counts('knigge audit', everything)}>"]
    for clause, inside in suites.items():
        lines += [f"  <testsuite{_counts(clause, inside)}>", *(case for _, case in inside), "  </testsuite>"]
    notes = "\n".join((model.decision.sentence, *cover.notes(model)))
    lines += [f"  <testsuite{_counts(say('decision', model.speech), [])}>",
              f"    <system-out>{_text(notes)}</system-out>", "  </testsuite>"]  # fmt: skip
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _cases(model: Model) -> Iterator[tuple[str, str, str]]:
    """Suite, what became of the case, and its XML; rules the run does not name follow in their own order."""
    figure, speech = model.figure("by-rule"), model.speech
    rows = {str(figure.cell("rule", row)): row for row in range(len(figure.rows))}
    infos = {each.id: each for each in model.run.rules if each.id not in model.scope.trial}
    for rule in (*infos, *(each for each in rows if each not in infos)):
        info = infos.get(rule)
        title = (info.title_de if speech == "de" else info.title_en) if info else ""
        clause = clause_words(info.clause, model.run, speech) if info and info.clause else _say("no-clause", speech)
        kind, inside = _outcome(model, rule, rows.get(rule))
        name = f"{rule}: {title}" if title else rule
        attributes = _attributes((("classname", f"knigge.{rule.replace('.', '_')}"), ("name", name)))
        end = f">\n      {inside}\n    </testcase>" if inside else "/>"
        yield clause, kind, f"    <testcase{attributes}{end}"
    for place, trouble in enumerate(model.run.troubles, start=1):
        told = cover.trouble(trouble, speech)
        why = trouble.reason or said("reason", trouble.what, speech)
        attributes = _attributes((("classname", "knigge.inputs"), ("name", f"{place}: {why}")))
        inside = f'<error type="not-judged" message={_quoted(told)}>{_text(one_line(trouble.example))}</error>'
        yield _say("unread", speech), "error", f"    <testcase{attributes}>\n      {inside}\n    </testcase>"


def _outcome(model: Model, rule: str, row: int | None) -> tuple[str, str]:
    """What became of a rule: violated, all undecided, without a case, or kept."""
    speech, figure = model.speech, model.figure("by-rule")
    judged, violations, unknown = (
        (figure.count(each, row) for each in ("judged", "violations", "unknown")) if row is not None else (0, 0, 0)
    )
    unsure = say("base-unknown", speech, u=number(unknown, speech)) if unknown else ""
    if violations:
        word = "violated" if violations > 1 else "violated-1" if judged > 1 else "violated-only"
        told = _say(word, speech, v=number(violations, speech), n=number(judged, speech))
        told = f"{told}, {unsure}" if unsure else told
        violated = model.figure("violated")
        severity = str(violated.cell("severity", violated.column("rule").index(rule)) or "warning")
        body = "\n".join((told, "", *_examples(model, rule)))
        if severity == "note":
            return "", f"<system-out>{_text(_say('below', speech) + chr(10) + body)}</system-out>"
        return "failure", f"<failure type={_quoted(severity)} message={_quoted(told)}>{_text(body)}</failure>"
    if not judged:
        why = next((name for name in ("open", "waived") if row is not None and figure.count(name, row)), "not-applied")
        return "skipped", f"<skipped message={_quoted(say(f'cs-{why}', speech))}/>"
    if unknown == judged:
        word = "undecided-1" if unknown == 1 else "undecided"
        return "skipped", f"<skipped message={_quoted(_say(word, speech, u=number(unknown, speech)))}/>"
    return "", f"<system-out>{_text(unsure)}</system-out>" if unsure else ""


def _examples(model: Model, rule: str) -> Iterator[str]:
    finding = next((each for each in model.findings if each.rule == rule), None)
    if finding is None or not finding.examples:
        yield _say("no-example", model.speech)
        return
    for each in finding.examples:
        yield from _example(model, each)


def _example(model: Model, each: Example) -> Iterator[str]:
    at = when(each.at, model.run.zone, model.speech) if each.at else ""
    where = channel(each.channel, model.speech) if each.channel else ""
    yield one_line(" · ".join(part for part in (each.id, where, at) if part))
    for words in (each.excerpt, each.message, each.reason):
        if words:
            yield f"  {one_line(words)}"
    if each.better or each.advice:
        yield f"  {say('better-wording', model.speech)}: {one_line(each.better or each.advice)}"


def _counts(name: str, cases: list[tuple[str, str]]) -> str:
    kinds = [kind for kind, _ in cases]
    return _attributes((
        ("name", name), ("tests", str(len(cases))), ("failures", str(kinds.count("failure"))),
        ("errors", str(kinds.count("error"))), ("skipped", str(kinds.count("skipped"))),
    ))  # fmt: skip


def _attributes(pairs: tuple[tuple[str, str], ...]) -> str:
    return "".join(f" {name}={_quoted(value)}" for name, value in pairs)


def _quoted(value: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", shortened(one_line(value), _LONGEST)))


def _text(value: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", visible(value)))


def _say(word: str, speech: str, **about: object) -> str:
    return worded(_WORDS, word, speech, **about)
