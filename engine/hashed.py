"""Text keys as sorted 32-bit hashes: a table that needs no building when it is read, only a search when it is asked.

The hash is CRC-32 of the UTF-8 bytes, begun with a salt that keeps the keys of one table apart. A key that is not in
the table is taken for one with a chance of one in 4,000,000,000 for each entry.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final
from zlib import crc32

_WIDTH: Final = 4
_KIND: Final = "I" if array("I").itemsize == _WIDTH else "L"


def hash_of(key: str, salt: int) -> int:
    """The hash of a key, 0 .. 2**32 - 1. Lone surrogates count as what they are."""
    return crc32(key.encode("utf-8", "surrogatepass"), salt)


def salt_for(keys: Iterable[str]) -> int:
    """The smallest salt with which no two of the keys share a hash."""
    known = set(keys)
    salt = 0
    while len({hash_of(key, salt) for key in known}) < len(known):
        salt += 1
    return salt


def packed(numbers: Iterable[int]) -> bytes:
    """Numbers below 2**32 as bytes, four each, the lowest first."""
    return b"".join(number.to_bytes(_WIDTH, "little") for number in numbers)


def unpacked(data: bytes | memoryview) -> Sequence[int]:
    """The numbers again; ValueError when the bytes do not come out even."""
    numbers = array(_KIND)
    numbers.frombytes(bytes(data))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def find(hashes: Sequence[int], wanted: int) -> int:
    """The first place of a hash in ascending order, -1 when it is not there."""
    at = bisect_left(hashes, wanted)
    return at if at < len(hashes) and hashes[at] == wanted else -1
