"""The records of a made-up archive as lines of JSON: messages, acts, contests, tickets, what is known beforehand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from json.encoder import encode_basestring as quoted
from random import Random
from typing import Final

from archive_houses import House, Person, Staff, Talk
from wordings import People

START: Final = date(2023, 1, 2)
DAYS: Final = 1095  # to the end of 2025
DAY: Final = 1440  # minutes


def _summer_time(day: date) -> bool:
    """Whether a day lies between the last Sundays of March and October."""
    begins, ends = (date(day.year, month, 31) for month in (3, 10))
    begins, ends = (each - timedelta((each.weekday() + 1) % 7) for each in (begins, ends))
    return begins <= day < ends


DATES: Final = tuple(START + timedelta(day) for day in range(DAYS + 90))
_DAYS: Final = tuple(day.isoformat() for day in DATES)
_OFFSETS: Final = {
    "de": tuple("+02:00" if _summer_time(day) else "+01:00" for day in DATES),
    "en": tuple("+01:00" if _summer_time(day) else "+00:00" for day in DATES),
}
_CLOCK: Final = tuple(f"T{minute // 60:02}:{minute % 60:02}:" for minute in range(DAY))
_SECONDS: Final = tuple(f"{second:02}" for second in range(60))
_GROUNDS: Final = (("Beleidigung", "StGB 185"), ("insult", "StGB 185"), ("Drohung", "StGB 241"))
_ACTS: Final = ("hide", "hide", "hide", "delete", "delete", "block")


def instant(language: str, minute: int) -> str:
    """The instant so many minutes after the start, in the local time of a house of that language."""
    day, inside = divmod(minute, DAY)
    day = min(day, len(_DAYS) - 1)
    return f"{_DAYS[day]}{_CLOCK[inside]}{_SECONDS[minute * 37 % 60]}{_OFFSETS[language][day]}"


class Clerk:
    """Writes the records. Owns the count of messages and the people who may write."""

    def __init__(self, chance: Random, people: People, messages: int, days: int, known_language: bool) -> None:
        self.made = 0
        self._roll = chance.random
        self._people = people
        self._days = days
        self._known_language = known_language
        self._regulars = min(5000, messages // 40 + 1)
        self._newcomers = messages // 3 + 50

    def id(self) -> str:
        """The id of the next message."""
        self.made += 1
        return f"m{self.made}"

    def someone(self) -> Person:
        """A customer, now and then one who writes often."""
        if self._roll() < 0.12:
            return self._person(int(self._roll() * self._regulars))
        return self._person(self._regulars + int(self._roll() * self._newcomers))

    def known_before(self, houses: Sequence[House]) -> Iterator[str]:
        """Coverage, in one channel of five with a gap, and what is known of people who write often."""
        days = self._days
        for house in houses:
            for channel in house.channels:
                for first, last in ((0, days // 2), (days // 2 + 14, days)) if self._roll() < 0.2 else ((0, days),):
                    begin, end = (f"{_DAYS[day]}T00:00:00{_OFFSETS[house.language][day]}" for day in (first, last))
                    yield (
                        f'{{"type":"coverage","channel":"{channel}","account":"{house.id}","from":"{begin}",'
                        f'"until":"{end}"}}\n'
                    )
        for number in range(self._regulars):
            person = self._person(number)
            address, language = ("sie", "du", "ihr")[number % 3], "de" if number % 4 else "en"
            yield (
                f'{{"type":"customer","id":"{person.id}","name":{quoted(person.name)},"language":"{language}",'
                f'"address":"{address}"}}\n'
            )

    def theirs(self, talk: Talk, id_: str, who: Person, minute: int, said: tuple[str, str], to: str | None) -> str:
        """A message of a customer; `said` is the text and its language."""
        return self._message(talk, id_, "dm" if talk.private else "comment", who.author, minute, said, to, "")

    def ours(self, talk: Talk, id_: str, minute: int, text: str, to: str, module: str, approved: str) -> str:
        """An answer of ours; `module` and `approved` name the text module and the approved text it is."""
        extra = f',"team":"{talk.staff.team}"'
        if module:
            extra += f',"macro":"{module}"'
        if approved:
            extra += f',"approved_text":"{approved}"'
        elif self._roll() < 0.02:
            extra += f',"edited":"{instant(talk.house.language, minute + 9)}","original_text":{quoted(text[:-9])}'
        kind = "dm" if talk.private else "reply"
        return self._message(talk, id_, kind, _us(talk.staff), minute, (text, talk.house.language), to, extra)

    def post(self, talk: Talk, id_: str, minute: int, text: str) -> str:
        """A post of ours, seldom a story or something shared."""
        chance = self._roll()
        kind = "post" if chance < 0.93 else "story" if chance < 0.97 else "share"
        return self._message(talk, id_, kind, _us(talk.staff), minute, (text, talk.house.language), None, "")

    def automatic(self, talk: Talk, minute: int, text: str, to: str) -> str:
        """An automatic answer."""
        author = f'{{"id":"bot-{talk.house.id}","role":"bot"}}'
        said = (text, talk.house.language)
        return self._message(talk, self.id(), "reply", author, minute, said, to, ',"automated":true')

    def spam(self, talk: Talk, minute: int, text: str) -> Iterator[tuple[int, str]]:
        """Spam by somebody else, mostly filtered away."""
        id_, house = self.id(), talk.house
        author = f'{{"id":"s{id_}","role":"other"}}'
        yield minute, self._message(talk, id_, "comment", author, minute, (text, house.language), None, "")
        if self._roll() < 0.7:
            fields = ',"actor_role":"filter","ground":"spam"'
            yield minute + 1, _act(talk, id_, "hide", id_, "filter:spam", instant(house.language, minute + 1), fields)

    def removal(self, talk: Talk, id_: str, person: Person, minute: int) -> str:
        """Somebody of ours removes or hides what was written, with a whole, a patchy or no record."""
        roll, house = self._roll, talk.house

        def at(later: int) -> str:
            return instant(house.language, minute + later)

        actor, one, other = (house.staff[int(roll() * len(house.staff))].id for _ in range(3))
        act = _ACTS[int(roll() * len(_ACTS))]
        ground, law = _GROUNDS[int(roll() * len(_GROUNDS))]
        fields = f',"ground":"{ground}","ground_reference":"{law}"'
        both = f'[{{"by":"{one}","at":"{at(-12)}"}},{{"by":"{other}","at":"{at(-4)}"}}]'
        quality = roll()
        if quality < 0.5:
            fields += f',"approvals":{both},"notice_sent":"{at(9)}","appeal":"Antwort genügt","copy_kept":true'
            fields += ',"reason":"Der Satz setzt eine Mitarbeiterin herab.","milder_means":"um anderen Ton gebeten"'
        elif quality < 0.7:
            fields += f',"approvals":[{{"by":"{one}","at":"{at(-5)}"}}],"notice_sent":"{at(9)}"'
        elif quality < 0.8:
            fields += f',"approvals":{both}'
        elif quality < 0.9:
            fields = f',"ground":"geschäftsschädigend","approvals":[{{"by":"{actor}","at":"{at(0)}"}}]'
        else:
            fields = ""
        return _act(talk, id_, act, person.id if act == "block" else id_, actor, at(0), fields)

    def own_removal(self, talk: Talk, id_: str, minute: int) -> str:
        """We take back a post of our own."""
        return _act(talk, id_, "delete", id_, talk.staff.id, instant(talk.house.language, minute), ',"own":true')

    def contest(self, talk: Talk, post: str, minute: int, terms: str) -> str:
        """The contest of a post: with terms, with none, or with terms that are not on record."""
        house, chance = talk.house, self._roll()
        told = "" if chance < 0.2 else ',"terms":""' if chance < 0.4 else f',"terms":{quoted(terms)}'
        return (
            f'{{"type":"contest","id":"g{post}","post":"{post}","channel":"{talk.channel}","account":"{house.id}",'
            f'"region":"{"de" if house.language == "de" else "uk"}","language":"{house.language}",'
            f'"published":"{instant(house.language, minute)}","ends":"{instant(house.language, minute + 14 * DAY)}"'
            f"{told}}}\n"
        )

    def ticket(self, talk: Talk, person: Person, done: bool) -> str:
        """The case of a conversation."""
        state = "closed" if done else ("open", "waiting")[int(self._roll() * 2)]
        return (
            f'{{"type":"ticket","id":"k{talk.id}","thread":"{talk.id}","customer":"{person.id}","state":"{state}"}}\n'
        )

    def _message(
        self, talk: Talk, id_: str, kind: str, author: str, minute: int, said: tuple[str, str], to: str | None,
        extra: str,
    ) -> str:  # fmt: skip
        answers = f'"{to}"' if to else "null"
        told = f',"language":"{said[1]}"' if self._known_language else ""
        return (
            f'{{"type":"message","id":"{id_}","thread":"{talk.id}","in_reply_to":{answers},"channel":"{talk.channel}",'
            f'"account":"{talk.house.id}","kind":"{kind}","author":{author},'
            f'"published":"{instant(talk.house.language, minute)}","text":{quoted(said[0])}{told}{extra}}}\n'
        )

    def _person(self, number: int) -> Person:
        """The customer of a number; always the same one."""
        first = self._people.first[number * 31 % len(self._people.first)]
        last = self._people.last[number * 17 % len(self._people.last)]
        id_ = f"u{number}"
        match number % 5:
            case 0:
                return Person(id_, first, first, f'{{"id":"{id_}","role":"customer","name":"{first}"}}')
            case 1:
                handle = f"{first.lower()}{number % 1000}"
                return Person(id_, handle, handle, f'{{"id":"{id_}","role":"customer","name":"{handle}"}}')
            case 2:
                return Person(id_, first, first, f'{{"id":"{id_}","role":"customer"}}')
            case _:
                author = f'{{"id":"{id_}","role":"customer","name":"{first} {last}"}}'
                return Person(id_, first, f"{'Frau' if number % 2 else 'Herr'} {last}", author)


def _us(staff: Staff) -> str:
    return f'{{"id":"{staff.id}","role":"us"}}'


def _act(talk: Talk, id_: str, act: str, target: str, actor: str, when: str, fields: str) -> str:
    return (
        f'{{"type":"action","id":"x{id_}","action":"{act}","object":"{target}","channel":"{talk.channel}",'
        f'"account":"{talk.house.id}","actor":"{actor}","performed":"{when}"{fields}}}\n'
    )
