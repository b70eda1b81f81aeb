"""What programs call: the public functions of `knigge`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from ..engine.catalogue import choose_concepts, choose_signals, split
from ..engine.measure import measure as measure_exchange
from ..engine.program import Program
from ..reports.measured import Record, as_record
from .inputs import Asked
from .json_lines import read_text
from .programs import load_program


def measure(
    text: str,
    *,
    language: str | None = None,
    parent: str | None = None,
    channel: str | None = None,
    kind: str | None = None,
    policy: str = "default",
    signals: str | Sequence[str] = "*",
    concepts: str | Sequence[str] = "*",
    id: str = "text",
) -> Record:
    """The signals and concepts of a text, as `knigge measure` writes them. Places are code points, half open.

    `language` is detected unless given; `parent` is the text of the message answered. `signals` and `concepts` choose:
    names or patterns with `*`, in a list or separated by commas; `none` chooses none. A policy is read once a process.
    An empty text, or one too long, gives a record that says what could not be measured. KniggeError for a policy that
    cannot be used and for names that are not known.

    >>> measured = measure("Können Sie uns helfen?", signals="address, questions", concepts="none")
    >>> measured["language"], measured["signals"]["address"]["form"], measured["signals"]["questions"]["value"]
    ('de', 'formal', 1)
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a str, not {type(text).__name__}")
    program = _program(policy, str(Path(policy).resolve()))
    exchange = read_text(text, id, Asked(channel, kind, language, parent)).exchange
    return as_record(
        measure_exchange(
            program,
            exchange,
            choose_signals(_patterns(signals)),
            choose_concepts(_patterns(concepts), program),
        )
    )


def _patterns(given: str | Sequence[str]) -> tuple[str, ...]:
    return split([given] if isinstance(given, str) else given)


@lru_cache(maxsize=8)
def _program(policy: str, place: str) -> Program:
    """The policy by its name; `place` keeps two files of one name apart."""
    return load_program(policy)
