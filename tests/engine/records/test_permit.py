"""Removing, hiding, blocking: what the record must show, sentence by sentence (CONVENTIONS: Actions).

Long for a reason: every sentence is asked of the same act before the same judge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import permutations
from typing import Final

import pytest

from knigge.engine.compiler import compile_rules
from knigge.engine.finding import Verdict
from knigge.engine.intake import read_record
from knigge.engine.library import files, read_text
from knigge.engine.nodes import Rule
from knigge.engine.parser import Parsed, parse
from knigge.engine.policy import bundled, load_policy
from knigge.engine.program import Program
from knigge.engine.records.archive import build_archive
from knigge.engine.records.eras import Eras
from knigge.engine.records.judge import judge
from knigge.engine.source import Source

DAY: Final = "2026-03-02T"
ITEM: Final[Mapping[str, object]] = {
    "type": "message", "id": "m9", "kind": "comment", "channel": "facebook", "account": "acme", "text": "Sie Idiot!",
    "author": {"id": "u7", "role": "customer"}, "published": f"{DAY}12:00:00+01:00",
}  # fmt: skip
ACT: Final[Mapping[str, object]] = {
    "type": "action", "id": "x1", "action": "delete", "object": "m9", "channel": "facebook", "account": "acme",
    "actor": "a1", "performed": f"{DAY}17:00:00+01:00", "ground": "insult", "ground_reference": "StGB 185",
    "approvals": [{"by": "a3", "at": f"{DAY}16:50:00+01:00"}, {"by": "a9", "at": f"{DAY}16:55:00+01:00"}],
    "notice_sent": f"{DAY}17:30:00+01:00",
}  # fmt: skip
EMERGENCY: Final[Mapping[str, object]] = {
    "ground": "StGB 86a",
    "emergency": True,
    "approvals": [{"by": "a3", "at": f"{DAY}16:59:00+01:00"}],
}


@cache
def _parsed() -> tuple[Parsed, ...]:
    names = [name for name in files("rules", ".knigge") if "/moderation/" in name or name.endswith("/guideline.knigge")]
    return tuple(parse(Source(name, read_text(name))) for name in names)


@cache
def _program(policy: str, more: str = "") -> Program:
    """The rules on acts that need no concepts, under a policy that ships, with lines of one's own on top."""
    source = Source("own.yaml", f"policy: own\nextends: {policy}\n{more}")
    rules = [block for each in _parsed() for block in each.file.blocks if isinstance(block, Rule)]
    loaded, problems = load_policy(source, lambda name, _: bundled(name), lambda _: rules)
    assert loaded, problems
    plain = [each for each in _parsed() if not each.source.name.endswith("/second-thoughts.knigge")]
    program, problems = compile_rules(plain, loaded, "test")
    assert program, problems
    return program


def _judged(
    records: Sequence[Mapping[str, object]], policy: str = "default", more: str = "", now: str | None = None
) -> dict[tuple[str, str], Verdict]:
    archive = build_archive([read_record(each, "?") for each in records])
    present = datetime.fromisoformat(now) if now else None
    results = judge(Eras((_program(policy, more),)), archive, present)
    return {(result.id, verdict.rule): verdict for result in results for verdict in result.verdicts}


def _outcome(
    changes: Mapping[str, object] | None = None,
    policy: str = "default",
    more: str = "",
    now: str | None = f"{DAY}18:00:00+01:00",
    rule: str = "censorship.record",
) -> str:
    """The verdict on a complete record with these changes."""
    return str(_judged([ITEM, {**ACT, **(changes or {})}], policy, more, now)["x1", rule].outcome)


def test_a_complete_record_is_fulfilled_under_every_policy() -> None:
    complete = {"milder_means": "asked for another tone", "appeal": True, "copy_kept": True}

    assert [_outcome(complete, policy) for policy in ("default", "strict", "authority-ch", "netiquette")] == (
        ["fulfilled"] * 4
    )


@pytest.mark.parametrize("now", [f"{DAY}18:00:00+01:00", None])
@pytest.mark.parametrize("key", ["ground", "approvals", "performed"])
@pytest.mark.parametrize("gone", [True, False])
def test_every_unknown_fails_closed(key: str, gone: bool, now: str | None) -> None:
    record: dict[str, object] = {**ACT, key: None}
    if gone:
        del record[key]

    assert _judged([ITEM, record], now=now)["x1", "censorship.record"].outcome == "violation"


@pytest.mark.parametrize(
    "changes",
    [
        {"ground": ""},
        {"approvals": []},
        {"performed": f"{DAY}17:00:00"},
        {"performed": "gestern"},
        {"notice_sent": f"{DAY}17:30:00"},
        {"approvals": [{"by": "a3", "at": None}, {"by": "a9", "at": f"{DAY}16:55:00+01:00"}]},
        {"approvals": [{"by": "a3", "at": f"{DAY}16:50:00"}, {"by": "a9", "at": f"{DAY}16:55:00+01:00"}]},
        {"approvals": [{"by": None, "at": f"{DAY}16:50:00+01:00"}, {"by": "a9", "at": f"{DAY}16:55:00+01:00"}]},
        {"approvals": ["a3", "a9"]},
    ],
)
def test_known_to_be_empty_and_times_that_cannot_be_known_fail_too(changes: Mapping[str, object]) -> None:
    assert _outcome(changes) == "violation"


@pytest.mark.parametrize("actor", [None, ""])
@pytest.mark.parametrize("changes", [{}, {"ground": "criticism"}, {"approvals": None}])
def test_only_an_unknown_actor_is_undecided(actor: str | None, changes: Mapping[str, object]) -> None:
    verdict = _judged([ITEM, {**ACT, "actor": actor, **changes}])["x1", "censorship.record"]

    assert (verdict.outcome, verdict.needs) == ("undecided", ("actor",))


def test_carrying_an_act_out_is_no_approval() -> None:
    assert _outcome({"approvals": [{"by": "a9", "at": f"{DAY}16:55:00+01:00"}]}) == "violation"
    assert _outcome({"actor": "a3", "approvals": [{"by": "a9", "at": f"{DAY}16:55:00+01:00"}]}) == "violation"
    assert _outcome({"actor": "a3"}) == "fulfilled"  # who acts may say so on record, beside somebody else


def test_the_requester_does_not_approve() -> None:
    assert _outcome({"requested_by": "a9"}) == "violation"
    assert _outcome({"requested_by": "a5"}) == "fulfilled"


def test_a_policy_may_let_the_one_who_acts_or_asks_approve() -> None:
    strict = "parameters: {censorship.record: {actor-approves: 0}}\n"
    requester = "parameters: {censorship.record: {requester-approves: 1}}\n"

    assert _outcome({"actor": "a3"}, more=strict) == "violation"
    assert _outcome({"actor": "a5"}, more=strict) == "fulfilled"
    assert _outcome({"requested_by": "a9"}) == "violation"
    assert _outcome({"requested_by": "a9"}, more=requester) == "fulfilled"


def test_a_policy_may_ask_for_more_or_fewer_approvals() -> None:
    one = {"approvals": [{"by": "a9", "at": f"{DAY}16:55:00+01:00"}]}

    assert _outcome(one, more="parameters: {censorship.record: {approvers: 1}}\n") == "fulfilled"
    assert _outcome(more="parameters: {censorship.record: {approvers: 3}}\n") == "violation"


def test_approvals_are_by_different_people() -> None:
    twice = [{"by": "a3", "at": f"{DAY}16:50:00+01:00"}, {"by": "a3", "at": f"{DAY}16:55:00+01:00"}]

    assert _outcome({"approvals": twice}) == "violation"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (f"{DAY}17:00:00+01:00", "fulfilled"),
        (f"{DAY}16:00:00+00:00", "fulfilled"),
        (f"{DAY}17:00:01+01:00", "violation"),
        (f"{DAY}16:30:00+00:00", "violation"),
    ],
)
def test_approvals_count_if_given_no_later_than_the_act(at: str, expected: str) -> None:
    given = [{"by": "a3", "at": f"{DAY}16:50:00+01:00"}, {"by": "a9", "at": at}]

    assert _outcome({"approvals": given}) == expected


@pytest.mark.parametrize("ground", ["StGB 86a", "§ 130 StGB", "StGB 184b", "StGB 201a", "stgb-241", "nazi-symbol"])
def test_in_an_emergency_the_second_look_may_follow_within_a_day(ground: str) -> None:
    def after(*more: Mapping[str, str]) -> Mapping[str, object]:
        return {**EMERGENCY, "ground": ground, "approvals": [{"by": "a3", "at": f"{DAY}16:59:00+01:00"}, *more]}

    late, there = "2026-03-03T17:00:01+01:00", "2026-03-03T17:00:00+01:00"
    assert _outcome(after({"by": "a9", "at": there}), now=None) == "fulfilled"
    assert _outcome(after({"by": "a9", "at": late}), now=None) == "violation"
    assert _outcome(after(), now=there) == "open"
    assert _outcome(after(), now=late) == "violation"
    assert _outcome(after(), now=None) == "undecided"
    assert _outcome(after({"by": "a3", "at": there}), now=late) == "violation"
    assert _outcome(after({"by": "a1", "at": there}), now=late) == "fulfilled"  # who acted says so on record
    assert _outcome({**after({"by": "a9", "at": there}), "requested_by": "a9"}, now=late) == "violation"


@pytest.mark.parametrize(
    "changes",
    [
        {"ground": "insult"},
        {"ground": "StGB 185"},
        {"ground": "criticism"},
        {"emergency": None},
        {"emergency": False},
        {"approvals": []},
        {"approvals": None},
        {"approvals": [{"by": each, "at": "2026-03-03T09:00:00+01:00"} for each in ("a3", "a9")]},
    ],
)
def test_an_emergency_needs_a_listed_ground_and_one_approval_before(changes: Mapping[str, object]) -> None:
    assert _outcome({**EMERGENCY, **changes}) == "violation"


@pytest.mark.parametrize("changes", [{"ground": "criticism"}, {"ground": None}, {"approvals": None}, {"approvals": []}])
def test_a_known_fault_and_an_unknown_outweigh_an_open_clock(changes: Mapping[str, object]) -> None:
    assert _outcome({"notice_sent": None, **changes}) == "violation"
    assert _outcome({"notice_sent": None, **changes}, now=None) == "violation"


def test_a_late_notice_outweighs_an_open_second_look() -> None:
    late = {**EMERGENCY, "notice_sent": "2026-03-04T09:00:00+01:00"}

    assert _outcome(late) == "violation"


def test_no_notice_on_record_is_open_until_a_day_has_gone() -> None:
    for silent in ({"notice_sent": None}, {"notice_sent": ""}):
        assert _outcome(silent, now="2026-03-03T17:00:00+01:00") == "open"
        assert _outcome(silent, now="2026-03-03T17:00:01+01:00") == "violation"
        assert _outcome(silent, now=None) == "undecided"
    missing = {key: value for key, value in ACT.items() if key != "notice_sent"}
    assert _judged([ITEM, missing], now="2026-03-05T00:00:00+01:00")["x1", "censorship.record"].outcome == "violation"


def test_a_notice_within_a_day_is_enough() -> None:
    assert _outcome({"notice_sent": "2026-03-03T17:00:00+01:00"}) == "fulfilled"
    assert _outcome({"notice_sent": "2026-03-03T17:00:01+01:00"}) == "violation"


@pytest.mark.parametrize("why", [{"notice_not_possible": "account deleted"}, {"bulk": True, "ground": "Betrug"}])
def test_nobody_need_be_told_where_nobody_can_be_or_it_was_bulk_spam(why: Mapping[str, object]) -> None:
    assert _outcome({"notice_sent": None, **why}) == "fulfilled"


def test_who_insults_is_told_however_many_they_are() -> None:
    assert _outcome({"notice_sent": None, "bulk": True}, now="2026-03-09T00:00:00+01:00") == "violation"


@pytest.mark.parametrize("machine", ["filter:words", "platform", "bot:mod", "u7"])
def test_no_machine_and_not_the_author_approves(machine: str) -> None:
    given = [{"by": "a3", "at": f"{DAY}16:50:00+01:00"}, {"by": machine, "at": f"{DAY}16:55:00+01:00"}]
    assert _outcome({"approvals": given}) == "violation"


@pytest.mark.parametrize(
    ("ground", "expected"),
    [
        ("herabsetzende Wortwahl", "fulfilled"), ("Schmähung der Fahrerin", "fulfilled"),
        ("Kritik", "violation"), ("Kritik am Fahrplan", "violation"), ("off-topic", "violation"), ("H3", "violation"),
        ("", "violation"),
    ],
)  # fmt: skip
def test_a_listed_law_carries_a_ground_told_in_free_words(ground: str, expected: str) -> None:
    assert _outcome({"ground": ground, "ground_reference": "§ 185 StGB"}, "strict") == expected


@pytest.mark.parametrize("why", [{"notice_not_possible": ""}, {"notice_not_possible": "no"}, {"bulk": False}])
def test_an_empty_excuse_is_none(why: Mapping[str, object]) -> None:
    assert _outcome({"notice_sent": None, **why}, now="2026-03-09T00:00:00+01:00") == "violation"


@pytest.mark.parametrize(
    "changes",
    [
        {"own": True},
        {"own": True, "actor": None},
        {"actor": "u7"},
        {"actor": "u7", "actor_role": "customer"},
        {"actor": "platform"},
        {"actor": None, "actor_role": "platform"},
        {"action": "unhide"},
        {"actor": "x", "actor_role": "other"},
    ],
)
def test_own_content_the_authors_act_the_platforms_and_undoing_are_not_applicable(
    changes: Mapping[str, object],
) -> None:
    assert _outcome({"ground": None, "approvals": None, **changes}) == "not-applicable"


def test_our_own_message_is_own_content_and_one_of_an_unknown_side_is_not() -> None:
    bare = {**ACT, "ground": None}
    ours = {**ITEM, "author": {"id": "a1", "role": "us"}}
    unknown = {**ITEM, "author": {"id": "u9"}}

    assert _judged([ours, bare])["x1", "censorship.record"].outcome == "not-applicable"
    assert _judged([unknown, bare])["x1", "censorship.record"].outcome == "violation"
    assert _judged([bare])["x1", "censorship.record"].outcome == "violation"


@pytest.mark.parametrize("action", ["comments-off", "lock", "filter"])
def test_closing_the_comments_below_our_own_post_silences_others(action: str) -> None:
    post = {**ITEM, "kind": "post", "author": {"id": "a1", "role": "us"}}
    shut = {**ACT, "action": action, "ground": "criticism"}

    assert _judged([post, shut])["x1", "censorship.record"].outcome == "violation"
    assert _judged([post, {**shut, "own": True}])["x1", "censorship.record"].outcome == "violation"


def test_a_filter_is_ours() -> None:
    assert _outcome({"actor": "filter:words", "action": "filter", "ground": None, "approvals": None}) == "violation"
    assert _outcome({"actor": "w1", "actor_role": "filter", "ground": None}) == "violation"


def test_undoing_does_not_heal_the_act() -> None:
    undone = {"type": "action", "id": "x2", "action": "unhide", "object": "m9", "actor": "a1",
              "performed": f"{DAY}17:05:00+01:00"}  # fmt: skip
    found = _judged([ITEM, {**ACT, "action": "hide", "ground": "negative"}, undone])

    assert found["x1", "censorship.record"].outcome == "violation"
    assert found["x2", "censorship.record"].outcome == "not-applicable"


@pytest.mark.parametrize(
    "action", ["delete", "hide", "limit", "lock", "mute", "block", "edit", "comments-off", "filter"]
)
def test_every_way_of_cutting_off_is_judged(action: str) -> None:
    assert _outcome({"action": action}) == "fulfilled"
    assert _outcome({"action": action, "ground": None}) == "violation"


@pytest.mark.parametrize(
    "ground",
    ["§ 185 StGB", "StGB §185", "stgb-185", "§ 185 Abs. 1 StGB", "Beleidigung", "INSULT", "Nazi-Symbol", "nazi_symbol",
     "Art. 261bis StGB", "Volksverhetzung (§ 130 StGB)", "KunstUrhG § 22", "UrhG § 106", "Üble Nachrede"],
)  # fmt: skip
def test_a_ground_counts_however_it_is_spelled(ground: str) -> None:
    assert _outcome({"ground": ground}) == "fulfilled"


@pytest.mark.parametrize("ground", ["StGB 242", "StGB", "§ 185", "other", "spam", "off-topic", "Netiquette", "-"])
def test_a_ground_outside_the_list_does_not_count(ground: str) -> None:
    assert _outcome({"ground": ground, "ground_reference": None}) == "violation"


def test_unlawful_needs_a_paragraph() -> None:
    assert _outcome({"ground": "unlawful", "ground_reference": "StGB 130"}) == "fulfilled"
    assert _outcome({"ground": "rechtswidrig", "ground_reference": None}) == "violation"
    assert _outcome({"ground": "unlawful", "ground_reference": "StGB 242"}) == "violation"


NEVER: Final = [
    "criticism", "Kritik", "negative", "bad review", "schlechte Bewertung", "rival", "Konkurrenz",
    "harmful to business", "geschäftsschädigend", "unsachlich",
]  # fmt: skip


@pytest.mark.parametrize("ground", NEVER)
@pytest.mark.parametrize("policy", ["default", "netiquette"])
def test_criticism_and_its_like_are_never_grounds_even_as_a_house_rule(ground: str, policy: str) -> None:
    rules = f"house_rules:\n  - {{id: '{ground}', from: 2026-01-01}}\n  - {{id: R1, from: 2026-01-01}}\n"

    assert _outcome({"ground": ground}, policy, rules) == "violation"
    assert _outcome({"ground": ground, "ground_reference": "R1"}, policy, rules) == "violation"
    assert _outcome({"ground": "house rule", "ground_reference": ground}, policy, rules) == "violation"
    assert _outcome({"ground": "R1"}, policy, rules) == "fulfilled"


RULES: Final = "house_rules:\n  - {id: H3, from: 2026-03-02, until: 2026-03-02}\n  - {id: H4, from: 2026-03-03}\n"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "fulfilled"),
        ({"ground": "Netiquette, Regel H3"}, "fulfilled"),
        ({"ground": "house rule", "ground_reference": "h3"}, "fulfilled"),
        ({"performed": f"{DAY}22:59:00+00:00"}, "fulfilled"),
        ({"performed": f"{DAY}23:01:00+00:00"}, "violation"),
        ({"performed": "2026-03-01T23:01:00+00:00", "approvals": [
            {"by": "a3", "at": "2026-03-01T20:00:00+00:00"}, {"by": "a9", "at": "2026-03-01T20:00:00+00:00"}]},
         "fulfilled"),
        ({"ground": "H4"}, "violation"),
        ({"ground": "H5"}, "violation"),
        ({"performed": None}, "violation"),
    ],
)  # fmt: skip
def test_a_house_rule_must_be_in_force_on_the_day_of_the_act(changes: Mapping[str, object], expected: str) -> None:
    record = {"ground": "H3", "ground_reference": None, "notice_sent": "2026-03-02T20:00:00+01:00", **changes}

    assert _outcome(record, "netiquette", RULES) == expected


def test_where_the_policy_says_so_the_house_rule_must_have_stood_when_it_was_posted() -> None:
    both = RULES + "parameters: {censorship.record: {when-posted: 1}}\n"
    later = {**ACT, "ground": "H3"}

    def outcome(published: str | None, more: str) -> str:
        found = _judged([{**ITEM, "published": published}, later], "netiquette", more)
        return str(found["x1", "censorship.record"].outcome)

    assert outcome(f"{DAY}12:00:00+01:00", both) == "fulfilled"
    assert outcome("2026-03-01T12:00:00+01:00", both) == "violation"
    assert outcome(None, both) == "violation"
    assert outcome("2026-03-01T12:00:00+01:00", RULES) == "fulfilled"


def test_house_rules_are_no_ground_where_nothing_but_the_law_counts() -> None:
    assert _outcome({"ground": "H3"}, "strict", RULES) == "violation"
    assert _outcome({"ground": "H3"}, "authority-ch", RULES) == "violation"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"ground": "off-topic"}, "violation"),
        ({"ground": "off-topic", "repeated": False}, "violation"),
        ({"ground": "themenfremd", "repeated": True}, "fulfilled"),
        ({"ground": "disinformation", "repeated": True, "plainly_false": True}, "violation"),
        ({"ground": "disinformation", "repeated": True, "serves_disinformation": True}, "violation"),
        ({"ground": "disinformation", "plainly_false": True, "serves_disinformation": True}, "violation"),
        (
            {"ground": "Desinformation", "repeated": True, "plainly_false": True, "serves_disinformation": True},
            "fulfilled",
        ),
        ({"ground": "advertising"}, "fulfilled"),
        ({"ground": "spam"}, "fulfilled"),
        ({"ground": "copyright"}, "violation"),
        ({"ground": "criticism", "repeated": True}, "violation"),
        ({"action": "block"}, "violation"),
        ({"action": "comments-off"}, "violation"),
        ({"action": "block", "repeated": True}, "fulfilled"),
        ({"action": "mute", "grave": True}, "fulfilled"),
    ],
)
def test_the_closed_list_for_authorities(changes: Mapping[str, object], expected: str) -> None:
    assert _outcome(changes, "authority-ch") == expected


@pytest.mark.parametrize("changes", [{"ground": "off-topic", "repeated": True}, {"ground": "spam"}])
def test_what_only_annoys_is_no_ground_of_law(changes: Mapping[str, object]) -> None:
    assert _outcome(changes) == _outcome(changes, "strict") == "violation"


def test_milder_means_are_asked_for_where_proportion_is() -> None:
    rule = "censorship.milder-means"

    assert _outcome({}, "authority-ch", rule=rule) == "violation"
    assert _outcome({"milder_means": "asked for another tone"}, "authority-ch", rule=rule) == "fulfilled"
    assert ("x1", rule) not in _judged([ITEM, ACT])


def test_the_same_fault_is_told_once_by_default() -> None:
    found = _judged([ITEM, {**ACT, "ground": "criticism", "reason": "Nennt unseren Kundendienst eine Zumutung."}])

    broken = [rule for (_, rule), verdict in found.items() if verdict.outcome == "violation"]
    assert broken == ["censorship.record"]


@pytest.mark.parametrize(
    ("changes", "policy", "missing"),
    [
        ({"ground": "criticism"}, "default", "a ground that the guideline accepts"),
        ({"ground": "off-topic"}, "authority-ch", "that it was repeated"),
        ({"approvals": []}, "default", "approvals by enough different people before the act"),
        ({"emergency": True, "approvals": [{"by": "a3", "at": f"{DAY}16:59:00+01:00"}]}, "default",
         "a ground on which one may act at once"),
        ({"notice_sent": "2026-03-05T17:00:00+01:00"}, "default",
         "notice to the author or why no notice was possible"),
        ({"action": "block"}, "authority-ch", "that it was repeated or that the case was grave"),
        ({"ground": None, "approvals": None}, "default", "a ground that the guideline accepts; approvals by enough"
         " different people before the act"),
    ],
)  # fmt: skip
def test_the_finding_says_what_is_missing(changes: Mapping[str, object], policy: str, missing: str) -> None:
    verdict = _judged([ITEM, {**ACT, **changes}], policy)["x1", "censorship.record"]

    assert dict(verdict.facts)["missing"] == missing
    assert verdict.findings[0].message.startswith(f"Missing in the record: {missing}.")


def test_what_is_only_incomplete_is_marked() -> None:
    assert _judged([ITEM, {**ACT, "approvals": None}])["x1", "censorship.record"].mark == "incomplete"
    assert _judged([ITEM, {**ACT, "ground": None}])["x1", "censorship.record"].mark == ""


def test_the_timeline_says_which_approvals_do_not_count_and_why() -> None:
    given = [
        {"by": "a1", "at": f"{DAY}15:40:00+00:00"},
        {"by": "a4", "at": f"{DAY}16:45:00+01:00"},
        {"by": "a9", "at": f"{DAY}17:10:00+01:00"},
        {"by": "a8", "at": None},
    ]
    trail = _judged([ITEM, {**ACT, "requested_by": "a4", "approvals": given}])["x1", "censorship.record"].trail

    assert [each.what for each in trail] == [
        "item published",
        "approved",
        "approved, does not count: by the person who asked for it",
        "delete, ground: insult",
        "approved, only afterwards",
        "notice to the author",
        "approved, does not count: when is unknown",
    ]


def test_the_order_of_records_and_approvals_means_nothing() -> None:
    first, second = {"by": "a3", "at": f"{DAY}16:59:00+01:00"}, {"by": "a9", "at": f"{DAY}17:00:00+00:00"}
    outcomes = {
        str(_judged(list(order))["x1", "censorship.record"].outcome)
        for approvals in ([first, second], [second, first])
        for order in permutations([ITEM, {**ACT, **EMERGENCY, "approvals": approvals}])
    }

    assert outcomes == {"fulfilled"}


def test_a_rule_that_rests_speaks_once_a_policy_names_it() -> None:
    notice = ("x1", "censorship.notice")

    assert notice in _judged([ITEM, ACT], more="rules: {censorship.notice: on}\n")
    assert notice not in _judged([ITEM, ACT], more="rules: {'censorship.*': warning}\n")
