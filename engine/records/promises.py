"""Promise and deed."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Verdict
from ..program import CompiledRule
from ..record import Action, Message
from .archive import Thread
from .court import Court


def judge_promises(rule: CompiledRule, thread: Thread, court: Court) -> Iterator[tuple[Message | Action, Verdict]]:
    """The verdicts on the promises in a thread, each with the promising message."""
    yield from ()
