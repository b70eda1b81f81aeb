"""`knigge check` on drafts: which state of a policy judges them, on which channel, and the form of the answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knigge.cli import cli

Check = Callable[..., Result]
LOUD = "KOMMEN SIE JETZT ALLE SOFORT VORBEI, WIR HABEN OFFEN!!!"
_HISTORY = """policy: hist
extends: default
rules:
  tone.shouting: "off"
changes:
  - from: 2026-03-16
    rules:
      tone.shouting: error
"""


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Run the command in an empty folder with the history beside it."""
    monkeypatch.chdir(tmp_path)
    Path("hist.yaml").write_text(_HISTORY, encoding="utf-8")
    return lambda *arguments: CliRunner().invoke(cli, ["check", "--lang", "en", *arguments])


@pytest.mark.parametrize(
    ("day", "loud"),
    [("2026-03-15", False), ("2026-03-16", True), ("2027-01-01", True), (None, True)],
)
def test_a_draft_is_judged_by_the_state_of_its_day_else_by_the_newest(
    day: str | None, loud: bool, check: Check
) -> None:
    result = check("--policy", "hist.yaml", "--text", LOUD, *(("--now", day) if day else ()))

    assert ("tone.shouting" in result.stdout) is loud
    assert ("newest state of the policy from 2026-03-16" in result.stderr) is (day is None)


def test_the_order_of_several_policies_does_not_matter(check: Check) -> None:
    for year, severity in ((2025, '"off"'), (2026, "error")):
        text = f"policy: y{year}\nextends: default\nvalid: {{from: {year}-01-01, until: {year}-12-31}}\n"
        Path(f"{year}.yaml").write_text(f"{text}rules:\n  tone.shouting: {severity}\n", encoding="utf-8")
    both = ["--policy", "2025.yaml", "--policy", "2026.yaml"], ["--policy", "2026.yaml", "--policy", "2025.yaml"]

    for day, loud in (("2025-06-01", False), ("2026-06-01", True)):
        for order in both:
            result = check(*order, "--text", LOUD, "--now", day)
            assert ("tone.shouting" in result.stdout) is loud


@pytest.mark.parametrize("written", ["soon", "1.4.2026", "2026-04-31T09:00"])
def test_a_present_that_is_no_time_is_a_mistake_for_drafts_too(written: str, check: Check) -> None:
    result = check("--text", LOUD, "--now", written)

    assert result.exit_code == 2
    assert f"`{written}` is no time" in result.stderr


def test_a_channel_is_known_by_any_spelling_and_an_unknown_one_is_told(check: Check) -> None:
    known, unknown = (check("--text", "Hallo zusammen.", "--channel", name) for name in ("Facebook", "Facebok"))

    assert "unknown channel" not in known.stderr
    assert "unknown channel `Facebok`; did you mean `facebook`?" in unknown.stderr


def test_records_of_one_channel_written_in_two_ways_are_one_timeline(check: Check) -> None:
    records = [
        {"type": "message", "id": name, "kind": "post", "channel": channel, "account": "a", "text": text,
         "author": {"id": "x", "role": "us"}, "published": f"2026-03-{day}T09:00:00+01:00"}
        for name, channel, text, day in (("1", "Facebook", "Der Laden ist offen.", "03"),
                                         ("2", "facebook", "Heute gibt es Suppe.", "04"))
    ]  # fmt: skip
    Path("r.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")

    told = json.loads(check("r.jsonl", "--now", "2026-04-02T09:00", "--format", "json", "--verdicts", "all").stdout)

    places = {each["id"] for each in told["results"] if each["subject"] == "timeline"}
    assert places and all(each.startswith("facebook/") for each in places)


@pytest.mark.parametrize(("name", "begins"), [("a.json", "{"), ("a.csv", "verdict"), ("a.md", "#"), ("a.txt", "text")])
def test_the_ending_of_the_file_chooses_the_format(name: str, begins: str, check: Check) -> None:
    assert check("--text", "Hallo zusammen.", "--out", name).exit_code == 0
    assert Path(name).read_text(encoding="utf-8").lower().startswith(begins)


def test_an_ending_of_office_software_that_is_not_written_is_a_mistake(check: Check) -> None:
    result = check("--text", "Hallo zusammen.", "--out", "a.docx")

    assert result.exit_code == 2
    assert "nothing is written as .docx" in result.stderr
    assert not Path("a.docx").exists()


def test_a_text_too_long_to_be_judged_is_an_error_on_record_too(check: Check) -> None:
    author, day = {"id": "x", "role": "us"}, "2026-03-02T09:00:00+01:00"
    record = {"id": "m", "thread": "t", "kind": "reply", "author": author, "published": day, "text": "a" * 100_001}
    Path("r.jsonl").write_text(json.dumps(record), encoding="utf-8")

    result = check("r.jsonl", "--now", "2026-04-02T09:00", "--format", "json", "--verdicts", "all")

    assert result.exit_code == 3
    (told,) = (each for each in json.loads(result.stdout)["results"] if each["id"] == "m")
    assert "the text has more than 100000 characters" in {each.get("reason") for each in told["verdicts"]}


_WAIVED = """policy: house
extends: default
waivers:
  - rule: tone.shouting
    reason: Jubiläum
    approver: Leitung
    signed: 2026-03-06T11:00:00+01:00
    until: 2026-03-31T23:59:59+02:00
    uses: 1
    {scope}
"""


def _loud(check: Check, *arguments: str, scope: str = "") -> Result:
    Path("house.yaml").write_text(_WAIVED.replace("{scope}", scope), encoding="utf-8")
    return check("--policy", "house.yaml", *arguments)


@pytest.mark.parametrize(("day", "waived"), [("2026-03-10", 1), ("2026-03-05", 0), ("2026-04-01", 0)])
def test_a_waiver_holds_for_a_draft_on_its_days_and_is_used_up(day: str, waived: int, check: Check) -> None:
    told = json.loads(_loud(check, "--text", LOUD, "--text", LOUD, "--now", day, "--format", "json").stdout)

    assert [len({each["rule"] for each in one["waived"]}) for one in told["results"]] == [waived, 0]
    assert [one["decision"] for one in told["results"]] == ["publish" if waived else "revise", "revise"]
    if waived:
        assert told["results"][0]["waived"][0]["waiver"] == "Jubiläum (Leitung)"


def test_a_waived_draft_says_why_and_who_signed(check: Check) -> None:
    result = _loud(check, "--text", LOUD, "--now", "2026-03-10")

    assert "  waived · Shouting (tone.shouting) · Jubiläum (Leitung)\n" in result.stdout
    assert "Nothing to object to" not in result.stdout
    assert "no findings, 1 waived" in result.stdout


def test_without_a_day_a_waiver_does_nothing_and_is_named(check: Check) -> None:
    result = _loud(check, "--text", LOUD, "--fail-on", "warning")

    assert result.exit_code == 1
    assert "text: there is a waiver for tone.shouting (Jubiläum, Leitung; 2026-03-06 until 2026-03-31)" in result.stderr
    assert "--now DAY" in result.stderr
    assert "waiver" not in _loud(check, "--text", LOUD, "--channel", "x", scope="channels: [facebook]").stderr
    assert "waiver" not in _loud(check, "--text", "Guten Tag.").stderr


def test_a_record_that_brings_its_question_along_is_waived_by_its_own_time(check: Check) -> None:
    record = {"id": "m", "kind": "reply", "text": LOUD, "published": "2026-03-10T09:00:00+01:00",
              "author": {"id": "x", "role": "us"}, "parent": "Haben Sie offen?"}  # fmt: skip
    Path("r.jsonl").write_text(json.dumps(record), encoding="utf-8")

    result = _loud(check, "r.jsonl", "--now", "2026-05-01", "--format", "json")

    (told,) = json.loads(result.stdout)["results"]
    assert {each["rule"] for each in told["waived"]} == {"tone.shouting"}


def test_the_wording_of_a_record_that_is_waived_is_shown(check: Check) -> None:
    record = {"type": "message", "id": "m", "kind": "post", "channel": "x", "account": "a", "text": LOUD,
              "author": {"id": "x", "role": "us"}, "published": "2026-03-10T09:00:00+01:00"}  # fmt: skip
    Path("r.jsonl").write_text(json.dumps(record), encoding="utf-8")

    assert "waived · Shouting (tone.shouting) · Jubiläum" in _loud(check, "r.jsonl", "--now", "2026-05-01").stdout


def test_what_is_suggested_to_add_stands_before_the_signature(check: Check) -> None:
    draft = "Das tut uns leid.\n\nViele Grüße\nIhr Museumsteam"
    asked = ("--answers", "Seit drei Wochen warte ich auf eine Antwort, das ist eine Frechheit!")

    told = json.loads(check("--text", draft, *asked, "--format", "json").stdout)

    added = {each["start"] for one in told["results"][0]["findings"] for each in one["suggestions"]
             if each["start"] == each["end"]}  # fmt: skip
    assert added == {len("Das tut uns leid.")}
