"""Results over records -> text for a person: what was late, missing or too much, each with a small timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ..engine.finding import Outcome, Result, Step, Verdict
from ..engine.records.moments import MONTHS
from ..engine.records.states import State, Why
from .contest_list import parted, render_contest
from .needs import undecided_by_need
from .text import Style, advised, explained, open_lines, render, visible, wrapped
from .wording import counted, say

if TYPE_CHECKING:
    from ..engine.records.archive import Archive
    from ..engine.records.states import Standing

_MOST_STEPS = 14


def render_records(results: Sequence[Result], archive: Archive, style: Style) -> str:
    """Every result that has something to say, then one line for each kind of outcome.

    A message with findings in its words shows them as a draft does; what happened to it follows as a timeline; a
    contest is shown as a checklist.
    """
    blocks = []
    for found in results:
        result, contest = parted(found)
        message = archive.messages.get(result.id) if result.subject == "message" else None
        shown = [each for each in result.verdicts if _tells(each)]
        wording = [each for each in result.verdicts if each.findings and not each.trail]
        if result.subject == "message" and wording:
            blocks.append(render(result, (message.text or "") if message else "", style))
        elif shown:
            blocks.append("\n".join(_block(result, shown, style)) + "\n")
        if contest is not None:
            blocks.append(render_contest(contest, style))
    return "\n".join(blocks) + ("\n" if blocks else "")


_MOST_NEEDS = 8


def render_undecided(results: Sequence[Result], style: Style) -> str:
    """What would decide the verdicts that are not decided, the most frequent first; nothing where all are."""
    ranked = undecided_by_need((each for result in results for each in result.verdicts), style.speech)
    if not ranked:
        return ""
    head = say("outcome-undecided", style.speech)
    lines = [f"{head[0].upper()}{head[1:]}:"]
    for needs, number in ranked[:_MOST_NEEDS]:
        lines += wrapped(f"{number} × {visible(needs)}", style, "  ")
    if len(ranked) > _MOST_NEEDS:
        lines.append(f"  … {len(ranked) - _MOST_NEEDS} {say('remaining', style.speech)}")
    return "\n".join(lines) + "\n\n"


_MOST_PLACES = 5


def render_coverage(results: Sequence[Result], style: Style) -> str:
    """Where it is nowhere stated how far the archive reaches, so that its first and last message say it; once a run."""
    places = sorted(
        {
            result.place
            for result in results
            if result.subject == "timeline"
            and any(dict(each.facts).get("coverage") == "derived" for each in result.verdicts if _is_judged(each))
        }
    )
    if not places:
        return ""
    more = f" … + {len(places) - _MOST_PLACES}" if len(places) > _MOST_PLACES else ""
    named = ", ".join(visible(place) for place in places[:_MOST_PLACES])
    return "\n".join(wrapped(f"{say('derived', style.speech)}: {named}{more}", style, "")) + "\n\n"


def _is_judged(verdict: Verdict) -> bool:
    return verdict.outcome in (Outcome.VIOLATION, Outcome.FULFILLED, Outcome.WAIVED)


_MOST_WAITING = 10
_MOST_ALIKE = 3
"""Verdicts of one record that could not be given for the same reason and are told one by one."""


def render_states(standings: Mapping[str, Standing], style: Style) -> str:
    """How many threads are to be answered, in progress, closed, and which are waiting; nothing without threads."""
    if not standings:
        return ""
    number = Counter(str(each.state) for each in standings.values())
    told = ", ".join(f"{number[state]} {say(f'state-{state}', style.speech)}" for state in State if number[state])
    lines = [f"{say('threads', style.speech)}: {told}."]
    waiting = [name for name in sorted(standings) if standings[name].state is State.TO_ANSWER]
    unread = {name for name in waiting if standings[name].why is Why.UNREAD}
    perhaps = {name for name in waiting if standings[name].why is Why.UNSURE}
    heard = [name for name in waiting if name not in unread | perhaps]
    for label, names in (
        ("waiting", heard), ("perhaps-answered", sorted(perhaps)), ("unread-threads", sorted(unread)),
    ):  # fmt: skip
        if names:
            more = f" … + {len(names) - _MOST_WAITING}" if len(names) > _MOST_WAITING else ""
            named = ", ".join(visible(name) for name in names[:_MOST_WAITING])
            lines += wrapped(f"{say(label, style.speech)}: {named}{more}", style, "  ")
    return "\n".join(lines) + "\n\n"


def states_as_json(standings: Mapping[str, Standing]) -> list[dict[str, object]]:
    """The same for machines: state, what it rests on, and since when."""
    return [
        {
            "id": name,
            "state": str(each.state),
            "why": str(each.why),
            "since": each.since.isoformat() if each.since else None,
        }
        for name, each in sorted(standings.items())
    ]


def _tells(verdict: Verdict) -> bool:
    return verdict.outcome in (Outcome.VIOLATION, Outcome.OPEN, Outcome.WAIVED, Outcome.ERROR)


def _block(result: Result, shown: Sequence[Verdict], style: Style) -> Iterator[str]:
    speech = style.speech
    where = f" · {visible(result.place)}" if result.place and result.place != result.id else ""
    yield f"{style.paint(visible(result.id), 'bold')} · {say('subject-' + result.subject, speech)}{where}"
    alike = Counter(verdict.reason for verdict in shown if verdict.outcome is Outcome.ERROR)
    for verdict in shown:
        if verdict.outcome is not Outcome.ERROR or alike[verdict.reason] <= _MOST_ALIKE:
            yield ""
            yield from _verdict(verdict, style)
    for reason, number in alike.items():
        if number > _MOST_ALIKE:
            yield ""
            told = f"{say('outcome-error', speech)} · {number} {say('rules', speech)} · {reason}"
            yield f"  {style.paint(visible(told), 'note')}"
    if any(verdict.outcome is Outcome.UNDECIDED for verdict in result.verdicts):
        yield from open_lines(result, style)


def _verdict(verdict: Verdict, style: Style) -> Iterator[str]:
    speech = style.speech
    finding = verdict.findings[0] if verdict.findings else None
    outcome = say(f"outcome-{verdict.outcome}", speech)
    level = str(finding.severity) if finding and verdict.outcome is Outcome.VIOLATION else "note"
    title = finding.title if finding else verdict.title or verdict.rule
    reason = f" · {verdict.reason}" if verdict.reason else ""
    yield f"  {style.paint(outcome, level)} · {title} ({verdict.rule}){visible(reason)}"
    yield from _timeline(verdict.trail, style)
    if finding and verdict.outcome is Outcome.VIOLATION:
        yield from explained(finding, style)
        yield from advised(finding, style)


def _timeline(trail: Sequence[Step], style: Style) -> Iterator[str]:
    """One line a step, the times under each other."""
    for step in trail[:_MOST_STEPS]:
        when = _when(step.at, style.speech)
        yield from wrapped(f"{when:<17} {step.what}", style, "    ")
    if len(trail) > _MOST_STEPS:
        yield f"    … + {len(trail) - _MOST_STEPS}"


_DAYS = {"de": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"), "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


def _when(at: str, speech: str) -> str:
    """A time as it stands in the record, with its weekday; `?` when it is unknown."""
    try:
        read = datetime.fromisoformat(at)
    except ValueError:
        return "?"
    day = _DAYS["de" if speech == "de" else "en"][read.weekday()]
    if speech == "de":
        return f"{day} {read:%d.%m.%y %H:%M}"
    return f"{day} {read.day:>2} {MONTHS[read.month - 1]} {read:%y %H:%M}"


def speaks(result: Result) -> bool:
    """Whether some rule applied to the subject."""
    return any(verdict.outcome is not Outcome.NOT_APPLICABLE for verdict in result.verdicts)


def counts(results: Sequence[Result], read: int, remarks: int, unreadable: int) -> dict[str, int]:
    """What became of everything that was given: one table for the closing line, the JSON report and the exit code.

    `read` are records, `judged` those to which some rule applied, `spans` days, weeks and months; then verdicts.
    `remarks` are doubts about records that were read, `unreadable` lines and files that were not.
    """
    found = Counter(verdict.outcome for result in results for verdict in result.verdicts)
    return {
        "read": read,
        "judged": len({result.id for result in results if speaks(result) and result.subject != "timeline"}),
        "spans": sum(speaks(result) for result in results if result.subject == "timeline"),
        "violations": found[Outcome.VIOLATION],
        "fulfilled": found[Outcome.FULFILLED],
        "open": found[Outcome.OPEN],
        "undecided": found[Outcome.UNDECIDED],
        "waived": found[Outcome.WAIVED],
        "errors": found[Outcome.ERROR],
        "remarks": remarks,
        "unreadable": unreadable,
    }


_ENDINGS = ("open", "undecided", "waived", "errors", "remarks", "unreadable")


def records_summary(numbers: Mapping[str, int], style: Style) -> str:
    """The closing line: what was read and judged, what came of it; what is nought is left out but violations."""
    speech = style.speech
    parts = [counted(numbers["violations"], "violations", speech)]
    parts += [counted(numbers[name], name, speech) for name in _ENDINGS if numbers[name]]
    begun = f"{say('read', speech)} {numbers['read']}, {say('judged-of', speech)} {numbers['judged']}"
    if numbers["spans"]:
        begun += f" + {counted(numbers['spans'], 'spans', speech)}"
    return f"{begun}: {', '.join(parts)}."
