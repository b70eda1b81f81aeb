"""Policy source -> Policy: what one organisation chose and set, each value with the place it was written at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from hashlib import sha256
from typing import Final

from . import nodes
from .diagnostics import Diagnostic, Level, say
from .keywords import keywords
from .library import files, read_text
from .nodes import Quantity
from .parser import parse
from .policy_choices import RuleChoice, choices_of
from .policy_effects import ineffective
from .policy_layers import Resolve, layers, merge, split_eras
from .policy_rules import Packs, pack_rules, rules_in
from .policy_times import read_lists, read_times
from .program import RecordRules
from .record import Organisation
from .schema import ALL_PACKS, LANGUAGES, OCCASIONS, declared, interchangeable
from .schema_values import NUMBER, empty
from .source import Source, Span
from .values import dataclass
from .yaml_values import Listed, Mapped, Scalar, Value

USUAL_DECISIONS: Final = {
    "error": "stop",
    "warning": "revise",
    "note": "publish",
    "undecided": "publish",
    "routed": "approve",
}
"""What follows where no policy says so; policies/default.yaml says the same and why."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One value of a policy and where it was written; `path` like `parameters.plain.overlong.most-words`."""

    path: str
    value: str
    source: Source
    span: Span


@dataclass(frozen=True, slots=True)
class Policy:
    """The effective policy. Days are ISO dates, the last one included; later choices win over earlier ones.

    `parameters` are (rule, parameter, channel, value), the channel empty for all that are not named. `records` is what
    the policy says of time and acts, without rules; `lists` are lists of words by name; `later` is the policy after
    each of its dated changes, in order.
    """

    name: str
    title: str
    languages: tuple[str, ...]
    organisation: Organisation
    packs: tuple[str, ...]
    choices: tuple[RuleChoice, ...]
    parameters: tuple[tuple[str, str, str, Quantity], ...]
    channels: tuple[str, ...]
    decisions: tuple[tuple[str, str], ...]
    records: RecordRules
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    valid_from: str | None
    valid_until: str | None
    owner: str
    guideline_title: str
    own: tuple[Source, ...]
    settings: tuple[Setting, ...]
    digest: str
    later: tuple[Policy, ...] = ()


def load_policy(source: Source, resolve: Resolve, packs: Packs) -> tuple[Policy | None, list[Diagnostic]]:
    """The policy `source` holds, with those it extends, and what is to be said of them; None with everything wrong.

    `resolve` opens what `extends` names, seen from the source that names it; `packs` gives the rules of packs by name.
    """
    found, diagnostics = layers(source, resolve, bundled_names())
    merged: Mapped | None = None
    own: dict[str, nodes.Rule] = {}
    sources: list[Source] = []
    known: list[nodes.Rule] = []
    for layer in found:
        merged = merge(merged, layer) if merged else layer
        known, lacking = pack_rules(merged, packs)
        diagnostics += lacking
        if not lacking:
            written = rules_in(layer, _languages(merged)[0], [*known, *own.values()], resolve)
            own |= {rule.id: rule for rule in written.rules}
            sources += written.sources
            diagnostics += written.diagnostics
    if merged is None or _wrong(diagnostics):
        return None, diagnostics
    eras, problems = split_eras(merged)
    diagnostics += problems
    rules = {rule.id: rule for rule in [*known, *own.values()]}
    asked = None if source in map(bundled, bundled_names()) else source  # those that ship stand ready to build on
    diagnostics += ineffective(found, eras, rules, [*rules.values(), *packs((ALL_PACKS,))], sources, asked)
    policies = []
    for era in eras:
        records, problems = read_times(era)
        diagnostics += [each for each in (*_impossible_days(era), *problems) if each not in diagnostics]
        if not _wrong(diagnostics):
            policies.append(_policy(era, records, tuple(sources), rules))
    if _wrong(diagnostics):
        return None, diagnostics
    first, *later = policies
    content = "".join(policy.digest for policy in policies)
    digest = sha256(content.encode()).hexdigest() if later else first.digest
    return replace(first, later=tuple(later), digest=digest), diagnostics


def _wrong(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(each.level is Level.ERROR for each in diagnostics)


def bundled_names() -> tuple[str, ...]:
    """The names of the policies that ship, sorted."""
    return tuple(path.rpartition("/")[2].removesuffix(".yaml") for path in files("policies", ".yaml"))


def bundled(name: str) -> Source | None:
    """The policy of that name that ships, or None."""
    path = f"policies/{name}.yaml"
    return Source(path, read_text(path)) if name in bundled_names() else None


def _impossible_days(merged: Mapped) -> list[Diagnostic]:
    """A policy that ends before it begins."""
    valid = merged.get("valid")
    since, until = (valid.get("from"), valid.get("until")) if isinstance(valid, Mapped) else (None, None)
    if isinstance(since, Scalar) and isinstance(until, Scalar) and "" < until.text < since.text:
        message = say("the policy ends on `{day}`, before it begins", day=until.text)
        return [Diagnostic("K338", Level.ERROR, until.source, until.span, message, say("look at both days"))]
    return []


def _policy(merged: Mapped, records: RecordRules, sources: tuple[Source, ...], rules: dict[str, nodes.Rule]) -> Policy:
    """The policy a merged and valid value stands for."""
    group, valid = merged.get("organisation"), merged.get("valid")
    name = _text(merged, "policy")
    languages = _languages(merged)
    organisation = Organisation(
        name=_text(group, "name"),
        address=_text(group, "address"),
        products=_texts(group, "products"),
        confidential=_texts(group, "confidential"),
        contacts=_texts(group, "contacts"),
        languages=languages,
        region=_text(group, "region"),
        type=_text(group, "type"),
    )
    decisions = merged.get("decisions")
    policy = Policy(
        name=name,
        title=_text(merged, "title") or name,
        languages=languages,
        organisation=organisation,
        packs=_texts(merged, "packs") or (ALL_PACKS,),
        choices=tuple(choices_of(merged.get("rules"))),
        parameters=tuple(sorted(_parameters(merged, rules), key=lambda each: each[:3])),
        channels=_texts(merged, "channels"),
        decisions=tuple(
            (occasion, _text(decisions, occasion) or USUAL_DECISIONS[occasion]) for occasion, _ in OCCASIONS
        ),
        records=records,
        lists=read_lists(merged),
        valid_from=_text(valid, "from") or None,
        valid_until=_text(valid, "until") or None,
        owner=_text(merged, "owner"),
        guideline_title=_text(merged, "guideline"),
        own=sources,
        settings=(*_settings(merged, ""), *_own_settings(sources)),
        digest="",
    )
    return replace(policy, digest=_digest(policy))


def _digest(policy: Policy) -> str:
    """A hash of what the policy says: no places, no layout, of its own rules the tree without comments."""
    own = tuple(parse(source).file for source in policy.own)
    content = replace(policy, own=(), settings=(), digest="")
    return sha256(repr((_bare(content), _bare(own))).encode()).hexdigest()


def _bare(value: object) -> object:
    """Nested tuples of what counts in a dataclass."""
    if isinstance(value, tuple):
        return tuple(_bare(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        kept = [
            each.name for each in fields(value) if each.compare and each.name not in ("layout", "closing", "comments")
        ]
        return (type(value).__name__, *((name, _bare(getattr(value, name))) for name in kept))
    return value


def _parameters(merged: Mapped, rules: dict[str, nodes.Rule]) -> Iterator[tuple[str, str, str, Quantity]]:
    """What the policy sets. A number for all channels is said again for those for which the rule has its own."""
    group = merged.get("parameters")
    for entry in group.entries if isinstance(group, Mapped) else ():
        known = declared(rules[entry.key.text]) if entry.key.text in rules else {}
        for each in entry.value.entries if isinstance(entry.value, Mapped) else ():
            if each.key.text not in known:
                continue  # set by a policy below for a pack this one has left out
            parameter = known[each.key.text]
            values = _by_channel(each.value, parameter.value.unit)
            if "" in values:
                values |= {channel: values[""] for channel, _ in parameter.channels if channel not in values}
            yield from ((entry.key.text, parameter.name, channel, value) for channel, value in values.items())


def _by_channel(value: Value, unit: str) -> dict[str, Quantity]:
    if isinstance(value, Mapped):
        return {
            "" if entry.key.text == "default" else entry.key.text: quantity
            for entry in value.entries
            for quantity in _by_channel(entry.value, unit).values()
        }
    found = NUMBER.match(value.text) if isinstance(value, Scalar) else None
    if not isinstance(value, Scalar) or found is None:
        return {}
    written = keywords().canonical("units", value.text[found.end() :].strip())
    return {"": Quantity(float(found.group()), written if written in interchangeable(unit) else unit)}


def _settings(group: Mapped, path: str) -> Iterator[Setting]:
    """Every value with its place, in order; rules written in the policy have places of their own."""
    for entry in group.entries:
        name = f"{path}{entry.key.text}"
        match entry.value:
            case Mapped():
                yield from _settings(entry.value, f"{name}.")
            case Listed() if name != "simple_rules" and any(isinstance(item, Mapped) for item in entry.value.items):
                for number, item in enumerate(entry.value.items, start=1):
                    if isinstance(item, Mapped):
                        yield from _settings(item, f"{name}.{number}.")
            case Listed() if name != "simple_rules":
                items = [item.text for item in entry.value.items if isinstance(item, Scalar)]
                yield Setting(name, ", ".join(items), entry.value.source, entry.value.span)
            case Scalar() if name != "own_rules" and not empty(entry.value):
                yield Setting(name, " ".join(entry.value.text.split()), entry.value.source, entry.value.span)
            case _:
                continue


def _own_settings(sources: Iterable[Source]) -> Iterator[Setting]:
    for source in sources:
        for block in parse(source).file.blocks:
            path = "own_rules" if source.name.endswith("(own_rules)") else "simple_rules"
            path = path if source.origin else "rule_files"
            if isinstance(block, nodes.Rule):
                yield Setting(path, block.id, source, block.id_span)


def _languages(merged: Mapped) -> tuple[str, ...]:
    return _texts(merged, "languages") or LANGUAGES


def _text(group: Value | None, key: str) -> str:
    value = group.get(key) if isinstance(group, Mapped) else None
    return value.text.strip() if isinstance(value, Scalar) else ""


def _texts(group: Value | None, key: str) -> tuple[str, ...]:
    value = group.get(key) if isinstance(group, Mapped) else None
    return tuple(item.text for item in value.items if isinstance(item, Scalar)) if isinstance(value, Listed) else ()
