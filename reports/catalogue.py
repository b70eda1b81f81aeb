"""What can be measured -> a table for a person: name, unit, languages, meaning, source."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from ..engine.catalogue import Entry
from .wording import say

_LEAST = 30  # columns the meaning has on a narrow terminal


def render_table(signals: Sequence[Entry], concepts: Sequence[Entry], speech: str, width: int) -> str:
    """Signals, then concepts, aligned; an empty list is left out."""
    parts = []
    for heading, entries in (("signals", signals), ("concepts", concepts)):
        if entries:
            parts.append("\n".join([f"{say(heading, speech)} ({len(entries)})", *_rows(entries, speech, width)]))
    return "\n\n".join(parts) + "\n" if parts else ""


def _rows(entries: Sequence[Entry], speech: str, width: int) -> Iterator[str]:
    tongues = {entry.name: " ".join(entry.languages) or say("any-language", speech) for entry in entries}
    names = max(len(entry.name) for entry in entries)
    units = min(22, max(len(entry.unit) for entry in entries))
    spoken = max(len(each) for each in tongues.values())
    left = 2 + names + 2 + units + 2 + spoken + 2
    for entry in entries:
        meaning = entry.meaning or say("own-concept", speech)
        values = f" ({', '.join(entry.values)})" if entry.values else ""
        told = textwrap.wrap(f"{meaning}{values}", max(_LEAST, width - left)) or [""]
        told += textwrap.wrap(f"{say('source', speech)}: {entry.source}", max(_LEAST, width - left))
        units_told = textwrap.wrap(entry.unit, units) or [""]
        for number in range(max(len(told), len(units_told))):
            name = entry.name if number == 0 else ""
            tongue = tongues[entry.name] if number == 0 else ""
            unit = units_told[number] if number < len(units_told) else ""
            text = told[number] if number < len(told) else ""
            yield f"  {name:<{names}}  {unit:<{units}}  {tongue:<{spoken}}  {text}".rstrip()
