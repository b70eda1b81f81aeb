"""SARIF before outside judges: the official schema and Microsoft's validator, both from npm (MIT), never kept here."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from jsonschema import validators

_PACKAGE: Final = "@microsoft/sarif-multitool-linux@5.7.0"
_ADVICE: Final = frozenset({"SARIF2002", "SARIF2003", "SARIF2005", "SARIF2006", "SARIF2009", "SARIF2011", "SARIF2012"})
"""What we do not follow: message ids, a repository and a home page that are not ours to name, a look-up in the network,
numbers for rule names, context regions, a page for every rule."""
_SIZE: Final = frozenset(
    {"SARIF2010", "SARIF2013"}
)  # records without a snippet, for they hold names; files that are not embedded

pytestmark = pytest.mark.skipif(
    not shutil.which("npm") or sys.platform != "linux", reason="npm and Linux are needed for the validator"
)


@pytest.fixture(scope="module")
def multitool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the validator."""
    home = tmp_path_factory.mktemp("npm")
    subprocess.run(["npm", "install", "--silent", "--prefix", str(home), _PACKAGE], check=True, timeout=600)
    folder = home / "node_modules" / _PACKAGE.rpartition("@")[0]
    (folder / "Sarif.Multitool").chmod(0o755)
    return folder


@pytest.fixture(scope="module", params=["drafts", "month", "hostile"])
def written(request: pytest.FixtureRequest, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of the drafts with a text of the command line, of the month, and of hostile records."""
    folder = tmp_path_factory.mktemp("sarif")
    hostile = folder / "a b.jsonl"
    text = "Wie Sie sicher wissen, [x](http://a) {0} \U0001f389 \ud83d \u202e<script>"
    hostile.write_text(json.dumps({"id": "::x\n\u202e", "thread": "t" * 10_000, "text": text}), encoding="utf-8")
    asked = {
        "drafts": ["examples/01-router-belehrung.txt", "--text", "Wie Sie sicher wissen, steht es da."],
        "month": ["examples/month", "--policy", "examples/month/policy.yaml", "--now", "2026-04-01T09:00"],
        "hostile": [hostile.name],
    }[request.param]
    target = folder / "out.sarif"
    command = [sys.executable, "-m", "knigge", "check", *asked, "--format", "sarif", "--out", str(target)]
    place = folder if request.param == "hostile" else repository
    environment = {**os.environ, "PYTHONPATH": str(repository)}
    subprocess.run(command, cwd=place, env=environment, check=False, timeout=600)
    return target


def test_the_official_schema_is_kept(multitool: Path, written: Path) -> None:
    schema = json.loads((multitool / "sarif-2.1.0.json").read_text(encoding="utf-8"))

    validators.validator_for(schema)(schema).validate(json.loads(written.read_text(encoding="utf-8")))


def test_the_validator_has_nothing_to_object_to(multitool: Path, written: Path) -> None:
    told = list(_objections(multitool, written, "Sarif")) + list(_objections(multitool, written, "Ghas"))

    assert [line for name, line in told if name not in _ADVICE | _SIZE] == []


def _objections(multitool: Path, report: Path, kind: str) -> Iterator[tuple[str, str]]:
    """The rule and line of every remark of the validator."""
    command = [str(multitool / "Sarif.Multitool"), "validate", str(report), "--rule-kind", kind]
    command += ["--level", "Error;Warning;Note", "--kind", "Fail"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert "Analysis completed successfully" in done.stdout, done.stdout
    for line in done.stdout.splitlines():
        found = re.search(r": (?:error|warning|note) (\w+):", line)
        if found:
            yield found[1], line
