"""The model: decision, trend, response times with those who wait, rules on trial, JSON by its schema, precision."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from jsonschema import Draft202012Validator

from knigge.cli import REPORTS
from knigge.engine.library import read_text
from knigge.reports.audit import cover, html
from knigge.reports.audit.definitions import DEFINITIONS
from knigge.reports.audit.formats import FORMATS
from knigge.reports.audit.headline import spans
from knigge.reports.audit.json import render
from knigge.reports.audit.model import Wish, build
from knigge.reports.audit.precision import FILE
from knigge.reports.audit.queries import Scope

Row = dict[str, object]
Make = Callable[..., Row]
Audit = Callable[..., Path]

AT: Final = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("speech", ["de", "en"])
def test_the_json_of_a_report_follows_its_schema(drawn: Path, small: Path, speech: str) -> None:
    schema = json.loads(read_text("grammar/report.schema.json"))
    Draft202012Validator.check_schema(schema)

    for folder in (drawn, small):
        told = json.loads(render(build(folder, Wish(speech))))
        Draft202012Validator(schema).validate(told)


def test_every_figure_has_a_title_and_a_meaning(drawn: Path) -> None:
    model = build(drawn)

    named = {each.id for each in model.figures} | {each.figure.id for each in model.headlines}
    assert named == set(DEFINITIONS)
    assert all(all(both) and all(meant) for both, meant in DEFINITIONS.values())


def test_the_command_offers_every_format() -> None:
    assert tuple(each.name for each in FORMATS) == REPORTS


def test_who_still_waits_is_counted_as_waiting(audit: Audit, verdict: Make, record: Make) -> None:
    told = {"role": "customer", "kind": "comment", "moment": AT}
    rows = [verdict("response.deadline", "fulfilled", f"q{n}", done=AT + timedelta(hours=1), **told) for n in range(4)]
    rows += [verdict("response.deadline", "violation", f"w{n}", mark="unanswered", **told) for n in range(6)]

    model = build(audit(verdicts=rows, records=[record("q1")], run={"now": "2026-02-05T10:00:00+01:00"}))

    median = next(each for each in model.headlines if each.id == "median")
    assert (median.low, median.judged, median.unknown) == (None, 10, 6)  # a mean of answers would say one hour
    assert model.figure("response-cases").rows == ((10, 4, 6, 72.0),)
    curve = model.figure("response-curve")
    hours = dict(zip(curve.column("hours"), curve.column("answered"), strict=True))
    assert hours[1.0] == hours[72.0] == pytest.approx(0.4)
    assert hours[168.0] is None  # nobody was watched that long


def test_without_a_present_the_waiting_are_followed_to_the_last_record(
    audit: Audit, verdict: Make, record: Make
) -> None:
    told = {"role": "customer", "kind": "comment", "moment": AT}
    rows = [verdict("response.deadline", "undecided", "q", needs=["now"], **told)]

    model = build(audit(verdicts=rows, records=[record("m", moment=AT + timedelta(hours=5))], run={"now": None}))

    assert model.figure("response-cases").rows == ((1, 0, 1, 5.0),)


def test_a_question_whose_answer_has_no_time_is_left_out(audit: Audit, verdict: Make, record: Make) -> None:
    rows = [verdict("response.deadline", "undecided", "q", needs=["published"], role="customer")]

    assert build(audit(verdicts=rows, records=[record("q")])).figure("response-cases").cell("cases") == 0


def test_a_difference_that_chance_explains_is_not_called_one(audit: Audit, verdict: Make, record: Make) -> None:
    def trend(early: int, late: int) -> str:
        rows = [
            verdict("promise.kept", "violation" if n % 50 < bad else "fulfilled", f"z{n}-{day}",
                    moment=AT + timedelta(days=day))
            for day, bad in ((0, early), (19, late))
            for n in range(50)
        ]  # fmt: skip
        records = [record("a", moment=AT), record("b", moment=AT + timedelta(days=19))]
        model = build(audit(verdicts=rows, records=records))
        headline = next(each for each in model.headlines if each.id == "promises")
        assert headline.trend is not None
        return headline.trend.direction

    assert trend(10, 13) == "unclear"
    assert trend(10, 30) == "worse"
    assert trend(40, 10) == "better"


def test_undecided_verdicts_can_make_a_difference_unclear(audit: Audit, verdict: Make, record: Make) -> None:
    rows = [verdict("promise.kept", "fulfilled", f"a{n}", moment=AT) for n in range(40)]
    rows += [verdict("promise.kept", "undecided", f"b{n}", moment=AT + timedelta(days=19)) for n in range(40)]
    records = [record("a", moment=AT), record("b", moment=AT + timedelta(days=19))]

    headline = next(each for each in build(audit(verdicts=rows, records=records)).headlines if each.id == "promises")

    assert headline.trend is not None
    assert headline.trend.direction == "unclear"


def test_what_is_compared_with_what() -> None:
    whole = spans("2026-01-01", "2026-01-31", Scope(), "2026-01-01")
    assert whole is not None and whole.halves
    assert (whole.earlier, whole.later) == (("2026-01-02", "2026-01-16"), ("2026-01-17", "2026-01-31"))

    march = Scope("2026-03-01", "2026-03-31")
    before = spans("2026-03-02", "2026-03-30", march, "2026-01-10")
    assert before is not None and not before.halves
    assert before.earlier == ("2026-01-29", "2026-02-28")
    assert spans("2026-03-02", "2026-03-30", march, "2026-02-20") is None
    assert spans("2026-03-02", "2026-03-09", Scope(), "2026-03-02") is None
    assert spans(None, None, Scope(), None) is None


def test_rules_on_trial_count_nowhere_and_the_report_says_so(audit: Audit, verdict: Make, record: Make) -> None:
    rule = {"id": "house.new", "clause": "eye-level", "severity": "error", "status": "trial", "title": {"de": "Neu"}}
    rows = [verdict("house.new", "violation", "m1"), verdict("eye-level.lecturing", "fulfilled", "m1")]

    model = build(audit(verdicts=rows, records=[record("m1")], run={"rules": [rule]}))

    assert model.decision.state == "fine"
    assert model.scope.trial == ("house.new",)


def test_several_places_of_a_violation_count_once(audit: Audit, verdict: Make, record: Make) -> None:
    rows = [verdict("eye-level.lecturing", "violation", "m1", nth=n) for n in (1, 2, 3)]

    assert build(audit(verdicts=rows, records=[record("m1")])).figure("violated").cell("violations") == 1


def test_an_answer_is_shown_with_the_question_it_answered(audit: Audit, verdict: Make, record: Make) -> None:
    trail = json.dumps([{"at": "2026-02-02T10:00:00+01:00", "what": "Kundschaft: „Wann?“"}])
    rows = [
        verdict("eye-level.lecturing", "violation", "m1", thread="t", moment=AT),
        verdict("response.deadline", "fulfilled", "q", thread="t", moment=AT - timedelta(hours=1), done=AT,
                trail=trail, role="customer"),
    ]  # fmt: skip

    (finding,) = build(audit(verdicts=rows, records=[record("m1")])).findings

    assert [step.what for step in finding.examples[0].timeline] == ["Kundschaft: „Wann?“"]


def test_the_precision_told_is_the_one_measured(repository: Path) -> None:
    told = json.loads(read_text(FILE))
    page = (repository / told["source"]).read_text(encoding="utf-8")
    parts = {
        "de": page.split("### German, third set aside")[1].split("###")[0],
        "en": page.split("### English, third set aside")[1].split("###")[0],
    }

    assert told["command"] in page
    assert len(told["measured"]) > 20
    for each in told["measured"]:
        row = re.search(rf"^\| {each['family']} \| (\d+) \| ([\d.]+) \| ([\d.]+) \|", parts[each["language"]], re.M)
        assert row is not None
        assert (int(row[1]), float(row[2]), float(row[3])) == (each["texts"], each["recall"], each["precision"])


def test_halves_of_several_years_are_told_with_their_years(audit: Audit, verdict: Make, record: Make) -> None:
    late = AT + timedelta(days=501)
    rows = [
        verdict("promise.kept", "violation" if n % 50 < bad else "fulfilled", f"z{n}-{bad}", moment=moment)
        for moment, bad in ((AT, 5), (late, 40))
        for n in range(50)
    ]
    run = {"organisation": ""}
    model = build(audit(verdicts=rows, records=[record("a", moment=AT), record("b", moment=late)], run=run), Wish("de"))

    told = cover.trend(model, next(each for each in model.headlines if each.id == "promises"))

    assert told.startswith("schlechter als in der ersten Hälfte (2.\N{NO-BREAK SPACE}Februar 2026 – ")
    page = html.render(model)
    assert re.search("<h1>.*2.\N{NO-BREAK SPACE}Februar 2026 bis .* 2027</h1>", page)
