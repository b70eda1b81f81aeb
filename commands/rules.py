"""`knigge rules`: list, show, test and lint the rules of a policy or of single files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from ..engine import nodes
from ..engine.codes import CODES
from ..engine.diagnostics import Diagnostic, KniggeError, Level, Said, did_you_mean, render, say, spoken
from ..engine.keywords import LANGUAGES, keywords
from ..engine.library import ROOT, files
from ..engine.meanings import meaning_of, type_of
from ..engine.names import spelled
from ..engine.nodes import wording
from ..engine.parser import Parsed
from ..engine.printer import print_block
from ..engine.program import Program
from ..engine.proof import Proof, prove
from ..engine.record_facts import ALL_FACTS
from ..engine.signals import SIGNALS
from ..engine.source import Source
from .programs import Made, make, usual_program

Write = Callable[[str], None]


def _sources(paths: Sequence[str]) -> list[Source]:
    """Rule files named on the command line; folders stand for all `.knigge` files in them."""
    found: list[Source] = []
    for name in paths:
        path = Path(name)
        if path.suffix in (".yaml", ".yml"):
            told = say("{path} is a policy by its name, no rule file; name it with `--policy {path}`", path=name)
            raise KniggeError(told)
        inside = sorted(path.rglob("*.knigge")) if path.is_dir() else [path]
        if not inside:
            raise KniggeError(say("{path}: no rule files (*.knigge) here", path=name))
        for each in inside:
            try:
                found.append(Source(_packaged(each) or str(each), each.read_bytes().decode("utf-8-sig")))
            except FileNotFoundError:
                raise KniggeError(say("{path}: there is no such file", path=str(each))) from None
            except UnicodeDecodeError as problem:
                told = say(
                    "{path}: not UTF-8 text (byte {number}); save it as UTF-8", path=str(each), number=problem.start
                )
                raise KniggeError(told) from None
            except OSError as problem:
                why = problem.strerror or str(problem)
                raise KniggeError(say("{path}: cannot be read ({why})", path=str(each), why=why)) from None
    return found


def _packaged(path: Path) -> str | None:
    """The name of a file that ships, if `path` is one, so that it is not read a second time."""
    inside = (ROOT / "rules").resolve()
    found = path.resolve()
    return f"rules/{found.relative_to(inside).as_posix()}" if found.is_relative_to(inside) else None


def _further(sources: Sequence[Source]) -> list[Source]:
    """The files among `sources` that do not ship."""
    shipped = set(files("rules", ".knigge"))
    return [source for source in sources if source.name not in shipped]


def _named(made: Made, sources: Sequence[Source]) -> list[Parsed]:
    """The files that were asked for: those named, else everything."""
    names = {source.name for source in sources}
    return [each for each in made.parsed if each.source.name in names] if names else made.parsed


def _blocks(parsed: Iterable[Parsed]) -> Iterable[tuple[Source, nodes.AnyBlock]]:
    return ((each.source, block) for each in parsed for block in each.file.blocks)


def list_rules(policy: str, paths: Sequence[str], speech: str, out: Write) -> int:
    """One line a rule: id, severity, subject, title."""
    sources = _sources(paths)
    made = _made(policy, sources)
    rules = (*made.program.rules, *made.program.records.rules) if made.program else ()
    active = {rule.id: rule for rule in rules}
    for _, block in _blocks(_named(made, sources)):
        if isinstance(block, nodes.Rule):
            rule = active.get(block.id)
            state = keywords().spelled("severities", rule.severity, speech) if rule else spoken(say("off"), speech)
            title = next((wording(item.local, speech) for item in block.items if isinstance(item, nodes.Title)), "")
            subject = keywords().spelled("subjects", block.subject, speech)
            out(f"{block.id:<32} {state:<8} {subject:<{11 if speech == 'de' else 8}} {title}\n")
    return 0


def show_rule(policy: str, paths: Sequence[str], name: str, speech: str, out: Write) -> int:
    """A rule, concept or word set as source, with the concepts a rule stands on."""
    sources = _sources(paths)
    made = _made(policy, sources)
    found = [(source, block) for source, block in _blocks(made.parsed) if block.id == name]
    if not found:
        known = [block.id for _, block in _blocks(made.parsed)]
        hint = did_you_mean(name, known) or say("see knigge rules list")
        raise KniggeError(say("there is no rule or concept `{name}`; {hint}", name=name, hint=hint))
    for source, block in found:
        out(f"# {source.name}:{source.place(block.span.start).line}\n{print_block(block, speech)}\n")
    return 0


def show_facts(subject: str, speech: str, out: Write) -> int:
    """Every fact and signal that a rule about `subject` may ask for, by its name in the language of `speech`."""
    subjects = tuple(dict.fromkeys(each for fact in ALL_FACTS for each in fact.subjects))
    if (known := keywords().canonical("subjects", subject)) not in subjects:
        spellings = [keywords().spelled("subjects", name, language) for name in subjects for language in LANGUAGES]
        names = [keywords().spelled("subjects", each, speech) for each in subjects]
        hint = did_you_mean(subject, spellings) or say("known here: {names}", names=", ".join(names))
        raise KniggeError(say("no rule is about `{subject}`; {hint}", subject=subject, hint=hint))
    for fact in ALL_FACTS:
        if known in fact.subjects:
            values = f" ({', '.join(fact.values)})" if fact.values else ""
            meaning = meaning_of(fact.name, fact.meaning, speech)
            out(f"{spelled(fact.name, speech):<26} {type_of(fact.type, speech):<8} {meaning}{values}\n")
    for signal in SIGNALS:
        values = f" ({', '.join(signal.values)})" if signal.values else ""
        unit = f"{signal.type} {signal.unit}".strip() if signal.unit != signal.type else signal.unit
        kind = f"{type_of(signal.type, speech):<8}" if speech == "de" else f"{unit:<16}"
        out(f"{spelled(signal.name, speech):<26} {kind} {meaning_of(signal.name, signal.meaning, speech)}{values}\n")
    return 0


def test_rules(policy: str, paths: Sequence[str], names: Sequence[str], speech: str, out: Write) -> int:
    """Run the examples; every difference is shown at its place. 0 when all come out as their authors say.

    Examples of rules that ship and that come out otherwise only because of the policy's settings are told apart; they
    are no failure.
    """
    sources = _sources(paths)
    made = _made(policy, sources)
    if made.program is None:
        return 2
    named = _named(made, sources)
    proofs = [proof for proof in prove(named, made.program) if not names or proof.block.id in names]
    off = _own_and_off(named, made.program)
    if names and not proofs:
        if resting := [name for name in names if any(block.id == name for _, block in _blocks(named))]:
            raise KniggeError(say("the rule `{rule}` is off in this policy, so nothing is tested", rule=resting[0]))
        raise KniggeError(say("no examples under {names}", names=", ".join(f"`{name}`" for name in names)))
    if paths and not proofs and not off:
        raise KniggeError(say("no examples in {names}, so nothing is tested", names=", ".join(paths)))
    differing = [proof for proof in proofs if proof.difference]
    settled = _by_settings([proof for proof in differing if _ships(proof.source)], made)
    told_apart = {_of(proof) for proof in settled}
    for proof in differing:
        if names or _of(proof) not in told_apart:
            out(_difference(proof, speech) + "\n")
    if settled and not names:
        head = say("examples of rules that ship and come out otherwise because of your settings; this is no failure:")
        out(spoken(head, speech) + "\n")
        for (name, file), count in Counter((proof.block.id, proof.source.name) for proof in settled).items():
            out(f"  {count:>3} × {name} ({file})\n")
        out("  " + spoken(say("--rule NAME shows them"), speech) + "\n")
    noted = Counter(proof.note for proof in proofs if proof.note)
    for note, count in sorted(noted.items()):
        counted = (
            say("{count} examples: {note}", count=count, note=note)
            if count != 1
            else say("1 example: {note}", note=note)
        )
        out(spoken(counted, speech) + "\n")
    for proof in proofs:
        if proof.note.startswith("no longer"):
            place = proof.source.place(proof.example.span.start)
            out(f"  {proof.source.name}:{place.line}: {spoken(proof.note, speech)}\n")
    if off and not names:
        told = say("off in this policy and not tested: {names}", names=", ".join(f"`{name}`" for name in off))
        out(spoken(told, speech) + "\n")
    out(spoken(_closing(proofs, len(settled)), speech) + "\n")
    return 1 if len(differing) > len(settled) else 0


def _closing(proofs: Sequence[Proof], settled: int) -> Said:
    """How many examples come out as written, of all and of the rules of one's own."""
    blocks = len({(proof.block.id, getattr(proof.block, "language", "")) for proof in proofs})
    fine = sum(not proof.difference for proof in proofs)
    numbers = {"fine": fine, "all": len(proofs), "blocks": blocks}
    told = say("{fine} of {all} examples of {blocks} rules and concepts come out as written", **numbers)
    if settled:
        told = say("{sentence}, {count} otherwise because of your settings", sentence=told, count=settled)
    own = [proof for proof in proofs if not _ships(proof.source)]
    if own and len(own) < len(proofs):
        fine = sum(not proof.difference for proof in own)
        told = say("{sentence}; of your own {fine} of {all}", sentence=told, fine=fine, all=len(own))
    return told


def _ships(source: Source) -> bool:
    return source.origin is None and source.name in files("rules", ".knigge")


def _by_settings(differing: Sequence[Proof], made: Made) -> list[Proof]:
    """Those of the examples that ship which come out as written where nobody has set anything."""
    if not differing:
        return []
    blocks = {(proof.source.name, proof.block) for proof in differing}
    usual = usual_program(proof.block.id for proof in differing if isinstance(proof.block, nodes.Rule))
    wanted = [
        replace(each, file=replace(each.file, blocks=kept))
        for each in made.parsed
        if (kept := tuple(block for block in each.file.blocks if (each.source.name, block) in blocks))
    ]
    sound = {_of(proof) for proof in prove(wanted, usual) if not proof.difference}
    return [proof for proof in differing if _of(proof) in sound]


def _of(proof: Proof) -> tuple[str, str, int]:
    return proof.source.name, proof.block.id, proof.example.span.start


def _own_and_off(parsed: Iterable[Parsed], program: Program) -> list[str]:
    """Rules of one's own that the policy has switched off."""
    on = {rule.id for rule in (*program.rules, *program.records.rules)}
    return [
        block.id
        for source, block in _blocks(parsed)
        if isinstance(block, nodes.Rule) and block.id not in on and not _ships(source)
    ]


_KINDS: Final = {"catches": say("catches"), "allows": say("allows"), "leaves-open": say("leaves open")}


def _difference(proof: Proof, speech: str) -> str:
    source, start = proof.source.outermost(proof.example.span.start)
    place = source.place(start)
    kind = spoken(_KINDS.get(proof.example.kind, ""), speech)
    width = 11 if speech == "de" else 9
    known, but = spoken(say("given"), speech), spoken(say("but it"), speech)
    given = "".join(
        f"\n    {known:<{width}} {spelled(each.fact, speech)} = {each.value}" for each in proof.example.given
    )
    return (
        f"{source.name}:{place.line}:{place.column}: {proof.block.id}\n"
        f"    {kind:<{width}} „{proof.example.text}“{given}\n    {but:<{width}} {spoken(proof.difference, speech)}"
    )


def lint(policy: str, paths: Sequence[str], notes: bool, speech: str, out: Write) -> int:
    """Everything the checker has to say. 2 when there are errors, 1 with warnings, else 0."""
    from ..engine.suggestions import suggestions_at_odds

    sources = _sources(paths)
    made = make(policy, "", _further(sources))
    found = list(made.diagnostics)
    if made.program is not None:
        found += suggestions_at_odds(made.parsed, made.program)
    names = {source.name for source in sources}
    wanted = [each for each in found if not names or each.source.outermost(each.span.start)[0].name in names]
    shown = [each for each in wanted if notes or each.level is not Level.NOTE]
    for diagnostic in shown:
        out(render(diagnostic, speech) + "\n\n")
    count = Counter(str(each.level) for each in wanted)
    found_here = {"errors": count["error"], "warnings": count["warning"], "notes": count["note"]}
    out(spoken(say("{errors} errors, {warnings} warnings, {notes} notes", **found_here), speech))
    out("\n" if notes or not count["note"] else f" {spoken(say('(--notes shows them)'), speech)}\n")
    return 2 if count["error"] else 1 if count["warning"] else 0


def explain(code: str, speech: str, out: Write) -> int:
    """What a diagnostic code means and what to do."""
    found = next((each for each in CODES if each.code == code.upper()), None)
    if found is None:
        known = [each.code for each in CODES]
        hint = did_you_mean(code, known) or say("they go from {first} to {last}", first=known[0], last=known[-1])
        raise KniggeError(say("there is no code `{code}`; {hint}", code=code, hint=hint))
    if speech == "de":
        from ..engine.german import catalogue

        found = catalogue().codes[found.code]
    out(f"{found.code}: {found.title}\n\n{found.explanation}\n")
    return 0


def _made(policy: str, sources: Sequence[Source]) -> Made:
    made = make(policy, "", _further(sources))
    if made.broken:
        errors: list[Diagnostic] = [each for each in made.diagnostics if each.level is Level.ERROR]
        raise KniggeError(say("the rules cannot be used"), errors)
    return made
