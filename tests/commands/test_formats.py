"""`knigge check --format ...`: whole reports over the examples, files written whole, exit codes as ever."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result

from knigge.cli import FORMATS, cli
from knigge.commands import answers
from knigge.commands.answers import render_run
from knigge.reports.run import Run

Golden = Callable[[str, str], None]

_KINDS: Final = {
    "sarif": ("sarif", "rfc4180", "sarif"),
    "junit": ("junit", "rfc4180", "xml"),
    "markdown": ("markdown", "rfc4180", "md"),
    "github": ("github", "rfc4180", "github.txt"),
    "csv": ("csv", "rfc4180", "csv"),
    "excel-de": ("csv", "excel-de", "excel.csv"),
}
_DRAFTS: Final = (
    "examples/01-router-belehrung.txt",
    "examples/02-router-besser.txt",
    "examples/04-hotel-echte-entschuldigung.txt",
    "examples/12-parcel-calm-down.txt",
    "--text=Wie Sie sicher wissen, steht das in den AGB.",
)
_MONTH: Final = ("examples/month", "--policy=examples/month/policy.yaml", "--now=2026-04-01T09:00")
_RUNS: Final[dict[tuple[str, str], Run]] = {}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where compiled policies are kept for all tests here."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def gathered(repository: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Run]:
    """A function that gives the run of the drafts or of the month, each judged once for all formats."""

    def gather(name: str, speech: str) -> Run:
        if (name, speech) not in _RUNS:
            monkeypatch.chdir(repository)
            monkeypatch.setenv("KNIGGE_CACHE", str(cache))
            taken: list[Run] = []

            def take(run: Run, *_: str) -> str:
                taken.append(run)
                return ""

            monkeypatch.setattr(answers, "render_run", take)
            asked = _DRAFTS if name == "drafts" else _MONTH
            result = CliRunner().invoke(cli, ["check", *asked, "--lang", speech, "--format", "markdown"])
            assert taken, result.output
            _RUNS[name, speech] = taken[0]
        return _RUNS[name, speech]

    return gather


@pytest.mark.parametrize("speech", ["de", "en"])
@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize("name", ["drafts", "month"])
def test_the_whole_report_is_as_it_was(
    name: str, kind: str, speech: str, gathered: Callable[[str, str], Run], golden: Golden
) -> None:
    format_, dialect, ending = _KINDS[kind]
    run = gathered(name, speech)

    written = _without_versions(render_run(run, format_, dialect), run)

    golden(f"check/{name}.{speech}.{ending}", written.replace("\r\n", "\n") if format_ == "csv" else written)


@pytest.fixture
def check(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """A function that runs `knigge check` in an empty folder."""
    (tmp_path / "work").mkdir()
    monkeypatch.setenv("KNIGGE_CACHE", str(cache))
    monkeypatch.chdir(tmp_path / "work")

    def run(*arguments: str, given: str | None = None) -> Result:
        result = CliRunner().invoke(cli, ["check", *arguments], input=given)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result

    return run


@pytest.mark.parametrize("format_", [name for name in FORMATS if name != "text"])
@pytest.mark.parametrize(("fail_on", "code"), [("warning", 1), ("error", 0)])
def test_the_exit_code_is_that_of_the_text(format_: str, fail_on: str, code: int, check: Callable[..., Result]) -> None:
    told = check("--text", "Wie Sie sicher wissen, steht das in den AGB.", "--format", format_, "--fail-on", fail_on)

    assert told.exit_code == code
    assert told.stdout.strip()


@pytest.mark.parametrize("format_", FORMATS)
def test_a_report_is_written_to_a_file_as_to_the_terminal(format_: str, check: Callable[..., Result]) -> None:
    asked = ("--text", "Wie Sie sicher wissen: „Ä“.", "--lang", "de", "--format", format_)

    shown, written = check(*asked), check(*asked, "--out", "report")

    assert Path("report").read_bytes() == shown.stdout_bytes
    assert written.stdout == ""
    assert "Geschrieben nach report" in written.stderr
    assert written.exit_code == shown.exit_code
    assert [path.name for path in Path().iterdir()] == ["report"]


def test_a_mistake_leaves_the_old_report_alone(check: Callable[..., Result]) -> None:
    Path("report").write_text("old", encoding="utf-8")

    assert check("missing.txt", "--format", "csv", "--out", "report").exit_code == 2
    assert Path("report").read_text(encoding="utf-8") == "old"


def test_what_cannot_be_written_is_told(check: Callable[..., Result]) -> None:
    result = check("--text", "Gern!", "--format", "csv", "--out", "no/such/folder.csv")

    assert result.exit_code == 3
    assert "could not be written" in result.stderr


def test_a_link_is_followed_and_rights_are_kept(check: Callable[..., Result]) -> None:
    Path("real.csv").write_text("old", encoding="utf-8")
    Path("real.csv").chmod(0o640)
    Path("link.csv").symlink_to("real.csv")

    check("--text", "Gern!", "--format", "csv", "--out", "link.csv")

    assert Path("link.csv").is_symlink()
    assert Path("real.csv").read_text(encoding="utf-8").startswith(("verdict,", "Urteil,"))
    assert sys.platform == "win32" or Path("real.csv").stat().st_mode & 0o777 == 0o640


def test_a_device_is_written_to(check: Callable[..., Result]) -> None:
    result = check("--text", "Gern!", "--format", "csv", "--out", os.devnull)

    assert result.exit_code == 0
    assert not Path(os.devnull).is_file()


def test_places_are_those_of_the_files_as_given(check: Callable[..., Result]) -> None:
    Path("a.txt").write_bytes("\ufeff> Frage?\r\n\r\nGuten Tag.\r\nWie Sie sicher wissen, gern.\r\n".encode())
    line = json.dumps({"id": "m1", "text": "Äh. Wie Sie sicher wissen, gern.", "parent": "Frage?"})
    Path("b.jsonl").write_text(f"\n{line}\n", encoding="utf-8")

    told = check("a.txt", "b.jsonl", "--text-language", "de", "--format", "github", "--lang", "de").stdout

    assert "file=a.txt,line=4,col=1,endColumn=21,title=Belehrung" in told
    assert f"file=b.jsonl,line=2,col={line.index('Wie') + 1},endColumn={line.index('wissen') + 6},title=Belehr" in told


def test_what_could_not_be_read_is_in_the_report(check: Callable[..., Result]) -> None:
    Path("a.jsonl").write_text('{"id": "m1", "text": "Gern!"}\nno json\n', encoding="utf-8")

    told = check("a.jsonl", "--format", "junit")

    assert told.exit_code == 3
    assert '<error type="unreadable" message="a.jsonl:2:1: not JSON' in told.stdout


def test_hostile_records_are_harmless_from_end_to_end(check: Callable[..., Result]) -> None:
    record = {
        "id": "=cmd|'/c calc'!A1\n::error::owned\u202e",
        "thread": "<script>" + "n" * 10_000,
        "text": "Wie Sie sicher wissen, 🎉 \ud83d <img src=x onerror=alert(1)> @all http://evil.example\u202e",
        "author": {"id": "\x00@SUM(1)", "role": "us", "name": "=1+1"},
    }
    Path("a.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")

    for format_ in FORMATS:
        told = check("a.jsonl", "--text-language", "de", "--format", format_)
        assert told.exit_code in (0, 1), told.output
        if format_ not in ("text", "json"):
            assert "\u202e" not in told.stdout
            assert "\n::error::owned" not in told.stdout


def test_help_speaks_of_formats_in_both_languages(check: Callable[..., Result]) -> None:
    english, german = (" ".join(check("--help", "--lang", speech).stdout.split()) for speech in ("en", "de"))

    for name in FORMATS:
        assert name in english
        assert name in german
    assert "whole or not at all" in english
    assert "ganz oder gar nicht" in german


def _without_versions(written: str, run: Run) -> str:
    """The report without digests: they change with every word of a rule and say nothing here."""
    versions = {sheet.version for sheet in run.rules.values()} | {run.digest}
    versions |= {verdict.version for judged in run.judged for verdict in judged.result.verdicts}
    known = "|".join(re.escape(each) for each in sorted(versions, key=len, reverse=True))
    return re.sub(f'"(?:{known})"', '"…"', written)
