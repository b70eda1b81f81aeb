"""The words of the reports in German and English. One table, so that both are read side by side."""

from __future__ import annotations

from typing import Final

from .bilingual import worded

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "note": ("Hinweis", "note"),
    "warning": ("Warnung", "warning"),
    "error": ("Fehler", "error"),
    "publish": ("kann so hinaus", "ready to publish"),
    "revise": ("bitte überarbeiten", "please revise"),
    "approve": ("vorher freigeben lassen", "needs approval first"),
    "stop": ("so nicht veröffentlichen", "do not publish this"),
    "unread": ("konnte nicht beurteilt werden", "could not be judged"),
    "partly": ("kein Fund, aber nicht alles entschieden", "nothing found, but not everything decided"),
    "nothing-read": ("Nichts zu beurteilen", "Nothing to judge"),
    "no-rule": ("keine Regel gilt hier", "no rule applies here"),
    "fine": ("Nichts zu beanstanden.", "Nothing to object to."),
    "why": ("Warum", "Why"),
    "clause": ("Leitfaden", "Guideline"),
    "learned": (
        "Nur ein statistischer Hinweis, bitte selbst prüfen; aufgefallen sind",
        "Only a statistical hint, please judge for yourself; what stood out",
    ),
    "better": ("Besser", "Better"),
    "add": ("Ergänzen", "Add"),
    "advice": ("Vorschlag", "Suggestion"),
    "route": ("Vorher an", "First to"),
    "answers": ("Antwort auf", "answers"),
    "de": ("Deutsch", "German"),
    "en": ("Englisch", "English"),
    "no-language": ("Sprache nicht erkannt", "language not recognised"),
    "undecided": ("Nicht entschieden", "Undecided"),
    "this-helps": ("hier hilft", "this helps:"),
    "because-unknown": ("unbekannt", "unknown"),
    "whole": ("ganzer Text", "whole text"),
    "text": ("Text", "text"),
    "texts": ("Texte", "texts"),
    "at-places": ("an", "in"),
    "findings-none": ("keine Funde", "no findings"),
    "judged": ("geprüft", "checked"),
    "read": ("Gelesen", "Read"),
    "judged-of": ("beurteilt", "judged"),
    "rules": ("Regeln", "rules"),
    "removed": ("(streichen)", "(take it out)"),
    "nothing-to-measure": ("nichts zu messen", "nothing to measure"),
    "measured-all": ("gemessen", "measured"),
    "measured-part": ("zum Teil gemessen", "measured in part"),
    "measured-nothing": ("nicht gemessen", "not measured"),
    "signals": ("Signale", "Signals"),
    "concepts": ("Begriffe", "Concepts"),
    "source": ("Quelle", "source"),
    "any-language": ("alle", "any"),
    "derived": (
        "Wie weit das Archiv reicht, gibt kein Datensatz an; gerechnet wurde von der ersten bis zur letzten Nachricht. "
        "Das betrifft",
        "No record says how far the archive reaches; it was reckoned from the first to the last message. This concerns",
    ),
    "threads": ("Gespräche", "Threads"),
    "waiting": ("Es wartet jemand in", "Somebody waits in"),
    "perhaps-answered": (
        "Vielleicht schon beantwortet (unsere Antwort sagt nicht, worauf) in",
        "Perhaps answered already (our answer does not say to what) in",
    ),
    "unread-threads": ("Bitte nachsehen, dort war etwas nicht zu lesen", "Please look, something could not be read in"),
    "state-to-be-answered": ("zu beantworten", "to be answered"),
    "state-in-progress": ("in Arbeit", "in progress"),
    "state-closed": ("abgeschlossen", "closed"),
    "subject-message": ("Nachricht", "message"),
    "subject-action": ("Handlung", "act"),
    "subject-contest": ("Gewinnspiel", "contest"),
    "subject-timeline": ("Verlauf", "timeline"),
    "outcome-violation": ("Verstoß", "violation"),
    "outcome-open": ("läuft noch", "still open"),
    "outcome-waived": ("ausgenommen", "waived"),
    "outcome-undecided": ("nicht entschieden", "undecided"),
    "outcome-fulfilled": ("erfüllt", "fulfilled"),
    "outcome-not-applicable": ("gilt hier nicht", "not applicable"),
    "outcome-error": ("nicht beurteilt", "not judged"),
    "open-while": ("offen, solange unbekannt ist:", "open while unknown:"),
    "line": ("Zeile", "line"),
    "unreadable": ("nicht lesbar", "not readable"),
    "remark": ("Anmerkung zu den Daten", "remark on the data"),
    "below-threshold": (
        "unter der Schwelle, gilt nicht als Fehlschlag",
        "below the threshold, not counted as a failure",
    ),
    "deadline-runs": ("Die Frist läuft noch", "The deadline is still running"),
    "inputs": ("Eingaben", "inputs"),
    "not-judged": ("nicht zu beurteilen", "not judged"),
    "waiver": ("Ausnahme", "Waiver"),
    "remaining": ("weitere, nicht gezeigt", "more, not shown"),
    "in-the-log": ("nur im Protokoll des Laufs", "only in the log of the run"),
    "result": ("Ergebnis", "Result"),
    "suggestion": ("Formulierungsvorschlag", "Suggested wording"),
    "by-hand": ("Text der Befehlszeile", "text of the command line"),
    "standard-input": ("Standardeingabe", "standard input"),
    "start-folder": ("Der Ordner, in dem knigge gestartet wurde", "The folder knigge was started in"),
    "found-in-text": ("die Stelle im Text", "the place in the text"),
    "written-to": ("Geschrieben nach", "Written to"),
    "reading-hidden": (
        "Unsichtbare Zeichen und Zeichen der Schreibrichtung sind als ⟨U+…⟩ sichtbar gemacht.",
        "Invisible signs and signs of writing direction are made visible as ⟨U+…⟩.",
    ),
    "subject": ("Gegenstand", "Subject"),
    "errors-column": ("Fehler", "Errors"),
    "warnings-column": ("Warnungen", "Warnings"),
    "notes-column": ("Hinweise", "Notes"),
    "own-concept": ("(im Regelwerk des Hauses)", "(in the rules of the house)"),
}
_COUNTED: Final = {
    "note": (("Hinweis", "Hinweise"), ("note", "notes")),
    "warning": (("Warnung", "Warnungen"), ("warning", "warnings")),
    "error": (("Fehler", "Fehler"), ("error", "errors")),
    "text": (("Text", "Texte"), ("text", "texts")),
    "subject": (("Gegenstand", "Gegenstände"), ("subject", "subjects")),
    "place": (("Stelle", "Stellen"), ("place", "places")),
    "unreadable": (("Eingabe nicht lesbar", "Eingaben nicht lesbar"), ("input unreadable", "inputs unreadable")),
    "spans": (("Zeitraum", "Zeiträume"), ("span of time", "spans of time")),
    "violations": (("Verstoß", "Verstöße"), ("violation", "violations")),
    "open": (("offen", "offen"), ("open", "open")),
    "undecided": (("nicht entschieden", "nicht entschieden"), ("undecided", "undecided")),
    "waived": (("ausgenommen", "ausgenommen"), ("waived", "waived")),
    "errors": (("nicht beurteilbar", "nicht beurteilbar"), ("could not be judged", "could not be judged")),
    "remarks": (("Anmerkung zu den Daten", "Anmerkungen zu den Daten"), ("remark on the data", "remarks on the data")),
}
_FACTS: Final = {
    "parent": ("die beantwortete Nachricht", "the message answered"),
    "language": ("die Sprache", "the language"),
    "channel": ("der Kanal", "the channel"),
    "customer.name": ("der Name der Person", "the person's name"),
    "author.name": ("wer schreibt", "who writes"),
    "kind": ("ob Beitrag oder Antwort", "whether post or reply"),
    "text": ("der Text", "the text"),
    "organisation.address": ("die Anrede laut Policy", "the form of address in the policy"),
    "now": ("die Gegenwart (--now)", "the present (--now)"),
    "customer": ("was über die Person erfasst ist", "what is on record about the person"),
    "account": ("das Konto", "the account"),
    "published": ("der Zeitpunkt der Veröffentlichung", "the time of publication"),
    "performed": ("der Zeitpunkt der Handlung", "the time of the act"),
    "actor": ("wer gehandelt hat", "who did it"),
    "in_reply_to": ("wem geantwortet wurde", "who was answered"),
    "coverage": ("ob das Archiv vollständig ist", "whether the archive is complete"),
    "history": ("was vorher und nachher geschah", "what happened before and after"),
    "terms": ("die Teilnahmebedingungen", "the terms of entry"),
    "region": ("das Land", "the country"),
    "author.role": ("wer da schreibt", "who wrote it"),
    "deed": ("ob es geschehen ist", "whether it was done"),
    "deadline": ("bis wann", "by when"),
    "enough-posts": (
        "wie es bei mehr Beiträgen ist (für einen Anteil zu wenige)",
        "how it is with more posts (too few for a share)",
    ),
    "enough-turns": (
        "wie es bei mehr Gesprächen ist (für einen Vergleich zu wenige)",
        "how it is with more conversations (too few to compare)",
    ),
    "organisation.name": ("der Name der Organisation", "the organisation's name"),
    "organisation.type": ("ob das Haus eine öffentliche Stelle ist", "whether the house is a public body"),
    "public": ("ob alle es lesen können", "whether everybody can read it"),
    "other-name": ("ob der richtige Name dasteht", "whether the right name is used"),
    "automated": ("ob eine Maschine es gesendet hat", "whether a machine sent it"),
    "by-machine": ("ob eine Maschine es geschrieben hat", "whether a machine wrote it"),
    "imported": ("ob es aus einem anderen System stammt", "whether it came from another system"),
    "approved-text": ("ob es ein freigegebener Text ist", "whether it is an approved text"),
    "series": ("ob es zu einer angemeldeten Reihe gehört", "whether it belongs to a declared series"),
    "very-short": ("ob es zum Vergleichen lang genug ist", "whether it is long enough to be compared"),
    "opening-hours": ("ob es Öffnungszeiten nennt", "whether it gives opening hours"),
    "customer-data": ("ob es Kundendaten verrät", "whether it tells customer data"),
    "customer-data-again": ("ob es Kundendaten wiederholt", "whether it repeats customer data"),
    "calls-another": ("wer angesprochen wird", "who is called by name"),
    "opposite.role": ("wer die beantwortete Nachricht schrieb", "who wrote the message answered"),
    "actor.role": ("auf wessen Seite gehandelt wurde", "on whose side it was done"),
    "declared": ("ob das Gewinnspiel erfasst ist", "whether the contest is on record"),
    "dates-clash": ("ob die Daten zueinander passen", "whether the dates agree"),
    **{
        f"on-{name}": ("auf welcher Plattform es läuft", "on which platform it runs")
        for name in ("facebook", "instagram", "tiktok", "youtube", "x", "linkedin")
    },
    "posts": ("die eigenen Beiträge der Zeit", "the own posts of that time"),
    "longest-gap": ("die längste Pause zwischen Beiträgen", "the longest gap between posts"),
    "dialogue-share": ("wie oft Fragen beantwortet wurden", "how often questions were answered"),
    "criticism-gap": ("wie oft Kritik beantwortet wurde", "how often criticism was answered"),
    "condition": ("ob eintrat, wovon die Zusage abhing", "whether what the promise hung on came true"),
    "thread": ("das Gespräch", "the conversation"),
}
_ROUTES: Final = {
    "legal": ("Rechtsabteilung", "legal department"),
    "recht": ("Recht", "legal department"),
    "communication": ("Kommunikation", "communications"),
}
"""The offices that rules which ship send people to; those a policy names are words of the house."""


def say(word: str, speech: str) -> str:
    """One word or phrase in `speech` (`de` or `en`)."""
    return worded(_WORDS, word, speech)


def counted(number: int, word: str, speech: str) -> str:
    """A number with its noun: „1 Warnung“, „2 Warnungen“."""
    german, english = _COUNTED[word]
    one, many = german if speech == "de" else english
    return f"{number} {one if number == 1 else many}"


def routed(target: str, speech: str) -> str:
    """Who has to see something first, in words; as the policy says it where it names somebody itself."""
    known = _ROUTES.get(target.lower())
    return known[speech != "de"] if known else target


def fact(name: str, speech: str) -> str:
    """A fact in words, else its name."""
    from ..engine.record_facts import RECORD_FACTS  # a draft in which nothing is open needs none of it

    label = _FACTS.get(name) or next((each.label for each in RECORD_FACTS if each.name == name and each.label[0]), None)
    return label[speech != "de"] if label else f"`{name}`"
