"""Words of Swiss German, Austrian and Bavarian -> the standard German words they stand for, so that rules read both.

Word for word, in place: every token keeps its number and its place in the original text, only the form in which words
are compared changes. Words that mean several things are read by their neighbour („bi eu“: bei, „i bi“: bin). What has
no single word in the standard („nonig“: noch nicht) becomes the one that matters for rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final

from ..tokens import Kind, Text
from .dialect import has_dialect_words, is_dialect


def in_standard(text: Text) -> Text:
    """The text with the folds of the standard where it is in one of the dialects; any other text as it is."""
    eastern = not _BAVARIAN_ONLY.isdisjoint(text.folds)
    if is_dialect(text) and not (eastern and not has_dialect_words(text)):
        meant = _swiss
    elif eastern or _asks_you(text):
        meant = _bavarian
    else:
        return text
    folds = list(text.folds)
    for index, folded in enumerate(text.folds):
        if text.kinds[index] is Kind.WORD:
            before = text.folds[index - 1] if index else ""
            after = text.folds[index + 1] if index + 1 < len(folds) else ""
            folds[index] = meant(folded, before, after)
    return replace(text, folds=tuple(folds))


def _asks_you(text: Text) -> bool:
    """Whether a verb ends as in „sperrts ihr“."""
    return "ihr" in text.folds and any(
        _stem(folded, after) != folded for folded, after in pairwise(text.folds) if after == "ihr"
    )


def _stem(folded: str, after: str) -> str:
    """„sperrts“ before „ihr“ is „sperrt“."""
    ending = after == "ihr" and folded.endswith("ts") and folded not in _NO_VERBS
    return folded[:-1] if ending else folded


def _bavarian(folded: str, before: str, after: str) -> str:
    """The word of the standard for one of Austria or Bavaria between its neighbours."""
    return _BAVARIAN.get(folded) or _stem(folded, after)


def _swiss(folded: str, before: str, after: str) -> str:
    """The word of the standard for one of Switzerland between its neighbours."""
    if folded in _FOR_YOU and (after in _YOU or before in _YOU):
        return _FOR_YOU[folded]
    if folded in _YOU and folded != "ihr" and (before in _FOR_YOU or after in _FOR_YOU):
        return "ihr"
    if folded == "bi":
        return "bei" if after in _AFTER_BEI else "bin"
    if folded == "i":
        return "ich" if after in _AFTER_ICH or before in _AFTER_ICH else "in"
    if folded in ("waenn", "wenn"):
        return "wann" if not before and (after in _FOR_YOU or after in _AFTER_WHEN) else "wenn"
    return _WORDS.get(folded, folded)


def _read(lines: str) -> Iterator[tuple[str, str]]:
    """`standard: dialect dialect ...`, one a line."""
    for line in lines.strip().splitlines():
        meant, _, forms = line.strip().partition(": ")
        for form in forms.split():
            yield form, meant


_YOU: Final = frozenset({"ihr", "dir", "er", "der"})
_AFTER_BEI: Final = frozenset(
    "eu euch oeich oei ues oeis ois ihne em de dr der dem s d dere eure eurer euere mir dir ihm".split()
)
_AFTER_ICH: Final = frozenset(
    "ha bi cha han bin kann wott hab muess mues weiss find warte wart frag haett wuerd soett".split()
)
_AFTER_WHEN: Final = frozenset(
    "isch sind gaht goht geit chunnt chunt faengt foht hoert macht tuet git wird fahrt oeffnet beginnt gits".split()
)
# How the plural of a verb is read where „ihr“ („dir“, „er“) stands beside it.
_FOR_YOU: Final[Mapping[str, str]] = dict(
    _read("""
    habt: haend hend heit hei haeit hands
    koennt: choend choei choeit choennd choennt chond
    kommt: chomed choemed choemet
    geht: goend goeht goeit
    wollt: waend weit wend
    sollt: soelled soellet
    muesst: mueend muessed muend
    seid: sind sit siit
    macht: mached machet
    gebt: gaebed gaebet
    schaut: lueged lueget
    nehmt: naemed
    verkauft: verchaufed verchoufet
    liefert: liefered liefered
    braucht: bruuched
    """)
)
_WORDS: Final[Mapping[str, str]] = dict(
    _read("""
    ist: isch
    nicht: noed nid nit nued nuent ned nonig noni
    nichts: nuet nueuet nueut nix
    gewesen: gsi gsii gsy gsin gwaese
    gehabt: gha
    gesagt: gseit gsait
    gesehen: gseh gsee
    gemacht: gmacht
    geschrieben: gschribe gschriebe
    geschickt: gschickt
    gefunden: gfunde gfunge
    gefragt: gfrogt gfroegt gfragt
    gewartet: gwartet
    gegessen: gaesse gesse
    gegangen: gange ggange
    gekauft: gchauft kchauft gchouft
    bestellt: bstellt
    bezahlt: zahlt bzahlt
    bekommen: ueberchoo uebercho
    angerufen: aaglueuete aaglueutet aaglueuetet aaglute
    hat: haet het hed
    haben: haend hend haei
    habe: ha han hani
    hast: hesch
    bist: bisch
    bin: bini
    kannst: chasch
    kann: chan cha chani
    koennen: choend choei choennd choenne choenne
    kommt: chunnt chunt chonnt
    kommst: chunnsch
    komme: chum chumm
    gekommen: cho choo
    geht: gaht goht geit
    gehen: goend gah goh
    gibts: gits gitts
    gibt: git
    will: wott wotti
    willst: wottsch
    wollen: waend woelle welle
    sollte: soett soetti
    muss: mues muess
    muessen: mueend muessed
    darf: doerf daerf
    wuerde: wuerd
    faehrt: fahrt
    laeuft: lauft louft
    kostet: choscht choschtet chost
    braucht: bruucht
    brauche: bruuche
    warte: wart
    gefaellt: gfallt
    sagen: saege sage
    schreiben: schriibe schribe
    schauen: luege
    anrufen: aaluete aalueute
    kaufen: chaufe choufe
    arbeiten: schaffe
    etwas: oeppis oepis
    jemand: oepper oeper
    niemand: niemert niemer
    viel: vill viu vil
    alle: alli aui
    gut: guet
    gute: gueti
    nur: nume numme
    nochmal: nomal nomau
    noch: no
    schon: scho
    auch: au ou
    von: vo
    auf: uf
    aus: us
    seit: sit sid siit
    wegen: waege
    gegen: gaege
    zurueck: zrugg zruegg zrueck
    zu: zue
    jetzt: jetz itz jitz
    heute: huet hueuet huut
    morgen: morn moern
    gestern: geschter gester
    tage: taeg
    wochen: wuche
    stunden: stunde
    monate: moenet moenat
    zeit: zyt ziit
    leute: luet lueut
    kind: chind
    kinder: chinder
    paket: paeckli paeckl
    montag: maentig
    dienstag: ziischtig zyschtig zischtig
    mittwoch: mittwuch
    donnerstag: donnschtig
    freitag: friitig frytig fritig
    samstag: samschtig
    sonntag: sunntig
    kein: kei
    keins: keis
    warum: werum worum
    wieso: wiso
    wieviel: wievil wivil wieviu
    welche: weli wela
    welcher: wele
    welches: weles
    offen: offe
    geschlossen: zuegschlosse
    eingang: iigang ygang
    lieferung: lieferig
    rechnung: rechnig
    oeffnungszeiten: oeffnigsziite oeffnigszyte
    schlecht: schlaecht
    schlechter: schlaechter
    teuer: tueuer tuer tueur
    frechheit: fraechheit
    unfreundlich: unfruendlich unfruentlich
    freundlich: fruendlich
    schade: schad
    spaeter: spoeter
    letzte: letscht letschti letschte
    erst: erscht
    beste: bescht beschti beschte
    wirklich: wuerkli wuerklich
    eigentlich: eigetli eigentli
    gern: gaern gaernd
    zusammen: zaeme zaemme
    mein: min mi mis
    meine: mini myni
    dein: din di dis
    deine: dini dyni
    seine: sini syni
    unser: euse oise uese
    unsere: eusi oisi uesi
    eure: eui oei
    euch: eu oeich
    uns: oeis ois ues
    ich: ig
    der: de dr dae
    die: d
    das: s
    ein: e en es
    man: mer me
    """)
)
_NO_VERBS: Final = frozenset("gibts gehts nichts rechts bereits abseits stets jenseits diesseits nachts".split())
# Words that are nothing else, no name either („Mia“, „Ned“), so that one of them is enough.
_BAVARIAN_ONLY: Final = frozenset(
    """hobts habts hobs seids zua oba owa guat gsogt kummt kumma kumman gengan haum samma dahoam ollas wos hamma
    kriag kriagt kriagn nimma wida gwen gwesn koa koane vui oiso eana stundn wochn minutn gwoat derfs muass
    wieda gwusst gwisst oiwei ollaweil kimmt kimmst ghobt gmocht gfrogt frogn sogn""".split()
)
_BAVARIAN: Final[Mapping[str, str]] = dict(
    _read("""
    habe: hob
    habt: hobts habts hobs hobt
    haben: haum hom hamma
    seid: seids
    sind: san samma
    zu: zua
    aber: oba owa
    gut: guat
    gesagt: gsogt gsagt
    kommt: kummt kimmt
    kommen: kumma
    gekommen: kumman
    gehen: gengan
    daheim: dahoam
    fuer: fia
    alles: ollas ois
    alle: olle
    was: wos
    nicht: ned net nimma
    kriege: kriag
    kriegt: kriagt
    kriegen: kriagn
    wieder: wida wieda
    schon: scho
    gewusst: gwusst gwisst
    haette: haett
    immer: oiwei ollaweil imma
    gehabt: ghobt ghabt
    gemacht: gmocht gmacht
    gefragt: gfrogt gfragt
    fragen: frogn
    sagen: sogn
    gewesen: gwen gwesn
    kein: koa ka
    keine: koane kane
    viel: vui
    also: oiso
    euch: eich
    ihnen: eana
    wie: wia
    stunden: stundn
    wochen: wochn
    minuten: minutn
    gewartet: gwoat gwart
    bleibt: bleibts
    gebt: gebts
    macht: machts
    nehmt: nehmts
    koennt: koennts kennts
    darf: deaf derf
    muss: muass
    ich: i
    ist: is
    das: des
    ein: a
    noch: no
    nichts: nix
    mein: mei
    kostet: kost
    heute: heit
    """)
)
