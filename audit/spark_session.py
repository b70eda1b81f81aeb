"""Where a run on Spark runs: the session that is there, else one on this machine; what is missing is said kindly."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..engine.diagnostics import KniggeError
from ..engine.values import dataclass

if TYPE_CHECKING:
    from .spark_api import SparkSession

WORK: Final = "spark.knigge.work"
"""Setting that says where tables of the run lie meanwhile: a folder every machine of the cluster can write to."""
_SUBMITTED: Final = "PYSPARK_GATEWAY_PORT"  # set by spark-submit
_LOCAL_TRIES: Final = 4
_LOCAL: Final = re.compile(r"local(?:\[[^,\]]+(?:,\s*(\d+))?\])?")


@dataclass(frozen=True, slots=True)
class Held:
    """A session with settings of its own; `tries` is how often Spark begins a task before it gives up a job."""

    session: SparkSession
    tries: int


@contextmanager
def held(workers: int, speech: str) -> Iterator[Held]:
    """A session: that of `spark-submit` or of the notebook, else a local one that ends with the run.

    Settings and tables of the run are its own, so a session that is shared is left as it was.
    """
    check(speech)
    from .spark_api import SparkSession

    there = SparkSession.getActiveSession()
    submitted = _SUBMITTED in os.environ
    shared = there or _begun(workers, submitted, speech)
    try:
        if not hasattr(shared, "_jsc") and type(shared).__module__.startswith("pyspark.sql.connect"):
            raise KniggeError(_say(
                speech, "über Spark Connect geht es nicht; gebraucht wird eine gewöhnliche Spark-Sitzung",
                "Spark Connect cannot do this; an ordinary Spark session is needed",
            ))  # fmt: skip
        session = shared.newSession()
        session.conf.set("spark.sql.session.timeZone", "UTC")
        session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "5000")
        yield Held(session, _tries(session))
    finally:
        if there is None:
            shared.stop()


def check(speech: str) -> None:
    """KniggeError that says what to install, where PySpark or Java is missing."""
    _importable(speech)
    from .spark_api import SparkSession

    if SparkSession.getActiveSession() is None and _SUBMITTED not in os.environ:
        _java(speech)


def _begun(workers: int, submitted: bool, speech: str) -> SparkSession:
    from .spark_api import PySparkException, SparkSession

    builder = SparkSession.builder.appName("knigge audit")
    if not submitted:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else workers take `python3` and know no pyarrow
        builder = builder.master(f"local[{max(1, workers)},{_LOCAL_TRIES}]")
        builder = builder.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
        builder = builder.config("spark.sql.shuffle.partitions", str(max(8, 4 * workers)))
        builder = builder.config("spark.log.level", "ERROR")
    try:
        session: SparkSession = builder.getOrCreate()
    except PySparkException as problem:
        raise KniggeError(_say(
            speech, f"Spark startet nicht ({_first_line(problem)}); gebraucht wird Java 17 oder neuer",
            f"Spark does not start ({_first_line(problem)}); it needs Java 17 or newer",
        )) from None  # fmt: skip
    return session


def _tries(session: SparkSession) -> int:
    """How often a task is begun; on one machine its address says so."""
    master = str(session.sparkContext.master)
    if found := _LOCAL.fullmatch(master):
        return int(found[1] or 1)
    return int(session.sparkContext.getConf().get("spark.task.maxFailures", "4"))


def _importable(speech: str) -> None:
    from .spark_api import AVAILABLE

    if not AVAILABLE:
        german = "für `--engine spark` fehlt PySpark 4; bitte `pip install 'knigge[spark]'` ausführen"
        english = "`--engine spark` needs PySpark 4; please run `pip install 'knigge[spark]'`"
        raise KniggeError(_say(speech, german, english))


def _java(speech: str) -> None:
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java") is None and not (home and Path(home, "bin", "java").exists()):
        german = (
            "für `--engine spark` fehlt Java; bitte Java 17 oder neuer installieren oder JAVA_HOME setzen "
            "(ohne Java geht es mit `--engine local`)"
        )
        english = (
            "`--engine spark` needs Java; please install Java 17 or newer or set JAVA_HOME "
            "(`--engine local` works without)"
        )
        raise KniggeError(_say(speech, german, english))


def _first_line(problem: Exception) -> str:
    return (str(problem) or type(problem).__name__).strip().partition("\n")[0][:300]


def _say(speech: str, german: str, english: str) -> str:
    return german if speech == "de" else english
