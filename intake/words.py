"""Reasons and places -> words: German and English, one table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    # Sources.
    "missing": ("gibt es nicht", "there is no such file"),
    "closed-file": ("nicht lesbar ({why})", "cannot be read ({why})"),
    "empty": ("leer, hier steht nichts", "empty, there is nothing here"),
    "no-rows": ("enthält keine Datensätze", "holds no records"),
    "empty-folder": ("in diesem Ordner liegt nichts, was sich lesen lässt", "nothing in this folder can be read"),
    "unknown-format": (
        "kein bekanntes Format; bekannt sind {known}",
        "no known format; known are {known}",
    ),
    "archive-file": (
        "ein gepacktes Archiv; bitte erst auspacken und den Ordner angeben",
        "a packed archive; unpack it first and name the folder",
    ),
    "sqlite-file": (
        'eine SQLite-Datenbank; bitte so angeben: {address} --query TABELLE (oder "select ...")',
        'an SQLite database; name it like this: {address} --query TABLE (or "select ...")',
    ),
    "stdin-table": (
        "die Standardeingabe wird als JSON gelesen, und hier steht keines; eine Tabelle bitte als Datei angeben",
        "standard input is read as JSON, and there is none here; name the file of a table instead",
    ),
    "hidden": ("versteckte Datei, übergangen", "a hidden file, passed over"),
    "unknown-file": ("kein bekanntes Format, übergangen", "no known format, passed over"),
    "linked-folder": ("Verweis auf einen Ordner, übergangen", "a link to a folder, passed over"),
    "audit-folder": ("Ergebnis einer Prüfung, kein Archiv; übergangen", "the result of an audit, passed over"),
    # Bytes.
    "cut-off": (
        "bricht mitten im gepackten Inhalt ab; was davor steht, ist gelesen",
        "breaks off in the middle of its packed content; what stands before was read",
    ),
    "damaged": (
        "beschädigt ({why}); was davor steht, ist gelesen",
        "damaged ({why}); what stands before was read",
    ),
    "bomb": (
        "entpackt mehr als das {ratio}-fache seiner Größe ({size} MB); falls das stimmt, bitte selbst entpacken",
        "unpacks to more than {ratio} times its size ({size} MB); if that is right, unpack it yourself",
    ),
    "too-long": ("länger als {limit} MB, nicht gelesen", "longer than {limit} MB, not read"),
    "nul": (
        "enthält Nullzeichen, also keinen Text; vermutlich wurde die Datei beim Schreiben beschädigt",
        "holds NUL characters, so it is no text; the file was probably damaged when it was written",
    ),
    "encoding": (
        "nicht als {encoding} lesbar (Byte {byte}); die Datei mischt Kodierungen oder nennt sie falsch",
        "cannot be read as {encoding} (byte {byte}); the file mixes encodings or is in another one",
    ),
    "encoding-end": (
        "ab hier nicht als {encoding} lesbar (Byte {byte}); was davor steht, ist gelesen",
        "from here on not readable as {encoding} (byte {byte}); what stands before was read",
    ),
    "utf-16": (
        "in UTF-16 gespeichert; JSON bitte als UTF-8 speichern",
        "saved as UTF-16; please save JSON as UTF-8",
    ),
    # JSON.
    "not-json": ("kein JSON ({why}, Spalte {column})", "not JSON ({why}, column {column})"),
    "cut-line": (
        "die letzte Zeile bricht mitten im Datensatz ab; die Datei ist wohl nicht zu Ende geschrieben",
        "the last line breaks off in the middle of a record; the file was probably not written to its end",
    ),
    "long-number": ("enthält eine zu lange Zahl", "holds a number that is too long"),
    "nested": ("zu tief verschachtelt", "nested too deep"),
    "no-object": ("{kind}; erwartet wird ein Objekt in {{ }}", "{kind}; expected an object in {{ }}"),
    "broken-list": (
        "die Liste ist nicht zu Ende geschrieben; was davor steht, ist gelesen",
        "the list is not written to its end; what stands before was read",
    ),
    "behind-list": ("hinter der Liste steht noch etwas", "something stands behind the list"),
    # Tables.
    "quotes": (
        "ein Anführungszeichen ist nicht geschlossen oder steht mitten im Feld",
        "a quotation mark is not closed or stands in the middle of a field",
    ),
    "fields": (
        "Zahl der Felder: {count}; die Kopfzeile nennt {columns}",
        "number of fields: {count}; the first row names {columns}",
    ),
    "no-header": ("keine Kopfzeile", "no row with the names of the columns"),
    "column-twice": (
        "zwei Spalten heißen `{column}` ({first} und {second}); bitte eine umbenennen",
        "two columns are called `{column}` ({first} and {second}); rename one of them",
    ),
    "column-missing": (
        "{where}die Spalte `{column}` gibt es hier nicht{hint}; vorhanden sind: {columns}",
        "{where}there is no column `{column}` here{hint}; there are: {columns}",
    ),
    "no-map": (
        "keine Spalte heißt `text` oder `action`; vorhanden sind: {columns}. Eine Zuordnung beginnt mit: "
        "knigge import {source} --suggest",
        "no column is called `text` or `action`; there are: {columns}. Begin a map with: "
        "knigge import {source} --suggest",
    ),
    "not-excel": ("keine Excel-Datei, obwohl der Name es sagt", "not an Excel file, though its name says so"),
    "old-excel": (
        "altes Excel-Format; bitte als .xlsx oder .csv speichern",
        "the old Excel format; please save it as .xlsx or .csv",
    ),
    "sheet-missing": (
        "{where}das Blatt `{sheet}` gibt es nicht{hint}; vorhanden sind: {sheets}",
        "{where}there is no sheet `{sheet}`{hint}; there are: {sheets}",
    ),
    "other-sheet": (
        "Blatt nicht gelesen; `table: {{sheet: ...}}` in der Zuordnung wählt es",
        "sheet not read; `table: {{sheet: ...}}` in the map chooses it",
    ),
    "no-result": (
        "Zelle {cell} enthält eine Formel, deren Ergebnis nicht gespeichert ist; bitte in Excel öffnen und speichern",
        "cell {cell} holds a formula whose result is not stored; open the file in Excel and save it",
    ),
    "error-value": (
        "Zelle {cell} enthält den Fehler {value} statt eines Werts; bitte in Excel beheben und speichern",
        "cell {cell} holds the error {value} instead of a value; mend it in Excel and save the file",
    ),
    "not-parquet": (
        "keine lesbare Parquet-Datei, obwohl der Name es sagt ({why})",
        "not a Parquet file that can be read, though its name says so ({why})",
    ),
    "lost-rows": (
        "Zeilengruppe {group} ist beschädigt, {rows} Zeilen fehlen ({why})",
        "row group {group} is damaged, {rows} rows are missing ({why})",
    ),
    "value": ("ein Wert ist nicht lesbar ({why})", "a value cannot be read ({why})"),
    "not-chosen": (
        "die Zuordnung macht aus dieser Zeile keinen Datensatz: kein `when` passt, oder es steht kein Text darin",
        "the map makes no record of this row: no `when` fits, or there is no text in it",
    ),
    "no-rows-inside": (
        "hier steht nichts in {paths} (`rows` der Zuordnung)",
        "there is nothing in {paths} here (`rows` of the map)",
    ),
    "rows-missing": (
        "nirgends steht etwas in {paths}; bitte `rows` in der Zuordnung prüfen",
        "there is nothing in {paths} anywhere; please check `rows` in the map",
    ),
    "rows-of-table": (
        "`rows` in der Zuordnung ({paths}) gilt nur für JSON; eine Tabelle hat ihre eigenen Zeilen",
        "`rows` in the map ({paths}) is for JSON only; a table has rows of its own",
    ),
    # Databases.
    "extra": (
        "dafür fehlt noch {what}; bitte installieren: pip install 'knigge[{extra}]'",
        "{what} is needed for this; please install it: pip install 'knigge[{extra}]'",
    ),
    "sql-url": ("keine Datenbank-Adresse ({why})", "no address of a database ({why})"),
    "sql-no-query": (
        'welche Tabelle? Bitte --query TABELLE oder --query "select ..." angeben',
        'which table? give --query TABLE or --query "select ..."',
    ),
    "sql-connect": ("Datenbank nicht erreichbar ({why})", "the database cannot be reached ({why})"),
    "sql-table": (
        "die Tabelle `{table}` gibt es nicht{hint}; vorhanden sind: {tables}",
        "there is no table `{table}`{hint}; there are: {tables}",
    ),
    "sql-query": ("die Abfrage schlägt fehl ({why})", "the query fails ({why})"),
    "sql-no-rows": (
        "die Abfrage liefert keine Zeilen; gemeint ist ein select",
        "the query gives no rows; use a select",
    ),
    "sql-encoding": (
        "in der Spalte `{column}` steht Text, der kein UTF-8 ist (Byte {byte})",
        "the column `{column}` holds text that is not UTF-8 (byte {byte})",
    ),
    "sql-gone": (
        "die Datenbank ist mitten im Lesen weggebrochen ({why}); was davor kam, ist gelesen",
        "the database went away while it was read ({why}); what came before was read",
    ),
    # Remarks on single keys.
    "time-unreadable": (
        "`{key}`: „{value}“ ist keine Zeit der Form {format}; bleibt unbekannt",
        "`{key}`: “{value}” is no time of the form {format}; stays unknown",
    ),
    "time-ambiguous": (
        "`{key}`: {value} gab es in {zone} zweimal (Ende der Sommerzeit); bleibt unbekannt",
        "`{key}`: {value} came twice in {zone} (end of summer time); stays unknown",
    ),
    "time-skipped": (
        "`{key}`: {value} gab es in {zone} nie (Beginn der Sommerzeit); bleibt unbekannt",
        "`{key}`: {value} never was in {zone} (begin of summer time); stays unknown",
    ),
    "value-unknown": (
        "`{key}`: für „{value}“ nennt die Zuordnung keinen Wert; bleibt unbekannt",
        "`{key}`: the map has no value for “{value}”; stays unknown",
    ),
    "number-unreadable": (
        "`{key}`: „{value}“ ist keine Zahl; bleibt unbekannt",
        "`{key}`: “{value}” is no number; stays unknown",
    ),
    "cut-number": (
        "`{key}`: Excel behält nur 15 Ziffern, {value} ist vermutlich gekürzt; bleibt unbekannt",
        "`{key}`: Excel keeps only 15 digits, {value} was probably cut; stays unknown",
    ),
}
"""Reason -> German and English wording."""

_LABELS: Final[dict[str, tuple[str, str]]] = {
    "missing": ("fehlende Datei", "missing file"),
    "closed-file": ("Datei nicht lesbar", "file cannot be read"),
    "empty": ("leer", "empty"),
    "no-rows": ("ohne Datensätze", "without records"),
    "empty-folder": ("leerer Ordner", "empty folder"),
    "unknown-format": ("unbekanntes Format", "unknown format"),
    "archive-file": ("gepacktes Archiv", "packed archive"),
    "sqlite-file": ("Datenbank als Datei", "database as a file"),
    "stdin-table": ("kein JSON auf der Standardeingabe", "no JSON on standard input"),
    "hidden": ("versteckte Datei", "hidden file"),
    "unknown-file": ("anderes Format", "other format"),
    "linked-folder": ("Verweis auf Ordner", "link to a folder"),
    "audit-folder": ("Ergebnis einer Prüfung", "result of an audit"),
    "cut-off": ("abgebrochene Datei", "file breaks off"),
    "damaged": ("beschädigte Datei", "damaged file"),
    "bomb": ("entpackt zu groß", "unpacks too large"),
    "too-long": ("zu lang", "too long"),
    "nul": ("Nullzeichen", "NUL characters"),
    "encoding": ("andere Kodierung", "other encoding"),
    "encoding-end": ("Kodierung bricht ab", "encoding breaks off"),
    "utf-16": ("UTF-16", "UTF-16"),
    "not-json": ("kein JSON", "not JSON"),
    "cut-line": ("letzte Zeile bricht ab", "last line breaks off"),
    "long-number": ("zu lange Zahl", "number too long"),
    "nested": ("zu tief verschachtelt", "nested too deep"),
    "no-object": ("kein Objekt", "no object"),
    "broken-list": ("Liste bricht ab", "list breaks off"),
    "behind-list": ("Rest hinter der Liste", "rest behind the list"),
    "quotes": ("Anführungszeichen", "quotation marks"),
    "fields": ("falsche Zahl der Felder", "wrong number of fields"),
    "no-header": ("keine Kopfzeile", "no names of columns"),
    "column-twice": ("doppelte Spalte", "column stands twice"),
    "column-missing": ("fehlende Spalte", "missing column"),
    "no-map": ("Zuordnung fehlt", "map is missing"),
    "not-excel": ("keine Excel-Datei", "not an Excel file"),
    "old-excel": ("altes Excel-Format", "old Excel format"),
    "sheet-missing": ("fehlendes Blatt", "missing sheet"),
    "other-sheet": ("weiteres Blatt", "other sheet"),
    "no-result": ("Formel ohne Ergebnis", "formula without result"),
    "error-value": ("Fehler in der Tabelle", "error in the table"),
    "not-parquet": ("keine Parquet-Datei", "not a Parquet file"),
    "lost-rows": ("beschädigte Zeilengruppe", "damaged row group"),
    "value": ("Wert nicht lesbar", "value cannot be read"),
    "not-chosen": ("von der Zuordnung ausgelassen", "left out by the map"),
    "no-rows-inside": ("nichts in der Liste der Zuordnung", "nothing in the list of the map"),
    "rows-missing": ("Liste der Zuordnung nicht gefunden", "list of the map not found"),
    "rows-of-table": ("Zuordnung für JSON", "map for JSON"),
    "extra": ("fehlende Installation", "missing installation"),
    "sql-url": ("falsche Datenbank-Adresse", "wrong address of a database"),
    "sql-no-query": ("keine Abfrage", "no query"),
    "sql-connect": ("Datenbank nicht erreichbar", "database cannot be reached"),
    "sql-table": ("fehlende Tabelle", "missing table"),
    "sql-query": ("Abfrage schlägt fehl", "query fails"),
    "sql-no-rows": ("Abfrage ohne Zeilen", "query gives no rows"),
    "sql-encoding": ("andere Kodierung in der Datenbank", "other encoding in the database"),
    "sql-gone": ("Datenbank weggebrochen", "database went away"),
    "no-record": ("kein Datensatz", "no record"),
    "time-unreadable": ("Zeit nicht lesbar", "time cannot be read"),
    "time-ambiguous": ("Zeit gab es zweimal", "time came twice"),
    "time-skipped": ("Zeit gab es nie", "time never was"),
    "value-unknown": ("Wert ohne Zuordnung", "value not in the map"),
    "number-unreadable": ("Zahl nicht lesbar", "number cannot be read"),
    "cut-number": ("von Excel gekürzte Zahl", "number cut by Excel"),
}

_KINDS: Final = {
    "bool": ("wahr oder falsch", "true or false"), "int": ("eine Zahl", "a number"), "float": ("eine Zahl", "a number"),
    "str": ("ein bloßer Text", "a bare text"), "list": ("eine Liste", "a list"), "NoneType": ("null", "null"),
}  # fmt: skip


def told(reason: str, speech: str, values: Mapping[str, object]) -> str:
    """The wording of a reason, filled; a value of two is German and English."""
    german, english = WORDS[reason]
    filled = {name: each[speech != "de"] if isinstance(each, tuple) else each for name, each in values.items()}
    if speech != "de":
        return english.format_map(filled)
    hint = str(filled.get("hint", "")).replace("did you mean", "meinten Sie")
    return german.format_map({**filled, "hint": hint})


def label(reason: str, speech: str) -> str:
    """The reason in two or three words, for counts."""
    return _LABELS[reason][speech != "de"]


def kind_of(value: object, speech: str) -> str:
    """What a JSON value is, in words."""
    german, english = _KINDS.get(type(value).__name__, ("etwas anderes", "something else"))
    return german if speech == "de" else english


def line_word(speech: str) -> str:
    """The word before the number of a line of text."""
    return "Zeile" if speech == "de" else "line"


def row_word(speech: str) -> str:
    """The word before the number of a row, which counts as spreadsheets do: the names of the columns are row 1."""
    return "Zeile" if speech == "de" else "row"


def entry_word(speech: str) -> str:
    """The word before the number of a value in a JSON list."""
    return "Eintrag" if speech == "de" else "entry"


def after(place: str, speech: str) -> str:
    """Behind a place, from where nothing could be read; empty when nothing was read before."""
    if not place:
        return ""
    return f"nach {place}" if speech == "de" else f"after {place}"


def size(count: int) -> str:
    """Bytes in whole megabytes."""
    return f"{count // 1_000_000}"


def listed(names: tuple[str, ...], most: int = 30) -> str:
    """Names in backticks, the first of many."""
    return ", ".join(f"`{name}`" for name in names[:most]) + (" ..." if len(names) > most else "")


def has_label(reason: str) -> bool:
    """Whether a reason is one of this room's, with words for counts."""
    return reason in _LABELS
