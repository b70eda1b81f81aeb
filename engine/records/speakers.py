"""Who speaks in a thread, under which names, and what they write for all to read: gathered once a thread."""

from __future__ import annotations

import re
from typing import Final

from ..record import Customer, is_ours
from ..tokens import fold
from .archive import Thread

_LETTERS: Final = re.compile(r"[^\W\d_]+")


class Speakers:
    """The people of a thread.

    `people` are the ids of those who speak beside us, `recorded` those of them with a customer record; `names` what
    any part of the names of others is, folded.
    """

    __slots__ = ("_letters", "_shown", "_texts", "all_recorded", "names", "people", "recorded", "thread")

    def __init__(self, thread: Thread | None, customers: dict[str, Customer]) -> None:
        self.thread = thread
        self._letters: str | None = None
        self._shown: dict[str, dict[str, None]] = {}
        self._texts: dict[str, list[str]] = {}
        people: dict[str, None] = {}
        names: dict[str, None] = {}
        for message in thread.messages if thread else ():
            author = message.author
            if author is None:
                continue
            if not is_ours(message):
                people[author.id] = None
                if author.name:
                    names[author.name] = None
            if author.name:
                self._shown.setdefault(author.id, {})[author.name] = None
            if message.kind != "dm" and message.text:
                self._texts.setdefault(author.id, []).append(message.text)
        people.pop("", None)
        self.people = tuple(people)
        self.recorded = tuple(each for each in people if each in customers)
        self.all_recorded = len(self.recorded) == len(people)
        self.names = frozenset(fold(part) for name in names for part in _LETTERS.findall(name))

    def shown(self, person: str) -> tuple[str, ...]:
        """The names a person shows on the channel."""
        return tuple(self._shown.get(person, ()))

    def texts(self, person: str) -> list[str]:
        """What a person wrote for all to read."""
        return self._texts.get(person, [])

    def public(self) -> list[str]:
        """What all of them wrote for all to read."""
        return [text for person in self.people for text in self.texts(person)]

    def letters(self) -> str:
        """The letters of all they wrote for all to read, folded."""
        if self._letters is None:
            self._letters = letters_of(self.public())
        return self._letters


def letters_of(texts: list[str]) -> str:
    """The letters of texts one after the other, folded."""
    return "".join(sign for each in texts for sign in fold(each) if sign.isalpha())
