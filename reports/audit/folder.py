"""The folder of an audit -> what its run says, or a clear word why no report can be made of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ...engine.diagnostics import KniggeError
from ...engine.values import dataclass
from ...engine.version import VERSION
from ..bilingual import worded
from ..visible import visible

LAYOUT: Final = "1"
"""The layout of the tables that is understood here; the tables carry theirs."""

TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "verdicts": tuple(
        """subject id nth rule version clause verdict mark severity title channel account team thread author role kind
        moment day hour due done excerpt message why advice suggestions route reason needs facts trail""".split()
    ),
    "records": tuple("type id status reason channel account team thread author role kind moment day".split()),
    "threads": tuple("id state why since channel account".split()),
}
"""The tables of an audit with the columns that are read here."""

_WHY: Final[Mapping[str, tuple[str, str]]] = {
    "no-json": ("kein JSON: {told}", "no JSON: {told}"),
    "no-object": ("kein JSON-Objekt", "no JSON object"),
    "no-list": ("`{name}` fehlt oder ist keine Liste", "`{name}` is missing or no list"),
    "no-key": ("`{name}` fehlt", "`{name}` is missing"),
    "no-time": ("`{name}` ist kein Zeitpunkt", "`{name}` is no time"),
}
_COUNTED: Final = ("violation", "fulfilled", "undecided", "open", "waived", "error")
_PROBLEMS: Final[Mapping[str, tuple[str, str]]] = {
    "missing": (
        "{path}: diesen Ordner gibt es nicht",
        "{path}: there is no such folder",
    ),
    "no-folder": (
        "{path}: ist kein Ordner; genannt wird der Ordner, den `knigge audit` geschrieben hat",
        "{path}: is no folder; name the folder that `knigge audit` wrote",
    ),
    "no-audit": (
        "{path}: ist kein Prüflauf, denn `{file}` fehlt; genannt wird der Ordner, den `knigge audit` geschrieben hat",
        "{path}: is no audit, for `{file}` is missing; name the folder that `knigge audit` wrote",
    ),
    "unfinished": (
        "{path}: der Prüflauf ist nicht zu Ende; weiter geht es mit `knigge audit --out {path} --resume`",
        "{path}: the run is not finished; go on with `knigge audit --out {path} --resume`",
    ),
    "unreadable": (
        "{path}: `{file}` lässt sich nicht lesen ({why})",
        "{path}: `{file}` cannot be read ({why})",
    ),
    "layout": (
        "{path}: die Tabellen haben den Aufbau {found}, gelesen wird hier {wanted}; bitte neu prüfen lassen",
        "{path}: the tables have layout {found}, read here is {wanted}; please run the audit again",
    ),
    "version": (
        "{path}: geprüft hat knigge {found}, hier läuft {wanted}; neu prüfen lassen oder `--any-version` angeben",
        "{path}: judged by knigge {found}, this is {wanted}; run the audit again or give `--any-version`",
    ),
    "mixed": (
        "{path}: die Tabellen gehören nicht zu diesem Lauf: {what} laut summary.json {told}, in der Tabelle {found}",
        "{path}: the tables are not of this run: {what} {told} by summary.json, {found} in the table",
    ),
    "foreign": (
        "{path}: `{file}` ist aus einem anderen Lauf als `run.json`; bitte den Ordner lassen, wie der Lauf ihn schrieb",
        "{path}: `{file}` is from another run than `run.json`; leave the folder as the run wrote it",
    ),
    "nothing-read": (
        "{path}: nichts war zu lesen (siehe {path}/errors.jsonl); ohne lesbare Datensätze kein Bericht",
        "{path}: nothing was readable (see {path}/errors.jsonl); no report without readable records",
    ),
    "damaged": (
        "{path}: eine der Tabellen ist beschädigt ({why}); bitte neu prüfen lassen",
        "{path}: one of the tables is damaged ({why}); please run the audit again",
    ),
    "same": (
        "{path}: wäre ein Vergleich mit sich selbst; `--against` nennt einen anderen Prüflauf",
        "{path}: would be compared with itself; `--against` names another audit",
    ),
    "empty": (
        "{path}: der Prüflauf hat nichts gelesen; ohne Nachrichten, Handlungen oder Gewinnspiele kein Bericht",
        "{path}: the audit read nothing; no report without messages, acts or contests",
    ),
}


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence of the guideline."""

    id: str
    de: str
    en: str


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What a run says of a rule it judged by."""

    id: str
    version: str
    clause: str
    severity: str
    subject: str
    status: str
    title_de: str
    title_en: str


@dataclass(frozen=True, slots=True)
class PolicyInfo:
    """A policy of the run: digest of its text, digest of what it became, days from and until; None: no limit."""

    name: str
    digest: str
    program: str
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class WaiverInfo:
    """A signed exception and how often it was used; `uses` None: no cap."""

    rule: str
    reason: str
    approver: str
    signed: str
    until: str
    uses: int | None
    used: int


@dataclass(frozen=True, slots=True)
class InputInfo:
    """A file or table that was read."""

    name: str
    format: str
    bytes: int | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """A line of errors.jsonl, counted: what could not be read or judged, and why."""

    what: str
    reason: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class Run:
    """Everything `run.json`, `summary.json` and `errors.jsonl` tell of a finished run."""

    path: Path
    knigge: str
    speech: str
    now: str | None
    zone: str
    organisation: str
    started: str
    ended: str
    policies: tuple[PolicyInfo, ...]
    inputs: tuple[InputInfo, ...]
    clauses: tuple[Clause, ...]
    rules: tuple[RuleInfo, ...]
    waivers: tuple[WaiverInfo, ...]
    counts: tuple[tuple[str, int], ...]
    troubles: tuple[Trouble, ...]


def read_run(folder: str, speech: str, any_version: bool = False) -> Run:
    """What the run in `folder` says. KniggeError in the words of `speech` where it is none, or not whole."""
    path = Path(folder)
    _exists(path, speech)
    told = _run_json(path, speech)
    if told.get("complete") is not True or (path / ".work").exists():
        raise problem("unfinished", speech, path=path)
    layout = str(told.get("layout"))
    if layout != LAYOUT:
        raise problem("layout", speech, path=path, found=layout, wanted=LAYOUT)
    version = str(told.get("knigge"))
    if version != VERSION and not any_version:
        raise problem("version", speech, path=path, found=version, wanted=VERSION)
    summary = _object(path, "summary.json", speech)
    _tables(path, summary, told.get("run"), speech)
    try:
        return _run(path, told, summary, _troubles(path, speech))
    except _Odd as odd:
        why = worded(_WHY, odd.word, speech, name=odd.name)
    except KeyError as odd_key:
        why = worded(_WHY, "no-key", speech, name=odd_key.args[0])
    raise problem("unreadable", speech, path=path, file="run.json", why=why)


class _Odd(Exception):
    """Something in `run.json` that `knigge audit` does not write: what is wrong by its word, and where."""

    def __init__(self, word: str, name: str) -> None:
        super().__init__(word, name)
        self.word, self.name = word, name


def _exists(path: Path, speech: str) -> None:
    try:
        found, folder = path.exists(), path.is_dir()
    except (OSError, ValueError):
        found = folder = False
    if not found:
        raise problem("missing", speech, path=path)
    if not folder:
        raise problem("no-folder", speech, path=path)


def _run_json(path: Path, speech: str) -> Mapping[str, object]:
    if not (path / "run.json").exists():
        begun = (path / ".work").exists()
        raise problem("unfinished" if begun else "no-audit", speech, path=path, file="run.json")
    return _object(path, "run.json", speech)


def _object(path: Path, file: str, speech: str) -> Mapping[str, object]:
    try:
        told = json.loads((path / file).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise problem("no-audit", speech, path=path, file=file) from None
    except OSError as why:
        raise problem("unreadable", speech, path=path, file=file, why=why.strerror or why) from None
    except (ValueError, RecursionError) as why:
        told_why = worded(_WHY, "no-json", speech, told=why)
        raise problem("unreadable", speech, path=path, file=file, why=told_why) from None
    if not isinstance(told, dict):
        raise problem("unreadable", speech, path=path, file=file, why=worded(_WHY, "no-object", speech))
    return told


def _tables(path: Path, summary: Mapping[str, object], run: object, speech: str) -> None:
    """KniggeError when a table is missing, of another layout or run, or does not hold what the run counted."""
    for name, columns in TABLES.items():
        file = f"{name}.parquet"
        if not (path / file).exists():
            raise problem("no-audit", speech, path=path, file=file)
        try:
            schema = pq.read_schema(path / file)
        except (OSError, pa.ArrowException) as why:
            raise problem("unreadable", speech, path=path, file=file, why=str(why).splitlines()[0]) from None
        lacking = [column for column in columns if column not in schema.names]
        layout = (schema.metadata or {}).get(b"knigge.layout", b"?").decode("utf-8", "replace")
        if layout != LAYOUT:
            raise problem("layout", speech, path=path, found=layout, wanted=LAYOUT)
        if (schema.metadata or {}).get(b"knigge.run") != (run.encode() if isinstance(run, str) else None):
            raise problem("foreign", speech, path=path, file=file)
        if lacking:
            raise problem("unreadable", speech, path=path, file=file, why=", ".join(lacking))
    if not pq.read_metadata(path / "records.parquet").num_rows and not _number(summary.get("read")):
        raise problem("empty", speech, path=path)
    _same_run(path, summary, speech)


def _same_run(path: Path, summary: Mapping[str, object], speech: str) -> None:
    told = summary.get("verdicts")
    if not isinstance(told, dict):
        lacking = worded(_WHY, "no-key", speech, name="verdicts")
        raise problem("unreadable", speech, path=path, file="summary.json", why=lacking)
    try:
        found = _counted(path / "verdicts.parquet")
    except (OSError, pa.ArrowException) as why:
        reason = str(why).splitlines()[0]
        raise problem("unreadable", speech, path=path, file="verdicts.parquet", why=reason) from None
    if not found.total() and _number(summary.get("read")) <= _number(summary.get("errored")):
        raise problem("nothing-read", speech, path=path)
    for name in _COUNTED:
        if found[name] != _number(told.get(name)):
            raise problem("mixed", speech, path=path, what=name, told=_number(told.get(name)), found=found[name])


def _counted(path: Path) -> Counter[str]:
    """The verdicts of a table by what they say, each once."""
    found: Counter[str] = Counter()
    for batch in pq.ParquetFile(path).iter_batches(1 << 18, columns=["verdict", "nth"]):
        first = batch.filter(pc.equal(batch.column("nth"), 1)).column("verdict")
        for each in pc.value_counts(first.cast(pa.string())).to_pylist():
            found[str(each["values"])] += int(each["counts"])
    return found


def _run(path: Path, told: Mapping[str, object], summary: Mapping[str, object], troubles: tuple[Trouble, ...]) -> Run:
    now = _instant(told, "now")
    return Run(
        path,
        str(told["knigge"]),
        "en" if told.get("speech") == "en" else "de",
        now,
        str(told.get("zone") or "UTC"),
        str(told.get("organisation") or ""),
        str(told.get("started") or ""),
        str(told.get("ended") or ""),
        tuple(
            PolicyInfo(
                str(e["name"]), str(e["digest"]), str(e.get("program") or ""), _day(e, "since"), _day(e, "until")
            )
            for e in _each(told, "policies")
        ),
        tuple(
            InputInfo(str(e["name"]), str(e.get("format") or ""), _count(e.get("bytes")), str(e.get("sha256") or ""))
            for e in _each(told, "inputs")
        ),
        tuple(
            Clause(str(e["id"]), str(e.get("de") or e["id"]), str(e.get("en") or e.get("de") or e["id"]))
            for e in _each(told, "clauses")
        ),
        tuple(_rule(e) for e in _each(told, "rules")),
        tuple(
            WaiverInfo(
                str(e["rule"]),
                str(e.get("reason") or ""),
                str(e.get("approver") or ""),
                str(e.get("signed") or ""),
                str(e.get("until") or ""),
                _count(e.get("uses")),
                _number(e.get("used")),
            )
            for e in _each(told, "waivers")
        ),
        tuple((name, _number(summary.get(name))) for name in ("read", "judged", "undecided", "errored", "skipped")),
        troubles,
    )


def _rule(told: Mapping[str, object]) -> RuleInfo:
    title = told.get("title")
    titles = title if isinstance(title, dict) else {}
    name = str(told["id"])
    german = str(titles.get("de") or titles.get("en") or name)
    return RuleInfo(
        name, str(told.get("version") or ""), str(told.get("clause") or ""), str(told.get("severity") or ""),
        str(told.get("subject") or ""), str(told.get("status") or "active"), german, str(titles.get("en") or german),
    )  # fmt: skip


def _troubles(path: Path, speech: str) -> tuple[Trouble, ...]:
    """The lines of errors.jsonl by what and why, the most frequent first; none where the file is not there."""
    file = path / "errors.jsonl"
    if not file.exists():
        return ()
    found: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], str] = {}
    try:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                if not line.strip():
                    continue
                each = json.loads(line)
                key = (str(each.get("what") or ""), str(each.get("reason") or ""))
                found[key] += 1
                first.setdefault(key, " ".join(str(each.get(name) or "") for name in ("source", "place")).strip())
    except OSError as why:
        raise problem("unreadable", speech, path=path, file="errors.jsonl", why=why.strerror or why) from None
    except (ValueError, RecursionError, AttributeError) as why:
        told = worded(_WHY, "no-json", speech, told=why)
        raise problem("unreadable", speech, path=path, file="errors.jsonl", why=told) from None
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Trouble(*key, count, first[key]) for key, count in ordered)


def _each(told: Mapping[str, object], name: str) -> Sequence[Mapping[str, object]]:
    values = told.get(name)
    if not isinstance(values, list) or not all(isinstance(each, dict) for each in values):
        raise _Odd("no-list", name)
    return values


def _instant(told: Mapping[str, object], name: str) -> str | None:
    value = told.get(name)
    if not value:
        return None
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        raise _Odd("no-time", name) from None
    return str(value)


def _day(told: Mapping[str, object], name: str) -> str | None:
    value = told.get(name)
    return str(value) if value else None


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _count(value: object) -> int | None:
    return value if isinstance(value, int) else None


def problem(name: str, speech: str, /, **about: object) -> KniggeError:
    """What is wrong with a folder, in the words of `speech`."""
    return KniggeError(worded(_PROBLEMS, name, speech, **{key: visible(str(value)) for key, value in about.items()}))
