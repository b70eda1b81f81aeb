"""PDF through a browser; where there is none, a kind word and no file."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from knigge.cli import cli
from knigge.engine.diagnostics import KniggeError
from knigge.reports.audit import pdf
from knigge.reports.audit.model import Wish, build


def test_without_a_browser_it_is_said_what_to_install(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(pdf.BROWSER, str(tmp_path / "none"))
    target = tmp_path / "r.pdf"

    result = CliRunner().invoke(cli, ["report", str(small), "--format", "pdf", "--out", str(target), "--lang", "en"])

    assert (result.exit_code, target.exists()) == (2, False)
    assert "please install Chromium, Chrome or Edge" in result.stderr


def test_a_browser_that_fails_leaves_nothing(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(pdf.BROWSER, "false")
    file = io.BytesIO()

    with pytest.raises(KniggeError, match="wrote no PDF"):
        pdf.write(build(small, Wish("en")), file)

    assert file.getvalue() == b""


@pytest.mark.skipif(pdf.find_browser() is None, reason="no browser is installed")
def test_it_is_tagged_and_on_a4(small: Path) -> None:
    file = io.BytesIO()

    pdf.write(build(small), file)

    content = file.getvalue()
    assert content.startswith(b"%PDF-")
    assert b"/MarkInfo" in content and b"/StructTreeRoot" in content
    pages = re.findall(rb"/MediaBox ?\[0 0 ([0-9.]+) ([0-9.]+)\]", content)
    assert pages and all((round(float(w)), round(float(h))) == (595, 842) for w, h in pages)
    assert b"/JavaScript" not in content
