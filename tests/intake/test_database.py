"""Queries: SQLite here, PostgreSQL where its programs are installed; databases that fail or go away."""

import os
import shutil
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Final

import psycopg
import pytest

from knigge.intake.archive import read_archive
from knigge.intake.database import shown
from knigge.intake.line import Line

from .conftest import Reader

_ROWS: Final = 5000


@pytest.fixture
def database(tmp_path: Path) -> str:
    """A SQLite database with a table of replies."""
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table replies (id integer, text text, blob blob)")
        connection.executemany("insert into replies values (?, ?, ?)", [(1, "50 %: gut", None), (2, None, b"\xff")])
    connection.close()
    return f"sqlite:///{path}"


@pytest.mark.parametrize(
    "query", ["replies", "select * from replies", "select * from replies where text like '%' or 1"]
)
def test_a_table_or_a_query_gives_rows(read: Reader, database: str, query: str) -> None:
    first, second = read(database, query=query)

    assert first.content == {"id": 1, "text": "50 %: gut"}
    assert second.content == {"id": 2, "text": None, "blob": "\\xff"}
    assert first.place == "row 1"


def test_a_text_that_is_no_utf_8_is_the_error_of_its_row(read: Reader, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table replies (id text, text text, note text)")
        for number, text, note in ((1, "'gut'", "'n'"), (2, "cast(x'477265dfe4' as text)", "'n'"),
                                   (3, "'gut'", "cast(x'e4' as text)"), (4, "'gut'", "'n'")):  # fmt: skip
            connection.execute(f"insert into replies values ('{number}', {text}, {note})")
    connection.close()

    lines = read(f"sqlite:///{path}", query="replies", map_="keys: {id: id, text: text}\n")

    assert [(each.place, each.reason) for each in lines] == [
        ("row 1", ""), ("row 2", "sql-encoding"), ("row 3", ""), ("row 4", ""),
    ]  # fmt: skip
    assert lines[1].problem == "the column `text` holds text that is not UTF-8 (byte 4)"
    assert [each.reason for each in read(f"sqlite:///{path}", query="replies")][2] == "sql-encoding"


@pytest.mark.parametrize(
    ("query", "reason", "words"),
    [
        ("replys", "sql-table", "did you mean `replies`?"),
        ("select nope from replies", "sql-query", "no such column: nope"),
        ("selct 1", "sql-query", "syntax error"),
        ("delete from replies", "sql-query", "readonly"),
        ("", "sql-no-query", "--query"),
        ("select id from replies", "no-map", "`id`"),
    ],
)
def test_a_query_that_fails_says_why(read: Reader, database: str, query: str, reason: str, words: str) -> None:
    (line,) = read(database, query=query)

    assert line.reason == reason
    assert words in line.problem


def test_a_query_writes_nothing(read: Reader, database: str) -> None:
    read(database, query="delete from replies")

    assert len(read(database, query="replies")) == 2


@pytest.mark.parametrize(
    ("source", "reason"),
    [("sqlite:////nowhere/a.db", "missing"), ("nosuch://host/db", "sql-url"), ("postgresql://", "sql-connect")],
)
def test_an_address_that_leads_nowhere_is_named(read: Reader, source: str, reason: str) -> None:
    (line,) = read(source, query="replies")

    assert line.reason == reason


def test_a_file_that_is_no_database_is_named(read: Reader, tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"no database at all, but long enough to be looked at" * 20)

    (line,) = read(f"sqlite:///{tmp_path / 'a.db'}", query="replies")

    assert "not a database" in line.problem


def test_a_database_that_breaks_in_the_middle_keeps_what_was_read(read: Reader, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table replies (text text)")
        connection.executemany("insert into replies values (?)", [("x" * 500,)] * 2000)
    connection.close()
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2] + b"\xff" * (len(content) - len(content) // 2))

    *good, last = read(f"sqlite:///{path}", query="replies")

    assert len(good) > 500
    assert last.reason == "sql-gone"
    assert last.place == f"after row {len(good)}"


def test_passwords_are_never_shown(read: Reader) -> None:
    source = "postgresql://anna:geh@eim@127.0.0.1:1/db?password=geheim"

    (line,) = read(source, query="replies")

    assert line.source == shown(source)
    assert "eim" not in line.source + line.problem


def _is_of_pytest(folder: Path) -> bool:
    return folder.name.startswith(("pg", "popen-", "pytest-"))


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server of our own, with a table of replies."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    control = shutil.which("pg_ctl") or (str(found[-1]) if found else None)
    if control is None:
        pytest.skip("the programs of PostgreSQL are not installed")
    programs = Path(control).resolve().parent
    folder = tmp_path_factory.mktemp("pg")
    data = folder / "data"
    user: dict[str, str | int] = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        try:
            shutil.chown(folder, "postgres")
        except LookupError:
            pytest.skip("the server does not run as root, and there is no user postgres")
        for parent in takewhile(_is_of_pytest, (folder, *folder.parents)):
            parent.chmod(0o755)
        user = {"user": "postgres"}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def call(*command: str | Path) -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, user=user.get("user"))

    call(programs / "initdb", "-D", data, "-U", "knigge", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    call(programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
    try:
        with psycopg.connect(f"postgresql://knigge@127.0.0.1:{port}/postgres") as connection:
            connection.execute(
                "create table replies as select n as id, 'Grüße ' || n || repeat('x', 200) as text,"
                " timestamptz '2026-03-02 16:30+01' as published, jsonb_build_object('role', 'us') as author"
                f" from generate_series(1, {_ROWS}) n"
            )
        yield f"postgresql://knigge@127.0.0.1:{port}/postgres"
    finally:
        call(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def test_postgresql_gives_rows_with_their_types(read: Reader, postgres: str) -> None:
    lines = read(postgres, query="select * from replies where text like 'Gr%' order by id")

    assert len(lines) == _ROWS
    content = lines[0].content
    assert content is not None
    assert content["author"] == {"role": "us"}
    assert str(content["published"]).startswith("2026-03-02T")
    assert len(read(postgres, query="replies")) == _ROWS
    assert len(read(postgres, query="public.replies")) == _ROWS


@pytest.mark.parametrize(
    ("query", "reason"),
    [("replys", "sql-table"), ("select nope from replies", "sql-query"), ("delete from replies", "sql-query")],
)
def test_postgresql_says_why_a_query_fails(read: Reader, postgres: str, query: str, reason: str) -> None:
    (line,) = read(postgres, query=query)

    assert line.reason == reason


def test_postgresql_that_goes_away_keeps_what_was_read(postgres: str) -> None:
    lines: list[Line] = []
    for line in read_archive([postgres], None, "de", "select * from replies order by id"):
        lines.append(line)
        if len(lines) == 100:
            with psycopg.connect(postgres, autocommit=True) as other:
                other.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                    " and backend_type = 'client backend'"
                )

    *good, last = lines
    assert 100 <= len(good) < _ROWS
    assert all(line.content for line in good)
    assert (last.reason, last.place) == ("sql-gone", f"nach Zeile {len(good)}")
