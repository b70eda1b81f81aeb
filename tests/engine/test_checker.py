"""What can be said of rules without a text: pointed, and silent where nothing is wrong. (Codes: test_codes.py.)"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from knigge.engine.checker import check
from knigge.engine.diagnostics import Diagnostic, Level
from knigge.engine.evaluator import evaluate
from knigge.engine.parser import parse
from knigge.engine.program import Program
from knigge.engine.record import Exchange, Message
from knigge.engine.source import Source

_SOUND: Final = """
guideline house "House" clause calm de "Wir bleiben ruhig." en "We stay calm." end
define insult in de "doof", "dumm" end
define insult in en "silly" end
concept mood in de
  says "das ist <insult>"
  unless quoted, negated
  catches "Das ist doof." marks "Das ist doof"
  allows "Das ist nicht doof."
end
concept mood in en
  says "this is <insult>" unless quoted, negated catches "This is silly." allows "This is not silly."
end
rule tone.mood about reply
  clause calm severity warning
  title de "Ton" en "Tone"
  because de "{count} Mal ist zu viel." en "{count} times is too much."
  on facebook, own-forum
  valid from 2026-01-01 until 2026-01-01
  parameter most = 2 places, on x = 1 places
  when text.words > 3 and kind is not dm
  forbid text expresses mood and count of mood >= most
  except text.words > 500 because "nobody reads it"
  message de "„{match}“ auf {channel}: {text.words}, {most}" en "“{match}” on {channel}: {text.words}, {most}"
  suggest say instead de "Das sehen wir anders." en "We see this differently."
  catches "Das ist doof." allows "Das ist gut." given parent = none, customer.name = "Aylin"
end
"""


def _check(text: str) -> list[Diagnostic]:
    parsed = parse(Source("x", text))
    assert not parsed.diagnostics
    return check([parsed])


def _said(text: str, code: str) -> list[tuple[str, str]]:
    return [(each.message, each.hint) for each in _check(text) if each.code == code]


def _marked(text: str, code: str) -> list[str]:
    return [text[each.span.start : each.span.end] for each in _check(text) if each.code == code]


def test_nothing_is_said_of_sound_rules() -> None:
    assert _check(_SOUND) == []


def test_nothing_is_said_of_nothing() -> None:
    assert check([]) == []


@pytest.mark.parametrize(
    ("good", "bad", "code", "marked", "hint"),
    [
        ("text expresses mood and", "text expresses moot and", "K201", "text expresses moot", "did you mean `mood`?"),
        ("text.words > 3 and", "text.wrods > 3 and", "K202", "text.wrods", "did you mean `text.words`?"),
        ("clause calm severity", "clause clam severity", "K242", "clause clam", "did you mean `calm`?"),
        ("on facebook, own", "on facebok, own", "K248", "on facebok, own-forum", "did you mean `facebook`?"),
        ("unless quoted, negated\n", "unless quotet, negated\n", "K267", "quotet", "did you mean `quoted`?"),
        ("kind is not dm", "kind is not post-it", "K266", "kind is not post-it", "did you mean `post`?"),
        ("{text.words}, {most}\" en", "{text.wrds}, {most}\" en", "K250", None, "did you mean `text.words`?"),
        ("given parent =", "given parnt =", "K233", "parnt = none", "did you mean `parent`?"),
        ('marks "Das ist doof"', 'marks "das ist doof"', "K232", None, "copy the words from the example"),
        (">= most", ">= most and text.words > 3 characters", "K264", "text.words > 3 characters", "the same unit"),
        ("kind is not dm", "channel > 3", "K263", "channel", "write `channel is ...`"),
        ("kind is not dm", "text.words is many", "K265", "text.words is many", "compare it"),
        ("kind is not dm", "text.words", "K268", "text.words", "compare it"),
        ("until 2026-01-01", "until 2025-12-31", "K247", "valid from 2026-01-01 until 2025-12-31", ""),
    ],
)  # fmt: skip
def test_a_slip_is_marked_and_the_right_word_is_named(
    good: str, bad: str, code: str, marked: str | None, hint: str
) -> None:
    assert good in _SOUND
    text = _SOUND.replace(good, bad, 1)

    said, places = _said(text, code), _marked(text, code)

    assert said and hint in said[0][1]
    assert marked is None or places == [marked]


def test_a_name_twice_shows_both_places() -> None:
    text = 'define s in de "x" end\ndefine s in de "y" end\ndefine s in en "x" end\n'

    (twice,) = [each for each in _check(text) if each.code == "K215"]

    assert text[twice.span.start :].startswith('s in de "y"')
    assert text[twice.related[0].span.start :].startswith('s in de "x"')


def test_a_circle_of_concepts_is_shown_whole_and_once() -> None:
    text = " ".join(
        f"concept {one} in de holds when text expresses {other} end" for one, other in ("ab", "bc", "ca", "da")
    )

    assert [message for message, _ in _said(text, "K223")] == [
        "these concepts need each other: `a` -> `b` -> `c` -> `a`"
    ]


def _row(count: int, ask: str) -> str:
    """Concepts c1 ... of which each asks for the one before, the first for a word."""
    row = 'concept c1 in de says "x" catches "x" allows "y" end\n'
    for number in range(2, count + 1):
        condition = ask.replace("IT", f"sentence expresses c{number - 1}")
        row += f'concept c{number} in de says "x" if {condition} catches "x" allows "y" end\n'
    return row


@pytest.mark.parametrize(("ask", "most"), [("IT", 100), ('not (not IT and text says "y")', 25)])
def test_a_row_of_concepts_is_as_long_as_it_can_be_followed(
    ask: str, most: int, program: Callable[[str], Program]
) -> None:
    judged = 'rule a.b about reply clause calm forbid text expresses cN title de "T" en "T" message de "M" en "M" end'

    assert [message for message, _ in _said(_row(most + 1, ask), "K225")] == [
        f"concept `c{most + 1}` stands on too long a row of other concepts"
    ]
    assert not _said(_row(most, ask), "K225")
    result = evaluate(
        program(_row(most, ask) + judged.replace("cN", f"c{most}")), Exchange(Message("m", "x", "reply", language="de"))
    )
    assert len(result.findings) == 1


def test_a_condition_that_cannot_hold_is_shown_with_a_situation() -> None:
    text = _SOUND.replace("kind is not dm", "text.words < 3")

    assert _said(text, "K270") == [("this `when` can never hold", "it fails even with text.words = 0")]


def test_a_concept_missing_in_a_language_is_a_warning_unless_the_rule_is_limited() -> None:
    german = _SOUND[: _SOUND.index("concept mood in en")] + _SOUND[_SOUND.index("rule ") :]

    assert len(_said(german, "K252")) == 1
    assert _said(german.replace("on facebook", "in de on facebook"), "K252") == []


def test_what_is_missing_in_a_rule_is_an_error_and_in_a_concept_a_warning() -> None:
    levels = {
        (each.code, each.level)
        for each in _check('concept c in de says "x" unless quoted end rule a.b about reply forbid public end')
        if each.code in ("K230", "K231")
    }

    assert levels == {(code, level) for code in ("K230", "K231") for level in (Level.WARNING, Level.ERROR)}


def test_diagnostics_come_in_file_order_for_each_look() -> None:
    first = parse(Source("a", 'concept a in de says "x" end'))
    second = parse(Source("b", 'concept b in de says "x" end'))

    names = [each.source.name for each in check([first, second]) if each.code == "K222"]

    assert names == ["a", "b"]


_HOUSE: Final = """guideline g "G" clause calm de "Ruhig." en "Calm." end
regel haus.spät über gespräch
  klausel calm  titel de "Spät"
  nach nachricht von kunde äußert eile wobei text.wörter > 3
  erwarte antwort von uns innerhalb von 2 stunden
  meldung de "Fällig {fällig}, {beantwortet}, {anzahl}."
  findet "Mo 10:00 Kundin Ida: Wo bleibt der Bus jetzt?" dann "Mo 13:00 uns: Hier."
  lässt stehen "Mo 10:00 Kundin Ida: Jetzt?" dann "Mo 13:00 uns: Hier."
ende
begriff eile in de sagt "jetzt" außer zitiert findet "Jetzt!" lässt stehen "Bald." ende
begriff eile in en says "now" unless quoted catches "Now!" allows "Soon." end
"""


def test_a_german_house_needs_no_english_words() -> None:
    said = _check(_HOUSE)

    assert [each.code for each in said if each.level is not Level.NOTE] == []
    assert {each.code for each in said} == {"K245"}


def test_an_example_of_a_thread_that_is_no_timeline_is_not_passed_over() -> None:
    said = _said(_HOUSE.replace("Mo 13:00 uns: Hier.", "x", 1).replace("Mo 10:00 K", "Mo 10 Uhr K", 1), "K234")

    assert said and "no day, time, person and colon" in said[0][0]


def test_a_slip_in_one_line_of_a_thread_rule_blames_no_other_line() -> None:
    said = parse(Source("x", _HOUSE.replace(" dann ", " danach ", 1))).diagnostics

    assert "danach" in said[0].message
    assert not any("äußert" in each.message or "innerhalb" in each.message for each in said)


def test_what_ships_is_worded_in_both_languages(repository: Path) -> None:
    shipped = [parse(Source(each.name, each.read_text())) for each in sorted((repository / "rules").rglob("*.knigge"))]

    assert [each.source.name for each in check(shipped) if each.code == "K245"] == []
