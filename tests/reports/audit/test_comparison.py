"""What became better or worse: never what chance explains, never across a rule that changed."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from knigge.cli import cli
from knigge.engine.library import read_text
from knigge.reports.audit.comparison import Comparison, Row, compare
from knigge.reports.audit.comparison_json import as_object
from knigge.reports.audit.formats import COMPARED
from knigge.reports.audit.model import Wish, build

Cells = dict[str, object]
Make = Callable[..., Cells]
Audit = Callable[..., Path]
Golden = Callable[[str, str], None]
JANUARY = datetime(2026, 1, 5, 8, tzinfo=UTC)
MAY = datetime(2026, 5, 4, 8, tzinfo=UTC)
HALF: Cells = {"low": 0.5, "high": 0.5, "judged": 10, "violations": 5, "unknown": 0}
UNCLEAR: Cells = {
    "id": "a.b", "unit": "share", "now": HALF, "before": HALF, "difference": [0.0, 0.0], "interval": [-0.3, 0.3],
    "change": "unclear", "left_out": [],
}  # fmt: skip


@pytest.fixture
def lecturing(audit: Audit, verdict: Make, record: Make) -> Callable[..., Path]:
    """A function that writes an audit of so many texts of which so many lecture; `threads` of them in one thread."""

    def write(texts: int, violated: int, at: datetime, undecided: int = 0, together: int = 1, **run: object) -> Path:
        outcomes = ["violation"] * violated + ["undecided"] * undecided
        outcomes += ["fulfilled"] * (texts - violated - undecided)
        rows = [
            verdict("eye-level.lecturing", outcome, f"m{number}", thread=f"t{number // together}",
                    moment=at + timedelta(hours=number))
            for number, outcome in enumerate(outcomes)
        ]  # fmt: skip
        records = [record(f"m{number}", moment=at + timedelta(hours=number)) for number in range(texts)]
        return audit(verdicts=rows, records=records, run=run)

    return write


def compared(now: Path, before: Path) -> Comparison:
    return compare(build(now, Wish("en")), build(before, Wish("en")))


def row(rows: tuple[Row, ...], name: str) -> Row:
    return next(each for each in rows if each.id == name)


def test_a_large_difference_is_a_change(lecturing: Callable[..., Path]) -> None:
    told = compared(lecturing(200, 60, MAY), lecturing(200, 10, JANUARY))

    assert row(told.rules, "eye-level.lecturing").change == "worse"
    assert row(told.clauses, "eye-level").change == "worse"
    assert row(told.headlines, "texts").change == "worse"
    assert told.remarks == ()


def test_what_chance_explains_is_no_change(lecturing: Callable[..., Path]) -> None:
    told = compared(lecturing(40, 6, MAY), lecturing(40, 3, JANUARY))

    found = row(told.rules, "eye-level.lecturing")

    assert found.change == "unclear"
    assert found.difference == pytest.approx((-0.075, -0.075))
    assert found.interval is not None and found.interval[0] < 0 < found.interval[1]


def test_undecided_verdicts_widen_until_nothing_is_clear(lecturing: Callable[..., Path]) -> None:
    told = compared(lecturing(200, 60, MAY), lecturing(200, 10, JANUARY, undecided=60))

    assert row(told.rules, "eye-level.lecturing").change == "unclear"


def test_cases_of_one_thread_count_for_less(lecturing: Callable[..., Path]) -> None:
    told = compared(lecturing(200, 60, MAY, together=20), lecturing(200, 20, JANUARY, together=20))

    assert row(told.rules, "eye-level.lecturing").change == "unclear"


def test_fewer_than_five_cases_are_not_compared_nor_told(lecturing: Callable[..., Path]) -> None:
    told = compared(lecturing(4, 4, MAY), lecturing(200, 0, JANUARY))

    assert row(told.rules, "eye-level.lecturing").change == "few"
    for each in COMPARED[:2]:
        assert "100" not in each.render(told).partition("Lecturing")[2][:60]
    data = json.loads(COMPARED[2].render(told))
    assert next(each for each in data["rules"] if each["id"] == "eye-level.lecturing")["now"] is None


def test_a_rule_that_changed_is_said_first_and_counts_nowhere(lecturing: Callable[..., Path]) -> None:
    rule = {"id": "eye-level.lecturing", "version": "2", "clause": "eye-level", "severity": "warning",
            "subject": "message", "status": "active", "title": {"de": "Belehrung", "en": "Lecturing"}}  # fmt: skip
    told = compared(lecturing(200, 60, MAY, rules=[rule]), lecturing(200, 10, JANUARY, rules=[rule | {"version": "1"}]))

    assert told.remarks == ("rules",)
    assert [(each.rule, each.why) for each in told.changed] == [("eye-level.lecturing", "version")]
    assert row(told.rules, "eye-level.lecturing").change == "rule-changed"
    assert row(told.clauses, "eye-level").change == "rule-changed"
    assert row(told.headlines, "texts").change == "nothing"
    page = COMPARED[1].render(told)
    assert page.index("Not the same rules") < page.index("Five figures")


def test_another_policy_is_said_first(lecturing: Callable[..., Path]) -> None:
    policy = [{"name": "new", "digest": "ef" * 32, "program": "x", "since": None, "until": None}]

    told = compared(lecturing(50, 5, MAY, policies=policy), lecturing(50, 5, JANUARY))

    assert told.remarks == ("policy",)
    assert "The policies differ (muster abababab, then new efefefef)" in COMPARED[1].render(told)


def test_the_figures_are_those_of_the_two_reports(drawn: Path, small: Path) -> None:
    now, before = build(drawn), build(small)

    told = compare(now, before)

    for place, each in enumerate(told.headlines):
        for side, model in ((each.now, now), (each.before, before)):
            theirs = model.headlines[place]
            assert (side.low, side.high, side.judged) == (theirs.low, theirs.high, theirs.judged)
    clauses = now.figure("clauses")
    for place, name in enumerate(clauses.column("clause")):
        assert row(told.clauses, str(name)).now.judged == clauses.count("judged", place)
    assert "overlap" in told.remarks


def test_faster_answers_are_better(audit: Audit, verdict: Make, record: Make) -> None:
    def answered(hours: float, at: datetime) -> Path:
        lot = random.Random(5)
        rows = []
        for number in range(120):
            asked = at + timedelta(hours=number)
            done = asked + timedelta(hours=hours * lot.lognormvariate(0, 0.6))
            told = {"moment": asked, "done": done, "thread": f"t{number}", "role": "customer"}
            rows.append(verdict("response.deadline", "fulfilled", f"q{number}", **told))
        return audit(verdicts=rows, records=[record(f"q{n}", moment=at) for n in range(120)])

    told = row(compared(answered(2, MAY), answered(6, JANUARY)).headlines, "median")
    same = row(compared(answered(2, MAY), answered(2, JANUARY)).headlines, "median")

    assert told.change == "better" and told.interval is not None and told.interval[1] < 0
    assert same.change == "unclear"


@pytest.mark.parametrize("place", range(len(COMPARED)))
def test_as_it_was_reviewed(drawn: Path, small: Path, golden: Golden, place: int) -> None:
    ending = ("html", "md", "json")[place]
    told = compare(build(drawn, Wish("de")), build(small, Wish("de")))

    text = re.sub(r"<style>.*?</style>|sha256-[^']+", "", COMPARED[place].render(told), flags=re.DOTALL)  # not ours
    golden(f"report/comparison-de.{ending}", text)


def test_the_command_compares(drawn: Path, small: Path, tmp_path: Path) -> None:
    def told(*more: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(cli, ["report", str(drawn), "--against", str(small), "--lang", "en", *more])
        return result.exit_code, result.stdout, result.stderr

    assert told("--format", "markdown", "--out", "-")[1].startswith("# Two audits compared")
    code, _, err = told("--format", "xlsx", "--out", str(tmp_path / "x"))
    assert (code, "comes as html, markdown, json only" in err) == (2, True)
    result = CliRunner().invoke(cli, ["report", str(drawn), "--against", str(tmp_path), "--out", "-", "--lang", "en"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is no audit" in result.stderr


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    told = json.loads(read_text("grammar/comparison.schema.json"))
    Draft202012Validator.check_schema(told)
    return Draft202012Validator(told)


@pytest.mark.parametrize(
    "wish", [Wish("de"), Wish("en", reason="Art. 15"), Wish(since="2026-01-12", until="2026-02-01")]
)
def test_what_is_written_follows_the_schema(drawn: Path, small: Path, schema: Draft202012Validator, wish: Wish) -> None:
    now, before = build(drawn, wish), build(small, wish)

    for told in (compare(now, before), compare(before, now)):
        schema.validate(json.loads(COMPARED[2].render(told)))


def test_few_cases_changed_rules_and_clear_changes_follow_it_too(
    lecturing: Callable[..., Path], schema: Draft202012Validator
) -> None:
    rule = {"id": "eye-level.lecturing", "version": "2", "clause": "eye-level", "title": {"en": "Lecturing"}}
    pairs = (
        (lecturing(4, 4, MAY), lecturing(200, 0, JANUARY)),
        (lecturing(200, 60, MAY), lecturing(200, 10, JANUARY)),
        (lecturing(200, 60, MAY, rules=[rule]), lecturing(200, 10, JANUARY, organisation="Anders", now=None)),
    )

    seen = set()
    for now, before in pairs:
        told = json.loads(COMPARED[2].render(compared(now, before)))
        schema.validate(told)
        seen |= {each["change"] for kind in ("headlines", "clauses", "rules") for each in told[kind]}

    assert seen == {"worse", "rule-changed", "few", "nothing"}


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("schema",), "2"),
        (("speech",), "fr"),
        (("extra",), 1),
        (("names", "shown"), True),
        (("now", "organisation"), None),
        (("now", "policies", 0, "digest"), 7),
        (("remarks", 0, "about"), "weather"),
        (("headlines",), []),
        (("headlines", 0, "id"), "mood"),
        (("rules", 0, "change"), "better"),
        (("rules", 0, "change"), "worse"),
        (("rules", 0, "change"), "few"),
        (("rules", 0, "change"), "nothing"),
        (("rules", 0, "unit"), "hours"),
        (("rules", 0, "now", "low"), 1.5),
        (("rules", 0, "now", "judged"), -1),
        (("rules", 0, "now", "judged"), 2.5),
        (("rules", 0, "interval"), [0.1]),
        (("rules", 0, "difference"), [-3.0, 0.0]),
        (("clauses", 0, "left_out"), None),
    ],
)
def test_what_is_wrong_does_not_follow_it(
    drawn: Path, small: Path, schema: Draft202012Validator, path: tuple[str | int, ...], wrong: object
) -> None:
    told = as_object(compare(build(drawn, Wish("en")), build(small, Wish("en")))) | {"rules": [UNCLEAR]}
    schema.validate(told)

    assert not schema.is_valid(put(told, path, wrong))


def put(tree: object, path: tuple[str | int, ...], value: object) -> object:
    """The tree with another value at the end of the path."""
    if not path:
        return value
    first, rest = path[0], path[1:]
    if isinstance(tree, list):
        return [put(each, rest, value) if place == first else each for place, each in enumerate(tree)]
    assert isinstance(tree, dict)
    return tree | {first: put(tree.get(first), rest, value)}
