"""Small scenarios as data: tests/cases/records/scenarios.jsonl, each judged by the default policy with all its rules.

A line holds why it is there, `now`, the records, and the verdicts by subject and rule that must come out.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Final, TypedDict

import pytest

from knigge.commands.programs import load_program
from knigge.engine.records.eras import Eras
from knigge.engine.records.judge import judge

from .conftest import archive_of

_FILE: Final = Path(__file__).parents[2] / "cases" / "records" / "scenarios.jsonl"


class Scenario(TypedDict):
    """One line of the file."""

    why: str
    now: str | None
    records: list[dict[str, object]]
    verdicts: dict[str, str]


def _scenarios() -> list[Scenario]:
    return [json.loads(line) for line in _FILE.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("scenario", _scenarios(), ids=lambda each: each["why"])
def test_a_scenario_comes_out_as_written(scenario: Scenario) -> None:
    eras = Eras((load_program("default"),))
    now = datetime.fromisoformat(scenario["now"]) if scenario["now"] else None

    results = judge(eras, archive_of(scenario["records"]), now)

    found = {f"{result.id} {each.rule}": str(each.outcome) for result in results for each in result.verdicts}
    assert {name: found.get(name, "not-applicable") for name in scenario["verdicts"]} == scenario["verdicts"]
