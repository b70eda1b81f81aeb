"""Rules are printed in one layout, in English or German keywords. (Laws: tests/properties/test_language_laws.py.)"""

from typing import Final

import pytest

from knigge.engine import nodes
from knigge.engine.parser import parse
from knigge.engine.printer import print_block, print_file, quoted
from knigge.engine.source import Source

_WRITTEN: Final = """# the tone
rule  tone.mood about reply clause calm
  severity WARNUNG # not grave
  wenn bezug äußert kritik und nicht (text.words > 3 or public)
  forbid once text says „Sie „meinen“ das“ or anzahl von mood ≥ 2
  if unknown parent then not-applicable   parameter most = 2,50 %, on x = 3 words
  catches de "x" given channel=x marks "x"
  # nothing more
end # so
# the end
"""
_ENGLISH: Final = """# the tone
rule tone.mood about reply
  clause calm
  severity warning  # not grave
  when parent expresses kritik and not (text.words > 3 or public)
  forbid once text says "Sie „meinen“ das" or count of mood >= 2
  if unknown parent then not-applicable
  parameter most = 2.5 %, on x = 3 words
  catches de "x" given channel = "x" marks "x"
  # nothing more
end  # so

# the end
"""
_GERMAN: Final = """# the tone
regel tone.mood über antwort
  klausel calm
  schwere warnung  # not grave
  wenn bezug äußert kritik und nicht (text.wörter > 3 oder öffentlich)
  verbiete einmal text sagt "Sie „meinen“ das" oder anzahl von mood >= 2
  falls unbekannt bezug dann unanwendbar
  stellwert most = 2.5 %, auf x = 3 wörter
  findet de "x" bei kanal = "x" markiert "x"
  # nothing more
ende  # so

# the end
"""


@pytest.mark.parametrize(("language", "printed"), [("en", _ENGLISH), ("de", _GERMAN)])
def test_a_rule_is_printed_in_one_layout(language: str, printed: str) -> None:
    assert print_file(parse(Source("x", _WRITTEN)).file, language) == printed


def test_word_sets_concepts_and_guidelines_are_printed_too() -> None:
    text = """guideline house "House" valid from 2026-01-01 until 2026-12-31
  clause calm de "Ruhig." en "Calm." demands S1, S2
end

define s in de
  "x", "y"
end

concept c in de
  says "<s>", "z" if not quoted
  unless negated, about us
  only if sentence says "a"
  holds when text.words > 2
  known miss "x"
end
"""

    assert print_file(parse(Source("x", text)).file, "en") == text


@pytest.mark.parametrize("text", ["", "x", '"', "\\", "\\n", "a\nb", "\t\r\0", "„“»«", "\ud800", "\u2028", "😀"])
def test_any_text_can_be_written_in_quotation_marks(text: str) -> None:
    block = parse(Source("x", f"define s in de {quoted(text)} end")).file.blocks[0]

    assert print_block(block, "en") == f"define s in de\n  {quoted(text)}\nend\n"
    assert isinstance(block, nodes.Define)
    assert block.phrases == (nodes.Phrase(text),)
    assert "\n" not in quoted(text)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            (
                "permit delete only if approvals by different people >= 2 and notice to author within 2 days",
                "expect at most 30 % of posts by us",
                "forbid preceded by (reply by us) within 3 business days",
            ),
        ),
        (
            "de",
            (
                "erlaube löschen nur wenn freigaben von verschiedenen personen >= 2"
                " und mitteilung an betroffene innerhalb von 2 tagen",
                "erwarte höchstens 30 % von beiträgen von uns",
                "verbiete vorangegangen ist (antwort von uns) innerhalb von 3 werktagen",
            ),
        ),
    ],
)
def test_rules_over_time_read_like_sentences(language: str, lines: tuple[str, ...]) -> None:
    text = """rule a.b about action
  permit delete only if approvals by different people >= 2 and notice to author within 2 days
  expect at most 30 % of posts by us
  forbid preceded by (reply by us) within 3 business days
end"""

    printed = print_file(parse(Source("x", text)).file, language)

    assert tuple(line.strip() for line in printed.splitlines()[1:-1]) == lines
    assert print_file(parse(Source("x", printed)).file, "en") == print_file(parse(Source("x", text)).file, "en")
