"""Sources (+ import map) -> lines: the entry of this room. One record at a time, whatever the size."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from .database import is_address, shown
from .delimited import PLAIN, Form, read_delimited
from .excel import read_excel
from .guesses import SAMPLE
from .import_map import ImportMap
from .json_records import UTF_16, holds_lines, read_json_lines, read_json_values
from .json_rows import as_table, map_records
from .line import Header, Line, Row, Trouble, troubled
from .rows import read_rows
from .sources import DELIMITED, EXCEL, LINES, PARQUET, VALUES, Found, files
from .streams import opened, unpacked
from .words import after


def read_archive(sources: Sequence[str], map_: ImportMap | None, speech: str, query: str = "") -> Iterator[Line]:
    """Every record of the sources, in their order, and a line for everything that cannot be read.

    A source is a file, a folder, the address of a database (with `query`, a select or the name of a table), or `-` for
    JSON Lines on standard input. The map is for tables and for JSON of other tools. Never raises for what it reads.
    """
    for source in sources:
        if source == "-":
            yield from _guarded("-", _mapped(_piped(speech), map_, speech), speech)
        elif is_address(source):
            yield from _guarded(shown(source), _database(source, query, map_, speech), speech)
        else:
            for found in files(source):
                yield from _guarded(str(found.path), _file(found, map_, speech), speech)


def tables_of(
    sources: Sequence[str], form: Form, speech: str, query: str
) -> Iterator[tuple[str, Iterator[Header | Row]]]:
    """The tables among the sources, written in that form, unread, each with its name."""
    for source in sources:
        if source == "-":
            continue
        if is_address(source):
            yield shown(source), _queried(source, query, speech)
            continue
        for found in files(source):
            if found.trouble is None and found.format in (LINES, VALUES):
                yield str(found.path), as_table(islice(_file(found, None, speech), SAMPLE))
            elif found.trouble is None and found.format in (DELIMITED, EXCEL, PARQUET):
                items = _table(found, form, "", speech)
                yield str(found.path), (each for each in items if not isinstance(each, str))


def _guarded(source: str, lines: Iterator[Line], speech: str) -> Iterator[Line]:
    """The lines; where reading breaks off, what was read stays and the last line says why."""
    place = ""
    some = False
    try:
        for line in lines:
            some = True
            place = line.place
            yield line
    except Trouble as trouble:
        yield troubled(source, after(place, speech), trouble, speech)
    except OSError as problem:
        why = Trouble("closed-file", why=problem.strerror or problem)
        yield troubled(source, after(place, speech), why, speech)
    else:
        if not some:
            yield troubled(source, "", Trouble("no-rows"), speech)


def _piped(speech: str) -> Iterator[Line]:
    """Standard input: JSON Lines or a JSON list, packed or not; Trouble where it holds no JSON at all."""
    stream = unpacked(sys.stdin.buffer)
    start = stream.peek(1).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"[") and not holds_lines(start):
        yield from read_json_values("-", stream, speech)
    elif start and b"{" not in start and not start.startswith(UTF_16):
        raise Trouble("stdin-table")
    else:
        yield from read_json_lines("-", stream, speech)


def _database(source: str, query: str, map_: ImportMap | None, speech: str) -> Iterator[Line]:
    yield from read_rows(shown(source), _queried(source, query, speech), map_, speech)


def _queried(source: str, query: str, speech: str) -> Iterator[Header | Row]:
    from .queries import read_database  # SQLAlchemy may not be there

    yield from read_database(source, query, speech)


def _file(found: Found, map_: ImportMap | None, speech: str) -> Iterator[Line]:
    if found.trouble is not None:
        raise found.trouble
    name = str(found.path)
    if found.format not in (LINES, VALUES):
        yield from _tabled(name, found, map_, speech)
        return
    with opened(found.path) as stream:
        if not stream.peek(1):
            raise Trouble("empty")
        read = read_json_lines if found.format == LINES else read_json_values
        yield from _mapped(read(name, stream, speech), map_, speech)


def _mapped(lines: Iterator[Line], map_: ImportMap | None, speech: str) -> Iterator[Line]:
    return map_records(lines, map_, speech) if map_ else lines


def _tabled(name: str, found: Found, map_: ImportMap | None, speech: str) -> Iterator[Line]:
    """The records of a table, and a line for each sheet that is not read."""
    sheets: list[str] = []
    form = map_.form if map_ else PLAIN
    where = dict(map_.places).get(form.sheet, "") if map_ else ""

    def items() -> Iterator[Header | Row]:
        for item in _table(found, form, where, speech):
            if isinstance(item, str):
                sheets.append(item)
            else:
                yield item

    yield from read_rows(name, items(), map_, speech)
    for sheet in sheets:
        place = f"Blatt {sheet}" if speech == "de" else f"sheet {sheet}"
        yield troubled(name, place, Trouble("other-sheet"), speech)


def _table(found: Found, form: Form, where: str, speech: str) -> Iterator[Header | Row | str]:
    path: Path = found.path
    match found.format:
        case "excel":
            yield from read_excel(path, form, where, speech)
        case "parquet":
            from .parquet import read_parquet  # 0.3 s to import

            yield from read_parquet(path, speech)
        case _:
            yield from read_delimited(lambda: opened(path), form, speech)
