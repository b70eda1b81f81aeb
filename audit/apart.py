"""A step that holds much memory -> done in a process of its own, which gives all of it back when it ends."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Final, TypeVar, cast

import pyarrow as pa

from ..engine.diagnostics import KniggeError
from .interrupts import heard_between, ignore, shielded
from .orphans import end_with_the_run

Given = TypeVar("Given")
Made = TypeVar("Made")
_TICK: Final = 0.5


def apart(step: Callable[[Given], Made], given: Given) -> Made:
    """What `step` makes of `given`, both of a kind that can be pickled; OSError and KniggeError pass through.

    A wish to end (Ctrl-C, `kill`) is heard twice a second and ends the process too.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_carry_out, args=(theirs, step, given), daemon=True)
    with heard_between() as pause:
        with shielded():
            process.start()
        theirs.close()
        try:
            while not ours.poll(_TICK):
                pause()
            fine, answer = ours.recv()
        except (EOFError, ConnectionError):
            process.join()
            raise OSError(None, f"a process of this run ended before its time ({_ending(process.exitcode)})") from None
        finally:
            process.kill()
            process.join()
            ours.close()
    if not fine:
        raise answer
    return cast(Made, answer)


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit code {code}"


def _carry_out(connection: Connection, step: Callable[[Given], Made], given: Given) -> None:
    ignore()
    end_with_the_run()  # or the store stays locked for whoever goes on
    pa.set_memory_pool(pa.system_memory_pool())  # as in the run itself
    try:
        connection.send((True, step(given)))
    except (OSError, KniggeError) as problem:
        connection.send((False, problem))
