"""`knigge audit` as a command: what a slip costs, what is said, and when nothing that was read is to be trusted."""

from __future__ import annotations

import gzip
import io
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pyarrow.parquet as pq
import pytest

from knigge.audit.progress import Quiet
from knigge.commands.audit import Request, run
from knigge.engine.diagnostics import KniggeError
from knigge.reports.audit.folder import read_run
from knigge.reports.text import Style

_POLICY: Final = Path(__file__).parents[1] / "cases/audit/small.yaml"
_MAP: Final = """
zone: Europe/Berlin
keys: {id: Nr, text: Nachricht, published: Zeit, kind: {constant: reply}, language: {constant: de}}
"""


class _House:
    """A place with a policy and a map; runs audits there."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.err = ""
        shutil.copy(_POLICY, place)
        (place / "map.yaml").write_text(_MAP, encoding="utf-8")

    def audit(
        self, *sources: Path | str, out: str = "out", map_: bool = False, resume: bool = False, query: str = "",
        now: str | None = None, speech: str = "de", most_errors: float = 0.01, lang: str | None = None,
    ) -> int:  # fmt: skip
        """Run to the end; gives back the exit code."""
        self.err = ""
        request = Request(
            tuple(map(str, sources)), str(self.place / out), (str(self.place / "small.yaml"),), False, now, 1, "local",
            resume, str(self.place / "map.yaml") if map_ else None, query, False, "error", most_errors, 4000,
            Style(speech, 88, False), lang,
        )  # fmt: skip
        return run(request, Quiet(), self._say)

    def _say(self, text: str) -> None:
        self.err += text

    def errors(self, out: str = "out") -> list[Mapping[str, object]]:
        """What `errors.jsonl` holds."""
        return [json.loads(line) for line in (self.place / out / "errors.jsonl").read_text("utf-8").splitlines()]

    def lines(self, name: str, records: Sequence[Mapping[str, object]]) -> Path:
        """An archive of records."""
        path = self.place / name
        path.write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
        return path


@pytest.fixture
def house(tmp_path: Path) -> _House:
    """A place of its own for each test."""
    return _House(tmp_path)


def _reply(number: int, text: str = "Wir sehen nach, bis morgen.") -> dict[str, object]:
    return {"id": f"m{number}", "kind": "reply", "language": "de", "text": text}


def test_a_table_without_a_map_is_a_slip_and_begins_nothing(house: _House) -> None:
    table = house.place / "märz 'neu'.csv"
    table.write_text("Nr;Nachricht\n1;Hallo\n", encoding="cp1252")

    with pytest.raises(KniggeError) as caught:
        house.audit(table)

    assert "keine Spalte heißt `text`" in str(caught.value)
    assert "--suggest" in str(caught.value) and "'\"'\"'neu'" in str(caught.value)  # can be copied into a shell
    assert not (house.place / "out").exists()


def test_what_a_map_could_not_read_of_a_record_is_told(house: _House) -> None:
    table = house.place / "a.csv"
    table.write_text("Nr;Nachricht;Zeit\n1;Ruhe jetzt!;29.03.2026 02:30\n2;Gern.;irgendwann\n", encoding="utf-8")

    code = house.audit(table, map_=True)

    assert code == 1
    assert [(each["place"], each["id"], each["what"]) for each in house.errors()] == [
        ("Zeile 2", "1", "time-skipped"), ("Zeile 3", "2", "time-unreadable"),
    ]  # fmt: skip
    assert "bleibt unbekannt" in house.err
    assert "Alle Hinweise (2)" in house.err


def test_a_source_that_breaks_off_is_never_a_success(house: _House) -> None:
    whole = "".join(json.dumps(_reply(number)) + "\n" for number in range(400)).encode()
    packed = gzip.compress(whole, 1)
    cut = house.place / "a.jsonl.gz"
    cut.write_bytes(packed[: len(packed) * 2 // 3])

    code = house.audit(cut)
    told = json.loads((house.place / "out" / "summary.json").read_text("utf-8"))

    assert told["errored"] == 1 and told["read"] > 200  # less than one per cent
    assert code == told["exit"] == 3
    assert "Nicht alle Quellen wurden ganz gelesen" in house.err
    assert "1 abgebrochene Datei" in house.err
    assert house.audit(cut, out="any", most_errors=1.0) == 0


def test_one_table_that_fits_no_map_fails_a_folder(house: _House) -> None:
    folder = house.place / "in"
    folder.mkdir()
    house.lines("in/a.jsonl", [_reply(number) for number in range(150)])
    (folder / "b.csv").write_text("foo;bar\n" + "1;2\n" * 50, encoding="utf-8")

    code = house.audit(folder)

    assert code == 3
    assert "Zuordnung fehlt" in house.err


def test_an_id_that_stands_for_two_things_names_both_places_and_no_words(house: _House) -> None:
    source = house.lines("a.jsonl", [_reply(1, "Geheimes von Frau Yılmaz"), _reply(1, "Anderes"), _reply(2)])

    house.audit(source)

    clashes = [each for each in house.errors() if each["what"] == "clash"]
    assert [(each["source"], each["place"]) for each in clashes] == [(str(source), "Zeile 1"), (str(source), "Zeile 2")]
    assert "Zeile 2" in str(clashes[0]["reason"])
    assert "Yılmaz" not in (house.place / "out" / "errors.jsonl").read_text("utf-8")


def test_a_doubtful_time_names_its_place_in_words(house: _House) -> None:
    source = house.lines("a.jsonl", [_reply(1) | {"published": "03.04.2026 14:05"}])

    house.audit(source)

    (problem,) = house.errors()
    assert (problem["source"], problem["place"], problem["what"]) == (str(source), "Zeile 1", "time")
    assert "ist keine Zeit wie 2026-03-02T16:30" in str(problem["reason"])


def test_what_is_no_record_is_said_in_german(house: _House) -> None:
    house.audit(house.lines("a.jsonl", [{"text": 5}, {"kind": "brief", "text": "a"}]))

    assert [str(each["reason"])[:50] for each in house.errors()] == [
        "`text` muss ein Text sein, hier steht: eine Zahl",
        "`kind` kann nicht `brief` sein; bekannt sind comme",
    ]


def test_a_folder_inside_the_archive_is_refused(house: _House) -> None:
    folder = house.place / "in"
    folder.mkdir()
    house.lines("in/a.jsonl", [_reply(1)])

    with pytest.raises(KniggeError, match="liegt in dem, was gelesen wird"):
        house.audit(folder, out="in/result")

    assert not (folder / "result").exists()


def test_the_result_of_an_audit_is_no_archive(house: _House) -> None:
    house.lines("a.jsonl", [_reply(1)])
    (house.place / "in").mkdir()
    (house.place / "a.jsonl").rename(house.place / "in" / "a.jsonl")
    house.audit(house.place / "in")
    (house.place / "out").rename(house.place / "in" / "earlier")

    code = house.audit(house.place / "in", out="again")

    assert code == 0
    assert [each["what"] for each in house.errors("again")] == ["audit-folder"]


def test_days_for_which_no_policy_holds_are_named_and_never_a_success(house: _House) -> None:
    policy = house.place / "small.yaml"
    valid = "valid: {from: 2024-01-01, until: 2024-12-31}"
    policy.write_text(f"{policy.read_text('utf-8')}\n{valid}\n", encoding="utf-8")
    dated = [_reply(number) | {"published": f"{year}-03-02T09:00:00+01:00"} for number, year in ((1, 2026), (2, 2024))]

    assert house.audit(house.lines("past.jsonl", dated[:1]), out="past") == 3
    assert "1 nicht beurteilt, keine Policy galt an dem Tag" in house.err
    assert house.audit(house.lines("both.jsonl", dated), out="both") != 3
    summary = json.loads((house.place / "both/summary.json").read_text("utf-8"))
    assert summary["reasons"]["no-policy"] == 1


def test_going_on_with_other_options_is_refused(house: _House) -> None:
    archive = house.lines("a.jsonl", [_reply(1)])
    (house.place / "out/.work").mkdir(parents=True, exist_ok=True)
    begun = {"sources": [str(archive)], "policies": [str(house.place / "small.yaml")], "as_if": False, "now": None,
             "map": None, "query": "", "every": False, "part_size": 4000, "engine": "local"}  # fmt: skip
    (house.place / "out/.work/order.json").write_text(json.dumps(begun), encoding="utf-8")

    with pytest.raises(KniggeError, match="--now"):
        house.audit(archive, resume=True, now="2030-01-01T00:00")


def test_going_on_with_nothing_is_a_slip(house: _House) -> None:
    with pytest.raises(KniggeError, match="noch kein Lauf begonnen"):
        house.audit(resume=True)

    assert not (house.place / "out").exists()
    house.audit(house.lines("a.jsonl", [_reply(1)]))
    with pytest.raises(KniggeError, match="der Lauf ist fertig"):
        house.audit(resume=True)


def test_a_run_killed_before_it_was_begun_does_not_block_its_folder(house: _House) -> None:
    (house.place / "out" / ".work" / "parts").mkdir(parents=True)

    assert house.audit(house.lines("a.jsonl", [_reply(1)])) == 0


@pytest.mark.parametrize("speech", ["de", "en"])
def test_slips_are_told_in_the_language_asked_for(house: _House, speech: str) -> None:
    source = house.lines("a.jsonl", [_reply(1)])
    (house.place / "file").write_text("mine", encoding="utf-8")
    german = speech == "de"

    with pytest.raises(KniggeError, match="ist keine Zeit" if german else "is no time"):
        house.audit(source, now="1.4.2026", speech=speech)
    with pytest.raises(KniggeError, match="ist eine Datei, kein Ordner" if german else "is a file, not a folder"):
        house.audit(source, out="file", speech=speech)
    with pytest.raises(KniggeError, match="welche Tabelle" if german else "which table"):
        house.audit("sqlite:///archive.db", speech=speech)

    assert (house.place / "file").read_text("utf-8") == "mine"


def test_a_table_of_another_run_is_not_reported_on(house: _House) -> None:
    """The same archive judged twice: every number agrees, and the pseudonyms do not."""
    archive = house.lines("a.jsonl", [_reply(number) for number in range(3)])
    house.audit(archive)
    house.audit(archive, out="other")
    assert read_run(str(house.place / "out"), "de").knigge

    for name in ("verdicts", "records", "threads"):
        shutil.copytree(house.place / "out", house.place / name)
        shutil.copy(house.place / "other" / f"{name}.parquet", house.place / name)
        with pytest.raises(KniggeError, match=f"`{name}.parquet` ist aus einem anderen Lauf"):
            read_run(str(house.place / name), "de")


def test_a_run_goes_on_only_from_where_its_files_are_named(house: _House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.lines("a.jsonl", [_reply(1)])
    (house.place / "elsewhere").mkdir()
    house.lines("elsewhere/a.jsonl", [_reply(2)])
    monkeypatch.chdir(house.place)
    _broken_off_at(house, monkeypatch, "gather", "a.jsonl")

    monkeypatch.chdir(house.place / "elsewhere")
    with pytest.raises(KniggeError, match=f"nennt a.jsonl von {house.place} aus; weiter geht es dort: `cd "):
        house.audit(resume=True)
    monkeypatch.chdir(house.place)
    assert house.audit(resume=True) == 0

    rows = pq.read_table(house.place / "out/records.parquet").to_pylist()
    assert [(each["id"], each["source"]) for each in rows] == [("m1", "a.jsonl")]


def test_an_archive_that_was_read_is_not_asked_for_again(house: _House, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = house.lines("a.jsonl", [_reply(1)])
    _broken_off_at(house, monkeypatch, "divide", archive)
    archive.unlink()

    assert house.audit(resume=True) == 0


def test_a_run_goes_on_in_its_language_or_says_so(house: _House, monkeypatch: pytest.MonkeyPatch) -> None:
    _broken_off_at(house, monkeypatch, "divide", house.lines("a.jsonl", [_reply(1)]))

    with pytest.raises(KniggeError, match="was begun with another --lang"):
        house.audit(resume=True, speech="en", lang="en")
    assert house.audit(resume=True, speech="en") == 0
    assert "Gelesen 1 =" in house.err
    assert json.loads((house.place / "out/run.json").read_text("utf-8"))["speech"] == "de"


def test_a_run_broken_off_while_it_tidied_is_finished(house: _House, monkeypatch: pytest.MonkeyPatch) -> None:
    source = house.lines("a.jsonl", [_reply(1)])
    whole = shutil.rmtree

    def half(place: Path, *_: object, **__: object) -> None:
        if (place / "run.json").exists():  # the folder of a run, not what lies between two of its steps
            (place / "order.json").unlink()
            raise KeyboardInterrupt
        whole(place, ignore_errors=True)

    with monkeypatch.context() as killed:
        killed.setattr(shutil, "rmtree", half)
        assert house.audit(source) == 130
    assert "Das Ergebnis steht in" in house.err

    assert read_run(str(house.place / "out"), "de").speech == "de"
    with pytest.raises(KniggeError, match="der Lauf ist fertig"):
        house.audit(resume=True)
    with pytest.raises(KniggeError, match="nichts wird überschrieben"):
        house.audit(source)
    assert not [each.name for each in (house.place / "out").iterdir() if each.name.startswith(".")]


def test_standard_input_that_was_not_read_to_its_end_is_wanted_once_more(
    house: _House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _broken_off_at(house, monkeypatch, "gather", "-")
    assert "bitte alles noch einmal: `... | knigge audit --out" in house.err

    monkeypatch.setattr("sys.stdin", _Terminal())
    with pytest.raises(KniggeError, match="nicht zu Ende gelesen"):
        house.audit(resume=True)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(_reply(1)).encode())))
    assert house.audit(resume=True) == 0


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _broken_off_at(house: _House, monkeypatch: pytest.MonkeyPatch, step: str, source: Path | str) -> None:
    """An audit that is ended by Ctrl-C in that step."""

    def press(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as pressed:
        pressed.setattr(f"knigge.audit.run.{step}", press)
        assert house.audit(source) == 130
