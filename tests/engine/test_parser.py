"""Rule source becomes nodes; one mistake never hides the next."""

import pytest

from knigge.engine import nodes
from knigge.engine.diagnostics import render
from knigge.engine.library import files, read_text
from knigge.engine.parser import Parsed, parse
from knigge.engine.printer import print_file
from knigge.engine.source import Source


def _parsed(text: str) -> Parsed:
    return parse(Source("x.knigge", text))


def _block(text: str) -> nodes.AnyBlock:
    parsed = _parsed(text)
    assert not parsed.diagnostics, [render(each) for each in parsed.diagnostics]
    (block,) = parsed.file.blocks
    return block


def _forbidden(condition: str) -> nodes.Condition:
    block = _block(f"rule a.b about reply forbid {condition} end")
    assert isinstance(block, nodes.Rule)
    (item,) = block.items
    assert isinstance(item, nodes.Forbid)
    return item.condition


def _told(text: str) -> list[tuple[str, int, str]]:
    parsed = _parsed(text)
    return [
        (each.code, each.source.place(each.span.start).line, text[each.span.start : each.span.end])
        for each in parsed.diagnostics
    ]


def test_an_empty_source_holds_no_blocks() -> None:
    parsed = _parsed("")

    assert parsed.file == nodes.File(())
    assert parsed.diagnostics == ()


def test_a_rule_is_read_with_all_its_statements() -> None:
    block = _block(
        'rule a.b about reply clause calm severity error status trial title de "T" en "T" by us, other\n'
        "  on x, facebook in de valid from 2026-01-01 until 2026-12-31\n"
        "  parameter most = 120 words, on x = 60 words\n"
        '  when parent is known forbid once text.words > most except text.words > 900 because "so"\n'
        '  if unknown parent then violation route "legal" message de "M" en "M" suggest remove match\n'
        '  suggest replace match with de "so" catches en "x y" given parent = none, channel = "x" marks "x", "y"\n'
        "end"
    )

    assert isinstance(block, nodes.Rule)
    assert [type(item).__name__ for item in block.items] == (
        "ClauseOf SeverityOf Status Title ByRoles OnChannels InLanguages Valid Parameter When Forbid Exception_ "
        "IfUnknown Route MessageOf Suggest Suggest Example".split()
    )
    assert block.items[-1] == nodes.Example(
        "catches", "x y", "en", (nodes.Given("parent", "none"), nodes.Given("channel", "x")), ("x", "y")
    )


def test_a_verdict_that_is_also_a_keyword_is_read_as_a_verdict() -> None:
    """German „erfüllt“ is both the verdict and what a clause does."""
    source = Source("a.knigge", "regel a über beitrag\n  falls unbekannt text dann erfüllt\nende\n")

    parsed = parse(source)

    assert parsed.diagnostics == ()
    assert print_file(parsed.file, "en") == "rule a about post\n  if unknown text then fulfilled\nend\n"


def test_and_binds_closer_than_or_and_not_closest() -> None:
    condition = _forbidden('not public or text.words > 3 and text says "x"')

    assert isinstance(condition, nodes.Or)
    assert [type(part).__name__ for part in condition.parts] == ["Not", "And"]


def test_brackets_change_what_binds() -> None:
    condition = _forbidden('not (public or text.words > 3) and text says "x"')

    assert isinstance(condition, nodes.And)
    assert isinstance(condition.parts[0], nodes.Not)
    assert isinstance(condition.parts[0].part, nodes.Or)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("public", nodes.Bare("public")),
        ("über uns", nodes.Bare("about-us")),
        ("zitiert", nodes.Bare("quoted")),
        ("channel is x", nodes.IsOneOf("channel", ("x",))),
        ("channel is not x", nodes.Not(nodes.IsOneOf("channel", ("x",)))),
        ('channel is one of (x, "own-app")', nodes.IsOneOf("channel", ("x", "own-app"))),
        ("parent ist unbekannt", nodes.Known("parent", False)),
        ("satz äußert dank", nodes.Expresses("sentence", "dank")),
        ("dichte von dank > 3 je 100 wörter", nodes.Compare(
            nodes.CountOf("dank", True), ">", nodes.Quantity(3.0, "per-100-words"))),
        ("mindestens 2 von (public, parent)", nodes.AtLeast(2, (nodes.Bare("public"), nodes.Bare("parent")))),
    ],
)  # fmt: skip
def test_each_condition_has_its_node(written: str, meant: nodes.Condition) -> None:
    assert _forbidden(written) == meant


def test_every_mistake_of_a_broken_block_is_told() -> None:
    told = _told("rule a.b about reply\n  severity note\n  forbid text.words >\n  clause calm\n  satus trial\nend\n")

    assert told == [("K111", 3, ">"), ("K110", 5, "satus")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('rule a.b about reply title de "x" mesage de "y" end', ["mesage"]),
        ('rule a.b about reply title de "x" mesage de "y" satus trial clause calm end', ["mesage", "satus"]),
        ("rule a.b about reply sevrity note forbid text.words > 3 satus trial end", ["sevrity", "satus"]),
        ("rule a.b about reply sevrity note\n  forbid text.words >\n  clause calm end", ["sevrity", ">"]),
        ("rule a.b abuot reply severity note satus trial end", ["abuot", "satus"]),
        ("rule a.b abuot reply sevrity note end", ["abuot"]),
        ('concept k in de syas "a" unles quoted says "b" onyl if quoted end', ["syas", "unles", "onyl"]),
        ('guideline g "G" clasue a de "x" clause b de "y" demnads S1 end', ["clasue", "demnads"]),
        ('guideline g "G" valid from 2026-01-01 clasue a de "x" clause b end', ["clasue", "b"]),
        ("rule a.b about reply clause tite foo end", ["foo"]),
        ('regel a.b über antwort titel de "x" meldng de "y" schwehre warnung ende', ["meldng", "schwehre"]),
    ],
)
def test_a_misspelled_keyword_is_told_where_it_stands_and_hides_no_other(text: str, told: list[str]) -> None:
    assert [place for _, _, place in _told(text)] == told


def test_words_of_a_list_may_be_called_like_guards() -> None:
    assert _forbidden("text.x is one of (question, concrete, x) and public") == nodes.And(
        (nodes.IsOneOf("text.x", ("question", "concrete", "x")), nodes.Bare("public"))
    )
    assert _forbidden("kind is one of (message, end, x)") == nodes.IsOneOf("kind", ("message", "end", "x"))
    assert _told("rule a.b about reply forbid kind is one of (x, y\nend") == [("K111", 1, "y")]
    assert _forbidden("at least 1 of (question, x)") == nodes.AtLeast(1, (nodes.Bare("question"), nodes.Bare("x")))


def test_a_broken_block_does_not_hide_the_next() -> None:
    parsed = _parsed('rule a.b about reply sevrity note end\ndefine s in de "x" end\ndefine t in de x end\n')

    assert [each.id for each in parsed.file.blocks] == ["s"]
    assert [each.code for each in parsed.diagnostics] == ["K110", "K110"]


def test_a_block_without_its_end_ends_where_the_next_begins() -> None:
    parsed = _parsed('define s in de "x"\ndefine t in de "y" end')

    assert [each.id for each in parsed.file.blocks] == ["s", "t"]
    assert [(each.code, len(each.related)) for each in parsed.diagnostics] == [("K103", 1)]


def test_words_outside_of_any_block_are_told_once() -> None:
    assert _told('rul a.b about reply severity note end\ndefine s in de "x" end') == [("K104", 1, "rul")]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("rule a.b about reply sevrity note end", "did you mean `severity`?"),
        ("regel a.b über antwort schwehre warnung ende", "did you mean `schwere`?"),
        ("rul a.b about reply end", "did you mean `rule`?"),
        ("rule a.b about replly end", "did you mean `reply`?"),
        ("rule rule about reply end", "is a word of the language"),
        ("rule a.b about reply forbid text.words > end", "a number"),
    ],
)
def test_a_hint_names_what_was_probably_meant(text: str, hint: str) -> None:
    assert any(hint in each.hint for each in _parsed(text).diagnostics)


def test_a_file_cut_anywhere_is_told_of_and_never_raises() -> None:
    whole = (
        'concept k in de says "a" if not quoted unless negated catches "a" marks "a" end\n'
        "rule a.b about reply parameter most = 3 words when parent is known forbid once text.words > most\n"
        '  except channel is one of (x, dm) because "so" catches "a" given parent = none end'
    )

    silent = [at for at in range(1, len(whole)) if not _parsed(whole[:at]).diagnostics]

    assert [whole[:at].split()[-1] for at in silent] == ["end", "end"]


def test_comments_stay_with_what_they_speak_of() -> None:
    text = (
        "# above\nrule a.b about reply  # header\n  # of severity\n  severity note  # behind it\n"
        "  # before the end\nend  # behind the end\n# last\n"
    )

    parsed = _parsed(text)

    (block,) = parsed.file.blocks
    assert isinstance(block, nodes.Rule)
    assert block.layout == nodes.Layout(("above",), "header")
    assert block.items[0].layout == nodes.Layout(("of severity",), "behind it")
    assert block.closing == nodes.Layout(("before the end",), "behind the end")
    assert parsed.file.comments == ("last",)


def test_spans_slice_to_what_was_written() -> None:
    text = 'rule a.b about reply forbid text says "nein danke" end'

    block = _block(text)

    assert isinstance(block, nodes.Rule)
    item = block.items[0]
    assert isinstance(item, nodes.Forbid)
    assert isinstance(item.condition, nodes.Says)
    spans = (block.span, block.id_span, item.span, item.condition.span, item.condition.phrase.span)
    assert [text[span.start : span.end] for span in spans] == [
        text,
        "a.b",
        'forbid text says "nein danke"',
        'text says "nein danke"',
        '"nein danke"',
    ]


def test_every_packaged_rule_file_can_be_read() -> None:
    parsed = [parse(Source(path, read_text(path))) for path in files("rules", ".knigge")]

    assert parsed
    assert not [render(each) for file in parsed for each in file.diagnostics]
