"""Personal data by its shape: what identifies one person and should not stand in public.

Private facts told in words (an illness, a debt, a family matter) have no shape; the rule language finds them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final

from ..record import Role
from ..regex import Regex
from ..source import Span
from ..tokens import Kind, Text
from .contact_points import is_contact_point, own_email, public_place
from .numbered import DATE, Item, numbered
from .persons import persons
from .reading import Measurement, Reading, Signal, Type

_DIGIT: Final = Regex(r"\d")
_IBAN: Final = Regex(r"(?i)\b[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{1,4}){3,8}\b")
_IBAN_LENGTHS: Final = {
    country: int(length)
    for group in (
        "15:NO 16:BE 18:DK,FI,FO,GL,NL,SD 19:MK,SI 20:AT,BA,EE,KZ,LT,LU,XK,MN 21:CH,HR,LI,LV 22:BG,BH,CR,DE,GB,GE",
        "22:IE,ME,RS,VA 23:AE,GI,IL,IQ,OM,SO,TL 24:AD,CZ,ES,MD,PK,RO,SA,SE,SK,TN,VG",
        "25:LY,PT,ST 26:IS,TR 27:BI,DJ,FR,GR,IT,MC,MR,SM",
        "28:AL,AZ,BY,CY,DO,GT,HU,LB,NI,PL,SV 29:BR,EG,PS,QA,UA 30:JO,KW,MU,YE 31:MT,SC 32:LC 33:RU",
    )
    for entry in group.split()
    for length, countries in [entry.split(":")]
    for country in countries.split(",")
}
_CARD: Final = Regex(r"(?<![\w.,+-])\d(?:[ -]?\d){11,18}(?![\w])")
_CARD_END: Final = Regex(
    r"(?i)\b(?:visa|mastercard|maestro|amex|girocard|(?:kredit|giro|bank|ec-)?karten?|(?:credit |"
    r"debit )?card)\b[^.!?\n\d]{0,25}"
    r"\b(?:ending|ends|endziffern?|endnummer|endung|endet|endend|enden)\b[^.!?\n\d]{0,10}(\d{4})(?!\d)"
)
_PHONE: Final = Regex(
    r"(?<![\w.,:/#§€$£+-])(?:\+|00)?\(?\d(?:[ \u00a0\u202f()./–-]{0,3}\d){5,15}(?![\w%€]|[.,:]\d|[ ]?(?:€|Euro|EUR|"
    r"CHF|Uhr)\b)"
)
_PHONE_LOOK: Final = Regex(r"(?:\+|00)[1-9]|\(?0\d|\(\d{3}\) ?\d{3}[ .-]?\d{4}$|1?[ .-]?\d{3}([ .-])\d{3}\1\d{4}$")
_DATE_LOOK: Final = Regex(
    r"[0-3]?\d[./-][0-3]?\d[./-](?:\d{4}|\d{2})(?!\d)|(?:19|20)\d\d[./-]\d\d?[./-]\d\d?|(?:19|20)\d\d ?[–-] ?(?:19|"
    r"20)\d\d$"
)
_PHONE_CUE: Final = Regex(
    r"(?i)\b(?:tel|telefon\w*|telephone|phone|handy\w*|mobil\w*|mobile|cell|ruf-?nummer|nummer|number|fax|call|ring|"
    r"text|"
    r"whats-?app|anruf\w*|festnetz\w*|natel|reach|contact)\b[^\n\d]{0,24}$"
)
_PHONE_CUE_BEHIND: Final = Regex(r"(?i)\s?\(?(?:office|fax|mobile|mobil|home|work|cell|handy|privat)\b")
_SHAPES: Final = (
    ("tax-number", Regex(r"(?<![\w.-])\d{3}-\d{2}-\d{4}(?![\w-])")),
    ("insurance-number", Regex(r"(?<![\w.])756\.\d{4}\.\d{4}\.\d{2}(?!\w)")),
    ("insurance-number", Regex(r"(?<!\w)\d{2} ?[0-3]\d[01]\d{3} ?[A-Z] ?\d{3}(?!\w)")),
    ("insurance-number", Regex(r"(?<!\w)[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)")),
)
_STREET_DE: Final = (
    r"(?:[A-ZÄÖÜ][\wäöüß-]*(?:stra(?:ß|ss)e|str\.|gasse|weg|platz|allee|ring|ufer|damm|chaussee|steig|stiege|markt|"
    r"hof|kamp|pfad|park|graben)|"
    r"[A-ZÄÖÜ][\wäöüß-]+(?:er|e|en)? (?:Stra(?:ß|ss)e|Str\.|Gasse|Weg|Platz|Allee|Ring|Damm|Chaussee)|"
    r"(?:Am|Im|An der|Auf der|Zum|Zur|Unter den|Hinter der) (?!Bus|Zug|Zimmer|Gleis|Jahr|Haus|Raum|Stock|Tram|"
    r"Abteil|Wagen)[A-ZÄÖÜ][a-zäöüß]+) \d{1,4}(?: ?[a-z]\b)?(?!\d|[.:,]\d| ?(?:Uhr|Euro|Minuten|%))"
)
_STREET_EN: Final = (
    r"\d{1,5}[a-z]? (?:(?:North|South|East|West|N|S|E|W|[A-Z][\w'’-]+)\.? ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|"
    r"Lane|Ln|Drive|Dr|Court|"
    r"Ct|Crescent|Close|Way|Terrace|Boulevard|Blvd|Square|Gardens|Grove|Mews|Parade)\b|(?:Flat|Apt\.?|Apartment|"
    r"Suite|Unit|Room) "
    r"\d{1,4}[A-Z]?, [A-Z][\w' ]+|(?:PO|P\.O\.) Box \d+"
)
_STREET: Final = Regex(f"(?<![\\w-])(?:{_STREET_DE}|{_STREET_EN})")
_POSTCODE: Final = Regex(
    r"(?:/\d{1,3}){0,3},? (?:(?:D|A|CH)-)?\d{4,5} [A-ZÄÖÜ]"
)  # a customer's whole address is his own
_BIRTH: Final = Regex(
    rf"(?:\b(?i:geb(?:oren|\.|urtsdatum|urtstag)?|born|d\.?o\.?b\.?|date of birth|birth ?date|"
    rf"birthday)\b[^\n!?\d]{{0,22}}?(?<!\d))({DATE})"
    r"|(?:\b(?:Jg\.?|Jahrgang|geb\.|born in|geboren)[: ]{1,2}(?:im Jahr )?)((?:19|20)\d\d)\b"
    rf"|({DATE})[, ]{{0,2}}(?=\b(?:geboren|is (?:his|her|your) birthday))|(?<![\w*])\* ?({DATE})(?!\d| ?\*)"
)
_AGE: Final = Regex(
    r"(?: \(|, )(?:(?:Jg\.|Jahrgang|geb\.|born) (?:19|20)\d\d|[1-9]\d?(?: (?:Jahre(?: alt)?|years old))?)(?:\)|"
    r"(?=[,.;]|$|\n))(?!,\d)"
)
_SECRET: Final = Regex(
    r"(?i)\b((?:\w{0,12}-?)?(?:passwor[td]|kennwort|passcode|zugangscode|pin(?:-?code|-?nummer)?|tan|puk|login))\b"
    r"(?:[^\n.!?\w]{0,2}(?:lautet|ist|is|now|jetzt|nun|neu|heißt|code|nummer|for you)){0,3}[:= \u00a0„\"“»'‚]{1,4}"
    r"((?=[^\s]*\d)[^\s„“”\"»«',;]{3,40}[^\s„“”\"»«',;.!?)])"
)
_PLATE: Final = Regex(
    r"(?<![\w-])(?:[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[- ]?\d{1,4}[EH]?|[A-Z]{1,2}[- ]\d{1,6} ?[A-Z]{0,3}|"
    r"[A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z0-9]{5,8})(?![\w-])"
)
_PLATE_CUE: Final = Regex(
    r"(?i)\b(?:\w*kennzeichen|nummernschild|autonummer|kontrollschild|kfz-kennzeichen|licen[cs]e plate|number plate|"
    r"plate|registration|rego|reg)\b[^\n.!?\d]{0,18}$"
)


def items(reading: Reading) -> tuple[Item, ...]:
    """All personal data and references in text order, never overlapping; none in an empty text."""
    raw = reading.text.raw
    if "@" not in raw and _DIGIT.search(raw) is None:
        return ()
    found: list[Item] = []
    taken: list[Span] = []
    for item in _candidates(reading):
        if not any(item.span.overlaps(other) for other in taken):
            taken.append(item.span)
            if item.type:
                found.append(item)
    found += _names_beside(reading.text, found)
    return tuple(sorted(found, key=lambda item: item.span.start))


def references(reading: Reading) -> tuple[Item, ...]:
    """The case and reference numbers that we give out."""
    return tuple(item for item in items(reading) if item.type == "reference")


def _candidates(reading: Reading) -> Iterator[Item]:
    """Items in order of trust; type "" keeps a place from being taken for something else."""
    text, raw = reading.text, reading.text.raw
    ours = reading.exchange.message.author is None or reading.exchange.message.author.role is not Role.CUSTOMER
    for index, kind in enumerate(text.kinds):
        if kind is Kind.LINK:
            yield Item("", Span(text.starts[index], text.ends[index]))
        elif kind is Kind.EMAIL:
            span = Span(text.starts[index], text.ends[index])
            public = ours and own_email(text, text.starts[index], text.word(index), reading.organisation)
            yield Item("" if public else "e-mail", span)
    digits = len(_DIGIT.findall(raw))
    if not digits:
        return
    lower = raw.lower()
    if digits >= 10:
        for found in _IBAN.finditer(raw):
            yield from _iban(raw, found.start(), found.end())
    if any(cue in lower for cue in _SECRET_CUES):
        yield from _secrets(raw)
    if any(cue in lower for cue in _BIRTH_CUES):
        for found in _BIRTH.finditer(raw):
            group = next(number for number in (1, 2, 3, 4) if found[number])
            yield Item("birth-date", Span(*found.span(group)))
    if digits >= 4 and any(cue in lower for cue in _CARD_CUES):
        for found in _CARD_END.finditer(raw):
            yield Item("card", Span(*found.span(1)))
    if digits >= 12:
        for found in _CARD.finditer(raw):
            if _is_card(raw, found.start(), re.sub(r"\D", "", found.group())):
                yield Item("card", Span(*found.span()))
    if digits >= 6:
        for name, shape in _SHAPES:
            for found in shape.finditer(raw):
                yield Item(name, Span(*found.span()))
    yield from numbered(text)
    if any(cue in lower for cue in _PLATE_CUES):
        for found in _PLATE.finditer(raw):
            cued = _PLATE_CUE.search(raw, max(0, found.start() - 60), found.start())
            if cued and any(mark.isdigit() for mark in found.group()):
                yield Item("licence-plate", Span(*found.span()))
    if digits >= 6:
        for found in _DATE_DOTTED.finditer(raw):
            yield Item("", Span(*found.span()))
        yield from _phones(reading, ours)
    for found in _STREET.finditer(raw):
        whole = not ours and _POSTCODE.match(raw, found.end()) is not None
        if whole or not public_place(text, found.start(), found.end(), reading.organisation):
            yield Item("address", Span(*found.span()))


# A text without any of these beginnings cannot match the pattern: the cheap question first.
_SECRET_CUES: Final = ("passwor", "kennwort", "passcode", "code", "pin", "tan", "puk", "login")
_BIRTH_CUES: Final = ("geb", "born", "birth", "dob", "d.o", "jg", "jahrgang", "*")
_CARD_CUES: Final = ("end",)
_PLATE_CUES: Final = ("kennzeichen", "plate", "schild", "autonummer", "reg")
_DATE_DOTTED: Final = Regex(rf"(?<![\w.])(?:{DATE})(?!\d)")


def _is_card(raw: str, start: int, digits: str) -> bool:
    """Whether the check digit fits, and the first digit is a card's or the word „Karte“ stands before."""
    cued = digits[0] in "23456" and len(digits) > 12
    return luhn(digits) and (cued or re.search(r"(?i)(?:card|karte)\b[^\d]{0,20}$", raw[:start]) is not None)


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812-1).

    >>> luhn("4111111111111111"), luhn("4111111111111112")
    (True, False)
    """
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(map(int, digits[::-2]))) % 10 == 0


def valid_iban(compact: str) -> bool:
    """Whether country, length and check digits of an account number without spaces fit (ISO 13616).

    >>> valid_iban("DE89370400440532013000"), valid_iban("DE88370400440532013000")
    (True, False)
    """
    if _IBAN_LENGTHS.get(compact[:2]) != len(compact):
        return False
    return int("".join(str(int(mark, 36)) for mark in compact[4:] + compact[:4])) % 97 == 1


def _iban(raw: str, start: int, end: int) -> Iterator[Item]:
    """The account number that begins at `start`, cut to its country's length."""
    wanted = _IBAN_LENGTHS.get(raw[start : start + 2].upper(), 0)
    compact, stop = "", start
    while stop < end and len(compact) < wanted:
        compact += raw[stop].upper() if raw[stop].isalnum() else ""
        stop += 1
    if valid_iban(compact) or (len(compact) == wanted > 0 and re.search(r"(?i)\b(?:iban|konto)\W*$", raw[:start])):
        yield Item("iban", Span(start, stop))


def _secrets(raw: str) -> Iterator[Item]:
    for found in _SECRET.finditer(raw):
        if "stellig" in found[2] or "digit" in found[2]:
            continue
        short = found[1].lower().endswith(("pin", "tan", "puk", "code", "nummer"))
        if short or not found[2].isdigit() or len(found[2]) >= 4:
            yield Item("secret", Span(*found.span(2)))


def _phones(reading: Reading, ours: bool) -> Iterator[Item]:
    raw = reading.text.raw
    for found in _PHONE.finditer(raw):
        written = found.group()
        digits = re.sub(r"\D", "", written)
        if not 6 <= len(digits) <= 15 or _DATE_LOOK.match(written):
            continue
        cued = _PHONE_CUE.search(raw, max(0, found.start() - 50), found.start())
        cued = cued or _PHONE_CUE_BEHIND.match(raw, found.end())
        if not cued and (len(digits) < 7 or not _PHONE_LOOK.match(written)):
            continue
        public = ours and is_contact_point(reading.text, found.start(), digits, reading.organisation)
        yield Item("" if public else "phone", Span(*found.span()))


def _names_beside(text: Text, found: list[Item]) -> list[Item]:
    """Full names in the sentence of other data, and names with an age behind them."""
    beside: list[Item] = []
    if not found and not _AGE.search(text.raw):
        return beside
    sentences = {_sentence_at(text, item.span) for item in found if item.type != "reference"}
    for person in persons(text):
        aged = _AGE.match(text.raw, person.span.end + (text.raw[person.span.end : person.span.end + 1] == "."))
        near = person.full and text.sentence_of[person.first_token] in sentences
        if (aged or near) and not any(person.span.overlaps(item.span) for item in found):
            beside.append(Item("name", Span(person.span.start, aged.end() if aged else person.span.end)))
    return beside


def _sentence_at(text: Text, span: Span) -> int:
    index = min(bisect_left(text.ends, span.start + 1), bisect_right(text.starts, span.end) - 1)
    return text.sentence_of[max(0, index)] if len(text) else 0


def _measure(reading: Reading) -> Measurement:
    found = [item for item in items(reading) if item.type != "reference"]
    return Measurement(float(len(found)), tuple(item.span for item in found), tuple(item.type for item in found))


personal_data: Final = Signal(
    "text.personal-data", "text.personendaten", Type.NUMBER, "places",
    "Places that identify one person by their shape: e-mail, phone, account, card, customer number, address and so on. "
    "The organisation's own contact data and case numbers it gives out do not count.",
    "own; check digits after ISO 13616 and ISO/IEC 7812-1", "0", _measure,
)  # fmt: skip
