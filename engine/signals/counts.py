"""Plain counts: characters, words, sentences and their lengths, questions, emoji, mentions, links."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ..regex import Regex
from ..source import Span
from ..tokens import Kind, Text
from .memo import Last
from .reading import Measurement, Reading, Signal, Type

_LINK: Final = 23  # characters a link takes at most, as the channel X counts it
_BLANK_LINE: Final = Regex(r"\n[ \t\r]*\n")
# Arrows and boxes are typography unless a variation selector asks for the coloured picture.
_PLAIN_SIGN: Final = Regex(r"[\u2190-\u21ff\u2300-\u23ff\u25a0-\u25ff]\ufe0e?$")


def written_words(text: Text, first: int, last: int) -> list[str]:
    """Words and numbers of tokens `first` to `last` (excluded) as a reader counts them: `we're` is one."""
    words: list[str] = []
    end_before = -1
    raw, starts, ends, kinds = text.raw, text.starts, text.ends, text.kinds
    for index in range(first, last):
        if kinds[index] > Kind.NUMBER:
            continue
        if starts[index] == end_before and words:
            words[-1] += raw[starts[index] : ends[index]]
        else:
            words.append(raw[starts[index] : ends[index]])
        end_before = ends[index]
    return words


def sentence_lengths(text: Text) -> tuple[int, ...]:
    """Words and numbers of every sentence, in order; a sentence of emoji or links alone has 0."""
    return _LENGTHS(text)


def _all_lengths(text: Text) -> tuple[int, ...]:
    return tuple(_length(text, first, last) for first, last in text.sentences)


_LENGTHS: Final = Last(_all_lengths)


def _length(text: Text, first: int, last: int) -> int:
    kinds, starts, ends = text.kinds, text.starts, text.ends
    number, end_before = 0, -1
    for index in range(first, last):
        if kinds[index] <= Kind.NUMBER:
            number += starts[index] != end_before
            end_before = ends[index]
    return number


def _characters(reading: Reading) -> Measurement:
    text = reading.text
    spared = 0
    if Kind.LINK in text.kinds:
        spared = sum(
            max(0, end - start - _LINK)
            for start, end, kind in zip(text.starts, text.ends, text.kinds, strict=True)
            if kind is Kind.LINK
        )
    return Measurement(float(len(text.raw.strip()) - spared))


def _words(reading: Reading) -> Measurement:
    return Measurement(float(sum(sentence_lengths(reading.text))))


def _sentences(reading: Reading) -> Measurement:
    return Measurement(float(sum(length > 0 for length in sentence_lengths(reading.text))))


def _longest_sentence(reading: Reading) -> Measurement:
    text = reading.text
    lengths = sentence_lengths(text)
    longest = max(lengths, default=0)
    if not longest:
        return Measurement(0.0)
    first, last = text.sentences[lengths.index(longest)]
    return Measurement(float(longest), (Span(text.starts[first], text.ends[last - 1]),))


def _words_per_sentence(reading: Reading) -> Measurement:
    lengths = [length for length in sentence_lengths(reading.text) if length]
    return Measurement(sum(lengths) / len(lengths) if lengths else 0.0)


def _paragraphs(reading: Reading) -> Measurement:
    return Measurement(float(sum(bool(part.strip()) for part in _BLANK_LINE.split(reading.text.raw))))


def _questions(reading: Reading) -> Measurement:
    return _sentences_closed_by(reading.text, lambda marks: "?" in marks)


def _exclamations(reading: Reading) -> Measurement:
    return _sentences_closed_by(reading.text, lambda marks: "!" in marks and "?" not in marks)


def _sentences_closed_by(text: Text, closes: Callable[[str], bool]) -> Measurement:
    """How often a mark closes something the writer says; quotations are somebody else's."""
    spans = tuple(
        Span(text.starts[text.sentences[text.sentence_of[index]][0]], text.ends[index])
        for index, marks in enumerate(text.after)
        if marks and closes(marks) and not text.quoted[index]
    )
    return Measurement(float(len(spans)), spans)


def _emoji(reading: Reading) -> Measurement:
    text = reading.text
    if Kind.EMOJI not in text.kinds:
        return Measurement(0.0)
    spans = tuple(
        Span(text.starts[index], text.ends[index])
        for index, kind in enumerate(text.kinds)
        if kind is Kind.EMOJI and not _PLAIN_SIGN.match(text.word(index))
    )
    return Measurement(float(len(spans)), spans)


def _mentions(reading: Reading) -> Measurement:
    return _of_kind(reading.text, (Kind.MENTION,))


def _hashtags(reading: Reading) -> Measurement:
    return _of_kind(reading.text, (Kind.HASHTAG,))


def _links(reading: Reading) -> Measurement:
    return _of_kind(reading.text, (Kind.LINK, Kind.EMAIL))


def _of_kind(text: Text, wanted: tuple[Kind, ...]) -> Measurement:
    if not any(kind in text.kinds for kind in wanted):
        return Measurement(0.0)
    spans = tuple(Span(text.starts[index], text.ends[index]) for index, kind in enumerate(text.kinds) if kind in wanted)
    return Measurement(float(len(spans)), spans)


def _count(name: str, german: str, unit: str, meaning: str, measure: Callable[[Reading], Measurement]) -> Signal:
    return Signal(f"text.{name}", f"text.{german}", Type.NUMBER, unit, meaning, "own count", "0", measure)


characters: Final = _count(
    "characters", "zeichen", "characters", "Length without blanks at both ends; a link counts 23 at most.", _characters
)
words: Final = _count("words", "wörter", "words", "Words and numbers; `we're` and „geht's“ are one.", _words)
sentences: Final = _count("sentences", "sätze", "sentences", "Sentences with a word in them.", _sentences)
longest_sentence: Final = _count(
    "longest-sentence", "längster-satz", "words", "Words of the longest sentence.", _longest_sentence
)
words_per_sentence: Final = _count(
    "words-per-sentence", "wörter-pro-satz", "words", "Mean words of a sentence.", _words_per_sentence
)
paragraphs: Final = _count("paragraphs", "absätze", "paragraphs", "Blocks of text between blank lines.", _paragraphs)
questions: Final = _count(
    "questions", "fragen", "questions", "Places closed by a question mark, outside quotations.", _questions
)
exclamations: Final = _count(
    "exclamations",
    "ausrufe",
    "exclamations",
    "Places closed by exclamation marks alone, outside quotations; `!!!` is one.",
    _exclamations,
)
emoji: Final = _count("emoji", "emojis", "emoji", "Emoji and typed smileys, each one.", _emoji)
mentions: Final = _count("mentions", "erwähnungen", "mentions", "Names written with @.", _mentions)
hashtags: Final = _count("hashtags", "hashtags", "hashtags", "Words written with #.", _hashtags)
links: Final = _count("links", "links", "links", "Web and mail addresses.", _links)

COUNTS: Final[tuple[Signal, ...]] = (
    characters,
    words,
    sentences,
    longest_sentence,
    words_per_sentence,
    paragraphs,
    questions,
    exclamations,
    emoji,
    mentions,
    hashtags,
    links,
)
