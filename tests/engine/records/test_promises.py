"""Promise and deed, sentence by sentence as CONVENTIONS have it."""

from dataclasses import replace
from datetime import datetime
from functools import cache

import pytest

from knigge.commands.programs import load_program
from knigge.engine.finding import Outcome, Verdict
from knigge.engine.program import Program
from knigge.engine.record import Author, Message, Record, Role
from knigge.engine.records.archive import build_archive
from knigge.engine.records.eras import Eras
from knigge.engine.records.judge import judge

US = Author("a1", Role.US)
AYLIN = Author("u7", Role.CUSTOMER, "Aylin")
BEN = Author("u8", Role.CUSTOMER, "Ben")
ANSWER = "Hallo Aylin, das Paket liegt in der Filiale Nordstraße."
LATER = "2026-03-20T09:00:00+01:00"


@cache
def program() -> Program:
    """The default rules, of which only this one judges."""
    found = load_program("default")
    only = tuple(rule for rule in found.records.rules if rule.id == "promise.kept")
    return replace(found, rules=(), records=replace(found.records, rules=only))


def said(id: str, at: str | None, author: Author | None, text: str | None, **more: str | None) -> Message:
    given = {"thread": "t1", "kind": "reply" if author is US else "comment", "in_reply_to": None, **more}
    return Message(
        id, text, given["kind"], "facebook", None, author, given["in_reply_to"], given["thread"], "acme", at,
    )  # fmt: skip


def asked() -> Message:
    return said("q", "2026-03-02T10:00:00+01:00", AYLIN, "Wo bleibt mein Paket?")


def promised(text: str, at: str | None = "2026-03-02T11:00:00+01:00", **more: str | None) -> Message:
    return said("p", at, US, text, **{"in_reply_to": "q", **more})


def verdicts(*records: Record, now: str | None = LATER, speech: str = "en") -> dict[str, Verdict]:
    present = datetime.fromisoformat(now) if now else None
    results = judge(Eras((program(),)), build_archive(records), present, speech)
    return {each.id: verdict for each in results for verdict in each.verdicts if verdict.rule == "promise.kept"}


def fate(text: str, *records: Record, now: str | None = LATER, **more: str | None) -> tuple[str, str]:
    found = verdicts(asked(), promised(text, **more), *records, now=now)["p"]
    return str(found.outcome), found.mark


def answered(at: str, text: str = ANSWER) -> Message:
    return said("a", at, US, text, in_reply_to="q")


def told(at: str, text: str, author: Author = AYLIN) -> Message:
    return said("k", at, author, text)


def test_the_subject_is_the_promising_message() -> None:
    found = verdicts(asked(), promised("Wir melden uns hier bis Dienstag."))

    assert {name: str(verdict.outcome) for name, verdict in found.items()} == {"q": "not-applicable", "p": "violation"}


@pytest.mark.parametrize(
    ("text", "published", "last"),
    [
        ("Wir melden uns hier bis Dienstag.", "2026-03-02T11:00:00+01:00", "2026-03-04T00:00:00+01:00"),
        ("Wir melden uns hier bis Dienstag 12 Uhr.", "2026-03-02T11:00:00+01:00", "2026-03-03T12:00:00+01:00"),
        ("Wir melden uns hier in den nächsten zwei Tagen.", "2026-03-02T11:00:00+01:00", "2026-03-05T00:00:00+01:00"),
        ("We'll reply here in the next two days.", "2026-03-02T11:00:00+01:00", "2026-03-05T00:00:00+01:00"),
        ("Wir melden uns hier Anfang nächster Woche.", "2026-03-04T11:00:00+01:00", "2026-03-11T00:00:00+01:00"),
        ("Wir melden uns hier Anfang nächster Woche.", "2026-03-08T20:00:00+01:00", "2026-03-11T00:00:00+01:00"),
        ("We'll reply here early next week.", "2026-03-08T20:00:00+01:00", "2026-03-11T00:00:00+01:00"),
        ("Wir melden uns hier in KW 12.", "2026-03-02T11:00:00+01:00", "2026-03-23T00:00:00+01:00"),
        ("Wir melden uns hier bis morgen.", "2026-03-28T23:30:00+00:00", "2026-03-31T00:00:00+02:00"),
    ],
)
def test_the_last_instant_of_a_promise(text: str, published: str, last: str) -> None:
    end = datetime.fromisoformat(last)
    reply = said("a", last, US, ANSWER, in_reply_to="p")
    late = said("a", end.replace(minute=1).isoformat(), US, ANSWER, in_reply_to="p")
    found = verdicts(promised(text, published, in_reply_to=None), reply, now=None)["p"]

    assert dict(found.facts)["due"] == last
    assert found.outcome is Outcome.FULFILLED
    assert verdicts(promised(text, published, in_reply_to=None), late, now=None)["p"].mark == "late"


def test_promised_for_this_place_and_absent_is_a_violation() -> None:
    assert fate("Wir melden uns hier bis Dienstag.") == ("violation", "broken")


def test_it_runs_up_to_its_end_and_without_a_present_nobody_knows() -> None:
    text = "Wir melden uns hier bis Dienstag."

    assert fate(text, now="2026-03-03T23:59:00+01:00")[0] == "open"
    assert fate(text, now="2026-03-04T00:00:00+01:00")[0] == "open"
    assert fate(text, now="2026-03-04T00:01:00+01:00")[0] == "violation"
    assert fate(text, now=None)[0] == "undecided"


@pytest.mark.parametrize(
    "text",
    [
        "Ich rufe Sie morgen an.",
        "Wir erstatten Ihnen den Betrag bis Mittwoch.",
        "Der Ersatzakku geht morgen raus.",
        "Wir schreiben Ihnen bis morgen eine DM.",
        "Ich schicke Ihnen das Formular heute noch per E-Mail.",
        "Unser Techniker kommt am Mittwoch.",
        "Wir melden uns bis Dienstag.",
        "I'll call you tomorrow.",
        "We'll refund the fare by Wednesday.",
        "You will hear from us by Wednesday.",
    ],
)
def test_what_no_record_shows_is_undecided_and_never_broken(text: str) -> None:
    found = verdicts(asked(), promised(text))["p"]

    assert found.outcome is Outcome.UNDECIDED
    assert found.needs == ("deed",)


def test_the_customer_who_confirms_fulfils_it() -> None:
    thanks = told("2026-03-03T17:00:00+01:00", "Ihr Kollege hat gerade angerufen, danke.")

    assert fate("Ich rufe Sie morgen an.", thanks)[0] == "fulfilled"


def test_the_customer_who_denies_it_after_the_deadline_makes_it_a_violation_even_without_a_present() -> None:
    early = told("2026-03-03T09:00:00+01:00", "Niemand hat angerufen.")
    late = told("2026-03-04T09:00:00+01:00", "Niemand hat angerufen.")

    assert fate("Ich rufe Sie morgen an.", early)[0] == "undecided"
    assert fate("Ich rufe Sie morgen an.", late, now=None) == ("violation", "broken")


def test_what_somebody_else_says_counts_for_nothing() -> None:
    assert (
        fate("Ich rufe Sie morgen an.", told("2026-03-04T09:00:00+01:00", "Mich rief niemand an.", BEN))[0]
        == "undecided"
    )


def test_what_is_said_of_another_deed_is_no_denial() -> None:
    money = told("2026-03-04T09:00:00+01:00", "Das Geld ist noch nicht da.")

    assert fate("Ich rufe Sie morgen an.", money)[0] == "undecided"


def test_denied_and_then_confirmed_is_late() -> None:
    denied = told("2026-03-04T09:00:00+01:00", "Immer noch kein Anruf.")
    then = said("k2", "2026-03-05T09:00:00+01:00", AYLIN, "Jetzt hat Ihr Kollege angerufen, danke.")

    assert fate("Ich rufe Sie morgen an.", denied, then) == ("violation", "late")


def test_an_answer_too_late_is_a_violation_marked_late_and_says_when() -> None:
    late = answered("2026-03-03T13:30:00+01:00")
    found = verdicts(asked(), promised("Wir melden uns bis Dienstag 12 Uhr."), late, now=None)["p"]

    assert (found.outcome, found.mark, found.reason) == (Outcome.VIOLATION, "late", "1 hour 30 minutes late")
    assert [finding.excerpt for finding in found.findings] == ["Wir melden uns bis Dienstag 12 Uhr"]
    assert "Tue 3 Mar 2026 13:30" in found.findings[0].message


def test_an_answer_late_that_tells_of_a_call_before_is_undecided() -> None:
    late = answered("2026-03-05T09:00:00+01:00", "Wie am Telefon besprochen, liegt das Paket in der Filiale.")

    assert fate("Wir melden uns bis Dienstag 12 Uhr.", late)[0] == "undecided"


@pytest.mark.parametrize(
    "text",
    [
        "Hallo Aylin, wir sind noch dran und melden uns hier bis Freitag.",
        "Danke für Ihre Geduld, Frau Kaya!",
        "Gern, schönen Abend noch!",
        "Dies ist eine automatische Antwort. Wir haben Ihre Nachricht erhalten.",
        "Thanks for waiting, we're still on it and will be back here by Friday.",
    ],
)
def test_a_new_promise_or_a_polite_word_keeps_nothing(text: str) -> None:
    assert fate("Wir melden uns hier bis Dienstag.", answered("2026-03-03T09:00:00+01:00", text))[0] == "violation"


def test_the_reason_says_that_a_new_promise_does_not_keep_the_first() -> None:
    again = answered("2026-03-03T09:00:00+01:00", "Wir sind noch dran und melden uns hier bis Freitag.")
    found = verdicts(asked(), promised("Wir melden uns hier bis Dienstag."), again)["p"]

    assert found.reason == "not kept; a new promise does not keep the first"


def test_an_answer_to_somebody_else_keeps_nothing_and_one_to_nobody_knows_whom_is_undecided() -> None:
    other = said("q2", "2026-03-02T12:00:00+01:00", BEN, "Und mein Paket?")
    to_ben = said("a", "2026-03-03T09:00:00+01:00", US, "Hallo Ben, Ihr Paket ist beim Zoll.", in_reply_to="q2")
    to_somebody = said("a", "2026-03-03T09:00:00+01:00", US, "Das Paket ist beim Zoll.")

    assert fate("Wir melden uns hier bis Dienstag.", other, to_ben)[0] == "violation"
    assert fate("Wir melden uns hier bis Dienstag.", other, to_somebody)[0] == "undecided"


def test_a_private_message_on_record_keeps_a_private_promise_wherever_it_stands() -> None:
    hello = said("d1", "2026-03-01T09:00:00+01:00", AYLIN, "Hallo!", thread="private", kind="dm")
    number = said("d2", "2026-03-03T09:00:00+01:00", US, "Die Nummer ist 4711.", thread="private", kind="dm")

    assert fate("Wir schreiben Ihnen bis morgen eine DM.", hello, number)[0] == "fulfilled"
    assert fate("Wir schreiben Ihnen bis morgen eine DM.", hello)[0] == "violation"
    assert fate("Wir schicken Ihnen bis morgen eine E-Mail.", hello)[0] == "undecided"
    assert fate("Ich rufe Sie morgen an.", hello)[0] == "undecided"


def test_the_clock_of_a_condition_starts_when_it_is_met() -> None:
    text = "Schicken Sie uns bitte die Nummer, dann melden wir uns hier innerhalb von zwei Stunden."
    number = told("2026-03-03T09:00:00+01:00", "Hier die Nummer: 4711 22.")

    assert fate(text)[0] == "not-applicable"
    assert fate(text, number, now="2026-03-03T11:00:00+01:00")[0] == "open"
    assert fate(text, number, now="2026-03-03T11:01:00+01:00")[0] == "violation"
    assert fate(text, number, answered("2026-03-03T10:30:00+01:00"))[0] == "fulfilled"
    assert fate(text, number, answered("2026-03-03T11:30:00+01:00")) == ("violation", "late")


@pytest.mark.parametrize(
    "text",
    [
        "Sobald der Techniker da war, melden wir uns hier.",
        "Schicken Sie uns die Nummer per DM, dann melden wir uns hier noch am selben Tag.",
        "Nach Eingang der Unterlagen überweisen wir das Geld innerhalb einer Woche.",
        "Once the storm is over, we'll let you know here.",
    ],
)
def test_a_condition_no_record_shows_is_undecided(text: str) -> None:
    found = verdicts(asked(), promised(text))["p"]

    assert (found.outcome, found.needs) == (Outcome.UNDECIDED, ("condition",))


@pytest.mark.parametrize(
    "text",
    [
        "Sagen Sie uns bitte, welcher Zug es war. Dann melden wir uns hier bis morgen.",
        "Wenn Sie möchten, rufen wir Sie morgen an.",
        "If you tell us the train, we'll answer here by tomorrow.",
    ],
)
def test_a_condition_the_customer_never_met_is_not_applicable(text: str) -> None:
    assert fate(text)[0] == "not-applicable"


def test_an_answer_keeps_a_promise_whose_condition_is_not_known() -> None:
    assert (
        fate("Sobald der Techniker da war, melden wir uns hier.", answered("2026-03-09T09:00:00+01:00"))[0]
        == "fulfilled"
    )


@pytest.mark.parametrize("text", ["Hat sich erledigt, danke!", "Sie müssen sich nicht mehr melden.", "Paket ist da!"])
def test_released_before_it_was_due_is_not_applicable_and_afterwards_changes_nothing(text: str) -> None:
    assert fate("Wir melden uns hier bis Mittwoch.", told("2026-03-03T09:00:00+01:00", text))[0] == "not-applicable"
    assert fate("Wir melden uns hier bis Mittwoch.", told("2026-03-05T09:00:00+01:00", text))[0] == "violation"


@pytest.mark.parametrize(
    "text",
    [
        "Wir haben Ihnen das Geld gestern überwiesen.",
        "Wie versprochen melden wir uns heute: Das Paket ist da.",
        "Bitte melden Sie sich bis Dienstag bei uns.",
        "Soll ich Sie morgen anrufen?",
        "Wir antworten werktags von 8 bis 18 Uhr.",
        "In der Regel antworten wir innerhalb von 24 Stunden.",
        "Wir können Ihnen bis Dienstag leider keinen Termin geben.",
        "Ich kann Ihnen nicht versprechen, dass wir uns bis Dienstag melden.",
        "DHL liefert das Paket morgen.",
        "Ihre Bank erstattet Ihnen das bis Mittwoch.",
        "Sie schrieben: „Wir melden uns bis morgen.“ Das war nicht abgesprochen.",
        "I called you yesterday.",
        "Please get back to us by Tuesday.",
        "We usually reply within 24 hours.",
        "We can't promise you a refund by Tuesday.",
        "I hope we can call you tomorrow.",
        "Your bank will refund you by Tuesday.",
    ],
)
def test_reports_requests_general_statements_negated_promises_and_those_of_others_do_not_count(text: str) -> None:
    assert fate(text)[0] == "not-applicable"


def test_promises_by_others_and_by_machines_are_not_ours() -> None:
    bot = Author("b", Role.BOT)
    found = verdicts(
        told("2026-03-02T10:00:00+01:00", "Ich melde mich hier bis morgen."),
        said("b", "2026-03-02T10:01:00+01:00", bot, "We will get back to you within 24 hours."),
        said("o", "2026-03-02T10:02:00+01:00", Author("x", Role.OTHER), "Ich rufe dich morgen an."),
    )

    assert {verdict.outcome for verdict in found.values()} == {Outcome.NOT_APPLICABLE}


def test_the_gravest_of_several_promises_decides_and_the_timeline_shows_each() -> None:
    text = "Ich rufe Sie morgen an. Außerdem melden wir uns hier bis Dienstag 12 Uhr."
    found = verdicts(asked(), promised(text), speech="de")["p"]
    shown = [line.what for line in found.trail]

    assert (found.outcome, found.mark) == (Outcome.VIOLATION, "broken")
    assert [finding.excerpt for finding in found.findings] == ["Außerdem melden wir uns hier bis Dienstag 12 Uhr"]
    assert any("(ein Anruf, bis Di 3.3.2026 24:00): offen, ob gehalten" in line for line in shown)
    assert any("(eine Antwort hier, bis Di 3.3.2026 12:00): gebrochen" in line for line in shown)


def test_looking_into_it_does_not_weigh_beside_the_answer_that_was_promised() -> None:
    text = "Wir prüfen das. Sie bekommen bis morgen Abend eine Antwort."

    assert fate(text, answered("2026-03-03T09:00:00+01:00"))[0] == "fulfilled"


def test_a_promise_without_a_deadline_has_the_time_the_rule_gives() -> None:
    assert fate("Wir melden uns hier.", now="2026-03-09T17:00:00+01:00")[0] == "open"
    assert fate("Wir melden uns hier.", now="2026-03-09T17:01:00+01:00")[0] == "violation"


def test_what_is_not_known_of_the_record_is_undecided() -> None:
    unsigned = Author("x", None)
    found = verdicts(asked(), said("p", "2026-03-02T11:00:00+01:00", unsigned, "Wir melden uns hier bis Dienstag."))[
        "p"
    ]

    assert found.needs == ("author.role",)
    assert verdicts(asked(), promised("Wir melden uns hier bis Dienstag.", at=None))["p"].needs == ("published",)
    assert verdicts(asked(), said("p", "2026-03-02T11:00:00+01:00", US, None))["p"].needs == ("text",)


def test_an_announcement_to_everybody_is_no_promise_to_somebody() -> None:
    post = said("p", "2026-03-02T11:00:00+01:00", US, "Morgen eröffnen wir unsere neue Filiale!", kind="post")

    assert verdicts(post)["p"].outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    "words",
    [
        "bis zum Sommerfest",
        "bis Saisonbeginn",
        "vor der Premiere",
        "vor den Sommerferien",
        "bis Sommer",
        "in den nächsten Wochen",
        "nach der Sitzung",
        "nach Ostern",
        "bis alles geklärt ist",
        "- spätestens zum Richtfest",
        "- bevor wir wieder öffnen",
    ],
)
def test_an_end_that_cannot_be_read_is_never_measured_by_the_usual_patience(words: str) -> None:
    found = verdicts(asked(), promised(f"Wir antworten hier {words}."))["p"]

    assert (found.outcome, found.mark) == (Outcome.UNDECIDED, "")
    assert "deadline" in found.needs


@pytest.mark.parametrize(
    "words",
    [
        "by the summer fair",
        "before the inspection",
        "until the gala",
        "after the meeting",
        "over the coming weeks",
        "in the spring",
        "by the time the crew is back",
        "before we open again",
    ],
)
def test_an_end_that_cannot_be_read_is_unknown_in_english_too(words: str) -> None:
    assert fate(f"We'll reply here {words}.")[0] in ("undecided", "not-applicable")


@pytest.mark.parametrize(
    "text",
    [
        "Wir antworten hier, bis bald!",
        "Wir antworten hier, bis dahin alles Gute!",
        "Wir antworten hier bis auf Weiteres.",
        "Wir antworten hier auch vor Ort.",
        "Wir antworten hier nach wie vor.",
        "Wir antworten hier vor allem Ihnen.",
        "Wir schauen nach dem Fehler und antworten hier.",
        "Wir erstatten bis zu 20 Euro und antworten hier.",
        "By the way, we'll reply here.",
        "We'll reply here and by DM.",
        "We'll have it checked by our team and reply here.",
        "We'll stop by the shop and reply here.",
        "We'll look after it and reply here.",
        "We'll reply here before long.",
    ],
)
def test_what_only_looks_like_an_end_leaves_the_usual_patience(text: str) -> None:
    assert fate(text, now="2026-03-09T16:59:00+01:00")[0] == "open"
    assert fate(text) == ("violation", "broken")


def test_the_unread_end_of_a_promise_is_not_replaced_by_a_day_told_beside_it() -> None:
    assert fate("Der Umbau beginnt am Freitag, wir antworten hier bis zum Sommerfest.")[0] == "undecided"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Wir teilen Ihnen den Termin bis Freitag hier mit.", "violation"),
        ("Wir stellen die Fotos bis Freitag hier ein.", "violation"),
        ("Unsere Technik gibt Ihnen hier bis Freitag Auskunft.", "violation"),
        ("Bis Freitag stehen hier die Zahlen.", "violation"),
        ("Die Ergebnisse finden Sie am Freitag hier.", "violation"),
        ("Ich kläre das, bin um 15 Uhr wieder hier.", "violation"),
        ("We'll drop the figures in here by Friday.", "violation"),
        ("I'll link the form here by Friday.", "violation"),
        ("Our lab will pop the results here by Friday.", "violation"),
        ("Let me ask, back here within the hour.", "violation"),
        ("Wir reparieren das hier bis Freitag.", "undecided"),
        ("Wir sind bis Freitag hier mit dem Plan.", "undecided"),
        ("Unser Techniker kommt am Freitag hier zum Termin.", "undecided"),
        ("Our engineer will be here by Friday.", "undecided"),
        ("We'll be here with the plans on Friday.", "undecided"),
        ("Die Bänke stehen am Freitag hier.", "not-applicable"),
        ("Die Zahlen für Freitag stehen hier.", "not-applicable"),
        ("Back by popular demand on Friday!", "not-applicable"),
    ],
)
def test_what_can_be_read_here_is_promised_for_this_place(text: str, outcome: str) -> None:
    assert fate(text)[0] == outcome


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Die Baufirma Huber ruft Sie morgen an.", "not-applicable"),
        ("Morgen meldet sich der Bauträger bei Ihnen.", "not-applicable"),
        ("Die Hausverwaltung schreibt Ihnen bis Freitag.", "not-applicable"),
        ("The builders will call you tomorrow.", "not-applicable"),
        ("The ministry will write to you by Friday.", "not-applicable"),
        ("The organisers will get back to you by Friday.", "not-applicable"),
        ("Unser Monteur meldet sich morgen bei Ihnen.", "undecided"),
        ("Frau Weiß meldet sich morgen bei Ihnen.", "undecided"),
        ("Our contractor will get back to you by Thursday.", "undecided"),
        ("Wir klären das mit der Gemeinde und antworten hier bis Freitag.", "violation"),
        ("Eine Antwort der Stadt bekommen Sie hier bis Freitag.", "violation"),
    ],
)
def test_others_promise_for_themselves_and_our_people_for_us(text: str, outcome: str) -> None:
    assert fate(text)[0] == outcome


@pytest.mark.parametrize(
    ("between", "renewed"),
    [
        ("Danke für Ihre Geduld!", False),
        ("Wir sind noch dran.", False),
        ("Wir sind noch dran und melden uns hier bis Freitag.", True),
    ],
)
def test_only_a_new_promise_is_called_one(between: str, renewed: bool) -> None:
    held = answered("2026-03-03T09:00:00+01:00", between)
    found = verdicts(asked(), promised("Wir antworten hier bis Dienstag 12 Uhr."), held)["p"]

    assert found.outcome is Outcome.VIOLATION
    assert ("a new promise" in found.reason) is renewed


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Wir überweisen das Geld bis Freitag.", "Geld is drauf 👍", "fulfilled"),
        ("Wir überweisen das Geld bis Freitag.", "Ist drauf, merci", "fulfilled"),
        ("We'll refund you by Friday.", "It's in, thanks", "fulfilled"),
        ("Wir überweisen das Geld bis Freitag.", "Konto leer", "violation"),
        ("Ich rufe Sie morgen an.", "Handy hat nicht geklingelt", "violation"),
        ("I'll ring you tomorrow.", "my phone hasn't rung once", "violation"),
        ("Wir überweisen das Geld bis Freitag.", "Mein Akku ist leer", "undecided"),
        ("We'll refund you by Friday.", "Spring is here", "undecided"),
    ],
)
def test_a_few_words_of_the_customer_are_heard(text: str, word: str, expected: str) -> None:
    assert fate(text, told("2026-03-10T09:00:00+01:00", word))[0] == expected
