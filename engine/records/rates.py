"""Rates of an account over a span: how often questions and criticism were answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ..record import Message, Period
from ..signals.reading import Measurement
from .court import Court
from .turns import Turn


def dialogue_share(posts: list[Message], court: Court) -> Measurement:
    """Share of own posts with a question below them that we joined in; unknown where no post had one."""
    asked = answered = 0
    for post in posts:
        thread = court.thread_of(post)
        found = court.turns(thread) if thread else []
        questions = [turn for turn in found if any(court.expresses("question", each) for each in turn.messages)]
        asked += bool(questions)
        answered += any(turn.answers for turn in questions)
    return Measurement(answered / asked) if asked else Measurement(None)


def criticism_gap(period: Period, court: Court) -> Measurement:
    """By how much critical turns were answered less often than other questions, 0 to 1; unknown below five of each.

    Turns of which it is not known whether they are critical, or whether they were answered, count against a gap.
    """
    rates: dict[bool, list[bool]] = {True: [], False: []}
    for turn in _turns(period, court):
        critical = any(court.expresses("criticism", each) for each in turn.messages)
        if critical or any(court.expresses("question", each) for each in turn.messages):
            rates[critical].append(bool(turn.answers))
    if min(len(found) for found in rates.values()) < 5:
        return Measurement(None, needs=("enough-turns",))
    share = {key: sum(found) / len(found) for key, found in rates.items()}
    return Measurement(max(0.0, share[False] - share[True]))


def _turns(period: Period, court: Court) -> Iterator[Turn]:
    """The turns on a channel and account that began in the span."""
    since, until = datetime.fromisoformat(period.since), datetime.fromisoformat(period.until)
    for thread in court.archive.threads.values():
        first = thread.messages[0]
        if first.channel != period.channel or first.account not in (period.account, None):
            continue
        for turn in court.turns(thread):
            if turn.since is not None and since <= turn.since < until:
                yield turn
