"""Diagnostics of an import map -> German: the stages that find them speak English, who reads a map may not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ..engine.diagnostics import Diagnostic

_KINDS: Final[Mapping[str, str]] = {
    "a text": "ein Text", "a number": "eine Zahl", "a whole number": "eine ganze Zahl", "a list": "eine Liste",
    "a group of keys": "eine Gruppe von Angaben", "`true` or `false`": "`true` oder `false`",
    "delimiter of one sign": "Trennzeichen aus einem Zeichen", "this list": "diese Liste",
    "quotation mark of one sign": "Anführungszeichen aus einem Zeichen",
    "this group of keys": "diese Gruppe von Angaben", "at least": "mindestens", "at most": "höchstens",
    "the map": "der Zuordnung", "this group": "dieser Gruppe", "message": "Nachricht (message)",
    "action": "Handlung (action)", "contest": "Gewinnspiel (contest)", "customer": "Kundschaft (customer)",
    "ticket": "Vorgang (ticket)", "coverage": "Abdeckung (coverage)",
}  # fmt: skip
_MESSAGES: Final = (
    ("an import map is a group of keys", "eine Zuordnung ist eine Gruppe von Angaben"),
    ("`keys` and `records` both stand here", "`keys` und `records` stehen beide da"),
    ("neither `keys` nor `records` stands here", "weder `keys` noch `records` steht da"),
    ("there is no encoding `(.*)`", "eine Kodierung `{}` gibt es nicht"),
    ("there is no time zone `(.*)`", "eine Zeitzone `{}` gibt es nicht"),
    ("an? (.*) has no key `(.*)` that any rule reads", "{}: keine Regel liest eine Angabe `{}`"),
    ("`(.*)` is no name of a key", "`{}` ist kein Name einer Angabe"),
    ("`(.*)` is set already as a whole", "`{}` ist schon als Ganzes gesetzt"),
    ("`(.*)` is missing", "`{}` fehlt"),
    ("`(.*)` is missing in (.*)", "`{}` fehlt in {}"),
    ("`(.*)` has no value", "`{}` hat keinen Wert"),
    ("nothing says where this comes from", "woher das kommt, steht nicht da"),
    ("`(.*)` and `(.*)` and `(.*)` exclude each other", "`{}`, `{}` und `{}` schließen einander aus"),
    ("`(.*)` and `(.*)` exclude each other", "`{}` und `{}` schließen einander aus"),
    ("`(.*)` is never `(.*)`", "`{}` ist nie `{}`"),
    ("`(.*)` is no form of a time", "`{}` ist keine Form einer Zeit"),
    ("unknown key `(.*)`", "unbekannte Angabe `{}`"),
    ("here is nothing, and (.*) is wanted", "hier steht nichts, erwartet wird {}"),
    ("here is nothing", "hier steht nichts"),
    ("(.*) stands where (.*) is wanted", "{} steht, wo {} erwartet wird"),
    ("`(.*)` is not known here", "`{}` ist hier nicht bekannt"),
    ("`(.*)` is out of range", "`{}` liegt außerhalb dessen, was geht"),
    ("`(.*)` is no (.*)", "`{}`: erwartet wird {}"),
    ("`(.*)` does not fit here", "`{}` passt hier nicht"),
    ("the file is too large", "die Datei ist zu groß"),
    ("the file is empty", "die Datei ist leer"),
    ("the sign `(.*)` is not allowed here", "das Zeichen `{}` ist hier nicht erlaubt"),
    ("a second document begins here", "hier beginnt ein zweites Dokument"),
    ("a key must be a text", "der Name einer Angabe ist ein Text"),
    ("the key `(.*)` stands here a second time", "die Angabe `{}` steht hier zum zweiten Mal"),
    ("the alias `(.*)` is not allowed in a map", "der Verweis `{}` ist in einer Zuordnung nicht erlaubt"),
    ("the anchor `(.*)` is not allowed in a map", "der Anker `{}` ist in einer Zuordnung nicht erlaubt"),
    ("the tag `(.*)` is not allowed in a map", "die Marke `{}` ist in einer Zuordnung nicht erlaubt"),
    ("this cannot be read as YAML: (.*)", "das ist nicht als YAML zu lesen: {}"),
    ("a tab stands where blanks belong", "ein Tabulator steht, wo Leerzeichen hingehören"),
    ("a text must not begin with `(.*)`", "ein Text darf nicht mit `{}` beginnen"),
    ("a second `:` stands in this line", "in dieser Zeile steht ein zweiter `:`"),
    ("here a `:` is missing", "hier fehlt ein `:`"),
    ("the quotation mark is never closed", "das Anführungszeichen wird nie geschlossen"),
    ("the backslash has no meaning here", "der Rückstrich bedeutet hier nichts"),
    ("this does not fit the lines above", "das passt nicht zu den Zeilen darüber"),
    (
        "the bracket is never closed, or a comma is missing",
        "die Klammer wird nie geschlossen, oder ein Komma fehlt",
    ),
    ("the file holds too many values", "die Datei enthält zu viele Werte"),
    ("too many levels stand inside each other", "zu viele Stufen stehen ineinander"),
)
_HINTS: Final = (
    ("did you mean `(.*)`\\?", "meinten Sie `{}`?"),
    ("begin with `keys:` and a line for each", "beginnen Sie mit `keys:` und je einer Zeile"),
    ("begin one with: knigge import FILE --suggest", "ein Anfang: knigge import DATEI --suggest"),
    (
        "write `keys:`; `records:` where a row makes different types of record",
        "schreiben Sie `keys:`; `records:`, wo eine Zeile verschiedene Arten von Datensätzen ergibt",
    ),
    ("write `utf-8` or `windows-1252`", "schreiben Sie `utf-8` oder `windows-1252`"),
    ("write it like (.*) or (.*)", "schreiben Sie es so: {} oder {}"),
    ("write it like (.*)", "schreiben Sie es so: {}"),
    ("write one of `column`, `columns`, `constant`", "schreiben Sie eines von `column`, `columns`, `constant`"),
    ("take one of the two lines out", "nehmen Sie eine der beiden Zeilen heraus"),
    ("write `(.*):` and the column", "schreiben Sie `{}:` und die Spalte"),
    ("write `(.*):` and its value", "schreiben Sie `{}:` und den Wert"),
    ("write it behind the colon", "schreiben Sie ihn hinter den Doppelpunkt"),
    ("write one of (.*)", "möglich sind {}"),
    ("known here: (.*)", "bekannt sind hier: {}"),
    ("write (at least|at most) (.*)", "schreiben Sie {} {}"),
    ("write at least one, or take the line out", "schreiben Sie eines hin, oder nehmen Sie die Zeile heraus"),
    ("write for example (.*)", "schreiben Sie zum Beispiel {}"),
    (
        "put a text with `:`, `\\[` or `\\{` into quotation marks",
        "setzen Sie einen Text mit `:`, `[` oder `{{` in Anführungszeichen",
    ),
    ("begin each item with `- `", "beginnen Sie jeden Eintrag mit `- `"),
    ("write it as a list: (.*)", "schreiben Sie es als Liste: {}"),
    ("write more lines below it, indented", "schreiben Sie eingerückte Zeilen darunter"),
    (
        "take the line out, or put the word into quotation marks",
        "nehmen Sie die Zeile heraus, oder setzen Sie das Wort in Anführungszeichen",
    ),
    ("write it without quotation marks", "schreiben Sie es ohne Anführungszeichen"),
    ("indent with blanks", "rücken Sie mit Leerzeichen ein"),
    ("put it into quotation marks", "setzen Sie ihn in Anführungszeichen"),
    ("put the text into quotation marks", "setzen Sie den Text in Anführungszeichen"),
    ("close it", "schließen Sie es"),
    (
        "give keys of one group the same indentation, and begin each item of a list with `- `",
        "rücken Sie die Angaben einer Gruppe gleich weit ein, und beginnen Sie jeden Eintrag einer Liste mit `- `",
    ),
    ("write (`[^`]*`)(?:, .*)?", "schreiben Sie {}"),
    ("see docs/import.md", "siehe docs/import.md"),
    ("keep one of the two; the other would be lost", "behalten Sie eine von beiden; die andere ginge verloren"),
    ("remove the line `---`; a map is one document", "nehmen Sie die Zeile `---` heraus"),
    ("remove it; a text that begins with (.*) needs quotation marks",
     "nehmen Sie es heraus; ein Text, der mit {} beginnt, braucht Anführungszeichen"),
    ("write the value out; a text that begins with (.*) needs quotation marks",
     "schreiben Sie den Wert aus; ein Text, der mit {} beginnt, braucht Anführungszeichen"),
    ("delete it or type the line again; it is invisible and came along from another program",
     "löschen Sie es oder tippen Sie die Zeile neu; es ist unsichtbar und kam aus einem anderen Programm mit"),
    ("a key is one word; put texts with `\\[`, `\\{` or `\\?` at their start into quotation marks",
     "Namen von Angaben sind ein Wort; Texte mit `[`, `{{` oder `?` am Anfang gehören in Anführungszeichen"),
)  # fmt: skip


def in_german_words(diagnostic: Diagnostic) -> Diagnostic:
    """The same with German words; what has none stays as it is."""
    return replace(diagnostic, message=_said(diagnostic.message, _MESSAGES), hint=_said(diagnostic.hint, _HINTS))


def _said(english: str, table: tuple[tuple[str, str], ...]) -> str:
    for pattern, german in table:
        if found := re.fullmatch(pattern, english, re.DOTALL):
            return german.format(*(_part(each) for each in found.groups()))
    return english


def _part(written: str) -> str:
    """What fills a pattern: a kind in German, a choice of kinds, anything else as it stands."""
    if " or " in written and written not in _KINDS and "`" not in written:
        return " oder ".join(_part(each) for each in written.split(" or "))
    return _KINDS.get(written, written)
