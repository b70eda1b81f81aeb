"""Cells of a table that a spreadsheet must take as text and never as a formula."""

from __future__ import annotations

import unicodedata
from typing import Final

_BEGINS: Final = frozenset("=+-@|%\t\r\n")  # what some spreadsheet takes for a formula, or skips before one


def as_text(cell: str) -> str:
    """The cell, with an apostrophe before it where it could begin a formula.

    Signs of full width count like their narrow twins, and blanks and invisible signs before them do not help.
    Source: OWASP, CSV Injection.

    >>> as_text("=HYPERLINK(A1)"), as_text("＝1+1"), as_text("3 Erbsen"), as_text("  @SUM(A1)")
    ("'=HYPERLINK(A1)", "'＝1+1", '3 Erbsen', "'  @SUM(A1)")
    """
    return f"'{cell}" if is_risky(cell) else cell


def is_risky(cell: str) -> bool:
    """Whether a spreadsheet could read the cell as a formula."""
    if cell[:1] in _BEGINS and cell:
        return True
    first = next((sign for sign in cell if not _skipped(sign)), "")
    return bool(first) and unicodedata.normalize("NFKC", first)[:1] in _BEGINS


def _skipped(sign: str) -> bool:
    """Whether a sign takes no room or is blank, so that what follows counts as the beginning."""
    return sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf", "Mn")
