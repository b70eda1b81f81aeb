"""What an audit could not read or doubts -> a few lines: one example of each kind, with how many there are."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from ..intake.words import has_label, label

MOST: Final = 12
"""Kinds of problems that are told one by one; all problems are in the file."""


def problem_lines(errors: Path, speech: str) -> Iterator[str]:
    """One line for each kind of problem in a file of errors, the first one found; the rest are counted."""
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    with errors.open(encoding="utf-8") as file:
        for line in file:
            problem: Mapping[str, object] = json.loads(line)
            what = str(problem["what"])
            counts[what] += 1
            first.setdefault(what, _told(problem, speech))
    for what, told in list(first.items())[:MOST]:
        yield told + _more(counts[what] - 1, speech)
    if counts:
        number = counts.total()
        yield f"Alle Hinweise ({number}): {errors}" if speech == "de" else f"All remarks ({number}): {errors}"


def with_labels(summary: Mapping[str, object], speech: str) -> dict[str, object]:
    """The closing figures with reasons of unread records in words."""
    reasons = summary["reasons"]
    assert isinstance(reasons, Mapping)
    told = {label(name, speech) if name != "no-record" and has_label(name) else name: n for name, n in reasons.items()}
    return {**summary, "reasons": told}


def _told(problem: Mapping[str, object], speech: str) -> str:
    where = ", ".join(str(problem[key]) for key in ("source", "place") if problem[key])
    name = f"`{problem['id']}`" if problem["id"] else ""
    what = str(problem["what"])
    why = str(problem["reason"]) or (label(what, speech) if has_label(what) else what)
    about = f"{where} ({name})" if where and name else where or name
    return f"{about}: {why}" if about else why


def _more(number: int, speech: str) -> str:
    if not number:
        return ""
    return f" (und {number} weitere dieser Art)" if speech == "de" else f" (and {number} more of this kind)"
