"""Guards: what the surroundings of a place say about it - quoted, negated, about whom, asked, conditional, redeemed.

Every guard answers True, False, or None when a fact is missing (only `quoted` can lack one: the parent's words).
The word classes here are grammar (pronouns, negators, conjunctions), not wording.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Final

from .haystack import Tags
from .matcher import Match
from .tokens import Kind, Text
from .values import dataclass

_NEGATORS: Final = {
    "de": frozenset(
        """nicht nich net nie niemals nirgends nirgendwo nichts niemand niemanden niemandem weder keinesfalls keineswegs
        mitnichten kein keine keinen keinem keiner keines keinerlei ohne""".split()
    ),
    "en": frozenset("not no never none nothing nobody neither nor without nowhere cannot".split()),
}
_NOT_ONLY: Final = frozenset("nur zuletzt umsonst zufaellig only just wahr least doubt".split())
_THAT: Final = frozenset("dass weil als ob wenn that because as if".split())
_SAYING: Final = frozenset(
    """heisst bedeutet sagen sage meinen meine behaupten wollen moechten soll sollte glauben denken weil
    say said mean means think claim want believe imply suggest""".split()
)
_US: Final = {"de": frozenset("wir ich".split()), "en": frozenset("we i".split())}
_US_OBLIQUE: Final = {
    "de": frozenset(
        "uns mich mir unser unsere unserem unseren unserer unseres mein meine meinem meinen meiner".split()
    ),
    "en": frozenset("us me our ours my mine ourselves myself".split()),
}
_YOU: Final = {"de": frozenset("du".split()), "en": frozenset("you".split())}
_YOU_OBLIQUE: Final = {
    "de": frozenset(
        """ihnen dich dir dein deine deinem deinen deiner deines euch euer eure eurem euren eurer ihre ihrem ihren
        ihrer ihres""".split()
    ),
    "en": frozenset("your yours yourself yourselves".split()),
}
_OTHERS: Final = {
    "de": frozenset("er sie es man jemand jeder niemand dieser diese dieses".split()),
    "en": frozenset("he she they it someone everyone anybody people".split()),
}
_IF: Final = {
    "de": frozenset("wenn falls sofern soweit sollte sollten solltest solltet ob".split()),
    "en": frozenset("if unless should whether in".split()),
}
_TITLES: Final = frozenset("herr herrn frau dr prof familie mr mrs ms miss sir".split())
_REDEEMING: Final = frozenset("date time duration amount weekday link".split())
_HELLO: Final = frozenset(
    """hallo hi hey hej huhu moin servus gruezi salue guten liebe lieber liebes kurze frage sagt sag bitte sorry hello
    dear good please ok quick question""".split()
)
_HELLO_AFTER: Final = _HELLO | frozenset(
    "tag morgen abend team mal morning afternoon evening there all guys folks".split()
)
_MOST_GREETING: Final = 6  # words
_THANKS: Final = frozenset(
    """danke dank dankeschoen merci super prima perfekt toll klasse top suess lecker schoen wow cool mega herzig geil
    thanks thank thx cheers ta great lovely brilliant perfect cute gorgeous love beautiful awesome amazing adorable fab
    yum nice""".split()
)
_MOST_THANKS: Final = 8  # words
_RUN: Final = 4  # consecutive words shared with the parent that make a repetition


@dataclass(slots=True)
class Surroundings:
    """One text with what guards have found out about it so far. Owns its memos; lives for one evaluation."""

    text: Text
    language: str
    tags: Tags
    parent: Text | None
    parent_known: bool
    names: frozenset[str]
    _repeated: list[bool] | None = None
    _persons: dict[tuple[int, int], str] = field(default_factory=dict)

    def repeated(self) -> list[bool]:
        """For every token whether it stands in a run of words taken over from the parent."""
        if self._repeated is None:
            self._repeated = _repetitions(self.text, self.parent)
        return self._repeated


Guard = Callable[[Surroundings, Match], bool | None]


def quoted(around: Surroundings, match: Match) -> bool | None:
    """Inside quotation marks, a block quote, a retweet, or words repeated from the message answered."""
    places = range(match.first, match.last)
    return all(around.text.quoted[at] for at in places) or all(around.repeated()[at] for at in places)


def negated(around: Surroundings, match: Match) -> bool:
    """A negating word in the same clause that the phrase does not name, or in front of it (`not that ...`)."""
    if match.denied:
        return True
    text = around.text
    negators = _NEGATORS.get(around.language, _NEGATORS["de"])
    begin, end = text.clauses[text.clause_of[match.first]]
    for at in range(begin, match.first):
        if text.folds[at] in negators and not _not_only(text, at):
            return True
    if around.language != "en":
        end = max(end, text.clauses[text.clause_of[match.last - 1]][1])
        for at in range(match.last, end):
            if text.folds[at] in negators and text.folds[at] != "ohne" and not _not_only(text, at):
                return True
    if begin and text.folds[begin] in _THAT and text.sentence_of[begin - 1] == text.sentence_of[begin]:
        before = range(text.clauses[text.clause_of[begin - 1]][0], begin)
        said = any(text.folds[at] in _SAYING for at in before) or len(before) <= 2
        return said and any(text.folds[at] in negators and not _not_only(text, at) for at in before)
    return False


def _not_only(text: Text, at: int) -> bool:
    """`nicht nur`, `not only`, and a tag question like `nicht wahr?` deny nothing."""
    following = text.folds[at + 1] if at + 1 < len(text) else ""
    return following in _NOT_ONLY or (text.folds[at] in ("nein", "no") and "," in text.after[at])


def person(around: Surroundings, match: Match) -> str:
    """Whom the clause of a place is about: `us`, `reader` or `others`, by its grammatical subject."""
    clause = around.text.clause_of[match.first]
    key = (match.first, match.last)
    if key not in around._persons:
        around._persons[key] = _person(around, clause, match)
    return around._persons[key]


def _person(around: Surroundings, clause: int, match: Match) -> str:
    text, language = around.text, around.language
    us, you = _US.get(language, _US["de"]), _YOU.get(language, _YOU["de"])
    begin, end = text.clauses[clause]
    order = [*range(match.first, min(match.last, end)), *range(match.first - 1, begin - 1, -1), *range(match.last, end)]
    for at in order:
        fold = text.folds[at]
        if fold in us:
            return "us"
        if fold in you:
            return "reader"
    if language != "en":
        for at in order:
            if text.folds[at] in ("sie", "ihr") and _polite(text, at):
                return "reader"
    us_oblique = _US_OBLIQUE.get(language, _US_OBLIQUE["de"])
    you_oblique = _YOU_OBLIQUE.get(language, _YOU_OBLIQUE["de"])
    for at in order:
        fold = text.folds[at]
        if fold == "us" and at and text.folds[at - 1] == "let":
            continue
        if fold in us_oblique:
            return "us"
        if fold in you_oblique and (language == "en" or fold[0] in "de" or _polite(text, at)):
            return "reader"
    return "others"


def _polite(text: Text, at: int) -> bool:
    """Whether a `Sie`/`Ihr` form is the polite one: a capital that is not owed to the sentence start."""
    if text.raw[text.starts[at]].isupper():
        return True
    return text.folds[at] == "ihr" and not (at + 1 < len(text) and text.raw[text.starts[at + 1]].isupper())


def about_us(around: Surroundings, match: Match) -> bool:
    """The clause speaks of ourselves."""
    return person(around, match) == "us"


def about_reader(around: Surroundings, match: Match) -> bool:
    """The clause speaks of the person addressed."""
    return person(around, match) == "reader"


def about_others(around: Surroundings, match: Match) -> bool:
    """The clause speaks of somebody or something else."""
    return person(around, match) == "others"


def question(around: Surroundings, match: Match) -> bool:
    """The sentence ends in a question mark."""
    text = around.text
    _, end = text.sentences[text.sentence_of[match.last - 1]]
    return "?" in text.after[end - 1] and "!" not in text.after[end - 1].split("?")[0]


def condition(around: Surroundings, match: Match) -> bool:
    """The clause is a condition: `wenn`, `falls`, `sollte ...`, `if`, `unless`."""
    text = around.text
    begin, _ = text.clauses[text.clause_of[match.first]]
    opener = text.folds[begin]
    if opener == "in":
        return text.folds[begin + 1 : begin + 2] == ("case",)
    return opener in _IF.get(around.language, _IF["de"])


def in_name(around: Surroundings, match: Match) -> bool:
    """Part of a proper name: the organisation's own names, a title before it, a hashtag, mention or link."""
    text = around.text
    places = range(match.first, match.last)
    if any(text.kinds[at] in (Kind.HASHTAG, Kind.MENTION, Kind.LINK, Kind.EMAIL) for at in places):
        return True
    if match.first and text.folds[match.first - 1] in _TITLES and text.raw[text.starts[match.first]].isupper():
        return True
    if all(text.folds[at] in around.names for at in places):
        return True
    if around.language == "en":
        begin = text.sentences[text.sentence_of[match.first]][0]
        long = [at for at in places if len(text.folds[at]) > 3]
        first = text.word(match.first)
        capitals = all(text.raw[text.starts[at]].isupper() and not text.word(at).isupper() for at in long)
        return bool(long) and match.first > begin and capitals and first not in ("I", "We")
    return False


def concrete(around: Surroundings, match: Match) -> bool:
    """The sentence holds a date, time, duration, amount, link or two-digit number outside the place."""
    text = around.text
    begin, end = text.sentences[text.sentence_of[match.first]]
    _, end = text.sentences[text.sentence_of[match.last - 1]] if match.last > match.first else (begin, end)
    tags = around.tags()
    for at in range(begin, end):
        if match.first <= at < match.last:
            continue
        if not tags[at].isdisjoint(_REDEEMING) or ("number" in tags[at] and len(text.folds[at]) > 1):
            return True
    return False


def first_words(around: Surroundings, match: Match) -> bool:
    """The first words of the text; only a greeting („Hallo liebes Team, …“, “hi there”) or thanks may precede."""
    text = around.text
    begin = match.first
    if begin and _after_thanks(text, begin):
        return True
    if begin and text.clause_of[begin - 1] != text.clause_of[begin]:  # „Hallo Frau Kern, …“: a clause of greeting only
        return begin <= _MOST_GREETING and text.folds[0] in _HELLO
    return not begin or (text.folds[0] in _HELLO and all(text.folds[at] in _HELLO_AFTER for at in range(1, begin)))


def _after_thanks(text: Text, begin: int) -> bool:
    """Whether nothing but thanks or delight stands before: „Danke euch 🙏 und …“, “Great, cheers. …”."""
    lead = range(min(begin, _MOST_THANKS + 1))
    if len(lead) > _MOST_THANKS or _THANKS.isdisjoint(text.folds[at] for at in lead):
        return False
    before = begin - (text.folds[begin - 1] in ("und", "and"))
    if not before:
        return False
    ended = not {".", "!", "\n"}.isdisjoint(text.after[begin - 1])
    return ended or before < begin or text.kinds[begin - 1] is Kind.EMOJI


def at_start(around: Surroundings, match: Match) -> bool:
    """Among the first five words of the text."""
    return match.first < 5


def at_end(around: Surroundings, match: Match) -> bool:
    """In the last twelve words of the text."""
    return match.last > len(around.text) - 12


def first_sentence(around: Surroundings, match: Match) -> bool:
    """In the first sentence."""
    return around.text.sentence_of[match.first] == 0


def last_sentence(around: Surroundings, match: Match) -> bool:
    """In the last sentence."""
    return around.text.sentence_of[match.last - 1] == len(around.text.sentences) - 1


GUARDS: Final[tuple[tuple[str, Guard], ...]] = (
    ("quoted", quoted),
    ("negated", negated),
    ("about-us", about_us),
    ("about-reader", about_reader),
    ("about-others", about_others),
    ("question", question),
    ("condition", condition),
    ("in-name", in_name),
    ("concrete", concrete),
    ("first-words", first_words),
    ("at-start", at_start),
    ("at-end", at_end),
    ("first-sentence", first_sentence),
    ("last-sentence", last_sentence),
)


def _repetitions(text: Text, parent: Text | None) -> list[bool]:
    flags = [False] * len(text)
    if parent is None or len(parent) < _RUN:
        return flags
    runs = {parent.folds[at : at + _RUN] for at in range(len(parent) - _RUN + 1)}
    for at in range(len(text) - _RUN + 1):
        if text.folds[at : at + _RUN] in runs:
            flags[at : at + _RUN] = [True] * _RUN
    return flags
