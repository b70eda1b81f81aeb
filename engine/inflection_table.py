"""Text of a word table -> its sections, each a list of numbered lines."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from .tokens import fold
from .values import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table, without its comment."""

    number: int
    text: str
    table: str

    def columns(self, least: int, most: int) -> list[list[str]]:
        """The folded alternatives of every column; `-` is an empty column."""
        cells = self.text.split()
        if not least <= len(cells) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            raise self.fault(f"`{self.text.strip()}` has {len(cells)} columns, expected {wanted}")
        if cells[0] == "-":
            raise self.fault("the first column is empty, expected a word")
        return [[] if cell == "-" else [self.word(part) for part in cell.split("/")] for cell in cells]

    def words(self) -> list[str]:
        """The folded words of the line."""
        return [self.word(part) for part in self.text.split()]

    def word(self, written: str) -> str:
        """One folded word; anything but letters is a fault."""
        folded = fold(written)
        if not folded.isalpha():
            raise self.fault(f"`{written}` is no word, expected letters only")
        return folded

    def fault(self, message: str) -> ValueError:
        """The error that names this line."""
        return ValueError(f"{self.table}, line {self.number}: {message}")


def parse_sections(text: str, table: str, names: Collection[str]) -> Mapping[str, list[Line]]:
    """The lines below every heading, in order; a section that does not occur is empty.

    `table` is the name used in errors. ValueError for an unknown heading and for words before the first one.
    """
    sections: dict[str, list[Line]] = {name: [] for name in names}
    current: list[Line] | None = None
    for number, raw in enumerate(text.splitlines(), 1):
        line = Line(number, raw.split("#")[0], table)
        written = line.text.strip()
        if not written:
            continue
        if written.startswith("["):
            name = written.removeprefix("[").removesuffix("]")
            if name not in sections or not written.endswith("]"):
                raise line.fault(f"`{written}` is no section, expected one of {', '.join(names)}")
            current = sections[name]
        elif current is None:
            raise line.fault(f"`{written}` stands before the first section, put a heading above it")
        else:
            current.append(line)
    return sections
