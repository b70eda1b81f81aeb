"""Repeats and text modules: how quick, how exact, how well planted templates are found again. Part of `make bench`.

`tables()` gives the lines for docs/PERFORMANCE.md. Everything is made by bench/reply_maker.py from development data;
times are CPU seconds, medians of five, beside a plain loop of Python in the same run.
"""

from __future__ import annotations

import gc
import random
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar

from reply_maker import Made, make_replies, real_replies, stock

from knigge.engine.records.essence import essence
from knigge.engine.records.overlap import bag, share
from knigge.engine.records.repeats import again, to_many
from knigge.engine.records.resemblance import Said, pool
from knigge.engine.templates.mine import Mine, Use
from knigge.engine.templates.modules import group, modules

Answer = TypeVar("Answer")

SIZES: Final = (5_000, 50_000, 200_000)
LIMIT: Final = 0.7  # as rules/repeat/template.knigge asks
WINDOW: Final = timedelta(days=30)
ROUNDS: Final = 5
_START: Final = datetime(2024, 1, 1, tzinfo=UTC)
_MINUTES: Final = 60 * 24 * 730


def said(texts: Sequence[str], seed: int = 1) -> list[Said]:
    """The texts as our replies of two years, each to somebody, in a mixed order."""
    chance = random.Random(seed)
    return [
        Said(
            f"m{number}",
            essence(text),
            _START + timedelta(minutes=chance.randrange(_MINUTES)),
            f"p{chance.randrange(len(texts))}",
            "x",
            "muster",
        )
        for number, text in enumerate(texts)
    ]


def exactness(count: int = 5_000) -> list[str]:
    """Recall and precision of the pairs found, against comparing every text with every other."""
    known = stock()
    sets = (
        ("as they stand in the development data", real_replies(known, count)),
        ("made of them", [each.text for each in make_replies(known, count)]),
    )
    lines = [
        "| replies | different texts | alike pairs | recall | precision | equal likeness |",
        "|---|---|---|---|---|---|",
    ]
    for name, texts in sets:
        items = said(texts)
        found = pool(items, LIMIT, timedelta(days=36500))
        words = [items[members[0]].essence.words for members in found.members]
        bags = [bag(each) for each in words]
        sets_of = list(map(frozenset, bags))
        expected = {
            (one, other): share(bags[one], bags[other])
            for one in range(len(bags))
            for other in range(one)
            if 2 * len(sets_of[one] & sets_of[other]) >= LIMIT * (len(bags[one]) + len(bags[other]))
        }
        pairs = {
            (one, other): likeness
            for one in range(len(bags))
            for other, likeness in found.near[one].items()
            if other < one
        }
        both = expected.keys() & pairs.keys()
        recall, precision = len(both) / max(1, len(expected)), len(both) / max(1, len(pairs))
        lines.append(
            f"| {len(texts):,} {name} | {len(bags):,} | {len(expected):,} | {recall:.4f} | {precision:.4f} | "
            f"{'yes' if expected == pairs else 'no'} |"
        )
    return [*lines, ""]


def speed(count: int, rounds: int = ROUNDS) -> list[float]:
    """Replies a second for `pool`, `to_many`, `again`, and the index with all its queries; then bytes a reply."""
    items = said([each.text for each in make_replies(stock(), count)])
    gc.collect()
    gc.freeze()
    before = _resident()
    pool(items[:2000], LIMIT, WINDOW)  # loads what it needs
    taken: list[tuple[float, float, float]] = []
    held = 0
    for _ in range(rounds):
        times = [time.process_time()]
        pooled = pool(items, LIMIT, WINDOW)
        times.append(time.process_time())
        held = _resident() - before
        to_many(pooled, 3)
        times.append(time.process_time())
        again(pooled)
        times.append(time.process_time())
        taken.append((times[1] - times[0], times[2] - times[1], times[3] - times[2]))
        del pooled
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before
    medians = [count / statistics.median(column) for column in zip(*taken, strict=True)]
    whole = count / statistics.median(indexing + many for indexing, many, _ in taken)
    return [*medians, whole, held / count, peak / count]


def loop() -> float:
    """Million steps a second of a plain loop: how quick this machine was in this run."""
    seconds, _ = _cpu(lambda: [number & 1023 for number in range(3_000_000)])
    return 3 / seconds


def speeds() -> list[str]:
    """A row for every size, each in a process of its own, so that its memory can be told."""
    lines = [
        "| replies | index/s | to many/s | before/s | index and `to_many`/s | bytes a reply, kept | peak |",
        "|---|---|---|---|---|---|---|",
    ]
    for size in SIZES:
        command = [sys.executable, __file__, "--speed", str(size)]
        row = [float(each) for each in subprocess.check_output(command, text=True).split()]
        lines.append(f"| {size:,} | " + " | ".join(f"{each:,.0f}" for each in row) + " |")
    return [*lines, ""]


def planted(count: int = 20_000, templates: int = 300, likeness: float = 0.7) -> list[str]:
    """Planted templates found again: recall is the share of a template's uses in its largest group."""
    made = list(make_replies(stock(), count, seed=23, templates=templates))
    mine = Mine()
    taken = [each for each in made if mine.add(Use(each.text, language=each.language))]
    seconds, grouped = _cpu(lambda: group(mine, likeness))
    more, found = _cpu(lambda: modules(mine, grouped, 5, likeness))
    recalls, purities, background = _quality(taken, [grouped.typical[text] for text in mine.text_of])
    whole = sum(module.kind == "reply" for module in found)
    return [
        f"{count:,} replies, {templates} templates planted in 40 % of them (names, numbers and dates filled "
        "in, up to two words replaced, now and then a sentence left out or the sentences in another order), the rest "
        f"real sentences in other company and cuts of real replies; likeness {likeness:.0%}, groups of five and more:",
        "",
        "| recall of a template (mean) | purity | groups | groups of background only | replies/s |",
        "|---|---|---|---|---|",
        f"| {statistics.mean(recalls):.3f} | {statistics.mean(purities):.3f} | {whole} | {background} | "
        f"{count / (seconds + more):,.0f} |",
        "",
        f"Besides, {len(found) - whole} passages stand in at least three otherwise different replies.",
        "",
    ]


def _quality(made: Sequence[Made], groups: Sequence[int], least: int = 5) -> tuple[list[float], list[float], int]:
    """Recall by template, purity by group (each use counted), and how many groups hold no template at all."""
    held: defaultdict[int, Counter[int | None]] = defaultdict(Counter)
    uses: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for each, number in zip(made, groups, strict=True):
        held[number][each.template] += 1
        if each.template is not None:
            uses[each.template][number] += 1
    recalls = [max(counts.values()) / counts.total() for counts in uses.values() if counts.total() >= least]
    purities: list[float] = []
    background = 0
    for counts in held.values():
        if counts.total() < least:
            continue
        planted_here = {template: count for template, count in counts.items() if template is not None}
        background += not planted_here
        if planted_here:
            purities += [max(planted_here.values()) / counts.total()] * counts.total()
    return recalls, purities, background


def _cpu(call: Callable[[], Answer]) -> tuple[float, Answer]:
    began = time.process_time()
    answer = call()
    return time.process_time() - began, answer


def _resident() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def tables() -> list[str]:
    """The lines for docs/PERFORMANCE.md."""
    if not any(stock().replies.values()):
        return ["Without the development data nothing can be made here.", ""]
    return [
        "### The same again: exactness",
        "",
        f"Every pair with a likeness of at least {LIMIT:.0%}, found by the index and by comparing all with all:",
        "",
        *exactness(),
        "### The same again: speed",
        "",
        f"Limit {LIMIT:.0%}, window {WINDOW.days} days, two years of replies; CPU, median of {ROUNDS}; a plain loop "
        f"made {loop():.0f} million steps a second meanwhile:",
        "",
        *speeds(),
        "### Text modules found again",
        "",
        *planted(),
    ]


if __name__ == "__main__":
    if "--speed" in sys.argv:
        size = int(sys.argv[-1])
        print(*speed(size, ROUNDS if size <= 50_000 else 1))
    else:
        print("\n".join(tables()))
