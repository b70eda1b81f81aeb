"""Postal addresses in a text: a street with its house number, a postcode with its place, a post-office box.

The form decides, not the name of the street: „Hinter der Mauer 12, 99084 Erfurt“ is one although no word of it says
street. Without a postcode the street has to look like one: a street word, or a name that begins like „Am“, „Zur“.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Final

from ..regex import Regex
from ..tokens import Text

_CAPITAL: Final = r"[A-ZÄÖÜÉÈ]"
_HOUSE: Final = r"\d{1,4}(?:\s?[a-zA-Z]\b)?(?:\s?[-–/+]\s?\d{1,4}[a-zA-Z]?)*"
_CALENDAR: Final = (
    r"(?:(?:Jan|Jän|Feb|Apr|Aug|Sep|Okt|Oct|Nov|De[cz])[a-z]{0,7}|März?|March|Ma[iy]|Jun[ie]?|Jul[iy]?"
    r"|\w{3,10}(?:tag|day)s?|Mittwoch|Uhr|Euro|Franken|Jahren?|Wochen?|Platz|Preise?)\b"
)
_BEHIND_THE_STREET: Final = r"\s?(?:[,;|·•/–-]|\n|\bin\b)\s*"
_GERMAN: Final = (
    # „Obere Mühle 4, 97076 Würzburg“, „Talstation, Dorfstrasse 101 | CH-3818 Grindelwald“
    r"\b" + _CAPITAL + r"[\w.'’-]{0,40}\s(?:[\w.'’-]{1,40}\s){0,4}?(?<!tag\s)(?<!woch\s)" + _HOUSE + _BEHIND_THE_STREET
    + r"(?:" + _CAPITAL + r"[^,;|\d\n]{1,30},\s)?(?:[A-Z]{1,3}\s?[-–]\s?)?\d{4,5}\s(?!" + _CALENDAR + r")" + _CAPITAL
    + r"[\w-]+",
    # „Am Kanal 3, Bremen“: no postcode, but a name as streets have it
    r"\b(?:Am|An|Auf|Hinter|Vor|Im|In|Unter|Bei|Beim|Zum|Zur|Zu|Alte[rn]?|Neue[rn]?|Obere[rn]?|Untere[rn]?"
    r"|Gro(?:ß|ss)e[rn]?|Kleine[rn]?|Lange[rn]?|Hohe[rn]?)\s(?:de[nmr]\s)?(?:[a-zäöü]{1,20}\s)?"
    + r"(?!" + _CALENDAR + r")" + _CAPITAL + r"[\w-]{1,40}\s\d{1,4}\s?[a-z]?,\s(?!" + _CALENDAR + r")" + _CAPITAL
    + r"\w+",
)  # fmt: skip
_STREETS: Final = frozenset(
    ("Street", "St", "Road", "Rd", "Lane", "Ln", "Avenue", "Ave", "Square", "Sq", "Way", "Close", "Place", "Pl",
     "Drive", "Dr", "Terrace", "Quay", "Row", "Hill", "Park", "Gardens", "Court", "Ct", "Green", "Mews", "Walk",
     "Crescent", "Boulevard", "Blvd", "Parade", "Yard", "Grove", "Wharf", "Dock", "Pavilion", "Mill", "House",
     "Highway", "Hwy")
)  # fmt: skip
_STREET: Final = rf"(?:{'|'.join(sorted(_STREETS))})"
_POSTCODE: Final = (
    r"(?:[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}|[A-Z]{2,3}\s\d{4,5}(?:-\d{4})?"
    r"|[A-Z]\d[A-Z]\s\d[A-Z]\d|[A-Z]\d{2}\s[A-Z\d]{4})\b"
)
_ENGLISH: Final = (
    # “14 Harbour Street, Whitby”, “350 5th Ave, New York”, “12 King's Parade, Cambridge”
    r"\b\d{1,5}[a-zA-Z]?(?:[-–]\d{1,5})?\s(?!" + _CALENDAR + r")(?:(?:" + _CAPITAL
    + r"[\w'’.-]{0,40}|\d{1,3}(?:st|nd|rd|th)|of|the)\s){1,4}?" + _STREET + r"\b\.?(?=(?:,|\n)\s?" + _CAPITAL + r")",
    # “The Green, Stow GL54 1AB”, “Upper Mill, Ledbury HR8 1AA”: parts set apart by commas, then a postcode
    r"\b" + _CAPITAL + r"[\w'’. -]{2,40},\s(?:[\w'’. -]{2,40},\s){0,4}[\w'’. -]{0,30}?\b" + _POSTCODE,
    # “88 Queen St, Auckland 1010”, “Lahinch Road, Ennistymon”
    r"\b(?:" + _CAPITAL + r"[\w'’-]{1,40}\s){1,3}" + _STREET + r",\s(?:" + _CAPITAL + r"[\w'’.-]+)",
)  # fmt: skip
_BOX: Final = r"\b(?:Postfach|PO Box|P\.\s?O\. Box|Post Office Box)(?:\s\d[\d ]*)?"
_ADDRESS: Final = Regex("|".join((*_GERMAN, *_ENGLISH, _BOX)))
# What no address can do without: a postcode before a place, a house number before a comma, a box; or a street word that
# ends its line.
_SIGNS: Final = Regex(
    r"(?<!\w)\d{4,5}\s" + _CAPITAL + r"|\s\d{1,4}\s?[a-z]?,\s" + _CAPITAL + r"|[A-Z](?:\d|[A-Z]\s\d{4})|Box|Postfach"
)
_ENDS: Final = Regex(r"([A-Z][a-z]{1,9})\.?[,\n]")


def postal_addresses(text: Text) -> tuple[tuple[int, int], ...]:
    """First and last token of every postal address, in order; none in an empty text."""
    raw = text.raw
    if _SIGNS.search(raw) is None and _STREETS.isdisjoint(_ENDS.compiled().findall(raw)):
        return ()
    found: list[tuple[int, int]] = []
    for match in _ADDRESS.finditer(raw):
        first = bisect_right(text.ends, match.start())
        last = bisect_left(text.starts, match.end()) - 1
        if first <= last:
            found.append((first, last))
    return tuple(found)
