"""`knigge audit` on a machine where one record kills its process, as a broken library might: arguments as usual.

Worker processes import this file again, so the trap is set in them too. A text with `POISON` kills, one with `ONCE`
kills only where the file named by KNIGGE_ONCE is not there yet, one with `RAISE` raises, one with `MUTE` kills whoever
gathers texts to compare them, one with `HOLD` waits as long as the file named by KNIGGE_HOLD is there, and notes in it
which process waits. With KNIGGE_APART parts are written and texts compared in processes of their own, as for a
large archive; KNIGGE_MOST is how many characters one thread may have.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from knigge.audit import plan, run, work
from knigge.audit.batch import Brief, Judged, judge_in_pieces, own_texts_of
from knigge.cli import main


def _trapped(
    batches: Iterable[pa.RecordBatch], brief: Brief, heard: Sequence[tuple[str, int, str]] = ()
) -> Iterator[Judged]:
    rows = [row for batch in batches for row in batch.select(["body", "judge"]).to_pylist()]
    judged = [row["body"] for row in rows if row["judge"]]
    for body in judged:
        hold = Path(os.environ.get("KNIGGE_HOLD", "/nowhere"))
        if "HOLD" in body and hold.exists():
            hold.write_text(str(os.getpid()), encoding="utf-8")
        while "HOLD" in body and hold.exists():
            time.sleep(0.05)
        once = Path(os.environ.get("KNIGGE_ONCE", "/"))
        if "POISON" in body or ("ONCE" in body and not once.exists()):
            if "ONCE" in body:
                once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if "RAISE" in body:
            raise ValueError("a record nobody expected")
    yield from judge_in_pieces(batches, brief, heard)


def _muted(batches: Iterable[pa.RecordBatch], brief: Brief) -> pa.RecordBatch:
    rows = [row for batch in batches for row in batch.select(["body", "judge"]).to_pylist()]
    if any("MUTE" in row["body"] for row in rows if row["judge"]):
        os.kill(os.getpid(), signal.SIGKILL)
    return own_texts_of(batches, brief)


setattr(work, "own_texts_of", _muted)  # noqa: B010 - as below
setattr(work, "judge_in_pieces", _trapped)  # noqa: B010 - a trap, not an attribute of ours
if "KNIGGE_APART" in os.environ:
    setattr(run, "_APART", 0)  # noqa: B010 - an archive of any size counts as a large one
    setattr(run, "_MANY", 0)  # noqa: B010 - for comparing texts too
if "KNIGGE_MOST" in os.environ:
    setattr(plan, "_MOST", int(os.environ["KNIGGE_MOST"]))  # noqa: B010 - so that small threads are too large

if __name__ == "__main__":
    main()
