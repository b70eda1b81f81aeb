"""German verbs: infinitive or any known form -> readings -> all forms, contiguous and apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from .inflection_table import Line, parse_sections
from .values import dataclass

Separated = tuple[tuple[frozenset[str], str], ...]

_SECTIONS: Final = (
    *("strong", "modal", "whole", "weak", "particles", "prefixes", "separable", "inseparable", "both"),
    *("adjectives", "own", "unchanging"),
)
_ENDINGS: Final = ("e", "em", "en", "er", "es")
_S_STEM: Final = ("s", "x", "z")
_NEEDS_E: Final = re.compile(r"[td]$|(?:[^aeioulrhmn]|ch)[mn]$")
_UNSTRESSED: Final = ("be", "emp", "ent", "er", "ge", "hinter", "miss", "ver", "zer", "ueber", "unter", "um")
# Not the folded end of „schön“, „grün“ and „souverän“; „bauen“ and „freuen“ are infinitives.
_INFINITIVE: Final = re.compile(r"(?:eln|ern|(?<![ao])(?<![^ae]u)en)$")
# A beginning that a German stem can have, up to its vowel; keeps „antworten“ from being an + tworten.
_ONSET: Final = re.compile(
    r"(?:sch[lmnrw]?|s[pt]r?|spl|[bfgkp][lr]|[bcdfghjklmnprsvwz]|[dt]r|kn|gn|pf[lr]?|t|qu|zw|ph|th|chr)[aeiouy]"
)


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb without particle or prefix; every form folded.

    `short` is the stem alone („meld dich“), empty where nobody says it. `participles` are whole („gegeben“),
    `bare` those without their ge-, for use behind a prefix („vergeben“). `subjunctive` are the finite forms that
    are nothing but the second subjunctive: „hätte“, not „sollte“.
    """

    infinitive: str
    finite: frozenset[str]
    short: str
    participles: frozenset[str]
    bare: frozenset[str]
    subjunctive: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take a word apart; `known` when its verb stands in the table."""

    particle: str
    prefix: str
    verb: Verb
    known: bool

    @property
    def apart(self) -> str:
        """The particle as it stands alone: „wieder her“ is heard as „her“."""
        return self.particle.removeprefix("wieder") or self.particle


@dataclass(frozen=True, slots=True, eq=False)
class GermanTables:
    """What German does not do by rule; every word folded.

    `infinitives` leads from the infinitive to the verb; `known` from each form, `short` from each stem and
    `bare` from each participle without ge- to the infinitives. `taken` are the words that are never a form of
    another one; those in `unchanging` have no other forms either.
    """

    strong: frozenset[str]
    infinitives: Mapping[str, Verb]
    known: Mapping[str, tuple[str, ...]]
    short: Mapping[str, tuple[str, ...]]
    bare: Mapping[str, tuple[str, ...]]
    particles: tuple[str, ...]
    prefixes: tuple[str, ...]
    separable: frozenset[str]
    inseparable: frozenset[str]
    adjectives: frozenset[str]
    unchanging: frozenset[str]
    taken: frozenset[str]


def parse_german(text: str) -> GermanTables:
    """The tables in the text of `verbs-de.txt`; ValueError names the first bad line."""
    sections = parse_sections(text, "verbs-de.txt", _SECTIONS)
    words = {
        name: frozenset(word for line in sections[name] for word in line.words())
        for name in _SECTIONS
        if name not in ("strong", "modal", "whole")
    }
    taken = words["own"] | words["unchanging"]
    strong = [_strong(line) for line in sections["strong"]]
    strong += [_modal(line) for line in sections["modal"]]
    strong += [_whole(line) for line in sections["whole"]]
    infinitives = {infinitive: _weak(infinitive) for infinitive in sorted(words["weak"])}
    infinitives |= {verb.infinitive: verb for verb in strong}
    known: dict[str, tuple[str, ...]] = {}
    short: dict[str, tuple[str, ...]] = {}
    bare: dict[str, tuple[str, ...]] = {}
    for infinitive, verb in infinitives.items():
        for form in (verb.finite | verb.participles | {infinitive}) - taken:
            known[form] = (*known.get(form, ()), infinitive)
        if verb.short not in taken:
            short[verb.short] = (*short.get(verb.short, ()), infinitive)
        for form in verb.bare - verb.finite:
            bare[form] = (*bare.get(form, ()), infinitive)
    return GermanTables(
        frozenset(verb.infinitive for verb in strong),
        infinitives,
        known,
        short,
        bare,
        tuple(sorted(words["particles"], key=_longest_first)),
        tuple(sorted(words["prefixes"], key=_longest_first)),
        words["separable"] | words["both"],
        words["inseparable"] | words["both"],
        words["adjectives"],
        words["unchanging"],
        taken,
    )


def is_infinitive_like(word: str) -> bool:
    """Whether a folded word ends as an infinitive does."""
    return _INFINITIVE.search(word) is not None


def readings(word: str, tables: GermanTables) -> tuple[Reading, ...]:
    """The ways to read a folded lower-case word as a verb; empty if it is none.

    Known verbs win over guesses; a guess needs the ending of an infinitive or of the first person.
    """
    found = tuple(_known_readings(word, tables))
    if found:
        return found
    candidates = [word] if is_infinitive_like(word) else []
    if word.endswith("e") and len(word) > 3:
        candidates.append(word + "n")
        if word[-2] in "lr" and word[-3] not in "aeioulr":
            candidates.append(f"{word[:-2]}e{word[-2]}n")
    return tuple(reading for candidate in candidates for reading in _guessed(candidate, tables))


def conjugate(word: str, reading: Reading, tables: GermanTables) -> tuple[frozenset[str], frozenset[str]]:
    """All contiguous forms, and the finite forms beside which the particle stands apart (else none).

    A `word` that is a second subjunctive stands for those alone: what „hätte“ regrets, „hat“ does not.
    """
    verb, prefix, particle = reading.verb, reading.prefix, reading.particle
    if word in {particle + prefix + form for form in verb.subjunctive}:
        wished = frozenset(prefix + form for form in verb.subjunctive)
        return frozenset(particle + form for form in wished), wished - tables.taken if particle else frozenset()
    infinitive = prefix + verb.infinitive
    finite = {infinitive, *(prefix + form for form in verb.finite)}
    participles = {prefix + form for form in verb.bare} if prefix else verb.participles
    inflected = {participle + ending for participle in participles for ending in ("", *_ENDINGS)}
    short = {prefix + verb.short} if verb.short and reading.known else set()
    if not particle:
        return frozenset(finite | short | inflected), frozenset()
    contiguous = {particle + form for form in finite | inflected | {"zu" + infinitive}}
    return frozenset(contiguous), frozenset((finite | short) - tables.taken)


def _known_readings(word: str, tables: GermanTables) -> Iterator[Reading]:
    """Readings whose verb stands in the table: the whole word, else prefix + verb, else particle + both."""
    whole = tables.known.get(word) or tables.short.get(word, ())
    yield from (Reading("", "", tables.infinitives[each], True) for each in whole)
    if whole:
        return
    for prefix, verb in _prefixed(word, tables):
        infinitive = prefix + verb.infinitive
        if infinitive not in tables.separable or infinitive in tables.inseparable:
            yield Reading("", prefix, verb, True)
    for particle, rest in _split(word, tables):
        for stem in sorted({rest, rest.removeprefix("zu")}):
            bases = tables.known.get(stem, ())
            behind = [("", tables.infinitives[base]) for base in bases] or _prefixed(stem, tables)
            for prefix, verb in behind:
                yield from _with_particle(particle, prefix, verb, tables)


def _with_particle(particle: str, prefix: str, verb: Verb, tables: GermanTables) -> Iterator[Reading]:
    """The verb with its first part apart, together, or both, as the lists of exceptions say."""
    whole = particle + prefix + verb.infinitive
    if whole in tables.inseparable:
        yield Reading("", particle + prefix, verb, True)
    if whole not in tables.inseparable or whole in tables.separable:
        yield Reading(particle, prefix, verb, True)


def _prefixed(word: str, tables: GermanTables) -> Iterator[tuple[str, Verb]]:
    """Prefix (or two: „missver“) and known verb of `word`; the participle has lost its ge-.

    A prefix that is a particle as well counts only where the list of inseparable verbs says so.
    """
    for prefix in tables.prefixes:
        if not word.startswith(prefix):
            continue
        rest = word.removeprefix(prefix)
        bases = tables.known.get(rest) or tables.bare.get(rest, ())
        verbs = [tables.infinitives[base] for base in bases]
        if prefix in tables.particles:
            verbs = [verb for verb in verbs if prefix + verb.infinitive in tables.inseparable]
        yield from ((prefix, verb) for verb in verbs)
        if not bases:
            yield from ((prefix + inner, verb) for inner, verb in _prefixed(rest, tables))


def _split(word: str, tables: GermanTables) -> Iterator[tuple[str, str]]:
    """Particle and rest, longest particle first; a verb listed as separable counts its prefix as particle."""
    for particle in tables.particles:
        if word.startswith(particle) and len(word) > len(particle) + 2:
            yield particle, word.removeprefix(particle)
    for prefix in tables.prefixes:
        if word.startswith(prefix) and any(each.startswith(prefix) for each in tables.separable):
            rest = word.removeprefix(prefix)
            bases = tables.known.get(rest, ()) or tables.known.get(rest.removeprefix("zu"), ())
            if any(prefix + base in tables.separable for base in bases):
                yield prefix, rest


def _guessed(infinitive: str, tables: GermanTables) -> Iterator[Reading]:
    """The regular verb of an unknown infinitive, also with a particle where what is left can be a verb."""
    yield Reading("", "", _weak(infinitive), False)
    if infinitive in tables.inseparable:
        return
    for particle, rest in _split(infinitive, tables):
        if _is_plausible(rest):
            yield Reading(particle, "", _weak(rest), False)
            return


def _is_plausible(infinitive: str) -> bool:
    stem = _INFINITIVE.sub("", infinitive)
    return stem != infinitive and len(stem) > 2 and _ONSET.match(stem) is not None


def _weak(infinitive: str) -> Verb:
    """A regular verb."""
    stem = _stem(infinitive)
    past = stem + ("et" if _link(stem, infinitive) else "t")
    finite = _present(stem, infinitive) | {past + ending for ending in ("e", "est", "en", "et")}
    without_ge = infinitive.startswith(_UNSTRESSED) or infinitive.endswith("ieren")
    return _verb(infinitive, finite, ["ge" + past, past] if without_ge else ["ge" + past])


def _stem(infinitive: str) -> str:
    return infinitive[:-1] if infinitive.endswith(("eln", "ern")) else infinitive.removesuffix("n").removesuffix("e")


def _link(stem: str, infinitive: str) -> str:
    """The e between stem and ending that makes „meldet“ and „rechnet“ speakable."""
    return "e" if infinitive.endswith("en") and _NEEDS_E.search(stem) else ""


def _present(stem: str, infinitive: str) -> set[str]:
    """Present, imperative and first subjunctive of a stem without vowel change."""
    link = _link(stem, infinitive)
    second = stem + ("t" if stem.endswith(_S_STEM) else link + "st")
    forms = {infinitive, stem + "e", stem + link + "t", second}
    if infinitive.endswith(("eln", "ern")):
        forms.add(f"{stem[:-2]}{stem[-1]}e")
    return forms


def _strong(line: Line) -> Verb:
    """A verb with its own vowels, from one line of five columns."""
    (infinitive, *_), third, preterite, subjunctive, participles = line.columns(5, 5)
    stem = _stem(infinitive)
    forms = _present(stem, infinitive)
    for form in third:
        forms |= _changed(form, stem)
    for form in preterite:
        forms |= _past(form)
    return _verb(infinitive, forms, participles, _wished(subjunctive))


def _wished(subjunctive: list[str]) -> set[str]:
    """The second subjunctive in all persons."""
    return {form for each in subjunctive for form in _past(each)}


def _changed(third: str, stem: str) -> set[str]:
    """Second and third person and imperative from the third: gibt gives gibst and gib."""
    root = third.removesuffix("t")
    if root in (stem, stem + "e"):
        return {third}
    forms = {third} if root.endswith(_S_STEM) else {third, root + "st"}
    if stem.endswith(("t", "d")):
        forms.add(third + "st")
    if "i" in root and "i" not in stem:
        forms |= {root, root + "e"} if root.endswith("h") else {root}
    return forms


def _past(form: str) -> set[str]:
    """Preterite or second subjunctive in all persons."""
    if form.endswith("e"):
        forms = {form, form + "n", form + "st", form + "t"}
        contracts = not form.endswith(("te", "se"))  # „läsest“, never „läst“: that would be „lässt“
        return forms | {form[:-1] + "st", form[:-1] + "t"} if contracts else forms
    if form.endswith(_S_STEM):
        return {form, form + "en", form + "est", form + "t"}
    if form.endswith(("t", "d")):
        return {form, form + "en", form + "est", form + "st", form + "et"}
    return {form, form + "en", form + "st", form + "t"}


def _modal(line: Line) -> Verb:
    """A verb whose present looks like a preterite: kann, kannst."""
    (infinitive, *_), first, preterite, subjunctive, participles = line.columns(5, 5)
    stem = infinitive.removesuffix("en")
    forms = {infinitive, stem + "e", stem + "est", stem + "et", stem + "t"}
    for form in first:
        forms |= {form, form + ("t" if form.endswith(_S_STEM) else "st")}
    for form in preterite:
        forms |= _past(form)
    return _verb(infinitive, forms, participles, _wished(subjunctive))


def _whole(line: Line) -> Verb:
    """A verb written out: `infinitive: finite forms ; participles ; second subjunctive`, the last may be missing."""
    infinitive, colon, rest = line.text.partition(":")
    finite, semicolon, behind = rest.partition(";")
    participles, _, subjunctive = behind.partition(";")
    if not colon or not semicolon:
        raise line.fault(f"`{line.text.strip()}` lacks a colon or a semicolon, expected `verb: forms ; participles`")
    forms = {line.word(part) for part in finite.split()}
    wished = {line.word(part) for part in subjunctive.split()}
    return _verb(line.word(infinitive.strip()), forms, [line.word(part) for part in participles.split()], wished)


def _verb(
    infinitive: str, finite: set[str], participles: list[str], subjunctive: set[str] | frozenset[str] = frozenset()
) -> Verb:
    stem = _stem(infinitive)
    spoken = (
        not stem.endswith("t") and not infinitive.endswith("eln") and not (_link(stem, infinitive) and stem[-1] in "mn")
    )
    bare = frozenset(participle.removeprefix("ge") for participle in participles)
    return Verb(
        infinitive, frozenset(finite | subjunctive), stem if spoken else "", frozenset(participles), bare,
        frozenset(subjunctive - finite - {infinitive}),
    )  # fmt: skip


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word
