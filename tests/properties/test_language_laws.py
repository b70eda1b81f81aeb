"""Laws of the rule language: printing, parsing, keywords, and sources nobody would write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from knigge.engine import nodes
from knigge.engine.checker import check
from knigge.engine.diagnostics import render
from knigge.engine.keywords import keywords
from knigge.engine.names import pairs
from knigge.engine.nodes import NOWHERE, Layout, Phrase, Quantity
from knigge.engine.parser import parse
from knigge.engine.printer import print_file
from knigge.engine.source import Source

RESERVED = {
    part.casefold()
    for section in ("keywords", "guards", "units", "roles", "events", "pools")
    for word in keywords().sections[section]
    for both in word.spellings
    for spelling in both
    for part in [spelling, spelling.split()[0]]
} | {name for both in pairs() for name in both}
texts = st.text(st.characters(codec="utf-8"), max_size=30)
names = st.from_regex(r"[a-zäöü][a-z0-9äöü]{0,8}(-[a-z0-9]{1,5})?(\.[a-z]{1,6})?", fullmatch=True).filter(
    lambda name: name.casefold() not in RESERVED and not any(name.casefold() == each for each in RESERVED)
)
comments = st.lists(
    st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=12).map(str.strip).filter(bool), max_size=2
).map(tuple)
layouts = st.builds(Layout, comments, st.just(""))
locals_ = st.one_of(
    st.builds(lambda de, en: (("de", de), ("en", en)), texts, texts), st.builds(lambda de: (("de", de),), texts)
)
phrases = st.builds(Phrase, texts)
numbers = st.integers(0, 9999).map(float) | st.sampled_from([0.5, 2.25, 30.0])
quantities = st.builds(Quantity, numbers, st.sampled_from(["", "percent", "words", "characters", "places"]))
scopes = st.sampled_from(keywords().names("scopes"))
values = st.one_of(quantities, st.builds(nodes.Name, names), st.builds(nodes.CountOf, names, st.booleans()))
guards = st.builds(nodes.Bare, st.sampled_from(keywords().names("guards")))
atoms = st.one_of(
    st.builds(nodes.Says, scopes, phrases),
    st.builds(nodes.Expresses, scopes, names),
    st.builds(nodes.Compare, values, st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), values),
    st.builds(nodes.Known, names, st.booleans()),
    st.builds(nodes.IsOneOf, names, st.lists(texts, min_size=1, max_size=3).map(tuple)),
    guards,
)


def _several(parts: st.SearchStrategy[nodes.Condition]) -> st.SearchStrategy[nodes.Condition]:
    some = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(nodes.And, some),
        st.builds(nodes.Or, some),
        st.builds(nodes.Not, parts),
        st.builds(nodes.AtLeast, st.integers(1, 3), some),
    )


durations = st.builds(
    Quantity, numbers, st.sampled_from(["minutes", "hours", "days", "weeks", "business-hours", "business-days"])
) | st.builds(nodes.Name, names)
sides = st.lists(st.sampled_from(keywords().names("roles")), max_size=2, unique=True).map(tuple)


def _events(asked: st.SearchStrategy[nodes.Condition]) -> st.SearchStrategy[nodes.Event]:
    """Something that happens, by anybody or by these, with a question put to its message or without."""
    concepts = st.builds(nodes.Expresses, st.just("text"), names)
    several = st.lists(concepts, min_size=2, max_size=3).map(lambda parts: nodes.Or(tuple(parts)))
    return st.builds(
        nodes.Event, st.sampled_from(keywords().names("events")), sides, st.none() | concepts | several | asked
    )


shares = st.builds(Quantity, numbers, st.just("percent")) | st.builds(nodes.Name, names)
counts = st.builds(Quantity, numbers) | st.builds(nodes.Name, names)
around = st.one_of(
    st.builds(nodes.Near, _events(atoms), st.booleans(), st.none() | durations),
    st.builds(nodes.Timely, names, durations),
    st.builds(nodes.Ordered, names, st.booleans(), names),
    st.builds(
        nodes.Resembles, st.sampled_from(keywords().names("pools")), st.sampled_from([">", ">=", "<"]), shares,
        counts, st.booleans(), st.none() | durations,
    ),
    st.builds(nodes.IsOneOf, names, st.just(()), names),
    st.builds(
        nodes.Compare, st.builds(nodes.CountOfEvent, _events(atoms), st.booleans()), st.sampled_from([">=", "="]),
        counts,
    ),
)  # fmt: skip
conditions = st.recursive(atoms | around, _several, max_leaves=6)
events = _events(conditions)
some_events = st.lists(events, min_size=1, max_size=2).map(tuple)
tallies = st.one_of(
    st.builds(nodes.Tally, counts, counts, events),
    st.builds(nodes.Tally, counts, st.none(), events),
    st.builds(nodes.Tally, st.none(), counts, events),
    st.builds(nodes.Tally, st.none(), shares, events, st.just(True)),
    st.builds(nodes.Tally, shares, st.none(), events, st.just(True)),
)
dates = st.dates().map(str).filter(lambda day: day >= "1000")
givens = st.builds(nodes.Given, names, texts | quantities)
examples = st.builds(
    nodes.Example,
    st.sampled_from(["catches", "allows", "leaves-open", "known-miss", "known-false-alarm"]),
    texts,
    st.sampled_from(["", "de", "en"]),
    st.lists(givens, max_size=2).map(tuple),
    st.lists(texts, max_size=2).map(tuple),
    st.just(NOWHERE),
    layouts,
    st.lists(texts, max_size=2).map(tuple),
)
valids = st.builds(nodes.Valid, dates, dates | st.none(), st.just(NOWHERE), layouts) | st.builds(
    nodes.Valid, st.none(), dates, st.just(NOWHERE), layouts
)
some_phrases = st.lists(phrases, min_size=1, max_size=3).map(tuple)
id_lists = st.lists(names, min_size=1, max_size=3).map(tuple)
concept_items = st.one_of(
    st.builds(nodes.SaysLine, some_phrases, conditions | st.none(), st.just(NOWHERE), layouts),
    st.builds(nodes.Unless, st.lists(conditions, min_size=1, max_size=3).map(tuple), st.just(NOWHERE), layouts),
    st.builds(nodes.OnlyIf, conditions, st.just(NOWHERE), layouts),
    st.builds(nodes.HoldsWhen, conditions, st.just(NOWHERE), layouts),
    st.builds(nodes.LearnedFrom, names, st.just(NOWHERE), layouts),
    examples,
)
rule_items = st.one_of(
    st.builds(nodes.ClauseOf, names, st.just(NOWHERE), layouts),
    st.builds(
        nodes.SeverityOf, st.sampled_from(["note", "warning", "error"]), conditions | st.none(), st.just(NOWHERE),
        layouts,
    ),
    st.builds(nodes.Title, locals_, st.just(NOWHERE), layouts),
    st.builds(nodes.Because, locals_, st.just(NOWHERE), layouts),
    st.builds(
        nodes.ByRoles, st.lists(st.sampled_from(keywords().names("roles")), min_size=1, max_size=3).map(tuple),
        st.just(NOWHERE), layouts,
    ),
    st.builds(nodes.OnChannels, id_lists, st.just(NOWHERE), layouts),
    valids,
    st.builds(
        nodes.Parameter, names, quantities, st.lists(st.tuples(names, quantities), max_size=2).map(tuple),
        st.just(NOWHERE), layouts,
    ),
    st.builds(nodes.When, conditions, st.just(NOWHERE), layouts),
    st.builds(nodes.Forbid, conditions, st.booleans(), st.just(NOWHERE), layouts),
    st.builds(
        nodes.Permit, st.lists(st.sampled_from([*nodes.ACTS, "measure"]), min_size=1, max_size=3).map(tuple),
        conditions, st.just(NOWHERE), layouts,
    ),
    st.builds(nodes.After, some_events, st.just(NOWHERE), layouts),
    st.builds(nodes.Expect, some_events, durations, st.booleans(), st.just(NOWHERE), layouts),
    st.builds(nodes.Expect, some_events, st.none(), st.just(False), st.just(NOWHERE), layouts),
    st.builds(nodes.Per, st.sampled_from(keywords().names("periods")), st.just(NOWHERE), layouts),
    tallies.flatmap(lambda tally: layouts.map(lambda layout: replace(tally, layout=layout))),
    st.builds(nodes.Require, conditions, st.just(NOWHERE), layouts),
    st.builds(nodes.Exception_, conditions, texts, st.just(NOWHERE), layouts),
    st.builds(nodes.IfUnknown, names, st.sampled_from(keywords().names("verdicts")), st.just(NOWHERE), layouts),
    st.builds(nodes.Route, texts, st.just(NOWHERE), layouts),
    st.builds(nodes.Suggest, st.sampled_from(["replace", "add", "say"]), locals_, st.just(NOWHERE), layouts),
    st.builds(nodes.Suggest, st.just("remove"), st.just(()), st.just(NOWHERE), layouts),
    examples,
)  # fmt: skip
languages = st.sampled_from(["de", "en"])


def _can_be_written(items: Sequence[nodes.RuleItem]) -> bool:
    """Whether no `by` stands behind an event without one: it would be read as that of the event, on a new line too."""
    return not any(_ends_with_bare_event(one) and isinstance(other, nodes.ByRoles) for one, other in pairwise(items))


def _ends_with_bare_event(item: nodes.RuleItem) -> bool:
    match item:
        case nodes.After() | nodes.Expect(within=None):
            last = item.events[-1]
        case nodes.Tally():
            last = item.event
        case _:
            return False
    return not last.by and last.condition is None


blocks = st.one_of(
    st.builds(nodes.Define, names, languages, some_phrases, layout=layouts),
    st.builds(nodes.Concept, names, languages, st.lists(concept_items, max_size=4).map(tuple), layout=layouts),
    st.builds(
        nodes.Rule, names, st.sampled_from(keywords().names("subjects")),
        st.lists(rule_items, max_size=5).filter(_can_be_written).map(tuple), layout=layouts,
    ),
)  # fmt: skip


class Written:
    """A generated file, shown as its source: hypothesis takes minutes to print a deep tree of calls."""

    def __init__(self, some: Sequence[nodes.AnyBlock]) -> None:
        self.file = nodes.File(tuple(some), ())

    def __repr__(self) -> str:
        return print_file(self.file, "en")


files = st.lists(blocks, max_size=3).map(Written)


@given(files, languages)
def test_parsing_what_was_printed_gives_the_same_tree(written: Written, language: str) -> None:
    parsed = parse(Source("printed", print_file(written.file, language)))

    assert not parsed.diagnostics, render(parsed.diagnostics[0])
    assert parsed.file == written.file


@given(files)
def test_german_and_english_keywords_give_the_same_tree(written: Written) -> None:
    german = parse(Source("german", print_file(written.file, "de")))
    english = parse(Source("english", print_file(written.file, "en")))

    assert german.file == english.file


@given(files, languages)
def test_formatting_twice_changes_nothing(written: Written, language: str) -> None:
    once = print_file(written.file, language)

    assert print_file(parse(Source("once", once)).file, language) == once


_WORDS = [
    *sorted(RESERVED),
    '"x"',
    "„y“",
    '"',
    "\\",
    "(",
    ")",
    ",",
    "=",
    ">",
    "3",
    "30 %",
    "2026-01-01",
    "#",
    "\n",
    "~",
    "&",
]


@given(st.lists(st.sampled_from(_WORDS), max_size=30).map(" ".join) | st.text(max_size=200))
def test_no_source_crashes_and_every_diagnostic_can_be_shown(text: str) -> None:
    parsed = parse(Source("anything", text))

    for diagnostic in [*parsed.diagnostics, *check([parsed])]:
        assert render(diagnostic)
        assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(text) + 1


@given(files, st.integers(0, 400))
def test_a_file_cut_in_the_middle_is_told_and_keeps_its_whole_blocks(written: Written, at: int) -> None:
    whole = print_file(written.file, "en")
    cut = parse(Source("cut", whole[:at]))

    assert len(cut.file.blocks) <= len(written.file.blocks)
    assert cut.file.blocks == written.file.blocks[: len(cut.file.blocks)] or cut.diagnostics
