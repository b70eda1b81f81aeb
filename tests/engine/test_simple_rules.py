"""The short form of a rule is the rule somebody would write by hand, and its mistakes point into the YAML."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.diagnostics import Diagnostic
from knigge.engine.nodes import AnyBlock, Concept, Rule, SaysLine
from knigge.engine.parser import parse
from knigge.engine.simple_rules import own_rules, simple_rule
from knigge.engine.source import Source
from knigge.engine.yaml_values import Listed, Mapped, Scalar, read_yaml

FORBID: Final = r"""
simple_rules:
  - id: house.cheap
    title: {de: Billig, en: Cheap}
    forbid: [billig, 'so "ganz" günstig~']
    message:
      de: "„{match}“ klingt \"billig\".\nBesser?"
      en: |
        “{match}” sounds cheap.
    clause: eye-level
    because: Der Preis
      spricht für sich.
    suggest: preiswert
    severity: note
    about: reply
    unless: [quoted, about-us]
    catches:
      - Das ist billig.
      - 'C:\neu ist billig.'
    allows: [Das ist preiswert.]
"""

FORBID_BY_HAND: Final = r"""
concept house.cheap-wording in de
  says "billig", "so \"ganz\" günstig~"
  unless quoted, about us
  catches de "Das ist billig."
  catches de "C:\\neu ist billig."
  allows de "Das ist preiswert."
end

rule house.cheap about reply
  clause eye-level
  severity note
  title de "Billig" en "Cheap"
  in de
  forbid text expresses house.cheap-wording
  message de "„{match}“ klingt \"billig\".\nBesser?" en "“{match}” sounds cheap.\n"
  because de "Der Preis spricht für sich." en "Der Preis spricht für sich."
  suggest say instead de "preiswert" en "preiswert"
  catches de "Das ist billig."
  catches de "C:\\neu ist billig."
  allows de "Das ist preiswert."
end
"""

REQUIRE: Final = """
simple_rules:
  - {id: house.source, require: ['Quelle:'], language: en, message: No source., clause: honesty,
     catches: [So it is.], allows: ['Quelle: us']}
"""

REQUIRE_BY_HAND: Final = """
begriff house.source-wording in en
  sagt "Quelle:"
  außer zitiert
  findet en "Quelle: us"
  lässt stehen en "So it is."
ende
regel house.source über nachricht
  klausel honesty
  schwere warnung
  titel de "house.source" en "house.source"
  in en
  verlange text äußert house.source-wording
  meldung de "No source." en "No source."
  findet en "So it is."
  lässt stehen en "Quelle: us"
ende
"""


@pytest.mark.parametrize(("short", "by_hand"), [(FORBID, FORBID_BY_HAND), (REQUIRE, REQUIRE_BY_HAND)])
def test_the_short_form_gives_the_tree_of_the_rule_written_by_hand(short: str, by_hand: str) -> None:
    read = parse(simple_rule(_item(short), "de"))

    written = parse(Source("house.knigge", by_hand))

    assert read.diagnostics == written.diagnostics == ()
    assert read.file == written.file


def test_a_phrase_in_quotation_marks_is_left_alone_unless_the_policy_says_otherwise() -> None:
    plain = FORBID.replace("unless: [quoted, about-us]", "")
    never = FORBID.replace("unless: [quoted, about-us]", "unless: []")

    assert "unless quoted" in simple_rule(_item(plain), "de").text
    assert "unless" not in simple_rule(_item(never), "de").text


def test_every_piece_of_the_rule_points_at_its_value() -> None:
    source = simple_rule(_item(FORBID), "de")
    read = parse(source)

    concept, rule = read.file.blocks

    assert isinstance(concept, Concept)
    assert isinstance(rule, Rule)
    (says,) = (item for item in concept.items if isinstance(item, SaysLine))
    assert _written(source, says.phrases[1].span.start, 9) == 'so "ganz"'
    assert _written(source, rule.id_span.start, 11) == "house.cheap"
    assert _written(source, source.text.index("Besser"), 6) == "Besser"
    assert _written(source, source.text.index("spricht"), 7) == "spricht"
    assert _written(source, source.text.index("sounds"), 6) == "sounds"
    assert _written(source, source.text.rindex("neu"), 3) == "neu"
    assert _written(source, source.text.index("note"), 4) == "note"
    assert _written(source, source.text.index("about-us"), 8) == "about-us"


def test_a_mistake_lands_on_the_line_it_was_made_in() -> None:
    diagnostics = parse(simple_rule(_item(FORBID.replace("clause: eye-level", "clause: end")), "de")).diagnostics

    assert (10, 13) in [_place(diagnostic) for diagnostic in diagnostics]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_misspelled_keyword_in_own_rules_is_reported_where_it_was_typed(end: str) -> None:
    lines = [
        "policy: p",
        "own_rules: |",
        "  # mine",
        "",
        "  rule a.b about reply",
        "     sevrity note",
        "  end",
        "title: x",
    ]
    value, _ = read_yaml(Source("p.yaml", end.join(lines)))
    block = value.get("own_rules") if isinstance(value, Mapped) else None
    assert isinstance(block, Scalar)

    (diagnostic,) = parse(own_rules(block)).diagnostics

    assert "`sevrity`" in diagnostic.message
    assert _place(diagnostic) == (6, 6)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40))
def test_any_text_survives_the_way_through_both_languages(text: str) -> None:
    quoted = text.replace("'", "''")
    item = _item(f"simple_rules:\n  - {{id: a.b, forbid: ['{quoted}'], message: '{quoted}', clause: c}}")
    scalar = item.get("message")
    assert isinstance(scalar, Scalar)

    read = parse(simple_rule(item, "de"))

    assert read.diagnostics == ()
    assert _phrases(read.file.blocks) == [scalar.text]


def _item(text: str) -> Mapped:
    value, diagnostics = read_yaml(Source("p.yaml", text))
    assert diagnostics == []
    rules = value.get("simple_rules") if isinstance(value, Mapped) else None
    assert isinstance(rules, Listed)
    item = rules.items[0]
    assert isinstance(item, Mapped)
    return item


def _written(source: Source, start: int, length: int) -> str:
    outer, offset = source.outermost(start)
    return outer.text[offset : offset + length]


def _place(diagnostic: Diagnostic) -> tuple[int, int]:
    outer, offset = diagnostic.source.outermost(diagnostic.span.start)
    place = outer.place(offset)
    return place.line, place.column


def _phrases(blocks: tuple[AnyBlock, ...]) -> list[str]:
    says = [
        item for block in blocks if isinstance(block, Concept) for item in block.items if isinstance(item, SaysLine)
    ]
    return [phrase.text for each in says for phrase in each.phrases]
