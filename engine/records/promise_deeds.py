"""A promise in its thread -> what happened afterwards: our answers, and what the customer says of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from ..conditions import concept
from ..record import Message, is_ours
from ..scene import Scene
from ..signals.persons import GIVEN_NAMES
from ..signals.promises import promises
from ..tokens import Kind, Text, fold
from ..values import dataclass
from .archive import Thread
from .promise_terms import Deed, Pledge, Waits
from .promise_words import (
    COURTESY,
    DONE,
    FIGURES,
    HOLDS,
    LATE_HINT,
    NO_MORE,
    SUBJECTS,
    THANKS,
    UNSEEN,
    UPDATE,
    WHERE,
    YES,
)
from .talk import Talk, entry_of, takes_part
from .verdicts import Case

_TALK: Final = ("promise-confirmed", "promise-denied", "releases-promise", "settled", "gives-what-was-asked")
_FEW: Final = 6  # words


@dataclass(frozen=True, slots=True)
class Answer:
    """Something we wrote after the promise. `certain` False: not known whether it is for this person.

    `empty`: it only promises again or holds the line; `private`: written where nobody else reads it;
    `renews`: it is empty and promises.
    """

    message: Message
    at: datetime | None
    certain: bool
    empty: bool
    private: bool
    renews: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """Something the person wrote after the promise, and what it says of it (names of concepts)."""

    message: Message
    at: datetime
    says: frozenset[str]
    folded: str


@dataclass(frozen=True, slots=True)
class Aftermath:
    """All that happened after a promise, in order of time, up to now; `private`: private channels are on record.

    `taken_back` is when the person removed what we had answered.
    """

    answers: tuple[Answer, ...]
    words: tuple[Word, ...]
    private: bool
    taken_back: datetime | None


def aftermath(case: Case, message: Message, thread: Thread, at: datetime, until: datetime | None = None) -> Aftermath:
    """What happened in the thread, and in private to the same person, after `message`.

    Answers of which nobody knows for whom they were are left out after `until`: they decide nothing then.
    """
    court = case.court
    talk = court.talk(thread)
    persons = court.addressed(message, thread)
    later = talk.after(message, at, persons, until, lambda each: _sort(case, each, talk))
    found = {entry[-1].id: entry for entry in later}
    for each in (each for person in persons or () for each in court.private_to(person)):
        if takes_part(each):
            found[each.id] = entry_of(each, court.archive.at(each))
    answers, words = [], []
    for *_, when, each in sorted(found.values()):
        if each is message or (when is not None and (when <= at or (court.now is not None and when > court.now))):
            continue
        if is_ours(each):
            answer = _answer(case, message, each, when, persons, talk)
            if answer is not None:
                answers.append(answer)
        elif when is not None and _by_person(each, message, persons):
            words.append(Word(each, when, *_says(case, each, talk)))
    private = message.kind == "dm" or court.private_on_record(message.channel, message.account)
    return Aftermath(tuple(answers), tuple(words), private, _taken_back(case, message, persons, at))


def _answer(
    case: Case,
    promise: Message,
    message: Message,
    when: datetime | None,
    persons: tuple[str, ...] | None,
    talk: Talk,
) -> Answer | None:
    """What a later message of ours is to this promise; None where it is for somebody else or a machine's."""
    court = case.court
    if court.automatic(message):
        return None
    private = message.kind == "dm"
    target = court.addressed(message, court.thread_of(message) or talk.thread)
    follows = message.in_reply_to is not None and message.in_reply_to in (promise.id, promise.in_reply_to)
    if persons is not None and target is not None and not follows:
        if persons and not set(persons) & set(target):
            return None
        if not persons and target:
            return Answer(message, when, False, False, private)
    certain = follows or (persons is not None and target is not None)
    if message.text is None:
        return Answer(message, when, False, False, private)
    empty = _is_empty(case, message, talk)
    return Answer(message, when, certain, empty, private, empty and _promises(case, message))


def _promises(case: Case, message: Message) -> bool:
    scene = case.court.scene(message)
    return bool(promises(scene.text, scene.language or "de", None))


def _is_empty(case: Case, message: Message, talk: Talk) -> bool:
    known = talk.empty.get(message.id)
    if known is None:
        known = talk.empty[message.id] = says_nothing(case, message)
    return known


def _sort(case: Case, message: Message, talk: Talk) -> tuple[bool, bool, bool] | None:
    """What of a message decides, where nobody knows for whom it was; None for one that a machine wrote."""
    if case.court.automatic(message):
        return None
    unread = message.text is None
    return unread, not unread and _is_empty(case, message, talk), message.kind == "dm"


def _by_person(message: Message, promise: Message, persons: tuple[str, ...] | None) -> bool:
    """Whether the person it was promised to wrote a message; who answers the promise, where that is not known."""
    author = message.author
    name = (author.id or author.name) if author is not None else None
    if persons and name:
        return name in persons
    return message.in_reply_to == promise.id


def _says(case: Case, message: Message, talk: Talk) -> tuple[frozenset[str], str]:
    """What a message of the person says of promises, and its folded words.

    A few words hardly tell their language („Geld is drauf“), so they are read in that of the promise as well.
    """
    known = talk.says.get(message.id)
    if known is None:
        scene = case.court.scene(message)
        known = _heard(scene)
        spoken = case.scene.language
        if spoken is not None and scene.language != spoken and 0 < len(scene.text) <= _FEW:
            again = _heard(case.court.scene_in(message, spoken))
            known = known[0] | again[0], known[1]
        talk.says[message.id] = known
    return known


def _heard(scene: Scene) -> tuple[frozenset[str], str]:
    if scene.unread:
        return frozenset(), ""
    said = {name for name in _TALK if scene.concept(name) is not None and concept(name, scene, False)[0] is True}
    folded = " ".join(scene.text.folds)
    if YES.search(folded) is not None:
        said.add("yes")
    if NO_MORE.search(folded) is not None and "?" not in scene.text.raw:
        said.add("releases-promise")
    if WHERE.search(folded) is not None:
        said.add("where")
    return frozenset(said), folded


def _taken_back(case: Case, message: Message, persons: tuple[str, ...] | None, at: datetime) -> datetime | None:
    """When the person deleted what our promise answered, or closed the thread."""
    archive = case.court.archive
    target = message.in_reply_to or ""
    for action in archive.actions_on.get(target, ()):
        when = archive.at(action)
        if when is None or when <= at or action.action not in ("delete", "close"):
            continue
        if (
            (case.court.now is None or when <= case.court.now)
            and action.actor is not None
            and action.actor in (persons or ())
        ):
            return when
    return None


def says_nothing(case: Case, message: Message) -> bool:
    """Whether a message of ours only promises again, holds the line or is polite: no answer to anything yet."""
    scene = case.court.scene(message)
    text = scene.text
    spans = [each.span for each in promises(text, scene.language or "de", None)]
    told = False
    for first, last in text.clauses:
        words = text.folds[first:last]
        plain = " ".join(words)
        if any(span.start <= text.starts[first] < span.end for span in spans):
            told = told or _delivers(plain)
        elif HOLDS.search(plain) is None and THANKS.search(plain) is None and "?" not in text.after[last - 1]:
            told = told or not _polite(text, first, last)
    asks = any("?" in each for each in text.after)
    return not told and (bool(spans) or not asks)


def _delivers(plain: str) -> bool:
    """Whether a promise is itself an answer: money, goods, a visit."""
    return any(SUBJECTS[deed].search(plain) is not None for deed in (Deed.PAYMENT, Deed.PARCEL))


def _polite(text: Text, first: int, last: int) -> bool:
    """Greeting, thanks, a name, an emoji: a clause that tells nothing."""
    for index in range(first, last):
        if text.folds[index] in COURTESY or text.kinds[index] > Kind.NUMBER:
            continue
        named = text.word(index)[:1].isupper() and text.kinds[index] is Kind.WORD
        greeted = named and any(fold in COURTESY for fold in text.folds[max(0, index - 2) : index])
        if not (greeted or (named and text.folds[index] in GIVEN_NAMES)):
            return False
    return True


def concerns(word: Word, pledge: Pledge) -> bool:
    """Whether what the person says is about this kind of deed: it names it, or names none."""
    named = _named(word)
    near = pledge.deeds | (UNSEEN if Deed.WORD in pledge.deeds else frozenset())
    return not named or bool(named & near) or not pledge.deeds.isdisjoint({Deed.CHECK, Deed.OTHER})


def denies(word: Word, pledge: Pledge) -> bool:
    """Whether the person says that the promised deed did not happen; „wo bleibt der Anruf?“ says it of calls alone."""
    if "promise-denied" in word.says:
        return concerns(word, pledge)
    return "where" in word.says and bool(_named(word) & pledge.deeds)


def confirms(word: Word, pledge: Pledge) -> bool:
    """Whether the person says that the promised deed happened."""
    return "promise-confirmed" in word.says and "promise-denied" not in word.says and concerns(word, pledge)


def releases(word: Word, pledge: Pledge) -> bool:
    """Whether the person lets us off, or has no more need."""
    let_off = "releases-promise" in word.says or "settled" in word.says
    if not pledge.deeds.isdisjoint({Deed.HERE, Deed.WORD, Deed.CHECK}):  # „das Paket ist da“: no answer is needed now
        let_off = let_off or ("promise-confirmed" in word.says and not concerns(word, pledge))
    return let_off and not confirms(word, pledge) and not denies(word, pledge)


def _named(word: Word) -> frozenset[Deed]:
    return frozenset(deed for deed, pattern in SUBJECTS.items() if pattern.search(word.folded) is not None)


def keeps(case: Case, answer: Answer, pledge: Pledge) -> bool | None:
    """Whether something we wrote is the promised deed; None when that cannot be told."""
    empty = answer.empty and not (Deed.HERE in pledge.deeds and UPDATE.search(fold(pledge.words)) is not None)
    if Deed.PRIVATE in pledge.deeds and answer.private:
        return True if answer.certain else None
    if pledge.deeds.isdisjoint({Deed.HERE, Deed.WORD, Deed.CHECK, Deed.OTHER}) or empty:
        return False
    if answer.private and pledge.deeds == {Deed.HERE}:
        return None
    if pledge.deeds == {Deed.OTHER} and pledge.dated:  # a thing done out there: we would have to say that it is done
        folded = " ".join(case.court.scene(answer.message).text.folds)
        return True if answer.certain and DONE.search(folded) is not None else None
    return True if answer.certain else None


def tells_of_private(case: Case, answer: Answer) -> bool:
    """Whether an answer says that we had been in touch elsewhere before."""
    return LATE_HINT.search(" ".join(case.court.scene(answer.message).text.folds)) is not None


def given(pledge: Pledge, after: Aftermath) -> Iterator[Word]:
    """What the person wrote that meets the condition of a promise."""
    for word in after.words:
        gives = "gives-what-was-asked" in word.says or FIGURES.search(word.folded) is not None
        if gives or (pledge.waits is Waits.ASSENT and "yes" in word.says):
            yield word
