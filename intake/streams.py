"""A file -> its bytes: unpacked on the way, within limits, line by line."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from .line import LONGEST, Trouble
from .words import size

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

RATIO: Final = 200
"""A packed file may unpack to so many times its size; texts of people reach 5 to 30."""
FREE: Final = 64_000_000
"""Bytes that are unpacked before the ratio is looked at: small repetitive files are no attack."""
_CHUNK: Final = 1024 * 1024
_ZSTD_PIECE: Final = 1024  # of a zstd frame at once: one byte of it may stand for 32 kB
_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"


@contextmanager
def opened(path: Path) -> Iterator[io.BufferedReader]:
    """The content of a file, gzip and zstd unpacked; reading it raises Trouble where it is cut off or swells up."""
    try:
        file: io.BufferedReader = io.BufferedReader(io.FileIO(path), _CHUNK)
        with file:
            magic = file.peek(4)[:4]
            if magic.startswith(_GZIP):
                yield io.BufferedReader(_Unpacked(_gunzip(file)), _CHUNK)
            elif magic == _ZSTD:
                yield io.BufferedReader(_Unpacked(_unzstd(file)), _CHUNK)
            elif path.suffix.lower() in (".gz", ".zst", ".zstd") and magic:
                raise Trouble("damaged", why=f"no {path.suffix[1:]} file")
            else:
                yield file
    except FileNotFoundError:
        raise Trouble("missing") from None
    except OSError as problem:
        raise Trouble("closed-file", why=problem.strerror or problem) from None


def unpacked(stream: BinaryIO) -> io.BufferedReader:
    """What comes through a pipe, gzip and zstd unpacked; as much is read ahead as shows what it is."""
    read = stream.read1 if isinstance(stream, io.BufferedReader) else stream.read  # who waits for a line gets it
    file: io.BufferedReader = io.BufferedReader(_Unpacked(iter(lambda: read(_CHUNK), b"")), _CHUNK)
    magic = file.peek(4)[:4]
    if magic.startswith(_GZIP):
        return io.BufferedReader(_Unpacked(_gunzip(file)), _CHUNK)
    if magic == _ZSTD:
        return io.BufferedReader(_Unpacked(_unzstd(file)), _CHUNK)
    return file


def raw_lines(stream: BinaryIO, longest: int = LONGEST) -> Iterator[bytes | None]:
    """Line by line with its end, the first without a byte order mark; None for one that is too long to be held."""
    first = True
    while line := stream.readline(longest + 1):
        if len(line) > longest and not line.endswith(b"\n"):
            while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield None
        else:
            yield line.removeprefix(b"\xef\xbb\xbf") if first else line
        first = False


class _Unpacked(io.RawIOBase):
    """A raw stream over pieces of any length; owns what of the last piece was not yet read, and how much was."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")
        self._given = 0

    def tell(self) -> int:
        """How many bytes were given so far."""
        return self._given

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill `buffer` as far as the piece at hand goes."""
        target = memoryview(buffer).cast("B")
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        count = min(len(target), len(self._rest))
        target[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        self._given += count
        return count


def _gunzip(file: BinaryIO) -> Iterator[bytes]:
    unpacked = 0
    try:
        with gzip.GzipFile(fileobj=file) as packed:
            while piece := packed.read1(_CHUNK):
                unpacked += len(piece)
                yield piece  # before the ratio is looked at: what stands in front of a bomb may be sound
                _bounded(unpacked, file.tell())
    except EOFError:
        raise Trouble("cut-off") from None
    except (gzip.BadGzipFile, zlib.error) as problem:
        raise Trouble("damaged", why=problem) from None


def _unzstd(file: BinaryIO) -> Iterator[bytes]:
    import zstandard  # 30 ms: only who reads such a file waits for it

    unpacked = read = 0
    frame = zstandard.ZstdDecompressor().decompressobj()
    waiting = b""
    begun = False
    try:
        while waiting or (waiting := file.read(_ZSTD_PIECE)):
            begun = True
            piece = frame.decompress(waiting)
            read += len(waiting) - len(frame.unused_data)
            waiting = b""
            if frame.eof:
                waiting = frame.unused_data
                frame = zstandard.ZstdDecompressor().decompressobj()
                begun = False
            if piece:
                unpacked += len(piece)
                yield piece
                _bounded(unpacked, read)
    except zstandard.ZstdError as problem:
        raise Trouble("damaged", why=str(problem)) from None
    if begun:
        raise Trouble("cut-off")


def _bounded(unpacked: int, packed: int) -> None:
    if unpacked > FREE and unpacked > RATIO * packed:
        raise Trouble("bomb", ratio=RATIO, size=size(unpacked))
