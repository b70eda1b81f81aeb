"""The naive baseline: for each family and language a short list of telling words, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from knigge.engine.record import Exchange
from knigge.engine.tokens import fold

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "lecturing": ("wie sie wissen|bekanntlich|eigentlich wissen|merken sie sich", "as you know|obviously|should know"),
    "commanding-calm": ("beruhigen|sachlich|aufregung", "calm down|relax|no need to"),
    "blame-shift": ("ihr fehler|bei ihnen|nicht zuständig|bedienfehler", "your fault|your end|not responsible"),
    "non-apology": ("unannehmlichkeiten|bedauern|falls", "inconvenience|sorry if|you feel"),
    "hollow-phrase": ("verständnis|ernst|am herzen|wichtig", "understanding|seriously|value|important to us"),
    "mass-address": ("damen und herren|liebe kunden|automatisch", "dear customer|automated|valued"),
    "officialese": ("bezüglich|hinsichtlich|hiermit|seitens", "pursuant|hereby|with regard|aforementioned"),
    "hidden-agent": ("wurde|wurden", "was|were|has been"),
    "sarcasm": ("toll|bravo|glückwunsch|super", "oh great|congratulations|genius"),
    "shouting": ("!!", "!!"),
    "address-mixed": ("du", "zzz"),
    "absolute-promise": ("garantiert|100 %|immer|nie", "guarantee|always|never|100%"),
    "admission": ("haften|schuld|schadensersatz", "liable|fault|compensation"),
    "deflection": ("wenden sie sich|dm|pn|kundenservice", "dm us|contact|website"),
    "private-data": ("kundennummer|iban|@", "account number|@|phone"),
    "confidential-leak": ("vertraulich|intern", "confidential|internal"),
    "ad-unlabelled": ("rabatt|code|link", "code|link|discount"),
    "apology": ("entschuldig|leid", "sorry|apolog"),
    "promise": ("werden|melden|bis", "will|'ll|by"),
    "solution": ("erstatten|tauschen|schicken", "refund|replace|send"),
    "personal": ("frau|herr|hallo", "hi|mr|ms"),
    "criticism": ("nicht|schlecht|enttäuscht", "not|bad|disappointed"),
    "question": ("?", "?"),
    "praise": ("danke|super|toll", "thanks|great|love"),
    "attack": ("idiot|dumm|arsch", "idiot|stupid|moron"),
    "legal-threat": ("anwalt|klage|anzeige", "lawyer|sue|court"),
    "crisis": ("notfall|verletzt|gefahr", "emergency|injured|danger"),
}


def naive_words(family: str, language: str) -> Callable[[Exchange], bool]:
    """Whether one of the family's words stands in the text."""
    words = [fold(word) for word in _WORDS[family][language == "en"].split("|")]

    def flags(exchange: Exchange) -> bool:
        folded = f" {' '.join(fold(word) for word in (exchange.message.text or '').split())} "
        return any(word in folded for word in words)

    return flags
