"""Addresses of databases: told from file names, and shown without passwords."""

from __future__ import annotations

import re
from typing import Final

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+]*://", re.IGNORECASE)


def is_address(source: str) -> bool:
    """Whether a source is the address of a database, such as sqlite:///archive.db.

    >>> is_address("postgresql://host/db"), is_address("archive/2026.csv")
    (True, False)
    """
    return _ADDRESS.match(source) is not None


def shown(source: str) -> str:
    """The address without passwords, for people and for the record of a run.

    >>> shown("postgresql://anna:geheim@host/db?password=geheim")
    'postgresql://anna@host/db'
    """
    return re.sub(r"(://[^/@:]*):.*@", r"\1@", source.partition("?")[0])
