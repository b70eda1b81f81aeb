"""`knigge check`: every input gives an answer and the right exit code, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from knigge.cli import cli
from knigge.engine.library import read_text

Run = Callable[..., Result]

NOTHING, SOMETHING, MISTAKE, UNEVALUATED = 0, 1, 2, 3

_POLICY: Final = """policy: house
packs: [shared]
own_rules: |
  rule house.rude about message
    clause eye-level severity error
    title de "Grob" en "Rude"
    because de "Das kränkt." en "It offends."
    forbid text says "doof"
    message de "„{match}“ kränkt." en "“{match}” offends."
    suggest replace match with de "schade" en "a pity"
    catches de "Das ist doof." allows de "Das ist gut."
  end
  rule house.channel about message
    clause right-length severity note
    title de "Kanal" en "Channel" message de "{channel}" en "{channel}"
    forbid once channel is x
    catches de "a" given channel = x allows de "a" given channel = blog
  end
  rule house.answer about reply
    clause solution severity warning
    title de "Antwort" en "Answer" message de "Hilfe fehlt." en "No help."
    when parent says "kaputt" require text says "prüfen"
    catches de "a" given parent = "kaputt" allows de "a" given parent = none
  end
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with a policy `house.yaml` and a cache of its own."""
    monkeypatch.setenv("KNIGGE_CACHE", str(tmp_path / "cache"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    Path("house.yaml").write_text(_POLICY, encoding="utf-8")
    return tmp_path / "work"


@pytest.fixture
def check(folder: Path) -> Run:
    """A function that runs `knigge check` under the policy of the house."""

    def run(*arguments: str, given: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(cli, ["check", "--policy", "house.yaml", *arguments], input=given)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result

    return run


def _report(result: Result) -> list[dict[str, object]]:
    report: object = json.loads(result.stdout)
    Draft202012Validator(json.loads(read_text("grammar/result.schema.json"))).validate(report)
    assert isinstance(report, dict)
    results: object = report["results"]
    assert isinstance(results, list)
    return results


def _ids(result: Result) -> list[object]:
    return [each["id"] for each in _report(result)]


def _write(name: str, content: str | bytes) -> str:
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


def test_the_schema_is_a_schema_with_a_version() -> None:
    schema = json.loads(read_text("grammar/result.schema.json"))

    Draft202012Validator.check_schema(schema)
    assert "version 1" in schema["title"]


def test_a_sound_draft_ends_with_0(check: Run) -> None:
    result = check("--text", "Gut.", "--text-language", "de", "--channel", "blog", "--answers", "Hallo")

    assert result.exit_code == NOTHING
    assert "Nothing to object to." in result.stdout
    assert result.stderr == ""


def test_a_finding_ends_with_1_and_shows_words_reason_clause_and_way_out(check: Run) -> None:
    result = check("--text", "Das ist doof gelaufen.", "--text-language", "de", "--lang", "de")

    assert result.exit_code == SOMETHING
    for part in (
        "so nicht veröffentlichen",
        "  Das ist doof gelaufen.\n          ^^^^",
        "Fehler · Grob (house.rude)",
        "„doof“ kränkt.",
        "Warum: Das kränkt.",
        "Leitfaden: Wir sprechen auf Augenhöhe",
        "Besser: „Das ist schade gelaufen.“",
        "1 Text geprüft: 1 Fehler",
    ):
        assert part in result.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--fail-on", "error"), NOTHING),
        (("--fail-on", "warning"), NOTHING),
        (("--fail-on", "note"), SOMETHING),
        (("--fail-on", "never"), NOTHING),
    ],
)
def test_fail_on_says_from_which_severity_on(arguments: tuple[str, ...], code: int, check: Run) -> None:
    assert check("--text", "Guten Tag zusammen, liebe Leute", "--channel", "x", *arguments).exit_code == code


def test_never_failing_is_never_failing(check: Run) -> None:
    assert check("--text", "doof", "--text-language", "de", "--fail-on", "never").exit_code == NOTHING


def test_json_is_as_its_schema_says(check: Run) -> None:
    result = check("--text", "Wie doof.", "--text-language", "de", "--format", "json", "--verdicts", "all")

    (shown,) = _report(result)
    assert result.exit_code == SOMETHING
    findings = shown["findings"]
    assert isinstance(findings, list)
    assert [(each["start"], each["end"], each["excerpt"]) for each in findings] == [(4, 8, "doof")]
    assert findings[0]["suggestions"] == [{"start": 4, "end": 8, "text": "schade"}]
    assert shown["verdicts"] == [
        {"rule": "house.rude", "verdict": "violation"},
        {"rule": "house.channel", "verdict": "undecided", "needs": ["channel"]},
        {"rule": "house.answer", "verdict": "undecided", "needs": ["parent"]},
    ]
    undecided = shown["undecided"]
    assert isinstance(undecided, list)
    assert [each["needs"] for each in undecided] == [["channel"], ["parent"]]


def test_json_without_findings_is_as_its_schema_says(check: Run) -> None:
    (shown,) = _report(check("--text", "Gut.", "--text-language", "de", "--format", "json"))

    assert "verdicts" not in shown
    assert (shown["findings"], shown["errors"], shown["waived"]) == ([], [], [])


def test_texts_and_files_are_judged_in_their_order(check: Run) -> None:
    _write("b.txt", "Wie doof.")
    _write("a.md", "Gut.")

    result = check("--text", "eins", "--text", "zwei", "b.txt", "a.md", "--format", "json")

    assert _ids(result) == ["text 1", "text 2", "b.txt", "a.md"]


def test_a_folder_stands_for_the_drafts_in_it(check: Run) -> None:
    Path("drafts").mkdir()
    for name in ("drafts/b.txt", "drafts/a.md", "drafts/c.pdf"):
        _write(name, "Gut.")

    assert _ids(check("drafts", "--format", "json")) == ["drafts/a.md", "drafts/b.txt"]


def test_standard_input_is_a_draft_or_records(check: Run) -> None:
    draft = check("-", "--format", "json", given="Wie doof, dass es so lange dauert.")
    alone = check("--format", "json", given="Wie doof, dass es so lange dauert.")
    records = check("-", "--format", "json", given='{"id": "m1", "text": "Gut."}\n')

    assert _ids(draft) == _ids(alone) == ["-"]
    assert draft.exit_code == SOMETHING
    assert _ids(records) == ["m1"]


def test_lines_quoted_at_the_top_are_the_message_answered(check: Run) -> None:
    _write("draft.txt", "> Mein Gerät ist kaputt!\n> Hilfe!\n\nDas kennen wir.")

    (shown,) = _report(check("draft.txt", "--text-language", "de", "--format", "json"))

    findings = shown["findings"]
    assert isinstance(findings, list)
    assert [(each["rule"], each["excerpt"]) for each in findings] == [("house.answer", "Das kennen wir.")]


def test_a_byte_order_mark_and_windows_lines_are_read(check: Run) -> None:
    _write("draft.txt", b"\xef\xbb\xbfWie doof.\r\nGut.\r\n")

    (shown,) = _report(check("draft.txt", "--text-language", "de", "--format", "json"))

    findings = shown["findings"]
    assert isinstance(findings, list)
    assert [each["start"] for each in findings] == [4]


_RECORDS: Final = """
{"id": "c1", "text": "Mein Gerät ist kaputt!", "kind": "comment", "language": "de", "author": {"role": "customer"}}
{"id": "m1", "text": "Das kennen wir.", "in_reply_to": "c1", "language": "de", "author": {"role": "us"}}
not json
{"id": "m2"}
[1, 2]
{"type": "contest", "id": "g1"}
{"id": "m3", "text": "Wir prüfen das.", "in_reply_to": "c1", "language": "de", "author": {"role": "us"}}
{"id": "m3", "text": "Etwas anderes.", "language": "de"}
"""


def test_records_that_can_be_read_are_judged_and_the_others_named(check: Run) -> None:
    _write("thread.jsonl", _RECORDS)

    result = check("thread.jsonl", "--format", "json")

    assert result.exit_code == UNEVALUATED
    assert _ids(result) == ["m1", "m3"]
    first, second = _report(result)
    assert isinstance(first["findings"], list)
    assert [each["rule"] for each in first["findings"]] == ["house.answer"]
    assert second["findings"] == []
    assert second["errors"]
    told = [line.removeprefix("knigge: ") for line in result.stderr.splitlines()]
    assert told == [
        "thread.jsonl:4:1: not JSON (Expecting value)",
        "thread.jsonl:5: `text` is missing",
        "thread.jsonl:6: the line is no JSON object",
        "thread.jsonl:8 and thread.jsonl:9: different content under the same id `m3`, not judged",
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"text": 3}', "`text` must be a text, not a number"),
        ('{"text": "x", "author": {"role": "boss"}}', "`author.role` is never `boss`"),
        ('{"text": "x", "parent": {"kind": "shout"}}', "parent: `kind` is never `shout`"),
        ('{"text": "x"', "not JSON"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_a_broken_line_is_named_with_file_and_number(line: str, told: str, check: Run) -> None:
    _write("one.jsonl", f'{{"id": "m", "text": "Gut."}}\n{line}\n')

    result = check("one.jsonl", "--format", "json")

    assert result.exit_code == UNEVALUATED
    assert result.stderr.startswith("knigge: one.jsonl:2")
    assert told in result.stderr


def test_drafts_answer_the_last_foreign_message_of_a_thread(check: Run) -> None:
    lines = [
        {"id": "a", "text": "Hallo!", "published": "2026-03-02T10:00:00Z", "author": {"role": "customer"}},
        {"id": "c", "text": "Alles ist kaputt.", "published": "2026-03-02T12:00:00Z", "channel": "x", "language": "de"},
        {"id": "b", "text": "Guten Tag!", "published": "2026-03-02T11:00:00Z", "author": {"role": "us"}},
    ]
    _write("thread.jsonl", "\n".join(json.dumps(line) for line in lines))

    (shown,) = _report(
        check("--thread", "thread.jsonl", "--text", "Das kennen wir.", "--text-language", "de", "--format", "json")
    )

    assert isinstance(shown["findings"], list)
    assert [each["rule"] for each in shown["findings"]] == ["house.answer", "house.channel"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "thread.jsonl: there is no such file"),
        (b"{}\n\xff\xfe\x00", "thread.jsonl:2: not UTF-8 text (byte 3)"),
        (b'{"text": "x", "author": {"role": "us"}}', "nobody but us speaks"),
        (b"", "nobody but us speaks"),
        (b"no json", "thread.jsonl:1"),
    ],
)
def test_a_thread_that_cannot_be_used_is_a_mistake(content: bytes | None, told: str, check: Run) -> None:
    if content is not None:
        _write("thread.jsonl", content)

    result = check("--thread", "thread.jsonl", "--text", "Gut.")

    assert result.exit_code == MISTAKE
    assert told in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("gone.txt",), "gone.txt: there is no such file"),
        (("empty",), "empty: no drafts here"),
        (("--policy", "gone.yaml", "--text", "x"), "there is no policy `gone.yaml`"),
        (("--policy", "empty", "--text", "x"), "there is no policy `empty`"),
        (("--text", "x", "--fail-on", "sometimes"), "'sometimes' is not one of"),
        (("--nonsense",), "No such option"),
    ],
)
def test_a_mistake_in_arguments_ends_with_2(arguments: tuple[str, ...], told: str, check: Run) -> None:
    Path("empty").mkdir()

    result = check(*arguments)

    assert result.exit_code == MISTAKE
    assert told in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "draft.txt: empty"),
        (b" \n\t\r\n", "draft.txt: empty"),
        (b"\xff\xfeH\x00a\x00", "draft.txt:1: not text (byte 0); save it as UTF-8"),
        ("Gut.\nSchön.\nMüller".encode("latin-1"), "draft.txt:2: not UTF-8 text (byte 8)"),
        (b"\x00\x01\x02\x03", "draft.txt: holds null characters"),
        (bytes(range(256)) * 40, "not text"),
    ],
)
def test_a_file_that_is_no_text_could_not_be_judged(content: bytes, told: str, check: Run) -> None:
    _write("draft.txt", content)

    result = check("draft.txt")

    assert result.exit_code == UNEVALUATED
    assert told in result.stderr
    assert "Nothing to object" not in result.stdout


def test_a_file_that_cannot_be_judged_does_not_hide_the_others(check: Run) -> None:
    _write("a.txt", b"\xff")
    _write("b.txt", "Wie doof.")

    result = check("a.txt", "b.txt", "--text-language", "de", "--format", "json")

    assert result.exit_code == UNEVALUATED
    assert _ids(result) == ["b.txt"]


@pytest.mark.parametrize("content", [b"a" * 1_000_000, b"Hallo Welt. " * 900_000], ids=["1 MB of a", "10 MB"])
def test_a_text_that_is_too_long_could_not_be_judged(content: bytes, check: Run) -> None:
    _write("long.txt", content)

    told = check("long.txt")
    (shown,) = _report(check("long.txt", "--format", "json"))

    assert told.exit_code == UNEVALUATED
    assert "could not be judged" in told.stdout
    assert len(told.stdout) < 1000
    errors = shown["errors"]
    assert isinstance(errors, list)
    assert {each["reason"] for each in errors} == {"the text has more than 100000 characters"}


@pytest.mark.parametrize(
    "text",
    [
        "\x01\x02 doof \x7f",
        "doof\x1b[2J",
        "\u202edoof",
        "👨‍👩‍👧 doof 🇩🇪",
        "doof\u0301\u0308",
        "\ufeffdoof",
        "doof\r\n\v\f",
    ],
)
def test_odd_signs_are_judged_and_marked(text: str, check: Run) -> None:
    shown = check("--text", text, "--text-language", "de")
    (told,) = _report(check("--text", text, "--text-language", "de", "--format", "json"))

    findings = told["findings"]
    assert isinstance(findings, list)
    assert shown.exit_code in (NOTHING, SOMETHING)
    for finding in findings:
        assert text[finding["start"] : finding["end"]] == finding["excerpt"]


def test_the_same_input_gives_the_same_bytes(check: Run) -> None:
    arguments = ("--text", "Wie doof.", "--text-language", "de", "--format", "json", "--verdicts", "all")

    assert check(*arguments).stdout_bytes == check(*arguments).stdout_bytes


def test_a_policy_that_was_changed_is_read_again(check: Run) -> None:
    before = check("--text", "doof", "--text-language", "de")
    _write("house.yaml", _POLICY.replace('says "doof"', 'says "dumm"'))

    after = check("--text", "doof", "--text-language", "de")

    assert (before.exit_code, after.exit_code) == (SOMETHING, NOTHING)


def test_a_kept_program_that_is_damaged_is_made_again(check: Run, folder: Path) -> None:
    before = check("--text", "doof", "--text-language", "de")
    for kept in (folder.parent / "cache").rglob("*.program"):
        kept.write_bytes(kept.read_bytes()[:100])

    assert check("--text", "doof", "--text-language", "de").stdout == before.stdout


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("policy: house\nextends: house.yaml\n", ("K341", "house.yaml:2:10")),
        ("policy: house\nextends: gone\n", ("K340", "house.yaml:2:10")),
        ("policy: [", ("K308", "house.yaml")),
        ("", ("house.yaml",)),
        (_POLICY[: _POLICY.index("catches")], ("K103", "house.yaml:4:3")),
        (_POLICY.replace('says "doof"', 'says "(doof"'), ("K211", "house.yaml:8:23")),
        (_POLICY.replace("text says", "text.wrods >"), ("house.yaml:8:",)),
    ],
)
def test_a_broken_policy_is_a_mistake_at_its_place(policy: str, told: tuple[str, ...], check: Run) -> None:
    _write("house.yaml", policy)

    result = check("--text", "x")

    assert result.exit_code == MISTAKE
    assert all(part in result.stderr for part in (*told, "the policy `house.yaml` cannot be used"))
    assert result.stdout == ""


def _run(folder: Path, *arguments: bytes | str, **more: str) -> subprocess.CompletedProcess[bytes]:
    environment: Mapping[str, str] = {**os.environ, "KNIGGE_CACHE": str(folder.parent / "cache"), **more}
    command = [sys.executable, "-m", "knigge", "check", "--policy", "house.yaml", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)


def test_bytes_that_are_no_text_on_the_command_line_are_judged(folder: Path) -> None:
    halves = b"\xed\xa0\x80 doof \xff"

    told = _run(folder, "--text", halves, "--text-language", "de")
    shown = _run(folder, "--text", halves, "--text-language", "de", "--format", "json")

    assert (told.returncode, shown.returncode) == (SOMETHING, SOMETHING)
    assert b"Traceback" not in told.stderr + shown.stderr
    assert json.loads(shown.stdout)["results"][0]["findings"][0]["excerpt"] == "doof"


def test_a_closed_pipe_is_said_and_not_passed_as_fine(folder: Path) -> None:
    _write(str(folder / "many.jsonl"), '{"text": "Wie doof.", "language": "de"}\n' * 4000)
    environment = {**os.environ, "KNIGGE_CACHE": str(folder.parent / "cache")}
    command = [sys.executable, "-m", "knigge", "check", "--policy", "house.yaml", "many.jsonl"]

    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read()

    assert told == b"knigge: the output was closed before everything was written\n"
    assert process.returncode == UNEVALUATED


def test_the_language_of_words_follows_the_locale_unless_asked(folder: Path) -> None:
    german = _run(folder, "--text", "Gut.", LC_ALL="de_DE.UTF-8")
    asked = _run(folder, "--text", "Gut.", "--lang", "en", LC_ALL="de_DE.UTF-8")

    assert "geprüft" in german.stdout.decode()
    assert "checked" in asked.stdout.decode()


def test_equal_file_names_in_two_folders_are_two_policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNIGGE_CACHE", str(tmp_path / "cache"))
    for folder, word in (("one", "doof"), ("two", "gut")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "p.yaml").write_text(_POLICY.replace('says "doof"', f'says "{word}"'), encoding="utf-8")
        monkeypatch.chdir(tmp_path / folder)
        arguments = ["check", "--policy", "p.yaml", "--lang", "de", "--text", f"Das ist {word}."]

        assert CliRunner().invoke(cli, arguments).exit_code == SOMETHING
