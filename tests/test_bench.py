"""The archives of the benchmark: the same ones for the same seed, valid records, various texts; its rules compile."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from jsonschema import Draft202012Validator

from knigge.commands.programs import make

ROOT: Final = Path(__file__).resolve().parent.parent


def _bench(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "bench"), str(ROOT))), "PYTHONUTF8": "1"},
        check=True,
    )
    return done.stdout


@cache
def _archive(*arguments: str) -> str:
    return _bench("import archive, sys; sys.stdout.writelines(archive.lines(*map(int, sys.argv[1:])))", *arguments)


def _records(*arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in _archive(*arguments).splitlines()]


def _messages(records: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    return [record for record in records if record["type"] == "message"]


def _role(message: dict[str, object]) -> object:
    author = message["author"]
    return author["role"] if isinstance(author, dict) else None


def test_a_seed_makes_one_archive_and_another_seed_another() -> None:
    again = _bench("import archive, sys; sys.stdout.writelines(archive.lines(1500, 7))")

    assert again == _archive("1500", "7")
    assert _archive("300", "8") != _archive("300", "7")


def test_every_record_is_valid() -> None:
    schema = json.loads((ROOT / "grammar" / "record.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema)

    problems = [(record, list(validator.iter_errors(record))) for record in _records("1500", "7")]

    assert not [(record, found[0].message) for record, found in problems if found]


def test_an_archive_holds_as_many_messages_as_were_asked_for_and_all_kinds_of_records() -> None:
    records = _records("1500", "7")

    assert len(_messages(records)) == 1500
    assert {record["type"] for record in records} >= {"message", "action", "customer", "ticket", "coverage"}
    assert len({message["id"] for message in _messages(records)}) == 1500


def test_what_is_answered_stands_in_the_archive_and_in_the_same_thread() -> None:
    messages = {str(message["id"]): message for message in _messages(_records("1500", "7"))}

    for message in messages.values():
        if message["in_reply_to"] is not None:
            parent = messages[str(message["in_reply_to"])]
            assert parent["thread"] == message["thread"]
            assert str(parent["published"])[:19] <= str(message["published"])[:19]


def test_texts_are_various_and_no_gap_stays_open() -> None:
    messages = _messages(_records("1500", "7"))
    texts = [str(message["text"]) for message in messages]

    assert len(set(texts)) > 0.97 * len(texts)
    assert not [text for text in texts if "%(" in text or "{" in text]
    assert 0.3 < sum(_role(message) == "us" for message in messages) / len(messages) < 0.6


def test_the_language_can_be_left_out() -> None:
    bare = _bench("import archive, sys; sys.stdout.writelines(archive.lines(300, 7, known_language=False))")

    assert not [line for line in bare.splitlines() if '"type":"message"' in line and '"language"' in line]


def test_longer_texts_are_about_so_many_times_as_long() -> None:
    code = "import archive, sys; sys.stdout.writelines(archive.lines(300, 7, length=10))"
    long = [json.loads(line) for line in _bench(code).splitlines()]
    words = [len(str(message["text"]).split()) for message in _messages(long) if message["kind"] == "reply"]
    usual = [len(str(message["text"]).split()) for message in _messages(_records("1500", "7"))]

    assert sum(words) / len(words) > 5 * sum(usual) / len(usual)


def test_generated_rules_compile_and_their_examples_hold(tmp_path: Path) -> None:
    code = (
        "import growth, pathlib, sys; print(growth.grown_policy(pathlib.Path(sys.argv[1]), 60, alone=True));"
        "print(len({each.written for each in growth.phrases(5000)}))"
    )
    policy, distinct = _bench(code, str(tmp_path)).split()

    made = make(policy)

    assert not made.broken and made.program is not None
    assert len(made.program.rules) == 60
    assert distinct == "5000"
    rules = subprocess.run(
        [sys.executable, "-m", "knigge", "rules", "test", "--policy", policy],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert rules.returncode == 0, rules.stdout + rules.stderr


def test_the_policies_of_the_benchmark_can_be_used() -> None:
    for path in sorted((ROOT / "bench" / "policies").glob("*.yaml")):
        made = make(str(path))

        assert not made.broken and made.program is not None
        if path.stem == "text":
            assert not made.program.records.rules
