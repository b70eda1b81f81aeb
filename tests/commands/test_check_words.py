"""What the report over records says of matters that still run, ended, or rest on what nobody stated."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from knigge.cli import cli

Json = dict[str, object]
Told = Callable[..., str]
_US: Json = {"id": "a1", "role": "us"}
_AYLIN: Json = {"id": "u7", "role": "customer", "name": "Aylin"}


def _said(name: str, day: str, text: str, author: Json, to: str | None = None) -> Json:
    return {
        "id": name, "thread": "t", "in_reply_to": to, "kind": "reply" if author is _US else "comment",
        "channel": "facebook", "account": "acme", "author": author, "text": text,
        "published": f"2026-03-{day}:00+01:00",
    }  # fmt: skip


_ASKED = _said("q", "02T10:00", "Wo bleibt mein Paket?", _AYLIN)
_PROMISE = _said("p", "02T10:30", "Wir melden uns hier bis Dienstag 12 Uhr.", _US, "q")


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """The text report on records, its lines joined."""

    def run(*records: Json, now: str = "2026-03-20T09:00", lang: str = "en", use: str = "") -> str:
        place = tmp_path / "records.jsonl"
        place.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
        only = f'policy: one\npacks: [all]\nrules: {{"*": "off", {use}: error}}\n'
        (tmp_path / "one.yaml").write_text(only, encoding="utf-8")
        policy = ["--policy", str(tmp_path / "one.yaml")] if use else []
        done = CliRunner().invoke(cli, ["check", str(place), "--now", now, "--lang", lang, *policy])
        return " ".join(done.output.split())

    return run


def test_what_still_runs_is_not_called_by_its_fault(told: Told) -> None:
    waiting = told(_ASKED, now="2026-03-02T11:00", lang="de")
    promised = told(_ASKED, _PROMISE, now="2026-03-02T11:00")

    assert "läuft noch · Antwort steht aus (response.deadline)" in waiting
    assert "Späte Antwort" not in waiting and "Ohne Antwort" not in waiting
    assert "still open · Promise (promise.kept)" in promised and "Promise not kept" not in promised
    assert "still open · Month (dialogue.one-way)" in promised


def test_a_promise_kept_late_asks_for_nothing_today(told: Told) -> None:
    late = _said("n", "03T12:01", "Hallo Aylin, das Paket liegt in der Filiale Nordstraße.", _US, "q")

    assert "Get in touch today" in told(_ASKED, _PROMISE)
    assert "Get in touch today" not in told(_ASKED, _PROMISE, late)
    assert "Next time say before the deadline" in told(_ASKED, _PROMISE, late)
    assert "Heute noch melden" not in told(_ASKED, _PROMISE, late, lang="de")


def test_nobody_waits_any_more_for_what_was_taken_back(told: Told) -> None:
    gone: Json = {
        "type": "action", "action": "delete", "object": "q", "channel": "facebook", "account": "acme", "actor": "u7",
        "actor_role": "customer", "performed": "2026-03-02T14:00:00+01:00",
    }  # fmt: skip

    report = told(_ASKED, gone, lang="de")

    assert "4 Stunden ohne Antwort, dann zurückgenommen oder erledigt" in report
    assert "wartet schon" not in report and "bis jetzt nicht" not in report
    assert "wartet schon 17 Tage" in told(_ASKED, lang="de")


def test_derived_coverage_is_said_once_and_stated_is_not(told: Told) -> None:
    posts = [{**_said(f"p{day}", f"{day}T10:00", f"Neues am {day}.", _US), "kind": "post", "thread": None}
             for day in ("02", "09", "16")]  # fmt: skip
    stated: Json = {
        "type": "coverage",
        "channel": "facebook",
        "account": "acme",
        "from": "2026-03-01T00:00:00+01:00",
        "until": "2026-03-20T00:00:00+01:00",
    }

    assert told(*posts).count("No record says how far the archive reaches") == 1
    assert "Wie weit das Archiv reicht, gibt kein Datensatz an" in told(*posts, lang="de")
    assert "how far the archive reaches" not in told(*posts, stated)


def test_what_could_not_be_judged_is_called_by_its_title(told: Told) -> None:
    changed = {**_PROMISE, "text": "Wir melden uns hier bis Freitag."}
    report = told(_ASKED, _PROMISE, changed, lang="de", use="promise.kept")

    assert "nicht beurteilt · Zusage nicht gehalten (promise.kept)" in report
    assert "promise.kept (promise.kept)" not in report


def test_threads_that_could_not_be_read_are_named_apart_from_those_who_wait(told: Told) -> None:
    silent = {**_said("s", "02T10:00", "", _AYLIN), "thread": "u", "text": None}

    report = told(_ASKED, silent)

    assert "Somebody waits in: t " in report and "something could not be read in: u " in report
