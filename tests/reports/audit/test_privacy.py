"""Nobody is named without a reason, nobody is ranked, and small groups are not told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from knigge.reports.audit.html import render
from knigge.reports.audit.json import render as render_json
from knigge.reports.audit.masking import masked
from knigge.reports.audit.model import Wish, build

Row = dict[str, object]
Make = Callable[..., Row]
Audit = Callable[..., Path]


@pytest.fixture
def named(audit: Audit, verdict: Make, record: Make) -> Path:
    """An audit in which somebody is named in every text column."""
    words = "Guten Tag Frau Yilmaz, Ihre IBAN DE89 3704 0044 0532 0130 00 und 0171 2345678, Gruß, Aylin"
    trail = json.dumps([{"at": "2026-03-02T09:00:00+01:00", "what": f"Kundschaft: „{words}“"}])
    texts = {"excerpt": words, "message": f"„{words}“", "reason": words, "trail": trail, "author": "0123456789ab"}
    suggestions = json.dumps([{"start": 0, "end": 0, "text": words}])
    facts = json.dumps({"customer.name": "Quirin Zaunkönig"})
    rows = [
        verdict("eye-level.lecturing", "violation", "m1", thread="t1", suggestions=suggestions, advice=words, **texts),
        verdict("promise.kept", "violation", "m2", thread="t1", mark="broken", **texts),
        verdict("tone.sarcasm", "violation", "m3", thread="t1", facts=facts, excerpt="Na, Zaunkönig, alles klar?"),
    ]
    return audit(verdicts=rows, records=[record("m1")])


def test_names_and_personal_data_are_masked_everywhere(named: Path) -> None:
    model = build(named)
    told = render(model) + render_json(model)

    for secret in ("Yilmaz", "DE89", "0532", "2345678", "Aylin", "Zaunkönig", "0123456789ab"):
        assert secret not in told
    assert "[Name]" in told and "[Konto]" in told and "[Telefon]" in told
    assert "von\u00a0012345" in told


def test_names_stand_open_only_with_a_reason_that_stands_in_the_report(named: Path) -> None:
    page = render(build(named, Wish(reason="Auskunft nach Art. 15 <DSGVO>")))

    assert "Yilmaz" in page and "Zaunkönig" in page and "0123456789ab" in page
    assert "Auskunft nach Art. 15 &lt;DSGVO&gt;" in page


def test_a_team_of_fewer_than_five_people_is_not_told(audit: Audit, verdict: Make, record: Make) -> None:
    sizes = {"a": 9, "b": 7, "c": 4, "d": 3}
    records = [record(f"{t}{n}", team=t, author=f"{t}{n}") for t, size in sizes.items() for n in range(size)]
    rows = [verdict("eye-level.lecturing", "violation", f"{t}{n}", team=t) for t in sizes for n in range(20)]

    figure = build(audit(verdicts=rows, records=records)).figure("by-team")

    assert figure.columns[:3] == ("team", "hidden", "judged")
    assert [row[:3] for row in figure.rows] == [("a", 0, 20), ("b", 0, 20), ("c", 1, None), ("d", 1, None)]


def test_a_hidden_team_cannot_be_worked_out_from_the_others(audit: Audit, verdict: Make, record: Make) -> None:
    sizes = {"a": 9, "b": 7, "c": 4}
    records = [record(f"{t}{n}", team=t, author=f"{t}{n}") for t, size in sizes.items() for n in range(size)]
    rows = [verdict("eye-level.lecturing", "violation", f"{t}{n}", team=t) for t in sizes for n in range(20)]

    figure = build(audit(verdicts=rows, records=records)).figure("by-team")

    assert figure.column("hidden") == (0, 1, 1)


def test_a_channel_with_fewer_than_five_verdicts_has_no_rate(audit: Audit, verdict: Make, record: Make) -> None:
    rows = [verdict("eye-level.lecturing", "fulfilled", f"m{n}") for n in range(9)]
    rows += [verdict("eye-level.lecturing", "violation", f"n{n}", channel="blog") for n in range(4)]
    records = [record("m1"), record("n1", channel="blog")]

    model = build(audit(verdicts=rows, records=records))

    assert model.figure("by-channel").rows[1] == ("blog", None, None, None, None, None)
    assert "Gruppen unter fünf werden nicht ausgewiesen" in render(model)


def test_no_figure_is_by_person(drawn: Path) -> None:
    for figure in build(drawn).figures:
        assert not {"author", "name", "person"} & set(figure.columns)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hallo Herr Dr. Brandt, alles gut?", "Hallo [Name], alles gut?"),
        ("Schreiben Sie an jana.k@firma.example.", "Schreiben Sie an [E-Mail]."),
        ("@lotte_92 hat recht", "[Konto] hat recht"),
        ("Viele Grüße, Svea", "Viele Grüße, [Name]"),
        ("Das ist mein Ernst.", "Das ist mein Ernst."),
        ("", ""),
        ("   ", "   "),
    ],
)
def test_what_is_masked(text: str, told: str) -> None:
    assert masked(text, "de") == told


def test_a_long_text_is_cut_before_it_is_read() -> None:
    assert len(masked("a " * 100_000, "en")) == 4000
