"""A text of ours among the records -> where it tells what is known of customers."""

from __future__ import annotations

from typing import Final

from ..record import Customer, Exchange, is_ours
from ..signals.letter import letter
from ..signals.memo import Last
from ..signals.persons import TITLES, capitalised
from ..signals.reading import Reading
from ..source import Span
from ..tokens import Text, fold
from ..values import dataclass
from .private_data import PrivateData, hidden_names, in_order
from .speakers import Speakers, letters_of


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Places that tell what only a record knows (`secret`), or what the person had said in public (`known`).

    `needs` are the facts without which nothing can be said where nothing was found.
    """

    secret: tuple[Span, ...] = ()
    known: tuple[Span, ...] = ()
    needs: tuple[str, ...] = ()


def customer_data(reading: Reading) -> Disclosure:
    """What the message on stage tells of anybody's record; the names only of those who speak in its thread."""
    return _MEASURED(reading)


def _measure(reading: Reading) -> Disclosure:
    exchange, text = reading.exchange, reading.text
    past = exchange.past
    if past is None:
        return Disclosure(needs=("history",))
    court = past.court
    archive = court.archive
    if court.private is None:
        court.private = PrivateData(archive, reading.organisation.contacts)
    parent = exchange.parent
    answered = parent.author.id if parent and parent.author and not is_ours(parent) else None
    speakers = court.speakers(past.thread)
    guest = [answered] if answered and answered not in speakers.people else []  # somebody of another thread
    answering = [parent.text] if parent is not None and parent.kind != "dm" and parent.text else []
    behind = [*(each for person in guest for each in speakers.texts(person)), *answering]
    people = (*speakers.recorded, *(each for each in guest if each in archive.customers))
    told = court.private.told(text.raw, people, lambda: [*speakers.public(), *behind])
    own_names = _own_names(exchange, reading)
    named: list[Span] = []
    unknown_name = False
    for person in people:
        customer = archive.customers[person]
        shown = speakers.shown(person) or _shown(exchange, person)
        found = _names(text, customer, _Seen([*shown, *own_names], speakers, behind))
        unknown_name = unknown_name or (bool(found) and not shown)
        named += found if shown else []
    secret = in_order((*told.secret, *named))
    if secret or told.known:
        return Disclosure(secret, told.known)
    if exchange.message.kind in ("post", "story", "share"):
        return Disclosure(needs=() if archive.customers else ("customer",))
    if answered is None and not speakers.people:
        return Disclosure(needs=("parent",))
    known = answered in archive.customers if answered else speakers.all_recorded
    needs = () if known else ("customer",)
    return Disclosure(needs=("author.name",) if unknown_name else needs)


def _shown(exchange: Exchange, person: str) -> tuple[str, ...]:
    author = exchange.parent.author if exchange.parent else None
    return (author.name,) if author is not None and author.id == person and author.name else ()


def _own_names(exchange: Exchange, reading: Reading) -> tuple[str, ...]:
    """Names on our side, which give nobody away."""
    author = exchange.message.author
    return tuple(each for each in (author.name if author else None, reading.organisation.name) if each)


class _Seen:
    """What stands for all to read: names shown, what is said in the thread, and what was answered besides."""

    __slots__ = ("_after", "_before", "_speakers")

    def __init__(self, shown: list[str], speakers: Speakers, behind: list[str]) -> None:
        self._before = letters_of(shown)
        self._speakers = speakers
        self._after = behind

    def holds(self, name: str) -> bool:
        """Whether a name stands there, over the seams too."""
        letters, edge = self._speakers.letters(), len(name)
        return (
            name in letters
            or name in self._before + letters[:edge] + (letters_of(self._after) if len(letters) <= edge else "")
            or (bool(self._after) and name in letters[-edge:] + letters_of(self._after))
        )


def _names(text: Text, customer: Customer, seen: _Seen) -> list[Span]:
    """Where a text calls somebody by a name that only the record knows: the first name in a greeting, the surname
    behind a title, behind the first name, or in a greeting."""
    first, surnames = hidden_names(customer, seen.holds)
    if not first and not surnames:
        return []
    greeting = letter(text).greeting
    greeted = range(greeting.name[0], greeting.name[1] + 1) if greeting and greeting.name else range(0)
    given = fold((customer.name or "").replace(",", " "))
    found = []
    for index, folded in enumerate(text.folds):
        if not capitalised(text, index) or text.quoted[index]:
            continue
        stem = folded.removesuffix("'s")
        before = text.folds[index - 1] if index else ""
        is_surname = any(stem in (part, part + "s") for part in surnames)
        if (is_surname and (index in greeted or before in TITLES or before in given.split())) or (
            first and stem == first and index in greeted
        ):
            found.append(Span(text.starts[index], text.ends[index]))
    return found


_MEASURED: Final = Last(_measure)
