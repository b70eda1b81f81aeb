"""Whether a text is Swiss German: function words and spellings of the dialects against those of the standard.

Nobody prescribes how a dialect is written, so words are few and frequent (articles, pronouns, auxiliaries, particles
in their eastern and western forms) and spellings speak for the rest: „Schtadt“, „gseit“, „wiit“, „dä“. Standard German
function words speak against it: a German text may well say „Grüezi“ or quote one line of dialect.
"""

from __future__ import annotations

from typing import Final

from ..regex import Regex
from ..tokens import Kind, Text

# Folded words that the standard, English, French and Italian do not have.
_STRONG: Final = frozenset(
    """isch noed nued nuet nueuet nuent gsi gsii gsy gsin gsait gseit gha gsee gseh haet haets haetts haend hesch
    hesches heschs heit bisch bischs chasch chan choend choennd choennt choei choennted chunnt chunt chum chumm
    chunnsch choemed choemmed chume goht gaht gaat goend goennd gsehsch gseht machsch gits wott wotsch woetti waend
    wettsch soett soetti soettsch soelli soelled hends muess muesch muesi muessed doerf toerf lueged luegsch gaell
    gaellet oeppis oepis oeppe oeppae oepper oepe opis naeber naebis chli chlii chly chliini chlini bitzli bizli
    bitzeli aeu vill aui guet gueti guets nume numme nomal nomau noemme nuemm nuemme huet hueuet moern geschter
    zmorge zaeme zaemme zaemae uf ufs ufem ufe usem usere bim mitem vonere emene emne dae mier oeis oeisi oeich uesi
    uesem uese ueses uersers eusi euses eusem euse miner myni syni iig werum wiso waenn daenn dasch jetz itz jitz
    gloub luet lueuet huus ziit zyt schwiiz schwiizer schwyzer duetsch tuetsch schwiizerduetsch bruuche bruuch
    bruucht chind chinder chauf chaufe chauft chopf chaes chuchi chueche wuche sunntig maentig ziischtig zyschtig
    mittwuch donnschtig friitig frytig samschtig zwoei foif foeif saechs underwaegs waeg waege gaege gaeg aebe
    naechscht naechschte naechschti letscht letschte letschti zerscht erscht erschte fascht meischt meischtens
    beschte zruegg zrugg dihei dehei deheim derzue devo drufabe abegheit gfunde gfunge gloube schaffed schaffsch
    gschaeft gschicht gschribe gschriebe gfallt verzell suecht sueche niemert oebber kei keis niemer gwuesst gwaese
    gfroegt froege froeged choschtet choscht poschte ychaufe iichaufe zuemache mueend muend wuerkli eigetli gaern
    gaernd naechber verschtah verschtaa verstaa verschtoht geit geits vilmal vilmals viumau choschte chostet gaengi
    heimer haemer hemmer haemmer simmer simer mached gaebs noimed neume nueme niene noeimed wuerd wuerdsch soettis
    chunts chas chame chammer haemers heimers hanis hani bini chani wotti viu""".split()
)
# Also said by others: greetings in German texts, words of the neighbours and of other dialects.
_WEAK: Final = {
    **dict.fromkeys("hoi gruezi grueezi gruessech salue cho mer ig zue ois seg gester odr dr hei".split(), 0.4),
    "ned": 0.3,
    **dict.fromkeys("vo de d s e en em i ne si mir au scho mi di het ade merci sali ou us ha z a".split(), 0.2),
    **dict.fromkeys("nid nit wend wei sig mis dis sis bescht abe morn sy mini dini sini kei fuere".split(), 0.6),
    **dict.fromkeys("wetti obe alli mues ues hend bruche haett gmacht eifach zruck ois ghoert eus".split(), 0.6),
    **dict.fromkeys("lueg luege schwyz zmittag znacht soell soelle".split(), 0.4),
    **dict.fromkeys("hed duer".split(), 0.6),
}
_TELLING: Final = _STRONG | {word for word, weight in _WEAK.items() if weight > 0.3}
_FORMS: Final = dict.fromkeys(_STRONG, 1.0) | _WEAK
# Standard German where every dialect has another form.
_STANDARD: Final = frozenset(
    """ist nicht nichts hat haben habe habt wird werden wurde wurden war waren auf aus ein eine einen einem einer auch
    ich sich dem des den noch schon nur von zu zur kann koennen konnte muss muessen haette waere uns unser unsere
    euch ihnen sie wir dass etwas jemand wenn heute gestern gut viel leute zeit haus keine keinen gegen wegen bei
    beim mein meine dein deine sein seine ihre ihr durch ueber nach hatte gewesen gesagt gemacht gehabt machen gehen
    kommen sagen wissen diese dieser dieses""".split()
)
# Spellings of no neighbour: „Schtadt“, „Schproch“, „wiit“, „Hüüser“, „dä“, „gseit“, „bsunders“.
_SPELLING: Final = (
    r"\bsch[tp][^\W\d]|\b(?:gs|bs)[äöüaeioucp]|\bg[hwf][öäü]"
    r"|[^\W\daeiou](?:ii(?!i|er)|üü(?!ü)|öö(?!ö)|ää(?!ä)|yy(?!y))[^\W\d]"
    r"|[bcdfglmnprstwzi]ä\b"
    r"|(?<!d)(?<!a)[iuü]ä(?!ug)|òò"
)
_SPELT: Final = Regex(_SPELLING)
_BEGINNINGS: Final = (
    "scht",
    "schp",
    "gs",
    "bs",
    "ghoe",
    "ghae",
    "ghue",
    "gwoe",
    "gwae",
    "gwue",
    "gfoe",
    "gfae",
    "gfue",
)
_PARTS: Final = ("ii", "üü", "öö", "ää", "yy", "iä", "uä", "üä", "òò", "ä ", "ä,", "ä.", "ä!", "ä?", "ä\n")
_FEWER: Final = 0.4  # votes of the dialect for one of the standard
_LEAST: Final = 0.7


def has_dialect_words(text: Text) -> bool:
    """Whether a word stands in `text` that only the dialects have."""
    return not _STRONG.isdisjoint(text.folds)


def is_dialect(text: Text) -> bool:
    """Whether `text` is rather Swiss German than standard German; false for an empty text.

    Meant for texts that no other language claims. Quotations count only when there is nothing else.
    """
    spelt = _may_be_spelt(text)
    if not spelt and _TELLING.isdisjoint(text.folds):
        return False
    own = not all(text.quoted)
    swiss = standard = 0.0
    for index, folded in enumerate(text.folds):
        if text.kinds[index] is not Kind.WORD or (own and text.quoted[index]):
            continue
        known = _FORMS.get(folded)
        if known is not None:
            swiss += known
        elif folded in _STANDARD:
            standard += 1.0
        elif spelt and _SPELT.search(text.word(index).lower()) is not None:
            swiss += 0.7
    return swiss >= _LEAST and swiss >= _FEWER * standard


def _may_be_spelt(text: Text) -> bool:
    """The cheap question before `_SPELT` is asked of each word."""
    if any(folded.startswith(_BEGINNINGS) for folded in text.folds):
        return True
    lower = text.raw.lower()
    return any(part in lower for part in _PARTS)
