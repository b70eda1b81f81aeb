"""What facts and signals mean, in German."""

from __future__ import annotations

from knigge.engine.library import read_text
from knigge.engine.meanings import meaning_of, type_of
from knigge.engine.record_facts import ALL_FACTS
from knigge.engine.signals import SIGNALS


def test_a_fact_is_explained_in_the_language_of_the_reader() -> None:
    assert meaning_of("ground", "The ground.", "de") == "Der Grund, der dafür angegeben wurde."
    assert meaning_of("ground", "The ground.", "en") == "The ground."
    assert meaning_of("house.own", "One of ours.", "de") == "One of ours."
    assert (type_of("truth", "de"), type_of("truth", "en")) == ("ja/nein", "truth")


def test_nothing_is_explained_that_is_no_fact() -> None:
    names = {fact.name for fact in ALL_FACTS} | {signal.name for signal in SIGNALS}
    lines = read_text("grammar/facts-de.txt").partition("[facts]")[2].splitlines()

    explained = [line.partition(" = ")[0] for line in lines if line]

    assert [name for name in explained if name not in names] == []
    assert len(explained) == len(set(explained))
