"""A folder that is no finished audit of this engine gives a clear word in the reader's language, and no report."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from knigge.engine.diagnostics import KniggeError
from knigge.reports.audit.model import Wish, build

Row = dict[str, object]
Make = Callable[..., Row]
Audit = Callable[..., Path]


@pytest.fixture
def folder(audit: Audit, verdict: Make, record: Make) -> Path:
    return audit(verdicts=[verdict("eye-level.lecturing", "fulfilled", "m1")], records=[record("m1")])


def refused(folder: Path, speech: str = "en") -> str:
    with pytest.raises(KniggeError) as told:
        build(folder, Wish(errors=speech))
    return str(told.value).replace(str(folder), "F")


def change(folder: Path, file: str, **told: object) -> None:
    path = folder / file
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | told), encoding="utf-8")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "none").endswith("there is no such folder")
    assert refused(tmp_path / "none", "de").endswith("diesen Ordner gibt es nicht")
    assert refused(tmp_path / ("x" * 5000)).endswith("there is no such folder")


def test_a_file(folder: Path) -> None:
    assert "is no folder" in refused(folder / "run.json")


def test_a_folder_without_an_audit(tmp_path: Path) -> None:
    assert refused(tmp_path) == "F: is no audit, for `run.json` is missing; name the folder that `knigge audit` wrote"
    assert "ist kein Prüflauf, denn `run.json` fehlt" in refused(tmp_path, "de")


@pytest.mark.parametrize("name", ["verdicts.parquet", "records.parquet", "threads.parquet", "summary.json"])
def test_an_audit_that_lacks_a_file(folder: Path, name: str) -> None:
    (folder / name).unlink()

    assert f"`{name}` is missing" in refused(folder)


def test_a_run_that_is_not_finished(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "begun" / ".work").mkdir(parents=True)
    assert "the run is not finished" in refused(tmp_path / "begun")

    change(folder, "run.json", complete=False)
    assert "the run is not finished" in refused(folder)

    change(folder, "run.json", complete=True)
    (folder / ".work").mkdir()
    assert "der Prüflauf ist nicht zu Ende" in refused(folder, "de")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", '{"complete": true, "layout": "1", "knigge": "0.1.0", "rules": 7}']
)
def test_a_run_that_cannot_be_read(folder: Path, text: str) -> None:
    (folder / "run.json").write_text(text, encoding="utf-8")

    assert "`run.json` cannot be read" in refused(folder)


@pytest.mark.parametrize("name", ["verdicts", "records", "threads"])
def test_a_table_that_cannot_be_read(folder: Path, name: str) -> None:
    (folder / f"{name}.parquet").write_bytes(b"PAR1 no")

    assert f"`{name}.parquet` cannot be read" in refused(folder)


@pytest.mark.parametrize("name", ["verdicts", "records"])
def test_a_table_with_a_broken_page(folder: Path, name: str) -> None:
    path = folder / f"{name}.parquet"
    raw = path.read_bytes()
    path.write_bytes(raw[:4] + b"\xff" * 400 + raw[404:])

    assert re.search("cannot be read|is damaged", refused(folder))


def test_another_layout(folder: Path) -> None:
    change(folder, "run.json", layout="2")

    assert "have layout 2, read here is 1" in refused(folder)


def test_another_version_is_refused_unless_asked_for(folder: Path) -> None:
    change(folder, "run.json", knigge="9.9.9")

    assert "judged by knigge 9.9.9" in refused(folder)
    assert build(folder, Wish(any_version=True)).run.knigge == "9.9.9"


def test_an_audit_that_read_nothing(audit: Audit) -> None:
    folder = audit()

    assert "the audit read nothing" in refused(folder)
    assert "der Prüflauf hat nichts gelesen" in refused(folder, "de")


def test_an_audit_that_could_read_nothing(audit: Audit, record: Make) -> None:
    torn = {"source": "a.jsonl", "place": "", "id": None, "what": "empty", "reason": "nichts"}
    rows = [record("a.jsonl", status="errored", reason="empty")]
    folder = audit(records=rows, errors=[torn], summary={"errored": 1})

    assert refused(folder).startswith("F: nothing was readable")
    assert "ohne lesbare Datensätze kein Bericht" in refused(folder, "de")


@pytest.mark.parametrize("name", ["rules", "clauses", "policies", "inputs", "waivers"])
def test_a_run_that_tells_only_half(folder: Path, name: str) -> None:
    change(folder, "run.json", **{name: None})

    assert refused(folder) == f"F: `run.json` cannot be read (`{name}` is missing or no list)"
    assert refused(folder, "de") == f"F: `run.json` lässt sich nicht lesen (`{name}` fehlt oder ist keine Liste)"


def test_a_run_with_a_nameless_rule_or_an_odd_present(folder: Path) -> None:
    change(folder, "run.json", rules=[{"version": "1"}])
    assert "(`id` is missing)" in refused(folder)

    change(folder, "run.json", rules=[], now="gestern")
    assert "(`now` is no time)" in refused(folder)


def test_what_is_wrong_steers_no_terminal(folder: Path) -> None:
    change(folder, "run.json", knigge="\x1b[31m9\x07")

    assert "␛[31m9␇" in refused(folder)


def test_tables_of_another_run(folder: Path) -> None:
    change(folder, "summary.json", verdicts={"fulfilled": 2})

    assert refused(folder) == "F: the tables are not of this run: fulfilled 2 by summary.json, 1 in the table"


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [("2026-3-1", None, "is no day"), (None, "gestern", "is no day"), ("2026-03-02", "2026-03-01", "lies behind")],
)
def test_days_that_are_none(folder: Path, since: str | None, until: str | None, told: str) -> None:
    with pytest.raises(KniggeError, match=told):
        build(folder, Wish("en", since=since, until=until))


def test_a_span_in_which_nothing_happened_is_told_as_such(folder: Path) -> None:
    assert build(folder, Wish(since="2020-01-01", until="2020-01-31")).decision.state == "nothing"
