"""`knigge import`: what is written, what is said, what is counted, and how it ends."""

import gzip
import json
import os
import resource
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from knigge.cli import cli
from knigge.commands.imports import Request, run, run_suggest
from knigge.engine.diagnostics import KniggeError

_CSV = "Datum;Nachricht;Verfasser;Rolle\n02.03.2026 16:30;Wo bleibt mein Paket?;Aylin;Kunde\n"
_MAP = """
zone: Europe/Berlin
keys:
  text: Nachricht
  author.name: Verfasser
  author.role: {column: Rolle, values: {Kunde: customer, Agent: us}}
  published: Datum
"""


class _Run:
    """One call with its outputs."""

    def __init__(self, *sources: Path | str, speech: str = "en", **asked: str) -> None:
        self.out = b""
        self.err = ""
        names = {"map": "", "query": "", "out": "", "errors": "", **asked}
        request = Request(tuple(map(str, sources)), names["map"], names["query"], names["out"], names["errors"], speech)
        self.code = run(request, self._write, self._say)

    def _write(self, line: bytes) -> None:
        self.out += line

    def _say(self, text: str) -> None:
        self.err += text

    @property
    def records(self) -> list[dict[str, object]]:
        """What was written to standard output."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table of a tool, and beside it map.yaml."""
    (tmp_path / "map.yaml").write_text(_MAP)
    path = tmp_path / "export.csv"
    path.write_text(_CSV, encoding="windows-1252")
    return path


def test_a_table_becomes_records(table: Path) -> None:
    done = _Run(table, map=str(table.parent / "map.yaml"))

    (record,) = done.records
    assert record.pop("id")
    assert record == {
        "type": "message",
        "text": "Wo bleibt mein Paket?",
        "author": {"name": "Aylin", "role": "customer"},
        "published": "2026-03-02T16:30:00+01:00",
    }
    assert (done.code, done.err) == (0, "knigge: 1 read · 1 written · 0 unreadable\n")


def test_everything_that_is_not_written_is_counted_by_its_reason(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.jsonl").write_text('{"text":"a"}\nkaputt\n{"text":"b","author":{"role":"agent"}}\n{"text":"c"}\n')
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(b'{"text":"d"}\n' * 5000)[:-20])
    (folder / "c.jsonl").touch()
    (folder / "notiz.txt").write_text("x")

    done = _Run(folder, speech="de", errors=str(tmp_path / "errors.jsonl"))

    errors = [json.loads(line) for line in (tmp_path / "errors.jsonl").read_text().splitlines()]
    assert done.code == 3
    assert [record["text"] for record in done.records[:2]] == ["a", "c"]
    assert [error["reason"] for error in errors] == ["not-json", "no-record", "cut-off", "empty", "unknown-file"]
    assert errors[1]["place"] == "Zeile 3"
    written = len(done.records)
    assert f"knigge: {written + 4} gelesen · {written} geschrieben · 4 nicht lesbar\n" in done.err
    assert "nicht lesbar: kein JSON 1, kein Datensatz 1, abgebrochene Datei 1, leer 1" in done.err
    assert "übergangen: anderes Format 1" in done.err


def test_only_the_first_problems_are_told_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("x\n" * 50)

    done = _Run(tmp_path / "a.jsonl")

    assert done.err.count("not JSON (") == 20
    assert "... and 30 more; all of them with --errors FILE" in done.err
    assert done.code == 3


def test_the_output_appears_only_when_it_is_whole(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = table.parent / "records.jsonl"
    target.write_text("old")

    def broken(*_: object) -> object:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("knigge.commands.imports.read_archive", broken)
        _Run(table, out=str(target))
    assert target.read_text() == "old"

    done = _Run(table, map=str(table.parent / "map.yaml"), out=str(target))

    assert done.out == b""
    assert json.loads(target.read_text())["text"] == "Wo bleibt mein Paket?"
    assert sorted(os.listdir(table.parent)) == ["export.csv", "map.yaml", "records.jsonl"]


def test_a_full_disk_leaves_the_old_output(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text":"a"}\n' * 200_000)
    (tmp_path / "out.jsonl").write_text("old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, limits[1]))  # what the next write meets is an OSError
    try:
        done = _Run(tmp_path / "a.jsonl", out=str(tmp_path / "out.jsonl"), speech="de")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert done.code == 3
    assert "out.jsonl: lässt sich nicht schreiben" in done.err
    assert (tmp_path / "out.jsonl").read_text() == "old"
    assert sorted(os.listdir(tmp_path)) == ["a.jsonl", "out.jsonl"]


def test_a_folder_that_is_not_there_is_a_mistake(table: Path) -> None:
    with pytest.raises(KniggeError, match="cannot be written"):
        _Run(table, out=str(table.parent / "no" / "records.jsonl"))


def test_the_output_never_lies_in_what_is_read(table: Path) -> None:
    with pytest.raises(KniggeError, match="name another place"):
        _Run(table.parent, out=str(table.parent / "records.jsonl"))
    with pytest.raises(KniggeError, match="name another place"):
        _Run(table, out=str(table))


def test_a_map_that_does_not_fit_is_a_mistake(table: Path) -> None:
    wrong = table.parent / "wrong.yaml"
    wrong.write_text("keys:\n  text: Nachrichten\n")

    done = _Run(table, map=str(wrong), speech="de")

    assert done.code == 2
    assert f"{wrong}:2:9: die Spalte `Nachrichten` gibt es hier nicht (meinten Sie `Nachricht`?)" in done.err


def test_a_map_that_cannot_be_used_shows_every_mistake(table: Path) -> None:
    wrong = table.parent / "wrong.yaml"
    wrong.write_text("zone: Mars\nkeys: {text: Nachricht, kind: {constant: tweet}}\n")

    with pytest.raises(KniggeError) as raised:
        _Run(table, map=str(wrong))

    assert [each.code for each in raised.value.diagnostics] == ["K361", "K323"]


@pytest.mark.parametrize("speech", ["de", "en"])
def test_a_suggested_map_works_as_it_stands(table: Path, speech: str) -> None:
    shown: list[str] = []

    run_suggest(Request((str(table),), "", "", "", "", speech), shown.append)
    (table.parent / "new.yaml").write_text("".join(shown))

    done = _Run(table, map=str(table.parent / "new.yaml"))
    assert done.code == 0
    assert done.records[0]["author"] == {"name": "Aylin", "role": "customer"}


def test_a_suggestion_needs_a_table(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text":"a"}\n')

    with pytest.raises(KniggeError, match="no table"):
        run_suggest(Request((str(tmp_path),), "", "", "", "", "en"), print)


def test_what_is_left_out_on_purpose_is_no_mistake(table: Path) -> None:
    chosen = table.parent / "chosen.yaml"
    chosen.write_text("records: [{when: {Rolle: Kunde}, keys: {text: Nachricht}}]\n")
    table.write_text(_CSV + "02.03.2026 17:00;Notiz;Team;intern\n")

    done = _Run(table, map=str(chosen))

    assert done.code == 0
    assert "passed over: left out by the map 1" in done.err


def test_without_a_library_the_command_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    monkeypatch.delitem(sys.modules, "knigge.intake.queries", raising=False)

    done = _Run(tmp_path / "a.xlsx", "sqlite:///x.db", query="replies")

    assert "pip install 'knigge[excel]'" in done.err
    assert "pip install 'knigge[sql]'" in done.err


def test_a_pipe_or_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    source = tmp_path / "a.jsonl"
    source.write_text('{"text":"a"}\n')
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    done = _Run(source, out=str(pipe))

    assert done.code == 0
    assert os.read(reader, 100) == b'{"text":"a"}\n'
    os.close(reader)
    assert pipe.is_fifo()


def test_a_map_that_powershell_wrote_is_read(table: Path) -> None:
    map_ = table.parent / "utf16.yaml"
    map_.write_text(_MAP, encoding="utf-16")

    assert _Run(table, map=str(map_)).code == 0


def test_a_suggested_map_goes_where_it_is_asked_to(table: Path) -> None:
    said: list[str] = []
    target = table.parent / "new.yaml"
    request = Request((str(table),), "", "", str(target), "", "de")

    assert run_suggest(request, said.append) == 0

    assert not said
    assert _Run(table, map=str(target)).code == 0


def test_a_good_file_stays_where_nothing_could_be_imported(tmp_path: Path) -> None:
    kept = tmp_path / "good.jsonl"
    kept.write_text('{"text": "Hallo"}\n', encoding="utf-8")

    result = CliRunner().invoke(cli, ["import", str(tmp_path / "missing.csv"), "--out", str(kept)])

    assert result.exit_code == 3
    assert kept.read_text("utf-8") == '{"text": "Hallo"}\n'


def test_a_map_is_suggested_for_json_of_other_tools_and_none_for_our_own(tmp_path: Path) -> None:
    theirs, ours = tmp_path / "theirs.json", tmp_path / "ours.json"
    theirs.write_text(
        '[{"id_str": "1", "full_text": "Wo bleibt er?", "user": {"screen_name": "kim"}}]', encoding="utf-8"
    )
    ours.write_text('[{"type": "message", "id": "m", "text": "Gern.", "author": {"role": "us"}}]', encoding="utf-8")
    shown: list[str] = []

    run_suggest(Request((str(theirs),), "", "", "", "", "en"), shown.append)

    said = "".join(shown).splitlines()
    assert {"  text: full_text", "  id: id_str", '  author.name: "user.screen_name"'} <= {*said}
    assert any("thread: {column: ...}" in line for line in said), "what belongs together is asked for"
    with pytest.raises(KniggeError, match="nothing here that needs a map"):
        run_suggest(Request((str(ours),), "", "", "", "", "en"), print)
