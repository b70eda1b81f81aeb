"""Audits one after the other in one process, local or on Spark: each argument is a job as JSON.

A job has `engine`, `out`, `policy`, `sources`, and may have `resume` or a step at which it is broken off (`stop`).
The key of the pseudonyms is always the same, so that the tables of two jobs can be compared.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from knigge.audit.batch import Brief
from knigge.audit.folder import Folder
from knigge.audit.run import Clock, Order, State, audit
from knigge.audit.spark import audit_on_spark
from knigge.commands.archives import eras_of
from knigge.commands.programs import load_program
from knigge.intake.archive import read_archive


def carry_out(job: dict[str, str], sources: list[str]) -> None:
    """One job."""
    eras = eras_of([load_program(job["policy"])])
    now = datetime(2026, 4, 2, 7, tzinfo=UTC)
    order = Order(
        lambda: read_archive(sources, None, "en"),
        lambda: [{"name": each} for each in sources],
        Brief(eras, now, "en", b"0123456789abcdef"),
        Folder(Path(job["out"]), "en"),
        2,
        40,
        asked={"sources": sources},
    )

    def told(state: State) -> None:
        if state.step == job.get("stop"):
            raise KeyboardInterrupt

    clock = Clock(lambda: datetime.now(UTC), time.monotonic)
    engine = audit_on_spark if job["engine"] == "spark" else audit
    try:
        engine(order, "resume" in job, clock, told)
    except KeyboardInterrupt:
        if "stop" not in job:
            raise


def main() -> None:
    """Every job; on Spark in one session."""
    jobs = [json.loads(each) for each in sys.argv[1:]]
    if any(job["engine"] == "spark" for job in jobs):
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false")
        builder.config("spark.sql.shuffle.partitions", "4").config("spark.log.level", "ERROR").getOrCreate()
    for job in jobs:
        carry_out(job, job.pop("sources"))


if __name__ == "__main__":
    main()
