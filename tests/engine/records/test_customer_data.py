"""What only a customer record knows, in public texts of ours; and a wrong first name."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from knigge.engine.finding import Outcome, Severity, Verdict
from knigge.engine.program import Program

from .conftest import Json, Judged

Judge = Callable[[Program, Iterable[Json]], Judged]
RECORD: Json = {
    "type": "customer", "id": "u7", "name": "Aylin Özdemir", "email": "Aylin.Oe@example.org", "phone": "0171 2345678",
    "address": "Gärtnerstraße 12a, 53111 Bonn", "birthday": "1984-05-03", "iban": "DE89 3704 0044 0532 0130 00",
    "customer_number": "K-48213", "orders": [{"order_number": 771204}], "since": "2019-04-01", "vip": True,
    "followers": 12000, "spent": 1500,
}  # fmt: skip


@pytest.fixture(scope="module")
def rules(bundled: Callable[..., Program]) -> Program:
    """The rules on private data and on the wrong name."""
    return bundled("privacy/customer-data.knigge", "individual/wrong-name.knigge")


def records(
    text: str,
    question: str = "Wo bleibt mein Paket?",
    name: str | None = "sonne77",
    record: Json | None = RECORD,
    kind: str = "reply",
) -> list[Json]:
    """A question, our reply, and what we know of who asked."""
    message = {"thread": "t1", "channel": "facebook", "account": "acme"}
    found: list[Json] = [
        {**message, "id": "q", "kind": "comment", "author": {"id": "u7", "role": "customer", "name": name},
         "published": "2026-03-02T10:00:00+01:00", "text": question},
        {**message, "id": "r", "kind": kind, "in_reply_to": "q", "author": {"id": "a1", "role": "us", "name": "Jana"},
         "published": "2026-03-02T11:00:00+01:00", "text": text},
    ]  # fmt: skip
    return [*found, record] if record else found


@pytest.fixture
def told(rules: Program, judged: Judge) -> Callable[..., Verdict]:
    """A function from a reply to the verdict on private data."""

    def run(
        text: str,
        question: str = "Hallo?",
        name: str | None = "sonne77",
        record: Json | None = RECORD,
        kind: str = "reply",
    ) -> Verdict:
        return judged(rules, records(text, question, name, record, kind))["r", "privacy.customer-data"]

    return run


SECRETS = {
    "Wir haben an aylin.oe@example.org geschrieben.": "aylin.oe@example.org",
    "Wir haben an aylin.oe (at) example.org geschrieben.": "aylin.oe (at) example.org",
    "Wir rufen Sie unter 0171/234 56 78 an.": "0171/234 56 78",
    "Wir rufen Sie unter +49 171 2345678 an.": "+49 171 2345678",
    "Wir rufen Sie unter 0049 (0)171-2345678 an.": "0049 (0)171-2345678",
    "Das Paket liegt in der Gärtnerstr. 12 a im Flur.": "Gärtnerstr. 12 a",
    "Das Paket liegt in der Gaertnerstrasse 12a.": "Gaertnerstrasse 12a",
    "Sie sind ja am 3. Mai 1984 geboren.": "3. Mai 1984",
    "Sie sind ja am 03.05.1984 geboren.": "03.05.1984",
    "Born on May 3, 1984, as we see.": "May 3, 1984",
    "Das Geld geht auf DE89370400440532013000.": "DE89370400440532013000",
    "Ihre Kundennummer K 48213 stimmt.": "K 48213",
    "Die Bestellung 771204 ist unterwegs.": "771204",
    "Hallo Frau Özdemir, es kommt morgen.": "Özdemir",
    "Guten Tag Frau Oezdemir, es kommt morgen.": "Oezdemir",
    "Hallo Aylin, es kommt morgen.": "Aylin",
}


@pytest.mark.parametrize("text", SECRETS)
def test_what_only_the_record_knows_stays_there(told: Callable[..., Verdict], text: str) -> None:
    verdict = told(text)

    assert verdict.outcome is Outcome.VIOLATION
    assert [(each.excerpt, each.severity) for each in verdict.findings] == [(SECRETS[text], Severity.ERROR)]


@pytest.mark.parametrize(
    "text",
    [
        "Hallo, das Paket kommt morgen um 12 Uhr.",
        "In der Gärtnerstraße ist ein Kabel gerissen, bis 16 Uhr fehlt der Strom.",
        "Unsere Filiale liegt in der Gärtnerstraße 120, 53111 Bonn.",
        "Rufen Sie uns an: 0228 123456.",
        "Am 3. Mai ist Tag der offenen Tür, 1984 gab es den ersten.",
        "Seit dem 1. April 2019 sind Sie bei uns.",
        "Das kostet 7.712,04 Euro.",
        "Danke an 12.000 Leute, wir spenden 1500 Euro.",
        "Ihr Paket liegt bei uns. Viele Grüße, Jana",
    ],
)
def test_other_numbers_and_streets_tell_nobody_anything(told: Callable[..., Verdict], text: str) -> None:
    assert told(text).outcome is Outcome.FULFILLED


def test_a_private_message_may_say_it(told: Callable[..., Verdict]) -> None:
    assert told("Wir rufen Sie unter 0171 2345678 an.", kind="dm").outcome is Outcome.NOT_APPLICABLE


def test_what_the_person_posted_is_still_not_to_be_repeated(told: Callable[..., Verdict]) -> None:
    verdict = told("Wir rufen gleich unter 0171 2345678 an.", "Ruft mich an: 0171/2345678!")

    assert verdict.outcome is Outcome.VIOLATION
    assert [each.severity for each in verdict.findings] == [Severity.NOTE]


def test_what_stood_in_a_private_message_is_still_secret(rules: Program, judged: Judge) -> None:
    question, reply, record = records("Wir rufen gleich unter 0171 2345678 an.")
    private = {**question, "id": "d", "kind": "dm", "text": "Meine Nummer: 0171 2345678"}

    verdict = judged(rules, [question, private, reply, record])["r", "privacy.customer-data"]

    assert [each.severity for each in verdict.findings] == [Severity.ERROR]


@pytest.mark.parametrize(
    ("name", "question"), [("Aylin Özdemir", "?"), ("aylin_oezdemir", "?"), ("sonne77", "Gruß, Aylin Özdemir")]
)
def test_a_name_the_person_shows_may_be_said(told: Callable[..., Verdict], name: str, question: str) -> None:
    assert told("Hallo Aylin, liebe Frau Özdemir, es kommt morgen.", question, name).outcome is Outcome.FULFILLED


def test_without_a_shown_name_the_name_stays_open(told: Callable[..., Verdict]) -> None:
    verdict = told("Hallo Frau Özdemir, es kommt morgen.", name=None)

    assert (verdict.outcome, verdict.needs) == (Outcome.UNDECIDED, ("author.name",))


def test_without_a_record_it_stays_open(told: Callable[..., Verdict]) -> None:
    verdict = told("Hallo Frau Özdemir, es kommt morgen.", record=None)

    assert (verdict.outcome, verdict.needs) == (Outcome.UNDECIDED, ("customer",))


def test_another_customers_address_is_private_too(told: Callable[..., Verdict]) -> None:
    other = {"type": "customer", "id": "u9", "contact": {"mail": "ben@example.org"}}

    verdict = told("Schreiben Sie doch an ben@example.org.", record=other)

    assert verdict.outcome is Outcome.VIOLATION


def test_a_post_may_not_tell_it_either(rules: Program, judged: Judge) -> None:
    post = {
        "id": "p",
        "kind": "post",
        "channel": "x",
        "author": {"id": "a1", "role": "us"},
        "text": "Fragt 0171 2345678.",
    }

    assert judged(rules, [post, RECORD])["p", "privacy.customer-data"].outcome is Outcome.VIOLATION


def test_the_finding_names_no_more_than_the_text(told: Callable[..., Verdict]) -> None:
    finding = told("Wir rufen Sie unter 0171 2345678 an.").findings[0]

    words = " ".join((finding.message, finding.why, *(value for _, value in finding.facts)))

    assert "Aylin" not in words and "example.org" not in words and "Gärtner" not in words


@pytest.mark.parametrize(
    ("text", "name", "outcome"),
    [
        ("Hallo Julia, es kommt morgen.", "Aylin Özdemir", Outcome.VIOLATION),
        ("Hallo Aylin, es kommt morgen.", "Aylin Özdemir", Outcome.FULFILLED),
        ("Guten Tag, es kommt morgen.", "Aylin Özdemir", Outcome.FULFILLED),
        ("Hallo Frau Weber, es kommt morgen.", "Aylin Özdemir", Outcome.FULFILLED),
        ("Hallo Julia, es kommt morgen.", "sonne77", Outcome.UNDECIDED),
    ],
)
def test_another_first_name_than_theirs_is_wrong(
    rules: Program, judged: Judge, text: str, name: str, outcome: Outcome
) -> None:
    found = judged(rules, records(text, name=name, record=None))

    assert found["r", "individual.wrong-name"].outcome is outcome


def test_somebody_else_in_the_thread_may_be_greeted_where_nobody_knows_whom_we_answer(
    rules: Program, judged: Judge
) -> None:
    found = records("Hallo Julia, es kommt morgen.", name="Aylin Özdemir", record=None)
    found = [{**each, "in_reply_to": None} for each in found]
    other = {**found[0], "id": "q2", "author": {"id": "u8", "role": "customer", "name": "Julia W."}}

    assert judged(rules, [*found, other])["r", "individual.wrong-name"].outcome is not Outcome.VIOLATION


def test_somebody_else_is_not_greeted_in_an_answer_to_this_person(rules: Program, judged: Judge) -> None:
    found = records("Hallo Julia, es kommt morgen.", name="Aylin Özdemir", record=None)
    other = {**found[0], "id": "q2", "author": {"id": "u8", "role": "customer", "name": "Julia W."}}
    below = {**other, "in_reply_to": "q"}

    assert judged(rules, [*found, other])["r", "individual.wrong-name"].outcome is Outcome.VIOLATION
    assert judged(rules, [*found, below])["r", "individual.wrong-name"].outcome is Outcome.FULFILLED
