"""The closing lines of an audit: what became of everything that was read, and where it lies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from .text import Style
from .wording import counted

_STATUSES: Final = {
    "judged": ("entschieden", "decided"),
    "undecided": ("mit Unentschiedenem", "with something undecided"),
    "errored": ("mit Fehlern", "with errors"),
    "skipped": ("übergangen", "passed over"),
}
_REASONS: Final = {
    "no-rule": ("ohne Regel, die davon spricht", "that no rule speaks of"),
    "no-policy": ("nicht beurteilt, keine Policy galt an dem Tag", "not judged, no policy held on that day"),
    "joined": ("nachgeschlagen (Kunden, Tickets, Abdeckung)", "looked up (customers, tickets, coverage)"),
    "repeated": ("doppelt", "given twice"),
    "needs-facts": ("mit fehlenden Angaben", "with facts missing"),
    "clash": ("widersprüchlich unter einer Kennung", "contradicting under one id"),
    "no-record": ("kein Datensatz", "no record"),
    "unreadable": ("nicht lesbar", "unreadable"),
    "error-verdict": ("mit einer Regel, die sich nicht prüfen ließ", "with a rule that could not be judged"),
    "thread-too-large": ("in einem zu großen Gespräch", "in a thread that is too large"),
    "stops-the-engine": ("an denen die Prüfung abbrach", "at which the engine stopped"),
}
_VERDICTS: Final = ("violation", "open", "undecided", "waived", "error")


def closing_lines(told: Mapping[str, object], out: str, style: Style) -> Iterator[str]:
    """`told` as in `summary.json`. What is nought is left out but violations."""
    speech = style.speech
    german = speech == "de"
    read = told["read"]
    if not read:
        yield "Nichts gelesen." if german else "Nothing was read."
        return
    parts = [f"{told[name]} {words[0 if german else 1]}" for name, words in _STATUSES.items() if told[name]]
    yield f"{'Gelesen' if german else 'Read'} {read} = {' + '.join(parts)}."
    reasons = told["reasons"]
    assert isinstance(reasons, Mapping)
    named = [f"{number} {_REASONS.get(name, (name, name))[0 if german else 1]}" for name, number in reasons.items()]
    if named:
        yield f"{'Davon' if german else 'Of these'}: {'; '.join(named)}."
    verdicts = told["verdicts"]
    assert isinstance(verdicts, Mapping)
    names = {"violation": "violations", "error": "errors"}
    found = [
        counted(verdicts.get(name, 0), names.get(name, name), speech)
        for name in _VERDICTS
        if name == "violation" or verdicts.get(name, 0)
    ]
    yield f"{', '.join(found)}. {'Alles in' if german else 'Everything is in'} {out}"
