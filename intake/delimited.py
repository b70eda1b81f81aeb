"""CSV and TSV -> rows: the way of writing is found or told, and a broken row does not swallow those behind it."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Final

from ..engine.values import dataclass
from .encodings import TextLine, encoding_of, text_lines
from .line import LONGEST, Header, Row, Trouble
from .words import row_word, size

DELIMITERS: Final = (";", ",", "\t", "|")
_SAMPLE_LINES: Final = 60
_MOST_LINES: Final = 10_000  # of one row; a text with more is a quotation mark that was never closed


@dataclass(frozen=True, slots=True)
class Form:
    """How a table is written; empty where it is to be found. `header` is the row with the names of the columns."""

    encoding: str = ""
    delimiter: str = ""
    quote: str = '"'
    decimal: str = ""
    sheet: str = ""
    header: int = 1


PLAIN: Final = Form()


def read_delimited(
    opened: Callable[[], AbstractContextManager[io.BufferedReader]], form: Form, speech: str, longest: int = LONGEST
) -> Iterator[Header | Row]:
    """The header, then every row that is not blank. Rows count as in a spreadsheet: the first one is row 1."""
    encoding = form.encoding or encoding_of(opened)
    with opened() as stream:
        lines = _Lines(text_lines(stream, encoding, longest), longest)
        delimiter = _announced(lines) or form.delimiter or _found_delimiter(lines.ahead(_SAMPLE_LINES), form)
        csv.field_size_limit(max(csv.field_size_limit(), longest))
        rows = csv.reader(lines, delimiter=delimiter, quotechar=form.quote, strict=True)
        word = row_word(speech)
        columns: tuple[str, ...] = ()
        number = 0
        while True:
            number += 1
            lines.begin()
            trouble: Trouble | None = None
            cells: list[str] = []
            try:
                cells = next(rows)
            except StopIteration:
                break
            except csv.Error:
                trouble = Trouble("quotes")
                lines.again()
            trouble = lines.trouble or trouble
            if columns:
                if trouble is None:
                    if not any(cells):
                        continue
                    trouble = _misfit(cells, len(columns))
                yield Row(f"{word} {number}", number, tuple(cells[: len(columns)]), trouble)
            elif number >= form.header and (trouble or any(cells)):
                if trouble is not None:
                    raise trouble
                columns = named(cells, speech)
                yield Header(columns)
        if not columns:
            raise Trouble("empty" if number == 1 else "no-header")


def named(cells: Sequence[object], speech: str) -> tuple[str, ...]:
    """The names of columns; those without one are called by their number. Empty ones at the end are left out."""
    names = ["" if cell is None else " ".join(str(cell).split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    word = "Spalte" if speech == "de" else "column"
    return tuple(name or f"{word} {number}" for number, name in enumerate(names, start=1))


def _misfit(cells: Sequence[str], columns: int) -> Trouble | None:
    """Fields too few or too many; empty ones behind the last column do no harm."""
    if len(cells) == columns or (len(cells) > columns and not any(cells[columns:])):
        return None
    return Trouble("fields", count=len(cells), columns=columns)


class _Lines:
    """The lines a reader of rows asks for; owns those of the row in progress, to take it back if it is broken."""

    def __init__(self, lines: Iterator[TextLine], longest: int) -> None:
        self.trouble: Trouble | None = None
        self._source = lines
        self._longest = longest
        self._taken: list[TextLine] = []
        self._waiting: deque[TextLine] = deque()
        self._characters = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else next(self._source)
        if line.trouble is not None:
            self.trouble = self.trouble or line.trouble
        self._taken.append(line)
        self._characters += len(line.text)
        if len(self._taken) > _MOST_LINES or self._characters > self._longest:
            self.trouble = Trouble(
                "quotes" if len(self._taken) > _MOST_LINES else "too-long", limit=size(self._longest)
            )
            raise csv.Error
        return line.text

    def begin(self) -> None:
        """A new row begins."""
        self.trouble = None
        self._taken.clear()
        self._characters = 0

    def again(self) -> None:
        """Read the lines of the broken row once more, without the first."""
        self._waiting.extendleft(reversed(self._taken[1:]))

    def ahead(self, most: int) -> list[str]:
        """The next lines, which will still be given."""
        while len(self._waiting) < most and (line := next(self._source, None)) is not None:
            self._waiting.append(line)
        return [line.text for line in self._waiting]


def _announced(lines: _Lines) -> str:
    """The delimiter that Excel's own first line `sep=;` names; the line is taken."""
    first = next(iter(lines.ahead(1)), "").strip().strip('"')
    if first[:4].lower() == "sep=" and len(first) == 5:
        next(lines)
        return first[4]
    return ""


def _found_delimiter(sample: Sequence[str], form: Form) -> str:
    """The delimiter by which most rows have as many fields as the header; a comma where none divides anything."""
    best, chosen = (False, 0.0, 0), ","
    for delimiter in DELIMITERS:
        counts = []
        try:
            for cells in csv.reader(sample, delimiter=delimiter, quotechar=form.quote):
                counts.append(len(cells))
        except csv.Error:
            continue
        counts = counts[form.header - 1 :]
        counts = [count for count in counts if count]
        if not counts:
            continue
        if (usual := counts[0]) < 2:  # a title above the table: what most rows have, but rather a header that fits
            usual = max(counts, key=counts.count)
        alike = sum(count == usual for count in counts) / len(counts)
        if usual >= 2 and (counts[0] >= 2, alike, usual) > best:
            best, chosen = (counts[0] >= 2, alike, usual), delimiter
    return chosen
