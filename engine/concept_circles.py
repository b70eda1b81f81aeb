"""Concepts that stand on each other -> diagnostics: in a circle, or in too long a row."""

from __future__ import annotations

from typing import Final

from .book import Book
from .diagnostics import Level, say
from .parts import concept_conditions, operators, used_concepts


def check_circles(book: Book) -> None:
    """Concepts that need each other in a circle."""
    uses: dict[str, set[str]] = {}
    for name, by_language in book.concepts.items():
        for _, concept in by_language.values():
            uses.setdefault(name, set()).update(used_concepts(concept_conditions(concept)))
    reported: set[str] = set()
    for name in sorted(uses):
        path = _circle(name, uses)
        if path and not reported & set(path):
            reported |= set(path)
            source, concept = next(iter(book.concepts[name].values()))
            names = " -> ".join(f"`{each}`" for each in path)
            message = say("these concepts need each other: {names}", names=names)
            hint = say("let one of them do without the other")
            book.say("K223", Level.ERROR, source, concept.id_span, message, hint)


_DEEPEST: Final = 100
"""Concepts and operators of which one may stand on the other; each costs the evaluator up to five calls."""


def check_depth(book: Book) -> None:
    """Concepts that need others that need others, and so on, further than can be followed; circles aside."""
    uses: dict[str, set[str]] = {}
    own: dict[str, int] = {}
    for name, by_language in book.concepts.items():
        conditions = [each for _, concept in by_language.values() for each in concept_conditions(concept)]
        uses[name] = used_concepts(conditions) & set(book.concepts)
        own[name] = 1 + max((operators(condition) for condition in conditions), default=0)
    depth: dict[str, int] = {}
    waiting = list(uses)
    while ready := [name for name in waiting if uses[name] <= set(depth)]:
        for name in ready:
            below = max((depth[each] for each in uses[name]), default=0)
            depth[name] = own[name] + below
            if depth[name] > _DEEPEST >= below:
                source, concept = next(iter(book.concepts[name].values()))
                message = say("concept `{name}` stands on too long a row of other concepts", name=name)
                hint = say("let it ask for what it needs more directly")
                book.say("K225", Level.ERROR, source, concept.id_span, message, hint)
        waiting = [name for name in waiting if name not in depth]


def _circle(start: str, uses: dict[str, set[str]]) -> list[str]:
    came_from: dict[str, str] = {}
    waiting = [start]
    while waiting:
        name = waiting.pop()
        for following in sorted(uses.get(name, ())):
            if following == start:
                path = [name]
                while path[-1] != start:
                    path.append(came_from[path[-1]])
                return [*reversed(path), start]
            if following not in came_from:
                came_from[following] = name
                waiting.append(following)
    return []
