"""The folder of an audit -> everything a report tells, computed once and masked; the formats only write it down."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ...engine.diagnostics import KniggeError
from ...engine.values import dataclass
from . import answers, compliance, deeds
from .actions import Action, actions
from .findings import Finding, findings, violated
from .folder import Run, read_run
from .headline import Headline, Spans, headlines, spans
from .precision import Precision, precisions
from .queries import Figure, Scope, Tables
from .sentences import decision_sentence, decision_state

SCHEMA = "1"
"""Version of the model; fields are added, never renamed."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a report. `reason` opens names and says why; days `since` and `until` narrow what is told.

    `speech` None: that of the run; `errors` is that of what is wrong with the folder, before the run's is known.
    """

    speech: str | None = None
    errors: str = "en"
    reason: str | None = None
    since: str | None = None
    until: str | None = None
    any_version: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows, in one sentence. `state`: act, improve, unsettled, fine or nothing."""

    state: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Model:
    """A report: what was judged, what follows, the five figures, what to do first, all figures, and examples.

    `figures` holds every table by its id; their order is that of the report. `first` and `last` are days.
    """

    schema: str
    speech: str
    names_reason: str | None
    run: Run
    scope: Scope
    first: str | None
    last: str | None
    compared: Spans | None
    decision: Decision
    headlines: tuple[Headline, ...]
    actions: tuple[Action, ...]
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    precisions: tuple[Precision, ...]

    def figure(self, name: str) -> Figure:
        """The figure of that id; an empty one where the report has none."""
        return next((each for each in self.figures if each.id == name), Figure(name, "", (), ()))


def build(folder: str | Path, wish: Wish | None = None) -> Model:
    """The report over the audit in `folder`. KniggeError where it is no finished audit of this engine."""
    wish = wish or Wish()
    run = read_run(str(folder), wish.speech or wish.errors, wish.any_version)
    speech = wish.speech or run.speech
    _days(wish, wish.speech or wish.errors)
    trial = tuple(sorted(rule.id for rule in run.rules if rule.status == "trial"))
    tables = Tables(run.path, wish.speech or wish.errors)
    try:
        return _model(tables, run, Scope(wish.since, wish.until, trial), speech, wish.reason)
    finally:
        tables.close()


def _model(tables: Tables, run: Run, scope: Scope, speech: str, reason: str | None) -> Model:
    period = compliance.period(tables, scope)
    first, last = _day(period, "first"), _day(period, "last")
    whole = compliance.period(tables, Scope())
    compared = spans(first, last, scope, _day(whole, "first"))
    clauses = compliance.clauses(tables, scope, run)
    ranked = violated(tables, scope)
    opened = reason is not None
    titles = {rule.id: rule.title_de if speech == "de" else rule.title_en for rule in run.rules}
    todo = actions(tables, scope, clauses, run.now, titles, speech, opened)
    figures = (
        period,
        compliance.volume(tables, scope),
        compliance.channels(tables, scope),
        compliance.verdicts(tables, scope),
        clauses,
        compliance.over_time(tables, scope, first, last),
        compliance.by_channel(tables, scope),
        compliance.by_team(tables, scope),
        *_answers(tables, scope, run.now),
        *_deeds(tables, scope),
        ranked,
        compliance.needs(tables, scope),
        compliance.unread(tables, scope),
        compliance.waived(tables, scope),
        compliance.by_rule(tables, scope),
    )
    state = decision_state(figures, todo, run)
    return Model(
        SCHEMA,
        speech,
        reason,
        run,
        scope,
        scope.since or first,
        scope.until or last,
        compared,
        Decision(state, decision_sentence(state, figures, todo, run, speech)),
        headlines(tables, scope, run, compared),
        todo,
        figures,
        findings(tables, scope, ranked, titles, speech, opened),
        precisions({rule.id for rule in run.rules}),
    )


def _answers(tables: Tables, scope: Scope, now: str | None) -> tuple[Figure, ...]:
    rules = answers.in_time(tables, scope)
    rule = str(rules.cell("rule") or answers.DEADLINES[0])
    return (
        rules,
        answers.cases(tables, scope, now),
        answers.quantiles(tables, scope, now),
        answers.curve(tables, scope, now),
        answers.by_weekday(tables, scope, rule),
        answers.by_hour(tables, scope, rule),
        answers.threads(tables),
        answers.criticism(tables, scope),
    )


def _deeds(tables: Tables, scope: Scope) -> tuple[Figure, ...]:
    contests = deeds.contests(tables, scope)
    shown = tuple(str(each) for each in contests.column("id")[: deeds.CONTESTS])
    return (
        deeds.promises(tables, scope),
        deeds.acts(tables, scope),
        contests,
        deeds.contest_list(tables, scope, shown),
        deeds.rhythm(tables, scope),
        deeds.cadence(tables, scope),
        deeds.series(tables, scope),
    )


def _day(figure: Figure, name: str) -> str | None:
    value = figure.cell(name)
    return str(value) if value else None


def _days(wish: Wish, speech: str) -> None:
    """KniggeError where a day is none, or the last lies before the first."""
    for given in (wish.since, wish.until):
        try:
            if given is not None and date.fromisoformat(given).isoformat() != given:
                raise ValueError(given)
        except ValueError:
            words = "ist kein Tag; geschrieben wird 2026-03-01" if speech == "de" else "is no day; write 2026-03-01"
            raise KniggeError(f"`{given}` {words}") from None
    if wish.since and wish.until and wish.since > wish.until:
        words = "liegt hinter" if speech == "de" else "lies behind"
        raise KniggeError(f"`{wish.since}` {words} `{wish.until}`")
