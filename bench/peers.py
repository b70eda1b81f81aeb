"""knigge and its peers on the same hundred phrases and the same replies: texts a second, and whether the hits agree.

`python bench/peers.py [--replies 2000] [--offline]`. Each peer lives in a throwaway environment below a temporary
folder (a venv for PyPI, a folder for npm) that goes when the run ends; none is a dependency of the project. What cannot
be installed is named. Hits are pairs of text and phrase; pairs on which a peer and knigge differ are sorted by cause.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from peer_engines import ENGINES, ROUNDS, Pairs, Phrases, expression
from variety import messages_of
from wordings import FOLDER

from knigge.commands.programs import load_program
from knigge.engine.evaluator import evaluate
from knigge.engine.finding import Outcome
from knigge.engine.record import Author, Exchange, Message, Role

_CHOICE: Final = re.compile(r"\(([^)]*)\)")
_TEXTLINT: Final = r"""
const joined = (phrase) => phrase.map((wording) => wording.split(" ").join("\\s+")).join("|");
const edge = "[\\p{L}\\p{N}_]";
const phrases = require("./phrases.json").map(
  (phrase) => new RegExp("(?<!" + edge + ")(?:" + joined(phrase) + ")(?!" + edge + ")", "iu"));
module.exports = (context) => {
  const { Syntax, RuleError, report, getSource } = context;
  return {
    [Syntax.Document](node) {
      const text = getSource(node);
      phrases.forEach((phrase, at) => {
        const found = phrase.exec(text);
        if (found) report(node, new RuleError("p" + at, { index: found.index }));
      });
    },
  };
};
"""


@dataclass(frozen=True, slots=True)
class Reply:
    """A text to look in and its language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Raced:
    """One runner: seconds of each round, the pairs it found, and how many texts it read; `why` it did not run."""

    name: str
    rounds: tuple[float, ...] = ()
    pairs: frozenset[tuple[int, int]] = frozenset()
    texts: int = 0
    why: str = ""

    @property
    def rate(self) -> float:
        """Texts a second, by the median round."""
        return self.texts / statistics.median(self.rounds)


def read_phrases() -> Phrases:
    """The hundred phrases, each as the list of its wordings."""
    lines = (FOLDER / "phrases.txt").read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        if not line or line.startswith("#"):
            continue
        choice = _CHOICE.search(line)
        if choice is None:
            found.append([line])
        else:
            before, after = line[: choice.start()], line[choice.end() :]
            found.append([before + each + after for each in choice[1].split("|")])
    return found


def policy_of(phrases: Phrases, folder: Path) -> Path:
    """A policy with exactly these phrases as rules."""
    rules = []
    for number, wordings in enumerate(phrases):
        says = f"({'|'.join(wordings)})" if len(wordings) > 1 else wordings[0]
        rules.append(
            f"rule peer.p{number:03} about message\n  clause plain-language\n  severity note\n"
            f'  title de "Wendung {number}" en "Phrase {number}"\n  forbid text says "{says}"\n'
            '  message de "„{match}“" en "“{match}”"\n'
            f'  catches "{wordings[0]}"\n  allows "Nichts davon."\nend\n'
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "peers.knigge").write_text("\n".join(rules), encoding="utf-8")
    place = folder / "peers.yaml"
    place.write_text(
        "policy: peers\nlanguages: [de, en]\npacks: [shared]\nrule_files: [peers.knigge]\n", encoding="utf-8"
    )
    return place


def race_knigge(phrases: Phrases, replies: Sequence[Reply], folder: Path) -> Raced:
    """knigge in this process: every reply judged by all hundred rules, with positions and verdicts."""
    program = load_program(str(policy_of(phrases, folder)))
    author = Author("a", Role.US)
    drafts = [Exchange(Message("m", each.text, "reply", "x", each.language, author)) for each in replies]
    pairs: Pairs = set()
    for at, draft in enumerate(drafts):
        verdicts = evaluate(program, draft).verdicts
        pairs.update((at, int(each.rule[6:])) for each in verdicts if each.outcome is Outcome.VIOLATION)
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for draft in drafts:
            evaluate(program, draft)
        rounds.append(time.process_time() - began)
    return Raced("knigge", tuple(rounds), frozenset(pairs), len(drafts))


def race_python(phrases: Phrases, replies: Sequence[Reply], folder: Path, offline: bool) -> list[Raced]:
    """The peers that Python runs, each in a process of the throwaway environment."""
    phrases_at, texts_at = folder / "phrases.json", folder / "texts.jsonl"
    phrases_at.write_text(json.dumps(phrases), encoding="utf-8")
    texts_at.write_text("".join(json.dumps(each.text) + "\n" for each in replies), encoding="utf-8")
    python = folder / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    found = []
    for name, package, _ in ENGINES:
        if package and (offline or not _installs(python, package)):
            found.append(Raced(name, why=f"`{package}` could not be installed"))
            continue
        out = folder / "out.json"
        script = Path(__file__).with_name("peer_engines.py")
        done = subprocess.run(
            [str(python), str(script), name, str(phrases_at), str(texts_at), str(out)], capture_output=True, text=True
        )
        if done.returncode:
            found.append(Raced(name, why=done.stderr.strip().splitlines()[-1]))
            continue
        told = json.loads(out.read_text(encoding="utf-8"))
        pairs = frozenset((int(at), int(number)) for at, number in told["pairs"])
        found.append(Raced(name, tuple(told["rounds"]), pairs, len(replies)))
    return found


def _installs(python: Path, package: str) -> bool:
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package]
    return subprocess.run(command, capture_output=True).returncode == 0


def race_textlint(phrases: Phrases, replies: Sequence[Reply], folder: Path, offline: bool) -> Raced:
    """textlint with one rule module for all phrases: whole processes, node's start included, one file a text."""
    name = "textlint, whole process"
    if offline or not shutil.which("npm"):
        return Raced(name, why="npm is not there")
    place = folder / "npm"
    (place / "rules").mkdir(parents=True)
    if subprocess.run(
        ["npm", "install", "--silent", "--prefix", str(place), "textlint"], capture_output=True
    ).returncode:
        return Raced(name, why="`textlint` could not be installed")
    (place / "rules" / "phrases.json").write_text(json.dumps(phrases), encoding="utf-8")
    (place / "rules" / "phrases.js").write_text(_TEXTLINT, encoding="utf-8")
    texts = place / "texts"
    texts.mkdir()
    for at, each in enumerate(replies):
        (texts / f"{at}.txt").write_text(each.text, encoding="utf-8")
    (place / ".textlintrc.json").write_text('{"rules": {"phrases": true}}', encoding="utf-8")
    command = [str(place / "node_modules" / ".bin" / "textlint"), "--rulesdir", "rules", "--format", "json", "texts"]
    rounds = []
    for _ in range(ROUNDS):
        before = os.times()
        done = subprocess.run(command, cwd=place, capture_output=True, text=True)
        after = os.times()
        rounds.append(sum(after[2:4]) - sum(before[2:4]))
    try:
        told = json.loads(done.stdout)
    except ValueError:
        return Raced(name, why=(done.stderr or done.stdout).strip()[:200] or "it printed nothing")
    pairs = frozenset(
        (int(Path(each["filePath"]).stem), int(found["message"][1:])) for each in told for found in each["messages"]
    )
    return Raced(name, tuple(rounds), pairs, len(replies))


def causes(phrases: Phrases, replies: Sequence[Reply], ours: Raced, peer: Raced) -> Counter[str]:
    """Why knigge and a peer differ, pair by pair."""
    found: Counter[str] = Counter()
    for at, number in peer.pairs ^ ours.pairs:
        who = "knigge alone" if (at, number) in ours.pairs else "the peer alone"
        found[f"{who}: {_cause(phrases[number], replies[at].text)}"] += 1
    return found


def _cause(phrase: list[str], text: str) -> str:
    edged = re.compile(rf"(?<!\w)(?:{expression(phrase)})(?!\w)", re.IGNORECASE)
    if found := edged.search(text):
        broken = "\n" in found.group()
        return "a line breaks inside the phrase" if broken else "it overlaps another phrase, or stands in a link"
    loose = re.compile(expression(phrase), re.IGNORECASE)
    if loose.search(text):
        return "no whole word (a letter outside ASCII beside it)"
    folded = [_folded(each) for each in phrase]
    if re.search(rf"(?<!\w)(?:{expression(folded)})(?!\w)", _folded(text)):
        return "folding (ä ae, ß ss, composed or not)"
    return "signs between the words or a short form ('s, 're)"


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFC", text).casefold()
    return folded.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")


def replies_of(archive: Path, number: int) -> list[Reply]:
    """The first so many answers of ours in an archive."""
    ours = (each for each in messages_of(archive) if each["kind"] == "reply" and each.get("language") in ("de", "en"))
    return [Reply(str(each["text"]), str(each["language"])) for each in islice(ours, number)]


def peer_lines(archive: Path, number: int = 2000, offline: bool = False) -> list[str]:
    """The race as a table in Markdown."""
    phrases, replies = read_phrases(), replies_of(archive, number)
    with tempfile.TemporaryDirectory(prefix="knigge-peers-") as name:
        folder = Path(name)
        os.environ.setdefault("KNIGGE_CACHE", str(folder / "cache"))
        ours = race_knigge(phrases, replies, folder / "policy")
        peers = [*race_python(phrases, replies, folder, offline), race_textlint(phrases, replies, folder, offline)]
    lines = [
        f"{len(phrases)} phrases, {len(replies):,} replies, CPU time, median of {ROUNDS} rounds of the same run.",
        "",
        "| runner | texts/s | knigge / it | pairs of text and phrase | only knigge / only it |",
        "|---|---|---|---|---|",
        f"| knigge, `evaluate`, all verdicts and places | {ours.rate:,.0f} | 1 | {len(ours.pairs):,} | |",
    ]
    notes = []
    for peer in peers:
        if peer.why:
            lines.append(f"| {peer.name} | not run: {peer.why} | | | |")
            continue
        mine, its = len(ours.pairs - peer.pairs), len(peer.pairs - ours.pairs)
        ratio = f"{ours.rate / peer.rate:.2f}"
        lines.append(f"| {peer.name} | {peer.rate:,.0f} | {ratio} | {len(peer.pairs):,} | {mine} / {its} |")
        if told := causes(phrases, replies, ours, peer):
            notes.append(f"- {peer.name}: " + "; ".join(f"{cause} {count}" for cause, count in told.most_common()))
    if notes:
        lines += ["", "Where hits differ, and why:", "", *notes]
    return [*lines, ""]


def main() -> int:
    """Run the race on an archive that is given, or on one that is made up."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("archive", nargs="?", type=Path)
    parser.add_argument("--replies", type=int, default=2000)
    parser.add_argument("--offline", action="store_true", help="install nothing; peers of PyPI and npm are left out")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = chosen.archive
        if archive is None:
            from archive import write_archive

            archive = Path(folder, "archive.jsonl")
            write_archive(archive, chosen.replies * 3)
        print("\n".join(peer_lines(archive, chosen.replies, chosen.offline)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
