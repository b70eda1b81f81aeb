"""Clauses that ask the reader for time: „Geben Sie uns bis Freitag Zeit“, `give us until Thursday`, „noch einen Tag“.

No condition the reader has to meet: it is the deadline of what we say next.
"""

from __future__ import annotations

from typing import Final

from ..tokens import Text

_ASKS: Final = frozenset("geben gib gebt lassen lass lasst give allow".split())
_US: Final = frozenset("uns mir us me".split())
_TIME: Final = frozenset("zeit luft time".split())
_FILLERS: Final = frozenset(
    """sie du ihr bitte doch noch kurz einfach nur just please another a an one the bis until till ein eine einen zwei
    drei paar couple few of more""".split()
)
_LENGTHS: Final = frozenset(
    """minute minuten stunde stunden tag tage woche wochen moment augenblick minutes hour hours day days week weeks
    second""".split()
)


def asks_for_time(text: Text, first: int, last: int, ahead: tuple[tuple[int, int], ...]) -> bool:
    """Whether the clause of tokens `first` to before `last` asks for time and nothing else; `ahead`: deadlines."""
    words = text.folds[first:last]
    opener = next((at for at, word in enumerate(words[:3]) if word in _ASKS), None)
    if opener is None or _US.isdisjoint(words[opener + 1 : opener + 4]):
        return False
    rest = range(first + opener + 1, last)
    inside = [place for place in ahead if first <= place[0] and place[1] < last]
    if not _TIME.isdisjoint(words):
        return bool(inside) or not _LENGTHS.isdisjoint(words)
    named = {at for begin, end in inside for at in range(begin, end + 1)}
    plain = _US | _FILLERS | _LENGTHS
    left = [at for at in rest if at not in named and text.folds[at] not in plain]
    return not left and (bool(inside) or not _LENGTHS.isdisjoint(words))
