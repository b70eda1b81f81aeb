"""Slots of a template that nobody filled: „[Name]“, `{{first_name}}`, „XXX“, „Frau/Herr“."""

from __future__ import annotations

import re
from typing import Final

from ..regex import Regex
from ..source import Span
from ..tokens import Text
from .reading import Measurement, Reading, Signal, Type

_NOUN: Final = (
    r"(?:(?:vor|nach|spitz|kunden?|firmen|benutzer|nutzer|user|produkt|first|last|sur|nick|full|company|agent|"
    r"f|l)?[ _]?"
    r"(?:name|namen|anrede|titel|title|datum|date|uhrzeit|betrag|amount|thema|topic|ort|stadt|city|kunde|kundin|"
    r"customer|client|guest|gast|nutzer|nutzerin|user|mitarbeiter|mitarbeiterin|sachbearbeiter|"
    r"produkt|product|marke|brand|nummer|number|nr|grund|reason|link|url|signatur|signature|adresse|address|anliegen|"
    r"order|ticket|agent|termin|frist|deadline|wochentag|weekday|day|monat|month|zeitraum|anzahl|preis|price|"
    r"firma|company|abteilung|department|salutation|filiale|branch|standort|placeholder|platzhalter|email|e-mail|"
    r"telefon|phone))"
)
_SLOT: Final = (
    rf"(?:(?:[\w. -]{{0,20}}[ _.-])?{_NOUN}"
    r"(?:[ _-](?:einf(?:ü|ue)gen|eintragen|here|hier|einsetzen|name|number|id))?"
    rf"(?:[ ](?:des|der|vom|von|of|of[ ]the)[ ]\w{{3,20}})?(?:\s?[/|]\s?{_NOUN})?|"
    r"x{2,}|insert [\w ]{2,30}|"
    r"[\w ]{2,30} (?:einf(?:ü|ue)gen|eintragen|einsetzen|here))"
)
_CALLED: Final = r"(?:Hallo|Hi|Hey|Hello|Dear|Moin|Servus|Tag|Lieber?|Frau|Herrn?|Mrs?\.?|Ms\.?)"
_PLACEHOLDER: Final = Regex(
    rf"""\{{\{{[^{{}}\n]{{1,80}}\}}\}} | \$?\{{[A-Za-zÄÖÜäöü][\w. ]{{1,40}}\}}
    | \[ \s* (?i:{_SLOT}) \s* \](?!\() | <\s*(?i:{_SLOT})\s*> | «\s*(?i:(?:vor|nach)name|anrede)\s*»
    | \[ (?i:textbaustein|baustein|vorlage|template|macro|makro|snippet)\b [^\]\n]{{0,30}} \](?!\()
    | \( \s* (?i:(?:bitte|hier|please)\s)? (?i:{_NOUN}) \s (?i:einf(?:ü|ue)gen|einsetzen) \s* \)
    | \( \s* (?i:insert)\s (?i:the\s|your\s)? (?i:{_NOUN}) \s* \)
    | (?<![\w.,])X{{3,}}(?!\w) | (?<!\w)_{{4,}}(?!\w)
    | (?<![\w.])(?:XX|xx)(?:\.(?:XX|xx)\.?(?:XXXX|xxxx)?|:(?:XX|xx))(?!\w)
    | (?<![\w%])%{{1,2}}(?:[A-Z_]{{3,20}}|(?i:{_NOUN}))%{{1,2}}(?![\w%])
    | \*\|[A-Z_:]{{2,30}}\|\* | (?<!\w)([#$])(?i:{_NOUN})\1(?!\w)
    | \b{_CALLED}[ ](?:(?:VOR|NACH)?NAME|KUNDE|KUNDIN|FIRST[ ]?NAME|LAST[ ]?NAME|CUSTOMER|\?{{2,}}|_{{2,}}|
      \[(?:\.\.\.|…)\])(?=\s?[,!:]|\s*\n)
    | \b(?:Frau|Herrn?|Mrs?\.?|Ms\.?)[ ](?:xyz?|XYZ?|xx|XX|XYZ)(?=\s?[,!:.]|\s)
    | \b(?:TODO|FIXME)\b | \b[Ll]orem[ ]ipsum\b
    | \b(?:[Hh]errn?/(?:Frau|in)|[Ff]rau/Herrn?|[Ll]ieber?/[Ll]ieber?|[Ll]iebe[/(*:_]r\)?|[Gg]eehrte[/(*:_]r\)?
      (?:[ ]Frau/Herrn?)?)(?=\s*[,.!?:;\n]|\s*$|\s+(?:[Hh]err|[Ff]rau))
    | \b(?:[Hh]errn?/Frau|[Ff]rau/Herrn?)(?=[ ][A-ZÄÖÜ])
    """,
    re.VERBOSE,
)
_INSTRUCTION: Final = frozenset(
    """betreff angeben anzugeben eintragen einsetzen setzen ersetzen ersetze ersetzt ersetzten statt format muster
    beispiel vorlage ausfuellen schreiben schreibe platzhalter textbaustein subject replace fill enter format
    template example placeholder substitute type instead""".split()
)


_MARKS: Final = (*"[{<%_/(*:«X#$?", "NAME", "KUND", "CUSTOMER", "TODO", "FIXME", "ipsum", " xy", " xx", "xx.", "xx:")
"""Without any of these there is no slot."""


def _measure(reading: Reading) -> Measurement:
    raw = reading.text.raw
    if not any(mark in raw for mark in _MARKS):
        return Measurement(0.0)
    spans = tuple(
        Span(*found.span())
        for found in _PLACEHOLDER.finditer(raw)
        if not _instructed(reading.text, found.start(), found.end())
    )
    return Measurement(float(len(spans)), spans)


def _instructed(text: Text, start: int, end: int) -> bool:
    """Whether the slot stands in a quotation or in a sentence that tells the reader what to put there."""
    inside = [index for index in range(len(text)) if text.ends[index] > start and text.starts[index] < end]
    near = inside or [index for index in range(len(text)) if text.ends[index] <= start][-1:]
    if not near:
        return False
    first, last = text.sentences[text.sentence_of[near[0]]]
    slot = set(inside)
    told = any(text.folds[index] in _INSTRUCTION for index in range(first, last) if index not in slot)
    return told or any(text.quoted[index] for index in inside[:1])


placeholders: Final = Signal(
    "text.placeholders", "text.platzhalter", Type.NUMBER, "places",
    "Slots of a template that nobody filled, outside quotations and instructions.",
    "own", "0", _measure,
)  # fmt: skip
