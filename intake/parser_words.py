"""What Python's parser says of JSON that is none -> German."""

from __future__ import annotations

from typing import Final

_PARSER: Final = {
    "Expecting value": "hier fehlt ein Wert",
    "Expecting ',' delimiter": "hier fehlt ein Komma oder eine schließende Klammer",
    "Expecting ':' delimiter": "hier fehlt ein Doppelpunkt",
    "Expecting property name enclosed in double quotes": "hier fehlt ein Name in geraden Anführungszeichen",
    "Illegal trailing comma before end of object": "vor der schließenden Klammer steht ein Komma zu viel",
    "Illegal trailing comma before end of array": "vor der schließenden Klammer steht ein Komma zu viel",
    "Unterminated string starting at": "ein Text ist nicht geschlossen",
    "Extra data": "danach folgt noch etwas",
    "Invalid control character at": "ein Steuerzeichen im Text",
    "Invalid \\escape": "ein unbekanntes Zeichen nach \\",
    "Invalid \\uXXXX escape": "nach \\u fehlen vier Stellen",
}
"""What Python's parser says of JSON that is none; words it does not have here stay English."""


def parser_told(said: str, speech: str) -> str:
    """What the parser of JSON says, in `speech`."""
    return _PARSER.get(said, said) if speech == "de" else said
