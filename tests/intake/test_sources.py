"""Folders are walked in order; what is not read is named."""

import gzip
import io
import os
import sys
from pathlib import Path

import pytest
import zstandard

from knigge.intake.line import MAPS_FAULT, SKIPPED, UNFINISHED
from knigge.intake.words import WORDS, has_label

from .conftest import Reader


def test_a_folder_is_read_sorted_with_everything_named(read: Reader, tmp_path: Path) -> None:
    for name in ("b/2.jsonl", "b/1.jsonl", "a.jsonl", ".geheim.jsonl", "~$offen.xlsx", "notiz.txt", "c.json"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text('{"text":"%s"}\n' % name)  # noqa: UP031 - braces are JSON here
    (tmp_path / "leer.csv").touch()
    (tmp_path / "kreis").symlink_to(tmp_path)

    lines = read(tmp_path)

    assert [(Path(line.source).name, line.reason) for line in lines] == [
        (".geheim.jsonl", "hidden"), ("a.jsonl", ""), ("1.jsonl", ""), ("2.jsonl", ""), ("c.json", ""),
        ("kreis", "linked-folder"), ("leer.csv", "empty"), ("notiz.txt", "unknown-file"), ("~$offen.xlsx", "hidden"),
    ]  # fmt: skip
    assert [line.skipped for line in lines if line.reason] == [True, True, False, True, True]


def test_a_link_to_itself_and_a_pipe_stop_nothing(read: Reader, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").symlink_to("a.jsonl")
    os.mkfifo(tmp_path / "b.jsonl")
    (tmp_path / "c.jsonl").write_text('{"text":"c"}\n')

    assert [line.reason for line in read(tmp_path)] == ["closed-file", "unknown-file", ""]


def test_an_empty_folder_and_a_missing_file_are_named(read: Reader, tmp_path: Path) -> None:
    assert [line.reason for line in read(tmp_path, tmp_path / "nichts.jsonl")] == ["empty-folder", "missing"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("daten", b'{"text":"a"}\n', ""),
        ("daten.log", b'[{"text":"a"}]', ""),
        ("daten.dat", b"\x00\x01\x02", "unknown-format"),
        ("a.zip", b"PK\x03\x04", "archive-file"),
    ],
)
def test_a_named_file_is_known_by_its_content(read: Reader, name: str, content: bytes, reason: str) -> None:
    assert [line.reason for line in read(name, content=content)] == [reason]


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.jsonl.gz"])
@pytest.mark.parametrize(
    "content", [b'[{"text":"a"},{"text":"b"}]', b'\xef\xbb\xbf [\n {"text":"a"},\n {"text":"b"}\n]\n']
)
def test_a_list_is_read_as_one_whatever_the_name_says(read: Reader, name: str, content: bytes) -> None:
    lines = read(name, content=gzip.compress(content) if name.endswith(".gz") else content)

    assert [(line.place, line.content) for line in lines] == [("entry 1", {"text": "a"}), ("entry 2", {"text": "b"})]


def test_lines_that_begin_with_a_bare_list_are_still_lines(read: Reader) -> None:
    assert [line.reason for line in read("a.jsonl", content=b'[]\n{"text":"a"}\n')] == ["no-object", ""]


def test_standard_input_is_json_lines(read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    class _Standard:
        buffer = io.BytesIO(b'{"text":"a"}\nkaputt\n')

    monkeypatch.setattr(sys, "stdin", _Standard())

    assert [(line.source, line.place, line.reason) for line in read("-")] == [
        ("-", "line 1", ""), ("-", "line 2", "not-json"),
    ]  # fmt: skip


_LIST = b'[{"text":"a"},\n {"text":"b"}]'


@pytest.mark.parametrize(
    ("given", "reasons"),
    [
        (gzip.compress(b'{"text":"a"}\n{"text":"b"}\n'), ["", ""]),
        (zstandard.compress(b'{"text":"a"}\n'), [""]),
        (_LIST, ["", ""]),
        (gzip.compress(_LIST)[:-12], ["cut-off"]),
        (b"Nr;Nachricht\n1;Hallo\n2;Gern\n", ["stdin-table"]),
        (b'kaputt\n{"text":"a"}\n', ["not-json", ""]),
    ],
    ids=["gzip", "zstd", "list", "cut list", "table", "broken line"],
)
def test_standard_input_is_known_by_its_content(
    read: Reader, monkeypatch: pytest.MonkeyPatch, given: bytes, reasons: list[str]
) -> None:
    class _Standard:
        buffer = io.BytesIO(given)

    monkeypatch.setattr(sys, "stdin", _Standard())

    assert [line.reason for line in read("-")] == reasons


def test_a_database_that_is_named_as_a_file_is_told_how_to_be_named(read: Reader) -> None:
    (line,) = read("a b.db", content=b"SQLite format 3\0" + bytes(80))

    assert line.reason == "sqlite-file"
    assert "'sqlite:///" in line.problem and "a b.db' --query" in line.problem


def test_memory_does_not_grow_with_the_archive(read: Reader, tmp_path: Path) -> None:
    import tracemalloc

    from knigge.intake.archive import read_archive

    path = tmp_path / "a.jsonl"
    peaks = []
    for count in (20_000, 60_000):
        path.write_bytes(b'{"text":"Guten Tag, das pruefen wir gern."}\n' * count)
        tracemalloc.start()
        for _ in read_archive([str(path)], None, "en"):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] * 1.2 + 100_000


def test_every_reason_that_ends_a_source_has_words() -> None:
    assert WORDS.keys() >= UNFINISHED | SKIPPED | MAPS_FAULT
    assert all(has_label(reason) for reason in WORDS)
    assert MAPS_FAULT <= UNFINISHED
    assert not SKIPPED & UNFINISHED
