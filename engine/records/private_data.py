"""Customer records -> what a text of ours tells that only such a record knows.

Private are e-mail and telephone, street with house number, date of birth, IBAN and other numbers (customer, contract,
order), and the parts of the name that the person does not show in public. Every key of a record is looked through,
lists and nested objects too. Not private: a name the person signs with, a street without its number (a power cut has
one too), a form of address, dates that are no birthday.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from ..record import Customer
from ..source import Span
from ..tokens import fold
from ..values import dataclass
from .archive import Archive


@dataclass(frozen=True, slots=True)
class Datum:
    """One thing a record knows: `kind` is email, phone, number, address or birthday; `key` its form without signs."""

    kind: str
    key: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Told:
    """Where a text tells private data: what the person never said in public, and what they had said themselves."""

    secret: tuple[Span, ...] = ()
    known: tuple[Span, ...] = ()


_EMAIL: Final = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_RUN: Final = re.compile(r"[A-Za-z]{0,4}[-\s]?\+?\d(?:[\s()/.\-–]{0,3}\d)+")
_IBAN: Final = re.compile(r"[A-Za-z]{2}\d{2}(?:\s?[A-Za-z0-9]{2,4}){3,8}")
_DATE: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_PHONE_KEY: Final = re.compile(r"phone|tel|mobil|handy|cell|fax|whatsapp", re.IGNORECASE)
_BIRTH_KEY: Final = re.compile(r"birth|geburt|dob", re.IGNORECASE)
_ADDRESS_KEY: Final = re.compile(r"address|adress|anschrift|street|stra(?:ss|ß)e|wohn", re.IGNORECASE)
_NOT_PRIVATE: Final = re.compile(r"plz|zip|post_?al|post_?code|ticket|case|vorgang|fall_?n|since|seit", re.IGNORECASE)
"""Keys of numbers that many share, or that may stand in an answer: a case has a number so that it can be named."""
_ID_KEY: Final = re.compile(
    r"number|nummer|(?:^|[._-])(?:nr|no|num|id)s?$|iban|card|karte|konto|account|contract|vertrag|order|bestell|invoice|"
    r"rechnung|customer|kunden|member|mitglied|policy|police|versicher|insurance|meter|z(?:ä|ae)hler|passport|ausweis|"
    r"tax|steuer|ssn|ahv",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(
    r"count|anzahl|total|sum|amount|betrag|value|wert|points|punkte|follow|score", re.IGNORECASE
)
"""Keys of quantities: 12000 followers tell nobody apart."""
_STREET_KEY: Final = re.compile(r"street|stra(?:ss|ß)e", re.IGNORECASE)
_HOUSE_KEY: Final = re.compile(r"^(?:house|haus|street_?n|stra(?:ss|ß)en_?n)", re.IGNORECASE)
_NAME_KEY: Final = re.compile(r"(?:^|_|-)(?:\w*name|surname|vorname|nachname)$", re.IGNORECASE)
_HOUSE: Final = re.compile(r"(?P<street>[^\W\d][^\d,;\n]*?)\s+(?P<number>\d{1,4}\s?[a-zA-Z]?)(?!\w)")
_HOUSE_FIRST: Final = re.compile(r"^(?P<number>\d{1,4}[a-zA-Z]?)\s+(?P<street>[^\W\d][^\d,;\n]*)")
_STREET: Final = re.compile(r"stra(?:ß|ss)e\b|str\.|str\b|\bstreet\b|\bst\.?$|\broad\b|\brd\.?$", re.IGNORECASE)
_SIGNS: Final = r"[\s()/.\-–]{0,3}"
_FEWEST: Final = 4  # digits of a number that can tell a person
_CERTAIN: Final = 7  # digits of a number that stands for one person whoever is answered
_MONTHS: Final = (
    "jan(?:uar|uary|ner)?", "feb(?:ruar|ruary|er)?", "m(?:ä|ae)rz|mar(?:ch)?", "apr(?:il)?", "ma[iy]", "jun[ie]?",
    "jul[iy]?", "aug(?:ust)?", "sep(?:t(?:ember)?)?", "o[kc]t(?:ober)?", "nov(?:ember)?", "de[zc](?:ember)?",
)  # fmt: skip


class PrivateData:
    """What all records of an archive know, by person; and whose what can only be one person's is."""

    def __init__(self, archive: Archive, ours: Iterable[str] = ()) -> None:
        """`ours` are the organisation's own contacts, which are no secret whoever's record they stand in."""
        self._archive = archive
        self._ours = " ".join(ours)
        self._known: dict[str, tuple[Datum, ...]] = {}
        self._owners: dict[str, Datum] = {}
        for name in sorted(archive.customers):
            for each in self.of(name):
                if _is_ones_own(each):
                    self._owners.setdefault(each.key, each)

    def of(self, person: str) -> tuple[Datum, ...]:
        """What the record of a person knows, names apart; nothing without one."""
        found = self._known.get(person)
        if found is None:
            customer = self._archive.customers.get(person)
            data = _data(customer) if customer else ()
            found = self._known[person] = tuple(each for each in data if not _places(each, self._ours))
        return found

    def told(self, text: str, people: Sequence[str], public: Callable[[], Sequence[str]]) -> Told:
        """Where `text` tells what is known of these people, or an address or number of any customer at all.

        `public` gives the texts in which the people around spoke for all to read.
        """
        signs = _signs(text)
        data = dict.fromkeys(each for person in people for each in self.of(person))
        data |= dict.fromkeys(self._owners[key] for key in keys_in(text) if key in self._owners)
        secret: list[Span] = []
        known: list[Span] = []
        for datum in data:
            places = _places(datum, text) if _may_tell(datum, signs) else []
            if places:
                said = any(_places(datum, each) for each in public())
                (known if said else secret).extend(places)
        return Told(in_order(secret), in_order(set(known) - set(secret)))


def keys_of(customer: Customer) -> Iterator[str]:
    """What a record knows that can only be one person's, in the form of `Datum.key`."""
    return (each.key for each in _data(customer) if _is_ones_own(each))


def _is_ones_own(each: Datum) -> bool:
    return each.kind == "email" or (each.kind in ("phone", "number") and len(each.key) >= _CERTAIN)


def in_order(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Every place once, in text order."""
    return tuple(sorted(set(spans), key=lambda each: (each.start, each.end)))


def hidden_names(customer: Customer, seen: Callable[[str], bool]) -> tuple[str, tuple[str, ...]]:
    """The first name and the surnames on record that a person neither shows nor writes; empty where none is hidden.

    `seen` tells whether a name stands in what is shown and written.
    """
    first, last = _named(customer)
    hidden = tuple(part for part in last if not seen(part))
    return (first if first and not seen(first) else ""), hidden


def _named(customer: Customer) -> tuple[str, tuple[str, ...]]:
    """First name and surnames, folded."""
    whole = customer.name or ""
    given = str(customer.extra.get("first_name") or customer.extra.get("vorname") or "")
    family = str(customer.extra.get("last_name") or customer.extra.get("nachname") or "")
    if "," in whole:
        family, given = (part.strip() for part in whole.split(",", 1))
    parts = [fold(part) for part in whole.split() if part.strip(".").isalpha() or "-" in part]
    if not given and not family and len(parts) == 1:
        return parts[0], ()
    first = fold(given.split()[0]) if given.split() else (parts[0] if parts else "")
    surname = fold(family).split() if family else parts[-1:] if len(parts) > 1 else []
    return first, tuple(part for part in surname if len(part) > 2)


def _data(customer: Customer) -> tuple[Datum, ...]:
    found: dict[Datum, None] = {}
    values = [*_values("", customer.extra), ("address", customer.address or "")]
    for key, value in values:
        if not _NAME_KEY.search(key) and not _NOT_PRIVATE.search(key):
            found |= dict.fromkeys(_datum(key, value))
    for key, given in customer.extra.items():  # street and number in fields of their own
        if isinstance(given, Mapping) and _ADDRESS_KEY.search(key):
            found |= dict.fromkeys(_address(" ".join(str(each) for each in given.values())))
    street = next((value for key, value in values if _STREET_KEY.search(key) and not _HOUSE_KEY.search(key)), "")
    house = next((value for key, value in values if _HOUSE_KEY.search(key)), "")
    if street and house:
        found |= dict.fromkeys(_address(f"{street} {house}"))
    return tuple(found)


def _values(key: str, value: object) -> Iterator[tuple[str, str]]:
    """Every single value of a record with the key it stands under."""
    match value:
        case Mapping():
            for name, inner in value.items():
                yield from _values(f"{key}.{name}" if key else str(name), inner)
        case list() | tuple():
            for inner in value:
                yield from _values(key, inner)
        case bool() | None:
            return
        case _:
            yield key, str(value)


def _datum(key: str, value: str) -> Iterator[Datum]:
    value = value.strip()
    if "@" in value and _EMAIL.fullmatch(value):
        local, _, domain = value.casefold().partition("@")
        sign = r"\s?(?:@|\(at\)|\[at\])\s?"
        yield Datum("email", value.casefold(), rf"(?<![\w.+-]){re.escape(local)}{sign}{re.escape(domain)}(?![\w-])")
    elif _BIRTH_KEY.search(key):
        yield from _birthday(value)
    elif _ADDRESS_KEY.search(key) and not _PHONE_KEY.search(key):
        yield from _address(value)
    elif _DATE.fullmatch(value[:10]):
        return
    elif _PHONE_KEY.search(key):
        figures = _significant(value)
        if len(figures) >= 6:
            lead = rf"(?<![\d])(?:(?:\+|00)\d{{1,3}}{_SIGNS}(?:\(0\))?{_SIGNS}|\(?0)?"
            yield Datum("phone", figures, lead + _SIGNS.join(figures) + r"(?!\d)")
    else:
        signs = "".join(sign for sign in value if sign.isalnum())
        digits = sum(sign.isdigit() for sign in signs)
        year = len(signs) == 4 and signs[:2] in ("19", "20")
        names = bool(_ID_KEY.search(key)) or digits > _CERTAIN or digits < len(signs)
        short = len(value) <= 40 and len(value.split()) <= 9 and digits * 2 >= len(signs)
        if digits >= _FEWEST and short and names and not year and not _COUNTED.search(key):
            pattern = r"[\s./\-–]{0,2}".join(map(re.escape, signs))
            yield Datum("number", signs.casefold(), rf"(?<!\w)(?<!\d[,.]){pattern}(?![\w]|[,.]\d)")


def _birthday(value: str) -> Iterator[Datum]:
    found = _DATE.search(value)
    if found is None:
        return
    parts = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    year, month, day = int(parts[0]), int(parts[1]), int(parts[2])
    if not 1 <= month <= 12:
        return
    years = rf"(?:{year}|{year % 100:02})"
    spelled = _MONTHS[month - 1]
    yield Datum(
        "birthday",
        f"{year}-{month}-{day}",
        rf"(?<!\d)(?:0?{day}\.\s?(?:0?{month}\.|(?:{spelled})\.?)\s?{years}|{year}-{month:02}-{day:02}|"
        rf"0?{day}/0?{month}/{years}|0?{month}/0?{day}/{years}|"
        rf"0?{day}(?:st|nd|rd|th)?\s(?:of\s)?(?:{spelled}),?\s{year}|"
        rf"(?:{spelled})\.?\s0?{day}(?:st|nd|rd|th)?,?\s{year})(?!\d)",
    )


def _address(value: str) -> Iterator[Datum]:
    """Street and house number, either first."""
    first = _HOUSE_FIRST.search(value)
    found = first or _HOUSE.search(value)
    if found is None:
        return
    street, number = found["street"].strip(), "".join(found["number"].split())
    words = r"[\s-]?".join(_word(word) for word in re.split(r"[\s-]+", street) if word)
    house = r"\s?".join(re.findall(r"\d+|[a-zA-Z]", number))
    pattern = rf"(?<!\d){house},?\s{words}" if first else rf"(?<![^\W_]){words},?\s*{house}"
    yield Datum("address", fold(street) + number.casefold(), pattern + r"(?!\w)")


def _word(word: str) -> str:
    """A word of a street's name, whichever way „Straße“ and umlauts are written."""
    stem = _STREET.sub("", word)
    written = ""
    for sign in stem:
        twin = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}.get(sign.lower())
        written += f"(?:{sign}|{twin})" if twin else re.escape(sign)
    if stem == word:
        return written
    return written + r"(?:stra(?:ß|ss)e|str\.?|street|st\.?|road|rd\.?)"


def _significant(value: str) -> str:
    """The digits of a telephone number without the country's code and the leading zero."""
    written = value.replace("(0)", "").strip()
    digits = "".join(sign for sign in written if sign.isdigit())
    if written.startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
        return digits[1:] if digits.startswith("1") else digits[2:]
    return digits.lstrip("0")


def keys_in(text: str) -> Iterator[str]:
    """What in a text looks like an address or a number of one person, in the form of `Datum.key`."""
    for found in _EMAIL.finditer(text):
        yield re.sub(r"\s|[(\[]at[)\]]", lambda sign: "@" if "at" in sign[0].lower() else "", found[0]).casefold()
    for found in _RUN.finditer(text):
        signs = "".join(sign for sign in found[0] if sign.isalnum()).casefold()
        digits = signs.lstrip("abcdefghijklmnopqrstuvwxyz")
        yield from dict.fromkeys((signs, digits, _significant(found[0].lstrip(" -")), _significant(digits)))
    for found in _IBAN.finditer(text):
        yield "".join(found[0].split()).casefold()


_Signs = tuple[str, str, bool]
_UNLIKE: Final = re.compile("[ıİ]")  # letters that a pattern takes for an i and `casefold` does not


def _signs(text: str) -> _Signs | None:
    """What a text holds at all: its letters and digits alone, all of it in lower case, whether there is a digit."""
    if _UNLIKE.search(text):
        return None
    folded = text.casefold()
    return "".join(sign for sign in folded if sign.isalnum()), folded, any(sign.isdigit() for sign in text)


def _may_tell(datum: Datum, signs: _Signs | None) -> bool:
    """Whether a text can tell a datum: much quicker to see than where."""
    if signs is None:
        return True
    bare, folded, figures = signs
    match datum.kind:
        case "email":
            return datum.key.partition("@")[0] in folded
        case "phone" | "number":
            return datum.key in bare
        case _:
            return figures


def _places(datum: Datum, text: str) -> list[Span]:
    return [Span(found.start(), found.end()) for found in _compiled(datum.pattern).finditer(text)]


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
