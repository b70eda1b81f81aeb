"""Program + one message -> its language, signals and concepts, with what could not be measured and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from .condition_nodes import Expresses
from .conditions import Truth, judge
from .damage import Remark, foreign_script, other_language, remarks, whole_characters, without_words
from .evaluator import LONGEST
from .program import Program
from .record import Exchange, Message
from .scene import Scene, stage
from .signals import SIGNALS
from .signals.language import NAMES, detect
from .signals.reading import Measurement, Signal
from .source import Span
from .values import dataclass

LANGUAGES: Final = ("de", "en", "fr", "it", "gsw")
"""The languages that are told apart; anything else is `other`, and `unsure` where it cannot be said."""
_BY_NAME: Final = {signal.name.removeprefix("text."): signal for signal in SIGNALS}
_LANGUAGE: Final = "language"


class Extent(StrEnum):
    """How much of what was asked for could be measured."""

    ALL = "all"
    PART = "part"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class MeasuredSignal:
    """A signal by its name without `text.`; `reason` says why its value is None, or what it rests on."""

    name: str
    found: Measurement
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MeasuredConcept:
    """Whether a text expresses a concept, how strongly (0 to 1, None where undecided), and where."""

    name: str
    holds: bool | None
    score: float | None
    spans: tuple[Span, ...] = ()
    needs: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything measured on one message. `language` None: nothing was measured, and a remark says why."""

    id: str
    language: str | None
    signals: tuple[MeasuredSignal, ...]
    concepts: tuple[MeasuredConcept, ...]
    extent: Extent
    remarks: tuple[Remark, ...] = ()


def measure(program: Program, exchange: Exchange, signals: Sequence[str], concepts: Sequence[str]) -> Measured:
    """Measure the signals and concepts named, in that order; names as in `catalogue`, none of them twice.

    A message without a text, or with one of more than `LONGEST` code points, is not measured, and says so.
    """
    message = exchange.message
    if message.text is None:
        return unmeasured(message.id, "no-text", "the text is not known")
    if len(message.text) > LONGEST:
        reason = f"the text has {len(message.text)} characters; more than {LONGEST} are not measured"
        return unmeasured(message.id, "too-long", reason)
    said = list(remarks(message.text))
    whole, parent_remarks = _readable(exchange)
    said += parent_remarks
    script = "" if message.language else foreign_script(message.text)
    if script:
        whole = replace(whole, message=replace(whole.message, language="other"))
    scene = stage(program, whole)
    language, reason = _told(message, scene, script)
    lost = _lost(scene, language, reason)
    if lost and not any(remark.code == "empty" for remark in said):
        said.append(Remark("language", f"{lost}; signals and concepts of a language are not measured"))
    if (scene.language or language == "unsure") and (mixed := other_language(scene.reading.text, scene.language)):
        said.append(mixed)
    found = tuple(_signal(_BY_NAME[name], scene, language, reason, lost) for name in signals)
    expressed = tuple(_concept(name, scene, lost) for name in concepts)
    said += _failures(found, expressed)
    return Measured(
        message.id, language, found, expressed, _extent(scene, language, found, expressed, said), tuple(said)
    )


def unmeasured(id_: str, code: str, reason: str) -> Measured:
    """A message of which nothing could be measured, with the reason."""
    return Measured(id_, None, (), (), Extent.NOTHING, (Remark(code, reason),))


def score(truth: Truth, name: str, scene: Scene) -> float | None:
    """How strongly a concept is expressed, 0 to 1; None where it is undecided.

    A concept known by its phrases alone is expressed or not. Where it is also learned, the share is what was learned,
    seconded by the phrases, scaled so that the concept holds from 0.5 on.
    """
    if truth.value is None:
        return None
    compiled, weighing = scene.concept(name), scene.weighing()
    if compiled is None or not compiled.learned or weighing is None:
        return float(truth.value)
    family, learned = weighing.model.family(compiled.learned), weighing.share(compiled.learned, scene.measure)
    limit = family.seconded if truth.value and learned < family.alone else family.alone
    share = learned / limit / 2 if learned < limit else 0.5 + (learned - limit) / (1 - limit) / 2 if limit < 1 else 1.0
    return round(max(share, 0.5) if truth.value else min(share, 0.49), 4)


def _readable(exchange: Exchange) -> tuple[Exchange, list[Remark]]:
    """The exchange as it can be read: whole characters, and no message behind it that is too long."""
    message = replace(exchange.message, text=whole_characters(exchange.message.text or ""))
    parent = exchange.parent
    if parent is None or parent.text is None:
        return replace(exchange, message=message), []
    if len(parent.text) > LONGEST:
        reason = f"the message answered has more than {LONGEST} characters and was not read"
        return replace(exchange, message=message, parent=None, parent_known=False), [Remark("parent-too-long", reason)]
    return replace(exchange, message=message, parent=replace(parent, text=whole_characters(parent.text))), []


def _told(message: Message, scene: Scene, script: str) -> tuple[str, str]:
    """The language as a word, and what it rests on: one of `LANGUAGES`, `other` or `unsure`."""
    if message.language:
        given = message.language.split("-")[0].lower()
        return (given, "given") if given in LANGUAGES else ("other", f"given as `{given}`")
    if script:
        return "other", script
    found = detect(scene.reading.text, NAMES)
    if found.language in LANGUAGES:
        return found.language, found.reason
    if found.language is not None:
        return "other", f"looks like {found.language}"
    if scene.language is not None:
        return scene.language, "taken from the message answered"
    return "unsure", without_words(scene.reading.text) or found.reason


def _lost(scene: Scene, language: str, reason: str) -> str:
    """Why the text is read by the rules of no language; empty when it is read by those of one."""
    if scene.language is not None:
        return ""
    if language == "unsure":
        return f"the language is not known ({reason})"
    return f"there are no rules for {'this language' if language == 'other' else f'`{language}`'} ({reason})"


def _signal(signal: Signal, scene: Scene, language: str, reason: str, lost: str) -> MeasuredSignal:
    name = signal.name.removeprefix("text.")
    if name == _LANGUAGE:
        return MeasuredSignal(name, Measurement(language), reason)
    try:
        found = scene.measure(signal.name)
    except Exception as problem:  # one broken signal must neither hide nor end the others
        return MeasuredSignal(name, Measurement(None), f"failed: {type(problem).__name__}")
    if found.value is not None:
        return MeasuredSignal(name, found)
    if scene.language is not None and signal.languages and scene.language not in signal.languages:
        return MeasuredSignal(name, found, f"measured in {' and '.join(f'`{each}`' for each in signal.languages)} only")
    return MeasuredSignal(name, found, _why(found.needs, lost) if found.needs else "not in this text")


def _concept(name: str, scene: Scene, lost: str) -> MeasuredConcept:
    try:
        truth = judge(Expresses("text", name), scene, {}, None, True)
    except Exception as problem:  # as above
        return MeasuredConcept(name, None, None, reason=f"failed: {type(problem).__name__}")
    spans = tuple(sorted(set(truth.spans), key=lambda span: (span.start, span.end)))
    if truth.value is not None:
        return MeasuredConcept(name, truth.value, score(truth, name, scene), spans)
    needs = tuple(sorted(truth.needs))
    if scene.language is not None and scene.concept(name) is None:
        return MeasuredConcept(name, None, None, (), needs, f"not defined in `{scene.language}`")
    return MeasuredConcept(name, None, None, (), needs, _why(needs, lost))


def _why(needs: Iterable[str], lost: str) -> str:
    """Why something is unknown, from the facts that were wanted."""
    if lost and _LANGUAGE in needs:
        return lost
    said = {"parent": "the message answered", _LANGUAGE: "the language"}
    return f"{' and '.join(said.get(need, f'`{need}`') for need in needs)} is not known"


def _failures(signals: Iterable[MeasuredSignal], concepts: Iterable[MeasuredConcept]) -> Iterator[Remark]:
    reasons = [(each.name, each.reason) for each in signals] + [(each.name, each.reason) for each in concepts]
    for name, reason in reasons:
        if reason.startswith("failed: "):
            yield Remark("failed", f"`{name}` could not be measured ({reason})")


def _extent(
    scene: Scene, language: str, signals: Sequence[MeasuredSignal], concepts: Sequence[MeasuredConcept],
    said: Sequence[Remark],
) -> Extent:  # fmt: skip
    """Part, when something asked for is missing because of this text, not because it is made for another language."""
    if any(remark.code in ("failed", "mixed-languages") for remark in said):
        return Extent.PART
    if scene.language is None:
        wanting = [need for each in signals for need in each.found.needs] + [
            need for each in concepts for need in each.needs
        ]
        unsure = language == "unsure" and any(each.name == _LANGUAGE for each in signals)
        if unsure or _LANGUAGE in wanting:
            return Extent.PART
    return Extent.ALL
