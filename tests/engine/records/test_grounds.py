"""Grounds by any spelling, the lists of them that ship, and what rules on acts may say."""

from __future__ import annotations

import pytest

from knigge.engine.library import files, read_text
from knigge.engine.nodes import Define, Rule
from knigge.engine.parser import parse
from knigge.engine.policy import bundled
from knigge.engine.records.grounds import forbids_criticism, house_rule_name, is_listed, spelling, spellings, stands_for
from knigge.engine.source import Source
from knigge.engine.yaml_values import Listed, Mapped, Scalar, read_yaml

_LIST = ("StGB 185", "StGB 86a", "CH StGB 261bis", "UrhG", "nazi symbol", "-")


@pytest.mark.parametrize(
    "written",
    ["§ 185 StGB", "StGB §185", "stgb-185", "§ 185 Abs. 1 S. 2 StGB", "§§ 185 ff. StGB", "86 a StGB", "§86a StGB",
     "Art. 261bis StGB (CH)", "§ 106 UrhG", "Nazi-Symbol", "NAZI_SYMBOL", "Strafgesetzbuch § 185"],
)  # fmt: skip
def test_a_listed_ground_is_known_by_any_spelling(written: str) -> None:
    assert is_listed(written, _LIST)


@pytest.mark.parametrize(
    "written",
    ["StGB", "StGB 86", "StGB 18", "StGB 1850", "§ 185", "AT StGB 185", "Art. 5 GG", "-", "", "nazi", "UrhGx"],
)
def test_what_only_looks_alike_is_not_listed(written: str) -> None:
    assert not is_listed(written, _LIST)


def test_a_line_without_letters_stands_for_nothing() -> None:
    assert spellings(("-", "–", "a")) == {"a"}
    assert spelling("§") == ""


def test_unlawful_alone_says_nothing() -> None:
    assert stands_for("Rechtswidriger Inhalt", "StGB 130") == "StGB 130"
    assert stands_for("unlawful", "") == "unlawful"
    assert stands_for("insult", "StGB 130") == "insult"


@pytest.mark.parametrize("cited", ["R3", "Netiquette R3", "Hausregel: r3", "house rule R3", "Netiquette, Regel R3"])
def test_a_house_rule_is_known_with_what_people_write_before_it(cited: str) -> None:
    assert house_rule_name(cited) == "r3"


def test_strict_and_the_rules_name_the_same_grounds() -> None:
    parsed = parse(Source("grounds", read_text("rules/moderation/grounds.knigge")))
    ours = {
        each.id: [phrase.text for phrase in each.phrases] for each in parsed.file.blocks if isinstance(each, Define)
    }
    source = bundled("strict")
    assert source is not None
    policy, _ = read_yaml(source)
    assert isinstance(policy, Mapped)
    lists = policy.get("lists")
    assert isinstance(lists, Mapped)

    for entry in lists.entries:
        assert isinstance(entry.value, Listed)
        named = tuple(item.text for item in entry.value.items if isinstance(item, Scalar))
        assert spellings(named) == spellings(tuple(ours[entry.key.text]))


def test_no_wording_says_that_something_is_unlawful() -> None:
    names = [name for name in files("rules", ".knigge") if "/moderation/" in name]
    rules = [
        block for name in names for block in parse(Source(name, read_text(name))).file.blocks if isinstance(block, Rule)
    ]
    wordings = [text for rule in rules for item in rule.items for _, text in getattr(item, "local", ())]

    assert wordings
    for word in ("rechtswidrig", "strafbar", "illegal", "unlawful", "verboten", "forbidden"):
        assert not [text for text in wordings if word in text.casefold()]


@pytest.mark.parametrize(
    ("ground", "listed"),
    [
        ("Beleidigung einer Mitarbeiterin", True),
        ("schwere Beleidigung und Drohung", True),
        ("repeated insult of staff", True),
        ("keine Beleidigung", False),
        ("Kritik und Beleidigung", False),
        ("Mitarbeiterin", False),
    ],
)
def test_grounds_named_together_or_more_closely_are_listed_when_each_is(ground: str, listed: bool) -> None:
    assert is_listed(ground, ("Beleidigung", "Drohung", "insult")) is listed


@pytest.mark.parametrize(
    "text",
    ["Geschäftsschädigende Äußerungen werden gelöscht.", "Keine Kritik an Mitarbeitenden.",
     "Bitte keine schlechten Bewertungen.", "Kritik an der Geschäftsleitung ist hier nicht erwünscht.",
     "No negative reviews, please.",
     "Comments that damage our reputation are removed."],
)  # fmt: skip
def test_a_house_rule_against_criticism_is_known_by_its_words(text: str) -> None:
    assert forbids_criticism(text)


@pytest.mark.parametrize(
    "text",
    ["Kritik ist willkommen, Beleidigungen nicht.", "Wir beleidigen niemanden.", "Keine Werbung für eigene Angebote.",
     "Criticism is welcome, insults are not.",
     "Kritik wird hier nicht gelöscht.", "Bleiben Sie beim Thema.", "No insults against critics or staff."],
)  # fmt: skip
def test_other_house_rules_are_not(text: str) -> None:
    assert not forbids_criticism(text)
