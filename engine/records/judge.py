"""Archive (+ programs, `now`) -> results: every message, act, contest and span of a timeline judged by every rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from ..condition_nodes import Permit, wording
from ..evaluator import by_conditions, decide, evaluate_scene, is_subject
from ..finding import Decision, Outcome, Result, Verdict
from ..program import CompiledRule, Program
from ..record import Action, Contest, Coverage, Message, Period, Role
from .archive import Archive, Thread
from .calendars import Calendar, CalendarError
from .contests import judge_contest, judge_own_post
from .court import Court
from .coverage import Reach, periods_of
from .eras import Eras, calendar_of, in_force
from .expect import judge_thread
from .loose import Place
from .outlook import Outlook, Scope, reach_of
from .permit import judge_action, outside
from .rates import overhear
from .timeline import judge_period
from .verdicts import not_here, open_case
from .waivers import Desk, waive

_SPANS = ("day", "week", "month")


def judge(eras: Eras, archive: Archive, now: datetime | None, speech: str = "en") -> Iterator[Result]:
    """Every subject of the archive, judged by the policy in force at its own time; threads first, in order of id.

    The verdicts on a message (its wording, the turn it opens, the promise it makes) stand in one result.
    """
    courts = courts_of(eras, archive, now, speech)
    everything = Scope(
        frozenset(archive.threads),
        frozenset(action.id for action in archive.actions),
        frozenset(contest.id for contest in archive.contests),
        tuple(each for _, each in spans(eras, reach_of(archive), archive.coverage, archive.zone)),
    )
    yield from waive(judge_scope(eras, archive, courts, everything), courts, Desk())


def courts_of(
    eras: Eras, archive: Archive, now: datetime | None, speech: str, outlook: Outlook | None = None
) -> dict[str, Court]:
    """A court for every program of the history, by its digest; `outlook` where the archive is a part of a whole."""
    return {
        program.digest: Court(program, archive, now, calendar_of(program), speech, outlook) for program in eras.programs
    }


def judge_scope(eras: Eras, archive: Archive, courts: dict[str, Court], scope: Scope) -> Iterator[Result]:
    """What is in `scope`, judged before any waiver; threads first, in order of id, then acts, contests, spans."""
    about_acts: dict[str, list[Verdict]] = {}
    for name in sorted(scope.threads):
        yield from _thread(eras, courts, archive.threads[name], about_acts)
    for action in archive.actions:
        if action.id in scope.actions:
            yield _one(eras, courts, archive, action, about_acts.get(action.id, ()))
    for contest in archive.contests:
        if contest.id in scope.contests:
            yield _one(eras, courts, archive, contest)
    for period in scope.periods:
        program = in_force(eras, period.since, archive.zone)
        if program is not None:
            yield _period(program, courts[program.digest], period)


def spans(
    eras: Eras, reach: dict[Place, Reach], coverage: Iterable[Coverage], zone: str
) -> Iterator[tuple[Program, Period]]:
    """Every span of a timeline that some rule counts in, with the program in force when it began.

    A policy for some channels counts on these alone.
    """
    stated = tuple(coverage)
    for program in eras.programs:
        calendar: Calendar = calendar_of(program)
        for unit in _SPANS:
            if any(rule.per == unit for rule in program.records.rules):
                for period in periods_of(reach, stated, zone, calendar, unit, program.channels):
                    covered = not program.channels or period.channel in program.channels
                    if covered and in_force(eras, period.since, zone) is program:
                        yield program, period


def _thread(
    eras: Eras, courts: dict[str, Court], thread: Thread, about_acts: dict[str, list[Verdict]]
) -> Iterator[Result]:
    """The results of a thread, one for every message, in order of time; verdicts on acts are laid aside for theirs.

    All rules go through a thread side by side, so that a text is taken apart once for all of them, and a result is
    told as soon as they have passed its message: of a long thread no verdicts are held. Where spans of time will
    ask how often we answered, that is heard on the way too.
    """
    archive = next(iter(courts.values())).archive
    items = thread.items
    places = {id(item): place for place, item in enumerate(items)}
    lines = [
        _Line(program, rule, judge_thread(rule, thread, courts[program.digest]), places, courts[program.digest].speech)
        for program in eras.programs
        for rule in program.records.rules
        if rule.subject == "thread"
    ]
    first = in_force(eras, thread.messages[0].published, archive.zone)
    ear = courts[first.digest] if first is not None and courts[first.digest].asks_rates() else None
    for place, item in enumerate(items):
        told = [(line.program, verdict) for line in lines for verdict in line.go_on(place, item)]
        if not _is_at_home(item, thread, archive):
            continue
        written = item.published if isinstance(item, Message) else item.performed
        more = [verdict for program, verdict in told if in_force(eras, written, archive.zone) is program]
        if isinstance(item, Message):
            worded = _worded(eras, courts, item)
            if ear is not None:
                overhear(item, ear)
            yield _message(eras, courts, item, thread, worded, more)
        elif more:
            about_acts.setdefault(item.id, []).extend(more)


class _Line:
    """One rule on its way through a thread; from where its times cannot be counted, every message gets an error."""

    __slots__ = ("_ahead", "_failed", "_places", "_speech", "_steps", "program", "rule")

    def __init__(
        self,
        program: Program,
        rule: CompiledRule,
        steps: Iterator[tuple[Message | Action, Verdict | None]],
        places: Mapping[int, int],
        speech: str,
    ) -> None:
        self.program, self.rule, self._speech = program, rule, speech
        self._steps, self._places = steps, places
        self._ahead: tuple[Message | Action, Verdict | None] | None = None
        self._failed = ""
        self._step()

    def go_on(self, place: int, item: Message | Action) -> Iterator[Verdict]:
        """The verdicts on what stands at this place of the thread; places are gone through in order."""
        if self._failed and isinstance(item, Message):
            yield _failed(self.rule, self._failed, self._speech)
        while self._ahead is not None and self._places[id(self._ahead[0])] <= place:
            if self._ahead[1] is not None:
                yield self._ahead[1]
            self._step()

    def _step(self) -> None:
        try:
            self._ahead = next(self._steps, None)
        except CalendarError as problem:
            self._ahead, self._failed = None, str(problem)


def _is_at_home(item: Message | Action, thread: Thread, archive: Archive) -> bool:
    """Whether this is the thread of a message, or of what an act touched; a guest is judged where it stands itself."""
    name = item.id if isinstance(item, Message) else item.target or ""
    return archive.thread_of.get(name, name) == thread.id


def _worded(eras: Eras, courts: dict[str, Court], message: Message) -> Result | None:
    """The wording of a message by the rules about texts; None where none judges it."""
    archive = next(iter(courts.values())).archive
    program = in_force(eras, message.published, archive.zone)
    if program is None or message.id in archive.clashing or not courts[program.digest].is_judged(message):
        return None
    court = courts[program.digest]
    return evaluate_scene(program, court.scene(message), court.speech)


def _message(
    eras: Eras,
    courts: dict[str, Court],
    message: Message,
    thread: Thread,
    worded: Result | None,
    more: Sequence[Verdict],
) -> Result:
    """One message: its wording, and what was found about its turn or promises."""
    archive = next(iter(courts.values())).archive
    program = in_force(eras, message.published, archive.zone)
    if program is None:
        return _out_of_time(eras, message.id, message.published, archive, "message", thread.id, courts)
    court = courts[program.digest]
    if message.id in archive.clashing:
        return _contested(program, message, thread, more, court.speech)
    language, said = (worded.language, worded.verdicts) if worded is not None else (None, ())
    verdicts = (*said, *more, *judge_own_post(message, court))
    decision = decide(program, verdicts)
    return Result(message.id, language, decision, verdicts, "message", thread.id, program.policy, program.digest)


def _contested(program: Program, message: Message, thread: Thread, more: Sequence[Verdict], speech: str) -> Result:
    """A message of which different records exist: nobody knows which one is right, so nothing is judged."""
    reason = "unter dieser Kennung steht Verschiedenes" if speech == "de" else "different records have this id"
    rules = [rule for rule in program.rules if is_subject(rule, message)]
    verdicts = [_failed(rule, reason, speech) for rule in rules]
    verdicts += [Verdict(each.rule, each.version, Outcome.ERROR, reason=reason, title=each.title) for each in more]
    found = tuple(verdicts)
    decision = decide(program, found)
    return Result(message.id, None, decision, found, "message", thread.id, program.policy, program.digest)


def _one(
    eras: Eras, courts: dict[str, Court], archive: Archive, subject: Action | Contest, more: Sequence[Verdict] = ()
) -> Result:
    """An act or a contest, with what was found about it in its thread."""
    kind = "action" if isinstance(subject, Action) else "contest"
    written = subject.performed if isinstance(subject, Action) else subject.published
    if isinstance(subject, Contest) and written is None and (post := archive.messages.get(subject.post or "")):
        written = post.published
    program = in_force(eras, written, archive.zone)
    if program is None:
        return _out_of_time(eras, subject.id, written, archive, kind, "", courts)
    court = courts[program.digest]
    if isinstance(subject, Contest):
        verdicts = (*more, *judge_contest(subject, court))
    else:
        rules = [rule for rule in program.records.rules if rule.subject == kind]
        verdicts = (*more, *(_countable(rule, _on_action, subject, court) for rule in rules))
    place = "/".join(each for each in (subject.channel, subject.account) if each)
    return Result(subject.id, None, decide(program, verdicts), verdicts, kind, place, program.policy, program.digest)


def _on_action(rule: CompiledRule, action: Action, court: Court) -> Verdict:
    if isinstance(rule.shape, Permit):
        return judge_action(rule, action, court)
    scene = court.about_action(action)
    case = open_case(court, rule, scene)
    early = outside(case, action) or not_here(case)
    return early or by_conditions(rule, scene, dict(case.parameters), court.speech)


def _period(program: Program, court: Court, period: Period) -> Result:
    verdicts = tuple(
        _countable(rule, judge_period, period, court)
        for rule in program.records.rules
        if rule.subject == "timeline" and rule.per == period.unit
    )
    place = "/".join(each for each in (period.channel, period.account) if each)
    return Result(
        period.id, None, decide(program, verdicts), verdicts, "timeline", place, program.policy, program.digest
    )


_Subject = TypeVar("_Subject", Action, Period)


def _countable(
    rule: CompiledRule, judging: Callable[[CompiledRule, _Subject, Court], Verdict], subject: _Subject, court: Court
) -> Verdict:
    """The verdict of a rule; an error where the calendar does not reach to its times, so that the rest is judged."""
    try:
        return judging(rule, subject, court)
    except CalendarError as problem:
        return _failed(rule, str(problem), court.speech)


def _failed(rule: CompiledRule, reason: str, speech: str) -> Verdict:
    """The verdict of a rule that could not be judged."""
    return Verdict(rule.id, rule.version, Outcome.ERROR, reason=reason, title=wording(rule.title, speech))


def _out_of_time(
    eras: Eras, name: str, written: str | None, archive: Archive, kind: str, place: str, courts: dict[str, Court]
) -> Result:
    """No policy was in force, or it is not known which one was."""
    known = eras.at(written, archive.zone) is not None
    outcome = Outcome.NOT_APPLICABLE if known else Outcome.UNDECIDED
    speech = next(iter(courts.values())).speech
    words = ("keine Richtlinie in Kraft", "no policy was in force") if known else ("welche Richtlinie galt, ist offen",
             "which policy was in force is not known")  # fmt: skip
    needs = () if known else ("published",)
    message = archive.messages.get(name)
    rules = {
        rule.id: rule
        for program in eras.programs
        for rule in (*program.rules, *program.records.rules)
        if _may_judge(rule, kind, message)
    }
    verdicts = tuple(
        Verdict(rule.id, rule.version, outcome, (), needs, words[speech != "de"]) for rule in rules.values()
    )
    return Result(name, None, Decision.PUBLISH, verdicts, kind, place)


def _may_judge(rule: CompiledRule, kind: str, message: Message | None) -> bool:
    """Whether a rule speaks of such a subject at all; of a thread, whether this message can start its clock."""
    if kind != "message" or message is None:
        return rule.subject == kind
    if rule.subject == "thread":
        role = (message.author.role if message.author else None) or Role.US
        return any(not event.by or role in event.by for event in rule.after)
    return rule.subject not in ("action", "contest", "timeline") and is_subject(rule, message)
