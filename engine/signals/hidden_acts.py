"""Acts for which somebody answers, told without a doer: passives, events, nouns that happen, impossibilities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from ..regex import Regex
from ..source import Span
from ..tokens import Text
from .passive_voice import NEGATION, Passive, named_agent, passives
from .reading import Measurement, Reading, Signal, Type

# Acts for which somebody answers, as stems of participles: refusal, deletion, block, decision, closing, change of
# terms, delay, oversight, mistake, processing, notice.
_ACTS_DE: Final = Regex(
    r"[a-z]*(?:loesch|entfern|blend|sperr|blockier|lehn|verweiger|sag|kuendig|stornier|schloss|schliess|einge?stell|"
    r"beend|strich|"
    r"kuerz|schob|verzoeger|verge|sehen|saeum|wechsel|tausch|schaedig|lor|schrieb|buch|rechn|entschied|befund|"
    r"anlass|fueg|"
    r"nehmig|willig|arbeit|pruef|leit|teil|pass|hoeh|senk|aussetz|ausgesetz|loes|hinterleg|straff|verwert|disponier|"
    r"widerruf|"
    r"mahn|kommissionier|stuf|wickel|weis|haeng|bot|brochen|zog|aktivier|eskalier|notier|registrier|moderier|setz|"
    r"reduzier|"
    r"ge?stellt|legt|troffen|meld|thematisier|priorisier|valorisier|ermittel|erfass|auftrag|lass|raeum|liefer|leer|"
    r"griffen|ordn|kauf|"
    r"wend|acht|gesag|erachtet|rekonstruier|verifizier|gewaehr|fehl|uebersehen|unterlass|aufrecht|entzogen|genommen|"
    r"brummt)[a-z]*"
)
_GOOD_DE: Final = Regex(
    r"[a-z]*(?:erstatt|ueberwies|gutgeschrieben|reparier|behob|ersetzt|verabschied|ueberreich|gerett|geehr|"
    r"ausgezeichn|gefeier|eroeffn)[a-z]*"
)
_HABIT: Final = frozenset(
    "gern gerne oft meist meistens manchmal haeufig immer ueblicherweise traditionell often usually always".split()
)
_CONDITION: Final = frozenset("wenn falls sofern sobald ob if when once whether unless whenever".split())
_ALLOWED: Final = frozenset("kann koennen konnte konnten koennte koennten darf duerfen can may could".split())
_ACTS_EN: Final = Regex(
    r"(?:mis|over|re|un|de)?(?:remov|delet|hid|block|suspend|ban|deni|deny|reject|declin|refus|clos|cancel|terminat|"
    r"revok|withdraw|"
    r"delay|postpon|mov|lost|los|misplac|damag|brok|overlook|forgot|miss|mistak|made|err|charg|debit|bill|overcharg|"
    r"decid|adopt|"
    r"approv|process|review|not|escalat|forward|pass|inform|told|tell|advis|issu|chang|adjust|amend|increas|reduc|"
    r"cut|appli|convert|"
    r"superced|supersed|identif|determin|deem|affect|implement|taken|tak|turn|switch|pull|clear|sourc|access|accept|"
    r"recover|revers|communicat|"
    r"send|sent|deliver|deactivat|disabl|lock|flag|archiv|merg|mut|restrict|limit|initiat|handl|actioned|release|"
    r"assess|verifi|"
    r"resolv|updat|log|record|schedul|dispatch|releas|effect|recognis|recogniz|announc|withheld|kept|held|drop|"
    r"discontinu|shut|"
    r"stop|allocat|reassign|overwrit|corrupt|leak|expos|compromis)[a-z]*"
)
_HARM: Final = Regex(
    r"[a-z]*(?:fehler|verzoegerung|stoerung|problem|ausfall|ausfaell|verwechslung|missverstaendnis|panne|"
    r"unstimmigkeit|ueberschneidung|"
    r"schwierigkeit|engpass|engpaess|versehen|irrtum|irrtuem|abweichung|wartezeit|einschraenkung|beeintraechtigung|"
    r"zwischenfall|vorfall|"
    r"defizit|versaeumnis|unregelmaessigkeit|kommunikation[a-z]*|doppelbuchung|verspaetung|unannehmlichkeit|"
    r"komplikation|mangel|maengel|"
    r"error|issue|problem|glitch|delay|mistake|miscommunication|misunderstanding|disruption|oversight|confusion|"
    r"mix-?up|mixup|incident|"
    r"outage|discrepanc|inconvenience|hiccup|breakdown|failure)[a-z]*"
)
_WRONGLY: Final = frozenset(
    """falsch falsche falschen falscher versehentlich irrtuemlich fehlerhaft doppelt wrongly accidentally mistakenly
    incorrectly twice wrong""".split()
)
_ME: Final = frozenset("mir ich wir unser unsere unserem unserer we i our my mein meiner meinem".split())
_US: Final = frozenset("uns us".split())
_BROKEN: Final = Regex(
    r"schief(?:ge)?(?:laufen|gegangen|gelaufen|gehen)|untergegangen|danebengegangen|abhandengekommen|abhandenkommt?|"
    r"abhandenkommen|unterblieben|entfallen|liegengeblieben|verschwunden"
)
_OUR_ACT: Final = Regex(
    r"[a-z]*(?:zahlung|erstattung|bearbeitung|pruefung|klaerung|leitung|sperrung|sperre|loeschung|lieferung|schrift|"
    r"aenderung|anpassung|"
    r"umstellung|auswahl|entscheidung|ablehnung|absage|kuendigung|stornierung|herstellung|zustellung|schaltung|"
    r"mitteilung|"
    r"information|behebung|reparatur|buchung|berechnung|zuteilung|vergabe|meldung|abwicklung|veranlassung|freigabe|"
    r"inbetriebnahme|benachrichtigung|rueckruf|versand|entfernung|einstellung|verlegung|untersuchung|erledigung|"
    r"auszahlung)(?:en)?"
)
_SLOW_ACT: Final = Regex(r"[a-z]*(?:bearbeitung|pruefung|klaerung|abwicklung)")
_SPANS: Final = frozenset(
    "sekunden minuten stunde stunden tag tage tagen woche wochen minutes hour hours day days week weeks".split()
)
_OUR_ACT_EN: Final = frozenset(
    """refund review investigation block deletion processing check removal cancellation replacement decision update
    reallocation reversal reinstatement""".split()
)
_HAPPENS: Final = frozenset(
    """erfolgt erfolgte erfolgten erfolgen verzoegert verzoegerte geschah geschieht unterblieb unterbleibt entfaellt
    entfiel""".split()
)
_PENDING: Final = frozenset(
    "bearbeitung klaerung pruefung abklaerung arbeit review investigation consideration process".split()
)


def _hidden(reading: Reading) -> Measurement:
    """Passives of acts somebody answers for, events, nominal acts and impossibilities (labels P1 to P4)."""
    if reading.language not in (None, "de", "en"):
        return Measurement(None, needs=("language",))
    text = reading.text
    found: dict[tuple[int, int], str] = {}
    for passive in passives(text, reading.language):
        if not passive.agent and not any(text.quoted[passive.first : passive.last + 1]) and _answerable(text, passive):
            found[passive.first, passive.last] = "P1"
    events = _german_events(text) if reading.language != "en" else iter(())
    for first, last, label in events:
        _add(text, found, first, last, label)
    if reading.language != "de":
        for first, last, label in _english_events(text):
            _add(text, found, first, last, label)
    places = sorted(place for place, label in found.items() if not _imagined(text, *place, label))
    return Measurement(
        float(len(places)),
        tuple(Span(text.starts[place[0]], text.ends[place[1]]) for place in places),
        tuple(found[place] for place in places),
    )


_IMAGINING: Final = frozenset(
    """wenn falls sobald ob bis bevor hoffentlich damit sofern if when whenever whether once until unless before hope
    hopefully ensure sure""".split()
)
_NOW: Final = frozenset("is are gets get".split())


def _imagined(text: Text, first: int, last: int, label: str) -> bool:
    """Whether the act is only thought of (if, once, make sure, hope), or a present-day fact (English `is updated`)."""
    begin = text.sentences[text.sentence_of[first]][0]
    clause = range(max(begin, first - 6), first)
    if any(text.folds[at] in _IMAGINING for at in clause):
        return True
    if label == "P1" and "no" in text.folds[max(begin, first - 3) : first]:
        return True
    return label == "P1" and text.folds[first] in _NOW and "being" not in text.folds[first : last + 1]


def _add(text: Text, found: dict[tuple[int, int], str], first: int, last: int, label: str) -> None:
    overlaps = any(first <= other and begin <= last for begin, other in found) or _asked(text, last)
    denied = label == "P2" and NEGATION.intersection(text.folds[slice(*text.clauses[text.clause_of[first]])])
    if (
        not overlaps
        and not denied
        and not any(text.quoted[first : last + 1])
        and not _owned(text, first, label)
        and not named_agent(text, first)
    ):
        found[first, last] = label


def _asked(text: Text, index: int) -> bool:
    """Whether the sentence of token `index` is a question."""
    return "?" in text.after[text.sentences[text.sentence_of[index]][1] - 1]


def _answerable(text: Text, passive: Passive) -> bool:
    """Whether the passive tells an act somebody answers for: of the class, left undone, or done wrongly."""
    first, last = text.clauses[text.clause_of[passive.participle]]
    words = text.folds[min(first, passive.first) : last]
    german = passive.language == "de"
    if _HABIT.intersection(words) or _CONDITION.intersection(words) or _asked(text, passive.participle):
        return False
    if not passive.negated and _ALLOWED.intersection(words):
        return False
    folded = text.folds[passive.participle]
    if passive.negated or _WRONGLY.intersection(words) or any(_HARM.fullmatch(word) for word in words):
        return True
    if not german:
        return bool(_ACTS_EN.fullmatch(folded))
    return bool(_ACTS_DE.fullmatch(folded)) and not _GOOD_DE.fullmatch(folded)


def _owned(text: Text, index: int, label: str) -> bool:
    """Whether the clause says whose it was („bei mir“, `on my side`) or gives the cause („wegen eines Kabelbruchs“)."""
    words = text.folds[slice(*text.clauses[text.clause_of[index]])]
    if any(word == "wegen" and following.startswith("ein") for word, following in pairwise(words)):
        return True
    if label != "P2" and _US.intersection(words):
        return True
    return not _ME.isdisjoint(words)


_EVENT_WORDS: Final = (
    _HAPPENS
    | _PENDING
    | frozenset(
        """kam kommt kommen gekommen gibt gab gegeben ergaben ergab traten trat aufgetreten passiert entstanden
        eingeschlichen laesst lassen moeglich vorgesehen machbar realisierbar auffindbar nachvollziehbar dauert dauern
        ist war sind waren bleibt bleiben""".split()
    )
)
_EVENT_STEMS: Final = ("schief", "unter", "daneben", "abhanden", "entfallen", "liegen", "verschwunden")


def _german_events(text: Text) -> Iterator[tuple[int, int, str]]:
    folds = text.folds
    for index, folded in enumerate(folds):
        if folded not in _EVENT_WORDS and not folded.startswith(_EVENT_STEMS):
            continue
        first, last = text.clauses[text.clause_of[index]]
        rest = range(index + 1, last)
        if folded in (
            "kam",
            "kommt",
            "kommen",
            "gekommen",
            "gibt",
            "gab",
            "gegeben",
            "ergaben",
            "ergab",
            "traten",
            "trat",
        ):
            there = "es" in folds[first:last]
            harmed = [each for each in range(first, last) if _HARM.fullmatch(folds[each])]
            if there and harmed:
                yield min(index, harmed[0]), max(index, harmed[-1]), "P2"
        elif _BROKEN.fullmatch(folded):
            start = next(
                (
                    each
                    for each in range(first, index)
                    if folds[each] in ("ist", "sind", "war", "waren", "etwas", "hat")
                ),
                index,
            )
            yield start, index, "P2"
        elif folded in ("aufgetreten", "passiert", "entstanden", "eingeschlichen") and any(
            _HARM.fullmatch(folds[each]) for each in range(first, index)
        ):
            yield next(each for each in range(first, index) if _HARM.fullmatch(folds[each])), index, "P2"
        elif folded in _HAPPENS:
            nouns = [
                each for each in range(first, last) if _OUR_ACT.fullmatch(folds[each]) and text.word(each)[0].isupper()
            ]
            if nouns and folds[index - 1] != "zu":
                yield min(nouns[0], index), max(nouns[0], index), "P3"
        elif folded in _PENDING and index and folds[index - 1] in ("in", "im") and text.word(index)[0].isupper():
            verb = [each for each in range(first, last) if folds[each] in ("ist", "sind", "befindet", "befinden")]
            if verb:
                yield min(verb[0], index), index, "P3" if folded == "bearbeitung" else "P4"
        elif (
            folded in ("laesst", "lassen") and "sich" in folds[index : index + 3] and "nicht" in folds[index + 1 : last]
        ):
            yield index, last - 1, "P4"
        elif folded in ("moeglich", "vorgesehen", "machbar", "realisierbar", "auffindbar", "nachvollziehbar"):
            denied = [each for each in range(first, last) if folds[each] in ("nicht", "kein", "keine", "leider")]
            verb = [each for each in range(first, last) if folds[each] in ("ist", "sind", "war", "waren", "gewesen")]
            if verb and any(folds[each] != "leider" for each in denied):
                yield min(verb[0], index), max(index, verb[0]), "P4"
        elif folded in ("dauert", "dauern") and _SPANS.isdisjoint(folds[index:last]):
            nouns = [each for each in range(first, index) if _SLOW_ACT.fullmatch(folds[each])]
            if nouns:
                yield nouns[0], index, "P3"
        elif folded in ("ist", "war", "sind", "waren", "bleibt", "bleiben"):
            for each in rest:
                glued = re.fullmatch(
                    r"(?:ab|an|auf|aus|ein|zurueck|vor|nach|her|mit|weiter|fort)zu[a-z]{3,}en", folds[each]
                )
                apart = (
                    folds[each] == "zu"
                    and each + 1 < last
                    and folds[each + 1].endswith("en")
                    and not text.word(each + 1)[0].isupper()
                )
                if (glued or apart) and not _is_request(folds[each + 1] if apart else folds[each]):
                    yield index, each + 1 if apart else each, "P4"
                    break


def _is_request(folded: str) -> bool:
    """„Anträge sind einzureichen“ asks the reader; „abzulehnen“, „abzuwarten“ decide about him."""
    return not re.fullmatch(
        r"(?:ab)?(?:zu)?(?:lehnen|warten|weisen)|abzu(?:lehnen|warten|weisen|sehen)|aufzuheben|zurueckzuweisen|"
        r"einzustellen|festzuhalten",
        folded,
    )


def _english_events(text: Text) -> Iterator[tuple[int, int, str]]:
    folds = text.folds
    for index, folded in enumerate(folds):
        first, last = text.clauses[text.clause_of[index]]
        window = folds[index : index + 8]
        if folded == "there" and index + 2 < last and any(_HARM.fullmatch(word) for word in window):
            if any(word in ("was", "were", "been", "is", "are", "seems") for word in window[1:3]):
                yield (
                    index,
                    min(last - 1, index + next(n for n, word in enumerate(window) if _HARM.fullmatch(word))),
                    "P2",
                )
        elif folded in _OUR_ACT_EN and _goes_on(folds[index + 1 : min(last, index + 4)]):
            yield index, min(last - 1, index + 2), "P3"
        elif folded in ("occurred", "arose", "happened", "emerged"):
            harmed = [each for each in range(first, index) if _HARM.fullmatch(folds[each])]
            if harmed:
                yield harmed[0], index, "P2"
        elif (
            folded == "wrong"
            and index >= 2
            and folds[index - 1] in ("went", "gone", "go")
            and folds[index - 2] == "something"
        ):
            yield index - 2, index, "P2"
        elif folded == "missing" and index and folds[index - 1] in ("gone", "went"):
            yield index - 1, index, "P2"
        elif (
            folded in ("pending", "underway", "awaited", "outstanding")
            and index
            and folds[index - 1] in ("is", "are", "still", "currently")
        ):
            yield index - 1, index, "P3"
        elif folded in _PENDING and index and folds[index - 1] == "under" and folded != "arbeit":
            yield index - 1, index, "P4"
        elif (
            folded in ("possible", "unavoidable", "necessary")
            and index
            and _denied(folds[max(first, index - 4) : index], folded)
        ):
            yield max(first, index - 2), index, "P4"
        elif folded == "nothing" and folds[index + 1 : index + 3] == ("can", "be"):
            yield index, min(last - 1, index + 3), "P4"


def _goes_on(behind: tuple[str, ...]) -> bool:
    """„is under way“, „took place“, „happened“, „takes“ behind the noun of an act."""
    if behind[:1] in (("happened",), ("happens",), ("takes",)):
        return _SPANS.isdisjoint(behind)
    return behind[:2] == ("took", "place") or behind[:3] == ("is", "under", "way") or behind[:2] == ("is", "underway")


def _denied(before: tuple[str, ...], folded: str) -> bool:
    if folded == "possible":
        return "not" in before or "no" in before
    return any(word in ("was", "were", "became") for word in before)


hidden_acts: Final = Signal(
    "text.hidden-acts", "text.verdeckte-handlungen", Type.NUMBER, "places",
    "Acts somebody answers for, told without a doer. P1: passive; P2: event; P3: a noun that happens; P4: impossible.",
    "own", "0", _hidden, ("de", "en"),
)  # fmt: skip
