"""Names on the command line -> what to read: files by format, folders walked in order, databases, standard input."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from hashlib import file_digest, sha256
from pathlib import Path
from shlex import quote
from typing import Final

from ..engine.values import dataclass
from .database import is_address, shown
from .json_records import holds_lines, holds_list
from .line import Trouble
from .streams import opened

LINES, VALUES, DELIMITED, EXCEL, PARQUET, QUERY = "json lines", "json", "csv", "excel", "parquet", "sql"
SUFFIXES: Final[dict[str, str]] = {
    ".jsonl": LINES, ".ndjson": LINES, ".json": VALUES, ".csv": DELIMITED, ".tsv": DELIMITED, ".tab": DELIMITED,
    ".xlsx": EXCEL, ".xlsm": EXCEL, ".xls": EXCEL, ".parquet": PARQUET, ".pq": PARQUET,
}  # fmt: skip
"""How a file's name ends, before `.gz` or `.zst`, and what that means."""
KNOWN: Final = "JSON Lines, JSON, CSV, TSV, Excel (.xlsx), Parquet, gzip, zstd"
_PACKED: Final = (".gz", ".zst", ".zstd")
_ARCHIVES: Final = (".zip", ".7z", ".rar", ".tar", ".tgz")
_AUDITED: Final = ("run.json", "summary.json", "verdicts.parquet")
"""What lies in the folder of an audit."""
_HIDDEN: Final = (".", "~$")
_START: Final = 64 * 1024
_SQLITE: Final = b"SQLite format 3\0"
_DATABASE: Final = "database"


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that is read, for the record of a run; `bytes` and `sha256` are of the file as it lies there.

    Both are None for standard input and queries, which can be read only once.
    """

    name: str
    format: str
    bytes: int | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, or why it is not read; `format` is empty then."""

    path: Path
    format: str
    trouble: Trouble | None = None


def inputs_of(sources: Sequence[str], query: str = "") -> list[Input]:
    """What `sources` stand for, in the order in which it is read, with digests; what cannot be read is left out."""
    found = []
    for source in sources:
        if source == "-":
            found.append(Input("-", LINES, None, None))
        elif is_address(source):
            found.append(Input(f"{shown(source)} ({query})" if query else shown(source), QUERY, None, None))
        else:
            for each in files(source):
                if each.trouble is None:
                    if each.path.is_fifo():
                        found.append(Input(str(each.path), LINES, None, None))
                        continue
                    try:
                        with each.path.open("rb") as file:
                            digest = file_digest(file, sha256).hexdigest()
                            found.append(Input(str(each.path), each.format, file.tell(), digest))
                    except OSError:
                        continue  # reading it will say why
    return found


def files(source: str) -> Iterator[Found]:
    """The file a name stands for, or those in the folder and the folders inside, sorted by their path."""
    path = Path(source)
    if path.is_dir():
        some = False
        for each in _walk(path):
            some = True
            yield each
        if not some:
            yield Found(path, "", Trouble("empty-folder"))
    else:
        yield _file(path)


def _walk(folder: Path) -> Iterator[Found]:
    try:
        inside = sorted(os.scandir(folder), key=lambda each: each.name)
    except OSError as problem:
        yield Found(folder, "", Trouble("closed-file", why=problem.strerror or problem))
        return
    for each in inside:
        path = folder / each.name
        try:
            yield from _inside(each, path)
        except OSError as problem:  # a link to itself, a folder that is closed to us: the others are read
            yield Found(path, "", Trouble("closed-file", why=problem.strerror or problem))


def _inside(each: os.DirEntry[str], path: Path) -> Iterator[Found]:
    """One entry of a folder. A pipe there is nobody's archive: reading it would take from whoever waits for it."""
    if each.name.startswith(_HIDDEN):
        yield Found(path, "", Trouble("hidden"))
    elif each.is_dir():
        if each.is_symlink():
            yield Found(path, "", Trouble("linked-folder"))
        elif all((path / name).exists() for name in _AUDITED):
            yield Found(path, "", Trouble("audit-folder"))
        else:
            yield from _walk(path)
    elif _suffix(path) in SUFFIXES and not path.is_fifo():
        yield _file(path)
    else:
        yield Found(path, "", Trouble("unknown-file"))


def _file(path: Path) -> Found:
    suffix = _suffix(path)
    if path.suffix.lower() in _ARCHIVES:
        return Found(path, "", Trouble("archive-file"))
    try:
        if not path.exists():
            return Found(path, "", Trouble("missing"))
        if path.is_fifo():
            return Found(path, LINES)  # can be read only once, as standard input
        format_ = SUFFIXES.get(suffix, "")
        if format_ in (VALUES, ""):
            with opened(path) as stream:
                format_ = _by_content(stream.read(_START), format_)
        elif format_ == LINES:
            with opened(path) as stream:  # no more than what comes at once: a file that breaks off is read up to there
                format_ = VALUES if holds_list(stream.peek(1)) else LINES
    except Trouble as trouble:
        return Found(path, "", trouble)
    except (OSError, ValueError) as problem:
        return Found(path, "", Trouble("closed-file", why=getattr(problem, "strerror", None) or problem))
    if format_ == _DATABASE:
        return Found(path, "", Trouble("sqlite-file", address=quote(f"sqlite:///{path}")))
    return Found(path, format_) if format_ else Found(path, "", Trouble("unknown-format", known=KNOWN))


def _suffix(path: Path) -> str:
    name = path.with_suffix("") if path.suffix.lower() in _PACKED else path
    return name.suffix.lower()


def _by_content(start: bytes, named: str) -> str:
    """The format of a file whose name does not say it, or says only JSON."""
    if start.startswith(b"PAR1"):
        return PARQUET
    if start.startswith(_SQLITE):
        return _DATABASE
    if start.startswith(b"PK\x03\x04"):
        return EXCEL
    bare = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if bare == b"{" and (not named or holds_lines(start)):
        return LINES
    return VALUES if bare == b"[" else named
