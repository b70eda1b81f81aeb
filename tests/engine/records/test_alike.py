"""Replies to many people and posts said again, from JSON records to verdicts of the bundled rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from knigge.engine.evaluator import evaluate
from knigge.engine.finding import Outcome
from knigge.engine.program import Program
from knigge.engine.record import Author, Exchange, Message, Role

from .conftest import Json, Judged

Judge = Callable[[Program, Iterable[Json]], Judged]
PASSED_ON = "wir haben Ihr Anliegen an die zuständige Fachabteilung weitergeleitet und melden uns schnellstmöglich."
WORKSHOP = "Unsere neue Werkstatt repariert ab sofort auch Lastenräder, kommen Sie einfach vorbei."
PEOPLE = ("aylin", "ben", "cem")
NOTHING: Json = {}
VIOLATION, FULFILLED, OPEN, APART = Outcome.VIOLATION, Outcome.FULFILLED, Outcome.UNDECIDED, Outcome.NOT_APPLICABLE


@pytest.fixture(scope="module")
def repeats(bundled: Callable[..., Program]) -> Program:
    """The three rules on repeats."""
    return bundled("repeat/template.knigge", "repeat/again.knigge")


def asked(number: int, person: str, day: int, **more: object) -> Json:
    """A customer's comment in a thread of its own."""
    return {
        "id": f"q{number}", "thread": f"t{number}", "channel": "facebook", "account": "acme", "kind": "comment",
        "author": {"id": person, "role": "customer", "name": person.title()},
        "published": f"2026-03-{day:02}T10:00:00+01:00", "text": "Mein Paket ist nicht da.", **more,
    }  # fmt: skip


def answered(number: int, text: str, day: int, **more: object) -> Json:
    """Our reply to that comment, an hour later."""
    return {
        "id": f"r{number}", "thread": f"t{number}", "in_reply_to": f"q{number}", "channel": "facebook",
        "account": "acme", "kind": "reply", "author": {"id": "a1", "role": "us"},
        "published": f"2026-03-{day:02}T11:00:00+01:00", "text": text, **more,
    }  # fmt: skip


def posted(name: str, day: str, text: str = WORKSHOP, **more: object) -> Json:
    """A post of ours."""
    return {
        "id": name, "channel": "facebook", "account": "acme", "kind": "post", "author": {"id": "a1", "role": "us"},
        "published": f"{day}T10:00:00+01:00", "text": text, **more,
    }  # fmt: skip


def three(texts: Iterable[str], people: Iterable[str] = PEOPLE, more: Json = NOTHING) -> list[Json]:
    """Three people who ask, and a reply to each."""
    return [
        record
        for number, (person, text) in enumerate(zip(people, texts, strict=True), start=1)
        for record in (asked(number, person, number), answered(number, text, number, **more))
    ]


def of(found: Judged, rule: str) -> dict[str, Outcome]:
    """What a rule came to for each of our texts."""
    return {name: verdict.outcome for (name, each), verdict in found.items() if each == rule and name[0] != "q"}


GREETED = (f"Hallo Aylin, {PASSED_ON}", f"Guten Tag Ben, {PASSED_ON} Viele Grüße, Jana", f"Hi Cem, {PASSED_ON} ^Tom")


def test_every_member_of_a_series_is_a_violation_the_first_too(repeats: Program, judged: Judge) -> None:
    found = judged(repeats, three(GREETED))

    assert of(found, "repeat.template") == {"r1": VIOLATION, "r2": VIOLATION, "r3": VIOLATION}
    finding = found["r1", "repeat.template"].findings[0]
    assert "3 " in finding.message and "100 %" in finding.message and "30 " in finding.message
    assert dict(finding.facts)["alike-to"] == "r2, r3"


def test_the_order_of_records_means_nothing(repeats: Program, judged: Judge) -> None:
    records = three(GREETED)

    assert of(judged(repeats, records), "repeat.template") == of(judged(repeats, records[::-1]), "repeat.template")


def test_two_people_are_not_many(repeats: Program, judged: Judge) -> None:
    found = judged(repeats, three(GREETED, ("aylin", "ben", "aylin")))

    assert set(of(found, "repeat.template").values()) == {FULFILLED}


def test_thirty_days_hold_both_ends_and_no_more(repeats: Program, judged: Judge) -> None:
    def at(day: str) -> dict[str, Outcome]:
        records = three(GREETED)
        records[-1] = {**records[-1], "published": day}
        return of(judged(repeats, records), "repeat.template")

    assert at("2026-03-31T11:00:00+02:00") == {"r1": VIOLATION, "r2": VIOLATION, "r3": VIOLATION}
    assert at("2026-03-31T12:00:00+02:00") == {"r1": VIOLATION, "r2": VIOLATION, "r3": VIOLATION}
    assert at("2026-03-31T12:00:01+02:00") == {"r1": FULFILLED, "r2": FULFILLED, "r3": FULFILLED}


@pytest.mark.parametrize("key", ["approved_text", "series"])
def test_approved_texts_and_series_are_not_judged(repeats: Program, judged: Judge, key: str) -> None:
    found = judged(repeats, three(GREETED, more={key: "x7"}))

    assert set(of(found, "repeat.template").values()) == {APART}


def test_an_empty_id_is_none(repeats: Program, judged: Judge) -> None:
    found = judged(repeats, three(GREETED, more={"approved_text": None, "series": ""}))

    assert set(of(found, "repeat.template").values()) == {VIOLATION}


def test_what_a_machine_says_is_not_judged(repeats: Program, judged: Judge) -> None:
    by_bot = judged(repeats, three(GREETED, more={"author": {"id": "bot", "role": "bot"}}))
    automated = judged(repeats, three(GREETED, more={"automated": True}))

    assert of(by_bot, "repeat.template") == {}
    assert set(of(automated, "repeat.template").values()) == {APART}


def test_very_short_answers_are_not_judged(repeats: Program, judged: Judge) -> None:
    found = judged(repeats, three(("Gern geschehen, Aylin!", "Gern geschehen, Ben!", "Gern geschehen, Cem!")))

    assert set(of(found, "repeat.template").values()) == {APART}


def test_answers_of_their_own_on_one_matter_are_fine(repeats: Program, judged: Judge) -> None:
    texts = (
        "Hallo Aylin, das Paket liegt noch im Depot, weil der Fahrer gestern krank war.",
        "Hallo Ben, auf dem Etikett stand eine falsche Hausnummer, ich habe sie eben korrigiert.",
        "Hallo Cem, die Nachbarin im zweiten Stock hat das Paket gestern Abend angenommen.",
    )

    assert set(of(judged(repeats, three(texts)), "repeat.template").values()) == {FULFILLED}


def test_slots_filled_anew_do_not_hide_a_template(repeats: Program, judged: Judge) -> None:
    texts = (
        "Hallo Frau Demir, die Bestellung 4711 kommt am 3. Mai um 14 Uhr. Bitte halten Sie den Abholschein bereit.",
        "Lieber Ben, die Bestellung A-98 kommt am Freitag um 9:30 Uhr. Bitte halten Sie den Abholschein bereit.",
        "Cem, die Bestellung 5/33 kommt morgen. Bitte halten Sie den Abholschein bereit: www.example.org/x. LG Tom",
    )

    assert set(of(judged(repeats, three(texts)), "repeat.template").values()) == {VIOLATION}


def test_names_of_the_thread_are_known_as_names(repeats: Program, judged: Judge) -> None:
    people = ("kirschblüte", "nordlicht", "zaunkönig")
    texts = [f"{name.title()}, schicken Sie bitte Vertragsnummer und Foto vom Schaden." for name in people]

    assert set(of(judged(repeats, three(texts, people)), "repeat.template").values()) == {VIOLATION}


def test_whom_a_reply_answers_may_be_unknown(repeats: Program, judged: Judge) -> None:
    records = three(GREETED)
    records[-1] = {**records[-1], "in_reply_to": "gone", "thread": "elsewhere"}

    found = judged(repeats, records)

    assert set(of(found, "repeat.template").values()) == {OPEN}
    assert found["r1", "repeat.template"].needs == ("in_reply_to",)


def test_an_unknown_time_leaves_it_open(repeats: Program, judged: Judge) -> None:
    records = three(GREETED)
    records[-1] = {**records[-1], "published": None}

    found = judged(repeats, records)

    assert set(of(found, "repeat.template").values()) == {OPEN}
    assert found["r3", "repeat.template"].needs == ("published",)


def test_a_second_part_goes_to_whom_the_first_part_went(repeats: Program, judged: Judge) -> None:
    records = three(("Ja, heute noch.", f"Hallo Ben, {PASSED_ON}", f"Hallo Cem, {PASSED_ON}"))
    records.append({**answered(1, PASSED_ON, 1), "id": "r9", "in_reply_to": "r1"})

    assert of(judged(repeats, records), "repeat.template")["r9"] is VIOLATION


def test_below_our_own_posts_nobody_is_answered(repeats: Program, judged: Judge) -> None:
    posts = [posted(f"p{day}", f"2026-03-0{day}", f"Beitrag {day}") for day in (1, 2, 3)]
    below = [{**answered(day, PASSED_ON, day), "in_reply_to": f"p{day}", "thread": f"p{day}"} for day in (1, 2, 3)]

    found = of(judged(repeats, [*posts, *below]), "repeat.template")

    assert {found[name] for name in ("r1", "r2", "r3")} == {FULFILLED}


def test_private_replies_count_too(repeats: Program, judged: Judge) -> None:
    assert set(of(judged(repeats, three(GREETED, more={"kind": "dm"})), "repeat.template").values()) == {VIOLATION}


def test_opening_hours_may_be_the_same_for_everybody(repeats: Program, judged: Judge) -> None:
    hours = "Unser Laden am Markt ist werktags von 9 bis 18 Uhr geöffnet, samstags bis 13 Uhr."

    assert set(of(judged(repeats, three((hours, hours, hours))), "repeat.template").values()) == {APART}


def test_only_the_later_post_is_the_same_again(repeats: Program, judged: Judge) -> None:
    found = judged(repeats, [posted("p1", "2026-03-02"), posted("p2", "2026-03-09")])

    assert of(found, "repeat.novelty") == {"p1": FULFILLED, "p2": VIOLATION}
    assert "p1" in found["p2", "repeat.novelty"].findings[0].message


def test_novelty_looks_back_ninety_days(repeats: Program, judged: Judge) -> None:
    def second(day: str) -> Outcome:
        return of(judged(repeats, [posted("p1", "2026-01-01"), posted("p2", day)]), "repeat.novelty")["p2"]

    assert (second("2026-04-01"), second("2026-04-02")) == (VIOLATION, FULFILLED)


def test_novelty_is_asked_of_one_channel_and_account(repeats: Program, judged: Judge) -> None:
    found = judged(
        repeats,
        [posted("p1", "2026-03-02"), posted("p2", "2026-03-12", channel="x"), posted("p3", "2026-03-12", account="b")],
    )

    assert of(found, "repeat.novelty") == {"p1": FULFILLED, "p2": FULFILLED, "p3": FULFILLED}


def test_where_no_account_is_named_there_is_one(repeats: Program, judged: Judge) -> None:
    records = [posted("p1", "2026-03-02", account=None), posted("p2", "2026-03-09", account=None)]
    third = [posted("p1", "2026-03-02", account=None), posted("p2", "2026-03-09")]

    assert of(judged(repeats, records), "repeat.novelty")["p2"] is VIOLATION
    assert judged(repeats, third)["p2", "repeat.novelty"].needs == ("account",)


def test_new_numbers_and_dates_make_a_new_post(repeats: Program, judged: Judge) -> None:
    first = "Markt am 7. März, 8 bis 13 Uhr, Platz 12: Käse vom Hof, dazu 30 Sorten Brot."
    second = "Markt am 14. März, 9 bis 14 Uhr, Platz 7: Käse vom Hof, dazu 25 Sorten Brot."

    found = judged(repeats, [posted("p1", "2026-03-02", first), posted("p2", "2026-03-09", second)])

    assert of(found, "repeat.novelty")["p2"] is FULFILLED


def test_only_the_later_channel_took_it_over(repeats: Program, judged: Judge) -> None:
    found = judged(
        repeats,
        [
            posted("p1", "2026-03-02"),
            posted("p2", "2026-03-09", channel="instagram"),
            posted("p3", "2026-03-17", channel="x"),
        ],
    )

    assert of(found, "repeat.adaptation") == {"p1": FULFILLED, "p2": VIOLATION, "p3": FULFILLED}


@pytest.mark.parametrize("key", ["approved_text", "series"])
def test_declared_posts_are_neither_judged_nor_counted(repeats: Program, judged: Judge, key: str) -> None:
    found = judged(repeats, [posted("p1", "2026-03-02", **{key: "s1"}), posted("p2", "2026-03-03")])

    assert of(found, "repeat.novelty") == {"p1": APART, "p2": FULFILLED}


def test_an_unknown_text_is_not_judged(repeats: Program, judged: Judge) -> None:
    records = [posted("p1", "2026-03-02"), {**posted("p2", "2026-03-03"), "text": None}]

    assert of(judged(repeats, records), "repeat.novelty")["p2"] is OPEN


def test_a_draft_alone_has_no_past(repeats: Program) -> None:
    draft = Message("d", PASSED_ON, "reply", author=Author("a1", Role.US))

    verdicts = {each.rule: each for each in evaluate(repeats, Exchange(draft)).verdicts}

    assert verdicts["repeat.template"].outcome is OPEN
    assert verdicts["repeat.template"].needs == ("history",)
