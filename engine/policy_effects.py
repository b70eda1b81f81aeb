"""Policy files + rules -> what stands in a policy and can never have an effect, each with its place.

Of what only the days or the rules make idle, the policy that was asked for is told, not those it builds on: to switch
off a rule for which they set a number is its good right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Final

from . import nodes
from .diagnostics import UNSAID, Diagnostic, Level, Related, Said, did_you_mean, say
from .facts import CHANNELS
from .parser import parse
from .parts import concept_conditions, rule_conditions, walk
from .policy_choices import Chosen, RuleChoice, choice_of, choices_of, chosen
from .schema import matches
from .source import Source, Span
from .values import dataclass
from .yaml_values import Entry, Listed, Mapped, Scalar, Value


@dataclass(frozen=True, slots=True)
class _State:
    """The policy between two dated changes: its words on rules, and what became of each rule."""

    merged: Mapped
    choices: tuple[RuleChoice, ...]
    rules: Mapping[str, Chosen] = field(repr=False)

    def on(self, rule: str) -> bool:
        """Whether the rule judges anything."""
        return rule in self.rules and not self.rules[rule].rests


def ineffective(
    layers: Sequence[Mapped],
    eras: Sequence[Mapped],
    rules: Mapping[str, nodes.Rule],
    every: Sequence[nodes.Rule],
    own: Iterable[Source],
    asked: Source | None,
) -> list[Diagnostic]:
    """What in valid policy files does nothing, in the order it was written.

    `layers` are the files from the base up, `eras` the policy before and after each dated change, `rules` those it may
    speak of, `every` all there are, `own` the sources of its own. `asked` is the file of which it is also told what
    its days and rules make idle.
    """
    statuses = {name: _status(rule) for name, rule in rules.items()}
    states = []
    for era in eras:
        choices = tuple(choices_of(era.get("rules")))
        states.append(_State(era, choices, {name: chosen(choices, name, status) for name, status in statuses.items()}))
    told = [
        *_lists(layers, states, _readers(every, own), asked),
        *_waivers(layers, states, {rule.id for rule in every}, asked),
        *_choices(states, statuses, asked),
        *_parameters(states, asked),
        *_at_odds(layers, states),
    ]
    return sorted(told, key=lambda each: each.span.start)


def _status(rule: nodes.Rule) -> str:
    return next((item.name for item in rule.items if isinstance(item, nodes.Status)), "active")


_ANY: Final = ""
"""Stands for a concept among those who read a list: whose rules are on is not asked."""


def _readers(rules: Iterable[nodes.Rule], own: Iterable[Source]) -> dict[str, set[str]]:
    """The names of lists that conditions ask for, each with the rules that do."""
    found: dict[str, set[str]] = {}
    asked = [(rule.id, condition) for rule in rules for condition in rule_conditions(rule)]
    for source in own:
        for block in parse(source).file.blocks:
            if isinstance(block, nodes.Concept):
                asked += [(_ANY, condition) for condition in concept_conditions(block)]
    for name, condition in asked:
        for part in walk(condition):
            if isinstance(part, nodes.IsOneOf) and part.named:
                found.setdefault(part.named, set()).add(name)
    return found


def _lists(
    layers: Sequence[Mapped], states: Sequence[_State], readers: Mapping[str, set[str]], asked: Source | None
) -> Iterator[Diagnostic]:
    """Lists that no rule reads: with a name like one that is read it is a slip of the pen, and an error."""
    for entry in (each for layer in layers for group in _dated(layer, "lists") for each in _entries(group)):
        name = entry.key.text
        if name not in readers:
            close = did_you_mean(name, readers)
            hint = close or say("a rule reads a list with `ground is one of {name}`", name=name)
            level = Level.ERROR if close else Level.WARNING
            yield _told("K345", level, entry.key, say("no rule reads the list `{name}`", name=name), hint)
        elif entry.key.source is asked and _ANY not in readers[name] and not _any_on(states, readers[name]):
            yield _off(entry.key, readers[name])


def _waivers(
    layers: Sequence[Mapped], states: Sequence[_State], rules: set[str], asked: Source | None
) -> Iterator[Diagnostic]:
    for layer in layers:
        for waiver in _items(layer.get("waivers")):
            named = _scalar(waiver, "rule")
            covered = {rule for rule in rules if matches(named.text, rule)}
            if not covered:
                known = {*rules, *(f"{rule.partition('.')[0]}.*" for rule in rules)}
                hint = did_you_mean(named.text, known) or say("see `knigge rules list`")
                message = say("no rule is called `{name}`, so this exception covers nothing", name=named.text)
                yield _told("K346", Level.ERROR, named, message, hint)
                continue
            if waiver.source is asked:
                if not _any_on(states, covered):
                    yield _off(named, covered)
                yield from _times(waiver, states)
                yield from _places(waiver, states)


def _times(waiver: Mapped, states: Sequence[_State]) -> Iterator[Diagnostic]:
    """An exception of which nothing is left between signature, beginning and end, and the days of the policy."""
    signed, since, until = (_scalar(waiver, key) for key in ("signed", "from", "until"))
    start, end, given = _instant(since), _instant(until), _instant(signed)
    if end is None or given is None:
        return  # told where times are read
    backdated = _scalar(waiver, "backdated").text == "true"
    if start is not None and end < start:
        message = say("this exception ends on `{day}`, before it begins", day=until.text)
        yield _told("K346", Level.ERROR, until, message, say("look at both times"))
    elif not backdated and end < given:
        message = say("this exception ends before it was signed, so it covers nothing")
        hint = say("look at both times; `backdated: true` lets it cover what happened before")
        yield _told("K346", Level.ERROR, until, message, hint)
    elif not backdated and start is not None and start < given:
        message = say("this exception covers nothing before it was signed on `{day}`", day=signed.text[:10])
        hint = say("begin then, or write `backdated: true`")
        yield _told("K346", Level.WARNING, since, message, hint)
    first, last = _day(states[0], "from"), _day(states[-1], "until")
    begins = since if start is not None else signed
    if first and until.text[:10] < first:
        message = say("this exception ends before the policy begins on `{day}`", day=first)
        yield _told("K346", Level.WARNING, until, message, say("take it out, or look at both days"))
    elif last and not backdated and begins.text[:10] > last:
        message = say("this exception begins after the policy has ended on `{day}`", day=last)
        yield _told("K346", Level.WARNING, begins, message, say("take it out, or look at both days"))


def _places(waiver: Mapped, states: Sequence[_State]) -> Iterator[Diagnostic]:
    """Channels nobody has heard of, and those the policy does not speak of."""
    covered = {item.text for item in _scalars(states[0].merged.get("channels"))}
    for item in _scalars(waiver.get("channels")):
        name = item.text
        if name not in CHANNELS and not name.startswith("own-"):
            hint = did_you_mean(name, CHANNELS) or say("a channel of your own is written `own-...`")
            yield _told("K346", Level.WARNING, item, say("unknown channel `{channel}`", channel=name), hint)
        elif covered and name not in covered:
            message = say("the policy does not cover the channel `{channel}`", channel=name)
            yield _told("K346", Level.WARNING, item, message, say("see `channels`"))


_MOST_LINES: Final = 500
"""More lines under `rules` are not compared with each other: nobody writes them by hand."""


def _choices(states: Sequence[_State], statuses: Mapping[str, str], asked: Source | None) -> Iterator[Diagnostic]:
    """Lines under `rules` that change nothing and do not get what they ask for."""
    idle: dict[int, Diagnostic] = {}
    at_work: set[int] = set()
    for state in states:
        entries = [(each, choice) for each in _entries(state.merged.get("rules")) if (choice := choice_of(each))]
        for number, (entry, choice) in enumerate(entries if len(entries) <= _MOST_LINES else ()):
            if entry.key.source is not asked:
                continue
            concerned = [rule for rule in statuses if matches(choice.pattern, rule)]
            others = [other for at, (_, other) in enumerate(entries) if at != number]
            without = {rule: chosen(others, rule, statuses[rule]) for rule in concerned}
            if all(_granted(choice, state.rules[rule]) for rule in concerned) or any(
                not _alike(without[rule], state.rules[rule]) for rule in concerned
            ):
                at_work.add(entry.key.span.start)
            elif told := _idle(entry, choice, entries[number + 1 :], state, concerned):
                idle.setdefault(entry.key.span.start, told)
    yield from (each for place, each in idle.items() if place not in at_work)


def _idle(
    entry: Entry,
    choice: RuleChoice,
    later: Sequence[tuple[Entry, RuleChoice]],
    state: _State,
    concerned: Sequence[str],
) -> Diagnostic | None:
    """Why a line under `rules` has no effect: a later one, or its rules are off.

    None where narrower lines follow for everything it speaks of: that is how it is meant.
    """
    over = [words for words in later if _speaks_over(words[1], choice)]
    for other, words in over:
        narrower = matches(choice.pattern, words.pattern)
        if not narrower and all(matches(words.pattern, rule) for rule in concerned):
            message = say("this has no effect, since `{pattern}` is read later", pattern=words.pattern)
            hint = say("what is written later wins: write the general line first")
            also = Related(other.key.source, _marked(other.key), say("this wins"))
            return _told("K347", Level.WARNING, entry.key, message, hint, also)
    if any(matches(words.pattern, rule) for _, words in over for rule in concerned):
        return None
    if choice.enabled is None and not _any_on([state], concerned):
        return _off(entry.key, concerned)
    resting = next((rule for rule in concerned if state.rules[rule].rests), choice.pattern)
    message = say("this has no effect: `{rule}` stays off", rule=resting)
    return _told("K347", Level.WARNING, entry.key, message, say("write `{rule}: on`", rule=resting))


def _speaks_over(later: RuleChoice, earlier: RuleChoice) -> bool:
    """Whether a later line says something else of a point the earlier one speaks of."""
    pairs = (
        (later.enabled, earlier.enabled),
        (later.severity, earlier.severity),
        (later.route, earlier.route),
        (later.status, earlier.status),
    )
    return later.enabled is False or any(new is not None and old is not None and new != old for new, old in pairs)


def _granted(choice: RuleChoice, became: Chosen) -> bool:
    """Whether a rule is what a line asks for."""
    if choice.enabled is False or became.rests:
        return became.rests and (choice.enabled is False or choice.status == "retired")
    wanted = ((choice.severity, became.severity), (choice.route, became.route), (choice.status, became.status))
    return all(asked is None or asked == got for asked, got in wanted)


def _alike(one: Chosen, other: Chosen) -> bool:
    return (one.rests and other.rests) or one == other


def _parameters(states: Sequence[_State], asked: Source | None) -> Iterator[Diagnostic]:
    """Numbers for rules that are off as long as the numbers are in force."""
    idle: dict[int, Diagnostic] = {}
    at_work: set[int] = set()
    for state in states:
        for entry in _entries(state.merged.get("parameters")):
            if entry.key.source is not asked or entry.key.text not in state.rules:
                continue
            place = entry.key.span.start
            if state.on(entry.key.text):
                at_work.add(place)
            else:
                idle.setdefault(place, _off(entry.key, [entry.key.text]))
    yield from (each for place, each in idle.items() if place not in at_work)


def _at_odds(layers: Sequence[Mapped], states: Sequence[_State]) -> Iterator[Diagnostic]:
    """Rules in short form of which one forbids every wording that another requires, so that no text can obey both."""
    items = [item for layer in layers for item in _items(layer.get("simple_rules"))]
    usual = next((item.text for item in _scalars(states[0].merged.get("languages"))), "de")
    for asks in items:
        required = _phrases(asks, "require")
        for bars in items if required else ():
            if required <= _phrases(bars, "forbid") and _meet(asks, bars, usual):
                names = [_scalar(each, "id") for each in (asks, bars)]
                if any(all(state.on(name.text) for name in names) for state in states):
                    message = say(
                        "what this rule requires, `{rule}` forbids: no text can obey both", rule=names[1].text
                    )
                    also = Related(bars.source, _marked(names[1]), say("this one forbids it"))
                    yield _told("K349", Level.ERROR, names[0], message, say("keep one of the two"), also)


def _phrases(item: Mapped, key: str) -> set[str]:
    return {" ".join(each.text.casefold().split()) for each in _scalars(item.get(key))}


def _meet(one: Mapped, other: Mapped, usual: str) -> bool:
    """Whether two rules in short form judge the same texts."""
    about = {_scalar(each, "about").text or "message" for each in (one, other)}
    languages = {_scalar(each, "language").text or usual for each in (one, other)}
    return (len(about) == 1 or "message" in about) and len(languages) == 1


def _any_on(states: Sequence[_State], rules: Iterable[str]) -> bool:
    names = list(rules)
    return any(state.on(name) for state in states for name in names)


def _off(at: Scalar, rules: Iterable[str]) -> Diagnostic:
    """What is set for rules that are off."""
    names = sorted(rules)
    if len(names) == 1:
        message = say("the rule `{rule}` is off, so this has no effect", rule=names[0])
        hint = say("switch it on with `{rule}: on` under `rules`, or take this out", rule=names[0])
    else:
        message, hint = say("the rules concerned are off, so this has no effect"), say("see `knigge rules list`")
    return _told("K348", Level.WARNING, at, message, hint)


def _dated(layer: Mapped, key: str) -> Iterator[Value | None]:
    """A group of a policy file, and the same group in each of its dated changes."""
    yield layer.get(key)
    yield from (change.get(key) for change in _items(layer.get("changes")))


def _entries(group: Value | None) -> tuple[Entry, ...]:
    return group.entries if isinstance(group, Mapped) else ()


def _items(group: Value | None) -> Iterator[Mapped]:
    yield from (item for item in group.items if isinstance(item, Mapped)) if isinstance(group, Listed) else ()


def _scalars(group: Value | None) -> list[Scalar]:
    return [item for item in group.items if isinstance(item, Scalar)] if isinstance(group, Listed) else []


def _scalar(group: Mapped, key: str) -> Scalar:
    value = group.get(key)
    return value if isinstance(value, Scalar) else Scalar("", "", group.source, group.span)


def _day(state: _State, key: str) -> str:
    valid = state.merged.get("valid")
    return _scalar(valid, key).text if isinstance(valid, Mapped) else ""


def _instant(written: Scalar) -> datetime | None:
    """A time with its zone; None of anything else."""
    try:
        read = datetime.fromisoformat(written.text)
    except ValueError:
        return None
    return read if read.tzinfo else None


def _marked(at: Scalar) -> Span:
    return Span(at.span.start, max(at.span.start + 1, at.span.end))


def _told(code: str, level: Level, at: Scalar, message: Said, hint: Said = UNSAID, *related: Related) -> Diagnostic:
    return Diagnostic(code, level, at.source, _marked(at), message, hint, related)
