"""Threads by channel and time: which of them lie in a span, without looking at all of them for every span."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import field
from datetime import UTC, datetime

from ..values import dataclass
from .archive import Archive, Thread

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Row:
    """The threads of a channel by their first message; `latest` is the last message of a thread or of any before."""

    first: list[datetime] = field(default_factory=list)
    last: list[datetime] = field(default_factory=list)
    latest: list[datetime] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)


class ThreadIndex:
    """The threads of an archive by the channel of their first message. One without any time is in no span."""

    __slots__ = ("_rows",)

    def __init__(self, archive: Archive) -> None:
        found: dict[str | None, list[tuple[datetime, datetime, str]]] = {}
        for name, thread in archive.threads.items():
            first, last = archive.at(thread.messages[0]), archive.at(thread.messages[-1])
            if first is not None:  # those without a time stand last: where the first has none, none has
                found.setdefault(thread.messages[0].channel, []).append((first, last or _NEVER, name))
        self._rows: dict[str | None, _Row] = {}
        for channel, spans in found.items():
            row = self._rows[channel] = _Row()
            latest = None
            for first, last, name in sorted(spans):
                latest = last if latest is None or last > latest else latest
                row.first.append(first)
                row.last.append(last)
                row.latest.append(latest)
                row.threads.append(archive.threads[name])

    def between(self, channel: str | None, since: datetime, until: datetime) -> Iterator[Thread]:
        """The threads on a channel that began before `until` and did not end before `since`, the latest first."""
        row = self._rows.get(channel)
        if row is None:
            return
        for number in range(bisect_left(row.first, until) - 1, -1, -1):
            if row.latest[number] < since:
                return
            if row.last[number] >= since:
                yield row.threads[number]
