"""Exchanges -> measured lines, in order: one after the other in this process, or in lots shared out among several."""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import islice
from typing import Final

from ..engine.diagnostics import KniggeError, say
from ..engine.measure import Measured, measure
from ..engine.program import Program
from ..engine.values import dataclass
from ..reports.measured import Tally, render
from .json_lines import Read

LOT: Final = 200
"""Lines that go to a worker together; so many come out at once."""
_AHEAD: Final = 3
"""Lots a worker may have waiting: what is held in memory does not grow with the input."""

Lot = tuple[Read | Measured, ...]
Lines = tuple[bytes, Tally]


@dataclass(frozen=True, slots=True)
class Gauge:
    """What is measured, and with which rules."""

    program: Program
    signals: tuple[str, ...]
    concepts: tuple[str, ...]

    def measured(self, lot: Lot) -> Lines:
        """The lines of a lot, one below the other, with what was counted."""
        tally, lines = Tally(), list[bytes]()
        for each in lot:
            found = self._measured(each)
            tally.add(found)
            lines.append(render(found))
        return b"".join(lines), tally

    def _measured(self, each: Read | Measured) -> Measured:
        if isinstance(each, Measured):
            return each
        found = measure(self.program, each.exchange, self.signals, self.concepts)
        return replace(found, remarks=(*found.remarks, *each.remarks))


def in_turn(gauge: Gauge, inputs: Iterable[Read | Measured]) -> Iterator[Lines]:
    """Each line as soon as it is read."""
    return (gauge.measured((each,)) for each in inputs)


def with_workers(gauge: Gauge, inputs: Iterable[Read | Measured], workers: int) -> Iterator[Lines]:
    """The same lines in the same order, measured lot by lot in processes of their own.

    KniggeError when one of these dies; all lines that were given before are whole.
    """
    source = iter(inputs)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _begin, (gauge,)) as pool:
        waiting: deque[Future[Lines]] = deque()
        done = 0
        try:
            while lot := tuple(islice(source, LOT)):
                waiting.append(pool.submit(_lines, lot))
                if len(waiting) > _AHEAD * workers:
                    yield waiting.popleft().result()
                    done += LOT
            while waiting:
                yield waiting.popleft().result()
                done += LOT
        except BrokenProcessPool:
            raise KniggeError(say("a worker process died; {done} texts were measured and written", done=done)) from None
        finally:
            for future in waiting:
                future.cancel()


_GAUGE: list[Gauge] = []  # of a worker process, set once as it begins


def _begin(gauge: Gauge) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who breaks off tells the first process, which ends the others
    _GAUGE.append(gauge)
    gc.freeze()


def _lines(lot: Lot) -> Lines:
    return _GAUGE[0].measured(lot)
