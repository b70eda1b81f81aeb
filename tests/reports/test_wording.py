"""What people read in reports is words: facts and offices in both languages, whatever a rule calls them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knigge.engine import nodes
from knigge.engine.packs import load_packs
from knigge.engine.record_facts import ALL_FACTS
from knigge.reports.wording import fact, routed


@pytest.mark.parametrize("name", sorted({each.name for each in ALL_FACTS}))
def test_every_fact_a_rule_may_lack_has_words_in_both_languages(name: str) -> None:
    german, english = fact(name, "de"), fact(name, "en")

    assert "`" not in german + english
    assert german != english or name == "hashtags"


def test_a_need_the_engine_names_by_itself_has_words(repository: Path) -> None:
    sources = [each.read_text(encoding="utf-8") for each in (repository / "engine" / "records").glob("*.py")]
    named = {name for text in sources for name in re.findall(r'undecided\(case, \{"([\w.-]+)"\}', text)}

    assert len(named) > 5
    assert [name for name in sorted(named) if "`" in fact(name, "de")] == []


def test_the_offices_of_the_rules_that_ship_are_told_in_words() -> None:
    blocks = [block for each in load_packs(("all",)) for block in each.file.blocks if isinstance(block, nodes.Rule)]
    targets = {item.target for block in blocks for item in block.items if isinstance(item, nodes.Route)}

    assert {routed(each, "de") for each in targets} == {"Rechtsabteilung", "Recht", "Kommunikation"}
    assert {routed(each, "en") for each in targets} == {"legal department", "communications"}
    assert routed("Amt 13, Frau Berg", "de") == "Amt 13, Frau Berg"
