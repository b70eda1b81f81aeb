"""A table of words, German and English side by side -> one of its entries in one language."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, tuple[str, str]]
"""Words and sentences by name: German, then English."""


def worded(words: Words, name: str, speech: str, /, **about: object) -> str:
    """The entry in `speech` (`de`, else English), with what it is about filled in; as it stands where that is nothing.

    >>> worded({"more": ("und {n} weitere", "and {n} more")}, "more", "en", n=3)
    'and 3 more'
    """
    german, english = words[name]
    told = german if speech == "de" else english
    return told.format(**about) if about else told
