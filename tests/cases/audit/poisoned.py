"""`knigge audit` on a machine where one record kills its process, as a broken library might: arguments as usual.

Worker processes import this file again, so the trap is set in them too. A text with `POISON` kills, one with `ONCE`
kills only where the file named by KNIGGE_ONCE is not there yet, one with `RAISE` raises, one with `HOLD` waits as long
as the file named by KNIGGE_HOLD is there. With KNIGGE_APART the parts are written in a process of its own, as those of
a large archive are; KNIGGE_MOST is how many characters one thread may have.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing import parent_process
from pathlib import Path

import pyarrow as pa

from knigge.audit import plan, run, work
from knigge.audit.batch import Brief, Judged, judge_in_pieces
from knigge.cli import main


def _trapped(
    batches: Iterable[pa.RecordBatch], brief: Brief, heard: Sequence[tuple[str, int, str]] = ()
) -> Iterator[Judged]:
    rows = [row for batch in batches for row in batch.select(["body", "judge"]).to_pylist()]
    judged = [row["body"] for row in rows if row["judge"]]
    for body in judged:
        while "HOLD" in body and Path(os.environ["KNIGGE_HOLD"]).exists() and _is_wanted():
            time.sleep(0.05)
        once = Path(os.environ.get("KNIGGE_ONCE", "/"))
        if "POISON" in body or ("ONCE" in body and not once.exists()):
            if "ONCE" in body:
                once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if "RAISE" in body:
            raise ValueError("a record nobody expected")
    yield from judge_in_pieces(batches, brief, heard)


def _is_wanted() -> bool:
    """Whether the run still lives that this worker is for."""
    parent = parent_process()
    return parent is not None and parent.is_alive()


setattr(work, "judge_in_pieces", _trapped)  # noqa: B010 - a trap, not an attribute of ours
if "KNIGGE_APART" in os.environ:
    setattr(run, "_APART", 0)  # noqa: B010 - an archive of any size counts as a large one
if "KNIGGE_MOST" in os.environ:
    setattr(plan, "_MOST", int(os.environ["KNIGGE_MOST"]))  # noqa: B010 - so that small threads are too large

if __name__ == "__main__":
    main()
