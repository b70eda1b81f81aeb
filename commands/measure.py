"""`knigge measure`: texts and records in, signals and concepts out, one line of JSON each."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ..engine.catalogue import choose_concepts, choose_signals, concept_entries, signal_entries, split
from ..engine.diagnostics import KniggeError
from ..engine.measure import Measured
from ..engine.values import dataclass
from ..reports.measured import Tally, render_entries, summary
from .check import NOTHING, UNEVALUATED, Write
from .inputs import Asked
from .json_lines import Read, read_lines, read_text
from .measure_workers import Gauge, in_turn, with_workers
from .path_words import told
from .programs import load_program

WriteBytes = Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line; `signals` and `concepts` are comma-separated lists, none given: all."""

    paths: tuple[str, ...]
    texts: tuple[str, ...]
    asked: Asked
    policy: str
    signals: tuple[str, ...]
    concepts: tuple[str, ...]
    speech: str
    workers: int = 1


def run(request: Request, out: WriteBytes, err: Write) -> int:
    """Measure line by line, in order. 3 when something could not be measured, wholly or in part, else 0."""
    signals = choose_signals(split(request.signals) or ("*",))
    program = load_program(request.policy)
    gauge = Gauge(program, signals, choose_concepts(split(request.concepts) or ("*",), program))
    _present(request.paths, request.speech)
    gc.freeze()  # the program lives until the end; the collector need not look at it again
    inputs, tally = _inputs(request), Tally()
    lots = in_turn(gauge, inputs) if request.workers == 1 else with_workers(gauge, inputs, request.workers)
    for lines, counted in lots:
        out(lines)
        tally.join(counted)
    if closing := summary(tally, request.speech):
        err(f"knigge: {closing}\n")
    return NOTHING if tally.count and tally.whole else UNEVALUATED


def list_all(request: Request, format_: str, width: int, out: Write) -> int:
    """Everything that can be measured, or the part of it that was asked for, as a table or as JSON."""
    program = load_program(request.policy)
    signals = choose_signals(split(request.signals) or ("*",))
    concepts = choose_concepts(split(request.concepts) or ("*",), program)
    known = [entry for entry in signal_entries() if entry.name in signals]
    defined = [entry for entry in concept_entries(program, request.speech) if entry.name in concepts]
    if format_ == "json":
        out(render_entries(known, defined) + "\n")
    else:
        from ..reports.catalogue import render_table

        out(render_table(known, defined, request.speech, width))
    return NOTHING


def _present(paths: Sequence[str], speech: str) -> None:
    """KniggeError when a path leads nowhere, before anything is measured. A pipe is only looked at, not opened."""
    for path in paths:
        if path == "-":
            continue
        try:
            folder = Path(path).is_dir()
            Path(path).stat()
        except FileNotFoundError:
            raise KniggeError(told("no-file", speech, path=path)) from None
        except (OSError, ValueError) as problem:
            why = getattr(problem, "strerror", None) or problem
            raise KniggeError(told("unreadable", speech, path=path, problem=why)) from None
        if folder:
            raise KniggeError(told("folder", speech, path=path))


def _inputs(request: Request) -> Iterator[Read | Measured]:
    for number, text in enumerate(request.texts, start=1):
        yield read_text(text, "text" if len(request.texts) == 1 else f"text {number}", request.asked)
    for path in request.paths:
        if path == "-":
            yield from read_lines("-", sys.stdin.buffer, request.asked)
            continue
        try:
            with Path(path).open("rb") as file:
                yield from read_lines(Path(path).name, file, request.asked)
        except OSError as problem:
            why = problem.strerror or problem
            raise KniggeError(told("unreadable", request.speech, path=path, problem=why)) from None
