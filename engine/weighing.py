"""Text + model -> does a learned concept hold, with no more signals measured than the answer needs.

The words of a text are summed at once. What its signals could still add or take away is known beforehand, so most
questions are answered before one of them is measured. The answer is the one that measuring all of them would give.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Final

from .learned_features import EVIDENCE, LABEL_KEYS, STEP_KEYS, keys_of_signal
from .packed import Packed
from .signals.reading import Measurement
from .values import dataclass

if TYPE_CHECKING:
    from .learned import Family, Model

Measure = Callable[[str], Measurement]
_QUICK: Final = 11  # signals at the head of EVIDENCE that only count tokens: asked before the others
_FAR: Final = 1 << 40  # no sum of weights is as large
_KEPT: Final = 10_000


@dataclass(frozen=True, slots=True)
class Scale(Packed):
    """One family as whole numbers: the least sums with which it holds `alone`, or is `seconded`.

    `signals` come in the order in which they are asked: each with the least and the most that it and all after it can
    add to the sum.
    """

    number: int
    alone: int
    seconded: int
    signals: tuple[tuple[str, int, int], ...]


def scale(model: Model, name: str) -> Scale:
    """The scale of a family; worked out once a model."""
    known = model.scales.get(name)
    if known is None:
        from .learned import share

        family = model.family(name)
        number = model.families.index(family)
        alone, seconded = _least(family, family.alone, share), _least(family, family.seconded, share)
        known = model.scales[name] = Scale(number, alone, seconded, _tails(_ranges(model, number)))
    return known


def _least(family: Family, bar: float, share: Callable[[Family, int], float]) -> int:
    """The least sum with which the score of a family reaches `bar`."""
    if bar <= 0.0 or bar > 1.0 or family.step <= 0.0:
        return -_FAR if share(family, 0) >= bar else _FAR
    near = min(bar, 0.9999)
    least = math.ceil((math.log(near / (1.0 - near)) - family.bias) / family.step)
    while share(family, least - 1) >= bar:
        least -= 1
    while share(family, least) < bar:
        least += 1
    return least


def _ranges(model: Model, number: int) -> list[tuple[str, int, int]]:
    """What each signal can add to the sum of a family at least and at most; those that can add nothing are left out."""
    found = []
    for place, (name, _) in enumerate(EVIDENCE):
        sums = [0]
        for key in STEP_KEYS[name]:
            sums.append(sums[-1] + model.weight(key, number))
        said = {label: model.weight(key, number) for label, key in LABEL_KEYS.get(name, {}).items()}
        sums += [weight for label, weight in said.items() if label[0] == "="]
        labels = [weight for label, weight in said.items() if label[0] != "="]
        low = min(sums) + sum(weight for weight in labels if weight < 0)
        high = max(sums) + sum(weight for weight in labels if weight > 0)
        if low or high:
            found.append((place >= _QUICK, low - high, name, low, high))
    return [(name, low, high) for _, _, name, low, high in sorted(found)]


def _tails(ranges: Sequence[tuple[str, int, int]]) -> tuple[tuple[str, int, int], ...]:
    tails: list[tuple[str, int, int]] = []
    low = high = 0
    for name, least, most in reversed(ranges):
        low, high = low + least, high + most
        tails.append((name, low, high))
    return tuple(reversed(tails))


@dataclass(slots=True)
class Weighing:
    """One text before a model. `words` are the sums of its features that need no signal, one a family.

    Whoever asks says how a signal is measured.
    """

    model: Model
    words: list[int]
    _added: dict[str, list[int]] = field(default_factory=dict)

    def holds_alone(self, name: str, measure: Measure) -> bool:
        """Whether the score is enough without any phrase."""
        known = scale(self.model, name)
        return self._reaches(known, known.alone, measure)

    def is_seconded(self, name: str, measure: Measure) -> bool:
        """Whether the score is enough to second a phrase."""
        known = scale(self.model, name)
        return self._reaches(known, known.seconded, measure)

    def signals(self, name: str) -> list[str]:
        """The signals that can weigh anything for a family."""
        return [signal for signal, _, _ in scale(self.model, name).signals]

    def share(self, name: str, measure: Measure) -> float:
        """The score, 0 to 1; every signal is measured."""
        from .learned import share

        known = scale(self.model, name)
        number = known.number
        total = self.words[number] + sum(self._of_signal(signal, measure)[number] for signal, _, _ in known.signals)
        return share(self.model.families[number], total)

    def _reaches(self, known: Scale, bar: int, measure: Measure) -> bool:
        number = known.number
        total = self.words[number]
        for name, low, high in known.signals:
            if total + low >= bar:
                return True
            if total + high < bar:
                return False
            total += self._of_signal(name, measure)[number]
        return total >= bar

    def _of_signal(self, name: str, measure: Measure) -> list[int]:
        """What the answer of a signal adds to the sum of every family."""
        known = self._added.get(name)
        if known is None:
            keys = keys_of_signal(name, measure(name))
            known = self.model.added.get(keys)
            if known is None:
                if len(self.model.added) > _KEPT:
                    self.model.added.clear()
                known = self.model.added[keys] = self.model.totals(keys)
            self._added[name] = known
        return known
