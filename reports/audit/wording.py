"""The words of the report in German and English, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ...engine.record_facts import RECORD_FACTS
from ..bilingual import worded
from ..wording import fact as known_fact
from .notation import number

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "report": ("Prüfbericht", "Audit report"),
    "skip": ("Zum Inhalt springen", "Skip to content"),
    "decision": ("Entscheidung", "Decision"),
    "state-act": ("Dringend", "Urgent"),
    "state-improve": ("Verbessern", "Improve"),
    "state-unsettled": ("Offen", "Undecided"),
    "state-fine": ("In Ordnung", "All well"),
    "state-nothing": ("Nichts beurteilt", "Nothing judged"),
    "five": ("Fünf Zahlen", "Five figures"),
    "first": ("Zuerst zu tun", "What to do first"),
    "due-waiting": ("fällig seit", "due since"),
    "due-soon": ("fällig", "due"),
    "first-fine": ("Nichts Dringendes. Gut so.", "Nothing urgent. Well done."),
    "first-unsettled": (
        "Nichts Dringendes. Was noch fehlt, steht unter „Was offen blieb“.",
        "Nothing urgent. What is still missing stands under “What was left open”.",
    ),
    "first-nothing": (
        "Bitte nachsehen, ob Policy, Kanäle und Zeitraum zu den Daten passen: Keine Regel kam zum Zug.",
        "Please look whether policy, channels and span fit the data: no rule came to bear.",
    ),
    "contents": ("Inhalt", "Contents"),
    "records": ("Datensätze", "records"),
    "records-1": ("Datensatz", "record"),
    "verdicts": ("Urteile", "verdicts"),
    "verdicts-1": ("Urteil", "verdict"),
    "policy": ("Policy", "Policy"),
    "until": ("bis", "to"),
    "since": ("seit", "since"),
    "now": ("Stand", "As of"),
    "no-now": (
        "ohne Stichtag geprüft: was noch läuft, ist nicht entschieden",
        "judged without a present: what still runs is undecided",
    ),
    "undated": (
        "Ohne Zeitangabe und darum in keinem Zeitraum: {n} der Datensätze.",
        "Without a time and therefore in no span: {n} of the records.",
    ),
    "troubled": (
        "Übergangene oder unlesbare Stellen: {n}.",
        "Places passed over or unreadable: {n}.",
    ),
    "narrowed": (
        "Ein Ausschnitt: erzählt wird nur dieser Zeitraum.",
        "A part only: nothing outside this span is told.",
    ),
    "names-shown": ("Namen und Texte stehen offen. Grund", "Names and texts are shown as they are. Reason"),
    "names-hidden": (
        "Namen und persönliche Daten sind verdeckt, Personen stehen unter gekürzten Pseudonymen.",
        "Names and personal data are masked, people stand under shortened pseudonyms.",
    ),
    "how": ("Zahlen und Herkunft", "Numbers and their source"),
    "how-one": ("So wird gezählt", "How it is counted"),
    "sql": ("SQL über die Tabellen des Prüflaufs", "SQL over the tables of the audit"),
    "headline-texts": ("Eigene Texte ohne Beanstandung", "Our texts without objection"),
    "headline-in-time": ("Rechtzeitig geantwortet", "Answered in time"),
    "headline-median": ("Die Hälfte hat Antwort nach", "Half have an answer within"),
    "headline-promises": ("Zusagen gehalten", "Promises kept"),
    "headline-acts": ("Eingriffe mit vollem Protokoll", "Acts with a complete record"),
    "base-texts": ("{n} Texte, davon {v} beanstandet", "{n} texts, {v} objected to"),
    "base-texts-1": ("{n} Text, davon {v} beanstandet", "{n} text, {v} objected to"),
    "base-in-time": ("{n} Fragen, {v} zu spät oder gar nicht", "{n} questions, {v} late or not at all"),
    "base-in-time-1": ("{n} Frage, {v} zu spät oder gar nicht", "{n} question, {v} late or not at all"),
    "base-median": ("{n} Fragen, {u} noch ohne Antwort", "{n} questions, {u} still waiting"),
    "base-median-1": ("{n} Frage, {u} noch ohne Antwort", "{n} question, {u} still waiting"),
    "base-promises": ("{n} Zusagen, {v} nicht gehalten", "{n} promises, {v} not kept"),
    "base-promises-1": ("{n} Zusage, {v} nicht gehalten", "{n} promise, {v} not kept"),
    "base-acts": ("{n} Eingriffe, bei {v} fehlt etwas", "{n} acts, {v} incomplete"),
    "base-acts-1": ("{n} Eingriff, bei {v} fehlt etwas", "{n} act, {v} incomplete"),
    "base-few": ("wenige Fälle: noch kein sicheres Bild", "few cases: no firm picture yet"),
    "base-unknown": ("{u} nicht entschieden", "{u} undecided"),
    "none-texts": ("keine eigenen Texte beurteilt", "no texts of ours were judged"),
    "none-in-time": ("keine Fragen mit Frist", "no questions with a deadline"),
    "none-median": ("keine Fragen", "no questions"),
    "none-promises": ("keine Zusagen", "no promises"),
    "none-acts": ("keine Eingriffe in fremde Beiträge", "no acts on other people's posts"),
    "not-reached": ("nicht erreicht", "not reached"),
    "better": ("besser als {place}", "better than {place}"),
    "worse": ("schlechter als {place}", "worse than {place}"),
    "unclear": ("wie {place}, kein deutlicher Unterschied", "as {place}, no clear difference"),
    "untold": ("{earlier} {place}, {later} danach", "{earlier} {place}, {later} after it"),
    "before-half": ("in der ersten Hälfte", "in the first half"),
    "before-span": ("im Zeitraum davor", "in the span before"),
    "no-trend": ("kein Vergleich möglich", "nothing to compare with"),
    "section-guideline": ("Der Leitfaden, Satz für Satz", "The guideline, sentence by sentence"),
    "section-time": ("Im Lauf der Zeit", "Over time"),
    "section-where": ("Kanäle, Teams, Gespräche", "Channels, teams, threads"),
    "section-answers": ("Wie schnell wir antworten", "How fast we answer"),
    "section-promises": ("Zusagen", "Promises"),
    "section-acts": ("Eingriffe in fremde Beiträge", "Acts on other people's posts"),
    "section-contests": ("Gewinnspiele", "Contests"),
    "section-rhythm": ("Rhythmus und Wiederholung", "Rhythm and repetition"),
    "section-findings": ("Befunde mit Beispielen", "Findings with examples"),
    "section-open": ("Was offen blieb", "What was left open"),
    "section-waivers": ("Ausnahmen", "Waivers"),
    "section-method": ("Methode", "Method"),
    "clause": ("Satz des Leitfadens", "Clause"),
    "rules": ("Regeln", "Rules"),
    "rule": ("Regel", "Rule"),
    "judged": ("Beurteilt", "Judged"),
    "violations": ("Verstöße", "Violations"),
    "unknown": ("Nicht entschieden", "Undecided"),
    "kept": ("Eingehalten", "Kept"),
    "state": ("Stand", "State"),
    "cs-no-rule": ("ohne Regel: nicht geprüft", "without a rule: not judged"),
    "cs-not-applied": ("kein Fall im Zeitraum", "no case in this span"),
    "cs-open": ("eine Frist läuft noch", "a deadline is still running"),
    "cs-waived": ("nur Ausgenommenes", "waived cases only"),
    "cs-undecided": ("nur unentschiedene Fälle", "undecided cases only"),
    "cs-violated": ("verletzt", "violated"),
    "cs-partly": ("kein Verstoß, aber Offenes", "no violation, some undecided"),
    "cs-kept": ("eingehalten", "kept"),
    "coverage": (
        "{all} Sätze: {with_} mit Fällen, {none} ohne Regel, {idle} ohne Fall, {unsure} mit Unentschiedenem.",
        "{all} clauses: {with_} with cases, {none} without a rule, {idle} without a case, {unsure} with undecided.",
    ),
    "key": (
        "Voll: sicher eingehalten. Schraffiert: nicht entschieden. Leer: verletzt.",
        "Solid: surely kept. Hatched: undecided. Empty: violated.",
    ),
    "key-bars": (
        "Voll: Verstöße. Schraffiert: nicht entschieden, könnten Verstöße sein.",
        "Solid: violations. Hatched: undecided, may be violations.",
    ),
    "key-questions": (
        "Voll: zu spät oder ohne Antwort. Schraffiert: nicht entschieden. Hell: rechtzeitig. Punkt: weniger als fünf.",
        "Solid: late or unanswered. Hatched: undecided. Light: in time. Dot: fewer than five.",
    ),
    "most-least": ("Am meisten {a}: {b}; am wenigsten {c}: {d}.", "Most {a}: {b}; least {c}: {d}."),
    "share-violations": ("Anteil der Verstöße", "Share of violations"),
    "unit-week": ("Woche ab", "Week from"),
    "unit-month": ("Monat", "Month"),
    "unit-quarter": ("Quartal ab", "Quarter from"),
    "channel": ("Kanal", "Channel"),
    "account": ("Konto", "Account"),
    "team": ("Team", "Team"),
    "theirs": ("Von außen", "Theirs"),
    "answers": ("Antworten", "Answers"),
    "posts": ("Beiträge", "Posts"),
    "acts": ("Eingriffe", "Acts"),
    "hidden": ("verdeckt", "hidden"),
    "hidden-why": (
        "Gruppen unter fünf werden nicht ausgewiesen, auch keine, die sich aus dem Rest errechnen ließe.",
        "Groups under five are not shown, nor one that could be worked out from the rest.",
    ),
    "no-teams": ("Die Datensätze nennen keine Teams.", "The records name no teams."),
    "unnamed": ("ohne Angabe", "not given"),
    "threads": ("Gespräche", "Threads"),
    "thread-to-be-answered": ("zu beantworten", "to be answered"),
    "thread-in-progress": ("in Arbeit", "in progress"),
    "thread-closed": ("abgeschlossen", "closed"),
    "within": ("Antwort innerhalb von", "Answer within"),
    "answered": ("Beantwortet", "Answered"),
    "followed": ("Noch beobachtet", "Still followed"),
    "half-by": (
        "Nach {half} hatte die Hälfte eine Antwort, nach {most} neun Zehntel.",
        "After {half} half had an answer, after {most} nine tenths.",
    ),
    "half-only": (
        "Nach {half} hatte die Hälfte eine Antwort; neun Zehntel wurden nicht erreicht.",
        "After {half} half had an answer; nine tenths were not reached.",
    ),
    "half-never": (
        "Weniger als die Hälfte bekam im beobachteten Zeitraum eine Antwort.",
        "Fewer than half got an answer in the time observed.",
    ),
    "censored": (
        "{n} Fragen, {answered} beantwortet; {waiting} noch ohne Antwort und so mitgerechnet. "
        "Gezählt sind wirkliche Stunden, auch nachts.",
        "{n} questions, {answered} answered, {waiting} still waiting and counted as such. Real hours, nights included.",
    ),
    "censored-1": (
        "{n} Frage, {answered} beantwortet; {waiting} noch ohne Antwort und so mitgerechnet. "
        "Gezählt sind wirkliche Stunden, auch nachts.",
        "{n} question, {answered} answered, {waiting} still waiting and counted as such. Real hours, nights included.",
    ),
    "no-questions": ("Im Zeitraum hat niemand gefragt.", "Nobody asked in this span."),
    "weekday": ("Wochentag der Frage", "Weekday of the question"),
    "hour": ("Stunde der Frage", "Hour of the question"),
    "questions": ("Fragen", "Questions"),
    "late-share": ("Zu spät oder ohne Antwort", "Late or unanswered"),
    "criticism-told": (
        "Antworten auf Kritik: {n} beurteilt, {v} ohne einen Weg zur Lösung, {u} nicht entschieden.",
        "Answers to criticism: {n} judged, {v} without a way out, {u} undecided.",
    ),
    "critical-less": (
        "In {n} Zeiträumen blieb Kritik deutlich öfter liegen als anderes.",
        "In {n} spans criticism was clearly left more often than the rest.",
    ),
    "critical-less-1": (
        "In einem Zeitraum blieb Kritik deutlich öfter liegen als anderes.",
        "In one span criticism was clearly left more often than the rest.",
    ),
    "promise-kept": ("gehalten", "kept"),
    "promise-late": ("zu spät gehalten", "kept late"),
    "promise-broken": ("gebrochen", "broken"),
    "promise-open": ("noch offen", "still open"),
    "promise-undecided": ("nicht entschieden", "undecided"),
    "promise-waived": ("ausgenommen", "waived"),
    "no-promises": ("Im Zeitraum wurde nichts zugesagt.", "Nothing was promised in this span."),
    "no-acts": (
        "Kein Eingriff in fremde Beiträge ist verzeichnet.",
        "No act on other people's posts is on record.",
    ),
    "kind": ("Art", "Kind"),
    "complete": ("Protokoll vollständig", "Record complete"),
    "incomplete": ("Unvollständig", "Incomplete"),
    "open": ("Läuft noch", "Still running"),
    "act-delete": ("Löschen", "Delete"),
    "act-hide": ("Verbergen", "Hide"),
    "act-unhide": ("Wieder zeigen", "Unhide"),
    "act-limit": ("Einschränken", "Limit"),
    "act-lock": ("Schließen", "Lock"),
    "act-mute": ("Stummschalten", "Mute"),
    "act-block": ("Sperren", "Block"),
    "act-edit": ("Ändern", "Edit"),
    "act-comments-off": ("Kommentare aus", "Comments off"),
    "act-filter": ("Filtern", "Filter"),
    "lawyers": (
        "Ob ein Text rechtswidrig ist, sagt dieser Bericht nicht; nur, ob das Protokoll vollständig ist.",
        "Whether a text is unlawful this report does not say; only whether the record is complete.",
    ),
    "no-contests": ("Im Zeitraum lief kein Gewinnspiel.", "No contest ran in this span."),
    "contest": ("Gewinnspiel", "Contest"),
    "missing": ("Fehlt", "Missing"),
    "wrong": ("Geht so nicht", "Not like this"),
    "fine": ("In Ordnung", "Fine"),
    "waived": ("Ausgenommen", "Waived"),
    "checklist": ("Prüfliste", "Checklist"),
    "no-rhythm": ("Der Rhythmus wurde nicht beurteilt.", "The rhythm was not judged."),
    "calendar": ("Beiträge je Woche", "Posts per week"),
    "few": ("zu wenig", "too few"),
    "many": ("zu viel", "too many"),
    "week-undecided": ("offen", "undecided"),
    "week-waived": ("Ausnahme", "waived"),
    "flooded": ("Tage mit zu viel", "Days with too many"),
    "series": ("Dieselbe Antwort an mehrere", "The same answer to several people"),
    "no-series": ("Keine Serienantworten gefunden.", "No answers in series were found."),
    "times": ("Mal", "Times"),
    "example": ("Beispiel", "Example"),
    "from-to": ("Von, bis", "From, to"),
    "no-findings": ("Keine Verstöße im Zeitraum.", "No violations in this span."),
    "more": ("und {n} weitere", "and {n} more"),
    "more-rules": ("{n} weitere Regeln mit Verstößen", "{n} more rules with violations"),
    "more-rules-1": ("noch eine Regel mit Verstößen", "one more rule with violations"),
    "count-of": ("{n}-mal", "{n} times"),
    "count-of-1": ("einmal", "once"),
    "why": ("Warum", "Why"),
    "better-wording": ("Besser", "Better"),
    "advice": ("Vorschlag", "Suggestion"),
    "guideline": ("Leitfaden", "Guideline"),
    "route": ("Vorher an", "First to"),
    "timeline": ("Verlauf", "What happened"),
    "note": ("Hinweis", "note"),
    "warning": ("Warnung", "warning"),
    "error": ("schwer", "grave"),
    "by": ("von", "by"),
    "in-thread": ("Gespräch", "thread"),
    "fact": ("Es fehlt", "Missing fact"),
    "no-needs": ("Alles wurde entschieden.", "Everything was decided."),
    "unsettled": (
        "{n} Urteile sind nicht entschieden oder gescheitert; sie stehen hier nicht als Befunde.",
        "{n} verdicts are undecided or failed; they do not stand here as findings.",
    ),
    "unsettled-1": (
        "Ein Urteil ist nicht entschieden oder gescheitert; es steht hier nicht als Befund.",
        "One verdict is undecided or failed; it does not stand here as a finding.",
    ),
    "needs-told": (
        "Diese Angaben würden unentschiedene Urteile entscheiden:",
        "These facts would decide undecided verdicts:",
    ),
    "unread-told": ("Was mit den übrigen Datensätzen ist:", "What became of the other records:"),
    "status-skipped": ("nicht beurteilt", "not judged"),
    "status-errored": ("nicht beurteilbar", "could not be judged"),
    "status-undecided": ("zum Teil offen", "partly undecided"),
    "reason-no-rule": ("keine Regel gilt hier", "no rule applies here"),
    "reason-no-policy": ("an dem Tag galt keine Policy", "no policy held on that day"),
    "reason-joined": ("ergänzt andere Datensätze", "belongs to other records"),
    "reason-repeated": ("schon einmal gelesen", "read before"),
    "reason-unreadable": ("nicht lesbar", "unreadable"),
    "reason-needs-facts": ("es fehlen Angaben", "facts are missing"),
    "reason-error-verdict": ("eine Regel ist gescheitert", "a rule failed"),
    "troubles": ("Nicht zu lesen oder zu beurteilen", "Not readable or not judged"),
    "reason": ("Grund", "Reason"),
    "number": ("Anzahl", "Number"),
    "no-waivers": ("Es gibt keine unterschriebenen Ausnahmen.", "There are no signed waivers."),
    "approver": ("Unterschrift", "Approved by"),
    "valid-until": ("Gilt bis", "Valid until"),
    "used": ("Genutzt", "Used"),
    "used-of": ("{n} von {all}", "{n} of {all}"),
    "ended": ("abgelaufen", "ended"),
    "ending": ("läuft bald ab", "ends soon"),
    "used-up": ("aufgebraucht", "used up"),
    "running": ("in Kraft", "in force"),
    "method-told": (
        "Jede Zahl lässt sich aus den drei Tabellen im Ordner des Prüflaufs nachrechnen: das SQL steht bei der Zahl, "
        "ausgeführt wird es mit DuckDB in diesem Ordner. Nicht entschiedene Urteile zählen weder als Einhaltung noch "
        "als Verstoß; darum steht statt einer Zahl ein Bereich, wo es sie gibt.",
        "Every number can be recomputed from the three tables in the folder of the audit: the SQL stands with the "
        "number and runs in DuckDB inside that folder. Undecided verdicts count neither as kept nor as violated; "
        "where there are any, a range stands instead of one number.",
    ),
    "definitions": ("Was die Zahlen bedeuten", "What the figures mean"),
    "figure": ("Zahl", "Figure"),
    "meaning": ("Bedeutung", "Meaning"),
    "rule-versions": ("Regeln, Fassungen und wie oft sie recht haben", "Rules, versions and how often they are right"),
    "version": ("Fassung", "Version"),
    "severity": ("Gewicht", "Severity"),
    "precision": ("Treffer richtig (gemessen)", "Findings right (measured)"),
    "precision-told": (
        "Gemessen mit `{command}` an Texten, an denen nichts eingestellt wurde; „–“: nicht gemessen.",
        "Measured with `{command}` on texts that nothing was tuned on; “–”: not measured.",
    ),
    "policies": ("Policies und Quellen", "Policies and sources"),
    "digest": ("Prüfsumme", "Digest"),
    "source": ("Quelle", "Source"),
    "valid": ("Gilt", "Valid"),
    "always": ("ohne Ende", "no end"),
    "made": (
        "Erstellt mit knigge {version}. Eine Auskunft, keine Rechtsberatung.",
        "Made with knigge {version}. Information, not legal advice.",
    ),
    "other-version": (
        "Geprüft mit knigge {old}, berichtet mit {new}.",
        "Judged with knigge {old}, reported with {new}.",
    ),
    "trial": (
        "Regeln auf Probe zählen hier nicht mit: {rules}.",
        "Rules on trial are not counted here: {rules}.",
    ),
    "run-language": (
        "Die Worte der Befunde sind die des Prüflaufs und darum englisch.",
        "The words of the findings are those of the run and therefore German.",
    ),
}
_CHANNELS: Final = {
    "facebook": "Facebook", "instagram": "Instagram", "x": "X", "twitter": "Twitter", "linkedin": "LinkedIn",
    "youtube": "YouTube", "tiktok": "TikTok", "blog": "Blog", "forum": "Forum", "mastodon": "Mastodon",
    "bluesky": "Bluesky", "threads": "Threads", "xing": "Xing", "whatsapp": "WhatsApp", "google": "Google",
    "trustpilot": "Trustpilot", "reddit": "Reddit", "telegram": "Telegram",
}  # fmt: skip
_FACTS: Final[Mapping[str, tuple[str, str]]] = {
    "deed": ("ob die Zusage eingelöst wurde", "whether the promise was carried out"),
    "enough-posts": ("genug Beiträge für eine Quote", "enough posts for a rate"),
    "enough-turns": ("genug Fragen für eine Quote", "enough questions for a rate"),
}
_LABELS: Final = {each.name: each.label for each in RECORD_FACTS if each.label[0]}


def say(word: str, speech: str, **about: object) -> str:
    """One word or sentence in `speech`, with what it is about filled in."""
    return worded(_WORDS, word, speech, **about)


def counted(word: str, count: int, speech: str, **about: object) -> str:
    """A sentence about a number of something, in the singular or the plural; `n` in it is the number."""
    told = f"{word}-1" if count == 1 else word
    return say(told, speech, **({"n": number(count, speech)} | about))


def things(count: int, kind: str, speech: str) -> str:
    """A number of records or verdicts."""
    return f"{number(count, speech)} {say(f'{kind}-1' if count == 1 else kind, speech)}"


def said(kind: str, name: str, speech: str) -> str:
    """The word for a value of some kind (`act-delete`); the value itself where there is none."""
    return say(f"{kind}-{name}", speech) if f"{kind}-{name}" in _WORDS else name


def channel(name: str, speech: str) -> str:
    """A channel as people write it."""
    return _CHANNELS.get(name.lower(), name) or say("unnamed", speech)


def fact(name: str, speech: str) -> str:
    """A fact that is missing, in words."""
    label = _FACTS.get(name) or _LABELS.get(name)
    if label:
        return label[0] if speech == "de" else label[1]
    return known_fact(name, speech)
