"""Examples are tests: each says whether it came out as its author says."""

from collections.abc import Callable

import pytest

from knigge.engine.compiler import compile_rules
from knigge.engine.parser import parse
from knigge.engine.policy import Policy
from knigge.engine.proof import Proof, prove
from knigge.engine.source import Source

Prove = Callable[[str], list[Proof]]


@pytest.fixture(scope="module")
def proven(policy: Callable[[str], Policy]) -> Prove:
    """A function from rule source to the proofs of its examples."""
    usual = policy("")

    def run(text: str) -> list[Proof]:
        parsed = [parse(Source("x", text))]
        program, diagnostics = compile_rules(parsed, usual, "test")
        assert program, diagnostics
        return list(prove(parsed, program))

    return run


def _rule(examples: str, demand: str = 'forbid text says "doof"') -> str:
    return f'rule a.b about reply {demand} title de "T" en "T" message de "M" en "M" {examples} end\n'


@pytest.mark.parametrize(
    ("example", "difference", "note"),
    [
        ('catches de "Das ist doof." marks "doof"', "", ""),
        ('catches de "Das ist gut."', "should be caught, came out as fine", ""),
        ('catches de "Das ist doof." marks "Das"', "should mark „Das“, marked at „doof“", ""),
        ('allows de "Das ist gut."', "", ""),
        ('allows de "Das ist doof."', "should be left alone, came out as: violates it at „doof“", ""),
        ('leaves open de "Das ist doof."', "should stay open, came out as: violates it at „doof“", ""),
        ('known miss de "Das ist gut."', "", "known miss"),
        ('known miss de "Das ist doof."', "", "no longer missed: make it `catches`"),
        ('known false alarm de "Das ist doof."', "", "known false alarm"),
        ('known false alarm de "Das ist gut."', "", "no longer a false alarm: make it `allows`"),
    ],
)
def test_a_rule_proves_its_examples(example: str, difference: str, note: str, proven: Prove) -> None:
    (proof,) = proven(_rule(example))

    assert (proof.difference, proof.note) == (difference, note)


@pytest.mark.parametrize(
    ("example", "difference"),
    [
        ('catches "Das ist doof." marks "doof"', ""),
        ('allows "Das ist nicht doof."', ""),
        ('allows "Das ist doof."', "should be left alone, came out as: expresses it at „doof“"),
    ],
)
def test_a_concept_proves_its_examples_in_its_language(example: str, difference: str, proven: Prove) -> None:
    (proof,) = proven(f'concept c in de says "doof" unless negated {example} end')

    assert proof.difference == difference


@pytest.mark.parametrize(
    ("demand", "example"),
    [
        ("forbid channel is x", 'catches de "a" given channel = "x"'),
        ("forbid channel is x", 'allows de "a" given channel = blog'),
        ("forbid channel is x", 'leaves open de "a"'),
        ("forbid kind is dm", 'catches de "a" given kind = dm'),
        ('forbid parent says "doof"', 'catches de "a" given parent = "Wie doof"'),
        ('forbid parent says "doof"', 'allows de "a" given parent = none'),
        ('forbid parent says "doof"', 'leaves open de "a"'),
        ("forbid customer.name is Aylin", 'catches de "a" given customer.name = "Aylin"'),
        ("forbid author.name is Ben", 'catches de "a" given author.name = "Ben"'),
        ("forbid organisation.address is du", 'catches de "a" given organisation.address = du'),
        ("forbid organisation.name is Muster", 'catches de "a" given organisation.name = "Muster"'),
        ("forbid language is en", 'catches de "a" given language = en'),
        ("forbid author.role is us", 'allows de "a" given author.role = customer'),
    ],
)
def test_an_example_gives_facts(demand: str, example: str, proven: Prove) -> None:
    (proof,) = proven(_rule(example, demand))

    assert proof.difference == ""


def test_examples_come_in_file_order_with_their_block(proven: Prove) -> None:
    found = proven('concept c in de says "doof" allows "a" catches "b" end ' + _rule('allows de "c"'))

    assert [(each.block.id, each.example.text) for each in found] == [("c", "a"), ("c", "b"), ("a.b", "c")]
    assert found[1].difference == "should be caught, came out as fine"


def test_rules_without_examples_prove_nothing(proven: Prove) -> None:
    assert proven(_rule("")) == []


def test_a_rule_that_is_off_is_not_proven(proven: Prove) -> None:
    assert proven(_rule('status retired catches de "x"')) == []


def test_a_rule_is_proven_alone(proven: Prove) -> None:
    found = proven(_rule('allows de "Das ist dumm."') + _rule("", 'forbid text says "dumm"').replace("a.b", "a.c"))

    assert [each.difference for each in found] == [""]
