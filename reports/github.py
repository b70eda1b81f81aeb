"""A run -> workflow commands of GitHub Actions: marks at the lines of a pull request.

GitHub shows ten errors, ten warnings and ten notices of a step. The gravest come first; what is beyond stands in the
log as plain lines, and the last command sums up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from ..engine.finding import Finding, Outcome, Severity
from .needs import reason_of
from .run import Judged, Run, gravest_first, region_of, tally, verdicts_of
from .sentences import carried_out, remedy
from .visible import one_line, shortened
from .wording import counted, say
from .workflow_commands import LONGEST, command, plain_line

MOST: Final = 10
"""Marks of one level that GitHub shows of a step."""
_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_SHOWN: Final = ("errors", "undecided", "open", "waived", "remarks", "unreadable")


def render(run: Run) -> str:
    """The commands and lines; the closing summary is one of the ten notices."""
    return "\n".join([*_lines(run), _summary(run)]) + "\n"


def _lines(run: Run) -> Iterator[str]:
    room = {"error": MOST, "warning": MOST, "notice": MOST - 1}
    used: Counter[str] = Counter()
    later = []
    lost = [(say("unread", run.speech), line) for line in run.unread]
    for judged, verdict in verdicts_of(run.judged, Outcome.ERROR):
        lost.append((say("unread", run.speech), f"{judged.place}: {run.title(verdict)}: {verdict.reason}"))
    for title, message in lost:
        used["error"] += 1
        if used["error"] <= room["error"]:
            yield command("error", (("title", title),), message)
        else:
            later.append(plain_line(f"{title}: {message}"))
    for judged, finding in gravest_first(run):
        name = _COMMANDS[finding.severity]
        used[name] += 1
        if used[name] <= room[name]:
            yield command(name, _properties(judged, finding), _message(run, judged, finding))
        else:
            later.append(plain_line(_line(run, judged, finding)))
    yield from later
    for outcome in (Outcome.UNDECIDED, Outcome.OPEN):
        for judged, verdict in verdicts_of(run.judged, outcome):
            told = f"{say(f'outcome-{outcome}', run.speech)}: {judged.result.id}: {run.title(verdict)} ({verdict.rule})"
            yield plain_line(f"{told}: {reason_of(verdict, run.speech)}".rstrip(": "))
    yield from (plain_line(line) for line in run.remarks)


def _properties(judged: Judged, finding: Finding) -> tuple[tuple[str, str], ...]:
    """GitHub shows columns only for places within one line."""
    title = (("title", f"{finding.title} ({finding.rule})"),)
    region = region_of(judged, finding)
    if region is None or judged.origin is None or not judged.origin.on_disk:
        return title
    place: tuple[tuple[str, str], ...] = (("file", judged.origin.name), ("line", str(region.line)))
    if region.end_line != region.line:
        place += (("endLine", str(region.end_line)),)
    else:
        place += (("col", str(region.column)), ("endColumn", str(max(region.column, region.end_column - 1))))
    return place + title


def _message(run: Run, judged: Judged, finding: Finding) -> str:
    speech = run.speech
    lines = [finding.message]
    if finding.why:
        lines.append(f"{say('why', speech)}: {finding.why}")
    for edit in finding.suggestions:
        after = shortened(one_line(carried_out(edit, judged.text)), 300)
        lines.append(f"{say(remedy(edit), speech)}: {after or say('removed', speech)}")
    if finding.advice and not finding.suggestions:
        lines.append(f"{say('advice', speech)}: {finding.advice}")
    if judged.origin is None or judged.origin.is_record:
        lines.append(f"{say('subject-' + judged.result.subject, speech)}: {shortened(judged.result.id, 100)}")
    return shortened("\n".join(lines), LONGEST)


def _line(run: Run, judged: Judged, finding: Finding) -> str:
    """A finding in one line of the log."""
    region = region_of(judged, finding)
    where = f"{judged.place}:{region.line}:{region.column}" if region else judged.place
    return f"{say(finding.severity, run.speech)} · {where} · {finding.title} ({finding.rule}): {finding.message}"


def _summary(run: Run) -> str:
    number = tally(run)
    parts = [counted(number[level], level, run.speech) for level in ("error", "warning", "note") if number[level]]
    parts = parts or [say("findings-none", run.speech)]
    parts += [counted(number[name], name, run.speech) for name in _SHOWN if number[name]]
    beyond = max(0, number["error"] + number["unreadable"] + number["errors"] - MOST)
    beyond += max(0, number["warning"] - MOST) + max(0, number["note"] - MOST + 1)
    if beyond:
        parts.append(f"{beyond} {say('in-the-log', run.speech)}")
    return command("notice", (("title", "knigge"),), ", ".join(parts))
