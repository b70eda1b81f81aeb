"""A comparison in words, German and English: what is to be said first, and each difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ...engine.version import VERSION
from ..bilingual import worded
from . import cover
from .comparison import Comparison, Remark, Row, Side
from .model import Model
from .notation import NBSP, after, duration, interval, number, points
from .sentences import clause_words
from .wording import say

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "title": ("Vergleich zweier Prüfläufe", "Two audits compared"),
    "now": ("Jetzt", "Now"),
    "before": ("Zuvor", "Before"),
    "difference": ("Unterschied", "Difference"),
    "change": ("Ergebnis", "Result"),
    "of": ("von", "of"),
    "better": ("besser", "better"),
    "worse": ("schlechter", "worse"),
    "unclear": ("keine deutliche Veränderung", "no clear change"),
    "rule-changed": ("Regel geändert, nicht vergleichbar", "rule changed, not comparable"),
    "few": ("zu wenige Fälle", "too few cases"),
    "nothing": ("in einem der beiden kein Fall", "no case in one of the two"),
    "first": ("Vorab", "First"),
    "none": ("Keine Vorbehalte.", "No reservations."),
    "headlines": ("Fünf Zahlen", "Five figures"),
    "clauses": ("Der Leitfaden, Satz für Satz", "The guideline, sentence by sentence"),
    "rules": ("Die Regeln", "The rules"),
    "changed-rules": ("Regeln, die sich geändert haben", "Rules that changed"),
    "method": ("Methode", "Method"),
    "policy": (
        "Die Policies sind verschieden ({before}, dann {now}): Fristen und Schwellen können andere sein. Ein "
        "Unterschied kann von der Policy kommen statt vom Verhalten.",
        "The policies differ ({before}, then {now}): deadlines and thresholds may be others. A difference may come "
        "from the policy instead of from what was done.",
    ),
    "rules-said": (
        "Nicht dieselben Regeln ({n}); sie werden nicht verglichen und zählen in Sätzen und Zahlen auf keiner Seite "
        "mit: {rules}",
        "Not the same rules ({n}); they are not compared and count on neither side of clauses and figures: {rules}",
    ),
    "organisation": (
        "Zwei verschiedene Organisationen: {before} und {now}.",
        "Two different organisations: {before} and {now}.",
    ),
    "engine": (
        "Geprüft haben verschiedene Fassungen von knigge: {before}, dann {now}.",
        "Different versions of knigge judged: {before}, then {now}.",
    ),
    "overlap": (
        "Die Zeiträume überschneiden sich: Manche Fälle stehen auf beiden Seiten.",
        "The spans overlap: some cases stand on both sides.",
    ),
    "narrowed": (
        "Ein Ausschnitt: verglichen wird nur dieser Zeitraum beider Prüfläufe.",
        "A part only: nothing outside this span of either audit is compared.",
    ),
    "unread": (
        "Nicht alles war zu lesen: zuvor {before}, jetzt {now} Stellen.",
        "Not everything was readable: {before} items before, {now} now.",
    ),
    "sum": (
        "{better} besser, {worse} schlechter, {unclear} ohne deutliche Veränderung, {rest} nicht vergleichbar.",
        "{better} better, {worse} worse, {unclear} without a clear change, {rest} not comparable.",
    ),
    "without": ("ohne {rules}", "without {rules}"),
    "more": ("und {n} weitere", "and {n} more"),
    "why-version": ("andere Fassung", "another version"),
    "why-only-now": ("nur jetzt", "only now"),
    "why-only-before": ("nur zuvor", "only before"),
    "why-trial": ("nur in einem auf Probe", "on trial in one only"),
    "told": (
        "Anteile sind Eingehaltenes; nicht Entschiedenes macht aus einem Anteil einen Bereich. Hinter dem Unterschied "
        "steht, wo er mit 95 % Sicherheit liegt (Anteile: Newcombe; Zeiten: Brookmeyer und Crowley). Nicht "
        "Entschiedenes macht dieses Intervall breiter, ebenso, dass Fälle eines Gesprächs sich ähneln. Die Intervalle "
        "einer Tabelle gelten alle zugleich. Besser oder schlechter heißt etwas nur, wenn das ganze Intervall auf "
        "einer Seite der Null liegt; sonst kann Zufall den Unterschied erklären. Unter fünf Fällen wird nichts "
        "verglichen. Fälle verschiedener Gespräche gelten als unabhängig; warum sich etwas geändert hat, sagt der "
        "Vergleich nicht.",
        "Shares are what was kept; undecided verdicts turn a share into a range. Behind the difference stands where it "
        "lies with 95 % certainty (shares: Newcombe; times: Brookmeyer and Crowley). Undecided verdicts widen that "
        "interval, and so does that cases of one thread resemble each other. All intervals of a table hold together. "
        "Better or worse is said only where the whole interval lies on one side of zero; else chance may explain the "
        "difference. Under five cases nothing is compared. Cases of different threads count as independent; why "
        "something changed the comparison does not say.",
    ),
}
_MARKS: Final = {"better": "▲", "worse": "▼", "unclear": "≈", "rule-changed": "≠", "few": "·", "nothing": "·"}
_MOST_RULES: Final = 12


def told(word: str, speech: str, **about: object) -> str:
    """One word or sentence in `speech`, with what it is about filled in."""
    return worded(_WORDS, word, speech, **about)


def side_words(model: Model) -> str:
    """One of the two audits: organisation, span, policies."""
    return " · ".join((model.run.organisation[:120] or "–", cover.span(model), *cover.judged(model)[1:3]))


def remarks(told_of: Comparison) -> Iterator[str]:
    """What is to be said before any figure, and whose names are shown why."""
    for each in told_of.remarks:
        yield _remark(told_of, each)
    if told_of.now.names_reason is not None:
        yield f"{say('names-shown', told_of.now.speech)}: {told_of.now.names_reason}."


def _remark(told_of: Comparison, which: Remark) -> str:
    speech, now, before = told_of.now.speech, told_of.now.run, told_of.before.run
    match which:
        case "policy":
            return told(which, speech, before=_policies(told_of.before), now=_policies(told_of.now))
        case "rules":
            names = [each.rule[:80] for each in told_of.changed]
            return told("rules-said", speech, n=number(len(names), speech), rules=_some(names, speech))
        case "organisation":
            return told(which, speech, before=before.organisation[:120] or "–", now=now.organisation[:120] or "–")
        case "engine":
            return told(which, speech, before=before.knigge[:40], now=now.knigge[:40])
        case "unread":
            lost = [number(sum(each.count for each in run.troubles), speech) for run in (before, now)]
            return told(which, speech, before=lost[0], now=lost[1])
        case _:
            return told(which, speech)


def _policies(model: Model) -> str:
    return ", ".join(f"{each.name[:60]} {each.digest[:8]}" for each in model.run.policies[:4]) or "–"


def _some(names: list[str], speech: str) -> str:
    beyond = len(names) - _MOST_RULES
    shown = ", ".join(names[:_MOST_RULES])
    return f"{shown} {told('more', speech, n=number(beyond, speech))}" if beyond > 0 else shown


def summary(rows: tuple[Row, ...], speech: str) -> str:
    """How many became better, worse, neither."""
    found = {name: sum(row.change == name for row in rows) for name in ("better", "worse", "unclear")}
    return told("sum", speech, rest=len(rows) - sum(found.values()), **found)


def name(row: Row, kind: str, told_of: Comparison) -> str:
    """What a row is about, in words."""
    speech = told_of.now.speech
    match kind:
        case "headlines":
            words = say(f"headline-{row.id}", speech)
        case "clauses":
            run = told_of.now.run if any(each.id == row.id for each in told_of.now.run.clauses) else told_of.before.run
            words = clause_words(row.id, run, speech)
        case _:
            rules = (*told_of.now.run.rules, *told_of.before.run.rules)
            rule = next((each for each in rules if each.id == row.id), None)
            title = (rule.title_de if speech == "de" else rule.title_en) if rule else ""
            words = f"{title} ({row.id})" if title else row.id
    return words[:300]


def left_out(row: Row, speech: str) -> str:
    """The rules that count on neither side of a clause; "" where none changed or all."""
    if not row.left_out or row.change == "rule-changed":
        return ""
    return told("without", speech, rules=_some([each[:80] for each in row.left_out], speech))


def side(row: Row, side: Side, speech: str) -> str:
    """A figure of one audit with the number of its cases; a dash where there are none or too few to be told."""
    if not side.judged or row.change == "few":
        return "–"
    if row.unit == "hours":
        value = after(side.low, speech) if side.low is not None else say("not-reached", speech)
    else:
        value = interval(side.low, side.high, speech)
    return f"{value} ({number(side.judged, speech)})"


def difference(row: Row, speech: str) -> str:
    """The difference and where it lies with certainty; a dash where there is none to tell."""
    if row.difference is None:
        return "–"
    width = row.interval
    if row.unit == "hours":
        step = _hours(row.difference[0], speech)
        return (
            f"{step} ({_hours(width[0], speech)} {say('until', speech)} {_hours(width[1], speech)})" if width else step
        )
    assert width is not None
    first, last = points(width[0], speech), points(width[1], speech)
    ends = f"{first.partition(NBSP)[0]} {say('until', speech)} {last}"
    if row.difference[0] == row.difference[1]:
        return f"{points(row.difference[0], speech)} ({ends})"
    return ends


def _hours(value: float, speech: str) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{duration(abs(value), speech)}"


def change(row: Row, speech: str) -> str:
    """Better, worse, or why neither is said."""
    return f"{_MARKS[row.change]}{NBSP}{told(row.change, speech)}"


def made(speech: str) -> str:
    """By what it was made."""
    return say("made", speech, version=VERSION)
