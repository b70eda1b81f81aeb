"""German clauses that promise an own act."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from ..regex import Regex
from ..tokens import Kind, Text
from .persons import GIVEN_NAMES
from .time_asked import asks_for_time
from .told_here import HERE, shown

# What we do for a reader, as stems: -e and bare for ich, -en for wir, -t for one of ours.
_ACTS: Final = tuple(
    """meld ruf schick send mail schreib bring klaer pruef frag schau guck setz stell leg tausch ueberweis erstatt
    stornier buch zahl bezahl regel sorg kuemmer geb nehm hol mach mess nenn besprech trag bau fahr liefer veranlass
    uebernehm lad verleg heb klingel lauf schraub informier leit reich ersetz erledig beheb reparier korrigier
    aender ergaenz vermerk notier reservier organisier besorg druck beantrag loesch sperr entsperr schalt aktivier
    richt beauftrag bohr such erkundig vereinbar antwort berichtet zeig begleit zieh pack streich vertret halt
    beschleunig verschieb bereit poste post lass verlaenger tret back naeh knuepf melk putz reinig raeum streu
    pflanz check bearbeit kontrollier untersuch ueberarbeit verbesser nachliefer ruehr klopf wechsel fuell wasch
    fertig verpack lies lese erklaer schenk gutschreib verrechn rechn vergleich pass bestell dreh spreng foerder
    spend unterstuetz entschaedig steh komm geh bleib red sprech werf""".split()
)
_SINGULAR: Final = frozenset(
    [stem + "e" for stem in _ACTS]
    + [stem for stem in _ACTS if not stem.endswith("e")]
    + "kuemmre regle klingle trage verspreche lege wechsle handle sammle messe lasse loese biete lese fange".split()
)
_PLURAL: Final = frozenset(
    [stem.removesuffix("e") + "en" for stem in _ACTS]
    + "kuemmern regeln aendern liefern wechseln klingeln verbessern handeln sammeln loesen bieten erweitern".split()
)
# Weak without an object or a time: many things other than promises are said with these.
_LOOSE: Final = frozenset(
    """geh gehe gehen komm komme kommen steh stehe stehen bleib bleibe bleiben halt halte halten mach mache machen nehm
    nehme nehmen lass lasse lassen red rede reden sprech spreche sprechen frag frage fragen such suche suchen lauf
    laufe laufen back backe backen fahr fahre fahren bau baue bauen pass passe passen rechn rechne rechnen trag
    trage tragen heb hebe heben bereit geb gebe geben fertig setz setze setzen zieh ziehe ziehen zeig zeige zeigen
    unterstuetz unterstuetze unterstuetzen foerder foerdern leit bring leg stell lieg""".split()
)
_THIRD: Final = frozenset(
    """kommt ruft bringt schickt misst uebernimmt meldet entscheidet prueft setzt holt hilft erklaert geht putzt
    repariert schaut faehrt steht ist tauscht liefert wechselt baut sucht sieht kuemmert schreibt bespricht macht
    legt naeht zahlt bucht gibt kontrolliert laeuft dreht tragen kommen liegen folgt folgen liegt gehen sind
    erscheint startet wird werden klingelt stehen haengt trifft treffen landet bekommt zieht mailt""".split()
)
_STATES: Final = frozenset("ist sind steht stehen liegt liegen wird werden gibt geht gehen macht sieht startet".split())
_DONE: Final = Regex(r"^(?:an|ein|aus|ab|auf|zurueck|vor|weg|los)?ge(?!nau|rn|meinsam|stell|ben|hen)\w+(?:t|en)$")
_THING_STEMS: Final = """
    abholung abrechnung abteilung antwort auskunft ausweis auswertung auszahlung beleg bericht bescheid bestaetigung
    bestellung betrag bote brief buero chef chf dokument elektriker entscheid entstoertrupp ergebnis erklaerung
    ersatz erstattung etikett euro fahrer faktura fix formular franken gaertner geld geraet gestell glaeser
    gutschein gutschrift handwerker hausmeister hotfix information installateur karte kehrmaschine klempner kolleg
    korrektur kurier leitung lieferung link maler mappe mechaniker meister mitarbeiter monteur muster nachlieferung
    nachricht nachzahlung paket patch pfleger probe protokoll putztrupp quittung rechnung rest resultat retoure
    rezept rueckmeldung rueckruf rueckzahlung scheck schluessel schreiner schwester sendung spengler stellungnahme
    streifenwagen team techniker termin testversion tischler torte trupp ueberweisung umtausch unterlage update
    urkunde version vertrag wagen ware werkstatt zertifikat""".split()
_THING_TAILS: Final = """brief dienst karte leiter leiterin service team techniker teil trupp""".split()
_THINGS: Final = Regex(rf"(?:{'|'.join(_THING_STEMS)})\w*|[a-z]+(?:{'|'.join(_THING_TAILS)})")
_OURS: Final = frozenset(
    "unser unsere unserem unseren unserer kollege kollegin kollegen frau herr dr meine mein".split()
)
_READER: Final = frozenset(
    """ihnen dir euch dich ihr ihre ihren ihrem ihrer dein deine deinen deinem deiner euer eure euren eurem
    du""".split()
)
_OBJECT: Final = frozenset("das es die den ihn sie darum darueber dem dazu dafuer dem alles dann drum davon".split())
_GETS: Final = frozenset(
    """bekommen bekommst bekommt erhalten erhaeltst erhaltet kriegen kriegst kriegt hoeren hoerst haben hast
    habt""".split()
)
_KNOWS: Final = frozenset("wissen weisst wisst erfahren erfaehrst erfahrt lesen liest".split())
_GETS_OR_KNOWS: Final = _GETS | _KNOWS
_PAST: Final = frozenset(
    """habe hab haben hatte hatten hat war waren wurde wurden worden gestern vorgestern vorhin bereits seit damals ging
    gingen kam kamen gab lag stand bekam erhielt haette haetten wollte wollten musste mussten konnte konnten durfte
    sollte sollten fiel liess lief schrieb schon ihrerseits""".split()
)
_MODAL: Final = frozenset(
    """kann koennen koennte koennten muss muessen muesste muessten darf duerfen duerfte duerften moechte moechten
    wuerde wuerden soll sollen freue freuen wuensche wuenschen hoffe hoffen bitte bitten danke danken versuche
    versuchen rate raten empfehle empfehlen glaube glauben vielleicht eventuell hoffentlich vermutlich gratuliere
    gratulieren bedaure bedauern verstehe verstehen schulde schulden finde finden weiss wissen denke denken vertraue
    vertrauen goenne goennen meinen lieben wohnen""".split()
)
_MEAN: Final = (("ich", "meine"), ("meine", "ich"))  # else „meine“ is mine
_HABIT: Final = frozenset(
    """jeder jede jedes jeden jedem taeglich woechentlich monatlich jaehrlich werktags werktaeglich regelmaessig
    laufend staendig stets grundsaetzlich normalerweise ueblicherweise meist meistens immer generell beruflich
    montags dienstags mittwochs donnerstags freitags samstags sonntags fortlaufend tagtaeglich geoeffnet offen
    oeffnungszeiten traditionell""".split()
)
_SUBORDINATE: Final = frozenset(
    """wenn falls ob weil obwohl als waehrend bevor nachdem dass damit indem was wer wo warum wieso weshalb welche
    welcher welches sobald solange sofern bis wie seitdem nachdem wofuer womit""".split()
)
_APPEARS: Final = frozenset("steht stehen erscheint erscheinen kommt kommen folgt folgen liegt liegen ist sind".split())
_FINDS: Final = frozenset("finden findest findet sehen siehst seht lesen liest lest".split())
_OF: Final = frozenset("fuer von vom ab seit".split())
_DENIED: Final = frozenset("nicht nichts kein keine keinen keinem keiner nie niemals weder ohne kaum".split())
_NOT_TO_COME: Final = (_DENIED | _PAST | _MODAL | _HABIT | {"uns", "mich"}) - _FINDS
_LEISURE: Final = frozenset("zeit koennen kann moeglich schaffen schaffe dazukommen lust genug moegen".split())
_TRIGGERS: Final = (
    _SINGULAR
    | _PLURAL
    | _THIRD
    | _GETS_OR_KNOWS
    | _APPEARS
    | _FINDS
    | frozenset("werde werden versprochen wort ehrenwort zusage vorkommen bin sind".split())
)
# Said folded, of one clause.
_NEWS: Final = frozenset(
    """antwort antworten auskunft loesung ergebnis ergebnisse rueckmeldung erklaerung bescheid neuigkeiten klarheit
    entscheidung""".split()
)
_PLANS: Final = frozenset("info infos information plan vorschlag termin ersatz angebot mehr".split())
_READY: Final = frozenset("fertig bereit parat da zusammen beisammen zurueck".split())
# What is done for a reader, as participles: „wird am Freitag ausgetauscht“.
_CARED: Final = Regex(
    r"(?:an|ein|aus|ab|auf|zurueck|vor|nach|zu|um|frei|gut|durch|weiter|wieder|heraus|raus|los|neu|hin)*(?:ge)?"
    r"(?:tauscht|repariert|richtet|flickt|liefert|schickt|sandt|sendet|erstattet|zahlt|bucht|schrieben|ueberwiesen"
    r"|ersetzt|behoben|korrigiert|aendert|loescht|schaltet|sperrt|holt|rufen|beantwortet|erledigt"
    r"|verschickt|versendet|versandt|zugestellt|storniert|klaert|bearbeitet|installiert|baut|setzt"
    r"|verlegt|bezahlt|verguetet|stellt|bracht|kuerzt|reinigt|leert|raeumt|prueft)"
)
_DEEDS: Final = Regex(
    r"rueckruf|anruf|antwort|rueckmeldung|bescheid|auskunft|ueberweisung|gutschrift|erstattung|rueckerstattung|lieferung"
    r"|nachlieferung|versand|austausch|umtausch|reparatur|ersatztermin|termin|update|zwischenstand|stellungnahme"
)
_NO_VERBS: Final = frozenset(
    """heute seit erst den naechsten diesen kommenden spaetestens neuen ihren deinen euren unseren einen zweiten frueh
    direkt sofort bereits fest garantiert zwischen zehn sieben acht""".split()
)
_FINITE: Final = frozenset(
    """ist sind war waren hat haben hatte bin wird werden kann koennen soll sollen muss muessen gilt findet gibt kommt
    laeuft ihr sie passt waere bitte brauchen braucht machen erfolgt vereinbaren verschieben absagen fuer""".split()
)
_FORMULA: Final = Regex(
    r"^versprochen$|\bdas (?:verspreche|versprechen)|\b(?:verspreche|versprechen|versichere|garantiere) (?:ich|wir)\b"
    r"|\b(?:ich|wir) (?:verspreche|versprechen|gelobe|geloben)\b|\b(?:mein|unser) (?:ehren)?wort\b|^ehrenwort$"
    r"|meine zusage"
    r"|\b(?:sage|sagen|sichern|sichere) (?:ich|wir|ihnen|dir|euch)\b.*\bzu\b|\bauf dem laufenden\b"
    r"|\b(?:darauf|auf (?:uns|mich))\b.*\b(?:verlassen|zaehlen)\b|\b(?:passiert|kommt|kommen"
    r"|passieren)\b.*\b(?:nicht|nie|kein"
    r" \w+) ?(?:wieder|mehr|mal)?\b.*(?:vor|wieder|mehr)?$|\bnie wieder vor\b|\bgeht auf (?:uns|mich|unsere)"
    r"|\b(?:stehe|stehen) (?:ich|wir)\b.*\b(?:ein|gerade)$|\b(?:komme|kommen) (?:ich|wir)\b.*\bauf$|auf (?:unsere"
    r"|meine) kappe"
    r"|\bwird? (?:umgehend|zeitnah|schnellstmoeglich|sofort)\b.*(?:t|en)$"
)
# Words without which the patterns cannot match.
_FORMULA_WORDS: Final = frozenset(
    """versprochen verspreche versprechen versichere garantiere gelobe geloben wort ehrenwort zusage zu laufenden
    verlassen zaehlen passiert kommt kommen passieren vor geht ein gerade auf kappe wird umgehend zeitnah
    schnellstmoeglich sofort""".split()
)
_IDIOM_WORDS: Final = frozenset("ernst herzen kenntnis anlass wahr aus beim seite verfuegung rund ein".split())
# Set phrases that only look like acts.
_IDIOM: Final = Regex(
    r"\b(?:nehme|nehmen)\b.*\b(?:ernst|herzen|kenntnis|anlass|wahr)\b|\b(?:gehe|gehen|geh)\b.*\bdavon aus\b"
    r"|\bbeim (?:sie|du)\b"
    r"|\bzur seite\b.*\bsteh|\bsteh\w*\b.*\bzur (?:seite|verfuegung)\b|\brund um die uhr\b|\b(?:lade"
    r"|laden) (?:wir |ich )?(?:sie|dich) ein$"
)
_AGAIN: Final = Regex(
    r"\b(?:nicht|nie|kein \w+)\b.*\b(?:wieder|mehr|mal)\b.*\bvor\b|\bpassiert.*\b(?:nicht|nie)\b.*\b(?:wieder"
    r"|mehr)\b|\bnie wieder vor\b"
)


def promised_de(text: Text, ahead: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    """First and last token of every clause that promises; `ahead` are the places of deadlines still to come."""
    if _TRIGGERS.isdisjoint(text.folds):
        return
    for number, (first, last) in enumerate(text.clauses):
        if "?" in text.after[last - 1] or any(text.quoted[first:last]) or _conditional(text, number):
            continue
        due = any(first <= begin < last for begin, _ in ahead)
        if due and asks_for_time(text, first, last, ahead):
            if not _then_promises(text, number):
                yield first, last - 1
        elif _promises(text, first, last, due or _due_beside(text, number, ahead)) or (
            due and _appears(text, first, last, ahead)
        ):
            yield first, last - 1


def _appears(text: Text, first: int, last: int, ahead: tuple[tuple[int, int], ...]) -> bool:
    """„Die Laborwerte stehen morgen bis 12 Uhr hier“, „den Plan finden Sie morgen hier“: it will be there to read.

    Not what stands here already: „Die Zeiten für morgen stehen hier“, „finden Sie noch bis Freitag hier:“.
    """
    words = text.folds[first:last]
    if ":" in text.after[last - 1] or HERE.isdisjoint(words) or not shown(words):
        return False
    for begin, end in ahead:
        named = text.folds[max(first, begin - 1) : end + 1]
        if first <= begin < last and (not _OF.isdisjoint(named[:2]) or {"noch", "bis"} <= set(named)):
            return False
    if (words[0] in _SUBORDINATE and words[0] != "bis") or not _NOT_TO_COME.isdisjoint(words):
        return False
    reader = any(text.word(at) == "Sie" for at in range(first + 1, last)) or not {"du", "ihr"}.isdisjoint(words)
    return not _APPEARS.isdisjoint(words) or (reader and not _FINDS.isdisjoint(words))


def _then_promises(text: Text, number: int) -> bool:
    """Whether the clause behind a deadline we ask for promises by itself: „..., dann melden wir uns“."""
    if number + 1 >= len(text.clauses):
        return False
    first, last = text.clauses[number + 1]
    same = text.sentence_of[first] == text.sentence_of[text.clauses[number][0]]
    return same and _promises(text, first, last, True)


def _due_beside(text: Text, number: int, ahead: tuple[tuple[int, int], ...]) -> bool:
    """Whether a deadline stands alone in the clause before: „Heute um 15 Uhr, ...“, „morgen früh, spätestens“."""
    if not number or not ahead:
        return False
    first, last = text.clauses[number - 1]
    if text.sentence_of[first] != text.sentence_of[text.clauses[number][0]]:
        return False
    if asks_for_time(text, first, last, ahead):
        return any(first <= begin < last for begin, _ in ahead)
    return any(first <= begin and end < last and last - first <= end - begin + 2 for begin, end in ahead)


def _conditional(text: Text, number: int) -> bool:
    """Whether the clause is subordinate, or its condition is our own leisure."""
    first, _ = text.clauses[number]
    if text.folds[first] in _SUBORDINATE and not (text.folds[first] == "bis" or text.folds[first] == "wie"):
        return True
    if number and text.sentence_of[text.clauses[number - 1][0]] == text.sentence_of[first]:
        begin, end = text.clauses[number - 1]
        if text.folds[begin] in ("wenn", "falls", "sofern") and not _LEISURE.isdisjoint(text.folds[begin:end]):
            return bool({"wir", "ich", "es"}.intersection(text.folds[begin:end]))
    return False


def _promises(text: Text, first: int, last: int, due: bool) -> bool:
    words = text.folds[first:last]
    if not _HABIT.isdisjoint(words):
        return False
    if not _FORMULA_WORDS.isdisjoint(words):
        plain = " ".join(words)
        if _FORMULA.search(plain) is not None:
            return _formula(words, plain)
    if any(word in _DENIED and words[at + 1 : at + 2] != ("spaeter",) for at, word in enumerate(words)):
        return False
    if not _IDIOM_WORDS.isdisjoint(words) and _IDIOM.search(" ".join(words)) is not None:
        return False
    ours = "ich" in words or "wir" in words
    if ours and ("werde" in words or ("werden" in words and "wir" in words)):
        return _MODAL.isdisjoint(words) and (words[-1].endswith("n") or due)
    if not ours and _gets(text, first, last, due):
        return True
    if due and _has_answer(words):
        return True
    if not _PAST.isdisjoint(words) or not _MODAL.isdisjoint(words) or any(each in _MEAN for each in pairwise(words)):
        return ours and _goes_on(words, due)
    if ours:
        return _own_act(words, due) or (due and _ready_for(words))
    if due and (_passive(words) or _follows(text, first, last)):
        return True
    if words[0].endswith("n") and len(words) > 1 and text.word(first + 1) == "Sie":
        return False  # asks the reader
    return _by_ours(text, first, last, due) or _elided(text, first, last, due)


def _formula(words: tuple[str, ...], plain: str) -> bool:
    if not {"angebot", "hoffentlich", "hoffen", "sollte", "darf", "duerfen", "haette", "wie"}.isdisjoint(words):
        return False
    if {"passiert", "kommt", "kommen", "passieren"}.isdisjoint(words):
        return _DENIED.isdisjoint(words) and _PAST.isdisjoint(words) | ("versprochen" in words and len(words) == 1)
    return _AGAIN.search(plain) is not None


def _goes_on(words: tuple[str, ...], due: bool) -> bool:
    """„Ich habe es vorbereitet und bringe es am Mittwoch“: the part behind „und“ looks ahead."""
    for at in range(1, len(words) - 1):
        if words[at] == "und" and words[at + 1] in (_SINGULAR if "ich" in words[:at] else _PLURAL):
            rest = ("ich" if "ich" in words[:at] else "wir", *words[at + 1 :])
            return _PAST.isdisjoint(rest) and _MODAL.isdisjoint(rest) and _own_act(rest, due)
    return False


def _own_act(words: tuple[str, ...], due: bool) -> bool:
    """ich/wir with a verb of the class beside it; a loose verb wants an object or a time."""
    for index, word in enumerate(words):
        if word not in ("ich", "wir"):
            continue
        forms = _SINGULAR if word == "ich" else _PLURAL
        verbs = [
            at
            for at, each in enumerate(words)
            if each in forms
            and (at in (index - 1, index + 1, len(words) - 1) or (at > index and words[at - 1] == "und"))
        ]
        if any(words[at] not in _LOOSE or due for at in verbs):
            return True
        if verbs and (not _READER.isdisjoint(words) or not _OBJECT.isdisjoint(words)):
            return True
        if due and len(words) > 3 and not {"bin", "sind"}.isdisjoint(words):
            return not (_READER | {"da", "hier", "sie"}).isdisjoint(words)
        beside = words[index + 1] if index + 1 < len(words) else ""
        before = words[index - 1] if index else ""
        if due and any(
            each.endswith("e" if word == "ich" else "en") and len(each) > 3 and each not in _READER | {"gerne", "heute"}
            for each in (beside, before)
        ):
            return True
    return False


def _passive(words: tuple[str, ...]) -> bool:
    """„Am Donnerstag wird der Heizkörper getauscht“, „bis morgen ist der Betrag erstattet“; not by somebody else."""
    if {"wird", "werden", "wirst"}.isdisjoint(words) or not {"von", "durch", "laut"}.isdisjoint(words):
        return False
    return any(_CARED.fullmatch(each) is not None for each in (words[-1], words[-2] if len(words) > 1 else ""))


def _follows(text: Text, first: int, last: int) -> bool:
    """„Antwort folgt bis Mittwoch“, „neuer Termin: Mittwoch“, „Rückruf morgen um neun“: the noun of an act, a time."""
    words = text.folds[first:last]
    if not {"folgt", "folgen"}.isdisjoint(words):
        return True
    named = any(
        _DEEDS.fullmatch(word) and text.word(first + at)[0].isupper() for at, word in enumerate(words) if at < 4
    )
    verbs = (word for at, word in enumerate(words) if text.word(first + at).islower() and word not in _NO_VERBS)
    return named and _FINITE.isdisjoint(words) and not any(word.endswith(("t", "en", "te")) for word in verbs)


def _ready_for(words: tuple[str, ...]) -> bool:
    """„Bis Freitag haben wir das für Sie fertig“, „morgen sind wir bei Ihnen“: a state we bring about."""
    if {"haben", "habe"}.isdisjoint(words) or _READER.isdisjoint(words):
        return False
    return not words[-1].startswith("ge") and words[-1] in _READY | {"ihnen", "dir", "euch"}


def _has_answer(words: tuple[str, ...]) -> bool:
    """„Bis Freitag haben wir eine Antwort für Sie“; not the answer that is there now."""
    if _NEWS.isdisjoint(words) and (
        _PLANS.isdisjoint(words) or {"sie", "dich", "euch", "ihnen", "dir"}.isdisjoint(words)
    ):
        return False
    if not {"heute", "jetzt", "nun", "endlich", "schon", "bereits", "noch", "keine", "gestern"}.isdisjoint(words):
        return False
    if _DONE.search(words[-1]) is not None or words[-1] in ("erhalten", "bekommen", "verschickt", "veroeffentlicht"):
        return False
    return any({one, other} in ({"haben", "wir"}, {"habe", "ich"}) for one, other in pairwise(words))


def _gets(text: Text, first: int, last: int, due: bool) -> bool:
    """„Sie bekommen bis Montag Antwort“, „du kriegst den Link von mir“."""
    words = text.folds[first:last]
    verb = next((at for at, word in enumerate(words) if word in _GETS_OR_KNOWS), None)
    if verb is None or not {"wenn", "falls", "hatten", "hatte", "koennen", "kannst"}.isdisjoint(words):
        return False
    if words[verb] in _KNOWS and (
        not due or {"bescheid", "mehr", "hier", "genaueres", "naeheres", "alles"}.isdisjoint(words)
    ):
        return False
    if words[verb] in ("haben", "hast", "habt", "hoeren", "hoerst") and not due:
        return "von" in words and not {"uns", "mir"}.isdisjoint(words) and words[verb].startswith("hoer")
    if verb == len(words) - 1 and words[verb] in ("haben", "hast", "habt"):
        return False
    formal = any(text.word(at) == "Sie" for at in range(first, last))
    if not (formal or "du" in words or "ihr" in words):
        return False
    if words[-1].startswith("ge") and words[-1].endswith(("t", "en")) and words[verb] in ("haben", "hast", "habt"):
        return False
    ours = "von" in words and not {"uns", "mir"}.isdisjoint(words)
    return (
        due
        or ours
        or (
            verb < 3
            and not {
                "ersatz",
                "geld",
                "gutschrift",
                "zurueck",
                "neue",
                "neuen",
                "antwort",
                "neues",
                "gutschein",
            }.isdisjoint(words)
        )
    )


def _by_ours(text: Text, first: int, last: int, due: bool) -> bool:
    """„Der Techniker kommt morgen“, „unsere Kollegin ruft Sie an“, „die Gutschrift geht heute raus“."""
    words = text.folds[first:last]
    if _THIRD.isdisjoint(words):
        return False
    reader = not _READER.isdisjoint(words) or any(text.word(at) == "Sie" for at in range(first + 1, last))
    if (not due and not reader) or _DONE.search(words[-1]) is not None:
        return False
    if not _OURS.isdisjoint(words) or any(
        _THINGS.fullmatch(word) and text.kinds[first + at] is Kind.WORD and text.word(first + at)[0].isupper()
        for at, word in enumerate(words)
    ):
        return due or not {
            "ruft",
            "meldet",
            "schickt",
            "bringt",
            "kuemmert",
            "hilft",
            "tauscht",
            "kommt",
            "schreibt",
            "prueft",
        }.isdisjoint(words)
    if not due:
        return False
    for at, word in enumerate(words):
        if word in _THIRD - _STATES:
            beside = [each for each in (at - 1, at + 1) if 0 <= each < len(words)]
            if reader or any(words[each] in GIVEN_NAMES and text.word(first + each)[0].isupper() for each in beside):
                return True
            if any(words[each] in ("er", "sie") and text.word(first + each)[0].islower() for each in beside):
                return True
    return words[0] in ("er", "sie", "es", "dann", "dort") and words[1:2] != () and words[1] in _THIRD


def _elided(text: Text, first: int, last: int, due: bool) -> bool:
    """„Melde mich morgen“, „und schreibe Ihnen dann“: the pronoun is left out."""
    words = text.folds[first:last]
    opener = words[0] if words[0] not in ("und", "dann") or len(words) < 2 else words[1]
    if due and opener in ("bin", "sind") and "wieder" in words and not {"bis", "um", "gegen", "in"}.isdisjoint(words):
        return words[-1] in ("hier", "da", "zurueck", "dran")
    if opener not in _SINGULAR or not opener.endswith("e") or opener in ("bitte", "danke", "frage", "sende"):
        return False
    if not {"uns", "mir"}.isdisjoint(words) or (opener in ("melde", "kuemmere") and "dich" in words):
        return False  # „Melde dich bis Freitag“ asks the reader
    if "mich" in words or due or not {"ihnen", "dir", "euch"}.isdisjoint(words):
        return opener not in _LOOSE or due
    return False
