"""One policy file + packs -> the rules it may speak of, those it writes itself, and what in it does not fit them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from . import nodes
from .diagnostics import Diagnostic, Level, Said, did_you_mean, say
from .packs import pack_names
from .parser import parse
from .policy_layers import Resolve
from .schema import ALL_PACKS, matches, policy_schema
from .schema_check import check_value
from .schema_values import empty
from .simple_rules import own_rules, simple_rule
from .source import Source, Span
from .values import dataclass
from .yaml_values import Listed, Mapped, Scalar

Packs = Callable[[tuple[str, ...]], Sequence[nodes.Rule]]
"""The rules of the packs named, `all` for every bundled one; nothing for a pack that does not exist."""


@dataclass(frozen=True, slots=True)
class Written:
    """The rules one policy file writes itself, their sources, and every mistake in the whole file."""

    sources: tuple[Source, ...]
    rules: tuple[nodes.Rule, ...]
    diagnostics: tuple[Diagnostic, ...]


def pack_rules(merged: Mapped, packs: Packs) -> tuple[list[nodes.Rule], list[Diagnostic]]:
    """The rules of the packs a policy names, all when it names none, and a diagnostic for each unknown name."""
    group = merged.get("packs")
    named = [item for item in group.items if isinstance(item, Scalar)] if isinstance(group, Listed) else []
    if not named:
        return list(packs((ALL_PACKS,))), []
    rules: dict[str, nodes.Rule] = {}
    diagnostics = []
    for name in named:
        loaded = packs((name.text,))
        rules |= {rule.id: rule for rule in loaded}
        known = (ALL_PACKS, *pack_names())
        if not loaded and name.text not in known:  # a bundled pack may hold concepts only
            hint = did_you_mean(name.text, known) or say("known here: {names}", names=", ".join(known))
            message = say("unknown pack `{name}`", name=_short(name.text))
            diagnostics.append(_error("K333", name, message, hint))
    return list(rules.values()), diagnostics


def rules_in(layer: Mapped, language: str, known: Sequence[nodes.Rule], resolve: Resolve) -> Written:
    """What one policy file writes in `rule_files`, `own_rules` and `simple_rules`; `known` are rules it may speak of.

    `resolve` opens a rule file by its name, seen from the policy file.
    """
    files, missing = _files(layer, resolve)
    if missing:
        return Written((), (), tuple(missing))
    block = layer.get("own_rules")
    if isinstance(block, Scalar) and not empty(block) and block.style != "|":
        hint = say("write `own_rules: |` and the rules in the lines below, indented")
        return Written((), (), (_error("K336", block, say("own rules need a block of their own"), hint),))
    long = [*files, own_rules(block)] if isinstance(block, Scalar) and block.text.strip() else files
    rules, mistakes = _read(long)
    if mistakes:
        return Written(tuple(long), tuple(rules), tuple(mistakes))
    group = layer.get("simple_rules")
    items = [item for item in group.items if isinstance(item, Mapped)] if isinstance(group, Listed) else []
    names = [name.text for item in items if isinstance(name := item.get("id"), Scalar)]
    if mistakes := _unfitting(layer, [*known, *rules, *(nodes.Rule(name, "message", ()) for name in names)]):
        return Written(tuple(long), tuple(rules), tuple(mistakes))
    short = [simple_rule(item, language) for item in items]
    more, mistakes = _read(short)
    return Written((*long, *short), (*rules, *more), tuple(mistakes))


def _files(layer: Mapped, resolve: Resolve) -> tuple[list[Source], list[Diagnostic]]:
    """The rule files a policy file names, and a diagnostic for each that is not there."""
    group = layer.get("rule_files")
    found: list[Source] = []
    missing: list[Diagnostic] = []
    for name in group.items if isinstance(group, Listed) else ():
        if isinstance(name, Scalar) and name.text.strip():
            source = resolve(name.text, name.source)
            if source is None:
                hint = say("paths are seen from the policy file")
                message = say("there is no rule file `{name}`", name=_short(name.text))
                missing.append(_error("K335", name, message, hint))
            else:
                found.append(source)
    return found, missing


def _read(sources: Iterable[Source]) -> tuple[list[nodes.Rule], list[Diagnostic]]:
    read = [parse(source) for source in sources]
    rules = [block for each in read for block in each.file.blocks if isinstance(block, nodes.Rule)]
    return rules, [diagnostic for each in read for diagnostic in each.diagnostics]


def _unfitting(layer: Mapped, rules: Sequence[nodes.Rule]) -> list[Diagnostic]:
    """What in one policy file fits neither the schema nor the rules it may speak of."""
    diagnostics = check_value(layer, policy_schema(rules))
    chosen = layer.get("rules")
    for entry in chosen.entries if isinstance(chosen, Mapped) else ():
        pattern = entry.key.text
        if "*" in pattern and not any(matches(pattern, rule.id) for rule in rules):
            families = {f"{rule.id.partition('.')[0]}.*" for rule in rules}
            hint = did_you_mean(pattern, families) or say("see `knigge rules list`")
            message = say("no rule fits the pattern `{pattern}`", pattern=_short(pattern))
            diagnostics.append(_error("K334", entry.key, message, hint))
    return sorted(diagnostics, key=lambda diagnostic: diagnostic.span.start)


def _error(code: str, at: Scalar, message: Said, hint: Said) -> Diagnostic:
    width = len(at.source.text[at.span.start : at.span.end].partition("\n")[0])
    return Diagnostic(code, Level.ERROR, at.source, Span(at.span.start, at.span.start + max(1, width)), message, hint)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
