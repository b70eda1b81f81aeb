"""Facts and signals go by an English and a German name; both mean the same everywhere a rule may name them."""

import pytest

from knigge.engine import nodes
from knigge.engine.checker import check
from knigge.engine.facts import FACTS
from knigge.engine.keywords import key
from knigge.engine.names import canonical, pairs, spelled
from knigge.engine.parser import parse
from knigge.engine.printer import print_block, print_file
from knigge.engine.signals import SIGNALS
from knigge.engine.signals.reading import Type
from knigge.engine.source import Source

_TYPES = {fact.name: fact.type for fact in FACTS} | {signal.name: signal.type for signal in SIGNALS}


def _rule(name: str, body: str) -> nodes.File:
    parsed = parse(Source("x", f"rule a.b about reply {body.replace('NAME', name)} end"))
    assert not parsed.diagnostics, (name, [each.message for each in parsed.diagnostics])
    return parsed.file


def _written(english: str, german: str) -> tuple[str, ...]:
    """The ways to write a name: as it stands, capitalised, without umlauts."""
    return (english, german, german.title(), key(german))


@pytest.mark.parametrize(("english", "german"), pairs())
def test_every_name_may_be_written_in_german_wherever_it_stands(english: str, german: str) -> None:
    places = [
        "when NAME is known", "forbid NAME is x", "forbid NAME is one of (x, y)", "forbid NAME > 3", "forbid 3 < NAME",
        "forbid not NAME", "if unknown NAME then undecided", 'catches "x" given NAME = "y"',
        'title de "{NAME}"', 'message de "a {NAME} b {match}"', 'because de "{NAME}"',
    ]  # fmt: skip

    for place in places:
        meant = _rule(english, place)
        assert all(_rule(written, place) == meant for written in _written(english, german)), place


@pytest.mark.parametrize(("english", "german"), pairs())
def test_german_keywords_are_printed_with_german_names(english: str, german: str) -> None:
    file = _rule(english, 'when NAME is known forbid NAME message de "{NAME}" catches "x" given NAME = "y"')

    assert print_file(file, "de").count(german) == 4
    assert print_file(file, "en") == print_file(_rule(german, print_body(file)), "en")
    assert parse(Source("x", print_file(file, "de"))).file == file


def print_body(file: nodes.File) -> str:
    """The statements of the only rule, in German."""
    return "\n".join(print_block(file.blocks[0], "de").split("\n")[1:-2])


def test_the_checker_knows_every_name_in_german() -> None:
    for english, german in pairs():
        signal = "text." + english.removeprefix("parent.") if english.startswith("parent.") else english
        if signal not in _TYPES:
            continue
        ask = {Type.WORD: "is not „x“", Type.TRUTH: "", Type.NUMBER: "> 3", Type.SHARE: "> 3 %"}[_TYPES[signal]]
        source = f"regel a.b über antwort verbiete {german} {ask} falls unbekannt {german} dann unentschieden ende"

        codes = {each.code for each in check([parse(Source("x", source))])}

        assert not codes & {"K110", "K202", "K261", "K263", "K265", "K268"}, source


def test_a_misspelled_german_name_is_recognised() -> None:
    parsed = parse(Source("x", "regel a.b über antwort verbiete text.wörtr > 3 ende"))

    assert [each.hint for each in check([parsed]) if each.code == "K202"] == ["did you mean `text.wörter`?"]


def test_a_parameter_is_never_taken_for_a_fact() -> None:
    text = "rule a.b about reply parameter kanal = 3 words forbid text.words > kanal and channel is x end"

    (block,) = parse(Source("x", text)).file.blocks

    german = print_block(block, "de")
    assert "text.wörter > kanal und channel ist" in german
    assert parse(Source("x", german)).file.blocks == (block,)


def test_no_two_names_are_alike() -> None:
    spellings = [key(name) for both in pairs() for name in dict.fromkeys(both)]

    assert len(spellings) == len(set(spellings))
    assert all(canonical(german) == canonical(english) == english for english, german in pairs())
    assert all(spelled(canonical(german), "de") == german for _, german in pairs())
