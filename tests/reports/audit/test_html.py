"""The HTML report: one harmless file, the same every time, legible whatever the archive holds."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest

from knigge.reports.audit.html import render
from knigge.reports.audit.model import Model, Wish, build

Row = dict[str, object]
Make = Callable[..., Row]
Audit = Callable[..., Path]

AT: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
VOID: Final = frozenset({"meta", "br", "col"})


class Outline(HTMLParser):
    """What a page is made of: elements that are open, headings in order, ids, addresses, text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.words: list[str] = []
        self.svgs = self.titles = self.descriptions = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if told.get("id"):
            self.ids.append(str(told["id"]))
        if told.get("href"):
            self.links.append(str(told["href"]))
        self.svgs += tag == "svg" and told.get("aria-hidden") is None
        self.titles += tag == "title" and "svg" in self.open
        self.descriptions += tag == "desc"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.words)


@pytest.fixture(scope="module")
def model(drawn: Path) -> Model:
    return build(drawn)


@pytest.mark.parametrize("speech", ["de", "en"])
def test_the_page_is_whole_and_loads_nothing(drawn: Path, speech: str) -> None:
    page = render(build(drawn, Wish(speech)))
    outline = Outline(page)

    assert outline.open == []
    assert not re.search(r"<script|<link|<img|<iframe|javascript:|@import|url\((?!#)", page)
    assert all(link.startswith("#") and link[1:] in outline.ids for link in outline.links)
    assert not {name for _, name, _ in outline.attributes if name.startswith("on") or name in ("style", "src")}
    assert "http" not in page.replace('http-equiv="Content-Security-Policy"', "").replace("http://www.w3.org", "")
    assert len(outline.ids) == len(set(outline.ids))
    assert f'<html lang="{speech}">' in page


def test_the_policy_of_the_page_allows_its_own_style_and_nothing_else(model: Model) -> None:
    page = render(model)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)

    assert style is not None and policy is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    wanted = ["default-src 'none'", f"style-src 'sha256-{digest}'", "base-uri 'none'", "form-action 'none'"]
    assert policy[1].split("; ") == wanted
    assert page.count("<style") == 1


def test_headings_go_down_one_step_at_a_time_and_every_drawing_has_words(model: Model) -> None:
    outline = Outline(render(model))

    assert outline.headings[0] == 1
    assert outline.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
    assert outline.svgs > 10
    assert outline.titles == outline.svgs
    assert outline.descriptions == 5


def test_every_figure_of_the_first_page_opens_to_its_sql(model: Model) -> None:
    page = render(model)

    for each in model.headlines:
        card = page.split('class="card"', 6)
        assert len(card) == 6
        assert each.figure.sql.splitlines()[0][:20] in page


def test_the_same_model_gives_the_same_bytes(drawn: Path) -> None:
    assert render(build(drawn)) == render(build(drawn))


@pytest.mark.parametrize("speech", ["de", "en"])
def test_the_page_of_a_small_audit(small: Path, speech: str, golden: Callable[[str, str], None]) -> None:
    golden(f"report/small-{speech}.html", render(build(small, Wish(speech))))


def test_numbers_are_written_as_the_reader_writes_them(drawn: Path) -> None:
    german, english = (Outline(render(build(drawn, Wish(speech)))).text for speech in ("de", "en"))

    assert (
        "1.240 Datensätze" in german
        and "5. Januar 2026 bis 9. März 2026".replace(". J", ".\u00a0J").replace(". M", ".\u00a0M") in german
    )
    assert "1,240 records" in english
    assert re.search(r"\d,\d\u00a0%", german) and not re.search(r"\d\.\d%", german)
    assert re.search(r"\d\.\d%", english)


def test_an_audit_in_which_all_is_well_says_so(audit: Audit, verdict: Make, record: Make) -> None:
    folder = audit(verdicts=[verdict("eye-level.lecturing", "fulfilled", "m1")], records=[record("m1")])

    outline = Outline(render(build(folder)))

    assert "Alles in Ordnung: 1 Urteile" in outline.text
    assert "Nichts Dringendes." in outline.text
    assert "Keine Verstöße im Zeitraum." in outline.text


def test_undecided_verdicts_are_never_well(audit: Audit, verdict: Make, record: Make) -> None:
    rows = [verdict("eye-level.lecturing", "undecided", "m1", needs=["parent"])]

    model = build(audit(verdicts=rows, records=[record("m1")]))

    assert model.decision.state == "unsettled"
    assert (model.headlines[0].low, model.headlines[0].high) == (0.0, 1.0)
    assert "0–100\u00a0%" in render(model)


def test_records_that_could_not_be_judged_are_told_in_the_decision(audit: Audit, verdict: Make, record: Make) -> None:
    rows = [verdict("eye-level.lecturing", "fulfilled", "m1")]
    errors = [{"source": "a.jsonl", "place": "line 3", "id": "", "what": "unreadable", "reason": "not JSON"}]

    model = build(audit(verdicts=rows, records=[record("m1")], errors=errors))

    assert model.decision.state == "unsettled"
    assert "1\u00a0Stelle war nicht zu lesen oder zu beurteilen." in model.decision.sentence
    assert "not JSON" in render(model)


def test_an_audit_without_a_single_verdict_says_that_nothing_was_judged(audit: Audit, record: Make) -> None:
    model = build(audit(records=[record("m1", status="skipped", reason="no-rule")]), Wish("en"))

    assert model.decision.state == "nothing"
    assert "Nothing was judged: no rule applied to any of the 1 records." in render(model)


def test_a_hostile_archive_gives_a_harmless_page(audit: Audit, verdict: Make, record: Make, thread: Make) -> None:
    evil = "</p><script>alert(1)</script><img src=x onerror=alert(1)>\u202ekcab\u2066\x00\ud7ff=cmd|' /C calc'!A0"
    name = "A" * 10_000
    stacked = "e" + "\u0301" * 500
    trail = json.dumps([{"at": "not a time", "what": evil}, {"at": None, "what": stacked}, 7])
    told = {"thread": evil, "channel": evil, "account": name, "team": evil, "title": evil, "reason": evil}
    texts = {"excerpt": f"{evil}🏳️‍🌈", "message": evil, "why": evil, "advice": name, "route": evil, "trail": trail}
    rows = [
        verdict("eye-level.lecturing", "violation", f"{number}{evil}", **told, **texts, suggestions='[{"text": 3}]')
        for number in range(6)
    ]
    rows += [verdict(evil, "undecided", name, needs=[evil], clause=evil, facts="{", **told)]
    run = {
        "organisation": evil * 100, "policies": [{"name": evil, "digest": evil}], "inputs": [{"name": name}],
        "clauses": [{"id": evil, "de": evil, "en": name}], "zone": "Nowhere/<b>",
        "waivers": [{"rule": evil, "reason": name, "approver": evil, "until": evil, "uses": 1}],
    }  # fmt: skip
    records = [record(name, channel=evil, author=name, team=evil), record("m2", moment=None, day=None)]

    page = render(build(audit(verdicts=rows, records=records, threads=[thread(evil, evil, evil)], run=run)))
    outline = Outline(page)

    assert outline.open == []
    assert "<script" not in page and "<img" not in page
    assert not {tag for tag, name_, _ in outline.attributes if name_.startswith("on")}
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", page)
    assert "\u0301" * 4 not in page
    assert "A" * 1000 not in page
    assert "alert(1)" in outline.text
    assert len(page) < 400_000


def test_a_large_archive_is_cut_and_says_so(audit: Audit, verdict: Make, record: Make) -> None:
    rows = [
        verdict(f"house.rule-{number:03d}", "violation", f"m{number}", channel=f"c{number}", excerpt="x" * 5000,
                moment=AT - timedelta(days=number * 9))
        for number in range(300)
    ]  # fmt: skip
    rows += [verdict("contest.C01", "violation", f"g{number}", subject="contest") for number in range(300)]
    records = [
        record(f"m{number}", channel=f"c{number}", team=f"t{number}", moment=AT - timedelta(days=number * 9))
        for number in range(300)
    ]

    page = render(build(audit(verdicts=rows, records=records)))

    assert len(page.encode()) < 600_000
    assert "289 weitere Regeln mit Verstößen" in page
    assert "und 288 weitere" in page
    assert "und 280 weitere" in page
    assert "Quartal ab" in page
