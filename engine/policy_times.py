"""What a policy says of time and acts -> calendar, lists of words, house rules, waivers; and its part of the schema."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Final, TypeVar

from .diagnostics import UNSAID, Diagnostic, Level, Said, say, term
from .program import HouseRule, RecordRules, Waiver
from .schema_values import empty
from .yaml_values import Listed, Mapped, Scalar, Value

Schema = dict[str, object]
Made = TypeVar("Made")
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_GERMAN: Final = ("mo", "di", "mi", "do", "fr", "sa", "so")
_OFFICE: Final = dict.fromkeys(_DAYS[:5], "9-17")


def schema_of_times() -> Schema:
    """The keys of a policy about time and acts."""
    day: Schema = {"type": "string", "format": "date", "title": "date", "examples": ["2026-01-31"]}
    hours = {"type": "string", "minLength": 1, "examples": ["9-17"], "description": "Hours of a day, or `closed`."}
    week = "|".join((*_DAYS, *_GERMAN))
    span: Schema = {"from": {**day, "description": "First day."}, "until": {**day, "description": "Last day."}}
    texts: Schema = {"type": "array", "items": {"type": "string", "minLength": 1}}
    moment: Schema = {"type": "string", "minLength": 10, "title": "time", "examples": ["2026-03-31T18:00:00+02:00"]}
    return {
        "calendar": _group(
            "Zone, hours and holidays by which deadlines are counted. Left out: Berlin, Monday to Friday 9-17.",
            {
                "zone": {"type": "string", "minLength": 1, "examples": ["Europe/Berlin"], "description": "Time zone."},
                "hours": {
                    "type": "object",
                    "description": "Hours by day (`mon`) or days (`mon-fri`); days not named are closed.",
                    "additionalProperties": False,
                    "patternProperties": {rf"^(?:{week})(?:-(?:{week}))?$": hours},
                    "properties": {},
                },
                "holidays": {**texts, "description": "Public holidays by country and region.", "examples": [["DE-BY"]]},
                "closed": _spans("Company holidays.", span),
                "special": {
                    "type": "object",
                    "description": "Hours of single days, by `2026-12-24` or yearly `12-24`.",
                    "additionalProperties": False,
                    "patternProperties": {r"^(?:[0-9]{4}-)?[0-9]{2}-[0-9]{2}$": hours},
                    "properties": {},
                },
                "pauses": _spans(
                    "Declared pauses (mourning, crisis): no rhythm is expected.",
                    {**span, "reason": {"type": "string", "minLength": 1, "description": "Why."}},
                ),
                "source_zone": {
                    "type": "string", "minLength": 1, "examples": ["Europe/Berlin"],
                    "description": "The zone of times in records that write none. Left out: such times are unknown.",
                },
            },
        ),
        "lists": {
            "type": "object",
            "description": "Lists of words that rules name, such as the grounds for which a post may be removed.",
            "additionalProperties": {**texts, "minItems": 1},
            "properties": {},
        },
        "house_rules": {
            "type": "array",
            "description": "The published rules of conduct that a removal may refer to, and when they are in force.",
            "items": _group(
                "One house rule.",
                {
                    "id": {"type": "string", "minLength": 1, "description": "The name that grounds refer to."},
                    "text": {"type": "string", "minLength": 1, "description": "As it is published."},
                    **span,
                },
                required=["id"],
            ),
        },
        "waivers": {
            "type": "array",
            "description": "Dated, signed exceptions.",
            "items": _group(
                "One exception.",
                {
                    "rule": {"type": "string", "minLength": 1, "description": "A rule, or a pattern with `*`."},
                    "reason": {"type": "string", "minLength": 1, "description": "Why."},
                    "approver": {"type": "string", "minLength": 1, "description": "Who signed; a role is best."},
                    "signed": {**moment, "description": "When it was signed, with its zone."},
                    "from": {**moment, "description": "When it begins. Left out: when it was signed."},
                    "until": {**moment, "description": "When it ends, with its zone."},
                    "channels": {**texts, "description": "Only on these channels."},
                    "accounts": {**texts, "description": "Only for these accounts."},
                    "subjects": {**texts, "description": "Only for these messages, acts, threads, contests."},
                    "uses": {"type": "integer", "minimum": 1, "description": "How often it may be used at most."},
                    "backdated": {"type": "boolean", "description": "It also covers what happened before that."},
                },
                required=["rule", "reason", "approver", "signed", "until"],
            ),
        },
    }  # fmt: skip


def read_times(merged: Mapped) -> tuple[RecordRules, list[Diagnostic]]:
    """What the valid policy says of time and acts; what cannot be meant is a diagnostic at its place."""
    problems: list[Diagnostic] = []
    group = merged.get("calendar")
    packed, zone = b"", ""
    if isinstance(group, Mapped):
        zone = _text(group, "source_zone")
        packed = _calendar(group, problems)
    for each in _items(merged, "house_rules"):
        since, until = _text(each, "from"), _text(each, "until")
        if since and until and until < since:
            message = say("this house rule ends on `{day}`, before it begins", day=until)
            problems.append(Diagnostic("K338", Level.ERROR, each.source, each.span, message, say("look at both days")))
    house_rules = tuple(
        HouseRule(_text(each, "id"), _text(each, "from") or None, _text(each, "until") or None, _text(each, "text"))
        for each in _items(merged, "house_rules")
    )
    waivers = tuple(waiver for each in _items(merged, "waivers") if (waiver := _waiver(each, problems)))
    return RecordRules((), packed, zone, house_rules, waivers), problems


def read_lists(merged: Mapped) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The lists of words by name."""
    group = merged.get("lists")
    entries = group.entries if isinstance(group, Mapped) else ()
    return tuple((entry.key.text, _texts(entry.value)) for entry in entries)


def _calendar(group: Mapped, problems: list[Diagnostic]) -> bytes:
    """The calendar, pickled, so that judging drafts loads nothing of it; empty when it cannot be."""
    from .records.calendars import Calendar, CalendarError, Opening, checked, parse_hours

    def read(value: Value, made: Callable[[], Made]) -> Made | None:
        try:
            return made()
        except (CalendarError, ValueError) as problem:
            why = problem.args[0] if isinstance(problem.args[0], Said) else term(str(problem).rstrip("."))
            problems.append(Diagnostic("K343", Level.ERROR, value.source, value.span, why, UNSAID))
            return None

    hours = group.get("hours")
    week: list[tuple[Opening, ...]] = [(), (), (), (), (), (), ()]
    written: list[tuple[str, Value]] = [(day, group) for day in _OFFICE]
    if isinstance(hours, Mapped):
        written = [(entry.key.text, entry.value) for entry in hours.entries]
        written.sort(key=lambda entry: "-" not in entry[0])  # a single day goes before a span, wherever it stands
    for days, value in written:
        text = value.text if isinstance(value, Scalar) else _OFFICE.get(days, "")
        opened = read(value, partial(parse_hours, text))
        for number in _numbers(days):
            week[number] = opened or ()
    special_group = group.get("special")
    special: list[tuple[str | date, tuple[Opening, ...]]] = []
    for entry in special_group.entries if isinstance(special_group, Mapped) else ():
        text = entry.value.text if isinstance(entry.value, Scalar) else ""
        opened = read(entry.value, partial(parse_hours, text))
        special.append((entry.key.text, opened or ()))
    holidays = []
    for item in _texts(group.get("holidays")):
        country, _, region = item.partition("-")
        holidays.append((country.upper(), region))
    closed = [(date.fromisoformat(f), date.fromisoformat(u)) for f, u, _ in _days(group, "closed", problems)]
    pauses = [(date.fromisoformat(f), date.fromisoformat(u), why) for f, u, why in _days(group, "pauses", problems)]
    if problems:
        return b""
    if not any(week):
        message, at = say("this calendar never opens, so nothing would ever be due"), hours or group
        hint = say("write `hours: {{mon-fri: 9-17}}`")
        problems.append(Diagnostic("K343", Level.ERROR, at.source, at.span, message, hint))
        return b""
    zone = _text(group, "zone") or "Europe/Berlin"
    made = read(
        group,
        lambda: checked(Calendar(zone, tuple(week), tuple(holidays), tuple(closed), tuple(special), tuple(pauses))),
    )
    return pickle.dumps(made) if made is not None else b""


def _numbers(days: str) -> Iterator[int]:
    """The numbers of `mon` or `mon-fri`, in English or German, Monday 0; over the end of the week too."""
    first, _, last = days.partition("-")
    names = {name: number for both in (_DAYS, _GERMAN) for number, name in enumerate(both)}
    start, end = names[first], names[last or first]
    yield from ((start + step) % 7 for step in range((end - start) % 7 + 1))


def _days(group: Mapped, key: str, problems: list[Diagnostic]) -> Iterator[tuple[str, str, str]]:
    for each in _items(group, key):
        since, until = _text(each, "from"), _text(each, "until") or _text(each, "from")
        if until < since:
            message = say("these days end on `{day}`, before they begin", day=until)
            problems.append(Diagnostic("K343", Level.ERROR, each.source, each.span, message, say("look at both days")))
            continue
        yield since, until, _text(each, "reason")


def _waiver(each: Mapped, problems: list[Diagnostic]) -> Waiver | None:
    """One exception; its times need a zone, since they end to the minute."""
    for key in ("signed", "from", "until"):
        value = each.get(key)
        if not isinstance(value, Scalar) or not value.text:
            continue
        try:
            known = datetime.fromisoformat(value.text).tzinfo is not None
        except ValueError:
            known = False
        if not known:
            message = say("`{written}` is no time with its zone", written=value.text)
            hint = say("write it like `2026-03-31T18:00:00+02:00`")
            problems.append(Diagnostic("K344", Level.ERROR, value.source, value.span, message, hint))
            return None
    uses = _text(each, "uses")
    return Waiver(
        _text(each, "rule"), _text(each, "reason"), _text(each, "approver"), _text(each, "signed"),
        _text(each, "until"), _text(each, "from"), _texts(each.get("channels")), _texts(each.get("accounts")),
        _texts(each.get("subjects")), int(float(uses)) if uses else None, _text(each, "backdated") == "true",
    )  # fmt: skip


def _items(group: Mapped, key: str) -> Iterator[Mapped]:
    listed = group.get(key)
    if isinstance(listed, Listed):
        yield from (item for item in listed.items if isinstance(item, Mapped))


def _text(group: Mapped, key: str) -> str:
    value = group.get(key)
    return value.text.strip() if isinstance(value, Scalar) and not empty(value) else ""


def _texts(value: Value | None) -> tuple[str, ...]:
    return tuple(item.text for item in value.items if isinstance(item, Scalar)) if isinstance(value, Listed) else ()


def _group(description: str, properties: Schema, **more: object) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "description": description,
        **more,
    }


def _spans(description: str, properties: Schema) -> Schema:
    items = _group("Some days; `until` left out: one day.", properties, required=["from"])
    return {"type": "array", "description": description, "items": items}
