"""What each figure means, in German and English: title, then definition. Shown beside it and on the last page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_TEXT = tuple[tuple[str, str], tuple[str, str]]

DEFINITIONS: Final[Mapping[str, _TEXT]] = {
    "headline-texts": (
        ("Eigene Texte ohne Beanstandung", "Our texts without objection"),
        (
            "Anteil unserer Nachrichten, in denen keine Regel mit dem Gewicht Warnung oder schwer verletzt ist. "
            "Untere Grenze: unentschiedene zählen dagegen. Obere: sie zählen dafür. Zusagen zählen für sich.",
            "Share of our messages in which no rule of severity warning or error is violated. Lower bound: undecided "
            "ones count against it. Upper: for it. Promises are counted apart.",
        ),
    ),
    "headline-in-time": (
        ("Rechtzeitig geantwortet", "Answered in time"),
        (
            "Anteil der Fragen und Beschwerden, die ein Mensch binnen der Frist der Policy beantwortet hat; was "
            "Geschäftszeit ist, sagt sie. Läuft die Frist noch, zählt die Frage nicht.",
            "Share of questions and complaints that a person answered within the policy's deadline; business hours are "
            "those of the policy. While the deadline runs the question does not count.",
        ),
    ),
    "headline-median": (
        ("Zeit bis zur Antwort", "Time to answer"),
        (
            "Zeit, nach der die Hälfte der Fragen beantwortet war (Median nach Kaplan und Meier, wirkliche Stunden). "
            "Wer noch wartet, zählt als Wartender mit, statt herauszufallen; Fragen, deren Antwort keine Zeit trägt, "
            "bleiben weg.",
            "Time after which half of the questions had an answer (Kaplan-Meier median, in real hours). Those still "
            "waiting are counted as waiting instead of left out; questions whose answer has no time are left out.",
        ),
    ),
    "headline-promises": (
        ("Zusagen gehalten", "Promises kept"),
        (
            "Anteil der Zusagen, die fristgerecht eingelöst wurden. Was das Archiv nicht zeigen kann (Anrufe, Pakete, "
            "Zahlungen), ist nicht entschieden und macht den Bereich breit.",
            "Share of promises carried out in time. What the archive cannot show (calls, parcels, payments) is "
            "undecided and widens the range.",
        ),
    ),
    "headline-acts": (
        ("Eingriffe mit vollem Protokoll", "Acts with a complete record"),
        (
            "Anteil der Löschungen, Sperren und ähnlichen Handlungen an fremden Beiträgen, deren Protokoll keine Regel "
            "etwas vermisst: Grund, Freigaben, Mitteilung. Ob der Text rechtswidrig war, sagt die Zahl nicht.",
            "Share of deletions, blocks and similar acts on other people's posts whose record leaves no rule wanting: "
            "ground, approvals, notice. Whether the text was unlawful it does not say.",
        ),
    ),
    "period": (
        ("Zeitraum", "Period"),
        ("Erster und letzter Tag der gelesenen Datensätze.", "First and last day of the records read."),
    ),
    "volume": (
        ("Umfang", "Volume"),
        (
            "Gelesene Datensätze nach Art und danach, was aus ihnen wurde.",
            "Records read, by type and by what became of them.",
        ),
    ),
    "channels": (
        ("Umfang je Kanal", "Volume by channel"),
        (
            "Nachrichten von außen, unsere Antworten und Beiträge, Eingriffe; je Kanal.",
            "Messages of others, our answers and posts, acts; by channel.",
        ),
    ),
    "verdicts": (
        ("Urteile", "Verdicts"),
        (
            "Ein Urteil ist das Ergebnis einer Regel an einer Nachricht, Handlung, einem Gewinnspiel oder Zeitraum. "
            "Mehrere Stellen desselben Verstoßes zählen einmal.",
            "A verdict is what one rule says of one message, act, contest or span. Several places of one violation "
            "count once.",
        ),
    ),
    "clauses": (
        ("Einhaltung je Satz des Leitfadens", "How each clause is kept"),
        (
            "Eingehalten ist der Anteil der Urteile ohne Verstoß an allen, bei denen eine Regel galt (erfüllt, "
            "verletzt, nicht entschieden, gescheitert). Laufende Fristen und Ausnahmen zählen nicht.",
            "Kept is the share of verdicts without violation among all where a rule applied (fulfilled, violated, "
            "undecided, failed). Running deadlines and waivers do not count.",
        ),
    ),
    "over-time": (
        ("Verstöße im Lauf der Zeit", "Violations over time"),
        (
            "Anteil der Verstöße an allen Urteilen nach dem Tag des Ereignisses; Urteile über ganze Wochen und Monate "
            "stehen beim Rhythmus.",
            "Share of violations among all verdicts by the day of the event; verdicts on whole weeks and months stand "
            "with the rhythm.",
        ),
    ),
    "by-channel": (
        ("Einhaltung je Kanal", "Kept by channel"),
        (
            "Wie je Satz, aber nach Kanal. Unter fünf Urteilen keine Angabe.",
            "As by clause, but by channel. Nothing is told of fewer than five verdicts.",
        ),
    ),
    "by-team": (
        ("Einhaltung je Team", "Kept by team"),
        (
            "Nach dem Team, das die Datensätze nennen. Teams mit weniger als fünf schreibenden Personen oder Urteilen "
            "werden nicht ausgewiesen; bliebe nur eines verdeckt, wird das kleinste andere mit verdeckt.",
            "By the team that the records name. Teams of fewer than five writing people or verdicts are not shown; "
            "were only one hidden, the smallest other is hidden with it.",
        ),
    ),
    "response-rules": (
        ("Fristen", "Deadlines"),
        ("Urteile der Fristregeln: rechtzeitig, zu spät, gar nicht.", "Verdicts of the rules on deadlines."),
    ),
    "response-cases": (
        ("Beobachtete Fragen", "Questions followed"),
        (
            "Fragen und Beschwerden, deren Zeit bis zur Antwort bekannt ist oder noch läuft.",
            "Questions and complaints whose time to the answer is known or still running.",
        ),
    ),
    "response-quantiles": (
        ("Zeit, bis so viele eine Antwort hatten", "Time until so many had an answer"),
        (
            "Ein Viertel, die Hälfte, drei Viertel, neun Zehntel, nach Kaplan und Meier; leer: nicht erreicht.",
            "A quarter, half, three quarters, nine tenths, after Kaplan and Meier; empty: not reached.",
        ),
    ),
    "response-curve": (
        ("Zeit bis zur Antwort", "Time to answer"),
        (
            "Anteil der Fragen, die nach so vielen wirklichen Stunden beantwortet waren (Kaplan-Meier). Wer noch "
            "wartet, zählt bis zum Stichtag als Wartender, ohne Stichtag bis zum letzten Datensatz.",
            "Share of questions answered after so many real hours (Kaplan-Meier). Those still waiting count as waiting "
            "up to the present of the run, or to the last record where it has none.",
        ),
    ),
    "response-weekday": (
        ("Fragen nach Wochentag", "Questions by weekday"),
        (
            "Fragen mit Frist nach dem Tag, an dem sie kamen, und wie viele zu spät oder gar nicht beantwortet wurden. "
            "Unter fünf keine Angabe.",
            "Questions with a deadline by the day they came, and how many were answered late or not at all. Nothing is "
            "told of fewer than five.",
        ),
    ),
    "response-hour": (
        ("Fragen nach Uhrzeit", "Questions by hour"),
        (
            "Dasselbe nach der Stunde in der Zeitzone des Kalenders.",
            "The same by the hour in the calendar's zone.",
        ),
    ),
    "threads": (
        ("Stand der Gespräche", "State of threads"),
        (
            "Gespräche, in denen andere zu Wort kommen, am Ende des Prüflaufs.",
            "Threads in which others speak, at the end of the audit.",
        ),
    ),
    "criticism": (
        ("Antworten auf Kritik", "Answers to criticism"),
        (
            "Ob Antworten auf Kritik einen Weg zur Lösung nennen; und in wie vielen Zeiträumen Kritik deutlich öfter "
            "liegen blieb als anderes.",
            "Whether answers to criticism name a way out; and in how many spans criticism was clearly left more often.",
        ),
    ),
    "promises": (
        ("Zusagen", "Promises"),
        (
            "Was aus den Zusagen wurde, die wir öffentlich oder im Archiv gemacht haben.",
            "What became of the promises we made in public or on record.",
        ),
    ),
    "acts": (
        ("Eingriffe nach Art", "Acts by kind"),
        (
            "Handlungen an fremden Beiträgen; unvollständig, sobald eine Regel etwas vermisst.",
            "Acts on other people's posts; incomplete as soon as one rule misses something.",
        ),
    ),
    "contests": (
        ("Gewinnspiele", "Contests"),
        (
            "Je Gewinnspiel: was fehlt, was so nicht geht, was nicht nachprüfbar ist, was in Ordnung ist.",
            "For each contest: what is missing, what does not go like this, what cannot be verified, what is fine.",
        ),
    ),
    "contest-list": (
        ("Prüflisten der Gewinnspiele", "Checklists of contests"),
        ("Jedes Element mit seinem Urteil.", "Every element with its verdict."),
    ),
    "rhythm": (
        ("Rhythmus", "Rhythm"),
        (
            "Wochen und Tage mit zu wenigen oder zu vielen eigenen Beiträgen, nach der Policy.",
            "Weeks and days with too few or too many posts of ours, by the policy.",
        ),
    ),
    "cadence": (
        ("Beiträge je Woche", "Posts per week"),
        (
            "Eigene Beiträge je Kalenderwoche und Konto, höchstens 53 Wochen und acht Konten.",
            "Our posts per calendar week and account, 53 weeks and eight accounts at most.",
        ),
    ),
    "series": (
        ("Serienantworten", "Answers in series"),
        (
            "Fast gleiche Antworten an mindestens drei Menschen binnen 30 Tagen, die zehn häufigsten.",
            "Nearly the same answer to at least three people within 30 days, the ten most frequent.",
        ),
    ),
    "violated": (
        ("Verletzte Regeln", "Violated rules"),
        ("Nach Gewicht, dann nach Zahl der Verstöße.", "By severity, then by number of violations."),
    ),
    "needs": (
        ("Was entscheiden würde", "What would decide"),
        (
            "Fehlende Angaben und wie viele unentschiedene Urteile an ihnen hängen, eines auch an mehreren.",
            "Missing facts and how many undecided verdicts depend on them; one verdict may depend on several.",
        ),
    ),
    "unread": (
        ("Nicht oder nicht ganz beurteilt", "Not judged, or not wholly"),
        ("Datensätze nach dem Grund.", "Records by the reason."),
    ),
    "waived": (
        ("Genutzte Ausnahmen", "Waivers used"),
        (
            "Verstöße, die eine unterschriebene Ausnahme deckt, je Regel.",
            "Violations covered by a signed waiver, by rule.",
        ),
    ),
    "by-rule": (
        ("Urteile je Regel", "Verdicts by rule"),
        ("Wie je Satz, aber für jede Regel.", "As by clause, but for each rule."),
    ),
}
"""By the id of the figure; those of the first page begin with `headline-`."""


def title_of(figure: str, speech: str) -> str:
    """The title of a figure; its id where it has none."""
    told = DEFINITIONS.get(figure)
    return told[0][0 if speech == "de" else 1] if told else figure


def meaning_of(figure: str, speech: str) -> str:
    """The definition of a figure; empty where it has none."""
    told = DEFINITIONS.get(figure)
    return told[1][0 if speech == "de" else 1] if told else ""
