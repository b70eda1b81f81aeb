"""The headings and sheet names of tables over an audit; what a report calls the same has its word from `wording`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..bilingual import worded
from .wording import say

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "summary": ("Übersicht", "Summary"),
    "findings": ("Befunde", "Findings"),
    "actions": ("Eingriffe", "Actions"),
    "method": ("Methode", "Method"),
    "verdict": ("Urteil", "Verdict"),
    "severity": ("Schwere", "Severity"),
    "title": ("Titel", "Title"),
    "subject": ("Gegenstand", "Subject"),
    "id": ("Kennung", "Id"),
    "places": ("Stellen", "Places"),
    "thread": ("Gespräch", "Thread"),
    "author": ("Person", "Person"),
    "at": ("Zeitpunkt", "Time"),
    "due": ("Fällig", "Due"),
    "done": ("Erledigt", "Done"),
    "mark": ("Näheres", "Mark"),
    "excerpt": ("Worte", "Words"),
    "message": ("Meldung", "Message"),
    "better": ("Besser", "Better"),
    "needs": ("Es fehlt", "Missing facts"),
    "clause": ("Leitfaden", "Clause"),
    "version": ("Fassung der Regel", "Rule version"),
    "rests-on": ("Beruht auf", "Rests on"),
    "since": ("Seit", "Since"),
    "gravest": ("Schwerster Verstoß", "Gravest violation"),
    "low": ("Eingehalten, mindestens", "Kept, at least"),
    "high": ("Eingehalten, höchstens", "Kept, at most"),
    "record": ("Protokoll", "Record"),
    "rules-broken": ("Verletzte Regeln", "Rules broken"),
    "what": ("Was", "What"),
    "value": ("Wert", "Value"),
    "base": ("Grundlage", "Based on"),
    "trend": ("Veränderung", "Change"),
    "cases": ("Fälle", "Cases"),
    "until": ("Bis", "Until"),
    "complete": ("vollständig", "complete"),
    "incomplete": ("unvollständig", "incomplete"),
    "undecided": ("nicht entschieden", "undecided"),
    "open": ("läuft noch", "still running"),
    "waived": ("ausgenommen", "waived"),
    "outcome-violation": ("Verstoß", "violation"),
    "outcome-waived": ("ausgenommen", "waived"),
    "outcome-open": ("läuft noch", "still running"),
    "outcome-undecided": ("nicht entschieden", "undecided"),
    "outcome-error": ("nicht beurteilt", "not judged"),
    "mark-late": ("zu spät", "late"),
    "mark-unanswered": ("ohne Antwort", "unanswered"),
    "mark-broken": ("gebrochen", "broken"),
    "mark-kept": ("gehalten", "kept"),
    "mark-kept-late": ("zu spät gehalten", "kept late"),
    "mark-denied": ("bestritten", "denied"),
    "mark-too-few": ("zu wenig", "too few"),
    "mark-too-many": ("zu viel", "too many"),
    "subject-message": ("Nachricht", "message"),
    "subject-action": ("Eingriff", "action"),
    "subject-contest": ("Gewinnspiel", "contest"),
    "subject-timeline": ("Verlauf", "timeline"),
    "count-told": (
        "Eine Zeile je Verstoß: {n} insgesamt, wie in der Übersicht; ausgenommene stehen als solche dabei.",
        "One line a violation: {n} in all, as in the summary; waived ones stand there as such.",
    ),
    "cut": (
        "Hier stehen die {n} schwersten von {all} Befunden. Alle stehen in der CSV-Datei daneben, "
        "sonst gibt sie: knigge report ... --format csv",
        "Here are the gravest {n} of {all} findings. All of them are in the CSV file beside this one, "
        "or come from: knigge report ... --format csv",
    ),
    "cut-rows": ("Hier stehen die ersten {n} von {all} Zeilen.", "Here are the first {n} of {all} lines."),
    "no-rows": ("Nichts im Zeitraum.", "Nothing in this span."),
}


def told(word: str, speech: str, **about: object) -> str:
    """One word or sentence in `speech`, with what it is about filled in."""
    return worded(_WORDS, word, speech, **about) if word in _WORDS else say(word, speech, **about)


def outcome(verdict: str, speech: str) -> str:
    """The word for a verdict; itself where there is none."""
    return _value("outcome", verdict, speech)


def subject(name: str, speech: str) -> str:
    """The word for what was judged; itself where there is none."""
    return _value("subject", name, speech)


def mark(name: str, speech: str) -> str:
    """The word for what sorts a verdict further; itself where there is none."""
    return _value("mark", name, speech)


def _value(kind: str, name: str, speech: str) -> str:
    return told(f"{kind}-{name}", speech) if f"{kind}-{name}" in _WORDS else name
