"""A thread as long as a day of outrage: what is looked at grows with its length, and no longer with its square."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from types import ModuleType

import pytest

from knigge.commands.programs import load_program
from knigge.engine import scene
from knigge.engine.finding import Outcome, Verdict
from knigge.engine.program import Program
from knigge.engine.record import Author, Message, Role
from knigge.engine.records import court, promise_deeds
from knigge.engine.records import essence as essence_module
from knigge.engine.records.archive import Archive, build_archive
from knigge.engine.records.eras import Eras
from knigge.engine.records.judge import judge
from knigge.engine.records.own_texts import gather_texts

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
NAMES = ("Aylin", "Ben", "Cem", "Dora", "Emil", "Frida", "Gül", "Hanna")


@cache
def program() -> Program:
    """The default rules, of which only this one judges."""
    found = load_program("default")
    only = tuple(rule for rule in found.records.rules if rule.id == "promise.kept")
    return replace(found, rules=(), records=replace(found.records, rules=only))


def said(number: int, author: Author, text: str) -> Message:
    at = (START + timedelta(minutes=number)).isoformat()
    kind = "reply" if author.role is Role.US else "comment"
    return Message(f"m{number:06}", text, kind, "instagram", None, author, None, "long", "acme", at)


def flat(length: int) -> list[Message]:
    """Nobody says whom he answers: a customer and we in turns, always a promise."""
    return [
        said(number, Author("a1", Role.US), f"Das klären wir, Nummer {number}, und melden uns hier.")
        if number % 2
        else said(number, Author(f"u{number}", Role.CUSTOMER, f"{NAMES[number % 8]} K{number}"), "Wann kommt der Bus?")
        for number in range(length)
    ]


def archive(length: int) -> Archive:
    return build_archive(flat(length))


def judged(length: int) -> list[Verdict]:
    results = judge(Eras((program(),)), archive(length), START + timedelta(days=9), "en")
    return [each for result in results for each in result.verdicts if each.rule == "promise.kept"]


class Counter:
    """Counts the calls of a function of a module while it is patched."""

    def __init__(self, patch: pytest.MonkeyPatch, module: ModuleType, name: str) -> None:
        self.count = 0
        self._real: Callable[..., object] = getattr(module, name)
        patch.setattr(module, name, self)

    def __call__(self, *given: object) -> object:
        self.count += 1
        return self._real(*given)


def looked_at(length: int) -> int:
    """How many later answers were held against promises."""
    with pytest.MonkeyPatch.context() as patch:
        counter = Counter(patch, promise_deeds, "_answer")
        judged(length)
    return counter.count


def test_promises_to_nobody_in_particular_do_not_look_at_all_that_follows() -> None:
    short, long = looked_at(100), looked_at(200)

    assert short > 0
    assert long < 2.2 * short


def test_what_is_open_tells_of_a_few_of_the_messages_that_leave_it_open() -> None:
    found = [each for each in judged(120) if each.outcome is not Outcome.NOT_APPLICABLE]

    assert len(found) == 60
    assert {each.outcome for each in found} <= {Outcome.UNDECIDED, Outcome.VIOLATION}
    assert max(len(each.trail) for each in found) < 12


def folded(length: int) -> int:
    """How many texts were folded to find repeats."""
    with pytest.MonkeyPatch.context() as patch:
        counter = Counter(patch, essence_module, "fold")
        gather_texts(archive(length), True, frozenset())
    return counter.count


def test_the_names_of_a_thread_are_folded_once_and_not_for_every_text() -> None:
    short, long = folded(100), folded(200)

    assert short > 0
    assert long < 2.5 * short


def test_all_rules_together_take_a_text_apart_a_few_times_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(court, "_MOST_SCENES", 8)
    monkeypatch.setattr(court, "_MOST_TEXTS", 12)
    counter = Counter(monkeypatch, scene, "tokenize")
    rules = load_program("default")

    results = list(judge(Eras((rules,)), archive(80), START + timedelta(days=9), "en"))

    assert len(rules.records.rules) > 20
    assert len([each for each in results if each.subject == "message"]) == 80
    assert counter.count <= 3 * 80


def crowd(answers: int) -> list[Message]:
    """A question, then answers of ours to nobody in particular beside another person's talk."""
    asked = [
        said(0, Author("u1", Role.CUSTOMER, "Aylin"), "Wann fährt der Bus morgen?"),
        said(1, Author("u2", Role.CUSTOMER, "Ben"), "Und wer zahlt mir das Taxi?"),
    ]
    told = [said(number + 2, Author("a1", Role.US), f"Morgen um {number % 12}.") for number in range(answers)]
    return asked + told


@pytest.mark.parametrize(
    ("answers", "speech", "line"),
    [(6, "de", "… und 1 weitere, die es sein könnte"), (30, "de", "… und 25 weitere, die es sein könnten"),
     (30, "en", "… and 25 more that may be it")],
)  # fmt: skip
def test_a_timeline_names_the_first_answers_that_may_be_one_and_counts_the_others(
    answers: int, speech: str, line: str
) -> None:
    results = judge(Eras((load_program("default"),)), build_archive(crowd(answers)), START + timedelta(days=9), speech)

    asked = next(each for each in results if each.id == "m000000")
    found = next(each for each in asked.verdicts if each.rule == "response.deadline")

    assert found.outcome is Outcome.UNDECIDED
    told = [each.what for each in found.trail]
    assert told.count(line) == 1
    assert sum(each.startswith(("wir:", "we:")) for each in told) == 5
