"""Policy source -> the files it builds on, base first, and how one is laid over the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from .diagnostics import Diagnostic, Level, Said, did_you_mean, say
from .schema_values import empty
from .source import Source, Span
from .yaml_values import Entry, Listed, Mapped, Scalar, Value, read_yaml

Resolve = Callable[[str, Source], Source | None]
"""What a policy file means by a name in `extends`; None when there is nothing of that name."""

DEEPEST: Final = 10
_NOT_INHERITED: Final = ("title", "extends")


def layers(source: Source, resolve: Resolve, known: Sequence[str] = ()) -> tuple[list[Mapped], list[Diagnostic]]:
    """The policy files from the base up to `source`, as far as they can be read; `known` are names for a hint."""
    found: list[Mapped] = []
    diagnostics: list[Diagnostic] = []
    chain: list[Source] = []
    asked: Scalar | None = None
    following: Source | None = source
    while following is not None:
        if following.name in [each.name for each in chain] and asked is not None:
            circle = " -> ".join(f"`{each.name}`" for each in [*chain, following])
            hint = say("take one `extends` out of the circle")
            diagnostics.append(_error("K341", asked, say("the policy extends itself: {circle}", circle=circle), hint))
            break
        if len(chain) > DEEPEST and asked is not None:
            names = " -> ".join(f"`{each.name}`" for each in chain)
            hint = say("{number} policies below this one are the most", number=DEEPEST)
            message = say("too many policies extend each other: {names}", names=names)
            diagnostics.append(_error("K342", asked, message, hint))
            break
        chain.append(following)
        value, mistakes = read_yaml(following)
        diagnostics += mistakes
        if value is None:
            break
        if not isinstance(value, Mapped):
            hint = say("write `key: value` in each line, first `policy:` and a name")
            diagnostics.append(_error("K311", value, say("a policy is a group of keys"), hint))
            break
        found.insert(0, value)
        asked = _extends(value)
        if asked is None:
            break
        following = resolve(asked.text, following)
        if following is None:
            hint = did_you_mean(asked.text, known) or say("bundled are: {names}", names=", ".join(known))
            message = say("there is no policy `{name}` to extend", name=asked.text)
            diagnostics.append(_error("K340", asked, message, hint))
    return found, diagnostics


def merge(base: Mapped, over: Mapped) -> Mapped:
    """`over` laid on `base`: groups are merged, lists and single values replace; every value keeps its own place.

    Two exceptions. Title and `extends` belong to one file. In `rules` the order counts, so that what `over` says of a
    pattern comes after all that `base` says. Rules written in a policy are read file by file, before merging.
    """
    upper = _written(over)
    entries: list[Entry] = []
    for entry in base.entries:
        key, above = entry.key.text, upper.get(entry.key.text)
        if above is None:
            if key not in _NOT_INHERITED:
                entries.append(entry)
        else:
            entries.append(Entry(above.key, _laid_over((key,), entry.value, above.value)))
    return Mapped((*entries, *_new(base, upper)), over.source, over.span)


def split_eras(merged: Mapped) -> tuple[list[Mapped], list[Diagnostic]]:
    """The policy before its first dated change, and after each of them, every one with the days it is in force."""
    changes = merged.get("changes")
    items = [item for item in changes.items if isinstance(item, Mapped)] if isinstance(changes, Listed) else []
    base = Mapped(tuple(e for e in merged.entries if e.key.text != "changes"), merged.source, merged.span)
    if not items:
        return [base], []
    days = [_day(item) for item in items]
    for earlier, later in pairwise(days):
        if later.text <= earlier.text:
            hint = say("write the changes in order of their days")
            message = say("this change comes on `{day}`, after a later one", day=later.text)
            if later.text == earlier.text:
                message = say("two changes begin on `{day}`", day=later.text)
                hint = say("write both into one change")
            return [base], [_error("K338", later, message, hint)]
    valid = base.get("valid")
    since = _named(valid, "from")
    until = _named(valid, "until")
    for day in days:
        if until is not None and until.text and day.text > until.text:
            message = say("this change comes on `{day}`, after the policy has ended", day=day.text)
            return [base], [_error("K338", day, message, say("look at both days"))]
        if since is not None and day.text <= since.text:
            message = say("this change comes on `{day}`, before the policy has begun", day=day.text)
            return [base], [_error("K338", day, message, say("write it into the policy itself, or look at both days"))]
    eras, current, start = [], base, since
    for item, day in zip(items, days, strict=True):
        eras.append(_in_force(current, start, _eve(day)))
        without = Mapped(tuple(e for e in item.entries if e.key.text != "from"), item.source, item.span)
        current, start = merge(current, without), day
    return [*eras, _in_force(current, start, until)], []


def _day(item: Mapped) -> Scalar:
    found = item.get("from")
    assert isinstance(found, Scalar)  # the schema wants it
    return found


def _named(group: Value | None, key: str) -> Scalar | None:
    found = group.get(key) if isinstance(group, Mapped) else None
    return found if isinstance(found, Scalar) else None


def _eve(day: Scalar) -> Scalar:
    """The day before."""
    eve = date.fromisoformat(day.text) - timedelta(days=1)
    return Scalar(eve.isoformat(), day.style, day.source, day.span)


def _in_force(policy: Mapped, since: Scalar | None, until: Scalar | None) -> Mapped:
    """The policy with its days."""
    days = [(key, value) for key, value in (("from", since), ("until", until)) if value is not None]
    source, span = policy.source, policy.span
    entries = tuple(Entry(Scalar(key, "", source, value.span), value) for key, value in days)
    kept = tuple(entry for entry in policy.entries if entry.key.text != "valid")
    valid = Entry(Scalar("valid", "", source, span), Mapped(entries, source, span))
    return Mapped((*kept, valid) if entries else kept, source, span)


def _laid_over(path: tuple[str, ...], base: Value, over: Value) -> Value:
    if path == ("rules",) and isinstance(base, Mapped) and isinstance(over, Mapped):
        return _choices(base, over)
    if len(path) == 3 and path[0] == "parameters" and isinstance(base, Scalar) and isinstance(over, Mapped):
        # The number for all channels stays in force for those the upper policy does not name.
        base = Mapped((Entry(Scalar("default", "", base.source, base.span), base),), base.source, base.span)
    if not isinstance(base, Mapped) or not isinstance(over, Mapped):
        return over
    upper = _written(over)
    entries = []
    for entry in base.entries:
        key, above = entry.key.text, upper.get(entry.key.text)
        entries.append(Entry(above.key, _laid_over((*path, key), entry.value, above.value)) if above else entry)
    return Mapped((*entries, *_new(base, upper)), over.source, over.span)


def _choices(base: Mapped, over: Mapped) -> Mapped:
    """All that `base` says, then all that `over` says; a word for the same pattern replaces what stood there."""
    upper = _written(over)
    kept = [
        entry
        for entry in base.entries
        if (above := upper.get(entry.key.text)) is None
        or (isinstance(entry.value, Mapped) and isinstance(above.value, Mapped))
    ]
    return Mapped((*kept, *upper.values()), over.source, over.span)


def _written(group: Mapped) -> dict[str, Entry]:
    """The entries of a group that have a value, by key."""
    return {entry.key.text: entry for entry in group.entries if not empty(entry.value)}


def _new(base: Mapped, upper: dict[str, Entry]) -> list[Entry]:
    """What `upper` says of keys that `base` does not have."""
    known = {entry.key.text for entry in base.entries}
    return [entry for key, entry in upper.items() if key not in known]


def _extends(value: Mapped) -> Scalar | None:
    named = value.get("extends")
    return named if isinstance(named, Scalar) and named.text else None


def _error(code: str, at: Value, message: Said, hint: Said) -> Diagnostic:
    span = Span(at.span.start, max(at.span.start + 1, at.span.end))
    return Diagnostic(code, Level.ERROR, at.source, span, message, hint)
