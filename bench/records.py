"""Speed of judging records: messages a second on one core, with concepts and without, and what bounds it.

The archives are made up from templates, slots and names, so that no two texts need be alike; the limit to compare
with is decoding the same lines as JSON. `python bench/records.py 1000000` takes so many messages instead of 3,000.
"""

from __future__ import annotations

import cProfile
import gc
import json
import pstats
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from knigge.commands.programs import load_program
from knigge.engine import condition_nodes as nodes
from knigge.engine.condition_nodes import Condition
from knigge.engine.intake import read_record
from knigge.engine.parts import walk
from knigge.engine.program import CompiledRule, Program
from knigge.engine.record import Record
from knigge.engine.records.archive import build_archive
from knigge.engine.records.eras import Eras
from knigge.engine.records.judge import judge

Json = dict[str, object]
NAMES: Final = (
    "Aylin Ben Carla Deniz Emil Fatma Greta Hannes Ida Jonas Kira Lukas Mina Nils Olga Paul Rosa Sven".split()
)
THINGS: Final = (
    "Paket Rechnung Gutschrift Kühlschrank Fahrkarte Anmeldung Termin Vertrag Lieferung Gerät Bestellung Zähler "
    "Antrag Konto Heizung Zugang Reservierung Ersatzteil Passwort Gutschein"
).split()
PLACES: Final = (
    "Nordstraße Marktplatz Hafen Lindenweg Altstadt Bahnhof Südring Schlossgarten Uferpark Kirchgasse".split()
)
ASKED: Final = (
    "Wo bleibt {thing}? Ich warte seit {number} Tagen, und am {place} weiß niemand etwas.",
    "Seit {number} Wochen ist {thing} kaputt, und keiner meldet sich. Wann kommt endlich jemand?",
    "Wie lange dauert das mit {thing} noch? Bei {other} ging es in {number} Tagen.",
    "Das ist doch ein Witz: {number} Anrufe wegen {thing}, jedes Mal eine andere Auskunft.",
    "Kann mir jemand sagen, ob {thing} auch am {place} abgeholt werden kann?",
    "Schöner Tag am {place} gestern, {other} und ich kommen wieder.",
    "Am {place} war wieder geschlossen, obwohl auf der Seite {number} Uhr steht. Schlecht gemacht.",
    "Danke, {thing} ist da. Hat trotzdem {number} Tage gedauert.",
)
ANSWERED: Final = (
    "Hallo {name}, {thing} liegt seit heute am {place} und ist morgen bis {number} Uhr bei Ihnen. Grüße, {other}",
    "Guten Tag {name}, das tut mir leid. Ich sehe nach, was mit {thing} los ist, und melde mich in {number} Stunden.",
    "{name}, {thing} tauschen wir aus, der Bote kommt am {number}. zum {place}. Viele Grüße, {other}",
    "Hallo {name}, am {place} gibt es {thing} leider nicht mehr, in {number} Tagen aber wieder. {other}",
    "Danke für den Hinweis, {name}. {other} prüft {thing} und schreibt dir bis {number} Uhr.",
)
POSTED: Final = (
    "Ab {number} Uhr ist heute am {place} geöffnet, {other} und {name} erklären {thing}.",
    "Neu bei uns: {thing} direkt am {place}, in {number} Minuten erledigt.",
    "{number} Fragen zu {thing}, und {name} aus dem Team beantwortet sie. Heute mit Gast {other}.",
)


def archive_lines(messages: int, seed: int = 7) -> list[str]:
    """An archive of about so many messages, as JSON Lines: posts, and threads of two to twelve messages."""
    chance = random.Random(seed)
    found: list[Json] = []
    start = datetime(2026, 1, 5, 7, tzinfo=UTC)
    while len(found) < messages:
        opened = start + timedelta(minutes=chance.randrange(60 * 24 * 90))
        channel = chance.choice(("facebook", "instagram", "x", "linkedin"))
        found += _thread(chance, f"t{len(found)}", channel, opened)
    return [json.dumps(each, ensure_ascii=False) for each in found]


def _thread(chance: random.Random, name: str, channel: str, at: datetime) -> Iterator[Json]:
    base: Json = {"type": "message", "thread": name, "channel": channel, "account": "muster", "language": "de"}
    people = chance.sample(NAMES, chance.randint(1, 3))
    earlier: list[tuple[str, str]] = []
    for number in range(chance.randint(2, 12)):
        at += timedelta(minutes=chance.randint(1, 400))
        id_ = f"{name}.{number}"
        fixed = {"id": id_, "published": at.isoformat()}
        if number == 0 and chance.random() < 0.4:
            yield base | fixed | _ours("post", _filled(chance, POSTED, ""), None)
        elif earlier and chance.random() < 0.45:
            target, person = earlier.pop(chance.randrange(len(earlier)))
            yield base | fixed | _ours("reply", _filled(chance, ANSWERED, person), target)
        else:
            person = chance.choice(people)
            earlier.append((id_, person))
            author = {"id": f"{name}.{person}", "role": "customer", "name": person}
            yield base | fixed | {"kind": "comment", "author": author, "text": _filled(chance, ASKED, person)}


def _ours(kind: str, text: str, target: str | None) -> Json:
    return {"kind": kind, "author": {"id": "a1", "role": "us"}, "text": text, "in_reply_to": target}


def _filled(chance: random.Random, templates: Sequence[str], name: str) -> str:
    """One to three sentences with their gaps filled."""
    words = {"name": name, "other": chance.choice(NAMES), "place": chance.choice(PLACES)}
    words |= {
        "thing": f"die Sache {chance.choice(THINGS)} {chance.randrange(10_000)}",
        "number": f"{chance.randrange(2, 20)}",
    }
    some = chance.sample(templates, chance.choice((1, 1, 2)))
    return " ".join(each.format_map(words) for each in some)


def only(program: Program, textless: bool) -> Program:
    """The program with its rules over records alone; with `textless`, those that read no text."""
    kept = tuple(each for each in program.records.rules if not (textless and reads_text(each)))
    about = tuple(each for each in program.rules if looks_around(each) and not (textless and reads_text(each)))
    return replace(program, rules=about, records=replace(program.records, rules=kept))


def conditions_of(rule: CompiledRule) -> list[Condition]:
    """Every condition of a rule, those of its events included, in all their parts."""
    shape = rule.shape
    found: list[Condition] = [*rule.when, *(condition for condition, _ in rule.exceptions)]
    events = list(rule.after)
    match shape:
        case nodes.Expect():
            events += shape.events
        case nodes.Tally():
            events.append(shape.event)
        case _:
            found.append(shape.condition)
    found += [event.condition for event in events if event.condition is not None]
    return [part for condition in found for part in walk(condition)]


_READING: Final = ("text.", "dialogue-share", "criticism-gap")


def reads_text(rule: CompiledRule) -> bool:
    """Whether some condition of a rule needs the words of a text."""
    kinds = (nodes.Says, nodes.Expresses, nodes.Resembles)
    counted = [rule.shape.event] if isinstance(rule.shape, nodes.Tally) else []
    if any(event.what in ("promise", "deed", "contest") for event in (*rule.after, *counted)):
        return True
    return any(
        isinstance(part, kinds)
        or (isinstance(part, nodes.Compare) and any(name in repr(part) for name in _READING))
        or (isinstance(part, nodes.Near) and part.event.condition is not None)
        for part in conditions_of(rule)
    )


def looks_around(rule: CompiledRule) -> bool:
    """Whether a rule about messages looks beyond the message and the one it answers."""
    return any(
        isinstance(part, nodes.Near | nodes.Timely | nodes.Ordered | nodes.Resembles)
        or (isinstance(part, nodes.Compare) and "CountOfEvent" in repr(part))
        for part in conditions_of(rule)
    )


def measured(program: Program, lines: Sequence[str]) -> tuple[float, float, float]:
    """CPU seconds for decoding, for reading records and building the archive, for judging."""
    gc.collect()
    gc.freeze()
    began = time.process_time()
    decoded: list[Json] = [json.loads(line) for line in lines]
    read = time.process_time()
    records: list[Record] = [read_record(each, "") for each in decoded]
    archive = build_archive(records, program.records.zone)
    gc.freeze()  # as a worker does: what lives until the end need not be looked at again
    gc.set_threshold(100_000, 50, 50)
    built = time.process_time()
    now = datetime(2026, 4, 20, tzinfo=UTC)
    for _ in judge(Eras((program,)), archive, now, "de"):
        pass
    return read - began, built - read, time.process_time() - built


def records(amount: int = 3000) -> list[str]:
    """The section of docs/PERFORMANCE.md."""
    whole = load_program("default")
    lines = archive_lines(amount)
    measured(only(whole, False), archive_lines(500, seed=1))  # unpack what is read once
    table = ["| rules | messages/s judging | with reading and building | decoding alone |", "|---|---|---|---|"]
    for title, program in (
        ("all rules over records", only(whole, False)),
        ("those that read no text", only(whole, True)),
    ):
        decoding, building, judging = measured(program, lines)
        number = len(program.rules) + len(program.records.rules)
        total = decoding + building + judging
        rates = (f"{len(lines) / seconds:,.0f}" for seconds in (judging, total, decoding))
        table.append(f"| {title} ({number}) | {' | '.join(rates)} |")
    return table


def profile(textless: bool, amount: int, rows: int = 40) -> None:
    """What judging spends its time on."""
    program = only(load_program("default"), textless)
    lines = archive_lines(amount)
    measured(program, archive_lines(300, seed=1))
    watch = cProfile.Profile()
    watch.runcall(measured, program, lines)
    pstats.Stats(watch).sort_stats("tottime").print_stats(rows)


if __name__ == "__main__":
    if "--profile" in sys.argv:
        profile("--textless" in sys.argv, 2000)
    else:  # how many messages: 1000000 takes twenty minutes and 6 GB, for all of them are held here
        print("\n".join(records(*map(int, sys.argv[1:]))))
