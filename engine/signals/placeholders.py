"""Slots of a template that nobody filled: „[Name]“, `{{first_name}}`, „XXX“, „Frau/Herr“."""

from __future__ import annotations

import re
from typing import Final

from ..regex import Regex
from ..source import Span
from ..tokens import Text
from .reading import Measurement, Reading, Signal, Type

_SLOT: Final = (
    r"(?:(?:[\w. -]{0,20}[ _.-])?(?:vor|nach|kunden?|firmen|benutzer|user|produkt|first|last|sur|full|company|agent|"
    r"f|l)?[ _]?"
    r"(?:name|namen|anrede|titel|title|datum|date|uhrzeit|betrag|amount|thema|topic|ort|stadt|city|kunde|kundin|"
    r"customer|"
    r"produkt|product|nummer|number|nr|grund|reason|link|signatur|signature|adresse|address|anliegen|order|ticket|"
    r"agent|"
    r"firma|company|abteilung|department|salutation|filiale|placeholder|platzhalter|email|e-mail|telefon|phone)"
    r"(?:[ _-](?:einf(?:ü|ue)gen|eintragen|here|hier|einsetzen|name|number|id|des kunden|der kundin))?|"
    r"insert [\w ]{2,30}|"
    r"[\w ]{2,30} (?:einf(?:ü|ue)gen|eintragen|einsetzen|here))"
)
_PLACEHOLDER: Final = Regex(
    rf"""\{{\{{[^{{}}\n]{{1,40}}\}}\}} | \$?\{{[A-Za-zÄÖÜäöü][\w. ]{{1,40}}\}}
    | \[ \s* (?i:{_SLOT}) \s* \](?!\() | <\s*(?i:{_SLOT})\s*> | «\s*(?i:(?:vor|nach)name|anrede)\s*»
    | (?<![\w.,])X{{3,}}(?!\w) | (?<!\w)%[A-Z_]{{3,20}}% | (?<!\w)_{{4,}}(?!\w)
    | \b(?:[Hh]errn?/(?:Frau|in)|[Ff]rau/Herrn?|[Ll]ieber?/[Ll]ieber?|[Ll]iebe[/(*:_]r\)?|[Gg]eehrte[/(*:_]r\)?
      (?:[ ]Frau/Herrn?)?)(?=\s*[,.!?:;\n]|\s*$|\s+(?:[Hh]err|[Ff]rau))
    """,
    re.VERBOSE,
)
_INSTRUCTION: Final = frozenset(
    """betreff angeben anzugeben eintragen einsetzen setzen ersetzen ersetze ersetzt ersetzten statt format muster
    beispiel vorlage ausfuellen schreiben schreibe platzhalter textbaustein subject replace fill enter format
    template example placeholder substitute type instead""".split()
)


def _measure(reading: Reading) -> Measurement:
    raw = reading.text.raw
    if not any(mark in raw for mark in "[{<%_/(*:«X"):
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
    return told or any(text.quoted[index] for index in inside)


placeholders: Final = Signal(
    "text.placeholders", "text.platzhalter", Type.NUMBER, "places",
    "Slots of a template that nobody filled, outside quotations and instructions.",
    "own", "0", _measure,
)  # fmt: skip
