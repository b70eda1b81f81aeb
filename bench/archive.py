"""Made-up archives with real variety: `python bench/archive.py --messages 200000 --out F.jsonl`.

Native records (docs/records.md) of a group of twelve houses over three years: conversations of two to twelve messages
in which people ask, complain, praise and attack; answers of several teams, some late, some never; promises kept, late
and broken; private messages, bots, spam, edits, own posts in each channel's rhythm, contests, removals with whole and
with patchy records, what is known of customers, tickets and the coverage of the archive.

Texts are put together from sentences with gaps (bench/wordings) and from the project's own cases (bench/cases), whose
numbers, names and days are gaps too. Everything follows from the seed; no clock is read. Lines come roughly in the
order of time, as exports do, so that conversations lie between each other. Memory does not grow with the archive.
An archive of fewer than 65,000 messages covers less than three years, one of fewer than 180,000 fewer houses.
"""

from __future__ import annotations

import argparse
import heapq
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from archive_houses import SITUATIONS, House, Person, Talk, open_houses
from archive_records import DATES, DAY, DAYS, Clerk
from archive_texts import Voices

WINDOW: Final = 4096  # lines that wait for their moment
_SIZES: Final = (2,) * 34 + (3,) * 20 + (4,) * 17 + (5,) * 9 + (6,) * 7 + (7,) * 4 + (8,) * 3 + (9, 9, 10, 10, 11, 12)
_REMOVED: Final = {name: removed for name, _, removed in SITUATIONS}
_HOURS: Final = (1, 1, 1, 1, 1, 2, 5, 9, 10, 9, 9, 9, 11, 9, 8, 8, 9, 11, 13, 14, 13, 10, 6, 3)
_MORNING, _NIGHT = 420, 1290  # minutes of the day between which we answer


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: messages, all records, and bytes."""

    messages: int
    records: int
    bytes: int


def write_archive(path: Path, messages: int, seed: int = 7, *, known_language: bool = True, length: int = 1) -> Written:
    """Write an archive of exactly so many messages, and the records beside them.

    `known_language`: every message carries its language. `length`: texts are so many times as long as usual.
    """
    records = size = told = 0
    with path.open("wb", buffering=1 << 20) as file:
        for line in lines(messages, seed, known_language=known_language, length=length):
            data = line.encode()
            file.write(data)
            records += 1
            size += len(data)
            told += line.startswith('{"type":"message"')
    return Written(told, records, size)


def lines(messages: int, seed: int = 7, *, known_language: bool = True, length: int = 1) -> Iterator[str]:
    """The lines of an archive, each with its line break, roughly in the order of time."""
    days = _Days(messages, seed, known_language, length)
    yield from days.known_before()
    waiting: list[tuple[int, int, str]] = []
    for number, (minute, line) in enumerate(days.happenings()):
        if len(waiting) < WINDOW:
            heapq.heappush(waiting, (minute, number, line))
        else:
            yield heapq.heappushpop(waiting, (minute, number, line))[2]
    while waiting:
        yield heapq.heappop(waiting)[2]


class _Days:
    """Makes an archive day by day. Owns the chance that everything is drawn by, and the count of conversations."""

    def __init__(self, messages: int, seed: int, known_language: bool, length: int) -> None:
        self._chance = chance = Random(f"archive {seed}")
        self._roll = chance.random
        self._wanted = messages
        self._days = max(30, min(DAYS, messages // 60))  # a small archive is a short one, not a thin one
        self._talks = 0
        people, self._houses = open_houses(messages // 15_000, seed)
        self._drawn = [each for each in self._houses for _ in range(6 if each.language == "en" else 5)]
        self._voices = Voices(chance, self._houses, length)
        self._clerk = Clerk(chance, people, messages, self._days, known_language)
        hours = chance.choices(range(24), _HOURS, k=3000)
        self._waking = tuple(hour * 60 + chance.randrange(60) for hour in hours)
        self._delays = tuple(self._delay() for _ in range(3000))
        self._near = {language: _dates_by_day(language, people.pools[language]["month"]) for language in ("de", "en")}

    def known_before(self) -> Iterator[str]:
        """What is known before anything happens."""
        return self._clerk.known_before(self._houses)

    def happenings(self) -> Iterator[tuple[int, str]]:
        """Everything that happens, each with its minute since the start; the talks of a day one after the other."""
        roll, clerk = self._roll, self._clerk
        weights = [self._busy(day) for day in range(self._days)]
        whole, due = sum(weights), 0.0
        for day, weight in enumerate(weights):
            due += weight / whole * self._wanted
            target = self._wanted if day == self._days - 1 else min(self._wanted, round(due))
            for house in self._houses:
                house.pools["date"] = self._near[house.language][day]
                for channel in house.channels:
                    if channel != "google-review" and roll() < house.posts_a_week / 7:
                        for _ in range(1 if roll() < 0.96 else 5):
                            if clerk.made < target:
                                yield from self._post(house, channel, day)
            while clerk.made < target:
                yield from self._conversation(self._drawn[int(roll() * len(self._drawn))], day)

    def _conversation(self, house: House, day: int) -> Iterator[tuple[int, str]]:
        """A talk that a customer begins."""
        roll = self._roll
        talk = self._talk(house, house.channels[int(roll() * len(house.channels))], False)
        minute = day * DAY + self._waking[int(roll() * len(self._waking))]
        if roll() < 0.004:
            return self._clerk.spam(talk, minute, self._voices.said(talk, "spam.other"))
        return self._exchange(talk, minute, _SIZES[int(roll() * len(_SIZES))], None)

    def _post(self, house: House, channel: str, day: int) -> Iterator[tuple[int, str]]:
        """An own post, and what is said under it."""
        roll, voices, clerk = self._roll, self._voices, self._clerk
        talk = self._talk(house, channel, True)
        minute = day * DAY + _MORNING + int(roll() * 720)
        contest = roll() < 0.006
        id_ = clerk.id()
        yield minute, clerk.post(talk, id_, minute, voices.post(talk, contest))
        if contest:
            yield minute, clerk.contest(talk, id_, minute, voices.said(talk, "contest.terms"))
        if roll() < 0.02:
            yield minute + 300, clerk.own_removal(talk, id_, minute + 300)
        if roll() < 0.55 and clerk.made < self._wanted:
            size = _SIZES[int(roll() * len(_SIZES))]
            yield from self._exchange(talk, minute + 5 + int(roll() * 600), size, id_)

    def _talk(self, house: House, channel: str, own: bool) -> Talk:
        self._talks += 1
        return self._voices.begin(house, channel, f"t{self._talks}", own)

    def _exchange(self, talk: Talk, minute: int, size: int, post: str | None) -> Iterator[tuple[int, str]]:
        """Messages in turn: customers, answers, others who join, promises and what became of them."""
        roll, voices, clerk, home = self._roll, self._voices, self._clerk, talk.house.language
        person, id_ = clerk.someone(), clerk.id()
        yield minute, clerk.theirs(talk, id_, person, minute, voices.customer(talk), post)
        if roll() < _REMOVED[talk.situation]:
            later = self._working(minute + 20 + int(roll() * 600))
            yield later, clerk.removal(talk, id_, person, later)
        if not talk.private and roll() < 0.03 and clerk.made < self._wanted:
            yield minute, clerk.automatic(talk, minute, voices.said(talk, "bot.reply"), id_)
        waiting: list[tuple[str, Person]] = [(id_, person)]
        answered: tuple[str, Person] | None = None
        promised = False
        for _ in range(size - 1):
            if clerk.made >= self._wanted:
                break
            if promised and answered:
                promised, outcome = False, roll()
                if outcome < 0.75:  # kept, or late; else nobody comes back to it
                    minute = self._working(minute + int(60 + roll() * (900 if outcome < 0.55 else 12_000)))
                    told = voices.finished(talk, answered[1])
                    yield minute, clerk.ours(talk, clerk.id(), minute, told, answered[0], "", "")
                    continue
            if waiting and (answered is None or roll() < 0.8):
                if answered is None and roll() < 0.11:
                    break  # nobody ever answers
                object_, person = waiting.pop(0)
                minute = self._working(minute + self._delays[int(roll() * len(self._delays))])
                told, module, approved, promised = voices.answer(talk, person)
                answered = (clerk.id(), person)
                yield minute, clerk.ours(talk, answered[0], minute, told, object_, module, approved)
            elif answered and roll() < 0.6:
                minute += int(2 + roll() * 400)
                id_, person, closing = clerk.id(), answered[1], roll() < 0.5
                section = "thanks.customer" if closing else "dm.customer" if talk.private else "again.customer"
                said = (voices.remark(talk, section), home)
                yield minute, clerk.theirs(talk, id_, person, minute, said, answered[0])
                if not closing:
                    waiting.append((id_, person))
            else:
                minute += int(3 + roll() * 900)
                id_, person, aside = clerk.id(), clerk.someone(), roll() < 0.5
                said = (voices.remark(talk, "aside.customer"), home) if aside else voices.customer(talk)
                yield minute, clerk.theirs(talk, id_, person, minute, said, post)
                if not aside:
                    waiting.append((id_, person))
        if roll() < 0.08:
            yield minute, clerk.ticket(talk, person, not waiting)

    def _busy(self, day: int) -> float:
        """How much is written on a day: less at weekends, in waves, growing over the years."""
        weekend = 0.55 if DATES[day].weekday() >= 5 else 1.0
        return weekend * (1 + day / DAYS) * self._chance.lognormvariate(0, 0.35)

    def _delay(self) -> int:
        """Minutes until an answer: mostly within hours, one in eight after days."""
        if self._chance.random() < 0.12:
            return self._chance.randrange(2 * DAY, 12 * DAY)
        return int(min(3000.0, 4 + self._chance.lognormvariate(4.3, 1.2)))

    def _working(self, minute: int) -> int:
        """The minute, or the next morning when it is night."""
        inside = minute % DAY
        if _MORNING <= inside <= _NIGHT:
            return minute
        return minute - inside + (DAY if inside > _NIGHT else 0) + _MORNING + int(self._roll() * 120)


def _dates_by_day(language: str, months: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """For each day the days around it, as people write them."""
    dot = "." if language == "de" else ""
    written = [f"{day.day}{dot} {months[day.month - 1]}" for day in DATES]
    return tuple(tuple(written[max(0, day - 12) : day + 15]) for day in range(DAYS))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write an archive, and tell how various it is if asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--messages", type=int, default=200_000)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--length", type=int, default=1, help="texts so many times as long")
    parser.add_argument("--no-language", action="store_true", help="leave out the key `language`")
    parser.add_argument("--report", action="store_true", help="tell how various the archive is")
    chosen = parser.parse_args(arguments)
    began = time.process_time()
    known = not chosen.no_language
    written = write_archive(chosen.out, chosen.messages, chosen.seed, known_language=known, length=chosen.length)
    seconds = time.process_time() - began
    print(
        f"{written.messages:,} messages, {written.records:,} records, {written.bytes / 1e6:,.1f} MB, "
        f"{written.messages / seconds:,.0f} messages/s of CPU"
    )
    if chosen.report:
        from variety import report

        print(report(chosen.out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
