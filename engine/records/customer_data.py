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
from .private_data import PrivateData, hidden_names, in_order, people_of, public_texts, shown_names


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
    people = tuple(dict.fromkeys((*people_of(past.thread), *([answered] if answered else []))))
    public = [each for person in people for each in public_texts(past.thread, person)]
    if parent is not None and parent.kind != "dm" and parent.text:
        public.append(parent.text)
    told = court.private.told(text.raw, people, public)
    named: list[Span] = []
    unknown_name = False
    for person in people:
        customer = archive.customers.get(person)
        if customer is None:
            continue
        shown = shown_names(past.thread, person) or _shown(exchange, person)
        found = _names(text, customer, (*shown, *_own_names(exchange, reading)), public)
        unknown_name = unknown_name or (bool(found) and not shown)
        named += found if shown else []
    secret = in_order((*told.secret, *named))
    if secret or told.known:
        return Disclosure(secret, told.known)
    if exchange.message.kind in ("post", "story", "share"):
        return Disclosure(needs=() if archive.customers else ("customer",))
    if answered is None and not people:
        return Disclosure(needs=("parent",))
    known = all(person in archive.customers for person in ([answered] if answered else people))
    needs = () if known else ("customer",)
    return Disclosure(needs=("author.name",) if unknown_name else needs)


def _shown(exchange: Exchange, person: str) -> tuple[str, ...]:
    author = exchange.parent.author if exchange.parent else None
    return (author.name,) if author is not None and author.id == person and author.name else ()


def _own_names(exchange: Exchange, reading: Reading) -> tuple[str, ...]:
    """Names on our side, which give nobody away."""
    author = exchange.message.author
    return tuple(each for each in (author.name if author else None, reading.organisation.name) if each)


def _names(text: Text, customer: Customer, shown: tuple[str, ...], public: list[str]) -> list[Span]:
    """Where a text calls somebody by a name that only the record knows: the first name in a greeting, the surname
    behind a title, behind the first name, or in a greeting."""
    first, surnames = hidden_names(customer, shown, public)
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
