"""Our own texts of all parts -> which of them are said again, over the whole archive; written beside each part.

A text is compared within the window that a rule names. Texts are taken in stretches of time (stretches.py); beside the
one in hand is laid what others hold within the window, and where that is much only what is near to it. So what is held
does not grow with the archive, and every text meets all it may resemble. Replies that stand in a crowd of their like
(engine/records/crowds.py) are answered for with the replies just around them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import chain
from pathlib import Path
from shutil import rmtree
from typing import Final

import pyarrow.parquet as pq

from ..engine.program import Program
from ..engine.records import crowds
from ..engine.records.alike import answers_among, lacking, near_to, questions
from ..engine.records.outlook import Question
from ..engine.records.repeats import Repeat
from ..engine.records.resemblance import Said
from ..engine.values import dataclass
from .batch import told_question, told_repeat
from .homing import Row, brought_home
from .stretches import TEXTS, Stretch, stretches
from .texts import texts_of, unread_of, without_texts
from .work import write_bytes

_LACKS: Final = -1
"""The number of no question: such a row says which facts leave the answers on a text open."""


def asked_of(programs: Iterable[Program]) -> tuple[Question, ...]:
    """Everything the rules of these programs ask of texts that may be said again."""
    found = {each for program in programs for each in questions((*program.rules, *program.records.rules))}
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Comparing:
    """What is compared: the parts by their names, the questions, and where the parts and the answers on them lie."""

    parts: Path
    done: Path
    names: tuple[str, ...]
    asked: tuple[Question, ...]


def compare(given: Comparing) -> dict[str, int]:
    """As `find_again`; a part that was told something else before counts as not judged."""

    def outdated(name: str) -> None:
        (given.done / f"{name}.done").unlink(missing_ok=True)

    return find_again(given.parts, given.names, given.asked, outdated)


def find_again(
    folder: Path, names: Sequence[str], asked: Sequence[Question], outdated: Callable[[str], None] = lambda name: None
) -> dict[str, int]:
    """For every part of `names` the answers on its texts, in a file that is read with it; texts stand beside it.

    Of a message whose text alone could not be gathered every answer stays open. Gives back the parts of which nobody
    could gather anything, with the messages each holds. Then no text is known not to be said again: every answer that
    is not yes stays open. `outdated` hears of every part that was told something else before.
    """
    between = folder / "again"
    unread = {name: _messages(folder, name) for name in without_texts(folder, names)}
    sizes = {home: sum(len(each) for each in texts_of(folder, [name])) for home, name in enumerate(names)}
    sizes |= {home: len(unread[name]) for home, name in enumerate(names) if name in unread}
    rows = _answers(stretches(folder, names, between / "stretches"), asked)
    homes = _homes(folder, names)
    if unread:
        alone = [(each, home) for home, name in enumerate(names) for each in unread.get(name, ())]
        homes = chain(homes, alone)
        every = {name for name, _ in chain(_homes(folder, names), alone)}
        rows = _left_open(rows, sorted(every), len(asked))
    else:
        rows = chain(rows, _opened((each.id for each in unread_of(folder, names)), len(asked)))
    for home, found in brought_home(rows, homes, sizes, between):
        place, content = folder / f"{names[home]}.again.json", _content(found, asked)
        if place.exists() and place.read_bytes() != content:
            outdated(names[home])
        write_bytes(place, content)
    rmtree(between, ignore_errors=True)  # what is left of it harms nobody
    return {name: len(messages) for name, messages in unread.items()}


def _messages(folder: Path, name: str) -> list[str]:
    """The ids of the messages of a part."""
    with pq.ParquetFile(folder / f"{name}.parquet") as file:
        batches = file.iter_batches(columns=["type", "id"])
        rows = (row for batch in batches for row in zip(*(each.to_pylist() for each in batch.columns), strict=True))
        return sorted({found for kind, found in rows if kind == "message"})


def _left_open(rows: Iterable[Row], every: Iterable[str], questions: int) -> Iterator[Row]:
    """The answers that are yes or open, and for every other text and question that it is open, for want of texts."""
    told: set[tuple[str, int]] = set()
    for name, question, content in rows:
        if question == _LACKS or json.loads(content)[1] is not False:
            told.add((name, question))
            yield name, question, content
    yield from _opened(every, questions, told)


def _opened(names: Iterable[str], questions: int, told: Container[tuple[str, int]] = ()) -> Iterator[Row]:
    """For these texts that every question is open which is not `told`, for want of a text."""
    for name in names:
        missing = [number for number in range(questions) if (name, number) not in told]
        for number in missing:
            yield name, number, json.dumps(told_repeat(Repeat(name, None)), ensure_ascii=False)
        if missing and (name, _LACKS) not in told:
            yield name, _LACKS, json.dumps(["text"])


def _content(found: Iterable[Row], asked: Sequence[Question]) -> bytes:
    """What a part is told: the answers to every question, and what is lacking."""
    repeats: list[list[object]] = [[] for _ in asked]
    wanting: dict[str, object] = {}
    for name, question, told in found:
        if question == _LACKS:
            wanting[name] = json.loads(told)
        else:
            repeats[question].append(json.loads(told))
    told_repeats = [told_question(question, each) for question, each in zip(asked, repeats, strict=True)]
    return json.dumps({"repeats": told_repeats, "lacking": wanting}, ensure_ascii=False).encode()


def _answers(all_stretches: Sequence[Stretch], asked: Sequence[Question]) -> Iterator[Row]:
    """The answers that are not no: the id of the text, which question, what there is to say."""
    for stretch in all_stretches:
        items = stretch.read()
        around = _around(stretch, all_stretches)
        for number, (pool, share, least, window) in enumerate(asked):
            if (pool == "replies") is not stretch.replies:
                continue
            settled: dict[str, Repeat] = {}
            if around is not None:
                before, behind = around
                line = crowds.in_time([*before, *items, *behind])
                settled = crowds.settled(line, len(before), len(before) + len(items), share, int(least), window)
            rest = [each for each in items if each.id not in settled]
            others = [each for each in items if each.id in settled]
            together = [*rest, *_beside(stretch, rest, others, all_stretches, share, window)] if rest else []
            found = answers_among(rest, together[len(rest) :], pool, share, int(least), window) if rest else {}
            places: dict[str, Said] = {}
            for repeat in (settled | found).values():
                yield repeat.id, number, json.dumps(told_repeat(repeat), ensure_ascii=False)
                if repeat.holds is None:
                    places = places or {each.id: each for each in together}
                    yield repeat.id, _LACKS, json.dumps(sorted(lacking(repeat.id, repeat, pool, places)))


def _around(stretch: Stretch, all_stretches: Sequence[Stretch]) -> tuple[list[Said], list[Said]] | None:
    """The replies just before and behind those of a stretch; None where crowds are not looked for."""
    if not stretch.replies or stretch.first is None:
        return None
    dated = [each for each in all_stretches if each.replies and each.first is not None]
    if not crowds.many(sum(each.size for each in dated)):
        return None
    dated.sort(key=lambda each: each.first or 0)
    place = dated.index(stretch)
    before: list[Said] = []
    for other in reversed(dated[:place]):
        if len(before) < crowds.REACH:
            before = [*crowds.in_time(other.read()), *before]
    behind: list[Said] = []
    for other in dated[place + 1 :]:
        if len(behind) < crowds.REACH:
            behind += crowds.in_time(other.read())
    return before[-crowds.REACH :], behind[: crowds.REACH]


def _beside(
    stretch: Stretch, rest: Sequence[Said], others: Sequence[Said], all_stretches: Sequence[Stretch], share: float,
    window: timedelta,
) -> list[Said]:  # fmt: skip
    """What answers on the `rest` of a stretch need: of its `others` and of other stretches all within the window.

    Of many only those that are near to the rest.
    """
    beside: list[Said] = []
    held = list(others)
    for other in all_stretches:
        if other is stretch or other.replies is not stretch.replies or not stretch.may_meet(other, window):
            continue
        held += [each for each in other.read() if stretch.may_reach(each.at, window)]
        if len(beside) + len(held) > TEXTS:
            beside += near_to(rest, held, share, window)
            held = []
    return [*beside, *held]


def _homes(folder: Path, names: Sequence[str]) -> Iterator[tuple[str, int]]:
    """In which parts every text of ours is, judged or only looked up."""
    for home, name in enumerate(names):
        for batch in texts_of(folder, [name]):
            yield from ((each, home) for each in batch.column("id").to_pylist())
