"""An audit -> SARIF 2.1.0 (OASIS), for code scanning and dashboards. The same audit gives the same bytes.

It holds the gravest findings only: code scanning shows 5,000 results of a run and refuses files of more than 10 MB
packed. What was left out is counted and said in a notification of the tool.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Final
from urllib.parse import quote

from ...engine.version import VERSION
from ..fingerprints import normalised
from ..visible import one_line, shortened, visible, whole
from . import cover
from .csv import local
from .findings import cut
from .folder import RuleInfo
from .model import Model
from .notation import number
from .record_places import RecordPlace, record_places
from .sentences import clause_words
from .verdict_rows import Archive, VerdictRow, count_verdicts, verdict_rows

Json = dict[str, object]
MOST: Final = 5_000
"""Results at most."""

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_ROOT: Final = "%SRCROOT%"
_LEVELS: Final = {"error": "error", "warning": "warning", "note": "note"}
_WORDS: Final = {
    "left-out": (
        "Hier stehen die {shown} schwersten von {all} Befunden; {left} sind ausgelassen. Alle gibt: "
        "knigge report ... --format csv",
        "Here are the gravest {shown} of {all} findings; {left} are left out. All come with: "
        "knigge report ... --format csv",
    ),
    "unknown": (
        "{n} Urteile sind nicht entschieden oder gescheitert; sie stehen hier nicht als Befunde.",
        "{n} verdicts are undecided or failed; they do not stand here as findings.",
    ),
    "trouble": ("{n} Stellen: {what} ({reason})", "{n} items: {what} ({reason})"),
    "root": ("Ordner, in dem der Prüflauf begann", "folder in which the audit was started"),
    "clause": ("Leitfaden", "Guideline"),
}


def render(model: Model) -> str:
    """The whole log: one run, a result for each violation and each waived one, the gravest first."""
    found = list(chain(verdict_rows(model, ("violation",), MOST), verdict_rows(model, ("waived",), MOST)))[:MOST]
    with Archive(model.run.path) as archive:
        places = record_places(archive, (row.id for row in found))
    rules = {name: index for index, name in enumerate(sorted({row.rule for row in found}))}
    seen: dict[str, int] = {}
    results = [_result(model, row, rules, places.get(row.id), seen) for row in found]
    notes = list(_notifications(model, len(found)))
    invocation: Json = {"executionSuccessful": True, "exitCode": 0}
    if notes:
        invocation["toolExecutionNotifications"] = notes
    driver: Json = {"name": "knigge", "version": VERSION, "semanticVersion": VERSION, "language": model.speech,
                    "rules": _rules(model, rules, found)}  # fmt: skip
    run: Json = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"knigge-audit/{quote(_name(model.run.organisation), safe='')}/"},
        "language": model.speech,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": _message(_say("root", model.speech))}},
        "invocations": [invocation],
        "results": results,
        "properties": {
            "decision": model.decision.state,
            "violations": count_verdicts(model, ("violation",)),
            "policies": [{"name": _name(each.name), "digest": _name(each.digest)} for each in model.run.policies],
        },
    }
    log: Json = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return whole(json.dumps(log, ensure_ascii=False, indent=1)) + "\n"


def _rules(model: Model, rules: Mapping[str, int], found: Sequence[VerdictRow]) -> list[Json]:
    known = {cut(each.id, 80): each for each in model.run.rules}
    titles = {row.rule: row.title for row in found}
    return [_rule(model, name, known.get(name), titles[name]) for name in rules]


def _rule(model: Model, name: str, info: RuleInfo | None, title: str) -> Json:
    told: Json = {"id": name, "name": "".join(part.capitalize() for part in re.split(r"\W+", name)) or name}
    if info is None:
        return told | {"shortDescription": _message(title)}
    words = info.title_de if model.speech == "de" else info.title_en
    clause = f"{_say('clause', model.speech)}: {clause_words(info.clause, model.run, model.speech)}"
    return told | {
        "shortDescription": _message(words or title),
        "help": _message(clause),
        "defaultConfiguration": {"level": _LEVELS.get(info.severity, "warning")},
        "properties": {"clause": _name(info.clause), "version": _name(info.version)},
    }


def _result(
    model: Model, row: VerdictRow, rules: Mapping[str, int], place: RecordPlace | None, seen: dict[str, int]
) -> Json:
    told = f"{row.title}: {row.message or row.reason}" if row.message or row.reason else row.title
    shown: Json = {
        "ruleId": row.rule,
        "ruleIndex": rules[row.rule],
        "kind": "fail",
        "level": _LEVELS.get(row.severity, "warning"),
        "message": _message(told),
        "locations": [_location(row, place)],
        "partialFingerprints": {"knigge.audit/v1": _fingerprint(row, seen)},
    }
    if row.verdict == "waived":
        excuse = {"kind": "external", "status": "accepted", "justification": visible(row.reason)}
        shown["suppressions"] = [excuse]
    at = local(row.at, model.run.zone)
    about = {"advice": row.better or row.advice, "route": row.route, "thread": row.thread, "channel": row.channel,
             "time": at.isoformat() if at else "", "ruleVersion": row.version, "subject": row.subject}  # fmt: skip
    shown["properties"] = {name: value for name, value in about.items() if value}
    return shown


def _location(row: VerdictRow, place: RecordPlace | None) -> Json:
    parts = [each for each in (row.channel, row.account, row.thread, row.id) if each]
    names: list[Json] = [{"name": row.id or "–", "fullyQualifiedName": "/".join(parts) or "–", "kind": "member"}]
    shown: Json = {"logicalLocations": names}
    if place is not None:
        file: Json = {"uri": quote(one_line(place.file).replace("\\", "/")), "uriBaseId": _ROOT}
        physical: Json = {"artifactLocation": file}
        if place.line:
            physical["region"] = {"startLine": place.line}
        shown["physicalLocation"] = physical
    return shown


def _fingerprint(row: VerdictRow, seen: dict[str, int]) -> str:
    """Of the rule, what was judged, and the marked words as they are told; the how-manieth where several are alike.

    The words are masked: a hash of somebody's telephone number would give it away to who tries them all.
    """
    parts = "\0".join((row.rule, row.subject, row.id, normalised(row.excerpt)))
    seen[parts] = again = seen.get(parts, 0) + 1
    return hashlib.sha256(f"{parts}\0{again}".encode()).hexdigest()[:32]


def _notifications(model: Model, shown: int) -> Iterator[Json]:
    speech = model.speech
    all_ = count_verdicts(model, ("violation", "waived"))
    if all_ > shown:
        about = {"shown": number(shown, speech), "all": number(all_, speech), "left": number(all_ - shown, speech)}
        yield _note("warning", _say("left-out", speech, **about))
    unknown = count_verdicts(model, ("undecided", "error"))
    if unknown:
        yield _note("note", _say("unknown", speech, n=number(unknown, speech)))
    for each in model.run.troubles[:50]:
        reason = shortened(one_line(each.reason), 300)
        yield _note("warning", _say("trouble", speech, n=number(each.count, speech), what=each.what, reason=reason))
    for words in cover.notes(model):
        yield _note("note", words)


def _note(level: str, words: str) -> Json:
    return {"level": level, "message": _message(words)}


def _message(text: str) -> Json:
    """A message that no viewer takes for a link or a place to fill in (SARIF 3.11.5 and 3.11.6)."""
    links = re.sub(r"[\\\[\]]", r"\\\g<0>", visible(shortened(text, 2000)))
    return {"text": links.replace("{", "{{").replace("}", "}}") or "–"}


def _name(text: str) -> str:
    return shortened(one_line(text), 120)


def _say(word: str, speech: str, **about: object) -> str:
    german, english = _WORDS[word]
    told = german if speech == "de" else english
    return told.format(**about) if about else told
