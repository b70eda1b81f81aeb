"""Contests on record: every sentence of the conventions, judged from JSON to verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

import pytest

from knigge.commands.programs import load_program
from knigge.engine.finding import Outcome, Result, Severity, Verdict
from knigge.engine.intake import read_record
from knigge.engine.program import Program
from knigge.engine.records.archive import build_archive
from knigge.engine.records.eras import Eras
from knigge.engine.records.judge import judge

CASES: Final = Path(__file__).parents[2] / "cases" / "contest"
NOW: Final = datetime.fromisoformat("2026-12-01T12:00:00+01:00")
ELEMENTS: Final = tuple(f"C{number:02}" for number in range(1, 23) if number != 19)
MECHANICS: Final = tuple(f"F{number:02}" for number in range(1, 16))
ALL: Final = {f"contest.{code}" for code in (*ELEMENTS, *MECHANICS, "dates", "purchase")}
IN_TERMS: Final = ("C03", "C05", "C06", "C07", "C10", "C11", "C12", "C13", "C14", "C15", "C16")
POST: Final = "Verlosung! Kommentiert euren Lieblingsfilm und gewinnt zwei Kinokarten."
Json = Mapping[str, object]


@pytest.fixture(scope="module")
def program() -> Program:
    """The default policy with all packs."""
    return load_program("default")


def _contest(**fields: object) -> dict[str, object]:
    return {
        "type": "contest", "id": "g1", "channel": "facebook", "account": "lichtspiel", "region": "de",
        "published": "2026-03-02T10:00:00+01:00", "text": POST, **fields,
    }  # fmt: skip


def _post(text: str, **fields: object) -> dict[str, object]:
    return {
        "id": "m1", "kind": "post", "channel": "facebook", "account": "lichtspiel", "text": text,
        "author": {"id": "a1", "role": "us"}, "published": "2026-03-02T10:00:00+01:00", **fields,
    }  # fmt: skip


def _results(program: Program, records: Sequence[Json]) -> dict[str, Result]:
    archive = build_archive([read_record(each, f"r{number}") for number, each in enumerate(records)])
    found = [each for each in judge(Eras((program,)), archive, NOW) if each.subject in ("contest", "message")]
    assert len({each.id for each in found}) == len(found)
    return {each.id: each for each in found}


def _verdicts(program: Program, *records: Json, of: str = "g1") -> dict[str, Verdict]:
    found = _results(program, records)[of].verdicts
    return {each.rule.removeprefix("contest."): each for each in found if each.rule in ALL}


def _outcomes(program: Program, *records: Json, of: str = "g1") -> dict[str, Outcome]:
    return {code: each.outcome for code, each in _verdicts(program, *records, of=of).items()}


def _case(name: str) -> str:
    return (CASES / name).read_text(encoding="utf-8").partition("\n\n")[2]


# One verdict each


def test_each_code_has_one_verdict(program: Program) -> None:
    result = _results(program, [_contest()])["g1"]

    assert sorted(each.rule for each in result.verdicts) == sorted(ALL)


def test_a_complete_contest_breaks_nothing(program: Program) -> None:
    text = (
        "Gewinnspiel! Wir verlosen drei Saisonkarten im Wert von je 120 Euro. So nehmt ihr teil: Verratet uns in den "
        "Kommentaren euer Lieblingsbecken. Teilnahmeschluss ist der 14. Juni 2026, 23:59 Uhr (MESZ). "
        "Teilnahmebedingungen: www.hallenbad-ost.example/tnb"
    )
    record = _contest(
        text=text, terms=_case("terms-de-germany.txt"), starts="2026-06-01T08:00:00+02:00",
        ends="2026-06-14T23:59:00+02:00", published="2026-05-29T10:00:00+02:00", account_kind="page", prize_given=True,
    )  # fmt: skip

    assert set(_outcomes(program, record).values()) == {Outcome.FULFILLED, Outcome.NOT_APPLICABLE}


def test_nothing_asks_for_the_exclusion_of_recourse_to_law(program: Program) -> None:
    assert "contest.C19" not in {each.rule for each in _results(program, [_contest(terms="")])["g1"].verdicts}


# Terms


def test_unknown_terms_leave_open_what_may_stand_in_them(program: Program) -> None:
    found = _verdicts(program, _contest())

    for code in IN_TERMS:
        assert (found[code].outcome, found[code].needs) == (Outcome.UNDECIDED, ("terms",)), code


def test_empty_terms_lack_what_may_stand_in_them(program: Program) -> None:
    found = _outcomes(program, _contest(terms=""))

    assert {found[code] for code in IN_TERMS} == {Outcome.VIOLATION}


def test_what_the_post_itself_holds_needs_no_terms(program: Program) -> None:
    text = POST + " Das Los entscheidet. Mitmachen dürfen alle ab 18 Jahren mit Wohnsitz in Deutschland."

    found = _outcomes(program, _contest(text=text))

    assert [found[code] for code in ("C05", "C06", "C10")] == [Outcome.FULFILLED] * 3


@pytest.mark.parametrize("terms", [None, "", "Es gelten diese Teilnahmebedingungen: Das Los entscheidet."])
def test_the_pointer_to_the_terms_is_decided_by_the_post_alone(program: Program, terms: str | None) -> None:
    without = _outcomes(program, _contest(terms=terms))["C02"]
    pointing = _contest(text=POST + " Teilnahmebedingungen: www.lichtspiel.example/tnb", terms=terms)

    assert (without, _outcomes(program, pointing)["C02"]) == (Outcome.VIOLATION, Outcome.FULFILLED)


def test_the_post_has_to_name_prize_way_and_end_whatever_the_terms_say(program: Program) -> None:
    record = _contest(text="Großes Gewinnspiel! Alles Weitere hier.", terms=_case("terms-de-germany.txt"))

    found = _outcomes(program, record)

    assert [found[code] for code in ("C04", "C08", "C09")] == [Outcome.VIOLATION] * 3


def test_terms_are_read_in_their_own_language(program: Program) -> None:
    found = _outcomes(program, _contest(channel="tiktok", terms=_case("terms-en.txt")))

    assert {found[code] for code in ("C03", "C05", "C06", "C07", "C10", "C11", "C12", "C13")} == {Outcome.FULFILLED}


def test_english_post_with_german_terms(program: Program) -> None:
    text = "Giveaway! Tell us your favourite lane in the comments and win one of three season passes."

    found = _outcomes(program, _contest(text=text, terms=_case("terms-de-germany.txt"), channel="instagram"))

    assert {found[code] for code in ("C01", "C03", "C08", "C09", "C12", "C13", "C15")} == {Outcome.FULFILLED}


def test_a_legal_notice_may_stand_in_the_profile(program: Program) -> None:
    outcomes = [_outcomes(program, _contest(terms="", imprint=value))["C20"] for value in (None, True, False)]

    assert outcomes == [Outcome.UNDECIDED, Outcome.FULFILLED, Outcome.VIOLATION]


# Platforms


@pytest.mark.parametrize(
    ("channel", "named", "held"),
    [
        ("facebook", "Meta", True),
        ("instagram", "Meta", True),
        ("facebook", "Facebook", True),
        ("instagram", "Facebook", False),
        ("facebook", "Instagram", False),
        ("tiktok", "Meta", False),
        ("tiktok", "TikTok", True),
        ("youtube", "Google", True),
        ("x", "Twitter", True),
        ("linkedin", "LinkedIn", True),
        ("linkedin", "Xing", False),
    ],
)
def test_the_platform_itself_is_named(program: Program, channel: str, named: str, held: bool) -> None:
    terms = (
        f"Die Aktion steht in keiner Verbindung zu {named}. Die Teilnehmenden stellen {named} von jeder Haftung frei."
    )

    found = _outcomes(program, _contest(channel=channel, terms=terms))

    assert {found["C12"], found["C13"]} == {Outcome.FULFILLED if held else Outcome.VIOLATION}


def test_a_contest_on_several_platforms_names_each(program: Program) -> None:
    one = "Die Aktion steht in keiner Verbindung zu Facebook."
    both = "Die Aktion steht in keiner Verbindung zu Facebook oder TikTok."
    where = {"channels": ["facebook", "tiktok"]}

    assert _outcomes(program, _contest(terms=one))["C13"] is Outcome.FULFILLED
    assert _outcomes(program, _contest(terms=one, **where))["C13"] is Outcome.VIOLATION
    assert _outcomes(program, _contest(terms=both, **where))["C13"] is Outcome.FULFILLED


def test_a_partner_is_no_disclaimer(program: Program) -> None:
    found = _outcomes(program, _contest(terms="Facebook ist unser Partner bei diesem Gewinnspiel."))

    assert (found["C13"], found["F06"]) == (Outcome.VIOLATION, Outcome.VIOLATION)


def test_platform_rules_hold_on_their_platform_only(program: Program) -> None:
    text = "Gewinnspiel! Liked unsere Seite, teilt diesen Beitrag und gewinnt zwei Kinokarten."

    facebook = _outcomes(program, _contest(text=text, terms=""))
    instagram = _outcomes(program, _contest(text=text, terms="", channel="instagram"))

    assert (facebook["F01"], facebook["F05"]) == (Outcome.VIOLATION, Outcome.VIOLATION)
    assert (instagram["F01"], instagram["F05"]) == (Outcome.NOT_APPLICABLE, Outcome.NOT_APPLICABLE)


def test_old_posts_are_judged_by_the_rules_of_their_day(program: Program) -> None:
    text = "Gewinnspiel! Liked unsere Seite, teilt diesen Beitrag und gewinnt zwei Kinokarten."

    found = {
        year: _outcomes(program, _contest(text=text, terms="", published=f"{year}-06-02T10:00:00+02:00"))
        for year in (2013, 2016, 2020)
    }

    assert [found[year]["F05"] for year in found] == [Outcome.NOT_APPLICABLE, Outcome.VIOLATION, Outcome.VIOLATION]
    assert [found[year]["F01"] for year in found] == [Outcome.NOT_APPLICABLE, Outcome.NOT_APPLICABLE, Outcome.VIOLATION]


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("F02", {"channel": "instagram", "text": "Gewinnspiel! Markiert zwei Freunde und gewinnt Kinokarten."}),
        ("F05", {"text": "Gewinnspiel! Liked unsere Seite und gewinnt Kinokarten."}),
        ("F10", {"channel": "linkedin", "text": "Gewinnspiel! Folgt unserer Seite, um Kinokarten zu gewinnen."}),
        ("F15", {"terms": "Mit der Teilnahme abonnieren Sie unseren Newsletter."}),
        ("F01", {"text": POST + " Wenn ihr mögt, teilt den Beitrag gern."}),
        ("F13", {"text": POST + " Jeder Kauf erhöht die Gewinnchance."}),
        ("C14", {"terms": ""}),
        ("C18", {"terms": ""}),
    ],
)
def test_what_is_contested_is_a_warning_at_most(program: Program, code: str, fields: dict[str, object]) -> None:
    found = _verdicts(program, _contest(**fields))[code]

    assert found.outcome is Outcome.VIOLATION
    assert {each.severity for each in found.findings} <= {Severity.NOTE, Severity.WARNING}


# Law of the country


def test_no_german_contest_fails_for_purchase_coupling(program: Program) -> None:
    text = "Gewinnspiel! Kauft zwei Tickets, ladet den Kassenbon hoch und nehmt an der Verlosung teil."

    found = _outcomes(program, _contest(text=text, terms=""))

    assert (found["purchase"], found["F13"], found["F14"]) == (
        Outcome.FULFILLED, Outcome.FULFILLED, Outcome.FULFILLED,
    )  # fmt: skip


def test_in_switzerland_only_the_mix_is_a_warning(program: Program) -> None:
    text = "Wettbewerb! Kauft zwei Tickets und nehmt an der Verlosung teil."
    mixed = text + " Die Teilnahme ist auch kostenlos per Postkarte möglich."

    only = _verdicts(program, _contest(text=text, terms="", region="ch"))["purchase"]
    mix = _verdicts(program, _contest(text=mixed, terms="", region="ch"))["purchase"]

    assert (only.outcome, mix.outcome) == (Outcome.FULFILLED, Outcome.VIOLATION)
    assert {each.severity for each in mix.findings} == {Severity.WARNING}


def test_swiss_contests_need_not_offer_free_entry(program: Program) -> None:
    assert _outcomes(program, _contest(terms="", region="ch"))["C18"] is Outcome.FULFILLED


@pytest.mark.parametrize(("region", "outcome"), [("at", Outcome.VIOLATION), ("de", Outcome.FULFILLED)])
def test_a_raised_price_is_a_stake_in_austria(program: Program, region: str, outcome: Outcome) -> None:
    text = "Gewinnspiel! Das Kombiticket hat zwei Euro Aufpreis, dafür ist die Teilnahme an der Verlosung enthalten."

    assert _outcomes(program, _contest(text=text, terms="", region=region))["purchase"] is outcome


@pytest.mark.parametrize(
    ("region", "outcome"),
    [("at", Outcome.VIOLATION), ("ch", Outcome.VIOLATION), ("de-CH", Outcome.VIOLATION), ("de", Outcome.FULFILLED),
     (None, Outcome.UNDECIDED)],
)  # fmt: skip
def test_a_premium_number_is_gambling_in_austria_and_switzerland(
    program: Program, region: str | None, outcome: Outcome
) -> None:
    text = "Gewinnspiel! Ruft an unter 0900 123 456 und gewinnt zwei Kinokarten."

    assert _outcomes(program, _contest(text=text, terms="", region=region))["F14"] is outcome


def test_the_organisations_country_counts_where_the_contest_names_none(program: Program) -> None:
    text = "Gewinnspiel! Ruft an unter 0900 123 456 und gewinnt zwei Kinokarten."
    swiss = replace(program, organisation=replace(program.organisation, region="de-CH"))

    assert _outcomes(swiss, _contest(text=text, terms="", region=None))["F14"] is Outcome.VIOLATION


# What is a contest


@pytest.mark.parametrize(
    ("name", "is_contest"),
    [
        ("post-de-bakery.txt", True),
        ("post-de-museum.txt", True),
        ("post-en-energy.txt", True),
        ("post-en-town.txt", True),
        ("post-de-bank.txt", False),
        ("post-de-club.txt", False),
    ],
)
def test_a_post_with_prize_and_way_of_entry_is_a_contest(program: Program, name: str, is_contest: bool) -> None:
    found = _outcomes(program, _post(_case(name)), of="m1")

    assert set(found) == {code.removeprefix("contest.") for code in ALL}
    assert (set(found.values()) != {Outcome.NOT_APPLICABLE}) is is_contest


def test_a_report_says_why_no_rule_applies(program: Program) -> None:
    found = _verdicts(program, _post("Unser Gewinnspiel ist beendet, gewonnen haben Lea und Tarik."), of="m1")

    assert {(each.outcome, each.reason) for each in found.values()} == {
        (Outcome.NOT_APPLICABLE, "the text reports on a contest that is over")
    }


@pytest.mark.parametrize(
    "text",
    [
        "Unsere Freunde von Radio Nord verlosen diese Woche Karten für unser Konzert.",
        "Achtung, falsches Gewinnspiel! Klickt nicht auf den Link, wir verlosen keine Handys.",
        "Die Gewinner stehen fest: Herzlichen Glückwunsch an Mara und Eno!",
        "Our raffle has ended. Thanks to everyone who took part!",
        "Beware: fake competition! We never run giveaways by messenger.",
    ],
)
def test_a_record_that_is_plainly_none_is_not_judged(program: Program, text: str) -> None:
    assert set(_outcomes(program, _contest(text=text, terms="")).values()) == {Outcome.NOT_APPLICABLE}


def test_a_declared_contest_is_one_however_it_is_worded(program: Program) -> None:
    found = _outcomes(program, _contest(text="Heute wird es spannend. Was denkt ihr?", terms=""))

    assert [found[code] for code in ("C01", "C02", "C09")] == [Outcome.VIOLATION] * 3


@pytest.mark.parametrize(
    "text",
    [
        "Heute frische Brezeln ab 7 Uhr. Kommt vorbei!",
        "Der Wettbewerb am Markt ist hart, unsere Preise bleiben stabil.",
        "Einblicke gewinnen: Kommt zum Tag der offenen Tür und macht mit!",
    ],
)
def test_other_posts_have_no_verdict_on_contests(program: Program, text: str) -> None:
    assert _verdicts(program, _post(text), of="m1") == {}


def test_a_customers_or_partners_post_is_not_our_contest(program: Program) -> None:
    theirs = {"id": "u1", "role": "other"}

    assert _verdicts(program, _post(_case("post-de-museum.txt"), author=theirs), of="m1") == {}


@pytest.mark.parametrize("fields", [{"post": "m1", "text": None}, {"text": _case("post-de-museum.txt")}])
def test_a_post_with_a_record_is_judged_once(program: Program, fields: dict[str, object]) -> None:
    records = (_post(_case("post-de-museum.txt")), _contest(**fields))

    found = _results(program, records)

    assert ALL.isdisjoint(each.rule for each in found["m1"].verdicts)
    assert {each.rule for each in found["g1"].verdicts} == ALL
    assert _outcomes(program, *records)["C02"] is Outcome.FULFILLED


def test_being_told_to_have_won_is_no_report(program: Program) -> None:
    found = _verdicts(program, _contest(text="Sie haben gewonnen! Klicken Sie hier und holen Sie Ihr Tablet ab."))[
        "F11"
    ]

    assert (found.outcome, found.findings[0].severity) == (Outcome.VIOLATION, Severity.ERROR)


# What is not known


def test_an_unknown_text_leaves_everything_open_that_reads_it(program: Program) -> None:
    found = _verdicts(program, _contest(text=None, terms="Das Los entscheidet."))

    assert (found["C10"].outcome, found["C10"].needs) == (Outcome.UNDECIDED, ("text",))
    assert not {Outcome.VIOLATION, Outcome.FULFILLED} & {each.outcome for each in found.values()}


def test_an_unknown_channel_leaves_platform_rules_open(program: Program) -> None:
    found = _verdicts(program, _contest(channel=None, terms=""))

    for code in ("C12", "C13", "C21", "C22", "F01", "F05", "F10"):
        assert (found[code].outcome, found[code].needs) == (Outcome.UNDECIDED, ("channel",)), code


@pytest.mark.parametrize(
    ("code", "key", "broken", "kept", "channel"),
    [
        ("F04", "account_kind", "profile", "page", "facebook"),
        ("F08", "hashtags_fit", False, True, "x"),
        ("F09", "figures_bought", True, False, "youtube"),
        ("F12", "prize_given", False, True, "facebook"),
    ],
)
def test_what_no_text_tells_is_told_by_the_record(
    program: Program, code: str, key: str, broken: object, kept: object, channel: str
) -> None:
    record = _contest(text=POST + " #Kino", terms="", channel=channel)

    outcomes = [_outcomes(program, {**record, key: value})[code] for value in (None, broken, kept)]

    assert outcomes == [Outcome.UNDECIDED, Outcome.VIOLATION, Outcome.FULFILLED]


@pytest.mark.parametrize("key", ["text", "terms", "region", "channel", "published", "starts", "ends", "imprint"])
def test_learning_a_fact_never_flips_a_decided_verdict(program: Program, key: str) -> None:
    known = [
        _contest(terms=_case("terms-de-germany.txt"), starts="2026-06-20T10:00:00+02:00",
                 ends="2026-06-14T23:59:00+02:00", imprint=True),
        _contest(text=_case("post-de-bakery.txt"), terms="", imprint=False, region="at",
                 starts="2026-03-03T10:00:00+01:00", ends="2026-03-09T10:00:00+01:00"),
        _contest(text="Unser Gewinnspiel ist beendet, gewonnen haben Lea und Tarik.", terms=""),
        _contest(text="Radio Nord verlost heute Karten für unser Konzert.", terms=_case("terms-de-switzerland.txt")),
        _contest(text="Wettbewerb! Kauft zwei Tickets oder nehmt gratis an der Verlosung teil.", terms="",
                 region="ch"),
    ]  # fmt: skip

    for record in known:
        full, less = _outcomes(program, record), _outcomes(program, {**record, key: None})
        flipped = {code for code in full if less[code] is not Outcome.UNDECIDED and less[code] is not full[code]}
        assert flipped == set(), (key, record["text"])


def test_the_order_of_records_means_nothing(program: Program) -> None:
    records = [_post(_case("post-de-museum.txt")), _contest(), _contest(id="g2", channel="x", terms="")]

    assert _results(program, records) == _results(program, records[::-1])


# What to write instead


# What somebody writes into the blanks („…“) of a wording: nobody may take over a date or a prize we made up.
BLANKS: Final = {
    "C04": {"de": ["14. Juni 2026"], "en": ["14 June 2026"]}, "C06": {"de": ["Österreich"], "en": ["Austria"]},
    "C09": {"de": ["3", "Freikarten", "40"], "en": ["3", "tickets", "40"]},
    "C11": {"de": ["16. Juni"], "en": ["16 June"]}, "C12": {"de": ["Facebook"], "en": ["Facebook"]},
    "C13": {"de": ["Facebook"], "en": ["Facebook"]},
}  # fmt: skip


def _filled(code: str, speech: str, offered: str) -> str:
    written = offered.replace("TT.MM.JJJJ", "14.06.2026").replace("DD Month YYYY", "14 June 2026")
    for word in BLANKS.get(code, {}).get(speech, []):
        written = written.replace("…", word, 1)
    return written


@pytest.mark.parametrize("speech", ["de", "en"])
@pytest.mark.parametrize("code", [code for code in ELEMENTS if code not in ("C17", "C20")])
def test_the_wording_a_finding_offers_mends_it(program: Program, code: str, speech: str) -> None:
    channel = {"C21": "x", "C22": "youtube"}.get(code, "facebook")
    text = {"de": "Schaut mal her, heute wird es bei uns spannend!", "en": "Look here, today it gets exciting with us!"}
    record = _contest(text=text[speech], terms="", channel=channel, language=speech)
    archive = build_archive([read_record(record, "r")])
    (result,) = judge(Eras((program,)), archive, NOW, speech)
    (finding,) = (each for each in result.findings if each.rule == f"contest.{code}")
    offered = finding.message.partition("„" if speech == "de" else "“")[2].partition("“" if speech == "de" else "”")[0]

    mended = [
        {**record, "text": f"{text[speech]} {_filled(code, speech, told)}"}
        for told in (f"Gewinnspiel! {offered}", finding.advice)
        if told
    ]

    outcomes = {_outcomes(program, each)[code] for each in mended}
    assert outcomes == {Outcome.FULFILLED}, (offered, finding.advice)


@pytest.mark.parametrize(
    ("where", "declared"),
    [({"channel": "x"}, False), ({"account": "other-house"}, False), ({"channel": None}, True),
     ({"channels": ["x", "Facebook"], "channel": None}, True)],
)  # fmt: skip
def test_a_record_of_the_same_words_declares_the_posts_where_it_runs(
    program: Program, where: dict[str, object], declared: bool
) -> None:
    text = _case("post-de-museum.txt")

    found = _results(program, (_post(text), _contest(text=text, **where)))

    assert ALL.isdisjoint(each.rule for each in found["m1"].verdicts) is declared
