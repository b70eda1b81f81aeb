"""Plain counts: words, sentences, lengths, emoji, mentions, hashtags, links, questions."""

from __future__ import annotations

from typing import Final

from ..tokens import Kind
from .reading import Measurement, Reading, Signal, Type


def _words(reading: Reading) -> Measurement:
    kinds = reading.text.kinds
    return Measurement(float(sum(kind in (Kind.WORD, Kind.NUMBER) for kind in kinds)))


def _sentences(reading: Reading) -> Measurement:
    return Measurement(float(len(reading.text.sentences)))


words: Final = Signal("text.words", "text.wörter", Type.NUMBER, "words", "Words and numbers.", "own count", "0", _words)
sentences: Final = Signal(
    "text.sentences", "text.sätze", Type.NUMBER, "sentences", "Sentences.", "own splitter", "0", _sentences
)
