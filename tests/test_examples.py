"""The examples that ship: every record fits its schema, and the month comes out as its story says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from knigge.cli import cli

_ROOT: Final = Path(__file__).resolve().parent.parent
_MONTH: Final = _ROOT / "examples" / "month"
_LINES: Final = [
    pytest.param(line, id=f"{path.relative_to(_ROOT / 'examples')}:{number}")
    for path in sorted((_ROOT / "examples").rglob("*.jsonl"))
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
]


@lru_cache(maxsize=1)
def _schema() -> Draft202012Validator:
    return Draft202012Validator(json.loads((_ROOT / "grammar" / "record.schema.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("line", _LINES)
def test_a_record_of_the_examples_fits_the_schema(line: str) -> None:
    problems = [problem.message for problem in _schema().iter_errors(json.loads(line))]

    assert problems == []


@pytest.mark.parametrize(
    "record",
    [
        {"type": "message"},
        {"type": "message", "text": "Hallo", "kind": "letter"},
        {"type": "message", "text": "Hallo", "author": {"id": "u1", "role": "boss"}},
        {"type": "action"},
        {"type": "action", "action": "burn"},
        {"type": "post", "text": "Hallo"},
        {"type": "coverage", "from": 2026},
    ],
)
def test_the_schema_refuses_what_is_no_record(record: Mapping[str, object]) -> None:
    assert list(_schema().iter_errors(record)) != []


@pytest.fixture(scope="module")
def month() -> dict[str, object]:
    """The whole answer on the example month, judged on the first of April."""
    policy = str(_MONTH / "policy.yaml")
    asked = ["check", str(_MONTH), "--policy", policy, "--now", "2026-04-01T09:00", "--lang", "de"]
    result = CliRunner().invoke(cli, [*asked, "--format", "json", "--verdicts", "all"])
    assert result.exit_code in (0, 1), result.output
    answer: dict[str, object] = json.loads(result.stdout)
    return answer


def _verdicts(month: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """Every id, rule and verdict with its mark, such as `violation (late)`."""
    results = month["results"]
    assert isinstance(results, list)
    for result in results:
        for verdict in result["verdicts"]:
            mark = f" ({verdict['mark']})" if verdict.get("mark") else ""
            yield result["id"], verdict["rule"], verdict["verdict"] + mark


_MENDED: Final = tuple("C02 C03 C04 C05 C06 C10 C11 C12 C13 C14 C15 C16 C18 C20 F02".split())
_STORY: Final = [
    # the first week
    ("rosa-1", "response.deadline", "fulfilled"),
    ("joern-1", "response.deadline", "fulfilled"),  # asked before closing, answered next morning
    ("ilse-1", "response.deadline", "violation (late)"),
    ("gero-1", "response.deadline", "fulfilled"),  # Saturday counts
    ("milan-3", "response.deadline", "fulfilled"),  # in private
    # the pink peas
    ("grete-1", "response.deadline", "fulfilled"),
    ("bertil-2", "eye-level.lecturing", "violation"),
    ("bertil-2", "eye-level.commanding-calm", "violation"),
    ("hanno-2", "apology.non-apology", "violation"),
    ("svea-2", "repeat.template", "violation"),
    ("umut-2", "repeat.template", "violation"),
    ("klaas-2", "repeat.template", "violation"),
    ("dorte-2", "repeat.template", "violation"),
    ("wiebke-2", "repeat.template", "not applicable"),  # a declared series
    ("ig-0310", "repeat.adaptation", "not applicable"),
    ("pia-1", "response.deadline", "not applicable (closed)"),
    ("bodo-1", "response.deadline", "not applicable (removed)"),
    ("rasmus-1", "response.deadline", "fulfilled"),  # stocktaking day does not count
    ("torben-1", "conflict.left-standing", "violation (unanswered)"),
    ("kralle-1", "conflict.left-standing", "fulfilled"),
    ("facebook/ackerlotte/2026-03-11", "cadence.flood", "violation (too-many)"),
    # words and deeds
    ("grete-2", "promise.kept", "fulfilled"),
    ("ada-2", "promise.kept", "violation (late)"),
    ("ferdinand-2", "promise.kept", "violation (broken)"),
    ("ferdinand-3", "response.unanswered", "violation (unanswered)"),
    ("lioba-2", "promise.kept", "undecided"),  # by phone
    ("enno-2", "promise.kept", "fulfilled"),  # by phone, and the customer says so
    ("klaas-3", "promise.kept", "not applicable (unmet)"),  # if he likes
    ("marte-2", "promise.kept", "open"),
    # removed
    ("hide-kralle", "censorship.record", "fulfilled"),
    ("delete-bodo", "censorship.record", "violation"),
    ("hide-wolfzahn", "censorship.record", "fulfilled"),  # an emergency, looked at again in the morning
    ("hide-quast", "censorship.record", "open"),  # the author has not been told yet
    ("platform-glanz", "censorship.record", "not applicable"),
    ("unhide-kralle", "censorship.record", "not applicable"),
    # the first try and the second
    ("hochbeet-1", "contest.C01", "fulfilled"),
    ("hochbeet-1", "contest.C02", "violation"),
    ("hochbeet-1", "contest.C04", "violation"),
    ("hochbeet-1", "contest.C12", "violation"),
    ("hochbeet-1", "contest.F02", "violation"),  # tagging friends
    *(("hochbeet-2", f"contest.{code}", "fulfilled") for code in _MENDED),
    ("hochbeet-2", "contest.dates", "fulfilled"),
    # two hours from the 16th on
    ("thea-1", "response.deadline", "violation (late)"),
    ("aiko-1", "response.deadline", "fulfilled"),  # over the change of the clocks
    ("lasse-1", "response.deadline", "undecided"),  # nobody knows when the answer was written
    ("enya-1", "response.deadline", "undecided"),  # a picture without a text
    ("malte-1", "response.deadline", "open"),
    # rhythm
    ("instagram/ackerlotte/2026-W11", "cadence.weekly", "fulfilled"),
    ("instagram/ackerlotte/2026-W12", "cadence.weekly", "violation (too-few)"),
    ("blog/ackerlotte/2026-W11", "cadence.weekly", "waived (too-few)"),
    ("blog/ackerlotte/2026-W12", "cadence.weekly", "waived (too-few)"),
    ("blog/ackerlotte/2026-W13", "cadence.weekly", "violation (too-few)"),
    ("facebook/ackerlotte/2026-W09", "cadence.weekly", "not applicable"),
    ("facebook/ackerlotte/2026-W14", "cadence.weekly", "not applicable"),
]


@pytest.mark.parametrize(("name", "rule", "expected"), _STORY, ids=[f"{name}-{rule}" for name, rule, _ in _STORY])
def test_the_month_comes_out_as_told(month: Mapping[str, object], name: str, rule: str, expected: str) -> None:
    found = [verdict for id_, about, verdict in _verdicts(month) if (id_, about) == (name, rule)]

    assert found == [expected]


def test_nothing_in_the_month_is_an_error(month: Mapping[str, object]) -> None:
    assert [each for each in _verdicts(month) if each[2] == "error"] == []


def test_good_answers_of_the_month_are_left_alone(month: Mapping[str, object]) -> None:
    blamed = {name for name, _, verdict in _verdicts(month) if verdict.startswith("violation")}

    assert blamed & {"rosa-2", "ilse-2", "milan-2", "nele-2", "grete-2", "grete-3", "bertil-3", "maeve-2"} == set()
    assert blamed & {"klaas-3", "ada-3", "enno-2", "kralle-2", "callum-2", "jette-2", "hilke-2", "fb-0310"} == set()


def test_a_message_of_unknown_time_is_open_only_for_rules_that_speak_of_it(month: Mapping[str, object]) -> None:
    found = {rule: verdict for name, rule, verdict in _verdicts(month) if name == "lasse-2"}

    assert set(found.values()) == {"undecided"}
    assert {"tone.attack", "promise.kept"} <= found.keys()
    assert not [rule for rule in found if rule.startswith(("cadence.", "contest.", "censorship.", "response."))]


def test_the_readme_counts_the_records_of_the_month() -> None:
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in _MONTH.glob("*.jsonl"))

    assert f"\n{lines} records in five files" in (_ROOT / "README.md").read_text(encoding="utf-8")
