"""What messages were heard to say, one yes or no a concept: kept when their texts are put away again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Final

from ..values import dataclass

_SIGNS: Final = {None: "-", True: "1", False: "0"}
_ANSWERS: Final = {sign: answer for answer, sign in _SIGNS.items()}


@dataclass(slots=True)
class Heard:
    """Answers by message and concept, two bits each: whether it was asked, and what the answer was."""

    _numbers: dict[str, int] = field(default_factory=dict)
    _answers: dict[str, int] = field(default_factory=dict)

    def recall(self, name: str, message: str) -> bool | None:
        """Whether the message with that id expresses a concept; None where nobody asked yet."""
        number = self._numbers.get(name)
        if number is None:
            return None
        answer = self._answers.get(message, 0) >> number
        return bool(answer & 2) if answer & 1 else None

    def keep(self, name: str, message: str, answer: bool) -> None:
        """Keep an answer."""
        number = self._numbers.setdefault(name, 2 * len(self._numbers))
        self._answers[message] = self._answers.get(message, 0) | (3 if answer else 1) << number

    def told(self, names: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Every message with a sign for each of these concepts: 1 yes, 0 no, - nobody asked."""
        for message in self._answers:
            yield message, "".join(_SIGNS[self.recall(name, message)] for name in names)

    def tell(self, names: Sequence[str], message: str, signs: str) -> None:
        """Keep what `told` says elsewhere."""
        for name, sign in zip(names, signs, strict=True):
            answer = _ANSWERS[sign]
            if answer is not None:
                self.keep(name, message, answer)
