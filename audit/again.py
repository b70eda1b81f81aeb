"""Our own texts of all parts -> which of them are said again, over the whole archive; written beside each part.

Texts are compared within the window a rule names. Where there are more than fit comfortably into memory they are taken
in stretches of time that overlap by that window, so that every text meets all it may resemble.
"""

from __future__ import annotations

import json
import pickle
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from ..engine.program import Program
from ..engine.records.alike import answers, lacking, questions
from ..engine.records.outlook import Outlook, Question
from ..engine.records.repeats import Repeat
from ..engine.records.resemblance import Said
from .batch import OwnInPart, write_outlook
from .work import write_bytes

STRETCH: Final = 60_000
"""Texts compared at once, besides those within a window before and behind them."""
_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)


def asked_of(programs: Iterable[Program]) -> tuple[Question, ...]:
    """Everything the rules of these programs ask of texts that may be said again."""
    found = {each for program in programs for each in questions((*program.rules, *program.records.rules))}
    return tuple(sorted(found))


def find_again(folder: Path, names: Sequence[str], asked: Sequence[Question]) -> None:
    """For every part of `names` the answers on its texts, in a file that is read with it; texts stand beside it."""
    owners: dict[str, list[str]] = {}
    pools: dict[bool, list[Said]] = {True: [], False: []}
    for name in names:
        place = folder / f"{name}.texts"
        if place.exists():
            found: OwnInPart = pickle.loads(place.read_bytes())
            for replies, texts in found.texts.items():
                pools[replies] += texts
            for known in found.there:
                owners.setdefault(known, []).append(name)
    repeats: dict[str, dict[Question, dict[str, Repeat]]] = {}
    wanting: dict[str, dict[str, tuple[str, ...]]] = {}
    for question in asked:
        pool = question[0]
        items = pools[pool == "replies"]
        places: dict[str, Said] = {}
        for repeat in _answers(items, question):
            for name in dict.fromkeys(owners.get(repeat.id, ())):
                repeats.setdefault(name, {}).setdefault(question, {})[repeat.id] = repeat
                if repeat.holds is None:
                    places = places or {each.id: each for each in items}
                    needs = tuple(sorted(lacking(repeat.id, repeat, pool, places)))
                    wanting.setdefault(name, {})[repeat.id] = needs
    for name in names:
        found_here = {question: repeats.get(name, {}).get(question, {}) for question in asked}
        told = json.loads(write_outlook(Outlook(repeats=found_here, lacking=wanting.get(name, {}))))
        content = {key: told[key] for key in ("repeats", "lacking")}
        write_bytes(folder / f"{name}.again.json", json.dumps(content, ensure_ascii=False).encode())


def _answers(items: Sequence[Said], question: Question) -> Iterator[Repeat]:
    pool, share, least, window = question
    if len(items) <= STRETCH * 2:
        yield from answers(items, pool, share, int(least), window).values()
        return
    dated = sorted((each for each in items if each.at is not None), key=_moment)
    undated = [each for each in items if each.at is None]
    moments = [_moment(each) for each in dated]
    told: set[str] = set()
    for start in range(0, len(dated), STRETCH):
        end = min(start + STRETCH, len(dated))
        low = bisect_left(moments, moments[start] - window)
        high = bisect_left(moments, moments[end - 1] + window + timedelta(microseconds=1))
        here = {each.id for each in dated[start:end]}
        for name, repeat in answers([*dated[low:high], *undated], pool, share, int(least), window).items():
            if name in here and name not in told:
                told.add(name)
                yield repeat
    if undated:
        for name, repeat in answers(items, pool, share, int(least), window).items():
            if name in {each.id for each in undated}:
                yield repeat


def _moment(item: Said) -> datetime:
    return item.at or _BEGINNING
