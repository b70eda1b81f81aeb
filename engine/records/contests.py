"""Contests: those with a record, and own posts that are contests although no record says so."""

from __future__ import annotations

from collections.abc import Iterator

from ..conditions import concept
from ..record import Contest
from .archive import Archive
from .court import OFFER, Court
from .timeline import is_own_post


def contests(archive: Archive, court: Court) -> Iterator[Contest]:
    """Every contest on record, then own posts that hold a prize and a way of entry, in order of id."""
    yield from archive.contests
    posts = {contest.post for contest in archive.contests}
    texts = {contest.text for contest in archive.contests if contest.text}
    for name in sorted(archive.messages):
        message = archive.messages[name]
        if not is_own_post(message) or name in posts or message.text in texts or message.text is None:
            continue
        scene = court.scene(message)
        if scene.concept(OFFER) is not None and concept(OFFER, scene, False)[0] is True:
            yield Contest(
                name, message.text, None, name, message.channel, message.account, None, message.published,
                language=message.language, extra={"undeclared": True},
            )  # fmt: skip
