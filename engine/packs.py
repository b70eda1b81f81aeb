"""Packaged rule packs -> parsed files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from . import nodes
from .library import files, read_text
from .parser import Parsed, parse
from .parts import concept_conditions, rule_conditions, rule_events, used_concepts
from .source import Source

ASKED: Final = (
    "question", "question-beside", "asking-for", "asking-each-other", "praise-only", "criticism", "settled",
    "automatic-reply", "promise", "promise-conditional",
    "promise-confirmed", "promise-denied", "promised-call", "promised-here", "promised-parcel", "promised-payment",
    "promised-private", "promised-word", "releases-promise", "gives-what-was-asked", "contest-offer", "contest-report",
    "contest-already-won", "contest-by-others", "contest-scam-warning", "contest-start-named", "contest-end-named",
    "contest-end-date", "contest-draw-date",
)  # fmt: skip
"""Concepts that the engine asks for by name over records: who waits for an answer, what a machine wrote, what a contest
is."""
_SINGLE: Final = frozenset({"message", "post", "reply"})
"""Subjects of rules that look at one text."""


def pack_names() -> tuple[str, ...]:
    """The packs that ship, by the name of their folder."""
    return tuple(sorted({path.split("/")[1] for path in files("rules", ".knigge") if path.count("/") > 1}))


def pack_sources(names: tuple[str, ...]) -> tuple[Source, ...]:
    """The files of these packs; `all` or none named means every pack."""
    wanted = set(names)
    everything = not wanted or "all" in wanted
    return tuple(
        Source(path, read_text(path))
        for path in files("rules", ".knigge")
        if everything or path.split("/")[1] in wanted or path.split("/")[1] == "shared"
    )


def load_packs(names: tuple[str, ...]) -> tuple[Parsed, ...]:
    """The packs, parsed."""
    return tuple(parse(source) for source in pack_sources(names))


def supporting(parsed: Sequence[Parsed], packs: Sequence[Parsed]) -> tuple[Parsed, ...]:
    """What these files ask of packs they do not hold: concepts, with what those ask for, and word sets; no rules.

    So whoever loads few packs has few rules, but no rule means less than it says. What a file defines itself is taken
    from there.
    """
    here = [block for each in parsed for block in each.file.blocks]
    held = {(type(block), block.id) for block in here if isinstance(block, nodes.Concept | nodes.Define)}
    offered: dict[str, list[nodes.Concept]] = {}
    for each in packs:
        for block in each.file.blocks:
            if isinstance(block, nodes.Concept) and (nodes.Concept, block.id) not in held:
                offered.setdefault(block.id, []).append(block)
    waiting = {name for block in here for name in _asked_by(block)}
    if any(isinstance(block, nodes.Rule) and (block.subject not in _SINGLE or rule_events(block)) for block in here):
        waiting.update(ASKED)
    wanted: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in offered and name not in wanted:
            wanted.add(name)
            waiting |= {asked for block in offered[name] for asked in _asked_by(block)}

    def serves(block: nodes.AnyBlock) -> bool:
        if isinstance(block, nodes.Concept):
            return block.id in wanted and (nodes.Concept, block.id) not in held
        return isinstance(block, nodes.Define) and (nodes.Define, block.id) not in held

    found = ((each, tuple(filter(serves, each.file.blocks))) for each in packs)
    return tuple(replace(each, file=replace(each.file, blocks=blocks)) for each, blocks in found if blocks)


def _asked_by(block: nodes.AnyBlock) -> set[str]:
    """Names of the concepts a block asks for."""
    if isinstance(block, nodes.Concept):
        return used_concepts(concept_conditions(block))
    return used_concepts(rule_conditions(block)) if isinstance(block, nodes.Rule) else set()
