"""Hints of the region in German spelling and words: Switzerland (and Liechtenstein), Austria, Germany.

A single word may be a traveller's; two hints, or one that nobody elsewhere writes, name a region. Spelling „ss“ in
words that must have „ß“ elsewhere counts only where no „ß“ stands in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..regex import Regex
from ..source import Span
from ..tokens import Kind, Text
from .reading import Measurement, Reading, Signal, Type

VALUES: Final = ("de-CH", "de-AT", "de-DE", "none")

# Folded. Sure words are written nowhere else; hints count only in company.
_SWISS_SURE: Final = frozenset(
    """velo velos veloweg velokeller natel parkieren parkiert grillieren grilliert allfaellig allfaellige allfaelligen
    allfaelliger allfaelliges znueni zvieri zmorgen zmittag znacht traktandum traktanden traktandenliste pendenz
    pendenzen buezer identitaetskarte abwart abwartin gipfeli weggli guetzli nuesslisalat rueebli halbtax
    kehrichtsack sackgebuehr verunfallt speditiv gruezi grueezi duvet garagist garagistin lavabo zustupf unterbruch
    billettautomat bussenzettel lernfahrausweis kantonspolizei""".split()
)
_SWISS_HINT: Final = frozenset(
    """merci spital poulet glace coiffeur billett billette perron offerte offerten fahrausweis detailhandel peperoni
    franken rappen chf sfr kanton kantonal kantonale kantonalen gemeinderat bundesrat matura retourbillett
    retournieren vorgaengig hoi adieu estrich kehricht papeterie tumbler pneu pneus generalabonnement ahv suva sbb
    zvv postauto einsprache rekurs tram couvert couverts trottoir innert liegenschaft""".split()
)
_AUSTRIAN: Final = frozenset(
    """jaenner feber heuer heurige sackerl sackerln plastiksackerl packerl packerln zuckerl paradeiser marillenknoedel
    fisolen karfiol kukuruz topfenstrudel schlagobers powidl vogerlsalat ribisel faschiertes faschierte trafik
    trafikant trafiken gspritzter bankomatkarte maturant maturantin landeshauptmann landeshauptfrau
    bezirkshauptmannschaft urgieren urgenz urgiert amtshandlung pickerl klubobmann lenkerberechtigung tixo stueckerl
    baba griass gfrett leiwand urleiwand schanigarten raunzen servas""".split()
)
_AUSTRIAN_HINT: Final = frozenset(
    """servus spital ordination matura stiege kassa semmel topfen obers bim magistrat bankomat retournieren ansuchen
    nationalrat uebersiedeln uebersiedlung pensionist pensionistin pensionisten anrainer anrainerin gehsteig obfrau
    obmann jause heurigen tschick watschen orf oebb asfinag haberer aufsperrdienst mistkuebel erdaepfel innert
    marille marillen paradeisern beisl""".split()
)
_GERMAN: Final = frozenset(
    """sonnabend abitur abiturient abiturientin krankenkassenkarte personalausweis fuehrerschein buergersteig moehren
    aprikose aprikosen tuete tueten plastiktuete feierabendbier ehrenamtskarte bundeskanzler bundestag landtag
    schorle broetchen pfand pfandflasche bafoeg""".split()
)
# „ß“ after a long vowel everywhere but in Switzerland; words that „ss“ makes into others („Busse“, „Masse“) are out.
_SHARP: Final = Regex(
    r"(?i)\b(?:stra(?:ss)e\w*|\w+strasse\w*|grösse\w*|gross(?!eltern)\w*|grüss(?:e|en|t)?"
    r"|schliess\w*|anschliess\w*|abschliess\w*|ausschliess\w*|ausser\w*|heiss(?:t|en|e|er|es)?|weiss(?:e|er|en|es)?"
    r"|draussen|gemäss|regelmässig\w*|ausserdem|spass|fuss\w*|füsse|massnahme\w*|massstab\w*"
    r"|dreissig\w*|verstösst?\w*|beschliess\w*|liess(?:en)?|verliess\w*|süss\w*|fleissig\w*|strassenbahn\w*"
    r"|geniess\w*|\w+mässig\w*|bloss|aussen\w*|begrüss\w*|einigermassen|gleichermassen|stoss\w*)\b"
)
# Whoever has no umlauts on the keyboard has no „ß“ either.
_SPELT_OUT: Final = frozenset(
    """fuer ueber koennen moechte moechten waere wuerde gruesse gruessen schoen naechste haette muessen natuerlich
    spaeter zurueck""".split()
)
_GUILLEMETS: Final = Regex(r"«[^«»\s][^«»]{0,200}[^«»\s]»|«[^«»\s]»")
_AMOUNT: Final = Regex(r"\b(?:CHF|Fr\.)\s?\d|\d\.[–—]|\d['’]\d{3}\b")
_ALL: Final = _SWISS_SURE | _SWISS_HINT | _AUSTRIAN | _AUSTRIAN_HINT | _GERMAN
_AMOUNT_MARKS: Final = ("CHF", "Fr.", ".–", ".—", "'", "’")
_SURE: Final = 2.0
_NAMED: Final = 2.0  # votes a region needs
_HINTED: Final = 1.0


def region(text: Text) -> tuple[str, tuple[tuple[int, int], ...]]:
    """One of `VALUES` and the places (code points) that speak for it; `none` for an empty text or no clear hint."""
    found = sorted(_hints(text), key=lambda hint: (hint[1], hint[2]))
    votes = dict.fromkeys(VALUES[:3], 0.0)
    seen: set[tuple[str, str]] = set()  # the same word twice is one hint, and so are two quotations
    for name, start, end, weight in found:
        shown = text.raw[start:end].lower()
        key = (name, shown[0] if shown[0] == "«" else shown[:4])
        if key not in seen:
            seen.add(key)
            votes[name] += weight
    ranked = sorted(votes, key=lambda name: (-votes[name], name))
    best, second = ranked[0], ranked[1]
    if votes[best] < _NAMED or votes[best] <= votes[second]:
        return "none", ()
    return best, tuple((start, end) for name, start, end, _ in found if name == best)


def _hints(text: Text) -> Iterator[tuple[str, int, int, float]]:
    """Region, place and weight of every hint outside quotations."""
    raw = text.raw
    if not _ALL.isdisjoint(text.folds):
        for index, folded in enumerate(text.folds):
            if folded in _ALL and text.kinds[index] is Kind.WORD and not text.quoted[index]:
                start, end = text.starts[index], text.ends[index]
                if folded in _SWISS_SURE:
                    yield "de-CH", start, end, _SURE
                elif folded in _SWISS_HINT:
                    yield "de-CH", start, end, _HINTED
                if folded in _AUSTRIAN:
                    yield "de-AT", start, end, _SURE
                elif folded in _AUSTRIAN_HINT:
                    yield "de-AT", start, end, _HINTED
                if folded in _GERMAN:
                    yield "de-DE", start, end, _HINTED
    if "ß" in raw:
        sharp = raw.index("ß")
        yield "de-DE", sharp, sharp + 1, 0.5
        return
    for found in _GUILLEMETS.finditer(raw) if "«" in raw else ():
        yield "de-CH", found.start(), found.end(), _HINTED
    for found in _AMOUNT.finditer(raw) if any(mark in raw for mark in _AMOUNT_MARKS) else ():
        yield "de-CH", found.start(), found.end(), _HINTED
    if "ss" not in raw or (raw.isascii() and not _SPELT_OUT.isdisjoint(text.folds)):
        return
    for index, folded in enumerate(text.folds):
        if "ss" in folded and not text.quoted[index] and _SHARP.fullmatch(text.word(index)) is not None:
            yield "de-CH", text.starts[index], text.ends[index], _HINTED


def _region(reading: Reading) -> Measurement:
    if reading.language not in (None, "de"):
        return Measurement("none")
    found, places = region(reading.text)
    return Measurement(found, tuple(Span(start, end) for start, end in places))


region_signal: Final = Signal(
    "text.region", "text.region", Type.WORD, "region",
    "Where German is written so: Swiss or Austrian words, ss for ß, Swiss amounts and « »; two hints or one sure word.",
    "own word classes and spellings", "none", _region, ("de",), VALUES,
)  # fmt: skip
