"""A whole run of `knigge audit`: what it writes, what it survives, how it goes on."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pyarrow.parquet as pq
import pytest

from knigge.audit.tables import RECORDS, VERDICTS

from .conftest import (
    POLICY,
    archive,
    assert_adds_up,
    begun,
    command,
    environment,
    held,
    line,
    message,
    some,
    summary,
    table,
)


def test_an_audit_tells_what_check_tells(tmp_path: Path, cache: Path, policy: Path) -> None:
    kindless = [{**each, "kind": None, "channel": "web"} for each in some(80)[60:]]
    loose = [{**each, "thread": None, "channel": "mail"} for each in some(96)[80:]]
    source = archive(tmp_path / "a.jsonl", [*some(60), *kindless, *loose])
    now = ("--now", "2026-03-20T12:00", "--policy", policy)

    ended = command(cache, source, "--out", tmp_path / "out", "--part-size", 10, *now)
    checked = subprocess.run(
        [sys.executable, "-m", "knigge", "check", source, *map(str, now), "--format", "json", "--verdicts", "all",
         "--lang", "en"],
        env=environment(cache), capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (ended.returncode, checked.returncode) == (1, 1), ended.stderr + checked.stderr
    expected = {
        (result["id"], verdict["rule"], verdict["verdict"])
        for result in json.loads(checked.stdout)["results"]
        for verdict in result["verdicts"]
        if verdict["verdict"] != "not applicable"
    }
    assert {(row["id"], row["rule"], row["verdict"]) for row in table(tmp_path / "out", "verdicts")} == expected
    assert len(expected) >= 60
    assert {("m0061", "own.shouting", "fulfilled"), ("m0063", "own.shouting", "violation")} <= expected
    assert {("m0080", "own.answer", "undecided"), ("m0082", "own.answer", "undecided")} <= expected
    assert_adds_up(tmp_path / "out")
    assert pq.read_schema(tmp_path / "out" / "verdicts.parquet").names == VERDICTS.names
    assert pq.read_schema(tmp_path / "out" / "records.parquet").names == RECORDS.names
    assert "Read 96 =" in ended.stderr


def test_a_record_that_kills_its_worker_is_one_error(tmp_path: Path, cache: Path, policy: Path) -> None:
    messages = some(40)
    messages[13] = message(13, "POISON")
    clean = archive(tmp_path / "clean.jsonl", [each for at, each in enumerate(messages) if at != 13])
    source = archive(tmp_path / "a.jsonl", messages)
    command(cache, clean, "--out", tmp_path / "clean", "--policy", policy)

    ended = command(cache, source, "--out", tmp_path / "out", "--policy", policy, "--max-errors", 5, poisoned=True)

    assert ended.returncode == 1, ended.stderr
    errored = [row for row in table(tmp_path / "out", "records") if row["status"] == "errored"]
    assert [row["id"] for row in errored] == ["m0013"]
    verdicts = table(tmp_path / "out", "verdicts")
    assert [row["id"] for row in verdicts if row["verdict"] == "error"] == ["m0013"]
    others = [row for row in verdicts if row["thread"] != "t003"]
    assert others == [row for row in table(tmp_path / "clean", "verdicts") if row["thread"] != "t003"]
    assert_adds_up(tmp_path / "out")


def test_a_record_that_raises_is_one_error_and_too_many_fail_the_run(tmp_path: Path, cache: Path, policy: Path) -> None:
    messages = some(40)
    messages[5], messages[29] = message(5, "RAISE"), message(29, "RAISE")
    source = archive(tmp_path / "a.jsonl", messages)

    ended = command(cache, source, "--out", tmp_path / "out", "--policy", policy, poisoned=True)

    assert ended.returncode == 3, ended.stderr
    assert summary(tmp_path / "out")["errored"] == 2
    assert summary(tmp_path / "out")["exit"] == 3
    assert_adds_up(tmp_path / "out")


def test_a_worker_that_dies_once_loses_nothing(tmp_path: Path, cache: Path, policy: Path) -> None:
    messages = some(40)
    messages[9] = message(9, "ONCE und dann nie wieder, wir sehen nach.")
    source = archive(tmp_path / "a.jsonl", messages)
    (cache / "once").unlink(missing_ok=True)
    command(cache, source, "--out", tmp_path / "calm", "--policy", policy)

    ended = command(cache, source, "--out", tmp_path / "out", "--policy", policy, "--part-size", 8, poisoned=True)

    assert (cache / "once").exists()
    assert ended.returncode == 1, ended.stderr
    for name in ("verdicts", "records", "threads"):
        assert table(tmp_path / "out", name) == table(tmp_path / "calm", name)


@pytest.fixture(scope="session")
def calm(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """An archive, its policy, and the folder of a run that nobody disturbed."""
    place = tmp_path_factory.mktemp("calm")
    shutil.copy(POLICY, place)
    source = archive(place / "a.jsonl", some(120))
    command(cache, source, "--out", place / "out", "--policy", place / "small.yaml", "--part-size", 8)
    return source, place / "small.yaml", place / "out"


@pytest.mark.parametrize("step", ["gathered.json", "plan.json", "done/", ""])
def test_a_run_that_is_killed_goes_on(tmp_path: Path, cache: Path, calm: tuple[Path, Path, Path], step: str) -> None:
    """Killed as soon as a step has left its note (the empty one: at once), and gone on with."""
    source, policy, undisturbed = calm
    out = tmp_path / "out"
    process = subprocess.Popen(
        line((source, "--out", out, "--policy", policy, "--part-size", 8)),
        env=environment(cache), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _wait_for(process, out, step)
    process.send_signal(signal.SIGKILL)
    process.wait()

    if (out / ".work" / "run.json").exists():
        ended = command(cache, "--out", out, "--resume")
    else:  # killed before it was begun: a new run
        ended = command(cache, source, "--out", out, "--policy", policy, "--part-size", 8)

    assert ended.returncode == 1, ended.stderr
    for name in ("verdicts", "records", "threads"):
        assert table(out, name) == table(undisturbed, name)
    assert not (out / ".work").exists()
    assert_adds_up(out)


def test_parts_written_and_texts_compared_in_processes_of_their_own_are_the_same(
    tmp_path: Path, cache: Path, calm: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it is done for a large archive."""
    source, policy, undisturbed = calm
    monkeypatch.setenv("KNIGGE_APART", "1")

    ended = command(cache, source, "--out", tmp_path / "out", "--policy", policy, "--part-size", 8, poisoned=True)

    assert ended.returncode == 1, ended.stderr
    for name in ("verdicts", "records", "threads"):
        assert table(tmp_path / "out", name) == table(undisturbed, name)


def test_a_thread_too_large_to_be_held_is_set_aside_and_the_rest_is_judged(
    tmp_path: Path, cache: Path, policy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its messages are errors, and nothing is said of the weeks it lies in."""
    vast = [
        message(
            each,
            "Sehr lang und breit. " * 20,
            thread="endless",
            role="customer",
            published=f"2026-03-1{each % 7}T10:00:00+01:00",
        )
        for each in range(900, 930)
    ]
    posts = [
        message(
            800 + day,
            "Neu im Haus: ein Lesesaal.",
            kind="post",
            thread=f"p{day}",
            published=f"2026-03-{day:02}T09:00:00+01:00",
        )
        for day in (1, 3, 10, 17, 24, 31)
    ]
    source = archive(tmp_path / "a.jsonl", [*some(40), *vast, *posts])
    now = ("--now", "2026-04-20T12:00", "--policy", policy)
    monkeypatch.setenv("KNIGGE_MOST", "4000")

    ended = command(cache, source, "--out", tmp_path / "out", "--max-errors", 50, *now, poisoned=True)

    assert ended.returncode in (0, 1), ended.stderr
    assert_adds_up(tmp_path / "out")
    errored = [str(row["id"]) for row in table(tmp_path / "out", "records") if row["status"] == "errored"]
    assert sorted(errored) == [f"m{each:04}" for each in range(900, 930)]
    told = [json.loads(each) for each in (tmp_path / "out" / "errors.jsonl").read_text("utf-8").splitlines()]
    assert [(each["id"], each["what"]) for each in told if "30 messages" in each["reason"]] == [
        ("endless", "thread-too-large")
    ]
    weeks = [row for row in table(tmp_path / "out", "verdicts") if "2026-W" in str(row["id"])]
    assert {row["verdict"] for row in weeks if str(row["id"]).endswith("W11")} == {"undecided"}
    assert "undecided" not in {row["verdict"] for row in weeks if str(row["id"]).endswith("W13")}
    assert any(str(row["id"]).endswith("W13") for row in weeks)
    assert "in a thread that is too large" in ended.stderr


def _wait_for(process: subprocess.Popen[bytes], out: Path, step: str) -> None:
    place = out / ".work" / step
    while step and process.poll() is None:
        if any(place.glob("*.done")) if step.endswith("/") else place.exists():
            return
        time.sleep(0.002)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_kill_end_cleanly_and_say_how_to_go_on(
    tmp_path: Path, cache: Path, policy: Path, how: signal.Signals
) -> None:
    source = archive(tmp_path / "a.jsonl", [*some(199), message(199, text="HOLD the line.")])
    out = tmp_path / "out"
    process = begun(cache, held(tmp_path), source, "--out", out, "--policy", policy, "--part-size", 4)
    while not (out / ".work" / "plan.json").exists() and process.poll() is None:
        time.sleep(0.002)
    os.killpg(process.pid, how)
    _, told = process.communicate(timeout=60)

    assert process.returncode == 130, told
    assert "--resume" in told
    assert "Traceback" not in told
    assert command(cache, "--out", out, "--resume").returncode == 1
    assert summary(out)["read"] == 200


def test_a_run_does_not_go_on_with_other_rules(tmp_path: Path, cache: Path, calm: tuple[Path, Path, Path]) -> None:
    source, _, _ = calm
    policy, out = tmp_path / "small.yaml", tmp_path / "out"
    shutil.copy(POLICY, policy)
    process = subprocess.Popen(
        line((source, "--out", out, "--policy", policy, "--part-size", 8)),
        env=environment(cache), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _wait_for(process, out, "gathered.json")
    process.send_signal(signal.SIGKILL)
    process.wait()
    rules = policy.read_text()
    policy.write_text(rules.replace("Bitte leiser.", "Bitte etwas leiser."))

    refused = command(cache, "--out", out, "--resume")
    policy.write_text(rules)
    ended = command(cache, "--out", out, "--resume")

    assert (refused.returncode, ended.returncode) == (2, 1)
    assert "a run was begun here with other settings (rules)" in refused.stderr


def test_two_runs_do_not_share_a_folder(tmp_path: Path, cache: Path, policy: Path) -> None:
    source = archive(tmp_path / "a.jsonl", [*some(199), message(199, text="HOLD the line.")])
    out = tmp_path / "out"
    hold = held(tmp_path)
    first = begun(cache, hold, source, "--out", out, "--policy", policy, "--part-size", 4)
    while not (out / ".work" / "gathered.json").exists() and first.poll() is None:
        time.sleep(0.002)

    second = command(cache, "--out", out, "--resume")
    third = command(cache, source, "--out", out, "--policy", policy)
    hold.unlink()
    _, told = first.communicate(timeout=300)

    assert first.returncode == 1, told
    assert (second.returncode, third.returncode) == (2, 2)
    assert "another run is writing" in second.stderr
    assert summary(out)["read"] == 200


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, cache: Path, policy: Path) -> None:
    source = archive(tmp_path / "a.jsonl", some(4))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")

    ended = command(cache, source, "--out", tmp_path / "out", "--policy", policy)

    assert ended.returncode == 2
    assert "is not empty" in ended.stderr
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["mine.txt"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits of a process are a matter of Unix")
@pytest.mark.parametrize("blocks", [7500, 8500])
def test_a_full_disk_is_said_and_what_was_done_stays(tmp_path: Path, cache: Path, policy: Path, blocks: int) -> None:
    """A limit on the size of files stands for the disk: writing fails in the middle, later it does not."""
    chance = Random(7)
    source = archive(tmp_path / "a.jsonl", [each | {"note": chance.randbytes(600).hex()} for each in some(4000)])
    command(cache, archive(tmp_path / "b.jsonl", some(4)), "--out", tmp_path / "warm", "--policy", policy)
    out = tmp_path / "out"
    limited = f"ulimit -f {blocks}; exec {shlex.join(line((source, '--out', out, '--policy', policy)))}"

    ended = subprocess.run(
        ["/bin/sh", "-c", limited], env=environment(cache), capture_output=True, text=True, timeout=300, check=False
    )

    assert ended.returncode == 2, ended.stderr
    assert "Traceback" not in ended.stderr
    assert "--resume" in ended.stderr
    assert command(cache, "--out", out, "--resume").returncode == 1
    assert summary(out)["read"] == 4000
    assert_adds_up(out)


def test_what_cannot_be_read_is_counted_and_named(tmp_path: Path, cache: Path, policy: Path) -> None:
    source = tmp_path / "a.jsonl"
    archive(source, [*some(8), message(1, "Wir sehen nach und melden uns morgen."), message(2, "etwas anderes")])
    with source.open("ab") as file:
        file.write(b'{"type": "message", "id": "x1", "kind": "letter", "text": "a"}\n{"half": \n\xff\xfe\n[]\n')

    ended = command(cache, source, "--out", tmp_path / "out", "--policy", policy, "--max-errors", 100)

    told = summary(tmp_path / "out")
    assert ended.returncode == 1, ended.stderr
    assert told["read"] == 14
    assert_adds_up(tmp_path / "out")
    problems = [json.loads(each) for each in (tmp_path / "out" / "errors.jsonl").read_text("utf-8").splitlines()]
    named = {(each["place"], each["what"]) for each in problems if each["source"]}
    assert {"line 11", "line 12", "line 13", "line 14"} <= {place for place, _ in named}
    assert any(each["what"] == "clash" and each["id"] == "m0002" for each in problems)


def test_nothing_read_is_no_success(tmp_path: Path, cache: Path, policy: Path) -> None:
    (tmp_path / "empty.jsonl").write_bytes(b"")

    ended = command(cache, tmp_path / "empty.jsonl", "--out", tmp_path / "out", "--policy", policy)

    assert ended.returncode == 3


def test_waivers_are_used_up_over_the_whole_run(tmp_path: Path, cache: Path) -> None:
    place = tmp_path / "waived.yaml"
    waiver = "waivers:\n  - rule: own.shouting\n    reason: Probe\n    approver: Leitung\n    uses: 3\n"
    waiver += "    until: 2026-12-31T23:59:00+01:00\n    signed: 2026-01-01T08:00:00+01:00\n"
    place.write_text(POLICY.read_text(encoding="utf-8") + waiver, encoding="utf-8")
    source = archive(tmp_path / "a.jsonl", some(120))

    ended = command(cache, source, "--out", tmp_path / "out", "--policy", place, "--part-size", 8)

    assert ended.returncode == 1, ended.stderr
    loud = [row for row in table(tmp_path / "out", "verdicts") if row["rule"] == "own.shouting"]
    waived = sorted(str(row["id"]) for row in loud if row["verdict"] == "waived")
    broken = sorted(str(row["id"]) for row in loud if row["verdict"] == "violation")
    assert len(waived) == 3
    assert waived == sorted([*waived, *broken])[:3]
    run = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert [each["used"] for each in run["waivers"]] == [3]
    decisions = {row["id"]: row["decision"] for row in table(tmp_path / "out", "records")}
    assert {decisions[name] for name in waived}.isdisjoint({decisions[name] for name in broken})
