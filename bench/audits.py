"""The benchmark of `knigge audit`: `python bench/audits.py [--small] [--large] [--peers] [--growth]`.

Everything is a ratio inside one run: archives that bench/archive.py makes up, the limit of bench/limit.py measured on
the very same lines, and the command as somebody would type it, in processes of its own (bench/command_run.py). Of a
million messages there is one run, its rate the median over its five fifths. With no `audit` in this version, what
it would do is measured in process: the same texts judged one after the other.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from archive import write_archive
from command_run import ROOT, Run, run
from growth import SIZES, grown_policy, growth_lines
from limit import limit_lines, measure_limit
from variety import messages_of, report

from knigge.commands.programs import load_program
from knigge.engine.evaluator import evaluate
from knigge.engine.intake import read_message
from knigge.engine.record import Exchange, Message, is_ours

POLICIES: Final = Path(__file__).resolve().parent / "policies"
SMALL, USUAL, LARGE = 20_000, 200_000, 1_000_000
ROUNDS: Final = 5
STRETCHES: Final = 5  # of one run over a large archive
LIMIT_LINES: Final = 100_000  # of an archive that a single variant is run on
IN_PROCESS: Final = 600  # messages of ours that are judged where there is no `audit`


@dataclass(frozen=True, slots=True)
class Variant:
    """What is run on what: the policy, whether messages carry their language, how many workers, which command."""

    key: str
    title: str
    policy: str
    known_language: bool = True
    workers: int = 1
    command: str = "audit"
    messages: int = 0
    length: int = 1
    ends: tuple[int, ...] = (0, 1)  # exit codes of a whole run; 1: something was found


VARIANTS: Final = (
    Variant("a", "language known, rules on single messages", str(POLICIES / "text.yaml")),
    Variant("b", "the same, language unknown", str(POLICIES / "text.yaml"), known_language=False),
    Variant(  # 3: some texts are measured in part, those in two languages
        "c", "`knigge measure`: all signals and concepts", "default", command="measure", ends=(0, 1, 3)
    ),
    Variant("d", "all rules: threads, timelines, acts, contests too", str(POLICIES / "records.yaml")),
    Variant("a2", "as (a), two workers", str(POLICIES / "text.yaml"), workers=2),
    Variant("b2", "as (b), two workers", str(POLICIES / "text.yaml"), known_language=False, workers=2),
    Variant("c2", "as (c), two workers", "default", workers=2, command="measure", ends=(0, 1, 3)),
    Variant("d2", "as (d), two workers", str(POLICIES / "records.yaml"), workers=2),
)


def has_audit() -> bool:
    """Whether this version knows `knigge audit`."""
    done = subprocess.run([sys.executable, "-m", "knigge", "audit", "--help"], cwd=ROOT, capture_output=True)
    return done.returncode == 0


def measured(variant: Variant, archive: Path, rounds: int, stretches: int = 0) -> list[Run]:
    """The runs of a variant over an archive, the program compiled beforehand; stops at the first that fails."""
    load_program(variant.policy)
    runs: list[Run] = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(prefix="knigge-audit-") as folder:
            out = Path(folder, "out")
            share = share_of(variant, archive, out) if stretches else None
            runs.append(run(command_of(variant, archive, out), share, stretches))
        if runs[-1].code not in variant.ends:
            break
    return runs


def share_of(variant: Variant, archive: Path, out: Path) -> Callable[[int], float]:
    """How much of a run is done: of `measure` the lines written, of `audit` the bytes of the parts that are judged.

    With threads and timelines the fifths are not alike: threads come first, and cost more a byte.
    """
    if variant.command == "measure":
        with archive.open("rb") as file:
            lines = sum(1 for _ in file)
        return lambda written: written / lines
    done, parts = out / ".work" / "done", out / ".work" / "parts"

    def judged(written: int) -> float:
        sizes = {each.stem: each.stat().st_size for each in parts.glob("*[0-9].parquet")}
        ended = sum(sizes.get(each.stem, 0) for each in done.glob("*.done"))
        return ended / sum(sizes.values()) if sizes else 0.0

    return judged


def command_of(variant: Variant, archive: Path, out: Path) -> list[str]:
    """The command line of a variant."""
    start = [sys.executable, "-m", "knigge", variant.command, str(archive), "--policy", variant.policy]
    start += ["--workers", str(variant.workers)]
    return start if variant.command == "measure" else [*start, "--out", str(out)]


def in_process(variant: Variant, archive: Path, number: int) -> tuple[int, float]:
    """How many messages of ours were judged one after the other in this process, and the CPU seconds that took."""
    program = load_program(variant.policy)
    known: dict[str, Message] = {}
    drafts: list[Exchange] = []
    for record in islice(messages_of(archive), number * 4):
        message = read_message(record, "")
        known[message.id] = message
        if is_ours(message) and len(drafts) < number:
            parent = known.get(message.in_reply_to or "")
            drafts.append(Exchange(message, parent, parent is not None))
    for draft in drafts[:30]:
        evaluate(program, draft)
    gc.collect()
    began = time.process_time()
    for draft in drafts:
        evaluate(program, draft)
    return len(drafts), time.process_time() - began


@dataclass(frozen=True, slots=True)
class Stock:
    """The archives of a run, made when they are asked for."""

    folder: Path

    def messages_alone(self, messages: int) -> Path:
        """The messages of the archive of so many, without the other records."""
        path = self.folder / f"{messages}-alone.jsonl"
        if not path.exists():
            with self.get(messages).open("rb") as whole, path.open("wb") as alone:
                alone.writelines(line for line in whole if line.startswith(b'{"type":"message"'))
        return path

    def get(self, messages: int, known_language: bool = True, length: int = 1) -> Path:
        """The archive of so many messages."""
        path = self.folder / f"{messages}-{'known' if known_language else 'unknown'}-{length}.jsonl"
        if not path.exists():
            write_archive(path, messages, known_language=known_language, length=length)
        return path


def variant_lines(stock: Stock, sizes: Sequence[int], rounds: int, limit: float) -> list[str]:
    """Every variant on every size: rates, ratio to the limit, memory."""
    lines = [
        "| | what | messages | messages/s | messages/s of CPU | of the limit | most memory of a process, MB |",
        "|---|---|---|---|---|---|---|",
    ]
    walls: dict[tuple[str, int], float] = {}
    for size in sizes:
        for variant in VARIANTS:
            alone = variant.command == "measure"  # it knows no other records
            archive = stock.messages_alone(size) if alone else stock.get(size, variant.known_language)
            large = size >= LARGE
            runs = measured(variant, archive, 1 if large else rounds, STRETCHES if large else 0)
            if runs[-1].code not in variant.ends:
                told = runs[-1].told.replace("\n", " ").replace("|", "/")[-160:]
                lines.append(
                    f"| {variant.key} | {variant.title} | {size:,} | ended with {runs[-1].code}: {told} | | | |"
                )
                continue
            wall = walls[variant.key, size] = statistics.median(each.wall for each in runs)
            cpu = median_rate(runs, size)
            peak = max(each.peak for each in runs)
            memory = f"{peak / 1e6:,.0f}" if peak else "not measured"
            lines.append(
                f"| {variant.key} | {variant.title} | {size:,} | {size / wall:,.0f} | {cpu:,.0f} | "
                f"{cpu / limit:.3f} | {memory} |"
            )
    scaling = [
        f"({one}) {walls[one, size] / walls[f'{one}2', size]:.2f} times at {size:,} messages"
        for size in sizes
        for one in ("a", "d")
        if {(one, size), (f"{one}2", size)} <= walls.keys()
    ]
    if scaling:
        lines += ["", f"Two workers against one, on the wall: {'; '.join(scaling)}."]
    return [*lines, ""]


def median_rate(runs: Sequence[Run], messages: int) -> float:
    """Messages a second of CPU: the median of the runs, or of the stretches of a single one."""
    if len(runs) == 1 and (stretches := runs[0].stretches):
        return messages / len(stretches) / statistics.median(stretches)
    return messages / statistics.median(each.cpu for each in runs)


def growing_lines(stock: Stock, size: int, rounds: int) -> list[str]:
    """Ten times the messages, the rules, the length: how many times the CPU time of (a)."""
    base = replace(VARIANTS[0], messages=size)
    rules = len(load_program(base.policy).rules)
    more = grown_policy(stock.folder / "grown", 9 * rules, extends=base.policy)
    cases = (
        ("as it is", base, size, 1),
        ("10 x the messages", base, 10 * size, 1),
        (f"10 x the rules ({rules} and {9 * rules} generated)", replace(base, policy=str(more)), size, 1),
        ("10 x the length of texts", base, size, 10),
    )
    lines = ["| (a) with | CPU s | times |", "|---|---|---|"]
    first = 0.0
    for title, variant, messages, length in cases:
        runs = measured(variant, stock.get(messages, True, length), rounds)
        if runs[-1].code not in (0, 1):
            lines.append(f"| {title} | ended with {runs[-1].code} | |")
            continue
        seconds = statistics.median(each.cpu for each in runs)
        first = first or seconds
        lines.append(f"| {title} | {seconds:.1f} | {seconds / first:.2f} |")
    return [*lines, ""]


def single_lines(variant: Variant, archive: Path, rounds: int, stretches: int) -> Iterator[str]:
    """The runs of one variant as JSON, each as it ends, the limit on the same archive before the first and after all.

    The last line holds the medians and their ratio; the limit is that of the first 100,000 lines.
    """
    program = load_program("default")

    def limit() -> float:
        return measure_limit(archive, program, ROUNDS, LIMIT_LINES).rate

    with archive.open("rb") as file:
        messages = sum(line.startswith(b'{"type":"message"') for line in file)
    limits, runs = [limit()], list[Run]()
    yield json.dumps({"limit": round(limits[0])})
    while len(runs) < rounds and all(each.code in variant.ends for each in runs):
        runs += measured(variant, archive, 1, stretches)
        yield json.dumps({name: getattr(runs[-1], name) for name in Run.__slots__})
    limits.append(limit())
    rate, mean = median_rate(runs, messages), statistics.mean(limits)
    told = {"messages": messages, "of_cpu": round(rate), "limits": [round(each) for each in limits]}
    yield json.dumps({**told, "of_the_limit": round(rate / mean, 4)})


def in_process_lines(stock: Stock, size: int, number: int, limit: float) -> list[str]:
    """What the engine does one by one, where there is no `audit` to run; ratios are to the limit a text."""
    lines = ["| | judged one by one in this process | of our messages | messages of ours/s of CPU | of the limit |"]
    lines.append("|---|---|---|---|---|")
    for variant in VARIANTS[:2]:
        judged, seconds = in_process(variant, stock.get(size, variant.known_language), number)
        rate = judged / seconds
        lines.append(f"| {variant.key} | {variant.title} | {judged:,} | {rate:,.0f} | {rate / limit:.4f} |")
    return [*lines, ""]


def audit_section(
    *, messages: int = USUAL, large: bool = False, rounds: int = ROUNDS, peers: bool = True, growth: bool = True,
    offline: bool = False, number: int = IN_PROCESS,
) -> str:  # fmt: skip
    """The section of docs/PERFORMANCE.md. `large`: a million messages besides."""
    size = messages
    with tempfile.TemporaryDirectory(prefix="knigge-bench-") as folder:
        stock = Stock(Path(folder))
        archive = stock.get(size)
        limit = measure_limit(archive, load_program("default"), rounds)
        lines = [
            "## A whole archive",
            "",
            f"Archives made up by `bench/archive.py`; this one has {size:,} messages:",
            "",
            report(archive),
            "",
            *limit_lines(limit),
            "",
        ]
        if has_audit():
            lines += variant_lines(stock, [size, LARGE] if large else [size], rounds, limit.rate)
            lines += growing_lines(stock, size // 10, rounds)
        else:
            lines += ["This version has no `knigge audit`.", ""]
            lines += in_process_lines(stock, size, number, limit.rate)
        if peers:
            from peers import peer_lines

            lines += ["### The same hundred phrases elsewhere", "", *peer_lines(archive, 2000, offline)]
        if growth:
            lines += ["### More rules", "", *growth_lines(SIZES if size >= USUAL else SIZES[:1], rounds)]
    return "\n".join(lines)


def main() -> int:
    """Print the section."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--small", action="store_true", help="20,000 messages instead of 200,000")
    parser.add_argument("--messages", type=int, default=USUAL)
    parser.add_argument("--large", action="store_true", help="a million messages too")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--no-growth", action="store_true")
    parser.add_argument("--offline", action="store_true", help="install nothing; peers of PyPI and npm are left out")
    parser.add_argument("--only", help="one variant on one archive: its runs and the limit as JSON")
    parser.add_argument("--archive", type=Path, help="the archive for --only")
    parser.add_argument("--stretches", type=int, default=0, help="CPU time of so many equal shares of a run of --only")
    chosen = parser.parse_args()
    if chosen.only:
        variant = next(each for each in VARIANTS if each.key == chosen.only)
        for line in single_lines(variant, chosen.archive, chosen.rounds, chosen.stretches):
            print(line, flush=True)
        return 0
    messages = SMALL if chosen.small else chosen.messages
    peers, growth = not chosen.no_peers, not chosen.no_growth
    print(
        audit_section(
            messages=messages,
            large=chosen.large,
            rounds=chosen.rounds,
            peers=peers,
            growth=growth,
            offline=chosen.offline,
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
