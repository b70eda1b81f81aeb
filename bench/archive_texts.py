"""What people write in a made-up archive: customers with their slips and moods, answers, posts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from random import Random
from typing import Final

from archive_houses import SITUATIONS, House, Person, Staff, Talk
from corpus import Case
from wordings import Filling, Pools

FAULTY: Final = 0.09  # of our answers are made from sentences with a known fault
HOLLOW: Final = 0.07  # hold a formula
MACROS: Final = 0.2  # are a text module with its gaps filled
CASES: Final = 0.45  # of conversations begin as one of the project's own cases does

_OURS: Final = ((0.0, 4), (0.05, 12), (0.1, 17), (0.25, 25), (0.5, 34), (0.75, 43), (0.95, 50), (1.0, 110))
_THEIRS: Final = ((0.0, 2), (0.05, 8), (0.1, 11), (0.25, 17), (0.5, 28), (0.75, 41), (0.95, 51), (1.0, 130))
"""Words of a text by share. The middle is that of 284 answers and 318 customers' messages of nine brands on one short
channel; both ends are wider here, since not every channel stops at 280 signs."""

_LABELS: Final = {
    "question": "question", "praise": "praise", "attack": "attack", "legal": "legal-threat", "crisis": "crisis",
}  # fmt: skip
_KINDLY: Final = frozenset({"question", "praise"})
_DRAWN: Final = tuple(name for name, often, _ in SITUATIONS for _ in range(often))


class Voices:
    """Writes the texts. Owns nothing but the chance they are drawn by and how long they are to be."""

    def __init__(self, chance: Random, houses: Sequence[House], length: int) -> None:
        self._chance = chance
        self._roll = chance.random
        self._houses = houses
        self._length = length
        self._ours, self._theirs = _spread(_OURS), _spread(_THEIRS)

    def begin(self, house: House, channel: str, id_: str, own: bool) -> Talk:
        """A new conversation, what it is about drawn; `own`: it begins with a post of ours."""
        roll, pools = self._roll, house.pools
        language = house.language if own or roll() < 0.98 else "en" if house.language == "de" else "de"
        situation = _DRAWN[int(roll() * len(_DRAWN))]
        filling = Filling(house.base, pools, self._chance)
        filling.update(house.things[int(roll() * len(house.things))])
        filling["ref"] = pools["ref"][int(roll() * len(pools["ref"]))]
        case = None
        if language == house.language and roll() < CASES and situation not in ("attack", "legal", "crisis"):
            cases = house.corpus.replies[house.address, roll() < FAULTY]
            case = cases[int(roll() * len(cases))]
            for gap, kind in case.gaps:
                pool = pools[kind]
                filling[gap] = pool[int(roll() * len(pool))]
            if not case.said:
                case = None
        staff = house.staff[int(roll() * len(house.staff))]
        _signs(filling, staff)
        return Talk(house, channel, id_, language, filling, situation, case, not own and roll() < 0.12, staff)

    def said(self, talk: Talk, section: str) -> str:
        """A sentence of a section, its gaps filled."""
        templates = talk.house.wordings.sections[section]
        return templates[int(self._roll() * len(templates))] % talk.filling

    def customer(self, talk: Talk) -> tuple[str, str]:
        """What a customer writes, as long as people write, and its language."""
        roll, house, situation = self._roll, talk.house, talk.situation
        if talk.language != house.language:
            return self._foreign(talk)
        wanted = self._theirs[int(roll() * len(self._theirs))] * self._length
        if talk.case is not None and roll() < 0.75:
            text = talk.case.said % talk.filling
        elif roll() < 0.4:
            cases = house.corpus.incoming[_LABELS.get(situation, "criticism")]
            text = self._filled(talk, cases[int(roll() * len(cases))], house.pools)
        else:
            text = self.said(talk, f"{situation}.customer")
        tries = 0
        while text.count(" ") < wanted * 0.9 and tries < 5 * self._length:
            tries += 1
            if situation in _KINDLY:
                section = f"{situation}.customer" if roll() < 0.4 else "aside.customer"
            else:
                section = "feeling.customer" if roll() < 0.75 or situation == "crisis" else f"{situation}.customer"
            if self._length > 1:
                section = f"{_DRAWN[int(roll() * len(_DRAWN))]}.customer"
            more = self.said(talk, section)
            text = _joined(text, more) if roll() < 0.85 else _joined(more, text)
        return self._noisy(talk, text, 0.5), talk.language

    def remark(self, talk: Talk, section: str) -> str:
        """A short message of a customer: thanks, a question again, something said aside."""
        text = self.said(talk, section)
        if section == "thanks.customer":
            more = "praise.customer" if self._roll() < 0.3 else "close.customer"
        else:
            more = "aside.customer" if self._roll() < 0.3 else "feeling.customer"
        if self._roll() < 0.6:
            text = _joined(text, self.said(talk, more))
        return self._noisy(talk, text, 0.25)

    def answer(self, talk: Talk, person: Person) -> tuple[str, str, str, bool]:
        """Our answer, the text module it is and the approved text (both empty: none), and whether it promises."""
        roll, house, filling = self._roll, talk.house, talk.filling
        self._turn(talk, person)
        if talk.case is None and roll() < MACROS * 1.6:
            macros = house.macros[talk.situation]
            macro = macros[int(roll() * roll() * len(macros))]
            return _tidy(macro.template % filling), macro.id, macro.approved, False
        wanted = self._ours[int(roll() * len(self._ours))] * self._length
        greets = False
        parts: list[str] = []
        if talk.case is not None:
            parts.append(talk.case.text % filling)
            greets = talk.case.greets
            talk.case = None
        elif roll() < FAULTY + HOLLOW:
            parts.append(self.said(talk, "fault.reply" if roll() < FAULTY / (FAULTY + HOLLOW) else "hollow.reply"))
            if roll() < 0.4:
                parts.append(self.said(talk, f"{talk.situation}.reply"))
        else:
            parts.append(self.said(talk, f"{talk.situation}.reply"))
            if roll() < 0.35:
                parts.insert(0, self.said(talk, "ack.reply"))
        promised = self._lengthened(talk, parts, wanted)
        if not greets and roll() < 0.75:
            parts.insert(0, house.greetings[int(roll() * len(house.greetings))] % filling)
        gap = "\n\n" if roll() < 0.06 else " "
        text = gap.join(parts)
        if roll() < 0.12:
            smiles = house.pools["smile"]
            text += smiles[int(roll() * len(smiles))]
        if roll() < 0.65:
            text += gap + house.signatures[int(roll() * len(house.signatures))] % filling
        if roll() < 0.03:
            text = self.slipped(text)
        return _tidy(text), "", "", promised

    def _lengthened(self, talk: Talk, parts: list[str], wanted: float) -> bool:
        """Add what such answers end with until they are about as long as wanted; whether they promise something."""
        roll = self._roll
        if sum(part.count(" ") + 1 for part in parts) >= wanted:
            return False
        promised = roll() < 0.4
        if promised:
            parts.append(self.said(talk, "promise.reply"))
        elif roll() < 0.4:
            parts.append(self.said(talk, "ask.reply"))
        if roll() < 0.45:
            parts.append(self.said(talk, "close.reply"))
        if self._length > 1:
            while sum(part.count(" ") + 1 for part in parts) < wanted * 0.8:
                parts.append(self.said(talk, f"{_DRAWN[int(roll() * len(_DRAWN))]}.reply"))
        return promised

    def finished(self, talk: Talk, person: Person) -> str:
        """The deed to a promise."""
        self._turn(talk, person)
        text = self.said(talk, "kept.reply")
        return _tidy(_joined(text, self.said(talk, "close.reply")) if self._roll() < 0.4 else text)

    def post(self, talk: Talk, contest: bool) -> str:
        """A post of ours."""
        roll = self._roll
        if contest:
            return self.said(talk, "contest.post")
        posts = talk.house.corpus.posts
        if roll() >= 0.45:
            text = self.said(talk, "post")
        else:
            text = self._filled(talk, posts[int(roll() * len(posts))], talk.house.pools)
        while text.count(" ") < 20 * (self._length - 1) or (self._length == 1 and roll() < 0.2):
            text = _joined(text, self.said(talk, "post"))
        for pool in ("smile", "hashtag") if roll() < 0.4 else ():
            signs = talk.house.pools[pool]
            text += " " + signs[int(roll() * len(signs))].strip()
        return _tidy(text)

    def slipped(self, text: str) -> str:
        """The text with one slip of the fingers; a very short one stays."""
        if len(text) < 8:
            return text
        at = 2 + int(self._roll() * (len(text) - 4))
        kind = self._roll()
        if kind < 0.4:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if kind < 0.75:
            return text[:at] + text[at + 1 :]
        return text[:at] + text[at] + text[at:]

    def _turn(self, talk: Talk, person: Person) -> None:
        """Who answers whom, mostly the same one in a conversation."""
        filling, house = talk.filling, talk.house
        filling["first"] = person.first
        filling["name"] = person.name if house.address == "sie" and house.language == "de" else person.first
        if self._roll() < 0.25:
            talk.staff = house.staff[int(self._roll() * len(house.staff))]
            _signs(filling, talk.staff)

    def _foreign(self, talk: Talk) -> tuple[str, str]:
        """Somebody writes in another language than the house, now and then in one without rules."""
        roll = self._roll
        if roll() < 0.2:
            language, text = self.said(talk, "foreign").split(":", 1)
            return text, language
        other = next(house for house in self._houses if house.language == talk.language)
        cases = other.corpus.incoming[_LABELS.get(talk.situation, "criticism")]
        text = self._filled(talk, cases[int(roll() * len(cases))], other.pools)
        return self._noisy(talk, text, 0.2), talk.language

    def _filled(self, talk: Talk, case: Case, pools: Pools) -> str:
        """The text of a case with its gaps drawn anew."""
        roll = self._roll
        filling = Filling({}, pools, self._chance)
        for gap, kind in case.gaps:
            pool = pools[kind]
            filling[gap] = pool[int(roll() * len(pool))]
        return case.text % filling

    def _noisy(self, talk: Talk, text: str, emotion: float) -> str:
        """A customer's text as people type: emoji, small letters, no umlauts, slips, shouting."""
        roll = self._roll
        if roll() < emotion * 0.4:
            moods = talk.house.pools["smile" if talk.situation in _KINDLY else "emoji"]
            text += moods[int(roll() * len(moods))]
        chance = roll()
        if chance < 0.09:
            text = text.lower()
        elif chance < 0.12:
            text = text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
        elif chance < 0.135 and emotion > 0.3:
            text = text.upper()
        elif chance < 0.2:
            text = text.rstrip(".")
        elif chance < 0.24:
            text = f"@{talk.house.id} {text}"
        elif chance < 0.26:
            text = text.replace(". ", "\n").replace("?", "???")
        return self.slipped(text) if roll() < 0.1 else text


def _signs(filling: Filling, staff: Staff) -> None:
    filling["staff"], filling["sign"], filling["team"] = staff.name, staff.sign, staff.team


def _joined(one: str, other: str) -> str:
    return f"{one} {other}" if one[-1] in ".!?…:)" or not one[-1].isalnum() else f"{one}. {other}"


def _tidy(text: str) -> str:
    return text.replace("  ", " ") if "  " in text else text


def _spread(quantiles: Sequence[tuple[float, int]], steps: int = 400) -> tuple[int, ...]:
    """A pool of whole numbers that is spread as the quantiles say."""
    found = []
    for step in range(steps):
        share = (step + 0.5) / steps
        for (low, least), (high, most) in pairwise(quantiles):
            if low <= share < high:
                found.append(round(least + (most - least) * (share - low) / (high - low)))
                break
    return tuple(found)
