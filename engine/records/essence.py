"""Text -> its essence: the folded words of the message, without what changes from one use of a template to the next.

Left out: greeting and signature, the names of those addressed and of those who sign, links, addresses, mentions and
emoji. Every number, date, time or amount becomes one slot.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import field
from functools import lru_cache
from sys import intern
from typing import Final
from zlib import crc32

from ..pattern import is_function_word
from ..signals.persons import GIVEN_NAMES, TITLES
from ..signals.times import CARDINALS, WEEKDAYS
from ..tokens import fold
from ..values import dataclass
from .envelope import Envelope, envelope

SLOT: Final = "#"
FEWEST: Final = 5  # different content words from which on two texts are compared at all
LONG: Final = 12  # words from which on fewer are enough
FEWEST_OF_LONG: Final = 4


@dataclass(frozen=True, slots=True)
class Essence:
    """The words of a message in order, `#` for a slot. `signature` has one of 64 bits set for every word in them.

    The signature is the same on every machine; two texts without a common bit have no common word. `slots` is what
    stood in them, in order; two texts that differ in nothing else are equal.
    """

    words: tuple[str, ...]
    signature: int
    slots: tuple[str, ...] = field(default=(), compare=False)


_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\ufe0e\ufe0f]")
_TLD: Final = "de|com|ch|at|net|org|eu|info|io|shop|app|li|berlin|wien|uk|gov|edu"
ASIDE_HINT: Final = re.compile(rf"://|www\.|@|[a-zA-Z0-9-]\.(?:{_TLD})|[:;=8xX][-^o']?[)(DPpO/\\|*]|<3")
"""What stands in every text with a link, an address, a mention or an emoticon; five times as quick as they."""
ASIDE: Final = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|@\w[\w.-]*|"
    r"(?<![\w.-])[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63}){0,3}\."
    rf"(?:{_TLD})(?:/\S*)?(?![\w-])|"
    r"(?<!\w)[:;=8xX][-^o']?[)(DPpO/\\|*](?!\w)|<3(?!\d)"
)
_SENTENCE_END: Final = re.compile(
    r"(?<=[^\W\d_][.!?…])(?<!Dr\.)(?<!Nr\.)(?<!St\.)(?<!bzw\.)(?<!ca\.)\s+|(?<=[!?…)])\s+|\n+"
)
_PIECE: Final = re.compile(
    r"[^\W_]+(?:['’ʼ`´‐‑-][^\W_]+|[*:_·/][iI]n(?:nen)?(?![^\W_])|(?<=\d)[.,:/]+\d[^\W_]*)*",
)
_FOLDS: Final = (
    ("ä", "ae"),
    ("ö", "oe"),
    ("ü", "ue"),
    ("-", ""),
    ("’", "'"),
    ("‐", ""),
    ("‑", ""),
    (":", ""),
    ("*", ""),
    ("_", ""),
    ("/", ""),
)

_MONTHS: Final = frozenset(
    """januar jaenner februar feber maerz april juni juli august september oktober november dezember january february
    june july october december""".split()
)
_MONTHS_AFTER: Final = frozenset("mai jan feb maer mar apr jun jul aug sep sept okt oct nov dez dec may march".split())
_DAYS: Final = frozenset(
    "heute morgen uebermorgen gestern vorgestern today tomorrow yesterday tonight uhr euro euros eur chf".split()
)
_UNITS: Final = frozenset(
    """sekunde sekunden minute minuten min stunde stunden std tag tage tagen woche wochen monat monate monaten jahr
    jahre jahren werktag werktage werktagen arbeitstag arbeitstage arbeitstagen second seconds minutes mins hour hours
    hrs h day days week weeks month months year years pm o'clock euro franken rappen cent cents dollar dollars pound
    pounds pence prozent percent rd st nd th""".split()
)
_SLOTS: Final = _MONTHS | _DAYS | CARDINALS | WEEKDAYS
DATE_WORDS: Final = _MONTHS | WEEKDAYS | frozenset({"mai", "may", "march"})
_AFTER_SLOT: Final = _SLOTS | _UNITS | _MONTHS_AFTER
_TAILS: Final = {"re": "are", "ll": "will", "ve": "have", "m": "am", "s": "'s", "d": "'d", "n": "einen"}
_IRREGULAR: Final = {"ca": "can", "wo": "will", "sha": "shall"}
ACADEMIC: Final = frozenset("dr prof med dipl ing mag von van de der den".split())


def name_words(names: Iterable[str]) -> frozenset[str]:
    """The folded words that names of people consist of, without „von“ and the like."""
    folded = [fold(part) for name in names for part in _PIECE.findall(name)]
    return frozenset(part for part in folded if len(part) > 1 and not is_function_word(part))


def essence(text: str, names: AbstractSet[str] = frozenset()) -> Essence:
    """The essence of `text`; no words for an empty one. `names`: `name_words` of who may be addressed or sign.

    >>> essence("Hallo Jana, Ihr Paket 4711 kommt am 3. Mai um 14 Uhr. Viele Grüße, Tom").words
    ('ihr', 'paket', '#', 'kommt', 'am', '#', 'um', '#')
    """
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    part = envelope(text)
    message = text[part.start : part.end]
    if ASIDE_HINT.search(message):
        message = ASIDE.sub(" ", message)
    pieces = _PIECE.findall(message)
    if not pieces:
        return Essence((), 0)
    words, slots = _words(pieces, names, part.names)
    return Essence(tuple(map(intern, words)), _signature(words), tuple(slots))


def sentence_words(text: str, part: Envelope, names: AbstractSet[str] = frozenset()) -> list[tuple[str, ...]]:
    """The words of the essence, sentence by sentence; `part` is where the message stands in `text`.

    Sentences without a word are left out.
    """
    found: list[tuple[str, ...]] = []
    for sentence in split_sentences(text[part.start : part.end]):
        if ASIDE_HINT.search(sentence):
            sentence = ASIDE.sub(" ", sentence)
        pieces = _PIECE.findall(sentence)
        words, _ = _words(pieces, names, part.names)
        if words:
            found.append(tuple(map(intern, words)))
    return found


def split_sentences(message: str) -> list[str]:
    """The sentences of a message, roughly: at the end of a line, and at a stop behind a word and before a space."""
    return [each for each in _SENTENCE_END.split(message) if each.strip()]


def filled(essence: Essence) -> Essence:
    """The essence with every slot filled again, for texts in which numbers and dates are the news.

    >>> filled(essence("Markt am 3. Mai um 14 Uhr")).words
    ('markt', 'am', '3 mai', 'um', '14 uhr')
    """
    slots = iter(essence.slots)
    words = tuple(next(slots, SLOT) if word == SLOT else word for word in essence.words)
    return Essence(words, _signature(words))


def _signature(words: Iterable[str]) -> int:
    signature = 0
    for word in words:
        signature |= _bit(word)
    return signature


@lru_cache(maxsize=1 << 16)
def _bit(word: str) -> int:
    return 1 << (crc32(word.encode()) & 63)


def too_short(essence: Essence) -> bool:
    """Whether a text has fewer than five different content words: „Gern geschehen!“ is never the same again.

    Of twelve words and more, slots counted, four are enough: „Montag ist Kinotag: alle Filme für 6 Euro, auch in
    Saal 1 und mit Überlänge.“
    """
    fewest = FEWEST if len(essence.words) < LONG else FEWEST_OF_LONG
    content: set[str] = set()
    for word in essence.words:
        if len(word) > 1 and not is_function_word(word):
            content.add(word)
            if len(content) == fewest:
                return False
    return True


@lru_cache(maxsize=1 << 16)
def _piece(piece: str) -> tuple[str, bool]:
    """A piece folded, and whether it is a plain word: no number, date, title, given name or short form."""
    folded = piece.casefold()
    for old, new in _FOLDS:
        if old in folded:
            folded = folded.replace(old, new)
    if not folded.isascii() or "`" in folded:
        folded = fold(piece)
    special = folded in _SLOTS or folded in _AFTER_SLOT or folded in GIVEN_NAMES or folded in TITLES
    return folded, folded.isalpha() and not special


def _words(pieces: list[str], names: AbstractSet[str], greeted: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The words that stay, slots for numbers, and what stood in them; what belongs to one date or amount is one.

    `names` may be thousands, of a whole thread: they are never joined with those `greeted`, only asked.
    """
    words: list[str] = []
    slots: list[str] = []
    titled = 0
    for piece in pieces:
        folded, plain = _piece(piece)
        if plain and not titled and folded not in names and folded not in greeted:
            words.append(folded)
            continue
        if titled:
            titled -= 1
            if folded in ACADEMIC or folded in TITLES:
                titled = 1
                continue
            if piece[0].isupper() and not is_function_word(folded):
                continue
            titled = 0
        if folded in _SLOTS or not folded.isalpha():
            if folded.isalpha() or any(sign.isdigit() for sign in folded):
                if not words or words[-1] != SLOT:
                    words.append(SLOT)
                    slots.append(folded)
                else:
                    slots[-1] += " " + folded
                continue
            if "'" in folded:
                stem, _, tail = folded.rpartition("'")
                if stem in names or stem in greeted:
                    continue
                if tail == "t" and stem.endswith("n"):
                    words += (_IRREGULAR.get(stem[:-1], stem[:-1]), "not")
                elif tail in _TAILS:
                    words += (stem, _TAILS[tail])
                else:
                    words.append(folded)
                continue
        elif folded in GIVEN_NAMES or folded in TITLES or folded in names or folded in greeted:
            if piece[0].isupper():
                titled = folded in TITLES
                continue
            if folded in names or folded in greeted:
                continue
        elif folded in _AFTER_SLOT and words and words[-1] == SLOT:
            slots[-1] += " " + folded
            continue
        if folded:
            words.append(folded)
    return words, slots
