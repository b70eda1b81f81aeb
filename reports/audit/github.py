"""An audit -> workflow commands of GitHub Actions: the gravest findings as marks, the rest counted.

GitHub shows ten errors, ten warnings and ten notices of a step; one of the notices sums up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from ..bilingual import worded
from ..github import MOST
from ..visible import shortened
from ..workflow_commands import LONGEST, command, plain_line
from . import cover
from .model import Model
from .notation import number
from .record_places import RecordPlace, record_places
from .sentences import action_sentence
from .verdict_rows import Archive, VerdictRow, count_verdicts, verdict_rows
from .wording import channel, counted, say

_COMMANDS: Final = {"error": "error", "warning": "warning", "note": "notice"}
_ROOM: Final = {"error": MOST, "warning": MOST, "notice": MOST - 1}
_LOOKED_AT: Final = 2000
"""Findings that are looked at for marks; the gravest come first."""

_WORDS: Final = {
    "beyond-1": (
        "Ein weiterer Befund steht nicht hier; alle gibt: knigge report ... --format csv",
        "One more finding does not stand here; all come with: knigge report ... --format csv",
    ),
    "beyond": (
        "{n} weitere Befunde stehen nicht hier; alle gibt: knigge report ... --format csv",
        "{n} more findings do not stand here; all come with: knigge report ... --format csv",
    ),
}


def render(model: Model) -> str:
    """The commands, what to do first as plain lines, and the decision."""
    return "\n".join(_lines(model)) + "\n"


def _lines(model: Model) -> Iterator[str]:
    speech = model.speech
    shown = tuple(_marked(model))
    with Archive(model.run.path, model.speech) as archive:
        places = record_places(archive, (row.record for row in shown))
    for row in shown:
        name = _COMMANDS.get(row.severity, "warning")
        yield command(name, _properties(row, places), _message(row, speech))
    for todo in model.actions:
        yield plain_line(action_sentence(todo, model.run, speech))
    unsettled = count_verdicts(model, ("undecided", "error"))
    if unsettled:
        yield plain_line(counted("unsettled", unsettled, speech))
    for words in cover.notes(model):
        yield plain_line(words)
    beyond = count_verdicts(model, ("violation",)) - len(shown)
    told = model.decision.sentence
    if beyond > 0:
        told = f"{told} {_say('beyond' if beyond > 1 else 'beyond-1', speech, n=number(beyond, speech))}"
    yield command("notice", (("title", "knigge"),), shortened(told, LONGEST))


def _marked(model: Model) -> Iterator[VerdictRow]:
    """The gravest findings as far as GitHub shows them, of each rule one before a second, so that none hides others."""
    used: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    waiting: list[tuple[int, int, VerdictRow]] = []
    for place, row in enumerate(verdict_rows(model, ("violation",), _LOOKED_AT)):
        seen[row.rule] += 1
        waiting.append((seen[row.rule], place, row))
    rank = {"error": 0, "warning": 1, "note": 2}
    waiting.sort(key=lambda each: (rank.get(each[2].severity, 1), each[0], each[1]))
    for _, _, row in waiting:
        name = _COMMANDS.get(row.severity, "warning")
        used[name] += 1
        if used[name] <= _ROOM[name]:
            yield row


def _properties(row: VerdictRow, places: Mapping[str, RecordPlace]) -> tuple[tuple[str, str], ...]:
    title = (("title", f"{row.title} ({row.rule})"),)
    place = places.get(row.record)
    if place is None:
        return title
    line = (("line", str(place.line)),) if place.line else ()
    return (("file", place.file), *line, *title)


def _message(row: VerdictRow, speech: str) -> str:
    lines = [row.message or row.reason or row.title]
    if row.better or row.advice:
        lines.append(f"{say('better-wording', speech)}: {row.better or row.advice}")
    lines.append(f"{channel(row.channel, speech)} · {row.id}" if row.channel else row.id)
    return shortened("\n".join(lines), LONGEST)


def _say(word: str, speech: str, **about: object) -> str:
    return worded(_WORDS, word, speech, **about)
