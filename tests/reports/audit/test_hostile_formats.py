"""An archive that means harm yields harmless, legible reports in every format."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from markdown_it import MarkdownIt

from knigge.reports.audit.comparison import compare
from knigge.reports.audit.formats import COMPARED, FORMATS
from knigge.reports.audit.model import Wish, build
from knigge.reports.formulas import is_risky

Row = dict[str, object]
Make = Callable[..., Row]
Audit = Callable[..., Path]

EVIL = "=cmd|' /C calc'!A0 </p><script>alert(1)</script>[x](javascript:alert(1))\u202ekcab\u2066\x00::error::x 🏳️‍🌈"
NAME = "A" * 10_000
STEERING = re.compile("[\u202a-\u202e\u2066-\u2069\x00\x1b]")


@pytest.fixture
def hostile(audit: Audit, verdict: Make, record: Make, thread: Make) -> Path:
    """An audit whose every text is an attack."""
    told = {"thread": EVIL, "channel": EVIL, "account": NAME, "team": EVIL, "title": EVIL, "reason": EVIL}
    texts = {"excerpt": EVIL, "message": f"{EVIL}\n::error::x\n##[error]x", "why": EVIL, "advice": NAME, "route": EVIL}
    rows = [
        verdict("eye-level.lecturing", "violation", f"{number}{EVIL}", **told, **texts, suggestions='[{"text": 3}]')
        for number in range(6)
    ]
    rows += [verdict(EVIL, "violation", NAME, clause=EVIL, facts="{", severity="odd", **told)]
    rows += [verdict("tone.sarcasm", "waived", "w1", **told, **texts)]
    rows += [
        verdict(
            "censorship.record", "violation", f"x{EVIL}".replace("\0", ""), subject="action", **{**told, "kind": EVIL}
        )
    ]
    rows += [verdict("tone.sarcasm", "undecided", NAME, needs=[EVIL], **told)]
    run = {
        "organisation": EVIL * 100, "policies": [{"name": EVIL, "digest": EVIL}], "inputs": [{"name": NAME}],
        "clauses": [{"id": EVIL, "de": EVIL, "en": NAME}], "zone": "Nowhere/<b>",
        "waivers": [{"rule": EVIL, "reason": NAME, "approver": EVIL, "until": EVIL, "uses": 1}],
    }  # fmt: skip
    records = [record(f"0{EVIL}", source=f"../{EVIL}"), record("m2", moment=None, day=None)]
    errors = [{"source": EVIL, "place": EVIL, "id": NAME, "what": EVIL, "reason": EVIL}]
    return audit(verdicts=rows, records=records, threads=[thread(EVIL, EVIL, EVIL)], run=run, errors=errors)


def written(folder: Path, name: str) -> bytes:
    file = io.BytesIO()
    next(each for each in FORMATS if each.name == name).write(build(folder, Wish("de")), file)
    return file.getvalue()


def test_no_cell_of_the_workbook_is_a_formula(hostile: Path) -> None:
    content = written(hostile, "xlsx")

    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row]

    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not [text for text in texts if is_risky(text) and not text.startswith("'")]
    assert not [text for text in texts if STEERING.search(text) or len(text) > 2001]
    assert any("⟨U+202E⟩" in text for text in texts)


def test_no_cell_of_the_csv_is_a_formula(hostile: Path) -> None:
    text = written(hostile, "csv").decode()

    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]

    assert not [cell for cell in cells if is_risky(cell) and not cell.startswith("'")]
    assert not STEERING.search(text)
    assert "A" * 1001 not in text


def test_markdown_shows_and_does_nothing(hostile: Path) -> None:
    page = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(written(hostile, "markdown").decode())

    assert "<script" not in page and "<a " not in page and "<img" not in page
    assert not STEERING.search(page)
    assert len(page) < 65_536


def test_sarif_is_well_formed_and_holds_no_link(hostile: Path) -> None:
    text = written(hostile, "sarif").decode()
    log = json.loads(text)

    assert not STEERING.search(text)
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        assert all(rule[each]["text"] for each in ("shortDescription", "fullDescription", "help"))
    for result in log["runs"][0]["results"]:
        assert "[x](" not in result["message"]["text"]
        assert "physicalLocation" not in result["locations"][0]
        assert result["level"] in ("error", "warning", "note")


def test_junit_is_well_formed(hostile: Path) -> None:
    text = written(hostile, "junit").decode()
    tree = ET.fromstring(text)

    assert not tree.findall(".//script")
    assert not STEERING.search(text)
    assert max(len(each.get("name", "")) for each in tree.iter("testcase")) <= 200


def test_only_our_commands_are_commands(hostile: Path) -> None:
    lines = written(hostile, "github").decode().splitlines()

    assert all(re.match(r"(::(error|warning|notice) [^\n]*?::|- )", line) for line in lines)
    assert not [line for line in lines if "##[" in line or STEERING.search(line)]
    assert len([line for line in lines if line.startswith("::")]) <= 30


@pytest.mark.parametrize("name", [each.name for each in COMPARED])
def test_comparisons_are_harmless(hostile: Path, small: Path, name: str) -> None:
    render = next(each for each in COMPARED if each.name == name).render

    text = render(compare(build(hostile, Wish("de")), build(small, Wish("de"))))

    if name == "html":
        assert "<script" not in text and "<a href" not in text
        assert not STEERING.search(text)
    if name == "markdown":
        page = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
        assert "<script" not in page and "<a " not in page
        assert not STEERING.search(page)
    if name == "json":
        assert json.loads(text)["rules"]
