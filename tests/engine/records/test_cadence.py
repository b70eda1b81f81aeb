"""CONVENTIONS "Cadence", sentence by sentence, from JSON records to verdicts.

`count.week` expects two to four posts a week, `count.flood` at most two a day, `count.day` one a day on x,
`count.share` at most 30 % with "Rabatt" a month, `count.gap` no ten days without a post.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from knigge.engine.finding import Outcome
from knigge.engine.records.calendars import OFFICE

from .conftest import Judge, Verdicts, covered, done, outcome, posted, said

WEEK = "facebook/acme/2026-W10"
RULE = "count.week"
WHOLE = covered("2026-03-02", "2026-03-09")
AFTER = "2026-03-10T00:00:00+01:00"


def _posts(number: int, day: int = 2, **more: object) -> list[dict[str, object]]:
    return [{**posted(f"p{n}", f"{day:02} 12:{n:02}"), **more} for n in range(number)]


# Spans


def test_a_week_is_judged_once_by_channel_account_and_iso_week(verdicts: Judge) -> None:
    found = verdicts(*_posts(3), WHOLE, now=AFTER)

    assert outcome(found, WEEK, RULE) is Outcome.FULFILLED
    assert [name for name, rule in found if rule == RULE] == [WEEK]


def test_a_day_is_named_by_its_date(verdicts: Judge) -> None:
    found = verdicts(posted("p", "12:00", channel="x"), covered("2026-03-02", "2026-03-04", "x"), now=AFTER)

    assert outcome(found, "x/acme/2026-03-02", "count.day") is Outcome.FULFILLED
    assert outcome(found, "x/acme/2026-03-03", "count.day") is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "VIOLATION"), (2, "FULFILLED"), (4, "FULFILLED"), (5, "VIOLATION")]
)
def test_both_limits_belong_to_the_good(number: int, expected: str, verdicts: Judge) -> None:
    assert outcome(verdicts(*_posts(number), WHOLE, now=AFTER), WEEK, RULE) is Outcome[expected]


def test_the_days_around_new_year_belong_to_one_iso_week(verdicts: Judge) -> None:
    found = verdicts(
        posted("p1", "2026-12-31T23:30:00+01:00"),
        posted("p2", "2027-01-01T00:30:00+01:00"),
        covered("2026-12-28", "2027-01-11"),
    )

    assert outcome(found, "facebook/acme/2026-W53", RULE) is Outcome.FULFILLED
    assert outcome(found, "facebook/acme/2027-W01", RULE) is Outcome.VIOLATION
    assert ("facebook/acme/2026-W01", RULE) not in found


def test_days_and_weeks_are_those_of_the_accounts_zone(verdicts: Judge) -> None:
    late = [posted(f"p{n}", f"2026-03-08T23:3{n}:00Z") for n in range(2)]
    here = verdicts(*late, covered("2026-03-02", "2026-03-16"), now="2026-03-17T00:00:00+01:00")
    there = verdicts(
        *late,
        covered("2026-03-02", "2026-03-16"),
        now="2026-03-17T00:00:00+01:00",
        calendar=replace(OFFICE, zone="Atlantic/Azores"),
    )

    assert outcome(here, WEEK, RULE) is Outcome.VIOLATION
    assert outcome(here, "facebook/acme/2026-W11", RULE) is Outcome.FULFILLED
    assert outcome(there, WEEK, RULE) is Outcome.FULFILLED
    assert (
        outcome(there, "facebook/acme/2026-W11", RULE) is Outcome.NOT_APPLICABLE
    )  # its last hour there is not covered


def test_the_week_in_which_clocks_change_is_whole(verdicts: Judge) -> None:
    found = verdicts(
        posted("p1", "2026-03-23T00:00:00+01:00"),
        posted("p2", "2026-03-29T23:59:59+02:00"),
        {**covered("2026-03-23", "2026-03-30"), "until": "2026-03-30T00:00:00+02:00"},
    )

    assert outcome(found, "facebook/acme/2026-W13", RULE) is Outcome.FULFILLED


def test_monday_midnight_belongs_to_the_new_week(verdicts: Judge) -> None:
    found = verdicts(
        posted("p1", "09 00:00"), posted("p2", "2026-03-08T23:59:59+01:00"), covered("2026-03-02", "2026-03-16")
    )

    assert [dict(found[f"facebook/acme/2026-W{week}", RULE].facts)["count"] for week in (10, 11)] == ["1", "1"]


# Coverage


def test_half_weeks_at_the_ends_are_not_applicable(verdicts: Judge) -> None:
    found = verdicts(posted("p", "12:00"), covered("2026-02-25", "2026-03-12"))

    assert outcome(found, "facebook/acme/2026-W09", RULE) is Outcome.NOT_APPLICABLE
    assert outcome(found, WEEK, RULE) is Outcome.VIOLATION
    assert outcome(found, "facebook/acme/2026-W11", RULE) is Outcome.NOT_APPLICABLE


def test_a_span_not_wholly_covered_is_not_applicable_however_many_posts_it_has(verdicts: Judge) -> None:
    found = verdicts(*_posts(5, 4), covered("2026-03-03", "2026-03-09"), now=AFTER)

    assert outcome(found, WEEK, RULE) is Outcome.NOT_APPLICABLE


def test_stated_coverages_that_join_cover_together_and_a_hole_does_not(verdicts: Judge) -> None:
    joined = verdicts(covered("2026-03-05", "2026-03-09"), covered("2026-03-01", "2026-03-05"), now=AFTER)
    holed = verdicts(covered("2026-03-05", "2026-03-09"), covered("2026-03-01", "2026-03-04"), now=AFTER)

    assert outcome(joined, WEEK, RULE) is Outcome.VIOLATION
    assert outcome(holed, WEEK, RULE) is Outcome.NOT_APPLICABLE


def test_derived_coverage_reaches_from_the_first_to_the_last_message_and_says_so(verdicts: Judge) -> None:
    found = verdicts(posted("p1", "01 12:00"), said("q", "11 09:00", "customer", "Schön!"))

    assert outcome(found, WEEK, RULE) is Outcome.VIOLATION
    assert dict(found[WEEK, RULE].facts)["coverage"] == "derived"
    assert [outcome(found, f"facebook/acme/2026-W{week}", RULE) for week in ("09", "11")] == [
        Outcome.NOT_APPLICABLE
    ] * 2


def test_stated_coverage_says_so_and_goes_before_what_is_derived(verdicts: Judge) -> None:
    found = verdicts(posted("p1", "01 12:00"), posted("p2", "11 12:00"), covered("2026-03-03", "2026-03-09"), now=AFTER)

    assert outcome(found, WEEK, RULE) is Outcome.NOT_APPLICABLE
    assert dict(found[WEEK, RULE].facts)["coverage"] == "stated"


def test_covered_and_empty_is_zero(verdicts: Judge) -> None:
    found = verdicts(WHOLE, now=AFTER)

    assert outcome(found, WEEK, RULE) is Outcome.VIOLATION
    assert dict(found[WEEK, RULE].facts)["count"] == "0"


@pytest.mark.parametrize(
    ("channel", "account", "name"),
    [(None, None, "facebook/acme/2026-W10"), ("facebook", None, "facebook/acme/2026-W10")],
)
def test_coverage_of_every_account_covers_each(
    channel: str | None, account: str | None, name: str, verdicts: Judge
) -> None:
    found = verdicts(posted("p", "12:00"), covered("2026-03-02", "2026-03-09", channel, account), now=AFTER)

    assert outcome(found, name, RULE) is Outcome.VIOLATION


def test_coverage_without_a_known_time_covers_nothing(verdicts: Judge) -> None:
    found = verdicts(posted("p", "04 12:00"), {**WHOLE, "until": None}, now=AFTER)

    assert outcome(found, WEEK, RULE) is Outcome.NOT_APPLICABLE


def test_coverage_of_another_account_covers_nothing_here(verdicts: Judge) -> None:
    found = verdicts(posted("p", "04 12:00"), covered("2026-03-02", "2026-03-09", "facebook", "other"), now=AFTER)

    assert outcome(found, WEEK, RULE) is Outcome.NOT_APPLICABLE
    assert outcome(found, "facebook/other/2026-W10", RULE) is Outcome.VIOLATION


def test_a_channel_the_policy_names_of_which_nothing_is_on_record_is_undecided(verdicts: Judge) -> None:
    found = verdicts(*_posts(3), WHOLE, now=AFTER, policy="channels: [facebook, blog]\n")

    assert outcome(found, "blog/acme/2026-W10", RULE) is Outcome.UNDECIDED
    assert found["blog/acme/2026-W10", RULE].needs == ("coverage",)
    assert outcome(found, WEEK, RULE) is Outcome.FULFILLED


def test_a_channel_the_policy_names_is_zero_where_everything_is_covered(verdicts: Judge) -> None:
    found = verdicts(
        *_posts(3), covered("2026-03-02", "2026-03-09", None, None), now=AFTER, policy="channels: [blog]\n"
    )

    assert outcome(found, "blog/acme/2026-W10", RULE) is Outcome.VIOLATION


def test_a_channel_without_accounts_is_judged_by_its_name(verdicts: Judge) -> None:
    found = verdicts(posted("p", "12:00", channel="blog", account=None), covered("2026-03-02", "2026-03-09", "blog"))

    assert outcome(found, "blog/2026-W10", RULE) is Outcome.VIOLATION


def test_a_post_of_an_unknown_account_may_belong_to_the_known_one(verdicts: Judge) -> None:
    found = verdicts(posted("p1", "12:00"), posted("p2", "12:01", account=None), WHOLE, now=AFTER)

    assert outcome(found, WEEK, RULE) is Outcome.UNDECIDED
    assert found[WEEK, RULE].needs == ("account",)
    assert ("facebook/2026-W10", RULE) not in found


# Running spans


def test_a_running_span_below_the_minimum_is_open(verdicts: Judge) -> None:
    assert outcome(verdicts(posted("p", "12:00"), WHOLE, now="2026-03-04T12:00:00+01:00"), WEEK, RULE) is Outcome.OPEN


def test_a_running_span_between_the_limits_is_open(verdicts: Judge) -> None:
    assert outcome(verdicts(*_posts(3), WHOLE, now="2026-03-04T12:00:00+01:00"), WEEK, RULE) is Outcome.OPEN


@pytest.mark.parametrize("stated", [True, False])
def test_a_running_span_above_the_maximum_is_a_violation_at_once(stated: bool, verdicts: Judge) -> None:
    records = [*_posts(5), *([WHOLE] if stated else [])]

    assert outcome(verdicts(*records, now="2026-03-04T12:00:00+01:00"), WEEK, RULE) is Outcome.VIOLATION


def test_a_span_ends_at_its_last_instant(verdicts: Judge) -> None:
    running = verdicts(posted("p", "12:00"), WHOLE, now="2026-03-08T23:59:59+01:00")
    ended = verdicts(posted("p", "12:00"), WHOLE, now="2026-03-09T00:00:00+01:00")

    assert outcome(running, WEEK, RULE) is Outcome.OPEN
    assert outcome(ended, WEEK, RULE) is Outcome.VIOLATION


def test_a_running_week_that_is_covered_from_its_middle_on_is_not_applicable(verdicts: Judge) -> None:
    found = verdicts(posted("p", "04 12:00"), covered("2026-03-03", "2026-03-09"), now="2026-03-05T12:00:00+01:00")

    assert outcome(found, WEEK, RULE) is Outcome.NOT_APPLICABLE


def test_what_has_not_begun_is_not_applicable(verdicts: Judge) -> None:
    found = verdicts(covered("2026-03-02", "2026-03-16"), now="2026-03-04T12:00:00+01:00")

    assert outcome(found, "facebook/acme/2026-W11", RULE) is Outcome.NOT_APPLICABLE


def test_only_at_least_is_fulfilled_as_soon_as_it_is_reached(verdicts: Judge) -> None:
    found = verdicts(
        posted("p", "12:00", channel="x"), covered("2026-03-02", "2026-03-03", "x"), now="2026-03-02T13:00:00+01:00"
    )

    assert outcome(found, "x/acme/2026-03-02", "count.day") is Outcome.FULFILLED


# Exempt spans


def _paused(found: Verdicts) -> Outcome:
    assert found[WEEK, RULE].outcome is not Outcome.WAIVED
    return outcome(found, WEEK, RULE)


@pytest.mark.parametrize("number", [0, 3, 9])
def test_a_declared_pause_in_a_span_makes_it_not_applicable(number: int, verdicts: Judge) -> None:
    calendar = replace(OFFICE, exempt=((date(2026, 3, 4), date(2026, 3, 4), "Trauer"),))

    found = verdicts(*_posts(number), WHOLE, now=AFTER, calendar=calendar)

    assert _paused(found) is Outcome.NOT_APPLICABLE
    assert found[WEEK, RULE].reason == "Trauer"


def test_company_holidays_exempt_and_the_week_after_is_judged(verdicts: Judge) -> None:
    calendar = replace(OFFICE, closed=((date(2026, 3, 6), date(2026, 3, 8)),))

    found = verdicts(covered("2026-03-02", "2026-03-16"), now="2026-03-20T00:00:00+01:00", calendar=calendar)

    assert _paused(found) is Outcome.NOT_APPLICABLE
    assert outcome(found, "facebook/acme/2026-W11", RULE) is Outcome.VIOLATION


def test_a_public_holiday_exempts_its_day_and_no_week(verdicts: Judge) -> None:
    calendar = replace(OFFICE, holidays=(("DE", "BE"),))

    found = verdicts(
        covered("2026-03-02", "2026-03-09", "x"), covered("2026-03-02", "2026-03-09"), now=AFTER, calendar=calendar
    )

    assert outcome(found, WEEK, RULE) is Outcome.VIOLATION
    assert outcome(found, "x/acme/2026-03-08", "count.day") is Outcome.NOT_APPLICABLE  # women's day in Berlin
    assert outcome(found, "x/acme/2026-03-07", "count.day") is Outcome.VIOLATION


# What counts


@pytest.mark.parametrize(
    "more",
    [
        said("r", "13:00", "us", "Hallo!", "p0"),
        said("r", "13:00", "us", "Hallo!", "p0", kind="post"),
        said("r", "13:00", "us", "Hallo!", None, kind="comment"),
        posted("r", "13:00", kind="story"),
        posted("r", "13:00", kind="share"),
        posted("r", "13:00", kind="reaction"),
        posted("r", "13:00", kind="dm"),
        posted("r", "13:00", author={"id": "u1", "role": "customer"}),
        posted("r", "13:00", author={"id": "o1", "role": "other"}),
        posted("r", "13:00", author={"id": "b1", "role": "bot"}),
        posted("r", "13:00", channel="x"),
        posted("r", "13:00", account="second"),
    ],
    ids=["reply", "reply called post", "comment", "story", "share", "reaction", "dm", "visitor", "other", "bot",
         "channel", "account"],
)  # fmt: skip
def test_only_own_top_level_posts_of_the_account_count(more: dict[str, object], verdicts: Judge) -> None:
    found = verdicts(*_posts(1), more, WHOLE, now=AFTER)

    assert dict(found[WEEK, RULE].facts)["count"] == "1"
    assert outcome(found, WEEK, RULE) is Outcome.VIOLATION


@pytest.mark.parametrize("at", ["13:00", "30 13:00", None])
def test_deleted_posts_do_not_count(at: str | None, verdicts: Judge) -> None:
    found = verdicts(*_posts(2), done("d", at, "delete", "p1", actor="a1"), WHOLE, now=AFTER)

    assert outcome(found, WEEK, RULE) is Outcome.VIOLATION


def test_hidden_and_edited_posts_count(verdicts: Judge) -> None:
    found = verdicts(
        *_posts(2), done("d", "13:00", "hide", "p1", actor="a1"), done("e", "13:00", "edit", "p0", actor="a1"), WHOLE,
        now=AFTER,
    )  # fmt: skip

    assert outcome(found, WEEK, RULE) is Outcome.FULFILLED


def test_near_duplicates_count(verdicts: Judge) -> None:
    assert outcome(verdicts(*_posts(2, text="Heute offen!"), WHOLE, now=AFTER), WEEK, RULE) is Outcome.FULFILLED


def test_posts_without_text_count(verdicts: Judge) -> None:
    assert outcome(verdicts(*_posts(2, text=None), WHOLE, now=AFTER), WEEK, RULE) is Outcome.FULFILLED


def test_the_same_post_given_twice_counts_once(verdicts: Judge) -> None:
    found = verdicts(posted("p0", "12:00"), posted("p0", "12:00"), WHOLE, now=AFTER)

    assert dict(found[WEEK, RULE].facts)["count"] == "1"


@pytest.mark.parametrize(
    ("change", "needs"),
    [
        ({"published": None}, "published"),
        ({"published": "2026-03-03T12:00:00"}, "published"),
        ({"author": None}, "author.role"),
        ({"author": {"id": "x"}}, "author.role"),
        ({"channel": None}, "channel"),
    ],
)
def test_a_post_that_may_count_leaves_it_undecided(change: dict[str, object], needs: str, verdicts: Judge) -> None:
    found = verdicts(posted("p0", "12:00"), {**posted("p1", "12:01"), **change}, WHOLE, now=AFTER)

    assert outcome(found, WEEK, RULE) is Outcome.UNDECIDED
    assert found[WEEK, RULE].needs == (needs,)


def test_what_may_count_cannot_undo_what_is_too_much(verdicts: Judge) -> None:
    found = verdicts(*_posts(5), posted("x", None), WHOLE, now=AFTER)

    assert outcome(found, WEEK, RULE) is Outcome.VIOLATION


def test_a_day_is_flooded_by_the_post_above_the_most(verdicts: Judge) -> None:
    found = verdicts(*_posts(3), WHOLE, now=AFTER)

    assert outcome(found, "facebook/acme/2026-03-02", "count.flood") is Outcome.VIOLATION
    assert outcome(found, "facebook/acme/2026-03-03", "count.flood") is Outcome.FULFILLED


# Shares and gaps


def _month(promotions: int, others: int) -> list[dict[str, object]]:
    texts = ["Rabatt heute"] * promotions + ["Neues"] * others
    return [posted(f"p{n}", f"{n % 27 + 1:02} 12:00", text) for n, text in enumerate(texts)]


@pytest.mark.parametrize(("promotions", "expected"), [(3, Outcome.FULFILLED), (4, Outcome.VIOLATION)])
def test_a_share_is_of_all_own_posts(promotions: int, expected: Outcome, verdicts: Judge) -> None:
    found = verdicts(*_month(promotions, 10 - promotions), covered("2026-03-01", "2026-04-02"))

    assert outcome(found, "facebook/acme/2026-03", "count.share") is expected


def test_a_share_of_no_posts_is_not_applicable_and_one_that_runs_is_open(verdicts: Judge) -> None:
    nothing = verdicts(covered("2026-03-01", "2026-04-02"))
    running = verdicts(*_month(1, 0), covered("2026-03-01", "2026-04-02"), now="2026-03-10T00:00:00+01:00")

    assert outcome(nothing, "facebook/acme/2026-03", "count.share") is Outcome.NOT_APPLICABLE
    assert outcome(running, "facebook/acme/2026-03", "count.share") is Outcome.OPEN


def test_a_share_that_a_post_without_text_could_tip_is_undecided(verdicts: Judge) -> None:
    found = verdicts(*_month(3, 6), posted("x", "28 12:00", None), covered("2026-03-01", "2026-04-02"))

    assert outcome(found, "facebook/acme/2026-03", "count.share") is Outcome.UNDECIDED
    assert found["facebook/acme/2026-03", "count.share"].needs == ("text",)


def test_the_longest_gap_reaches_to_both_ends_of_the_month(verdicts: Judge) -> None:
    often = [posted(f"p{n}", f"{day:02} 12:00") for n, day in enumerate((5, 12, 20, 27))]
    gap = verdicts(*often, covered("2026-03-01", "2026-04-02"))
    longer = verdicts(*often[:3], covered("2026-03-01", "2026-04-02"))

    assert outcome(gap, "facebook/acme/2026-03", "count.gap") is Outcome.FULFILLED
    assert outcome(longer, "facebook/acme/2026-03", "count.gap") is Outcome.VIOLATION
