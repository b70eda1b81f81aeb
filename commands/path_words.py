"""What could not be read or written of what the command line names, in German and English, side by side."""

from __future__ import annotations

from typing import Final

from ..reports.bilingual import worded

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "no-drafts": ("{path}: hier liegen keine Entwürfe ({kinds})", "{path}: no drafts here ({kinds})"),
    "for-drafts": (
        "hier ohne Wirkung: {options}; das gilt für Entwürfe, Datensätze nennen `kind` und `in_reply_to` selbst",
        "no effect here: {options}; that is for drafts, records name `kind` and `in_reply_to` themselves",
    ),
    "no-file": ("{path}: diese Datei gibt es nicht", "{path}: there is no such file"),
    "unreadable": ("{path}: nicht lesbar ({problem})", "{path}: cannot be read ({problem})"),
    "linked": (
        "{path}: nicht gelesen, der Ordner ist eine Verknüpfung; bitte selbst nennen",
        "{path}: not read, the folder is a link; name it itself",
    ),
    "not-covered": ("{path}: nicht beurteilt, {problem}", "{path}: not judged, {problem}"),
    "no-policy": (
        "{count} ohne Urteil, denn an ihrem Tag gilt keine Policy: {ids}",
        "{count} without a judgement, for no policy holds on their day: {ids}",
    ),
    "no-day": (
        "{count} ohne Urteil, denn ihr Tag ist unbekannt und die Policy gilt nicht immer: {ids}",
        "{count} without a judgement, for their day is unknown and the policy does not always hold: {ids}",
    ),
    "read-itself": (
        "{path}: daraus wird gelesen; bitte für --out einen anderen Ort nennen",
        "{path}: is being read; name another place for --out",
    ),
    "exists": (
        "{path} gibt es schon und bleibt, wie es ist; nichts wurde geschrieben",
        "{path} exists already and was left as it is; nothing was written",
    ),
    "unwritable": ("{path}: nicht beschreibbar ({problem})", "{path}: cannot be written ({problem})"),
    "too-large": (
        "{path}: größer als {size} MB; bitte teilen oder `knigge audit` nehmen",
        "{path}: larger than {size} MB; split it, or use `knigge audit`",
    ),
    "document": (
        "{path}: nicht gelesen, {kind} ist kein Entwurf; Texte bitte als .txt (UTF-8) speichern oder mit --text"
        " einfügen, Tabellen und Archive mit `knigge import` einlesen",
        "{path}: not read, {kind} is no draft; save texts as .txt (UTF-8) or paste them with --text, read tables and"
        " archives with `knigge import`",
    ),
    "no-text": (
        "{path}:{line}: das ist kein Text (Byte {byte}); bitte als UTF-8 speichern",
        "{path}:{line}: not text (byte {byte}); save it as UTF-8",
    ),
    "no-utf-8": (
        "{path}:{line}: das ist kein UTF-8 (Byte {byte}); bitte als UTF-8 speichern",
        "{path}:{line}: not UTF-8 text (byte {byte}); save it as UTF-8",
    ),
    "null-characters": (
        "{path}: enthält Nullzeichen und ist deshalb kein Text; bitte als UTF-8 speichern",
        "{path}: holds null characters, so it is no text; save it as UTF-8",
    ),
    "empty": ("{path}: leer, da ist nichts zu beurteilen", "{path}: empty, there is nothing to judge"),
    "no-json": ("{place}:{column}: das ist kein JSON ({problem})", "{place}:{column}: not JSON ({problem})"),
    "long-number": ("{place}: enthält eine zu lange Zahl", "{place}: holds a number that is too long"),
    "too-deep": ("{place}: zu tief verschachtelt", "{place}: nested too deep"),
    "the-line": ("die Zeile {problem}", "the line {problem}"),
    "folder": (
        "{path}: ist ein Ordner; bitte die JSON-Lines-Dateien darin nennen",
        "{path}: is a folder; name the JSON Lines files in it",
    ),
    "only-us": (
        "{path}: in diesem Gespräch kommt außer uns niemand zu Wort",
        "{path}: nobody but us speaks in this thread",
    ),
}


def told(name: str, speech: str, **about: object) -> str:
    """The sentence of that name in `speech`, with what it is about filled in."""
    return worded(_WORDS, name, speech, **about)
