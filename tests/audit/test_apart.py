"""A step in a process of its own: what it gives, what it raises, what becomes of it when it is broken off."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from knigge.audit.apart import apart
from knigge.engine.diagnostics import KniggeError

_STEPS = """
import os, signal, time
from pathlib import Path
from knigge.engine.diagnostics import KniggeError

def add(numbers):
    return sum(numbers), os.getpid()

def fill(place):
    raise OSError(28, "No space left on device", place)

def refuse(what):
    raise KniggeError(what)

def perish(_):
    os.kill(os.getpid(), signal.SIGKILL)

def wait_for_long(place):
    Path(place).write_text(str(os.getpid()))
    time.sleep(600)
"""


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A module that the other process can load as well."""
    (tmp_path / "steps_apart.py").write_text(_STEPS)
    monkeypatch.syspath_prepend(str(tmp_path))
    sys.modules.pop("steps_apart", None)
    return importlib.import_module("steps_apart")


def test_the_answer_comes_from_another_process(steps: ModuleType) -> None:
    total, process = apart(steps.add, [1, 2, 3])
    assert total == 6
    assert process != os.getpid()


def test_a_full_disk_is_told_with_its_place(steps: ModuleType) -> None:
    with pytest.raises(OSError, match="No space left") as told:
        apart(steps.fill, "somewhere")
    assert told.value.filename == "somewhere"


def test_what_is_wrong_with_the_input_is_told_in_its_words(steps: ModuleType) -> None:
    with pytest.raises(KniggeError, match="not like this"):
        apart(steps.refuse, "not like this")


def test_a_process_that_is_ended_from_outside_is_missed(steps: ModuleType) -> None:
    with pytest.raises(OSError, match="SIGKILL"):
        apart(steps.perish, None)


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nobody_is_left_behind(wish: signal.Signals, steps: ModuleType, tmp_path: Path) -> None:
    note, script = tmp_path / "process", tmp_path / "run.py"
    script.write_text(
        "import signal\nfrom steps_apart import wait_for_long\nfrom knigge.audit.apart import apart\n"
        "if __name__ == '__main__':\n    signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"    apart(wait_for_long, {str(note)!r})\n"
    )
    run = subprocess.Popen([sys.executable, str(script)], stderr=subprocess.DEVNULL)
    while not note.exists() or not note.read_text():
        assert run.poll() is None
        time.sleep(0.05)
    child = int(note.read_text())
    run.send_signal(wish)
    assert run.wait(30) != 0
    for _ in range(200):
        if not _lives(child):
            return
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    raise AssertionError("the process goes on")


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")
