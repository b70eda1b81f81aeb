"""Header and first rows of a table -> which column is meant by which key: by its name, else by its values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Final

from ..engine.library import read_text
from ..engine.values import dataclass
from .line import Header, Row, Trouble
from .times import time_reader

_NUMBERED: Final = re.compile(r"(?i:\b(nr|no|id|key|uuid|guid)\b\.?$|nummer$|number$)|[a-z](Nr|No|Id|ID|Key)$")
"""How the name of a column ends that numbers the rows."""
_ANSWER: Final = re.compile(
    r"((unsere?|our|die|the) )?(antwort|antworttext|erwiderung|stellungnahme|reply|response|answer)( text)?"
    r"( (des|der|von|vom|from|by|of) .+)?|[a-zäöüß]+ (antwort|reply|response|answer)( text)?"
)
"""What a column is called that holds our answer beside the message in the same row."""
_ANSWERED_AT: Final = re.compile(r"antwort|beantwort|repl[yi]|respon|answer")
_ANSWERED_BY: Final = re.compile(
    r"((be)?antwortet|antwort|bearbeitet|replied|answered|responded|reply|response) (von|durch|by)|bearbeiter(in)?"
    r"|responder|agent( name)?"
)
_SHOWN: Final = frozenset("public ispublic öffentlich visibility sichtbarkeit visible sichtbar".split())
_HIDDEN: Final = frozenset(
    "intern internal isinternal isprivate internalnote private internenotiz internernotiz notiz isnote note".split()
)
_NO: Final = frozenset("false no nein 0 n f".split())
_YES: Final = frozenset("true yes ja 1 y t wahr x".split())
_KEPT_IN: Final = frozenset("internal intern private privat note notiz agentsonly team".split())
_SAID_OUT: Final = frozenset("public öffentlich extern external customer kunde all alle".split())
SAMPLE: Final = 500
"""Rows that are looked at."""
_NUMBERS: Final = {"unix-ms": r"\d{13}", "unix": r"\d{9,10}(\.\d+)?", "excel": r"[34]\d{4}([.,]\d+)?"}
"""What numbers that are times look like."""
_OFTEN: Final = 2
"""So many times as often as the next one writes who is taken for us, and one row in the square of it at least."""
MOST_VALUES: Final = 12
"""Words a column holds at most that are looked up one by one."""
_NESTED: Final = frozenset({"author"})
"""Keys that a group of keys may fill."""
MEANT: Final[Mapping[str, Mapping[str, str]]] = {
    "author.role": {
        "us": "agent agentin mitarbeiter mitarbeiterin team support service unternehmen firma marke wir redaktion "
        "admin ausgehend outbound outgoing sent gesendet us brand company page staff employee owner operator",
        "customer": "kunde kundin nutzer nutzerin user fan follower customer client end-user enduser eingehend inbound "
        "incoming received empfangen besucher visitor consumer contact",
        "bot": "bot automatisch automat automated system chatbot",
        "other": "other andere sonstige dritte",
    },
    "kind": {
        "post": "post beitrag tweet status",
        "comment": "comment kommentar mention erwähnung",
        "reply": "reply antwort response",
        "dm": "dm nachricht privatnachricht direktnachricht message directmessage privatemessage pn private",
        "story": "story",
        "share": "share geteilt retweet repost",
        "reaction": "reaction reaktion like",
    },
    "language": {"de": "de deutsch german ger deu", "en": "en englisch english eng"},
}
FORMS: Final = (
    "TT.MM.JJJJ hh:mm", "TT.MM.JJJJ hh:mm:ss", "TT.MM.JJJJ, hh:mm", "TT.MM.JJ hh:mm", "JJJJ-MM-TT hh:mm",
    "JJJJ-MM-TT hh:mm:ss", "DD/MM/YYYY hh:mm", "DD/MM/YYYY hh:mm:ss", "MM/DD/YYYY hh:mm", "MM/DD/YYYY hh:mm:ss",
    "%m/%d/%Y %I:%M %p", "%a %b %d %H:%M:%S %z %Y", "%b %d, %Y %H:%M", "TT.MM.JJJJ", "JJJJ-MM-TT", "unix-ms", "unix",
    "excel",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sample, in the order of the rows."""

    name: str
    cells: tuple[object, ...]

    @property
    def values(self) -> tuple[object, ...]:
        """The cells that are not empty."""
        return tuple(cell for cell in self.cells if cell not in (None, ""))

    @property
    def nested(self) -> bool:
        """Whether groups or lists stand in it, which no single word can hold."""
        return any(isinstance(cell, Mapping | list) for cell in self.cells)

    @property
    def words(self) -> tuple[str, ...]:
        """The values as texts, each once."""
        return tuple(dict.fromkeys(str(value).strip() for value in self.values))


@dataclass(frozen=True, slots=True)
class Beside:
    """Our answer in the row of the message it answers: its text, and where they are found its time and its author."""

    text: Column
    published: Column | None
    author: Column | None


def answer_beside(columns: Sequence[Column]) -> Beside | None:
    """The columns of an answer that stands beside the text of a customer; None where no two texts stand in a row."""
    texts = [column for column in columns if not column.nested and _wordiness(column)[0]]
    answer = next((column for column in texts if _ANSWER.fullmatch(_plain(column.name))), None)
    if answer is None or len(texts) < 2:
        return None
    others = [column for column in columns if column is not answer and not column.nested]
    timed = (each for each in others if _ANSWERED_AT.search(_plain(each.name)) and each.values and _is_time(each))
    signed = (each for each in others if _ANSWERED_BY.fullmatch(_plain(each.name)))
    return Beside(answer, next(timed, None), next(signed, None))


def _plain(name: str) -> str:
    return re.sub(r"[\s_.:-]+", " ", name).strip().casefold()


def spokesperson(column: Column) -> str:
    """Who writes far more often than anybody else, as we do in our own archive; nobody where it is not clear."""
    often = Counter(str(value).strip() for value in column.values).most_common(2)
    if len(often) < 2 or often[0][1] < _OFTEN * often[1][1] or _OFTEN * _OFTEN * often[0][1] < len(column.values):
        return ""
    return often[0][0]


def header_row(items: Iterable[Header | Row]) -> int:
    """The number of the row with the names of the columns: 1, unless most rows are twice as wide, as below a title.

    `items` were read with row 1 as header; then the first row of the usual width is the header.
    """
    widths: list[tuple[int, int]] = []
    rows = named = 0
    for item in islice(items, SAMPLE):
        if isinstance(item, Header):
            named = len(item.columns)
        else:
            rows += 1
            if item.trouble is not None and item.trouble.reason == "fields":
                widths.append((item.number, int(str(item.trouble.values["count"]))))
    counts = [width for _, width in widths]
    usual = max(counts, key=counts.count, default=0)
    if 2 * counts.count(usual) <= rows or 2 * named > usual:
        return 1
    return next((number for number, width in widths if width >= usual), 1)


def sample_of(items: Iterable[Header | Row]) -> list[Column]:
    """The columns of the first rows that can be read."""
    names: tuple[str, ...] = ()
    rows: list[tuple[object, ...]] = []
    for item in islice(items, SAMPLE):
        match item:
            case Header(columns=names):
                continue
            case Row(trouble=None):
                rows.append(item.cells)
            case _:
                continue
    return [Column(name, tuple(row[place] for row in rows)) for place, name in enumerate(names)]


def by_name(columns: Sequence[Column]) -> dict[str, Column]:
    """The column that each key comes from, by its name; the order of names in the table of names decides."""
    chosen: dict[str, Column] = {}
    taken: set[int] = set()
    for key, names in _names():
        for name in names:
            for place, column in enumerate(columns):
                if column.nested != (key in _NESTED) or (key == "id" and _repeats(column)):
                    continue
                if key not in chosen and place not in taken and name in (bare(column.name), _bare_of(column.name)):
                    chosen[key] = column
                    taken.add(place)
    return chosen


def _repeats(column: Column) -> bool:
    """Whether the same value stands in several rows: then it numbers something else, a thread say."""
    return 10 * len(column.words) < 9 * len(column.values)


def _names() -> Iterator[tuple[str, list[str]]]:
    for line in read_text("grammar/columns.txt").splitlines():
        if "|" in line and not line.startswith("#"):
            key, names = line.split("|", 1)
            yield key.strip(), [bare(name) for name in names.split(",")]


def by_values(free: Sequence[Column], chosen: Mapping[str, Column]) -> dict[str, Column]:
    """Columns whose names say nothing but whose values do: a time, a role, a kind, the id of another row."""
    found: dict[str, Column] = {}
    ids = chosen.get("id") or _row_ids(free, (*free, *chosen.values()))
    if ids is not None:
        found["id"] = ids
    for column in free:
        if not column.values or column.nested or column is ids:
            continue
        for key in ("author.role", "kind"):
            known = {bare(word) for words in MEANT[key].values() for word in words.split()}
            fits = sum(bare(word) in known for word in column.words)
            if key not in chosen and key not in found and fits >= 2 and 2 * fits >= len(column.words) <= MOST_VALUES:
                found[key] = column
                break
        else:
            if not {"published", "published.day"} & {*chosen, *found} and _is_time(column):
                found["published"] = column
            elif ids is not None and (key := _points(column, ids)) and key not in chosen:
                found.setdefault(key, column)
    return found


def public_words(columns: Sequence[Column]) -> tuple[Column, tuple[str, ...]] | None:
    """The column that parts notes among colleagues from what others see, with its words for what they see.

    None where there is none, or where all rows are of one sort.
    """
    for column in columns:
        name = bare(column.name)
        if name in _SHOWN:
            seen, kept = _YES | _SAID_OUT, _NO | _KEPT_IN
        elif name in _HIDDEN:
            seen, kept = _NO | _SAID_OUT, _YES | _KEPT_IN
        else:
            continue
        words = [(word, bare(word)) for word in column.words]
        if words and all(word in seen | kept for _, word in words) and any(word in kept for _, word in words):
            return column, tuple(word for word, plain in words if plain in seen)
    return None


def thread_of_many(columns: Sequence[Column], chosen: Mapping[str, Column]) -> Column | None:
    """A column that numbers what several rows share, where none is called a thread: by a post, a case, a review.

    Its name ends like that of a number, or it would be taken for the id if its values did not repeat.
    """
    taken = {id(column) for column in chosen.values()}
    ids = {name for key, names in _names() if key == "id" for name in names}
    for column in columns:
        named = bare(column.name) in ids or _NUMBERED.search(column.name.strip())
        if id(column) not in taken and not column.nested and named and _repeats(column) and len(column.words) > 1:
            return column
    return None


def names_roles(column: Column) -> bool:
    """Whether a column tells roles only, whatever it is called: `from` with „kunde“ and „team“."""
    known = {bare(word) for words in MEANT["author.role"].values() for word in words.split()}
    return len(column.words) > 1 and all(bare(word) in known for word in column.words)


def numbers_time(column: Column) -> bool:
    """Whether times stand in a column as seconds or thousandths since 1970."""
    values = [str(value).strip() for value in column.values[:50]]
    return bool(values) and any(all(reads(form, value) for value in values) for form in ("unix", "unix-ms"))


def _row_ids(free: Sequence[Column], every: Iterable[Column]) -> Column | None:
    """The column that tells the rows apart: words of its own in each, to which another column points, or its name."""
    own = [column for column in free if not column.nested and len(column.words) == len(column.cells) > 1]
    own = [column for column in own if not any(" " in word for word in column.words) and not _is_time(column)]
    others = list(every)
    pointed = (each for each in own if any(_points(other, each) for other in others if other is not each))
    return next(pointed, next((column for column in own if _NUMBERED.search(column.name)), None))


def _is_time(column: Column) -> bool:
    """Whether most values are times."""
    values = column.values[:50]
    read = sum(
        isinstance(value, datetime | date)
        or any(reads(form, str(value).strip()) for form in ("", *FORMS) if form not in _NUMBERS)
        for value in values
    )
    return len(values) > 0 and read > 0.8 * len(values)


def _points(column: Column, ids: Column) -> str:
    """`in_reply_to` where most values are the ids of other rows, `thread` where rows name themselves too."""
    known = {str(value).strip() for value in ids.values}
    pairs = [(str(cell).strip(), str(own).strip()) for cell, own in zip(column.cells, ids.cells, strict=True)]
    pairs = [(cell, own) for cell, own in pairs if cell not in ("", "None")]
    if len(pairs) < 2 or 2 * sum(cell in known for cell, _ in pairs) < len(pairs):
        return ""
    return "thread" if any(cell == own for cell, own in pairs) else "in_reply_to"


def longest(columns: Sequence[Column], taken: set[int]) -> Column | None:
    """The column with the longest texts of several words: where no name says it, that is the message."""
    free = [column for column in columns if id(column) not in taken and column.values]
    free = free or [column for column in columns if id(column) not in taken]
    return max(free, key=_wordiness, default=None)


def _wordiness(column: Column) -> tuple[bool, float]:
    """Whether a quarter of the values have several words, and how long they are."""
    words = column.words
    return 4 * sum(" " in word for word in words) > len(words), sum(map(len, words)) / max(1, len(words))


def _bare_of(name: str) -> str:
    """The bare name without what stands in brackets: a unit, a zone."""
    return bare(re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", name))


def bare(name: str) -> str:
    """A name without blanks and signs, in small letters."""
    return re.sub(r"[\s_./-]+", "", name).casefold()


def swapped(form: str) -> str:
    """The form with day and month the other way round; empty where no one would mistake them."""
    parts = re.fullmatch(r"(DD|MM|%d|%m)/(DD|MM|%d|%m)(/.*)", form)
    return f"{parts[2]}/{parts[1]}{parts[3]}" if parts else ""


def reads(form: str, written: str) -> bool:
    """Whether a form reads what is written."""
    if form in _NUMBERS and not re.fullmatch(_NUMBERS[form], written):
        return False
    try:
        time_reader((form,) if form else (), None, "unknown")(written)
    except Trouble:
        return False
    return True
