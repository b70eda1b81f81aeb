"""One message on stage: its text taken apart, its surroundings, and everything measured on it so far.

A scene owns the memos of one evaluation: each signal is measured at most once, each concept looked for at most once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING

from .guards import Surroundings
from .haystack import Haystack
from .learned_features import Place, extract, keys_of_words
from .matcher import Match, find
from .program import CompiledConcept, Lexicon, Program
from .record import Action, Contest, Exchange, Message, Period
from .signals import SIGNALS
from .signals.anchors import token_tags
from .signals.language import detect
from .signals.reading import Measurement, Reading
from .source import Span
from .tokens import Text, fold, tokenize
from .values import dataclass
from .weighing import Weighing

if TYPE_CHECKING:
    from .learned import Model

_SIGNALS = {signal.name: signal for signal in SIGNALS}


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
    facts: dict[str, str] = field(default_factory=dict)
    hints: set[Span] = field(default_factory=set)
    beside: dict[str, Scene] = field(default_factory=dict)
    empty: frozenset[str] = frozenset()
    unread: bool = False
    owed: list[str] = field(default_factory=list)
    depth: int = 0
    _signals: dict[str, Measurement] = field(default_factory=dict)
    _matches: dict[int, list[Match]] = field(default_factory=dict)
    _concepts: dict[str, Sighting] = field(default_factory=dict)
    _candidates: set[int] | None = None
    _by_concept: dict[str, list[int]] | None = None
    _hay: Haystack | None = None
    _around: Surroundings | None = None
    _tags: Sequence[frozenset[str]] | None = None
    _weighing: Weighing | None = None
    _lexicon: Lexicon | None = None

    def begin(self) -> None:
        """Forget what was read for the rule before."""
        self.facts, self.owed = {}, []

    def measure(self, name: str) -> Measurement:
        """The signal `text....`, measured once. A signal that is not made for the language is unknown."""
        found = self._signals.get(name)
        if found is None:
            signal = _SIGNALS[name]
            if signal.languages and self.language not in signal.languages:
                found = Measurement(None, needs=("language",))
            else:
                found = signal.measure(self.reading)
            self._signals[name] = found
        return found

    def tags(self) -> Sequence[frozenset[str]]:
        """The word classes of every token."""
        if self._tags is None:
            self._tags = token_tags(self.text, self.language)
        return self._tags

    def around(self) -> Surroundings:
        """What guards look at."""
        if self._around is None:
            own = self.program.organisation
            names = frozenset(part for name in (own.name, *own.products) for part in fold(name).split())
            parent = self.parent.text if self.parent else None
            known = self.exchange.parent_known
            self._around = Surroundings(self.text, self.language or "de", self.tags, parent, known, names)
        return self._around

    def places(self, number: int) -> list[Match]:
        """Where the pattern with that number stands."""
        found = self._matches.get(number)
        if found is None:
            lexicon = self.lexicon()
            pattern = lexicon.patterns.get(number) if lexicon and number in self.candidates() else None
            found = self._matches[number] = find(pattern, self.hay()) if pattern is not None else []
        return found

    def hay(self) -> Haystack:
        """The text to search in."""
        if self._hay is None:
            self._hay = Haystack(self.text, self.tags)
        return self._hay

    def candidates(self) -> set[int]:
        """Numbers of all patterns that can stand in the text at all."""
        if self._candidates is None:
            lexicon = self.lexicon()
            self._candidates = lexicon.index.candidates(self.hay()) if lexicon else set()
        return self._candidates

    def candidates_of(self, name: str) -> list[int]:
        """Numbers of the patterns of a concept that can stand in the text, ascending."""
        if self._by_concept is None:
            by_concept: dict[str, list[int]] = {}
            self._by_concept = by_concept
            lexicon = self.lexicon()
            owners = lexicon.owners if lexicon else {}
            for number in sorted(self.candidates() & owners.keys()):
                for owner in owners[number]:
                    if owner in by_concept:
                        by_concept[owner].append(number)
                    else:
                        by_concept[owner] = [number]
        return self._by_concept.get(name, [])

    def lacks(self, name: str) -> bool:
        """Whether a concept that is known by its phrases has none in the text, and no model names it."""
        lexicon = self.lexicon()
        if lexicon is None or name not in lexicon.worded or any(map(self.places, self.candidates_of(name))):
            return False
        learned = lexicon.worded[name]
        weighing = self.weighing() if learned else None
        return weighing is None or not weighing.holds_alone(learned)

    def lexicon(self) -> Lexicon | None:
        """What the program knows of the language of the text."""
        if self._lexicon is None:
            self._lexicon = self.program.lexicons.get(self.language or "")
        return self._lexicon

    def concept(self, name: str) -> CompiledConcept | None:
        """The concept in the language of the text, if it is defined there."""
        lexicon = self.lexicon()
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
            parent = self.parent.text if self.parent else None
            words = model.totals(keys_of_words(self.text, parent, model.classes))
            self._weighing = Weighing(model, words, self.measure)
        return self._weighing

    def recall(self, name: str) -> Sighting | None:
        """What was found out about a concept before."""
        return self._concepts.get(name)

    def remember(self, name: str, sighting: Sighting) -> None:
        """Keep what was found out about a concept."""
        self._concepts[name] = sighting


def stage(program: Program, exchange: Exchange) -> Scene:
    """Put one message on stage, the one it answers behind it, further texts of the subject beside it."""
    scene = _stage(program, exchange, None)
    scene.unread = exchange.message.text is None
    if exchange.about is not None:
        _put_beside(scene, exchange.about)
    if exchange.parent is not None and exchange.parent.text is not None:
        behind = Exchange(exchange.parent, None, False, exchange.customer)
        parent = scene.parent = _stage(program, behind, scene.language)
        scene.reading = replace(scene.reading, parent=parent.text)
        if scene.language is None and scene.language_reason.startswith("too short") and parent.language:
            scene.language = parent.language
            scene.reading = replace(scene.reading, language=parent.language)
    return scene


def _put_beside(scene: Scene, about: Action | Contest | Period) -> None:
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
    scene.beside[name] = _stage(scene.program, text, scene.language)


def _stage(program: Program, exchange: Exchange, likely: str | None) -> Scene:
    message = exchange.message
    text = tokenize(message.text or "")
    language, reason = _language(program, message, text)
    if language is None and likely in program.languages:
        language = likely
    reading = Reading(text, language, exchange, program.organisation, None)
    return Scene(program, exchange, text, language, reason, None, reading)


def _language(program: Program, message: Message, text: Text) -> tuple[str | None, str]:
    """The language given with the message, else the one detected; None with the reason when it cannot be told."""
    if message.language:
        given = message.language.split("-")[0].lower()
        return (given, "given") if given in program.lexicons else (None, f"is `{given}`")
    found = detect(text, program.languages)
    return found.language, found.reason
