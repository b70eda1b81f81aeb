"""Text -> signals: facts that code measures. One visible tuple, in order; one file a family."""

from __future__ import annotations

from typing import Final

from . import counts
from .reading import Signal

SIGNALS: Final[tuple[Signal, ...]] = (counts.words, counts.sentences)
