"""Groups and modules: alike to the typical text or not in the group; shares told only of enough people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from knigge.engine.records.overlap import bag, share
from knigge.engine.templates.clusters import clusters
from knigge.engine.templates.mine import Mine, Use
from knigge.engine.templates.modules import Module, group, modules

START: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)
BLOCK: Final = "Wir bedauern die entstandenen Unannehmlichkeiten außerordentlich."
OWN: Final = (
    "Der Aufzug am Nordausgang fährt ab Mittag wieder.",
    "Die Gutschrift liegt seit gestern auf Ihrem Kundenkonto.",
    "Unsere Fahrerin hatte den Schlüssel zum Hof nicht dabei.",
    "Im Lager fehlt gerade die blaue Ausführung der Kanne.",
    "Ihre Anmeldung zum Schwimmkurs haben wir doppelt gefunden.",
)


def _found(uses: list[Use], least: int = 3, likeness: float = 0.7) -> tuple[Module, ...]:
    mine = Mine()
    for use in uses:
        mine.add(use)
    return modules(mine, group(mine, likeness), least, likeness)


words = st.sampled_from("paket bote termin zahlung konto kabel rampe suppe halle bus".split())


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(words, min_size=1, max_size=8).map(tuple), max_size=12, unique=True),
    st.sampled_from([0.4, 0.7, 0.9]),
    st.data(),
)
def test_every_text_of_a_group_is_alike_to_its_typical_text(
    texts: list[tuple[str, ...]], limit: float, data: st.DataObject
) -> None:
    uses = data.draw(st.lists(st.integers(1, 5), min_size=len(texts), max_size=len(texts)))

    found = clusters(texts, uses, limit)

    for text, typical in enumerate(found):
        assert found[typical] == typical
        assert text == typical or share(bag(texts[text]), bag(texts[typical])) >= limit


def test_overlapping_cuts_of_a_long_text_do_not_grow_into_one_group() -> None:
    long = [f"wort{number}" for number in range(60)]
    cuts = [tuple(long[start : start + 20]) for start in range(0, 41, 2)]

    found = clusters(cuts, [1] * len(cuts), 0.7)

    sizes = [found.count(typical) for typical in set(found)]
    assert all(share(bag(one), bag(other)) >= 0.7 for one, other in pairwise(cuts))
    assert max(sizes) <= 7


def test_no_texts_have_no_groups_and_no_modules() -> None:
    assert clusters([], [], 0.7) == []
    assert _found([]) == ()


def test_a_reply_said_to_many_is_a_module_with_its_days_and_channels() -> None:
    text = "Hallo {}, Ihre Bestellung {} liegt im Lager bereit und geht morgen früh auf die Reise zu Ihnen. Grüße, Tom"
    names = ("Jana", "Ben", "Aylin", "Emil")
    uses = [
        Use(
            text.format(name, number), f"a{number}", "x" if number else "facebook", START + timedelta(days=number), "de"
        )
        for number, name in enumerate(names)
    ]

    module = _found(uses)[0]

    assert (module.kind, module.size, module.texts, module.share) == ("reply", 4, 1, 1.0)
    assert module.pattern.text == (
        "Ihre Bestellung {number} liegt im Lager bereit und geht morgen früh auf die Reise zu Ihnen."
    )
    assert (module.first, module.last, module.channels) == (date(2026, 3, 2), date(2026, 3, 5), ("facebook", "x"))
    assert module.language == "de"


def test_the_share_of_fewer_than_five_people_is_not_told() -> None:
    text = "Ihr Anliegen haben wir an die zuständige Fachabteilung weitergeleitet, bitte warten Sie ab."
    few = [Use(text, f"a{number % 4}") for number in range(8)]
    enough = [Use(text, f"a{number % 5}") for number in range(8)]
    others = [Use(f"{OWN[number]} {BLOCK}", f"b{number}") for number in range(5)]

    assert _found(few)[0].authors_share is None
    assert _found([*enough, *others])[0].authors_share == 0.5


def test_a_block_inside_different_replies_is_a_passage() -> None:
    uses = [Use(f"{own} {BLOCK}", language="de") for own in OWN]

    (module,) = _found(uses)

    assert (module.kind, module.size, module.example) == ("passage", 5, BLOCK)


def test_blocks_that_always_stand_side_by_side_are_one_passage() -> None:
    second = "Bitte bewahren Sie die Unterlagen sorgfältig auf."
    uses = [Use(f"{own} {BLOCK} {second}") for own in OWN]

    (module,) = _found(uses)

    assert module.example == f"{BLOCK} {second}"


def test_very_short_texts_are_not_taken_in() -> None:
    mine = Mine()

    assert not mine.add(Use("Gern geschehen!"))
    assert not mine.add(Use(""))
    assert mine.add(Use(OWN[0]))
