"""The decision and the things to do, each in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from .actions import Action
from .folder import Run
from .headline import FEW
from .notation import NBSP, number, share
from .queries import Figure
from .wording import things

_COUNTED: Final[dict[str, tuple[tuple[str, str], tuple[str, str]]]] = {
    "waiting": (
        ("ein Mensch wartet über die Frist hinaus", "{n} Menschen warten über die Frist hinaus"),
        ("one person has been waiting beyond the deadline", "{n} people have been waiting beyond the deadline"),
    ),
    "promises": (
        ("eine Zusage ist gebrochen", "{n} Zusagen sind gebrochen"),
        ("one promise is broken", "{n} promises are broken"),
    ),
    "acts": (
        ("bei einem Eingriff fehlt etwas im Protokoll", "bei {n} Eingriffen fehlt etwas im Protokoll"),
        ("the record of one act is incomplete", "the records of {n} acts are incomplete"),
    ),
    "errors": (
        ("ein Fall verstößt schwer gegen den Leitfaden", "{n} Fälle verstoßen schwer gegen den Leitfaden"),
        ("one case gravely violates the guideline", "{n} cases gravely violate the guideline"),
    ),
    "soon": (
        ("eine Frist läuft bald ab", "{n} Fristen laufen bald ab"),
        ("one deadline ends soon", "{n} deadlines end soon"),
    ),
}
_OFTEN: Final = 0.2
_MANY: Final = 5
"""From this rate and number on a clause fails badly, though no violation is grave."""

_URGENT: Final = ("waiting", "promises", "acts", "errors")


def decision_state(figures: Sequence[Figure], todo: Sequence[Action], run: Run) -> str:
    """act, improve, unsettled, fine or nothing; what could not be judged is never fine."""
    found = _verdicts(figures)
    if not sum(found.values()):
        return "nothing"
    if any(each.kind in _URGENT for each in todo) or _severe(figures):
        return "act"
    if found.get("violation"):
        return "improve"
    return "unsettled" if found.get("undecided") or found.get("error") or _errored(figures, run) else "fine"


def decision_sentence(state: str, figures: Sequence[Figure], todo: Sequence[Action], run: Run, speech: str) -> str:
    """What follows from the audit, in one sentence; a second one where something could not be judged at all."""
    found = _verdicts(figures)
    german = speech == "de"
    judged, violations = sum(found.values()), found.get("violation", 0)
    all_ = number(judged, speech)
    unsure = found.get("undecided", 0) + found.get("error", 0)
    match state:
        case "nothing":
            read = sum(_column(figures, "volume", "records"))
            told = (
                f"Nichts beurteilt: {things(read, 'records', speech)}, und keine Regel galt."
                if german
                else f"Nothing was judged: {things(read, 'records', speech)}, and no rule applied."
            )
        case "act":
            urgent = [counted(each.kind, each.count, speech) for each in todo if each.kind in _URGENT]
            begun = "Bitte handeln" if german else "Please act"
            plain = _grave(_severe(figures), speech)
            told = f"{begun}: {_joined(urgent, speech) or plain}."
        case "improve":
            worst = next((each for each in todo if each.kind == "clause"), None)
            where = clause_words(worst.about, run, speech) if worst else ""
            if worst and (worst.low or 0) >= _OFTEN and worst.count >= _MANY:
                rate = share(worst.low or 0, speech)
                told = (
                    f"Das braucht Aufmerksamkeit: In {rate} der Fälle wird gegen diesen Satz verstoßen: „{where}“"
                    if german
                    else f"This needs attention: {rate} of the cases violate this clause: “{where}”"
                )
                return told + _unread(figures, run, speech)
            told = (
                f"Nichts Dringendes, aber {_violations(violations, speech)}; am häufigsten gegen: „{where}“"
                if german
                else f"Nothing urgent, but {_violations(violations, speech)}; most often against: “{where}”"
            )
        case "unsettled":
            are = ("ist" if german else "is") if unsure == 1 else ("sind" if german else "are")
            told = (
                f"Kein Verstoß gefunden, aber {number(unsure, speech)} von {all_} Urteilen {are} offen."
                if german
                else f"No violation found, but {number(unsure, speech)} of {all_} verdicts {are} undecided."
            )
        case _:
            told = (
                f"Alles in Ordnung: {things(judged, 'verdicts', speech)}, kein Verstoß, nichts offen."
                if german
                else f"All is well: {things(judged, 'verdicts', speech)}, no violation, nothing undecided."
            ) + _uncovered(figures, speech)
    return told + _unread(figures, run, speech)


def counted(kind: str, count: int, speech: str) -> str:
    """How many cases of a kind there are, as a clause."""
    german, english = _COUNTED[kind]
    one, many = german if speech == "de" else english
    return one if count == 1 else many.format(n=number(count, speech))


def action_sentence(action: Action, run: Run, speech: str) -> str:
    """A thing to do, as a sentence."""
    german = speech == "de"
    if action.kind != "clause":
        told = counted(action.kind, action.count, speech)
        return f"{told[0].upper()}{told[1:]}."
    rate = share(action.low or 0, speech)
    name = clause_words(action.about, run, speech)
    cases = _violations(action.count, speech)
    if action.judged < FEW:
        few = _few(action.judged, speech)
        return f"„{name}“: {cases} {few}." if german else f"“{name}”: {cases} {few}."
    return f"„{name}“: {cases}, {rate} der Fälle." if german else f"“{name}”: {cases}, {rate} of the cases."


def clause_words(name: str, run: Run, speech: str) -> str:
    """The sentence of the guideline behind a clause's id; the id itself where there is none."""
    clause = next((each for each in run.clauses if each.id == name), None)
    return (clause.de if speech == "de" else clause.en) if clause else name or "–"


def _violations(count: int, speech: str) -> str:
    if speech == "de":
        return "ein Verstoß" if count == 1 else f"{number(count, speech)} Verstöße"
    return "one violation" if count == 1 else f"{number(count, speech)} violations"


def _few(judged: int, speech: str) -> str:
    """The cases behind a rate that would say too much."""
    if speech == "de":
        return "in einem Fall" if judged == 1 else f"in {number(judged, speech)} Fällen"
    return "in one case" if judged == 1 else f"in {number(judged, speech)} cases"


def _joined(parts: Sequence[str], speech: str) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {'und' if speech == 'de' else 'and'} {parts[-1]}"


def _uncovered(figures: Sequence[Figure], speech: str) -> str:
    """How many clauses had no rule or no case, for what was not judged is not well; nothing where all had."""
    figure = next(each for each in figures if each.id == "clauses")
    idle = sum(state in ("no-rule", "not-applied", "open", "waived") for state in figure.column("state"))
    if not idle:
        return ""
    if speech == "de":
        return (
            f" Ohne Urteil blieben {number(idle, speech)} von {number(len(figure.rows), speech)} Sätzen des Leitfadens."
        )
    return f" {number(idle, speech)} of {number(len(figure.rows), speech)} clauses of the guideline were not judged."


def _unread(figures: Sequence[Figure], run: Run, speech: str) -> str:
    """A warning where records or lines could not be judged; nothing otherwise."""
    count = _errored(figures, run)
    if not count:
        return ""
    told = number(count, speech)
    if speech == "de":
        places = "Stelle war" if count == 1 else "Stellen waren"
        return f" Achtung: {told}{NBSP}{places} nicht zu lesen oder zu beurteilen."
    return f" Note: {told}{NBSP}{'item' if count == 1 else 'items'} could not be read or judged."


def _verdicts(figures: Sequence[Figure]) -> dict[str, int]:
    figure = next(each for each in figures if each.id == "verdicts")
    found: dict[str, int] = {}
    for place, verdict in enumerate(figure.column("verdict")):
        found[str(verdict)] = found.get(str(verdict), 0) + figure.count("verdicts", place)
    return found


def _severe(figures: Sequence[Figure]) -> int:
    figure = next(each for each in figures if each.id == "verdicts")
    return sum(figure.count("verdicts", row) for row, each in enumerate(figure.column("severity")) if each == "error")


def _grave(count: int, speech: str) -> str:
    if speech == "de":
        return "ein schwerer Verstoß" if count == 1 else f"{number(count, speech)} schwere Verstöße"
    return "one grave violation" if count == 1 else f"{number(count, speech)} grave violations"


def _errored(figures: Sequence[Figure], run: Run) -> int:
    """How much could not be judged: by the table, or by the run, which also counts what never became a record."""
    figure = next(each for each in figures if each.id == "unread")
    found = sum(
        figure.count("records", place) for place, each in enumerate(figure.column("status")) if each == "errored"
    )
    return max(found, dict(run.counts).get("errored", 0))


def _column(figures: Sequence[Figure], name: str, column: str) -> list[int]:
    figure = next(each for each in figures if each.id == name)
    return [figure.count(column, place) for place in range(len(figure.rows))]
