"""Every code is explained, every message has one style, and each mistake of an author has its code."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from knigge.engine.checker import check
from knigge.engine.codes import CODES
from knigge.engine.diagnostics import Diagnostic, Level, render
from knigge.engine.parser import parse
from knigge.engine.program import Program
from knigge.engine.source import Source
from knigge.engine.suggestions import suggestions_at_odds

_GUIDELINE: Final = 'guideline house "House" clause calm de "Wir bleiben ruhig." en "We stay calm." end\n'
_CONCEPT: Final = 'concept mood in de says "doof" unless quoted catches "Das ist doof." allows "Gut." end\n'


def _rule(statements: str = "", demand: str = 'forbid text says "doof"', about: str = "reply") -> str:
    return (
        f"rule tone.mood about {about} clause calm {statements} {demand}\n"
        '  title de "Ton" en "Tone" message de "Nicht so." en "Not like this."\n'
        '  catches "Das ist doof." allows "Das ist gut."\nend\n'
    )


MISTAKES: Final[tuple[tuple[str, str], ...]] = (
    ("K101", "§ rule x about reply end"),
    ("K102", 'define s in de "offen end\n'),
    ("K103", 'define s in de "x"'),
    ("K104", 'rul tone.mood about reply forbid text says "x" end'),
    ("K110", "rule a.b about reply sevrity note end"),
    ("K111", "rule a.b about reply severity end"),
    ("K112", "rule a.b about reply when " + "(" * 50 + "text.words > 3" + ")" * 50 + " end"),
    ("K201", _GUIDELINE + _rule(demand="forbid text expresses moodd") + _CONCEPT),
    ("K202", _rule(demand="forbid text.wrods > 3")),
    ("K203", _rule(about="mail")),
    ("K204", "rule a.b about reply severity grave end"),
    ("K205", _rule("if unknown parent then maybe")),
    ("K206", "rule a.b about reply status asleep end"),
    ("K207", _rule(demand='forbid headline says "x"')),
    ("K208", _rule('because fr "Parce que."')),
    ("K208", _rule('because de "eins" de "zwei"')),
    ("K209", _rule("by us, othre")),
    ("K210", 'concept c in de says "<nosuch> x" end'),
    ("K211", 'concept c in de says "(a" end'),
    ("K211", 'concept c in de says "a)" end'),
    ("K211", 'concept c in de says "a (|b)" end'),
    ("K211", 'concept c in de says "a [4-2] b" end'),
    ("K211", 'concept c in de says "..." end'),
    ("K211", 'concept c in de says "ab*" end'),
    ("K211", 'concept c in de says "a ~" end'),
    ("K211", 'concept c in de says "<" end'),
    ("K212", 'define a in de "<b>" end define b in de "<a>" end'),
    ("K213", 'define a in de "x & y" end'),
    ("K215", _CONCEPT + _CONCEPT),
    ("K215", _GUIDELINE + _GUIDELINE),
    ("K215", _rule() + _rule()),
    ("K215", 'define s in de "x" end define s in de "y" end'),
    ("K215", _rule("parameter most = 3 words parameter most = 4 words", "forbid text.words > most")),
    ("K215", _rule("parameter most = 3 words, on x = 4 words, on x = 5 words", "forbid text.words > most")),
    ("K216", 'define date in de "gestern" end'),
    ("K217", 'concept c in fr says "x" end'),
    ("K217", _rule("in fr")),
    ("K220", "concept c in de unless quoted end"),
    ("K221", 'concept c in de says "x", "x" end'),
    ("K222", 'concept c in de says "x" end'),
    ("K223", "concept a in de holds when text expresses b end concept b in de holds when text expresses a end"),
    ("K224", "concept a in de learned from nosuch end"),
    (
        "K225",
        'concept c0 in de says "x" end '
        + " ".join(f"concept c{n + 1} in de holds when text expresses c{n} end" for n in range(500)),
    ),
    ("K230", 'rule a.b about reply forbid text says "x" allows "y" end'),
    ("K231", 'rule a.b about reply forbid text says "x" catches "y" end'),
    ("K232", _rule('catches "doof" marks "Doof"')),
    ("K233", _rule('catches "doof" given weather = "rain"')),
    ("K240", 'rule a.b about reply title de "x" en "x" end'),
    ("K240", _rule('require text says "danke"')),
    ("K241", 'rule a.b about reply forbid text says "x" end'),
    ("K242", _GUIDELINE + _rule().replace("calm", "clam")),
    ("K243", 'rule a.b about reply forbid text says "x" end'),
    ("K244", _rule("severity note severity error")),
    ("K201", _rule("severity error if text expresses moodd")),
    ("K244", _rule("severity note severity error if text.words > 3 severity error")),
    ("K270", _rule("severity error if text.words > 60 and text.words < 50")),
    ("K244", _rule("by us by other")),
    ("K245", _rule().replace('en "Tone"', "")),
    ("K246", _rule("valid from 2026-02-30")),
    ("K247", _rule("valid from 2026-03-01 until 2026-02-01")),
    ("K248", _rule("on facebok")),
    ("K249", _rule("parameter most = 3 words")),
    ("K250", _rule().replace("Not like this.", "{mach} is not like us.")),
    ("K250", _rule().replace("Not like this.", "{parent.wrods}")),
    ("K251", _rule("when parent is known")),
    ("K251", _rule("if unknown channel then not-applicable")),
    ("K252", _GUIDELINE + _CONCEPT + _rule(demand="forbid text expresses mood")),
    ("K253", _rule("suggest remove match", 'require text says "danke"')),
    ("K253", _rule('suggest replace match with de "a" en "b"', 'require text says "danke"')),
    ("K254", _rule().replace('"Tone"', '"Tone of {match}"')),
    ("K260", _rule(demand='forbid sentence says "x"')),
    ("K260", _rule(demand="forbid text.words > 3 and not quoted")),
    ("K261", _rule(demand='forbid parent says "x"', about="post")),
    ("K261", _rule(demand="forbid customer.name is unknown", about="post")),
    ("K261", _rule(about="post").replace("Not like this.", "Dear {customer.name}")),
    ("K262", _rule(demand='forbid at least 3 of (text says "x", text says "y")')),
    ("K263", _rule(demand="forbid channel > 3")),
    ("K264", _rule(demand="forbid text.words > 3 characters")),
    ("K264", _rule(demand="forbid text.capitals-share > 3")),
    ("K265", _rule(demand="forbid text.words is x")),
    ("K266", _rule(demand="forbid kind is replly")),
    ("K267", 'concept c in de says "x" unless quotd end'),
    ("K268", _rule(demand="forbid text.words")),
    ("K270", _rule(demand="forbid text.words > 60 and text.words < 50")),
    ("K271", _rule(demand="forbid text.words > 60 or text.words < 61")),
    ("K272", _rule("when text.words > 60", "forbid text.words < 50")),
    ("K273", _rule('except text.words < 50 because "short"', "forbid text.words > 60")),
    ("K274", _rule('except text.words > 50 because "long"', "forbid text.words > 60")),
    ("K280", _CONCEPT),
    ("K281", 'define s in de "x" end'),
    ("K218", _rule(demand="permit delete only if ground is one of nosuch", about="action")),
    ("K226", _rule("per year", "expect at least 3 posts", "timeline")),
    ("K227", _rule("after customer mesage", "expect reply by us within 3 hours", "thread")),
    ("K228", _rule(demand="forbid text resembles yesterday >= 85 %")),
    ("K229", _rule(demand="permit delete only if emergency")),
    ("K229", _rule(demand="expect reply by us within 3 hours", about="thread")),
    ("K229", _rule(demand="forbid posts > 3", about="timeline")),
    ("K229", _rule("per week", "forbid text.words > 3")),
    ("K234", _rule("per week", "expect at most 3 posts", "timeline").replace('"Das ist doof."', '"Mon 9:00 uss: x"')),
    ("K264", _rule("after customer message", "expect reply by us within 3 words", "thread")),
    ("K269", _rule(demand="forbid ground within 3 hours", about="action")),
    ("K282", _GUIDELINE),
    ("K290", _GUIDELINE + _rule('suggest say instead de "Sei nicht doof zu uns." en "Be kind."')),
)
"""A code and a source that provokes it, at least once for every code of the rule language."""


Said = dict[tuple[str, str], list[Diagnostic]]


@pytest.fixture(scope="module")
def said(diagnosed: Callable[[str], list[Diagnostic]], program: Callable[[str], Program]) -> Said:
    """Everything that parser, checker and compiler, and for K290 the look at suggestions, say of each source."""
    found: Said = {}
    for code, text in MISTAKES:
        parsed = parse(Source("test.knigge", text))
        found[code, text] = [*parsed.diagnostics, *check([parsed])]
        if not parsed.diagnostics:
            found[code, text] += diagnosed(text)
        if code == "K290":
            found[code, text] += suggestions_at_odds([parsed], program(text.removeprefix(_GUIDELINE)))
    return found


@pytest.mark.parametrize("mistake", MISTAKES, ids=[code for code, _ in MISTAKES])
def test_each_mistake_has_its_code(mistake: tuple[str, str], said: Said) -> None:
    code, _ = mistake

    assert code in {each.code for each in said[mistake]}


def test_every_code_of_the_rule_language_is_provoked_here() -> None:
    provoked = {code for code, _ in MISTAKES}

    assert provoked == {each.code for each in CODES if each.code < "K300"}


def test_every_code_that_is_said_is_explained(said: Said) -> None:
    assert {each.code for found in said.values() for each in found} <= {each.code for each in CODES}


def test_codes_are_given_once_and_in_order() -> None:
    codes = [each.code for each in CODES]

    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"K\d{3}", code) for code in codes)


def test_the_code_table_holds_what_the_source_uses_and_nothing_else(repository: Path) -> None:
    rooms = [repository / room for room in ("engine", "commands", "intake", "reports")]
    modules = [path for room in rooms for path in room.rglob("*.py") if path.name != "codes.py"]

    used = {code for path in modules for code in re.findall(r"\bK\d{3}\b", path.read_text(encoding="utf-8"))}

    assert used == {each.code for each in CODES}


def test_titles_name_and_explanations_are_sentences() -> None:
    for each in CODES:
        assert re.match(r"[a-z`]|YAML", each.title), each
        assert not each.title.endswith((".", "!")), each
        assert each.explanation.endswith("."), each


def test_messages_and_hints_have_one_style(said: Said) -> None:
    wrong = [
        (each.code, part)
        for each in _all(said)
        for part in (each.message, each.hint, *(other.message for other in each.related))
        if part and (part[0].isupper() or (part.endswith((".", "!")) and not part.endswith("...")) or "\n" in part)
    ]

    assert not wrong


def test_every_diagnostic_points_into_its_source(said: Said) -> None:
    for each in _all(said):
        assert 0 <= each.span.start < each.span.end <= len(each.source.text), each
        assert each.level in Level
        assert "^" in render(each)


def test_what_the_author_wrote_stands_between_backticks(said: Said) -> None:
    for each in _all(said):
        assert each.message.count("`") % 2 == 0, each.message
        assert each.hint.count("`") % 2 == 0, each.hint


def _all(said: Said) -> list[Diagnostic]:
    return [each for found in said.values() for each in found]
