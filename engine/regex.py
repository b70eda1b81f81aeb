"""Regular expressions that are compiled when they are first used: most texts need few of them, and start-up none."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator


class Regex:
    """A pattern for `re`; owns its compiled form once there is one."""

    __slots__ = ("_compiled", "_flags", "_pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._pattern = pattern
        self._flags = flags
        self._compiled: re.Pattern[str] | None = None

    def compiled(self) -> re.Pattern[str]:
        """The compiled pattern."""
        if self._compiled is None:
            self._compiled = re.compile(self._pattern, self._flags)
        return self._compiled

    @property
    def pattern(self) -> str:
        """The pattern as written."""
        return self._pattern

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first place where the pattern matches between `start` and `end`."""
        return self.compiled().search(text, start, end)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """A match that begins at `start`."""
        return self.compiled().match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """A match of the whole text."""
        return self.compiled().fullmatch(text)

    def finditer(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        """All matches, one after the other, from `start` on."""
        return self.compiled().finditer(text, start)

    def findall(self, text: str) -> list[str]:
        """The matched texts (or their one group)."""
        return self.compiled().findall(text)

    def sub(self, replacement: str, text: str) -> str:
        """The text with every match replaced."""
        return self.compiled().sub(replacement, text)

    def split(self, text: str) -> list[str]:
        """The text split at every match."""
        return self.compiled().split(text)
