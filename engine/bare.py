"""Nodes without their places in the source, which a program has no use for."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from . import nodes
from .nodes import Condition, Layout, Phrase, Quantity


def bare_condition(condition: Condition) -> Condition:
    """The condition without its places in the source, which a program has no use for."""
    match condition:
        case nodes.And() | nodes.Or() | nodes.AtLeast():
            return replace(condition, parts=tuple(bare_condition(part) for part in condition.parts), span=nodes.NOWHERE)
        case nodes.Not():
            return replace(condition, part=bare_condition(condition.part), span=nodes.NOWHERE)
        case nodes.Says():
            return replace(condition, phrase=Phrase(condition.phrase.text), span=nodes.NOWHERE)
        case nodes.Compare():
            sides = (_bare_value(condition.left), _bare_value(condition.right))
            return replace(condition, left=sides[0], right=sides[1], span=nodes.NOWHERE)
        case nodes.Near():
            within = _bare_value(condition.within) if condition.within is not None else None
            return replace(condition, event=bare_event(condition.event), within=within, span=nodes.NOWHERE)
        case nodes.Timely():
            return replace(condition, within=_bare_value(condition.within), span=nodes.NOWHERE)
        case nodes.Resembles():
            within = _bare_value(condition.within) if condition.within is not None else None
            share, least = _bare_value(condition.share), _bare_value(condition.least)
            return replace(condition, share=share, least=least, within=within, span=nodes.NOWHERE)
        case _:
            return replace(condition, span=nodes.NOWHERE)


def _bare_value(value: nodes.Value) -> nodes.Value:
    match value:
        case Quantity():
            return value
        case nodes.CountOfEvent():
            return replace(value, event=bare_event(value.event), span=nodes.NOWHERE)
        case _:
            return replace(value, span=nodes.NOWHERE)


def bare_event(event: nodes.Event) -> nodes.Event:
    condition = bare_condition(event.condition) if event.condition is not None else None
    return replace(event, condition=condition, span=nodes.NOWHERE)


def bare_shape(shape: nodes.Shape) -> nodes.Shape:
    """The demand without its places in the source."""
    match shape:
        case nodes.Forbid() | nodes.Require() | nodes.Permit():
            return replace(shape, condition=bare_condition(shape.condition), span=nodes.NOWHERE, layout=Layout())
        case nodes.Expect():
            events = tuple(bare_event(event) for event in shape.events)
            within = _bare_value(shape.within) if shape.within is not None else None
            return replace(shape, events=events, within=within, span=nodes.NOWHERE, layout=Layout())
        case nodes.Tally():
            least = _bare_value(shape.least) if shape.least is not None else None
            most = _bare_value(shape.most) if shape.most is not None else None
            return replace(
                shape, least=least, most=most, event=bare_event(shape.event), span=nodes.NOWHERE, layout=Layout()
            )
        case _:
            assert_never(shape)
