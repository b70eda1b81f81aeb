"""Policy -> text: every value with the file and line it was written in, each dated state with its days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .diagnostics import Said, say, spoken
from .policy import Policy, Setting

Row = tuple[str, str, str]


def show(policy: Policy, speech: str = "en") -> str:
    """The effective policy: its first state whole, of every dated change what is different from then on."""
    head = say("policy {name}, digest {digest}", name=policy.name, digest=policy.digest[:12])
    states = (policy, *policy.later)
    lines = [f"# {spoken(head, speech)}"]
    if len(states) > 1:
        lines.append(f"# {spoken(_numbered(states, 0), speech)}")
    lines += _table(_rows(policy, speech))
    for number in range(1, len(states)):
        lines += ["", f"# {spoken(_numbered(states, number), speech)}"]
        lines += _table(list(_different(states[number - 1], states[number], speech)))
    return "\n".join(lines) + "\n"


def show_state(policy: Policy, day: str, speech: str = "en") -> str | None:
    """The state of the policy that is in force on a day (ISO), whole; None where none is."""
    states = (policy, *policy.later)
    for number, state in enumerate(states):
        if (state.valid_from or day) <= day <= (state.valid_until or day):
            head = say("policy {name}, digest {digest}", name=policy.name, digest=policy.digest[:12])
            lines = [f"# {spoken(head, speech)}", f"# {spoken(_numbered(states, number), speech)}"]
            return "\n".join([*lines, *_table(_rows(state, speech))]) + "\n"
    return None


def _numbered(states: Sequence[Policy], number: int) -> Said:
    """Which state this is and on which days it is in force."""
    since, until = states[number].valid_from, states[number].valid_until
    if since and until:
        days = say("from {first} until {last}", first=since, last=until)
    elif since:
        days = say("from {first} on", first=since)
    else:
        days = say("until {last}", last=until) if until else say("always")
    return say("state {number} of {all}, in force {days}", number=number + 1, all=len(states), days=days)


def _rows(policy: Policy, speech: str) -> list[Row]:
    """Every value, with those nobody set at the end."""
    nothing = spoken(say("(empty)"), speech)
    rows = [(setting.path, setting.value or nothing, _where(setting)) for setting in policy.settings]
    said = {setting.path for setting in policy.settings}
    usual = [("packs", ", ".join(policy.packs)), ("languages", ", ".join(policy.languages))]
    usual += [(f"decisions.{name}", decision) for name, decision in policy.decisions]
    return rows + [
        (path, value, spoken(say("not set, so as usual"), speech)) for path, value in usual if path not in said
    ]


def _different(before: Policy, after: Policy, speech: str) -> Iterator[Row]:
    """The values that are new or other than before, and those that are gone; the days stand above."""
    earlier, rows = {row[0]: row for row in _rows(before, speech)}, _rows(after, speech)
    gone = earlier.keys() - {row[0] for row in rows}
    for row in rows:
        if earlier.get(row[0], ())[1:2] != row[1:2] and not row[0].startswith("valid."):
            yield row
    for path in sorted(gone):
        if not path.startswith("valid.") and path not in ("extends", "title"):  # a later state does not say them again
            yield path, spoken(say("(no longer)"), speech), earlier[path][2]


def _table(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    widths = [min(48, max(len(row[column]) for row in rows)) for column in (0, 1)]
    return [f"{path:<{widths[0]}}  {value:<{widths[1]}}  # {where}" for path, value, where in rows]


def _where(setting: Setting) -> str:
    source, offset = setting.source.outermost(setting.span.start)
    return f"{source.name}:{source.place(offset).line}"
