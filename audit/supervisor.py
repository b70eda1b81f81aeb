"""Tasks -> answers: worker processes kept busy and watched. What dies is tried again, then narrowed down.

A part whose worker dies once is tried again; one that fails again is halved until a single unit (a thread, an act)
fails, and of that unit the one message is looked for without whose text it can be judged. That record alone becomes an
error; everything else of the part is judged. Our own texts are gathered in the same way.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from time import monotonic
from typing import Final

from ..engine.values import dataclass
from .interrupts import heard_between, shielded
from .tables import SIZE
from .work import PATIENCE, Answer, Task, lost_rows, read_file, serve, size_of, write_tables

_TICK: Final = 0.5
_TRIES: Final = 2
_SHIFT: Final = 25
"""Tasks after which a worker makes room for a fresh one: what a long life gathers in memory goes with it."""


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    connection: Connection
    task: Task | None = None
    until: float = 0.0
    carried_out: int = 0


@dataclass(slots=True)
class _Hunt:
    """The search for the one message of a unit that cannot be judged: it is among `suspects`."""

    task: Task
    suspects: tuple[str, ...]
    reason: str


@dataclass(slots=True)
class _Job:
    """One part: the tasks it was divided into so far, what they gave, and what they are waiting for."""

    part: Task
    waiting: set[str] = field(default_factory=set)
    answers: list[Answer] = field(default_factory=list)
    tries: dict[str, int] = field(default_factory=dict)
    hunts: dict[str, _Hunt] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    divided: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """A part that is finished: the names under which its answers stand, and what was counted.

    `unread` are the ids of records whose texts nobody could gather, where that was asked for.
    """

    name: str
    files: tuple[str, ...]
    counts: dict[str, int]
    unread: frozenset[str] = frozenset()


class Supervisor:
    """Owns the worker processes and what is still to be done."""

    def __init__(self, brief: Path, workers: int, patience: float = PATIENCE.total_seconds()) -> None:
        """Nothing is started before `run`."""
        self._brief = brief
        self._most = max(1, workers)
        self._patience = patience
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []
        self._queue: deque[Task] = deque()
        self._jobs: dict[str, _Job] = {}
        self._owner: dict[str, _Job] = {}

    def run(self, tasks: Iterable[Task], finished: Callable[[Done], None], tick: Callable[[], None]) -> None:
        """Carry out all tasks; `finished` hears of every part that is done, `tick` is called twice a second.

        A wish to end (Ctrl-C, `kill`) is heard after a tick; no worker is left behind.
        """
        for task in tasks:
            self._jobs[task.name] = job = _Job(task, {task.name})
            self._owner[task.name] = job
            self._queue.append(task)
        with heard_between() as pause:
            try:
                while self._jobs:
                    self._employ()
                    for worker in self._heard():
                        self._listen(worker, finished)
                    tick()
                    pause()
            finally:
                self.stop()

    def stop(self) -> None:
        """End every worker, whatever it is doing; what it has not finished leaves nothing behind."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()
        self._workers.clear()

    def _employ(self) -> None:
        """A task for everybody who has none; so many workers as there is work for."""
        busy = sum(worker.task is not None for worker in self._workers)
        while len(self._workers) < min(self._most, busy + len(self._queue)):
            ours, theirs = self._context.Pipe()
            process = self._context.Process(target=serve, args=(theirs, str(self._brief)), daemon=True)
            with shielded():
                process.start()
            theirs.close()
            self._workers.append(_Worker(process, ours))
        for worker in self._workers:
            if worker.task is None and self._queue:
                worker.task = self._queue.popleft()
                longer = max(1.0, size_of(Path(worker.task.source)) / SIZE)  # a thread of 100,000 stays in one part
                worker.until = monotonic() + self._patience * longer
                try:
                    worker.connection.send(worker.task)
                except OSError:  # it died meanwhile: heard of in a moment
                    continue

    def _heard(self) -> list[_Worker]:
        """Workers that answered, died or take too long."""
        watched: list[Connection | int] = [each.connection for each in self._workers]
        watched += [each.process.sentinel for each in self._workers]
        ready = wait(watched, _TICK)
        now = monotonic()
        return [
            each
            for each in self._workers
            if each.connection in ready
            or each.process.sentinel in ready
            or (each.task is not None and each.until < now)
        ]

    def _listen(self, worker: _Worker, finished: Callable[[Done], None]) -> None:
        task = worker.task
        answer = self._answer(worker)
        if answer is None:
            worker.process.join(_TICK)  # one that died is a moment on its way
            stuck = worker.process.is_alive()
            self._dismiss(worker)
            if task is not None:
                reason = "takes too long" if stuck else "ended its worker process"
                self._failed(task, reason, self._tried(task) < _TRIES)
        else:
            worker.task = None
            worker.carried_out += 1
            if worker.carried_out >= _SHIFT and self._queue:
                self._dismiss(worker)
            if answer.broken:
                raise OSError(None, answer.failure)
            if task is not None and answer.failure:
                self._failed(task, answer.failure, False)
            elif task is not None:
                self._succeeded(task, answer)
        if task is not None:
            self._close(self._owner[task.name], finished)

    def _answer(self, worker: _Worker) -> Answer | None:
        """What a worker says; None where it can say nothing any more."""
        try:
            if worker.connection.poll():
                answer = worker.connection.recv()
                return answer if isinstance(answer, Answer) else None
        except (EOFError, OSError):
            return None
        return None

    def _dismiss(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.connection.close()
        self._workers.remove(worker)

    def _tried(self, task: Task) -> int:
        tries = self._owner[task.name].tries
        tries[task.name] = tries.get(task.name, 0) + 1
        return tries[task.name]

    def _failed(self, task: Task, reason: str, again: bool) -> None:
        job = self._owner[task.name]
        if again:
            self._queue.appendleft(task)
            return
        job.waiting.discard(task.name)
        if (hunt := job.hunts.pop(task.name, None)) is not None:
            self._not_there(job, hunt, reason)
            return
        table = read_file(Path(task.source))
        judged = [row for row in table.select(["judge", "unit", "type", "id"]).to_pylist() if row["judge"]]
        mine = [row for row in judged if task.units is None or row["unit"] in task.units]
        units = sorted({row["unit"] for row in mine})
        if len(units) > 1:
            for half in (units[: len(units) // 2], units[len(units) // 2 :]):
                self._give(job, replace(task, name="", units=frozenset(half)))
            return
        suspects = tuple(sorted(row["id"] for row in mine if row["type"] == "message"))
        narrow = replace(task, units=frozenset(units))
        if len(suspects) > 1:
            self._search(job, _Hunt(narrow, suspects, reason))
        else:
            self._give_up(job, narrow, frozenset(row["id"] for row in mine), reason)

    def _search(self, job: _Job, hunt: _Hunt) -> None:
        """Try with the texts of half of the suspects unknown."""
        half = hunt.suspects[: max(1, len(hunt.suspects) // 2)]
        task = self._give(job, replace(hunt.task, name="", blind=frozenset(half)))
        job.hunts[task.name] = _Hunt(hunt.task, hunt.suspects, hunt.reason)

    def _not_there(self, job: _Job, hunt: _Hunt, reason: str) -> None:
        """It failed although half of the texts were unknown: then it is one of the others."""
        half = hunt.suspects[: max(1, len(hunt.suspects) // 2)]
        rest = hunt.suspects[len(half) :]
        if rest:
            self._search(job, _Hunt(hunt.task, rest, hunt.reason))
        else:
            table = read_file(Path(hunt.task.source))
            here = [row for row in table.select(["judge", "unit", "id"]).to_pylist() if row["judge"]]
            names = frozenset(row["id"] for row in here if row["unit"] in (hunt.task.units or ()))
            self._give_up(job, hunt.task, names, reason)

    def _succeeded(self, task: Task, answer: Answer) -> None:
        job = self._owner[task.name]
        job.waiting.discard(task.name)
        hunt = job.hunts.pop(task.name, None)
        if hunt is not None and len(task.blind) > 1:  # it is one of these: look closer, this answer does not count
            self._search(job, _Hunt(hunt.task, tuple(sorted(task.blind)), hunt.reason))
            return
        if task.only_texts:
            job.unread |= task.blind
        job.answers.append(answer)

    def _give(self, job: _Job, task: Task) -> Task:
        """A further task of a job, under a name of its own."""
        target = _further(job)
        name = target.name
        named = replace(task, name=name, target=str(target))
        job.waiting.add(name)
        self._owner[name] = job
        self._queue.append(named)
        return named

    def _give_up(self, job: _Job, task: Task, names: frozenset[str], reason: str) -> None:
        """Say that these records cannot be judged, or their texts not be gathered."""
        if task.only_texts:
            job.unread |= names
            return
        target = _further(job)
        tables = lost_rows(read_file(Path(task.source)), names, reason)
        job.answers.append(Answer(target.name, write_tables(target, [tables])))

    def _close(self, job: _Job, finished: Callable[[Done], None]) -> None:
        if job.waiting or job.part.name not in self._jobs:
            return
        del self._jobs[job.part.name]
        counts: dict[str, int] = {}
        for answer in job.answers:
            for key, number in answer.counts.items():
                counts[key] = counts.get(key, 0) + number
        finished(Done(job.part.name, tuple(answer.name for answer in job.answers), counts, frozenset(job.unread)))


def _further(job: _Job) -> Path:
    """A place for one more answer of a job, beside that of the whole part."""
    job.divided += 1
    target = Path(job.part.target)
    return target.with_name(f"{target.name}-{job.divided}")
