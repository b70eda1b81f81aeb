"""The formats a report over an audit can be written in."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, Final

from ...engine.values import dataclass
from .comparison import Comparison
from .model import Model


@dataclass(frozen=True, slots=True)
class Spill:
    """How many findings there are, and how many of them a format has room for."""

    all: int
    shown: int


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its name; `write` puts the report into an open file and imports what it needs itself.

    `spills` says what it had to leave out, None where nothing; all of it then stands in a CSV file beside it.
    """

    name: str
    write: Callable[[Model, BinaryIO], None]
    spills: Callable[[Model], Spill | None] | None = None


def _html(model: Model, out: BinaryIO) -> None:
    from .html import render

    out.write(render(model).encode())


def _json(model: Model, out: BinaryIO) -> None:
    from .json import render

    out.write(render(model).encode("utf-8", "backslashreplace"))


def _xlsx(model: Model, out: BinaryIO) -> None:
    from .xlsx import write

    write(model, out)


def _xlsx_spills(model: Model) -> Spill | None:
    from .verdict_rows import count_verdicts
    from .xlsx import FINDINGS, MOST

    found = count_verdicts(model, FINDINGS)
    return Spill(found, MOST) if found > MOST else None


def _csv(model: Model, out: BinaryIO) -> None:
    from .csv import write

    write(model, out)


def csv_in(dialect: str) -> Format:
    """CSV in one of its dialects, by name."""

    def write_so(model: Model, out: BinaryIO) -> None:
        from ..csv import DIALECTS
        from .csv import write

        write(model, out, next(each for each in DIALECTS if each.name == dialect))

    return Format("csv", write_so)


def _pdf(model: Model, out: BinaryIO) -> None:
    from .pdf import write

    write(model, out)


def _markdown(model: Model, out: BinaryIO) -> None:
    from .markdown import render

    out.write(render(model).encode())


def _sarif(model: Model, out: BinaryIO) -> None:
    from .sarif import render

    out.write(render(model).encode())


def _junit(model: Model, out: BinaryIO) -> None:
    from .junit import render

    out.write(render(model).encode())


def _github(model: Model, out: BinaryIO) -> None:
    from .github import render

    out.write(render(model).encode())


FORMATS: Final[tuple[Format, ...]] = (
    Format("html", _html),
    Format("json", _json),
    Format("xlsx", _xlsx, _xlsx_spills),
    Format("csv", _csv),
    Format("pdf", _pdf),
    Format("markdown", _markdown),
    Format("sarif", _sarif),
    Format("junit", _junit),
    Format("github", _github),
)


@dataclass(frozen=True, slots=True)
class ComparedFormat:
    """A format a comparison of two audits can be written in."""

    name: str
    render: Callable[[Comparison], str]


def _compared_html(told: Comparison) -> str:
    from .comparison_html import render

    return render(told)


def _compared_markdown(told: Comparison) -> str:
    from .comparison_markdown import render

    return render(told)


def _compared_json(told: Comparison) -> str:
    from .comparison_json import render

    return render(told)


COMPARED: Final[tuple[ComparedFormat, ...]] = (
    ComparedFormat("html", _compared_html),
    ComparedFormat("markdown", _compared_markdown),
    ComparedFormat("json", _compared_json),
)
