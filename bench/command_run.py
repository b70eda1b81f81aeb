"""A command line -> one run of it in processes of its own: time, memory, and how its work spreads over the run.

CPU time is that of the command with all it starts; memory is the most that any one of its processes held (Linux:
`/proc`, sampled).
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO, Final

ROOT: Final = Path(__file__).resolve().parent.parent
_TICK: Final = 0.1  # seconds between two looks at the memory
_LOOKS: Final = 10  # of these between two looks at the work done
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command: seconds on the wall and of CPU, the most bytes one process held (0: not known), its end.

    `stretches` are the seconds of CPU of equal shares of its work, one after the other; empty where nobody asked.
    """

    wall: float
    cpu: float
    peak: int
    processes: int
    code: int
    told: str = ""
    stretches: tuple[float, ...] = ()


Share = Callable[[int], float]
"""How much of the work is done, 0 to 1, when so many lines have been written to standard output."""


def run(command: Sequence[str], share: Share | None = None, stretches: int = 0) -> Run:
    """Run a command in the repository, its output away, and watch it and its children."""
    watcher = _Watcher(share, stretches)
    before, began = os.times(), time.perf_counter()
    with tempfile.TemporaryFile() as errors:
        out = subprocess.PIPE if share is not None else subprocess.DEVNULL
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=errors)
        threads = [threading.Thread(target=watcher.watch, args=(process.pid,))]
        if process.stdout is not None:
            threads.append(threading.Thread(target=watcher.count, args=(process.stdout,)))
        for each in threads:
            each.start()
        code = process.wait()
        wall = time.perf_counter() - began
        watcher.done.set()
        for each in threads:
            each.join()
        errors.seek(0)
        told = errors.read().decode(errors="replace").strip()
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    peaks = watcher.peaks
    return Run(wall, cpu, max(peaks.values(), default=0), len(peaks), code, told[-400:], watcher.spread(cpu))


class _Watcher:
    """What is seen of a command while it runs."""

    def __init__(self, share: Share | None, stretches: int) -> None:
        self.peaks: dict[int, int] = {}
        self.done = threading.Event()
        self._share = share
        self._stretches = stretches
        self._lines = 0
        self._marks = [0.0]

    def watch(self, pid: int) -> None:
        """Look at memory and progress until it is done."""
        looks = 0
        while not self.done.wait(_TICK):
            family = list(_family(pid))
            for each in family:
                if held := _most_held(each):
                    self.peaks[each] = max(held, self.peaks.get(each, 0))
            looks += 1
            if self._share is not None and looks % _LOOKS == 0:
                share, spent = self._share(self._lines), sum(map(_cpu_of, family))
                while len(self._marks) < self._stretches and share * self._stretches >= len(self._marks):
                    self._marks.append(spent)

    def count(self, out: IO[bytes]) -> None:
        """Count the lines that are written."""
        with out:
            while some := out.read(_CHUNK):
                self._lines += some.count(b"\n")

    def spread(self, cpu: float) -> tuple[float, ...]:
        """The seconds of each stretch; none where not all of them were seen to begin."""
        if self._share is None or len(self._marks) != self._stretches:
            return ()
        return tuple(round(later - earlier, 2) for earlier, later in pairwise([*self._marks, cpu]))


def _family(pid: int) -> Iterator[int]:
    """A process and all below it, as far as the system tells."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _most_held(pid: int) -> int:
    """The most memory a process has held, in bytes; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


def _cpu_of(pid: int) -> float:
    """The seconds of CPU of a process and of its children that have ended; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
