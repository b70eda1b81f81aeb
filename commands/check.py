"""`knigge check`: judge drafts and records."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..engine.diagnostics import KniggeError
from ..engine.evaluator import concerns, evaluate, out_of_reach
from ..engine.facts import channel_name
from ..engine.finding import Outcome, Result
from ..engine.program import Program, in_force_on, newest
from ..engine.record import Exchange, Message
from ..engine.values import dataclass
from ..engine.version import VERSION
from ..reports.text import Style, gravest, render, summary
from ..reports.visible import whole
from ..reports.wording import say
from .inputs import Asked, Inputs, collect, is_draft, read_thread
from .path_words import told
from .programs import load_program, nothing_on, unknown_channel

if TYPE_CHECKING:
    from ..engine.records.archive import Archive
    from ..reports.run import Run
    from .waivers import WaiverDesk

NOTHING, SOMETHING, MISTAKE, UNEVALUATED = 0, 1, 2, 3
"""Exit codes (DESIGN 8)."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line.

    `further` are more policies of one history, each with its days; with `as_if` days do not count. `target` is the file
    to write to, None for standard output.
    """

    paths: tuple[str, ...]
    texts: tuple[str, ...]
    asked: Asked
    thread: str | None
    policy: str
    format: str
    fail_on: str
    every: bool
    style: Style
    now: str | None = None
    further: tuple[str, ...] = ()
    as_if: bool = False
    dialect: str = "rfc4180"
    target: str | None = None


Write = Callable[[str], None]


def run(request: Request, out: Write, err: Write, out_bytes: Callable[[bytes], None]) -> int:
    """Judge what was asked for; the answer goes to `out`, everything else to `err`. Gives back the exit code.

    Formats for machines go to `out_bytes`, in UTF-8 whatever the terminal speaks. With a file to write to, only its
    name is told.
    """
    if request.target is None:
        return _judge(request, out, err, out_bytes)
    _apart(request)
    from .answers import deliver

    answer: list[bytes] = []
    code = _judge(request, lambda text: answer.append(whole(text).encode()), err, answer.append)
    if answer:
        deliver(request.target, b"".join(answer))
        err(f"knigge: {say('written-to', request.style.speech)} {request.target}\n")
    return code


def _apart(request: Request) -> None:
    """KniggeError when the answer would be written over what is read: a draft, the thread, a policy."""
    target = Path(request.target or "").resolve()
    named = [*request.paths, *([request.thread] if request.thread else []), request.policy, *request.further]
    for name in named:
        path = Path(name)
        inside = path.is_dir() and target.exists() and target.is_relative_to(path.resolve()) and is_draft(target)
        if (path.is_file() and path.resolve() == target) or inside:
            raise KniggeError(told("read-itself", request.style.speech, path=request.target))


def _judge(request: Request, out: Write, err: Write, out_bytes: Callable[[bytes], None]) -> int:
    program, *further = [_loaded(name) for name in (request.policy, *request.further)]
    if request.as_if:
        program = replace((program, *program.later)[-1], since=None, until=None)
    gc.freeze()  # the program lives until the end; the collector need not look at it again
    channel = channel_name(request.asked.channel) if request.asked.channel else None
    if channel and (strange := unknown_channel(channel, request.style.speech)):
        err(f"knigge: {strange}\n")
    asked = replace(request.asked, channel=channel, judged=partial(concerns, program), speech=request.style.speech)
    inputs = collect(request.paths, request.texts, asked)
    for line in inputs.missing:
        err(f"knigge: {line}\n")
    if inputs.missing:
        return MISTAKE
    given = {"--kind": asked.kind, "--answers": asked.parent, "--thread": request.thread}
    idle = [name for name, value in given.items() if value is not None]
    if idle and inputs.records and not inputs.exchanges:
        err(f"knigge: {told('for-drafts', request.style.speech, options=', '.join(idle))}\n")
    if request.thread is not None:
        parent, problems = read_thread(request.thread, request.style.speech)
        inputs.problems += problems
        if parent is None:
            for line in inputs.problems:
                err(f"knigge: {line}\n")
            return MISTAKE
        inputs.exchanges = [_answering(parent, exchange) for exchange in inputs.exchanges]
    moment = _moment(request.now, program, request.style.speech) if request.now else ""
    history = [each for one in (program, *further) for each in (one, *one.later)]
    dated = {each.message.published for each in inputs.exchanges}
    if len(history) > 1 and not moment and None in dated:
        err(f"knigge: {_judged_by(newest(history), request.style.speech)}\n")
    desk = _desk(history, moment, request.style.speech)
    results: list[Result] = []
    pairs: list[tuple[Result, Exchange]] = []
    for exchange in inputs.exchanges:
        day = (exchange.message.published or moment)[:10]
        applied = in_force_on(history, day)
        if why := out_of_reach(applied, exchange, request.style.speech):
            inputs.problems.append(told("not-covered", request.style.speech, path=exchange.message.id, problem=why))
            continue
        result = evaluate(applied, exchange, request.style.speech)
        if desk is not None:
            result, hanging = desk.look(applied, result, exchange.message)
            for line in hanging:
                err(f"knigge: {line}\n")
        results.append(result)
        pairs.append((result, exchange))
        if request.format == "text":
            out(render(result, exchange.message.text or "", request.style) + "\n")
    unreadable, wrong, numbers, threads = len(inputs.problems), bool(inputs.problems), None, None
    past: tuple[list[Result], Archive] | None = None
    if inputs.records:
        from ..reports.records import (
            counts,
            records_summary,
            render_coverage,
            render_records,
            render_states,
            render_undecided,
            states_as_json,
        )
        from .archives import is_faulty, judge_records, thread_states, without_policy

        found, remarks, archive = judge_records(
            inputs.records, inputs.places, [program, *further], request.now, request.style.speech, request.every
        )
        read = len(inputs.records) + len(inputs.exchanges) + inputs.passed
        results += found
        past = found, archive
        inputs.problems += remarks
        outside = without_policy(inputs.records, [program, *further], archive)
        for sentence, without in zip(("no-policy", "no-day"), outside, strict=True):
            if without:
                ids = ", ".join(without[:5]) + (" …" if len(without) > 5 else "")
                inputs.problems.append(told(sentence, request.style.speech, count=len(without), ids=ids))
        wrong = wrong or is_faulty(archive)
        numbers = counts(results, read, len(remarks), unreadable)
        standings = thread_states(archive, [program, *further], request.now, request.style.speech)
        threads = states_as_json(standings)
        if request.format == "text":
            style = request.style
            parts = (
                render_records(found, archive, style),
                render_undecided(found, style),
                render_coverage(found, style),
                render_states(standings, style),
            )
            out("".join(parts))
    for line in inputs.problems:
        err(f"knigge: {line}\n")
    judged = numbers["judged"] + numbers["spans"] if numbers is not None else len(results)
    code = _exit_code(results, wrong or not judged, request.fail_on)
    if request.format not in ("text", "json"):
        from .answers import render_run

        answer = _gathered(request, [program, *further], pairs, past, inputs, unreadable, code)
        out_bytes(render_run(answer, request.format, request.dialect).encode())
    elif request.format == "json":
        from ..reports.json import render as render_json

        name = (program.policy, program.policy_digest)
        out(render_json(VERSION, name, results, request.every, numbers, threads) + "\n")
    elif numbers is not None:
        out(records_summary(numbers, request.style) + "\n")
    else:
        out(summary(results, unreadable, request.style) + "\n")
    return code


def _gathered(
    request: Request,
    programs: Sequence[Program],
    pairs: Sequence[tuple[Result, Exchange]],
    past: tuple[list[Result], Archive] | None,
    inputs: Inputs,
    unreadable: int,
    code: int,
) -> Run:
    """The run for the formats that point into files: `past` are the results over records and their archive."""
    from ..reports.run import Run
    from .answers import judged_drafts, judged_records, rule_sheets

    subjects = judged_drafts(pairs, inputs)
    if past is not None:
        subjects += judged_records(*past, inputs)
    return Run(
        VERSION,
        programs[0].policy,
        programs[0].policy_digest,
        request.style.speech,
        request.fail_on,
        code,
        tuple(subjects),
        rule_sheets(programs, request.style.speech),
        tuple(inputs.problems[:unreadable]),
        tuple(inputs.problems[unreadable:]),
    )


def _moment(now: str, program: Program, speech: str) -> str:
    from .archives import instant_of

    return instant_of(now, program, speech).isoformat()


def _desk(history: Sequence[Program], moment: str, speech: str) -> WaiverDesk | None:
    """Who looks after the waivers, where there are any."""
    if not any(each.records.waivers for each in history):
        return None
    from .waivers import WaiverDesk

    return WaiverDesk(moment, speech)


def _judged_by(program: Program, speech: str) -> str:
    """By which state of a history a text is judged of which nobody says when it appears."""
    german = speech == "de"
    since = f" {'ab' if german else 'from'} {program.since}" if program.since else ""
    if german:
        return f"beurteilt nach dem neuesten Stand der Policy{since}; einen anderen Tag nennt --now"
    return f"judged by the newest state of the policy{since}; name another day with --now"


def _loaded(policy: str) -> Program:
    """The program of a policy; one that would check nothing is a mistake."""
    program = load_program(policy)
    if not program.rules and not program.records.rules:
        raise nothing_on(policy)
    return program


def _answering(parent: Message, exchange: Exchange) -> Exchange:
    """The draft as an answer to the last foreign message of the thread."""
    message = replace(exchange.message, channel=exchange.message.channel or parent.channel)
    return Exchange(message, parent, True, parent.author)


def _exit_code(results: Sequence[Result], unread: bool, fail_on: str) -> int:
    errors = any(verdict.outcome is Outcome.ERROR for result in results for verdict in result.verdicts)
    found = gravest(results)
    order = ("note", "warning", "error", "never")
    if found is not None and order.index(found) >= order.index(fail_on):
        return SOMETHING if not (unread or errors) else UNEVALUATED
    return UNEVALUATED if unread or errors else NOTHING
