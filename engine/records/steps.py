"""Little timelines in examples -> records: `Mon 16:30 customer Aylin: Wo bleibt mein Paket?`, one step a text.

A step says when (a weekday of the week of 2 March 2026, `+1` for a week later, or an ISO day), who (us, customer,
other, bot, platform, filter; a name may follow), what where it is not the usual thing (post, dm, delete ...), `to N`
where it answers or touches another step than the last foreign one, `on CHANNEL`, and behind the colon the text; of an
act its fields (`ground = insult; notice_sent = Mon 17:00`).
`given approved-text`, `series` and `automated` are said of every message of ours; `given customer-record = "Aylin:
email = a@example.org"` is what we know of a person.
"""

from __future__ import annotations

import re
from dataclasses import field
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ..condition_nodes import ACTS
from ..diagnostics import Said, say
from ..facts import KINDS
from ..intake import RecordError, read_record
from ..keywords import keywords
from ..nodes import Example, Quantity
from ..record import Record
from ..values import dataclass

MONDAY: Final = date(2026, 3, 2)
"""The week that weekdays stand for: no holiday, no clock change in it or the three weeks after."""
_DAYS: Final = (("mon", "mo"), ("tue", "di"), ("wed", "mi"), ("thu", "do"), ("fri", "fr"), ("sat", "sa"), ("sun", "so"))
_WHEN: Final = (
    r"(?:(?P<day>\d{4}-\d{2}-\d{2})|(?P<weekday>[A-Za-z]{2,3})(?:\+(?P<weeks>\d+))?)\s+(?P<clock>\d{1,2}:\d{2})"
)
_STEP: Final = re.compile(rf"\s*{_WHEN}\s+(?P<who>[^:]+?)\s*:\s?(?P<rest>.*)", re.DOTALL)
_TIME: Final = re.compile(_WHEN)
_SIDES: Final = {"platform": "platform", "plattform": "platform", "filter": "filter"}
_TIMED: Final = frozenset({"notice_sent", "performed", "published", "starts", "ends", "edited", "now", "coverage"})

_OF_OURS: Final = (("approved-text", "approved_text"), ("series", "series"), ("automated", "automated"))
"""What an example gives for every message of ours in it."""


class StepError(Exception):
    """A step that cannot be read; the message says which words."""


@dataclass(slots=True)
class _Told:
    """The records of an example while its steps are read."""

    zone: str
    channel: str
    account: str
    of_ours: dict[str, object] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def of_record(problem: RecordError) -> Said:
    """What makes a step no record."""
    return say("`{key}` {problem}", key=problem.key, problem=problem.problem)


def is_step(text: str) -> bool:
    """Whether a text begins as a step does, with a day and a time."""
    return _STEP.match(text) is not None


def records_of(example: Example, subject: str, zone: str) -> list[Record]:
    """The records an example stands for. A text that is no step is what an act removed, or the post of a contest."""
    given = {each.fact: each.value for each in example.given}
    told = _Told(zone, str(given.get("channel", "facebook")), "acme")
    told.of_ours = {key: _field(key, given[name], zone) for name, key in _OF_OURS if name in given}
    if is_step(example.text):
        for number, text in enumerate((example.text, *example.steps), start=1):
            _read(told, number, text)
    else:
        told.records += _single(example, subject, given, told)
    if isinstance(known := given.get("customer-record"), str):
        told.records.append(_customer_record(known))
    if isinstance(coverage := given.get("coverage"), str):
        first, _, last = coverage.partition(" ")
        found = {
            "type": "coverage",
            "channel": told.channel,
            "from": _moment(first, zone),
            "until": _moment(last, zone),
        }
        told.records.append(read_record(found, "coverage"))
    return told.records


def _customer_record(written: str) -> Record:
    """What is known of a customer, from `Aylin: name = Aylin Demir; phone = 0171 2345678`."""
    name, _, rest = written.partition(":")
    found: dict[str, object] = {"type": "customer", "id": name.strip()}
    for part in filter(None, (each.strip() for each in rest.split(";"))):
        key, _, value = part.partition("=")
        found[key.strip().replace("-", "_")] = value.strip()
    return _record(found)


def now_of(example: Example, zone: str) -> datetime | None:
    """The present an example gives; None where it gives none."""
    for each in example.given:
        if each.fact == "now" and isinstance(each.value, str):
            return datetime.fromisoformat(_moment(each.value, zone))
    return None


def _single(example: Example, subject: str, given: dict[str, str | Quantity], told: _Told) -> list[Record]:
    """The record of an act on a text, or of a contest, with the fields the example gives."""
    fields: dict[str, object] = {
        name.replace("-", "_"): _field(name.replace("-", "_"), value, told.zone)
        for name, value in given.items()
        if name not in ("now", "coverage", "language")
    }
    base = {"channel": told.channel, "account": told.account}
    if example.language:
        base["language"] = example.language
    usual = _moment("Mon 17:00", told.zone)
    if subject == "contest":
        record = {**base, "type": "contest", "id": "example", "text": example.text, "published": usual, **fields}
        return [read_record(record, "example")]
    author = {"id": "u1", "role": "customer"}
    item = {**base, "type": "message", "id": "item", "kind": "comment", "author": author, "text": example.text}
    item["published"] = _moment("Mon 12:00", told.zone)
    act = {**base, "type": "action", "id": "example", "action": "delete", "object": "item", "actor": "a1", **fields}
    act.setdefault("performed", usual)
    act.pop("language", None)
    return [read_record(item, "item"), read_record(act, "example")]


def _read(told: _Told, number: int, text: str) -> None:
    found = _STEP.match(text)
    if found is None:
        raise StepError(say("`{step}` has no day, time, person and colon", step=text[:40]))
    at = _moment(text[: found.start("who")].strip(), told.zone)
    words = found["who"].split()
    side = keywords().canonical("roles", words[0]) or _SIDES.get(words[0].casefold())
    if side is None:
        nobody = say("`{word}` is nobody: write us, customer, other, bot, platform or filter", word=words[0])
        raise StepError(nobody)
    what, target, channel, name = "", "", told.channel, ""
    rest = iter(words[1:])
    for word in rest:
        event = keywords().canonical("events", word)
        if word.casefold() in ("to", "an"):
            target = "s" + next(rest, "")
        elif word.casefold() in ("on", "auf"):
            channel = next(rest, channel)
        elif event is not None:
            what = event
        else:
            name = f"{name} {word}".strip()
    record: dict[str, object] = {"id": f"s{number}", "channel": channel, "account": told.account}
    if what in ACTS:
        _add_act(told, record, what, target, side, name, at, found["rest"])
    else:
        _add_message(told, record, what, target, side, name, at, found["rest"])


def _add_act(
    told: _Told, record: dict[str, object], what: str, target: str, side: str, name: str, at: str, rest: str
) -> None:
    record |= {
        "type": "action",
        "action": what,
        "performed": at,
        "object": target or (told.asked[-1] if told.asked else None),
    }
    record |= {"actor": name or side} if side not in ("us", "customer") else {"actor": name or "a1"}
    record |= {"actor_role": side} if side in ("us", "platform", "filter", "other", "customer") else {}
    for part in filter(None, (each.strip() for each in rest.split(";"))):
        key, _, value = part.partition("=")
        record[key.strip().replace("-", "_")] = _field(key.strip().replace("-", "_"), value.strip(), told.zone)
    told.records.append(_record(record))


def _add_message(
    told: _Told, record: dict[str, object], what: str, target: str, side: str, name: str, at: str, text: str
) -> None:
    ours = side == "us"
    kind = what if what in KINDS else ("reply" if ours else "comment")
    author = {"id": name or {"us": "a1", "customer": "u1"}.get(side, side), "role": side, "name": name or None}
    record |= {"type": "message", "kind": kind, "author": author, "published": at, "text": text}
    if ours:
        record |= told.of_ours
    if kind not in ("post", "story", "share"):
        record["thread"] = "example"
        answered = target or (told.asked[-1] if ours and told.asked else "")
        record["in_reply_to"] = answered or None
    told.records.append(_record(record))
    if not ours:
        told.asked.append(str(record["id"]))


def _record(record: dict[str, object]) -> Record:
    try:
        return read_record(record, "step")
    except RecordError as problem:
        raise StepError(of_record(problem)) from None


def _field(key: str, value: object, zone: str) -> object:
    """A field of a record from its words: times from weekdays, approvals from `a3 Mon 16:50, a9 Mon 16:55`."""
    if isinstance(value, Quantity):
        return value.value
    written = str(value)
    if key == "approvals":
        return [
            {"by": name, "at": _moment(when, zone) if when else None}
            for name, _, when in (part.strip().partition(" ") for part in written.split(",") if part.strip())
        ]
    if written == "none" and key in ("actor", "actor_role"):
        return None
    if key in _TIMED:
        return _moment(written, zone) if written and written != "none" else None
    return {"true": True, "yes": True, "ja": True, "false": False, "no": False, "nein": False}.get(written, written)


def _moment(written: str, zone: str) -> str:
    """ISO 8601 of `Mon 16:30`, `2026-03-02 16:30`, `2026-03-02`; what is neither stays as it was written."""
    written = written.strip()
    found = _TIME.fullmatch(written)
    day, clock = None, "0:00"
    if found is not None and found["day"]:
        day, clock = date.fromisoformat(found["day"]), found["clock"]
    elif found is not None:
        number = next((n for n, names in enumerate(_DAYS) if found["weekday"].casefold() in names), None)
        if number is None:
            raise StepError(say("`{word}` is no day: write Mon, Tue ... or an ISO day", word=found["weekday"]))
        day, clock = MONDAY + timedelta(days=number, weeks=int(found["weeks"] or 0)), found["clock"]
    elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
        day = date.fromisoformat(written)
    if day is None:
        return written
    hour, _, minute = clock.partition(":")
    return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=ZoneInfo(zone)).isoformat()
