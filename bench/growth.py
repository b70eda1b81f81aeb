"""What more rules and longer texts cost: further phrase rules by the thousand, start-up and compiling, cold and cached.

`python bench/growth.py --rules 100 1000 5000`. The rules are written in the rule language, half in German, half in
English: real words of real grammar (verbs and nouns that the engine inflects), each rule another phrase.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

ROUNDS: Final = 5
SIZES: Final = (100, 1000, 5000)
_A_FILE: Final = 250  # rules

_VERBS_DE: Final = (
    "erstatten prüfen liefern sperren kündigen verlängern bestätigen stornieren reparieren tauschen bezahlen buchen "
    "bestellen verschicken abholen melden klären ändern löschen speichern drucken öffnen schließen verschieben "
    "verlieren vergessen beantragen bearbeiten genehmigen ablehnen verrechnen reklamieren reinigen montieren messen "
    "zählen verwechseln beschädigen übersehen zusagen abbuchen einrichten freischalten entsperren zurücksetzen"
).split()
_NOUNS_DE: Final = (
    "Rechnung Vertrag Paket Lieferung Termin Gutschein Konto Karte Zähler Tarif Antrag Bescheid Anschluss Gerät Router "
    "Heizung Aufzug Fahrkarte Buchung Zimmer Bestellung Retoure Gutschrift Mahnung Kaution Anzahlung Abschlag Formular "
    "Passwort Nummer Adresse Anfrage Beschwerde Sendung Filiale Schalter Automat Fahrplan Verbindung Störung Technik "
    "Ersatzteil Matratze Schrank Sofa Küche Lampe Jacke Größe Umtausch Garantie Frist Gebühr Erstattung Führung Ticket"
).split()
_TAILS_DE: Final = (
    "", "nicht", "leider nicht", "erst morgen", "noch heute", "ohne Grund", "zu spät", "wie besprochen", "auf Antrag",
    "nur schriftlich", "gegen Gebühr", "ohne Frist", "bis auf weiteres", "nach Prüfung", "im Einzelfall",
)  # fmt: skip
_VERBS_EN: Final = (
    "refund check deliver block cancel extend confirm repair swap pay book order post collect report change delete "
    "save print open close move lose forget approve reject charge clean install measure count damage miss promise "
    "unlock reset restore replace resend return"
).split()
_NOUNS_EN: Final = (
    "bill contract parcel delivery appointment voucher account card meter plan form notice line device router boiler "
    "lift ticket booking room order return credit reminder deposit fee password number address request complaint "
    "shipment branch desk machine timetable connection fault part mattress wardrobe sofa kitchen lamp jacket size "
    "warranty deadline refund tour pass"
).split()
_TAILS_EN: Final = (
    "", "today", "tomorrow", "in full", "without notice", "too late", "as agreed", "on request", "in writing",
    "for a fee", "until further notice", "case by case", "by post", "online", "in person",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the rule language, its language, and a text that says it."""

    language: str
    written: str
    said: str


def phrases(number: int) -> Iterator[Phrase]:
    """So many different phrases, German and English in turns."""
    both = zip(_german(), _english(), strict=False)
    return islice((each for pair in both for each in pair), number)


def _german() -> Iterator[Phrase]:
    for tail in _TAILS_DE:
        for step in range(len(_NOUNS_DE)):
            for at, verb in enumerate(_VERBS_DE):
                noun = _NOUNS_DE[(at + step) % len(_NOUNS_DE)]
                ending = f" {tail}" if tail else ""
                yield Phrase("de", f"{noun}~ [0-3]{ending} {verb}~", f"Wir können {noun}{ending} {verb}.")


def _english() -> Iterator[Phrase]:
    for tail in _TAILS_EN:
        for step in range(len(_NOUNS_EN)):
            for at, verb in enumerate(_VERBS_EN):
                noun = _NOUNS_EN[(at + step) % len(_NOUNS_EN)]
                ending = f" {tail}" if tail else ""
                yield Phrase("en", f"{verb}~ [0-2] {noun}~{ending}", f"We will {verb} your {noun}{ending}.")


def rule_of(number: int, phrase: Phrase) -> str:
    """The rule, with the concept behind it, that forbids a phrase."""
    name, concept = f"grown.r{number:05}", f"grown-r{number:05}"
    nothing = "Guten Tag, schön war es." if phrase.language == "de" else "Hello, it was lovely."
    examples = f'catches {phrase.language} "{phrase.said}"\n  allows {phrase.language} "{nothing}"\nend\n'
    return (
        f'concept {concept} in {phrase.language}\n  says "{phrase.written}"\n  unless quoted\n  {examples}\n'
        f"rule {name} about message\n  clause plain-language\n  severity note\n"
        f'  title de "Wendung {number}" en "Phrase {number}"\n  in {phrase.language}\n'
        f'  forbid text expresses {concept}\n  message de "„{{match}}“" en "“{{match}}”"\n  {examples}'
    )


def grown_policy(folder: Path, number: int, extends: str = "default", alone: bool = False) -> Path:
    """A policy with so many further phrase rules; `alone`: with none of the bundled ones."""
    folder.mkdir(parents=True, exist_ok=True)
    rules = [rule_of(at, phrase) for at, phrase in enumerate(phrases(number))]
    names = []
    for first in range(0, len(rules), _A_FILE):
        names.append(f"grown-{first:05}.knigge")
        (folder / names[-1]).write_text("\n".join(rules[first : first + _A_FILE]), encoding="utf-8")
    head = "packs: [shared]\nlanguages: [de, en]" if alone else f"extends: {extends}"
    place = folder / f"grown-{number}.yaml"
    place.write_text(f"policy: grown-{number}\n{head}\nrule_files: [{', '.join(names)}]\n", encoding="utf-8")
    return place


_LOAD: Final = (
    "import time; a = time.process_time(); from knigge.commands.programs import load_program; "
    "b = time.process_time(); p = load_program({policy!r}); c = time.process_time(); print(b - a, c - b, len(p.rules))"
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """CPU seconds of loading a program: compiled from nothing, and from the cache (median); bytes kept; rules."""

    number: int
    cold: float
    cached: float
    kept: int
    rules: int


def loading(number: int, rounds: int = ROUNDS, alone: bool = False) -> Loaded:
    """Compile a policy with so many further rules in a fresh process, then load what was kept, a process each."""
    with tempfile.TemporaryDirectory(prefix="knigge-growth-") as name:
        policy = grown_policy(Path(name, "policy"), number, alone=alone)
        environment = {**os.environ, "KNIGGE_CACHE": str(Path(name, "cache"))}
        cold, rules = _load(policy, environment)
        cached = statistics.median(_load(policy, environment)[0] for _ in range(rounds))
        kept = sum(each.stat().st_size for each in Path(name, "cache").rglob("*.program"))
    return Loaded(number, cold, cached, kept, rules)


def _load(policy: Path, environment: dict[str, str]) -> tuple[float, int]:
    command = [sys.executable, "-c", _LOAD.format(policy=str(policy))]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=_ROOT)
    if done.returncode:
        raise RuntimeError(re.sub(r"(?s).*\n(?=\w+Error)", "", done.stderr.strip()))
    _, load, rules = done.stdout.split()
    return float(load), int(rules)


_ROOT: Final = Path(__file__).resolve().parent.parent


def growth_lines(sizes: Sequence[int] = SIZES, rounds: int = ROUNDS) -> list[str]:
    """The cost of compiling and of starting with more rules, as a table in Markdown."""
    lines = [
        "| rules on single messages | compiled, CPU s | loaded from the cache, CPU ms | kept, MB |",
        "|---|---|---|---|",
    ]
    for number in (0, *sizes):
        found = loading(number, rounds)
        lines.append(
            f"| {found.rules:,} ({number:,} of them generated) | {found.cold:.1f} | {found.cached * 1000:.0f} | "
            f"{found.kept / 1e6:.1f} |"
        )
    return [*lines, ""]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rules", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = parser.parse_args()
    print("\n".join(growth_lines(chosen.rules, chosen.rounds)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
