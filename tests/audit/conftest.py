"""What holds for every test of the audit, and a short way to run one to its end or to break it off."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import pyarrow.parquet as pq
import pytest

CASES: Final = Path(__file__).parents[1] / "cases/audit"
POLICY: Final = CASES / "small.yaml"
POISONED: Final = CASES / "poisoned.py"
Row = Mapping[str, object]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Programs kept for all runs of these tests."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """A small policy of its own, so that workers start quickly."""
    return Path(shutil.copy(POLICY, tmp_path))


def message(number: int, text: str, **more: object) -> dict[str, object]:
    """A reply of ours or, with `role`, something else, in threads of four."""
    role = more.pop("role", "us")
    return {
        "type": "message", "id": f"m{number:04}", "thread": f"t{number // 4:03}", "channel": "facebook",
        "account": "acme", "kind": "reply" if role == "us" else "comment",
        "author": {"id": "a1" if role == "us" else f"u{number}", "role": role}, "language": "de",
        "published": f"2026-03-{2 + number // 96:02}T{8 + number // 12 % 8:02}:{number % 12 * 5:02}:00+01:00",
        "text": text, **more,
    }  # fmt: skip


def archive(place: Path, messages: Sequence[Mapping[str, object]]) -> Path:
    """The messages as JSON Lines."""
    place.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in messages), encoding="utf-8")
    return place


def some(number: int) -> list[dict[str, object]]:
    """Questions and answers; every seventh answer is loud."""
    return [
        message(each, "Wo bleibt mein Paket?", role="customer")
        if each % 2 == 0
        else message(each, "Ruhe jetzt! Wir sehen nach." if each % 7 == 0 else "Wir sehen nach und melden uns morgen.")
        for each in range(number)
    ]


def command(cache: Path, *arguments: object, poisoned: bool = False) -> subprocess.CompletedProcess[str]:
    """Run `knigge audit` to its end."""
    return subprocess.run(
        line(arguments, poisoned), env=environment(cache), capture_output=True, text=True, timeout=300, check=False
    )


def held(place: Path) -> Path:
    """The file that keeps a run from ending while it is there."""
    hold = place / "hold"
    hold.touch()
    return hold


def begun(cache: Path, hold: Path, *arguments: object) -> subprocess.Popen[str]:
    """An audit in a group of its own that goes on only when `hold` is gone, where a text asks for that."""
    known = environment(cache) | {"KNIGGE_HOLD": str(hold)}
    return subprocess.Popen(
        line(arguments, poisoned=True), env=known, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def line(arguments: Sequence[object], poisoned: bool = False) -> list[str]:
    """The command line of an audit in English."""
    begin = [sys.executable, str(POISONED)] if poisoned else [sys.executable, "-m", "knigge"]
    return [*begin, "audit", *map(str, arguments), "--lang", "en", "--workers", "2"]


def environment(cache: Path) -> dict[str, str]:
    """As the tests have it, with a cache of their own."""
    here = str(Path(__file__).resolve().parents[2])  # a script elsewhere shall find these rooms, not installed ones
    return {**os.environ, "KNIGGE_CACHE": str(cache), "KNIGGE_ONCE": str(cache / "once"), "PYTHONPATH": here}


def table(folder: Path, name: str) -> list[Row]:
    """The rows of a table in an order of their own, without pseudonyms (each run has its own key)."""
    rows = pq.read_table(folder / f"{name}.parquet").to_pylist()
    for row in rows:
        row.pop("author", None)
    return sorted(rows, key=lambda row: json.dumps(row, default=str, sort_keys=True))


def summary(folder: Path) -> dict[str, int]:
    """The closing figures."""
    found: dict[str, int] = json.loads((folder / "summary.json").read_text("utf-8"))
    return found


def assert_adds_up(folder: Path) -> None:
    """Every record is counted once, and the tables, the summary and the exit code tell the same."""
    told = summary(folder)
    rows = table(folder, "records")
    assert told["read"] == told["judged"] + told["undecided"] + told["errored"] + told["skipped"] == len(rows)
    for status in ("judged", "undecided", "errored", "skipped"):
        assert told[status] == sum(row["status"] == status for row in rows)


@pytest.fixture(autouse=True)
def _as_in_a_terminal() -> Iterator[None]:
    """Ctrl-C is heard, here and in what is started: where tests run in the background of a shell, it is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
