"""German imperatives without a pronoun: „Schick uns ...“ (du), „Schreibt uns ...“ (ihr); a bare infinitive is neither.

A form counts only where an imperative can stand: at the start of a clause, or after „und“, „bitte“, „dann“ and their
like. Most forms are also something else - a noun (Frage, Teil), a first person without its ich („Melde mich“), a third
person without its subject („Kommt morgen“) - so what follows must fit an imperative.
"""

from __future__ import annotations

from typing import Final

from ..tokens import Kind, Text

# Infinitives, folded, without separable particles: what readers of replies and posts are asked to do.
_VERBS: Final = """
    abonnieren achten aendern aktivieren aktualisieren anhaengen antworten arbeiten atmen ausprobieren backen
    bauen beachten beantragen beantworten bedenken bedienen beeilen begleiten behalten bekommen benutzen
    beobachten berichten beschreiben besorgen bestaetigen bestellen besuchen beten bewegen bewerben bezahlen
    binden bleiben blockieren bringen buchen checken decken dehnen denken drehen druecken drucken duschen
    empfehlen entdecken entfernen entscheiden entschuldigen entspannen erinnern erklaeren erledigen erleben
    erneuern erwarten erzaehlen fahren fangen feiern finden folgen formulieren fotografieren fragen freuen
    fuehlen fuellen fuehren fuettern geben gehen geniessen giessen glauben googeln greifen gruenden gucken
    haengen halten heben heizen helfen hoeren hoffen holen informieren installieren interessieren kaemmen
    kaufen kippen klaeren kleben klicken klingeln klopfen knipsen kochen kombinieren kommen kommentieren
    kontaktieren kontrollieren konfigurieren kopieren kosten kuehlen kuemmern kuendigen kuerzen lachen laden
    lassen laufen leben legen lehnen leiten lernen lesen leihen liegen liken loesen loeschen lockern loggen
    machen markieren meiden melden merken messen mieten mischen mitmachen nehmen nennen nutzen oeffnen ordnen
    packen parken passen pflanzen pflegen planen posten probieren pruefen putzen quaelen raten raeumen rechnen
    reden registrieren reichen reinigen reisen reservieren retten richten riechen rufen ruehren sagen sammeln
    saugen schalten schaetzen schauen schenken schicken schieben schiessen schlafen schlagen schliessen
    schmeissen schmecken schneiden schreiben schrauben schreien schuetzen schwimmen scrollen sehen senden
    setzen sichern singen sitzen sorgen sparen speichern spenden sperren spielen sprechen springen spuelen
    starten stecken stehen steigen stellen stimmen stoebern stoppen stornieren strecken streichen streuen
    suchen synchronisieren taggen tanken tanzen tauchen tauschen teilen testen tippen tragen trainieren
    traeumen treffen treten trinken trocknen tun ueben verbinden verfolgen vergessen vergleichen verlaengern
    verlassen verlieren verraten verschieben versichern versorgen versprechen verstehen versuchen vertrauen
    verwenden wachsen waehlen wandern warten waschen wechseln weinen wenden werden werfen wiederholen winken
    wissen wohnen wuenschen wundern zahlen zaehlen zeichnen zeigen ziehen zielen zoegern zoomen zuecken zurren"""
# du forms that change their vowel or drop their ending in another way; nobody takes them for another word.
_CHANGED: Final = frozenset(
    """gib nimm lies sieh iss hilf sprich vergiss triff wirf sei brich tritt verlier empfiehl versprich unterbrich
    ergib vergib uebernimm vernimm verdirb stirb bewirb entnimm wirb erschrick miss""".split()
)
_NOUNS: Final = frozenset(
    """frage teil ruf halt rate suche liebe folge reise sorge spende stelle plane wende miete bau druck kauf lauf
    start test sitz blick schritt dank handel klick stopp stop block lache schau rede ende lage mach schlaf
    fang trage lehne messe danke bitte buche karte kuehle lade lege hebe decke binde heize kippe pflege post
    packe reiche riech ring schalte schlage schnitt schreibe singe spiel spiele stimme strecke streiche
    tanke tausche trete ueb wache waesche wandere warte wechsel wechsle werbe winke wunsch zahle zeichen
    ziel ziele zug atem koch kochen koste leih leben pass passe park melde merk stecke steig stell stuetze
    tipp tippe traum treff tritt wach wachs zahl zieh kopie kontakt kredit laden""".split()
) - frozenset("melde warte stecke schau mach stell merk fang zieh steig riech leih trage tippe schalte buche".split())
# What may follow an imperative that looks like a noun: an object, a particle, a direction.
_OBJECTS: Final = frozenset(
    """mir mich uns dir dich euch ihn es sie ihm ihr den dem das die der ein eine einen einem einer dein deine
    deinen deinem deiner eure euren eurem unser unsere unseren unserem mal doch bitte einfach nicht nie kurz
    jetzt gern gerne ruhig auch gleich sofort lieber dafuer dazu davon damit daran hier dort noch schon ja
    alle alles keine keinen kein unbedingt bloss vorher zuerst sonst direkt selbst etwas nichts am im ins
    zum zur auf bei in an nach vor ueber unter mit fuer also schnell weiter diese diesen dieses diesem jeden
    jede jedes drei zwei nur immer mehr""".split()
)
_PREPOSITIONS: Final = frozenset("am im ins zum zur auf bei in an nach vor ueber unter mit fuer".split())
_AIMS: Final = frozenset("auf oben unten links rechts hier dort dann zweimal lange kurz".split())
# Forms in which writers leave out their ich: „Verstehe die Wut“, „Hab schon bestellt“; these words make them requests.
_TELEGRAM: Final = frozenset(
    """verstehe stehe hoffe glaube denke finde wuensche warte sitze liege lebe fuehle freue kuendige bleibe komme
    gehe suche vertraue find glaub denk hoff wuensch hab bestelle nehme arbeite fahre lese kaufe wohne""".split()
)
_DIRECT: Final = frozenset(
    """mir uns dir dich dein deine deinen deinem deiner den das die dem einen eine ein einem es ihn mal doch bitte
    einfach""".split()
)
_ASKING: Final = frozenset("mal doch bitte dein deine deinen deinem dir dich mir uns einfach kurz es heraus".split())
_REFLEXIVE: Final = frozenset(
    "meld melde freu freue bedank bedanke entschuldige kuemmere wunder wundere beeile".split()
)
# Before an imperative: conjunctions and what may stand in front of it without being its subject.
_OPENERS: Final = frozenset(
    """und oder aber sondern denn bitte dann also doch danach anschliessend ja nein ok okay hey hallo hi hoi na so
    super klar gern gerne einfach sonst nun komm gut prima toll perfekt lieber liebe danke sorry jetzt
    ansonsten""".split()
)
# ihr forms that differ from the third person: nothing else they could be.
_PLURAL_ONLY: Final = frozenset(
    """gebt nehmt lest seht helft sprecht vergesst werft trefft esst lasst haltet fahrt lauft tragt schlaft seid
    habt werdet wisst ratet schlagt tretet fangt wascht empfehlt versprecht""".split()
)
# Third persons often said without their subject: „Passt!“, „Kommt morgen“, „Tut uns leid“.
_SUBJECTLESS: Final = frozenset(
    """kommt geht passt steht stimmt klingt liegt gilt macht kostet braucht funktioniert freut bleibt haengt dauert
    fehlt hoert reicht tut heisst bedeutet wirkt lohnt gehoert lebt schmeckt riecht sitzt zaehlt zeigt folgt
    findet wird startet interessiert leitet fuehrt loest stellt setzt zieht bringt bekommt wartet enthaelt
    sagt glaubt denkt lernt kennt weiss sorgt spricht steigt oeffnet schliesst wechselt laeuft wohnt
    arbeitet liebt wundert spielt informiert beachtet wuenscht erinnert verwendet nutzt beantwortet
    entscheidet""".split()
)
_PLURAL_MARKS: Final = frozenset(
    "uns mal euch eure euren euer doch bitte einfach alle unbedingt gerne gern mir".split()
)
# „Kommt bald wieder“ invites; „Kommt bald wieder rein“ speaks of goods.
_BACK: Final = frozenset("wieder heim hin an rum".split())
_IN_STOCK: Final = frozenset("rein herein lager shop sortiment laden regal zurueck".split())
_PREFIXES: Final = ("ueber", "unter", "wieder", "ver", "be", "er", "ent", "zer")
_REACH: Final = 40  # tokens looked back or ahead; keeps a text without full stops cheap


def _stem(verb: str) -> str:
    return verb[:-1] if verb.endswith(("eln", "ern", "tun")) else verb[:-2]


# Stems whose du form changes its vowel, so that their -e is a first person: „nehme“, „sehe“.
_NO_E: Final = frozenset("nehm seh geb les ess helf sprech vergess werf treff tret werd empfehl versprech mess".split())
_STEMS: Final = frozenset(map(_stem, _VERBS.split()))
_SHORT: Final = _STEMS | {"hab"}
_WITH_E: Final = frozenset(stem + "e" for stem in _STEMS - _NO_E) | {
    verb[:-3] + verb[-2] + "e" for verb in _VERBS.split() if verb.endswith(("eln", "ern"))
}
_PLURAL: Final = frozenset(stem + ("et" if stem[-1] in "td" or stem.endswith("ffn") else "t") for stem in _STEMS)
# Stems that need their -e: „öffne“, „antworte“; without it they are no form, or another word.
_NEEDS_E: Final = ("t", "d", "ffn", "chn", "ig", "dn")
_NEVER_SHORT: Final = _NO_E | {"sicher", "lieb", "wiss", "verlass"}


def imperatives(text: Text) -> list[tuple[int, str]]:
    """Token numbers of imperatives outside quotations, each with its form: singular or plural."""
    found: list[tuple[int, str]] = []
    folds, clause_of = text.folds, text.clause_of
    for index, folded in enumerate(folds):
        starts = index == 0 or clause_of[index] != clause_of[index - 1]
        if not starts and folds[index - 1] not in _OPENERS:
            continue
        if text.quoted[index] or text.kinds[index] is not Kind.WORD or not _may_stand(text, index):
            continue
        form = _form(folded)
        following = folds[index + 1] if _has_next(text, index) else ""
        commanded = bool(found) and text.sentence_of[found[-1][0]] == text.sentence_of[index]
        if form == "singular" and _is_singular(text, index, folded, following, commanded):
            found.append((index, form))
        elif form == "plural" and _is_plural(text, index, folded, following):
            after_another = bool(found) and found[-1][1] == "plural"
            if after_another or _opens_sentence(text, index):
                found.append((index, form))
    return found


def _form(folded: str) -> str | None:
    """The imperative form a word could be, prefixes allowed; None for the many that are none."""
    if folded in _CHANGED:
        return "singular"
    for core in (folded, *(folded.removeprefix(prefix) for prefix in _PREFIXES if folded.startswith(prefix))):
        if core in _WITH_E or (core in _SHORT and core not in _NEVER_SHORT and not core.endswith(_NEEDS_E)):
            return "singular"
        if core in _PLURAL or core in _PLURAL_ONLY:
            return "plural"
    return None


def _may_stand(text: Text, index: int) -> bool:
    """Whether a finite verb can open a command here: clause start, or openers and particles before it."""
    first = text.clauses[text.clause_of[index]][0]
    if index == first:
        return not _is_subordinate(text, index)
    before = text.folds[index - 1]
    if before in ("und", "oder", "bitte"):
        return not _first_person(text, index)
    return all(text.folds[place] in _OPENERS for place in range(max(first, index - _REACH), index))


def _opens_sentence(text: Text, index: int) -> bool:
    """Whether nothing but openers stands before in the sentence or since a colon: after a comma, „klärt das“ is the
    verb of a main clause, after „und“ it may share a subject."""
    place = index - 1
    first = max(text.sentences[text.sentence_of[index]][0], index - _REACH)
    while place >= first and not frozenset(":;–—\n").intersection(text.after[place]):
        if text.folds[place] not in _OPENERS and text.kinds[place] is Kind.WORD:
            return False
        place -= 1
    return True


def _is_subordinate(text: Text, index: int) -> bool:
    """Whether the clause is the tail of one that began with a writer's ich: „Ich schau nach, melde mich“."""
    return text.sentences[text.sentence_of[index]][0] != index and _first_person(text, index)


def _first_person(text: Text, index: int) -> bool:
    """Whether an ich stands before the verb in its sentence, so that the verb may be the writer's."""
    first = max(text.sentences[text.sentence_of[index]][0], index - _REACH)
    return "ich" in text.folds[first:index]


def _has_next(text: Text, index: int) -> bool:
    return index + 1 < len(text) and text.sentence_of[index + 1] == text.sentence_of[index]


def _is_singular(text: Text, index: int, folded: str, following: str, commanded: bool) -> bool:
    """Whether a du form commands here; `commanded` when an imperative stands before it in the sentence."""
    if following in ("ich", "du", "er", "wir", "man") or (following == "ihnen" and text.word(index + 1) == "Ihnen"):
        return False
    if following in ("mich", "mir", "ihnen", "euch") and folded in _REFLEXIVE:
        return False
    alone = not following or bool(text.after[index].strip())
    if (folded == "geh" and following == "bitte") or (folded == "sprich" and alone):
        return False  # Austrian for „come on“; „that is to say“
    capital = text.word(index)[:1].isupper()
    opens = _opens_sentence(text, index)
    if capital and not opens:
        return False
    if folded in _CHANGED:
        return folded != "sei" or (opens and following not in ("es", "er", "sie"))
    if folded.endswith("e") and folded not in _SHORT and not opens and not _follows_bitte(text, index):
        # „..., hänge hier fest“ leaves out ich, „..., nutze die App“ asks.
        joined = text.folds[index - 1] in ("und", "oder")
        if (joined and not commanded) or (not joined and following not in _DIRECT):
            return False
    if folded in _TELEGRAM and following not in _ASKING:
        return (folded, following) in (("warte", ""), ("warte", "kurz"), ("hab", "keine"), ("hab", "einen"))
    prefixed = folded.startswith(_PREFIXES)
    if capital and folded in ("tipp", "ruf", "schau") and following == "der":
        return False  # „Tipp der Woche“
    if capital and ((folded == "tipp" and following in _AIMS) or (folded, following) == ("ruf", "an")):
        return True
    if capital and (folded in _NOUNS or (prefixed and not folded.endswith("e"))):
        return following in _OBJECTS - _PREPOSITIONS and not text.after[index].strip()
    if alone:
        # „Schau, ...“, „Entschuldige.“: alone, only forms that are nothing else.
        calls = ("schau", "guck", "komm", "warte", "entschuldige", "hoer", "sag", "stell", "geniess")
        return folded in calls or _follows_bitte(text, index)
    return following not in ("mich", "was") or not folded.endswith("e")


def _follows_bitte(text: Text, index: int) -> bool:
    return index > 0 and text.folds[index - 1] == "bitte"


def _is_plural(text: Text, index: int, folded: str, following: str) -> bool:
    if "?" in text.after[text.sentences[text.sentence_of[index]][1] - 1]:
        return False
    if following in ("ihr", "er", "sie", "es", "man", "sich", "wir", "das"):
        return following == "das" and folded in _PLURAL_ONLY
    if folded in _PLURAL_ONLY:
        if folded not in ("habt", "werdet", "seid"):
            return True
        wished = following in ("so", "gespannt", "dabei", "keine", "bitte", "mutig", "willkommen", "spass")
        return wished or _follows_bitte(text, index)
    if following in _PLURAL_MARKS and folded not in ("tut", "freut"):
        return following not in ("uns", "mir") or folded not in _SUBJECTLESS
    if folded == "kommt":
        _, last = text.clauses[text.clause_of[index]]
        words = text.folds[index : min(last, index + _REACH)]
        if following in ("bald", "gut", "mal", "wieder") and not _IN_STOCK.isdisjoint(words):
            return False
        back = following in ("bald", "gut", "mal", "wieder") and not _BACK.isdisjoint(words)
        return back or "vorbei" in words or following in ("gern", "gerne", "her", "rein")
    if folded in _SUBJECTLESS or not following:
        return False
    if folded not in _PLURAL:
        return following in ("den", "die", "das", "eure", "euren")  # „Bestellt!“ may be a participle
    return following in _OBJECTS or text.word(index + 1)[:1].isupper()
