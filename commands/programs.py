"""A policy by name or path -> its compiled program, kept between runs and never stale.

A kept program is used only when the engine's code, the packaged rules, the Python version and every file it was made
from are unchanged, byte by byte. It lies in the user's own cache folder and is written in one step.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..engine.diagnostics import Diagnostic, KniggeError, Level, did_you_mean, say, spoken
from ..engine.facts import CHANNELS
from ..engine.library import ROOT
from ..engine.program import Program
from ..engine.source import Source
from ..engine.values import dataclass
from ..engine.version import VERSION

if TYPE_CHECKING:
    from ..engine import nodes
    from ..engine.parser import Parsed
    from ..engine.policy import Policy


@dataclass(slots=True)
class Made:
    """What became of a policy: its rule files, the policy itself, the program, and all that is to be said of them."""

    parsed: list[Parsed] = field(default_factory=list)
    policy: Policy | None = None
    program: Program | None = None
    diagnostics: list[Diagnostic] = field(default_factory=list)
    read: dict[str, str] = field(default_factory=dict)

    @property
    def broken(self) -> bool:
        """Whether an error stands in the way."""
        return any(diagnostic.level is Level.ERROR for diagnostic in self.diagnostics)


def engine_digest() -> str:
    """A hash over the engine's code and everything packaged with it."""
    found = hashlib.sha256(f"{VERSION} {sys.version_info[:3]} {sys.implementation.cache_tag}".encode())
    for folder, suffix in (
        ("engine", ".py"),
        ("grammar", ""),
        ("rules", ".knigge"),
        ("policies", ".yaml"),
        ("models", ""),
    ):
        for place, _, names in sorted(os.walk(ROOT / folder)):
            for name in sorted(names):
                if name.endswith(suffix) and not name.endswith(".pyc"):
                    found.update(name.encode())
                    found.update(Path(place, name).read_bytes())
    return found.hexdigest()


def load_program(policy: str) -> Program:
    """The program of a policy (a bundled name or a path); KniggeError with diagnostics when it cannot be made."""
    digest = engine_digest()
    kept = cache_folder()
    where = Path(policy).resolve() if os.path.exists(policy) else policy
    name = hashlib.sha256(f"{digest} {where}".encode("utf-8", "surrogatepass")).hexdigest()
    place = kept / f"{name[:32]}.program" if kept else None
    if place and (program := _recall(place)):
        return program
    made = make(policy, digest)
    if made.program is None or made.broken:
        raise KniggeError(say("the policy `{policy}` cannot be used", policy=policy), made.diagnostics)
    if place:
        _keep(place, made.read, made.program)
    return made.program


def usual_program(rules: Iterable[str]) -> Program:
    """All that ships as it ships, with nobody's settings; of what rests, these rules are on."""
    from ..engine.compiler import compile_rules
    from ..engine.packs import load_packs
    from ..engine.policy import bundled, load_policy
    from ..engine.policy_choices import RuleChoice
    from ..engine.schema import ALL_PACKS

    source = bundled("default")
    assert source is not None
    policy, problems = load_policy(source, lambda name, _: bundled(name), lambda _: ())
    assert policy is not None, problems
    chosen = replace(policy, choices=tuple(RuleChoice(name, True) for name in sorted(rules)))
    program, problems = compile_rules(load_packs((ALL_PACKS,)), chosen, "usual")
    assert program is not None, problems
    return program


def nothing_on(policy: str) -> KniggeError:
    """What is wrong with a policy by which nothing would be judged."""
    return KniggeError(say("the policy `{policy}` has no rule that is on, so nothing would be checked", policy=policy))


def unknown_channel(channel: str, speech: str) -> str:
    """What is to be said of a channel nobody has heard of, in words; "" of one that is known or somebody's own."""
    if channel in CHANNELS or channel.startswith("own-"):
        return ""
    claim = say("unknown channel `{channel}`", channel=channel)
    hint = did_you_mean(channel, CHANNELS) or say("a channel of your own is written `own-...`")
    return f"{spoken(claim, speech)}; {spoken(hint, speech)}"


def make(policy: str, digest: str = "", extra: Sequence[Source] = ()) -> Made:
    """Read, check and compile a policy with its packs and its own rules; `extra` are more rule files."""
    from ..engine.checker import check
    from ..engine.compiler import compile_rules
    from ..engine.packs import load_packs, supporting
    from ..engine.parser import parse
    from ..engine.policy import bundled, load_policy
    from ..engine.schema import ALL_PACKS

    if policy.endswith(".knigge"):
        told = say(
            "{path} is a rule file by its name, no policy; test it with `knigge rules test {path}`, or name it in a"
            " policy under `rule_files`",
            path=policy,
        )
        raise KniggeError(told)
    made = Made()
    packs = cache(load_packs)

    def open_policy(name: str, seen_from: Source | None) -> Source | None:
        if shipped := bundled(name):
            return shipped
        base = Path(seen_from.name).parent if seen_from and not name.startswith("/") else Path()
        return _open(base / name, made)

    source = open_policy(policy, None)
    if source is None:
        from ..engine.policy import bundled_names

        names = ", ".join(f"`{name}`" for name in bundled_names())
        told = say("there is no policy `{policy}`: name a file, or one that ships: {names}", policy=policy, names=names)
        raise KniggeError(told)

    def pack_rules(names: tuple[str, ...]) -> list[nodes.Rule]:
        from ..engine import nodes

        return [b for each in packs(names) for b in each.file.blocks if isinstance(b, nodes.Rule)]

    made.policy, diagnostics = load_policy(source, open_policy, pack_rules)
    made.diagnostics += diagnostics
    if made.policy is None:
        return made
    further = [each for each in extra if str(Path(each.name).resolve()) not in made.read]
    own = [parse(each) for each in (*made.policy.own, *further)]
    chosen = [*packs(made.policy.packs), *own]
    made.parsed = [*supporting(chosen, packs((ALL_PACKS,))), *chosen]
    syntax = [diagnostic for each in made.parsed for diagnostic in each.diagnostics]
    made.diagnostics += [each for each in syntax if each not in made.diagnostics]
    made.diagnostics += check(made.parsed, [name for name, _ in made.policy.lists])
    if made.broken:
        return made
    made.program, problems = compile_rules(made.parsed, made.policy, digest or engine_digest())
    made.diagnostics += problems
    return made


def _open(path: Path, made: Made) -> Source | None:
    """A policy file, remembered with its hash, so that a kept program knows when it has changed."""
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        place = f"{path}:{line}"
        told = say("{path}: not UTF-8 text (byte {number}); save it as UTF-8", path=place, number=problem.start)
        raise KniggeError(told) from None
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise KniggeError(say("{path}: cannot be read ({why})", path=str(path), why=why)) from None
    made.read[str(path.resolve())] = hashlib.sha256(content).hexdigest()
    return Source(str(path), text)


def cache_folder() -> Path | None:
    """The user's own cache folder for programs; None when there is none, or others may write to it."""
    base = os.environ.get("KNIGGE_CACHE") or os.environ.get("XDG_CACHE_HOME")
    if base is None and os.name == "nt":
        base = os.environ.get("LOCALAPPDATA")
    folder = Path(base) / "knigge" if base else Path.home() / ".cache" / "knigge"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.stat()
    except (OSError, RuntimeError):
        return None
    if hasattr(os, "getuid") and (state.st_uid != os.getuid() or state.st_mode & 0o022):
        return None
    return folder


def _recall(place: Path) -> Program | None:
    """The kept program, if every file it was made from is unchanged."""
    try:
        with place.open("rb") as file:
            read, program = pickle.load(file)
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, ValueError, TypeError):
        return None
    for path, digest in read.items():
        try:
            if hashlib.sha256(Path(path).read_bytes()).hexdigest() != digest:
                return None
        except OSError:
            return None
    return program if isinstance(program, Program) else None


def _keep(place: Path, read: dict[str, str], program: Program) -> None:
    """Write in one step, so that a run that is cut short leaves nothing half written; a full disk is no error."""
    import tempfile

    try:
        with tempfile.NamedTemporaryFile("wb", dir=place.parent, suffix=".part", delete=False) as file:
            pickle.dump((read, program), file, protocol=pickle.HIGHEST_PROTOCOL)
        os.replace(file.name, place)
    except OSError:
        return
