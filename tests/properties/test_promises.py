"""Laws of promises: nothing is kept before its deed or broken before its end; weeks and order change nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from knigge.commands.programs import load_program
from knigge.engine.finding import Outcome, Verdict
from knigge.engine.program import Program
from knigge.engine.record import Author, Message, Role
from knigge.engine.records.archive import build_archive
from knigge.engine.records.eras import Eras
from knigge.engine.records.judge import judge

BERLIN: Final = ZoneInfo("Europe/Berlin")
MONDAY: Final = datetime(2026, 3, 2, tzinfo=BERLIN)
US: Final = Author("a1", Role.US)
AYLIN: Final = Author("u7", Role.CUSTOMER, "Aylin")
PROMISES: Final = (
    "Wir melden uns hier bis Dienstag 12 Uhr.",
    "Wir melden uns hier in den nächsten zwei Tagen.",
    "Wir melden uns hier Anfang nächster Woche.",
    "Wir melden uns bis Mittwoch.",
    "Ich rufe Sie morgen an.",
    "Wir erstatten Ihnen den Betrag innerhalb von 48 Stunden.",
    "Schicken Sie uns die Nummer, dann melden wir uns hier innerhalb von zwei Stunden.",
    "Ich rufe Sie morgen an. Außerdem melden wir uns hier bis Dienstag 12 Uhr.",
    "We'll reply here by Tuesday noon.",
    "We'll send you a DM by tomorrow.",
)
OURS: Final = (
    "Hallo Aylin, das Paket liegt in der Filiale Nordstraße.",
    "Wir sind noch dran und melden uns hier bis Freitag.",
    "Danke für Ihre Geduld!",
)
THEIRS: Final = (
    "Hier die Nummer: 4711 22.",
    "Ihr Kollege hat gerade angerufen, danke.",
    "Immer noch kein Anruf.",
    "Bis heute ist kein Geld da.",
    "Hat sich erledigt, danke!",
    "Danke!",
)
hours = st.integers(min_value=12, max_value=24 * 12)
Told = tuple[int, bool, str]
events = st.lists(
    st.tuples(hours, st.just(True), st.sampled_from(OURS)) | st.tuples(hours, st.just(False), st.sampled_from(THEIRS)),
    max_size=4,
    unique_by=lambda each: each[0],
)


@cache
def program() -> Program:
    found = load_program("default")
    only = tuple(rule for rule in found.records.rules if rule.id == "promise.kept")
    return replace(found, rules=(), records=replace(found.records, rules=only))


def at(hour: int, weeks: int = 0) -> str:
    day = MONDAY.date() + timedelta(days=hour // 24, weeks=weeks)
    return datetime(day.year, day.month, day.day, hour % 24, 30, tzinfo=BERLIN).isoformat()


def records(promise: str, told: list[Told], weeks: int = 0) -> list[Message]:
    def message(name: str, hour: int, ours: bool, text: str) -> Message:
        kind, author = ("reply", US) if ours else ("comment", AYLIN)
        target = "q" if ours else None
        return Message(name, text, kind, "facebook", None, author, target, "t", "acme", at(hour, weeks))

    found = [message("q", 9, False, "Wo bleibt mein Paket?"), message("p", 10, True, promise)]
    return found + [message(f"e{number}", *each) for number, each in enumerate(told)]


def verdict(given_records: list[Message], now: str | None) -> Verdict:
    present = datetime.fromisoformat(now) if now else None
    results = judge(Eras((program(),)), build_archive(given_records), present)
    return next(each for result in results if result.id == "p" for each in result.verdicts)


@settings(max_examples=60)
@given(st.sampled_from(PROMISES), events, hours)
def test_nothing_is_kept_before_its_deed(promise: str, told: list[Told], now: int) -> None:
    done = [each for each in told if each[0] <= now]
    found = verdict(records(promise, told), at(now))

    assert found.outcome is verdict(records(promise, done), at(now)).outcome
    if not done:
        assert found.outcome is not Outcome.FULFILLED


@settings(max_examples=60)
@given(st.sampled_from(PROMISES), events, hours)
def test_nothing_is_broken_before_its_end(promise: str, told: list[Told], now: int) -> None:
    found = verdict(records(promise, told), at(now))

    if found.outcome is Outcome.VIOLATION:
        assert datetime.fromisoformat(dict(found.facts)["due"]) < datetime.fromisoformat(at(now))


@settings(max_examples=60)
@given(st.sampled_from(PROMISES), events, st.none() | hours, st.integers(min_value=-20, max_value=60))
def test_whole_weeks_change_nothing(promise: str, told: list[Told], now: int | None, weeks: int) -> None:
    short = "Stunden" in promise  # hours are real hours: a night when the clock changes is not like others
    weeks = weeks % 3 if short else weeks
    one = verdict(records(promise, told), None if now is None else at(now))
    other = verdict(records(promise, told, weeks), None if now is None else at(now, weeks))

    assert (one.outcome, one.mark, one.needs) == (other.outcome, other.mark, other.needs)


@given(st.sampled_from(PROMISES), events, hours, st.data())
def test_the_order_of_records_changes_nothing(promise: str, told: list[Told], now: int, data: st.DataObject) -> None:
    ordered = records(promise, told)
    mixed = data.draw(st.permutations(ordered))

    assert verdict(mixed, at(now)) == verdict(ordered, at(now)) == verdict(ordered[::-1], at(now))


@given(st.sampled_from(PROMISES), st.none() | hours)
def test_what_only_others_could_show_is_never_broken_by_silence(promise: str, now: int | None) -> None:
    found = verdict(records(promise, []), None if now is None else at(now))

    if found.outcome is Outcome.VIOLATION:
        assert dict(found.facts)["kind-of-deed"] == "here"
