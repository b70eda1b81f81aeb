"""Passives, nominal style and long words, German and English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..regex import Regex
from ..source import Span
from ..tokens import Kind, Text
from .passive_voice import passives
from .reading import Measurement, Reading, Signal, Type

_ACT_NOUN: Final = Regex(
    r"[a-z]{3,}(?:ung|ungen|ion|ionen|nahme|schrift|gabe|versand|tausch|storno|abbruch|abschluss|schluss|ausgleich|"
    r"frist|bescheid|austausch)"
)
_NOMINAL_DE: Final = Regex(r"[a-z]{4,}(?:ung|ungen|heit|heiten|keit|keiten|ierung|ation|ationen|nahme|nahmen|ismus)")
_NOMINAL_ENDS: Final = ("ung", "heit", "keit", "ion", "nahme", "ismus", "en")
_NOMINAL_ENDS_EN: Final = ("tion", "tions", "sion", "ment", "ments", "ance", "ence", "ity")
_EVERYDAY: Final = Regex(
    r"[a-z]*(?:zeitung|wohnung|rechnung|heizung|lieferung|leitung|abteilung|bestellung|buchung|sitzung|zahlung|"
    r"meinung|rueckmeldung|"
    r"meldung|loesung|entschuldigung|erfahrung|bewertung|einladung|oeffnung|sendung|ausbildung|station|information|"
    r"region|"
    r"situation|wohlfahrt|gelegenheit|krankheit|gesundheit|freiheit|moeglichkeit|wahrheit|sicherheit|schwierigkeit|"
    r"enttaeuschung|"
    r"hoffnung|ahnung|ordnung|achtung|spannung|packung|versicherung|stimmung|warnung|uebung|vorstellung|planung|"
    r"werbung|fuehrung|"
    r"kreuzung|umgebung|verbindung|stoerung|einheit|anmeldung|nummerierung|aktion|version|funktion|redaktion|"
    r"million|portion|"
    r"vergangenheit|kleinigkeit|neuigkeit|ueberraschung|haltung|regung|umleitung|wanderung|pause|sammlung|impfung|"
    r"pruefung|antwort)(?:en)?"
)
_NOMINAL_EN: Final = Regex(r"[a-z]{4,}(?:tion|tions|sion|ment|ments|ance|ence|ity)")
_EVERYDAY_EN: Final = Regex(
    r"station|location|destination|question|questions|payment|payments|apartment|moment|moments|department|"
    r"information|"
    r"attention|conversation|experience|distance|entrance|chance|dance|community|university|city|electricity|mention|"
    r"document|documents|comment|comments|appointment|appointments|equipment|difference|audience|insurance|sentence|"
    r"science|"
    r"solution|condition|conditions|section|position|donation|option|options|vacation|reservation|statement|"
    r"replacement|identity|"
    r"investment|balance|glance|evidence|silence|patience|presence|absence|ambulance|performance|activity|quality|"
    r"facility|capacity"
)
_LIGHT_DE: Final = Regex(
    r"(?:vor|ent|unter|durch|ab|an|auf|ein|zu)?(?:ge)?(?:zu)?(?:nomm?en|nehmen|nimmt|bracht|bringen|bringt|bringe|"
    r"find(?:en|et)|funden|stell(?:en|t)|setz(?:en|t)|"
    r"zieh(?:en|t)|zogen|erteil(?:en|t)|herbeifuehr(?:en|t)|fuehr(?:en|t)|erfolg(?:en|t|te)|gelang(?:en|t|te)|"
    r"bedarf|beduerfen|unterlieg(?:en|t)|obliegt|"
    r"besteh(?:en|t)|kommen|kommt|veranlassen|veranlasst|gewaehr(?:en|t)|entfalte[nt])"
)
_LIGHT_EN: Final = Regex(
    r"make|makes|made|making|carry|carried|conduct|conducted|undertake|undertaken|perform|performed|provide|"
    r"provided|effect|"
    r"effected|give|given|takes?|taken|initiated|facilitated|constitute|constitutes|necessitates?|require|requires|"
    r"subject|implemented|envisaged"
)
_OFFICE_DE: Final = frozenset(
    """bezueglich hinsichtlich betreffs betreffend zwecks mangels mittels seitens namens gemaess infolge
    anlaesslich vorbehaltlich unbeschadet ungeachtet hinsichtlich kraft laut nebst sowie innert behufs
    zuzueglich abzueglich ausweislich hiermit hierzu hierbei hierdurch insoweit insofern diesbezueglich
    vorgenannt obig obige obigen besagt etwaig etwaige etwaigen etwaiger allfaellige allfaelligen selbig ggf
    gegebenenfalls iVm vollumfaenglich zweckdienlich entbehrlich nachzuweisen einzureichen beizubringen
    anzusuchen rueckzuerstatten ausschliesslich zumal jener jenes jenem satzungsgemaess obliegt erforderlich
    massgabe""".split()
) - {
    "laut",
    "kraft",
    "sowie",
    "innert",
    "allfaellige",
    "allfaelligen",
    "ausschliesslich",
    "jener",
    "jenes",
    "jenem",
    "zumal",
}
_OFFICE_DE_PAIRS: Final = frozenset(
    tuple(pair.split("-"))
    for pair in """in-bezug im-hinblick im-rahmen im-zuge im-wege im-falle unter-bezugnahme unter-beruecksichtigung
    unter-vorlage unter-nachweis unter-beifuegung unter-beilage bei-vorliegen nach-massgabe zur-anwendung zur-kenntnis
    in-kenntnis im-zusammenhang im-vorfeld im-sinne auf-antrag in-abrede von-amts abstand-zu""".split()
)
_OFFICE_EN: Final = frozenset(
    """pursuant notwithstanding hereby herewith thereof therein thereto hereinafter aforementioned forthwith
    commence commenced commencement utilise utilisation utilization endeavour remit purview expedite expedited
    ancillary contingent whereby therefrom hereunder undersigned shall deemed stipulated disbursement subsequent
    prerequisite necessitates requisite latter""".split()
)
_OFFICE_EN_PAIRS: Final = frozenset(
    tuple(pair.split("-"))
    for pair in """prior-to subsequent-to subject-to further-to owing-to pertaining-to accordance-with
    regard-to respect-of respect-to reference-to due-course per-annum the-purposes connection-with absence-of event-of
    receipt-of means-of be-effected the-same conclusion-of issuance-of submission-of""".split()
)
_OFFICE_STARTS: Final = frozenset(pair[0] for pair in _OFFICE_DE_PAIRS | _OFFICE_EN_PAIRS)
_LINKS: Final = frozenset("des der eines einer dieser seiner ihrer jener unserer".split())


def _passives(reading: Reading) -> Measurement:
    if reading.language not in (None, "de", "en"):
        return Measurement(None, needs=("language",))
    text = reading.text
    found = [each for each in passives(text, reading.language) if not each.agent]
    return Measurement(float(len(found)), tuple(_span(text, each.first, each.last) for each in found))


def _nominal_hits(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """First and last token and kind of every hit: officialese, genitive, nominalisation in company."""
    text = reading.text
    folds = text.folds
    german, english = reading.language != "en", reading.language != "de"
    for first, last in text.sentences:
        nouns: list[int] = []
        for index in range(first, last):
            folded = folds[index]
            if text.quoted[index] or text.kinds[index] is not Kind.WORD:
                continue
            if (german and _is_nominal(text, index)) or (english and _is_nominal_english(folded)):
                nouns.append(index)
            if (german and folded in _OFFICE_DE) or (english and folded in _OFFICE_EN):
                yield index, index, "officialese"
            elif folded in _OFFICE_STARTS and index + 1 < last:
                pair = (folded, folds[index + 1])
                if (german and pair in _OFFICE_DE_PAIRS) or (english and pair in _OFFICE_EN_PAIRS):
                    yield index, index + 1, "officialese"
            if german and folded in _LINKS and index - 1 >= first and _genitive(text, index - 1, last):
                yield index - 1, index + 1, "genitive"
        if len(nouns) > 1 or (nouns and _light(folds[first:last], german, english)):
            for index in nouns:
                yield index, index, "nominalisation"


def _is_nominal(text: Text, index: int) -> bool:
    folded = text.folds[index]
    if not folded.endswith(_NOMINAL_ENDS) or not text.word(index)[0].isupper():
        return False
    return _NOMINAL_DE.fullmatch(folded) is not None and not _EVERYDAY.fullmatch(folded)


def _is_nominal_english(folded: str) -> bool:
    if len(folded) < 7 or not folded.endswith(_NOMINAL_ENDS_EN):
        return False
    return _NOMINAL_EN.fullmatch(folded) is not None and not _EVERYDAY_EN.fullmatch(folded)


def _light(words: tuple[str, ...], german: bool, english: bool) -> bool:
    """Whether a verb stands there that says nothing without its noun."""
    return any((german and _LIGHT_DE.fullmatch(word)) or (english and _LIGHT_EN.fullmatch(word)) for word in words)


def _genitive(text: Text, index: int, last: int) -> bool:
    """Noun + article in the genitive + noun, as in „Vorlage der Rechnung“, where the first is an abstract noun."""
    if index + 2 >= last or text.folds[index + 1] not in _LINKS or text.after[index].strip():
        return False
    abstract = _NOMINAL_DE.fullmatch(text.folds[index]) or _ACT_NOUN.fullmatch(text.folds[index])
    return bool(abstract) and text.word(index)[0].isupper() and not _EVERYDAY.fullmatch(text.folds[index])


def _nominal(reading: Reading) -> Measurement:
    if reading.language not in (None, "de", "en"):
        return Measurement(None, needs=("language",))
    text = reading.text
    words = sum(kind in (Kind.WORD, Kind.NUMBER) for kind in text.kinds)
    hits = sorted(_nominal_hits(reading))
    value = 100 * len(hits) / max(words, 20)
    return Measurement(
        round(value, 6), tuple(_span(text, first, last) for first, last, _ in hits), tuple(kind for _, _, kind in hits)
    )


def _long_words(reading: Reading) -> Measurement:
    text = reading.text
    words = [index for index, kind in enumerate(text.kinds) if kind is Kind.WORD]
    long = [index for index in words if text.ends[index] - text.starts[index] > 6]
    return Measurement(len(long) / max(1, len(words)), tuple(_span(text, index, index) for index in long))


def _span(text: Text, first: int, last: int) -> Span:
    return Span(text.starts[first], text.ends[last])


passive_forms: Final = Signal(
    "text.passives", "text.passive", Type.NUMBER, "passives",
    "Passives in which nobody is named as the doer; no futures, no states.",
    "own", "0", _passives, ("de", "en"),
)  # fmt: skip
nominal_style: Final = Signal(
    "text.nominal-style", "text.nominalstil", Type.NUMBER, "hits per 100 words (of at least 20)",
    "Abstract nouns with light verbs or in company, genitives on them, prepositions and adverbs of the office.",
    "own", "0", _nominal, ("de", "en"),
)  # fmt: skip
long_words: Final = Signal(
    "text.long-words", "text.lange-wörter", Type.SHARE, "share of words",
    "Words of more than six letters.",
    "LIX (Björnsson 1968)", "0", _long_words,
)  # fmt: skip
