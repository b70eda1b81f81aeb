"""The names of PySpark that a run uses, in one place: it is an optional extra, and `AVAILABLE` says if it is there.

Only imported where a run on Spark begins; importing PySpark takes a second.
"""

from __future__ import annotations

from typing import Final

OLDEST: Final = 4
"""Version of PySpark that is needed at least."""
try:
    import pandas  # noqa: F401 - PySpark hands out no Arrow without it
    from py4j.protocol import Py4JError
    from pyspark import Broadcast, TaskContext, __version__
    from pyspark.errors import PySparkException
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType
except ImportError:
    AVAILABLE = False
else:
    AVAILABLE = int(__version__.partition(".")[0]) >= OLDEST

__all__ = [
    "AVAILABLE",
    "Broadcast",
    "DataFrame",
    "Py4JError",
    "PySparkException",
    "SparkSession",
    "StructType",
    "TaskContext",
]
