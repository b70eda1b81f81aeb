"""What cannot be reported on, in every format: a clear word, exit code 2, and no file, not even half of one."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from knigge.cli import cli
from knigge.reports.audit import pdf
from knigge.reports.audit.formats import COMPARED, FORMATS

NAMES: Final = [each.name for each in FORMATS]
COMPARABLE: Final = [each.name for each in COMPARED]


def told(*arguments: object) -> tuple[int, str]:
    """Exit code and what is said; never anything on standard output, never a traceback."""
    result = CliRunner().invoke(cli, ["report", *map(str, arguments), "--lang", "en"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.stderr
    return result.exit_code, result.stderr


def altered(folder: Path, **about: object) -> None:
    run = folder / "run.json"
    run.write_text(json.dumps(json.loads(run.read_text(encoding="utf-8")) | about), encoding="utf-8")


def no_audit(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def gone(folder: Path) -> None:
    shutil.rmtree(folder)


def halved(folder: Path) -> None:
    table = folder / "verdicts.parquet"
    os.truncate(table, table.stat().st_size // 2)


def empty(folder: Path) -> None:
    for name in ("verdicts", "records", "threads"):
        table = pq.read_table(folder / f"{name}.parquet")
        pq.write_table(table.slice(0, 0), folder / f"{name}.parquet")
    (folder / "summary.json").write_text('{"read": 0, "verdicts": {}}', encoding="utf-8")


SPOILT: Final[dict[str, tuple[Callable[[Path], object], str]]] = {
    "no audit": (no_audit, "is no audit, for `run.json` is missing"),
    "gone": (gone, "there is no such folder"),
    "begun": (lambda folder: (folder / ".work").mkdir(), "the run is not finished"),
    "broken off": (lambda folder: altered(folder, complete=False), "the run is not finished"),
    "other version": (lambda folder: altered(folder, knigge="0.0.1"), "judged by knigge 0.0.1"),
    "other layout": (lambda folder: altered(folder, layout="7"), "have layout 7"),
    "empty": (empty, "the audit read nothing"),
    "table cut": (halved, "`verdicts.parquet` cannot be read"),
    "run is a list": (lambda folder: (folder / "run.json").write_text("[1]"), "(no JSON object)"),
    "run is no text": (lambda folder: (folder / "run.json").write_bytes(b"\xff\x00"), "`run.json` cannot be read"),
    "errors are no lines": (lambda folder: (folder / "errors.jsonl").write_text("?"), "(no JSON: "),
}


@pytest.fixture
def copied(small: Path, tmp_path: Path) -> Path:
    return shutil.copytree(small, tmp_path / "audit")


@pytest.mark.parametrize("case", SPOILT)
def test_a_folder_that_tells_nothing_whole(copied: Path, tmp_path: Path, case: str) -> None:
    spoil, word = SPOILT[case]
    spoil(copied)

    for name in NAMES:
        code, said = told(copied, "--format", name, "--out", tmp_path / "report")

        assert (code, word in said) == (2, True), (name, said)
        assert [path.name for path in tmp_path.iterdir() if path.name != "audit"] == []


@pytest.mark.parametrize("case", SPOILT)
def test_it_is_no_better_to_compare_with(small: Path, copied: Path, tmp_path: Path, case: str) -> None:
    spoil, word = SPOILT[case]
    spoil(copied)

    for name in COMPARABLE:
        code, said = told(small, "--against", copied, "--format", name, "--out", tmp_path / "report")

        assert (code, word in said) == (2, True), (name, said)
        assert not (tmp_path / "report").exists()


@pytest.mark.parametrize(("name", "table", "column"), [
    ("sarif", "records", "place"), ("github", "records", "place"), ("xlsx", "threads", "since"),
    ("csv", "verdicts", "version"),
])  # fmt: skip
def test_a_hole_that_only_one_format_finds(copied: Path, tmp_path: Path, name: str, table: str, column: str) -> None:
    path, target = copied / f"{table}.parquet", tmp_path / "report"
    group = pq.read_metadata(path).row_group(0)
    chunk = next(each for each in map(group.column, range(group.num_columns)) if each.path_in_schema == column)
    target.write_text("the report of yesterday", encoding="utf-8")
    with path.open("r+b") as file:
        file.seek(chunk.dictionary_page_offset or chunk.data_page_offset)
        file.write(b"\xff" * chunk.total_compressed_size)

    code, said = told(copied, "--format", name, "--out", target)

    assert (code, "one of the tables is damaged" in said) == (2, True), said
    assert target.read_text(encoding="utf-8") == "the report of yesterday"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["audit", "report"]


@pytest.mark.parametrize(("arguments", "word"), [
    (("--since", "2026-03-02", "--until", "2026-03-01"), "lies behind"),
    (("--since", "yesterday"), "is no day"),
    (("--names",), "wants a reason"),
    (("--names", "--reason", "  "), "wants a reason"),
    (("--reason", "curious"), "stands here alone"),
])  # fmt: skip
def test_a_wish_that_cannot_be(small: Path, tmp_path: Path, arguments: tuple[str, ...], word: str) -> None:
    for name in NAMES:
        code, said = told(small, "--format", name, "--out", tmp_path / "report", *arguments)

        assert (code, word in said) == (2, True), (name, said)
        assert list(tmp_path.iterdir()) == []


def test_all_of_time_is_a_span_like_any_other(small: Path, tmp_path: Path) -> None:
    code, _ = told(small, "--since", "0001-01-01", "--until", "9999-12-31", "--out", tmp_path / "r.html")

    assert code == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_place_that_is_none(small: Path, tmp_path: Path, name: str) -> None:
    code, said = told(small, "--format", name, "--out", tmp_path / "no" / "folder" / "report")

    assert (code, "cannot be written (No such file or directory)" in said) == (2, True), said
    assert list(tmp_path.iterdir()) == []


def test_pdf_without_a_browser(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(pdf.BROWSER, str(tmp_path / "none"))

    code, said = told(small, "--format", "pdf", "--out", tmp_path / "report")

    assert (code, "else write --format html" in said) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", NAMES)
def test_an_audit_is_not_compared_with_itself(small: Path, tmp_path: Path, name: str) -> None:
    link = tmp_path / "link"
    link.symlink_to(small)

    code, said = told(small, "--against", link, "--format", name, "--out", tmp_path / "report")

    word = "would be compared with itself" if name in COMPARABLE else "comes as html, markdown, json only"
    assert (code, word in said) == (2, True), said
    assert not (tmp_path / "report").exists()


@pytest.mark.parametrize("name", ["run.json", "summary.json", "verdicts.parquet"])
def test_an_audit_is_not_overwritten_by_its_own_report(small: Path, tmp_path: Path, name: str) -> None:
    audit = Path(shutil.copytree(small, tmp_path / "audit"))
    before = (audit / name).read_bytes()
    code, said = told(audit, "--format", "json", "--out", audit / "." / name)
    assert (code, "belongs to the audit itself" in said) == (2, True), said
    assert (audit / name).read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes on this system")
def test_a_pipe_is_written_to_and_not_replaced(small: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    code, said = told(small, "--format", "markdown", "--out", pipe)
    assert code == 0, said
    assert pipe.is_fifo()
    assert os.read(reader, 100).startswith(b"#")
    os.close(reader)
