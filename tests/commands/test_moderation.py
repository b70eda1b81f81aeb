"""`knigge check` on acts, under the policies on deletion that ship."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from knigge.cli import cli

NOW: Final = "2026-03-09T09:00:00+01:00"
_ITEM: Final[Mapping[str, object]] = {
    "type": "message", "id": "m", "kind": "comment", "channel": "facebook", "account": "acme", "language": "de",
    "author": {"id": "u7", "role": "customer"}, "published": "2026-03-02T12:00:00+01:00",
    "text": "Seit drei Wochen warte ich auf mein Paket, und niemand antwortet mir. Das ist ein Unding!",
}  # fmt: skip
_ACT: Final[Mapping[str, object]] = {
    "type": "action", "action": "delete", "object": "m", "channel": "facebook", "account": "acme", "actor": "a1",
    "performed": "2026-03-02T17:00:00+01:00", "ground": "insult", "notice_sent": "2026-03-02T17:30:00+01:00",
    "approvals": [{"by": "a3", "at": "2026-03-02T16:50:00+01:00"}, {"by": "a9", "at": "2026-03-02T16:55:00+01:00"}],
    "reason": "Nennt unsere Fahrerin im zweiten Satz eine dumme Kuh.", "copy_kept": True, "appeal": True,
    "milder_means": "um einen anderen Ton gebeten",
}  # fmt: skip
ACTS: Final[Mapping[str, Mapping[str, object]]] = {
    "complete": {},
    "symbol": {"ground": "§ 86a StGB", "emergency": True, "approvals": [
        {"by": "a3", "at": "2026-03-02T16:59:00+01:00"}, {"by": "a9", "at": "2026-03-03T10:00:00+01:00"}]},
    "criticism": {"ground": "Kritik"},
    "spam": {"ground": "spam"},
    "off-topic": {"ground": "off-topic"},
    "off-topic-again": {"ground": "off-topic", "repeated": True},
    "block": {"action": "block"},
    "block-again": {"action": "block", "repeated": True},
    "no-reason": {"reason": "Verstoß gegen die Netiquette"},
    "nothing-milder": {"milder_means": None},
    "platform": {"actor": "platform", "ground": None},
    "nobody": {"actor": None},
    "silent": {"notice_sent": None},
}  # fmt: skip
ALL: Final = "default strict authority-ch netiquette".split()
_VIOLATED: Final[Mapping[str, Mapping[str, set[str]]]] = {
    "default": {"criticism": {"record"}, "spam": {"record"}, "off-topic": {"record"}, "off-topic-again": {"record"},
                "silent": {"record"}, "no-reason": {"reason"}},
    "strict": {"criticism": {"record"}, "spam": {"record"}, "off-topic": {"record"}, "off-topic-again": {"record"},
               "silent": {"record"}, "no-reason": {"reason"}, "block": {"blocking"}},
    "authority-ch": {"criticism": {"record"}, "off-topic": {"record"}, "block": {"record"}, "silent": {"record"},
                     "no-reason": {"reason"}, "nothing-milder": {"milder-means"}},
    "netiquette": {"criticism": {"record"}, "silent": {"record"}, "no-reason": {"reason"}, "block": {"blocking"}},
}  # fmt: skip


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, dict[str, str]]]:
    """A function from a policy to the verdict of every rule on every act."""
    folder = tmp_path_factory.mktemp("moderation")
    records = [_ITEM, *({**_ACT, "id": name, **changes} for name, changes in ACTS.items())]
    path = folder / "records.jsonl"
    path.write_text("\n".join(json.dumps(each) for each in records) + "\n", encoding="utf-8")
    known: dict[str, dict[str, dict[str, str]]] = {}

    def judge(policy: str) -> dict[str, dict[str, str]]:
        if policy not in known:
            args = ["check", str(path), "--policy", policy, "--now", NOW, "--format", "json", "--verdicts", "all"]
            found = CliRunner().invoke(cli, args, env={"KNIGGE_CACHE": str(folder / "cache")})
            assert found.exit_code == 1, found.output
            known[policy] = {
                result["id"]: {each["rule"]: each["verdict"] for each in result["verdicts"]}
                for result in json.loads(found.stdout)["results"]
            }
        return known[policy]

    return judge


@pytest.mark.parametrize("policy", ALL)
def test_each_policy_finds_what_it_forbids_and_nothing_else(
    policy: str, judged: Callable[[str], dict[str, dict[str, str]]]
) -> None:
    verdicts = judged(policy)

    found = {
        name: {rule.removeprefix("censorship.") for rule, verdict in verdicts[name].items() if verdict == "violation"}
        for name in ACTS
    }
    assert {name: rules for name, rules in found.items() if rules} == _VIOLATED[policy]


@pytest.mark.parametrize("policy", ALL)
def test_a_complete_record_and_a_removed_symbol_are_nobodys_fault(
    policy: str, judged: Callable[[str], dict[str, dict[str, str]]]
) -> None:
    verdicts = judged(policy)

    assert verdicts["complete"]["censorship.record"] == verdicts["symbol"]["censorship.record"] == "fulfilled"
    assert verdicts["platform"]["censorship.record"] == "not applicable"
    assert verdicts["nobody"]["censorship.record"] == "undecided"


@pytest.mark.parametrize(("policy", "asked"), [("strict", True), ("authority-ch", True), ("default", False)])
def test_a_claimed_insult_over_plain_criticism_asks_for_a_legal_view_where_the_policy_says_so(
    policy: str, asked: bool, judged: Callable[[str], dict[str, dict[str, str]]]
) -> None:
    assert judged(policy)["complete"].get("censorship.fit") == ("undecided" if asked else None)


def test_the_report_speaks_of_the_record(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text(json.dumps(_ITEM) + "\n" + json.dumps({**_ACT, "id": "x", "ground": "Kritik"}) + "\n")
    found = CliRunner().invoke(cli, ["check", str(path), "--now", NOW, "--lang", "de"])

    assert "Im Protokoll fehlt: ein Grund, den die Richtlinie zulässt. Angegebener Grund: Kritik." in " ".join(
        found.stdout.split()
    )


def test_the_examples_of_the_rules_that_are_off_by_default_come_out_too(tmp_path: Path) -> None:
    names = "ground approval notice copy appeal milder-means blocking fit".split()
    policy = tmp_path / "all.yaml"
    switches = "".join(f"  censorship.{name}: on\n" for name in names)
    policy.write_text(f"policy: all\nextends: default\nrules:\n{switches}", encoding="utf-8")
    rules = [part for name in names for part in ("--rule", f"censorship.{name}")]
    found = CliRunner().invoke(cli, ["rules", "test", "--policy", str(policy), *rules])

    assert found.exit_code == 0, found.output
    assert f"of {len(names)} rules and concepts come out as written" in found.stdout
