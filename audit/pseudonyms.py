"""Author ids -> pseudonyms: the same person is the same within a run, and nobody is known by it without the key."""

from __future__ import annotations

from hashlib import blake2b


def pseudonym(key: bytes, author: str | None) -> str | None:
    """Twelve hexadecimal digits that stand for an author; None for nobody. `key` is the run's own, 16 bytes or more."""
    if not author:
        return None
    return blake2b(author.encode("utf-8", "surrogatepass"), key=key[:64], digest_size=6).hexdigest()
