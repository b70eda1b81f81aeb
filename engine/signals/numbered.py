"""Numbers beside the word that says whose they are: „Kundennummer 4711-22“, `order no. A-1234`, `case 88213`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..regex import Regex
from ..source import Span
from ..tokens import Text
from ..values import dataclass
from .memo import Last


@dataclass(frozen=True, slots=True)
class Item:
    """One place with its type, such as `phone`; type `reference` is a case number that we give out."""

    type: str
    span: Span


_MONTH: Final = r"(?:Jan|J[äa]n|Feb|M[äa]r|Apr|Mai|May|Jun|Jul|Aug|Sep|Oct|Okt|Nov|De[cz])[a-zä]{0,6}\.?"
DATE: Final = (
    r"(?:\d{1,2}[./-] ?\d{1,2}[./-] ?(?:\d{4}|\d{2})|\d{4}-\d\d-\d\d|"
    rf"\d{{1,2}}(?:\.|st|nd|rd|th)? (?:of )?{_MONTH}(?:,? \d{{4}})?|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
)
_NUMBER_OF: Final = (
    *(
        "kunden",
        "kd",
        "bestell",
        "auftrags",
        "vertrags",
        "rechnungs",
        "buchungs",
        "mitglieds",
        "mitglieder",
        "versicherten",
    ),
    *(
        "versicherungs",
        "policen",
        "personal",
        "matrikel",
        "patienten",
        "sendungs",
        "paket",
        "tracking",
        "ausweis",
        "pass",
    ),
    *("konto", "zaehler", "steuer", "steueridentifikations", "sozialversicherungs", "sv", "karten", "depot", "antrags"),
    *(
        "reisepass",
        "personalausweis",
        "fuehrerschein",
        "fahrgestell",
        "mandats",
        "bonuskarten",
        "reservierungs",
        "ticket",
    ),
    *("order", "mieter", "teilnehmer", "spender", "mandanten", "akten", "ahv", "serien", "darlehens", "kredit", "iban"),
)
_REFERENCE_OF: Final = (
    "vorgangs",
    "fall",
    "referenz",
    "anfrage",
    "stoerungs",
    "meldungs",
    "meldungs",
    "bearbeitungs",
    "anliegen",
)
# „Kd.-Nr.“, „Best.-Nr.“
_SHORT: Final = {
    **dict.fromkeys("kd kdn mitgl".split(), "customer-number"),
    **dict.fromkeys("best bestell auftr rg rech".split(), "order-number"),
    "vertr": "contract-number",
}
_NUMBER_WORDS: Final = ("nummer", "nummern", "nr", "id", "kennung", "no", "code")
_BARE_CUES: Final = {
    **dict.fromkeys(
        ("bestellung", "auftrag", "order", "buchung", "booking", "police", "vertrag", "contract"), "order-number"
    ),
    **dict.fromkeys(
        ("sendung", "paket", "parcel", "shipment", "invoice", "rechnung", "reservation", "policy"), "order-number"
    ),
    **dict.fromkeys(
        ("konto", "kundenkonto", "account", "kunde", "kundin", "customer", "member", "patient"), "customer-number"
    ),
    **dict.fromkeys(("ticket", "vorgang", "fall", "case", "reference", "ref", "anliegen", "anfrage"), "reference"),
    **dict.fromkeys(
        ("aktenzeichen", "geschaeftszeichen", "az", "stoerung", "fault", "request", "incident"), "reference"
    ),
    **dict.fromkeys(("passport", "reisepass", "ausweis", "personalausweis"), "identity-number"),
    **dict.fromkeys(("steuerid", "ssn", "nino", "svnr", "ahv", "steuernummer"), "tax-number"),
}
_ENGLISH_CUES: Final = frozenset(_BARE_CUES) | frozenset(
    "card insurance tracking membership meter security license licence student employee client serial tax id".split()
)
_FILLERS: Final = frozenset(
    "nr nummer no number num id ist is lautet lauten war was code kennung von reference ref mit with the".split()
)
_TYPES: Final = (
    (("personalausweis",), "identity-number"),
    (("sozial", "sv", "versicherten", "ahv", "insurance"), "insurance-number"),
    (("versicherung",), "contract-number"),
    (("steuer", "security", "tax"), "tax-number"),
    (
        (
            "kunden",
            "kd",
            "mitglied",
            "mieter",
            "patient",
            "konto",
            "matrikel",
            "personal",
            "customer",
            "member",
            "account",
        ),
        "customer-number",
    ),
    (("ausweis", "pass", "reisepass", "fuehrer", "identi", "license", "licence"), "identity-number"),
    (("vertrag", "police", "contract", "policy", "darlehen", "kredit"), "contract-number"),
)
_CODE: Final = Regex(r"[#№]?\s?((?=[\w/.-]*\d)[A-Za-z]{0,6}[-/.]?\d[\w/.-]{0,24}|(?=[\w-]*\d)[A-Z]{1,6}-[\w-]{2,20})")
_GROUPS: Final = Regex(r"\d{1,6}(?: \d{2,6}){1,5}(?![\w.,:])")
_UNIT_BEHIND: Final = Regex(
    r"\s?(?:€|%|\$|£|Euro|EUR|CHF|Franken|Uhr|Stück|Tage|Stunden|Minuten|Wochen|stellig|km|kg|days|hours)\b|\s?[€%]|"
    r"-stellig|-digit"
)
_EXAMPLE: Final = Regex(
    r"(?i)\b(?:z\. ?b\.|zum beispiel|beispielsweise|bspw\.|muster|format|e\.g\.|for example|such as|"
    r"like this)\W[^.!?\n]{0,30}$"
)
_GIVEN_OUT: Final = Regex(
    r"(?i)\b(?:angelegt|eröffnet|aufgenommen|erfasst|logged|opened|raised|created|registered|lautet|unter der|under|"
    r"as fault|as case)\b"
)


def numbered(text: Text) -> tuple[Item, ...]:
    """Numbers beside the word that says whose they are: „Kundennummer 4711-22“, `order no. A-1234`."""
    return _NUMBERED(text)


def _all_numbered(text: Text) -> tuple[Item, ...]:
    return tuple(_items(text))


_NUMBERED: Final = Last(_all_numbered)


def _items(text: Text) -> Iterator[Item]:
    raw = text.raw
    for index, folded in enumerate(text.folds):
        named = _cue(text, index, folded)
        if named is None:
            continue
        position = index
        while position + 1 < len(text) and position - index < 3 and text.folds[position + 1] in _FILLERS:
            if any(mark in "!?\n" for mark in text.after[position]):
                break
            position += 1
        begin = text.ends[position]
        found = _CODE.match(raw, begin + _gap(raw, begin))
        if found is None or _UNIT_BEHIND.match(raw, found.end()):
            continue
        code = found[1].rstrip(".-/")
        grouped = _GROUPS.match(raw, found.start(1))
        if grouped and len(grouped.group()) > len(code):
            code = grouped.group()
        digits = sum(mark.isdigit() for mark in code)
        explicit = named[1] or position > index or "#" in found.group() or ":" in text.after[index]
        if (
            digits < (3 if explicit else 4 if named[0] == "reference" else 5)
            or re.fullmatch(DATE, code)
            or re.fullmatch(r"(?:19|20)\d\d|\d+[.,]\d\d", code)
        ):
            continue
        span = Span(found.start(1), found.start(1) + len(code))
        if not _EXAMPLE.search(raw, max(0, span.start - 60), span.start):
            yield Item(named[0] if named[0] != "order-number" or not _given_out(text, index) else "order-number", span)


def _gap(raw: str, begin: int) -> int:
    """How many characters of punctuation stand between a cue and its number."""
    found = Regex(r"[\s.:=„\"“(»]{0,4}").match(raw, begin)
    return found.end() - begin if found else 0


def _cue(text: Text, index: int, folded: str) -> tuple[str, bool] | None:
    """The type of number the word at `index` announces, and whether it says „number“ itself."""
    for ending in _NUMBER_WORDS if folded.endswith(_NUMBER_WORDS) else ():
        stem = folded.removesuffix(ending)
        if stem != folded and stem:
            if stem in _REFERENCE_OF:
                return "reference", True
            if stem.endswith(_NUMBER_OF):
                if stem == "ticket" and _given_out(text, index):
                    return "reference", True
                return _type(stem), True
    if folded in _ENGLISH_CUES:
        following = text.folds[index + 1 : index + 3]
        says = (
            bool(following)
            and following[0] in ("number", "no", "nr", "nummer", "id", "num")
            and text.after[index] in ("", "-")
        )
        kind = _BARE_CUES.get(folded)
        if kind is None:
            return (_type(folded), True) if says else None
        if folded == "ticket" and says and not _given_out(text, index):
            return "order-number", True
        return (kind if kind != "order-number" or not says else _type(folded)), says
    if folded in _SHORT and text.folds[index + 1 : index + 2] == ("nr",) and len(text.after[index].strip()) < 3:
        return _SHORT[folded], True
    if folded in ("nummer", "number"):
        first, last = text.sentences[text.sentence_of[index]]
        if any(
            each.startswith(("anliegen", "fall", "meldung", "stoerung", "ticket", "case", "request", "vorgang"))
            for each in text.folds[first:last]
        ):
            return "reference", True
    return None


def _type(stem: str) -> str:
    for beginnings, kind in _TYPES:
        if stem.startswith(beginnings):
            return kind
    return "order-number"


def _given_out(text: Text, index: int) -> bool:
    """Whether the sentence of token `index` hands the number to the reader."""
    first, last = text.sentences[text.sentence_of[index]]
    return bool(_GIVEN_OUT.search(text.slice(first, last - 1)))
