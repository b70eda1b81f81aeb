"""Text -> tokens, sentences and clauses, each with its exact place in the original text.

Everything that reads words goes through here, so that rules and texts are folded alike: composed (NFC), case-folded,
ß as ss, ä/ö/ü as ae/oe/ue, invisible characters, hyphens and gender signs inside words dropped, English contractions
taken apart (`we're` -> `we` + `are`). Only words, numbers, emoji, mentions, hashtags and links are tokens;
punctuation lives in `after` and in the clause and sentence numbers.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from enum import IntEnum
from functools import lru_cache
from typing import Final

from .regex import Regex
from .values import dataclass


class Kind(IntEnum):
    """What a token is."""

    WORD = 0
    NUMBER = 1
    EMOJI = 2
    MENTION = 3
    HASHTAG = 4
    LINK = 5
    EMAIL = 6


@dataclass(frozen=True, slots=True)
class Text:
    """A text taken apart. The first six fields are parallel, one entry a token.

    `folds` compare words, `after` is the punctuation that follows a token, `quoted` says whether it stands inside
    quotation marks, a block quote or a retweet. `sentences` and `clauses` are half-open token ranges.
    """

    raw: str
    folds: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    kinds: tuple[Kind, ...]
    after: tuple[str, ...]
    quoted: tuple[bool, ...]
    sentence_of: tuple[int, ...]
    clause_of: tuple[int, ...]
    sentences: tuple[tuple[int, int], ...]
    clauses: tuple[tuple[int, int], ...]

    def word(self, index: int) -> str:
        """The token as it was written."""
        return self.raw[self.starts[index] : self.ends[index]]

    def slice(self, first: int, last: int) -> str:
        """The original text from token `first` up to and including token `last`."""
        return self.raw[self.starts[first] : self.ends[last]]

    def __len__(self) -> int:
        return len(self.folds)


_INVISIBLE: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"
_MARKS: Final = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f"
_LETTER: Final = rf"[^\W_{_INVISIBLE}]"
_IN_WORD: Final = rf"[^\W_]|[{_MARKS}{_INVISIBLE}]"
_EMOJI: Final = (
    r"[\U0001F1E6-\U0001F1FF]{2}|[0-9#*]\ufe0f?\u20e3|"
    r"[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF\u2190-\u21FF\u231A-\u23FF\u25A0-\u25FF\u203C\u2049\u3030\u303D]"
    r"(?:[\ufe0e\ufe0f\U0001F3FB-\U0001F3FF]|\u200d[\U0001F000-\U0001FAFF\u2600-\u27BF])*"
    r"|(?<![\w])[:;=8xX][-^o']?[)(DPpO/\\|*](?![\w])|<3(?!\d)"
)
_TLD: Final = "de|com|ch|at|net|org|eu|info|io|shop|app|li|berlin|wien|uk|gov|edu"
_WEB: Final = rf"""
      (?P<link>(?:https?://|www\.)[^\s<>"„“”»«]+[^\s<>"„“”»«.,;:!?)\]'’]
              |(?<![\w@.-])[a-zA-Z0-9-]{{1,63}}(?:\.[a-zA-Z0-9-]{{1,63}}){{0,3}}\.(?:{_TLD})(?:/[^\s<>"„“”»«]*[^\s<>"„“”»«.,;:!?)\]'’])?(?![\w@-]))
    | (?P<email>(?<![\w.+-])[\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,4}})
    | (?P<mention>(?<![\w@])@[\w][\w.-]*\w|(?<![\w@])@\w)
    | (?P<hashtag>(?<![\w\#&])\#(?=[\w]*[^\W\d_])[\w]+)
    |"""
_PLAIN: Final = rf"""
      (?P<simple>[A-WYZa-wyzÄÖÜäöü][a-zäöüß]+(?=[ .,!?\n]))
    | (?P<number>(?<![\w])\d+(?:[.,:'’\u00a0\u202f](?=\d)\d+)*(?!{_LETTER}))
    | (?P<emoji>{_EMOJI})
    | (?P<word>{_LETTER}(?:{_IN_WORD}|[*:_·/](?=[iI]n(?:nen)?(?![^\W_]))|['’ʼ`´](?=[^\W\d_])|[-‐‑](?=[^\W_]))*)
    | (?P<break>\n[ \t\r]*\n\s*|\n)
    | (?P<open>[„‚«‹»›“”‟"‘’']|(?<![\w])['`´])
    | (?P<punct>[.!?…,;:()\[\]{{}}–—―|•·¿¡]|-(?=\s)|/{{2,}}|(?<=\d)\+(?![\w+]))
"""
_TOKEN: Final = re.compile(_PLAIN, re.VERBOSE)
_WEB_TOKEN: Final = Regex(_WEB + _PLAIN, re.VERBOSE)
_WEB_HINT: Final = re.compile(rf"://|www\.|[@#]|[a-zA-Z0-9-]\.(?:{_TLD})")
"""What stands in every text with a link, an address, a mention or a hashtag."""

_UMLAUT: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe"}
    | dict.fromkeys(_INVISIBLE)
    | dict.fromkeys("-‐‑*:_·/")
    | dict.fromkeys("’ʼ`´", "'")
)

_SPLIT: Final = Regex(
    r"^(?P<stem>.{1,40}?)(?P<tail>n['’ʼ`´]t|['’ʼ`´](?:re|ll|ve|m|s|d|n)|(?<=do|es|id|ca|wo|is|as|re|ld|ve|ad)nt)$",
    re.IGNORECASE,
)
_BARE_NT: Final = frozenset(
    "dont doesnt didnt cant wont isnt wasnt werent arent couldnt shouldnt wouldnt havent hasnt hadnt".split()
)
_TAIL: Final = {"re": "are", "ll": "will", "ve": "have", "m": "am", "s": "'s", "d": "'d", "n": "einen", "t": "not"}
_IRREGULAR: Final = {"ca": "can", "wo": "will", "sha": "shall"}

_ABBREVIATIONS: Final = frozenset(
    """z b zb bzw ca dr prof hr fr nr str tel abs art bspw d h dh etc evtl ggf inkl ing jr mag max min mio mrd
    mwst o ae oe s u sog st u a v vgl zzgl zz zt i v m usw mr mrs ms sr e g eg ie vs no approx inc ltd dept
    jan feb maer apr jun jul aug sep sept okt nov dez oct dec mo di mi do fr sa so std sek tsd exkl lfd geb
    ehem allg bes gem hl kath ev med jur dipl fa verf hrsg aufl bd kap ff pos ref inh mind einschl""".split()
)
_BEFORE_ORDINALS: Final = frozenset(
    """am zum zur der die das den dem des vom im ins bis ab seit beim ein eine einen einem einer eines jede jeder jeden
    jedes jedem diese dieser diesen dieses diesem ihr ihre ihrem ihren ihrer ihres unser unsere unserem unseren unserer
    unseres euer eure eurem euren eurer eures mein meine meinem meinen meiner dein deine deinem deinen deiner sein seine
    seinem seinen seiner und oder""".split()
)
_SMALL: Final = re.compile(r"\d{1,2}")
_YEAR: Final = re.compile(r"20\d\d")
_DAY_AND_MONTH: Final = re.compile(r"\d{1,2}\.\d{1,2}")
_ENDERS: Final = frozenset(".!?…")
_RANGES: Final = frozenset(("-", "–", ".-", ".–", ".—", "—"))
_CLAUSE_ENDERS: Final = frozenset(",;:()[]{}–—―-|•")
_CONJUNCTIONS: Final = frozenset("aber sondern denn but".split())
_SUBJECTS: Final = frozenset(
    """ich wir du sie ihr er es man das dies der die dieser diese ein eine unser unsere mein meine hier da dort leider
    so jetzt heute morgen bei vor nach in im auf an am fuer mit ohne bitte dafuer dann nur wenn""".split()
)
_MONTHS: Final = frozenset(
    """januar jaenner februar feber maerz april mai juni juli august september oktober november dezember jan feb maer
    apr jun jul aug sep sept okt nov dez january february march may june july october december""".split()
)


_COUNTED: Final = frozenset("uhr advent adventssonntag weihnachtstag weihnachtsfeiertag".split())
"""What a number with a full stop belongs to, besides months: „12. Uhr“, „1. Advent“."""


def fold(text: str) -> str:
    """The form in which words are compared; the fold of a fold is itself.

    >>> fold("Straße"), fold("MÜSSTE"), fold("Kund*innen"), fold("E-Mail")
    ('strasse', 'muesste', 'kundinnen', 'email')
    """
    if text.isascii():
        return text.lower().translate(_UMLAUT) if not text.isalnum() else text.lower()
    composed = unicodedata.normalize("NFC", text.translate(_DROP))
    folded = unicodedata.normalize("NFC", composed.casefold()).translate(_UMLAUT)
    again = folded if folded.isascii() else unicodedata.normalize("NFC", folded)
    return folded if again == folded else fold(again)  # a sign that was dropped stood between letter and accent


_DROP: Final = dict.fromkeys(map(ord, _INVISIBLE))
_WORD: Final = Kind.WORD
_EMOJI_KIND: Final = Kind.EMOJI
_WORDY: Final = frozenset({"simple", "word"})
_KINDS: Final = {
    "number": Kind.NUMBER,
    "emoji": Kind.EMOJI,
    "mention": Kind.MENTION,
    "hashtag": Kind.HASHTAG,
    "link": Kind.LINK,
    "email": Kind.EMAIL,
}


def tokenize(raw: str) -> Text:
    """Take `raw` apart. An empty text has no tokens, no sentences and no clauses."""
    folds: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    kinds: list[Kind] = []
    after: list[str] = []
    quote_marks: list[tuple[int, int, str]] = []
    for found in (_WEB_TOKEN.compiled() if _WEB_HINT.search(raw) else _TOKEN).finditer(raw):
        group = found.lastgroup or ""
        start, end = found.span()
        word = raw[start:end]
        if group in _WORDY:
            for length, folded in _pieces(word):
                folds.append(folded)
                starts.append(start)
                start += length
                ends.append(start)
                kinds.append(_WORD)
                after.append("")
        elif group in _KINDS:
            folds.append(word.casefold())
            starts.append(start)
            ends.append(end)
            kinds.append(_KINDS[group])
            after.append("")
        elif group == "open":
            quote_marks.append((start, len(folds), word))
        elif folds:
            after[-1] += "\n\n" if group == "break" and word.count("\n") > 1 else word[0]
    sentence_of, clause_of = _number(raw, folds, starts, ends, kinds, after)
    return Text(
        raw,
        tuple(folds),
        tuple(starts),
        tuple(ends),
        tuple(kinds),
        tuple(after),
        _quoted(raw, quote_marks, starts, ends),
        tuple(sentence_of),
        tuple(clause_of),
        _ranges(sentence_of),
        _ranges(clause_of),
    )


# A memo of a pure function: most words of a text were met before.
@lru_cache(maxsize=16_384)
def _pieces(word: str) -> tuple[tuple[int, str], ...]:
    """The pieces of one written word, each with its length and its folded form."""
    if "'" in word or "’" in word or word[-2:] in ("nt", "NT", "ot") or not word.isalnum():
        return tuple((len(piece), folded) for piece, folded in _take_apart(word))
    return ((len(word), fold(word)),)


def _take_apart(word: str) -> list[tuple[str, str]]:
    """The pieces of one written word with their folded forms: `we're` -> we + are, `geht's` -> geht + 's."""
    if word.lower() == "cannot":
        return [(word[:3], "can"), (word[3:], "not")]
    found = _SPLIT.match(word)
    if found is None or (
        word[-2:].lower() == "nt" and "'" not in word and "’" not in word and word.lower() not in _BARE_NT
    ):
        return [(word, fold(word) or word.casefold())]
    stem, tail = found.group("stem"), found.group("tail")
    if stem.lower() == "let" and tail[1:].lower() == "s":
        return [(stem, "let"), (tail, "us")]
    key = tail.lower().lstrip("'’ʼ`´")
    meant = "not" if key.endswith("t") else _TAIL[key]
    folded = fold(stem) or stem.casefold()
    if meant == "not":
        folded = _IRREGULAR.get(folded, folded)
    return [(stem, folded), (tail, meant)]


def _number(
    raw: str, folds: list[str], starts: list[int], ends: list[int], kinds: list[Kind], after: list[str]
) -> tuple[list[int], list[int]]:
    """Sentence and clause number of every token, both counted from 0."""
    sentence_of: list[int] = []
    clause_of: list[int] = []
    sentence = clause = 0
    line_start = 0
    last = len(folds) - 1
    for index, folded in enumerate(folds):
        if index and clause_of[-1] == clause and folded in _CONJUNCTIONS and _joins(folded, folds, index):
            clause += 1
        sentence_of.append(sentence)
        clause_of.append(clause)
        marks = after[index]
        if index == last:
            break
        if marks in _RANGES and kinds[index] is kinds[index + 1] is Kind.NUMBER and len(folded) <= 2:
            continue  # „1.–14.12.“, „5 - 31 March“
        if not marks:
            if kinds[index] is _EMOJI_KIND and kinds[index + 1] is not Kind.EMOJI and raw[starts[index + 1]].isupper():
                sentence += 1
                clause += 1
            continue
        if _ends_sentence(raw, folds, starts, ends, kinds, marks, index, line_start):
            sentence += 1
            clause += 1
        elif not _CLAUSE_ENDERS.isdisjoint(marks) or "\n" in marks:
            clause += 1
        if "\n" in marks:
            line_start = starts[index + 1]
    return sentence_of, clause_of


def _joins(folded: str, folds: list[str], index: int) -> bool:
    """Whether a conjunction opens a clause; „aber“ and „denn“ do so before a subject, else they colour a sentence."""
    if folded in ("sondern", "but"):
        return True
    return index + 1 < len(folds) and folds[index + 1] in _SUBJECTS


def _ends_sentence(
    raw: str,
    folds: list[str],
    starts: list[int],
    ends: list[int],
    kinds: list[Kind],
    marks: str,
    index: int,
    line_start: int,
) -> bool:
    """Whether the punctuation after token `index` closes a sentence."""
    following = raw[starts[index + 1]]
    if "\n\n" in marks:
        return True
    strong = "!" in marks or "?" in marks or "…" in marks or ".." in marks
    if "\n" in marks:
        short = ends[index] - line_start < 60
        return strong or "." in marks or ":" in marks or (short and "," not in marks and not following.islower())
    if _ENDERS.isdisjoint(marks):
        return False
    if marks.startswith((".,", ".;")):
        return False  # „11.03., 21 Uhr“, „e. V., Glasweg 2“
    gap = raw[ends[index] : starts[index + 1]]
    if not any(mark.isspace() for mark in gap):
        return strong and not following.islower()
    if "!" in marks or "?" in marks:
        return not following.islower() or marks[-1] in "!?"
    if following.islower() and kinds[index + 1] is Kind.WORD:
        return strong and "…" not in marks and ".." not in marks
    if strong:
        return True
    if kinds[index] is Kind.NUMBER and len(folds[index]) <= 2 and folds[index + 1] in _MONTHS | _COUNTED:
        return False
    if following.isdigit() and (folds[index].endswith("str") or _in_a_date(folds, index)):
        return False
    if kinds[index] is Kind.NUMBER and folds[index].isdigit() and len(folds[index]) <= 2:
        # "3. Mai", "2. Quartal", "14. Auflage" against "Es sind 12. Danach ..."
        return not index or folds[index - 1] not in _BEFORE_ORDINALS
    return not (folds[index] in _ABBREVIATIONS or (len(folds[index]) == 1 and kinds[index] is Kind.WORD))


def _in_a_date(folds: list[str], index: int) -> bool:
    """Whether a full stop after token `index` stands in „17. 8. 2026“ or between „20.03.“ and its hour."""
    here, behind = folds[index], folds[index + 1 : index + 3]
    if _DAY_AND_MONTH.fullmatch(here):
        return ":" in behind[0] or behind[0].endswith(("h", "pm", "am")) or behind[1:] == ["uhr"]
    before = folds[index - 1] if index else ""
    return _SMALL.fullmatch(here) is not None and (
        (_SMALL.fullmatch(behind[0]) is not None and _YEAR.fullmatch("".join(behind[1:])) is not None)
        or (_SMALL.fullmatch(before) is not None and _YEAR.fullmatch(behind[0]) is not None)
    )


def _ranges(numbers: list[int]) -> tuple[tuple[int, int], ...]:
    """Half-open token ranges of runs of the same number."""
    ranges: list[tuple[int, int]] = []
    first = 0
    for index in range(1, len(numbers) + 1):
        if index == len(numbers) or numbers[index] != numbers[first]:
            ranges.append((first, index))
            first = index
    return tuple(ranges)


_PAIRS: Final = {
    "„": '“”"',
    "‚": "‘’'",
    "«": "»",
    "‹": "›",
    "»": "«",
    "›": "‹",
    "“": '”"',
    '"': '"',
    "‘": "’",
    "'": "'",
    "‟": "”",
    "”": "”",
}
_NEAR: Final = 24  # quotation marks looked at for a closing one
_FAR: Final = 1500  # code points a quotation may span
_BLOCK_QUOTE: Final = Regex(r"(?m)^[ \t]*(?:>|&gt;)[^\n]*$|^[ \t]*RT @\w+[^\n]*$")


def _quoted(raw: str, marks: list[tuple[int, int, str]], starts: list[int], ends: list[int]) -> tuple[bool, ...]:
    """For every token whether it stands in a quotation: paired marks on one paragraph, `>` lines, retweets."""
    flags = [False] * len(starts)
    position = 0
    while position < len(marks):
        offset, first, mark = marks[position]
        if mark in "'’" and (offset and raw[offset - 1].isalnum()):
            position += 1
            continue
        closers = _PAIRS.get(mark, "")
        for later in range(position + 1, min(len(marks), position + _NEAR)):
            end, last, closing = marks[later]
            if "\n\n" in raw[offset : min(end, offset + _FAR)] or end - offset > _FAR:
                break
            if closing in closers and (closing not in "'’" or not (end + 1 < len(raw) and raw[end + 1].isalnum())):
                if not (closing == '"' and end == offset + 1):
                    flags[first:last] = [True] * (last - first)
                position = later
                break
        position += 1
    if ">" in raw or "RT @" in raw:
        for found in _BLOCK_QUOTE.finditer(raw):
            first, last = bisect_left(starts, found.start()), bisect_left(starts, found.end())
            flags[first:last] = [True] * (last - first)
    return tuple(flags)
