"""An audit on Spark tells what a local one tells, row for row, whatever happens to its workers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

pytest.importorskip("pyspark", reason="PySpark is not installed: pip install 'knigge[spark]'")
pytest.importorskip("pandas", reason="pandas is not installed: pip install 'knigge[spark]'")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("Java is not installed", allow_module_level=True)

ROOT: Final = Path(__file__).parents[2]
CASES: Final = ROOT / "tests" / "cases" / "audit"
Row = Mapping[str, object]


def generated(number: int) -> list[dict[str, object]]:
    """Questions, answers and thanks in threads that are named or follow from who answers whom."""
    answers = (
        "Wie Sie sicher wissen, steht das in den AGB.",
        "Hallo, das tut mir leid. Ihr Paket kommt morgen bis 14 Uhr.",
        "Wir bitten um Verständnis für etwaige Unannehmlichkeiten.",
    )
    found: list[dict[str, object]] = []
    for each in range(number):
        thread, place = divmod(each, 3)
        texts = (f"Wo bleibt mein Paket {thread}? Ich warte seit Tagen!", answers[thread % 3], "Danke!")
        message: dict[str, object] = {
            "type": "message", "id": f"g{each}", "channel": ("facebook", "instagram")[thread % 2], "account": "acme",
            "kind": "reply" if place == 1 else "comment", "language": "de",
            "author": {"id": f"a{thread % 5}", "role": "us"} if place == 1 else
                      {"id": f"k{thread % 40}", "role": "customer"},
            "published": f"2026-03-{1 + thread % 28:02}T{8 + place * 2 + thread % 7:02}:{thread % 60:02}:00+01:00",
            "text": texts[place],
        }  # fmt: skip
        if thread % 4 == 0:
            message["thread"] = f"th{thread}"
        elif place:
            message["in_reply_to"] = f"g{each - 1}"
        found.append(message)
    return found


def archive(folder: Path) -> list[str]:
    """The example month and generated threads as JSON Lines and Parquet, with what goes wrong in archives."""
    folder.mkdir()
    for each in (ROOT / "examples" / "month").glob("*.jsonl"):
        shutil.copy(each, folder)
    messages = generated(450)
    messages[100]["text"] = "Hallo, ONCE gehen wir der Sache nach."
    messages[200]["text"] = "Hallo, POISON gehen wir der Sache nach."
    lines = [json.dumps(each, ensure_ascii=False) for each in messages[:300]]
    lines[7] += "\r"
    lines.insert(50, "")
    lines += [lines[3], "{broken", '{"type":"message","id":"x","text":"A"}', '{"type":"message","id":"x","text":"B"}']
    lines += [f'{{"type":"message","id":"c{i}","in_reply_to":"c{1 - i}","text":"Wo?"}}' for i in (0, 1)]
    (folder / "some lines.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "notes.txt").write_text("no archive", encoding="utf-8")
    pq.write_table(pa.Table.from_pylist(messages[300:]), folder / "rows.parquet")
    return [str(folder)]


def table(folder: Path, name: str) -> list[Row]:
    """The rows of a table in an order of their own; sources and places as both readers write them."""
    rows = pq.read_table(folder / f"{name}.parquet").to_pylist()
    for row in rows:
        if row.get("source"):
            row["source"] = row["source"].removeprefix("file:").replace("///", "/")
            row["place"] = row["place"].removeprefix("row group 1, ")
    return sorted(rows, key=lambda row: json.dumps(row, default=str, sort_keys=True))


def carry_out(folder: Path, *jobs: Mapping[str, object]) -> None:
    """Run jobs in a process whose workers, wherever they are, fall into the trap of `poisoned.py`."""
    trap = folder / "trap"
    trap.mkdir()
    code = f"import runpy; runpy.run_path({str(CASES / 'poisoned.py')!r}, run_name='trap')\n"
    (trap / "sitecustomize.py").write_text(code, encoding="utf-8")
    told = {"PYTHONPATH": f"{trap}{os.pathsep}{ROOT}", "PYSPARK_PYTHON": sys.executable}
    kept = {"KNIGGE_ONCE": str(folder / "once"), "KNIGGE_CACHE": str(folder.parent / "cache")}
    ended = subprocess.run(
        [sys.executable, str(CASES / "jobs.py"), *map(json.dumps, jobs)],
        env={**os.environ, **told, **kept}, cwd=ROOT, capture_output=True, text=True, timeout=1800, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr[-4000:]
    assert (folder / "once").exists(), "no worker was killed"


def test_spark_tells_what_a_local_run_tells_though_workers_die(tmp_path: Path) -> None:
    sources = archive(tmp_path / "archive")
    policy = str(ROOT / "examples" / "month" / "policy.yaml")
    job = {"policy": policy, "sources": sources}
    for name in ("local", "spark"):
        (tmp_path / name).mkdir()

    carry_out(tmp_path / "local", {**job, "engine": "local", "out": str(tmp_path / "a")})
    carry_out(
        tmp_path / "spark",
        {**job, "engine": "spark", "out": str(tmp_path / "b"), "sources": [f"file://{sources[0]}"]},
        {**job, "engine": "spark", "out": str(tmp_path / "c"), "stop": "judge"},
        {**job, "engine": "spark", "out": str(tmp_path / "c"), "resume": "yes"},
    )

    expected = {name: table(tmp_path / "a", name) for name in ("verdicts", "records", "threads")}
    assert len(expected["records"]) > 600
    assert [row["id"] for row in expected["records"] if row["reason"] == "stops-the-engine"] == ["g200"]
    assert [row["status"] for row in expected["records"] if row["id"] == "g100"] != ["errored"]
    for out in ("b", "c"):
        for name, rows in expected.items():
            assert table(tmp_path / out, name) == rows, f"{name} of {out}"
    told = {name: json.loads((tmp_path / name / "run.json").read_text("utf-8"))["engine"] for name in "abc"}
    assert told == {"a": "local", "b": "spark", "c": "spark"}
    assert not (tmp_path / "b" / ".work").exists()
