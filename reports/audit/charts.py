"""Small drawings as SVG: no colours of their own, a title and a description in each, readable without colour.

Solid is what is sure, hatched what is undecided. Colours come from the style sheet, so that they follow light, dark
and paper (docs/decisions/009).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import Final

from ...engine.values import dataclass
from .markup import Html, joined, tag

WIDTH: Final = 720
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 30, 44

PATTERN: Final = tag(
    "svg",
    tag(
        "defs",
        tag(
            "pattern",
            tag("rect", width=6, height=6, class_="hatch-ground"),
            tag("line", x1=0, y1=0, x2=0, y2=6, class_="hatch-line"),
            id="hatch", width=6, height=6, patternUnits="userSpaceOnUse", patternTransform="rotate(45)",
        ),
    ),
    class_="nowhere", width=0, height=0, aria_hidden="true", focusable="false",
)  # fmt: skip
"""The hatching, once a page."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One column: what is sure, what is undecided, what is well, and what stands below it; `sure` None: not told."""

    label: str
    sure: float | None
    unsure: float
    well: float = 0.0

    @property
    def height(self) -> float:
        """All of it."""
        return (self.sure or 0.0) + self.unsure + self.well


@dataclass(frozen=True, slots=True)
class Frame:
    """The words around a drawing: id, title, description, name of the vertical axis."""

    id: str
    title: str
    description: str
    axis: str


def _svg(frame: Frame, height: float, *parts: Html) -> Html:
    return tag(
        "svg",
        tag("title", frame.title, id=f"{frame.id}-title"),
        tag("desc", frame.description, id=f"{frame.id}-desc"),
        *parts,
        viewBox=f"0 0 {WIDTH} {height:g}", role="img", class_="chart",
        aria_labelledby=f"{frame.id}-title {frame.id}-desc",
    )  # fmt: skip


def columns(frame: Frame, bars: Sequence[Bar], ticks: Sequence[tuple[float, str]], every: int = 1) -> Html:
    """Columns of parts: sure below, undecided on it, what is well on top; a label under every `every`-th."""
    height = 240
    top = ticks[-1][0] if ticks else 1
    wide = (WIDTH - _LEFT - _RIGHT) / max(1, len(bars))
    thick = min(44.0, wide * 0.72)

    def y(value: float) -> float:
        return height - _BOTTOM - (height - _TOP - _BOTTOM) * value / top

    drawn = []
    for place, bar in enumerate(bars):
        x = _LEFT + wide * place + (wide - thick) / 2
        if bar.sure is not None:
            base = 0.0
            for part, kind in ((bar.sure, "bar"), (bar.unsure, "unsure"), (bar.well, "room")):
                if part:
                    up = y(base + part)
                    drawn.append(tag("rect", x=x, y=up, width=thick, height=y(base) - up, class_=kind))
                    base += part
        else:
            drawn.append(tag("text", "·", x=x + thick / 2, y=y(0) - 6, class_="tick middle"))
        if place % every == 0:
            drawn.append(tag("text", bar.label, x=x + thick / 2, y=height - _BOTTOM + 18, class_="tick middle"))
    name = tag("text", frame.axis, x=0, y=12, class_="axis")
    return _svg(frame, height, name, *_grid(ticks, y, height), *drawn)


def _grid(ticks: Sequence[tuple[float, str]], y: object, height: float) -> list[Html]:
    assert callable(y)
    made = []
    for value, label in ticks:
        at = float(y(value))
        made.append(tag("line", x1=_LEFT, x2=WIDTH - _RIGHT, y1=at, y2=at, class_="zero" if value == 0 else "grid"))
        made.append(tag("text", label, x=_LEFT - 8, y=at + 4, class_="tick end"))
    return made


def curve(
    frame: Frame, points: Sequence[tuple[str, float]], ticks: Sequence[tuple[float, str]], marks: Sequence[str]
) -> Html:
    """A rising line through evenly spaced points; `marks` are written over the points."""
    height = 260
    wide = (WIDTH - _LEFT - _RIGHT) / max(1, len(points))

    def y(value: float) -> float:
        return height - _BOTTOM - (height - _TOP - _BOTTOM) * value

    drawn, path = [], f"M{_LEFT} {y(0):.1f}"
    for place, (label, value) in enumerate(points):
        x = _LEFT + wide * (place + 0.5)
        path += f"L{x:.1f} {y(value):.1f}"
        drawn.append(tag("circle", cx=x, cy=y(value), r=4, class_="dot"))
        drawn.append(tag("text", marks[place], x=x, y=y(value) - 10, class_="mark middle"))
        drawn.append(tag("text", label, x=x, y=height - _BOTTOM + 18, class_="tick middle"))
    name = tag("text", frame.axis, x=0, y=12, class_="axis")
    return _svg(frame, height, name, *_grid(ticks, y, height), tag("path", d=path, class_="line"), *drawn)


def meter(low: float, high: float, told: str) -> Html:
    """A share between `low` and `high` as a bar: solid up to the sure part, hatched up to the possible, then empty."""
    wide = 120
    return tag(
        "svg",
        tag("title", told),
        tag("rect", x=0, y=1, width=wide, height=10, class_="room"),
        tag("rect", x=0, y=1, width=wide * low, height=10, class_="kept"),
        tag("rect", x=wide * low, y=1, width=wide * (high - low), height=10, class_="unsure") if high > low else None,
        viewBox=f"0 0 {wide} 12", role="img", class_="meter", aria_label=told,
    )  # fmt: skip


def strip(frame: Frame, parts: Sequence[tuple[str, int, str]]) -> Html:
    """One bar in parts (label, count, class), each with its count inside where there is room, and a key below."""
    total = sum(count for _, count, _ in parts) or 1
    wide, x, at = WIDTH - 2, 1.0, 0
    drawn, key = [], []
    for label, count, kind in parts:
        if not count:
            continue
        part = wide * count / total
        drawn.append(tag("rect", x=x, y=2, width=part, height=34, class_=kind))
        if part > 26:
            drawn.append(tag("text", str(count), x=x + part / 2, y=24, class_=f"count middle on-{kind}"))
        key.append(tag("rect", x=at, y=52, width=12, height=12, class_=kind))
        key.append(tag("text", f"{label} {count}", x=at + 18, y=62, class_="tick"))
        at += 46 + 7 * len(f"{label} {count}")
        x += part
    return _svg(frame, 72, joined(*drawn), *key)


def scale(most: float) -> tuple[float, ...]:
    """Four or five round values from 0 to at least `most`.

    >>> scale(0.067), scale(7)
    ((0.0, 0.02, 0.04, 0.06, 0.08), (0.0, 2.0, 4.0, 6.0, 8.0))
    """
    if most <= 0:
        return (0.0, 1.0)
    rough = most / 4
    unit: float = 10.0 ** floor(log10(rough))
    step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= rough * 0.999)
    return tuple(round(step * place, 10) for place in range(ceil(most / step - 1e-9) + 1))
