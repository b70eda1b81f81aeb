"""Shouting: words in capitals, runs of marks, stretched, spaced, starred and fancy letters, runs of emoji.

Each trait is found by its own function; `text.shouting` weighs them. A lone „!!“ is joy, a lone ACHTUNG a
heading, NASA a name; „NICHT“, „!!!“, „N I C H T“ raise the voice. What stands in quotation marks is somebody
else's voice.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ..record import Organisation
from ..regex import Regex
from ..source import Span
from ..tokens import Kind, Text, fold
from .loud_words import ACRONYMS, EMPHATIC, LABELS, LOUD_SHORT, NAMING, SHORT, SPOKEN_OF, WARNINGS
from .memo import Last
from .reading import Measurement, Reading, Signal, Type

_CAPITALS: Final = Regex(r"[A-ZÀ-ÖØ-ÞẞŠŽĞİŞ]{2}")
_VOWEL: Final = Regex(r"[AEIOUYÄÖÜÀÁÂÈÉÊÌÍÎÒÓÔÙÚÛ]")
_ROMAN: Final = Regex(r"[MDCLXVI]+$")
_MARKS: Final = Regex(r"[!?](?:[!?]|\s[!?]|1(?=[!1e]))+(?:elf)?|[‼⁉❗❕❓]\ufe0f?(?:[\s!?]?[‼⁉❗❕❓]\ufe0f?)+")
_TRIPLE: Final = Regex(r"([^\W\d_])\1\1", re.IGNORECASE)
_STRETCHED: Final = Regex(r"\b[^\W\d_]*?([^\W\d_])\1\1+[^\W\d_]*", re.IGNORECASE)
_SOUND: Final = Regex(r"([hmzprsgw]+|(?:www|xxx+|iii|.?aa+h*|o+h+|u+h+|h+[mu]+|p+s+t+|br+|gr+))$", re.IGNORECASE)
_SINGLE: Final = Regex(r" [^\W\d_] [^\W\d_](?![^\W_])")
_SPACED: Final = Regex(r"(?<![^\W_])(?:(?:[A-ZÄÖÜ] ){1,30}[A-ZÄÖÜ]|(?:[a-zäöü] ){3,30}[a-zäöü])(?![^\W_])")
_STARRED: Final = Regex(r"(?<![\w*])(\*{1,3}|_{1,3})(?=[^\W_])([^*_\n]{2,40}?)(?<=[^\s])\1(?![\w*])")
_FANCY: Final = Regex(
    r"[\U0001D400-\U0001D7CB\u24b6-\u24e9\U0001F130-\U0001F189\uff21-\uff3a\uff41-\uff5a]{3,}"
    r"(?: ?[\U0001D400-\U0001D7CB\u24b6-\u24e9\U0001F130-\U0001F189\uff21-\uff3a\uff41-\uff5a]+)*"
)
_ONE_WORD: Final = Regex(r"(?:(?<=[.!?]\s)|^)(?:[^\W\d_]{2,}\. ){2,}[^\W\d_]{2,}[.!]")
_ALARM: Final = frozenset("🚨❗❕❓‼⁉🔥📢📣🛑⚠🔊😡🤬🆘")
_REACH: Final = 20  # tokens around a word that may make it a name
_RUN: Final = 3  # emoji side by side


def capital_words(text: Text, organisation: Organisation) -> list[int]:
    """Token numbers of words of two letters and more in capitals that are no acronym, name or quotation."""
    if _CAPITALS.search(text.raw) is None:
        return []
    names = {fold(part) for name in (organisation.name, *organisation.products) for part in name.split()}
    found = []
    for index, kind in enumerate(text.kinds):
        if kind is not Kind.WORD or text.quoted[index]:
            continue
        word = text.word(index)
        if not word.isupper() or len(word) < 2 or text.folds[index] in names:
            continue
        if not _is_acronym(word, text.folds[index]) and not _is_tag(text.raw, text.starts[index]):
            found.append(index)
    return found


def _is_acronym(word: str, folded: str) -> bool:
    """Whether capitals are its normal form: listed, with digits or several parts, no vowel, a numeral."""
    return (
        folded in ACRONYMS
        or not word.isalpha()
        or folded in LABELS
        or _VOWEL.search(word) is None
        or (_ROMAN.match(word) is not None and folded not in EMPHATIC)
    )


def _is_tag(raw: str, start: int) -> bool:
    """Whether the word is a signature: ^AB, *SR, /KM."""
    return start > 0 and raw[start - 1] in "^*/~#@&$"


def shouted_words(text: Text, organisation: Organisation) -> list[tuple[int, int]]:
    """Runs of tokens (first, last) that shout: emphatic words in capitals, others if nothing makes a name."""
    runs: list[list[int]] = []
    for index in capital_words(text, organisation):
        if runs and _joined(text, runs[-1][-1], index):
            runs[-1].append(index)
        else:
            runs.append([index])
    if not runs:
        return []
    terms, often = _terms(text), Counter(text.folds)
    small = frozenset(folded for index, folded in enumerate(text.folds) if text.word(index).islower())
    return [(run[0], run[-1]) for run in runs if _shouts(text, run, terms, often, small)]


def _joined(text: Text, left: int, right: int) -> bool:
    """Whether two capital words are one cry: neighbours in a clause, or with „A“ or „I“ between them."""
    if text.clause_of[left] != text.clause_of[right]:
        return False
    return right == left + 1 or (right == left + 2 and text.word(left + 1) in ("A", "I", "O"))


def _shouts(text: Text, run: list[int], terms: frozenset[str], often: Mapping[str, int], small: frozenset[str]) -> bool:
    """Whether a run of capital words raises the voice.

    `terms` are the first parts of hyphenated words, `often` counts all words, `small` are those in lower case too.
    """
    folds = [text.folds[index] for index in run]
    first, last = run[0], run[-1]
    sentence_first, sentence_last = text.sentences[text.sentence_of[first]]
    marks = text.after[last]
    opening = first == 0 and len(run) <= 3 and not WARNINGS.isdisjoint(folds)
    if opening and (":" in marks or len(run) > 1 or (last + 1 == sentence_last and "!" not in marks)):
        return False
    if any((folded in EMPHATIC and len(folded) > 3) or folded in LOUD_SHORT for folded in folds):
        return not (len(run) == 1 and (folds[0] in terms or (first and text.folds[first - 1] in SPOKEN_OF)))
    if (len(run) > 1 and not SHORT.isdisjoint(folds)) or len(run) > 2 or "!!" in marks:
        return True
    if any(folded in small for folded in folds if len(folded) > 3):
        return True  # „8 Kilo inklusive, ich wiederhole, INKLUSIVE“ is no name
    if first == sentence_first or max(map(len, folds)) < 6 or often[folds[0]] > 1:
        return False
    return not _is_named(text, first, last)


def _terms(text: Text) -> frozenset[str]:
    """First parts of words with a hyphen: „MUSS-Kriterien ... sieben MUSS“ speaks of a term."""
    if "-" not in text.raw:
        return frozenset()
    return frozenset(fold(word.partition("-")[0]) for word in text.raw.split() if "-" in word)


def _is_named(text: Text, first: int, last: int) -> bool:
    """Whether the surroundings make a name of it: „Gate HELGOLAND“, „heißt NORDVIK“, „HEIDA 2022“."""
    clause_first, clause_last = text.clauses[text.clause_of[first]]
    near = text.folds[max(clause_first, first - _REACH) : min(clause_last, last + _REACH)]
    if not NAMING.isdisjoint(near):
        return True
    if last + 1 < len(text) and text.kinds[last + 1] is Kind.NUMBER and not text.after[last]:
        return True
    before = text.word(first - 1)
    return first - 1 > clause_first and before[:1].isupper() and not before.isupper() and before.isalpha()


def mark_runs(text: Text) -> tuple[Span, ...]:
    """Two and more exclamation or question marks in a row, outside quotations."""
    return _MARK_RUNS(text)


def _all_mark_runs(text: Text) -> tuple[Span, ...]:
    return tuple(span for span in _found(_MARKS, text) if text.raw[span.start : span.end].strip())


_MARK_RUNS: Final = Last(_all_mark_runs)


def stretched_words(text: Text) -> tuple[Span, ...]:
    """Words with a letter three times in a row: „sooooo“; not „Teeei“, „Schifffahrt“, „hmmm“."""
    return _STRETCHED_WORDS(text)


def _all_stretched_words(text: Text) -> tuple[Span, ...]:
    if _TRIPLE.search(text.raw) is None:
        return ()
    return tuple(span for span in _found(_STRETCHED, text) if _is_stretched(text.raw[span.start : span.end]))


_STRETCHED_WORDS: Final = Last(_all_stretched_words)


def _is_stretched(word: str) -> bool:
    if _SOUND.match(word) is not None:
        return False
    longest = max(len(found.group()) for found in re.finditer(r"(?i)([^\W\d_])\1*", word))
    # Compounds meet with three letters, capital at the front: Teeei, Schifffahrt, Seeelefant, helllila.
    return longest > 3 or re.search(r"(?i)([aiouäöü])\1\1|e{3}$|([^aeiou])\2\2$", word) is not None


def spaced_words(text: Text) -> tuple[Span, ...]:
    """Letters set apart („N I C H T“) and sentences of one word each („Every. Single. Morning.“)."""
    return _SPACED_WORDS(text)


def _all_spaced_words(text: Text) -> tuple[Span, ...]:
    spans = []
    if _SINGLE.search(f" {text.raw}") is not None:
        spans = [span for span in _found(_SPACED, text) if _spells(text.raw[span.start : span.end])]
    if text.raw.count(". ") > 1:
        spans += _found(_ONE_WORD, text)
    return tuple(sorted(spans, key=lambda span: span.start))


_SPACED_WORDS: Final = Last(_all_spaced_words)


def _spells(letters: str) -> bool:
    """Whether single letters make a word: four and more with a vowel, or a known short one („N O“)."""
    word = letters.replace(" ", "")
    folded = fold(word)
    known = folded in EMPHATIC or folded in SHORT or folded in LOUD_SHORT or folded in ("ja", "oh")
    return known or (len(word) > 3 and _VOWEL.search(word.upper()) is not None and len(set(word)) > 2)


def starred_words(text: Text) -> tuple[Span, ...]:
    """Words between stars or underscores: „*nicht*“."""
    return _STARRED_WORDS(text)


def _all_starred_words(text: Text) -> tuple[Span, ...]:
    return tuple(_found(_STARRED, text)) if "*" in text.raw or "_" in text.raw else ()


_STARRED_WORDS: Final = Last(_all_starred_words)


def fancy_words(text: Text) -> tuple[Span, ...]:
    """Words in mathematical, circled or full-width letters, which screen readers spell out."""
    return _FANCY_WORDS(text)


def _all_fancy_words(text: Text) -> tuple[Span, ...]:
    return () if text.raw.isascii() else tuple(_found(_FANCY, text))


_FANCY_WORDS: Final = Last(_all_fancy_words)


def emoji_runs(text: Text) -> list[Span]:
    """Three and more emoji side by side."""
    return [span for span, _ in _emoji_runs(text, _RUN)]


def _emoji_runs(text: Text, least: int) -> Iterator[tuple[Span, bool]]:
    """Runs of emoji with whether they are signs of alarm."""
    first = 0 if Kind.EMOJI in text.kinds else len(text)
    while first < len(text):
        last = first
        if text.kinds[first] is Kind.EMOJI:
            while last + 1 < len(text) and text.kinds[last + 1] is Kind.EMOJI and not text.after[last].strip(" "):
                last += 1
            if last - first + 1 >= least and not text.quoted[first]:
                alarm = all(text.word(index)[0] in _ALARM for index in range(first, last + 1))
                yield Span(text.starts[first], text.ends[last]), alarm
        first = last + 1


def _found(pattern: Regex, text: Text) -> list[Span]:
    """Where `pattern` stands, except in quotations, links, mentions, hashtags and numbers."""
    spans = []
    for found in pattern.finditer(text.raw):
        span = Span(*found.span())
        if not _is_foreign(text, span):
            spans.append(span)
    return spans


def _is_foreign(text: Text, span: Span) -> bool:
    """Whether a place stands in a link, mention, hashtag or quotation; marks belong to the token before."""
    index = bisect_left(text.starts, span.end) - 1
    if index < 0:
        return False
    if text.ends[index] > span.start:
        return text.quoted[index] or text.kinds[index] > Kind.EMOJI
    return text.quoted[index] and _inside_quotation(text, index)


def _inside_quotation(text: Text, index: int) -> bool:
    """Whether the punctuation after token `index` still stands before the closing quotation mark."""
    gap_end = text.starts[index + 1] if index + 1 < len(text) else len(text.raw)
    gap = text.raw[text.ends[index] : gap_end].strip()
    return bool(gap) and gap[0] in "!?.,…"


def _capitals_share(reading: Reading) -> Measurement:
    text = reading.text
    capital = [index for index in capital_words(text, reading.organisation) if len(text.folds[index]) > 3]
    if not capital:
        return Measurement(0.0)
    letters = sum(
        sum(mark.isalpha() for mark in text.word(index))
        for index, kind in enumerate(text.kinds)
        if kind is Kind.WORD and not text.quoted[index]
    )
    spans = tuple(Span(text.starts[index], text.ends[index]) for index in capital)
    return Measurement(sum(span.end - span.start for span in spans) / letters, spans)


def _shouted_words(reading: Reading) -> Measurement:
    text = reading.text
    runs = shouted_words(text, reading.organisation)
    spans = tuple(Span(text.starts[first], text.ends[last]) for first, last in runs)
    return Measurement(float(sum(last - first + 1 for first, last in runs)), spans)


def _exclamation_density(reading: Reading) -> Measurement:
    text = reading.text
    number = sum(marks.count("!") for index, marks in enumerate(text.after) if not text.quoted[index])
    return Measurement(number / len(text.sentences) if text.sentences else 0.0)


def _shouting(reading: Reading) -> Measurement:
    """Strong places always count; weak ones (a lone „!!“, an emoji run, one starred word) only in company."""
    text = reading.text
    words = [Span(text.starts[first], text.ends[last]) for first, last in shouted_words(text, reading.organisation)]
    labelled = [(span, "capitals") for span in words]
    labelled += [(span, "fancy") for span in fancy_words(text)]
    labelled += [(span, "spaced") for span in spaced_words(text)]
    weak: list[tuple[Span, str]] = [(span, "starred") for span in starred_words(text)]
    for span in mark_runs(text):
        loud = (
            sum(mark in "!?‼⁉❗❓" for mark in text.raw[span.start : span.end]) > 2
            or "‼" in text.raw[span.start : span.end]
        )
        (labelled if loud else weak).append((span, "marks"))
    for span in stretched_words(text):
        weak.append((span, "stretched"))
    for span, alarm in _emoji_runs(text, _RUN):
        if not any(span.overlaps(other) for other, _ in labelled):
            (labelled if alarm else weak).append((span, "emoji"))
    if labelled or len(weak) > 1:
        labelled += weak
    labelled.sort(key=lambda place: (place[0].start, place[0].end))
    return Measurement(float(len(labelled)), tuple(span for span, _ in labelled), tuple(label for _, label in labelled))


def _places(spans: Sequence[Span]) -> Measurement:
    return Measurement(float(len(spans)), tuple(spans))


capitals_share: Final = Signal(
    "text.capitals-share",
    "text.großbuchstaben-anteil",
    Type.SHARE,
    "share of letters",
    "Letters in capital words of four and more letters, acronyms and names aside, of all letters.",
    "own count",
    "0",
    _capitals_share,
)
shouted: Final = Signal(
    "text.shouted-words",
    "text.geschriene-wörter",
    Type.NUMBER,
    "words",
    "Words raised by capitals: emphatic words, and others that nothing around them makes a name.",
    "own word classes",
    "0",
    _shouted_words,
)
punctuation_runs: Final = Signal(
    "text.punctuation-runs",
    "text.satzzeichen-häufungen",
    Type.NUMBER,
    "places",
    "Two and more exclamation or question marks in a row.",
    "own pattern",
    "0",
    lambda reading: _places(mark_runs(reading.text)),
)
exclamation_density: Final = Signal(
    "text.exclamation-density",
    "text.ausrufezeichen-dichte",
    Type.NUMBER,
    "marks per sentence",
    "Exclamation marks divided by sentences.",
    "own count",
    "0",
    _exclamation_density,
)
stretched: Final = Signal(
    "text.stretched-words",
    "text.gedehnte-wörter",
    Type.NUMBER,
    "words",
    "Words with a letter three times in a row, compounds and sounds aside.",
    "own pattern",
    "0",
    lambda reading: _places(stretched_words(reading.text)),
)
spaced: Final = Signal(
    "text.spaced-words",
    "text.gesperrte-wörter",
    Type.NUMBER,
    "places",
    "Letters set apart, stars or underscores around words, sentences of one word each.",
    "own pattern",
    "0",
    lambda reading: _places(spaced_words(reading.text) + starred_words(reading.text)),
)
fancy: Final = Signal(
    "text.fancy-letters",
    "text.schmuckbuchstaben",
    Type.NUMBER,
    "places",
    "Words in mathematical, circled or full-width letters.",
    "own pattern",
    "0",
    lambda reading: _places(fancy_words(reading.text)),
)
emoji_rows: Final = Signal(
    "text.emoji-runs",
    "text.emoji-ketten",
    Type.NUMBER,
    "places",
    "Three and more emoji side by side.",
    "own count",
    "0",
    lambda reading: _places(emoji_runs(reading.text)),
)
shouting: Final = Signal(
    "text.shouting",
    "text.schreien",
    Type.NUMBER,
    "places",
    "Places that raise the voice; weak ones (one !!, one star) count only beside others.",
    "own weighing, tuned on the project's authored cases",
    "0",
    _shouting,
)
