"""Header and first rows of a table -> a commented import map to start from. Guesses are marked as such."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Final

from ..engine.library import read_text
from ..engine.values import dataclass
from .line import Header, Row, Trouble
from .times import sound, time_reader

SAMPLE: Final = 500
"""Rows that are looked at."""
_MOST_VALUES: Final = 12
_MEANT: Final[dict[str, Mapping[str, str]]] = {
    "author.role": {
        "us": "agent agentin mitarbeiter mitarbeiterin team support service unternehmen firma marke wir redaktion "
        "admin ausgehend outbound outgoing sent gesendet us brand company page staff employee owner operator",
        "customer": "kunde kundin nutzer nutzerin user fan follower customer client end-user enduser eingehend inbound "
        "incoming received empfangen besucher visitor consumer contact",
        "bot": "bot automatisch automat automated system chatbot",
        "other": "other andere sonstige dritte",
    },
    "kind": {
        "post": "post beitrag tweet status",
        "comment": "comment kommentar mention erwähnung",
        "reply": "reply antwort response",
        "dm": "dm nachricht privatnachricht direktnachricht message directmessage privatemessage pn private",
        "story": "story",
        "share": "share geteilt retweet repost",
        "reaction": "reaction reaktion like",
    },
    "language": {"de": "de deutsch german ger deu", "en": "en englisch english eng"},
}
_FORMS: Final = (
    "TT.MM.JJJJ hh:mm", "TT.MM.JJJJ hh:mm:ss", "TT.MM.JJJJ, hh:mm", "TT.MM.JJ hh:mm", "JJJJ-MM-TT hh:mm",
    "JJJJ-MM-TT hh:mm:ss", "DD/MM/YYYY hh:mm", "DD/MM/YYYY hh:mm:ss", "MM/DD/YYYY hh:mm", "MM/DD/YYYY hh:mm:ss",
    "%m/%d/%Y %I:%M %p", "%a %b %d %H:%M:%S %z %Y", "%b %d, %Y %H:%M", "TT.MM.JJJJ", "JJJJ-MM-TT", "unix-ms", "unix",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of the sample: its values without the empty ones, in the order they came first."""

    name: str
    values: tuple[object, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The values as texts, each once."""
        return tuple(dict.fromkeys(str(value).strip() for value in self.values))


def suggest(items: Iterable[Header | Row], source: str, speech: str) -> str:
    """The map as YAML with comments, for the table `items` come from; it can be used as it stands."""
    columns = _sample(items)
    chosen = _chosen(columns)
    text = chosen.pop("text", None) or _longest(columns, set(map(id, chosen.values())))
    lines = [*_head(source, speech), "keys:"]
    if text is not None:
        lines.append(f"  text: {_quoted(text.name)}")
    for key in ("id", "thread", "in_reply_to", "author.name", "author.id", "account", "automated"):
        if column := chosen.get(key):
            lines.append(f"  {key}: {_quoted(column.name)}")
    lines += _time(chosen, speech)
    if column := chosen.get("edited"):
        lines.append(f"  edited: {{column: {_quoted(column.name)}{_form([column])}}}")
    for key in ("author.role", "kind", "language"):
        if column := chosen.get(key):
            lines += _translated(key, column, speech)
    if column := chosen.get("channel"):
        lines += _channel(column)
    else:
        lines.append(f"  # channel: {{constant: facebook}}  # {_say(speech, 'ein Kanal für alles', 'one for all')}")
    used = {id(column) for column in chosen.values()} | {id(text)}
    rest = [column.name for column in columns if id(column) not in used]
    if rest:
        told = _say(speech, "nicht zugeordnet", "not mapped")
        lines += ["", f"# {told}: {', '.join(_quoted(name) for name in rest)}"]
    return "\n".join(lines) + "\n"


def _sample(items: Iterable[Header | Row]) -> list[_Column]:
    names: tuple[str, ...] = ()
    rows: list[tuple[object, ...]] = []
    for item in islice(items, SAMPLE):
        match item:
            case Header(columns=names):
                continue
            case Row(trouble=None):
                rows.append(item.cells)
            case _:
                continue
    return [
        _Column(name, tuple(row[place] for row in rows if row[place] not in (None, "")))
        for place, name in enumerate(names)
    ]


def _chosen(columns: Sequence[_Column]) -> dict[str, _Column]:
    """The column that each key comes from, by its name; the order of names in the table of names decides."""
    chosen: dict[str, _Column] = {}
    taken: set[int] = set()
    for key, names in _names():
        for name in names:
            for place, column in enumerate(columns):
                if key not in chosen and place not in taken and _bare(column.name) == name:
                    chosen[key] = column
                    taken.add(place)
    return chosen


def _names() -> Iterator[tuple[str, list[str]]]:
    for line in read_text("grammar/columns.txt").splitlines():
        if "|" in line and not line.startswith("#"):
            key, names = line.split("|", 1)
            yield key.strip(), [_bare(name) for name in names.split(",")]


def _bare(name: str) -> str:
    return re.sub(r"[\s_./-]+", "", name).casefold()


def _longest(columns: Sequence[_Column], taken: set[int]) -> _Column | None:
    """The column with the longest texts: where no name says it, that is the message."""
    free = [column for column in columns if id(column) not in taken and column.values]
    free = free or [column for column in columns if id(column) not in taken]
    return max(free, key=lambda column: sum(map(len, column.words)) / max(1, len(column.words)), default=None)


def _head(source: str, speech: str) -> list[str]:
    if speech == "de":
        return [
            f"# Zuordnung für {_one_line(source)}: links steht, was knigge kennt, rechts die Spalte der Tabelle.",
            f"# Bitte prüfen, dann: knigge import --map DIESE.yaml {_one_line(source)} --out records.jsonl",
            "# Was geraten ist, trägt ein Fragezeichen. Mehr: docs/import.md",
            "zone: Europe/Berlin  # ? die Zeitzone der Zeiten in der Tabelle",
        ]
    return [
        f"# Map for {_one_line(source)}: what knigge knows stands left, the column of the table right.",
        f"# Please check it, then: knigge import --map THIS.yaml {_one_line(source)} --out records.jsonl",
        "# What is a guess has a question mark. More: docs/import.md",
        "zone: Europe/Berlin  # ? the time zone of the times in the table",
    ]


def _time(chosen: Mapping[str, _Column], speech: str) -> list[str]:
    if whole := chosen.get("published"):
        columns = [whole]
    else:
        columns = [column for key in ("published.day", "published.hour") if (column := chosen.get(key))]
    if "published" not in chosen and "published.day" not in chosen:
        told = _say(speech, "keine Spalte mit der Zeit gefunden", "no column with the time was found")
        return [f"  # published: {{column: ...}}  # ? {told}"]
    named = _quoted(columns[0].name)
    if len(columns) > 1:
        return [f"  published: {{columns: [{', '.join(_quoted(column.name) for column in columns)}]{_form(columns)}}}"]
    return [f"  published: {{column: {named}{_form(columns)}}}"]


def _form(columns: Sequence[_Column]) -> str:
    """The format that reads most of the values, as YAML; nothing where the usual ones do, or none does."""
    rows = [" ".join(str(value).strip() for value in row) for row in zip(*(c.values for c in columns), strict=False)]
    if not rows or any(isinstance(value, datetime | date) for column in columns for value in column.values):
        return ""
    best = max(_FORMS, key=lambda form: sum(_reads(form, row) for row in rows[:50]))
    usual = sum(_reads("", row) for row in rows[:50])
    if usual >= sum(_reads(best, row) for row in rows[:50]) or not sound(best):
        return ""
    return f", format: {_quoted(best)}"


def _reads(form: str, written: str) -> bool:
    if form.startswith("unix") and not re.fullmatch(r"\d{13}" if form == "unix-ms" else r"\d{9,10}(\.\d+)?", written):
        return False
    try:
        time_reader((form,) if form else (), None, "unknown")(written)
    except Trouble:
        return False
    return True


def _translated(key: str, column: _Column, speech: str) -> Iterator[str]:
    """A column whose words become those of records; what is not known is left to the reader."""
    meant = {word: to for to, words in _MEANT[key].items() for word in words.split()}
    words = column.words[:_MOST_VALUES]
    found = [(word, meant.get(_bare(word), "")) for word in words]
    if len(column.words) > _MOST_VALUES or not any(to for _, to in found):
        told = _say(speech, "welche Werte bedeuten was?", "which values mean what?")
        yield f"  # {key}: {{column: {_quoted(column.name)}, values: {{...}}}}  # ? {told}"
        return
    yield f"  {key}:"
    yield f"    column: {_quoted(column.name)}"
    yield "    values:"
    for word, to in found:
        choice = " | ".join(_MEANT[key])
        yield f"      {_quoted(word)}: {to}  # ?" if to else f"      # {_quoted(word)}: {choice}  # ?"


def _channel(column: _Column) -> Iterator[str]:
    """Channels are written small by the rules."""
    if not 0 < len(column.words) <= _MOST_VALUES or all(word == word.lower() for word in column.words):
        yield f"  channel: {_quoted(column.name)}"
        return
    yield "  channel:"
    yield f"    column: {_quoted(column.name)}"
    yield "    values:"
    for word in column.words:
        small = {"twitter": "x"}.get(word.lower(), word.lower())
        yield f"      {_quoted(word)}: {_quoted(small) if not small.isalnum() else small}"


def _quoted(text: str) -> str:
    """A text as YAML reads it back: in quotation marks unless it is one plain word."""
    if re.fullmatch(r"[A-Za-zÄÖÜäöüß][\wÄÖÜäöüß]*(?: [\wÄÖÜäöüß]+)*", text):
        return text
    return json.dumps(text, ensure_ascii=False)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _say(speech: str, german: str, english: str) -> str:
    return german if speech == "de" else english
