"""The working store takes more memory only where a statement cannot do with what it has."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from knigge.audit import store
from knigge.audit.store import Store

NAMES = "select range::varchar || repeat('x', 40) as id, range % 7 as number from range(400000)"
SUMS = "select id, sum(number) over (order by id rows unbounded preceding) as so_far from names"


def limit(opened: Store) -> str:
    return str(opened.rows("select value from duckdb_settings() where name = 'memory_limit'")[0][0])


def test_too_little_memory_is_made_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_MEMORY", 8)
    opened = Store(tmp_path / "records.duckdb")
    before = limit(opened)
    opened.table("names", NAMES)
    opened.table("sums", SUMS)
    assert opened.number("select max(so_far) from sums") == opened.number("select sum(number) from names")
    assert limit(opened) != before
    opened.close()


def test_there_is_an_end_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_MEMORY", 8)
    monkeypatch.setattr(store, "_MOST", 8)
    opened = Store(tmp_path / "records.duckdb")
    with pytest.raises(OSError, match="Memory"):
        opened.table("names", NAMES)
        opened.table("sums", SUMS)
    opened.close()


def test_a_store_at_rest_goes_on_as_before(tmp_path: Path) -> None:
    opened = Store(tmp_path / "records.duckdb")
    opened.table("names", NAMES)
    before = limit(opened)
    opened.rest()
    assert limit(opened) == before
    assert opened.number("select count(*) from names") == 400_000
    opened.close()


def test_a_process_that_holds_the_store_a_moment_longer_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "records.duckdb"
    code = f"import duckdb; held = duckdb.connect({str(place)!r}); print('held', flush=True); input()"
    other = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdin is not None and other.stdout is not None
    assert other.stdout.readline() == b"held\n"

    with monkeypatch.context() as hasty, pytest.raises(OSError, match="lock"):
        hasty.setattr(store, "_WAIT", 0.0)
        Store(place)
    threading.Timer(0.5, other.stdin.close).start()
    opened = Store(place)

    assert opened.number("select 5") == 5
    opened.close()
    other.wait()
    other.stdout.close()
