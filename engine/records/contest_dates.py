"""The dates of a contest: what its record, its post and its terms say of start and end, and whether that fits together.

A day without an hour is the whole day. Two ends fit when they name the same day and, where both name an hour, the same
hour; 23:59, 24:00 and no hour are one end. An hour with a zone („23:59 MESZ“) is an instant; one without may be meant
in the zone of what it is compared with. Nobody draws before the end, and no date falls on two weekdays. Dates in words
are read from the day of publication.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ..conditions import concept
from ..finding import Step
from ..record import Contest
from ..regex import Regex
from ..scene import Scene
from ..signals.reading import Measurement
from ..values import dataclass
from .court import Court
from .moments import instant
from .named_days import named_days
from .written_dates import Written, on_clock, written_dates

_SOURCES: Final = {
    "record": ("Datensatz", "record"), "post": ("Beitrag", "post"), "terms": ("Teilnahmebedingungen", "terms"),
}  # fmt: skip
_END_OF_DAY: Final = time(23, 59)
_BEHIND: Final = 14
"""So many characters behind the words that speak of the end its date may begin: „bis Freitag, 8. Mai“."""
_CONCEPTS: Final = {
    "start": ("contest-start-named",),
    "end": ("contest-end-date", "contest-end-named"),
    "draw": ("contest-draw-date",),
}
"""Which words say that a date is a start, an end or the day of the draw."""
_DAYS: Final = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_BETWEEN: Final = Regex(
    r"(?i)[\s,.]*(?:um\s|at\s)?(?:\d{1,2}(?:[:.]\d\d)?\s?(?:uhr|h|[ap]m)?[\s,]*)?(?:bis|to|until|till|through|[-–])"
    r"\s*(?:(?:zum|einschließlich|inklusive|the|den|dem)\s+)*(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|\w+day)?"
    r"[\s,]*(?:den\s|dem\s|the\s)?"
)
_SPAN: Final = Regex(r"(?i)\b(?:bis|to|until|till|through|and)\b|[-–]")


@dataclass(frozen=True, slots=True)
class Dated:
    """A start, an end, a draw or the publication: where it is said, the local day, the hour if one is named.

    `weekday` is the one said with it, Monday is 0; `wall` what was written where that was in another zone, `zone` its
    name.
    """

    what: str
    source: str
    day: date
    at: time | None
    weekday: int | None = None
    wall: Dated | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Dates:
    """Everything known of a contest's dates; `needs` are facts that could still show that they do not fit."""

    starts: tuple[Dated, ...]
    ends: tuple[Dated, ...]
    draws: tuple[Dated, ...]
    published: Dated | None
    needs: tuple[str, ...]


def clashes(contest: Contest, court: Court) -> Measurement:
    """Whether the dates contradict each other; unknown while something is unknown that could still contradict."""
    dates = dates_of(contest, court)
    if _pair(dates) is not None or _misnamed(dates) is not None:
        return Measurement(True)
    return Measurement(None, needs=dates.needs) if dates.needs else Measurement(False)


def clash(contest: Contest, court: Court) -> tuple[str, str] | None:
    """The two statements that do not fit together, in words; None where all do."""
    dates = dates_of(contest, court)
    if pair := _pair(dates):
        return _worded(pair[0], court.speech), _worded(pair[1], court.speech)
    if misnamed := _misnamed(dates):
        names = _DAYS["de" if court.speech == "de" else "en"]
        said, really = names[misnamed.weekday or 0], names[misnamed.day.weekday()]
        day = _day(misnamed, court.speech)
        truth = f"der {day} ist ein {really}" if court.speech == "de" else f"{day} is a {really}"
        return _worded(misnamed, court.speech).replace(day, f"{said}, {day}", 1), truth
    return None


def told_dates(contest: Contest, court: Court) -> Iterator[Step]:
    """Every date that is known, one line each."""
    dates = dates_of(contest, court)
    published = (dates.published,) if dates.published else ()
    for each in (*published, *dates.starts, *dates.ends, *dates.draws):
        at = datetime.combine(each.day, each.at or time(), ZoneInfo(court.calendar.zone))
        yield Step(at.isoformat(), _worded(each, court.speech))


def dates_of(contest: Contest, court: Court) -> Dates:
    """What record, post and terms say."""
    scene = court.about_contest(contest)
    message = scene.exchange.message
    zone = ZoneInfo(court.calendar.zone)
    written = [("published", message.published), ("start", contest.starts), ("end", contest.ends)]
    known = [found for what, text in written for found in _from_record(what, text, court.archive.zone, zone)]
    published = next((each for each in known if each.what == "published"), None)
    anchor = published or next(iter(known), None)
    near = anchor.day if anchor else None
    terms = scene.beside.get("terms")
    texts = ([] if scene.unread else [("post", scene)]) + ([("terms", terms)] if terms else [])
    for source, each in texts:
        for what in _CONCEPTS:
            known += _from_text(what, source, each, near, zone)
    ends = tuple(each for each in known if each.what == "end")
    needs = ["terms"] if terms is None and "terms" not in scene.empty else []
    needs += ["text"] if scene.unread else []
    declared = not contest.extra.get("undeclared")
    needs += ["starts"] if declared and contest.starts is None else []
    needs += ["ends"] if not ends or (declared and contest.ends is None) else []
    needs += [] if published else ["published"]
    starts, draws = (tuple(each for each in known if each.what == what) for what in ("start", "draw"))
    return Dates(starts, ends, draws, published, tuple(needs))


def _from_record(what: str, text: str | None, source_zone: str, zone: ZoneInfo) -> Iterator[Dated]:
    """A time of the record on the calendar's clock, and on its own where that differs; a bare day is a day."""
    at = instant(text, source_zone)
    if at is not None:
        local = at.astimezone(zone)
        yield _dated(what, "record", local.date(), local.time())
        if at.utcoffset() not in (timedelta(0), local.utcoffset()):
            yield _dated(what, "record", at.date(), at.time())
        return
    try:
        yield Dated(what, "record", date.fromisoformat(text or ""), None)
    except ValueError:
        return


def _from_text(what: str, source: str, scene: Scene, near: date | None, zone: ZoneInfo) -> Iterator[Dated]:
    """The dates a text names as start, end or draw: those in the words that say so, or right behind them."""
    if near is None:
        return
    text = scene.text
    dated = list(written_dates(text.raw, near))
    named = (each for each in named_days(text, near) if not any(_overlap(each, other) for other in dated))
    written = sorted([*dated, *named], key=lambda each: each.start)
    seen = set()
    for name in _CONCEPTS[what]:
        if scene.concept(name) is None:
            continue
        for match in concept(name, scene)[1]:
            start, end = text.starts[match.first], text.ends[match.last - 1] + _BEHIND
            inside = [each for each in written if start <= each.start <= end]
            if what == "start":
                inside = [each for each in inside if not _closes_span(each, written, text.raw)]
            if not inside:
                continue
            chosen = _end_among(inside, text.raw) if what == "end" else inside[0]
            if chosen not in seen:
                seen.add(chosen)
                wall = replace(_dated(what, source, chosen.day, chosen.at), weekday=chosen.weekday, zone=chosen.zone)
                if chosen.zone is None:
                    yield wall
                else:
                    yield replace(_dated(what, source, *on_clock(chosen, zone)), wall=wall, zone=chosen.zone)


def _overlap(one: Written, other: Written) -> bool:
    return one.start < other.end and other.start < one.end


def _closes_span(date: Written, written: list[Written], raw: str) -> bool:
    """Whether a date is the second of a span: „bis 9. Mai“ right behind „vom 2. Mai“."""
    before = next((each for each in reversed(written) if each.end <= date.start), None)
    return before is not None and _BETWEEN.fullmatch(raw[before.end : date.start]) is not None


def _end_among(inside: list[Written], raw: str) -> Written:
    """Of a span of dates the second: the first one is its start."""
    first = inside[0]
    if len(inside) > 1 and _SPAN.search(raw[first.end : inside[1].start]) is not None:
        return inside[1]
    return first


def _dated(what: str, source: str, day: date, at: time | None) -> Dated:
    """The end at 0:00 is the end of the day before; one minute before midnight is the end of the day."""
    if what == "end" and at is not None:
        if at == time():
            return Dated(what, source, day - timedelta(days=1), _END_OF_DAY)
        at = min(at.replace(second=0, microsecond=0), _END_OF_DAY)
    return Dated(what, source, day, at)


def _pair(dates: Dates) -> tuple[Dated, Dated] | None:
    """The first two dates that cannot both be right. Of what one source says twice, one that fits is enough."""
    ends, starts = _by_source(dates.ends), _by_source(dates.starts)
    begins = [*starts, [dates.published]] if dates.published else starts
    for group in ends:
        for other in begins:
            if all(_late(begin, end) for begin in other for end in group):
                return other[0], group[0]
    for drawn in _by_source(dates.draws):
        for group in ends:
            if all(each.day < end.day for each in drawn for end in group):
                return group[0], drawn[0]
    for number, first in enumerate(ends):
        for second in ends[number + 1 :]:
            if not any(_fit(one, other) for one in first for other in second):
                return first[0], second[0]
    return None


def _misnamed(dates: Dates) -> Dated | None:
    """The first date that is said to be another weekday than it is."""
    every = [each.wall or each for each in (*dates.starts, *dates.ends, *dates.draws)]
    return next((each for each in every if each.weekday is not None and each.weekday != each.day.weekday()), None)


def _by_source(dated: tuple[Dated, ...]) -> list[list[Dated]]:
    found = ([each for each in dated if each.source == source] for source in _SOURCES)
    return [each for each in found if each]


def _late(begin: Dated, end: Dated) -> bool:
    return (begin.day, begin.at or time()) > (end.day, end.at or time.max)


def _fit(one: Dated, other: Dated) -> bool:
    """Whether two dates are one: on the calendar's clock, or as written where only one of them names its zone."""
    pairs = [(one, other)]
    pairs += [(one.wall, other)] if one.wall and _zoneless(other) else []
    pairs += [(one, other.wall)] if other.wall and _zoneless(one) else []
    return any(_same(first, second) for first, second in pairs)


def _zoneless(dated: Dated) -> bool:
    """Whether its hour may be meant on another clock; the hour of a record is an instant."""
    return dated.zone is None and (dated.source != "record" or dated.at is None)


def _same(one: Dated, other: Dated) -> bool:
    """Whether both name one day, and where both name an hour, one instant; 23:59 and 24:00 are one."""
    if one.at is None or other.at is None:
        return one.day == other.day
    return abs(datetime.combine(one.day, one.at) - datetime.combine(other.day, other.at)) <= timedelta(minutes=1)


def _worded(dated: Dated, speech: str) -> str:
    german, dated = speech == "de", dated.wall or dated
    what = {
        "start": ("Beginn", "start"), "end": ("Ende", "end"), "draw": ("Ziehung", "draw"),
        "published": ("veröffentlicht", "published"),
    }  # fmt: skip
    at = f" {dated.at:%H:%M}" if dated.at is not None else ""
    at += f" {dated.zone}" if dated.zone else ""
    where = "" if dated.what == "published" else f" ({_SOURCES[dated.source][0 if german else 1]})"
    return f"{what[dated.what][0 if german else 1]} {_day(dated, speech)}{at}{where}"


def _day(dated: Dated, speech: str) -> str:
    day = dated.day
    return f"{day.day}.{day.month}.{day.year}" if speech == "de" else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
