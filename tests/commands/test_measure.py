"""`knigge measure`: every line gives a line, whatever stands in it; order, exit codes, streaming."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

import knigge
from knigge.cli import cli
from knigge.commands.inputs import Asked
from knigge.commands.json_lines import LONGEST_LINE, Read
from knigge.commands.json_lines import read_text as read_bare
from knigge.commands.measure_workers import LOT, Gauge, in_turn, with_workers
from knigge.commands.programs import load_program
from knigge.engine.catalogue import signal_names
from knigge.engine.diagnostics import KniggeError
from knigge.engine.library import read_text
from knigge.engine.measure import Extent, Measured, unmeasured

Run = Callable[..., Result]

ALL, MISTAKE, NOT_ALL = 0, 2, 3

_POLICY: Final = """policy: house
packs: [shared]
own_rules: |
  concept rude in de says "doof" unless quoted
    catches "Das ist doof." allows "Das ist gut."
  end
  concept answered in de says "gut" if parent says "kaputt"
    catches "Gut." given parent = "Alles kaputt." allows "Gut." given parent = "Hallo."
  end
  rule house.rude about message
    clause eye-level severity error
    title de "Grob" en "Rude" because de "Das kränkt." en "It offends."
    forbid text expresses rude
    message de "„{match}“ kränkt." en "“{match}” offends."
    suggest replace match with de "schade" en "a pity"
    catches de "Das ist doof." allows de "Das ist gut."
  end
  rule house.answered about reply
    clause solution severity note
    title de "Gut" en "Good" because de "Gut." en "Good." message de "Gut." en "Good."
    forbid text expresses answered
    suggest say instead de "Schade." en "A pity."
    catches de "Gut." given parent = "Alles kaputt." allows de "Gut." given parent = "Hallo."
  end
"""
_SCHEMA: Final = Draft202012Validator(json.loads(read_text("grammar/measure.schema.json")))
_SOME: Final = ("--signals", "address,words", "--concepts", "rude,answered")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of compiled programs for these tests."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def run(tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A function that runs `knigge measure` under the policy of the house, in a folder of its own."""
    monkeypatch.setenv("KNIGGE_CACHE", str(kept))
    monkeypatch.chdir(tmp_path)
    Path("house.yaml").write_text(_POLICY, encoding="utf-8")

    def call(*arguments: str, given: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(cli, ["measure", "--policy", "house.yaml", *arguments], input=given)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result

    return call


def _records(result: Result) -> list[Mapping[str, object]]:
    lines = result.stdout_bytes.decode("utf-8").removesuffix("\n").split("\n")
    records = [json.loads(line) for line in lines if line]
    for record in records:
        _SCHEMA.validate(record)
    return records


def _of(records: Sequence[Mapping[str, object]], *keys: str) -> list[object]:
    found: list[object] = []
    for record in records:
        value: object = record
        for key in keys:
            assert isinstance(value, Mapping)
            value = value[key]
        found.append(value)
    return found


def _codes(record: Mapping[str, object]) -> list[object]:
    notes = record["notes"]
    assert isinstance(notes, list)
    return [note["code"] for note in notes]


def test_the_schema_is_a_schema_with_a_version() -> None:
    schema = json.loads(read_text("grammar/measure.schema.json"))

    Draft202012Validator.check_schema(schema)
    assert "version 1" in schema["title"]


@pytest.mark.parametrize(
    "record",
    [
        {"id": "m", "language": "xx", "signals": {}, "concepts": {}, "measured": "all", "notes": []},
        {"id": "m", "language": "de", "signals": {}, "concepts": {}, "measured": "nothing", "notes": []},
        {"id": "m", "language": "de", "signals": {"a": {"value": None, "spans": []}}, "concepts": {}, "measured": "all",
         "notes": []},
        {"id": "m", "language": "de", "signals": {"address": {"value": "x", "spans": []}}, "concepts": {},
         "measured": "all", "notes": []},
        {"id": "m", "language": "de", "signals": {}, "concepts": {"c": {"holds": True, "score": 2, "spans": []}},
         "measured": "all", "notes": []},
    ],
)  # fmt: skip
def test_the_schema_refuses_what_is_no_measurement(record: object) -> None:
    assert not _SCHEMA.is_valid(record)


def test_a_text_is_measured_as_the_contract_shows_it(run: Run) -> None:
    result = run("--text", "Ihr Paket? Doof!", *_SOME)

    assert (result.exit_code, result.stderr) == (ALL, "")
    assert result.stdout == (
        '{"id":"text","language":"de","signals":{"words":{"value":3,"spans":[]},'
        '"address":{"form":"formal","spans":[[0,3,"formal"]]}},'
        '"concepts":{"answered":{"holds":false,"score":0.0,"spans":[]},'
        '"rude":{"holds":true,"score":1.0,"spans":[[11,15]]}},"measured":"all","notes":[]}\n'
    )


def test_everything_is_measured_unless_something_is_chosen(run: Run) -> None:
    (record,) = _records(run("--text", "Das ist doof, wir wissen es."))

    assert isinstance(record["signals"], Mapping) and isinstance(record["concepts"], Mapping)
    assert tuple(record["signals"]) == signal_names()
    assert tuple(record["concepts"]) == ("answered", "rude")


def test_lines_come_out_in_their_order_and_blank_ones_not_at_all(run: Run) -> None:
    Path("a.jsonl").write_text(
        '\ufeff{"id": 7, "text": "Das ist doof."}\r\n\n  \n"Das ist gut."\n{"text": "Wir sind da.", "x": {"y": [1]}}',
        encoding="utf-8",
    )
    Path("b.jsonl").write_text('{"id": "", "text": "Wir sind hier."}\n', encoding="utf-8")

    result = run("--text", "Wir.", "b.jsonl", "a.jsonl", "--text", "Ihr da.", "-", *_SOME, given='"Es ist gut so."\n')

    assert _of(_records(result), "id") == ["text 1", "text 2", "b.jsonl:1", "7", "a.jsonl:4", "a.jsonl:5", "-:1"]


def test_standard_input_is_read_when_nothing_is_named(run: Run) -> None:
    result = run(*_SOME, given='{"id": "m", "text": "Das ist doof."}\n')

    assert _of(_records(result), "concepts", "rude", "holds") == [True]


_BAD: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b'{"id": "x"}', "x", "no-text"),
    (b'{"id": "x", "text": null}', "x", "no-text"),
    (b'{"id": "x", "text": 5}', "x", "text-type"),
    (b'{"id": "x", "text": ["a"]}', "x", "text-type"),
    (b'{"id": "x", "text": true}', "x", "text-type"),
    (b'{"type": "action", "id": "x", "action": "delete"}', "x", "no-text"),
    (b'{"id": "x", "text": "a"', "in.jsonl:2", "not-json"),
    (b"no json", "in.jsonl:2", "not-json"),
    (b"[" * 100_000, "in.jsonl:2", "not-json"),
    (b'{"text": "a", "n": ' + b"1" * 5000 + b"}", "in.jsonl:2", "not-json"),
    (b'{"text": "M\xfcller"}', "in.jsonl:2", "not-utf-8"),
    (b"\x00\x01\x02", "in.jsonl:2", "not-json"),
    (b"[1, 2]", "in.jsonl:2", "no-record"),
    (b"null", "in.jsonl:2", "no-record"),
    (b"3.5", "in.jsonl:2", "no-record"),
    (b"false", "in.jsonl:2", "no-record"),
    (json.dumps({"id": "x", "text": "Wort " * 1_000_000}).encode(), "x", "too-long"),
)


@pytest.mark.parametrize(("line", "id_", "code"), _BAD, ids=[f"{at} {code}" for at, (_, _, code) in enumerate(_BAD)])
def test_a_line_that_cannot_be_measured_gives_a_line_that_says_why(line: bytes, id_: str, code: str, run: Run) -> None:
    Path("in.jsonl").write_bytes(b'"Das ist doof."\n' + line + b'\n"Das ist gut."\n')

    result = run("in.jsonl", *_SOME)

    first, bad, last = _records(result)
    assert (bad["id"], bad["measured"], _codes(bad)) == (id_, "nothing", [code])
    assert (first["measured"], last["measured"]) == ("all", "all")
    assert result.exit_code == NOT_ALL
    assert result.stderr == f"knigge: 3 texts: 2 measured, 1 not measured ({code} 1)\n"


@pytest.mark.parametrize(
    ("text", "measured", "codes"),
    [
        ("", "part", ["empty"]),
        ("😀😀", "part", ["language"]),
        ("https://example.com/x?y=1", "part", ["language"]),
        ("مرحبا بالعالم كيف حالك اليوم", "part", ["language"]),
        (
            "Ihr Paket ist seit gestern bei der Post. We are sorry and you will get it today.",
            "part",
            ["mixed-languages"],
        ),
        ("Guten Tag &amp; danke,<br>wir melden uns.", "all", ["html"]),
        ("Ã¼ber die StraÃŸe gehen wir nicht", "all", ["mojibake"]),
        ("Guten\x00Tag, wir sind da.", "all", ["control-characters"]),
        ("Das ist \ud83d halb, wir wissen es.", "all", ["surrogates"]),
    ],
)
def test_a_doubtful_text_is_measured_as_far_as_it_goes(text: str, measured: str, codes: list[str], run: Run) -> None:
    result = run(*_SOME, given=json.dumps({"id": "m", "text": text}) + "\n")

    (record,) = _records(result)
    assert record["measured"] == measured
    assert set(codes) <= set(_codes(record)) <= {*codes, "language"}
    assert result.exit_code == (ALL if measured == "all" else NOT_ALL)
    assert result.stderr.startswith("knigge: 1 text: 1 measured")


def test_control_characters_may_stand_raw_in_a_line(run: Run) -> None:
    (record,) = _records(run(*_SOME, given=b'{"text": "Guten\x00Tag,\x08 wir\tsind da."}\n'))

    assert _codes(record) == ["control-characters"]


def test_a_line_that_is_too_long_is_passed_over_unread(run: Run) -> None:
    Path("in.jsonl").write_bytes(
        b'"' + b"a" * (LONGEST_LINE + 5) + b'"\n"Das ist doof."\n"' + b"b" * LONGEST_LINE + b'"'
    )

    first, second, third = _records(run("in.jsonl", *_SOME))

    assert [each["id"] for each in (first, second, third)] == ["in.jsonl:1", "in.jsonl:2", "in.jsonl:3"]
    assert (_codes(first), second["measured"], _codes(third)) == (["too-long"], "all", ["too-long"])


def test_keys_that_cannot_be_read_are_passed_over_and_named(run: Run) -> None:
    record = {
        "type": "tweet", "id": 1.5, "text": "Das ist doof.", "kind": "question", "channel": ["x"], "language": [],
        "author": {"id": {}}, "parent": {"kind": "shout"}, "customer": {"role": "boss"}, "published": False,
    }  # fmt: skip

    result = run(*_SOME, given=json.dumps(record))

    (shown,) = _records(result)
    notes = shown["notes"]
    assert isinstance(notes, list)
    assert (result.exit_code, shown["id"], shown["measured"]) == (ALL, "-:1", "all")
    assert {note["reason"].split("` ")[0].strip("`") for note in notes} == {
        "type", "id", "kind", "channel", "language", "author.id", "parent.kind", "customer.role", "published",
    }  # fmt: skip
    assert notes[0] == {"code": "passed-over", "reason": '`type` is "tweet", not `message`; passed over', "spans": []}
    assert _of([shown], "concepts", "rude", "holds") == [True]


def test_a_parent_stands_though_the_customer_cannot_be_read(run: Run) -> None:
    line = {"text": "Alles ist wieder gut.", "parent": "Das ist kaputt.", "customer": {"id": []}}

    (record,) = _records(run(*_SOME, given=json.dumps(line)))

    assert _codes(record) == ["passed-over"]
    assert _of([record], "concepts", "answered", "holds") == [True]


_THREAD: Final = """
{"id": "c1", "text": "Mein Gerät ist kaputt!", "kind": "comment", "author": {"id": "u", "role": "customer"}}
{"id": "m1", "text": "Alles ist wieder gut.", "in_reply_to": "c1"}
{"id": "m2", "text": "Alles ist wieder gut.", "in_reply_to": "c9"}
{"id": "m3", "text": "Alles ist wieder gut.", "parent": "Das ist kaputt."}
{"id": "m4", "text": "Alles ist wieder gut.", "parent": {"text": "Hallo zusammen!"}}
{"id": "c1", "text": "Hallo!"}
{"id": "m5", "text": "Alles ist wieder gut.", "in_reply_to": "c1"}
"""


def test_the_message_answered_is_found_in_the_record_or_above(run: Run) -> None:
    records = _records(run(*_SOME, given=_THREAD))

    assert _of(records, "concepts", "answered", "holds")[1:5] == [True, None, True, False]
    assert _of(records, "concepts", "answered", "holds")[6] is True
    assert _codes(records[5])[-1] == "same-id"


def test_bare_texts_answer_what_is_given_on_the_command_line(run: Run) -> None:
    result = run("--text", "Alles ist wieder gut.", "--answers", "Mein Gerät ist kaputt!", *_SOME)

    assert _of(_records(result), "concepts", "answered", "holds") == [True]


def test_a_language_on_the_command_line_is_for_texts_that_do_not_say_it(run: Run) -> None:
    given = '{"text": "Doof."}\n{"text": "Doof.", "language": "fr"}\n'

    assert _of(_records(run("--text-language", "de", *_SOME, given=given)), "language") == ["de", "fr"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--signals", "adress"), "there is no signal `adress`; did you mean `address`?"),
        (("--concepts", "rudee"), "there is no concept `rudee`; did you mean `rude`?"),
        (("--concepts", "criticism"), "there is no concept `criticism`; see `knigge measure --list`"),
        (("gone.jsonl",), "gone.jsonl: there is no such file"),
        (("folder",), "folder: is a folder; name the JSON Lines files in it"),
        (("--policy", "gone.yaml"), "there is no policy `gone.yaml`"),
        (("--nonsense",), "No such option"),
    ],
)
def test_a_mistake_in_arguments_ends_with_2_before_anything_is_measured(
    arguments: tuple[str, ...], told: str, run: Run
) -> None:
    Path("folder").mkdir()

    result = run("--text", "Gut.", *arguments)

    assert (result.exit_code, result.stdout) == (MISTAKE, "")
    assert told in result.stderr


def test_no_input_is_nothing_measured(run: Run) -> None:
    result = run("-", "--lang", "de", given="\n\n")

    assert (result.exit_code, result.stdout, result.stderr) == (NOT_ALL, "", "knigge: nichts zu messen\n")


def test_the_closing_line_speaks_german(run: Run) -> None:
    result = run("--lang", "de", *_SOME, given='"Das ist doof."\n"😀"\n{}\n')

    assert result.stderr == (
        "knigge: 3 Texte: 1 gemessen, 1 zum Teil gemessen (language 1), 1 nicht gemessen (no-text 1)\n"
    )


def test_the_list_names_everything_with_unit_meaning_source_and_languages(run: Run) -> None:
    result = run("--list", "--signals", "address,difficulty", "--lang", "de")

    assert result.exit_code == ALL
    assert result.stdout.splitlines()[0] == "Signale (2)"
    rows = [line for line in result.stdout.splitlines() if line.startswith("  difficulty")]
    assert [row.split()[:7] for row in rows] == [["difficulty", "points", "from", "1", "to", "7", "de"]]
    assert "Quelle: own pronoun and imperative rules" in result.stdout
    assert "Begriffe (2)\n  answered  holds, score 0 to 1  de  (im Regelwerk des Hauses)\n" in result.stdout
    assert all(len(line) <= 120 for line in result.stdout.splitlines())


def test_the_list_as_json_holds_the_same(run: Run) -> None:
    listed = json.loads(run("--list", "--format", "json").stdout)

    assert [each["name"] for each in listed["signals"]] == list(signal_names())
    assert [each["name"] for each in listed["concepts"]] == ["answered", "rude"]
    assert listed["concepts"][0]["source"] == "house"
    address = next(each for each in listed["signals"] if each["name"] == "address")
    assert (address["german"], address["values"][0], address["empty"]) == ("anrede", "formal", "none")


def test_help_is_german_or_english(run: Run) -> None:
    german, english = run("--help", "--lang", "de").stdout, run("--help").stdout

    assert "Texte messen:" in german and "Rückgabewert: 0 alles gemessen" in " ".join(german.split())
    assert "Measure texts:" in english and "Exit code: 0 all measured" in " ".join(english.split())
    options = [
        [line.split()[0] for line in re.split("Option(?:s|en):", shown)[-1].splitlines() if line.startswith("  -")]
        for shown in (english, german)
    ]
    assert options[0] == options[1] != []
    told = [
        line.partition(" | ")[2]
        for line in read_text("grammar/help-de.txt").splitlines()
        if line.startswith("measure --")
    ]
    whole = " ".join(german.split()).replace("YAML- Datei", "YAML-Datei")
    assert [line for line in told if line not in whole] == []


def _process(
    arguments: Sequence[str], given: bytes, seed: str, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "knigge", "measure", "--policy", "house.yaml", *arguments],
        input=given,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(_TREE), **environment},
        capture_output=True,
        check=False,
    )


_TREE: Final = Path(knigge.__file__).resolve().parent.parent


def test_the_same_input_gives_the_same_bytes_in_every_process(run: Run) -> None:
    given = "\n".join(json.dumps({"id": str(at), "text": line.decode("utf-8", "replace")[:500]})
                      for at, (line, _, _) in enumerate(_BAD)).encode()  # fmt: skip
    given += b'\n"Ihr Paket ist doof, wir melden uns bis Freitag bei Ihnen unter 089 1234567."\n"We are sorry, John."\n'

    first = _process([], given, "1")
    second = _process([], given, "4711", PYTHONIOENCODING="ascii")

    assert first.stdout.count(b"\n") == len(_BAD) + 2
    assert first.stdout == second.stdout
    assert (first.returncode, second.returncode) == (NOT_ALL, NOT_ALL)


def test_a_reader_who_leaves_is_no_mishap(run: Run) -> None:
    Path("many.jsonl").write_text('"Das ist doof."\n' * 3000, encoding="utf-8")
    command = [sys.executable, "-m", "knigge", "measure", "--policy", "house.yaml", "many.jsonl", "--signals", "words"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(_TREE)}
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline().startswith(b'{"id":"many.jsonl:1"')
        process.stdout.close()
        told = process.stderr.read()

    assert (told, process.returncode) == (b"", NOT_ALL)


def test_an_answer_comes_before_the_next_line_is_there(run: Run) -> None:
    command = [sys.executable, "-m", "knigge", "measure", "--policy", "house.yaml", "--signals", "words"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(_TREE)}
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        for text in (b'"Das ist doof."\n', b'"Das ist gut."\n'):
            process.stdin.write(text)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["signals"]["words"]["value"] == 3
        process.stdin.close()

    assert process.returncode == ALL


def _many(number: int) -> list[Read]:
    asked = Asked(None, None, "de", None)
    return [read_bare(f"Das ist doof, Nummer {at}.", f"m{at}", asked) for at in range(number)]


def test_several_workers_give_the_same_lines_in_the_same_order(run: Run) -> None:
    gauge = Gauge(load_program("house.yaml"), ("words",), ("rude",))
    given: list[Read | Measured] = [*_many(2 * LOT + 1), unmeasured("m", "not-json", "no JSON")]

    alone, shared = list(in_turn(gauge, given)), list(with_workers(gauge, given, 2))

    assert b"".join(line for line, _ in shared) == b"".join(line for line, _ in alone)
    assert [tally.count for _, tally in shared] == [LOT, LOT, 2]
    assert sum(tally.reasons[Extent.NOTHING]["not-json"] for _, tally in shared) == 1


def test_a_worker_that_dies_is_told_with_what_is_written(run: Run) -> None:
    gauge = Gauge(load_program("house.yaml"), ("words",), ("rude",))
    before = set(multiprocessing.active_children())
    lots = with_workers(gauge, iter(_many(40 * LOT)), 1)

    next(lots)
    for worker in set(multiprocessing.active_children()) - before:
        worker.kill()

    with pytest.raises(KniggeError, match=r"a worker process died; [1-9][0-9]*00 texts were measured and written"):
        list(lots)
