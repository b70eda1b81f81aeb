"""The report in a real browser: nothing on the console, nothing for axe to mend, light and dark, small and printed.

Wants Chromium, and npm to fetch axe-core (MPL-2.0, a tool for this test only, not shipped); skips with a word where
one of them is missing.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pytest

CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NPM: Final = shutil.which("npm")
FLAGS: Final = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--log-level=0",
)  # fmt: skip
_RUN: Final = """
<script>%s</script>
<script>axe.run(document, {resultTypes: ["violations"]}).then(found => {
  const told = found.violations.map(each => [each.id, each.nodes.map(node => node.html.slice(0, 160))]);
  document.body.innerHTML = "<pre id=told></pre>";
  document.getElementById("told").textContent = JSON.stringify(told);
});</script>
"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium")


@pytest.fixture(scope="module", params=["small-de", "small-en"])
def page(request: pytest.FixtureRequest, repository: Path) -> Path:
    """The golden pages, as they would be opened."""
    return repository / "tests" / "golden" / "report" / f"{request.param}.html"


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core: from KNIGGE_AXE, else fetched by npm."""
    given = os.environ.get("KNIGGE_AXE")
    if given:
        return Path(given).read_text(encoding="utf-8")
    if NPM is None:
        pytest.skip("no npm here to fetch axe-core; or name its axe.min.js in KNIGGE_AXE")
    home = tmp_path_factory.mktemp("axe")
    command = [NPM, "install", "--silent", "--no-save", "--prefix", str(home), "axe-core@4"]
    fetched = subprocess.run(command, capture_output=True, text=True, check=False)
    if fetched.returncode:
        pytest.skip(f"npm could not fetch axe-core: {fetched.stderr[-200:]}")
    return (home / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def test_the_page_opens_without_a_word_on_the_console(page: Path, tmp_path: Path) -> None:
    shown = _chromium(tmp_path, "--dump-dom", f"file://{page}")

    assert "</footer>" in shown.stdout
    assert "CONSOLE" not in shown.stderr


def test_a_script_in_the_page_is_refused(page: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    text = page.read_text(encoding="utf-8")
    bad.write_text(text.replace("</footer>", "</footer><script>document.title='ran'</script>"), encoding="utf-8")

    shown = _chromium(tmp_path, "--dump-dom", f"file://{bad}")

    assert "<title>ran</title>" not in shown.stdout
    assert "Content Security Policy" in shown.stderr


@pytest.mark.parametrize("flags", [(), ("--blink-settings=preferredColorScheme=0",), ("--window-size=400,900",)])
def test_axe_finds_nothing(page: Path, axe: str, tmp_path: Path, flags: Iterable[str]) -> None:
    text = page.read_text(encoding="utf-8").replace("<details", "<details open")
    text = re.sub(r"<meta http-equiv[^>]*>", "", text).replace("</body>", f"{_RUN % axe}</body>")
    open_page = tmp_path / "axe.html"
    open_page.write_text(text, encoding="utf-8")

    shown = _chromium(tmp_path, *flags, "--virtual-time-budget=60000", "--dump-dom", f"file://{open_page}")

    told = re.search(r'<pre id="told">(.*?)</pre>', shown.stdout, re.DOTALL)
    assert told is not None, shown.stderr[-2000:]
    assert json.loads(html.unescape(told[1])) == []


def test_the_page_prints(page: Path, tmp_path: Path) -> None:
    paper = tmp_path / "report.pdf"

    _chromium(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={paper}", f"file://{page}")

    assert paper.read_bytes().startswith(b"%PDF")
    assert b"/StructTreeRoot" in paper.read_bytes()


def _chromium(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    assert CHROMIUM is not None
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={home / 'profile'}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=180)
