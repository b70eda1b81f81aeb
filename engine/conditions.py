"""Conditions over a scene, in three-valued logic (Kleene): True, False, or None with the facts that would decide."""

from __future__ import annotations

import operator
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, assert_never

from . import condition_nodes as nodes
from .condition_nodes import Condition, Quantity
from .facts import FACTS, Fact
from .guards import GUARDS
from .matcher import Match
from .pattern import is_function_word
from .scene import Scene, Sighting
from .signals.reading import Measurement
from .source import Span
from .tokens import fold
from .values import dataclass

if TYPE_CHECKING:
    from .learned import Judgement

_GUARDS: Final = dict(GUARDS)
_FACTS: Final = {fact.name: fact for fact in FACTS}
_OPERATORS: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "!=": operator.ne,
}  # fmt: skip
_GROUNDS: Final = frozenset({"ground", "ground.words", "ground.law", "house-rule.id"})
Parameters = Mapping[str, Quantity]


@dataclass(frozen=True, slots=True)
class Truth:
    """A three-valued answer; `needs` are facts that were unknown, `spans` the places that made it true."""

    value: bool | None
    needs: frozenset[str] = frozenset()
    spans: tuple[Span, ...] = ()


_FALSE: Final = Truth(False)
_TRUE: Final = Truth(True)
_NOTHING: Final = frozenset[str]()
_NO_PARAMETERS: Final[Parameters] = {}
_BRIEF: Final = frozenset({"question"})
_BRIEF_TOKENS: Final = 14  # a line that asks gives a model too little to outvote a phrase
_NO_HISTORY: Final = Truth(None, frozenset({"history"}))
_LACKING: Final = Sighting(False, (), _NOTHING, True, ())


def judge(
    condition: Condition, scene: Scene, parameters: Parameters, place: Match | None = None, everywhere: bool = False
) -> Truth:
    """Whether `condition` holds; inside a concept, at `place`. With `everywhere`, all places that make it true."""
    match condition:  # the most frequent first
        case nodes.Expresses():
            return _expresses(condition, scene, place, everywhere)
        case nodes.Compare():
            return _compare(condition, scene, parameters)
        case nodes.Bare():
            return _bare(condition, scene, place)
        case nodes.And():
            return _all(condition.parts, scene, parameters, place, everywhere)
        case nodes.Or():
            return _any(condition.parts, scene, parameters, place, everywhere)
        case nodes.Not():
            part = judge(condition.part, scene, parameters, place)
            return Truth(None, part.needs) if part.value is None else _FALSE if part.value else _TRUE
        case nodes.Says():
            return _says(condition, scene, place)
        case nodes.IsOneOf():
            return _is_one_of(condition, scene)
        case nodes.Known():
            known = read(condition.fact, scene).value is not None
            return _TRUE if known == condition.known else _FALSE
        case nodes.AtLeast():
            return _at_least(
                condition.count, [judge(part, scene, parameters, place, everywhere) for part in condition.parts]
            )
        case nodes.Near() | nodes.Timely() | nodes.Ordered() | nodes.Resembles():
            if scene.exchange.past is None:
                return _NO_HISTORY
            from .records.relations import relation  # needed where records are judged, not for drafts

            return relation(condition, scene, parameters)
        case _:
            assert_never(condition)


def _told(holds: bool, spans: tuple[Span, ...]) -> Truth:
    """A decided answer, with its places when it is yes."""
    return _FALSE if not holds else Truth(True, _NOTHING, spans) if spans else _TRUE


def _all(
    conditions: Sequence[Condition], scene: Scene, parameters: Parameters, place: Match | None, everywhere: bool
) -> Truth:
    """False as soon as one part is false; the parts after it are not judged."""
    needs = _NOTHING
    spans: tuple[Span, ...] = ()
    unknown = False
    for condition in conditions:
        part = judge(condition, scene, parameters, place, everywhere)
        if part.value is False:
            return _FALSE
        if part.value is None:
            unknown = True
            needs |= part.needs
        spans += part.spans
    return Truth(None, needs) if unknown else Truth(True, _NOTHING, spans) if spans else _TRUE


def _any(
    conditions: Sequence[Condition], scene: Scene, parameters: Parameters, place: Match | None, everywhere: bool
) -> Truth:
    """True as soon as one part is true; with `everywhere`, with the places of the other true parts too."""
    needs = _NOTHING
    spans: tuple[Span, ...] = ()
    value: bool | None = False
    for condition in conditions:
        part = judge(condition, scene, parameters, place, everywhere)
        if part.value is True:
            if not everywhere:
                return part
            value = True
            spans += part.spans
        elif part.value is None:
            needs |= part.needs
            value = None if value is False else value
    return _FALSE if value is False else Truth(value, needs if value is None else _NOTHING, spans)


def _at_least(count: int, parts: list[Truth]) -> Truth:
    true = [part for part in parts if part.value is True]
    unknown = [part for part in parts if part.value is None]
    if len(true) >= count:
        return Truth(True, frozenset(), tuple(span for part in true for span in part.spans))
    if len(true) + len(unknown) < count:
        return _FALSE
    return Truth(None, frozenset().union(*(part.needs for part in unknown)))


def read(name: str, scene: Scene) -> Measurement:
    """A fact or signal by name; what was read is noted for the verdict."""
    if name.startswith("text."):
        found = scene.measure(name) if not scene.unread else Measurement(None, needs=("text",))
    elif name.startswith("parent.") and name not in _FACTS:
        if scene.parent is None:
            return Measurement(None, needs=() if scene.exchange.parent_known else ("parent",))
        found = scene.parent.measure("text." + name.removeprefix("parent."))
    elif (fact := _FACTS.get(name)) is not None:
        found = fact.read(scene.exchange, scene.reading)
    elif scene.exchange.past is None:
        return Measurement(None, needs=("history",))
    else:
        found = _on_record(name).read(scene.exchange, scene.reading)
    if found.value is not None:
        scene.facts[name] = f"{found.value:g}" if isinstance(found.value, float) else str(found.value)
    return found


def _on_record(name: str) -> Fact:
    """A fact of records; they are loaded only when one is asked for."""
    from .record_facts import BY_NAME

    return BY_NAME[name]


def _stage(scope: str, scene: Scene) -> Scene | None:
    """The text a scope stands for; None where it is not known or there is none."""
    if scope == "parent":
        return scene.parent
    if scope in ("terms", "reason"):
        return scene.beside.get(scope)
    return scene


def _range(scope: str, scene: Scene, place: Match | None) -> tuple[int, int]:
    """The tokens a scope covers; an empty range where there is no such sentence."""
    text = scene.text
    if place is None or scope in ("text", "parent", "terms", "reason"):
        return (0, len(text))
    if scope == "part":
        return text.clauses[text.clause_of[place.first]]
    number = text.sentence_of[place.first] + {"next-sentence": 1, "previous-sentence": -1}.get(scope, 0)
    return text.sentences[number] if 0 <= number < len(text.sentences) else (0, 0)


def _says(condition: nodes.Says, scene: Scene, place: Match | None) -> Truth:
    stage = _stage(condition.scope, scene)
    if stage is None or stage.unread:
        return _not_there(condition.scope, scene)
    number = stage.phrase(condition.phrase.text)
    if number is None:
        return Truth(None, frozenset({"language"}))
    begin, end = _range(condition.scope, stage, place if stage is scene else None)
    found = [match for match in stage.places(number) if begin <= match.first and match.last <= end]
    return _found(found, stage, scene)


def _found(found: Iterable[Match], stage: Scene, scene: Scene) -> Truth:
    """True with its places; places in the parent's text are evidence but cannot be marked in ours."""
    spans = tuple(Span(stage.text.starts[match.first], stage.text.ends[match.last - 1]) for match in found)
    if not spans:
        return _FALSE
    return Truth(True, frozenset(), spans if stage is scene else ())


def _not_there(scope: str, scene: Scene) -> Truth:
    """A text that is known not to exist says nothing; an unknown one leaves the question open."""
    match scope:
        case "parent":
            known = scene.exchange.parent_known and scene.parent is None
        case "terms" | "reason":
            known = scope in scene.empty
        case _:
            known = False
    name = scope if scope in ("parent", "terms", "reason") else "text"
    return _FALSE if known else Truth(None, frozenset({name}))


def _expresses(condition: nodes.Expresses, scene: Scene, place: Match | None, everywhere: bool) -> Truth:
    stage = _stage(condition.scope, scene)
    if stage is None or stage.unread:
        return _not_there(condition.scope, scene)
    whole = condition.scope in ("text", "parent", "terms", "reason") or place is None
    value, matches, needs = concept(condition.concept, stage, everywhere or not whole)
    if whole:
        if value is not True:
            return Truth(value, needs)
        if matches or stage is not scene:
            return _found(matches, stage, scene) if matches else _TRUE
        if not everywhere and not scene.depth:  # nobody asks for its places, only a finding for what was read
            scene.owed.append(condition.concept)
            return _TRUE
        return Truth(True, frozenset(), _measured(condition.concept, scene))
    begin, end = _range(condition.scope, stage, place)
    near = _found([match for match in matches if begin <= match.first and match.last <= end], stage, scene)
    return near if near.value or not needs else Truth(None, needs)


def facts_read(scene: Scene) -> tuple[tuple[str, str], ...]:
    """The facts that were read for the rule, by name; those still owed are read now."""
    for name in scene.owed:
        _measured(name, scene)
    return tuple(sorted(scene.facts.items()))


def _measured(name: str, scene: Scene) -> tuple[Span, ...]:
    """The places that made the conditions of a concept without phrases true; what was read for them is noted."""
    compiled = scene.concept(name)
    if compiled is None:
        return ()
    return _all(compiled.holds, scene, _NO_PARAMETERS, None, True).spans


def concept(name: str, scene: Scene, everywhere: bool = True) -> tuple[bool | None, tuple[Match, ...], frozenset[str]]:
    """Whether the text on stage expresses a concept, where, and which facts would decide.

    Looked for once. Without `everywhere` the first place is enough to say yes.
    """
    if (known := scene.recall(name)) and (known.complete or not everywhere):
        scene.facts.update(known.facts)
        return known.value, known.matches, known.needs
    if scene.lacks(name):
        scene.remember(name, _LACKING)
        return False, (), _NOTHING
    compiled = scene.concept(name)
    if compiled is None:
        return None, (), frozenset({"language"})
    scene.remember(name, Sighting(None, (), frozenset({name}), True, ()))
    before = dict(scene.facts)
    scene.facts.clear()
    scene.depth += 1
    matches: list[Match] = []
    needs: frozenset[str] = frozenset()
    for number in scene.candidates_of(name):
        if matches and not everywhere:
            break
        for place in scene.places(number):
            for line in compiled.patterns[number]:
                counts = _counts(compiled.unless, compiled.only, compiled.lines[line].condition, scene, place)
                if counts.value:
                    matches.append(place)
                needs |= counts.needs
    value: bool | None = bool(matches) or (None if needs else False)
    if not compiled.lines:
        value = bool(compiled.holds)
    if compiled.holds and value is not False:
        whole = _all(compiled.holds, scene, _NO_PARAMETERS, None, False)
        if whole.value is not True:
            value, matches, needs = whole.value, [], whole.needs
    if compiled.learned:
        value, matches, needs = _with_learned(compiled.learned, scene, value, matches, needs)
    scene.depth -= 1
    complete = everywhere or value is not True
    facts = tuple(scene.facts.items())
    sighting = Sighting(
        value, tuple(sorted(set(matches))), needs if value is not False else frozenset(), complete, facts
    )
    scene.facts.update(before)
    scene.remember(name, sighting)
    return sighting.value, sighting.matches, sighting.needs


def _with_learned(
    name: str, scene: Scene, value: bool | None, matches: list[Match], needs: frozenset[str]
) -> tuple[bool | None, list[Match], frozenset[str]]:
    """The answer of the phrases with what was learned: it may add a yes of its own, or not second theirs.

    What a missing fact leaves open stays open. Without a model the phrases stand alone. The words that weighed most
    are noted as facts.
    """
    weighing = scene.weighing()
    if weighing is None:
        return value, matches, needs
    short = name in _BRIEF and len(scene.text) <= _BRIEF_TOKENS
    if value is True and not short and not weighing.is_seconded(name, scene.measure):
        return False, [], _NOTHING
    if value is False and weighing.holds_alone(name, scene.measure):
        told = weighing.model.judge(name, scene.features(weighing, name), scene.text)
        scene.facts[f"{name}.score"] = f"{told.score:.2f}"
        scene.facts[f"{name}.words"] = ", ".join(_telling(told))
        place = _strongest(told, scene)
        if len(scene.text):
            scene.hints.add(Span(scene.text.starts[place.first], scene.text.ends[place.last - 1]))
        return True, [place], _NOTHING
    return value, matches, needs


def _telling(told: Judgement) -> list[str]:
    """The words that weighed most, those with content first; words of grammar only where there are no others."""
    words = list(dict.fromkeys(reason.what for reason in told.reasons if reason.span))
    content = [word for word in words if len(word) > 2 and not is_function_word(fold(word))]
    return content or words


def _strongest(told: Judgement, scene: Scene) -> Match:
    """The sentence in which the words stand that weighed most; the whole text where no word did."""
    text = scene.text
    sums: dict[int, float] = {}
    for reason in told.reasons:
        if reason.span is not None:
            number = text.sentence_of[bisect_left(text.starts, reason.span.start)]
            sums[number] = sums.get(number, 0.0) + reason.weight
    if not sums:
        return Match(0, len(text))
    return Match(*text.sentences[max(sorted(sums), key=lambda number: sums[number])])


def _counts(
    unless: tuple[Condition, ...], only: tuple[Condition, ...], own: Condition | None, scene: Scene, place: Match
) -> Truth:
    """Whether a place counts: its own condition and every `only if` hold, no `unless` does."""
    wanted = (*only, own) if own is not None else only
    parts = [judge(condition, scene, _NO_PARAMETERS, place) for condition in wanted]
    if any(part.value is False for part in parts):
        return _FALSE
    needs = _NOTHING
    unknown = False
    for part in parts:
        if part.value is None:
            unknown = True
            needs |= part.needs
    for condition in unless:
        part = judge(condition, scene, _NO_PARAMETERS, place)
        if part.value is True:
            return _FALSE
        if part.value is None:
            unknown = True
            needs |= part.needs
    return Truth(None, needs) if unknown else _TRUE


def _compare(condition: nodes.Compare, scene: Scene, parameters: Parameters) -> Truth:
    left, left_spans, needs = _number(condition.left, scene, parameters)
    right, _, more = _number(condition.right, scene, parameters)
    if left is None or right is None:
        return Truth(None, needs | more) if needs | more else _FALSE
    holds = _OPERATORS[condition.operator](left, right)
    if (needs or more) and not _settled(condition, holds):
        return Truth(None, needs | more)
    return _told(holds, left_spans if condition.operator in (">", ">=", "=") else ())


def _settled(condition: nodes.Compare, holds: bool) -> bool:
    """Whether a count that may still grow on the left leaves the comparison as it is."""
    if not isinstance(condition.left, nodes.CountOf) or isinstance(condition.right, nodes.CountOf):
        return False
    return holds if condition.operator in (">", ">=") else not holds and condition.operator in ("<", "<=", "=")


def _number(
    value: nodes.Value, scene: Scene, parameters: Parameters
) -> tuple[float | None, tuple[Span, ...], frozenset[str]]:
    """A number with the places it was counted at; percent as shares."""
    match value:
        case nodes.Quantity():
            return _plain(value), (), frozenset()
        case nodes.Name():
            if value.name in parameters:
                return _plain(parameters[value.name]), (), frozenset()
            found = read(value.name, scene)
            number = float(found.value) if isinstance(found.value, (int, float)) else None
            return number, found.spans, frozenset(found.needs or ((value.name,) if number is None else ()))
        case nodes.CountOf():
            held, matches, needs = concept(value.concept, scene)
            spans = tuple(Span(scene.text.starts[m.first], scene.text.ends[m.last - 1]) for m in matches)
            if held is None:
                return None, (), needs
            per = len(scene.text) / 100 if value.per_100_words else 1.0
            return (len(_separate(matches)) / per if per else 0.0), spans, needs
        case nodes.CountOfEvent():
            if scene.exchange.past is None:
                return None, (), frozenset({"history"})
            from .records.relations import count

            number, needs = count(value, scene, parameters)
            return number, (), needs
        case _:
            assert_never(value)


def _separate(matches: tuple[Match, ...]) -> list[Match]:
    """Matches without those that overlap an earlier one, so that one place counts once."""
    kept: list[Match] = []
    for match in matches:
        if not kept or match.first >= kept[-1].last:
            kept.append(match)
    return kept


def _plain(quantity: Quantity) -> float:
    return quantity.value / 100 if quantity.unit == "percent" else quantity.value


def _is_one_of(condition: nodes.IsOneOf, scene: Scene) -> Truth:
    found = read(condition.fact, scene)
    if found.value is None and not found.needs:
        return _FALSE
    if found.value is None:
        return Truth(None, frozenset(found.needs))
    words = scene.program.lists.get(condition.named, ()) if condition.named else condition.words
    if condition.fact in _GROUNDS:
        from .records.grounds import is_listed  # needed where acts are judged, not for drafts

        holds = is_listed(str(found.value), tuple(words))
    else:
        holds = str(found.value).casefold() in {word.casefold() for word in words}
    return _told(holds, found.spans)


def _bare(condition: nodes.Bare, scene: Scene, place: Match | None) -> Truth:
    guard = _GUARDS.get(condition.name)
    if guard is not None and place is not None:
        value = guard(scene.around(), place)
        return Truth(None, frozenset({"parent"})) if value is None else _told(value, ())
    found = read(condition.name, scene)
    if found.value is None and not found.needs:
        return _FALSE
    if found.value is None:
        return Truth(None, frozenset(found.needs))
    return Truth(bool(found.value), _NOTHING, found.spans)
