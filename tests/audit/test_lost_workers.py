"""A run whose workers die or outlive it: only the record at fault is lost, and nobody writes into the next run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from .conftest import POLICY, archive, assert_adds_up, begun, command, held, message, some, table


@pytest.fixture
def repeats(tmp_path: Path) -> Path:
    """A policy that also asks what is said again."""
    place = tmp_path / "repeats.yaml"
    place.write_text(POLICY.read_text("utf-8").replace("[cadence]", "[cadence, repeat]"), encoding="utf-8")
    return place


def alike(number: int, muted: int) -> list[dict[str, object]]:
    """Questions, and to each the same answer; that of `muted` stops whoever compares it."""
    answer = "Wir haben Ihr Anliegen an die zuständige Fachabteilung weitergeleitet und melden uns schnellstmöglich."
    found = some(number)
    for each in range(1, number, 2):
        text = f"MUTE {answer}" if each == muted else answer
        found[each] = message(each, text, in_reply_to=f"m{each - 1:04}")
    return found


def said_again(folder: Path) -> dict[str, str]:
    """The verdicts on replies that are said again, by record."""
    rows = table(folder, "verdicts")
    return {str(row["id"]): str(row["verdict"]) for row in rows if row["rule"] == "repeat.template" and row["nth"] == 1}


def not_compared(folder: Path) -> list[tuple[object, ...]]:
    """What is told of texts that could not be compared."""
    told = map(json.loads, (folder / "errors.jsonl").read_text("utf-8").splitlines())
    return [(each["what"], each["id"], each["place"]) for each in told if "compared" in each["what"]]


def test_a_text_that_stops_the_comparison_stands_alone(tmp_path: Path, cache: Path, repeats: Path) -> None:
    """In a part of forty messages, and in one of its own thread."""
    source = archive(tmp_path / "a.jsonl", alike(40, 13))
    command(cache, source, "--out", tmp_path / "calm", "--policy", repeats)
    calm = said_again(tmp_path / "calm")

    for size in (40, 4):
        out = tmp_path / f"out{size}"
        ended = command(cache, source, "--out", out, "--policy", repeats, "--part-size", size, poisoned=True)

        assert ended.returncode == 0, ended.stderr
        assert not_compared(out) == [("text-not-compared", "m0013", "line 14")]
        assert said_again(out) == calm | {"m0013": "undecided"}
        assert_adds_up(out)
    assert list(calm.values()).count("violation") > 10


def test_going_on_compares_once_more_what_could_not_be_compared(tmp_path: Path, cache: Path, repeats: Path) -> None:
    messages = alike(40, 13)
    messages[39] = message(39, "HOLD the line.")
    source = archive(tmp_path / "a.jsonl", messages)
    calm, out, hold = tmp_path / "calm", tmp_path / "out", held(tmp_path)
    command(cache, source, "--out", calm, "--policy", repeats)
    run = begun(cache, hold, source, "--out", out, "--policy", repeats, "--part-size", 4)
    while not (hold.read_text("utf-8") and (out / ".work/done/000004.done").exists()) and run.poll() is None:
        time.sleep(0.01)
    os.killpg(run.pid, signal.SIGTERM)
    run.communicate()

    resumed = command(cache, "--out", out, "--resume")

    assert resumed.returncode == 0, resumed.stderr
    assert not_compared(out) == []
    assert said_again(out) == said_again(calm)
    assert said_again(out)["m0013"] == "violation"


@pytest.mark.parametrize("stopped", [False, True])
def test_a_worker_does_not_outlive_its_run_and_never_writes_into_the_next(
    tmp_path: Path, cache: Path, policy: Path, stopped: bool
) -> None:
    """Only the run itself is killed, a worker is at work; a stopped one stands for one that notices very late."""
    source = archive(tmp_path / "a.jsonl", [*some(39), message(39, text="HOLD the line.")])
    calm, out, hold = tmp_path / "calm", tmp_path / "out", held(tmp_path)
    command(cache, source, "--out", calm, "--policy", policy)
    run = begun(cache, hold, source, "--out", out, "--policy", policy, "--part-size", 4)
    while not (worker := hold.read_text("utf-8")) and run.poll() is None:
        time.sleep(0.01)
    os.kill(int(worker), signal.SIGSTOP if stopped else signal.SIGCONT)
    run.kill()
    run.wait()  # its worker still holds the pipe

    if not stopped:
        assert ended(int(worker))
    hold.unlink()
    resumed = command(cache, "--out", out, "--resume")
    os.kill(int(worker), signal.SIGCONT) if stopped else None
    run.communicate()

    assert ended(int(worker))
    assert resumed.returncode == 1, resumed.stderr
    for name in ("verdicts", "records", "threads"):
        assert table(out, name) == table(calm, name)
    assert not (out / ".work").exists()


def ended(process: int) -> bool:
    """Whether a process of somebody else ends within ten seconds."""
    for _ in range(200):
        try:
            os.kill(process, 0)
            state = subprocess.run(
                ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
            )
        except ProcessLookupError:
            return True
        if not state.stdout.strip() or state.stdout.strip().startswith("Z"):
            return True
        time.sleep(0.05)
    return False
