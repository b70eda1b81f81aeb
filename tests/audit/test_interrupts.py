"""A wish to end is heard: between two steps while workers run, at once while the store is busy; none is lost."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from knigge.audit.interrupts import heard_at_once, heard_between, shielded
from knigge.audit.store import Store, opened

LONG = "select count(*) from range(100000) a, range(100000) b where (a.range * b.range) % 7 = 3"
"""Minutes of work where nobody ends it."""


def interrupted(call: Callable[[], object], begun: threading.Event) -> None:
    """Call, and press Ctrl-C as soon as it is at it.

    What earlier tests left behind is collected first: a Ctrl-C inside its finalizer would be lost.
    """
    gc.collect()

    def press() -> None:
        begun.wait(30)
        os.kill(os.getpid(), signal.SIGINT)

    hand = threading.Thread(target=press)
    gc.disable()
    hand.start()
    try:
        call()
    finally:
        hand.join()
        gc.enable()


def test_a_wish_waits_for_the_end_of_a_step() -> None:
    steps: list[str] = []
    with pytest.raises(KeyboardInterrupt), heard_between() as pause:
        os.kill(os.getpid(), signal.SIGINT)
        steps.append("the step ends")
        pause()
        steps.append("and no other begins")
    assert steps == ["the step ends"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_wish_after_the_last_pause_is_not_lost() -> None:
    with pytest.raises(KeyboardInterrupt), heard_between():
        os.kill(os.getpid(), signal.SIGINT)


def test_a_second_wish_does_not_wait() -> None:
    steps: list[str] = []
    with pytest.raises(KeyboardInterrupt), heard_between():
        os.kill(os.getpid(), signal.SIGINT)
        steps.append("first")
        os.kill(os.getpid(), signal.SIGINT)
        steps.append("second")
    assert steps == ["first"]


def test_without_a_wish_nothing_is_changed() -> None:
    before = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
    with heard_between() as pause, heard_at_once(lambda: None):
        pause()
    assert [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)] == before
    assert signal.set_wakeup_fd(-1) == -1


def test_what_is_to_be_ignored_stays_ignored() -> None:
    """As for a run in the background of a shell."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with heard_between() as pause:
            os.kill(os.getpid(), signal.SIGINT)
            pause()
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_outside_of_the_main_thread_nothing_is_touched() -> None:
    said: list[str] = []

    def work() -> None:
        with heard_between() as pause, heard_at_once(lambda: said.append("never")):
            pause()
            said.append("worked")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert said == ["worked"]


def test_a_process_that_is_shielded_hears_no_ctrl_c() -> None:
    """As the terminal sends it: to the run and to all it has started."""
    with shielded():
        child = subprocess.Popen(
            [sys.executable, "-c", "print('begun', flush=True); input(); print('whole')"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "begun\n"
    child.send_signal(signal.SIGINT)
    told, _ = child.communicate("go on\n", timeout=60)
    assert (child.returncode, told) == (0, "whole\n")


@pytest.mark.parametrize("way", ["rows", "batches", "table"])
def test_ctrl_c_does_not_wait_for_a_long_statement(tmp_path: Path, way: str) -> None:
    begun = threading.Event()
    with opened(tmp_path / "store.duckdb") as store:
        ways: dict[str, Callable[[], object]] = {
            "rows": lambda: store.rows(LONG),
            "batches": lambda: list(store.batches(LONG, 10)),
            "table": lambda: store.table("made", LONG),
        }

        def call() -> None:
            begun.set()
            ways[way]()

        with pytest.raises(KeyboardInterrupt):
            interrupted(call, begun)
    with opened(tmp_path / "store.duckdb") as store:
        assert store.number("select 5") == 5


@pytest.mark.parametrize(
    "problem",
    [
        RuntimeError("Query interrupted"),
        duckdb.InterruptException("INTERRUPT Error: Interrupted!"),
        duckdb.InvalidInputException("counting the rows of 'given' failed: KeyboardInterrupt: "),
    ],
)
def test_every_way_of_the_database_to_tell_of_ctrl_c_is_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    def fail(*_: object) -> None:
        raise problem

    with opened(tmp_path / "store.duckdb") as store:
        with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
            broken.setattr(Store, "_executed", fail)
            store.run("select 1")
        assert store.number("select 5") == 5


def test_a_full_disk_in_a_folder_of_that_name_is_no_ctrl_c(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise duckdb.IOException("Could not write to interrupted/store.duckdb: No space left on device")

    with opened(tmp_path / "store.duckdb") as store, monkeypatch.context() as broken:
        broken.setattr(Store, "_executed", fail)
        with pytest.raises(OSError, match="No space left"):
            store.run("select 1")
