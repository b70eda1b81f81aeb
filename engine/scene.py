"""One message on stage: its text taken apart, its surroundings, and everything measured on it so far.

A scene owns the memos of one evaluation: each signal is measured at most once, each concept looked for at most once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from .guards import Surroundings
from .haystack import Haystack
from .learned_features import Place, extract, keys_of_both
from .matcher import Match
from .page import LOOKING_AROUND, Leaf, Page
from .program import CompiledConcept, Lexicon, Program
from .record import Action, Contest, Exchange, Message, Period
from .signals import SIGNALS
from .signals.reading import Measurement, Reading
from .source import Span
from .tokens import Text, fold, tokenize
from .values import dataclass
from .weighing import Weighing

if TYPE_CHECKING:
    from .learned import Model

_SIGNALS = {signal.name: signal for signal in SIGNALS}
_GERMAN = frozenset({"gsw", "bar"})  # Swiss German, Austrian and Bavarian are read as German


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was found out about a concept and the facts read for it; `complete` when every place was looked for."""

    value: bool | None
    matches: tuple[Match, ...]
    needs: frozenset[str]
    complete: bool
    facts: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Scene:
    """The stage of one text; `parent` is the stage of the message it answers.

    `text` is compared by the words of the standard where it is in dialect; `reading` holds it as it was written.

    `hints` are places that only a model named: worth a second look, no proof. `facts` are those read for the rule that
    is judged; `owed` are concepts whose facts are still to be read should there be a finding, `depth` says how many
    concepts are being looked for. `beside` are further texts that belong to the subject (the terms of a contest, the
    reason of an act), `empty` those known not to exist. `unread`: the text itself is not known.
    """

    program: Program
    exchange: Exchange
    text: Text
    language: str | None
    language_reason: str
    parent: Scene | None
    reading: Reading
    page: Page
    facts: dict[str, str] = field(default_factory=dict)
    hints: set[Span] = field(default_factory=set)
    beside: dict[str, Scene] = field(default_factory=dict)
    empty: frozenset[str] = frozenset()
    unread: bool = False
    owed: list[str] = field(default_factory=list)
    depth: int = 0
    _signals: dict[str, Measurement] = field(default_factory=dict)
    _concepts: dict[str, Sighting] = field(default_factory=dict)
    _around: Surroundings | None = None
    _weighing: Weighing | None = None

    def begin(self) -> None:
        """Forget what was read for the rule before."""
        self.facts, self.owed = {}, []

    def measure(self, name: str) -> Measurement:
        """The signal `text....`, measured once. A signal that is not made for the language is unknown."""
        known = self._signals if name in LOOKING_AROUND else self.page.signals
        found = known.get(name)
        if found is None:
            signal = _SIGNALS[name]
            if signal.languages and self.language not in signal.languages:
                found = Measurement(None, needs=("language",))
            else:
                found = signal.measure(self.reading)
            known[name] = found
        return found

    def tags(self) -> Sequence[frozenset[str]]:
        """The word classes of every token."""
        return self.page.tags()

    def around(self) -> Surroundings:
        """What guards look at."""
        if self._around is None:
            own = self.program.organisation
            names = frozenset(part for name in (own.name, *own.products) for part in fold(name).split())
            parent = self.parent.text if self.parent else None
            known = self.exchange.parent_known
            self._around = Surroundings(self.text, self.language or "de", self.page.tags, parent, known, names)
        return self._around

    def places(self, number: int) -> list[Match]:
        """Where the pattern with that number stands."""
        return self.page.places(number)

    def hay(self) -> Haystack:
        """The text to search in."""
        return self.page.hay()

    def candidates(self) -> set[int]:
        """Numbers of all patterns that can stand in the text at all."""
        return self.page.candidates()

    def candidates_of(self, name: str) -> list[int]:
        """Numbers of the patterns of a concept that can stand in the text, ascending."""
        return self.page.candidates_of(name)

    def lacks(self, name: str) -> bool:
        """Whether a concept that is known by its phrases has none in the text, and no model names it."""
        lexicon = self.page.lexicon
        if lexicon is None or name not in lexicon.worded or self.page.has_phrase(name):
            return False
        learned = lexicon.worded[name]
        weighing = self.weighing() if learned else None
        return weighing is None or not weighing.holds_alone(learned, self.measure)

    def lexicon(self) -> Lexicon | None:
        """What the program knows of the language of the text."""
        return self.page.lexicon

    def concept(self, name: str) -> CompiledConcept | None:
        """The concept in the language of the text, if it is defined there."""
        lexicon = self.page.lexicon
        return lexicon.concepts.get(name) if lexicon else None

    def phrase(self, text: str) -> int | None:
        """The number of a phrase written in a condition, in the language of the text."""
        lexicon = self.lexicon()
        return lexicon.phrases.get(text) if lexicon else None

    def features(self, weighing: Weighing, name: str) -> Mapping[str, Place]:
        """The features of the text that weigh anything for a learned concept, with their places."""
        evidence = {signal: self.measure(signal) for signal in weighing.signals(name)}
        parent = self.parent.text if self.parent else None
        return extract(self.text, parent, evidence, weighing.model.classes)

    def taught(self) -> Model | None:
        """The model of the language of the text, if some concept is learned from it."""
        lexicon = self.lexicon()
        return lexicon.taught.model() if lexicon and lexicon.taught else None

    def weighing(self) -> Weighing | None:
        """What the words of the text weigh for learned concepts; None without a model."""
        if self._weighing is None:
            model = self.taught()
            if model is None:
                return None
            behind = self.parent
            answered = behind.text if behind is not None else None
            words = self.page.weight(model) + model.weigh(keys_of_both(self.text, answered))
            if behind is not None:
                words += behind.page.weight_answered(model)
            self._weighing = Weighing(model, model.fields(words))
        return self._weighing

    def recall(self, name: str) -> Sighting | None:
        """What was found out about a concept before."""
        return self._concepts.get(name)

    def places_of(self, sighting: Sighting) -> tuple[Span, ...]:
        """Where in the text a concept was found."""
        starts, ends = self.text.starts, self.text.ends
        return tuple(Span(starts[each.first], ends[each.last - 1]) for each in sighting.matches if each.last)

    def remember(self, name: str, sighting: Sighting) -> None:
        """Keep what was found out about a concept."""
        self._concepts[name] = sighting


@dataclass(slots=True)
class Desk:
    """What lies open while many messages are staged one after the other, so that nothing is read twice.

    Texts taken apart, and messages on stage behind others. `most` of each are kept; the longest unread goes first.
    """

    program: Program
    most: int
    _leaves: OrderedDict[str, Leaf] = field(default_factory=OrderedDict)
    _behind: OrderedDict[str, Scene] = field(default_factory=OrderedDict)

    def leaf(self, raw: str) -> Leaf:
        """A text taken apart."""
        found = self._leaves.get(raw)
        if found is None:
            found = self._leaves[raw] = Leaf(tokenize(raw))
            if len(self._leaves) > self.most:
                self._leaves.popitem(last=False)
        else:
            self._leaves.move_to_end(raw)
        return found

    def behind(self, exchange: Exchange, likely: str | None) -> Scene:
        """The stage of a message that another one answers; `likely` is the language of the answer."""
        message = exchange.message
        found = self._behind.get(message.id)
        if found is not None and found.exchange.message is message and found.exchange.customer == exchange.customer:
            self._behind.move_to_end(message.id)
            return found
        found = _stage(self.program, exchange, likely, self)
        if _language(self.program, message, self.leaf(message.text or ""))[0] is not None:  # whoever answers
            self._behind[message.id] = found
            if len(self._behind) > self.most:
                self._behind.popitem(last=False)
        return found


def stage(program: Program, exchange: Exchange, desk: Desk | None = None) -> Scene:
    """Put one message on stage, the one it answers behind it, further texts of the subject beside it.

    `desk` holds what was read before; None: every text is read anew.
    """
    message, parent = exchange.message, exchange.parent
    leaf = _leaf(message, desk)
    language, reason = _language(program, message, leaf)
    beside, behind = language, None
    if parent is not None and parent.text is not None:
        answered = Exchange(parent, None, False, exchange.customer)
        behind = desk.behind(answered, language) if desk is not None else _stage(program, answered, language, None)
        if language is None and reason.startswith("too short"):
            language = behind.language
    scene = _scene(program, exchange, leaf, language, reason, behind)
    scene.unread = message.text is None
    if exchange.about is not None:
        _put_beside(scene, exchange.about, beside)
    return scene


def _put_beside(scene: Scene, about: Action | Contest | Period, likely: str | None) -> None:
    """The terms of a contest, the reason of an act."""
    name, written = "terms", about.terms if isinstance(about, Contest) else None
    if isinstance(about, Action):
        name, written = "reason", str(about.extra["reason"]) if about.extra.get("reason") is not None else None
    if written is None:
        return
    if not written.strip():
        scene.empty = frozenset({name})
        return
    text = Exchange(Message(f"{scene.exchange.message.id}.{name}", written))
    scene.beside[name] = _stage(scene.program, text, likely, None)


def _stage(program: Program, exchange: Exchange, likely: str | None, desk: Desk | None) -> Scene:
    leaf = _leaf(exchange.message, desk)
    language, reason = _language(program, exchange.message, leaf)
    if language is None and likely in program.languages:
        language = likely
    return _scene(program, exchange, leaf, language, reason, None)


def _scene(
    program: Program, exchange: Exchange, leaf: Leaf, language: str | None, reason: str, behind: Scene | None
) -> Scene:
    answered = behind.text if behind is not None else None
    reading = Reading(leaf.text, language, exchange, program.organisation, answered)
    page = leaf.page(program, language)
    return Scene(program, exchange, page.text, language, reason, behind, reading, page)


def _leaf(message: Message, desk: Desk | None) -> Leaf:
    raw = message.text or ""
    return desk.leaf(raw) if desk is not None else Leaf(tokenize(raw))


def _language(program: Program, message: Message, leaf: Leaf) -> tuple[str | None, str]:
    """The language given with the message, else the one detected; None with the reason when it cannot be told."""
    if message.language:
        given = message.language.split("-")[0].lower()
        given = "de" if given in _GERMAN else given
        return (given, "given") if given in program.lexicons else (None, f"is `{given}`")
    found = leaf.detected(program)
    return found.language, found.reason
