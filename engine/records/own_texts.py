"""An archive -> our own texts as the search for repeats wants them: the essence, when, to whom, where.

Left out is what may be said as often as one likes: approved texts, declared series, what a machine sent, shares and
reactions. They are neither judged nor counted against the others. `approved_text` and `series` are ids: one that is
not given is none, so a missing key is no unknown here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from ..record import Message, Role, is_ours
from ..values import dataclass
from .archive import Archive, Thread
from .essence import SLOT, Essence, essence, filled, name_words, too_short
from .resemblance import Said

if TYPE_CHECKING:
    from .court import Court

TOP_LEVEL: Final = frozenset({"post", "story"})
_NO_TEXT_OF_OURS: Final = frozenset({"share", "reaction"})
_MAY_REPEAT: Final = ("approved_text", "series")


@dataclass(frozen=True, slots=True)
class OwnTexts:
    """Texts long enough to be compared; `short` are the ids of the others. `by_id` has the last item of each id."""

    items: tuple[Said, ...]
    short: frozenset[str]
    by_id: dict[str, Said]


def own_texts(court: Court, replies: bool) -> OwnTexts:
    """Our replies (in public and in private), or our posts and stories; gathered once."""
    found = court.own_texts.get(replies)
    if found is None:
        accounts = court.outlook.accounts if court.outlook is not None else accounts_named(court.archive)
        found = court.own_texts[replies] = gather_texts(court.archive, replies, accounts)
    return found


def may_repeat(message: Message) -> bool:
    """Whether a message carries the id of an approved text or of a declared series."""
    return any(message.extra.get(key) for key in _MAY_REPEAT)


def accounts_named(archive: Archive) -> frozenset[str | None]:
    """The channels on which at least one message names its account."""
    return frozenset(each.channel for each in archive.messages.values() if each.account is not None)


def gather_texts(
    archive: Archive, replies: bool, with_accounts: frozenset[str | None], threads: frozenset[str] | None = None
) -> OwnTexts:
    """Our replies or posts among the records; where no account is named on a channel, all speak for the same one.

    With `threads` only those that stand in one of these.
    """
    names: dict[str, frozenset[str]] = {}
    others: dict[str, frozenset[str | None]] = {}
    items: list[Said] = []
    short: list[str] = []
    for name in sorted(archive.messages):
        message = archive.messages[name]
        if message.text is None or not _compared(message) or (message.kind in TOP_LEVEL) == replies:
            continue
        if threads is not None and archive.thread_of.get(name, "") not in threads:
            continue
        thread = archive.threads.get(archive.thread_of.get(name, ""))
        key = thread.id if thread else ""
        if key not in names:
            names[key] = name_words(_names(archive, thread.messages if thread else (message,)))
            others[key] = frozenset(_others(thread)) if thread else frozenset()
        core = essence(message.text, names[key])
        if too_short(core):
            short.append(name)
            continue
        people = _answered(message, archive, others[key]) if replies else (None,)
        account = message.account if message.channel in with_accounts else message.account or ""
        at = archive.at(message)
        for person in people:
            items.append(Said(name, core if replies else _with_slots(core), at, person, message.channel, account))
    return OwnTexts(tuple(items), frozenset(short), {each.id: each for each in items})


def _compared(message: Message) -> bool:
    if not is_ours(message) or message.kind in _NO_TEXT_OF_OURS or may_repeat(message):
        return False
    return not message.extra.get("automated")


def _with_slots(core: Essence) -> Essence:
    """In a post numbers and dates are news: a market next week is another one. Links and names stay apart."""
    return filled(core) if SLOT in core.words else core


def _names(archive: Archive, messages: Sequence[Message]) -> set[str]:
    """The names of all who speak in a thread, as they are shown and as we know them."""
    found: set[str] = set()
    for message in messages:
        author = message.author
        if author is not None:
            known = archive.customers.get(author.id)
            found.update(each for each in (author.name, known.name if known else None) if each)
    return found


def _answered(message: Message, archive: Archive, others: frozenset[str | None]) -> tuple[str | None, ...]:
    """Whom a reply answers: one person, None for somebody unknown; nobody at all below a post of our own.

    A reply to a reply of ours goes on to whom that one answered. One that names no message is for the only other
    person of its thread, `others` are they.
    """
    seen: set[str] = set()
    target = message.in_reply_to
    while target is not None and target not in seen:
        seen.add(target)
        answered = archive.messages.get(target)
        if answered is None:
            return (None,)
        if not is_ours(answered):
            return (_person(answered),)
        target = answered.in_reply_to
        if target is None and answered.kind in TOP_LEVEL:
            return ()
    return tuple(others) if len(others) == 1 else (None,)


def _others(thread: Thread) -> Iterator[str | None]:
    for message in thread.messages:
        if not is_ours(message) and message.kind != "reaction":
            yield _person(message)


def _person(message: Message) -> str | None:
    author = message.author
    if author is None or author.role is Role.BOT:
        return None
    return author.id or author.name
