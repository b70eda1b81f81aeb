"""A thread as long as a day of outrage: what is looked at grows with its length, and no longer with its square."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from knigge.commands.programs import load_program
from knigge.engine.finding import Outcome, Verdict
from knigge.engine.program import Program
from knigge.engine.record import Author, Message, Role
from knigge.engine.records import essence as essence_module
from knigge.engine.records import promise_deeds
from knigge.engine.records.archive import Archive, build_archive
from knigge.engine.records.eras import Eras
from knigge.engine.records.judge import judge
from knigge.engine.records.own_texts import gather_texts
from knigge.engine.tokens import fold

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


def looked_at(length: int, patch: pytest.MonkeyPatch) -> int:
    """How many later answers were held against promises."""
    count = 0
    real: Callable[..., promise_deeds.Answer | None] = promise_deeds._answer

    def counting(*given: object) -> promise_deeds.Answer | None:
        nonlocal count
        count += 1
        return real(*given)

    patch.setattr(promise_deeds, "_answer", counting)
    judged(length)
    patch.undo()
    return count


def test_promises_to_nobody_in_particular_do_not_look_at_all_that_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    short, long = looked_at(100, monkeypatch), looked_at(200, monkeypatch)

    assert short > 0
    assert long < 2.2 * short


def test_what_is_open_tells_of_a_few_of_the_messages_that_leave_it_open() -> None:
    found = [each for each in judged(120) if each.outcome is not Outcome.NOT_APPLICABLE]

    assert len(found) == 60
    assert {each.outcome for each in found} <= {Outcome.UNDECIDED, Outcome.VIOLATION}
    assert max(len(each.trail) for each in found) < 12


def folded(length: int, patch: pytest.MonkeyPatch) -> int:
    count = 0

    def counting(text: str) -> str:
        nonlocal count
        count += 1
        return fold(text)

    patch.setattr(essence_module, "fold", counting)
    gather_texts(archive(length), True, frozenset())
    patch.undo()
    return count


def test_the_names_of_a_thread_are_folded_once_and_not_for_every_text(monkeypatch: pytest.MonkeyPatch) -> None:
    short, long = folded(100, monkeypatch), folded(200, monkeypatch)

    assert short > 0
    assert long < 2.5 * short
