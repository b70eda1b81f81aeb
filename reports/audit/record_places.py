"""Where the records behind some verdicts stand: the file they were read from and the line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from ...engine.values import dataclass
from .queries import listed
from .verdict_rows import Archive

_LINE: Final = re.compile(r"(?:line|Zeile) (\d{1,9})")
_ABSOLUTE: Final = re.compile(r"[/\\~]|[A-Za-z][A-Za-z0-9+.-]*:|\.\.")
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """A file as it was named to the audit, relative to its start folder; `line` None where it has no lines."""

    file: str
    line: int | None


def record_places(archive: Archive, ids: Iterable[str]) -> Mapping[str, RecordPlace]:
    """The places of these records by id. Absolute paths, databases and what stands nowhere are left out."""
    wanted = tuple(sorted(set(ids)))
    if not wanted:
        return {}
    sql = f"""\
SELECT id, min(CAST(source AS VARCHAR)) AS source, min_by(place, CAST(source AS VARCHAR)) AS place
FROM 'records.parquet' WHERE id IN ({listed(wanted)}) AND source IS NOT NULL GROUP BY id ORDER BY id"""
    found = {}
    for row in archive.rows(sql):
        file = str(row["source"])
        line = _LINE.fullmatch(str(row["place"] or ""))
        if file and len(file) <= _LONGEST and not _ABSOLUTE.match(file):
            found[str(row["id"])] = RecordPlace(file, int(line[1]) if line else None)
    return found
