"""SARIF of `knigge check` and of audits before outside judges: the official schema and Microsoft's validator.

Both come from npm (MIT) and are never kept here.
"""

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


_EVIL: Final = "\u202e<script>alert(1)</script>\u2066 [x](javascript:y) {0} ]]> \U0001f3f3\ufe0f\u200d\U0001f308"
_POLICY: Final = """\
policy: evil
extends: default
organisation: {name: "<b>Haus</b> \U0001f308"}
waivers:
  - rule: eye-level.lecturing
    reason: "[x](javascript:y) {0} <script>"
    approver: "<b>Leitung</b> \U0001f389"
    signed: 2026-03-01T11:00:00+01:00
    from: 2026-03-01T00:00:00+01:00
    until: 2026-03-31T23:59:59+02:00
    uses: 2
"""
_CASES: Final = {
    "drafts": ["examples/01-router-belehrung.txt", "--text", "Wie Sie sicher wissen, steht es da."],
    "month": ["examples/month", "--policy", "examples/month/policy.yaml", "--now", "2026-04-01T09:00"],
    "hostile": ["a b#%.jsonl", "--policy", "policy.yaml", "--now", "2026-04-01T09:00"],
}


@pytest.fixture(scope="module", params=["drafts", "month", "hostile", "audit of month", "audit of hostile"])
def written(request: pytest.FixtureRequest, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of drafts with a text of the command line, of the month, of hostile records; and of audits of these."""
    case = str(request.param)
    folder = tmp_path_factory.mktemp("sarif")
    place = folder if case.endswith("hostile") else repository
    asked = _CASES[case.removeprefix("audit of ")]
    (folder / "a b#%.jsonl").write_text("\n".join(_hostile()), encoding="utf-8")
    (folder / "policy.yaml").write_text(_POLICY, encoding="utf-8")
    target = folder / "out.sarif"
    told = ["--format", "sarif", "--out", str(target)]
    if case.startswith("audit"):
        commands = [["audit", *asked, "--out", str(folder / "audit")], ["report", str(folder / "audit"), *told]]
    else:
        commands = [["check", *asked, *told]]
    environment = {**os.environ, "PYTHONPATH": str(repository)}
    for each in commands:
        subprocess.run([sys.executable, "-m", "knigge", *each], cwd=place, env=environment, check=False, timeout=600)
    return target


def _hostile() -> Iterator[str]:
    """Records of an archive that means harm: markup, marks that steer, very long names, halves of pairs, no JSON."""
    for number in range(0, 12, 2):
        yield _message(number, "customer", f"{_EVIL} Warum ist der Kuchen verbrannt?")
        yield _message(number + 1, "us", f"Wie Sie sicher wissen, {_EVIL} BERUHIGEN SIE SICH!!!", f"m{number}{_EVIL}")
    yield _message(20, "us", "Das sollte Ihnen bekannt sein.", "nobody")
    act = {"type": "action", "id": f"x{_EVIL}", "action": "delete", "object": f"m0{_EVIL}", "channel": _EVIL}
    yield json.dumps(act | {"actor": _EVIL, "performed": "2026-03-02T12:00:00+01:00", "ground": _EVIL})
    yield "{"
    yield json.dumps({"id": "::x\n\u202e", "thread": "t" * 10_000, "text": f"Wie Sie sicher wissen, \ud83d {_EVIL}"})


def _message(number: int, role: str, text: str, parent: str | None = None) -> str:
    return json.dumps({
        "type": "message", "id": f"m{number}{_EVIL}", "thread": f"t{number // 2}" + "t" * 10_000, "in_reply_to": parent,
        "channel": _EVIL, "account": "a" * 10_000, "kind": "reply" if role == "us" else "comment", "text": text,
        "author": {"id": f"{role}{number}", "role": role, "name": _EVIL + "N" * 10_000},
        "published": f"2026-03-02T10:{number:02d}:00+01:00",
    })  # fmt: skip


def test_the_official_schema_is_kept(multitool: Path, written: Path) -> None:
    schema = json.loads((multitool / "sarif-2.1.0.json").read_text(encoding="utf-8"))

    validators.validator_for(schema)(schema).validate(json.loads(written.read_text(encoding="utf-8")))


def test_the_validator_has_nothing_to_object_to(multitool: Path, written: Path) -> None:
    told = list(_objections(multitool, written, "Sarif")) + list(_objections(multitool, written, "Ghas"))

    assert [line for name, line in told if name not in _ADVICE | _SIZE] == []


def test_an_audit_holds_findings_waivers_and_what_it_could_not_judge(written: Path) -> None:
    (run,) = json.loads(written.read_text(encoding="utf-8"))["runs"]

    assert run["results"]
    if not (written.parent / "audit").is_dir():
        return
    assert any("suppressions" in each for each in run["results"])
    notes = [each["message"]["text"] for each in run["invocations"][0]["toolExecutionNotifications"]]
    assert any("undecided" in each or "nicht entschieden" in each for each in notes)
    lost = [each for each in notes if "JSON" in each]
    assert run["invocations"][0]["executionSuccessful"] is not bool(lost)


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
