"""An audit -> PDF fit for a board: the HTML report as a browser prints it, tagged, with page numbers, on A4.

A browser and no typesetter of our own, by measurement: WeasyPrint does not apply the page's style inside its charts
(bars kept, late and violated all come out black) and takes six times as long.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import BinaryIO, Final

from ...engine.diagnostics import KniggeError
from ..bilingual import worded
from .html import render
from .model import Model
from .wording import say

BROWSER: Final = "KNIGGE_BROWSER"
"""The variable that names the browser, where it is not found by itself."""

_NAMES: Final = (
    "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge",
    "microsoft-edge-stable", "msedge", "brave-browser",
)  # fmt: skip
_PLACES: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
_SECONDS: Final = 300
_WORDS: Final = {
    "none": (
        "für PDF braucht knigge einen Browser und findet keinen: bitte Chromium, Chrome oder Edge installieren "
        "(Debian: apt install chromium) oder ihn mit der Umgebungsvariablen {variable} nennen; sonst --format html "
        "schreiben und im Browser als PDF drucken",
        "PDF needs a browser and none was found: please install Chromium, Chrome or Edge (Debian: apt install "
        "chromium) or name it in the environment variable {variable}; else write --format html and print that to PDF",
    ),
    "failed": (
        "der Browser {browser} hat kein PDF geschrieben ({why}); --format html lässt sich im Browser drucken",
        "the browser {browser} wrote no PDF ({why}); --format html can be printed in a browser",
    ),
}


def write(model: Model, out: BinaryIO) -> None:
    """The report as PDF. KniggeError where there is no browser, or it fails: never a file that is not whole."""
    browser = find_browser()
    if browser is None:
        raise KniggeError(_say("none", model.speech, variable=BROWSER))
    with tempfile.TemporaryDirectory(prefix="knigge-pdf-") as folder:
        page, target = Path(folder, "report.html"), Path(folder, "report.pdf")
        page.write_text(_opened(render(model), model.speech), encoding="utf-8")
        why = _print(browser, page, target)
        if why is not None:
            raise KniggeError(_say("failed", model.speech, browser=browser, why=why))
        out.write(target.read_bytes())


def find_browser() -> str | None:
    """The browser that is named in the environment, else the first one that is installed; None without any."""
    named = os.environ.get(BROWSER)
    if named:
        return shutil.which(named)
    found = (shutil.which(each) for each in (*_NAMES, *_PLACES))
    return next((each for each in found if each), None)


def _opened(page: str, speech: str) -> str:
    """The page with its checklists open, for paper has no click; where a number comes from stays out of it."""
    head = f"<summary>{say('checklist', speech)}: "
    return page.replace(f"<details>{head}", f"<details open>{head}")


def _print(browser: str, page: Path, target: Path) -> str | None:
    """Print, and say why it did not work; None where it did. The page has no script and loads nothing."""
    command = [
        browser, "--headless", "--disable-gpu", "--disable-extensions", "--disable-background-networking",
        "--no-first-run", "--no-default-browser-check", "--no-pdf-header-footer", "--generate-pdf-document-outline",
        f"--user-data-dir={page.parent / 'profile'}",
        f"--print-to-pdf={target}", *_unboxed(), page.as_uri(),
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return f"{_SECONDS} s"
    except OSError as problem:
        return problem.strerror or str(problem)
    if target.is_file() and target.read_bytes()[:5] == b"%PDF-":
        return None
    told = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line and "dbus" not in line]
    return (told or [f"exit {done.returncode}"])[-1][:200]


def _unboxed() -> tuple[str, ...]:
    """Root, as in containers, cannot use the browser's sandbox; our page runs no code that would need one."""
    return ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()


def _say(word: str, speech: str, **about: object) -> str:
    return worded(_WORDS, word, speech, **about)
