"""What a run on Spark is made of, without a cluster; tests/slow/test_spark.py holds a whole run against a local one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from knigge.audit.batch import Brief, judge_part, write_outlook
from knigge.audit.spark_judge import LOST, Errand, again_rows, answer, assembled
from knigge.audit.tables import PART
from knigge.commands.archives import eras_of
from knigge.commands.programs import load_program
from knigge.engine.records.outlook import Outlook

POLICY: Final = Path(__file__).parents[1] / "cases/audit/small.yaml"
NAMES = ("part", "nr", "judge", "type", "id", "unit", "body", "source", "place")
ERRAND = Errand(write_outlook(Outlook()), 60, 4, False)


@pytest.fixture
def brief() -> Brief:
    """How to judge by a small policy."""
    return Brief(eras_of([load_program(str(POLICY))]), datetime(2026, 4, 2, tzinfo=UTC), "en", b"0123456789abcdef")


def group(*texts: str) -> pa.Table:
    """The rows Spark brings together for part 7, in no order."""
    rows: list[tuple[object, ...]] = [(7, None, False, "role", "a1", "", "us", "", "")]
    for nr, text in enumerate(texts):
        content = {
            "id": f"m{nr}",
            "text": text,
            "kind": "reply",
            "language": "de",
            "author": {"id": "a1", "role": "us"},
        }
        rows.append((7, nr, True, "message", f"m{nr}", f"m{nr}", json.dumps(content), "a.jsonl", f"line {nr + 1}"))
    return pa.Table.from_pylist([dict(zip(NAMES, row, strict=True)) for row in reversed(rows)])


def test_a_part_is_the_same_in_whatever_order_its_rows_arrive() -> None:
    part = assembled(group("Ruhe jetzt!", "Gern."), ERRAND.whole)

    assert part.schema == PART
    assert part.column("id").to_pylist() == ["", "m0", "m1"]
    assert json.loads(part.column("body")[0].as_py())["people"] == {"a1": "us"}


def test_what_is_known_of_repeats_reaches_the_part() -> None:
    rows = again_rows({7: '{"lacking": {"m0": ["text"]}}'})
    told = pa.Table.from_pylist([dict(zip(NAMES, row, strict=True)) for row in rows])

    part = assembled(pa.concat_tables([group("A"), told], promote_options="permissive"), ERRAND.whole)

    assert json.loads(part.column("body")[0].as_py())["lacking"] == {"m0": ["text"]}
    assert part.num_rows == 2


def test_an_answer_holds_the_tables_of_the_part(brief: Brief) -> None:
    found = {row["file"]: row for row in answer(group("Ruhe jetzt!", "Gern."), brief, ERRAND, 0).to_pylist()}

    assert set(found) == {
        f"000007.{each}" for each in ("verdicts.parquet", "records.parquet", "threads.parquet", "json")
    }
    part = assembled(group("Ruhe jetzt!", "Gern."), ERRAND.whole)
    expected = judge_part(part.combine_chunks().to_batches()[0], brief).verdicts
    written = pq.read_table(pa.BufferReader(found["000007.verdicts.parquet"]["content"]))
    assert written.to_pylist() == expected.to_pylist()
    assert "violation" in written.column("verdict").to_pylist()


@pytest.mark.parametrize(("attempt", "files"), [(2, 4), (3, 1)])
def test_the_last_try_gives_the_part_up_and_hands_it_back(brief: Brief, attempt: int, files: int) -> None:
    found = answer(group("Gern."), brief, ERRAND, attempt).to_pylist()

    assert len(found) == files
    if files == 1:
        assert found[0]["file"] == LOST
        assert pq.read_table(pa.BufferReader(found[0]["content"])).num_rows == 2


def test_a_single_try_is_used(brief: Brief) -> None:
    once = Errand(ERRAND.whole, 60, 1, False)

    assert LOST not in answer(group("Gern."), brief, once, 0).column("file").to_pylist()


@pytest.mark.parametrize(
    ("speech", "lacking", "words"),
    [
        ("de", "pyspark", "bitte `pip install 'knigge[spark]'` ausführen"),
        ("en", "pyspark", "please run `pip install 'knigge[spark]'`"),
        ("de", "java", "bitte Java 17 oder neuer installieren"),
        ("en", "java", "please install Java 17 or newer"),
    ],
)
def test_what_is_missing_is_said_kindly(tmp_path: Path, speech: str, lacking: str, words: str) -> None:
    if lacking == "java":
        pytest.importorskip("pyspark", reason="PySpark is not installed")
        pytest.importorskip("pandas", reason="pandas is not installed")
    hide = "sys.modules['pyspark'] = None; " if lacking == "pyspark" else ""
    code = (
        f"import sys; {hide}from knigge.audit.spark_session import held\n"
        "from knigge.engine.diagnostics import KniggeError\n"
        f"try:\n    with held(1, {speech!r}):\n        pass\nexcept KniggeError as problem:\n    print(problem)\n"
    )
    told = {key: value for key, value in os.environ.items() if key not in ("JAVA_HOME", "PYSPARK_GATEWAY_PORT")}

    ended = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        env={**told, "PATH": str(tmp_path)}, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert words in ended.stdout, ended.stderr
