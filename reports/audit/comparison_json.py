"""A comparison -> JSON, for other dashboards; its shape is grammar/comparison.schema.json."""

from __future__ import annotations

import json
from typing import Final

from ...engine.version import VERSION
from . import comparison_words as words
from .comparison import Comparison, Row, Side
from .model import Model

Told = dict[str, object]
SCHEMA: Final = "1"
"""Version of the shape; fields are added, never renamed."""


def render(told: Comparison) -> str:
    """The whole comparison as one object. The same comparison gives the same bytes."""
    return json.dumps(as_object(told), ensure_ascii=False, indent=1) + "\n"


def as_object(told: Comparison) -> Told:
    """The comparison as JSON knows it: shares and hours as they are, null where something is not told."""
    return {
        "knigge": VERSION,
        "schema": SCHEMA,
        "speech": told.now.speech,
        "names": {"shown": told.now.names_reason is not None, "reason": told.now.names_reason},
        "now": _audit(told.now),
        "before": _audit(told.before),
        "remarks": [
            {"about": about, "sentence": sentence}
            for about, sentence in zip(told.remarks, words.remarks(told), strict=False)
        ],
        "changed": [{"rule": each.rule, "why": each.why} for each in told.changed],
        "headlines": [_row(each) for each in told.headlines],
        "clauses": [_row(each) for each in told.clauses],
        "rules": [_row(each) for each in told.rules],
    }


def _audit(model: Model) -> Told:
    return {
        "organisation": model.run.organisation,
        "first": model.first,
        "last": model.last,
        "by": model.run.knigge,
        "now": model.run.now,
        "policies": [{"name": each.name, "digest": each.digest} for each in model.run.policies],
    }


def _row(row: Row) -> Told:
    few = row.change == "few"
    return {
        "id": row.id,
        "unit": row.unit,
        "now": None if few else _side(row.now),
        "before": None if few else _side(row.before),
        "difference": list(row.difference) if row.difference else None,
        "interval": list(row.interval) if row.interval else None,
        "change": row.change,
        "left_out": list(row.left_out),
    }


def _side(side: Side) -> Told:
    return {
        "low": side.low,
        "high": side.high,
        "judged": side.judged,
        "violations": side.violations,
        "unknown": side.unknown,
    }
