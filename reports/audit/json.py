"""The model -> JSON, for other dashboards; its shape is grammar/report.schema.json."""

from __future__ import annotations

import json

from ...engine.version import VERSION
from .actions import Action
from .definitions import meaning_of, title_of
from .findings import Example, Finding
from .headline import Headline, Trend
from .model import Model
from .queries import Figure
from .sentences import action_sentence

Told = dict[str, object]


def render(model: Model) -> str:
    """The whole model as one object. The same model gives the same bytes."""
    return json.dumps(as_object(model), ensure_ascii=False, indent=1) + "\n"


def as_object(model: Model) -> Told:
    """The model as JSON knows it: times in UTC, days and shares as they are, null where something is not told."""
    run = model.run
    return {
        "knigge": VERSION,
        "schema": model.schema,
        "speech": model.speech,
        "names": {"shown": model.names_reason is not None, "reason": model.names_reason},
        "judged": {
            "organisation": run.organisation,
            "first": model.first,
            "last": model.last,
            "narrowed": model.scope.since is not None or model.scope.until is not None,
            "now": run.now,
            "zone": run.zone,
            "by": run.knigge,
            "started": run.started,
            "ended": run.ended,
            "records": dict(run.counts),
            "policies": [
                {"name": e.name, "digest": e.digest, "program": e.program, "since": e.since, "until": e.until}
                for e in run.policies
            ],
            "inputs": [{"name": e.name, "format": e.format, "bytes": e.bytes, "sha256": e.sha256} for e in run.inputs],
        },
        "decision": {"state": model.decision.state, "sentence": model.decision.sentence},
        "headlines": [_headline(each, model) for each in model.headlines],
        "actions": [_action(each, model) for each in model.actions],
        "figures": {each.id: _figure(each, model.speech) for each in model.figures},
        "findings": [_finding(each) for each in model.findings],
        "clauses": [{"id": each.id, "de": each.de, "en": each.en} for each in run.clauses],
        "rules": [
            {
                "id": each.id,
                "version": each.version,
                "clause": each.clause,
                "severity": each.severity,
                "subject": each.subject,
                "status": each.status,
                "title": {"de": each.title_de, "en": each.title_en},
            }
            for each in run.rules
        ],
        "measured": [
            {"rule": e.rule, "language": e.language, "texts": e.texts, "precision": e.precision, "recall": e.recall}
            for e in model.precisions
        ],
        "waivers": [
            {
                "rule": each.rule,
                "reason": each.reason,
                "approver": each.approver,
                "signed": each.signed,
                "until": each.until,
                "uses": each.uses,
                "used": each.used,
            }
            for each in run.waivers
        ],
        "troubles": [
            {"what": each.what, "reason": each.reason, "count": each.count, "example": each.example}
            for each in run.troubles
        ],
    }


def _figure(figure: Figure, speech: str) -> Told:
    return {
        "title": title_of(figure.id, speech),
        "meaning": meaning_of(figure.id, speech),
        "sql": figure.sql,
        "columns": list(figure.columns),
        "rows": [list(row) for row in figure.rows],
    }


def _headline(told: Headline, model: Model) -> Told:
    return {
        "id": told.id,
        "unit": told.unit,
        "low": told.low,
        "high": told.high,
        "judged": told.judged,
        "violations": told.violations,
        "unknown": told.unknown,
        "figure": _figure(told.figure, model.speech),
        "trend": _trend(told.trend, model) if told.trend else None,
    }


def _trend(trend: Trend, model: Model) -> Told:
    assert model.compared is not None
    return {
        "direction": trend.direction,
        "halves": model.compared.halves,
        "earlier": {"days": list(model.compared.earlier), **_figure(trend.earlier, model.speech)},
        "later": {"days": list(model.compared.later), **_figure(trend.later, model.speech)},
        "change": [trend.change_low, trend.change_high],
    }


def _action(action: Action, model: Model) -> Told:
    return {
        "kind": action.kind,
        "count": action.count,
        "sentence": action_sentence(action, model.run, model.speech),
        "about": action.about or None,
        "cases": [
            {"id": each.id, "thread": each.thread, "channel": each.channel, "at": each.at, "told": each.told}
            for each in action.cases
        ],
        "sql": action.figure.sql if action.figure else None,
    }


def _finding(finding: Finding) -> Told:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "title": finding.title,
        "violations": finding.violations,
        "examples": [_example(each) for each in finding.examples],
        "sql": finding.sql,
    }


def _example(each: Example) -> Told:
    return {
        "id": each.id,
        "subject": each.subject,
        "thread": each.thread,
        "channel": each.channel,
        "kind": each.kind,
        "at": each.at,
        "due": each.due,
        "author": each.author,
        "excerpt": each.excerpt,
        "message": each.message,
        "why": each.why,
        "advice": each.advice,
        "better": each.better,
        "reason": each.reason,
        "route": each.route,
        "timeline": [{"at": step.at, "what": step.what} for step in each.timeline],
    }
