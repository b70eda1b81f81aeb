"""What was judged and where it came from -> a run, and the run in the format asked for; written whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from ..engine.condition_nodes import wording
from ..engine.finding import Result
from ..engine.program import Program
from ..engine.record import Action, Contest, Exchange
from ..engine.records.archive import Archive
from ..reports import csv, github, junit, markdown, sarif
from ..reports.places import Origin, record_at, text_of
from ..reports.run import Judged, RuleSheet, Run
from .inputs import Inputs

FORMATS: Final[Mapping[str, Callable[[Run], str]]] = {
    "sarif": sarif.render,
    "junit": junit.render,
    "markdown": markdown.render,
    "github": github.render,
}


def render_run(run: Run, format_: str, dialect: str) -> str:
    """The run in a format; `dialect` counts for csv only."""
    if format_ == "csv":
        return csv.render(run, next(each for each in csv.DIALECTS if each.name == dialect))
    return FORMATS[format_](run)


def judged_drafts(pairs: Sequence[tuple[Result, Exchange]], inputs: Inputs) -> list[Judged]:
    """Drafts and messages that bring along what they answer, each with its file or record."""
    taken: dict[str, int] = {}
    found = []
    for result, exchange in pairs:
        text = exchange.message.text or ""
        origin = _draft(exchange.message.id, text, inputs)
        if origin is None:
            number = taken[result.id] = taken.get(result.id, -1) + 1
            origin = _record(result.id, text, inputs, number) or Origin(result.id, text, 0, len(text), False)
        found.append(Judged(result, text, origin, origin, exchange.message.published or ""))
    return found


def judged_records(results: Iterable[Result], archive: Archive, inputs: Inputs) -> list[Judged]:
    """Subjects of an archive, each with its record and the record its words stand in."""
    acts = {each.id: each for each in archive.actions}
    contests = {each.id: each for each in archive.contests}
    return [_subject(result, archive, acts, contests, inputs) for result in results]


def _subject(
    result: Result, archive: Archive, acts: Mapping[str, Action], contests: Mapping[str, Contest], inputs: Inputs
) -> Judged:
    match result.subject:
        case "action":
            act = acts.get(result.id)
            post = archive.messages.get(act.target or "") if act else None
            words = post.text or "" if post else ""
            behind = _record(post.id, words, inputs) if post else None
            return Judged(result, words, _record(result.id, None, inputs), behind, (act.performed if act else "") or "")
        case "contest":
            return _contest(result, archive, contests.get(result.id), inputs)
        case "message":
            message = archive.messages.get(result.id)
            text = message.text or "" if message else ""
            origin = _record(result.id, text, inputs)
            return Judged(result, text, origin, origin, (message.published if message else "") or "")
        case _:
            return Judged(result)


def _contest(result: Result, archive: Archive, contest: Contest | None, inputs: Inputs) -> Judged:
    """A contest: its own text, else that of its post."""
    post = archive.messages.get((contest.post if contest else result.id) or "")
    text = (contest.text if contest else None) or (post.text if post else None) or ""
    origin = _record(result.id, text, inputs)
    words = origin
    if contest is not None and contest.text is None and post is not None:
        words = _record(post.id, text, inputs)
    at = (contest.published if contest else None) or (post.published if post else None) or ""
    return Judged(result, text, origin, words, at)


def _draft(name: str, text: str, inputs: Inputs) -> Origin | None:
    """The end of a file that is a draft; what it answers stands above."""
    content = inputs.contents.get(name)
    if content is None or not content.rstrip("\n").endswith(text):
        return None
    end = len(content.rstrip("\n"))
    return Origin(name, content, end - len(text), end, name != "-")


def _record(id_: str, text: str | None, inputs: Inputs, number: int = 0) -> Origin | None:
    """The record of an id; of several, the `number`-th that holds the text that was judged."""
    found = [_at(place, inputs) for place in inputs.places.get(id_, ())]
    fitting = [each for each in found if text_of(each) == text] if text is not None and len(found) > 1 else found
    chosen = fitting or found
    return chosen[number % len(chosen)] if chosen else None


def _at(place: str, inputs: Inputs) -> Origin:
    name, _, number = place.rpartition(":")
    if name in inputs.contents:
        return record_at(name, inputs.contents[name], int(number), 1, name != "-")
    name, _, line = name.rpartition(":")
    return record_at(name, inputs.contents[name], int(line), int(number), name != "-")


def rule_sheets(programs: Iterable[Program], speech: str) -> dict[str, RuleSheet]:
    """What is to be known of every rule; of several policies the last one counts."""
    sheets = {}
    for program in programs:
        for each in (program, *program.later):
            for rule in (*each.rules, *each.records.rules):
                title, why = wording(rule.title, speech), wording(rule.why, speech)
                clause = wording(rule.clause_text, speech)
                sheets[rule.id] = RuleSheet(rule.id, rule.version, title, why, rule.clause, clause, rule.severity)
    return sheets


def deliver(path: str, content: bytes) -> None:
    """Write a file whole or not at all: beside its place first, then put there. A device or pipe is written to."""
    target = Path(os.path.realpath(path))
    if target.exists() and not stat.S_ISREG(target.stat().st_mode):
        target.write_bytes(content)
        return
    beside = target.with_name(f".{target.name[:200]}.{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        if target.exists():
            beside.chmod(stat.S_IMODE(target.stat().st_mode))
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
