"""`knigge check` on records: bad input is named, the rest is judged, and all figures agree."""

from __future__ import annotations

import json
import re
import time
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from knigge.cli import cli
from knigge.engine.library import read_text

Json = dict[str, object]
Check = Callable[..., Result]
NOTHING, SOMETHING, MISTAKE, UNEVALUATED = 0, 1, 2, 3
_RULES: Final = {
    "house.answer": ("thread", 'after customer message where text says "wo" expect reply by us within 3 business hours'),
    "house.acts": ("action", 'permit delete, hide only if ground is one of ("insult") and approvals by different '
                   "people >= 2 and notice to author within 24 hours"),
    "house.dates": ("contest", "forbid ends is before starts"),
    "house.week": ("timeline", "per week expect at most 2 posts"),
    "house.rude": ("reply", 'forbid text says "doof"'),
    "house.helped": ("reply", 'when parent says "kaputt" require text says "morgen"'),
    "house.followed": ("post", 'forbid followed by (comment by customer where text says "doof") within 2 days'),
    "house.many": ("post", "forbid count of (comment by customer) by different people > 900000"),
    "house.undone": ("thread", "after delete by us expect unhide by us within 2 days"),
}  # fmt: skip
_EXAMPLES: Final = {
    "thread": 'catches "Mon 9:00 customer: wo?" given now = "Fri 9:00" allows "Mon 9:00 us: Hallo."',
    "action": "catches \"a\" given ground = other allows \"a\" given action = block",
    "contest": 'catches "a" given starts = "Tue 9:00", ends = "Mon 9:00" allows "a" given starts = "Mon 9:00", '
    'ends = "Tue 9:00"',
    "timeline": 'catches "Mon 9:00 us post: a" then "Mon 9:00 us post: b" then "Mon 9:00 us post: c" given coverage = '
    '"2026-03-02 2026-03-09", now = "2026-03-10" allows "Mon 9:00 us post: a"',
}  # fmt: skip
_OWN: Final = {
    "house.rude": 'catches de "Das ist doof." allows de "Gut."',
    "house.helped": 'catches de "a" given parent = "kaputt" allows de "a" given parent = none',
    "house.followed": 'catches "Mon 9:00 us post: a" then "Mon 10:00 customer to 1: doof" given now = "Fri 9:00" '
    'allows "Mon 9:00 us post: a" given now = "Fri 9:00"',
    "house.many": 'known miss "Mon 9:00 us post: a" catches "Mon 9:00 us post: a" allows "Mon 9:00 us post: a"',
    "house.undone": 'catches "Mon 9:00 customer: a" then "Mon 10:00 us delete: ground = x" given now = "Fri 9:00" '
    'allows "Mon 9:00 customer: a"',
}  # fmt: skip


def _policy() -> str:
    blocks = []
    for name, (subject, demand) in _RULES.items():
        blocks.append(
            f"  rule {name} about {subject}\n    clause answered-in-time severity warning\n"
            f'    title de "T" en "T" because de "W" en "W" message de "M" en "M"\n    {demand}\n'
            f"    {_OWN.get(name) or _EXAMPLES[subject]}\n  end\n"
        )
    return "policy: house\npacks: [shared]\nown_rules: |\n" + "".join(blocks)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a policy `house.yaml`; its program is compiled once."""
    folder = tmp_path_factory.mktemp("house")
    (folder / "house.yaml").write_text(_policy(), encoding="utf-8")
    return folder


@pytest.fixture
def check(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """A function that runs `knigge check` on records; lines may be objects or texts."""
    monkeypatch.setenv("KNIGGE_CACHE", str(folder / "cache"))
    monkeypatch.chdir(folder)
    return _check


def _check(lines: Sequence[Mapping[str, object] | str], *arguments: str, speech: str = "de") -> Result:
    written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    Path("records.jsonl").write_bytes("\n".join(written).encode("utf-8", "surrogatepass"))
    given = ["check", "records.jsonl", "--policy", "house.yaml", "--lang", speech, *arguments]
    result = CliRunner().invoke(cli, given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def _report(result: Result) -> Json:
    report: object = json.loads(result.stdout)
    Draft202012Validator(json.loads(read_text("grammar/result.schema.json"))).validate(report)
    assert isinstance(report, dict)
    return report


def _verdicts(result: Result) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    results = _report(result)["results"]
    assert isinstance(results, list)
    for each in results:
        found |= {(each["id"], verdict["rule"]): verdict["verdict"] for verdict in each["verdicts"]}
    return found


ALL: Final = ("--format", "json", "--verdicts", "all")
NOW: Final = ("--now", "2026-03-06T12:00:00+01:00")


def asked(id_: str = "m1", **more: object) -> Json:
    """A customer's question on a Monday morning."""
    author = {"id": "u1", "role": "customer", "name": "Aylin"}
    record: Json = {"type": "message", "id": id_, "thread": "t1", "channel": "facebook", "account": "acme"}
    record |= {"kind": "comment", "author": author, "published": "2026-03-02T10:00:00+01:00", "language": "de"}
    return record | {"text": "Wo bleibt mein Paket?"} | more


def answered(id_: str = "m2", **more: object) -> Json:
    """Our answer an hour later."""
    own = {"kind": "reply", "author": {"id": "a1", "role": "us"}, "published": "2026-03-02T11:00:00+01:00"}
    return asked(id_) | own | {"in_reply_to": "m1", "text": "Hallo Aylin, es kommt morgen."} | more


def act(id_: str = "x1", **more: object) -> Json:
    """A deletion whose record is complete."""
    record: Json = {"type": "action", "id": id_, "action": "delete", "object": "m1", "actor": "a1", "ground": "insult"}
    record |= {"channel": "facebook", "account": "acme", "performed": "2026-03-02T12:00:00+01:00"}
    record |= {"approvals": [{"by": each, "at": "2026-03-02T11:00:00+01:00"} for each in ("a2", "a3")]}
    return record | {"notice_sent": "2026-03-02T13:00:00+01:00"} | more


def contest(id_: str = "g1", **more: object) -> Json:
    """A contest of a week."""
    record: Json = {"type": "contest", "id": id_, "channel": "facebook", "account": "acme", "text": "Wir verlosen."}
    times = {"starts": "2026-03-02T10:00:00+01:00", "ends": "2026-03-09T10:00:00+01:00"}
    return record | {"published": "2026-03-02T10:00:00+01:00"} | times | more


def test_sound_records_have_a_closing_line_and_end_with_0(check: Check) -> None:
    german, english = check([asked(), answered()], *NOW), check([asked(), answered()], *NOW, speech="en")

    assert (german.exit_code, german.stderr) == (NOTHING, "")
    assert german.stdout.splitlines()[-1] == "Gelesen 2, beurteilt 2: 0 Verstöße, 1 nicht entschieden."
    assert english.stdout.splitlines()[-1] == "Read 2, judged 2: 0 violations, 1 undecided."
