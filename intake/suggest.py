"""Header and first rows of a table -> a commented import map to start from. Guesses are marked as such."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from shlex import quote
from typing import Final

from .guesses import (
    FORMS,
    MEANT,
    MOST_VALUES,
    SAMPLE,
    Beside,
    Column,
    answer_beside,
    bare,
    by_name,
    by_values,
    longest,
    names_roles,
    numbers_time,
    public_words,
    reads,
    sample_of,
    spokesperson,
    swapped,
    thread_of_many,
)
from .line import Header, Row
from .nested import UP
from .times import sound

_INSIDE: Final = ("die Listen mit den Nachrichten", "the lists with the messages")


def suggest(items: Iterable[Header | Row], source: str, speech: str, query: str = "", header: int = 1) -> str:
    """The map as YAML with comments, for the table `items` come from; it can be used as it stands.

    `query` is what a database was asked, `header` the row with the names of the columns.
    """
    held = list(islice(items, SAMPLE))
    inside = next((item.inside for item in held if isinstance(item, Header)), ())
    columns = sample_of(held)
    beside = answer_beside(columns)
    if beside is not None and "author.role" in by_name(columns):
        beside = None  # every row has its own speaker
    taken = () if beside is None else (beside.text, beside.published, beside.author)
    table = [column for column in columns if all(column is not each for each in taken)]
    chosen = by_name(table)
    by_its_name = chosen.pop("text", None)
    text = by_its_name or longest(table, set(map(id, chosen.values())))
    if not {"published", "published.day"} & chosen.keys():
        hour = chosen.pop("published.hour", None)  # a column called time may hold the whole of it
        if hour is not None and numbers_time(hour):
            chosen["published"] = hour
    name = chosen.get("author.name")
    if name is not None and "author.role" not in chosen and names_roles(name):
        chosen["author.role"] = chosen.pop("author.name")
    named = dict(chosen)
    if not {"thread", "in_reply_to"} & chosen.keys() and (shared := thread_of_many(table, chosen)):
        chosen["thread"] = shared
    known = {id(column) for column in chosen.values()} | {id(text)}
    chosen |= by_values([column for column in table if id(column) not in known], chosen)
    lines = _head(source, speech, query)
    if header > 1:
        lines.append(
            f"table: {{header: {header}}}  # ? {_say(speech, 'Zeile mit den Spaltennamen', 'row of the names')}"
        )
    if inside:
        lines.append(f"rows: [{', '.join(map(_quoted, inside))}]  # ? {_say(speech, *_INSIDE)}")
        outer = next((column for column in table if column.name.startswith(f"{UP}.")), None)
        if outer is not None:
            chosen["in_reply_to" if len(inside) > 1 else "thread"] = outer
    notes = public_words(table) if beside is None else None
    keys = [f"  text: {_quoted(text.name)}" + ("" if by_its_name else "  # ?")] if text is not None else []
    if beside is None:
        whole = [
            *keys,
            *_unlinked(chosen, speech),
            *_keys(chosen, named, speech),
            *_kinds(chosen, speech),
            *_where(chosen, speech),
        ]
        lines += ["keys:", *whole] if notes is None else [*_seen(*notes, speech), "    keys:", *_deeper(whole)]
    else:
        theirs = [*keys, *_keys(chosen, named, speech), "  author.role: {constant: customer}  # ?"]
        lines += ["records:", "  - keys:", *_deeper([*theirs, *_where(chosen, speech)])]
        ours = [*_answer(beside, chosen, speech), *_where(chosen, speech)]
        lines += [f"  - keys:  # {_say(speech, 'unsere Antwort', 'our answer')}", *_deeper(ours)]
    used = {id(column) for column in (*chosen.values(), *taken, *(notes or ())[:1])} | {id(text)}
    rest = [column.name for column in columns if id(column) not in used]
    if rest:
        told = _say(speech, "nicht zugeordnet", "not mapped")
        lines += ["", f"# {told}: {', '.join(_quoted(name) for name in rest)}"]
    return "\n".join(lines) + "\n"


def _seen(column: Column, words: Sequence[str], speech: str) -> list[str]:
    """The lines that leave out what only colleagues see."""
    told = _say(speech, "Notizen unter Kollegen bleiben draußen", "notes among colleagues are left out")
    wanted = ", ".join(json.dumps(word, ensure_ascii=False) for word in words)
    return ["records:", f"  - when: {{{_quoted(column.name)}: [{wanted}]}}  # ? {told}"]


def _deeper(lines: Iterable[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _unlinked(chosen: Mapping[str, Column], speech: str) -> Iterator[str]:
    """What to ask where no column says what answers what."""
    if not {"thread", "in_reply_to"} & chosen.keys():
        why = _say(
            speech,
            "was gehört zusammen? ohne das ist nicht zu sehen, welche Frage beantwortet ist",
            "what belongs together? without it nobody sees which question was answered",
        )
        yield f"  # thread: {{column: ...}}  # ? {why}"
        if "kind" not in chosen:
            why = _say(
                speech, "Beitrag oder Antwort? sonst bleibt das meiste offen", "post or reply? else most stays open"
            )
            yield f"  # kind: {{constant: reply}}  # ? {why}"


def _keys(chosen: Mapping[str, Column], named: Mapping[str, Column], speech: str) -> Iterator[str]:
    """Ids, who wrote, when; what its values alone have told is marked."""
    if "in_reply_to" in chosen and "id" not in chosen:
        why = _say(
            speech, "ohne Nummer je Zeile findet keine Antwort ihre Frage", "without it no answer finds its question"
        )
        yield f"  # id: {{column: ...}}  # ? {why}"
    for key in ("id", "thread", "in_reply_to", "author.name", "author.id", "author", "account", "team", "automated"):
        if column := chosen.get(key):
            yield f"  {key}: {_quoted(column.name)}" + ("" if key in named else "  # ?")
    for line in _time(chosen, speech):
        yield line if "#" in line or "published" not in {*chosen} - {*named} else f"{line}  # ?"
    if column := chosen.get("edited"):
        form = _form([column])
        yield f"  edited: {{column: {_quoted(column.name)}{form and f', format: {_quoted(form)}'}}}"


def _kinds(chosen: Mapping[str, Column], speech: str) -> Iterator[str]:
    """Who speaks, what kind of message it is, its language."""
    for key in ("author.role", "kind", "language"):
        if column := chosen.get(key):
            yield from _translated(key, column, speech)
        if key == "author.role":
            yield from _without_role(chosen, speech)


def _where(chosen: Mapping[str, Column], speech: str) -> Iterator[str]:
    if column := chosen.get("channel"):
        yield from _channel(column)
    else:
        yield f"  # channel: {{constant: facebook}}  # {_say(speech, 'ein Kanal für alles', 'one for all')}"


def _answer(beside: Beside, chosen: Mapping[str, Column], speech: str) -> Iterator[str]:
    """The keys of an answer in the row of its question; where the row has a number, that is what it answers."""
    yield f"  text: {_quoted(beside.text.name)}  # ?"
    for key, column in (
        ("thread", chosen.get("thread")),
        ("in_reply_to", chosen.get("id")),
        ("author.name", beside.author),
        ("account", chosen.get("account")),
    ):
        if column is not None:
            yield f"  {key}: {_quoted(column.name)}"
    yield "  author.role: {constant: us}"
    yield from _time({"published": beside.published} if beside.published else {}, speech)


def _without_role(chosen: Mapping[str, Column], speech: str) -> Iterator[str]:
    """Who speaks decides what is judged: a map that does not say it, or leaves cells of it empty, says that."""
    if "author" in chosen:
        return
    column = chosen.get("author.role")
    name = chosen.get("author.name") or chosen.get("author.id")
    if column is None and name is not None and (us := spokesperson(name)):
        told = _say(speech, "schreibt am häufigsten, also wohl wir", "writes most often, so probably us")
        yield "  author.role:"
        yield f"    column: {_quoted(name.name)}"
        yield f"    values: {{{_quoted(us)}: us}}  # ? {told}"
        yield "    otherwise: customer"
    elif column is None:
        told = _say(
            speech,
            "wer spricht? ohne diese Angabe gilt jede Nachricht als eigene",
            "who speaks? without this every message counts as ours",
        )
        yield f"  # author.role: {{column: ..., values: {{...: us, ...: customer}}}}  # ? {told}"
    elif len(column.values) < len(column.cells) and len(column.words) <= MOST_VALUES:
        told = _say(
            speech,
            "leere Zellen gelten sonst als eigene Nachrichten",
            "for empty cells, which count as ours otherwise",
        )
        yield f"    # empty: customer  # ? {told}"


def _head(source: str, speech: str, query: str) -> list[str]:
    command = quote(_one_line(source)) + (f" --query {quote(_one_line(query))}" if query else "")
    if speech == "de":
        return [
            f"# Zuordnung für {_one_line(source)}: links steht, was knigge kennt, rechts die Spalte der Tabelle.",
            f"# Bitte prüfen, dann: knigge import {command} --map DIESE.yaml --out records.jsonl",
            "# Was geraten ist, trägt ein Fragezeichen. Mehr: docs/import.md",
            "zone: Europe/Berlin  # ? die Zeitzone der Zeiten in der Tabelle",
        ]
    return [
        f"# Map for {_one_line(source)}: what knigge knows stands left, the column of the table right.",
        f"# Please check it, then: knigge import {command} --map THIS.yaml --out records.jsonl",
        "# What is a guess has a question mark. More: docs/import.md",
        "zone: Europe/Berlin  # ? the time zone of the times in the table",
    ]


def _time(chosen: Mapping[str, Column], speech: str) -> list[str]:
    if whole := chosen.get("published"):
        columns = [whole]
    else:
        columns = [column for key in ("published.day", "published.hour") if (column := chosen.get(key))]
    if "published" not in chosen and "published.day" not in chosen:
        told = _say(speech, "keine Spalte mit der Zeit gefunden", "no column with the time was found")
        return [f"  # published: {{column: ...}}  # ? {told}"]
    form = _form(columns)
    unsure = f"  # ? {_say(speech, 'erst der Tag oder erst der Monat?', 'day first or month first?')}"
    more = f"{form and f', format: {_quoted(form)}'}{_zone(columns)}}}{unsure if _either_way(columns, form) else ''}"
    if len(columns) > 1:
        return [f"  published: {{columns: [{', '.join(_quoted(column.name) for column in columns)}]{more}"]
    return [f"  published: {{column: {_quoted(columns[0].name)}{more}"]


def _zone(columns: Sequence[Column]) -> str:
    """The zone where the name of a column says that it is not the local one."""
    return ", zone: UTC" if any(re.search(r"\b(UTC|GMT)\b", column.name) for column in columns) else ""


def _form(columns: Sequence[Column]) -> str:
    """The format that reads most of the values; nothing where the usual ones do, or none does."""
    rows = _written(columns)
    if not rows or any(isinstance(value, datetime | date) for column in columns for value in column.values):
        return ""
    best = max(FORMS, key=lambda form: sum(reads(form, row) for row in rows))
    usual = sum(reads("", row) for row in rows)
    return best if usual < sum(reads(best, row) for row in rows) and sound(best) else ""


def _either_way(columns: Sequence[Column], form: str) -> bool:
    """Whether the values can be read with day and month the other way round as well."""
    other = swapped(form)
    return bool(other) and all(reads(other, row) for row in _written(columns) if reads(form, row))


def _written(columns: Sequence[Column]) -> list[str]:
    """What stands in the first rows in which none of the columns is empty."""
    cells = zip(*(column.cells for column in columns), strict=True)
    return [
        " ".join(str(value).strip() for value in row) for row in cells if all(each not in (None, "") for each in row)
    ][:50]


def _translated(key: str, column: Column, speech: str) -> Iterator[str]:
    """A column whose words become those of records; what is not known is left to the reader."""
    meant = {word: to for to, words in MEANT[key].items() for word in words.split()}
    words = column.words[:MOST_VALUES]
    found = [(word, meant.get(bare(word), "")) for word in words]
    if len(column.words) > MOST_VALUES or not any(to for _, to in found):
        told = _say(speech, "welche Werte bedeuten was?", "which values mean what?")
        yield f"  # {key}: {{column: {_quoted(column.name)}, values: {{...}}}}  # ? {told}"
        return
    yield f"  {key}:"
    yield f"    column: {_quoted(column.name)}"
    yield "    values:"
    for word, to in found:
        choice = " | ".join(MEANT[key])
        yield f"      {_quoted(word)}: {to}  # ?" if to else f"      # {_quoted(word)}: {choice}  # ?"


def _channel(column: Column) -> Iterator[str]:
    """Channels are written small by the rules."""
    if not 0 < len(column.words) <= MOST_VALUES or all(word == word.lower() for word in column.words):
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
