"""`knigge templates`: what it reads, what it tells, and that the rules it writes can be read."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result

from knigge.cli import cli
from knigge.engine.parser import parse
from knigge.engine.source import Source

Run = Callable[..., Result]
NAMES: Final = ("Jana", "Ben", "Aylin", "Emil", "Fatma", "Greta", "Hannes")
TEXT: Final = (
    "Hallo {name}, Ihr Anliegen mit der Nummer {number} haben wir an die zuständige Fachabteilung weitergeleitet. "
    "Wir bitten um Verständnis. Viele Grüße, Tom"
)
ENGLISH: Final = (
    "Hi {name}, we have passed your feedback “{number}” on to the relevant team, thanks for your patience. ^TB"
)


@pytest.fixture
def run() -> Run:
    def call(*arguments: str, given: str | None = None) -> Result:
        return CliRunner().invoke(cli, ["templates", "--lang", "de", *arguments], input=given)

    return call


def _lines(template: str, count: int = 7, **more: object) -> list[str]:
    return [
        json.dumps(
            {
                "id": f"m{number}",
                "kind": "reply",
                "channel": "facebook",
                "author": {"id": f"agent{number}", "role": "us"},
                "published": f"2026-03-0{number + 1}T10:00:00+01:00",
                "text": template.format(name=NAMES[number], number=1000 + number),
                **more,
            },
            ensure_ascii=False,
        )
        for number in range(count)
    ]


def _archive(tmp_path: Path, lines: Sequence[str]) -> str:
    path = tmp_path / "archive.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_a_module_is_told_with_its_numbers_and_nobody_is_named(run: Run, tmp_path: Path) -> None:
    result = run(_archive(tmp_path, _lines(TEXT)))

    assert result.exit_code == 0
    assert "1. 7 × · 100 % der Texte · 1 Fassung · von 100 % der Schreibenden" in result.stdout
    assert "01.03.2026 bis 07.03.2026 · facebook" in result.stdout
    assert "{number}" in result.stdout
    assert not any(name in result.output for name in (*NAMES, "Tom", "agent"))


def test_the_last_line_adds_up(run: Run, tmp_path: Path) -> None:
    lines = [
        *_lines(TEXT),
        '{"id": "q", "text": "Wo bleibt es?", "author": {"id": "c", "role": "customer"}}',
        '{"id": "s", "text": "Gern!"}',
        '{"id": "n", "text": null}',
        '{"type": "action", "id": "a", "action": "hide"}',
        '{"id": "auto", "text": "Wir sind ab morgen früh wieder persönlich für Sie da.", "automated": true}',
        "{broken",
        "[1]",
    ]

    result = run(_archive(tmp_path, lines))

    assert result.exit_code == 3
    assert result.stderr.endswith(
        "knigge: 14 gelesen = 7 verglichen + 1 zu kurz + 3 nicht von uns + 1 ohne Text + 2 nicht lesbar\n"
    )


def test_json_and_csv_say_the_same(run: Run, tmp_path: Path) -> None:
    archive = _archive(tmp_path, [*_lines(TEXT), *_lines(ENGLISH, 6)])

    shown = json.loads(run("--format", "json", archive).stdout)
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv", archive).stdout)))

    assert [(each["size"], each["language"]) for each in shown["modules"]] == [(7, "de"), (6, "en")]
    assert [(row["size"], row["pattern"]) for row in rows] == [
        (str(each["size"]), each["pattern"]) for each in shown["modules"]
    ]
    assert (shown["read"], shown["compared"]) == (13, 13)


def test_a_cell_never_begins_like_a_formula(run: Run, tmp_path: Path) -> None:
    archive = _archive(tmp_path, _lines("=cmd Öffnung Montag Werkstatt Fahrräder Reparatur Termin Kaufhaus"))

    rows = list(csv.DictReader(io.StringIO(run("--format", "csv", archive).stdout)))

    assert rows and not any(str(cell).startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_the_rules_it_writes_are_read_and_so_are_the_concepts_in_its_comments(run: Run, tmp_path: Path) -> None:
    odd = (
        'Das „Tor“ (<x> [1-2] | ~5 % & "mehr") öffnet *immer* um {number} Uhr: Werkstatt, Halle, Rampe; Konto… {name}!'
    )
    archive = _archive(tmp_path, [*_lines(TEXT), *_lines(ENGLISH), *_lines(odd)])

    written = run("--format", "knigge", archive).stdout
    finished = re.sub(r"(?m)^# (concept|  says|  catches|  allows|end)", r"\1", written)

    assert parse(Source("modules.knigge", written)).diagnostics == ()
    assert parse(Source("modules.knigge", finished)).diagnostics == ()
    assert "define baustein-1 in de" in written
    assert '"Wir bitten um Verständnis"' in written
    assert finished.count("concept ") == 3


def test_standard_input_and_folders_are_read(run: Run, tmp_path: Path) -> None:
    _archive(tmp_path, _lines(TEXT))

    from_folder = run(str(tmp_path))
    from_input = run("-", given="\n".join(_lines(TEXT)))

    assert from_folder.exit_code == from_input.exit_code == 0
    assert from_folder.stdout == from_input.stdout


def test_a_customer_that_is_known_by_name_is_not_shown(run: Run, tmp_path: Path) -> None:
    asked = [
        json.dumps({"id": f"q{number}", "text": "?", "author": {"id": "c", "role": "customer", "name": "Wurzelpeter"}})
        for number in range(7)
    ]
    ours = "Das sehen wir genauso wie Wurzelpeter und ändern die Öffnungszeit am Schalter zum Sommer."
    answers = [
        json.dumps({"id": f"m{number}", "kind": "reply", "in_reply_to": f"q{number}", "text": ours})
        for number in range(7)
    ]

    result = run(_archive(tmp_path, [*asked, *answers]))

    assert "7 ×" in result.stdout
    assert "Wurzelpeter" not in result.output


def test_fewer_uses_than_asked_for_are_no_module(run: Run, tmp_path: Path) -> None:
    result = run("--min-size", "8", _archive(tmp_path, _lines(TEXT)))

    assert result.stdout == "Keine Textbausteine gefunden.\n"


@pytest.mark.parametrize("arguments", [["nowhere.jsonl"], ["--min-size", "1", "-"], ["--likeness", "20", "-"], []])
def test_a_mistake_in_the_arguments_ends_with_2(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_what_cannot_be_read_is_named(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "export.csv"
    table.write_text("Nr;Nachricht\n1;Hallo\n", encoding="utf-8")
    (tmp_path / "a.jsonl").write_text('{"text": 5}\nkaputt\n', encoding="utf-8")

    result = run(str(table), str(tmp_path / "a.jsonl"))

    assert result.exit_code == 3
    assert "keine Spalte heißt `text`" in result.stderr
    assert "a.jsonl, Zeile 1: `text` muss ein Text sein" in result.stderr
    assert "a.jsonl, Zeile 2: kein JSON" in result.stderr
    assert "nowhere.jsonl: gibt es nicht" in run("nowhere.jsonl").stderr


def test_an_export_is_read_through_a_map(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "export.csv"
    rows = [f"{number};us;{TEXT.format(name=NAMES[number], number=1000 + number)}" for number in range(7)]
    table.write_text("Nr;Wer;Nachricht\n" + "\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "map.yaml").write_text("keys:\n  id: Nr\n  author.role: Wer\n  text: Nachricht\n", encoding="utf-8")

    result = run(str(table), "--map", str(tmp_path / "map.yaml"))

    assert result.exit_code == 0, result.output
    assert "1. 7 × · 100 % der Texte" in result.stdout


def test_a_database_is_read_with_a_query(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "replies.db"
    with sqlite3.connect(place) as database:
        database.execute("create table replies (id text, text text)")
        rows = [(str(number), TEXT.format(name=NAMES[number], number=1000 + number)) for number in range(7)]
        database.executemany("insert into replies values (?, ?)", rows)

    result = run(f"sqlite:///{place}", "--query", "replies")

    assert result.exit_code == 0, result.output
    assert "1. 7 × · 100 % der Texte" in result.stdout


def test_a_map_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    result = run(_archive(tmp_path, _lines(TEXT)), "--map", "fehlt.yaml")

    assert (result.exit_code, "fehlt.yaml: gibt es nicht" in result.stderr) == (2, True)
