"""Why a JSON object is no record -> German: the engine says it in English, a person reads it in the words asked for."""

from __future__ import annotations

import re
from typing import Final

from ..engine.intake import RecordError

_KINDS: Final = {
    "true or false": "wahr oder falsch", "a number": "eine Zahl", "a list": "eine Liste", "an object": "ein Objekt",
    "a text": "ein Text", "that": "etwas anderes",
}  # fmt: skip
_WORDS: Final = (
    (re.compile(r"is no JSON object"), "ist kein JSON-Objekt"),
    (re.compile(r"is missing"), "fehlt"),
    (re.compile(r"is `(.*)`, and only messages hold a text to look at"), "ist `{}`; Text haben nur Nachrichten"),
    (re.compile(r"is never `(.*)`; known are (.*)"), "kann nicht `{}` sein; bekannt sind {}"),
    (re.compile(r"must be a text or an object, not (.*)"), "muss ein Text oder ein Objekt sein, hier steht: {}"),
    (re.compile(r"must be a text, not (.*)"), "muss ein Text sein, hier steht: {}"),
    (re.compile(r"must be a list, not (.*)"), "muss eine Liste sein, hier steht: {}"),
    (
        re.compile(r"must hold objects with `by` and `at`, not (.*)"),
        "muss Objekte mit `by` und `at` enthalten, hier steht: {}",
    ),
    (
        re.compile(r"must be an object with `id` and `role`, not (.*)"),
        "muss ein Objekt mit `id` und `role` sein, hier steht: {}",
    ),
)


def why_no_record(problem: RecordError, speech: str) -> str:
    """The key and what is wrong with it; English where there are no German words.

    >>> why_no_record(RecordError("text", "must be a text, not a number"), "de")
    '`text` muss ein Text sein, hier steht: eine Zahl'
    """
    said = problem.problem
    if speech == "de":
        for pattern, german in _WORDS:
            if found := pattern.fullmatch(said):
                said = german.format(*(_KINDS.get(each, each) for each in found.groups()))
                break
    return f"`{problem.key}` {said}" if problem.key else said
