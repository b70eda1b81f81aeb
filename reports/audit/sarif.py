"""An audit -> SARIF 2.1.0 (OASIS), for code scanning and dashboards. The same audit gives the same bytes.

It holds the gravest findings only: code scanning shows 5,000 results of a run and refuses files of more than 10 MB
packed. What was left out is counted and said in a notification of the tool.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final
from urllib.parse import quote

from ...engine.version import VERSION
from ..bilingual import worded
from ..fingerprints import normalised
from ..sarif_parts import ROOT, SCHEMA, Json, message, rule_name
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
from .wording import counted, say

MOST: Final = 5_000
"""Results at most."""

_LONGEST: Final = 2000
_LEVELS: Final = {"error": "error", "warning": "warning", "note": "note"}
_WORDS: Final = {
    "left-out": (
        "Hier stehen die {shown} schwersten von {all} Befunden; {left} sind ausgelassen. Alle gibt: "
        "knigge report ... --format csv",
        "Here are the gravest {shown} of {all} findings; {left} are left out. All come with: "
        "knigge report ... --format csv",
    ),
    "root": ("Ordner, in dem der Prüflauf begann", "folder in which the audit was started"),
}


def render(model: Model) -> str:
    """The whole log: one run, a result for each violation and each waived one, the gravest first."""
    found = _gravest(model)
    with Archive(model.run.path, model.speech) as archive:
        places = record_places(archive, (row.record for row in found))
    rules = {name: index for index, name in enumerate(sorted({row.rule for row in found}))}
    known = _fingerprints(model, found)
    results = [_result(model, row, rules, places.get(row.record), each) for row, each in zip(found, known, strict=True)]
    notes = list(_notifications(model, len(found)))
    invocation: Json = {"executionSuccessful": not dict(model.run.counts).get("errored")}
    if notes:
        invocation["toolExecutionNotifications"] = notes
    driver: Json = {"name": "knigge", "version": VERSION, "semanticVersion": VERSION, "language": model.speech,
                    "rules": _rules(model, rules, found)}  # fmt: skip
    run: Json = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"knigge-audit/{quote(_name(model.run.organisation), safe='')}/"},
        "language": model.speech,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": _message(_say("root", model.speech))}},
        "invocations": [invocation],
        "results": results,
        "properties": {
            "decision": model.decision.state,
            "violations": count_verdicts(model, ("violation",)),
            "policies": [{"name": _name(each.name), "digest": _name(each.digest)} for each in model.run.policies],
        },
    }
    log: Json = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return whole(json.dumps(log, ensure_ascii=False, indent=1)) + "\n"


def _gravest(model: Model) -> list[VerdictRow]:
    """What it has room for: violations, then what was waived."""
    return list(chain(verdict_rows(model, ("violation",), MOST), verdict_rows(model, ("waived",), MOST)))[:MOST]


def _rules(model: Model, rules: Mapping[str, int], found: Sequence[VerdictRow]) -> list[Json]:
    known = {cut(each.id, 80): each for each in model.run.rules}
    titles = {row.rule: row.title for row in found}
    whys = {row.rule: row.why for row in reversed(found) if row.why}
    return [_rule(model, name, known.get(name), titles[name], whys.get(name, "")) for name in rules]


def _rule(model: Model, name: str, info: RuleInfo | None, title: str, why: str) -> Json:
    told: Json = {"id": name, "name": rule_name(name) or name}
    if info is None:
        known = _message(why or title)
        return told | {"shortDescription": _message(title), "fullDescription": known, "help": known}
    words = info.title_de if model.speech == "de" else info.title_en
    clause = f"{say('guideline', model.speech)}: {clause_words(info.clause, model.run, model.speech)}"
    return told | {
        "shortDescription": _message(words or title),
        "fullDescription": _message(why or words or title),
        "help": _message(f"{why}\n\n{clause}" if why else clause),
        "defaultConfiguration": {"level": _LEVELS.get(info.severity, "warning")},
        "properties": {"clause": _name(info.clause), "version": _name(info.version)},
    }


def _result(model: Model, row: VerdictRow, rules: Mapping[str, int], place: RecordPlace | None, known: str) -> Json:
    told = f"{row.title}: {row.message or row.reason}" if row.message or row.reason else row.title
    shown: Json = {
        "ruleId": row.rule,
        "ruleIndex": rules[row.rule],
        "kind": "fail",
        "level": _LEVELS.get(row.severity, "warning"),
        "message": _message(told),
        "locations": [_location(row, place)],
        "partialFingerprints": {"knigge.audit/v1": known},
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
        file: Json = {"uri": quote(one_line(place.file).replace("\\", "/")), "uriBaseId": ROOT}
        physical: Json = {"artifactLocation": file}
        if place.line:
            physical["region"] = {"startLine": place.line}
        shown["physicalLocation"] = physical
    return shown


def _fingerprints(model: Model, found: Sequence[VerdictRow]) -> Iterator[str]:
    """Of the rule, what was judged, and the marked words; the how-manieth where several are alike.

    The words are masked, in English: a hash of somebody's telephone number would give it away to who tries them all,
    and a report in another language, or one with names, knows a finding by the same.
    """
    plain = model.speech == "en" and model.names_reason is None
    masked = found if plain else _gravest(replace(model, speech="en", names_reason=None))
    seen: Counter[str] = Counter()
    for row in masked:
        parts = "\0".join(whole(each) for each in (row.rule, row.subject, row.record, normalised(row.excerpt)))
        seen[parts] += 1
        yield hashlib.sha256(f"{parts}\0{seen[parts]}".encode()).hexdigest()[:32]


def _notifications(model: Model, shown: int) -> Iterator[Json]:
    speech = model.speech
    all_ = count_verdicts(model, ("violation", "waived"))
    if all_ > shown:
        about = {"shown": number(shown, speech), "all": number(all_, speech), "left": number(all_ - shown, speech)}
        yield _note("warning", _say("left-out", speech, **about))
    unknown = count_verdicts(model, ("undecided", "error"))
    if unknown:
        yield _note("note", counted("unsettled", unknown, speech))
    for each in model.run.troubles[:50]:
        yield _note("warning", cover.trouble(each, speech))
    for words in cover.notes(model):
        yield _note("note", words)


def _note(level: str, words: str) -> Json:
    return {"level": level, "message": _message(words)}


def _message(text: str) -> Json:
    """A message of a length that viewers show; a dash where there is nothing to say."""
    return message(shortened(text, _LONGEST) or "–")


def _name(text: str) -> str:
    return shortened(one_line(text), 120)


def _say(word: str, speech: str, **about: object) -> str:
    return worded(_WORDS, word, speech, **about)
