"""Rows of a table (+ import map) -> lines: cells become the keys of records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from shlex import quote
from typing import Final

from ..engine.diagnostics import did_you_mean
from ..engine.values import dataclass
from .cells import Make, maker, plain, words
from .import_map import ImportMap, Recipe
from .json_records import canonical
from .line import Header, Line, Remark, Row, Trouble, troubled
from .words import listed

_TEXT: Final = ("text",)
_NATIVE: Final = frozenset({"text", "action", "type"})


@dataclass(frozen=True, slots=True)
class _Part:
    """How one key is made from the cells of a row: the cells it reads, by their place."""

    path: tuple[str, ...]
    places: tuple[int, ...]
    make: Make


@dataclass(frozen=True, slots=True)
class Plan:
    """A recipe for a table with given columns."""

    recipe: Recipe
    parts: tuple[_Part, ...]
    when: tuple[tuple[int, frozenset[str]], ...]

    def spoilt(self, row: Row) -> Trouble | None:
        """Why a row makes no record: the first cell that is asked for and cannot be read."""
        asked = {place for place, _ in self.when}.union(*(part.places for part in self.parts))
        return next((trouble for place, trouble in row.unread.items() if place in asked), None)

    def silent(self, row: Row) -> bool:
        """Whether a message that any row may hold is missing in this one: the cells of its text are empty."""
        places = next((part.places for part in self.parts if part.path == _TEXT), ())
        said = any(words(row.cells[place]) for place in places)
        return self.recipe.type == "message" and bool(places) and not self.when and not said


def read_rows(source: str, items: Iterable[Header | Row], map_: ImportMap | None, speech: str) -> Iterator[Line]:
    """The records of a table; Trouble where its columns do not fit.

    Without a map the columns are the keys of records, dotted where they stand inside another.
    """
    if map_ is not None and map_.rows:
        raise Trouble("rows-of-table", paths=listed(map_.rows))
    plans: list[Plan] = []
    paths: tuple[tuple[str, ...], ...] = ()
    for item in items:
        match item:
            case Header(columns=columns):
                if map_ is None:
                    _check_native(source, columns)
                    paths = tuple(tuple(name.split(".")) for name in columns)
                else:
                    plans = [plan_of(recipe, columns, map_) for recipe in map_.recipes]
            case Row(trouble=Trouble() as trouble):
                yield troubled(source, item.place, trouble, speech)
            case Row() if map_ is None and item.unread:
                yield troubled(source, item.place, next(iter(item.unread.values())), speech)
            case Row() if map_ is None:
                yield _native(source, item, paths)
            case Row():
                yield from mapped(source, item, plans, speech)


def _check_native(source: str, columns: Sequence[str]) -> None:
    _once(columns, columns)
    if not _NATIVE & set(columns):
        raise Trouble("no-map", columns=listed(tuple(columns)), source=quote(source))


def _once(wanted: Iterable[str], columns: Sequence[str]) -> None:
    """Trouble when a column that is wanted stands twice."""
    for name in wanted:
        first = columns.index(name)
        if name in columns[first + 1 :]:
            raise Trouble("column-twice", column=name, first=first + 1, second=columns.index(name, first + 1) + 1)


def _native(source: str, row: Row, paths: Sequence[Sequence[str]]) -> Line:
    """The record a row stands for; empty cells are unknown, an empty text is known to be empty."""
    record: dict[str, object] = {}
    for path, cell in zip(paths, row.cells, strict=True):
        if (cell is None or cell == "") and path[-1] != "text":
            continue
        value = plain(cell)
        if path == _TEXT and isinstance(value, int | float):
            value = words(cell)  # an answer that is but a number, as spreadsheets keep it
        if len(path) == 1:
            record[path[0]] = value
        else:
            _put(record, path, value)
    return Line(source, row.place, record, "", canonical(record))


def _put(record: dict[str, object], path: Sequence[str], value: object) -> None:
    """Set a dotted key; where something else stands in its way it is kept under its dotted name."""
    inner = record
    for name in path[:-1]:
        found = inner.setdefault(name, {})
        if not isinstance(found, dict):
            record[".".join(path)] = value
            return
        inner = found
    inner[path[-1]] = value


def asked_for(recipe: Recipe) -> list[str]:
    """The columns a recipe reads."""
    return [name for key in recipe.keys for name in key.columns] + [name for name, _ in recipe.when]


def plan_of(recipe: Recipe, columns: Sequence[str], map_: ImportMap) -> Plan:
    places = dict(map_.places)
    asked = asked_for(recipe)
    bare = {" ".join(name.split()): number for number, name in reversed(list(enumerate(columns)))}
    for name in asked:
        if " ".join(name.split()) not in bare:
            hint: str = did_you_mean(name, columns)
            hint = f" ({hint})" if hint else ""
            where = places.get(name, "")
            raise Trouble("column-missing", where=where, column=name, hint=hint, columns=listed(tuple(columns)))
    _once((" ".join(name.split()) for name in asked), [" ".join(name.split()) for name in columns])
    parts = []
    for key in recipe.keys:
        at = tuple(bare[" ".join(name.split())] for name in key.columns)
        parts.append(_Part(key.path, at, maker(key, at, map_.form.decimal)))
    when = [(bare[" ".join(name.split())], wanted) for name, wanted in recipe.when]
    return Plan(recipe, tuple(parts), tuple(when))


def mapped(source: str, row: Row, plans: Sequence[Plan], speech: str) -> Iterator[Line]:
    """One record for each recipe whose `when` fits; a line that says so where none does.

    Where a row may hold a message and its answer, an empty cell is no message, and both stand in one thread.
    """
    chosen = 0
    thread = _made_id(row, 0) if _side_by_side(plans) else ""
    for plan in plans:
        if len(plans) > 1 and plan.silent(row):
            continue
        if row.unread and (trouble := plan.spoilt(row)) and _may_fit(row, plan):
            chosen += 1
            yield troubled(source, row.place, trouble, speech)
            continue
        if not all(words(row.cells[place]).casefold() in wanted for place, wanted in plan.when):
            continue
        chosen += 1
        yield _record(source, row, plan, speech, chosen, thread)
    if not chosen:
        yield troubled(source, row.place, Trouble("not-chosen"), speech)


def _may_fit(row: Row, plan: Plan) -> bool:
    """Whether nothing that can be read of a row speaks against its `when`."""
    return all(place in row.unread or words(row.cells[place]).casefold() in wanted for place, wanted in plan.when)


def _side_by_side(plans: Sequence[Plan]) -> bool:
    """Whether every row makes several messages and none says what it belongs to."""
    free = [plan for plan in plans if plan.recipe.type == "message" and not plan.when]
    linked = any(part.path in (("thread",), ("in_reply_to",)) for plan in plans for part in plan.parts)
    return len(free) > 1 and not linked


def _record(source: str, row: Row, plan: Plan, speech: str, number: int, thread: str = "") -> Line:
    record: dict[str, object] = {"type": plan.recipe.type}
    if thread and plan.recipe.type == "message":
        record["thread"] = thread
    remarks: list[Remark] = []
    cells = row.cells
    for part in plan.parts:
        try:
            value = part.make(cells)
        except Trouble as trouble:
            trouble.values["key"] = ".".join(part.path)
            remarks.append(Remark(trouble.reason, trouble.told(speech)))
            continue
        path = part.path
        if value is None:
            if path == _TEXT:
                record["text"] = "" if any(cells[place] == "" for place in part.places) else None
        elif len(path) == 1:
            record[path[0]] = value
        else:
            _put(record, path, value)
    if "id" not in record and plan.recipe.type != "coverage":
        record["id"] = _made_id(row, number)
    return Line(source, row.place, record, "", canonical(record), "", tuple(remarks))


def _made_id(row: Row, number: int) -> str:
    """An id from what the row holds and where it stands: the same table read again gives the same."""
    content = canonical([row.number, number, *(plain(cell) for cell in row.cells)])
    return f"row-{row.number}-{sha256(content).hexdigest()[:12]}"
